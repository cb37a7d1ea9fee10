/* titian sensitivity: which assumption moves the ranks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/sensitivity.h>
#include <titian/text_reports.h>

#include "choose.h"
#include "session.h"
#include "waiting.h"

enum { MOST_THREADS = 1024 };

/* What is asked for. */
typedef struct {
    size_t table;
    titian_sensitivity_options options;
} request;

static titian_status write_table(const titian_sensitivity *s, size_t table, FILE *to, titian_error *err)
{
    titian_listing *listing = NULL;
    titian_status status = titian_sensitivity_make(&listing, s, table, err);

    if (status == TITIAN_OK)
        status = titian_listing_csv_write(listing, to, err);
    titian_listing_free(listing);
    return status;
}

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    titian_sensitivity_options options = q->options;
    titian_sensitivity *found = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;
    cli_waiting waiting = cli_waiting_begin("rows of the design", s->voice);

    options.progress = cli_waiting_tell;
    options.context = &waiting;
    status = titian_sensitivity_run(&found, s->assessment, &options, &err);
    cli_waiting_end(&waiting);
    if (status == TITIAN_OK) {
        cli_note(s->voice, "%s", titian_sensitivity_verdict(found));
        status = write_table(found, q->table, to, &err);
    }
    titian_sensitivity_free(found);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit read_numbers(const cli_arguments *arguments, titian_sensitivity_options *o, cli_voice *voice)
{
    size_t rows = 0, seed = 0, threads = 0;
    cli_exit code = cli_option_count(arguments, CLI_OPTION_REPLICATIONS, 1, UINT32_MAX, &rows, voice);

    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_SEED, 0, (size_t) 1 << 53, &seed, voice);
    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_THREADS, 1, MOST_THREADS, &threads, voice);
    o->rows = rows;
    o->seed = seed;
    o->has_seed = arguments->value[CLI_OPTION_SEED] != NULL;
    o->threads = (int) threads;
    o->random = arguments->value[CLI_OPTION_RANDOM] != NULL;
    return code;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const cli_names tables = {"table", titian_sensitivity_table_name, titian_sensitivity_n_tables(), "sensitivity"};
    request q = {.table = 0, .options = titian_sensitivity_options_default()};
    cli_exit code = cli_choose(&tables, arguments->value[CLI_OPTION_TABLE], &q.table, voice);

    if (code == CLI_DONE)
        code = read_numbers(arguments, &q.options, voice);
    if (code != CLI_DONE)
        return code;
    q.options.second = titian_sensitivity_table_second(q.table);
    q.options.shapley = titian_sensitivity_table_shapley(q.table);
    return cli_session_write(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_to, &q);
}

static void print_tables(void)
{
    for (size_t k = 0; k < titian_sensitivity_n_tables(); k++)
        (void) printf("  %-12s  %s\n", titian_sensitivity_table_name(k), titian_sensitivity_table_summary(k));
}

static const cli_option_id options[] = {CLI_OPTION_TABLE, CLI_OPTION_REPLICATIONS, CLI_OPTION_SEED, CLI_OPTION_RANDOM,
    CLI_OPTION_THREADS, CLI_OPTION_YEAR, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_sensitivity = {
    .name = "sensitivity",
    .operands = "MODEL DATA...",
    .summary = "say which uncertain assumption moves the ranks",
    .teaching =
        "Splits what the uncertain assumptions of the model (its block uncertainty) do to the ranks among them, and "
        "prints\n"
        "it as CSV: Si is the share of the variance that an assumption accounts for by itself, STi its share with "
        "all "
        "that\n"
        "it does together with others. Each comes with its 95 % interval; an estimate below 0 is chance. The row "
        "(dummy) shows\n"
        "what an assumption without any effect would seem to have. A verdict says whether the numbers can be relied "
        "upon.\n\n"
        "The design has --replications rows, each of them as many runs as there are assumptions and two. Tables, the "
        "first\n"
        "unless --table names another:\n\n",
    .more = print_tables,
    .examples = "  titian sensitivity ddri countries countries-restricted --replications 512\n"
                "  titian sensitivity ddri countries countries-restricted -N 256 --table alone\n"
                "  titian sensitivity ddri countries countries-restricted -N 256 --table units -o units.csv\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian sensitivity\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

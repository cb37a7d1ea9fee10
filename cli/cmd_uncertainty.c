/* titian uncertainty: how sure scores, ranks and priorities are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>

#include <titian/text_reports.h>
#include <titian/uncertainty.h>

#include "choose.h"
#include "session.h"
#include "waiting.h"

enum { MOST_THREADS = 1024, MOST_TOP = 100000 };

/* What is asked for. */
typedef struct {
    size_t table;
    titian_uncertainty_options options;
} request;

static titian_status write_table(const titian_uncertainty *u, size_t table, FILE *to, titian_error *err)
{
    titian_listing *listing = NULL;
    titian_status status = titian_uncertainty_make(&listing, u, table, err);

    if (status == TITIAN_OK)
        status = titian_listing_csv_write(listing, to, err);
    titian_listing_free(listing);
    return status;
}

/* An end before the end is said, not hidden. */
static void say_ended(const cli_session *s, const titian_uncertainty *u)
{
    if (titian_uncertainty_done(u) < titian_uncertainty_wanted(u) && cli_waiting_interrupted())
        cli_say(s->voice,
            "ended after %" PRIu64 " of %" PRIu64 " replications\nthe results are those of the replications done",
            titian_uncertainty_done(u), titian_uncertainty_wanted(u));
}

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    titian_uncertainty_options options = q->options;
    titian_uncertainty *u = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;
    cli_waiting waiting = cli_waiting_begin("replications", s->voice);

    options.progress = cli_waiting_tell;
    options.context = &waiting;
    status = titian_uncertainty_run(&u, s->assessment, &options, &err);
    cli_waiting_end(&waiting);
    if (status == TITIAN_OK) {
        say_ended(s, u);
        status = write_table(u, q->table, to, &err);
    }
    titian_uncertainty_free(u);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit read_numbers(const cli_arguments *arguments, titian_uncertainty_options *o, cli_voice *voice)
{
    static const double share[] = {1e-6, 0.5};
    size_t replications = 0, seed = 0, threads = 0;
    cli_exit code = cli_option_count(arguments, CLI_OPTION_REPLICATIONS, 1, UINT32_MAX, &replications, voice);

    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_SEED, 0, (size_t) 1 << 53, &seed, voice);
    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_THREADS, 1, MOST_THREADS, &threads, voice);
    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_TOP, 1, MOST_TOP, &o->top, voice);
    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_UNTIL, share, &o->until, voice);
    o->replications = replications;
    o->seed = seed;
    o->has_seed = arguments->value[CLI_OPTION_SEED] != NULL;
    o->threads = (int) threads;
    return code;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const cli_names tables = {"table", titian_uncertainty_table_name, titian_uncertainty_n_tables(), "uncertainty"};
    request q = {.table = 0, .options = titian_uncertainty_options_default()};
    cli_exit code = cli_choose(&tables, arguments->value[CLI_OPTION_TABLE], &q.table, voice);

    if (code == CLI_DONE)
        code = read_numbers(arguments, &q.options, voice);
    if (code != CLI_DONE)
        return code;
    q.options.pairs = titian_uncertainty_table_pairs(q.table);
    return cli_session_write(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_to, &q);
}

static void print_tables(void)
{
    for (size_t k = 0; k < titian_uncertainty_n_tables(); k++)
        (void) printf("  %-12s  %s\n", titian_uncertainty_table_name(k), titian_uncertainty_table_summary(k));
}

static const cli_option_id options[] = {CLI_OPTION_TABLE, CLI_OPTION_REPLICATIONS, CLI_OPTION_SEED, CLI_OPTION_TOP,
    CLI_OPTION_UNTIL, CLI_OPTION_THREADS, CLI_OPTION_YEAR, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTION_QUIET,
    CLI_OPTION_HELP};

const cli_command cmd_uncertainty = {
    .name = "uncertainty",
    .operands = "MODEL DATA...",
    .summary = "say how sure scores, ranks and priorities are",
    .teaching =
        "Runs the assessment again and again, each time with the assumptions drawn anew that the model calls "
        "uncertain\n"
        "(its block uncertainty: weights, methods, goalposts, errors of the data ...; see docs/models.md), and "
        "prints "
        "as\n"
        "CSV how far scores and ranks move, how often a unit is among the first, and what that says of its priority: "
        "robust\n"
        "from 0.9 on, likely from 0.5, contested from 0.1, else not priority. Who has enough data to be ranked is "
        "judged\n"
        "once, with the model's own weights, so that ranks compare the same units throughout.\n\n"
        "The same seed gives the same bytes, whatever the number of threads. Ctrl-C ends the run; what was done "
        "until\n"
        "then is printed. Tables, the first unless --table names another:\n\n",
    .more = print_tables,
    .examples = "  titian uncertainty ddri countries countries-restricted --replications 500\n"
                "  titian uncertainty ddri countries countries-restricted -N 500 --table ranks -o ranks.csv\n"
                "  titian uncertainty ddri countries countries-restricted --top 20 --until 0.02\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian uncertainty\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

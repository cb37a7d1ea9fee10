/* titian own: scores at weights that units choose themselves, beside those that rank them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/own.h>

#include "beside.h"
#include "choose.h"
#include "session.h"

/* What is asked for. */
typedef struct {
    titian_own_options options;
    titian_submissions *submissions; /* owned */
    size_t table;
} request;

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    titian_listing *table = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;

    cli_progress(s->voice, "weighing anew");
    status = titian_own_make(&table, s->assessment, q->table, &q->options, &err);
    cli_progress(s->voice, NULL);
    if (status == TITIAN_OK)
        status = cli_submissions_say_moved(s->assessment, &q->options, s->voice, &err);
    status = cli_put_table(status, table, to, &err);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    static const double box[] = {0.0, 1e6};
    const cli_names tables = {"table", titian_own_name, titian_own_n_tables(), "own"};
    request q = {.options = titian_own_options_default()};
    size_t level = 0;
    cli_exit code = cli_choose(&tables, arguments->value[CLI_OPTION_TABLE], &q.table, voice);

    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_LEVEL, 1, 100, &level, voice);
    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_BOX, box, &q.options.box, voice);
    q.options.level = (int) level;
    if (code == CLI_DONE)
        code = cli_submissions_load(&q.submissions, arguments, voice);
    q.options.submissions = q.submissions;
    if (code == CLI_DONE)
        code = cli_session_write(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_to, &q);
    titian_submissions_free(q.submissions);
    return code;
}

static void print_tables(void)
{
    for (size_t k = 0; k < titian_own_n_tables(); k++)
        (void) printf("  %-9s  %s\n", titian_own_name(k), titian_own_summary(k));
}

static const cli_option_id options[] = {CLI_OPTION_SUBMISSIONS, CLI_OPTION_BOX, CLI_OPTION_LEVEL, CLI_OPTION_TABLE,
    CLI_OPTION_YEAR, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_own = {
    .name = "own",
    .operands = "MODEL DATA... [--submissions FILE]",
    .summary = "print scores at priorities that countries submit, beside those that rank them",
    .teaching =
        "A country may submit weights of the areas (shares of the index, within --box of the model's: a half unless\n"
        "given), targets, and indicators that do not apply to it, with the reason. Weights outside the bounds are\n"
        "moved to the nearest within them, and a note says so. Prints the base score and rank, the score at its own\n"
        "priorities, and the worst and the best score that any weights within the bounds would give it. Ranks are\n"
        "always by the model's weights: nobody is ranked by weights of its own. Who submits nothing loses nothing.\n"
        "The file is described in docs/advice.md; areas are the nodes of --level, unless given those of the "
        "priority\n"
        "step, else level 2. \"titian assess --submissions\" puts the same into the workbook.\n\n"
        "Tables, the first unless --table names another:\n\n",
    .more = print_tables,
    .examples = "  titian own ddri countries countries-restricted -o own.csv\n"
                "  titian own bali5 countries countries-restricted --box 0.25\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian own\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

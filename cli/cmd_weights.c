/* titian weights: what each element of the tree counts, as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/text_reports.h>

#include "session.h"

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    titian_error err;
    const titian_status status = titian_weights_csv_write(s->assessment, to, &err);

    (void) what; /* there is one table of weights */
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    return cli_session_write(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_to, NULL);
}

static const cli_option_id options[] = {CLI_OPTION_YEAR, CLI_OPTION_YEARS, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE,
    CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_weights = {
    .name = "weights",
    .operands = "MODEL DATA...",
    .summary = "print what each element of the tree counts, as CSV",
    .teaching =
        "Prints one row per element of the tree, in the order of framework.csv: its weight relative to its "
        "siblings,\n"
        "as given or as the model's weighing finds it in the data; its share of the whole index (EffWeight); and "
        "the\n"
        "method behind the weight. An element that screening left out has no share. Several index years give a row\n"
        "each, with their year under Time. \"titian audit --table optimised\" tells which correlations weights by\n"
        "optimised have reached, \"--table bod\" each unit's weights by the benefit of the doubt.\n",
    .examples = "  titian weights ddri countries countries-restricted\n"
                "  titian weights ddri countries countries-restricted --years 2021:2022\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian weights\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

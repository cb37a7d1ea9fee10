/* titian results: ranks and scores as CSV, the best first.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/text_reports.h>

#include "session.h"

static cli_exit find_columns(titian_results_options *options, const char *name, cli_voice *voice)
{
    const char *names[TITIAN_N_COLUMNS];

    if (name == NULL)
        return CLI_DONE;
    options->columns = titian_columns_find(name);
    if (options->columns != TITIAN_N_COLUMNS)
        return CLI_DONE;
    for (size_t k = 0; k < TITIAN_N_COLUMNS; k++)
        names[k] = titian_columns_name((titian_columns) k);
    return cli_say_unknown("results", "choice of columns", name, names, TITIAN_N_COLUMNS, voice);
}

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    titian_results_options options = *(const titian_results_options *) what;
    titian_error err;
    titian_status status;

    options.unit = cli_session_unit(s, options.unit);
    status = titian_results_csv_write(s->assessment, &options, to, &err);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    titian_results_options options = titian_results_options_default();
    cli_exit code;

    options.ranks = arguments->value[CLI_OPTION_RANKS] != NULL;
    options.within = arguments->value[CLI_OPTION_WITHIN];
    options.unit = arguments->value[CLI_OPTION_UNIT];
    if (options.unit != NULL)
        options.columns = TITIAN_COLUMNS_FULL;
    code = find_columns(&options, arguments->value[CLI_OPTION_COLUMNS], voice);
    return code == CLI_DONE ? cli_session_write(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_to, &options)
                            : code;
}

static const cli_option_id options[] = {CLI_OPTION_COLUMNS, CLI_OPTION_RANKS, CLI_OPTION_WITHIN, CLI_OPTION_UNIT,
    CLI_OPTION_YEAR, CLI_OPTION_YEARS, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET,
    CLI_OPTION_HELP};

const cli_command cmd_results = {
    .name = "results",
    .operands = "MODEL DATA...",
    .summary = "print ranks and scores as CSV, the best first",
    .teaching =
        "Prints one row per unit, the highest index first: its rank, then the scores from the index down. Ranks are "
        "1\n"
        "for the highest score; units with the same score share the lowest number. Units with too few data to be\n"
        "ranked come last, without a rank. What is shown of the tree is said by --columns:\n\n"
        "  summary      the index alone\n"
        "  aggregates   the index and the areas under it\n"
        "  full         indicators too, and the groups that a unit belongs to\n\n"
        "With --ranks every score gives way to its rank. With --within ranks are those among the units with the "
        "same\n"
        "label, say of the same region, and the table goes label by label. With --unit it is the results of one "
        "unit,\n"
        "an element in each row. \"titian score\" prints scores in the order of the data, for further computing.\n",
    .examples = "  titian results ddri countries countries-restricted\n"
                "  titian results ddri countries countries-restricted --ranks --within region\n"
                "  titian results ddri countries countries-restricted --unit Kenya\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian results\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

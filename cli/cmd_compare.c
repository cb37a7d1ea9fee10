/* titian compare: two models over the same data, or two years of one model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <titian/text_reports.h>

#include "compare_years.h"
#include "session.h"

/* What is compared. */
typedef struct {
    const cli_arguments *arguments;
    const char *node;
} request;

/* ---- two models ---- */

/* The command line as it would be for the other model. @return NULL when there is no memory */
static const char **operands_of_other(const cli_arguments *arguments)
{
    const char **operands = malloc(arguments->n_operands * sizeof *operands);

    if (operands == NULL)
        return NULL;
    memcpy(operands, arguments->operands, arguments->n_operands * sizeof *operands);
    operands[0] = arguments->value[CLI_OPTION_AGAINST];
    return operands;
}

static cli_exit compare(const cli_session *s, const cli_session *other, const char *node, FILE *to)
{
    titian_error err;
    const titian_status status = titian_compare_csv_write(s->assessment, other->assessment, node, to, &err);

    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit write_models(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    cli_arguments arguments = *q->arguments;
    cli_session other = {.model = NULL};
    const char **operands = operands_of_other(q->arguments);
    cli_exit code = CLI_INTERNAL;

    if (operands == NULL) {
        cli_say(s->voice, "there is not enough memory");
        return CLI_INTERNAL;
    }
    arguments.operands = operands;
    code = cli_session_open(&other, &arguments, s->voice);
    if (code == CLI_DONE)
        code = cli_session_run(&other, 1u << TITIAN_RESULT_AGGREGATED);
    if (code == CLI_DONE)
        cli_session_say_notes(&other);
    if (code == CLI_DONE)
        code = compare(s, &other, q->node, to);
    cli_session_close(&other);
    free(operands);
    return code;
}

/* ---- which of them ---- */

/* Options that are about two years. */
static cli_exit check_models(const cli_arguments *arguments, cli_voice *voice)
{
    static const cli_option_id of_years[] = {
        CLI_OPTION_TABLE, CLI_OPTION_REPLICATIONS, CLI_OPTION_SEED, CLI_OPTION_THREADS};

    for (size_t k = 0; k < sizeof of_years / sizeof *of_years; k++)
        if (arguments->value[of_years[k]] != NULL) {
            cli_say(voice, "\"--%s\" is about two years\ntwo models have one table: leave it away",
                cli_options[of_years[k]].name);
            return CLI_USAGE;
        }
    return CLI_DONE;
}

static cli_exit check(const cli_arguments *arguments, cli_voice *voice)
{
    const int models = arguments->value[CLI_OPTION_AGAINST] != NULL;
    const int years = arguments->value[CLI_OPTION_YEARS] != NULL;

    if (models && !years)
        return check_models(arguments, voice);
    if (!models && !years)
        cli_say(voice, "\"titian compare\" needs another model or two years\n"
                       "for example: --against bali5, or --years 2019:2023");
    else if (models)
        cli_say(voice, "\"--against\" and \"--years\" exclude each other\n"
                       "compare two models in one year (--year), or two years of one model");
    else
        return CLI_DONE;
    return CLI_USAGE;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const request q = {.arguments = arguments, .node = arguments->value[CLI_OPTION_NODE]};
    const cli_exit code = check(arguments, voice);

    if (code != CLI_DONE)
        return code;
    if (arguments->value[CLI_OPTION_YEARS] != NULL)
        return cli_compare_years(arguments, voice);
    return cli_session_write(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_models, &q);
}

static void print_tables(void)
{
    for (size_t k = 0; k < cli_compare_n_tables(); k++)
        (void) printf("  %-13s  %s\n", cli_compare_table(k), cli_compare_summary(k));
}

static const cli_option_id options[] = {CLI_OPTION_AGAINST, CLI_OPTION_YEARS, CLI_OPTION_TABLE, CLI_OPTION_NODE,
    CLI_OPTION_REPLICATIONS, CLI_OPTION_SEED, CLI_OPTION_THREADS, CLI_OPTION_YEAR, CLI_OPTION_OUTPUT,
    CLI_OPTION_FORCE, CLI_OPTIONS_OF_DATA, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_compare = {
    .name = "compare",
    .operands = "MODEL DATA... --against MODEL | --years A:B",
    .summary = "print two models side by side, or what changed between two years",
    .teaching =
        "With --against, scores the same data by two models and prints one row per unit: score and rank by MODEL\n"
        "(1) and by the other (2), and how many places higher (above 0) or lower (below 0) the other puts it. The\n"
        "largest change comes first. To see what one choice does to the ranking, copy a model, change the choice,\n"
        "and compare.\n\n"
        "With --years, compares the first and the last year of the span, by one model. A rank changes by a unit's\n"
        "own doing and by the others': ranks among those ranked in both years are split into the two. The\n"
        "decomposition splits the change of the index (or of --node) among the indicators; their parts add up to\n"
        "it. A value that stands for both years is marked \"no new data\": it does not say that nothing changed.\n"
        "Movers are units whose change is beyond noise: both years are run again and again, with the assumptions\n"
        "that the model calls uncertain drawn once for both. Where the output ends in .xlsx it is a workbook with\n"
        "all of it: scores and ranks of each year, movers, and the parts of each change, with charts.\n\n"
        "Tables of two years, the first unless --table names another:\n\n",
    .more = print_tables,
    .examples =
        "  titian compare ddri countries countries-restricted --against bali5\n"
        "  titian compare ddri countries countries-restricted --against ministry5 --year 2022\n"
        "  titian compare ddri countries countries-restricted --years 2019:2023 --node DDRI\n"
        "  titian compare ddri countries countries-restricted --years 2019:2023 -t decomposition -o parts.csv\n"
        "  titian compare ddri countries countries-restricted --years 2019:2023 -t movers -N 200\n"
        "  titian compare ddri countries countries-restricted --years 2019:2023 -N 200 -o changes.xlsx\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian compare\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

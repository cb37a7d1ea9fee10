/* titian compare: two models over the same data, or two years of one model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include <titian/editions.h>

#include "compare_models.h"
#include "compare_years.h"

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const char *model = arguments->value[CLI_OPTION_AGAINST], *data = arguments->value[CLI_OPTION_AGAINST_DATA];
    const int years = arguments->value[CLI_OPTION_YEARS] != NULL;

    if (model == NULL && data == NULL && years)
        return cli_compare_years(arguments, voice);
    if ((model != NULL || data != NULL) && !years)
        return cli_compare_models(arguments, voice);
    if (years)
        cli_say(voice,
            "\"--%s\" and \"--years\" exclude each other\n"
            "compare two models in one year (--year), or two years of one model",
            cli_options[model != NULL ? CLI_OPTION_AGAINST : CLI_OPTION_AGAINST_DATA].name);
    else
        cli_say(voice, "\"titian compare\" needs another model or two years\n"
                       "for example: --against bali5, or --years 2019:2023");
    return CLI_USAGE;
}

static void print_tables(void)
{
    for (size_t k = 0; k < cli_compare_n_tables(); k++)
        (void) printf("  %-13s  %s\n", cli_compare_table(k), cli_compare_summary(k));
    (void) printf("\nTables of two models:\n\n");
    for (size_t k = 0; k < cli_editions_n_tables(); k++)
        (void) printf("  %-13s  %s\n", cli_editions_table(k), cli_editions_summary(k));
    (void) printf("\nGames of blocks and decomposition, the first unless --game names another:\n\n");
    for (int game = 0; game < TITIAN_N_GAMES; game++)
        (void) printf("  %-13s  %s\n", titian_game_name((titian_game) game), titian_game_summary((titian_game) game));
}

static const cli_option_id options[] = {CLI_OPTION_AGAINST, CLI_OPTION_AGAINST_DATA, CLI_OPTION_YEARS,
    CLI_OPTION_TABLE, CLI_OPTION_NODE, CLI_OPTION_GAME, CLI_OPTION_REPLICATIONS, CLI_OPTION_SEED, CLI_OPTION_THREADS,
    CLI_OPTION_YEAR, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_compare = {
    .name = "compare",
    .operands = "MODEL DATA... --against MODEL | --against-data FOLDER | --years A:B",
    .summary = "print two models side by side, or what changed between two years",
    .teaching =
        "With --against, scores the same data by two models and prints one row per unit: score and rank by MODEL\n"
        "(1) and by the other (2), and how many places higher (above 0) or lower (below 0) the other puts it. The\n"
        "largest change comes first. To see what one choice does to the ranking, copy a model, change the choice,\n"
        "and compare. --against-data compares two vintages of the data as well, or by the same model. The table\n"
        "blocks splits the change of each score, without a remainder, into new data, what was revised, what came or\n"
        "went, goalposts, weights and method, and the change of its rank into its own doing and the others'; the\n"
        "table decomposition goes on to indicators, to the elements whose weights differ and to the stages of the\n"
        "method. What changes do together is shared equally; --game says between whom. Where the output ends in\n"
        ".xlsx it is a workbook with both and a chart. The table common compares like with like: the indicators\n"
        "that a unit has on both sides.\n\n"
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
        "  titian compare ddri countries countries-restricted --against-data countries -t blocks\n"
        "  titian compare ddri countries countries-restricted --against bali5 -t common\n"
        "  titian compare ddri countries countries-restricted --against-data countries -o editions.xlsx\n"
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

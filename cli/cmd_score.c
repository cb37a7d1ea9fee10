/* titian score: one stage's values as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/text_reports.h>

#include "choose.h"
#include "session.h"

static cli_exit write_to(const cli_session *s, const void *result, FILE *to)
{
    titian_error err;
    const titian_status status = titian_scores_csv_write(s->assessment, *(const titian_result *) result, to, &err);

    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit write_priority(const cli_session *s, const void *nothing, FILE *to)
{
    titian_listing *table = NULL;
    titian_error err;
    titian_status status = titian_priority_table(&table, s->assessment, &err);

    (void) nothing;
    status = cli_put_table(status, table, to, &err);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    titian_result result = TITIAN_RESULT_AGGREGATED;
    const cli_exit code = cli_choose_stage(arguments, "score", &result, voice);
    const cli_wants wants = {.keep = 1u << result, .leave = TITIAN_LEAVE_ALL, .spends = 1};

    if (code == CLI_DONE && arguments->value[CLI_OPTION_PRIORITY] != NULL) {
        if (arguments->value[CLI_OPTION_STAGE] == NULL)
            return cli_session_write(arguments, voice, 1u << result, write_priority, NULL);
        cli_say(voice, "\"--priority\" and \"--stage\" exclude each other\ngive one of them");
        return CLI_USAGE;
    }
    if (code == CLI_DONE && arguments->value[CLI_OPTION_OVERRIDES] != NULL) {
        cli_say(voice, "\"--overrides\" goes with \"--priority\": decisions by hand move no score\n"
                       "ask for the priority step, or take \"--overrides\" away");
        return CLI_USAGE;
    }
    return code == CLI_DONE ? cli_session_write_for(arguments, voice, &wants, write_to, &result) : code;
}

static const cli_option_id options[] = {CLI_OPTION_STAGE, CLI_OPTION_PRIORITY, CLI_OPTION_OVERRIDES, CLI_OPTION_YEAR,
    CLI_OPTION_YEARS, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_score = {
    .name = "score",
    .operands = "MODEL DATA...",
    .summary = "compute scores and print them as CSV",
    .teaching =
        "Scores every unit by the model and prints one row per unit and year, with a column for every code of the\n"
        "tree: indicators, areas and the index. With --stage it prints what an earlier stage made of the "
        "indicators,\n"
        "so that each step from raw value to score can be followed:\n\n"
        "  raw          the values that stand for the year, carried forward where the model allows it\n"
        "  denominated  divided by population, GDP or what the model names\n"
        "  screened     after indicators and units with too few data are left out\n"
        "  imputed      with gaps filled, if the model fills any\n"
        "  treated      with outliers drawn in, if the model does so\n"
        "  normalised   on one scale\n"
        "  aggregated   the scores of the whole tree\n\n"
        "With --priority it prints the priority step of the last year: each unit in, out or to be assessed first, "
        "why\n"
        "(conditions, rows of dated lists with their sources, decisions of --overrides), its rank and its parts.\n\n"
        "The table has the columns uCode, uName and Time and can be read by titian again. Numbers have as many\n"
        "digits as it takes to read back exactly the same value; an empty field is a missing value.\n",
    .examples = "  titian score ddri countries countries-restricted\n"
                "  titian score ddri countries countries-restricted --stage normalised -o normalised.csv\n"
                "  titian score ddri countries countries-restricted --priority\n"
                "  titian score ddri countries countries-restricted --years 2019:2022\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian score\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

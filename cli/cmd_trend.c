/* titian trend: where each unit is going over the years, and whether units come closer.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/trend.h>

#include "choose.h"
#include "session.h"

/* What is asked for. */
typedef struct {
    size_t table;
    titian_trend_options options;
} request;

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    titian_trend_options options = q->options;
    titian_listing *table = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;

    options.unit = cli_session_unit(s, options.unit);
    options.leader = cli_session_unit(s, options.leader);
    cli_progress(s->voice, "following the years");
    status = titian_trend_make(&table, s->assessment, q->table, &options, &err);
    cli_progress(s->voice, NULL);
    status = cli_put_table(status, table, to, &err);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit read_latest(const cli_arguments *arguments, size_t *latest, cli_voice *voice)
{
    static const double bounds[] = {2.0, 9999.0};
    double number = 0.0;
    const cli_exit code = cli_number(arguments, CLI_OPTION_LATEST, bounds, &number, voice);

    if (code != CLI_DONE || arguments->value[CLI_OPTION_LATEST] == NULL)
        return code;
    *latest = (size_t) number;
    if ((double) *latest == number)
        return CLI_DONE;
    cli_say(voice, "--latest is a number of values\nwrite a whole number: --latest 5");
    return CLI_USAGE;
}

static cli_exit read_numbers(const cli_arguments *arguments, titian_trend_options *o, cli_voice *voice)
{
    static const double any[] = {-1e300, 1e300}, share[] = {0.0, 1.0}, level[] = {1e-6, 0.5};
    cli_exit code = read_latest(arguments, &o->latest, voice);

    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_TARGET, any, &o->target, voice);
    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_FRESH, share, &o->fresh, voice);
    return code == CLI_DONE ? cli_number(arguments, CLI_OPTION_SIGNIFICANCE, level, &o->significance, voice) : code;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const cli_names tables = {"table", titian_trend_name, titian_trend_n_tables(), "trend"};
    request q = {.table = 0, .options = titian_trend_options_default()};
    titian_trend_options *o = &q.options;
    cli_exit code = cli_choose(&tables, arguments->value[CLI_OPTION_TABLE], &q.table, voice);

    if (code == CLI_DONE)
        code = cli_choose_stage(arguments, "score", &o->stage, voice);
    if (code == CLI_DONE)
        code = read_numbers(arguments, o, voice);
    if (code != CLI_DONE)
        return code;
    if (arguments->value[CLI_OPTION_YEARS] == NULL) {
        cli_say(voice, "\"titian trend\" needs a span of years\ngive the first and the last: --years 2015:2023");
        return CLI_USAGE;
    }
    o->unit = arguments->value[CLI_OPTION_UNIT];
    o->code = arguments->value[CLI_OPTION_CODE];
    o->leader = arguments->value[CLI_OPTION_LEADER];
    o->weights = arguments->value[CLI_OPTION_WEIGHTS];
    return cli_session_write(arguments, voice, 1u << o->stage | 1u << TITIAN_RESULT_RAW, write_to, &q);
}

static void print_tables(void)
{
    for (size_t k = 0; k < titian_trend_n_tables(); k++)
        (void) printf("  %-12s  %s\n", titian_trend_name(k), titian_trend_summary(k));
}

static const cli_option_id options[] = {CLI_OPTION_YEARS, CLI_OPTION_TABLE, CLI_OPTION_STAGE, CLI_OPTION_CODE,
    CLI_OPTION_UNIT, CLI_OPTION_TARGET, CLI_OPTION_LEADER, CLI_OPTION_LATEST, CLI_OPTION_FRESH, CLI_OPTION_WEIGHTS,
    CLI_OPTION_SIGNIFICANCE, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET,
    CLI_OPTION_HELP};

const cli_command cmd_trend = {
    .name = "trend",
    .operands = "MODEL DATA... --years A:B",
    .summary = "follow units over the years: growth, trends, years to a target",
    .teaching = "Prints one row for each unit and code as CSV: the first and the last value, growth a year, the "
                "slope by Theil\n"
                "and Sen with its interval, Mann and Kendall's test, and a verdict. With a target it says in how "
                "many years the\n"
                "present pace leads there, with --leader how many years a unit is behind that one at the same level. "
                "Scores are\n"
                "taken unless --stage names another stage (see \"titian help score\"), such as raw.\n\n"
                "Only values of the year itself count: one carried forward or imputed would pass for \"no change\". "
                "A score of\n"
                "an area counts when half the weight in it is of the year; --fresh changes that share. Formulas: "
                "docs/methods.md.\n\n"
                "Tables, the first unless --table names another:\n\n",
    .more = print_tables,
    .examples =
        "  titian trend ddri countries countries-restricted --years 2015:2023 --code DDRI\n"
        "  titian trend ddri countries countries-restricted --years 2015:2023 --stage raw --unit KEN\n"
        "  titian trend ddri countries countries-restricted --years 2015:2023 --code DDRI --leader EST -o t.csv\n"
        "  titian trend ddri countries countries-restricted --years 2015:2023 -t convergence --weights POP\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian trend\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

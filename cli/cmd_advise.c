/* titian advise: what would help a unit most.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/advice_reports.h>
#include <titian/advise.h>
#include <titian/text_reports.h>

#include "beside.h"
#include "choose.h"
#include "history.h"
#include "session.h"

/* What is asked for. */
typedef struct {
    titian_advice_options options;
    titian_efforts *efforts; /* owned */
    size_t table;
    int as_text;
} request;

static titian_status deliver(
    const cli_session *s, const titian_assessment *history, const request *q, FILE *to, titian_error *err)
{
    titian_advice_options options = q->options;
    titian_listing *table = NULL;
    titian_status status = TITIAN_OK;

    options.unit = cli_session_unit(s, options.unit);
    options.efforts = q->efforts;
    if (q->as_text)
        return titian_advice_write(s->assessment, history, &options, to, err);
    status = titian_advice_make(&table, s->assessment, history, q->table, &options, err);
    return cli_put_table(status, table, to, err);
}

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    titian_assessment *owned = NULL;
    const titian_assessment *history = NULL;
    titian_error err = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    cli_progress(s->voice, "looking for what would help");
    history = cli_history_run(&owned, s);
    status = deliver(s, history, what, to, &err);
    cli_progress(s->voice, NULL);
    titian_assessment_free(owned);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit read_request(request *q, const cli_arguments *arguments, cli_voice *voice)
{
    static const double any[] = {-1e300, 1e300}, years[] = {1e-3, 1000.0};
    const cli_names tables = {"table", titian_advice_name, titian_advice_n_tables(), "advise"};
    const char *unit = arguments->value[CLI_OPTION_UNIT];
    const int all = arguments->value[CLI_OPTION_ALL] != NULL;
    cli_exit code = cli_choose(&tables, arguments->value[CLI_OPTION_TABLE], &q->table, voice);

    if (code == CLI_DONE && (unit != NULL) == all) {
        cli_say(voice, "\"titian advise\" is for one unit or for all\ngive --unit CODE, or --all");
        code = CLI_USAGE;
    }
    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_TARGET, any, &q->options.target, voice);
    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_HORIZON, years, &q->options.years, voice);
    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_NUMBER, 1, 1000, &q->options.number, voice);
    q->options.unit = unit;
    q->options.group = arguments->value[CLI_OPTION_GROUP];
    q->as_text = unit != NULL && arguments->value[CLI_OPTION_TABLE] == NULL;
    return code == CLI_DONE ? cli_efforts_load(&q->efforts, arguments, voice) : code;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    request q = {.options = titian_advice_options_default()};
    cli_exit code = read_request(&q, arguments, voice);

    if (code == CLI_DONE)
        code = cli_session_write(arguments, voice, TITIAN_KEEP_ALL, write_to, &q);
    titian_efforts_free(q.efforts);
    return code;
}

static void print_tables(void)
{
    for (size_t k = 0; k < titian_advice_n_tables(); k++)
        (void) printf("  %-9s  %s\n", titian_advice_name(k), titian_advice_summary(k));
}

static const cli_option_id options[] = {CLI_OPTION_UNIT, CLI_OPTION_ALL, CLI_OPTION_TABLE, CLI_OPTION_TARGET,
    CLI_OPTION_HORIZON, CLI_OPTION_EFFORTS, CLI_OPTION_GROUP, CLI_OPTION_NUMBER, CLI_OPTION_YEAR, CLI_OPTION_YEARS,
    CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_advise = {
    .name = "advise",
    .operands = "MODEL DATA... --unit CODE | --all",
    .summary = "say what would help a unit most: gains, cheapest path, peers",
    .teaching =
        "Prints what would raise a unit's index most: for each indicator the gain of a point, of a step in natural\n"
        "units, and of the rise that is feasible within --horizon years at the pace of units that started within a\n"
        "tenth of the scale (the upper quartile of their yearly changes, over the years of the data or of --years);\n"
        "the cheapest path to the next band or to --target; areas; strengths and weaknesses; others to learn from.\n"
        "With --group similar units have the same label. A point of each indicator costs the same unless --efforts\n"
        "says otherwise. It ranks gains of the index, not of welfare (docs/advice.md).\n\n"
        "For one unit it prints a text, unless --table names a table. Tables as CSV:\n\n",
    .more = print_tables,
    .examples =
        "  titian advise ddri countries countries-restricted --unit TLS --efforts ddri/efforts.csv\n"
        "  titian advise ddri countries countries-restricted --unit TLS --target 45 --table path\n"
        "  titian advise ddri countries countries-restricted --all --group income_group --table gains -o gains.csv\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian advise\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

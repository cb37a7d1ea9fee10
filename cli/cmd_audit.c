/* titian audit: how the indicators hang together and bear on the index.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <titian/audit.h>
#include <titian/audit_reports.h>
#include <titian/run.h>

#include "session.h"

enum { MOST_NAMES = 32 };

/* What is asked for: a table, or TITIAN_NONE for the report. */
typedef struct {
    size_t table;
    titian_audit_options options;
} request;

static cli_exit find_table(request *q, const char *name, cli_voice *voice)
{
    const char *names[MOST_NAMES];
    size_t n = 0;

    q->table = name != NULL ? titian_audit_find(name) : TITIAN_NONE;
    if (name == NULL || q->table != TITIAN_NONE)
        return CLI_DONE;
    for (; n < titian_audit_n_tables() && n < MOST_NAMES; n++)
        names[n] = titian_audit_name(n);
    return cli_say_unknown(voice, "audit", "table", name, names, n);
}

static cli_exit find_stage(request *q, const char *name, cli_voice *voice)
{
    const char *names[TITIAN_N_RESULTS];

    if (name == NULL)
        return CLI_DONE;
    q->options.stage = titian_result_find(name);
    if (q->options.stage != TITIAN_N_RESULTS)
        return CLI_DONE;
    for (size_t k = 0; k < TITIAN_N_RESULTS; k++)
        names[k] = titian_result_name((titian_result) k);
    return cli_say_unknown(voice, "audit", "stage", name, names, TITIAN_N_RESULTS);
}

static cli_exit find_correlation(request *q, const char *name, cli_voice *voice)
{
    const char *names[TITIAN_N_CORRELATIONS];

    if (name == NULL)
        return CLI_DONE;
    q->options.correlation = titian_correlation_find(name);
    if (q->options.correlation != TITIAN_N_CORRELATIONS)
        return CLI_DONE;
    for (size_t k = 0; k < TITIAN_N_CORRELATIONS; k++)
        names[k] = titian_correlation_name((titian_correlation) k);
    return cli_say_unknown(voice, "audit", "kind of correlation", name, names, TITIAN_N_CORRELATIONS);
}

static cli_exit find_number(request *q, const char *text, cli_voice *voice)
{
    char *end = NULL;
    long number = 0;

    if (text == NULL)
        return CLI_DONE;
    number = strtol(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || number < 1 || number > 1000) {
        cli_say(voice, "\"%.100s\" is not a number from 1 to 1000\nfor example: --number 3", text);
        return CLI_USAGE;
    }
    q->options.n_peers = q->options.n_strengths = q->options.n_factors = (size_t) number;
    return CLI_DONE;
}

/* A unit and a number say something of a table, not of the report. */
static cli_exit check_table(const cli_arguments *arguments, cli_voice *voice)
{
    const cli_option_id ids[] = {CLI_OPTION_UNIT, CLI_OPTION_NUMBER};

    for (size_t k = 0; arguments->value[CLI_OPTION_TABLE] == NULL && k < sizeof ids / sizeof *ids; k++)
        if (arguments->value[ids[k]] != NULL) {
            cli_say(voice, "\"--%s\" needs a table\nfor example: --table strengths --%s %s", cli_options[ids[k]].name,
                cli_options[ids[k]].name, arguments->value[ids[k]]);
            return CLI_USAGE;
        }
    return CLI_DONE;
}

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    titian_audit_options options = q->options;
    titian_audit_table *table = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;

    cli_progress(s->voice, "auditing");
    if (q->table == TITIAN_NONE) {
        status = titian_audit_report_write(s->assessment, &options, to, &err);
    } else {
        if (options.unit != NULL)
            options.unit = cli_session_unit(s, options.unit);
        status = titian_audit_make(&table, s->assessment, q->table, &options, &err);
        if (status == TITIAN_OK)
            status = titian_audit_csv_write(table, to, &err);
    }
    cli_progress(s->voice, NULL);
    titian_audit_table_free(table);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    request q = {.options = titian_audit_options_default()};
    cli_exit code = find_table(&q, arguments->value[CLI_OPTION_TABLE], voice);

    if (code == CLI_DONE)
        code = find_stage(&q, arguments->value[CLI_OPTION_STAGE], voice);
    if (code == CLI_DONE)
        code = find_correlation(&q, arguments->value[CLI_OPTION_METHOD], voice);
    if (code == CLI_DONE)
        code = find_number(&q, arguments->value[CLI_OPTION_NUMBER], voice);
    if (code == CLI_DONE)
        code = check_table(arguments, voice);
    q.options.unit = arguments->value[CLI_OPTION_UNIT];
    return code == CLI_DONE ? cli_session_write(arguments, voice, TITIAN_KEEP_ALL | TITIAN_KEEP_BOD, write_to, &q)
                            : code;
}

static void print_tables(void)
{
    for (size_t k = 0; k < titian_audit_n_tables(); k++)
        (void) printf("  %-13s  %-11s  %s\n", titian_audit_name(k), titian_result_name(titian_audit_stage(k)),
            titian_audit_summary(k));
}

static const cli_option_id options[] = {CLI_OPTION_TABLE, CLI_OPTION_STAGE, CLI_OPTION_METHOD, CLI_OPTION_UNIT,
    CLI_OPTION_NUMBER, CLI_OPTION_YEAR, CLI_OPTION_YEARS, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTION_QUIET,
    CLI_OPTION_HELP};

const cli_command cmd_audit = {
    .name = "audit",
    .operands = "MODEL DATA...",
    .summary = "audit how the indicators hang together and bear on the index",
    .teaching =
        "Prints a report on the coherence of the index in one year: how complete the data are, which indicators "
        "pull\n"
        "against each other or say the same twice, how many dimensions each node has, how reliable it is, whether\n"
        "elements count for as much as their weights say, what leaving one out does to the ranks, and which units "
        "are\n"
        "alike. With --table it prints one table as CSV, in full precision. Each takes the indicators at the stage\n"
        "named beside it, unless --stage names another (see \"titian help score\"); aggregates are always scores.\n"
        "Values before the stage \"normalised\" have not been turned: where less is better, correlations have the\n"
        "opposite sign. With --years the run spans several years, which imputation in time and methods that look at\n"
        "all years need; the audit is of the last of them. Tables, and their stage:\n\n",
    .more = print_tables,
    .examples = "  titian audit ddri countries countries-restricted\n"
                "  titian audit ddri countries countries-restricted --table correlations --method spearman\n"
                "  titian audit ddri countries countries-restricted --table strengths --unit Kenya --number 3\n"
                "  titian audit ddri countries countries-restricted --table removal -o removal.csv\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian audit\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

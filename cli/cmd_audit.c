/* titian audit: how the indicators hang together and bear on the index.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/audit.h>
#include <titian/audit_reports.h>
#include <titian/run.h>
#include <titian/text_reports.h>

#include "choose.h"
#include "session.h"

/* What is asked for: a table, or TITIAN_NONE for the report. */
typedef struct {
    size_t table;
    titian_audit_options options;
} request;

static cli_exit find_number(request *q, const cli_arguments *arguments, cli_voice *voice)
{
    size_t number = 0;
    const cli_exit code = cli_option_count(arguments, CLI_OPTION_NUMBER, 1, 1000, &number, voice);

    if (code == CLI_DONE && number > 0)
        q->options.n_peers = q->options.n_strengths = q->options.n_factors = number;
    return code;
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
    titian_listing *table = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;

    cli_progress(s->voice, "auditing");
    if (q->table == TITIAN_NONE) {
        status = titian_audit_report_write(s->assessment, &options, to, &err);
    } else {
        options.unit = cli_session_unit(s, options.unit);
        status = titian_audit_make(&table, s->assessment, q->table, &options, &err);
        if (status == TITIAN_OK)
            status = titian_listing_csv_write(table, to, &err);
    }
    cli_progress(s->voice, NULL);
    titian_listing_free(table);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static const char *correlation_name(size_t kind)
{
    return titian_correlation_name((titian_correlation) kind);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const cli_names tables = {"table", titian_audit_name, titian_audit_n_tables(), "audit"};
    const cli_names kinds = {"kind of correlation", correlation_name, TITIAN_N_CORRELATIONS, "audit"};
    request q = {.table = TITIAN_NONE, .options = titian_audit_options_default()};
    size_t kind = (size_t) q.options.correlation;
    cli_exit code = cli_choose(&tables, arguments->value[CLI_OPTION_TABLE], &q.table, voice);

    if (code == CLI_DONE)
        code = cli_choose_stage(arguments, "audit", &q.options.stage, voice);
    if (code == CLI_DONE)
        code = cli_choose(&kinds, arguments->value[CLI_OPTION_METHOD], &kind, voice);
    q.options.correlation = (titian_correlation) kind;
    if (code == CLI_DONE)
        code = find_number(&q, arguments, voice);
    if (code == CLI_DONE)
        code = check_table(arguments, voice);
    q.options.unit = arguments->value[CLI_OPTION_UNIT];
    return code == CLI_DONE ? cli_session_write(arguments, voice, TITIAN_KEEP_ALL, write_to, &q) : code;
}

static void print_tables(void)
{
    for (size_t k = 0; k < titian_audit_n_tables(); k++)
        (void) printf("  %-13s  %-11s  %s\n", titian_audit_name(k), titian_result_name(titian_audit_stage(k)),
            titian_audit_summary(k));
}

static const cli_option_id options[] = {CLI_OPTION_TABLE, CLI_OPTION_STAGE, CLI_OPTION_METHOD, CLI_OPTION_UNIT,
    CLI_OPTION_NUMBER, CLI_OPTION_YEAR, CLI_OPTION_YEARS, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN,
    CLI_OPTION_QUIET, CLI_OPTION_HELP};

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
        "alike. With --years the model sees all those years, as its methods may want to, and the last of them is\n"
        "audited. With --table it prints one table as CSV, in full precision. Each takes the indicators at the "
        "stage\n"
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

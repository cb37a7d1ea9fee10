/* titian simulate: what if a value or a weight were another?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <titian/advice_reports.h>
#include <titian/simulation.h>
#include <titian/text_reports.h>

#include "choose.h"
#include "session.h"

/* What is to be set, taken apart; texts are copies. */
typedef struct {
    titian_set_value values[CLI_MOST_GIVEN];
    titian_set_weight weights[CLI_MOST_GIVEN];
    size_t n_values, n_weights;
    char *texts[CLI_MOST_GIVEN]; /* owned */
    size_t n_texts;
    int as_table; /* 1: a table was asked for */
    size_t table;
} request;

static cli_exit refuse(const cli_given *given, cli_voice *voice)
{
    if (given->option == CLI_OPTION_SET)
        cli_say(voice, "%s does not say what is set\nwrite unit, code and number: --set IDN:INET=80",
            cli_quote(given->value).text);
    else
        cli_say(voice, "%s does not say what is set\nwrite code and number: --set-weight A1=0.2",
            cli_quote(given->value).text);
    return CLI_USAGE;
}

/* The number behind the last "=", in whose place the text then ends. */
static int split_number(char *text, double *number)
{
    char *equals = strrchr(text, '=');

    if (equals == NULL)
        return 0;
    *equals = '\0';
    return cli_number_of(equals + 1, number);
}

static cli_exit take(request *q, const cli_given *given, cli_voice *voice)
{
    char *text = strdup(given->value), *colon = NULL;
    double number = 0.0;

    if (text == NULL) {
        cli_say(voice, "there is not enough memory");
        return CLI_INTERNAL;
    }
    q->texts[q->n_texts++] = text;
    if (!split_number(text, &number))
        return refuse(given, voice);
    if (given->option == CLI_OPTION_SET_WEIGHT) {
        q->weights[q->n_weights++] = (titian_set_weight){text, number};
        return CLI_DONE;
    }
    colon = strchr(text, ':');
    if (colon == NULL)
        return refuse(given, voice);
    *colon = '\0';
    q->values[q->n_values++] = (titian_set_value){text, colon + 1, number};
    return CLI_DONE;
}

static cli_exit read_request(request *q, const cli_arguments *arguments, cli_voice *voice)
{
    const cli_names tables = {"table", titian_simulation_name, titian_simulation_n_tables(), "simulate"};
    cli_exit code = cli_choose(&tables, arguments->value[CLI_OPTION_TABLE], &q->table, voice);

    q->as_table = arguments->value[CLI_OPTION_TABLE] != NULL;
    for (size_t k = 0; k < arguments->n_given && code == CLI_DONE; k++)
        code = take(q, &arguments->given[k], voice);
    if (code == CLI_DONE && arguments->n_given == 0) {
        cli_say(voice, "\"titian simulate\" needs something to set\nfor example: --set IDN:INET=80, or "
                       "--set-weight A1=0.2");
        code = CLI_USAGE;
    }
    return code;
}

static titian_status deliver(const titian_simulation *s, const request *q, FILE *to, titian_error *err)
{
    titian_listing *table = NULL;
    titian_status status = TITIAN_OK;

    if (!q->as_table)
        return titian_simulation_write(s, to, err);
    status = titian_simulation_make(&table, s, q->table, err);
    return cli_put_table(status, table, to, err);
}

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    titian_set_value values[CLI_MOST_GIVEN];
    const titian_simulation_options set = {values, q->n_values, q->weights, q->n_weights};
    titian_simulation *simulation = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < q->n_values; k++) {
        values[k] = q->values[k];
        values[k].unit = cli_session_unit(s, values[k].unit);
    }
    cli_session_say_by_hand(s, "before and after keep", 0);
    cli_progress(s->voice, "scoring again");
    status = titian_simulation_new(&simulation, s->assessment, &set, &err);
    cli_progress(s->voice, NULL);
    if (status == TITIAN_OK)
        status = deliver(simulation, q, to, &err);
    titian_simulation_free(simulation);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    request *q = calloc(1, sizeof *q);
    cli_exit code = CLI_INTERNAL;

    if (q == NULL) {
        cli_say(voice, "there is not enough memory");
        return code;
    }
    code = read_request(q, arguments, voice);
    if (code == CLI_DONE)
        code = cli_session_write(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_to, q);
    for (size_t k = 0; k < q->n_texts; k++)
        free(q->texts[k]);
    free(q);
    return code;
}

static void print_tables(void)
{
    for (size_t k = 0; k < titian_simulation_n_tables(); k++)
        (void) printf("  %-9s  %s\n", titian_simulation_name(k), titian_simulation_summary(k));
}

static const cli_option_id options[] = {CLI_OPTION_SET, CLI_OPTION_SET_WEIGHT, CLI_OPTION_TABLE, CLI_OPTION_OVERRIDES,
    CLI_OPTION_YEAR, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_simulate = {
    .name = "simulate",
    .operands = "MODEL DATA... --set UNIT:CODE=X | --set-weight CODE=X",
    .summary = "score again with values or weights set by hand, and say what changes",
    .teaching =
        "Sets values of units and weights of elements by hand, scores again, and prints what changed for everybody:\n"
        "score, rank, band and priority. A value stands for the index year, in the unit of the data, as if a file\n"
        "gave it; a weight is relative to its siblings, as in framework.csv, and holds for all units.\n\n"
        "Nothing else is changed by hand. Between fixed goalposts the others keep their scores; where the model\n"
        "finds scales, imputed values or weights in the data, these may move with the value, and it says so. An\n"
        "index can be raised on paper: a better score is no better help (docs/advice.md). What --overrides decides "
        "by\n"
        "hand holds before and after: who is excluded has no priority, who is included may have one.\n\n"
        "Without --table it prints a text. Tables as CSV:\n\n",
    .more = print_tables,
    .examples =
        "  titian simulate ddri countries countries-restricted --set IDN:INET=80\n"
        "  titian simulate ddri countries countries-restricted --set TLS:A4.ACCT=60 --set TLS:A2.ELEC=100\n"
        "  titian simulate ddri countries countries-restricted --set-weight A1=0.2 --table units -o what_if.csv\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian simulate\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

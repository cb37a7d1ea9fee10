/* Two models, or two vintages of data, or both.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare_models.h"

#include <stdlib.h>
#include <string.h>

#include <titian/editions.h>
#include <titian/text_reports.h>

#include "choose.h"
#include "compare_years.h"
#include "session.h"

enum { SIDES, BLOCKS, N_TABLES };

static const struct {
    const char *name, *summary;
} tables[N_TABLES] = {
    [SIDES] = {"sides", "each unit: score and rank by either, the largest change of rank first"},
    [BLOCKS] = {"blocks", "each unit: the change of the score by block: data, goalposts, weights, method"},
};

/* What is asked for. */
typedef struct {
    const cli_arguments *arguments;
    const char *node;
    size_t table;
} request;

size_t cli_editions_n_tables(void)
{
    return N_TABLES;
}

const char *cli_editions_table(size_t table)
{
    return tables[table].name;
}

const char *cli_editions_summary(size_t table)
{
    return tables[table].summary;
}

/* ---- the other one ---- */

/* The command line as it would be for the other model, the other data. @return NULL when there is no memory */
static const char **operands_of_other(const cli_arguments *arguments, size_t *n)
{
    const char *model = arguments->value[CLI_OPTION_AGAINST], *data = arguments->value[CLI_OPTION_AGAINST_DATA];
    const char **operands = malloc(arguments->n_operands * sizeof *operands);

    if (operands == NULL)
        return NULL;
    memcpy(operands, arguments->operands, arguments->n_operands * sizeof *operands);
    operands[0] = model != NULL ? model : operands[0];
    *n = arguments->n_operands;
    if (data != NULL) {
        operands[1] = data;
        *n = 2;
    }
    return operands;
}

static titian_status write_blocks(
    const cli_session *s, const cli_session *other, const char *node, FILE *to, titian_error *err)
{
    const titian_panel *scores = titian_assessment_result(s->assessment, TITIAN_RESULT_AGGREGATED);
    const titian_editions editions = {.recipe = {titian_model_recipe(s->model), titian_model_recipe(other->model)},
        .panel = {s->panel, other->panel},
        .year = titian_panel_year(scores, titian_panel_n_years(scores) - 1),
        .node = node};
    titian_listing *table = NULL;
    titian_status status = TITIAN_OK;

    cli_progress(s->voice, "splitting the changes");
    status = titian_editions_make(&table, &editions, err);
    cli_progress(s->voice, NULL);
    return cli_put_table(status, table, to, err);
}

static cli_exit compare(const cli_session *s, const cli_session *other, const request *q, FILE *to)
{
    titian_error err;
    const titian_status status = q->table == SIDES
                                     ? titian_compare_csv_write(s->assessment, other->assessment, q->node, to, &err)
                                     : write_blocks(s, other, q->node, to, &err);

    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit write_models(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    cli_arguments arguments = *q->arguments;
    cli_session other = {.model = NULL};
    size_t n = 0;
    const char **operands = operands_of_other(q->arguments, &n);
    cli_exit code = CLI_INTERNAL;

    if (operands == NULL) {
        cli_say(s->voice, "there is not enough memory");
        return CLI_INTERNAL;
    }
    arguments.operands = operands;
    arguments.n_operands = n;
    code = cli_session_open(&other, &arguments, s->voice);
    if (code == CLI_DONE)
        code = cli_session_run(&other, 1u << TITIAN_RESULT_AGGREGATED);
    if (code == CLI_DONE)
        cli_session_say_notes(&other);
    if (code == CLI_DONE)
        code = compare(s, &other, q, to);
    cli_session_close(&other);
    free(operands);
    return code;
}

/* ---- which of them ---- */

/* What is about two years. */
static cli_exit check(const cli_arguments *arguments, cli_voice *voice)
{
    static const cli_option_id of_years[] = {CLI_OPTION_REPLICATIONS, CLI_OPTION_SEED, CLI_OPTION_THREADS};

    for (size_t k = 0; k < sizeof of_years / sizeof *of_years; k++)
        if (arguments->value[of_years[k]] != NULL) {
            cli_say(voice, "\"--%s\" is about two years\ntwo models are not replicated: leave it away",
                cli_options[of_years[k]].name);
            return CLI_USAGE;
        }
    if (!cli_compare_is_workbook(arguments->value[CLI_OPTION_OUTPUT]))
        return CLI_DONE;
    cli_say(voice,
        "a workbook of changes is about two years (--years)\ntwo models are compared as CSV: give a name such "
        "as models.csv");
    return CLI_USAGE;
}

cli_exit cli_compare_models(const cli_arguments *arguments, cli_voice *voice)
{
    const cli_names names = {"table of two models", cli_editions_table, N_TABLES, "compare"};
    request q = {.arguments = arguments, .node = arguments->value[CLI_OPTION_NODE], .table = SIDES};
    cli_exit code = check(arguments, voice);

    if (code == CLI_DONE)
        code = cli_choose(&names, arguments->value[CLI_OPTION_TABLE], &q.table, voice);
    return code == CLI_DONE ? cli_session_write(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_models, &q)
                            : code;
}

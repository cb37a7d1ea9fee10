/* Two models, or two vintages of data, or both.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare_models.h"

#include <stdlib.h>
#include <string.h>

#include <titian/editions.h>
#include <titian/text_reports.h>
#include <titian/workbook.h>

#include "choose.h"
#include "output.h"
#include "session.h"

/* Before and behind the tables of titian/editions.h. */
enum { SIDES, FIRST_OF_EDITIONS };

/* What is asked for. */
typedef struct {
    const cli_arguments *arguments;
    const char *node;
    size_t table, game;
} request;

static size_t common_table(void)
{
    return FIRST_OF_EDITIONS + titian_editions_n_tables();
}

size_t cli_editions_n_tables(void)
{
    return common_table() + 1;
}

const char *cli_editions_table(size_t table)
{
    return table == SIDES           ? "sides"
           : table < common_table() ? titian_editions_name(table - FIRST_OF_EDITIONS)
                                    : "common";
}

const char *cli_editions_summary(size_t table)
{
    return table == SIDES ? "each unit: score and rank by either, the largest change of rank first"
           : table < common_table()
               ? titian_editions_summary(table - FIRST_OF_EDITIONS)
               : "each unit: the index over the indicators that it has in both, beside the full one";
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

static int last_year(const cli_session *s)
{
    const titian_panel *scores = titian_assessment_result(s->assessment, TITIAN_RESULT_AGGREGATED);

    return titian_panel_year(scores, titian_panel_n_years(scores) - 1);
}

static titian_status make_table(titian_listing **out, const cli_session *s, const cli_session *other,
    const request *q, size_t table, titian_error *err)
{
    const titian_editions editions = {.recipe = {titian_model_recipe(s->model), titian_model_recipe(other->model)},
        .panel = {s->panel, other->panel},
        .year = {last_year(s), last_year(other)},
        .node = q->node,
        .game = (titian_game) q->game};
    titian_status status = TITIAN_OK;

    cli_progress(s->voice, "splitting the changes");
    status = table < common_table() ? titian_editions_make(out, table - FIRST_OF_EDITIONS, &editions, err)
                                    : titian_common_make(out, s->assessment, other->assessment, q->node, err);
    cli_progress(s->voice, NULL);
    return status;
}

/* What is done with both. */
typedef struct {
    const request *q;
    FILE *to; /* a table; NULL: a workbook */
    const char *path;
    int replace;
} aim;

static cli_exit write_table(const cli_session *s, const cli_session *other, const aim *goal)
{
    const request *q = goal->q;
    titian_listing *table = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;

    if (q->table == SIDES) {
        status = titian_compare_csv_write(s->assessment, other->assessment, q->node, goal->to, &err);
    } else {
        status = make_table(&table, s, other, q, q->table, &err);
        status = cli_put_table(status, table, goal->to, &err);
    }
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit write_book(const cli_session *s, const cli_session *other, const aim *goal)
{
    titian_editions_book_options options = titian_editions_book_options_default();
    titian_listing *tables[] = {NULL, NULL, NULL}; /* blocks, decomposition, common */
    titian_error err;
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < 3 && status == TITIAN_OK; k++)
        status = make_table(&tables[k], s, other, goal->q, FIRST_OF_EDITIONS + k, &err);
    options.replace = goal->replace;
    options.blocks = tables[0];
    options.parts = tables[1];
    options.common = tables[2];
    cli_progress(s->voice, "writing the workbook");
    if (status == TITIAN_OK)
        status = titian_editions_write(s->assessment, other->assessment, goal->path, &options, &err);
    cli_progress(s->voice, NULL);
    for (size_t k = 0; k < 3; k++)
        titian_listing_free(tables[k]);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit open_other(cli_session *other, const cli_arguments *arguments, cli_voice *voice)
{
    cli_exit code = cli_session_open(other, arguments, voice);

    if (code == CLI_DONE)
        code = cli_session_run(other, 1u << TITIAN_RESULT_AGGREGATED);
    if (code == CLI_DONE)
        cli_session_say_notes(other);
    return code;
}

static cli_exit write_both(const cli_session *s, const aim *goal)
{
    cli_arguments arguments = *goal->q->arguments;
    cli_session other = {.model = NULL};
    size_t n = 0;
    const char **operands = operands_of_other(goal->q->arguments, &n);
    cli_exit code = CLI_INTERNAL;

    if (operands == NULL) {
        cli_say(s->voice, "there is not enough memory");
        return CLI_INTERNAL;
    }
    arguments.operands = operands;
    arguments.n_operands = n;
    code = open_other(&other, &arguments, s->voice);
    if (code == CLI_DONE)
        code = (goal->to != NULL ? write_table : write_book)(s, &other, goal);
    cli_session_close(&other);
    free(operands);
    return code;
}

static cli_exit to_file(const cli_session *s, const void *what, FILE *to)
{
    return write_both(s, &(aim){.q = what, .to = to});
}

static cli_exit to_book(const cli_session *s, const void *what, const char *path, int replace)
{
    return write_both(s, &(aim){.q = what, .path = path, .replace = replace});
}

/* ---- which of them ---- */

static cli_exit check(const cli_arguments *arguments, int book, cli_voice *voice)
{
    static const cli_option_id of_years[] = {CLI_OPTION_REPLICATIONS, CLI_OPTION_SEED, CLI_OPTION_THREADS};

    for (size_t k = 0; k < sizeof of_years / sizeof *of_years; k++)
        if (arguments->value[of_years[k]] != NULL) {
            cli_say(voice, "\"--%s\" is about two years\ntwo models are not replicated: leave it away",
                cli_options[of_years[k]].name);
            return CLI_USAGE;
        }
    return book ? cli_choose_no_table(arguments, voice) : CLI_DONE;
}

static const char *game_name(size_t game)
{
    return titian_game_name((titian_game) game);
}

/* The other tables share nothing out. */
static cli_exit read_game(request *q, int book, cli_voice *voice)
{
    const cli_names names = {"game", game_name, TITIAN_N_GAMES, "compare"};
    const char *word = q->arguments->value[CLI_OPTION_GAME];

    if (word != NULL && !book && (q->table == SIDES || q->table == common_table())) {
        cli_say(voice,
            "\"--game\" does not go with the table %s\n"
            "it goes with --table blocks and --table decomposition, and with a workbook",
            cli_editions_table(q->table));
        return CLI_USAGE;
    }
    return cli_choose(&names, word, &q->game, voice);
}

cli_exit cli_compare_models(const cli_arguments *arguments, cli_voice *voice)
{
    const cli_names names = {"table of two models", cli_editions_table, cli_editions_n_tables(), "compare"};
    const int book = cli_output_is_workbook(arguments->value[CLI_OPTION_OUTPUT]);
    const unsigned keep = 1u << TITIAN_RESULT_AGGREGATED;
    request q = {.arguments = arguments,
        .node = arguments->value[CLI_OPTION_NODE],
        .table = SIDES,
        .game = TITIAN_GAME_NESTED};
    cli_exit code = check(arguments, book, voice);

    if (code == CLI_DONE)
        code = cli_choose(&names, arguments->value[CLI_OPTION_TABLE], &q.table, voice);
    if (code == CLI_DONE)
        code = read_game(&q, book, voice);
    if (code != CLI_DONE)
        return code;
    return book ? cli_session_write_book(arguments, voice, keep, to_book, &q)
                : cli_session_write(arguments, voice, keep, to_file, &q);
}

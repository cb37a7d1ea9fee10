/* Two years of one model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare_years.h"

#include <inttypes.h>
#include <string.h>

#include <titian/movers.h>
#include <titian/text_reports.h>
#include <titian/workbook.h>

#include "analyses.h"
#include "choose.h"
#include "output.h"
#include "session.h"
#include "waiting.h"

static const char movers_name[] = "movers";

/* What is asked for. */
typedef struct {
    const char *node;
    size_t table;
    cli_analyses_request draws;
} request;

size_t cli_compare_n_tables(void)
{
    return titian_comparison_n_tables() + 1;
}

const char *cli_compare_table(size_t table)
{
    return table < titian_comparison_n_tables() ? titian_comparison_name(table) : movers_name;
}

const char *cli_compare_summary(size_t table)
{
    return table < titian_comparison_n_tables()
               ? titian_comparison_summary(table)
               : "each unit: the change with its interval over replications, and whether it is beyond noise";
}

static titian_comparison_options span_of(const cli_session *s, const request *q)
{
    titian_comparison_options span = titian_comparison_options_default();

    span.from = s->first_year;
    span.to = s->last_year;
    span.node = q->node;
    return span;
}

/* ---- movers ---- */

/* What was drawn and what was not: a reader must not take the noise of methods for that of the data. */
static void say_noise(const cli_session *s, const titian_movers *m)
{
    if (titian_movers_done(m) < titian_movers_wanted(m))
        cli_waiting_say_ended(s->voice, titian_movers_done(m), titian_movers_wanted(m));
    if (!titian_movers_doubt_data(m))
        cli_note(s->voice,
            "the model says of no data how uncertain they are: noise is that of its weights and methods alone\n"
            "factors such as {method: error} or {method: ageing} under uncertainty add that of the data");
}

static cli_exit find_movers(titian_movers **out, const cli_session *s, const request *q)
{
    const titian_comparison_options span = span_of(s, q);
    titian_uncertainty_options options = titian_uncertainty_options_default();
    cli_waiting waiting = cli_waiting_begin("replications", s->voice);
    titian_status status = TITIAN_OK;
    titian_error err;

    options.replications = q->draws.replications;
    options.seed = q->draws.seed;
    options.has_seed = q->draws.has_seed;
    options.threads = q->draws.threads;
    options.progress = cli_waiting_tell;
    options.context = &waiting;
    status = titian_movers_run(out, s->assessment, &span, &options, &err);
    cli_waiting_end(&waiting);
    if (status != TITIAN_OK)
        return cli_fail(s->voice, &err);
    say_noise(s, *out);
    return CLI_DONE;
}

/* ---- a table ---- */

static titian_status make_table(
    titian_listing **out, const cli_session *s, const request *q, const titian_movers *m, titian_error *err)
{
    const titian_comparison_options span = span_of(s, q);

    return m != NULL ? titian_movers_make(out, m, err)
                     : titian_comparison_make(out, s->assessment, q->table, &span, err);
}

static cli_exit write_table(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    titian_movers *m = NULL;
    titian_listing *table = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;
    cli_exit code = q->table < titian_comparison_n_tables() ? CLI_DONE : find_movers(&m, s, q);

    if (code != CLI_DONE)
        return code;
    cli_progress(s->voice, "comparing the years");
    status = make_table(&table, s, q, m, &err);
    cli_progress(s->voice, NULL);
    status = cli_put_table(status, table, to, &err);
    if (m != NULL && titian_movers_done(m) < titian_movers_wanted(m))
        code = CLI_ENDED;
    titian_movers_free(m);
    return status == TITIAN_OK ? code : cli_fail(s->voice, &err);
}

/* ---- the workbook ---- */

static cli_exit write_book(const cli_session *s, const void *what, const char *path, int replace)
{
    const request *q = what;
    titian_changes_options options = titian_changes_options_default();
    titian_movers *m = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;
    cli_exit code = CLI_DONE;

    if (titian_assessment_recipe(s->assessment)->uncertainty.on && q->draws.wanted)
        code = find_movers(&m, s, q);
    else
        cli_note(s->voice, "no replications: the workbook does not say which changes are beyond noise");
    if (code != CLI_DONE)
        return code;
    options.replace = replace;
    options.span = span_of(s, q);
    options.movers = m;
    cli_progress(s->voice, "writing the workbook");
    status = titian_changes_write(s->assessment, path, &options, &err);
    cli_progress(s->voice, NULL);
    titian_movers_free(m);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

/* ---- which of them ---- */

/* Options of replications go with what replicates. */
static cli_exit check(const cli_arguments *arguments, const request *q, int book, cli_voice *voice)
{
    static const cli_option_id drawn[] = {CLI_OPTION_REPLICATIONS, CLI_OPTION_SEED, CLI_OPTION_THREADS};
    const int replicates = book || q->table >= titian_comparison_n_tables();

    if (arguments->value[CLI_OPTION_GAME] != NULL) {
        cli_say(voice, "\"--game\" is about two models\nthe parts of two years follow the tree: leave it away");
        return CLI_USAGE;
    }
    if (book && cli_choose_no_table(arguments, voice) != CLI_DONE)
        return CLI_USAGE;
    for (size_t k = 0; !replicates && k < sizeof drawn / sizeof *drawn; k++)
        if (arguments->value[drawn[k]] != NULL) {
            cli_say(voice, "\"--%s\" does not go with the table %s\nit goes with --table movers, and with a workbook",
                cli_options[drawn[k]].name, cli_compare_table(q->table));
            return CLI_USAGE;
        }
    if (!book && replicates && !q->draws.wanted) {
        cli_say(voice, "the table movers needs replications\nask for at least 1, or take the table change");
        return CLI_USAGE;
    }
    return CLI_DONE;
}

cli_exit cli_compare_years(const cli_arguments *arguments, cli_voice *voice)
{
    const cli_names tables = {"table", cli_compare_table, cli_compare_n_tables(), "compare"};
    const int book = cli_output_is_workbook(arguments->value[CLI_OPTION_OUTPUT]);
    request q = {.node = arguments->value[CLI_OPTION_NODE]};
    cli_exit code = cli_choose(&tables, arguments->value[CLI_OPTION_TABLE], &q.table, voice);

    if (code == CLI_DONE)
        code = cli_analyses_read(&q.draws, arguments, voice);
    if (code == CLI_DONE)
        code = check(arguments, &q, book, voice);
    if (code != CLI_DONE)
        return code;
    return book ? cli_session_write_book(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_book, &q)
                : cli_session_write(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_table, &q);
}

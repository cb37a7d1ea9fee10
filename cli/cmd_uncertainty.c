/* titian uncertainty: how sure scores, ranks and priorities are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>

#include <titian/uncertainty.h>

#include "checkpoint.h"
#include "choose.h"
#include "drawing.h"
#include "replications.h"
#include "team.h"
#include "waiting.h"

enum { MOST_TOP = 100000, KEEP_EVERY = 10 }; /* seconds */

/* What is asked for. */
typedef struct {
    size_t table; /* of the analysis; behind those, of replications */
    titian_uncertainty_options options;
    cli_drawing *drawing;
    cli_checkpoint *checkpoint;
} request;

/* Tables of the analysis, then those of replications. */
static size_t n_tables(void)
{
    return titian_uncertainty_n_tables() + titian_replication_n_tables();
}

static const char *table_name(size_t table)
{
    const size_t n = titian_uncertainty_n_tables();

    return table < n ? titian_uncertainty_table_name(table) : titian_replication_table_name(table - n);
}

static const char *table_summary(size_t table)
{
    const size_t n = titian_uncertainty_n_tables();

    return table < n ? titian_uncertainty_table_summary(table) : titian_replication_table_summary(table - n);
}

static titian_status write_table(const titian_uncertainty *u, size_t table, FILE *to, titian_error *err)
{
    titian_listing *listing = NULL;
    titian_status status = titian_uncertainty_make(&listing, u, table, err);

    return cli_put_table(status, listing, to, err);
}

/* What is told while the analysis runs. */
typedef struct {
    cli_waiting waiting;
    const cli_checkpoint *checkpoint;
} listener;

static int tell(uint64_t done, uint64_t of, void *context)
{
    listener *l = context;

    return cli_waiting_tell(done, of, &l->waiting);
}

static int keep(const unsigned char *bytes, size_t n, void *context)
{
    const listener *l = context;

    return cli_checkpoint_write(l->checkpoint, bytes, n);
}

static titian_status run_analysis(const cli_session *s, const request *q, titian_uncertainty_options options,
    titian_uncertainty **out, titian_error *err)
{
    listener l = {.waiting = cli_waiting_begin("replications", s->voice), .checkpoint = q->checkpoint};
    titian_status status = TITIAN_OK;

    options.progress = tell;
    options.context = &l;
    options.team = cli_team();
    if (q->checkpoint->path != NULL) {
        options.keep_every = KEEP_EVERY;
        options.keep = keep;
        options.kept = q->checkpoint->kept;
        options.n_kept = q->checkpoint->n_kept;
        options.kept_name = q->checkpoint->path;
    }
    status = titian_uncertainty_run(out, s->assessment, &options, err);
    cli_waiting_end(&l.waiting);
    return status;
}

/* An end before the end is said, not hidden. */
static int was_ended(const titian_uncertainty *u)
{
    return titian_uncertainty_done(u) < titian_uncertainty_wanted(u) && cli_waiting_interrupted();
}

/* Results of what has been done; none where it is kept to be gone on with. */
static cli_exit say_ended(const cli_session *s, const request *q, const titian_uncertainty *u)
{
    if (q->checkpoint->path == NULL)
        cli_waiting_say_ended(s->voice, titian_uncertainty_done(u), titian_uncertainty_wanted(u));
    else
        cli_say(s->voice,
            "ended after %" PRIu64 " of %" PRIu64
            " replications, which %s keeps\nthe same command goes on from there",
            titian_uncertainty_done(u), titian_uncertainty_wanted(u), cli_quote(q->checkpoint->path).text);
    return CLI_ENDED;
}

static cli_exit analyse(const cli_session *s, const request *q, titian_uncertainty_options options, FILE *to)
{
    titian_uncertainty *u = NULL;
    titian_error err;
    titian_status status = run_analysis(s, q, options, &u, &err);
    const int ended = status == TITIAN_OK && was_ended(u);
    cli_exit code = CLI_DONE;

    if (status == TITIAN_OK && cli_team_leads() && !(ended && q->checkpoint->path != NULL))
        status = write_table(u, q->table, to, &err);
    if (status == TITIAN_OK && ended)
        code = say_ended(s, q, u);
    titian_uncertainty_free(u);
    return status == TITIAN_OK ? code : cli_fail(s->voice, &err);
}

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    titian_uncertainty_options options = q->options;
    cli_exit code = cli_drawing_open(q->drawing, s);

    if (code != CLI_DONE)
        return code;
    options.replications = q->drawing->replications;
    options.draws = q->drawing->design != NULL ? titian_design_draws(q->drawing->design) : NULL;
    cli_session_say_by_hand(s, "every replication keeps", 0);
    if (q->table < titian_uncertainty_n_tables())
        return analyse(s, q, options, to);
    if (!cli_team_leads())
        return CLI_DONE; /* rows come in their order from one */
    return cli_replications_write(s, q->table - titian_uncertainty_n_tables(), &options, to);
}

/* What goes with the tables of the analysis alone. */
static cli_exit check_options(const request *q, const cli_arguments *arguments, cli_voice *voice)
{
    static const cli_option_id whole[] = {CLI_OPTION_UNTIL, CLI_OPTION_TOP, CLI_OPTION_CHECKPOINT};

    for (size_t k = 0; q->table >= titian_uncertainty_n_tables() && k < sizeof whole / sizeof *whole; k++)
        if (arguments->value[whole[k]] != NULL) {
            cli_say(voice, "\"--%s\" does not go with the table %s\nit shows every replication by itself",
                cli_options[whole[k]].name, table_name(q->table));
            return CLI_USAGE;
        }
    return CLI_DONE;
}

static cli_exit read_request(request *q, const cli_arguments *arguments, cli_voice *voice)
{
    static const double share[] = {1e-6, 0.5};
    const cli_names tables = {"table", table_name, n_tables(), "uncertainty"};
    cli_exit code = cli_choose(&tables, arguments->value[CLI_OPTION_TABLE], &q->table, voice);

    if (code == CLI_DONE)
        code = cli_drawing_read(q->drawing, arguments, voice);
    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_TOP, 1, MOST_TOP, &q->options.top, voice);
    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_UNTIL, share, &q->options.until, voice);
    if (code != CLI_DONE)
        return code;
    q->options.seed = q->drawing->seed;
    q->options.has_seed = q->drawing->has_seed;
    q->options.threads = q->drawing->threads;
    q->options.pairs = q->table < titian_uncertainty_n_tables() && titian_uncertainty_table_pairs(q->table);
    return check_options(q, arguments, voice);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    cli_drawing drawing = {.path = NULL};
    cli_checkpoint checkpoint = {.path = NULL};
    request q = {
        .table = 0, .options = titian_uncertainty_options_default(), .drawing = &drawing, .checkpoint = &checkpoint};
    cli_exit code = read_request(&q, arguments, voice);

    if (code == CLI_DONE)
        code = cli_checkpoint_open(&checkpoint, arguments->value[CLI_OPTION_CHECKPOINT], voice);
    if (code == CLI_DONE)
        code = cli_session_write(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_to, &q);
    if (code == CLI_DONE && cli_team_leads())
        cli_checkpoint_remove(&checkpoint); /* the results are there */
    cli_checkpoint_close(&checkpoint);
    cli_drawing_close(&drawing);
    return code;
}

static void print_tables(void)
{
    for (size_t k = 0; k < n_tables(); k++)
        (void) printf("  %-12s  %s\n", table_name(k), table_summary(k));
}
static const cli_option_id options[] = {CLI_OPTION_TABLE, CLI_OPTION_REPLICATIONS, CLI_OPTION_SEED, CLI_OPTION_TOP,
    CLI_OPTION_UNTIL, CLI_OPTION_DESIGN, CLI_OPTION_THREADS, CLI_OPTION_CHECKPOINT, CLI_OPTION_OVERRIDES,
    CLI_OPTION_YEAR, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_uncertainty = {
    .name = "uncertainty",
    .operands = "MODEL DATA...",
    .summary = "say how sure scores, ranks and priorities are",
    .teaching =
        "Runs the assessment again and again, each time with the assumptions drawn anew that the model calls\n"
        "uncertain (its block uncertainty: weights, methods, goalposts, errors of the data ...; see\n"
        "docs/models.md), and prints as CSV how far scores and ranks move, how often a unit is among the first,\n"
        "and what that says of its priority: robust from 0.9 on, likely from 0.5, contested from 0.1, else not\n"
        "priority. Who has enough data to be ranked is judged once, with the model's own weights, so that ranks\n"
        "compare the same units throughout.\n\n"
        "The same seed gives the same bytes, whatever the number of threads. Ctrl-C ends the run; what was done\n"
        "until then is printed. With --checkpoint it is kept instead, also from a run that is killed: the same\n"
        "command goes on from there, and ends with the bytes of a run that was not interrupted. With --design the\n"
        "draws come from a file; docs/files.md says how it is written. What --overrides decides by hand holds in\n"
        "every replication: who is excluded is never a priority, who is included is always a candidate. Tables;\n"
        "the last three show replications, numbered from 0, one by one. The first unless --table names another:\n\n",
    .more = print_tables,
    .examples = "  titian uncertainty ddri countries countries-restricted --replications 500\n"
                "  titian uncertainty ddri countries countries-restricted -N 500 --table ranks -o ranks.csv\n"
                "  titian uncertainty ddri countries countries-restricted --top 20 --until 0.02\n"
                "  titian uncertainty ddri countries countries-restricted -N 200 --table numbers -o draws.csv\n"
                "  titian uncertainty ddri countries countries-restricted --design draws.csv --table scores\n"
                "  titian uncertainty ddri countries countries-restricted -N 9000 --checkpoint kept -o sure.csv\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian uncertainty\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .shared = 1,
    .run = run,
};

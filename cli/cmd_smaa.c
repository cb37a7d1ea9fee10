/* titian smaa: which ranks the weights allow.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>

#include <titian/smaa.h>
#include <titian/smaa_reports.h>

#include "drawing.h"
#include "session.h"
#include "waiting.h"

enum { MOST_NAMES = 16, MOST_LEVELS = 99, MOST_TOP = 100000 };

/* What is asked for. */
typedef struct {
    size_t table, top;
    titian_smaa_options options;
    titian_weight_bounds *bounds;
    int draws_named; /* --replications, --seed or --threads was given */
} request;

static cli_exit find_table(request *q, const char *name, cli_voice *voice)
{
    const char *names[MOST_NAMES];
    size_t n = 0;

    q->table = name != NULL ? titian_smaa_table_find(name) : 0;
    for (; n < titian_smaa_n_tables() && n < MOST_NAMES; n++)
        names[n] = titian_smaa_table_name(n);
    if (q->table == TITIAN_NONE)
        return cli_say_unknown("smaa", "table", name, names, n, voice);
    q->options.shares = titian_smaa_table_needs_shares(q->table);
    q->options.search = titian_smaa_table_shows_limits(q->table);
    return CLI_DONE;
}

static cli_exit read_bounds(request *q, const char *path, cli_voice *voice)
{
    titian_problems problems = {.say = cli_hear, .context = voice};
    titian_error err;
    titian_status status = TITIAN_OK;

    if (path == NULL)
        return CLI_DONE;
    status = titian_weight_bounds_read(&q->bounds, path, &problems, &err);
    q->options.bounds = q->bounds;
    return cli_settle(voice, status, &problems, &err);
}

static cli_exit read_draws(request *q, const cli_arguments *arguments, cli_voice *voice)
{
    cli_drawing drawing = {.path = NULL};
    const cli_exit code = cli_drawing_read(&drawing, arguments, voice);

    if (drawing.replications > 0)
        q->options.replications = drawing.replications;
    if (drawing.has_seed)
        q->options.seed = drawing.seed;
    q->options.threads = drawing.threads;
    q->draws_named = drawing.replications > 0 || drawing.has_seed || drawing.threads > 0;
    return code;
}

static cli_exit read_request(request *q, const cli_arguments *arguments, cli_voice *voice)
{
    size_t level = 0;
    cli_exit code = find_table(q, arguments->value[CLI_OPTION_TABLE], voice);

    q->options.node = arguments->value[CLI_OPTION_NODE];
    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_LEVEL, 1, MOST_LEVELS, &level, voice);
    if (code == CLI_DONE)
        code = cli_option_number(arguments, CLI_OPTION_LOWER, &q->options.lower, voice);
    if (code == CLI_DONE)
        code = cli_option_number(arguments, CLI_OPTION_BOX, &q->options.box, voice);
    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_TOP, 1, MOST_TOP, &q->top, voice);
    if (code == CLI_DONE)
        code = read_draws(q, arguments, voice);
    if (code == CLI_DONE)
        code = read_bounds(q, arguments->value[CLI_OPTION_BOUNDS], voice);
    q->options.level = (int) level;
    return code;
}

/* Drawing can be waited for, and ended by Ctrl-C. */
typedef struct {
    cli_voice *voice;
    cli_waiting waiting;
    int began;
} draw_wait;

/* A titian_progress_fn. Before the first draw nothing could be shown for an end, so that Ctrl-C ends at once. */
static int tell(uint64_t done, uint64_t of, void *context)
{
    draw_wait *d = context;

    if (!d->began)
        d->waiting = cli_waiting_begin("replications", d->voice);
    d->began = 1;
    return cli_waiting_tell(done, of, &d->waiting);
}

/* Is anything drawn, and how much? */
static void note_draws(const cli_session *s, const request *q, const titian_smaa *found)
{
    const uint64_t n = titian_smaa_n_draws(found);

    if (n == 0 && q->draws_named && q->options.shares)
        cli_note(s->voice,
            "nothing was drawn: with %zu free weights shares are exact, and --replications, --seed and --threads "
            "change nothing",
            titian_smaa_n_free(found));
    if (n == 0)
        return;
    cli_note(s->voice,
        "shares are estimates from %" PRIu64 " drawn sets of weights (seed %" PRIu64 "): %zu weights are free, and "
        "shares are exact for %d at most; the columns Error are standard errors",
        n, q->options.seed, titian_smaa_n_free(found), (int) TITIAN_SMAA_FREE);
}

/* Who has gaps that stand for more than one value. */
static void note_gaps(const cli_session *s, const titian_smaa *found)
{
    const size_t n = titian_smaa_n_inexact(found);

    if (n > 0)
        cli_note(s->voice,
            "%zu unit%s lack%s a score that is weighed (column Gaps): the mean of the others stands for it; limits "
            "of "
            "ranks follow that as the weights change, shares take it at the model's own weights",
            n, n == 1 ? "" : "s", n == 1 ? "s" : "");
}

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    titian_smaa_options options = q->options;
    draw_wait d = {.voice = s->voice};
    titian_smaa *found = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;
    int ended = 0;

    options.progress = tell;
    options.context = &d;
    cli_progress(s->voice, "looking at the weights");
    status = titian_smaa_new(&found, s->assessment, &options, &err);
    cli_progress(s->voice, NULL);
    if (d.began)
        cli_waiting_end(&d.waiting);
    if (status != TITIAN_OK)
        return cli_fail(s->voice, &err);
    note_gaps(s, found);
    note_draws(s, q, found);
    status = titian_smaa_csv_write(s->assessment, found, q->table, q->top, to, &err);
    ended = titian_smaa_n_draws(found) > 0 && titian_smaa_n_draws(found) < q->options.replications;
    if (status == TITIAN_OK && ended)
        cli_waiting_say_ended(s->voice, titian_smaa_n_draws(found), q->options.replications);
    titian_smaa_free(found);
    if (status != TITIAN_OK)
        return cli_fail(s->voice, &err);
    return ended ? CLI_ENDED : CLI_DONE;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    request q = {.options = titian_smaa_options_default(), .top = 3};
    cli_exit code = read_request(&q, arguments, voice);

    if (code == CLI_DONE)
        code = cli_session_write(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_to, &q);
    titian_weight_bounds_free(q.bounds);
    return code;
}

static void print_tables(void)
{
    for (size_t k = 0; k < titian_smaa_n_tables(); k++)
        (void) printf("  %-9s  %s\n", titian_smaa_table_name(k), titian_smaa_table_summary(k));
}

static const cli_option_id options[] = {CLI_OPTION_TABLE, CLI_OPTION_NODE, CLI_OPTION_LEVEL, CLI_OPTION_LOWER,
    CLI_OPTION_BOX, CLI_OPTION_BOUNDS, CLI_OPTION_TOP, CLI_OPTION_REPLICATIONS, CLI_OPTION_SEED, CLI_OPTION_THREADS,
    CLI_OPTION_YEAR, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_smaa = {
    .name = "smaa",
    .operands = "MODEL DATA...",
    .summary = "print which ranks the weights allow, as CSV",
    .teaching =
        "Lets the weights of a node's children vary, and prints what that does to the ranks by the node's score.\n"
        "Every set of weights that sums to 1 is as likely as any other, within the bounds that --lower, --box and\n"
        "--bounds give; all that are given hold. Shares of weights are exact for two and three children (or more, "
        "when\n"
        "bounds hold all but three fast): nothing is drawn. For more, --replications sets of weights are drawn "
        "(10000),\n"
        "shares are estimates, and columns Error hold their standard errors; the same seed (1) gives the same "
        "bytes,\n"
        "whatever the number of threads. For any number, --table bounds tells the best and the worst rank that some\n"
        "weights give, without drawing any: no weights pass Best and Worst, some do give BestReached and "
        "WorstReached.\n"
        "Where the two differ, the search was cut short, and the truth lies between them.\n"
        "Only units that the index ranks take part. Tables; the first unless --table names another:\n\n",
    .more = print_tables,
    .examples =
        "  titian smaa ddri countries countries-restricted\n"
        "  titian smaa ddri countries countries-restricted --node F --lower 0.2 --table ranks\n"
        "  titian smaa ddri countries countries-restricted --level 2 --table bounds --box 0.25 -o bounds.csv\n"
        "  titian smaa ddri countries countries-restricted --level 2 --box 0.25 -N 2000 --seed 7 -o shares.csv\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian smaa\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

/* Uncertainty: the run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/assessment.h"
#include "analysis/crew.h"
#include "analysis/team.h"
#include "analysis/uncertainty_body.h"
#include "analysis/watch.h"
#include "core/threads.h"
#include "kernels/random.h"

/* Blocks between two looks at whether probabilities are sure enough; most blocks of a round. */
enum { CHECK = 64, LONGEST = 1 << 20 };

titian_uncertainty_options titian_uncertainty_options_default(void)
{
    return (titian_uncertainty_options){.replications = 0};
}

titian_uncertainty_options titian_uncertainty_settle(
    const titian_assessment *nominal, const titian_uncertainty_options *options)
{
    const titian_uncertainty_rules *rules = &titian_assessment_recipe(nominal)->uncertainty;
    titian_uncertainty_options chosen = options != NULL ? *options : titian_uncertainty_options_default();

    chosen.replications = chosen.replications > 0 ? chosen.replications : rules->replications;
    chosen.seed = chosen.has_seed ? chosen.seed : rules->seed;
    chosen.top = chosen.top > 0 ? chosen.top : rules->top;
    return chosen;
}

void titian_draw_numbers(
    const titian_replicator *r, const titian_uncertainty_options *options, uint64_t number, double *u)
{
    const size_t n = titian_replicator_n_uniforms(r);

    if (options->draws != NULL) {
        memcpy(u, options->draws + number * n, n * sizeof *u);
        return;
    }
    for (size_t f = 0; f < titian_replicator_n_factors(r); f++) /* a factor is a stream of its own */
        kernel_uniform_fill(&(kernel_random){.seed = options->seed, .stream = (uint32_t) f + 1}, number, 0,
            titian_replicator_count(r, f), u + titian_replicator_first(r, f));
}

/* ---- one thread ---- */

typedef struct {
    titian_uncertainty *u;
    titian_hand *hand;
    titian_tally *tally;
    double *numbers;
} worker;

static titian_status do_block(void *own, uint64_t block, titian_error *err)
{
    worker *w = own;
    const uint64_t size = w->u->watch.block, first = block * size;
    titian_status status = TITIAN_OK;

    for (uint64_t k = first; k < first + size && k < w->u->options.replications && status == TITIAN_OK; k++) {
        titian_draw_numbers(w->u->replicator, &w->u->options, k, w->numbers);
        status = titian_hand_run(w->hand, w->numbers, k, err);
        if (status == TITIAN_OK)
            titian_tally_take(w->tally, w->hand);
    }
    titian_tally_close(w->tally);
    return status;
}

static titian_status open_worker(worker *w, titian_uncertainty *u, titian_error *err)
{
    titian_status status = titian_hand_new(&w->hand, u->replicator, err);

    w->u = u;
    w->numbers = malloc((titian_replicator_n_uniforms(u->replicator) + 1) * sizeof *w->numbers);
    if (status == TITIAN_OK && w->numbers == NULL)
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for the numbers of a replication");
    if (status == TITIAN_OK)
        status = titian_tally_new(&w->tally, &u->watch, err);
    return status;
}

static void close_worker(worker *w)
{
    titian_hand_free(w->hand);
    titian_tally_free(w->tally);
    free(w->numbers);
}

/* ---- the rounds ---- */

typedef struct {
    titian_uncertainty *u;
    worker *workers;
    void **own;
    titian_tally **tallies; /* of the workers, for a merging */
    titian_crew crew;
    uint64_t next, n_blocks;
    uint64_t round; /* blocks of the next round */
    double begun;   /* when the last round was begun */
    double kept;    /* when something was last kept */
} campaign;

/* Add what the other processes have, in the first of them. */
static titian_status gather(titian_uncertainty *u, titian_error *err)
{
    const titian_team *team = u->options.team;
    const size_t n = titian_tally_size(u->total);
    unsigned char *mine = malloc(n), *all = malloc(n * (size_t) team->size);
    titian_tally *other = NULL;
    titian_status status = TITIAN_OK;

    if (mine == NULL || all == NULL)
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory to gather the results of %d processes", team->size);
    else
        titian_tally_save(u->total, mine);
    if (status == TITIAN_OK && team->gather(team->context, mine, all, n) != 0)
        status = titian_fail(err, TITIAN_E_INTERNAL, "the results of the other processes did not arrive");
    if (status == TITIAN_OK && team->rank == 0)
        status = titian_tally_new(&other, &u->watch, err);
    for (int k = 1; status == TITIAN_OK && team->rank == 0 && k < team->size; k++) {
        titian_tally_load(other, all + (size_t) k * n);
        titian_tally_merge(u->total, &other, 1, 1);
    }
    titian_tally_free(other);
    free(all);
    free(mine);
    return status;
}

static void settle_worker(void *of, size_t k, size_t thread)
{
    const campaign *c = of;

    (void) thread;
    c->tallies[k] = c->workers[k].tally;
    titian_tally_settle(c->tallies[k]);
}

/* The tallies of all threads and processes as one. At the end that of the first thread takes in the others: what a
 * second one costs in memory and time, a short run would feel. */
static titian_status collect(campaign *c, int ends, titian_error *err)
{
    titian_uncertainty *u = c->u;
    const size_t n = c->crew.n_threads, others = ends ? 1 : 0; /* where they begin */
    titian_status status = TITIAN_OK;

    titian_share(n, n, settle_worker, c);
    if (ends) {
        titian_tally_free(u->total);
        u->total = c->workers[0].tally;
        c->workers[0].tally = NULL;
    } else if (u->total == NULL) {
        status = titian_tally_new(&u->total, &u->watch, err);
    } else {
        titian_tally_clear(u->total);
    }
    if (status == TITIAN_OK)
        titian_tally_merge(u->total, c->tallies + others, n - others, n);
    return status == TITIAN_OK && u->options.team != NULL ? gather(u, err) : status;
}

/* Is the largest standard error of the probabilities asked for small enough? */
static int is_sure(const titian_uncertainty *u)
{
    const titian_watch *w = &u->watch;
    const uint32_t *counts = w->n_eligible > 0 ? u->total->firsts : u->total->leads;
    const size_t n = w->n_eligible > 0 ? w->n_eligible : w->n_ranked;
    double largest = 0.0;

    for (size_t k = 0; k < n; k++) {
        const double error = kernel_share_error((double) counts[k] / (double) u->total->n, (double) u->total->n);

        largest = error > largest ? error : largest;
    }
    return largest < u->options.until;
}

/* What the first process decides for all. */
typedef struct {
    int ends, keeps, checks;
    uint64_t round;
} decision;

static titian_status tell(const titian_team *team, decision *d, titian_error *err)
{
    if (team == NULL || team->broadcast(team->context, d, sizeof *d) == 0)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_INTERNAL, "the other processes did not hear what to do");
}

/* Rounds of about a second: so often one can look whether to go on or to keep. */
static uint64_t next_round(const campaign *c)
{
    const double spent = titian_crew_seconds() - c->begun;

    if (spent < 0.5)
        return c->round < LONGEST ? 2 * c->round : c->round;
    return spent > 2.0 && c->round > 1 ? c->round / 2 : c->round;
}

static decision decide(const campaign *c)
{
    const titian_uncertainty_options *o = &c->u->options;
    const int ends = c->crew.stopped || c->next >= c->n_blocks;

    return (decision){.ends = ends,
        .keeps = o->keep_every > 0.0 && c->next < c->n_blocks &&
                 (c->crew.stopped || titian_crew_seconds() - c->kept >= o->keep_every),
        /* at the same places however it was interrupted and resumed */
        .checks = !ends && o->until > 0.0 && c->next > 0 && c->next % CHECK == 0,
        .round = next_round(c)};
}

/* Between rounds: go on? @param ends  is set to 1 at the end */
static titian_status look(campaign *c, int *ends, titian_error *err)
{
    titian_uncertainty *u = c->u;
    const titian_team *team = u->options.team;
    const int first = team == NULL || team->rank == 0;
    decision d = decide(c);
    titian_status status = tell(team, &d, err);

    if (status == TITIAN_OK && (d.ends || d.keeps || d.checks))
        status = collect(c, d.ends, err);
    if (status == TITIAN_OK && d.checks) {
        d.ends = first ? is_sure(u) : 0;
        d.keeps = d.keeps && !d.ends;
        status = tell(team, &d, err);
    }
    if (status == TITIAN_OK && first && d.keeps) {
        status = titian_uncertainty_keep(u, c->next, err);
        c->kept = titian_crew_seconds();
    }
    c->round = d.round;
    *ends = d.ends;
    return titian_team_agree(team, status, 0, err);
}

/* Before which block a round ends. */
static uint64_t end_of_round(const campaign *c)
{
    const titian_uncertainty_options *o = &c->u->options;
    const uint64_t left = c->n_blocks - c->next;
    uint64_t round = c->round;

    if (o->team == NULL && !(o->until > 0.0) && !(o->keep_every > 0.0))
        return c->n_blocks; /* nobody has to look */
    if (o->until > 0.0 && round > CHECK - c->next % CHECK)
        round = CHECK - c->next % CHECK;
    return c->next + (round < left ? round : left);
}

static titian_status run_rounds(campaign *c, titian_error *err)
{
    int ends = 0;
    titian_status status = look(c, &ends, err);

    while (!ends && status == TITIAN_OK) {
        c->begun = titian_crew_seconds();
        status = titian_crew_run(&c->crew, c->next, end_of_round(c), &c->next, err);
        status = titian_team_agree(c->u->options.team, status, c->crew.failed, err);
        if (status == TITIAN_OK)
            status = look(c, &ends, err);
    }
    if (c->u->total != NULL)
        c->u->done = c->u->total->n;
    return status;
}

static titian_status open_campaign(campaign *c, titian_uncertainty *u, titian_error *err)
{
    const titian_team *team = u->options.team;
    const size_t n = titian_crew_threads(u->options.threads);
    titian_status status = TITIAN_OK;

    *c = (campaign){.u = u,
        .workers = calloc(n, sizeof *c->workers),
        .own = calloc(n, sizeof *c->own),
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is what is meant */
        .tallies = calloc(n, sizeof *c->tallies),
        .n_blocks = (u->options.replications + u->watch.block - 1) / u->watch.block,
        .round = team != NULL ? 4 * (uint64_t) team->size : 4,
        .begun = titian_crew_seconds(),
        .kept = titian_crew_seconds() -
                0.9 * u->options.keep_every}; /* the first time soon, so that what hinders it is known */
    c->crew = (titian_crew){.own = c->own,
        .n_threads = n,
        .work = do_block,
        .rank = team != NULL ? team->rank : 0,
        .size = team != NULL ? team->size : 1,
        .progress = u->options.progress,
        .context = u->options.context,
        .block = u->watch.block,
        .of = u->options.replications};
    if (c->workers == NULL || c->own == NULL || c->tallies == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu threads", n);
    for (size_t k = 0; k < n && status == TITIAN_OK; k++) {
        status = open_worker(&c->workers[k], u, err);
        c->own[k] = &c->workers[k];
    }
    if (status == TITIAN_OK && u->options.kept != NULL) {
        status = titian_uncertainty_resume(u, c->workers[0].tally, &c->next, err);
        if (status == TITIAN_OK && team != NULL && team->rank != 0)
            titian_tally_clear(c->workers[0].tally); /* the first process has it */
    }
    return status;
}

static void close_campaign(campaign *c)
{
    for (size_t k = 0; c->workers != NULL && k < c->crew.n_threads; k++)
        close_worker(&c->workers[k]);
    free(c->workers);
    free(c->own);
    free(c->tallies);
}

/* Position of each unit in a list, TITIAN_NONE for the others. */
static titian_status index_units(
    titian_uncertainty *u, size_t **out, const uint32_t *units, size_t n, titian_error *err)
{
    size_t *place = titian_arena_array(&u->arena, u->watch.n_units, sizeof *place);

    if (place == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu units", u->watch.n_units);
    for (size_t i = 0; i < u->watch.n_units; i++)
        place[i] = TITIAN_NONE;
    for (size_t k = 0; k < n; k++)
        place[units[k]] = k;
    *out = place;
    return TITIAN_OK;
}

/* Where a budget is shared out in each replication. What was kept does not say of which it is. */
static titian_status plan_money(titian_uncertainty *u, titian_error *err)
{
    if (u->options.allocation == NULL)
        return TITIAN_OK;
    if (u->options.keep != NULL || u->options.kept != NULL)
        return titian_fail(err, TITIAN_E_USAGE,
            "replications that share out a budget are not kept\nrun them to the end, or take the budget away");
    return titian_money_plan_new(&u->money, u->nominal, u->options.allocation, err);
}

static titian_status prepare(titian_uncertainty *u, titian_error *err)
{
    titian_status status = titian_replicator_new(&u->replicator, u->nominal, err);

    if (status == TITIAN_OK && u->options.replications > UINT32_MAX)
        status = titian_fail(
            err, TITIAN_E_USAGE, "there can be at most %" PRIu32 " replications\nask for fewer", UINT32_MAX);
    if (status == TITIAN_OK)
        status = plan_money(u, err);
    if (status == TITIAN_OK)
        status = titian_watch_open(&u->watch, u->nominal,
            (titian_watched){.top = u->options.top, .pairs = u->options.pairs, .money = u->money}, &u->arena, err);
    if (status == TITIAN_OK)
        status = index_units(u, &u->place_ranked, u->watch.ranked, u->watch.n_ranked, err);
    if (status == TITIAN_OK)
        status = index_units(u, &u->place_eligible, u->watch.eligible, u->watch.n_eligible, err);
    return status;
}

titian_status titian_uncertainty_run(titian_uncertainty **out, const titian_assessment *nominal,
    const titian_uncertainty_options *options, titian_error *err)
{
    titian_uncertainty *u = calloc(1, sizeof *u);
    campaign c = {.u = NULL};
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (u == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for an uncertainty analysis");
    u->nominal = nominal;
    u->options = titian_uncertainty_settle(nominal, options);
    status = prepare(u, err);
    if (status == TITIAN_OK)
        status = open_campaign(&c, u, err);
    if (status == TITIAN_OK)
        status = run_rounds(&c, err);
    close_campaign(&c);
    if (status != TITIAN_OK) {
        titian_uncertainty_free(u);
        return status;
    }
    *out = u;
    return TITIAN_OK;
}

void titian_uncertainty_free(titian_uncertainty *u)
{
    if (u == NULL)
        return;
    titian_tally_free(u->total);
    titian_money_plan_free(u->money);
    titian_replicator_free(u->replicator);
    titian_arena_free(&u->arena);
    free(u);
}

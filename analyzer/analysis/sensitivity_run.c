/* Sensitivity: the run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "analysis/crew.h"
#include "analysis/sensitivity_body.h"
#include "analysis/team.h"
#include "analysis/uncertainty_body.h"
#include "analysis/watch.h"

titian_sensitivity_options titian_sensitivity_options_default(void)
{
    return (titian_sensitivity_options){.replicates = 16, .level = 0.95, .first = TITIAN_FIRST_CENTRED};
}

/* ---- memory ---- */

/* Rows of each replicate: a power of two, together at least as many as asked for. */
static uint64_t rows_of(uint64_t all, size_t replicates)
{
    uint64_t rows = 1;

    while (rows * replicates < all)
        rows *= 2;
    return rows;
}

static titian_status open_replicates(titian_sensitivity *s, titian_error *err)
{
    const size_t indices = kernel_sensitivity_room(s->n_outputs, s->n_factors);
    const size_t pairs = s->options.second ? kernel_sensitivity_pairs_room(s->n_outputs, s->n_factors) : 0;
    const size_t effects = s->options.shapley ? (s->n_factors + 1) * s->n_outputs : 0;

    s->room = indices + pairs + effects;
    s->replicates = titian_arena_array(&s->arena, s->n_replicates, sizeof *s->replicates);
    s->sums = titian_arena_array(&s->arena, s->n_replicates * s->room, sizeof *s->sums);
    if (s->replicates == NULL || s->sums == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the sensitivity of %zu outputs", s->n_outputs);
    for (size_t r = 0; r < s->n_replicates; r++) {
        double *sums = s->sums + r * s->room;

        s->replicates[r] = (titian_replicate){.indices = {.n_outputs = s->n_outputs,
                                                  .n_factors = s->n_factors,
                                                  .about = s->about,
                                                  .sums = sums,
                                                  .pairs = pairs > 0 ? sums + indices : NULL},
            .effects = effects > 0 ? sums + indices + pairs : NULL,
            .counts = effects > 0 ? sums + indices + pairs + s->n_factors * s->n_outputs : NULL};
        kernel_sensitivity_clear(&s->replicates[r].indices);
    }
    return TITIAN_OK;
}

/* The value of each output in the nominal run. */
static titian_status list_outputs(titian_sensitivity *s, titian_error *err)
{
    const titian_watch *w = &s->watch;
    const size_t root = w->n_nodes - 1;

    s->n_outputs = 1 + 2 * w->n_ranked;
    s->about = titian_arena_array(&s->arena, s->n_outputs, sizeof *s->about);
    if (s->about == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the sensitivity of %zu outputs", s->n_outputs);
    for (size_t k = 0; k < w->n_ranked; k++) {
        s->about[1 + 2 * k] = w->scores[root * w->n_units + w->ranked[k]];
        s->about[2 + 2 * k] = (double) w->ranks[root * w->n_ranked + k];
    }
    return TITIAN_OK;
}

static titian_status open_kept(titian_sensitivity *s, titian_error *err)
{
    if (s->options.draws == NULL)
        return TITIAN_OK;
    s->n_replicates = 1;
    s->rows = s->options.rows;
    s->kept = titian_arena_array(&s->arena, s->n_outputs * (size_t) s->rows * (s->n_factors + 2), sizeof *s->kept);
    s->bootstrap = titian_arena_array(&s->arena, titian_sensitivity_bootstrap_room(s), sizeof *s->bootstrap);
    return s->kept != NULL && s->bootstrap != NULL
               ? TITIAN_OK
               : titian_fail(err, TITIAN_E_MEMORY, "no memory for the runs of a design");
}

static titian_status prepare(titian_sensitivity *s, titian_error *err)
{
    titian_status status = titian_replicator_new(&s->replicator, s->nominal, err);

    if (status == TITIAN_OK && (s->options.replicates < 2 || s->options.replicates > 1024))
        status = titian_fail(err, TITIAN_E_USAGE, "there must be 2 to 1024 replicates");
    if (status == TITIAN_OK)
        status = titian_watch_open(&s->watch, s->nominal, (titian_watched){.top = 1}, &s->arena, err);
    if (status != TITIAN_OK)
        return status;
    s->n_factors = titian_replicator_n_factors(s->replicator);
    s->n_replicates = s->options.replicates;
    s->rows = rows_of(s->options.rows, s->n_replicates);
    status = list_outputs(s, err);
    if (status == TITIAN_OK)
        status = open_kept(s, err);
    return status == TITIAN_OK ? open_replicates(s, err) : status;
}

/* ---- the crew ---- */

static titian_status do_replicate(void *own, uint64_t block, titian_error *err)
{
    return titian_sensitivity_replicate(own, (size_t) block, err);
}

/* The first process takes the sums of each replicate from the process that made them. */
static titian_status gather(titian_sensitivity *s, titian_error *err)
{
    const titian_team *team = s->options.team;
    const size_t n = s->n_replicates * s->room;
    double *all = NULL;

    all = malloc(n * (size_t) team->size * sizeof *all);
    if (all == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to gather the results of %d processes", team->size);
    if (team->gather(team->context, s->sums, all, n * sizeof *all) != 0) {
        free(all);
        return titian_fail(err, TITIAN_E_INTERNAL, "the results of the other processes did not arrive");
    }
    for (size_t r = 0; r < s->n_replicates && team->rank == 0; r++)
        memcpy(s->sums + r * s->room, all + (r % (size_t) team->size) * n + r * s->room, s->room * sizeof *all);
    free(all);
    return TITIAN_OK;
}

/* Only replicates of which every row is there hold; there are fewer of them after an early end. */
static titian_status settle_replicates(titian_sensitivity *s, titian_error *err)
{
    size_t n = 0;

    for (size_t r = 0; r < s->n_replicates; r++)
        if (s->replicates[r].whole)
            s->replicates[n++] = s->replicates[r];
    s->ended = n < s->n_replicates;
    s->n_replicates = n;
    if (n < 2)
        return titian_fail(err, TITIAN_E_USAGE, "ended before there was anything to say");
    return TITIAN_OK;
}

static titian_status run_crew(titian_sensitivity *s, titian_explorer **explorers, size_t n, titian_error *err)
{
    const titian_team *team = s->options.team;
    titian_crew crew = {.own = (void **) explorers,
        .n_threads = n,
        .work = do_replicate,
        .rank = team != NULL ? team->rank : 0,
        .size = team != NULL ? team->size : 1};
    uint64_t done = 0;
    titian_status status = titian_crew_run(&crew, 0, s->n_replicates, &done, err);

    status = titian_team_agree(team, status, crew.failed, err);
    if (status != TITIAN_OK)
        return status;
    return team != NULL ? gather(s, err) : settle_replicates(s, err);
}

static titian_status do_replay(void *own, uint64_t block, titian_error *err)
{
    return titian_sensitivity_replay(own, (size_t) block, err);
}

/* A design of the caller's; each process of a team runs all of it. */
static titian_status run_design(titian_sensitivity *s, titian_explorer **explorers, size_t n, titian_error *err)
{
    const uint64_t n_runs = s->rows * (s->n_factors + 2);
    const uint64_t n_blocks = (n_runs + TITIAN_REPLAY_BLOCK - 1) / TITIAN_REPLAY_BLOCK;
    titian_crew crew = {.own = (void **) explorers,
        .n_threads = n,
        .work = do_replay,
        .size = 1,
        .progress = s->options.progress,
        .context = s->options.context,
        .block = TITIAN_REPLAY_BLOCK,
        .of = n_runs};
    uint64_t done = 0;
    const titian_status status = titian_crew_run(&crew, 0, n_blocks, &done, err);

    if (status == TITIAN_OK && done < n_blocks)
        return titian_fail(err, TITIAN_E_USAGE, "ended before there was anything to say");
    return status;
}

static titian_status explore(titian_sensitivity *s, titian_error *err)
{
    const size_t n = titian_crew_threads(s->options.threads);
    titian_explorer **explorers = calloc(n, sizeof(titian_explorer *));
    titian_status status = TITIAN_OK;

    if (explorers == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu threads", n);
    for (size_t k = 0; k < n && status == TITIAN_OK; k++)
        status = titian_explorer_new(&explorers[k], s, err);
    if (status == TITIAN_OK)
        explorers[0]->tells = 1;
    if (status == TITIAN_OK)
        status = s->kept != NULL ? run_design(s, explorers, n, err) : run_crew(s, explorers, n, err);
    if (status == TITIAN_OK)
        status = titian_sensitivity_one_by_one(explorers[0], err);
    for (size_t k = 0; k < n; k++)
        titian_explorer_free(explorers[k]);
    free(explorers);
    return status;
}

titian_status titian_sensitivity_run(titian_sensitivity **out, const titian_assessment *nominal,
    const titian_sensitivity_options *options, titian_error *err)
{
    titian_sensitivity *s = calloc(1, sizeof *s);
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (s == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a sensitivity analysis");
    s->nominal = nominal;
    s->options = options != NULL ? *options : titian_sensitivity_options_default();
    s->draw = titian_uncertainty_settle(
        nominal, &(titian_uncertainty_options){
                     .replications = s->options.rows, .seed = s->options.seed, .has_seed = s->options.has_seed});
    s->options.rows = s->draw.replications;
    status = prepare(s, err);
    if (status == TITIAN_OK)
        status = explore(s, err);
    if (status == TITIAN_OK)
        status = titian_sensitivity_judge(s, err);
    if (status != TITIAN_OK) {
        titian_sensitivity_free(s);
        return status;
    }
    *out = s;
    return TITIAN_OK;
}

void titian_sensitivity_free(titian_sensitivity *s)
{
    if (s == NULL)
        return;
    titian_replicator_free(s->replicator);
    titian_arena_free(&s->arena);
    free(s);
}

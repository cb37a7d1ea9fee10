/* The analysis of weights: the best and the worst rank that they allow.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/crew.h"
#include "analysis/smaa.h"
#include "kernels/rank_search.h"

/* Numbers that all searches together may change, some ten seconds, and that each may at first: what is left then is
 * shared among those that were cut short. */
static const double all_effort = 5e9, first_effort = 1e7;

/* What the threads that search share. */
typedef struct {
    const kernel_rank_field *field;
    const kernel_rank_limits *limits;
    double effort; /* of each limit */
    double *work;  /* done for each unit */
} search;

typedef struct {
    const search *search;
    void *room;
} searcher;

/* A unit is a block. */
static titian_status search_unit(void *own, uint64_t unit, titian_error *err)
{
    const searcher *s = own;

    (void) err;
    s->search->work[unit] +=
        kernel_rank_search(s->search->field, (size_t) unit, s->search->limits, s->search->effort, s->room);
    return TITIAN_OK;
}

static size_t count_open(const kernel_rank_limits *l, size_t n)
{
    size_t n_open = 0;

    for (size_t i = 0; i < n; i++)
        n_open += (size_t) (l->best[i] < l->best_reached[i]) + (size_t) (l->worst[i] > l->worst_reached[i]);
    return n_open;
}

static titian_status search_twice(search *s, titian_crew *crew, size_t n, titian_error *err)
{
    double left = all_effort;
    size_t n_open;
    uint64_t done;
    titian_status status;

    s->effort = first_effort;
    status = titian_crew_run(crew, 0, n, &done, err);
    n_open = count_open(s->limits, n);
    for (size_t i = 0; i < n; i++)
        left -= s->work[i];
    if (status != TITIAN_OK || n_open == 0 || left < 2.0 * first_effort * (double) n_open)
        return status;
    s->effort = left / (double) n_open;
    return titian_crew_run(crew, 0, n, &done, err);
}

static titian_status search_all(titian_smaa_work *work, int threads, search *s, titian_error *err)
{
    const size_t n = work->s->n_units, wish = titian_crew_threads(threads);
    titian_crew crew = {.n_threads = wish < n ? wish : n, .work = search_unit, .size = 1, .block = 1, .of = n};
    searcher *searchers = titian_smaa_room(&work->arena, crew.n_threads, sizeof *searchers, err);

    crew.own = titian_smaa_room(&work->arena, crew.n_threads, sizeof *crew.own, err);
    s->work = titian_smaa_room(&work->arena, n, sizeof *s->work, err);
    if (searchers == NULL || crew.own == NULL || s->work == NULL)
        return TITIAN_E_MEMORY;
    for (size_t k = 0; k < crew.n_threads; k++) {
        searchers[k] =
            (searcher){s, titian_smaa_room(&work->arena, kernel_rank_search_room(n, work->s->n_elements), 1, err)};
        crew.own[k] = &searchers[k];
        if (searchers[k].room == NULL)
            return TITIAN_E_MEMORY;
    }
    return search_twice(s, &crew, n, err);
}

/* Are the model's own weights among those looked at? */
static int has_own_weights(const titian_smaa *s)
{
    for (size_t e = 0; e < s->n_elements; e++)
        if (s->weights[e] < s->low[e] - 1e-12 || s->weights[e] > s->high[e] + 1e-12)
            return 0;
    return 1;
}

titian_status titian_smaa_limit(titian_smaa_work *work, const titian_smaa_options *options, titian_error *err)
{
    titian_smaa *s = work->s;
    const size_t n = s->n_units, m = s->n_elements;
    const kernel_rank_field field = {
        {work->least, n, n, m}, {work->most, n, n, m}, {s->low, s->high, m}, work->tie, work->gaps, work->n_gaps};
    double *scratch = titian_smaa_room(&work->arena, 4 * n + 5 * m, sizeof *scratch, err);
    size_t *ranks = titian_smaa_room(&work->arena, 4 * n, sizeof *ranks, err);
    size_t *order = titian_smaa_room(&work->arena, m, sizeof *order, err);
    kernel_rank_limits limits;
    titian_status status = TITIAN_OK;

    if (scratch == NULL || ranks == NULL || order == NULL)
        return TITIAN_E_MEMORY;
    limits = (kernel_rank_limits){ranks, ranks + n, ranks + 2 * n, ranks + 3 * n};
    kernel_rank_bounds(&field, limits.best, limits.worst, scratch, order);
    kernel_rank_reached(
        &field, has_own_weights(s) ? s->weights : NULL, limits.best_reached, limits.worst_reached, scratch, order);
    if (options->search && s->n_free > 0 && n > 0)
        status = search_all(work, options->threads, &(search){.field = &field, .limits = &limits}, err);
    for (size_t i = 0; i < n; i++) {
        s->units[i].best = limits.best[i];
        s->units[i].worst = limits.worst[i];
        s->units[i].best_reached = limits.best_reached[i];
        s->units[i].worst_reached = limits.worst_reached[i];
    }
    return status;
}

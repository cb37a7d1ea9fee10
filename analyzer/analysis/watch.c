/* What is watched.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/watch.h"

#include <string.h>

#include "analysis/assessment.h"

/* Bytes that counts of ranks and histograms may take in one tally. */
static const double most_bytes = 64.0 * 1024.0 * 1024.0;

static titian_status list_nodes(titian_watch *w, titian_arena *arena, titian_error *err)
{
    const titian_assessment *a = w->nominal;
    const size_t n = a->n_nodes - a->n_indicators;
    size_t *nodes = titian_arena_array(arena, n, sizeof *nodes);

    if (nodes == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu nodes", n);
    for (size_t k = 0; k < n; k++)
        nodes[k] = a->n_indicators + k;
    w->nodes = nodes;
    w->n_nodes = n;
    w->n_series = n + (w->money != NULL ? 1 : 0);
    return TITIAN_OK;
}

static titian_status list_units(titian_watch *w, titian_arena *arena, titian_error *err)
{
    const titian_assessment *a = w->nominal;
    uint32_t *ranked = titian_arena_array(arena, a->n_units, sizeof *ranked);
    uint32_t *eligible = titian_arena_array(arena, a->n_units, sizeof *eligible);

    if (ranked == NULL || eligible == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu units", a->n_units);
    for (size_t i = 0; i < a->n_units; i++) {
        if (titian_assessment_unit(a, i, a->n_years - 1)->ranked)
            ranked[w->n_ranked++] = (uint32_t) i;
        if (a->priority != NULL && a->priority[i].rank > 0)
            eligible[w->n_eligible++] = (uint32_t) i;
    }
    w->ranked = ranked;
    w->eligible = eligible;
    return TITIAN_OK;
}

static titian_status copy_nominal(titian_watch *w, titian_arena *arena, titian_error *err)
{
    const titian_assessment *a = w->nominal;
    double *scores = titian_arena_array(arena, w->n_series * w->n_units, sizeof *scores);
    uint32_t *ranks = titian_arena_array(arena, w->n_nodes * w->n_ranked + 1, sizeof *ranks);

    if (scores == NULL || ranks == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the scores of %zu units", w->n_units);
    for (size_t k = 0; k < w->n_nodes; k++) {
        const size_t *from = titian_assessment_ranks(a, w->nodes[k], a->n_years - 1);

        memcpy(scores + k * w->n_units,
            titian_panel_column(titian_assessment_result(a, TITIAN_RESULT_AGGREGATED), w->nodes[k], a->n_years - 1),
            w->n_units * sizeof *scores);
        for (size_t i = 0; i < w->n_ranked; i++)
            ranks[k * w->n_ranked + i] = (uint32_t) from[w->ranked[i]];
    }
    if (w->money != NULL)
        memcpy(scores + w->n_nodes * w->n_units, titian_money_plan_exact(w->money), w->n_units * sizeof *scores);
    w->scores = scores;
    w->ranks = ranks;
    return TITIAN_OK;
}

/* Counts as fine as memory allows. Blocks as long as a cache holds, and no longer: threads would wait for each other
 * at the end. Pages so long that counts which no cache holds are fetched less often than they are counted in. */
static void choose_sizes(titian_watch *w)
{
    const double n_series = (double) w->n_nodes * (double) w->n_units; /* the same with and without money */
    double counts;

    for (w->width = 1;
         (double) w->n_nodes * (double) w->n_ranked * (double) titian_watch_cells(w, w->n_ranked) * 4.0 > most_bytes;)
        w->width *= 2;
    for (w->n_cells = 512; w->n_cells > 64 && n_series * (double) w->n_cells * 4.0 > most_bytes;)
        w->n_cells /= 2;
    for (w->block = 128; w->block > 16 && n_series * (double) w->block * 12.0 > most_bytes / 8.0;)
        w->block /= 2;
    counts = (double) w->n_nodes * (double) w->n_ranked * (double) titian_watch_cells(w, w->n_ranked) +
             n_series * (double) w->n_cells;
    for (w->page = w->block;
         w->page < 256 && counts * 4.0 > most_bytes / 16.0 && n_series * (double) w->page * 24.0 <= most_bytes;)
        w->page *= 2;
}

titian_status titian_watch_open(titian_watch *watch, const titian_assessment *nominal, titian_watched also,
    titian_arena *arena, titian_error *err)
{
    titian_status status = TITIAN_OK;

    *watch = (titian_watch){
        .nominal = nominal, .n_units = nominal->n_units, .money = also.money, .top = also.top, .pairs = also.pairs};
    status = list_nodes(watch, arena, err);
    if (status == TITIAN_OK)
        status = list_units(watch, arena, err);
    if (status == TITIAN_OK)
        status = copy_nominal(watch, arena, err);
    choose_sizes(watch);
    return status;
}

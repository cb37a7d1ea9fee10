/* Own priorities: the index of a unit at weights of its own, made ready to be aggregated again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/assessment.h"
#include "analysis/own.h"

/* Shares of the elements, of the nodes above them their sums; below them the weights stay as the unit has them. */
static void set_weights(const titian_own *w, titian_replay *r, const double *weight)
{
    double *all = r->flow.weights;

    for (size_t k = 0; k < w->n_nodes; k++)
        if (titian_framework_node(w->framework, k)->level >= w->level)
            all[k] = 0.0;
    for (size_t e = 0; e < w->n_elements; e++) {
        size_t node = w->elements[e];

        for (; node != TITIAN_NONE; node = titian_framework_node(w->framework, node)->parent)
            all[node] += weight[e];
    }
}

/* @param weight  NULL: as the unit has them in the model */
titian_status titian_own_index_at(
    const titian_own *w, titian_replay *r, const double *weight, double *index, titian_error *err)
{
    titian_status status = TITIAN_OK;

    if (weight != NULL)
        set_weights(w, r, weight);
    status = titian_replay_walk(r, err);
    *index = titian_panel_column(r->flow.scores, w->root, 0)[w->place];
    return status;
}

/* Ready to aggregate: the unit's scores, its own weights below the elements, without what does not apply. */
static titian_status open_replay(titian_own *w, titian_replay *r, titian_error *err)
{
    const size_t n = w->compares ? w->n_units : 1, first = w->compares ? 0 : w->unit;
    titian_status status = titian_replay_open(r, w->a, w->year, w->year, w->compares ? NULL : &w->unit, 1, err);

    if (status != TITIAN_OK)
        return status;
    w->place = w->compares ? w->unit : 0;
    r->recipe.n_exceptions = 0; /* the unit's weights are put in their place */
    (void) titian_assessment_unit_weights(w->a, w->unit, w->year, r->flow.weights);
    for (size_t j = 0; j < w->n_indicators; j++) {
        memcpy(titian_panel_column_mut(r->flow.panel, j, 0), titian_panel_column(w->scores, j, w->year) + first,
            n * sizeof(double));
        r->flow.included[j] = titian_assessment_indicator(w->a, j, w->year)->included && w->reason[j] == NULL;
    }
    return TITIAN_OK;
}

titian_status titian_own_score(titian_own *w, titian_error *err)
{
    titian_replay r = {.mark = {NULL, 0}};
    titian_status status = open_replay(w, &r, err);

    w->own = w->best = w->worst = TITIAN_MISSING;
    for (size_t e = 0; e < w->n_elements; e++)
        w->best_at[e] = w->worst_at[e] = TITIAN_MISSING;
    if (status == TITIAN_OK)
        status = titian_own_index_at(w, &r, w->n_weights > 0 ? w->weight : NULL, &w->own, err);
    for (size_t e = 0; e < w->n_elements && status == TITIAN_OK; e++) {
        const titian_panel *from = w->elements[e] < w->n_indicators ? r.flow.panel : r.flow.scores;
        const int left_out = w->elements[e] < w->n_indicators && !r.flow.included[w->elements[e]];

        w->score[e] = left_out ? TITIAN_MISSING : titian_panel_column(from, w->elements[e], 0)[w->place];
    }
    if (status == TITIAN_OK)
        status = titian_own_find_limits(w, &r, err);
    titian_replay_close(&r);
    return status;
}

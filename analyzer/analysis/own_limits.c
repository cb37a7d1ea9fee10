/* Own priorities: the best and the worst that weights within the bounds give.
 *
 * Where all means above the elements are of one kind the index is a weighted mean of the elements on one scale, and
 * filling the box is exact. Otherwise bounds are found level by level: each node takes the weights of its children
 * that suit it best, between the sums of the bounds of the elements below them, whatever its siblings take. The means
 * do not fall when a child rises, nor does rounding, so no weights within the bounds lead beyond.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/own.h"
#include "kernels/box.h"

static double value_of(const titian_own *w, const titian_replay *r, size_t node)
{
    const titian_panel *from = node < w->n_indicators ? r->flow.panel : r->flow.scores;

    return titian_panel_column(from, node, 0)[w->place];
}

/* ---- exact ---- */

/* Scores on the scale on which the index is a weighted mean, turned so that the least is what is looked for.
 * @return 0 when one cannot stand on it */
static int turn(titian_own *w, double sign)
{
    for (size_t e = 0; e < w->n_elements; e++) {
        w->turned[e] = sign * titian_aggregate_additive(w->choice)(w->choice, w->score[e]);
        if (!isfinite(w->turned[e]))
            return 0;
    }
    return 1;
}

static titian_status fill_box(titian_own *w, titian_replay *r, titian_error *err)
{
    const kernel_box box = {w->least, w->most, w->n_elements};
    titian_status status = TITIAN_OK;

    if (!turn(w, 1.0)) {
        w->note = "no best and worst: an element has a score that its mean cannot take";
        return TITIAN_OK;
    }
    kernel_box_least_at(&box, w->turned, w->order, w->worst_at);
    (void) turn(w, -1.0);
    kernel_box_least_at(&box, w->turned, w->order, w->best_at);
    status = titian_own_index_at(w, r, w->worst_at, &w->worst, err);
    return status == TITIAN_OK ? titian_own_index_at(w, r, w->best_at, &w->best, err) : status;
}

/* ---- bounds ---- */

/* What the elements below each node may have together. */
static void add_up(const titian_own *w, double *low, double *high)
{
    for (size_t k = 0; k < w->n_nodes; k++)
        low[k] = high[k] = 0.0;
    for (size_t e = 0; e < w->n_elements; e++)
        for (size_t k = w->elements[e]; k != TITIAN_NONE; k = titian_framework_node(w->framework, k)->parent) {
            low[k] += w->least[e];
            high[k] += w->most[e];
        }
}

/* The weights of a node's children that suit it best. @param sign  -1: worst */
static void weigh_children(titian_own *w, titian_replay *r, size_t node, double sign)
{
    const titian_node *about = titian_framework_node(w->framework, node);
    const titian_choice *choice = &w->recipe->aggregation[node];
    double *low = w->box + 2 * w->n_nodes, *high = low + w->n_nodes, *turned = high + w->n_nodes,
           *weights = turned + w->n_nodes;
    size_t *child = w->places, n = 0;
    int all_known = 1;
    kernel_box box = {low, high, 0};

    for (size_t k = about->first_child; k < about->first_child + about->n_children; k++) {
        const double value = value_of(w, r, k);

        r->flow.weights[k] = w->box[k]; /* of one without a score: as little as can be */
        all_known = all_known && !isnan(value);
        if (isnan(value) || !(w->box[w->n_nodes + k] > 0.0))
            continue;
        low[n] = w->box[k];
        high[n] = w->box[w->n_nodes + k];
        turned[n] = sign * titian_aggregate_additive(choice)(choice, value);
        child[n++] = k;
    }
    box.m = n;
    if (n == 0)
        return;
    if (node == w->root && all_known && kernel_box_tighten(low, high, n)) { /* here their sum is known */
        for (size_t k = 0; k < n; k++)
            turned[k] = -turned[k];
        kernel_box_least_at(&box, turned, w->order, weights);
    } else {
        (void) kernel_box_mean_greatest_at(&box, turned, w->order, weights);
    }
    for (size_t k = 0; k < n; k++)
        r->flow.weights[child[k]] = weights[k];
}

static titian_status bound(titian_own *w, titian_replay *r, double sign, double *index, titian_error *err)
{
    const int top = titian_framework_node(w->framework, w->root)->level;
    titian_status status = titian_own_index_at(w, r, w->base, index, err);

    for (int level = w->level + 1; level <= top && status == TITIAN_OK; level++) {
        size_t n = 0, first = titian_framework_level(w->framework, level, &n);

        for (size_t k = first; k < first + n; k++)
            if (w->box[w->n_nodes + k] > 0.0)
                weigh_children(w, r, k, sign);
        status = titian_replay_walk(r, err);
    }
    *index = value_of(w, r, w->root);
    return status;
}

static titian_status find_bounds(titian_own *w, titian_replay *r, titian_error *err)
{
    titian_status status = TITIAN_OK;

    add_up(w, w->box, w->box + w->n_nodes);
    status = bound(w, r, -1.0, &w->worst, err);
    if (status == TITIAN_OK)
        status = bound(w, r, 1.0, &w->best, err);
    if (isnan(w->worst) || isnan(w->best)) {
        w->worst = w->best = TITIAN_MISSING;
        w->note = "no best and worst: at some weights within the bounds too little is known for a score";
    }
    return status;
}

titian_status titian_own_find_limits(titian_own *w, titian_replay *r, titian_error *err)
{
    const char *why_bounds = w->why_bounds;

    for (size_t e = 0; e < w->n_elements; e++)
        if (isnan(w->score[e]))
            why_bounds =
                "best and worst are bounds that none can pass but that may not be reached: an element has no "
                "score";
    w->note = w->why_no_limits != NULL ? w->why_no_limits : why_bounds != NULL ? why_bounds : "";
    if (w->why_no_limits != NULL)
        return TITIAN_OK;
    return why_bounds != NULL ? find_bounds(w, r, err) : fill_box(w, r, err);
}

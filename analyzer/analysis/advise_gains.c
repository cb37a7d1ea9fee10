/* Advice: what each indicator would add to the index.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/advise.h"
#include "kernels/order.h"

static const double a_step = 0.1; /* of the distance between goalposts, or of the value on a log scale */

/* Of one indicator; index points, score points, values. */
typedef struct {
    double value, point, step, step_gain, gap_gain, gain;
} gains;

/* A step in natural units that anybody can picture, and where it leads. */
static double step_of(const titian_advice *w, size_t j, double value, double *score)
{
    kernel_goalposts posts;
    double step = 0.0;

    *score = TITIAN_MISSING;
    if (isnan(value) || !titian_advice_posts(w, j, &posts))
        return TITIAN_MISSING;
    step = posts.logarithmic ? a_step * value : a_step * fabs(posts.best - posts.worst);
    if (posts.best < posts.worst)
        step = -step;
    *score = value + step;
    kernel_goalpost_scores(score, 1, &posts);
    return step;
}

/* The gain of one score; missing where the score is. */
static titian_status gain_of(titian_advice *w, size_t j, double score, double *gain, titian_error *err)
{
    titian_status status = TITIAN_OK;

    *gain = TITIAN_MISSING;
    if (isnan(score))
        return TITIAN_OK;
    status = titian_advice_with(w, j, score, gain, err);
    *gain -= w->index;
    return status;
}

static titian_status find_gains(titian_advice *w, size_t j, gains *g, titian_error *err)
{
    const double gap = w->top[j] - w->now[j];
    double stepped = 0.0;
    titian_status status = gain_of(w, j, w->now[j] + fmin(1.0, gap), &g->point, err);

    g->value = titian_advice_value(w, j);
    g->step = step_of(w, j, g->value, &stepped);
    if (gap > 0.0 && gap < 1.0)
        g->point /= gap;
    if (status == TITIAN_OK)
        status = gain_of(w, j, stepped, &g->step_gain, err);
    if (status == TITIAN_OK)
        status = gain_of(w, j, w->top[j], &g->gap_gain, err);
    return status == TITIAN_OK ? gain_of(w, j, w->reach[j], &g->gain, err) : status;
}

static const char *note_of(const titian_advice *w, size_t j)
{
    if (!w->counts[j])
        return isnan(w->now[j]) ? "no score: help with data comes first" : "it does not bear on this index";
    if (w->now[j] >= w->top[j])
        return "at the best score";
    if (w->history == NULL)
        return "no pace: no earlier years were looked at";
    if (!titian_advice_is_comparable(w, j))
        return "no pace: the scale moves from year to year";
    if (isnan(w->pace[j].points))
        return "no pace: too few yearly changes of similar units";
    return w->pace[j].points == 0.0 ? "similar units did not rise" : "";
}

static void put_head(titian_advice *w, size_t j, const gains *g)
{
    const titian_node *node = titian_advice_node(w, j);

    titian_advice_text(w, titian_panel_unit(w->scores, w->unit)->code);
    titian_advice_text(w, node->code);
    titian_advice_text(w, node->name);
    titian_advice_text(w, titian_advice_node(w, titian_advice_area(w, j))->code);
    titian_advice_number(w, g->value);
    titian_advice_text(w, node->unit);
    titian_advice_number(w, w->now[j]);
    titian_advice_number(w, w->counts[j] ? w->share[j] : TITIAN_MISSING);
}

static void put_row(titian_advice *w, size_t j, const gains *g, size_t order)
{
    const titian_effort *effort =
        w->options.efforts != NULL ? titian_efforts_find(w->options.efforts, titian_advice_node(w, j)->code) : NULL;

    put_head(w, j, g);
    titian_advice_number(w, g->point);
    titian_advice_number(w, g->step);
    titian_advice_number(w, g->step_gain);
    titian_advice_number(w, w->top[j] - w->now[j]);
    titian_advice_number(w, g->gap_gain);
    titian_advice_number(w, w->counts[j] ? w->pace[j].points : TITIAN_MISSING);
    titian_advice_number(w, w->history != NULL && w->counts[j] ? (double) w->pace[j].n_changes : TITIAN_MISSING);
    titian_advice_number(w, w->options.years);
    titian_advice_number(w, w->reach[j]);
    titian_advice_number(w, titian_advice_value_at(w, j, w->reach[j]));
    titian_advice_number(w, g->gain);
    titian_advice_text(w, effort != NULL ? titian_effort_name(effort->effort) : "");
    titian_advice_number(w, w->cost[j]);
    titian_advice_number(w, g->gain / w->cost[j]);
    titian_advice_number(w, order > 0 ? (double) order : TITIAN_MISSING);
    titian_advice_text(w, note_of(w, j));
}

/* First those whose feasible gain is known, by gain for its effort; then the others by that of the whole gap, without
 * a place; last those that have none. */
static titian_status put_in_order(titian_advice *w, const gains *all, titian_error *err)
{
    const size_t m = w->n_indicators;
    double *keys = titian_advice_room(w, m, sizeof *keys, err);
    size_t *order = titian_advice_room(w, m, sizeof *order, err);

    if (keys == NULL || order == NULL)
        return TITIAN_E_MEMORY;
    for (size_t rank = 0; rank < 3; rank++) {
        size_t n = 0;

        for (size_t j = 0; j < m; j++) {
            const int group = !isnan(all[j].gain) ? 0 : !isnan(all[j].gap_gain) ? 1 : 2;

            keys[j] = (size_t) group != rank ? (double) INFINITY
                      : group == 2           ? 0.0
                                             : -(group == 0 ? all[j].gain : all[j].gap_gain) / w->cost[j];
            n += (size_t) group == rank ? 1 : 0;
        }
        kernel_sort_index(keys, m, order);
        for (size_t k = 0; k < n; k++)
            put_row(w, order[k], &all[order[k]], rank == 0 ? k + 1 : 0);
    }
    return TITIAN_OK;
}

titian_status titian_advice_gains(titian_advice *w, titian_error *err)
{
    gains *all = titian_advice_room(w, w->n_indicators, sizeof *all, err);
    titian_status status = TITIAN_OK;

    if (all == NULL)
        return TITIAN_E_MEMORY;
    for (size_t j = 0; j < w->n_indicators && status == TITIAN_OK; j++) {
        all[j] = (gains){titian_advice_value(w, j), TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING,
            TITIAN_MISSING};
        if (w->counts[j])
            status = find_gains(w, j, &all[j], err);
    }
    return status == TITIAN_OK ? put_in_order(w, all, err) : status;
}

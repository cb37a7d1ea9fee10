/* Advice: the unit beside others: areas, strengths and weaknesses, and whom to learn from.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/advise.h"
#include "kernels/order.h"

/* How a score stands among those of similar units. */
typedef struct {
    double median, rank; /* 1: none is higher; missing without a score */
    size_t n;            /* similar units with a score */
} standing;

static titian_status sort_scores_of(titian_advice *w, size_t node, titian_error *err)
{
    const double *scores = titian_advice_scores(w, node);
    size_t n = 0;

    w->ascending[node] = titian_advice_room(w, w->n_units + 1, sizeof **w->ascending, err);
    if (w->ascending[node] == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < w->n_units; i++) {
        w->changes[i] = isnan(scores[i]) ? (double) INFINITY : scores[i];
        n += isnan(scores[i]) ? 0 : 1;
    }
    kernel_sort_index(w->changes, w->n_units, w->ascending[node]);
    w->ascending[node][n] = TITIAN_NONE; /* where the list ends */
    return TITIAN_OK;
}

titian_status titian_advice_sort_scores(titian_advice *w, titian_error *err)
{
    titian_status status = TITIAN_OK;

    w->ascending = titian_advice_room(w, w->n_nodes, sizeof *w->ascending, err);
    if (w->ascending == NULL)
        return TITIAN_E_MEMORY;
    for (size_t j = 0; j < w->n_indicators && status == TITIAN_OK; j++)
        status = sort_scores_of(w, j, err);
    for (size_t k = w->first_area; k < w->first_area + w->n_areas && status == TITIAN_OK; k++)
        if (k >= w->n_indicators)
            status = sort_scores_of(w, k, err);
    return status;
}

/* Scores of similar units, ascending. @return how many */
static size_t gather_scores(titian_advice *w, size_t node)
{
    const double *scores = titian_advice_scores(w, node);
    size_t n = 0;

    if (w->ascending != NULL) {
        for (const size_t *unit = w->ascending[node]; *unit != TITIAN_NONE; unit++)
            if (titian_advice_is_peer(w, *unit))
                w->changes[n++] = scores[*unit];
        return n;
    }
    for (size_t i = 0; i < w->n_units; i++)
        if (titian_advice_is_peer(w, i) && !isnan(scores[i]))
            w->changes[n++] = scores[i];
    kernel_sort(w->changes, n);
    return n;
}

static standing stand(titian_advice *w, size_t node)
{
    const double own = titian_advice_scores(w, node)[w->unit];
    standing s = {TITIAN_MISSING, 1.0, gather_scores(w, node)};

    for (size_t k = 0; k < s.n; k++)
        s.rank += w->changes[k] > own ? 1.0 : 0.0;
    s.median = kernel_quantile_sorted(w->changes, s.n, 0.5);
    if (isnan(own))
        s.rank = TITIAN_MISSING;
    return s;
}

/* ---- areas ---- */

/* The index when all indicators of an area rise together. @param to  [indicator] */
static titian_status gain_of_area(titian_advice *w, size_t area, const double *to, double *gain, titian_error *err)
{
    titian_status status = TITIAN_OK;
    size_t n = 0;

    memcpy(w->scratch, w->now, w->n_indicators * sizeof *w->scratch);
    for (size_t j = 0; j < w->n_indicators; j++)
        if (w->counts[j] && titian_advice_area(w, j) == area && !isnan(to[j])) {
            w->scratch[j] = to[j];
            n++;
        }
    status = titian_advice_replay(w, w->scratch, gain, err);
    *gain = n > 0 ? *gain - w->index : TITIAN_MISSING;
    return status;
}

static void count_scores(const titian_advice *w, size_t area, double *n, double *n_scores)
{
    *n = *n_scores = 0.0;
    for (size_t j = 0; j < w->n_indicators; j++)
        if (titian_advice_area(w, j) == area) {
            *n += 1.0;
            *n_scores += isnan(w->now[j]) ? 0.0 : 1.0;
        }
}

static titian_status put_area(titian_advice *w, size_t area, titian_error *err)
{
    const titian_node *node = titian_advice_node(w, area);
    const double score = titian_advice_scores(w, area)[w->unit];
    const double target = w->recipe->priority.on ? w->recipe->priority.target : TITIAN_MISSING;
    const standing s = stand(w, area);
    double gain = 0.0, whole = 0.0, n = 0.0, n_scores = 0.0;
    titian_status status = gain_of_area(w, area, w->reach, &gain, err);

    if (status == TITIAN_OK)
        status = gain_of_area(w, area, w->top, &whole, err);
    if (status != TITIAN_OK)
        return status;
    count_scores(w, area, &n, &n_scores);
    titian_advice_text(w, titian_panel_unit(w->scores, w->unit)->code);
    titian_advice_text(w, node->code);
    titian_advice_text(w, node->name);
    titian_advice_number(w, w->share[area]);
    titian_advice_number(w, score);
    titian_advice_number(w, s.rank);
    titian_advice_number(w, (double) s.n + 1.0);
    titian_advice_number(w, s.median);
    titian_advice_number(w, score - s.median);
    titian_advice_number(w, target);
    titian_advice_number(w, isnan(score) || isnan(target) ? TITIAN_MISSING : fmax(0.0, target - score));
    titian_advice_number(w, gain);
    titian_advice_number(w, whole);
    titian_advice_number(w, n);
    titian_advice_number(w, n_scores);
    return TITIAN_OK;
}

titian_status titian_advice_areas(titian_advice *w, titian_error *err)
{
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < w->n_areas && status == TITIAN_OK; k++)
        status = put_area(w, w->first_area + k, err);
    return status;
}

/* ---- strengths and weaknesses ---- */

static void put_standing(titian_advice *w, size_t j, const standing *s, const char *what, size_t order)
{
    titian_advice_text(w, titian_panel_unit(w->scores, w->unit)->code);
    titian_advice_text(w, what);
    titian_advice_number(w, (double) order);
    titian_advice_text(w, titian_advice_node(w, j)->code);
    titian_advice_text(w, titian_advice_node(w, j)->name);
    titian_advice_text(w, titian_advice_node(w, titian_advice_area(w, j))->code);
    titian_advice_number(w, w->now[j]);
    titian_advice_number(w, s->median);
    titian_advice_number(w, w->now[j] - s->median);
    titian_advice_number(w, s->rank);
    titian_advice_number(w, (double) s->n + 1.0);
}

titian_status titian_advice_standing(titian_advice *w, titian_error *err)
{
    const size_t m = w->n_indicators;
    standing *all = titian_advice_room(w, m, sizeof *all, err);
    double *keys = titian_advice_room(w, m, sizeof *keys, err);
    size_t *order = titian_advice_room(w, m, sizeof *order, err);

    if (all == NULL || keys == NULL || order == NULL)
        return TITIAN_E_MEMORY;
    for (size_t j = 0; j < m; j++)
        all[j] = stand(w, j);
    for (int weak = 0; weak <= 1; weak++) {
        for (size_t j = 0; j < m; j++) {
            const double above = w->counts[j] ? w->now[j] - all[j].median : TITIAN_MISSING;

            keys[j] = isnan(above) ? 0.0 : weak ? above : -above;
        }
        kernel_sort_index(keys, m, order);
        for (size_t k = 0; k < m && k < w->options.number && keys[order[k]] < 0.0; k++)
            put_standing(w, order[k], &all[order[k]], weak ? "weakness" : "strength", k + 1);
    }
    return TITIAN_OK;
}

/* ---- peers ---- */

/* When another unit last stood nearest to where the unit at hand stands now; TITIAN_NONE: never near enough. */
static size_t year_alike(const titian_advice *w, size_t unit)
{
    const titian_panel *past = titian_assessment_result(w->history, TITIAN_RESULT_AGGREGATED);
    double least = titian_advice_near_index(w);
    size_t found = TITIAN_NONE;

    for (size_t year = 0; year < titian_panel_n_years(past); year++) {
        const double off = fabs(titian_panel_column(past, w->root, year)[unit] - w->index);

        if (titian_panel_year(past, year) + TITIAN_ADVICE_SPAN <= titian_panel_year(w->scores, w->year) &&
            off <= least) {
            least = off;
            found = year;
        }
    }
    return found;
}

/* How an element of another unit has risen since then, a year. */
static double rise_of(const titian_advice *w, size_t node, size_t unit, size_t then, double *whole)
{
    const titian_panel *past = titian_assessment_result(w->history, TITIAN_RESULT_AGGREGATED);
    const int years = titian_panel_year(w->scores, w->year) - titian_panel_year(past, then);

    *whole = titian_advice_scores(w, node)[unit] - titian_panel_column(past, node, then)[unit];
    return *whole / (double) years;
}

static size_t best_area(const titian_advice *w, size_t unit, size_t then, double *rise)
{
    size_t best = TITIAN_NONE;

    *rise = 0.0;
    for (size_t k = w->first_area; k < w->first_area + w->n_areas; k++) {
        double whole = 0.0;

        (void) rise_of(w, k, unit, then, &whole);
        if (whole > *rise) {
            *rise = whole;
            best = k;
        }
    }
    return best;
}

static void put_peer(titian_advice *w, size_t unit, size_t then, size_t order)
{
    const titian_panel *past = titian_assessment_result(w->history, TITIAN_RESULT_AGGREGATED);
    double rise = 0.0, area_rise = 0.0;
    const double yearly = rise_of(w, w->root, unit, then, &rise);
    const size_t area = best_area(w, unit, then, &area_rise);

    titian_advice_text(w, titian_panel_unit(w->scores, w->unit)->code);
    titian_advice_number(w, (double) order);
    titian_advice_text(w, titian_panel_unit(w->scores, unit)->code);
    titian_advice_text(w, titian_panel_unit(w->scores, unit)->name);
    titian_advice_number(w, titian_panel_year(past, then));
    titian_advice_number(w, titian_panel_column(past, w->root, then)[unit]);
    titian_advice_number(w, titian_panel_year(w->scores, w->year));
    titian_advice_number(w, titian_advice_scores(w, w->root)[unit]);
    titian_advice_number(w, rise);
    titian_advice_number(w, yearly);
    titian_advice_text(w, area != TITIAN_NONE ? titian_advice_node(w, area)->code : "");
    titian_advice_text(w, area != TITIAN_NONE ? titian_advice_node(w, area)->name : "");
    titian_advice_number(w, area != TITIAN_NONE ? area_rise : TITIAN_MISSING);
    titian_advice_text(w, "");
}

static void put_no_peer(titian_advice *w, const char *why)
{
    titian_advice_text(w, titian_panel_unit(w->scores, w->unit)->code);
    titian_advice_number(w, TITIAN_MISSING);
    titian_advice_text(w, "");
    titian_advice_text(w, "");
    for (size_t k = 0; k < 6; k++)
        titian_advice_number(w, TITIAN_MISSING);
    titian_advice_text(w, "");
    titian_advice_text(w, "");
    titian_advice_number(w, TITIAN_MISSING);
    titian_advice_text(w, why);
}

/* Why nothing can be said of earlier years; NULL: it can. */
static const char *why_no_past(const titian_advice *w)
{
    if (w->history == NULL)
        return "no earlier years were looked at";
    if (w->compares)
        return "a method compares the units of a year: scores of other years are no measure";
    for (size_t j = 0; j < w->n_indicators; j++)
        if (titian_assessment_indicator(w->a, j, w->year)->included && !titian_advice_is_comparable(w, j))
            return "scales move from year to year: scores of other years are no measure";
    return NULL;
}

titian_status titian_advice_peers(titian_advice *w, titian_error *err)
{
    double *keys = titian_advice_room(w, w->n_units, sizeof *keys, err);
    size_t *order = titian_advice_room(w, w->n_units, sizeof *order, err);
    size_t *then = titian_advice_room(w, w->n_units, sizeof *then, err);
    const double *index = titian_advice_scores(w, w->root);
    const char *why = why_no_past(w);
    size_t n = 0;

    if (keys == NULL || order == NULL || then == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < w->n_units && why == NULL; i++) {
        double rise = 0.0;

        then[i] = titian_advice_is_peer(w, i) ? year_alike(w, i) : TITIAN_NONE;
        keys[i] = then[i] != TITIAN_NONE && index[i] > w->index ? -rise_of(w, w->root, i, then[i], &rise) : 0.0;
    }
    if (why == NULL)
        kernel_sort_index(keys, w->n_units, order);
    for (; why == NULL && n < w->n_units && n < w->options.number && keys[order[n]] < 0.0; n++)
        put_peer(w, order[n], then[order[n]], n + 1);
    if (n == 0)
        put_no_peer(w, why != NULL ? why : "no similar unit has risen above it");
    return TITIAN_OK;
}

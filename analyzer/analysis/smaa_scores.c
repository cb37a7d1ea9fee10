/* The analysis of weights: which units, their scores on the scale on which the method is a weighted mean, and what
 * their gaps stand for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/smaa.h"
#include "kernels/box.h"

/* Scores are compared in nine decimals (kernels/rank.h): units whose scores differ nowhere by more than half of the
 * last are tied for all weights. */
static const double tied = 5e-10;
static const double rounding = 1e-12; /* of a mean, relative */

static titian_status take_units(titian_smaa_work *work, titian_error *err)
{
    titian_smaa *s = work->s;
    const titian_panel *scores = titian_assessment_result(work->a, TITIAN_RESULT_AGGREGATED);
    const size_t n_assessed = titian_panel_n_units(scores);
    const size_t *ranks = titian_assessment_ranks(work->a, s->node, work->year);

    s->units = titian_smaa_room(&s->arena, n_assessed, sizeof *s->units, err);
    if (s->units == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < n_assessed; i++)
        if (ranks[i] > 0)
            s->units[s->n_units++] = (titian_smaa_unit_state){.unit = i,
                .rank = ranks[i],
                .first = TITIAN_MISSING,
                .expected_rank = TITIAN_MISSING,
                .holistic = TITIAN_MISSING,
                .confidence = TITIAN_MISSING};
    return TITIAN_OK;
}

static int are_tied(const titian_smaa_work *work, size_t i, size_t k)
{
    for (size_t e = 0; e < work->s->n_elements; e++) {
        const double x = work->raw[e * work->s->n_units + i], y = work->raw[e * work->s->n_units + k];

        if (isnan(x) != isnan(y) || fabs(x - y) > tied)
            return 0;
    }
    return 1;
}

static int levels_of(const titian_smaa_work *work)
{
    return titian_framework_node(work->framework, work->s->node)->level -
           titian_framework_node(work->framework, work->s->elements[0])->level;
}

/* The score of an element; missing also where a node between it and the one looked at has none, for too little of it
 * is there: then the element bears on nothing. */
static double score_of(const titian_smaa_work *work, size_t element, size_t unit)
{
    const titian_panel *scores = titian_assessment_result(work->a, TITIAN_RESULT_AGGREGATED);
    const size_t assessed = work->s->units[unit].unit;

    for (int up = 1; up < levels_of(work); up++)
        if (isnan(titian_panel_column(scores, titian_smaa_above(work, element, up), work->year)[assessed]))
            return TITIAN_MISSING;
    return titian_panel_column(scores, work->s->elements[element], work->year)[assessed];
}

/* Scores as they are; units that are tied get the very same ones. */
static void take_scores(titian_smaa_work *work)
{
    const titian_smaa *s = work->s;
    const size_t n = s->n_units;

    for (size_t e = 0; e < s->n_elements; e++)
        for (size_t i = 0; i < n; i++)
            work->raw[e * n + i] = score_of(work, e, i);
    for (size_t i = 1; i < n; i++) {
        size_t k = 0;

        while (k < i && !are_tied(work, i, k))
            k++;
        for (size_t e = 0; k < i && e < s->n_elements; e++)
            work->raw[e * n + i] = work->raw[e * n + k];
    }
}

/* The tie of scores, on the method's scale: there it is as long as its share of the range of all scores is. */
static void scale_tie(titian_smaa_work *work, const double range[2], const double scaled[2])
{
    work->tie = range[1] > range[0] ? tied * (scaled[1] - scaled[0]) / (range[1] - range[0]) : 0.0;
}

static titian_status scale_scores(titian_smaa_work *work, titian_error *err)
{
    const titian_smaa *s = work->s;
    const titian_additive_fn scale = titian_aggregate_additive(work->choice);
    const titian_panel *scores = titian_assessment_result(work->a, TITIAN_RESULT_AGGREGATED);
    const double infinite = (double) INFINITY;
    double range[2] = {infinite, -infinite}, scaled[2] = {infinite, -infinite};

    for (size_t e = 0; e < s->n_elements; e++)
        for (size_t i = 0; i < s->n_units; i++) {
            const size_t at = e * s->n_units + i;
            const double score = work->raw[at];

            work->raw[at] = isnan(score) ? score : scale(work->choice, score);
            if (!isnan(score) && !isfinite(work->raw[at]))
                return titian_fail(err, TITIAN_E_NUMERIC,
                    "the score %g of unit %s for %s is past the largest number on the scale of the method %s\n"
                    "give the method a floor, or normalise to a range that does not reach down to 0",
                    score, titian_panel_unit(scores, s->units[i].unit)->code,
                    titian_framework_node(work->framework, s->elements[e])->code, work->choice->method->name);
            work->least[at] = work->most[at] = work->usual[at] = work->raw[at];
            range[0] = fmin(range[0], score);
            range[1] = fmax(range[1], score);
            scaled[0] = fmin(scaled[0], work->raw[at]);
            scaled[1] = fmax(scaled[1], work->raw[at]);
        }
    scale_tie(work, range, scaled);
    return TITIAN_OK;
}

/* ---- gaps ---- */

/* What one unit's gaps are filled from: its present elements under one node. */
typedef struct {
    double *least, *most, *usual; /* m each; NaN for the others */
    double *filled;               /* 3 m: what the gaps of this round become */
    unsigned char *from;          /* m for each gap: whose mean it is */
    size_t *order;
} patch;

/* The present elements of a unit under the node so many levels above one of its gaps. @return how many */
static size_t gather_siblings(const titian_smaa_work *work, size_t unit, size_t gap, int up, const patch *p)
{
    const titian_smaa *s = work->s;
    size_t n_present = 0;

    for (size_t e = 0; e < s->n_elements; e++) {
        const size_t at = e * s->n_units + unit;
        const int takes_part = titian_smaa_above(work, e, up) == titian_smaa_above(work, gap, up);

        p->least[e] = takes_part ? work->least[at] : TITIAN_MISSING;
        p->most[e] = takes_part ? work->most[at] : TITIAN_MISSING;
        p->usual[e] = takes_part ? work->usual[at] : TITIAN_MISSING;
        p->from[work->n_gaps * s->n_elements + e] = (unsigned char) !isnan(p->usual[e]);
        n_present += isnan(p->usual[e]) ? 0 : 1;
    }
    return n_present;
}

/* The mean of what is there, with what earlier rounds have filled in: at the model's weights, and its range over the
 * bounds. */
static void fill_gap(const titian_smaa_work *work, size_t gap, const patch *p)
{
    const titian_smaa *s = work->s;
    const size_t m = s->n_elements;
    const kernel_box box = {s->low, s->high, m};
    double least, most, unused, sum = 0.0, weight = 0.0;

    for (size_t e = 0; e < m; e++) {
        sum += isnan(p->usual[e]) ? 0.0 : s->weights[e] * p->usual[e];
        weight += isnan(p->usual[e]) ? 0.0 : s->weights[e];
    }
    kernel_box_mean_range(p->least, &box, p->order, &least, &unused);
    kernel_box_mean_range(p->most, &box, p->order, &unused, &most);
    p->filled[gap] = sum / weight;
    /* a single value; or bounds that leave all of them no weight, so that no score is theirs */
    if (!(most - least > rounding * fmax(fabs(least), fabs(most))))
        least = most = p->filled[gap];
    p->filled[m + gap] = least;
    p->filled[2 * m + gap] = most;
}

/* Take a gap down that stands for more than one value. */
static void note_gap(titian_smaa_work *work, size_t unit, size_t gap, const patch *p)
{
    const size_t m = work->s->n_elements;

    if (!(p->filled[m + gap] < p->filled[2 * m + gap]))
        return;
    work->gaps[work->n_gaps] = (kernel_rank_gap){unit, gap, p->from + work->n_gaps * m};
    work->n_gaps++;
}

/* Fill the gaps of a unit from the elements nearest to each in the tree, as renormalising level by level does. */
static void fill_unit(titian_smaa_work *work, size_t unit, int levels, const patch *p)
{
    titian_smaa *s = work->s;
    const size_t n = s->n_units, m = s->n_elements;
    int inexact = 0;

    for (size_t e = 0; e < m; e++)
        s->units[unit].n_gaps += isnan(work->raw[e * n + unit]) ? 1 : 0;
    for (int up = 1; up <= levels && s->units[unit].n_gaps > 0; up++) {
        for (size_t e = 0; e < m; e++) {
            p->filled[e] = TITIAN_MISSING;
            if (!isnan(work->usual[e * n + unit]) || gather_siblings(work, unit, e, up, p) == 0)
                continue;
            fill_gap(work, e, p);
            note_gap(work, unit, e, p);
        }
        for (size_t e = 0; e < m; e++) {
            if (isnan(p->filled[e]))
                continue;
            work->usual[e * n + unit] = p->filled[e];
            work->least[e * n + unit] = p->filled[m + e];
            work->most[e * n + unit] = p->filled[2 * m + e];
            inexact = inexact || p->filled[m + e] < p->filled[2 * m + e];
        }
    }
    s->n_inexact += inexact ? 1 : 0;
}

static titian_status fill_gaps(titian_smaa_work *work, titian_error *err)
{
    const titian_smaa *s = work->s;
    const size_t m = s->n_elements;
    double *room = titian_smaa_room(&work->arena, 6 * m, sizeof *room, err);
    size_t n_gaps = 1; /* room for one more, to be looked at before it is taken down */
    patch p = {
        room, room + m, room + 2 * m, room + 3 * m, NULL, titian_smaa_room(&work->arena, m, sizeof *p.order, err)};

    for (size_t at = 0; at < s->n_units * m; at++)
        n_gaps += isnan(work->raw[at]) ? 1 : 0;
    p.from = titian_smaa_room(&work->arena, n_gaps * m, sizeof *p.from, err);
    work->gaps = titian_smaa_room(&work->arena, n_gaps, sizeof *work->gaps, err);
    if (room == NULL || p.order == NULL || p.from == NULL || work->gaps == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < s->n_units; i++)
        fill_unit(work, i, levels_of(work), &p);
    return TITIAN_OK;
}

titian_status titian_smaa_gather(titian_smaa_work *work, titian_error *err)
{
    titian_status status = take_units(work, err);
    const size_t cells = work->s->n_units * work->s->n_elements;
    double *room = NULL;

    if (status != TITIAN_OK)
        return status;
    room = titian_smaa_room(&work->arena, 4 * cells, sizeof *room, err);
    if (room == NULL)
        return TITIAN_E_MEMORY;
    work->raw = room;
    work->least = room + cells;
    work->most = room + 2 * cells;
    work->usual = room + 3 * cells;
    take_scores(work);
    status = scale_scores(work, err);
    return status == TITIAN_OK ? fill_gaps(work, err) : status;
}

/* Own priorities: elements and bounds, and what a unit submitted held against them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/assessment.h"
#include "analysis/own.h"
#include "kernels/box.h"
#include "kernels/level.h"

static const double slack = 1e-9;      /* of a share: rounding of sums */
static const double as_written = 1e-6; /* of a share: 0.333333 is a third */

void *titian_own_room(titian_own *w, size_t n, size_t size, titian_error *err)
{
    void *room = titian_arena_array(&w->arena, n, size);

    if (room == NULL)
        (void) titian_fail(err, TITIAN_E_MEMORY, "no memory for own priorities of %zu units", w->n_units);
    return room;
}

/* ---- elements ---- */

/* Can extremes be had by filling a box, or bounds of them level by level? */
static void find_additive(titian_own *w)
{
    w->choice = &w->recipe->aggregation[w->root];
    for (size_t k = w->n_indicators; k < w->n_nodes; k++) {
        if (titian_framework_node(w->framework, k)->level <= w->level)
            continue;
        if (titian_aggregate_additive(&w->recipe->aggregation[k]) == NULL)
            w->why_no_limits = "no best and worst: a method above the elements is a weighted mean on no scale";
        if (!titian_aggregate_alike(&w->recipe->aggregation[k], w->choice))
            w->why_bounds =
                "best and worst are bounds that none can pass but that may not be reached: the means above "
                "the elements are not of one kind";
        else if (titian_option_number(&w->recipe->aggregation[k], "decimals") >= 0.0 && w->why_bounds == NULL)
            w->why_bounds =
                "best and worst are bounds that none can pass but that may not be reached: scores above the "
                "elements are rounded";
    }
}

static titian_status make_arrays(titian_own *w, size_t n, titian_error *err)
{
    double *room = titian_own_room(w, 21 * n, sizeof *room, err);

    w->elements = titian_own_room(w, n, sizeof *w->elements, err);
    w->order = titian_own_room(w, n, sizeof *w->order, err);
    w->line = titian_own_room(w, n, sizeof *w->line, err);
    w->reason = titian_own_room(w, w->n_indicators, sizeof *w->reason, err);
    if (room == NULL || w->elements == NULL || w->order == NULL || w->line == NULL || w->reason == NULL)
        return TITIAN_E_MEMORY;
    w->base = room;
    w->lower = room + n;
    w->upper = room + 2 * n;
    w->least = room + 3 * n;
    w->most = room + 4 * n;
    w->weight = room + 5 * n;
    w->target = room + 6 * n;
    w->score = room + 7 * n;
    w->best_at = room + 8 * n;
    w->worst_at = room + 9 * n;
    w->turned = room + 10 * n;
    w->given = room + 11 * n;
    w->lines = room + 12 * n;
    w->box = titian_own_room(w, 6 * w->n_nodes, sizeof *w->box, err);
    w->places = titian_own_room(w, w->n_nodes, sizeof *w->places, err);
    if (w->box == NULL || w->places == NULL)
        return TITIAN_E_MEMORY;
    return TITIAN_OK;
}

titian_status titian_own_open(titian_own *w, titian_error *err)
{
    const int n_levels = titian_framework_n_levels(w->framework);
    const int usual = w->recipe->priority.on ? w->recipe->priority.level : n_levels > 2 ? 2 : 1;
    const double *shares = titian_assessment_effective_weights(w->a, w->year);
    size_t first = 0, n = 0;

    w->level = w->options.level != 0 ? w->options.level : usual;
    if (!(w->options.box >= 0.0))
        return titian_fail(err, TITIAN_E_USAGE, "the box of weights is below 0\n0.5 is half up and down");
    if (w->level < 1 || w->level >= n_levels)
        return titian_fail(err, TITIAN_E_USAGE,
            "there are no weights at level %d\nthe levels below the index are 1 to %d", w->level, n_levels - 1);
    first = titian_framework_level(w->framework, w->level, &n);
    if (make_arrays(w, n, err) != TITIAN_OK)
        return TITIAN_E_MEMORY;
    for (size_t k = first; k < first + n; k++) {
        const size_t e = w->n_elements;

        if (!(shares[k] > 0.0))
            continue;
        w->elements[w->n_elements++] = k;
        w->base[e] = shares[k];
        w->least[e] = w->lower[e] = fmax(0.0, shares[k] * (1.0 - w->options.box));
        w->most[e] = w->upper[e] = fmin(1.0, shares[k] * (1.0 + w->options.box));
    }
    find_additive(w);
    if (!kernel_box_tighten(w->least, w->most, w->n_elements))
        w->why_no_limits = "no best and worst: no weights fit the bounds";
    return TITIAN_OK;
}

/* ---- a submission ---- */

static titian_status fault(
    const titian_own *w, size_t line, size_t column, const titian_error *what, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_DATA, titian_submissions_file(w->options.submissions), line, column, "%s\n%s",
        what->message, what->mend);
}

static const char *code_of(const titian_own *w, size_t element)
{
    return titian_framework_node(w->framework, w->elements[element])->code;
}

static size_t find_element(const titian_own *w, const char *code)
{
    size_t e = 0;

    while (e < w->n_elements && strcmp(code_of(w, e), code) != 0)
        e++;
    return e;
}

static titian_status take_element(titian_own *w, const titian_submission *row, titian_error *err)
{
    const size_t e = find_element(w, row->code);
    titian_error what;

    if (e == w->n_elements) {
        (void) titian_fail(&what, TITIAN_E_DATA,
            "%.60s is no element of level %d that has weight in the index\n"
            "weights and targets are of elements such as %s",
            row->code, w->level, code_of(w, 0));
        return fault(w, row->line, 2, &what, err);
    }
    if (!isnan(row->target)) {
        w->target[e] = row->target;
        w->n_targets++;
    }
    if (isnan(row->weight))
        return TITIAN_OK;
    w->given[e] = row->weight;
    w->line[e] = w->last_weight = row->line;
    w->n_weights++;
    return TITIAN_OK;
}

static titian_status take_reason(titian_own *w, const titian_submission *row, titian_error *err)
{
    const size_t node = titian_framework_find(w->framework, row->code);
    titian_error what;

    if (node != TITIAN_NONE && node < w->n_indicators) {
        w->reason[node] = row->reason;
        w->n_reasons++;
        return TITIAN_OK;
    }
    (void) titian_fail(&what, TITIAN_E_DATA,
        "%.60s is no indicator\nonly indicators can be not applicable; weights say what counts less", row->code);
    return fault(w, row->line, 2, &what, err);
}

/* ---- weights within the bounds ---- */

/* Elements as lines that one level moves, between their bounds: those submitted all by as much, from what was
 * submitted; the others in proportion to the model's weights. */
static size_t draw_lines(titian_own *w, int submitted, kernel_lines *lines)
{
    const size_t all = w->n_elements;
    double *slope = w->lines, *offset = w->lines + all, *low = w->lines + 2 * all, *high = w->lines + 3 * all;
    size_t n = 0;

    for (size_t e = 0; e < all; e++) {
        if (isnan(w->given[e]) == submitted)
            continue;
        slope[n] = submitted ? 1.0 : w->base[e];
        offset[n] = submitted ? w->given[e] : 0.0;
        low[n] = w->lower[e];
        high[n++] = w->upper[e];
    }
    *lines = (kernel_lines){slope, offset, low, high, n};
    return n;
}

static titian_status refuse_sum(const titian_own *w, titian_error *err)
{
    titian_error what;

    (void) titian_fail(&what, TITIAN_E_DATA,
        "no weights of %s within their bounds add up to 1\nwiden the bounds with --box, or name another level",
        titian_panel_unit(w->scores, w->unit)->code);
    return fault(w, w->last_weight, 3, &what, err);
}

/* Let some elements have as much as is asked for, together. */
static titian_status share_out(titian_own *w, int submitted, double total, titian_error *err)
{
    const size_t all = w->n_elements;
    kernel_lines lines;
    double *values = w->lines + 4 * all;
    const size_t n = draw_lines(w, submitted, &lines);
    size_t at = 0;

    if (n == 0)
        return fabs(total) <= slack ? TITIAN_OK : refuse_sum(w, err);
    if (kernel_find_level(&lines, total, values, w->lines + 5 * all).status != KERNEL_LEVEL_FOUND)
        return refuse_sum(w, err);
    for (size_t e = 0; e < all; e++)
        if (isnan(w->given[e]) != submitted)
            w->weight[e] = values[at++];
    return TITIAN_OK;
}

/* What those submitted may have together: what they ask for within their bounds, as far as the others can take the
 * rest. */
static double total_submitted(const titian_own *w)
{
    double asked = 0.0, least = 1.0, most = 1.0;

    for (size_t e = 0; e < w->n_elements; e++) {
        const double given = w->given[e];

        asked += isnan(given) ? 0.0 : fmin(fmax(given, w->lower[e]), w->upper[e]);
        least -= isnan(given) ? w->upper[e] : 0.0;
        most -= isnan(given) ? w->lower[e] : 0.0;
    }
    return fmin(fmax(asked, least), most);
}

/* The weights within the bounds that add up to 1 and are nearest, by least squares, to those submitted; who is not
 * spoken of shares the rest as the model has it. Submissions within all bounds stay as they are. */
static titian_status settle_weights(titian_own *w, titian_error *err)
{
    const double total = total_submitted(w);
    titian_status status = TITIAN_OK;

    memcpy(w->weight, w->base, w->n_elements * sizeof *w->weight);
    if (w->n_weights == 0)
        return TITIAN_OK;
    status = share_out(w, 1, total, err);
    if (status == TITIAN_OK)
        status = share_out(w, 0, 1.0 - total, err);
    for (size_t e = 0; e < w->n_elements && status == TITIAN_OK; e++)
        w->n_moved += titian_own_is_moved(w, e) ? 1 : 0;
    return status;
}

int titian_own_is_moved(const titian_own *w, size_t element)
{
    return fabs(w->weight[element] - w->given[element]) > as_written; /* 0 where nothing was submitted */
}

titian_status titian_own_take(titian_own *w, titian_error *err)
{
    const char *unit = titian_panel_unit(w->scores, w->unit)->code;
    const size_t n = w->options.submissions != NULL ? titian_submissions_n(w->options.submissions) : 0;
    titian_status status = TITIAN_OK;

    w->n_weights = w->n_targets = w->n_reasons = w->n_rows = w->n_moved = 0;
    memset(w->reason, 0, w->n_indicators * sizeof *w->reason);
    for (size_t e = 0; e < w->n_elements; e++)
        w->weight[e] = w->given[e] = w->target[e] = TITIAN_MISSING;
    for (size_t k = 0; k < n && status == TITIAN_OK; k++) {
        const titian_submission *row = titian_submissions_at(w->options.submissions, k);

        if (strcmp(row->unit, unit) != 0)
            continue;
        w->n_rows++;
        status = row->reason[0] != '\0' ? take_reason(w, row, err) : take_element(w, row, err);
    }
    return status == TITIAN_OK ? settle_weights(w, err) : status;
}

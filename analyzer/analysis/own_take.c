/* Own priorities: elements and bounds, and what a unit submitted held against them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/assessment.h"
#include "analysis/own.h"
#include "kernels/box.h"

static const double slack = 1e-9; /* of a share: rounding of what people write */

void *titian_own_room(titian_own *w, size_t n, size_t size, titian_error *err)
{
    void *room = titian_arena_array(&w->arena, n, size);

    if (room == NULL)
        (void) titian_fail(err, TITIAN_E_MEMORY, "no memory for own priorities of %zu units", w->n_units);
    return room;
}

/* ---- elements ---- */

/* Why no extremes can be had by filling a box; NULL: they can. */
static const char *find_additive(titian_own *w)
{
    w->choice = &w->recipe->aggregation[w->root];
    for (size_t k = w->n_indicators; k < w->n_nodes; k++) {
        if (titian_framework_node(w->framework, k)->level <= w->level)
            continue;
        if (titian_aggregate_additive(&w->recipe->aggregation[k]) == NULL)
            return "no best and worst: a method above the elements is a weighted mean on no scale";
        if (!titian_aggregate_alike(&w->recipe->aggregation[k], w->choice))
            return "no best and worst: the means above the elements are not of one kind";
        if (titian_option_number(&w->recipe->aggregation[k], "decimals") >= 0.0)
            return "no best and worst: scores above the elements are rounded";
    }
    w->additive = titian_aggregate_additive(w->choice);
    return NULL;
}

static titian_status make_arrays(titian_own *w, size_t n, titian_error *err)
{
    double *room = titian_own_room(w, 11 * n, sizeof *room, err);

    w->elements = titian_own_room(w, n, sizeof *w->elements, err);
    w->order = titian_own_room(w, n, sizeof *w->order, err);
    w->reason = titian_own_room(w, w->n_indicators, sizeof *w->reason, err);
    if (room == NULL || w->elements == NULL || w->order == NULL || w->reason == NULL)
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
    w->why_no_limits = find_additive(w);
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

/* "weight 0.3 of A1 is outside ...": of a row, or of what is left for an element that none speaks of. */
static titian_status refuse_bounds(const titian_own *w, size_t e, size_t line, int is_left, titian_error *err)
{
    titian_error what;

    (void) titian_fail(&what, TITIAN_E_DATA,
        "%s %s a weight of %.6g, outside %.6g to %.6g: the model gives it %.6g\n"
        "%s within %.6g of the model's weight",
        is_left ? "what is left gives" : "the row gives", code_of(w, e), w->weight[e], w->lower[e], w->upper[e],
        w->base[e], is_left ? "change the other weights, so that it lies" : "write a share", w->options.box);
    return fault(w, line, 3, &what, err);
}

static int is_within(const titian_own *w, size_t e)
{
    return w->weight[e] >= w->lower[e] - slack && w->weight[e] <= w->upper[e] + slack;
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
    w->weight[e] = row->weight;
    w->n_weights++;
    w->last_weight = row->line;
    return is_within(w, e) ? TITIAN_OK : refuse_bounds(w, e, row->line, 0, err);
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

/* Elements that none speaks of share the rest in proportion to the model's weights. */
static titian_status share_rest(titian_own *w, titian_error *err)
{
    const size_t n = w->n_elements;
    double given = 0.0, of_others = 0.0, rest = 0.0;
    titian_error what;

    for (size_t e = 0; e < n; e++) {
        given += isnan(w->weight[e]) ? 0.0 : w->weight[e];
        of_others += isnan(w->weight[e]) ? w->base[e] : 0.0;
    }
    rest = 1.0 - given;
    if (of_others > 0.0 ? rest < -slack : fabs(rest) > 1e-6) {
        (void) titian_fail(&what, TITIAN_E_DATA,
            "the weights of %s add up to %.6g\n"
            "write shares that add up to 1, or leave some out: these share the rest as the model has it",
            titian_panel_unit(w->scores, w->unit)->code, given);
        return fault(w, w->last_weight, 3, &what, err);
    }
    for (size_t e = 0; e < n; e++) {
        if (!isnan(w->weight[e]))
            continue;
        w->weight[e] = fmax(0.0, rest) * w->base[e] / of_others;
        if (w->n_weights > 0 && !is_within(w, e))
            return refuse_bounds(w, e, w->last_weight, 1, err);
    }
    return TITIAN_OK;
}

titian_status titian_own_take(titian_own *w, titian_error *err)
{
    const char *unit = titian_panel_unit(w->scores, w->unit)->code;
    const size_t n = w->options.submissions != NULL ? titian_submissions_n(w->options.submissions) : 0;
    titian_status status = TITIAN_OK;

    w->n_weights = w->n_targets = w->n_reasons = w->n_rows = 0;
    memset(w->reason, 0, w->n_indicators * sizeof *w->reason);
    for (size_t e = 0; e < w->n_elements; e++)
        w->weight[e] = w->target[e] = TITIAN_MISSING;
    for (size_t k = 0; k < n && status == TITIAN_OK; k++) {
        const titian_submission *row = titian_submissions_at(w->options.submissions, k);

        if (strcmp(row->unit, unit) != 0)
            continue;
        w->n_rows++;
        status = row->reason[0] != '\0' ? take_reason(w, row, err) : take_element(w, row, err);
    }
    return status == TITIAN_OK ? share_rest(w, err) : status;
}

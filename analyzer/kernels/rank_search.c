/* Kernels: the best and the worst rank for weights in a box.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/rank_search.h"

#include <math.h>

#include "kernels/rank_cover.h"

static const double slack = 0.1; /* of the tie, left for rounding */

/* One search: for the weights that put the most rivals on one side of a unit. */
typedef struct {
    const kernel_rank_field *field;
    size_t n, m, unit;
    double tie, effort;
    size_t n_sure, n_rivals; /* those on that side whatever the weights; those for which it depends */
    double *d;               /* n_rivals rows of m: differences, the largest 1 */
    double scale;
    double *weights;
    size_t *order;
    void *room;
} search;

/* Which difference of two units counts: a score that is not known may help the one above, or must not. */
typedef enum { AT_MOST, AT_LEAST } reading;

/* Take in the units that can be above the unit of the search (`above`), or that can be not above it, at some weights
 * and not at all. Rows are such that a rival is on that side from the target on. */
static void gather_rivals(search *s, int above, reading how)
{
    const size_t m = s->m, stride = s->field->least.stride;
    const double *upper_scores = how == AT_MOST ? s->field->most.values : s->field->least.values;
    const double *lower_scores = how == AT_MOST ? s->field->least.values : s->field->most.values;
    const double target = above ? s->tie : -s->tie;

    s->n_sure = s->n_rivals = 0;
    s->scale = 0.0;
    for (size_t k = 0; k < s->n; k++) {
        double *d = s->d + s->n_rivals * m, largest = 0.0, low, high;
        const size_t upper = above ? k : s->unit, lower = above ? s->unit : k;

        if (k == s->unit)
            continue;
        for (size_t j = 0; j < m; j++) {
            d[j] = upper_scores[j * stride + upper] - lower_scores[j * stride + lower];
            largest = fmax(largest, fabs(d[j]));
        }
        kernel_box_range(&s->field->box, d, s->order, &low, &high);
        if (low > target) {
            s->n_sure++;
        } else if (high > target) {
            s->scale = fmax(s->scale, largest);
            s->n_rivals++;
        }
    }
    for (size_t at = 0; at < s->n_rivals * m; at++)
        s->d[at] /= s->scale;
}

/* @param known  so many rivals can be on that side
 * @return as many as there can be at most. When weights are found that put more there than known, they are in s */
static size_t most_rivals(search *s, int above, size_t known, int *found)
{
    const double tie = s->tie / s->scale;
    const kernel_rank_cover problem = {.d = s->d,
        .n = s->n_rivals,
        .box = s->field->box,
        .target = (above ? tie : -tie) + slack * tie,
        .slack = slack * tie,
        .fewest = s->n_rivals - known,
        .most_work = (uint64_t) s->effort};
    kernel_rank_cover_result result;

    *found = 0;
    if (known >= s->n_rivals)
        return s->n_rivals;
    kernel_rank_cover_find(&problem, &result, s->weights, s->room);
    *found = result.found;
    return s->n_rivals - result.proved;
}

/* Look for the most on one side, by one reading. @return the most there can be, those that are sure with them.
 * Weights found are looked at */
static size_t most_on_side(search *s, int above, reading how, size_t *reached)
{
    size_t known, most, found_most, found_least;
    int found;

    gather_rivals(s, above, how);
    known = above ? *reached - 1 : s->n - *reached;
    most = s->n_sure + most_rivals(s, above, known > s->n_sure ? known - s->n_sure : 0, &found);
    if (!found)
        return most;
    kernel_rank_one_at(s->field, s->tie, s->unit, s->weights, &found_most, &found_least);
    if (above)
        *reached = found_least > *reached ? found_least : *reached;
    else
        *reached = found_most < *reached ? found_most : *reached;
    return most;
}

/* The worst rank: the most that can be above. Where it is not reached so, for scores are not known, look for weights
 * that put the most above whatever those are. */
static void search_worst(search *s, size_t *worst, size_t *reached)
{
    size_t limit;

    if (*worst <= *reached)
        return;
    limit = 1 + most_on_side(s, 1, AT_MOST, reached);
    limit = limit > *reached ? limit : *reached;
    *worst = limit < *worst ? limit : *worst;
    if (*worst > *reached)
        (void) most_on_side(s, 1, AT_LEAST, reached);
}

/* The best rank: all the others but those that are not above. */
static void search_best(search *s, size_t *best, size_t *reached)
{
    size_t limit;

    if (*best >= *reached)
        return;
    limit = s->n - most_on_side(s, 0, AT_MOST, reached);
    limit = limit < *reached ? limit : *reached;
    *best = limit > *best ? limit : *best;
    if (*best < *reached)
        (void) most_on_side(s, 0, AT_LEAST, reached);
}

size_t kernel_rank_search_room(size_t n_units, size_t m)
{
    return (n_units * m + m) * sizeof(double) + (m + 1) / 2 * 2 * sizeof(size_t) + kernel_rank_cover_room(n_units, m);
}

void kernel_rank_search(
    const kernel_rank_field *field, size_t unit, const kernel_rank_limits *limits, double effort, void *room)
{
    const size_t n = field->least.n_units, m = field->box.m;
    search s = {.field = field, .n = n, .m = m, .unit = unit, .effort = effort, .d = room};

    if (!(effort > 0.0) || kernel_box_n_free(&field->box) < 2)
        return;
    s.tie = kernel_rank_tie(field);
    s.weights = s.d + n * m;
    s.order = (size_t *) (void *) (s.weights + m);
    s.room = s.order + m;
    search_worst(&s, &limits->worst[unit], &limits->worst_reached[unit]);
    search_best(&s, &limits->best[unit], &limits->best_reached[unit]);
}

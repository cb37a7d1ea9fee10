/* Kernels: the best and the worst rank for weights in a box.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/rank_search.h"

#include <math.h>
#include <string.h>

#include "kernels/rank_cover.h"
#include "kernels/rank_gaps.h"

static const double slack = 0.1;   /* of the tie, left for rounding */
static const double narrow = 1e-6; /* freedom of a weight that is not parted */
static const double tiny = 1e-12;  /* a weight that moves no mean but one of weights that are 0 otherwise */
enum { MOST_PARTS = 120 };         /* that wait at once */

/* Of another unit, in a part of the box: on the side of the search, or not, whatever the weights. */
typedef enum { OPEN, ON, OFF } standing;

/* A part of the box. */
typedef struct {
    double *low, *high;       /* m each, tightened */
    unsigned char *standings; /* n */
    size_t most;              /* no more others than that are on the side here */
} part;

/* One search: for the weights that put the most others on one side of a unit. */
typedef struct {
    const kernel_rank_field *field;
    size_t n, m, unit;
    int above;                /* which side: above it, or else not above it */
    double tie, scale;        /* scale: of differences */
    double work, effort;      /* numbers changed, and that may be */
    size_t reached;           /* so many are on that side for sure at some weights */
    size_t n_sure, n_rivals;  /* those that are in the part looked at; those for which it depends */
    double *d;                /* n_rivals rows of m: differences, the largest 1 */
    double *least, *most;     /* n x m each: scores in that part */
    double *spread, *parting; /* m for each unit: what keeps its planes apart; m: for all that matter */
    double *weights, *means, *gaps_room;
    size_t *order, *nth_gapped; /* nth_gapped: of each unit, its place in spread from 1; 0: it has no gaps */
    part parts[MOST_PARTS];
    size_t n_parts;
    void *room;
} search;

/* Which difference of two units counts: what is not known of a score may help the one above, or must not. */
typedef enum { AT_MOST, AT_LEAST } reading;

/* What keeps the planes of one of two units apart keeps open which is above. */
static void add_spread(search *s, size_t unit)
{
    const size_t nth = s->nth_gapped[unit];

    for (size_t j = 0; nth > 0 && j < s->m; j++)
        s->parting[j] += s->spread[(nth - 1) * s->m + j];
}

/* Range of the difference of unit k and that of the search over a part, from 0 on the less on the side the less it is
 * above it, or below. @param d  m differences, written. @return the largest */
static double compare(search *s, const kernel_box *box, size_t k, reading how, double *d, double range[2])
{
    const double *upper_scores = how == AT_MOST ? s->most : s->least;
    const double *lower_scores = how == AT_MOST ? s->least : s->most;
    const size_t upper = s->above ? k : s->unit, lower = s->above ? s->unit : k;
    double largest = 0.0;

    for (size_t j = 0; j < s->m; j++) {
        d[j] = upper_scores[j * s->n + upper] - lower_scores[j * s->n + lower];
        largest = fmax(largest, fabs(d[j]));
    }
    kernel_box_range(box, d, s->order, &range[0], &range[1]);
    s->work += (double) s->m;
    return largest;
}

/* Find out who is on the side of the search in a part and who is not, for sure.
 * @return 1 when gaps leave that open of some: then it can be parted along what keeps planes apart */
static int find_standings(search *s, const kernel_box *box, unsigned char *standings)
{
    const double target = s->above ? s->tie : -s->tie;
    double range[2], sum = 0.0;

    memset(s->parting, 0, s->m * sizeof *s->parting);
    for (size_t k = 0; k < s->n; k++) {
        const int has_gaps = s->nth_gapped[k] > 0 || s->nth_gapped[s->unit] > 0;

        if (standings[k] != OPEN)
            continue;
        (void) compare(s, box, k, AT_MOST, s->d, range);
        standings[k] = range[1] > target ? OPEN : OFF;
        if (standings[k] == OPEN)
            (void) compare(s, box, k, AT_LEAST, s->d, range);
        standings[k] = standings[k] == OPEN && range[0] > target ? ON : standings[k];
        if (!has_gaps || standings[k] != OPEN)
            continue;
        add_spread(s, k);
        add_spread(s, s->unit);
    }
    for (size_t j = 0; j < s->m; j++)
        sum += s->parting[j];
    return sum > 0.0;
}

/* Take in the others that can be on the side at some weights of a part, and not at all. Rows are such that a rival is
 * on that side from the target on. */
static void gather_rivals(search *s, const kernel_box *box, const unsigned char *standings, reading how)
{
    const double target = s->above ? s->tie : -s->tie;
    double range[2];

    s->n_sure = s->n_rivals = 0;
    s->scale = 0.0;
    for (size_t k = 0; k < s->n; k++) {
        double largest;

        s->n_sure += standings[k] == ON ? 1 : 0;
        if (standings[k] != OPEN)
            continue;
        largest = compare(s, box, k, how, s->d + s->n_rivals * s->m, range);
        if (range[0] > target) {
            s->n_sure++;
        } else if (range[1] > target) {
            s->scale = fmax(s->scale, largest);
            s->n_rivals++;
        }
    }
    for (size_t at = 0; at < s->n_rivals * s->m; at++)
        s->d[at] /= s->scale;
}

/* Look at weights: how many are on the side there for sure? */
static void look_at(search *s, const double *weights)
{
    size_t most, least, count;

    kernel_rank_one_at(s->field, s->tie, s->unit, weights, &most, &least, s->means);
    count = s->above ? least - 1 : s->n - most;
    s->reached = count > s->reached ? count : s->reached;
    s->work += (double) (s->n * s->m);
}

/* Where the weights are 0 of all that a gap's score is the mean of, there is no score; beside, it is that of
 * whichever has some weight first. Look there: one of them gets a little of the largest weight, another still less,
 * for those that lack the first. @param most  no more are on the side than that */
static void look_beside(search *s, size_t most)
{
    const size_t m = s->m;
    double *weights = s->weights;
    size_t largest = 0;

    for (size_t j = 1; j < m; j++)
        largest = weights[j] > weights[largest] ? j : largest;
    if (m == 0)
        return;
    for (size_t at = 0; s->field->n_gaps > 0 && at < m * m && s->reached < most; at++) {
        const size_t first = at / m, second = at % m;

        if (weights[first] > 0.0 || weights[second] > 0.0 || !(s->field->box.high[first] > 0.0) ||
            !(s->field->box.high[second] > 0.0))
            continue;
        weights[second] = tiny * 1e-3;
        weights[first] = tiny;
        weights[largest] -= tiny;
        look_at(s, weights);
        weights[second] = weights[first] = 0.0;
        weights[largest] += tiny;
    }
}

/* @return the most that can be on the side in a part. Weights that put more there than is known are looked at */
static size_t most_in(search *s, const part *p, reading how, int any)
{
    const kernel_box box = {p->low, p->high, s->m};
    kernel_rank_cover problem = {.d = s->d, .box = box};
    kernel_rank_cover_result result;
    size_t known;
    double tie;

    gather_rivals(s, &box, p->standings, how);
    known = s->reached > s->n_sure ? s->reached - s->n_sure : 0;
    if (known >= s->n_rivals)
        return s->n_sure + s->n_rivals;
    if (kernel_box_n_free(&box) < 2) {
        look_at(s, box.low);
        return s->n_sure + s->n_rivals;
    }
    tie = s->tie / s->scale;
    problem.n = s->n_rivals;
    problem.target = (s->above ? tie : -tie) + slack * tie;
    problem.slack = slack * tie;
    problem.fewest = s->n_rivals - known;
    problem.any = any;
    problem.most_work = s->effort > s->work ? (uint64_t) (s->effort - s->work) : 0;
    kernel_rank_cover_find(&problem, &result, s->weights, s->room);
    s->work += (double) result.work;
    if (result.found) {
        look_at(s, s->weights);
        look_beside(s, s->n_sure + s->n_rivals - result.fewest);
    }
    return s->n_sure + s->n_rivals - result.proved;
}

/* Where gaps leave open what is so: halve a part along the weight that does most for it. The half with the weights
 * found last is looked at first. @return 0 when nothing is to be gained */
static int halve(search *s, size_t most)
{
    part *lower = &s->parts[s->n_parts], *upper = lower + 1;
    size_t best = s->m;
    double middle;

    for (size_t j = 0; j < s->m; j++)
        if (s->parting[j] > 0.0 && lower->high[j] - lower->low[j] > narrow &&
            (best == s->m || s->parting[j] > s->parting[best]))
            best = j;
    if (best == s->m || s->n_parts + 2 > MOST_PARTS)
        return 0;
    middle = lower->low[best] + (lower->high[best] - lower->low[best]) / 2.0;
    memcpy(upper->low, lower->low, s->m * sizeof *upper->low);
    memcpy(upper->high, lower->high, s->m * sizeof *upper->high);
    memcpy(upper->standings, lower->standings, s->n);
    (s->weights[best] < middle ? lower : upper)->low[best] = middle;
    (s->weights[best] < middle ? upper : lower)->high[best] = middle;
    for (size_t half = 0; half < 2; half++) {
        part *p = &s->parts[s->n_parts], *from = half == 0 ? lower : upper;

        if (!kernel_box_tighten(from->low, from->high, s->m))
            continue;
        if (p != from) {
            const part moved = *p;

            *p = *from;
            *from = moved;
        }
        p->most = most;
        s->n_parts++;
    }
    return 1;
}

/* @return the most that can be on the side at any weights */
static size_t most_of_all(search *s)
{
    size_t left = 0;
    int is_whole = 1;

    memcpy(s->parts[0].low, s->field->box.low, s->m * sizeof(double));
    memcpy(s->parts[0].high, s->field->box.high, s->m * sizeof(double));
    memset(s->parts[0].standings, OPEN, s->n);
    s->parts[0].standings[s->unit] = OFF;
    s->parts[0].most = s->n - 1;
    s->n_parts = 1;
    for (; s->n_parts > 0; is_whole = 0) {
        const part *p = &s->parts[--s->n_parts];
        const kernel_box box = {p->low, p->high, s->m};
        size_t most = p->most, here;
        int gaps_matter = 0;

        if (most <= left || most <= s->reached)
            continue;
        if (s->work < s->effort) {
            s->work += (double) (s->n * s->m + 4 * s->field->n_gaps * s->m * s->m);
            kernel_rank_gaps_bound(s->field, &box, s->least, s->most, s->spread, s->gaps_room, s->order);
            gaps_matter = find_standings(s, &box, p->standings);
            here = most_in(s, p, AT_MOST, gaps_matter && !is_whole);
            most = here < most ? here : most;
        }
        if (most > s->reached && s->work < s->effort)
            (void) most_in(s, p, AT_LEAST, 0);
        if (most > s->reached && (!gaps_matter || !(s->work < s->effort) || !halve(s, most)))
            left = most > left ? most : left;
    }
    return left > s->reached ? left : s->reached;
}

static void copy_scores(const kernel_block *block, double *to)
{
    for (size_t j = 0; j < block->n_indicators; j++)
        memcpy(to + j * block->n_units, block->values + j * block->stride, block->n_units * sizeof *to);
}

static double *take(double **room, size_t n)
{
    double *taken = *room;

    *room += n;
    return taken;
}

size_t kernel_rank_search_room(size_t n_units, size_t m)
{
    const size_t n = n_units;

    return sizeof(search) +
           (4 * n * m + 2 * m + 2 * n + m + kernel_rank_gaps_room(m) + 2 * (size_t) MOST_PARTS * m) * sizeof(double) +
           (n + m + (size_t) MOST_PARTS * ((n + 7) / 8)) * sizeof(size_t) + kernel_rank_cover_room(n, m);
}

static search *open_search(const kernel_rank_field *field, size_t unit, double effort, void *room)
{
    const size_t n = field->least.n_units, m = field->box.m;
    search *s = room;
    double *doubles = (double *) (void *) (s + 1);
    size_t n_gapped = 0;

    s->field = field;
    s->n = n;
    s->m = m;
    s->unit = unit;
    s->effort = effort;
    s->tie = kernel_rank_tie(field);
    s->d = take(&doubles, n * m);
    s->least = take(&doubles, n * m);
    s->most = take(&doubles, n * m);
    s->spread = take(&doubles, n * m);
    s->parting = take(&doubles, m);
    s->weights = take(&doubles, m);
    s->means = take(&doubles, 2 * n + m);
    s->gaps_room = take(&doubles, kernel_rank_gaps_room(m));
    for (size_t k = 0; k < MOST_PARTS; k++) {
        s->parts[k].low = take(&doubles, m);
        s->parts[k].high = take(&doubles, m);
    }
    s->order = (size_t *) (void *) doubles;
    s->nth_gapped = s->order + m;
    s->parts[0].standings = (unsigned char *) (s->nth_gapped + n);
    for (size_t k = 1; k < MOST_PARTS; k++)
        s->parts[k].standings = s->parts[k - 1].standings + n;
    s->room = s->nth_gapped + n + MOST_PARTS * ((n + 7) / 8);
    copy_scores(&field->least, s->least);
    copy_scores(&field->most, s->most);
    memset(s->nth_gapped, 0, n * sizeof *s->nth_gapped);
    for (size_t g = 0; g < field->n_gaps; g++)
        if (s->nth_gapped[field->gaps[g].unit] == 0)
            s->nth_gapped[field->gaps[g].unit] = ++n_gapped;
    return s;
}

/* @param reached  so many are on the side somewhere; made more when more are found */
static size_t search_side(search *s, int above, size_t *reached)
{
    size_t most;

    s->above = above;
    s->reached = *reached;
    s->work = 0.0;
    memcpy(s->weights, s->field->box.low, s->m * sizeof *s->weights);
    most = most_of_all(s);
    *reached = s->reached;
    return most;
}

double kernel_rank_search(
    const kernel_rank_field *field, size_t unit, const kernel_rank_limits *limits, double effort, void *room)
{
    const size_t n = field->least.n_units;
    size_t *best = &limits->best[unit], *worst = &limits->worst[unit], most, reached;
    double work = 0.0;
    search *s = NULL;

    if (!(effort > 0.0) || kernel_box_n_free(&field->box) < 2)
        return 0.0;
    s = open_search(field, unit, effort, room);
    if (*worst > limits->worst_reached[unit]) { /* the most that can be above it */
        reached = limits->worst_reached[unit] - 1;
        most = search_side(s, 1, &reached);
        limits->worst_reached[unit] = reached + 1;
        *worst = most + 1 < *worst ? most + 1 : *worst;
        work += s->work;
    }
    if (*best < limits->best_reached[unit]) { /* all the others but those that are not above it */
        reached = n - limits->best_reached[unit];
        most = search_side(s, 0, &reached);
        limits->best_reached[unit] = n - reached;
        *best = n - most > *best ? n - most : *best;
        work += s->work;
    }
    return work;
}

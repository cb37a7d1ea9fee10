/* Kernels: weighted means of units that lack scores.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/rank_gaps.h"

#include <math.h>

static const double little = 1e-6; /* weight of what is there from which on its mean is taken to be smooth */

/* @return the gaps that follow are of the same unit up to here */
static size_t end_of_unit(const kernel_rank_field *field, size_t first)
{
    size_t end = first;

    while (end < field->n_gaps && field->gaps[end].unit == field->gaps[first].unit)
        end++;
    return end;
}

static void add_up(const kernel_block *block, const double *weights, double *out)
{
    for (size_t i = 0; i < block->n_units; i++)
        out[i] = 0.0;
    for (size_t j = 0; j < block->n_indicators; j++)
        for (size_t i = 0; i < block->n_units; i++)
            out[i] += weights[j] * block->values[j * block->stride + i];
}

static void take_row(const kernel_block *block, size_t unit, double *row)
{
    for (size_t j = 0; j < block->n_indicators; j++)
        row[j] = block->values[j * block->stride + unit];
}

void kernel_rank_means(
    const kernel_rank_field *field, const double *weights, double *least, double *most, double *scores)
{
    const size_t m = field->box.m;

    add_up(&field->least, weights, least);
    add_up(&field->most, weights, most);
    for (size_t first = 0, end; first < field->n_gaps; first = end) {
        const size_t unit = field->gaps[first].unit;
        double mean = 0.0;
        int is_known = 1;

        end = end_of_unit(field, first);
        take_row(&field->least, unit, scores);
        for (size_t g = first; g < end; g++) {
            const kernel_rank_gap *gap = &field->gaps[g];
            double sum = 0.0, weight = 0.0;

            for (size_t j = 0; j < m; j++) {
                sum += gap->from[j] ? weights[j] * scores[j] : 0.0;
                weight += gap->from[j] ? weights[j] : 0.0;
            }
            is_known = is_known && (weight > 0.0 || !(weights[gap->element] > 0.0));
            scores[gap->element] = weight > 0.0 ? sum / weight : 0.0;
        }
        for (size_t j = 0; j < m; j++)
            mean += weights[j] * scores[j];
        if (is_known)
            least[unit] = most[unit] = mean;
    }
}

size_t kernel_rank_gaps_room(size_t m)
{
    return 6 * m + 3 * m * m;
}

/* What is known of a unit over a part of the box: scores, of gaps too, at its middle and at least and at most, and
 * how each gap's changes with each weight. */
typedef struct {
    const kernel_box *box;
    double *middle;                /* m weights */
    double *at, *low, *high;       /* m scores */
    double *row, *plane;           /* m each of scratch */
    double *of, *of_low, *of_high; /* m x m: change of the gap that element e is, m each */
    int is_smooth;
} outlook;

static void find_middle(const kernel_box *box, double *middle)
{
    double spare = 1.0, room = 0.0;

    for (size_t j = 0; j < box->m; j++) {
        spare -= box->low[j];
        room += box->high[j] - box->low[j];
    }
    for (size_t j = 0; j < box->m; j++)
        middle[j] = box->low[j] + (room > 0.0 ? fmax(spare, 0.0) / room * (box->high[j] - box->low[j]) : 0.0);
}

/* Add weight (between two bounds) times a number (between two). */
static void add_product(double low, double high, double by_low, double by_high, double *least, double *most)
{
    *least += fmin(low * by_low, high * by_low);
    *most += fmax(low * by_high, high * by_high);
}

/* How a gap's score, the mean of some, changes with weight s: ((score s - mean) + what their own changes add) /
 * weight of all. */
static void find_change(outlook *o, const kernel_rank_gap *gap, size_t s, const double weight[3])
{
    const kernel_box *box = o->box;
    const size_t m = box->m, e = gap->element;
    double at = 0.0, low = 0.0, high = 0.0;

    if (gap->from[s]) {
        at = o->at[s] - o->at[e];
        low = o->low[s] - o->high[e];
        high = o->high[s] - o->low[e];
    }
    for (size_t t = 0; t < m; t++) {
        if (!gap->from[t] || !(o->of_high[t * m + s] != 0.0 || o->of_low[t * m + s] != 0.0))
            continue;
        at += o->middle[t] * o->of[t * m + s];
        add_product(box->low[t], box->high[t], o->of_low[t * m + s], o->of_high[t * m + s], &low, &high);
    }
    o->of[e * m + s] = at / weight[1];
    o->of_low[e * m + s] = low < 0.0 ? low / weight[0] : low / weight[2];
    o->of_high[e * m + s] = high > 0.0 ? high / weight[0] : high / weight[2];
}

static void look_at_gap(outlook *o, const kernel_rank_gap *gap, size_t *order)
{
    const kernel_box *box = o->box;
    const size_t m = box->m, e = gap->element;
    double weight[3] = {0.0, 0.0, 0.0}, sum = 0.0, unused;

    for (size_t j = 0; j < m; j++) {
        if (!gap->from[j])
            continue;
        weight[0] += box->low[j];
        weight[1] += o->middle[j];
        weight[2] += box->high[j];
        sum += o->middle[j] * o->at[j];
    }
    if (!(weight[2] > 0.0)) { /* never has a weight: its range stays what it was */
        o->is_smooth = 0;
        return;
    }
    for (size_t j = 0; j < m; j++)
        o->row[j] = gap->from[j] ? o->low[j] : (double) NAN;
    kernel_box_mean_range(o->row, box, order, &o->low[e], &unused);
    for (size_t j = 0; j < m; j++)
        o->row[j] = gap->from[j] ? o->high[j] : (double) NAN;
    kernel_box_mean_range(o->row, box, order, &unused, &o->high[e]);
    o->is_smooth = o->is_smooth && weight[0] > little;
    if (!o->is_smooth)
        return;
    o->at[e] = sum / weight[1];
    for (size_t s = 0; s < m; s++)
        find_change(o, gap, s, weight);
}

/* Planes through the mean at the middle, as steep as it is there, and as far up and down as its steepness may change
 * times the way. @return how far */
static double find_planes(outlook *o, const kernel_rank_gap *gaps, size_t n_gaps, double *plane, double *spread)
{
    const kernel_box *box = o->box;
    const size_t m = box->m;
    double mean = 0.0, apart = 0.0;

    for (size_t s = 0; s < m; s++) {
        double at = o->at[s], low = o->low[s], high = o->high[s];

        for (size_t g = 0; g < n_gaps; g++) {
            const size_t e = gaps[g].element;

            at += o->middle[e] * o->of[e * m + s];
            add_product(box->low[e], box->high[e], o->of_low[e * m + s], o->of_high[e * m + s], &low, &high);
        }
        spread[s] = fmax(high - at, at - low) * fmax(box->high[s] - o->middle[s], o->middle[s] - box->low[s]);
        apart += spread[s];
        plane[s] = at;
        mean += o->middle[s] * (o->at[s] - at);
    }
    for (size_t s = 0; s < m; s++)
        plane[s] += mean;
    return apart;
}

/* Without planes: each gap between its least and its greatest mean. @return by how much that matters */
static double find_range(const outlook *o, const kernel_rank_gap *gaps, size_t n_gaps, double *spread)
{
    const kernel_box *box = o->box;
    double apart = 0.0;

    for (size_t s = 0; s < box->m; s++)
        spread[s] = 0.0;
    for (size_t g = 0; g < n_gaps; g++) {
        const size_t e = gaps[g].element;
        const double range = o->high[e] - o->low[e];

        apart += box->high[e] * range;
        spread[e] += range * (box->high[e] - box->low[e]);
        for (size_t s = 0; s < box->m; s++)
            spread[s] += gaps[g].from[s] ? box->high[e] * range * (box->high[s] - box->low[s]) : 0.0;
    }
    return apart;
}

static void open_outlook(outlook *o, const kernel_box *box, double *room)
{
    const size_t m = box->m;

    *o = (outlook){.box = box, .middle = room};
    o->at = o->middle + m;
    o->low = o->at + m;
    o->high = o->low + m;
    o->row = o->high + m;
    o->plane = o->row + m;
    o->of = o->plane + m;
    o->of_low = o->of + m * m;
    o->of_high = o->of_low + m * m;
    find_middle(box, o->middle);
}

void kernel_rank_gaps_bound(const kernel_rank_field *field, const kernel_box *box, double *least, double *most,
    double *spread, double *room, size_t *order)
{
    const size_t m = box->m, n = field->least.n_units;
    outlook o;

    open_outlook(&o, box, room);
    for (size_t first = 0, end; first < field->n_gaps; first = end, spread += m) {
        const kernel_rank_gap *gaps = &field->gaps[first];
        const size_t unit = gaps->unit;
        double apart, range;

        end = end_of_unit(field, first);
        o.is_smooth = 1;
        take_row(&field->least, unit, o.low);
        take_row(&field->most, unit, o.high);
        take_row(&field->least, unit, o.at);
        for (size_t at = 0; at < m * m; at++)
            o.of[at] = o.of_low[at] = o.of_high[at] = 0.0;
        for (size_t g = 0; g < end - first; g++)
            look_at_gap(&o, &gaps[g], order);
        range = find_range(&o, gaps, end - first, spread);
        for (size_t j = 0; j < m; j++) {
            least[j * n + unit] = o.low[j];
            most[j * n + unit] = o.high[j];
        }
        if (!o.is_smooth)
            continue;
        apart = find_planes(&o, gaps, end - first, o.plane, o.row);
        if (!(2.0 * apart < range))
            continue;
        for (size_t j = 0; j < m; j++) {
            spread[j] = o.row[j];
            least[j * n + unit] = o.plane[j] - apart;
            most[j * n + unit] = o.plane[j] + apart;
        }
    }
}

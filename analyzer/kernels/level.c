/* Kernels: one level for all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/level.h"

#include <assert.h>
#include <math.h>

#include "kernels/order.h"

/* ---- sums ---- */

typedef struct {
    double sum, lost;
} careful;

static void add(careful *c, double x)
{
    const double sum = c->sum + x, part = sum - c->sum;

    if (isfinite(sum))
        c->lost += (c->sum - (sum - part)) + (x - part);
    c->sum = sum;
}

static double total_of(const careful *c)
{
    return c->sum + c->lost;
}

double kernel_sum(const double *x, size_t n)
{
    careful sum = {0.0, 0.0};

    for (size_t i = 0; i < n; i++)
        add(&sum, x[i]);
    return total_of(&sum);
}

int kernel_same_sum(double a, double b)
{
    return a == b || fabs(a - b) <= 1e-12 * fmax(fabs(a), fabs(b));
}

/* ---- lines ---- */

static double low_of(const kernel_lines *lines, size_t i)
{
    return lines->low == NULL ? 0.0 : lines->low[i];
}

static double high_of(const kernel_lines *lines, size_t i)
{
    return lines->high == NULL ? (double) INFINITY : lines->high[i];
}

static double offset_of(const kernel_lines *lines, size_t i)
{
    return lines->offset == NULL ? 0.0 : lines->offset[i];
}

/* One that no level moves. */
static int stays(const kernel_lines *lines, size_t i)
{
    return lines->slope[i] == 0.0 || low_of(lines, i) == high_of(lines, i);
}

static double value_at(const kernel_lines *lines, size_t i, double level)
{
    const double low = low_of(lines, i), high = high_of(lines, i);
    double value;

    if (stays(lines, i))
        return low;
    value = lines->slope[i] * level + offset_of(lines, i);
    return value < low ? low : value > high ? high : value;
}

/* The level at which a line has a value. */
static double level_at(const kernel_lines *lines, size_t i, double value)
{
    return (value - offset_of(lines, i)) / lines->slope[i];
}

/* Added up plainly and always in the same order: so it never falls when the level rises, not even by a bit. */
static double total_at(const kernel_lines *lines, double level)
{
    double total = 0.0;

    for (size_t i = 0; i < lines->n; i++)
        total += value_at(lines, i, level);
    return total;
}

static int is_usable(const kernel_lines *lines, size_t i)
{
    const double slope = lines->slope[i], low = low_of(lines, i);

    return isfinite(slope) && slope >= 0.0 && isfinite(low) && high_of(lines, i) >= low &&
           (slope == 0.0 || isfinite(offset_of(lines, i)));
}

/* ---- the level ---- */

static size_t collect_meetings(const kernel_lines *lines, double *meetings)
{
    size_t count = 0;

    for (size_t i = 0; i < lines->n; i++) {
        if (stays(lines, i))
            continue;
        meetings[count++] = level_at(lines, i, low_of(lines, i));
        if (isfinite(high_of(lines, i)))
            meetings[count++] = level_at(lines, i, high_of(lines, i));
    }
    return count;
}

/* The last meeting that needs no more than the total; the first where all do. */
static size_t last_within(const kernel_lines *lines, double total, const double *meetings, size_t n_meetings)
{
    size_t within = 0, beyond = n_meetings;

    while (beyond - within > 1) {
        const size_t middle = within + (beyond - within) / 2;

        if (total_at(lines, meetings[middle]) <= total)
            within = middle;
        else
            beyond = middle;
    }
    return within;
}

/* From one meeting to the next, lines are at a bound or free throughout. Summed anew rather than carried along from
 * meeting to meeting, which would lose digits; the total comes in last, so that a larger one never gives less. */
static double level_between(const kernel_lines *lines, double total, double from, double to)
{
    careful fixed = {0.0, 0.0}, slopes = {0.0, 0.0};
    double level;

    for (size_t i = 0; i < lines->n; i++) {
        const double low = low_of(lines, i), high = high_of(lines, i);

        if (stays(lines, i) || level_at(lines, i, low) > from) {
            add(&fixed, low);
        } else if (isfinite(high) && level_at(lines, i, high) <= from) {
            add(&fixed, high);
        } else {
            add(&fixed, offset_of(lines, i));
            add(&slopes, lines->slope[i]);
        }
    }
    if (!(total_of(&slopes) > 0.0))
        return from;
    level = ((total - fixed.sum) - fixed.lost) / total_of(&slopes);
    return level < from ? from : level > to ? to : level;
}

static void bounds_of(const kernel_lines *lines, kernel_level *found)
{
    careful lows = {0.0, 0.0}, highs = {0.0, 0.0};

    for (size_t i = 0; i < lines->n; i++) {
        const double low = low_of(lines, i);

        add(&lows, low);
        add(&highs, stays(lines, i) ? low : high_of(lines, i));
    }
    found->lows = total_of(&lows);
    found->highs = total_of(&highs);
}

static void set_values(const kernel_lines *lines, double level, double *values)
{
    for (size_t i = 0; i < lines->n; i++)
        values[i] = value_at(lines, i, level);
}

kernel_level kernel_find_level(const kernel_lines *lines, double total, double *values, double *scratch)
{
    kernel_level found = {KERNEL_LEVEL_FOUND, 0.0, 0.0, 0.0, 0};
    size_t n_meetings = 0;

    assert(isfinite(total));
    for (; found.who < lines->n; found.who++)
        if (!is_usable(lines, found.who))
            return (kernel_level){KERNEL_LEVEL_UNUSABLE, (double) NAN, (double) NAN, (double) NAN, found.who};
    found.who = 0;
    bounds_of(lines, &found);
    if (found.lows > total && !kernel_same_sum(found.lows, total)) {
        found.status = KERNEL_LEVEL_LOWS;
        found.level = (double) -INFINITY;
    } else if (found.highs < total && !kernel_same_sum(found.highs, total)) {
        found.status = KERNEL_LEVEL_HIGHS;
        found.level = (double) INFINITY;
    } else if ((n_meetings = collect_meetings(lines, scratch)) > 0) {
        size_t k;

        kernel_merge_sort(scratch, n_meetings, scratch + n_meetings);
        k = last_within(lines, total, scratch, n_meetings);
        found.level =
            level_between(lines, total, scratch[k], k + 1 < n_meetings ? scratch[k + 1] : (double) INFINITY);
    }
    set_values(lines, found.level, values);
    return found;
}

/* Kernels: sorting, medians and quantiles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/order.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "kernels/moments.h"

size_t kernel_compact(const double *x, size_t n, double *out)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]))
            out[count++] = x[i];
    return count;
}

void kernel_sort(double *x, size_t n)
{
    gsl_sort(x, 1, n);
}

/* Runs this long are sorted by insertion before merging begins. */
enum { RUN = 16 };

static void sort_run(double *x, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const double value = x[i];
        size_t k = i;

        for (; k > 0 && x[k - 1] > value; k--)
            x[k] = x[k - 1];
        x[k] = value;
    }
}

/* Merge ascending from[0 .. middle) and from[middle .. n) into `to`. */
static void merge(const double *restrict from, size_t middle, size_t n, double *restrict to)
{
    size_t a = 0, b = middle;

    for (size_t k = 0; k < n; k++) {
        const int first = b >= n || (a < middle && from[a] <= from[b]);

        to[k] = from[first ? a : b];
        a += first ? 1 : 0;
        b += first ? 0 : 1;
    }
}

void kernel_merge_sort(double *x, size_t n, double *scratch)
{
    double *from = x, *to = scratch;

    for (size_t begin = 0; begin < n; begin += RUN)
        sort_run(x + begin, n - begin < RUN ? n - begin : RUN);
    for (size_t width = RUN; width < n; width = width <= n / 2 ? 2 * width : n) {
        double *merged = to;

        for (size_t begin = 0; begin < n; begin += 2 * width) {
            const size_t left = n - begin, middle = left < width ? left : width;

            merge(from + begin, middle, left < 2 * width ? left : 2 * width, to + begin);
        }
        to = from;
        from = merged;
    }
    if (from != x)
        memcpy(x, from, n * sizeof *x);
}

/* Positions by key, then by position: no two are alike, so that the order is one and the same however it is found. */
static int comes_before(const double *keys, size_t a, size_t b)
{
    return keys[a] < keys[b] || (keys[a] == keys[b] && a < b);
}

static void swap(size_t *order, size_t a, size_t b)
{
    const size_t kept = order[a];

    order[a] = order[b];
    order[b] = kept;
}

static void insert_each(const double *keys, size_t *order, size_t n)
{
    for (size_t k = 1; k < n; k++)
        for (size_t at = k; at > 0 && comes_before(keys, order[at], order[at - 1]); at--)
            swap(order, at, at - 1);
}

static void sink(const double *keys, size_t *order, size_t at, size_t n)
{
    for (size_t child = 2 * at + 1; child < n; child = 2 * at + 1) {
        if (child + 1 < n && comes_before(keys, order[child], order[child + 1]))
            child++;
        if (!comes_before(keys, order[at], order[child]))
            return;
        swap(order, at, child);
        at = child;
    }
}

/* By heap: slower, but never much. */
static void heap_each(const double *keys, size_t *order, size_t n)
{
    for (size_t at = n / 2; at-- > 0;)
        sink(keys, order, at, n);
    for (size_t end = n; end-- > 1;) {
        swap(order, 0, end);
        sink(keys, order, 0, end);
    }
}

/* The middle one of three comes first; what lies before it goes to the left, the rest to the right. @return its place
 */
static size_t divide(const double *keys, size_t *order, size_t n)
{
    size_t low = 0, high = n;

    if (comes_before(keys, order[n - 1], order[n / 2]))
        swap(order, n - 1, n / 2);
    if (comes_before(keys, order[0], order[n / 2])) /* the greater of the two lower ones */
        swap(order, 0, n / 2);
    if (comes_before(keys, order[n - 1], order[0]))
        swap(order, n - 1, 0);
    for (;;) {
        const size_t pivot = order[0];

        do
            low++;
        while (low < n && comes_before(keys, order[low], pivot));
        do
            high--;
        while (comes_before(keys, pivot, order[high]));
        if (low >= high)
            break;
        swap(order, low, high);
    }
    swap(order, 0, high);
    return high;
}

/* Quicksort, which turns to a heap where the halves are too unequal too often. */
static void sort_part(const double *keys, size_t n, size_t *order)
{
    enum { SMALL = 16, MOST_OPEN = 64 };
    struct {
        size_t *order, n;
        int left; /* divisions that may be made yet */
    } open[MOST_OPEN];
    size_t n_open = 1;
    int levels = 2;

    for (size_t k = n; k > 1; k /= 2)
        levels += 2;
    open[0].order = order;
    open[0].n = n;
    open[0].left = levels;
    while (n_open > 0) {
        size_t *part = open[n_open - 1].order, size = open[n_open - 1].n, at = 0;
        const int left = open[--n_open].left;

        if (size <= SMALL || left == 0) {
            (size <= SMALL ? insert_each : heap_each)(keys, part, size);
            continue;
        }
        at = divide(keys, part, size);
        /* the larger half waits, so that no more than the logarithm of n do */
        for (int second = 0; second < 2; second++) {
            const int take_right = (at < size - at - 1) == (second == 0);

            open[n_open].order = take_right ? part + at + 1 : part;
            open[n_open].n = take_right ? size - at - 1 : at;
            open[n_open++].left = left - 1;
        }
    }
}

void kernel_sort_index(const double *keys, size_t n, size_t *order)
{
    for (size_t k = 0; k < n; k++)
        order[k] = k;
    sort_part(keys, n, order);
}

/* By digits: keys on a straight line to whole numbers of two digits, of which each sorts all positions once. */
#if SIZE_MAX > UINT32_MAX
enum { MANY = 2048, DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, POSITION_BITS = 32 };

/* Whole numbers 0 for minus infinity, 1 .. DIGITS^2 - 2, and DIGITS^2 - 1 for infinity. */
typedef struct {
    double low, scale;
} digit_line;

/* @return 0 when the finite keys do not lie on such a line */
static int find_line(const double *keys, size_t n, digit_line *line)
{
    double low = (double) INFINITY, high = -(double) INFINITY;

    for (size_t k = 0; k < n; k++) {
        low = keys[k] < low && keys[k] > -(double) INFINITY ? keys[k] : low;
        high = keys[k] > high && keys[k] < (double) INFINITY ? keys[k] : high;
    }
    *line = (digit_line){low, ((double) DIGITS * DIGITS - 3.0) / (high - low)};
    return high > low && isfinite(high - low) && isfinite(line->scale);
}

static size_t digits_of(const digit_line *line, double key)
{
    if (isinf(key))
        return key < 0.0 ? 0 : (size_t) DIGITS * DIGITS - 1;
    return 1 + (size_t) ((key - line->low) * line->scale);
}

/* One pass, ascending and stable. @param starts  where each digit begins, overwritten */
static void sort_digit(const size_t *restrict from, size_t n, unsigned shift, size_t *starts, size_t *restrict to)
{
    size_t sum = 0;

    for (size_t d = 0; d < DIGITS; d++) {
        const size_t count = starts[d];

        starts[d] = sum;
        sum += count;
    }
    for (size_t k = 0; k < n; k++)
        to[starts[from[k] >> shift & (DIGITS - 1)]++] = from[k];
}

static int is_in_order(const double *keys, const size_t *order, size_t n)
{
    size_t k = 1;

    while (k < n && comes_before(keys, order[k - 1], order[k]))
        k++;
    return k >= n;
}

/* Those of the same digits, which are side by side, by their keys. @param marked  positions with digits */
static void finish_order(const double *keys, size_t n, size_t *marked)
{
    const size_t position = ((size_t) 1 << POSITION_BITS) - 1;

    for (size_t first = 0, end = 0; first < n; first = end) {
        const size_t digits = marked[first] >> POSITION_BITS;

        for (end = first; end < n && marked[end] >> POSITION_BITS == digits; end++)
            marked[end] &= position;
        if (end - first > 1 && !is_in_order(keys, marked + first, end - first))
            sort_part(keys, end - first, marked + first);
    }
}

void kernel_sort_index_spread(const double *keys, size_t n, size_t *order, size_t *scratch)
{
    size_t low[DIGITS] = {0}, high[DIGITS] = {0};
    digit_line line;

    if (n < MANY || n > UINT32_MAX || !find_line(keys, n, &line)) {
        kernel_sort_index(keys, n, order);
        return;
    }
    for (size_t k = 0; k < n; k++) {
        const size_t digits = digits_of(&line, keys[k]);

        order[k] = digits << POSITION_BITS | k;
        low[digits & (DIGITS - 1)]++;
        high[digits >> DIGIT_BITS]++;
    }
    sort_digit(order, n, POSITION_BITS, low, scratch);
    sort_digit(scratch, n, POSITION_BITS + DIGIT_BITS, high, order);
    finish_order(keys, n, order);
}
#else
void kernel_sort_index_spread(const double *keys, size_t n, size_t *order, size_t *scratch)
{
    (void) scratch;
    kernel_sort_index(keys, n, order);
}
#endif

/* The product p (n - 1) may miss a whole number by its last bit, and so may a share of two equal values and the rest:
 * a value at a quantile, or tied across it, would not reach it. */
double kernel_quantile_sorted(const double *sorted, size_t n, double p)
{
    const double place = n > 0 ? p * (double) (n - 1) : 0.0, nearest = round(place);
    const size_t below = (size_t) place;

    if (n == 0)
        return (double) NAN;
    if (fabs(place - nearest) <= 1e-9)
        return sorted[(size_t) nearest];
    if (!(sorted[below] < sorted[below + 1]))
        return sorted[below];
    return gsl_stats_quantile_from_sorted_data(sorted, 1, n, p);
}

double kernel_mean_of(double *x, size_t n)
{
    return kernel_mean(x, n);
}

double kernel_median_of(double *x, size_t n)
{
    if (n == 0)
        return (double) NAN;
    kernel_sort(x, n);
    /* halves first: the sum of the two middle values may be past the largest double */
    return n % 2 == 1 ? x[n / 2] : 0.5 * x[n / 2 - 1] + 0.5 * x[n / 2];
}

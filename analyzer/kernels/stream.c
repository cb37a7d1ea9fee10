/* Kernels: summaries of replications that need no more memory however many there are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/stream.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "kernels/clones.h"

void kernel_moments_clear(const kernel_moments *m)
{
    for (size_t i = 0; i < m->n; i++)
        m->count[i] = m->mean[i] = m->squares[i] = 0.0;
}

KERNEL_CLONES
static void add_values(
    const double *restrict x, size_t n, double *restrict count, double *restrict mean, double *restrict squares)
{
    for (size_t i = 0; i < n; i++) {
        const double one = isnan(x[i]) ? 0.0 : 1.0, now = count[i] + one;
        const double away = isnan(x[i]) ? 0.0 : x[i] - mean[i];
        const double step = away / (now > 0.0 ? now : 1.0);

        count[i] = now;
        mean[i] += step;
        squares[i] += away * (away - step);
    }
}

void kernel_moments_add(const kernel_moments *m, const double *x)
{
    add_values(x, m->n, m->count, m->mean, m->squares);
}

void kernel_moments_merge(const kernel_moments *into, const kernel_moments *from)
{
    for (size_t i = 0; i < into->n; i++) {
        const double count = into->count[i] + from->count[i];
        const double apart = from->mean[i] - into->mean[i], share = count > 0.0 ? from->count[i] / count : 0.0;

        into->squares[i] += from->squares[i] + apart * apart * into->count[i] * share;
        into->mean[i] = into->count[i] > 0.0 ? into->mean[i] + apart * share : from->mean[i];
        into->count[i] = count;
    }
}

double kernel_moments_sd(const kernel_moments *m, size_t i)
{
    return m->count[i] >= 2.0 ? sqrt(m->squares[i] / (m->count[i] - 1.0)) : (double) NAN;
}

/* Cells have numbers of 61 bits, so that the distance of two is a number too. */
enum { CELL_BITS = 61, TOGETHER = 8 };

/* floor(x / 2^exponent). */
static inline int64_t cell_of(double x, double per_unit)
{
    const double at = x * per_unit;
    const int64_t cell = (int64_t) at;

    return cell - ((double) cell > at ? 1 : 0);
}

/* floor(cell / 2^by), also of negative cells. */
static inline int64_t coarser(int64_t cell, int by)
{
    return cell >= 0 ? cell >> by : ~(~cell >> by);
}

static inline size_t place_of(const kernel_histogram *h, int64_t cell)
{
    return (size_t) (uint64_t) cell & (h->n_cells - 1);
}

void kernel_histogram_begin(kernel_histogram *h)
{
    h->exponent = KERNEL_HISTOGRAM_FINEST;
    h->first = 0;
    h->last = -1;
    h->least = (double) INFINITY;
    h->greatest = -(double) INFINITY;
    h->n = 0;
}

void kernel_histogram_clear(kernel_histogram *h)
{
    kernel_histogram_begin(h);
    memset(h->counts, 0, h->n_cells * sizeof *h->counts);
}

/* The least exponent, not below `exponent`, with which the cells of both values are fewer than n_cells apart. */
static int exponent_for(double least, double greatest, size_t n_cells, int exponent)
{
    int size = 0, apart = 0, cells = 0;
    double per_unit = 0.0;

    (void) frexp(fmax(fabs(least), fabs(greatest)), &size);
    exponent = exponent > size - CELL_BITS ? exponent : size - CELL_BITS;
    /* with cells so fine that the values are n_cells of them apart, or more, it need not be tried */
    (void) frexp(greatest - least, &apart);
    (void) frexp((double) n_cells, &cells);
    exponent = greatest > least && exponent < apart - cells - 1 ? apart - cells - 1 : exponent;
    for (;; exponent++) {
        per_unit = ldexp(1.0, -exponent);
        if ((uint64_t) (cell_of(greatest, per_unit) - cell_of(least, per_unit)) < n_cells)
            return exponent;
    }
}

/* Join cells until they are at least as wide as said. */
static void widen(kernel_histogram *h, int exponent, uint32_t *scratch)
{
    int by = exponent - h->exponent;

    if (by <= 0)
        return;
    by = by < CELL_BITS ? by : CELL_BITS;
    if (h->n > 0) {
        memcpy(scratch, h->counts, h->n_cells * sizeof *scratch);
        memset(h->counts, 0, h->n_cells * sizeof *h->counts);
        for (int64_t cell = h->first; cell <= h->last; cell++)
            h->counts[place_of(h, coarser(cell, by))] += scratch[place_of(h, cell)];
        h->first = coarser(h->first, by);
        h->last = coarser(h->last, by);
    }
    h->exponent = exponent;
}

/* Make room for values between two limits. */
static void make_room(kernel_histogram *h, double least, double greatest, uint32_t *scratch)
{
    double per_unit = 0.0;

    h->least = least < h->least ? least : h->least;
    h->greatest = greatest > h->greatest ? greatest : h->greatest;
    widen(h, exponent_for(h->least, h->greatest, h->n_cells, h->exponent), scratch);
    per_unit = ldexp(1.0, -h->exponent);
    h->first = cell_of(h->least, per_unit);
    h->last = cell_of(h->greatest, per_unit);
}

void kernel_histogram_add(kernel_histogram *h, const double *x, size_t n, size_t stride, uint32_t *scratch)
{
    double least = (double) INFINITY, greatest = -(double) INFINITY, per_unit = 0.0;

    for (size_t i = 0; i < n; i++) {
        least = x[i * stride] < least ? x[i * stride] : least;
        greatest = x[i * stride] > greatest ? x[i * stride] : greatest;
    }
    if (!(least <= greatest))
        return;
    make_room(h, least, greatest, scratch);
    per_unit = ldexp(1.0, -h->exponent);
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i * stride]))
            continue;
        h->counts[place_of(h, cell_of(x[i * stride], per_unit))]++;
        h->n++;
    }
}

/* Least and greatest of each series. */
KERNEL_CLONES static void find_ranges(
    const double *restrict x, size_t n, size_t n_rows, double *restrict least, double *restrict greatest)
{
    for (size_t i = 0; i < n; i++) {
        least[i] = (double) INFINITY;
        greatest[i] = -(double) INFINITY;
    }
    for (size_t row = 0; row < n_rows; row++)
        for (size_t i = 0; i < n; i++) {
            const double value = x[row * n + i];

            least[i] = value < least[i] ? value : least[i];
            greatest[i] = value > greatest[i] ? value : greatest[i];
        }
}

/* Places of a row of values: floor(x per_unit) modulo the number of cells, the whole number read off the last digits
 * of 2^52 + 2^51 + x per_unit; missing values get a place that is none. */
KERNEL_CLONES static void find_places(
    const double *restrict x, const double *restrict per_unit, size_t n, uint64_t mask, uint32_t *restrict places)
{
    for (size_t i = 0; i < n; i++) {
        const double at = x[i] * per_unit[i], shifted = at + 0x1.8p52;
        uint64_t bits;

        memcpy(&bits, &shifted, sizeof bits);
        bits -= shifted - 0x1.8p52 > at ? 1 : 0;
        places[i] = isnan(x[i]) ? UINT32_MAX : (uint32_t) (bits & mask);
    }
}

/* Counts row after row of places in a few histograms, which stay in the nearest cache. */
static void count_places(kernel_histogram *h, size_t n_together, const uint32_t *places, size_t n, size_t n_rows)
{
    uint32_t *counts[TOGETHER];
    uint64_t counted[TOGETHER] = {0};

    for (size_t i = 0; i < n_together; i++)
        counts[i] = h[i].counts;
    for (size_t row = 0; row < n_rows; row++)
        for (size_t i = 0; i < n_together; i++) {
            const uint32_t place = places[row * n + i];

            if (place == UINT32_MAX)
                continue;
            counts[i][place]++;
            counted[i]++;
        }
    for (size_t i = 0; i < n_together; i++)
        h[i].n += counted[i];
}

void kernel_histograms_add(
    kernel_histogram *h, size_t n, const double *x, size_t n_rows, double *scratch, uint32_t *places)
{
    double *least = scratch, *greatest = least + n, *per_unit = greatest + n;

    if (n == 0 || n_rows == 0)
        return;
    find_ranges(x, n, n_rows, least, greatest);
    for (size_t i = 0; i < n; i++) {
        if (least[i] < h[i].least || greatest[i] > h[i].greatest)
            make_room(&h[i], least[i], greatest[i], places + n_rows * n);
        per_unit[i] = ldexp(1.0, -h[i].exponent);
    }
    for (size_t row = 0; row < n_rows; row++)
        find_places(x + row * n, per_unit, n, h->n_cells - 1, places + row * n);
    for (size_t i = 0; i < n; i += TOGETHER)
        count_places(h + i, n - i < TOGETHER ? n - i : TOGETHER, places + i, n, n_rows);
}

void kernel_histogram_merge(kernel_histogram *into, const kernel_histogram *from, uint32_t *scratch)
{
    int by = 0;

    if (from->n == 0)
        return;
    widen(into, from->exponent, scratch);
    make_room(into, from->least, from->greatest, scratch);
    by = into->exponent - from->exponent;
    by = by < CELL_BITS ? by : CELL_BITS;
    for (int64_t cell = from->first; cell <= from->last; cell++)
        into->counts[place_of(into, coarser(cell, by))] += from->counts[place_of(from, cell)];
    into->n += from->n;
}

/* Are the cells those of the least and the greatest value, and fewer than there are counts? */
static int has_sound_range(const kernel_histogram *h)
{
    double per_unit = 0.0;

    if (h->exponent < KERNEL_HISTOGRAM_FINEST || h->exponent > DBL_MAX_EXP || !(h->least <= h->greatest) ||
        isinf(h->least) || isinf(h->greatest))
        return 0;
    per_unit = ldexp(1.0, -h->exponent);
    if (!(fabs(h->least * per_unit) < 0x1p61 && fabs(h->greatest * per_unit) < 0x1p61))
        return 0;
    return h->first == cell_of(h->least, per_unit) && h->last == cell_of(h->greatest, per_unit) &&
           (uint64_t) (h->last - h->first) < h->n_cells;
}

int kernel_histogram_is_sound(const kernel_histogram *h, size_t n_cells)
{
    uint64_t all = 0, inside = 0;

    if (h->n_cells != n_cells)
        return 0;
    for (size_t k = 0; k < n_cells; k++)
        all += h->counts[k];
    if (h->n == 0)
        return all == 0 && h->exponent == KERNEL_HISTOGRAM_FINEST && h->first == 0 && h->last == -1 &&
               h->least == (double) INFINITY && h->greatest == -(double) INFINITY;
    if (!has_sound_range(h))
        return 0;
    for (int64_t cell = h->first; cell <= h->last; cell++)
        inside += h->counts[place_of(h, cell)];
    return all == h->n && inside == h->n;
}

/* Where the k-th of a cell's c values is taken to be: in the middle of the k-th of c equal parts. */
static double value_in_cell(const kernel_histogram *h, int64_t cell, uint64_t k, uint64_t count)
{
    const double x = ldexp((double) cell + ((double) k - 0.5) / (double) count, h->exponent);

    return x < h->least ? h->least : x > h->greatest ? h->greatest : x;
}

/* The value of 0-based order `at`; `cell` and `before`, the values in lower cells, are where the search begins. */
static double value_at(const kernel_histogram *h, uint64_t at, int64_t *cell, uint64_t *before)
{
    if (at == 0)
        return h->least;
    if (at == h->n - 1)
        return h->greatest;
    while (*before + h->counts[place_of(h, *cell)] <= at)
        *before += h->counts[place_of(h, (*cell)++)];
    return value_in_cell(h, *cell, at - *before + 1, h->counts[place_of(h, *cell)]);
}

/* Type 7: between the values of 0-based order `below` and below + 1, `rest` of the way. */
typedef struct {
    uint64_t below;
    double rest;
} position;

static position position_of(uint64_t n, double p)
{
    const double at = p * (double) (n - 1);
    const uint64_t below = (uint64_t) at;

    return (position){.below = below, .rest = below + 1 < n ? at - (double) below : 0.0};
}

double kernel_histogram_quantile(const kernel_histogram *h, double p)
{
    position at = {0};
    int64_t cell = h->first;
    uint64_t before = 0;
    double low = 0.0;

    if (h->n == 0)
        return (double) NAN;
    at = position_of(h->n, p);
    low = value_at(h, at.below, &cell, &before);
    return at.rest > 0.0 ? (1.0 - at.rest) * low + at.rest * value_at(h, at.below + 1, &cell, &before) : low;
}

void kernel_ranks_add(const size_t *ranks, size_t n, uint32_t *counts)
{
    for (size_t i = 0; i < n; i++)
        if (ranks[i] > 0)
            counts[i * n + ranks[i] - 1]++;
}

uint64_t kernel_ranks_total(const uint32_t *counts, size_t n)
{
    return kernel_ranks_within(counts, n, n);
}

double kernel_ranks_mean(const uint32_t *counts, size_t n)
{
    const uint64_t total = kernel_ranks_total(counts, n);
    double sum = 0.0; /* exact: whole numbers below 2^53 */

    for (size_t r = 0; r < n; r++)
        sum += (double) counts[r] * (double) (r + 1);
    return total > 0 ? sum / (double) total : (double) NAN;
}

double kernel_ranks_sd(const uint32_t *counts, size_t n)
{
    const uint64_t total = kernel_ranks_total(counts, n);
    const double mean = kernel_ranks_mean(counts, n);
    double squares = 0.0;

    for (size_t r = 0; r < n; r++)
        squares += (double) counts[r] * ((double) (r + 1) - mean) * ((double) (r + 1) - mean);
    return total >= 2 ? sqrt(squares / (double) (total - 1)) : (double) NAN;
}

/* The rank of 0-based order `at`. */
static double rank_at(const uint32_t *counts, uint64_t at)
{
    size_t r = 0;

    for (; counts[r] <= at; r++)
        at -= counts[r];
    return (double) (r + 1);
}

double kernel_ranks_quantile(const uint32_t *counts, size_t n, double p)
{
    const uint64_t total = kernel_ranks_total(counts, n);
    position at = {0};

    if (total == 0)
        return (double) NAN;
    at = position_of(total, p);
    if (!(at.rest > 0.0))
        return rank_at(counts, at.below);
    return (1.0 - at.rest) * rank_at(counts, at.below) + at.rest * rank_at(counts, at.below + 1);
}

uint64_t kernel_ranks_within(const uint32_t *counts, size_t n, size_t k)
{
    uint64_t total = 0;

    for (size_t r = 0; r < n && r < k; r++)
        total += counts[r];
    return total;
}

KERNEL_CLONES
static void count_below(const uint32_t *restrict ranks, size_t n, uint32_t rank, uint32_t *restrict above)
{
    for (size_t j = 0; j < n; j++)
        above[j] += ranks[j] > rank ? 1U : 0U;
}

void kernel_pairs_add(const size_t *ranks, size_t n, uint32_t *above, uint32_t *scratch)
{
    for (size_t i = 0; i < n; i++)
        scratch[i] = (uint32_t) ranks[i];
    for (size_t i = 0; i < n; i++)
        if (ranks[i] > 0)
            count_below(scratch, n, scratch[i], above + i * n);
}

double kernel_share_error(double p, double n)
{
    return n > 0.0 ? sqrt(p * (1.0 - p) / n) : (double) NAN;
}

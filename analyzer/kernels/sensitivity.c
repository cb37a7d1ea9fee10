/* Kernels: variance-based sensitivity indices.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/sensitivity.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "kernels/clones.h"
#include "kernels/draw.h"
#include "kernels/moments.h"
#include "kernels/order.h"

/* What is added up of each row, of outputs less `about`: for the row, for a factor, for a pair. Each is a row of
 * n_outputs numbers. */
enum { BASE_ROWS, BASE_A, BASE_B, BASE_AA, BASE_BB, BASE_AB, N_BASE };
enum { FACTOR_ROWS, FACTOR_PRODUCT, FACTOR_CHANGE, FACTOR_FIRST, FACTOR_TOTAL, N_FACTOR };
enum { PAIR_ROWS, PAIR_PRODUCT, PAIR_CHANGE, N_PAIR };

static size_t pairs_of(size_t n_factors)
{
    return n_factors > 0 ? n_factors * (n_factors - 1) / 2 : 0;
}

size_t kernel_sensitivity_room(size_t n_outputs, size_t n_factors)
{
    return n_outputs * (N_BASE + N_FACTOR * n_factors);
}

size_t kernel_sensitivity_pairs_room(size_t n_outputs, size_t n_factors)
{
    return n_outputs * N_PAIR * pairs_of(n_factors);
}

static double *base_sums(const kernel_sensitivity *s, size_t which)
{
    return s->sums + which * s->n_outputs;
}

static double *factor_sums(const kernel_sensitivity *s, size_t factor, size_t which)
{
    return s->sums + (N_BASE + N_FACTOR * factor + which) * s->n_outputs;
}

/* Pairs are counted (0, 1), (0, 2), (1, 2), (0, 3) .. */
static double *pair_sums(const kernel_sensitivity *s, const size_t pair[2], size_t which)
{
    return s->pairs + (N_PAIR * (pairs_of(pair[1]) + pair[0]) + which) * s->n_outputs;
}

void kernel_sensitivity_clear(const kernel_sensitivity *s)
{
    const size_t room = kernel_sensitivity_room(s->n_outputs, s->n_factors);
    const size_t pairs = s->pairs != NULL ? kernel_sensitivity_pairs_room(s->n_outputs, s->n_factors) : 0;

    for (size_t k = 0; k < room; k++)
        s->sums[k] = 0.0;
    for (size_t k = 0; k < pairs; k++)
        s->pairs[k] = 0.0;
}

KERNEL_CLONES
static void add_base(
    double *restrict sums, size_t n, const double *restrict about, const double *restrict a, const double *restrict b)
{
    for (size_t o = 0; o < n; o++) {
        const int there = !isnan(a[o]) && !isnan(b[o]);
        const double x = there ? a[o] - about[o] : 0.0, y = there ? b[o] - about[o] : 0.0;

        sums[BASE_ROWS * n + o] += there ? 1.0 : 0.0;
        sums[BASE_A * n + o] += x;
        sums[BASE_B * n + o] += y;
        sums[BASE_AA * n + o] += x * x;
        sums[BASE_BB * n + o] += y * y;
        sums[BASE_AB * n + o] += x * y;
    }
}

void kernel_sensitivity_add(const kernel_sensitivity *s, const double *a, const double *b)
{
    add_base(s->sums, s->n_outputs, s->about, a, b);
}

typedef struct {
    const double *about, *a, *b, *ab, *ba;
} points;

KERNEL_CLONES
static void add_factor(double *restrict sums, size_t n, const points *p)
{
    const double *restrict about = p->about, *restrict a = p->a, *restrict b = p->b, *restrict ab = p->ab;

    for (size_t o = 0; o < n; o++) {
        const int there = !isnan(a[o]) && !isnan(b[o]) && !isnan(ab[o]);
        const double change = there ? ab[o] - a[o] : 0.0, kept = there ? b[o] - ab[o] : 0.0;

        sums[FACTOR_ROWS * n + o] += there ? 1.0 : 0.0;
        sums[FACTOR_PRODUCT * n + o] += there ? (b[o] - about[o]) * change : 0.0;
        sums[FACTOR_CHANGE * n + o] += change;
        sums[FACTOR_FIRST * n + o] += kept * kept;
        sums[FACTOR_TOTAL * n + o] += change * change;
    }
}

void kernel_sensitivity_add_factor(
    const kernel_sensitivity *s, size_t factor, const double *a, const double *b, const double *ab)
{
    const points p = {.about = s->about, .a = a, .b = b, .ab = ab};

    add_factor(factor_sums(s, factor, 0), s->n_outputs, &p);
}

KERNEL_CLONES
static void add_pair(double *restrict sums, size_t n, const points *p)
{
    const double *restrict about = p->about, *restrict a = p->a, *restrict b = p->b, *restrict ab = p->ab,
                           *restrict ba = p->ba;

    for (size_t o = 0; o < n; o++) {
        const int there = !isnan(a[o]) && !isnan(b[o]) && !isnan(ab[o]) && !isnan(ba[o]);
        const double c = about[o];

        sums[PAIR_ROWS * n + o] += there ? 1.0 : 0.0;
        sums[PAIR_PRODUCT * n + o] += there ? (ba[o] - c) * (ab[o] - c) - (a[o] - c) * (b[o] - c) : 0.0;
        sums[PAIR_CHANGE * n + o] += there ? ba[o] - a[o] + (ab[o] - b[o]) : 0.0;
    }
}

void kernel_sensitivity_add_pair(const kernel_sensitivity *s, const size_t pair[2], const double *a, const double *b,
    const double *ba_i, const double *ab_j)
{
    const points p = {.about = s->about, .a = a, .b = b, .ab = ab_j, .ba = ba_i};

    add_pair(pair_sums(s, pair, 0), s->n_outputs, &p);
}

/* f0 less `about`. */
static double centre_of(const kernel_sensitivity *s, size_t output)
{
    const double rows = base_sums(s, BASE_ROWS)[output];

    return rows > 0.0 ? (base_sums(s, BASE_A)[output] + base_sums(s, BASE_B)[output]) / (2.0 * rows) : (double) NAN;
}

double kernel_sensitivity_mean(const kernel_sensitivity *s, size_t output)
{
    return s->about[output] + centre_of(s, output);
}

/* A variance this small a part of the mean square is what rounding leaves of none. */
static const double rounding = 1e-14;

double kernel_sensitivity_variance(const kernel_sensitivity *s, size_t output, kernel_variance divisor)
{
    const double n = 2.0 * base_sums(s, BASE_ROWS)[output], centre = centre_of(s, output);
    const double squares = base_sums(s, BASE_AA)[output] + base_sums(s, BASE_BB)[output];
    const double left = squares - n * centre * centre;

    if (!(n > 0.0))
        return (double) NAN;
    return left > rounding * squares ? left / (divisor == KERNEL_VARIANCE_SAMPLE ? n - 1.0 : n) : 0.0;
}

/* x / v, missing where there is no variance. */
static double share_of(double x, double v)
{
    return v > 0.0 ? x / v : (double) NAN;
}

/* Where products are centred, as a distance from `about`. */
static double centre_for(const kernel_sensitivity *s, size_t output, kernel_first_order estimator)
{
    return estimator == KERNEL_FIRST_SALTELLI ? -s->about[output] : centre_of(s, output);
}

double kernel_sensitivity_first(
    const kernel_sensitivity *s, size_t output, size_t factor, kernel_first_order estimator, kernel_variance divisor)
{
    const double rows = factor_sums(s, factor, FACTOR_ROWS)[output];
    const double v = kernel_sensitivity_variance(s, output, divisor);

    if (estimator == KERNEL_FIRST_JANSEN)
        return 1.0 - share_of(factor_sums(s, factor, FACTOR_FIRST)[output] / (2.0 * rows), v);
    return share_of((factor_sums(s, factor, FACTOR_PRODUCT)[output] -
                        centre_for(s, output, estimator) * factor_sums(s, factor, FACTOR_CHANGE)[output]) /
                        rows,
        v);
}

double kernel_sensitivity_total(const kernel_sensitivity *s, size_t output, size_t factor, kernel_variance divisor)
{
    return share_of(
        factor_sums(s, factor, FACTOR_TOTAL)[output] / (2.0 * factor_sums(s, factor, FACTOR_ROWS)[output]),
        kernel_sensitivity_variance(s, output, divisor));
}

double kernel_sensitivity_second(const kernel_sensitivity *s, size_t output, const size_t pair[2],
    kernel_first_order estimator, kernel_variance divisor)
{
    const double product = pair_sums(s, pair, PAIR_PRODUCT)[output] -
                           centre_for(s, output, estimator) * pair_sums(s, pair, PAIR_CHANGE)[output];
    const double both =
        share_of(product / pair_sums(s, pair, PAIR_ROWS)[output], kernel_sensitivity_variance(s, output, divisor));

    return both - kernel_sensitivity_first(s, output, pair[0], estimator, divisor) -
           kernel_sensitivity_first(s, output, pair[1], estimator, divisor);
}

double kernel_sensitivity_dummy_first(const kernel_sensitivity *s, size_t output)
{
    const double rows = base_sums(s, BASE_ROWS)[output], centre = centre_of(s, output);

    return share_of(base_sums(s, BASE_AB)[output] / rows - centre * centre,
        kernel_sensitivity_variance(s, output, KERNEL_VARIANCE_POPULATION));
}

/* Of A, mean[(f(A) - f0)^2] = (mean square of A) - 2 f0 (mean of A) + f0^2. */
double kernel_sensitivity_dummy_total(const kernel_sensitivity *s, size_t output)
{
    const double rows = base_sums(s, BASE_ROWS)[output], centre = centre_of(s, output);
    const double squares =
        base_sums(s, BASE_AA)[output] / rows - centre * (2.0 * base_sums(s, BASE_A)[output] / rows - centre);

    return 1.0 - share_of(squares, kernel_sensitivity_variance(s, output, KERNEL_VARIANCE_POPULATION));
}

static void add_row(const kernel_sensitivity *s, const kernel_design *d, size_t row)
{
    const double *a = d->a + row, *b = d->b + row;

    kernel_sensitivity_add(s, a, b);
    for (size_t j = 0; j < s->n_factors; j++)
        kernel_sensitivity_add_factor(s, j, a, b, d->ab + j * d->n_rows + row);
    for (size_t j = 0; s->pairs != NULL && j < s->n_factors; j++)
        for (size_t i = 0; i < j; i++)
            kernel_sensitivity_add_pair(
                s, (const size_t[]){i, j}, a, b, d->ba + i * d->n_rows + row, d->ab + j * d->n_rows + row);
}

void kernel_sensitivity_of_rows(const kernel_sensitivity *s, const kernel_design *design, const double *numbers)
{
    kernel_sensitivity_clear(s);
    for (size_t row = 0; row < design->n_rows; row++)
        add_row(s, design, numbers != NULL ? kernel_draw_level(numbers[row], design->n_rows) : row);
}

double kernel_sensitivity_from_ranks(const double *x, const double *y, size_t n, double *scratch, size_t *order)
{
    const double mean = kernel_mean(y, n);
    double along = 0.0, squares = 0.0;

    if (n < 2)
        return (double) NAN;
    kernel_sort_index(x, n, order);
    for (size_t k = 0; k < n; k++)
        scratch[k] = y[order[k]] - mean;
    for (size_t k = 0; k < n; k++) {
        along += scratch[k] * scratch[k + 1 < n ? k + 1 : 0];
        squares += scratch[k] * scratch[k];
    }
    return share_of(along, squares > rounding * mean * mean * (double) n ? squares : 0.0);
}

kernel_interval kernel_interval_of_replicates(const double *estimates, size_t n, double level)
{
    const kernel_shape shape = kernel_shape_of(estimates, n);
    kernel_interval i = {(double) NAN, (double) NAN, (double) NAN, (double) NAN};

    if (n == 0 || shape.n < n)
        return i;
    i.estimate = shape.mean;
    if (n >= 2) {
        const double t = gsl_cdf_tdist_Pinv(0.5 + 0.5 * level, (double) (n - 1));

        i.error = shape.sd / sqrt((double) n);
        i.low = i.estimate - t * i.error;
        i.high = i.estimate + t * i.error;
    }
    return i;
}

kernel_interval kernel_interval_of_bootstrap(double estimate, double *estimates, size_t n, double level)
{
    const size_t present = kernel_compact(estimates, n, estimates);
    kernel_interval i = {.estimate = estimate, .error = kernel_shape_of(estimates, present).sd};

    kernel_sort(estimates, present);
    i.low = kernel_quantile_sorted(estimates, present, 0.5 - 0.5 * level);
    i.high = kernel_quantile_sorted(estimates, present, 0.5 + 0.5 * level);
    return i;
}

/* 1 for the greatest, ties share the lowest number. */
static double rank_in(const double *x, size_t n, size_t i)
{
    size_t rank = 1;

    for (size_t k = 0; k < n; k++)
        rank += x[k] > x[i] ? 1 : 0;
    return (double) rank;
}

static double change_of_order(const double *x, const double *y, size_t n)
{
    double change = 0.0, weight = 0.0;

    for (size_t i = 0; i < n; i++) {
        const double greater = x[i] > y[i] ? x[i] : y[i];

        change += fabs(rank_in(x, n, i) - rank_in(y, n, i)) * greater * greater;
        weight += greater * greater;
    }
    return weight > 0.0 ? change / weight : 0.0;
}

double kernel_rank_instability(const double *estimates, size_t n_replicates, size_t n_factors, double *scratch)
{
    size_t n = 0;

    for (size_t r = 1; r < n_replicates; r++)
        for (size_t q = 0; q < r; q++)
            scratch[n++] = change_of_order(estimates + r * n_factors, estimates + q * n_factors, n_factors);
    kernel_sort(scratch, n);
    return kernel_quantile_sorted(scratch, n, 0.95);
}

double kernel_rows_wanted(double n, double width, double wanted)
{
    return width > wanted ? ceil(n * (width / wanted) * (width / wanted)) : n;
}

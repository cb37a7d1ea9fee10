/* Kernels: gaps filled from a multivariate normal distribution.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/em.h"

#include <math.h>

#include "kernels/moments.h"
#include "kernels/symmetric.h"

/* Variance left, of a variance of about 1, at which an indicator counts as following from others. */
static const double least_pivot = 1e-10;

typedef struct {
    const kernel_block *block;
    const double *counts;
    kernel_normal *normal;
    const size_t *order; /* units, those of a pattern together */
    double *swept;       /* m x m */
    double *squares;     /* m x m: sums of products of deviations; upper triangle */
    double *sums;        /* m: of deviations */
    double *deviation;   /* m: of one unit from the means, its gaps filled */
    double weight;       /* of the units that count */
    double log_likelihood;
} em_work;

kernel_em_rule kernel_em_rule_default(void)
{
    return (kernel_em_rule){.max_rounds = 10000, .tolerance = 1e-8, .ridge = 0.0};
}

size_t kernel_em_scratch(size_t n_indicators)
{
    return 2 * n_indicators * n_indicators + 2 * n_indicators;
}

static em_work prepare(const kernel_block *block, kernel_normal *normal, double *scratch, const size_t *order)
{
    const size_t m = block->n_indicators;

    return (em_work){.block = block,
        .normal = normal,
        .order = order,
        .swept = scratch,
        .squares = scratch + m * m,
        .sums = scratch + 2 * m * m,
        .deviation = scratch + 2 * m * m + m};
}

static double value(const kernel_block *block, size_t unit, size_t indicator)
{
    return block->values[indicator * block->stride + unit];
}

static int observed(const kernel_block *block, size_t unit, size_t indicator)
{
    return !isnan(value(block, unit, indicator));
}

/* Bring units of one pattern of missingness together: a stable sort, one indicator after another. `order` has room
 * for 2 n; the units are in its first half on return. */
static void sort_by_pattern(const kernel_block *block, size_t *order)
{
    const size_t n = block->n_units;
    size_t *missing = order + n;

    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t j = block->n_indicators; j-- > 0;) {
        size_t n_observed = 0, n_missing = 0;

        for (size_t i = 0; i < n; i++) {
            const size_t unit = order[i];

            if (observed(block, unit, j))
                order[n_observed++] = unit;
            else
                missing[n_missing++] = unit;
        }
        for (size_t i = 0; i < n_missing; i++)
            order[n_observed + i] = missing[i];
    }
}

/* Where the run of units with the pattern of the one at `first` ends. */
static size_t end_of_pattern(const kernel_block *block, const size_t *order, size_t first)
{
    size_t end = first + 1;

    for (; end < block->n_units; end++)
        for (size_t j = 0; j < block->n_indicators; j++)
            if (observed(block, order[end], j) != observed(block, order[first], j))
                return end;
    return end;
}

static void clear(double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = 0.0;
}

static void copy(double *to, const double *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = from[i];
}

/* An indicator that follows from those swept already has no part in the rest: what is left of it is noise. */
static void leave_out(double *swept, size_t m, size_t j)
{
    for (size_t k = 0; k < m; k++)
        swept[j * m + k] = swept[k * m + j] = 0.0;
}

/* Sweep the covariances on what `unit` has. @return logarithm of the determinant of that part */
static double condition(em_work *work, size_t unit, size_t *n_observed)
{
    const size_t m = work->block->n_indicators;
    double log_determinant = 0.0;

    copy(work->swept, work->normal->covariance, m * m);
    *n_observed = 0;
    for (size_t j = 0; j < m; j++) {
        if (!observed(work->block, unit, j))
            continue;
        const double pivot = kernel_sweep(work->swept, m, j, least_pivot);

        log_determinant += pivot > 0.0 ? log(pivot) : 0.0;
        if (!(pivot > 0.0))
            leave_out(work->swept, m, j);
        *n_observed += 1;
    }
    return log_determinant;
}

/* Was position j swept? Then its diagonal is minus an inverse. */
static int is_swept(const em_work *work, size_t j)
{
    return work->swept[j * work->block->n_indicators + j] < 0.0;
}

/* deviation := that of one unit from the means, scaled; gaps filled with their conditional means. */
static void fill_unit(em_work *work, size_t unit)
{
    const kernel_normal *normal = work->normal;
    const size_t m = work->block->n_indicators;
    double *d = work->deviation;

    for (size_t j = 0; j < m; j++) {
        const double half = 0.5 * normal->scale[j]; /* halves: a difference may be past the largest double */

        if (observed(work->block, unit, j))
            d[j] = half > 0.0 ? (0.5 * value(work->block, unit, j) - 0.5 * normal->centre[j]) / half - normal->mean[j]
                              : 0.0;
    }
    for (size_t j = 0; j < m; j++) {
        double sum = 0.0;

        if (observed(work->block, unit, j))
            continue;
        for (size_t k = 0; k < m; k++)
            if (observed(work->block, unit, k) && is_swept(work, k))
                sum += work->swept[j * m + k] * d[k];
        d[j] = sum;
    }
}

/* Quadratic form of a unit's observed deviations in the inverse of their covariances. */
static double distance_of(const em_work *work, size_t unit)
{
    const size_t m = work->block->n_indicators;
    double sum = 0.0;

    for (size_t j = 0; j < m; j++) {
        if (!observed(work->block, unit, j) || !is_swept(work, j))
            continue;
        for (size_t k = 0; k < m; k++)
            if (observed(work->block, unit, k) && is_swept(work, k))
                sum -= work->swept[j * m + k] * work->deviation[j] * work->deviation[k];
    }
    return sum;
}

static void add_unit(em_work *work, double count)
{
    const size_t m = work->block->n_indicators;
    const double *d = work->deviation;

    for (size_t j = 0; j < m; j++) {
        work->sums[j] += count * d[j];
        for (size_t k = j; k < m; k++)
            work->squares[j * m + k] += count * d[j] * d[k];
    }
}

/* What filling with means leaves out: the covariances among gaps given what is observed. */
static void add_residuals(em_work *work, size_t unit, double count)
{
    const size_t m = work->block->n_indicators;

    for (size_t j = 0; j < m; j++)
        for (size_t k = j; k < m; k++)
            if (!observed(work->block, unit, j) && !observed(work->block, unit, k))
                work->squares[j * m + k] += count * work->swept[j * m + k];
}

static void expect_pattern(em_work *work, size_t first, size_t end)
{
    const double ln_2_pi = 1.8378770664093454836;
    double total = 0.0, log_determinant = 0.0;
    size_t n_observed = 0;

    log_determinant = condition(work, work->order[first], &n_observed);
    if (n_observed == 0)
        return;
    for (size_t i = first; i < end; i++) {
        const size_t unit = work->order[i];
        const double count = work->counts == NULL ? 1.0 : work->counts[unit];

        if (!(count > 0.0))
            continue;
        fill_unit(work, unit);
        add_unit(work, count);
        work->log_likelihood -= 0.5 * count * distance_of(work, unit);
        total += count;
    }
    add_residuals(work, work->order[first], total);
    work->log_likelihood -= 0.5 * total * (log_determinant + (double) n_observed * ln_2_pi);
    work->weight += total;
}

static void expect(em_work *work)
{
    const size_t m = work->block->n_indicators;

    clear(work->sums, m);
    clear(work->squares, m * m);
    work->weight = 0.0;
    work->log_likelihood = 0.0;
    for (size_t first = 0, end = 0; first < work->block->n_units; first = end) {
        end = end_of_pattern(work->block, work->order, first);
        expect_pattern(work, first, end);
    }
}

/* New means and covariances. @return the largest change */
static double maximise(em_work *work, double ridge)
{
    const size_t m = work->block->n_indicators;
    const double n = work->weight;
    kernel_normal *normal = work->normal;
    double change = 0.0;

    for (size_t j = 0; j < m; j++) {
        for (size_t k = j; k < m; k++) {
            const double prior = j == k && normal->scale[j] > 0.0 ? ridge : 0.0;
            const double mean_square = work->squares[j * m + k] - work->sums[j] * work->sums[k] / n;
            const double next = (mean_square + prior) / (n + ridge);

            change = fmax(change, fabs(next - normal->covariance[j * m + k]));
            normal->covariance[j * m + k] = normal->covariance[k * m + j] = next;
        }
    }
    for (size_t j = 0; j < m; j++) {
        change = fmax(change, fabs(work->sums[j] / n));
        normal->mean[j] += work->sums[j] / n;
    }
    return change;
}

static void start(const kernel_block *block, kernel_normal *normal)
{
    const size_t m = block->n_indicators;

    clear(normal->covariance, m * m);
    for (size_t j = 0; j < m; j++) {
        const kernel_shape shape = kernel_shape_of(block->values + j * block->stride, block->n_units);

        normal->centre[j] = shape.mean;
        normal->scale[j] = shape.sd > 0.0 ? shape.sd : 0.0;
        normal->mean[j] = 0.0;
        normal->covariance[j * m + j] = shape.sd > 0.0 ? 1.0 : 0.0;
    }
    normal->log_likelihood = 0.0;
    normal->change = 0.0;
    normal->rounds = 0;
    normal->settled = 0;
}

void kernel_em_fit(const kernel_block *block, const double *counts, const kernel_em_rule *rule, kernel_normal *out,
    double *scratch, size_t *order)
{
    const size_t m = block->n_indicators;
    em_work work = prepare(block, out, scratch, order);

    work.counts = counts;
    start(block, out);
    sort_by_pattern(block, order);
    while (!out->settled && out->rounds < rule->max_rounds) {
        expect(&work);
        out->log_likelihood = work.log_likelihood;
        out->change = work.weight > 0.0 ? maximise(&work, rule->ridge) : 0.0;
        out->settled = out->change <= rule->tolerance;
        out->rounds++;
    }
    copy(work.swept, out->covariance, m * m);
    out->rank = kernel_cholesky(work.swept, m, least_pivot);
}

/* A gap whose value does not follow from what the unit has. */
static int is_open(const em_work *work, size_t unit, size_t j)
{
    return !observed(work->block, unit, j) && work->swept[j * work->block->n_indicators + j] > least_pivot;
}

/* squares := factor of the covariances among the gaps of a pattern, given what is observed; 0 elsewhere */
static void factor_residuals(em_work *work, size_t unit)
{
    const size_t m = work->block->n_indicators;

    for (size_t j = 0; j < m; j++)
        for (size_t k = 0; k < m; k++) {
            const int both = is_open(work, unit, j) && is_open(work, unit, k);

            work->squares[j * m + k] = both ? work->swept[j * m + k] : 0.0;
        }
    (void) kernel_cholesky(work->squares, m, least_pivot);
}

static double draw_of(const em_work *work, size_t unit, size_t indicator, const double *normals)
{
    const size_t m = work->block->n_indicators;
    double sum = 0.0;

    for (size_t k = 0; k <= indicator; k++)
        if (!observed(work->block, unit, k))
            sum += work->squares[indicator * m + k] * normals[k * work->block->n_units + unit];
    return sum;
}

/* @return number of cells still missing */
static size_t write_unit(em_work *work, size_t unit, const double *normals, double *out)
{
    const size_t n = work->block->n_units;
    const kernel_normal *normal = work->normal;
    size_t missing = 0;

    fill_unit(work, unit);
    for (size_t j = 0; j < work->block->n_indicators; j++) {
        double scaled = normal->mean[j] + work->deviation[j];

        if (observed(work->block, unit, j)) {
            out[j * n + unit] = value(work->block, unit, j);
            continue;
        }
        if (normals != NULL)
            scaled += draw_of(work, unit, j, normals);
        out[j * n + unit] = normal->centre[j] + normal->scale[j] * scaled;
        missing += isnan(normal->centre[j]) ? 1 : 0;
    }
    return missing;
}

size_t kernel_em_fill(const kernel_block *block, const kernel_normal *normal, const double *normals, double *out,
    double *scratch, size_t *order)
{
    kernel_normal known = *normal;
    em_work work = prepare(block, &known, scratch, order);
    size_t missing = 0, n_observed = 0;

    sort_by_pattern(block, order);
    for (size_t first = 0, end = 0; first < block->n_units; first = end) {
        end = end_of_pattern(block, order, first);
        (void) condition(&work, order[first], &n_observed);
        if (normals != NULL)
            factor_residuals(&work, order[first]);
        for (size_t i = first; i < end; i++)
            missing += write_unit(&work, order[i], normals, out);
    }
    return missing;
}

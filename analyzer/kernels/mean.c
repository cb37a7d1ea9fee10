/* Kernels: weighted means across columns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/mean.h"

#include <float.h>
#include <math.h>

#include "kernels/clones.h"
#include "kernels/elementary.h"

/* Written so that both branches of each choice are safe to compute: the compiler can then use vectors. */
KERNEL_CLONES static void add_column(
    const double *restrict x, size_t n, double w, double *restrict sum, double *restrict weight)
{
    for (size_t i = 0; i < n; i++) {
        const double value = isnan(x[i]) ? 0.0 : x[i];
        const double present = isnan(x[i]) ? 0.0 : w;

        sum[i] += w * value;
        weight[i] += present;
    }
}

/* Logarithms of numbers from DBL_MIN on, by vectors; of what lies below, whatever comes. */
KERNEL_CLONES static void plain_logs(const double *restrict x, size_t n, double floor, double *restrict out)
{
    for (size_t i = 0; i < n; i++) {
        const double raised = x[i] < floor ? floor : x[i];

        out[i] = isnan(raised) ? raised : elementary_ln(raised);
    }
}

void kernel_logs(const double *x, size_t n, double floor, double *out)
{
    plain_logs(x, n, floor, out);
    for (size_t i = 0; i < n; i++)
        if ((x[i] < DBL_MIN && floor < DBL_MIN) || isinf(x[i])) /* not normal: the C library knows it */
            out[i] = log(x[i] < floor ? floor : x[i]);
}

KERNEL_CLONES static void add_logs(const double *restrict logs, size_t n, double w, double *restrict sum)
{
    for (size_t i = 0; i < n; i++) {
        const double value = isnan(logs[i]) ? 0.0 : logs[i];

        sum[i] += w * value;
    }
}

static void add_log_column(const double *x, const kernel_columns *columns, size_t k, double floor, double *sum)
{
    enum { AT_ONCE = 128 };
    double logs[AT_ONCE];

    for (size_t begin = 0; begin < columns->n; begin += AT_ONCE) {
        const size_t left = columns->n - begin, n = left < AT_ONCE ? left : AT_ONCE;

        kernel_logs(x + begin, n, floor, logs);
        add_logs(logs, n, columns->weights[k], sum + begin);
    }
}

static void clear(double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = 0.0;
}

/* Units in blocks whose sums stay near the processor while one child after the other is added. */
void kernel_weighted_sums(const kernel_columns *columns, double *sum, double *weight)
{
    enum { AT_ONCE = 1024 };

    for (size_t begin = 0; begin < columns->n; begin += AT_ONCE) {
        const size_t left = columns->n - begin, n = left < AT_ONCE ? left : AT_ONCE;

        clear(sum + begin, n);
        clear(weight + begin, n);
        for (size_t k = 0; k < columns->n_children; k++)
            add_column(
                columns->scores + k * columns->stride + begin, n, columns->weights[k], sum + begin, weight + begin);
    }
}

void kernel_weighted_log_sums(const kernel_columns *columns, double floor, double *sum, double *weight)
{
    kernel_weighted_sums(columns, sum, weight);
    clear(sum, columns->n);
    for (size_t k = 0; k < columns->n_children; k++)
        add_log_column(columns->scores + k * columns->stride, columns, k, floor, sum);
}

KERNEL_CLONES static void divide_by_weight(double *restrict sum, size_t n, const double *restrict weight)
{
    for (size_t i = 0; i < n; i++)
        sum[i] = weight[i] > 0.0 ? sum[i] / weight[i] : (double) NAN;
}

void kernel_arithmetic_means(const kernel_columns *columns, double *out, double *weight)
{
    kernel_weighted_sums(columns, out, weight);
    divide_by_weight(out, columns->n, weight);
}

KERNEL_CLONES static void plain_exps(double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = isnan(x[i]) ? x[i] : elementary_exp(x[i]);
}

static void finish_geometric(double *out, size_t n, const double *weight)
{
    int within = 1;

    divide_by_weight(out, n, weight);
    for (size_t i = 0; i < n; i++)
        within &= !(fabs(out[i]) > 700.0);
    if (within) {
        plain_exps(out, n);
        return;
    }
    for (size_t i = 0; i < n; i++)
        out[i] = exp(out[i]);
}

void kernel_geometric_means(const kernel_columns *columns, double floor, double *out, double *weight)
{
    kernel_weighted_log_sums(columns, floor, out, weight);
    finish_geometric(out, columns->n, weight);
}

void kernel_geometric_of_logs(const kernel_columns *logs, double *out, double *weight)
{
    kernel_weighted_sums(logs, out, weight);
    finish_geometric(out, logs->n, weight);
}

void kernel_counts(const kernel_columns *columns, double *count)
{
    clear(count, columns->n);
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = columns->scores + k * columns->stride;

        for (size_t i = 0; i < columns->n; i++)
            count[i] += isnan(x[i]) ? 0.0 : 1.0;
    }
}

void kernel_require_share(double *x, size_t n, const double *share, double total, double least)
{
    const double enough = (least - 1e-9) * total;

    for (size_t i = 0; i < n; i++)
        x[i] = share[i] >= enough ? x[i] : (double) NAN;
}

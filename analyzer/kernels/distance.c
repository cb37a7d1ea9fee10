/* Kernels: distance from an ideal.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/distance.h"

#include <float.h>
#include <math.h>

#include "kernels/moments.h"

static const double *child(const kernel_columns *columns, size_t k)
{
    return columns->scores + k * columns->stride;
}

static void clear(double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = 0.0;
}

void kernel_ideals(const kernel_columns *columns, double *best, double *worst)
{
    for (size_t k = 0; k < columns->n_children; k++)
        (void) kernel_range(child(columns, k), columns->n, &worst[k], &best[k]);
}

/* The farthest that a score in use lies from the ideal. */
static double reach_of(const kernel_columns *columns, const double *ideal)
{
    double reach = 0.0;

    for (size_t k = 0; k < columns->n_children; k++) {
        double least = 0.0, greatest = 0.0;

        if (!(columns->weights[k] > 0.0) || kernel_range(child(columns, k), columns->n, &least, &greatest) == 0)
            continue;
        reach = fmax(reach, fmax(fabs(ideal[k] - least), fabs(ideal[k] - greatest)));
    }
    return fmin(reach, DBL_MAX);
}

/* The power of two that brings a distance to about 1. */
static double scale_of(double reach)
{
    int exponent = 0;

    (void) frexp(reach, &exponent);
    return ldexp(1.0, exponent > 1000 ? -1000 : exponent < -1000 ? 1000 : -exponent);
}

/* sum[i] += factor (y - ideal)^2 over the scores of one child, scaled */
static void add_squares(
    const double *restrict x, size_t n, double scale, double ideal, double factor, double *restrict sum)
{
    for (size_t i = 0; i < n; i++) {
        const double apart = x[i] * scale - ideal * scale;

        sum[i] += isnan(x[i]) ? 0.0 : factor * (apart * apart);
    }
}

void kernel_ideal_distances(const kernel_columns *columns, const double *ideal, double *out, double *weight)
{
    const double scale = scale_of(reach_of(columns, ideal));

    clear(out, columns->n);
    clear(weight, columns->n);
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = child(columns, k), w = columns->weights[k];

        if (!(w > 0.0) || isnan(ideal[k]))
            continue;
        add_squares(x, columns->n, scale, ideal[k], w, out);
        for (size_t i = 0; i < columns->n; i++)
            weight[i] += isnan(x[i]) ? 0.0 : w;
    }
    for (size_t i = 0; i < columns->n; i++)
        out[i] = weight[i] > 0.0 ? sqrt(out[i] / weight[i]) / scale : (double) NAN;
}

double kernel_wroclaw(double *distances, size_t n)
{
    const kernel_shape shape = kernel_shape_of(distances, n);
    const double critical = shape.mean + 2.0 * (shape.n > 1 ? shape.sd : 0.0);

    for (size_t i = 0; i < n; i++)
        distances[i] = distances[i] > 0.0 ? distances[i] / critical : distances[i];
    return critical;
}

size_t kernel_topsis(
    const kernel_columns *columns, const double *best, const double *worst, double *out, double *scratch)
{
    const double scale = scale_of(fmax(reach_of(columns, best), reach_of(columns, worst)));
    double *to_best = scratch, *to_worst = out, heaviest = 0.0;
    size_t lost = 0;

    clear(to_best, columns->n);
    clear(to_worst, columns->n);
    for (size_t k = 0; k < columns->n_children; k++)
        heaviest = fmax(heaviest, columns->weights[k]);
    for (size_t k = 0; k < columns->n_children; k++) {
        const double *x = child(columns, k), w = columns->weights[k] / heaviest;

        if (!(columns->weights[k] > 0.0) || !(best[k] > worst[k]))
            continue; /* no distance in it, or none can be told */
        add_squares(x, columns->n, scale, best[k], w * w, to_best);
        add_squares(x, columns->n, scale, worst[k], w * w, to_worst);
    }
    for (size_t i = 0; i < columns->n; i++) {
        const double good = sqrt(to_worst[i]), bad = sqrt(to_best[i]);

        out[i] = good + bad > 0.0 ? good / (good + bad) : (double) NAN;
    }
    for (size_t i = 0; i < columns->n; i++) {
        int has_score = 0;

        for (size_t k = 0; isnan(out[i]) && k < columns->n_children; k++)
            has_score |= columns->weights[k] > 0.0 && !isnan(child(columns, k)[i]);
        lost += has_score ? 1 : 0;
    }
    return lost;
}

/* s := sum of w times the share of the way from best to worst, r := its greatest term */
static void add_regrets(const kernel_columns *columns, size_t k, double best, double worst, kernel_vikor_result *out)
{
    const double *x = child(columns, k), w = columns->weights[k];
    const double width = best / 2.0 - worst / 2.0;

    if (!(width > 0.0))
        return;
    for (size_t i = 0; i < columns->n; i++) {
        const double regret = isnan(x[i]) ? 0.0 : w * ((best / 2.0 - x[i] / 2.0) / width);

        out->s[i] += regret;
        out->r[i] = regret > out->r[i] ? regret : out->r[i];
    }
}

/* Share of the way from the least to the greatest of n values; 0 where they are all equal. */
static double share_of(double x, double least, double greatest)
{
    return greatest > least ? (x - least) / (greatest - least) : 0.0;
}

void kernel_vikor(const kernel_columns *columns, const double *best, const double *worst, double v,
    kernel_vikor_result *out, double *weight)
{
    const size_t n = columns->n;
    double least_s = 0.0, greatest_s = 0.0, least_r = 0.0, greatest_r = 0.0;

    kernel_weighted_sums(columns, out->q, weight);
    clear(out->s, n);
    clear(out->r, n);
    for (size_t k = 0; k < columns->n_children; k++)
        if (columns->weights[k] > 0.0)
            add_regrets(columns, k, best[k], worst[k], out);
    for (size_t i = 0; i < n; i++) {
        out->s[i] = weight[i] > 0.0 ? out->s[i] / weight[i] : (double) NAN;
        out->r[i] = weight[i] > 0.0 ? out->r[i] / weight[i] : (double) NAN;
    }
    (void) kernel_range(out->s, n, &least_s, &greatest_s);
    (void) kernel_range(out->r, n, &least_r, &greatest_r);
    for (size_t i = 0; i < n; i++)
        out->q[i] = weight[i] > 0.0 ? v * share_of(out->s[i], least_s, greatest_s) +
                                          (1.0 - v) * share_of(out->r[i], least_r, greatest_r)
                                    : (double) NAN;
}

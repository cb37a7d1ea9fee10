/* What every mean of kernels/power, kernels/ordered and kernels/balance promises, on scores of all sizes with gaps.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/balance.h"
#include "kernels/ordered.h"
#include "kernels/power.h"

enum { UNITS = 7, CHILDREN = 4, ROOM = 64, RUNS = 400 };

typedef void (*mean_fn)(const kernel_columns *columns, double *out, double *weight, double *room);

static void power_of(const kernel_columns *columns, double p, double *out, double *weight, double *room)
{
    kernel_power_means(columns, p, out, weight, room);
}

static void cubic(const kernel_columns *columns, double *out, double *weight, double *room)
{
    power_of(columns, 3.0, out, weight, room);
}

static void quadratic(const kernel_columns *columns, double *out, double *weight, double *room)
{
    power_of(columns, 2.0, out, weight, room);
}

static void root(const kernel_columns *columns, double *out, double *weight, double *room)
{
    power_of(columns, 0.5, out, weight, room);
}

static void geometric(const kernel_columns *columns, double *out, double *weight, double *room)
{
    power_of(columns, 0.0, out, weight, room);
}

static void harmonic(const kernel_columns *columns, double *out, double *weight, double *room)
{
    kernel_harmonic_means(columns, out, weight, room);
}

static void weakest(const kernel_columns *columns, double *out, double *weight, double *room)
{
    power_of(columns, -5.0, out, weight, room);
}

static void minimum(const kernel_columns *columns, double *out, double *weight, double *room)
{
    (void) room;
    kernel_minima(columns, out, weight);
}

static void maximum(const kernel_columns *columns, double *out, double *weight, double *room)
{
    (void) room;
    kernel_maxima(columns, out, weight);
}

static void median(const kernel_columns *columns, double *out, double *weight, double *room)
{
    kernel_weighted_medians(columns, out, weight, room);
}

static void ordered(const kernel_columns *columns, double *out, double *weight, double *room)
{
    kernel_ordered_means(columns, 2.0, out, weight, room);
}

static void worst_two(const kernel_columns *columns, double *out, double *weight, double *room)
{
    kernel_extreme_means(columns, 2, 0, out, weight, room);
}

static void mean_min(const kernel_columns *columns, double *out, double *weight, double *room)
{
    kernel_mean_min(columns, 0.5, 1.0, out, weight, room);
}

static const struct {
    const char *name;
    mean_fn of;
} means[] = {{"cubic", cubic}, {"quadratic", quadratic}, {"root", root}, {"geometric", geometric},
    {"harmonic", harmonic}, {"weakest", weakest}, {"minimum", minimum}, {"maximum", maximum}, {"median", median},
    {"ordered", ordered}, {"worst two", worst_two}, {"mean-min", mean_min}};

static unsigned next(unsigned *random)
{
    *random = *random * 1664525U + 1013904223U;
    return *random >> 16;
}

/* Scores above 0, tied, tiny, huge and missing; weights from 0 on. */
static void make(double *scores, double *weights, unsigned *random)
{
    static const double sizes[] = {1.0, 1.0, 1.0, 100.0, 1e300, 1e-300, 5e-324};

    for (size_t k = 0; k < (size_t) UNITS * CHILDREN; k++)
        scores[k] = next(random) % 4 == 0 ? (double) NAN : (double) (1 + next(random) % 5) * sizes[next(random) % 7];
    for (size_t k = 0; k < CHILDREN; k++)
        weights[k] = (double) (next(random) % 4);
}

/* Least and greatest of the scores of a unit that take part. @return how many there are */
static size_t range_of(const kernel_columns *columns, size_t unit, double *least, double *greatest)
{
    size_t n = 0;

    *least = (double) INFINITY;
    *greatest = -(double) INFINITY;
    for (size_t k = 0; k < columns->n_children; k++) {
        const double y = columns->scores[k * columns->stride + unit];

        if (isnan(y) || !(columns->weights[k] > 0.0))
            continue;
        *least = fmin(*least, y);
        *greatest = fmax(*greatest, y);
        n++;
    }
    return n;
}

static void every_mean_lies_between_the_scores_and_is_missing_only_without_any(void **state)
{
    double scores[UNITS * CHILDREN], weights[CHILDREN], out[UNITS], weight[UNITS], room[ROOM];
    unsigned random = 11;

    (void) state;
    for (size_t run = 0; run < RUNS; run++) {
        make(scores, weights, &random);
        for (size_t m = 0; m < sizeof means / sizeof *means; m++) {
            const kernel_columns columns = given_columns(scores, UNITS, CHILDREN, weights);

            means[m].of(&columns, out, weight, room);
            for (size_t i = 0; i < UNITS; i++) {
                double least, greatest;
                const size_t n = range_of(&columns, i, &least, &greatest);

                if (n == 0 && !isnan(out[i]))
                    fail_msg("%s of nothing is %g", means[m].name, out[i]);
                /* a sum of products of denormals is good to one of them each */
                if (n > 0 && !(out[i] >= least * (1.0 - 1e-12) - 2e-323 && out[i] <= greatest * (1.0 + 1e-12)))
                    fail_msg("%s of %g .. %g is %g", means[m].name, least, greatest, out[i]);
                assert_int_equal(weight[i] > 0.0, n > 0);
            }
        }
    }
}

/* Nearly: the logarithms of very large and very small scores have fewer digits after the point. */
static int nearly(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-12 * fabs(b) + 1e-323;
}

static void the_order_of_children_and_the_scale_of_weights_change_nothing(void **state)
{
    double scores[UNITS * CHILDREN], weights[CHILDREN], turned[UNITS * CHILDREN], heavier[CHILDREN];
    double out[UNITS], also[UNITS], weight[UNITS], room[ROOM];
    unsigned random = 5;

    (void) state;
    for (size_t run = 0; run < RUNS; run++) {
        const kernel_columns columns = given_columns(scores, UNITS, CHILDREN, weights);
        const kernel_columns others = given_columns(turned, UNITS, CHILDREN, heavier);

        make(scores, weights, &random);
        for (size_t k = 0; k < CHILDREN; k++) {
            heavier[k] = 0.3 * weights[CHILDREN - 1 - k];
            for (size_t i = 0; i < UNITS; i++)
                turned[k * UNITS + i] = scores[(CHILDREN - 1 - k) * UNITS + i];
        }
        for (size_t m = 0; m < sizeof means / sizeof *means; m++) {
            means[m].of(&columns, out, weight, room);
            means[m].of(&others, also, weight, room);
            for (size_t i = 0; i < UNITS; i++)
                if (!nearly(also[i], out[i]))
                    fail_msg("%s is %.17g, in another order %.17g", means[m].name, out[i], also[i]);
        }
    }
}

static void a_better_score_never_lowers_a_mean(void **state)
{
    double scores[UNITS * CHILDREN], weights[CHILDREN], out[UNITS], also[UNITS], weight[UNITS], room[ROOM];
    unsigned random = 8;

    (void) state;
    for (size_t run = 0; run < RUNS; run++) {
        const kernel_columns columns = given_columns(scores, UNITS, CHILDREN, weights);
        const size_t better = next(&random) % CHILDREN;

        make(scores, weights, &random);
        for (size_t m = 0; m + 1 < sizeof means / sizeof *means; m++) { /* not mean-min, which looks at balance */
            means[m].of(&columns, out, weight, room);
            for (size_t i = 0; i < UNITS; i++)
                scores[better * UNITS + i] *= 1.5;
            means[m].of(&columns, also, weight, room);
            for (size_t i = 0; i < UNITS; i++) {
                scores[better * UNITS + i] /= 1.5;
                if (also[i] < out[i] * (1.0 - 1e-12) - 2e-323)
                    fail_msg("%s fell from %g to %g", means[m].name, out[i], also[i]);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mean_lies_between_the_scores_and_is_missing_only_without_any),
        cmocka_unit_test(the_order_of_children_and_the_scale_of_weights_change_nothing),
        cmocka_unit_test(a_better_score_never_lowers_a_mean),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/impute_draw, and with kernels/em multiple imputation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/em.h"
#include "kernels/impute_draw.h"

enum { N = 100000 };

static double sum_of(const double *x, size_t n, int power)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += pow(x[i], power);
    return sum;
}

static void normals_have_the_moments_of_the_distribution(void **state)
{
    static double z[N];
    static size_t place[N];
    const kernel_impute_draw draw = {.random = {.seed = 11}};

    (void) state;
    for (size_t i = 0; i < N; i++)
        place[i] = i;
    kernel_impute_normals(&draw, 5, place, N, z);
    assert_near(sum_of(z, N, 1) / N, 0.0, 4.5 / sqrt(N));
    assert_near(sum_of(z, N, 2) / N, 1.0, 4.5 * sqrt(2.0 / N));
    assert_near(sum_of(z, N, 3) / N, 0.0, 4.5 * sqrt(15.0 / N));
    assert_near(sum_of(z, N, 4) / N, 3.0, 4.5 * sqrt(96.0 / N));
}

static void a_bootstrap_draws_as_many_as_take_part_and_no_others(void **state)
{
    const unsigned char takes_part[] = {1, 0, 1, 1, 0, 1, 1, 1};
    const size_t place[] = {3, 1, 0, 2, 7, 6, 5, 4};
    size_t order[8];
    double counts[8], total[8] = {0.0};

    (void) state;
    for (uint64_t k = 0; k < 6000; k++) {
        const kernel_impute_draw draw = {.random = {.seed = 1}, .number = k};

        kernel_impute_bootstrap(&draw, 0, takes_part, place, 8, counts, order);
        assert_near(sum_of(counts, 8, 1), 6.0, 0.0);
        for (size_t i = 0; i < 8; i++)
            total[i] += counts[i];
    }
    for (size_t i = 0; i < 8; i++)
        assert_near(total[i], takes_part[i] ? 6000.0 : 0.0, takes_part[i] ? 4.5 * sqrt(5000.0) : 0.0);
}

static void draws_belong_to_places_whatever_the_order_of_units(void **state)
{
    const unsigned char all[] = {1, 1, 1, 1, 1};
    const size_t forth[] = {0, 1, 2, 3, 4}, back[] = {4, 3, 2, 1, 0};
    const kernel_impute_draw draw = {.random = {.seed = 4}};
    double a[5], b[5];
    size_t order[5];

    (void) state;
    kernel_impute_bootstrap(&draw, 9, all, forth, 5, a, order);
    kernel_impute_bootstrap(&draw, 9, all, back, 5, b, order);
    for (size_t i = 0; i < 5; i++)
        assert_true(a[i] == b[4 - i]);
    kernel_impute_normals(&draw, 9, forth, 5, a);
    kernel_impute_normals(&draw, 9, back, 5, b);
    for (size_t i = 0; i < 5; i++)
        assert_true(a[i] == b[4 - i]);
}

/* ---- proper imputation ---- */

enum { UNITS = 30, DRAWS = 20, SAMPLES = 600 };

/* X and Y of correlation 0.7; Y is missing where X is above 0, which depends on what is observed. Mean of Y: 5. */
static void make_sample(double *xy, uint64_t sample)
{
    const kernel_impute_draw draw = {.random = {.seed = 99}, .number = sample};
    size_t place[UNITS];
    double z[2][UNITS];

    for (size_t i = 0; i < UNITS; i++)
        place[i] = i;
    kernel_impute_normals(&draw, 0, place, UNITS, z[0]);
    kernel_impute_normals(&draw, UNITS, place, UNITS, z[1]);
    for (size_t i = 0; i < UNITS; i++) {
        xy[i] = z[0][i];
        xy[UNITS + i] = z[0][i] > 0.3 ? (double) NAN : 5.0 + 0.7 * z[0][i] + sqrt(0.51) * z[1][i];
    }
}

/* Rubin's interval for the mean of Y covers 5? With `proper` off the parameters are those of the sample in each draw.
 */
static int covers(const double *xy, uint64_t sample, int proper)
{
    const kernel_block block = {.values = xy, .stride = UNITS, .n_units = UNITS, .n_indicators = 2};
    const kernel_em_rule rule = {.max_rounds = 10000, .tolerance = 1e-6, .ridge = 0.0};
    double own[10], scratch[64], filled[2 * UNITS], normals[2 * UNITS], counts[UNITS];
    kernel_normal normal = {.centre = own, .scale = own + 2, .mean = own + 4, .covariance = own + 6};
    double sum = 0.0, squares = 0.0, within = 0.0, between = 0.0, total = 0.0, df = 0.0;
    unsigned char all[UNITS];
    size_t order[2 * UNITS], place[UNITS];

    assert_true(kernel_em_scratch(2) <= 64);
    for (size_t i = 0; i < UNITS; i++) {
        all[i] = 1;
        place[i] = i;
    }
    for (uint64_t k = 0; k < DRAWS; k++) {
        const kernel_impute_draw draw = {.random = {.seed = 5, .stream = 1}, .number = sample * DRAWS + k};
        double mean = 0.0, variance = 0.0;

        kernel_impute_bootstrap(&draw, 0, all, place, UNITS, counts, order);
        kernel_em_fit(&block, proper ? counts : NULL, &rule, &normal, scratch, order);
        kernel_impute_normals(&draw, UNITS, place, UNITS, normals);
        kernel_impute_normals(&draw, 2 * UNITS, place, UNITS, normals + UNITS);
        assert_int_equal(kernel_em_fill(&block, &normal, normals, filled, scratch, order), 0);
        mean = sum_of(filled + UNITS, UNITS, 1) / UNITS;
        for (size_t i = 0; i < UNITS; i++)
            variance += (filled[UNITS + i] - mean) * (filled[UNITS + i] - mean) / (UNITS - 1.0);
        sum += mean;
        squares += mean * mean;
        within += variance / UNITS / DRAWS;
    }
    between = (squares - sum * sum / DRAWS) / (DRAWS - 1.0);
    total = within + (1.0 + 1.0 / DRAWS) * between;
    df = (DRAWS - 1.0) * pow(1.0 + within / ((1.0 + 1.0 / DRAWS) * between), 2.0);
    return fabs(sum / DRAWS - 5.0) <= (1.96 + 2.4 / df) * sqrt(total); /* Student's t, to 0.01 for df >= 10 */
}

/* Rubin 1987: intervals from proper imputations cover what they say, up to the bootstrap's own error at 30 units;
 * from one set of parameters they are too short. */
static void intervals_from_proper_draws_cover_and_from_improper_ones_do_so_less(void **state)
{
    size_t proper = 0, improper = 0;
    double xy[2 * UNITS];

    (void) state;
    for (uint64_t sample = 0; sample < SAMPLES; sample++) {
        make_sample(xy, sample);
        proper += (size_t) covers(xy, sample, 1);
        improper += (size_t) covers(xy, sample, 0);
    }
    assert_true((double) proper > 0.92 * SAMPLES && (double) proper < 0.98 * SAMPLES);
    assert_true(improper + SAMPLES / 25 < proper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normals_have_the_moments_of_the_distribution),
        cmocka_unit_test(a_bootstrap_draws_as_many_as_take_part_and_no_others),
        cmocka_unit_test(draws_belong_to_places_whatever_the_order_of_units),
        cmocka_unit_test(intervals_from_proper_draws_cover_and_from_improper_ones_do_so_less),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

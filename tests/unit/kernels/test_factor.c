/* kernels/factor.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <math.h>

#include "kernels/factor.h"
#include "unit/kernels/reference_table.h"

enum { MOST = 12, UNITS = 40 };

/* The Better Life Index, its components, and its first k factors. */
typedef struct {
    double values[UNITS * MOST], means[MOST], sds[MOST], eigenvalues[MOST], rotation[MOST * MOST];
    double component_scores[UNITS * MOST], scratch[4 * UNITS * MOST];
    double loadings[MOST * MOST], shares[MOST], scores[UNITS * MOST], composite[UNITS];
    kernel_pca pca;
    kernel_factors factors;
    titian_error error;
} study;

static void open_study(study *s, reference_table *data)
{
    const kernel_block block = {.values = s->values, .stride = 35, .n_units = 35, .n_indicators = 11};

    reference_open(data, "compind/bli_2017.csv");
    assert_int_equal(data->n_rows, 35);
    reference_block(data, 1, 11, s->values);
    s->pca = (kernel_pca){.means = s->means,
        .sds = s->sds,
        .eigenvalues = s->eigenvalues,
        .rotation = s->rotation,
        .scores = s->component_scores};
    s->factors = (kernel_factors){
        .loadings = s->loadings, .shares = s->shares, .scores = s->scores, .composite = s->composite};
    assert_int_equal(kernel_pca_fit(&block, &s->pca, s->scratch, &s->error), TITIAN_OK);
}

/* What varimax makes as large as it can be: variance of squared loadings, each indicator scaled to length 1 (Kaiser).
 */
static double varimax_criterion(const double *loadings, size_t m, size_t k)
{
    double criterion = 0.0;

    for (size_t f = 0; f < k; f++) {
        double squares = 0.0, fourths = 0.0;

        for (size_t j = 0; j < m; j++) {
            double length = 0.0, share;

            for (size_t g = 0; g < k; g++)
                length += loadings[g * m + j] * loadings[g * m + j];
            share = loadings[f * m + j] * loadings[f * m + j] / length;
            squares += share / (double) m;
            fourths += share * share / (double) m;
        }
        criterion += fourths - squares * squares;
    }
    return criterion;
}

/* compind/factor_bli*.csv. Its rotation stops 1.2e-6 radians short of the optimum, so its rotated columns differ from
 * ours by up to 1.1e-6 (loadings) and 2.5e-6 (scores), more than the 1e-6 of its README. They are therefore not
 * compared digit by digit: ours must reach at least its criterion, along the same axes. */
static void the_better_life_index_is_rotated_at_least_as_well_as_in_the_reference(void **state)
{
    reference_table data, loadings, scores;
    double theirs[33];
    study s;

    (void) state;
    open_study(&s, &data);
    reference_open(&loadings, "compind/factor_bli_varimax3.csv");
    reference_open(&scores, "compind/factor_bli.csv");
    assert_int_equal(kernel_factor_rotate(&s.pca, 3, &s.factors, s.scratch, &s.error), TITIAN_OK);
    for (size_t f = 0; f < 3; f++) {
        double across = 0.0, ours_squared = 0.0, theirs_squared = 0.0;

        for (size_t j = 0; j < 11; j++) {
            const double a = s.loadings[f * 11 + j], b = reference_number(&loadings, j, f + 1);

            theirs[f * 11 + j] = b;
            across += a * b;
            ours_squared += a * a;
            theirs_squared += b * b;
        }
        assert_near(across / sqrt(ours_squared * theirs_squared), 1.0, 1e-11);
    }
    assert_true(varimax_criterion(s.loadings, 11, 3) >= varimax_criterion(theirs, 11, 3) - 1e-15);
    assert_int_equal(kernel_factor_rotate(&s.pca, 1, &s.factors, s.scratch, &s.error), TITIAN_OK);
    for (size_t i = 0; i < 35; i++)
        assert_near(s.scores[i], reference_number(&scores, i, 1), 1e-12);
    reference_close(&data);
    reference_close(&loadings);
    reference_close(&scores);
}

static void rotating_keeps_what_indicators_have_in_common(void **state)
{
    double loadings[] = {0.8, 0.7, 0.1, -0.3, 0.2, 0.4, 0.9, 0.6}, before[4], rotation[4], lengths[4];

    (void) state;
    for (size_t j = 0; j < 4; j++)
        before[j] = hypot(loadings[j], loadings[4 + j]);
    assert_int_equal(kernel_varimax(loadings, 4, 2, rotation, lengths), 1);
    for (size_t j = 0; j < 4; j++)
        assert_near(hypot(loadings[j], loadings[4 + j]), before[j], 1e-15);
    assert_near(rotation[0] * rotation[3] - rotation[1] * rotation[2], 1.0, 1e-15);
}

static void a_simple_structure_hidden_by_a_turn_is_found_again(void **state)
{
    const double c = cos(0.4), s = sin(0.4);
    double loadings[] = {0.9 * c, 0.8 * c, -0.7 * s, 0.9 * s, 0.8 * s, 0.7 * c}, lengths[3];

    (void) state;
    assert_int_equal(kernel_varimax(loadings, 3, 2, NULL, lengths), 1);
    assert_near(fabs(loadings[0]), 0.9, 1e-14);
    assert_near(fabs(loadings[1]), 0.8, 1e-14);
    assert_near(loadings[2], 0.0, 1e-14);
    assert_near(fabs(loadings[5]), 0.7, 1e-14);
}

static void an_indicator_without_loadings_stays_without(void **state)
{
    double loadings[] = {0.9, 0.0, 0.1, 0.1, 0.0, 0.8}, lengths[3];

    (void) state;
    assert_int_equal(kernel_varimax(loadings, 3, 2, NULL, lengths), 1);
    assert_true(loadings[1] == 0.0 && loadings[4] == 0.0);
}

static void one_factor_and_no_indicators_need_no_rotation(void **state)
{
    double loadings[] = {0.9, -0.8}, rotation[1], lengths[2];

    (void) state;
    assert_int_equal(kernel_varimax(loadings, 2, 1, rotation, lengths), 1);
    assert_true(loadings[0] == 0.9 && loadings[1] == -0.8 && rotation[0] == 1.0);
    assert_int_equal(kernel_varimax(NULL, 0, 3, NULL, NULL), 1);
}

static void more_factors_than_there_is_variance_for_are_refused(void **state)
{
    const double x[] = {1.0, 2.0, 4.0, 2.0, 4.0, 8.0}; /* perfectly correlated: one component */
    const kernel_block block = {.values = x, .stride = 3, .n_units = 3, .n_indicators = 2};
    study s = {.factors = {0}};

    (void) state;
    s.pca = (kernel_pca){.means = s.means, .sds = s.sds, .eigenvalues = s.eigenvalues, .rotation = s.rotation};
    s.factors = (kernel_factors){.loadings = s.loadings, .shares = s.shares};
    assert_int_equal(kernel_pca_fit(&block, &s.pca, s.scratch, &s.error), TITIAN_OK);
    assert_int_equal(kernel_factor_rotate(&s.pca, 1, &s.factors, s.scratch, &s.error), TITIAN_OK);
    assert_near(s.shares[0], 1.0, 1e-14);
    assert_int_equal(kernel_factor_rotate(&s.pca, 2, &s.factors, s.scratch, &s.error), TITIAN_E_NUMERIC);
    assert_int_equal(kernel_factor_rotate(&s.pca, 0, &s.factors, s.scratch, &s.error), TITIAN_E_NUMERIC);
}

/* OECD/JRC Handbook 2008, table 17 (rotated loadings of the Technology Achievement Index, two decimals) and table 18
 * (weights, two decimals). Indicators: patents, royalties, internet, exports, telephones, electricity, schooling,
 * university. */
static const double tai[] = {0.07, 0.13, 0.79, -0.64, 0.37, 0.82, 0.88, 0.08, /* factor 1 */
    0.97, 0.07, -0.21, 0.56, 0.17, -0.04, 0.23, 0.04,                         /* factor 2 */
    0.06, -0.07, 0.21, -0.04, 0.38, 0.25, -0.09, 0.96,                        /* factor 3 */
    0.06, 0.93, 0.42, 0.36, 0.68, 0.35, 0.09, 0.04};                          /* factor 4 */

static void weights_are_those_of_the_handbook(void **state)
{
    const double expected[] = {0.17, 0.15, 0.11, 0.06, 0.08, 0.12, 0.14, 0.16};
    double weights[8], sum = 0.0;

    (void) state;
    kernel_factor_weights(tai, 8, 4, KERNEL_FACTOR_HIGHEST, weights);
    for (size_t j = 0; j < 8; j++) {
        assert_near(weights[j], expected[j], 0.011); /* both tables are rounded */
        sum += weights[j];
    }
    assert_near(sum, 1.0, 1e-15);
}

static void over_all_factors_a_weight_is_what_an_indicator_has_in_common(void **state)
{
    double weights[8], turned[8], loadings[32], lengths[8], sum = 0.0;

    (void) state;
    kernel_factor_weights(tai, 8, 4, KERNEL_FACTOR_ALL, weights);
    for (size_t k = 0; k < 32; k++)
        sum += tai[k] * tai[k];
    assert_near(weights[0], (0.07 * 0.07 + 0.97 * 0.97 + 2.0 * 0.06 * 0.06) / sum, 1e-15);
    memcpy(loadings, tai, sizeof tai);
    assert_int_equal(kernel_varimax(loadings, 8, 4, NULL, lengths), 1);
    kernel_factor_weights(loadings, 8, 4, KERNEL_FACTOR_ALL, turned);
    for (size_t j = 0; j < 8; j++)
        assert_near(turned[j], weights[j], 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_better_life_index_is_rotated_at_least_as_well_as_in_the_reference),
        cmocka_unit_test(rotating_keeps_what_indicators_have_in_common),
        cmocka_unit_test(a_simple_structure_hidden_by_a_turn_is_found_again),
        cmocka_unit_test(an_indicator_without_loadings_stays_without),
        cmocka_unit_test(one_factor_and_no_indicators_need_no_rotation),
        cmocka_unit_test(more_factors_than_there_is_variance_for_are_refused),
        cmocka_unit_test(weights_are_those_of_the_handbook),
        cmocka_unit_test(over_all_factors_a_weight_is_what_an_indicator_has_in_common),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/dataweights.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <float.h>
#include <stdlib.h>

#include "kernels/dataweights.h"

static const double gap = NAN;

static const kernel_data_weights_fn all[] = {kernel_weights_equal, kernel_weights_deviation, kernel_weights_entropy,
    kernel_weights_critic, kernel_weights_merec};
enum { METHODS = sizeof all / sizeof *all };

static titian_status weigh(
    kernel_data_weights_fn method, const double *values, size_t n, size_t m, double *weights, titian_error *err)
{
    const kernel_block block = {.values = values, .stride = n, .n_units = n, .n_indicators = m};
    double *scratch = malloc((kernel_data_weights_scratch(n, m) + 1) * sizeof *scratch);
    titian_status status = TITIAN_OK;

    assert_non_null(scratch);
    *err = (titian_error){0};
    status = method(&block, weights, scratch, err);
    free(scratch);
    return status;
}

static void expect(
    kernel_data_weights_fn method, const double *values, size_t n, size_t m, const double *expected, double within)
{
    double weights[16], sum = 0.0;
    titian_error err;

    assert_int_equal(weigh(method, values, n, m, weights, &err), TITIAN_OK);
    for (size_t j = 0; j < m; j++) {
        assert_near(weights[j], expected[j], within);
        assert_true(weights[j] >= 0.0);
        sum += weights[j];
    }
    assert_near(sum, 1.0, 1e-15);
}

static void refuse(
    kernel_data_weights_fn method, const double *values, size_t n, size_t m, size_t unit, size_t indicator)
{
    double weights[16];
    titian_error err;

    assert_int_equal(weigh(method, values, n, m, weights, &err), TITIAN_E_NUMERIC);
    assert_int_equal(err.line, unit);
    assert_int_equal(err.column, indicator);
    assert_true(err.message[0] != '\0');
}

static void equal_weights_are_equal(void **state)
{
    const double x[8] = {0}, expected[] = {0.25, 0.25, 0.25, 0.25};

    (void) state;
    expect(kernel_weights_equal, x, 2, 4, expected, 0.0);
}

/* Salabun, Watrobski and Shekhovtsov 2020 (Symmetry 12, 1549). */
static void deviation_weights_are_the_published_ones(void **state)
{
    const double x[] = {
        0.619, 0.862, 0.458, 0.777, 0.567, 0.449, 0.466, 0.698, 0.631, 0.992, 0.447, 0.006, 0.771, 0.491, 0.968};
    const double expected[] = {0.217, 0.294, 0.488};

    (void) state;
    expect(kernel_weights_deviation, x, 5, 3, expected, 0.0005);
}

/* Xu 2004 (EJOR 156, 530-532); Zavadskas and Podvezko 2016 (IJITDM 15, 267-283). */
static void entropy_weights_are_the_published_ones(void **state)
{
    const double xu[] = {30, 19, 19, 68, 30, 54, 15, 70, 38, 86, 85, 60, 29, 29, 28.9, 29};
    const double xu_expected[] = {0.4630, 0.3992, 0.1378, 0.0000};
    const double zavadskas[] = {3.0, 2.5, 1.8, 2.2, 100, 80, 50, 70, 10, 8, 20, 12, 7, 5, 11, 9};
    const double zavadskas_expected[] = {0.1146, 0.1981, 0.4185, 0.2689};

    (void) state;
    expect(kernel_weights_entropy, xu, 4, 4, xu_expected, 0.00005);
    expect(kernel_weights_entropy, zavadskas, 4, 4, zavadskas_expected, 0.00005);
}

/* Tus and Aytac Adali 2019 (Opsearch 56, 528-538), who scale the first criterion, a cost, like the others. */
static void critic_weights_are_the_published_ones(void **state)
{
    const double x[] = {
        5000, 680, 2000, 600, 800, 3, 5, 3, 4, 2, 3, 3, 2, 3, 4, 4, 2, 3, 1, 3, 3, 2, 4, 2, 3, 2, 1, 3, 2, 4};
    const double expected[] = {0.157, 0.249, 0.168, 0.121, 0.154, 0.151};

    (void) state;
    expect(kernel_weights_critic, x, 5, 6, expected, 0.0005);
}

/* Keshavarz-Ghorabaee et al. 2021 (Symmetry 13, 525); the last two criteria are costs, so reciprocals stand here. */
static void merec_weights_are_the_published_ones(void **state)
{
    const double x[] = {450, 10, 100, 220, 5, 8000, 9100, 8200, 9300, 8400, 1.0 / 54, 1.0 / 2, 1.0 / 31, 1.0 / 1,
        1.0 / 23, 1.0 / 145, 1.0 / 160, 1.0 / 153, 1.0 / 162, 1.0 / 158};
    const double expected[] = {0.5752, 0.0141, 0.4016, 0.0091};

    (void) state;
    expect(kernel_weights_merec, x, 5, 4, expected, 0.00005);
}

/* Values 1 - d and 1 + d lack d^2 / (2 ln 2) of full entropy to first order: indicators with d = 1e-7 and 2e-7 weigh
 * 1 : 4, which is lost when the entropies themselves, equal to 14 digits, are subtracted from 1. */
static void nearly_constant_indicators_keep_the_digits_of_their_entropy_weights(void **state)
{
    const double x[] = {1.0 - 1e-7, 1.0 + 1e-7, 1.0 - 2e-7, 1.0 + 2e-7}, expected[] = {0.2, 0.8};

    (void) state;
    expect(kernel_weights_entropy, x, 2, 2, expected, 1e-8);
}

static void the_unit_of_measurement_changes_no_entropy_critic_or_merec_weight(void **state)
{
    const double x[] = {3, 1, 4, 1.5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};
    const kernel_data_weights_fn methods[] = {kernel_weights_entropy, kernel_weights_critic, kernel_weights_merec};
    double scaled[15], weights[3];
    titian_error err;

    (void) state;
    for (size_t i = 0; i < 15; i++)
        scaled[i] = x[i] * (i < 5 ? 1e300 : i < 10 ? 1e-300 : 0.1);
    for (size_t k = 0; k < 3; k++) {
        assert_int_equal(weigh(methods[k], x, 5, 3, weights, &err), TITIAN_OK);
        expect(methods[k], scaled, 5, 3, weights, 1e-13);
    }
}

static void gaps_are_left_out(void **state)
{
    const double x[] = {1.0, gap, 3.0, 5.0, 2.0, 7.0, 1.0, 4.0};
    const double first[] = {1.0, 3.0, 5.0, 2.0, 1.0, 4.0};
    double weights[2];
    titian_error err;

    (void) state;
    assert_int_equal(weigh(kernel_weights_merec, first, 3, 2, weights, &err), TITIAN_OK);
    expect(kernel_weights_merec, x, 4, 2, weights, 1e-15);
    assert_int_equal(weigh(kernel_weights_deviation, x, 4, 2, weights, &err), TITIAN_OK);
    assert_near(weights[0] / weights[1], 2.0 / sqrt(7.0), 1e-14); /* by hand: variances 4 and 21 / 3 */
    assert_int_equal(weigh(kernel_weights_entropy, x, 4, 2, weights, &err), TITIAN_OK);
    assert_int_equal(weigh(kernel_weights_critic, x, 4, 2, weights, &err), TITIAN_OK);
}

static void a_constant_indicator_weighs_nothing_or_is_refused(void **state)
{
    const double x[] = {0.1, 0.1, 0.1, 2.0, 3.0, 7.0}, expected[] = {0.0, 1.0};

    (void) state;
    expect(kernel_weights_deviation, x, 3, 2, expected, 0.0);
    expect(kernel_weights_entropy, x, 3, 2, expected, 0.0);
    expect(kernel_weights_merec, x, 3, 2, expected, 0.0);
    refuse(kernel_weights_critic, x, 3, 2, 0, 1);
}

static void values_without_a_logarithm_are_refused_by_unit_and_indicator(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 4.0, 0.0, 2.0}, y[] = {1.0, 2.0, -3.0};

    (void) state;
    refuse(kernel_weights_entropy, x, 3, 2, 2, 2);
    refuse(kernel_weights_merec, x, 3, 2, 2, 2);
    refuse(kernel_weights_entropy, y, 3, 1, 3, 1);
    refuse(kernel_weights_merec, y, 3, 1, 3, 1);
}

static void where_nothing_tells_indicators_apart_there_are_no_weights(void **state)
{
    const double same[] = {2.0, 2.0, 2.0, 2.0}, twins[] = {1.0, 2.0, 4.0, 2.0, 4.0, 8.0}, one[] = {1.0, 5.0};
    const double missing[] = {gap, gap, gap, 1.0, 2.0, 3.0}, alone[] = {1.0, gap, gap, 2.0};

    (void) state;
    for (size_t k = 1; k < METHODS; k++) {
        refuse(all[k], same, 2, 2, 0, all[k] == kernel_weights_critic ? 1 : 0);
        refuse(all[k], missing, 3, 2, 0, all[k] == kernel_weights_merec ? 0 : 1);
        refuse(all[k], one, 1, 2, 0, all[k] == kernel_weights_merec ? 0 : 1);
        refuse(all[k], NULL, 0, 2, 0, all[k] == kernel_weights_merec ? 0 : 1);
    }
    for (size_t k = 0; k < METHODS; k++)
        refuse(all[k], NULL, 0, 0, 0, 0);
    refuse(kernel_weights_critic, twins, 3, 2, 0, 0);
    refuse(kernel_weights_critic, one, 2, 1, 0, 0);
    refuse(kernel_weights_merec, alone, 2, 2, 0, 0);
}

static void the_widest_values_are_weighed_or_refused(void **state)
{
    const double x[] = {DBL_TRUE_MIN, DBL_MAX, DBL_MAX, 1.0, 2.0, 3.0};
    double weights[2];
    titian_error err;

    (void) state;
    for (size_t k = 0; k < METHODS; k++)
        if (weigh(all[k], x, 3, 2, weights, &err) == TITIAN_OK)
            assert_near(weights[0] + weights[1], 1.0, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_weights_are_equal),
        cmocka_unit_test(deviation_weights_are_the_published_ones),
        cmocka_unit_test(entropy_weights_are_the_published_ones),
        cmocka_unit_test(critic_weights_are_the_published_ones),
        cmocka_unit_test(merec_weights_are_the_published_ones),
        cmocka_unit_test(nearly_constant_indicators_keep_the_digits_of_their_entropy_weights),
        cmocka_unit_test(the_unit_of_measurement_changes_no_entropy_critic_or_merec_weight),
        cmocka_unit_test(gaps_are_left_out),
        cmocka_unit_test(a_constant_indicator_weighs_nothing_or_is_refused),
        cmocka_unit_test(values_without_a_logarithm_are_refused_by_unit_and_indicator),
        cmocka_unit_test(where_nothing_tells_indicators_apart_there_are_no_weights),
        cmocka_unit_test(the_widest_values_are_weighed_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

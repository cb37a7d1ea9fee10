/* kernels/ahp.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include "kernels/ahp.h"

static const double gap = NAN;

static titian_status judge(
    const double *judgements, size_t n, double *weights, kernel_ahp_consistency *consistency, titian_error *err)
{
    double scratch[20 * 21];

    *err = (titian_error){0};
    return kernel_ahp(judgements, n, weights, consistency, scratch, err);
}

static void refuse(const double *judgements, size_t n, size_t row, size_t column)
{
    kernel_ahp_consistency c;
    double weights[20];
    titian_error err;

    assert_int_equal(judge(judgements, n, weights, &c, &err), TITIAN_E_NUMERIC);
    assert_int_equal(err.line, row);
    assert_int_equal(err.column, column);
}

static void consistent_judgements_give_back_their_weights(void **state)
{
    double a[15 * 15], weights[15];
    kernel_ahp_consistency c;
    titian_error err;

    (void) state;
    for (size_t i = 0; i < 15; i++)
        for (size_t j = 0; j < 15; j++)
            a[i * 15 + j] = (double) (i + 1) / (double) (j + 1);
    assert_int_equal(judge(a, 15, weights, &c, &err), TITIAN_OK);
    for (size_t i = 0; i < 15; i++)
        assert_near(weights[i], (double) (i + 1) / 120.0, 1e-14);
    assert_near(c.lambda_max, 15.0, 1e-12);
    assert_near(c.consistency_index, 0.0, 1e-13);
    assert_near(c.consistency_ratio, 0.0, 1e-13);
    assert_near(c.random_index, 1.59, 0.0);
}

/* For three elements the eigenvector is that of geometric means of rows, and lambda_max = 1 + q + 1 / q with
 * q = cube root of a12 a23 / a13. */
static void three_elements_have_a_solution_in_closed_form(void **state)
{
    const double a[] = {1.0, 3.0, 5.0, 1.0 / 3.0, 1.0, 4.0, 1.0 / 5.0, 1.0 / 4.0, 1.0};
    const double g[] = {cbrt(15.0), cbrt(4.0 / 3.0), cbrt(1.0 / 20.0)}, q = cbrt(3.0 * 4.0 / 5.0);
    double weights[3];
    kernel_ahp_consistency c;
    titian_error err;

    (void) state;
    assert_int_equal(judge(a, 3, weights, &c, &err), TITIAN_OK);
    for (size_t i = 0; i < 3; i++)
        assert_near(weights[i], g[i] / (g[0] + g[1] + g[2]), 1e-14);
    assert_near(c.lambda_max, 1.0 + q + 1.0 / q, 1e-13);
    assert_near(c.consistency_index, (q + 1.0 / q - 2.0) / 2.0, 1e-13);
    assert_near(c.consistency_ratio, (q + 1.0 / q - 2.0) / 2.0 / 0.58, 1e-12);
}

static void the_eigenvector_solves_its_equation_for_any_judgements(void **state)
{
    const double a[] = {1.0, 9.0, 1.0 / 9.0, 5.0, 1.0 / 9.0, 1.0, 9.0, 1.0 / 7.0, 9.0, 1.0 / 9.0, 1.0, 2.0, 1.0 / 5.0,
        7.0, 1.0 / 2.0, 1.0};
    double weights[4];
    kernel_ahp_consistency c;
    titian_error err;

    (void) state;
    assert_int_equal(judge(a, 4, weights, &c, &err), TITIAN_OK);
    for (size_t i = 0; i < 4; i++) {
        double product = 0.0;

        for (size_t j = 0; j < 4; j++)
            product += a[i * 4 + j] * weights[j];
        assert_near(product, c.lambda_max * weights[i], 1e-13);
    }
    assert_true(c.consistency_ratio > 0.10);
    assert_near(weights[0] + weights[1] + weights[2] + weights[3], 1.0, 1e-15);
}

static void rounded_reciprocals_and_one_sided_answers_give_the_same_weights(void **state)
{
    const double whole[] = {1.0, 3.0, 7.0, 1.0 / 3.0, 1.0, 3.0, 1.0 / 7.0, 1.0 / 3.0, 1.0};
    const double rounded[] = {1.0, 3.0, 7.0, 0.33, 1.0, 3.0, 0.14, 0.33, 1.0};
    const double half[] = {gap, 3.0, gap, gap, gap, 3.0, 1.0 / 7.0, gap, 1.0};
    double expected[3], weights[3];
    kernel_ahp_consistency c;
    titian_error err;

    (void) state;
    assert_int_equal(judge(whole, 3, expected, &c, &err), TITIAN_OK);
    assert_int_equal(judge(rounded, 3, weights, &c, &err), TITIAN_OK);
    for (size_t i = 0; i < 3; i++)
        assert_near(weights[i], expected[i], 1e-15);
    assert_int_equal(judge(half, 3, weights, &c, &err), TITIAN_OK);
    for (size_t i = 0; i < 3; i++)
        assert_near(weights[i], expected[i], 1e-15);
}

static void one_and_two_elements_are_always_consistent(void **state)
{
    const double one[] = {1.0}, two[] = {1.0, 4.0, 0.25, 1.0};
    double weights[2];
    kernel_ahp_consistency c;
    titian_error err;

    (void) state;
    assert_int_equal(judge(one, 1, weights, &c, &err), TITIAN_OK);
    assert_true(weights[0] == 1.0 && c.lambda_max == 1.0 && c.consistency_index == 0.0 && c.consistency_ratio == 0.0);
    assert_int_equal(judge(two, 2, weights, &c, &err), TITIAN_OK);
    assert_near(weights[0], 0.8, 1e-15);
    assert_near(c.consistency_ratio, 0.0, 0.0);
}

static void contradicting_judgements_are_refused_by_row_and_column(void **state)
{
    const double opposite[] = {1.0, 3.0, 3.0, 1.0}, missing[] = {1.0, 2.0, gap, 0.5, 1.0, 2.0, gap, 0.5, 1.0};
    const double negative[] = {1.0, -2.0, -0.5, 1.0}, zero[] = {1.0, 0.0, 0.0, 1.0}, itself[] = {2.0};
    const double huge[] = {1.0, INFINITY, 0.0, 1.0};

    (void) state;
    refuse(opposite, 2, 1, 2);
    refuse(missing, 3, 1, 3);
    refuse(negative, 2, 1, 2);
    refuse(zero, 2, 1, 2);
    refuse(itself, 1, 1, 1);
    refuse(huge, 2, 1, 2);
}

static void none_and_more_than_fifteen_elements_are_refused(void **state)
{
    double a[16 * 16];

    (void) state;
    for (size_t i = 0; i < 256; i++)
        a[i] = 1.0;
    refuse(a, 0, 0, 0);
    refuse(a, 16, 0, 0);
    assert_true(isnan(kernel_ahp_random_index(0)) && isnan(kernel_ahp_random_index(16)));
}

static void a_budget_is_shared_as_the_experts_share_it_in_the_mean(void **state)
{
    const double points[] = {50.0, 30.0, 20.0, 100.0, 0.0, 0.0, 33.3, 33.3, 33.3};
    double weights[3];

    (void) state;
    assert_int_equal(kernel_budget_allocation(points, 3, 3, 100.0, weights, NULL), TITIAN_OK);
    assert_near(weights[0], (0.5 + 1.0 + 1.0 / 3.0) / 3.0, 1e-15);
    assert_near(weights[1], (0.3 + 0.0 + 1.0 / 3.0) / 3.0, 1e-15);
    assert_near(weights[0] + weights[1] + weights[2], 1.0, 1e-15);
}

static void an_expert_whose_points_do_not_add_up_is_refused_by_number(void **state)
{
    const double over[] = {50.0, 50.0, 60.0, 50.0}, missing[] = {50.0, 50.0, 100.0, gap};
    const double negative[] = {110.0, -10.0}, nothing[] = {0.0, 0.0};
    double weights[2];
    titian_error err;

    (void) state;
    assert_int_equal(kernel_budget_allocation(over, 2, 2, 100.0, weights, &err), TITIAN_E_NUMERIC);
    assert_int_equal(err.line, 2);
    assert_non_null(strstr(err.message, "110"));
    assert_int_equal(kernel_budget_allocation(missing, 2, 2, 100.0, weights, &err), TITIAN_E_NUMERIC);
    assert_true(err.line == 2 && err.column == 2);
    assert_int_equal(kernel_budget_allocation(negative, 1, 2, 100.0, weights, &err), TITIAN_E_NUMERIC);
    assert_true(err.line == 1 && err.column == 2);
    assert_int_equal(kernel_budget_allocation(nothing, 1, 2, 100.0, weights, &err), TITIAN_E_NUMERIC);
    assert_int_equal(kernel_budget_allocation(NULL, 0, 2, 100.0, weights, &err), TITIAN_E_NUMERIC);
    assert_int_equal(kernel_budget_allocation(NULL, 1, 0, 100.0, weights, &err), TITIAN_E_NUMERIC);
    assert_int_equal(kernel_budget_allocation(nothing, 1, 2, 0.0, weights, &err), TITIAN_E_NUMERIC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(consistent_judgements_give_back_their_weights),
        cmocka_unit_test(three_elements_have_a_solution_in_closed_form),
        cmocka_unit_test(the_eigenvector_solves_its_equation_for_any_judgements),
        cmocka_unit_test(rounded_reciprocals_and_one_sided_answers_give_the_same_weights),
        cmocka_unit_test(one_and_two_elements_are_always_consistent),
        cmocka_unit_test(contradicting_judgements_are_refused_by_row_and_column),
        cmocka_unit_test(none_and_more_than_fifteen_elements_are_refused),
        cmocka_unit_test(a_budget_is_shared_as_the_experts_share_it_in_the_mean),
        cmocka_unit_test(an_expert_whose_points_do_not_add_up_is_refused_by_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

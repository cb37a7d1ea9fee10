/* kernels/optimise.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include "kernels/correlation.h"
#include "kernels/optimise.h"
#include "unit/kernels/reference_table.h"

enum { MOST = 8, UNITS = 51 };

/* Elements, and the linear index of them. */
typedef struct {
    double values[UNITS * MOST], scratch[UNITS * MOST], correlations[MOST * MOST], deviations[MOST];
    kernel_linear_index index;
    kernel_block block;
    titian_error error;
} study;

static titian_status prepare(study *s, size_t n, size_t m)
{
    s->block = (kernel_block){.values = s->values, .stride = n, .n_units = n, .n_indicators = m};
    s->index = (kernel_linear_index){.correlations = s->correlations, .deviations = s->deviations};
    return kernel_linear_index_of(&s->block, &s->index, s->scratch, &s->error);
}

/* Columns by name from the aggregated ASEM index. */
static void open_asem(study *s, const char *const *codes, size_t m)
{
    reference_table data;

    reference_open(&data, "coinr-asem/default/7_aggregated.csv");
    assert_int_equal(data.n_rows, UNITS);
    for (size_t j = 0; j < m; j++)
        reference_block(&data, reference_column(&data, codes[j]), 1, s->values + j * UNITS);
    reference_close(&data);
    assert_int_equal(prepare(s, UNITS, m), TITIAN_OK);
}

static kernel_optimisation problem_of(study *s, kernel_weight_aim aim)
{
    kernel_optimisation problem = kernel_optimisation_default();

    problem.aim = aim;
    problem.n = s->index.n;
    problem.correlations = kernel_linear_correlations;
    problem.context = &s->index;
    return problem;
}

/* Numbers of a linear congruence, in 0..1. */
static void fill(double *x, size_t n, unsigned seed)
{
    for (size_t i = 0; i < n; i++) {
        seed = seed * 1664525u + 1013904223u;
        x[i] = (double) (seed >> 8) / 16777216.0;
    }
}

static void the_direct_evaluator_agrees_with_the_index_itself(void **state)
{
    const double weights[] = {0.5, 0.0, 0.2, 0.3};
    double c[4], index[20], scratch[40];
    study s;

    (void) state;
    fill(s.values, 80, 7);
    for (size_t i = 0; i < 20; i++)
        s.values[i] *= 100.0; /* weights are of values as they stand */
    assert_int_equal(prepare(&s, 20, 4), TITIAN_OK);
    kernel_linear_correlations(weights, c, &s.index);
    for (size_t i = 0; i < 20; i++) {
        index[i] = 0.0;
        for (size_t k = 0; k < 4; k++)
            index[i] += weights[k] * s.values[k * 20 + i];
    }
    for (size_t k = 0; k < 4; k++)
        assert_near(c[k], kernel_correlation(s.values + k * 20, index, 20, scratch), 1e-14);
}

static void elements_that_cancel_have_no_correlations(void **state)
{
    const double weights[] = {0.5, 0.5};
    double c[2];
    study s = {.values = {1.0, 2.0, 4.0, -1.0, -2.0, -4.0}};

    (void) state;
    assert_int_equal(prepare(&s, 3, 2), TITIAN_OK);
    kernel_linear_correlations(weights, c, &s.index);
    assert_true(isnan(c[0]) && isnan(c[1]));
}

/* coinr-asem/weights/opt_L3_equal_tight_*: tolerance 1e-12, weights by hand from its table. */
static void two_elements_get_the_reference_weights_for_equal_correlations(void **state)
{
    static const char *const codes[] = {"Conn", "Sust"};
    double weights[2], c[2], scratch[10];
    kernel_optimum found;
    study s;
    kernel_optimisation problem;

    (void) state;
    open_asem(&s, codes, 2);
    problem = problem_of(&s, KERNEL_BALANCE);
    assert_int_equal(kernel_optimise_weights(&problem, weights, c, &found, scratch, &s.error), TITIAN_OK);
    assert_near(weights[0], 0.38531660467252404, 1e-9);
    assert_near(weights[1], 0.614683395327476, 1e-9);
    assert_near(c[0], 0.8948347524446464, 1e-9);
    assert_near(c[1], 0.8948347524446464, 1e-9);
    assert_int_equal(found.converged, 1);
    assert_true(found.objective < -60.0); /* there: -75.6 */
}

/* The ASEM index is of three levels: weights of the eight pillars, two sub-indices of equal weight. */
typedef struct {
    study s;
    size_t calls;
} three_levels;

static void correlate_three_levels(const double *weights, double *correlations, void *context)
{
    three_levels *t = context;
    double effective[8], conn = 0.0, sust = 0.0;

    t->calls++;
    for (size_t k = 0; k < 8; k++)
        *(k < 5 ? &conn : &sust) += weights[k];
    for (size_t k = 0; k < 8; k++)
        effective[k] = 0.5 * weights[k] / (k < 5 ? conn : sust);
    kernel_linear_correlations(effective, correlations, &t->s.index); /* NaN where a sub-index has no weight */
}

static const char *const pillars[]
    = {"Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin"};

/* coinr-asem/weights/opt_L2_equal_tight_*: -10.2456, but with negative weights. Without them sixty other starts and two
 * million random sets of weights found nothing better than this. */
static void eight_elements_come_close_to_equal_correlations_without_negative_weights(void **state)
{
    double weights[8], c[8], scratch[40];
    kernel_optimum found;
    three_levels t = {.calls = 0};
    kernel_optimisation problem;

    (void) state;
    open_asem(&t.s, pillars, 8);
    problem = problem_of(&t.s, KERNEL_BALANCE);
    problem.correlations = correlate_three_levels;
    problem.context = &t;
    assert_int_equal(kernel_optimise_weights(&problem, weights, c, &found, scratch, &t.s.error), TITIAN_OK);
    assert_near(found.objective, -6.942115199, 1e-8);
    assert_int_equal(found.converged, 1);
    assert_true(t.calls >= found.evaluations);
    for (size_t k = 0; k < 8; k++)
        assert_true(weights[k] >= 0.0);
}

static void targets_belong_to_the_elements_in_their_order(void **state)
{
    const double targets[] = {3.0, 1.0, 1.0, 1.0};
    double weights[4], c[4], scratch[20], sum = 0.0;
    kernel_optimum found;
    study s;
    kernel_optimisation problem;

    (void) state;
    fill(s.values, 4 * 40, 3);
    assert_int_equal(prepare(&s, 40, 4), TITIAN_OK);
    problem = problem_of(&s, KERNEL_BALANCE);
    problem.targets = targets;
    assert_int_equal(kernel_optimise_weights(&problem, weights, c, &found, scratch, &s.error), TITIAN_OK);
    for (size_t k = 0; k < 4; k++)
        sum += c[k];
    for (size_t k = 0; k < 4; k++)
        assert_near(c[k] / sum, targets[k] / 6.0, 1e-7);
    assert_int_equal(found.converged, 1);
}

static void squares_can_be_balanced_instead(void **state)
{
    const double targets[] = {4.0, 1.0, 1.0};
    double weights[3], c[3], scratch[15];
    kernel_optimum found;
    study s;
    kernel_optimisation problem;

    (void) state;
    fill(s.values, 3 * 40, 11);
    assert_int_equal(prepare(&s, 40, 3), TITIAN_OK);
    problem = problem_of(&s, KERNEL_BALANCE_SQUARES);
    problem.targets = targets;
    assert_int_equal(kernel_optimise_weights(&problem, weights, c, &found, scratch, &s.error), TITIAN_OK);
    assert_near(fabs(c[0] / c[1]), 2.0, 1e-6);
    assert_near(fabs(c[0] / c[2]), 2.0, 1e-6);
}

/* The sum of correlations is largest for weights that are the solution of R u = 1 in units of deviations, when that is
 * positive: the derivative of (1'R u) / sqrt(u'R u) is then 0 only for u proportional to 1. */
static void infomax_weights_each_element_by_one_over_its_deviation(void **state)
{
    double weights[4], c[4], scratch[20], unit = 0.0;
    kernel_optimum found;
    study s;
    kernel_optimisation problem;

    (void) state;
    fill(s.values, 4 * 40, 5);
    for (size_t i = 0; i < 40; i++)
        s.values[i] *= 3.0;
    assert_int_equal(prepare(&s, 40, 4), TITIAN_OK);
    problem = problem_of(&s, KERNEL_INFOMAX);
    assert_int_equal(kernel_optimise_weights(&problem, weights, c, &found, scratch, &s.error), TITIAN_OK);
    for (size_t k = 0; k < 4; k++)
        unit += 1.0 / s.deviations[k];
    for (size_t k = 0; k < 4; k++)
        assert_near(weights[k], 1.0 / s.deviations[k] / unit, 1e-6);
    assert_near(found.objective, -(c[0] + c[1] + c[2] + c[3]), 1e-13);
    assert_int_equal(found.converged, 1);
}

static void the_same_problem_has_the_same_answer(void **state)
{
    double first[4], second[4], c[4], scratch[20];
    kernel_optimum a, b;
    study s;
    kernel_optimisation problem;

    (void) state;
    fill(s.values, 4 * 30, 9);
    assert_int_equal(prepare(&s, 30, 4), TITIAN_OK);
    problem = problem_of(&s, KERNEL_BALANCE);
    assert_int_equal(kernel_optimise_weights(&problem, first, c, &a, scratch, &s.error), TITIAN_OK);
    assert_int_equal(kernel_optimise_weights(&problem, second, c, &b, scratch, &s.error), TITIAN_OK);
    assert_memory_equal(first, second, sizeof first);
    assert_int_equal(a.evaluations, b.evaluations);
}

static void too_few_evaluations_are_said(void **state)
{
    const double start[] = {1.0, 0.0, 2.0, 0.5};
    double weights[4], c[4], again[4], scratch[20];
    kernel_optimum found;
    study s;
    kernel_optimisation problem;

    (void) state;
    fill(s.values, 4 * 30, 9);
    assert_int_equal(prepare(&s, 30, 4), TITIAN_OK);
    problem = problem_of(&s, KERNEL_BALANCE);
    problem.start = start;
    problem.max_evaluations = 30;
    assert_int_equal(kernel_optimise_weights(&problem, weights, c, &found, scratch, &s.error), TITIAN_OK);
    assert_int_equal(found.converged, 0);
    assert_true(found.evaluations < 60);
    kernel_linear_correlations(weights, again, &s.index); /* correlations are those of the weights reported */
    assert_memory_equal(c, again, sizeof c);
}

static void one_element_has_weight_1(void **state)
{
    double weights[1], c[1], scratch[5];
    kernel_optimum found;
    study s = {.values = {1.0, 2.0, 4.0}};
    kernel_optimisation problem;

    (void) state;
    assert_int_equal(prepare(&s, 3, 1), TITIAN_OK);
    for (int aim = KERNEL_BALANCE; aim <= KERNEL_INFOMAX; aim++) {
        problem = problem_of(&s, (kernel_weight_aim) aim);
        assert_int_equal(kernel_optimise_weights(&problem, weights, c, &found, scratch, &s.error), TITIAN_OK);
        assert_near(weights[0], 1.0, 0.0);
        assert_near(c[0], 1.0, 1e-15);
        assert_true(isfinite(found.objective));
    }
}

static void no_correlations(const double *weights, double *correlations, void *context)
{
    (void) weights;
    correlations[0] = 1.0;
    correlations[1] = *(const double *) context;
}

static void elements_without_correlations_are_refused(void **state)
{
    double weights[2], c[2], scratch[10], context = NAN;
    kernel_optimum found;
    kernel_optimisation problem = kernel_optimisation_default();
    titian_error err;

    (void) state;
    problem.n = 2;
    problem.correlations = no_correlations;
    problem.context = &context;
    assert_int_equal(kernel_optimise_weights(&problem, weights, c, &found, scratch, &err), TITIAN_E_NUMERIC);
    assert_int_equal(err.column, 2);
    context = -1.5;
    assert_int_equal(kernel_optimise_weights(&problem, weights, c, &found, scratch, &err), TITIAN_E_NUMERIC);
    assert_non_null(strstr(err.message, "pull against each other"));
}

static void targets_and_starts_that_are_none_are_refused(void **state)
{
    const double zero[] = {1.0, 0.0}, nothing[] = {0.0, 0.0}, missing[] = {1.0, NAN}, negative[] = {-1.0, 2.0};
    double weights[2], c[2], scratch[10], context = 0.5;
    kernel_optimum found;
    titian_error err;

    (void) state;
    for (size_t k = 0; k < 5; k++) {
        kernel_optimisation problem = kernel_optimisation_default();

        problem.n = k == 4 ? 0 : 2;
        problem.correlations = no_correlations;
        problem.context = &context;
        problem.targets = k == 0 ? zero : k == 1 ? missing : NULL;
        problem.start = k == 2 ? nothing : k == 3 ? negative : NULL;
        assert_int_equal(kernel_optimise_weights(&problem, weights, c, &found, scratch, &err), TITIAN_E_NUMERIC);
        assert_int_equal(err.column, k < 2 ? 2 : k == 3 ? 1 : 0);
    }
}

static void constant_indicators_and_too_few_units_make_no_linear_index(void **state)
{
    study s = {.values = {1.0, 2.0, 4.0, 7.0, 7.0, 7.0}};

    (void) state;
    assert_int_equal(prepare(&s, 3, 2), TITIAN_E_NUMERIC);
    assert_int_equal(s.error.column, 2);
    assert_int_equal(prepare(&s, 2, 2), TITIAN_E_NUMERIC);
    assert_int_equal(prepare(&s, 0, 2), TITIAN_E_NUMERIC);
    assert_int_equal(prepare(&s, 3, 0), TITIAN_E_NUMERIC);
}

static void the_widest_values_keep_their_correlations(void **state)
{
    const double weights[] = {1.0, 0.0};
    double c[2];
    study s = {.values = {1e300, 2e300, 3e300, 4e300, 1e-300, 3e-300, 2e-300, 0.0}};

    (void) state;
    assert_int_equal(prepare(&s, 4, 2), TITIAN_OK);
    kernel_linear_correlations(weights, c, &s.index);
    assert_near(c[0], 1.0, 1e-15);
    assert_near(c[1], -0.4, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_direct_evaluator_agrees_with_the_index_itself),
        cmocka_unit_test(elements_that_cancel_have_no_correlations),
        cmocka_unit_test(two_elements_get_the_reference_weights_for_equal_correlations),
        cmocka_unit_test(eight_elements_come_close_to_equal_correlations_without_negative_weights),
        cmocka_unit_test(targets_belong_to_the_elements_in_their_order),
        cmocka_unit_test(squares_can_be_balanced_instead),
        cmocka_unit_test(infomax_weights_each_element_by_one_over_its_deviation),
        cmocka_unit_test(the_same_problem_has_the_same_answer),
        cmocka_unit_test(too_few_evaluations_are_said),
        cmocka_unit_test(one_element_has_weight_1),
        cmocka_unit_test(elements_without_correlations_are_refused),
        cmocka_unit_test(targets_and_starts_that_are_none_are_refused),
        cmocka_unit_test(constant_indicators_and_too_few_units_make_no_linear_index),
        cmocka_unit_test(the_widest_values_keep_their_correlations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/ordered.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/ordered.h"

static const double gap = NAN;
static const double equal[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

typedef void (*two_outputs)(const kernel_columns *columns, double *out, double *weight);

/* One unit's result. */
static double simple(two_outputs kernel, const double *scores, size_t n_children, const double *weights)
{
    const kernel_columns columns = given_columns(scores, 1, n_children, weights);
    double out, weight;

    kernel(&columns, &out, &weight);
    return out;
}

static double median(const double *scores, size_t n_children, const double *weights)
{
    const kernel_columns columns = given_columns(scores, 1, n_children, weights);
    double out, weight, scratch[32];

    kernel_weighted_medians(&columns, &out, &weight, scratch);
    return out;
}

static double ordered(const double *scores, size_t n_children, double a)
{
    const kernel_columns columns = given_columns(scores, 1, n_children, equal);
    double out, weight, scratch[128];

    kernel_ordered_means(&columns, a, &out, &weight, scratch);
    return out;
}

static double extreme(const double *scores, size_t n_children, size_t count, int highest)
{
    const kernel_columns columns = given_columns(scores, 1, n_children, equal);
    double out, weight, scratch[32];

    kernel_extreme_means(&columns, count, highest, &out, &weight, scratch);
    return out;
}

static void extremes_pass_over_gaps_and_children_of_no_weight(void **state)
{
    const double scores[] = {9.0, gap, 3.0, 5.0, -1.0}, weights[] = {1.0, 1.0, 2.0, 1.0, 0.0};

    (void) state;
    assert_near(simple(kernel_minima, scores, 5, weights), 3.0, 0.0);
    assert_near(simple(kernel_maxima, scores, 5, weights), 9.0, 0.0);
}

static void what_has_no_weight_has_no_extreme(void **state)
{
    const double none[] = {gap, gap}, one[] = {4.0}, zero[] = {0.0};

    (void) state;
    assert_true(isnan(simple(kernel_minima, none, 2, equal)));
    assert_true(isnan(simple(kernel_maxima, one, 1, zero)));
    assert_true(isnan(simple(kernel_maxima, NULL, 0, NULL)));
}

static void the_weight_present_is_told(void **state)
{
    const double scores[] = {1.0, gap, 2.0, 5.0}, weights[] = {0.25, 0.75};
    const kernel_columns columns = given_columns(scores, 2, 2, weights);
    double out[2], weight[2];

    (void) state;
    kernel_minima(&columns, out, weight);
    assert_near(weight[0], 1.0, 0.0);
    assert_near(weight[1], 0.75, 0.0);
}

static void with_equal_weights_it_is_the_median(void **state)
{
    const double odd[] = {5.0, 1.0, 9.0}, even[] = {5.0, 1.0, 9.0, 6.0};

    (void) state;
    assert_near(median(odd, 3, equal), 5.0, 0.0);
    assert_near(median(even, 4, equal), 5.5, 0.0);
    assert_near(median(odd, 1, equal), 5.0, 0.0);
    assert_near(median(odd, 2, equal), 3.0, 0.0);
}

/* Half of 10 is 5: reached at 20 in the first, exactly between 20 and 30 in the second. */
static void half_the_weight_decides_the_weighted_median(void **state)
{
    const double scores[] = {10.0, 20.0, 30.0};
    const double within[] = {4.0, 3.0, 3.0}, between[] = {2.0, 3.0, 5.0}, one[] = {1.0, 1.0, 8.0};

    (void) state;
    assert_near(median(scores, 3, within), 20.0, 0.0);
    assert_near(median(scores, 3, between), 25.0, 0.0);
    assert_near(median(scores, 3, one), 30.0, 0.0);
}

/* 0.1 + 0.2 and 0.3 differ in the last place. */
static void noise_in_weights_does_not_move_the_weighted_median(void **state)
{
    const double scores[] = {10.0, 20.0, 30.0}, weights[] = {0.1, 0.2, 0.3};

    (void) state;
    assert_near(median(scores, 3, weights), 25.0, 0.0);
}

static void the_weighted_median_of_what_is_present(void **state)
{
    const double scores[] = {gap, 20.0, 30.0, 5.0}, weights[] = {100.0, 1.0, 1.0, 0.0};

    (void) state;
    assert_near(median(scores, 4, weights), 25.0, 0.0);
    assert_true(isnan(median(&gap, 1, weights)));
}

static void medians_of_huge_scores_do_not_overflow(void **state)
{
    const double scores[] = {1.7e308, 1.7e308};

    (void) state;
    assert_near(median(scores, 2, equal), 1.7e308, 0.0);
    assert_near(extreme(scores, 2, 2, 0) / 1.7e308, 1.0, 1e-15);
}

/* Australia, all eleven indicators; Compind reference table owa_bli.csv. */
static void ordered_means_are_those_of_the_reference(void **state)
{
    static const double australia[] = {7.7561663143058484, 4.7821111051694647, 7.804703993718821, 8.1818181818181817,
        8.3848263727164518, 8.6277777777777782, 8.518518518518519, 8.9745845552297148, 9.1304347826086953,
        6.8912361798178026, 5.4209522005088511};

    (void) state;
    assert_near(extreme(australia, 11, 3, 0), 5.6980998284987061, 2e-15);
    assert_near(extreme(australia, 11, 3, 1), 8.9109323718720628, 4e-15);
    assert_near(ordered(australia, 11, 0.5), 8.2454117425269402, 4e-15);
    assert_near(ordered(australia, 11, 2.0), 6.9641589341266643, 2e-15);
}

static void ordered_means_of_all_countries_are_those_of_the_reference(void **state)
{
    static const struct {
        const char *name;
        size_t count;
        int highest;
        double a;
    } rows[] = {{"worst_3", 3, 0, 0}, {"best_3", 3, 1, 0}, {"worst_5", 5, 0, 0}, {"best_5", 5, 1, 0},
        {"worst_8", 8, 0, 0}, {"best_8", 8, 1, 0}, {"rim_alpha_0.5", 0, 0, 0.5}, {"rim_alpha_2", 0, 0, 2.0}};
    reference_table data, expected;
    double *scores = NULL, *room = NULL, scratch[128];
    size_t m = 0;

    (void) state;
    reference_open(&data, "compind/bli_2017.csv");
    reference_open(&expected, "compind/owa_bli.csv");
    scores = given_reference(&data, "housing", "worklife", &m);
    room = given_room(2 * data.n_rows);
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const kernel_columns columns = given_columns(scores, data.n_rows, m, equal);

        if (rows[k].count > 0)
            kernel_extreme_means(&columns, rows[k].count, rows[k].highest, room, room + data.n_rows, scratch);
        else
            kernel_ordered_means(&columns, rows[k].a, room, room + data.n_rows, scratch);
        for (size_t i = 0; i < data.n_rows; i++)
            assert_as_reference(room[i], given_figure(&expected, i, rows[k].name), 2e-15);
    }
    free(scores);
    free(room);
    reference_close(&data);
    reference_close(&expected);
}

static void the_quantifier_goes_from_the_greatest_to_the_least(void **state)
{
    const double scores[] = {4.0, gap, 1.0, 7.0};

    (void) state;
    assert_near(ordered(scores, 4, 0.0), 7.0, 0.0);
    assert_near(ordered(scores, 4, 1.0), 4.0, 1e-15);
    assert_near(ordered(scores, 4, INFINITY), 1.0, 0.0);
    assert_true(isnan(ordered(scores + 1, 1, 1.0)));
}

/* Weights are made for the number of scores present: with two, 1/4 for the higher and 3/4 for the lower at a = 2. */
static void a_gap_makes_weights_for_fewer(void **state)
{
    const double scores[] = {8.0, gap, 4.0};

    (void) state;
    assert_near(ordered(scores, 3, 2.0), 5.0, 1e-15);
}

static void orness_is_one_half_for_the_mean(void **state)
{
    double v[11];

    (void) state;
    kernel_rim_weights(1.0, 11, v);
    assert_near(kernel_orness(v, 11), 0.5, 1e-15);
    kernel_rim_weights(0.0, 11, v);
    assert_near(kernel_orness(v, 11), 1.0, 0.0);
    kernel_rim_weights(INFINITY, 11, v);
    assert_near(kernel_orness(v, 11), 0.0, 0.0);
    assert_near(kernel_orness(v, 1), 0.5, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(extremes_pass_over_gaps_and_children_of_no_weight),
        cmocka_unit_test(what_has_no_weight_has_no_extreme),
        cmocka_unit_test(the_weight_present_is_told),
        cmocka_unit_test(with_equal_weights_it_is_the_median),
        cmocka_unit_test(half_the_weight_decides_the_weighted_median),
        cmocka_unit_test(noise_in_weights_does_not_move_the_weighted_median),
        cmocka_unit_test(the_weighted_median_of_what_is_present),
        cmocka_unit_test(medians_of_huge_scores_do_not_overflow),
        cmocka_unit_test(ordered_means_are_those_of_the_reference),
        cmocka_unit_test(ordered_means_of_all_countries_are_those_of_the_reference),
        cmocka_unit_test(the_quantifier_goes_from_the_greatest_to_the_least),
        cmocka_unit_test(a_gap_makes_weights_for_fewer),
        cmocka_unit_test(orness_is_one_half_for_the_mean),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

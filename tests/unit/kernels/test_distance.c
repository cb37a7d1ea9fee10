/* kernels/distance.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/distance.h"
#include "kernels/moments.h"

static const double gap = NAN;
static const double equal[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

/* Wroclaw measure of every unit; @return the critical distance */
static double wroclaw(const double *scores, size_t n, size_t m, const double *weights, double *out)
{
    const kernel_columns columns = given_columns(scores, n, m, weights);
    double *room = given_room(2 * m + n), critical;

    kernel_ideals(&columns, room, room + m);
    kernel_ideal_distances(&columns, room, out, room + 2 * m);
    critical = kernel_wroclaw(out, n);
    free(room);
    return critical;
}

static void z_scores(double *x, size_t n)
{
    const kernel_shape shape = kernel_shape_of(x, n);

    for (size_t i = 0; i < n; i++)
        x[i] = (x[i] - shape.mean) / shape.sd;
}

static void compare(const char *data_name, const char *first, const char *last, const char *expected_name)
{
    reference_table data, expected;
    double *scores = NULL, *out = NULL;
    size_t m = 0, n = 0;

    reference_open(&data, data_name);
    reference_open(&expected, expected_name);
    n = data.n_rows;
    scores = given_reference(&data, first, last, &m);
    out = given_room(n);
    (void) wroclaw(scores, n, m, equal, out);
    for (size_t i = 0; i < n; i++)
        assert_as_reference(out[i], given_figure(&expected, i, "wroclaw_raw"), 2e-15);
    for (size_t j = 0; j < m; j++)
        z_scores(scores + j * n, n);
    (void) wroclaw(scores, n, m, equal, out);
    for (size_t i = 0; i < n; i++) {
        assert_as_reference(out[i], given_figure(&expected, i, "wroclaw_zscores"), 4e-15);
        assert_as_reference(1.0 - out[i], given_figure(&expected, i, "hellwig_zscores"), 4e-15);
    }
    free(scores);
    free(out);
    reference_close(&data);
    reference_close(&expected);
}

static void the_measure_of_countries_is_that_of_the_reference(void **state)
{
    (void) state;
    compare("compind/bli_2017.csv", "housing", "worklife", "compind/wroclaw_bli.csv");
}

static void the_measure_of_regions_is_that_of_the_reference(void **state)
{
    (void) state;
    compare("compind/eu_nuts1.csv", "roads", "trains", "compind/wroclaw_nuts1.csv");
}

/* By hand: distances 0, 5 and 10 over sqrt(2): mean 5, sd 5, critical 15. */
static void distances_are_shares_of_the_critical_one(void **state)
{
    const double scores[] = {6.0, 3.0, 0.0, 8.0, 4.0, 0.0};
    double out[3];

    (void) state;
    assert_near(wroclaw(scores, 3, 2, equal, out), 15.0 / M_SQRT2, 1e-14);
    assert_near(out[0], 0.0, 0.0);
    assert_near(out[1], 1.0 / 3.0, 1e-15);
    assert_near(out[2], 2.0 / 3.0, 1e-15);
}

/* The third unit's gap leaves it one indicator, in which it is 8 from the best, all its weight lying there. */
static void a_gap_leaves_the_distance_in_what_is_present(void **state)
{
    const double scores[] = {6.0, 3.0, gap, 8.0, 4.0, 0.0}, weights[] = {1.0, 3.0};
    const double ideal[] = {6.0, 8.0};
    const kernel_columns columns = given_columns(scores, 3, 2, weights);
    double out[3], weight[3];

    (void) state;
    kernel_ideal_distances(&columns, ideal, out, weight);
    assert_near(out[1], sqrt((9.0 + 3.0 * 16.0) / 4.0), 1e-15);
    assert_near(out[2], 8.0, 0.0);
    assert_near(weight[2], 3.0, 0.0);
}

static void where_all_are_alike_all_are_at_the_ideal(void **state)
{
    const double scores[] = {5.0, 5.0, 5.0}, one[] = {7.0}, none[] = {gap, gap};
    double out[3];

    (void) state;
    assert_near(wroclaw(scores, 3, 1, equal, out), 0.0, 0.0);
    assert_near(out[1], 0.0, 0.0);
    assert_near(wroclaw(one, 1, 1, equal, out), 0.0, 0.0);
    assert_near(out[0], 0.0, 0.0);
    assert_true(isnan(wroclaw(none, 2, 1, equal, out)));
    assert_true(isnan(out[0]));
}

static void huge_scores_have_distances(void **state)
{
    const double scores[] = {1e300, -1e300, 0.0, 1e-320, 3e-320, 2e-320};
    double out[3];

    (void) state;
    (void) wroclaw(scores, 3, 1, equal, out);
    assert_near(out[2] / out[1], 0.5, 1e-14);
    (void) wroclaw(scores + 3, 3, 1, equal, out);
    assert_near(out[0], 2.0 * out[2], 1e-3);
    (void) wroclaw(scores, 3, 2, equal, out);
    assert_true(isfinite(out[1]));
}

static size_t topsis(const double *scores, size_t n, size_t m, const double *weights, double *out)
{
    const kernel_columns columns = given_columns(scores, n, m, weights);
    double *room = given_room(2 * m + n);
    size_t lost = 0;

    kernel_ideals(&columns, room, room + m);
    lost = kernel_topsis(&columns, room, room + m, out, room + 2 * m);
    free(room);
    return lost;
}

/* By hand. Weighted (2, 1): best (10, 8), worst (0, 0). Unit 3 at (5, 8): D+ = 10, D- = sqrt(100 + 64). */
static void closeness_weighs_distances_to_best_and_worst(void **state)
{
    const double scores[] = {10.0, 0.0, 5.0, 8.0, 0.0, 8.0}, weights[] = {0.5, 0.25};
    double out[3];

    (void) state;
    assert_int_equal(topsis(scores, 3, 2, weights, out), 0);
    assert_near(out[0], 1.0, 0.0);
    assert_near(out[1], 0.0, 0.0);
    assert_near(out[2], sqrt(164.0) / (10.0 + sqrt(164.0)), 1e-15);
}

static void closeness_of_what_is_present(void **state)
{
    const double scores[] = {10.0, 0.0, gap, 8.0, 0.0, 2.0};
    double out[3];

    (void) state;
    assert_int_equal(topsis(scores, 3, 2, equal, out), 0);
    assert_near(out[2], 0.25, 1e-15);
}

static void closeness_that_cannot_be_told_is_counted(void **state)
{
    const double alike[] = {5.0, 5.0, gap}, mixed[] = {5.0, 5.0, 5.0, 1.0, 3.0, gap};
    double out[3];

    (void) state;
    assert_int_equal(topsis(alike, 3, 1, equal, out), 2); /* the third has nothing to lose */
    assert_true(isnan(out[0]) && isnan(out[2]));
    assert_int_equal(topsis(mixed, 3, 2, equal, out), 1);
    assert_near(out[1], 1.0, 0.0);
    assert_true(isnan(out[2]));
    assert_int_equal(topsis(NULL, 0, 0, NULL, out), 0);
}

static void closeness_is_free_of_scale(void **state)
{
    const double scores[] = {1e300, 0.0, 2.5e299, 4.0, 4.0, 4.0};
    double out[3];

    (void) state;
    assert_int_equal(topsis(scores, 3, 2, equal, out), 0);
    assert_near(out[2], 0.25, 1e-15);
}

static void vikor(
    const double *scores, size_t n, size_t m, const double *weights, double v, double *s, double *r, double *q)
{
    const kernel_columns columns = given_columns(scores, n, m, weights);
    kernel_vikor_result result = {.s = s, .r = r, .q = q};
    double *room = given_room(2 * m + n);

    kernel_ideals(&columns, room, room + m);
    kernel_vikor(&columns, room, room + m, v, &result, room + 2 * m);
    free(room);
}

/* By hand, weights 0.6 and 0.4: regrets of units (1, 0), (0, 1), (0.5, 0.25). */
static void vikor_weighs_the_whole_against_the_worst_regret(void **state)
{
    const double scores[] = {0.0, 10.0, 5.0, 4.0, 0.0, 3.0}, weights[] = {3.0, 2.0};
    double s[3], r[3], q[3];

    (void) state;
    vikor(scores, 3, 2, weights, 0.5, s, r, q);
    assert_near(s[0], 0.6, 1e-15);
    assert_near(s[1], 0.4, 1e-15);
    assert_near(s[2], 0.4, 1e-15);
    assert_near(r[0], 0.6, 1e-15);
    assert_near(r[1], 0.4, 1e-15);
    assert_near(r[2], 0.3, 1e-15);
    assert_near(q[0], 1.0, 1e-15);
    assert_near(q[1], 1.0 / 6.0, 1e-15);
    assert_near(q[2], 0.0, 1e-15);
}

static void vikor_shares_the_weight_of_a_gap(void **state)
{
    const double scores[] = {0.0, 10.0, gap, 4.0, 0.0, 3.0, gap, gap, gap}, weights[] = {3.0, 2.0, 7.0};
    double s[3], r[3], q[3];

    (void) state;
    vikor(scores, 3, 3, weights, 0.5, s, r, q);
    assert_near(s[2], 0.25, 1e-15);
    assert_near(r[2], 0.25, 1e-15);
}

static void vikor_of_equals_is_zero_and_of_nothing_missing(void **state)
{
    const double scores[] = {5.0, 5.0, gap};
    double s[3], r[3], q[3];

    (void) state;
    vikor(scores, 3, 1, equal, 0.5, s, r, q);
    assert_near(q[0], 0.0, 0.0);
    assert_near(s[1], 0.0, 0.0);
    assert_true(isnan(s[2]) && isnan(r[2]) && isnan(q[2]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_measure_of_countries_is_that_of_the_reference),
        cmocka_unit_test(the_measure_of_regions_is_that_of_the_reference),
        cmocka_unit_test(distances_are_shares_of_the_critical_one),
        cmocka_unit_test(a_gap_leaves_the_distance_in_what_is_present),
        cmocka_unit_test(where_all_are_alike_all_are_at_the_ideal),
        cmocka_unit_test(huge_scores_have_distances),
        cmocka_unit_test(closeness_weighs_distances_to_best_and_worst),
        cmocka_unit_test(closeness_of_what_is_present),
        cmocka_unit_test(closeness_that_cannot_be_told_is_counted),
        cmocka_unit_test(closeness_is_free_of_scale),
        cmocka_unit_test(vikor_weighs_the_whole_against_the_worst_regret),
        cmocka_unit_test(vikor_shares_the_weight_of_a_gap),
        cmocka_unit_test(vikor_of_equals_is_zero_and_of_nothing_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

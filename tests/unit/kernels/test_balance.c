/* kernels/balance.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/balance.h"
#include "kernels/moments.h"

static const double gap = NAN;
static const double equal[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
static const kernel_mpi_rule minus = {.sign = -1, .sample = 0}, plus = {.sign = 1, .sample = 0};
static const kernel_mpi_rule minus_sample = {.sign = -1, .sample = 1}, plus_sample = {.sign = 1, .sample = 1};

static double mpi(const kernel_mpi_rule *rule, const double *scores, size_t n_children, const double *weights)
{
    const kernel_columns columns = given_columns(scores, 1, n_children, weights);
    double out, weight, penalty, scratch;

    (void) kernel_mpi(&columns, rule, &out, &weight, &penalty, &scratch);
    return out;
}

static double mean_min(const double *scores, size_t n_children, double a, double b)
{
    const kernel_columns columns = given_columns(scores, 1, n_children, equal);
    double out, weight, least;

    kernel_mean_min(&columns, a, b, &out, &weight, &least);
    return out;
}

static double weak_link(const double *scores, size_t n_children, double b, double scale)
{
    const kernel_columns columns = given_columns(scores, 1, n_children, equal);
    double out, weight, least;

    kernel_weak_link_means(&columns, b, scale, &out, &weight, &least);
    return out;
}

/* Berlin, DE3, from the reference tables normalise_nuts1.csv and mpi_nuts1.csv: roads and trains round 100. */
static void the_index_of_berlin_is_that_of_the_reference(void **state)
{
    const double sample[] = {87.865751112911454, 143.0715328283801};
    const double turned[] = {112.13424888708855, 143.0715328283801};
    const double population[] = {87.683270965225944, 143.71926139771307};

    (void) state;
    assert_near(mpi(&minus_sample, sample, 2, equal), 102.27164630670289, 3e-14);
    assert_near(mpi(&plus_sample, turned, 2, equal), 131.35325862460252, 3e-14);
    assert_near(mpi(&minus, population, 2, equal), 108.91648255856416, 3e-14);
}

/* x := 100 +/- 10 (x - mean) / sd */
static void round_hundred(double *x, size_t n, int population)
{
    const kernel_shape shape = kernel_shape_of(x, n);
    const double sd = population ? shape.sd * sqrt((double) (n - 1) / (double) n) : shape.sd;

    for (size_t i = 0; i < n; i++)
        x[i] = 100.0 + 10.0 * (x[i] - shape.mean) / sd;
}

static void the_index_of_all_countries_is_that_of_the_reference(void **state)
{
    static const struct {
        const char *name;
        const kernel_mpi_rule *rule;
    } rows[] = {{"mpi_minus_sample", &minus_sample}, {"mpi_plus_sample", &plus_sample}, {"mpi_minus_pop", &minus},
        {"mpi_plus_pop", &plus}};
    reference_table data, expected;
    double *scores = NULL, *room = NULL;
    size_t m = 0, n = 0;

    (void) state;
    reference_open(&data, "compind/bli_2017.csv");
    reference_open(&expected, "compind/mpi_bli.csv");
    n = data.n_rows;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        scores = given_reference(&data, "housing", "worklife", &m);
        room = given_room(4 * n);
        for (size_t j = 0; j < m; j++)
            round_hundred(scores + j * n, n, !rows[k].rule->sample);
        const kernel_columns columns = given_columns(scores, n, m, equal);

        assert_int_equal(kernel_mpi(&columns, rows[k].rule, room, room + n, room + 2 * n, room + 3 * n), 0);
        for (size_t i = 0; i < n; i++)
            assert_as_reference(room[i], given_figure(&expected, i, rows[k].name), 1e-14);
        free(scores);
        free(room);
    }
    reference_close(&data);
    reference_close(&expected);
}

static void the_adjusted_index_is_that_of_the_reference(void **state)
{
    static const double references[] = {50.0, 100.0};
    reference_table data, expected;
    double *scores = NULL, *room = NULL;
    size_t m = 0, n = 0;

    (void) state;
    reference_open(&data, "compind/eu_2020_2010_2011.csv");
    reference_open(&expected, "compind/ampi_eu_2010_2011.csv");
    n = data.n_rows;
    scores = given_reference(&data, "employ", "finalenergy", &m);
    room = given_room(4 * n);
    for (size_t j = 0; j < m; j++) {
        double least, greatest, low, high;

        (void) kernel_range(scores + j * n, n, &least, &greatest);
        kernel_ampi_posts(least, greatest, references[j], &low, &high);
        for (size_t i = 0; i < n; i++)
            scores[j * n + i] = 60.0 * (scores[j * n + i] - low) / (high - low) + 70.0;
    }
    const kernel_columns columns = given_columns(scores, n, m, equal);

    assert_int_equal(kernel_mpi(&columns, &minus, room, room + n, room + 2 * n, room + 3 * n), 0);
    for (size_t i = 0; i < n; i++) {
        assert_as_reference(scores[i], given_figure(&expected, i, "norm_employ"), 1e-14);
        assert_as_reference(room[i], given_figure(&expected, i, "ampi_minus"), 1e-14);
        assert_as_reference(room[2 * n + i], given_figure(&expected, i, "penalty"), 1e-13);
    }
    assert_int_equal(kernel_mpi(&columns, &plus, room, room + n, room + 2 * n, room + 3 * n), 0);
    for (size_t i = 0; i < n; i++)
        assert_as_reference(room[i], given_figure(&expected, i, "ampi_plus"), 1e-14);
    free(scores);
    free(room);
    reference_close(&data);
    reference_close(&expected);
}

/* By hand: weights 3 to 1 of 80 and 120: mean 90, variance (3 * 100 + 900) / 4 = 300. */
static void weights_enter_mean_and_variance(void **state)
{
    const double scores[] = {80.0, 120.0, gap}, weights[] = {3.0, 1.0, 5.0};

    (void) state;
    assert_near(mpi(&minus, scores, 3, weights), 90.0 - 300.0 / 90.0, 1e-13);
    assert_near(mpi(&plus, scores, 3, weights), 90.0 + 300.0 / 90.0, 1e-13);
    assert_near(mpi(&minus_sample, scores, 3, weights), 90.0 - 600.0 / 90.0, 1e-13);
}

static void balance_costs_nothing(void **state)
{
    const double alike[] = {90.0, 90.0, 90.0}, alone[] = {90.0, gap};

    (void) state;
    assert_near(mpi(&minus, alike, 3, equal), 90.0, 0.0);
    assert_near(mpi(&minus_sample, alone, 2, equal), 90.0, 0.0);
    assert_near(mean_min(alike, 3, 1.0, 1.0), 90.0, 0.0);
    assert_near(weak_link(alike, 3, 1.0, 100.0), 90.0, 0.0);
}

static void a_mean_not_above_zero_is_counted_and_has_no_index(void **state)
{
    const double scores[] = {-5.0, 0.0, 100.0, gap, 5.0, -1.0, 100.0, gap};
    const kernel_columns columns = given_columns(scores, 4, 2, equal);
    double out[4], weight[4], penalty[4], scratch[4];

    (void) state;
    assert_int_equal(kernel_mpi(&columns, &minus, out, weight, penalty, scratch), 2);
    assert_true(isnan(out[0]) && isnan(out[1]) && isnan(out[3]) && isnan(penalty[0]));
    assert_near(out[2], 100.0, 0.0);
}

static void huge_scores_do_not_overflow(void **state)
{
    const double scores[] = {1e300, 3e300};

    (void) state;
    assert_near(mpi(&minus, scores, 2, equal) / 1e300, 1.5, 1e-14);
    assert_near(mean_min(scores, 2, 0.5, 0.0) / 1e300, 1.5, 1e-14);
    assert_near(weak_link(scores, 2, 1.0, 1.0) / 1e300, 1.0, 1e-14);
}

static void mean_min_is_that_of_the_reference(void **state)
{
    static const struct {
        const char *name;
        double a, b;
        int population;
    } rows[] = {{"mmf_a0.5_b1", 0.5, 1.0, 0}, {"mmf_a1_b0", 1.0, 0.0, 0}, {"mmf_a0.5_b1_pop", 0.5, 1.0, 1}};
    reference_table data, expected;
    size_t m = 0, n = 0;

    (void) state;
    reference_open(&data, "compind/bli_2017.csv");
    reference_open(&expected, "compind/mean_min_bli.csv");
    n = data.n_rows;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        double *scores = given_reference(&data, "housing", "worklife", &m), *room = given_room(3 * n);

        for (size_t j = 0; j < m; j++)
            round_hundred(scores + j * n, n, rows[k].population);
        const kernel_columns columns = given_columns(scores, n, m, equal);

        kernel_mean_min(&columns, rows[k].a, rows[k].b, room, room + n, room + 2 * n);
        for (size_t i = 0; i < n; i++)
            assert_as_reference(room[i], given_figure(&expected, i, rows[k].name), 1e-14);
        free(scores);
        free(room);
    }
    reference_close(&data);
    reference_close(&expected);
}

/* By hand: mean 5, least 2: 5 - 0.5 (sqrt(9 + 16) - 4) = 4.5. */
static void mean_min_lies_between_mean_and_minimum(void **state)
{
    const double scores[] = {2.0, 8.0, gap};

    (void) state;
    assert_near(mean_min(scores, 3, 0.5, 4.0), 4.5, 1e-15);
    assert_near(mean_min(scores, 3, 0.0, 4.0), 5.0, 0.0);
    assert_near(mean_min(scores, 3, 1.0, 0.0), 2.0, 0.0);
    assert_true(isnan(mean_min(&gap, 1, 0.5, 4.0)));
}

/* By hand: 0.2 and 0.2 + 1 - exp(-0.6) = 0.651188363905974. */
static void the_weak_link_holds_the_others_down(void **state)
{
    const double scores[] = {0.2, 0.8, gap}, percent[] = {20.0, 80.0};

    (void) state;
    assert_near(weak_link(scores, 3, 1.0, 1.0), 0.425594181952987, 1e-15);
    assert_near(weak_link(percent, 2, 1.0, 100.0), 42.5594181952987, 1e-13);
    assert_near(weak_link(percent, 2, 1.0, 1.0), 20.5, 1e-14);
    assert_true(isnan(weak_link(&gap, 1, 1.0, 1.0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_index_of_berlin_is_that_of_the_reference),
        cmocka_unit_test(the_index_of_all_countries_is_that_of_the_reference),
        cmocka_unit_test(the_adjusted_index_is_that_of_the_reference),
        cmocka_unit_test(weights_enter_mean_and_variance),
        cmocka_unit_test(balance_costs_nothing),
        cmocka_unit_test(a_mean_not_above_zero_is_counted_and_has_no_index),
        cmocka_unit_test(huge_scores_do_not_overflow),
        cmocka_unit_test(mean_min_is_that_of_the_reference),
        cmocka_unit_test(mean_min_lies_between_mean_and_minimum),
        cmocka_unit_test(the_weak_link_holds_the_others_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

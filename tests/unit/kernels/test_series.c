/* kernels/series.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include <stdint.h>

#include "kernels/series.h"

static const double gap = NAN;
static const double years[] = {2015.0, 2016.0, 2018.0, 2019.0, 2022.0};

static kernel_timeline five_years(size_t max_steps, double max_span)
{
    return (kernel_timeline){.times = years, .n = 5, .max_steps = max_steps, .max_span = max_span};
}

static void the_latest_value_is_carried_forward_only(void **state)
{
    const kernel_timeline line = five_years(SIZE_MAX, INFINITY);
    double x[] = {gap, 4.0, gap, gap, 6.0};
    size_t from[5];

    (void) state;
    assert_int_equal(kernel_fill_latest(x, 1, &line, from), 1);
    assert_true(isnan(x[0]) && from[0] == SIZE_MAX);
    assert_near(x[3], 4.0, 0.0);
    assert_int_equal(from[1], 1);
    assert_int_equal(from[3], 1);
    assert_int_equal(from[4], 4);
}

static void reach_is_in_steps_or_in_time(void **state)
{
    const kernel_timeline step = five_years(1, INFINITY), span = five_years(SIZE_MAX, 2.5);
    double x[] = {1.0, gap, gap, 7.0, gap}, y[] = {1.0, gap, gap, 7.0, gap};

    (void) state;
    assert_int_equal(kernel_fill_latest(x, 1, &step, NULL), 1);
    assert_near(x[1], 1.0, 0.0);
    assert_true(isnan(x[2]));
    assert_near(x[4], 7.0, 0.0);
    assert_int_equal(kernel_fill_latest(y, 1, &span, NULL), 2);
    assert_near(y[1], 1.0, 0.0);
    assert_true(isnan(y[2]) && isnan(y[4]));
}

static void the_first_value_stands_for_the_time_before(void **state)
{
    const kernel_timeline line = five_years(0, 0.0); /* no limit here */
    double x[] = {gap, 4.0, gap, 6.0, gap};
    size_t from[5];

    (void) state;
    assert_int_equal(kernel_fill_constant(x, 1, &line, from), 0);
    assert_near(x[0], 4.0, 0.0);
    assert_near(x[2], 4.0, 0.0);
    assert_near(x[4], 6.0, 0.0);
    assert_int_equal(from[0], 1);
    assert_int_equal(from[4], 3);
}

/* 2016 to 2019 is three years: 2018 lies two thirds of the way. */
static void gaps_lie_on_the_line_in_time(void **state)
{
    const kernel_timeline line = five_years(0, 0.0);
    double x[] = {gap, 3.0, gap, 9.0, gap};

    (void) state;
    assert_int_equal(kernel_fill_linear(x, 1, &line, 0), 0);
    assert_near(x[0], 3.0, 0.0);
    assert_near(x[2], 7.0, 1e-15);
    assert_near(x[4], 9.0, 0.0);
}

static void one_point_makes_no_line(void **state)
{
    const kernel_timeline line = five_years(0, 0.0);
    double x[] = {gap, gap, 5.0, gap, gap};

    (void) state;
    assert_int_equal(kernel_fill_linear(x, 1, &line, 0), 4);
    assert_true(isnan(x[0]) && isnan(x[4]));
    assert_int_equal(kernel_fill_linear(x, 1, &line, 1), 0);
    assert_near(x[0], 5.0, 0.0);
    assert_near(x[4], 5.0, 0.0);
}

static void a_series_without_values_stays_empty(void **state)
{
    const kernel_timeline line = five_years(SIZE_MAX, INFINITY), none = {.times = years, .n = 0};
    double x[] = {gap, gap, gap, gap, gap};
    size_t from[5];

    (void) state;
    assert_int_equal(kernel_fill_latest(x, 1, &line, from), 5);
    assert_int_equal(kernel_fill_constant(x, 1, &line, from), 5);
    assert_true(from[0] == SIZE_MAX && isnan(x[0]));
    assert_int_equal(kernel_fill_linear(x, 1, &line, 1), 5);
    assert_int_equal(kernel_fill_linear(x, 1, &none, 1), 0);
    assert_int_equal(kernel_fill_constant(x, 1, &none, from), 0);
}

static void a_complete_series_stays_what_it_is(void **state)
{
    const kernel_timeline line = five_years(SIZE_MAX, INFINITY);
    double x[] = {1.0, 2.0, 3.0, 4.0, 1e300};

    (void) state;
    assert_int_equal(kernel_fill_linear(x, 1, &line, 0), 0);
    assert_int_equal(kernel_fill_latest(x, 1, &line, NULL), 0);
    assert_int_equal(kernel_fill_constant(x, 1, &line, NULL), 0);
    assert_true(x[0] == 1.0 && x[3] == 4.0 && x[4] == 1e300);
}

static void a_stride_leaves_other_series_alone(void **state)
{
    const kernel_timeline line = {.times = years, .n = 2, .max_steps = 1, .max_span = 9.0};
    double x[] = {1.0, 7.0, gap, gap};

    (void) state;
    assert_int_equal(kernel_fill_latest(x, 2, &line, NULL), 0);
    assert_near(x[2], 1.0, 0.0);
    assert_true(isnan(x[3]));
}

static void lines_between_huge_values_do_not_overflow(void **state)
{
    const kernel_timeline line = five_years(0, 0.0);
    double x[] = {-1.5e308, gap, gap, 1.5e308, gap};

    (void) state;
    (void) kernel_fill_linear(x, 1, &line, 0);
    assert_near(x[1] / 1.5e308, -0.5, 1e-15);
}

enum { UNITS = 51, YEARS = 5 };

typedef size_t (*filler)(double *x, const kernel_timeline *line, size_t *from);

static size_t latest(double *x, const kernel_timeline *line, size_t *from)
{
    return kernel_fill_latest(x, UNITS, line, from);
}

static size_t linear_constant(double *x, const kernel_timeline *line, size_t *from)
{
    (void) from;
    return kernel_fill_linear(x, UNITS, line, 1);
}

/* Rows of the result are by year, then unit; those of the data by year, then unit in another order. */
static void compare(const char *values_name, const char *sources_name, filler fill, size_t max_steps)
{
    static const double times[YEARS] = {2018, 2019, 2020, 2021, 2022};
    const kernel_timeline line = {.times = times, .n = YEARS, .max_steps = max_steps, .max_span = INFINITY};
    reference_table data, expected, sources = {.text = NULL};
    size_t first = 0, m = 0;
    double *x = NULL;

    reference_open(&data, "coinr-asem/panel/iData_panel_gaps.csv");
    reference_open(&expected, values_name);
    if (sources_name != NULL)
        reference_open(&sources, sources_name);
    assert_int_equal(data.n_rows, UNITS * YEARS);
    first = reference_column(&data, "LPI");
    x = given_reference(&data, "LPI", "NEET", &m);
    for (size_t j = 0; j < m; j++) {
        double *series = x + j * UNITS * YEARS;
        const size_t column = reference_column(&expected, data.cells[first + j]);

        for (size_t u = 0; u < UNITS; u++) {
            const char *code = reference_cell(&data, u, reference_column(&data, "uCode"));
            size_t from[YEARS], row = 0;

            (void) fill(series + u, &line, from);
            while (strcmp(reference_cell(&expected, row, reference_column(&expected, "uCode")), code) != 0)
                row++;
            for (size_t t = 0; t < YEARS; t++) {
                assert_as_reference(
                    series[t * UNITS + u], reference_number(&expected, t * UNITS + row, column), 1e-15);
                if (sources_name != NULL)
                    assert_near(from[t] == SIZE_MAX ? gap : times[from[t]],
                        given_figure(&sources, t * UNITS + row, data.cells[first + j]), 0.0);
            }
        }
    }
    free(x);
    reference_close(&data);
    reference_close(&expected);
    if (sources_name != NULL)
        reference_close(&sources);
}

static void the_latest_values_are_those_of_coinr(void **state)
{
    (void) state;
    compare("coinr-asem/panel/impute_latest.csv", "coinr-asem/panel/impute_latest_year.csv", latest, SIZE_MAX);
}

static void the_latest_values_within_a_step_are_those_of_coinr(void **state)
{
    (void) state;
    compare("coinr-asem/panel/impute_latest_max1.csv", "coinr-asem/panel/impute_latest_max1_year.csv", latest, 1);
}

static void values_on_lines_are_those_of_coinr(void **state)
{
    (void) state;
    compare("coinr-asem/panel/impute_linear_constant.csv", NULL, linear_constant, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_latest_value_is_carried_forward_only),
        cmocka_unit_test(reach_is_in_steps_or_in_time),
        cmocka_unit_test(the_first_value_stands_for_the_time_before),
        cmocka_unit_test(gaps_lie_on_the_line_in_time),
        cmocka_unit_test(one_point_makes_no_line),
        cmocka_unit_test(a_series_without_values_stays_empty),
        cmocka_unit_test(a_complete_series_stays_what_it_is),
        cmocka_unit_test(a_stride_leaves_other_series_alone),
        cmocka_unit_test(lines_between_huge_values_do_not_overflow),
        cmocka_unit_test(the_latest_values_are_those_of_coinr),
        cmocka_unit_test(the_latest_values_within_a_step_are_those_of_coinr),
        cmocka_unit_test(values_on_lines_are_those_of_coinr),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

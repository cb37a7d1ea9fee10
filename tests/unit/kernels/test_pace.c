/* kernels/pace.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/pace.h"

static const double gap = (double) NAN;

static kernel_sen_line slope_of(double slope, double lower, double upper)
{
    return (kernel_sen_line){slope, lower, upper, gap, gap};
}

static void a_target_is_reached_in_distance_over_pace(void **state)
{
    const kernel_sen_line up = slope_of(2.0, 1.0, 4.0), down = slope_of(-2.0, -4.0, -1.0);
    const kernel_arrival from_below = kernel_time_to(50.0, 60.0, 1, &up);
    const kernel_arrival from_above = kernel_time_to(30.0, 20.0, -1, &down);

    (void) state;
    assert_int_equal(from_below.pace, KERNEL_PACE_ON_WAY);
    assert_near(from_below.time, 5.0, 0.0);
    assert_near(from_below.soonest, 2.5, 0.0);
    assert_near(from_below.latest, 10.0, 0.0);
    assert_int_equal(from_above.pace, KERNEL_PACE_ON_WAY);
    assert_near(from_above.time, 5.0, 0.0);
    assert_near(from_above.soonest, 2.5, 0.0);
    assert_near(from_above.latest, 10.0, 0.0);
}

static void an_interval_that_does_not_lead_there_gives_no_latest_time(void **state)
{
    const kernel_sen_line line = slope_of(2.0, -1.0, 4.0), zero = slope_of(2.0, 0.0, 4.0),
                          bare = slope_of(2.0, gap, gap);

    (void) state;
    assert_int_equal(kernel_time_to(50.0, 60.0, 1, &line).pace, KERNEL_PACE_UNCERTAIN);
    assert_near(kernel_time_to(50.0, 60.0, 1, &line).time, 5.0, 0.0);
    assert_near(kernel_time_to(50.0, 60.0, 1, &line).soonest, 2.5, 0.0);
    assert_true(isnan(kernel_time_to(50.0, 60.0, 1, &line).latest));
    assert_true(isnan(kernel_time_to(50.0, 60.0, 1, &zero).latest));
    assert_int_equal(kernel_time_to(50.0, 60.0, 1, &bare).pace, KERNEL_PACE_UNCERTAIN);
}

static void a_pace_that_leads_nowhere_gives_no_time(void **state)
{
    const kernel_sen_line away = slope_of(-2.0, -4.0, -1.0), still = slope_of(0.0, -1.0, 1.0),
                          none = slope_of(gap, gap, gap), unsure = slope_of(-2.0, -4.0, 1.0),
                          bare = slope_of(-2.0, gap, gap);

    (void) state;
    assert_int_equal(kernel_time_to(50.0, 60.0, 1, &away).pace, KERNEL_PACE_AWAY);
    assert_true(isnan(kernel_time_to(50.0, 60.0, 1, &away).time));
    assert_true(isnan(kernel_time_to(50.0, 60.0, 1, &away).soonest));
    assert_int_equal(kernel_time_to(50.0, 60.0, 1, &still).pace, KERNEL_PACE_NONE);
    assert_int_equal(kernel_time_to(50.0, 60.0, 1, &unsure).pace, KERNEL_PACE_NONE);
    assert_int_equal(kernel_time_to(50.0, 60.0, 1, &bare).pace, KERNEL_PACE_NONE);
    assert_true(isnan(kernel_time_to(50.0, 60.0, 1, &unsure).time));
    assert_int_equal(
        kernel_time_to(30.0, 20.0, -1, &(kernel_sen_line){2.0, 1.0, 4.0, gap, gap}).pace, KERNEL_PACE_AWAY);
    assert_int_equal(kernel_time_to(50.0, 60.0, 1, &none).pace, KERNEL_PACE_UNKNOWN);
    assert_int_equal(kernel_time_to(gap, 60.0, 1, &away).pace, KERNEL_PACE_UNKNOWN);
}

static void a_target_behind_is_reached(void **state)
{
    const kernel_sen_line line = slope_of(-2.0, -4.0, 1.0);

    (void) state;
    assert_int_equal(kernel_time_to(60.0, 60.0, 1, &line).pace, KERNEL_PACE_REACHED);
    assert_int_equal(kernel_time_to(61.0, 60.0, 1, &line).pace, KERNEL_PACE_REACHED);
    assert_int_equal(kernel_time_to(19.0, 20.0, -1, &line).pace, KERNEL_PACE_REACHED);
    assert_near(kernel_time_to(61.0, 60.0, 1, &line).time, 0.0, 0.0);
}

static const double years[] = {2010, 2012, 2014, 2016, 2020};

static double when(const double *values, double level)
{
    const kernel_track track = {years, values, 5};

    return kernel_time_at(&track, level);
}

static void a_level_is_met_on_the_lines_between_points(void **state)
{
    static const double rising[] = {10, 20, 30, 40, 60}, turning[] = {50, 60, 52, 55, 55};

    (void) state;
    assert_near(when(rising, 25.0), 2013.0, 0.0);
    assert_near(when(rising, 45.0), 2017.0, 0.0);
    assert_near(when(rising, 20.0), 2012.0, 0.0);
    assert_near(when(rising, 10.0), 2010.0, 0.0);
    assert_true(isnan(when(rising, 9.0)) && isnan(when(rising, 61.0)));
    assert_near(when(turning, 53.5), 2015.0, 0.0); /* met three times: the last counts */
    assert_near(when(turning, 56.0), 2013.0, 0.0);
    assert_near(when(turning, 51.0), 2010.2, 1e-9);
    assert_near(when(turning, 55.0), 2020.0, 0.0);
}

/* The leader had 45 in 2017: a unit that has it in 2020 is three years behind. */
static void time_distance_is_read_off_at_the_same_level(void **state)
{
    static const double first[] = {10, 20, 30, 40, 60}, second[] = {5, 15, 25, 35, 45}, low[] = {1, 2, 3, 4, 5};
    const kernel_track leader = {years, first, 5}, unit = {years, second, 5}, last = {years, low, 5};
    const kernel_track none = {years, first, 0};
    const kernel_time_distance behind = kernel_behind(&unit, &leader, 1), far = kernel_behind(&last, &leader, 1);

    (void) state;
    assert_near(behind.behind, 3.0, 0.0);
    assert_false(behind.at_least);
    assert_near(kernel_behind(&leader, &unit, 1).behind, -3.0, 0.0);
    assert_near(kernel_behind(&leader, &leader, 1).behind, 0.0, 0.0);
    assert_true(far.at_least);
    assert_near(far.behind, 10.0, 0.0);
    assert_true(isnan(kernel_behind(&none, &leader, 1).behind));
    assert_true(isnan(kernel_behind(&unit, &none, 1).behind));
}

static void less_may_be_better(void **state)
{
    static const double first[] = {90, 80, 70, 60, 40}, second[] = {95, 85, 75, 65, 55};
    const kernel_track leader = {years, first, 5}, unit = {years, second, 5};

    (void) state;
    assert_near(kernel_behind(&unit, &leader, -1).behind, 3.0, 0.0);
    assert_near(kernel_behind(&leader, &unit, -1).behind, -3.0, 0.0);
}

static void exchanging_the_two_changes_the_sign_alone(void **state)
{
    unsigned seed = 3;

    (void) state;
    for (int round = 0; round < 500; round++) {
        double a[5], b[5];
        const kernel_track x = {years, a, 5}, y = {years, b, 5};
        kernel_time_distance there, back;

        for (size_t k = 0; k < 5; k++) {
            seed = seed * 1103515245u + 12345u;
            a[k] = (double) (seed >> 16 & 15u);
            b[k] = (double) (seed >> 20 & 15u);
        }
        there = kernel_behind(&x, &y, 1);
        back = kernel_behind(&y, &x, 1);
        assert_near(there.behind, -back.behind, 0.0);
        assert_int_equal(there.at_least, back.at_least);
        assert_true(a[4] == b[4] ? there.behind == 0.0 : (there.behind >= 0.0) == (a[4] < b[4]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_target_is_reached_in_distance_over_pace),
        cmocka_unit_test(an_interval_that_does_not_lead_there_gives_no_latest_time),
        cmocka_unit_test(a_pace_that_leads_nowhere_gives_no_time),
        cmocka_unit_test(a_target_behind_is_reached),
        cmocka_unit_test(a_level_is_met_on_the_lines_between_points),
        cmocka_unit_test(time_distance_is_read_off_at_the_same_level),
        cmocka_unit_test(less_may_be_better),
        cmocka_unit_test(exchanging_the_two_changes_the_sign_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

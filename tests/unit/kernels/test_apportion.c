/* kernels/apportion: published and worked examples, and what must hold of any amounts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/apportion.h"
#include "unit/kernels/drawn_recipients.h"

enum { CASES = 1000 };

static void a_third_of_a_hundred_three_times(void **state)
{
    static const double amounts[] = {100.0 / 3.0, 100.0 / 3.0, 100.0 / 3.0};
    double scratch[3];
    size_t places[3];
    int64_t units[3];

    (void) state;
    assert_true(kernel_apportion(amounts, 3, 0.01, 10000, units, scratch, places));
    assert_true(units[0] == 3334 && units[1] == 3333 && units[2] == 3333);
}

/* Populations 6, 6, 2: with 10 seats 4, 4, 2, with 11 seats 5, 5, 1; the Alabama paradox as it is usually shown. */
static void one_unit_more_can_cost_one(void **state)
{
    double amounts[3], scratch[3];
    size_t places[3];
    int64_t units[3];

    (void) state;
    for (size_t i = 0; i < 3; i++)
        amounts[i] = 10.0 * (i == 2 ? 2.0 : 6.0) / 14.0;
    assert_true(kernel_apportion(amounts, 3, 1.0, 10, units, scratch, places));
    assert_true(units[0] == 4 && units[1] == 4 && units[2] == 2);
    for (size_t i = 0; i < 3; i++)
        amounts[i] *= 1.1;
    assert_true(kernel_apportion(amounts, 3, 1.0, 11, units, scratch, places));
    assert_true(units[0] == 5 && units[1] == 5 && units[2] == 1);
}

static void amounts_that_do_not_add_up_are_refused(void **state)
{
    static const double amounts[] = {1.5, 2.5};
    double scratch[2];
    size_t places[2];
    int64_t units[2];

    (void) state;
    assert_false(kernel_apportion(amounts, 2, 1.0, 2, units, scratch, places));
    assert_false(kernel_apportion(amounts, 2, 1.0, 6, units, scratch, places));
    assert_true(kernel_apportion(amounts, 0, 1.0, 0, units, scratch, places));
    assert_false(kernel_apportion(amounts, 0, 1.0, 1, units, scratch, places));
}

/* Floors, caps and budget in whole cents. */
static void the_total_is_exact_and_bounds_are_kept(void **state)
{
    uint64_t seed = 41;
    drawn_case c;
    double room[MOST_RECIPIENTS];
    size_t places[MOST_RECIPIENTS];
    int64_t units[MOST_RECIPIENTS];

    (void) state;
    for (int round = 0; round < CASES; round++) {
        int64_t total = 0, low[MOST_RECIPIENTS], high[MOST_RECIPIENTS], budget;

        draw_recipients(&c, &seed);
        for (size_t i = 0; i < c.recipients.n; i++) {
            low[i] = (int64_t) (100.0 * c.low[i]);
            high[i] = isfinite(c.high[i]) ? low[i] + (int64_t) (100.0 * (c.high[i] - c.low[i])) : 1000000;
            c.low[i] = (double) low[i] / 100.0;
            c.high[i] = (double) high[i] / 100.0;
            total += low[i];
        }
        c.recipients.base = NULL;
        budget = total;
        for (size_t i = 0; i < c.recipients.n; i++)
            budget += c.score[i] > 0.0 ? (high[i] - low[i]) / 3 : 0;
        assert_int_equal(
            kernel_allocate(&c.recipients, (double) budget / 100.0, c.amounts, c.scratch).status, KERNEL_LEVEL_FOUND);
        assert_true(kernel_apportion(c.amounts, c.recipients.n, 0.01, budget, units, room, places));
        total = 0;
        for (size_t i = 0; i < c.recipients.n; i++) {
            assert_true(units[i] >= low[i] && units[i] <= high[i]);
            assert_true(fabs((double) units[i] - 100.0 * c.amounts[i]) < 1.0);
            total += units[i];
        }
        assert_true(total == budget);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_third_of_a_hundred_three_times),
        cmocka_unit_test(one_unit_more_can_cost_one),
        cmocka_unit_test(amounts_that_do_not_add_up_are_refused),
        cmocka_unit_test(the_total_is_exact_and_bounds_are_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

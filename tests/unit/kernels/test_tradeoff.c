/* kernels/tradeoff: by hand, and against allocations drawn at random.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/tradeoff.h"
#include "unit/kernels/drawn_recipients.h"

enum { CASES = 1000 };

/* 40, 40, 20 with needs .1, .5, .9: mean need .42. The third takes at most 30 more: from the first, .24 more for .3
 * of the money; the second takes the last 10 of the first, .04 more for .1. */
static void three_by_hand(void **state)
{
    static const double alike[] = {40, 40, 20}, need[] = {0.1, 0.5, 0.9}, high[] = {100, 100, 50};
    const kernel_tradeoff three = {alike, need, NULL, high, 3};
    kernel_corner corners[7];
    double got[3], scratch[6];
    size_t places[3];

    (void) state;
    assert_int_equal(kernel_tradeoff_front(&three, corners, scratch, places), 3);
    assert_true(corners[0].distance == 0.0 && corners[0].from == 3);
    assert_near(corners[0].need, 0.42, 1e-15);
    assert_near(corners[1].distance, 0.3, 1e-15);
    assert_near(corners[1].need, 0.66, 1e-15);
    assert_true(corners[1].from == 0 && corners[1].to == 2);
    assert_near(corners[2].distance, 0.4, 1e-15);
    assert_near(corners[2].need, 0.70, 1e-15);
    assert_true(corners[2].from == 0 && corners[2].to == 1);
    kernel_tradeoff_at(&three, corners, 3, 0.35, got);
    assert_near(got[0], 5.0, 1e-13);
    assert_near(got[1], 45.0, 1e-13);
    assert_near(got[2], 50.0, 1e-13);
    kernel_tradeoff_at(&three, corners, 3, 1.0, got);
    assert_near(got[0], 0.0, 1e-13);
    kernel_tradeoff_at(&three, corners, 3, 0.0, got);
    assert_true(got[0] == 40.0 && got[2] == 20.0);
}

/* Of two allocations at the same distance the front's meets at least as much need. */
static void no_allocation_lies_beyond_the_front(void **state)
{
    uint64_t seed = 71;
    drawn_case c;
    double others[MOST_RECIPIENTS], other[MOST_RECIPIENTS], got[MOST_RECIPIENTS], need[MOST_RECIPIENTS];
    size_t places[MOST_RECIPIENTS];
    kernel_corner corners[2 * MOST_RECIPIENTS + 1];

    (void) state;
    for (int round = 0; round < CASES; round++) {
        kernel_recipients by_others;
        kernel_tradeoff tradeoff;
        size_t n, n_corners;
        double distance, met = 0.0, met_by_other = 0.0;

        draw_recipients(&c, &seed);
        n = c.recipients.n;
        c.recipients.base = NULL;
        for (size_t i = 0; i < n; i++) {
            need[i] = floor(10.0 * drawn_share(&seed)) / 10.0;
            others[i] = drawn_share(&seed) * (0.1 + need[i]);
            c.budget -= c.base[i];
        }
        if (!(c.budget > 0.0))
            continue;
        by_others = c.recipients;
        by_others.score = others;
        (void) kernel_allocate(&c.recipients, c.budget, c.amounts, c.scratch);
        (void) kernel_allocate(&by_others, c.budget, other, c.scratch);
        tradeoff = (kernel_tradeoff){c.amounts, need, c.low, c.high, n};
        n_corners = kernel_tradeoff_front(&tradeoff, corners, c.scratch, places);
        assert_true(n_corners >= 1 && n_corners <= 2 * n + 1);
        for (size_t k = 2; k < n_corners; k++) /* it bends down */
            assert_true(
                (corners[k].need - corners[k - 1].need) * (corners[k - 1].distance - corners[k - 2].distance) <=
                (corners[k - 1].need - corners[k - 2].need) * (corners[k].distance - corners[k - 1].distance) +
                    1e-15);
        distance = kernel_hoover(c.amounts, other, n);
        kernel_tradeoff_at(&tradeoff, corners, n_corners, distance, got);
        assert_near(sum_of(got, n), c.budget, 1e-12 * c.budget);
        assert_true(kernel_hoover(c.amounts, got, n) <= distance + 1e-12);
        for (size_t i = 0; i < n; i++) {
            assert_true(got[i] >= c.low[i] && got[i] <= c.high[i]);
            met += need[i] * got[i];
            met_by_other += need[i] * other[i];
        }
        assert_true(met >= met_by_other - 1e-12 * c.budget);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_by_hand),
        cmocka_unit_test(no_allocation_lies_beyond_the_front),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/returns: by hand, the conditions that only the best fulfils, and small exchanges that do not help.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/returns.h"
#include "kernels/ringfence.h"
#include "unit/kernels/drawn_recipients.h"

enum { CASES = 1000 };

/* G = 2, 1 and k = 1, 1. Both get money when their marginal returns are equal: 2 exp(-a) = exp(-b), so a = b + ln 2.
 * Of 1: a = (1 + ln 2) / 2. Of 0.5, less than ln 2: all to the first. */
static void two_by_hand(void **state)
{
    static const double gain[] = {2, 1}, scale[] = {1, 1};
    const kernel_returns two = {KERNEL_RETURNS_SATURATE, gain, scale, NULL, NULL, 2};
    double got[2], scratch[12];
    kernel_returned found = kernel_spend_best(&two, 1.0, got, scratch);

    (void) state;
    assert_near(got[0], (1.0 + log(2.0)) / 2.0, 1e-15);
    assert_near(got[1], (1.0 - log(2.0)) / 2.0, 1e-15);
    assert_near(found.marginal, sqrt(2.0) * exp(-0.5), 1e-15);
    assert_near(found.total, 3.0 - 2.0 * sqrt(2.0) * exp(-0.5), 1e-15);
    found = kernel_spend_best(&two, 0.5, got, scratch);
    assert_near(got[0], 0.5, 1e-15);
    assert_true(got[1] == 0.0);
    assert_near(found.marginal, 2.0 * exp(-0.5), 1e-15);
}

/* 3 ln(1 + a / 2) + ln(1 + b): 3 / (2 + a) = 1 / (1 + b). Of 9: a = 7, b = 2. Of 0.4: all to the first. */
static void two_logarithms_by_hand(void **state)
{
    static const double gain[] = {3, 1}, scale[] = {2, 1}, high[] = {4, 100};
    kernel_returns two = {KERNEL_RETURNS_LOG, gain, scale, NULL, NULL, 2};
    double got[2], scratch[12];
    kernel_returned found = kernel_spend_best(&two, 9.0, got, scratch);

    (void) state;
    assert_near(got[0], 7.0, 1e-14);
    assert_near(got[1], 2.0, 1e-14);
    assert_near(found.marginal, 1.0 / 3.0, 1e-15);
    assert_near(found.total, 3.0 * log(4.5) + log(3.0), 1e-14);
    (void) kernel_spend_best(&two, 0.4, got, scratch);
    assert_near(got[0], 0.4, 1e-15);
    two.high = high;
    (void) kernel_spend_best(&two, 9.0, got, scratch);
    assert_true(got[0] == 4.0);
    assert_near(got[1], 5.0, 1e-14);
}

/* G ln(1 + a / 10), G = 1 to 4: a = G y - 10. Of 100: 10 y - 40 = 100, so y = 14: 4, 18, 32, 46. Where the first two
 * are to have 40: 3 y - 20 = 40 for them, 7 y - 20 = 60 for the others. A base of 5 is part of what brings returns:
 * the first has that, and 9 y - 30 = 95. */
static void returns_inside_fences_by_hand(void **state)
{
    static const double gain[] = {1, 2, 3, 4}, scale[] = {10, 10, 10, 10}, base[] = {5, 5, 5, 5};
    static const size_t members[] = {0, 1};
    static const kernel_fence poor = {members, 2, 0.4, 1.0};
    const kernel_returns returns = {KERNEL_RETURNS_LOG, gain, scale, NULL, NULL, 4};
    double slope[4], offset[4], got[4], lambdas[4], scratch[48];
    kernel_fence_found found;
    kernel_recipients four = {slope, NULL, NULL, NULL, 4, offset};

    (void) state;
    assert_int_equal(kernel_returns_lines(&returns, slope, offset), 4);
    assert_near(kernel_allocate(&four, 100.0, got, scratch).lambda, 14.0, 1e-13);
    for (size_t i = 0; i < 4; i++)
        assert_near(got[i], 14.0 * gain[i] - 10.0, 1e-12);
    assert_near(kernel_returns_marginal(KERNEL_RETURNS_LOG, 14.0), 1.0 / 14.0, 1e-16);
    (void) kernel_allocate_fenced(&four, 100.0, &(kernel_fences){&poor, &found, 1}, got, lambdas, scratch);
    assert_near(got[0], 10.0, 1e-12);
    assert_near(got[1], 30.0, 1e-12);
    assert_near(got[2], 240.0 / 7.0 - 10.0, 1e-12);
    assert_near(got[3], 320.0 / 7.0 - 10.0, 1e-12);
    assert_int_equal(found.bound, KERNEL_FENCE_AT_LEAST);
    four.base = base;
    for (size_t i = 0; i < 4; i++)
        offset[i] -= base[i];
    (void) kernel_allocate(&four, 100.0, got, scratch);
    assert_true(got[0] == 5.0);
    assert_near(got[1], 250.0 / 9.0 - 10.0, 1e-12);
    assert_int_equal(kernel_bound_at(&four, 125.0 / 9.0, 0), KERNEL_AT_FLOOR);
    assert_int_equal(kernel_bound_at(&four, 125.0 / 9.0, 1), KERNEL_BY_SCORE);
}

static void what_cannot_be_spent_or_used_is_said(void **state)
{
    static const double gain[] = {3, 0}, scale[] = {2, 1}, low[] = {1, 2}, high[] = {4, 5}, none[] = {2, 0};
    kernel_returns two = {KERNEL_RETURNS_SATURATE, gain, scale, low, high, 2};
    double got[2], scratch[12];
    kernel_returned found = kernel_spend_best(&two, 7.0, got, scratch);

    (void) state;
    assert_int_equal(found.status, KERNEL_LEVEL_HIGHS); /* who gains nothing stays at its floor */
    assert_true(found.floors == 3.0 && found.caps == 6.0 && got[0] == 4.0 && got[1] == 2.0);
    assert_int_equal(kernel_spend_best(&two, 2.0, got, scratch).status, KERNEL_LEVEL_LOWS);
    two.scale = none;
    found = kernel_spend_best(&two, 4.0, got, scratch);
    assert_true(found.status == KERNEL_LEVEL_UNUSABLE && found.who == 1);
}

static double slope_at(const kernel_returns *r, size_t i, double amount)
{
    return r->form == KERNEL_RETURNS_LOG ? r->gain[i] / (r->scale[i] + amount)
                                         : r->gain[i] / r->scale[i] * exp(-amount / r->scale[i]);
}

/* Between bounds the marginal return is the same for all, at a floor it is lower, at a cap higher: by concavity no
 * other amounts bring more. */
static void the_conditions_of_the_best_hold(void **state)
{
    uint64_t seed = 51;
    drawn_case c;
    double scale[MOST_RECIPIENTS];
    size_t n_between = 0;

    (void) state;
    for (int round = 0; round < CASES; round++) {
        const kernel_returns_form form = round % 2 == 0 ? KERNEL_RETURNS_SATURATE : KERNEL_RETURNS_LOG;
        kernel_returns returns;
        kernel_returned found;

        draw_recipients(&c, &seed);
        for (size_t i = 0; i < c.recipients.n; i++) {
            scale[i] = 0.5 + 20.0 * drawn_share(&seed);
            c.budget -= c.base[i];
        }
        returns = (kernel_returns){form, c.score, scale, c.low, c.high, c.recipients.n};
        found = kernel_spend_best(&returns, c.budget, c.amounts, c.scratch);
        assert_int_equal(found.status, KERNEL_LEVEL_FOUND);
        assert_near(sum_of(c.amounts, returns.n), c.budget, 1e-12 * fmax(1.0, c.budget));
        for (size_t i = 0; i < returns.n; i++) {
            const double slope = slope_at(&returns, i, c.amounts[i]) / found.marginal;

            assert_true(c.amounts[i] >= c.low[i] && c.amounts[i] <= c.high[i]);
            assert_true(slope <= 1.0 + 1e-11 || c.amounts[i] == c.high[i]);
            assert_true(slope >= 1.0 - 1e-11 || c.amounts[i] == c.low[i]);
            n_between += c.amounts[i] > c.low[i] && c.amounts[i] < c.high[i];
        }
    }
    assert_true(n_between > CASES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_by_hand),
        cmocka_unit_test(two_logarithms_by_hand),
        cmocka_unit_test(returns_inside_fences_by_hand),
        cmocka_unit_test(what_cannot_be_spent_or_used_is_said),
        cmocka_unit_test(the_conditions_of_the_best_hold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/exact: a sum that has the same bits in whatever order and by whatever parts it is made.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include "kernels/exact.h"
#include "unit/drawn.h"

enum { N = 3000 };

static double sum_of(const double *x, size_t n)
{
    kernel_exact sum = {.lost = 0};

    for (size_t k = 0; k < n; k++)
        kernel_exact_add(&sum, x[k]);
    return kernel_exact_value(&sum);
}

/* Numbers of all sizes and both signs. */
static void draw(double *x)
{
    uint64_t seed = 5;

    for (size_t k = 0; k < N; k++)
        x[k] = ldexp(drawn_share(&seed) - 0.5, (int) (130.0 * drawn_share(&seed)) - 50);
}

static void shuffle(double *x, uint64_t seed)
{
    for (size_t k = N - 1; k > 0; k--) {
        const size_t i = (size_t) (drawn_share(&seed) * (double) (k + 1));
        const double swap = x[k];

        x[k] = x[i];
        x[i] = swap;
    }
}

static void assert_same(double x, double expected)
{
    assert_memory_equal(&x, &expected, sizeof x);
}

static void any_order_gives_the_same_bits(void **state)
{
    double x[N], first;

    (void) state;
    draw(x);
    first = sum_of(x, N);
    for (uint64_t seed = 1; seed <= 50; seed++) {
        shuffle(x, seed);
        assert_same(sum_of(x, N), first);
    }
}

static void any_parts_give_the_same_bits(void **state)
{
    double x[N], first;

    (void) state;
    draw(x);
    first = sum_of(x, N);
    for (size_t n_parts = 2; n_parts < 40; n_parts++) {
        kernel_exact part[40] = {{.lost = 0}};

        for (size_t k = 0; k < N; k++)
            kernel_exact_add(&part[(k * k) % n_parts], x[k]);
        for (size_t p = n_parts; p-- > 1;)
            kernel_exact_merge(&part[p - 1], &part[p]);
        assert_same(kernel_exact_value(&part[0]), first);
    }
}

/* Quarters below 2^40 and a few thousand of them: whole numbers tell the sum. */
static void tame_numbers_are_summed_exactly(void **state)
{
    kernel_exact sum = {.lost = 0};
    uint64_t seed = 9;
    int64_t quarters = 0;

    (void) state;
    for (size_t k = 0; k < 100000; k++) {
        const int64_t q = (int64_t) ((drawn_share(&seed) - 0.5) * 0x1p42);

        quarters += q;
        kernel_exact_add(&sum, (double) q / 4.0);
        if (k % 1000 == 0)
            assert_same(kernel_exact_value(&sum), (double) quarters / 4.0);
    }
    assert_true(quarters != 0);
    assert_same(kernel_exact_value(&sum), (double) quarters / 4.0);
}

static void sums_below_zero_are_those_above_with_the_other_sign(void **state)
{
    double x[N];
    double above;

    (void) state;
    draw(x);
    above = sum_of(x, N);
    for (size_t k = 0; k < N; k++)
        x[k] = -x[k];
    assert_same(sum_of(x, N), -above);
    assert_same(sum_of((const double[]){-1.0}, 1), -1.0);
    assert_same(sum_of((const double[]){-0x1p-64}, 1), -0x1p-64);
    assert_same(sum_of((const double[]){-0x1p90, 1.5}, 2), -0x1p90 + 1.5);
}

static void a_single_number_comes_back(void **state)
{
    double x[N];

    (void) state;
    draw(x);
    for (size_t k = 0; k < N; k++)
        if (fabs(x[k]) >= 1.0) /* all of its bits are above 2^-64 */
            assert_same(sum_of(&x[k], 1), x[k]);
    assert_same(sum_of((const double[]){0.1}, 1), 0.1);
    assert_same(sum_of((const double[]){0x1.fffffffffffffp94}, 1), 0x1.fffffffffffffp94);
}

/* What doubles would lose. */
static void huge_numbers_do_not_drown_small_ones(void **state)
{
    (void) state;
    assert_same(sum_of((const double[]){0x1p94, 1.0, -0x1p94, 0x1p-50}, 4), 1.0 + 0x1p-50);
    assert_same(sum_of((const double[]){0x1p94, 0x1p-60, -0x1p94}, 3), 0x1p-60);
    assert_same(sum_of((const double[]){0x1p90, 3.0, -0x1p90, -3.0}, 4), 0.0);
}

static void what_is_below_the_last_digit_is_cut_off(void **state)
{
    (void) state;
    assert_same(sum_of((const double[]){0x1p-65}, 1), 0.0);
    assert_same(sum_of((const double[]){0x1.8p-64}, 1), 0x1p-64);
    assert_same(sum_of((const double[]){0x1p-1074, 5e-320, -1e-300}, 3), 0.0);
    assert_same(sum_of((const double[]){0.0, -0.0}, 2), 0.0);
}

static void many_numbers_do_not_overflow_a_digit(void **state)
{
    kernel_exact sum = {.lost = 0};

    (void) state;
    for (size_t k = 0; k < 10000000; k++)
        kernel_exact_add(&sum, -0x1.fffffffep31);
    assert_same(kernel_exact_value(&sum), -0x1.fffffffep31 * 1e7);
}

static void a_lost_number_leaves_no_sum(void **state)
{
    const double bad[] = {(double) NAN, (double) INFINITY, -(double) INFINITY, 0x1p95, -1e300};

    (void) state;
    for (size_t k = 0; k < 5; k++) {
        kernel_exact sum = {.lost = 0}, other = {.lost = 0};

        kernel_exact_add(&sum, 1.0);
        kernel_exact_add(&other, bad[k]);
        kernel_exact_merge(&sum, &other);
        assert_int_equal(sum.lost, 1);
        assert_true(isnan(kernel_exact_value(&sum)));
    }
}

static void a_sum_is_rounded_once(void **state)
{
    (void) state;
    /* halfway between 2^53 and 2^53 + 2, and a little above halfway */
    assert_same(sum_of((const double[]){0x1p53, 1.0}, 2), 0x1p53);
    assert_same(sum_of((const double[]){0x1p53, 1.0, 0x1p-50}, 3), 0x1p53 + 2.0);
    assert_same(sum_of((const double[]){-0x1p53, -1.0, -0x1p-50}, 3), -0x1p53 - 2.0);
    assert_same(sum_of((const double[]){0x1p80, 0x1p27, 0x1p-40}, 3), 0x1p80 + 0x1p28);
    assert_same(sum_of((const double[]){0x1p80, 0x1p27, -0x1p-40}, 3), 0x1p80);
    assert_same(sum_of((const double[]){-0x1p80, -0x1p27, 0x1p-40}, 3), -0x1p80);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_gives_the_same_bits),
        cmocka_unit_test(any_parts_give_the_same_bits),
        cmocka_unit_test(tame_numbers_are_summed_exactly),
        cmocka_unit_test(sums_below_zero_are_those_above_with_the_other_sign),
        cmocka_unit_test(a_single_number_comes_back),
        cmocka_unit_test(huge_numbers_do_not_drown_small_ones),
        cmocka_unit_test(what_is_below_the_last_digit_is_cut_off),
        cmocka_unit_test(many_numbers_do_not_overflow_a_digit),
        cmocka_unit_test(a_lost_number_leaves_no_sum),
        cmocka_unit_test(a_sum_is_rounded_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

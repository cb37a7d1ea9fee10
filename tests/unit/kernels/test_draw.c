/* kernels/draw, kernels/elementary.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <float.h>

#include "kernels/draw.h"
#include "kernels/elementary.h"
#include "kernels/random.h"

/* x - expected, in the unit of the latter's last place. */
static double places_off(double x, long double expected)
{
    return (double) (((long double) x - expected) / fabsl(expected)) * 0x1p52;
}

static const double infinite = (double) INFINITY;

/* Against the C library's long double. */
static void ln_is_right_to_the_last_place(void **state)
{
    (void) state;
    for (int k = 0; k < 100000; k++) {
        const double x = ldexp(1.0 + (double) k / 100000.0, k % 2001 - 1000), near_one = 1.0 - (double) k * 1e-6;

        if (x != 1.0)
            assert_near(places_off(elementary_ln(x), logl((long double) x)), 0.0, 1.0);
        if (near_one < 1.0)
            assert_near(places_off(elementary_ln(near_one), logl((long double) near_one)), 0.0, 1.0);
    }
    assert_true(elementary_ln(1.0) == 0.0);
    assert_true(elementary_ln(1.0 - 0x1p-53) == -0x1p-53);
    assert_true(elementary_ln(0x1p-53) == -36.736800569677101);
}

static void exp_is_right_to_the_last_place(void **state)
{
    (void) state;
    for (int k = 0; k < 100000; k++) {
        const double x = -708.0 + 1417.0 * (double) k / 100000.0;

        assert_near(places_off(elementary_exp(x), expl((long double) x)), 0.0, 1.0);
    }
    assert_true(elementary_exp(0.0) == 1.0);
    assert_true(elementary_exp(-1e9) == elementary_exp(-708.0) && elementary_exp(-708.0) > 0.0);
    assert_true(isfinite(elementary_exp(1e9)));
}

/* SciPy 1.10.1, scipy.special.ndtri. */
static void normal_quantiles_are_the_known_ones(void **state)
{
    static const double rows[][2] = {{1e-100, -21.273453560965322}, {1e-20, -9.262340089798409},
        {1e-10, -6.361340902404056}, {1e-5, -4.264890793922825}, {0.001, -3.090232306167813},
        {0.025, -1.9599639845400545}, {0.075, -1.4395314709384563}, {0.1, -1.2815515655446004},
        {0.3, -0.5244005127080409}, {0.5, 0.0}, {0.9, 1.2815515655446004}, {0.999, 3.090232306167813}};

    (void) state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        assert_near(kernel_draw_normal(rows[k][0]), rows[k][1], 1e-15 * fabs(rows[k][1]));
}

/* The probability below the quantile, by the C library's long double erfc, is what was asked for; by how much the
 * quantile is off follows from the density. */
static void normal_quantiles_are_good_to_1e_15(void **state)
{
    volatile long double one = 1.0L;

    (void) state;
    if (one + LDBL_EPSILON == 1.0L)
        skip(); /* valgrind computes them as doubles */
    for (int k = 1; k < 200000; k++) {
        const double u = k % 2 == 0 ? (double) k / 200000.0 : exp(-36.7 * (double) k / 200000.0);
        const long double z = (long double) kernel_draw_normal(u), below = 0.5L * erfcl(-z / sqrtl(2.0L)),
                          density = expl(-0.5L * z * z) / sqrtl(8.0L * atanl(1.0L));

        assert_near((double) ((below - (long double) u) / density), 0.0, 1e-15 * fabs((double) z) + 1e-17);
    }
}

static void normal_quantiles_are_symmetric(void **state)
{
    (void) state;
    for (double u = 0x1p-53; u < 0.5; u *= 1.9)
        assert_true(kernel_draw_normal(u) == -kernel_draw_normal(1.0 - u) || 1.0 - (1.0 - u) != u);
    assert_true(kernel_draw_normal(0.5) == 0.0);
    assert_true(kernel_draw_normal(0x1p-53) == -kernel_draw_normal(1.0 - 0x1p-53));
}

static void many_normals_are_the_single_ones(void **state)
{
    enum { N = 1000 };
    const kernel_random r = {.seed = 4, .stream = 4};
    double u[N], z[N];

    (void) state;
    kernel_uniform_fill(&r, 0, 0, N, u);
    u[0] = 0x1p-53;
    u[1] = 1.0 - 0x1p-53;
    u[2] = 0.075;
    u[3] = 0.925;
    kernel_draw_normals(u, N, z);
    for (size_t i = 0; i < N; i++)
        assert_true(z[i] == kernel_draw_normal(u[i]));
    kernel_draw_normals(u, N, u);
    assert_memory_equal(u, z, sizeof z);
}

static void exponentials_rise_with_their_numbers(void **state)
{
    const double u[] = {0x1p-53, 0.25, 0.5, 0.75, 1.0 - 0x1p-53};
    const double expected[] = {
        0x1p-53, 0.28768207245178093, 0.69314718055994531, 1.3862943611198906, 36.736800569677101};
    double out[5];

    (void) state;
    kernel_draw_exponentials(u, 5, out);
    for (size_t k = 0; k < 5; k++)
        assert_near(out[k], expected[k], 2.3e-16 * expected[k]);
}

/* By hand: F(x) = (x - 2)^2 / 16 up to the mode at 4, 1 - (10 - x)^2 / 48 beyond. */
static void triangular_numbers(void **state)
{
    (void) state;
    assert_near(kernel_draw_triangular(0.0625, 2.0, 4.0, 10.0), 3.0, 1e-15);
    assert_near(kernel_draw_triangular(0.25, 2.0, 4.0, 10.0), 4.0, 1e-15);
    assert_near(kernel_draw_triangular(1.0 - 27.0 / 48.0, 2.0, 4.0, 10.0), 10.0 - 3.0 * sqrt(3.0), 2e-15);
    assert_near(kernel_draw_triangular(0.5, 2.0, 2.0, 10.0), 10.0 - sqrt(32.0), 2e-15);
    assert_near(kernel_draw_triangular(0.5, 2.0, 10.0, 10.0), 2.0 + sqrt(32.0), 2e-15);
    assert_near(kernel_draw_triangular(0.3, 5.0, 5.0, 5.0), 5.0, 0.0);
}

static void numbers_between_two_limits_stay_there(void **state)
{
    (void) state;
    assert_near(kernel_draw_between(0.25, 10.0, 20.0), 12.5, 0.0);
    assert_true(kernel_draw_between(0x1p-53, 0.1, 0.3) >= 0.1);
    assert_true(kernel_draw_between(1.0 - 0x1p-53, 0.1, 0.3) <= 0.3);
}

/* SciPy 1.10.1, scipy.stats.truncnorm.ppf. */
static void truncated_normals_are_those_of_scipy(void **state)
{
    static const struct {
        double mean, sd, low, high, u, expected;
    } rows[] = {{0, 1, -1, 2, 0.3, -0.24240381788922707}, {0, 1, -1, 2, 0.95, 1.524596682775977},
        {0, 1, 6, 7, 0.25, 6.046471793973996}, {0, 1, -7, -6, 0.25, -6.220613860660656},
        {50, 10, 0, 100, 0.001, 19.098526457382484}};

    (void) state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const kernel_truncated t = kernel_truncated_of(rows[k].mean, rows[k].sd, rows[k].low, rows[k].high);

        assert_near(
            kernel_draw_truncated(&t, rows[k].u), rows[k].expected, 2e-14 * fmax(1.0, fabs(rows[k].expected)));
    }
}

static void truncated_normals_never_leave_their_limits(void **state)
{
    static const double limits[][2] = {
        {-1, 1}, {8, 9}, {-9, -8}, {60, 61}, {-61, -60}, {38.0, 38.1}, {-0.1, 1e300}, {0.0, 1e-9}, {-1e-9, 0.0}};
    static const double numbers[] = {0x1p-53, 1e-9, 0.5, 1.0 - 1e-9, 1.0 - 0x1p-53};

    (void) state;
    for (size_t k = 0; k < sizeof limits / sizeof *limits; k++) {
        const kernel_truncated t = kernel_truncated_of(0.0, 1.0, limits[k][0], limits[k][1]);

        for (size_t i = 0; i < 5; i++) {
            const double x = kernel_draw_truncated(&t, numbers[i]);

            assert_true(x >= limits[k][0] && x <= limits[k][1]);
        }
    }
}

static void without_limits_it_is_the_normal_distribution(void **state)
{
    const kernel_truncated t = kernel_truncated_of(3.0, 2.0, -infinite, infinite);

    (void) state;
    for (double u = 0.01; u < 1.0; u += 0.07)
        assert_near(kernel_draw_truncated(&t, u), 3.0 + 2.0 * kernel_draw_normal(u), 1e-15);
}

static void choices_follow_their_shares(void **state)
{
    const double shares[] = {0.0, 1.0, 2.0, 0.0, 1.0, 0.0};
    double cumulative[6];

    (void) state;
    kernel_cumulate(shares, 6, cumulative);
    assert_int_equal(kernel_draw_choice(0x1p-53, cumulative, 6), 1);
    assert_int_equal(kernel_draw_choice(0.25 - 0x1p-53, cumulative, 6), 1);
    assert_int_equal(kernel_draw_choice(0.25, cumulative, 6), 2);
    assert_int_equal(kernel_draw_choice(0.75 - 0x1p-53, cumulative, 6), 2);
    assert_int_equal(kernel_draw_choice(0.75, cumulative, 6), 4);
    assert_int_equal(kernel_draw_choice(1.0 - 0x1p-53, cumulative, 6), 4);
}

/* Ten times 0.1 is less than 1. */
static void the_last_share_reaches_exactly_one(void **state)
{
    double shares[10];

    (void) state;
    for (size_t k = 0; k < 10; k++)
        shares[k] = 0.1;
    kernel_cumulate(shares, 10, shares);
    assert_true(shares[9] == 1.0);
    assert_int_equal(kernel_draw_choice(1.0 - 0x1p-53, shares, 10), 9);
    assert_int_equal(kernel_draw_choice(0.5, shares, 1), 0);
}

static void levels_share_the_interval_evenly(void **state)
{
    (void) state;
    assert_int_equal(kernel_draw_level(0x1p-53, 3), 0);
    assert_int_equal(kernel_draw_level(0.34, 3), 1);
    assert_int_equal(kernel_draw_level(0.5, 2), 1);
    assert_int_equal(kernel_draw_level(0.5 - 0x1p-53, 2), 0);
    for (size_t n = 1; n < 5000; n++)
        assert_int_equal(kernel_draw_level(1.0 - 0x1p-53, n), n - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ln_is_right_to_the_last_place),
        cmocka_unit_test(exp_is_right_to_the_last_place),
        cmocka_unit_test(normal_quantiles_are_the_known_ones),
        cmocka_unit_test(normal_quantiles_are_good_to_1e_15),
        cmocka_unit_test(normal_quantiles_are_symmetric),
        cmocka_unit_test(many_normals_are_the_single_ones),
        cmocka_unit_test(exponentials_rise_with_their_numbers),
        cmocka_unit_test(triangular_numbers),
        cmocka_unit_test(numbers_between_two_limits_stay_there),
        cmocka_unit_test(truncated_normals_are_those_of_scipy),
        cmocka_unit_test(truncated_normals_never_leave_their_limits),
        cmocka_unit_test(without_limits_it_is_the_normal_distribution),
        cmocka_unit_test(choices_follow_their_shares),
        cmocka_unit_test(the_last_share_reaches_exactly_one),
        cmocka_unit_test(levels_share_the_interval_evenly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

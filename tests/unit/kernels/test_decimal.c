/* kernels/decimal.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include <float.h>
#include <stdio.h>

#include "kernels/decimal.h"

static double rounded(double x, unsigned decimals, kernel_ties ties)
{
    kernel_round_decimals(&x, 1, decimals, ties);
    return x;
}

static void ties_are_those_of_the_decimal_not_of_the_double(void **state)
{
    (void) state;
    assert_near(rounded(2.675, 2, KERNEL_TIES_AWAY), 2.68, 0.0); /* stored as 2.67499999999999982236431605997495 */
    assert_near(rounded(1.005, 2, KERNEL_TIES_AWAY), 1.01, 0.0);
    assert_near(rounded(0.285, 2, KERNEL_TIES_AWAY), 0.29, 0.0);
    assert_near(rounded(1.115, 2, KERNEL_TIES_AWAY), 1.12, 0.0);
    assert_near(rounded(5.015, 2, KERNEL_TIES_AWAY), 5.02, 0.0);
    assert_near(rounded(39.425, 2, KERNEL_TIES_AWAY), 39.43, 0.0);
    assert_near(rounded(0.5, 0, KERNEL_TIES_AWAY), 1.0, 0.0);
    assert_near(rounded(2.5, 0, KERNEL_TIES_AWAY), 3.0, 0.0);
}

static void ties_to_even_go_either_way(void **state)
{
    (void) state;
    assert_near(rounded(2.675, 2, KERNEL_TIES_EVEN), 2.68, 0.0);
    assert_near(rounded(2.665, 2, KERNEL_TIES_EVEN), 2.66, 0.0);
    assert_near(rounded(0.5, 0, KERNEL_TIES_EVEN), 0.0, 0.0);
    assert_near(rounded(1.5, 0, KERNEL_TIES_EVEN), 2.0, 0.0);
}

/* The sum of a mean may lose the last places; what lies clearly beside a tie is none. */
static void a_few_last_places_beside_a_tie_are_noise_and_more_is_not(void **state)
{
    (void) state;
    assert_near(rounded(2.675 - 8.0 * DBL_EPSILON, 2, KERNEL_TIES_AWAY), 2.68, 0.0);
    assert_near(rounded(2.665 + 8.0 * DBL_EPSILON, 2, KERNEL_TIES_EVEN), 2.66, 0.0);
    assert_near(rounded(2.675 * (1.0 - 1e-11), 2, KERNEL_TIES_AWAY), 2.67, 0.0);
    assert_near(rounded(2.665 * (1.0 + 1e-11), 2, KERNEL_TIES_EVEN), 2.67, 0.0);
    assert_near(rounded(0.5 * (1.0 - 1e-11), 0, KERNEL_TIES_AWAY), 0.0, 0.0);
}

/* On paper 0.445, 0.305, 0.275 and 0.455; as sums of doubles 0.44499999999999995, 0.30500000000000005,
 * 0.27499999999999997 and 0.45500000000000007. */
static void a_mean_that_is_a_tie_on_paper_is_a_tie(void **state)
{
    (void) state;
    assert_near(rounded((0.07 + 0.82) / 2.0, 2, KERNEL_TIES_AWAY), 0.45, 0.0);
    assert_near(rounded((0.07 + 0.82) / 2.0, 2, KERNEL_TIES_EVEN), 0.44, 0.0);
    assert_near(rounded((0.27 + 0.34) / 2.0, 2, KERNEL_TIES_AWAY), 0.31, 0.0);
    assert_near(rounded((0.27 + 0.34) / 2.0, 2, KERNEL_TIES_EVEN), 0.3, 0.0);
    assert_near(rounded((0.05 + 0.49 + 0.26 + 0.45 + 0.13 + 0.27) / 6.0, 2, KERNEL_TIES_AWAY), 0.28, 0.0);
    assert_near(rounded((0.05 + 0.49 + 0.26 + 0.45 + 0.13 + 0.27) / 6.0, 2, KERNEL_TIES_EVEN), 0.28, 0.0);
    assert_near(rounded((0.82 + 0.12 + 0.98 + 0.24 + 0.28 + 0.29) / 6.0, 2, KERNEL_TIES_EVEN), 0.46, 0.0);
    assert_near(rounded(-(0.07 + 0.82) / 2.0, 2, KERNEL_TIES_AWAY), -0.45, 0.0);
}

/* Weighted means of hundredths, in whole numbers: 100 mean = sum / weight, and a tie where twice the rest is the
 * weight. */
static void means_of_hundredths_round_as_they_do_in_whole_numbers(void **state)
{
    unsigned long long random = 362436069ULL;
    size_t n_ties = 0, n_lost = 0;

    (void) state;
    for (int k = 0; k < 100000; k++) {
        unsigned long long whole = 0, weight = 0, down = 0, rest = 0;
        double sum = 0.0, mean = 0.0;

        for (int child = 0; child < 2 + k % 7; child++) {
            unsigned long long x = 0, w = 0;

            random = random * 6364136223846793005ULL + 1442695040888963407ULL;
            x = (random >> 33) % 10001;
            w = 1 + (random >> 60) % 4;
            whole += w * x;
            weight += w;
            sum += (double) w * ((double) x / 100.0);
        }
        mean = sum / (double) weight;
        down = whole / weight;
        rest = 2 * (whole % weight);
        n_ties += rest == weight ? 1 : 0;
        n_lost += rest == weight && mean != (2.0 * (double) down + 1.0) / 200.0 ? 1 : 0;
        assert_true(rounded(mean, 2, KERNEL_TIES_AWAY) == (double) (down + (rest >= weight ? 1 : 0)) / 100.0);
        assert_true(rounded(mean, 2, KERNEL_TIES_EVEN) ==
                    (double) (down + (rest > weight || (rest == weight && down % 2 == 1) ? 1 : 0)) / 100.0);
    }
    assert_true(n_ties > 1000 && n_lost > 100); /* or the test would say nothing */
}

static void so_many_places_that_noise_would_be_a_place_are_rounded_as_the_double_is(void **state)
{
    (void) state;
    assert_near(rounded(0.123456789012344, 14, KERNEL_TIES_AWAY), 0.12345678901234, 0.0);
    assert_near(rounded(0.123456789012346, 14, KERNEL_TIES_EVEN), 0.12345678901235, 0.0);
    assert_near(rounded(0.123456789012345, 14, KERNEL_TIES_AWAY), 0.12345678901235, 0.0);
    assert_near(rounded(0.123456789012345, 15, KERNEL_TIES_AWAY), 0.123456789012345, 0.0);
}

static void negative_values_mirror_positive_ones(void **state)
{
    (void) state;
    assert_near(rounded(-2.675, 2, KERNEL_TIES_AWAY), -2.68, 0.0);
    assert_near(rounded(-2.665, 2, KERNEL_TIES_EVEN), -2.66, 0.0);
}

static void nothing_becomes_minus_zero(void **state)
{
    (void) state;
    assert_false(signbit(rounded(-0.004, 2, KERNEL_TIES_AWAY)));
    assert_false(signbit(rounded(-0.0, 2, KERNEL_TIES_AWAY)));
}

static void missing_and_very_large_values_stay(void **state)
{
    (void) state;
    assert_true(isnan(rounded((double) NAN, 2, KERNEL_TIES_AWAY)));
    assert_near(rounded(1e300, 2, KERNEL_TIES_AWAY), 1e300, 0.0);
    assert_near(rounded(DBL_MAX, 15, KERNEL_TIES_AWAY), DBL_MAX, 0.0);
    assert_near(rounded(123456789012345.678, 2, KERNEL_TIES_AWAY), 123456789012345.678, 0.0);
    assert_near(rounded(5e-324, 15, KERNEL_TIES_AWAY), 0.0, 0.0);
}

static void a_rounded_value_stays_what_it_is(void **state)
{
    (void) state;
    for (int k = -30000; k <= 30000; k++) {
        assert_true(rounded(k / 100.0, 2, KERNEL_TIES_AWAY) == k / 100.0);
        assert_true(rounded(k / 1000.0, 3, KERNEL_TIES_EVEN) == k / 1000.0);
    }
}

/* Rounds the text of fifteen digits, digit by digit: slow and sure. */
static double rounded_text(double x, unsigned decimals, kernel_ties ties)
{
    char text[64], *point = NULL, *digit = NULL;
    int digits = 1, up = 0;

    while (digits < 18) { /* the shortest text that reads back */
        (void) snprintf(text, sizeof text, "%.*e", digits - 1, x);
        if (strtod(text, NULL) == x)
            break;
        digits++;
    }
    (void) snprintf(text, sizeof text, "%.*f", (int) fmax(0.0, digits - 1 - floor(log10(x))), x);
    point = strchr(text, '.');
    if (point == NULL || strlen(point + 1) <= decimals)
        return x;
    digit = point + 1 + decimals;
    up = *digit > '5' || (*digit == '5' && strspn(digit + 1, "0") < strlen(digit + 1));
    if (*digit == '5' && !up)
        up = ties == KERNEL_TIES_AWAY || (digit[decimals == 0 ? -2 : -1] - '0') % 2 == 1;
    *digit = '\0';
    if (up) { /* add one in the last place kept */
        char sum[64];

        (void) snprintf(sum, sizeof sum, "%.*f", (int) decimals, strtod(text, NULL) + pow(10.0, -(double) decimals));
        return strtod(sum, NULL);
    }
    return strtod(text, NULL);
}

static void rounding_agrees_with_rounding_the_text(void **state)
{
    unsigned long long random = 88172645463325252ULL; /* xorshift */

    (void) state;
    for (int k = 0; k < 30000; k++) {
        const unsigned decimals = (unsigned) (k % 5);
        double x = 0.0;

        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        /* every second one a tie or near it, the others any number */
        x = k % 2 == 0 ? (double) (random % 20000001) / pow(10.0, decimals + 1)
                       : (double) (random % 1000000007) / 9.7e6;
        if (x <= 0.0)
            continue;
        assert_true(rounded(x, decimals, KERNEL_TIES_AWAY) == rounded_text(x, decimals, KERNEL_TIES_AWAY));
        assert_true(rounded(x, decimals, KERNEL_TIES_EVEN) == rounded_text(x, decimals, KERNEL_TIES_EVEN));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ties_are_those_of_the_decimal_not_of_the_double),
        cmocka_unit_test(ties_to_even_go_either_way),
        cmocka_unit_test(a_few_last_places_beside_a_tie_are_noise_and_more_is_not),
        cmocka_unit_test(a_mean_that_is_a_tie_on_paper_is_a_tie),
        cmocka_unit_test(means_of_hundredths_round_as_they_do_in_whole_numbers),
        cmocka_unit_test(so_many_places_that_noise_would_be_a_place_are_rounded_as_the_double_is),
        cmocka_unit_test(negative_values_mirror_positive_ones),
        cmocka_unit_test(nothing_becomes_minus_zero),
        cmocka_unit_test(missing_and_very_large_values_stay),
        cmocka_unit_test(a_rounded_value_stays_what_it_is),
        cmocka_unit_test(rounding_agrees_with_rounding_the_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

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

static void a_hair_beside_a_tie_is_no_tie(void **state)
{
    (void) state;
    assert_near(rounded(nextafter(2.675, 0.0), 2, KERNEL_TIES_AWAY), 2.67, 0.0);
    assert_near(rounded(nextafter(2.675, 9.0), 2, KERNEL_TIES_EVEN), 2.68, 0.0);
    assert_near(rounded(nextafter(2.665, 9.0), 2, KERNEL_TIES_EVEN), 2.67, 0.0);
    assert_near(rounded(nextafter(0.5, 0.0), 0, KERNEL_TIES_AWAY), 0.0, 0.0);
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
    assert_true(isnan(rounded(NAN, 2, KERNEL_TIES_AWAY)));
    assert_near(rounded(1e300, 2, KERNEL_TIES_AWAY), 1e300, 0.0);
    assert_near(rounded(DBL_MAX, 15, KERNEL_TIES_AWAY), DBL_MAX, 0.0);
    assert_near(rounded(123456789012345.678, 2, KERNEL_TIES_AWAY), 123456789012345.678, 0.0);
    assert_near(rounded(5e-324, 15, KERNEL_TIES_AWAY), 0.0, 0.0);
}

static void a_rounded_value_stays_what_it_is(void **state)
{
    (void) state;
    for (int k = -100000; k <= 100000; k++) {
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
    for (int k = 0; k < 200000; k++) {
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
        cmocka_unit_test(a_hair_beside_a_tie_is_no_tie),
        cmocka_unit_test(negative_values_mirror_positive_ones),
        cmocka_unit_test(nothing_becomes_minus_zero),
        cmocka_unit_test(missing_and_very_large_values_stay),
        cmocka_unit_test(a_rounded_value_stays_what_it_is),
        cmocka_unit_test(rounding_agrees_with_rounding_the_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

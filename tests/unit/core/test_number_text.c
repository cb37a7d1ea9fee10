/* core/number_text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/number.h>
#include <titian/panel.h>

#include "unit/drawn.h"

static void the_text_is_the_shortest(void **state)
{
    static const struct {
        double x;
        const char *text;
    } cases[] = {
        {0.0, "0"},
        {-0.0, "-0"},
        {100.0, "100"},
        {0.1, "0.1"},
        {1.0 / 3.0, "0.3333333333333333"},
        {2.0 / 3.0, "0.6666666666666666"},
        {0.1 + 0.2, "0.30000000000000004"},
        {5e-324, "5e-324"},
        {DBL_MIN, "2.2250738585072014e-308"},
        {DBL_MAX, "1.7976931348623157e+308"},
        {-1234.5, "-1234.5"},
        {123456789012345.0, "123456789012345"},
        {-999999999999999.0, "-999999999999999"},
        {1e14, "100000000000000"},
        {1e15, "1e+15"},
        {1e15 + 1.0, "1000000000000001"},
        {-7.0, "-7"},
    };

    (void) state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[32];

        titian_number_text(cases[k].x, text);
        assert_string_equal(text, cases[k].text);
    }
}

static void every_text_reads_back_as_the_same_double(void **state)
{
    uint64_t bits = 88172645463325252u; /* xorshift64, Marsaglia 2003 */

    (void) state;
    for (size_t k = 0; k < 200000; k++) {
        char text[32];
        double x;

        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        memcpy(&x, &bits, sizeof x);
        if (!isfinite(x))
            continue;
        titian_number_text(x, text);
        if (strtod(text, NULL) != x)
            fail_msg("%a became %s", x, text);
    }
}

/* Numbers of many kinds: scores, decimals of few places, powers and their neighbours, fractions. */
static double number_of_kind(uint64_t *seed, int kind, int i)
{
    const double x = drawn_share(seed);

    switch (kind) {
    case 0:
        return 100.0 * x;
    case 1:
        return round(x * 1e6) / 1e4;
    case 2:
        return exp(60.0 * x - 20.0);
    case 3:
        return -x * 1e12;
    case 4:
        return ldexp(1.0, (int) (60.0 * x) - 15);
    case 5:
        return nextafter(pow(10.0, (int) (26.0 * x) - 12), i % 2 == 0 ? 0.0 : 1e300);
    case 6:
        return pow(10.0, (int) (26.0 * x) - 12);
    case 7:
        return pow(10.0, -12.0 * drawn_share(seed)) * x;
    case 8:
        return round(1e5 * x) * pow(10.0, -(i % 13));
    case 9:
        return (i % 100) / (1.0 + i % 997);
    default:
        return 100.0 * (1.0 - x * 1e-14);
    }
}

static void most_texts_are_made_without_printf_and_are_its_own(void **state)
{
    enum { KINDS = 11, EACH = 4000 };
    char text[32], wanted[32];
    uint64_t seed = 3;

    (void) state;
    for (int n = 0; n < KINDS * EACH; n++) {
        const double x = number_of_kind(&seed, n % KINDS, n);
        int digits = 15;

        do
            (void) snprintf(wanted, sizeof wanted, "%.*g", digits, x);
        while (strtod(wanted, NULL) != x && digits++ < 17);
        titian_number_text(x, text);
        if (strcmp(text, wanted) != 0)
            fail_msg("%a became %s, not %s", x, text, wanted);
    }
}

static void missing_is_no_text(void **state)
{
    char text[32] = "x";

    (void) state;
    titian_number_text(TITIAN_MISSING, text);
    assert_string_equal(text, "");
    assert_string_equal(titian_number_fixed(TITIAN_MISSING, 2, text), "");
    assert_string_equal(titian_number_rounded(TITIAN_MISSING, text), "");
}

static void figures_for_people_are_rounded(void **state)
{
    char text[32];

    (void) state;
    assert_string_equal(titian_number_fixed(47.4969, 2, text), "47.50");
    assert_string_equal(titian_number_fixed(-0.004, 2, text), "0.00");
    assert_string_equal(titian_number_fixed(1e300, 2, text), "1e+300");
    assert_string_equal(titian_number_rounded(0.8104781234, text), "0.810478");
    assert_string_equal(titian_number_rounded(275501339.4, text), "275501339");
    assert_string_equal(titian_number_rounded(20.0, text), "20");
}

static void the_point_is_a_full_stop_in_every_locale(void **state)
{
    static const char *const locales[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "id_ID.UTF-8", "ps_AF.UTF-8"};
    char text[32];
    size_t k = 0;

    (void) state;
    while (k < sizeof locales / sizeof *locales && setlocale(LC_NUMERIC, locales[k]) == NULL)
        k++;
    if (k == sizeof locales / sizeof *locales)
        skip(); /* this machine has none that writes a comma */
    titian_number_text(1234.5, text);
    assert_string_equal(text, "1234.5");
    assert_string_equal(titian_number_fixed(1234.5, 2, text), "1234.50");
    assert_true(setlocale(LC_NUMERIC, "C") != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_is_the_shortest),
        cmocka_unit_test(every_text_reads_back_as_the_same_double),
        cmocka_unit_test(most_texts_are_made_without_printf_and_are_its_own),
        cmocka_unit_test(missing_is_no_text),
        cmocka_unit_test(figures_for_people_are_rounded),
        cmocka_unit_test(the_point_is_a_full_stop_in_every_locale),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

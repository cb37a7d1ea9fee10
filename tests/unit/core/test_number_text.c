/* core/number_text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <float.h>
#include <locale.h>
#include <stdlib.h>

#include <titian/number.h>
#include <titian/panel.h>

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
        cmocka_unit_test(missing_is_no_text),
        cmocka_unit_test(figures_for_people_are_rounded),
        cmocka_unit_test(the_point_is_a_full_stop_in_every_locale),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* reports/workbook/names: the inputs of a workbook by name.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/reports/pages.h"

/* Value a defined name refers to. */
static const char *refers_to(const book *b, const char *name)
{
    lxw_defined_name *defined = NULL;

    TAILQ_FOREACH(defined, b->file->defined_names, list_pointers)
    if (strcmp(defined->name, name) == 0)
        return defined->formula;
    return NULL;
}

static void codes_that_differ_in_marks_or_case_get_names_of_their_own(void **state)
{
    pages p;

    (void) state;
    pages_open_text(&p, "A.B P 1 goalposts 0 1\nA-B P 1 goalposts 0 1\na_b P 1 goalposts 0 1\nP - 1\n",
        "U1 2020 A.B 1 A-B 1 a_b 1\nU2 2020 A.B 0 A-B 1 a_b 0\n");
    pages_book(&p);
    assert_string_equal(name_weight(p.b, 0).text, "W_A_B");
    assert_string_equal(name_weight(p.b, 1).text, "W_A_B_2");
    assert_string_equal(name_weight(p.b, 2).text, "W_a_b_3");
    assert_string_equal(name_worst(p.b, 1).text, "GP_A_B_2_worst");
    assert_string_equal(name_best(p.b, 1).text, "GP_A_B_2_best");
    assert_non_null(refers_to(p.b, "W_a_b_3"));
    pages_close(&p);
}

static void a_name_refers_to_its_input_cell(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    pages_priority(&p);
    pages_book(&p);
    write_parameters(p.b);
    assert_true(book_good(p.b));
    assert_string_equal(
        refers_to(p.b, name_worst(p.b, 1).text), fixed(SHEET_PARAMETERS, node_row(p.b, 1), NODE_WORST).text);
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 1), NODE_WORST), 1, 0);
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 1), NODE_WEIGHT), 3, 0);
    for (size_t k = 0; k < p.b->n_settings; k++) {
        const lxw_row_t row = (lxw_row_t) (LIST_FIRST + k);

        assert_string_equal(refers_to(p.b, p.b->settings[k].name), fixed(SHEET_PARAMETERS, row, SETTING_VALUE).text);
        assert_near(number_at(&p, SHEET_PARAMETERS, row, SETTING_VALUE), p.b->settings[k].value, 0);
        assert_near(number_at(&p, SHEET_PARAMETERS, row, SETTING_MODEL), p.b->settings[k].value, 0);
        assert_string_equal(text_at(&p, SHEET_PARAMETERS, row, SETTING_CHECK), "ok");
    }
    pages_close(&p);
}

static void a_model_has_the_settings_it_uses_and_no_others(void **state)
{
    static const char *const there[] = {"C_unit", "C_indicator", "S_low", "S_high", "BAND_2", "P_age_discount",
        "T_target", "P_alpha", "PW_need", "PW_confidence", "P_people_reference", "V_1", "A_1_low", "A_1_high",
        "P_kappa"};
    static const char *const absent[] = {"C_group", "C_groups", "S_mean", "BAND_1", "BAND_3", "V_2", "A_2_low"};
    pages p;

    (void) state;
    pages_open(&p);
    pages_priority(&p);
    pages_book(&p);
    for (size_t k = 0; k < sizeof there / sizeof *there; k++)
        assert_non_null(book_setting(p.b, there[k]));
    for (size_t k = 0; k < sizeof absent / sizeof *absent; k++)
        assert_null(book_setting(p.b, absent[k]));
    assert_near(setting_value(p.b, "T_target"), 65, 0);
    assert_near(setting_value(p.b, "no such name"), TITIAN_MISSING, 0);
    pages_close(&p);
}

static void without_a_priority_block_its_sheets_and_settings_are_left_out(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    sketch_number(&p.s, TITIAN_STAGE_SCREEN, "group_level", 2);
    pages_book(&p);
    assert_false(book_has(p.b, SHEET_PRIORITY));
    assert_null(p.b->sheets[SHEET_PRIORITY_CALC]);
    assert_null(book_setting(p.b, "T_target"));
    assert_non_null(book_setting(p.b, "P_age_discount"));
    assert_non_null(book_setting(p.b, "C_groups"));
    assert_near(book_setting(p.b, "C_groups")->most, 2, 0);
    pages_close(&p);
}

static void only_inputs_are_unlocked(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    pages_priority(&p);
    pages_book(&p);
    write_parameters(p.b);
    for (int look = 0; look < STYLE_N; look++) {
        const int is_input = look == STYLE_INPUT || look == STYLE_INPUT_MONEY || look == STYLE_INPUT_SHARE ||
                             look == STYLE_INPUT_TEXT || look == STYLE_INPUT_BIG;

        assert_int_equal(p.b->style.format[look]->locked, !is_input);
    }
    assert_true(p.b->sheets[SHEET_PARAMETERS]->protection.is_configured);
    pages_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_that_differ_in_marks_or_case_get_names_of_their_own),
        cmocka_unit_test(a_name_refers_to_its_input_cell),
        cmocka_unit_test(a_model_has_the_settings_it_uses_and_no_others),
        cmocka_unit_test(without_a_priority_block_its_sheets_and_settings_are_left_out),
        cmocka_unit_test(only_inputs_are_unlocked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

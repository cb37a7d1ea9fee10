/* stages/methods: what the registry promises of every row; and stages/notes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdio.h>

#include "stages/notes.h"

static void stages_have_names_and_results(void **state)
{
    const char *const names[] = {
        "denominate", "screen", "impute", "treat", "normalise", "aggregate", "weigh", "vary"};
    const char *const results[] = {
        "denominated", "screened", "imputed", "treated", "normalised", "aggregated", "weighed", "varied"};

    (void) state;
    for (unsigned k = 0; k < TITIAN_N_STAGES; k++) {
        assert_string_equal(titian_stage_name((titian_stage) k), names[k]);
        assert_string_equal(titian_stage_result((titian_stage) k), results[k]);
        assert_true(titian_stage_summary((titian_stage) k)[0] != '\0');
    }
}

static void the_first_row_is_the_default(void **state)
{
    const char *const defaults[] = {"ratio", "none", "none", "none", "minmax", "arithmetic", "given", "alternatives"};

    (void) state;
    for (unsigned k = 0; k < TITIAN_N_STAGES; k++)
        assert_string_equal(titian_method_at((titian_stage) k, 0)->name, defaults[k]);
}

static void past_the_last_row_or_stage_there_is_nothing(void **state)
{
    (void) state;
    for (unsigned k = 0; k < TITIAN_N_STAGES; k++) {
        assert_null(titian_method_at((titian_stage) k, titian_n_methods((titian_stage) k)));
        assert_true(titian_method_find((titian_stage) k, "no such method") == TITIAN_NONE);
    }
    assert_null(titian_method_at(TITIAN_N_STAGES, 0));
    assert_int_equal(titian_n_methods(TITIAN_N_STAGES), 0);
    assert_string_equal(titian_stage_name(TITIAN_N_STAGES), "");
}

static void every_row_is_found_by_its_name(void **state)
{
    (void) state;
    for (unsigned k = 0; k < TITIAN_N_STAGES; k++)
        for (size_t row = 0; row < titian_n_methods((titian_stage) k); row++)
            assert_int_equal(
                titian_method_find((titian_stage) k, titian_method_at((titian_stage) k, row)->name), row);
}

static void every_row_says_what_it_is_and_when_to_use_it(void **state)
{
    (void) state;
    for (unsigned k = 0; k < TITIAN_N_STAGES; k++) {
        for (size_t row = 0; row < titian_n_methods((titian_stage) k); row++) {
            const titian_method *method = titian_method_at((titian_stage) k, row);
            const size_t length = strlen(method->summary);

            assert_true(length > 0 && method->summary[length - 1] != '.');
            assert_non_null(method->formula);
            assert_non_null(method->source);
            assert_true(method->use[0] != '\0');
            if (strcmp(method->name, "none") != 0)
                assert_true(method->formula[0] != '\0' && method->source[0] != '\0');
        }
    }
}

static size_t count_words(const char *text)
{
    size_t n = text[0] != '\0';

    for (const char *at = text; *at != '\0'; at++)
        n += *at == ' ';
    return n;
}

static void check_param(const titian_param *param)
{
    assert_true(param->name[0] != '\0' && param->summary[0] != '\0');
    assert_true(
        (param->choices != NULL) == (param->kind == TITIAN_PARAM_CHOICE || param->kind == TITIAN_PARAM_TABLE ||
                                        param->kind == TITIAN_PARAM_ROWS));
    if (param->kind == TITIAN_PARAM_ROWS)
        assert_true(param->most >= 1.0);
    if (param->kind == TITIAN_PARAM_GROUP || param->kind == TITIAN_PARAM_TEXT || param->kind == TITIAN_PARAM_SET ||
        param->kind == TITIAN_PARAM_ROWS || param->kind == TITIAN_PARAM_TABLE || param->kind == TITIAN_PARAM_LIST)
        return;
    assert_true(param->least <= param->most);
    assert_true(isnan(param->fallback) || (param->fallback >= param->least && param->fallback <= param->most));
    if (param->kind == TITIAN_PARAM_RANGE)
        assert_true(isnan(param->fallback) ||
                    (param->fallback < param->fallback_upper && param->fallback_upper <= param->most));
    if (param->kind == TITIAN_PARAM_CHOICE)
        assert_true(param->least == 0.0 && param->most == (double) (count_words(param->choices) - 1));
    if (param->kind == TITIAN_PARAM_FLAG)
        assert_true(param->least == 0.0 && param->most == 1.0);
    if (param->kind == TITIAN_PARAM_COUNT || param->kind == TITIAN_PARAM_CHOICE)
        assert_true(param->fallback == floor(param->fallback));
}

static void defaults_lie_within_their_bounds(void **state)
{
    (void) state;
    for (unsigned k = 0; k < TITIAN_N_STAGES; k++) {
        for (size_t row = 0; row < titian_n_methods((titian_stage) k); row++) {
            const titian_method *method = titian_method_at((titian_stage) k, row);

            assert_true(method->n_params <= TITIAN_MAX_PARAMS);
            for (size_t p = 0; p < method->n_params; p++) {
                check_param(&method->params[p]);
                assert_int_equal(titian_method_param(method, method->params[p].name), p);
            }
        }
    }
}

static void a_default_choice_has_every_option_at_its_default(void **state)
{
    const size_t row = titian_method_find(TITIAN_STAGE_NORMALISE, "goalposts");
    const titian_choice choice = titian_choice_default(TITIAN_STAGE_NORMALISE, row);

    (void) state;
    assert_int_equal(choice.row, row);
    assert_string_equal(choice.method->name, "goalposts");
    assert_near(choice.option[titian_method_param(choice.method, "range")].number, 0.0, 0.0);
    assert_near(choice.option[titian_method_param(choice.method, "range")].upper, 100.0, 0.0);
    assert_near(choice.option[titian_method_param(choice.method, "clip")].number, 1.0, 0.0);
    assert_true(titian_method_param(choice.method, "no such option") == TITIAN_NONE);
}

static void short_lists_of_names_are_whole(void **state)
{
    titian_names names = {.n = 0};

    (void) state;
    titian_names_add(&names, "AUT");
    titian_names_add(&names, "BEL");
    assert_string_equal(titian_names_text(&names), "AUT, BEL");
}

static void long_lists_of_names_are_counted(void **state)
{
    titian_names names = {.n = 0};
    char code[32];

    (void) state;
    for (unsigned k = 0; k < 200; k++) {
        (void) snprintf(code, sizeof code, "N%03u", k);
        titian_names_add(&names, code);
    }
    assert_string_equal(titian_names_text(&names), "N000, N001, N002, N003, N004, N005, N006, N007 and 192 more");
}

static void long_names_are_cut_before_the_list_is_full(void **state)
{
    titian_names names = {.n = 0};

    (void) state;
    for (unsigned k = 0; k < 200; k++)
        titian_names_add(&names, "a-code-of-more-than-sixteen-bytes");
    assert_non_null(strstr(titian_names_text(&names), " more"));
    assert_true(strlen(titian_names_text(&names)) < sizeof names.text);
}

static void percentages_show_as_many_decimals_as_tell_them_apart(void **state)
{
    char text[16];

    (void) state;
    assert_string_equal(titian_percent(text, 0.471, 0.66), "47 %");
    assert_string_equal(titian_percent(text, 0.6561, 0.66), "65.6 %");
    assert_string_equal(titian_percent(text, 0.65996, 0.66), "65.996 %");
    assert_string_equal(titian_percent(text, 0.66, 0.66), "66 %");
    assert_string_equal(titian_percent(text, 0.0, 1.0), "0 %");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stages_have_names_and_results),
        cmocka_unit_test(the_first_row_is_the_default),
        cmocka_unit_test(past_the_last_row_or_stage_there_is_nothing),
        cmocka_unit_test(every_row_is_found_by_its_name),
        cmocka_unit_test(every_row_says_what_it_is_and_when_to_use_it),
        cmocka_unit_test(defaults_lie_within_their_bounds),
        cmocka_unit_test(a_default_choice_has_every_option_at_its_default),
        cmocka_unit_test(short_lists_of_names_are_whole),
        cmocka_unit_test(long_lists_of_names_are_counted),
        cmocka_unit_test(long_names_are_cut_before_the_list_is_full),
        cmocka_unit_test(percentages_show_as_many_decimals_as_tell_them_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/bod_rules, and kernel_bod under rules that cannot be met.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include "kernels/bod_rules.h"

static const double gap = NAN;

/* Three indicators; the first two in one pillar. */
static const size_t pillar[] = {0, 0, 1};

static void refuse(const kernel_bod_rules *rules, size_t indicator, const char *words)
{
    const double values[] = {1.0, 2.0, 3.0, 1.0, 5.0, 2.0};
    const kernel_block block = {.values = values, .stride = 2, .n_units = 2, .n_indicators = 3};
    double scores[2];
    const kernel_bod_result result = {.scores = scores};
    titian_error err = {0};

    assert_int_equal(kernel_bod_rules_check(rules, 3, &err), TITIAN_E_NUMERIC);
    assert_int_equal(err.column, indicator);
    if (strstr(err.message, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.message, words);
    assert_int_equal(kernel_bod(&block, rules, &result, &err), TITIAN_E_NUMERIC);
}

static void lower_bounds_above_1_together_are_refused_in_words(void **state)
{
    const double low[] = {0.5, 0.4, 0.3};
    const kernel_bod_rules rules = {.share_low = low};

    (void) state;
    refuse(&rules, 0, "the least shares of the indicators add up to 1.2, which is more than 1");
}

static void upper_bounds_below_1_together_are_refused_in_words(void **state)
{
    const double high[] = {0.2, 0.3, 0.4};
    const kernel_bod_rules rules = {.share_high = high};

    (void) state;
    refuse(&rules, 0, "the greatest shares of the indicators add up to 0.9, which is less than 1");
}

static void bounds_that_add_up_to_1_but_for_rounding_are_fine(void **state)
{
    const double bounds[] = {0.1, 0.2, 0.7}; /* 0.1 + 0.2 + 0.7 is 0.9999999999999999 */
    const kernel_bod_rules rules = {.share_low = bounds, .share_high = bounds};

    (void) state;
    assert_int_equal(kernel_bod_rules_check(&rules, 3, NULL), TITIAN_OK);
}

static void a_bound_that_is_none_is_refused_by_its_indicator(void **state)
{
    const double crossed[] = {0.1, 0.5, 0.1}, high[] = {0.9, 0.4, 0.9}, negative[] = {0.1, 0.1, -0.1};
    const double above[] = {1.0, 1.5, 1.0}, missing[] = {gap, 0.1, 0.1};
    const kernel_bod_rules rules[] = {{.share_low = crossed, .share_high = high}, {.share_low = negative},
        {.share_high = above}, {.share_low = missing}};

    (void) state;
    refuse(&rules[0], 2, "bounded from 0.5 to 0.4");
    refuse(&rules[1], 3, "bounded from -0.1");
    refuse(&rules[2], 2, "to 1.5");
    refuse(&rules[3], 1, "bounded from");
}

static void a_pillar_that_its_indicators_cannot_fill_is_refused(void **state)
{
    const double high[] = {0.1, 0.2, 1.0}, low[] = {0.3, 0.4, 0.0}, pillar_low[] = {0.5, 0.0}, pillar_high[] = {0.6, 1.0};
    const kernel_bod_rules few = {.share_high = high, .pillar = pillar, .n_pillars = 2, .pillar_low = pillar_low};
    const kernel_bod_rules many = {.share_low = low, .pillar = pillar, .n_pillars = 2, .pillar_high = pillar_high};

    (void) state;
    refuse(&few, 0, "pillar 1 can have shares from 0 to 0.3 together, but the pillar is bounded from 0.5 to 1");
    refuse(&many, 0, "pillar 1 can have shares from 0.7 to 2 together, but the pillar is bounded from 0 to 0.6");
}

static void pillars_that_cannot_add_up_to_1_are_refused(void **state)
{
    const double low[] = {0.7, 0.6}, high[] = {0.4, 0.5}, share_high[] = {0.2, 0.2, 0.5};
    const kernel_bod_rules over = {.pillar = pillar, .n_pillars = 2, .pillar_low = low};
    const kernel_bod_rules under = {.pillar = pillar, .n_pillars = 2, .pillar_high = high};
    const kernel_bod_rules through = {.share_high = share_high, .pillar = pillar, .n_pillars = 2};

    (void) state;
    refuse(&over, 0, "the least shares of the pillars add up to 1.3");
    refuse(&under, 0, "the greatest shares of the pillars add up to 0.9");
    refuse(&through, 0, "the greatest shares of the pillars add up to 0.9");
}

static void shares_within_a_pillar_add_up_for_each_pillar(void **state)
{
    const double low[] = {0.6, 0.5, 1.0}, fine[] = {0.5, 0.5, 1.0};
    const kernel_bod_rules over = {.share_low = low, .pillar = pillar, .n_pillars = 2, .within_pillar = 1};
    const kernel_bod_rules right = {.share_low = fine, .pillar = pillar, .n_pillars = 2, .within_pillar = 1};

    (void) state;
    refuse(&over, 0, "within pillar 1 the indicators' shares can add up to 1.1 at least");
    assert_int_equal(kernel_bod_rules_check(&right, 3, NULL), TITIAN_OK);
}

static void numbers_and_directions_that_lead_nowhere_are_refused(void **state)
{
    const size_t far[] = {0, 0, 7}, order[] = {0, 5};
    const double zero[] = {0.0, 0.0, 0.0}, negative[] = {1.0, -1.0, 0.0}, huge[] = {0.0, 1e300, 0.0};
    const kernel_bod_rules rules[] = {{.pillar = far, .n_pillars = 2}, {.order = order, .n_ordered = 2},
        {.direction = zero}, {.direction = negative}};
    const double values[] = {1.0, 2.0, 3e-5, 1e-5, 5.0, 2.0};
    const kernel_block block = {.values = values, .stride = 2, .n_units = 2, .n_indicators = 3};
    const kernel_bod_rules out_of_proportion = {.direction = huge};
    double scores[2];
    const kernel_bod_result result = {.scores = scores};
    titian_error err;

    (void) state;
    refuse(&rules[0], 3, "pillar 8, but there are 2");
    refuse(&rules[1], 0, "names indicator 6, but there are 3");
    refuse(&rules[2], 0, "it leads nowhere");
    refuse(&rules[3], 2, "the direction is -1");
    assert_int_equal(kernel_bod(&block, &out_of_proportion, &result, &err), TITIAN_E_NUMERIC);
    assert_non_null(strstr(err.message, "out of all proportion"));
}

static void no_rules_are_no_columns(void **state)
{
    const kernel_bod_rules rules = kernel_bod_rules_default();

    (void) state;
    assert_int_equal(kernel_bod_rules_check(&rules, 3, NULL), TITIAN_OK);
    assert_int_equal(bod_rules_count(&rules, 3), 0);
}

/* w . column <= 0 for weights that keep the rule, > 0 for weights that break it. */
static void columns_say_what_the_rules_say(void **state)
{
    const double low[] = {0.2, 0.0, 0.0}, high[] = {1.0, 0.5, 1.0}, pillar_low[] = {0.0, 0.4};
    const size_t order[] = {2, 0};
    const kernel_bod_rules rules = {.share_low = low,
        .share_high = high,
        .pillar = pillar,
        .n_pillars = 2,
        .pillar_low = pillar_low,
        .order = order,
        .n_ordered = 2};
    const double unit[] = {1.0, 2.0, 4.0}, keeps[] = {0.3, 0.1, 0.125}, breaks[] = {0.1, 0.35, 0.02};
    double columns[9 * 4], use_keeps = 0.0, use_breaks = 0.0;
    size_t n_broken = 0;

    (void) state;
    assert_int_equal(bod_rules_count(&rules, 3), 9); /* 3 low, 3 high, 2 pillars, 1 order */
    bod_rules_columns(&rules, 3, unit, 4, columns);
    for (size_t c = 0; c < 9; c++) {
        use_keeps = use_breaks = 0.0;
        for (size_t j = 0; j < 3; j++) {
            use_keeps += columns[c * 4 + j] * keeps[j]; /* shares 0.3, 0.2, 0.5 */
            use_breaks += columns[c * 4 + j] * breaks[j]; /* shares 0.11, 0.80, 0.09 */
        }
        assert_true(use_keeps <= 1e-15);
        n_broken += use_breaks > 1e-15 ? 1 : 0;
        assert_near(columns[c * 4 + 3], 0.0, 0.0);
    }
    assert_int_equal(n_broken, 4); /* the first's least, the second's most, the second pillar's least, the order */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lower_bounds_above_1_together_are_refused_in_words),
        cmocka_unit_test(upper_bounds_below_1_together_are_refused_in_words),
        cmocka_unit_test(bounds_that_add_up_to_1_but_for_rounding_are_fine),
        cmocka_unit_test(a_bound_that_is_none_is_refused_by_its_indicator),
        cmocka_unit_test(a_pillar_that_its_indicators_cannot_fill_is_refused),
        cmocka_unit_test(pillars_that_cannot_add_up_to_1_are_refused),
        cmocka_unit_test(shares_within_a_pillar_add_up_for_each_pillar),
        cmocka_unit_test(numbers_and_directions_that_lead_nowhere_are_refused),
        cmocka_unit_test(no_rules_are_no_columns),
        cmocka_unit_test(columns_say_what_the_rules_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

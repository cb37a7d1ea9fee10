/* The factors of the uncertainty block: what each method of varying asks of its options, of the rest of the model and
 * of the other factors.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <titian/panel.h>

#include "unit/model/attempt.h"

/* What stands in front of the list of entries, the entries with a mark at the fault, message and mend. */
typedef struct {
    const char *model, *entries, *message, *mend;
} refusal;

static void refuse_all(const refusal *cases, size_t n, const char *csv)
{
    for (size_t k = 0; k < n; k++) {
        char text[1024];

        (void) snprintf(text, sizeof text, "%suncertainty:\n  vary: [%s]\n", cases[k].model, cases[k].entries);
        refuse_marked(text, csv, cases[k].message, cases[k].mend);
    }
}
#define REFUSE_ALL(cases, csv) refuse_all((cases), sizeof(cases) / sizeof *(cases), (csv))

/* Read a model that is sound. */
static attempt *accepted(const char *model, const char *entries, const char *csv)
{
    char text[1024];
    attempt *a = NULL;

    (void) snprintf(text, sizeof text, "%suncertainty:\n  vary: [%s]\n", model, entries);
    a = attempt_parse(text, csv);
    if (a->status != TITIAN_OK)
        print_error("%s", text);
    assert_sound(a);
    assert_int_equal(a->problems.n_warnings, 0);
    return a;
}

static void accept_all(const char *const (*cases)[2], size_t n, const char *csv)
{
    for (size_t k = 0; k < n; k++)
        let_go(accepted(cases[k][0], cases[k][1], csv));
}
#define ACCEPT_ALL(cases, csv) accept_all((cases), sizeof(cases) / sizeof *(cases), (csv))

static double how(const attempt *a, size_t k, const char *name)
{
    const titian_choice *choice = &titian_model_recipe(a->model)->uncertainty.factors[k].how;

    return choice->option[titian_method_param(choice->method, name)].number;
}

/* ---- method and place ---- */

static void the_method_and_its_alternatives_go_together(void **state)
{
    static const refusal cases[] = {
        {"", "{method: @alternatives}", "method alternatives needs alternatives", "each with a name"},
        {"", "{method: noise, alternatives: @[{name: x}]}", "method noise has no alternatives",
            "write method: alternatives"},
        {"", "{method: @noize}", "unknown method \"noize\" for vary", "did you mean \"noise\"?"},
        {"", "{method: noise, @levels: 1}", "unknown key \"levels\"", "did you mean \"level\"?"},
        {"", "{method: noise, share: @2}", "share is 2", "from 0 to 1"},
        {"", "{method: noise, codes: @a}", "method noise has no option codes", "family, removal"},
        {"", "{alternatives: [{name: x}], share: @0.5}", "method alternatives has no option share", "noise"},
    };

    (void) state;
    REFUSE_ALL(cases, sound_framework);
}

static void a_level_or_a_node_must_be_one_whose_elements_have_weights(void **state)
{
    static const refusal cases[] = {
        {"", "{method: noise, level: @3}", "level is 3", "from 1 to 2"},
        {"", "{method: noise, level: @0}", "level is 0", "from 1 to 2"},
        {"", "{method: noise, level: @1.5}", "level is 1.5, not a whole number", ""},
        {"", "{method: simplex, node: @X}", "there is no row \"X\"", "Aggregate"},
        {"", "{method: simplex, node: @a}", "row \"a\" is of Type Indicator", "Aggregate"},
        {"", "{method: noise, level: 1, node: @P}", "\"noise\" names a level and a node", "keep one"},
        {"", "{alternatives: [{name: x}], level: @1}", "method alternatives has no level",
            "noise, dirichlet, simplex, removal"},
        {"", "{method: family, codes: a, node: @P}", "method family has no node", ""},
        {"", "{method: family, codes: a, level: @1}", "method family has no level", ""},
        {"normalise: {method: goalposts}\n", "{method: goalposts, level: @1}", "method goalposts has no level", ""},
        {"screen: {method: coverage}\n",
            "{method: option, stage: screen, option: min_coverage, range: [0.5, 0.6], level: @1}",
            "method option has no level", ""},
        {"priority: {alpha: 1}\n", "{method: priority, range: [1, 2], node: @P}", "method priority has no node", ""},
        {"", "{method: error, sd: 1, level: @1}", "method error has no level", ""},
        {"", "{method: ageing, node: @P}", "method ageing has no node", ""},
    };
    static const char *const sound[][2] = {{"", "{method: noise, level: 2}"}, {"", "{method: dirichlet, level: 1}"},
        {"", "{method: simplex, node: P}"}, {"", "{method: removal, node: TOP}"},
        {"", "{method: removal, level: 1}"}};

    (void) state;
    REFUSE_ALL(cases, sound_framework);
    ACCEPT_ALL(sound, sound_framework);
}

/* Every method of varying that titian has is told what it may not have: a level where it takes none. */
static void no_method_passes_over_a_level_or_a_node(void **state)
{
    static const char *const placed[] = {"noise", "dirichlet", "simplex", "removal"};
    static const char *const options[][2] = {{"alternatives", ", alternatives: [{name: x}]"},
        {"family", ", codes: a"}, {"option", ", option: skewness, range: [1, 2]"}, {"priority", ", range: [1, 2]"},
        {"allocation", ", factor: need, range: [1, 2]"}, {"error", ", sd: 1"}};

    (void) state;
    for (size_t row = 0; row < titian_n_methods(TITIAN_STAGE_VARY); row++) {
        const char *name = titian_method_at(TITIAN_STAGE_VARY, row)->name, *more = "";
        char text[512];
        attempt *a = NULL;
        int may = 0;

        for (size_t k = 0; k < sizeof placed / sizeof *placed; k++)
            may |= strcmp(placed[k], name) == 0;
        for (size_t k = 0; k < sizeof options / sizeof *options; k++)
            more = strcmp(options[k][0], name) == 0 ? options[k][1] : more;
        (void) snprintf(text, sizeof text,
            "uncertainty: {vary: [{method: %s, level: 1%s}]}\npriority: {alpha: 1}\n"
            "normalise: {method: goalposts}\ntreat: {method: winsorise}\nimpute: {method: multiple}\n",
            name, more);
        a = attempt_parse(text, sound_framework);
        if (may)
            assert_sound(a);
        else
            assert_n_faults(a, 1);
        let_go(a);
    }
}

/* ---- weights ---- */

static const char with_sources[] = "iCode,Type,Level,Parent,Weight,Direction,Source\n"
                                   "a,Indicator,1,T,1,1,\"ITU, index\"\n"
                                   "b,Indicator,1,T,1,1,World Bank\n"
                                   "T,Aggregate,2,,,,ITU of the whole\n"
                                   "o,Other,,,,,UNESCO\n";

static void a_family_is_of_elements_with_weights(void **state)
{
    static const refusal cases[] = {
        {"", "@{method: family}", "method family needs codes or source", "add codes"},
        {"", "{method: family, codes: a, source: @ITU}", "method family has codes and source", "keep one"},
        {"", "{method: family, codes: @a X}", "there is no row \"X\"", "Indicator or Aggregate"},
        {"", "{method: family, codes: @a o}", "row \"o\" is of Type Other", ""},
        {"", "{method: family, codes: @a T}", "\"T\" is the root of the tree", "below it"},
        {"", "{method: family, codes: @\" , \"}", "codes names nothing", ""},
        {"", "{method: family, source: @UNESCO}", "no indicator's Source holds \"UNESCO\"", "column Source"},
        {"", "{method: family, source: @of the whole}", "no indicator's Source holds \"of the whole\"", ""},
        {"", "{method: family, source: @itu}", "no indicator's Source holds \"itu\"", "in the same letters"},
    };
    static const char *const sound[][2] = {
        {"", "{method: family, source: ITU}"}, {"", "{method: family, codes: \"a, b\"}"}};

    (void) state;
    REFUSE_ALL(cases, with_sources);
    ACCEPT_ALL(sound, with_sources);
}

static void removal_is_of_elements_with_weights(void **state)
{
    static const refusal cases[] = {
        {"", "{method: removal, codes: @a X}", "there is no row \"X\"", ""},
        {"", "{method: removal, codes: @T}", "\"T\" is the root of the tree", ""},
        {"", "{method: removal, codes: @a, level: 1}", "method removal has codes and a level", "keep one"},
        {"", "{method: removal, codes: @a, node: T}", "method removal has codes and a node", "keep one"},
        {"", "{method: removal, probability: @1.5}", "probability is 1.5", ""},
    };
    static const char long_code[] = "{method: removal, codes: "
                                    "@a234567890123456789012345678901234567890123456789012345678901234567890}";
    const refusal too_long = {"", long_code, "there is no row \"a23456789", ""};

    (void) state;
    REFUSE_ALL(cases, with_sources);
    refuse_all(&too_long, 1, with_sources);
}

static void shares_are_drawn_around_known_weights_alone(void **state)
{
    static const refusal cases[] = {
        {"weigh: [{method: pca}]\n", "{method: @dirichlet}", "dirichlet draws shares around known weights",
            "vary them by noise"},
        {"weigh: [{level: 2, method: pca}]\n", "{method: @simplex, level: 1}",
            "those of the children of \"P\" come from the data by pca", ""},
        {"weigh: [{node: TOP, method: pca}]\n", "{method: @dirichlet, node: TOP}",
            "those of the children of \"TOP\" come from the data by pca", ""},
        {"", "{method: @dirichlet}, {alternatives: [{name: x}, {name: y, weigh: [{method: pca}]}]}",
            "come from the data by pca", ""},
        {"", "{alternatives: [{name: y, weigh: [{node: Q, method: pca}]}]}, {method: @simplex}",
            "those of the children of \"Q\" come from the data by pca", ""},
        {"weigh: [{method: pca}]\n",
            "{method: @dirichlet}, {alternatives: [{name: x}, {name: y, weigh: [{method: given}]}]}",
            "come from the data by pca", ""},
    };
    static const char *const sound[][2] = {
        {"weigh: [{level: 2, method: pca}]\n", "{method: dirichlet, level: 2}"},
        {"weigh: [{node: P, method: pca}]\n", "{method: dirichlet, node: Q}"},
        {"weigh: [{method: pca}]\n", "{method: noise}, {method: removal}"},
        {"weigh: [{method: given}]\n", "{method: simplex}"},
        {"weigh: [{node: Q, method: equal}]\n", "{method: simplex, level: 1}"},
        {"", "{method: dirichlet}, {alternatives: [{name: x}, {name: y, weigh: [{method: equal}]}]}"},
        /* no draw has the model's own weights */
        {"weigh: [{method: pca}]\n", "{method: dirichlet}, {alternatives: [{name: y, weigh: [{method: given}]}]}"},
    };

    (void) state;
    REFUSE_ALL(cases, sound_framework);
    ACCEPT_ALL(sound, sound_framework);
}

/* ---- numbers ---- */

static void goalposts_vary_where_something_is_normalised_by_them(void **state)
{
    static const refusal cases[] = {
        {"", "{method: @goalposts}", "no indicator is normalised by goalposts", "normalise: {method: goalposts}"},
        {"", "{method: goalposts, share: @0.5}", "share is 0.5", "from 0 to 0.49"},
        {"normalise: {method: goalposts}\n",
            "{method: @goalposts}, {alternatives: [{name: y, normalise: {method: minmax}}]}",
            "no indicator is normalised by goalposts", ""},
        {"normalise: {method: goalposts}\n", "{method: goalposts, ends: low}, @{method: goalposts}",
            "\"goalposts\" and \"goalposts 2\" both vary the goalposts", "keep one"},
        {"normalise: {method: goalposts}\n", "{method: goalposts, ends: low}, @{method: goalposts, ends: low}",
            "both vary the goalposts", ""},
    };
    static const char *const sound[][2] = {
        {"normalise: {method: goalposts}\n", "{method: goalposts}"},
        {"", "{method: goalposts}, {alternatives: [{name: x}, {name: y, normalise: {method: goalposts}}]}"},
        {"normalise: {method: goalposts}\n",
            "{method: goalposts}, {alternatives: [{name: x}, {name: y, normalise: {method: minmax}}]}"},
        {"normalise: {method: goalposts}\n", "{method: goalposts, ends: low}, {method: goalposts, ends: high}"},
    };
    static const char own[] = "iCode,Type,Level,Parent,Weight,Direction,Low,High,normalise.method\n"
                              "a,Indicator,1,T,1,1,0,1,goalposts\nb,Indicator,1,T,1,1,,,\nT,Aggregate,2,,,,,,\n";

    (void) state;
    REFUSE_ALL(cases, sound_framework);
    ACCEPT_ALL(sound, sound_framework);
    let_go(accepted("", "{method: goalposts}", own));
}

static const char screened[] = "screen: {method: coverage}\n", winsorised[] = "treat: {method: winsorise}\n";

static void an_option_varies_within_what_its_method_allows(void **state)
{
    static const refusal cases[] = {
        {winsorised, "@{method: option, option: skewness}", "method option needs range", "least and greatest value"},
        {winsorised, "@{method: option, range: [1, 2]}", "method option needs option", "add option"},
        {winsorised, "{method: option, option: skewness, range: @[2, 1]}", "range runs from 2 to 1",
            "write the lower number first: [1, 2]"},
        {winsorised, "{method: option, option: skewness, range: @[2, 2]}", "range runs from 2 to 2",
            "two different numbers"},
        {winsorised, "{method: option, option: @skewnes, range: [1, 2]}",
            "method winsorise of treat has no option \"skewnes\" that is a number", "did you mean \"skewness\"?"},
        {winsorised, "{method: option, option: @then, range: [1, 2]}",
            "method winsorise of treat has no option \"then\" that is a number", "max_points"},
        {"", "{method: option, option: @skewness, range: [1, 2]}",
            "method none of treat has no option \"skewness\" that is a number", "(it has none)"},
        {winsorised, "{method: option, option: skewness, range: @[-1, 2]}",
            "range runs from -1 to 2, but skewness must be", "within that"},
        {winsorised, "{method: option, option: max_points, range: @[1, 2.5]}",
            "range runs from 1 to 2.5, but only whole numbers are to be drawn", "two whole numbers"},
        {winsorised, "{method: option, option: skewness, range: @[1, 2.5], whole: true}",
            "range runs from 1 to 2.5, but only whole numbers are to be drawn", ""},
        {screened, "{method: option, stage: screen, option: min_coverage, range: @[0.5, 1.5]}",
            "range runs from 0.5 to 1.5, but min_coverage must be from 0 to 1", ""},
        {screened, "{method: option, stage: screen, option: group_level, range: @[2, 4]}",
            "group_level is 4, but the tree has 3 levels", ""},
        {"screen: {method: coverage, group_level: 2}\n",
            "{method: option, stage: screen, option: min_groups, range: @[1, 3]}",
            "min_groups is 3, but level 2 has 2 nodes", ""},
        {winsorised,
            "{method: option, option: skewness, range: [1, 2]}, @{method: option, option: skewness, range: [2, 3]}",
            "\"option\" and \"option 2\" both vary the same option", "keep one"},
    };

    (void) state;
    REFUSE_ALL(cases, sound_framework);
}

static void an_option_varies_where_every_alternative_has_it(void **state)
{
    static const refusal cases[] = {
        {winsorised,
            "{method: option, option: @skewness, range: [1, 2]},"
            "{alternatives: [{name: x}, {name: y, treat: {method: none}}]}",
            "method none of treat has no option \"skewness\"", ""},
        {"",
            "{alternatives: [{name: x}, {name: y, treat: {method: winsorise}}]},"
            "{method: option, option: @skewness, range: [1, 2]}",
            "method none of treat has no option \"skewness\"", ""},
    };
    static const char *const sound[][2] = {
        {"", "{alternatives: [{name: x, treat: {method: winsorise}}, {name: y, treat: {method: winsorise, then: "
             "none}}]},"
             "{method: option, option: skewness, range: [1, 2]}"},
        {winsorised, "{alternatives: [{name: x}, {name: y, treat: {method: winsorise, then: none}}]},"
                     "{method: option, option: skewness, range: [1, 2]}"},
        /* alternatives of another stage do not matter */
        {winsorised, "{alternatives: [{name: x}, {name: y, normalise: {method: zscore}}]},"
                     "{method: option, option: skewness, range: [1, 2]}"},
        {winsorised,
            "{method: option, option: skewness, range: [1, 2]}, {method: option, option: kurtosis, range: [3, 4]}"},
    };

    (void) state;
    REFUSE_ALL(cases, sound_framework);
    ACCEPT_ALL(sound, sound_framework);
}

static void an_option_varies_for_indicators_without_settings_of_their_own(void **state)
{
    static const char some[] = "iCode,Type,Level,Parent,Weight,Direction,treat.max_points\n"
                               "a,Indicator,1,T,1,1,3\nb,Indicator,1,T,1,1,\nT,Aggregate,2,,,,\n";
    static const char every[] = "iCode,Type,Level,Parent,Weight,Direction,treat.max_points\n"
                                "a,Indicator,1,T,1,1,3\nb,Indicator,1,T,1,1,2\nT,Aggregate,2,,,,\n";
    static const char entry[] = "{method: option, option: skewness, range: [1, 2]}";
    const refusal none_left = {winsorised, "{method: option, option: @skewness, range: [1, 2]}",
        "every indicator has settings of its own for treat", "leave the cells"};
    attempt *a = accepted(winsorised, entry, some);
    titian_recipe drawn = *titian_model_recipe(a->model);
    const size_t k = titian_method_param(drawn.choice[TITIAN_STAGE_TREAT].method, "skewness");

    (void) state;
    drawn.choice[TITIAN_STAGE_TREAT].option[k].number = 1.25;
    assert_true(titian_recipe_choice(&drawn, TITIAN_STAGE_TREAT, 0)->option[k].number == 2.0);
    assert_true(titian_recipe_choice(&drawn, TITIAN_STAGE_TREAT, 1)->option[k].number == 1.25);
    let_go(a);
    refuse_all(&none_left, 1, every);
}

static void an_option_that_is_a_count_is_drawn_whole(void **state)
{
    attempt *a = accepted(winsorised,
        "{method: option, option: max_points, range: [1, 5], whole: false}, {method: option, option: skewness, "
        "range: "
        "[1, 2]}",
        sound_framework);

    (void) state;
    assert_true(how(a, 0, "whole") == 1.0);
    assert_true(how(a, 0, "range") == 1.0);
    assert_true(how(a, 0, "stage") == (double) TITIAN_STAGE_TREAT);
    assert_true(how(a, 1, "whole") == 0.0);
    let_go(a);
}

/* The words of the option `stage` are those of the stages, in their order. */
static void each_stage_with_numbers_can_have_them_varied(void **state)
{
    static const char *const cases[][2] = {{"screen: {method: coverage}\n", "screen, option: min_coverage"},
        {"impute: {method: nearest}\n", "impute, option: k"}, {winsorised, "treat, option: skewness"}};
    static const titian_stage stages[] = {TITIAN_STAGE_SCREEN, TITIAN_STAGE_IMPUTE, TITIAN_STAGE_TREAT};

    (void) state;
    for (size_t k = 0; k < 3; k++) {
        char entry[128];
        attempt *a = NULL;

        (void) snprintf(entry, sizeof entry, "{method: option, stage: %s, range: [%s]}", cases[k][1],
            stages[k] == TITIAN_STAGE_IMPUTE ? "1, 2" : "0.5, 1");
        a = accepted(cases[k][0], entry, sound_framework);
        assert_true(how(a, 0, "stage") == (double) stages[k]);
        let_go(a);
    }
}

/* ---- priority ---- */

#define FULL "priority: {population: pop, absorption: {variables: [{variable: ctx, low: 0, high: 1}]}}\n"

static void a_parameter_of_the_priority_step_varies_within_its_bounds(void **state)
{
    static const refusal cases[] = {
        {"", "{method: @priority, range: [1, 2]}", "the model has no priority block", "add the block"},
        {FULL, "@{method: priority}", "method priority needs range", ""},
        {FULL, "{method: priority, parameter: target, range: @[0, 60]}",
            "range runs from 0 to 60, but target must be above 0", ""},
        {FULL, "{method: priority, parameter: alpha, range: @[-1, 2]}",
            "range runs from -1 to 2, but alpha must be from 0 to 100", ""},
        {FULL, "{method: priority, parameter: people_reference, range: @[0, 60]}", "people_reference must be above 0",
            ""},
        {FULL, "{method: priority, parameter: absorption_penalty, range: @[0, 2]}",
            "absorption_penalty must be from 0 to 1", ""},
        {FULL, "{method: priority, parameter: age_discount, range: @[0, 2]}", "age_discount must be from 0 to 1", ""},
        {FULL, "{method: priority, parameter: need, range: @[-0.1, 2]}", "need must be 0 or more", ""},
        {FULL, "{method: priority, parameter: confidence, range: @[-0.1, 2]}", "confidence must be 0 or more", ""},
        {FULL, "{method: priority, range: @[1, 2.5], whole: true}", "only whole numbers are to be drawn", ""},
        {FULL, "{method: priority, parameter: @aid, range: [0, 1]}", "aid is not used", "add aid"},
        {FULL, "{method: priority, parameter: @vulnerability, range: [0, 1]}", "has no key vulnerability", ""},
        {"priority: {alpha: 1}\n", "{method: priority, parameter: @people, range: [0, 1]}", "has no key population",
            ""},
        {"priority: {alpha: 1}\n", "{method: priority, parameter: @people_reference, range: [1, 2]}",
            "has no key population", ""},
        {"priority: {alpha: 1}\n", "{method: priority, parameter: @absorption_penalty, range: [0, 1]}",
            "has no key absorption", ""},
        {FULL, "{method: priority, range: [1, 2]}, @{method: priority, range: [1, 3]}",
            "\"priority\" and \"priority 2\" both vary alpha", "keep one"},
    };
    static const char *const sound[][2] = {
        {FULL,
            "{method: priority, range: [1, 2], whole: true}, {method: priority, parameter: need, range: [0.3, 0.7]}"},
        {FULL, "{method: priority, parameter: absorption_penalty, range: [0, 1]}"},
        {FULL, "{method: priority, parameter: people, range: [0, 1]}"},
        {FULL, "{method: priority, parameter: target, range: [50, 80]}"},
    };

    (void) state;
    REFUSE_ALL(cases, sound_framework);
    ACCEPT_ALL(sound, sound_framework);
}

/* ---- data ---- */

static void errors_of_measurement_have_a_size_and_an_indicator(void **state)
{
    static const refusal cases[] = {
        {"", "@{method: error}", "method error does not say how large errors are", "sd, share, se, low and high"},
        {"", "@{method: error, sd: 0}", "method error does not say how large errors are", ""},
        {"", "{method: error, sd: 1, indicator: @X}", "there is no row \"X\"", "Indicator"},
        {"", "{method: error, sd: 1, indicator: @P}", "row \"P\" is of Type Aggregate", "Indicator"},
        {"", "{method: error, indicator: a, se: @X}", "there is no row \"X\"", "Denominator or Other"},
        {"", "{method: error, indicator: a, se: @b}", "row \"b\" is of Type Indicator", "Denominator or Other"},
        {"", "{method: error, indicator: a, low: @grp, high: ctx}", "row \"grp\" is of Type Group", ""},
        {"", "{method: error, indicator: a, low: @ctx}", "low is given without high", "add high"},
        {"", "{method: error, indicator: a, high: @ctx}", "high is given without low", "add low"},
        {"", "{method: error, sd: 1, coverage: @0.95}", "coverage is given without low and high", ""},
        {"", "@{method: error, se: ctx}", "takes the errors of every indicator from the same variables",
            "add indicator"},
    };
    static const char *const sound[][2] = {{"", "{method: error, sd: 1}"}, {"", "{method: error, share: 0.1}"},
        {"", "{method: error, indicator: a, se: ctx}"}, {"", "{method: error, indicator: a, low: ctx, high: pop}"},
        {"", "{method: error, indicator: a, sd: 1}, {method: error, indicator: b, sd: 2}"}};

    (void) state;
    REFUSE_ALL(cases, sound_framework);
    ACCEPT_ALL(sound, sound_framework);
}

static void values_age_where_they_are_carried_forward(void **state)
{
    static const refusal cases[] = {
        {"", "{method: @ageing}", "no value ages, since none is carried forward", "max_age"},
        {"screen: {max_age: 2}\n", "{method: ageing, indicator: @T}", "row \"T\" is of Type Aggregate", ""},
    };

    (void) state;
    REFUSE_ALL(cases, with_sources);
    let_go(accepted("screen: {max_age: 2}\n", "{method: ageing, indicator: a}", with_sources));
    let_go(accepted("", "{method: ageing}", sound_framework)); /* b has a MaxAge of its own */
}

static void imputations_are_drawn_where_gaps_are_imputed_by_multiple(void **state)
{
    static const char alternative[] =
        "{name: gaps, alternatives: [{name: left}, {name: filled, impute: {method: multiple}}]}, {method: draws}";
    static const refusal cases[] = {
        {"impute: {method: em}\n", "{method: @draws}", "no indicator is imputed by multiple", "impute:"},
        {"impute: {method: multiple}\n", "{method: draws}, @{name: more, method: draws}",
            "both vary the draws of imputation", "keep one"},
    };

    (void) state;
    REFUSE_ALL(cases, sound_framework);
    let_go(accepted("impute: {method: multiple}\n", "{method: draws}", sound_framework));
    let_go(accepted("", alternative, sound_framework));
}

/* ---- exceptions to weights ---- */

#define SOME_UNITS "weigh: [{node: P, where: {missing: [a]}, method: equal}]"

static void exceptions_never_meet_a_method_that_compares_units(void **state)
{
    static const refusal cases[] = {
        {"weigh: [{node: P, where: @{missing: [a]}, method: equal}]\n",
            "{name: m, alternatives: [{name: as it is}, {name: topsis, aggregate: [{method: topsis}]}]}",
            "P is aggregated by topsis, which compares units", "take where out"},
        {"aggregate: [{method: bod}]\n",
            "{name: w, alternatives: [{name: x, weigh: [{node: P, where: @{missing: [a]}, method: equal}]}]}",
            "P is aggregated by bod, which compares units", "take where out"},
        {"",
            "{name: m, alternatives: [{name: as it is}, {name: topsis, aggregate: [{method: topsis}]}]},"
            "{name: w, alternatives: [{name: x, weigh: [{node: P, where: @{missing: [a]}, method: equal}]}]}",
            "P is aggregated by topsis, which compares units", "take where out"},
    };

    (void) state;
    REFUSE_ALL(cases, sound_framework);
    let_go(accepted(SOME_UNITS "\n",
        "{name: m, alternatives: [{name: as it is}, {name: topsis, aggregate: [{method: topsis}], weigh: [{method: "
        "given}]}]}",
        sound_framework));
    let_go(accepted("",
        "{name: m, alternatives: [{name: some, " SOME_UNITS "}, {name: topsis, aggregate: [{method: topsis}]}]}",
        sound_framework));
}

/* ---- factors together ---- */

static void two_factors_may_not_replace_one_stage(void **state)
{
    static const refusal cases[] = {
        {"",
            "{name: s, alternatives: [{name: x}, {name: y, normalise: {}}]},"
            "{name: t, alternatives: [{name: x, treat: {}}, {name: y, normalise: @{}}, {name: z, normalise: {}}]}",
            "\"s\" and \"t\" both replace normalise", "into one entry"},
        {"",
            "{name: s, alternatives: [{name: x, aggregate: [{node: P}]}]},"
            "{name: t, alternatives: [{name: y, aggregate: @[{node: Q}]}]}",
            "\"s\" and \"t\" both replace aggregate", ""},
        {"", "{name: s, alternatives: [{name: x, weigh: [{}]}]}, {name: t, alternatives: [{name: y, weigh: @[{}]}]}",
            "\"s\" and \"t\" both replace weigh", ""},
    };
    static const char *const sound[][2] = {
        {"", "{name: s, alternatives: [{name: x, treat: {}}, {name: y, treat: {}}]},"
             "{name: t, alternatives: [{name: x, normalise: {}}]}"}};

    (void) state;
    REFUSE_ALL(cases, sound_framework);
    ACCEPT_ALL(sound, sound_framework);
}

/* Faults of one entry hide none of another. */
static void every_fault_is_told_in_one_reading(void **state)
{
    attempt *a = attempt_parse("uncertainty:\n  seed: -1\n  vary:\n    - {method: noise, level: 7}\n"
                               "    - {method: family}\n    - {method: priority, range: [1, 2]}\n"
                               "    - {alternatives: [{name: x, treat: {method: cut}}]}\n    - {method: error}\n",
        sound_framework);

    (void) state;
    assert_fault(a, "model.yaml", 2, 9, "seed is -1");
    assert_fault(a, "model.yaml", 4, 30, "level is 7");
    assert_fault(a, "model.yaml", 5, 7, "method family needs codes or source");
    assert_fault(a, "model.yaml", 6, 16, "the model has no priority block");
    assert_fault(a, "model.yaml", 7, 49, "unknown method \"cut\" for treat");
    assert_fault(a, "model.yaml", 8, 7, "method error does not say");
    assert_n_faults(a, 6);
    let_go(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_method_and_its_alternatives_go_together),
        cmocka_unit_test(a_level_or_a_node_must_be_one_whose_elements_have_weights),
        cmocka_unit_test(no_method_passes_over_a_level_or_a_node),
        cmocka_unit_test(a_family_is_of_elements_with_weights),
        cmocka_unit_test(removal_is_of_elements_with_weights),
        cmocka_unit_test(shares_are_drawn_around_known_weights_alone),
        cmocka_unit_test(goalposts_vary_where_something_is_normalised_by_them),
        cmocka_unit_test(an_option_varies_within_what_its_method_allows),
        cmocka_unit_test(an_option_varies_where_every_alternative_has_it),
        cmocka_unit_test(an_option_varies_for_indicators_without_settings_of_their_own),
        cmocka_unit_test(an_option_that_is_a_count_is_drawn_whole),
        cmocka_unit_test(each_stage_with_numbers_can_have_them_varied),
        cmocka_unit_test(a_parameter_of_the_priority_step_varies_within_its_bounds),
        cmocka_unit_test(errors_of_measurement_have_a_size_and_an_indicator),
        cmocka_unit_test(values_age_where_they_are_carried_forward),
        cmocka_unit_test(imputations_are_drawn_where_gaps_are_imputed_by_multiple),
        cmocka_unit_test(exceptions_never_meet_a_method_that_compares_units),
        cmocka_unit_test(two_factors_may_not_replace_one_stage),
        cmocka_unit_test(every_fault_is_told_in_one_reading),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A walk over the method tables: every method of every stage, and every option of it, can be given in model.yaml;
 * defaults are accepted, what lies outside the bounds is refused. A new row is tested without a change here.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <titian/number.h>
#include <titian/panel.h>

#include "model/schema.h"
#include "unit/model/attempt.h"

typedef struct {
    char text[1024];
} line;

/* Texts that an option may be, where not any will do. */
static const char *const texts[][2] = {{"codes", "P"}, {"source", "SRC"}, {"indicator", "a"}, {"se", "ctx"},
    {"low", "ctx"}, {"high", "pop"}, {"option", "skewness"}, {"factor", "need"}};

static const char *text_word(const char *option)
{
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        if (strcmp(texts[k][0], option) == 0)
            return texts[k][1];
    return "a text";
}

/* What methods of varying need beside the options that have no default: an option, or one that stands for it. */
static const struct {
    const char *method, *option, *or_option, *text;
} needs[] = {
    {"alternatives", "alternatives", "alternatives", "[{name: x}]"},
    {"family", "codes", "source", "P"},
    {"error", "indicator", "indicator", "a"},
    {"error", "low", "low", "ctx"},
    {"error", "high", "high", "pop"},
};
/* and of the rest of the model */
static const char around[] =
    "impute: {method: multiple}\ntreat: {method: winsorise}\nnormalise: {method: goalposts}\n"
    "priority: {population: pop, aid: {variable: ctx},\n"
    "  vulnerability: [{group: grp, in: [a], value: 1}],\n"
    "  absorption: {variables: [{variable: ctx, low: 0, high: 1}]}}\n";

/* What an option may be that is no number; NULL for those that are. */
static const char *word_of(const titian_param *param)
{
    switch (param->kind) {
    case TITIAN_PARAM_GROUP:
        return "grp";
    case TITIAN_PARAM_ROWS:
        return "pop";
    case TITIAN_PARAM_TEXT:
        return text_word(param->name);
    case TITIAN_PARAM_SET:
        return "experts";
    case TITIAN_PARAM_TABLE:
        return strcmp(param->choices, "votes") == 0 ? "votes.csv" : "matrix.csv";
    default:
        return NULL;
    }
}

/* One option as model.yaml text, at its default, or at x where that is a number. */
static line option_text(const titian_param *param, double x, double upper)
{
    char a[32], b[32];
    line l = {""};

    titian_number_text(x, a);
    titian_number_text(upper, b);

    if (word_of(param) != NULL)
        (void) snprintf(l.text, sizeof l.text, "%s: %s", param->name, word_of(param));
    else if (param->kind == TITIAN_PARAM_LIST)
        (void) snprintf(l.text, sizeof l.text, "%s: [%s]", param->name, a);
    else if (param->kind == TITIAN_PARAM_FLAG)
        (void) snprintf(l.text, sizeof l.text, "%s: %s", param->name, x != 0.0 ? "true" : "false");
    else if (param->kind == TITIAN_PARAM_RANGE)
        (void) snprintf(l.text, sizeof l.text, "%s: [%s, %s]", param->name, a, b);
    else if (param->kind == TITIAN_PARAM_CHOICE) {
        const char *word = param->choices;

        for (int k = 0; k < (int) x; k++)
            word += strcspn(word, " ") + strspn(word + strcspn(word, " "), " ");
        (void) snprintf(l.text, sizeof l.text, "%s: %.*s", param->name, (int) strcspn(word, " "), word);
    } else {
        (void) snprintf(l.text, sizeof l.text, "%s: %s", param->name, a);
    }
    return l;
}

/* A number that an option without a default may have. */
static double usable(const titian_param *param)
{
    if (!isnan(param->fallback))
        return param->fallback;
    if (param->kind == TITIAN_PARAM_RANGE)
        return 0.5;
    if (isfinite(param->least))
        return param->least;
    return isfinite(param->most) ? param->most : 1.0;
}

/* The upper number that goes with it. */
static double usable_upper(const titian_param *param)
{
    return isnan(param->fallback) && param->kind == TITIAN_PARAM_RANGE ? 1.0 : param->fallback_upper;
}

/* How the block of a stage begins and ends. */
static const char *opening(titian_stage stage)
{
    if (stage == TITIAN_STAGE_VARY)
        return "uncertainty: {vary: [{";
    return stage >= TITIAN_STAGE_AGGREGATE ? ": [{" : ": {";
}

static const char *closing(titian_stage stage)
{
    if (stage == TITIAN_STAGE_VARY)
        return "}]}\n";
    return stage >= TITIAN_STAGE_AGGREGATE ? "}]\n" : "}\n";
}

/* What else a method of varying needs, unless `but` is it. */
static void add_needs(line *l, const char *method, const char *but)
{
    for (size_t k = 0; k < sizeof needs / sizeof *needs; k++)
        if (strcmp(needs[k].method, method) == 0 && strcmp(needs[k].option, but) != 0 &&
            strcmp(needs[k].or_option, but) != 0)
            (void) snprintf(l->text + strlen(l->text), sizeof l->text - strlen(l->text), ", %s: %s", needs[k].option,
                needs[k].text);
}

/* A model that chooses a method; `options` stand behind it, and what else the method must be given. */
static line model_text(titian_stage stage, const titian_method *method, const char *options, const char *but)
{
    line l = {""};
    size_t n;

    n = (size_t) snprintf(l.text, sizeof l.text, "%s%smethod: %s",
        stage == TITIAN_STAGE_VARY ? "" : titian_stage_name(stage), opening(stage), method->name);
    for (size_t k = 0; k < method->n_params; k++)
        if (isnan(method->params[k].fallback) && strcmp(method->params[k].name, but) != 0)
            n += (size_t) snprintf(l.text + n, sizeof l.text - n, ", %s",
                option_text(&method->params[k], usable(&method->params[k]), usable_upper(&method->params[k])).text);
    if (strstr(options, "over: base") != NULL && titian_method_param(method, "base_year") != TITIAN_NONE)
        (void) snprintf(l.text + n, sizeof l.text - n, ", base_year: 2020");
    if (stage == TITIAN_STAGE_VARY)
        add_needs(&l, method->name, but);
    n = strlen(l.text);
    (void) snprintf(l.text + n, sizeof l.text - n, "%s%s%s%s", options[0] != '\0' ? ", " : "", options,
        closing(stage), stage == TITIAN_STAGE_VARY ? around : "");
    return l;
}

typedef void (*visit_method)(titian_stage stage, const titian_method *method);
typedef void (*visit_param)(titian_stage stage, const titian_method *method, const titian_param *param);

static void each_method(visit_method visit)
{
    for (titian_stage stage = 0; stage < TITIAN_N_STAGES; stage++)
        for (size_t row = 0; row < titian_n_methods(stage); row++)
            visit(stage, titian_method_at(stage, row));
}

static void each_param(visit_param visit)
{
    for (titian_stage stage = 0; stage < TITIAN_N_STAGES; stage++)
        for (size_t row = 0; row < titian_n_methods(stage); row++) {
            const titian_method *method = titian_method_at(stage, row);

            for (size_t k = 0; k < method->n_params; k++)
                visit(stage, method, &method->params[k]);
        }
}

static const titian_choice *choice_of(const attempt *a, titian_stage stage)
{
    const titian_recipe *r = titian_model_recipe(a->model);

    if (stage == TITIAN_STAGE_VARY)
        return &r->uncertainty.factors[0].how;
    if (stage == TITIAN_STAGE_WEIGH)
        return &r->weighing[titian_framework_root(r->framework)];
    return stage == TITIAN_STAGE_AGGREGATE ? &r->aggregation[titian_framework_root(r->framework)] : &r->choice[stage];
}

/* Reads a text beside the sound framework with targets and a named set of weights, and two tables. */
static attempt *attempt_here(const char *text, const char *framework)
{
    static const char matrix[] = "node,P,Q\nP,1,3\nQ,,1\n";
    static const char votes[] = "expert,code,points\nx,P,60\nx,Q,40\n";
    static const char with_set[] = ",Weight.experts,Source\n";
    const size_t room = 16 * strlen(framework);
    char *all = malloc(room), *to = all;
    attempt *a = NULL;
    size_t n_lines = 0;

    assert_non_null(all);
    for (const char *at = framework; *at != '\0'; at++) {
        if (*at == '\n') /* the first three rows are the indicators */
            to = stpcpy(to, n_lines == 0 ? ",Target,Weight.experts,Source" : n_lines <= 3 ? ",60,,SRC" : ",,,");
        n_lines += *at == '\n';
        *to++ = *at;
    }
    *to = '\0';
    assert_true(strstr(all, with_set) != NULL);
    a = attempt_files(text, all, &(titian_model_file){.name = "matrix.csv", .text = matrix, .n = sizeof matrix - 1},
        &(titian_model_file){.name = "votes.csv", .text = votes, .n = sizeof votes - 1});
    free(all);
    return a;
}

static void accept(titian_stage stage, const titian_method *method, const char *text)
{
    attempt *a = attempt_here(text, sound_framework);

    if (a->status != TITIAN_OK)
        print_error("%s", text);
    assert_sound(a);
    assert_ptr_equal(choice_of(a, stage)->method, method);
    let_go(a);
}

static void refuse(const char *text, const char *message)
{
    attempt *a = attempt_here(text, sound_framework);

    if (a->problems.n_errors != 1 || strstr(a->error.message, message) == NULL)
        print_error("%s%s, not %s\n", text, a->error.message, message);
    assert_n_faults(a, 1);
    assert_int_equal(a->error.line, 1);
    assert_true(a->error.column > 0);
    assert_non_null(strstr(a->error.message, message));
    assert_true(a->error.mend[0] != '\0');
    let_go(a);
}

static void accept_by_name(titian_stage stage, const titian_method *method)
{
    accept(stage, method, model_text(stage, method, "", "").text);
}

static void every_method_can_be_chosen_by_its_word(void **state)
{
    (void) state;
    each_method(accept_by_name);
}

static void check_default(titian_stage stage, const titian_method *method, const titian_param *param)
{
    const double upper = usable_upper(param);
    const line option = option_text(param, usable(param), upper);
    attempt *a = attempt_here(model_text(stage, method, option.text, param->name).text, sound_framework);
    const size_t k = titian_method_param(method, param->name);

    assert_sound(a);
    if (word_of(param) != NULL)
        assert_string_equal(choice_of(a, stage)->option[k].text, word_of(param));
    else if (param->kind == TITIAN_PARAM_LIST)
        assert_true(choice_of(a, stage)->option[k].n_list == 1);
    else
        assert_true(choice_of(a, stage)->option[k].number == usable(param));
    if (param->kind == TITIAN_PARAM_RANGE)
        assert_true(choice_of(a, stage)->option[k].upper == upper);
    let_go(a);
}

static void every_option_accepts_its_default_and_carries_it(void **state)
{
    (void) state;
    each_param(check_default);
}

static void check_bounds(titian_stage stage, const titian_method *method, const titian_param *param)
{
    const double step = param->kind == TITIAN_PARAM_COUNT ? 1.0 : 0.5;
    line below, above;

    if (param->kind != TITIAN_PARAM_NUMBER && param->kind != TITIAN_PARAM_COUNT && param->kind != TITIAN_PARAM_RANGE)
        return;
    below = option_text(param, param->least - step, param->least + step);
    above = option_text(param, param->most, param->most + step);
    if (param->kind != TITIAN_PARAM_RANGE)
        above = option_text(param, param->most + step, 0.0);
    if (isfinite(param->least) && param->least - step < param->least)
        refuse(model_text(stage, method, below.text, param->name).text, param->name);
    if (isfinite(param->most) && param->most + step > param->most)
        refuse(model_text(stage, method, above.text, param->name).text, param->name);
}

static void every_bounded_option_refuses_what_lies_outside(void **state)
{
    (void) state;
    each_param(check_bounds);
}

static void check_kind(titian_stage stage, const titian_method *method, const titian_param *param)
{
    const int pair = param->kind == TITIAN_PARAM_RANGE || param->kind == TITIAN_PARAM_LIST;
    const char *wrong = pair ? "[low, 1]" : "certainly-not";
    line option = {""};

    (void) snprintf(option.text, sizeof option.text, "%s: %s", param->name, wrong);
    if (param->kind != TITIAN_PARAM_TEXT) /* any text will do */
        refuse(model_text(stage, method, option.text, param->name).text,
            word_of(param) != NULL ? "certainly-not" : param->name);
    (void) snprintf(option.text, sizeof option.text, "%s: {a: b}", param->name);
    refuse(model_text(stage, method, option.text, param->name).text, param->name);
}

static void every_option_refuses_a_value_of_another_kind(void **state)
{
    (void) state;
    each_param(check_kind);
}

static void check_words(titian_stage stage, const titian_method *method, const titian_param *param)
{
    size_t n = 0;

    if (param->kind != TITIAN_PARAM_CHOICE || strcmp(param->name, "stage") == 0) /* not all stages have options */
        return;
    for (const char *word = param->choices; *word != '\0'; word += strcspn(word, " "), word += strspn(word, " "))
        n++;
    for (size_t k = 0; k < n; k++)
        accept(stage, method, model_text(stage, method, option_text(param, (double) k, 0.0).text, param->name).text);
    assert_true(n >= 2 && param->fallback < (double) n);
}

static void every_word_of_a_choice_is_accepted(void **state)
{
    (void) state;
    each_param(check_words);
}

static void refuse_unknown(titian_stage stage, const titian_method *method)
{
    refuse(model_text(stage, method, "surely_unknown: 1", "").text, "unknown key \"surely_unknown\"");
}

static void every_method_refuses_an_unknown_key(void **state)
{
    (void) state;
    each_method(refuse_unknown);
}

/* Options of other methods of the stage. */
static void refuse_foreign(titian_stage stage, const titian_method *method)
{
    for (size_t row = 0; row < titian_n_methods(stage); row++) {
        const titian_method *other = titian_method_at(stage, row);

        for (size_t k = 0; k < other->n_params; k++) {
            const titian_param *param = &other->params[k];

            if (titian_method_param(method, param->name) == TITIAN_NONE)
                refuse(model_text(
                           stage, method, option_text(param, usable(param), usable_upper(param)).text, param->name)
                           .text,
                    "has no option");
        }
    }
}

static void every_method_refuses_the_options_of_its_neighbours(void **state)
{
    (void) state;
    each_method(refuse_foreign);
}

static void row_0_of_each_stage_needs_nothing(void **state)
{
    (void) state;
    for (titian_stage stage = 0; stage < TITIAN_N_STAGES; stage++) {
        const titian_method *method = titian_method_at(stage, 0);

        for (size_t k = 0; k < method->n_params; k++)
            assert_true(!isnan(method->params[k].fallback));
    }
}

static void the_schema_holds_every_option_once(void **state)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;
    titian_schema schema;

    (void) state;
    assert_int_equal(titian_schema_build(&schema, &arena, NULL), TITIAN_OK);
    for (titian_stage stage = 0; stage < TITIAN_N_STAGES; stage++)
        for (size_t row = 0; row < titian_n_methods(stage); row++) {
            const titian_method *method = titian_method_at(stage, row);

            for (size_t k = 0; k < method->n_params; k++) {
                size_t n = 0;

                for (size_t o = 0; o < schema.stage[stage].n_options; o++)
                    n += strcmp(schema.stage[stage].names[o], method->params[k].name) == 0;
                assert_int_equal(n, 1);
            }
        }
    titian_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_method_can_be_chosen_by_its_word),
        cmocka_unit_test(every_option_accepts_its_default_and_carries_it),
        cmocka_unit_test(every_bounded_option_refuses_what_lies_outside),
        cmocka_unit_test(every_option_refuses_a_value_of_another_kind),
        cmocka_unit_test(every_word_of_a_choice_is_accepted),
        cmocka_unit_test(every_method_refuses_an_unknown_key),
        cmocka_unit_test(every_method_refuses_the_options_of_its_neighbours),
        cmocka_unit_test(row_0_of_each_stage_needs_nothing),
        cmocka_unit_test(the_schema_holds_every_option_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

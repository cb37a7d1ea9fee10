/* The simulation: what is to be set is checked, set in copies of the data and of the recipe, and run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/simulation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/run.h>
#include <titian/suggest.h>

#include "analysis/assessment.h"
#include "stages/carry.h"

static titian_status no_memory(titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for a simulation");
}

static titian_status open_arrays(titian_simulation *s, const titian_simulation_options *options, titian_error *err)
{
    const size_t n_nodes = s->before->n_nodes;

    s->weights = titian_arena_array(&s->arena, n_nodes, sizeof *s->weights);
    s->settings = titian_arena_array(&s->arena, options->n_values + options->n_weights, sizeof *s->settings);
    s->touched = titian_arena_array(&s->arena, s->before->n_units, 1);
    s->reweighed = titian_arena_array(&s->arena, n_nodes, 1);
    if (s->weights == NULL || s->settings == NULL || s->touched == NULL || s->reweighed == NULL)
        return no_memory(err);
    memcpy(s->weights, s->recipe.weights, n_nodes * sizeof *s->weights);
    s->recipe.weights = s->weights;
    return TITIAN_OK;
}

static titian_status refuse_twice(const titian_simulation *s, const titian_setting *setting, titian_error *err)
{
    for (size_t k = 0; k < s->n_settings; k++)
        if (s->settings[k].unit == setting->unit && strcmp(s->settings[k].code, setting->code) == 0)
            return titian_fail(err, TITIAN_E_USAGE, "%s is set twice%s%s\nset it once", setting->code,
                setting->unit != TITIAN_NONE ? " for " : "",
                setting->unit != TITIAN_NONE
                    ? titian_panel_unit(s->before->data, s->before->data_unit[setting->unit])->code
                    : "");
    return TITIAN_OK;
}

static titian_status add_setting(titian_simulation *s, const titian_setting *setting, titian_error *err)
{
    const titian_status status = refuse_twice(s, setting, err);

    if (status == TITIAN_OK)
        s->settings[s->n_settings++] = *setting;
    return status;
}

/* ---- values ---- */

/* Texts that a code could have been. */
typedef const char *(*code_fn)(const titian_simulation *s, size_t k);

static const char *variable_at(const titian_simulation *s, size_t k)
{
    return titian_panel_variable(s->before->data, k);
}

static const char *element_at(const titian_simulation *s, size_t k)
{
    return titian_framework_node(s->recipe.framework, k)->code;
}

static titian_status refuse_unknown(
    const titian_simulation *s, const char *what, const char *code, code_fn code_at, size_t n, titian_error *err)
{
    const char **codes = calloc(n + 1, sizeof *codes);
    size_t near = TITIAN_NONE;

    if (codes == NULL)
        return no_memory(err);
    for (size_t k = 0; k < n; k++)
        codes[k] = code_at(s, k);
    near = titian_suggest(code, codes, n);
    free(codes);
    if (near == TITIAN_NONE)
        return titian_fail(
            err, TITIAN_E_USAGE, "the model has no %s \"%.60s\"\n\"titian weights\" lists the codes", what, code);
    return titian_fail(
        err, TITIAN_E_USAGE, "the model has no %s \"%.60s\"\ndid you mean \"%s\"?", what, code, code_at(s, near));
}

static titian_status refuse_variable(const titian_simulation *s, const char *code, titian_error *err)
{
    if (titian_framework_find(s->recipe.framework, code) != TITIAN_NONE)
        return titian_fail(err, TITIAN_E_USAGE,
            "%.60s is no indicator: its score follows from those below it\nset values of indicators", code);
    return refuse_unknown(s, "indicator", code, variable_at, titian_panel_n_variables(s->before->data), err);
}

static titian_status check_value(const titian_set_value *set, const titian_plausible *plausible, titian_error *err)
{
    if (!isfinite(set->value))
        return titian_fail(err, TITIAN_E_USAGE, "the value set for %s is no number\ngive a finite number", set->code);
    if (plausible->given && set->value < plausible->low)
        return titian_fail(err, TITIAN_E_USAGE,
            "%s cannot be %g: below %.15g it is not plausible, by framework.csv\nset %.15g or more", set->code,
            set->value, plausible->low, plausible->low);
    if (plausible->given && set->value > plausible->high)
        return titian_fail(err, TITIAN_E_USAGE,
            "%s cannot be %g: above %.15g it is not plausible, by framework.csv\nset %.15g or less", set->code,
            set->value, plausible->high, plausible->high);
    return TITIAN_OK;
}

/* The limit of age and what is plausible, of an indicator or of a row beside the tree. */
static titian_plausible about_code(const titian_recipe *recipe, const char *code, int *max_age)
{
    const size_t node = titian_framework_find(recipe->framework, code);
    const size_t extra = titian_framework_find_extra(recipe->framework, code);

    if (node != TITIAN_NONE) {
        *max_age = titian_framework_node(recipe->framework, node)->max_age;
        return titian_framework_node(recipe->framework, node)->plausible;
    }
    *max_age = extra != TITIAN_NONE ? titian_framework_extra(recipe->framework, extra)->max_age : -1;
    return extra != TITIAN_NONE ? titian_framework_extra(recipe->framework, extra)->plausible
                                : (titian_plausible){.given = 0};
}

/* The code of an indicator, of which the last part may be given; any other as it is. */
static const char *code_of(const titian_simulation *s, const char *given)
{
    const size_t node = titian_framework_find_named(s->recipe.framework, given);

    return node != TITIAN_NONE ? element_at(s, node) : given;
}

static titian_status set_value(titian_simulation *s, const titian_set_value *set, titian_error *err)
{
    const titian_panel *scores = titian_assessment_result(s->before, TITIAN_RESULT_AGGREGATED);
    const int year = titian_panel_year(scores, s->year);
    const size_t column = titian_panel_find_year(s->panel, year);
    const char *code = code_of(s, set->code);
    const size_t variable = titian_panel_find_variable(s->panel, code);
    titian_setting setting = {.code = code, .after = set->value};
    int max_age = -1;
    const titian_plausible plausible = about_code(&s->recipe, code, &max_age);
    titian_status status = titian_assessment_find_unit(s->before, set->unit, &setting.unit, err);
    size_t unit = 0;

    if (status != TITIAN_OK)
        return status;
    if (variable == TITIAN_NONE)
        return refuse_variable(s, code, err);
    if (column == TITIAN_NONE)
        return titian_fail(err, TITIAN_E_USAGE,
            "the data hold no value of %d that could be set otherwise\nchoose a year of the data", year);
    status = check_value(set, &plausible, err);
    if (status != TITIAN_OK)
        return status;
    unit = s->before->data_unit[setting.unit];
    setting.code = titian_panel_variable(s->before->data, variable);
    setting.before =
        titian_latest(&s->recipe, s->before->data, variable, unit, year, titian_max_age(&s->recipe, max_age));
    titian_panel_column_mut(s->panel, variable, column)[unit] = set->value;
    titian_panel_marks_mut(s->panel, variable, column)[unit] = TITIAN_MARK_OBSERVED;
    titian_panel_ages_mut(s->panel, variable, column)[unit] = 0;
    s->touched[setting.unit] = 1;
    return add_setting(s, &setting, err);
}

/* ---- weights ---- */

/* Only weights that are taken as they are given can be set. */
static titian_status check_weighing(
    const titian_simulation *s, const titian_node *node, double weight, titian_error *err)
{
    const titian_choice weighing = titian_recipe_weighing(&s->recipe, node->parent);
    const size_t set = titian_method_param(weighing.method, "set");

    if (!isfinite(weight) || weight < 0.0)
        return titian_fail(err, TITIAN_E_USAGE, "the weight of %s is %g\na weight is 0 or more", node->code, weight);
    if (strcmp(weighing.method->name, "given") != 0 || (set != TITIAN_NONE && weighing.option[set].number >= 0.0))
        return titian_fail(err, TITIAN_E_USAGE,
            "the weight of %s cannot be set: the model weighs the parts of %s by %s%s\n"
            "take weigh out of a copy of the model, then set it",
            node->code, titian_framework_node(s->recipe.framework, node->parent)->code,
            strcmp(weighing.method->name, "given") != 0 ? "the method " : "a named set of weights",
            strcmp(weighing.method->name, "given") != 0 ? weighing.method->name : "");
    return TITIAN_OK;
}

static titian_status set_weight(titian_simulation *s, const titian_set_weight *set, titian_error *err)
{
    const size_t k = titian_framework_find_named(s->recipe.framework, set->code);
    const titian_node *node = k != TITIAN_NONE ? titian_framework_node(s->recipe.framework, k) : NULL;
    titian_status status = TITIAN_OK;

    if (node == NULL)
        return refuse_unknown(s, "element", set->code, element_at, s->before->n_nodes, err);
    if (node->parent == TITIAN_NONE)
        return titian_fail(err, TITIAN_E_USAGE,
            "%s is the index itself: it has no weight\nset the weight of one of its elements", node->code);
    status = check_weighing(s, node, set->weight, err);
    if (status == TITIAN_OK)
        status = add_setting(
            s, &(titian_setting){TITIAN_NONE, node->code, s->before->recipe->weights[k], set->weight}, err);
    if (status != TITIAN_OK)
        return status;
    s->weights[k] = set->weight;
    s->reweighed[node->parent] = 1;
    return TITIAN_OK;
}

/* ---- the run ---- */

static titian_status set_all(titian_simulation *s, const titian_simulation_options *options, titian_error *err)
{
    titian_status status = TITIAN_OK;

    if (options->n_values + options->n_weights == 0)
        return titian_fail(err, TITIAN_E_USAGE, "nothing is set\nset a value or a weight");
    status = open_arrays(s, options, err);
    if (status == TITIAN_OK)
        status = titian_panel_copy(&s->panel, s->before->data, err);
    for (size_t k = 0; k < options->n_values && status == TITIAN_OK; k++)
        status = set_value(s, &options->values[k], err);
    for (size_t k = 0; k < options->n_weights && status == TITIAN_OK; k++)
        status = set_weight(s, &options->weights[k], err);
    return status;
}

static titian_status run_again(titian_simulation *s, titian_error *err)
{
    const titian_panel *scores = titian_assessment_result(s->before, TITIAN_RESULT_AGGREGATED);
    titian_run_options options = titian_run_options_default();

    options.first_year = titian_panel_year(scores, 0);
    options.last_year = titian_panel_year(scores, s->year);
    options.keep = 1u << TITIAN_RESULT_AGGREGATED;
    options.about = s->before->about;
    options.ledger = s->before->ledger;
    options.lists = s->before->lists;
    options.overrides = s->before->overrides;
    return titian_run(&s->after, &s->recipe, s->panel, &options, err);
}

titian_status titian_simulation_new(titian_simulation **out, const titian_assessment *before,
    const titian_simulation_options *options, titian_error *err)
{
    titian_simulation *s = calloc(1, sizeof *s);
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (s == NULL)
        return no_memory(err);
    s->before = before;
    s->recipe = *before->recipe;
    s->year = before->n_years - 1;
    status = set_all(s, options, err);
    if (status == TITIAN_OK)
        status = run_again(s, err);
    if (status == TITIAN_OK) {
        *out = s;
        s = NULL;
    }
    titian_simulation_free(s);
    return status;
}

void titian_simulation_free(titian_simulation *s)
{
    if (s == NULL)
        return;
    titian_assessment_free(s->after);
    titian_panel_free(s->panel);
    titian_arena_free(&s->arena);
    free(s);
}

const titian_assessment *titian_simulation_before(const titian_simulation *s)
{
    return s->before;
}

const titian_assessment *titian_simulation_after(const titian_simulation *s)
{
    return s->after;
}

size_t titian_simulation_n_settings(const titian_simulation *s)
{
    return s->n_settings;
}

const titian_setting *titian_simulation_setting(const titian_simulation *s, size_t k)
{
    return &s->settings[k];
}

int titian_simulation_is_set(const titian_simulation *s, size_t unit)
{
    return s->touched[unit];
}

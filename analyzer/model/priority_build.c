/* The priority block of model.yaml.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "model/build.h"
#include "model/words.h"

enum {
    CONTEXT = 1u << TITIAN_ROW_DENOMINATOR | 1u << TITIAN_ROW_OTHER,
    VARIABLE = CONTEXT | 1u << TITIAN_ROW_INDICATOR
};

/* Parameters that are one number, by their key. */
static const struct {
    const char *key;
    titian_rule rule;
} numbers[] = {
    {"target", {.fallback = 65.0, .least = 0.0, .most = HUGE_VAL, .open = 1}},
    {"alpha", {.fallback = 1.0, .least = 0.0, .most = 100.0}},
    {"people_reference", {.fallback = 1e9, .least = 0.0, .most = HUGE_VAL, .open = 1}},
    {"absorption_penalty", {.fallback = 0.0, .least = 0.0, .most = 1.0}},
    {"age_discount", {.fallback = 0.5, .least = 0.0, .most = 1.0}},
};
static const titian_rule weight_rule = {.fallback = 0.0, .least = 0.0, .most = HUGE_VAL};

titian_rule titian_priority_rule(const char *parameter)
{
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        if (strcmp(numbers[k].key, parameter) == 0)
            return numbers[k].rule;
    return weight_rule;
}

static double number(const titian_build *b, const char *key, const double *given)
{
    return titian_build_number(b, titian_path_of("priority.%s", key).text, given, titian_priority_rule(key));
}

/* A share from 0 to 1. */
static titian_rule share(double fallback)
{
    return (titian_rule){.fallback = fallback, .least = 0.0, .most = 1.0};
}

static const double default_weights[TITIAN_N_PARTS] = {
    [TITIAN_PART_NEED] = 0.45,
    [TITIAN_PART_PEOPLE] = 0.20,
    [TITIAN_PART_VULNERABILITY] = 0.15,
    [TITIAN_PART_AID] = 0.15,
    [TITIAN_PART_CONFIDENCE] = 0.05,
};

/* The key of the priority block that a part is measured by, when it is not there; else NULL. */
static const char *lacking(const titian_priority_rules *rules, titian_part part)
{
    if (part == TITIAN_PART_PEOPLE && rules->population == NULL)
        return "population";
    if (part == TITIAN_PART_AID && rules->aid == NULL)
        return "aid";
    return part == TITIAN_PART_VULNERABILITY && rules->n_vulnerability == 0 ? "vulnerability" : NULL;
}

const char *titian_priority_lacks(const titian_priority_rules *rules, const char *parameter)
{
    for (titian_part part = 0; part < TITIAN_N_PARTS; part++)
        if (strcmp(titian_part_name(part), parameter) == 0)
            return lacking(rules, part);
    if (strcmp(parameter, "people_reference") == 0)
        return lacking(rules, TITIAN_PART_PEOPLE);
    return strcmp(parameter, "absorption_penalty") == 0 && rules->n_absorption == 0 ? "absorption" : NULL;
}

/* One weight that was given. @return what it adds to the sum of those that can be used */
static double check_weight(
    const titian_build *b, const titian_priority_rules *rules, titian_part part, const char *path)
{
    const char *key = lacking(rules, part);

    if (key == NULL)
        return rules->weight[part];
    if (rules->weight[part] > 0.0)
        titian_faults_warn(b->faults, titian_build_place(b, path),
            "the part %s has a weight, but the priority block has no key %s: the part is not used\nadd %s, or take "
            "the "
            "weight out",
            titian_part_name(part), key, key);
    return 0.0;
}

/* Weights of the parts: the defaults without a block; with one, a part that it leaves out counts 0. */
static void build_weights(const titian_build *b, const titian_yaml_weights *from, titian_priority_rules *out)
{
    const double *given[TITIAN_N_PARTS] = {NULL};
    const size_t n_before = b->faults->n_errors;
    double sum = 0.0;

    memcpy(out->weight, default_weights, sizeof default_weights);
    if (from == NULL)
        return;
    given[TITIAN_PART_NEED] = from->need;
    given[TITIAN_PART_PEOPLE] = from->people;
    given[TITIAN_PART_VULNERABILITY] = from->vulnerability;
    given[TITIAN_PART_AID] = from->aid;
    given[TITIAN_PART_CONFIDENCE] = from->confidence;
    for (titian_part part = 0; part < TITIAN_N_PARTS; part++) {
        const titian_path path = titian_path_of("priority.weights.%s", titian_part_name(part));

        out->weight[part] = titian_build_number(b, path.text, given[part], weight_rule);
        sum += check_weight(b, out, part, path.text);
    }
    if (b->faults->n_errors == n_before && (sum == 0.0 || isinf(sum)))
        titian_faults_say(b->faults, titian_build_place(b, "priority.weights"),
            "the weights of the priority parts %s\ngive at least one part that can be measured a weight above 0, "
            "such "
            "as {need: 1}",
            sum == 0.0 ? "add up to 0" : "are too large to be added up");
}

static titian_status build_aid(
    const titian_build *b, const titian_yaml_aid *from, titian_priority_rules *out, titian_error *err)
{
    const titian_rule years = {.fallback = 3.0, .least = 1.0, .most = TITIAN_MOST_AGE, .whole = 1};

    out->aid_years = (int) years.fallback;
    if (from == NULL)
        return TITIAN_OK;
    (void) titian_build_code(b, "priority.aid.variable", from->variable, VARIABLE);
    out->aid = titian_build_text(b, from->variable);
    if (from->group != NULL) {
        (void) titian_build_code(b, "priority.aid.group", from->group, 1u << TITIAN_ROW_GROUP);
        out->aid_group = titian_build_text(b, from->group);
    }
    out->aid_years = (int) titian_build_number(b, "priority.aid.years", from->years, years);
    return out->aid == NULL || (from->group != NULL && out->aid_group == NULL) ? titian_build_no_memory(err)
                                                                               : TITIAN_OK;
}

static int build_scaled(const titian_build *b, size_t k, const titian_yaml_scaled *from, titian_scaled *to)
{
    const titian_path path = titian_path_of("priority.absorption.variables[%zu]", k);

    (void) titian_build_code(b, titian_path_of("%s.variable", path.text).text, from->variable, VARIABLE);
    to->variable = titian_build_text(b, from->variable);
    to->low = *from->low;
    to->high = *from->high;
    if (to->low == to->high || isinf(to->high - to->low))
        titian_faults_say(b->faults, titian_build_place(b, titian_path_of("%s.high", path.text).text),
            "low and high of %s are %s\nwrite the value that counts as 0 as low and the one that counts as 1 as high",
            titian_quote(from->variable).text, to->low == to->high ? "the same" : "too far apart");
    return to->variable != NULL ? 0 : -1;
}

static titian_status build_absorption(
    const titian_build *b, const titian_yaml_absorption *from, titian_priority_rules *out, titian_error *err)
{
    titian_scaled *scaled = NULL;

    out->absorption_weak = 0.35;
    out->absorption_strong = 0.55;
    if (from == NULL)
        return TITIAN_OK;
    scaled = titian_arena_array(b->arena, from->n_variables, sizeof *scaled);
    if (scaled == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < from->n_variables; k++)
        if (build_scaled(b, k, &from->variables[k], &scaled[k]) != 0)
            return titian_build_no_memory(err);
    out->absorption = scaled;
    out->n_absorption = from->n_variables;
    out->absorption_weak =
        titian_build_number(b, "priority.absorption.weak_below", from->weak_below, share(out->absorption_weak));
    out->absorption_strong =
        titian_build_number(b, "priority.absorption.strong_from", from->strong_from, share(out->absorption_strong));
    if (out->absorption_weak > out->absorption_strong)
        titian_faults_say(b->faults, titian_build_place(b, "priority.absorption.weak_below"),
            "weak_below is %s, above strong_from (%s)\nweak must end before strong begins",
            titian_figure(out->absorption_weak).text, titian_figure(out->absorption_strong).text);
    return TITIAN_OK;
}

static titian_status build_people(
    const titian_build *b, const titian_yaml_priority *from, titian_priority_rules *out, titian_error *err)
{
    out->people_reference = number(b, "people_reference", from->people_reference);
    if (from->population == NULL)
        return TITIAN_OK;
    (void) titian_build_code(b, "priority.population", from->population, CONTEXT);
    out->population = titian_build_text(b, from->population);
    return out->population != NULL ? TITIAN_OK : titian_build_no_memory(err);
}

static void build_need(const titian_build *b, const titian_yaml_priority *from, titian_priority_rules *out)
{
    const titian_rule level = {.fallback = 2.0, .least = 1.0, .most = TITIAN_MOST_LEVELS, .whole = 1};

    out->target = number(b, "target", from->target);
    out->alpha = number(b, "alpha", from->alpha);
    out->level = (int) titian_build_number(b, "priority.level", from->level, level);
    if (from->level != NULL && b->rows->whole && out->level > b->rows->n_levels)
        titian_faults_say(b->faults, titian_build_place(b, "priority.level"),
            "there is no level %d; the tree has %d levels\nwrite a level from 1 to %d", out->level, b->rows->n_levels,
            b->rows->n_levels);
    out->absorption_penalty = number(b, "absorption_penalty", from->absorption_penalty);
    out->age_discount = number(b, "age_discount", from->age_discount);
}

titian_status titian_build_priority(
    const titian_build *b, const titian_yaml_priority *from, titian_priority_rules *out, titian_error *err)
{
    static const titian_yaml_priority nothing = {.target = NULL};
    titian_status status = TITIAN_OK;

    *out = (titian_priority_rules){.on = from != NULL};
    from = from != NULL ? from : &nothing;
    build_need(b, from, out);
    status = titian_build_conditions(b, "priority.eligible", from->eligible, from->n_eligible, &out->eligible, err);
    out->n_eligible = from->n_eligible;
    if (status == TITIAN_OK)
        status = titian_build_conditions(
            b, "priority.vulnerability", from->vulnerability, from->n_vulnerability, &out->vulnerability, err);
    out->n_vulnerability = from->n_vulnerability;
    if (status == TITIAN_OK)
        status = build_people(b, from, out, err);
    if (status == TITIAN_OK)
        status = build_aid(b, from->aid, out, err);
    if (status == TITIAN_OK)
        status = build_absorption(b, from->absorption, out, err);
    build_weights(b, from->weights, out);
    return status;
}

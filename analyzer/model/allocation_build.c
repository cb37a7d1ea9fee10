/* The allocation block of model.yaml.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "model/build.h"
#include "model/words.h"

enum { VARIABLE = 1u << TITIAN_ROW_DENOMINATOR | 1u << TITIAN_ROW_OTHER | 1u << TITIAN_ROW_INDICATOR };

static const titian_rule money = {.fallback = 0.0, .least = 0.0, .most = 1e300};
static const titian_rule limit = {.fallback = HUGE_VAL, .least = 0.0, .most = 1e300};
static const titian_rule share = {.fallback = 0.0, .least = 0.0, .most = 1.0};
static const titian_rule few = {.fallback = 0.5, .least = 0.0, .most = 1.0};
static const titian_rule many = {.fallback = 2.0, .least = 1.0, .most = 1e300};
static const titian_rule most_share = {.fallback = 1.0, .least = 0.0, .most = 1.0};

static double number(const titian_build *b, const char *key, const double *given, titian_rule rule)
{
    return titian_build_number(b, titian_path_of("allocation.%s", key).text, given, rule);
}

static double number_or_missing(const titian_build *b, titian_path path, const double *given, titian_rule rule)
{
    return given == NULL ? TITIAN_MISSING : titian_build_number(b, path.text, given, rule);
}

/* Name of a variable, checked; NULL stays NULL. @return -1 for want of memory */
static int variable(const titian_build *b, titian_path path, const char *given, const char **out)
{
    if (given == NULL)
        return 0;
    (void) titian_build_code(b, path.text, given, VARIABLE);
    *out = titian_build_text(b, given);
    return *out != NULL ? 0 : -1;
}

/* ---- the rule and its factors ---- */

static void find_rule(const titian_build *b, const char *name, titian_allocation_rules *out)
{
    titian_error fault;

    out->rule = 0;
    if (name != NULL && titian_allocation_rule_choose(&out->rule, name, &fault) != TITIAN_OK)
        titian_faults_say(b->faults, titian_build_place(b, "allocation.rule"), "%s\n%s", fault.message, fault.mend);
}

/* Is a name a factor of the rule, or a part of one? */
static int is_factor(const titian_allocation_rule *rule, const char *name)
{
    for (size_t k = 0; k < rule->n_factors; k++)
        if (strcmp(rule->factors[k].name, name) == 0)
            return 1;
    return 0;
}

static int is_part(const titian_allocation_rule *rule, const char *name)
{
    for (size_t k = 0; k < rule->n_factors; k++)
        for (size_t p = 0; p < rule->factors[k].n_parts; p++)
            if (strcmp(rule->factors[k].parts[p].name, name) == 0)
                return 1;
    return 0;
}

static void check_entry(
    const titian_build *b, titian_path path, const titian_allocation_entry *e, const titian_allocation_rule *rule)
{
    const titian_place place = titian_build_place(b, path.text);

    if (is_factor(rule, e->name) || is_part(rule, e->name)) {
        if (!isnan(e->weight) && !is_part(rule, e->name))
            titian_faults_say(b->faults, place,
                "%s is a factor of the rule %s and has a power, no weight\nwrite power in place of weight",
                titian_quote(e->name).text, rule->name);
        if (!isnan(e->power) && !is_factor(rule, e->name))
            titian_faults_say(b->faults, place,
                "%s is a part of a factor of the rule %s and has a weight, no power\nwrite weight in place of power",
                titian_quote(e->name).text, rule->name);
        return;
    }
    if (isnan(e->power) && e->variable == NULL)
        titian_faults_say(b->faults, place,
            "the rule %s has no factor %s\nname one of its factors (\"titian allocate --table rules\" lists them), "
            "or "
            "give a factor of your own a variable and a power",
            rule->name, titian_quote(e->name).text);
    else if (e->variable == NULL && titian_measure_find(e->name) == TITIAN_N_MEASURES)
        titian_faults_say(
            b->faults, place, "nothing says what the factor %s is\nadd variable: CODE", titian_quote(e->name).text);
}

static int build_entry(
    const titian_build *b, size_t k, const titian_yaml_allocated *from, titian_allocation_entry *to)
{
    const titian_path path = titian_path_of("allocation.factors[%zu]", k);
    const titian_rule any = {.fallback = 0.0, .least = -100.0, .most = 100.0};

    to->name = titian_build_text(b, from->name);
    to->source = titian_build_text(b, from->source);
    to->power = number_or_missing(b, titian_path_of("%s.power", path.text), from->power, any);
    to->weight = number_or_missing(b, titian_path_of("%s.weight", path.text), from->weight, money);
    to->otherwise = number_or_missing(b, titian_path_of("%s.otherwise", path.text), from->otherwise, money);
    return to->name != NULL && to->source != NULL
               ? variable(b, titian_path_of("%s.variable", path.text), from->variable, &to->variable)
               : -1;
}

static titian_status build_factors(
    const titian_build *b, const titian_yaml_allocation *from, titian_allocation_rules *out, titian_error *err)
{
    titian_allocation_entry *entries = titian_arena_array(b->arena, from->n_factors, sizeof *entries);

    if (entries == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < from->n_factors; k++) {
        const titian_path path = titian_path_of("allocation.factors[%zu]", k);

        if (build_entry(b, k, &from->factors[k], &entries[k]) != 0)
            return titian_build_no_memory(err);
        check_entry(b, path, &entries[k], titian_allocation_rule_at(out->rule));
        for (size_t other = 0; other < k; other++)
            if (strcmp(entries[other].name, entries[k].name) == 0)
                titian_faults_say(b->faults, titian_build_place(b, path.text),
                    "a second entry for the factor %s\nkeep one", titian_quote(entries[k].name).text);
    }
    out->factors = entries;
    out->n_factors = from->n_factors;
    return TITIAN_OK;
}

/* ---- floors, caps, fences ---- */

static titian_status build_bounds(
    const titian_build *b, const titian_yaml_allocation *from, titian_allocation_rules *out, titian_error *err)
{
    titian_status status = TITIAN_OK;

    out->base = number(b, "base", from->base, money);
    out->base_share = number(b, "base_share", from->base_share, share);
    out->floor = number(b, "floor", from->floor, money);
    out->floor_share = number(b, "floor_share", from->floor_share, share);
    out->cap = number(b, "cap", from->cap, limit);
    out->cap_share = number(b, "cap_share", from->cap_share, most_share);
    out->cap_per_head = number(b, "cap_per_head", from->cap_per_head, limit);
    out->minimum = number(b, "minimum", from->minimum, money);
    out->assess_first = number(b, "assess_first", from->assess_first, money);
    out->orphan = number(b, "orphan", from->orphan, few);
    out->darling = number(b, "darling", from->darling, many);
    if (out->floor > out->cap)
        titian_faults_say(b->faults, titian_build_place(b, "allocation.floor"),
            "the floor is %s and the cap %s\nlower the floor or raise the cap", titian_figure(out->floor).text,
            titian_figure(out->cap).text);
    status = titian_build_valued_conditions(
        b, "allocation.floors", from->floors, from->n_floors, &money, &out->floors, err);
    out->n_floors = from->n_floors;
    if (status == TITIAN_OK)
        status =
            titian_build_valued_conditions(b, "allocation.caps", from->caps, from->n_caps, &money, &out->caps, err);
    out->n_caps = from->n_caps;
    return status;
}

static titian_status build_swing(
    const titian_build *b, const titian_yaml_swing *from, titian_allocation_rules *out, titian_error *err)
{
    const titian_rule down = {.fallback = 1.0, .least = 0.0, .most = 1.0};

    out->swing_down = down.fallback;
    out->swing_up = limit.fallback;
    if (from == NULL)
        return TITIAN_OK;
    out->swing_down = number(b, "previous.down", from->down, down);
    out->swing_up = number(b, "previous.up", from->up, limit);
    return variable(b, titian_path_of("allocation.previous.variable"), from->variable, &out->previous) == 0
               ? TITIAN_OK
               : titian_build_no_memory(err);
}

/* Returns that fall: their form and where they do. */
static void build_returns(const titian_build *b, const titian_yaml_returns *from, titian_allocation_rules *out)
{
    const titian_rule above = {.fallback = 1.0, .least = 0.0, .most = 1e300, .open = 1};
    const char *names[TITIAN_N_RETURNS];
    size_t form = TITIAN_RETURNS_PROPORTIONAL;

    out->scale = out->scale_per_head = TITIAN_MISSING;
    if (from == NULL)
        return;
    for (size_t k = 0; k < TITIAN_N_RETURNS; k++)
        names[k] = titian_returns_name(k);
    form = titian_returns_find(from->form);
    if (form == TITIAN_NONE)
        titian_faults_say(b->faults, titian_build_place(b, "allocation.returns.form"),
            "there are no returns of the form %s\n%sthere are %s", titian_quote(from->form).text,
            titian_near(b->faults, from->form, names, TITIAN_N_RETURNS).text,
            titian_list(names, TITIAN_N_RETURNS).text);
    out->returns = form == TITIAN_NONE ? TITIAN_RETURNS_PROPORTIONAL : (titian_returns) form;
    out->scale = number_or_missing(b, titian_path_of("allocation.returns.scale"), from->scale, above);
    out->scale_per_head =
        number_or_missing(b, titian_path_of("allocation.returns.scale_per_head"), from->scale_per_head, above);
    if (out->returns == TITIAN_RETURNS_PROPORTIONAL)
        return;
    if (isnan(out->scale) == isnan(out->scale_per_head))
        titian_faults_say(b->faults, titian_build_place(b, "allocation.returns"),
            "returns that fall need one scale\nadd scale: N in money, or scale_per_head: N in money per person; "
            "docs/allocation.md says what it means");
    if (out->minimum > 0.0)
        titian_faults_say(b->faults, titian_build_place(b, "allocation.minimum"),
            "a minimum grant and returns that fall exclude each other\ntake minimum or returns out; a floor goes "
            "with "
            "both");
}

/* Aid in money: a variable, or an estimate, not both. */
static titian_status build_aid(
    const titian_build *b, const titian_yaml_allocation *from, titian_allocation_rules *out, titian_error *err)
{
    const titian_yaml_aid_estimate *estimate = from->present_aid_estimate;
    titian_aid_estimate *into = &out->aid_estimate;

    if (variable(b, titian_path_of("allocation.present_aid"), from->present_aid, &out->present_aid) != 0)
        return titian_build_no_memory(err);
    if (estimate == NULL)
        return TITIAN_OK;
    if (from->present_aid != NULL)
        titian_faults_say(b->faults, titian_build_place(b, "allocation.present_aid_estimate"),
            "present aid is a variable and an estimate\ntake the estimate out: the variable %s has the money",
            titian_quote(from->present_aid).text);
    into->note = titian_build_text(b, estimate->note);
    return into->note != NULL &&
                   variable(b, titian_path_of("allocation.present_aid_estimate.share"), estimate->share,
                       &into->share) == 0 &&
                   variable(b, titian_path_of("allocation.present_aid_estimate.of"), estimate->of, &into->of) == 0 &&
                   variable(b, titian_path_of("allocation.present_aid_estimate.per_head_of"), estimate->per_head_of,
                       &into->heads) == 0
               ? TITIAN_OK
               : titian_build_no_memory(err);
}

static titian_status build_fences(
    const titian_build *b, const titian_yaml_allocation *from, titian_allocation_rules *out, titian_error *err)
{
    titian_allocation_fence *fences = titian_arena_array(b->arena, from->n_fences, sizeof *fences);
    titian_status status = TITIAN_OK;

    if (fences == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < from->n_fences && status == TITIAN_OK; k++) {
        const titian_path path = titian_path_of("allocation.fences[%zu]", k);
        titian_allocation_fence *to = &fences[k];

        to->name = titian_build_text(b, from->fences[k].name);
        to->least = titian_build_number(b, titian_path_of("%s.least", path.text).text, from->fences[k].least, share);
        to->most =
            titian_build_number(b, titian_path_of("%s.most", path.text).text, from->fences[k].most, most_share);
        if (to->least > to->most)
            titian_faults_say(b->faults, titian_build_place(b, path.text),
                "the fence %s is to have at least %s and at most %s of the budget\nlower least or raise most",
                titian_quote(from->fences[k].name).text, titian_figure(to->least).text, titian_figure(to->most).text);
        status = to->name == NULL ? titian_build_no_memory(err)
                                  : titian_build_condition(b, path.text, &from->fences[k].members, &to->members, err);
    }
    out->fences = fences;
    out->n_fences = from->n_fences;
    return status;
}

static titian_status build_lists(
    const titian_build *b, const titian_yaml_allocation *from, titian_allocation_rules *out, titian_error *err)
{
    titian_allocation_list *lists = titian_arena_array(b->arena, from->n_lists, sizeof *lists);

    if (lists == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < from->n_lists; k++) {
        lists[k].list = titian_build_text(b, from->lists[k].list);
        lists[k].reason = titian_build_text(b, from->lists[k].reason);
        lists[k].excludes = from->lists[k].excludes != NULL && *from->lists[k].excludes;
        lists[k].grace = (int) titian_build_number(
            b, titian_path_of("allocation.lists[%zu].grace", k).text, from->lists[k].grace, titian_build_grace);
        if (lists[k].list == NULL || lists[k].reason == NULL)
            return titian_build_no_memory(err);
    }
    out->lists = lists;
    out->n_lists = from->n_lists;
    return TITIAN_OK;
}

/* Does anything say how many people there are? */
static int knows_people(const titian_priority_rules *priority, const titian_allocation_rules *out)
{
    for (size_t k = 0; k < out->n_factors; k++)
        if (strcmp(out->factors[k].name, titian_measure_name(TITIAN_MEASURE_POPULATION)) == 0 &&
            out->factors[k].variable != NULL)
            return 1;
    return priority->population != NULL;
}

/* What is meant for each person needs their number. */
static void check_heads(
    const titian_build *b, const titian_priority_rules *priority, const titian_allocation_rules *out)
{
    const struct {
        const char *key, *what;
        int given;
    } keys[] = {
        {"allocation.cap_per_head", "cap", out->cap_per_head != (double) HUGE_VAL},
        {"allocation.returns.scale_per_head", "scale of returns", !isnan(out->scale_per_head)},
    };

    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        if (keys[k].given && !knows_people(priority, out))
            titian_faults_say(b->faults, titian_build_place(b, keys[k].key),
                "there is a %s per head, but nothing says how many people there are\nadd population: CODE to the "
                "priority block, or {name: population, variable: CODE} to factors",
                keys[k].what);
}

titian_status titian_build_allocation(const titian_build *b, const titian_yaml_allocation *from,
    const titian_priority_rules *priority, titian_allocation_rules *out, titian_error *err)
{
    static const titian_yaml_allocation nothing = {.budget = NULL};
    const titian_rule above = {.fallback = 1.0, .least = 0.0, .most = 1e300, .open = 1};
    titian_status status = TITIAN_OK;

    *out = (titian_allocation_rules){.on = from != NULL};
    from = from != NULL ? from : &nothing;
    out->budget = number_or_missing(b, titian_path_of("allocation.budget"), from->budget, above);
    out->unit = number(b, "unit", from->unit, (titian_rule){0.01, 0.0, 1e300, 0, 1});
    out->currency = titian_build_text(b, from->currency);
    if (out->currency == NULL)
        return titian_build_no_memory(err);
    find_rule(b, from->rule, out);
    status = build_aid(b, from, out, err);
    if (status == TITIAN_OK)
        status = build_factors(b, from, out, err);
    if (status == TITIAN_OK)
        status = build_bounds(b, from, out, err);
    build_returns(b, from->returns, out);
    if (status == TITIAN_OK)
        status = build_swing(b, from->previous, out, err);
    if (status == TITIAN_OK)
        status = build_fences(b, from, out, err);
    if (status == TITIAN_OK)
        status = build_lists(b, from, out, err);
    check_heads(b, priority, out);
    return status;
}

/* Tables of an allocation: amounts, factors, numbers of the rule, what was set by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/allocation.h"

/* ---- amounts ---- */

const char *titian_money_decision_of(const titian_money *m, size_t unit)
{
    static const char *const words[] = {"in", "out", "assess first"};

    if (m->set[unit] != TITIAN_NONE)
        return "set";
    return m->dropped[unit] ? "dropped" : words[m->decision[unit]];
}

static const char *why(titian_money *m, size_t unit)
{
    if (m->dropped[unit])
        return titian_money_text(
            m, "would have less than the minimum grant of %.15g; %s", m->rules->minimum, m->why[unit]);
    return m->why[unit];
}

/* The innermost fence around a unit that decides its lambda; n_fences: none does. */
static size_t binding_fence(const titian_money *m, size_t unit)
{
    size_t f = m->fence[unit];

    while (f < m->n_fences && m->found[f].bound == KERNEL_FENCE_FREE)
        f = m->around[f];
    return f;
}

static const char *binds(titian_money *m, size_t unit)
{
    const kernel_recipients r = titian_money_solved(m);
    const kernel_bound bound = kernel_bound_at(&r, m->lambdas[unit], unit);
    const size_t f = binding_fence(m, unit);

    if (m->set[unit] != TITIAN_NONE)
        return "set by hand";
    if (m->dropped[unit])
        return "minimum grant";
    if (m->decision[unit] != TITIAN_MONEY_IN)
        return m->exact[unit] > 0.0 ? "assess first" : "";
    if (bound == KERNEL_FIXED)
        return m->names[unit].floor[0] != '\0' ? m->names[unit].floor : m->names[unit].cap;
    if (bound == KERNEL_AT_FLOOR && m->low[unit] == 0.0)
        return m->base[unit] > 0.0 ? "base" : "others gain more"; /* as returns fall */
    if (bound == KERNEL_AT_FLOOR)
        return m->names[unit].floor;
    if (bound == KERNEL_AT_CAP)
        return m->names[unit].cap;
    if (m->score[unit] == 0.0)
        return "score of 0";
    if (f == m->n_fences)
        return "";
    return titian_money_text(m, "fence %s: %s %.15g %% of the budget", m->fence_rules[f]->name,
        m->found[f].bound == KERNEL_FENCE_AT_LEAST ? "at least" : "at most",
        100.0 * (m->found[f].bound == KERNEL_FENCE_AT_LEAST ? m->fence_rules[f]->least : m->fence_rules[f]->most));
}

/* How to help who may have money; it does not decide how much. */
static const char *modality(const titian_money *m, size_t unit)
{
    const titian_priority_state *state = titian_assessment_priority(m->a, unit);

    if (state == NULL || (m->decision[unit] == TITIAN_MONEY_OUT && m->set[unit] == TITIAN_NONE))
        return "";
    return titian_modality_name(titian_modality_of(&titian_assessment_recipe(m->a)->priority, state->absorption));
}

titian_status titian_money_table_amounts(titian_money *m, titian_error *err)
{
    const double scores = kernel_sum(m->score, m->n);

    (void) err;
    for (size_t i = 0; i < m->n; i++) {
        const int in = m->decision[i] == TITIAN_MONEY_IN || m->set[i] != TITIAN_NONE;
        const double floor = m->base[i] + m->low[i];

        titian_money_key(m, i);
        titian_money_word(m, titian_money_decision_of(m, i));
        titian_money_word(m, why(m, i));
        titian_money_number(m, m->amounts[i]);
        titian_money_number(m, m->amounts[i] / m->budget);
        titian_money_number(m, m->people[i] > 0.0 ? m->amounts[i] / m->people[i] : TITIAN_MISSING);
        titian_money_word(m, modality(m, i));
        titian_money_word(m, binds(m, i));
        titian_money_number(m, m->exact[i]);
        titian_money_number(m, in && m->set[i] == TITIAN_NONE ? m->score[i] : TITIAN_MISSING);
        titian_money_number(
            m, in && scores > 0.0 && m->set[i] == TITIAN_NONE ? m->score[i] / scores : TITIAN_MISSING);
        titian_money_number(m, in ? floor : TITIAN_MISSING);
        titian_money_word(m, in ? m->names[i].floor : "");
        titian_money_number(m, in ? m->base[i] + m->high[i] : TITIAN_MISSING);
        titian_money_word(m, in ? m->names[i].cap : "");
        titian_money_word(m, m->fence[i] < m->n_fences ? m->fence_rules[m->fence[i]]->name : "");
        titian_money_number(m, in && !m->dropped[i] ? titian_money_marginal(m, m->lambdas[i]) : TITIAN_MISSING);
    }
    return TITIAN_OK;
}

/* ---- factors ---- */

titian_status titian_money_table_factors(titian_money *m, titian_error *err)
{
    const kernel_recipients r = titian_money_solved(m);
    double *elasticities = titian_money_room(m, m->n, sizeof *elasticities, err);
    /* with fences and minimum grants there is no one lambda that says what a factor moves; nor where returns fall */
    const int one_lambda = m->n_fences == 0 && m->rules->minimum == 0.0 && m->returns == TITIAN_RETURNS_PROPORTIONAL;

    if (elasticities == NULL)
        return TITIAN_E_MEMORY;
    for (size_t k = 0; k < m->n_factors; k++) {
        const titian_money_factor *f = &m->factors[k];

        if (one_lambda && m->n > 0)
            kernel_share_elasticities(&r, m->lambdas[0], m->exact, f->power, elasticities);
        for (size_t i = 0; i < m->n; i++) {
            if (m->decision[i] == TITIAN_MONEY_OUT && m->set[i] == TITIAN_NONE)
                continue;
            titian_money_key(m, i);
            titian_money_word(m, f->name);
            titian_money_number(m, f->values[i]);
            titian_money_number(m, f->power);
            titian_money_number(m, f->power == 0.0 ? 1.0 : pow(f->values[i], f->power));
            titian_money_number(m, one_lambda && m->decision[i] == TITIAN_MONEY_IN && m->set[i] == TITIAN_NONE
                                       ? elasticities[i]
                                       : TITIAN_MISSING);
        }
    }
    return TITIAN_OK;
}

/* ---- parameters ---- */

typedef struct {
    const char *name, *part;
    double value;
    titian_standing standing;
    const char *source;
} parameter;

static void add_parameter(titian_money *m, parameter p)
{
    titian_money_word(m, p.name);
    titian_money_word(m, p.part);
    titian_money_number(m, p.value);
    titian_money_word(m, titian_standing_name(p.standing));
    titian_money_word(m, p.source);
}

static void add_rule(titian_money *m)
{
    for (size_t k = 0; k < m->n_factors; k++) {
        const titian_money_factor *f = &m->factors[k];
        const char *power = titian_money_text(m, "power of %s", f->name);

        add_parameter(m, (parameter){power, "", f->power, f->standing, f->source});
        for (size_t p = 0; p < f->n_parts && f->n_parts > 1; p++) {
            const titian_money_part *part = &f->parts[p];
            const char *weight = titian_money_text(m, "weight in %s", f->name);

            add_parameter(m, (parameter){weight, part->name, part->weight, part->standing, part->source});
        }
    }
}

/* Numbers that the model gives; those that ask for nothing are left away. */
static void add_bounds(titian_money *m)
{
    const titian_allocation_rules *r = m->rules;
    const double none = (double) INFINITY;
    const struct {
        const char *name;
        double value, idle;
    } rows[] = {
        {"unit", r->unit, 0.0},
        {"base", r->base, 0.0},
        {"base_share", r->base_share, 0.0},
        {"floor", r->floor, 0.0},
        {"floor_share", r->floor_share, 0.0},
        {"cap", r->cap, none},
        {"cap_share", r->cap_share, 1.0},
        {"cap_per_head", r->cap_per_head, none},
        {"minimum", r->minimum, 0.0},
        {"assess_first", r->assess_first, 0.0},
        {"previous.down", r->swing_down, 1.0},
        {"previous.up", r->swing_up, none},
    };

    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        if (rows[k].value != rows[k].idle)
            add_parameter(m, (parameter){rows[k].name, "", rows[k].value, TITIAN_KNOWN_GIVEN, "model.yaml"});
    for (size_t k = 0; k < r->n_floors; k++)
        add_parameter(m, (parameter){"floor of a group", r->floors[k].group, r->floors[k].value, TITIAN_KNOWN_GIVEN,
                             "model.yaml"});
    for (size_t k = 0; k < r->n_caps; k++)
        add_parameter(
            m, (parameter){"cap of a group", r->caps[k].group, r->caps[k].value, TITIAN_KNOWN_GIVEN, "model.yaml"});
    for (size_t k = 0; k < r->n_fences; k++) {
        add_parameter(
            m, (parameter){"fence, least", r->fences[k].name, r->fences[k].least, TITIAN_KNOWN_GIVEN, "model.yaml"});
        add_parameter(
            m, (parameter){"fence, most", r->fences[k].name, r->fences[k].most, TITIAN_KNOWN_GIVEN, "model.yaml"});
    }
}

titian_status titian_money_table_parameters(titian_money *m, titian_error *err)
{
    const char *asked = isnan(m->options->budget) ? "model.yaml" : "--budget";

    (void) err;
    add_parameter(m, (parameter){"rule", m->rule->name, TITIAN_MISSING, TITIAN_KNOWN_GIVEN,
                         m->options->rule != NULL ? "--rule" : "model.yaml"});
    add_parameter(m, (parameter){"budget", m->rules->currency, m->budget, TITIAN_KNOWN_GIVEN, asked});
    add_rule(m);
    if (m->returns != TITIAN_RETURNS_PROPORTIONAL) {
        add_parameter(m, (parameter){"returns", titian_returns_name(m->returns), TITIAN_MISSING, TITIAN_KNOWN_GIVEN,
                             m->options->returns != NULL ? "--returns" : "model.yaml"});
        add_parameter(m, (parameter){isnan(m->scale) ? "scale per head" : "scale", "",
                             isnan(m->scale) ? m->scale_per_head : m->scale, TITIAN_KNOWN_GIVEN,
                             isnan(m->options->scale) ? "model.yaml" : "--scale"});
    }
    add_bounds(m);
    if (m->rules->present_aid != NULL)
        add_parameter(
            m, (parameter){"present aid", m->rules->present_aid, TITIAN_MISSING, TITIAN_KNOWN_GIVEN, "model.yaml"});
    if (m->rules->aid_estimate.share != NULL)
        add_parameter(m, (parameter){"present aid, estimated", titian_money_aid_words(m), TITIAN_MISSING,
                             TITIAN_KNOWN_GIVEN, "model.yaml"});
    return TITIAN_OK;
}

titian_status titian_money_table_rules(titian_money *m, titian_error *err)
{
    (void) err;
    for (size_t k = 0; k < titian_allocation_n_rules(); k++) {
        const titian_allocation_rule *rule = titian_allocation_rule_at(k);

        titian_money_word(m, rule->name);
        for (int column = 0; column < 3; column++)
            titian_money_word(m, "");
        titian_money_number(m, TITIAN_MISSING);
        titian_money_word(m, "");
        titian_money_word(m, rule->beyond);
        titian_money_word(m, rule->summary);
        for (size_t f = 0; f < rule->n_factors; f++) {
            const titian_rule_factor *factor = &rule->factors[f];

            for (size_t p = 0; p <= factor->n_parts; p++) {
                const titian_rule_part *part = p > 0 ? &factor->parts[p - 1] : NULL;

                titian_money_word(m, rule->name);
                titian_money_word(m, factor->name);
                titian_money_word(m, part != NULL ? part->name : "");
                titian_money_word(m, part != NULL ? "weight" : "power");
                titian_money_number(m, part != NULL ? part->weight : factor->power);
                titian_money_word(m, titian_standing_name(part != NULL ? part->standing : factor->standing));
                titian_money_word(m, part != NULL ? part->source : factor->source);
                titian_money_word(m, part != NULL ? part->summary : factor->summary);
            }
        }
    }
    return TITIAN_OK;
}

/* ---- what was set by hand ---- */

static double change(const titian_money *m, double to, double from)
{
    return isnan(from) ? TITIAN_MISSING : titian_money_whole(m, to - from);
}

static void add_override(titian_money *m, size_t unit, size_t row)
{
    const titian_records *overrides = titian_assessment_overrides(m->a);

    titian_money_word(m, titian_panel_unit(m->raw, unit)->code);
    titian_money_word(m, titian_panel_unit(m->raw, unit)->name);
    titian_money_word(m, titian_records_text(overrides, row, TITIAN_OVERRIDES_ACTION));
    titian_money_number(m, m->amounts[unit]);
    titian_money_number(m, m->unset[unit]);
    titian_money_number(m, change(m, m->amounts[unit], m->unset[unit]));
    titian_money_word(m, titian_records_text(overrides, row, TITIAN_OVERRIDES_AUTHOR));
    titian_money_word(m, titian_records_text(overrides, row, TITIAN_OVERRIDES_DATE));
    titian_money_word(m, titian_records_text(overrides, row, TITIAN_OVERRIDES_REASON));
    titian_money_number(m, (double) titian_records_line(overrides, row));
}

titian_status titian_money_table_overrides(titian_money *m, titian_error *err)
{
    double with = 0.0, without = 0.0;

    (void) err;
    for (size_t i = 0; i < m->n; i++) {
        const size_t row = titian_assessment_override(m->a, i);

        if (row == TITIAN_NONE)
            continue;
        with += m->amounts[i];
        without += m->unset[i];
        add_override(m, i, row);
    }
    titian_money_word(m, "(others)");
    for (int column = 0; column < 2; column++)
        titian_money_word(m, "");
    titian_money_number(m, titian_money_whole(m, m->budget - with));
    titian_money_number(m, change(m, m->budget, without));
    titian_money_number(m, change(m, without, with));
    for (int column = 0; column < 3; column++)
        titian_money_word(m, "");
    titian_money_number(m, TITIAN_MISSING);
    return TITIAN_OK;
}

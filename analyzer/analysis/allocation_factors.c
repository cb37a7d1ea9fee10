/* The factors of a rule: what the model, or the run itself, measures them by.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/allocation.h"

#include <math.h>
#include <string.h>

#include "analysis/ask.h"
#include "stages/vary.h"

static const titian_allocation_entry *entry_of(const titian_money *m, const char *name)
{
    for (size_t k = 0; k < m->rules->n_factors; k++)
        if (strcmp(m->rules->factors[k].name, name) == 0)
            return &m->rules->factors[k];
    return NULL;
}

/* Numbers of the model are those of its own rule; of another, the model only says what measures a factor. */
static int own_rule(const titian_money *m)
{
    return m->rule == titian_allocation_rule_at(m->rules->rule);
}

static const char *source_of(const titian_allocation_entry *e)
{
    return e->source[0] != '\0' ? e->source : "model.yaml";
}

static int is_measured(const titian_money *m, titian_measure measure)
{
    const titian_priority_rules *p = &titian_assessment_recipe(m->a)->priority;
    const int there[TITIAN_N_MEASURES] = {
        [TITIAN_MEASURE_NEED] = 1,
        [TITIAN_MEASURE_POPULATION] = p->population != NULL,
        [TITIAN_MEASURE_CAPACITY] = p->n_absorption > 0,
        [TITIAN_MEASURE_VULNERABILITY] = p->n_vulnerability > 0,
        [TITIAN_MEASURE_AID] = p->aid != NULL,
    };

    return p->on && measure < TITIAN_N_MEASURES && there[measure];
}

/* What measures a part. @param used  0: nobody asks, since the power or the weight is 0 */
static titian_status find_measure(titian_money *m, titian_money_part *part, int used, titian_error *err)
{
    const titian_allocation_entry *e = entry_of(m, part->name);

    part->variable = TITIAN_NONE;
    part->otherwise = e != NULL ? e->otherwise : TITIAN_MISSING;
    if (e != NULL && e->variable != NULL)
        return titian_ask_variable(m->a, e->variable, &part->variable, err);
    part->measure = titian_measure_find(part->name);
    if (!used || is_measured(m, part->measure))
        return TITIAN_OK;
    if (part->measure < TITIAN_N_MEASURES)
        return titian_fail(err, TITIAN_E_MODEL,
            "the rule %s needs %s, and the model does not say what measures it\nadd the key %s to the priority "
            "block, "
            "or to the allocation block: factors: [{name: %s, variable: CODE}]",
            m->rule->name, part->name, titian_measure_key(part->measure), part->name);
    return titian_fail(err, TITIAN_E_MODEL,
        "the rule %s needs %s, and the model does not say which variable that is\nadd to the allocation block: "
        "factors: [{name: %s, variable: CODE}], or choose another rule: --rule",
        m->rule->name, part->name, part->name);
}

static void take_weight(const titian_money *m, titian_money_part *part)
{
    const titian_allocation_entry *e = entry_of(m, part->name);

    if (e == NULL || isnan(e->weight) || !own_rule(m))
        return;
    part->weight = e->weight;
    part->standing = TITIAN_KNOWN_GIVEN;
    part->source = source_of(e);
}

/* A factor that is a sum of parts, unless the model has a variable that holds the whole. */
static titian_status find_parts(
    titian_money *m, titian_money_factor *factor, const titian_rule_factor *from, titian_error *err)
{
    const titian_allocation_entry *e = entry_of(m, factor->name);
    const int summed = from != NULL && from->n_parts > 0 && (e == NULL || e->variable == NULL);
    const size_t n = summed ? from->n_parts : 1;
    titian_money_part *parts = titian_money_room(m, n, sizeof *parts, err);
    titian_status status = TITIAN_OK;

    if (parts == NULL)
        return TITIAN_E_MEMORY;
    for (size_t k = 0; k < n && status == TITIAN_OK; k++) {
        parts[k] = summed ? (titian_money_part){from->parts[k].name, from->parts[k].weight, from->parts[k].standing,
                                from->parts[k].source, TITIAN_NONE, TITIAN_N_MEASURES, TITIAN_MISSING}
                          : (titian_money_part){factor->name, 1.0, TITIAN_KNOWN_GIVEN, "", TITIAN_NONE,
                                TITIAN_N_MEASURES, TITIAN_MISSING};
        take_weight(m, &parts[k]);
        status = find_measure(m, &parts[k], titian_money_counts(factor) && parts[k].weight != 0.0, err);
    }
    factor->parts = parts;
    factor->n_parts = n;
    return status;
}

static double measured(const titian_money *m, titian_measure measure, size_t unit, double need)
{
    const titian_priority_state *state = titian_assessment_priority(m->a, unit);

    if (state == NULL)
        return TITIAN_MISSING;
    switch (measure) {
    case TITIAN_MEASURE_NEED:
        return need;
    case TITIAN_MEASURE_POPULATION:
        return state->population;
    case TITIAN_MEASURE_CAPACITY:
        return state->absorption;
    case TITIAN_MEASURE_VULNERABILITY:
        return 1.0 + state->part[TITIAN_PART_VULNERABILITY];
    case TITIAN_MEASURE_AID:
        return 1.0 + state->part[TITIAN_PART_AID];
    default:
        return TITIAN_MISSING;
    }
}

double titian_money_value(const titian_money *m, size_t variable, size_t unit)
{
    return variable == TITIAN_NONE ? TITIAN_MISSING : titian_panel_column(m->raw, variable, m->year)[unit];
}

static double part_value(const titian_money *m, const titian_money_part *part, size_t unit, double need)
{
    const double x = part->variable != TITIAN_NONE ? titian_money_value(m, part->variable, unit)
                                                   : measured(m, part->measure, unit, need);

    return isnan(x) ? part->otherwise : x;
}

double titian_money_factor_value(const titian_money *m, const titian_money_factor *factor, size_t unit, double need)
{
    double sum = 0.0;

    for (size_t k = 0; k < factor->n_parts; k++)
        if (factor->parts[k].weight != 0.0)
            sum += factor->parts[k].weight * part_value(m, &factor->parts[k], unit, need);
    return sum;
}

int titian_money_needs(const titian_money_factor *factor)
{
    for (size_t k = 0; k < factor->n_parts; k++)
        if (factor->parts[k].variable == TITIAN_NONE && factor->parts[k].measure == TITIAN_MEASURE_NEED)
            return 1;
    return 0;
}

int titian_money_counts(const titian_money_factor *factor)
{
    return factor->power != 0.0 || factor->drawn != TITIAN_NONE;
}

static double nominal_need(const titian_money *m, size_t unit)
{
    const titian_priority_state *state = titian_assessment_priority(m->a, unit);

    return state != NULL ? state->need : TITIAN_MISSING;
}

static titian_status take_values(titian_money *m, titian_money_factor *factor, titian_error *err)
{
    double *values = titian_money_room(m, m->n, sizeof *values, err);

    if (values == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < m->n; i++)
        values[i] = titian_money_factor_value(m, factor, i, nominal_need(m, i));
    factor->values = values;
    return TITIAN_OK;
}

static titian_status add_factor(
    titian_money *m, titian_money_factor factor, const titian_rule_factor *from, titian_error *err)
{
    const titian_allocation_entry *e = entry_of(m, factor.name);
    titian_status status = TITIAN_OK;

    if (e != NULL && !isnan(e->power) && own_rule(m)) {
        factor.power = e->power;
        factor.standing = TITIAN_KNOWN_GIVEN;
        factor.source = source_of(e);
    }
    factor.drawn = own_rule(m) ? titian_vary_power(titian_assessment_recipe(m->a), factor.name) : TITIAN_NONE;
    status = find_parts(m, &factor, from, err);
    if (status == TITIAN_OK)
        status = take_values(m, &factor, err);
    m->factors[m->n_factors++] = factor;
    return status;
}

/* Does the rule know a name, as a factor or a part? */
static int in_rule(const titian_allocation_rule *rule, const char *name)
{
    for (size_t k = 0; k < rule->n_factors; k++) {
        if (strcmp(rule->factors[k].name, name) == 0)
            return 1;
        for (size_t p = 0; p < rule->factors[k].n_parts; p++)
            if (strcmp(rule->factors[k].parts[p].name, name) == 0)
                return 1;
    }
    return 0;
}

/* Columns of the factors that count, and what comes of them. */
static titian_status score_units(titian_money *m, titian_error *err)
{
    m->columns = titian_money_room(m, m->n_factors * m->n, sizeof *m->columns, err);
    m->powers = titian_money_room(m, m->n_factors, sizeof *m->powers, err);
    m->formula = titian_money_room(m, m->n, sizeof *m->formula, err);
    if (m->columns == NULL || m->powers == NULL || m->formula == NULL)
        return TITIAN_E_MEMORY;
    for (size_t k = 0; k < m->n_factors; k++) {
        if (!titian_money_counts(&m->factors[k]))
            continue;
        memcpy(m->columns + m->n_used * m->n, m->factors[k].values, m->n * sizeof *m->columns);
        m->powers[m->n_used++] = m->factors[k].power;
    }
    kernel_power_scores(m->columns, m->n, m->n_used, m->powers, m->formula);
    return TITIAN_OK;
}

/* How many people each unit has, whatever the rule: what the model says population is, else the priority step. */
static titian_status count_people(titian_money *m, titian_error *err)
{
    titian_money_part people = {
        .name = titian_measure_name(TITIAN_MEASURE_POPULATION), .weight = 1.0, .otherwise = TITIAN_MISSING};
    const titian_status status = find_measure(m, &people, 0, err);

    if (status != TITIAN_OK)
        return status;
    m->people = titian_money_room(m, m->n, sizeof *m->people, err);
    if (m->people == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < m->n; i++) {
        m->people[i] = part_value(m, &people, i, TITIAN_MISSING);
        if (m->people[i] < 0.0)
            m->people[i] = TITIAN_MISSING;
    }
    return TITIAN_OK;
}

titian_status titian_money_find_factors(titian_money *m, titian_error *err)
{
    titian_status status = TITIAN_OK;

    m->factors = titian_money_room(m, m->rule->n_factors + m->rules->n_factors, sizeof *m->factors, err);
    if (m->factors == NULL)
        return TITIAN_E_MEMORY;
    for (size_t k = 0; k < m->rule->n_factors && status == TITIAN_OK; k++) {
        const titian_rule_factor *from = &m->rule->factors[k];

        status = add_factor(m,
            (titian_money_factor){from->name, from->power, from->standing, from->source, NULL, 0, NULL, TITIAN_NONE},
            from, err);
    }
    for (size_t k = 0; k < m->rules->n_factors && status == TITIAN_OK && own_rule(m); k++) {
        const titian_allocation_entry *e = &m->rules->factors[k];

        if (!isnan(e->power) && !in_rule(m->rule, e->name))
            status = add_factor(m,
                (titian_money_factor){
                    e->name, e->power, TITIAN_KNOWN_GIVEN, source_of(e), NULL, 0, NULL, TITIAN_NONE},
                NULL, err);
    }
    if (status == TITIAN_OK)
        status = count_people(m, err);
    return status == TITIAN_OK ? score_units(m, err) : status;
}

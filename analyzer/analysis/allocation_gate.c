/* Who takes part in an allocation, and why: the gate of the priority step, dated lists, data.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/allocation.h"
#include "analysis/ask.h"
#include "analysis/listed.h"

#include <math.h>
#include <string.h>

/* Do the lists let a unit in? *why says so of the list that decides, or of all. @return 1 or 0 */
static int pass_lists(titian_money *m, size_t unit, const char **why)
{
    const char *code = titian_panel_unit(m->raw, unit)->code;

    for (size_t k = 0; k < m->rules->n_lists; k++) {
        const titian_allocation_list *rule = &m->rules->lists[k];
        const titian_roster in = {titian_assessment_lists(m->a), rule->list, 0};
        const titian_listed found = titian_listed_find(&in, code, m->index_year);
        const int stays = !found.now && found.left >= m->index_year - rule->grace;
        const int on = found.now || stays;
        const char *said = titian_listed_words(&m->arena, &in, &found, m->index_year, stays);

        m->short_of_memory = m->short_of_memory || said == NULL;
        said = said != NULL ? said : "";
        if (on == rule->excludes) {
            *why = rule->reason[0] != '\0' ? titian_money_text(m, "%s (%s)", rule->reason, said) : said;
            return 0;
        }
        *why = (*why)[0] != '\0' ? titian_money_text(m, "%s; %s", *why, said) : said;
    }
    return 1;
}

/* The factor for want of which a unit has no score. */
static const titian_money_factor *lacking_factor(const titian_money *m, size_t unit)
{
    for (size_t k = 0; k < m->n_factors; k++) {
        const titian_money_factor *f = &m->factors[k];

        if (titian_money_counts(f) && (!(f->values[unit] >= 0.0) || (f->values[unit] == 0.0 && f->power < 0.0)))
            return f;
    }
    return NULL;
}

/* An eligible unit: are there enough data? @return the reason why not; NULL where there are */
static const char *lacks_data(titian_money *m, size_t unit)
{
    const titian_unit_state *state = titian_assessment_unit(m->a, unit, m->year);
    const titian_money_factor *factor = lacking_factor(m, unit);

    if (!state->ranked)
        return state->why_not[0] != '\0' ? state->why_not : "too few data for a score";
    if (factor != NULL)
        return isnan(factor->values[unit])
                   ? titian_money_text(m, "%s is not known, and the rule %s needs it", factor->name, m->rule->name)
                   : titian_money_text(
                         m, "%s is %g, which has no power %g", factor->name, factor->values[unit], factor->power);
    if (m->rules->cap_per_head < (double) INFINITY && isnan(m->people[unit]))
        return "the number of people is not known, and there is a cap per head";
    if (m->returns != TITIAN_RETURNS_PROPORTIONAL && isnan(m->scale) && !(m->people[unit] > 0.0))
        return "the number of people is not known, and the scale of returns is per head";
    if (!isfinite(m->formula[unit]))
        return "its score is too large to be computed";
    return NULL;
}

/* Does a unit pass the gate by the rules of the model? *why says so. */
static int passes_rules(titian_money *m, size_t unit, const char **why)
{
    const titian_priority_state *priority = titian_assessment_priority(m->a, unit);

    if (priority != NULL && !priority->by_rules) {
        *why = priority->reason;
        return 0;
    }
    if (priority != NULL && titian_assessment_recipe(m->a)->priority.n_eligible > 0)
        *why = priority->reason;
    return pass_lists(m, unit, why);
}

/* The same, but where somebody has decided. */
static int passes(titian_money *m, size_t unit, const char **why)
{
    const titian_priority_state *priority = titian_assessment_priority(m->a, unit);
    const titian_records *overrides = titian_assessment_overrides(m->a);
    const size_t row = m->by_rules ? TITIAN_NONE : titian_assessment_override(m->a, unit);
    const double action =
        row == TITIAN_NONE ? TITIAN_OVERRIDE_FIX : titian_records_number(overrides, row, TITIAN_OVERRIDES_ACTION);

    if (action == TITIAN_OVERRIDE_FIX)
        return passes_rules(m, unit, why);
    *why = priority != NULL ? priority->reason : titian_override_words(&m->arena, overrides, row);
    m->short_of_memory = m->short_of_memory || *why == NULL;
    *why = *why != NULL ? *why : "";
    return action == TITIAN_OVERRIDE_INCLUDE;
}

/* Where the money is for the communities of one unit: is this one of them? @return the reason why not; else NULL */
static const char *beside(titian_money *m, size_t unit)
{
    const titian_panel *data = titian_assessment_data(m->a);
    size_t at = titian_assessment_data_unit(m->a, unit);
    const int holds = m->within != TITIAN_NONE && m->holds[at];

    if (m->within == TITIAN_NONE)
        return NULL;
    while (at != TITIAN_NONE && at != m->within)
        at = titian_panel_unit(data, at)->parent;
    if (at == TITIAN_NONE)
        return titian_money_text(m, "does not lie in %s", titian_panel_unit(data, m->within)->name);
    return holds ? "other units lie in it: they take part" : NULL;
}

/* The unit that the money is for, and which units hold others. */
static titian_status find_scope(titian_money *m, titian_error *err)
{
    const titian_panel *data = titian_assessment_data(m->a);
    const char *code = m->options->within;
    titian_status status = TITIAN_OK;

    m->within = TITIAN_NONE;
    if (code == NULL)
        return TITIAN_OK;
    m->holds = titian_money_room(m, titian_panel_n_units(data), 1, err);
    if (m->holds == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < titian_panel_n_units(data); i++)
        if (titian_panel_unit(data, i)->parent != TITIAN_NONE)
            m->holds[titian_panel_unit(data, i)->parent] = 1;
    status = titian_ask_unit(
        data, code, "give the code or the whole name of a unit in which others lie, such as BRA", &m->within, err);
    if (status != TITIAN_OK)
        return status;
    return m->holds[m->within] ? TITIAN_OK
                               : titian_fail(err, TITIAN_E_USAGE,
                                     "no unit of the data lies in %.60s\ngive data with a column parent_unit "
                                     "(docs/files.md), or share "
                                     "out among all",
                                     code);
}

static void decide(titian_money *m, size_t unit)
{
    const char *why = beside(m, unit), *lacks = NULL;
    int in = 0;

    if (why == NULL) {
        why = "";
        in = passes(m, unit, &why);
    }

    m->decision[unit] = in ? TITIAN_MONEY_IN : TITIAN_MONEY_OUT;
    m->why[unit] = why[0] != '\0' ? why : "every unit is eligible";
    lacks = in ? lacks_data(m, unit) : NULL;
    m->n_assess += lacks != NULL;
    m->n_in += in && lacks == NULL;
    if (lacks == NULL)
        return;
    m->decision[unit] = TITIAN_MONEY_ASSESS;
    m->why[unit] = lacks;
}

static titian_status check_lists(const titian_money *m, titian_error *err)
{
    const titian_records *lists = titian_assessment_lists(m->a);

    if (m->rules->n_lists > 0 && lists == NULL)
        return titian_fail(err, TITIAN_E_USAGE,
            "the model's gate asks for the list \"%s\"\ngive the file of dated lists: among the data, or --lists "
            "FILE, "
            "with the header %s",
            m->rules->lists[0].list, titian_records_header(TITIAN_RECORDS_LISTS));
    for (size_t k = 0; k < m->rules->n_lists; k++) {
        size_t r = 0;

        while (r < titian_records_n(lists) &&
               strcmp(titian_records_text(lists, r, TITIAN_LISTS_LIST), m->rules->lists[k].list) != 0)
            r++;
        if (r == titian_records_n(lists))
            return titian_fail_at(err, TITIAN_E_DATA, titian_records_file(lists, 0), 0, 0,
                "no row is of the list \"%s\", which the model's gate asks for\nadd its rows, or write its name as "
                "the "
                "model has it",
                m->rules->lists[k].list);
    }
    return TITIAN_OK;
}

titian_status titian_money_gate(titian_money *m, titian_error *err)
{
    titian_status status = find_scope(m, err);

    if (status == TITIAN_OK)
        status = check_lists(m, err);
    m->decision = titian_money_room(m, m->n, sizeof *m->decision, err);
    m->why = titian_money_room(m, m->n, sizeof *m->why, err);
    if (m->decision == NULL || m->why == NULL)
        return TITIAN_E_MEMORY;
    m->n_assess = m->n_in = 0;
    for (size_t i = 0; i < m->n && status == TITIAN_OK; i++)
        decide(m, i);
    return status;
}

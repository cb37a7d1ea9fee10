/* Who takes part in an allocation, and why: the gate of the priority step, dated lists, data.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/allocation.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The row of a list that tells most of a unit: one of the index year, else the one that ended last, else the one that
 * begins first. */
typedef struct {
    size_t row;  /* TITIAN_NONE: the unit was never on it */
    int now;     /* 1: on it in the index year */
    double left; /* last year, where it has ended; else missing */
} listed;

static listed look_up(const titian_money *m, const char *list, const char *code)
{
    const titian_records *lists = m->options->lists;
    listed found = {TITIAN_NONE, 0, TITIAN_MISSING};

    for (size_t r = 0; r < titian_records_n(lists) && !found.now; r++) {
        const double from = titian_records_number(lists, r, TITIAN_LISTS_FROM);
        const double to = titian_records_number(lists, r, TITIAN_LISTS_TO);

        if (strcmp(titian_records_text(lists, r, TITIAN_LISTS_LIST), list) != 0 ||
            strcmp(titian_records_text(lists, r, TITIAN_LISTS_UNIT), code) != 0)
            continue;
        if (from > m->index_year) {
            if (found.row == TITIAN_NONE)
                found.row = r;
        } else if (to < m->index_year) {
            if (!(to <= found.left)) /* the later end counts */
                found = (listed){r, 0, to};
        } else {
            found = (listed){r, 1, TITIAN_MISSING};
        }
    }
    return found;
}

/* "2009 to 2017", "from 2009", "to 2017", "always" */
static void write_span(const titian_records *lists, size_t row, char text[48])
{
    const char *from = titian_records_text(lists, row, TITIAN_LISTS_FROM);
    const char *to = titian_records_text(lists, row, TITIAN_LISTS_TO);

    if (from[0] != '\0' && to[0] != '\0')
        (void) snprintf(text, 48, "%.10s to %.10s", from, to);
    else if (from[0] != '\0' || to[0] != '\0')
        (void) snprintf(text, 48, "%s %.10s", from[0] != '\0' ? "from" : "to", from[0] != '\0' ? from : to);
    else
        (void) snprintf(text, 48, "always");
}

/* In words what a list says of a unit in the index year. */
static const char *describe(titian_money *m, const titian_allocation_list *rule, const listed *found, int stays)
{
    const titian_records *lists = m->options->lists;
    const char *source = NULL;
    char span[48];

    if (found->row == TITIAN_NONE)
        return titian_money_text(m, "not on the list %s in %d", rule->list, m->index_year);
    source = titian_records_text(lists, found->row, TITIAN_LISTS_SOURCE);
    write_span(lists, found->row, span);
    return titian_money_text(m, "%s the list %s in %d: %s%s%s%s", found->now || stays ? "on" : "not on", rule->list,
        m->index_year, span, stays ? ", years of grace count" : "", source[0] != '\0' ? ", " : "", source);
}

/* Do the lists let a unit in? *why says so of the list that decides, or of all. @return 1 or 0 */
static int pass_lists(titian_money *m, size_t unit, const char **why)
{
    const char *code = titian_panel_unit(m->raw, unit)->code;

    for (size_t k = 0; k < m->rules->n_lists; k++) {
        const titian_allocation_list *rule = &m->rules->lists[k];
        const listed found = look_up(m, rule->list, code);
        const int stays = !found.now && found.left >= m->index_year - rule->grace;
        const int on = found.now || stays;
        const char *said = describe(m, rule, &found, stays);

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
    if (!isfinite(m->score[unit]))
        return "its score is too large to be computed";
    return NULL;
}

static void decide(titian_money *m, size_t unit)
{
    const titian_priority_state *priority = titian_assessment_priority(m->a, unit);
    const int conditions = priority != NULL && titian_assessment_recipe(m->a)->priority.n_eligible > 0;
    const char *why = conditions ? priority->reason : "", *lacks = NULL;
    const int passes = priority == NULL || priority->eligible ? pass_lists(m, unit, &why) : 0;

    m->decision[unit] = passes ? TITIAN_MONEY_IN : TITIAN_MONEY_OUT;
    m->why[unit] = why[0] != '\0' ? why : "every unit is eligible";
    lacks = passes ? lacks_data(m, unit) : NULL;
    m->n_assess += lacks != NULL;
    m->n_in += passes && lacks == NULL;
    if (lacks == NULL)
        return;
    m->decision[unit] = TITIAN_MONEY_ASSESS;
    m->why[unit] = lacks;
}

static titian_status check_lists(const titian_money *m, titian_error *err)
{
    const titian_records *lists = m->options->lists;

    if (m->rules->n_lists > 0 && lists == NULL)
        return titian_fail(err, TITIAN_E_USAGE,
            "the model's gate asks for the list \"%s\"\ngive the file of dated lists: --lists FILE, with the header "
            "%s",
            m->rules->lists[0].list, titian_records_header(TITIAN_RECORDS_LISTS));
    for (size_t k = 0; k < m->rules->n_lists; k++) {
        size_t r = 0;

        while (r < titian_records_n(lists) &&
               strcmp(titian_records_text(lists, r, TITIAN_LISTS_LIST), m->rules->lists[k].list) != 0)
            r++;
        if (r == titian_records_n(lists))
            return titian_fail_at(err, TITIAN_E_DATA, titian_records_file(lists), 0, 0,
                "no row is of the list \"%s\", which the model's gate asks for\nadd its rows, or write its name as "
                "the "
                "model has it",
                m->rules->lists[k].list);
    }
    return TITIAN_OK;
}

titian_status titian_money_gate(titian_money *m, titian_error *err)
{
    const titian_status status = check_lists(m, err);

    m->decision = titian_money_room(m, m->n, sizeof *m->decision, err);
    m->why = titian_money_room(m, m->n, sizeof *m->why, err);
    if (m->decision == NULL || m->why == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < m->n && status == TITIAN_OK; i++)
        decide(m, i);
    return status;
}

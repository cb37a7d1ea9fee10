/* The same budget by every rule, beside the allocation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/allocation.h"

/* What is said of a rule as a whole. */
static void add_rule(titian_money *m, const char *rule, double amount, double change, const char *note)
{
    titian_money_word(m, rule);
    titian_money_word(m, "(all)");
    titian_money_word(m, "");
    titian_money_number(m, amount);
    titian_money_number(m, amount / m->budget);
    titian_money_number(m, m->budget);
    titian_money_number(m, change);
    titian_money_word(m, note);
}

static void add_units(titian_money *m, const titian_money *other)
{
    double moved = 0.0;

    for (size_t i = 0; i < m->n; i++) {
        const double change = titian_money_whole(m, other->amounts[i] - m->amounts[i]);

        moved += 0.5 * fabs(change);
        if (m->amounts[i] == 0.0 && other->amounts[i] == 0.0)
            continue;
        titian_money_word(m, other->rule->name);
        titian_money_word(m, titian_panel_unit(m->raw, i)->code);
        titian_money_word(m, titian_panel_unit(m->raw, i)->name);
        titian_money_number(m, other->amounts[i]);
        titian_money_number(m, other->amounts[i] / m->budget);
        titian_money_number(m, m->amounts[i]);
        titian_money_number(m, change);
        titian_money_word(m, "");
    }
    add_rule(m, other->rule->name, m->budget, titian_money_whole(m, moved), "money that changes hands");
}

titian_status titian_money_table_compare(titian_money *m, titian_error *err)
{
    for (size_t k = 0; k < titian_allocation_n_rules(); k++) {
        titian_allocation_options options = *m->options;
        titian_money other = {.a = m->a,
            .options = &options,
            .rules = m->rules,
            .rule = titian_allocation_rule_at(k),
            .returns = m->returns,
            .scale = m->scale,
            .scale_per_head = m->scale_per_head,
            .arena = TITIAN_ARENA_EMPTY};
        titian_error why = {.code = TITIAN_OK};
        const titian_status status = titian_money_allocate(&other, &why);

        if (status == TITIAN_OK)
            add_units(m, &other);
        else if (status != TITIAN_E_MEMORY)
            add_rule(m, other.rule->name, TITIAN_MISSING, TITIAN_MISSING, why.message);
        titian_arena_free(&other.arena);
        if (status == TITIAN_E_MEMORY || other.short_of_memory)
            return titian_fail(err, TITIAN_E_MEMORY, "no memory for an allocation by the rule %s", other.rule->name);
    }
    return TITIAN_OK;
}

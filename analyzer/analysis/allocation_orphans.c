/* Who has little present aid beside its peers, who has much, and what this allocation gives them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/allocation.h"

static const char *standing_of(const titian_money *m, double ratio)
{
    if (isnan(ratio))
        return "";
    return ratio < m->rules->orphan ? "orphan" : ratio > m->rules->darling ? "darling" : "between";
}

static const char *note_of(const titian_priority_state *s)
{
    if (isnan(s->aid))
        return "present aid is not known";
    return s->aid_benchmark > 0.0 ? "" : "no peers with aid above 0";
}

static void add_unit(titian_money *m, size_t unit, const titian_priority_state *s)
{
    const double ratio = s->aid_benchmark > 0.0 ? s->aid / s->aid_benchmark : TITIAN_MISSING;

    titian_money_key(m, unit);
    titian_money_word(m, standing_of(m, ratio));
    titian_money_number(m, s->aid);
    titian_money_number(m, s->aid_benchmark);
    titian_money_number(m, ratio);
    titian_money_number(m, s->aid - s->aid_benchmark);
    titian_money_number(m, m->amounts[unit]);
    titian_money_number(m, m->amounts[unit] / m->budget);
    titian_money_word(m, note_of(s));
}

titian_status titian_money_table_orphans(titian_money *m, titian_error *err)
{
    const titian_priority_rules *priority = &titian_assessment_recipe(m->a)->priority;

    if (!priority->on || priority->aid == NULL)
        return titian_fail(err, TITIAN_E_MODEL,
            "nothing says how much aid units have\nadd aid: {variable: CODE, group: CODE} to the priority block");
    for (size_t i = 0; i < m->n; i++)
        if (m->decision[i] != TITIAN_MONEY_OUT || m->amounts[i] > 0.0)
            add_unit(m, i, titian_assessment_priority(m->a, i));
    return TITIAN_OK;
}

/* The priority step as a table, and what was decided about it by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/assessment.h"
#include "core/listing.h"

static void add(titian_listing *t, double number)
{
    titian_listing_add_number(t, isfinite(number) ? number : TITIAN_MISSING);
}

static void add_unit(titian_listing *t, const titian_assessment *a, size_t unit, int year)
{
    const titian_priority_state *s = &a->priority[unit];
    const titian_unit *u = titian_panel_unit(a->data, a->data_unit[unit]);

    titian_listing_add_text(t, u->code);
    titian_listing_add_text(t, u->name);
    add(t, year);
    titian_listing_add_text(t, !s->eligible ? "out" : s->assess_first ? "assess first" : "in");
    titian_listing_add_text(t, s->reason);
    titian_listing_add_text(t, s->by_rules ? "in" : "out");
    add(t, s->rank > 0 ? (double) s->rank : TITIAN_MISSING);
    add(t, s->score);
    add(t, s->need);
    add(t, s->need_1);
    add(t, s->population);
    add(t, s->people);
    add(t, s->aid);
    add(t, s->aid_benchmark);
    add(t, s->absorption);
    for (int part = 0; part < TITIAN_N_PARTS; part++)
        add(t, s->part[part]);
}

titian_status titian_priority_table(titian_listing **out, const titian_assessment *a, titian_error *err)
{
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    titian_status status = TITIAN_OK;
    titian_listing *t = NULL;

    *out = NULL;
    if (a->priority == NULL)
        return titian_fail(err, TITIAN_E_USAGE,
            "the model has no block priority\nadd one to model.yaml (docs/models.md), or ask for the scores");
    t = titian_listing_new("uCode,uName,Time,Decision,Why,By.Rules,Rank,Score,Need,Shortfall,Population,People,Aid,"
                           "Aid.Peers,Absorption,Part.Need,Part.People,Part.Vulnerability,Part.Aid,Part.Confidence");
    if (t == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the priorities of %zu units", a->n_units);
    for (size_t i = 0; i < a->n_units; i++)
        add_unit(t, a, i, titian_panel_year(scores, titian_panel_n_years(scores) - 1));
    status = titian_listing_check(t, err);
    if (status == TITIAN_OK) {
        *out = t;
        t = NULL;
    }
    titian_listing_free(t);
    return status;
}

static void add_override(titian_listing *t, const titian_assessment *a, size_t unit, size_t row)
{
    const titian_unit *u = titian_panel_unit(a->data, a->data_unit[unit]);

    titian_listing_add_text(t, u->code);
    titian_listing_add_text(t, u->name);
    titian_listing_add_text(t, titian_records_text(a->overrides, row, TITIAN_OVERRIDES_ACTION));
    titian_listing_add_text(t, a->priority == NULL ? "" : a->priority[unit].by_rules ? "in" : "out");
    titian_listing_add_text(t, titian_records_text(a->overrides, row, TITIAN_OVERRIDES_AUTHOR));
    titian_listing_add_text(t, titian_records_text(a->overrides, row, TITIAN_OVERRIDES_DATE));
    titian_listing_add_text(t, titian_records_text(a->overrides, row, TITIAN_OVERRIDES_REASON));
}

titian_status titian_overrides_table(titian_listing **out, const titian_assessment *a, titian_error *err)
{
    titian_listing *t = NULL;
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (a->overrides == NULL)
        return titian_fail(err, TITIAN_E_USAGE,
            "nothing was decided by hand in this run\ngive the file of decisions, with the header %s",
            titian_records_header(TITIAN_RECORDS_OVERRIDES));
    t = titian_listing_new("uCode,uName,Action,By.Rules,Author,Date,Reason");
    if (t == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for what was decided by hand");
    for (size_t i = 0; i < a->n_units; i++)
        if (a->override[i] != TITIAN_NONE)
            add_override(t, a, i, a->override[i]);
    status = titian_listing_check(t, err);
    if (status == TITIAN_OK) {
        *out = t;
        t = NULL;
    }
    titian_listing_free(t);
    return status;
}

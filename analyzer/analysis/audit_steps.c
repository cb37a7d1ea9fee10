/* The audit of steps: what screening and treatment made of the data, and what each value is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/audit.h"

static void put_step(titian_audit *audit, const titian_treatment *t, int step)
{
    if (t->passes[step] < 0)
        titian_audit_text(audit, "");
    else
        titian_audit_text(audit, t->passes[step] ? "yes" : "no");
    titian_audit_number(audit, t->skewness[step]);
    titian_audit_number(audit, t->kurtosis[step]);
}

titian_status titian_audit_treatment(titian_audit *audit, titian_error *err)
{
    (void) err;
    for (size_t j = 0; j < audit->n_indicators; j++) {
        const titian_treatment *t = titian_assessment_treatment(audit->a, j, audit->year);

        if (t == NULL)
            continue;
        titian_audit_text(audit, titian_audit_code(audit, j));
        put_step(audit, t, 0);
        titian_audit_text(audit, t->step[0]);
        titian_audit_count(audit, t->n_low);
        titian_audit_count(audit, t->n_high);
        titian_audit_number(audit, t->n_low > 0 ? t->low : TITIAN_MISSING);
        titian_audit_number(audit, t->n_high > 0 ? t->high : TITIAN_MISSING);
        put_step(audit, t, 1);
        titian_audit_text(audit, t->step[1]);
        put_step(audit, t, 2);
        titian_audit_number(audit, t->lambda);
    }
    return TITIAN_OK;
}

/* Do the values go into a transformation as winsorising left them? */
static int is_winsorised(const titian_audit *audit, size_t j, const titian_treatment *t)
{
    const titian_choice *choice = titian_recipe_choice(titian_assessment_recipe(audit->a), TITIAN_STAGE_TREAT, j);
    const size_t combine = titian_method_param(choice->method, "combine");

    if (t->step[1][0] == '\0')
        return 1;
    return combine != TITIAN_NONE && choice->option[combine].number > 0.5;
}

static void put_points(titian_audit *audit, size_t j, const titian_treatment *t, const titian_panel *panels[2])
{
    const double *before = titian_panel_column(panels[0], j, audit->year);
    const double *after = titian_panel_column(panels[1], j, audit->year);
    const titian_mark *marks = titian_panel_marks(panels[1], j, audit->year);
    const int drawn_in = is_winsorised(audit, j, t);
    /* values that changed without a point winsorised were transformed */
    const char *transform = t->step[1][0] == '\0' && t->n_low + t->n_high == 0 ? t->step[0] : t->step[1];

    for (size_t i = 0; i < audit->n_units; i++) {
        if (!(marks[i] & TITIAN_MARK_TREATED))
            continue;
        titian_audit_text(audit, titian_audit_code(audit, j));
        titian_audit_text(audit, titian_audit_unit(audit, i));
        titian_audit_number(audit, before[i]);
        titian_audit_number(audit, after[i]);
        titian_audit_text(audit, !drawn_in ? "" : before[i] < t->low ? "low" : before[i] > t->high ? "high" : "");
        titian_audit_text(audit, transform);
    }
}

titian_status titian_audit_treated(titian_audit *audit, titian_error *err)
{
    const titian_panel *panels[2] = {
        titian_assessment_result(audit->a, titian_audit_before(audit, TITIAN_STAGE_TREAT)),
        titian_assessment_result(audit->a, TITIAN_RESULT_TREATED)};

    if (panels[0] == NULL || panels[1] == NULL)
        return titian_fail(err, TITIAN_E_USAGE, "the values before or after treatment were not kept in this run");
    for (size_t j = 0; j < audit->n_indicators; j++) {
        const titian_treatment *t = titian_assessment_treatment(audit->a, j, audit->year);

        if (t != NULL)
            put_points(audit, j, t, panels);
    }
    return TITIAN_OK;
}

/* An option of the screening method that may not have it. */
static double least_share(const titian_choice *choice, const char *option)
{
    const size_t k = titian_method_param(choice->method, option);

    return k != TITIAN_NONE ? choice->option[k].number : TITIAN_MISSING;
}

static const char *flag_of(double share, double least)
{
    return !isnan(least) && share < least - 1e-12 ? "LOW" : "ok";
}

static void put_screened(titian_audit *audit, const titian_panel *values, size_t unit)
{
    const titian_choice *choice = &titian_assessment_recipe(audit->a)->choice[TITIAN_STAGE_SCREEN];
    const titian_unit_state *state = titian_assessment_unit(audit->a, unit, audit->year);
    size_t n = 0, n_there = 0, n_zero = 0;
    double available, non_zero;

    for (size_t j = 0; j < audit->n_indicators; j++) {
        const double x = titian_panel_column(values, j, audit->year)[unit];

        if (!titian_assessment_indicator(audit->a, j, audit->year)->included)
            continue;
        n++;
        n_there += isnan(x) ? 0 : 1;
        n_zero += x == 0.0 ? 1 : 0;
    }
    available = n > 0 ? (double) n_there / (double) n : TITIAN_MISSING;
    non_zero = n_there > 0 ? (double) (n_there - n_zero) / (double) n_there : TITIAN_MISSING;
    titian_audit_text(audit, titian_audit_unit(audit, unit));
    titian_audit_count(audit, n);
    titian_audit_count(audit, n - n_there);
    titian_audit_count(audit, n_zero);
    titian_audit_number(audit, available);
    titian_audit_number(audit, non_zero);
    titian_audit_text(audit, flag_of(available, least_share(choice, "min_data")));
    titian_audit_text(audit, flag_of(non_zero, least_share(choice, "min_non_zero")));
    titian_audit_text(audit, state->dropped ? "dropped" : state->ranked ? "ranked" : "not ranked");
    titian_audit_text(audit, state->why_not);
}

titian_status titian_audit_screening(titian_audit *audit, titian_error *err)
{
    const titian_panel *values = titian_assessment_result(audit->a, titian_audit_before(audit, TITIAN_STAGE_SCREEN));

    if (values == NULL)
        return titian_fail(err, TITIAN_E_USAGE, "the values before screening were not kept in this run");
    for (size_t i = 0; i < audit->n_units; i++)
        put_screened(audit, values, i);
    return TITIAN_OK;
}

/* Cells */

static const char *kind_of(titian_mark mark)
{
    switch (mark & ~TITIAN_MARK_TREATED) {
    case TITIAN_MARK_MISSING:
        return "missing";
    case TITIAN_MARK_OBSERVED:
        return "observed";
    case TITIAN_MARK_ESTIMATED:
        return "estimate";
    case TITIAN_MARK_CARRIED:
        return "carried";
    case TITIAN_MARK_SET_ASIDE:
        return "set aside";
    default:
        return "imputed";
    }
}

static const char *rule_of(titian_mark mark)
{
    const int kind = mark & ~TITIAN_MARK_TREATED;
    const titian_method *method = kind >= TITIAN_MARK_IMPUTED
                                      ? titian_method_at(TITIAN_STAGE_IMPUTE, (size_t) (kind - TITIAN_MARK_IMPUTED))
                                      : NULL;

    return method != NULL ? method->name : "";
}

/* The year a value was observed in; missing for values that come from several years or units, or from none. */
static double year_of(const titian_audit *audit, titian_mark mark, uint8_t age)
{
    const int kind = mark & ~TITIAN_MARK_TREATED;
    const int told = kind == TITIAN_MARK_OBSERVED || kind == TITIAN_MARK_ESTIMATED || kind == TITIAN_MARK_CARRIED;

    if (!told && !(kind >= TITIAN_MARK_IMPUTED && age > 0))
        return TITIAN_MISSING;
    return (double) (titian_panel_year(audit->scores, audit->year) - (int) age);
}

titian_status titian_audit_cells(titian_audit *audit, titian_error *err)
{
    (void) err;
    for (size_t i = 0; i < audit->n_units; i++)
        for (size_t j = 0; j < audit->n_indicators; j++) {
            const titian_mark mark = titian_panel_marks(audit->panel, j, audit->year)[i];
            const uint8_t age = titian_panel_ages(audit->panel, j, audit->year)[i];

            titian_audit_text(audit, titian_audit_unit(audit, i));
            titian_audit_text(audit, titian_audit_code(audit, j));
            titian_audit_number(audit, titian_panel_column(audit->panel, j, audit->year)[i]);
            titian_audit_text(audit, kind_of(mark));
            titian_audit_text(audit, rule_of(mark));
            titian_audit_number(audit, year_of(audit, mark, age));
            titian_audit_text(audit, mark & TITIAN_MARK_TREATED ? "yes" : "no");
        }
    return TITIAN_OK;
}

/* The amounts: solved exactly, then rounded inside each ring-fence to its own total.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/allocation.h"
#include "analysis/listed.h"
#include "kernels/apportion.h"
#include "kernels/returns.h"

/* ---- why it cannot be done ---- */

static titian_status nobody(const titian_money *m, titian_error *err)
{
    return titian_fail(err, TITIAN_E_NUMERIC,
        "no unit takes part; of %s: %s\nlook at the gate of the model, and at data that lack for the rule %s",
        m->n > 0 ? titian_panel_unit(m->raw, 0)->code : "none", m->n > 0 ? m->why[0] : "", m->rule->name);
}

/* Does anybody have a claim by the rule? */
static int has_score(const titian_money *m)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->score[i] > 0.0)
            return 1;
    return 0;
}

static titian_status explain(const titian_money *m, const kernel_fenced *found, size_t n_dropped, titian_error *err)
{
    const int whole = found->fence == m->n_fences;
    const char *name = whole ? "" : m->fence_rules[found->fence]->name;
    const char *left = n_dropped > 0 ? ", when those under the minimum grant have left" : "";

    if (found->all.status == KERNEL_LEVEL_LOWS && whole)
        return titian_fail(err, TITIAN_E_NUMERIC,
            "floors need %.15g, the budget is %.15g\nlower floors, base amounts and what is fixed by hand, or raise "
            "the "
            "budget to %.15g",
            found->all.floors, found->asked, found->all.floors);
    if (found->all.status == KERNEL_LEVEL_LOWS)
        return titian_fail(err, TITIAN_E_NUMERIC,
            "floors inside the fence \"%s\" need %.15g, but it has at most %.15g\nlower these floors, or raise the "
            "most "
            "of the fence",
            name, found->all.floors, found->asked);
    if (found->all.status == KERNEL_LEVEL_HIGHS && !has_score(m))
        return titian_fail(err, TITIAN_E_NUMERIC,
            "by the rule %s nobody who takes part has a score above 0\nraise the target of need, or choose another "
            "rule: --rule equal_country",
            m->rule->name);
    if (found->all.status == KERNEL_LEVEL_HIGHS && whole)
        return titian_fail(err, TITIAN_E_NUMERIC,
            "caps allow %.15g%s, the budget is %.15g\nraise caps, let more units take part, or lower the budget to "
            "%.15g",
            found->all.caps, left, found->asked, found->all.caps);
    if (found->all.status == KERNEL_LEVEL_HIGHS)
        return titian_fail(err, TITIAN_E_NUMERIC,
            "caps inside the fence \"%s\" allow %.15g%s, but it has at least %.15g\nraise these caps, or lower the "
            "least "
            "of the fence",
            name, found->all.caps, left, found->asked);
    return titian_fail(err, TITIAN_E_NUMERIC,
        "the amount of %s cannot be computed\nlook at its floor, cap and factors",
        titian_panel_unit(m->raw, found->all.who)->code);
}

/* ---- rounding ---- */

/* Whole units of money for each unit and each fence. */
typedef struct {
    double *values, *scratch;
    int64_t *units, *of_fence, *of_unit;
    size_t *who, *places; /* who: a unit, or n + a fence */
} rounding;

static titian_status make_rounding(titian_money *m, rounding *r, titian_error *err)
{
    const size_t n = m->n + m->n_fences + 1;

    r->values = titian_money_room(m, n, sizeof *r->values, err);
    r->scratch = titian_money_room(m, n, sizeof *r->scratch, err);
    r->units = titian_money_room(m, n, sizeof *r->units, err);
    r->of_fence = titian_money_room(m, n, sizeof *r->of_fence, err);
    r->of_unit = titian_money_room(m, n, sizeof *r->of_unit, err);
    r->who = titian_money_room(m, n, sizeof *r->who, err);
    r->places = titian_money_room(m, n, sizeof *r->places, err);
    return r->values && r->scratch && r->units && r->of_fence && r->of_unit && r->who && r->places ? TITIAN_OK
                                                                                                   : TITIAN_E_MEMORY;
}

static double fence_sum(const titian_money *m, const rounding *r, size_t f)
{
    for (size_t k = 0; k < m->fences[f].n_members; k++)
        r->scratch[k] = m->exact[m->fences[f].members[k]];
    return kernel_sum(r->scratch, m->fences[f].n_members);
}

/* Share the whole units of a fence among what lies directly in it; f == n_fences: of the budget. */
static int round_inside(const titian_money *m, const rounding *r, size_t f)
{
    size_t n = 0;

    for (size_t g = 0; g < m->n_fences; g++)
        if (m->around[g] == f) {
            r->values[n] = fence_sum(m, r, g);
            r->who[n++] = m->n + g;
        }
    for (size_t i = 0; i < m->n; i++)
        if (m->fence[i] == f) {
            r->values[n] = m->exact[i];
            r->who[n++] = i;
        }
    if (!kernel_apportion(r->values, n, m->rules->unit, r->of_fence[f], r->units, r->scratch, r->places))
        return 0;
    for (size_t k = 0; k < n; k++) {
        if (r->who[k] < m->n)
            r->of_unit[r->who[k]] = r->units[k];
        else
            r->of_fence[r->who[k] - m->n] = r->units[k];
    }
    return 1;
}

/* k units of money. Where one is a whole part of 1, such as 0.01, the division gives the decimal nearest to it. */
static double money_of(double unit, double k)
{
    const double parts = round(1.0 / unit);

    return unit < 1.0 && 1.0 / parts == unit ? k / parts : k * unit;
}

static titian_status round_amounts(titian_money *m, double *amounts, titian_error *err)
{
    const double whole = m->budget / m->rules->unit;
    rounding r = {.values = NULL};
    titian_status status = make_rounding(m, &r, err);
    int good = 1;

    if (status != TITIAN_OK)
        return status;
    r.of_fence[m->n_fences] = (int64_t) round(whole);
    good = round_inside(m, &r, m->n_fences);
    for (size_t f = m->n_fences; f-- > 0 && good;)
        good = round_inside(m, &r, f);
    if (!good)
        return titian_fail(err, TITIAN_E_INTERNAL, "amounts do not add up to the budget");
    for (size_t i = 0; i < m->n; i++)
        amounts[i] = money_of(m->rules->unit, (double) r.of_unit[i]);
    return TITIAN_OK;
}

double titian_money_whole(const titian_money *m, double sum)
{
    return money_of(m->rules->unit, round(sum / m->rules->unit));
}

static titian_status check_unit(const titian_money *m, titian_error *err)
{
    const double whole = m->budget / m->rules->unit;

    if (whole >= 0x1p52)
        return titian_fail(
            err, TITIAN_E_USAGE, "the budget is too many times the unit %.15g\ntake a larger unit", m->rules->unit);
    if (fabs(whole - round(whole)) > 1e-9 * fmax(1.0, whole))
        return titian_fail(err, TITIAN_E_USAGE,
            "the budget %.15g is no multiple of the unit %.15g that amounts are rounded to\ntake a smaller unit, or "
            "another budget",
            m->budget, m->rules->unit);
    return TITIAN_OK;
}

/* ---- solving ---- */

static int do_returns_fall(const titian_money *m)
{
    return m->returns != TITIAN_RETURNS_PROPORTIONAL;
}

static kernel_returns_form form_of(const titian_money *m)
{
    return m->returns == TITIAN_RETURNS_LOG ? KERNEL_RETURNS_LOG : KERNEL_RETURNS_SATURATE;
}

double titian_money_marginal(const titian_money *m, double lambda)
{
    return do_returns_fall(m) ? kernel_returns_marginal(form_of(m), lambda) : lambda;
}

kernel_recipients titian_money_recipients(const titian_money *m, const titian_sharing *s)
{
    if (do_returns_fall(m))
        return (kernel_recipients){s->slope, s->base, s->low, s->high, m->n, s->offset};
    return (kernel_recipients){s->score, s->base, s->low, s->high, m->n, NULL};
}

static titian_sharing sharing_of(const titian_money *m)
{
    return (titian_sharing){.score = m->score,
        .base = m->base,
        .low = m->low,
        .high = m->high,
        .least = m->least,
        .slope = m->slope,
        .offset = m->offset,
        .found = m->found,
        .exact = m->exact,
        .lambdas = m->lambdas};
}

kernel_recipients titian_money_solved(const titian_money *m)
{
    const titian_sharing s = sharing_of(m);

    return titian_money_recipients(m, &s);
}

/* Where returns fall, the whole amount brings them, base included. @return n, or the unit whose score is of no use */
static size_t find_lines(const titian_money *m, const titian_sharing *s)
{
    const kernel_returns returns = {form_of(m), s->score, m->scales, NULL, NULL, m->n};
    const size_t unusable = do_returns_fall(m) ? kernel_returns_lines(&returns, s->slope, s->offset) : m->n;

    for (size_t i = 0; do_returns_fall(m) && i < m->n; i++)
        s->offset[i] -= s->base[i];
    return unusable;
}

kernel_fenced titian_money_share(const titian_money *m, titian_sharing *s)
{
    const size_t unusable = find_lines(m, s);
    const kernel_recipients recipients = titian_money_recipients(m, s);
    const kernel_fences fences = {m->fences, s->found, m->n_fences};
    kernel_minimum minimum = {s->least, s->dropped, 0};
    kernel_fenced found = {.all = {.status = KERNEL_LEVEL_UNUSABLE, .who = unusable}, .fence = m->n_fences};

    if (unusable == m->n)
        found = kernel_allocate_fenced_viable(
            &recipients, m->budget, &fences, &minimum, s->exact, s->lambdas, s->scratch);
    s->n_dropped = minimum.n_dropped;
    return found;
}

/* Where the returns of each unit fall. */
static void scale_returns(titian_money *m)
{
    for (size_t i = 0; i < m->n; i++) {
        const double scale = isnan(m->scale) ? m->scale_per_head * m->people[i] : m->scale;

        m->scales[i] = scale > 0.0 ? scale : 1.0; /* the gate lets nobody in without a scale */
    }
}

static titian_status solve(titian_money *m, double *amounts, titian_error *err)
{
    const titian_status status = titian_money_fence(m, err);
    titian_sharing s = sharing_of(m);
    kernel_fenced found;

    s.dropped = titian_money_room(m, m->n, sizeof *s.dropped, err);
    s.scratch = titian_money_room(m, TITIAN_MONEY_SCRATCH * m->n, sizeof *s.scratch, err);
    if (s.dropped == NULL || s.scratch == NULL)
        return TITIAN_E_MEMORY;
    if (status != TITIAN_OK)
        return status;
    found = titian_money_share(m, &s);
    if (found.all.status != KERNEL_LEVEL_FOUND)
        return explain(m, &found, s.n_dropped, err);
    memset(m->dropped, 0, m->n);
    for (size_t k = 0; k < s.n_dropped; k++)
        m->dropped[s.dropped[k]] = 1;
    return round_amounts(m, amounts, err);
}

/* ---- what is set by hand ---- */

static void find_fixed(titian_money *m)
{
    const titian_records *overrides = titian_assessment_overrides(m->a);

    for (size_t i = 0; i < m->n; i++) {
        const size_t r = m->by_rules ? TITIAN_NONE : titian_assessment_override(m->a, i);
        const int fixes = r != TITIAN_NONE && titian_records_number(overrides, r, TITIAN_OVERRIDES_ACTION) ==
                                                  (double) TITIAN_OVERRIDE_FIX;

        m->set[i] = fixes ? r : TITIAN_NONE;
    }
}

static void fix_amounts(titian_money *m)
{
    const titian_records *overrides = titian_assessment_overrides(m->a);

    for (size_t i = 0; i < m->n; i++) {
        const size_t r = m->set[i];
        const char *words = r == TITIAN_NONE ? NULL : titian_override_words(&m->arena, overrides, r);

        if (r == TITIAN_NONE)
            continue;
        m->score[i] = m->least[i] = m->low[i] = m->high[i] = 0.0;
        m->base[i] = titian_records_number(overrides, r, TITIAN_OVERRIDES_AMOUNT);
        m->names[i] = (titian_bound_names){"set by hand", "set by hand"};
        m->short_of_memory = m->short_of_memory || words == NULL;
        m->why[i] = titian_money_text(m, "%s; without: %s", words != NULL ? words : "", m->why[i]);
    }
}

static titian_status make_room(titian_money *m, double **amounts, titian_error *err)
{
    m->exact = titian_money_room(m, m->n, sizeof *m->exact, err);
    m->lambdas = titian_money_room(m, m->n, sizeof *m->lambdas, err);
    m->dropped = titian_money_room(m, m->n, sizeof *m->dropped, err);
    m->set = titian_money_room(m, m->n, sizeof *m->set, err);
    m->scales = titian_money_room(m, m->n, sizeof *m->scales, err);
    m->slope = titian_money_room(m, m->n, sizeof *m->slope, err);
    m->offset = titian_money_room(m, m->n, sizeof *m->offset, err);
    *amounts = titian_money_room(m, m->n, sizeof **amounts, err);
    return m->exact && m->lambdas && *amounts && m->dropped && m->set && m->scales && m->slope && m->offset
               ? TITIAN_OK
               : TITIAN_E_MEMORY;
}

titian_status titian_money_solve(titian_money *m, double **amounts, titian_error *err)
{
    titian_status status = check_unit(m, err);

    if (status == TITIAN_OK)
        status = make_room(m, amounts, err);
    if (status != TITIAN_OK)
        return status;
    scale_returns(m);
    if (m->n_in == 0)
        return nobody(m, err);
    find_fixed(m);
    fix_amounts(m);
    return solve(m, *amounts, err);
}

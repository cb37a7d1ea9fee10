/* The tables of means: labels of a group beside each other inside an outermost unit, and communities against the unit
 * they lie in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/divide.h"

enum { MOST_LABELS = 100 };

/* Means as sums. */
typedef struct {
    double people, sum, observations;
    size_t n, n_left;
} pot;

static double mean_of(const pot *p)
{
    return p->n > 0 ? p->sum / p->people : TITIAN_MISSING;
}

/* A community's value into a pot. */
static void pour(const titian_divide *divide, size_t node, size_t year, size_t unit, pot *p)
{
    const double *people = titian_divide_people(divide, year);
    const double value = titian_divide_value(divide, node, year, unit);
    const double weight = people != NULL ? people[unit] : 1.0;
    const double observations = titian_divide_observations(divide, unit, year);

    p->observations += isnan(observations) ? 0.0 : observations;
    if (isnan(value))
        return;
    if (!(weight > 0.0)) {
        p->n_left++;
        return;
    }
    p->n++;
    p->people += weight;
    p->sum += weight * value;
}

/* Gaps */

/* Where labels are compared: in all units, and in each outermost unit that has others in it. */
typedef struct {
    titian_divide *divide;
    size_t *scope; /* of each unit of the data: 1 + its number; 0: none */
    size_t *tops;  /* of each scope, a unit of the data */
    size_t n_scopes;
    pot *pots; /* [scope][group], all units behind the last scope */
} gaps;

static void put_gap(const gaps *g, size_t node, size_t year, size_t scope, size_t one, size_t other)
{
    titian_divide *divide = g->divide;
    const pot *a = &g->pots[scope * divide->n_groups + one], *b = &g->pots[scope * divide->n_groups + other];
    const titian_sample one_has = titian_divide_sample(divide, a->observations);
    const titian_sample other_has = titian_divide_sample(divide, b->observations);
    const double x = one_has == TITIAN_SAMPLE_SMALL ? TITIAN_MISSING : mean_of(a);
    const double y = other_has == TITIAN_SAMPLE_SMALL ? TITIAN_MISSING : mean_of(b);
    titian_remarks remarks = {""};

    if (a->n == 0 || b->n == 0)
        return;
    titian_divide_key(divide, node, year);
    titian_divide_text(divide, scope < g->n_scopes
                                   ? titian_panel_unit(titian_assessment_data(divide->a), g->tops[scope])->code
                                   : titian_divide_label(divide, TITIAN_DIVIDE_ALL));
    titian_divide_text(divide, titian_divide_label(divide, one));
    titian_divide_text(divide, titian_divide_label(divide, other));
    titian_divide_text(divide, divide->weights == TITIAN_NONE ? "equal" : divide->options->weights);
    titian_divide_number(divide, (double) a->n);
    titian_divide_number(divide, (double) b->n);
    titian_divide_number(divide, x);
    titian_divide_number(divide, y);
    titian_divide_number(divide, x - y);
    titian_divide_number(divide, y > 0.0 ? x / y : TITIAN_MISSING);
    titian_divide_remark_sample(divide, one_has > other_has ? one_has : other_has, &remarks);
    titian_divide_remark_left(divide, a->n_left + b->n_left, &remarks);
    titian_listing_add_copy(divide->listing, remarks.text);
}

static void compare_labels(gaps *g, size_t node, size_t year)
{
    const titian_divide *divide = g->divide;
    const size_t n = divide->n_groups;

    for (size_t k = 0; k < (g->n_scopes + 1) * n; k++)
        g->pots[k] = (pot){.n = 0};
    for (size_t k = 0; k < divide->n_communities; k++) {
        const size_t unit = divide->communities[k], group = divide->group[unit];
        const size_t scope = g->scope[titian_divide_top(divide, titian_assessment_data_unit(divide->a, unit))];

        pour(divide, node, year, unit, &g->pots[g->n_scopes * n + group]);
        if (scope > 0)
            pour(divide, node, year, unit, &g->pots[(scope - 1) * n + group]);
    }
    for (size_t scope = g->n_scopes + 1; scope-- > 0;)
        for (size_t one = 0; one < n; one++)
            for (size_t other = one + 1; other < n; other++)
                put_gap(g, node, year, scope, one, other);
}

titian_status titian_divide_gaps(titian_divide *divide, titian_error *err)
{
    gaps g = {.divide = divide};

    if (divide->n_groups > MOST_LABELS)
        return titian_fail(err, TITIAN_E_USAGE,
            "%zu labels are too many to be compared two by two\nname a group with at most %d, such as urban and "
            "rural: "
            "--group AREA",
            divide->n_groups, MOST_LABELS);
    g.scope = titian_divide_scratch(divide, divide->n_data, sizeof *g.scope, err);
    g.tops = titian_divide_scratch(divide, divide->n_data, sizeof *g.tops, err);
    if (g.scope == NULL || g.tops == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; divide->parent != NULL && i < divide->n_data; i++)
        if (divide->is_total[i] && divide->parent[i] == TITIAN_NONE) {
            g.tops[g.n_scopes] = i;
            g.scope[i] = ++g.n_scopes;
        }
    g.pots = titian_divide_scratch(divide, (g.n_scopes + 1) * (divide->n_groups + 1), sizeof *g.pots, err);
    if (g.pots == NULL)
        return TITIAN_E_MEMORY;
    for (size_t year = 0; year < divide->n_years; year++)
        for (size_t node = divide->first_node; node < divide->end_node; node++)
            if (!titian_divide_skips(divide, node, year))
                compare_labels(&g, node, year);
    return TITIAN_OK;
}

/* Reconciliation */

static void put_total(titian_divide *divide, size_t node, size_t year, size_t unit, const pot *p)
{
    const titian_unit *u = titian_panel_unit(divide->panel, unit);
    const double own = titian_divide_value(divide, node, year, unit), mean = mean_of(p);
    titian_remarks remarks = {""};

    if (isnan(own) || p->n == 0)
        return;
    titian_divide_key(divide, node, year);
    titian_divide_text(divide, u->code);
    titian_divide_text(divide, u->name);
    titian_divide_size(divide, p->n, p->n_left);
    titian_divide_number(divide, mean);
    titian_divide_number(divide, own);
    titian_divide_number(divide, mean - own);
    titian_divide_number(divide, (mean - own) / fabs(own));
    if (fabs(mean - own) > TITIAN_DIVIDE_FAR * fabs(own))
        titian_remark(&remarks, "more than %g %% from the unit's own figure", 100.0 * TITIAN_DIVIDE_FAR);
    titian_divide_remark_left(divide, p->n_left, &remarks);
    titian_listing_add_copy(divide->listing, remarks.text);
}

static void reconcile(titian_divide *divide, pot *pots, size_t node, size_t year)
{
    for (size_t i = 0; i < divide->n_data; i++)
        pots[i] = (pot){.n = 0};
    for (size_t k = 0; k < divide->n_communities; k++) {
        const size_t unit = divide->communities[k];
        size_t at = divide->parent[titian_assessment_data_unit(divide->a, unit)];

        for (; at != TITIAN_NONE; at = divide->parent[at])
            pour(divide, node, year, unit, &pots[at]);
    }
    for (size_t i = 0; i < divide->n_units; i++)
        put_total(divide, node, year, i, &pots[titian_assessment_data_unit(divide->a, i)]);
}

titian_status titian_divide_reconciliation(titian_divide *divide, titian_error *err)
{
    pot *pots = titian_divide_scratch(divide, divide->n_data, sizeof *pots, err);

    if (pots == NULL)
        return TITIAN_E_MEMORY;
    for (size_t year = 0; year < divide->n_years; year++)
        for (size_t node = divide->first_node; node < divide->end_node; node++)
            if (!titian_divide_skips(divide, node, year))
                reconcile(divide, pots, node, year);
    return TITIAN_OK;
}

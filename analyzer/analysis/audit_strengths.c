/* The audit of units, one by one: in which indicators each stands best and worst among the others.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "analysis/audit.h"
#include "kernels/rank.h"

/* Places of all units in all indicators. */
typedef struct {
    double *ranks; /* [indicator][unit]; 1 = best; missing where there is no value */
    double *last;  /* [indicator] the place of those with the worst value */
    double *count; /* [indicator] units with a value */
} places;

/* Which way is better in the values looked at: normalised ones have been turned. */
static double sign_of(const titian_audit *audit, size_t j)
{
    return audit->stage < TITIAN_RESULT_NORMALISED ? (double) titian_audit_node(audit, j)->direction : 1.0;
}

static titian_status places_new(places *p, titian_audit *audit, titian_error *err)
{
    const size_t n = audit->n_units;
    double *turned = titian_audit_scratch(audit, n, sizeof *turned, err);

    p->ranks = titian_audit_scratch(audit, audit->n_indicators * n, sizeof *p->ranks, err);
    p->last = titian_audit_scratch(audit, audit->n_indicators, sizeof *p->last, err);
    p->count = titian_audit_scratch(audit, audit->n_indicators, sizeof *p->count, err);
    if (turned == NULL || p->ranks == NULL || p->last == NULL || p->count == NULL)
        return TITIAN_E_MEMORY;
    for (size_t j = 0; j < audit->n_indicators; j++) {
        double *ranks = p->ranks + j * n;

        for (size_t i = 0; i < n; i++)
            turned[i] = -sign_of(audit, j) * titian_audit_values(audit, j)[i];
        kernel_rank_ascending(turned, n, ranks, audit->scratch, audit->order);
        for (size_t i = 0; i < n; i++) {
            p->count[j] += isnan(ranks[i]) ? 0.0 : 1.0;
            p->last[j] = isnan(ranks[i]) ? p->last[j] : fmax(p->last[j], ranks[i]);
        }
    }
    return TITIAN_OK;
}

typedef struct {
    double rank;
    size_t indicator;
} standing;

static int better_first(const void *a, const void *b)
{
    const standing *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->indicator < y->indicator ? -1 : x->indicator > y->indicator;
}

static int worse_first(const void *a, const void *b)
{
    const standing *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    return x->indicator < y->indicator ? -1 : x->indicator > y->indicator;
}

static int is_imputed(const titian_audit *audit, size_t j, size_t unit)
{
    const titian_mark mark = titian_panel_marks(audit->panel, j, audit->year)[unit];

    return (mark & ~TITIAN_MARK_TREATED) >= TITIAN_MARK_IMPUTED;
}

/* What can be a strength of a unit, or a weakness: being last with others is no strength, being first no weakness,
 * and what was imputed says nothing of the unit. */
static size_t gather(const titian_audit *audit, const places *p, size_t unit, int strengths, standing *out)
{
    size_t n = 0;

    for (size_t j = 0; j < audit->n_indicators; j++) {
        const double rank = p->ranks[j * audit->n_units + unit];

        if (isnan(rank) || is_imputed(audit, j, unit) || (strengths ? rank >= p->last[j] : rank <= 1.0))
            continue;
        out[n++] = (standing){rank, j};
    }
    qsort(out, n, sizeof *out, strengths ? better_first : worse_first);
    return n < audit->options->n_strengths ? n : audit->options->n_strengths;
}

static void put_standing(
    titian_audit *audit, const places *p, size_t unit, const char *kind, size_t place, const standing *s)
{
    const titian_node *node = titian_audit_node(audit, s->indicator);

    titian_audit_text(audit, titian_audit_unit(audit, unit));
    titian_audit_text(audit, kind);
    titian_audit_count(audit, place);
    titian_audit_text(audit, node->code);
    titian_audit_text(audit, node->name);
    titian_audit_text(audit, node->parent != TITIAN_NONE ? titian_audit_code(audit, node->parent) : "");
    titian_audit_number(audit, s->rank);
    titian_audit_number(audit, p->count[s->indicator]);
    titian_audit_number(audit, titian_audit_values(audit, s->indicator)[unit]);
    titian_audit_text(audit, audit->stage <= TITIAN_RESULT_RAW ? node->unit : "");
}

titian_status titian_audit_strengths(titian_audit *audit, titian_error *err)
{
    standing *found = titian_audit_scratch(audit, audit->n_indicators, sizeof *found, err);
    places p = {.count = NULL};

    if (found == NULL || places_new(&p, audit, err) != TITIAN_OK)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < audit->n_units; i++)
        for (int strengths = 1; strengths >= 0; strengths--) {
            const size_t n = gather(audit, &p, i, strengths, found);

            for (size_t k = 0; k < n; k++)
                put_standing(audit, &p, i, strengths ? "strength" : "weakness", k + 1, &found[k]);
        }
    return TITIAN_OK;
}

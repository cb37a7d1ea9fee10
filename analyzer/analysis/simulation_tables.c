/* What a simulation changed, as tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/assessment.h"
#include "analysis/simulation.h"
#include "core/listing.h"

/** A table as a row of the list. */
typedef struct {
    const char *name, *summary;
    const char *columns; /* names, separated by commas */
    titian_status (*fill)(const titian_simulation *s, titian_listing *table, titian_error *err);
} kind;

static const titian_assessment *when(const titian_simulation *s, int after)
{
    return after ? s->after : s->before;
}

static const double *scores_of(const titian_simulation *s, size_t node, int after)
{
    return titian_panel_column(titian_assessment_result(when(s, after), TITIAN_RESULT_AGGREGATED), node, s->year);
}

static const titian_unit_state *state_of(const titian_simulation *s, size_t unit, int after)
{
    return titian_assessment_unit(when(s, after), unit, s->year);
}

static const titian_unit *unit_at(const titian_simulation *s, size_t unit)
{
    return titian_panel_unit(titian_assessment_result(s->before, TITIAN_RESULT_AGGREGATED), unit);
}

/* Before, after, and the change. */
static void put_both(titian_listing *table, double before, double after)
{
    titian_listing_add_number(table, before);
    titian_listing_add_number(table, after);
    titian_listing_add_number(table, after - before);
}

static double rank_number(size_t rank)
{
    return rank > 0 ? (double) rank : TITIAN_MISSING;
}

static int differ(double a, double b)
{
    return isnan(a) != isnan(b) || (!isnan(a) && a != b);
}

/* ---- units ---- */

static void put_bands(const titian_simulation *s, size_t unit, titian_listing *table)
{
    for (int after = 0; after <= 1; after++) {
        const size_t band = state_of(s, unit, after)->band;

        titian_listing_add_text(table, band != TITIAN_NONE ? s->recipe.bands[band].name : "");
    }
}

static void put_priority(const titian_simulation *s, size_t unit, titian_listing *table)
{
    const titian_priority_state *before = titian_assessment_priority(s->before, unit);
    const titian_priority_state *after = titian_assessment_priority(s->after, unit);
    const int has = before != NULL && after != NULL;

    put_both(table, has ? before->score : TITIAN_MISSING, has ? after->score : TITIAN_MISSING);
    put_both(
        table, has ? rank_number(before->rank) : TITIAN_MISSING, has ? rank_number(after->rank) : TITIAN_MISSING);
}

static titian_status fill_units(const titian_simulation *s, titian_listing *table, titian_error *err)
{
    const size_t root = titian_framework_root(s->recipe.framework);

    for (size_t i = 0; i < s->before->n_units; i++) {
        titian_listing_add_text(table, unit_at(s, i)->code);
        titian_listing_add_text(table, unit_at(s, i)->name);
        titian_listing_add_text(table, s->touched[i] ? "yes" : "");
        put_both(table, scores_of(s, root, 0)[i], scores_of(s, root, 1)[i]);
        put_both(table, rank_number(state_of(s, i, 0)->rank), rank_number(state_of(s, i, 1)->rank));
        put_bands(s, i, table);
        put_priority(s, i, table);
        titian_listing_add_text(table, state_of(s, i, 1)->why_not);
    }
    (void) err;
    return TITIAN_OK;
}

/* ---- elements ---- */

static titian_status fill_elements(const titian_simulation *s, titian_listing *table, titian_error *err)
{
    for (size_t i = 0; i < s->before->n_units; i++)
        for (size_t k = s->before->n_nodes; k-- > 0;) {
            const double before = scores_of(s, k, 0)[i], after = scores_of(s, k, 1)[i];

            if (!differ(before, after))
                continue;
            titian_listing_add_text(table, unit_at(s, i)->code);
            titian_listing_add_text(table, titian_framework_node(s->recipe.framework, k)->code);
            titian_listing_add_number(table, titian_framework_node(s->recipe.framework, k)->level);
            put_both(table, before, after);
            put_both(table, rank_number(titian_assessment_ranks(s->before, k, s->year)[i]),
                rank_number(titian_assessment_ranks(s->after, k, s->year)[i]));
        }
    (void) err;
    return TITIAN_OK;
}

/* ---- what moved though nobody set it ---- */

/* How many of the units of which nothing was set, and by how much at most. */
typedef struct {
    size_t n;
    double most;
} movement;

static void see(movement *m, double before, double after)
{
    const double by = fabs(after - before);

    if (!differ(before, after))
        return;
    m->n++;
    m->most = by > m->most ? by : m->most;
}

static void put_moved(titian_listing *table, const char *what, const char *code, const movement *m, const char *about)
{
    if (m->n == 0)
        return;
    titian_listing_add_text(table, what);
    titian_listing_add_text(table, code);
    titian_listing_add_number(table, (double) m->n);
    titian_listing_add_number(table, m->most > 0.0 ? m->most : TITIAN_MISSING);
    titian_listing_add_text(table, about);
}

static int is_imputed(const titian_simulation *s, size_t indicator, size_t unit, int after)
{
    const titian_panel *scores = titian_assessment_result(when(s, after), TITIAN_RESULT_AGGREGATED);

    return (titian_panel_marks(scores, indicator, s->year)[unit] & ~TITIAN_MARK_TREATED) >= TITIAN_MARK_IMPUTED;
}

static void look_at_indicator(const titian_simulation *s, size_t j, titian_listing *table)
{
    const double *before = scores_of(s, j, 0), *after = scores_of(s, j, 1);
    const char *code = titian_framework_node(s->recipe.framework, j)->code;
    const int in = titian_assessment_indicator(s->before, j, s->year)->included;
    movement scale = {0, 0.0}, imputed = {0, 0.0};

    for (size_t i = 0; i < s->before->n_units; i++)
        if (!s->touched[i])
            see(is_imputed(s, j, i, 0) || is_imputed(s, j, i, 1) ? &imputed : &scale, before[i], after[i]);
    if (titian_assessment_indicator(s->after, j, s->year)->included != in) {
        put_moved(table, "screening", code, &(movement){s->before->n_units, 0.0},
            in ? "the indicator is left out now, for all units" : "the indicator is taken in now, for all units");
        return;
    }
    put_moved(table, "scale", code, &scale, "the scale is found in the data; fixed goalposts would not move");
    put_moved(table, "imputation", code, &imputed, "values that fill gaps are found in the data");
}

static void look_at_weights(const titian_simulation *s, titian_listing *table)
{
    const double *before = titian_assessment_weights(s->before, s->year);
    const double *after = titian_assessment_weights(s->after, s->year);

    for (size_t k = 0; k < s->before->n_nodes; k++) {
        const titian_node *node = titian_framework_node(s->recipe.framework, k);
        const movement m = {s->before->n_units, fabs(after[k] - before[k])};

        if (node->parent != TITIAN_NONE && !s->reweighed[node->parent] && m.most > 0.0)
            put_moved(table, "weight", node->code, &m, "the weight is found in the data");
    }
}

/* Are all children's scores of a unit what they were, and its weights? @param weights  2 n_nodes of scratch */
static int has_same_parts(const titian_simulation *s, const titian_node *node, size_t unit, double *weights)
{
    const size_t n = s->before->n_nodes;

    (void) titian_assessment_unit_weights(s->before, unit, s->year, weights);
    (void) titian_assessment_unit_weights(s->after, unit, s->year, weights + n);
    for (size_t k = node->first_child; k < node->first_child + node->n_children; k++)
        if (differ(scores_of(s, k, 0)[unit], scores_of(s, k, 1)[unit]) || weights[k] != weights[n + k])
            return 0;
    return 1;
}

static void look_at_aggregate(const titian_simulation *s, size_t k, double *weights, titian_listing *table)
{
    const titian_node *node = titian_framework_node(s->recipe.framework, k);
    const double *before = scores_of(s, k, 0), *after = scores_of(s, k, 1);
    movement m = {0, 0.0};

    for (size_t i = 0; i < s->before->n_units; i++)
        if (!s->touched[i] && differ(before[i], after[i]) && has_same_parts(s, node, i, weights))
            see(&m, before[i], after[i]);
    put_moved(table, "comparison", node->code, &m, "the method compares units: a score hangs on those of others");
}

static void look_at_units(const titian_simulation *s, titian_listing *table)
{
    movement ranked = {0, 0.0}, benchmark = {0, 0.0};

    for (size_t i = 0; i < s->before->n_units; i++) {
        const titian_priority_state *before = titian_assessment_priority(s->before, i);
        const titian_priority_state *after = titian_assessment_priority(s->after, i);

        if (s->touched[i])
            continue;
        ranked.n += (size_t) (state_of(s, i, 0)->ranked != state_of(s, i, 1)->ranked);
        if (before != NULL && after != NULL)
            see(&benchmark, before->aid_benchmark, after->aid_benchmark);
    }
    put_moved(table, "ranked", "", &ranked, "units are ranked now that were not, or the other way round");
    put_moved(table, "benchmark", s->recipe.priority.aid != NULL ? s->recipe.priority.aid : "", &benchmark,
        "the benchmark of aid is the median of peers, whose aid was set");
}

static titian_status fill_moved(const titian_simulation *s, titian_listing *table, titian_error *err)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;
    double *weights = titian_arena_array(&arena, 2 * s->before->n_nodes, sizeof *weights);

    if (weights == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of changes");
    for (size_t j = 0; j < s->before->n_indicators; j++)
        look_at_indicator(s, j, table);
    look_at_weights(s, table);
    for (size_t k = s->before->n_indicators; k < s->before->n_nodes; k++)
        look_at_aggregate(s, k, weights, table);
    look_at_units(s, table);
    titian_arena_free(&arena);
    return TITIAN_OK;
}

/* ---- the list ---- */

static const kind kinds[] = {
    {"units", "every unit: score, rank, band and priority before and after",
        "uCode,uName,Set,Score.Before,Score.After,Change,Rank.Before,Rank.After,Rank.Change,Band.Before,Band.After,"
        "Priority.Before,Priority.After,Priority.Change,Priority.Rank.Before,Priority.Rank.After,"
        "Priority.Rank.Change,Note",
        fill_units},
    {"elements", "every score that changed, from the index down to indicators",
        "uCode,iCode,Level,Score.Before,Score.After,Change,Rank.Before,Rank.After,Rank.Change", fill_elements},
    {"moved", "what nobody set and yet moved: scales, imputed values and weights found in the data",
        "What,iCode,N.Units,Largest,About", fill_moved},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

size_t titian_simulation_n_tables(void)
{
    return N_KINDS;
}

const char *titian_simulation_name(size_t table)
{
    return kinds[table].name;
}

const char *titian_simulation_summary(size_t table)
{
    return kinds[table].summary;
}

titian_status titian_simulation_make(
    titian_listing **out, const titian_simulation *s, size_t table, titian_error *err)
{
    titian_listing *listing = titian_listing_new(kinds[table].columns);
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (listing == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of changes");
    status = kinds[table].fill(s, listing, err);
    if (status == TITIAN_OK)
        status = titian_listing_check(listing, err);
    if (status == TITIAN_OK) {
        *out = listing;
        listing = NULL;
    }
    titian_listing_free(listing);
    return status;
}

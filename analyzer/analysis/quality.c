/* How good the data behind each unit and each indicator are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/assessment.h"
#include "core/threads.h"
#include "kernels/clones.h"
#include "kernels/correlation.h"
#include "kernels/mean.h"
#include "stages/carry.h"
#include "stages/except.h"

/* An indicator in use in a year, and what is known of its cells. Ages come from the panel at the end of the stages:
 * of an observed cell they are never changed on the way. */
typedef struct {
    size_t indicator;
    int max_age;
    const uint8_t *ages;
    const unsigned char *observed;
    const titian_mark *marks;
} witness;

static size_t find_witnesses(const titian_flow *flow, size_t year, witness *to)
{
    size_t n = 0;

    for (size_t j = 0; j < flow->n_indicators; j++)
        if (titian_flow_included(flow, j, year))
            to[n++] = (witness){
                .indicator = j,
                .max_age = titian_max_age(flow->recipe, titian_flow_indicator(flow, j)->max_age),
                .ages = titian_panel_ages(flow->panel, j, year),
                .observed = titian_flow_observed(flow, j, year),
                .marks = titian_panel_marks(flow->panel, j, year),
            };
    return n;
}

/* Units side by side, so that vectors can add them up. */
enum { BLOCK = 256, MANY = 1 << 20, KIND = TITIAN_MARK_TREATED - 1 /* a mark without its flag */ };

/* Sums over the indicators of each unit: weights observed, and with ages; numbers of cells of each kind. */
typedef struct {
    double weight[BLOCK], age[BLOCK], age_share[BLOCK];
    uint32_t observed[BLOCK], carried[BLOCK], imputed[BLOCK];
    double w[BLOCK]; /* of the indicator at hand */
} sums;

/* One year, all units. */
typedef struct {
    titian_assessment *a;
    const titian_flow *flow;
    size_t year, n_witnesses;
    witness *witnesses;
    sums *sums;               /* for each thread, as is the rest */
    double *room;             /* BLOCK x 2 n_nodes */
    const double **effective; /* BLOCK: weights of each unit */
} looking;

/* Nothing is added where a value was not observed. @param most  the age allowed, > 0; counts: 1, or 0 where none is
 */
KERNEL_CLONES static void add_ages(sums *restrict s, const unsigned char *restrict observed,
    const uint8_t *restrict ages, double most, double counts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const double age = ages[i], seen = observed[i] != 0, w = s->w[i] * seen;
        const double share = age / most * counts, capped = share < 1.0 ? share : 1.0;

        s->weight[i] += w;
        s->age[i] += w * age;
        s->age_share[i] += w * capped;
    }
}

KERNEL_CLONES static void add_kinds(sums *restrict s, const unsigned char *restrict observed,
    const uint8_t *restrict ages, const titian_mark *restrict marks, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const uint32_t seen = observed[i] != 0, old = ages[i] != 0;
        const uint32_t filled = (marks[i] & KIND) >= TITIAN_MARK_IMPUTED;

        s->carried[i] += seen & old;
        s->observed[i] += seen & (old ^ 1);
        s->imputed[i] += (seen ^ 1) & filled;
    }
}

static void add_cells(sums *s, const witness *of, size_t first, size_t n)
{
    const double most = of->max_age > 0 ? of->max_age : 1.0, counts = of->max_age > 0 ? 1.0 : 0.0;

    add_ages(s, of->observed + first, of->ages + first, most, counts, n);
    add_kinds(s, of->observed + first, of->ages + first, of->marks + first, n);
}

static void conclude(const looking *l, const sums *s, size_t i, size_t unit)
{
    titian_unit_state *state = titian_assessment_unit_mut(l->a, unit, l->year);

    state->n_observed = s->observed[i];
    state->n_carried = s->carried[i];
    state->n_imputed = s->imputed[i];
    state->coverage = s->weight[i] < 1.0 ? s->weight[i] : 1.0;
    state->mean_age = s->weight[i] > 0.0 ? s->age[i] / s->weight[i] : TITIAN_MISSING;
    state->max_age_share = s->weight[i] > 0.0 ? s->age_share[i] / s->weight[i] : TITIAN_MISSING;
    state->confidence = 0.0;
    if (s->weight[i] > 0.0)
        state->confidence = state->coverage * (1.0 - l->a->recipe->priority.age_discount * state->max_age_share);
    state->n_groups_covered = l->flow->n_groups[l->year * l->flow->n_units + unit];
}

static void assess_block(const looking *l, size_t thread, size_t first, size_t n)
{
    const size_t room = 2 * l->flow->n_nodes;
    const double **effective = l->effective + thread * BLOCK;
    sums *s = l->sums + thread;

    *s = (sums){.weight = {0.0}};
    for (size_t i = 0; i < n; i++)
        effective[i] = titian_except_effective(l->flow, first + i, l->year, l->room + (thread * BLOCK + i) * room);
    for (size_t k = 0; k < l->n_witnesses; k++) {
        for (size_t i = 0; i < n; i++)
            s->w[i] = effective[i][l->witnesses[k].indicator];
        add_cells(s, &l->witnesses[k], first, n);
    }
    for (size_t i = 0; i < n; i++)
        conclude(l, s, i, first + i);
}

static void assess_some_units(void *of, size_t block, size_t thread)
{
    const looking *l = of;
    const size_t first = block * BLOCK, left = l->flow->n_units - first;

    assess_block(l, thread, first, left < BLOCK ? left : BLOCK);
}

/* Each unit for itself: who looks at it does not matter. */
static void assess_units(looking *l, size_t year, size_t n_threads)
{
    l->year = year;
    l->n_witnesses = find_witnesses(l->flow, year, l->witnesses);
    titian_share((l->flow->n_units + BLOCK - 1) / BLOCK, n_threads, assess_some_units, l);
}

/* What is known of an indicator before its cells are looked at. */
static titian_indicator_state unseen_indicator(const titian_flow *flow, size_t j, size_t year)
{
    return (titian_indicator_state){
        .included = titian_flow_included(flow, j, year),
        .effective_weight = flow->effective[year * flow->n_nodes + j],
        .coverage = TITIAN_MISSING,
        .mean_age = TITIAN_MISSING,
        .correlation = TITIAN_MISSING,
    };
}

static void leave_some_units(void *of, size_t first, size_t end)
{
    titian_assessment *a = of;

    for (size_t year = 0; year < a->n_years; year++)
        for (size_t i = first; i < end; i++) {
            titian_unit_state *state = titian_assessment_unit_mut(a, i, year);

            state->coverage = state->mean_age = state->max_age_share = state->confidence = TITIAN_MISSING;
        }
}

void titian_leave_quality(titian_assessment *a, const titian_flow *flow)
{
    titian_share_units(a->n_units, leave_some_units, a);
    for (size_t k = 0; k < a->n_years * a->n_indicators; k++)
        a->indicators[k] = unseen_indicator(flow, k % a->n_indicators, k / a->n_indicators);
}

/* What is counted of an indicator: values, their ages, treated and imputed cells. */
typedef struct {
    uint64_t observed, age, treated, imputed;
} counts;

KERNEL_CLONES static counts count_cells(
    const unsigned char *restrict observed, const uint8_t *restrict ages, const titian_mark *restrict marks, size_t n)
{
    uint32_t seen = 0, age = 0, treated = 0, imputed = 0;

    for (size_t i = 0; i < n; i++) {
        const uint32_t is_seen = observed[i] != 0;

        seen += is_seen;
        age += is_seen * ages[i];
        treated += marks[i] >= TITIAN_MARK_TREATED;
        imputed += (marks[i] & KIND) >= TITIAN_MARK_IMPUTED;
    }
    return (counts){seen, age, treated, imputed};
}

static titian_indicator_state assess_indicator(const titian_flow *flow, size_t j, size_t year)
{
    const titian_mark *marks = titian_panel_marks(flow->panel, j, year);
    const uint8_t *ages = titian_panel_ages(flow->panel, j, year);
    const unsigned char *observed = titian_flow_observed(flow, j, year);
    titian_indicator_state state = unseen_indicator(flow, j, year);
    uint64_t age = 0;

    for (size_t first = 0; first < flow->n_units; first += MANY) { /* so few that no sum is past 32 bits */
        const size_t left = flow->n_units - first;
        const counts found = count_cells(observed + first, ages + first, marks + first, left < MANY ? left : MANY);

        state.n_available += (size_t) found.observed;
        state.n_treated += (size_t) found.treated;
        state.n_imputed += (size_t) found.imputed;
        age += found.age;
    }
    state.coverage = (double) state.n_available / (double) flow->n_units;
    state.mean_age = state.n_available > 0 ? (double) age / (double) state.n_available : TITIAN_MISSING;
    return state;
}

static void assess_one_indicator(void *of, size_t j, size_t thread)
{
    const looking *l = of;

    (void) thread;
    l->a->indicators[l->year * l->a->n_indicators + j] = assess_indicator(l->flow, j, l->year);
}

titian_status titian_assess_quality(titian_assessment *a, titian_flow *flow, titian_error *err)
{
    const size_t n_threads = titian_threads_for(flow->n_units);
    looking l = {
        .a = a,
        .flow = flow,
        .witnesses = titian_arena_array(&flow->arena, a->n_indicators, sizeof *l.witnesses),
        .sums = titian_arena_array(&flow->arena, n_threads, sizeof *l.sums),
        .room = titian_arena_array(&flow->arena, n_threads * BLOCK * 2 * a->n_nodes, sizeof *l.room),
        .effective = titian_arena_array(&flow->arena, n_threads * BLOCK, sizeof *l.effective),
    };

    if (!l.witnesses || !l.sums || !l.room || !l.effective)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu weights", a->n_nodes);
    for (size_t year = 0; year < a->n_years; year++) {
        assess_units(&l, year, n_threads);
        titian_share(a->n_indicators, n_threads, assess_one_indicator, &l);
    }
    return TITIAN_OK;
}

/* ---- correlations ---- */

enum { COLUMNS = 4 }; /* of scratch, a thread */

/* Correlation of an indicator's scores with the mean of its siblings', weighted as they are in the index. */
static double sibling_correlation(
    const titian_flow *flow, size_t indicator, size_t year, double *weights, double *scratch)
{
    const titian_node *node = titian_flow_indicator(flow, indicator);
    const titian_node *parent = NULL;
    kernel_columns siblings;

    if (node->parent == TITIAN_NONE)
        return TITIAN_MISSING;
    parent = titian_framework_node(flow->recipe->framework, node->parent);
    siblings = (kernel_columns){
        .scores = titian_panel_column(flow->scores, parent->first_child, year),
        .stride = flow->n_years * flow->n_units,
        .n_children = parent->n_children,
        .n = flow->n_units,
        .weights = weights,
    };
    for (size_t k = 0; k < parent->n_children; k++)
        weights[k] =
            parent->first_child + k == indicator ? 0.0 : titian_flow_weights(flow, year)[parent->first_child + k];
    kernel_arithmetic_means(&siblings, scratch, scratch + flow->n_units);
    return kernel_correlation(
        titian_panel_column(flow->scores, indicator, year), scratch, flow->n_units, scratch + 2 * flow->n_units);
}

typedef struct {
    titian_assessment *a;
    const titian_flow *flow;
    double *weights, *scratch; /* of each thread */
} relating;

/* @param k  indicator of a year */
static void correlate(void *of, size_t k, size_t thread)
{
    const relating *r = of;
    titian_assessment *a = r->a;

    if (a->indicators[k].included)
        a->indicators[k].correlation = sibling_correlation(r->flow, k % a->n_indicators, k / a->n_indicators,
            r->weights + thread * a->n_nodes, r->scratch + thread * COLUMNS * r->flow->n_units);
}

titian_status titian_assess_correlations(titian_assessment *a, titian_flow *flow, titian_error *err)
{
    const size_t n_threads = titian_threads_for(flow->n_units), n = a->n_years * a->n_indicators;
    double *weights = titian_arena_array(&flow->arena, n_threads * a->n_nodes, sizeof *weights);
    double *scratch = titian_arena_array(&flow->arena, n_threads * COLUMNS * flow->n_units, sizeof *scratch);

    if (weights == NULL || scratch == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the correlations of %zu indicators", a->n_indicators);
    titian_share(n, n_threads, correlate, &(relating){a, flow, weights, scratch});
    return TITIAN_OK;
}

/* Like for like: the tree of each side aggregated again, of each unit with the indicators alone that it has on both.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/common.h"

#include <math.h>

#include <titian/editions.h>

#include "analysis/replay.h"
#include "core/listing.h"
#include "kernels/change.h"

/* One side at work. Units are those of the first run. */
typedef struct {
    const titian_assessment *a;
    const titian_framework *framework;
    const titian_panel *scores;
    size_t year, node;
    size_t *units;    /* [unit] its place in the run; TITIAN_NONE: it is not there */
    size_t *same;     /* [indicator] that of the other side with its code, in use in both; TITIAN_NONE: none */
    double *common;   /* [unit] the score over what is common; missing */
    size_t *n_values; /* [unit] indicators under the node, in use, with a value */
} side;

typedef struct {
    side side[2];
    size_t n_units;
    size_t *n_common; /* [unit] */
    double *weight;   /* [unit] share of the node, on the second side, that is common */
    double *compared; /* 2 n scores, 2 n scratch, 2 n ranks, n own, n others */
    titian_arena arena;
} table;

static titian_status no_memory(const table *t, titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory to compare %zu units", t->n_units);
}

static int is_in_use(const side *s, size_t indicator)
{
    return titian_assessment_indicator(s->a, indicator, s->year)->included &&
           (indicator == s->node || titian_framework_is_under(s->framework, indicator, s->node));
}

/* ---- what is common ---- */

static void find_same(side *s, const side *other)
{
    for (size_t j = 0; j < titian_framework_n_indicators(s->framework); j++) {
        const size_t k = titian_framework_find(other->framework, titian_framework_node(s->framework, j)->code);

        s->same[j] = k != TITIAN_NONE && k < titian_framework_n_indicators(other->framework) && is_in_use(s, j) &&
                             is_in_use(other, k)
                         ? k
                         : TITIAN_NONE;
    }
}

static double score_at(const side *s, size_t indicator, size_t unit)
{
    return s->units[unit] != TITIAN_NONE ? titian_panel_column(s->scores, indicator, s->year)[s->units[unit]]
                                         : TITIAN_MISSING;
}

static int is_common(const table *t, int which, size_t indicator, size_t unit)
{
    const side *s = &t->side[which], *other = &t->side[1 - which];

    return s->same[indicator] != TITIAN_NONE && !isnan(score_at(s, indicator, unit)) &&
           !isnan(score_at(other, s->same[indicator], unit));
}

static void count(table *t)
{
    const side *second = &t->side[1];
    const double *shares = titian_assessment_effective_weights(second->a, second->year);
    double total = 0.0;

    for (int k = 0; k < 2; k++)
        for (size_t j = 0; j < titian_framework_n_indicators(t->side[k].framework); j++)
            for (size_t i = 0; is_in_use(&t->side[k], j) && i < t->n_units; i++)
                t->side[k].n_values[i] += isnan(score_at(&t->side[k], j, i)) ? 0 : 1;
    for (size_t j = 0; j < titian_framework_n_indicators(second->framework); j++) {
        total += is_in_use(second, j) ? shares[j] : 0.0;
        for (size_t i = 0; i < t->n_units; i++)
            if (is_common(t, 1, j, i)) {
                t->n_common[i]++;
                t->weight[i] += shares[j];
            }
    }
    for (size_t i = 0; i < t->n_units; i++)
        t->weight[i] /= total;
}

/* ---- aggregated again ---- */

/* An indicator that is not in use on both sides is left out of the tree; a value that is there on one alone is
 * missing.
 */
static void fill(const table *t, int which, titian_replay *r)
{
    const side *s = &t->side[which];

    for (size_t j = 0; j < titian_framework_n_indicators(s->framework); j++) {
        double *to = titian_panel_column_mut(r->flow.panel, j, 0);

        r->flow.included[j] = s->same[j] != TITIAN_NONE ? 1 : 0;
        for (size_t i = 0; i < t->n_units; i++)
            if (s->units[i] != TITIAN_NONE && is_common(t, which, j, i))
                to[s->units[i]] = score_at(s, j, i);
    }
}

static titian_status aggregate(table *t, int which, titian_error *err)
{
    side *s = &t->side[which];
    titian_replay r = {.notes_arena = TITIAN_ARENA_EMPTY};
    titian_status status = titian_replay_open(&r, s->a, s->year, s->year, NULL, 0, err);

    if (status == TITIAN_OK) {
        fill(t, which, &r);
        status = titian_replay_walk(&r, err);
    }
    for (size_t i = 0; status == TITIAN_OK && i < t->n_units; i++)
        s->common[i] =
            s->units[i] != TITIAN_NONE ? titian_panel_column(r.flow.scores, s->node, 0)[s->units[i]] : TITIAN_MISSING;
    titian_replay_close(&r);
    return status;
}

static int is_ranked(const side *s, size_t unit)
{
    return s->units[unit] != TITIAN_NONE && titian_assessment_unit(s->a, s->units[unit], s->year)->ranked;
}

static void rank(table *t)
{
    const size_t n = t->n_units;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 2; k++)
            t->compared[k * n + i] =
                is_ranked(&t->side[0], i) && is_ranked(&t->side[1], i) ? t->side[k].common[i] : TITIAN_MISSING;
    kernel_change_ranks(t->compared, t->compared + n, n, t->compared + 2 * n, t->compared + 4 * n,
        t->compared + 6 * n, t->compared + 7 * n);
}

/* ---- rows ---- */

static const char *note_on(const table *t, size_t unit)
{
    const int first = !isnan(score_at(&t->side[0], t->side[0].node, unit));
    const int second = !isnan(score_at(&t->side[1], t->side[1].node, unit));

    if (!first || !second)
        return !first && !second ? "no score on either side"
               : !first          ? "no score on the first side"
                                 : "no score on the second side";
    return isnan(t->side[0].common[unit]) || isnan(t->side[1].common[unit]) ? "too little is common for a score" : "";
}

static void put_unit(const table *t, titian_listing *listing, size_t unit)
{
    const side *one = &t->side[0], *other = &t->side[1];
    const size_t n = t->n_units;
    const double before = score_at(one, one->node, unit), after = score_at(other, other->node, unit);
    const double cells[] = {titian_panel_year(one->scores, one->year), titian_panel_year(other->scores, other->year),
        before, after, after - before, one->common[unit], other->common[unit],
        other->common[unit] - one->common[unit], (double) one->n_values[unit], (double) other->n_values[unit],
        (double) t->n_common[unit], t->weight[unit], t->compared[4 * n + unit], t->compared[5 * n + unit]};

    titian_listing_add_copy(listing, titian_panel_unit(one->scores, unit)->code);
    titian_listing_add_copy(listing, titian_framework_node(one->framework, one->node)->code);
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
        titian_listing_add_number(listing, cells[k]);
    titian_listing_add_text(listing, note_on(t, unit));
}

/* ---- the request ---- */

static titian_status open_side(table *t, const titian_common *common, int which, titian_error *err)
{
    side *s = &t->side[which];
    const size_t n = t->n_units;

    *s = (side){.a = common->a[which],
        .framework = titian_assessment_recipe(common->a[which])->framework,
        .scores = titian_assessment_result(common->a[which], TITIAN_RESULT_AGGREGATED),
        .year = common->year[which],
        .node = common->node[which],
        .units = titian_arena_array(&t->arena, n, sizeof *s->units),
        .common = titian_arena_array(&t->arena, n, sizeof *s->common),
        .n_values = titian_arena_array(&t->arena, n, sizeof *s->n_values)};
    s->same = titian_arena_array(&t->arena, titian_framework_n_indicators(s->framework), sizeof *s->same);
    if (s->units == NULL || s->common == NULL || s->n_values == NULL || s->same == NULL)
        return no_memory(t, err);
    for (size_t i = 0; i < n; i++)
        s->units[i] = titian_panel_find_unit(s->scores, titian_panel_unit(t->side[0].scores, i)->code);
    return TITIAN_OK;
}

static titian_status open_table(table *t, const titian_common *common, titian_error *err)
{
    titian_status status = TITIAN_OK;

    t->n_units = titian_panel_n_units(titian_assessment_result(common->a[0], TITIAN_RESULT_AGGREGATED));
    t->n_common = titian_arena_array(&t->arena, t->n_units, sizeof *t->n_common);
    t->weight = titian_arena_array(&t->arena, t->n_units, sizeof *t->weight);
    t->compared = titian_arena_array(&t->arena, 8 * t->n_units, sizeof *t->compared);
    if (t->n_common == NULL || t->weight == NULL || t->compared == NULL)
        return no_memory(t, err);
    for (int which = 0; which < 2 && status == TITIAN_OK; which++)
        status = open_side(t, common, which, err);
    if (status != TITIAN_OK)
        return status;
    find_same(&t->side[0], &t->side[1]);
    find_same(&t->side[1], &t->side[0]);
    return TITIAN_OK;
}

titian_status titian_common_fill(titian_listing *listing, const titian_common *common, titian_error *err)
{
    table t = {.arena = TITIAN_ARENA_EMPTY};
    titian_status status = open_table(&t, common, err);

    for (int which = 0; which < 2 && status == TITIAN_OK; which++)
        status = aggregate(&t, which, err);
    if (status == TITIAN_OK) {
        count(&t);
        rank(&t);
    }
    for (size_t i = 0; status == TITIAN_OK && i < t.n_units; i++)
        put_unit(&t, listing, i);
    titian_arena_free(&t.arena);
    return status;
}

/* ---- two editions ---- */

static titian_status find_node(titian_common *common, int which, const char *code, titian_error *err)
{
    const titian_framework *framework = titian_assessment_recipe(common->a[which])->framework;
    const titian_panel *scores = titian_assessment_result(common->a[which], TITIAN_RESULT_AGGREGATED);

    common->year[which] = titian_panel_n_years(scores) - 1;
    common->node[which] =
        code != NULL ? titian_framework_find_named(framework, code) : titian_framework_root(framework);
    if (common->node[which] != TITIAN_NONE)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_USAGE,
        "one of the models has no element \"%s\"\nwrite the code of an element that both have", code);
}

titian_status titian_common_make(titian_listing **out, const titian_assessment *one, const titian_assessment *other,
    const char *node, titian_error *err)
{
    titian_common common = {.a = {one, other}};
    titian_listing *listing = NULL;
    titian_status status = TITIAN_OK;

    *out = NULL;
    for (int which = 0; which < 2 && status == TITIAN_OK; which++)
        status = find_node(&common, which, node, err);
    if (status != TITIAN_OK)
        return status;
    listing = titian_listing_new("uCode,iCode,Time.1,Time.2,Score.1,Score.2,Change,Common.1,Common.2,Common.Change,"
                                 "N.1,N.2,N.Common,Weight.Common,Rank.1,Rank.2,Note");
    status = listing != NULL ? titian_common_fill(listing, &common, err)
                             : titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of what is common");
    if (status == TITIAN_OK)
        status = titian_listing_check(listing, err);
    if (status == TITIAN_OK) {
        *out = listing;
        listing = NULL;
    }
    titian_listing_free(listing);
    return status;
}

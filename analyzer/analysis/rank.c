/* Who is ranked, the ranks of every node, and the bands of the index.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/assessment.h"
#include "core/threads.h"
#include "kernels/rank.h"

/* What the threads share. */
typedef struct {
    titian_assessment *a;
    const titian_flow *flow;
    unsigned char *ranked;
    double *keys;  /* n_units for each thread */
    size_t *order; /* likewise */
    size_t n_threads;
} ranking;

/* The index of one year. */
typedef struct {
    const ranking *of;
    size_t year, root;
    const double *scores;
    const char *no_score;
} ranking_year;

/* A unit is ranked when it has an index score and screening found nothing lacking. */
static void decide_some(void *of, size_t first, size_t end)
{
    const ranking_year *y = of;
    const titian_flow *flow = y->of->flow;

    for (size_t i = first; i < end; i++) {
        titian_unit_state *state = titian_assessment_unit_mut(y->of->a, i, y->year);
        const char *lack = flow->lack[y->year * flow->n_units + i];

        state->why_not = lack[0] == '\0' && isnan(y->scores[i]) ? y->no_score : lack;
        state->ranked = state->why_not[0] == '\0';
        state->dropped = flow->dropped[y->year * flow->n_units + i];
        y->of->ranked[i] = state->ranked ? 1 : 0;
    }
}

static titian_status decide(ranking_year *y, titian_error *err)
{
    titian_assessment *a = y->of->a;
    char text[160];

    (void) snprintf(text, sizeof text, "its data do not give a score for %s",
        titian_framework_node(a->recipe->framework, y->root)->code);
    y->no_score = titian_arena_text(&a->arena, text);
    if (y->no_score == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the reasons why units are not ranked");
    titian_share_units(a->n_units, decide_some, y);
    return TITIAN_OK;
}

/* The highest band that begins below the score, or at it unless it begins above its bound. Scores are rounded as
 * ranks are. */
static size_t band_of(const titian_recipe *recipe, double score)
{
    const double rounded = kernel_round_score(score);
    size_t band = recipe->n_bands > 0 ? 0 : TITIAN_NONE;

    for (size_t k = 1; k < recipe->n_bands; k++)
        if (recipe->bands[k].above ? rounded > recipe->bands[k].from : rounded >= recipe->bands[k].from)
            band = k;
    return band;
}

static void rank_node(void *of, size_t at, size_t thread)
{
    const ranking_year *y = of;
    const ranking *r = y->of;
    const titian_assessment *a = r->a;
    const size_t n = a->n_units, room = thread * n;

    kernel_rank_scores(titian_panel_column(r->flow->scores, a->first_ranked + at, y->year), r->ranked, n,
        a->ranks + (at * a->n_years + y->year) * n, r->keys + room, r->order + room);
}

/* Each node for itself. */
static void rank_nodes(ranking_year *y)
{
    const ranking *r = y->of;

    titian_share(r->a->n_nodes - r->a->first_ranked, r->n_threads, rank_node, y);
}

static void place_some(void *of, size_t first, size_t end)
{
    const ranking_year *y = of;
    titian_assessment *a = y->of->a;
    const size_t *ranks = titian_assessment_ranks(a, y->root, y->year);

    for (size_t i = first; i < end; i++) {
        titian_unit_state *state = titian_assessment_unit_mut(a, i, y->year);

        state->rank = ranks[i];
        state->band = state->ranked ? band_of(a->recipe, y->scores[i]) : TITIAN_NONE;
    }
}

static titian_status rank_year(const ranking *r, size_t year, titian_error *err)
{
    const size_t root = titian_framework_root(r->a->recipe->framework);
    ranking_year y = {r, year, root, titian_panel_column(r->flow->scores, root, year), NULL};
    const titian_status status = decide(&y, err);

    if (status != TITIAN_OK)
        return status;
    rank_nodes(&y);
    titian_share_units(r->a->n_units, place_some, &y);
    return TITIAN_OK;
}

titian_status titian_assess_ranks(titian_assessment *a, titian_flow *flow, titian_error *err)
{
    const size_t n_threads = titian_threads_for(a->n_units);
    const ranking r = {
        .a = a,
        .flow = flow,
        .ranked = titian_arena_array(&flow->arena, a->n_units, sizeof *r.ranked),
        .keys = titian_arena_array(&flow->arena, n_threads * a->n_units, sizeof *r.keys),
        .order = titian_arena_array(&flow->arena, n_threads * a->n_units, sizeof *r.order),
        .n_threads = n_threads,
    };
    titian_status status = TITIAN_OK;

    if (r.ranked == NULL || r.keys == NULL || r.order == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to rank %zu units", a->n_units);
    for (size_t year = 0; year < a->n_years && status == TITIAN_OK; year++)
        status = rank_year(&r, year, err);
    return status;
}

/* A ranked unit with its label: within a label, units stand in the order in which they stand among all. */
typedef struct {
    const char *label;
    size_t rank, unit;
} labelled;

static int by_label_and_rank(const void *a, const void *b)
{
    const labelled *x = a, *y = b;
    const int order = strcmp(x->label, y->label);

    return order != 0 ? order : x->rank < y->rank ? -1 : x->rank > y->rank;
}

titian_status titian_assessment_ranks_within(
    const titian_assessment *a, size_t group, size_t node, size_t year, size_t *ranks, titian_error *err)
{
    const size_t *among_all = titian_assessment_ranks(a, node, year);
    labelled *list = malloc((a->n_units > 0 ? a->n_units : 1) * sizeof *list);
    size_t n = 0, first = 0;

    if (list == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to rank %zu units", a->n_units);
    for (size_t i = 0; i < a->n_units; i++) {
        const char *label = titian_panel_label(a->data, group, a->data_unit[i]);

        ranks[i] = 0;
        if (among_all[i] > 0 && label[0] != '\0')
            list[n++] = (labelled){label, among_all[i], i};
    }
    qsort(list, n, sizeof *list, by_label_and_rank);
    for (size_t k = 0; k < n; k++) {
        const int begins = k == 0 || strcmp(list[k].label, list[k - 1].label) != 0;

        first = begins ? k : first;
        ranks[list[k].unit] = !begins && list[k].rank == list[k - 1].rank ? ranks[list[k - 1].unit] : k - first + 1;
    }
    free(list);
    return TITIAN_OK;
}

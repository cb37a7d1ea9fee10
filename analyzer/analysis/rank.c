/* Who is ranked, the ranks of every node, and the bands of the index.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/assessment.h"
#include "core/threads.h"
#include "kernels/rank.h"

/* A unit is ranked when it has an index score and screening found nothing lacking. */
static titian_status decide(titian_assessment *a, const titian_flow *flow, size_t year, titian_error *err)
{
    const size_t root = titian_framework_root(a->recipe->framework);
    const double *scores = titian_panel_column(flow->scores, root, year);
    const char *no_score = NULL;
    char text[160];

    (void) snprintf(text, sizeof text, "its data do not give a score for %s",
        titian_framework_node(a->recipe->framework, root)->code);
    no_score = titian_arena_text(&a->arena, text);
    if (no_score == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the reasons why units are not ranked");
    for (size_t i = 0; i < a->n_units; i++) {
        titian_unit_state *state = titian_assessment_unit_mut(a, i, year);
        const char *lack = flow->lack[year * a->n_units + i];

        state->why_not = lack[0] == '\0' && isnan(scores[i]) ? no_score : lack;
        state->ranked = state->why_not[0] == '\0';
        state->dropped = flow->dropped[year * a->n_units + i];
    }
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

/* What the threads share. */
typedef struct {
    titian_assessment *a;
    const titian_flow *flow;
    unsigned char *ranked;
    double *keys;  /* n_units for each thread */
    size_t *order; /* likewise */
    size_t n_threads;
} ranking;

typedef struct {
    const ranking *of;
    size_t year;
} ranking_year;

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
static void rank_nodes(const ranking *r, size_t year)
{
    titian_share(r->a->n_nodes - r->a->first_ranked, r->n_threads, rank_node, &(ranking_year){r, year});
}

static void rank_year(const ranking *r, size_t year)
{
    titian_assessment *a = r->a;
    const size_t root = titian_framework_root(a->recipe->framework);
    const double *scores = titian_panel_column(r->flow->scores, root, year);

    for (size_t i = 0; i < a->n_units; i++)
        r->ranked[i] = titian_assessment_unit(a, i, year)->ranked ? 1 : 0;
    rank_nodes(r, year);
    for (size_t i = 0; i < a->n_units; i++) {
        titian_unit_state *state = titian_assessment_unit_mut(a, i, year);

        state->rank = titian_assessment_ranks(a, root, year)[i];
        state->band = state->ranked ? band_of(a->recipe, scores[i]) : TITIAN_NONE;
    }
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
    for (size_t year = 0; year < a->n_years && status == TITIAN_OK; year++) {
        status = decide(a, flow, year, err);
        if (status == TITIAN_OK)
            rank_year(&r, year);
    }
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

/* The analysis of weights: bounds of ranks, and shares of weights.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/smaa.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/smaa.h"

_Static_assert((int) TITIAN_SMAA_FREE == (int) KERNEL_SMAA_FREE, "as many weights as the kernel takes");

titian_smaa_options titian_smaa_options_default(void)
{
    return (titian_smaa_options){.box = TITIAN_MISSING, .shares = 1, .search = 1, .replications = 10000, .seed = 1};
}

void *titian_smaa_room(titian_arena *arena, size_t n, size_t size, titian_error *err)
{
    void *room = titian_arena_array(arena, n, size);

    if (room == NULL)
        (void) titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu numbers of the analysis of weights", n);
    return room;
}

static kernel_block block_of(const titian_smaa_work *work, const double *values)
{
    return (kernel_block){values, work->s->n_units, work->s->n_units, work->s->n_elements};
}

static kernel_box box_of(const titian_smaa *s)
{
    return (kernel_box){s->low, s->high, s->n_elements};
}

static void take_shares(titian_smaa_work *work, const kernel_block *scores)
{
    titian_smaa *s = work->s;
    const size_t n = s->n_units;

    for (size_t i = 0; i < n; i++) {
        titian_smaa_unit_state *u = &s->units[i];
        const double *b = s->acceptability + i * n;

        u->first = b[0];
        u->expected_rank = kernel_smaa_expected_rank(b, n);
        u->holistic = kernel_smaa_holistic(b, n);
        if (b[0] > 0.0)
            u->confidence = kernel_smaa_rank_at(scores, s->central + i * s->n_elements, i) == 1 ? 1.0 : 0.0;
    }
}

/* Room for a result, in the object but for what is not kept. */
static titian_status open_result(titian_smaa_work *work, kernel_smaa_result *result, titian_error *err)
{
    const size_t n = work->s->n_units, m = work->s->n_elements;
    titian_arena *arena = &work->s->arena;
    size_t *ranks = titian_smaa_room(&work->arena, 2 * n, sizeof *ranks, err);

    *result = (kernel_smaa_result){
        .acceptability = titian_smaa_room(arena, n * n, sizeof(double), err),
        .pairwise = titian_smaa_room(arena, n * n, sizeof(double), err),
        .central = titian_smaa_room(arena, n * m, sizeof(double), err),
        .best = ranks,
        .worst = ranks != NULL ? ranks + n : NULL,
    };
    return ranks == NULL || result->acceptability == NULL || result->pairwise == NULL || result->central == NULL
               ? TITIAN_E_MEMORY
               : TITIAN_OK;
}

static void keep_shares(titian_smaa_work *work, const kernel_block *scores, const kernel_smaa_result *result)
{
    work->s->acceptability = result->acceptability;
    work->s->pairwise = result->pairwise;
    work->s->central = result->central;
    take_shares(work, scores);
}

static titian_status find_cells(titian_smaa_work *work, titian_error *err)
{
    const titian_smaa *s = work->s;
    const kernel_smaa_problem problem = {block_of(work, work->usual), box_of(s)};
    void *room = titian_smaa_room(&work->arena, kernel_smaa_room(s->n_units, s->n_elements), 1, err);
    kernel_smaa_result result;
    const titian_status status = open_result(work, &result, err);

    if (room == NULL || status != TITIAN_OK)
        return TITIAN_E_MEMORY;
    kernel_smaa_exact(&problem, &result, room);
    keep_shares(work, &problem.scores, &result);
    return TITIAN_OK;
}

static titian_status draw_shares(titian_smaa_work *work, const titian_smaa_options *options, titian_error *err)
{
    const kernel_smaa_problem problem = {block_of(work, work->usual), box_of(work->s)};
    kernel_smaa_result result;
    titian_status status = open_result(work, &result, err);

    if (status == TITIAN_OK)
        status = titian_smaa_sample(work, options, &problem, &result, err);
    if (status == TITIAN_OK)
        keep_shares(work, &problem.scores, &result);
    return status;
}

static titian_status run(titian_smaa_work *work, const titian_smaa_options *options, titian_error *err)
{
    titian_status status = titian_smaa_choose(work, options, err);

    if (status == TITIAN_OK)
        status = titian_smaa_gather(work, err);
    if (status == TITIAN_OK)
        status = titian_smaa_limit(work, options, err);
    if (status != TITIAN_OK || !options->shares)
        return status;
    return options->sampled || work->s->n_free > TITIAN_SMAA_FREE ? draw_shares(work, options, err)
                                                                  : find_cells(work, err);
}

titian_status titian_smaa_new(
    titian_smaa **out, const titian_assessment *a, const titian_smaa_options *options, titian_error *err)
{
    const titian_smaa_options usual = titian_smaa_options_default();
    titian_smaa_work work = {
        .s = calloc(1, sizeof *work.s),
        .a = a,
        .framework = titian_assessment_recipe(a)->framework,
        .year = titian_panel_n_years(titian_assessment_result(a, TITIAN_RESULT_AGGREGATED)) - 1,
    };
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (work.s == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the analysis of weights");
    status = run(&work, options != NULL ? options : &usual, err);
    if (status == TITIAN_OK) {
        *out = work.s;
        work.s = NULL;
    }
    titian_smaa_free(work.s);
    titian_arena_free(&work.arena);
    return status;
}

void titian_smaa_free(titian_smaa *s)
{
    if (s == NULL)
        return;
    titian_arena_free(&s->arena);
    free(s);
}

size_t titian_smaa_node(const titian_smaa *s)
{
    return s->node;
}

size_t titian_smaa_n_elements(const titian_smaa *s)
{
    return s->n_elements;
}

size_t titian_smaa_element(const titian_smaa *s, size_t element)
{
    return s->elements[element];
}

double titian_smaa_weight(const titian_smaa *s, size_t element)
{
    return s->weights[element];
}

double titian_smaa_low(const titian_smaa *s, size_t element)
{
    return s->low[element];
}

double titian_smaa_high(const titian_smaa *s, size_t element)
{
    return s->high[element];
}

size_t titian_smaa_n_free(const titian_smaa *s)
{
    return s->n_free;
}

size_t titian_smaa_n_units(const titian_smaa *s)
{
    return s->n_units;
}

const titian_smaa_unit_state *titian_smaa_unit(const titian_smaa *s, size_t k)
{
    return &s->units[k];
}

size_t titian_smaa_n_inexact(const titian_smaa *s)
{
    return s->n_inexact;
}

const double *titian_smaa_acceptability(const titian_smaa *s, size_t k)
{
    return s->acceptability != NULL ? s->acceptability + k * s->n_units : NULL;
}

const double *titian_smaa_pairwise(const titian_smaa *s, size_t k)
{
    return s->pairwise != NULL ? s->pairwise + k * s->n_units : NULL;
}

const double *titian_smaa_central(const titian_smaa *s, size_t k)
{
    return s->central != NULL ? s->central + k * s->n_elements : NULL;
}

double titian_smaa_within(const titian_smaa *s, size_t k, size_t top)
{
    return s->acceptability != NULL ? kernel_smaa_within(titian_smaa_acceptability(s, k), s->n_units, top)
                                    : TITIAN_MISSING;
}

uint64_t titian_smaa_n_draws(const titian_smaa *s)
{
    return s->n_draws;
}

double titian_smaa_error(const titian_smaa *s, double share)
{
    if (isnan(share))
        return TITIAN_MISSING;
    return s->n_draws > 0 ? kernel_smaa_error(share, s->n_draws) : 0.0;
}

double titian_smaa_rank_error(const titian_smaa *s, size_t k)
{
    const double *b = titian_smaa_acceptability(s, k);
    const double mean = s->units[k].expected_rank;
    double variance = 0.0;

    if (b == NULL)
        return TITIAN_MISSING;
    for (size_t r = 0; r < s->n_units; r++)
        variance += b[r] * ((double) (r + 1) - mean) * ((double) (r + 1) - mean);
    return s->n_draws > 0 ? sqrt(variance / (double) s->n_draws) : 0.0;
}

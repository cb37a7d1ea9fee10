/* The analysis of weights: shares of ranks estimated from drawn weights, where more are free than can be done
 * exactly. SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>

#include "analysis/crew.h"
#include "analysis/smaa.h"
#include "kernels/box_draw.h"

enum {
    BLOCK = 256,        /* draws that a thread does at a time */
    STREAM = 0x50000000 /* of random numbers: no other analysis draws from it */
};

/* What the threads share. */
typedef struct {
    const kernel_smaa_problem *problem;
    kernel_box_sampler sampler;
    kernel_random random;
    uint64_t replications;
    double slack;
} survey;

/* One thread. */
typedef struct {
    const survey *survey;
    kernel_smaa_tally tally;
    double *numbers, *weights, *sums;
    size_t *ranks, *order;
} worker;

static titian_status do_block(void *own, uint64_t block, titian_error *err)
{
    worker *w = own;
    const survey *all = w->survey;
    const uint64_t first = block * BLOCK;

    for (uint64_t k = first; k < first + BLOCK && k < all->replications; k++) {
        if (!kernel_box_draw(&all->sampler, &all->random, k, w->numbers, w->weights))
            return titian_fail(err, TITIAN_E_NUMERIC,
                "no weights within the bounds were found in %d tries (draw %" PRIu64 ")\n"
                "widen the bounds, or give another seed",
                KERNEL_BOX_TRIES, k);
        kernel_smaa_ranks_at(&all->problem->scores, w->weights, all->slack, w->ranks, w->sums, w->order);
        kernel_smaa_add(&w->tally, w->weights, w->ranks);
    }
    return TITIAN_OK;
}

static titian_status open_worker(worker *w, const survey *all, titian_arena *arena, titian_error *err)
{
    const size_t n = all->problem->scores.n_units, m = all->problem->scores.n_indicators;
    uint64_t *words = titian_smaa_room(arena, kernel_smaa_tally_words(n, m, 1), sizeof *words, err);
    double *room = titian_smaa_room(arena, 2 * m + n, sizeof *room, err);
    size_t *places = titian_smaa_room(arena, 2 * n, sizeof *places, err);

    if (words == NULL || room == NULL || places == NULL)
        return TITIAN_E_MEMORY;
    *w = (worker){.survey = all,
        .numbers = room,
        .weights = room + m,
        .sums = room + 2 * m,
        .ranks = places,
        .order = places + n};
    kernel_smaa_tally_start(&w->tally, n, m, 1, words);
    return TITIAN_OK;
}

/* As many threads as are asked for, but none without work. */
static size_t count_threads(int wish, uint64_t n_blocks)
{
    const size_t n = titian_crew_threads(wish);

    return n < n_blocks ? n : (size_t) n_blocks;
}

titian_status titian_smaa_sample(titian_smaa_work *work, const titian_smaa_options *options,
    const kernel_smaa_problem *problem, kernel_smaa_result *out, titian_error *err)
{
    const uint64_t n_blocks = (options->replications + BLOCK - 1) / BLOCK;
    survey all = {.problem = problem, .random = {options->seed, STREAM}, .replications = options->replications};
    titian_crew crew = {.n_threads = count_threads(options->threads, n_blocks),
        .work = do_block,
        .size = 1,
        .progress = options->progress,
        .context = options->context,
        .block = BLOCK,
        .of = options->replications};
    worker *workers = titian_smaa_room(&work->arena, crew.n_threads, sizeof *workers, err);
    size_t *positions = titian_smaa_room(&work->arena, work->s->n_elements, sizeof *positions, err);
    titian_status status = TITIAN_OK;
    uint64_t done = 0;

    crew.own = titian_smaa_room(&work->arena, crew.n_threads, sizeof *crew.own, err);
    if (workers == NULL || positions == NULL || crew.own == NULL)
        return TITIAN_E_MEMORY;
    kernel_box_sampler_start(&all.sampler, &problem->box, positions);
    all.slack = kernel_smaa_slack(&problem->scores);
    for (size_t k = 0; k < crew.n_threads && status == TITIAN_OK; k++) {
        status = open_worker(&workers[k], &all, &work->arena, err);
        crew.own[k] = &workers[k];
    }
    if (status == TITIAN_OK)
        status = titian_crew_run(&crew, 0, n_blocks, &done, err);
    if (status != TITIAN_OK)
        return status;
    for (size_t k = 1; k < crew.n_threads; k++)
        kernel_smaa_merge(&workers[0].tally, &workers[k].tally);
    kernel_smaa_estimate(&workers[0].tally, out);
    work->s->n_draws = workers[0].tally.n_draws;
    return TITIAN_OK;
}

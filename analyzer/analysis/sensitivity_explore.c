/* Sensitivity: the runs of a design.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/crew.h"
#include "analysis/sensitivity_body.h"
#include "kernels/places.h"
#include "kernels/random.h"
#include "kernels/shapley.h"
#include "kernels/sobol.h"

/* Streams of random numbers: factors have 1 and on (uncertainty_run.c). */
enum { STREAM_B = 0x10000000, STREAM_ORDER = 0x20000000, STREAM_SCRAMBLE = 0x30000000 };

/* ---- memory ---- */

/* Factors get dimensions of the sequence as long as there are some, those with few numbers first: what is left, such
 * as an error for every cell, is drawn at random. */
static void share_dimensions(titian_explorer *e)
{
    const titian_replicator *r = e->s->replicator;
    const size_t n = titian_replicator_n_factors(r);

    for (size_t f = 0; f < n; f++)
        e->dimension[f] = TITIAN_NONE;
    for (size_t done = 0; done < n && !e->s->options.random; done++) {
        size_t least = TITIAN_NONE;

        for (size_t f = 0; f < n; f++)
            if (e->dimension[f] == TITIAN_NONE &&
                (least == TITIAN_NONE || titian_replicator_count(r, f) < titian_replicator_count(r, least)))
                least = f;
        if (2 * (e->n_dimensions + titian_replicator_count(r, least)) > KERNEL_SOBOL_DIMENSIONS)
            return;
        e->dimension[least] = e->n_dimensions;
        e->n_dimensions += (uint32_t) titian_replicator_count(r, least);
    }
}

static int open_arrays(titian_explorer *e)
{
    const titian_sensitivity *s = e->s;
    const size_t n_numbers = titian_replicator_n_uniforms(s->replicator), k = s->n_factors, n = s->watch.n_units;

    e->numbers = titian_arena_array(&e->arena, 3 * n_numbers + 1, sizeof *e->numbers);
    e->outputs = titian_arena_array(&e->arena, (2 + 2 * k) * s->n_outputs, sizeof *e->outputs);
    e->runs = titian_arena_array(&e->arena, (k + 1) * s->n_outputs, sizeof *e->runs);
    e->order_u = titian_arena_array(&e->arena, k, sizeof *e->order_u);
    e->order = titian_arena_array(&e->arena, k, sizeof *e->order);
    e->ranks = titian_arena_array(&e->arena, n + 1, sizeof *e->ranks);
    e->scratch = titian_arena_array(&e->arena, KERNEL_PLACES_SCRATCH(n) + 1, sizeof *e->scratch);
    e->dimension = titian_arena_array(&e->arena, k, sizeof *e->dimension);
    return e->numbers && e->outputs && e->runs && e->order_u && e->order && e->ranks && e->scratch && e->dimension
               ? 0
               : -1;
}

static int open_sequence(titian_explorer *e)
{
    const uint32_t n = 2 * e->n_dimensions;

    e->directions = titian_arena_array(&e->arena, KERNEL_SOBOL_BITS * (size_t) n + 1, sizeof *e->directions);
    e->digits = titian_arena_array(&e->arena, n + 1, sizeof *e->digits);
    e->point = titian_arena_array(&e->arena, n + 1, sizeof *e->point);
    if (!e->directions || !e->digits || !e->point)
        return -1;
    if (n > 0)
        kernel_sobol_directions(0, n, e->directions);
    return 0;
}

titian_status titian_explorer_new(titian_explorer **out, titian_sensitivity *s, titian_error *err)
{
    titian_explorer *e = calloc(1, sizeof *e);
    titian_status status = TITIAN_OK;

    *out = e;
    if (e == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a sensitivity analysis");
    e->s = s;
    status = titian_hand_new(&e->hand, s->replicator, err);
    if (status == TITIAN_OK && open_arrays(e) == 0)
        share_dimensions(e);
    else if (status == TITIAN_OK)
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for a sensitivity analysis");
    if (status == TITIAN_OK && open_sequence(e) != 0)
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for the points of a sensitivity analysis");
    if (status != TITIAN_OK) {
        titian_explorer_free(e);
        *out = NULL;
    }
    return status;
}

void titian_explorer_free(titian_explorer *e)
{
    if (e == NULL)
        return;
    titian_hand_free(e->hand);
    titian_arena_free(&e->arena);
    free(e);
}

/* ---- one run ---- */

titian_status titian_explorer_run(
    titian_explorer *e, const double *u, uint64_t number, double *out, titian_error *err)
{
    const titian_watch *w = &e->s->watch;
    const uint32_t *nominal = w->ranks + (w->n_nodes - 1) * w->n_ranked;
    const titian_status status = titian_hand_run(e->hand, u, number, err);
    const double *scores = NULL;
    double shift = 0.0, n = 0.0;

    if (status != TITIAN_OK)
        return status;
    scores = titian_hand_scores(e->hand, w->nodes[w->n_nodes - 1]);
    kernel_places(scores, w->ranked, w->n_ranked, e->ranks, e->scratch);
    for (size_t k = 0; k < w->n_ranked; k++) {
        const int is = e->ranks[k] > 0;

        out[1 + 2 * k] = scores[w->ranked[k]];
        out[2 + 2 * k] = is ? (double) e->ranks[k] : TITIAN_MISSING;
        shift += is ? fabs((double) e->ranks[k] - (double) nominal[k]) : 0.0;
        n += is ? 1.0 : 0.0;
    }
    out[0] = n > 0.0 ? shift / n : TITIAN_MISSING;
    return TITIAN_OK;
}

void titian_explorer_draw(titian_explorer *e, size_t replicate, uint64_t row)
{
    const titian_sensitivity *s = e->s;
    const titian_replicator *r = s->replicator;
    const uint64_t number = replicate * s->rows + row;
    double *a = e->numbers, *b = a + titian_replicator_n_uniforms(r);

    if (e->n_dimensions > 0)
        kernel_sobol_fill(&(kernel_sobol){.directions = e->directions,
                              .n = 2 * e->n_dimensions,
                              .scrambling = KERNEL_SOBOL_OWEN,
                              .random = {.seed = s->draw.seed, .stream = STREAM_SCRAMBLE},
                              .replicate = (uint32_t) replicate},
            row, 1, e->point, e->digits);
    for (size_t f = 0; f < s->n_factors; f++) {
        const size_t first = titian_replicator_first(r, f), n = titian_replicator_count(r, f);
        const kernel_random random = {.seed = s->draw.seed, .stream = (uint32_t) f + 1};
        const kernel_random other = {.seed = s->draw.seed, .stream = (uint32_t) f + 1 + STREAM_B};

        if (e->dimension[f] == TITIAN_NONE) {
            kernel_uniform_fill(&random, number, 0, n, a + first);
            kernel_uniform_fill(&other, number, 0, n, b + first);
        } else {
            memcpy(a + first, e->point + e->dimension[f], n * sizeof *a);
            memcpy(b + first, e->point + e->n_dimensions + e->dimension[f], n * sizeof *b);
        }
    }
}

/* `to` := `from` with the numbers of one factor from another point. */
static void mix(const titian_explorer *e, const double *from, const double *other, size_t factor, double *to)
{
    const titian_replicator *r = e->s->replicator;
    const size_t first = titian_replicator_first(r, factor);

    memcpy(to, from, titian_replicator_n_uniforms(r) * sizeof *to);
    memcpy(to + first, other + first, titian_replicator_count(r, factor) * sizeof *to);
}

/* ---- one row of the design ---- */

/* The points in which one factor is from the other one: AB, or BA. */
static titian_status run_mixed(titian_explorer *e, uint64_t number, int from_b, titian_error *err)
{
    const titian_sensitivity *s = e->s;
    const size_t n = titian_replicator_n_uniforms(s->replicator);
    const double *a = e->numbers, *b = a + n;
    double *point = e->numbers + 2 * n, *out = e->outputs + (2 + (from_b ? s->n_factors : 0)) * s->n_outputs;
    titian_status status = TITIAN_OK;

    for (size_t f = 0; f < s->n_factors && status == TITIAN_OK; f++) {
        mix(e, from_b ? b : a, from_b ? a : b, f, point);
        status = titian_explorer_run(e, point, number, out + f * s->n_outputs, err);
    }
    return status;
}

static void add_row(titian_explorer *e, const titian_replicate *sums)
{
    const titian_sensitivity *s = e->s;
    const double *a = e->outputs, *b = a + s->n_outputs, *ab = b + s->n_outputs,
                 *ba = ab + s->n_factors * s->n_outputs;

    kernel_sensitivity_add(&sums->indices, a, b);
    for (size_t f = 0; f < s->n_factors; f++)
        kernel_sensitivity_add_factor(&sums->indices, f, a, b, ab + f * s->n_outputs);
    for (size_t j = 1; j < s->n_factors && sums->indices.pairs != NULL; j++)
        for (size_t i = 0; i < j; i++)
            kernel_sensitivity_add_pair(
                &sums->indices, (const size_t[]){i, j}, a, b, ba + i * s->n_outputs, ab + j * s->n_outputs);
}

/* From A to B factor by factor, in a random order. */
static titian_status walk(titian_explorer *e, const titian_replicate *sums, uint64_t number, titian_error *err)
{
    const titian_sensitivity *s = e->s;
    const size_t n = titian_replicator_n_uniforms(s->replicator);
    double *point = e->numbers + 2 * n;
    titian_status status = TITIAN_OK;

    kernel_uniform_fill(
        &(kernel_random){.seed = s->draw.seed, .stream = STREAM_ORDER}, number, 0, s->n_factors, e->order_u);
    kernel_shapley_order(e->order_u, s->n_factors, e->order);
    memcpy(e->runs, e->outputs, s->n_outputs * sizeof *e->runs);
    memcpy(e->runs + s->n_factors * s->n_outputs, e->outputs + s->n_outputs, s->n_outputs * sizeof *e->runs);
    memcpy(point, e->numbers, n * sizeof *point);
    for (size_t k = 0; k + 1 < s->n_factors && status == TITIAN_OK; k++) {
        const size_t first = titian_replicator_first(s->replicator, e->order[k]);

        memcpy(point + first, e->numbers + n + first,
            titian_replicator_count(s->replicator, e->order[k]) * sizeof *point);
        status = titian_explorer_run(e, point, number, e->runs + (k + 1) * s->n_outputs, err);
    }
    if (status == TITIAN_OK)
        kernel_shapley_add(e->order, s->n_factors, e->runs, s->n_outputs, sums->effects, sums->counts);
    return status;
}

/* A row more is done. Tells a few times a second, and hears whether to end; processes of a team end together. */
static void count_row(titian_explorer *e)
{
    titian_sensitivity *s = e->s;
    const uint64_t done = atomic_fetch_add(&s->rows_done, 1) + 1;
    double now;

    if (!e->tells || s->options.progress == NULL)
        return;
    now = titian_crew_seconds();
    if (now - e->told < 0.2)
        return;
    e->told = now;
    if (s->options.progress(done, s->rows * s->n_replicates, s->options.context) != 0 && s->options.team == NULL)
        s->stop = 1;
}

/* All runs of a row. */
static titian_status run_row(titian_explorer *e, const titian_replicate *sums, uint64_t number, titian_error *err)
{
    const titian_sensitivity *s = e->s;
    const size_t n = titian_replicator_n_uniforms(s->replicator);
    titian_status status = titian_explorer_run(e, e->numbers, number, e->outputs, err);

    if (status == TITIAN_OK)
        status = titian_explorer_run(e, e->numbers + n, number, e->outputs + s->n_outputs, err);
    if (status == TITIAN_OK)
        status = run_mixed(e, number, 0, err);
    if (status == TITIAN_OK && s->options.second)
        status = run_mixed(e, number, 1, err);
    if (status == TITIAN_OK)
        add_row(e, sums);
    if (status == TITIAN_OK && s->options.shapley)
        status = walk(e, sums, number, err);
    return status;
}

titian_status titian_sensitivity_replicate(titian_explorer *e, size_t replicate, titian_error *err)
{
    titian_sensitivity *s = e->s;
    titian_status status = TITIAN_OK;

    for (uint64_t row = 0; row < s->rows && status == TITIAN_OK && !s->stop; row++) {
        titian_explorer_draw(e, replicate, row);
        status = run_row(e, &s->replicates[replicate], replicate * s->rows + row, err);
        s->replicates[replicate].whole = row + 1 == s->rows;
        count_row(e);
    }
    return status;
}

/* ---- a design of the caller's ---- */

titian_status titian_sensitivity_replay(titian_explorer *e, size_t block, titian_error *err)
{
    const titian_sensitivity *s = e->s;
    const size_t n_runs = (size_t) s->rows * (s->n_factors + 2), n = titian_replicator_n_uniforms(s->replicator);
    const size_t first = block * TITIAN_REPLAY_BLOCK;
    titian_status status = TITIAN_OK;

    for (size_t run = first; run < first + TITIAN_REPLAY_BLOCK && run < n_runs && status == TITIAN_OK; run++) {
        status = titian_explorer_run(e, s->options.draws + run * n, run, e->outputs, err);
        for (size_t o = 0; o < s->n_outputs && status == TITIAN_OK; o++)
            s->kept[o * n_runs + run] = e->outputs[o];
    }
    return status;
}

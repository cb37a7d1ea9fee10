/* Imputation by expectation and maximisation: conditional means, and multiple imputation by draws around them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/em.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/impute_draw.h"
#include "stages/impute_joint.h"

static size_t em_scratch(size_t m)
{
    return kernel_em_scratch(m) + m * (m + 3);
}

/* @param counts  as kernel_em_fit takes them; @param draw  its number, for the message; 0: none */
static titian_status fit_normal(
    titian_impute_block *b, const double *counts, size_t draw, kernel_normal *normal, titian_error *err)
{
    const titian_choice *choice = b->task->choice;
    const size_t m = b->block.n_indicators;
    const kernel_em_rule rule = {
        .max_rounds = (size_t) titian_option_number(choice, "max_rounds"),
        .tolerance = titian_option_number(choice, "tolerance"),
        .ridge = titian_option_number(choice, "ridge"),
    };
    double *own = b->scratch + kernel_em_scratch(m);
    char of_draw[48] = "";

    *normal = (kernel_normal){.centre = own, .scale = own + m, .mean = own + 2 * m, .covariance = own + 3 * m};
    kernel_em_fit(&b->block, counts, &rule, normal, b->scratch, b->order);
    if (normal->settled)
        return TITIAN_OK;
    if (draw > 0)
        (void) snprintf(of_draw, sizeof of_draw, " (draw %zu)", draw);
    return titian_fail(err, TITIAN_E_NUMERIC,
        "expectation-maximisation for %s in %d%s has not settled after %zu rounds: the last one still moved by %g\n"
        "raise max_rounds, give a ridge of 1 or more, or form smaller groups with group_level",
        b->group, titian_flow_year(b->task->flow, b->year), of_draw, normal->rounds, normal->change);
}

/* Do some indicators follow from others, so that gaps are filled as if they did so exactly? */
static int is_degenerate(const titian_impute_block *b, const kernel_normal *normal)
{
    size_t varying = 0;

    for (size_t k = 0; k < b->block.n_indicators; k++)
        varying += normal->scale[k] > 0.0 ? 1 : 0;
    return normal->rank < varying;
}

static const char ridge_wanted[] = "; some indicators follow from others (or there are too few units): give a ridge";

/* ---- conditional means ---- */

static titian_status fill_em(titian_impute_block *b, titian_error *err)
{
    titian_flow *flow = b->task->flow;
    kernel_normal normal;
    titian_status status = fit_normal(b, NULL, 0, &normal, err);

    if (status != TITIAN_OK)
        return status;
    (void) kernel_em_fill(&b->block, &normal, NULL, b->out, b->scratch, b->order);
    b->why_not = "nobody has a value";
    return titian_notes_add(flow->notes, err, "%s, %d: expectation-maximisation settled after %zu round%s%s",
        b->group, titian_flow_year(flow, b->year), normal.rounds, normal.rounds == 1 ? "" : "s",
        is_degenerate(b, &normal) ? ridge_wanted : "");
}

titian_status titian_impute_em(const titian_impute_task *task, titian_error *err)
{
    return titian_impute_blocks(task, fill_em, em_scratch(task->flow->n_indicators), err);
}

/* ---- multiple imputation ---- */

/* Draws of one block while they are made. Arrays of n x m lie behind the scratch of the fits. */
typedef struct {
    titian_impute_block *b;
    unsigned char *takes_part; /* n */
    double *counts;            /* n: how often each unit is in the bootstrap */
    double *normals;
    double *means;          /* conditional means of the draw at hand, and what was drawn around them */
    double *sum;            /* over the draws, of what was drawn */
    double *within;         /* of squares of what was drawn less its conditional mean */
    double *between, *mean; /* of the conditional means: squares of deviations, mean */
    size_t n_drawn;
    int degenerate;
} drawing;

enum { ARRAYS_OF_CELLS = 6 };

static size_t multiple_scratch(size_t n, size_t m)
{
    return em_scratch(m) + ARRAYS_OF_CELLS * n * m + 2 * n;
}

static drawing open_drawing(titian_impute_block *b)
{
    const size_t n = b->block.n_units, m = b->block.n_indicators, cells = n * m;
    double *room = b->scratch + em_scratch(m);
    drawing d = {.b = b,
        .normals = room,
        .means = room + cells,
        .sum = room + 2 * cells,
        .within = room + 3 * cells,
        .between = room + 4 * cells,
        .mean = room + 5 * cells,
        .counts = room + 6 * cells,
        .takes_part = (unsigned char *) (room + 6 * cells + n)};

    memset(d.sum, 0, 4 * cells * sizeof *d.sum);
    for (size_t i = 0; i < n; i++) {
        d.takes_part[i] = 0;
        for (size_t k = 0; k < m; k++)
            if (!isnan(b->block.values[k * b->block.stride + i]))
                d.takes_part[i] = 1;
    }
    return d;
}

/* Streams of the years lie apart from those of uncertain factors, which may have the same seed. */
enum { STREAM_IMPUTE = 0x50000000 };

/* The numbers of one draw. Those of a year are its own, and within it those of a group and of an indicator. */
static kernel_impute_draw draw_of(const titian_impute_block *b, size_t number)
{
    return (kernel_impute_draw){.random = {.seed = (uint64_t) titian_option_number(b->task->choice, "seed"),
                                    .stream = STREAM_IMPUTE + (uint32_t) titian_flow_year(b->task->flow, b->year)},
        .number = number};
}

static uint32_t first_index(const titian_impute_block *b, size_t column, int of_cells)
{
    return (uint32_t) ((2 * b->columns[column] + (of_cells ? 1 : 0)) * b->block.n_units);
}

/* One draw into `normals`, with its conditional means. */
static titian_status draw_once(drawing *d, size_t draw, kernel_normal *normal, titian_error *err)
{
    titian_impute_block *b = d->b;
    const size_t n = b->block.n_units, *places = b->task->places;
    const kernel_impute_draw numbers = draw_of(b, draw);
    titian_status status = TITIAN_OK;

    kernel_impute_bootstrap(&numbers, first_index(b, 0, 0), d->takes_part, places, n, d->counts, b->order);
    status = fit_normal(b, d->counts, draw, normal, err);
    if (status != TITIAN_OK)
        return status;
    d->degenerate |= is_degenerate(b, normal);
    for (size_t k = 0; k < b->block.n_indicators; k++)
        kernel_impute_normals(&numbers, first_index(b, k, 1), places, n, d->normals + k * n);
    (void) kernel_em_fill(&b->block, normal, NULL, d->means, b->scratch, b->order);
    (void) kernel_em_fill(&b->block, normal, d->normals, b->out, b->scratch, b->order);
    return TITIAN_OK;
}

/* Sums over the draws, by Welford for the means, in standard deviations of the indicators. */
static void add_draw(drawing *d, const kernel_normal *normal)
{
    const size_t n = d->b->block.n_units;

    d->n_drawn++;
    for (size_t k = 0; k < d->b->block.n_indicators; k++) {
        const double half = normal->scale[k] > 0.0 ? 0.5 * normal->scale[k] : (double) INFINITY;

        for (size_t c = k * n; c < (k + 1) * n; c++) { /* halves: a difference may be past the largest double */
            const double mean = (0.5 * d->means[c] - 0.5 * normal->centre[k]) / half;
            const double beside = (0.5 * d->b->out[c] - 0.5 * d->means[c]) / half;
            const double step = mean - d->mean[c];

            d->sum[c] += mean + beside;
            d->within[c] += beside * beside;
            d->mean[c] += step / (double) d->n_drawn;
            d->between[c] += step * (mean - d->mean[c]);
        }
    }
}

/* Gaps := mean of the draws. */
static void take_mean(const drawing *d, const kernel_normal *normal)
{
    const size_t n = d->b->block.n_units;

    for (size_t k = 0; k < d->b->block.n_indicators; k++)
        for (size_t i = 0; i < n; i++)
            if (isnan(d->b->block.values[k * d->b->block.stride + i]))
                d->b->out[k * n + i] =
                    normal->centre[k] + normal->scale[k] * (d->sum[k * n + i] / (double) d->n_drawn);
}

/* Root mean squares over the gaps filled: how far a gap is from being known, and how much of that is because the
 * parameters are not. */
static titian_status note_spread(const drawing *d, const kernel_normal *normal, titian_error *err)
{
    const titian_impute_block *b = d->b;
    const size_t n = b->block.n_units;
    titian_flow *flow = b->task->flow;
    double within = 0.0, between = 0.0;
    size_t n_gaps = 0;

    for (size_t k = 0; k < b->block.n_indicators; k++)
        for (size_t i = 0; i < n && normal->scale[k] > 0.0; i++) {
            if (!titian_impute_takes(b->task, b->columns[k], b->year) ||
                !titian_impute_is_gap(flow, b->columns[k], b->year, i))
                continue;
            within += d->within[k * n + i] / (double) d->n_drawn;
            between += d->between[k * n + i] / (double) (d->n_drawn - 1);
            n_gaps++;
        }
    if (n_gaps == 0)
        return TITIAN_OK;
    return titian_notes_add(flow->notes, err,
        "%s, %d: %zu gap%s imputed by the mean of %zu draws, seed %.0f; standard deviation of a gap, in those of its "
        "indicator: %.2f within a draw, %.2f between draws%s",
        b->group, titian_flow_year(flow, b->year), n_gaps, n_gaps == 1 ? "" : "s", d->n_drawn,
        titian_option_number(b->task->choice, "seed"), sqrt(within / (double) n_gaps),
        sqrt(between / (double) n_gaps), d->degenerate ? ridge_wanted : "");
}

static titian_status fill_multiple(titian_impute_block *b, titian_error *err)
{
    const titian_choice *choice = b->task->choice;
    const size_t n_draws = (size_t) titian_option_number(choice, "draws");
    const size_t drawn = b->task->flow->imputation;
    const size_t chosen = drawn > 0 ? drawn : (size_t) titian_option_number(choice, "draw");
    drawing d = open_drawing(b);
    kernel_normal normal = {.centre = NULL};
    titian_status status = TITIAN_OK;

    b->why_not = "nobody has a value";
    if (chosen > 0) {
        status = draw_once(&d, chosen, &normal, err);
        return status != TITIAN_OK
                   ? status
                   : titian_notes_add(b->task->flow->notes, err, "%s, %d: gaps imputed by draw %zu of seed %.0f%s",
                         b->group, titian_flow_year(b->task->flow, b->year), chosen,
                         titian_option_number(choice, "seed"), d.degenerate ? ridge_wanted : "");
    }
    do {
        status = draw_once(&d, d.n_drawn + 1, &normal, err);
        if (status != TITIAN_OK)
            return status;
        add_draw(&d, &normal);
    } while (d.n_drawn < n_draws);
    take_mean(&d, &normal);
    return note_spread(&d, &normal, err);
}

typedef struct {
    const char *code;
    size_t unit;
} coded;

static int by_code(const void *a, const void *b)
{
    return strcmp(((const coded *) a)->code, ((const coded *) b)->code);
}

titian_status titian_impute_multiple(const titian_impute_task *task, titian_error *err)
{
    titian_flow *flow = task->flow;
    const size_t n = flow->n_units;
    coded *units = titian_arena_array(&flow->arena, n, sizeof *units);
    size_t *places = titian_arena_array(&flow->arena, n, sizeof *places);
    titian_impute_task own = *task;

    if (units == NULL || places == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to impute %zu units", n);
    for (size_t i = 0; i < n; i++)
        units[i] = (coded){titian_flow_unit(flow, i), i};
    if (n > 0)
        qsort(units, n, sizeof *units, by_code);
    for (size_t k = 0; k < n; k++)
        places[units[k].unit] = k;
    own.places = places;
    return titian_impute_blocks(&own, fill_multiple, multiple_scratch(n, flow->n_indicators), err);
}

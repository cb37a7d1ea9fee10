/* Sensitivity: each factor by itself, the others as the model has them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <titian/number.h>

#include "analysis/sensitivity_body.h"

/* Draws of a factor that takes many numbers. */
enum { DRAWS = 256 };

static const titian_factor *factor_at(const titian_sensitivity *s, size_t factor)
{
    return &titian_assessment_recipe(s->nominal)->uncertainty.factors[factor];
}

/* Values of a factor that are tried: each alternative; of a number its ends and its middle, where there is one; 0: it
 * draws many numbers, or one without a meaning. */
static size_t count_values(const titian_factor *factor)
{
    const titian_option *range = NULL;

    if (factor->n_alternatives > 0)
        return factor->n_alternatives;
    if (titian_method_param(factor->how.method, "range") == TITIAN_NONE)
        return 0;
    range = titian_option_of(&factor->how, "range");
    if (titian_option_number(&factor->how, "whole") > 0.5 && range->upper - range->number < 2.0)
        return (size_t) (range->upper - range->number) + 1;
    return 3;
}

static size_t count_rows(const titian_sensitivity *s)
{
    size_t n = 0;

    for (size_t f = 0; f < s->n_factors; f++) {
        const size_t values = count_values(factor_at(s, f));

        n += values > 0 ? values : 1;
    }
    return n;
}

/* The greatest shift of a unit that a run found, kept if it is greater than before. */
static void take_largest(const titian_explorer *e, const double *outputs, titian_alone *row)
{
    const titian_watch *w = &e->s->watch;

    for (size_t k = 0; k < w->n_ranked; k++) {
        const double moved = fabs(outputs[2 + 2 * k] - (double) w->ranks[(w->n_nodes - 1) * w->n_ranked + k]);

        if (moved > row->largest) {
            row->largest = moved;
            row->unit = w->ranked[k];
        }
    }
}

/* A factor by itself may be one that the index cannot be computed with (a geometric mean of scores of 0, say), where
 * together with others it can be: that row is missing, and no reason to have no analysis. */
static titian_status without(titian_alone *row, titian_status status)
{
    if (status != TITIAN_E_NUMERIC)
        return status;
    row->shift = row->largest = TITIAN_MISSING;
    row->unit = TITIAN_NONE;
    return TITIAN_OK;
}

/* One number for a factor of one number: its middle within the share of alternative k, or an end or the middle. */
static double number_for(const titian_factor *factor, size_t k)
{
    if (factor->n_alternatives == 0)
        return k == 0 ? 0x1p-53 : k + 1 < count_values(factor) ? 0.5 : 1.0 - 0x1p-53;
    return titian_vary_middle(factor, NULL, k);
}

static titian_status run_value(titian_explorer *e, size_t factor, size_t k, titian_alone *row, titian_error *err)
{
    titian_sensitivity *s = e->s;
    const titian_factor *about = factor_at(s, factor);
    titian_status status = TITIAN_OK;
    char number[32];

    e->numbers[titian_replicator_first(s->replicator, factor)] = number_for(about, k);
    status = titian_explorer_run(e, e->numbers, 0, e->outputs, err);
    titian_number_text(titian_hand_change(e->hand)->number[factor], number);
    row->value = about->n_alternatives > 0 ? about->alternatives[k].name : titian_arena_text(&s->arena, number);
    if (status != TITIAN_OK)
        return without(row, status);
    row->shift = e->outputs[0];
    take_largest(e, e->outputs, row);
    return row->value != NULL ? TITIAN_OK : titian_fail(err, TITIAN_E_MEMORY, "no memory for the value of a factor");
}

static titian_status run_many(titian_explorer *e, titian_alone *row, titian_error *err)
{
    const titian_sensitivity *s = e->s;
    titian_status status = TITIAN_OK;

    for (uint64_t k = 0; k < DRAWS && status == TITIAN_OK; k++) {
        titian_explorer_draw(e, s->n_replicates, k); /* a replicate of its own */
        status = titian_explorer_run(e, e->numbers, k, e->outputs, err);
        if (status == TITIAN_OK) {
            row->shift += e->outputs[0] / DRAWS;
            take_largest(e, e->outputs, row);
        }
    }
    return without(row, status);
}

titian_status titian_sensitivity_one_by_one(titian_explorer *e, titian_error *err)
{
    titian_sensitivity *s = e->s;
    titian_status status = TITIAN_OK;

    s->alone = titian_arena_array(&s->arena, count_rows(s), sizeof *s->alone);
    if (s->alone == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for factors by themselves");
    titian_explorer_draw(e, s->n_replicates, 0); /* numbers that are allowed, none of which counts */
    for (size_t f = 0; f < s->n_factors && status == TITIAN_OK; f++) {
        const size_t n = count_values(factor_at(s, f));

        titian_hand_only(e->hand, f);
        for (size_t k = 0; (k < n || k == 0) && status == TITIAN_OK; k++) {
            titian_alone *row = &s->alone[s->n_alone++];

            *row = (titian_alone){.factor = f, .value = "", .unit = TITIAN_NONE};
            status = n == 0 ? run_many(e, row, err) : run_value(e, f, k, row, err);
        }
    }
    titian_hand_only(e->hand, TITIAN_NONE);
    return status;
}

size_t titian_sensitivity_n_alone(const titian_sensitivity *s)
{
    return s->n_alone;
}

const titian_alone *titian_sensitivity_alone(const titian_sensitivity *s, size_t k)
{
    return &s->alone[k];
}

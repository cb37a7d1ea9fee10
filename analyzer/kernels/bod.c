/* Kernel: benefit of the doubt.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/bod.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/bod_guard.h"
#include "kernels/bod_lp.h"
#include "kernels/bod_rules.h"

/* One call of kernel_bod. Rows of the programme: one per indicator; with a direction one more, for the sum of
 * intensities. Its own columns: the unit itself, so that there is always a solution; the direction, forth and back, so
 * that weights x direction is exactly 1; restrictions. */
typedef struct {
    const kernel_block *block;
    const kernel_bod_rules *rules;
    const kernel_bod_result *result;
    size_t n, m, rows;
    bod_programme programme;
    bod_solver solver;
    int *exponents;  /* m */
    double *units;   /* n columns of `rows`: the pool */
    double *numbers; /* pool costs, own columns and their costs, right side */
    double reach;    /* the largest part of the scaled direction */
} job;

static titian_status allocate(job *a, titian_error *err)
{
    const size_t own = (a->rules->direction != NULL ? 3u : 1u) + bod_rules_count(a->rules, a->m);
    double *next = NULL;

    a->exponents = calloc(a->m, sizeof *a->exponents);
    a->units = calloc(a->n * a->rows, sizeof *a->units);
    a->numbers = calloc(a->n + own * (a->rows + 1) + a->rows, sizeof *a->numbers);
    if (a->exponents == NULL || a->units == NULL || a->numbers == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu units", a->n);
    next = a->numbers;
    a->programme = (bod_programme){
        .n_rows = a->rows, .n_own = own, .n_pool = a->n, .pool = a->units, .pool_cost = next};
    a->programme.own = next += a->n;
    a->programme.own_cost = next += own * a->rows;
    a->programme.right = next + own;
    return bod_solver_open(&a->solver, &a->programme, err);
}

/* What does not change from unit to unit. */
static titian_status prepare(job *a, titian_error *err)
{
    double *direction = a->programme.own + a->rows;
    titian_status status = bod_units(a->block, a->rows, a->exponents, a->units, err);

    if (status != TITIAN_OK)
        return status;
    if (a->rules->direction == NULL) {
        for (size_t i = 0; i < a->n; i++)
            a->numbers[i] = 1.0;
        a->programme.own_cost[0] = 1.0;
        return TITIAN_OK;
    }
    for (size_t i = 0; i < a->n; i++)
        a->units[i * a->rows + a->m] = -1.0;
    for (size_t j = 0; j < a->m; j++)
        a->reach = fmax(a->reach, ldexp(a->rules->direction[j], -a->exponents[j]));
    if (!(a->reach > 1e-100 && a->reach < 1e100))
        return titian_fail(err, TITIAN_E_NUMERIC,
            "the direction is out of all proportion to the values of the indicators\n"
            "state it in the units of the normalised indicators");
    for (size_t j = 0; j < a->m; j++) {
        direction[j] = -ldexp(a->rules->direction[j], -a->exponents[j]) / a->reach;
        direction[a->rows + j] = -direction[j];
    }
    a->programme.own_cost[1] = -1.0;
    a->programme.own_cost[2] = 1.0;
    return TITIAN_OK;
}

static void write_nothing(const job *a, size_t o)
{
    const kernel_bod_result *r = a->result;

    if (r->unique != NULL)
        r->unique[o] = 0;
    for (size_t j = 0; j < a->m; j++) {
        if (r->weights != NULL)
            r->weights[j * a->n + o] = (double) NAN;
        if (r->shares != NULL)
            r->shares[j * a->n + o] = (double) NAN;
    }
    for (size_t k = 0; k <= a->m; k++) {
        if (r->peers != NULL)
            r->peers[k * a->n + o] = KERNEL_BOD_NOBODY;
        if (r->intensities != NULL)
            r->intensities[k * a->n + o] = 0.0;
    }
}

/* Units with an amount: the unit itself and the pool. */
static void write_peers(const job *a, size_t o, int exponent)
{
    const size_t own = a->rows, pool = a->rows + a->programme.n_own;
    size_t k = 0;

    for (size_t b = 0; b < a->rows; b++) {
        const size_t number = a->solver.basic[b];

        if (!(a->solver.amounts[b] > 1e-13) || (number != own && number < pool))
            continue;
        if (a->result->peers != NULL)
            a->result->peers[k * a->n + o] = number == own ? o : number - pool;
        if (a->result->intensities != NULL)
            a->result->intensities[k * a->n + o] = ldexp(a->solver.amounts[b], exponent);
        k++;
    }
}

static void write_weights(const job *a, size_t o)
{
    const double per_unit = a->rules->direction == NULL ? 1.0 : a->reach;
    const double *unit = a->units + o * a->rows;
    double sum = 0.0;

    for (size_t j = 0; j < a->m; j++)
        sum += fmax(a->solver.prices[j], 0.0) * unit[j];
    for (size_t j = 0; j < a->m; j++) {
        const double price = fmax(a->solver.prices[j], 0.0);

        if (a->result->weights != NULL)
            a->result->weights[j * a->n + o] = ldexp(price / per_unit, -a->exponents[j]);
        if (a->result->shares != NULL && sum > 0.0)
            a->result->shares[j * a->n + o] = price * unit[j] / sum;
    }
}

static void write_unit(job *a, size_t o, int exponent)
{
    const kernel_bod_result *r = a->result;
    const int plain = a->rules->direction == NULL;
    double score = plain ? ldexp(a->solver.value, exponent) : 1.0 / (1.0 - a->solver.value / a->reach);
    int unique = 0;

    score = score > 1.0 - 1e-12 ? 1.0 : fmax(score, 0.0);
    r->scores[o] = score;
    if (a->solver.endless) /* the rules leave no weights with weights x direction = 1 */
        return;
    write_peers(a, o, exponent);
    if (r->unique == NULL && r->weights == NULL && r->shares == NULL)
        return;
    unique = score > 0.0 && bod_solver_unique(&a->solver);
    if (r->unique != NULL)
        r->unique[o] = (unsigned char) unique;
    if (unique)
        write_weights(a, o);
}

/* Load the programme of a unit. The right side of a programme without direction can be scaled: then so is its value.
 * `empty` says of a unit that it is 0 throughout. @return the power of two by which it was scaled */
static int load_unit(job *a, size_t o, int *empty)
{
    const double *unit = a->units + o * a->rows;
    const size_t first = a->rules->direction == NULL ? 1 : 3;
    double largest = 0.0;
    int exponent = 0;

    for (size_t j = 0; j < a->m; j++)
        largest = fmax(largest, unit[j]);
    *empty = !(largest > 0.0) && a->rules->direction == NULL;
    if (a->rules->direction == NULL)
        (void) frexp(largest, &exponent);
    for (size_t r = 0; r < a->rows; r++) {
        a->programme.own[r] = unit[r];
        a->programme.right[r] = ldexp(unit[r], -exponent);
    }
    bod_rules_columns(a->rules, a->m, a->programme.right, a->rows, a->programme.own + first * a->rows);
    return exponent;
}

static titian_status score_all(void *context, titian_error *err)
{
    job *a = context;
    titian_status status = TITIAN_OK;

    for (size_t o = 0; status == TITIAN_OK && o < a->n; o++) {
        int empty = 0, exponent = load_unit(a, o, &empty);

        write_nothing(a, o);
        a->result->scores[o] = 0.0;
        if (empty)
            continue;
        status = bod_solver_solve(&a->solver, err);
        if (status == TITIAN_OK)
            write_unit(a, o, exponent);
        else if (err != NULL)
            err->line = o + 1;
    }
    bod_solver_end(&a->solver);
    return status;
}

titian_status kernel_bod(
    const kernel_block *block, const kernel_bod_rules *rules, const kernel_bod_result *result, titian_error *err)
{
    job a = {.block = block,
        .rules = rules,
        .result = result,
        .n = block->n_units,
        .m = block->n_indicators,
        .rows = block->n_indicators + (rules->direction != NULL ? 1 : 0)};
    titian_status status = kernel_bod_rules_check(rules, a.m, err);

    if (status != TITIAN_OK || a.n == 0)
        return status;
    status = allocate(&a, err);
    if (status == TITIAN_OK)
        status = prepare(&a, err);
    if (status == TITIAN_OK)
        status = bod_guarded(score_all, &a, err);
    bod_solver_close(&a.solver);
    free(a.exponents);
    free(a.units);
    free(a.numbers);
    return status;
}

/* Kernel: benefit of the doubt.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/bod.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/bod_choose.h"
#include "kernels/bod_guard.h"
#include "kernels/bod_lp.h"
#include "kernels/bod_rules.h"
#include "kernels/moments.h"

/* One call of kernel_bod. Rows of the programme: one per indicator; with a direction one more, for the sum of
 * intensities. Its own columns: with a direction the unit itself, so that there is always a solution, and the
 * direction, forth and back, so that weights x direction is exactly 1; restrictions. */
typedef struct {
    const kernel_block *block;
    const kernel_bod_rules *rules;
    const kernel_bod_result *result;
    size_t n, m, rows;
    bod_programme programme;
    bod_solver solver;
    int *exponents;  /* m */
    double *units;   /* n columns of `rows`: the pool */
    double *numbers; /* pool costs, own columns and their costs, right side, row scales */
    size_t n_first;  /* own columns that are not restrictions */
    double reach;    /* the largest part of the scaled direction */
    bod_chooser chooser;
    double *even; /* m: shares chosen */
} job;

static titian_status allocate(job *a, titian_error *err)
{
    const size_t own = a->n_first + bod_rules_count(a->rules, a->m);
    double *next = NULL;

    a->exponents = calloc(a->m, sizeof *a->exponents);
    a->units = calloc(a->n * a->rows, sizeof *a->units);
    a->numbers = calloc(a->n + own * (a->rows + 1) + 3 * a->rows, sizeof *a->numbers);
    if (a->exponents == NULL || a->units == NULL || a->numbers == NULL) {
        (void) titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu units", a->n);
        return TITIAN_E_MEMORY;
    }
    next = a->numbers;
    a->programme =
        (bod_programme){.n_rows = a->rows, .n_own = own, .n_pool = a->n, .pool = a->units, .pool_cost = next};
    a->programme.own = next += a->n;
    a->programme.own_cost = next += own * a->rows;
    a->programme.right = next += own;
    a->programme.row_scale = next + a->rows;
    a->even = next + 2 * a->rows;
    if (a->result->chosen != NULL && bod_chooser_open(&a->chooser, a->m, a->n, err) != TITIAN_OK)
        return TITIAN_E_MEMORY;
    return bod_solver_open(&a->solver, &a->programme, err);
}

/* What does not change from unit to unit. */
static titian_status prepare(job *a, titian_error *err)
{
    double *direction = a->programme.own + a->rows;
    titian_status status = bod_units(a->block, a->rows, a->exponents, a->units, err);

    for (size_t i = 0; i < a->n; i++)
        a->numbers[i] = a->rules->direction == NULL ? 1.0 : 0.0;
    for (size_t r = 0; r < a->rows; r++)
        a->programme.row_scale[r] = 1.0;
    if (status != TITIAN_OK || a->rules->direction == NULL)
        return status;
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
    if (r->chosen != NULL)
        r->chosen[o] = 0;
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

/* Units with an amount: the pool, and with a direction the unit itself. */
static void write_peers(const job *a, size_t o)
{
    const size_t own = a->rows, pool = a->rows + a->programme.n_own;
    size_t k = 0;

    for (size_t b = 0; b < a->rows; b++) {
        size_t number = 0;
        const double amount = bod_solver_amount(&a->solver, b, &number);
        const int itself = a->rules->direction != NULL && number == own;

        if (!((double) a->solver.amounts[b] > 1e-13) || (!itself && number < pool))
            continue;
        if (a->result->peers != NULL)
            a->result->peers[k * a->n + o] = itself ? o : number - pool;
        if (a->result->intensities != NULL)
            a->result->intensities[k * a->n + o] = amount;
        k++;
    }
}

static void write_weights(const job *a, size_t o)
{
    const double per_unit = a->rules->direction == NULL ? 1.0 : a->reach;
    const double *unit = a->units + o * a->rows;
    double sum = 0.0;

    for (size_t j = 0; j < a->m; j++)
        sum += fmax(a->solver.price[j], 0.0) * unit[j];
    for (size_t j = 0; j < a->m; j++) {
        const double price = fmax(a->solver.price[j], 0.0);

        if (a->result->weights != NULL)
            a->result->weights[j * a->n + o] = ldexp(price / per_unit, -a->exponents[j]);
        if (a->result->shares != NULL && sum > 0.0)
            a->result->shares[j * a->n + o] = price * unit[j] / sum;
    }
}

/* Weights are not unique: choose some. A weight of an indicator in which the unit has 0 is 0: it would only raise
 * others. */
static void write_chosen(job *a, size_t o)
{
    const double *unit = a->units + o * a->rows;
    const bod_face face = {.programme = &a->programme, .unit = unit, .score = a->result->scores[o]};

    if (!bod_choose(&a->chooser, &face, a->even))
        return;
    a->result->chosen[o] = 1;
    for (size_t j = 0; j < a->m; j++) {
        const double price = unit[j] > 0.0 ? a->even[j] * (face.score / unit[j]) : 0.0;

        if (a->result->weights != NULL)
            a->result->weights[j * a->n + o] = ldexp(price, -a->exponents[j]);
        if (a->result->shares != NULL)
            a->result->shares[j * a->n + o] = a->even[j];
    }
}

static void write_unit(job *a, size_t o)
{
    const kernel_bod_result *r = a->result;
    const int plain = a->rules->direction == NULL;
    double score = plain ? a->solver.value : 1.0 / (1.0 - a->solver.value / a->reach);
    int unique = 0;

    score = score > 1.0 - 1e-12 ? 1.0 : fmax(score, 0.0);
    r->scores[o] = score;
    if (a->solver.endless) /* the rules leave no weights with weights x direction = 1 */
        return;
    write_peers(a, o);
    if (r->unique == NULL && r->weights == NULL && r->shares == NULL)
        return;
    unique = score > 0.0 && bod_solver_unique(&a->solver);
    if (r->unique != NULL)
        r->unique[o] = (unsigned char) unique;
    if (unique)
        write_weights(a, o);
    else if (r->chosen != NULL && plain && score > 0.0)
        write_chosen(a, o);
}

/* Load the programme of a unit. @return 0 for a unit that is 0 throughout and has score 0 */
static int load_unit(job *a, size_t o)
{
    const double *unit = a->units + o * a->rows;
    double *right = a->programme.right, largest = 0.0;

    for (size_t r = 0; r < a->rows; r++) {
        right[r] = unit[r];
        largest = fmax(largest, unit[r]);
    }
    if (a->rules->direction == NULL)
        bod_row_scales(a->rules, unit, a->rows, a->programme.row_scale);
    for (size_t r = 0; r < a->rows && a->n_first > 0; r++)
        a->programme.own[r] = unit[r];
    bod_rules_columns(a->rules, a->m, unit, a->rows, a->programme.own + a->n_first * a->rows);
    return largest > 0.0 || a->rules->direction != NULL;
}

/* The unit cannot be solved: its value that is least beside the others' is to blame. */
static titian_status refuse_unit(const job *a, size_t o, titian_error *err)
{
    const double *unit = a->units + o * a->rows;
    double lowest = 0.0, highest = 0.0;
    size_t least = 0;

    for (size_t j = 1; j < a->m; j++)
        if (unit[j] > 0.0 && (!(unit[least] > 0.0) || unit[j] < unit[least]))
            least = j;
    (void) kernel_range(kernel_block_column(a->block, least), a->n, &lowest, &highest);
    return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, o + 1, least + 1,
        "values lie too many orders of magnitude apart: the best weights cannot be found to 11 digits where %g must "
        "count beside values up to %g\n"
        "normalise to a range that begins above 0, such as [1, 100]",
        ldexp(unit[least], a->exponents[least]), highest);
}

static titian_status score_all(void *context, titian_error *err)
{
    job *a = context;
    titian_status status = TITIAN_OK;

    for (size_t o = 0; status == TITIAN_OK && o < a->n; o++) {
        write_nothing(a, o);
        a->result->scores[o] = 0.0;
        if (!load_unit(a, o))
            continue;
        status = bod_solver_solve(&a->solver, err);
        if (status == TITIAN_OK)
            write_unit(a, o);
        else if (status == TITIAN_E_NUMERIC)
            status = refuse_unit(a, o, err);
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
        .rows = block->n_indicators + (rules->direction != NULL ? 1 : 0),
        .n_first = rules->direction != NULL ? 3 : 0};
    titian_status status = kernel_bod_rules_check(rules, a.m, err);

    if (status != TITIAN_OK || a.n == 0)
        return status;
    status = allocate(&a, err);
    if (status == TITIAN_OK)
        status = prepare(&a, err);
    if (status == TITIAN_OK)
        status = bod_guarded(score_all, &a, err);
    bod_solver_close(&a.solver);
    bod_chooser_close(&a.chooser);
    free(a.exponents);
    free(a.units);
    free(a.numbers);
    return status;
}

/* Kernel: one set of benefit-of-the-doubt weights for all units.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/bod.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/bod_guard.h"
#include "kernels/bod_lp.h"
#include "kernels/bod_rules.h"

/* One call. For the most in all, the programme is that of the mean unit. For the least shortfall t there is one more
 * row, whose price is t, and the pool holds each unit twice: w . y <= 1, and best - w . y <= t. */
typedef struct {
    const kernel_block *block;
    size_t n, m, rows;
    int shortfall;
    bod_programme programme;
    bod_solver solver;
    int *exponents;
    double *pool, *numbers;
    int unique;
} job;

static titian_status allocate(job *a, const kernel_bod_rules *rules, titian_error *err)
{
    const size_t n_pool = a->shortfall ? 2 * a->n : a->n;
    const size_t own = bod_rules_count(rules, a->m);
    double *next = NULL;

    a->exponents = calloc(a->m, sizeof *a->exponents);
    a->pool = calloc(n_pool * a->rows + 1, sizeof *a->pool);
    a->numbers = calloc(n_pool + own * (a->rows + 1) + 2 * a->rows, sizeof *a->numbers);
    if (a->exponents == NULL || a->pool == NULL || a->numbers == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu units", a->n);
    next = a->numbers;
    a->programme =
        (bod_programme){.n_rows = a->rows, .n_own = own, .n_pool = n_pool, .pool = a->pool, .pool_cost = next};
    a->programme.own = next += n_pool;
    a->programme.own_cost = next += own * a->rows;
    a->programme.right = next += own;
    a->programme.row_scale = next + a->rows;
    return bod_solver_open(&a->solver, &a->programme, err);
}

static void prepare(job *a, const kernel_bod_rules *rules, const double *best)
{
    double *mean = a->programme.right;

    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < a->m; j++)
            mean[j] += a->pool[i * a->rows + j] / (double) a->n;
    bod_rules_columns(rules, a->m, mean, a->rows, a->programme.own);
    bod_row_scales(rules, mean, a->rows, a->programme.row_scale);
    for (size_t i = 0; i < a->n; i++)
        a->numbers[i] = 1.0;
    if (!a->shortfall)
        return;
    for (size_t r = 0; r < a->rows; r++)
        a->programme.row_scale[r] = 1.0;
    for (size_t i = 0; i < a->n; i++) {
        for (size_t j = 0; j < a->m; j++)
            a->pool[(a->n + i) * a->rows + j] = -a->pool[i * a->rows + j];
        a->pool[(a->n + i) * a->rows + a->m] = -1.0;
        a->numbers[a->n + i] = -best[i];
    }
    for (size_t j = 0; j < a->m; j++)
        mean[j] = 0.0;
    mean[a->m] = -1.0;
}

static titian_status solve(void *context, titian_error *err)
{
    job *a = context;
    const titian_status status = bod_solver_solve(&a->solver, err);

    a->unique = status == TITIAN_OK && bod_solver_unique(&a->solver);
    bod_solver_end(&a->solver);
    return status;
}

static void write_all(const job *a, kernel_bod_common_result *out)
{
    out->unique = a->unique;
    out->value = fmax(0.0, a->shortfall ? -a->solver.value : a->solver.value);
    for (size_t j = 0; j < a->m; j++)
        out->weights[j] = a->unique ? ldexp(fmax(a->solver.price[j], 0.0), -a->exponents[j]) : (double) NAN;
    for (size_t i = 0; i < a->n; i++) {
        double score = 0.0;

        for (size_t j = 0; j < a->m; j++)
            score += fmax(a->solver.price[j], 0.0) * a->pool[i * a->rows + j];
        out->scores[i] = !a->unique ? (double) NAN : score > 1.0 - 1e-12 ? 1.0 : score;
    }
}

static titian_status check_best(const double *best, size_t n, titian_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (!(best[i] >= 0.0 && best[i] <= 1.0))
            return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, i + 1, 0,
                "the unit's own benefit of the doubt is %g; it lies between 0 and 1", best[i]);
    return TITIAN_OK;
}

titian_status kernel_bod_common(const kernel_block *block, const kernel_bod_rules *rules, kernel_bod_common_aim aim,
    const double *best, kernel_bod_common_result *out, titian_error *err)
{
    const int shortfall = aim == KERNEL_BOD_LEAST_SHORTFALL;
    job a = {.block = block,
        .n = block->n_units,
        .m = block->n_indicators,
        .rows = block->n_indicators + (shortfall ? 1 : 0),
        .shortfall = shortfall};
    titian_status status = kernel_bod_rules_check(rules, a.m, err);

    if (status == TITIAN_OK && rules->direction != NULL)
        status = titian_fail(err, TITIAN_E_NUMERIC, "common weights have no direction\nleave the direction out");
    if (status == TITIAN_OK && a.n == 0)
        status = titian_fail(err, TITIAN_E_NUMERIC, "there are no units to find common weights for");
    if (status == TITIAN_OK && shortfall)
        status = check_best(best, a.n, err);
    if (status != TITIAN_OK)
        return status;
    status = allocate(&a, rules, err);
    if (status == TITIAN_OK)
        status = bod_units(block, a.rows, a.exponents, a.pool, err);
    if (status == TITIAN_OK) {
        prepare(&a, rules, best);
        status = bod_guarded(solve, &a, err);
    }
    if (status == TITIAN_OK)
        write_all(&a, out);
    bod_solver_close(&a.solver);
    free(a.exponents);
    free(a.pool);
    free(a.numbers);
    return status;
}

/* Sensitivity: from the sums of the replicates to indices with intervals.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/sensitivity_body.h"
#include "kernels/random.h"
#include "kernels/shapley.h"

enum { MOST_REPLICATES = 1024, BOOTSTRAPS = 1000, STREAM_BOOTSTRAP = 0x40000000 };

/* Width of an interval of a total index that is narrow enough. */
static const double narrow = 0.05;

/* Which index is estimated. */
typedef enum { FIRST, TOTAL, SECOND, SHAPLEY, DUMMY_FIRST, DUMMY_TOTAL } index_kind;
typedef struct {
    index_kind kind;
    size_t output, factor, other;
} question;

size_t titian_output_at(const titian_sensitivity *s, titian_output output)
{
    if (output.kind == TITIAN_OUTPUT_SHIFT)
        return 0;
    for (size_t k = 0; k < s->watch.n_ranked; k++)
        if (s->watch.ranked[k] == output.unit)
            return (output.kind == TITIAN_OUTPUT_SCORE ? 1 : 2) + 2 * k;
    return TITIAN_NONE;
}

/* ---- one estimate ---- */

static double shapley_of(const titian_sensitivity *s, const titian_replicate *r, const question *q)
{
    double shares[TITIAN_MOST_ALTERNATIVES];

    if (r->effects == NULL || s->n_factors > TITIAN_MOST_ALTERNATIVES)
        return TITIAN_MISSING;
    kernel_shapley_shares(r->effects + q->output, s->n_outputs, s->n_factors, shares);
    return shares[q->factor];
}

static double estimate(const titian_sensitivity *s, const kernel_sensitivity *sums, const question *q, size_t output)
{
    const kernel_first_order first = s->options.first == TITIAN_FIRST_JANSEN    ? KERNEL_FIRST_JANSEN
                                     : s->options.first == TITIAN_FIRST_CENTRED ? KERNEL_FIRST_CENTRED
                                                                                : KERNEL_FIRST_SALTELLI;
    const size_t pair[] = {q->factor < q->other ? q->factor : q->other, q->factor < q->other ? q->other : q->factor};

    switch (q->kind) {
    case FIRST:
        return kernel_sensitivity_first(sums, output, q->factor, first, KERNEL_VARIANCE_POPULATION);
    case TOTAL:
        return kernel_sensitivity_total(sums, output, q->factor, KERNEL_VARIANCE_POPULATION);
    case SECOND:
        return sums->pairs == NULL ? TITIAN_MISSING
                                   : kernel_sensitivity_second(sums, output, pair, first, KERNEL_VARIANCE_POPULATION);
    case DUMMY_FIRST:
        return kernel_sensitivity_dummy_first(sums, output);
    case DUMMY_TOTAL:
        return kernel_sensitivity_dummy_total(sums, output);
    default:
        return TITIAN_MISSING;
    }
}

static titian_index as_index(kernel_interval i)
{
    return (titian_index){i.estimate, i.error, i.low, i.high};
}

size_t titian_sensitivity_bootstrap_room(const titian_sensitivity *s)
{
    return kernel_sensitivity_room(1, s->n_factors) + (size_t) s->rows + BOOTSTRAPS;
}

/* With a design of the caller's: the index of all rows, and of rows drawn from them again and again. */
static titian_index by_bootstrap(const titian_sensitivity *s, const question *q)
{
    const size_t n = (size_t) s->rows, n_runs = n * (s->n_factors + 2);
    const double *runs = s->kept + q->output * n_runs;
    const kernel_design design = {.n_rows = n, .a = runs, .b = runs + n, .ab = runs + 2 * n};
    double *numbers = s->bootstrap + kernel_sensitivity_room(1, s->n_factors);
    kernel_sensitivity sums = {
        .n_outputs = 1, .n_factors = s->n_factors, .about = &s->about[q->output], .sums = s->bootstrap};
    double all;

    kernel_sensitivity_of_rows(&sums, &design, NULL);
    all = estimate(s, &sums, q, 0);
    for (uint64_t k = 0; k < BOOTSTRAPS; k++) {
        kernel_uniform_fill(&(kernel_random){.seed = s->draw.seed, .stream = STREAM_BOOTSTRAP}, k, 0, n, numbers);
        kernel_sensitivity_of_rows(&sums, &design, numbers);
        numbers[n + k] = estimate(s, &sums, q, 0);
    }
    return as_index(kernel_interval_of_bootstrap(all, numbers + n, BOOTSTRAPS, s->options.level));
}

static titian_index answer(const titian_sensitivity *s, const question *q)
{
    double estimates[MOST_REPLICATES];

    if (q->output == TITIAN_NONE)
        return (titian_index){TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING};
    if (s->kept != NULL)
        return by_bootstrap(s, q);
    for (size_t k = 0; k < s->n_replicates; k++)
        estimates[k] = q->kind == SHAPLEY ? shapley_of(s, &s->replicates[k], q)
                                          : estimate(s, &s->replicates[k].indices, q, q->output);
    return as_index(kernel_interval_of_replicates(estimates, s->n_replicates, s->options.level));
}

/* ---- what may be asked ---- */

double titian_sensitivity_variance(const titian_sensitivity *s, titian_output output)
{
    const size_t at = titian_output_at(s, output);
    double sum = 0.0;

    if (at == TITIAN_NONE)
        return TITIAN_MISSING;
    if (s->kept != NULL) {
        const size_t n = (size_t) s->rows;
        const double *runs = s->kept + at * n * (s->n_factors + 2);
        double mean = 0.0;

        for (size_t k = 0; k < 2 * n; k++)
            mean += runs[k] / (2.0 * (double) n);
        for (size_t k = 0; k < 2 * n; k++)
            sum += (runs[k] - mean) * (runs[k] - mean) / (2.0 * (double) n);
        return sum;
    }
    for (size_t k = 0; k < s->n_replicates; k++)
        sum += kernel_sensitivity_variance(&s->replicates[k].indices, at, KERNEL_VARIANCE_POPULATION);
    return sum / (double) s->n_replicates;
}

titian_index titian_sensitivity_first(const titian_sensitivity *s, titian_output output, size_t factor)
{
    return answer(s, &(question){FIRST, titian_output_at(s, output), factor, 0});
}

titian_index titian_sensitivity_total(const titian_sensitivity *s, titian_output output, size_t factor)
{
    return answer(s, &(question){TOTAL, titian_output_at(s, output), factor, 0});
}

titian_index titian_sensitivity_second(const titian_sensitivity *s, titian_output output, size_t factor, size_t other)
{
    return answer(s, &(question){SECOND, titian_output_at(s, output), factor, other});
}

titian_index titian_sensitivity_shapley(const titian_sensitivity *s, titian_output output, size_t factor)
{
    return answer(s, &(question){SHAPLEY, titian_output_at(s, output), factor, 0});
}

titian_index titian_sensitivity_dummy(const titian_sensitivity *s, titian_output output, int total)
{
    return answer(s, &(question){total ? DUMMY_TOTAL : DUMMY_FIRST, titian_output_at(s, output), 0, 0});
}

int titian_sensitivity_matters(const titian_sensitivity *s, titian_output output, size_t factor)
{
    const titian_index total = titian_sensitivity_total(s, output, factor);
    const titian_index dummy = titian_sensitivity_dummy(s, output, 1);

    return total.high > dummy.high && total.estimate > 0.0;
}

uint64_t titian_sensitivity_rows(const titian_sensitivity *s)
{
    return s->rows * s->n_replicates;
}

uint64_t titian_sensitivity_runs(const titian_sensitivity *s)
{
    const uint64_t k = s->n_factors, of_row = k + 2 + (s->options.second ? k : 0) + (s->options.shapley ? k - 1 : 0);

    return titian_sensitivity_rows(s) * of_row;
}

int titian_sensitivity_ended(const titian_sensitivity *s)
{
    return s->ended;
}

uint64_t titian_sensitivity_seed(const titian_sensitivity *s)
{
    return s->draw.seed;
}

const titian_assessment *titian_sensitivity_nominal(const titian_sensitivity *s)
{
    return s->nominal;
}

size_t titian_sensitivity_n_factors(const titian_sensitivity *s)
{
    return s->n_factors;
}

const char *titian_sensitivity_verdict(const titian_sensitivity *s)
{
    return s->verdict;
}

int titian_sensitivity_converged(const titian_sensitivity *s)
{
    return s->converged;
}

/* ---- the verdict ---- */

/* How much the order of the factors changes from replicate to replicate; missing with a design of the caller's. */
static titian_status find_instability(const titian_sensitivity *s, double *out, titian_error *err)
{
    const size_t n = s->n_replicates, k = s->n_factors;
    double *room = NULL;

    *out = TITIAN_MISSING;
    if (s->kept != NULL)
        return TITIAN_OK;
    room = malloc((n * k + n * n) * sizeof *room);
    if (room == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to compare %zu replicates", n);
    for (size_t r = 0; r < n; r++)
        for (size_t f = 0; f < k; f++)
            room[r * k + f] = estimate(s, &s->replicates[r].indices, &(question){TOTAL, 0, f, 0}, 0);
    *out = kernel_rank_instability(room, n, k, room + n * k);
    free(room);
    return TITIAN_OK;
}

/* The widest interval of a total index; missing where an index is, since its replicate moved nothing. */
static double widest_interval(const titian_sensitivity *s)
{
    const titian_output shift = {.kind = TITIAN_OUTPUT_SHIFT};
    double widest = 0.0;

    for (size_t f = 0; f < s->n_factors; f++) {
        const titian_index total = titian_sensitivity_total(s, shift, f);
        const double width = total.high - total.low;

        if (isnan(width))
            return TITIAN_MISSING;
        widest = fmax(widest, width);
    }
    return widest;
}

/* So many rows that there is a point in trying again: to two digits, upwards. */
static uint64_t rows_to_try(const titian_sensitivity *s, double widest)
{
    const double rows = (double) titian_sensitivity_rows(s);
    const double wanted = isnan(widest) ? 0.0 : kernel_rows_wanted(rows, widest, narrow);
    const double digit = pow(10.0, fmax(0.0, floor(log10(fmax(wanted, 2.0 * rows))) - 1.0));

    return (uint64_t) (ceil(fmax(wanted, 2.0 * rows) / digit) * digit);
}

static void say_why_not(titian_sensitivity *s, double widest, double moves)
{
    char why[120];

    if (isnan(widest))
        (void) snprintf(why, sizeof why, "in some replicates no rank moves");
    else if (moves >= 1.0)
        (void) snprintf(why, sizeof why,
            "the widest interval of a total index is %.3f, and the order of the factors changes between replicates",
            widest);
    else
        (void) snprintf(why, sizeof why, "the widest interval of a total index is %.3f, above %g", widest, narrow);
    (void) snprintf(s->verdict, sizeof s->verdict, "not converged: %s; raise replications to about %" PRIu64, why,
        rows_to_try(s, widest));
}

titian_status titian_sensitivity_judge(titian_sensitivity *s, titian_error *err)
{
    double widest = 0.0, moves = 0.0;

    s->converged = 1;
    if (!(titian_sensitivity_variance(s, (titian_output){.kind = TITIAN_OUTPUT_SHIFT}) > 0.0)) {
        (void) snprintf(s->verdict, sizeof s->verdict, "nothing to explain: no factor moves any rank");
        return TITIAN_OK;
    }
    if (find_instability(s, &moves, err) != TITIAN_OK)
        return TITIAN_E_MEMORY;
    widest = widest_interval(s);
    s->converged = widest < narrow && !(moves >= 1.0);
    if (!s->converged)
        say_why_not(s, widest, moves);
    else
        (void) snprintf(s->verdict, sizeof s->verdict, "converged: no interval of a total index is wider than %.3f%s",
            widest, isnan(moves) ? "" : ", and the order of the factors stays");
    return TITIAN_OK;
}

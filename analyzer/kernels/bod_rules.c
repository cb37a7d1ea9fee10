/* Kernels of the benefit of the doubt: restrictions and data.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/bod_rules.h"

#include <float.h>
#include <math.h>

#include "kernels/moments.h"

static const double slack = 1e-12; /* 0.3 + 0.3 + 0.4 is 1 */

kernel_bod_rules kernel_bod_rules_default(void)
{
    return (kernel_bod_rules){0};
}

static double low_of(const double *low, size_t j)
{
    return low != NULL ? low[j] : 0.0;
}

static double high_of(const double *high, size_t j)
{
    return high != NULL ? high[j] : 1.0;
}

static titian_status check_bounds(
    const double *low, const double *high, size_t n, const char *what, titian_error *err)
{
    for (size_t j = 0; j < n; j++) {
        const double l = low_of(low, j), h = high_of(high, j);

        if (!(l >= 0.0 && h <= 1.0 && l <= h))
            return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, 0, j + 1,
                "the share of %s %zu is bounded from %g to %g; bounds must rise from 0 or more to 1 or less", what,
                j + 1, l, h);
    }
    return TITIAN_OK;
}

static titian_status check_sums(double low, double high, const char *whose, titian_error *err)
{
    if (low > 1.0 + slack)
        return titian_fail(err, TITIAN_E_NUMERIC,
            "the least shares of %s add up to %g, which is more than 1\nlower some of the lower bounds", whose, low);
    if (high < 1.0 - slack)
        return titian_fail(err, TITIAN_E_NUMERIC,
            "the greatest shares of %s add up to %g, which is less than 1\nraise some of the upper bounds", whose,
            high);
    return TITIAN_OK;
}

/* What the bounds of a pillar's indicators allow it: shares of the score, or of the pillar. */
static void indicators_of(const kernel_bod_rules *rules, size_t m, size_t pillar, double *low, double *high)
{
    *low = *high = 0.0;
    for (size_t j = 0; j < m; j++) {
        if (rules->pillar[j] != pillar)
            continue;
        *low += low_of(rules->share_low, j);
        *high += high_of(rules->share_high, j);
    }
}

static titian_status check_pillars(const kernel_bod_rules *rules, size_t m, titian_error *err)
{
    double all_low = 0.0, all_high = 0.0;

    for (size_t p = 0; p < rules->n_pillars; p++) {
        double low = low_of(rules->pillar_low, p), high = high_of(rules->pillar_high, p);
        double parts_low = 0.0, parts_high = 0.0;

        indicators_of(rules, m, p, &parts_low, &parts_high);
        if (rules->within_pillar && (parts_low > 1.0 + slack || parts_high < 1.0 - slack))
            return titian_fail(err, TITIAN_E_NUMERIC,
                "within pillar %zu the indicators' shares can add up to %g at least and %g at most, never to 1\n"
                "widen the bounds of its indicators",
                p + 1, parts_low, parts_high);
        if (!rules->within_pillar && (parts_low > high + slack || parts_high < low - slack))
            return titian_fail(err, TITIAN_E_NUMERIC,
                "the indicators of pillar %zu can have shares from %g to %g together, but the pillar is bounded from "
                "%g to %g\nwiden the bounds of the pillar or of its indicators",
                p + 1, parts_low, parts_high, low, high);
        all_low += rules->within_pillar ? low : fmax(low, parts_low);
        all_high += rules->within_pillar ? high : fmin(high, parts_high);
    }
    return check_sums(all_low, all_high, "the pillars", err);
}

static titian_status check_numbers(const kernel_bod_rules *rules, size_t m, titian_error *err)
{
    double most = 0.0;

    for (size_t j = 0; rules->pillar != NULL && j < m; j++)
        if (rules->pillar[j] >= rules->n_pillars)
            return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, 0, j + 1,
                "the indicator is put into pillar %zu, but there are %zu", rules->pillar[j] + 1, rules->n_pillars);
    for (size_t k = 0; k < rules->n_ordered; k++)
        if (rules->order[k] >= m)
            return titian_fail(err, TITIAN_E_NUMERIC,
                "the order of importance names indicator %zu, but there are %zu", rules->order[k] + 1, m);
    for (size_t j = 0; rules->direction != NULL && j < m; j++) {
        if (!(rules->direction[j] >= 0.0 && isfinite(rules->direction[j])))
            return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, 0, j + 1, "the direction is %g; it must be 0 or more",
                rules->direction[j]);
        most = fmax(most, rules->direction[j]);
    }
    if (rules->direction != NULL && !(most > 0.0))
        return titian_fail(err, TITIAN_E_NUMERIC, "the direction is 0 in every indicator: it leads nowhere");
    return TITIAN_OK;
}

titian_status kernel_bod_rules_check(const kernel_bod_rules *rules, size_t m, titian_error *err)
{
    double low = 0.0, high = 0.0;
    titian_status status = check_numbers(rules, m, err);

    if (m == 0)
        return titian_fail(err, TITIAN_E_NUMERIC, "there are no indicators to weight");
    if (status == TITIAN_OK)
        status = check_bounds(rules->share_low, rules->share_high, m, "indicator", err);
    if (status == TITIAN_OK && rules->pillar != NULL)
        status = check_bounds(rules->pillar_low, rules->pillar_high, rules->n_pillars, "pillar", err);
    if (status == TITIAN_OK && rules->pillar != NULL)
        status = check_pillars(rules, m, err);
    if (status != TITIAN_OK || (rules->pillar != NULL && rules->within_pillar))
        return status;
    for (size_t j = 0; j < m; j++) {
        low += low_of(rules->share_low, j);
        high += high_of(rules->share_high, j);
    }
    return check_sums(low, high, "the indicators", err);
}

size_t bod_rules_count(const kernel_bod_rules *rules, size_t n_indicators)
{
    return (rules->share_low != NULL ? n_indicators : 0) + (rules->share_high != NULL ? n_indicators : 0) +
           (rules->pillar != NULL && rules->pillar_low != NULL ? rules->n_pillars : 0) +
           (rules->pillar != NULL && rules->pillar_high != NULL ? rules->n_pillars : 0) +
           (rules->n_ordered > 1 ? rules->n_ordered - 1 : 0);
}

/* The unit whose restrictions are being written, and where the next goes. */
typedef struct {
    const kernel_bod_rules *rules;
    size_t m, n_rows;
    const double *values;
    double *next;
} writer;

static double *begin_column(writer *w)
{
    for (size_t r = 0; r < w->n_rows; r++)
        w->next[r] = 0.0;
    return w->next;
}

static void end_column(writer *w)
{
    double largest = 0.0;

    for (size_t r = 0; r < w->m; r++)
        largest = fmax(largest, fabs(w->next[r]));
    for (size_t r = 0; largest > 0.0 && r < w->m; r++)
        w->next[r] /= largest;
    w->next += w->n_rows;
}

/* sign x (sum over part of v w - bound x sum over whole of v w) <= 0, where the whole is pillar `whole` or, for
 * n_pillars and above, all. The part is an indicator, or where that is m, the pillar `part_pillar`. */
static void bound_share(writer *w, size_t indicator, size_t part_pillar, size_t whole, double sign, double bound)
{
    double *column = begin_column(w);

    for (size_t j = 0; j < w->m; j++) {
        const int in_part = indicator < w->m ? j == indicator : w->rules->pillar[j] == part_pillar;
        const int in_whole = whole >= w->rules->n_pillars || w->rules->pillar[j] == whole;

        column[j] = sign * w->values[j] * ((in_part ? 1.0 : 0.0) - (in_whole ? bound : 0.0));
    }
    end_column(w);
}

void bod_rules_columns(
    const kernel_bod_rules *rules, size_t n_indicators, const double *values, size_t n_rows, double *columns)
{
    writer w = {.rules = rules, .m = n_indicators, .n_rows = n_rows, .values = values, .next = columns};
    const int within = rules->pillar != NULL && rules->within_pillar;

    for (size_t j = 0; j < n_indicators; j++) {
        const size_t whole = within ? rules->pillar[j] : rules->n_pillars;

        if (rules->share_low != NULL)
            bound_share(&w, j, 0, whole, -1.0, rules->share_low[j]);
        if (rules->share_high != NULL)
            bound_share(&w, j, 0, whole, 1.0, rules->share_high[j]);
    }
    for (size_t p = 0; rules->pillar != NULL && p < rules->n_pillars; p++) {
        if (rules->pillar_low != NULL)
            bound_share(&w, n_indicators, p, rules->n_pillars, -1.0, rules->pillar_low[p]);
        if (rules->pillar_high != NULL)
            bound_share(&w, n_indicators, p, rules->n_pillars, 1.0, rules->pillar_high[p]);
    }
    for (size_t k = 1; k < rules->n_ordered; k++) {
        double *column = begin_column(&w);

        column[rules->order[k]] += values[rules->order[k]];
        column[rules->order[k - 1]] -= values[rules->order[k - 1]];
        end_column(&w);
    }
}

static double scale_for(double value)
{
    int exponent = 0;

    (void) frexp(value, &exponent);
    return value > 0.0 ? ldexp(1.0, exponent < -1000 ? 1000 : -exponent) : 0.0;
}

void bod_row_scales(const kernel_bod_rules *rules, const double *values, size_t n_rows, double *scales)
{
    const int separate = bod_rules_count(rules, n_rows) > 0;
    double largest = 0.0, most = 0.0;

    for (size_t r = 0; r < n_rows; r++) {
        scales[r] = scale_for(values[r]);
        most = fmax(most, scales[r]);
        largest = fmax(largest, values[r]);
    }
    for (size_t r = 0; r < n_rows; r++) {
        if (!(largest > 0.0))
            scales[r] = 1.0;
        else if (!separate)
            scales[r] = scale_for(largest);
        else if (!(scales[r] > 0.0))
            scales[r] = most;
    }
}

static titian_status check_value(double value, size_t i, size_t j, titian_error *err)
{
    if (isnan(value))
        return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, i + 1, j + 1,
            "the value is missing; the benefit of the doubt needs them all\nimpute the gap or leave the unit out");
    if (!(value >= 0.0 && isfinite(value)))
        return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, i + 1, j + 1,
            "the value is %g; the benefit of the doubt needs values of 0 and more\nnormalise the indicator first",
            value);
    return TITIAN_OK;
}

titian_status bod_units(const kernel_block *block, size_t n_rows, int *exponents, double *units, titian_error *err)
{
    const size_t n = block->n_units;

    for (size_t j = 0; j < block->n_indicators; j++) {
        const double *x = kernel_block_column(block, j);
        double least = 0.0, greatest = 0.0;

        for (size_t i = 0; i < n; i++) {
            const titian_status status = check_value(x[i], i, j, err);

            if (status != TITIAN_OK)
                return status;
        }
        (void) kernel_range(x, n, &least, &greatest);
        if (!(greatest >= DBL_MIN))
            return titian_fail_at(err, TITIAN_E_NUMERIC, NULL, 0, j + 1,
                "the indicator's largest value is %g: no weight could make it count\nleave the indicator out",
                greatest);
        (void) frexp(greatest, &exponents[j]);
        for (size_t i = 0; i < n; i++)
            units[i * n_rows + j] = ldexp(x[i], -exponents[j]);
    }
    return TITIAN_OK;
}

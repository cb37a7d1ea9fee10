/* Kernels: linear programmes over weights in a box.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/rank_lp.h"

#include <math.h>
#include <string.h>

static const double flat = 1e-11;  /* a slope that is none */
static const double small = 1e-9;  /* a number that nothing is divided by */
static const double close = 1e-14; /* of a bound */
enum { FRESH = 60 };               /* steps after which rounding is taken out */

static size_t pitch_of(size_t n_rows)
{
    return (n_rows + 7) / 8 * 8;
}

size_t kernel_rank_lp_room(size_t n_rivals, size_t m)
{
    const size_t pitch = pitch_of(n_rivals + 1), n_variables = n_rivals + m;

    /* two tables, values of rows, columns, slopes, two bounds, three lists of 4 bytes */
    return 2 * m * pitch + pitch + 2 * m + 2 * n_variables + 2 * n_variables + m + 8;
}

/* The table of the weights themselves: the last of the free ones is what the others leave. */
static void write_origin(double *origin, const kernel_rank_lp *lp, const double *d, const kernel_box *box)
{
    const size_t p = lp->n_columns, m = box->m, pitch = lp->pitch;
    double left = 1.0;
    size_t last = m - 1, column = 0;

    while (!(box->high[last] > box->low[last]))
        last--;
    for (size_t j = 0; j < m; j++)
        left -= box->high[j] > box->low[j] ? 0.0 : box->low[j];
    memset(origin, 0, (p + 1) * pitch * sizeof *origin);
    origin[p * pitch] = left;
    for (size_t k = 1; k < lp->n_rows; k++)
        origin[p * pitch + k] = d[(k - 1) * m + last] * left;
    for (size_t j = 0; j < m; j++) {
        const int is_free = box->high[j] > box->low[j];

        if (j == last)
            continue;
        if (is_free)
            origin[column * pitch] = -1.0;
        for (size_t k = 1; k < lp->n_rows; k++)
            if (is_free)
                origin[column * pitch + k] = d[(k - 1) * m + j] - d[(k - 1) * m + last];
            else
                origin[p * pitch + k] += d[(k - 1) * m + j] * box->low[j];
        column += is_free ? 1 : 0;
    }
}

static void start(kernel_rank_lp *lp)
{
    const size_t p = lp->n_columns;

    memcpy(lp->table, lp->origin, (p + 1) * lp->pitch * sizeof *lp->table);
    for (size_t v = 0; v < p; v++) {
        lp->of_column[v] = (uint32_t) v;
        lp->place[v] = -1 - (int32_t) v;
    }
    for (size_t r = 0; r < lp->n_rows; r++) {
        lp->of_row[r] = (uint32_t) (p + r);
        lp->place[p + r] = (int32_t) r;
    }
    lp->n_pivots = 0;
}

static void find_values(kernel_rank_lp *lp)
{
    const size_t n = lp->pitch;

    for (size_t r = 0; r < n; r++)
        lp->value[r] = 0.0;
    for (size_t q = 0; q <= lp->n_columns; q++) {
        const double *column = lp->table + q * n, by = lp->given[q];

        for (size_t r = 0; r < n; r++)
            lp->value[r] += column[r] * by;
    }
}

/* The variables of a row and of a column change places. Values stay. */
static void pivot(kernel_rank_lp *lp, size_t row, size_t column)
{
    const size_t n = lp->pitch;
    double *restrict by = lp->table + column * n;
    const double inverse = 1.0 / by[row];
    const uint32_t entering = lp->of_column[column], leaving = lp->of_row[row];
    const double moved = lp->value[row];

    for (size_t q = 0; q <= lp->n_columns; q++) {
        double *restrict other = lp->table + q * n;
        const double factor = other[row] * inverse;

        if (q == column)
            continue;
        if (factor != 0.0)
            for (size_t r = 0; r < n; r++)
                other[r] -= factor * by[r];
        other[row] = -factor;
    }
    for (size_t r = 0; r < n; r++)
        by[r] *= inverse;
    by[row] = inverse;
    lp->value[row] = lp->given[column];
    lp->given[column] = moved;
    lp->of_row[row] = entering;
    lp->of_column[column] = leaving;
    lp->place[entering] = (int32_t) row;
    lp->place[leaving] = -1 - (int32_t) column;
    lp->n_pivots++;
    lp->work += (lp->n_columns + 2) * n;
}

void kernel_rank_lp_load(kernel_rank_lp *lp, const uint32_t *variables, const double *values)
{
    const size_t p = lp->n_columns;

    start(lp);
    for (size_t q = 0; q < p; q++)
        lp->slope[q] = 1.0; /* the column is of a variable that is to be none */
    for (size_t k = 0; k < p; k++)
        if (lp->place[variables[k]] < 0)
            lp->slope[-1 - lp->place[variables[k]]] = 0.0;
    for (size_t k = 0; k < p; k++) {
        const int32_t row = lp->place[variables[k]];
        size_t best = p;

        if (row < 0)
            continue;
        for (size_t q = 0; q < p; q++)
            if (lp->slope[q] > 0.0 && (best == p || fabs(lp->table[q * lp->pitch + (size_t) row]) >
                                                        fabs(lp->table[best * lp->pitch + (size_t) row])))
                best = q;
        lp->slope[best] = 0.0;
        pivot(lp, (size_t) row, best);
    }
    for (size_t k = 0; k < p; k++)
        lp->given[-1 - lp->place[variables[k]]] = values[k];
    lp->given[p] = 1.0;
    find_values(lp);
    lp->n_pivots = 0;
}

void kernel_rank_lp_refresh(kernel_rank_lp *lp)
{
    const size_t p = lp->n_columns;
    uint32_t *variables = lp->of_column + p;
    double *values = lp->given + p + 1;

    memcpy(variables, lp->of_column, p * sizeof *variables);
    memcpy(values, lp->given, p * sizeof *values);
    kernel_rank_lp_load(lp, variables, values);
}

void kernel_rank_lp_open(
    kernel_rank_lp *lp, const double *d, size_t n_rivals, const kernel_box *box, const double *at, double *room)
{
    const size_t p = kernel_box_n_free(box) - 1, n_rows = n_rivals + 1, pitch = pitch_of(n_rows);
    const size_t n_variables = p + n_rows;
    double *origin = room;
    size_t v = 0;

    *lp = (kernel_rank_lp){.n_columns = p, .n_rows = n_rows, .pitch = pitch, .origin = origin};
    lp->table = origin + (p + 1) * pitch;
    lp->value = lp->table + (p + 1) * pitch;
    lp->given = lp->value + pitch;
    lp->slope = lp->given + 2 * p + 1;
    lp->low = lp->slope + p;
    lp->high = lp->low + n_variables;
    lp->of_row = (uint32_t *) (void *) (lp->high + n_variables);
    lp->of_column = lp->of_row + n_rows;
    lp->place = (int32_t *) (lp->of_column + 2 * p);
    write_origin(origin, lp, d, box);
    for (size_t j = 0; j < box->m; j++)
        if (box->high[j] > box->low[j]) {
            lp->low[v] = box->low[j];
            lp->high[v] = box->high[j];
            if (v < p)
                lp->given[v] = at[j];
            v++;
        }
    for (; v < n_variables; v++) {
        lp->low[v] = -(double) INFINITY;
        lp->high[v] = (double) INFINITY;
    }
    lp->given[p] = 1.0;
    start(lp);
    find_values(lp);
    /* the weight that lies between its bounds, if any, is told by the others */
    for (size_t q = 0; q < p; q++)
        if (lp->given[q] > lp->low[q] && lp->given[q] < lp->high[q]) {
            pivot(lp, 0, q);
            break;
        }
}

/* How far a row can go when it changes by `rate`. */
static double room_of(const kernel_rank_lp *lp, size_t row, double rate)
{
    const uint32_t v = lp->of_row[row];
    const double left = rate > 0.0 ? lp->high[v] - lp->value[row] : lp->low[v] - lp->value[row];

    return fabs(rate) > small ? fmax(left / rate, 0.0) : (double) INFINITY;
}

/* How far a column can go before a row, or itself, is at a bound. @param stopped  that row; n_rows: itself */
static double longest_step(const kernel_rank_lp *lp, size_t column, double way, size_t *stopped)
{
    const double *by = lp->table + column * lp->pitch;
    const uint32_t v = lp->of_column[column];
    double step = way > 0.0 ? lp->high[v] - lp->given[column] : lp->given[column] - lp->low[v];

    *stopped = lp->n_rows;
    for (size_t r = 0; r < lp->n_rows; r++) {
        const uint32_t row_is = lp->of_row[r];
        double room;

        if (!(lp->low[row_is] > -(double) INFINITY || lp->high[row_is] < (double) INFINITY))
            continue;
        room = room_of(lp, r, way * by[r]);
        if (room < step || (room <= step && *stopped < lp->n_rows && fabs(by[r]) > fabs(by[*stopped]))) {
            step = room;
            *stopped = r;
        }
    }
    return step;
}

static void move(kernel_rank_lp *lp, size_t column, double by, size_t stopped, double stop_at)
{
    const double *rates = lp->table + column * lp->pitch;

    lp->given[column] += by;
    for (size_t r = 0; r < lp->pitch; r++)
        lp->value[r] += rates[r] * by;
    lp->work += lp->pitch;
    if (stopped == lp->n_rows)
        return;
    lp->value[stopped] = stop_at;
    pivot(lp, stopped, column);
    if (lp->n_pivots >= FRESH)
        kernel_rank_lp_refresh(lp);
}

/* The bound that a row goes to. */
static double bound_ahead(const kernel_rank_lp *lp, size_t row, double rate)
{
    return rate > 0.0 ? lp->high[lp->of_row[row]] : lp->low[lp->of_row[row]];
}

int kernel_rank_lp_step(kernel_rank_lp *lp, uint32_t variable, double sign, size_t turn)
{
    const size_t p = lp->n_columns;
    const int32_t at = lp->place[variable];
    size_t best = p, stopped;
    double most = flat, way, step;

    for (size_t q = 0; q < p; q++) {
        const double slope =
            sign * (at >= 0 ? lp->table[q * lp->pitch + (size_t) at] : (-1 - at == (int32_t) q ? 1.0 : 0.0));
        const uint32_t v = lp->of_column[q];
        const int can = slope > 0.0 ? lp->given[q] < lp->high[v] - close : lp->given[q] > lp->low[v] + close;

        /* after many steps, which may have gone round in a circle, by another rule than the steepest */
        if (can && fabs(slope) > most && (best == p || turn < 3 * p + 12 || v < lp->of_column[best])) {
            most = turn < 3 * p + 12 ? fabs(slope) : flat;
            best = q;
        }
        lp->slope[q] = slope;
    }
    if (best == p)
        return 0;
    way = lp->slope[best] > 0.0 ? 1.0 : -1.0;
    step = longest_step(lp, best, way, &stopped);
    if (!(step < (double) INFINITY))
        return 1; /* by rounding alone, for weights are bound: no end that can be relied on */
    move(lp, best, way * step, stopped,
        stopped < lp->n_rows ? bound_ahead(lp, stopped, way * lp->table[best * lp->pitch + stopped]) : 0.0);
    return 1;
}

/* Change of the cost for each column, upwards; that of a rival's own shortfall left out. */
static void cost_slopes(kernel_rank_lp *lp, const double *costs, double target)
{
    const size_t p = lp->n_columns;

    for (size_t q = 0; q < p; q++) {
        const double *by = lp->table + q * lp->pitch;
        double slope = 0.0;

        for (size_t r = 0; r < lp->n_rows; r++)
            slope -= lp->value[r] < target ? costs[lp->of_row[r]] * by[r] : 0.0;
        lp->slope[q] = slope;
    }
    lp->work += p * lp->n_rows;
}

/* Go on past the points at which a rival reaches the target, as long as the cost falls. */
static int descend(
    kernel_rank_lp *lp, const double *costs, double target, size_t column, double way, double slope, double *pairs)
{
    const double *by = lp->table + column * lp->pitch;
    const double own = lp->given[column], own_cost = costs[lp->of_column[column]];
    size_t stopped, n = 0, at = lp->n_rows;
    const double most = longest_step(lp, column, way, &stopped);
    double step = most;

    for (size_t r = 0; r < lp->n_rows; r++) {
        const double left = target - lp->value[r], rate = way * by[r];

        if (costs[lp->of_row[r]] > 0.0 && fabs(rate) > small &&
            (rate > 0.0 ? lp->value[r] < target : lp->value[r] >= target) && left / rate < most) {
            pairs[2 * n] = fmax(left / rate, 0.0);
            pairs[2 * n++ + 1] = (double) r;
        }
    }
    if (own_cost > 0.0 && (way > 0.0 ? own < target : own > target) && fabs(target - own) < most) {
        pairs[2 * n] = fabs(target - own);
        pairs[2 * n++ + 1] = (double) lp->n_rows;
    }
    while (n > 0 && slope < 0.0) {
        size_t first = 0;

        for (size_t k = 1; k < n; k++)
            first = pairs[2 * k] < pairs[2 * first] ? k : first;
        step = pairs[2 * first];
        at = (size_t) pairs[2 * first + 1];
        slope += at < lp->n_rows ? costs[lp->of_row[at]] * fabs(by[at]) : own_cost;
        n--;
        pairs[2 * first] = pairs[2 * n];
        pairs[2 * first + 1] = pairs[2 * n + 1];
    }
    if (slope < 0.0) { /* no breakpoint ends it */
        if (!(most < (double) INFINITY))
            return 1; /* as above */
        move(lp, column, way * most, stopped,
            stopped < lp->n_rows ? bound_ahead(lp, stopped, way * by[stopped]) : 0.0);
        return 1;
    }
    move(lp, column, way * step, at, target);
    return 1;
}

int kernel_rank_lp_relax(kernel_rank_lp *lp, const double *costs, double target, double *pairs)
{
    const size_t p = lp->n_columns;
    double least = -1e-9, way = 1.0;
    size_t best = p;

    cost_slopes(lp, costs, target);
    for (size_t q = 0; q < p; q++) {
        const uint32_t v = lp->of_column[q];
        const double own = costs[v], x = lp->given[q];
        const double up = lp->slope[q] - (x < target ? own : 0.0), down = -lp->slope[q] + (x <= target ? own : 0.0);

        if (up < least && x < lp->high[v] - close) {
            least = up;
            way = 1.0;
            best = q;
        }
        if (down < least && x > lp->low[v] + close) {
            least = down;
            way = -1.0;
            best = q;
        }
    }
    return best < p && descend(lp, costs, target, best, way, least, pairs);
}

/* kernels/bod against the slow and obvious: every corner of the set of allowed weights is tried.
 * Data are small whole numbers, so that ties, zeros and degenerate corners abound.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include "kernels/bod.h"
#include "kernels/bod_rules.h"

enum { MOST_ROWS = 64, DIMENSIONS = 4, N = 7, M = 3, TRIALS = 400 };

/* The set of p with row . p <= bound, and what is maximised over it. */
typedef struct {
    double rows[MOST_ROWS][DIMENSIONS], bounds[MOST_ROWS], objective[DIMENSIONS];
    size_t n_rows, dimensions;
    double best, at[DIMENSIONS];
    int found, unique;
} corners;

static double *add_row(corners *c, double bound)
{
    assert_true(c->n_rows < MOST_ROWS);
    for (size_t d = 0; d < DIMENSIONS; d++)
        c->rows[c->n_rows][d] = 0.0;
    c->bounds[c->n_rows] = bound;
    return c->rows[c->n_rows++];
}

/* Gauss with full pivoting. @return 0 when singular */
static int solve(double a[DIMENSIONS][DIMENSIONS + 1], size_t n, double *x)
{
    for (size_t k = 0; k < n; k++) {
        size_t best = k;

        for (size_t r = k + 1; r < n; r++)
            if (fabs(a[r][k]) > fabs(a[best][k]))
                best = r;
        if (fabs(a[best][k]) < 1e-9)
            return 0;
        for (size_t c = 0; c <= n; c++) {
            const double keep = a[k][c];

            a[k][c] = a[best][c];
            a[best][c] = keep;
        }
        for (size_t r = 0; r < n; r++) {
            const double f = r == k ? 0.0 : a[r][k] / a[k][k];

            for (size_t c = k; c <= n; c++)
                a[r][c] -= f * a[k][c];
        }
    }
    for (size_t k = 0; k < n; k++)
        x[k] = a[k][n] / a[k][k];
    return 1;
}

static double product(const double *a, const double *b, size_t n)
{
    double sum = 0.0;

    for (size_t k = 0; k < n; k++)
        sum += a[k] * b[k];
    return sum;
}

static void try_corner(corners *c, const size_t *chosen)
{
    double a[DIMENSIONS][DIMENSIONS + 1], x[DIMENSIONS], value = 0.0, apart = 0.0;

    for (size_t k = 0; k < c->dimensions; k++) {
        memcpy(a[k], c->rows[chosen[k]], c->dimensions * sizeof(double));
        a[k][c->dimensions] = c->bounds[chosen[k]];
    }
    if (!solve(a, c->dimensions, x))
        return;
    for (size_t r = 0; r < c->n_rows; r++)
        if (product(c->rows[r], x, c->dimensions) > c->bounds[r] + 1e-9)
            return;
    value = product(c->objective, x, c->dimensions);
    if (c->found && value < c->best - 1e-9)
        return;
    for (size_t k = 0; k < c->dimensions; k++)
        apart = fmax(apart, fabs(x[k] - c->at[k]));
    c->unique = !c->found || value > c->best + 1e-9 || (c->unique && apart < 1e-7);
    c->found = 1;
    c->best = fmax(c->best, value);
    memcpy(c->at, x, sizeof x);
}

static void try_all(corners *c)
{
    size_t chosen[DIMENSIONS];

    c->found = 0;
    c->unique = 0;
    c->best = -1e300;
    for (size_t d = 0; d < c->dimensions; d++)
        chosen[d] = d;
    for (;;) {
        size_t d = c->dimensions;

        try_corner(c, chosen);
        while (d > 0 && chosen[d - 1] == c->n_rows - c->dimensions + d - 1)
            d--;
        if (d == 0)
            return;
        chosen[d - 1]++;
        for (size_t e = d; e < c->dimensions; e++)
            chosen[e] = chosen[e - 1] + 1;
    }
}

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void draw_values(double *values, unsigned *seed)
{
    const unsigned most = 2 + next_random(seed) % 9;

    for (size_t k = 0; k < N * M; k++)
        values[k] = (double) (next_random(seed) % most);
    for (size_t j = 0; j < M; j++)
        values[j * N + next_random(seed) % N] = (double) most;
}

/* Rules of every kind, from numbers that can be met. */
typedef struct {
    double low[M], high[M], pillar_low[2], pillar_high[2], direction[M];
    size_t pillar[M], order[2];
    kernel_bod_rules rules;
} drawn_rules;

static void draw_rules(drawn_rules *d, int with_direction, unsigned *seed)
{
    static const double lows[] = {0.0, 0.1, 0.2, 1.0 / 3.0}, highs[] = {1.0, 0.9, 0.5, 1.0 / 3.0};
    const unsigned kind = next_random(seed) % 6;

    for (size_t j = 0; j < M; j++) {
        d->low[j] = lows[next_random(seed) % 4];
        d->high[j] = highs[next_random(seed) % 4];
        d->pillar[j] = j == 2 ? 1 : 0;
        d->direction[j] = (double) (j == 0 ? 1 : next_random(seed) % 3);
    }
    d->pillar_low[0] = d->pillar_low[1] = lows[next_random(seed) % 4];
    d->pillar_high[0] = d->pillar_high[1] = highs[next_random(seed) % 3];
    d->order[0] = next_random(seed) % 3;
    d->order[1] = (d->order[0] + 1) % 3;
    d->rules = (kernel_bod_rules){0};
    d->rules.direction = with_direction ? d->direction : NULL;
    if (kind == 1 || kind == 3)
        d->rules.share_low = d->low;
    if (kind == 2 || kind == 3)
        d->rules.share_high = d->high;
    if (kind == 4) {
        d->rules.pillar = d->pillar;
        d->rules.n_pillars = 2;
        d->rules.pillar_low = d->pillar_low;
        d->rules.pillar_high = d->pillar_high;
        d->rules.within_pillar = (int) (next_random(seed) % 2);
    }
    if (kind == 5) {
        d->rules.order = d->order;
        d->rules.n_ordered = 2;
    }
}

/* w >= 0 and the rules for one unit. */
static void restrict_weights(corners *c, const kernel_bod_rules *rules, const double *unit)
{
    double columns[16 * M];

    for (size_t j = 0; j < M; j++)
        add_row(c, 0.0)[j] = -1.0;
    assert_true(bod_rules_count(rules, M) <= 16);
    bod_rules_columns(rules, M, unit, M, columns);
    for (size_t k = 0; k < bod_rules_count(rules, M); k++)
        memcpy(add_row(c, 0.0), columns + k * M, M * sizeof(double));
}

static void get_unit(const double *values, size_t i, double *unit)
{
    for (size_t j = 0; j < M; j++)
        unit[j] = values[j * N + i];
}

/* The same result under test, with all of its weights. */
typedef struct {
    double scores[N], weights[N * M], shares[N * M];
    unsigned char unique[N];
} outcome;

static titian_status run(const double *values, const kernel_bod_rules *rules, outcome *o)
{
    const kernel_block block = {.values = values, .stride = N, .n_units = N, .n_indicators = M};
    const kernel_bod_result result
        = {.scores = o->scores, .unique = o->unique, .weights = o->weights, .shares = o->shares};

    return kernel_bod(&block, rules, &result, NULL);
}

static void check_unit(const corners *c, double score, const outcome *o, size_t i)
{
    assert_near(o->scores[i], score, 1e-9);
    if (!(score > 0.0)) {
        assert_int_equal(o->unique[i], 0);
        return;
    }
    assert_int_equal(o->unique[i], c->unique);
    for (size_t j = 0; j < M; j++)
        assert_near(o->weights[j * N + i], c->unique ? c->at[j] : (double) NAN, 1e-7);
}

static void no_corner_is_better_and_uniqueness_is_told_rightly(void **state)
{
    unsigned seed = 20070831u;
    size_t n_unique = 0, n_not = 0;

    (void) state;
    for (size_t trial = 0; trial < TRIALS; trial++) {
        double values[N * M], unit[M];
        drawn_rules d;
        outcome o;

        draw_values(values, &seed);
        draw_rules(&d, 0, &seed);
        if (kernel_bod_rules_check(&d.rules, M, NULL) != TITIAN_OK)
            continue;
        assert_int_equal(run(values, &d.rules, &o), TITIAN_OK);
        for (size_t i = 0; i < N; i++) {
            corners c = {.dimensions = M};

            get_unit(values, i, unit);
            memcpy(c.objective, unit, sizeof unit);
            restrict_weights(&c, &d.rules, unit);
            for (size_t k = 0; k < N; k++)
                get_unit(values, k, add_row(&c, 1.0));
            try_all(&c);
            check_unit(&c, c.best, &o, i);
            *(c.unique ? &n_unique : &n_not) += 1;
        }
    }
    assert_true(n_unique > 500 && n_not > 500);
}

/* b = least of t - w . y_o over w . g = 1 and w . y_i <= t. */
static void no_corner_is_nearer_along_a_direction(void **state)
{
    unsigned seed = 20150101u;
    size_t n_unique = 0, n_not = 0;

    (void) state;
    for (size_t trial = 0; trial < TRIALS / 2; trial++) {
        double values[N * M], unit[M];
        drawn_rules d;
        outcome o;

        draw_values(values, &seed);
        draw_rules(&d, 1, &seed);
        if (kernel_bod_rules_check(&d.rules, M, NULL) != TITIAN_OK)
            continue;
        assert_int_equal(run(values, &d.rules, &o), TITIAN_OK);
        for (size_t i = 0; i < N; i++) {
            corners c = {.dimensions = M + 1};
            double *forth = NULL, *back = NULL;

            get_unit(values, i, unit);
            memcpy(c.objective, unit, sizeof unit);
            c.objective[M] = -1.0;
            restrict_weights(&c, &d.rules, unit);
            for (size_t j = 0; j < M; j++)
                add_row(&c, 1e4)[j] = 1.0; /* far away: weights that could grow for ever are not unique */
            forth = add_row(&c, 1.0);
            back = add_row(&c, -1.0);
            for (size_t j = 0; j < M; j++) {
                forth[j] = d.direction[j];
                back[j] = -d.direction[j];
            }
            for (size_t k = 0; k < N; k++) {
                double *row = add_row(&c, 0.0);

                get_unit(values, k, row);
                row[M] = -1.0;
            }
            try_all(&c);
            check_unit(&c, c.found ? 1.0 / (1.0 - c.best) : 0.0, &o, i);
            *(c.unique ? &n_unique : &n_not) += 1;
        }
    }
    assert_true(n_unique > 200 && n_not > 200);
}

static void check_common(const corners *c, const double *values, const kernel_bod_common_result *out, double value)
{
    assert_near(out->value, value, 1e-9);
    assert_int_equal(out->unique, c->unique);
    for (size_t j = 0; j < M; j++)
        assert_near(out->weights[j], c->unique ? c->at[j] : (double) NAN, 1e-7);
    for (size_t i = 0; i < N; i++) {
        double unit[M];

        get_unit(values, i, unit);
        assert_near(out->scores[i], c->unique ? product(c->at, unit, M) : (double) NAN, 1e-7);
    }
}

static void common_weights_are_the_best_corner_too(void **state)
{
    unsigned seed = 19911111u;

    (void) state;
    for (size_t trial = 0; trial < TRIALS; trial++) {
        double values[N * M], mean[M], weights[M], scores[N];
        kernel_bod_common_result out = {.weights = weights, .scores = scores};
        const kernel_block block = {.values = values, .stride = N, .n_units = N, .n_indicators = M};
        drawn_rules d;
        outcome o;
        corners c = {.dimensions = M};

        draw_values(values, &seed);
        draw_rules(&d, 0, &seed);
        if (kernel_bod_rules_check(&d.rules, M, NULL) != TITIAN_OK)
            continue;
        assert_int_equal(run(values, &d.rules, &o), TITIAN_OK);
        for (size_t j = 0; j < M; j++) {
            mean[j] = 0.0;
            for (size_t i = 0; i < N; i++)
                mean[j] += values[j * N + i] / (double) N;
        }
        restrict_weights(&c, &d.rules, mean);
        for (size_t k = 0; k < N; k++)
            get_unit(values, k, add_row(&c, 1.0));
        memcpy(c.objective, mean, sizeof mean);
        try_all(&c);
        assert_int_equal(
            kernel_bod_common(&block, &d.rules, KERNEL_BOD_MOST_IN_ALL, NULL, &out, NULL), TITIAN_OK);
        check_common(&c, values, &out, c.best);

        c.dimensions = M + 1; /* and t, from which no unit falls shorter */
        for (size_t k = 0; k < N; k++) {
            double *row = add_row(&c, -o.scores[k]);

            for (size_t j = 0; j < M; j++)
                row[j] = -values[j * N + k];
            row[M] = -1.0;
        }
        add_row(&c, 0.0)[M] = -1.0;
        memset(c.objective, 0, sizeof c.objective);
        c.objective[M] = -1.0;
        try_all(&c);
        assert_int_equal(
            kernel_bod_common(&block, &d.rules, KERNEL_BOD_LEAST_SHORTFALL, o.scores, &out, NULL), TITIAN_OK);
        check_common(&c, values, &out, -c.best);
    }
}

static void common_weights_refuse_what_they_cannot_use(void **state)
{
    const double values[] = {1.0, 2.0, 3.0, 1.0}, direction[] = {1.0, 1.0}, best[] = {1.0, NAN};
    const kernel_block block = {.values = values, .stride = 2, .n_units = 2, .n_indicators = 2};
    const kernel_block nobody = {.n_indicators = 2};
    const kernel_bod_rules plain = kernel_bod_rules_default(), directed = {.direction = direction};
    double weights[2], scores[2];
    kernel_bod_common_result out = {.weights = weights, .scores = scores};
    titian_error err;

    (void) state;
    assert_int_equal(
        kernel_bod_common(&block, &directed, KERNEL_BOD_MOST_IN_ALL, NULL, &out, &err), TITIAN_E_NUMERIC);
    assert_int_equal(
        kernel_bod_common(&nobody, &plain, KERNEL_BOD_MOST_IN_ALL, NULL, &out, &err), TITIAN_E_NUMERIC);
    assert_int_equal(
        kernel_bod_common(&block, &plain, KERNEL_BOD_LEAST_SHORTFALL, best, &out, &err), TITIAN_E_NUMERIC);
    assert_int_equal(err.line, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_corner_is_better_and_uniqueness_is_told_rightly),
        cmocka_unit_test(no_corner_is_nearer_along_a_direction),
        cmocka_unit_test(common_weights_are_the_best_corner_too),
        cmocka_unit_test(common_weights_refuse_what_they_cannot_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

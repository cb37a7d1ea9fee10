/* kernels/rank_cover: against all corners of all cells, and against drawn weights.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/rank_cover.h"
#include "unit/drawn.h"

enum { MOST_RIVALS = 14, MOST_WEIGHTS = 8, CASES = 1000, DRAWS = 200 };

static const double slack = 1e-7;

typedef struct {
    size_t n, m;
    double d[MOST_RIVALS * MOST_WEIGHTS], low[MOST_WEIGHTS], high[MOST_WEIGHTS], weights[MOST_WEIGHTS];
    double target;
    kernel_rank_cover_result result;
} example;

static double value(const example *e, size_t rival, const double *weights)
{
    double sum = 0.0;

    for (size_t j = 0; j < e->m; j++)
        sum += e->d[rival * e->m + j] * weights[j];
    return sum;
}

static size_t count_below(const example *e, const double *weights)
{
    size_t count = 0;

    for (size_t k = 0; k < e->n; k++)
        count += value(e, k, weights) < e->target - slack / 2.0 ? 1 : 0;
    return count;
}

static void solve(example *e, uint64_t most_work)
{
    void *room = malloc(kernel_rank_cover_room(e->n, e->m));
    const kernel_rank_cover problem = {.d = e->d,
        .n = e->n,
        .box = {e->low, e->high, e->m},
        .target = e->target,
        .slack = slack,
        .fewest = e->n + 1,
        .most_work = most_work};

    assert_non_null(room);
    kernel_rank_cover_find(&problem, &e->result, e->weights, room);
    free(room);
    assert_true(e->result.found);
    assert_true(e->result.proved <= e->result.fewest);
}

/* Differences between -1 and 1; whole: of a few steps, so that many are equal and many corners meet. */
static void draw_example(example *e, size_t n, size_t m, int whole, uint64_t *seed)
{
    const double share = 1.4 * drawn_share(seed);

    *e = (example){.n = n, .m = m, .target = drawn_share(seed) < 0.5 ? 1e-6 : -1e-6};
    for (size_t k = 0; k < n * m; k++)
        e->d[k] = whole ? floor(5.0 * drawn_share(seed)) / 2.0 - 1.0 : 2.0 * drawn_share(seed) - 1.0;
    for (size_t j = 0; j < m; j++) {
        e->low[j] = share < 1.0 ? (1.0 - share) / (double) m : 0.0;
        e->high[j] = share < 1.0 ? (1.0 + share) / (double) m : 1.0;
    }
    assert_true(kernel_box_tighten(e->low, e->high, m));
}

/* ---- every corner ---- */

/* Solve m equations in place by Gauss with pivots. @return 0 when they have no single solution */
static int solve_equations(double a[][MOST_WEIGHTS + 1], size_t m)
{
    for (size_t c = 0; c < m; c++) {
        size_t pivot = c;

        for (size_t r = c; r < m; r++)
            pivot = fabs(a[r][c]) > fabs(a[pivot][c]) ? r : pivot;
        if (fabs(a[pivot][c]) < 1e-9)
            return 0;
        for (size_t j = 0; j <= m; j++) {
            const double moved = a[pivot][j];

            a[pivot][j] = a[c][j];
            a[c][j] = moved;
        }
        for (size_t r = 0; r < m; r++)
            for (size_t j = m + 1; r != c && j-- > c;)
                a[r][j] -= a[r][c] / a[c][c] * a[c][j];
    }
    for (size_t r = 0; r < m; r++)
        a[r][m] /= a[r][r];
    return 1;
}

/* Equation number `which`: a rival at its target, or a weight at a bound. */
static void write_equation(const example *e, size_t which, double *row)
{
    const size_t m = e->m;

    for (size_t j = 0; j <= m; j++)
        row[j] = 0.0;
    if (which < e->n) {
        for (size_t j = 0; j < m; j++)
            row[j] = e->d[which * m + j];
        row[m] = e->target;
    } else {
        row[(which - e->n) / 2] = 1.0;
        row[m] = ((which - e->n) % 2 == 0 ? e->low : e->high)[(which - e->n) / 2];
    }
}

/* The fewest below at any corner where m - 1 of all planes meet: the weights with the fewest below are a polytope, or
 * several, and each has such corners. */
static size_t fewest_at_corners(const example *e)
{
    const size_t m = e->m, n_equations = e->n + 2 * m;
    size_t chosen[MOST_WEIGHTS], fewest = e->n + 1, at = m - 1;

    for (size_t k = 0; k < m - 1; k++)
        chosen[k] = k;
    while (at > 0) {
        double a[MOST_WEIGHTS][MOST_WEIGHTS + 1], weights[MOST_WEIGHTS];
        int is_inside;

        for (size_t k = 0; k < m - 1; k++)
            write_equation(e, chosen[k], a[k]);
        for (size_t j = 0; j <= m; j++)
            a[m - 1][j] = 1.0;
        is_inside = solve_equations(a, m);
        for (size_t j = 0; j < m && is_inside; j++) {
            weights[j] = a[j][m];
            is_inside = weights[j] >= e->low[j] - 1e-9 && weights[j] <= e->high[j] + 1e-9;
        }
        if (is_inside && count_below(e, weights) < fewest)
            fewest = count_below(e, weights);
        for (at = m - 1; at > 0 && chosen[at - 1] == n_equations - (m - 1) + at - 1; at--)
            ;
        if (at > 0)
            chosen[at - 1]++;
        for (size_t k = at; at > 0 && k < m - 1; k++)
            chosen[k] = chosen[k - 1] + 1;
    }
    return fewest;
}

static void it_is_the_fewest_of_all_corners(void **state)
{
    static example e;
    uint64_t seed = 5;

    (void) state;
    for (size_t turn = 0; turn < 240; turn++) {
        const size_t m = 2 + turn % 3, n = 1 + turn / 3 % MOST_RIVALS;

        draw_example(&e, n, m, turn % 4 == 0, &seed);
        solve(&e, UINT64_MAX);
        assert_int_equal(e.result.fewest, fewest_at_corners(&e));
        assert_int_equal(e.result.proved, e.result.fewest);
    }
}

/* ---- drawn weights ---- */

static void no_drawn_weights_leave_fewer(void **state)
{
    static example e;
    uint64_t seed = 6;

    (void) state;
    for (size_t turn = 0; turn < CASES; turn++) {
        double sum = 0.0;

        draw_example(&e, 4 + turn % (MOST_RIVALS - 3), 2 + turn % 7, turn % 5 == 0, &seed);
        solve(&e, UINT64_MAX);
        assert_int_equal(e.result.proved, e.result.fewest);
        assert_int_equal(count_below(&e, e.weights), e.result.fewest);
        for (size_t j = 0; j < e.m; j++) {
            assert_true(e.weights[j] >= e.low[j] && e.weights[j] <= e.high[j]);
            sum += e.weights[j];
        }
        assert_near(sum, 1.0, 1e-14);
        for (size_t draw = 0; draw < DRAWS; draw++) {
            double weights[MOST_WEIGHTS];

            drawn_weights(&seed, e.low, e.high, e.m, weights);
            assert_true(count_below(&e, weights) >= e.result.fewest);
        }
    }
}

/* Three differences in two weights: w1 - w2, w2 - w1, and w1 - w2 again. At w1 = w2 all are 0. */
static void a_target_below_zero_takes_what_is_equal(void **state)
{
    example e = {.n = 3, .m = 2, .d = {1, -1, -1, 1, 1, -1}, .high = {1, 1}};

    (void) state;
    e.target = -1e-6;
    solve(&e, UINT64_MAX);
    assert_int_equal(e.result.fewest, 0);
    assert_int_equal(e.result.proved, 0);
    e.target = 1e-6;
    solve(&e, UINT64_MAX);
    assert_int_equal(e.result.fewest, 1);
    assert_int_equal(e.result.proved, 1);
}

static void work_that_is_cut_short_leaves_a_bracket(void **state)
{
    static example e;
    uint64_t seed = 7;
    size_t n_open = 0;

    (void) state;
    for (size_t turn = 0; turn < 60; turn++) {
        size_t truth;

        draw_example(&e, MOST_RIVALS, 6, 0, &seed);
        solve(&e, UINT64_MAX);
        truth = e.result.fewest;
        solve(&e, 2000);
        assert_true(e.result.proved <= truth && truth <= e.result.fewest);
        n_open += e.result.proved < e.result.fewest ? 1 : 0;
    }
    assert_true(n_open > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_fewest_of_all_corners),
        cmocka_unit_test(no_drawn_weights_leave_fewer),
        cmocka_unit_test(a_target_below_zero_takes_what_is_equal),
        cmocka_unit_test(work_that_is_cut_short_leaves_a_bracket),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

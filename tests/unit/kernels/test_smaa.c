/* kernels/smaa, kernels/smaa_exact.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/smaa.h"
#include "unit/drawn.h"

enum { MOST = 64, DRAWS = 40000 };

/* An example and what comes out of it. */
typedef struct {
    size_t n, m;
    double scores[3 * MOST], low[4], high[4];
    double b[MOST * MOST], above[MOST * MOST], central[4 * MOST];
    size_t best[MOST], worst[MOST];
    kernel_smaa_result result;
} example;

static void solve(example *e)
{
    const kernel_smaa_problem problem = {given_block(e->scores, e->n, e->m), {e->low, e->high, e->m}};
    void *room = malloc(kernel_smaa_room(e->n, e->m));

    assert_non_null(room);
    assert_true(kernel_box_tighten(e->low, e->high, e->m));
    assert_true(kernel_box_n_free(&problem.box) <= KERNEL_SMAA_FREE);
    e->result = (kernel_smaa_result){e->b, e->above, e->central, e->best, e->worst};
    kernel_smaa_exact(&problem, &e->result, room);
    free(room);
}

/* Weights from 0 to 1. @param units  n x m, a unit after the other */
static void pose(example *e, size_t n, size_t m, const double *units)
{
    *e = (example){.n = n, .m = m};
    for (size_t j = 0; j < m; j++) {
        e->high[j] = 1.0;
        for (size_t i = 0; i < n; i++)
            e->scores[j * n + i] = units[i * m + j];
    }
}

static void assert_row(const double *row, const double *expected, size_t n)
{
    for (size_t k = 0; k < n; k++)
        assert_near(row[k], expected[k], 1e-14);
}

/* A = t, B = 1 - t, C = 0.4, t the first weight: A passes C at 0.4 and B at 0.5, and B falls below C at 0.6. */
static void two_weights_change_ranks_where_lines_cross(void **state)
{
    static const double units[] = {1, 0, 0, 1, 0.4, 0.4};
    static const double a[] = {0.5, 0.1, 0.4}, c[] = {0.0, 0.8, 0.2}, centre[] = {0.75, 0.25};
    example e;

    (void) state;
    pose(&e, 3, 2, units);
    solve(&e);
    assert_row(e.b, a, 3);
    assert_row(e.b + 3, a, 3);
    assert_row(e.b + 6, c, 3);
    assert_row(e.central, centre, 2);
    assert_true(isnan(e.central[4]));
    assert_near(e.above[2], 0.6, 1e-15);
    assert_near(e.above[6], 0.4, 1e-15);
    assert_near(e.above[0], 0.0, 0.0);
    assert_int_equal(e.best[2], 2);
    assert_int_equal(e.worst[2], 3);
    assert_near(kernel_smaa_expected_rank(e.b, 3), 1.9, 1e-15);
    assert_near(kernel_smaa_holistic(e.b, 3), 0.55, 1e-15);
    assert_near(kernel_smaa_within(e.b, 3, 2), 0.6, 1e-15);
    assert_near(kernel_smaa_within(e.b, 3, 9), 1.0, 1e-15);
}

/* One unit best at each: by symmetry a third each. The mean of the largest of three weights that sum to 1 is
 * (1 + 1/2 + 1/3) / 3. The unit of thirds is second when one weight alone is above 1/3; two are with 3 (1 - 2/3)^2.
 */
static void three_weights_cut_the_triangle(void **state)
{
    static const double units[] = {1, 0, 0, 0, 1, 0, 0, 0, 1, 1.0 / 3, 1.0 / 3, 1.0 / 3};
    static const double thirds[] = {0.0, 2.0 / 3, 1.0 / 3, 0.0}, centre[] = {11.0 / 18, 7.0 / 36, 7.0 / 36};
    example e;

    (void) state;
    pose(&e, 4, 3, units);
    solve(&e);
    for (size_t i = 0; i < 3; i++)
        assert_near(e.b[i * 4], 1.0 / 3, 1e-15);
    assert_row(e.central, centre, 3);
    assert_row(e.b + 12, thirds, 4);
    assert_near(e.above[1], 0.5, 1e-15);
    assert_near(e.above[3], 4.0 / 9, 1e-15); /* w > 1/3: (2/3)^2 */
    assert_int_equal(e.best[3], 2);
    assert_int_equal(e.worst[3], 3);
}

/* Under w >= 0.2 the weights are 0.2 + 0.4 u; under w <= 0.5 the triangle that joins the middles of the sides is
 * left; under w1 <= 0.5 alone a quarter goes, all of it from the first unit. */
static void bounds_cut_the_triangle_first(void **state)
{
    static const double units[] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    static const double low_centre[] = {0.2 + 0.4 * 11.0 / 18, 0.2 + 0.4 * 7.0 / 36, 0.2 + 0.4 * 7.0 / 36};
    static const double high_centre[] = {4.0 / 9, 5.0 / 18, 5.0 / 18};
    example e;

    (void) state;
    pose(&e, 3, 3, units);
    e.low[0] = e.low[1] = e.low[2] = 0.2;
    solve(&e);
    assert_near(e.b[0], 1.0 / 3, 1e-15);
    assert_row(e.central, low_centre, 3);
    pose(&e, 3, 3, units);
    e.high[0] = e.high[1] = e.high[2] = 0.5;
    solve(&e);
    assert_near(e.b[0], 1.0 / 3, 1e-15);
    assert_row(e.central, high_centre, 3);
    pose(&e, 3, 3, units);
    e.high[0] = 0.5;
    solve(&e);
    assert_near(e.b[0], 1.0 / 9, 1e-15);
    assert_near(e.b[3], 4.0 / 9, 1e-15);
}

/* A = w1, B = w2, C = 2 w2 - w1: all three equal where w1 = w2, and B always between the others. */
static void coincident_lines_are_one_line(void **state)
{
    static const double units[] = {1, 0, 0, 0, 1, 0, -1, 2, 0};
    static const double ends[] = {0.5, 0.0, 0.5}, between[] = {0.0, 1.0, 0.0};
    example e;

    (void) state;
    pose(&e, 3, 3, units);
    solve(&e);
    assert_row(e.b, ends, 3);
    assert_row(e.b + 3, between, 3);
    assert_row(e.b + 6, ends, 3);
    assert_int_equal(e.best[1], 2);
    assert_int_equal(e.worst[1], 2);
}

/* A = w1, B = w2, C = w2 + 0.2, D = w2 - 0.2: A passes them where w1 - w2 is -0.2, 0, 0.2, parallel lines. The share
 * with w1 - w2 > d is (1 - d)^2 / 2 on each side. */
static void parallel_lines_make_strips(void **state)
{
    static const double units[] = {1, 0, 0, 0, 1, 0, 0.2, 1.2, 0.2, -0.2, 0.8, -0.2};
    static const double a[] = {0.32, 0.18, 0.18, 0.32};
    example e;

    (void) state;
    pose(&e, 4, 3, units);
    solve(&e);
    assert_row(e.b, a, 4);
}

static void units_alike_share_the_lower_number(void **state)
{
    static const double units[] = {1, 0, 0, 1, 1, 0};
    static const double shared[] = {0.5, 0.5, 0.0}, alone[] = {0.5, 0.0, 0.5};
    example e;

    (void) state;
    pose(&e, 3, 2, units);
    solve(&e);
    assert_row(e.b, shared, 3);
    assert_row(e.b + 3, alone, 3);
    assert_row(e.b + 6, shared, 3);
    assert_near(e.above[2], 0.0, 0.0);
}

static void no_unit_one_unit_and_no_free_weight_are_all_right(void **state)
{
    static const double units[] = {1, 5, 3, 3, 9, 0};
    example e;

    (void) state;
    pose(&e, 0, 3, units);
    solve(&e);
    pose(&e, 1, 3, units);
    solve(&e);
    assert_near(e.b[0], 1.0, 1e-15);
    assert_near(e.central[2], 1.0 / 3, 1e-15);
    assert_near(kernel_smaa_holistic(e.b, 1), 1.0, 1e-15);
    pose(&e, 3, 2, units);
    e.low[0] = 0.5;
    e.high[1] = 0.5; /* means 3, 3, 4.5 */
    e.high[0] = 0.5;
    solve(&e);
    assert_near(e.b[1], 1.0, 0.0);
    assert_near(e.b[4], 1.0, 0.0);
    assert_near(e.b[6], 1.0, 0.0);
    assert_near(e.central[4], 0.5, 1e-15);
    assert_near(e.above[6], 1.0, 0.0);
    assert_int_equal(e.worst[0], 2);
}

/* ---- against what is known without the cells ---- */

static void draw_scores(example *e, size_t n, size_t m, uint64_t *seed)
{
    *e = (example){.n = n, .m = m};
    for (size_t k = 0; k < n * m; k++)
        e->scores[k] = 100.0 * drawn_share(seed);
    for (size_t j = 0; j < m; j++)
        e->high[j] = 1.0;
}

static size_t rank_by_sums(const example *e, const double *weights, size_t unit)
{
    size_t rank = 1;

    for (size_t k = 0; k < e->n; k++) {
        double mine = 0.0, other = 0.0;

        for (size_t j = 0; j < e->m; j++) {
            mine += weights[j] * e->scores[j * e->n + unit];
            other += weights[j] * e->scores[j * e->n + k];
        }
        rank += other > mine ? 1 : 0;
    }
    return rank;
}

/* Exact shares against 40,000 draws, which also go through a tally. */
static void compare_with_draws(example *e, uint64_t *seed)
{
    const size_t n = e->n, m = e->m, words = kernel_smaa_tally_words(n, m, 1);
    uint64_t *room = calloc(words, sizeof *room);
    kernel_smaa_tally tally;
    static example drawn;

    assert_non_null(room);
    solve(e);
    drawn = *e;
    drawn.result = (kernel_smaa_result){drawn.b, drawn.above, drawn.central, drawn.best, drawn.worst};
    kernel_smaa_tally_start(&tally, n, m, 1, room);
    for (size_t t = 0; t < DRAWS; t++) {
        double weights[4] = {0.0};
        size_t ranks[MOST];

        drawn_weights(seed, e->low, e->high, m, weights);
        for (size_t i = 0; i < n; i++) {
            ranks[i] = rank_by_sums(e, weights, i);
            assert_true(ranks[i] >= e->best[i] && ranks[i] <= e->worst[i]);
        }
        kernel_smaa_add(&tally, weights, ranks);
    }
    kernel_smaa_estimate(&tally, &drawn.result);
    for (size_t k = 0; k < n * n; k++) {
        assert_near(drawn.b[k], e->b[k], 4.0 * kernel_smaa_error(e->b[k], DRAWS) + 1.0 / DRAWS);
        assert_near(drawn.above[k], e->above[k], 4.0 * kernel_smaa_error(e->above[k], DRAWS) + 1.0 / DRAWS);
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m && e->b[i * n] > 0.01; j++) /* a weight's deviation is 0.5 at most */
            assert_near(drawn.central[i * m + j], e->central[i * m + j], 4.0 * 0.5 / sqrt(DRAWS * e->b[i * n]));
    free(room);
}

static void shares_are_those_that_draws_tend_to(void **state)
{
    static example e;
    uint64_t seed = 44;

    (void) state;
    for (size_t m = 2; m <= 3; m++) {
        draw_scores(&e, 12, m, &seed);
        compare_with_draws(&e, &seed);
        draw_scores(&e, 12, m, &seed);
        e.low[0] = 0.1;
        e.low[1] = 0.3;
        e.high[0] = 0.45;
        e.high[1] = 0.6;
        compare_with_draws(&e, &seed);
    }
}

/* Rows sum to 1; so do columns where no units are alike; the expected rank is 1 and the shares of those above. */
static void assert_sums(const example *e)
{
    const size_t n = e->n;

    for (size_t i = 0; i < n; i++) {
        double row = 0.0, column = 0.0, rank = 1.0, weights = 0.0;

        for (size_t k = 0; k < n; k++) {
            row += e->b[i * n + k];
            column += e->b[k * n + i];
            rank += e->above[k * n + i];
            if (k != i)
                assert_near(e->above[i * n + k] + e->above[k * n + i], 1.0, 1e-14);
        }
        for (size_t j = 0; j < e->m; j++)
            weights += e->central[i * e->m + j];
        assert_near(row, 1.0, 1e-14);
        assert_near(column, 1.0, 1e-14);
        assert_near(kernel_smaa_expected_rank(e->b + i * n, n), rank, 1e-12);
        assert_true(isnan(weights) == !(e->b[i * n] > 0.0));
        if (!isnan(weights))
            assert_near(weights, 1.0, 1e-14);
    }
}

static void shares_add_up(void **state)
{
    static example e;
    uint64_t seed = 45;

    (void) state;
    for (size_t m = 2; m <= 3; m++)
        for (size_t n = 1; n <= MOST; n += 21) {
            draw_scores(&e, n, m, &seed);
            solve(&e);
            assert_sums(&e);
            for (size_t j = 0; j < m; j++) {
                e.low[j] = 0.999 / (double) m; /* a box as narrow as this is no worse off */
                e.high[j] = 1.002 / (double) m;
            }
            solve(&e);
            assert_sums(&e);
        }
}

static void the_order_of_units_and_of_weights_changes_nothing(void **state)
{
    static example e, turned;
    const size_t n = 20, m = 3;
    uint64_t seed = 46;

    (void) state;
    draw_scores(&e, n, m, &seed);
    e.low[0] = 0.1;
    e.high[2] = 0.5;
    turned = e;
    turned.low[0] = 0.0;
    turned.high[2] = 1.0;
    turned.low[2] = 0.1;
    turned.high[0] = 0.5;
    for (size_t j = 0; j < m; j++)
        for (size_t i = 0; i < n; i++)
            turned.scores[(m - 1 - j) * n + (n - 1 - i)] = e.scores[j * n + i];
    solve(&e);
    solve(&turned);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n; k++)
            assert_near(turned.b[(n - 1 - i) * n + k], e.b[i * n + k], 1e-14);
        for (size_t j = 0; j < m; j++)
            assert_near(turned.central[(n - 1 - i) * m + m - 1 - j], e.central[i * m + j], 1e-12);
        assert_int_equal(turned.best[n - 1 - i], e.best[i]);
        assert_int_equal(turned.worst[n - 1 - i], e.worst[i]);
    }
}

/* With w = l + (1 - sum l) u, the mean of scores x is that of sum l x + (1 - sum l) x with weights u. */
static void lower_bounds_are_other_scores_without_bounds(void **state)
{
    static const double low[] = {0.2, 0.05, 0.4};
    static example e, without;
    const size_t n = 20, m = 3;
    uint64_t seed = 47;

    (void) state;
    draw_scores(&e, n, m, &seed);
    without = e;
    for (size_t i = 0; i < n; i++) {
        double base = 0.0;

        for (size_t j = 0; j < m; j++)
            base += low[j] * e.scores[j * n + i];
        for (size_t j = 0; j < m; j++)
            without.scores[j * n + i] = base + 0.35 * e.scores[j * n + i];
    }
    memcpy(e.low, low, sizeof low);
    solve(&e);
    solve(&without);
    for (size_t k = 0; k < n * n; k++)
        assert_near(e.b[k], without.b[k], 1e-13);
}

/* A third weight held at one value: two are free, as if the units had two scores. */
static void a_weight_held_fast_is_no_longer_free(void **state)
{
    static example e, two;
    const size_t n = 20;
    uint64_t seed = 48;

    (void) state;
    draw_scores(&e, n, 3, &seed);
    two = e;
    two.m = 2;
    e.low[2] = e.high[2] = 0.2;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < 2; j++)
            two.scores[j * n + i] = 0.8 * e.scores[j * n + i] + 0.2 * e.scores[2 * n + i];
    solve(&e);
    solve(&two);
    for (size_t k = 0; k < n * n; k++)
        assert_near(e.b[k], two.b[k], 1e-14);
    assert_near(e.central[2], isnan(e.central[0]) ? (double) NAN : 0.2, 1e-15);
    e.low[0] = e.low[1] = 0.0;
    e.high[0] = e.high[1] = 1.0;
    e.high[2] = 0.2 + 1e-10; /* next to nothing: a sliver of a polygon, and as exact */
    solve(&e);
    for (size_t k = 0; k < n * n; k++)
        assert_near(e.b[k], two.b[k], 1e-8);
    assert_sums(&e);
}

/* Whole scores make many lines meet in one point, and many units alike. */
static void crowded_corners_neither_lose_nor_invent_ranks(void **state)
{
    static example e;
    const size_t n = 60, m = 3;
    uint64_t seed = 49;

    (void) state;
    draw_scores(&e, n, m, &seed);
    for (size_t k = 0; k < n * m; k++)
        e.scores[k] = floor(e.scores[k] / 20.0);
    solve(&e);
    for (size_t i = 0; i < n; i++) {
        double row = 0.0, rank = 1.0;

        for (size_t k = 0; k < n; k++) {
            row += e.b[i * n + k];
            rank += e.above[k * n + i];
            if (e.b[i * n + k] > 0.0) /* a share that is there is no rounding */
                assert_true(e.b[i * n + k] > 1e-9);
        }
        assert_near(row, 1.0, 1e-14);
        assert_near(kernel_smaa_expected_rank(e.b + i * n, n), rank, 1e-12);
        for (size_t k = 0; k < n; k++) { /* those alike have the same shares */
            int alike = 1;

            for (size_t j = 0; j < m; j++)
                alike = alike && e.scores[j * n + i] == e.scores[j * n + k];
            for (size_t r = 0; r < n && alike; r++)
                assert_near(e.b[i * n + r], e.b[k * n + r], 1e-14);
        }
    }
}

static void a_unit_is_first_at_its_central_weights(void **state)
{
    static example e;
    kernel_block scores;
    uint64_t seed = 50;
    size_t n_first = 0;

    (void) state;
    draw_scores(&e, 40, 3, &seed);
    solve(&e);
    scores = given_block(e.scores, e.n, e.m);
    for (size_t i = 0; i < e.n; i++)
        if (e.b[i * e.n] > 0.0) {
            assert_int_equal(kernel_smaa_rank_at(&scores, e.central + i * e.m, i), 1);
            n_first++;
        }
    assert_true(n_first > 3);
}

/* ---- reference: Compind data, solved in rational arithmetic elsewhere ---- */

static void the_reference_is_met(void **state)
{
    reference_table data, summary;
    static example e;

    (void) state;
    reference_open(&data, "compind/smaa_hpi12_input.csv");
    reference_open(&summary, "compind/smaa_hpi12_summary.csv");
    e = (example){.n = data.n_rows, .m = 3, .high = {1.0, 1.0, 1.0}};
    reference_block(&data, 1, 3, e.scores);
    solve(&e);
    for (size_t i = 0; i < e.n; i++) {
        assert_near(e.b[i * e.n], given_figure(&summary, i, "first_rank_acceptability"), 1e-14);
        assert_near(kernel_smaa_expected_rank(e.b + i * e.n, e.n), given_figure(&summary, i, "expected_rank"), 1e-13);
        assert_near(e.central[i * 3], given_figure(&summary, i, "central_w1"), 1e-12);
    }
    reference_close(&data);
    reference_close(&summary);
}

/* ---- all units at once ---- */

/* Scores in whole numbers and of a few units alike, so that many are tied; and those of a scale on which good scores
 * lie within 1e-11 of each other. */
static void ranks_of_all_units_are_those_of_each(void **state)
{
    static const double weights[][3] = {{0.25, 0.5, 0.25}, {0.1, 0.2, 0.7}, {0.0, 0.5, 0.5}};
    static example e;
    size_t ranks[MOST], order[MOST], n_tied = 0;
    double sums[MOST];
    uint64_t seed = 61;

    (void) state;
    for (size_t t = 0; t < 300; t++) {
        const size_t n = 1 + t % 50;
        const kernel_block block = given_block(e.scores, n, 3);

        for (size_t k = 0; k < n * 3; k++) {
            const double x = 1.0 + floor(10.0 * drawn_share(&seed));

            e.scores[k] = t % 3 == 0 ? (1.0 - pow(50.0 + x, -5.0)) / 5.0 : x;
        }
        kernel_smaa_ranks_at(&block, weights[t % 3], kernel_smaa_slack(&block), ranks, sums, order);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(ranks[i], kernel_smaa_rank_at(&block, weights[t % 3], i));
            n_tied += i > 0 && ranks[i] == ranks[i - 1] ? 1 : 0;
        }
    }
    assert_true(n_tied > 50);
}

/* ---- the tally ---- */

static void merging_in_any_order_gives_the_same_bytes(void **state)
{
    enum { N = 3, M = 2, PARTS = 4 };
    const size_t words = kernel_smaa_tally_words(N, M, 1);
    uint64_t rooms[PARTS + 2][64];
    kernel_smaa_tally tallies[PARTS + 2];
    uint64_t seed = 51;

    (void) state;
    assert_true(words <= 64);
    for (size_t k = 0; k < PARTS + 2; k++)
        kernel_smaa_tally_start(&tallies[k], N, M, 1, rooms[k]);
    for (size_t t = 0; t < 1000; t++) {
        const double w = drawn_share(&seed) * (t % 5 == 0 ? 1e-6 : 1.0), weights[M] = {w, 1.0 - w};
        const size_t ranks[N] = {1 + t % 3, 1 + (t + 1) % 3, 1 + (t + 2) % 3};

        kernel_smaa_add(&tallies[t * PARTS / 1000], weights, ranks);
    }
    for (size_t k = 0; k < PARTS; k++) {
        kernel_smaa_merge(&tallies[PARTS], &tallies[k]);
        kernel_smaa_merge(&tallies[PARTS + 1], &tallies[PARTS - 1 - k]);
    }
    assert_memory_equal(rooms[PARTS], rooms[PARTS + 1], words * sizeof(uint64_t));
    assert_true(tallies[PARTS].n_draws == 1000);
    assert_true(tallies[PARTS].ranks[0] == 334);
}

/* Ten draws whose weights sum to 7.5: past one word, which holds 4. */
static void central_weights_are_means_over_the_draws_that_put_a_unit_first(void **state)
{
    const double weights[] = {0.75, 0.25};
    const size_t first[] = {1, 2}, unranked[] = {0, 1};
    double b[4], above[4], central[4];
    size_t best[2], worst[2];
    kernel_smaa_result out = {b, above, central, best, worst};
    uint64_t room[16];
    kernel_smaa_tally tally;

    (void) state;
    kernel_smaa_tally_start(&tally, 2, 2, 0, room);
    kernel_smaa_estimate(&tally, &out);
    assert_true(isnan(b[0]) && isnan(central[0]));
    for (size_t t = 0; t < 10; t++)
        kernel_smaa_add(&tally, weights, t < 8 ? first : unranked);
    above[1] = -1.0;
    kernel_smaa_estimate(&tally, &out);
    assert_near(b[0], 0.8, 1e-15);
    assert_near(b[1], 0.0, 0.0);
    assert_near(b[2], 0.2, 1e-15);
    assert_near(central[0], 0.75, 0.0);
    assert_near(central[3], 0.25, 0.0);
    assert_int_equal(best[0], 1);
    assert_int_equal(worst[0], 1);
    assert_int_equal(worst[1], 2);
    assert_near(above[1], -1.0, 0.0); /* pairs were not counted */
    assert_near(kernel_smaa_error(0.8, 10), 0.4 / sqrt(10.0), 1e-15);
    assert_true(isnan(kernel_smaa_error(0.5, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_weights_change_ranks_where_lines_cross),
        cmocka_unit_test(three_weights_cut_the_triangle),
        cmocka_unit_test(bounds_cut_the_triangle_first),
        cmocka_unit_test(coincident_lines_are_one_line),
        cmocka_unit_test(parallel_lines_make_strips),
        cmocka_unit_test(units_alike_share_the_lower_number),
        cmocka_unit_test(no_unit_one_unit_and_no_free_weight_are_all_right),
        cmocka_unit_test(shares_are_those_that_draws_tend_to),
        cmocka_unit_test(shares_add_up),
        cmocka_unit_test(the_order_of_units_and_of_weights_changes_nothing),
        cmocka_unit_test(lower_bounds_are_other_scores_without_bounds),
        cmocka_unit_test(a_weight_held_fast_is_no_longer_free),
        cmocka_unit_test(crowded_corners_neither_lose_nor_invent_ranks),
        cmocka_unit_test(a_unit_is_first_at_its_central_weights),
        cmocka_unit_test(the_reference_is_met),
        cmocka_unit_test(ranks_of_all_units_are_those_of_each),
        cmocka_unit_test(merging_in_any_order_gives_the_same_bytes),
        cmocka_unit_test(central_weights_are_means_over_the_draws_that_put_a_unit_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

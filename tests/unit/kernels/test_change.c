/* kernels/change, and the games of kernels/shapley that split a change.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/change.h"
#include "kernels/random.h"
#include "kernels/shapley.h"

enum { MOST = 12, CASES = 1000 };

/* Three pillars at two dates, by hand. */
static const double old[] = {40, 60, 20}, new[] = {50, 55, 35}, given[] = {0.5, 0.3, 0.2};
static const kernel_change example = {old, new, given, 3};

static double sum_of(const double *x, size_t n)
{
    double sum = 0.0;

    for (size_t k = 0; k < n; k++)
        sum += x[k];
    return sum;
}

static double mean_of(const double *scores, const double *weights, size_t n, int geometric)
{
    double sum = 0.0;

    for (size_t k = 0; k < n; k++)
        sum += weights[k] / sum_of(weights, n) * (geometric ? log(scores[k]) : scores[k]);
    return geometric ? exp(sum) : sum;
}

static void an_arithmetic_mean_moves_by_weighted_differences(void **state)
{
    double out[3];

    (void) state;
    kernel_change_linear(&example, out);
    assert_near(out[0], 5.0, 1e-14);
    assert_near(out[1], -1.5, 1e-14);
    assert_near(out[2], 3.0, 1e-14);
}

/* 39.326144 becomes 47.907931. */
static void a_geometric_mean_moves_by_logarithms(void **state)
{
    double out[3], factors[3];

    (void) state;
    kernel_change_lmdi(&example, out);
    assert_near(out[0], 4.850691, 5e-7);
    assert_near(out[1], -1.134871, 5e-7);
    assert_near(out[2], 4.865967, 5e-7);
    assert_near(sum_of(out, 3), 8.581787, 5e-7);
    kernel_change_lmdi_factors(&example, factors);
    assert_near(factors[0], sqrt(1.25), 1e-15);
    assert_near(factors[0] * factors[1] * factors[2], 47.907931 / 39.326144, 5e-8);
}

static void the_logarithmic_mean_has_no_gap_where_both_are_equal(void **state)
{
    (void) state;
    assert_near(kernel_log_mean(7.0, 7.0), 7.0, 0.0);
    assert_near(kernel_log_mean(7.0 * (1.0 + 1e-13), 7.0), 7.0 * (1.0 + 0.5e-13), 1e-14);
    assert_near(kernel_log_mean(exp(1.0), 1.0), exp(1.0) - 1.0, 1e-15);
    assert_near(kernel_log_mean(1.0, exp(1.0)), exp(1.0) - 1.0, 1e-15);
}

static void what_does_not_change_has_no_part(void **state)
{
    const kernel_change still = {old, old, given, 3};
    double out[3];

    (void) state;
    kernel_change_lmdi(&still, out);
    for (size_t k = 0; k < 3; k++)
        assert_near(out[k], 0.0, 0.0);
}

/* A score of 0 has no logarithm, and needs none where it has no weight. */
static void a_part_without_weight_may_have_any_score(void **state)
{
    static const double before[] = {40, 0}, after[] = {50, 10}, weights[] = {2, 0};
    const kernel_change change = {before, after, weights, 2};
    double out[2];

    (void) state;
    kernel_change_lmdi(&change, out);
    assert_near(out[0], 10.0, 1e-13);
    assert_near(out[1], 0.0, 0.0);
}

/* ---- games ---- */

/* A mean whose parts, and whose weights if `n_players` is one more, take their new values when they join. */
typedef struct {
    const double *before, *after, *weights, *new_weights;
    size_t n;
    int geometric;
} mean_game;

static int play_mean(void *context, const unsigned char *joined, double *value)
{
    const mean_game *g = context;
    double scores[MOST];

    for (size_t k = 0; k < g->n; k++)
        scores[k] = joined[k] ? g->after[k] : g->before[k];
    *value = mean_of(scores, joined[g->n] ? g->new_weights : g->weights, g->n, g->geometric);
    return 0;
}

/* Players 0 .. n - 1 under one block, which is node n. */
static void split_mean(const mean_game *mean, size_t n_players, double *out)
{
    size_t first_child[MOST + 1] = {0}, n_children[MOST + 1] = {0};
    unsigned char joined[MOST + 2] = {0};
    double value = 0.0;
    mean_game context = *mean;
    const kernel_blocks blocks = {first_child, n_children, n_players};
    const kernel_game game = {play_mean, &context, 1};

    n_children[n_players] = n_players;
    memset(out, 0, (n_players + 1) * sizeof *out);
    assert_int_equal(kernel_nested_shapley(&blocks, &game, joined, &value, out), 0);
}

/* Owen 1977 and Shapley 1953 by hand: one left glove in a block of its own, two right ones together: a pair needs
 * the left one and any right one. Either block alone has nothing: a half each; the right ones are alike. */
static int play_gloves(void *context, const unsigned char *joined, double *value)
{
    ++*(size_t *) context;
    *value = joined[0] && (joined[1] || joined[2]) ? 1.0 : 0.0;
    return 0;
}

static void blocks_share_as_owen_has_it(void **state)
{
    static const size_t first_child[] = {0, 0, 0, 0, 1, 3}, n_children[] = {0, 0, 0, 1, 2, 2};
    const kernel_blocks blocks = {first_child, n_children, 5};
    unsigned char joined[6] = {0};
    double value = 0.0, out[6] = {0};
    size_t n_plays = 0;
    const kernel_game game = {play_gloves, &n_plays, 1};

    (void) state;
    assert_int_equal(kernel_nested_shapley(&blocks, &game, joined, &value, out), 0);
    assert_near(out[0], 0.5, 1e-15);
    assert_near(out[1], 0.25, 1e-15);
    assert_near(out[2], 0.25, 1e-15);
    assert_near((double) n_plays, kernel_nested_plays(&blocks), 0.0);
    assert_near((double) n_plays, 2 * 2 + 2 * 4, 0.0);
}

static void one_block_shares_as_shapley_has_it(void **state)
{
    static const size_t first_child[] = {0, 0, 0, 0}, n_children[] = {0, 0, 0, 3};
    const kernel_blocks blocks = {first_child, n_children, 3};
    unsigned char joined[4] = {0};
    double value = 0.0, out[4] = {0};
    size_t n_plays = 0;
    const kernel_game game = {play_gloves, &n_plays, 1};

    (void) state;
    assert_int_equal(kernel_nested_shapley(&blocks, &game, joined, &value, out), 0);
    assert_near(out[0], 2.0 / 3.0, 1e-15);
    assert_near(out[1], 1.0 / 6.0, 1e-15);
    assert_near(out[2], 1.0 / 6.0, 1e-15);
}

static int refuse(void *context, const unsigned char *joined, double *value)
{
    (void) context;
    (void) joined;
    *value = 0.0;
    return 7;
}

static void a_game_that_cannot_go_on_ends(void **state)
{
    static const size_t first_child[] = {0, 0, 0, 0, 1, 3}, n_children[] = {0, 0, 0, 1, 2, 2};
    const kernel_blocks blocks = {first_child, n_children, 5};
    unsigned char joined[6] = {0};
    double value = 0.0, out[6] = {0};
    const kernel_game game = {refuse, NULL, 1};

    (void) state;
    assert_int_equal(kernel_nested_shapley(&blocks, &game, joined, &value, out), 7);
}

/* ---- every split adds up ---- */

static void steps_add_up_to_the_change(void **state)
{
    const kernel_random random = {20, 1};

    (void) state;
    for (size_t c = 0; c < CASES; c++) {
        double u[3 * MOST], out[MOST + 1];
        const size_t n = 1 + c % 7;
        const kernel_change change = {u, u + MOST, u + 2 * MOST, n};

        kernel_uniform_fill(&random, c, 0, 3 * MOST, u);
        for (size_t k = 0; k < 2 * MOST; k++)
            u[k] *= 100.0;
        for (int geometric = 0; geometric < 2; geometric++) {
            const mean_game game = {u, u + MOST, u + 2 * MOST, NULL, n, geometric};
            const double before = mean_of(u, change.weights, n, geometric);
            const double after = mean_of(u + MOST, change.weights, n, geometric);

            (geometric ? kernel_change_lmdi : kernel_change_linear)(&change, out);
            assert_near(sum_of(out, n), after - before, 1e-11);
            split_mean(&game, n, out);
            assert_near(sum_of(out, n), after - before, 1e-11);
        }
    }
}

/* ---- ranks ---- */

/* Shares .2 .4 .4 become .6 .3 .1: with A and C .2 + .4 3/4, .4 and .4 - .3, since C loses three quarters. */
static void shares_move_between_those_who_have_joined(void **state)
{
    static const double before[] = {0.2, 0.4, 0.4}, after[] = {0.6, 0.3, 0.1}, scores[] = {90, 50, 10};
    static const kernel_shift shift = {before, after, 3};
    double out[3];

    (void) state;
    kernel_shift_shares(&shift, (const unsigned char[]){1, 0, 1}, out);
    assert_near(out[0], 0.5, 1e-15);
    assert_near(out[1], 0.4, 0.0);
    assert_near(out[2], 0.1, 1e-15);
    kernel_shift_shares(&shift, (const unsigned char[]){0, 1, 1}, out); /* nobody gains */
    for (size_t k = 0; k < 3; k++)
        assert_near(out[k], before[k], 0.0);
    kernel_shift_shares(&shift, (const unsigned char[]){1, 1, 1}, out);
    for (size_t k = 0; k < 3; k++)
        assert_near(out[k], after[k], 0.0);
    kernel_shift_parts(&shift, scores, out);
    assert_near(out[0], 14.0, 1e-13);
    assert_near(out[1], 2.0, 1e-13);
    assert_near(out[2], 12.0, 1e-13);
}

enum { MOVED = 6 };

/* What each set of those who have joined achieves, by shares that must be shares. */
static void mix_shares(const kernel_shift *shift, const double *scores, double value[1 << MOVED])
{
    for (unsigned set = 0; set < 1u << MOVED; set++) {
        unsigned char joined[MOVED];
        double shares[MOVED];

        for (size_t k = 0; k < MOVED; k++)
            joined[k] = set >> k & 1u;
        kernel_shift_shares(shift, joined, shares);
        assert_near(sum_of(shares, MOVED), 1.0, 1e-14);
        value[set] = 0.0;
        for (size_t k = 0; k < MOVED; k++) {
            assert_true(shares[k] >= 0.0);
            value[set] += shares[k] * scores[k];
        }
    }
}

static void parts_of_moved_shares_are_shapley_values(void **state)
{
    const kernel_random random = {22, 1};

    (void) state;
    for (size_t c = 0; c < CASES / 10; c++) {
        double u[3 * MOVED], value[1 << MOVED], out[MOVED], expected[MOVED];
        const kernel_shift shift = {u, u + MOVED, MOVED};

        kernel_uniform_fill(&random, c, 0, 3 * MOVED, u);
        u[c % MOVED] = 0.0; /* some have no weight in one of the years */
        for (int when = 0; when < 2; when++) {
            double *shares = u + when * MOVED;
            const double total = sum_of(shares, MOVED);

            for (size_t k = 0; k < MOVED; k++)
                shares[k] /= total;
        }
        mix_shares(&shift, u + 2 * MOVED, value);
        kernel_shapley(value, MOVED, expected);
        kernel_shift_parts(&shift, u + 2 * MOVED, out);
        for (size_t k = 0; k < MOVED; k++)
            assert_near(out[k], expected[k], 1e-14);
    }
}

/* A falls from first to last; B and C stand still. A's own doing, all of it; B and C climb by A's. D joins later. */
static void a_fall_is_ones_own_doing_and_a_climb_may_be_others(void **state)
{
    static const double before[] = {9, 8, 7, (double) NAN}, after[] = {1, 8, 7, 9};
    double scratch[8], ranks[8], own[4], others[4];

    (void) state;
    kernel_change_ranks(before, after, 4, scratch, ranks, own, others);
    assert_near(ranks[0], 1.0, 0.0);
    assert_near(ranks[4], 3.0, 0.0);
    assert_near(own[0], 2.0, 0.0);
    assert_near(others[0], 0.0, 0.0);
    assert_near(own[1], 0.0, 0.0);
    assert_near(others[1], -1.0, 0.0);
    assert_near(ranks[3], (double) NAN, 0.0);
    assert_near(own[3], (double) NAN, 0.0);
}

/* A 5 -> 7, B 6 -> 8: A stays second. With its own new score alone it would be first, with B's alone second, as
 * before; with its old score among new ones second: own (-1 + 0) / 2, others (0 + 1) / 2. */
static void both_orders_are_averaged(void **state)
{
    static const double before[] = {5, 6}, after[] = {7, 8};
    double scratch[4], ranks[4], own[2], others[2];

    (void) state;
    kernel_change_ranks(before, after, 2, scratch, ranks, own, others);
    assert_near(own[0], -0.5, 0.0);
    assert_near(others[0], 0.5, 0.0);
    assert_near(own[1], -0.5, 0.0);
    assert_near(others[1], 0.5, 0.0);
}

static void parts_of_rank_add_up_to_the_change(void **state)
{
    const kernel_random random = {21, 1};
    double u[2 * MOST], scratch[2 * MOST], ranks[2 * MOST], own[MOST], others[MOST];

    (void) state;
    for (size_t c = 0; c < CASES; c++) {
        kernel_uniform_fill(&random, c, 0, 2 * MOST, u);
        for (size_t k = 0; k < 2 * MOST; k++)
            u[k] = u[k] < 0.1 ? (double) NAN : floor(10.0 * u[k]); /* ties and gaps */
        kernel_change_ranks(u, u + MOST, MOST, scratch, ranks, own, others);
        for (size_t i = 0; i < MOST; i++)
            assert_near(own[i] + others[i], ranks[MOST + i] - ranks[i], 0.0);
    }
}

/* ---- the reference ---- */

typedef struct {
    double before[4], after[4], weights[4], new_weights[4];
} case_of;

static double expected_of(const reference_table *t, const char *unit, const char *mean, const char *method, size_t k)
{
    static const char *const factors[] = {"x1", "x2", "x3", "x4", "weights", ""};

    for (size_t row = 0; row < t->n_rows; row++)
        if (strcmp(reference_cell(t, row, 0), unit) == 0 && strcmp(reference_cell(t, row, 1), mean) == 0 &&
            strcmp(reference_cell(t, row, 2), method) == 0 && strcmp(reference_cell(t, row, 3), factors[k]) == 0)
            return reference_number(t, row, 4);
    fail_msg("no row %s %s %s %s", unit, mean, method, factors[k]);
    return 0.0;
}

static size_t check_unit(const reference_table *t, const char *unit, const case_of *c, int geometric)
{
    const char *mean = geometric ? "geom" : "arith";
    const kernel_change change = {c->before, c->after, c->weights, 4};
    mean_game game = {c->before, c->after, c->weights, NULL, 4, geometric};
    double out[6], factors[4];

    (geometric ? kernel_change_lmdi : kernel_change_linear)(&change, out);
    kernel_change_lmdi_factors(&change, factors);
    for (size_t k = 0; k < 4; k++) {
        assert_near(out[k], expected_of(t, unit, mean, geometric ? "lmdi1_additive" : "exact_linear", k), 1e-12);
        if (geometric)
            assert_near(factors[k], expected_of(t, unit, mean, "lmdi_multiplicative", k), 1e-12);
    }
    split_mean(&game, 4, out);
    for (size_t k = 0; k < 4; k++)
        assert_near(out[k], expected_of(t, unit, mean, "shapley_indicator", k), 1e-12);
    assert_near(sum_of(out, 4), expected_of(t, unit, mean, "total_fixed_weights", 5), 1e-12);
    game.new_weights = c->new_weights;
    split_mean(&game, 5, out);
    for (size_t k = 0; k < 5; k++)
        assert_near(out[k], expected_of(t, unit, mean, "shapley_indicator_and_weights", k), 1e-12);
    assert_near(sum_of(out, 5), expected_of(t, unit, mean, "total_changing_weights", 5), 1e-12);
    return geometric ? 19 : 15;
}

static void the_reference_is_met(void **state)
{
    reference_table values, weights, expected;
    size_t n_checked = 0;

    (void) state;
    reference_open(&values, "change_decomposition/values.csv");
    reference_open(&weights, "change_decomposition/weights.csv");
    reference_open(&expected, "change_decomposition/expected.csv");
    for (size_t row = 0; row < values.n_rows; row += 2) {
        case_of c;

        for (size_t k = 0; k < 4; k++) {
            c.before[k] = reference_number(&values, row, 2 + k);
            c.after[k] = reference_number(&values, row + 1, 2 + k);
            c.weights[k] = reference_number(&weights, k, 1);
            c.new_weights[k] = reference_number(&weights, k, 2);
        }
        for (int geometric = 0; geometric < 2; geometric++)
            n_checked += check_unit(&expected, reference_cell(&values, row, 0), &c, geometric);
    }
    assert_int_equal(n_checked, expected.n_rows);
    reference_close(&expected);
    reference_close(&weights);
    reference_close(&values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arithmetic_mean_moves_by_weighted_differences),
        cmocka_unit_test(a_geometric_mean_moves_by_logarithms),
        cmocka_unit_test(the_logarithmic_mean_has_no_gap_where_both_are_equal),
        cmocka_unit_test(what_does_not_change_has_no_part),
        cmocka_unit_test(a_part_without_weight_may_have_any_score),
        cmocka_unit_test(blocks_share_as_owen_has_it),
        cmocka_unit_test(one_block_shares_as_shapley_has_it),
        cmocka_unit_test(a_game_that_cannot_go_on_ends),
        cmocka_unit_test(steps_add_up_to_the_change),
        cmocka_unit_test(shares_move_between_those_who_have_joined),
        cmocka_unit_test(parts_of_moved_shares_are_shapley_values),
        cmocka_unit_test(a_fall_is_ones_own_doing_and_a_climb_may_be_others),
        cmocka_unit_test(both_orders_are_averaged),
        cmocka_unit_test(parts_of_rank_add_up_to_the_change),
        cmocka_unit_test(the_reference_is_met),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

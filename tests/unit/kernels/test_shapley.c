/* kernels/shapley.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include "kernels/random.h"
#include "kernels/shapley.h"
#include "unit/kernels/analytic.h"

static const double gap = (double) NAN;

/* One left glove (player 0) and two right ones; a pair is worth 1. Shapley 1953: 2/3, 1/6, 1/6. */
static void gloves_are_shared_as_known(void **state)
{
    static const double value[] = {0, 0, 0, 1, 0, 1, 0, 1};
    double out[3];

    (void) state;
    kernel_shapley(value, 3, out);
    assert_near(out[0], 2.0 / 3.0, 1e-15);
    assert_near(out[1], 1.0 / 6.0, 1e-15);
    assert_near(out[2], 1.0 / 6.0, 1e-15);
}

/* What everybody adds alone, and 10 for players 0 and 3 together; nobody at all has 7. */
static void many_players_share_the_whole(void **state)
{
    enum { K = 12 };
    static double value[1 << K];
    double out[K], sum = 0.0;

    (void) state;
    for (size_t set = 0; set < 1 << K; set++) {
        value[set] = 7.0 + ((set & 9) == 9 ? 10.0 : 0.0);
        for (size_t i = 0; i < K; i++)
            value[set] += (set >> i & 1) != 0 ? (double) i : 0.0;
    }
    kernel_shapley(value, K, out);
    for (size_t i = 0; i < K; i++) {
        assert_near(out[i], (double) i + (i == 0 || i == 3 ? 5.0 : 0.0), 1e-11);
        sum += out[i];
    }
    assert_near(sum, value[(1 << K) - 1] - value[0], 1e-11);
}

static void one_player_has_everything(void **state)
{
    static const double value[] = {3.0, 5.0};
    double out = 0.0;

    (void) state;
    kernel_shapley(value, 1, &out);
    assert_near(out, 2.0, 0.0);
}

/* 0.9 of (0, 1, 2, 3) takes 3 and puts 0 in its place; 0.4 of (1, 2, 0) takes 2, 0.1 of (1, 0) takes 1. */
static void an_order_is_made_of_numbers(void **state)
{
    static const double u[] = {0.9, 0.4, 0.1};
    static const size_t expected[] = {3, 2, 1, 0};
    size_t order[4];

    (void) state;
    kernel_shapley_order(u, 4, order);
    assert_memory_equal(order, expected, sizeof expected);
    kernel_shapley_order(NULL, 1, order);
    assert_int_equal(order[0], 0);
}

static void every_order_is_as_likely(void **state)
{
    enum { DRAWS = 24000 };
    const kernel_random r = {.seed = 11, .stream = 0};
    size_t count[256] = {0}, n_orders = 0;

    (void) state;
    for (uint64_t k = 0; k < DRAWS; k++) {
        double u[3];
        size_t order[4];

        kernel_uniform_fill(&r, k, 0, 3, u);
        kernel_shapley_order(u, 4, order);
        count[order[0] << 6 | order[1] << 4 | order[2] << 2 | order[3]]++;
    }
    for (size_t k = 0; k < 256; k++) {
        if (count[k] == 0)
            continue;
        n_orders++;
        assert_near((double) count[k], DRAWS / 24.0, 4.5 * sqrt(DRAWS / 24.0));
    }
    assert_int_equal(n_orders, 24);
}

/* f(A) = 2, after factor 1: 5, after factor 0: 1 = f(B). Half squares from f(A): 0, 4.5, 0.5. */
static void a_walk_by_hand(void **state)
{
    static const size_t order[] = {1, 0};
    const double runs[] = {2.0, 2.0, 5.0, gap, 1.0, 1.0};
    double effects[4] = {0}, count[2] = {0};

    (void) state;
    kernel_shapley_add(order, 2, runs, 2, effects, count);
    assert_near(effects[2], 4.5, 0.0);
    assert_near(effects[0], -4.0, 0.0);
    assert_near(count[0], 1.0, 0.0);
    assert_true(effects[1] == 0.0 && effects[3] == 0.0 && count[1] == 0.0);
}

static void shares_add_up_to_one(void **state)
{
    static const double effects[] = {3.0, 0.0, 1.0, 0.0, -1.0, 0.0};
    double shares[3];

    (void) state;
    kernel_shapley_shares(effects, 2, 3, shares);
    assert_near(shares[0], 1.0, 0.0);
    assert_near(shares[1], 1.0 / 3.0, 1e-15);
    assert_near(shares[2], -1.0 / 3.0, 1e-15);
    kernel_shapley_shares(effects + 1, 2, 3, shares);
    assert_true(isnan(shares[0]));
}

/* Independent factors share interactions evenly: S_1 + S_13 / 2, S_2, S_13 / 2 (Owen 2014). */
static void effects_of_ishigami(double out[3])
{
    const test_function *f = &test_functions[0];
    const double both = f->total[2];

    out[0] = f->first[0] + both / 2.0;
    out[1] = f->first[1];
    out[2] = both / 2.0;
}

/* Random orders; the standard error is estimated from forty parts, and four of them is one chance in 4,000. */
static void walks_approach_the_true_effects(void **state)
{
    enum { PARTS = 40, N = 1000 };
    const kernel_random r = {.seed = 12, .stream = 0};
    double expected[3], parts[PARTS][3], count = 0.0;

    (void) state;
    effects_of_ishigami(expected);
    for (uint64_t part = 0; part < PARTS; part++) {
        double effects[3] = {0};

        for (uint64_t k = 0; k < N; k++) {
            double u[8], runs[4];
            size_t order[3];

            kernel_uniform_fill(&r, part * N + k, 0, 8, u);
            kernel_shapley_order(u + 6, 3, order);
            runs[0] = ishigami(u);
            for (size_t step = 0; step < 3; step++) {
                u[order[step]] = u[3 + order[step]];
                runs[step + 1] = ishigami(u);
            }
            kernel_shapley_add(order, 3, runs, 1, effects, &count);
        }
        kernel_shapley_shares(effects, 1, 3, parts[part]);
    }
    assert_near(count, (double) PARTS * N, 0.0);
    for (size_t i = 0; i < 3; i++) {
        double mean = 0.0, squares = 0.0;

        for (size_t part = 0; part < PARTS; part++)
            mean += parts[part][i] / PARTS;
        for (size_t part = 0; part < PARTS; part++)
            squares += (parts[part][i] - mean) * (parts[part][i] - mean);
        assert_near(mean, expected[i], 4.0 * sqrt(squares / (PARTS * (PARTS - 1.0))));
        assert_near(mean, expected[i], 0.02);
    }
}

/* Every set of factors run for every row: the other scheme. */
static void all_sets_approach_the_true_effects(void **state)
{
    enum { N = 20000 };
    const kernel_random r = {.seed = 13, .stream = 0};
    double expected[3], value[8] = {0}, out[3], shares[3];

    (void) state;
    effects_of_ishigami(expected);
    for (uint64_t k = 0; k < N; k++) {
        double u[6];

        kernel_uniform_fill(&r, k, 0, 6, u);
        for (size_t set = 1; set < 8; set++) {
            double x[3];

            for (size_t i = 0; i < 3; i++)
                x[i] = u[(set >> i & 1) != 0 ? 3 + i : i];
            value[set] += 0.5 * pow(ishigami(u) - ishigami(x), 2.0) / N;
        }
    }
    kernel_shapley(value, 3, out);
    assert_near(out[0] + out[1] + out[2], value[7], 1e-12);
    kernel_shapley_shares(out, 1, 3, shares);
    for (size_t i = 0; i < 3; i++)
        assert_near(shares[i], expected[i], 0.02);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gloves_are_shared_as_known),
        cmocka_unit_test(many_players_share_the_whole),
        cmocka_unit_test(one_player_has_everything),
        cmocka_unit_test(an_order_is_made_of_numbers),
        cmocka_unit_test(every_order_is_as_likely),
        cmocka_unit_test(a_walk_by_hand),
        cmocka_unit_test(shares_add_up_to_one),
        cmocka_unit_test(walks_approach_the_true_effects),
        cmocka_unit_test(all_sets_approach_the_true_effects),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

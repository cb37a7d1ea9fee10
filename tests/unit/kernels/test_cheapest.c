/* kernels/cheapest: by hand, against the conditions of the cheapest, and one way against the other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/cheapest.h"
#include "unit/drawn.h"

enum { CASES = 1000, MOST_ELEMENTS = 12 };

typedef struct {
    double now[MOST_ELEMENTS], most[MOST_ELEMENTS], weight[MOST_ELEMENTS], cost[MOST_ELEMENTS];
    double rises[MOST_ELEMENTS], scratch[9 * MOST_ELEMENTS];
    size_t places[MOST_ELEMENTS];
    kernel_climb climb;
} unit_case;

/* Scores 40, 60, 20, weights .5 .3 .2, costs 2, 1, 4: index 42. The second gives .3 a unit of money, the first .25,
 * the third .05. For 50: the second by 20 (6 points), the first by 4 (2 points): 20 + 8. */
static unit_case three(void)
{
    return (unit_case){.now = {40, 60, 20}, .most = {100, 80, 100}, .weight = {0.5, 0.3, 0.2}, .cost = {2, 1, 4}};
}

static void set_climb(unit_case *u, size_t n)
{
    u->climb = (kernel_climb){u->now, u->most, u->weight, u->cost, n};
}

static void the_arithmetic_way_by_hand(void **state)
{
    unit_case u = three();
    kernel_climbed found;

    (void) state;
    set_climb(&u, 3);
    found = kernel_climb_arithmetic(&u.climb, 50.0, u.rises, u.scratch, u.places);
    assert_int_equal(found.status, KERNEL_CLIMB_FOUND);
    assert_near(u.rises[1], 20.0, 0.0);
    assert_near(u.rises[0], 4.0, 1e-13);
    assert_true(u.rises[2] == 0.0);
    assert_near(found.cost, 28.0, 1e-12);
    assert_near(found.index, 50.0, 1e-13);
    found = kernel_climb_arithmetic(&u.climb, 42.0, u.rises, u.scratch, u.places);
    assert_true(found.status == KERNEL_CLIMB_REACHED && found.cost == 0.0);
    found = kernel_climb_arithmetic(&u.climb, 94.0, u.rises, u.scratch, u.places);
    assert_int_equal(found.status, KERNEL_CLIMB_FOUND); /* all at their most give 94 */
    found = kernel_climb_arithmetic(&u.climb, 95.0, u.rises, u.scratch, u.places);
    assert_int_equal(found.status, KERNEL_CLIMB_OUT_OF_REACH);
    assert_near(found.index, 94.0, 1e-13);
    assert_near(found.cost, 120.0 + 20.0 + 320.0, 1e-12);
}

/* Scores 16 and 4 of the same weight and cost: index 8. For 10 the lower one alone rises, to 6.25; for 20 both are
 * 20. With the first four times as dear, the second would be 4 times the first: 20 is 16 and 25. */
static void the_geometric_way_by_hand(void **state)
{
    unit_case u = {.now = {16, 4}, .most = {100, 100}, .weight = {3, 3}, .cost = {1, 1}};
    kernel_climbed found;

    (void) state;
    set_climb(&u, 2);
    found = kernel_climb_geometric(&u.climb, 10.0, u.rises, u.scratch);
    assert_int_equal(found.status, KERNEL_CLIMB_FOUND);
    assert_true(u.rises[0] == 0.0);
    assert_near(u.rises[1], 2.25, 1e-13);
    found = kernel_climb_geometric(&u.climb, 20.0, u.rises, u.scratch);
    assert_near(u.rises[0], 4.0, 1e-12);
    assert_near(u.rises[1], 16.0, 1e-12);
    assert_near(found.cost, 20.0, 1e-12);
    u.cost[0] = 4.0;
    found = kernel_climb_geometric(&u.climb, 20.0, u.rises, u.scratch);
    assert_true(u.rises[0] == 0.0);
    assert_near(u.rises[1], 21.0, 1e-12);
    assert_near(found.cost, 21.0, 1e-12);
    found = kernel_climb_geometric(&u.climb, 8.0, u.rises, u.scratch);
    assert_true(found.status == KERNEL_CLIMB_REACHED && found.cost == 0.0 && u.rises[1] == 0.0);
    found = kernel_climb_geometric(&u.climb, 101.0, u.rises, u.scratch);
    assert_int_equal(found.status, KERNEL_CLIMB_OUT_OF_REACH);
    assert_near(found.index, 100.0, 1e-12);
    u.now[1] = 0.0;
    found = kernel_climb_geometric(&u.climb, 10.0, u.rises, u.scratch);
    assert_true(found.status == KERNEL_CLIMB_UNUSABLE && found.who == 1);
}

static double draw_unit(unit_case *u, uint64_t *seed)
{
    const size_t n = 1 + (size_t) (drawn_share(seed) * (MOST_ELEMENTS - 1));
    double worst = 0.0, best = 0.0, weights = 0.0;

    for (size_t i = 0; i < n; i++) {
        u->now[i] = 1.0 + 90.0 * drawn_share(seed);
        u->most[i] = drawn_share(seed) < 0.2 ? u->now[i] : u->now[i] + (100.0 - u->now[i]) * drawn_share(seed);
        u->weight[i] = i > 0 && drawn_share(seed) < 0.1 ? 0.0 : 0.1 + drawn_share(seed);
        u->cost[i] = 0.1 + 5.0 * drawn_share(seed);
        worst += u->weight[i] * u->now[i];
        best += u->weight[i] * u->most[i];
        weights += u->weight[i];
    }
    set_climb(u, n);
    return (worst + (best - worst) * drawn_share(seed)) / weights;
}

/* No element that could still rise gives more for its cost than one that has risen. */
static void no_exchange_of_rises_is_cheaper(const unit_case *u, int geometric)
{
    for (size_t i = 0; i < u->climb.n; i++)
        for (size_t k = 0; k < u->climb.n; k++) {
            const double of_i = geometric ? u->now[i] + u->rises[i] : 1.0;
            const double of_k = geometric ? u->now[k] + u->rises[k] : 1.0;

            if (u->rises[i] > 0.0 && u->rises[k] < u->most[k] - u->now[k])
                assert_true(u->weight[i] / (u->cost[i] * of_i) >= u->weight[k] / (u->cost[k] * of_k) * (1.0 - 1e-9));
        }
}

static void the_conditions_of_the_cheapest_hold(void **state)
{
    uint64_t seed = 61;
    unit_case u;

    (void) state;
    for (int round = 0; round < CASES; round++) {
        const double target = draw_unit(&u, &seed);
        kernel_climbed found = kernel_climb_arithmetic(&u.climb, target, u.rises, u.scratch, u.places);

        assert_true(found.status == KERNEL_CLIMB_FOUND || found.status == KERNEL_CLIMB_REACHED);
        assert_near(found.index, target, 1e-12 * target);
        no_exchange_of_rises_is_cheaper(&u, 0);
        found = kernel_climb_geometric(&u.climb, target, u.rises, u.scratch);
        assert_true(found.status == KERNEL_CLIMB_OUT_OF_REACH || found.index >= target * (1.0 - 1e-12));
        if (found.status != KERNEL_CLIMB_FOUND)
            continue;
        assert_near(found.index, target, 1e-12 * target);
        no_exchange_of_rises_is_cheaper(&u, 1);
    }
}

/* ---- step by step ---- */

typedef struct {
    const kernel_climb *climb;
    int geometric;
} mean_rule;

static double mean_of(const double *scores, size_t n, void *context)
{
    const mean_rule *rule = context;
    double sum = 0.0, weights = 0.0;

    for (size_t i = 0; i < n; i++) {
        sum += rule->climb->weight[i] * (rule->geometric ? log(scores[i]) : scores[i]);
        weights += rule->climb->weight[i];
    }
    return rule->geometric ? exp(sum / weights) : sum / weights;
}

static double least_of(const double *scores, size_t n, void *context)
{
    double least = scores[0];

    (void) context;
    for (size_t i = 1; i < n; i++)
        least = fmin(least, scores[i]);
    return least;
}

/* Where the cheapest is known, small steps come near it and never below; the target is met to the last bit. */
static void steps_come_near_to_what_is_exact(void **state)
{
    uint64_t seed = 62;
    unit_case u;

    (void) state;
    for (int round = 0; round < 60; round++) {
        const double target = draw_unit(&u, &seed);
        mean_rule rule = {&u.climb, round % 2};
        const kernel_climbed exact = rule.geometric
                                         ? kernel_climb_geometric(&u.climb, target, u.rises, u.scratch)
                                         : kernel_climb_arithmetic(&u.climb, target, u.rises, u.scratch, u.places);
        const kernel_climbed found =
            kernel_climb_by_margin(&u.climb, target, &(kernel_index_rule){mean_of, &rule, 0.25}, u.rises, u.scratch);

        if (exact.status != KERNEL_CLIMB_FOUND)
            continue;
        assert_int_equal(found.status, KERNEL_CLIMB_FOUND);
        assert_true(found.index >= target && found.index <= target * (1.0 + 1e-14));
        assert_true(found.cost >= exact.cost * (1.0 - 1e-9) && found.cost <= exact.cost + 3.0);
    }
}

/* The least of two scores: 10, 10 to 20. One rise alone gives nothing; it goes on all the same. */
static void steps_go_on_where_one_alone_gives_nothing(void **state)
{
    unit_case u = {.now = {10, 10}, .most = {20, 50}, .weight = {1, 1}, .cost = {1, 1}};
    kernel_climbed found;

    (void) state;
    set_climb(&u, 2);
    found = kernel_climb_by_margin(&u.climb, 20.0, &(kernel_index_rule){least_of, NULL, 1.0}, u.rises, u.scratch);
    assert_int_equal(found.status, KERNEL_CLIMB_FOUND);
    assert_true(found.index == 20.0 && found.cost >= 20.0);
    found = kernel_climb_by_margin(&u.climb, 21.0, &(kernel_index_rule){least_of, NULL, 1.0}, u.rises, u.scratch);
    assert_int_equal(found.status, KERNEL_CLIMB_OUT_OF_REACH);
    assert_true(found.index == 20.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_arithmetic_way_by_hand),
        cmocka_unit_test(the_geometric_way_by_hand),
        cmocka_unit_test(the_conditions_of_the_cheapest_hold),
        cmocka_unit_test(steps_come_near_to_what_is_exact),
        cmocka_unit_test(steps_go_on_where_one_alone_gives_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

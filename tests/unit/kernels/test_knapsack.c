/* kernels/knapsack: figures computed elsewhere, a portfolio by hand, and every choice there is tried out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include <stdio.h>
#include <string.h>

#include "kernels/knapsack.h"
#include "unit/drawn.h"

enum { MOST_PROJECTS = 32, TRIED = 18 };

typedef struct {
    uint32_t cost[MOST_PROJECTS];
    double gain[MOST_PROJECTS], scratch[MOST_PROJECTS];
    size_t group[MOST_PROJECTS], places[2 * MOST_PROJECTS];
    unsigned char chosen[MOST_PROJECTS];
    kernel_projects projects;
} portfolio;

static kernel_choice best_of(portfolio *p, uint32_t budget)
{
    const kernel_projects_room room = kernel_room_for_projects(&p->projects, budget);
    double *doubles = given_room(room.n_doubles);
    unsigned char *bytes = malloc(room.n_bytes + 1);
    kernel_choice best;

    assert_non_null(bytes);
    best = kernel_choose_best(&p->projects, budget, p->chosen, doubles, bytes);
    free(bytes);
    free(doubles);
    return best;
}

static int is_allowed(const portfolio *p, uint32_t budget)
{
    uint64_t cost = 0;

    for (size_t j = 0; j < p->projects.n; j++) {
        size_t alike = 0;

        cost += p->chosen[j] ? p->cost[j] : 0;
        for (size_t k = 0; k < p->projects.n; k++)
            alike += p->chosen[k] && p->group[k] == p->group[j];
        if (alike > p->projects.limit)
            return 0;
    }
    return cost <= budget;
}

static void read_reference(portfolio *p)
{
    reference_table table;

    reference_open(&table, "allocation/projects.csv");
    assert_true(table.n_rows <= MOST_PROJECTS);
    for (size_t j = 0; j < table.n_rows; j++) {
        p->cost[j] = (uint32_t) given_figure(&table, j, "cost");
        p->gain[j] = given_figure(&table, j, "gain");
        p->group[j] = (size_t) atoi(reference_cell(&table, j, 0) + 1);
    }
    p->projects = (kernel_projects){p->cost, p->gain, p->group, table.n_rows, 2};
    reference_close(&table);
}

static void compare(const portfolio *p, const reference_table *expected, size_t row, const kernel_choice *choice)
{
    const char *selected = reference_cell(expected, row, reference_column(expected, "selected"));
    char name[16];

    assert_near(choice->gain, given_figure(expected, row, "total_gain"), 0.0);
    assert_near((double) choice->cost, given_figure(expected, row, "total_cost"), 0.0);
    for (size_t j = 0; j < p->projects.n; j++) {
        (void) snprintf(name, sizeof name, "R%02zu-P%zu", p->group[j], j % 3 + 1);
        assert_int_equal(p->chosen[j], strstr(selected, name) != NULL);
    }
}

static void two_dozen_projects_as_in_the_reference(void **state)
{
    portfolio p;
    reference_table expected;
    kernel_choice choice;

    (void) state;
    read_reference(&p);
    reference_open(&expected, "allocation/expected_projects.csv");
    choice = best_of(&p, 110);
    compare(&p, &expected, reference_row(&expected, "optimal"), &choice);
    choice = kernel_choose_greedily(&p.projects, 110, p.chosen, p.scratch, p.places);
    compare(&p, &expected, reference_row(&expected, "greedy_ratio"), &choice);
    reference_close(&expected);
}

/* For 10: by hand the cheap one first, 3 a unit, and then nothing fits; 20 for all 10 is better. */
static void by_hand_the_ratio_misleads(void **state)
{
    portfolio p = {.cost = {2, 10, 0}, .gain = {6, 20, 0}, .group = {0, 1, 2}};
    kernel_choice choice;

    (void) state;
    p.projects = (kernel_projects){p.cost, p.gain, NULL, 3, 1};
    choice = kernel_choose_greedily(&p.projects, 10, p.chosen, p.scratch, p.places);
    assert_true(choice.gain == 6.0 && choice.cost == 2 && choice.n_chosen == 1 && p.chosen[0] == 1);
    choice = best_of(&p, 10);
    assert_true(choice.gain == 20.0 && choice.cost == 10 && p.chosen[1] == 1 && p.chosen[0] == 0);
    choice = best_of(&p, 1);
    assert_true(choice.gain == 0.0 && choice.cost == 0 && choice.n_chosen == 0);
    p.projects.n = 0;
    assert_true(best_of(&p, 10).n_chosen == 0);
}

/* Costs are multiples of a million, or of nothing; some projects cost or bring nothing. */
static uint32_t draw_portfolio(portfolio *p, uint64_t *seed, size_t most)
{
    const size_t n = 1 + (size_t) (drawn_share(seed) * (double) most);
    const uint32_t unit = drawn_share(seed) < 0.3 ? 1000000 : 1;
    size_t group = 0;

    for (size_t j = 0; j < n; j++) {
        group += drawn_share(seed) < 0.4 ? 1 : 0;
        p->group[j] = group;
        p->cost[j] = unit * (uint32_t) (drawn_share(seed) * 20.0);
        p->gain[j] = floor(drawn_share(seed) * 60.0);
    }
    p->projects = (kernel_projects){p->cost, p->gain, p->group, n, 1 + (size_t) (drawn_share(seed) * 3.0)};
    return unit * (uint32_t) (drawn_share(seed) * 6.0 * (double) n) + (unit > 1 ? 12345 : 0);
}

/* Of all choices that are allowed, the largest gain. @param taken  of the group of project j so far */
static double by_trial(const portfolio *p, size_t j, uint32_t left, size_t taken)
{
    double best = 0.0, with;
    size_t alike;

    if (j == p->projects.n)
        return 0.0;
    alike = j > 0 && p->group[j] == p->group[j - 1] ? taken : 0;
    best = by_trial(p, j + 1, left, alike);
    if (p->cost[j] > left || alike == p->projects.limit)
        return best;
    with = p->gain[j] + by_trial(p, j + 1, left - p->cost[j], alike + 1);
    return with > best ? with : best;
}

static void no_choice_is_better(void **state)
{
    uint64_t seed = 12;
    portfolio p;

    (void) state;
    for (int round = 0; round < 1000; round++) {
        const uint32_t budget = draw_portfolio(&p, &seed, round < 30 ? TRIED : 10);
        const kernel_choice best = best_of(&p, budget);
        kernel_choice by_hand;

        assert_true(is_allowed(&p, budget));
        assert_near(best.gain, by_trial(&p, 0, budget, 0), 0.0);
        by_hand = kernel_choose_greedily(&p.projects, budget, p.chosen, p.scratch, p.places);
        assert_true(is_allowed(&p, budget) && by_hand.gain <= best.gain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_dozen_projects_as_in_the_reference),
        cmocka_unit_test(by_hand_the_ratio_misleads),
        cmocka_unit_test(no_choice_is_better),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Kernels: whole projects for a budget.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/knapsack.h"

#include <math.h>
#include <string.h>

#include "kernels/order.h"

static size_t group_end(const kernel_projects *p, size_t begin)
{
    size_t end = begin + 1;

    while (p->group != NULL && end < p->n && p->group[end] == p->group[begin])
        end++;
    return end;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static uint32_t divisor_of(const kernel_projects *p)
{
    uint32_t divisor = 0;

    for (size_t j = 0; j < p->n; j++) {
        uint32_t x = p->cost[j];

        while (x != 0) {
            const uint32_t rest = divisor % x;

            divisor = x;
            x = rest;
        }
    }
    return divisor == 0 ? 1 : divisor;
}

/* Sums of money from 0 to the budget, in units of the divisor. */
static size_t count_sums(const kernel_projects *p, uint32_t budget)
{
    return (size_t) (budget / divisor_of(p)) + 1;
}

static size_t most_of_a_group(const kernel_projects *p)
{
    size_t most = 0;

    for (size_t begin = 0, end; begin < p->n; begin = end) {
        end = group_end(p, begin);
        most = end - begin > most ? end - begin : most;
    }
    return smaller(most, p->limit);
}

kernel_projects_room kernel_room_for_projects(const kernel_projects *projects, uint32_t budget)
{
    const size_t n_sums = count_sums(projects, budget), most = most_of_a_group(projects);

    return (kernel_projects_room){(most + 1) * n_sums, projects->n * most * n_sums};
}

/* best[m n_sums + c]: the largest gain of all groups before, with at most m of this one, for c units of money at
 * most. taken[(j most + m) n_sums + c]: that project j brought it there when it came to it. */
typedef struct {
    const kernel_projects *projects;
    uint32_t divisor;
    size_t n_sums, most;
    double *best;
    unsigned char *taken;
} table;

/* From more of a group to fewer, so that a project is not counted twice. */
static void offer(const table *t, size_t j, size_t limit)
{
    const size_t cost = t->projects->cost[j] / t->divisor;
    const double gain = t->projects->gain[j];

    for (size_t m = limit; m > 0; m--) {
        const double *without = t->best + (m - 1) * t->n_sums;
        double *with = t->best + m * t->n_sums;
        unsigned char *taken = t->taken + (j * t->most + m - 1) * t->n_sums;

        for (size_t c = cost; c < t->n_sums; c++) {
            if (without[c - cost] + gain > with[c]) {
                with[c] = without[c - cost] + gain;
                taken[c] = 1;
            }
        }
    }
}

static void fill(const table *t)
{
    for (size_t begin = 0, end; begin < t->projects->n; begin = end) {
        size_t limit;

        end = group_end(t->projects, begin);
        limit = smaller(end - begin, t->projects->limit);
        for (size_t m = 1; m <= limit; m++)
            memcpy(t->best + m * t->n_sums, t->best, t->n_sums * sizeof *t->best);
        for (size_t j = begin; j < end; j++)
            offer(t, j, limit);
        if (limit > 0)
            memcpy(t->best, t->best + limit * t->n_sums, t->n_sums * sizeof *t->best);
    }
}

/* Back through groups and projects, the last first. */
static void trace(const table *t, unsigned char *chosen)
{
    size_t c = t->n_sums - 1;

    for (size_t end = t->projects->n, begin; end > 0; end = begin) {
        size_t m;

        for (begin = end - 1; begin > 0 && group_end(t->projects, begin - 1) > begin;)
            begin--;
        m = smaller(end - begin, t->projects->limit);
        for (size_t j = end; j-- > begin;) {
            chosen[j] = m > 0 && t->taken[(j * t->most + m - 1) * t->n_sums + c] ? 1 : 0;
            c -= chosen[j] ? t->projects->cost[j] / t->divisor : 0;
            m -= chosen[j];
        }
    }
}

static kernel_choice sum_up(const kernel_projects *p, const unsigned char *chosen)
{
    kernel_choice choice = {0.0, 0, 0};

    for (size_t j = 0; j < p->n; j++) {
        choice.gain += chosen[j] ? p->gain[j] : 0.0;
        choice.cost += chosen[j] ? p->cost[j] : 0;
        choice.n_chosen += chosen[j];
    }
    return choice;
}

kernel_choice kernel_choose_best(
    const kernel_projects *projects, uint32_t budget, unsigned char *chosen, double *doubles, unsigned char *bytes)
{
    const table t = {
        projects, divisor_of(projects), count_sums(projects, budget), most_of_a_group(projects), doubles, bytes};

    for (size_t c = 0; c < t.n_sums; c++)
        t.best[c] = 0.0;
    memset(t.taken, 0, projects->n * t.most * t.n_sums);
    fill(&t);
    trace(&t, chosen);
    return sum_up(projects, chosen);
}

static int has_room(const kernel_projects *p, const size_t *first, const unsigned char *chosen, size_t j)
{
    size_t n_chosen = 0;

    for (size_t k = first[j]; k < p->n && first[k] == first[j]; k++)
        n_chosen += chosen[k];
    return n_chosen < p->limit;
}

kernel_choice kernel_choose_greedily(
    const kernel_projects *projects, uint32_t budget, unsigned char *chosen, double *scratch, size_t *places)
{
    size_t *first = places + projects->n; /* of its group */
    uint64_t left = budget;

    for (size_t begin = 0, end; begin < projects->n; begin = end) {
        end = group_end(projects, begin);
        for (size_t j = begin; j < end; j++)
            first[j] = begin;
    }
    for (size_t j = 0; j < projects->n; j++) {
        chosen[j] = 0;
        scratch[j] = projects->gain[j] > 0.0 ? -projects->gain[j] / projects->cost[j] : 0.0;
    }
    kernel_sort_index(scratch, projects->n, places);
    for (size_t k = 0; k < projects->n; k++) {
        const size_t j = places[k];

        if (projects->gain[j] > 0.0 && projects->cost[j] <= left && has_room(projects, first, chosen, j)) {
            chosen[j] = 1;
            left -= projects->cost[j];
        }
    }
    return sum_up(projects, chosen);
}

/* Whole projects for a budget: the best choice, and the one that is made by hand beside it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/allocation.h"
#include "analysis/listed.h"
#include "kernels/knapsack.h"

/* A project of a unit that takes part. */
typedef struct {
    size_t row, unit;
    uint32_t cost; /* units of money */
} candidate;

typedef struct {
    candidate *all; /* in the order of units, then of rows */
    size_t n;
    uint32_t budget;
    uint32_t *cost;
    double *gain;
    size_t *group;
    unsigned char *best, *greedy; /* by candidate */
    size_t *place;                /* of each row: its candidate, or TITIAN_NONE */
    size_t *unit;                 /* of each row */
} portfolio;

static int by_unit(const void *a, const void *b)
{
    const candidate *x = a, *y = b;

    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static titian_status make_room(titian_money *m, portfolio *p, titian_error *err)
{
    const size_t n = titian_records_n(m->options->projects);

    p->all = titian_money_room(m, n, sizeof *p->all, err);
    p->cost = titian_money_room(m, n, sizeof *p->cost, err);
    p->gain = titian_money_room(m, n, sizeof *p->gain, err);
    p->group = titian_money_room(m, n, sizeof *p->group, err);
    p->best = titian_money_room(m, n, 1, err);
    p->greedy = titian_money_room(m, n, 1, err);
    p->place = titian_money_room(m, n, sizeof *p->place, err);
    p->unit = titian_money_room(m, n, sizeof *p->unit, err);
    return p->all && p->cost && p->gain && p->group && p->best && p->greedy && p->place && p->unit ? TITIAN_OK
                                                                                                   : TITIAN_E_MEMORY;
}

/* Money in whole units. @return 0 where it is no multiple, or too many of them */
static int whole_units(const titian_money *m, double money, uint32_t *out)
{
    const double units = money / m->rules->unit;

    if (!(units <= (double) UINT32_MAX) || fabs(units - round(units)) > 1e-9 * fmax(1.0, units))
        return 0;
    *out = (uint32_t) round(units);
    return 1;
}

static titian_status take_row(titian_money *m, size_t row, portfolio *p, titian_error *err)
{
    const titian_records *projects = m->options->projects;
    candidate c = {row, 0, 0};
    const titian_status status = titian_record_unit(m->a, projects, row, TITIAN_PROJECTS_UNIT, &c.unit, err);

    if (status != TITIAN_OK)
        return status;
    if (!whole_units(m, titian_records_number(projects, row, TITIAN_PROJECTS_COST), &c.cost))
        return titian_fail_at(err, TITIAN_E_DATA, titian_records_file(projects, row),
            titian_records_line(projects, row), TITIAN_PROJECTS_COST + 1,
            "the cost %s is no multiple of the unit %.15g, or too many of them\nround it, or give the allocation "
            "block "
            "another unit",
            titian_records_text(projects, row, TITIAN_PROJECTS_COST), m->rules->unit);
    p->unit[row] = c.unit;
    if (m->decision[c.unit] != TITIAN_MONEY_OUT)
        p->all[p->n++] = c;
    return TITIAN_OK;
}

static titian_status choose(titian_money *m, portfolio *p, titian_error *err)
{
    const kernel_projects projects = {p->cost, p->gain, p->group, p->n, m->options->most_projects};
    const kernel_projects_room room = kernel_room_for_projects(&projects, p->budget);
    double *doubles = malloc((room.n_doubles > 0 ? room.n_doubles : 1) * sizeof *doubles);
    unsigned char *bytes = malloc(room.n_bytes > 0 ? room.n_bytes : 1);
    double *scratch = titian_money_room(m, p->n, sizeof *scratch, err);
    size_t *places = titian_money_room(m, 2 * p->n, sizeof *places, err);
    titian_status status = TITIAN_OK;

    if (doubles == NULL || bytes == NULL)
        status = titian_fail(err, TITIAN_E_MEMORY,
            "no memory for the best choice among %zu projects\ntake a larger unit of money, so that costs are "
            "smaller "
            "numbers",
            p->n);
    else if (scratch == NULL || places == NULL)
        status = TITIAN_E_MEMORY;
    if (status == TITIAN_OK) {
        (void) kernel_choose_best(&projects, p->budget, p->best, doubles, bytes);
        (void) kernel_choose_greedily(&projects, p->budget, p->greedy, scratch, places);
    }
    free(bytes);
    free(doubles);
    return status;
}

/* Cost and gain of a choice, and what is said of it. */
static double add_sum(
    titian_money *m, const portfolio *p, const char *name, const unsigned char *chosen, double best_gain)
{
    const titian_records *projects = m->options->projects;
    double cost = 0.0, gain = 0.0;
    size_t n = 0;

    for (size_t k = 0; k < p->n; k++)
        if (chosen[k]) {
            cost += (double) p->cost[k];
            gain += titian_records_number(projects, p->all[k].row, TITIAN_PROJECTS_GAIN);
            n++;
        }
    titian_money_word(m, name);
    titian_money_word(m, "");
    titian_money_word(m, "");
    titian_money_number(m, titian_money_whole(m, cost * m->rules->unit));
    titian_money_number(m, gain);
    titian_money_number(m, chosen == p->best ? (double) n : TITIAN_MISSING);
    titian_money_number(m, chosen == p->greedy ? (double) n : TITIAN_MISSING);
    titian_money_word(m, chosen == p->best ? "no choice within the budget brings more"
                                           : titian_money_text(m, "by falling gain per cost; it loses %.15g of %.15g",
                                                 best_gain - gain, best_gain));
    return gain;
}

static void add_project(titian_money *m, const portfolio *p, size_t row)
{
    static const char *const decisions[] = {"in", "out", "assess first"};
    const titian_records *projects = m->options->projects;
    const size_t k = p->place[row];

    titian_money_word(m, titian_records_text(projects, row, TITIAN_PROJECTS_NAME));
    titian_money_word(m, titian_records_text(projects, row, TITIAN_PROJECTS_UNIT));
    titian_money_word(m, decisions[m->decision[p->unit[row]]]);
    titian_money_number(m, titian_records_number(projects, row, TITIAN_PROJECTS_COST));
    titian_money_number(m, titian_records_number(projects, row, TITIAN_PROJECTS_GAIN));
    titian_money_number(m, k != TITIAN_NONE ? p->best[k] : 0.0);
    titian_money_number(m, k != TITIAN_NONE ? p->greedy[k] : 0.0);
    titian_money_word(m, k != TITIAN_NONE ? "" : m->why[p->unit[row]]);
}

titian_status titian_money_table_projects(titian_money *m, titian_error *err)
{
    const size_t n_rows = titian_records_n(m->options->projects);
    portfolio p = {.n = 0};
    titian_status status = make_room(m, &p, err);
    double best = 0.0;

    if (status == TITIAN_OK && !whole_units(m, m->budget, &p.budget))
        status = titian_fail(err, TITIAN_E_USAGE,
            "the budget %.15g is no multiple of the unit %.15g, or too many of them\ntake another unit in the "
            "allocation "
            "block",
            m->budget, m->rules->unit);
    for (size_t row = 0; row < n_rows && status == TITIAN_OK; row++)
        status = take_row(m, row, &p, err);
    if (status != TITIAN_OK)
        return status;
    if (p.n > 0)
        qsort(p.all, p.n, sizeof *p.all, by_unit);
    for (size_t row = 0; row < n_rows; row++)
        p.place[row] = TITIAN_NONE;
    for (size_t k = 0; k < p.n; k++) {
        p.cost[k] = p.all[k].cost;
        p.gain[k] = titian_records_number(m->options->projects, p.all[k].row, TITIAN_PROJECTS_GAIN);
        p.group[k] = p.all[k].unit;
        p.place[p.all[k].row] = k;
    }
    status = choose(m, &p, err);
    if (status != TITIAN_OK)
        return status;
    for (size_t row = 0; row < n_rows; row++)
        add_project(m, &p, row);
    best = add_sum(m, &p, "(best)", p.best, 0.0);
    (void) add_sum(m, &p, "(greedy)", p.greedy, best);
    return TITIAN_OK;
}

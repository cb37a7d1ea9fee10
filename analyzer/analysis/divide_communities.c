/* The table of units one by one: who ranks last, and where most people are left behind. These are different places.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/divide.h"
#include "core/threads.h"
#include "kernels/rank.h"

/* One code in one year. */
typedef struct {
    titian_divide *divide;
    size_t node, year;
    double target, line;          /* line: the target where values can fall short of it */
    double *better, *left;        /* n_units: values turned so that more is better; people left behind */
    double left_all;              /* of all units */
    double *beside;               /* values of a group */
    size_t *places;               /* and their ranks */
    size_t *rank, *rank_in_group; /* n_units */
    size_t *rank_left;            /* n_units: 1 = most people left behind; 0: nobody is */
    struct scratch {
        unsigned char *takes_part;
        double *keys;
        size_t *order;
    } all, groups, poor; /* n_units each: of the three rankings, which may go on at the same time */
} look;

/* A score is ranked as the index ranks it: among units with enough data. */
static int is_ranked(const look *l, size_t unit)
{
    return l->divide->options->stage < TITIAN_RESULT_AGGREGATED ||
           titian_assessment_unit(l->divide->a, unit, l->year)->ranked;
}

/* The members of one group, side by side. */
static void rank_group(const look *l, const size_t *members, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        l->beside[k] = l->better[members[k]];
        l->groups.takes_part[k] = is_ranked(l, members[k]) ? 1 : 0;
    }
    kernel_rank_scores(l->beside, l->groups.takes_part, n, l->places, l->groups.keys, l->groups.order);
    for (size_t k = 0; k < n; k++)
        l->rank_in_group[members[k]] = l->places[k];
}

static void rank_in_groups(const look *l)
{
    const titian_divide *divide = l->divide;

    for (size_t g = 0; g < divide->n_groups; g++)
        rank_group(
            l, divide->members + divide->first_member[g], divide->first_member[g + 1] - divide->first_member[g]);
}

/* Are these the ranks of the index, which are known? Where a country is ranked beside its communities they are not.
 */
static int are_ranks_of_index(const look *l)
{
    const titian_divide *divide = l->divide;

    if (divide->options->stage < TITIAN_RESULT_AGGREGATED ||
        l->node != titian_framework_root(titian_assessment_recipe(divide->a)->framework))
        return 0;
    for (size_t i = 0; i < divide->n_units; i++)
        if (divide->is_total[titian_assessment_data_unit(divide->a, i)] && is_ranked(l, i))
            return 0;
    return 1;
}

static void rank_units(const look *l)
{
    const titian_divide *divide = l->divide;
    const size_t n = divide->n_units;

    if (are_ranks_of_index(l)) {
        memcpy(l->rank, titian_assessment_ranks(divide->a, l->node, l->year), n * sizeof *l->rank);
        return;
    }
    memset(l->all.takes_part, 0, n);
    for (size_t k = 0; k < divide->n_communities; k++)
        l->all.takes_part[divide->communities[k]] = is_ranked(l, divide->communities[k]) ? 1 : 0;
    kernel_rank_scores(l->better, l->all.takes_part, n, l->rank, l->all.keys, l->all.order);
}

static void count_left(look *l)
{
    const titian_divide *divide = l->divide;
    const double *people = titian_divide_people(divide, l->year);
    const size_t n = divide->n_units;

    l->left_all = 0.0;
    memset(l->poor.takes_part, 0, n);
    for (size_t k = 0; k < divide->n_communities; k++) {
        const size_t i = divide->communities[k];
        const double value = titian_divide_value(divide, l->node, l->year, i);
        const double weight = people != NULL ? people[i] : 1.0;

        l->left[i] = weight > 0.0 ? weight * fmax(0.0, (l->line - value) / l->line) : TITIAN_MISSING;
        if (isnan(value) || isnan(l->line))
            l->left[i] = TITIAN_MISSING;
        l->left_all += isnan(l->left[i]) ? 0.0 : l->left[i];
        l->poor.takes_part[i] = l->left[i] > 0.0 ? 1 : 0;
    }
    kernel_rank_scores(l->left, l->poor.takes_part, n, l->rank_left, l->poor.keys, l->poor.order);
}

static void put_rank(titian_divide *divide, size_t rank)
{
    titian_divide_number(divide, rank > 0 ? (double) rank : TITIAN_MISSING);
}

static void put_unit(titian_divide *divide, size_t row, const void *of)
{
    const look *l = of;
    const size_t unit = divide->communities[row];
    const titian_unit *u = titian_panel_unit(divide->panel, unit);
    const double *people = titian_divide_people(divide, l->year);
    const double value = titian_divide_value(divide, l->node, l->year, unit);
    const titian_sample sample = titian_divide_sample(divide, titian_divide_observations(divide, unit, l->year));
    const int small = sample == TITIAN_SAMPLE_SMALL;
    titian_remarks remarks = {""};

    titian_divide_text(divide, u->code);
    titian_divide_text(divide, u->name);
    titian_divide_key(divide, l->node, l->year);
    titian_divide_text(divide, divide->n_groups > 0 ? divide->labels[divide->group[unit]] : "");
    titian_divide_text(divide, divide->weights == TITIAN_NONE ? "equal" : divide->options->weights);
    titian_divide_heads(divide, people != NULL ? people[unit] : TITIAN_MISSING);
    titian_divide_number(divide, small ? TITIAN_MISSING : value);
    put_rank(divide, small ? 0 : l->rank[unit]);
    put_rank(divide, small || divide->n_groups == 0 ? 0 : l->rank_in_group[unit]);
    titian_divide_number(divide, l->target);
    titian_divide_number(divide, small ? TITIAN_MISSING : value - l->target);
    titian_divide_heads(divide, small ? TITIAN_MISSING : l->left[unit]);
    titian_divide_number(divide, small ? TITIAN_MISSING : l->left[unit] / l->left_all);
    put_rank(divide, small ? 0 : l->rank_left[unit]);
    titian_divide_remark_sample(divide, sample, &remarks);
    if (!small && isnan(value))
        titian_remark(&remarks, "no value");
    else if (!small && !is_ranked(l, unit))
        titian_remark(&remarks, "not ranked: %s", titian_assessment_unit(divide->a, unit, l->year)->why_not);
    if (people != NULL && !(people[unit] > 0.0))
        titian_remark(&remarks, "%s is missing or not above 0", divide->options->weights);
    titian_listing_add_copy(divide->listing, remarks.text);
}

enum { LEFT, UNITS, IN_GROUPS, N_LOOKS };

static void look_for(void *of, size_t which, size_t thread)
{
    (void) thread;
    if (which == LEFT)
        count_left(of);
    else if (which == UNITS)
        rank_units(of);
    else
        rank_in_groups(of);
}

/* Values turned so that more is better. */
static void turn_some(void *of, size_t first, size_t end)
{
    const look *l = of;
    const double direction =
        titian_stage_direction(titian_divide_node(l->divide, l->node), l->divide->options->stage);

    for (size_t i = first; i < end; i++)
        l->better[i] = direction * titian_divide_value(l->divide, l->node, l->year, i);
}

static titian_status look_at(look *l, size_t node, size_t year, titian_error *err)
{
    titian_divide *divide = l->divide;

    l->node = node;
    l->year = year;
    l->target = titian_divide_target(divide, node);
    l->line = titian_divide_line(divide, node, l->target);
    titian_share_units(divide->n_units, turn_some, l);
    titian_share(N_LOOKS, titian_threads_for(divide->n_units), look_for, l);
    return titian_divide_rows(divide, divide->n_communities, put_unit, l, err);
}

static titian_status open_scratch(titian_divide *divide, struct scratch *s, titian_error *err)
{
    s->takes_part = titian_divide_scratch(divide, divide->n_units, sizeof *s->takes_part, err);
    s->keys = titian_divide_scratch(divide, divide->n_units, sizeof *s->keys, err);
    s->order = titian_divide_scratch(divide, divide->n_units, sizeof *s->order, err);
    return s->takes_part && s->keys && s->order ? TITIAN_OK : TITIAN_E_MEMORY;
}

static titian_status open_look(look *l, titian_error *err)
{
    const size_t n = l->divide->n_units;
    double *numbers = titian_divide_scratch(l->divide, 3 * n, sizeof *numbers, err);
    size_t *places = titian_divide_scratch(l->divide, 4 * n, sizeof *places, err);
    titian_status status = numbers != NULL && places != NULL ? TITIAN_OK : TITIAN_E_MEMORY;

    if (status == TITIAN_OK)
        status = open_scratch(l->divide, &l->all, err);
    if (status == TITIAN_OK)
        status = open_scratch(l->divide, &l->groups, err);
    if (status == TITIAN_OK)
        status = open_scratch(l->divide, &l->poor, err);
    if (status != TITIAN_OK)
        return status;
    l->better = numbers;
    l->left = numbers + n;
    l->beside = numbers + 2 * n;
    l->rank = places;
    l->rank_in_group = places + n;
    l->rank_left = places + 2 * n;
    l->places = places + 3 * n;
    return TITIAN_OK;
}

titian_status titian_divide_communities(titian_divide *divide, titian_error *err)
{
    look l = {.divide = divide};
    titian_status status = open_look(&l, err);

    for (size_t year = 0; year < divide->n_years; year++)
        for (size_t node = divide->first_node; node < divide->end_node && status == TITIAN_OK; node++)
            if (!titian_divide_skips(divide, node, year))
                status = look_at(&l, node, year, err);
    return status;
}

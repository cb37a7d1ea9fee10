/* The tables of parts, between groups and inside them, and of concentration along another variable.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/divide.h"

/* Parts */

/* One code in one year, split. */
typedef struct {
    titian_divide *divide;
    titian_crowd crowd;
    kernel_grouped grouped;
    size_t *group, *members; /* n_units each */
    size_t *first;           /* n_groups + 1 */
    size_t *places;          /* 2 (n_units + n_groups) */
    double *scratch;         /* 3 n_units + 3 n_groups */
} splitting;

/** A measure that can be split, as a row of the list. */
typedef struct {
    const char *name;
    double (*whole)(const splitting *s, double order);
    kernel_parts (*split)(const splitting *s, double order);
    double order;   /* of entropies */
    int multiplies; /* 1: 1 - whole is the product of 1 - between and 1 - within */
} divisible;

static double whole_entropy(const splitting *s, double order)
{
    return kernel_entropy(&s->crowd.people, order);
}

static kernel_parts split_entropy(const splitting *s, double order)
{
    return kernel_entropy_parts(&s->grouped, order, s->scratch);
}

static double whole_gini(const splitting *s, double order)
{
    (void) order;
    return kernel_gini(&s->crowd.people, s->crowd.order);
}

static kernel_parts split_gini(const splitting *s, double order)
{
    (void) order;
    return kernel_gini_parts(&s->grouped, s->scratch, s->places);
}

static double whole_atkinson(const splitting *s, double order)
{
    return kernel_atkinson(&s->crowd.people, order);
}

static kernel_parts split_atkinson(const splitting *s, double order)
{
    (void) order;
    return kernel_atkinson_parts(&s->grouped, s->scratch);
}

static const divisible divisibles[] = {
    {"Theil.T", whole_entropy, split_entropy, 1.0, 0},
    {"Theil.L", whole_entropy, split_entropy, 0.0, 0},
    {"GE.2", whole_entropy, split_entropy, 2.0, 0},
    {"Gini", whole_gini, split_gini, 0.0, 0},
    {"Atkinson.1", whole_atkinson, split_atkinson, 1.0, 1},
};

static double share_within(const divisible *d, double whole, double within)
{
    if (!(whole > 0.0))
        return TITIAN_MISSING;
    return d->multiplies ? log1p(-within) / log1p(-whole) : within / whole;
}

/* Bring the members of each group together. @return how many groups have anybody */
static size_t place_groups(const splitting *s)
{
    size_t n = 0;

    for (size_t k = 0; k < s->crowd.n; k++)
        s->group[k] = s->divide->group[s->crowd.units[k]];
    kernel_group_members(s->group, s->crowd.n, s->divide->n_groups, s->members, s->first);
    for (size_t g = 0; g < s->divide->n_groups; g++)
        n += s->first[g + 1] > s->first[g] ? 1 : 0;
    return n;
}

static void put_parts(const splitting *s, const divisible *d, size_t node, size_t year, size_t n_groups)
{
    titian_divide *divide = s->divide;
    const double whole = d->whole(s, d->order);
    const kernel_parts parts = isnan(whole) ? (kernel_parts){whole, whole, whole} : d->split(s, d->order);
    titian_remarks remarks = {""};

    titian_divide_key(divide, node, year);
    titian_divide_number(divide, (double) n_groups);
    titian_divide_size(divide, s->crowd.n, s->crowd.n_left);
    titian_divide_text(divide, d->name);
    titian_divide_number(divide, whole);
    titian_divide_number(divide, parts.between);
    titian_divide_number(divide, parts.within);
    titian_divide_number(divide, parts.overlap);
    titian_divide_number(divide, share_within(d, whole, parts.within));
    if (isnan(whole))
        titian_divide_remark_values(&s->crowd, s->crowd.people.mean, &remarks);
    titian_divide_remark_left(divide, s->crowd.n_left, &remarks);
    titian_listing_add_copy(divide->listing, remarks.text);
}

static void split(splitting *s, size_t node, size_t year)
{
    size_t n_groups = 0;

    titian_divide_gather(s->divide, node, year, TITIAN_DIVIDE_ALL, &s->crowd);
    n_groups = place_groups(s);
    s->grouped = (kernel_grouped){&s->crowd.people, s->members, s->first, s->divide->n_groups};
    for (size_t k = 0; k < sizeof divisibles / sizeof *divisibles; k++)
        put_parts(s, &divisibles[k], node, year, n_groups);
}

titian_status titian_divide_parts(titian_divide *divide, titian_error *err)
{
    const size_t n = divide->n_units, n_groups = divide->n_groups;
    splitting s = {.divide = divide};
    const titian_status status = titian_divide_crowd(divide, &s.crowd, err);

    if (status != TITIAN_OK)
        return status;
    s.group = titian_divide_scratch(divide, 2 * n, sizeof *s.group, err);
    s.first = titian_divide_scratch(divide, n_groups + 1, sizeof *s.first, err);
    s.places = titian_divide_scratch(divide, 2 * (n + n_groups), sizeof *s.places, err);
    s.scratch = titian_divide_scratch(divide, 3 * n + 3 * n_groups, sizeof *s.scratch, err);
    if (s.group == NULL || s.first == NULL || s.places == NULL || s.scratch == NULL)
        return TITIAN_E_MEMORY;
    s.members = s.group + n;
    for (size_t year = 0; year < divide->n_years; year++)
        for (size_t node = divide->first_node; node < divide->end_node; node++)
            if (!titian_divide_skips(divide, node, year))
                split(&s, node, year);
    return TITIAN_OK;
}

/* Concentration */

/* The crowd without those whose place in the order is not known. @return how many those are */
static size_t keep_placed(titian_crowd *crowd, const double *by, double *places)
{
    const size_t n = crowd->n;

    crowd->n = 0;
    for (size_t k = 0; k < n; k++) {
        if (isnan(by[crowd->units[k]]))
            continue;
        crowd->x[crowd->n] = crowd->x[k];
        crowd->weights[crowd->n] = crowd->weights[k];
        places[crowd->n++] = by[crowd->units[k]];
    }
    crowd->people = kernel_people_of(crowd->x, crowd->given, crowd->n, crowd->share);
    return n - crowd->n;
}

static void concentrate(
    titian_divide *divide, titian_crowd *crowd, double *places, size_t node, size_t year, size_t group)
{
    const double *by = titian_panel_column(titian_assessment_result(divide->a, TITIAN_RESULT_RAW), divide->by, year);
    titian_remarks remarks = {""};
    size_t n_unplaced = 0;

    titian_divide_gather(divide, node, year, group, crowd);
    n_unplaced = keep_placed(crowd, by, places);
    kernel_ascending(places, crowd->n, crowd->order, crowd->scratch);
    titian_divide_key(divide, node, year);
    titian_divide_text(divide, divide->options->by);
    titian_divide_text(divide, titian_divide_label(divide, group));
    titian_divide_size(divide, crowd->hidden ? crowd->n_all : crowd->n, crowd->n_left + n_unplaced);
    titian_divide_number(divide, crowd->people.mean);
    titian_divide_number(divide, kernel_concentration(&crowd->people, places, crowd->order));
    if (crowd->hidden)
        titian_divide_remark_hidden(divide, &remarks);
    else if (crowd->n == 0)
        titian_remark(&remarks, "no values");
    else if (!(crowd->people.mean > 0.0))
        titian_remark(&remarks, "the mean is not above 0: nothing can be measured against it");
    titian_divide_remark_left(divide, crowd->n_left, &remarks);
    if (n_unplaced > 0)
        titian_remark(&remarks, "%zu left out: %s is missing", n_unplaced, divide->options->by);
    titian_listing_add_copy(divide->listing, remarks.text);
}

titian_status titian_divide_concentration(titian_divide *divide, titian_error *err)
{
    titian_crowd crowd;
    const titian_status status = titian_divide_crowd(divide, &crowd, err);
    double *places = status == TITIAN_OK ? titian_divide_scratch(divide, divide->n_units, sizeof *places, err) : NULL;

    if (places == NULL)
        return TITIAN_E_MEMORY;
    for (size_t year = 0; year < divide->n_years; year++)
        for (size_t node = divide->first_node; node < divide->end_node; node++) {
            size_t group = TITIAN_DIVIDE_ALL;

            if (titian_divide_skips(divide, node, year))
                continue;
            do
                concentrate(divide, &crowd, places, node, year, group);
            while (titian_divide_next(divide, &group));
        }
    return TITIAN_OK;
}

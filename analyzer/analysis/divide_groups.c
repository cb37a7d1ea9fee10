/* Who takes part in the divide, and in which group: by labels of the model, or by the units that units lie in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/divide.h"

static const char no_label[] = "(none)";

/* Units that lie in others */

static titian_status find_totals(titian_divide *divide, titian_error *err)
{
    const titian_panel *data = titian_assessment_data(divide->a);
    size_t n_inside = 0;

    divide->n_data = titian_panel_n_units(data);
    divide->is_total = titian_divide_scratch(divide, divide->n_data, 1, err);
    divide->parent = titian_divide_scratch(divide, divide->n_data, sizeof *divide->parent, err);
    if (divide->is_total == NULL || divide->parent == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < divide->n_data; i++) {
        divide->parent[i] = titian_panel_unit(data, i)->parent;
        if (divide->parent[i] == TITIAN_NONE)
            continue;
        divide->is_total[divide->parent[i]] = 1;
        n_inside++;
    }
    if (n_inside == 0)
        divide->parent = NULL;
    return TITIAN_OK;
}

size_t titian_divide_top(const titian_divide *divide, size_t data_unit)
{
    while (divide->parent != NULL && divide->parent[data_unit] != TITIAN_NONE)
        data_unit = divide->parent[data_unit];
    return data_unit;
}

static titian_status find_communities(titian_divide *divide, titian_error *err)
{
    divide->communities = titian_divide_scratch(divide, divide->n_units, sizeof *divide->communities, err);
    if (divide->communities == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < divide->n_units; i++)
        if (!divide->is_total[titian_assessment_data_unit(divide->a, i)])
            divide->communities[divide->n_communities++] = i;
    return TITIAN_OK;
}

/* Groups by labels */

static const char *label_of(const titian_divide *divide, size_t group, size_t unit)
{
    return titian_panel_label(titian_assessment_data(divide->a), group, titian_assessment_data_unit(divide->a, unit));
}

/* In alphabetical order; no label comes last. */
static int by_label(const void *a, const void *b)
{
    const char *x = *(const char *const *) a, *y = *(const char *const *) b;

    if (x[0] == '\0' || y[0] == '\0')
        return (x[0] == '\0') - (y[0] == '\0');
    return strcmp(x, y);
}

static void group_by_label(titian_divide *divide, size_t group)
{
    const size_t n = divide->n_communities;

    for (size_t k = 0; k < n; k++)
        divide->labels[k] = label_of(divide, group, divide->communities[k]);
    if (n > 0)
        qsort(divide->labels, n, sizeof *divide->labels, by_label);
    for (size_t k = 0; k < n; k++)
        if (k == 0 || strcmp(divide->labels[k], divide->labels[divide->n_groups - 1]) != 0)
            divide->labels[divide->n_groups++] = divide->labels[k];
    for (size_t k = 0; k < n; k++) {
        const char *label = label_of(divide, group, divide->communities[k]);
        const char **place = bsearch(&label, divide->labels, divide->n_groups, sizeof *divide->labels, by_label);

        divide->group[divide->communities[k]] = (size_t) (place - divide->labels);
    }
    if (divide->n_groups > 0 && divide->labels[divide->n_groups - 1][0] == '\0')
        divide->labels[divide->n_groups - 1] = no_label;
}

/* Groups by the units that units lie in: units of the data are in alphabetical order already. */
static titian_status group_by_unit(titian_divide *divide, int outermost, titian_error *err)
{
    const titian_panel *data = titian_assessment_data(divide->a);
    size_t *number = titian_divide_scratch(divide, divide->n_data + 1, sizeof *number, err);

    if (number == NULL)
        return TITIAN_E_MEMORY;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t k = 0; k < divide->n_communities; k++) {
            const size_t unit = divide->communities[k], at = titian_assessment_data_unit(divide->a, unit);
            const size_t in = outermost ? titian_divide_top(divide, at) : divide->parent[at];
            const size_t place = in != TITIAN_NONE ? in : divide->n_data;

            if (pass == 0)
                number[place] = 1;
            else
                divide->group[unit] = number[place];
        }
        for (size_t p = 0; pass == 0 && p <= divide->n_data; p++) {
            if (number[p] == 0)
                continue;
            number[p] = divide->n_groups;
            divide->labels[divide->n_groups++] = p < divide->n_data ? titian_panel_unit(data, p)->code : no_label;
        }
    }
    return TITIAN_OK;
}

static titian_status list_members(titian_divide *divide, titian_error *err)
{
    size_t *next = titian_divide_scratch(divide, divide->n_groups + 1, sizeof *next, err);

    divide->members = titian_divide_scratch(divide, divide->n_units, sizeof *divide->members, err);
    divide->first_member = titian_divide_scratch(divide, divide->n_groups + 1, sizeof *divide->first_member, err);
    if (next == NULL || divide->members == NULL || divide->first_member == NULL)
        return TITIAN_E_MEMORY;
    for (size_t k = 0; k < divide->n_communities; k++)
        divide->first_member[divide->group[divide->communities[k]] + 1]++;
    for (size_t g = 0; g < divide->n_groups; g++) {
        divide->first_member[g + 1] += divide->first_member[g];
        next[g] = divide->first_member[g];
    }
    for (size_t k = 0; k < divide->n_communities; k++)
        divide->members[next[divide->group[divide->communities[k]]]++] = divide->communities[k];
    return TITIAN_OK;
}

/* By which group: that of the model, else one of those that need no row of it. */
static titian_status choose_group(const titian_divide *divide, size_t *group, int *outermost, titian_error *err)
{
    const char *asked = divide->options->group;

    *group = TITIAN_NONE;
    *outermost = asked != NULL && strcmp(asked, TITIAN_GROUP_TOP) == 0;
    if (asked == NULL || titian_panel_find_group(titian_assessment_data(divide->a), asked) != TITIAN_NONE ||
        (!*outermost && strcmp(asked, TITIAN_GROUP_PARENT) != 0))
        return titian_ask_group(divide->a, asked, group, err);
    if (divide->parent != NULL)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_USAGE,
        "no unit lies in another, so there is no group %s\ngive a units file with a column parent_unit, or name a "
        "Group "
        "row of framework.csv",
        asked);
}

titian_status titian_divide_find_groups(titian_divide *divide, titian_error *err)
{
    size_t group = TITIAN_NONE;
    int outermost = 0;
    titian_status status = find_totals(divide, err);

    if (status == TITIAN_OK)
        status = find_communities(divide, err);
    if (status == TITIAN_OK)
        status = choose_group(divide, &group, &outermost, err);
    if (status != TITIAN_OK || (group == TITIAN_NONE && divide->parent == NULL))
        return status;
    divide->labels = titian_divide_scratch(divide, divide->n_units + 1, sizeof *divide->labels, err);
    divide->group = titian_divide_scratch(divide, divide->n_units, sizeof *divide->group, err);
    if (divide->labels == NULL || divide->group == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < divide->n_units; i++)
        divide->group[i] = TITIAN_NONE;
    if (group != TITIAN_NONE)
        group_by_label(divide, group);
    else
        status = group_by_unit(divide, outermost, err);
    return status == TITIAN_OK ? list_members(divide, err) : status;
}

/* Small samples */

double titian_divide_observations(const titian_divide *divide, size_t unit, size_t year)
{
    return divide->sample == TITIAN_NONE ? TITIAN_MISSING
                                         : titian_panel_column(titian_assessment_result(divide->a, TITIAN_RESULT_RAW),
                                               divide->sample, year)[unit];
}

titian_sample titian_divide_sample(const titian_divide *divide, double observations)
{
    if (divide->fewest > 0.0 && !(observations >= divide->fewest))
        return TITIAN_SAMPLE_SMALL;
    return divide->few_below > 0.0 && !(observations >= divide->few_below) ? TITIAN_SAMPLE_FEW : TITIAN_SAMPLE_ENOUGH;
}

titian_sample titian_divide_group_sample(const titian_divide *divide, size_t group, size_t year)
{
    double total = 0.0;

    if (group == TITIAN_DIVIDE_ALL)
        return TITIAN_SAMPLE_ENOUGH;
    for (size_t k = divide->first_member[group]; k < divide->first_member[group + 1]; k++) {
        const double observations = titian_divide_observations(divide, divide->members[k], year);

        total += isnan(observations) ? 0.0 : observations;
    }
    return titian_divide_sample(divide, total);
}

void titian_divide_remark_sample(const titian_divide *divide, titian_sample sample, titian_remarks *remarks)
{
    if (sample == TITIAN_SAMPLE_SMALL)
        titian_remark(remarks, "not shown: fewer than %g by %s", divide->fewest, divide->counted_by);
    else if (sample == TITIAN_SAMPLE_FEW)
        titian_remark(remarks, "uncertain: fewer than %g by %s", divide->few_below, divide->counted_by);
}

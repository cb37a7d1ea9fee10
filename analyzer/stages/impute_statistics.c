/* Imputation from other units in the same year: mean or median, of all or of the unit's group. Donors are all units
 * still in play.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core/index.h"
#include "kernels/order.h"
#include "stages/impute.h"

/* A statistic of n values, none missing; may reorder them. */
typedef double (*statistic)(double *x, size_t n);

/* Units sorted by group: units[start[g]] .. units[start[g + 1] - 1] carry label g. Ungrouped: one group of all. */
typedef struct {
    statistic of;
    int grouped; /* 1: within the groups of the option `group` */
    const char **labels;
    size_t *start, *units;
    size_t n_groups;
} grouping;

static int open_grouping(grouping *g, titian_flow *flow)
{
    g->labels = titian_arena_array(&flow->arena, flow->n_units + 1, sizeof *g->labels);
    g->start = titian_arena_array(&flow->arena, flow->n_units + 2, sizeof *g->start);
    g->units = titian_arena_array(&flow->arena, flow->n_units, sizeof *g->units);
    return g->labels && g->start && g->units ? 0 : -1;
}

static void group_all(grouping *g, const titian_flow *flow)
{
    g->labels[0] = "";
    g->n_groups = 1;
    g->start[1] = flow->n_units;
    for (size_t i = 0; i < flow->n_units; i++)
        g->units[i] = i;
}

/* Number each unit's label in order of first appearance. @return 0, or -1 when there is no memory */
static int number_labels(grouping *g, const titian_flow *flow, size_t group, size_t *number)
{
    titian_index index = TITIAN_INDEX_EMPTY;
    int failed = 0;

    for (size_t i = 0; i < flow->n_units && !failed; i++) {
        const char *label = titian_panel_label(flow->panel, group, i);

        number[i] = label[0] == '\0' ? TITIAN_NONE : titian_index_find(&index, label, strlen(label));
        if (label[0] == '\0' || number[i] != TITIAN_NONE)
            continue;
        number[i] = g->n_groups;
        g->labels[g->n_groups] = label;
        failed = titian_index_add(&index, label, strlen(label), g->n_groups++);
    }
    titian_index_free(&index);
    return failed;
}

static int group_by_label(grouping *g, const titian_flow *flow, const char *code)
{
    const size_t group = titian_panel_find_group(flow->panel, code);
    size_t *number = flow->orders, *next = flow->orders + flow->n_units;

    if (group == TITIAN_NONE)
        return 0;
    if (number_labels(g, flow, group, number) != 0)
        return -1;
    for (size_t i = 0; i < flow->n_units; i++)
        if (number[i] != TITIAN_NONE)
            g->start[number[i] + 1]++;
    for (size_t k = 0; k < g->n_groups; k++) {
        g->start[k + 1] += g->start[k];
        next[k] = g->start[k];
    }
    for (size_t i = 0; i < flow->n_units; i++)
        if (number[i] != TITIAN_NONE)
            g->units[next[number[i]]++] = i;
    return 0;
}

/* Fill the gaps of one group. `left`: gaps that stay because no unit of the group has a value. */
static titian_status fill_group(const titian_impute_task *task, const titian_job *job, const grouping *g, size_t k,
    size_t *left, titian_error *err)
{
    double *donors = task->flow->scratch;
    titian_estimate estimate = {.indicator = job->indicator, .year = job->year};
    titian_status status = TITIAN_OK;
    size_t n = 0, gaps = 0;

    for (size_t at = g->start[k]; at < g->start[k + 1]; at++) {
        const size_t i = g->units[at];

        if (!isnan(job->x[i]))
            donors[n++] = job->x[i];
        else
            gaps += titian_impute_is_gap(task->flow, job->indicator, job->year, i) ? 1 : 0;
    }
    *left = n == 0 ? gaps : 0;
    if (n == 0 || gaps == 0)
        return TITIAN_OK;
    estimate.value = g->of(donors, n);
    for (size_t at = g->start[k]; at < g->start[k + 1] && status == TITIAN_OK; at++) {
        estimate.unit = g->units[at];
        if (titian_impute_is_gap(task->flow, job->indicator, job->year, estimate.unit))
            status = titian_impute_put(task, &estimate, err);
    }
    return status;
}

static titian_status fill(const titian_impute_task *task, const titian_job *job, const grouping *g, titian_error *err)
{
    titian_names without = {.n = 0};
    size_t left = 0;

    for (size_t k = 0; k < g->n_groups; k++) {
        size_t gaps = 0;
        const titian_status status = fill_group(task, job, g, k, &gaps, err);

        if (status != TITIAN_OK)
            return status;
        left += gaps;
        if (gaps > 0)
            titian_names_add(&without, g->labels[k]);
    }
    if (left == 0 || !g->grouped)
        return TITIAN_OK;
    return titian_notes_add(job->flow->notes, err,
        "%s, %d: %zu gap%s not imputed, because nobody in the group has a value (%s)", job->node->code,
        titian_flow_year(job->flow, job->year), left, left == 1 ? "" : "s", titian_names_text(&without));
}

static titian_status note_unlabelled(const titian_flow *flow, const grouping *g, const char *group, titian_error *err)
{
    const size_t without = flow->n_units - g->start[g->n_groups];

    if (without == 0)
        return TITIAN_OK;
    return titian_notes_add(flow->notes, err, "%zu unit%s no label in the group %s: nothing is imputed for %s",
        without, without == 1 ? " has" : "s have", group, without == 1 ? "it" : "them");
}

static titian_status impute(const titian_impute_task *task, statistic of, int grouped, titian_error *err)
{
    titian_flow *flow = task->flow;
    const char *group = grouped ? titian_option_of(task->choice, "group")->text : "";
    grouping g = {.of = of, .grouped = grouped};
    titian_status status = TITIAN_OK;

    if (open_grouping(&g, flow) != 0)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the groups of %zu units", flow->n_units);
    if (!grouped)
        group_all(&g, flow);
    else if (group_by_label(&g, flow, group) != 0)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the labels of the group %s", group);
    else
        status = note_unlabelled(flow, &g, group, err);
    for (size_t year = 0; year < flow->n_years; year++) {
        for (size_t j = 0; j < flow->n_indicators && status == TITIAN_OK; j++) {
            const titian_job job = titian_job_at(flow, task->choice, j, year);

            if (titian_impute_takes(task, j, year))
                status = fill(task, &job, &g, err);
        }
    }
    return status;
}

static titian_status mean(const titian_impute_task *task, titian_error *err)
{
    return impute(task, kernel_mean_of, 0, err);
}

static titian_status median(const titian_impute_task *task, titian_error *err)
{
    return impute(task, kernel_median_of, 0, err);
}

static titian_status group_mean(const titian_impute_task *task, titian_error *err)
{
    return impute(task, kernel_mean_of, 1, err);
}

static titian_status group_median(const titian_impute_task *task, titian_error *err)
{
    return impute(task, kernel_median_of, 1, err);
}

static const titian_param group_params[] = {
    {.name = "group",
        .kind = TITIAN_PARAM_GROUP,
        .fallback = (double) NAN,
        .summary = "code of the Group row whose labels divide the units"},
};

const titian_impute_row titian_impute_statistics[TITIAN_N_IMPUTE_STATISTICS] = {
    {.about = {.name = "none",
         .summary = "gaps stay gaps; their weight is shared among the siblings present",
         .formula = "",
         .source = "",
         .use =
             "The default: no number is invented. In an arithmetic mean it equals filling a gap with the unit's own "
             "mean of the siblings present."}},
    {.about = {.name = "mean",
         .summary = "mean of all units with a value in the year",
         .formula = "x_i = mean of x over units with a value",
         .source = "OECD/JRC Handbook 2008, step 3; COINr i_mean()",
         .use = "For a complete table from few gaps. Draws units towards the middle and hides who did not report."},
        .work = mean},
    {.about = {.name = "median",
         .summary = "median of all units with a value in the year",
         .formula = "x_i = median of x over units with a value",
         .source = "OECD/JRC Handbook 2008, step 3; COINr i_median()",
         .use = "As the mean, where the values are skewed."},
        .work = median},
    {.about = {.name = "group_mean",
         .summary = "mean of the units of the same group with a value in the year",
         .formula = "x_i = mean of x over units of i's group with a value",
         .source = "OECD/JRC Handbook 2008, step 3; COINr i_mean_grp()",
         .use = "Where peers are a fair guess: the same region or income group. Units without a label and groups "
                "without a value keep their gaps.",
         .params = group_params,
         .n_params = TITIAN_COUNT_OF(group_params)},
        .work = group_mean},
    {.about = {.name = "group_median",
         .summary = "median of the units of the same group with a value in the year",
         .formula = "x_i = median of x over units of i's group with a value",
         .source = "OECD/JRC Handbook 2008, step 3; COINr i_median_grp()",
         .use = "As the group mean, where the values are skewed within groups.",
         .params = group_params,
         .n_params = TITIAN_COUNT_OF(group_params)},
        .work = group_median},
};

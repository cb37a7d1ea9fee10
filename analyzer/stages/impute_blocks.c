/* Imputation from other indicators: the walk over years and groups of indicators.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "stages/impute_joint.h"

/* Node of a level above an indicator; the root for level 0 and for levels above it. */
static size_t group_of(const titian_flow *flow, size_t indicator, int level)
{
    const titian_framework *framework = flow->recipe->framework;
    size_t node = indicator;

    while (titian_framework_node(framework, node)->parent != TITIAN_NONE &&
           (level == 0 || titian_framework_node(framework, node)->level < level))
        node = titian_framework_node(framework, node)->parent;
    return node;
}

int titian_impute_has_gaps(const titian_impute_block *b, size_t column)
{
    const size_t j = b->columns[column];

    if (!titian_impute_takes(b->task, j, b->year))
        return 0;
    for (size_t i = 0; i < b->block.n_units; i++)
        if (titian_impute_is_gap(b->task->flow, j, b->year, i))
            return 1;
    return 0;
}

/* Gather the indicators in use under a node. @return have they gaps to be filled? */
static int gather(titian_impute_block *b, double *values, size_t group, int level)
{
    const titian_flow *flow = b->task->flow;
    const size_t n = flow->n_units;
    int gaps = 0;

    b->group = titian_framework_node(flow->recipe->framework, group)->code;
    b->block = (kernel_block){.values = values, .stride = n, .n_units = n};
    for (size_t j = 0; j < flow->n_indicators; j++) {
        if (group_of(flow, j, level) != group || !titian_flow_included(flow, j, b->year))
            continue;
        b->columns[b->block.n_indicators] = j;
        titian_impute_given(flow, j, b->year, values + b->block.n_indicators++ * n);
    }
    for (size_t k = 0; k < b->block.n_indicators && !gaps; k++)
        gaps = titian_impute_has_gaps(b, k);
    return gaps;
}

static titian_status put_column(const titian_impute_block *b, size_t column, size_t *left, titian_error *err)
{
    const size_t n = b->block.n_units, j = b->columns[column];
    titian_status status = TITIAN_OK;

    for (size_t i = 0; i < n && status == TITIAN_OK; i++) {
        const double x = b->out[column * n + i];

        if (!titian_impute_is_gap(b->task->flow, j, b->year, i))
            continue;
        if (isnan(x))
            (*left)++;
        else
            status = titian_impute_put(
                b->task, &(titian_estimate){.indicator = j, .year = b->year, .unit = i, .value = x}, err);
    }
    return status;
}

static titian_status put(const titian_impute_block *b, titian_error *err)
{
    titian_flow *flow = b->task->flow;
    titian_names without = {.n = 0};
    size_t left = 0;

    for (size_t k = 0; k < b->block.n_indicators; k++) {
        size_t of_column = 0;
        titian_status status = TITIAN_OK;

        if (titian_impute_takes(b->task, b->columns[k], b->year))
            status = put_column(b, k, &of_column, err);
        if (status != TITIAN_OK)
            return status;
        left += of_column;
        if (of_column > 0)
            titian_names_add(&without, titian_flow_indicator(flow, b->columns[k])->code);
    }
    if (left == 0)
        return TITIAN_OK;
    return titian_notes_add(flow->notes, err, "%s, %d: %zu gap%s not imputed by %s, because %s (%s)", b->group,
        titian_flow_year(flow, b->year), left, left == 1 ? "" : "s", b->task->choice->method->name, b->why_not,
        titian_names_text(&without));
}

/* Is a node the first of those that stand for a group? Every group is met at its first indicator. */
static int is_first(const titian_flow *flow, size_t indicator, int level)
{
    for (size_t j = 0; j < indicator; j++)
        if (group_of(flow, j, level) == group_of(flow, indicator, level))
            return 0;
    return 1;
}

titian_status titian_impute_blocks(
    const titian_impute_task *task, titian_fill_block_fn fill, size_t scratch, titian_error *err)
{
    titian_flow *flow = task->flow;
    const int level = (int) titian_option_number(task->choice, "group_level");
    double *values = titian_arena_array(&flow->arena, flow->n_units * flow->n_indicators, sizeof *values);
    titian_impute_block b = {
        .task = task,
        .columns = titian_arena_array(&flow->arena, flow->n_indicators, sizeof *b.columns),
        .out = titian_arena_array(&flow->arena, flow->n_units * flow->n_indicators, sizeof *b.out),
        .scratch = titian_arena_array(&flow->arena, scratch, sizeof *b.scratch),
        .order = flow->orders,
        .why_not = "nothing is known of them",
    };
    titian_status status = TITIAN_OK;

    if (values == NULL || b.columns == NULL || b.out == NULL || b.scratch == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to impute %zu indicators", flow->n_indicators);
    for (size_t j = 0; j < flow->n_indicators; j++) {
        for (b.year = 0; is_first(flow, j, level) && b.year < flow->n_years && status == TITIAN_OK; b.year++) {
            if (!gather(&b, values, group_of(flow, j, level), level))
                continue;
            status = fill(&b, err);
            if (status == TITIAN_OK)
                status = put(&b, err);
        }
    }
    return status;
}

/* The driver: carry forward, walk the stages in the recipe's order, aggregate, analyse.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/run.h>

#include <assert.h>
#include <stdlib.h>

#include "analysis/assessment.h"
#include "analysis/begin.h"
#include "analysis/years.h"
#include "core/panel_share.h"
#include "stages/aggregate_bod.h"
#include "stages/table.h"

titian_run_options titian_run_options_default(void)
{
    return (titian_run_options){.keep = TITIAN_KEEP_ALL};
}

static int is_kept(const titian_run_options *options, titian_result result)
{
    return (options->keep >> result & 1u) != 0;
}

/* Of the first panel, what is asked for. */
static titian_status keep_raw(
    titian_assessment *a, const titian_flow *flow, const titian_run_options *options, titian_error *err)
{
    size_t *which = NULL, n = 0;
    titian_status status = TITIAN_OK;

    if (options->variables == NULL)
        return titian_panel_copy(&a->results[TITIAN_RESULT_RAW], flow->panel, err);
    which = calloc(options->n_variables + 1, sizeof *which); /* and what counts observations */
    if (which == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu variables", options->n_variables);
    for (size_t k = 0; k <= options->n_variables; k++) {
        const char *code = k < options->n_variables ? options->variables[k] : flow->recipe->divide.sample;
        const size_t at = code != NULL ? titian_panel_find_variable(flow->panel, code) : TITIAN_NONE;
        size_t before = 0;

        while (before < n && which[before] != at)
            before++;
        if (at != TITIAN_NONE && before == n)
            which[n++] = at;
    }
    status = titian_panel_copy_some(&a->results[TITIAN_RESULT_RAW], flow->panel, which, n, err);
    free(which);
    return status;
}

/* The stages work in place on one panel. A result to be kept is copied before the next stage changes it, but the last
 * one: that is handed over as it is (finish). */
static titian_status walk_stages(
    titian_assessment *a, titian_flow *flow, const titian_run_options *options, titian_error *err)
{
    titian_result result = TITIAN_RESULT_RAW;
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < TITIAN_STAGE_AGGREGATE && status == TITIAN_OK; k++) {
        const titian_stage stage = a->recipe->order[k];

        if (is_kept(options, result))
            status = result == TITIAN_RESULT_RAW ? keep_raw(a, flow, options, err)
                                                 : titian_panel_copy(&a->results[result], flow->panel, err);
        if (status == TITIAN_OK)
            status = titian_stage_at(stage)->run(flow, &a->recipe->choice[stage], err);
        result = (titian_result) (stage + 1);
    }
    if (status == TITIAN_OK)
        status = titian_stage_at(TITIAN_STAGE_AGGREGATE)->run(flow, NULL, err);
    return status != TITIAN_OK ? status : titian_stage_at(TITIAN_STAGE_WEIGH)->run(flow, NULL, err);
}

static titian_status analyse(titian_assessment *a, titian_flow *flow, unsigned leave, titian_error *err)
{
    titian_status status = titian_assess_overrides(a, err);

    if ((leave & TITIAN_LEAVE_QUALITY) != 0)
        titian_leave_quality(a, flow);
    else if (status == TITIAN_OK)
        status = titian_assess_quality(a, flow, err);
    if (status == TITIAN_OK && (leave & TITIAN_LEAVE_CORRELATIONS) == 0)
        status = titian_assess_correlations(a, flow, err);
    if (status == TITIAN_OK)
        status = titian_assess_ranks(a, flow, err);
    if (status == TITIAN_OK && (leave & TITIAN_LEAVE_PRIORITY) == 0)
        status = titian_assess_priority(a, flow, err);
    return status;
}

/* The flow hands over what is kept. */
static void finish(titian_assessment *a, titian_flow *flow, const titian_run_options *options)
{
    const titian_result last = (titian_result) (a->recipe->order[TITIAN_STAGE_AGGREGATE - 1] + 1);

    a->results[TITIAN_RESULT_AGGREGATED] = flow->scores;
    flow->scores = NULL;
    a->effective = flow->effective;
    a->unrounded = flow->unrounded;
    a->treatment = flow->treatment;
    a->weights = flow->weights;
    a->reached = flow->reached;
    a->bods = flow->bods->list;
    a->n_bods = flow->bods->n;
    a->excepted = flow->excepted;
    if (!is_kept(options, last))
        return;
    a->results[last] = flow->panel;
    flow->panel = NULL;
}

titian_status titian_run(titian_assessment **out, const titian_recipe *recipe, const titian_panel *panel,
    const titian_run_options *options, titian_error *err)
{
    const titian_run_options chosen = options != NULL ? *options : titian_run_options_default();
    titian_assessment *a = NULL;
    titian_flow flow = {.recipe = recipe};
    titian_bod_kept bods = {.n = 0};
    titian_slice slice = {.from = panel};
    titian_status status = TITIAN_OK;
    int *years = NULL;

    assert(chosen.spent == NULL ||
           (chosen.spent == panel && (!recipe->priority.on || (chosen.leave & TITIAN_LEAVE_PRIORITY) != 0)));
    *out = NULL;
    status = titian_index_years(&years, &flow.n_years, panel, recipe, &chosen, err);
    if (status != TITIAN_OK)
        goto out;
    status = titian_assessment_new(&a, recipe, panel, flow.n_years, (chosen.leave & TITIAN_LEAVE_RANKS) != 0, err);
    if (status != TITIAN_OK)
        goto out;
    a->about = chosen.about;
    a->ledger = chosen.ledger;
    a->lists = chosen.lists;
    a->overrides = chosen.overrides;
    slice.years = years;
    slice.n_years = flow.n_years;
    slice.units = a->data_unit;
    slice.n_units = a->n_units;
    slice.spent = chosen.spent;
    flow.notes = &a->notes;
    flow.bods = &bods;
    status = titian_begin(&flow, &slice, err);
    if (status == TITIAN_OK)
        status = walk_stages(a, &flow, &chosen, err);
    if (status == TITIAN_OK)
        status = analyse(a, &flow, chosen.leave, err);
    if (status != TITIAN_OK)
        goto out;
    finish(a, &flow, &chosen);
    *out = a;
    a = NULL;
out:
    titian_flow_close(&flow);
    titian_assessment_free(a);
    free(years);
    return status;
}

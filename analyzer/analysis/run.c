/* The driver: carry forward, walk the stages in the recipe's order, aggregate, analyse.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/run.h>

#include "analysis/assessment.h"
#include "stages/carry.h"
#include "stages/table.h"
#include "stages/weigh.h"

titian_run_options titian_run_options_default(void)
{
    return (titian_run_options){.keep = TITIAN_KEEP_ALL};
}

static int has_value(const titian_panel *data, size_t variable, size_t year)
{
    const double *x = titian_panel_column(data, variable, year);

    for (size_t i = 0; i < titian_panel_n_units(data); i++)
        if (!isnan(x[i]))
            return 1;
    return 0;
}

/* The last year in which any indicator has a value, so that a projected population does not make an index year; the
 * last year of all where there is none. */
static int last_scored_year(const titian_panel *data, const titian_framework *framework)
{
    const size_t n_years = titian_panel_n_years(data);

    for (size_t t = n_years; t-- > 0;)
        for (size_t j = 0; j < titian_framework_n_indicators(framework); j++) {
            const size_t variable = titian_panel_find_variable(data, titian_framework_node(framework, j)->code);

            if (variable != TITIAN_NONE && has_value(data, variable, t))
                return titian_panel_year(data, t);
        }
    return titian_panel_year(data, n_years - 1);
}

/* First and last index year, checked against the years of the data. */
static titian_status choose_years(
    titian_slice *slice, const titian_recipe *recipe, const titian_run_options *options, titian_error *err)
{
    const titian_panel *data = slice->from;
    const size_t n = titian_panel_n_years(data);
    int oldest = 0, newest = 0;

    if (n == 0)
        return titian_fail(
            err, TITIAN_E_USAGE, "the data hold no year\nname files that hold units, years and values");
    oldest = titian_panel_year(data, 0);
    newest = titian_panel_year(data, n - 1);
    slice->first = options->first_year != 0 ? options->first_year : options->last_year;
    slice->last = options->last_year != 0 ? options->last_year : options->first_year;
    if (slice->first == 0) {
        slice->first = last_scored_year(data, recipe->framework);
        slice->last = slice->first;
    }
    if (slice->first > slice->last)
        return titian_fail(err, TITIAN_E_USAGE, "the years run backwards, from %d to %d\ngive the earlier year first",
            slice->first, slice->last);
    if (slice->first < oldest || slice->last > newest)
        return titian_fail(err, TITIAN_E_USAGE,
            "the data do not reach the year %d\nthey hold %d to %d: choose within",
            slice->first < oldest ? slice->first : slice->last, oldest, newest);
    return TITIAN_OK;
}

static int is_kept(const titian_run_options *options, titian_result result)
{
    return (options->keep >> result & 1u) != 0;
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
            status = titian_panel_copy(&a->results[result], flow->panel, err);
        if (status == TITIAN_OK)
            status = titian_stage_at(stage)->run(flow, &a->recipe->choice[stage], err);
        result = (titian_result) (stage + 1);
    }
    if (status == TITIAN_OK)
        status = titian_stage_at(TITIAN_STAGE_AGGREGATE)->run(flow, NULL, err);
    return status != TITIAN_OK ? status : titian_stage_at(TITIAN_STAGE_WEIGH)->run(flow, NULL, err);
}

static titian_status analyse(titian_assessment *a, titian_flow *flow, titian_error *err)
{
    titian_status status = titian_assess_quality(a, flow, err);

    if (status == TITIAN_OK)
        status = titian_assess_ranks(a, flow, err);
    if (status == TITIAN_OK)
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
    a->treatment = flow->treatment;
    a->weights = flow->weights;
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
    titian_slice slice = {.from = panel};
    titian_status status = TITIAN_OK;

    *out = NULL;
    status = choose_years(&slice, recipe, &chosen, err);
    if (status != TITIAN_OK)
        goto out;
    flow.n_years = (size_t) (slice.last - slice.first) + 1;
    status = titian_assessment_new(&a, recipe, panel, flow.n_years, err);
    if (status != TITIAN_OK)
        goto out;
    a->about = chosen.about;
    a->ledger = chosen.ledger;
    slice.units = a->data_unit;
    slice.n_units = a->n_units;
    flow.n_units = a->n_units;
    flow.notes = &a->notes;
    status = titian_flow_open(&flow, err);
    if (status == TITIAN_OK)
        status = titian_weigh_known(&flow, err);
    if (status == TITIAN_OK)
        status = titian_stage_at(TITIAN_STAGE_WEIGH)->run(&flow, NULL, err);
    if (status == TITIAN_OK)
        status = titian_carry(&flow, &slice, err);
    if (status == TITIAN_OK)
        status = walk_stages(a, &flow, &chosen, err);
    if (status == TITIAN_OK)
        status = analyse(a, &flow, err);
    if (status != TITIAN_OK)
        goto out;
    finish(a, &flow, &chosen);
    *out = a;
    a = NULL;
out:
    titian_flow_close(&flow);
    titian_assessment_free(a);
    return status;
}

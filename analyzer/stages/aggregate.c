/* Aggregation: scores of indicators become scores of nodes, level by level from below. The methods stand in families:
 * aggregate_means.c and its siblings.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/aggregate.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "core/panel_share.h"
#include "kernels/decimal.h"
#include "kernels/present.h"
#include "stages/except.h"
#include "stages/weigh.h"

typedef struct {
    const titian_aggregate_row *rows;
    size_t n;
} family;

static const family families[] = {
    {titian_aggregate_means, TITIAN_N_AGGREGATE_MEANS},
    {titian_aggregate_ordered, TITIAN_N_AGGREGATE_ORDERED},
    {titian_aggregate_balanced, TITIAN_N_AGGREGATE_BALANCED},
    {titian_aggregate_compared, TITIAN_N_AGGREGATE_COMPARED},
    {titian_aggregate_bod, TITIAN_N_AGGREGATE_BOD},
};

enum {
    N_METHODS = TITIAN_N_AGGREGATE_MEANS + TITIAN_N_AGGREGATE_ORDERED + TITIAN_N_AGGREGATE_BALANCED +
                TITIAN_N_AGGREGATE_COMPARED + TITIAN_N_AGGREGATE_BOD
};

static const titian_aggregate_row *row_at(size_t row)
{
    const family *f = families;

    assert(row < N_METHODS);
    for (; row >= f->n; f++)
        row -= f->n;
    return &f->rows[row];
}

static const titian_method *method_at(size_t row)
{
    return &row_at(row)->about;
}

titian_additive_fn titian_aggregate_additive(const titian_choice *choice)
{
    return row_at(choice->row)->additive;
}

int titian_aggregate_alike(const titian_choice *a, const titian_choice *b)
{
    if (a->row != b->row)
        return 0;
    for (size_t k = TITIAN_N_AGGREGATE_PARAMS; k < a->method->n_params; k++)
        if (a->option[k].number != b->option[k].number || a->option[k].upper != b->option[k].upper)
            return 0;
    return 1;
}

int titian_aggregate_compares(size_t row)
{
    return row_at(row)->compares;
}

/* ---- what the families share ---- */

const titian_node *titian_node_at(const titian_flow *flow, size_t node)
{
    return titian_framework_node(flow->recipe->framework, node);
}

const char *titian_job_child(const titian_node_job *job, size_t child)
{
    return titian_node_at(job->flow, job->about->first_child + child)->code;
}

int titian_job_year(const titian_node_job *job)
{
    return titian_flow_year(job->flow, job->year);
}

static const double *child_scores(const titian_node_job *job, size_t child)
{
    return job->children.scores + child * job->children.stride;
}

titian_status titian_job_refuse(const titian_node_job *job, const kernel_place *place, const char *what,
    const char *need, const char *mend, titian_error *err)
{
    return titian_fail(err, TITIAN_E_NUMERIC, "the %s of %s needs scores %s: unit %s has %g for %s in %d\n%s", what,
        job->about->code, need, titian_flow_unit(job->flow, place->unit),
        child_scores(job, place->child)[place->unit], titian_job_child(job, place->child), titian_job_year(job),
        mend);
}

titian_status titian_job_note_raised(const titian_node_job *job, double floor, const char *mean, titian_error *err)
{
    titian_names names = {.n = 0};
    size_t raised = 0;

    if (job->flow->notes->muted)
        return TITIAN_OK;
    for (size_t i = 0; i < job->children.n; i++) {
        size_t of_unit = 0;

        for (size_t k = 0; k < job->children.n_children; k++)
            of_unit += child_scores(job, k)[i] < floor ? 1 : 0;
        raised += of_unit;
        if (of_unit > 0)
            titian_names_add(&names, titian_flow_unit(job->flow, i));
    }
    if (raised == 0)
        return TITIAN_OK;
    return titian_notes_add(job->flow->notes, err, "%s, %d: %zu score%s below %g raised to %g before the %s (%s)",
        job->about->code, titian_job_year(job), raised, raised == 1 ? "" : "s", floor, floor, mean,
        titian_names_text(&names));
}

titian_status titian_job_raise(
    const titian_node_job *job, double floor, const char *mean, kernel_columns *out, titian_error *err)
{
    *out = job->children;
    if (!(floor > 0.0))
        return TITIAN_OK;
    for (size_t k = 0; k < job->children.n_children; k++)
        for (size_t i = 0; i < job->children.n; i++) {
            const double y = child_scores(job, k)[i];

            job->room[k * job->children.n + i] = y < floor ? floor : y;
        }
    out->scores = job->room;
    out->stride = job->children.n;
    return titian_job_note_raised(job, floor, mean, err);
}

void titian_job_weigh(const titian_node_job *job)
{
    kernel_weighted_sums(&job->children, job->scratch, job->weight);
}

static int has_score(const titian_node_job *job, size_t unit)
{
    for (size_t k = 0; k < job->children.n_children; k++)
        if (job->children.weights[k] > 0.0 && !isnan(child_scores(job, k)[unit]))
            return 1;
    return 0;
}

titian_status titian_job_note_unscored(
    const titian_node_job *job, const char *method, const char *why, titian_error *err)
{
    titian_names names = {.n = 0};

    for (size_t i = 0; i < job->children.n && !job->flow->notes->muted; i++)
        if (isnan(job->out[i]) && has_score(job, i))
            titian_names_add(&names, titian_flow_unit(job->flow, i));
    if (names.n == 0)
        return TITIAN_OK;
    return titian_notes_add(job->flow->notes, err, "%s, %d: no score by %s for %zu unit%s, because %s (%s)",
        job->about->code, titian_job_year(job), method, names.n, names.n == 1 ? "" : "s", why,
        titian_names_text(&names));
}

/* ---- the walk ---- */

/* The options that every row has, in their order: TITIAN_AGGREGATE_PARAMS. */
enum { MIN_COVERAGE, COVERAGE_BY, DECIMALS, ROUNDING };

/* Does child k of a node weigh anything, if only for units with weights of their own? */
static int weighs(const titian_flow *flow, size_t node, size_t k, size_t year)
{
    size_t n = 0;
    const size_t first = titian_recipe_exceptions(flow->recipe, node, &n);

    if (titian_flow_weights(flow, year)[titian_node_at(flow, node)->first_child + k] > 0.0)
        return 1;
    for (size_t e = first; e < first + n; e++)
        if (titian_except_weights(flow, e)[k] > 0.0)
            return 1;
    return 0;
}

/* Is anything that weighs in a node in use in a year? The same rule as that of effective weights. What is known of
 * the nodes below stands in the shop. */
static int in_use(const titian_flow *flow, size_t node, size_t year, const titian_shop *shop)
{
    const titian_node *about = titian_node_at(flow, node);
    const unsigned char *used = shop->used + year * flow->n_nodes;

    for (size_t k = 0; k < about->n_children; k++)
        if (used[about->first_child + k] && weighs(flow, node, k, year))
            return 1;
    return 0;
}

static void use_indicators(const titian_flow *flow, const titian_shop *shop)
{
    for (size_t year = 0; year < flow->n_years; year++)
        for (size_t j = 0; j < flow->n_indicators; j++)
            shop->used[year * flow->n_nodes + j] = titian_flow_included(flow, j, year) ? 1 : 0;
}

/* The children with some weights; those not in use weigh nothing. */
static void gather_children(titian_node_job *job, const double *given, const titian_shop *shop)
{
    const titian_flow *flow = job->flow;
    const size_t first = job->about->first_child;
    const unsigned char *used = shop->used + job->year * flow->n_nodes + first;

    job->total_weight = 0.0;
    job->total_count = 0.0;
    for (size_t k = 0; k < job->about->n_children; k++) {
        shop->weights[k] = used[k] ? given[k] : 0.0;
        job->total_weight += shop->weights[k];
        job->total_count += used[k] ? 1.0 : 0.0;
    }
    job->children = (kernel_columns){
        .scores = titian_flow_scores(flow, first, job->year),
        .stride = flow->n_years * flow->n_units,
        .n_children = job->about->n_children,
        .n = flow->n_units,
        .weights = shop->weights,
    };
}

/* Who has enough data was decided by another run. */
static void follow_decision(const titian_node_job *job)
{
    const titian_flow *flow = job->flow;
    const unsigned char *enough = flow->decided + (job->year * flow->n_nodes + job->node) * flow->n_units;

    kernel_keep(job->out, enough, job->children.n);
}

static void require_coverage(const titian_node_job *job)
{
    const double least = job->choice->option[MIN_COVERAGE].number;
    const int by_count = job->choice->option[COVERAGE_BY].number > 0.5;

    if (job->flow->decided != NULL) {
        follow_decision(job);
        return;
    }
    if (!(least > 0.0))
        return;
    if (by_count)
        kernel_counts(&job->children, job->weight);
    kernel_require_share(
        job->out, job->children.n, job->weight, by_count ? job->total_count : job->total_weight, least);
}

static int is_rounded(const titian_choice *choice)
{
    return choice->option[DECIMALS].number >= 0.0;
}

/* Reports show a rounded score beside what it was rounded from. */
static void round_scores(const titian_node_job *job)
{
    const int even = job->choice->option[ROUNDING].number > 0.5;
    const size_t n = job->children.n, at = (job->year * job->flow->n_nodes + job->node) * n;

    if (!is_rounded(job->choice))
        return;
    if (job->flow->unrounded != NULL) /* one run of many keeps nothing */
        memcpy(job->flow->unrounded + at, job->out, n * sizeof *job->out);
    kernel_round_decimals(
        job->out, n, (unsigned) job->choice->option[DECIMALS].number, even ? KERNEL_TIES_EVEN : KERNEL_TIES_AWAY);
}

static titian_status finish_node(const titian_node_job *job, titian_error *err)
{
    titian_mark *marks = titian_panel_marks_mut(job->flow->scores, job->node, job->year);
    const size_t infinite =
        kernel_mark_present(job->out, job->children.n, TITIAN_MARK_OBSERVED, TITIAN_MARK_MISSING, marks);

    if (infinite == job->children.n)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_NUMERIC,
        "the score of unit %s for %s in %d is past the largest number there is\n"
        "look for a value or a weight that is far too large",
        titian_flow_unit(job->flow, infinite), job->about->code, titian_job_year(job));
}

static titian_node_job job_at(titian_flow *flow, size_t node, size_t year, const titian_shop *shop)
{
    titian_node_job job = {
        .flow = flow,
        .choice = &flow->recipe->aggregation[node],
        .node = node,
        .year = year,
        .about = titian_node_at(flow, node),
        .ready = shop->ready != NULL ? shop->ready[year * flow->n_nodes + node] : NULL,
        .out = titian_panel_column_mut(flow->scores, node, year),
        .weight = flow->scratch,
        .scratch = flow->scratch + flow->n_units,
        .room = shop->room,
        .places = shop->places,
        .width = shop->width,
    };

    gather_children(&job, titian_flow_weights(flow, year) + job.about->first_child, shop);
    return job;
}

static titian_status combine(titian_node_job *job, titian_error *err)
{
    const titian_status status = row_at(job->choice->row)->work(job, err);

    if (status != TITIAN_OK)
        return status;
    require_coverage(job);
    return TITIAN_OK;
}

/* ---- units with weights of their own ---- */

/* The exception that holds on a unit; `first + n` where none does. */
static size_t exception_of(const titian_node_job *job, size_t unit, size_t first, size_t n)
{
    size_t e = first;

    while (e < first + n && !titian_except_holds(job->flow, e, job->year)[unit])
        e++;
    return e;
}

/* Combine the units on which one exception holds, or none (first + n), as if there were no others. A method that
 * looks at one unit after the other does not see the difference, and speaks of these units alone. */
static titian_status combine_some(
    const titian_node_job *whole, const titian_shop *shop, size_t e, size_t first, size_t n, titian_error *err)
{
    const size_t n_units = whole->children.n, child = whole->about->first_child;
    titian_node_job job = *whole;
    titian_status status = TITIAN_OK;
    size_t n_held = 0;

    gather_children(&job,
        e < first + n ? titian_except_weights(job.flow, e) : titian_flow_weights(job.flow, job.year) + child, shop);
    for (size_t i = 0; i < n_units; i++) {
        const int held = exception_of(whole, i, first, n) == e;

        for (size_t k = 0; k < job.children.n_children; k++)
            shop->masked[k * n_units + i] = held ? job.children.scores[k * job.children.stride + i] : TITIAN_MISSING;
        n_held += held ? 1 : 0;
    }
    if (n_held == 0)
        return TITIAN_OK;
    job.children.scores = shop->masked;
    job.children.stride = n_units;
    job.ready = NULL; /* of all units */
    job.out = shop->part;
    status = combine(&job, err);
    for (size_t i = 0; i < n_units && status == TITIAN_OK; i++)
        if (exception_of(whole, i, first, n) == e)
            whole->out[i] = shop->part[i];
    return status;
}

static titian_status aggregate_node(
    titian_flow *flow, size_t node, size_t year, const titian_shop *shop, titian_error *err)
{
    titian_node_job job = job_at(flow, node, year, shop);
    titian_status status = TITIAN_OK;
    size_t n = 0;
    const size_t first = titian_recipe_exceptions(flow->recipe, node, &n);

    shop->used[year * flow->n_nodes + node] = in_use(flow, node, year, shop) ? 1 : 0;
    if (n == 0)
        status = combine(&job, err);
    else
        titian_except_decide(flow, node, year);
    for (size_t e = first; n > 0 && e <= first + n && status == TITIAN_OK; e++)
        status = combine_some(&job, shop, e, first, n, err);
    if (status != TITIAN_OK)
        return status;
    round_scores(&job);
    return finish_node(&job, err);
}

/* A panel of nodes. Indicators are those of the panel of variables itself, which nobody changes from here on. */
static titian_status make_scores(titian_flow *flow, titian_error *err)
{
    const char **nodes = titian_arena_array(&flow->arena, flow->n_nodes, sizeof *nodes);

    if (nodes == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu nodes", flow->n_nodes);
    for (size_t k = 0; k < flow->n_nodes; k++)
        nodes[k] = titian_node_at(flow, k)->code;
    return titian_panel_over(&flow->scores, flow->panel, flow->n_indicators, nodes, flow->n_nodes, err);
}

/* Room for what nodes are rounded from, where any is. */
static titian_status make_unrounded(titian_flow *flow, titian_error *err)
{
    const size_t n = flow->n_years * flow->n_nodes * flow->n_units;

    for (size_t node = flow->n_indicators; node < flow->n_nodes && flow->unrounded == NULL; node++) {
        if (!is_rounded(&flow->recipe->aggregation[node]))
            continue;
        flow->unrounded = titian_arena_array(flow->notes->arena, n, sizeof *flow->unrounded);
        if (flow->unrounded == NULL)
            return titian_fail(err, TITIAN_E_MEMORY, "no memory for the scores of %zu units", flow->n_units);
    }
    return TITIAN_OK;
}

/* Most children, or most grandchildren, of any node. */
static size_t widest(const titian_flow *flow)
{
    size_t most = 1;

    for (size_t node = flow->n_indicators; node < flow->n_nodes; node++) {
        const titian_node *about = titian_node_at(flow, node);
        size_t grandchildren = 0;

        for (size_t k = 0; k < about->n_children; k++)
            grandchildren += titian_node_at(flow, about->first_child + k)->n_children;
        most = about->n_children > most ? about->n_children : most;
        most = grandchildren > most ? grandchildren : most;
    }
    return most;
}

titian_status titian_shop_open(titian_shop *shop, titian_flow *flow, titian_error *err)
{
    const size_t width = widest(flow);
    const size_t room = (width + TITIAN_JOB_SPARE) * flow->n_units + width * (width + 3) / 2 + 6 * width;

    *shop = (titian_shop){
        .weights = titian_arena_array(&flow->arena, flow->n_nodes, sizeof *shop->weights),
        .used = titian_arena_array(&flow->arena, flow->n_years * flow->n_nodes, 1),
        .room = titian_arena_array(&flow->arena, room, sizeof *shop->room),
        .places = titian_arena_array(&flow->arena, 4 * width, sizeof *shop->places),
        .masked = titian_arena_array(&flow->arena, width * flow->n_units, sizeof *shop->masked),
        .part = titian_arena_array(&flow->arena, flow->n_units, sizeof *shop->part),
        .width = width,
    };
    if (!shop->weights || !shop->used || !shop->room || !shop->places || !shop->masked || !shop->part)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to aggregate %zu nodes", flow->n_nodes);
    return TITIAN_OK;
}

static titian_status make_ready(titian_flow *flow, titian_shop *shop, size_t node, size_t year, titian_error *err)
{
    const titian_node_job job = job_at(flow, node, year, shop);
    const titian_ready_fn ready = row_at(job.choice->row)->ready;
    double *columns = NULL;
    size_t n_exceptions = 0;

    (void) titian_recipe_exceptions(flow->recipe, node, &n_exceptions);
    if (ready == NULL || n_exceptions > 0 || job.about->first_child >= flow->n_indicators)
        return TITIAN_OK;
    columns = titian_arena_array(&flow->arena, job.about->n_children * flow->n_units, sizeof *columns);
    if (columns == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the scores under %s", job.about->code);
    shop->ready[year * flow->n_nodes + node] = columns;
    return ready(&job, columns, err);
}

titian_status titian_aggregate_ready(titian_flow *flow, titian_shop *shop, titian_error *err)
{
    titian_status status = TITIAN_OK;

    shop->ready = titian_arena_array(&flow->arena, flow->n_years * flow->n_nodes, sizeof *shop->ready);
    if (shop->ready == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu nodes", flow->n_nodes);
    use_indicators(flow, shop);
    for (size_t node = flow->n_indicators; node < flow->n_nodes; node++)
        for (size_t year = 0; year < flow->n_years && status == TITIAN_OK; year++)
            status = make_ready(flow, shop, node, year, err);
    return status;
}

/* Weights found in the data have just been found: now they vary. Known ones did from the start. */
static void vary_weights(titian_flow *flow, size_t node)
{
    const titian_node *about = titian_node_at(flow, node);

    if (flow->factors == NULL || !titian_weigh_node_looks(flow->recipe, node))
        return;
    for (size_t year = 0; year < flow->n_years; year++)
        for (size_t k = about->first_child; k < about->first_child + about->n_children; k++)
            flow->weights[year * flow->n_nodes + k] *= flow->factors[k];
}

titian_status titian_aggregate_walk(titian_flow *flow, const titian_shop *shop, titian_error *err)
{
    titian_status status = TITIAN_OK;

    use_indicators(flow, shop);
    for (size_t node = flow->n_indicators; node < flow->n_nodes && status == TITIAN_OK; node++) {
        status = titian_weigh_children(flow, node, err);
        if (status == TITIAN_OK)
            vary_weights(flow, node);
        for (size_t year = 0; year < flow->n_years && status == TITIAN_OK; year++)
            status = aggregate_node(flow, node, year, shop, err);
    }
    return status;
}

static titian_status run(titian_flow *flow, const titian_choice *choice, titian_error *err)
{
    titian_shop shop = {.width = 0};
    titian_status status = make_scores(flow, err);

    (void) choice;
    if (status == TITIAN_OK)
        status = make_unrounded(flow, err);
    if (status == TITIAN_OK)
        status = titian_shop_open(&shop, flow, err);
    return status == TITIAN_OK ? titian_aggregate_walk(flow, &shop, err) : status;
}

const titian_stage_row titian_aggregate_stage = {
    .name = "aggregate",
    .result = "aggregated",
    .summary = "bring scores of indicators together, level by level",
    .n_methods = N_METHODS,
    .method = method_at,
    .run = run,
};

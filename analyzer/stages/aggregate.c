/* Aggregation: scores of indicators become scores of nodes, level by level from below.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "kernels/mean.h"
#include "stages/carry.h"
#include "stages/table.h"

/* One node in one year. Children that screening left out have weight 0 here and no scores. */
typedef struct {
    titian_flow *flow;
    const titian_choice *choice;
    size_t node, year;
    const titian_node *about;
    kernel_columns children;
    double total_weight, total_count; /* of the children in use */
    double *out;                      /* n scores */
    double *weight;                   /* n doubles: the weight present */
} node_job;

typedef titian_status (*combine)(const node_job *job, titian_error *err);

static const titian_node *node_at(const titian_flow *flow, size_t node)
{
    return titian_framework_node(flow->recipe->framework, node);
}

static const double *child_scores(const node_job *job, size_t child)
{
    return job->children.scores + child * job->children.stride;
}

static titian_status arithmetic(const node_job *job, titian_error *err)
{
    (void) err;
    kernel_arithmetic_means(&job->children, job->out, job->weight);
    return TITIAN_OK;
}

/* Without a floor no score may be 0 or less. */
static titian_status require_positive(const node_job *job, titian_error *err)
{
    for (size_t k = 0; k < job->children.n_children; k++)
        for (size_t i = 0; i < job->children.n; i++)
            if (child_scores(job, k)[i] <= 0.0)
                return titian_fail(err, TITIAN_E_NUMERIC,
                    "the geometric mean of %s needs scores above 0: unit %s has %g for %s in %d\n"
                    "give a floor under aggregate, normalise to a range above 0, or use the arithmetic mean",
                    job->about->code, titian_flow_unit(job->flow, i), child_scores(job, k)[i],
                    node_at(job->flow, job->about->first_child + k)->code, titian_flow_year(job->flow, job->year));
    return TITIAN_OK;
}

static titian_status note_raised(const node_job *job, double floor, titian_error *err)
{
    titian_names names = {.n = 0};
    size_t raised = 0;

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
    return titian_notes_add(job->flow->notes, err,
        "%s, %d: %zu score%s below %g raised to %g before the geometric mean (%s)", job->about->code,
        titian_flow_year(job->flow, job->year), raised, raised == 1 ? "" : "s", floor, floor,
        titian_names_text(&names));
}

static titian_status geometric(const node_job *job, titian_error *err)
{
    const double floor = titian_option_number(job->choice, "floor");
    const titian_status status = floor > 0.0 ? note_raised(job, floor, err) : require_positive(job, err);

    if (status == TITIAN_OK)
        kernel_geometric_means(&job->children, floor, job->out, job->weight);
    return status;
}

#define COVERAGE_PARAMS                                                                                              \
    {.name = "min_coverage",                                                                                         \
        .kind = TITIAN_PARAM_NUMBER,                                                                                 \
        .fallback = 0.0,                                                                                             \
        .least = 0.0,                                                                                                \
        .most = 1.0,                                                                                                 \
        .summary = "share of a node's children in use that must have a score for the node to have one, 0 to 1"},     \
    {                                                                                                                \
        .name = "coverage_by", .kind = TITIAN_PARAM_CHOICE, .fallback = 0.0, .most = 1.0, .choices = "weight count", \
        .summary = "whether that share is of weight or of the number of children"                                    \
    }

static const titian_param arithmetic_params[] = {COVERAGE_PARAMS};

static const titian_param geometric_params[] = {
    COVERAGE_PARAMS,
    {.name = "floor",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 1.0,
        .least = 0.0,
        .most = 1e6,
        .summary =
            "scores below this are raised to it, score points; 0: none are, and a score of 0 or less is an error"},
};

typedef struct {
    titian_method about;
    combine work;
} aggregate_method;

static const aggregate_method methods[] = {
    {.about = {.name = "arithmetic",
         .summary = "weighted arithmetic mean of the children present",
         .formula = "sum w y / sum w, over children with a score",
         .source = "OECD/JRC Handbook 2008, step 6; COINr a_amean()",
         .use =
             "The default: contributions add up, so gaps, what-if gains and changes over years can be shown part by "
             "part. A good score makes up fully for a bad one.",
         .params = arithmetic_params,
         .n_params = TITIAN_COUNT_OF(arithmetic_params)},
        .work = arithmetic},
    {.about = {.name = "geometric",
         .summary = "weighted geometric mean of the children present",
         .formula = "exp(sum w ln max(y, floor) / sum w), over children with a score",
         .source = "OECD/JRC Handbook 2008, step 6; COINr a_gmean()",
         .use =
             "Where a good score should not make up for a bad one: the lower a score, the more a point there counts. "
             "Needs scores above 0; scores below the floor are raised to it, with a note.",
         .params = geometric_params,
         .n_params = TITIAN_COUNT_OF(geometric_params)},
        .work = geometric},
};

static const titian_method *method_at(size_t row)
{
    return &methods[row].about;
}

/* Is anything that weighs in a node in use in a year? The same rule as that of effective weights. */
static int in_use(const titian_flow *flow, size_t node, size_t year)
{
    const titian_node *about = node_at(flow, node);

    if (about->n_children == 0)
        return titian_flow_included(flow, node, year);
    for (size_t k = 0; k < about->n_children; k++)
        if (flow->recipe->weights[about->first_child + k] > 0.0 && in_use(flow, about->first_child + k, year))
            return 1;
    return 0;
}

static void gather_children(node_job *job, double *weights)
{
    const titian_flow *flow = job->flow;
    const size_t first = job->about->first_child;

    for (size_t k = 0; k < job->about->n_children; k++) {
        const int used = in_use(flow, first + k, job->year);

        weights[k] = used ? flow->recipe->weights[first + k] : 0.0;
        job->total_weight += weights[k];
        job->total_count += used ? 1.0 : 0.0;
    }
    job->children = (kernel_columns){
        .scores = titian_panel_column(flow->scores, first, job->year),
        .stride = flow->n_years * flow->n_units,
        .n_children = job->about->n_children,
        .n = flow->n_units,
        .weights = weights,
    };
}

static void require_coverage(const node_job *job)
{
    const double least = titian_option_number(job->choice, "min_coverage");
    const int by_count = titian_option_number(job->choice, "coverage_by") > 0.5;

    if (!(least > 0.0))
        return;
    if (by_count)
        kernel_counts(&job->children, job->weight);
    kernel_require_share(
        job->out, job->children.n, job->weight, by_count ? job->total_count : job->total_weight, least);
}

static titian_status finish_node(const node_job *job, titian_error *err)
{
    titian_mark *marks = titian_panel_marks_mut(job->flow->scores, job->node, job->year);

    for (size_t i = 0; i < job->children.n; i++) {
        if (isinf(job->out[i]))
            return titian_fail(err, TITIAN_E_NUMERIC,
                "the score of unit %s for %s in %d is past the largest number there is\n"
                "look for a value or a weight that is far too large",
                titian_flow_unit(job->flow, i), job->about->code, titian_flow_year(job->flow, job->year));
        marks[i] = (titian_mark) (isnan(job->out[i]) ? TITIAN_MARK_MISSING : TITIAN_MARK_OBSERVED);
    }
    return TITIAN_OK;
}

static titian_status aggregate_node(titian_flow *flow, size_t node, size_t year, double *weights, titian_error *err)
{
    node_job job = {
        .flow = flow,
        .choice = &flow->recipe->aggregation[node],
        .node = node,
        .year = year,
        .about = node_at(flow, node),
        .out = titian_panel_column_mut(flow->scores, node, year),
        .weight = flow->scratch,
    };
    titian_status status = TITIAN_OK;

    gather_children(&job, weights);
    status = methods[job.choice->row].work(&job, err);
    if (status != TITIAN_OK)
        return status;
    require_coverage(&job);
    return finish_node(&job, err);
}

/* A panel of nodes, with the units, groups and years of the panel of variables. */
static titian_status make_scores(titian_flow *flow, titian_error *err)
{
    const char **nodes = titian_arena_array(&flow->arena, flow->n_nodes, sizeof *nodes);
    int *years = titian_arena_array(&flow->arena, flow->n_years, sizeof *years);
    const titian_slice all = {
        .from = flow->panel,
        .units = flow->orders,
        .n_units = flow->n_units,
        .years = years,
        .n_years = flow->n_years,
    };

    if (nodes == NULL || years == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu nodes", flow->n_nodes);
    for (size_t k = 0; k < flow->n_nodes; k++)
        nodes[k] = node_at(flow, k)->code;
    for (size_t t = 0; t < flow->n_years; t++)
        years[t] = titian_flow_year(flow, t);
    for (size_t i = 0; i < flow->n_units; i++)
        flow->orders[i] = i;
    return titian_slice_panel(&flow->scores, &all, nodes, flow->n_nodes, &flow->arena, err);
}

static void copy_indicators(titian_flow *flow)
{
    const size_t n = flow->n_units;

    for (size_t j = 0; j < flow->n_indicators; j++) {
        for (size_t year = 0; year < flow->n_years; year++) {
            memcpy(titian_panel_column_mut(flow->scores, j, year), titian_panel_column(flow->panel, j, year),
                n * sizeof(double));
            memcpy(titian_panel_marks_mut(flow->scores, j, year), titian_panel_marks(flow->panel, j, year), n);
            memcpy(titian_panel_ages_mut(flow->scores, j, year), titian_panel_ages(flow->panel, j, year), n);
        }
    }
}

static titian_status run(titian_flow *flow, const titian_choice *choice, titian_error *err)
{
    double *weights = titian_arena_array(&flow->arena, flow->n_nodes, sizeof *weights);
    titian_status status = make_scores(flow, err);

    (void) choice;
    if (status != TITIAN_OK)
        return status;
    if (weights == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu weights", flow->n_nodes);
    copy_indicators(flow);
    for (size_t node = flow->n_indicators; node < flow->n_nodes; node++)
        for (size_t year = 0; year < flow->n_years && status == TITIAN_OK; year++)
            status = aggregate_node(flow, node, year, weights, err);
    return status;
}

const titian_stage_row titian_aggregate_stage = {
    .name = "aggregate",
    .result = "aggregated",
    .summary = "bring scores of indicators together, level by level",
    .n_methods = TITIAN_COUNT_OF(methods),
    .method = method_at,
    .run = run,
};

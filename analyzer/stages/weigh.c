/* Weighing: the table of methods, and how they are called.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/weigh.h"

#include <math.h>
#include <string.h>

#include "stages/except.h"

/* The row of a number through both families; NULL behind the last. */
static const titian_weigh_row *row_at(size_t row)
{
    const titian_weigh_row *const families[] = {titian_weigh_people, titian_weigh_data};

    for (size_t f = 0; f < TITIAN_COUNT_OF(families); f++)
        for (const titian_weigh_row *at = families[f]; at->work != NULL; at++)
            if (row-- == 0)
                return at;
    return NULL;
}

static const titian_method *method_at(size_t row)
{
    const titian_weigh_row *found = row_at(row);

    return found != NULL ? &found->about : NULL;
}

titian_choice titian_recipe_weighing(const titian_recipe *recipe, size_t node)
{
    return recipe->weighing != NULL ? recipe->weighing[node] : titian_choice_default(TITIAN_STAGE_WEIGH, 0);
}

int titian_weigh_looks(size_t row)
{
    return row_at(row)->looks;
}

int titian_weigh_node_looks(const titian_recipe *recipe, size_t node)
{
    return titian_weigh_looks(recipe->weighing != NULL ? recipe->weighing[node].row : 0);
}

int titian_weights_from_data(const titian_recipe *recipe)
{
    const size_t n = titian_framework_n_nodes(recipe->framework);

    for (size_t node = titian_framework_n_indicators(recipe->framework); recipe->weighing != NULL && node < n; node++)
        if (row_at(recipe->weighing[node].row)->looks)
            return 1;
    return 0;
}

const char *titian_weigh_child(const titian_weigh_job *job, size_t k)
{
    return titian_framework_node(job->flow->recipe->framework, job->children[k])->code;
}

titian_status titian_weigh_room(const titian_weigh_job *job, double **out, size_t n, titian_error *err)
{
    *out = titian_arena_array(job->arena, n, sizeof **out);
    return *out != NULL
               ? TITIAN_OK
               : titian_fail(err, TITIAN_E_MEMORY, "no memory to weigh the children of %s", job->about->code);
}

titian_status titian_weigh_refuse(const titian_weigh_job *job, const titian_error *found, titian_error *err)
{
    const size_t unit = found->line, child = found->column, n_units = job->flow->n_units;

    if (found->code != TITIAN_E_NUMERIC)
        return titian_fail(err, found->code, "%s", found->message);
    return titian_fail(err, TITIAN_E_NUMERIC, "the weights under %s cannot be had by %s%s%s%s%s%s%s: %s\n%s%s%s",
        job->about->code, job->choice->method->name, job->when[0] != '\0' ? " " : "", job->when,
        child > 0 && child <= job->n ? ", " : "",
        child > 0 && child <= job->n ? titian_weigh_child(job, child - 1) : "", unit > 0 ? ", unit " : "",
        unit > 0 ? titian_flow_unit(job->flow, (unit - 1) % n_units) : "", found->message, found->mend,
        found->mend[0] != '\0' ? "; or " : "", "choose another method under weigh");
}

/* Is anything of a node in use in any of some years? */
static int in_use(const titian_flow *flow, size_t node, size_t first, size_t n)
{
    const titian_node *about = titian_framework_node(flow->recipe->framework, node);

    if (about->n_children == 0) {
        for (size_t year = first; year < first + n; year++)
            if (titian_flow_included(flow, node, year))
                return 1;
        return 0;
    }
    for (size_t k = 0; k < about->n_children; k++)
        if (in_use(flow, about->first_child + k, first, n))
            return 1;
    return 0;
}

/* Relative weights that add up to 1; a job writes what it likes. */
static titian_status settle(const titian_weigh_job *job, titian_error *err)
{
    double sum = 0.0, least = 0.0;

    for (size_t k = 0; k < job->n; k++) {
        sum += job->weights[k];
        least = fmin(least, job->weights[k]);
    }
    if (!(sum > 0.0) || !isfinite(sum) || least < 0.0)
        return titian_fail(err, TITIAN_E_NUMERIC,
            "the method %s gives the children of %s no weights that can be shared out%s%s\n"
            "choose another method under weigh",
            job->choice->method->name, job->about->code, job->when[0] != '\0' ? " " : "", job->when);
    return TITIAN_OK;
}

static titian_weigh_job job_of(titian_flow *flow, const titian_choice *choice, size_t node, titian_arena *arena)
{
    return (titian_weigh_job){
        .flow = flow,
        .choice = choice,
        .node = node,
        .about = titian_framework_node(flow->recipe->framework, node),
        .when = "",
        .arena = arena,
    };
}

static titian_status open_job(titian_weigh_job *job, size_t **children, titian_error *err)
{
    *children = titian_arena_array(job->arena, job->about->n_children, sizeof **children);
    job->children = *children;
    if (*children == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to weigh the children of %s", job->about->code);
    return titian_weigh_room(job, &job->weights, job->about->n_children, err);
}

/* The same weights in all years. */
static void put(const titian_weigh_job *job, size_t first, size_t n_years)
{
    for (size_t year = first; year < first + n_years; year++)
        for (size_t k = 0; k < job->n; k++)
            job->flow->weights[year * job->flow->n_nodes + job->children[k]] = job->weights[k];
}

/* Weights that need no data: in every year, or those of an exception. */
static titian_status weigh_known(
    titian_flow *flow, const titian_choice *choice, size_t node, titian_excepted *exception, titian_error *err)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;
    titian_weigh_job job = job_of(flow, choice, node, &arena);
    size_t *children = NULL;
    titian_status status = open_job(&job, &children, err);

    for (size_t k = 0; status == TITIAN_OK && k < job.about->n_children; k++)
        children[job.n++] = job.about->first_child + k;
    if (status == TITIAN_OK)
        status = row_at(choice->row)->work(&job, err);
    if (status == TITIAN_OK)
        status = settle(&job, err);
    if (status == TITIAN_OK && exception == NULL)
        put(&job, 0, flow->n_years);
    else if (status == TITIAN_OK)
        memcpy(exception->weights, job.weights, job.n * sizeof *job.weights);
    titian_arena_free(&arena);
    return status;
}

titian_status titian_weigh_known(titian_flow *flow, titian_error *err)
{
    const titian_recipe *recipe = flow->recipe;
    titian_status status = titian_except_open(flow, err);

    for (size_t year = 0; year < flow->n_years; year++)
        memcpy(flow->weights + year * flow->n_nodes, recipe->weights, flow->n_nodes * sizeof(double));
    for (size_t node = flow->n_indicators; recipe->weighing != NULL && node < flow->n_nodes && status == TITIAN_OK;
         node++)
        if (!titian_weigh_looks(recipe->weighing[node].row))
            status = weigh_known(flow, &recipe->weighing[node], node, NULL, err);
    for (size_t e = 0; e < recipe->n_exceptions && status == TITIAN_OK; e++)
        status =
            weigh_known(flow, &recipe->exceptions[e].choice, recipe->exceptions[e].node, &flow->excepted[e], err);
    return status;
}

/* Scores of the children in use, years looked at one behind the other. */
static titian_status gather(titian_weigh_job *job, size_t *children, size_t first, size_t n_years, titian_error *err)
{
    const titian_flow *flow = job->flow;
    const size_t n = n_years * flow->n_units;
    const int any = titian_over_all(job->choice);
    double *values = NULL;
    titian_status status = titian_weigh_room(job, &values, job->about->n_children * n, err);

    for (size_t k = 0; status == TITIAN_OK && k < job->about->n_children; k++) {
        const size_t child = job->about->first_child + k;

        if (!in_use(flow, child, any ? 0 : job->year, any ? flow->n_years : 1))
            continue;
        memcpy(values + job->n * n, titian_flow_scores(flow, child, first), n * sizeof *values);
        children[job->n++] = child;
    }
    job->block = (kernel_block){.values = values, .stride = n, .n_units = n, .n_indicators = job->n};
    return status;
}

static titian_status weigh_year(
    titian_flow *flow, const titian_choice *choice, size_t node, size_t year, titian_error *err)
{
    titian_arena arena = TITIAN_ARENA_EMPTY;
    titian_weigh_job job = job_of(flow, choice, node, &arena);
    size_t *children = NULL, first = 0, n_years = 1;
    char when[40];
    titian_status status = titian_over_years(flow, choice, year, job.about->code, &first, &n_years, err);

    job.year = year;
    if (status == TITIAN_OK)
        status = open_job(&job, &children, err);
    if (status == TITIAN_OK)
        status = gather(&job, children, first, n_years, err);
    if (status == TITIAN_OK)
        job.when = titian_when(flow, first, n_years, when);
    if (status == TITIAN_OK && job.n == 1)
        job.weights[0] = 1.0; /* an only child has all the weight, whatever its data */
    else if (status == TITIAN_OK && job.n > 1)
        status = row_at(choice->row)->work(&job, err);
    if (status == TITIAN_OK && job.n > 0)
        status = settle(&job, err);
    if (status == TITIAN_OK)
        put(&job, titian_over_all(choice) ? 0 : year, titian_over_all(choice) ? flow->n_years : 1);
    titian_arena_free(&arena);
    return status;
}

titian_status titian_weigh_children(titian_flow *flow, size_t node, titian_error *err)
{
    titian_choice choice;
    size_t n_fits = 0;
    titian_status status = TITIAN_OK;

    if (!titian_weigh_node_looks(flow->recipe, node))
        return TITIAN_OK;
    choice = titian_recipe_weighing(flow->recipe, node);
    n_fits = titian_over_all(&choice) ? 1 : flow->n_years;
    for (size_t year = 0; year < n_fits && status == TITIAN_OK; year++)
        status = weigh_year(flow, &choice, node, year, err);
    return status;
}

static titian_status run(titian_flow *flow, const titian_choice *choice, titian_error *err)
{
    (void) choice;
    for (size_t year = 0; year < flow->n_years; year++)
        titian_flow_weigh(flow, year);
    (void) err;
    return TITIAN_OK;
}

const titian_stage_row titian_weigh_stage = {
    .name = "weigh",
    .result = "weighed",
    .summary = "say how much each child of a node counts; part of aggregation",
    .method = method_at,
    .run = run,
};

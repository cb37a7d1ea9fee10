/* Weights that give elements the correlations one wants: the children of a node with the node, or all nodes of a
 * level with the index. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "kernels/optimise.h"
#include "stages/weigh.h"

/* One search, and what it has reached. */
typedef struct {
    const titian_weigh_job *job;
    size_t of;              /* node with whose scores the elements are correlated */
    const size_t *elements; /* n nodes */
    size_t n;
    double *weights, *correlations, *targets; /* n each */
    kernel_optimum best;
} search;

static int counts_for_all_years(const titian_weigh_job *job)
{
    return titian_over_all(job->choice);
}

static titian_status open_reached(titian_flow *flow, titian_error *err)
{
    const size_t n = flow->n_years * flow->n_nodes;

    if (flow->reached != NULL)
        return TITIAN_OK;
    flow->reached = titian_arena_array(flow->notes->arena, n, sizeof *flow->reached);
    if (flow->reached == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the correlations of %zu nodes", n);
    for (size_t k = 0; k < n; k++)
        flow->reached[k].correlation = TITIAN_MISSING;
    return TITIAN_OK;
}

/* What a correlation counts for, by the aim. */
static double measure(const titian_weigh_job *job, double correlation)
{
    return titian_option_number(job->choice, "aim") == KERNEL_BALANCE_SQUARES ? correlation * correlation
                                                                              : correlation;
}

/* What was wanted need not be had: the correlations that were, in the order of the children. */
static titian_status note_reached(const search *s, titian_error *err)
{
    enum { SHOWN = 12 };
    const titian_choice *choice = s->job->choice;
    const int given = titian_option_number(choice, "targets") > 0.5;
    const int infomax = titian_option_number(choice, "aim") == KERNEL_INFOMAX;
    char text[512] = "";

    for (size_t k = 0; k < s->n && k < SHOWN; k++) {
        const size_t used = strlen(text);

        (void) snprintf(text + used, sizeof text - used, "%s%.20s %.2f", k > 0 ? ", " : "",
            titian_weigh_child(s->job, k), s->correlations[k]);
    }
    return titian_notes_add(s->job->flow->notes, err,
        "%s: weights by optimised %s; the children's correlations with the mean they give are %s%s, and %s were "
        "wanted",
        s->job->about->code, s->job->when, text, s->n > SHOWN ? " ..." : "",
        infomax ? "the highest"
        : given ? "correlations in proportion to the column Weight"
                : "equal ones");
}

static titian_status write_down(const search *s, titian_error *err)
{
    const titian_weigh_job *job = s->job;
    const int infomax = titian_option_number(job->choice, "aim") == KERNEL_INFOMAX;
    const size_t first = counts_for_all_years(job) ? 0 : job->year;
    const size_t n_years = counts_for_all_years(job) ? job->flow->n_years : 1;
    double wanted = 0.0, found = 0.0;
    titian_status status = open_reached(job->flow, err);

    for (size_t k = 0; k < s->n; k++) {
        wanted += s->targets[k];
        found += measure(job, s->correlations[k]);
    }
    for (size_t year = first; status == TITIAN_OK && year < first + n_years; year++)
        for (size_t k = 0; k < s->n; k++)
            job->flow->reached[year * job->flow->n_nodes + s->elements[k]] = (titian_reached){.of = s->of,
                .wanted = infomax ? TITIAN_MISSING : s->targets[k] / wanted,
                .correlation = s->correlations[k],
                .share = measure(job, s->correlations[k]) / found,
                .objective = s->best.objective,
                .settled = s->best.converged};
    if (status != TITIAN_OK || s->best.converged)
        return status;
    return titian_notes_add(job->flow->notes, err,
        "%s: the search for weights by %s %s ended before it settled; the best found are used", job->about->code,
        job->choice->method->name, job->when);
}

/* Targets for the elements, room for what is found, and the search. */
static titian_status find(
    search *s, kernel_correlations_fn correlations, void *context, titian_error *err, titian_error *found)
{
    const titian_weigh_job *job = s->job;
    const int given = titian_option_number(job->choice, "targets") > 0.5;
    kernel_optimisation problem = kernel_optimisation_default();
    double *room = NULL;
    titian_status status = titian_weigh_room(job, &room, 3 * s->n + kernel_optimise_scratch(s->n), err);

    if (status != TITIAN_OK)
        return status;
    s->weights = room;
    s->correlations = room + s->n;
    s->targets = room + 2 * s->n;
    for (size_t k = 0; k < s->n; k++)
        s->targets[k] = given ? job->flow->recipe->weights[s->elements[k]] : 1.0;
    problem.aim = (kernel_weight_aim) titian_option_number(job->choice, "aim");
    problem.n = s->n;
    problem.targets = s->targets;
    problem.correlations = correlations;
    problem.context = context;
    return kernel_optimise_weights(&problem, s->weights, s->correlations, &s->best, room + 3 * s->n, found);
}

/* What a linear index needs of the data of a block. */
static titian_status open_index(kernel_linear_index *index, const titian_weigh_job *job, const kernel_block *block,
    titian_error *err, titian_error *found)
{
    const size_t m = block->n_indicators;
    double *room = NULL;
    titian_status status = titian_weigh_room(job, &room, m * (m + 1) + block->n_units * m, err);

    if (status != TITIAN_OK)
        return status;
    *index = (kernel_linear_index){.n = m, .correlations = room, .deviations = room + m * m};
    return kernel_linear_index_of(block, index, room + m * (m + 1), found);
}

static titian_status against_node(const titian_weigh_job *job, titian_error *err)
{
    search s = {.job = job, .of = job->node, .elements = job->children, .n = job->n};
    titian_error found = {.code = TITIAN_OK};
    kernel_linear_index index;
    titian_status status = open_index(&index, job, &job->block, err, &found);

    if (status == TITIAN_OK)
        status = find(&s, kernel_linear_correlations, &index, err, &found);
    if (status != TITIAN_OK)
        return found.code != TITIAN_OK ? titian_weigh_refuse(job, &found, err) : status;
    memcpy(job->weights, s.weights, job->n * sizeof *job->weights);
    status = note_reached(&s, err);
    return status == TITIAN_OK ? write_down(&s, err) : status;
}

/* A level against the index */

/* The index as a weighted mean of the nodes of a level, some of whose weights are sought. */
typedef struct {
    kernel_linear_index linear;
    const size_t
        *parent; /* of each column: place among the nodes whose children are sought; TITIAN_NONE: it is known */
    const double *share;     /* of each column in the index: its parent's where it is sought, else its own */
    double *effective, *all; /* linear.n each: weights in the index, correlations */
    double *sums;            /* of the weights under each parent */
    size_t n_parents;
} level_index;

/* A kernel_correlations_fn whose context is a level_index. */
static void correlate_level(const double *weights, double *correlations, void *context)
{
    level_index *level = context;
    size_t k = 0;

    memset(level->sums, 0, level->n_parents * sizeof *level->sums);
    for (size_t j = 0; j < level->linear.n; j++)
        if (level->parent[j] != TITIAN_NONE)
            level->sums[level->parent[j]] += weights[k++];
    k = 0;
    for (size_t j = 0; j < level->linear.n; j++) {
        const size_t p = level->parent[j];

        /* a node all of whose children weigh nothing has no score: 0 / 0, which is no correlation */
        level->effective[j] = p == TITIAN_NONE ? level->share[j] : level->share[j] * (weights[k++] / level->sums[p]);
    }
    kernel_linear_correlations(level->effective, level->all, &level->linear);
    k = 0;
    for (size_t j = 0; j < level->linear.n; j++)
        if (level->parent[j] != TITIAN_NONE)
            correlations[k++] = level->all[j];
}

static int is_sought(const titian_flow *flow, size_t node)
{
    const titian_choice choice = titian_recipe_weighing(flow->recipe, node);
    const size_t against = titian_method_param(choice.method, "against");

    return against != TITIAN_NONE && choice.option[against].number > 0.5;
}

static int is_from_data(const titian_flow *flow, size_t node)
{
    const titian_choice choice = titian_recipe_weighing(flow->recipe, node);

    for (const titian_weigh_row *row = titian_weigh_data; row->work != NULL; row++)
        if (&row->about == choice.method)
            return 1;
    return 0;
}

/* The same numbers for every option? All options of the method are numbers. */
static int are_alike(const titian_choice *a, const titian_choice *b)
{
    for (size_t k = 0; k < a->method->n_params; k++)
        if (a->option[k].number != b->option[k].number)
            return 0;
    return 1;
}

/* What the index is made of must be known: the weights beside the level's nodes and above them. */
static titian_status check_known(const titian_weigh_job *job, titian_error *err)
{
    const titian_flow *flow = job->flow;

    for (size_t node = flow->n_indicators; node < flow->n_nodes; node++) {
        const titian_node *about = titian_framework_node(flow->recipe->framework, node);
        const titian_choice choice = titian_recipe_weighing(flow->recipe, node);

        if (about->level < job->about->level || !is_from_data(flow, node))
            continue;
        if (about->level > job->about->level || !is_sought(flow, node))
            return titian_fail(err, TITIAN_E_MODEL,
                "the children of %s are weighed against the index, but the weights under %s come from the data too\n"
                "weigh %s by given or equal, or take against: index out",
                job->about->code, about->code, about->code);
        if (!are_alike(&choice, job->choice))
            return titian_fail(err, TITIAN_E_MODEL,
                "%s and %s are weighed against the index together, but with different options\n"
                "write one entry for level %d under weigh",
                job->about->code, about->code, about->level);
    }
    return TITIAN_OK;
}

/* Which nodes are in use in any of some years: what shares of equal weights come to. */
static titian_status find_used(
    const titian_weigh_job *job, size_t first, size_t n_years, unsigned char **used, titian_error *err)
{
    const titian_flow *flow = job->flow;
    const size_t n = flow->n_nodes;
    double *room = titian_arena_array(job->arena, 2 * n, sizeof *room);

    *used = titian_arena_array(job->arena, n, sizeof **used);
    if (room == NULL || *used == NULL) {
        (void) titian_fail(err, TITIAN_E_MEMORY, "no memory to weigh %zu nodes", n);
        return TITIAN_E_MEMORY;
    }
    for (size_t node = 0; node < n; node++)
        room[node] = 1.0;
    for (size_t year = first; year < first + n_years; year++) {
        titian_framework_effective_weights(
            flow->recipe->framework, room, flow->included + year * flow->n_indicators, room + n);
        for (size_t node = 0; node < n; node++)
            (*used)[node] = (*used)[node] || room[n + node] > 0.0;
    }
    return TITIAN_OK;
}

/* Columns of the level below the job's node, and what is sought among them. */
typedef struct {
    size_t *columns, *parent, *elements;
    double *values, *share;
    size_t m, n, n_parents;
} gathered;

static titian_status open_gathered(
    gathered *g, const titian_weigh_job *job, size_t most, size_t n_rows, titian_error *err)
{
    size_t *places = titian_arena_array(job->arena, 3 * most, sizeof *places);
    double *numbers = titian_arena_array(job->arena, most * (n_rows + 1), sizeof *numbers);

    if (places == NULL || numbers == NULL) {
        (void) titian_fail(err, TITIAN_E_MEMORY, "no memory to weigh %zu nodes", most);
        return TITIAN_E_MEMORY;
    }
    *g = (gathered){.columns = places,
        .parent = places + most,
        .elements = places + 2 * most,
        .share = numbers,
        .values = numbers + most};
    return TITIAN_OK;
}

static titian_status gather_level(
    gathered *g, const titian_weigh_job *job, size_t first, size_t n_years, titian_error *err)
{
    const titian_flow *flow = job->flow;
    const titian_framework *framework = flow->recipe->framework;
    const size_t n_rows = n_years * flow->n_units;
    const double *effective = flow->effective + job->year * flow->n_nodes;
    unsigned char *used = NULL;
    size_t n = 0, last = TITIAN_NONE;
    const size_t from = titian_framework_level(framework, job->about->level - 1, &n);
    titian_status status = open_gathered(g, job, n, n_rows, err);

    if (status == TITIAN_OK)
        status = find_used(job, first, n_years, &used, err);
    if (status != TITIAN_OK)
        return status;
    for (size_t node = from; node < from + n; node++) {
        const size_t parent = titian_framework_node(framework, node)->parent;
        const int sought = is_sought(flow, parent);

        if (!used[node] || !(effective[parent] > 0.0))
            continue;
        g->n_parents += sought && parent != last ? 1 : 0;
        last = sought ? parent : last;
        g->parent[g->m] = sought ? g->n_parents - 1 : TITIAN_NONE;
        g->share[g->m] = effective[sought ? parent : node];
        if (sought)
            g->elements[g->n++] = node;
        memcpy(g->values + g->m * n_rows, titian_flow_scores(flow, node, first), n_rows * sizeof *g->values);
        g->columns[g->m++] = node;
    }
    return TITIAN_OK;
}

static titian_status refuse_level(
    const titian_weigh_job *job, const gathered *g, int of_columns, const titian_error *found, titian_error *err)
{
    const size_t *nodes = of_columns ? g->columns : g->elements;
    const size_t n = of_columns ? g->m : g->n, at = found->column;
    const char *code =
        at > 0 && at <= n ? titian_framework_node(job->flow->recipe->framework, nodes[at - 1])->code : "";

    return titian_fail(err, found->code,
        "the weights of level %d against the index cannot be had by optimised %s%s%s: %s\n%s", job->about->level - 1,
        job->when, code[0] != '\0' ? ", " : "", code, found->message,
        found->mend[0] != '\0' ? found->mend : "choose another method under weigh");
}

/* Weights under each parent that add up to 1, for the years they are for. */
static void put_level(const search *s, level_index *level, const gathered *g)
{
    titian_flow *flow = s->job->flow;
    const int all = counts_for_all_years(s->job);
    const size_t first = all ? 0 : s->job->year, n_years = all ? flow->n_years : 1;
    size_t k = 0;

    correlate_level(s->weights, s->correlations, level); /* leaves the sums of these weights */
    for (size_t j = 0; j < g->m; j++) {
        if (g->parent[j] == TITIAN_NONE)
            continue;
        for (size_t year = first; year < first + n_years; year++)
            flow->weights[year * flow->n_nodes + g->columns[j]] = s->weights[k] / level->sums[g->parent[j]];
        k++;
    }
}

static titian_status search_level(const titian_weigh_job *job, gathered *g, size_t n_rows, titian_error *err)
{
    search s = {
        .job = job, .of = titian_framework_root(job->flow->recipe->framework), .elements = g->elements, .n = g->n};
    const kernel_block block = {.values = g->values, .stride = n_rows, .n_units = n_rows, .n_indicators = g->m};
    level_index level = {.parent = g->parent, .share = g->share, .n_parents = g->n_parents};
    titian_error found = {.code = TITIAN_OK};
    titian_status status = titian_weigh_room(job, &level.effective, 2 * g->m + g->n_parents, err);

    if (status != TITIAN_OK)
        return status;
    level.all = level.effective + g->m;
    level.sums = level.effective + 2 * g->m;
    status = open_index(&level.linear, job, &block, err, &found);
    if (status != TITIAN_OK)
        return found.code != TITIAN_OK ? refuse_level(job, g, 1, &found, err) : status;
    status = find(&s, correlate_level, &level, err, &found);
    if (status != TITIAN_OK)
        return found.code != TITIAN_OK ? refuse_level(job, g, 0, &found, err) : status;
    put_level(&s, &level, g);
    return write_down(&s, err);
}

/* The first node of a level that comes here finds the weights of all of them. */
static titian_status against_index(const titian_weigh_job *job, titian_error *err)
{
    titian_flow *flow = job->flow;
    const size_t at = job->year * flow->n_nodes;
    gathered g = {.m = 0};
    size_t first = 0, n_years = 1;
    titian_status status = TITIAN_OK;

    titian_flow_weigh(flow, job->year); /* shares of the nodes above, after screening */
    if (flow->effective[at + job->node] > 0.0 &&
        (flow->reached == NULL || isnan(flow->reached[at + job->children[0]].correlation))) {
        status = check_known(job, err);
        if (status == TITIAN_OK)
            status = titian_over_years(flow, job->choice, job->year, job->about->code, &first, &n_years, err);
        if (status == TITIAN_OK)
            status = gather_level(&g, job, first, n_years, err);
        if (status == TITIAN_OK)
            status = search_level(job, &g, n_years * flow->n_units, err);
    }
    for (size_t k = 0; status == TITIAN_OK && k < job->n; k++)
        job->weights[k] = flow->weights[at + job->children[k]];
    return status;
}

titian_status titian_weigh_optimised(const titian_weigh_job *job, titian_error *err)
{
    return titian_option_number(job->choice, "against") > 0.5 ? against_index(job, err) : against_node(job, err);
}

/* Aggregation by the benefit of the doubt: from the columns of a node to a packed block and back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "stages/aggregate_bod.h"

static const double *scores_of(const titian_node_job *job, size_t node)
{
    return titian_flow_scores(job->flow, node, job->year);
}

/* One column: refuse what is below 0. */
static titian_status look(const titian_node_job *job, size_t node, titian_error *err)
{
    const double *y = scores_of(job, node);

    for (size_t i = 0; i < job->children.n; i++)
        if (y[i] < 0.0)
            return titian_fail(err, TITIAN_E_NUMERIC,
                "the benefit of the doubt of %s needs scores of 0 or more: unit %s has %g for %s in %d\n"
                "normalise to a range that does not go below 0, such as min-max to [0, 100]",
                job->about->code, titian_flow_unit(job->flow, i), y[i], titian_node_at(job->flow, node)->code,
                titian_job_year(job));
    return TITIAN_OK;
}

/* The columns, as nodes; those of a child side by side. */
typedef struct {
    size_t *nodes, *child;
    double *weight;
    size_t n;
} column_list;

static titian_status add_column(
    column_list *list, const titian_node_job *job, size_t node, size_t child, titian_error *err)
{
    const titian_status status = look(job, node, err);

    if (status != TITIAN_OK)
        return status;
    list->nodes[list->n] = node;
    list->child[list->n] = child;
    list->weight[list->n++] = job->children.weights[child];
    return TITIAN_OK;
}

static titian_status list_columns(column_list *list, const titian_node_job *job, int deep, titian_error *err)
{
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < job->children.n_children && status == TITIAN_OK; k++) {
        const size_t node = job->about->first_child + k;
        const titian_node *child = titian_node_at(job->flow, node);

        if (!(job->children.weights[k] > 0.0))
            continue;
        if (!deep || child->n_children == 0) {
            status = add_column(list, job, node, k, err);
            continue;
        }
        for (size_t c = 0; c < child->n_children && status == TITIAN_OK; c++)
            if (titian_flow_weights(job->flow, job->year)[child->first_child + c] > 0.0)
                status = add_column(list, job, child->first_child + c, k, err);
    }
    return status;
}

static int takes_part(const titian_node_job *job, const column_list *list, size_t unit, titian_bod_gaps gaps)
{
    size_t present = 0;

    for (size_t j = 0; j < list->n; j++)
        present += isnan(scores_of(job, list->nodes[j])[unit]) ? 0 : 1;
    return gaps == TITIAN_BOD_GAP_IS_ZERO ? present > 0 : present == list->n && list->n > 0;
}

static void pack(titian_bod_site *site, const titian_node_job *job, const column_list *list, double *values)
{
    const size_t n = site->block.n_units;

    for (size_t j = 0; j < list->n; j++)
        for (size_t i = 0; i < n; i++) {
            const double y = scores_of(job, list->nodes[j])[site->units[i]];

            values[j * n + i] = isnan(y) ? 0.0 : y;
        }
}

static int is_empty(const double *column, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (column[i] > 0.0)
            return 0;
    return 1;
}

/* Bounds on shares and a direction would have been about it too: it does not go without a word. */
static titian_status note_empty(const titian_bod_site *site, const titian_node_job *job, const column_list *list,
    const double *values, titian_error *err)
{
    titian_names names = {.n = 0};

    for (size_t j = 0; j < list->n; j++)
        if (is_empty(values + j * site->block.n_units, site->block.n_units))
            titian_names_add(&names, titian_node_at(job->flow, list->nodes[j])->code);
    if (names.n == 0 || names.n == list->n)
        return TITIAN_OK;
    return titian_notes_add(job->flow->notes, err, "%s, %d: left out of %s, for all who take part have 0 there (%s)",
        job->about->code, titian_job_year(job), job->choice->method->name, titian_names_text(&names));
}

/* A column that is 0 for all who take part says nothing. */
static void drop_empty(titian_bod_site *site, double *values)
{
    const size_t n = site->block.n_units;
    size_t kept = 0;

    for (size_t j = 0; j < site->block.n_indicators; j++) {
        if (is_empty(values + j * n, n))
            continue;
        if (kept != j)
            memmove(values + kept * n, values + j * n, n * sizeof *values);
        site->child[kept] = site->child[j];
        site->nodes[kept] = site->nodes[j];
        site->weight[kept++] = site->weight[j];
    }
    site->block.n_indicators = kept;
}

titian_status titian_bod_gather(
    titian_bod_site *site, const titian_node_job *job, titian_bod_gaps gaps, int deep, titian_error *err)
{
    double *beside = job->room + (job->width + TITIAN_JOB_SPARE) * job->children.n;
    column_list list = {.nodes = job->places, .child = job->places + job->width, .weight = beside};
    const titian_status status = list_columns(&list, job, deep, err);

    if (status != TITIAN_OK)
        return status;
    *site = (titian_bod_site){.units = job->flow->orders,
        .child = list.child,
        .nodes = list.nodes,
        .weight = list.weight,
        .scores = job->scratch + job->children.n};
    for (size_t i = 0; i < job->children.n; i++)
        if (takes_part(job, &list, i, gaps))
            site->units[site->block.n_units++] = i;
    site->block.values = job->room;
    site->block.stride = site->block.n_units;
    site->block.n_indicators = list.n;
    pack(site, job, &list, job->room);
    if (note_empty(site, job, &list, job->room, err) != TITIAN_OK)
        return TITIAN_E_MEMORY;
    drop_empty(site, job->room);
    return TITIAN_OK;
}

titian_status titian_bod_spread(
    const titian_bod_site *site, const titian_node_job *job, titian_bod_gaps gaps, titian_error *err)
{
    const double points = titian_option_number(job->choice, "points");

    titian_job_weigh(job);
    for (size_t i = 0; i < job->children.n; i++)
        job->out[i] = TITIAN_MISSING;
    for (size_t i = 0; i < site->block.n_units; i++)
        job->out[site->units[i]] = points * site->scores[i];
    if (gaps == TITIAN_BOD_GAP_IS_ZERO)
        return TITIAN_OK;
    return titian_job_note_unscored(job, job->choice->method->name,
        "bounds on shares need a score in every child: impute the gaps, or use bod", err);
}

titian_status titian_bod_explain(const titian_bod_site *site, const titian_node_job *job, titian_status status,
    const titian_error *of_kernel, titian_error *err)
{
    const size_t line = of_kernel->line, column = of_kernel->column;
    const char *unit =
        line > 0 && line <= site->block.n_units ? titian_flow_unit(job->flow, site->units[line - 1]) : NULL;
    const char *node = column > 0 && column <= site->block.n_indicators
                           ? titian_node_at(job->flow, site->nodes[column - 1])->code
                           : NULL;

    return titian_fail(err, status, "%s of %s in %d: %s%s%s%s%s\n%s", job->choice->method->name, job->about->code,
        titian_job_year(job), of_kernel->message, node != NULL ? "; " : "", node != NULL ? node : "",
        unit != NULL ? (node != NULL ? ", unit " : "; unit ") : "", unit != NULL ? unit : "",
        of_kernel->mend[0] != '\0' ? of_kernel->mend : "look at the scores of its children");
}

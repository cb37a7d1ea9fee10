/* Aggregation by the benefit of the doubt: from the columns of a node to a packed block and back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stages/aggregate_bod.h"

static const double *scores_of(const titian_node_job *job, size_t node)
{
    return titian_panel_column(job->flow->scores, node, job->year);
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

/* A column that is 0 for all who take part says nothing. */
static void drop_empty(titian_bod_site *site, double *values)
{
    const size_t n = site->block.n_units;
    size_t kept = 0;

    for (size_t j = 0; j < site->block.n_indicators; j++) {
        int any = 0;

        for (size_t i = 0; i < n; i++)
            any = any || values[j * n + i] > 0.0;
        if (!any)
            continue;
        if (kept != j)
            memmove(values + kept * n, values + j * n, n * sizeof *values);
        site->child[kept] = site->child[j];
        site->node[kept] = site->node[j];
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
        .node = list.nodes,
        .weight = list.weight,
        .scores = job->scratch + job->children.n};
    for (size_t i = 0; i < job->children.n; i++)
        if (takes_part(job, &list, i, gaps))
            site->units[site->block.n_units++] = i;
    site->block.values = job->room;
    site->block.stride = site->block.n_units;
    site->block.n_indicators = list.n;
    pack(site, job, &list, job->room);
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

/* Shares of packed units, column after column, to where all units have a place: from behind, so that nothing is
 * overwritten that is still to be moved. */
static void spread_shares(const titian_bod_site *site, double *shares, size_t n)
{
    for (size_t j = site->block.n_indicators; j-- > 0;) {
        size_t packed = site->block.n_units;

        for (size_t i = n; i-- > 0;)
            shares[j * n + i] = packed > 0 && site->units[packed - 1] == i
                                    ? shares[j * site->block.n_units + --packed]
                                    : TITIAN_MISSING;
    }
}

/* Units, and what is known of their weights. */
typedef struct {
    size_t all, unique, chosen, many;
} counts;

static titian_status note_uniqueness(const titian_node_job *job, const counts *n, titian_error *err)
{
    char others[160] = "";

    if (n->chosen > 0)
        (void) snprintf(others, sizeof others,
            "; of %zu those of the most even shares are chosen among others as good", n->chosen);
    if (n->many > 0)
        (void) snprintf(others + strlen(others), sizeof others - strlen(others),
            "; %zu have others as good and none are shown", n->many);
    return titian_notes_add(job->flow->notes, err,
        "%s, %d: the weights that suit a unit best are unique for %zu of %zu units%s", job->about->code,
        titian_job_year(job), n->unique, n->all, others);
}

titian_status titian_bod_keep(const titian_bod_site *site, const titian_node_job *job, titian_doubt *doubt,
    const unsigned char *unique, const unsigned char *chosen, titian_error *err)
{
    size_t n_unique = 0, n_chosen = 0, n_many = 0;

    for (size_t i = 0; i < site->block.n_units; i++) {
        const int many = !unique[i] && !(chosen != NULL && chosen[i]) && site->scores[i] > 0.0;

        n_unique += unique[i];
        n_chosen += chosen != NULL && chosen[i] ? 1 : 0;
        n_many += many ? 1 : 0;
        doubt->kinds[site->units[i]] = (unsigned char) (unique[i]                          ? TITIAN_SHARES_UNIQUE
                                                        : many                             ? TITIAN_SHARES_MANY
                                                        : chosen != NULL && chosen[i] != 0 ? TITIAN_SHARES_CHOSEN
                                                                                           : TITIAN_SHARES_NONE);
    }
    doubt->node = job->node;
    doubt->year = job->year;
    doubt->n_columns = site->block.n_indicators;
    for (size_t j = 0; j < doubt->n_columns; j++)
        doubt->columns[j] = site->node[j];
    spread_shares(site, doubt->shares, job->children.n);
    doubt->next = job->flow->doubts;
    job->flow->doubts = doubt;
    return note_uniqueness(job, &(counts){site->block.n_units, n_unique, n_chosen, n_many}, err);
}

titian_status titian_bod_explain(const titian_bod_site *site, const titian_node_job *job, titian_status status,
    const titian_error *of_kernel, titian_error *err)
{
    const size_t line = of_kernel->line, column = of_kernel->column;
    const char *unit =
        line > 0 && line <= site->block.n_units ? titian_flow_unit(job->flow, site->units[line - 1]) : NULL;
    const char *node = column > 0 && column <= site->block.n_indicators
                           ? titian_node_at(job->flow, site->node[column - 1])->code
                           : NULL;

    return titian_fail(err, status, "%s of %s in %d: %s%s%s%s%s\n%s", job->choice->method->name, job->about->code,
        titian_job_year(job), of_kernel->message, node != NULL ? "; " : "", node != NULL ? node : "",
        unit != NULL ? ", unit " : "", unit != NULL ? unit : "",
        of_kernel->mend[0] != '\0' ? of_kernel->mend : "look at the scores of its children");
}

/* The audit by removal: the run again without each element in turn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <titian/run.h>

#include "analysis/audit.h"

/* The run whose weights are changed: those of the run audited, as they were given or found. */
typedef struct {
    titian_recipe recipe;
    titian_run_options options;
    double *weights; /* [1 + exception][node]: of all units, then of those that have their own */
    double *kept;    /* [1 + exception] those of the node taken out */
    size_t root, n_nodes;
} changed;

/* Exceptions, each with a set of weights of its own out of which a node can be taken. */
static titian_status change_exceptions(changed *c, titian_audit *audit, titian_error *err)
{
    const size_t n = c->recipe.n_exceptions;
    titian_weigh_exception *exceptions = titian_audit_scratch(audit, n, sizeof *exceptions, err);
    titian_weight_set *sets = titian_audit_scratch(audit, n, sizeof *sets, err);

    if (exceptions == NULL || sets == NULL)
        return TITIAN_E_MEMORY;
    for (size_t e = 0; e < n; e++) {
        const titian_node *node = titian_audit_node(audit, c->recipe.exceptions[e].node);
        double *weights = c->weights + (1 + e) * c->n_nodes;

        memcpy(weights + node->first_child, titian_assessment_exception_weights(audit->a, e),
            node->n_children * sizeof *weights);
        sets[e] = (titian_weight_set){.name = "", .weights = weights};
        exceptions[e] = c->recipe.exceptions[e];
        exceptions[e].choice = titian_choice_default(TITIAN_STAGE_WEIGH, 0); /* given, by the option set */
        exceptions[e].choice.option[0].number = (double) e;
    }
    c->recipe.exceptions = exceptions;
    c->recipe.sets = sets;
    c->recipe.n_sets = n;
    return TITIAN_OK;
}

static titian_status changed_new(changed *c, titian_audit *audit, titian_error *err)
{
    c->recipe = *titian_assessment_recipe(audit->a);
    c->n_nodes = audit->n_nodes;
    c->weights = titian_audit_scratch(audit, (1 + c->recipe.n_exceptions) * c->n_nodes, sizeof *c->weights, err);
    c->kept = titian_audit_scratch(audit, 1 + c->recipe.n_exceptions, sizeof *c->kept, err);
    if (c->weights == NULL || c->kept == NULL)
        return TITIAN_E_MEMORY;
    memcpy(c->weights, titian_assessment_weights(audit->a, audit->year), audit->n_nodes * sizeof *c->weights);
    c->recipe.weights = c->weights;
    c->recipe.weighing = NULL; /* weights found in the data stay as they were found */
    c->recipe.priority.on = 0;
    c->options = titian_run_options_default();
    c->options.first_year = titian_panel_year(audit->scores, 0);
    c->options.last_year = titian_panel_year(audit->scores, audit->year);
    c->options.keep = 1u << TITIAN_RESULT_AGGREGATED;
    c->root = titian_framework_root(audit->framework);
    return change_exceptions(c, audit, err);
}

/* The run without a node; *out is NULL where it cannot be done, and `why` says why. */
static titian_status run_without(
    titian_assessment **out, changed *c, const titian_audit *audit, size_t node, titian_error *why)
{
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k <= c->recipe.n_exceptions; k++) {
        c->kept[k] = c->weights[k * c->n_nodes + node];
        c->weights[k * c->n_nodes + node] = 0.0;
    }
    status = titian_run(out, &c->recipe, titian_assessment_data(audit->a), &c->options, why);
    for (size_t k = 0; k <= c->recipe.n_exceptions; k++)
        c->weights[k * c->n_nodes + node] = c->kept[k];
    return status == TITIAN_E_NUMERIC ? TITIAN_OK : status;
}

/* Does a node bear on the index at all, beside others? */
static int can_go(const titian_audit *audit, size_t node)
{
    const titian_node *n = titian_audit_node(audit, node);

    return n->parent != TITIAN_NONE && titian_assessment_effective_weights(audit->a, audit->year)[node] > 0.0 &&
           titian_audit_node(audit, n->parent)->n_children > 1;
}

static void put_removal(titian_audit *audit, const changed *c, size_t node, const titian_assessment *without)
{
    const size_t *before = titian_assessment_ranks(audit->a, c->root, audit->year);
    const size_t *after = without != NULL ? titian_assessment_ranks(without, c->root, audit->year) : NULL;
    size_t n = 0, n_moved = 0;
    double sum = 0.0, most = 0.0;

    for (size_t i = 0; after != NULL && i < audit->n_units; i++) {
        const double shift = fabs((double) before[i] - (double) after[i]);

        if (before[i] == 0 || after[i] == 0)
            continue;
        n++;
        n_moved += shift > 0.0 ? 1 : 0;
        sum += shift;
        most = fmax(most, shift);
    }
    titian_audit_text(audit, titian_audit_code(audit, node));
    titian_audit_number(audit, titian_audit_node(audit, node)->level);
    titian_audit_count(audit, n);
    titian_audit_number(audit, n > 0 ? sum / (double) n : TITIAN_MISSING);
    titian_audit_number(audit, n > 0 ? most : TITIAN_MISSING);
    titian_audit_number(audit, n > 0 ? (double) n_moved : TITIAN_MISSING);
    titian_audit_text(audit, after != NULL ? "" : "the index cannot be computed without it");
}

static void put_shifts(titian_audit *audit, const changed *c, size_t node, const titian_assessment *without)
{
    const size_t *before = titian_assessment_ranks(audit->a, c->root, audit->year), *after = NULL;
    const double *scores = NULL;

    if (without == NULL)
        return;
    after = titian_assessment_ranks(without, c->root, audit->year);
    scores = titian_panel_column(titian_assessment_result(without, TITIAN_RESULT_AGGREGATED), c->root, audit->year);
    for (size_t i = 0; i < audit->n_units; i++) {
        titian_audit_text(audit, titian_audit_code(audit, node));
        titian_audit_text(audit, titian_audit_unit(audit, i));
        titian_audit_number(audit, scores[i]);
        titian_audit_number(audit, before[i] > 0 ? (double) before[i] : TITIAN_MISSING);
        titian_audit_number(audit, after[i] > 0 ? (double) after[i] : TITIAN_MISSING);
        titian_audit_number(
            audit, before[i] > 0 && after[i] > 0 ? (double) before[i] - (double) after[i] : TITIAN_MISSING);
    }
}

typedef void put_fn(titian_audit *audit, const changed *c, size_t node, const titian_assessment *without);

static titian_status each_removal(titian_audit *audit, put_fn *put, titian_error *err)
{
    changed c;
    titian_status status = changed_new(&c, audit, err);

    for (size_t node = 0; status == TITIAN_OK && node < audit->n_nodes; node++) {
        titian_assessment *without = NULL;

        if (!can_go(audit, node))
            continue;
        status = run_without(&without, &c, audit, node, err);
        if (status == TITIAN_OK)
            put(audit, &c, node, without);
        titian_assessment_free(without);
    }
    return status;
}

titian_status titian_audit_removal(titian_audit *audit, titian_error *err)
{
    return each_removal(audit, put_removal, err);
}

titian_status titian_audit_shifts(titian_audit *audit, titian_error *err)
{
    return each_removal(audit, put_shifts, err);
}

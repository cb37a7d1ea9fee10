/* The kernel written by hand: what a replication cannot do without.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "uncertainty.h"

#include <stdlib.h>
#include <string.h>

#include "kernels/mean.h"
#include "kernels/places.h"
#include "kernels/random.h"

static void take_scale(by_hand *h, const trial *t, size_t k)
{
    titian_recipe recipe = t->recipe;
    titian_run_options options = titian_run_options_default();
    titian_assessment *a = NULL;
    titian_error err;

    recipe.choice[TITIAN_STAGE_NORMALISE] = t->scales[k].choice[TITIAN_STAGE_NORMALISE];
    options.first_year = options.last_year = t->year;
    if (titian_run(&a, &recipe, t->panel, &options, &err) != TITIAN_OK)
        stop(t->name, &err);
    h->scores[k] = room(h->n_indicators * h->n_units, sizeof(double));
    h->logs[k] = room(h->n_indicators * h->n_units, sizeof(double));
    for (size_t j = 0; j < h->n_indicators; j++) {
        memcpy(h->scores[k] + j * h->n_units,
            titian_panel_column(titian_assessment_result(a, TITIAN_RESULT_NORMALISED), j, 0),
            h->n_units * sizeof(double));
        kernel_logs(h->scores[k] + j * h->n_units, h->n_units, 1.0, h->logs[k] + j * h->n_units);
    }
    titian_assessment_free(a);
}

void open_hand(by_hand *h, const trial *t)
{
    *h = (by_hand){.framework = t->recipe.framework};
    h->n_units = titian_panel_n_units(titian_assessment_result(t->nominal, TITIAN_RESULT_AGGREGATED));
    h->n_indicators = titian_framework_n_indicators(h->framework);
    h->n_nodes = titian_framework_n_nodes(h->framework);
    h->who = room(h->n_units, sizeof *h->who);
    for (size_t i = 0; i < h->n_units; i++)
        if (titian_assessment_unit(t->nominal, i, 0)->ranked)
            h->who[h->n_ranked++] = (uint32_t) i;
    h->node = room(h->n_nodes * h->n_units, sizeof *h->node);
    h->columns = room(h->n_nodes * h->n_units, sizeof *h->columns);
    h->weight = room(h->n_units, sizeof *h->weight);
    h->numbers = room(h->n_nodes + 2, sizeof *h->numbers);
    h->w = room(h->n_nodes, sizeof *h->w);
    h->scratch = room(KERNEL_PLACES_SCRATCH(h->n_units), sizeof *h->scratch);
    h->ranks = room(h->n_units, sizeof *h->ranks);
    h->counts = room((h->n_nodes - h->n_indicators) * h->n_ranked * h->n_ranked, sizeof *h->counts);
    for (size_t k = 0; k < N_SCALES; k++)
        take_scale(h, t, k);
}

void close_hand(by_hand *h)
{
    for (size_t k = 0; k < N_SCALES; k++) {
        free(h->scores[k]);
        free(h->logs[k]);
    }
    free(h->who);
    free(h->node);
    free(h->columns);
    free(h->weight);
    free(h->numbers);
    free(h->w);
    free(h->scratch);
    free(h->ranks);
    free(h->counts);
}

/* One node of one replication. */
static void mean_of(by_hand *h, size_t node, size_t scale, int geometric)
{
    const titian_node *about = titian_framework_node(h->framework, node);
    const size_t n = h->n_units;
    double *out = h->node + node * n;
    kernel_columns columns = {
        .stride = n, .n_children = about->n_children, .n = n, .weights = h->w + about->first_child};

    if (about->first_child < h->n_indicators)
        columns.scores = (geometric ? h->logs[scale] : h->scores[scale]) + about->first_child * n;
    else if (!geometric)
        columns.scores = h->node + about->first_child * n;
    else {
        for (size_t k = 0; k < about->n_children; k++)
            kernel_logs(h->node + (about->first_child + k) * n, n, 1.0, h->columns + k * n);
        columns.scores = h->columns;
    }
    if (geometric)
        kernel_geometric_of_logs(&columns, out, h->weight);
    else
        kernel_arithmetic_means(&columns, out, h->weight);
}

static void replicate(by_hand *h, const trial *t, uint64_t number)
{
    size_t scale;
    int geometric;

    kernel_uniform_fill(&(kernel_random){.seed = 1, .stream = 1}, number, 0, h->n_nodes + 1, h->numbers);
    for (size_t k = 0; k < h->n_nodes; k++)
        h->w[k] = t->recipe.weights[k] * (1.0 + 0.25 * (2.0 * h->numbers[k] - 1.0));
    scale = (size_t) (h->numbers[h->n_nodes - 1] * N_SCALES);
    geometric = h->numbers[h->n_nodes] < 0.5;
    for (size_t node = h->n_indicators; node < h->n_nodes; node++) {
        uint32_t *counts = h->counts + (node - h->n_indicators) * h->n_ranked * h->n_ranked;

        mean_of(h, node, scale, geometric);
        kernel_places(h->node + node * h->n_units, h->who, h->n_ranked, h->ranks, h->scratch);
        for (size_t k = 0; k < h->n_ranked; k++)
            if (h->ranks[k] > 0)
                counts[k * h->n_ranked + h->ranks[k] - 1]++;
    }
}

double run_hand(by_hand *h, const trial *t, uint64_t n)
{
    const double begun = now();

    for (uint64_t k = 0; k < n; k++)
        replicate(h, t, k);
    return (double) n / (now() - begun);
}

/* The game of a comparison: the tree is aggregated again and again, some indicators with their later scores, the
 * others with their earlier ones. All units play at once, each with its own scores. SPDX-License-Identifier:
 * GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/comparison.h"
#include "analysis/replay.h"
#include "kernels/shapley.h"

/* So many sets of indicators take seconds for a few hundred units. */
enum { MOST_PLAYS = 1 << 17 };

typedef struct {
    titian_comparison *c;
    titian_replay replay;
    unsigned char *taken; /* [player] what the replay holds now */
    size_t node;
    titian_status status;
    titian_error *err;
} table;

/* ---- one set ---- */

static void take_indicator(table *t, size_t j, int when)
{
    const titian_comparison *c = t->c;

    memcpy(titian_panel_column_mut(t->replay.flow.panel, j, 0), titian_comparison_scores(c, j, when),
        c->n_units * sizeof(double));
    t->replay.flow.included[j] = titian_assessment_indicator(c->a, j, c->year[when])->included ? 1 : 0;
}

static void take_weights(table *t, int when)
{
    memcpy(t->replay.flow.weights, titian_assessment_weights(t->c->a, t->c->year[when]),
        t->c->n_nodes * sizeof *t->replay.flow.weights);
}

static int play(void *context, const unsigned char *joined, double *value)
{
    table *t = context;
    const titian_comparison *c = t->c;

    for (size_t j = 0; j < c->n_indicators; j++)
        if (joined[j] != t->taken[j])
            take_indicator(t, j, joined[j] ? AFTER : BEFORE);
    if (joined[c->n_nodes] != t->taken[c->n_nodes])
        take_weights(t, joined[c->n_nodes] ? AFTER : BEFORE);
    memcpy(t->taken, joined, c->n_nodes + 1);
    t->status = titian_replay_walk(&t->replay, t->err);
    if (t->status != TITIAN_OK)
        return -1;
    memcpy(value, titian_panel_column(t->replay.flow.scores, t->node, 0), c->n_units * sizeof *value);
    return 0;
}

/* ---- the table it is played at ---- */

static titian_status open_table(table *t, titian_error *err)
{
    titian_comparison *c = t->c;
    const titian_status status = titian_replay_open(&t->replay, c->a, c->year[BEFORE], c->year[AFTER], NULL, 0, err);

    t->taken = titian_comparison_scratch(c, c->n_nodes + 2, 1, err);
    if (t->taken == NULL)
        return TITIAN_E_MEMORY;
    for (size_t j = 0; status == TITIAN_OK && j < c->n_indicators; j++)
        take_indicator(t, j, BEFORE);
    return status;
}

static int weights_differ(const titian_comparison *c, size_t node)
{
    const double *before = titian_assessment_weights(c->a, c->year[BEFORE]);
    const double *after = titian_assessment_weights(c->a, c->year[AFTER]);

    for (size_t k = 0; k < c->n_nodes; k++)
        if (before[k] != after[k] && titian_framework_is_under(c->framework, k, node))
            return 1;
    return 0;
}

/* The tree as blocks. Weights that differ are a player beside the index: behind the nodes, which end with the root,
 * so that the two stand side by side in a block of their own. */
static titian_status make_blocks(titian_comparison *c, size_t node, kernel_blocks *blocks, titian_error *err)
{
    const size_t n = c->n_nodes;
    size_t *first_child = titian_comparison_scratch(c, n + 2, sizeof *first_child, err);
    size_t *n_children = titian_comparison_scratch(c, n + 2, sizeof *n_children, err);

    if (first_child == NULL || n_children == NULL)
        return TITIAN_E_MEMORY;
    for (size_t k = c->n_indicators; k < n; k++) {
        first_child[k] = titian_comparison_node(c, k)->first_child;
        n_children[k] = titian_comparison_node(c, k)->n_children;
    }
    *blocks = (kernel_blocks){first_child, n_children, node};
    if (!weights_differ(c, node))
        return TITIAN_OK;
    first_child[n - 1] = first_child[node]; /* a node below the root plays in its place */
    n_children[n - 1] = n_children[node];
    first_child[n + 1] = n - 1;
    n_children[n + 1] = 2;
    blocks->root = n + 1;
    return TITIAN_OK;
}

static int is_too_wide(const titian_comparison *c, const kernel_blocks *blocks)
{
    for (size_t k = 0; k < c->n_nodes; k++)
        if (blocks->n_children[k] > KERNEL_SHAPLEY_PLAYERS)
            return 1;
    return kernel_nested_plays(blocks) > (double) MOST_PLAYS;
}

titian_status titian_comparison_play(
    titian_comparison *c, size_t node, double *out, const char **why_not, titian_error *err)
{
    table t = {.c = c, .node = node, .err = err};
    const kernel_game game = {play, &t, c->n_units};
    unsigned char *joined = titian_comparison_scratch(c, c->n_nodes + 2, 1, err);
    double *value = titian_comparison_scratch(c, c->n_units, sizeof *value, err);
    kernel_blocks blocks;
    titian_status status = TITIAN_OK;

    *why_not = NULL;
    if (joined == NULL || value == NULL)
        return TITIAN_E_MEMORY;
    status = make_blocks(c, node, &blocks, err);
    if (status != TITIAN_OK)
        return status;
    if (is_too_wide(c, &blocks)) {
        *why_not = "too many elements side by side to take them in every order";
        return TITIAN_OK;
    }
    status = open_table(&t, err);
    if (status == TITIAN_OK && kernel_nested_shapley(&blocks, &game, joined, value, out) != 0)
        status = t.status;
    titian_replay_close(&t.replay);
    return status;
}

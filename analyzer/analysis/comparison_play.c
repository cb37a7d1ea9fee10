/* The game of a comparison: the tree is aggregated again and again, some indicators with their later scores, the
 * others with their earlier ones. Units play at once, each with its own scores.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/comparison.h"
#include "analysis/replay.h"

enum { MOST_PLAYS = 1 << 17 };
const char titian_too_many_plays[] = "too many elements side by side to take them in every order";

/* Who plays: the tree without what is the same on both sides, its elements numbered anew, so that those of a block
 * stand side by side. The weights are the player behind the nodes. */
typedef struct {
    kernel_blocks blocks;
    size_t *first_child, *n_children; /* as in the blocks */
    size_t *node_of;                  /* [element] */
    size_t n;                         /* elements; 0: nobody plays */
    size_t weights;                   /* the element that stands for them; TITIAN_NONE: they do not differ */
} tree;

typedef struct {
    titian_comparison *c;
    const tree *tree;
    const size_t *units;
    size_t n_units, node;
    titian_replay replay;
    unsigned char *taken; /* [element] what the replay holds now */
    titian_status status;
    titian_error *err;
} table;

/* ---- who plays ---- */

static int differs(double a, double b)
{
    return isnan(a) != isnan(b) || (!isnan(a) && a != b);
}

static int indicator_differs(const titian_comparison *c, size_t j, const size_t *units, size_t n)
{
    const double *before = titian_comparison_scores(c, j, BEFORE), *after = titian_comparison_scores(c, j, AFTER);

    if (titian_comparison_includes(c, j, BEFORE) != titian_comparison_includes(c, j, AFTER))
        return 1;
    for (size_t k = 0; k < n; k++)
        if (differs(before[units[k]], after[units[k]]))
            return 1;
    return 0;
}

static const double *weights_of(const titian_comparison *c, int when)
{
    return titian_assessment_weights(c->side[when].a, c->side[when].year);
}

static int weights_differ(const titian_comparison *c, size_t node)
{
    for (size_t k = 0; k < c->n_nodes; k++)
        if (weights_of(c, BEFORE)[k] != weights_of(c, AFTER)[k] && titian_framework_is_under(c->framework, k, node))
            return 1;
    return 0;
}

/* Marks the indicators that differ, and what they lie in. */
static void find_players(const titian_comparison *c, size_t node, const size_t *units, size_t n, unsigned char *plays)
{
    for (size_t k = 0; k < c->n_nodes; k++) {
        const size_t parent = titian_comparison_node(c, k)->parent;

        if (k < c->n_indicators && titian_framework_is_under(c->framework, k, node))
            plays[k] = indicator_differs(c, k, units, n) ? 1 : 0;
        if (plays[k] && parent != TITIAN_NONE) /* children come before their parents */
            plays[parent] = 1;
    }
}

static void add_element(tree *t, size_t node)
{
    t->node_of[t->n++] = node;
}

/* Element by element, each with its children behind all that is there: the children of one stand side by side. */
static void grow(const titian_comparison *c, tree *t, const unsigned char *plays, size_t from)
{
    for (size_t k = from; k < t->n; k++) {
        const titian_node *about = t->node_of[k] < c->n_nodes ? titian_comparison_node(c, t->node_of[k]) : NULL;

        if (about == NULL || about->n_children == 0)
            continue;
        t->first_child[k] = t->n;
        for (size_t child = about->first_child; child < about->first_child + about->n_children; child++)
            if (plays[child])
                add_element(t, child);
        t->n_children[k] = t->n - t->first_child[k];
    }
}

/* Weights that differ are a player beside the node: the two stand side by side in a block of their own. */
static titian_status make_tree(
    titian_comparison *c, tree *t, size_t node, const size_t *units, size_t n, titian_error *err)
{
    unsigned char *plays = titian_comparison_scratch(c, c->n_nodes, 1, err);

    *t = (tree){.first_child = titian_comparison_scratch(c, c->n_nodes + 2, sizeof *t->first_child, err),
        .n_children = titian_comparison_scratch(c, c->n_nodes + 2, sizeof *t->n_children, err),
        .node_of = titian_comparison_scratch(c, c->n_nodes + 2, sizeof *t->node_of, err),
        .weights = TITIAN_NONE};
    if (plays == NULL || t->first_child == NULL || t->n_children == NULL || t->node_of == NULL)
        return TITIAN_E_MEMORY;
    t->blocks = (kernel_blocks){t->first_child, t->n_children, 0};
    find_players(c, node, units, n, plays);
    if (!weights_differ(c, node)) {
        if (plays[node])
            add_element(t, node);
        grow(c, t, plays, 0);
        return TITIAN_OK;
    }
    add_element(t, c->n_nodes); /* the block of both */
    t->first_child[0] = t->n;
    if (plays[node])
        add_element(t, node);
    t->weights = t->n;
    add_element(t, c->n_nodes);
    t->n_children[0] = t->n - t->first_child[0];
    grow(c, t, plays, 1);
    return TITIAN_OK;
}

double titian_plays_of(const kernel_blocks *blocks, size_t n)
{
    double plays = 0.0;

    for (size_t k = 0; k < n; k++)
        if (blocks->n_children[k] > KERNEL_SHAPLEY_PLAYERS)
            return (double) INFINITY;
    plays = n > 0 ? kernel_nested_plays(blocks) : 0.0;
    return plays > (double) MOST_PLAYS ? (double) INFINITY : plays;
}

titian_status titian_comparison_plays(
    titian_comparison *c, size_t node, const size_t *units, size_t n, double *plays, titian_error *err)
{
    const titian_arena_mark mark = titian_arena_here(&c->arena);
    tree t;
    const titian_status status = make_tree(c, &t, node, units, n, err);

    if (status == TITIAN_OK)
        *plays = titian_plays_of(&t.blocks, t.n);
    titian_arena_rewind(&c->arena, mark);
    return status;
}

/* ---- one set ---- */

static void take_indicator(table *t, size_t j, int when)
{
    const double *scores = titian_comparison_scores(t->c, j, when);
    double *to = titian_panel_column_mut(t->replay.flow.panel, j, 0);

    for (size_t k = 0; k < t->n_units; k++)
        to[k] = scores[t->units[k]];
    t->replay.flow.included[j] = titian_comparison_includes(t->c, j, when) ? 1 : 0;
}

static void take_weights(table *t, int when)
{
    memcpy(t->replay.flow.weights, weights_of(t->c, when), t->c->n_nodes * sizeof *t->replay.flow.weights);
}

static void take(table *t, size_t element, int when)
{
    const size_t node = t->tree->node_of[element];

    if (element == t->tree->weights)
        take_weights(t, when);
    else if (node < t->c->n_indicators)
        take_indicator(t, node, when);
}

static int play(void *context, const unsigned char *joined, double *value)
{
    table *t = context;

    for (size_t k = 0; k < t->tree->n; k++)
        if (joined[k] != t->taken[k])
            take(t, k, joined[k] ? AFTER : BEFORE);
    memcpy(t->taken, joined, t->tree->n);
    t->status = titian_replay_walk(&t->replay, t->err);
    if (t->status != TITIAN_OK)
        return -1;
    memcpy(value, titian_panel_column(t->replay.flow.scores, t->node, 0), t->n_units * sizeof *value);
    return 0;
}

/* ---- the table it is played at ---- */

/* The replay is of the earlier side; what differs on the later one are scores, indicators in use and weights. */
static titian_status open_table(table *t, titian_error *err)
{
    titian_comparison *c = t->c;
    const titian_side *side = &c->side[BEFORE];
    size_t *units = titian_comparison_scratch(c, t->n_units, sizeof *units, err);
    titian_status status = TITIAN_OK;

    t->taken = titian_comparison_scratch(c, t->tree->n, 1, err);
    if (units == NULL || t->taken == NULL)
        return TITIAN_E_MEMORY;
    for (size_t k = 0; k < t->n_units; k++)
        units[k] = titian_comparison_at(c, t->units[k], BEFORE);
    status = titian_replay_open(&t->replay, side->a, side->year, side->year, units, t->n_units, err);
    for (size_t j = 0; status == TITIAN_OK && j < c->n_indicators; j++)
        take_indicator(t, j, BEFORE);
    return status;
}

static titian_status play_tree(table *t, double *out, titian_error *err)
{
    titian_comparison *c = t->c;
    const size_t n = t->n_units;
    const kernel_game game = {play, t, n};
    unsigned char *joined = titian_comparison_scratch(c, t->tree->n, 1, err);
    double *value = titian_comparison_scratch(c, n, sizeof *value, err);
    double *parts = titian_comparison_scratch(c, t->tree->n * n, sizeof *parts, err);
    titian_status status = TITIAN_OK;

    if (joined == NULL || value == NULL || parts == NULL)
        return TITIAN_E_MEMORY;
    status = open_table(t, err);
    if (status == TITIAN_OK && kernel_nested_shapley(&t->tree->blocks, &game, joined, value, parts) != 0)
        status = t->status;
    titian_replay_close(&t->replay);
    for (size_t k = 0; status == TITIAN_OK && k < t->tree->n; k++)
        if (k == t->tree->weights || t->tree->node_of[k] < c->n_indicators)
            memcpy(out + t->tree->node_of[k] * n, parts + k * n, n * sizeof *out);
    return status;
}

titian_status titian_comparison_play(titian_comparison *c, size_t node, const size_t *units, size_t n, double *out,
    const char **why_not, titian_error *err)
{
    const titian_arena_mark mark = titian_arena_here(&c->arena);
    tree players;
    table t = {.c = c, .tree = &players, .units = units, .n_units = n, .node = node, .err = err};
    titian_status status = make_tree(c, &players, node, units, n, err);

    *why_not = NULL;
    if (status == TITIAN_OK && isinf(titian_plays_of(&players.blocks, players.n)))
        *why_not = titian_too_many_plays;
    else if (status == TITIAN_OK && players.n > 0)
        status = play_tree(&t, out, err);
    titian_arena_rewind(&c->arena, mark);
    return status;
}

/* What weights did to the change of a score, element by element. Weights are shares among siblings: those of one
 * parent are a block, beside the blocks of what lies in each of its children.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/comparison_split.h"
#include "analysis/replay.h"
#include "kernels/change.h"
#include "stages/table.h"

/* What is inside an element; the weights of its children; the weight of one of them. */
enum { INSIDE, WEIGHTS, PLAYER };

/* Units with the same weights and the same gaps: one, or all where the aggregation compares them. */
typedef struct {
    titian_split *s;
    const size_t *units;
    size_t n_units;
    double *weight[2];     /* [node] among its siblings, as each side has it */
    double *share[2];      /* [node] among the siblings that are there */
    unsigned char *there;  /* [node] */
    unsigned char *inside; /* [aggregate] shares differ in it, or in what lies in it */
    /* of the game */
    kernel_blocks blocks;
    size_t *first_child, *n_children;
    size_t *node_of;       /* [element] the parent of a block; the node of a player */
    unsigned char *kind;   /* [element] */
    size_t n;              /* elements */
    unsigned char *joined; /* [node] */
    double *now, *room;    /* [node] */
    titian_replay replay;
    titian_status status;
    titian_error *err;
} shift;

/* Shares that differ in the last places alone were the same numbers, written on another scale. */
static const double same_share = 1e-14;

static int is_in(const titian_split *s, size_t node)
{
    return node >= s->c->n_indicators &&
           (node == s->node || titian_framework_is_under(s->c->framework, node, s->node));
}

static const titian_node *about(const shift *x, size_t node)
{
    return titian_comparison_node(x->s->c, node);
}

static int moves(const shift *x, size_t node)
{
    return x->there[node] && fabs(x->share[AFTER][node] - x->share[BEFORE][node]) > same_share;
}

static kernel_shift shift_of(const shift *x, size_t parent)
{
    const size_t first = about(x, parent)->first_child;

    return (kernel_shift){x->share[BEFORE] + first, x->share[AFTER] + first, about(x, parent)->n_children};
}

/* ---- shares ---- */

static int has_score(const titian_comparison *c, size_t node, size_t unit)
{
    return !isnan(titian_comparison_scores(c, node, BEFORE)[unit]) &&
           !isnan(titian_comparison_scores(c, node, AFTER)[unit]);
}

/* With all units at the table what one of them lacks is not looked at. */
static void find_there(const shift *x)
{
    const titian_comparison *c = x->s->c;

    for (size_t k = 0; k < c->n_nodes; k++)
        x->there[k] = (k >= c->n_indicators ||
                          (titian_comparison_includes(c, k, BEFORE) && titian_comparison_includes(c, k, AFTER))) &&
                      (x->n_units > 1 || has_score(c, k, x->units[0]));
}

static void find_shares(const shift *x, size_t parent)
{
    const size_t first = about(x, parent)->first_child, end = first + about(x, parent)->n_children;

    for (int when = BEFORE; when <= AFTER; when++) {
        double total = 0.0;

        for (size_t k = first; k < end; k++)
            total += x->there[k] ? x->weight[when][k] : 0.0;
        for (size_t k = first; k < end; k++)
            x->share[when][k] = x->there[k] && total > 0.0 ? x->weight[when][k] / total : 0.0;
    }
}

static void look(const shift *x)
{
    const titian_comparison *c = x->s->c;

    for (int when = BEFORE; when <= AFTER; when++)
        (void) titian_assessment_unit_weights(
            c->side[when].a, titian_comparison_at(c, x->units[0], when), c->side[when].year, x->weight[when]);
    find_there(x);
    for (size_t p = c->n_indicators; p < c->n_nodes; p++) { /* children come before their parents */
        x->inside[p] = 0;
        if (!is_in(x->s, p))
            continue;
        find_shares(x, p);
        for (size_t k = about(x, p)->first_child; k < about(x, p)->first_child + about(x, p)->n_children; k++)
            x->inside[p] |= (unsigned char) (moves(x, k) || (k >= c->n_indicators && x->inside[k]));
    }
}

/* ---- the closed forms ---- */

/* Does each score that is in use stand where a mean of logarithms takes it as it is? */
static int is_positive(const shift *x)
{
    const titian_comparison *c = x->s->c;
    const titian_recipe *recipe = titian_assessment_recipe(c->side[BEFORE].a);

    for (size_t p = c->n_indicators; p < c->n_nodes; p++)
        for (size_t k = about(x, p)->first_child;
             is_in(x->s, p) && k < about(x, p)->first_child + about(x, p)->n_children; k++) {
            const double floor = titian_option_number(&recipe->aggregation[p], "floor");

            for (int when = BEFORE; when <= AFTER && x->there[k]; when++) {
                const double score = titian_comparison_scores(c, k, when)[x->units[0]];

                if (score <= 0.0 || score < floor)
                    return 0;
            }
        }
    return 1;
}

/* Halfway between both sides: what the others have when an element joins, on the mean over all orders. */
static double halfway(const shift *x, size_t node, titian_split_way how)
{
    const double before = titian_comparison_scores(x->s->c, node, BEFORE)[x->units[0]];
    const double after = titian_comparison_scores(x->s->c, node, AFTER)[x->units[0]];

    return how == TITIAN_BY_LOGARITHMS ? (log(before) + log(after)) / 2.0 : (before + after) / 2.0;
}

/* A child's part in its parent, and so on up to the node: shares halfway between both sides, multiplied. */
static void split_means(const shift *x, titian_split_way how)
{
    const titian_comparison *c = x->s->c;
    double *lever = x->now, *scores = x->room;

    memset(lever, 0, c->n_nodes * sizeof *lever);
    lever[x->s->node] = 1.0;
    if (how == TITIAN_BY_LOGARITHMS)
        lever[x->s->node] = kernel_log_mean(titian_comparison_scores(c, x->s->node, AFTER)[x->units[0]],
            titian_comparison_scores(c, x->s->node, BEFORE)[x->units[0]]);
    for (size_t p = c->n_nodes; p-- > c->n_indicators;) {
        const size_t first = about(x, p)->first_child, n = about(x, p)->n_children;
        const kernel_shift shares = shift_of(x, p);

        if (!is_in(x->s, p) || !x->inside[p])
            continue;
        for (size_t k = 0; k < n; k++)
            scores[k] = x->there[first + k] ? halfway(x, first + k, how) : 0.0;
        kernel_shift_parts(&shares, scores, x->s->parts + first);
        for (size_t k = 0; k < n; k++) {
            x->s->parts[first + k] *= lever[p];
            lever[first + k] = lever[p] * (shares.before[k] + shares.after[k]) / 2.0;
        }
    }
}

static titian_split_way way_of(const shift *x)
{
    const titian_comparison *c = x->s->c;

    for (size_t k = 0; k < c->n_nodes; k++)
        if (titian_framework_is_under(c->framework, k, x->s->node) &&
            isnan(titian_comparison_scores(c, k, BEFORE)[x->units[0]]) !=
                isnan(titian_comparison_scores(c, k, AFTER)[x->units[0]]))
            return TITIAN_BY_GAME;
    if ((x->s->means & TITIAN_MEANS_ARITHMETIC) != 0)
        return TITIAN_BY_DIFFERENCES;
    return (x->s->means & TITIAN_MEANS_GEOMETRIC) != 0 && is_positive(x) ? TITIAN_BY_LOGARITHMS : TITIAN_BY_GAME;
}

/* ---- the game ---- */

static void add_element(shift *x, size_t node, int kind)
{
    x->node_of[x->n] = node;
    x->kind[x->n++] = (unsigned char) kind;
}

/* Inside an element are the weights of its children, as one block, and what is inside each child. */
static void add_inside(shift *x, size_t node)
{
    const size_t first = about(x, node)->first_child, end = first + about(x, node)->n_children;
    int any = 0;

    for (size_t k = first; k < end; k++) {
        any |= moves(x, k);
        if (k >= x->s->c->n_indicators && x->inside[k])
            add_element(x, k, INSIDE);
    }
    if (any)
        add_element(x, node, WEIGHTS);
}

static void add_weights(shift *x, size_t node)
{
    const size_t first = about(x, node)->first_child, end = first + about(x, node)->n_children;

    for (size_t k = first; k < end; k++)
        if (moves(x, k))
            add_element(x, k, PLAYER);
}

/* Element by element, each with its children behind all that is there: those of a block stand side by side. */
static void grow(shift *x)
{
    x->n = 0;
    if (x->inside[x->s->node])
        add_element(x, x->s->node, INSIDE);
    for (size_t e = 0; e < x->n; e++) {
        x->first_child[e] = x->n;
        if (x->kind[e] != PLAYER)
            (x->kind[e] == INSIDE ? add_inside : add_weights)(x, x->node_of[e]);
        x->n_children[e] = x->n - x->first_child[e];
    }
    x->blocks = (kernel_blocks){x->first_child, x->n_children, 0};
}

/* The weights of the children of a parent. Those who have nothing to show keep what they had, until all others have
 * joined: then everything is as it is on the later side. */
static void weigh_children(const shift *x, size_t parent)
{
    const size_t first = about(x, parent)->first_child, n = about(x, parent)->n_children;
    const kernel_shift shares = shift_of(x, parent);
    const double *before = x->weight[BEFORE] + first, *after = x->weight[AFTER] + first;
    double *to = x->replay.flow.weights + first, there = 0.0;
    int some = 0, all = 1;

    for (size_t k = 0; k < n; k++) {
        there += x->there[first + k] ? before[k] : 0.0;
        if (!moves(x, first + k))
            continue;
        some |= x->joined[first + k];
        all &= x->joined[first + k];
    }
    if (some && !all)
        kernel_shift_shares(&shares, x->joined + first, x->room);
    for (size_t k = 0; k < n; k++)
        to[k] = !some ? before[k] : all ? after[k] : x->there[first + k] ? there * x->room[k] : before[k];
}

static int play(void *context, const unsigned char *joined, double *value)
{
    shift *x = context;
    const titian_comparison *c = x->s->c;

    memset(x->joined, 0, c->n_nodes);
    for (size_t e = 0; e < x->n; e++)
        if (x->kind[e] == PLAYER)
            x->joined[x->node_of[e]] = joined[e];
    for (size_t p = c->n_indicators; p < c->n_nodes; p++)
        if (is_in(x->s, p))
            weigh_children(x, p);
    x->status = titian_replay_walk(&x->replay, x->err);
    if (x->status != TITIAN_OK)
        return -1;
    memcpy(value, titian_panel_column(x->replay.flow.scores, x->s->node, 0), x->n_units * sizeof *value);
    return 0;
}

/* The replay is of the earlier side. Exceptions to weights are in the weights already. */
static titian_status open_table(shift *x)
{
    titian_comparison *c = x->s->c;
    const titian_side *side = &c->side[BEFORE];
    size_t *units = titian_comparison_scratch(c, x->n_units, sizeof *units, x->err);
    titian_status status = TITIAN_OK;

    if (units == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < x->n_units; i++)
        units[i] = titian_comparison_at(c, x->units[i], BEFORE);
    status = titian_replay_open(&x->replay, side->a, side->year, side->year, units, x->n_units, x->err);
    if (status != TITIAN_OK)
        return status;
    x->replay.recipe.n_exceptions = 0;
    for (size_t j = 0; j < c->n_indicators; j++) {
        double *to = titian_panel_column_mut(x->replay.flow.panel, j, 0);

        for (size_t i = 0; i < x->n_units; i++)
            to[i] = titian_comparison_scores(c, j, BEFORE)[x->units[i]];
        x->replay.flow.included[j] = titian_comparison_includes(c, j, BEFORE) ? 1 : 0;
    }
    return TITIAN_OK;
}

/* Parts of the units at the table. @param out  [node, and one more][unit of the comparison] */
static titian_status play_out(shift *x, double *out)
{
    titian_comparison *c = x->s->c;
    const kernel_game game = {play, x, x->n_units};
    unsigned char *joined = titian_comparison_scratch(c, x->n, 1, x->err);
    double *value = titian_comparison_scratch(c, x->n_units, sizeof *value, x->err);
    double *parts = titian_comparison_scratch(c, x->n * x->n_units, sizeof *parts, x->err);
    titian_status status = TITIAN_OK;

    if (joined == NULL || value == NULL || parts == NULL)
        return TITIAN_E_MEMORY;
    status = open_table(x);
    if (status == TITIAN_OK && kernel_nested_shapley(&x->blocks, &game, joined, value, parts) != 0)
        status = x->status;
    titian_replay_close(&x->replay);
    for (size_t e = 0; status == TITIAN_OK && e < x->n; e++)
        for (size_t i = 0; x->kind[e] == PLAYER && i < x->n_units; i++)
            out[x->node_of[e] * c->n_units + x->units[i]] = parts[e * x->n_units + i];
    return status;
}

static titian_status play_for(shift *x, const char **why_not)
{
    titian_split *s = x->s;

    grow(x);
    *why_not = isinf(titian_plays_of(&x->blocks, x->n)) ? titian_too_many_plays : NULL;
    return *why_not == NULL && x->n > 0 ? play_out(x, s->game) : TITIAN_OK;
}

/* ---- units ---- */

static titian_status open_shift(shift *x, titian_split *s, const size_t *units, size_t n_units, titian_error *err)
{
    titian_comparison *c = s->c;
    const size_t n = c->n_nodes, n_elements = 3 * n; /* of each kind at most as many as nodes */
    double *numbers = titian_comparison_scratch(c, 6 * n, sizeof *numbers, err);
    size_t *places = titian_comparison_scratch(c, 3 * n_elements, sizeof *places, err);
    unsigned char *flags = titian_comparison_scratch(c, 3 * n + n_elements, 1, err);

    if (numbers == NULL || places == NULL || flags == NULL)
        return TITIAN_E_MEMORY;
    *x = (shift){.s = s,
        .units = units,
        .n_units = n_units,
        .weight = {numbers, numbers + n},
        .share = {numbers + 2 * n, numbers + 3 * n},
        .now = numbers + 4 * n,
        .room = numbers + 5 * n,
        .first_child = places,
        .n_children = places + n_elements,
        .node_of = places + 2 * n_elements,
        .there = flags,
        .inside = flags + n,
        .joined = flags + 2 * n,
        .kind = flags + 3 * n,
        .err = err};
    look(x);
    return TITIAN_OK;
}

static titian_status make_room(titian_split *s, titian_error *err)
{
    titian_comparison *c = s->c;

    s->game = titian_comparison_scratch(c, (c->n_nodes + 1) * c->n_units, sizeof *s->game, err);
    s->why_no_game = titian_comparison_scratch(c, c->n_units, sizeof *s->why_no_game, err);
    return s->game != NULL && s->why_no_game != NULL ? TITIAN_OK : TITIAN_E_MEMORY;
}

static int has_exceptions(const titian_comparison *c)
{
    return titian_assessment_recipe(c->side[BEFORE].a)->n_exceptions > 0 ||
           titian_assessment_recipe(c->side[AFTER].a)->n_exceptions > 0;
}

/* Where the aggregation compares units, a weight is another for all of them at once. */
static titian_status play_with_everybody(titian_split *s, titian_error *err)
{
    titian_comparison *c = s->c;
    size_t *units = titian_comparison_scratch(c, c->n_units, sizeof *units, err);
    const char *why_not = "the aggregation compares units, and some have no score in every mixture";
    shift x;
    titian_status status = TITIAN_OK;

    if (units == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < c->n_units; i++)
        units[i] = i;
    if (has_exceptions(c)) {
        why_not = "the aggregation compares units, and some have weights of their own";
    } else if (titian_split_has_everybody(c)) {
        status = open_shift(&x, s, units, c->n_units, err);
        if (status == TITIAN_OK)
            status = play_for(&x, &why_not);
    }
    for (size_t i = 0; i < c->n_units; i++)
        s->why_no_game[i] = why_not;
    return status;
}

static titian_status play_alone(titian_split *s, shift *x, size_t unit)
{
    s->way = way_of(x);
    if (s->way != TITIAN_BY_GAME) {
        split_means(x, s->way);
        if (titian_split_adds_up(s, unit))
            return TITIAN_OK;
        memset(s->parts, 0, (s->c->n_nodes + 1) * sizeof *s->parts);
    }
    s->way = TITIAN_BY_GAME;
    return play_for(x, &s->why_no_game[unit]);
}

static titian_status split_alone(titian_split *s, size_t unit, titian_error *err)
{
    const titian_arena_mark mark = titian_arena_here(&s->c->arena);
    shift x;
    titian_status status = open_shift(&x, s, &unit, 1, err);

    if (status == TITIAN_OK)
        status = play_alone(s, &x, unit);
    titian_arena_rewind(&s->c->arena, mark);
    return status;
}

titian_status titian_split_weights(titian_split *s, size_t unit, titian_error *err)
{
    titian_comparison *c = s->c;
    const int together = titian_replay_compares(titian_assessment_recipe(c->side[BEFORE].a)), first = s->game == NULL;
    titian_status status = first ? make_room(s, err) : TITIAN_OK;

    s->why = "";
    s->way = TITIAN_BY_GAME;
    memset(s->parts, 0, (c->n_nodes + 1) * sizeof *s->parts);
    if (status == TITIAN_OK && isnan(titian_split_change(s, unit)))
        return titian_split_leave(s, "there is no score in both years to compare");
    if (status == TITIAN_OK && together && first)
        status = play_with_everybody(s, err);
    else if (status == TITIAN_OK && !together)
        status = split_alone(s, unit, err);
    if (status != TITIAN_OK)
        return status;
    for (size_t k = 0; s->way == TITIAN_BY_GAME && k <= c->n_nodes; k++)
        s->parts[k] = s->game[k * c->n_units + unit];
    if (s->why_no_game[unit] != NULL)
        return titian_split_leave(s, s->why_no_game[unit]);
    return titian_split_adds_up(s, unit) ? TITIAN_OK
                                         : titian_split_leave(s, "what weights did is of no element alone");
}

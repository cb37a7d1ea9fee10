/* The flat game of two editions: every change of an indicator stands beside every other, the weights and the method.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/comparison_split.h"
#include "analysis/editions_flat.h"
#include "analysis/replay.h"
#include "kernels/shapley.h"

enum { MOST_PLAYERS = 17, MOST_RECIPES = 4 };
static const char too_many[] =
    "more than 17 changes side by side are too many for every order: the nested game takes them block by block";

/* "(block, indicator)"; the number of nodes stands for what is of no indicator: weights, method, and what the data of
 * a block do to weights that are found in them. */
typedef struct {
    size_t block, place;
} player;

/** A recipe of which the tree is aggregated, and the sets it holds the scores of now. */
typedef struct {
    titian_replay replay;
    size_t *held; /* [place] */
    int open;
} bench;

/** Units that play at once. */
typedef struct {
    const titian_flat *f;
    const size_t *units;
    size_t n_units, n_players;
    player player[MOST_PLAYERS];
    size_t *wanted; /* [place] */
    bench bench[MOST_RECIPES];
    titian_arena *arena;
    titian_status status;
    titian_error *err;
} round_of;

static void *scratch(titian_arena *arena, size_t n, size_t size, titian_error *err)
{
    void *room = titian_arena_array(arena, n, size);

    if (room == NULL)
        (void) titian_fail(err, TITIAN_E_MEMORY, "no memory to split the changes of %zu elements", n);
    return room;
}

static size_t block_bit(const titian_editions_table *t, titian_block block)
{
    for (size_t k = 0; k < t->n_blocks; k++)
        if (t->block[k] == block)
            return (size_t) 1 << k;
    return 0;
}

size_t titian_flat_common(const titian_flat *f)
{
    return f->recipes[0] | f->recipes[1];
}

/* ---- who plays ---- */

double titian_flat_score(const titian_flat *f, size_t set, size_t node, size_t unit)
{
    const titian_panel *scores = titian_assessment_result(f->t->run[set], TITIAN_RESULT_AGGREGATED);
    const size_t at = f->at[set * f->t->n_units + unit];

    return at != TITIAN_NONE ? titian_panel_column(scores, node, 0)[at] : TITIAN_MISSING;
}

int titian_flat_includes(const titian_flat *f, size_t set, size_t indicator)
{
    return titian_assessment_indicator(f->t->run[set], indicator, 0)->included != 0;
}

static int differ(double a, double b)
{
    return isnan(a) != isnan(b) || (!isnan(a) && a != b);
}

/* Does an indicator of a unit become another when a set takes a block over? */
static void mark_indicator(const titian_flat *f, size_t set, size_t block, size_t j)
{
    const size_t with = set | (size_t) 1 << block, n = f->t->n_units;
    const int moved = titian_flat_includes(f, set, j) != titian_flat_includes(f, with, j);
    unsigned char *plays = f->plays + (block * (f->n_nodes + 1) + j) * n;

    for (size_t i = 0; i < n; i++)
        if (moved || differ(titian_flat_score(f, set, j, i), titian_flat_score(f, with, j, i)))
            plays[i] = 1;
}

/* Do weights? Those of the model always count as such. */
static void mark_weights(const titian_flat *f, size_t set, size_t block)
{
    const size_t own = (size_t) 1 << block, n = f->t->n_units;
    const double *one = titian_assessment_weights(f->t->run[set], 0);
    const double *other = titian_assessment_weights(f->t->run[set | own], 0);
    int moved = (own & titian_flat_common(f)) != 0;

    for (size_t k = 0; k < f->n_nodes; k++)
        moved |= one[k] != other[k] && titian_framework_is_under(f->t->framework, k, f->t->node);
    if (moved)
        memset(f->plays + (block * (f->n_nodes + 1) + f->n_nodes) * n, 1, n);
}

static void mark_players(const titian_flat *f)
{
    for (size_t set = 0; set < titian_editions_sets(f->t); set++)
        for (size_t block = 0; block < f->t->n_blocks; block++) {
            if ((set >> block & 1u) != 0)
                continue;
            mark_weights(f, set, block);
            for (size_t j = 0; j < f->n_indicators && ((size_t) 1 << block & titian_flat_common(f)) == 0; j++)
                if (titian_framework_is_under(f->t->framework, j, f->t->node))
                    mark_indicator(f, set, block, j);
        }
}

static int plays_for_any(const titian_flat *f, size_t slot, const size_t *units, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (f->plays[slot * f->t->n_units + units[i]])
            return 1;
    return 0;
}

/* How many players some units have together. @param out  the first MOST_PLAYERS of them; NULL: they are but counted
 */
static size_t find_players(const titian_flat *f, const size_t *units, size_t n, player *out)
{
    size_t found = 0;

    for (size_t block = 0; block < f->t->n_blocks; block++)
        for (size_t place = 0; place <= f->n_nodes; place++) {
            if (!plays_for_any(f, block * (f->n_nodes + 1) + place, units, n))
                continue;
            if (out != NULL && found < MOST_PLAYERS)
                out[found] = (player){block, place};
            found++;
        }
    return found;
}

/* ---- one set of players ---- */

static bench *bench_of(round_of *r, size_t set)
{
    return &r->bench[((set & r->f->recipes[0]) != 0 ? 1 : 0) + ((set & r->f->recipes[1]) != 0 ? 2 : 0)];
}

static void take_indicator(const round_of *r, bench *b, size_t j, size_t set)
{
    double *to = titian_panel_column_mut(b->replay.flow.panel, j, 0);

    for (size_t k = 0; k < r->n_units; k++)
        to[k] = titian_flat_score(r->f, set, j, r->units[k]);
    b->replay.flow.included[j] = titian_flat_includes(r->f, set, j) ? 1 : 0;
    b->held[j] = set;
}

static void take_weights(const round_of *r, bench *b, size_t set)
{
    memcpy(b->replay.flow.weights, titian_assessment_weights(r->f->t->run[set], 0),
        r->f->n_nodes * sizeof *b->replay.flow.weights);
    b->held[r->f->n_nodes] = set;
}

/* An indicator follows the blocks whose players of its own have joined; recipes are common to all. */
static int play(void *context, const unsigned char *joined, double *value)
{
    round_of *r = context;
    const titian_flat *f = r->f;
    const size_t weights = f->n_nodes;
    bench *b = NULL;
    size_t set = 0;

    memset(r->wanted, 0, (f->n_nodes + 1) * sizeof *r->wanted);
    for (size_t k = 0; k < r->n_players; k++)
        if (joined[k + 1])
            r->wanted[r->player[k].place] |= (size_t) 1 << r->player[k].block;
    set = r->wanted[weights] & titian_flat_common(f);
    b = bench_of(r, set);
    for (size_t j = 0; j < f->n_indicators; j++)
        if (b->held[j] != (r->wanted[j] | set))
            take_indicator(r, b, j, r->wanted[j] | set);
    if (b->held[weights] != r->wanted[weights])
        take_weights(r, b, r->wanted[weights]);
    r->status = titian_replay_walk(&b->replay, r->err);
    if (r->status != TITIAN_OK)
        return -1;
    memcpy(value, titian_panel_column(b->replay.flow.scores, f->t->node, 0), r->n_units * sizeof *value);
    return 0;
}

/* ---- one round ---- */

static titian_status open_bench(round_of *r, size_t set)
{
    const titian_flat *f = r->f;
    bench *b = bench_of(r, set);
    size_t *units = scratch(r->arena, r->n_units, sizeof *units, r->err);

    b->held = scratch(r->arena, f->n_nodes + 1, sizeof *b->held, r->err);
    if (units == NULL || b->held == NULL)
        return TITIAN_E_MEMORY;
    for (size_t k = 0; k <= f->n_nodes; k++)
        b->held[k] = TITIAN_NONE;
    for (size_t k = 0; k < r->n_units; k++)
        units[k] = f->at[set * f->t->n_units + r->units[k]];
    b->open = 1;
    return titian_replay_open(&b->replay, f->t->run[set], 0, 0, units, r->n_units, r->err);
}

static titian_status open_benches(round_of *r)
{
    titian_status status = TITIAN_OK;

    for (size_t set = 0; set <= titian_flat_common(r->f) && status == TITIAN_OK; set++)
        if ((set & ~titian_flat_common(r->f)) == 0)
            status = open_bench(r, set);
    return status;
}

/* Parts of a unit are kept when they are all its change. */
static void keep_parts(const round_of *r, size_t k, const double *parts)
{
    titian_editions_table *t = r->f->t;
    const size_t unit = r->units[k], sets = titian_editions_sets(t);
    const double change = t->value[unit * sets + sets - 1] - t->value[unit * sets];
    double sum = 0.0;

    for (size_t p = 0; p < r->n_players; p++)
        sum += parts[(p + 1) * r->n_units + k];
    if (!(fabs(sum - change) <= 1e-9 * fmax(1.0, fabs(change)))) {
        t->flat_note[unit] = "values of both editions mixed give no score";
        return;
    }
    for (size_t p = 0; p < r->n_players; p++)
        t->flat.part[r->player[p].block][r->player[p].place * t->n_units + unit] = parts[(p + 1) * r->n_units + k];
}

static titian_status play_out(round_of *r)
{
    const size_t n = r->n_players + 1;
    size_t *first_child = scratch(r->arena, n, sizeof *first_child, r->err);
    size_t *n_children = scratch(r->arena, n, sizeof *n_children, r->err);
    unsigned char *joined = scratch(r->arena, n, 1, r->err);
    double *value = scratch(r->arena, r->n_units, sizeof *value, r->err);
    double *parts = scratch(r->arena, n * r->n_units, sizeof *parts, r->err);
    const kernel_blocks side_by_side = {first_child, n_children, 0};
    const kernel_game game = {play, r, r->n_units};

    r->wanted = scratch(r->arena, r->f->n_nodes + 1, sizeof *r->wanted, r->err);
    if (first_child == NULL || n_children == NULL || joined == NULL || value == NULL || parts == NULL ||
        r->wanted == NULL)
        return TITIAN_E_MEMORY;
    first_child[0] = 1;
    n_children[0] = r->n_players;
    if (kernel_nested_shapley(&side_by_side, &game, joined, value, parts) != 0)
        return r->status;
    for (size_t k = 0; k < r->n_units; k++)
        if (*titian_editions_note(r->f->t, r->units[k]) == '\0')
            keep_parts(r, k, parts);
    return TITIAN_OK;
}

static titian_status play_round(const titian_flat *f, const size_t *units, size_t n, titian_error *err)
{
    const titian_arena_mark mark = titian_arena_here(&f->t->arena);
    round_of r = {.f = f, .units = units, .n_units = n, .arena = &f->t->arena, .err = err};
    titian_status status = TITIAN_OK;

    r.n_players = find_players(f, units, n, r.player);
    if (r.n_players == 0)
        return TITIAN_OK;
    if (r.n_players > MOST_PLAYERS) {
        for (size_t k = 0; k < n; k++)
            f->t->flat_note[units[k]] = too_many;
        return TITIAN_OK;
    }
    status = open_benches(&r);
    if (status == TITIAN_OK)
        status = play_out(&r);
    for (size_t k = 0; k < MOST_RECIPES; k++)
        if (r.bench[k].open)
            titian_replay_close(&r.bench[k].replay);
    titian_arena_rewind(&f->t->arena, mark);
    return status;
}

/* ---- all of them ---- */

/* Alone, a unit plays with its own players; together, with those of all. */
static int better_alone(const titian_flat *f, const size_t *units, size_t n)
{
    const size_t all = find_players(f, units, n, NULL);
    double apart = 0.0;

    for (size_t k = 0; k < n; k++) {
        const size_t own = find_players(f, &units[k], 1, NULL);

        apart += own <= MOST_PLAYERS ? titian_game_cost(ldexp(1.0, (int) own), 1) : 0.0;
    }
    return all > MOST_PLAYERS || apart < titian_game_cost(ldexp(1.0, (int) all), n);
}

/* Where aggregation compares units, all of them play or nobody can. */
static int has_everybody(const titian_flat *f)
{
    const titian_editions_table *t = f->t;

    for (size_t set = 0; set < titian_editions_sets(t); set++)
        if (titian_panel_n_units(titian_assessment_result(t->run[set], TITIAN_RESULT_AGGREGATED)) != t->n_units)
            return 0;
    for (size_t k = 0; k < titian_editions_sets(t) * t->n_units; k++)
        if (f->at[k] == TITIAN_NONE)
            return 0;
    return 1;
}

static titian_status play_everybody(const titian_flat *f, size_t *units, titian_error *err)
{
    titian_editions_table *t = f->t;

    for (size_t i = 0; i < t->n_units; i++)
        units[i] = i;
    if (has_everybody(f))
        return play_round(f, units, t->n_units, err);
    for (size_t i = 0; i < t->n_units; i++)
        t->flat_note[i] = "the aggregation compares units, and some have no score in every mixture";
    return TITIAN_OK;
}

static titian_status play_all(const titian_flat *f, titian_error *err)
{
    titian_editions_table *t = f->t;
    size_t *units = scratch(&t->arena, t->n_units, sizeof *units, err), n = 0, at_once = 0;
    titian_status status = TITIAN_OK;

    if (units == NULL)
        return TITIAN_E_MEMORY;
    if (titian_replay_compares(t->e->recipe[0]) || titian_replay_compares(t->e->recipe[1]))
        return play_everybody(f, units, err);
    for (size_t i = 0; i < t->n_units && status == TITIAN_OK; i++) {
        int done = *titian_editions_note(t, i) != '\0';

        if (!done)
            status = titian_flat_sum(f, i, &done, err);
        if (!done)
            units[n++] = i;
    }
    at_once = better_alone(f, units, n) ? 1 : n;
    for (size_t k = 0; k < n && status == TITIAN_OK; k += at_once)
        status = play_round(f, units + k, at_once, err);
    return status;
}

static titian_status make_room(titian_editions_table *t, size_t n_nodes, titian_error *err)
{
    titian_editions_split *out = &t->flat;

    out->n = t->n_units;
    out->units = scratch(&t->arena, out->n, sizeof *out->units, err);
    t->flat_note = scratch(&t->arena, out->n, sizeof *t->flat_note, err);
    if (out->units == NULL || t->flat_note == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < out->n; i++)
        out->units[i] = i;
    for (size_t k = 0; k < t->n_blocks; k++) {
        out->part[k] = scratch(&t->arena, (n_nodes + 1) * out->n, sizeof *out->part[k], err);
        out->why[k] = scratch(&t->arena, out->n, sizeof *out->why[k], err);
        out->way[k] = scratch(&t->arena, out->n, 1, err);
        if (out->part[k] == NULL || out->why[k] == NULL || out->way[k] == NULL)
            return TITIAN_E_MEMORY;
        memset(out->way[k], TITIAN_BY_GAME, out->n);
    }
    return TITIAN_OK;
}

static titian_status open_flat(titian_flat *f, titian_editions_table *t, titian_error *err)
{
    const size_t sets = titian_editions_sets(t);

    *f = (titian_flat){.t = t,
        .n_nodes = titian_framework_n_nodes(t->framework),
        .n_indicators = titian_framework_n_indicators(t->framework),
        .recipes = {block_bit(t, TITIAN_BLOCK_WEIGHTS), block_bit(t, TITIAN_BLOCK_METHOD)}};
    f->at = scratch(&t->arena, sets * t->n_units, sizeof *f->at, err);
    f->plays = scratch(&t->arena, t->n_blocks * (f->n_nodes + 1) * t->n_units, 1, err);
    if (f->at == NULL || f->plays == NULL)
        return TITIAN_E_MEMORY;
    for (size_t set = 0; set < sets; set++)
        for (size_t i = 0; i < t->n_units; i++)
            f->at[set * t->n_units + i] =
                titian_panel_find_unit(titian_assessment_result(t->run[set], TITIAN_RESULT_AGGREGATED),
                    titian_panel_unit(t->e->panel[0], i)->code);
    for (size_t k = 0; k < t->n_blocks; k++)
        t->flat.rest[k] = ((size_t) 1 << k & titian_flat_common(f)) != 0 ? "" : "weights found in the data differ";
    mark_players(f);
    return TITIAN_OK;
}

titian_status titian_editions_play_flat(titian_editions_table *t, titian_error *err)
{
    titian_flat f;
    titian_status status = make_room(t, titian_framework_n_nodes(t->framework), err);

    if (status == TITIAN_OK)
        status = open_flat(&f, t, err);
    return status == TITIAN_OK ? play_all(&f, err) : status;
}

/* Kernels: Shapley values.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/shapley.h"

#include <math.h>
#include <stdint.h>

#include "kernels/draw.h"

/* (members)! (k - members - 1)! / k! = 1 / (k times the number of sets of so many out of k - 1). */
void kernel_shapley_weights(size_t k, double *out)
{
    double sets = 1.0; /* whole numbers, at most 92,378 */

    for (size_t members = 0; members < k; members++) {
        out[members] = 1.0 / ((double) k * sets);
        sets = sets * (double) (k - 1 - members) / (double) (members + 1);
    }
}

void kernel_shapley(const double *value, size_t k, double *out)
{
    double weight[KERNEL_SHAPLEY_PLAYERS];

    kernel_shapley_weights(k, weight);
    for (size_t i = 0; i < k; i++) {
        const uint32_t own = UINT32_C(1) << i;

        out[i] = 0.0;
        for (uint32_t set = 0; set < UINT32_C(1) << k; set++)
            if ((set & own) == 0)
                out[i] += weight[__builtin_popcount(set)] * (value[set | own] - value[set]);
    }
}

/* ---- blocks ---- */

/* A game at work. */
typedef struct {
    const kernel_blocks *blocks;
    const kernel_game *game;
    unsigned char *joined;
    double *value, *out;
} nest;

static int is_player(const kernel_blocks *blocks, size_t node)
{
    return blocks->n_children[node] == 0;
}

static void join(const nest *s, size_t node, unsigned char joined)
{
    if (is_player(s->blocks, node))
        s->joined[node] = joined;
    for (size_t k = 0; k < s->blocks->n_children[node]; k++)
        join(s, s->blocks->first_child[node] + k, joined);
}

static void join_set(const nest *s, size_t node, uint32_t set)
{
    for (size_t k = 0; k < s->blocks->n_children[node]; k++)
        join(s, s->blocks->first_child[node] + k, (unsigned char) (set >> k & 1u));
}

/* A set of a block's members counts for each player in it with what it achieves, against that for each outside. */
static void share_out(const nest *s, size_t node, uint32_t set, const double *weight, double outer)
{
    const size_t first = s->blocks->first_child[node];
    const int members = __builtin_popcount(set);

    for (size_t k = 0; k < s->blocks->n_children[node]; k++) {
        const int in = (set >> k & 1u) != 0;
        const double w = outer * (in ? weight[members - 1] : -weight[members]);
        double *out = s->out + (first + k) * s->game->n_outputs;

        if (is_player(s->blocks, first + k))
            for (size_t o = 0; o < s->game->n_outputs; o++)
                out[o] += w * s->value[o];
    }
}

/* @param outer  the weights of the sets of its siblings and of those of its ancestors, multiplied */
static int play_block(const nest *s, size_t node, double outer)
{
    const size_t first = s->blocks->first_child[node], k = s->blocks->n_children[node];
    double weight[KERNEL_SHAPLEY_PLAYERS];
    size_t n_players = 0;
    int ended = 0;

    kernel_shapley_weights(k, weight);
    for (size_t c = 0; c < k; c++)
        n_players += is_player(s->blocks, first + c) ? 1 : 0;
    for (uint32_t set = 0; set < UINT32_C(1) << k && !ended; set++) {
        join_set(s, node, set);
        if (n_players > 0) {
            ended = s->game->play(s->game->context, s->joined, s->value);
            share_out(s, node, set, weight, outer);
        }
        for (size_t c = 0; c < k && !ended; c++) {
            if (is_player(s->blocks, first + c) || (set >> c & 1u) != 0)
                continue;
            ended = play_block(s, first + c, outer * weight[__builtin_popcount(set)]);
            join(s, first + c, 0);
        }
    }
    return ended;
}

int kernel_nested_shapley(
    const kernel_blocks *blocks, const kernel_game *game, unsigned char *joined, double *value, double *out)
{
    const nest s = {blocks, game, joined, value, out};

    return play_block(&s, blocks->root, 1.0);
}

static double plays_of(const kernel_blocks *blocks, size_t node)
{
    const size_t first = blocks->first_child[node], k = blocks->n_children[node];
    double plays = 0.0;
    int players = 0;

    for (size_t c = 0; c < k; c++) {
        players |= is_player(blocks, first + c);
        if (!is_player(blocks, first + c))
            plays += ldexp(plays_of(blocks, first + c), (int) k - 1);
    }
    return players ? plays + ldexp(1.0, (int) k) : plays;
}

double kernel_nested_plays(const kernel_blocks *blocks)
{
    return plays_of(blocks, blocks->root);
}

/* ---- sampled effects ---- */

void kernel_shapley_order(const double *u, size_t k, size_t *order)
{
    for (size_t i = 0; i < k; i++)
        order[i] = i;
    for (size_t i = 0; i + 1 < k; i++) {
        const size_t chosen = i + kernel_draw_level(u[i], k - i), kept = order[i];

        order[i] = order[chosen];
        order[chosen] = kept;
    }
}

/* Is an output there in all runs? */
static int is_complete(const double *output, size_t n_runs, size_t stride)
{
    for (size_t r = 0; r < n_runs; r++)
        if (isnan(output[r * stride]))
            return 0;
    return 1;
}

void kernel_shapley_add(
    const size_t *order, size_t k, const double *runs, size_t n_outputs, double *effects, double *count)
{
    for (size_t o = 0; o < n_outputs; o++) {
        if (!is_complete(runs + o, k + 1, n_outputs))
            continue;
        for (size_t step = 0; step < k; step++) {
            const double before = runs[step * n_outputs + o], after = runs[(step + 1) * n_outputs + o];

            effects[order[step] * n_outputs + o] += (runs[o] - 0.5 * (before + after)) * (before - after);
        }
        count[o] += 1.0;
    }
}

void kernel_shapley_shares(const double *effects, size_t stride, size_t k, double *out)
{
    double sum = 0.0;

    for (size_t i = 0; i < k; i++)
        sum += effects[i * stride];
    for (size_t i = 0; i < k; i++)
        out[i] = sum > 0.0 ? effects[i * stride] / sum : (double) NAN;
}

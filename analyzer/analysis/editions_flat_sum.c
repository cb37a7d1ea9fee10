/* The flat game in closed form: Shapley's values of a sum are the sums of those of its terms.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/comparison_split.h"
#include "analysis/editions_flat.h"
#include "kernels/shapley.h"

/* One unit at work. */
typedef struct {
    const titian_flat *f;
    size_t unit;
    unsigned char *there; /* [node] in every mixture */
    double *shares;       /* [set][node] of the node, by the weights of that run */
    double *value;        /* [set of players] */
} sum;

static int is_there(const sum *s, size_t set, size_t node)
{
    return !isnan(titian_flat_score(s->f, set, node, s->unit)) &&
           (node >= s->f->n_indicators || titian_flat_includes(s->f, set, node));
}

/* What is there must be so in every mixture: else shares hang on more than weights. */
static int find_there(const sum *s)
{
    const titian_editions_table *t = s->f->t;

    for (size_t k = 0; k < s->f->n_nodes; k++) {
        s->there[k] = is_there(s, 0, k) ? 1 : 0;
        for (size_t set = 1; set < titian_editions_sets(t); set++)
            if (titian_framework_is_under(t->framework, k, t->node) && is_there(s, set, k) != s->there[k])
                return 0;
    }
    return 1;
}

static void find_shares(const sum *s, double *weights)
{
    const titian_editions_table *t = s->f->t;

    for (size_t set = 0; set < titian_editions_sets(t); set++) {
        (void) titian_assessment_unit_weights(t->run[set], s->f->at[set * t->n_units + s->unit], 0, weights);
        titian_shares_of(t->framework, t->node, weights, s->there, s->shares + set * s->f->n_nodes);
    }
}

/* The blocks with a player at a place, for this unit. */
static size_t players_at(const sum *s, size_t place, size_t *block)
{
    const titian_editions_table *t = s->f->t;
    size_t n = 0;

    for (size_t k = 0; k < t->n_blocks; k++)
        if (s->f->plays[(k * (s->f->n_nodes + 1) + place) * t->n_units + s->unit])
            block[n++] = k;
    return n;
}

static size_t set_of(const size_t *block, size_t n, size_t joined)
{
    size_t set = 0;

    for (size_t k = 0; k < n; k++)
        set |= (joined >> k & 1u) << block[k];
    return set;
}

/* What one indicator adds to the score: its share, by the weights, times its score. */
static void add_indicator(const sum *s, size_t j)
{
    const titian_flat *f = s->f;
    titian_editions_table *t = f->t;
    size_t block[2 * TITIAN_N_BLOCKS];
    const size_t own = players_at(s, j, block), n = own + players_at(s, f->n_nodes, block + own);
    double parts[2 * TITIAN_N_BLOCKS];

    if (!s->there[j] || n == 0)
        return;
    for (size_t joined = 0; joined < (size_t) 1 << n; joined++) {
        const size_t rest = set_of(block + own, n - own, joined >> own);
        const size_t set = set_of(block, own, joined) | (rest & titian_flat_common(f));

        s->value[joined] = s->shares[rest * f->n_nodes + j] * titian_flat_score(f, set, j, s->unit);
    }
    kernel_shapley(s->value, n, parts);
    for (size_t k = 0; k < n; k++)
        t->flat.part[block[k]][(k < own ? j : f->n_nodes) * t->n_units + s->unit] += parts[k];
}

/* Do they come to the change? Else what was added goes again. */
static int adds_up(const sum *s)
{
    titian_editions_table *t = s->f->t;
    const double *value = t->value + s->unit * titian_editions_sets(t);
    const double change = value[titian_editions_sets(t) - 1] - value[0];
    double total = 0.0;
    int holds = 0;

    for (size_t block = 0; block < t->n_blocks; block++)
        for (size_t place = 0; place <= s->f->n_nodes; place++)
            total += t->flat.part[block][place * t->n_units + s->unit];
    holds = fabs(total - change) <= 1e-9 * fmax(1.0, fabs(change));
    for (size_t block = 0; block < t->n_blocks; block++) {
        for (size_t place = 0; place <= s->f->n_nodes && !holds; place++)
            t->flat.part[block][place * t->n_units + s->unit] = 0.0;
        t->flat.way[block][s->unit] = holds ? TITIAN_BY_DIFFERENCES : TITIAN_BY_GAME;
    }
    return holds;
}

static int sum_unit(const sum *s, double *weights)
{
    const titian_editions_table *t = s->f->t;

    if (!find_there(s))
        return 0;
    find_shares(s, weights);
    for (size_t j = 0; j < s->f->n_indicators; j++)
        if (titian_framework_is_under(t->framework, j, t->node))
            add_indicator(s, j);
    return adds_up(s);
}

titian_status titian_flat_sum(const titian_flat *f, size_t unit, int *done, titian_error *err)
{
    titian_arena *arena = &f->t->arena;
    const titian_arena_mark mark = titian_arena_here(arena);
    const titian_recipe *const *recipe = f->t->e->recipe;
    const int means = titian_means_of(recipe[0], f->t->node) & titian_means_of(recipe[1], f->t->node);
    sum s = {.f = f, .unit = unit};
    double *weights = NULL;

    *done = 0;
    if ((means & TITIAN_MEANS_ARITHMETIC) == 0)
        return TITIAN_OK;
    s.there = titian_arena_array(arena, f->n_nodes, 1);
    s.shares = titian_arena_array(arena, titian_editions_sets(f->t) * f->n_nodes, sizeof *s.shares);
    s.value = titian_arena_array(arena, (size_t) 1 << 2 * TITIAN_N_BLOCKS, sizeof *s.value);
    weights = titian_arena_array(arena, f->n_nodes, sizeof *weights);
    if (s.there == NULL || s.shares == NULL || s.value == NULL || weights == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to split the changes of %zu elements", f->n_nodes);
    *done = sum_unit(&s, weights);
    titian_arena_rewind(arena, mark);
    return TITIAN_OK;
}

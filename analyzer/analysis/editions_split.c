/* The blocks of two editions split among indicators.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "analysis/comparison_split.h"
#include "analysis/editions.h"
#include "kernels/shapley.h"

/* Two mixtures that differ by one block. */
typedef struct {
    titian_editions_split *out;
    const titian_editions_table *t;
    size_t block;  /* as in the table */
    double weight; /* of the set in which it joins */
} joining;

static titian_status no_memory(const titian_editions_table *t, titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory to split the changes of %zu units", t->n_units);
}

/* How a block is split among elements. */
typedef titian_status (*splitter)(titian_split *s, size_t unit, titian_error *err);

static splitter splitter_of(titian_block block)
{
    return block == TITIAN_BLOCK_WEIGHTS ? titian_split_weights : titian_split_unit;
}

/* ---- one pair of mixtures ---- */

/* Where the units stand in a run, and their scores, node after node. */
static titian_status open_side(titian_comparison *c, const joining *j, size_t set, int when, titian_error *err)
{
    const titian_editions_table *t = j->t;
    titian_side *side = &c->side[when];
    size_t *units = titian_comparison_scratch(c, c->n_units, sizeof *units, err);

    side->a = t->run[set];
    side->scores = titian_assessment_result(side->a, TITIAN_RESULT_AGGREGATED);
    side->gathered = titian_comparison_scratch(c, c->n_nodes * c->n_units, sizeof *side->gathered, err);
    if (units == NULL || side->gathered == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < c->n_units; i++)
        units[i] = titian_panel_find_unit(side->scores, titian_panel_unit(t->e->panel[0], j->out->units[i])->code);
    side->units = units;
    for (size_t k = 0; k < c->n_nodes; k++)
        for (size_t i = 0; i < c->n_units; i++)
            side->gathered[k * c->n_units + i] = titian_panel_column(side->scores, k, 0)[units[i]];
    return TITIAN_OK;
}

static void add_unit(const joining *j, const titian_split *s, size_t unit)
{
    titian_editions_split *out = j->out;
    double *part = out->part[j->block];

    if (s->way == TITIAN_UNSPLIT)
        out->why[j->block][unit] = s->why;
    if (s->way > out->way[j->block][unit])
        out->way[j->block][unit] = (unsigned char) s->way;
    for (size_t k = 0; k <= s->c->n_nodes; k++)
        part[k * out->n + unit] += j->weight * s->parts[k];
}

static titian_status split_pair(const joining *j, size_t set, size_t with, titian_error *err)
{
    titian_comparison c = {.framework = j->t->framework,
        .n_units = j->out->n,
        .n_indicators = titian_framework_n_indicators(j->t->framework),
        .n_nodes = titian_framework_n_nodes(j->t->framework),
        .node = j->t->node,
        .arena = TITIAN_ARENA_EMPTY};
    const splitter split_unit = splitter_of(j->t->block[j->block]);
    titian_split s;
    titian_status status = open_side(&c, j, set, BEFORE, err);

    if (status == TITIAN_OK)
        status = open_side(&c, j, with, AFTER, err);
    if (status == TITIAN_OK)
        status = titian_split_open(&s, &c, err);
    for (size_t i = 0; i < c.n_units && status == TITIAN_OK; i++) {
        status = split_unit(&s, i, err);
        if (status == TITIAN_OK)
            add_unit(j, &s, i);
    }
    titian_arena_free(&c.arena);
    return status;
}

/* ---- all of them ---- */

static titian_status split_block(const joining *block, titian_error *err)
{
    const titian_editions_table *t = block->t;
    const size_t own = (size_t) 1 << block->block;
    double weight[TITIAN_N_BLOCKS];
    joining j = *block;
    titian_status status = TITIAN_OK;

    kernel_shapley_weights(t->n_blocks, weight);
    for (size_t set = 0; set < titian_editions_sets(t) && status == TITIAN_OK; set++) {
        if ((set & own) != 0)
            continue;
        j.weight = weight[__builtin_popcountll(set)];
        status = split_pair(&j, set, set | own, err);
    }
    return status;
}

static titian_status find_units(titian_editions_split *out, const titian_editions_table *t, titian_error *err)
{
    out->units = titian_arena_array(&out->arena, t->n_units, sizeof *out->units);
    if (out->units == NULL)
        return no_memory(t, err);
    for (size_t i = 0; i < t->n_units; i++)
        if (*titian_editions_note(t, i) == '\0')
            out->units[out->n++] = i;
    return TITIAN_OK;
}

static titian_status make_room(
    titian_editions_split *out, const titian_editions_table *t, size_t block, titian_error *err)
{
    const size_t n_nodes = titian_framework_n_nodes(t->framework);

    out->rest[block] = "weights found in the data differ";
    out->part[block] = titian_arena_array(&out->arena, (n_nodes + 1) * out->n, sizeof *out->part[block]);
    out->why[block] = titian_arena_array(&out->arena, out->n, sizeof *out->why[block]);
    out->way[block] = titian_arena_array(&out->arena, out->n, 1);
    return out->part[block] != NULL && out->why[block] != NULL && out->way[block] != NULL ? TITIAN_OK
                                                                                          : no_memory(t, err);
}

titian_status titian_editions_split_open(
    titian_editions_split *out, const titian_editions_table *t, titian_error *err)
{
    titian_status status = TITIAN_OK;

    *out = (titian_editions_split){.arena = TITIAN_ARENA_EMPTY};
    if (t->node < titian_framework_n_indicators(t->framework))
        return titian_fail(err, TITIAN_E_USAGE,
            "%s is an indicator: nothing is under it that its change could be split into\n"
            "name an aggregate, or take the table \"blocks\"",
            titian_framework_node(t->framework, t->node)->code);
    if (t->flat.n > 0) {
        *out = t->flat;
        out->arena = (titian_arena) TITIAN_ARENA_EMPTY; /* it is the table's */
        return TITIAN_OK;
    }
    status = find_units(out, t, err);
    for (size_t k = 0; k < t->n_blocks && status == TITIAN_OK; k++) {
        const joining j = {.out = out, .t = t, .block = k};

        status = make_room(out, t, k, err);
        if (status != TITIAN_OK || out->n == 0)
            continue;
        status =
            t->block[k] == TITIAN_BLOCK_METHOD ? titian_editions_split_method(out, t, k, err) : split_block(&j, err);
    }
    return status;
}

void titian_editions_split_close(titian_editions_split *split)
{
    titian_arena_free(&split->arena);
}

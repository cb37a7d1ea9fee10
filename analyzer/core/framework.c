/* The framework: the tree in level order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/framework.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/index.h"

struct titian_framework {
    titian_node *nodes;
    titian_extra *extras;
    size_t *level_first; /* n_levels + 2 entries; level l is [l], [l + 1) */
    size_t n_nodes, n_indicators, n_extras;
    int n_levels;
    titian_index node_index, extra_index;
    titian_arena arena;
};

static const char *keep(titian_framework *f, const char *text, int *failed)
{
    const char *copy = titian_arena_text(&f->arena, text != NULL ? text : "");

    if (copy == NULL)
        *failed = 1;
    return copy;
}

static int keep_node_texts(titian_framework *f, titian_node *node)
{
    int failed = 0;

    node->code = keep(f, node->code, &failed);
    node->name = keep(f, node->name, &failed);
    node->unit = keep(f, node->unit, &failed);
    node->source = keep(f, node->source, &failed);
    node->source_codes = keep(f, node->source_codes, &failed);
    node->licence = keep(f, node->licence, &failed);
    node->description = keep(f, node->description, &failed);
    node->url = keep(f, node->url, &failed);
    node->why = keep(f, node->why, &failed);
    return failed ? -1 : 0;
}

static int keep_extra_texts(titian_framework *f, titian_extra *extra)
{
    int failed = 0;

    extra->code = keep(f, extra->code, &failed);
    extra->name = keep(f, extra->name, &failed);
    extra->unit = keep(f, extra->unit, &failed);
    extra->source = keep(f, extra->source, &failed);
    extra->source_codes = keep(f, extra->source_codes, &failed);
    extra->licence = keep(f, extra->licence, &failed);
    extra->description = keep(f, extra->description, &failed);
    return failed ? -1 : 0;
}

/* Children of each part, in file order: lists[start[k]] .. lists[start[k + 1]]. */
typedef struct {
    size_t *start, *lists;
} children;

static int list_children(const titian_framework_parts *parts, children *c)
{
    size_t *next = calloc(parts->n_nodes + 1, sizeof *next);

    c->start = calloc(parts->n_nodes + 1, sizeof *c->start);
    c->lists = calloc(parts->n_nodes + 1, sizeof *c->lists);
    if (!next || !c->start || !c->lists) {
        free(next);
        return -1;
    }
    for (size_t k = 0; k < parts->n_nodes; k++)
        if (parts->parents[k] != TITIAN_NONE)
            c->start[parts->parents[k] + 1]++;
    for (size_t k = 0; k < parts->n_nodes; k++) {
        c->start[k + 1] += c->start[k];
        next[k] = c->start[k];
    }
    for (size_t k = 0; k < parts->n_nodes; k++)
        if (parts->parents[k] != TITIAN_NONE)
            c->lists[next[parts->parents[k]]++] = k;
    free(next);
    return 0;
}

/* Place level after level from the root down, so that the children of a node come out adjacent.
 * part_of[node] is the part that stands at a node. @return nodes placed; all of them unless there is a cycle */
static size_t place_levels(
    titian_framework *f, const titian_framework_parts *parts, const children *c, size_t *part_of)
{
    size_t placed = 0;

    for (size_t k = 0; k < parts->n_nodes; k++)
        if (parts->parents[k] == TITIAN_NONE)
            part_of[f->n_nodes - 1] = k, placed++;
    for (int level = f->n_levels; level > 1; level--) {
        size_t next = f->level_first[level - 1];

        for (size_t node = f->level_first[level]; node < f->level_first[level + 1]; node++) {
            const size_t part = part_of[node];

            f->nodes[node].first_child = next;
            f->nodes[node].n_children = c->start[part + 1] - c->start[part];
            for (size_t k = c->start[part]; k < c->start[part + 1]; k++) {
                f->nodes[next].parent = node;
                part_of[next++] = c->lists[k];
                placed++;
            }
        }
    }
    return placed;
}

/* Do the parts keep the promises of the header: one root, on top, and a parent one level up for every other? */
static int promises_kept(const titian_framework_parts *parts, int n_levels)
{
    size_t n_roots = 0;

    for (size_t k = 0; k < parts->n_nodes; k++) {
        const size_t parent = parts->parents[k];

        if (parent == TITIAN_NONE)
            n_roots += parts->nodes[k].level == n_levels ? 1 : 2;
        else if (parent >= parts->n_nodes || parts->nodes[parent].level != parts->nodes[k].level + 1)
            return 0;
    }
    return n_roots == 1;
}

static int count_levels(titian_framework *f, const titian_framework_parts *parts)
{
    int n_levels = 0;

    for (size_t k = 0; k < parts->n_nodes; k++) {
        if (parts->nodes[k].level < 1 || (size_t) parts->nodes[k].level > parts->n_nodes)
            return -1;
        if (parts->nodes[k].level > n_levels)
            n_levels = parts->nodes[k].level;
    }
    if (n_levels < 1 || !promises_kept(parts, n_levels))
        return -1;
    f->n_levels = n_levels;
    f->level_first = titian_arena_array(&f->arena, (size_t) n_levels + 2, sizeof *f->level_first);
    if (f->level_first == NULL)
        return -1;
    for (size_t k = 0; k < parts->n_nodes; k++)
        f->level_first[parts->nodes[k].level + 1]++;
    for (int level = 1; level <= n_levels; level++)
        f->level_first[level + 1] += f->level_first[level];
    f->n_indicators = f->level_first[2];
    return 0;
}

static int fill_nodes(titian_framework *f, const titian_framework_parts *parts, const size_t *part_of)
{
    for (size_t node = 0; node < f->n_nodes; node++) {
        const titian_node placed = f->nodes[node];
        titian_node *to = &f->nodes[node];

        *to = parts->nodes[part_of[node]];
        to->parent = node + 1 == f->n_nodes ? TITIAN_NONE : placed.parent;
        to->first_child = placed.first_child;
        to->n_children = placed.n_children;
        if (keep_node_texts(f, to) != 0 || titian_index_add(&f->node_index, to->code, strlen(to->code), node) != 0)
            return -1;
    }
    for (size_t k = 0; k < f->n_extras; k++) {
        f->extras[k] = parts->extras[k];
        if (keep_extra_texts(f, &f->extras[k]) != 0 ||
            titian_index_add(&f->extra_index, f->extras[k].code, strlen(f->extras[k].code), k) != 0)
            return -1;
    }
    return 0;
}

titian_status titian_framework_new(titian_framework **out, const titian_framework_parts *parts, titian_error *err)
{
    titian_status status = TITIAN_E_MEMORY;
    titian_framework *f = calloc(1, sizeof *f);
    size_t *part_of = calloc(parts->n_nodes + 1, sizeof *part_of);
    children c = {NULL, NULL};

    *out = NULL;
    if (f == NULL || part_of == NULL)
        goto out;
    f->n_nodes = parts->n_nodes;
    f->n_extras = parts->n_extras;
    f->nodes = titian_arena_array(&f->arena, f->n_nodes, sizeof *f->nodes);
    f->extras = titian_arena_array(&f->arena, f->n_extras, sizeof *f->extras);
    if (f->nodes == NULL || f->extras == NULL)
        goto out;
    status = TITIAN_E_INTERNAL;
    if (count_levels(f, parts) != 0)
        goto out;
    status = TITIAN_E_MEMORY;
    if (list_children(parts, &c) != 0)
        goto out;
    if (place_levels(f, parts, &c, part_of) != parts->n_nodes) {
        status = TITIAN_E_INTERNAL;
        goto out;
    }
    if (fill_nodes(f, parts, part_of) != 0)
        goto out;
    status = TITIAN_OK;
    *out = f;
    f = NULL;
out:
    if (status != TITIAN_OK)
        status = titian_fail(err, status, "no memory for a framework of %zu nodes", parts->n_nodes);
    titian_framework_free(f);
    free(part_of);
    free(c.start);
    free(c.lists);
    return status;
}

void titian_framework_free(titian_framework *framework)
{
    if (framework == NULL)
        return;
    titian_index_free(&framework->node_index);
    titian_index_free(&framework->extra_index);
    titian_arena_free(&framework->arena);
    free(framework);
}

size_t titian_framework_n_nodes(const titian_framework *framework)
{
    return framework->n_nodes;
}

size_t titian_framework_n_indicators(const titian_framework *framework)
{
    return framework->n_indicators;
}

int titian_framework_n_levels(const titian_framework *framework)
{
    return framework->n_levels;
}

const titian_node *titian_framework_node(const titian_framework *framework, size_t node)
{
    assert(node < framework->n_nodes);
    return &framework->nodes[node];
}

size_t titian_framework_root(const titian_framework *framework)
{
    return framework->n_nodes - 1;
}

size_t titian_framework_find(const titian_framework *framework, const char *code)
{
    return titian_index_find(&framework->node_index, code, strlen(code));
}

static int ends_in(const char *code, const char *name)
{
    const size_t n = strlen(code), tail = strlen(name);

    return tail > 0 && n > tail && code[n - tail - 1] == '.' && strcmp(code + n - tail, name) == 0;
}

size_t titian_framework_find_named(const titian_framework *framework, const char *name)
{
    size_t found = titian_framework_find(framework, name), n = 0;

    if (found != TITIAN_NONE)
        return found;
    for (size_t k = 0; k < framework->n_nodes; k++)
        if (ends_in(framework->nodes[k].code, name)) {
            found = k;
            n++;
        }
    return n == 1 ? found : TITIAN_NONE;
}

int titian_framework_is_under(const titian_framework *framework, size_t node, size_t above)
{
    size_t up = titian_framework_node(framework, node)->parent;

    while (up != TITIAN_NONE && up != above)
        up = titian_framework_node(framework, up)->parent;
    return up == above && above != TITIAN_NONE;
}

size_t titian_framework_level(const titian_framework *framework, int level, size_t *n_nodes)
{
    assert(level >= 1 && level <= framework->n_levels);
    *n_nodes = framework->level_first[level + 1] - framework->level_first[level];
    return framework->level_first[level];
}

size_t titian_framework_n_extras(const titian_framework *framework)
{
    return framework->n_extras;
}

const titian_extra *titian_framework_extra(const titian_framework *framework, size_t extra)
{
    assert(extra < framework->n_extras);
    return &framework->extras[extra];
}

size_t titian_framework_find_extra(const titian_framework *framework, const char *code)
{
    return titian_index_find(&framework->extra_index, code, strlen(code));
}

void titian_framework_effective_weights(
    const titian_framework *framework, const double *weights, const unsigned char *included, double *out)
{
    const size_t n = framework->n_nodes;

    /* upward: does anything of a node count? 1 or 0 in `out` for the while */
    for (size_t k = 0; k < n; k++) {
        const titian_node *node = &framework->nodes[k];

        out[k] = node->n_children == 0 && (included == NULL || included[k]) ? 1.0 : 0.0;
        for (size_t c = node->first_child; c < node->first_child + node->n_children; c++)
            if (out[c] > 0.0 && weights[c] > 0.0)
                out[k] = 1.0;
    }
    /* downward: each node divides its share among the children that count */
    for (size_t k = n; k-- > 0;) {
        const titian_node *node = &framework->nodes[k];
        double sum = 0.0;

        for (size_t c = node->first_child; c < node->first_child + node->n_children; c++)
            sum += out[c] > 0.0 ? weights[c] : 0.0;
        for (size_t c = node->first_child; c < node->first_child + node->n_children; c++)
            out[c] = out[c] > 0.0 && sum > 0.0 ? out[k] * weights[c] / sum : 0.0;
    }
}

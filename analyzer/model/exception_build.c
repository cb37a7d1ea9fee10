/* Exceptions to weights: entries of weigh that are for some units alone, by what data they lack or by a group.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "model/build.h"
#include "model/words.h"
#include "stages/aggregate.h"
#include "stages/weigh.h"

/* An entry while it is read. */
typedef struct {
    const titian_build *b;
    const titian_yaml_where *where;
    const char *list; /* path of weigh */
    size_t k;
    titian_built_exception *out;
} reading;

static titian_place place_of(const reading *r, const char *key)
{
    return titian_build_place(r->b, titian_path_of("%s[%zu].where%s", r->list, r->k, key).text);
}

/* The lowest level of the nodes that an entry weighs the children of. */
static int lowest_level(const titian_build *b, const titian_target *target)
{
    if (target->what == TITIAN_FOR_NODE)
        return b->rows->rows[target->row].level;
    return target->what == TITIAN_FOR_LEVEL ? target->level : 2;
}

/* A node that must have no score: it has, or has not, one before the weights are needed. */
static void check_below(const reading *r, size_t missing, const char *path)
{
    const titian_row *row = &r->b->rows->rows[r->out->missing[missing]];
    const int lowest = lowest_level(r->b, &r->out->target);

    if (row->level >= lowest)
        titian_faults_say(r->b->faults, titian_build_place(r->b, path),
            "%s is at level %d, and the entry weighs the children of nodes of level %d\n"
            "name nodes of lower levels, or give the entry a node or level above it",
            row->code, row->level, lowest);
}

static titian_status read_missing(reading *r, titian_error *err)
{
    const titian_rows *rows = r->b->rows;

    r->out->missing = titian_arena_array(r->b->arena, r->where->n_missing, sizeof *r->out->missing);
    if (r->out->missing == NULL)
        return titian_build_no_memory(err);
    for (size_t m = 0; m < r->where->n_missing; m++) {
        const titian_path path = titian_path_of("%s[%zu].where.missing[%zu]", r->list, r->k, m);
        const unsigned tree = 1u << TITIAN_ROW_INDICATOR | 1u << TITIAN_ROW_AGGREGATE;

        if (!titian_build_code_at(r->b, titian_build_place(r->b, path.text), "missing", r->where->missing[m], tree) ||
            !rows->whole)
            continue;
        r->out->missing[r->out->n_missing++] = titian_rows_find(rows, r->where->missing[m]);
        if (r->out->target.what != TITIAN_FOR_NOTHING)
            check_below(r, r->out->n_missing - 1, path.text);
    }
    return TITIAN_OK;
}

static titian_status read_group(reading *r, titian_error *err)
{
    titian_condition *condition = titian_arena_alloc(r->b->arena, sizeof *condition);
    const titian_path path = titian_path_of("%s[%zu].where", r->list, r->k);

    if (condition == NULL)
        return titian_build_no_memory(err);
    r->out->group = condition;
    return titian_build_condition(r->b, path.text, &r->where->units, condition, err);
}

static int same_labels(const titian_condition *a, const titian_condition *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    if (strcmp(a->group, b->group) != 0 || a->n_labels != b->n_labels)
        return 0;
    for (size_t k = 0; k < a->n_labels; k++)
        if (strcmp(a->labels[k], b->labels[k]) != 0)
            return 0;
    return 1;
}

/* Two entries for the same nodes and units. */
static int same_units(const titian_built_exception *a, const titian_built_exception *b)
{
    if (a->target.what != b->target.what || a->target.level != b->target.level || a->target.row != b->target.row ||
        a->n_missing != b->n_missing || !same_labels(a->group, b->group))
        return 0;
    return a->n_missing == 0 || memcmp(a->missing, b->missing, a->n_missing * sizeof *a->missing) == 0;
}

static void check_entry(const reading *r, const titian_built_list *built)
{
    const titian_choice *choice = &r->out->choice;

    if (titian_weigh_looks(choice->row))
        titian_faults_say(r->b->faults, place_of(r, ""),
            "the method %s finds weights in the data, for all units alike\n"
            "take where out, or choose weights that people give: given, with a set of its own",
            choice->method->name);
    for (size_t k = 0; k < built->n_exceptions; k++)
        if (r->out->target.what != TITIAN_FOR_NOTHING && same_units(&built->exceptions[k], r->out)) {
            titian_faults_say(r->b->faults, place_of(r, ""),
                "entry %zu of weigh is for the same nodes and units as entry %zu\nkeep one of the two", r->k + 1,
                built->exceptions[k].entry);
            return;
        }
}

/* Room for one more. */
static titian_built_exception *add(const titian_build *b, titian_built_list *built)
{
    titian_built_exception *more = titian_arena_array(b->arena, built->n_exceptions + 1, sizeof *more);

    if (more != NULL && built->n_exceptions > 0)
        memcpy(more, built->exceptions, built->n_exceptions * sizeof *more);
    if (more == NULL)
        return NULL;
    built->exceptions = more;
    return &more[built->n_exceptions];
}

titian_status titian_build_exception(const titian_build *b, const titian_yaml_entry *entry, size_t k,
    const titian_target *target, const titian_choice *choice, titian_built_list *out, titian_error *err)
{
    reading r = {.b = b, .where = entry->where, .list = out->path, .k = k, .out = add(b, out)};
    const int has_group = r.where->units.group != NULL, has_labels = r.where->units.n_labels > 0;
    titian_status status = TITIAN_OK;

    if (r.out == NULL)
        return titian_build_no_memory(err);
    *r.out = (titian_built_exception){.target = *target, .entry = k + 1, .choice = *choice};
    if (has_group != has_labels)
        titian_faults_say(b->faults, place_of(&r, ""), "%s\nwrite both: {group: CODE, in: [label, ...]}",
            has_group ? "group is given without in" : "in is given without group");
    else if (!has_group && r.where->n_missing == 0)
        titian_faults_say(b->faults, place_of(&r, ""),
            "where names no units\nwrite missing: [CODE] for units without a score for it, or group: and in:");
    status = read_missing(&r, err);
    if (status == TITIAN_OK && has_group && has_labels)
        status = read_group(&r, err);
    if (status != TITIAN_OK)
        return status;
    check_entry(&r, out);
    out->n_exceptions++;
    return TITIAN_OK;
}

/* Does an exception bear on a row? An entry that says less than the one the row's choice is from does not. */
static int is_for(const titian_build *b, const titian_built_list *built, const titian_built_exception *e, size_t row)
{
    const titian_row *at = &b->rows->rows[row];

    if (at->type != TITIAN_ROW_AGGREGATE || e->target.what < built->chosen_for[row])
        return 0;
    if (e->target.what == TITIAN_FOR_NODE)
        return e->target.row == row;
    return e->target.what == TITIAN_FOR_OTHERS ||
           (e->target.what == TITIAN_FOR_LEVEL && e->target.level == at->level);
}

void titian_build_exceptions_check(
    const titian_build *b, const titian_built_list *weighing, const titian_choice *aggregation)
{
    for (size_t k = 0; k < weighing->n_exceptions && b->rows->whole; k++)
        for (size_t row = 0; row < b->rows->n_rows; row++) {
            const titian_choice *by = &aggregation[row];

            if (!is_for(b, weighing, &weighing->exceptions[k], row) || !titian_aggregate_compares(by->row))
                continue;
            titian_faults_say(b->faults,
                titian_build_place(
                    b, titian_path_of("%s[%zu].where", weighing->path, weighing->exceptions[k].entry - 1).text),
                "%s is aggregated by %s, which compares units: all need the same weights\n"
                "take where out, or aggregate %s by a method that looks at one unit at a time",
                b->rows->rows[row].code, by->method->name, b->rows->rows[row].code);
            break;
        }
}

/* Exceptions while rows become nodes. */
typedef struct {
    const titian_build *b;
    const titian_built_list *built;
    const size_t **missing; /* of each entry, as nodes */
} placing;

static titian_status place_missing(placing *p, const titian_framework *framework, titian_error *err)
{
    p->missing = titian_arena_array(p->b->arena, p->built->n_exceptions, sizeof *p->missing);
    if (p->missing == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < p->built->n_exceptions; k++) {
        const titian_built_exception *e = &p->built->exceptions[k];
        size_t *nodes = titian_arena_array(p->b->arena, e->n_missing, sizeof *nodes);

        if (nodes == NULL)
            return titian_build_no_memory(err);
        for (size_t m = 0; m < e->n_missing; m++)
            nodes[m] = titian_framework_find(framework, p->b->rows->rows[e->missing[m]].code);
        p->missing[k] = nodes;
    }
    return TITIAN_OK;
}

/* The exceptions of a node: those for it, then for its level, then for all others. @param to  NULL: count them */
static size_t take(const placing *p, size_t node, size_t row, titian_weigh_exception *to)
{
    size_t n = 0;

    for (int what = TITIAN_FOR_NODE; what >= TITIAN_FOR_OTHERS; what--)
        for (size_t k = 0; k < p->built->n_exceptions; k++) {
            const titian_built_exception *e = &p->built->exceptions[k];

            if ((int) e->target.what != what || !is_for(p->b, p->built, e, row))
                continue;
            if (to != NULL)
                to[n] = (titian_weigh_exception){.node = node,
                    .missing = p->missing[k],
                    .n_missing = e->n_missing,
                    .group = e->group,
                    .choice = e->choice};
            n++;
        }
    return n;
}

titian_status titian_build_node_exceptions(const titian_build *b, const titian_framework *framework,
    const titian_built_list *weighing, const titian_weigh_exception **out, size_t *n_out, titian_error *err)
{
    const size_t n = weighing->n_exceptions > 0 ? titian_framework_n_nodes(framework) : 0;
    placing p = {.b = b, .built = weighing};
    titian_weigh_exception *exceptions = NULL;
    titian_status status = place_missing(&p, framework, err);
    size_t total = 0, at = 0;

    for (size_t node = 0; status == TITIAN_OK && node < n; node++)
        total += take(&p, node, titian_framework_node(framework, node)->row, NULL);
    exceptions = titian_arena_array(b->arena, total, sizeof *exceptions);
    if (status != TITIAN_OK || exceptions == NULL)
        return titian_build_no_memory(err);
    for (size_t node = 0; node < n; node++)
        at += take(&p, node, titian_framework_node(framework, node)->row, exceptions + at);
    *out = exceptions;
    *n_out = total;
    return TITIAN_OK;
}

/* The tree that the rows of framework.csv make.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/framework_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/words.h"

enum { UNSEEN, ON_PATH, DONE, ON_CYCLE };

typedef struct {
    titian_rows *rows;
    titian_faults *faults;
    size_t *parent;       /* row of the parent, or TITIAN_NONE */
    unsigned char *state; /* UNSEEN .. ON_CYCLE */
    size_t *first_child;  /* first row that has this one as its parent; TITIAN_NONE */
    size_t *next_sibling;
} tree;

int titian_row_in_tree(const titian_row *row)
{
    return row->type == TITIAN_ROW_INDICATOR || row->type == TITIAN_ROW_AGGREGATE;
}

int titian_row_faulty(const titian_row *row, titian_column column)
{
    return (row->faulty >> column & 1u) != 0;
}

static titian_place place_of(const tree *t, size_t row, titian_column column)
{
    return titian_rows_place(t->rows, &t->rows->rows[row], column);
}

/* The row that a Parent cell names, if it can be one; else the fault is said. */
static size_t find_parent(const tree *t, size_t k)
{
    const titian_rows *rows = t->rows;
    const titian_row *row = &rows->rows[k];
    const size_t parent = titian_rows_find(rows, row->parent);
    const titian_place place = place_of(t, k, TITIAN_COLUMN_PARENT);

    if (parent == TITIAN_NONE) {
        titian_faults_say(t->faults, place,
            "there is no row with the code %s, the Parent of \"%s\"\n%swrite the code of an Aggregate, or add its "
            "row",
            titian_quote(row->parent).text, row->code,
            titian_near(
                t->faults, row->parent, rows->codes[TITIAN_ROW_AGGREGATE], rows->n_codes[TITIAN_ROW_AGGREGATE])
                .text);
        return TITIAN_NONE;
    }
    if (titian_row_faulty(&rows->rows[parent], TITIAN_COLUMN_TYPE))
        return TITIAN_NONE;
    if (rows->rows[parent].type != TITIAN_ROW_AGGREGATE) {
        titian_faults_say(t->faults, place,
            "Parent \"%s\" of \"%s\" is of Type %s (line %zu)\nwrite the code of an Aggregate", row->parent,
            row->code, titian_row_type_word(rows->rows[parent].type), rows->rows[parent].line);
        return TITIAN_NONE;
    }
    return parent;
}

/* Tie each row to its parent. Backwards, so that the chains of siblings come out in the order of the file. */
static void tie_parents(const tree *t)
{
    for (size_t k = 0; k < t->rows->n_rows; k++)
        t->first_child[k] = t->next_sibling[k] = t->parent[k] = TITIAN_NONE;
    for (size_t k = 0; k < t->rows->n_rows; k++)
        if (titian_row_in_tree(&t->rows->rows[k]) && t->rows->rows[k].parent[0] != '\0')
            t->parent[k] = find_parent(t, k);
    for (size_t k = t->rows->n_rows; k-- > 0;)
        if (t->parent[k] != TITIAN_NONE) {
            t->next_sibling[k] = t->first_child[t->parent[k]];
            t->first_child[t->parent[k]] = k;
        }
}

/* "A", "B", "A": the codes round a cycle. */
static void say_cycle(const tree *t, size_t start)
{
    titian_words codes = {""};
    size_t shown = 0, k = start;

    do {
        if (shown++ < 8)
            titian_words_add(&codes, "%s -> ", t->rows->rows[k].code);
        else if (shown == 10)
            titian_words_add(&codes, "... -> ");
        t->state[k] = ON_CYCLE;
        k = t->parent[k];
    } while (k != start);
    titian_faults_say(t->faults, place_of(t, start, TITIAN_COLUMN_PARENT),
        "the parents go round in a circle: %s%s\ngive one of them a Parent outside the circle, or none if it is the "
        "root",
        codes.text, t->rows->rows[start].code);
}

/* Follow each row's parents until the root or a row known already. @return number of cycles */
static size_t find_cycles(const tree *t)
{
    size_t n_cycles = 0;

    for (size_t k = 0; k < t->rows->n_rows; k++) {
        size_t at = k;

        while (at != TITIAN_NONE && t->state[at] == UNSEEN) {
            t->state[at] = ON_PATH;
            at = t->parent[at];
        }
        if (at != TITIAN_NONE && t->state[at] == ON_PATH) {
            say_cycle(t, at);
            n_cycles++;
        }
        for (at = k; at != TITIAN_NONE && t->state[at] == ON_PATH; at = t->parent[at])
            t->state[at] = DONE;
    }
    return n_cycles;
}

/* The highest aggregate without a parent; TITIAN_NONE. */
static size_t find_root(const tree *t)
{
    const titian_row *rows = t->rows->rows;
    size_t root = TITIAN_NONE;

    for (size_t k = 0; k < t->rows->n_rows; k++)
        if (rows[k].type == TITIAN_ROW_AGGREGATE && rows[k].parent[0] == '\0' &&
            (root == TITIAN_NONE || rows[k].level > rows[root].level))
            root = k;
    return root;
}

static void check_roots(const tree *t, size_t root, size_t n_cycles)
{
    titian_row *rows = t->rows->rows;
    int type_unknown = 0;

    for (size_t k = 0; k < t->rows->n_rows; k++) {
        type_unknown |= titian_row_faulty(&rows[k], TITIAN_COLUMN_TYPE);
        if (!titian_row_in_tree(&rows[k]) || rows[k].parent[0] != '\0' || k == root)
            continue;
        if (rows[k].type == TITIAN_ROW_INDICATOR || root == TITIAN_NONE)
            titian_faults_say(t->faults, place_of(t, k, TITIAN_COLUMN_PARENT),
                "indicator \"%s\" has no Parent\nwrite the code of the Aggregate it belongs to", rows[k].code);
        else
            titian_faults_say(t->faults, place_of(t, k, TITIAN_COLUMN_PARENT),
                "\"%s\" has no Parent, but the root is \"%s\" (line %zu)\nonly one row may be the root: write the "
                "code "
                "of the Aggregate it belongs to",
                rows[k].code, rows[root].code, rows[root].line);
    }
    if (root == TITIAN_NONE && n_cycles == 0 && !type_unknown)
        titian_faults_say(t->faults, (titian_place){t->rows->file, 0, 0},
            "the tree has no root\nadd an Aggregate with an empty Parent, above all the others");
    if (root != TITIAN_NONE && isnan(rows[root].weight) && !titian_row_faulty(&rows[root], TITIAN_COLUMN_WEIGHT))
        rows[root].weight = 1.0;
}

/* The level of a row by itself. @return 1 when it can be compared with its parent's */
static int check_own_level(const tree *t, size_t k)
{
    const titian_row *row = &t->rows->rows[k];
    const titian_place place = place_of(t, k, TITIAN_COLUMN_LEVEL);

    if (titian_row_faulty(row, TITIAN_COLUMN_LEVEL))
        return 0;
    if (row->level == 0)
        titian_faults_say(
            t->faults, place, "\"%s\" has no Level\nwrite 1 for indicators, 2 and up for aggregates", row->code);
    else if (row->type == TITIAN_ROW_INDICATOR && row->level != 1)
        titian_faults_say(t->faults, place,
            "indicator \"%s\" stands at Level %d\nindicators stand at Level 1; write 1, or make it an Aggregate",
            row->code, row->level);
    else if (row->type == TITIAN_ROW_AGGREGATE && row->level < 2)
        titian_faults_say(t->faults, place,
            "aggregate \"%s\" stands at Level 1\naggregates stand at Level 2 and up; write its level, or make it an "
            "Indicator",
            row->code);
    else
        return 1;
    return 0;
}

static void check_levels(const tree *t)
{
    for (size_t k = 0; k < t->rows->n_rows; k++) {
        const titian_row *row = &t->rows->rows[k], *parent = NULL;

        if (!titian_row_in_tree(row) || !check_own_level(t, k) || t->parent[k] == TITIAN_NONE ||
            t->state[k] == ON_CYCLE)
            continue;
        parent = &t->rows->rows[t->parent[k]];
        if (parent->level > 0 && parent->level != row->level + 1)
            titian_faults_say(t->faults, place_of(t, k, TITIAN_COLUMN_LEVEL),
                "\"%s\" stands at Level %d, its Parent \"%s\" at Level %d (line %zu)\na Parent stands exactly one "
                "level "
                "above: mend one of the levels, or put an Aggregate between them",
                row->code, row->level, parent->code, parent->level, parent->line);
    }
}

/* The codes of a node's children, for a message. */
static titian_words child_codes(const tree *t, size_t parent)
{
    titian_words codes = {""};
    size_t shown = 0;

    for (size_t k = t->first_child[parent]; k != TITIAN_NONE && shown < 8; k = t->next_sibling[k], shown++)
        titian_words_add(&codes, "%s%s", shown == 0 ? "" : ", ",
            shown == 7 && t->next_sibling[k] != TITIAN_NONE ? "..." : t->rows->rows[k].code);
    return codes;
}

/* Can the children of a node share it out among themselves? */
static void check_children(const tree *t, size_t parent)
{
    const titian_row *rows = t->rows->rows;
    const size_t first = t->first_child[parent];
    double sum = 0.0;

    for (size_t k = first; k != TITIAN_NONE; k = t->next_sibling[k])
        sum += rows[k].weight;
    if (isnan(sum)) /* a weight is missing or at fault, which is said elsewhere */
        return;
    if (first == TITIAN_NONE)
        titian_faults_say(t->faults, place_of(t, parent, TITIAN_COLUMN_CODE),
            "aggregate \"%s\" has no children\ngive it some by their Parent cells, or remove its row",
            rows[parent].code);
    else if (sum <= 0.0)
        titian_faults_say(t->faults, place_of(t, first, TITIAN_COLUMN_WEIGHT),
            "all children of \"%s\" have Weight 0 (%s)\ngive at least one of them a weight above 0",
            rows[parent].code, child_codes(t, parent).text);
    else if (isinf(sum))
        titian_faults_say(t->faults, place_of(t, first, TITIAN_COLUMN_WEIGHT),
            "the weights of the children of \"%s\" are too large to be added up\nweights are relative: divide them "
            "all "
            "by the same number",
            rows[parent].code);
}

static void check_weights(const tree *t)
{
    for (size_t k = 0; k < t->rows->n_rows; k++) {
        const titian_row *row = &t->rows->rows[k];

        if (!titian_row_in_tree(row))
            continue;
        if (isnan(row->weight) && !titian_row_faulty(row, TITIAN_COLUMN_WEIGHT))
            titian_faults_say(t->faults, place_of(t, k, TITIAN_COLUMN_WEIGHT),
                "\"%s\" has no Weight\nwrite 1 for equal weights among siblings, 0 to leave it out", row->code);
        if (row->type == TITIAN_ROW_AGGREGATE)
            check_children(t, k);
    }
}

titian_status titian_rows_tree(
    size_t **parents, titian_rows *rows, titian_arena *arena, titian_faults *faults, titian_error *err)
{
    tree t = {.rows = rows, .faults = faults};
    size_t n_cycles = 0;

    *parents = NULL;
    t.parent = titian_arena_array(arena, rows->n_rows, sizeof *t.parent);
    t.state = titian_arena_array(arena, rows->n_rows, sizeof *t.state);
    t.first_child = titian_arena_array(arena, rows->n_rows, sizeof *t.first_child);
    t.next_sibling = titian_arena_array(arena, rows->n_rows, sizeof *t.next_sibling);
    if (t.parent == NULL || t.state == NULL || t.first_child == NULL || t.next_sibling == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to check %s", rows->file);
    tie_parents(&t);
    n_cycles = find_cycles(&t);
    check_roots(&t, find_root(&t), n_cycles);
    check_levels(&t);
    check_weights(&t);
    *parents = t.parent;
    return TITIAN_OK;
}

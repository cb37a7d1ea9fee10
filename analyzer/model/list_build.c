/* Stages that each node chooses for itself: entries for one node, for a level, and one for all the others. A node's
 * entry wins over its level's, a level's over the general one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "model/build.h"
#include "model/words.h"

/* The entries of one stage while they are sorted; numbers of entries count from 1, 0: none. */
typedef struct {
    const titian_build *b;
    titian_stage stage;
    const char *path;        /* of the list */
    titian_choice *by_level; /* 0: for the levels that no entry names */
    size_t *level_taken;
    titian_choice *by_row;
    size_t *row_taken;
    titian_built_list *out;
} sorting;

static titian_target node_of_entry(const sorting *s, const titian_yaml_entry *entry, const char *path)
{
    titian_target t = {.what = TITIAN_FOR_NOTHING};

    if (!titian_build_code(s->b, path, entry->node, 1u << TITIAN_ROW_AGGREGATE) || !s->b->rows->whole)
        return t;
    t.what = TITIAN_FOR_NODE;
    t.row = titian_rows_find(s->b->rows, entry->node);
    return t;
}

static titian_target level_of_entry(const sorting *s, const titian_yaml_entry *entry, const char *path)
{
    const int n_levels = s->b->rows->n_levels;
    const titian_rule rule = {.fallback = -1.0, .least = 2.0, .most = TITIAN_MOST_LEVELS, .whole = 1};
    titian_target t = {.what = TITIAN_FOR_LEVEL, .level = (int) titian_build_number(s->b, path, entry->level, rule)};

    if (t.level < 0)
        t.what = TITIAN_FOR_NOTHING;
    if (t.level <= n_levels)
        return t;
    t.what = TITIAN_FOR_NOTHING;
    if (s->b->rows->whole)
        titian_faults_say(s->b->faults, titian_build_place(s->b, path),
            "there is no level %d; the tree has %d levels\nwrite a level from 2 to %d", t.level, n_levels, n_levels);
    return t;
}

static titian_target target_of(const sorting *s, const titian_yaml_entry *entry, size_t k)
{
    const titian_path level = titian_path_of("%s[%zu].level", s->path, k);
    const titian_path node = titian_path_of("%s[%zu].node", s->path, k);

    if (entry->node != NULL && entry->level != NULL) {
        titian_faults_say(s->b->faults, titian_build_place(s->b, node.text),
            "entry %zu of %s names a node and a level\nkeep one of the two: an entry is for one node, or for a level",
            k + 1, titian_stage_name(s->stage));
        return (titian_target){.what = TITIAN_FOR_NOTHING};
    }
    if (entry->node != NULL)
        return node_of_entry(s, entry, node.text);
    if (entry->level != NULL)
        return level_of_entry(s, entry, level.text);
    return (titian_target){.what = TITIAN_FOR_OTHERS};
}

/* Put a choice where it belongs, unless another entry is there. */
static void put(sorting *s, const titian_target *t, const titian_choice *choice, size_t k)
{
    const size_t at = t->what == TITIAN_FOR_NODE ? t->row : t->what == TITIAN_FOR_LEVEL ? (size_t) t->level : 0;
    size_t *taken = t->what == TITIAN_FOR_NODE ? &s->row_taken[at] : &s->level_taken[at];

    if (*taken != 0) {
        titian_faults_say(s->b->faults, titian_build_place(s->b, titian_path_of("%s[%zu]", s->path, k).text),
            "entry %zu of %s is for the same %s as entry %zu\nkeep one of the two, or give one another node or level",
            k + 1, titian_stage_name(s->stage), t->what == TITIAN_FOR_NODE ? "node" : "levels", *taken);
        return;
    }
    *taken = k + 1;
    *(t->what == TITIAN_FOR_NODE ? &s->by_row[at] : &s->by_level[at]) = *choice;
}

static titian_status sort_entries(sorting *s, const titian_yaml_list *from, titian_error *err)
{
    for (size_t k = 0; k < from->n; k++) {
        const titian_yaml_entry *entry = titian_schema_entry(s->b->schema, s->stage, from, k);
        const titian_path path = titian_path_of("%s[%zu]", s->path, k);
        const titian_target t = target_of(s, entry, k);
        titian_choice choice;
        titian_status status = titian_build_choice(s->b, s->stage, path.text, entry, &choice, err);

        if (status != TITIAN_OK)
            return status;
        if (entry->where != NULL)
            status = titian_build_exception(s->b, entry, k, &t, &choice, s->out, err);
        else if (t.what != TITIAN_FOR_NOTHING)
            put(s, &t, &choice, k);
        if (status != TITIAN_OK)
            return status;
    }
    if (s->level_taken[0] != 0)
        return TITIAN_OK;
    return titian_build_choice(s->b, s->stage, s->path, NULL, &s->by_level[0], err);
}

/* What the entry is for that a row's choice is from. */
static titian_for chosen_for(const sorting *s, size_t row)
{
    const int level = s->b->rows->rows[row].level;

    if (s->row_taken[row] != 0)
        return TITIAN_FOR_NODE;
    return level > 0 && level <= s->b->rows->n_levels && s->level_taken[level] != 0 ? TITIAN_FOR_LEVEL
                                                                                    : TITIAN_FOR_OTHERS;
}

titian_status titian_build_list(const titian_build *b, titian_stage stage, const char *path,
    const titian_yaml_list *from, titian_built_list *out, titian_error *err)
{
    const size_t n_levels = (size_t) b->rows->n_levels + 1, n_rows = b->rows->n_rows;
    sorting s = {
        .b = b,
        .stage = stage,
        .path = titian_build_text(b, path),
        .by_level = titian_arena_array(b->arena, n_levels, sizeof *s.by_level),
        .level_taken = titian_arena_array(b->arena, n_levels, sizeof *s.level_taken),
        .by_row = titian_arena_array(b->arena, n_rows, sizeof *s.by_row),
        .row_taken = titian_arena_array(b->arena, n_rows, sizeof *s.row_taken),
        .out = out,
    };
    titian_status status = TITIAN_OK;

    *out = (titian_built_list){.path = s.path,
        .choice = s.by_row,
        .chosen_for = titian_arena_array(b->arena, n_rows, sizeof *out->chosen_for)};
    if (!s.path || !s.by_level || !s.level_taken || !s.by_row || !s.row_taken || !out->chosen_for)
        return titian_build_no_memory(err);
    status = sort_entries(&s, from, err);
    for (size_t k = 0; k < n_rows && status == TITIAN_OK; k++) {
        out->chosen_for[k] = chosen_for(&s, k);
        if (out->chosen_for[k] == TITIAN_FOR_LEVEL)
            s.by_row[k] = s.by_level[b->rows->rows[k].level];
        else if (out->chosen_for[k] == TITIAN_FOR_OTHERS)
            s.by_row[k] = s.by_level[0];
    }
    return status;
}

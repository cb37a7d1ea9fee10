/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/panel_roll.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int add_groups(titian_panel_roll *roll, const char *const *groups)
{
    for (size_t k = 0; k < roll->n_groups; k++) {
        roll->groups[k] = titian_arena_text(&roll->arena, groups[k]);
        if (roll->groups[k] == NULL ||
            titian_index_add_kept(&roll->group_index, roll->groups[k], strlen(roll->groups[k]), k) != 0)
            return -1;
    }
    return 0;
}

static int take_shape(titian_panel_roll *roll, const titian_panel_shape *shape)
{
    const size_t n = shape->n_units, n_groups = shape->n_groups;

    roll->n_units = n;
    roll->n_groups = n_groups;
    if (n != 0 && n_groups > SIZE_MAX / n)
        return -1;
    roll->units = titian_arena_array(&roll->arena, n, sizeof *roll->units);
    roll->groups = titian_arena_array(&roll->arena, n_groups, sizeof *roll->groups);
    roll->labels = titian_arena_array(&roll->arena, n_groups * n, sizeof *roll->labels);
    if (!roll->units || !roll->groups || !roll->labels)
        return -1;
    for (size_t k = 0; k < n_groups * n; k++)
        roll->labels[k] = "";
    for (size_t i = 0; i < n; i++)
        roll->units[i] = (titian_unit){.code = shape->units[i], .name = shape->units[i], .parent = TITIAN_NONE};
    return add_groups(roll, shape->groups);
}

titian_panel_roll *titian_panel_roll_frame(const titian_panel_shape *shape)
{
    titian_panel_roll *roll = calloc(1, sizeof *roll);

    if (roll == NULL)
        return NULL;
    atomic_init(&roll->holders, 1);
    if (take_shape(roll, shape) == 0)
        return roll;
    titian_panel_roll_release(roll);
    return NULL;
}

static int keep_codes(titian_panel_roll *roll)
{
    for (size_t i = 0; i < roll->n_units; i++) {
        char *code = titian_arena_text(&roll->arena, roll->units[i].code);

        if (code == NULL || titian_index_add_kept(&roll->unit_index, code, strlen(code), i) != 0)
            return -1;
        roll->units[i].code = roll->units[i].name = code;
    }
    return 0;
}

titian_panel_roll *titian_panel_roll_new(const titian_panel_shape *shape)
{
    titian_panel_roll *roll = titian_panel_roll_frame(shape);

    if (roll == NULL || keep_codes(roll) == 0)
        return roll;
    titian_panel_roll_release(roll);
    return NULL;
}

titian_panel_roll *titian_panel_roll_hold(titian_panel_roll *roll)
{
    (void) atomic_fetch_add(&roll->holders, 1);
    return roll;
}

void titian_panel_roll_release(titian_panel_roll *roll)
{
    if (roll == NULL || atomic_fetch_sub(&roll->holders, 1) > 1)
        return;
    titian_index_free(&roll->unit_index);
    titian_index_free(&roll->group_index);
    titian_index_free(&roll->texts);
    free(roll->text_at);
    titian_arena_free(&roll->arena);
    titian_arena_free(&roll->codes);
    free(roll);
}

static titian_panel_roll *copy_of(const titian_panel_roll *from)
{
    const char **codes = calloc(from->n_units + 1, sizeof *codes);
    titian_panel_roll *copy = NULL;
    int failed = 0;

    for (size_t i = 0; codes != NULL && i < from->n_units; i++)
        codes[i] = from->units[i].code;
    if (codes != NULL)
        copy = titian_panel_roll_new(&(titian_panel_shape){
            .units = codes, .n_units = from->n_units, .groups = from->groups, .n_groups = from->n_groups});
    free(codes);
    for (size_t i = 0; copy != NULL && i < from->n_units && !failed; i++) {
        failed = titian_panel_roll_set_unit(copy, i, from->units[i].name, from->units[i].parent);
        for (size_t g = 0; g < from->n_groups && !failed; g++)
            failed = titian_panel_roll_set_label(copy, g, i, from->labels[g * from->n_units + i]);
    }
    if (!failed)
        return copy;
    titian_panel_roll_release(copy);
    return NULL;
}

int titian_panel_roll_own(titian_panel_roll **roll)
{
    titian_panel_roll *copy = NULL;

    if (atomic_load(&(*roll)->holders) == 1)
        return 0;
    copy = copy_of(*roll);
    if (copy == NULL)
        return -1;
    titian_panel_roll_release(*roll);
    *roll = copy;
    return 0;
}

/* The one copy of a text that many cells share. @return NULL when there is no memory */
static const char *intern(titian_panel_roll *roll, const char *text)
{
    const size_t n = strlen(text);
    const size_t at = titian_index_find(&roll->texts, text, n);
    const char *copy = NULL;

    if (at != TITIAN_NONE)
        return roll->text_at[at];
    if (roll->n_texts == roll->room_texts) {
        const size_t room = roll->room_texts > 0 ? 2 * roll->room_texts : 64;
        const char **more = realloc(roll->text_at, room * sizeof *more);

        if (more == NULL)
            return NULL;
        roll->text_at = more;
        roll->room_texts = room;
    }
    copy = titian_arena_text_n(&roll->arena, text, n);
    if (copy == NULL || titian_index_add_kept(&roll->texts, copy, n, roll->n_texts) != 0)
        return NULL;
    roll->text_at[roll->n_texts++] = copy;
    return copy;
}

int titian_panel_roll_set_label(titian_panel_roll *roll, size_t group, size_t unit, const char *label)
{
    const char *kept = label[0] == '\0' ? "" : intern(roll, label);

    if (kept == NULL)
        return -1;
    roll->labels[group * roll->n_units + unit] = kept;
    return 0;
}

int titian_panel_roll_set_unit(titian_panel_roll *roll, size_t unit, const char *name, size_t parent)
{
    titian_unit *u = &roll->units[unit];
    const char *kept = strcmp(name, u->name) == 0 ? u->name : titian_arena_text(&roll->arena, name);

    if (kept == NULL)
        return -1;
    *u = (titian_unit){.code = u->code, .name = kept, .parent = parent};
    return 0;
}

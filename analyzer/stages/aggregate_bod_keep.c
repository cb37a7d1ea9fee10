/* Aggregation by the benefit of the doubt: each unit's weights, kept for reports where they are wanted.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "stages/aggregate_bod.h"

static titian_status make_room(titian_bod_kept *kept, titian_arena *arena, titian_error *err)
{
    const size_t room = kept->room > 0 ? 2 * kept->room : 16;
    titian_bod_weights *list = NULL;

    if (kept->n < kept->room)
        return TITIAN_OK;
    list = titian_arena_array(arena, room, sizeof *list);
    if (list == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the weights of %zu nodes", room);
    if (kept->n > 0)
        memcpy(list, kept->list, kept->n * sizeof *list);
    kept->list = list;
    kept->room = room;
    return TITIAN_OK;
}

/* Numbers of packed units as numbers of all units. */
static void spread(const titian_bod_site *site, const double *packed, size_t n_units, double *out)
{
    for (size_t i = 0; i < n_units; i++)
        out[i] = TITIAN_MISSING;
    for (size_t i = 0; i < site->block.n_units; i++)
        out[site->units[i]] = packed[i];
}

/* Units, by what is known of their weights. */
typedef struct {
    size_t n[TITIAN_N_SHARES_KINDS];
} census;

static titian_shares_kind kind_of(const kernel_bod_result *found, size_t packed)
{
    if (found->unique[packed])
        return TITIAN_SHARES_UNIQUE;
    if (found->chosen != NULL && found->chosen[packed])
        return TITIAN_SHARES_CHOSEN;
    return found->scores[packed] > 0.0 ? TITIAN_SHARES_MANY : TITIAN_SHARES_NONE;
}

static titian_status note_uniqueness(
    const titian_node_job *job, const census *kinds, size_t n_units, titian_error *err)
{
    const size_t n_chosen = kinds->n[TITIAN_SHARES_CHOSEN], n_many = kinds->n[TITIAN_SHARES_MANY];
    char others[160] = "";

    if (n_chosen > 0)
        (void) snprintf(others, sizeof others,
            "; of %zu those of the most even shares are chosen among others as good", n_chosen);
    if (n_many > 0)
        (void) snprintf(others + strlen(others), sizeof others - strlen(others),
            "; %zu have others as good and none are shown", n_many);
    return titian_notes_add(job->flow->notes, err,
        "%s, %d: the weights that suit a unit best are unique for %zu of %zu units%s", job->about->code,
        titian_job_year(job), kinds->n[TITIAN_SHARES_UNIQUE], n_units, others);
}

titian_status titian_bod_keep(
    const titian_bod_site *site, const titian_node_job *job, const kernel_bod_result *found, titian_error *err)
{
    const size_t n = job->children.n, m = site->block.n_indicators, n_packed = site->block.n_units;
    titian_arena *arena = job->flow->notes->arena;
    titian_bod_kept *kept = job->flow->bods;
    census kinds = {{0}};
    unsigned char *flags = NULL;
    size_t *columns = NULL;
    double *numbers = NULL;

    if (kept == NULL)
        return TITIAN_OK;
    flags = titian_arena_array(arena, 2 * n, sizeof *flags);
    columns = titian_arena_array(arena, m, sizeof *columns);
    numbers = titian_arena_array(arena, (2 * m + 1) * n, sizeof *numbers);
    if (flags == NULL || columns == NULL || numbers == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the weights of %zu units", n);
    memcpy(columns, site->nodes, m * sizeof *columns);
    for (size_t i = 0; i < n_packed; i++) {
        const titian_shares_kind kind = kind_of(found, i);

        flags[site->units[i]] = 1;
        flags[n + site->units[i]] = (unsigned char) kind;
        kinds.n[kind]++;
    }
    spread(site, found->scores, n, numbers);
    for (size_t j = 0; j < m; j++) {
        spread(site, found->weights + j * n_packed, n, numbers + (1 + j) * n);
        spread(site, found->shares + j * n_packed, n, numbers + (1 + m + j) * n);
    }
    if (make_room(kept, arena, err) != TITIAN_OK)
        return TITIAN_E_MEMORY;
    kept->list[kept->n++] = (titian_bod_weights){.node = job->node,
        .year = job->year,
        .n_columns = m,
        .columns = columns,
        .scored = flags,
        .kinds = flags + n,
        .scores = numbers,
        .weights = numbers + n,
        .shares = numbers + (1 + m) * n};
    return note_uniqueness(job, &kinds, n_packed, err);
}

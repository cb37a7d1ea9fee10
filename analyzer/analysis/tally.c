/* The tally: its memory, and several of them made one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/tally.h"

#include <stdlib.h>
#include <string.h>

#include "core/threads.h"
#include "kernels/places.h"

size_t titian_watch_cells(const titian_watch *watch, size_t n)
{
    return (n + watch->width - 1) / watch->width;
}

/* ---- the parts of a tally ---- */

enum { MOST_PARTS = 16 };

/* A part is an array of counts or of exact sums, which are added one by one. */
typedef struct {
    uint32_t **counts;
    kernel_exact **sums;
    size_t n;
} part;

static size_t list_parts(titian_tally *t, part parts[MOST_PARTS])
{
    const titian_watch *w = t->watch;
    const size_t n_bands = titian_assessment_recipe(w->nominal)->n_bands;
    const size_t n_funded = w->money != NULL ? w->n_units : 0;
    const part all[] = {
        {NULL, &t->score_sums, w->n_series * w->n_units * 2},
        {NULL, &t->rank_sums, w->width > 1 ? w->n_nodes * w->n_ranked * 2 : 0},
        {NULL, &t->shift_sums, 2},
        {&t->present, NULL, w->n_series * w->n_units},
        {&t->ranks, NULL, w->n_nodes * w->n_ranked * titian_watch_cells(w, w->n_ranked)},
        {&t->bands, NULL, w->n_ranked * n_bands},
        {&t->leads, NULL, w->n_ranked},
        {&t->priorities, NULL, w->n_eligible * titian_watch_cells(w, w->n_eligible)},
        {&t->firsts, NULL, w->n_eligible},
        {&t->pairs, NULL, w->pairs ? w->n_ranked * w->n_ranked : 0},
        {&t->shared, NULL, 1},
        {&t->funded, NULL, n_funded},
        {&t->largest, NULL, n_funded},
    };

    memcpy(parts, all, sizeof all);
    return sizeof all / sizeof *all;
}

static size_t n_histograms(const titian_tally *t)
{
    return t->watch->n_series * t->watch->n_units;
}

/* ---- memory ---- */

/* Where an array stands in the tally, and how large it is. */
typedef struct {
    void *at; /* the address of a pointer */
    size_t n, size;
} room;

enum { MOST_ROOMS = MOST_PARTS + 6 };

static size_t list_rooms(titian_tally *t, room rooms[MOST_ROOMS])
{
    const titian_watch *w = t->watch;
    const size_t n = w->n_units + w->n_ranked + w->n_eligible + 1;
    part parts[MOST_PARTS];
    const size_t n_parts = list_parts(t, parts);
    const room others[] = {
        {&t->page, w->n_series * w->page * w->n_units, sizeof *t->page},
        {&t->rank_page, w->n_nodes * w->page * w->n_ranked, sizeof *t->rank_page},
        {&t->scratch, KERNEL_PLACES_SCRATCH(n) + 6 * n, sizeof *t->scratch},
        {&t->spare, w->n_cells + w->page * w->n_units + n, sizeof *t->spare},
        {&t->scores, n_histograms(t), sizeof *t->scores},
        {&t->cells, n_histograms(t), w->n_cells * sizeof *t->cells},
    };

    for (size_t k = 0; k < n_parts; k++)
        rooms[k] = (room){parts[k].counts != NULL ? (void *) parts[k].counts : (void *) parts[k].sums, parts[k].n + 1,
            parts[k].counts != NULL ? sizeof(uint32_t) : sizeof(kernel_exact)};
    memcpy(rooms + n_parts, others, sizeof others);
    return n_parts + sizeof others / sizeof *others;
}

/* An empty one, of the size that all have: one that was read from a file may say otherwise. */
static void begin_histogram(titian_tally *t, size_t k)
{
    t->scores[k].n_cells = t->watch->n_cells;
    t->scores[k].counts = t->cells + k * t->watch->n_cells;
    kernel_histogram_begin(&t->scores[k]);
}

/* All in one block, which large pages can hold: pages that are touched for the first time are most of what a short
 * run costs. Memory of an arena is zero, and is not touched before it is counted in. */
static int open_rooms(titian_tally *t)
{
    room rooms[MOST_ROOMS];
    const size_t n = list_rooms(t, rooms);
    size_t bytes = 0;

    for (size_t k = 0; k < n; k++) {
        if (rooms[k].n > (SIZE_MAX - bytes) / rooms[k].size / 2)
            return -1;
        bytes += titian_arena_size(rooms[k].n, rooms[k].size);
    }
    if (titian_arena_reserve(&t->arena, bytes) != 0)
        return -1;
    for (size_t k = 0; k < n; k++) {
        void *array = titian_arena_array(&t->arena, rooms[k].n, rooms[k].size);

        if (array == NULL)
            return -1;
        memcpy(rooms[k].at, &array, sizeof array);
    }
    for (size_t k = 0; k < n_histograms(t); k++)
        begin_histogram(t, k);
    t->desk = t->watch->money != NULL ? titian_money_desk_new(t->watch->money, &t->arena) : NULL;
    return t->watch->money != NULL && t->desk == NULL ? -1 : 0;
}

titian_status titian_tally_new(titian_tally **out, const titian_watch *watch, titian_error *err)
{
    titian_tally *t = calloc(1, sizeof *t);

    *out = t;
    if (t == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a tally");
    t->watch = watch;
    if (open_rooms(t) != 0) {
        titian_tally_free(t);
        *out = NULL;
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a tally of %zu units", watch->n_units);
    }
    return TITIAN_OK;
}

void titian_tally_free(titian_tally *tally)
{
    if (tally == NULL)
        return;
    titian_arena_free(&tally->arena);
    free(tally);
}

void titian_tally_clear(titian_tally *t)
{
    part parts[MOST_PARTS];
    const size_t n = list_parts(t, parts);

    t->n = 0;
    t->n_page = 0;
    t->n_block = 0;
    for (size_t k = 0; k < n; k++) {
        if (parts[k].counts != NULL)
            memset(*parts[k].counts, 0, parts[k].n * sizeof(uint32_t));
        else
            memset(*parts[k].sums, 0, parts[k].n * sizeof(kernel_exact));
    }
    memset(t->cells, 0, n_histograms(t) * t->watch->n_cells * sizeof *t->cells);
    for (size_t k = 0; k < n_histograms(t); k++)
        begin_histogram(t, k);
}

/* ---- several made one ---- */

/* Most counts of a short run are nought, and most of those in pages that nobody has touched: adding nought would have
 * the machine clear them first. */
static void add_counts(uint32_t *restrict into, const uint32_t *restrict from, size_t n)
{
    enum { STEP = 64 };

    for (size_t first = 0; first < n; first += STEP) {
        const size_t end = n - first < STEP ? n : first + STEP;
        uint32_t any = 0;

        for (size_t i = first; i < end; i++)
            any |= from[i];
        for (size_t i = first; i < end && any != 0; i++)
            into[i] += from[i];
    }
}

static void add_sums(kernel_exact *into, const kernel_exact *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        kernel_exact_merge(&into[i], &from[i]);
}

/* The tallies of a merging, which is cut into slices of all arrays. */
typedef struct {
    titian_tally *into;
    titian_tally *const *from;
    size_t n_from, n_slices;
} merging;

/* A slice of the parts. Counts of another thread and exact sums are whole numbers: their order does not matter. */
static void merge_parts(const merging *m, titian_tally from, size_t slice)
{
    part to[MOST_PARTS], of[MOST_PARTS];
    const size_t n = list_parts(m->into, to);

    (void) list_parts(&from, of);
    for (size_t k = 0; k < n; k++) {
        const size_t first = to[k].n * slice / m->n_slices, end = to[k].n * (slice + 1) / m->n_slices;

        if (to[k].counts != NULL)
            add_counts(*to[k].counts + first, *of[k].counts + first, end - first);
        else
            add_sums(*to[k].sums + first, *of[k].sums + first, end - first);
    }
}

static void merge_slice(void *of, size_t slice, size_t thread)
{
    const merging *m = of;
    uint32_t *spare = thread == 0 ? m->into->spare : m->from[thread - 1]->spare;
    const size_t n = n_histograms(m->into), first = n * slice / m->n_slices, end = n * (slice + 1) / m->n_slices;

    for (size_t f = 0; f < m->n_from; f++) {
        merge_parts(m, *m->from[f], slice);
        for (size_t k = first; k < end; k++)
            kernel_histogram_merge(&m->into->scores[k], &m->from[f]->scores[k], spare);
    }
}

void titian_tally_merge(titian_tally *into, titian_tally *const *from, size_t n, size_t n_threads)
{
    enum { SLICES = 8 }; /* of a thread, so that none waits long for another */
    const size_t threads = n_threads < n + 1 ? n_threads : n + 1;
    merging m = {.into = into, .from = from, .n_from = n, .n_slices = threads > 1 ? SLICES * threads : 1};

    for (size_t f = 0; f < n; f++)
        into->n += from[f]->n;
    titian_share(m.n_slices, threads, merge_slice, &m);
}

void titian_tally_rank_sums(const titian_tally *t, size_t node, size_t k, double sums[2])
{
    const titian_watch *w = t->watch;
    const size_t n = w->n_ranked, n_cells = titian_watch_cells(w, n);
    const uint32_t *counts = t->ranks + (node * n + k) * n_cells;
    const double nominal = (double) w->ranks[node * n + k];

    sums[0] = w->width > 1 ? kernel_exact_value(&t->rank_sums[(node * n + k) * 2]) : 0.0;
    sums[1] = w->width > 1 ? kernel_exact_value(&t->rank_sums[(node * n + k) * 2 + 1]) : 0.0;
    for (size_t cell = 0; cell < n_cells && w->width == 1; cell++) {
        const double d = (double) (cell + 1) - nominal;

        sums[0] += (double) counts[cell] * d; /* exact: whole numbers */
        sums[1] += (double) counts[cell] * (d * d);
    }
}

/* ---- as bytes ---- */

/* Walks the parts and copies each to or from the bytes. */
static size_t copy_parts(titian_tally *t, unsigned char *to, const unsigned char *from)
{
    part parts[MOST_PARTS];
    const size_t n = list_parts(t, parts);
    size_t at = 0;

    for (size_t k = 0; k < n; k++) {
        void *array = parts[k].counts != NULL ? (void *) *parts[k].counts : (void *) *parts[k].sums;
        const size_t size = parts[k].n * (parts[k].counts != NULL ? sizeof(uint32_t) : sizeof(kernel_exact));

        if (to != NULL)
            memcpy(to + at, array, size);
        else if (from != NULL)
            memcpy(array, from + at, size);
        at += size;
    }
    return at;
}

size_t titian_tally_size(const titian_tally *tally)
{
    titian_tally t = *tally;
    const size_t n = n_histograms(tally);

    return sizeof t.n + copy_parts(&t, NULL, NULL) +
           n * (sizeof(kernel_histogram) + tally->watch->n_cells * sizeof(uint32_t));
}

void titian_tally_save(const titian_tally *tally, unsigned char *bytes)
{
    titian_tally t = *tally;
    const size_t n = n_histograms(tally);

    memcpy(bytes, &t.n, sizeof t.n);
    bytes += sizeof t.n;
    bytes += copy_parts(&t, bytes, NULL);
    for (size_t k = 0; k < n; k++) {
        kernel_histogram h = t.scores[k];

        h.counts = NULL; /* an address has no place in a file */
        memcpy(bytes + k * sizeof h, &h, sizeof h);
    }
    memcpy(bytes + n * sizeof(kernel_histogram), t.cells, n * tally->watch->n_cells * sizeof(uint32_t));
}

void titian_tally_load(titian_tally *t, const unsigned char *bytes)
{
    const size_t n = n_histograms(t);

    titian_tally_clear(t);
    memcpy(&t->n, bytes, sizeof t->n);
    bytes += sizeof t->n;
    bytes += copy_parts(t, NULL, bytes);
    for (size_t k = 0; k < n; k++) {
        uint32_t *counts = t->scores[k].counts;

        memcpy(&t->scores[k], bytes + k * sizeof(kernel_histogram), sizeof(kernel_histogram));
        t->scores[k].counts = counts;
    }
    memcpy(t->cells, bytes + n * sizeof(kernel_histogram), n * t->watch->n_cells * sizeof(uint32_t));
}

/* Sums that were not overrun, and can be added to. */
static int sums_are_sound(const kernel_exact *sums, size_t n)
{
    const int64_t most = INT64_C(1) << 62;

    for (size_t k = 0; k < n; k++)
        for (size_t d = 0; d < KERNEL_EXACT_DIGITS; d++)
            if (sums[k].digit[d] > most || sums[k].digit[d] < -most)
                return 0;
    return 1;
}

/* Nothing was met more often than there were replications. */
static int counts_are_sound(const uint32_t *counts, size_t n, uint64_t most)
{
    for (size_t k = 0; k < n; k++)
        if (counts[k] > most)
            return 0;
    return 1;
}

int titian_tally_is_sound(const titian_tally *tally)
{
    titian_tally t = *tally;
    part parts[MOST_PARTS];
    const size_t n = list_parts(&t, parts);

    for (size_t k = 0; k < n; k++)
        if (parts[k].counts != NULL ? !counts_are_sound(*parts[k].counts, parts[k].n, t.n)
                                    : !sums_are_sound(*parts[k].sums, parts[k].n))
            return 0;
    for (size_t k = 0; k < n_histograms(&t); k++)
        if (t.scores[k].n > t.n || !kernel_histogram_is_sound(&t.scores[k], t.watch->n_cells))
            return 0;
    return 1;
}

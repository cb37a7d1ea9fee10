/* A dictionary from texts to positions. The table holds eight bytes a slot, the keys stand in the order in which they
 * came: codes that come in the order in which they are looked up are read one behind the other, and a million of them
 * take a quarter of what a list node each would.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/index.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

#include "core/arena.h"
#include "core/large.h"

enum { FIRST_SLOTS = 64 }; /* a power of two, as every number of slots */

typedef struct {
    uint32_t hash, entry; /* entry + 1; 0: the slot is free */
} slot;

typedef struct {
    const char *key;
    uint32_t n, position;
} entry;

struct titian_index_table {
    slot *slots;
    size_t n_slots;
    entry *entries;
    size_t n_entries, room;
    titian_arena arena; /* copies of keys */
};

/* Eight bytes at a time are multiplied and mixed, the length with the last ones. */
static uint32_t hash_of(const char *key, size_t n)
{
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t h = n * odd, eight = 0;

    for (; n >= sizeof eight; key += sizeof eight, n -= sizeof eight) {
        memcpy(&eight, key, sizeof eight);
        h = (h ^ eight) * odd;
        h ^= h >> 32;
    }
    if (n > 0) {
        eight = 0;
        memcpy(&eight, key, n);
        h = (h ^ eight) * odd;
        h ^= h >> 32;
    }
    h *= odd;
    return (uint32_t) (h >> 32);
}

static int is_key(const entry *e, const char *key, size_t n)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): whoever asks has an entry that was filled */
    return e->n == n && (n == 0 || memcmp(e->key, key, n) == 0);
}

/* The slot of a key, or the free one where it would go. */
static slot *slot_of(const titian_index_table *t, const char *key, size_t n, uint32_t hash)
{
    const size_t mask = t->n_slots - 1;
    size_t at = hash & mask;

    for (;; at = (at + 1) & mask) {
        slot *s = &t->slots[at];

        if (s->entry == 0)
            return s;
        if (s->hash == hash && is_key(&t->entries[s->entry - 1], key, n))
            return s;
    }
}

size_t titian_index_find(const titian_index *index, const char *key, size_t n)
{
    const slot *s = NULL;

    if (index->table == NULL || index->table->n_slots == 0)
        return TITIAN_NONE;
    s = slot_of(index->table, key, n, hash_of(key, n));
    return s->entry != 0 ? index->table->entries[s->entry - 1].position : TITIAN_NONE;
}

size_t titian_index_find_next(const titian_index *index, const char *key, size_t n, size_t *next)
{
    const titian_index_table *t = index->table;
    const slot *s = NULL;

    if (t == NULL || t->n_slots == 0)
        return TITIAN_NONE;
    if (*next < t->n_entries && is_key(&t->entries[*next], key, n))
        return t->entries[(*next)++].position;
    s = slot_of(t, key, n, hash_of(key, n));
    if (s->entry == 0)
        return TITIAN_NONE;
    *next = s->entry;
    return t->entries[s->entry - 1].position;
}

void titian_index_foretell(const titian_index *index, const char *key, size_t n)
{
    const titian_index_table *t = index->table;

    if (t != NULL && t->n_slots > 0)
        __builtin_prefetch(&t->slots[hash_of(key, n) & (t->n_slots - 1)]);
}

/* At most three slots of four are taken. */
static int grow_slots(titian_index_table *t)
{
    const size_t n = t->n_slots > 0 ? 2 * t->n_slots : FIRST_SLOTS;
    slot *more = NULL;
    size_t k;

    if (t->n_entries + 1 <= t->n_slots / 4 * 3)
        return 0;
    more = calloc(n, sizeof *more);
    if (more == NULL)
        return -1;
    titian_large(more, n * sizeof *more);
    for (k = 0; k < t->n_slots; k++) {
        size_t at = t->slots[k].hash & (n - 1);

        if (t->slots[k].entry == 0)
            continue;
        while (more[at].entry != 0)
            at = (at + 1) & (n - 1);
        more[at] = t->slots[k];
    }
    free(t->slots);
    t->slots = more;
    t->n_slots = n;
    return 0;
}

static int grow_entries(titian_index_table *t)
{
    const size_t room = t->room > 0 ? 2 * t->room : FIRST_SLOTS;
    entry *more = NULL;

    if (t->n_entries < t->room)
        return 0;
    more = realloc(t->entries, room * sizeof *more);
    if (more == NULL)
        return -1;
    t->entries = more;
    t->room = room;
    return 0;
}

static int add(titian_index *index, const char *key, size_t n, size_t position, int copied)
{
    titian_index_table *t = index->table;
    const uint32_t hash = hash_of(key, n);
    slot *s = NULL;

    if (t == NULL)
        t = index->table = calloc(1, sizeof *t);
    if (t == NULL || n > UINT32_MAX || position > UINT32_MAX || t->n_entries >= UINT32_MAX - 1 ||
        grow_slots(t) != 0 || grow_entries(t) != 0)
        return -1;
    s = slot_of(t, key, n, hash);
    if (s->entry != 0)
        return 0;
    if (copied)
        key = titian_arena_text_n(&t->arena, key, n);
    if (key == NULL)
        return -1;
    t->entries[t->n_entries++] = (entry){key, (uint32_t) n, (uint32_t) position};
    *s = (slot){hash, (uint32_t) t->n_entries};
    return 0;
}

int titian_index_add(titian_index *index, const char *key, size_t n, size_t position)
{
    return add(index, key, n, position, 1);
}

int titian_index_add_kept(titian_index *index, const char *key, size_t n, size_t position)
{
    return add(index, key, n, position, 0);
}

void titian_index_renumber(titian_index *index, const uint32_t *to)
{
    size_t k;

    for (k = 0; to != NULL && index->table != NULL && k < index->table->n_entries; k++)
        index->table->entries[k].position = to[index->table->entries[k].position];
}

void titian_index_free(titian_index *index)
{
    if (index->table == NULL)
        return;
    free(index->table->slots);
    free(index->table->entries);
    titian_arena_free(&index->table->arena);
    free(index->table);
    index->table = NULL;
}

/* A dictionary from texts to positions, on uthash.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/index.h"

#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

/* uthash reports lack of memory through this macro instead of leaving the program */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(entry) ((entry)->added = 0)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#include <uthash.h>

struct titian_index_entry {
    UT_hash_handle hh;
    size_t position;
    int added;
    char key[];
};

size_t titian_index_find(const titian_index *index, const char *key, size_t n)
{
    const titian_index_entry *entry = NULL;

    HASH_FIND(hh, index->entries, key, n, entry);
    return entry != NULL ? entry->position : TITIAN_NONE;
}

int titian_index_add(titian_index *index, const char *key, size_t n, size_t position)
{
    titian_index_entry *entry = NULL;
    int added;

    if (titian_index_find(index, key, n) != TITIAN_NONE)
        return 0;
    entry = malloc(sizeof *entry + n + 1);
    if (entry == NULL)
        return -1;
    if (n > 0)
        memcpy(entry->key, key, n);
    entry->key[n] = '\0';
    entry->position = position;
    entry->added = 1;
    HASH_ADD_KEYPTR(hh, index->entries, entry->key, n, entry);
    added = entry->added;
    if (!added)
        free(entry);
    return added ? 0 : -1;
}

void titian_index_free(titian_index *index)
{
    titian_index_entry *entry = NULL, *next = NULL;

    HASH_ITER(hh, index->entries, entry, next)
    {
        HASH_DEL(index->entries, entry); /* NOLINT(clang-analyzer-unix.Malloc): uthash keeps its own count */
        free(entry);
    }
    index->entries = NULL;
}
#pragma GCC diagnostic pop

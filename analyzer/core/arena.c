/* An arena: many small allocations freed together.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024 };

struct titian_arena_block {
    titian_arena_block *previous;
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
};

static titian_arena_block *block_new(titian_arena *arena, size_t size)
{
    titian_arena_block *block = NULL;

    if (size > SIZE_MAX - sizeof *block)
        return NULL;
    block = calloc(1, sizeof *block + size);
    if (block == NULL)
        return NULL;
    block->size = size;
    block->previous = arena->last;
    arena->last = block;
    return block;
}

void *titian_arena_alloc(titian_arena *arena, size_t size)
{
    const size_t step = alignof(max_align_t);
    titian_arena_block *block = arena->last;
    void *start = NULL;

    if (size > SIZE_MAX - step)
        return NULL;
    size = (size + step - 1) / step * step;
    if (block == NULL || block->size - block->used < size) {
        block = block_new(arena, size > BLOCK_BYTES ? size : BLOCK_BYTES);
        if (block == NULL)
            return NULL;
    }
    start = block->bytes + block->used;
    block->used += size;
    return start;
}

void *titian_arena_array(titian_arena *arena, size_t n, size_t size)
{
    if (size != 0 && n > SIZE_MAX / size)
        return NULL;
    return titian_arena_alloc(arena, n * size);
}

char *titian_arena_text_n(titian_arena *arena, const char *text, size_t n)
{
    char *copy = n < SIZE_MAX ? titian_arena_alloc(arena, n + 1) : NULL;

    if (copy != NULL && n > 0)
        memcpy(copy, text, n);
    return copy;
}

char *titian_arena_text(titian_arena *arena, const char *text)
{
    return titian_arena_text_n(arena, text, strlen(text));
}

void titian_arena_free(titian_arena *arena)
{
    while (arena->last != NULL) {
        titian_arena_block *block = arena->last;

        arena->last = block->previous;
        free(block);
    }
}

/* An arena: many small allocations freed together.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/large.h"

/* Blocks double up to the last of these: most arenas hold little, and their memory is cleared. */
enum { FIRST_BYTES = 4 * 1024, BLOCK_BYTES = 64 * 1024 };

struct titian_arena_block {
    titian_arena_block *previous;
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
};

/* The first spare block that is large enough, taken out of the list; NULL when there is none. */
static titian_arena_block *take_spare(titian_arena *arena, size_t size)
{
    for (titian_arena_block **at = &arena->spare; *at != NULL; at = &(*at)->previous) {
        titian_arena_block *block = *at;

        if (block->size < size)
            continue;
        *at = block->previous;
        return block;
    }
    return NULL;
}

static titian_arena_block *block_new(titian_arena *arena, size_t size)
{
    const size_t last = arena->last != NULL ? arena->last->size : 0;
    const size_t usual = last < FIRST_BYTES ? FIRST_BYTES : last < BLOCK_BYTES / 2 ? 2 * last : BLOCK_BYTES;
    titian_arena_block *block = take_spare(arena, size);

    if (block == NULL) {
        const size_t room = size > usual ? size : usual;

        if (room > SIZE_MAX - sizeof *block)
            return NULL;
        block = calloc(1, sizeof *block + room);
        if (block == NULL)
            return NULL;
        titian_large(block, sizeof *block + room);
        block->size = room;
    }
    block->previous = arena->last;
    arena->last = block;
    return block;
}

/* The block in which so many bytes are left; NULL when there is no memory. */
static titian_arena_block *block_with(titian_arena *arena, size_t size)
{
    titian_arena_block *block = arena->last;

    return block != NULL && block->size - block->used >= size ? block : block_new(arena, size);
}

enum { STEP = alignof(max_align_t) };

size_t titian_arena_size(size_t n, size_t size)
{
    return (n * size + STEP - 1) / STEP * STEP;
}

int titian_arena_reserve(titian_arena *arena, size_t bytes)
{
    return block_with(arena, bytes) != NULL ? 0 : -1;
}

void *titian_arena_alloc(titian_arena *arena, size_t size)
{
    titian_arena_block *block = NULL;
    void *start = NULL;

    if (size > SIZE_MAX - STEP)
        return NULL;
    size = titian_arena_size(1, size);
    block = block_with(arena, size);
    if (block == NULL)
        return NULL;
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

char *titian_arena_vprint(titian_arena *arena, const char *format, va_list args)
{
    char *text = NULL;
    va_list again;
    int n = 0;

    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    text = n < 0 ? NULL : titian_arena_alloc(arena, (size_t) n + 1);
    if (text == NULL)
        return NULL;
    va_copy(again, args);
    (void) vsnprintf(text, (size_t) n + 1, format, again);
    va_end(again);
    return text;
}

char *titian_arena_print(titian_arena *arena, const char *format, ...)
{
    char *text = NULL;
    va_list args;

    va_start(args, format);
    text = titian_arena_vprint(arena, format, args);
    va_end(args);
    return text;
}

titian_arena_mark titian_arena_here(const titian_arena *arena)
{
    return (titian_arena_mark){arena->last, arena->last != NULL ? arena->last->used : 0};
}

/* What was used is zeroed now, so that a block is all zero behind `used`, as a new one is. */
static void give_back(titian_arena_block *block, size_t used)
{
    memset(block->bytes + used, 0, block->used - used);
    block->used = used;
}

void titian_arena_rewind(titian_arena *arena, titian_arena_mark mark)
{
    while (arena->last != mark.block) {
        titian_arena_block *block = arena->last;

        arena->last = block->previous;
        give_back(block, 0);
        block->previous = arena->spare;
        arena->spare = block;
    }
    if (mark.block != NULL)
        give_back(mark.block, mark.used);
}

static void free_blocks(titian_arena_block *block)
{
    while (block != NULL) {
        titian_arena_block *previous = block->previous;

        free(block);
        block = previous;
    }
}

void titian_arena_free(titian_arena *arena)
{
    free_blocks(arena->last);
    free_blocks(arena->spare);
    *arena = (titian_arena) TITIAN_ARENA_EMPTY;
}

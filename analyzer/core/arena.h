/* An arena: many small allocations freed together. Texts that live as long as their owner are kept in one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CORE_ARENA_H
#define TITIAN_CORE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include <titian/export.h>

typedef struct titian_arena_block titian_arena_block;

/** Start with TITIAN_ARENA_EMPTY; end with titian_arena_free. Not to be copied once used. */
typedef struct {
    titian_arena_block *last, *spare;
} titian_arena;

#define TITIAN_ARENA_EMPTY                                                                                           \
    {                                                                                                                \
        NULL, NULL                                                                                                   \
    }

/** A place in an arena, to come back to. */
typedef struct {
    titian_arena_block *block;
    size_t used;
} titian_arena_mark;

/** Zeroed bytes aligned for any type. @return NULL when there is no memory; size 0 gives a valid pointer */
void *titian_arena_alloc(titian_arena *arena, size_t size);
/** Zeroed array of n elements; NULL also when n * size does not fit in a size_t. */
void *titian_arena_array(titian_arena *arena, size_t n, size_t size);
/** Bytes that an array takes in an arena; n * size must fit in a size_t. */
size_t titian_arena_size(size_t n, size_t size);
/** Let the next bytes stand in one block, as many as said: large pages hold a large one. @return 0; -1: no memory */
int titian_arena_reserve(titian_arena *arena, size_t bytes);
/** Copy of a text; NULL when there is no memory. */
char *titian_arena_text(titian_arena *arena, const char *text);
/** Copy of n bytes with a NUL behind them. */
char *titian_arena_text_n(titian_arena *arena, const char *text, size_t n);
/** A text as printf makes it; NULL when there is no memory. */
TITIAN_PRINTF(2, 3) char *titian_arena_print(titian_arena *arena, const char *format, ...);
TITIAN_PRINTF(2, 0) char *titian_arena_vprint(titian_arena *arena, const char *format, va_list args);
/** Everything taken since a mark is given back to the arena, not to the system: work that is done again and again
 * takes memory only the first time. Marks made since then are void. */
titian_arena_mark titian_arena_here(const titian_arena *arena);
void titian_arena_rewind(titian_arena *arena, titian_arena_mark mark);
void titian_arena_free(titian_arena *arena);

#endif

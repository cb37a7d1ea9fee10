/* A dictionary from texts to positions: codes of units, variables, nodes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CORE_INDEX_H
#define TITIAN_CORE_INDEX_H

#include <stddef.h>
#include <stdint.h>

typedef struct titian_index_table titian_index_table;

/** Start with TITIAN_INDEX_EMPTY; end with titian_index_free. */
typedef struct {
    titian_index_table *table;
} titian_index;

#define TITIAN_INDEX_EMPTY                                                                                           \
    {                                                                                                                \
        NULL                                                                                                         \
    }

/** Position of a key of n bytes; TITIAN_NONE when it is not there. Cost: O(1). */
size_t titian_index_find(const titian_index *index, const char *key, size_t n);
/** The same where keys are looked for in the order in which they were added: the one at *next, which begins at 0, is
 *  tried before all others. @param next  is set behind what was found */
size_t titian_index_find_next(const titian_index *index, const char *key, size_t n, size_t *next);
/** The key will be looked for soon: what is known of it is brought near the processor. Changes nothing. */
void titian_index_foretell(const titian_index *index, const char *key, size_t n);
/** Remember key (copied) -> position; an existing key keeps its first position.
 *  @return 0, or -1 when there is no memory */
int titian_index_add(titian_index *index, const char *key, size_t n, size_t position);
/** The same for a key that stays where it is as long as the index: it is not copied. Costs 27 to 53 bytes a key. */
int titian_index_add_kept(titian_index *index, const char *key, size_t n, size_t position);
/** Every position k becomes to[k]; NULL: they stay. */
void titian_index_renumber(titian_index *index, const uint32_t *to);
void titian_index_free(titian_index *index);

#endif

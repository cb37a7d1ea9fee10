/* Text that grows piece by piece.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_GROWING_H
#define TITIAN_INPUT_GROWING_H

#include <stdlib.h>
#include <string.h>

/** Start zeroed; end with free(bytes). */
typedef struct {
    char *bytes;
    size_t n, room;
} titian_growing;

/** Add n bytes. @return 0; -1 when there is no memory */
static inline int titian_growing_add(titian_growing *text, const char *bytes, size_t n)
{
    size_t room = text->room > 0 ? text->room : 256;
    char *more = NULL;

    while (room - text->n < n)
        room *= 2;
    if (room != text->room) {
        more = realloc(text->bytes, room);
        if (more == NULL)
            return -1;
        text->bytes = more;
        text->room = room;
    }
    memcpy(text->bytes + text->n, bytes, n);
    text->n += n;
    return 0;
}

#endif

/* Selections: a code and the values of dimensions that are meant of it, written CODE[SEX=F] or
 * CODE[SEX=F,AGE=Y_GE15]. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_SELECTION_H
#define TITIAN_INPUT_SELECTION_H

#include <stddef.h>

#include "input/csv.h"

enum { TITIAN_MOST_SELECTED = 8 }; /* dimensions of one selection */

/** Parts of a word, which must outlive it. Without brackets n is 0 and the code is the whole word. */
typedef struct {
    titian_field code;
    titian_field dimension[TITIAN_MOST_SELECTED], value[TITIAN_MOST_SELECTED];
    size_t n;
} titian_selection;

/** Length of the first word of a SourceCode cell, which begins with no blank: words are separated by blanks, those
 *  between brackets apart. 0 at the end. */
size_t titian_source_word(const char *text);

/** Take a word apart. Names of dimensions are compared without regard to letter case, values byte for byte.
 *  @return NULL; else what is wrong, as a sentence goes on behind the word, and *out means nothing */
const char *titian_selection_parse(titian_selection *out, titian_field word);

#endif

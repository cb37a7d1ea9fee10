/* Words for messages: what a user wrote, made safe to print; numbers; known words and the nearest of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_WORDS_H
#define TITIAN_MODEL_WORDS_H

#include <stddef.h>

#include "model/faults.h"

/* Both are handed out by value, to be used inside one call: titian_quote(word).text */
typedef struct {
    char text[96];
} titian_word;
typedef struct {
    char text[TITIAN_ERROR_TEXT];
} titian_words;

/** A text in double quotes, at most about 60 bytes of it, control characters as blanks: messages are one line, and
 *  a newline in them would begin the mend. */
titian_word titian_quote(const char *text);
/** The same of the first n bytes. */
titian_word titian_quote_n(const char *text, size_t n);
/** A number in digits, with a point in every locale. */
titian_word titian_figure(double number);
/** "from 0 to 1", "0 or more", "any number". */
titian_words titian_bounds(double least, double most);
/** "a, b, c"; the end is cut when there are too many. */
titian_words titian_list(const char *const *words, size_t n_words);
/** `did you mean "x"? ` when a known word is near, else "". Gives up once the faults' patience is used up. */
titian_words titian_near(titian_faults *faults, const char *word, const char *const *known, size_t n_known);
/** Add printf-like text to a list; what does not fit is left out. */
void titian_words_add(titian_words *words, const char *format, ...) TITIAN_PRINTF(2, 3);

#endif

/* Numbers and names inside sentences: the same text in C, as the cached value, and by the spreadsheet's own
 * functions. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_WORDS_H
#define TITIAN_REPORTS_WORKBOOK_WORDS_H

#include "workbook/book.h"

/** What the FIXED function makes of a number; "" for a missing one. FIXED, not TEXT: a format string reads
 * differently where the decimal mark is a comma. */
typedef struct {
    char text[64];
} fixed_text;
fixed_text fixed_number(double x, int decimals);

/** The same with commas between thousands, as FIXED sets them apart when it is not told to leave them out. */
fixed_text grouped_number(double x, int decimals);

/** Decimals of a score inside a sentence. */
int score_decimals(const book *b);

/** "country" or "countries" where every code is one of three capitals, as ISO 3166 has them; else "unit", "units". */
const char *unit_word(const book *b, int many);

/** A sentence being made twice: as a formula and as its result. Begin with sentence_new; free with sentence_put. */
typedef struct {
    book *b;
    grown formula, result;
    int pieces;
} sentence;
/** @return NULL when there is no memory (the book has then failed); the other functions take NULL */
sentence *sentence_new(book *b);
/** A piece of fixed words. */
void sentence_words(sentence *s, const char *words);
/** A piece that a formula makes: `formula` without `=`, and what it gives now. */
void sentence_live(sentence *s, const char *result, const char *formula, ...) TITIAN_PRINTF(3, 4);
/** A number that a formula makes, with so many decimals; "-" where it makes none. */
void sentence_number(sentence *s, double result, int decimals, const char *formula, ...) TITIAN_PRINTF(4, 5);
/** An amount of money that a formula makes, thousands apart and with its decimals; "-" where it makes none. */
void sentence_amount(sentence *s, double result, const char *formula, ...) TITIAN_PRINTF(3, 4);
/** Write the sentence into a cell and free it. */
void sentence_put(sentence *s, spot at);

#endif

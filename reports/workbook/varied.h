/* What is uncertain in a model, and how sure the answers are, in words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_VARIED_H
#define TITIAN_REPORTS_WORKBOOK_VARIED_H

#include "workbook/book.h"

/** What a factor varies: its method in words, whose it is, its options, its alternatives. */
grown varied_words(book *b, size_t factor);

/** A number of the uncertainty analysis' table "summary", by its column. */
double varied_number(book *b, const char *figure);

#endif

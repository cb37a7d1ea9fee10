/* Small services on texts that come from files: trimming, comparing, quoting in messages, checking the encoding.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_TEXT_H
#define TITIAN_INPUT_TEXT_H

#include <stddef.h>

#include <titian/quote.h>

#include "input/csv.h"

/** The field without blanks (space, tab) at its ends; the bytes stay where they are, so no NUL stands behind them. */
titian_field titian_field_trim(titian_field field);

/** The field in small letters (ASCII), as many bytes, no NUL behind them. */
void titian_field_fold(char *out, titian_field field);

/** 1 when the field reads as the word, ASCII letters of either case. */
int titian_field_is(titian_field field, const char *word);

/** 1 when the two fields hold the same bytes. */
int titian_field_same(titian_field a, titian_field b);

/** A field between quotation marks, as titian_quote_text has it. @return out */
const char *titian_field_quote(char out[TITIAN_QUOTED], titian_field field);

#endif

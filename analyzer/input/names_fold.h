/* How names are compared: what is left of a name when the differences between spellings are taken away.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_NAMES_FOLD_H
#define TITIAN_INPUT_NAMES_FOLD_H

#include <stddef.h>

#include "input/csv.h"

enum { TITIAN_FOLDED = 512 };

/** A name as it is compared. Case is folded without a locale, compatibility forms and accents are resolved (NFKD, the
 *  marks of U+0300 to U+036F dropped, then NFC), apostrophes are one sign, points are dropped but for an ellipsis,
 *  hyphens and dashes are blanks, `&` is "and", the word "st" is "saint", blanks are single, and "the" at either end
 * is dropped. script/names does the same; a unit test holds every key of the table against this.
 *  @param out  the folded name with a NUL behind it
 *  @return its length; 0 when nothing is left, when it is longer than TITIAN_FOLDED - 1 bytes (no country's name is),
 *  is no UTF-8, or memory is lacking */
size_t titian_names_fold(char out[TITIAN_FOLDED], titian_field name);

#endif

/* Advice on fields that should be numbers and are not: what was probably meant, for people only. Nothing is ever
 * decided by it. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_ADVICE_H
#define TITIAN_INPUT_ADVICE_H

#include "input/csv.h"

enum { TITIAN_ADVICE = 200 };

/** How to mend a field that is neither a number nor missing in any of the ways that value.h knows: words for "not
 *  known", currencies, letters that may stand for millions, marks of thousands in the wrong places. @return out,
 * never empty */
const char *titian_number_advice(char out[TITIAN_ADVICE], titian_field field);

#endif

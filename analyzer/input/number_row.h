/* Plain numbers, read in passing while a line is split: a large file has one every few bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_NUMBER_ROW_H
#define TITIAN_INPUT_NUMBER_ROW_H

#include <stddef.h>

#include "input/csv.h"

/** Numbers in the most common writing: minus, digits, a point among them, and so few that one operation rounds each
 *  exactly.
 *  @param numbers  receives n: what titian_number_parse reads; TITIAN_MISSING when that has to be asked
 *  @param fields   n, without blanks around them; behind the text of each eight more bytes may be looked at
 *  @return 1 when one of them has three digits behind a point in eight bytes at most, so that
 * titian_value_is_doubtful has to be asked whether it is a point; else 0 */
int titian_number_row(double *numbers, const titian_field *fields, size_t n);

/** The same, one number at a time: what a processor does that cannot work on four. */
int titian_number_row_singly(double *numbers, const titian_field *fields, size_t n);

#endif

/* Numbers as text: exact, independent of the locale.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_NUMBER_H
#define TITIAN_INPUT_NUMBER_H

#include <stddef.h>

typedef enum { TITIAN_NUMBER_OK, TITIAN_NUMBER_MISSING, TITIAN_NUMBER_FAULT } titian_number_kind;

/** Read a decimal number that fills the n bytes (blanks around it allowed): sign, digits, point, exponent; nothing
 * else, so no hexadecimal, "inf" or "nan". Correctly rounded. Empty, NA and .. are missing.
 *  @param text  n bytes; what stands behind them is not looked at
 *  @param out   the number, or TITIAN_MISSING
 *  @return FAULT for anything else, and for numbers too large for a double */
titian_number_kind titian_number_parse(const char *text, size_t n, double *out);

/** The long way of titian_number_row (number_row.h): digits and a point among them, without a sign.
 *  @return TITIAN_MISSING when titian_number_parse has to be asked */
double titian_number_long(const char *text, size_t n);

/** 1 when the n bytes are a number by the grammar above, however large: tells "too large" from "no number". */
int titian_number_is_written(const char *text, size_t n);

/** A whole year from 1000 to 2999 that fills the n bytes. @return 0 when it is none */
int titian_year_parse(const char *text, size_t n);

#endif

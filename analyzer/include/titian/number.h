/* Numbers as text, with a full stop in every locale: exact for files, rounded for people.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_NUMBER_H
#define TITIAN_NUMBER_H

#include <stddef.h>

#include <titian/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The shortest decimal text that reads back as x; "" for missing.
 *  @param out  holds at least 32 bytes
 *  @return length of the text */
TITIAN_API size_t titian_number_text(double x, char out[32]);

/** x with so many decimals; "" for missing. @return out */
TITIAN_API const char *titian_number_fixed(double x, int decimals, char out[32]);

/** x with at most six significant digits, whole numbers up to 1e15 in full; "" for missing. @return out */
TITIAN_API const char *titian_number_rounded(double x, char out[32]);

#ifdef __cplusplus
}
#endif
#endif

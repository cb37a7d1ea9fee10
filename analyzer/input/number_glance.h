/* Plain numbers, read in passing while a line is split: inlined there, for a large file has a number every few bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_NUMBER_GLANCE_H
#define TITIAN_INPUT_NUMBER_GLANCE_H

#include <float.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <titian/panel.h>

#include "input/number.h"

/** Bytes of eight digits as a number, the last byte being the last digit: pairs, fours and all are put together by
 * one multiplication each. */
static inline uint64_t titian_glance_join(uint64_t bytes)
{
    bytes = bytes * 10 + (bytes >> 8);
    return ((bytes & UINT64_C(0x000000FF000000FF)) * (100 + (UINT64_C(1000000) << 32)) +
               ((bytes >> 16) & UINT64_C(0x000000FF000000FF)) * (1 + (UINT64_C(10000) << 32))) >>
           32;
}

/** A number of at most eight bytes in one go: without a branch for each digit, whose number is different from field
 * to field. The bytes are moved up until the last one is the highest, with zeros in front; the digits before a point
 * are moved over it. The subtraction finds the first point; what it takes for one above that is no digit either.
 *  @return how many digits stand behind the point, -1 when these bytes are no digits */
static inline int titian_glance_short(const char *s, size_t n, uint64_t *whole)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high_bits = UINT64_C(0x8080808080808080);
    uint64_t bytes, other, points;
    int n_places = 0;

    memcpy(&bytes, s, sizeof bytes);
    bytes = (bytes ^ '0' * ones) << (64 - 8 * n);
    other = bytes ^ ('.' ^ '0') * ones;
    points = (other - ones) & ~other & high_bits;
    if (points != 0) {
        const unsigned at = (unsigned) __builtin_ctzll(points) & ~7u; /* bits before the point */
        const uint64_t before = bytes & ((UINT64_C(1) << at) - 1);

        bytes = ((bytes >> at >> 8) << at << 8) | before << 8;
        n_places = 7 - (int) at / 8;
        n--;
    }
    if (n == 0 || ((bytes | (bytes + 6 * ones)) & 0xF0 * ones) != 0)
        return -1;
    *whole = titian_glance_join(bytes);
    return n_places;
}

/** A number in the most common writing: minus, digits, a point among them, and so few that one operation rounds it
 *  exactly.
 *  @param text  n bytes without blanks around them, behind which eight more may be looked at
 *  @return what titian_number_parse reads; TITIAN_MISSING when that has to be asked */
static inline double titian_number_glance(const char *text, size_t n)
{
    /* seven digits behind a point at most; a double holds all of these exactly */
    static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
    const int negative = n > 0 && *text == '-';
    uint64_t whole = 0;
    double value;
    int n_places;

    text += negative;
    n -= (size_t) negative;
    if (n - 1 >= sizeof whole || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__ || FLT_EVAL_METHOD != 0)
        value = titian_number_glance_long(text, n);
    else if ((n_places = titian_glance_short(text, n, &whole)) >= 0)
        value = (double) (int64_t) whole / powers[n_places];
    else
        return TITIAN_MISSING;
    return negative ? -value : value;
}

#endif

/* Numbers as text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/number.h>

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* printf writes the point of the user's locale, of one byte or more; strtod reads the same one. */
static void mend_point(char *text)
{
    const size_t digits = strspn(text, "+-0123456789");
    const size_t point = strcspn(text + digits, "0123456789e");

    if (point == 0)
        return;
    text[digits] = '.';
    memmove(text + digits + 1, text + digits + point, strlen(text + digits + point) + 1);
}

/* Most numbers. x = m 2^-s, with m below 2^53, is looked at as a whole number of units of 10^-k, in exact arithmetic
 * of 128 bits. The nearest such number n reads back as x where it is less than half a unit in the last place of x
 * away, that is, where 2 |n 2^s - m 10^k| < 10^k; at a power of two, below which doubles lie closer, the other way
 * decides. */
#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 wide;

enum { MANTISSA = 53, MOST_PLACES = 19, FEWEST_DIGITS = 15, MOST_DIGITS = 17, LOWEST_PLACE = -3 };

static const uint64_t tens[MOST_PLACES + 1] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
    1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000,
    10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000u};
static const double starts[] = {1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};

/* n units of 10^-places, without zeros at the end. */
static void write_places(uint64_t n, int places, int negative, char *out)
{
    char digits[24];
    int length = 0;

    while (places > 0 && n % 10 == 0) {
        n /= 10;
        places--;
    }
    for (; n > 0 || length <= places; n /= 10)
        digits[length++] = (char) ('0' + n % 10);
    if (negative)
        *out++ = '-';
    while (length > 0) {
        *out++ = digits[--length];
        if (length == places && places > 0)
            *out++ = '.';
    }
    *out = '\0';
}

/* @return 0 when the number is none of these */
static int write_exactly(double x, char *out)
{
    const double size = fabs(x);
    int exponent = 0, place = LOWEST_PLACE;
    uint64_t m = 0;

    if (!(size >= starts[0] && size < starts[sizeof starts / sizeof *starts - 1]))
        return 0;
    for (size_t k = 1; size >= starts[k]; k++)
        place++;
    m = (uint64_t) ldexp(frexp(size, &exponent), MANTISSA);
    if (m == (uint64_t) 1 << (MANTISSA - 1))
        return 0;
    for (int digits = FEWEST_DIGITS; digits <= MOST_DIGITS; digits++) {
        const int places = digits - 1 - place, s = MANTISSA - exponent;
        const wide product = (wide) m * tens[places], unit = (wide) 1 << s;
        const wide rest = product & (unit - 1);
        uint64_t n = (uint64_t) (product >> s);

        if (2 * rest == unit || 2 * (rest < unit - rest ? rest : unit - rest) == tens[places])
            return 0;
        if (2 * (rest < unit - rest ? rest : unit - rest) > tens[places])
            continue;
        n += 2 * rest > unit ? 1 : 0;
        write_places(n, places, x < 0.0, out);
        return 1;
    }
    return 0;
}
#else
static int write_exactly(double x, char *out)
{
    (void) x;
    (void) out;
    return 0;
}
#endif

/* Whole numbers of at most 15 digits. @return 0 when the number is none of these */
static int write_whole(double x, char *out)
{
    const double most = 1e15;
    char digits[16];
    int length = 0;
    int64_t n = 0;

    if (!(fabs(x) < most && x != 0.0))
        return 0;
    n = (int64_t) x;
    if ((double) n != x)
        return 0;
    if (n < 0)
        *out++ = '-';
    for (n = n < 0 ? -n : n; n > 0; n /= 10)
        digits[length++] = (char) ('0' + n % 10);
    while (length > 0)
        *out++ = digits[--length];
    *out = '\0';
    return 1;
}

void titian_number_text(double x, char out[32])
{
    /* Up to 15 digits survive the way into a double and back, and %g drops trailing zeros; so the first of 15, 16
     * and 17 digits that reads back as x is the shortest. Below DBL_MIN fewer digits can do. */
    const int least = fabs(x) < DBL_MIN ? 1 : 15;

    out[0] = '\0';
    if (!isfinite(x) || write_whole(x, out) || write_exactly(x, out))
        return;
    for (int digits = least; digits <= 17; digits++) {
        (void) snprintf(out, 32, "%.*g", digits, x);
        if (strtod(out, NULL) == x)
            break;
    }
    mend_point(out);
}

const char *titian_number_fixed(double x, int decimals, char out[32])
{
    if (!isfinite(x) || fabs(x) >= 1e15) {
        titian_number_text(x, out);
        return out;
    }
    (void) snprintf(out, 32, "%.*f", decimals, x);
    if (out[0] == '-' && strpbrk(out, "123456789") == NULL)
        memmove(out, out + 1, strlen(out)); /* nothing is left of it, so neither is its sign */
    mend_point(out);
    return out;
}

const char *titian_number_rounded(double x, char out[32])
{
    out[0] = '\0';
    if (!isfinite(x))
        return out;
    if (fabs(x) >= 1e6 && fabs(x) < 1e15)
        return titian_number_fixed(x, 0, out);
    (void) snprintf(out, 32, "%.6g", x);
    mend_point(out);
    return out;
}

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

static const uint64_t tens[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
    10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000,
    100000000000000000, 1000000000000000000};

/* Of a number from 1 to 10^18. */
static int count_digits(uint64_t n)
{
    int length = 1;

    while (n >= tens[length])
        length++;
    return length;
}

/* Digits of a number that has so many; two at a time. @return behind the last one */
static char *write_digits(uint64_t n, int length, char *out)
{
    static const char pairs[] =
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546"
        "4748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293"
        "949596979899";
    int at = length;

    for (; at > 1; n /= 100) {
        at -= 2;
        memcpy(out + at, pairs + 2 * (n % 100), 2);
    }
    if (at == 1)
        out[0] = (char) ('0' + n);
    return out + length;
}

/* Most numbers. x = m 2^-s, with m below 2^53, is looked at as a whole number of units of 10^-k, in exact arithmetic
 * of 128 bits: as m 5^k 2^(k-s), since the twos of 10^k are taken from 2^s. The nearest such number n reads back as x
 * where it is less than half a unit in the last place of x away, that is, where 2 |n 2^(s-k) - m 5^k| < 5^k; at a
 * power of two, below which doubles lie closer, the other way decides. */
#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 wide;

enum {
    MANTISSA = 53,
    MOST_PLACES = 27, /* 5^27 is below 2^64 */
    FEWEST_DIGITS = 15,
    MOST_DIGITS = 17,
    LOWEST_PLACE = MOST_DIGITS - 1 - MOST_PLACES,
    LOWEST_PLAIN = -4 /* below, digits are followed by an exponent, as printf has it */
};

static const uint64_t fives[MOST_PLACES + 1] = {1, 5, 25, 125, 625, 3125, 15625, 78125, 390625, 1953125, 9765625,
    48828125, 244140625, 1220703125, 6103515625, 30517578125, 152587890625, 762939453125, 3814697265625,
    19073486328125, 95367431640625, 476837158203125, 2384185791015625, 11920928955078125, 59604644775390625,
    298023223876953125, 1490116119384765625, 7450580596923828125};
static const double starts[] = {1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2,
    1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};

/* The power of ten at which a number from 1e-11 to 1e12 begins. @param exponent  that of two, as frexp has it */
static int place_of(double size, int exponent)
{
    /* a guess, by a fraction that is a little below the logarithm of 2 */
    int k = (exponent - 1 + 64) * 1233 / 4096 - 20 - LOWEST_PLACE;

    k = k < 0 ? 0 : k;
    while (k > 0 && size < starts[k])
        k--;
    while (size >= starts[k + 1])
        k++;
    return k + LOWEST_PLACE;
}

/* A power of ten from -99 to -1, as printf has it. @return behind the last digit */
static char *write_exponent(int place, char *out)
{
    *out++ = 'e';
    *out++ = '-';
    *out++ = (char) ('0' + -place / 10);
    *out++ = (char) ('0' + -place % 10);
    return out;
}

/* n units of 10^-places, without zeros at the end. @return behind the last digit */
static char *write_places(uint64_t n, int places, char *out)
{
    static const char before[] = {'0', '.', '0', '0', '0'};
    int length = 0, place = 0;

    while (places > 4 && n % 100000 == 0) {
        n /= 100000;
        places -= 5;
    }
    while (places > 0 && n % 10 == 0) {
        n /= 10;
        places--;
    }
    length = count_digits(n);
    place = length - 1 - places;
    if (place < 0 && place >= LOWEST_PLAIN) {
        memcpy(out, before, sizeof before);
        return write_digits(n, length, out + 1 - place);
    }
    if (place < 0)
        places = length - 1; /* behind the first digit stands the point */
    if (places == 0) {
        out = write_digits(n, length, out);
    } else { /* digits first, then those before the point one to the left */
        char *end = write_digits(n, length, out + 1);

        memmove(out, out + 1, (size_t) (length - places));
        out[length - places] = '.';
        out = end;
    }
    return place < 0 ? write_exponent(place, out) : out;
}

/* @return behind the last digit; NULL when the number is none of these */
static char *write_exactly(double x, char *out)
{
    const double size = fabs(x);
    uint64_t bits = 0, m = 0;
    int s = 0, place = 0;

    if (!(size >= starts[0] && size < starts[sizeof starts / sizeof *starts - 1]))
        return NULL;
    memcpy(&bits, &size, sizeof bits);
    m = (bits & (((uint64_t) 1 << (MANTISSA - 1)) - 1)) | (uint64_t) 1 << (MANTISSA - 1);
    if (m == (uint64_t) 1 << (MANTISSA - 1))
        return NULL;
    s = DBL_MAX_EXP - 2 + MANTISSA - (int) (bits >> (MANTISSA - 1));
    place = place_of(size, MANTISSA - s);
    for (int digits = FEWEST_DIGITS; digits <= MOST_DIGITS; digits++) {
        const int places = digits - 1 - place;
        const wide product = (wide) m * fives[places], unit = (wide) 1 << (s - places);
        const wide rest = product & (unit - 1), off = rest < unit - rest ? rest : unit - rest;
        uint64_t n = (uint64_t) (product >> (s - places));

        if (2 * rest == unit || 2 * off == fives[places])
            return NULL;
        if (2 * off > fives[places])
            continue;
        n += 2 * rest > unit ? 1 : 0;
        if (x < 0.0)
            *out++ = '-';
        return write_places(n, places, out);
    }
    return NULL;
}
#else
static char *write_exactly(double x, char *out)
{
    (void) x;
    (void) out;
    return NULL;
}
#endif

/* Whole numbers of at most 15 digits. @return as above */
static char *write_whole(double x, char *out)
{
    const double most = 1e15;
    int64_t n = 0;

    if (!(fabs(x) < most && x != 0.0))
        return NULL;
    n = (int64_t) x;
    if ((double) n != x)
        return NULL;
    if (n < 0)
        *out++ = '-';
    n = n < 0 ? -n : n;
    return write_digits((uint64_t) n, count_digits((uint64_t) n), out);
}

size_t titian_number_text(double x, char out[32])
{
    /* Up to 15 digits survive the way into a double and back, and %g drops trailing zeros; so the first of 15, 16
     * and 17 digits that reads back as x is the shortest. Below DBL_MIN fewer digits can do. */
    const int least = fabs(x) < DBL_MIN ? 1 : 15;
    char *end = NULL;

    out[0] = '\0';
    if (!isfinite(x))
        return 0;
    end = write_whole(x, out);
    if (end == NULL)
        end = write_exactly(x, out);
    if (end != NULL) {
        *end = '\0';
        return (size_t) (end - out);
    }
    for (int digits = least; digits <= 17; digits++) {
        (void) snprintf(out, 32, "%.*g", digits, x);
        if (strtod(out, NULL) == x)
            break;
    }
    mend_point(out);
    return strlen(out);
}

const char *titian_number_fixed(double x, int decimals, char out[32])
{
    if (!isfinite(x) || fabs(x) >= 1e15) {
        (void) titian_number_text(x, out);
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

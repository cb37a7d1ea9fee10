/* Kernels: ln and exp made of plain arithmetic alone, so that they have the same bits on every processor, and loops
 * over them can use vectors. The C library's are as good, but differ between processors in the last bit. Source: Sun
 * Microsystems' fdlibm (e_log.c, e_exp.c: "Permission to use, copy, modify, and distribute this software is freely
 * granted"), its polynomials and reductions; errors below one unit in the last place. SPDX-License-Identifier:
 * GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_ELEMENTARY_H
#define TITIAN_KERNELS_ELEMENTARY_H

#include <stdint.h>
#include <string.h>

static inline uint64_t elementary_bits(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double elementary_double(uint64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

/* ln 2 in two parts, the first with room for a factor of 11 bits. */
#define ELEMENTARY_LN2_HIGH 6.93147180369123816490e-01
#define ELEMENTARY_LN2_LOW 1.90821492927058770002e-10

/** ln x = k ln 2 + ln(1 + f), with 1 + f between sqrt(1/2) and sqrt(2). @param x  normal, > 0, finite */
static inline double elementary_ln(double x)
{
    /* the exponent as if counted from sqrt(1/2), kept as a double by way of the digits of 2^52 + 2^51 */
    const uint64_t moved = elementary_bits(x) + (UINT64_C(0x3ff0000000000000) - UINT64_C(0x3fe6a09e667f3bcd));
    const double k = elementary_double(UINT64_C(0x4338000000000000) + (moved >> 52)) - (0x1.8p52 + 1023.0);
    const double f = elementary_double((moved & UINT64_C(0x000fffffffffffff)) + UINT64_C(0x3fe6a09e667f3bcd)) - 1.0;
    const double s = f / (2.0 + f), z = s * s, w = z * z, half = 0.5 * f * f;
    const double even =
        w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    const double odd =
        z * (6.666666666666735130e-01 +
                w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));

    return k * ELEMENTARY_LN2_HIGH - ((half - (s * (half + (even + odd)) + k * ELEMENTARY_LN2_LOW)) - f);
}

/** exp x = 2^k exp(r). @param x  -708 .. 709; what is outside is taken as the nearest of these */
static inline double elementary_exp(double x)
{
    const double within = x < -708.0 ? -708.0 : x > 709.0 ? 709.0 : x;
    const double shifted = within * 1.44269504088896338700 + 0x1.8p52; /* its last digits are k, rounded */
    const double k = shifted - 0x1.8p52;
    const double high = within - k * ELEMENTARY_LN2_HIGH, low = k * ELEMENTARY_LN2_LOW, r = high - low, t = r * r;
    const double c = r - t * (1.66666666666666019037e-01 +
                                 t * (-2.77777777770155933842e-03 +
                                         t * (6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 +
                                                                                   t * 4.13813679705723846039e-08))));
    const double y = 1.0 + (r * c / (2.0 - c) - low + high);

    return elementary_double(elementary_bits(y) + (elementary_bits(shifted) << 52));
}

#endif

/* Kernels: sums without rounding.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/exact.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

enum { DIGIT_BITS = 32, LEAST = 64 /* the last digit is worth 2^-LEAST */ };

void kernel_exact_add(kernel_exact *sum, double x)
{
    const uint64_t low_mask = UINT64_C(0xffffffff);
    uint64_t bits, mantissa, low, high;
    int shift, word;
    int64_t sign;

    if (!(fabs(x) < 0x1p95)) {
        sum->lost++;
        return;
    }
    memcpy(&bits, &x, sizeof bits);
    mantissa = bits & UINT64_C(0x000fffffffffffff);
    shift = (int) (bits >> 52 & 0x7ff);
    if (shift == 0) /* far below the last digit */
        return;
    mantissa |= UINT64_C(0x0010000000000000);
    shift += LEAST - 1075; /* the number is mantissa 2^shift in units of the last digit */
    sign = (bits >> 63) != 0 ? -1 : 1;
    if (shift < 0) {
        mantissa = shift > -64 ? mantissa >> -shift : 0;
        shift = 0;
    }
    word = shift / DIGIT_BITS;
    low = (mantissa & low_mask) << shift % DIGIT_BITS;
    high = (mantissa >> DIGIT_BITS) << shift % DIGIT_BITS;
    sum->digit[word] += sign * (int64_t) (low & low_mask);
    sum->digit[word + 1] += sign * (int64_t) ((low >> DIGIT_BITS) + (high & low_mask));
    if (high >> DIGIT_BITS != 0)
        sum->digit[word + 2] += sign * (int64_t) (high >> DIGIT_BITS);
}

void kernel_exact_merge(kernel_exact *into, const kernel_exact *from)
{
    for (size_t k = 0; k < KERNEL_EXACT_DIGITS; k++)
        into->digit[k] += from->digit[k];
    into->lost += from->lost;
}

double kernel_exact_value(const kernel_exact *sum)
{
    int64_t digit[KERNEL_EXACT_DIGITS], carry = 0;
    double value = 0.0;
    int negative;

    if (sum->lost > 0)
        return (double) NAN;
    for (size_t k = 0; k < KERNEL_EXACT_DIGITS; k++) { /* digits from 0 to 2^32 - 1, the sign in the carry */
        const int64_t all = sum->digit[k] + carry;

        carry = all >= 0 ? all >> DIGIT_BITS : -((-all + INT64_C(0xffffffff)) >> DIGIT_BITS);
        digit[k] = all - carry * (INT64_C(1) << DIGIT_BITS);
    }
    negative = carry < 0;
    for (size_t k = KERNEL_EXACT_DIGITS; k-- > 0;)
        value = value * 0x1p32 + (double) (negative ? INT64_C(0xffffffff) - digit[k] : digit[k]);
    /* a negative number is -(complement + 1 in the last digit) */
    return ldexp(negative ? -(value + 1.0) : value, -LEAST);
}

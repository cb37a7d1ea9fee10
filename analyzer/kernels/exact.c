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

/* Bring digits to 0 .. 2^32 - 1. @return the sign: -1 where the number is below 0, else 0 */
static int64_t carry_over(int64_t *digit)
{
    int64_t carry = 0;

    for (size_t k = 0; k < KERNEL_EXACT_DIGITS; k++) {
        const int64_t all = digit[k] + carry;

        carry = all >= 0 ? all >> DIGIT_BITS : -((-all + INT64_C(0xffffffff)) >> DIGIT_BITS);
        digit[k] = all - carry * (INT64_C(1) << DIGIT_BITS);
    }
    return carry;
}

/* The 64 bits from the first one on; the last of them is set also where something follows, so that the number is
 * rounded as a whole. @param digit  the first one of `top` is above 0 */
static double leading(const int64_t *digit, size_t top)
{
    uint64_t bits = (uint64_t) digit[top] << DIGIT_BITS | (top > 0 ? (uint64_t) digit[top - 1] : 0);
    uint64_t next = top > 1 ? (uint64_t) digit[top - 2] : 0, rest = 0;
    int shift = 0;

    for (; (bits >> 63) == 0; shift++) {
        next <<= 1;
        bits = bits << 1 | (next >> DIGIT_BITS & 1);
    }
    rest = next & UINT64_C(0xffffffff);
    for (size_t k = 0; k + 2 < top; k++)
        rest |= (uint64_t) digit[k];
    return ldexp((double) (bits | (rest != 0 ? 1 : 0)), DIGIT_BITS * ((int) top - 1) - shift - LEAST);
}

double kernel_exact_value(const kernel_exact *sum)
{
    int64_t digit[KERNEL_EXACT_DIGITS];
    size_t top = KERNEL_EXACT_DIGITS;
    int negative;

    if (sum->lost > 0)
        return (double) NAN;
    memcpy(digit, sum->digit, sizeof digit);
    negative = carry_over(digit) < 0;
    if (negative) {
        for (size_t k = 0; k < KERNEL_EXACT_DIGITS; k++)
            digit[k] = -sum->digit[k];
        (void) carry_over(digit);
    }
    while (top > 0 && digit[top - 1] == 0)
        top--;
    if (top == 0)
        return 0.0;
    return negative ? -leading(digit, top - 1) : leading(digit, top - 1);
}

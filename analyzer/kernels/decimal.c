/* Kernel: rounding to decimal places.
 *
 * Let p = 10^decimals and x > 0. Candidates are k / p and (k + 1) / p, and the tie between them is t = (2k + 1) /
 * (2p). All these numerators and denominators are whole numbers below 2^53, so each quotient, divided once, is the
 * double nearest to that decimal. A mean of n decimals that is t in exact arithmetic comes out within about n / 2
 * units in the last place of it: so what lies within NOISE of t, relatively, is t. Where places are so many that this
 * is no longer small beside them, a thousandth of a place is the limit; beside the last places of doubles that is
 * nothing, and a double is then the decimal it stands for. No text is made and no locale matters.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/decimal.h"

#include <math.h>

/* Of a tie: what sums of a few thousand terms may lose, and a millionth of what any table prints. */
static const double NOISE = 1e-12;

static double round_positive(double x, double power, kernel_ties ties)
{
    double k = floor(x * power), tie = 0.0, noise = 0.0;

    if (!(k < 0x1p52))
        return x;
    if (k / power > x) /* x * power was rounded up past a whole number */
        k -= 1.0;
    else if ((k + 1.0) / power <= x)
        k += 1.0;
    tie = (2.0 * k + 1.0) / (2.0 * power);
    noise = fmin(NOISE * tie, 1e-3 / power);
    if (x > tie + noise || (x >= tie - noise && (ties == KERNEL_TIES_AWAY || fmod(k, 2.0) != 0.0)))
        k += 1.0;
    return k / power;
}

void kernel_round_decimals(double *x, size_t n, unsigned decimals, kernel_ties ties)
{
    double power = 1.0;

    for (unsigned d = 0; d < decimals; d++)
        power *= 10.0;
    for (size_t i = 0; i < n; i++) {
        const double size = round_positive(fabs(x[i]), power, ties);

        x[i] = x[i] < 0.0 && size > 0.0 ? -size : size;
    }
}

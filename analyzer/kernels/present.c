/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/present.h"

#include <math.h>

#include "kernels/clones.h"

KERNEL_CLONES static void keep_where(double *restrict x, const unsigned char *restrict keep, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = keep[i] ? x[i] : (double) NAN;
}

void kernel_keep(double *x, const unsigned char *keep, size_t n)
{
    keep_where(x, keep, n);
}

/* Beyond the largest number there is. */
KERNEL_CLONES static int any_infinite(const double *x, size_t n)
{
    int any = 0;

    for (size_t i = 0; i < n; i++)
        any |= fabs(x[i]) > 0x1.fffffffffffffp1023;
    return any;
}

size_t kernel_find_infinite(const double *x, size_t n)
{
    size_t i = 0;

    if (!any_infinite(x, n))
        return n;
    while (!isinf(x[i]))
        i++;
    return i;
}

KERNEL_CLONES static void say(
    const double *restrict x, size_t n, unsigned char there, unsigned char missing, unsigned char *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = isnan(x[i]) ? missing : there;
}

void kernel_say_present(const double *x, size_t n, unsigned char there, unsigned char missing, unsigned char *out)
{
    say(x, n, there, missing, out);
}

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

/* Numbers beyond the largest there is are looked for on the way: one pass over the column. */
KERNEL_CLONES static int mark(
    const double *restrict x, size_t n, unsigned char there, unsigned char missing, unsigned char *restrict out)
{
    int any = 0;

    for (size_t i = 0; i < n; i++) {
        out[i] = isnan(x[i]) ? missing : there;
        any |= fabs(x[i]) > 0x1.fffffffffffffp1023;
    }
    return any;
}

size_t kernel_mark_present(const double *x, size_t n, unsigned char there, unsigned char missing, unsigned char *out)
{
    size_t i = 0;

    if (!mark(x, n, there, missing, out))
        return n;
    while (!isinf(x[i]))
        i++;
    return i;
}

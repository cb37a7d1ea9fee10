/* Kernels: which numbers of a column are there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_PRESENT_H
#define TITIAN_KERNELS_PRESENT_H

#include <stddef.h>

/** x := missing where keep is 0. @param x, keep  n each */
void kernel_keep(double *x, const unsigned char *keep, size_t n);

/** out := `there` where x has a number, else `missing`. @param out  n bytes; may not overlap x
 *  @return position of the first infinite number of x; n when there is none. Missing ones are not infinite */
size_t kernel_mark_present(const double *x, size_t n, unsigned char there, unsigned char missing, unsigned char *out);

#endif

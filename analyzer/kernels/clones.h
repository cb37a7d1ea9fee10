/* Kernels: one loop compiled for several widths of vectors, the widest that the machine has taken at run time.
 * Only for loops that treat each element by itself, so that no width changes a bit: products are not contracted
 * (-ffp-contract=off) and nothing is summed across elements. Not with sanitizers: the choice is made before they start.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_CLONES_H
#define TITIAN_KERNELS_CLONES_H

#include <math.h> /* says whether this is glibc */

#if defined(__x86_64__) && defined(__ELF__) && defined(__GLIBC__) && defined(TITIAN_CLONES)
#define KERNEL_CLONES __attribute__((target_clones("default", "avx2", "avx512f")))
#else
#define KERNEL_CLONES
#endif

#endif

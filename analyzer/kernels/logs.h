/* Kernels: logarithms for skewed columns, beside kernel_log_ct. In place; missing values stay missing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_LOGS_H
#define TITIAN_KERNELS_LOGS_H

#include <stddef.h>

/** x := ln(x - least + 0.01 (greatest - least)) where the skewness is above 0, else -ln(greatest - x + 0.01 (greatest
 *  - least)), which draws in a long lower end; both keep the order.
 *  @param least,greatest  of the column, not equal
 *  Source: COINr log_CT_plus(). Cost: O(n). */
void kernel_log_ct_plus(double *x, size_t n, double least, double greatest, double skewness);

/** x := ln(x - least + 1): depends on the unit of measurement. Source: COINr log_CT_orig(). Cost: O(n). */
void kernel_log_ct_orig(double *x, size_t n, double least);

/** x := ln((greatest f - 1) (x - least) / (greatest - least) + 1), from 0 at least to ln(greatest f) at greatest.
 *  @param least,greatest  of the column, not equal
 *  @param f               a power of ten that brings greatest above 1; 1 where it is
 *  @return 1; 0 when greatest f is not above 1: then the formula would turn or level the order, and x is left as it
 *  is Source: Global Innovation Index, appendix on technical notes; COINr log_GII() as documented (its code returns x
 *  unchanged). Cost: O(n). */
int kernel_log_gii(double *x, size_t n, double least, double greatest, double f);

#endif

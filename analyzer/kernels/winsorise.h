/* Kernel: winsorisation, extreme values drawn in until skewness or kurtosis is acceptable.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_WINSORISE_H
#define TITIAN_KERNELS_WINSORISE_H

#include <stddef.h>

/** When values are acceptable, and how far to go. */
typedef struct {
    double skewness;   /* acceptable: |skewness| below this ... */
    double kurtosis;   /* ... or excess kurtosis below this; both strict */
    size_t max_points; /* stop when so many points have been drawn in; tested before a step */
} kernel_winsor_rule;

typedef enum {
    KERNEL_WINSOR_PASSES, /* acceptable now */
    KERNEL_WINSOR_FAILS,  /* max_points reached, still not acceptable */
    KERNEL_WINSOR_STUCK   /* one more step would leave a single value: nothing can be said of such a column */
} kernel_winsor_end;

/** Where winsorisation ended: every value below `low` is to become `low`, every value above `high`, `high`. */
typedef struct {
    kernel_winsor_end end;
    double low, high;     /* unit of x */
    size_t n_low, n_high; /* values outside them */
} kernel_winsor;

/** Is a shape acceptable? NaNs (too few values, all equal) are: such a column is left alone. */
int kernel_winsor_passes(const kernel_winsor_rule *rule, double skewness, double kurtosis);

/** Find the limits. While the column is not acceptable and fewer than max_points values have been drawn in: if its
 *  skewness is >= 0, all values tied at the maximum become the next smaller value, else all at the minimum the next
 *  larger. The values are sorted once; sums of powers, accumulated from the median outwards, give each step's shape
 *  in O(1). The centre is the median, which is never more than one standard deviation from the mean and which does
 *  not move while fewer than half the values are drawn in; past that each step is computed afresh, in O(n).
 *  @param x        n values; missing allowed
 *  @param scratch  5 n doubles, overwritten
 *  Source: COINr winsorise(); docs/methods.md "Winsorisation". Cost: O(n log n + steps). */
kernel_winsor kernel_winsorise(const kernel_winsor_rule *rule, const double *x, size_t n, double *scratch);

/** Draw values into [low, high] in place; missing ones stay missing. Cost: O(n). */
void kernel_clamp(double *x, size_t n, double low, double high);

#endif

/* Kernels: who is deprived in how many ways at once, after Alkire and Foster.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_DEPRIVATION_H
#define TITIAN_KERNELS_DEPRIVATION_H

#include <stddef.h>

/** n units and m indicators, none missing. */
typedef struct {
    const double *x;       /* indicator after indicator, n each; more is better */
    const double *people;  /* n weights > 0 of any scale; NULL: units count alike */
    const double *lines;   /* m: a unit is deprived in j where x < line, which is > 0 */
    const double *weights; /* m, >= 0, sum > 0, of any scale */
    size_t n, m;
    double cutoff; /* share of the weights in which a unit must be deprived to be poor, 0..1; 0: any deprivation */
} kernel_poverty;

/** Of all units, or of a group. */
typedef struct {
    double h;          /* share of the people who are poor */
    double a;          /* mean share of the weights in which the poor are deprived; missing without poor */
    double m0, m1, m2; /* h a; with gaps; with squared gaps */
    double people;     /* who are poor, in the unit of the weights */
} kernel_poor;

/** Share of the weights in which each unit is deprived. @param out  n. Cost: O(n m) */
void kernel_deprived(const kernel_poverty *p, double *out);

/** A unit is poor where its share reaches the cut-off, within 1e-12, or is above 0 where the cut-off is 0.
 *  @param deprived  what kernel_deprived gives; takes_part: n flags, NULL for all units; @param heads  m shares of
 * the people who are deprived in j, censored: and poor; uncensored: or not; NULL: not wanted
 *  @return all missing where nobody takes part. Source: Alkire, Foster 2011. Cost: O(n m) */
kernel_poor kernel_count_poor(const kernel_poverty *p, const double *deprived, const unsigned char *takes_part,
    double *censored, double *uncensored);

#endif

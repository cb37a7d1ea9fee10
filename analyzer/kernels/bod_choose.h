/* Kernels of the benefit of the doubt: among weights that are as good, those of the most even shares.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_BOD_CHOOSE_H
#define TITIAN_KERNELS_BOD_CHOOSE_H

#include <titian/status.h>

#include "kernels/bod_lp.h"

/** All weights under which a unit has its score. With shares s = weight x value / score these are the s >= 0 that add
 *  up to 1, keep the restrictions, and give no unit more than 1. Borrowed. */
typedef struct {
    const bod_programme *programme; /* its pool: the units, of cost 1; its own columns: restrictions, of cost 0 */
    const double *unit;             /* n_rows values */
    double score;                   /* above 0 */
} bod_face;

/** Room for the search. Its memory is had and given back outside bod_guarded. */
typedef struct {
    size_t n_rows, n_pool;
    double *points;           /* (n_rows + 1) x n_rows: corners of the face, a small simplex among them */
    double *part, *affine;    /* n_rows + 1: how much of each corner */
    double *gram;             /* (n_rows + 1) x (n_rows + 1) */
    double *nearest, *corner; /* n_rows */
    double *numbers;          /* n_rows + 1, for GLPK */
    int *indices;             /* n_rows + 1, for GLPK */
    unsigned char *is_in;     /* n_pool: its row is in the programme */
    size_t n;                 /* corners held */
} bod_chooser;

/** Allocate. @return TITIAN_OK or TITIAN_E_MEMORY; bod_chooser_close is right in either case */
titian_status bod_chooser_open(bod_chooser *chooser, size_t n_rows, size_t n_pool, titian_error *err) TITIAN_CHECKED;
void bod_chooser_close(bod_chooser *chooser);

/** The point of the face with the least sum of (s_j - 1 / m)^2, which is the one nearest to 0.
 *  The face is met through its corners alone: GLPK finds the one that lies farthest in a direction, and Wolfe's
 *  algorithm goes on from corner to corner. Right to about 8 digits.
 *  @param shares  n_rows, to be written; 0 where the unit has 0
 *  @return 1; 0 when it could not be found. Inside bod_guarded
 *  Source: Wolfe 1976 (the nearest point in a polytope). Cost: some m programmes of m columns */
int bod_choose(bod_chooser *chooser, const bod_face *face, double *shares);

#endif

/* Kernels: linear programmes over weights in a box, whose rows are the differences of one unit to its rivals.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_RANK_LP_H
#define TITIAN_KERNELS_RANK_LP_H

#include <stddef.h>
#include <stdint.h>

#include "kernels/box.h"

/** Variables are the free weights, of which the last follows from the others, and the difference d_k w of each rival,
 *  which may be bound as well. As many variables as there are weights to choose (n_columns) tell all others, each a
 *  row: a dictionary. Every objective that is looked at is a row already, so that going from one to the next, or
 *  binding a rival, asks for no new start; every corner passed on the way tells all differences there. */
typedef struct {
    size_t n_columns;             /* free weights - 1 */
    size_t n_rows;                /* rivals + 1 */
    size_t pitch;                 /* doubles between columns */
    const double *origin;         /* rows by the weights: n_columns columns and the constants */
    double *table;                /* rows by the variables that tell them, likewise */
    double *value;                /* of rows */
    double *given;                /* of columns; the last is 1 */
    uint32_t *of_row, *of_column; /* which variable */
    int32_t *place;               /* of a variable: its row, or -1 less its column */
    double *low, *high;           /* bounds of variables; infinite where there are none */
    double *slope;                /* n_columns of scratch */
    uint64_t work;                /* numbers changed so far */
    uint32_t n_pivots;            /* since the dictionary was made from the origin */
} kernel_rank_lp;

/** Doubles that a dictionary needs. */
size_t kernel_rank_lp_room(size_t n_rivals, size_t m);

/** A dictionary of no bounds but the box's, at a corner.
 *  @param d     n_rivals rows of m differences
 *  @param box   tightened, at least two weights of it free
 *  @param at    m weights of the corner: all but one at a bound
 *  @param room  kernel_rank_lp_room doubles, kept */
void kernel_rank_lp_open(
    kernel_rank_lp *lp, const double *d, size_t n_rivals, const kernel_box *box, const double *at, double *room);

/** Which variable a rival is. */
static inline uint32_t kernel_rank_lp_rival(const kernel_rank_lp *lp, size_t k)
{
    return (uint32_t) (lp->n_columns + 1 + k);
}

/** The value of a variable. */
static inline double kernel_rank_lp_value(const kernel_rank_lp *lp, uint32_t variable)
{
    const int32_t at = lp->place[variable];

    return at >= 0 ? lp->value[at] : lp->given[-1 - at];
}

/** Make the dictionary anew with these variables as columns. @param values  of them */
void kernel_rank_lp_load(kernel_rank_lp *lp, const uint32_t *variables, const double *values);

/** Take rounding out. */
void kernel_rank_lp_refresh(kernel_rank_lp *lp);

/** One step to a corner where a variable is greater (sign 1) or less (-1). @param turn  how many steps before it
 *  @return 0 when there is no such corner. A caller stops after some hundred steps, and relies on nothing then */
int kernel_rank_lp_step(kernel_rank_lp *lp, uint32_t variable, double sign, size_t turn);

/** One step to a point where the sum of costs times shortfalls, max(0, target - difference), is less.
 *  @param costs  of variables; 0 for those that are not looked at
 *  @param pairs  2 rows of scratch
 *  @return 0 when there is no such point; as above */
int kernel_rank_lp_relax(kernel_rank_lp *lp, const double *costs, double target, double *pairs);

#endif

/* Kernels: weights drawn evenly from a box: each set within the bounds that sums to 1 is as likely as any other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_BOX_DRAW_H
#define TITIAN_KERNELS_BOX_DRAW_H

#include <stddef.h>
#include <stdint.h>

#include "kernels/box.h"
#include "kernels/random.h"

enum { KERNEL_BOX_TRIES = 10000 }; /* proposals for one draw */

/** How to draw from a box. */
typedef struct {
    kernel_box box;
    const size_t *free; /* positions of the weights that are free, that with the widest bounds last */
    size_t n_free;
    double spare;   /* what the lower bounds leave of 1 */
    int is_simplex; /* no upper bound is nearer than that */
    double tilt;    /* else: proposals have the density exp(tilt w) within their bounds */
} kernel_box_sampler;

/** Make ready to draw.
 *  @param box        tightened, borrowed
 *  @param positions  room for m positions, borrowed too. Cost: O(m), for upper bounds about 60 m exponentials */
void kernel_box_sampler_start(kernel_box_sampler *s, const kernel_box *box, size_t *positions);

/** One draw.
 *  Lower bounds alone: w = l + (1 - sum l) e / sum e with e exponential: exact, no proposal is refused. Upper bounds
 *  too: all free weights but the widest are proposed by themselves, each with the density exp(tilt w) within its own
 *  bounds, and the widest takes what is left; the proposal is taken when that lies within its bounds, with a
 *  probability in proportion to exp(tilt w) there. What is taken has the density exp(tilt sum w), which is constant:
 *  it is uniform and owes nothing to earlier draws, whatever the tilt.
 *  The tilt is that at which the proposals sum to 1 on average, so that few are refused: 0.6 / sqrt(m) of them or
 *  more were taken in boxes of 4 to 200 weights, one in two of 8 weights within a quarter of their own.
 *  @param replication  number of the draw, on which alone it depends with seed and stream
 *  @param numbers      m doubles of scratch
 *  @param weights      m weights, written
 *  @return 1; 0 when none of KERNEL_BOX_TRIES proposals was taken
 *  Source: Lahdelma, Salminen, Operations Research 49 (2001), for lower bounds; proposals by the framework's own
 *  design: docs/methods.md "Robustness without sampling". With upper bounds the numbers are the C library's log1p(),
 *  expm1() and exp(). Cost: O(m) a proposal. */
int kernel_box_draw(
    const kernel_box_sampler *s, const kernel_random *random, uint64_t replication, double *numbers, double *weights);

#endif

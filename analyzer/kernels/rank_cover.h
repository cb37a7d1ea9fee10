/* Kernels: weights in a box that leave the fewest of some differences below a target, proved by branch and bound.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_RANK_COVER_H
#define TITIAN_KERNELS_RANK_COVER_H

#include <stddef.h>
#include <stdint.h>

#include "kernels/box.h"

typedef struct {
    const double *d; /* n rows of m differences */
    size_t n;
    kernel_box box;     /* tightened */
    double target;      /* a difference d_k w counts as reached from here on ... */
    double slack;       /* ... less half of this > 0, which is to be more than rounding */
    size_t fewest;      /* weights with so many below the target are known already */
    uint64_t most_work; /* numbers that may be changed */
    int any;            /* 1: the first weights that are better than known will do */
} kernel_rank_cover;

typedef struct {
    size_t fewest; /* below the target at the weights found, or known before */
    size_t proved; /* no weights leave fewer */
    int found;     /* 1: weights are written */
    uint64_t work, n_nodes;
} kernel_rank_cover_result;

/** Bytes of scratch, aligned for any type. */
size_t kernel_rank_cover_room(size_t n, size_t m);

/** @param weights  m weights, written when better ones than known are found */
void kernel_rank_cover_find(
    const kernel_rank_cover *problem, kernel_rank_cover_result *out, double *weights, void *room);

#endif

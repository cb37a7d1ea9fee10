/* Kernels: hierarchical clustering.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_CLUSTER_H
#define TITIAN_KERNELS_CLUSTER_H

#include <stddef.h>

typedef enum {
    KERNEL_AVERAGE,  /* mean of the dissimilarities between two clusters' members */
    KERNEL_COMPLETE, /* greatest of them */
    KERNEL_WARD      /* least increase of the sum of squares within; needs Euclidean distances */
} kernel_linkage;

/** One merge. Clusters 0 .. n - 1 are the objects; the k-th merge, from 0, makes cluster n + k. */
typedef struct {
    size_t first, second; /* first < second */
    double height;        /* never less than that of the merge before; for Ward in the unit of the distances */
    size_t size;          /* objects in the new cluster */
} kernel_merge;

/** Merge n objects two by two, the closest first; of equally close pairs the one whose lowest-numbered members come
 *  first.
 *  @param apart    n x n dissimilarities, symmetric, >= 0, none missing; overwritten
 *  @param merges   n - 1
 *  @param nearest  3 n positions of scratch
 *  Source: Lance and Williams 1967; R hclust("average", "complete", "ward.D2"). Cost: O(n^2) usually, at most O(n^3).
 */
void kernel_cluster(double *apart, size_t n, kernel_linkage linkage, kernel_merge *merges, size_t *nearest);

/** Cut a tree into n_clusters: undo the last merges.
 *  @param n_clusters  1 .. n
 *  @param labels      n: cluster of each object, numbered from 0 in the order of their first objects
 *  @param scratch     2 n positions
 *  Source: R cutree(). Cost: O(n). */
void kernel_cluster_cut(const kernel_merge *merges, size_t n, size_t n_clusters, size_t *labels, size_t *scratch);

#endif

/* Kernels: hierarchical clustering.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/cluster.h"

#include <math.h>
#include <stdint.h>

/* A cluster lives in the row of its lowest-numbered object; other rows are empty: size 0. */
typedef struct {
    double *apart;
    size_t n;
    size_t *nearest; /* the later row nearest to each row, the first of equals; SIZE_MAX where there is none */
    size_t *size;
    size_t *name; /* number of the cluster in each row */
} tree;

static double between(const tree *t, size_t a, size_t b)
{
    return t->apart[a * t->n + b];
}

static void find_nearest(tree *t, size_t row)
{
    t->nearest[row] = SIZE_MAX;
    for (size_t k = row + 1; k < t->n; k++)
        if (t->size[k] > 0 && (t->nearest[row] == SIZE_MAX || between(t, row, k) < between(t, row, t->nearest[row])))
            t->nearest[row] = k;
}

/* The row whose nearest later row is nearest of all, the first of equals. */
static size_t closest_row(const tree *t)
{
    size_t best = SIZE_MAX;

    for (size_t row = 0; row < t->n; row++) {
        if (t->size[row] == 0 || t->nearest[row] == SIZE_MAX)
            continue;
        if (best == SIZE_MAX || between(t, row, t->nearest[row]) < between(t, best, t->nearest[best]))
            best = row;
    }
    return best;
}

/* Dissimilarity of `other` to the union of a and b. Ward's is of distances, by shares of the largest, whose squares
 * cannot overflow. */
static double to_union(const tree *t, kernel_linkage linkage, size_t a, size_t b, size_t other)
{
    const double to_a = between(t, a, other), to_b = between(t, b, other), base = between(t, a, b);
    const double n_a = (double) t->size[a], n_b = (double) t->size[b], n_o = (double) t->size[other];
    const double most = fmax(to_a, fmax(to_b, base));
    double square = 0.0;

    if (linkage == KERNEL_COMPLETE)
        return fmax(to_a, to_b);
    if (linkage == KERNEL_AVERAGE)
        return to_a * (n_a / (n_a + n_b)) + to_b * (n_b / (n_a + n_b));
    if (!(most > 0.0))
        return 0.0;
    square = ((n_a + n_o) * (to_a / most) * (to_a / most) + (n_b + n_o) * (to_b / most) * (to_b / most) -
                 n_o * (base / most) * (base / most)) /
             (n_a + n_b + n_o);
    return most * sqrt(fmax(square, 0.0));
}

/* Merge row b into row a, a < b, and mend what rows think is nearest. */
static void unite(tree *t, kernel_linkage linkage, size_t a, size_t b)
{
    for (size_t k = 0; k < t->n; k++) {
        if (t->size[k] == 0 || k == a || k == b)
            continue;
        t->apart[k * t->n + a] = t->apart[a * t->n + k] = to_union(t, linkage, a, b, k);
    }
    t->size[a] += t->size[b];
    t->size[b] = 0;
    find_nearest(t, a);
    for (size_t k = 0; k < b; k++) {
        if (t->size[k] == 0 || k == a)
            continue;
        if (t->nearest[k] == a || t->nearest[k] == b)
            find_nearest(t, k);
        else if (k < a && (between(t, k, a) < between(t, k, t->nearest[k]) ||
                              (between(t, k, a) == between(t, k, t->nearest[k]) && a < t->nearest[k])))
            t->nearest[k] = a;
    }
}

void kernel_cluster(double *apart, size_t n, kernel_linkage linkage, kernel_merge *merges, size_t *nearest)
{
    tree t = {.apart = apart, .n = n, .nearest = nearest, .size = nearest + n, .name = nearest + 2 * n};
    double height = 0.0;

    for (size_t i = 0; i < n; i++) {
        t.size[i] = 1;
        t.name[i] = i;
    }
    for (size_t i = 0; i < n; i++)
        find_nearest(&t, i);
    for (size_t k = 0; k + 1 < n; k++) {
        const size_t a = closest_row(&t), b = t.nearest[a];

        height = fmax(height, between(&t, a, b)); /* rounding apart, none of the three goes down */
        merges[k] = (kernel_merge){.first = t.name[a] < t.name[b] ? t.name[a] : t.name[b],
            .second = t.name[a] < t.name[b] ? t.name[b] : t.name[a],
            .height = height,
            .size = t.size[a] + t.size[b]};
        unite(&t, linkage, a, b);
        t.name[a] = n + k;
    }
}

void kernel_cluster_cut(const kernel_merge *merges, size_t n, size_t n_clusters, size_t *labels, size_t *scratch)
{
    size_t *label = scratch; /* of objects and merged clusters: 2 n - 1; SIZE_MAX: none yet */
    size_t next = 0;
    const size_t kept = n > n_clusters ? n - n_clusters : 0;

    for (size_t i = 0; i < n + kept; i++)
        label[i] = SIZE_MAX;
    /* Parents before children: the top kept cluster of each object, as its number, n + k, or its own. */
    for (size_t k = kept; k-- > 0;) {
        const size_t top = label[n + k] == SIZE_MAX ? n + k : label[n + k];

        label[merges[k].first] = top;
        label[merges[k].second] = top;
    }
    for (size_t i = 0; i < n; i++)
        labels[i] = label[i] == SIZE_MAX ? i : label[i];
    for (size_t i = 0; i < n + kept; i++)
        label[i] = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        if (label[labels[i]] == SIZE_MAX)
            label[labels[i]] = next++;
        labels[i] = label[labels[i]];
    }
}

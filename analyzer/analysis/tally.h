/* The tally: what many replications found, in memory that does not grow with their number. All of it is counts and
 * exact sums, so the same replications give the same bytes however they are shared out and in whatever order they
 * come. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_TALLY_H
#define TITIAN_ANALYSIS_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include <titian/status.h>

#include "analysis/allocation_replicate.h"
#include "analysis/replicate.h"
#include "core/arena.h"
#include "kernels/exact.h"
#include "kernels/stream.h"

/** What is watched in every replication of a run; borrowed by its tallies. */
typedef struct {
    const titian_assessment *nominal;
    size_t n_units;
    const size_t *nodes; /* n_nodes aggregates, in node order; the root is the last */
    size_t n_nodes;
    const uint32_t *ranked; /* n_ranked units: those with a rank in the nominal run */
    size_t n_ranked;
    const uint32_t *eligible; /* n_eligible units: those with a priority in the nominal run */
    size_t n_eligible;
    const titian_money_plan *money; /* what is shared out in each replication; NULL: nothing */
    size_t n_series;                /* of figures of units: scores of the nodes; amounts, where there is money */
    const double *scores;           /* [series][unit] of the nominal run */
    const uint32_t *ranks;          /* [node][ranked] of the nominal run */
    size_t width;                   /* ranks 1 to width are counted together, and so on; 1 unless memory forbids */
    size_t n_cells;                 /* of a histogram of scores */
    size_t top;                     /* length of the list of first priorities */
    int pairs;                      /* 1: who is above whom is counted */
    size_t block;                   /* replications that are summed together; what is shared out is whole blocks */
    size_t page;                    /* replications whose ranks and scores are counted together: whole blocks */
} titian_watch;

/** Cells that n ranks are counted in. */
size_t titian_watch_cells(const titian_watch *watch, size_t n);

typedef struct {
    const titian_watch *watch;
    uint64_t n; /* replications */
    /* of score less nominal score and of its square, [series][unit][2]; of ranks likewise, [node][ranked][2]; of the
     * mean absolute shift of ranks of the index and of its square, [2]. Those of ranks only where `width` is above 1:
     * else they follow from the counts */
    kernel_exact *score_sums, *rank_sums, *shift_sums;
    kernel_histogram *scores; /* [series][unit] */
    /* counts: of replications with a score, [series][unit]; of ranks, [node][ranked][cell]; of bands, [ranked][band];
     * of ranks among the first `top`, [ranked]; of priorities, [eligible][cell]; of priorities among the first `top`,
     * [eligible]; of pairs, [ranked][ranked] how often the first is above the second;
     * of replications whose budget could be shared out, [1]; of amounts above 0 and of those among the `top` largest,
     * [unit] */
    uint32_t *present, *ranks, *bands, *leads, *priorities, *firsts, *pairs, *shared, *funded, *largest;
    uint32_t *cells; /* of the histograms, one behind the other */
    /* the page being filled, and the block at its end */
    size_t n_page, n_block;
    double *page;            /* [series][replication][unit] scores */
    uint32_t *rank_page;     /* [node][replication][ranked] */
    titian_money_desk *desk; /* where there is money */
    double *scratch;
    uint32_t *spare;
    titian_arena arena;
} titian_tally;

TITIAN_CHECKED titian_status titian_tally_new(titian_tally **out, const titian_watch *watch, titian_error *err);
void titian_tally_free(titian_tally *tally);

/** Take down what a hand has just found. A block must hold the same replications, in their order, in every run. */
void titian_tally_take(titian_tally *tally, const titian_hand *hand);
/** Close a block, full or not. */
void titian_tally_close(titian_tally *tally);
/** Close the block and the page: what follows wants a settled tally. */
void titian_tally_settle(titian_tally *tally);
/** Add what n others have taken down; all settled. At most one thread for each tally works on it. */
void titian_tally_merge(titian_tally *into, titian_tally *const *from, size_t n, size_t n_threads);
/** Of a node and the k-th ranked unit: the sum of rank less nominal rank, and of its square, over the replications
 * in which it had a rank. */
void titian_tally_rank_sums(const titian_tally *tally, size_t node, size_t k, double sums[2]);
/** Nothing taken down. */
void titian_tally_clear(titian_tally *tally);

/** A settled tally as bytes, for another process or a file of the same machine. */
size_t titian_tally_size(const titian_tally *tally);
void titian_tally_save(const titian_tally *tally, unsigned char *bytes);
void titian_tally_load(titian_tally *tally, const unsigned char *bytes);
/** Can what was loaded be a tally of replications? Nothing that is computed from a sound one leaves its arrays.
 *  Cost: once over its counts. */
int titian_tally_is_sound(const titian_tally *tally);

#endif

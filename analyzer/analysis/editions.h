/* Two editions at work: their blocks, every mixture of them, and what each mixture scores.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_EDITIONS_H
#define TITIAN_ANALYSIS_EDITIONS_H

#include <titian/assessment.h>
#include <titian/editions.h>

#include "analysis/aspects.h"
#include "core/arena.h"

enum { TITIAN_MOST_SETS = 1 << TITIAN_N_BLOCKS, TITIAN_MOST_MIXTURES = 8 };

/** The panels of two editions beside each other, and what stands in the index year of each. */
typedef struct {
    const titian_panel *panel[2]; /* as read */
    const titian_panel *raw[2];   /* of the run of each edition, its last year */
} titian_vintages;

/** Which edition a mixture follows: 0 the first, 1 the second. */
typedef struct {
    int news, revision, coverage;
} titian_mixture;

/** A panel of cells of both: a series that gives a unit a value in both editions takes the values of cells that both
 * have from `revision`, and cells that one of them has alone where `news` is that one; a series that gives a value in
 *  one alone is as in `coverage`, like units and labels. With all three alike it is that edition's own.
 *  @param out  owned by the caller */
TITIAN_CHECKED titian_status titian_vintages_mix(
    titian_panel **out, const titian_vintages *v, titian_mixture mixture, titian_error *err);
/** Is there any cell that was revised, and any that one edition has alone, in series that give a value in both? Set
 * to 1 then, else left alone. */
TITIAN_CHECKED titian_status titian_vintages_look(
    const titian_vintages *v, int *revised, int *news, titian_error *err);

/** The parts of elements in the blocks. */
typedef struct {
    size_t *units, n; /* those whose change is split, as units of the table, ascending */
    /* by block as in the table */
    double *part[TITIAN_N_BLOCKS]; /* [node, and one more for weights found in the data][n]; or [stage][n] */
    const titian_aspects *stages[TITIAN_N_BLOCKS]; /* where parts are those of stages; else NULL */
    const char *rest[TITIAN_N_BLOCKS];             /* what the one more is, in words; "" where the block says it */
    const char **why[TITIAN_N_BLOCKS];             /* [n] why the block is not split; NULL: it is */
    unsigned char *way[TITIAN_N_BLOCKS];           /* [n] the least simple titian_split_way that was taken */
    titian_arena arena;
} titian_editions_split;

/** Everything that is run. Sets are over the blocks that differ at all: bit k is block[k]. */
typedef struct {
    const titian_editions *e;
    const titian_framework *framework; /* of the first edition */
    size_t node, n_units;              /* units: those of the first edition's data */
    int year[2];
    size_t n_blocks;
    titian_block block[TITIAN_N_BLOCKS];
    titian_aspects aspects; /* of the method, that differ; with none there is no such block */
    titian_panel
        *mixed[TITIAN_MOST_MIXTURES]; /* by bits of news, revision, coverage; NULL: not made, or an edition's own */
    titian_recipe recipe[TITIAN_MOST_SETS];
    titian_assessment *run[TITIAN_MOST_SETS]; /* NULL: the mixture cannot be computed */
    double *value;                            /* [unit][set] scores of the node; missing */
    titian_editions_split flat; /* of the flat game: of all units, with parts of all blocks; else, and of an
                                   indicator, empty: there blocks are the players of both games */
    const char **flat_note;     /* [unit] why it is not split by that game; NULL: it is, or nobody asked */
    titian_arena arena;
} titian_editions_table;

/** Check the editions and run every mixture.
 *  @param out  to be closed; NULL on failure
 *  @return as titian_editions_make */
TITIAN_CHECKED titian_status titian_editions_open(
    titian_editions_table **out, const titian_editions *editions, titian_error *err);
void titian_editions_close(titian_editions_table *t);

/** How many sets there are; the last is the second edition. */
size_t titian_editions_sets(const titian_editions_table *t);
/** Why the change of a unit is not split; "": it is. */
const char *titian_editions_note(const titian_editions_table *t, size_t unit);
/** Parts of the change of a unit, n_blocks of them. */
void titian_editions_parts(const titian_editions_table *t, size_t unit, double *parts);

/** Shapley's value of every indicator in every block, of weights and of the method, side by side: fills `flat` and
 * its notes. Every mixture has been run, and the node is no indicator.
 *  @return TITIAN_E_MEMORY, or what aggregation gives */
TITIAN_CHECKED titian_status titian_editions_play_flat(titian_editions_table *t, titian_error *err);

/** Run a set of blocks without that of the method, with the stages of a mixture taken over: bits, as in `aspects`.
 *  @param scores  [unit] of the node, written; missing
 *  @return as titian_run */
TITIAN_CHECKED titian_status titian_editions_run_stages(
    const titian_editions_table *t, size_t set, size_t mixture, double *scores, titian_error *err);

/** Split the block of the method among the stages that differ: Shapley's values after each set of the other blocks.
 *  @return TITIAN_E_MEMORY */
TITIAN_CHECKED titian_status titian_editions_split_method(
    titian_editions_split *out, const titian_editions_table *t, size_t block, titian_error *err);

/** The parts of the game that was asked for. Owen's values: each block that is about data or goalposts is split among
 * indicators after every set of the others.
 *  @param out  to be closed whether or not that succeeds
 *  @return TITIAN_E_USAGE for an indicator; TITIAN_E_MEMORY */
TITIAN_CHECKED titian_status titian_editions_split_open(
    titian_editions_split *out, const titian_editions_table *t, titian_error *err);
void titian_editions_split_close(titian_editions_split *split);

#endif

/* A replay: the tree of one year aggregated again and again, with scores of indicators as one likes them, and weights
 * and everything else as a run found them. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_REPLAY_H
#define TITIAN_ANALYSIS_REPLAY_H

#include <titian/assessment.h>

#include "stages/aggregate.h"
#include "stages/carry.h"

/** Start with zeros. Not to be copied once open: its parts point at each other. */
typedef struct {
    titian_recipe recipe;
    titian_notes notes;
    titian_arena notes_arena;
    titian_flow
        flow; /* one year; scores of indicators are in its panel, to be written, those of nodes in its scores */
    titian_shop shop;
    titian_arena_mark mark;
} titian_replay;

/** Make it ready: units and year as asked for, every score missing, every indicator taken in.
 *  @param weights  index year whose weights are taken; those that were found in the data stay as they were found
 *  @param year     index year, for messages
 *  @param units    n_units of the assessment, ascending; NULL: all of them, n_units is not read */
TITIAN_CHECKED titian_status titian_replay_open(titian_replay *r, const titian_assessment *a, size_t weights,
    size_t year, const size_t *units, size_t n_units, titian_error *err);
/** Aggregate. Takes memory only the first time. */
TITIAN_CHECKED titian_status titian_replay_walk(titian_replay *r, titian_error *err);
void titian_replay_close(titian_replay *r);

/** Does some aggregation compare units? Then one unit alone has no score to be replayed. */
int titian_replay_compares(const titian_recipe *recipe);

#endif

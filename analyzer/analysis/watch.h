/* What is watched of an assessment in every replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_WATCH_H
#define TITIAN_ANALYSIS_WATCH_H

#include "analysis/tally.h"

/** What is to be watched beside the aggregates. */
typedef struct {
    size_t top; /* as titian_watch has them */
    int pairs;
    const titian_money_plan *money;
} titian_watched;

/** Watch all aggregates. @param arena  holds what the watch borrows */
TITIAN_CHECKED titian_status titian_watch_open(titian_watch *watch, const titian_assessment *nominal,
    titian_watched also, titian_arena *arena, titian_error *err);

#endif

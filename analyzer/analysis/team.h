/* Processes that work together.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_TEAM_H
#define TITIAN_ANALYSIS_TEAM_H

#include <titian/uncertainty.h>

/** Has the work of every process gone well? All call it after each round; all get the same answer: of the failures
 * that of the first block, as a process alone would have met it.
 *  @param team    NULL: this process alone
 *  @param status  of this process, and its error
 *  @param block   that failed */
TITIAN_CHECKED titian_status titian_team_agree(
    const titian_team *team, titian_status status, uint64_t block, titian_error *err);

#endif

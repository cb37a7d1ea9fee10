/* From what was gathered to a panel.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_ASSEMBLE_H
#define TITIAN_INPUT_ASSEMBLE_H

#include <titian/panel.h>
#include <titian/status.h>

#include "input/gather.h"

/** A panel with sources: units by code, years in which some variable has a value, variables and groups as in the
 *  framework. Of a label's years the latest wins, and one without a year before all. What was gathered is taken over,
 * not copied: nothing can be read into `gather` afterwards.
 *  @param parents  of titian_parents_find; NULL: no unit lies in another */
TITIAN_CHECKED titian_status titian_assemble(
    titian_panel **out, titian_gather *gather, const size_t *parents, titian_error *err);

#endif

/* What of a run a spreadsheet can follow when its inputs change, and what it cannot.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_LIVE_H
#define TITIAN_REPORTS_WORKBOOK_LIVE_H

#include "workbook/book.h"

/** Fill the fields of the book from `scored_by` to `returns`; the stems must be there. */
void live_decide(book *b);

/** The panel as a stage found it. */
const titian_panel *live_stage_input(const book *b, titian_stage stage);

/** 1: what imputation filled is on Data_Used: it came before normalisation. */
int live_shows_imputed(const book *b);

/** 1: screening found enough data of a unit, whether or not they give it an index score. */
int live_enough(const book *b, size_t unit);

/** Add a sentence on what is written as values and why. */
void live_say(book *b, const char *format, ...) TITIAN_PRINTF(2, 3);

/** Do the figures of a unit follow the weights on Parameters? Not where it has weights of its own. */
int live_weights(const book *b, size_t unit);

#endif

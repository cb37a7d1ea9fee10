/* The priority step in words and in order: what Priority_Calc, Priority and Assess_First share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_PRIORITY_H
#define TITIAN_REPORTS_WORKBOOK_PRIORITY_H

#include "workbook/book.h"

/* What absorption advises. */

/** One of the above; "" where absorption is not known. */
const char *priority_modality(const book *b, size_t unit);

/** The label by which readers place a unit: of the group "region", else of the group of aid peers; "" for none. */
const char *priority_region(const book *b, size_t unit);

/** 1: a line of vulnerability holds for a unit. */
int priority_line_holds(const book *b, size_t line, size_t unit);

/** The lines of vulnerability that hold, as the codes of their groups in capitals: "LDC, LLDC". */
typedef struct {
    char text[160];
} status_text;
status_text priority_status(const book *b, size_t unit);

/** 1: the model gives a part of the score something to look at. */
int priority_part_used(const book *b, titian_part part);

/** The parts that lack data, in words; "" for none. */
typedef struct {
    char text[256];
} note_text;
note_text priority_note(const book *b, size_t unit);

/** Where a column of Priority stands in this workbook. */
lxw_col_t priority_col(const book *b, priority_column which);

/** The line of each unit on Priority, from 1; 0 for none. Ties of rank in the order of the data.
 *  @return n_units numbers for the caller to free; NULL when there is no memory (the book has then failed) */
size_t *priority_order(book *b);

#endif

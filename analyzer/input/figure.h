/* From a field to a figure: a plain number at once; else what the field shows, by the rules of docs/files.md.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_FIGURE_H
#define TITIAN_INPUT_FIGURE_H

#include <titian/input.h>
#include <titian/panel.h>

#include "input/findings.h"
#include "input/marks.h"
#include "input/wanted.h"

enum { TITIAN_FIGURE_TEXT = 240 };

/** What the reading of figures needs of the file and of the options. */
typedef struct {
    titian_value_rules values;
    titian_marks *marks; /* of the file in work */
    titian_findings *findings;
    titian_ledger_file *entry;
} titian_figure_rules;

/** A field and whose it is. */
typedef struct {
    titian_field field;
    size_t column;
    const titian_series *series;
    int power; /* the value is so many powers of ten larger than what is written: 3 for a column in thousands */
} titian_figure_place;

typedef enum {
    TITIAN_FIGURE_NUMBER,
    TITIAN_FIGURE_MISSING,
    TITIAN_FIGURE_FAULT,
    TITIAN_FIGURE_FAULT_TOLD /* a fault of the whole column, which has been told */
} titian_figure_kind;

typedef struct {
    titian_figure_kind kind;
    double value;
    titian_missing missing;        /* of a missing one */
    int is_estimate;               /* 1: the field says so, or its value is a convention */
    char what[TITIAN_FIGURE_TEXT]; /* of a fault: "is not a number" */
    char mend[2 * TITIAN_FIGURE_TEXT];
} titian_figure;

/** Read a field. What was taken off it is counted in the ledger's entry.
 *  @return TITIAN_E_MEMORY in `err` */
TITIAN_CHECKED titian_status titian_figure_read(
    titian_figure *out, const titian_figure_rules *rules, const titian_figure_place *place, titian_error *err);

#endif

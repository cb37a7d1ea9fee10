/* The sheets of own priorities: where the lines of a unit's elements stand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_OWN_PRIORITY_H
#define TITIAN_REPORTS_WORKBOOK_OWN_PRIORITY_H

#include "workbook/book.h"

/** Columns of OwnPriority_Weights: a line for each element of each unit that submitted, as the table "elements". */
typedef enum {
    OWN_NAME,
    OWN_ELEMENT,
    OWN_SCORE_BASE,
    OWN_SCORE,
    OWN_SHARE, /* the model's */
    OWN_SUBMITTED,
    OWN_WEIGHT, /* within the bounds */
    OWN_MOVED,
    OWN_LOWER,
    OWN_UPPER,
    OWN_WORST,
    OWN_BEST,
    OWN_TARGET_BASE,
    OWN_TARGET,
    OWN_GAP,
    N_OWN_COLUMNS
} own_column;

/** The cells of a column that are about rows first .. end - 1 of the table "elements"; absolute. */
ref own_range(own_column which, size_t first, size_t end);

#endif

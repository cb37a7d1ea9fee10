/* Where the figures of Quality stand: a unit sheet, so the row of a unit is the same as on Scores.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_QUALITY_H
#define TITIAN_REPORTS_WORKBOOK_QUALITY_H

#include "workbook/book.h"

typedef enum {
    QUALITY_RANKED = COL_NODE, /* in words: yes or no */
    QUALITY_WHY_NOT,
    QUALITY_COVERAGE, /* share of effective weight observed, 0..1: live */
    QUALITY_GROUPS,   /* groups with enough data: live */
    QUALITY_OBSERVED, /* values of the index year itself */
    QUALITY_CARRIED,  /* values of earlier years */
    QUALITY_IMPUTED,
    QUALITY_AGE,       /* mean age, years */
    QUALITY_AGE_SHARE, /* the same, each age as a share of the age allowed */
    QUALITY_CONFIDENCE,
    QUALITY_END
} quality_column;

#endif

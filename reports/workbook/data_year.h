/* What a cell of Data_Year says.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_DATA_YEAR_H
#define TITIAN_REPORTS_WORKBOOK_DATA_YEAR_H

#include "workbook/book.h"

/** The year a value was observed in, or in words the rule that made it; both empty where there is no value. */
typedef struct {
    double year; /* missing when the value was not read from a file */
    char words[64];
} data_origin;
data_origin origin_of(const book *b, size_t indicator, size_t unit);

#endif

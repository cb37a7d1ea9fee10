/* Values of the world, of regions and of other groups of units, which are no units: for comparison.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_BENCHMARKS_H
#define TITIAN_REPORTS_WORKBOOK_BENCHMARKS_H

#include "workbook/book.h"

/** 1: the files hold a value of some aggregate that is recent enough to stand beside those of the units. */
int benchmarks_any(const book *b);

#endif

/* The statistics of an indicator's values that its scores need, written on Parameters.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_FORMULA_STATISTICS_H
#define TITIAN_REPORTS_WORKBOOK_FORMULA_STATISTICS_H

#include "workbook/book.h"

/* Each writes NODE_FIRST and NODE_SECOND of an indicator: the lowest and the highest as they score ... */
void fit_ends(book *b, size_t indicator);
/** ... mean and standard deviation ... */
void fit_spread(book *b, size_t indicator);
/** ... one of them alone ... */
void fit_best(book *b, size_t indicator);
void fit_worst(book *b, size_t indicator);
void fit_mean(book *b, size_t indicator);
/** ... the value of the reference unit, alone or after the worst ... */
void fit_reference(book *b, size_t indicator);
void fit_worst_and_reference(book *b, size_t indicator);
/** ... the reference value of AMPI, and half the spread. */
void fit_ampi(book *b, size_t indicator);

/** Words of AMPI's option `reference`. */
enum { REFERENCE_MEAN, REFERENCE_YEAR, REFERENCE_TARGET, REFERENCE_VALUE };
int reference_of(const titian_choice *choice);

#endif

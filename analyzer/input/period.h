/* Periods that stand where a year should: "2023/24", "FY2024", "2022-2024", "31/12/2024".
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_PERIOD_H
#define TITIAN_INPUT_PERIOD_H

#include <titian/values.h>

#include "input/csv.h"

/** First and last year of a period; 0, 0 when the field is none. A plain year is its own first and last. */
typedef struct {
    int first, last;
} titian_span;

/** Read a period: two years with "/", "-" or a dash between them (the second may have its last two digits alone, and
 *  must not come before the first; behind "-" not 01 to 12, which may be a month), a year behind "FY", "FY " or "CY"
 * (a fiscal year is named after the year it ends in, and "FY2023/24" is two years), a date with the year in front or
 * behind (of a date only the year is taken, so the order of day and month does not matter). Years are those from 1000
 * to 2999. */
titian_span titian_period_parse(titian_field field);

/** The year that a rule takes of a period; 0 where the rule is to refuse, and where the field is no period. */
int titian_period_year(titian_period rule, titian_field field);

/** How to mend a field that is no year: the option where it is a period, else `otherwise`. */
const char *titian_period_mend(titian_field field, const char *otherwise);

#endif

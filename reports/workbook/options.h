/* Options of methods in words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_OPTIONS_H
#define TITIAN_REPORTS_WORKBOOK_OPTIONS_H

#include "workbook/book.h"

/** A number with the fewest digits that read back as itself. */
typedef struct {
    char text[32];
} number_text;
number_text plain_number(double x);

/** 0: the option has neither a value nor a default. */
int option_is_given(const titian_param *param, const titian_option *option);
/** Add the value of an option that is given: "0.25", "yes", "1 to 2". */
void grow_option_value(book *b, grown *g, const titian_param *param, const titian_option *option);

#endif

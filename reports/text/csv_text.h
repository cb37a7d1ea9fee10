/* One field of a CSV. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_TEXT_CSV_TEXT_H
#define TITIAN_REPORTS_TEXT_CSV_TEXT_H

#include <stdio.h>

/** Write a text as a field, in quotes where it needs them. */
void titian_csv_put_text(const char *text, FILE *to);
/** Write a comma and a number, with the shortest digits that read back as the same double; nothing for a missing one.
 */
void titian_csv_put_number(double number, FILE *to);

#endif

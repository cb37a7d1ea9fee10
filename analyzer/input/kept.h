/* Tables that people keep beside the data (the files of a model, lists, aliases), as their spreadsheet saves them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_KEPT_H
#define TITIAN_INPUT_KEPT_H

#include "input/csv.h"

/** As titian_csv_read, but in any encoding that titian_decode makes out, and with whatever separates the header:
 * comma, semicolon, tab or vertical bar, the one that is there most often; a comma where they are equal. A
 * spreadsheet whose language has decimal commas writes such tables with semicolons: where fields are separated by
 * something else than commas, a number with a comma ("0,5") is handed on with a point. One that could be read with
 * thousands ("1,234") is handed on as it is.
 *  @param listener  its `separator` and `lines_before` are not looked at
 *  @param problems  hears in what encoding the text was taken to be; NULL: nobody does
 *  @return TITIAN_E_DATA in `err` also for an encoding that cannot be made out */
TITIAN_CHECKED titian_status titian_kept_read(const char *name, const char *text, size_t length,
    const titian_csv_listener *listener, titian_problems *problems, titian_error *err);

#endif

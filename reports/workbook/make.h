/* The life of a book: made, written by the sheets, closed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_MAKE_H
#define TITIAN_REPORTS_WORKBOOK_MAKE_H

#include "workbook/book.h"

/** Make a book with its sheets, formats, settings and defined names, nothing written yet.
 *  @param subject  what it points to is borrowed
 *  @param out      owned by the caller, who ends it with book_close; NULL on failure
 *  @return TITIAN_E_MEMORY; TITIAN_E_USAGE when the assessment is larger than an Excel sheet */
TITIAN_CHECKED titian_status book_make(
    book **out, const titian_assessment *a, const book_subject *subject, const char *path, titian_error *err);

/** Write the file, unless something failed before, and free the book.
 *  @return the first failure of the book, or TITIAN_E_FILE when the file cannot be written */
TITIAN_CHECKED titian_status book_close(book *b, titian_error *err);

#endif

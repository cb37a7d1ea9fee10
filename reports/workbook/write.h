/* A workbook of any kind under its name: checked, written whole or not at all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_WRITE_H
#define TITIAN_REPORTS_WORKBOOK_WRITE_H

#include "workbook/book.h"

/** What is to be written. */
typedef struct {
    const titian_assessment *a;
    int replace;       /* as in titian_workbook_options */
    long long created; /* likewise */
    book_subject subject;
} workbook_job;

/** Does the name end in .xlsx? */
TITIAN_CHECKED titian_status workbook_check_name(const char *path, titian_error *err);
/** Does the assessment know its model and its files? */
TITIAN_CHECKED titian_status workbook_check_origin(const titian_assessment *a, titian_error *err);
/** Write the workbook beside its target, and rename it. */
TITIAN_CHECKED titian_status workbook_write_whole(const workbook_job *job, const char *path, titian_error *err);

/** titian_divide_write with sheets of so many rows. */
TITIAN_CHECKED titian_status workbook_write_divide(const titian_assessment *a, const char *path,
    const titian_divide_book_options *options, size_t most_rows, titian_error *err);

#endif

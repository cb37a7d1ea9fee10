/* What is found wrong while files are read: every problem is told as it is met, counted, and summed up at the end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_FINDINGS_H
#define TITIAN_INPUT_FINDINGS_H

#include <stddef.h>

#include <titian/status.h>

/** Start zeroed but for `problems`. */
typedef struct {
    titian_problems *problems;         /* NULL: nobody listens */
    const char *file;                  /* in work, borrowed */
    int in_sheet;                      /* 1: it is a sheet; set after titian_findings_begin */
    size_t errors_here, warnings_here; /* of the file in work */
    size_t n_errors, n_files;          /* errors in all, and files that have some */
    int unreadable;                    /* 1: some file could not be read at all */
    titian_error first;                /* the first error */
} titian_findings;

/** Begin and end a file. After 1,000 errors of a file the rest is counted, and its number said at the end. */
void titian_findings_begin(titian_findings *findings, const char *file);
void titian_findings_end(titian_findings *findings);

/** An error in the file in work; the text behind the first newline is the mend. */
void titian_findings_error(titian_findings *findings, size_t line, size_t column, const char *format, ...)
    TITIAN_PRINTF(4, 5);
/** A warning: said, stops nothing. */
void titian_findings_warning(titian_findings *findings, size_t line, size_t column, const char *format, ...)
    TITIAN_PRINTF(4, 5);
/** An error with its place, made elsewhere. */
void titian_findings_take(titian_findings *findings, const titian_error *problem);

/** TITIAN_OK when there are no errors; else the summary in `err` (the error itself when nobody listened). */
TITIAN_CHECKED titian_status titian_findings_result(const titian_findings *findings, titian_error *err);

#endif

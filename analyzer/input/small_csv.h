/* Small CSV files that are read beside the data: a header, then rows with as many fields.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_SMALL_CSV_H
#define TITIAN_INPUT_SMALL_CSV_H

#include "input/csv.h"
#include "input/findings.h"

/** Who reads such a file. What is wrong is said to the findings; a status other than TITIAN_OK ends the reading. */
typedef struct {
    /** Told of the header. When it finds an error there, rows are not read. */
    titian_status (*header)(const titian_record *record, titian_findings *findings, void *context, titian_error *err);
    titian_status (*row)(const titian_record *record, titian_findings *findings, void *context, titian_error *err);
    const char *empty; /* said of an empty file, with its mend */
    void *context;
} titian_small_csv_reader;

/** Read all of a text.
 *  @param name  of the file, for messages
 *  @param text  what it holds; NULL: it is read from the file
 *  @return TITIAN_E_DATA when something was found wrong, which has been said to `problems`; TITIAN_E_FILE when the
 * file cannot be read */
TITIAN_CHECKED titian_status titian_small_csv_parse(const titian_small_csv_reader *reader, const char *name,
    const char *text, size_t length, titian_problems *problems, titian_error *err);

/** Is a header these n names, of which the last may be left out down to `least`?
 *  @return TITIAN_NONE; else the first column that is not as it should be, from 0 */
size_t titian_small_csv_header(const titian_record *record, const char *const *names, size_t least, size_t n);

/** Say what is wrong with a field, in front of which it is put between quotation marks: "is no share\nwrite ...". */
void titian_small_csv_fault(titian_findings *findings, const titian_record *record, size_t field, const char *format,
    ...) TITIAN_PRINTF(4, 5);
/** Say that an earlier row was of the same field. */
void titian_small_csv_twice(titian_findings *findings, const titian_record *record, size_t field);

#endif

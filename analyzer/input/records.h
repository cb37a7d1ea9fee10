/* Small tables that come record by record: what a reader of other files needs of titian/records.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_RECORDS_H
#define TITIAN_INPUT_RECORDS_H

#include <titian/records.h>

#include "input/csv.h"
#include "input/findings.h"

/** An empty table. @param name  of its file, for messages; copied */
TITIAN_CHECKED titian_status titian_records_new(
    titian_records **out, titian_records_kind kind, const char *name, titian_error *err);

/** Add a record with as many fields as the kind has columns. What is wrong with it is said to the findings, and it is
 *  left out. @return TITIAN_E_MEMORY or TITIAN_OK */
TITIAN_CHECKED titian_status titian_records_take(
    titian_records *records, const titian_record *record, titian_findings *findings, titian_error *err);

/** 1: the record is the header of the kind, column by column. */
int titian_records_is_header(titian_records_kind kind, const titian_record *record);

#endif

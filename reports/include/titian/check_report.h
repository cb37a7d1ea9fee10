/* What a check found, as JSON; revisions, and what was read, as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CHECK_REPORT_H
#define TITIAN_CHECK_REPORT_H

#include <stdio.h>

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/ledger.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What there is to report; all borrowed. NULL: a faulty input kept it from being made. */
typedef struct {
    const titian_model_about *about;
    const titian_ledger *ledger;
    const titian_assessment *assessment;
    const titian_error *problems; /* n_problems errors and notes, in the order in which they were said */
    size_t n_problems;
} titian_check_found;

/** One JSON object, ended by a newline; docs/files.md "The ledger as JSON" has its keys. Numbers are those of the
 *  last index year. @return TITIAN_E_FILE when writing fails, TITIAN_E_MEMORY */
TITIAN_API TITIAN_CHECKED titian_status titian_check_json_write(
    const titian_check_found *found, FILE *to, titian_error *err);

/** Revisions in the order in which they were read, as CSV:
 *  unit_code,indicator_code,year,old,new,old_status,new_status,old_file,old_line,new_file,new_line. A label has no
 *  status, and no year when it holds at any time. @return TITIAN_E_FILE when writing fails */
TITIAN_API TITIAN_CHECKED titian_status titian_revisions_csv_write(
    const titian_ledger *ledger, FILE *to, titian_error *err);

/** A panel with sources in the long form, one value a row, which titian reads back as the same panel:
 *  unit_code,year,indicator_code,value,status,source_file,source_line,unit_name. Units are in the panel's order, then
 *  years, then variables; numbers have the shortest digits that read back as the same double; the status is A
 *  (observed) or E (an estimate). Labels of a unit follow its values, in the panel's last year and without a source;
 *  a unit without anything has a row without a value. @return TITIAN_E_FILE when writing fails */
TITIAN_API TITIAN_CHECKED titian_status titian_tidy_csv_write(
    const titian_panel *panel, const titian_ledger *ledger, FILE *to, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif

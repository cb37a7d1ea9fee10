/* The coherence audit as a report to read; its tables are listings (text_reports.h writes them).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_AUDIT_REPORTS_H
#define TITIAN_AUDIT_REPORTS_H

#include <stdio.h>

#include <titian/audit.h>
#include <titian/export.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The whole audit in short sections with a verdict each, for someone who has to decide what to mend.
 *  @param a        a run that kept every result
 *  @param options  NULL: the defaults
 *  @return as titian_audit_make, and TITIAN_E_FILE when writing fails */
TITIAN_API TITIAN_CHECKED titian_status titian_audit_report_write(
    const titian_assessment *a, const titian_audit_options *options, FILE *to, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif

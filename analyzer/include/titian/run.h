/* The whole engine as one call: recipe + panel -> assessment.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_RUN_H
#define TITIAN_RUN_H

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/records.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    /* index years, inclusive; of a span, those for which an indicator has a value, carried forward or its own; 0, 0:
     * the last year of the data in which an indicator has a value */
    int first_year, last_year;
    unsigned keep; /* bit (1u << titian_result) for each panel to keep; AGGREGATED is always kept */
    /* identity of the run, for reports; borrowed, NULL allowed, must outlive the assessment */
    const titian_model_about *about;
    const titian_ledger *ledger;
    /* for the gate of the priority step and allocations; borrowed like those: dated lists, to which labels have been
     * set (titian/lists.h); what somebody has decided by hand. NULL: none */
    const titian_records *lists;
    const titian_records *overrides;
} titian_run_options;

enum { TITIAN_KEEP_ALL = (1 << TITIAN_N_RESULTS) - 1 }; /* every panel */

/** Last year of the panel, everything kept. */
TITIAN_API titian_run_options titian_run_options_default(void);

/** Run a recipe over a panel. Deterministic; reads and writes no file; prints nothing.
 *  @param out      owned by the caller; recipe and panel are borrowed and must outlive it
 *  @param options  NULL: the defaults
 *  @return TITIAN_E_USAGE for years that the panel does not reach, TITIAN_E_DATA for an override of no assessed unit,
 * TITIAN_E_NUMERIC when a stage cannot do its work on these values (an indicator constant under minmax, a value <= 0
 * on a log scale ...), naming indicator, unit and mend; *out is then NULL */
TITIAN_API TITIAN_CHECKED titian_status titian_run(titian_assessment **out, const titian_recipe *recipe,
    const titian_panel *panel, const titian_run_options *options, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif

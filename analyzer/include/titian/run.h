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

/** What a run need not find out where nobody asks for it. On many units each takes time or memory of its own. */
enum {
    TITIAN_LEAVE_RANKS = 1,        /* of every node but the index */
    TITIAN_LEAVE_CORRELATIONS = 2, /* of indicators with their siblings: missing in titian_indicator_state */
    TITIAN_LEAVE_PRIORITY = 4,     /* as if the recipe had no priority block */
    TITIAN_LEAVE_QUALITY = 8,      /* of the data of units and indicators: numbers of cells 0, all else missing */
    TITIAN_LEAVE_ALL = 15
};

typedef struct {
    /* index years, inclusive; of a span, those for which an indicator has a value, carried forward or its own; 0, 0:
     * the last year of the data in which an indicator has a value */
    int first_year, last_year;
    unsigned keep;  /* bit (1u << titian_result) for each panel to keep; AGGREGATED is always kept */
    unsigned leave; /* bits TITIAN_LEAVE_...; 0, the default: nothing is left */
    /* the variables that TITIAN_RESULT_RAW is kept for, those it has no part in passed over, and the recipe's that
     * counts observations; NULL, the default: all */
    const char *const *variables;
    size_t n_variables;
    /* the panel of the run itself, where the caller does not need its values any more: they are given back to the
     * system as soon as they are carried to the index years, and only units, names and labels may be looked at
     * afterwards; not with a priority step, which looks back. NULL, the default: it stays whole */
    titian_panel *spent;
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

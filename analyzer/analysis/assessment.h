/* The body of an assessment, for the files that fill it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_ASSESSMENT_H
#define TITIAN_ANALYSIS_ASSESSMENT_H

#include <stddef.h>

#include <titian/assessment.h>

#include "core/arena.h"
#include "stages/flow.h"
#include "stages/notes.h"

struct titian_assessment {
    const titian_recipe *recipe; /* borrowed, like data */
    const titian_panel *data;
    const titian_model_about *about; /* borrowed; NULL when not given, like ledger */
    const titian_ledger *ledger;
    const titian_records *lists, *overrides; /* borrowed; NULL: none */
    size_t *override;                        /* [unit] row of the overrides, or TITIAN_NONE; NULL: there are none */
    titian_panel *results[TITIAN_N_RESULTS]; /* owned; NULL where not kept */
    size_t n_units, n_years, n_indicators, n_nodes;
    size_t *data_unit;                  /* [unit] */
    size_t first_ranked;                /* node: those from here on have ranks */
    size_t *ranks;                      /* [node from first_ranked on][year][unit] */
    titian_unit_state *units;           /* [year][unit] */
    titian_indicator_state *indicators; /* [year][indicator] */
    double *weights;                    /* [year][node] */
    double *effective;                  /* [year][node] */
    double *unrounded;                  /* [year][node][unit], or NULL */
    titian_excepted *excepted;          /* [exception], or NULL */
    titian_treatment *treatment;        /* [year][indicator], or NULL */
    titian_reached *reached;            /* [year][node], or NULL */
    titian_bod_weights *bods;           /* n_bods */
    size_t n_bods;
    titian_priority_state *priority; /* [unit], or NULL */
    titian_notes notes;
    titian_arena arena; /* holds every array and text above */
};

/** An empty assessment with arrays for the units of data that are assessed and for n_years index years.
 *  @param index_alone  1: there are ranks of the index, and of no other node
 *  @return TITIAN_E_NUMERIC when no unit is assessed */
TITIAN_CHECKED titian_status titian_assessment_new(titian_assessment **out, const titian_recipe *recipe,
    const titian_panel *data, size_t n_years, int index_alone, titian_error *err);

titian_unit_state *titian_assessment_unit_mut(titian_assessment *a, size_t unit, size_t year);

/* The steps of the analysis, in their order; each reads the flow after aggregation. */
/** Which row of the overrides is about which unit. @return TITIAN_E_DATA for one that is about none */
TITIAN_CHECKED titian_status titian_assess_overrides(titian_assessment *a, titian_error *err);
/** Counts, coverage, ages and confidence of units and indicators. */
TITIAN_CHECKED titian_status titian_assess_quality(titian_assessment *a, titian_flow *flow, titian_error *err);
/** The same where nobody asks for it: missing. */
void titian_leave_quality(titian_assessment *a, const titian_flow *flow);
/** Correlations of indicators with their siblings. */
TITIAN_CHECKED titian_status titian_assess_correlations(titian_assessment *a, titian_flow *flow, titian_error *err);
/** Who is ranked, ranks of every node that has ranks, bands. */
TITIAN_CHECKED titian_status titian_assess_ranks(titian_assessment *a, titian_flow *flow, titian_error *err);
/** The priority step in the last index year; nothing when the recipe has none. */
TITIAN_CHECKED titian_status titian_assess_priority(titian_assessment *a, titian_flow *flow, titian_error *err);

#endif

/* The sheets of a workbook: their names in C, what each needs, and the functions that write them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_SHEETS_H
#define TITIAN_REPORTS_WORKBOOK_SHEETS_H

/** In the order of the tabs. */
typedef enum {
    SHEET_SUMMARY,
    SHEET_CONTENTS,
    SHEET_YEARS,
    SHEET_MOVERS,
    SHEET_DECOMPOSITION,
    SHEET_PARAMETERS,
    SHEET_PRIORITY,
    SHEET_ASSESS_FIRST,
    SHEET_ALLOCATION,
    SHEET_FAIRNESS,
    SHEET_FAIRNESS_MEASURES,
    SHEET_RULE_EFFECTS,
    SHEET_AID_PEERS,
    SHEET_OVERRIDES,
    SHEET_HEATMAP,
    SHEET_PROFILE,
    SHEET_GAP,
    SHEET_GAP_UNIT,
    SHEET_WHAT_HELPS,
    SHEET_WHAT_HELPS_PATHS,
    SHEET_OWN_PRIORITY,
    SHEET_OWN_WEIGHTS,
    SHEET_UNCERTAINTY,
    SHEET_RANK_RANGES,
    SHEET_RANK_SHARES,
    SHEET_SENSITIVITY,
    SHEET_COMMUNITIES,
    SHEET_DIVIDE,
    SHEET_GAP_PEERS,
    SHEET_DATA_USED,
    SHEET_DATA_YEAR,
    SHEET_SCORES,
    SHEET_SCORES_CALC,
    SHEET_PRIORITY_CALC,
    SHEET_ALLOCATION_UNITS,
    SHEET_ALLOCATION_CALC,
    SHEET_BENCHMARKS,
    SHEET_QUALITY,
    SHEET_INDICATORS,
    SHEET_FILES,
    SHEET_METHODOLOGY,
    N_SHEETS,
    SHEET_HERE = N_SHEETS /* in a reference: the sheet that the formula itself stands on */
} sheet_id;

typedef struct book book;

/** What a sheet, a column or a sentence needs, as bits: left out where the workbook lacks one of them. */
enum {
    NEEDS_PRIORITY = 1, /* a priority block in the model */
    NEEDS_UNCERTAINTY = 2,
    NEEDS_SENSITIVITY = 4,
    NEEDS_LIMITS = 8, /* of ranks, for weights in a box */
    NEEDS_STEPS = 16, /* an aggregator whose formulas need columns of their own */
    NEEDS_ALLOCATION = 32,
    NEEDS_LEVEL = 64,    /* an allocation whose amounts are formulas */
    NEEDS_INDEX = 128,   /* to be about one year: scores and their inputs as formulas */
    NEEDS_CHANGES = 256, /* to be about what changed between two years */
    NEEDS_MOVERS = 512,
    NEEDS_DIVIDE = 1024,        /* tables of communities and of the divide between them */
    NEEDS_ADVICE = 2048,        /* what would help */
    NEEDS_OWN = 4096,           /* scores at priorities of their own */
    NEEDS_OWN_WEIGHTS = 8192,   /* somebody submitted some */
    NEEDS_BENCHMARKS = 16384,   /* values of aggregates */
    NEEDS_EDITIONS = 1u << 15,  /* to be about what changed between two editions */
    NEEDS_SPLIT = 1u << 16,     /* that, or to be about two years */
    NEEDS_AID_PEERS = 1u << 17, /* an allocation of a model that knows present aid */
    NEEDS_OVERRIDES = 1u << 18  /* a run with decisions by hand */
};

/** A row of the sheet table in workbook.c. */
typedef struct {
    const char *name;    /* of the tab: English, stable, letters and `_` alone, so it never needs quotes */
    const char *title;   /* row 1 of the sheet */
    const char *purpose; /* one sentence: row 2 of the sheet, and its line in Contents */
    unsigned needs;      /* NEEDS_ bits */
    void (*write)(book *b);
} sheet_row;

/** The row of a sheet; never NULL. */
const sheet_row *book_sheet_row(sheet_id id);
/** 1: this workbook has all of that. */
int book_meets(const book *b, unsigned needs);
/** 1: this workbook has the sheet. Links and references may only go to sheets that it has. */
int book_has(const book *b, sheet_id id);

void write_summary(book *b);
void write_contents(book *b);
void write_years(book *b);
void write_movers(book *b);
void write_decomposition(book *b);
void write_parameters(book *b);
void write_priority(book *b);
void write_assess_first(book *b);
void write_allocation(book *b);
void write_allocation_units(book *b);
void write_fairness(book *b);
void write_fairness_measures(book *b);
void write_rule_effects(book *b);
void write_aid_peers(book *b);
void write_overrides(book *b);
void write_allocation_calc(book *b);
void write_heatmap(book *b);
void write_profile(book *b);
void write_gap(book *b);
void write_gap_unit(book *b);
void write_gap_peers(book *b);
void write_what_helps(book *b);
void write_what_helps_paths(book *b);
void write_own_priority(book *b);
void write_own_weights(book *b);
void write_uncertainty(book *b);
void write_rank_ranges(book *b);
void write_rank_shares(book *b);
void write_sensitivity(book *b);
void write_communities(book *b);
void write_divide(book *b);
void write_data_used(book *b);
void write_data_year(book *b);
void write_scores(book *b);
void write_scores_calc(book *b);
void write_priority_calc(book *b);
void write_benchmarks(book *b);
void write_quality(book *b);
void write_indicators(book *b);
void write_files(book *b);
void write_methodology(book *b);

#endif

/* A comparison of two years of one run: what changed, by how much, and because of what, as tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_COMPARISON_H
#define TITIAN_COMPARISON_H

#include <stddef.h>

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/listing.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is compared. Texts are borrowed. */
typedef struct {
    int from, to;     /* index years of the run, the earlier first; 0, the default: its first, its last */
    const char *node; /* code of an element; NULL, the default: the table "change" has all, the others the index */
} titian_comparison_options;
TITIAN_API titian_comparison_options titian_comparison_options_default(void);

/** The tables that can be had: their names and what each tells. */
TITIAN_API size_t titian_comparison_n_tables(void);
TITIAN_API const char *titian_comparison_name(size_t table);
TITIAN_API const char *titian_comparison_summary(size_t table);

/** Make one table. Scores are in score points, ranks in places (below 0: a climb). In the table "decomposition" the
 *  column Part adds up to Change for each unit with a score in both years, within 1e-9 (relative where it is above
 * 1); where a change cannot be split, one row has all of it and says why. What is missing in a year is missing in its
 * row; a value that stands for both years is marked "no new data" and never passes for a change of 0.
 *  @param out      owned by the caller; the assessment is borrowed and must outlive it
 *  @param table    < titian_comparison_n_tables()
 *  @param options  NULL: the defaults
 *  @return TITIAN_E_USAGE for a year that the run has not, one year alone, years that run backwards, an element that
 * is none, and for the parts of an indicator; TITIAN_E_NUMERIC where an aggregation fails on scores of both
 *          years mixed; TITIAN_E_MEMORY
 *  Formulas and sources: docs/methods.md "Change". */
TITIAN_API TITIAN_CHECKED titian_status titian_comparison_make(titian_listing **out, const titian_assessment *a,
    size_t table, const titian_comparison_options *options, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif

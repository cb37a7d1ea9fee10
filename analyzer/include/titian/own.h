/* Own priorities: the score of a unit at weights of its own beside the score that ranks it, and the best and the
 * worst that any weights within the bounds would give it. Ranks are always by the weights of the model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_OWN_H
#define TITIAN_OWN_H

#include <stddef.h>

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/listing.h>
#include <titian/status.h>
#include <titian/submissions.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Start from _default(). */
typedef struct {
    int level; /* weights and targets are those of the nodes of this level; 0, the default: that of the priority
                  step, else 2 */
    double
        box; /* a weight is within so large a share of the model's, >= 0; default 0.5: half as much again or less */
    const titian_submissions *submissions; /* borrowed; NULL, the default: nobody submitted any */
} titian_own_options;
TITIAN_API titian_own_options titian_own_options_default(void);

/** The tables that can be had: their names and what each tells. */
TITIAN_API size_t titian_own_n_tables(void);
TITIAN_API const char *titian_own_name(size_t table);
TITIAN_API const char *titian_own_summary(size_t table);

/** Make one table, about the last index year.
 *  Weights are shares of the index. Elements of which a unit says nothing share the rest in proportion to the model's
 *  weights. Where a submitted weight is outside its bounds, or with it the weights could not all be within them and
 *  add up to 1, those submitted are moved to the nearest (by least squares) with which they can; the table "moved"
 *  lists each that was, "scores" counts and "elements" marks them. An indicator that does not apply is left out for
 *  that unit: its weight goes to its siblings, and it counts for no coverage.
 *  Score.Worst and Score.Best are the extremes over all weights within the bounds that add up to 1 (benefit of the
 *  doubt in a box, by greedy fill: exact), what does not apply being left out. Where the means above the elements are
 *  of several kinds, or rounded, or an element has no score, they are bounds that no such weights lead beyond but
 * that may not be reached, and Note says so; the weights are then empty. Empty, with a note, where one of those means
 * is no weighted mean on any scale. Need is the weighted mean of the shortfalls (T - score) / T, 0 above T: base with
 * weights and target of the model's priority step, own with the unit's.
 *  @param out  owned by the caller; the assessment is borrowed and must outlive it, the submissions too
 *  @param a    a run
 *  @return TITIAN_E_USAGE for a level that there is not or a box below 0; TITIAN_E_DATA, with file and line, for a
 *          unit or code that there is not, or a level at which no weights within the bounds add up to 1;
 *          TITIAN_E_NUMERIC, TITIAN_E_MEMORY
 *  Source: Cherchye et al. 2007 with weights in a box; the projection onto box and simplex by one level, Luss, Gupta
 *  1975 (kernels/level.h); docs/advice.md. Cost: three aggregations for each unit */
TITIAN_API TITIAN_CHECKED titian_status titian_own_make(titian_listing **out, const titian_assessment *a,
    size_t table, const titian_own_options *options, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif

/* The coherence audit: how the indicators of a run look, hang together and bear on the index, as tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_AUDIT_H
#define TITIAN_AUDIT_H

#include <stddef.h>

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/listing.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Kinds of correlation. */
typedef enum {
    TITIAN_CORRELATION_PEARSON,
    TITIAN_CORRELATION_SPEARMAN,
    TITIAN_CORRELATION_KENDALL, /* tau-b */
    TITIAN_N_CORRELATIONS
} titian_correlation;
/** Name of a kind ("pearson"); a kind by name, TITIAN_N_CORRELATIONS when there is none. */
TITIAN_API const char *titian_correlation_name(titian_correlation kind);
TITIAN_API titian_correlation titian_correlation_find(const char *name);

typedef struct {
    titian_result
        stage; /* values of the indicators; TITIAN_N_RESULTS, the default: what each table is usually about */
    titian_correlation correlation; /* default Pearson */
    double collinear;               /* siblings correlated above this are flagged, 0..1; default 0.92 */
    double weak;                    /* an element correlated with its parent below this is flagged; default 0.3 */
    double significance;            /* a negative correlation of siblings is flagged when p is below; default 0.05 */
    double availability;            /* least share of units with a value, 0..1; default 0.65 */
    size_t n_peers;                 /* peers of each unit, >= 1; default 5 */
    size_t n_strengths;             /* strengths of each unit, and weaknesses, >= 1; default 5 */
    size_t n_factors; /* factors of each node, as far as it has children; default 0: as many as the Handbook would
                         keep (eigenvalue of 1 or more, a tenth of the variance each, three fifths together) */
    const char *unit; /* rows of this unit alone, by its code; default NULL: of all */
} titian_audit_options;
TITIAN_API titian_audit_options titian_audit_options_default(void);

/** The tables that can be had: their names, what each tells, and the stage each takes by default. */
TITIAN_API size_t titian_audit_n_tables(void);
TITIAN_API const char *titian_audit_name(size_t table);
TITIAN_API const char *titian_audit_summary(size_t table);
TITIAN_API titian_result titian_audit_stage(size_t table);
/** A table by name; TITIAN_NONE when there is none. */
TITIAN_API size_t titian_audit_find(const char *name);

/** Make one table, of the last index year of a run.
 *  @param out      owned by the caller; the assessment is borrowed and must outlive it
 *  @param options  NULL: the defaults
 *  @return TITIAN_E_USAGE when the run did not keep the stage, for a unit that is not assessed and for a unit of a
 *          table that has none; TITIAN_E_MEMORY. What cannot be computed, such as the
 *          components of a node with a constant child, is missing in its row */
TITIAN_API TITIAN_CHECKED titian_status titian_audit_make(titian_listing **out, const titian_assessment *a,
    size_t table, const titian_audit_options *options, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif

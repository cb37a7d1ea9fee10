/* What countries submit about themselves, as a CSV file gives it: weights, targets, what does not apply to them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_SUBMISSIONS_H
#define TITIAN_SUBMISSIONS_H

#include <stddef.h>

#include <titian/export.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One row: about one unit and one element. Texts are owned by the submissions. */
typedef struct {
    const char *unit, *code;
    double weight;      /* share of the index, 0..1; TITIAN_MISSING: not given */
    double target;      /* score points, > 0; TITIAN_MISSING: not given */
    const char *reason; /* why the indicator does not apply; "": it does */
    size_t line;        /* in the file */
} titian_submission;

typedef struct titian_submissions titian_submissions; /* opaque */

/** Read a CSV whose header is uCode,iCode,Weight,Target,NotApplicable. A row gives a weight, a target or both, or the
 *  reason why an indicator does not apply, which is not the same as a gap. Whether units and codes exist, and whether
 *  weights are within bounds, is known only where they are used.
 *  @param out       owned by the caller; NULL unless the result is TITIAN_OK
 *  @param problems  told of every fault. NULL allowed
 *  @return TITIAN_E_FILE when the file cannot be read, TITIAN_E_DATA for a faulty row, with its place */
TITIAN_API TITIAN_CHECKED titian_status titian_submissions_read(
    titian_submissions **out, const char *path, titian_problems *problems, titian_error *err);
/** The same from memory. @param name  used in messages */
TITIAN_API TITIAN_CHECKED titian_status titian_submissions_parse(titian_submissions **out, const char *name,
    const char *text, size_t length, titian_problems *problems, titian_error *err);
TITIAN_API void titian_submissions_free(titian_submissions *submissions);

/** Name of the file; rows in its order. */
TITIAN_API const char *titian_submissions_file(const titian_submissions *submissions);
TITIAN_API size_t titian_submissions_n(const titian_submissions *submissions);
TITIAN_API const titian_submission *titian_submissions_at(const titian_submissions *submissions, size_t row);

#ifdef __cplusplus
}
#endif
#endif

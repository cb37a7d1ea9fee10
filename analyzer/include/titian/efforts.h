/* What it takes to raise each indicator, as a CSV file gives it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_EFFORTS_H
#define TITIAN_EFFORTS_H

#include <stddef.h>

#include <titian/export.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Classes of effort, and what a point of the score costs where the file gives no cost of its own. Judgement, not
 *  measurement: whoever disagrees writes another file. */
typedef enum {
    TITIAN_EFFORT_LEGAL,          /* a law, a plan, a decree: 1 */
    TITIAN_EFFORT_INSTITUTIONAL,  /* an office, a service, a practice: 2 */
    TITIAN_EFFORT_INFRASTRUCTURE, /* networks, firms, skills of people: 4 */
    TITIAN_N_EFFORTS
} titian_effort_class;
/** Word for a class ("legal"), and the cost of a point in it. */
TITIAN_API const char *titian_effort_name(titian_effort_class effort);
TITIAN_API double titian_effort_cost(titian_effort_class effort);

typedef struct {
    const char *code; /* owned by the efforts */
    titian_effort_class effort;
    double cost; /* of a point of the score, > 0, in any unit that is the same for all */
    size_t line; /* in the file */
} titian_effort;

typedef struct titian_efforts titian_efforts; /* opaque */

/** Read a CSV whose header is iCode,Class,Cost: one row for each indicator; Class is legal, institutional or
 *  infrastructure; an empty Cost is that of the class. Whether a code is an indicator is known only where it is used.
 *  @param out       owned by the caller; NULL unless the result is TITIAN_OK
 *  @param problems  told of every fault. NULL allowed
 *  @return TITIAN_E_FILE when the file cannot be read, TITIAN_E_DATA for a faulty row, with its place */
TITIAN_API TITIAN_CHECKED titian_status titian_efforts_read(
    titian_efforts **out, const char *path, titian_problems *problems, titian_error *err);
/** The same from memory. @param name  used in messages */
TITIAN_API TITIAN_CHECKED titian_status titian_efforts_parse(titian_efforts **out, const char *name, const char *text,
    size_t length, titian_problems *problems, titian_error *err);
TITIAN_API void titian_efforts_free(titian_efforts *efforts);

/** Name of the file; rows in its order. */
TITIAN_API const char *titian_efforts_file(const titian_efforts *efforts);
TITIAN_API size_t titian_efforts_n(const titian_efforts *efforts);
TITIAN_API const titian_effort *titian_efforts_at(const titian_efforts *efforts, size_t row);
/** The row of a code; NULL when it has none. Cost: O(1) */
TITIAN_API const titian_effort *titian_efforts_find(const titian_efforts *efforts, const char *code);

#ifdef __cplusplus
}
#endif
#endif

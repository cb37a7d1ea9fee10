/* Statuses, errors and problems: how every part of titian says what went wrong, where, and how to mend it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STATUS_H
#define TITIAN_STATUS_H

#include <stddef.h>

#include <titian/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One list of codes and texts, so that they cannot drift apart. Values are for ever; see docs/errors.md. */
#define TITIAN_STATUS_LIST(X)                                                                                        \
    X(OK, 0, "done")                                                                                                 \
    X(E_MEMORY, -1, "there is not enough memory")                                                                    \
    X(E_MODEL, -2, "the model cannot be used as it stands")                                                          \
    X(E_DATA, -3, "a data file holds something that cannot be used")                                                 \
    X(E_FILE, -4, "a file cannot be read or written")                                                                \
    X(E_USAGE, -5, "the request itself cannot be met")                                                               \
    X(E_NUMERIC, -6, "a result could not be computed from these values")                                             \
    X(E_INTERNAL, -7, "a fault in titian")

typedef enum {
#define X(name, value, text) TITIAN_##name = (value),
    TITIAN_STATUS_LIST(X)
#undef X
} titian_status;

enum { TITIAN_ERROR_FILE = 256, TITIAN_ERROR_TEXT = 512 };

/** Detail of a failure. Plain: the caller owns it; every function that takes one accepts NULL. */
typedef struct {
    titian_status code;
    int warning;                     /* 1: worth saying, nothing stops */
    char file[TITIAN_ERROR_FILE];    /* "" when no file is at fault */
    size_t line, column;             /* from 1; column counts fields in CSV, characters in YAML; 0 = unknown */
    int in_sheet;                    /* 1: line and column are row and column of a sheet (titian/where.h) */
    char message[TITIAN_ERROR_TEXT]; /* what is wrong, in the user's words */
    char mend[TITIAN_ERROR_TEXT];    /* how to mend it; "" when there is nothing to say */
} titian_error;

/** Receives each problem as it is found; readers go on to the next one and fail at the end.
 *  @param problem  borrowed, valid during the call only
 *  @param context  what the caller gave beside the function */
typedef void (*titian_problem_fn)(const titian_error *problem, void *context);

/** A listener for problems. `say` may be NULL: then problems are only counted. */
typedef struct {
    titian_problem_fn say;
    void *context;
    size_t n_errors, n_warnings; /* counted by titian_problem */
} titian_problems;

/** Text of a status. @return static text; "an unknown status" for a number that is none */
TITIAN_API const char *titian_status_text(titian_status status);

/** Fill `err` (NULL allowed) with a code and a message and hand the code back, so a failure is one statement.
 *  In `format`, the text after the first newline is the mend. Text longer than the field is cut. */
TITIAN_API titian_status titian_fail(titian_error *err, titian_status code, const char *format, ...)
    TITIAN_PRINTF(3, 4);

/** The same with a place: file, line and column from 1, 0 where unknown. */
TITIAN_API titian_status titian_fail_at(titian_error *err, titian_status code, const char *file, size_t line,
    size_t column, const char *format, ...) TITIAN_PRINTF(6, 7);

/** Report one problem to a listener and count it. @param problems NULL allowed */
TITIAN_API void titian_problem(titian_problems *problems, const titian_error *problem);

/** Build and report an error at a place; the newline rule of titian_fail holds. */
TITIAN_API void titian_problem_at(titian_problems *problems, titian_status code, const char *file, size_t line,
    size_t column, const char *format, ...) TITIAN_PRINTF(6, 7);

/** The same as a warning: said, counted apart, stops nothing. */
TITIAN_API void titian_warning_at(titian_problems *problems, const char *file, size_t line, size_t column,
    const char *format, ...) TITIAN_PRINTF(5, 6);

#ifdef __cplusplus
}
#endif
#endif

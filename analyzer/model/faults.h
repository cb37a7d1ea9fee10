/* Faults of a model: said one by one to the caller's listener, counted, and summed up at the end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_FAULTS_H
#define TITIAN_MODEL_FAULTS_H

#include <stddef.h>

#include <titian/status.h>

/** A place in one of the model's files; line and column from 1, 0 where unknown. `file` is borrowed. */
typedef struct {
    const char *file;
    size_t line, column;
} titian_place;

/** Start with titian_faults_start. */
typedef struct {
    titian_problems *listener; /* NULL allowed */
    titian_error first;        /* the first error said */
    size_t n_errors;
    size_t patience;   /* known words that may still be compared for "did you mean" */
    const char *asker; /* borrowed: what asks for that which is at fault, where the place does not show it; NULL */
} titian_faults;

titian_faults titian_faults_start(titian_problems *listener);

/** Say one error; the text after the first newline of `format` is the mend. */
void titian_faults_say(titian_faults *faults, titian_place place, const char *format, ...) TITIAN_PRINTF(3, 4);

/** Say one warning: heard by the listener, not counted as an error. */
void titian_faults_warn(titian_faults *faults, titian_place place, const char *format, ...) TITIAN_PRINTF(3, 4);

/** Pass on what a reader below found wrong with a file of the model.
 *  @return TITIAN_OK when it was said as a fault of the model; the error's own code when nothing can follow it: a
 *          file that cannot be read (which is said, too), or no memory */
TITIAN_CHECKED titian_status titian_faults_take(titian_faults *faults, const titian_error *found, titian_error *err);

/** TITIAN_OK without errors; else TITIAN_E_MODEL, with the first error in `err` and how many there are. */
TITIAN_CHECKED titian_status titian_faults_result(const titian_faults *faults, titian_error *err);

#endif

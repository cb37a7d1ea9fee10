/* Rules for values that are written in ways that mean one thing here and another there. They move scores, so a model
 * gives them (its block `data`).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_VALUES_H
#define TITIAN_VALUES_H

#include <stddef.h>

/** The year of "2023/24", "FY2024" or a date. */
typedef enum { TITIAN_PERIOD_REFUSE, TITIAN_PERIOD_START, TITIAN_PERIOD_END } titian_period;

/** The value of "<1" and ">95": the bound itself, or the middle between it and the end of the scale (0.5; 97.5 where
 *  PlausibleHigh or per cent say where the scale ends). Estimates. */
typedef enum { TITIAN_CENSORED_REFUSE, TITIAN_CENSORED_BOUND, TITIAN_CENSORED_MIDDLE } titian_censored;

/** "(5)" and "[5]": -5, or an estimate of 5. */
typedef enum { TITIAN_BRACKETS_REFUSE, TITIAN_BRACKETS_MINUS, TITIAN_BRACKETS_ESTIMATE } titian_brackets;

/** All zero, the default: each of them is an error. */
typedef struct {
    titian_period period;
    titian_censored censored;
    titian_brackets brackets;
} titian_value_rules;

/** Vintages of data by the names of their files, oldest first: names of files, or of folders that they lie in, with
 * *, ? and [...] as a shell has them. A file's own name counts before that of its folder. Where two files of vintages
 * say something else of one cell, the later vintage holds; a file of none is never overruled. All zero: there are
 * none. */
typedef struct {
    const char *const *names;
    size_t n;
} titian_vintage_names;

#endif

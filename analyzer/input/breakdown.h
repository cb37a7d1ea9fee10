/* Breakdowns: rows of one file that share code, unit and year and differ in sex, age, urbanisation or other
 * dimensions. The file is surveyed first; then it is settled, for each code that is wanted, which of them are meant.
 * Never are several breakdowns mixed:
 *
 *   - a value that a selection names (CODE[SEX=F]) is taken, and no other;
 *   - a dimension that has one value is no question;
 *   - of several, the total is taken, also where all of it is missing;
 *   - where none of them is a total, nothing is taken, and it is an error.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_BREAKDOWN_H
#define TITIAN_INPUT_BREAKDOWN_H

#include <stddef.h>

#include <titian/status.h>

#include "input/csv.h"
#include "input/findings.h"
#include "input/roll.h"
#include "input/wanted.h"

enum { TITIAN_MOST_DIMENSIONS = 32 };

typedef struct {
    const char *name;   /* as the header has it; borrowed */
    const char *chosen; /* the value that a mapping asks for; NULL: by rule. Borrowed */
} titian_dimension;

/** One combination of a code and of values of all dimensions. */
typedef struct {
    titian_field code, value[TITIAN_MOST_DIMENSIONS];
} titian_combination;

/** What the survey of a file found. Start zeroed but for the dimensions. */
typedef struct {
    titian_dimension dimension[TITIAN_MOST_DIMENSIONS];
    size_t n_dimensions;
    titian_texts keys;     /* combinations met, as texts */
    unsigned char *filled; /* by key: has it any value? */
    size_t filled_room;
    size_t *chain; /* by key, once settled: first of the links that it serves, TITIAN_NONE for none */
    char *key;     /* the one in work */
    size_t room;
} titian_breakdown;

/** Survey: note a combination; one without any value is no choice, but a total is the total without values too.
 *  @param filled  1: it has a value here @return 0, or -1 when there is no memory */
int titian_breakdown_note(titian_breakdown *breakdown, const titian_combination *combination, int filled);

/** Settle what is meant of every code met; what cannot be settled is told at `line`, the header's.
 *  @return other than TITIAN_OK only for lack of memory */
TITIAN_CHECKED titian_status titian_breakdown_settle(
    titian_breakdown *breakdown, titian_wanted *wanted, titian_findings *findings, size_t line, titian_error *err);

typedef enum { TITIAN_BREAKDOWN_TAKEN, TITIAN_BREAKDOWN_OTHER, TITIAN_BREAKDOWN_UNMET } titian_taking;
/** What becomes of a combination: taken by a chain of links, another breakdown than the one meant, or one that
 * the survey did not meet. */
titian_taking titian_breakdown_find(titian_breakdown *breakdown, const titian_combination *combination, size_t *link);

void titian_breakdown_free(titian_breakdown *breakdown);

#endif

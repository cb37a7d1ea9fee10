/* Which decimal mark the numbers of a file have, column by column, by what its values show.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_MARKS_H
#define TITIAN_INPUT_MARKS_H

#include <stddef.h>
#include <string.h>

#include "input/findings.h"
#include "input/value.h"

enum { TITIAN_MARKS_EXAMPLES = 3, TITIAN_MARKS_TEXT = 24 };

/** A value and its line. */
typedef struct {
    char text[TITIAN_MARKS_TEXT];
    size_t line;
} titian_example;

/** What the values of one column show. */
typedef struct {
    char shown;                                     /* decimal mark that some value shows; 0: none does */
    titian_example by;                              /* that value */
    titian_example doubtful[TITIAN_MARKS_EXAMPLES]; /* first values that can be read either way */
    size_t n_doubtful;                              /* all of them; counted only until a value shows the mark */
    int told;                                       /* 1: something about the column has been said */
    int has_point;                                  /* 1: it is known that the decimal mark is a point */
} titian_column_marks;

typedef struct titian_marks titian_marks;
/** Look through the file from its beginning and give each value to titian_marks_look, until titian_marks_has_enough.
 *  @return TITIAN_E_MEMORY */
typedef titian_status (*titian_survey_fn)(titian_marks *marks, void *context, titian_error *err);

/** Of one file. Start zeroed but for the members above the line; end with titian_marks_free. */
struct titian_marks {
    char wish; /* '.' or ',': where values leave it open; 0: none */
    titian_survey_fn survey;
    void *context;
    /* --- */
    int is_own; /* 1: the file is in a form of titian's own, in which a point alone is decimal and commas do not occur
                 */
    titian_column_marks *columns;
    size_t n_columns;
    size_t wanted;            /* column that is asked for, from 1 */
    size_t n_looked, n_least; /* values looked at in this survey, and how many it should look at */
    int is_whole;             /* 1: a survey came to the end of the file */
};

/** A value met in a survey. */
TITIAN_CHECKED titian_status titian_marks_look(
    titian_marks *marks, size_t column, size_t line, titian_field field, titian_error *err);
/** May the survey stop? */
int titian_marks_has_enough(const titian_marks *marks);

/** The decimal mark of a column, from 1: what its own values show; else what all columns show that show any, which is
 *  said; else the wish. The file is looked through when that is not known yet:
 *  never for columns of plain numbers that nobody asks for, and so long only as it takes.
 *  @param mark  0: it is open, see titian_marks_column */
TITIAN_CHECKED titian_status titian_marks_find(
    char *mark, titian_marks *marks, size_t column, titian_findings *findings, titian_error *err);

/** What is known of a column, from 1; NULL when the file was not looked through that far. */
static inline titian_column_marks *titian_marks_column(const titian_marks *marks, size_t column)
{
    return column > 0 && column <= marks->n_columns ? &marks->columns[column - 1] : NULL;
}

/** May a plain number of a column, from 1, be read as it is written? Not while its point could stand between
 * thousands: "1.234", and once some value of the file was not plain, wherever there is a point, until the column's
 * mark is known.
 */
static inline int titian_marks_allow(const titian_marks *marks, size_t column, titian_field field)
{
    const titian_column_marks *c = titian_marks_column(marks, column);

    if (c != NULL && c->has_point)
        return 1;
    return marks->columns == NULL ? !titian_value_is_doubtful(field) : memchr(field.text, '.', field.length) == NULL;
}

/** May all plain numbers of a record be read as they are written? Cheaper than to ask of each, which is to be asked
 * when not. */
static inline int titian_marks_allow_all(const titian_marks *marks, const titian_record *record)
{
    return marks->columns == NULL && !record->is_doubtful;
}

/** Is this the header of a file that titian wrote, or of its long form as documented? Such numbers have points. */
int titian_marks_is_own(const titian_record *header, char separator);

void titian_marks_free(titian_marks *marks);

#endif

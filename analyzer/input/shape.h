/* Shapes: how a table holds its values, as which column is what. A form of data file makes one from a header, a
 * mapping from what it says; one reader takes the rows by it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_SHAPE_H
#define TITIAN_INPUT_SHAPE_H

#include <stddef.h>

#include "core/arena.h"
#include "input/breakdown.h"
#include "input/layout.h"
#include "input/status_word.h"

/** A column of values. */
typedef struct {
    size_t field;
    const char *code; /* of its series, as the model writes it; NULL: each row says */
    int year;         /* in the header; 0: each row says */
    const char *flag; /* label of a unit whose cell is not empty (a list with crosses); NULL: the cell is the label */
} titian_shape_value;

typedef struct {
    size_t field;
    const titian_status_list *words;
} titian_shape_status;

enum { TITIAN_MOST_UNIT_COLUMNS = 3, TITIAN_MOST_STATUS_COLUMNS = 2 };

/** Columns are positions from 0, TITIAN_NONE where there is none. */
struct titian_shape {
    size_t unit[TITIAN_MOST_UNIT_COLUMNS]; /* codes of units, the best first */
    size_t name;
    size_t year;      /* of a row's values */
    size_t indicator; /* code of a row's values */
    size_t power;     /* power of ten that values are given in */
    size_t scope;     /* empty in rows of aggregates */
    titian_shape_status status[TITIAN_MOST_STATUS_COLUMNS];
    size_t n_status;
    titian_shape_value *values;
    size_t n_values, room;
    size_t dimension_field[TITIAN_MOST_DIMENSIONS];
    titian_breakdown breakdown;
    const char *code;          /* of all rows; NULL: each row or column says */
    int fixed_power;           /* of ten, in which all values are given */
    int fixed_year;            /* of all rows; 0: each row or column says, or --year */
    titian_name_rank rank;     /* of names */
    int labelled;              /* 1: cells may be "A: Annual", a code and its label */
    unsigned char *told;       /* by titian_sense: it has been remarked on */
    const char *const *footer; /* how lines behind the data begin; ends with NULL. NULL: there are none */
    int failed;                /* 1: there was no memory for some part of it */
    titian_arena arena;
};

/** How a row names its unit: the best code there is, and a name; either may be empty. */
typedef struct {
    titian_field code, name;
    size_t column; /* of the code, or of the name where there is no code; from 1, for messages */
} titian_identity;

/** An empty shape for a file; the file owns it. @return NULL when there is no memory */
titian_shape *titian_shape_new(titian_datafile *file);
void titian_shape_free(titian_shape *shape);

/** Column with a name, letter case apart; TITIAN_NONE. Of "FREQ: Frequency" the name is FREQ. */
size_t titian_header_find(const titian_record *header, const char *name);
/** The first of several names that a column has; names end with NULL. */
size_t titian_header_find_any(const titian_record *header, const char *const *names);
/** Are all these columns there? names end with NULL. */
int titian_header_has(const titian_record *header, const char *const *names);
/** Name of a column without its label. */
titian_field titian_header_name(titian_field field);
/** Year that a column's name is: 2023, YR2023 or "2023 [YR2023]". 0: it is none. */
int titian_header_year(titian_field field);

/** Add to a shape; lack of memory shows in `failed`. */
void titian_shape_add_value(titian_shape *shape, titian_shape_value value);
void titian_shape_add_dimension(titian_shape *shape, size_t field, titian_field name, const char *chosen);
void titian_shape_add_status(titian_shape *shape, size_t field, const titian_status_list *words);
/** Every column that is a year. */
void titian_shape_add_years(titian_shape *shape, const titian_record *header);
/** A column whose name holds the code of a series: CODE, "Name [CODE]", "Name (CODE)" or, for a title in words, its
 *  short form "share_of_population". It is added when the model wants one of these, else it is counted as set aside.
 */
void titian_shape_add_named(
    titian_shape *shape, titian_datafile *file, const titian_record *header, titian_shape_value value);

/** The shape is complete: check that years are known. @param header  of the file */
TITIAN_CHECKED titian_status titian_shape_finish(
    titian_datafile *file, const titian_record *header, titian_error *err);

/** Survey one row of a file with dimensions, before any is read. */
TITIAN_CHECKED titian_status titian_shape_survey(
    titian_datafile *file, const titian_record *record, titian_error *err);
/** Settle what was surveyed. @param line  of the header */
TITIAN_CHECKED titian_status titian_shape_settle(titian_datafile *file, size_t line, titian_error *err);
/** Read one row. The function `row` of every layout with a shape. */
TITIAN_CHECKED titian_status titian_shape_row(
    titian_datafile *file, const titian_record *record, titian_row *row, titian_error *err);
/** Is this record no row but a line behind the data? */
int titian_shape_is_footer(const titian_shape *shape, const titian_record *record);

#endif

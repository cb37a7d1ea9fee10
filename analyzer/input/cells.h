/* The observations read so far, by series, year and unit: values of variables and labels of groups alike.
 * Each is kept with the place where it was read, so that a second, different one can name both places.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_CELLS_H
#define TITIAN_INPUT_CELLS_H

#include <stddef.h>

#include <titian/panel.h>

#include "core/panel_parts.h"

/** A place in a data file: the file's number in the ledger, line and field from 1. */
typedef struct {
    size_t file, line, column;
} titian_spot;

typedef struct {
    double value; /* or the number of a label's text */
    titian_mark mark;
    titian_spot spot;
} titian_cell;

/** Which cell. Year 0 stands for "at any time": labels from a file without years. */
typedef struct {
    size_t series;
    int year;
    size_t unit; /* in the order of appearance */
} titian_cell_key;

typedef enum {
    TITIAN_PUT_NEW,       /* the cell was empty */
    TITIAN_PUT_SAME,      /* the same value stands there */
    TITIAN_PUT_DIFFERENT, /* another value stands there; nothing was changed */
    TITIAN_PUT_TOO_MANY,  /* the data are spread over more cells than titian handles */
    TITIAN_PUT_NO_MEMORY
} titian_put;

typedef struct titian_cells titian_cells; /* opaque */

/** @return NULL when there is no memory */
titian_cells *titian_cells_new(size_t n_series);
void titian_cells_free(titian_cells *cells);

/** How much of the file in work has been read, 0 to 1; 0: nobody knows. Large columns get room accordingly, instead
 * of being copied again and again; what is kept does not depend on it. */
void titian_cells_expect(titian_cells *cells, double share);

/** Keep an observation. @param before  receives the one that stands there when it is the same or different */
titian_put titian_cells_put(
    titian_cells *cells, const titian_cell_key *key, const titian_cell *cell, titian_cell *before);
/** Put another observation in the place of one that is there. @return 0, -1 when there is no memory */
int titian_cells_replace(titian_cells *cells, const titian_cell_key *key, const titian_cell *cell);
/** One unit in one year, on one line of a file: for the many cells that such a row of a wide file has. */
typedef struct {
    void *slots;        /* of the year, by series */
    const void *shared; /* the lines on which the row stands; NULL: on none, so nothing can be appended */
    size_t unit;
    titian_mark mark;
} titian_cells_row;
titian_cells_row titian_cells_row_at(titian_cells *cells, const titian_cell_key *key, const titian_cell *cell);
/** A field of such rows, and whose numbers it holds. */
typedef struct {
    size_t field, link;
    size_t series;    /* the only one, a variable, that wants it; TITIAN_NONE: several, or a label */
    double low, high; /* what is plausible of it */
} titian_wanted_column;
/** As titian_cells_put for several where that is quick: plausible numbers, in columns that end with the unit before,
 *  all on shared lines.
 *  @param numbers  of all fields of the row; TITIAN_MISSING where it is not known
 *  @return the first how many columns were put; put the next by itself */
size_t titian_cells_append(
    const titian_cells_row *row, const titian_wanted_column *columns, size_t n, const double *numbers);

/** The observation in a cell. @return 0 when there is none */
int titian_cells_get(const titian_cells *cells, const titian_cell_key *key, titian_cell *cell);
/** 1 when any series may have something in the year: for those who look for years. */
int titian_cells_has_year(const titian_cells *cells, int year);
/** 1 when the series has anything in the year. */
int titian_cells_has(const titian_cells *cells, size_t series, int year);

/** Hand over the lines that columns share, each n_units long, in the order of appearance. Once, before any column;
 * cells that are looked at afterwards have line 0.
 *  @return 0, or -1 when there is no memory; *places is the caller's either way */
int titian_cells_take_places(titian_cells *cells, size_t n_units, titian_places **places, size_t *n_places);
/** Bytes of a column's blocks beside the column itself, which may begin anywhere in them. */
enum { TITIAN_COLUMN_SKEW = 4096 };

/** Hand over a column, n_units long, in the order of appearance; empty where nothing was read. What it shares points
 *  into `places`. The column is gone from the cells.
 *  @return 0, or -1 when there is no memory; *part is the caller's either way */
int titian_cells_take_column(titian_cells *cells, const titian_cell_key *key, size_t n_units,
    const titian_places *places, titian_panel_part *part);

#endif

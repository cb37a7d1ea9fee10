/* The observations read so far, by series, year and unit: values of variables and labels of groups alike.
 * Each is kept with the place where it was read, so that a second, different one can name both places.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_CELLS_H
#define TITIAN_INPUT_CELLS_H

#include <stddef.h>

#include <titian/panel.h>

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

/** Keep an observation. @param before  receives the one that stands there when it is the same or different */
titian_put titian_cells_put(
    titian_cells *cells, const titian_cell_key *key, const titian_cell *cell, titian_cell *before);
/** Put another observation in the place of one that is there. */
void titian_cells_replace(titian_cells *cells, const titian_cell_key *key, const titian_cell *cell);
/** The observation in a cell. @return 0 when there is none */
int titian_cells_get(const titian_cells *cells, const titian_cell_key *key, titian_cell *cell);
/** 1 when the series has anything in the year. */
int titian_cells_has(const titian_cells *cells, size_t series, int year);

#endif

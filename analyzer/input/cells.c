/* Columns (one series in one year) are made when first written and grow with the units: they are the columns of the
 * panel, which takes them over. A wide file has all cells of a unit on one line, so the line is kept once for all
 * columns; a column gets places of its own, cell by cell, as soon as one of its cells stands elsewhere.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/cells.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/large.h"

enum {
    FIRST_ROOM = 64,
    FORESIGHT_ROOM = 1 << 15, /* from which it is worth asking how many units will come */
    MOST_FORESIGHT = 64,      /* times as much room at once, at most */
    VALUES_A_LINE = 8,        /* of a cache */
    AHEAD = 2 * VALUES_A_LINE,
    SKEW_BYTES = 3 * 64, /* three lines of a cache */
    FIRST_YEAR = 1000,
    YEARS = 2001 /* slot 0 is "at any time", then 1000 to 2999 */
};
/* 2.5 to 5 GB: beyond that a file is more likely wrong than large. */
static const size_t most_cells = (size_t) 1 << 28;

/* Lines of the units in one file and year. */
typedef struct shared_lines {
    titian_places places;
    size_t n, room, number;
    struct shared_lines *next; /* of the same year */
} shared_lines;

/* A mark of 0, "missing", is an empty cell, and its value is TITIAN_MISSING. Large blocks begin at the beginning of a
 * page: cells of one unit in all columns would share a few lines of the cache, if columns were not skewed. */
typedef struct {
    /* what every new cell needs, on one line of the cache */
    double *value;
    titian_mark *mark;
    size_t n, room; /* units from n on have nothing */
    shared_lines *shared;
    titian_place *own;
    uint16_t field; /* of all cells while they stand on shared lines */
    uint16_t *own_field;
    void *value_block, *mark_block; /* in which they stand, `skew` bytes from the beginning */
    size_t skew;
} column;

typedef struct {
    column *column; /* NULL: nothing there */
} slot;

/* A year, of which most have nothing. */
typedef struct year_cells {
    slot *slots; /* [series]: a row of a wide file meets neighbours; NULL: nothing there */
    shared_lines *shared;
    struct year_cells *next; /* of those that have something, in no order */
} year_cells;

struct titian_cells {
    size_t n_series, n_shared;
    size_t n_columns, n_units; /* columns with anything in them; highest unit met, and 1 */
    double share;              /* of the file in work that has been read; 0: unknown */
    year_cells years[YEARS], *filled;
};

titian_cells *titian_cells_new(size_t n_series)
{
    titian_cells *cells = calloc(1, sizeof *cells);

    if (cells == NULL)
        return NULL;
    cells->n_series = n_series;
    return cells;
}

static void free_column(column *c)
{
    if (c == NULL)
        return;
    free(c->value_block);
    free(c->mark_block);
    free(c->own);
    free(c->own_field);
    free(c);
}

static void free_year(year_cells *y, size_t n_series)
{
    for (size_t s = 0; y->slots != NULL && s < n_series; s++)
        free_column(y->slots[s].column);
    free(y->slots);
    while (y->shared != NULL) {
        shared_lines *next = y->shared->next;

        free(y->shared->places.line);
        free(y->shared);
        y->shared = next;
    }
}

void titian_cells_free(titian_cells *cells)
{
    if (cells == NULL)
        return;
    for (year_cells *y = cells->filled; y != NULL; y = y->next)
        free_year(y, cells->n_series);
    free(cells);
}

static size_t row_of(int year)
{
    assert(year == 0 || (year >= FIRST_YEAR && year < FIRST_YEAR + YEARS - 1));
    return year == 0 ? 0 : (size_t) (year - FIRST_YEAR + 1);
}

/* @return NULL where there is nothing */
static column *column_at(const titian_cells *cells, const titian_cell_key *key)
{
    const year_cells *y = &cells->years[row_of(key->year)];

    return y->slots != NULL ? y->slots[key->series].column : NULL;
}

/* An array for so many elements. @return -1 when there is no memory; it is then as it was */
static int resize(void *array, size_t n, size_t size)
{
    void *old = NULL, *more = NULL;

    memcpy(&old, array, sizeof old);
    more = realloc(old, n > 0 ? n * size : 1);
    if (more == NULL)
        return -1;
    memcpy(array, &more, sizeof more);
    return 0;
}

/* Room for twice as much until a unit fits in. */
static size_t room_for(size_t room, size_t unit)
{
    if (room == 0)
        room = FIRST_ROOM;
    while (room <= unit)
        room *= 2;
    return room;
}

/* Units that a column which now has `unit` will have: as many as have been met, else as many as come if the rest of
 * the file is like what was read, and a few more. */
static size_t foresee(const titian_cells *cells, size_t room, size_t unit)
{
    double n = 0.0;

    if (room < FORESIGHT_ROOM)
        return room;
    if (unit + 1 < cells->n_units)
        n = (double) cells->n_units;
    else if (cells->share > 0.0)
        n = 1.0625 * (double) unit / cells->share;
    n = n < (double) room * MOST_FORESIGHT ? n : (double) room * MOST_FORESIGHT;
    return n > (double) room ? (size_t) n : room;
}

/* Nothing for the units from the end of a column to below `to`. */
static void fill_column(column *c, size_t to)
{
    size_t i;

    if (c->n >= to)
        return;
    for (i = c->n; i < to; i++)
        c->value[i] = TITIAN_MISSING;
    memset(c->mark + c->n, TITIAN_MARK_MISSING, to - c->n);
    if (c->own != NULL) {
        memset(c->own + c->n, 0, (to - c->n) * sizeof *c->own);
        memset(c->own_field + c->n, 0, (to - c->n) * sizeof *c->own_field);
    }
    c->n = to;
}

static int resize_column(column *c, size_t room)
{
    if (resize(&c->value_block, room * sizeof *c->value + TITIAN_COLUMN_SKEW, 1) != 0)
        return -1;
    titian_large(c->value_block, room * sizeof *c->value + TITIAN_COLUMN_SKEW);
    c->value = (double *) (void *) ((unsigned char *) c->value_block + c->skew);
    if (resize(&c->mark_block, room * sizeof *c->mark + TITIAN_COLUMN_SKEW, 1) != 0)
        return -1;
    c->mark = (titian_mark *) c->mark_block + c->skew;
    if (c->own != NULL &&
        (resize(&c->own, room, sizeof *c->own) != 0 || resize(&c->own_field, room, sizeof *c->own_field) != 0))
        return -1;
    c->room = room;
    return 0;
}

/* The cell of a new unit. It is written next: only those that were left out are filled. */
static int extend_column(const titian_cells *cells, column *c, size_t unit)
{
    const size_t room = room_for(c->room, unit);

    if (unit >= c->room && resize_column(c, foresee(cells, room, unit)) != 0 && resize_column(c, room) != 0)
        return -1;
    if (unit > c->n)
        fill_column(c, unit);
    c->n = unit + 1;
    return 0;
}

static int extend_lines(shared_lines *l, size_t to)
{
    const size_t room = room_for(l->room, to - 1);

    if (to > l->room) {
        if (resize(&l->places.line, room, sizeof *l->places.line) != 0)
            return -1;
        l->room = room;
    }
    for (; l->n < to; l->n++)
        l->places.line[l->n] = 0;
    return 0;
}

static titian_place place_of(const titian_spot *spot)
{
    return (titian_place){(uint32_t) (spot->file + 1), spot->line <= UINT32_MAX ? (uint32_t) spot->line : 0};
}

/* The lines of a file and year, made when asked for the first time. */
static shared_lines *lines_of(titian_cells *cells, int year, uint32_t file)
{
    shared_lines **first = &cells->years[row_of(year)].shared, *l = NULL;

    for (l = *first; l != NULL; l = l->next) {
        if (l->places.file == file)
            return l;
    }
    l = calloc(1, sizeof *l);
    if (l == NULL)
        return NULL;
    l->places.file = file;
    l->number = cells->n_shared++;
    l->next = *first;
    *first = l;
    return l;
}

/* @return the slots of a year that has had nothing; NULL when there is no memory */
static slot *fill_year(titian_cells *cells, year_cells *y)
{
    y->slots = calloc(cells->n_series + 1, sizeof *y->slots);
    if (y->slots != NULL) {
        y->next = cells->filled;
        cells->filled = y;
    }
    return y->slots;
}

static titian_put make_column(titian_cells *cells, const titian_cell_key *key, const titian_spot *spot, column **made)
{
    year_cells *y = &cells->years[row_of(key->year)];
    column *c = NULL;

    if (y->slots != NULL || fill_year(cells, y) != NULL)
        c = y->slots[key->series].column = calloc(1, sizeof *c);
    *made = c;
    if (c == NULL)
        return TITIAN_PUT_NO_MEMORY;
    c->skew = cells->n_columns++ * SKEW_BYTES % TITIAN_COLUMN_SKEW;
    c->field = (uint16_t) spot->column;
    c->shared = lines_of(cells, key->year, place_of(spot).file);
    if (c->shared == NULL)
        return TITIAN_PUT_NO_MEMORY;
    return cells->n_units > most_cells / cells->n_columns ? TITIAN_PUT_TOO_MANY : TITIAN_PUT_NEW;
}

/* Each cell so far keeps the place it had. */
static int give_own_places(column *c)
{
    size_t i;

    c->own = calloc(c->room, sizeof *c->own);
    c->own_field = calloc(c->room, sizeof *c->own_field);
    if (c->own == NULL || c->own_field == NULL)
        return -1;
    for (i = 0; i < c->n; i++) {
        if (c->mark[i] == TITIAN_MARK_MISSING || i >= c->shared->n)
            continue;
        c->own[i] = (titian_place){c->shared->places.file, c->shared->places.line[i]};
        c->own_field[i] = c->field;
    }
    return 0;
}

/* 1 when the place is the one that all columns share for this unit, or becomes it. @return -1: no memory */
static int is_shared(column *c, size_t unit, const titian_spot *spot)
{
    const titian_place place = place_of(spot);
    shared_lines *l = c->shared;

    if (l->places.file != place.file || c->field != (uint16_t) spot->column)
        return 0;
    if (unit >= l->n && extend_lines(l, unit + 1) != 0)
        return -1;
    if (l->places.line[unit] == 0)
        l->places.line[unit] = place.line;
    return l->places.line[unit] == place.line;
}

static int put_place(column *c, size_t unit, const titian_spot *spot)
{
    if (c->own == NULL) {
        const int shared = is_shared(c, unit, spot);

        if (shared != 0)
            return shared < 0 ? -1 : 0;
        if (give_own_places(c) != 0)
            return -1;
    }
    c->own[unit] = place_of(spot);
    c->own_field[unit] = (uint16_t) spot->column;
    return 0;
}

/* The line is unknown once the lines have been handed over. */
static titian_place place_at(const column *c, size_t unit)
{
    const titian_places *shared = &c->shared->places;

    if (c->own != NULL)
        return c->own[unit];
    return (titian_place){shared->file, shared->line != NULL ? shared->line[unit] : 0};
}

static void read_cell(const column *c, size_t unit, titian_cell *cell)
{
    const titian_place place = place_at(c, unit);

    cell->value = c->value[unit];
    cell->mark = c->mark[unit];
    cell->spot = (titian_spot){place.file - 1, place.line, c->own != NULL ? c->own_field[unit] : c->field};
}

static int has_cell(const column *c, size_t unit)
{
    return unit < c->n && c->mark[unit] != TITIAN_MARK_MISSING;
}

static int write_cell(column *c, size_t unit, const titian_cell *cell)
{
    c->value[unit] = cell->value;
    c->mark[unit] = cell->mark;
    return put_place(c, unit, &cell->spot);
}

titian_put titian_cells_put(
    titian_cells *cells, const titian_cell_key *key, const titian_cell *cell, titian_cell *before)
{
    column *c = column_at(cells, key);

    if (c == NULL) {
        titian_put made = make_column(cells, key, &cell->spot, &c);

        if (made != TITIAN_PUT_NEW)
            return made;
    }
    if (has_cell(c, key->unit)) {
        read_cell(c, key->unit, before);
        return before->value == cell->value ? TITIAN_PUT_SAME : TITIAN_PUT_DIFFERENT;
    }
    if (key->unit >= cells->n_units) {
        cells->n_units = key->unit + 1;
        if (cells->n_units > most_cells / cells->n_columns)
            return TITIAN_PUT_TOO_MANY;
    }
    if (key->unit >= c->n && extend_column(cells, c, key->unit) != 0)
        return TITIAN_PUT_NO_MEMORY;
    return write_cell(c, key->unit, cell) == 0 ? TITIAN_PUT_NEW : TITIAN_PUT_NO_MEMORY;
}

void titian_cells_expect(titian_cells *cells, double share)
{
    cells->share = share;
}

titian_cells_row titian_cells_row_at(titian_cells *cells, const titian_cell_key *key, const titian_cell *cell)
{
    const year_cells *y = &cells->years[row_of(key->year)];
    titian_cells_row row = {.slots = y->slots, .unit = key->unit, .mark = cell->mark};
    const titian_place place = place_of(&cell->spot);
    shared_lines *l = y->shared;

    while (l != NULL && l->places.file != place.file)
        l = l->next;
    if (l == NULL || key->unit >= most_cells / (cells->n_columns + 1))
        return row;
    if (key->unit >= l->n && extend_lines(l, key->unit + 1) != 0)
        return row;
    if (l->places.line[key->unit] == 0)
        l->places.line[key->unit] = place.line;
    if (l->places.line[key->unit] == place.line) {
        row.shared = l;
        cells->n_units = key->unit < cells->n_units ? cells->n_units : key->unit + 1;
    }
    return row;
}

size_t titian_cells_append(
    const titian_cells_row *row, const titian_wanted_column *columns, size_t n, const double *numbers)
{
    const slot *slots = row->slots;
    const size_t unit = row->unit;
    const int begins_line = unit % VALUES_A_LINE == 0;
    size_t k;

    for (k = 0; k < n && row->shared != NULL; k++) {
        const titian_wanted_column *wanted = &columns[k];
        const double number = numbers[wanted->field];
        column *c = NULL;

        /* what is missing is neither too small nor too large, nor between */
        if (wanted->series == TITIAN_NONE || !(number >= wanted->low && number <= wanted->high))
            break;
        c = slots[wanted->series].column;
        if (c == NULL || c->shared != row->shared || c->n != unit || unit >= c->room || c->own != NULL ||
            c->field != wanted->field + 1)
            break;
        c->value[unit] = number;
        c->mark[unit] = row->mark;
        c->n = unit + 1;
        /* more columns are written side by side than the processor follows by itself */
        if (begins_line && unit + AHEAD < c->room) {
            __builtin_prefetch(&c->value[unit + AHEAD], 1);
            __builtin_prefetch(&c->mark[unit + AHEAD], 1);
        }
    }
    return k;
}

int titian_cells_replace(titian_cells *cells, const titian_cell_key *key, const titian_cell *cell)
{
    return write_cell(column_at(cells, key), key->unit, cell);
}

int titian_cells_get(const titian_cells *cells, const titian_cell_key *key, titian_cell *cell)
{
    const column *c = column_at(cells, key);

    if (c == NULL || !has_cell(c, key->unit))
        return 0;
    read_cell(c, key->unit, cell);
    return 1;
}

int titian_cells_has_year(const titian_cells *cells, int year)
{
    return cells->years[row_of(year)].slots != NULL;
}

int titian_cells_has(const titian_cells *cells, size_t series, int year)
{
    return column_at(cells, &(titian_cell_key){series, year, 0}) != NULL;
}

int titian_cells_take_places(titian_cells *cells, size_t n_units, titian_places **places, size_t *n_places)
{
    *places = calloc(cells->n_shared + 1, sizeof **places);
    *n_places = 0;
    if (*places == NULL)
        return -1;
    *n_places = cells->n_shared;
    for (year_cells *y = cells->filled; y != NULL; y = y->next) {
        for (shared_lines *l = y->shared; l != NULL; l = l->next) {
            if (extend_lines(l, n_units > 0 ? n_units : 1) != 0)
                return -1;
            (*places)[l->number] = l->places;
            l->places.line = NULL;
        }
    }
    return 0;
}

int titian_cells_take_column(titian_cells *cells, const titian_cell_key *key, size_t n_units,
    const titian_places *places, titian_panel_part *part)
{
    column none = {.n = 0}, *taken = column_at(cells, key), *c = taken != NULL ? taken : &none;
    int status = resize_column(c, n_units > 0 ? n_units : 1);

    if (status == 0) {
        fill_column(c, n_units);
        *part = (titian_panel_part){c->value, c->mark, c->value_block, c->mark_block,
            c->shared != NULL ? &places[c->shared->number] : NULL, c->own};
        c->value_block = NULL;
        c->mark_block = NULL;
        c->own = NULL;
    }
    if (taken != NULL) {
        free_column(taken);
        cells->years[row_of(key->year)].slots[key->series].column = NULL;
    } else {
        free(c->value_block);
        free(c->mark_block);
    }
    return status;
}

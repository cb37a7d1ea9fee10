/* Columns (one series in one year) are made when first written, and hold pages of units made likewise: memory
 * follows the data where they are sparse and comes near the panel's own where they are dense.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/cells.h"

#include <stdint.h>
#include <stdlib.h>

#include "core/arena.h"

enum {
    PAGE_UNITS = 64,
    FIRST_YEAR = 1000,
    YEARS = 2001 /* slot 0 is "at any time", then 1000 to 2999 */
};
/* Some 6 GB here, and as much in the panel: beyond that a file is more likely wrong than large. */
static const size_t most_cells = (size_t) 1 << 28;

/* A mark of 0, "missing", is an empty cell: a page starts as zeros. */
typedef struct {
    double value[PAGE_UNITS];
    uint32_t line[PAGE_UNITS], file[PAGE_UNITS];
    uint16_t column[PAGE_UNITS];
    titian_mark mark[PAGE_UNITS];
} page;

typedef struct {
    page *page; /* NULL: nothing there */
} slot;

typedef struct {
    slot *slots;
    size_t n_slots;
} column;

struct titian_cells {
    size_t n_series, n_pages;
    size_t n_columns, n_units; /* columns with anything in them; highest unit met, and 1 */
    column *columns;           /* YEARS of each series */
    titian_arena arena;
};

titian_cells *titian_cells_new(size_t n_series)
{
    titian_cells *cells = calloc(1, sizeof *cells);

    if (cells == NULL)
        return NULL;
    cells->n_series = n_series;
    cells->columns = calloc(n_series + 1, YEARS * sizeof *cells->columns);
    if (cells->columns == NULL) {
        free(cells);
        return NULL;
    }
    return cells;
}

void titian_cells_free(titian_cells *cells)
{
    size_t c;

    if (cells == NULL)
        return;
    for (c = 0; c < cells->n_series * YEARS; c++)
        free(cells->columns[c].slots);
    free(cells->columns);
    titian_arena_free(&cells->arena);
    free(cells);
}

static column *column_at(const titian_cells *cells, size_t series, int year)
{
    const size_t row = year == 0 ? 0 : (size_t) (year - FIRST_YEAR + 1);

    return &cells->columns[series * YEARS + row];
}

static page *page_at(const titian_cells *cells, const titian_cell_key *key)
{
    const column *c = column_at(cells, key->series, key->year);
    size_t p = key->unit / PAGE_UNITS;

    return p < c->n_slots ? c->slots[p].page : NULL;
}

static int grow_column(column *c, size_t p)
{
    size_t n = c->n_slots > 0 ? c->n_slots : 4;
    slot *more = NULL;

    if (p < c->n_slots)
        return 0;
    while (n <= p)
        n *= 2;
    more = realloc(c->slots, n * sizeof *more);
    if (more == NULL)
        return -1;
    for (; c->n_slots < n; c->n_slots++)
        more[c->n_slots].page = NULL;
    c->slots = more;
    return 0;
}

static titian_put make_page(titian_cells *cells, const titian_cell_key *key, page **made)
{
    size_t p = key->unit / PAGE_UNITS;
    column *c = column_at(cells, key->series, key->year);

    cells->n_columns += c->n_slots == 0 ? 1 : 0;
    if (key->unit >= cells->n_units)
        cells->n_units = key->unit + 1;
    if (cells->n_units > most_cells / cells->n_columns || cells->n_pages >= most_cells / PAGE_UNITS)
        return TITIAN_PUT_TOO_MANY;
    if (grow_column(c, p) != 0)
        return TITIAN_PUT_NO_MEMORY;
    *made = titian_arena_alloc(&cells->arena, sizeof **made);
    if (*made == NULL)
        return TITIAN_PUT_NO_MEMORY;
    c->slots[p].page = *made;
    cells->n_pages++;
    return TITIAN_PUT_NEW;
}

static void read_cell(const page *p, size_t at, titian_cell *cell)
{
    cell->value = p->value[at];
    cell->mark = p->mark[at];
    cell->spot = (titian_spot){p->file[at], p->line[at], p->column[at]};
}

static void write_cell(page *p, size_t at, const titian_cell *cell)
{
    p->value[at] = cell->value;
    p->mark[at] = cell->mark;
    p->file[at] = (uint32_t) cell->spot.file;
    p->line[at] = cell->spot.line <= UINT32_MAX ? (uint32_t) cell->spot.line : 0;
    p->column[at] = (uint16_t) cell->spot.column;
}

titian_put titian_cells_put(
    titian_cells *cells, const titian_cell_key *key, const titian_cell *cell, titian_cell *before)
{
    page *p = page_at(cells, key);
    size_t at = key->unit % PAGE_UNITS;

    if (p == NULL) {
        titian_put made = make_page(cells, key, &p);

        if (made != TITIAN_PUT_NEW)
            return made;
    }
    if (p->mark[at] != TITIAN_MARK_MISSING) {
        read_cell(p, at, before);
        return before->value == cell->value ? TITIAN_PUT_SAME : TITIAN_PUT_DIFFERENT;
    }
    write_cell(p, at, cell);
    return TITIAN_PUT_NEW;
}

void titian_cells_replace(titian_cells *cells, const titian_cell_key *key, const titian_cell *cell)
{
    write_cell(page_at(cells, key), key->unit % PAGE_UNITS, cell);
}

int titian_cells_get(const titian_cells *cells, const titian_cell_key *key, titian_cell *cell)
{
    const page *p = page_at(cells, key);

    if (p == NULL || p->mark[key->unit % PAGE_UNITS] == TITIAN_MARK_MISSING)
        return 0;
    read_cell(p, key->unit % PAGE_UNITS, cell);
    return 1;
}

int titian_cells_has(const titian_cells *cells, size_t series, int year)
{
    return column_at(cells, series, year)->n_slots > 0;
}

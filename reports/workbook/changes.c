/* What the sheets about two years share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/changes.h"

#include <math.h>
#include <stdlib.h>

static titian_item item_of(const book *b, size_t unit, const char *figure)
{
    const titian_listing *all = b->changes->change;

    return titian_listing_cell(all, unit, titian_listing_find(all, figure));
}

double change_number(const book *b, size_t unit, const char *figure)
{
    return item_of(b, unit, figure).number;
}

double change_common(const book *b, size_t unit, const char *figure)
{
    const titian_listing *all = b->changes->common;

    return titian_listing_cell(all, unit, titian_listing_find(all, figure)).number;
}

const char *change_text(const book *b, size_t unit, const char *figure)
{
    return item_of(b, unit, figure).text;
}

double change_score(const book *b, size_t unit, size_t year)
{
    return titian_panel_column(b->scores, b->changes->node, year)[unit];
}

int change_year(const book *b, int which)
{
    return titian_panel_year(b->scores, b->changes->year[which]);
}

const char *change_node_name(const book *b)
{
    return book_node(b, b->changes->node)->name;
}

/* ---- orders ---- */

typedef struct {
    double key;
    size_t unit;
} keyed;

static int by_key(const void *one, const void *other)
{
    const keyed *a = one, *b = other;

    if (isnan(a->key) != isnan(b->key))
        return isnan(a->key) ? 1 : -1;
    if (!isnan(a->key) && a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

size_t *units_by_key(book *b, const double *keys)
{
    keyed *all = calloc(b->n_units + 1, sizeof *all);
    size_t *order = calloc(b->n_units + 1, sizeof *order);

    if (all == NULL || order == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for %zu units in order", b->n_units);
        free(all);
        free(order);
        return NULL;
    }
    for (size_t i = 0; i < b->n_units; i++)
        all[i] = (keyed){keys[i], i};
    qsort(all, b->n_units, sizeof *all, by_key);
    for (size_t i = 0; i < b->n_units; i++)
        order[i] = all[i].unit;
    free(all);
    return order;
}

int change_counts(const book *b, size_t unit)
{
    const titian_movers *movers = b->changes->movers;
    titian_move verdict = TITIAN_MOVE_NONE;

    if (isnan(change_number(b, unit, "Both.To")) || isnan(change_number(b, unit, "Change")))
        return 0;
    if (movers == NULL)
        return 1;
    verdict = titian_movers_unit(movers, unit).verdict;
    return verdict == TITIAN_MOVE_UP || verdict == TITIAN_MOVE_DOWN;
}

void put_changed_unit(book *b, lxw_worksheet *sheet, lxw_row_t row, size_t unit)
{
    put_text(b, sheet, row, 0, book_unit(b, unit)->name, STYLE_BOLD);
    put_text(b, sheet, row, 1, book_unit(b, unit)->code, STYLE_TEXT);
}

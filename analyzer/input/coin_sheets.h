/* What stands in the sheets Database and Framework of a COIN Tool workbook, cell by cell.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_COIN_SHEETS_H
#define TITIAN_INPUT_COIN_SHEETS_H

#include <stddef.h>

#include <titian/status.h>

#include "core/arena.h"
#include "input/findings.h"

/** Rows of the sheet Database above its data. */
enum {
    TITIAN_COIN_WEIGHT = 7,
    TITIAN_COIN_DIRECTION,
    TITIAN_COIN_LOWER,
    TITIAN_COIN_UPPER,
    TITIAN_COIN_INDEX,
    TITIAN_COIN_SUB_INDEX,
    TITIAN_COIN_PILLAR,
    TITIAN_COIN_SUB_PILLAR,
    TITIAN_COIN_NAME,
    TITIAN_COIN_CODE
};
enum { TITIAN_COIN_FIRST = 5, TITIAN_COIN_COLUMNS = 99, TITIAN_COIN_LAST = 315, TITIAN_COIN_AGGREGATES = 64 };

/** An element of the sheet Framework. */
typedef struct {
    const char *code, *weight, *name;
    size_t row;
} titian_coin_element;

/** Texts are "" where a cell is empty, "n/a" or "--". Start zeroed; end with titian_coin_sheets_free. */
typedef struct {
    titian_arena arena;
    titian_findings findings;
    const char *database, *framework;                            /* names of the sheets, for messages */
    const char *head[TITIAN_COIN_CODE + 1][TITIAN_COIN_COLUMNS]; /* by row, by column from E on */
    unsigned char has_data[TITIAN_COIN_COLUMNS];
    titian_coin_element elements[TITIAN_COIN_AGGREGATES];
    size_t n_elements;
} titian_coin_sheets;

/** Read both sheets. A workbook without the sheet Framework has no elements, which is remarked on.
 *  @return TITIAN_E_FILE, TITIAN_E_DATA when it is no workbook of the COIN Tool */
TITIAN_CHECKED titian_status titian_coin_sheets_read(titian_coin_sheets *sheets, const char *path, titian_error *err);
void titian_coin_sheets_free(titian_coin_sheets *sheets);

#endif

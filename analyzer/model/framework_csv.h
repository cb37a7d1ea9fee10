/* framework.csv as rows: header, cells and the faults of each cell. What rows mean to one another is checked by
 * framework_check.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_FRAMEWORK_CSV_H
#define TITIAN_MODEL_FRAMEWORK_CSV_H

#include <stddef.h>

#include <titian/framework.h>
#include <titian/method.h>

#include "core/arena.h"
#include "core/index.h"
#include "model/faults.h"
#include "model/yaml_text.h"

enum {
    TITIAN_MOST_LEVELS = 99, /* of a tree */
    TITIAN_MOST_AGE = 200,   /* years a value may be carried forward */
    TITIAN_MOST_CODE = 63    /* bytes of a code */
};

/** Types of rows; the number is that of the word in the type column's list. */
typedef enum {
    TITIAN_ROW_INDICATOR,
    TITIAN_ROW_AGGREGATE,
    TITIAN_ROW_GROUP,
    TITIAN_ROW_DENOMINATOR,
    TITIAN_ROW_OTHER,
    TITIAN_N_ROW_TYPES /* and: not known, since the cell is at fault */
} titian_row_type;

typedef enum {
    TITIAN_COLUMN_CODE,
    TITIAN_COLUMN_NAME,
    TITIAN_COLUMN_TYPE,
    TITIAN_COLUMN_LEVEL,
    TITIAN_COLUMN_PARENT,
    TITIAN_COLUMN_WEIGHT,
    TITIAN_COLUMN_DIRECTION,
    TITIAN_COLUMN_UNIT,
    TITIAN_COLUMN_TARGET,
    TITIAN_COLUMN_DENOMINATOR,
    TITIAN_COLUMN_DENOMINATOR_SCALE,
    TITIAN_COLUMN_LOW,
    TITIAN_COLUMN_HIGH,
    TITIAN_COLUMN_SCALE,
    TITIAN_COLUMN_MAX_AGE,
    TITIAN_COLUMN_SOURCE,
    TITIAN_COLUMN_SOURCE_CODE,
    TITIAN_COLUMN_LICENCE,
    TITIAN_COLUMN_DESCRIPTION,
    TITIAN_COLUMN_URL,
    TITIAN_COLUMN_WHY,
    TITIAN_COLUMN_PLAUSIBLE_LOW,
    TITIAN_COLUMN_PLAUSIBLE_HIGH,
    TITIAN_N_COLUMNS
} titian_column;

/** A column with a point in its name: STAGE.OPTION, a setting of indicators' own, or Weight.NAME, a set of weights.
 */
typedef struct {
    titian_stage stage; /* TITIAN_N_STAGES: a set of weights */
    const char *name;   /* behind the point */
    size_t field;       /* from 1 */
    int several;        /* its cells may hold several numbers */
} titian_dotted;

/** One row. Texts are "" where the cell is empty; numbers TITIAN_MISSING, or the default of docs/models.md. */
typedef struct {
    const char *code, *name, *parent, *unit, *denominator;
    const char *source, *source_codes, *licence, *description, *url, *why;
    double weight, target, low, high, denominator_scale, plausible_low, plausible_high;
    int type, level, direction, scale, max_age; /* level and direction 0, max_age -1: empty */
    const char **dotted; /* n_dotted texts, "" where the cell is empty; NULL when there are no such columns */
    size_t line;
    unsigned faulty; /* bit (1u << column): the cell is at fault, and that was said */
} titian_row;

typedef struct {
    const char *file; /* name in messages */
    int whole;        /* 0: the file could not be read to its end, or lacks columns; nothing follows from it */
    titian_row *rows;
    size_t n_rows;
    size_t column[TITIAN_N_COLUMNS]; /* field of each column, from 1; 0: there is none */
    titian_dotted *dotted;
    size_t n_dotted;
    titian_index index;                     /* code -> first row that has it */
    const char **codes[TITIAN_N_ROW_TYPES]; /* codes by type of row, for suggestions */
    size_t n_codes[TITIAN_N_ROW_TYPES];
    int n_levels;    /* highest level of an aggregate */
    size_t *parents; /* row of each row's parent; NULL before titian_rows_check */
} titian_rows;

/** Read the rows and say each cell's fault. Everything but the index lives in the arena.
 *  @param out  to be emptied with titian_rows_free, also on failure */
TITIAN_CHECKED titian_status titian_rows_read(
    titian_rows *out, const titian_model_bytes *csv, titian_arena *arena, titian_faults *faults, titian_error *err);
void titian_rows_free(titian_rows *rows);

/** Position of the row with a code; TITIAN_NONE. */
size_t titian_rows_find(const titian_rows *rows, const char *code);
/** Place of a row's cell. */
titian_place titian_rows_place(const titian_rows *rows, const titian_row *row, titian_column column);
/** Word for a type of row: "Indicator". */
const char *titian_row_type_word(int type);

#endif

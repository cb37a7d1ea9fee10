/* What a mapping says. The reader of its YAML (model/mapping_read.c) fills it; layout_mapped.c makes a shape of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_MAPPING_H
#define TITIAN_INPUT_MAPPING_H

#include <titian/mapping.h>

#include "core/arena.h"
#include "input/breakdown.h"
#include "input/status_word.h"

/** A column of values; code NULL and year 0: the row says. */
typedef struct {
    const char *column, *code;
    int year;
} titian_mapped_value;

/** Columns are names as the header has them; NULL: there is none. */
struct titian_mapping {
    const char *path;
    size_t header_line; /* 0: the first line that is not blank */
    const char *unit, *name, *year, *indicator, *status;
    const char *code; /* of all values; NULL */
    int fixed_year;   /* of all values; 0 */
    int power;        /* of ten, in which values are given */
    titian_mapped_value *values;
    size_t n_values;
    titian_dimension dimensions[TITIAN_MOST_DIMENSIONS];
    size_t n_dimensions;
    titian_status_list words; /* of the status column */
    const char **footer;      /* how lines behind the data begin; ends with NULL. NULL: there are none */
    titian_arena arena;
};

#endif

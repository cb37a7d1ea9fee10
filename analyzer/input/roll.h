/* The roll of units met in data files: codes and names. And the texts of labels, each kept once.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_ROLL_H
#define TITIAN_INPUT_ROLL_H

#include <stddef.h>

#include "core/arena.h"
#include "core/index.h"
#include "input/csv.h"

/** Texts numbered in the order of appearance. Start zeroed. */
typedef struct {
    const char **text;
    size_t n, room;
    size_t next; /* a later file often has them in the order of the first */
    titian_index index;
    titian_arena arena;
} titian_texts;

/** Number of a text, old or new; TITIAN_NONE when there is no memory. */
size_t titian_texts_add(titian_texts *texts, titian_field text);
void titian_texts_free(titian_texts *texts);

/** How much a name is worth: that of a units file wins over that of a data file, and that over the lists' own. */
typedef enum { TITIAN_NAME_NONE, TITIAN_NAME_LIST, TITIAN_NAME_DATA, TITIAN_NAME_UNITS } titian_name_rank;

/** How a unit has been met: bits. */
enum {
    TITIAN_MET_CODE = 1,       /* in a column of codes */
    TITIAN_MET_NAME = 2,       /* by its name, in a file without such a column */
    TITIAN_MET_BLANK = 4,      /* by its name, beside an empty code */
    TITIAN_MET_LISTED = 8,     /* in a units file */
    TITIAN_MET_PUBLISHED = 16, /* in a form of some publisher's */
    TITIAN_MET_GROUP = 32,     /* in a publisher's list, as a group of units */
};

/** Units in the order of appearance. Start zeroed. */
typedef struct {
    titian_texts codes;
    const char **name;         /* by unit; NULL where no file gives one */
    unsigned char *rank, *met; /* by unit */
    size_t room;
    titian_arena arena;
} titian_roll;

/** Number of a unit, old or new; TITIAN_NONE when there is no memory. */
size_t titian_roll_add(titian_roll *roll, titian_field code);
/** Offer a name: taken when it is the first of its rank or above. @return 1 taken, 0 not, -1 no memory */
int titian_roll_name(titian_roll *roll, size_t unit, titian_field name, titian_name_rank rank);
void titian_roll_free(titian_roll *roll);

#endif

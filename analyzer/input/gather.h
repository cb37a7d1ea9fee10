/* Gathering: what all data files together have given so far, and the one place where a value, a label or a name
 * enters. Layouts (layout.h) split rows into fields; here it is decided what becomes of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_GATHER_H
#define TITIAN_INPUT_GATHER_H

#include <stddef.h>

#include <titian/input.h>
#include <titian/ledger.h>
#include <titian/mapping.h>
#include <titian/panel.h>
#include <titian/records.h>
#include <titian/status.h>

#include "input/cells.h"
#include "input/csv.h"
#include "input/findings.h"
#include "input/marks.h"
#include "input/roll.h"
#include "input/units.h"
#include "input/wanted.h"

/** How far a series has been met: its code, a field with something in it, a number. */
typedef enum { TITIAN_SEEN_NOT, TITIAN_SEEN_EMPTY, TITIAN_SEEN_FILLED, TITIAN_SEEN_NUMBER } titian_seen;

/** Files are UTF-8, most of them, and to look through a large one for that alone takes a tenth of the time in which
 * it is read. */
typedef enum {
    TITIAN_TRUST_NONE,  /* each is looked through before it is read */
    TITIAN_TRUST_TRIED, /* one whose beginning is UTF-8 is read as that; if the rest is not, all reading is in vain */
    TITIAN_TRUST_EARNED /* they have been read before, and were what their beginnings are */
} titian_trust;

/** A mapping that was given, and how it fared. */
typedef struct {
    const titian_mapping *mapping;
    int used;            /* 1: some file has its columns */
    size_t n_found;      /* columns found in the header that comes nearest, and where that is */
    const char *lacking; /* first column that this header lacks */
    const char *nearest;
    size_t line;
} titian_mapping_use;

/** Of all files. */
typedef struct {
    titian_wanted wanted;
    titian_findings findings;
    titian_units *units;          /* what codes and names stand for; NULL: codes are taken as they are written */
    titian_roll roll, roll_aside; /* of units; of aggregates and territories of the past */
    titian_texts labels;
    titian_texts groups; /* codes that lists of publishers have as groups of units; not filled in a second reading */
    titian_cells *cells, *cells_aside;
    unsigned char *seen; /* titian_seen by series */
    titian_ledger *ledger;
    titian_records *lists; /* dated lists among the data; NULL: none so far */
    titian_texts *codes;   /* receives every code that is set aside; NULL: nobody asks */
    int codes_lost;        /* 1: there was no memory for some code */
    int year;              /* of rows in files without a year column; 0: unknown */
    titian_input_options options;
    const char *const *paths; /* as they were given; NULL: texts in memory */
    size_t n_paths;
    titian_marks *marks;          /* of the file in work */
    titian_ledger_file uncounted; /* takes what must not be counted twice: a code wanted by several rows */
    int is_survey;  /* 1: values are looked at for their decimal marks; nothing enters and nothing is said */
    int threads;    /* that split a large file; 0: as many as the machine has */
    size_t vintage; /* of the files in work, from 1; 0: files are no vintages */
    titian_mapping_use *mappings;
    size_t n_mappings;
    size_t n_values, n_values_aside;
    titian_reading_fn tell; /* told of how much was read; NULL: nobody */
    void *tell_context;
    size_t n_bytes; /* read of all files */
    titian_trust trust;
    int is_betrayed; /* 1: the trust that was tried; nothing that was gathered counts, and reading has stopped */
    int has_gaps;    /* 1: some file could not be read, or not to its end */
} titian_gather;

/** A row while it is read: what it is about, and what came of it. */
typedef struct {
    size_t file, line;
    titian_ledger_file *entry; /* of the file in the ledger */
    titian_field code;         /* of its unit */
    size_t unit;               /* TITIAN_NONE: cannot be used */
    int year, label_year;      /* year of figures, 0: unknown; year of labels, 0: any, -1: unknown */
    titian_row_kind aside;     /* why it is set aside, such as TITIAN_ROWS_UNWANTED; TITIAN_ROWS_USED: it is not */
    int is_aside;              /* 1: its unit is an aggregate or a territory of the past, one of roll_aside */
    size_t n_new, n_same, n_faults;
    const titian_record *record; /* its fields; NULL: only what is handed over is known */
} titian_row;

/** Which unit a row is about, by its code, or by its name where there is no code. What is wrong with them is told. */
TITIAN_CHECKED titian_status titian_gather_who(
    titian_gather *gather, titian_row *row, const titian_who *who, titian_error *err);

/** A row of a publisher's list says that its code is a group's. */
TITIAN_CHECKED titian_status titian_gather_group(
    titian_gather *gather, const titian_row *row, titian_field code, titian_error *err);
/** Mark the units met that are groups. */
void titian_gather_mark_groups(titian_gather *gather);

/** A field for everybody who wants its code: a number for variables, a text for groups. Faults are told, with the
 *  unit and the series; a value that differs from one read before likewise, with both places, unless it is of a newer
 * vintage: then it takes the place of the older one, and the ledger has a revision.
 *  @param link  first link of the code
 *  @param mark   of the value, TITIAN_MARK_OBSERVED or TITIAN_MARK_ESTIMATED
 *  @param power  the value is so many powers of ten larger than what is written, exactly: 3 for a column in
 * thousands, or SDMX's UNIT_MULT; 0: as it is written */
typedef struct {
    titian_field field;
    size_t column, link;
    titian_mark mark;
    int power;
} titian_entry;
TITIAN_CHECKED titian_status titian_gather_entry(
    titian_gather *gather, titian_row *row, const titian_entry *entry, titian_error *err);

/** A column whose name somebody wants as a code. */
titian_wanted_column titian_gather_column(const titian_gather *gather, size_t field, size_t link);
/** The first of these columns of a record, as far as they hold numbers that are known already and nothing speaks
 *  against them, as observations.
 *  @return how many were taken; the next one is an entry like any other */
size_t titian_gather_numbers(titian_gather *gather, titian_row *row, const titian_wanted_column *columns, size_t n,
    const titian_record *record);

/** The name of a row's unit. A name from a units file counts as something given. */
TITIAN_CHECKED titian_status titian_gather_name(
    titian_gather *gather, titian_row *row, titian_field name, titian_name_rank rank, titian_error *err);

/** What is wrong with the row's field in a column; NULL when nothing is. */
const titian_flaw *titian_row_flaw(const titian_row *row, size_t column);
/** Note a code that nobody wants, where somebody asks for those. */
void titian_gather_code(titian_gather *gather, titian_field code);

/** Code of a row's unit for messages; "?" when it cannot be used. */
typedef struct {
    char text[64];
} titian_unit_word;
titian_unit_word titian_row_unit(const titian_row *row);

/** An error in a row: told, and the row counts as refused. */
void titian_gather_fault(titian_gather *gather, titian_row *row, size_t column, const char *text);

#endif

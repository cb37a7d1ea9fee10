/* Layouts: the forms of data file that titian reads. A form is one row of a table: how its header is known, what is
 * looked up in the header once, and what is done with each line. A new form is a new row; nothing else changes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_LAYOUT_H
#define TITIAN_INPUT_LAYOUT_H

#include <stddef.h>

#include <titian/status.h>

#include "input/book.h"
#include "input/csv.h"
#include "input/gather.h"

/** What a column is for, known by its name. */
typedef enum {
    TITIAN_ROLE_UNIT,
    TITIAN_ROLE_NAME,
    TITIAN_ROLE_YEAR,
    TITIAN_ROLE_INDICATOR,
    TITIAN_ROLE_VALUE,
    TITIAN_ROLE_STATUS,
    TITIAN_N_ROLES
} titian_role;

typedef struct {
    size_t field[TITIAN_N_ROLES]; /* position from 0; TITIAN_NONE: no such column */
    int unit_is_weak;             /* 1: the unit column has a name that may mean something else ("code", "unit") */
    int name_is_weak;             /* 1: so has the column of names ("name") */
} titian_roles;

typedef struct titian_layout titian_layout;
typedef struct titian_shape titian_shape; /* shape.h */

/** A data file while it is read. */
typedef struct {
    titian_gather *gather;
    const titian_layout *layout; /* NULL until the header is known */
    titian_ledger_file *entry;
    size_t number;      /* in the ledger */
    size_t n_fields;    /* of the header */
    titian_roles roles; /* of the header */
    titian_wanted_column *columns;
    size_t n_columns;
    titian_texts aside;            /* long: codes that nobody wants */
    int status_told;               /* long: an unknown status has been remarked on */
    titian_shape *shape;           /* of a form that has one; owned */
    const titian_mapping *mapping; /* that describes this file; NULL: none */
} titian_datafile;

struct titian_layout {
    const char *form;   /* word in the ledger */
    const char *header; /* as a user would write it, for messages; NULL for publishers' forms, which nobody writes */
    /** May this record stand before the header? NULL: none does. */
    int (*preamble)(const titian_datafile *file, const titian_record *record);
    /** Is this record the header? `roles` are those of this record and may be changed for what follows. */
    int (*recognise)(titian_datafile *file, const titian_record *header);
    /** Look up in the header what each row needs, or make a shape of it; faults of the header are told. */
    titian_status (*begin)(titian_datafile *file, const titian_record *header, titian_error *err);
    /** One record as long as the header and not blank. Faults are told, only lack of memory fails. */
    titian_status (*row)(titian_datafile *file, const titian_record *record, titian_row *row, titian_error *err);
};

/** Rows of the table; NULL behind the last. */
const titian_layout *titian_layout_at(size_t row);

/** Roles of the columns of a record. */
titian_roles titian_roles_find(const titian_record *header);
/** 1 when rows can be told whom they are about: by a unit column, or by a column of names that can be nothing else.
 */
int titian_roles_identify(const titian_roles *roles);
/** Tell of columns that stand twice in a header. */
TITIAN_CHECKED titian_status titian_roles_check(
    titian_datafile *file, const titian_record *header, titian_error *err);

/** The rows of the table: titian's own forms, those of publishers, and what mappings describe. */
extern const titian_layout titian_layout_long, titian_layout_wide, titian_layout_units, titian_layout_years,
    titian_layout_dated, titian_layout_lists, titian_layout_model, titian_layout_worldbank, titian_layout_databank,
    titian_layout_databank_time, titian_layout_worldbank_countries, titian_layout_worldbank_indicators,
    titian_layout_sdmx, titian_layout_sdmx_years, titian_layout_sdg, titian_layout_m49, titian_layout_itu,
    titian_layout_owid, titian_layout_coin_tool, titian_layout_mapped;

/** The field that plays a role; an empty one when no column does. */
titian_field titian_role_field(const titian_datafile *file, const titian_record *record, titian_role role);
/** Whom a row is about: its code and its name. */
titian_who titian_row_who(const titian_datafile *file, const titian_record *record);
/** Its column from 1, for messages; 0 when no column does. */
size_t titian_role_column(const titian_datafile *file, titian_role role);
/** Date a row: by what a sheet says of the cell, else by `year`, else by the rule for periods; year 0 stays unknown.
 *  @param year  what the field is when it is a plain year, 0: it is none */
void titian_row_dated(
    const titian_datafile *file, titian_row *row, const titian_flaw *flaw, int year, titian_field field);
/** Year of a row from its year column, or that of the file; what is no year is told once per row. */
void titian_row_year(titian_datafile *file, const titian_record *record, titian_row *row);
/** Tell that figures of a column have no year; labels need none. @param link  first link of the column's code */
void titian_undated(titian_datafile *file, size_t line, size_t column, size_t link);
/** A row of a code that nobody wants is not looked at any further. @return TITIAN_E_MEMORY or TITIAN_OK */
TITIAN_CHECKED titian_status titian_row_set_aside(
    titian_datafile *file, titian_row *row, titian_field code, size_t column, titian_error *err);
/** Of a code set aside: note it where somebody asks for all codes, and remark on it when it differs from a wanted one
 *  in letter case alone. */
void titian_remark_near(titian_datafile *file, titian_field code, size_t line, size_t column);

/** Where the records of a file come from: the text of a CSV, or a sheet. */
typedef struct {
    const char *name;    /* as messages and the ledger have it */
    titian_bytes *bytes; /* of the CSV; of a sheet, those of its workbook, for the fingerprint */
    titian_sheet *sheet; /* NULL: a CSV */
} titian_table;

/** Would the first record that is not blank, or one soon behind it, be taken for a header? Nothing is told.
 *  @param filled  receives 1 when the table holds anything at all
 *  @return TITIAN_OK; other only for lack of memory */
TITIAN_CHECKED titian_status titian_datafile_recognise(
    int *recognised, int *filled, titian_gather *gather, const titian_table *table, titian_error *err);

/** Read one file into what has been gathered and give it a row in the ledger. Faults of the file are told.
 *  @return other than TITIAN_OK only when the reading as a whole cannot go on: TITIAN_E_MEMORY, in `err`, or
 * TITIAN_E_DATA, which has been told, for more data than can be held */
TITIAN_CHECKED titian_status titian_datafile_read(
    titian_gather *gather, const titian_table *table, titian_error *err);

#endif

/* Small tables that are read beside the data: dated lists of units, decisions that somebody has made, projects.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_RECORDS_H
#define TITIAN_RECORDS_H

#include <stddef.h>

#include <titian/export.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a table holds. Its columns stand in this order in its header. */
typedef enum {
    TITIAN_RECORDS_LISTS,     /* list,uCode,valid_from,valid_to,source: first and last year; empty: without end */
    TITIAN_RECORDS_OVERRIDES, /* uCode,action,amount,author,date,reason: one row for each unit */
    TITIAN_RECORDS_PROJECTS,  /* uCode,project,cost,gain: one row for each project */
    TITIAN_N_RECORDS
} titian_records_kind;

/* Columns of each kind. */
enum { TITIAN_LISTS_LIST, TITIAN_LISTS_UNIT, TITIAN_LISTS_FROM, TITIAN_LISTS_TO, TITIAN_LISTS_SOURCE };
enum {
    TITIAN_OVERRIDES_UNIT,
    TITIAN_OVERRIDES_ACTION, /* as a number: a titian_override */
    TITIAN_OVERRIDES_AMOUNT, /* of fix alone */
    TITIAN_OVERRIDES_AUTHOR,
    TITIAN_OVERRIDES_DATE, /* YYYY-MM-DD */
    TITIAN_OVERRIDES_REASON
};
enum { TITIAN_PROJECTS_UNIT, TITIAN_PROJECTS_NAME, TITIAN_PROJECTS_COST, TITIAN_PROJECTS_GAIN };

/** What somebody has decided by hand, against or beside the rules. */
typedef enum {
    TITIAN_OVERRIDE_INCLUDE, /* the unit passes the gate */
    TITIAN_OVERRIDE_EXCLUDE, /* it does not */
    TITIAN_OVERRIDE_FIX,     /* it has this amount; whether it passes the gate the rules say */
    TITIAN_N_OVERRIDES
} titian_override;
/** Word for an action in the file ("include"). */
TITIAN_API const char *titian_override_name(titian_override action);

/** The header of a kind, as it is to be written. */
TITIAN_API const char *titian_records_header(titian_records_kind kind);

typedef struct titian_records titian_records; /* opaque */

/** Read a CSV with the header of its kind. Whether a code is that of a unit is known only where the table is used.
 *  @param out       owned by the caller; NULL unless the result is TITIAN_OK
 *  @param problems  told of every fault. NULL allowed
 *  @return TITIAN_E_FILE when the file cannot be read, TITIAN_E_DATA for a faulty row, with its place */
TITIAN_API TITIAN_CHECKED titian_status titian_records_read(
    titian_records **out, titian_records_kind kind, const char *path, titian_problems *problems, titian_error *err);
/** The same from memory. @param name  used in messages; @param text  NULL: the file of that name is read */
TITIAN_API TITIAN_CHECKED titian_status titian_records_parse(titian_records **out, titian_records_kind kind,
    const char *name, const char *text, size_t length, titian_problems *problems, titian_error *err);
TITIAN_API void titian_records_free(titian_records *records);

/** The file that a row is from; lists among the data may be from several. Without that row: the first file. */
TITIAN_API const char *titian_records_file(const titian_records *records, size_t row);
TITIAN_API size_t titian_records_n(const titian_records *records);
/** Line of a row in the file. */
TITIAN_API size_t titian_records_line(const titian_records *records, size_t row);
/** A cell as it is written, "" where it is empty; owned by the records. */
TITIAN_API const char *titian_records_text(const titian_records *records, size_t row, size_t column);
/** A cell of a column of numbers; TITIAN_MISSING where it is empty. */
TITIAN_API double titian_records_number(const titian_records *records, size_t row, size_t column);

#ifdef __cplusplus
}
#endif
#endif

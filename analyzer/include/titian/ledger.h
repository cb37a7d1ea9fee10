/* The ledger: per data file, what was read, matched, set aside and refused. Rows of all kinds add up to the rows
 * read. And what later files revised. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_LEDGER_H
#define TITIAN_LEDGER_H

#include <stddef.h>

#include <titian/export.h>
#include <titian/panel.h>
#include <titian/records.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What became of a row. A row is a record behind the header: what stands between two ends of lines, with quoted ends
 *  of lines inside. Lines without any sign are no rows, nor are the header and what stands above it. Each row is of
 *  one kind, the first of these that fits: refused; set aside as unwanted, aggregate, outside or note; used;
 *  repeated; blank; empty. */
typedef enum {
    TITIAN_ROWS_USED,      /* gave at least one value or label; in a units file also a name */
    TITIAN_ROWS_EMPTY,     /* for wanted codes, but holds no value */
    TITIAN_ROWS_BLANK,     /* separators alone (,,,) */
    TITIAN_ROWS_REPEATED,  /* only repeats what was read before, identically */
    TITIAN_ROWS_UNWANTED,  /* for codes the model does not name */
    TITIAN_ROWS_AGGREGATE, /* for the world, regions, income groups: no unit of the index */
    TITIAN_ROWS_OUTSIDE,   /* of a breakdown, such as women alone, that nobody asks for; of a year before 1000 */
    TITIAN_ROWS_NOTE,      /* words of the publisher below the data */
    TITIAN_ROWS_REFUSED,   /* with a fault */
    TITIAN_N_ROW_KINDS
} titian_row_kind;

/** Word for a kind ("used"), and one line that explains it. */
TITIAN_API const char *titian_row_kind_name(titian_row_kind kind);
TITIAN_API const char *titian_row_kind_about(titian_row_kind kind);

enum { TITIAN_LINE_RANGES = 16 };

/** Rows that follow each other without one of another kind between: the lines on which the first and the last of
 *  them begin. */
typedef struct {
    size_t first, last;
} titian_line_range;

/** The rows of one kind. Ranges of lines are kept as long as there is room; all rows are counted. */
typedef struct {
    size_t n;        /* rows */
    size_t n_listed; /* rows that the ranges hold */
    size_t n_ranges;
    titian_line_range ranges[TITIAN_LINE_RANGES]; /* ascending */
    size_t last;                                  /* number of the last row, for joining the next to it */
} titian_row_count;

/** Kinds of missing values in the fields of wanted codes. */
typedef enum {
    TITIAN_MISSING_EMPTY,          /* an empty field */
    TITIAN_MISSING_UNKNOWN,        /* not available: NA, n/a, .., :, NaN, null, #N/A */
    TITIAN_MISSING_DASH,           /* -, which some publishers write for "nil" */
    TITIAN_MISSING_NOT_APPLICABLE, /* x */
    TITIAN_MISSING_NEW,            /* New: asked for the first time */
    TITIAN_N_MISSING
} titian_missing;

/** Word for a kind of missing value ("not_applicable"), and what it is in a few words. */
TITIAN_API const char *titian_missing_name(titian_missing kind);
TITIAN_API const char *titian_missing_about(titian_missing kind);

/** What was read from one file. Texts are owned by the ledger. */
typedef struct {
    const char *path; /* as named by the user, or folder/name, zip/member, workbook#sheet */
    int in_sheet;     /* 1: a sheet, whose lines are rows and whose fields are columns (titian/where.h) */
    const char *form; /* "long", "wide", "units", "aliases", one of docs/files.md, or "" when it was not recognised */
    char sha256[65];  /* of the bytes, 64 hexadecimal digits; of a sheet, those of its workbook */
    size_t n_bytes;   /* of the file */
    size_t vintage;   /* from 1, oldest first, where the caller said that the files are vintages; else 0 */
    size_t header_line; /* on which the header begins; 0: none was found */
    size_t n_rows;      /* rows read: those of all kinds together */
    titian_row_count rows[TITIAN_N_ROW_KINDS];
    size_t n_values;        /* values of variables in the panel that were read here */
    size_t n_revised;       /* values and labels read here that a newer file revised: not among n_values */
    size_t n_revisions;     /* values and labels read here in place of older ones */
    size_t n_columns_aside; /* columns (wide) or codes (long) the model does not name */
    char encoding[32];      /* "UTF-8", "Windows-1252" ... */
    char separator;         /* of its fields; 0: it was not looked at so far */
    char decimal;           /* ',' when numbers with a decimal comma were read; else '.' */
    size_t n_missing[TITIAN_N_MISSING]; /* fields of wanted codes without a value, by kind */
    size_t n_percent;                   /* values with a per cent sign, which was taken off */
    size_t n_notes;                     /* values with footnote marks, which were taken off */
    size_t n_censored, n_bracketed;     /* values read from "<1" or ">95", and from brackets */
} titian_ledger_file;

/** A place in a data file: its number in the ledger, line and field from 1. */
typedef struct {
    size_t file, line, column;
} titian_ledger_place;

/** Something that settled how files were read, and can change what was: an option of the reading that is not the
 *  default, by its name on the command line and in a model, and what was given. Texts are owned by the ledger. */
typedef struct {
    const char *name, *words; /* "decimal", "comma: in columns whose values can be read either way" */
} titian_ledger_option;
enum { TITIAN_MOST_SETTINGS = 16 };

/** What a file says of a cell: a value and its status, or a label. */
typedef struct {
    double value;      /* TITIAN_MISSING for a label */
    const char *label; /* NULL for a value */
    titian_mark mark;
    titian_ledger_place place;
} titian_vintage;

/** One cell that a newer vintage gives another value, status or label. */
typedef struct {
    const char *code; /* as in the framework */
    const char *unit;
    int year; /* 0: of a label that holds at any time */
    titian_vintage older, newer;
} titian_revision;

typedef struct titian_ledger titian_ledger; /* opaque */

/** How far a reading is. @param bytes  read so far, of all files @param path  of the file in work */
typedef void (*titian_reading_fn)(size_t bytes, const char *path, void *context);

TITIAN_API TITIAN_CHECKED titian_status titian_ledger_new(titian_ledger **out, titian_error *err);
TITIAN_API void titian_ledger_free(titian_ledger *ledger);
/** Add a file (path copied) and give its entry out to be filled. */
TITIAN_API TITIAN_CHECKED titian_status titian_ledger_add(
    titian_ledger *ledger, const char *path, titian_ledger_file **entry, titian_error *err);
TITIAN_API size_t titian_ledger_n_files(const titian_ledger *ledger);
TITIAN_API const titian_ledger_file *titian_ledger_at(const titian_ledger *ledger, size_t file);
/** Values of aggregates and of territories of the past, which are no units: a panel like that of the units, with the
 *  same variables. NULL when there are none. Owned by the ledger. */
TITIAN_API const titian_panel *titian_ledger_benchmarks(const titian_ledger *ledger);
/** Hand such a panel over to the ledger, in place of one it has. */
TITIAN_API void titian_ledger_keep(titian_ledger *ledger, titian_panel *benchmarks);

/** The dated lists among the data, of all files together; NULL when there are none. Owned by the ledger. */
TITIAN_API const titian_records *titian_ledger_lists(const titian_ledger *ledger);
/** Hand such a table over to the ledger, in place of one it has. */
TITIAN_API void titian_ledger_keep_lists(titian_ledger *ledger, titian_records *lists);

/** Take down a row. @param line  on which it begins; 0: unknown, and it is counted only */
TITIAN_API void titian_ledger_count(titian_ledger_file *file, titian_row_kind kind, size_t line);

/** The lines of rows as "12-40, 57", with how many rows more there are when not all are listed.
 *  @param text  `size` bytes, cut short where that is not enough; 512 are @return text; "" for no rows */
TITIAN_API const char *titian_lines_text(const titian_row_count *rows, char *text, size_t size);

/** How the text of a file was read, as "Windows-1252, semicolons between fields, decimal comma".
 *  @param text  `size` bytes, cut short where that is not enough; 128 are @return text; "" where there is no text: of
 *  a sheet, and of a file that was not looked at so far */
TITIAN_API const char *titian_manner_text(const titian_ledger_file *file, char *text, size_t size);

/** Take down a setting (texts are copied); at most TITIAN_MOST_SETTINGS. */
TITIAN_API TITIAN_CHECKED titian_status titian_ledger_set(
    titian_ledger *ledger, const char *name, const char *words, titian_error *err);
TITIAN_API size_t titian_ledger_n_settings(const titian_ledger *ledger);
TITIAN_API titian_ledger_option titian_ledger_setting(const titian_ledger *ledger, size_t setting);

/** Take down a revision (texts are copied) and count it with both files; of a value, the older file has one fewer in
 *  the panel. A cell revised twice has two revisions, in the order of the vintages. */
TITIAN_API TITIAN_CHECKED titian_status titian_ledger_revise(
    titian_ledger *ledger, const titian_revision *revision, titian_error *err);
TITIAN_API size_t titian_ledger_n_revisions(const titian_ledger *ledger);
TITIAN_API const titian_revision *titian_ledger_revision(const titian_ledger *ledger, size_t revision);

#ifdef __cplusplus
}
#endif
#endif

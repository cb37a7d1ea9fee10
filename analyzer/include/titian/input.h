/* Input: reads data files and folders into a panel, and keeps the ledger of what was read, set aside and refused.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_H
#define TITIAN_INPUT_H

#include <titian/export.h>
#include <titian/framework.h>
#include <titian/ledger.h>
#include <titian/mapping.h>
#include <titian/names.h>
#include <titian/panel.h>
#include <titian/status.h>
#include <titian/values.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How files are read. All zero is the default. Encoding, separator and decimal mark settle what a file leaves open;
 *  where its bytes, its header or its values show them, those count. */
typedef struct {
    int year;             /* year of rows in files that have no year column; 0: such a file is an error */
    const char *hidden;   /* how paths may begin that need not be shown: names of shipped data are the same wherever
                             they are installed; NULL: none. Borrowed */
    const char *encoding; /* of files that are not UTF-8 and have no byte-order mark, by a name that iconv knows;
                             NULL: Windows-1252, which is said. Borrowed */
    char separator;       /* of fields: ',', ';', '\t' or '|'; 0: by the first records */
    char decimal;         /* decimal mark of columns whose values can be read either way, ',' or '.'; 0: an error */
    titian_value_rules values;     /* of periods, bounds and brackets; see titian_model_values */
    titian_match_rules match;      /* how units are matched; by evidence */
    const titian_gazetteer *names; /* the lists, with aliases; NULL: without any. Borrowed */
    const titian_mapping *const
        *mappings; /* for tables of other forms; each file is matched by its header. Borrowed */
    size_t n_mappings;
    int vintages; /* 1: the paths are vintages, oldest first: where two say something else of one cell, the later
                     one revises the earlier, and the ledger has the revision. A folder is one vintage, within
                     which a difference is an error, as it is everywhere by default (0) */
    titian_vintage_names vintage_names; /* vintages by name, where `vintages` is 0: files are then read in the order
                                           of these, those of none first. Borrowed; see titian_model_vintages */
    titian_reading_fn tell;             /* told of how much was read, now and then; NULL: nobody */
    void *context;                      /* handed to `tell` */
    int threads; /* that read a large file; 0: as many as the machine has. No result depends on it */
} titian_input_options;

TITIAN_API titian_input_options titian_input_options_default(void);

/** Text of a file held in memory, for fuzzers and tests. */
typedef struct {
    const char *name, *text;
    size_t length;
} titian_input_text;

/** Length of the file's name in a path such as "data.xlsx#Sheet1": it ends before the first "#" that a file or folder
 *  of this name stands before. The length of the path when it is itself a file, has no "#", or no such file is there.
 */
TITIAN_API size_t titian_input_path_length(const char *path);

/** Read data files for a framework into one panel with sources. Variables are the indicators (in node order), then
 * the Denominator and Other rows, under their framework codes; groups are the Group rows; units are sorted by code
 * (byte order); years are those that occur, ascending. A CSV is recognised by its header, whatever its
 * encoding, separator and name: titian's
 * own forms (long, wide, years, dated, units), those of publishers (World Bank, SDMX, UN, ITU, Our World in Data) and
 * what a mapping describes; docs/files.md lists them. Of breakdowns in one file (sex, age ...) the total is taken, or
 * what a selection names (SourceCode CODE[SEX=F]); several without a total are an error. Columns and codes that the
 * framework does not name are set aside and counted. Empty fields and the usual words and
 * signs for them (NA, .., n/a, - ...) are missing in number fields. A year occurs
 * when some variable has a value in it; a unit does when a row with a wanted code, or any row of a units file, names
 * it. docs/files.md has the rules in full.
 *  @param framework  says which codes are wanted; every source code of a node counts
 *  @param paths      n_paths files and folders; in a folder every *.csv, *.xlsx and *.xlsm in byte order of name. A
 *                    file may be a zip file, of which every such member is read likewise, or only MEMBER of
 *                    "FILE.zip#MEMBER"; or a workbook, of which the only sheet with a table is read, or SHEET of
 *                    "FILE.xlsx#SHEET". What is named so is not read once more with its folder or zip file. What a
 *                    file is, its content says, not its name
 *  @param options    NULL: the defaults
 *  @param problems   told of every fault: reading goes on to the end of all files. After 1,000 errors of one file the
 *                    rest is only counted. NULL allowed
 *  @param err        how many problems in how many files; without `problems` the first of them
 *  @return TITIAN_E_DATA when any value could not be used, TITIAN_E_FILE when (also) a file could not be read,
 * TITIAN_E_USAGE when options->year is no year or options->encoding
 * no encoding; *panel is then NULL and *ledger still holds what was read (both to be
 * freed by the caller) */
TITIAN_API TITIAN_CHECKED titian_status titian_input_read(titian_panel **panel, titian_ledger **ledger,
    const titian_framework *framework, const char *const *paths, size_t n_paths, const titian_input_options *options,
    titian_problems *problems, titian_error *err);

/** A framework of every code that files hold, for reading them without a model: a code is a figure (an indicator
 * under one root) when some value of it is a number, else a label (a Group row); a code without any value is left
 * out. Files are read twice, and nothing is said of their faults: titian_input_read with this framework says them.
 *  @param out  owned by the caller: titian_framework_free
 *  @return TITIAN_E_DATA when the files hold no code with a number; TITIAN_E_USAGE for a pipe or a device, which can
 * be read once only; TITIAN_E_MEMORY */
TITIAN_API TITIAN_CHECKED titian_status titian_input_codes(titian_framework **out, const char *const *paths,
    size_t n_paths, const titian_input_options *options, titian_error *err);

/** The same from memory. */
TITIAN_API TITIAN_CHECKED titian_status titian_input_parse(titian_panel **panel, titian_ledger **ledger,
    const titian_framework *framework, const titian_input_text *texts, size_t n_texts,
    const titian_input_options *options, titian_problems *problems, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif

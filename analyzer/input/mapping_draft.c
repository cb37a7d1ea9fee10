/* The draft of a mapping: what a table's columns seem to be, from their names and first values. For people only: a
 * mapping means what it says, however it came about. Comments are its point, and libyaml writes none, so the lines
 * are printed here; every name and value in them stands between quotation marks. SPDX-License-Identifier:
 * GPL-3.0-or-later */
#include "input/mapping.h"

#include <stdlib.h>
#include <string.h>

#include <titian/input.h>

#include "input/archive.h"
#include "input/book.h"
#include "input/container_parts.h"
#include "input/encoding.h"
#include "input/file.h"
#include "input/layout.h"
#include "input/number.h"
#include "input/separator.h"
#include "input/text.h"
#include "input/value.h"

enum { ROWS_LOOKED_AT = 2000, VALUES_SHOWN = 6, VALUES_KEPT = 40, MOST_PARTS = 12 };

typedef enum { PART_NONE, PART_UNIT, PART_NAME, PART_YEAR, PART_INDICATOR, PART_VALUE, PART_STATUS, N_PARTS } part;

/* Names of columns, in some languages of statistics. The first that is there counts. */
static const struct {
    const char *name;
    part part;
} hints[] = {{"unit_code", PART_UNIT}, {"uCode", PART_UNIT}, {"iso3", PART_UNIT}, {"iso_code", PART_UNIT},
    {"country_code", PART_UNIT}, {"Country Code", PART_UNIT}, {"REF_AREA", PART_UNIT}, {"kode", PART_UNIT},
    {"code", PART_UNIT}, {"unit_name", PART_NAME}, {"uName", PART_NAME}, {"country", PART_NAME},
    {"Country Name", PART_NAME}, {"negara", PART_NAME}, {"pays", PART_NAME}, {"pa\xC3\xADs", PART_NAME},
    {"entity", PART_NAME}, {"economy", PART_NAME}, {"name", PART_NAME}, {"year", PART_YEAR}, {"time", PART_YEAR},
    {"TIME_PERIOD", PART_YEAR}, {"tahun", PART_YEAR},
    {"ann\xC3\xA9"
     "e",
        PART_YEAR},
    {"a\xC3\xB1o", PART_YEAR}, {"indicator_code", PART_INDICATOR}, {"indicator", PART_INDICATOR},
    {"series", PART_INDICATOR}, {"Series Code", PART_INDICATOR}, {"indikator", PART_INDICATOR}, {"value", PART_VALUE},
    {"OBS_VALUE", PART_VALUE}, {"nilai", PART_VALUE}, {"valeur", PART_VALUE}, {"valor", PART_VALUE},
    {"status", PART_STATUS}, {"OBS_STATUS", PART_STATUS}, {"flag", PART_STATUS}};

typedef struct {
    char *name;
    part part;
    int year; /* that the name is; 0 */
    size_t n_filled, n_numbers, n_years;
    titian_texts values; /* the first of them */
} column;

typedef struct {
    column *columns;
    size_t n_columns, header_line, n_rows;
    titian_layout const *known; /* form by which the file is read without a mapping; NULL */
    const char *name;
    char *sheet;  /* "FILE#SHEET" of a workbook; NULL */
    int in_sheet; /* whose rows may have remarks beside the table */
} draft;

static const titian_layout *form_of(const char *name, const titian_record *header)
{
    titian_gather gather = {.n_values = 0}; /* of a framework without codes */
    titian_ledger_file entry = {.path = name};
    titian_datafile file = {.gather = &gather, .entry = &entry, .roles = titian_roles_find(header)};
    size_t k;

    for (k = 0; titian_layout_at(k) != NULL; k++) {
        if (titian_layout_at(k)->recognise(&file, header))
            return titian_layout_at(k);
    }
    return NULL;
}

static int take_header(draft *d, const titian_record *record)
{
    size_t f;

    d->columns = calloc(record->n_fields, sizeof *d->columns);
    if (d->columns == NULL)
        return -1;
    d->n_columns = record->n_fields;
    d->header_line = record->line;
    d->known = form_of(d->name, record);
    for (f = 0; f < record->n_fields; f++) {
        const titian_field name = titian_field_trim(record->fields[f]);

        d->columns[f].name = calloc(name.length + 1, 1);
        if (d->columns[f].name == NULL)
            return -1;
        memcpy(d->columns[f].name, name.text, name.length);
        d->columns[f].year = titian_year_parse(name.text, name.length);
    }
    return 0;
}

/* A number or a missing value, as data are written. */
static int is_value(titian_field field)
{
    double number;
    titian_value value;

    if (titian_number_parse(field.text, field.length, &number) != TITIAN_NUMBER_FAULT)
        return 1;
    titian_value_read(&value, field);
    return value.kind == TITIAN_VALUE_NUMBER || value.kind == TITIAN_VALUE_MISSING;
}

static int look_at(column *c, titian_field field)
{
    field = titian_field_trim(field);
    if (field.length == 0)
        return 0;
    c->n_filled++;
    c->n_numbers += is_value(field) ? 1 : 0;
    c->n_years += titian_year_parse(field.text, field.length) != 0;
    return c->values.n < VALUES_KEPT && titian_texts_add(&c->values, field) == TITIAN_NONE ? -1 : 0;
}

/* Lines above a header have fewer fields than it. Those of a file that have others than it are no rows. */
static titian_status take(const titian_record *record, void *context, titian_error *err)
{
    draft *d = context;
    int failed = 0;
    size_t f, filled = 0;

    for (f = 0; f < record->n_fields; f++)
        filled += titian_field_trim(record->fields[f]).length > 0;
    if (d->n_columns == 0 && filled > 2)
        failed = take_header(d, record);
    else if ((d->in_sheet || d->n_columns == record->n_fields) && d->n_rows++ < ROWS_LOOKED_AT)
        for (f = 0; f < d->n_columns && !failed; f++)
            failed = look_at(&d->columns[f], record->fields[f]);
    return failed ? titian_fail(err, TITIAN_E_MEMORY, "no memory for a draft") : TITIAN_OK;
}

/* Which column plays a part; NULL. */
static const column *player(const draft *d, part p)
{
    size_t k;

    for (k = 0; k < d->n_columns; k++) {
        if (d->columns[k].part == p)
            return &d->columns[k];
    }
    return NULL;
}

static void guess(draft *d)
{
    size_t h, k;

    for (h = 0; h < sizeof hints / sizeof *hints; h++) {
        for (k = 0; k < d->n_columns && player(d, hints[h].part) == NULL; k++) {
            const titian_field name = {d->columns[k].name, strlen(d->columns[k].name)};

            if (d->columns[k].part == PART_NONE && titian_field_is(name, hints[h].name))
                d->columns[k].part = hints[h].part;
        }
    }
    for (k = 0; k < d->n_columns && player(d, PART_YEAR) == NULL; k++) {
        if (d->columns[k].part == PART_NONE && d->columns[k].n_filled > 0 &&
            d->columns[k].n_years == d->columns[k].n_filled)
            d->columns[k].part = PART_YEAR;
    }
}

/* A text as YAML writes it between double quotation marks. */
static void put_quoted(FILE *to, const char *text)
{
    (void) putc('"', to);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            (void) fprintf(to, "\\%c", *text);
        else if ((unsigned char) *text < ' ' || *text == 0x7F)
            (void) fprintf(to, "\\x%02x", (unsigned char) *text);
        else
            (void) putc(*text, to);
    }
    (void) putc('"', to);
}

static void put_values(FILE *to, const column *c)
{
    char quoted[TITIAN_QUOTED];
    size_t k;

    for (k = 0; k < c->values.n && k < VALUES_SHOWN; k++)
        (void) fprintf(to, "%s%s", k > 0 ? ", " : "",
            titian_field_quote(quoted, (titian_field){c->values.text[k], strlen(c->values.text[k])}));
    (void) fputs(c->values.n > VALUES_SHOWN ? " ..." : "", to);
}

static void put_part(FILE *to, const draft *d, part p, const char *key, const char *about)
{
    const column *c = player(d, p);

    if (c != NULL) {
        (void) fprintf(to, "%s: ", key);
        put_quoted(to, c->name);
    } else {
        (void) fprintf(to, "# %s: \"\"", key);
    }
    (void) fprintf(to, "   # %s\n", about);
}

static int is_number(const column *c)
{
    return c->part == PART_NONE && c->n_filled > 0 && c->n_numbers == c->n_filled;
}

/* Can a name be a code of a model as it stands? */
static int is_code(const char *name)
{
    return *name != '\0' &&
           name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0';
}

static void put_columns(FILE *to, const draft *d)
{
    const int coded = player(d, PART_INDICATOR) != NULL;
    size_t k;

    (void) fputs("columns:   # of values; code is that of the model, its iCode or SourceCode; take out columns that "
                 "are none\n",
        to);
    for (k = 0; k < d->n_columns; k++) {
        const column *c = &d->columns[k];

        if (!is_number(c))
            continue;
        (void) fputs("  - {column: ", to);
        put_quoted(to, c->name);
        if (c->year != 0)
            (void) fprintf(to, ", year: %d", c->year);
        if (!coded)
            (void) fprintf(to, ", code: %s", c->year == 0 && is_code(c->name) ? c->name : "CODE");
        (void) fputs("}\n", to);
    }
}

/* Columns of a few words are what rows may be broken down by. */
static int is_dimension(const column *c)
{
    return c->part == PART_NONE && !is_number(c) && c->values.n > 0 && c->values.n <= MOST_PARTS && *c->name != '\0';
}

static void put_dimensions(FILE *to, const draft *d)
{
    size_t k, n = 0;

    for (k = 0; k < d->n_columns; k++) {
        const column *c = &d->columns[k];

        if (!is_dimension(c))
            continue;
        if (n++ == 0)
            (void) fputs(
                "\n# Columns by which rows are broken down, such as sex or age. Give the value that is meant; "
                "without it the\n# total is taken, and it is an error when there is none. Take out columns "
                "that say nothing of the kind.\ndimensions:\n",
                to);
        (void) fputs("  - {column: ", to);
        put_quoted(to, c->name);
        (void) fputs("}   # value: ", to);
        put_values(to, c);
        (void) putc('\n', to);
    }
}

static void put_comment(FILE *to, const char *text)
{
    char quoted[TITIAN_QUOTED];

    (void) fputs(titian_field_quote(quoted, (titian_field){text, strlen(text)}), to);
}

static void put_head(FILE *to, const draft *d)
{
    size_t k;

    (void) fputs("# Draft of a mapping for ", to);
    put_comment(to, d->sheet != NULL ? d->sheet : d->name);
    (void) fputs(". Everything here is guessed from names and values: check each line.\n"
                 "# docs/files.md says what the keys mean; titian check MODEL FILE --map THIS uses it.\n",
        to);
    if (d->known != NULL)
        (void) fprintf(to, "# titian reads this file without a mapping, too (form: %s).\n", d->known->form);
    (void) fputs("#\n# The columns, and what stands in them:\n", to);
    for (k = 0; k < d->n_columns; k++) {
        (void) fputs("#   ", to);
        put_comment(to, d->columns[k].name);
        (void) fputs(": ", to);
        put_values(to, &d->columns[k]);
        (void) putc('\n', to);
    }
    (void) fprintf(to, "\nheader_line: %zu   # where the names of columns stand; lines above it are passed over\n",
        d->header_line);
}

static void put(FILE *to, const draft *d)
{
    size_t k, years = 0, numbers = 0;

    for (k = 0; k < d->n_columns; k++) {
        years += d->columns[k].year != 0;
        numbers += is_number(&d->columns[k]) ? 1 : 0;
    }
    put_head(to, d);
    put_part(to, d, PART_UNIT, "unit", "column of the units' codes; not needed where they have names");
    put_part(to, d, PART_NAME, "name", "column of their names");
    if (years == 0) {
        put_part(to, d, PART_YEAR, "year", "column of years; or for_year: 2024 for all values");
        if (player(d, PART_YEAR) == NULL)
            (void) fputs("# for_year: 2024\n", to);
    }
    put_part(to, d, PART_INDICATOR, "indicator", "column of codes; or code: NET for all values");
    if (player(d, PART_VALUE) != NULL || numbers == 0)
        put_part(to, d, PART_VALUE, "value", "column of values");
    else
        put_columns(to, d);
    (void) fputs("# power_of_ten: 3   # values are in thousands\n", to);
    put_part(to, d, PART_STATUS, "status", "column that says which values are estimates: the letters of SDMX, or");
    (void) fputs("# estimates: [\"e\", \"estimate\"]   # these words\n", to);
    put_dimensions(to, d);
    (void) fputs("\n# footer: [\"Source:\"]   # lines behind the data that begin like this are passed over\n", to);
}

/* In whatever encoding and with whatever separator. */
static titian_status look(draft *d, const char *text, size_t length, titian_error *err)
{
    titian_findings findings = {.file = d->name};
    titian_decoded decoded = {.own = NULL};
    titian_split split = {.begin = 0};
    titian_status status = titian_decode(&decoded, text, length, NULL, &findings, err);

    if (status == TITIAN_OK)
        status = titian_separator_find(&split, decoded.text, decoded.length, '\0', &findings, err);
    if (status == TITIAN_E_DATA && err != NULL)
        *err = findings.first;
    if (status == TITIAN_OK) {
        const titian_csv_listener listener = {
            .take = take, .context = d, .separator = split.separator, .lines_before = split.lines_before};

        status = titian_csv_read(d->name, decoded.text + split.begin, decoded.length - split.begin, &listener, err);
    }
    titian_decoded_free(&decoded);
    return status;
}

static titian_status look_at_sheet(draft *d, const titian_book *book, size_t k, titian_error *err)
{
    const titian_csv_listener listener = {.take = take, .context = d};
    char *name = titian_container_join(d->name, "#", book->sheets[k].name);
    titian_sheet sheet = {.book = book, .about = &book->sheets[k], .name = name};
    titian_status status = TITIAN_OK;

    if (name == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a draft");
    status = titian_sheet_read(&sheet, &d->n_columns, &listener, err);
    free(sheet.merges);
    free(d->sheet);
    d->sheet = name;
    return status;
}

/* The sheet asked for; NULL: the first that has a header and is not hidden. */
static titian_status look_at_sheets(draft *d, const titian_book *book, const char *wanted, titian_error *err)
{
    titian_status status = TITIAN_OK;
    size_t n = 0;

    for (size_t k = 0; k < book->n_sheets && status == TITIAN_OK && d->n_columns == 0; k++) {
        if (wanted != NULL ? strcmp(wanted, book->sheets[k].name) != 0 : book->sheets[k].hidden)
            continue;
        status = look_at_sheet(d, book, k, err);
        n++;
    }
    return n > 0 || wanted == NULL ? status
                                   : titian_fail_at(err, TITIAN_E_DATA, d->name, 0, 0,
                                         "this workbook has no sheet \"%.60s\"\nits first sheet is \"%.60s\"", wanted,
                                         book->n_sheets > 0 ? book->sheets[0].name : "");
}

static titian_status look_in_book(draft *d, const char *text, size_t length, const char *wanted, titian_error *err)
{
    titian_archive *archive = NULL;
    titian_book *book = NULL;
    titian_status status = titian_archive_open(&archive, d->name, text, length, err);

    if (status == TITIAN_OK && titian_container_no_book(archive) != NULL)
        status = titian_fail_at(err, TITIAN_E_DATA, d->name, 0, 0, "%s", titian_container_no_book(archive));
    d->in_sheet = 1;
    if (status == TITIAN_OK)
        status = titian_book_open(&book, d->name, archive, err);
    if (status == TITIAN_OK)
        status = look_at_sheets(d, book, wanted, err);
    titian_book_free(book);
    titian_archive_free(archive);
    return status;
}

/* The table that a draft is of. @param wanted  a sheet by name; NULL */
static titian_status look_for_table(draft *d, const char *wanted, const char *text, size_t length, titian_error *err)
{
    titian_status status = TITIAN_OK;

    if (titian_is_zip(text, length))
        status = look_in_book(d, text, length, wanted, err);
    else if (wanted != NULL)
        return titian_fail_at(err, TITIAN_E_DATA, d->name, 0, 0,
            "this file is no workbook, so no sheet of it can be named\ngive it without \"#\" and what stands behind");
    else
        status = look(d, text, length, err);
    if (status != TITIAN_OK || d->n_columns > 0)
        return status;
    return titian_fail_at(err, TITIAN_E_DATA, d->name, 0, 0,
        d->in_sheet && wanted == NULL
            ? "no sheet that is shown has a row of three cells or more, so there is no header\nname a sheet that is "
              "hidden as FILE.xlsx#SHEET, or give a table with columns"
            : "no line has three fields or more, so there is no header\ngive a table with columns");
}

static titian_status draft_of(
    FILE *to, const char *name, const char *wanted, const char *text, size_t length, titian_error *err)
{
    draft d = {.name = name};
    const titian_status status = look_for_table(&d, wanted, text, length, err);

    if (status == TITIAN_OK) {
        guess(&d);
        put(to, &d);
    }
    for (size_t k = 0; k < d.n_columns && d.columns != NULL; k++) {
        free(d.columns[k].name);
        titian_texts_free(&d.columns[k].values);
    }
    free(d.columns);
    free(d.sheet);
    return status;
}

titian_status titian_mapping_draft(FILE *to, const char *name, const char *text, size_t length, titian_error *err)
{
    return draft_of(to, name, NULL, text, length, err);
}

titian_status titian_mapping_draft_file(FILE *to, const char *path, titian_error *err)
{
    const size_t n = titian_input_path_length(path);
    char *file = strndup(path, n), *text = NULL;
    size_t length = 0;
    titian_status status = TITIAN_OK;

    if (file == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a draft");
    status = titian_file_read(&text, &length, file, err);
    if (status == TITIAN_OK)
        status = draft_of(to, file, path[n] == '#' ? path + n + 1 : NULL, text, length, err);
    free(text);
    free(file);
    return status;
}

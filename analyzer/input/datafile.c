/* One data file: finds its layout, hands it the rows, and keeps the ledger.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/encoding.h"
#include "input/file.h"
#include "input/layout.h"
#include "input/separator.h"
#include "input/shape.h"
#include "input/text.h"

enum { NAMES_SHOWN = 6, TELL_ROWS = 4096, HEAD = 1 << 16 }; /* HEAD: bytes that show the separator */

typedef struct {
    titian_datafile file;
    titian_table table; /* its bytes in UTF-8 once it is prepared */
    titian_split split;
    size_t n_above; /* records above the header, and the header */
    titian_marks marks;
    size_t header_line;
    titian_error stranger; /* what to say when no record turns out to be a header */
    int stopped;           /* 1: what is wrong has been told, and the rest of the file means nothing */
    int failed;            /* 1: the reading as a whole cannot go on */
    int is_tried;          /* 1: the file is taken for UTF-8 by its beginning */
} reading;

static titian_status no_memory(const reading *r, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_MEMORY, r->file.entry->path, 0, 0, "no memory to read this file");
}

/* "a, b or c" of all headers, for the mend of one that is not known. */
static void list_layouts(char *out, size_t size)
{
    size_t k, n = 0;

    out[0] = '\0';
    for (k = 0; titian_layout_at(k) != NULL && n < size; k++) {
        if (titian_layout_at(k)->header != NULL)
            n += (size_t) snprintf(out + n, size - n, "%s%s", n > 0 ? "; or " : "", titian_layout_at(k)->header);
    }
}

static void describe_stranger(reading *r, const titian_record *record)
{
    char names[TITIAN_ERROR_TEXT] = "", known[TITIAN_ERROR_TEXT], quoted[TITIAN_QUOTED];
    const char *path = r->file.entry->path;
    size_t f, n = 0;

    for (f = 0; f < record->n_fields && f < NAMES_SHOWN; f++)
        n += (size_t) snprintf(
            names + n, sizeof names - n, "%s%s", f > 0 ? ", " : "", titian_field_quote(quoted, record->fields[f]));
    list_layouts(known, sizeof known);
    titian_fail_at(&r->stranger, TITIAN_E_DATA, path, record->line, 0,
        "this header is not one of a data file: %s%s\nexpected are the columns %s (docs/files.md); for another table "
        "\"titian map\" drafts a mapping",
        names, record->n_fields > NAMES_SHOWN ? ", ..." : "", known);
}

static int is_blank(const titian_record *record)
{
    size_t f;

    for (f = 0; f < record->n_fields; f++) {
        if (titian_field_trim(record->fields[f]).length > 0)
            return 0;
    }
    return 1;
}

/* Behind the data of some forms stand lines that are none. */
static int is_footer(const titian_datafile *file, const titian_record *record)
{
    return file->shape != NULL && titian_shape_is_footer(file->shape, record);
}

static void close_file(titian_datafile *file)
{
    free(file->columns);
    titian_texts_free(&file->aside);
    titian_shape_free(file->shape);
}

static titian_status survey_row(const titian_record *record, void *context, titian_error *err)
{
    reading *r = context;

    if (record->line <= r->header_line || record->n_fields != r->file.n_fields || is_blank(record) ||
        is_footer(&r->file, record))
        return TITIAN_OK;
    return titian_shape_survey(&r->file, record, err);
}

/* What is malformed will be told when the rows are read. */
static titian_status pass_over(const titian_error *problem, void *context)
{
    (void) problem;
    (void) context;
    return TITIAN_OK;
}

/* How all of the file is split. */
static titian_csv_listener listen(
    reading *r, titian_record_fn take_it, titian_status (*tell)(const titian_error *problem, void *context))
{
    return (titian_csv_listener){.take = take_it,
        .malformed = tell,
        .context = r,
        .separator = r->split.separator,
        .lines_before = r->split.lines_before};
}

/* The records of a table, whatever it is. */
static titian_status split(
    const reading *r, const titian_table *table, int threads, const titian_csv_listener *listener, titian_error *err)
{
    const titian_csv_pace pace = {.threads = threads};

    if (table->sheet != NULL)
        return titian_sheet_read(table->sheet, &r->file.n_fields, listener, err);
    return titian_csv_stream(table->name, table->bytes, &pace, listener, err);
}

/* The same once more, from the beginning. */
static titian_status split_again(
    const reading *of, const reading *r, int threads, const titian_csv_listener *listener, titian_error *err)
{
    titian_table table = of->table;
    titian_status status;

    table.bytes = titian_bytes_again(of->table.bytes);
    if (table.bytes == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, of->file.entry->path, 0, 0, "no memory to read this file twice");
    status = split(r, &table, threads, listener, err);
    titian_bytes_free(table.bytes);
    return status;
}

/* Which breakdowns there are is known only at the end of a file: it is gone through before any row is taken. */
static titian_status survey(reading *r, titian_error *err)
{
    const titian_csv_listener listener = listen(r, survey_row, pass_over);
    const titian_status status = split_again(r, r, r->file.gather->threads, &listener, err);

    if (status == TITIAN_E_MEMORY)
        return status;
    return titian_shape_settle(&r->file, r->header_line, err);
}

/* The layout that takes this record for its header. @return 1 when some layout may yet find it further on */
static int find_layout(reading *r, const titian_record *record)
{
    int hope = 0;
    size_t k;

    r->file.roles = titian_roles_find(record);
    for (k = 0; titian_layout_at(k) != NULL; k++) {
        const titian_layout *layout = titian_layout_at(k);

        if (layout->recognise(&r->file, record)) {
            r->file.layout = layout;
            return 0;
        }
        hope = hope || (layout->preamble != NULL && layout->preamble(&r->file, record));
    }
    return hope;
}

/* A header of dates, errors and formulas without results names nothing. */
static void remark_on_header(reading *r, const titian_record *record)
{
    titian_findings *findings = &r->file.gather->findings;
    size_t k;

    for (k = 0; k < record->n_flaws; k++)
        titian_findings_error(findings, record->line, record->flaws[k].column, "%s", record->flaws[k].text);
    if (r->n_above > 1 && r->file.layout->header != NULL)
        titian_findings_warning(findings, record->line, 0,
            "the header is taken to stand here; %zu row%s above, titles perhaps, %s passed over", r->n_above - 1,
            r->n_above == 2 ? "" : "s", r->n_above == 2 ? "is" : "are");
}

static titian_status take_header(reading *r, const titian_record *record, titian_error *err)
{
    titian_datafile *file = &r->file;
    titian_status status = TITIAN_OK;

    if (r->header_line == 0)
        describe_stranger(r, record);
    r->header_line = record->line;
    r->n_above++;
    if (find_layout(r, record))
        return TITIAN_OK;
    if (file->layout == NULL) {
        titian_findings_take(&file->gather->findings, &r->stranger);
        r->stopped = 1;
        return TITIAN_E_DATA;
    }
    file->entry->form = file->layout->form;
    file->entry->header_line = record->line;
    file->n_fields = record->n_fields;
    file->gather->marks->is_own = titian_marks_is_own(record, r->split.separator);
    remark_on_header(r, record);
    status = titian_roles_check(file, record, err);
    if (status == TITIAN_OK)
        status = file->layout->begin(file, record, err);
    return status == TITIAN_OK && file->shape != NULL && file->shape->breakdown.n_dimensions > 0 ? survey(r, err)
                                                                                                 : status;
}

static titian_status take_row(titian_datafile *file, const titian_record *record, titian_row *row, titian_error *err)
{
    if (is_footer(file, record)) {
        row->aside = TITIAN_ROWS_NOTE;
        return TITIAN_OK;
    }
    if (is_blank(record)) {
        row->aside = TITIAN_ROWS_BLANK;
        return TITIAN_OK;
    }
    if (record->n_fields != file->n_fields && file->entry->in_sheet) { /* a shorter one was filled up */
        row->n_faults++;
        titian_findings_error(&file->gather->findings, record->line, record->n_fields,
            "this cell stands beside the table, behind the last column of its header\n"
            "move it to another sheet, or give its column a name");
        return TITIAN_OK;
    }
    if (record->n_fields != file->n_fields) {
        row->n_faults++;
        titian_findings_error(&file->gather->findings, record->line, 0,
            "%zu field%s, but the header has %zu\nlook for a stray %s, or one that is missing", record->n_fields,
            record->n_fields == 1 ? "" : "s", file->n_fields, titian_separator_name(file->entry->separator));
        return TITIAN_OK;
    }
    return file->layout->row(file, record, row, err);
}

static titian_row_kind kind_of(const titian_row *row)
{
    if (row->n_faults > 0)
        return TITIAN_ROWS_REFUSED;
    if (row->aside != TITIAN_ROWS_USED)
        return row->aside;
    if (row->is_aside)
        return TITIAN_ROWS_AGGREGATE;
    if (row->n_new > 0)
        return TITIAN_ROWS_USED;
    return row->n_same > 0 ? TITIAN_ROWS_REPEATED : TITIAN_ROWS_EMPTY;
}

/* Now and then it is told how far the reading is. */
static void tell(const reading *r)
{
    const titian_gather *gather = r->file.gather;
    size_t at, length;

    if (r->file.entry->n_rows % TELL_ROWS != 0 || gather->is_survey)
        return;
    at = titian_bytes_at(r->table.bytes);
    length = titian_bytes_length(r->table.bytes);
    titian_cells_expect(gather->cells, r->table.sheet == NULL && length > 0 ? (double) at / (double) length : 0.0);
    if (gather->tell != NULL)
        gather->tell(gather->n_bytes + at, r->file.entry->path, gather->tell_context);
}

static titian_status take(const titian_record *record, void *context, titian_error *err)
{
    reading *r = context;
    titian_status status = TITIAN_OK;

    if (r->file.layout == NULL && is_blank(record)) {
        return TITIAN_OK;
    } else if (r->file.layout == NULL) {
        status = take_header(r, record, err);
    } else {
        titian_row row = {.file = r->file.number,
            .line = record->line,
            .entry = r->file.entry,
            .unit = TITIAN_NONE,
            .record = record};

        status = take_row(&r->file, record, &row, err);
        titian_ledger_count(r->file.entry, kind_of(&row), row.line);
        tell(r);
    }
    r->failed = status != TITIAN_OK && !r->stopped;
    return status;
}

/* Without a header the rest of the file means nothing. */
static titian_status malformed(const titian_error *problem, void *context)
{
    reading *r = context;

    if (problem != NULL)
        titian_findings_take(&r->file.gather->findings, problem);
    if (r->file.layout == NULL) {
        r->stopped = 1;
        return TITIAN_E_DATA;
    }
    titian_ledger_count(r->file.entry, TITIAN_ROWS_REFUSED, problem != NULL ? problem->line : 0);
    return TITIAN_OK;
}

static titian_status look_at_row(const titian_record *record, void *context, titian_error *err)
{
    reading *r = context;
    titian_status status = take(record, r, err);

    /* a status stops the splitter; what it is does not matter then */
    return status == TITIAN_OK && titian_marks_has_enough(r->file.gather->marks) ? TITIAN_E_USAGE : status;
}

/* The file is read into nothing: the same layout, the same cells, and they are only looked at. */
static titian_status look_for_marks(titian_marks *marks, void *context, titian_error *err)
{
    const reading *r = context;
    titian_ledger_file nowhere = {
        .path = r->file.entry->path, .separator = r->split.separator, .in_sheet = r->file.entry->in_sheet};
    titian_gather dry = *r->file.gather;
    reading again = {
        .file = {.gather = &dry, .entry = &nowhere, .number = r->file.number}, .table = r->table, .split = r->split};
    const titian_csv_listener listener = listen(&again, look_at_row, malformed);
    titian_error fault;
    titian_status status;

    dry.findings = (titian_findings){.file = dry.findings.file};
    dry.marks = marks;
    dry.is_survey = 1;
    status = split_again(r, &again, 1, &listener, &fault);
    close_file(&again.file);
    if (status == TITIAN_E_MEMORY && err != NULL)
        *err = fault;
    return status == TITIAN_E_MEMORY ? status : TITIAN_OK;
}

/* Text that is not UTF-8 ends a reading that took it for that. */
static titian_status doubt(void *context)
{
    reading *r = context;

    r->file.gather->is_betrayed = 1;
    return TITIAN_E_DATA;
}

/* Was this file what its beginning made believe? `status` is how the reading went; what was not read to its end is
 * looked through. @return the same, but for lack of memory, which is said in `err` */
static titian_status check_trust(const reading *r, titian_status status, titian_error *err)
{
    titian_gather *gather = r->file.gather;
    int is_utf8 = 1;
    size_t n = 0;

    if (r->is_tried && !gather->is_betrayed && status != TITIAN_OK && status != TITIAN_E_MEMORY)
        is_utf8 = titian_bytes_are_utf8(r->table.bytes, SIZE_MAX, NULL, 0, &n);
    if (is_utf8 < 0)
        return no_memory(r, err);
    gather->is_betrayed |= !is_utf8;
    return status;
}

/* Codes are looked up one by one, and a million of them in no order that the processor could guess. */
static void foretell(const titian_record *record, void *context)
{
    const reading *r = context;
    const titian_gather *gather = r->file.gather;
    const size_t f = r->file.roles.field[TITIAN_ROLE_UNIT];

    if (r->file.layout != NULL && gather->units == NULL && f < record->n_fields)
        titian_index_foretell(&gather->roll.codes.index, record->fields[f].text, record->fields[f].length);
}

static titian_status split_text(reading *r, titian_error *err)
{
    titian_csv_listener listener = listen(r, take, malformed);
    titian_findings *findings = &r->file.gather->findings;
    titian_error fault = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    listener.soon = foretell;
    listener.doubt = r->is_tried ? doubt : NULL;
    status = split(r, &r->table, r->file.gather->threads, &listener, &fault);
    status = check_trust(r, status, &fault);
    if (r->file.gather->is_betrayed)
        return TITIAN_E_DATA;
    if (r->table.sheet != NULL)
        titian_sheet_remark(r->table.sheet, r->file.layout != NULL ? r->header_line : 0, r->file.n_fields, findings);
    r->file.gather->has_gaps |= status != TITIAN_OK || r->file.layout == NULL;
    if (status == TITIAN_OK && r->file.layout == NULL) {
        if (r->header_line > 0)
            titian_findings_take(findings, &r->stranger);
        else
            titian_findings_error(findings, 0, 0, "%s",
                r->table.sheet != NULL ? "this sheet is empty\ngive one with a header and data"
                                       : "the file is empty\ngive a file with a header and data");
    }
    if (status == TITIAN_OK || (status == TITIAN_E_DATA && r->stopped))
        return TITIAN_OK;
    if (status != TITIAN_E_DATA && status != TITIAN_E_FILE) {
        if (err != NULL)
            *err = fault;
        return status;
    }
    titian_findings_take(findings, &fault);
    return r->failed ? status : TITIAN_OK;
}

/* What is read in place of the file's own bytes, where those are not plain UTF-8. */
typedef struct {
    char *raw;
    titian_decoded decoded;
    titian_bytes *bytes;
} converted;

/* All bytes, in memory. */
static titian_status read_whole(const reading *r, char **text, size_t *length, titian_error *err)
{
    titian_bytes *again = titian_bytes_again(r->table.bytes);
    titian_status status = again != NULL ? TITIAN_OK : no_memory(r, err);
    size_t room = 0, got = 1;

    while (status == TITIAN_OK && got > 0) {
        if (*length == room) {
            char *more = room <= SIZE_MAX / 4 ? realloc(*text, 2 * room + HEAD) : NULL;

            if (more == NULL) {
                status = no_memory(r, err);
                break;
            }
            *text = more;
            room = 2 * room + HEAD;
        }
        status = titian_bytes_read(again, *text + *length, room - *length, &got, err);
        *length += status == TITIAN_OK ? got : 0;
    }
    titian_bytes_free(again);
    return status;
}

/* A file in another encoding, or with a line "sep=;": its text behind that, in UTF-8. */
static titian_status convert(reading *r, converted *c, titian_error *err)
{
    titian_gather *gather = r->file.gather;
    titian_ledger_file *entry = r->file.entry;
    size_t length = 0;
    titian_status status = read_whole(r, &c->raw, &length, err);

    if (status == TITIAN_OK)
        status = titian_decode(&c->decoded, c->raw, length, gather->options.encoding, &gather->findings, err);
    if (c->decoded.encoding != NULL)
        snprintf(entry->encoding, sizeof entry->encoding, "%s", c->decoded.encoding);
    if (status == TITIAN_OK)
        status = titian_separator_find(
            &r->split, c->decoded.text, c->decoded.length, gather->options.separator, &gather->findings, err);
    if (status != TITIAN_OK)
        return status;
    c->bytes = titian_bytes_of(c->decoded.text + r->split.begin, c->decoded.length - r->split.begin);
    r->table.bytes = c->bytes;
    return c->bytes != NULL ? TITIAN_OK : no_memory(r, err);
}

/* Encoding and separator of the file. Plain UTF-8 is read as it comes; whether it is that, its beginning shows where
 * that is trusted. */
static titian_status prepare(reading *r, converted *c, titian_error *err)
{
    titian_gather *gather = r->file.gather;
    const size_t most = gather->trust == TITIAN_TRUST_NONE ? SIZE_MAX : HEAD;
    char *head = malloc(HEAD);
    size_t n = 0;
    const int is_utf8 = head != NULL ? titian_bytes_are_utf8(r->table.bytes, most, head, HEAD, &n) : -1;
    titian_status status = is_utf8 >= 0 ? TITIAN_OK : no_memory(r, err);

    if (is_utf8 > 0) {
        snprintf(r->file.entry->encoding, sizeof r->file.entry->encoding, "UTF-8");
        status = titian_separator_find(&r->split, head, n, gather->options.separator, &gather->findings, err);
    }
    free(head);
    if (status == TITIAN_OK && (is_utf8 == 0 || r->split.lines_before > 0))
        status = convert(r, c, err);
    r->is_tried = is_utf8 > 0 && r->split.lines_before == 0 && gather->trust == TITIAN_TRUST_TRIED;
    r->file.entry->separator = r->split.separator;
    return check_trust(r, status, err);
}

/* A file that cannot be decoded or split at all has been told of, and the others are read. */
static titian_status read_text(reading *r, titian_error *err)
{
    titian_gather *gather = r->file.gather;
    converted c = {.raw = NULL};
    titian_error fault;
    titian_status status = r->table.sheet == NULL ? prepare(r, &c, &fault) : TITIAN_OK;

    r->marks = (titian_marks){.wish = gather->options.decimal, .survey = look_for_marks, .context = r};
    gather->marks = &r->marks;
    if (status == TITIAN_OK) {
        status = split_text(r, err);
    } else if (status == TITIAN_E_DATA) {
        gather->has_gaps = 1;
        status = gather->is_betrayed ? status : TITIAN_OK;
    } else if (status == TITIAN_E_FILE) {
        gather->has_gaps = 1;
        titian_findings_take(&gather->findings, &fault);
        status = TITIAN_OK;
    } else if (err != NULL) {
        *err = fault;
    }
    gather->marks = NULL;
    titian_marks_free(&r->marks);
    titian_bytes_free(c.bytes);
    titian_decoded_free(&c.decoded);
    free(c.raw);
    return status;
}

/* Looks for a header and no further; TITIAN_E_USAGE ends the reading. */
static titian_status look(const titian_record *record, void *context, titian_error *err)
{
    reading *r = context;

    (void) err;
    if (is_blank(record))
        return TITIAN_OK;
    r->n_above++;
    return find_layout(r, record) ? TITIAN_OK : TITIAN_E_USAGE;
}

titian_status titian_datafile_recognise(
    int *recognised, int *filled, titian_gather *gather, const titian_table *table, titian_error *err)
{
    titian_ledger_file nobody = {.path = table->name, .form = "", .in_sheet = table->sheet != NULL};
    titian_gather quiet = *gather; /* what layouts find out or remark on in passing must not count yet */
    reading r = {.file = {.gather = &quiet, .entry = &nobody}, .table = *table};
    const titian_csv_listener listener = {.take = look, .context = &r};
    titian_error fault = {.code = TITIAN_OK};
    titian_status status;

    quiet.findings = (titian_findings){.file = ""};
    quiet.mappings = calloc(gather->n_mappings + 1, sizeof *quiet.mappings);
    if (quiet.mappings == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, table->name, 0, 0, "no memory for a look at its header");
    if (gather->n_mappings > 0)
        memcpy(quiet.mappings, gather->mappings, gather->n_mappings * sizeof *quiet.mappings);
    status = split(&r, table, 1, &listener, &fault);
    *recognised = r.file.layout != NULL;
    *filled = r.n_above > 0 || (status != TITIAN_OK && status != TITIAN_E_USAGE); /* what is damaged is told later */
    close_file(&r.file);
    free(quiet.mappings);
    if (status == TITIAN_E_MEMORY && err != NULL)
        *err = fault;
    return status == TITIAN_E_MEMORY ? status : TITIAN_OK;
}

titian_status titian_datafile_read(titian_gather *gather, const titian_table *table, titian_error *err)
{
    reading r = {.file = {.gather = gather, .number = titian_ledger_n_files(gather->ledger)}, .table = *table};
    titian_status status = titian_ledger_add(gather->ledger, table->name, &r.file.entry, err);

    if (status != TITIAN_OK)
        return status;
    r.file.entry->in_sheet = table->sheet != NULL;
    r.file.entry->vintage = gather->vintage;
    titian_findings_begin(&gather->findings, r.file.entry->path);
    gather->findings.in_sheet = r.file.entry->in_sheet;
    status = read_text(&r, err);
    if (!gather->is_betrayed)
        titian_bytes_sha256(table->bytes, r.file.entry->sha256);
    r.file.entry->n_bytes = titian_bytes_at(table->bytes);
    gather->n_bytes += r.file.entry->n_bytes;
    titian_findings_end(&gather->findings);
    close_file(&r.file);
    return status;
}

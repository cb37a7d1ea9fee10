/* What a workbook consists of: the relationships between its parts, and the list of its sheets.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

#include "input/xml.h"

enum { SHEETS = 10000, LINKS = 100000 };

/* A relationship of a part to another one. */
typedef struct {
    const char *id, *type, *part;
} link_row;

typedef struct {
    titian_book *book;
    const char *base; /* part that has them; "" for the file itself */
    link_row *rows;
    size_t n, room;
} links;

/* A sheet as the workbook lists it. */
typedef struct {
    const char *name, *id;
    int hidden;
} listed;

typedef struct {
    titian_book *book;
    listed *rows;
    size_t n, room;
} sheet_list;

static titian_status no_memory(const titian_book *book, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_MEMORY, book->path, 0, 0, "no memory for this workbook");
}

static titian_status lacks(const titian_book *book, const char *part, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_DATA, book->path, 0, 0,
        "this workbook lacks its part %s\nopen it in Excel or LibreOffice and save it anew, or save the sheet as CSV",
        part);
}

static titian_status pass_text(const char *text, size_t n, void *context, titian_error *err)
{
    (void) text;
    (void) n;
    (void) context;
    (void) err;
    return TITIAN_OK;
}

static titian_status pass_end(const char *name, void *context, titian_error *err)
{
    (void) name;
    (void) context;
    (void) err;
    return TITIAN_OK;
}

titian_status titian_book_read_part(
    const titian_book *book, const char *part, const titian_xml_listener *listener, titian_error *err)
{
    const size_t member = titian_archive_find(book->archive, part);
    char *text = NULL;
    size_t length = 0;
    titian_status status;

    if (member == TITIAN_NONE)
        return lacks(book, part, err);
    status = titian_archive_read(book->archive, member, &text, &length, err);
    if (status == TITIAN_OK)
        status = titian_xml_read(book->path, part, text, length, listener, err);
    free(text);
    return status;
}

/* The part that a target names, seen from the folder of the part that names it; "" when it leads out of the file. */
static const char *resolve(titian_arena *arena, const char *base, const char *target)
{
    const char *slash = strrchr(base, '/');
    const size_t folder = target[0] == '/' || slash == NULL ? 0 : (size_t) (slash - base) + 1;
    char *out = titian_arena_alloc(arena, folder + strlen(target) + 1);
    size_t n = folder, step;

    if (out == NULL)
        return NULL;
    memcpy(out, base, folder);
    for (target += strspn(target, "/"); *target != '\0'; target += step) {
        step = strcspn(target, "/");
        if (step == 2 && memcmp(target, "..", 2) == 0) {
            if (n == 0)
                return "";
            for (n--; n > 0 && out[n - 1] != '/'; n--)
                ;
        } else if (!(step == 1 && target[0] == '.')) {
            memcpy(out + n, target, step);
            n += step;
            if (target[step] == '/')
                out[n++] = '/';
        }
        step += target[step] == '/';
    }
    out[n] = '\0';
    return out;
}

static titian_status take_link(const titian_xml_element *element, void *context, titian_error *err)
{
    links *all = context;
    titian_arena *arena = &all->book->arena;
    const char *id = titian_xml_attribute(element, "Id"), *type = titian_xml_attribute(element, "Type");
    const char *target = titian_xml_attribute(element, "Target"), *mode = titian_xml_attribute(element, "TargetMode");
    link_row row;

    if (!titian_xml_is(element->name, "Relationship") || id == NULL || type == NULL || target == NULL ||
        (mode != NULL && strcmp(mode, "External") == 0) || all->n == LINKS)
        return TITIAN_OK;
    row = (link_row){titian_arena_text(arena, id), titian_arena_text(arena, type), resolve(arena, all->base, target)};
    if (row.id == NULL || row.type == NULL || row.part == NULL)
        return no_memory(all->book, err);
    if (all->n == all->room) {
        const size_t room = all->room > 0 ? 2 * all->room : 16;
        link_row *more = realloc(all->rows, room * sizeof *more);

        if (more == NULL)
            return no_memory(all->book, err);
        all->rows = more;
        all->room = room;
    }
    all->rows[all->n++] = row;
    return TITIAN_OK;
}

/* The relationships of a part stand beside it: those of "xl/workbook.xml" in "xl/_rels/workbook.xml.rels". */
static titian_status read_links(links *all, titian_error *err)
{
    const titian_xml_listener listener = {take_link, pass_end, pass_text, all};
    const char *slash = strrchr(all->base, '/');
    const int folder = slash != NULL ? (int) (slash - all->base) + 1 : 0;
    const size_t size = strlen(all->base) + sizeof "_rels/.rels";
    char *part = titian_arena_alloc(&all->book->arena, size);

    if (part == NULL)
        return no_memory(all->book, err);
    snprintf(part, size, "%.*s_rels/%s.rels", folder, all->base, all->base + folder);
    return titian_book_read_part(all->book, part, &listener, err);
}

/* Both the transitional and the strict kind of workbook end their types so. */
static int is_of_type(const link_row *row, const char *word)
{
    const char *slash = strrchr(row->type, '/');

    return slash != NULL && strcmp(slash + 1, word) == 0;
}

static const char *part_of_type(const links *all, const char *word)
{
    size_t k;

    for (k = 0; k < all->n; k++) {
        if (is_of_type(&all->rows[k], word))
            return all->rows[k].part;
    }
    return NULL;
}

static titian_status add_sheet(sheet_list *list, const titian_xml_element *element, titian_error *err)
{
    titian_arena *arena = &list->book->arena;
    const char *name = titian_xml_attribute(element, "name"), *id = titian_xml_attribute(element, "id");
    const char *state = titian_xml_attribute(element, "state");
    listed row;

    if (name == NULL || id == NULL || list->n == SHEETS)
        return TITIAN_OK;
    row = (listed){
        titian_arena_text(arena, name), titian_arena_text(arena, id), state != NULL && strcmp(state, "visible") != 0};
    if (row.name == NULL || row.id == NULL)
        return no_memory(list->book, err);
    if (list->n == list->room) {
        const size_t room = list->room > 0 ? 2 * list->room : 16;
        listed *more = realloc(list->rows, room * sizeof *more);

        if (more == NULL)
            return no_memory(list->book, err);
        list->rows = more;
        list->room = room;
    }
    list->rows[list->n++] = row;
    return TITIAN_OK;
}

static titian_status take_workbook(const titian_xml_element *element, void *context, titian_error *err)
{
    sheet_list *list = context;

    if (titian_xml_is(element->name, "workbookPr"))
        list->book->from_1904 = titian_xml_yes(element, "date1904");
    return titian_xml_is(element->name, "sheet") ? add_sheet(list, element, err) : TITIAN_OK;
}

/* Sheets of cells alone; charts and dialogs have links of other types. A sheet without a link has no part. */
static titian_status match_sheets(titian_book *book, const sheet_list *list, const links *all, titian_error *err)
{
    size_t k, l;

    book->sheets = titian_arena_array(&book->arena, list->n > 0 ? list->n : 1, sizeof *book->sheets);
    if (book->sheets == NULL)
        return no_memory(book, err);
    for (k = 0; k < list->n; k++) {
        for (l = 0; l < all->n && strcmp(all->rows[l].id, list->rows[k].id) != 0; l++)
            ;
        if (l < all->n && !is_of_type(&all->rows[l], "worksheet"))
            continue;
        book->sheets[book->n_sheets++] = (titian_book_sheet){
            list->rows[k].name, l < all->n ? all->rows[l].part : list->rows[k].id, list->rows[k].hidden};
    }
    return TITIAN_OK;
}

static titian_status read_workbook(titian_book *book, const char *part, titian_error *err)
{
    links all = {.book = book, .base = part};
    sheet_list list = {.book = book};
    const titian_xml_listener listener = {take_workbook, pass_end, pass_text, &list};
    titian_status status = titian_book_read_part(book, part, &listener, err);

    if (status == TITIAN_OK)
        status = read_links(&all, err);
    if (status == TITIAN_OK)
        status = match_sheets(book, &list, &all, err);
    if (status == TITIAN_OK)
        status = titian_book_read_strings(book, part_of_type(&all, "sharedStrings"), err);
    if (status == TITIAN_OK)
        status = titian_book_read_styles(book, part_of_type(&all, "styles"), err);
    free(all.rows);
    free(list.rows);
    return status;
}

titian_status titian_book_open(titian_book **out, const char *path, titian_archive *archive, titian_error *err)
{
    titian_book *book = calloc(1, sizeof *book);
    links all = {.book = book, .base = ""};
    const char *part = NULL;
    titian_status status;

    *out = NULL;
    if (book == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, path, 0, 0, "no memory for this workbook");
    book->path = path;
    book->archive = archive;
    status = read_links(&all, err);
    if (status == TITIAN_OK)
        part = part_of_type(&all, "officeDocument");
    if (status == TITIAN_OK)
        status = part != NULL ? read_workbook(book, part, err) : lacks(book, "xl/workbook.xml", err);
    free(all.rows);
    if (status == TITIAN_OK)
        *out = book;
    else
        titian_book_free(book);
    return status;
}

void titian_book_free(titian_book *book)
{
    if (book == NULL)
        return;
    titian_arena_free(&book->arena);
    free(book->strings);
    free(book->is_date);
    free(book);
}

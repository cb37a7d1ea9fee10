/* Workbooks and zip files that are sound as zip files, whatever is in them: up to five texts with a byte 0x1E between
 * them are the list of sheets, a sheet, its texts and its formats, and a CSV. A fuzzer that has to find the checksums
 * itself (containers) comes no further than those.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <stdlib.h>
#include <string.h>

#include <zip.h>

#include <titian/input.h>

enum { BETWEEN = 0x1E };

/* In the order of the texts; a part whose text is not given is not in the file. */
static const char *const names[] = {"xl/workbook.xml", "xl/sheet.xml", "xl/strings.xml", "xl/styles.xml", "data.csv"};
enum { N_NAMES = sizeof names / sizeof *names };

static const char roots[] =
    "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>";
static const char links[] = "<Relationships><Relationship Id='s' Type='x/worksheet' Target='sheet.xml'/>"
                            "<Relationship Id='t' Type='x/sharedStrings' Target='strings.xml'/>"
                            "<Relationship Id='u' Type='x/styles' Target='styles.xml'/></Relationships>";

static void put(zip_t *zip, const char *name, const char *text, size_t n)
{
    zip_source_t *from = zip_source_buffer(zip, text, n, 0);
    zip_int64_t at;

    HOLDS(from != NULL);
    at = zip_file_add(zip, name, from, ZIP_FL_ENC_UTF_8);
    HOLDS(at >= 0 && zip_set_file_compression(zip, (zip_uint64_t) at, ZIP_CM_STORE, 0) == 0);
}

static void put_parts(zip_t *zip, const char *text, size_t size)
{
    const char *end = text + size;

    for (size_t k = 0; k < N_NAMES && text <= end; k++) {
        const size_t left = (size_t) (end - text);
        const char *stop = left > 0 ? memchr(text, BETWEEN, left) : NULL;
        const size_t n = stop != NULL ? (size_t) (stop - text) : left;

        if (n > 0)
            put(zip, names[k], text, n);
        if (k == 0 && n > 0) {
            put(zip, "[Content_Types].xml", "<Types/>", strlen("<Types/>"));
            put(zip, "_rels/.rels", roots, strlen(roots));
            put(zip, "xl/_rels/workbook.xml.rels", links, strlen(links));
        }
        text += n + 1;
    }
}

/* The zip file; to be freed. NULL: there is nothing in it. */
static char *pack(const char *text, size_t size, size_t *length)
{
    zip_error_t error;
    zip_source_t *to = NULL;
    zip_stat_t about;
    zip_t *zip = NULL;
    char *bytes = NULL;

    zip_error_init(&error);
    to = zip_source_buffer_create(NULL, 0, 0, &error);
    HOLDS(to != NULL);
    zip_source_keep(to);
    zip = zip_open_from_source(to, ZIP_TRUNCATE, &error);
    HOLDS(zip != NULL);
    put_parts(zip, text, size);
    HOLDS(zip_close(zip) == 0);
    if (zip_source_stat(to, &about) == 0 && about.size > 0 && zip_source_open(to) == 0) {
        *length = (size_t) about.size;
        bytes = malloc(*length);
        HOLDS(bytes != NULL && zip_source_read(to, bytes, *length) == (zip_int64_t) *length);
        (void) zip_source_close(to);
    }
    zip_source_free(to);
    zip_error_fini(&error);
    return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t length = 0;
    char *bytes = pack((const char *) data, size, &length);
    const titian_input_text text = {"fuzz.xlsx", bytes, length};
    const titian_framework *framework = titian_model_recipe(given_model())->framework;
    titian_problems problems = given_listener();
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;
    titian_error err = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    if (bytes == NULL)
        return 0;
    status = titian_input_parse(&panel, &ledger, framework, &text, 1, NULL, &problems, &err);
    given_check_result(status, panel, &problems, &err);
    given_check_ledger(ledger);
    titian_panel_free(panel);
    titian_ledger_free(ledger);
    free(bytes);
    return 0;
}

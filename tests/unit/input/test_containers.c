/* Places in sheets, days, escaped texts; zip files and workbooks in memory, and lack of memory while they are read.
 * What is said of files is tested from outside (tests/cli/test_containers.py).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <titian/coin_tool.h>
#include <titian/where.h>
#include <zip.h>

#include "given.h"
#include "input/book.h"
#include "unit/scarce.h"

static const char rels[] =
    "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='xl/b.xml'/></Relationships>";
static const char links[] = "<Relationships><Relationship Id='s' Type='x/worksheet' Target='../sheet.xml'/>"
                            "<Relationship Id='t' Type='x/sharedStrings' Target='t.xml'/><Relationship Id='u' "
                            "Type='x/styles' Target='/u.xml'/>"
                            "</Relationships>";
static const char book[] = "<workbook><sheets><sheet name='Data' id='s'/></sheets></workbook>";
static const char texts[] = "<sst><si><t>uCode</t></si><si><t>KEN</t></si></sst>";
static const char styles[] = "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy'/></numFmts>"
                             "<cellXfs><xf numFmtId='0'/><xf numFmtId='170'/></cellXfs></styleSheet>";
static const char sheet[] =
    "<worksheet><sheetData>"
    "<row><c t='s'><v>0</v></c><c t='str'><v>Time</v></c><c t='inlineStr'><is><t>GE</t></is></c></row>"
    "<row><c t='s'><v>1</v></c><c s='1'><v>44197</v></c><c><v>0.30000000000000004</v></c></row>"
    "<row><c t='str'><v>UGA</v></c><c><v>2021</v></c><c><v>1</v></c></row>"
    "</sheetData><mergeCells><mergeCell ref='X1:Y1'/></mergeCells></worksheet>";

typedef struct {
    const char *name, *text;
    size_t length; /* 0: that of the text */
} part;

/* A zip file of parts that end with a NULL name; to be freed. */
static char *packed(const part *parts, size_t *length)
{
    zip_error_t error;
    zip_source_t *to = NULL;
    zip_stat_t about;
    zip_t *zip = NULL;
    char *bytes = NULL;

    zip_error_init(&error);
    to = zip_source_buffer_create(NULL, 0, 0, &error);
    assert_non_null(to);
    zip_source_keep(to);
    zip = zip_open_from_source(to, ZIP_TRUNCATE, &error);
    assert_non_null(zip);
    for (; parts->name != NULL; parts++) {
        zip_source_t *from =
            zip_source_buffer(zip, parts->text, parts->length > 0 ? parts->length : strlen(parts->text), 0);

        assert_non_null(from);
        assert_true(zip_file_add(zip, parts->name, from, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
    assert_int_equal(zip_source_open(to), 0);
    assert_int_equal(zip_source_stat(to, &about), 0);
    *length = (size_t) about.size;
    bytes = malloc(*length);
    assert_non_null(bytes);
    assert_int_equal(zip_source_read(to, bytes, about.size), (zip_int64_t) about.size);
    zip_source_close(to);
    zip_source_free(to);
    return bytes;
}

static const part workbook[] = {{"[Content_Types].xml", "<Types/>", 0}, {"_rels/.rels", rels, 0},
    {"xl/_rels/b.xml.rels", links, 0}, {"xl/b.xml", book, 0}, {"sheet.xml", sheet, 0}, {"xl/t.xml", texts, 0},
    {"u.xml", styles, 0}, {NULL, NULL, 0}};
static const part tables[] = {{"b.csv", "uCode,Time,GE\nUGA,2021,1\n", 0},
    {"a.csv", "uCode,Time,GE\nKEN,2021,0.30000000000000004\n", 0}, {"read.me", "words", 0}, {NULL, NULL, 0}};

static void holds(const part *parts, const char *first, size_t line)
{
    size_t length;
    char *bytes = packed(parts, &length);
    given g = given_bytes("i:GE", "a.b", bytes, length);

    assert_int_equal(g.status, TITIAN_OK);
    assert_true(given_value(&g, "GE", 2021, "KEN") == 0.30000000000000004);
    assert_true(given_value(&g, "GE", 2021, "UGA") == 1);
    assert_string_equal(titian_ledger_at(g.ledger, 0)->path, first);
    assert_int_equal(given_source(&g, "GE", 2021, "KEN").line, line);
    given_free(&g);
    free(bytes);
}

static void a_workbook_and_a_zip_file_in_memory_are_read(void **state)
{
    (void) state;
    holds(workbook, "a.b#Data", 2);
    holds(tables, "a.b/a.csv", 2);
}

/* A workbook in a zip file. */
static char *packed_twice(part outer[2], size_t *length)
{
    size_t inside;
    char *inner = packed(workbook, &inside), *bytes = NULL;

    outer[0] = (part){"deep/a.xlsx", inner, inside};
    outer[1] = (part){NULL, NULL, 0};
    bytes = packed(outer, length);
    free(inner);
    return bytes;
}

static void a_workbook_in_a_zip_file_is_read(void **state)
{
    part outer[2];
    size_t length;
    char *bytes = packed_twice(outer, &length);
    given g = given_bytes("i:GE", "z.zip", bytes, length);

    (void) state;
    assert_int_equal(g.status, TITIAN_OK);
    assert_true(given_value(&g, "GE", 2021, "KEN") == 0.30000000000000004);
    assert_string_equal(titian_ledger_at(g.ledger, 0)->path, "z.zip/deep/a.xlsx#Data");
    given_free(&g);
    free(bytes);
}

static void survives_text(const titian_input_text *text)
{
    titian_framework *framework = given_framework("i:GE");
    long k;
    int left = 0;

    for (k = 0; !left; k++) {
        titian_panel *panel = NULL;
        titian_ledger *ledger = NULL;
        titian_error err;
        titian_status status;

        scarce_after = k;
        status = titian_input_parse(&panel, &ledger, framework, text, 1, NULL, NULL, &err);
        left = scarce_after >= 0; /* more memory than was asked for */
        scarce_after = -1;
        titian_panel_free(panel);
        titian_ledger_free(ledger);
        if (status != TITIAN_OK) { /* libcsv asks again for less */
            assert_int_equal(status, TITIAN_E_MEMORY);
            assert_null(panel);
        }
        assert_true(k < 10000);
    }
    assert_true(k > 20);
    titian_framework_free(framework);
}

static void survives(const part *parts)
{
    size_t length;
    char *bytes = packed(parts, &length);

    survives_text(&(titian_input_text){"a.b", bytes, length});
    free(bytes);
}

static void a_workbook_in_a_zip_file_survives_lack_of_memory(void **state)
{
    part outer[2];
    size_t length;
    char *bytes = packed_twice(outer, &length);

    (void) state;
    survives_text(&(titian_input_text){"z.zip", bytes, length});
    free(bytes);
}

/* A cell of a sheet of the COIN Tool. */
#define CELL(at, text) "<c r='" at "' t='str'><v>" text "</v></c>"
#define NUMBER(at, number) "<c r='" at "'><v>" number "</v></c>"
#define ROW(n, cells) "<row r='" #n "'>" cells "</row>"

static const char tool_links[] = "<Relationships><Relationship Id='d' Type='x/worksheet' Target='d.xml'/>"
                                 "<Relationship Id='f' Type='x/worksheet' Target='f.xml'/></Relationships>";
static const char tool_book[] =
    "<workbook><sheets><sheet name='Database' id='d'/><sheet name='Framework' id='f'/></sheets></workbook>";
static const char tool_database[] = "<worksheet><sheetData>" ROW(7, NUMBER("E7", "1") NUMBER("F7", "3"))
    ROW(8, NUMBER("E8", "1") NUMBER("F8", "-1")) ROW(9, NUMBER("E9", "0") NUMBER("F9", "0"))
        ROW(10, NUMBER("E10", "10") NUMBER("F10", "5")) ROW(11, CELL("E11", "Index") CELL("F11", "Index"))
            ROW(14, CELL("E14", "sp.01") CELL("F14", "sp.02")) ROW(15, CELL("E15", "Roads") CELL("F15", "Tolls"))
                ROW(16, CELL("E16", "Ind.01") CELL("F16", "Ind.02"))
                    ROW(17, CELL("B17", "Kenya") CELL("C17", "KEN") NUMBER("E17", "5")
                                NUMBER("F17", "2")) "</sheetData></worksheet>";
static const char tool_framework[] = "<worksheet><sheetData>" ROW(5, CELL("C5", "Index") CELL("H5", "All"))
    ROW(6, CELL("C6", "sp.01") NUMBER("E6", "2") CELL("H6", "One")) "</sheetData></worksheet>";
static const part tool[] = {{"[Content_Types].xml", "<Types/>", 0}, {"_rels/.rels", rels, 0},
    {"xl/_rels/b.xml.rels", tool_links, 0}, {"xl/b.xml", tool_book, 0}, {"xl/d.xml", tool_database, 0},
    {"xl/f.xml", tool_framework, 0}, {NULL, NULL, 0}};

static void a_coin_tool_survives_lack_of_memory_at_any_moment(void **state)
{
    char path[] = "/tmp/titian-tool-XXXXXX";
    const int file = mkstemp(path);
    size_t length;
    char *bytes = packed(tool, &length);
    int left = 0;

    (void) state;
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, length), (ssize_t) length);
    assert_int_equal(close(file), 0);
    free(bytes);
    for (long k = 0; !left; k++) {
        titian_coin_tool made = {.framework = NULL};
        titian_error err;
        titian_status status;

        scarce_after = k;
        status = titian_coin_tool_read(&made, path, NULL, &err);
        left = scarce_after >= 0;
        scarce_after = -1;
        assert_true(status == TITIAN_OK || status == TITIAN_E_MEMORY);
        assert_true(!left || status == TITIAN_OK);
        if (status == TITIAN_OK) {
            assert_int_equal(titian_listing_n_rows(made.framework), 5);
            assert_string_equal(titian_listing_cell(made.framework, 4, 0).text, "Ind.02");
            assert_true(titian_listing_cell(made.framework, 4, 7).number == 5);
        }
        titian_coin_tool_free(&made);
        assert_true(k < 10000);
    }
    assert_int_equal(unlink(path), 0);
}

static void lack_of_memory_is_survived_at_any_moment(void **state)
{
    (void) state;
    survives(workbook);
    survives(tables);
}

static void cells_are_named_by_letters_and_numbers(void **state)
{
    static const char *const none[] = {"", "A", "7", "A0", "XFE1", "A1048577", "a1", "A1B", "AAAAAAAAAAAAAAAAAAAA1",
        "A99999999999999999999", "ZZZ99999999", "1A", "$", "A-1"};
    size_t row, column, k;
    char text[32], letters[16];

    (void) state;
    assert_int_equal(titian_cell_parse("B7", 2, &row, &column), 0);
    assert_true(row == 7 && column == 2);
    assert_int_equal(titian_cell_parse("$XFD$1048576", 12, &row, &column), 0);
    assert_true(row == 1048576 && column == 16384);
    for (k = 0; k < sizeof none / sizeof *none; k++)
        assert_int_equal(titian_cell_parse(none[k], strlen(none[k]), &row, &column), -1);
    assert_string_equal(titian_column_letters(letters, 26), "Z");
    assert_string_equal(titian_column_letters(letters, 27), "AA");
    assert_string_equal(titian_column_letters(letters, 16384), "XFD");
    assert_string_equal(titian_where_text(text, sizeof text, &(titian_where){"f", 7, 2, 1}), "f:B7");
    assert_string_equal(titian_where_text(text, sizeof text, &(titian_where){"f", 7, 0, 1}), "f:7");
    assert_string_equal(titian_where_text(text, sizeof text, &(titian_where){"f", 7, 2, 0}), "f:7:2");
    assert_string_equal(titian_where_text(text, sizeof text, &(titian_where){"f", 7, 0, 0}), "f:7");
    assert_string_equal(titian_where_text(text, sizeof text, &(titian_where){"f", 0, 2, 1}), "f");
    assert_string_equal(titian_where_text(text, 4, &(titian_where){"f", 12, 2, 0}), "f:1");
}

/* Serial numbers from ECMA-376 part 1, 18.17.4.1: 1900-01-01 is 1, 1900-03-01 is 61 (the count has a 29 February
 * 1900), 9999-12-31 is 2,958,465; in the count from 1904, 1904-01-01 is 0. */
static void days_are_counted_as_workbooks_do(void **state)
{
    static const struct {
        double day;
        int from_1904;
        const char *text;
    } known[] = {{1, 0, "1900-01-01"}, {59, 0, "1900-02-28"}, {61, 0, "1900-03-01"}, {36526, 0, "2000-01-01"},
        {36585, 0, "2000-02-29"}, {36586, 0, "2000-03-01"}, {44197.75, 0, "2021-01-01"}, {45657, 0, "2024-12-31"},
        {2958465, 0, "9999-12-31"}, {0, 1, "1904-01-01"}, {42735, 1, "2021-01-01"}};
    char text[TITIAN_DAY];
    size_t k;
    int year;

    (void) state;
    for (k = 0; k < sizeof known / sizeof *known; k++) {
        assert_int_equal(titian_day_text(text, known[k].day, known[k].from_1904, &year), 0);
        assert_string_equal(text, known[k].text);
        assert_int_equal(year, atoi(known[k].text) <= 2999 ? atoi(known[k].text) : 0); /* of no panel */
    }
    assert_int_equal(titian_day_text(text, 401768.5, 0, &year), 0); /* 2999-12-31; the day behind it is in 3000 */
    assert_int_equal(year, 2999);
    assert_int_equal(titian_day_text(text, 401769, 0, &year), 0);
    assert_int_equal(year, 0);
    assert_int_equal(titian_day_text(text, 0.5, 0, &year), -1);
    assert_int_equal(titian_day_text(text, -1, 0, &year), -1);
    assert_int_equal(titian_day_text(text, 2958466, 0, &year), -1);
    assert_int_equal(titian_day_text(text, TITIAN_MISSING, 0, &year), -1);
}

static void escaped_characters_are_read(void **state)
{
    static const struct {
        const char *written, *meant;
    } texts_of[] = {{"a_x0041_b", "aAb"}, {"_x00E9__x20AC_", "\xC3\xA9\xE2\x82\xAC"}, {"a_x000D_", "a\r"},
        {"_x005F_x0041_", "_x0041_"}, {"_x0000_", "_x0000_"}, {"_xD800_", "_xD800_"}, {"_x004_", "_x004_"},
        {"_x00g1_", "_x00g1_"}, {"_x0041", "_x0041"}, {"", ""}};
    char text[32];
    size_t k;

    (void) state;
    for (k = 0; k < sizeof texts_of / sizeof *texts_of; k++) {
        strcpy(text, texts_of[k].written);
        text[titian_book_unescape(text, strlen(text))] = '\0';
        assert_string_equal(text, texts_of[k].meant);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workbook_and_a_zip_file_in_memory_are_read),
        cmocka_unit_test(a_workbook_in_a_zip_file_is_read),
        cmocka_unit_test(lack_of_memory_is_survived_at_any_moment),
        cmocka_unit_test(a_workbook_in_a_zip_file_survives_lack_of_memory),
        cmocka_unit_test(a_coin_tool_survives_lack_of_memory_at_any_moment),
        cmocka_unit_test(cells_are_named_by_letters_and_numbers),
        cmocka_unit_test(days_are_counted_as_workbooks_do),
        cmocka_unit_test(escaped_characters_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* reports/workbook: the way of a workbook to the disk.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/reports/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <titian/workbook.h>

static const titian_workbook_options replacing = {.replace = 1, .created = 1};

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;

    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *length = (size_t) ftell(file);
    rewind(file);
    bytes = malloc(*length + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *length, file), *length);
    fclose(file);
    return bytes;
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void assert_holds_text(const char *path, const char *text)
{
    size_t n = 0;
    char *bytes = read_file(path, &n);

    assert_int_equal(n, strlen(text));
    assert_memory_equal(bytes, text, n);
    free(bytes);
}

/* A run, ready to be written. */
static void ready(pages *p)
{
    pages_open(p);
    pages_priority(p);
    sketch_run(&p->s);
}

static void the_same_run_gives_the_same_bytes(void **state)
{
    size_t n[2] = {0, 0};
    char *bytes[2];
    pages p;

    (void) state;
    ready(&p);
    for (int k = 0; k < 2; k++) {
        assert_int_equal(titian_workbook_write(p.s.a, p.path, &replacing, NULL), TITIAN_OK);
        bytes[k] = read_file(p.path, &n[k]);
        usleep(k == 0 ? 1100000 : 0); /* a clock anywhere inside would show */
    }
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(bytes[0], bytes[1], n[0]);
    assert_memory_equal(bytes[0], "PK", 2);
    free(bytes[0]);
    free(bytes[1]);
    pages_close(&p);
}

static void an_existing_file_is_kept_unless_told_to_replace_it(void **state)
{
    const titian_workbook_options options = titian_workbook_options_default();
    titian_error error;
    pages p;

    (void) state;
    ready(&p);
    write_text(p.path, "precious");
    assert_int_equal(titian_workbook_write(p.s.a, p.path, &options, &error), TITIAN_E_USAGE);
    assert_non_null(strstr(error.mend, "--force"));
    assert_holds_text(p.path, "precious");
    assert_int_equal(pages_files(&p), 1);
    assert_int_equal(titian_workbook_write(p.s.a, p.path, &replacing, &error), TITIAN_OK);
    assert_int_equal(pages_files(&p), 1);
    pages_close(&p);
}

static void an_analysis_of_another_assessment_is_refused(void **state)
{
    titian_workbook_options options = replacing;
    titian_error error;
    pages p, other;

    (void) state;
    ready(&p);
    pages_open(&other);
    pages_vary(&other);
    sketch_run(&other.s);
    options.analyses = pages_analyse(&other);
    assert_int_equal(titian_workbook_write(p.s.a, p.path, &options, &error), TITIAN_E_USAGE);
    assert_int_equal(pages_files(&p), 0);
    options.analyses.uncertainty = NULL;
    assert_int_equal(titian_workbook_write(p.s.a, p.path, &options, &error), TITIAN_E_USAGE);
    pages_close(&other);
    pages_close(&p);
}

static void a_failure_leaves_nothing_behind(void **state)
{
    titian_error error;
    char path[128];
    pages p;

    (void) state;
    ready(&p);
    /* a folder of that name cannot be replaced by a file: the last step fails */
    assert_int_equal(mkdir(p.path, 0777), 0);
    snprintf(path, sizeof path, "%s/keep", p.path);
    write_text(path, "precious");
    assert_int_equal(titian_workbook_write(p.s.a, p.path, &replacing, &error), TITIAN_E_FILE);
    assert_string_equal(error.file, p.path);
    assert_int_equal(pages_files(&p), 1);
    assert_holds_text(path, "precious");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(p.path), 0);
    pages_close(&p);
}

static void a_folder_that_is_not_there_is_said(void **state)
{
    titian_error error;
    pages p;

    (void) state;
    ready(&p);
    assert_int_equal(titian_workbook_write(p.s.a, "/no/such/folder/book.xlsx", &replacing, &error), TITIAN_E_FILE);
    assert_non_null(strstr(error.message, "No such file"));
    assert_string_equal(error.file, "/no/such/folder/book.xlsx");
    pages_close(&p);
}

static void a_name_must_end_in_xlsx(void **state)
{
    static const char *const names[] = {"book.csv", "xlsx", "", ".xls", "book.xlsx/"};
    titian_error error;
    pages p;

    (void) state;
    ready(&p);
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        assert_int_equal(titian_workbook_write(p.s.a, names[k], &replacing, &error), TITIAN_E_USAGE);
        assert_non_null(strstr(error.message, ".xlsx"));
    }
    pages_close(&p);
}

static void a_link_keeps_pointing_to_what_is_replaced(void **state)
{
    struct stat found;
    char link_path[128];
    pages p;

    (void) state;
    ready(&p);
    snprintf(link_path, sizeof link_path, "%s/link.xlsx", p.folder);
    write_text(p.path, "old");
    assert_int_equal(symlink(p.path, link_path), 0);
    assert_int_equal(titian_workbook_write(p.s.a, link_path, &replacing, NULL), TITIAN_OK);
    assert_int_equal(lstat(link_path, &found), 0);
    assert_true(S_ISLNK(found.st_mode));
    assert_int_equal(stat(p.path, &found), 0);
    assert_true(found.st_size > 1000);
    pages_close(&p);
}

static void a_run_that_kept_too_little_is_refused(void **state)
{
    titian_error error;
    pages p;

    (void) state;
    pages_open(&p);
    p.s.options.keep = 0;
    sketch_run(&p.s);
    assert_int_equal(titian_workbook_write(p.s.a, p.path, &replacing, &error), TITIAN_E_USAGE);
    p.s.options.keep = TITIAN_KEEP_ALL;
    p.s.options.about = NULL;
    sketch_run(&p.s);
    assert_int_equal(titian_workbook_write(p.s.a, p.path, &replacing, &error), TITIAN_E_USAGE);
    assert_int_equal(pages_files(&p), 0);
    pages_close(&p);
}

static void the_time_of_creation_is_an_option(void **state)
{
    size_t n[2] = {0, 0};
    char *bytes[2];
    titian_workbook_options options = {.replace = 1};
    pages p;

    (void) state;
    assert_int_equal(setenv("SOURCE_DATE_EPOCH", "86400", 1), 0);
    assert_int_equal(titian_workbook_options_default().created, 86400);
    assert_int_equal(setenv("SOURCE_DATE_EPOCH", "tomorrow", 1), 0);
    assert_int_not_equal(titian_workbook_options_default().created, 86400);
    assert_int_equal(unsetenv("SOURCE_DATE_EPOCH"), 0);
    ready(&p);
    for (int k = 0; k < 2; k++) {
        options.created = 86400 * (k + 1);
        assert_int_equal(titian_workbook_write(p.s.a, p.path, &options, NULL), TITIAN_OK);
        bytes[k] = read_file(p.path, &n[k]);
    }
    assert_true(n[0] != n[1] || memcmp(bytes[0], bytes[1], n[0]) != 0);
    free(bytes[0]);
    free(bytes[1]);
    pages_close(&p);
}

static void the_smallest_run_gives_a_workbook(void **state)
{
    pages p;

    (void) state;
    pages_open_text(&p, "A X 1 goalposts 0 1\nX - 1\n", "U1 2020 A 1\n");
    sketch_run(&p.s);
    assert_int_equal(titian_workbook_write(p.s.a, p.path, &replacing, NULL), TITIAN_OK);
    pages_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_run_gives_the_same_bytes),
        cmocka_unit_test(an_existing_file_is_kept_unless_told_to_replace_it),
        cmocka_unit_test(an_analysis_of_another_assessment_is_refused),
        cmocka_unit_test(a_failure_leaves_nothing_behind),
        cmocka_unit_test(a_folder_that_is_not_there_is_said),
        cmocka_unit_test(a_name_must_end_in_xlsx),
        cmocka_unit_test(a_link_keeps_pointing_to_what_is_replaced),
        cmocka_unit_test(a_run_that_kept_too_little_is_refused),
        cmocka_unit_test(the_time_of_creation_is_an_option),
        cmocka_unit_test(the_smallest_run_gives_a_workbook),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

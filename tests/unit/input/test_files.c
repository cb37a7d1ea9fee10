/* Files and folders.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "given.h"
#include "input/file.h"

enum { PATH = 300 };

/* A folder for one test; its files are removed at the end. */
typedef struct {
    char path[64];
    char made[16][PATH];
    size_t n_made;
} folder;

static folder new_folder(void)
{
    folder f = {"/tmp/titian-input-XXXXXX", {""}, 0};

    assert_non_null(mkdtemp(f.path));
    return f;
}

static const char *in_folder(folder *f, const char *name)
{
    char path[sizeof f->path];

    memcpy(path, f->path, sizeof path);
    snprintf(f->made[f->n_made], PATH, "%s/%s", path, name);
    return f->made[f->n_made++];
}

static const char *write_file(folder *f, const char *name, const char *text)
{
    const char *path = in_folder(f, name);
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    return path;
}

static void remove_folder(folder *f)
{
    while (f->n_made > 0)
        remove(f->made[--f->n_made]);
    assert_int_equal(rmdir(f->path), 0);
}

static void a_file_is_read_whole_with_a_nul_behind_it(void **state)
{
    folder f = new_folder();
    char *text = NULL;
    size_t length = 0;

    (void) state;
    assert_int_equal(titian_file_read(&text, &length, write_file(&f, "a", "one\ntwo"), NULL), TITIAN_OK);
    assert_int_equal(length, 7);
    assert_string_equal(text, "one\ntwo");
    free(text);
    assert_int_equal(titian_file_read(&text, &length, write_file(&f, "empty", ""), NULL), TITIAN_OK);
    assert_int_equal(length, 0);
    assert_string_equal(text, "");
    free(text);
    remove_folder(&f);
}

static void a_pipe_is_read_to_its_end(void **state)
{
    const size_t n = 40000;
    char *text = NULL, *sent = malloc(n);
    char path[32];
    size_t length = 0, written;
    int ends[2];

    (void) state;
    assert_non_null(sent);
    memset(sent, 'x', n);
    assert_int_equal(pipe(ends), 0);
    for (written = 0; written < n;) {
        ssize_t more = write(ends[1], sent + written, n - written);

        assert_true(more > 0);
        written += (size_t) more;
    }
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    assert_int_equal(titian_file_read(&text, &length, path, NULL), TITIAN_OK);
    assert_int_equal(length, n);
    assert_memory_equal(text, sent, n);
    close(ends[0]);
    free(text);
    free(sent);
}

static void a_file_whose_size_is_not_told_is_read_too(void **state)
{
    char *text = NULL;
    size_t length = 0;

    (void) state;
    if (access("/proc/self/status", R_OK) != 0)
        skip();
    assert_int_equal(titian_file_read(&text, &length, "/proc/self/status", NULL), TITIAN_OK);
    assert_true(length > 0);
    free(text);
}

static void what_cannot_be_read_is_told_in_words(void **state)
{
    folder f = new_folder();
    char *text = NULL;
    size_t length;
    titian_error err;

    (void) state;
    assert_int_equal(titian_file_read(&text, &length, in_folder(&f, "none"), &err), TITIAN_E_FILE);
    assert_string_equal(err.message, "there is no such file");
    assert_string_equal(err.file, f.made[0]);
    assert_null(text);
    assert_int_equal(titian_file_read(&text, &length, f.path, &err), TITIAN_E_FILE);
    assert_string_equal(err.message, "this is a folder, not a file");
    remove_folder(&f);
}

static void a_fingerprint_is_that_of_the_standard(void **state)
{
    char hex[65];

    (void) state;
    titian_sha256("", 0, hex); /* FIPS 180-4 examples */
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    titian_sha256("abc", 3, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void a_folder_gives_its_csvs_in_byte_order(void **state)
{
    folder f = new_folder();
    given g;

    (void) state;
    write_file(&f, "b.csv", "unit_code,year,GE\nKEN,2020,1\n");
    write_file(&f, "a.csv", "unit_code,year,GE\nUGA,2020,1\n");
    write_file(&f, "B.CSV", "unit_code,year,GE\nTZA,2020,1\n");
    write_file(&f, "notes.txt", "no data");
    write_file(&f, ".hidden.csv", "no data");
    write_file(&f, "csv", "no data");
    assert_int_equal(mkdir(in_folder(&f, "sub.csv"), 0700), 0);
    write_file(&f, "sub.csv/c.csv", "no data");
    g = given_paths("i:GE", 0, f.path, NULL);
    given_is_clean(&g);
    assert_int_equal(titian_ledger_n_files(g.ledger), 3);
    assert_string_equal(titian_ledger_at(g.ledger, 0)->path, f.made[2]);
    assert_string_equal(titian_ledger_at(g.ledger, 1)->path, f.made[1]);
    assert_string_equal(titian_ledger_at(g.ledger, 2)->path, f.made[0]);
    assert_int_equal(strlen(titian_ledger_at(g.ledger, 0)->sha256), 64);
    given_free(&g);
    remove_folder(&f);
}

static void files_and_folders_may_be_mixed(void **state)
{
    folder f = new_folder();
    char slashed[80];
    given g;

    (void) state;
    write_file(&f, "a.csv", "unit_code,year,GE\nUGA,2020,1\n");
    write_file(&f, "b.txt", "unit_code,year,GE\nKEN,2020,2\n");
    snprintf(slashed, sizeof slashed, "%s/", f.path);
    g = given_paths("i:GE", 0, f.made[1], slashed, NULL);
    given_is_clean(&g);
    assert_string_equal(titian_ledger_at(g.ledger, 0)->path, f.made[1]);
    assert_string_equal(titian_ledger_at(g.ledger, 1)->path, f.made[0]);
    assert_true(given_value(&g, "GE", 2020, "KEN") == 2);
    given_free(&g);
    remove_folder(&f);
}

static void the_beginning_of_a_path_may_be_hidden(void **state)
{
    folder f = new_folder();
    titian_framework *framework = given_framework("i:GE");
    titian_input_options options = titian_input_options_default();
    const char *path = write_file(&f, "a.csv", "unit_code,year,GE\nUGA,2020,?\n");
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;
    titian_error err;

    (void) state;
    options.hidden = f.path;
    assert_int_equal(titian_input_read(&panel, &ledger, framework, &path, 1, &options, NULL, &err), TITIAN_E_DATA);
    assert_string_equal(titian_ledger_at(ledger, 0)->path, "/a.csv");
    assert_string_equal(err.file, "/a.csv");
    titian_ledger_free(ledger);
    titian_framework_free(framework);
    remove_folder(&f);
}

static void a_folder_without_csv_is_an_error(void **state)
{
    folder f = new_folder();
    given g;

    (void) state;
    write_file(&f, "a.txt", "unit_code,year,GE\nUGA,2020,1\n");
    g = given_paths("i:GE", 0, f.path, NULL);
    assert_int_equal(g.status, TITIAN_E_FILE);
    assert_int_equal(g.n_said, 1);
    assert_string_equal(g.said[0].message, "this folder holds no CSV file, no workbook and no zip file");
    assert_string_equal(g.said[0].file, f.path);
    given_free(&g);
    remove_folder(&f);
}

static void every_csv_of_a_folder_must_be_understood(void **state)
{
    folder f = new_folder();
    given g;

    (void) state;
    write_file(&f, "a.csv", "unit_code,year,GE\nUGA,2020,1\n");
    write_file(&f, "areas.csv", "area,label\nA,b\n");
    g = given_paths("i:GE", 0, f.path, NULL);
    assert_int_equal(g.status, TITIAN_E_DATA);
    assert_int_equal(g.n_said, 1);
    assert_string_equal(g.said[0].file, f.made[1]);
    given_free(&g);
    remove_folder(&f);
}

static void a_file_that_cannot_be_read_does_not_hide_the_others(void **state)
{
    folder f = new_folder();
    given g;

    (void) state;
    in_folder(&f, "none.csv");
    write_file(&f, "a.csv", "unit_code,year,GE\nUGA,2020,?\n");
    assert_int_equal(symlink("nowhere", in_folder(&f, "link.csv")), 0);
    g = given_paths("i:GE i:RQ", 0, f.made[0], f.path, NULL);
    assert_int_equal(g.status, TITIAN_E_FILE);
    assert_int_equal(g.n_said, 3);
    assert_string_equal(g.said[0].file, f.made[0]);
    assert_int_equal(g.said[0].code, TITIAN_E_FILE);
    assert_string_equal(g.said[1].file, f.made[1]);
    assert_int_equal(g.said[1].code, TITIAN_E_DATA);
    assert_string_equal(g.said[2].file, f.made[2]);
    assert_string_equal(g.err.message, "3 problems in 3 files; nothing was computed");
    assert_int_equal(titian_ledger_n_files(g.ledger), 1);
    given_free(&g);
    remove_folder(&f);
}

/* How often it was told, and what it was told last. */
typedef struct {
    size_t n, bytes;
    char path[PATH];
} told;

static void hear_progress(size_t bytes, const char *path, void *context)
{
    told *t = context;

    assert_true(bytes >= t->bytes);
    t->n++;
    t->bytes = bytes;
    snprintf(t->path, sizeof t->path, "%s", path);
}

static void a_reading_tells_how_far_it_is(void **state)
{
    folder f = new_folder();
    const char *first = write_file(&f, "a.csv", "unit_code,year,GE\nKEN,2020,1\n");
    const char *second = write_file(&f, "b.csv", "unit_code,year,GE\nKEN,2021,1\n");
    const char *paths[] = {first, second};
    told t = {.n = 0};
    const titian_input_options options = {.tell = hear_progress, .context = &t};
    titian_framework *framework = given_framework("i:GE");
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;

    (void) state;
    assert_int_equal(titian_input_read(&panel, &ledger, framework, paths, 2, &options, NULL, NULL), TITIAN_OK);
    assert_true(t.n >= 2);
    assert_int_equal(t.bytes, 29); /* of the first file, when the second is begun */
    assert_string_equal(t.path, second);
    titian_panel_free(panel);
    titian_ledger_free(ledger);
    titian_framework_free(framework);
    remove_folder(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_whole_with_a_nul_behind_it),
        cmocka_unit_test(a_pipe_is_read_to_its_end),
        cmocka_unit_test(a_file_whose_size_is_not_told_is_read_too),
        cmocka_unit_test(what_cannot_be_read_is_told_in_words),
        cmocka_unit_test(a_fingerprint_is_that_of_the_standard),
        cmocka_unit_test(a_folder_gives_its_csvs_in_byte_order),
        cmocka_unit_test(files_and_folders_may_be_mixed),
        cmocka_unit_test(the_beginning_of_a_path_may_be_hidden),
        cmocka_unit_test(a_folder_without_csv_is_an_error),
        cmocka_unit_test(every_csv_of_a_folder_must_be_understood),
        cmocka_unit_test(a_file_that_cannot_be_read_does_not_hide_the_others),
        cmocka_unit_test(a_reading_tells_how_far_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

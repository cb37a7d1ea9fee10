/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/survive/job.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <titian/input.h>
#include <titian/model.h>
#include <titian/run.h>
#include <titian/text_reports.h>
#include <titian/whole_file.h>
#include <titian/workbook.h>

static const char source[] = TITIAN_TEST_SOURCE_DIR "/tests/cli/";

char *job_read(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;

    if (file == NULL)
        return NULL;
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *n = (size_t) ftell(file);
    rewind(file);
    bytes = malloc(*n + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *n, file), *n);
    assert_int_equal(fclose(file), 0);
    return bytes;
}

static void copy(const char *name, const char *to)
{
    char path[512];
    size_t n = 0;
    char *bytes = NULL;
    FILE *file = fopen(to, "wb");

    (void) snprintf(path, sizeof path, "%s%s", source, name);
    bytes = job_read(path, &n);
    assert_non_null(bytes);
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
    free(bytes);
}

static void name(char out[JOB_PATH], const char *folder, const char *file)
{
    assert_true(snprintf(out, JOB_PATH, "%.40s/%s", folder, file) < JOB_PATH);
}

void job_open(job *j)
{
    char path[JOB_PATH];

    (void) snprintf(j->folder, sizeof j->folder, "/tmp/titian-job-XXXXXX");
    assert_non_null(mkdtemp(j->folder));
    name(j->model, j->folder, "bridges");
    assert_int_equal(mkdir(j->model, 0777), 0);
    name(path, j->model, "model.yaml");
    copy("bridges/model.yaml", path);
    name(path, j->model, "framework.csv");
    copy("bridges/framework.csv", path);
    name(j->data, j->folder, "bridges.csv");
    copy("bridges.csv", j->data);
    name(j->scores, j->folder, "scores.csv");
    name(j->book, j->folder, "book.xlsx");
}

void job_close(const job *j)
{
    char path[JOB_PATH];

    (void) unlink(j->scores);
    (void) unlink(j->book);
    assert_int_equal(unlink(j->data), 0);
    name(path, j->model, "model.yaml");
    assert_int_equal(unlink(path), 0);
    name(path, j->model, "framework.csv");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(j->model), 0);
    assert_int_equal(rmdir(j->folder), 0);
}

static titian_status write_scores(const titian_assessment *a, const char *path, titian_error *err)
{
    titian_whole_file *file = NULL;
    titian_status status = titian_whole_file_open(&file, path, 1, err);

    if (status == TITIAN_OK)
        status = titian_scores_csv_write(a, TITIAN_RESULT_AGGREGATED, titian_whole_file_stream(file), err);
    if (status == TITIAN_OK)
        status = titian_results_csv_write(a, NULL, titian_whole_file_stream(file), err);
    if (status == TITIAN_OK)
        status = titian_explain_write(a, "EST", 0, titian_whole_file_stream(file), err);
    if (status == TITIAN_OK)
        status = titian_whole_file_finish(file, err);
    titian_whole_file_free(file);
    return status;
}

static titian_status write_book(const titian_assessment *a, const char *path, titian_error *err)
{
    titian_workbook_options options = titian_workbook_options_default();

    options.replace = 1;
    return titian_workbook_write(a, path, &options, err);
}

titian_status job_run(const job *j, job_end end, titian_error *err)
{
    const char *paths[] = {j->data};
    titian_run_options options = titian_run_options_default();
    titian_model *model = NULL;
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;
    titian_assessment *assessment = NULL;
    titian_status status = titian_model_load(&model, j->model, NULL, err);

    if (status == TITIAN_OK)
        status = titian_input_read(&panel, &ledger, titian_model_recipe(model)->framework, paths, 1, NULL, NULL, err);
    if (status == TITIAN_OK) {
        options.about = titian_model_describe(model);
        options.ledger = ledger;
        status = titian_run(&assessment, titian_model_recipe(model), panel, &options, err);
    }
    if (status == TITIAN_OK)
        status = write_scores(assessment, j->scores, err);
    if (status == TITIAN_OK && end == JOB_BOOK)
        status = write_book(assessment, j->book, err);
    titian_assessment_free(assessment);
    titian_ledger_free(ledger);
    titian_panel_free(panel);
    titian_model_free(model);
    return status;
}

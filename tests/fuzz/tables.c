/* The small CSV files: the first byte says which.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <math.h>
#include <string.h>

#include <titian/design.h>
#include <titian/efforts.h>
#include <titian/lines.h>
#include <titian/records.h>
#include <titian/submissions.h>
#include <titian/weight_bounds.h>

typedef void (*reader)(const char *text, size_t n, titian_problems *problems);

static void read_bounds(const char *text, size_t n, titian_problems *problems)
{
    titian_weight_bounds *bounds = NULL;
    titian_error err;
    const titian_status status = titian_weight_bounds_parse(&bounds, "bounds.csv", text, n, problems, &err);

    given_check_result(status, bounds, problems, &err);
    titian_weight_bounds_free(bounds);
}

static void read_design(const char *text, size_t n, titian_problems *problems)
{
    titian_design *design = NULL;
    titian_error err;
    const titian_status status =
        titian_design_parse(&design, given_assessment(), "design.csv", text, n, problems, &err);

    given_check_result(status, design, problems, &err);
    titian_design_free(design);
}

/* A file that belongs to a model: the model is read with it. */
static void read_model(const char *yaml, const titian_model_file *file, titian_problems *problems)
{
    const titian_model_text model_text = {.yaml = yaml,
        .n_yaml = strlen(yaml),
        .csv = given_framework,
        .n_csv = strlen(given_framework),
        .files = file,
        .n_files = 1};
    titian_model *model = NULL;
    titian_error err = {.code = TITIAN_OK};
    const titian_status status = titian_model_parse(&model, &model_text, problems, &err);

    given_check_result(status, model, problems, &err);
    titian_model_free(model);
}

/* A table that a way of weighing reads. */
static void read_weighing(const char *yaml, const char *text, size_t n, titian_problems *problems)
{
    const titian_model_file file = {"table.csv", text, n};

    read_model(yaml, &file, problems);
}

static void read_judgements(const char *text, size_t n, titian_problems *problems)
{
    read_weighing("weigh: [{node: P, method: ahp, file: table.csv}]\n", text, n, problems);
}

static void read_points(const char *text, size_t n, titian_problems *problems)
{
    read_weighing("weigh: [{node: P, method: budget, file: table.csv, total: 100}]\n", text, n, problems);
}

/* Every line is above 0, and every row has a weight or none has. */
static void read_lines(const char *text, size_t n, titian_problems *problems)
{
    titian_lines *lines = NULL;
    titian_error err;
    const titian_status status = titian_lines_parse(&lines, "lines.csv", text, n, problems, &err);

    given_check_result(status, lines, problems, &err);
    for (size_t k = 0; lines != NULL && k < titian_lines_n(lines); k++) {
        const titian_line *line = titian_lines_at(lines, k);

        HOLDS(line->line > 0.0);
        HOLDS(line->weight >= 0.0 || isnan(line->weight));
        HOLDS(isnan(line->weight) == isnan(titian_lines_at(lines, 0)->weight));
        HOLDS(titian_lines_find(lines, line->code) == line);
    }
    titian_lines_free(lines);
}

/* Numbers are 0 or more, and missing only where a cell is empty. */
static void read_records(titian_records_kind kind, const char *text, size_t n, titian_problems *problems)
{
    titian_records *records = NULL;
    titian_error err;
    const titian_status status = titian_records_parse(&records, kind, "records.csv", text, n, problems, &err);

    given_check_result(status, records, problems, &err);
    for (size_t row = 0; records != NULL && row < titian_records_n(records); row++)
        for (size_t column = 0; column < 4; column++) {
            const double x = titian_records_number(records, row, column);

            HOLDS(x >= 0.0 || isnan(x));
            HOLDS(isnan(x) || titian_records_text(records, row, column)[0] != '\0');
        }
    titian_records_free(records);
}

static void read_lists(const char *text, size_t n, titian_problems *problems)
{
    read_records(TITIAN_RECORDS_LISTS, text, n, problems);
}

static void read_overrides(const char *text, size_t n, titian_problems *problems)
{
    read_records(TITIAN_RECORDS_OVERRIDES, text, n, problems);
}

static void read_projects(const char *text, size_t n, titian_problems *problems)
{
    read_records(TITIAN_RECORDS_PROJECTS, text, n, problems);
}

static void read_efforts(const char *text, size_t n, titian_problems *problems)
{
    titian_efforts *efforts = NULL;
    titian_error err;
    const titian_status status = titian_efforts_parse(&efforts, "efforts.csv", text, n, problems, &err);

    given_check_result(status, efforts, problems, &err);
    for (size_t k = 0; efforts != NULL && k < titian_efforts_n(efforts); k++) {
        HOLDS(titian_efforts_at(efforts, k)->cost > 0.0);
        HOLDS(titian_efforts_find(efforts, titian_efforts_at(efforts, k)->code) == titian_efforts_at(efforts, k));
    }
    titian_efforts_free(efforts);
}

/* A row has numbers, or the reason why it has none. */
static void read_submissions(const char *text, size_t n, titian_problems *problems)
{
    titian_submissions *submissions = NULL;
    titian_error err;
    const titian_status status = titian_submissions_parse(&submissions, "own.csv", text, n, problems, &err);

    given_check_result(status, submissions, problems, &err);
    for (size_t k = 0; submissions != NULL && k < titian_submissions_n(submissions); k++) {
        const titian_submission *row = titian_submissions_at(submissions, k);

        HOLDS(isnan(row->weight) || (row->weight >= 0.0 && row->weight <= 1.0));
        HOLDS(isnan(row->target) || row->target > 0.0);
    }
    titian_submissions_free(submissions);
}

/* The register of breaks, which is there by its name. */
static void read_breaks(const char *text, size_t n, titian_problems *problems)
{
    const titian_model_file file = {"breaks.csv", text, n};

    read_model("title: Breaks\n", &file, problems);
}

static const reader readers[] = {read_bounds, read_design, read_judgements, read_points, read_lines, read_breaks,
    read_lists, read_overrides, read_projects, read_efforts, read_submissions};
enum { N_READERS = sizeof readers / sizeof *readers };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    titian_problems problems = given_listener();

    if (size > 0)
        readers[data[0] % N_READERS]((const char *) data + 1, size - 1, &problems);
    return 0;
}

/* The workbooks that are not about one index year: changes between years and between editions, and the divide alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/text_reports.h>
#include <titian/whole_file.h>

#include "workbook/write.h"

/* ---- what changed between two years ---- */

titian_changes_options titian_changes_options_default(void)
{
    return (titian_changes_options){
        .created = titian_workbook_options_default().created, .span = titian_comparison_options_default()};
}

static titian_status check_changes(
    const titian_assessment *a, const char *path, const titian_changes_options *options, titian_error *err)
{
    titian_status status = workbook_check_origin(a, err);

    if (status == TITIAN_OK && options->movers != NULL && titian_movers_nominal(options->movers) != a)
        status = titian_fail(err, TITIAN_E_USAGE, "the movers are of another assessment than the workbook");
    return status == TITIAN_OK ? workbook_check_name(path, err) : status;
}

/* The tables, all of one node. */
static titian_status make_tables(book_changes *c, const titian_assessment *a, titian_error *err)
{
    titian_listing **const tables[] = {&c->change, &c->parts, &c->causes, &c->common};
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < sizeof tables / sizeof *tables && status == TITIAN_OK; k++)
        status = titian_comparison_make(tables[k], a, k, &c->span, err);
    return status;
}

static titian_status find_changes(book_changes *c, const titian_assessment *a, titian_error *err)
{
    const titian_framework *framework = titian_assessment_recipe(a)->framework;
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);

    if (c->span.node == NULL)
        c->span.node = titian_framework_node(framework, titian_framework_root(framework))->code;
    c->node = titian_framework_find(framework, c->span.node);
    c->year[0] = c->span.from != 0 ? titian_panel_find_year(scores, c->span.from) : 0;
    c->year[1] = c->span.to != 0 ? titian_panel_find_year(scores, c->span.to) : titian_panel_n_years(scores) - 1;
    return make_tables(c, a, err); /* says what is wrong with the span */
}

titian_status titian_changes_write(
    const titian_assessment *a, const char *path, const titian_changes_options *options, titian_error *err)
{
    const titian_changes_options fallback = titian_changes_options_default();
    const titian_changes_options *wish = options != NULL ? options : &fallback;
    book_changes c = {.span = wish->span, .movers = wish->movers};
    const workbook_job j = {.a = a, .replace = wish->replace, .created = wish->created, .subject = {.changes = &c}};
    titian_status status = check_changes(a, path, wish, err);

    if (status == TITIAN_OK)
        status = find_changes(&c, a, err);
    if (status == TITIAN_OK)
        status = workbook_write_whole(&j, path, err);
    titian_listing_free(c.common);
    titian_listing_free(c.causes);
    titian_listing_free(c.parts);
    titian_listing_free(c.change);
    return status;
}

/* ---- what changed between two editions ---- */

titian_editions_book_options titian_editions_book_options_default(void)
{
    return (titian_editions_book_options){.created = titian_workbook_options_default().created};
}

static int index_year(const titian_assessment *a)
{
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);

    return titian_panel_year(scores, titian_panel_n_years(scores) - 1);
}

/* Were both read from the same bytes? */
static int same_files(const titian_ledger *one, const titian_ledger *other)
{
    const size_t n = titian_ledger_n_files(one);

    if (n != titian_ledger_n_files(other))
        return 0;
    for (size_t k = 0; k < n; k++)
        if (strcmp(titian_ledger_at(one, k)->sha256, titian_ledger_at(other, k)->sha256) != 0)
            return 0;
    return 1;
}

titian_status titian_editions_write(const titian_assessment *one, const titian_assessment *other, const char *path,
    const titian_editions_book_options *options, titian_error *err)
{
    book_editions e = {.blocks = options->blocks, .parts = options->parts, .common = options->common};
    const workbook_job j = {
        .a = one, .replace = options->replace, .created = options->created, .subject = {.editions = &e}};
    titian_status status = workbook_check_origin(one, err);

    if (status == TITIAN_OK)
        status = workbook_check_origin(other, err);
    if (status == TITIAN_OK)
        status = workbook_check_name(path, err);
    if (status != TITIAN_OK)
        return status;
    e.ledger = titian_assessment_ledger(other);
    e.year[0] = index_year(one);
    e.year[1] = index_year(other);
    e.same_data = same_files(titian_assessment_ledger(one), e.ledger);
    return workbook_write_whole(&j, path, err);
}

/* ---- the divide alone ---- */

titian_divide_book_options titian_divide_book_options_default(void)
{
    return (titian_divide_book_options){.created = titian_workbook_options_default().created};
}

/* "out.xlsx" becomes "out.communities.csv". */
static char *name_of_rest(const char *path)
{
    const size_t stem = strlen(path) - strlen(".xlsx");
    static const char end[] = ".communities.csv";
    char *name = malloc(stem + sizeof end);

    if (name != NULL)
        (void) snprintf(name, stem + sizeof end, "%.*s%s", (int) stem, path, end);
    return name;
}

/* The whole table of communities, where a sheet cannot hold it. */
static titian_status write_rest(const titian_divide_book_options *options, const char *name, titian_error *err)
{
    titian_whole_file *file = NULL;
    titian_status status = titian_whole_file_open(&file, name, options->replace, err);

    if (status == TITIAN_OK)
        status = titian_listing_csv_write(options->communities, titian_whole_file_stream(file), err);
    if (status == TITIAN_OK)
        status = titian_whole_file_finish(file, err);
    titian_whole_file_free(file);
    return status;
}

static int is_cut(const titian_assessment *a, const titian_divide_book_options *options, size_t most_rows)
{
    const size_t time = titian_listing_find(options->communities, "Time");
    const int year = index_year(a);
    size_t n = 0;

    for (size_t row = 0; row < titian_listing_n_rows(options->communities); row++)
        n += (int) titian_listing_cell(options->communities, row, time).number == year ? 1 : 0;
    return n > most_rows - LIST_FIRST;
}

titian_status workbook_write_divide(const titian_assessment *a, const char *path,
    const titian_divide_book_options *options, size_t most_rows, titian_error *err)
{
    const titian_workbook_analyses shown = {
        .communities = options->communities, .divide = options->divide, .parts = options->parts};
    workbook_job j = {.a = a,
        .replace = options->replace,
        .created = options->created,
        .subject = {.analyses = &shown, .divide_alone = 1, .most_rows = most_rows}};
    titian_status status = workbook_check_origin(a, err);
    char *rest = NULL;

    if (status == TITIAN_OK)
        status = workbook_check_name(path, err);
    if (status != TITIAN_OK)
        return status;
    if (is_cut(a, options, most_rows)) {
        rest = name_of_rest(path);
        status = rest != NULL ? write_rest(options, rest, err)
                              : titian_fail(err, TITIAN_E_MEMORY, "no memory for the name of a file");
    }
    if (status == TITIAN_OK && rest != NULL)
        j.subject.rest = strrchr(rest, '/') != NULL ? strrchr(rest, '/') + 1 : rest;
    if (status == TITIAN_OK)
        status = workbook_write_whole(&j, path, err);
    free(rest);
    return status;
}

titian_status titian_divide_write(
    const titian_assessment *a, const char *path, const titian_divide_book_options *options, titian_error *err)
{
    return workbook_write_divide(a, path, options, LXW_ROW_MAX, err);
}

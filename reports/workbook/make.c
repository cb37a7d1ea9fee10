/* The life of a book.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/make.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/live.h"
#include "workbook/names.h"

/* Columns and rows of an Excel sheet, less those of our own. */
enum { MOST_COLUMNS = LXW_COL_MAX - 64, OWN_ROWS = 64 };

static void read_assessment(book *b, const titian_assessment *a)
{
    b->a = a;
    b->recipe = titian_assessment_recipe(a);
    b->framework = b->recipe->framework;
    b->rules = &b->recipe->priority;
    b->about = titian_assessment_about(a);
    b->ledger = titian_assessment_ledger(a);
    b->data = titian_assessment_data(a);
    b->raw = titian_assessment_result(a, TITIAN_RESULT_RAW);
    b->used = live_stage_input(b, TITIAN_STAGE_NORMALISE);
    b->scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    b->year = titian_panel_n_years(b->scores) - 1;
    b->weights = titian_assessment_weights(b->a, b->year);
    b->index_year = titian_panel_year(b->scores, b->year);
    b->n_units = titian_panel_n_units(b->scores);
    b->n_nodes = titian_framework_n_nodes(b->framework);
    b->n_indicators = titian_framework_n_indicators(b->framework);
    b->root = titian_framework_root(b->framework);
    b->effective = titian_assessment_effective_weights(a, b->year);
    for (size_t i = 0; i < b->n_units; i++)
        b->n_ranked += unit_state(b, i)->rank > 0 ? 1 : 0;
    for (size_t i = 0; i < b->n_units && b->rules->on; i++)
        b->n_eligible += priority_state(b, i)->eligible ? 1 : 0;
}

static titian_status check_size(const book *b, titian_error *err)
{
    const size_t n_columns = b->n_nodes + titian_framework_n_extras(b->framework);

    if (!b->divide_alone && (n_columns > MOST_COLUMNS || b->n_units + OWN_ROWS > b->most_rows))
        return titian_fail(err, TITIAN_E_USAGE,
            "%zu columns and %zu units are more than an Excel sheet holds\nassess fewer units, or write CSV",
            n_columns, b->n_units);
    return TITIAN_OK;
}

/* Range of the scores of this run, where the method sets none: z-scores, ranks. */
static void observed_range(const book *b, double *low, double *high)
{
    double least = (double) INFINITY, most = -(double) INFINITY;

    for (size_t node = 0; node < b->n_nodes; node++)
        for (size_t i = 0; i < b->n_units; i++) {
            const double x = titian_panel_column(b->scores, node, b->year)[i];

            if (isnan(x))
                continue;
            least = x < least ? x : least;
            most = x > most ? x : most;
        }
    if (least < most) {
        *low = floor(least);
        *high = ceil(most);
    }
}

static void open_file(book *b, const char *path)
{
    double low = 0.0, high = 100.0;

    b->file = workbook_new(path);
    if (b->file == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the workbook");
        return;
    }
    const int given = style_score_range(b->recipe, &low, &high);

    if (!given)
        observed_range(b, &low, &high);
    b->status = style_init(&b->style, b->file, low, high, b->recipe->allocation.unit, &b->error);
    b->style.given = given;
}

static void add_sheets(book *b)
{
    for (int id = 0; id < N_SHEETS && book_good(b); id++) {
        if (!book_has(b, (sheet_id) id))
            continue;
        b->sheets[id] = workbook_add_worksheet(b->file, book_sheet_row((sheet_id) id)->name);
        if (b->sheets[id] == NULL)
            book_fail(b, TITIAN_E_MEMORY, "no memory for the sheet %s", book_sheet_row((sheet_id) id)->name);
    }
}

static void free_book(book *b)
{
    free(b->settings);
    free(b->stems);
    free(b->shown);
    free(b->observed);
    free(b->returns);
    free((void *) b->scored_by);
    free((void *) b->made_by);
    free(b->rule);
    free(b->calc);
    free(b);
}

/* Which scores are formulas, and the inputs that they follow. */
static void decide_formulas(book *b)
{
    if (book_good(b))
        names_make_stems(b);
    if (book_good(b))
        live_decide(b);
    if (book_good(b))
        names_make_settings(b);
}

titian_status book_make(
    book **out, const titian_assessment *a, const book_subject *subject, const char *path, titian_error *err)
{
    titian_status status = TITIAN_OK;
    book *b = calloc(1, sizeof *b);

    *out = NULL;
    if (b == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the workbook");
    read_assessment(b, a);
    if (subject->analyses != NULL)
        b->analyses = *subject->analyses;
    b->changes = subject->changes;
    b->editions = subject->editions;
    b->divide_alone = subject->divide_alone;
    b->most_rows = subject->most_rows > 0 ? subject->most_rows : LXW_ROW_MAX;
    b->rest = subject->rest;
    status = check_size(b, err);
    if (status != TITIAN_OK) {
        free_book(b);
        return status;
    }
    open_file(b, path);
    if (book_meets(b, NEEDS_INDEX))
        decide_formulas(b);
    add_sheets(b);
    if (book_meets(b, NEEDS_INDEX))
        names_define(b);
    *out = b; /* with what has failed so far: book_close says it */
    return TITIAN_OK;
}

/* libxlsxwriter frees its workbook whether or not it could write it. */
static void write_file(book *b)
{
    lxw_error error = LXW_NO_ERROR;

    errno = 0;
    error = workbook_close(b->file);
    if (error == LXW_NO_ERROR)
        return;
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        book_fail(b, TITIAN_E_MEMORY, "no memory for the workbook");
    else
        book_fail(b, TITIAN_E_FILE, "the workbook cannot be written: %s",
            errno != 0 ? strerror(errno) : lxw_strerror(error));
}

titian_status book_close(book *b, titian_error *err)
{
    titian_status status = TITIAN_OK;

    if (book_good(b))
        write_file(b);
    else if (b->file != NULL)
        lxw_workbook_free(b->file);
    status = b->status;
    if (status != TITIAN_OK && err != NULL)
        *err = b->error;
    free_book(b);
    return status;
}

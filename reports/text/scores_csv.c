/* A result as CSV in the wide form that titian itself reads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/text_reports.h>

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "text/csv_text.h"

/* A column of the output: a variable of the panel and where framework.csv has it. */
typedef struct {
    size_t variable, line;
} column;

static int by_line(const void *a, const void *b)
{
    const column *x = a, *y = b;

    return x->line < y->line ? -1 : x->line > y->line;
}

static size_t line_of(const titian_framework *framework, const char *code)
{
    const size_t node = titian_framework_find(framework, code);
    size_t extra;

    if (node != TITIAN_NONE)
        return titian_framework_node(framework, node)->line;
    extra = titian_framework_find_extra(framework, code);
    assert(extra != TITIAN_NONE);
    return titian_framework_extra(framework, extra)->line;
}

static column *columns_new(const titian_framework *framework, const titian_panel *panel)
{
    const size_t n = titian_panel_n_variables(panel);
    column *columns = calloc(n > 0 ? n : 1, sizeof *columns);

    for (size_t v = 0; columns != NULL && v < n; v++)
        columns[v] = (column){v, line_of(framework, titian_panel_variable(panel, v))};
    if (columns != NULL)
        qsort(columns, n, sizeof *columns, by_line);
    return columns;
}

/* Is a unit still there in a result? Screening may have dropped it, before this result or after. */
static int is_there(const titian_assessment *a, titian_result result, size_t unit, size_t year)
{
    const titian_recipe *recipe = titian_assessment_recipe(a);
    size_t k = 0;

    if (!titian_assessment_unit(a, unit, year)->dropped)
        return 1;
    if (result == TITIAN_RESULT_AGGREGATED)
        return 0;
    while (k < TITIAN_STAGE_AGGREGATE && recipe->order[k] != TITIAN_STAGE_SCREEN) {
        if (titian_result_find(titian_stage_result(recipe->order[k++])) == result)
            return 1;
    }
    return result == TITIAN_RESULT_RAW;
}

/* The table being written. */
typedef struct {
    const titian_assessment *a;
    titian_result result;
    const titian_panel *panel;
    const column *columns;
} table;

/* Row after row, unit by unit in one year after the other. */
static void add_row(titian_csv_rows *rows, size_t row, const void *of)
{
    const table *t = of;
    const size_t n = titian_panel_n_units(t->panel), unit = row % n, year = row / n;
    const titian_unit *u = titian_panel_unit(t->panel, unit);

    if (!is_there(t->a, t->result, unit, year))
        return;
    titian_csv_add_text(rows, u->code);
    titian_csv_add_mark(rows, ',');
    titian_csv_add_text(rows, u->name);
    titian_csv_add_mark(rows, ',');
    titian_csv_add_number(rows, titian_panel_year(t->panel, year));
    for (size_t k = 0; k < titian_panel_n_variables(t->panel); k++) {
        titian_csv_add_mark(rows, ',');
        titian_csv_add_number(rows, titian_panel_column(t->panel, t->columns[k].variable, year)[unit]);
    }
    titian_csv_add_mark(rows, '\n');
}

titian_status titian_scores_csv_write(const titian_assessment *a, titian_result result, FILE *to, titian_error *err)
{
    const titian_panel *panel = titian_assessment_result(a, result);
    column *columns = NULL;
    int failed = 0;

    if (panel == NULL)
        return titian_fail(
            err, TITIAN_E_USAGE, "the stage \"%s\" was not kept in this run", titian_result_name(result));
    columns = columns_new(titian_assessment_recipe(a)->framework, panel);
    if (columns == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the columns of the table");
    errno = 0;
    (void) fputs("uCode,uName,Time", to);
    for (size_t k = 0; k < titian_panel_n_variables(panel); k++) {
        (void) putc(',', to);
        titian_csv_put_text(titian_panel_variable(panel, columns[k].variable), to);
    }
    (void) putc('\n', to);
    failed = titian_csv_write_rows(titian_panel_n_years(panel) * titian_panel_n_units(panel), add_row,
        &(table){.a = a, .result = result, .panel = panel, .columns = columns}, to);
    free(columns);
    if (failed)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the rows of the table");
    if (fflush(to) != 0 || ferror(to))
        return titian_fail(err, TITIAN_E_FILE, "the table could not be written whole: %s", strerror(errno));
    return TITIAN_OK;
}

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

void titian_csv_put_text(const char *text, FILE *to)
{
    if (text[strcspn(text, ",\"\r\n")] == '\0' && text[0] != ' ') {
        (void) fputs(text, to);
        return;
    }
    (void) putc('"', to);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            (void) putc('"', to);
        (void) putc(*text, to);
    }
    (void) putc('"', to);
}

void titian_csv_put_number(double number, FILE *to)
{
    char text[32];

    titian_number_text(number, text);
    (void) fprintf(to, ",%s", text);
}

static void write_row(const titian_panel *panel, const column *columns, size_t unit, size_t year, FILE *to)
{
    const titian_unit *u = titian_panel_unit(panel, unit);

    titian_csv_put_text(u->code, to);
    (void) putc(',', to);
    titian_csv_put_text(u->name, to);
    (void) fprintf(to, ",%d", titian_panel_year(panel, year));
    for (size_t k = 0; k < titian_panel_n_variables(panel); k++)
        titian_csv_put_number(titian_panel_column(panel, columns[k].variable, year)[unit], to);
    (void) putc('\n', to);
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

titian_status titian_scores_csv_write(const titian_assessment *a, titian_result result, FILE *to, titian_error *err)
{
    const titian_panel *panel = titian_assessment_result(a, result);
    column *columns = NULL;

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
    for (size_t year = 0; year < titian_panel_n_years(panel); year++)
        for (size_t unit = 0; unit < titian_panel_n_units(panel); unit++)
            if (is_there(a, result, unit, year))
                write_row(panel, columns, unit, year, to);
    free(columns);
    if (fflush(to) != 0 || ferror(to))
        return titian_fail(err, TITIAN_E_FILE, "the table could not be written whole: %s", strerror(errno));
    return TITIAN_OK;
}

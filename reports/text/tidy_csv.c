/* A panel in the long form.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/check_report.h>

#include <errno.h>
#include <math.h>
#include <string.h>

#include "text/csv_text.h"

typedef struct {
    const titian_panel *panel;
    const titian_ledger *ledger;
    FILE *to;
} tidy;

static void put_head(const tidy *t, size_t unit, size_t year, const char *code)
{
    titian_csv_put_text(titian_panel_unit(t->panel, unit)->code, t->to);
    (void) fprintf(t->to, ",%d,", titian_panel_year(t->panel, year));
    titian_csv_put_text(code, t->to);
}

static void put_name(const tidy *t, size_t unit)
{
    (void) putc(',', t->to);
    titian_csv_put_text(titian_panel_unit(t->panel, unit)->name, t->to);
    (void) putc('\n', t->to);
}

static void put_source(const tidy *t, size_t variable, size_t year, size_t unit)
{
    const titian_source source = titian_panel_source(t->panel, variable, year, unit);

    (void) putc(',', t->to);
    if (source.file != TITIAN_NONE) {
        titian_csv_put_text(titian_ledger_at(t->ledger, source.file)->path, t->to);
        (void) fprintf(t->to, ",%zu", source.line);
    } else {
        (void) putc(',', t->to);
    }
}

/* @return 1 when there is a value */
static size_t put_value(const tidy *t, size_t unit, size_t year, size_t variable)
{
    const double value = titian_panel_column(t->panel, variable, year)[unit];
    const titian_mark mark = titian_panel_marks(t->panel, variable, year)[unit];

    if (isnan(value))
        return 0;
    put_head(t, unit, year, titian_panel_variable(t->panel, variable));
    titian_csv_put_number(value, t->to);
    (void) fputs(mark == TITIAN_MARK_ESTIMATED ? ",E" : ",A", t->to);
    put_source(t, variable, year, unit);
    put_name(t, unit);
    return 1;
}

/* @return 1 when there is a label */
static size_t put_label(const tidy *t, size_t unit, size_t group)
{
    const char *label = titian_panel_label(t->panel, group, unit);

    if (label[0] == '\0')
        return 0;
    put_head(t, unit, titian_panel_n_years(t->panel) - 1, titian_panel_group(t->panel, group));
    (void) putc(',', t->to);
    titian_csv_put_text(label, t->to);
    (void) fputs(",,,", t->to);
    put_name(t, unit);
    return 1;
}

static void put_unit(const tidy *t, size_t unit)
{
    const size_t n_years = titian_panel_n_years(t->panel);
    size_t n = 0;

    for (size_t year = 0; year < n_years; year++)
        for (size_t variable = 0; variable < titian_panel_n_variables(t->panel); variable++)
            n += put_value(t, unit, year, variable);
    for (size_t group = 0; n_years > 0 && group < titian_panel_n_groups(t->panel); group++)
        n += put_label(t, unit, group);
    if (n > 0 || n_years == 0 || titian_panel_n_variables(t->panel) == 0)
        return;
    put_head(t, unit, n_years - 1, titian_panel_variable(t->panel, 0));
    (void) fputs(",,,,", t->to);
    put_name(t, unit);
}

titian_status titian_tidy_csv_write(
    const titian_panel *panel, const titian_ledger *ledger, FILE *to, titian_error *err)
{
    const tidy t = {panel, ledger, to};

    errno = 0;
    (void) fputs("unit_code,year,indicator_code,value,status,source_file,source_line,unit_name\n", to);
    for (size_t unit = 0; unit < titian_panel_n_units(panel); unit++)
        put_unit(&t, unit);
    if (fflush(to) != 0 || ferror(to))
        return titian_fail(err, TITIAN_E_FILE, "the values could not be written whole: %s", strerror(errno));
    return TITIAN_OK;
}

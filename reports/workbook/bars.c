/* Bar charts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/bars.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SERIES = 16 };

/* libxlsxwriter fills the caches of a chart from constant cells alone and takes a formula for 0. So we fill them,
 * with the same numbers that the formulas carry, and tell it to leave them. */
void chart_cache(book *b, lxw_series_range *range, const double *numbers, const char *const *texts, size_t n)
{
    if (range == NULL || !STAILQ_EMPTY(range->data_cache))
        return;
    for (size_t k = 0; k < n; k++) {
        struct lxw_series_data_point *point = calloc(1, sizeof *point);

        if (point == NULL) {
            book_fail(b, TITIAN_E_MEMORY, "no memory for a chart");
            return;
        }
        STAILQ_INSERT_TAIL(range->data_cache, point, list_pointers);
        range->num_data_points++;
        if (texts != NULL) {
            point->is_string = LXW_TRUE;
            point->string = strdup(texts[k]);
            if (point->string == NULL)
                book_fail(b, TITIAN_E_MEMORY, "no memory for a chart");
        } else if (numbers == NULL || isnan(numbers[k])) {
            point->no_data = LXW_TRUE;
        } else {
            point->number = numbers[k];
        }
    }
    range->has_string_cache = texts != NULL;
    range->ignore_cache = LXW_TRUE;
}

lxw_chart_font chart_font(int size, int bold)
{
    static char name[] = "Arial";

    return (lxw_chart_font){.name = name, .size = size, .bold = (uint8_t) bold, .color = STYLE_INK};
}

static void dress_series(lxw_chart_series *series, const bar_chart *c, const bar_series *s)
{
    lxw_chart_fill fill = {.color = (lxw_color_t) s->colour};
    lxw_chart_fill clear = {.none = LXW_TRUE};
    lxw_chart_line no_line = {.none = LXW_TRUE};
    lxw_chart_font font = chart_font(10, 0);

    chart_series_set_fill(series, s->colour == BAR_CLEAR ? &clear : &fill);
    if (c->stacked)
        chart_series_set_line(series, &no_line);
    if (c->n_series > 1)
        return;
    chart_series_set_labels(series);
    chart_series_set_labels_font(series, &font);
    chart_series_set_labels_num_format(series, c->label_format);
}

static void add_series(book *b, lxw_chart *chart, const bar_chart *c, const bar_series *s)
{
    const char *sheet = book_sheet_row(c->sheet)->name;
    lxw_row_t last = (lxw_row_t) (c->first_row + c->n_bars - 1);
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);

    if (series == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for a chart");
        return;
    }
    chart_series_set_categories(series, sheet, c->first_row, c->label_col, last, c->label_col);
    chart_series_set_values(series, sheet, c->first_row, s->col, last, s->col);
    chart_cache(b, series->categories, NULL, c->labels, c->n_bars);
    chart_cache(b, series->values, s->values, NULL, c->n_bars);
    if (s->name != NULL)
        chart_series_set_name(series, s->name);
    dress_series(series, c, s);
}

/* Names beside lying bars stand at the edge, also where bars run below 0. */
static void set_names(lxw_chart_axis *names, const bar_chart *c)
{
    lxw_chart_font font = chart_font(c->upright ? 6 : 10, 0);

    if (c->upright)
        font.rotation = -90;
    else
        chart_axis_set_reverse(names); /* the first line on top */
    if (c->upright && c->falling)
        chart_axis_set_label_position(names, LXW_CHART_AXIS_LABEL_POSITION_HIGH);
    else if (!(c->low >= 0))
        chart_axis_set_label_position(names, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    if (c->stacked)
        chart_axis_set_major_tick_mark(names, LXW_CHART_AXIS_TICK_MARK_NONE);
    chart_axis_set_num_font(names, &font);
    chart_axis_set_interval_unit(names, 1);
}

static void set_axes(lxw_chart *chart, const bar_chart *c)
{
    /* libxlsxwriter calls the upright axis y */
    lxw_chart_axis *names = c->upright ? chart->x_axis : chart->y_axis;
    lxw_chart_axis *numbers = c->upright ? chart->y_axis : chart->x_axis;
    lxw_chart_font font = chart_font(10, 0);
    lxw_chart_line faint = {.color = STYLE_LINE, .width = 0.5};

    set_names(names, c);
    if (!isnan(c->low)) {
        chart_axis_set_min(numbers, c->low);
        chart_axis_set_max(numbers, c->high);
    }
    chart_axis_set_num_font(numbers, &font);
    chart_axis_set_num_format(numbers, c->axis_format);
    chart_axis_set_name(numbers, c->axis_name);
    chart_axis_set_name_font(numbers, &font);
    chart_axis_major_gridlines_set_visible(numbers, LXW_TRUE);
    chart_axis_major_gridlines_set_line(numbers, &faint);
    if (c->falling)
        chart_axis_set_reverse(numbers);
    if (!c->upright)
        chart_axis_set_crossing_max(names); /* numbers below the bars although the order is reversed */
}

static void set_title(book *b, lxw_chart *chart, const bar_chart *c)
{
    const char *const title[] = {c->title};
    lxw_chart_font font = chart_font(12, 1);

    chart_title_set_name_range(chart, book_sheet_row(c->title_sheet)->name, c->title_row, c->title_col);
    chart_cache(b, chart->title.range, NULL, title, 1);
    chart_title_set_name_font(chart, &font);
}

/* No legend for a single series, or where none has a name; clear series are not in it. */
static void set_legend(lxw_chart *chart, const bar_chart *c)
{
    int16_t hidden[MOST_SERIES + 1];
    size_t n = 0;

    for (size_t k = 0; k < c->n_series && k < MOST_SERIES; k++)
        if (c->series[k].name == NULL)
            hidden[n++] = (int16_t) k;
    hidden[n] = -1;
    if (c->n_series == 1 || n == c->n_series) {
        chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
        return;
    }
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    if (n > 0)
        chart_legend_delete_series(chart, hidden);
}

static uint8_t type_of(const bar_chart *c)
{
    if (c->upright)
        return c->stacked ? LXW_CHART_COLUMN_STACKED : LXW_CHART_COLUMN;
    return c->stacked ? LXW_CHART_BAR_STACKED : LXW_CHART_BAR;
}

void put_bars(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const bar_chart *c)
{
    lxw_chart_options options = {.object_position = LXW_OBJECT_MOVE_DONT_SIZE};
    lxw_chart *chart = NULL;
    char *alt = NULL;

    if (!book_good(b) || c->n_bars == 0)
        return;
    chart = workbook_add_chart(b->file, type_of(c));
    alt = strdup(c->alt);
    if (chart == NULL || alt == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for a chart");
        free(alt);
        return;
    }
    for (size_t k = 0; k < c->n_series; k++)
        add_series(b, chart, c, &c->series[k]);
    chart_set_series_gap(chart, c->stacked && c->upright ? 30 : c->n_series == 1 || c->stacked ? 40 : 60);
    set_axes(chart, c);
    set_title(b, chart, c);
    set_legend(chart, c);
    options.x_scale = c->width / 480.0; /* libxlsxwriter's own size */
    options.y_scale = c->height / 288.0;
    options.description = alt;
    book_check(b, worksheet_insert_chart_opt(sheet, row, col, chart, &options), "a chart");
    free(alt);
}

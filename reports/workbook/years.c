/* Years: scores and ranks of every index year, and the largest changes as slopes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/bars.h"
#include "workbook/changes.h"
#include "workbook/matrix.h"
#include "workbook/words.h"

enum {
    ROW_SLOPES = 4,  /* head of the block that feeds the chart */
    EACH = 5,        /* so many of the largest rises, and as many falls */
    ROW_HEADER = 30, /* of the table */
    ROW_FIRST = 31,
    COL_SCORES = 2,
    COL_CHART = 6,
    CHART_WIDTH = 640,
    CHART_HEIGHT = 480,
    PLOT_HEIGHT = 360, /* of that, between the ends of the upright axis, at least */
    NAME_HEIGHT = 15   /* of a line of 8 points, with a little air */
};

/* What stands behind the scores of all years, and the ranks. */
typedef enum {
    TAIL_CHANGE,
    TAIL_NEW,
    TAIL_RANK_FROM,
    TAIL_RANK_TO,
    TAIL_CLIMB,
    TAIL_COMMON_FROM, /* over the indicators that the unit has in both years */
    TAIL_COMMON_TO,
    TAIL_COMMON_CHANGE,
    TAIL_NOTE,
    N_TAIL
} tail_column;

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    size_t n_years;
    size_t *line;                    /* [unit] its row in the table */
    size_t shown[2 * EACH], n_shown; /* units of the chart */
    const char *names[2 * EACH];
    int named[2 * EACH]; /* 1: has its name in the chart */
    double low, high;    /* of the chart's upright axis */
} page;

static lxw_col_t col_score(size_t year)
{
    return (lxw_col_t) (COL_SCORES + year);
}

static lxw_col_t col_rank(const page *p, size_t year)
{
    return (lxw_col_t) (COL_SCORES + p->n_years + year);
}

static lxw_col_t col_tail(const page *p, tail_column which)
{
    return (lxw_col_t) (COL_SCORES + 2 * p->n_years + (size_t) which);
}

/* ---- the table ---- */

/* The last less the first of two cells, where there are both. */
static void put_difference(page *p, spot at, lxw_col_t first, lxw_col_t last, double result)
{
    const ref from = cell(SHEET_HERE, at.row, first), to = cell(SHEET_HERE, at.row, last);

    put_formula(
        p->b, at, result, "=IF(AND(ISNUMBER(%s),ISNUMBER(%s)),%s-%s,\"\")", from.text, to.text, to.text, from.text);
}

static void put_tail(page *p, lxw_row_t row, size_t unit)
{
    book *b = p->b;
    const double change = change_number(b, unit, "Change");
    const double from = change_number(b, unit, "Both.From"), to = change_number(b, unit, "Both.To");

    if (isnan(change)) /* a value of both years is no change of 0 */
        put_number(b, p->sheet, row, col_tail(p, TAIL_CHANGE), TITIAN_MISSING, STYLE_SCORE_BOLD);
    else
        put_difference(p, AT(p->sheet, row, col_tail(p, TAIL_CHANGE), STYLE_SCORE_BOLD),
            col_score(b->changes->year[0]), col_score(b->changes->year[1]), change);
    put_number(b, p->sheet, row, col_tail(p, TAIL_NEW), change_number(b, unit, "New"), STYLE_SHARE);
    put_number(b, p->sheet, row, col_tail(p, TAIL_RANK_FROM), from, STYLE_RANK);
    put_number(b, p->sheet, row, col_tail(p, TAIL_RANK_TO), to, STYLE_RANK);
    put_difference(p, AT(p->sheet, row, col_tail(p, TAIL_CLIMB), STYLE_RANK), col_tail(p, TAIL_RANK_FROM),
        col_tail(p, TAIL_RANK_TO), to - from);
    put_number(b, p->sheet, row, col_tail(p, TAIL_COMMON_FROM), change_common(b, unit, "Common.From"), STYLE_SCORE);
    put_number(b, p->sheet, row, col_tail(p, TAIL_COMMON_TO), change_common(b, unit, "Common.To"), STYLE_SCORE);
    put_difference(p, AT(p->sheet, row, col_tail(p, TAIL_COMMON_CHANGE), STYLE_SCORE), col_tail(p, TAIL_COMMON_FROM),
        col_tail(p, TAIL_COMMON_TO), change_common(b, unit, "Common.Change"));
    put_text(b, p->sheet, row, col_tail(p, TAIL_NOTE), change_text(b, unit, "Note"), STYLE_TEXT);
}

static void put_line(page *p, size_t k, size_t unit)
{
    book *b = p->b;
    const lxw_row_t row = (lxw_row_t) (ROW_FIRST + k);

    p->line[unit] = row;
    put_changed_unit(b, p->sheet, row, unit);
    for (size_t year = 0; year < p->n_years; year++) {
        const size_t rank = titian_assessment_ranks(b->a, b->changes->node, year)[unit];

        put_number(b, p->sheet, row, col_score(year), change_score(b, unit, year), STYLE_SCORE);
        put_number(b, p->sheet, row, col_rank(p, year), rank > 0 ? (double) rank : TITIAN_MISSING, STYLE_RANK);
    }
    put_tail(p, row, unit);
}

static void name_tail(const page *p, column *tail, char headers[N_TAIL][48])
{
    const int from = change_year(p->b, 0), to = change_year(p->b, 1);
    static const double widths[N_TAIL] = {10, 10, 10, 10, 11, 10, 10, 10, 30};

    (void) snprintf(headers[TAIL_CHANGE], 48, "Change %d to %d", from, to);
    (void) snprintf(headers[TAIL_NEW], 48, "Share of new data");
    (void) snprintf(headers[TAIL_RANK_FROM], 48, "Rank %d, in both", from);
    (void) snprintf(headers[TAIL_RANK_TO], 48, "Rank %d, in both", to);
    (void) snprintf(headers[TAIL_CLIMB], 48, "Change of that rank");
    (void) snprintf(headers[TAIL_COMMON_FROM], 48, "Like for like %d", from);
    (void) snprintf(headers[TAIL_COMMON_TO], 48, "Like for like %d", to);
    (void) snprintf(headers[TAIL_COMMON_CHANGE], 48, "Change like for like");
    (void) snprintf(headers[TAIL_NOTE], 48, "Note");
    for (int k = 0; k < N_TAIL; k++)
        tail[k] = (column){headers[k], widths[k], k == TAIL_NOTE ? STYLE_HEADER : STYLE_HEADER_MID};
}

static void finish_table(page *p)
{
    const size_t n = COL_SCORES + 2 * p->n_years + N_TAIL;
    column *columns = calloc(n, sizeof *columns);
    char(*years)[2][24] = calloc(p->n_years, sizeof *years);
    char tail[N_TAIL][48];
    const table t = {"tblYears", ROW_HEADER, (lxw_row_t) (ROW_HEADER + p->b->n_units), 0, columns, n};
    const style_page print = {.landscape = 1,
        .small = 1,
        .keep_top = 1,
        .last_row = t.last,
        .last_col = (lxw_col_t) (n - 1),
        .repeat_from = ROW_HEADER,
        .repeat_to = ROW_HEADER,
        .repeat_cols = COL_SCORES};

    if (columns == NULL || years == NULL) {
        book_fail(p->b, TITIAN_E_MEMORY, "no memory for %zu years", p->n_years);
        free(columns);
        free(years);
        return;
    }
    columns[0] = (column){"Name", unit_name_width(p->b), STYLE_HEADER};
    columns[1] = (column){"Code", 8, STYLE_HEADER};
    for (size_t year = 0; year < p->n_years; year++) {
        (void) snprintf(years[year][0], sizeof years[year][0], "Score %d", titian_panel_year(p->b->scores, year));
        (void) snprintf(years[year][1], sizeof years[year][1], "Rank %d", titian_panel_year(p->b->scores, year));
        columns[col_score(year)] = (column){years[year][0], 8, STYLE_HEADER_MID};
        columns[col_rank(p, year)] = (column){years[year][1], 8, STYLE_HEADER_MID};
    }
    name_tail(p, columns + COL_SCORES + 2 * p->n_years, tail);
    book_widths(p->b, p->sheet, columns, n);
    book_table(p->b, p->sheet, &t);
    book_print(p->b, p->sheet, &print);
    free(columns);
    free(years);
}

/* By rank in the second year. */
static void put_table(page *p)
{
    book *b = p->b;
    double *keys = calloc(b->n_units + 1, sizeof *keys);
    size_t *order = NULL;

    if (keys == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for %zu units in order", b->n_units);
        return;
    }
    for (size_t i = 0; i < b->n_units; i++)
        keys[i] = change_number(b, i, "Rank.To");
    order = units_by_key(b, keys);
    for (size_t k = 0; order != NULL && k < b->n_units && book_good(b); k++)
        put_line(p, k, order[k]);
    free(order);
    free(keys);
    if (book_good(b))
        finish_table(p);
}

/* ---- the slopes ---- */

/* The largest rises and falls that count, from the largest rise to the largest fall. */
static void choose_units(page *p)
{
    book *b = p->b;
    double *keys = calloc(b->n_units + 1, sizeof *keys);
    size_t *order = NULL, n_rises = 0, n_falls = 0, n = 0;

    if (keys == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for %zu units in order", b->n_units);
        return;
    }
    for (size_t i = 0; i < b->n_units; i++) {
        keys[i] = change_counts(b, i) ? -change_number(b, i, "Change") : TITIAN_MISSING;
        n_rises += keys[i] < 0.0 ? 1 : 0;
        n_falls += keys[i] > 0.0 ? 1 : 0;
        n += isnan(keys[i]) ? 0 : 1;
    }
    order = units_by_key(b, keys);
    for (size_t k = 0; order != NULL && k < n; k++)
        if ((k < n_rises && k < EACH) || (k >= n - n_falls && k + EACH >= n))
            p->shown[p->n_shown++] = order[k];
    free(order);
    free(keys);
}

static void put_block(page *p)
{
    book *b = p->b;
    static const char *const heads[] = {"Largest changes", "Code"};

    for (lxw_col_t c = 0; c < 2; c++)
        put_text(b, p->sheet, ROW_SLOPES, c, heads[c], STYLE_HEADER);
    for (int when = 0; when < 2; when++)
        put_textf(b, p->sheet, ROW_SLOPES, (lxw_col_t) (2 + when), STYLE_HEADER_MID, "%d", change_year(b, when));
    put_text(b, p->sheet, ROW_SLOPES, 4, "Change", STYLE_HEADER_MID);
    for (size_t k = 0; k < p->n_shown; k++) {
        const size_t unit = p->shown[k];
        const lxw_row_t row = (lxw_row_t) (ROW_SLOPES + 1 + k);

        p->names[k] = book_unit(b, unit)->name;
        put_changed_unit(b, p->sheet, row, unit);
        for (int when = 0; when < 2; when++)
            put_formula(b, AT(p->sheet, row, 2 + when, STYLE_SCORE), change_score(b, unit, b->changes->year[when]),
                "=%s", cell(SHEET_HERE, (lxw_row_t) p->line[unit], col_score(b->changes->year[when])).text);
        put_difference(p, AT(p->sheet, row, 4, STYLE_SCORE_BOLD), 2, 3, change_number(b, unit, "Change"));
    }
}

/* The range of the upright axis: what is shown, to whole steps. */
static void find_range(page *p)
{
    double low = (double) INFINITY, high = -(double) INFINITY, step = 5.0;

    for (size_t k = 0; k < p->n_shown; k++)
        for (int when = 0; when < 2; when++) {
            const double score = change_score(p->b, p->shown[k], p->b->changes->year[when]);

            low = fmin(low, score);
            high = fmax(high, score);
        }
    if (high - low < 10.0)
        step = pow(10.0, floor(log10(high - low))) / 2.0; /* units that changed: high is above low */
    p->low = step * floor(low / step);
    p->high = step * ceil(high / step);
}

static int is_rise(const page *p, size_t k)
{
    return change_number(p->b, p->shown[k], "Change") > 0.0;
}

static double height_of_name(const page *p, size_t k)
{
    return change_score(p->b, p->shown[k], p->b->changes->year[is_rise(p, k)]);
}

/* The largest changes have their names in the chart, the others where none of those is near: names on the same side
 * keep the height of a line apart. The table beside the chart names all. */
static void choose_names(page *p)
{
    const double apart = NAME_HEIGHT * (p->high - p->low) / PLOT_HEIGHT;
    size_t order[2 * EACH];

    for (size_t k = 0; k < p->n_shown; k++) {
        const double size = fabs(change_number(p->b, p->shown[k], "Change"));
        size_t at = k;

        for (; at > 0 && fabs(change_number(p->b, p->shown[order[at - 1]], "Change")) < size; at--)
            order[at] = order[at - 1];
        order[at] = k;
    }
    for (size_t at = 0; at < p->n_shown; at++) {
        const size_t k = order[at];

        p->named[k] = 1;
        for (size_t other = 0; other < p->n_shown; other++)
            if (other != k && p->named[other] && is_rise(p, other) == is_rise(p, k) &&
                fabs(height_of_name(p, other) - height_of_name(p, k)) < apart)
                p->named[k] = 0;
    }
}

/* The unit's name at one end of its line: where rises end, and where falls begin, so that names stand apart. */
static void label_slope(page *p, lxw_chart_series *series, const char *name, int rises)
{
    char text[64];
    lxw_chart_data_label none = {.hide = LXW_TRUE}, own = {.value = text};
    lxw_chart_data_label *labels[] = {rises ? &none : &own, rises ? &own : &none, NULL};
    lxw_chart_font font = chart_font(8, 0);

    (void) text_clean(text, sizeof text, *name == '=' ? name + 1 : name, 40); /* never a formula */
    chart_series_set_labels(series);
    chart_series_set_labels_options(series, LXW_TRUE, LXW_FALSE, LXW_FALSE);
    chart_series_set_labels_position(series, rises ? LXW_CHART_LABEL_POSITION_RIGHT : LXW_CHART_LABEL_POSITION_LEFT);
    chart_series_set_labels_font(series, &font);
    book_check(p->b, chart_series_set_labels_custom(series, labels), "labels of a chart");
}

static void add_slope(page *p, lxw_chart *chart, size_t k)
{
    book *b = p->b;
    const char *sheet = book_sheet_row(SHEET_YEARS)->name;
    const lxw_row_t row = (lxw_row_t) (ROW_SLOPES + 1 + k);
    const size_t unit = p->shown[k];
    const double values[] = {change_score(b, unit, b->changes->year[0]), change_score(b, unit, b->changes->year[1])};
    char years[2][12];
    const char *const categories[] = {years[0], years[1]}, *const name[] = {p->names[k]};
    lxw_chart_line line = {.color = is_rise(p, k) ? STYLE_BLUE : STYLE_VERMILION, .width = 1.75};
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);

    if (series == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for a chart");
        return;
    }
    for (int when = 0; when < 2; when++)
        (void) snprintf(years[when], sizeof years[when], "%d", change_year(b, when));
    chart_series_set_categories(series, sheet, ROW_SLOPES, 2, ROW_SLOPES, 3);
    chart_series_set_values(series, sheet, row, 2, row, 3);
    chart_series_set_name_range(series, sheet, row, 0);
    chart_cache(b, series->categories, NULL, categories, 2);
    chart_cache(b, series->values, values, NULL, 2);
    chart_cache(b, series->title.range, NULL, name, 1);
    chart_series_set_line(series, &line);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE);
    chart_series_set_marker_size(series, 5);
    if (p->named[k])
        label_slope(p, series, p->names[k], is_rise(p, k));
}

static void dress_chart(page *p, lxw_chart *chart)
{
    lxw_chart_font small = chart_font(10, 0), bold = chart_font(12, 1);
    lxw_chart_line faint = {.color = STYLE_LINE, .width = 0.5};
    char title[160];

    (void) snprintf(title, sizeof title, "Largest changes from %d to %d%s", change_year(p->b, 0),
        change_year(p->b, 1), p->b->changes->movers != NULL ? ", beyond noise" : "");
    chart_title_set_name(chart, title);
    chart_title_set_name_font(chart, &bold);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    chart_axis_set_num_font(chart->x_axis, &small);
    chart_axis_set_num_font(chart->y_axis, &small);
    chart_axis_set_num_format(chart->y_axis, p->b->style.axis_label);
    chart_axis_set_name(chart->y_axis, "Score");
    chart_axis_set_name_font(chart->y_axis, &small);
    chart_axis_major_gridlines_set_line(chart->y_axis, &faint);
    chart_axis_set_min(chart->y_axis, p->low);
    chart_axis_set_max(chart->y_axis, p->high);
}

static void put_slopes(page *p)
{
    book *b = p->b;
    char alt[] =
        "Lines from the score in the first year to that in the second, of the units with the largest changes; "
        "figures and all names stand in the table beside the chart.";
    lxw_chart_options options = {.object_position = LXW_OBJECT_MOVE_DONT_SIZE,
        .x_scale = CHART_WIDTH / 480.0,
        .y_scale = CHART_HEIGHT / 288.0,
        .description = alt};
    lxw_chart *chart = NULL;

    if (!book_good(b) || p->n_shown == 0)
        return;
    chart = workbook_add_chart(b->file, LXW_CHART_LINE);
    if (chart == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for a chart");
        return;
    }
    find_range(p);
    choose_names(p);
    for (size_t k = 0; k < p->n_shown && book_good(b); k++)
        add_slope(p, chart, k);
    dress_chart(p, chart);
    if (book_good(b))
        book_check(b, worksheet_insert_chart_opt(p->sheet, ROW_SLOPES, COL_CHART, chart, &options), "a chart");
}

void write_years(book *b)
{
    page p = {.b = b,
        .sheet = book_open(b, SHEET_YEARS,
            "By rank in the second year. \"In both\": among those ranked in both years, so that who comes or goes "
            "moves nobody; below 0 is a climb. \"Like for like\": over the indicators that a unit has in both "
            "years."),
        .n_years = titian_panel_n_years(b->scores),
        .line = calloc(b->n_units + 1, sizeof *p.line)};

    if (p.line == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the lines of %zu units", b->n_units);
        return;
    }
    put_textf(b, p.sheet, LIST_AUX, 0, STYLE_PLAIN, "Scores of %s (%s), all on the model's scale.",
        change_node_name(b), b->changes->span.node);
    put_table(&p);
    choose_units(&p);
    if (p.n_shown > 0)
        put_block(&p);
    else
        put_text(b, p.sheet, ROW_SLOPES, 0, "No change is beyond noise.", STYLE_PLAIN_BOLD);
    put_slopes(&p);
    free(p.line);
}

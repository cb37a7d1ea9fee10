/* Communities and Divide: who is below the target and where most people are left behind, as tables that the engine
 * made. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/listing.h>

#include "workbook/book.h"
#include "workbook/lines.h"
#include "workbook/listed.h"

enum {
    MOST_GROUPS = 60, /* in the dot plot */
    BELOW = 100,      /* rows of Divide below the groups: parts and chart */
    CHART_HEIGHT = 420,
    CHART_ROWS = 22,
    PAGE_ROWS = 44 /* what a page holds of Divide for certain: longer, the chart begins a new one, never cut in two */
};

/** A column of a sheet, from one of a listing. */
static const lines_field community_fields[] = {
    {"Rank", "Rank", 8, STYLE_HEADER_MID, STYLE_RANK},
    {"uName", "Name", 32, STYLE_HEADER, STYLE_BOLD},
    {"uCode", "Code", 11, STYLE_HEADER, STYLE_TEXT},
    {"Group", "Lies in", 14, STYLE_HEADER, STYLE_TEXT},
    {"Rank.Group", "Rank there", 9, STYLE_HEADER_MID, STYLE_RANK},
    {"Value", "Score", 9, STYLE_HEADER_MID, STYLE_SCORE_BOLD},
    {"Target", "Target", 9, STYLE_HEADER_MID, STYLE_SCORE},
    {"Distance", "From the target", 11, STYLE_HEADER_MID, STYLE_SCORE},
    {"People", "People", 14, STYLE_HEADER_MID, STYLE_COUNT},
    {"Left.Behind", "Left behind", 14, STYLE_HEADER_MID, STYLE_COUNT},
    {"Share.Left", "Share of all left behind", 13, STYLE_HEADER_MID, STYLE_SHARE_FINE},
    {"Rank.Left", "Rank by people left behind", 13, STYLE_HEADER_MID, STYLE_RANK},
    {"Note", "Note", 44, STYLE_HEADER, STYLE_TEXT},
};

static const lines_field divide_fields[] = {
    {"Group", "Communities in", 18, STYLE_HEADER, STYLE_BOLD},
    {"N", "Communities", 12, STYLE_HEADER_MID, STYLE_COUNT},
    {"People", "People", 15, STYLE_HEADER_MID, STYLE_COUNT},
    {"Mean", "Mean", 9, STYLE_HEADER_MID, STYLE_SCORE_BOLD},
    {"Least", "Lowest", 9, STYLE_HEADER_MID, STYLE_SCORE},
    {"P10", "P10", 9, STYLE_HEADER_MID, STYLE_SCORE},
    {"P50", "Median", 9, STYLE_HEADER_MID, STYLE_SCORE},
    {"P90", "P90", 9, STYLE_HEADER_MID, STYLE_SCORE},
    {"Greatest", "Highest", 9, STYLE_HEADER_MID, STYLE_SCORE},
    {"Gap", "Gap", 9, STYLE_HEADER_MID, STYLE_SCORE},
    {"Ratio", "Ratio", 9, STYLE_HEADER_MID, STYLE_DECIMAL2},
    {"Gini", "Gini", 9, STYLE_HEADER_MID, STYLE_DECIMAL},
    {"Theil.L", "Theil L", 9, STYLE_HEADER_MID, STYLE_DECIMAL},
    {"Adjusted.Mean", "Mean less inequality", 11, STYLE_HEADER_MID, STYLE_SCORE},
    {"Share.Below", "Below the target", 10, STYLE_HEADER_MID, STYLE_SHARE},
    {"People.Below", "People below it", 15, STYLE_HEADER_MID, STYLE_COUNT},
    {"Left.Behind", "Left behind", 15, STYLE_HEADER_MID, STYLE_COUNT},
    {"Note", "Note", 32, STYLE_HEADER, STYLE_TEXT},
};

static const lines_field part_fields[] = {
    {"Measure", "Measure", 18, STYLE_HEADER, STYLE_BOLD},
    {"Whole", "Whole", 12, STYLE_HEADER_MID, STYLE_DECIMAL},
    {"Between", "Between groups", 15, STYLE_HEADER_MID, STYLE_DECIMAL},
    {"Within", "Inside", 9, STYLE_HEADER_MID, STYLE_DECIMAL},
    {"Overlap", "Overlap", 9, STYLE_HEADER_MID, STYLE_DECIMAL},
    {"Share.Within", "Share inside", 9, STYLE_HEADER_MID, STYLE_SHARE},
};

enum {
    N_COMMUNITY_FIELDS = sizeof community_fields / sizeof *community_fields,
    N_DIVIDE_FIELDS = sizeof divide_fields / sizeof *divide_fields,
    N_PART_FIELDS = sizeof part_fields / sizeof *part_fields
};

enum { DIVIDE_GROUP, DIVIDE_LEAST = 4, DIVIDE_GREATEST = 8 }; /* columns of divide_fields that the dot plot shows */

/* ---- listings ---- */

/* Rows of the last index year, the one that the workbook is about. @return how many; NULL: no memory, which is kept
 */
static size_t *rows_of_year(book *b, const titian_listing *from, size_t *n)
{
    const size_t all = titian_listing_n_rows(from);
    size_t *rows = calloc(all + 1, sizeof *rows);

    *n = 0;
    if (rows == NULL)
        book_fail(b, TITIAN_E_MEMORY, "no memory for %zu lines of a sheet", all);
    for (size_t row = 0; rows != NULL && row < all; row++)
        if ((int) listed_number(from, row, "Time") == b->index_year)
            rows[(*n)++] = row;
    return rows;
}

/* Of n lines, where so many rows must be left below; one at least. */
static size_t lines_that_fit(const book *b, size_t n, size_t below)
{
    const size_t room = b->most_rows > LIST_FIRST + below ? b->most_rows - LIST_FIRST - below : 1;

    return n < room ? n : room;
}

/* A table that is longer than a sheet is said to be, beside its beginning. */
static void say_cut(book *b, lxw_worksheet *sheet, const char *what, size_t shown, size_t n)
{
    if (shown == n)
        return;
    put_textf(b, sheet, LIST_AUX, 5, STYLE_PLAIN_BOLD,
        "Cut: the first %zu of %zu %s stand here, as many as a sheet holds. All of them: %s", shown, n, what,
        b->rest != NULL ? b->rest : "titian divide -o FILE.csv");
}

/* ---- Communities ---- */

/* A line and what it is sorted by: the rank; those without one last, in the order of the listing. */
typedef struct {
    double rank;
    size_t row;
} ranked_line;

static int by_rank(const void *a, const void *b)
{
    const ranked_line *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static void sort_by_rank(book *b, const titian_listing *from, size_t *rows, size_t n)
{
    ranked_line *lines = calloc(n + 1, sizeof *lines);

    if (lines == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for %zu lines of a sheet", n);
        return;
    }
    for (size_t k = 0; k < n; k++) {
        const double rank = listed_number(from, rows[k], "Rank");

        lines[k] = (ranked_line){isnan(rank) ? (double) INFINITY : rank, rows[k]};
    }
    qsort(lines, n, sizeof *lines, by_rank);
    for (size_t k = 0; k < n; k++)
        rows[k] = lines[k].row;
    free(lines);
}

void write_communities(book *b)
{
    const titian_listing *from = b->analyses.communities;
    lxw_worksheet *sheet = book_open(b, SHEET_COMMUNITIES,
        "Left behind: people, each counted by the share of the target that is lacking. The lowest score and the most "
        "people left behind are different places as a rule.");
    size_t n = 0, shown = 0, *rows = rows_of_year(b, from, &n);

    if (rows == NULL)
        return;
    sort_by_rank(b, from, rows, n);
    shown = lines_that_fit(b, n, 0);
    put_stale(b, sheet, LIST_AUX, 0);
    say_cut(b, sheet, "communities", shown, n);
    lines_put(b, sheet, &(lines_shown){from, rows, shown}, community_fields, N_COMMUNITY_FIELDS, LIST_HEADER,
        "tblCommunities");
    lines_widths(b, sheet, community_fields, N_COMMUNITY_FIELDS);
    lines_print(b, sheet, (lxw_row_t) (LIST_HEADER + shown), N_COMMUNITY_FIELDS, 0);
    free(rows);
}

/* ---- Divide ---- */

static void dress_axes(book *b, lxw_chart *chart)
{
    static char name[] = "Arial";
    lxw_chart_font font = {.name = name, .size = 9, .color = STYLE_INK}, turned = font;
    lxw_chart_line faint = {.color = STYLE_LINE, .width = 0.5};

    turned.rotation = -90;
    chart_axis_set_num_font(chart->x_axis, &turned);
    chart_axis_set_interval_unit(chart->x_axis, 1);
    chart_axis_set_num_font(chart->y_axis, &font);
    chart_axis_set_num_format(chart->y_axis, b->style.axis_label);
    chart_axis_set_name(chart->y_axis, "Score");
    chart_axis_set_name_font(chart->y_axis, &font);
    chart_axis_major_gridlines_set_line(chart->y_axis, &faint);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
}

static void add_dots(book *b, lxw_chart *chart, lxw_col_t col, lxw_row_t last, lxw_color_t colour)
{
    const char *sheet = book_sheet_row(SHEET_DIVIDE)->name;
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    lxw_chart_line none = {.none = LXW_TRUE};
    lxw_chart_fill fill = {.color = colour};

    if (series == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for a chart");
        return;
    }
    chart_series_set_categories(series, sheet, LIST_FIRST + 1, DIVIDE_GROUP, last, DIVIDE_GROUP);
    chart_series_set_values(series, sheet, LIST_FIRST + 1, col, last, col);
    chart_series_set_name(series, divide_fields[col].header);
    chart_series_set_line(series, &none);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE);
    chart_series_set_marker_size(series, 6);
    chart_series_set_marker_fill(series, &fill);
    chart_series_set_marker_line(series, &none);
}

/* Dots of each group: lowest, P10, median, P90, highest. The first line, of all, has none. */
static void put_dots(book *b, lxw_worksheet *sheet, lxw_row_t at, size_t n_groups)
{
    static const lxw_color_t colours[] = {STYLE_VERMILION, STYLE_ORANGE, STYLE_NAVY, STYLE_SKY, STYLE_GREEN};
    static char font_name[] = "Arial";
    const size_t shown = n_groups < MOST_GROUPS ? n_groups : MOST_GROUPS;
    lxw_chart_font title_font = {.name = font_name, .size = 12, .bold = LXW_TRUE, .color = STYLE_INK};
    lxw_chart_options options = {.object_position = LXW_OBJECT_MOVE_DONT_SIZE,
        .description =
            (char[]){"Dots for each group of communities: the lowest score, the score that a tenth, a half "
                     "and nine tenths of the people do not exceed, and the highest. The figures stand in the "
                     "table of this sheet."}};
    lxw_chart *chart = NULL;

    if (!book_good(b) || shown == 0)
        return;
    chart = workbook_add_chart(b->file, LXW_CHART_LINE);
    if (chart == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for a chart");
        return;
    }
    for (int col = DIVIDE_LEAST; col <= DIVIDE_GREATEST; col++)
        add_dots(b, chart, (lxw_col_t) col, (lxw_row_t) (LIST_FIRST + shown), colours[col - DIVIDE_LEAST]);
    dress_axes(b, chart);
    chart_title_set_name(chart, "How far apart communities are, group by group");
    chart_title_set_name_font(chart, &title_font);
    options.x_scale = (200.0 + 24.0 * (double) shown) / 480.0;
    options.x_scale = options.x_scale < 1.2 ? 1.2 : options.x_scale;
    options.y_scale = CHART_HEIGHT / 288.0;
    book_check(b, worksheet_insert_chart_opt(sheet, at, 0, chart, &options), "a chart");
}

static lxw_row_t put_parts(book *b, lxw_worksheet *sheet, lxw_row_t at)
{
    size_t n = 0, *rows = rows_of_year(b, b->analyses.parts, &n);

    if (rows == NULL)
        return at;
    put_text(b, sheet, at, 0, "How much of the divide lies between groups, and how much inside them", STYLE_HEADING);
    lines_put(b, sheet, &(lines_shown){b->analyses.parts, rows, n}, part_fields, N_PART_FIELDS, at + 1, "tblParts");
    free(rows);
    return (lxw_row_t) (at + 2 + n);
}

void write_divide(book *b)
{
    const titian_listing *from = b->analyses.divide;
    lxw_worksheet *sheet = book_open(b, SHEET_DIVIDE,
        "The first line is of all communities. 0 is equality for Gini and Theil; of one community alone it says "
        "nothing.");
    size_t n = 0, shown = 0, *rows = rows_of_year(b, from, &n);
    lxw_row_t at = 0;

    if (rows == NULL)
        return;
    shown = lines_that_fit(b, n, BELOW);
    put_stale(b, sheet, LIST_AUX, 0);
    say_cut(b, sheet, "groups", shown, n);
    n = shown;
    lines_put(b, sheet, &(lines_shown){from, rows, n}, divide_fields, N_DIVIDE_FIELDS, LIST_HEADER, "tblDivide");
    at = (lxw_row_t) (LIST_FIRST + n + 1);
    if (b->analyses.parts != NULL)
        at = put_parts(b, sheet, at) + 1;
    put_dots(b, sheet, at, n > 0 ? n - 1 : 0);
    lines_widths(b, sheet, divide_fields, N_DIVIDE_FIELDS);
    lines_print(b, sheet, at + CHART_ROWS, N_DIVIDE_FIELDS, at + CHART_ROWS > PAGE_ROWS ? at : 0);
    free(rows);
}

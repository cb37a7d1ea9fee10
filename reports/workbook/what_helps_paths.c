/* WhatHelps_Paths: for each unit of the priority list the cheapest way to the next band, its strengths and
 * weaknesses, and others to learn from. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/listed.h"
#include "workbook/words.h"

enum {
    PATH_RANK,
    PATH_NAME,
    PATH_INDEX,
    PATH_BAND,
    PATH_NEXT,
    PATH_LACKS,
    PATH_AT_PACE,
    PATH_AT_SCALE,
    PATH_AREA,
    PATH_STRENGTHS,
    PATH_WEAKNESSES,
    PATH_PEERS,
    N_PATH_COLUMNS
};

enum { MOST_RISES = 8 };

static const column columns[N_PATH_COLUMNS] = {
    {"Priority rank", 9, STYLE_HEADER_MID},
    {"Name", 24, STYLE_HEADER},
    {"Index", 8, STYLE_HEADER_MID},
    {"Band", 12, STYLE_HEADER},
    {"Next band", 12, STYLE_HEADER},
    {"Points to it", 9, STYLE_HEADER_MID},
    {"Cheapest path to it at the pace of its like", 62, STYLE_HEADER},
    {"Cheapest path without that limit", 66, STYLE_HEADER},
    {"Area with most to gain", 34, STYLE_HEADER},
    {"Strengths: its score beside the median of others", 69, STYLE_HEADER},
    {"Weaknesses", 69, STYLE_HEADER},
    {"Others that stood there and have risen", 69, STYLE_HEADER},
};

/* Where each table has been read to: all are in the order of the priority list. */
typedef struct {
    book *b;
    lxw_worksheet *sheet;
    const titian_workbook_advice *advice;
    size_t path, areas, standing, peers; /* rows behind those of the units done */
    size_t unit;
    const char *code;
    lxw_row_t row;
    unsigned lines; /* the most of any cell of the row */
} path_page;

static void put_cell(path_page *p, int col, const grown *text)
{
    const unsigned lines = style_lines_of(text->text, columns[col].width);

    put_text(p->b, p->sheet, p->row, (lxw_col_t) col, text->text, STYLE_WRAP);
    p->lines = lines > p->lines ? lines : p->lines;
}

static fixed_text points(const path_page *p, const titian_listing *from, size_t row, const char *name)
{
    return fixed_number(listed_number(from, row, name), score_decimals(p->b));
}

/* ---- paths ---- */

static void say_rises(path_page *p, grown *text, size_t first, size_t end)
{
    const titian_listing *from = p->advice->path;
    const size_t shown = end - first <= MOST_RISES ? end - first : MOST_RISES - 1;

    for (size_t row = first; row < first + shown; row++)
        grow(p->b, text, "%s%s %s to %s", row == first ? "" : "; ", listed_text(from, row, "iName"),
            points(p, from, row, "Score").text, points(p, from, row, "Score.To").text);
    if (shown < end - first)
        grow(p->b, text, "; and %zu more", end - first - shown);
}

/* Rows of one path. */
static void say_path(path_page *p, int col, const char *within, size_t first, size_t end)
{
    const titian_listing *from = p->advice->path;
    grown text = {.length = 0};

    while (first < end && strcmp(listed_text(from, first, "Within"), within) != 0)
        first++;
    for (size_t row = first; row < end; row++)
        if (strcmp(listed_text(from, row, "Within"), within) != 0)
            end = row;
    if (first == end)
        grow(p->b, &text, "no earlier years were looked at");
    else if (listed_text(from, first, "iCode")[0] == '\0')
        grow(p->b, &text, "%s", listed_text(from, first, "Note"));
    else if (strcmp(listed_text(from, first, "Reached"), "yes") != 0)
        grow(p->b, &text, "out of reach in %g years: all that can rise takes the index to %s", p->advice->years,
            points(p, from, first, "Index.To").text);
    else
        say_rises(p, &text, first, end);
    put_cell(p, col, &text);
}

/* The band aimed at, and how far it is: its bound is an input. */
static void put_aim(path_page *p, size_t first)
{
    book *b = p->b;
    const char *band = listed_text(p->advice->path, first, "Band");
    const double now = node_value(b, b->root, p->unit);
    const ref index = cell(SHEET_SCORES, row_of_unit(p->unit), node_col(b->root));
    char bound[32];
    size_t k = 0;

    put_text(b, p->sheet, p->row, PATH_NEXT, band, STYLE_TEXT);
    while (k < b->recipe->n_bands && strcmp(b->recipe->bands[k].name, band) != 0)
        k++;
    if (*band == '\0' || k == b->recipe->n_bands) {
        put_text(b, p->sheet, p->row, PATH_LACKS, "", STYLE_SCORE);
        return;
    }
    snprintf(bound, sizeof bound, "BAND_%zu", k + 1);
    if (book_setting(b, bound) == NULL)
        snprintf(bound, sizeof bound, "%.17g", b->recipe->bands[k].from);
    put_formula(b, AT(p->sheet, p->row, PATH_LACKS, STYLE_SCORE), fmax(0.0, b->recipe->bands[k].from - now),
        "=IF(ISNUMBER(%s),MAX(0,%s-%s),\"\")", index.text, bound, index.text);
}

/* ---- beside others ---- */

static void say_area(path_page *p)
{
    const titian_listing *from = p->advice->areas;
    const size_t first = listed_rows(from, &p->areas, p->code);
    size_t best = TITIAN_NONE;
    grown text = {.length = 0};

    for (size_t row = first; row < p->areas; row++) {
        const double gain = listed_number(from, row, "Gain");

        if (gain > 0.0 && (best == TITIAN_NONE || gain > listed_number(from, best, "Gain")))
            best = row;
    }
    if (best != TITIAN_NONE)
        grow(p->b, &text, "%s: +%s feasible, +%s in all", listed_text(from, best, "iName"),
            fixed_number(listed_number(from, best, "Gain"), 2).text,
            fixed_number(listed_number(from, best, "Gain.Gap"), 2).text);
    put_cell(p, PATH_AREA, &text);
}

static void say_standing(path_page *p, int col, const char *kind, size_t first)
{
    const titian_listing *from = p->advice->standing;
    grown text = {.length = 0};

    for (size_t row = first; row < p->standing; row++)
        if (strcmp(listed_text(from, row, "Kind"), kind) == 0)
            grow(p->b, &text, "%s%s (%s beside %s)", text.length == 0 ? "" : "; ", listed_text(from, row, "iName"),
                points(p, from, row, "Score").text, points(p, from, row, "Median").text);
    put_cell(p, col, &text);
}

static void say_peers(path_page *p)
{
    const titian_listing *from = p->advice->peers;
    grown text = {.length = 0};

    for (size_t row = listed_rows(from, &p->peers, p->code); row < p->peers; row++) {
        if (listed_text(from, row, "Peer")[0] == '\0') {
            grow(p->b, &text, "%s", listed_text(from, row, "Note"));
            continue;
        }
        grow(p->b, &text, "%s%s: %s in %g, now %s", text.length == 0 ? "" : "; ", listed_text(from, row, "Peer.Name"),
            points(p, from, row, "Score.Then").text, listed_number(from, row, "T.Then"),
            points(p, from, row, "Score.Now").text);
        if (listed_text(from, row, "Area")[0] != '\0')
            grow(p->b, &text, ", most in %s (+%s)", listed_text(from, row, "Area.Name"),
                points(p, from, row, "Area.Rise").text);
    }
    put_cell(p, PATH_PEERS, &text);
}

/* ---- the sheet ---- */

static void put_state(path_page *p)
{
    book *b = p->b;
    const size_t band = unit_state(b, p->unit)->band, now = priority_state(b, p->unit)->rank;
    const ref rank = cell(SHEET_PRIORITY_CALC, row_of_unit(p->unit), CALC_RANK);
    const ref index = cell(SHEET_SCORES, row_of_unit(p->unit), node_col(b->root));

    put_formula(b, AT(p->sheet, p->row, PATH_RANK, STYLE_RANK), now > 0 ? (double) now : TITIAN_MISSING,
        "=IF(ISNUMBER(%s),%s,\"\")", rank.text, rank.text);
    put_text(b, p->sheet, p->row, PATH_NAME, book_unit(b, p->unit)->name, STYLE_BOLD_WRAP);
    put_formula(b, AT(p->sheet, p->row, PATH_INDEX, STYLE_SCORE_BOLD), node_value(b, b->root, p->unit),
        "=IF(ISNUMBER(%s),%s,\"\")", index.text, index.text);
    put_formula_text(b, AT(p->sheet, p->row, PATH_BAND, STYLE_TEXT),
        band == TITIAN_NONE ? "" : b->recipe->bands[band].name, "=%s&\"\"",
        cell(SHEET_SCORES, row_of_unit(p->unit), scores_col(b, SCORES_BAND)).text);
}

static void put_unit(path_page *p)
{
    book *b = p->b;
    const size_t first = listed_rows(p->advice->path, &p->path, p->code);
    const size_t standing = listed_rows(p->advice->standing, &p->standing, p->code);

    p->lines = style_lines_of(book_unit(b, p->unit)->name, columns[PATH_NAME].width);
    put_state(p);
    put_aim(p, first);
    say_path(p, PATH_AT_PACE, "pace", first, p->path);
    say_path(p, PATH_AT_SCALE, "scale", first, p->path);
    say_area(p);
    say_standing(p, PATH_STRENGTHS, "strength", standing);
    say_standing(p, PATH_WEAKNESSES, "weakness", standing);
    say_peers(p);
    if (book_good(b))
        book_check(b, worksheet_set_row(p->sheet, p->row, style_height_of(p->lines), NULL), "a row height");
    p->row++;
}

void write_what_helps_paths(book *b)
{
    path_page p = {.b = b,
        .sheet = book_open(b, SHEET_WHAT_HELPS_PATHS,
            "Scores from ... to: what would have to rise, cheapest first, so that the index reaches the next band. "
            "WhatHelps has the gains of single indicators. Peers compare scores of years: nothing here is causal."),
        .advice = b->analyses.advice,
        .row = LIST_FIRST};
    const size_t n = titian_listing_n_rows(p.advice->path);
    const titian_listing *from = p.advice->path;

    put_stale(b, p.sheet, LIST_AUX, 0);
    while (p.path < n && book_good(b)) {
        p.code = listed_text(from, p.path, "uCode");
        p.unit = titian_panel_find_unit(b->scores, p.code);
        put_unit(&p);
    }
    const table t = {"tblWhatHelpsPaths", LIST_HEADER, p.row - 1, 0, columns, N_PATH_COLUMNS};
    const style_page page = {.landscape = 1,
        .small = 1,
        .last_row = p.row - 1,
        .last_col = N_PATH_COLUMNS - 1,
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER,
        .repeat_cols = PATH_INDEX};

    book_widths(b, p.sheet, columns, N_PATH_COLUMNS);
    book_table(b, p.sheet, &t);
    worksheet_freeze_panes(p.sheet, LIST_FIRST, PATH_INDEX);
    book_print(b, p.sheet, &page);
}

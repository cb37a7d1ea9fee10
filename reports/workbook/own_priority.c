/* OwnPriority: scores at priorities that units submitted, beside the base scores that rank them, and the worst and
 * the best that any weights within the bounds would give. SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/own_priority.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "workbook/listed.h"
#include "workbook/matrix.h"

enum {
    LINE_NAME,
    LINE_CODE,
    LINE_RANK,
    LINE_SUBMITTED,
    LINE_BASE,
    LINE_OWN,
    LINE_DIFFERENCE,
    LINE_WORST,
    LINE_BEST,
    LINE_NEED,
    LINE_NEED_OWN,
    LINE_MOVED,
    LINE_NOTE,
    N_LINE_COLUMNS
};

static const double note_width = 56;
static const double as_engine = 1e-10; /* how near to the engine's figure a formula must come to stand for it */

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    const titian_listing *scores, *elements;
    size_t at;         /* row of the table "scores", which has a row for each unit in their order */
    size_t first, end; /* rows of the table "elements" */
    lxw_row_t row;
} own_page;

/* ---- own scores ---- */

static int root_is(const book *b, const char *method)
{
    return method_is(&b->recipe->aggregation[b->root], method);
}

/* What a weighted mean of the elements gives, arithmetic or geometric; missing where one has no score. */
static double mean_of(const own_page *p)
{
    const int geometric = root_is(p->b, "geometric");
    double sum = 0.0;

    for (size_t row = p->first; row < p->end; row++) {
        const double score = listed_number(p->elements, row, "Score.Own");

        sum += listed_number(p->elements, row, "Weight.Own") * (geometric ? log(score) : score);
    }
    return geometric ? exp(sum) : sum;
}

/* A formula where the mean of the elements is what the engine found, else the engine's figure. */
static void put_own(const own_page *p, double own)
{
    book *b = p->b;
    const spot at = AT(p->sheet, p->row, LINE_OWN, STYLE_SCORE_BOLD);
    const int geometric = root_is(b, "geometric");
    const ref weights = own_range(OWN_WEIGHT, p->first, p->end), scores = own_range(OWN_SCORE, p->first, p->end);

    if (isnan(own) || p->end == p->first || !(geometric || root_is(b, "arithmetic")) ||
        !(fabs(mean_of(p) - own) <= as_engine * fmax(1.0, fabs(own)))) {
        put_number(b, at.sheet, at.row, at.col, own, at.look);
        return;
    }
    put_formula(b, at, own,
        geometric ? "=IF(COUNT(%s)=%zu,EXP(SUMPRODUCT(%s,LN(%s))),\"\")"
                  : "=IF(COUNT(%s)=%zu,SUMPRODUCT(%s,%s),\"\")",
        scores.text, p->end - p->first, weights.text, scores.text);
}

/* ---- lines ---- */

static void put_live(const own_page *p)
{
    book *b = p->b;
    const size_t rank = unit_state(b, p->at)->rank;
    const ref place = cell(SHEET_SCORES, row_of_unit(p->at), scores_col(b, SCORES_RANK));
    const ref index = cell(SHEET_SCORES, row_of_unit(p->at), node_col(b->root));

    put_formula(b, AT(p->sheet, p->row, LINE_RANK, STYLE_RANK), rank > 0 ? (double) rank : TITIAN_MISSING,
        "=IF(ISNUMBER(%s),%s,\"\")", place.text, place.text);
    put_formula(b, AT(p->sheet, p->row, LINE_BASE, STYLE_SCORE_BOLD), node_value(b, b->root, p->at),
        "=IF(ISNUMBER(%s),%s,\"\")", index.text, index.text);
}

static void put_value(const own_page *p, int col, const char *from, style_kind look)
{
    put_number(p->b, p->sheet, p->row, (lxw_col_t) col, listed_number(p->scores, p->at, from), look);
}

static void put_note(const own_page *p)
{
    const char *statement = listed_text(p->scores, p->at, "Statement"), *note = listed_text(p->scores, p->at, "Note");
    const double not_applicable = listed_number(p->scores, p->at, "N.Not.Applicable");
    grown text = {.length = 0};

    grow(p->b, &text, "%s", statement);
    if (not_applicable > 0.0)
        grow(p->b, &text, "%s%g indicator%s left out as not applicable", text.length > 0 ? "; " : "", not_applicable,
            not_applicable > 1.0 ? "s" : "");
    grow(p->b, &text, "%s%s", text.length > 0 && *note != '\0' ? "; " : "", note);
    put_text(p->b, p->sheet, p->row, LINE_NOTE, text.text, STYLE_WRAP);
    if (book_good(p->b))
        book_check(p->b,
            worksheet_set_row(p->sheet, p->row, style_height_of(style_lines_of(text.text, note_width)), NULL),
            "a row height");
}

static void put_line(own_page *p)
{
    book *b = p->b;
    const int submitted = strcmp(listed_text(p->scores, p->at, "Submitted"), "yes") == 0;
    const ref own = cell(SHEET_HERE, p->row, LINE_OWN), base = cell(SHEET_HERE, p->row, LINE_BASE);

    put_text(b, p->sheet, p->row, LINE_NAME, book_unit(b, p->at)->name, submitted ? STYLE_BOLD : STYLE_TEXT);
    put_text(b, p->sheet, p->row, LINE_CODE, book_unit(b, p->at)->code, STYLE_TEXT);
    put_text(b, p->sheet, p->row, LINE_SUBMITTED, submitted ? "yes" : "none submitted", STYLE_CENTRE);
    put_live(p);
    put_own(p, listed_number(p->scores, p->at, "Score.Own"));
    put_formula(b, AT(p->sheet, p->row, LINE_DIFFERENCE, STYLE_SCORE), listed_number(p->scores, p->at, "Difference"),
        "=IF(ISNUMBER(%s)*ISNUMBER(%s),%s-%s,\"\")", own.text, base.text, own.text, base.text);
    put_value(p, LINE_WORST, "Score.Worst", STYLE_SCORE);
    put_value(p, LINE_BEST, "Score.Best", STYLE_SCORE);
    put_value(p, LINE_NEED, "Need.Base", STYLE_DECIMAL);
    put_value(p, LINE_NEED_OWN, "Need.Own", STYLE_DECIMAL);
    put_number(b, p->sheet, p->row, LINE_MOVED,
        submitted ? listed_number(p->scores, p->at, "N.Moved") : TITIAN_MISSING, STYLE_RANK);
    put_note(p);
    p->row++;
}

/* Those who submitted first, each group in the order of the data. */
static void put_lines(own_page *p)
{
    const size_t n = titian_listing_n_rows(p->scores);

    for (int asked = 1; asked >= 0; asked--)
        for (p->at = 0, p->end = 0; p->at < n && book_good(p->b); p->at++) {
            const char *code = listed_text(p->scores, p->at, "uCode");
            const int submitted = strcmp(listed_text(p->scores, p->at, "Submitted"), "yes") == 0;

            if (submitted)
                p->first = listed_rows(p->elements, &p->end, code);
            else
                p->first = p->end;
            if (submitted == asked)
                put_line(p);
        }
}

/* What the reader should know first: who submitted, and what weights may be. */
static void say_how(const titian_workbook_own *own, char out[512])
{
    const char *rule =
        "Ranks are by the model's weights alone: nobody is ranked by weights of its own, and who submits "
        "nothing loses nothing.";
    size_t n = 0;

    for (size_t row = 0; row < titian_listing_n_rows(own->scores); row++)
        n += strcmp(listed_text(own->scores, row, "Submitted"), "yes") == 0 ? 1 : 0;
    if (n == 0)
        snprintf(out, 512, "%s Nobody submitted priorities. Worst and best: weights within %g %% of the model's.",
            rule, 100.0 * own->box);
    else
        snprintf(out, 512, "%s %zu submitted. Weights stay within %g %% of the model's: those outside were moved.",
            rule, n, 100.0 * own->box);
}

static void finish(const own_page *p)
{
    book *b = p->b;
    const column columns[N_LINE_COLUMNS] = {
        {"Name", unit_name_width(b), STYLE_HEADER},
        {"Code", 8, STYLE_HEADER},
        {"Rank, by base weights", 9, STYLE_HEADER_MID},
        {"Submitted", 15, STYLE_HEADER_MID},
        {"Base score", 9, STYLE_HEADER_MID},
        {"At its own priorities", 11, STYLE_HEADER_MID},
        {"Difference", 11, STYLE_HEADER_MID},
        {"Worst case within the bounds", 11, STYLE_HEADER_MID},
        {"Best case within the bounds", 11, STYLE_HEADER_MID},
        {"Shortfall by the model", 10, STYLE_HEADER_MID},
        {"Shortfall by its own targets", 11, STYLE_HEADER_MID},
        {"Weights moved", 9, STYLE_HEADER_MID},
        {"Note", note_width, STYLE_HEADER},
    };
    const lxw_row_t last = p->row - 1;
    const table t = {"tblOwnPriority", LIST_HEADER, last, 0, columns, N_LINE_COLUMNS};
    const style_page page = {.landscape = 1,
        .last_row = last,
        .last_col = N_LINE_COLUMNS - 1,
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER};
    const style_area cases = {LIST_FIRST, LINE_WORST, last > LIST_FIRST ? last : LIST_FIRST, LINE_BEST};

    book_widths(b, p->sheet, columns, N_LINE_COLUMNS);
    book_table(b, p->sheet, &t);
    if (book_good(b))
        book_check(b, style_score_scale(p->sheet, &b->style, &cases), "a colour scale");
    worksheet_freeze_panes(p->sheet, LIST_FIRST, LINE_NAME + 1);
    book_print(b, p->sheet, &page);
}

void write_own_priority(book *b)
{
    own_page p = {
        .b = b, .scores = b->analyses.own->scores, .elements = b->analyses.own->elements, .row = LIST_FIRST};
    char how[512];

    say_how(b->analyses.own, how);
    p.sheet = book_open(b, SHEET_OWN_PRIORITY, how);
    put_stale(b, p.sheet, LIST_AUX, 0);
    put_lines(&p);
    finish(&p);
}

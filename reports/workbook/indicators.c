/* Indicators: what each measures, where it comes from and why it stands here; and the rows beside the tree.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "workbook/areas.h"
#include "workbook/formula_methods.h"
#include "workbook/names.h"

enum {
    IND_CODE,
    IND_NAME,
    IND_KIND,
    IND_AREA,
    IND_UNIT,
    IND_DIRECTION,
    IND_WORST,
    IND_BEST,
    IND_SCALE,
    IND_WEIGHT,
    IND_SHARE,
    IND_IN_USE,
    IND_COVERAGE,
    IND_AGE,
    IND_MAX_AGE,
    IND_TREATED,
    IND_IMPUTED,
    IND_CORRELATION,
    IND_SOURCE,
    IND_LICENCE,
    IND_CODES,
    IND_DESCRIPTION,
    IND_WHY,
    IND_URL,
    N_IND
};

static const column columns[N_IND] = {
    [IND_CODE] = {"Code", 11, STYLE_HEADER},
    [IND_NAME] = {"Name", 24, STYLE_HEADER},
    [IND_KIND] = {"Kind", 13, STYLE_HEADER},
    [IND_AREA] = {"Area", 17, STYLE_HEADER},
    [IND_UNIT] = {"Unit", 14, STYLE_HEADER},
    [IND_DIRECTION] = {"More is", 9, STYLE_HEADER},
    [IND_WORST] = {"Worst", 9, STYLE_HEADER_MID},
    [IND_BEST] = {"Best", 9, STYLE_HEADER_MID},
    [IND_SCALE] = {"Scale", 9, STYLE_HEADER},
    [IND_WEIGHT] = {"Weight in area", 10, STYLE_HEADER_MID},
    [IND_SHARE] = {"Share of index", 10, STYLE_HEADER_MID},
    [IND_IN_USE] = {"In use", 8, STYLE_HEADER_MID},
    [IND_COVERAGE] = {"Coverage", 11, STYLE_HEADER_MID},
    [IND_AGE] = {"Mean age, years", 9, STYLE_HEADER_MID},
    [IND_MAX_AGE] = {"Oldest used, years", 10, STYLE_HEADER_MID},
    [IND_TREATED] = {"Outliers moved", 10, STYLE_HEADER_MID},
    [IND_IMPUTED] = {"Values filled in", 10, STYLE_HEADER_MID},
    [IND_CORRELATION] = {"Correlation with its area", 12, STYLE_HEADER_MID},
    [IND_SOURCE] = {"Source", 30, STYLE_HEADER},
    [IND_LICENCE] = {"Licence", 18, STYLE_HEADER},
    [IND_CODES] = {"Codes in data files", 18, STYLE_HEADER},
    [IND_DESCRIPTION] = {"Description", 48, STYLE_HEADER},
    [IND_WHY] = {"Why it stands here", 38, STYLE_HEADER},
    [IND_URL] = {"Address", 66, STYLE_HEADER},
};

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    lxw_row_t row;
    unsigned lines; /* of the row being written */
    double address; /* width of the longest */
} list;

/* A text that may take several lines: the row grows with it. */
static void words(list *l, int col, const char *text)
{
    unsigned lines = style_lines_of(text, columns[col].width);

    put_text(l->b, l->sheet, l->row, (lxw_col_t) col, text, STYLE_WRAP);
    if (lines > l->lines)
        l->lines = lines;
}

static void number(list *l, int col, double value, style_kind look)
{
    put_number(l->b, l->sheet, l->row, (lxw_col_t) col, value, look);
}

static void end_row(list *l)
{
    if (book_good(l->b))
        book_check(l->b, worksheet_set_row(l->sheet, l->row, style_height_of(l->lines), NULL), "a row height");
    l->row++;
    l->lines = 1;
}

/* Address as a link, in one line. */
static void address(list *l, const char *url)
{
    put_url(l->b, l->sheet, l->row, IND_URL, url, STYLE_TEXT);
    put_text(l->b, l->sheet, l->row, IND_URL, url, STYLE_LINK_CELL); /* the link stays */
    l->address = style_width_of(url, l->address, 90);
}

static ref parameter(const list *l, size_t node, node_column at)
{
    return cell(SHEET_PARAMETERS, node_row(l->b, node), (lxw_col_t) at);
}

/* What follows the inputs. */
static void put_live(list *l, size_t j)
{
    book *b = l->b;
    const titian_indicator_state *s = indicator_state(b, j);
    ref in_use = parameter(l, j, NODE_IN_USE);

    if (names_typed(b, j) & TYPED_POSTS) {
        put_formula(
            b, AT(l->sheet, l->row, IND_WORST, STYLE_VALUE), b->recipe->lows[j], "=%s", name_worst(b, j).text);
        put_formula(b, AT(l->sheet, l->row, IND_BEST, STYLE_VALUE), b->recipe->highs[j], "=%s", name_best(b, j).text);
    }
    put_formula(b, AT(l->sheet, l->row, IND_WEIGHT, STYLE_VALUE), b->weights[j], "=%s", name_weight(b, j).text);
    put_formula(b, AT(l->sheet, l->row, IND_SHARE, STYLE_SHARE_FINE), b->effective[j], "=%s",
        parameter(l, j, NODE_EFFECTIVE).text);
    put_formula_text(b, AT(l->sheet, l->row, IND_IN_USE, STYLE_CENTRE), s->included ? "yes" : "no",
        "=IF(%s=1,\"yes\",\"no\")", in_use.text);
}

static void put_indicator(list *l, size_t j)
{
    book *b = l->b;
    const titian_node *node = book_node(b, j);
    const titian_indicator_state *s = indicator_state(b, j);

    words(l, IND_CODE, node->code);
    words(l, IND_NAME, node->name);
    words(l, IND_KIND, "indicator");
    words(l, IND_AREA, node->parent == TITIAN_NONE ? "" : book_node(b, node->parent)->name);
    words(l, IND_UNIT, node->unit);
    words(l, IND_DIRECTION, node->direction < 0 ? "worse" : "better");
    words(l, IND_SCALE, node->scale == TITIAN_SCALE_LOG ? "logarithm" : "linear");
    put_live(l, j);
    number(l, IND_COVERAGE, s->coverage, STYLE_SHARE);
    number(l, IND_AGE, s->mean_age, STYLE_AGE);
    number(l, IND_MAX_AGE, node->max_age >= 0 ? node->max_age : b->recipe->carry.max_age, STYLE_RANK);
    number(l, IND_TREATED, (double) s->n_treated, STYLE_COUNT);
    number(l, IND_IMPUTED, (double) s->n_imputed, STYLE_COUNT);
    number(l, IND_CORRELATION, s->correlation, STYLE_DECIMAL2);
    words(l, IND_SOURCE, node->source);
    words(l, IND_LICENCE, node->licence);
    words(l, IND_CODES, node->source_codes);
    words(l, IND_DESCRIPTION, node->description);
    words(l, IND_WHY, node->why);
    address(l, node->url);
    end_row(l);
}

static void put_extra(list *l, const titian_extra *e)
{
    static const char *const kinds[] = {
        [TITIAN_EXTRA_GROUP] = "group", [TITIAN_EXTRA_DENOMINATOR] = "denominator", [TITIAN_EXTRA_OTHER] = "context"};

    words(l, IND_CODE, e->code);
    words(l, IND_NAME, e->name);
    words(l, IND_KIND, kinds[e->kind]);
    words(l, IND_UNIT, e->unit);
    if (e->kind != TITIAN_EXTRA_GROUP)
        number(l, IND_MAX_AGE, e->max_age >= 0 ? e->max_age : l->b->recipe->carry.max_age, STYLE_RANK);
    words(l, IND_SOURCE, e->source);
    words(l, IND_LICENCE, e->licence);
    words(l, IND_CODES, e->source_codes);
    words(l, IND_DESCRIPTION, e->description);
    end_row(l);
}

void write_indicators(book *b)
{
    list l = {b,
        book_open(b, SHEET_INDICATORS, "The head and the names stay in view (frozen panes); filter in row 5."),
        LIST_FIRST, 1, 20};
    column shown[N_IND];

    for (size_t j = 0; j < b->n_indicators && book_good(b); j++)
        put_indicator(&l, j);
    for (size_t k = 0; k < titian_framework_n_extras(b->framework) && book_good(b); k++)
        put_extra(&l, titian_framework_extra(b->framework, k));
    memcpy(shown, columns, sizeof shown);
    shown[IND_URL].width = l.address;
    const table t = {"tblIndicators", LIST_HEADER, l.row - 1, 0, shown, N_IND};
    const style_page page = {.landscape = 1,
        .small = 1,
        .last_row = l.row - 1,
        .last_col = N_IND - 1,
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER,
        .repeat_cols = 2};

    put_text(b, l.sheet, LIST_AUX, 0,
        "Correlation: of an indicator's scores with the mean of its siblings' scores; near 0 or "
        "below, it tells of something else than its area. Groups and context are not scored.",
        STYLE_NOTE);
    book_widths(b, l.sheet, shown, N_IND);
    book_table(b, l.sheet, &t);
    worksheet_freeze_panes(l.sheet, LIST_FIRST, IND_NAME + 1);
    book_print(b, l.sheet, &page);
}

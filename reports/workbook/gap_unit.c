/* Gap_Unit: one unit, chosen from a list, indicator by indicator: what lacks in points and in natural units, and how
 * its peers do. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "workbook/areas.h"
#include "workbook/formula_methods.h"
#include "workbook/gap.h"
#include "workbook/live.h"
#include "workbook/words.h"

enum {
    COL_ELEMENT,
    COL_MEASURE,
    COL_VALUE,
    COL_POST, /* the best goalpost */
    COL_AWAY, /* from the value to it */
    COL_SCORE,
    COL_SHORT,
    COL_MEDIAN,
    COL_BESIDE,
    COL_BEST,
    COL_WHO,
    N_COLUMNS,

    ROW_LABEL = LIST_AUX,
    ROW_CHOICE,
    ROW_BANNER,
    ROW_PEERS,
    ROW_HEAD,
    ROW_FIRST
};

static const column columns[N_COLUMNS] = {
    {"Area or indicator", 40, STYLE_HEADER},
    {"Measured in", 19, STYLE_HEADER},
    {"Value", 10, STYLE_HEADER_MID},
    {"Best goalpost", 10, STYLE_HEADER_MID},
    {"From the value to it", 10, STYLE_HEADER_MID},
    {"Score", 9, STYLE_HEADER_MID},
    {"Points short of target or best score", 12, STYLE_HEADER_MID},
    {"Median of its peers", 10, STYLE_HEADER_MID},
    {"Above or below it", 10, STYLE_HEADER_MID},
    {"Best of its peers", 10, STYLE_HEADER_MID},
    {"Who is best", 24, STYLE_HEADER},
};

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    gap_peers *peers;
    size_t unit;  /* the one chosen when the workbook is opened */
    size_t group; /* of that one */
    int by_name;
    ref place, of; /* cells that hold its line among the units, and its group, from 1 */
    lxw_row_t row;
} unit_page;

/* INDEX of a column of a unit sheet at the chosen line. */
typedef struct {
    char text[256];
} pick;

static pick chosen(const unit_page *p, sheet_id sheet, lxw_col_t col)
{
    pick r;

    snprintf(r.text, sizeof r.text, "INDEX(%s,%s)", unit_range(p->b, sheet, col).text, p->place.text);
    return r;
}

static spot at(const unit_page *p, int col, style_kind look)
{
    return AT(p->sheet, p->row, col, look);
}

/* ---- the choice ---- */

static void put_choice(unit_page *p)
{
    book *b = p->b;
    const ref list = unit_range(b, SHEET_SCORES, p->by_name ? COL_NAME : COL_CODE);

    put_textf(
        b, p->sheet, ROW_LABEL, COL_ELEMENT, STYLE_PLAIN_BOLD, "Choose a %s in the yellow cell:", unit_word(b, 0));
    put_text(b, p->sheet, ROW_LABEL, COL_VALUE, "Line", STYLE_NOTE);
    put_text(b, p->sheet, ROW_LABEL, COL_POST, "Group of peers", STYLE_NOTE);
    put_text(b, p->sheet, ROW_CHOICE, COL_ELEMENT,
        p->by_name ? book_unit(b, p->unit)->name : book_unit(b, p->unit)->code, STYLE_INPUT_BIG);
    put_formula(b, AT(p->sheet, ROW_CHOICE, COL_VALUE, STYLE_RANK), (double) (p->unit + 1), "=MATCH(%s,%s,0)",
        fixed(SHEET_HERE, ROW_CHOICE, COL_ELEMENT).text, list.text);
    p->place = fixed(SHEET_HERE, ROW_CHOICE, COL_VALUE);
    p->of = fixed(SHEET_HERE, ROW_CHOICE, COL_POST);
    put_formula(b, AT(p->sheet, ROW_CHOICE, COL_POST, STYLE_RANK),
        p->group == TITIAN_NONE ? TITIAN_MISSING : (double) (p->group + 1),
        "=IF(ISNUMBER(INDEX(%s,%s)),INDEX(%s,%s),\"\")", gap_groups(b).text, p->place.text, gap_groups(b).text,
        p->place.text);
    book_offer_list(b, p->sheet, ROW_CHOICE, COL_ELEMENT, list.text);
    if (book_good(b))
        book_check(b, worksheet_set_row(p->sheet, ROW_CHOICE, 22, NULL), "a row height");
}

/* "Region: Africa." */
static void say_peers(unit_page *p)
{
    book *b = p->b;
    sentence *s = sentence_new(b);
    grown start = {.length = 0};

    if (p->peers->extra == TITIAN_NONE) {
        sentence_words(s, "Its peers are all others: the data have no label with three to twenty groups.");
    } else {
        const char *code = titian_framework_extra(b->framework, p->peers->extra)->code;
        const pick label = chosen(p, SHEET_DATA_USED, extra_col(b, p->peers->extra));

        grow(b, &start, "Its peers, %s: ", p->peers->name);
        sentence_words(s, start.text);
        sentence_live(s, p->group == TITIAN_NONE ? "not given" : book_label(b, code, p->unit),
            "IF(%s=\"\",\"not given\",%s)", label.text, label.text);
        sentence_words(s, ".");
    }
    sentence_put(s, AT(p->sheet, ROW_PEERS, 0, STYLE_PLAIN));
}

/* ---- lines ---- */

static void put_number_of(unit_page *p, int col, style_kind look, double now, const char *from)
{
    put_formula(p->b, at(p, col, look), now, "=IF(ISNUMBER(%s),%s,\"\")", from, from);
}

/* Are the scores of an indicator formulas between goalposts? */
static int has_posts(const book *b, size_t node)
{
    return b->scored_by[node] != NULL && method_is(choice_of_indicator(b, node), "goalposts");
}

static void put_values(unit_page *p, size_t node)
{
    book *b = p->b;
    const titian_node *about = book_node(b, node);
    const double value = used_value(b, node, p->unit);
    const ref mine = cell(SHEET_HERE, p->row, COL_VALUE), post = cell(SHEET_HERE, p->row, COL_POST);

    put_text(b, p->sheet, p->row, COL_MEASURE, about->unit, STYLE_WRAP);
    put_number_of(p, COL_VALUE, STYLE_VALUE, value, chosen(p, SHEET_DATA_USED, node_col(node)).text);
    if (!has_posts(b, node)) {
        put_text(b, p->sheet, p->row, COL_POST, "", STYLE_VALUE);
        put_text(b, p->sheet, p->row, COL_AWAY, "", STYLE_VALUE);
        return;
    }
    put_formula(b, at(p, COL_POST, STYLE_TYPED), b->recipe->highs[node], "=%s", name_best(b, node).text);
    put_formula(b, at(p, COL_AWAY, STYLE_VALUE), b->recipe->highs[node] - value, "=IF(ISNUMBER(%s),%s-%s,\"\")",
        mine.text, post.text, mine.text);
}

/* A figure of the group of the unit, on Gap_Peers. */
static pick of_peers(const unit_page *p, size_t node, gap_figure figure)
{
    pick r;

    snprintf(r.text, sizeof r.text, "INDEX(%s,%d*(%s-1)+%d)", gap_line(p->b, p->peers, node).text, N_GAP_FIGURES,
        p->of.text, figure + 1);
    return r;
}

static void put_peers(unit_page *p, size_t node, style_kind look)
{
    book *b = p->b;
    const size_t place = node * p->peers->n + p->group;
    const int known = p->group != TITIAN_NONE && !isnan(p->peers->best[place]);
    const double median = known ? p->peers->median[place] : TITIAN_MISSING;
    const double now = node_value(b, node, p->unit);
    const pick middle = of_peers(p, node, GAP_MEDIAN), best = of_peers(p, node, GAP_BEST),
               who = of_peers(p, node, GAP_WHO);
    const ref mine = cell(SHEET_HERE, p->row, COL_SCORE), other = cell(SHEET_HERE, p->row, COL_MEDIAN);

    put_formula(
        b, at(p, COL_MEDIAN, look), median, "=IFERROR(IF(ISNUMBER(%s),%s,\"\"),\"\")", middle.text, middle.text);
    put_formula(b, at(p, COL_BESIDE, look), now - median, "=IF(ISNUMBER(%s)*ISNUMBER(%s),%s-%s,\"\")", mine.text,
        other.text, mine.text, other.text);
    put_formula(b, at(p, COL_BEST, look), known ? p->peers->best[place] : TITIAN_MISSING,
        "=IFERROR(IF(ISNUMBER(%s),%s,\"\"),\"\")", best.text, best.text);
    put_formula_text(b, at(p, COL_WHO, STYLE_TEXT), known ? book_unit(b, p->peers->who[place])->name : "",
        "=IFERROR(%s&\"\",\"\")", who.text);
}

static void put_line(unit_page *p, size_t node)
{
    book *b = p->b;
    const int is_indicator = book_node(b, node)->n_children == 0;
    const style_kind look = is_indicator ? STYLE_SCORE : STYLE_SCORE_BOLD;
    const double now = node_value(b, node, p->unit);
    const gap_goal goal = gap_goal_of(b, node);
    const ref mine = cell(SHEET_HERE, p->row, COL_SCORE);
    const unsigned name = style_lines_of(book_node(b, node)->name, columns[COL_ELEMENT].width),
                   unit = style_lines_of(book_node(b, node)->unit, columns[COL_MEASURE].width);

    put_text(b, p->sheet, p->row, COL_ELEMENT, book_node(b, node)->name, is_indicator ? STYLE_WRAP : STYLE_BOLD_WRAP);
    if (is_indicator)
        put_values(p, node);
    for (int col = COL_MEASURE; col < COL_SCORE && !is_indicator; col++)
        put_text(b, p->sheet, p->row, (lxw_col_t) col, "", STYLE_TEXT);
    put_number_of(p, COL_SCORE, look, now, chosen(p, SHEET_SCORES, node_col(node)).text);
    put_formula(b, at(p, COL_SHORT, look), isnan(now) ? now : fmax(0.0, goal.value - now),
        "=IF(ISNUMBER(%s),MAX(0,%s-%s),\"\")", mine.text, goal.text, mine.text);
    put_peers(p, node, look);
    if (book_good(b))
        book_check(
            b, worksheet_set_row(p->sheet, p->row, style_height_of(name > unit ? name : unit), NULL), "a row height");
    p->row++;
}

/* The index, then each area with its indicators. */
static void put_lines(unit_page *p)
{
    book *b = p->b;
    size_t n_areas = 0;
    const size_t first = area_first(b, &n_areas);

    put_line(p, b->root);
    for (size_t k = first; k < first + n_areas && book_good(b); k++) {
        size_t from = 0, n = 0;

        put_line(p, k);
        if (book_node(b, k)->n_children == 0)
            continue;
        descendants(b, k, &from, &n);
        for (size_t j = from; j < from + n && book_good(b); j++)
            put_line(p, j);
    }
}

static void colour(unit_page *p)
{
    book *b = p->b;
    const double length = b->style.high - b->style.low;
    const style_area gaps = {ROW_FIRST, COL_SHORT, p->row - 1, COL_SHORT};
    const style_area beside = {ROW_FIRST, COL_BESIDE, p->row - 1, COL_BESIDE};

    if (book_good(b))
        book_check(b, style_blue_scale(p->sheet, &gaps, 0.0, 0.6 * length), "a colour scale");
    if (book_good(b))
        book_check(b, style_two_sided_scale(p->sheet, &beside, 0.3 * length), "a colour scale");
}

static void finish(unit_page *p)
{
    book *b = p->b;
    const table t = {"tblGapUnit", ROW_HEAD, p->row - 1, 0, columns, N_COLUMNS};
    const style_page page = {
        .last_row = p->row - 1, .last_col = N_COLUMNS - 1, .repeat_from = ROW_HEAD, .repeat_to = ROW_HEAD};

    book_widths(b, p->sheet, columns, N_COLUMNS);
    book_table(b, p->sheet, &t);
    worksheet_freeze_panes(p->sheet, ROW_FIRST, COL_MEASURE);
    book_print(b, p->sheet, &page);
}

void write_gap_unit(book *b)
{
    unit_page p = {.b = b,
        .sheet = book_open(b, SHEET_GAP_UNIT,
            "Only the yellow cell can be changed. Areas are held against the target, indicators against the best "
            "score; values and goalposts are in the unit of the indicator."),
        .peers = gap_open(b),
        .by_name = units_are_named(b),
        .row = ROW_FIRST};
    size_t n = 0, *order = units_in_order(b, &n);

    if (p.peers == NULL || order == NULL || b->n_units == 0)
        goto out;
    p.unit = n > 0 ? order[0] : 0;
    p.group = gap_group(b, p.peers, p.unit);
    put_choice(&p);
    put_banner(b, p.sheet, ROW_BANNER, 0);
    say_peers(&p);
    put_lines(&p);
    colour(&p);
    finish(&p);
out:
    free(order);
    gap_free(p.peers);
}

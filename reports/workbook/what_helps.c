/* WhatHelps: for each unit of the priority list the indicators that would raise its index most for their effort.
 * Pace, effort and the choice of indicators are the engine's; scores, where they lead and gains are formulas where
 * the means above an indicator let a formula say what the engine found. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "workbook/areas.h"
#include "workbook/formula_methods.h"
#include "workbook/gap.h"
#include "workbook/listed.h"
#include "workbook/live.h"
#include "workbook/matrix.h"
#include "workbook/method_inputs.h"

enum {
    HELP_RANK,
    HELP_NAME,
    HELP_ORDER,
    HELP_INDICATOR,
    HELP_AREA,
    HELP_MEASURE,
    HELP_VALUE,
    HELP_VALUE_TO,
    HELP_SCORE,
    HELP_PACE,
    HELP_SCORE_TO,
    HELP_POINT,
    HELP_GAIN,
    HELP_EFFORT,
    HELP_COST,
    HELP_PER_EFFORT,
    N_HELP_COLUMNS
};

enum { MOST_SHOWN = 5 }; /* indicators of each unit */

static const double as_engine = 1e-10; /* how near to the engine's figure a formula must come to stand for it */

/* How an indicator bears on the index: as a sum, as a product, or in a way that no short formula says. */
typedef enum { AS_SUM, AS_PRODUCT, AS_VALUE } law;

/* A line at hand. */
typedef struct {
    book *b;
    lxw_worksheet *sheet;
    const titian_listing *gains;
    size_t row_of_gains, unit, indicator;
    lxw_row_t row;
    law how;
    double share;
} help_line;

/* ---- what the engine found ---- */

static double found(const help_line *l, const char *name)
{
    return listed_number(l->gains, l->row_of_gains, name);
}

static law law_of(const book *b, size_t indicator)
{
    int sums = 1, products = 1;

    for (size_t k = book_node(b, indicator)->parent; k != TITIAN_NONE; k = book_node(b, k)->parent) {
        const titian_choice *choice = &b->recipe->aggregation[k];

        if (option_number(choice, "decimals") >= 0.0)
            return AS_VALUE;
        sums = sums && method_is(choice, "arithmetic");
        products = products && method_is(choice, "geometric");
    }
    return sums ? AS_SUM : products ? AS_PRODUCT : AS_VALUE;
}

/* Weight of the siblings of a node, itself among them, that have a score. */
static double weight_present(const book *b, size_t node, size_t unit)
{
    const titian_node *parent = book_node(b, book_node(b, node)->parent);
    double sum = 0.0;

    for (size_t k = parent->first_child; k < parent->first_child + parent->n_children; k++)
        sum += isnan(node_value(b, k, unit)) ? 0.0 : weight_in_use(b, k);
    return sum;
}

static double share_of(const book *b, size_t indicator, size_t unit)
{
    double share = 1.0;

    for (size_t k = indicator; k != b->root; k = book_node(b, k)->parent)
        share *= weight_in_use(b, k) / weight_present(b, k, unit);
    return share;
}

/* ---- formulas ---- */

static spot at(const help_line *l, int col, style_kind look)
{
    return AT(l->sheet, l->row, col, look);
}

static ref here(const help_line *l, int col)
{
    return cell(SHEET_HERE, l->row, (lxw_col_t) col);
}

/* A formula where it says what the engine found, else the engine's figure. @param mine  what the formula gives */
static void put_checked(const help_line *l, spot where, double engine, double mine, const grown *formula)
{
    if (!isnan(engine) && fabs(engine - mine) <= as_engine * fmax(1.0, fabs(engine)))
        put_formula(l->b, where, engine, "=%s", formula->text);
    else
        put_number(l->b, where.sheet, where.row, where.col, engine, where.look);
}

/* The indicator's share of the unit's own index: what the unit lacks gives its weight to its siblings. */
static void grow_share(const help_line *l, grown *g)
{
    book *b = l->b;
    const char *sign = "";

    for (size_t k = l->indicator; k != b->root; k = book_node(b, k)->parent, sign = "*") {
        const titian_node *parent = book_node(b, book_node(b, k)->parent);
        const lxw_col_t first = node_col(parent->first_child),
                        last = node_col(parent->first_child + parent->n_children - 1);

        grow(b, g, "%s%s/SUMPRODUCT(%s,--ISNUMBER(%s))", sign, fixed(SHEET_SCORES, UNIT_LIVE, node_col(k)).text,
            fixed_range(SHEET_SCORES, UNIT_LIVE, first, UNIT_LIVE, last).text,
            range(SHEET_SCORES, row_of_unit(l->unit), first, row_of_unit(l->unit), last).text);
    }
}

static void put_score(const help_line *l)
{
    const ref score = cell(SHEET_SCORES, row_of_unit(l->unit), node_col(l->indicator));
    const ref used = cell(SHEET_DATA_USED, row_of_unit(l->unit), node_col(l->indicator));

    put_formula(l->b, at(l, HELP_SCORE, STYLE_SCORE), node_value(l->b, l->indicator, l->unit),
        "=IF(ISNUMBER(%s),%s,\"\")", score.text, score.text);
    put_formula(l->b, at(l, HELP_VALUE, STYLE_VALUE), used_value(l->b, l->indicator, l->unit),
        "=IF(ISNUMBER(%s),%s,\"\")", used.text, used.text);
    put_number(l->b, l->sheet, l->row, HELP_PACE, found(l, "Pace"), STYLE_DECIMAL2);
}

static void put_reach(const help_line *l)
{
    const double years = l->b->analyses.advice->years, now = node_value(l->b, l->indicator, l->unit);
    const gap_goal top = gap_goal_of(l->b, l->indicator);
    grown f = {.length = 0};

    grow(l->b, &f, "IF(ISNUMBER(%s),MIN(%s,%s+%.17g*%s),\"\")", here(l, HELP_SCORE).text, top.text,
        here(l, HELP_SCORE).text, years, here(l, HELP_PACE).text);
    put_checked(l, at(l, HELP_SCORE_TO, STYLE_SCORE), found(l, "Score.To"),
        fmin(top.value, now + years * found(l, "Pace")), &f);
}

/* The value with which a score between goalposts is had. */
static void put_value_to(const help_line *l)
{
    book *b = l->b;
    const titian_choice *choice = choice_of_indicator(b, l->indicator);
    const double worst = b->recipe->lows[l->indicator], best = b->recipe->highs[l->indicator];
    const int log_scale = book_node(b, l->indicator)->scale == TITIAN_SCALE_LOG;
    grown f = {.length = 0}, way = {.length = 0};
    double part = 0.0;

    if (b->scored_by[l->indicator] == NULL || !method_is(choice, "goalposts")) {
        put_number(b, l->sheet, l->row, HELP_VALUE_TO, found(l, "Value.To"), STYLE_VALUE);
        return;
    }
    const ref low = method_input(b, l->indicator, "low"), high = method_input(b, l->indicator, "high");
    const ref from = name_worst(b, l->indicator), to = name_best(b, l->indicator);
    const double least = setting_value(b, low.text), most = setting_value(b, high.text);

    part = (found(l, "Score.To") - least) / (most - least);
    grow(b, &way, "((%s-%s)/(%s-%s))", here(l, HELP_SCORE_TO).text, low.text, high.text, low.text);
    if (log_scale)
        grow(b, &f, "IF(ISNUMBER(%s),%s*(%s/%s)^%s,\"\")", here(l, HELP_SCORE_TO).text, from.text, to.text, from.text,
            way.text);
    else
        grow(b, &f, "IF(ISNUMBER(%s),%s+(%s-%s)*%s,\"\")", here(l, HELP_SCORE_TO).text, from.text, to.text, from.text,
            way.text);
    put_checked(l, at(l, HELP_VALUE_TO, STYLE_VALUE), found(l, "Value.To"),
        log_scale ? worst * pow(best / worst, part) : worst + (best - worst) * part, &f);
}

/* Index points for a point of the score, and for the feasible rise. */
static void put_gains(const help_line *l)
{
    book *b = l->b;
    const double now = node_value(b, l->indicator, l->unit), to = found(l, "Score.To");
    const double index = node_value(b, b->root, l->unit);
    const ref score = here(l, HELP_SCORE), reach = here(l, HELP_SCORE_TO);
    const ref whole = cell(SHEET_SCORES, row_of_unit(l->unit), node_col(b->root));
    grown share = {.length = 0}, point = {.length = 0}, gain = {.length = 0};

    grow_share(l, &share);
    if (l->how == AS_PRODUCT) {
        grow(b, &point, "IF(ISNUMBER(%s),%s*((%s+1)/%s)^(%s)-%s,\"\")", score.text, whole.text, score.text,
            score.text, share.text, whole.text);
        grow(b, &gain, "IF(ISNUMBER(%s),%s*(%s/%s)^(%s)-%s,\"\")", score.text, whole.text, reach.text, score.text,
            share.text, whole.text);
    } else {
        grow(b, &point, "IF(ISNUMBER(%s),%s,\"\")", score.text, share.text);
        grow(b, &gain, "IF(ISNUMBER(%s),%s*(%s-%s),\"\")", score.text, here(l, HELP_POINT).text, reach.text,
            score.text);
    }
    put_checked(l, at(l, HELP_POINT, STYLE_DECIMAL), found(l, "Gain.Point"),
        l->how == AS_SUM       ? l->share
        : l->how == AS_PRODUCT ? index * pow((now + 1.0) / now, l->share) - index
                               : TITIAN_MISSING,
        &point);
    put_checked(l, at(l, HELP_GAIN, STYLE_DECIMAL2), found(l, "Gain"),
        l->how == AS_SUM       ? l->share * (to - now)
        : l->how == AS_PRODUCT ? index * pow(to / now, l->share) - index
                               : TITIAN_MISSING,
        &gain);
}

static void put_effort(const help_line *l)
{
    const ref gain = here(l, HELP_GAIN), cost = here(l, HELP_COST);
    const char *effort = listed_text(l->gains, l->row_of_gains, "Effort");

    put_text(l->b, l->sheet, l->row, HELP_EFFORT, *effort != '\0' ? effort : "same for all", STYLE_TEXT);
    put_number(l->b, l->sheet, l->row, HELP_COST, found(l, "Cost"), STYLE_TYPED);
    put_formula(l->b, at(l, HELP_PER_EFFORT, STYLE_DECIMAL2), found(l, "Gain.Per.Effort"),
        "=IF(ISNUMBER(%s),%s/%s,\"\")", gain.text, gain.text, cost.text);
}

/* ---- lines ---- */

/* The rank is live: it follows Parameters while the order of the lines does not. */
static void put_head(const help_line *l, size_t order)
{
    book *b = l->b;
    const ref rank = cell(SHEET_PRIORITY_CALC, row_of_unit(l->unit), CALC_RANK);
    const size_t now = priority_state(b, l->unit)->rank;

    put_formula(b, at(l, HELP_RANK, STYLE_RANK), now > 0 ? (double) now : TITIAN_MISSING, "=IF(ISNUMBER(%s),%s,\"\")",
        rank.text, rank.text);
    put_text(b, l->sheet, l->row, HELP_NAME, book_unit(b, l->unit)->name, order <= 1 ? STYLE_BOLD : STYLE_TEXT);
    put_number(b, l->sheet, l->row, HELP_ORDER, order > 0 ? (double) order : TITIAN_MISSING, STYLE_RANK);
}

static void put_line(help_line *l, size_t order)
{
    book *b = l->b;

    put_head(l, order);
    put_text(b, l->sheet, l->row, HELP_INDICATOR, listed_text(l->gains, l->row_of_gains, "iName"), STYLE_TEXT);
    put_text(b, l->sheet, l->row, HELP_AREA,
        book_node(b, titian_framework_find(b->framework, listed_text(l->gains, l->row_of_gains, "Area")))->name,
        STYLE_TEXT);
    put_text(b, l->sheet, l->row, HELP_MEASURE, listed_text(l->gains, l->row_of_gains, "Unit"), STYLE_TEXT);
    put_score(l);
    put_reach(l);
    put_value_to(l);
    put_gains(l);
    put_effort(l);
    l->row++;
}

static void put_none(help_line *l)
{
    put_head(l, 0);
    put_text(
        l->b, l->sheet, l->row, HELP_INDICATOR, "none: no pace of similar units is known, or it is 0", STYLE_TEXT);
    for (int col = HELP_AREA; col < N_HELP_COLUMNS; col++)
        put_text(l->b, l->sheet, l->row, (lxw_col_t) col, "", STYLE_TEXT);
    l->row++;
}

/* The first indicators of a unit that have something feasible to gain. */
static void put_unit(help_line *l, size_t first, size_t end)
{
    book *b = l->b;
    size_t n = 0;

    for (size_t row = first; row < end && n < MOST_SHOWN && book_good(b); row++) {
        if (!(listed_number(l->gains, row, "Gain") > 0.0))
            continue;
        l->row_of_gains = row;
        l->indicator = titian_framework_find(b->framework, listed_text(l->gains, row, "iCode"));
        l->how = live_weights(b, l->unit) ? law_of(b, l->indicator) : AS_VALUE;
        l->share = share_of(b, l->indicator, l->unit);
        put_line(l, ++n);
    }
    if (n == 0)
        put_none(l);
}

static void finish(help_line *l)
{
    book *b = l->b;
    char feasible[64], value[64];
    const double years = b->analyses.advice->years;
    const column columns[N_HELP_COLUMNS] = {
        {"Priority rank", 8, STYLE_HEADER_MID},
        {"Name", unit_name_width(b) < 23 ? unit_name_width(b) : 23, STYLE_HEADER},
        {"Order", 7, STYLE_HEADER_MID},
        {"Indicator", 39, STYLE_HEADER},
        {"Area", 32, STYLE_HEADER},
        {"Measured in", 16, STYLE_HEADER},
        {"Value now", 9, STYLE_HEADER_MID},
        {value, 9, STYLE_HEADER_MID},
        {"Score now", 8, STYLE_HEADER_MID},
        {"Pace, points a year", 9, STYLE_HEADER_MID},
        {feasible, 9, STYLE_HEADER_MID},
        {"Gain of a point of score", 9, STYLE_HEADER_MID},
        {"Feasible gain of the index", 10, STYLE_HEADER_MID},
        {"Effort", 12, STYLE_HEADER},
        {"Effort of a point", 8, STYLE_HEADER_MID},
        {"Gain per effort", 8, STYLE_HEADER_MID},
    };
    const table t = {"tblWhatHelps", LIST_HEADER, l->row - 1, 0, columns, N_HELP_COLUMNS};
    const style_page page = {.landscape = 1,
        .dense = 1,
        .last_row = l->row - 1,
        .last_col = N_HELP_COLUMNS - 1,
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER};
    const style_area gains = {LIST_FIRST, HELP_GAIN, l->row > LIST_FIRST ? l->row - 1 : LIST_FIRST, HELP_GAIN};

    snprintf(feasible, sizeof feasible, "Feasible score in %g years", years);
    snprintf(value, sizeof value, "Value in %g years", years);
    book_widths(b, l->sheet, columns, N_HELP_COLUMNS);
    book_table(b, l->sheet, &t);
    if (book_good(b))
        book_check(b, style_data_bar(l->sheet, &gains, 0.0, 0.05 * (b->style.high - b->style.low)), "data bars");
    worksheet_freeze_panes(l->sheet, LIST_FIRST, HELP_ORDER + 1);
    book_print(b, l->sheet, &page);
}

void write_what_helps(book *b)
{
    help_line l = {.b = b,
        .sheet = book_open(b, SHEET_WHAT_HELPS,
            "Feasible: at the pace at which units that stood where this one stands have risen (upper quartile of "
            "their yearly changes). Ranks gains of the index, not of welfare: read it with the country."),
        .gains = b->analyses.advice->gains,
        .row = LIST_FIRST};
    const size_t n = titian_listing_n_rows(l.gains);
    size_t end = 0;

    put_stale(b, l.sheet, LIST_AUX, 0);
    while (end < n && book_good(b)) {
        const char *code = listed_text(l.gains, end, "uCode");
        const size_t first = listed_rows(l.gains, &end, code);

        l.unit = titian_panel_find_unit(b->scores, code);
        put_unit(&l, first, end);
    }
    finish(&l);
}

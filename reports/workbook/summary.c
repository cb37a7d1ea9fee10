/* Summary: one page for a minister: where, and how sure?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/version.h>

#include "workbook/areas.h"
#include "workbook/bars.h"
#include "workbook/quality.h"
#include "workbook/words.h"

enum {
    COL_RANK, /* of the first ten; the blocks below begin one column further on */
    COL_UNIT,
    COL_FIRST,
    COL_SECOND,
    COL_BAND,
    COL_SURE,
    COL_WEAK,

    N_TOP = 10,
    N_MESSAGES = 6,
    MAX_AREAS = 16,

    ROW_BANNER = LIST_AUX,
    ROW_MESSAGES,
    ROW_TOP_TITLE = ROW_MESSAGES + 1 + N_MESSAGES,
    ROW_TOP_HEAD,
    ROW_TOP,
    ROW_CHART = ROW_TOP + N_TOP,
    CHART_ROWS = 16,
    ROW_BELOW = ROW_CHART + CHART_ROWS
};

static const double widths[] = {7, 36, 11, 11, 13, 12, 42, 0};

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    size_t *order; /* units with a rank, first to last */
    size_t n_order, n_top;
    unsigned char *ranked, *eligible;
    size_t area, n_areas; /* nodes */
    double mean[MAX_AREAS];
    lxw_row_t row;   /* next line of the blocks below the first ten */
    lxw_row_t areas; /* first line of the areas */
} page;

static void words(page *p, lxw_row_t row, lxw_col_t col, const char *text, style_kind look)
{
    put_text(p->b, p->sheet, row, col, text, look);
}

static const char *band_of(const book *b, size_t unit)
{
    size_t band = unit_state(b, unit)->band;

    return band == TITIAN_NONE ? "" : b->recipe->bands[band].name;
}

static const char *weakest_of(const page *p, size_t unit)
{
    const book *b = p->b;
    size_t worst = TITIAN_NONE;

    if (b->rules->on)
        worst = priority_state(b, unit)->weakest[0];
    else
        for (size_t node = p->area; node < p->area + p->n_areas; node++)
            if (!isnan(node_value(b, node, unit)) &&
                (worst == TITIAN_NONE || node_value(b, node, unit) < node_value(b, worst, unit)))
                worst = node;
    return worst == TITIAN_NONE ? "" : book_node(b, worst)->name;
}

/* ---- the first ten ---- */

/* A cell of Priority, line k. */
static ref priority_cell(size_t k, priority_column at)
{
    return cell(SHEET_PRIORITY, (lxw_row_t) (LIST_FIRST + k), (lxw_col_t) at);
}

static void top_by_priority(page *p, size_t k)
{
    book *b = p->b;
    size_t row = ROW_TOP + k, unit = p->order[k];
    const titian_priority_state *s = priority_state(b, unit);

    put_formula(
        b, AT(p->sheet, row, COL_RANK, STYLE_RANK), (double) s->rank, "=%s", priority_cell(k, PRIORITY_RANK).text);
    put_formula_text(b, AT(p->sheet, row, COL_UNIT, STYLE_TEXT), book_unit(b, unit)->name, "=%s",
        priority_cell(k, PRIORITY_NAME).text);
    put_formula(
        b, AT(p->sheet, row, COL_FIRST, STYLE_POINTS), s->score, "=%s", priority_cell(k, PRIORITY_SCORE).text);
    put_formula(b, AT(p->sheet, row, COL_SECOND, STYLE_SCORE), node_value(b, b->root, unit), "=%s",
        priority_cell(k, PRIORITY_INDEX).text);
    put_formula_text(
        b, AT(p->sheet, row, COL_BAND, STYLE_TEXT), band_of(b, unit), "=%s", priority_cell(k, PRIORITY_BAND).text);
    put_formula(b, AT(p->sheet, row, COL_SURE, STYLE_SHARE), unit_state(b, unit)->confidence, "=%s",
        priority_cell(k, PRIORITY_CONFIDENCE).text);
    put_formula_text(b, AT(p->sheet, row, COL_WEAK, STYLE_TEXT), weakest_of(p, unit), "=%s",
        priority_cell(k, PRIORITY_WEAKEST_1).text);
}

/* Line among the units of the one on line k here: the m-th that has this rank. SUMPRODUCT makes every program go
 * through the lists without an array formula. */
static grown place_of(page *p, size_t k)
{
    ref ranks = unit_range(p->b, SHEET_SCORES, scores_col(p->b, SCORES_RANK));
    ref rank = fixed(SHEET_HERE, (lxw_row_t) (ROW_TOP + k), COL_RANK);
    ref first = fixed(SHEET_HERE, ROW_TOP, COL_RANK);
    grown place = {0};

    grow(p->b, &place, "SUMPRODUCT(SMALL((%s=%s)*(ROW(%s)-%d)+(%s<>%s)*1000000,COUNTIF(%s:%s,%s)))", ranks.text,
        rank.text, ranks.text, UNIT_FIRST, ranks.text, rank.text, first.text, rank.text, rank.text);
    return place;
}

static void weakest_by_index(page *p, size_t k, const char *place)
{
    book *b = p->b;
    lxw_col_t first = node_col(p->area), last = node_col(p->area + p->n_areas - 1);
    ref names = fixed_range(SHEET_SCORES, UNIT_NAMES, first, UNIT_NAMES, last);
    ref all = fixed_range(SHEET_SCORES, UNIT_FIRST, first, last_unit_row(b), last);
    grown line = {0};

    grow(b, &line, "INDEX(%s,%s,0)", all.text, place);
    put_formula_text(b, AT(p->sheet, ROW_TOP + k, COL_WEAK, STYLE_TEXT), weakest_of(p, p->order[k]),
        "=IF(COUNT(%s)=0,\"\",INDEX(%s,MATCH(MIN(%s),%s,0)))", line.text, names.text, line.text, line.text);
}

static void top_by_index(page *p, size_t k)
{
    book *b = p->b;
    size_t row = ROW_TOP + k, unit = p->order[k];
    const titian_unit_state *s = unit_state(b, unit);
    grown place = place_of(p, k);

    put_formula(b, AT(p->sheet, row, COL_RANK, STYLE_RANK), (double) s->rank, "=SMALL(%s,%zu)",
        unit_range(b, SHEET_SCORES, scores_col(b, SCORES_RANK)).text, k + 1);
    put_formula_text(b, AT(p->sheet, row, COL_UNIT, STYLE_TEXT), book_unit(b, unit)->name, "=INDEX(%s,%s)",
        unit_range(b, SHEET_SCORES, COL_NAME).text, place.text);
    put_formula(b, AT(p->sheet, row, COL_FIRST, STYLE_SCORE), node_value(b, b->root, unit), "=INDEX(%s,%s)",
        unit_range(b, SHEET_SCORES, node_col(b->root)).text, place.text);
    put_formula(b, AT(p->sheet, row, COL_SECOND, STYLE_SHARE), s->coverage, "=INDEX(%s,%s)",
        unit_range(b, SHEET_SCORES, scores_col(b, SCORES_COVERAGE)).text, place.text);
    put_formula_text(b, AT(p->sheet, row, COL_BAND, STYLE_TEXT), band_of(b, unit), "=INDEX(%s,%s)&\"\"",
        unit_range(b, SHEET_SCORES, scores_col(b, SCORES_BAND)).text, place.text);
    put_formula(b, AT(p->sheet, row, COL_SURE, STYLE_AGE), s->mean_age, "=INDEX(%s,%s)",
        unit_range(b, SHEET_QUALITY, QUALITY_AGE).text, place.text);
    weakest_by_index(p, k, place.text);
}

/* "First for assistance: A, B and C": the title of the chart too. */
static void put_top_title(page *p)
{
    book *b = p->b;
    sentence *s = sentence_new(b);

    sentence_words(s, b->rules->on ? "First for assistance: " : "Highest index: ");
    for (size_t k = 0; k < p->n_top && k < 3; k++) {
        if (k > 0)
            sentence_words(s, k == 2 || k + 1 == p->n_top ? " and " : ", ");
        sentence_live(
            s, book_unit(b, p->order[k])->name, "%s", cell(SHEET_HERE, (lxw_row_t) (ROW_TOP + k), COL_UNIT).text);
    }
    sentence_put(s, AT(p->sheet, ROW_TOP_TITLE, 0, STYLE_HEADING));
}

static void put_top(page *p)
{
    static const char *const heads[2][7] = {
        {"Rank", "Name", "Index", "Coverage", "Band", "Mean age, years", "Weakest area"},
        {"Rank", "Name", "Priority score", "Readiness", "Band", "Confidence", "Weakest area"},
    };

    if (p->n_top == 0) {
        words(p, ROW_TOP_TITLE, 0, p->b->rules->on ? "None is both eligible and ranked" : "None is ranked",
            STYLE_HEADING);
        return;
    }
    put_top_title(p);
    for (int c = COL_RANK; c <= COL_WEAK; c++)
        words(p, ROW_TOP_HEAD, (lxw_col_t) c, heads[p->b->rules->on][c],
            c == COL_UNIT || c == COL_BAND || c == COL_WEAK ? STYLE_HEADER : STYLE_HEADER_MID);
    book_check(p->b, worksheet_set_row(p->sheet, ROW_TOP_HEAD, style_height_of(2), NULL), "a row height");
    for (size_t k = 0; k < p->n_top; k++) {
        if (p->b->rules->on)
            top_by_priority(p, k);
        else
            top_by_index(p, k);
    }
}

static void put_chart(page *p)
{
    const char *labels[N_TOP];
    double values[N_TOP];
    book *b = p->b;
    grown title = {0}, alt = {0};
    bar_series series = {.col = COL_FIRST, .values = values, .colour = STYLE_BLUE};
    bar_chart chart = {.sheet = SHEET_SUMMARY,
        .first_row = ROW_TOP,
        .n_bars = p->n_top,
        .label_col = COL_UNIT,
        .labels = labels,
        .series = &series,
        .n_series = 1,
        .title_row = ROW_TOP_TITLE,
        .low = 0,
        .high = 100,
        .axis_name = "Priority score, 0 to 100",
        .axis_format = "0",
        .width = 430};

    if (p->n_top == 0)
        return;
    grow(b, &title, "%s", b->rules->on ? "First for assistance: " : "Highest index: ");
    grow(b, &alt, "Bars of the %s of the first %zu:", b->rules->on ? "priority scores" : "index scores", p->n_top);
    for (size_t k = 0; k < p->n_top; k++) {
        size_t unit = p->order[k];
        const titian_priority_state *s = priority_state(b, unit);

        labels[k] = book_unit(b, unit)->name;
        values[k] = s != NULL ? s->score : node_value(b, b->root, unit);
        if (k < 3)
            grow(b, &title, "%s%s", k == 0 ? "" : k == 2 || k + 1 == p->n_top ? " and " : ", ", labels[k]);
        grow(b, &alt, "%s %s %s", k == 0 ? "" : ",", labels[k],
            fixed_number(values[k], s != NULL ? 1 : score_decimals(b)).text);
    }
    if (!b->rules->on) {
        chart.low = b->style.low;
        chart.high = b->style.high;
        chart.axis_name = "Index";
        chart.axis_format = b->style.axis_label;
    }
    chart.title = title.text;
    chart.alt = alt.text;
    put_bars(b, p->sheet, ROW_CHART, 0, &chart);
}

/* ---- what it says, in sentences ---- */

static spot message(const page *p, int k)
{
    return AT(p->sheet, ROW_MESSAGES + 1 + k, 0, STYLE_PLAIN);
}

static void say_first(page *p)
{
    book *b = p->b;
    size_t unit = p->n_top > 0 ? p->order[0] : 0;
    sentence *s = p->n_top > 0 ? sentence_new(b) : NULL;

    sentence_live(s, book_unit(b, unit)->name, "%s", cell(SHEET_HERE, ROW_TOP, COL_UNIT).text);
    if (b->rules->on) {
        sentence_words(s, " stands first for assistance: priority score ");
        sentence_number(s, priority_state(b, unit)->score, 1, "%s", cell(SHEET_HERE, ROW_TOP, COL_FIRST).text);
        sentence_words(s, ", readiness ");
    } else {
        sentence_words(s, " has the highest index, ");
    }
    sentence_number(s, node_value(b, b->root, unit), score_decimals(b), "%s",
        cell(SHEET_HERE, ROW_TOP, b->rules->on ? COL_SECOND : COL_FIRST).text);
    if (b->recipe->n_bands > 0) {
        sentence_words(s, " (");
        sentence_live(s, band_of(b, unit), "%s", cell(SHEET_HERE, ROW_TOP, COL_BAND).text);
        sentence_words(s, ")");
    }
    sentence_words(s, "; its weakest area is ");
    sentence_live(s, weakest_of(p, unit), "%s", cell(SHEET_HERE, ROW_TOP, COL_WEAK).text);
    sentence_words(s, ".");
    sentence_put(s, message(p, 0));
}

static void say_counts(page *p)
{
    book *b = p->b;
    sentence *s = sentence_new(b);
    size_t ranked = 0, eligible = 0, first = 0;
    grown start = {0};

    for (size_t i = 0; i < b->n_units; i++) {
        ranked += p->ranked[i];
        eligible += p->eligible[i];
        first += b->rules->on && priority_state(b, i)->assess_first;
    }
    grow(b, &start, "Of %zu %s assessed, ", b->n_units, unit_word(b, b->n_units != 1));
    sentence_words(s, start.text);
    sentence_number(s, (double) ranked, 0, "SUM(%s)", unit_range(b, SHEET_SCORES, scores_col(b, SCORES_RANKED)).text);
    sentence_words(s, " have enough data to be ranked");
    if (b->rules->on) {
        sentence_words(s, "; ");
        sentence_number(s, (double) eligible, 0, "SUM(%s)", unit_range(b, SHEET_PRIORITY_CALC, CALC_ELIGIBLE).text);
        sentence_words(s, " are eligible for assistance, and ");
        sentence_number(s, (double) first, 0, "SUM(%s)", unit_range(b, SHEET_PRIORITY_CALC, CALC_ASSESS_FIRST).text);
        sentence_words(s, " of these need help with data first");
    }
    sentence_words(s, ".");
    sentence_put(s, message(p, 1));
}

/* The area whose mean is lowest or highest, and that mean. */
static void say_area(page *p, sentence *s, int highest)
{
    const char *pick = highest ? "MAX" : "MIN";
    lxw_row_t last = (lxw_row_t) (p->areas + p->n_areas - 1);
    ref names = fixed_range(SHEET_HERE, p->areas, COL_UNIT, last, COL_UNIT);
    ref means = fixed_range(SHEET_HERE, p->areas, COL_FIRST, last, COL_FIRST);
    size_t at = 0;

    for (size_t k = 1; k < p->n_areas; k++)
        if (isnan(p->mean[at]) || (highest ? p->mean[k] > p->mean[at] : p->mean[k] < p->mean[at]))
            at = k;
    sentence_live(s, book_node(p->b, p->area + at)->name, "INDEX(%s,MATCH(%s(%s),%s,0))", names.text, pick,
        means.text, means.text);
    sentence_words(s, " (");
    sentence_number(s, p->mean[at], score_decimals(p->b), "%s(%s)", pick, means.text);
    sentence_words(s, ")");
}

static void say_areas(page *p)
{
    sentence *s = NULL;

    if (p->n_areas < 2 || p->n_order == 0)
        return;
    s = sentence_new(p->b);
    sentence_words(s, "On average the weakest area is ");
    say_area(p, s, 0);
    sentence_words(s, " and the strongest is ");
    say_area(p, s, 1);
    sentence_words(s, ".");
    sentence_put(s, message(p, 2));
}

static double ranked_mean(const page *p, int of_age)
{
    double sum = 0, n = 0;

    for (size_t i = 0; i < p->b->n_units; i++) {
        const titian_unit_state *s = unit_state(p->b, i);

        if (!p->ranked[i])
            continue;
        sum += of_age ? s->mean_age : s->coverage;
        n++;
    }
    return n > 0 ? sum / n : TITIAN_MISSING;
}

static void say_data(page *p)
{
    book *b = p->b;
    sentence *s = NULL;
    ref ranked = unit_range(b, SHEET_SCORES, scores_col(b, SCORES_RANKED));
    ref coverage = unit_range(b, SHEET_SCORES, scores_col(b, SCORES_COVERAGE));

    if (isnan(ranked_mean(p, 0)))
        return;
    s = sentence_new(b);
    sentence_words(s, "Where ranked, ");
    sentence_number(s, 100 * ranked_mean(p, 0), 0, "100*SUMPRODUCT(%s,%s)/MAX(1,SUM(%s))", ranked.text, coverage.text,
        ranked.text);
    sentence_words(s, " % of the index rests on data, ");
    sentence_number(s, ranked_mean(p, 1), 1, "SUMPRODUCT(%s,%s)/MAX(1,SUM(%s))", ranked.text,
        unit_range(b, SHEET_QUALITY, QUALITY_AGE).text, ranked.text);
    sentence_words(s, " years old on average. Read bands before ranks, and near neighbours as equals.");
    sentence_put(s, message(p, 3));
}

/* Names of indicators that are left out: two, and how many more. `bare`: of those without a single value. */
static grown left_out(page *p, int bare, size_t *n)
{
    book *b = p->b;
    grown names = {0};

    *n = 0;
    for (size_t j = 0; j < b->n_indicators; j++) {
        const titian_indicator_state *s = indicator_state(b, j);

        if (s->included || (bare && s->n_available > 0))
            continue;
        if (++*n <= 2)
            grow(b, &names, "%s%s", *n == 1 ? "" : ", ", book_node(b, j)->name);
    }
    if (*n > 2)
        grow(b, &names, " and %zu more", *n - 2);
    return names;
}

static void say_indicators(page *p)
{
    book *b = p->b;
    size_t n_out = 0, n_bare = 0;
    grown names = left_out(p, 0, &n_out), bare = left_out(p, 1, &n_bare), end = {0};
    sentence *s = sentence_new(b);

    sentence_number(
        s, (double) (b->n_indicators - n_out), 0, "SUM(%s)", range_of_nodes(b, NODE_IN_USE, 0, b->n_indicators).text);
    grow(b, &end, " of %zu indicators are in use", b->n_indicators);
    if (n_out > 0)
        grow(b, &end, "; too few data for %s", names.text);
    grow(b, &end, ".");
    sentence_words(s, end.text);
    sentence_put(s, message(p, 4));
    if (n_bare > 0)
        put_textf(b, p->sheet, ROW_MESSAGES + 6, 0, STYLE_PLAIN,
            "No file gives a value for %s; the licences of these sources are on Indicators.", bare.text);
}

static void put_messages(page *p)
{
    words(p, ROW_MESSAGES, 0, "In short", STYLE_HEADING);
    say_first(p);
    say_counts(p);
    say_areas(p);
    say_data(p);
    say_indicators(p);
}

/* ---- bands, areas ---- */

static void block_head(page *p, const char *title, const char *const *heads, size_t n)
{
    words(p, p->row++, COL_UNIT, title, STYLE_HEADING);
    for (size_t k = 0; k < n; k++)
        words(p, p->row, (lxw_col_t) (COL_UNIT + k), heads[k], k == 0 ? STYLE_HEADER : STYLE_HEADER_MID);
    book_check(p->b, worksheet_set_row(p->sheet, p->row++, style_height_of(2), NULL), "a row height");
}

static void put_band(page *p, size_t band)
{
    book *b = p->b;
    ref name = fixed(SHEET_HERE, p->row, COL_UNIT);
    ref bands = unit_range(b, SHEET_SCORES, scores_col(b, SCORES_BAND));
    ref ranked = unit_range(b, SHEET_SCORES, scores_col(b, SCORES_RANKED));
    double n_ranked = 0, n_eligible = 0;

    for (size_t i = 0; i < b->n_units; i++) {
        int here = p->ranked[i] && unit_state(b, i)->band == band;

        n_ranked += here;
        n_eligible += here && p->eligible[i];
    }
    words(p, p->row, COL_UNIT, b->recipe->bands[band].name, STYLE_TEXT);
    if (band == 0)
        put_number(b, p->sheet, p->row, COL_FIRST, b->recipe->bands[0].from, STYLE_SCORE);
    else
        put_formula(
            b, AT(p->sheet, p->row, COL_FIRST, STYLE_SCORE), b->recipe->bands[band].from, "=BAND_%zu", band + 1);
    put_formula(b, AT(p->sheet, p->row, COL_SECOND, STYLE_COUNT), n_ranked, "=SUMPRODUCT((%s=%s)*%s)", bands.text,
        name.text, ranked.text);
    if (b->rules->on)
        put_formula(b, AT(p->sheet, p->row, COL_BAND, STYLE_COUNT), n_eligible, "=SUMPRODUCT((%s=%s)*%s,%s)",
            bands.text, name.text, ranked.text, unit_range(b, SHEET_PRIORITY_CALC, CALC_ELIGIBLE).text);
    p->row++;
}

static void put_bands(page *p)
{
    static const char *const heads[] = {"Band", "From", "Ranked", "of these eligible"};

    if (p->b->recipe->n_bands == 0)
        return;
    block_head(p, "How many stand in each band", heads, p->b->rules->on ? 4 : 3);
    for (size_t k = 0; k < p->b->recipe->n_bands; k++)
        put_band(p, k);
}

static void put_area(page *p, size_t k)
{
    book *b = p->b;
    size_t node = p->area + k;
    lxw_row_t row = (lxw_row_t) (p->areas + k);
    ref scores = unit_range(b, SHEET_SCORES, node_col(node));

    p->mean[k] = area_mean(b, node, NULL);
    words(p, row, COL_UNIT, book_node(b, node)->name, STYLE_TEXT);
    put_formula(b, AT(p->sheet, row, COL_FIRST, STYLE_SCORE), p->mean[k], "=IF(COUNT(%s)=0,\"\",AVERAGE(%s))",
        scores.text, scores.text);
    put_formula(b, AT(p->sheet, row, COL_SECOND, STYLE_SCORE), area_best(b, node), "=IF(COUNT(%s)=0,\"\",MAX(%s))",
        scores.text, scores.text);
    if (b->rules->on) {
        ref eligible = unit_range(b, SHEET_PRIORITY_CALC, CALC_ELIGIBLE);

        put_formula(b, AT(p->sheet, row, COL_BAND, STYLE_SCORE), area_mean(b, node, p->eligible),
            "=IF(SUMPRODUCT(%s*ISNUMBER(%s))=0,\"\",SUMPRODUCT(%s,%s)/SUMPRODUCT(%s*ISNUMBER(%s)))", eligible.text,
            scores.text, eligible.text, scores.text, eligible.text, scores.text);
    }
}

static void put_areas(page *p)
{
    static const char *const heads[] = {"Area", "Mean", "Best", "Mean of eligible"};

    block_head(p, "How the areas stand", heads, p->b->rules->on ? 4 : 3);
    p->areas = p->row;
    for (size_t k = 0; k < p->n_areas; k++)
        put_area(p, k);
    p->row = (lxw_row_t) (p->areas + p->n_areas);
}

/* ---- identity, links: to the right of bands and areas ---- */

static void put_identity(page *p)
{
    book *b = p->b;
    size_t rows = 0, n_files = titian_ledger_n_files(b->ledger);
    lxw_row_t row = p->row;

    for (size_t k = 0; k < n_files; k++)
        rows += titian_ledger_at(b->ledger, k)->n_rows;
    words(p, row++, COL_SURE, "This run", STYLE_HEADING);
    put_textf(b, p->sheet, row++, COL_SURE, STYLE_PLAIN, "Values of %d or up to %d years older.", b->index_year,
        b->recipe->carry.max_age);
    put_textf(b, p->sheet, row++, COL_SURE, STYLE_PLAIN, "%zu data files, %zu rows: see Methodology.", n_files, rows);
    put_textf(b, p->sheet, row++, COL_SURE, STYLE_PLAIN, "Model sha256 begins %.12s.", b->about->sha256);
    put_textf(b, p->sheet, row++, COL_SURE, STYLE_PLAIN, "Computed by titian %s.", TITIAN_VERSION);
    p->row = row;
}

/* Links in two columns. */
static void put_links(page *p)
{
    size_t n = 0;

    words(p, p->row, COL_SURE, "Sheets", STYLE_HEADING);
    for (int id = SHEET_CONTENTS; id < N_SHEETS; id++) {
        if (!book_has(p->b, (sheet_id) id))
            continue;
        put_link(p->b, p->sheet, (lxw_row_t) (p->row + 1 + n / 2), n % 2 == 0 ? COL_SURE : COL_WEAK, (sheet_id) id,
            book_sheet_row((sheet_id) id)->name);
        n++;
    }
    p->row = (lxw_row_t) (p->row + 1 + (n + 1) / 2);
}

static void put_title(page *p)
{
    book *b = p->b;

    if (*b->about->title != '\0')
        words(p, ROW_TITLE, 0, b->about->title, STYLE_TITLE);
    put_textf(b, p->sheet, ROW_PURPOSE, 0, STYLE_SUBTITLE, "%s%s%sindex year %d, %zu %s: %s",
        *b->about->edition != '\0' ? "Edition " : "", b->about->edition, *b->about->edition != '\0' ? ", " : "",
        b->index_year, b->n_units, unit_word(b, b->n_units != 1),
        b->rules->on ? "where assistance is needed most, and how sure that is." : "who stands where, and how sure.");
}

static void write_page(page *p)
{
    style_page print = {.one_page = 1, .last_col = COL_WEAK};
    lxw_row_t left = 0;

    put_title(p);
    put_banner(p->b, p->sheet, ROW_BANNER, 0);
    put_top(p);
    put_chart(p);
    p->row = ROW_BELOW;
    put_bands(p);
    put_areas(p);
    put_messages(p);
    left = p->row;
    p->row = ROW_BELOW;
    put_identity(p);
    put_links(p);
    print.last_row = (p->row > left ? p->row : left) - 1;
    book_print(p->b, p->sheet, &print);
}

void write_summary(book *b)
{
    page p = {.b = b, .sheet = book_open(b, SHEET_SUMMARY, "Numbers follow the inputs on Parameters.")};

    p.order = units_in_order(b, &p.n_order);
    p.n_top = p.n_order < N_TOP ? p.n_order : N_TOP;
    p.ranked = units_ranked(b);
    p.eligible = units_eligible(b);
    p.area = area_first(b, &p.n_areas);
    p.n_areas = p.n_areas < MAX_AREAS ? p.n_areas : MAX_AREAS;
    if (book_good(b)) {
        book_check(b, style_widths(p.sheet, 0, widths), "column widths");
        write_page(&p);
    }
    free(p.order);
    free(p.ranked);
    free(p.eligible);
}

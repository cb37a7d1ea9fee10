/* Summary: one page for a minister: where, and how sure?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/version.h>

#include "workbook/areas.h"
#include "workbook/bars.h"
#include "workbook/priority.h"
#include "workbook/quality.h"
#include "workbook/rank_ranges.h"
#include "workbook/summary.h"
#include "workbook/words.h"

typedef summary_page page;

static void words(page *p, lxw_row_t row, lxw_col_t col, const char *text, style_kind look)
{
    put_text(p->b, p->sheet, row, col, text, look);
}

static void height(page *p, lxw_row_t row, double points)
{
    if (book_good(p->b))
        book_check(p->b, worksheet_set_row(p->sheet, row, points, NULL), "a row height");
}

/* ---- the first ten ---- */

/* A cell of Priority, line k. */
static ref priority_cell(const book *b, size_t k, priority_column at)
{
    return cell(SHEET_PRIORITY, (lxw_row_t) (LIST_FIRST + k), priority_col(b, at));
}

static void top_by_priority(page *p, size_t k)
{
    book *b = p->b;
    size_t row = ROW_TOP + k, unit = p->order[k];
    const titian_priority_state *s = priority_state(b, unit);

    put_formula(
        b, AT(p->sheet, row, COL_RANK, STYLE_RANK), (double) s->rank, "=%s", priority_cell(b, k, PRIORITY_RANK).text);
    put_formula_text(b, AT(p->sheet, row, COL_UNIT, STYLE_TEXT), book_unit(b, unit)->name, "=%s",
        priority_cell(b, k, PRIORITY_NAME).text);
    put_formula(
        b, AT(p->sheet, row, COL_FIRST, STYLE_POINTS), s->score, "=%s", priority_cell(b, k, PRIORITY_SCORE).text);
    put_formula(b, AT(p->sheet, row, COL_SECOND, STYLE_SCORE), node_value(b, b->root, unit), "=%s",
        priority_cell(b, k, PRIORITY_INDEX).text);
    put_formula_text(b, AT(p->sheet, row, COL_BAND, STYLE_TEXT), summary_band(b, unit), "=%s",
        priority_cell(b, k, PRIORITY_BAND).text);
    put_formula(b, AT(p->sheet, row, COL_SURE, STYLE_SHARE), unit_state(b, unit)->confidence, "=%s",
        priority_cell(b, k, PRIORITY_CONFIDENCE).text);
    put_formula_text(b, AT(p->sheet, row, p->weak, STYLE_TEXT), summary_weakest(p, unit), "=%s",
        priority_cell(b, k, PRIORITY_WEAKEST_1).text);
    if (!book_meets(b, NEEDS_UNCERTAINTY))
        return;
    put_formula_text(b, AT(p->sheet, row, COL_RANGE, STYLE_CENTRE), ranges_words(b, unit, 1).text, "=%s",
        priority_cell(b, k, PRIORITY_RANGE).text);
    put_formula_text(b, AT(p->sheet, row, COL_TIER, STYLE_CENTRE),
        titian_tier_name(titian_uncertainty_tier(b->analyses.uncertainty, unit)), "=%s",
        priority_cell(b, k, PRIORITY_TIER).text);
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
    ref rank = cell(SHEET_HERE, (lxw_row_t) (ROW_TOP + k), COL_RANK);
    grown line = {0};

    grow(b, &line, "INDEX(%s,%s,0)", all.text, place);
    put_formula_text(b, AT(p->sheet, ROW_TOP + k, p->weak, STYLE_TEXT), summary_weakest(p, p->order[k]),
        "=IF(%s=\"\",\"\",IF(COUNT(%s)=0,\"\",INDEX(%s,MATCH(MIN(%s),%s,0))))", rank.text, line.text, names.text,
        line.text, line.text);
}

/* Range of the rank, and the chance to be among the first. */
static void surety_by_index(page *p, size_t k, const char *place)
{
    book *b = p->b;
    const size_t row = ROW_TOP + k, unit = p->order[k];

    if (!book_meets(b, NEEDS_UNCERTAINTY))
        return;
    const lookup range = ranges_lookup(b, RANGES_RANGE, place), lead = ranges_lookup(b, RANGES_LEAD, place);

    put_formula_text(b, AT(p->sheet, row, COL_RANGE, STYLE_CENTRE), ranges_words(b, unit, 0).text,
        "=IFERROR(%s&\"\",\"\")", range.text);
    put_formula(b, AT(p->sheet, row, COL_TIER, STYLE_SHARE), titian_uncertainty_lead(b->analyses.uncertainty, unit),
        "=IFERROR(%s,\"\")", lead.text);
}

static void top_by_index(page *p, size_t k)
{
    book *b = p->b;
    size_t row = ROW_TOP + k, unit = p->order[k];
    const titian_unit_state *s = unit_state(b, unit);
    const struct {
        int col;
        style_kind look;
        sheet_id sheet;
        lxw_col_t from;
        double number;
        const char *text; /* NULL: a number */
    } figures[] = {
        {COL_UNIT, STYLE_TEXT, SHEET_SCORES, COL_NAME, 0, book_unit(b, unit)->name},
        {COL_FIRST, STYLE_SCORE, SHEET_SCORES, node_col(b->root), node_value(b, b->root, unit), NULL},
        {COL_SECOND, STYLE_SHARE, SHEET_SCORES, scores_col(b, SCORES_COVERAGE), s->coverage, NULL},
        {COL_BAND, STYLE_TEXT, SHEET_SCORES, scores_col(b, SCORES_BAND), 0, summary_band(b, unit)},
        {COL_SURE, STYLE_AGE, SHEET_QUALITY, QUALITY_AGE, s->mean_age, NULL},
    };
    ref ranks = unit_range(b, SHEET_SCORES, scores_col(b, SCORES_RANK));
    ref rank = cell(SHEET_HERE, (lxw_row_t) row, COL_RANK);
    grown place = place_of(p, k);

    put_formula(b, AT(p->sheet, row, COL_RANK, STYLE_RANK), (double) s->rank, "=IF(COUNT(%s)<%zu,\"\",SMALL(%s,%zu))",
        ranks.text, k + 1, ranks.text, k + 1);
    for (size_t f = 0; f < sizeof figures / sizeof *figures; f++) {
        ref list = unit_range(b, figures[f].sheet, figures[f].from);
        spot at = AT(p->sheet, row, figures[f].col, figures[f].look);

        if (figures[f].text != NULL)
            put_formula_text(
                b, at, figures[f].text, "=IF(%s=\"\",\"\",INDEX(%s,%s)&\"\")", rank.text, list.text, place.text);
        else
            put_formula(b, at, figures[f].number, "=IF(%s=\"\",\"\",INDEX(%s,%s))", rank.text, list.text, place.text);
    }
    weakest_by_index(p, k, place.text);
    surety_by_index(p, k, place.text);
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
    if (s != NULL)
        p->title = s->result;
    sentence_put(s, AT(p->sheet, ROW_TOP_TITLE, 0, STYLE_HEADING));
}

static void put_top_heads(page *p)
{
    static const char *const heads[2][COL_RANGE] = {
        {"Rank", "Name", "Index", "Coverage", "Band", "Mean age, years"},
        {"Rank", "Name", "Priority score", "Readiness", "Band", "Confidence"},
    };

    for (int c = COL_RANK; c < COL_RANGE; c++)
        words(p, ROW_TOP_HEAD, (lxw_col_t) c, heads[p->b->rules->on][c],
            c == COL_UNIT || c == COL_BAND ? STYLE_HEADER : STYLE_HEADER_MID);
    words(p, ROW_TOP_HEAD, p->weak, "Weakest area", STYLE_HEADER);
    height(p, ROW_TOP_HEAD, style_height_of(2));
    if (!book_meets(p->b, NEEDS_UNCERTAINTY))
        return;
    words(p, ROW_TOP_HEAD, COL_RANGE, ranges_label(p->b, "{share} range of the rank").text, STYLE_HEADER_MID);
    words(p, ROW_TOP_HEAD, COL_TIER, p->b->rules->on ? "Tier" : ranges_label(p->b, "P(rank up to {top})").text,
        STYLE_HEADER_MID);
}

static void put_top(page *p)
{
    if (p->n_top == 0) {
        words(p, ROW_TOP_TITLE, 0, p->b->rules->on ? "None is both eligible and ranked" : "None is ranked",
            STYLE_HEADING);
        p->row = ROW_TOP_HEAD;
        return;
    }
    put_top_title(p);
    p->row = (lxw_row_t) (ROW_TOP + p->n_top);
    height(p, ROW_TOP_TITLE, HEADING_POINTS);
    put_top_heads(p);
    for (size_t k = 0; k < p->n_top; k++) {
        if (p->b->rules->on)
            top_by_priority(p, k);
        else
            top_by_index(p, k);
    }
}

/* Bars of the first ten and what they say, for who cannot see them. */
static void gather_bars(page *p, const char **labels, double *values, grown *alt)
{
    book *b = p->b;

    grow(b, alt, "Bars of the %s of the first %zu:", b->rules->on ? "priority scores" : "index scores", p->n_top);
    for (size_t k = 0; k < p->n_top; k++) {
        size_t unit = p->order[k];

        labels[k] = book_unit(b, unit)->name;
        values[k] = b->rules->on ? priority_state(b, unit)->score : node_value(b, b->root, unit);
        grow(b, alt, "%s %s %s", k == 0 ? "" : ",", labels[k],
            fixed_number(values[k], b->rules->on ? 1 : score_decimals(b)).text);
    }
}

/* Lines of the sheet under the chart: room for each bar, the title and the axis. */
static int chart_rows(const page *p)
{
    return 5 + (int) (p->n_top * 14 + 5) / 10;
}

/* Pixels: as wide as the table above, less a little that other programs take off. */
static int chart_width(const page *p)
{
    double columns = 7 + p->name_width + 12 + 12 + 15 + 13 + p->area_width;

    if (p->weak > COL_RANGE)
        columns += 12 + 14 - 8;
    return (int) (columns * 7 + (p->weak + 1) * 5 - 30);
}

static void put_chart(page *p)
{
    const char *labels[N_TOP];
    double values[N_TOP];
    book *b = p->b;
    int on = b->rules->on;
    grown alt = {0};
    bar_series series = {.col = COL_FIRST, .values = values, .colour = STYLE_BLUE};

    if (p->n_top == 0)
        return;
    gather_bars(p, labels, values, &alt);
    const bar_chart chart = {.sheet = SHEET_SUMMARY,
        .first_row = ROW_TOP,
        .n_bars = p->n_top,
        .label_col = COL_UNIT,
        .labels = labels,
        .series = &series,
        .n_series = 1,
        .title_sheet = SHEET_SUMMARY,
        .title_row = ROW_TOP_TITLE,
        .title = p->title.text,
        .alt = alt.text,
        .low = on ? 0 : b->style.low,
        .high = on ? 100 : b->style.high,
        .axis_name = on ? "Priority score, 0 to 100" : "Index",
        .axis_format = on ? "0" : b->style.axis_label,
        .label_format = on ? "0.0" : b->style.score_text,
        .width = chart_width(p),
        .height = 20 * chart_rows(p) - 8};

    put_bars(b, p->sheet, p->row, 0, &chart);
    p->row += (lxw_row_t) chart_rows(p);
}

/* ---- bands, areas ---- */

static void block_head(page *p, const char *title, const char *const *heads, size_t n)
{
    height(p, p->row, HEADING_POINTS);
    words(p, p->row++, COL_UNIT, title, STYLE_HEADING);
    for (size_t k = 0; k < n; k++)
        words(p, p->row, (lxw_col_t) (COL_UNIT + k), heads[k], k == 0 ? STYLE_HEADER : STYLE_HEADER_MID);
    p->row++;
}

/* How many of the eligible are of each tier. */
static void put_tiers(page *p)
{
    static const char *const chances[] = {"", "90 % or more", "50 to 90 %", "10 to 50 %", "below 10 %"};
    static const char *const heads[] = {"Tier", "Number", "Chance"};
    const titian_uncertainty *u = p->b->analyses.uncertainty;

    if (!book_meets(p->b, NEEDS_UNCERTAINTY | NEEDS_PRIORITY))
        return;
    block_head(p, ranges_label(p->b, "Who belongs among the first {top} in priority").text, heads, 3);
    for (int tier = TITIAN_TIER_ROBUST; tier <= TITIAN_TIER_NOT; tier++, p->row++) {
        const char *name = titian_tier_name((titian_tier) tier);
        double n = 0;

        for (size_t i = 0; i < p->b->n_units; i++)
            n += p->ranked[i] && titian_uncertainty_tier(u, i) == (titian_tier) tier;
        words(p, p->row, COL_UNIT, name, STYLE_TEXT);
        put_formula(p->b, AT(p->sheet, p->row, COL_FIRST, STYLE_COUNT), n, "=COUNTIF(%s,%s)",
            ranges_range(p->b, RANGES_TIER).text, quoted(name).text);
        words(p, p->row, COL_SECOND, chances[tier], STYLE_CENTRE);
    }
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
    const size_t n = p->b->recipe->n_bands;
    const char *const heads[] = {
        "Band", n > 0 && p->b->recipe->bands[n - 1].above ? "Above" : "From", "Ranked", "Eligible"};

    if (n == 0)
        return;
    block_head(p, "How many stand in each band", heads, p->b->rules->on ? 4 : 3);
    for (size_t k = 0; k < n; k++)
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
    static const char *const heads[] = {"Area", "Mean", "Best", "Eligible mean"};

    if (!p->areas_shown)
        return;
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
    words(p, row++, p->weak, "This run", STYLE_HEADING);
    if (b->recipe->carry.max_age > 0)
        put_textf(b, p->sheet, row++, p->weak, STYLE_PLAIN, "Values of %d or up to %d years older.", b->index_year,
            b->recipe->carry.max_age);
    else
        put_textf(b, p->sheet, row++, p->weak, STYLE_PLAIN, "Values of %d.", b->index_year);
    put_textf(b, p->sheet, row++, p->weak, STYLE_PLAIN, "%zu data file%s, %zu rows: see Methodology.", n_files,
        n_files == 1 ? "" : "s", rows);
    put_textf(b, p->sheet, row++, p->weak, STYLE_PLAIN, "Model sha256 begins %.12s.", b->about->sha256);
    put_textf(b, p->sheet, row++, p->weak, STYLE_PLAIN, "Computed by titian %s.", TITIAN_VERSION);
    p->row = row;
}

static void put_links(page *p)
{
    words(p, p->row++, p->weak, "Sheets", STYLE_HEADING);
    for (int id = SHEET_CONTENTS; id < N_SHEETS; id++)
        if (book_has(p->b, (sheet_id) id))
            put_link(p->b, p->sheet, p->row++, p->weak, (sheet_id) id, book_sheet_row((sheet_id) id)->name);
}

static void put_title(page *p)
{
    book *b = p->b;

    if (*b->about->title != '\0')
        words(p, ROW_TITLE, 0, b->about->title, STYLE_TITLE);
    put_textf(b, p->sheet, ROW_PURPOSE, 0, STYLE_SUBTITLE, "%s%s%s year %d, %zu %s: %s",
        *b->about->edition != '\0' ? "Edition " : "", b->about->edition,
        *b->about->edition != '\0' ? ", index" : "Index", b->index_year, b->n_units, unit_word(b, b->n_units != 1),
        b->rules->on ? "where assistance is needed most, and how sure that is." : "who stands where, and how sure.");
}

/* Names are of any length, and another input brings other names: make room for the longest. */
static void set_widths(page *p)
{
    book *b = p->b;

    p->name_width = 34;
    p->area_width = 40;
    for (size_t i = 0; i < b->n_units; i++)
        p->name_width = style_width_of(book_unit(b, i)->name, p->name_width, 50);
    for (size_t k = 0; k < p->n_areas; k++) {
        p->name_width = style_width_of(book_node(b, p->area + k)->name, p->name_width, 50);
        p->area_width = style_width_of(book_node(b, p->area + k)->name, p->area_width, 60);
    }
    const double widths[] = {7, p->name_width, 12, 12, 15, 13, 12, 14, 0};
    const double last[] = {p->area_width, 0};

    if (book_good(b))
        book_check(b, style_widths(p->sheet, 0, widths), "column widths");
    if (book_good(b))
        book_check(b, style_widths(p->sheet, p->weak, last), "column widths");
}

static void write_page(page *p)
{
    style_page print = {.one_page = 1, .last_col = p->weak};
    lxw_row_t below = 0, left = 0;

    set_widths(p);
    put_title(p);
    put_banner(p->b, p->sheet, ROW_BANNER, 0);
    if (book_meets(p->b, NEEDS_UNCERTAINTY))
        put_currency(p->b, p->sheet, ROW_CURRENCY, 0);
    else
        words(p, ROW_CURRENCY, 0, "This workbook holds no ranges of ranks: take near neighbours as equals.",
            STYLE_PLAIN);
    put_top(p);
    put_chart(p);
    below = p->row;
    put_tiers(p);
    put_bands(p);
    put_areas(p);
    height(p, ROW_MESSAGES, HEADING_POINTS);
    summary_say(p);
    left = p->row;
    p->row = below;
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
    p.areas_shown = p.n_areas <= MAX_AREAS;
    p.weak = book_meets(b, NEEDS_UNCERTAINTY) ? COL_TIER + 1 : COL_RANGE;
    if (book_good(b))
        write_page(&p);
    free(p.order);
    free(p.ranked);
    free(p.eligible);
}

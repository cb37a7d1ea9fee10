/* Rank_Ranges: between which ranks and scores each unit stands when uncertain assumptions are drawn again and again.
 * Values, for the model's own inputs; only what is a sum of them is a formula.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/rank_ranges.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/areas.h"
#include "workbook/matrix.h"
#include "workbook/words.h"

/* ---- words ---- */

static const titian_uncertainty *found(const book *b)
{
    return b->analyses.uncertainty;
}

/* The index, among the nodes that were watched. */
static size_t index_of(const book *b)
{
    return titian_uncertainty_n_nodes(found(b)) - 1;
}

double ranges_low(const book *b)
{
    const titian_uncertainty_rules *rules = &b->recipe->uncertainty;

    return rules->n_quantiles < 2 ? 0.05 : rules->quantiles[0];
}

double ranges_high(const book *b)
{
    const titian_uncertainty_rules *rules = &b->recipe->uncertainty;

    return rules->n_quantiles < 2 ? 0.95 : rules->quantiles[rules->n_quantiles - 1];
}

/* The ends do not part from their sign where a header takes several lines. */
static void fill_in(const book *b, const char *word, size_t n, char out[32])
{
    if (strncmp(word, "{low}", n) == 0)
        snprintf(out, 32, "%g\u00a0%%", 100 * ranges_low(b));
    else if (strncmp(word, "{high}", n) == 0)
        snprintf(out, 32, "%g\u00a0%%", 100 * ranges_high(b));
    else if (strncmp(word, "{share}", n) == 0)
        snprintf(out, 32, "%g %%", 100 * (ranges_high(b) - ranges_low(b)));
    else
        snprintf(out, 32, "%zu", titian_uncertainty_top(found(b)));
}

worded ranges_label(const book *b, const char *with)
{
    worded l = {""};
    size_t n = 0;

    while (*with != '\0' && n < sizeof l.text - 1) {
        const char *end = *with == '{' ? strchr(with, '}') : NULL;
        char word[32];

        if (end == NULL) {
            l.text[n++] = *with++;
            continue;
        }
        fill_in(b, with, (size_t) (end + 1 - with), word);
        n += (size_t) snprintf(l.text + n, sizeof l.text - n, "%s", word);
        with = end + 1;
    }
    return l;
}

static double rank_at(const book *b, size_t unit, double p)
{
    return titian_uncertainty_rank_quantile(found(b), index_of(b), unit, p);
}

static double priority_at(const book *b, size_t unit, double p)
{
    return titian_uncertainty_priority_quantile(found(b), unit, p);
}

static double score_at(const book *b, size_t unit, double p)
{
    return titian_uncertainty_score_quantile(found(b), index_of(b), unit, p);
}

worded ranges_words(const book *b, size_t unit, int of_priority)
{
    double (*at)(const book *b, size_t unit, double p) = of_priority ? priority_at : rank_at;
    const double low = at(b, unit, ranges_low(b)), high = at(b, unit, ranges_high(b));
    worded l = {""};

    if (isnan(low) || isnan(high))
        return l;
    const fixed_text first = fixed_number(low, 0), last = fixed_number(high, 0);

    if (strcmp(first.text, last.text) == 0)
        snprintf(l.text, sizeof l.text, "%s", first.text);
    else
        snprintf(l.text, sizeof l.text, "%s–%s", first.text, last.text);
    return l;
}

/* ---- what the columns hold ---- */

static void put_rank(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, (double) unit_state(b, unit)->rank, at.look);
}

static void put_name(book *b, spot at, size_t unit)
{
    put_text(b, at.sheet, at.row, at.col, book_unit(b, unit)->name, at.look);
}

static void put_code(book *b, spot at, size_t unit)
{
    put_text(b, at.sheet, at.row, at.col, book_unit(b, unit)->code, at.look);
}

static ref here(const book *b, spot at, ranges_column which)
{
    return cell(SHEET_HERE, at.row, ranges_col(b, which));
}

/* "110–144" of two cells, "1" where they are the same. */
static void put_words(book *b, spot at, const char *now, ranges_column low, ranges_column high)
{
    const ref from = here(b, at, low), to = here(b, at, high);

    put_formula_text(b, at, now,
        "=IF(ISNUMBER(%s),FIXED(%s,0,TRUE)&IF(FIXED(%s,0,TRUE)=FIXED(%s,0,TRUE),\"\",\"–\"&FIXED(%s,0,TRUE)),\"\")",
        from.text, from.text, from.text, to.text, to.text);
}

static void put_range(book *b, spot at, size_t unit)
{
    put_words(b, at, ranges_words(b, unit, 0).text, RANGES_LOW, RANGES_HIGH);
}

static void put_low(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, rank_at(b, unit, ranges_low(b)), at.look);
}

static void put_median(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, rank_at(b, unit, 0.5), at.look);
}

static void put_high(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, rank_at(b, unit, ranges_high(b)), at.look);
}

static void put_mean(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, titian_uncertainty_rank(found(b), index_of(b), unit).mean, at.look);
}

static void put_width(book *b, spot at, size_t unit)
{
    put_formula(b, at, rank_at(b, unit, ranges_high(b)) - rank_at(b, unit, ranges_low(b)) + 1, "=%s-%s+1",
        here(b, at, RANGES_HIGH).text, here(b, at, RANGES_LOW).text);
}

static void put_lead(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, titian_uncertainty_lead(found(b), unit), at.look);
}

static void put_priority(book *b, spot at, size_t unit)
{
    const size_t rank = priority_state(b, unit)->rank;

    put_number(b, at.sheet, at.row, at.col, rank > 0 ? (double) rank : TITIAN_MISSING, at.look);
}

static void put_priority_range(book *b, spot at, size_t unit)
{
    put_words(b, at, ranges_words(b, unit, 1).text, RANGES_PRIORITY_LOW, RANGES_PRIORITY_HIGH);
}

static void put_priority_low(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, priority_at(b, unit, ranges_low(b)), at.look);
}

static void put_priority_median(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, priority_at(b, unit, 0.5), at.look);
}

static void put_priority_high(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, priority_at(b, unit, ranges_high(b)), at.look);
}

static void put_first(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, titian_uncertainty_first(found(b), unit), at.look);
}

static void put_tier(book *b, spot at, size_t unit)
{
    put_text(b, at.sheet, at.row, at.col, titian_tier_name(titian_uncertainty_tier(found(b), unit)), at.look);
}

static void put_score(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, titian_uncertainty_score(found(b), index_of(b), unit).nominal, at.look);
}

static void put_score_low(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, score_at(b, unit, ranges_low(b)), at.look);
}

static void put_score_median(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, score_at(b, unit, 0.5), at.look);
}

static void put_score_high(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, score_at(b, unit, ranges_high(b)), at.look);
}

static void put_score_mean(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, titian_uncertainty_score(found(b), index_of(b), unit).mean, at.look);
}

/* What the weights allow a unit; NULL where it took no part. */
static const titian_smaa_unit_state *limits_of(const book *b, size_t unit)
{
    for (size_t k = 0; k < titian_smaa_n_units(b->analyses.limits); k++)
        if (titian_smaa_unit(b->analyses.limits, k)->unit == unit)
            return titian_smaa_unit(b->analyses.limits, k);
    return NULL;
}

static void put_best(book *b, spot at, size_t unit)
{
    const titian_smaa_unit_state *s = limits_of(b, unit);

    put_number(b, at.sheet, at.row, at.col, s != NULL ? (double) s->best : TITIAN_MISSING, at.look);
}

static void put_worst(book *b, spot at, size_t unit)
{
    const titian_smaa_unit_state *s = limits_of(b, unit);

    put_number(b, at.sheet, at.row, at.col, s != NULL ? (double) s->worst : TITIAN_MISSING, at.look);
}

static void put_reached(book *b, spot at, size_t unit)
{
    static const char *const words[] = {"neither", "worst", "best", "both"};
    const titian_smaa_unit_state *s = limits_of(b, unit);

    put_text(b, at.sheet, at.row, at.col,
        s == NULL ? "" : words[(s->best == s->best_reached) * 2 + (s->worst == s->worst_reached)], at.look);
}

static void put_unit_line(book *b, spot at, size_t unit)
{
    put_number(b, at.sheet, at.row, at.col, (double) unit + 1, at.look);
}

static void put_start(book *b, spot at, size_t unit)
{
    put_formula(b, at, rank_at(b, unit, ranges_low(b)) - 0.5, "=%s-0.5", here(b, at, RANGES_LOW).text);
}

static void put_below(book *b, spot at, size_t unit)
{
    put_formula(b, at, rank_at(b, unit, 0.5) - rank_at(b, unit, ranges_low(b)) + 0.5, "=%s-%s+0.5",
        here(b, at, RANGES_MEDIAN).text, here(b, at, RANGES_LOW).text);
}

static void put_above(book *b, spot at, size_t unit)
{
    put_formula(b, at, rank_at(b, unit, ranges_high(b)) - rank_at(b, unit, 0.5) + 0.5, "=%s-%s+0.5",
        here(b, at, RANGES_HIGH).text, here(b, at, RANGES_MEDIAN).text);
}

/* ---- the columns ---- */

static const struct {
    const char *header; /* with {low} and the like */
    double width;
    style_kind head, look;
    unsigned needs;
    void (*put)(book *b, spot at, size_t unit);
} columns[N_RANGES_COLUMNS] = {
    [RANGES_RANK] = {"Rank", 7, STYLE_HEADER_MID, STYLE_RANK, 0, put_rank},
    [RANGES_NAME] = {"Name", 0, STYLE_HEADER, STYLE_BOLD, 0, put_name},
    [RANGES_CODE] = {"Code", 8, STYLE_HEADER, STYLE_TEXT, 0, put_code},
    [RANGES_RANGE] = {"{share} range of the rank", 12, STYLE_HEADER_MID, STYLE_CENTRE, 0, put_range},
    [RANGES_LOW] = {"Rank, {low}", 9, STYLE_HEADER_MID, STYLE_RANK, 0, put_low},
    [RANGES_MEDIAN] = {"Rank, median", 9, STYLE_HEADER_MID, STYLE_RANK, 0, put_median},
    [RANGES_HIGH] = {"Rank, {high}", 9, STYLE_HEADER_MID, STYLE_RANK, 0, put_high},
    [RANGES_MEAN] = {"Rank, mean", 9, STYLE_HEADER_MID, STYLE_AGE, 0, put_mean},
    [RANGES_WIDTH] = {"Places covered", 10, STYLE_HEADER_MID, STYLE_RANK, 0, put_width},
    [RANGES_LEAD] = {"P(rank up to {top})", 10, STYLE_HEADER_MID, STYLE_SHARE, 0, put_lead},
    [RANGES_PRIORITY] = {"Priority", 10, STYLE_HEADER_MID, STYLE_RANK, NEEDS_PRIORITY, put_priority},
    [RANGES_PRIORITY_RANGE] = {"{share} range of the priority", 12, STYLE_HEADER_MID, STYLE_CENTRE, NEEDS_PRIORITY,
        put_priority_range},
    [RANGES_PRIORITY_LOW] = {"Priority, {low}", 10, STYLE_HEADER_MID, STYLE_RANK, NEEDS_PRIORITY, put_priority_low},
    [RANGES_PRIORITY_MEDIAN] = {"Priority, median", 10, STYLE_HEADER_MID, STYLE_RANK, NEEDS_PRIORITY,
        put_priority_median},
    [RANGES_PRIORITY_HIGH] = {"Priority, {high}", 10, STYLE_HEADER_MID, STYLE_RANK, NEEDS_PRIORITY,
        put_priority_high},
    [RANGES_FIRST] = {"P(first {top})", 10, STYLE_HEADER_MID, STYLE_SHARE, NEEDS_PRIORITY, put_first},
    [RANGES_TIER] = {"Tier", 13, STYLE_HEADER_MID, STYLE_CENTRE, NEEDS_PRIORITY, put_tier},
    [RANGES_SCORE] = {"Index", 9, STYLE_HEADER_MID, STYLE_SCORE, 0, put_score},
    [RANGES_SCORE_LOW] = {"Index, {low}", 9, STYLE_HEADER_MID, STYLE_SCORE, 0, put_score_low},
    [RANGES_SCORE_MEDIAN] = {"Index, median", 9, STYLE_HEADER_MID, STYLE_SCORE, 0, put_score_median},
    [RANGES_SCORE_HIGH] = {"Index, {high}", 9, STYLE_HEADER_MID, STYLE_SCORE, 0, put_score_high},
    [RANGES_SCORE_MEAN] = {"Index, mean", 9, STYLE_HEADER_MID, STYLE_SCORE, 0, put_score_mean},
    [RANGES_BEST] = {"Best rank that weights allow", 12, STYLE_HEADER_MID, STYLE_RANK, NEEDS_LIMITS, put_best},
    [RANGES_WORST] = {"Worst rank that weights allow", 12, STYLE_HEADER_MID, STYLE_RANK, NEEDS_LIMITS, put_worst},
    [RANGES_REACHED] = {"Known to be reached", 12, STYLE_HEADER_MID, STYLE_CENTRE, NEEDS_LIMITS, put_reached},
    [RANGES_LINE] = {"Line", 7, STYLE_HEADER_MID, STYLE_RANK, 0, put_unit_line},
    [RANGES_START] = {"Chart: start", 8, STYLE_HEADER_MID, STYLE_AGE, 0, put_start},
    [RANGES_BELOW] = {"Chart: to the median", 10, STYLE_HEADER_MID, STYLE_AGE, 0, put_below},
    [RANGES_ABOVE] = {"Chart: to the end", 10, STYLE_HEADER_MID, STYLE_AGE, 0, put_above},
};

lxw_col_t ranges_col(const book *b, ranges_column which)
{
    lxw_col_t col = 0;

    for (int k = 0; k < (int) which; k++)
        col = (lxw_col_t) (col + book_meets(b, columns[k].needs));
    return col;
}

ref ranges_range(const book *b, ranges_column which)
{
    const lxw_row_t last = (lxw_row_t) (LIST_HEADER + (b->n_ranked > 0 ? b->n_ranked : 1));
    const lxw_col_t col = ranges_col(b, which);

    return fixed_range(SHEET_RANK_RANGES, LIST_FIRST, col, last, col);
}

lookup ranges_lookup(const book *b, ranges_column which, const char *line)
{
    lookup l;

    snprintf(l.text, sizeof l.text, "INDEX(%s,MATCH(%s,%s,0))", ranges_range(b, which).text, line,
        ranges_range(b, RANGES_LINE).text);
    return l;
}

/* ---- the sheet ---- */

static void put_line(book *b, size_t k, size_t unit)
{
    lxw_worksheet *sheet = b->sheets[SHEET_RANK_RANGES];

    for (int c = 0; c < N_RANGES_COLUMNS; c++)
        if (book_meets(b, columns[c].needs))
            columns[c].put(b, AT(sheet, LIST_FIRST + k, ranges_col(b, (ranges_column) c), columns[c].look), unit);
}

static void put_table(book *b)
{
    lxw_worksheet *sheet = b->sheets[SHEET_RANK_RANGES];
    worded headers[N_RANGES_COLUMNS];
    column here_too[N_RANGES_COLUMNS];
    size_t n = 0;

    for (int c = 0; c < N_RANGES_COLUMNS; c++) {
        if (!book_meets(b, columns[c].needs))
            continue;
        headers[n] = ranges_label(b, columns[c].header);
        here_too[n] =
            (column){headers[n].text, columns[c].width > 0 ? columns[c].width : unit_name_width(b), columns[c].head};
        n++;
    }
    const table t = {"tblRankRanges", LIST_HEADER, (lxw_row_t) (LIST_HEADER + b->n_ranked), 0, here_too, n};
    const style_page page = {.landscape = 1,
        .dense = 1,
        .small = 1,
        .last_row = t.last,
        .last_col = (lxw_col_t) (ranges_col(b, RANGES_LINE) - 1),
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER,
        .repeat_cols = RANGES_CODE + 1};

    book_widths(b, sheet, here_too, n);
    book_table(b, sheet, &t);
    worksheet_freeze_panes(sheet, LIST_FIRST, RANGES_CODE + 1);
    book_print(b, sheet, &page);
}

void write_rank_ranges(book *b)
{
    size_t n = 0, *order = units_by_index(b, &n);

    if (order == NULL)
        return;
    book_open(b, SHEET_RANK_RANGES,
        "Values, computed with the model's own inputs: they do not follow Parameters. By rank; the buttons in row 5 "
        "filter. Methodology says what the columns mean.");
    put_currency(b, b->sheets[SHEET_RANK_RANGES], LIST_AUX, 0);
    for (size_t k = 0; k < n && book_good(b); k++)
        put_line(b, k, order[k]);
    put_table(b);
    free(order);
}

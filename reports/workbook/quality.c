/* Quality: how much of each unit's score rests on data, and how old they are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/quality.h"

#include <math.h>

#include "workbook/live.h"
#include "workbook/matrix.h"

static const struct {
    const char *header, *name;
    double width;
    style_kind look;
} figures[QUALITY_END - COL_NODE] = {
    {"Ranked", "Has an index score and enough data", 13, STYLE_HEADER_MID},
    {"Why not", "What is lacking, in the run of this file", 54, STYLE_HEADER},
    {"Coverage", "Share of the index that rests on data", 12, STYLE_HEADER_MID},
    {"Areas covered", "Areas with enough data", 12, STYLE_HEADER_MID},
    {"Observed", "Values of the index year itself", 12, STYLE_HEADER_MID},
    {"Carried", "Values of earlier years", 12, STYLE_HEADER_MID},
    {"Filled in", "Values that a method made", 12, STYLE_HEADER_MID},
    {"Mean age", "Years, by weight", 12, STYLE_HEADER_MID},
    {"Age share", "Age as a share of the age allowed", 12, STYLE_HEADER_MID},
    {"Confidence", "Coverage, less what old data cost", 13, STYLE_HEADER_MID},
};

static ref years_of(const book *b, size_t i)
{
    return range(SHEET_DATA_YEAR, row_of_unit(i), node_col(0), row_of_unit(i), node_col(b->n_indicators - 1));
}

static ref line_of(const book *b, sheet_id sheet, lxw_row_t row)
{
    return fixed_range(sheet, row, node_col(0), row, node_col(b->n_indicators - 1));
}

/* Does screening look at groups? Else Scores leaves the column empty. */
static int has_groups(const book *b)
{
    return option_number(&b->recipe->choice[TITIAN_STAGE_SCREEN], "group_level") > 0.5;
}

/* A figure that Scores has already; `look` as there. */
static void copy_figure(book *b, lxw_worksheet *sheet, size_t i, int col, scores_column from)
{
    static const style_kind looks[N_SCORES_COLUMNS] = {[SCORES_COVERAGE] = STYLE_SHARE,
        [SCORES_GROUPS] = STYLE_RANK,
        [SCORES_AGE_SHARE] = STYLE_SHARE,
        [SCORES_CONFIDENCE] = STYLE_SHARE};
    const titian_unit_state *s = unit_state(b, i);
    const double now[N_SCORES_COLUMNS] = {[SCORES_COVERAGE] = s->coverage,
        [SCORES_GROUPS] = has_groups(b) ? (double) s->n_groups_covered : TITIAN_MISSING,
        [SCORES_AGE_SHARE] = s->max_age_share,
        [SCORES_CONFIDENCE] = s->confidence};
    const ref x = cell(SHEET_SCORES, row_of_unit(i), scores_col(b, from));

    put_formula(
        b, AT(sheet, row_of_unit(i), col, looks[from]), now[from], "=IF(ISNUMBER(%s),%s,\"\")", x.text, x.text);
}

static void put_ranked(book *b, lxw_worksheet *sheet, size_t i)
{
    const titian_unit_state *s = unit_state(b, i);
    const ref ranked = cell(SHEET_SCORES, row_of_unit(i), scores_col(b, SCORES_RANKED));

    put_formula_text(b, AT(sheet, row_of_unit(i), QUALITY_RANKED, STYLE_CENTRE), s->ranked ? "yes" : "no",
        "=IF(%s=1,\"yes\",\"no\")", ranked.text);
    put_formula_text(b, AT(sheet, row_of_unit(i), QUALITY_WHY_NOT, STYLE_TEXT), s->why_not, "=IF(%s=1,\"\",%s)",
        ranked.text, quoted(s->why_not).text);
}

static void put_counts(book *b, lxw_worksheet *sheet, size_t i)
{
    const titian_unit_state *s = unit_state(b, i);
    const lxw_row_t row = row_of_unit(i);
    const ref years = years_of(b, i), in_use = line_of(b, SHEET_DATA_USED, UNIT_LIVE);
    const ref used = range(SHEET_DATA_USED, row, node_col(0), row, node_col(b->n_indicators - 1));

    put_formula(b, AT(sheet, row, QUALITY_OBSERVED, STYLE_COUNT), (double) s->n_observed,
        "=SUMPRODUCT(%s*ISNUMBER(%s)*(%s=%d))", in_use.text, years.text, years.text, b->index_year);
    put_formula(b, AT(sheet, row, QUALITY_CARRIED, STYLE_COUNT), (double) s->n_carried,
        "=SUMPRODUCT(%s*ISNUMBER(%s)*(%s<%d))", in_use.text, years.text, years.text, b->index_year);
    if (!live_shows_imputed(b))
        put_number(b, sheet, row, QUALITY_IMPUTED, (double) s->n_imputed, STYLE_COUNT);
    else
        put_formula(b, AT(sheet, row, QUALITY_IMPUTED, STYLE_COUNT), (double) s->n_imputed,
            "=SUMPRODUCT(%s*ISTEXT(%s)*ISNUMBER(%s))", in_use.text, years.text, used.text);
}

static void put_age(book *b, lxw_worksheet *sheet, size_t i)
{
    const lxw_row_t row = row_of_unit(i);
    const ref years = years_of(b, i), share = line_of(b, SHEET_DATA_YEAR, UNIT_SHARE);
    const ref coverage = cell(SHEET_HERE, row, QUALITY_COVERAGE);

    if (!live_weights(b, i)) {
        put_number(b, sheet, row, QUALITY_AGE, unit_state(b, i)->mean_age, STYLE_AGE);
        return;
    }
    put_formula(b, AT(sheet, row, QUALITY_AGE, STYLE_AGE), unit_state(b, i)->mean_age,
        "=IF(%s>0,(%d*SUMPRODUCT(%s,--ISNUMBER(%s))-SUMPRODUCT(%s,%s))/%s,\"\")", coverage.text, b->index_year,
        share.text, years.text, share.text, years.text, coverage.text);
}

static void put_unit(book *b, lxw_worksheet *sheet, size_t i)
{
    put_ranked(b, sheet, i);
    copy_figure(b, sheet, i, QUALITY_COVERAGE, SCORES_COVERAGE);
    copy_figure(b, sheet, i, QUALITY_GROUPS, SCORES_GROUPS);
    put_counts(b, sheet, i);
    put_age(b, sheet, i);
    copy_figure(b, sheet, i, QUALITY_AGE_SHARE, SCORES_AGE_SHARE);
    copy_figure(b, sheet, i, QUALITY_CONFIDENCE, SCORES_CONFIDENCE);
}

/* Mean and least of a column, in the two lines above the header. */
static void put_summary(book *b, lxw_worksheet *sheet, int col, style_kind look)
{
    const ref all = unit_range(b, SHEET_HERE, (lxw_col_t) col);
    double sum = 0, n = 0, least = TITIAN_MISSING;

    for (size_t i = 0; i < b->n_units; i++) {
        const titian_unit_state *s = unit_state(b, i);
        const double x = col == QUALITY_COVERAGE ? s->coverage : col == QUALITY_AGE ? s->mean_age : s->confidence;

        if (isnan(x))
            continue;
        sum += x;
        n++;
        least = fmin(x, least); /* fmin takes the number where the other is missing */
    }
    put_formula(b, AT(sheet, UNIT_LIVE, col, look), n > 0 ? sum / n : TITIAN_MISSING,
        "=IF(COUNT(%s)=0,\"\",AVERAGE(%s))", all.text, all.text);
    put_formula(b, AT(sheet, UNIT_SHARE, col, look), least, "=IF(COUNT(%s)=0,\"\",MIN(%s))", all.text, all.text);
}

void write_quality(book *b)
{
    lxw_worksheet *sheet =
        book_open(b, SHEET_QUALITY, "Head and names stay in view (frozen panes); the buttons in the header filter.");
    column columns[QUALITY_END - COL_NODE];

    put_units(b, sheet);
    put_line_names(b, sheet, "Mean", "Least");
    put_summary(b, sheet, QUALITY_COVERAGE, STYLE_SHARE);
    put_summary(b, sheet, QUALITY_AGE, STYLE_AGE);
    put_summary(b, sheet, QUALITY_CONFIDENCE, STYLE_SHARE);
    for (int k = 0; k < QUALITY_END - COL_NODE; k++) {
        columns[k] = (column){figures[k].header, figures[k].width, figures[k].look};
        put_column_name(b, sheet, (lxw_col_t) (COL_NODE + k), figures[k].name);
    }
    for (size_t i = 0; i < b->n_units && book_good(b); i++)
        put_unit(b, sheet, i);
    finish_matrix(b, SHEET_QUALITY, "tblQuality", columns, QUALITY_END - COL_NODE);
    if (b->n_units == 0 || !book_good(b))
        return;
    book_check(b, worksheet_set_row(sheet, UNIT_NAMES, style_height_of(4), NULL), "a row height");
    const style_area coverage = {UNIT_FIRST, QUALITY_COVERAGE, last_unit_row(b), QUALITY_COVERAGE};
    const style_area confidence = {UNIT_FIRST, QUALITY_CONFIDENCE, last_unit_row(b), QUALITY_CONFIDENCE};

    book_check(b, style_data_bar(sheet, &coverage, 0, 1), "data bars");
    book_check(b, style_data_bar(sheet, &confidence, 0, 1), "data bars");
}

/* Scores: by formula from Data_Used and Parameters, from the indicators up to the index, its rank and its band.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "workbook/book.h"
#include "workbook/formula_methods.h"
#include "workbook/live.h"
#include "workbook/matrix.h"

/* ---- places ---- */

/* A figure's place in a unit's row. */
static spot figure(const book *b, size_t unit, scores_column f, style_kind look)
{
    return AT(b->sheets[SHEET_SCORES], row_of_unit(unit), scores_col(b, f), look);
}

static ref figure_ref(const book *b, size_t unit, scores_column f)
{
    return cell(SHEET_HERE, row_of_unit(unit), scores_col(b, f));
}

/* ---- nodes ---- */

static void put_head(book *b, lxw_worksheet *sheet, size_t node)
{
    const lxw_row_t row = node_row(b, node);

    put_column_name(b, sheet, node_col(node), book_node(b, node)->name);
    put_formula(b, AT(sheet, UNIT_LIVE, node_col(node), STYLE_TYPED), weight_in_use(b, node), "=%s",
        cell(SHEET_PARAMETERS, row, NODE_WEIGHT_IN_USE).text);
    put_formula(b, AT(sheet, UNIT_SHARE, node_col(node), STYLE_SHARE_FINE), b->effective[node], "=%s",
        cell(SHEET_PARAMETERS, row, NODE_EFFECTIVE).text);
}

static void put_indicator(book *b, lxw_worksheet *sheet, size_t j)
{
    const lxw_col_t col = node_col(j);
    score_site site = {
        .indicator = j, .choice = choice_of_indicator(b, j), .values = unit_range(b, SHEET_DATA_USED, col)};
    const ref used = row_fixed(SHEET_DATA_USED, UNIT_LIVE, col);

    for (size_t i = 0; i < b->n_units; i++) {
        const lxw_row_t row = row_of_unit(i);
        grown score = {.length = 0};

        if (b->scored_by[j] == NULL) {
            put_number(b, sheet, row, col, node_value(b, j, i), STYLE_SCORE);
            continue;
        }
        site.x = cell(SHEET_DATA_USED, row, col);
        b->scored_by[j]->score(b, &score, &site);
        put_formula(b, AT(sheet, row, col, STYLE_SCORE), node_value(b, j, i), "=IF(ISNUMBER(%s)*%s%s%s,%s,\"\")",
            site.x.text, used.text, b->drops_live ? "*" : "",
            b->drops_live ? figure_ref(b, i, SCORES_ENOUGH).text : "", score.text);
    }
}

static void put_aggregate(book *b, lxw_worksheet *sheet, size_t node)
{
    const style_kind look = node == b->root ? STYLE_SCORE_BOLD : STYLE_SCORE;
    aggregate_site site = {
        .node = node, .about = book_node(b, node), .choice = &b->recipe->aggregation[node], .on = SHEET_SCORES};

    for (size_t i = 0; i < b->n_units; i++) {
        grown score = {.length = 0};

        if (b->made_by[node] == NULL || titian_assessment_exception(b->a, node, i, b->year) != TITIAN_NONE) {
            put_number(b, sheet, row_of_unit(i), node_col(node), node_value(b, node, i), look);
            continue;
        }
        site.unit = i;
        formula_score(b, &score, &site);
        put_formula(b, AT(sheet, row_of_unit(i), node_col(node), look), node_value(b, node, i), "=%s", score.text);
    }
}

/* ---- figures of a unit ---- */

static ref index_ref(const book *b, size_t unit)
{
    return cell(SHEET_HERE, row_of_unit(unit), node_col(b->root));
}

/* Indicators first .. first + n - 1 of a unit on a sheet. */
static ref data_of(sheet_id sheet, size_t unit, size_t first, size_t n)
{
    return range(sheet, row_of_unit(unit), node_col(first), row_of_unit(unit), node_col(first + n - 1));
}

static ref line_of(sheet_id sheet, lxw_row_t row, size_t first, size_t n)
{
    return fixed_range(sheet, row, node_col(first), row, node_col(first + n - 1));
}

static void put_coverage(book *b, size_t i)
{
    const titian_unit_state *state = unit_state(b, i);
    const ref share = line_of(SHEET_DATA_YEAR, UNIT_SHARE, 0, b->n_indicators);
    const ref per_year = line_of(SHEET_DATA_YEAR, UNIT_LIVE, 0, b->n_indicators);
    const ref years = data_of(SHEET_DATA_YEAR, i, 0, b->n_indicators);
    const ref coverage = figure_ref(b, i, SCORES_COVERAGE);
    const spot at = figure(b, i, SCORES_COVERAGE, STYLE_SHARE), at_age = figure(b, i, SCORES_AGE_SHARE, STYLE_SHARE);

    if (!live_weights(b, i)) {
        put_number(b, at.sheet, at.row, at.col, state->coverage, at.look);
        put_number(b, at_age.sheet, at_age.row, at_age.col, state->max_age_share, at_age.look);
    } else {
        put_formula(b, at, state->coverage, "=MIN(1,SUMPRODUCT(%s,--ISNUMBER(%s)))", share.text, years.text);
        put_formula(b, at_age, state->max_age_share,
            "=IF(%s>0,(%d*SUMPRODUCT(%s,--ISNUMBER(%s))-SUMPRODUCT(%s,%s))/%s,\"\")", coverage.text, b->index_year,
            per_year.text, years.text, per_year.text, years.text, coverage.text);
    }
    put_formula(b, figure(b, i, SCORES_CONFIDENCE, STYLE_DECIMAL), state->confidence,
        "=IF(%s>0,%s*(1-P_age_discount*%s),0)", coverage.text, coverage.text,
        figure_ref(b, i, SCORES_AGE_SHARE).text);
}

/* What an indicator counts in a share of screening: its share of the index, or one. */
static ref measure(const book *b, size_t first, size_t n)
{
    const int by_count = option_number(&b->recipe->choice[TITIAN_STAGE_SCREEN], "by") > 0.5;

    return by_count ? line_of(SHEET_DATA_USED, UNIT_LIVE, first, n) : line_of(SHEET_DATA_YEAR, UNIT_SHARE, first, n);
}

static int screening_level(const book *b)
{
    const double level = option_number(&b->recipe->choice[TITIAN_STAGE_SCREEN], "group_level");

    return level > 0.5 ? (int) level : 0;
}

static void put_groups(book *b, size_t i)
{
    const double result = (double) unit_state(b, i)->n_groups_covered;
    const spot at = figure(b, i, SCORES_GROUPS, STYLE_RANK);
    grown sum = {.length = 0};
    size_t n_nodes = 0, first_node = 0;

    if (screening_level(b) == 0 || !b->enough_live) {
        put_number(b, at.sheet, at.row, at.col, screening_level(b) == 0 ? TITIAN_MISSING : result, at.look);
        return;
    }
    first_node = titian_framework_level(b->framework, screening_level(b), &n_nodes);
    for (size_t k = first_node; k < first_node + n_nodes; k++) {
        size_t first = 0, n = 0;

        descendants(b, k, &first, &n);
        const ref counts = measure(b, first, n);

        grow(b, &sum, "+(SUM(%s)>0)*(SUMPRODUCT(%s,--ISNUMBER(%s))>=(C_group-1E-9)*SUM(%s))", counts.text,
            counts.text, data_of(b->counted_on, i, first, n).text, counts.text);
    }
    put_formula(b, at, result, "=0%s", sum.text);
}

/* Does screening find enough data? */
static void put_enough(book *b, size_t i)
{
    const spot at = figure(b, i, SCORES_ENOUGH, STYLE_RANK);
    const double result = live_enough(b, i) ? 1.0 : 0.0;
    const ref counts = measure(b, 0, b->n_indicators);
    grown test = {.length = 0};

    if (!b->enough_live || book_setting(b, "C_unit") == NULL) {
        put_number(b, at.sheet, at.row, at.col, result, at.look);
        return;
    }
    grow(b, &test, "SUMPRODUCT(%s,--ISNUMBER(%s))>=(C_unit-1E-9)*SUM(%s)", counts.text,
        data_of(b->counted_on, i, 0, b->n_indicators).text, counts.text);
    if (screening_level(b) > 0)
        grow(b, &test, ",%s>=C_groups", figure_ref(b, i, SCORES_GROUPS).text);
    put_formula(b, at, result, "=IF(AND(%s),1,0)", test.text);
}

static void put_ranked(book *b, size_t i)
{
    put_formula(b, figure(b, i, SCORES_RANKED, STYLE_RANK), unit_state(b, i)->ranked ? 1.0 : 0.0,
        "=IF(ISNUMBER(%s),%s,0)", index_ref(b, i).text, figure_ref(b, i, SCORES_ENOUGH).text);
}

static void put_rank(book *b, size_t i)
{
    const titian_unit_state *state = unit_state(b, i);
    const double index = node_value(b, b->root, i);
    const ref key = figure_ref(b, i, SCORES_KEY);

    put_formula(b, figure(b, i, SCORES_KEY, STYLE_SCORE), state->ranked ? round_score(index) : TITIAN_MISSING,
        "=IF(%s=1,ROUND(%s,9),\"\")", figure_ref(b, i, SCORES_RANKED).text, index_ref(b, i).text);
    put_formula(b, figure(b, i, SCORES_RANK, STYLE_RANK), state->rank > 0 ? (double) state->rank : TITIAN_MISSING,
        "=IF(ISNUMBER(%s),RANK(%s,%s),\"\")", key.text, key.text,
        unit_range(b, SHEET_HERE, scores_col(b, SCORES_KEY)).text);
}

static void put_band(book *b, size_t i)
{
    const size_t band = unit_state(b, i)->band;
    const ref key = figure_ref(b, i, SCORES_KEY);
    grown place = {.length = 0}, words = {.length = 0};

    if (b->recipe->n_bands == 0)
        return;
    for (size_t k = 0; k < b->recipe->n_bands; k++) {
        if (k > 0)
            grow(b, &place, "+(%s%sBAND_%zu)", key.text, b->recipe->bands[k].above ? ">" : ">=", k + 1);
        grow(b, &words, ",%s", quoted(b->recipe->bands[k].name).text);
    }
    put_formula_text(b, figure(b, i, SCORES_BAND, STYLE_CENTRE),
        band == TITIAN_NONE ? "" : b->recipe->bands[band].name, "=IF(ISNUMBER(%s),CHOOSE(1%s%s),\"\")", key.text,
        place.text, words.text);
}

/* ---- the sheet ---- */

static const struct {
    const char *header, *name;
    double width;
} figures[N_SCORES_COLUMNS] = {
    [SCORES_COVERAGE] = {"Coverage", "Share of the index that rests on observed data", 12},
    [SCORES_AGE_SHARE] = {"Age share", "Age of the data as a share of the age allowed", 12},
    [SCORES_CONFIDENCE] = {"Confidence", "Coverage, less what old data cost", 12},
    [SCORES_GROUPS] = {"Areas covered", "Areas with enough data", 12},
    [SCORES_ENOUGH] = {"Enough data", "1 = screening finds enough data", 12},
    [SCORES_RANKED] = {"Ranked", "1 = has an index score and enough data", 12},
    [SCORES_KEY] = {"Rank key", "Index of ranked units, rounded to 9 decimals so that noise does not split ties", 12},
    [SCORES_RANK] = {"Rank", "1 = highest index", 10},
    [SCORES_BAND] = {"Band", "Band of the index", 14},
};

static void put_figures(book *b, lxw_worksheet *sheet)
{
    for (int f = 0; f < N_SCORES_COLUMNS; f++)
        put_column_name(b, sheet, scores_col(b, (scores_column) f), figures[f].name);
    for (size_t i = 0; i < b->n_units; i++) {
        put_coverage(b, i);
        put_groups(b, i);
        put_enough(b, i);
        put_ranked(b, i);
        put_rank(b, i);
        put_band(b, i);
    }
}

void write_scores(book *b)
{
    lxw_worksheet *sheet = book_open(b, SHEET_SCORES,
        b->values_note[0] != '\0' ? b->values_note : "Every number is a formula. The buttons in the header filter.");
    column *columns = calloc(b->n_nodes + N_SCORES_COLUMNS, sizeof *columns);

    if (columns == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the sheet Scores");
        return;
    }
    put_line_names(b, sheet, "Weight in use", "Share of the index");
    put_units(b, sheet);
    for (size_t node = 0; node < b->n_nodes; node++) {
        columns[node] = (column){book_node(b, node)->code, 10.5, STYLE_HEADER_MID};
        put_head(b, sheet, node);
        if (node < b->n_indicators)
            put_indicator(b, sheet, node);
        else
            put_aggregate(b, sheet, node);
    }
    put_figures(b, sheet);
    for (int f = 0; f < N_SCORES_COLUMNS; f++)
        columns[b->n_nodes + (size_t) f] = (column){figures[f].header, figures[f].width, STYLE_HEADER_MID};
    finish_matrix(b, SHEET_SCORES, "tblScores", columns, b->n_nodes + N_SCORES_COLUMNS);
    free(columns);
}

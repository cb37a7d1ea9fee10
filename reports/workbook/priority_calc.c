/* Priority_Calc: the priority score of each unit step by step, in the order of the data. Gate, population, aid and
 * the lines of vulnerability that hold are the engine's (they rest on labels and on years this workbook does not
 * hold); everything else is a formula. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/book.h"
#include "workbook/live.h"
#include "workbook/matrix.h"
#include "workbook/priority.h"

/* Cell of a unit's row here. */
static ref own(size_t unit, int col)
{
    return cell(SHEET_HERE, row_of_unit(unit), (lxw_col_t) col);
}

static spot at_unit(const book *b, size_t unit, int col, style_kind look)
{
    return AT(b->sheets[SHEET_PRIORITY_CALC], row_of_unit(unit), col, look);
}

static ref whole(const book *b, int col)
{
    return unit_range(b, SHEET_HERE, (lxw_col_t) col);
}

static double number_or_missing(size_t rank)
{
    return rank > 0 ? (double) rank : TITIAN_MISSING;
}

/* ---- need ---- */

/* Scores of a unit over the nodes of the priority level, and their shares of the index. */
typedef struct {
    size_t first, n;
    ref scores, shares;
} areas;

static areas areas_of(const book *b, size_t unit)
{
    areas a = {.n = 0};

    a.first = titian_framework_level(b->framework, b->rules->level, &a.n);
    const lxw_col_t from = node_col(a.first), to = node_col(a.first + a.n - 1);

    a.scores = range(SHEET_SCORES, row_of_unit(unit), from, row_of_unit(unit), to);
    a.shares = fixed_range(SHEET_SCORES, UNIT_SHARE, from, UNIT_SHARE, to);
    return a;
}

/* More areas than this do not fit into one formula for Need_alpha. */
enum { MOST_AREAS = 70 };

static void put_need(book *b, size_t unit)
{
    const titian_priority_state *state = priority_state(b, unit);
    const areas a = areas_of(b, unit);
    const char *s = a.scores.text, *w = a.shares.text;
    grown sum = {.length = 0};

    if (!live_weights(b, unit)) {
        put_number(b, b->sheets[SHEET_PRIORITY_CALC], row_of_unit(unit), CALC_NEED_1, state->need_1, STYLE_DECIMAL);
        put_number(b, b->sheets[SHEET_PRIORITY_CALC], row_of_unit(unit), CALC_NEED, state->need, STYLE_DECIMAL);
        return;
    }
    put_formula(b, at_unit(b, unit, CALC_NEED_1, STYLE_DECIMAL), state->need_1,
        "=IF(SUMPRODUCT(%s,--ISNUMBER(%s))>0,(SUMPRODUCT(%s,--(%s<T_target),--ISNUMBER(%s))-SUMPRODUCT(%s,--(%s<T_"
        "target)"
        ",--(%s>0),%s)/T_target)/SUMPRODUCT(%s,--ISNUMBER(%s)),\"\")",
        w, s, w, s, s, w, s, s, s, w, s);
    if (a.n > MOST_AREAS) {
        put_number(b, b->sheets[SHEET_PRIORITY_CALC], row_of_unit(unit), CALC_NEED, state->need, STYLE_DECIMAL);
        return;
    }
    for (size_t k = a.first; k < a.first + a.n; k++) {
        const ref p = cell(SHEET_SCORES, row_of_unit(unit), node_col(k));
        char letters[16];

        lxw_col_to_name(letters, node_col(k), 0);
        grow(b, &sum, "+IF(%s<T_target,Scores!%s$%d*((T_target-MAX(0,%s))/T_target)^P_alpha,0)", p.text, letters,
            UNIT_SHARE + 1, p.text);
    }
    put_formula(b, at_unit(b, unit, CALC_NEED, STYLE_DECIMAL), state->need,
        "=IF(SUMPRODUCT(%s,--ISNUMBER(%s))>0,(0%s)/SUMPRODUCT(%s,--ISNUMBER(%s)),\"\")", w, s, sum.text, w, s);
}

/* Position, from 1, of the area with the k-th lowest score; ties within the ninth decimal go to the first. The sum
 * of products is there to make MAX look at each column. */
static void put_weakest_place(book *b, size_t unit, int k)
{
    const titian_priority_state *state = priority_state(b, unit);
    const areas a = areas_of(b, unit);
    const lxw_col_t past = node_col(a.first + a.n); /* counted from 1 this is the last column */
    const size_t node = state->weakest[k];
    const double place = node == TITIAN_NONE ? TITIAN_MISSING : (double) (node - a.first + 1);
    char other[256] = "";

    if (k == 1)
        snprintf(other, sizeof other, "*(COLUMN(%s)-%d<>%s)", a.scores.text, (int) node_col(a.first),
            own(unit, CALC_WEAK_AT_1).text);
    put_formula(b, at_unit(b, unit, CALC_WEAK_AT_1 + k, STYLE_RANK), place,
        "=IF(COUNT(%s)>%d,%zu-SUMPRODUCT(MAX((%s<=SMALL(%s,%d)+5E-10)%s*(%d-COLUMN(%s)))),\"\")", a.scores.text, k,
        a.n + 1, a.scores.text, a.scores.text, k + 1, other, (int) past + 1, a.scores.text);
}

static void put_weakest_name(book *b, size_t unit, int k)
{
    const areas a = areas_of(b, unit);
    const size_t node = priority_state(b, unit)->weakest[k];
    const ref place = own(unit, CALC_WEAK_AT_1 + k);

    put_formula_text(b, at_unit(b, unit, CALC_WEAKEST_1 + k, STYLE_TEXT),
        node == TITIAN_NONE ? "" : book_node(b, node)->name, "=IF(ISNUMBER(%s),INDEX(%s,%s),\"\")", place.text,
        fixed_range(SHEET_SCORES, UNIT_NAMES, node_col(a.first), UNIT_NAMES, node_col(a.first + a.n - 1)).text,
        place.text);
}

/* ---- gate, people, vulnerability ---- */

static void put_gate(book *b, size_t unit)
{
    const titian_priority_state *state = priority_state(b, unit);
    lxw_worksheet *sheet = b->sheets[SHEET_PRIORITY_CALC];
    const lxw_row_t row = row_of_unit(unit);

    put_text(b, sheet, row, CALC_REGION, priority_region(b, unit), STYLE_TEXT);
    put_text(b, sheet, row, CALC_STATUS, priority_status(b, unit).text, STYLE_TEXT);
    put_number(b, sheet, row, CALC_ELIGIBLE, state->eligible ? 1.0 : 0.0, STYLE_RANK);
    put_text(b, sheet, row, CALC_REASON, state->reason, STYLE_TEXT);
    put_number(b, sheet, row, CALC_BY_RULES, state->by_rules ? 1.0 : 0.0, STYLE_RANK);
    put_formula(b, at_unit(b, unit, CALC_RANKED, STYLE_RANK), unit_state(b, unit)->ranked ? 1.0 : 0.0, "=%s",
        cell(SHEET_SCORES, row, scores_col(b, SCORES_RANKED)).text);
}

static void put_people(book *b, size_t unit)
{
    const titian_priority_state *state = priority_state(b, unit);
    const ref population = own(unit, CALC_POPULATION), need = own(unit, CALC_NEED_1), people = own(unit, CALC_PEOPLE);

    put_number(b, b->sheets[SHEET_PRIORITY_CALC], row_of_unit(unit), CALC_POPULATION, state->population, STYLE_COUNT);
    put_formula(b, at_unit(b, unit, CALC_PEOPLE, STYLE_COUNT), state->people,
        "=IF(ISNUMBER(%s)*ISNUMBER(%s),%s*%s,\"\")", population.text, need.text, population.text, need.text);
    if (b->rules->population != NULL)
        put_formula(b, at_unit(b, unit, CALC_PART + TITIAN_PART_PEOPLE, STYLE_DECIMAL),
            state->part[TITIAN_PART_PEOPLE], "=IF(ISNUMBER(%s),MAX(0,MIN(1,LN(1+%s)/LN(1+P_people_reference))),\"\")",
            people.text, people.text);
}

/* The lines of the model that hold for a unit are the engine's; what each is worth is an input. */
static void put_vulnerability(book *b, size_t unit)
{
    const double result = priority_state(b, unit)->part[TITIAN_PART_VULNERABILITY];
    grown values = {.length = 0};

    if (b->rules->n_vulnerability == 0)
        return;
    for (size_t k = 0; k < b->rules->n_vulnerability; k++)
        if (priority_line_holds(b, k, unit))
            grow(b, &values, ",V_%zu", k + 1);
    put_formula(b, at_unit(b, unit, CALC_PART + TITIAN_PART_VULNERABILITY, STYLE_DECIMAL), result, "=MIN(1,MAX(0%s))",
        values.text);
}

/* ---- aid ---- */

/* Column of the labels that make peers, on Data_Used; 0 when all eligible units are peers of this one. */
static lxw_col_t peers_column(const book *b, size_t unit)
{
    const size_t extra =
        b->rules->aid_group == NULL ? TITIAN_NONE : titian_framework_find_extra(b->framework, b->rules->aid_group);

    if (extra == TITIAN_NONE || book_label(b, b->rules->aid_group, unit)[0] == '\0')
        return 0;
    return extra_col(b, extra);
}

static void put_aid(book *b, size_t unit)
{
    const titian_priority_state *state = priority_state(b, unit);
    const ref aid = own(unit, CALC_AID), benchmark = own(unit, CALC_BENCHMARK);
    const ref all = whole(b, CALC_AID), eligible = whole(b, CALC_BY_RULES);
    const lxw_col_t peers = peers_column(b, unit);
    const spot at = at_unit(b, unit, CALC_BENCHMARK, STYLE_VALUE);

    if (b->rules->aid == NULL)
        return;
    put_number(b, at.sheet, at.row, CALC_AID, state->aid, STYLE_VALUE);
    if (isnan(state->aid_benchmark))
        put_number(b, at.sheet, at.row, at.col, TITIAN_MISSING, STYLE_VALUE);
    else if (peers == 0)
        put_formula_array(
            b, at, state->aid_benchmark, "{=MEDIAN(IF((%s=1)*ISNUMBER(%s),%s))}", eligible.text, all.text, all.text);
    else
        put_formula_array(b, at, state->aid_benchmark, "{=MEDIAN(IF((%s=1)*ISNUMBER(%s)*EXACT(%s,%s),%s))}",
            eligible.text, all.text, unit_range(b, SHEET_DATA_USED, peers).text,
            cell(SHEET_DATA_USED, row_of_unit(unit), peers).text, all.text);
    put_formula(b, at_unit(b, unit, CALC_PART + TITIAN_PART_AID, STYLE_DECIMAL), state->part[TITIAN_PART_AID],
        "=IF(ISNUMBER(%s)*(N(%s)>0),1-MAX(0,MIN(1,%s/%s)),\"\")", aid.text, benchmark.text, aid.text, benchmark.text);
}

/* ---- absorption ---- */

/* The value a line of absorption looks at: a cell of Data_Used, or, for an indicator, which may stand there divided
 * or treated, the number itself. "" where an indicator has none. */
static ref absorption_value(const book *b, size_t line, size_t unit)
{
    const char *code = b->rules->absorption[line].variable;
    const size_t extra = titian_framework_find_extra(b->framework, code);
    const size_t node = titian_framework_find(b->framework, code);
    ref r = {""};

    if (extra != TITIAN_NONE)
        return cell(SHEET_DATA_USED, row_of_unit(unit), extra_col(b, extra));
    if (node < b->n_indicators && !isnan(titian_panel_column(b->raw, node, b->year)[unit]))
        snprintf(r.text, sizeof r.text, "%.17g", titian_panel_column(b->raw, node, b->year)[unit]);
    return r;
}

static void put_absorption(book *b, size_t unit)
{
    grown values = {.length = 0}, sum = {.length = 0};

    if (b->rules->n_absorption == 0)
        return;
    for (size_t k = 0; k < b->rules->n_absorption; k++) {
        const ref x = absorption_value(b, k, unit);

        if (x.text[0] == '\0')
            continue;
        grow(b, &values, "%s%s", values.length == 0 ? "" : ",", x.text);
        grow(b, &sum, "+IF(ISNUMBER(%s),MAX(0,MIN(1,(%s-A_%zu_low)/(A_%zu_high-A_%zu_low))),0)", x.text, x.text,
            k + 1, k + 1, k + 1);
    }
    if (values.length > 0)
        put_formula(b, at_unit(b, unit, CALC_ABSORPTION, STYLE_DECIMAL), priority_state(b, unit)->absorption,
            "=IF(COUNT(%s)>0,(0%s)/COUNT(%s),\"\")", values.text, sum.text, values.text);
}

static void put_modality(book *b, size_t unit)
{
    const ref a = own(unit, CALC_ABSORPTION);

    if (b->rules->n_absorption == 0)
        return;
    put_formula_text(b, at_unit(b, unit, CALC_MODALITY, STYLE_CENTRE), priority_modality(b, unit),
        "=IF(ISNUMBER(%s),IF(%s<P_weak_below,\"%s\",IF(%s>=P_strong_from,\"%s\",\"%s\")),\"\")", a.text, a.text,
        titian_modality_name(TITIAN_MODALITY_WEAK), a.text, titian_modality_name(TITIAN_MODALITY_STRONG),
        titian_modality_name(TITIAN_MODALITY_MIDDLE));
}

/* ---- score ---- */

static void put_score(book *b, size_t unit)
{
    const titian_priority_state *state = priority_state(b, unit);
    const ref weights = fixed_range(SHEET_HERE, UNIT_LIVE, CALC_PART, UNIT_LIVE, CALC_PART + TITIAN_N_PARTS - 1);
    const ref parts =
        range(SHEET_HERE, row_of_unit(unit), CALC_PART, row_of_unit(unit), CALC_PART + TITIAN_N_PARTS - 1);
    const ref a = own(unit, CALC_ABSORPTION);
    char penalty[256] = "";

    if (b->rules->n_absorption > 0)
        snprintf(penalty, sizeof penalty, "*IF(ISNUMBER(%s),1-P_kappa*(1-%s),1)", a.text, a.text);
    put_formula(b, at_unit(b, unit, CALC_SCORE, STYLE_POINTS), state->score,
        "=IF(%s*%s*(SUMPRODUCT(%s,--ISNUMBER(%s))>0),100*SUMPRODUCT(%s,%s)/SUMPRODUCT(%s,--ISNUMBER(%s))%s,\"\")",
        own(unit, CALC_ELIGIBLE).text, own(unit, CALC_RANKED).text, weights.text, parts.text, weights.text,
        parts.text, weights.text, parts.text, penalty);
}

static void put_parts(book *b, size_t unit)
{
    const titian_priority_state *state = priority_state(b, unit);

    put_formula(b, at_unit(b, unit, CALC_PART + TITIAN_PART_NEED, STYLE_DECIMAL), state->part[TITIAN_PART_NEED],
        "=%s", own(unit, CALC_NEED).text);
    put_people(b, unit);
    put_vulnerability(b, unit);
    put_formula(b, at_unit(b, unit, CALC_PART + TITIAN_PART_CONFIDENCE, STYLE_DECIMAL),
        state->part[TITIAN_PART_CONFIDENCE], "=%s",
        cell(SHEET_SCORES, row_of_unit(unit), scores_col(b, SCORES_CONFIDENCE)).text);
}

/* Rank, and the unique order in which Priority shows the units: ties in the order of the data. */
static void put_order(book *b, size_t unit, const size_t *order)
{
    const titian_priority_state *state = priority_state(b, unit);
    const ref key = own(unit, CALC_KEY), rank = own(unit, CALC_RANK), score = own(unit, CALC_SCORE);
    char letters[16];

    lxw_col_to_name(letters, CALC_RANK, 0);
    put_formula(b, at_unit(b, unit, CALC_KEY, STYLE_POINTS), round_score(state->score),
        "=IF(ISNUMBER(%s),ROUND(%s,9),\"\")", score.text, score.text);
    put_formula(b, at_unit(b, unit, CALC_RANK, STYLE_RANK), number_or_missing(state->rank),
        "=IF(ISNUMBER(%s),RANK(%s,%s),\"\")", key.text, key.text, whole(b, CALC_KEY).text);
    put_formula(b, at_unit(b, unit, CALC_ORDER, STYLE_RANK), number_or_missing(order[unit]),
        "=IF(ISNUMBER(%s),%s+COUNTIF(%s$%d:%s,%s)-1,\"\")", rank.text, rank.text, letters, UNIT_FIRST + 1, rank.text,
        rank.text);
}

static void put_assess(book *b, size_t unit, size_t *n)
{
    const titian_priority_state *state = priority_state(b, unit);
    const ref first = own(unit, CALC_ASSESS_FIRST);
    char letters[16];

    lxw_col_to_name(letters, CALC_ASSESS_FIRST, 0);
    *n += state->assess_first ? 1 : 0;
    put_formula(b, at_unit(b, unit, CALC_ASSESS_FIRST, STYLE_RANK), state->assess_first ? 1.0 : 0.0, "=%s*(1-%s)",
        own(unit, CALC_ELIGIBLE).text, own(unit, CALC_RANKED).text);
    put_formula(b, at_unit(b, unit, CALC_ASSESS_ORDER, STYLE_RANK),
        state->assess_first ? (double) *n : TITIAN_MISSING, "=IF(%s=1,SUM(%s$%d:%s),\"\")", first.text, letters,
        UNIT_FIRST + 1, first.text);
}

static void put_note(book *b, size_t unit)
{
    grown formula = {.length = 0};

    for (int part = 0; part < TITIAN_N_PARTS; part++)
        if (priority_part_used(b, (titian_part) part))
            grow(b, &formula, "%sIF(ISNUMBER(%s),\"\",\"No data: %s. \")", formula.length == 0 ? "=" : "&",
                own(unit, CALC_PART + part).text, titian_part_name((titian_part) part));
    put_formula_text(b, at_unit(b, unit, CALC_NOTE, STYLE_TEXT), priority_note(b, unit).text, "%s", formula.text);
}

/* ---- the sheet ---- */

static const struct {
    const char *header, *name;
    double width;
    style_kind look;
} heads[N_CALC_COLUMNS] = {
    [CALC_REGION] = {"Region", "", 22, STYLE_HEADER},
    [CALC_STATUS] = {"Status", "Lines of vulnerability that hold", 16, STYLE_HEADER},
    [CALC_ELIGIBLE] = {"Eligible", "1 = passes the gate (value)", 10, STYLE_HEADER_MID},
    [CALC_REASON] = {"Reason", "Why in or out (value)", 30, STYLE_HEADER},
    [CALC_BY_RULES] = {"By rules", "1 = passes the gate, whatever was decided by hand (value)", 10, STYLE_HEADER_MID},
    [CALC_RANKED] = {"Ranked", "1 = enough data for a rank", 10, STYLE_HEADER_MID},
    [CALC_NEED] = {"Need", "Mean of the shortfalls to the power alpha, 0 to 1", 12, STYLE_HEADER_MID},
    [CALC_NEED_1] = {"Mean shortfall", "The same with alpha = 1", 12, STYLE_HEADER_MID},
    [CALC_POPULATION] = {"Population", "Latest (value)", 15, STYLE_HEADER_MID},
    [CALC_PEOPLE] = {"People affected", "Population times mean shortfall", 15, STYLE_HEADER_MID},
    [CALC_AID] = {"Aid", "Mean of the last years (value)", 12, STYLE_HEADER_MID},
    [CALC_BENCHMARK] = {"Aid of peers", "Median of peers that are eligible by the rules", 12, STYLE_HEADER_MID},
    [CALC_ABSORPTION] = {"Absorption", "0 to 1", 12, STYLE_HEADER_MID},
    [CALC_MODALITY] = {"Modality", "What absorption advises", 22, STYLE_HEADER_MID},
    [CALC_PART + TITIAN_PART_NEED] = {"Part: need", "", 12, STYLE_HEADER_MID},
    [CALC_PART + TITIAN_PART_PEOPLE] = {"Part: people", "", 12, STYLE_HEADER_MID},
    [CALC_PART + TITIAN_PART_VULNERABILITY] = {"Part: vulnerability", "", 14, STYLE_HEADER_MID},
    [CALC_PART + TITIAN_PART_AID] = {"Part: aid", "", 12, STYLE_HEADER_MID},
    [CALC_PART + TITIAN_PART_CONFIDENCE] = {"Part: confidence", "", 12, STYLE_HEADER_MID},
    [CALC_SCORE] = {"Priority score", "0 to 100; parts without data share their weight", 12, STYLE_HEADER_MID},
    [CALC_KEY] = {"Rank key", "Score rounded to 9 decimals", 12, STYLE_HEADER_MID},
    [CALC_RANK] = {"Rank", "1 = first", 9, STYLE_HEADER_MID},
    [CALC_ORDER] = {"Order", "Line on Priority", 10, STYLE_HEADER_MID},
    [CALC_ASSESS_FIRST] = {"Assess first", "1 = eligible, too few data", 10, STYLE_HEADER_MID},
    [CALC_ASSESS_ORDER] = {"Assess first line", "Line on Assess_First", 10, STYLE_HEADER_MID},
    [CALC_WEAK_AT_1] = {"Weakest area no.", "Position among the areas", 10, STYLE_HEADER_MID},
    [CALC_WEAK_AT_2] = {"Second weakest no.", "", 10, STYLE_HEADER_MID},
    [CALC_WEAKEST_1] = {"Weakest area", "", 28, STYLE_HEADER},
    [CALC_WEAKEST_2] = {"Second weakest area", "", 28, STYLE_HEADER},
    [CALC_NOTE] = {"Note", "", 40, STYLE_HEADER},
};

static void put_heads(book *b, lxw_worksheet *sheet)
{
    for (int col = COL_NODE; col < N_CALC_COLUMNS; col++) {
        const char *name = heads[col].name;

        if (col >= CALC_PART && col < CALC_SCORE)
            name = titian_part_summary((titian_part) (col - CALC_PART));
        put_column_name(b, sheet, (lxw_col_t) col, name);
    }
    for (int part = 0; part < TITIAN_N_PARTS; part++)
        put_formula(b, AT(sheet, UNIT_LIVE, CALC_PART + part, STYLE_TYPED), b->rules->weight[part], "=PW_%s",
            titian_part_name((titian_part) part));
}

static void put_unit(book *b, size_t unit)
{
    put_gate(b, unit);
    put_need(b, unit);
    put_parts(b, unit);
    put_aid(b, unit);
    put_absorption(b, unit);
    put_modality(b, unit);
    put_score(b, unit);
    for (int k = 0; k < 2; k++) {
        put_weakest_place(b, unit, k);
        put_weakest_name(b, unit, k);
    }
    put_note(b, unit);
}

/* Texts of the data decide how wide their columns are. */
static double width_of(const book *b, int col)
{
    double width = heads[col].width;

    for (size_t i = 0; i < b->n_units; i++) {
        if (col == CALC_REGION)
            width = style_width_of(priority_region(b, i), width, 44);
        else if (col == CALC_REASON)
            width = style_width_of(priority_state(b, i)->reason, width, 60);
        else if (col == CALC_STATUS)
            width = style_width_of(priority_status(b, i).text, width, 44);
    }
    for (size_t k = 0; k < b->n_nodes && (col == CALC_WEAKEST_1 || col == CALC_WEAKEST_2); k++)
        if (book_node(b, k)->level == b->rules->level)
            width = style_width_of(book_node(b, k)->name, width, 44);
    return width;
}

void write_priority_calc(book *b)
{
    lxw_worksheet *sheet = book_open(b, SHEET_PRIORITY_CALC,
        "Formulas but for the columns that say (value). Priority and Assess_First show this in order.");
    column columns[N_CALC_COLUMNS - COL_NODE];
    size_t *order = priority_order(b);
    size_t n_assess = 0;

    if (order == NULL)
        return;
    put_line_names(b, sheet, "Weight of the part", NULL);
    put_units(b, sheet);
    put_heads(b, sheet);
    for (size_t i = 0; i < b->n_units; i++) {
        put_unit(b, i);
        put_order(b, i, order);
        put_assess(b, i, &n_assess);
    }
    for (int col = COL_NODE; col < N_CALC_COLUMNS; col++)
        columns[col - COL_NODE] = (column){heads[col].header, width_of(b, col), heads[col].look};
    finish_matrix(b, SHEET_PRIORITY_CALC, "tblPriorityCalc", columns, N_CALC_COLUMNS - COL_NODE);
    free(order);
}

/* Parameters: every input of the workbook, beside what the model says. The only cells to type into.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "workbook/book.h"
#include "workbook/formula_methods.h"
#include "workbook/live.h"
#include "workbook/names.h"

/* ---- inputs ---- */

/* A block of input cells. */
typedef struct {
    lxw_row_t row;
    lxw_col_t col;
    lxw_row_t last_row;
    lxw_col_t last_col;
} block;

/* What may be typed into a block of cells. */
static void validate(book *b, block at, const setting *s)
{
    char title[] = "Not a possible value";
    char text[] = "Type a number within the bounds of this line. The model's value stands beside it.";
    lxw_data_validation rule = {
        .validate = s->whole ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL,
        .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
        .minimum_number = isfinite(s->least) ? s->least : -1e300,
        .maximum_number = isfinite(s->most) ? s->most : 1e300,
        .ignore_blank = LXW_VALIDATION_OFF,
        .error_title = title,
        .error_message = text,
    };

    if (book_good(b))
        book_check(b,
            worksheet_data_validation_range(
                b->sheets[SHEET_PARAMETERS], at.row, at.col, at.last_row, at.last_col, &rule),
            "an input's bounds");
}

static void put_input(book *b, lxw_row_t row, lxw_col_t col, double value, const setting *bounds)
{
    put_number(b, b->sheets[SHEET_PARAMETERS], row, col, value, bounds->share ? STYLE_INPUT_SHARE : STYLE_INPUT);
}

/* Value of a bound; blank where open. */
static void put_bound(book *b, lxw_row_t row, lxw_col_t col, double bound, const setting *s)
{
    put_number(b, b->sheets[SHEET_PARAMETERS], row, col, bound, s->share ? STYLE_SHARE : STYLE_TYPED);
}

/* ---- settings ---- */

static ref here(lxw_row_t row, int col)
{
    return cell(SHEET_HERE, row, (lxw_col_t) col);
}

static void put_setting_check(book *b, lxw_row_t row, const setting *s)
{
    grown test = {.length = 0};
    const ref value = here(row, SETTING_VALUE);

    grow(b, &test, "ISNUMBER(%s)", value.text);
    if (isfinite(s->least))
        grow(b, &test, ",%s>=%s", value.text, here(row, SETTING_LEAST).text);
    if (isfinite(s->most))
        grow(b, &test, ",%s<=%s", value.text, here(row, SETTING_MOST).text);
    if (s->whole)
        grow(b, &test, ",INT(%s)=%s", value.text, value.text);
    if (s->test[0] != '\0')
        grow(b, &test, ",%s", s->test);
    put_formula_text(b, AT(b->sheets[SHEET_PARAMETERS], row, SETTING_CHECK, STYLE_CENTRE), "ok",
        "=IF(AND(%s),\"ok\",\"out of bounds\")", test.text);
}

static void put_setting(book *b, size_t k)
{
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    const setting *s = &b->settings[k];
    const lxw_row_t row = (lxw_row_t) (LIST_FIRST + k);

    put_text(b, sheet, row, SETTING_NAME, s->name, STYLE_TEXT);
    put_text(b, sheet, row, SETTING_LABEL, s->label, STYLE_TEXT);
    put_input(b, row, SETTING_VALUE, s->value, s);
    validate(b, (block){row, SETTING_VALUE, row, SETTING_VALUE}, s);
    put_bound(b, row, SETTING_MODEL, s->value, s);
    put_bound(b, row, SETTING_LEAST, s->least, s);
    put_bound(b, row, SETTING_MOST, s->most, s);
    put_setting_check(b, row, s);
    put_text(b, sheet, row, SETTING_NOTE, s->note, STYLE_NOTE);
}

static const column setting_columns[N_SETTING_COLUMNS] = {
    [SETTING_NAME] = {"Name", 22, STYLE_HEADER},
    [SETTING_LABEL] = {"Setting", 46, STYLE_HEADER},
    [SETTING_VALUE] = {"Value", 14, STYLE_HEADER_MID},
    [SETTING_MODEL] = {"Model's value", 14, STYLE_HEADER_MID},
    [SETTING_LEAST] = {"Least", 12, STYLE_HEADER_MID},
    [SETTING_MOST] = {"Most", 12, STYLE_HEADER_MID},
    [SETTING_CHECK] = {"Check", 14, STYLE_HEADER_MID},
    [SETTING_NOTE] = {"Note", 14, STYLE_HEADER},
};

static void put_settings(book *b)
{
    const table t = {.name = "tblSettings",
        .header = LIST_HEADER,
        .last = (lxw_row_t) (LIST_FIRST + b->n_settings - 1),
        .columns = setting_columns,
        .n_columns = N_SETTING_COLUMNS};

    for (size_t k = 0; k < b->n_settings; k++)
        put_setting(b, k);
    book_table(b, b->sheets[SHEET_PARAMETERS], &t);
}

/* ---- nodes: inputs ---- */

static const setting any_weight = {.least = 0, .most = (double) INFINITY};
static const setting any_number = {.least = -(double) INFINITY, .most = (double) INFINITY};
static const setting above_zero = {.least = 1e-300, .most = (double) INFINITY};
static const setting any_share = {.least = 0, .most = 1, .share = 1};

static void put_goalposts(book *b, size_t node)
{
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    const lxw_row_t row = node_row(b, node);
    const double low = b->recipe->lows[node], high = b->recipe->highs[node];

    if (names_has_goalposts(b, node)) {
        put_input(b, row, NODE_WORST, low, &any_number);
        put_input(b, row, NODE_BEST, high, &any_number);
    } else if (b->scores_live && b->normaliser->fit != NULL) {
        b->normaliser->fit(b, node);
    }
    put_number(b, sheet, row, NODE_WORST_MODEL, low, STYLE_TYPED);
    put_number(b, sheet, row, NODE_BEST_MODEL, high, STYLE_TYPED);
    put_text(
        b, sheet, row, NODE_METHOD, book_node(b, node)->scale == TITIAN_SCALE_LOG ? "log" : "linear", STYLE_TEXT);
}

/* An input beside the model's value; a plain number on both sides where no formula reads it. */
static void put_rule(book *b, size_t node, lxw_col_t col, double value, const setting *bounds)
{
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    const style_kind look = bounds->share ? STYLE_SHARE : STYLE_TYPED;

    if (live_aggregate(b, node) && !isnan(value))
        put_input(b, node_row(b, node), col, value, bounds);
    else
        put_number(b, sheet, node_row(b, node), col, value, look);
    put_number(b, sheet, node_row(b, node), (lxw_col_t) (col + 1), value, look);
}

static void put_aggregation(book *b, size_t node)
{
    const titian_choice *choice = &b->recipe->aggregation[node];

    put_textf(b, b->sheets[SHEET_PARAMETERS], node_row(b, node), NODE_METHOD, STYLE_CENTRE, "%s%s",
        choice->method->name, live_aggregate(b, node) ? "" : " (values)");
    put_rule(b, node, NODE_LEAST, option_number(choice, "min_coverage"), &any_share);
    put_rule(b, node, NODE_FLOOR, option_number(choice, "floor"), &any_weight);
}

/* Bounds of a node's inputs; NULL where it has none. */
typedef const setting *(*bounds_of)(const book *b, size_t node);

static const setting *weight_bounds(const book *b, size_t node)
{
    (void) b;
    (void) node;
    return &any_weight;
}

static const setting *goalpost_bounds(const book *b, size_t node)
{
    if (!names_has_goalposts(b, node))
        return NULL;
    return book_node(b, node)->scale == TITIAN_SCALE_LOG ? &above_zero : &any_number;
}

static const setting *rule_bounds(const book *b, size_t node, const char *option, const setting *bounds)
{
    if (book_node(b, node)->n_children == 0 || !live_aggregate(b, node))
        return NULL;
    return isnan(option_number(&b->recipe->aggregation[node], option)) ? NULL : bounds;
}

static const setting *least_bounds(const book *b, size_t node)
{
    return rule_bounds(b, node, "min_coverage", &any_share);
}

static const setting *floor_bounds(const book *b, size_t node)
{
    return rule_bounds(b, node, "floor", &any_weight);
}

/* One rule for each run of lines with the same bounds: libxlsxwriter counts to 255 of them. */
static void validate_runs(book *b, lxw_col_t first, lxw_col_t last, bounds_of of)
{
    for (size_t node = 0; node < b->n_nodes;) {
        const setting *bounds = of(b, node);
        size_t end = node + 1;

        while (end < b->n_nodes && of(b, end) == bounds)
            end++;
        if (bounds != NULL)
            validate(b, (block){node_row(b, node), first, node_row(b, end - 1), last}, bounds);
        node = end;
    }
}

static void validate_nodes(book *b)
{
    validate_runs(b, NODE_WEIGHT, NODE_WEIGHT, weight_bounds);
    validate_runs(b, NODE_WORST, NODE_BEST, goalpost_bounds);
    validate_runs(b, NODE_LEAST, NODE_LEAST, least_bounds);
    validate_runs(b, NODE_FLOOR, NODE_FLOOR, floor_bounds);
}

/* ---- nodes: what follows from the inputs ---- */

static double n_counted(const book *b, size_t indicator)
{
    const double *x = titian_panel_column(live_stage_input(b, TITIAN_STAGE_SCREEN), indicator, b->year);
    double n = 0.0;

    for (size_t i = 0; i < b->n_units; i++)
        n += isnan(x[i]) ? 0.0 : 1.0;
    return n;
}

static void put_indicator_use(book *b, size_t node)
{
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    const lxw_row_t row = node_row(b, node);
    const double included = indicator_state(b, node)->included ? 1.0 : 0.0;
    const double n = n_counted(b, node);
    const ref units = unit_range(b, SHEET_DATA_USED, COL_CODE);

    if (b->ranked_live && (b->counted_on == SHEET_DATA_YEAR || b->returns[node]))
        put_formula(b, AT(sheet, row, NODE_AVAILABLE, STYLE_COUNT), n, "=COUNT(%s)",
            unit_range(b, b->counted_on, node_col(node)).text);
    else
        put_number(b, sheet, row, NODE_AVAILABLE, n, STYLE_COUNT);
    put_formula(b, AT(sheet, row, NODE_COVERAGE, STYLE_SHARE), n / (double) b->n_units, "=%s/ROWS(%s)",
        here(row, NODE_AVAILABLE).text, units.text);
    if (b->ranked_live && b->returns[node] && book_setting(b, "C_indicator") != NULL)
        put_formula(b, AT(sheet, row, NODE_IN_USE, STYLE_RANK), included, "=IF(AND(%s>0,%s>=C_indicator-1E-9),1,0)",
            here(row, NODE_AVAILABLE).text, here(row, NODE_COVERAGE).text);
    else
        put_number(b, sheet, row, NODE_IN_USE, included, STYLE_RANK);
}

static void put_shares(book *b, size_t node)
{
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    const titian_node *n = book_node(b, node);
    const lxw_row_t row = node_row(b, node);
    const spot share = AT(sheet, row, NODE_EFFECTIVE, STYLE_SHARE_FINE);
    const titian_node *parent = n->parent == TITIAN_NONE ? NULL : book_node(b, n->parent);

    if (n->n_children > 0)
        put_formula(b, AT(sheet, row, NODE_IN_USE, STYLE_RANK), in_use(b, node), "=IF(SUM(%s)>0,1,0)",
            range_of_nodes(b, NODE_WEIGHT_IN_USE, n->first_child, n->n_children).text);
    put_formula(b, AT(sheet, row, NODE_WEIGHT_IN_USE, STYLE_TYPED), weight_in_use(b, node), "=%s*%s",
        here(row, NODE_WEIGHT).text, here(row, NODE_IN_USE).text);
    if (parent == NULL) {
        put_formula(b, share, b->effective[node], "=%s", here(row, NODE_IN_USE).text);
        return;
    }
    const ref siblings = range_of_nodes(b, NODE_WEIGHT_IN_USE, parent->first_child, parent->n_children);

    put_formula(b, share, b->effective[node], "=IF(SUM(%s)>0,%s*%s/SUM(%s),0)", siblings.text,
        here(node_row(b, n->parent), NODE_EFFECTIVE).text, here(row, NODE_WEIGHT_IN_USE).text, siblings.text);
}

static void put_node_check(book *b, size_t node)
{
    const titian_node *n = book_node(b, node);
    const lxw_row_t row = node_row(b, node);
    const ref weight = here(row, NODE_WEIGHT), worst = here(row, NODE_WORST), best = here(row, NODE_BEST);
    grown test = {.length = 0};
    int depth = 1;

    grow(b, &test, "=IF(NOT(ISNUMBER(%s)),\"no weight\",IF(%s<0,\"weight below 0\",", weight.text, weight.text);
    depth++;
    if (n->parent != TITIAN_NONE) {
        const titian_node *parent = book_node(b, n->parent);

        grow(b, &test, "IF(SUM(%s)<=0,\"all weights here are 0\",",
            range_of_nodes(b, NODE_WEIGHT, parent->first_child, parent->n_children).text);
        depth++;
    }
    if (names_has_goalposts(b, node)) {
        grow(b, &test, "IF(COUNT(%s:%s)<2,\"no goalposts\",IF(%s=%s,\"goalposts are equal\",", worst.text, best.text,
            worst.text, best.text);
        depth += 2;
    }
    if (names_has_goalposts(b, node) && n->scale == TITIAN_SCALE_LOG) {
        grow(b, &test, "IF(MIN(%s:%s)<=0,\"log scale: goalposts above 0\",", worst.text, best.text);
        depth++;
    }
    grow(b, &test, "\"ok\"");
    while (depth-- > 0)
        grow(b, &test, ")");
    put_formula_text(b, AT(b->sheets[SHEET_PARAMETERS], row, NODE_CHECK, STYLE_CENTRE), "ok", "%s", test.text);
}

static void put_node(book *b, size_t node)
{
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    const titian_node *n = book_node(b, node);
    const lxw_row_t row = node_row(b, node);

    for (int col = 0; col < N_NODE_COLUMNS; col++)
        put_text(b, sheet, row, (lxw_col_t) col, NULL, STYLE_TEXT);
    put_text(b, sheet, row, NODE_CODE, n->code, STYLE_TEXT);
    put_text(b, sheet, row, NODE_NAME, n->name, STYLE_TEXT);
    put_input(b, row, NODE_WEIGHT, b->weights[node], &any_weight);
    put_number(b, sheet, row, NODE_WEIGHT_MODEL, b->weights[node], STYLE_TYPED);
    put_number(b, sheet, row, NODE_LEVEL, n->level, STYLE_RANK);
    if (n->parent != TITIAN_NONE)
        put_text(b, sheet, row, NODE_PARENT, book_node(b, n->parent)->code, STYLE_CENTRE);
    if (n->n_children == 0) {
        put_goalposts(b, node);
        put_indicator_use(b, node);
    } else {
        put_aggregation(b, node);
    }
    put_shares(b, node);
    put_node_check(b, node);
}

static void put_nodes(book *b)
{
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    const char *first = b->normaliser != NULL ? b->normaliser->first : "Worst";
    const char *second = b->normaliser != NULL ? b->normaliser->second : "Best";
    const column columns[N_NODE_COLUMNS] = {
        [NODE_CODE] = {"Code", 22, STYLE_HEADER},
        [NODE_NAME] = {"Indicator or aggregate", 46, STYLE_HEADER},
        [NODE_WEIGHT] = {"Weight", 14, STYLE_HEADER_MID},
        [NODE_WEIGHT_MODEL] = {"Model's weight", 14, STYLE_HEADER_MID},
        [NODE_WORST] = {first, 12, STYLE_HEADER_MID},
        [NODE_BEST] = {second, 12, STYLE_HEADER_MID},
        [NODE_WORST_MODEL] = {"Model's worst", 14, STYLE_HEADER_MID},
        [NODE_BEST_MODEL] = {"Model's best", 14, STYLE_HEADER_MID},
        [NODE_LEAST] = {"Least coverage", 12, STYLE_HEADER_MID},
        [NODE_LEAST_MODEL] = {"Model's least coverage", 12, STYLE_HEADER_MID},
        [NODE_FLOOR] = {"Floor", 12, STYLE_HEADER_MID},
        [NODE_FLOOR_MODEL] = {"Model's floor", 12, STYLE_HEADER_MID},
        [NODE_LEVEL] = {"Level", 12, STYLE_HEADER_MID},
        [NODE_PARENT] = {"Part of", 12, STYLE_HEADER_MID},
        [NODE_METHOD] = {"Scale or method", 12, STYLE_HEADER_MID},
        [NODE_AVAILABLE] = {"Units with data", 12, STYLE_HEADER_MID},
        [NODE_COVERAGE] = {"Coverage", 12, STYLE_HEADER_MID},
        [NODE_IN_USE] = {"In use", 12, STYLE_HEADER_MID},
        [NODE_WEIGHT_IN_USE] = {"Weight in use", 12, STYLE_HEADER_MID},
        [NODE_EFFECTIVE] = {"Share of the index", 12, STYLE_HEADER_MID},
        [NODE_CHECK] = {"Check", 26, STYLE_HEADER_MID},
    };
    const lxw_row_t header = node_row(b, 0) - 1;
    const table t = {.name = "tblNodes",
        .header = header,
        .last = node_row(b, b->root),
        .columns = columns,
        .n_columns = N_NODE_COLUMNS};

    put_text(b, sheet, header - 1, 0, "Weights of the tree, goalposts of its indicators, rules of its aggregates",
        STYLE_HEADING);
    for (size_t node = 0; node < b->n_nodes; node++)
        put_node(b, node);
    validate_nodes(b);
    book_table(b, sheet, &t);
}

/* ---- the state of the inputs ---- */

static void grow_changed(book *b, grown *g, ref now, ref model)
{
    grow(b, g, "%sSUMPRODUCT(--(%s<>%s))", g->length == 0 ? "=" : "+", now.text, model.text);
}

static void put_state(book *b)
{
    static const node_column pairs[][2] = {{NODE_WEIGHT, NODE_WEIGHT_MODEL}, {NODE_WORST, NODE_WORST_MODEL},
        {NODE_BEST, NODE_BEST_MODEL}, {NODE_LEAST, NODE_LEAST_MODEL}, {NODE_FLOOR, NODE_FLOOR_MODEL}};
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    const lxw_row_t last = (lxw_row_t) (LIST_FIRST + b->n_settings - 1);
    const ref settings_check = fixed_range(SHEET_HERE, LIST_FIRST, SETTING_CHECK, last, SETTING_CHECK);
    const ref node_check = range_of_nodes(b, NODE_CHECK, 0, b->n_nodes);
    grown changed = {.length = 0};

    grow_changed(b, &changed, fixed_range(SHEET_HERE, LIST_FIRST, SETTING_VALUE, last, SETTING_VALUE),
        fixed_range(SHEET_HERE, LIST_FIRST, SETTING_MODEL, last, SETTING_MODEL));
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        const int goalposts = pairs[k][0] == NODE_WORST || pairs[k][0] == NODE_BEST;
        const size_t first = pairs[k][0] == NODE_LEAST || pairs[k][0] == NODE_FLOOR ? b->n_indicators : 0;
        const size_t n = goalposts ? b->n_indicators : b->n_nodes - first;

        if (n > 0 && (!goalposts || b->goalposts))
            grow_changed(
                b, &changed, range_of_nodes(b, pairs[k][0], first, n), range_of_nodes(b, pairs[k][1], first, n));
    }
    put_text(b, sheet, LIST_AUX, SETTING_NAME, "Inputs changed", STYLE_BOLD);
    put_formula(b, AT(sheet, LIST_AUX, SETTING_LABEL, STYLE_BOLD), 0, "%s", changed.text);
    put_formula_text(b, AT(sheet, LIST_AUX, SETTING_VALUE, STYLE_BANNER), BOOK_STATE_CURRENT,
        "=IF(SUMPRODUCT(--(%s<>\"ok\"))+SUMPRODUCT(--(%s<>\"ok\"))>0,\"STALE: an input on Parameters cannot be used; "
        "see "
        "the columns Check.\",IF(P_changed=0,\"" BOOK_STATE_CURRENT
        "\",\"STALE: inputs on Parameters that differ from "
        "the model's: \"&P_changed&\". Formulas follow them; figures given as values do not.\"))",
        settings_check.text, node_check.text);
    if (book_good(b))
        book_check(b, style_banner(sheet, &b->style, LIST_AUX, SETTING_VALUE), "the banner");
}

void write_parameters(book *b)
{
    lxw_worksheet *sheet = book_open(b, SHEET_PARAMETERS,
        "Type into the framed cells alone; the model's value stands beside each. Rows 1 to 5 stay in view.");
    const style_page page = {.landscape = 1, .last_row = node_row(b, b->root), .last_col = N_NODE_COLUMNS - 1};

    book_widths(b, sheet, setting_columns, N_SETTING_COLUMNS);
    for (lxw_col_t col = N_SETTING_COLUMNS; col < N_NODE_COLUMNS && book_good(b); col++)
        book_check(b, worksheet_set_column(sheet, col, col, col == NODE_CHECK ? 26 : 12, NULL), "a column width");
    put_state(b);
    put_settings(b);
    put_nodes(b);
    worksheet_freeze_panes(sheet, LIST_HEADER, SETTING_VALUE);
    book_print(b, sheet, &page);
}

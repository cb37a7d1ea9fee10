/* Parameters: every input of the workbook, beside what the model says. The only cells to type into.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "workbook/book.h"
#include "workbook/formula_methods.h"
#include "workbook/live.h"
#include "workbook/names.h"
#include "workbook/parameters.h"

/* ---- inputs ---- */

/* libxlsxwriter counts rules to 255; past them the column Check still speaks. */
enum { MOST_RULES = 250 };

void validate(book *b, block at, const setting *s)
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

    if (book_good(b) && b->sheets[SHEET_PARAMETERS]->num_validations < MOST_RULES)
        book_check(b,
            worksheet_data_validation_range(
                b->sheets[SHEET_PARAMETERS], at.row, at.col, at.last_row, at.last_col, &rule),
            "an input's bounds");
}

void put_input(book *b, lxw_row_t row, lxw_col_t col, double value, const setting *bounds)
{
    const style_kind look = bounds->share ? STYLE_INPUT_SHARE : bounds->amount ? STYLE_INPUT_MONEY : STYLE_INPUT;

    put_number(b, b->sheets[SHEET_PARAMETERS], row, col, value, look);
}

ref here(lxw_row_t row, int col)
{
    return cell(SHEET_HERE, row, (lxw_col_t) col);
}

/* ---- nodes: inputs ---- */

static const setting any_weight = {.least = 0, .most = (double) INFINITY};
static const setting any_number = {.least = -(double) INFINITY, .most = (double) INFINITY};
static const setting above_zero = {.least = 1e-300, .most = (double) INFINITY};
static const setting any_share = {.least = 0, .most = 1, .share = 1};

/* The two ends of the goalposts, or the target, beside the model's. */
static void put_typed(book *b, size_t j)
{
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    const lxw_row_t row = node_row(b, j);
    const unsigned typed = names_typed(b, j);
    const double best = typed & TYPED_POSTS ? b->recipe->highs[j] : book_node(b, j)->target;

    if (typed == 0)
        return;
    put_input(b, row, NODE_BEST, best, &any_number);
    put_number(b, sheet, row, NODE_BEST_MODEL, best, STYLE_TYPED);
    if (!(typed & TYPED_POSTS))
        return;
    put_input(b, row, NODE_WORST, b->recipe->lows[j], &any_number);
    put_number(b, sheet, row, NODE_WORST_MODEL, b->recipe->lows[j], STYLE_TYPED);
}

/* The method, and the scale where it reads the value on one. */
static void put_scoring(book *b, size_t j)
{
    const titian_method *method = choice_of_indicator(b, j)->method;
    const int scaled = (method->needs & TITIAN_NEEDS_GOALPOSTS) != 0;

    put_typed(b, j);
    if (b->scored_by[j] != NULL && b->scored_by[j]->fit != NULL)
        b->scored_by[j]->fit(b, j);
    put_textf(b, b->sheets[SHEET_PARAMETERS], node_row(b, j), NODE_METHOD, STYLE_CENTRE, "%s%s%s", method->name,
        !scaled                                      ? ""
        : book_node(b, j)->scale == TITIAN_SCALE_LOG ? ", log"
                                                     : ", linear",
        b->scored_by[j] == NULL ? " (values)" : "");
}

/* An input beside the model's value; a plain number on both sides where no formula reads it. */
static void put_rule(book *b, size_t node, lxw_col_t col, double value, const setting *bounds)
{
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    const style_kind look = bounds->share ? STYLE_SHARE : STYLE_TYPED;

    if (b->made_by[node] != NULL && !isnan(value))
        put_input(b, node_row(b, node), col, value, bounds);
    else
        put_number(b, sheet, node_row(b, node), col, value, look);
    put_number(b, sheet, node_row(b, node), (lxw_col_t) (col + 1), value, look);
}

static void put_aggregation(book *b, size_t node)
{
    const titian_choice *choice = &b->recipe->aggregation[node];
    const titian_choice weighing = titian_recipe_weighing(b->recipe, node);

    put_textf(b, b->sheets[SHEET_PARAMETERS], node_row(b, node), NODE_METHOD, STYLE_CENTRE, "%s%s",
        choice->method->name, b->made_by[node] != NULL ? "" : " (values)");
    put_text(b, b->sheets[SHEET_PARAMETERS], node_row(b, node), NODE_WEIGHING, weighing.method->name, STYLE_CENTRE);
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

static const setting *worst_bounds(const book *b, size_t node)
{
    if (!(names_typed(b, node) & TYPED_POSTS))
        return NULL;
    return book_node(b, node)->scale == TITIAN_SCALE_LOG ? &above_zero : &any_number;
}

static const setting *best_bounds(const book *b, size_t node)
{
    return names_typed(b, node) & TYPED_TARGET ? &any_number : worst_bounds(b, node);
}

static const setting *rule_bounds(const book *b, size_t node, const char *option, const setting *bounds)
{
    if (book_node(b, node)->n_children == 0 || b->made_by[node] == NULL)
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
static void validate_runs(book *b, lxw_col_t col, bounds_of of)
{
    for (size_t node = 0; node < b->n_nodes;) {
        const setting *bounds = of(b, node);
        size_t end = node + 1;

        while (end < b->n_nodes && of(b, end) == bounds)
            end++;
        if (bounds != NULL)
            validate(b, (block){node_row(b, node), col, node_row(b, end - 1), col}, bounds);
        node = end;
    }
}

static void validate_nodes(book *b)
{
    validate_runs(b, NODE_WEIGHT, weight_bounds);
    validate_runs(b, NODE_WORST, worst_bounds);
    validate_runs(b, NODE_BEST, best_bounds);
    validate_runs(b, NODE_LEAST, least_bounds);
    validate_runs(b, NODE_FLOOR, floor_bounds);
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

/* What may be wrong with a line, one IF inside the other. */
typedef struct {
    grown text;
    int depth;
} check;

static void grow_check(book *b, check *c, const char *words, const char *condition, ...) TITIAN_PRINTF(4, 5);
static void grow_check(book *b, check *c, const char *words, const char *condition, ...)
{
    char test[512];
    va_list args;

    va_start(args, condition);
    vsnprintf(test, sizeof test, condition, args);
    va_end(args);
    grow(b, &c->text, "%sIF(%s,\"%s\",", c->depth++ == 0 ? "=" : "", test, words);
}

static void grow_typed_checks(book *b, check *c, size_t node)
{
    const lxw_row_t row = node_row(b, node);
    const ref worst = here(row, NODE_WORST), best = here(row, NODE_BEST), first = here(row, NODE_FIRST);
    const unsigned typed = names_typed(b, node);

    if (typed & TYPED_TARGET)
        grow_check(b, c, "no target", "COUNT(%s)<1", best.text);
    if (typed & TYPED_TARGET && b->scored_by[node]->aims)
        grow_check(b, c, "target is no better than the worst", "%s*(%s-N(%s))<=0",
            book_node(b, node)->direction < 0 ? "-1" : "1", best.text, first.text);
    if (!(typed & TYPED_POSTS))
        return;
    grow_check(b, c, "no goalposts", "COUNT(%s,%s)<2", worst.text, best.text);
    grow_check(b, c, "goalposts are equal", "%s=%s", worst.text, best.text);
    if (book_node(b, node)->scale == TITIAN_SCALE_LOG)
        grow_check(b, c, "log scale: goalposts above 0", "MIN(%s,%s)<=0", worst.text, best.text);
}

static void put_node_check(book *b, size_t node)
{
    const titian_node *n = book_node(b, node);
    const lxw_row_t row = node_row(b, node);
    const ref weight = here(row, NODE_WEIGHT);
    check c = {.depth = 0};

    grow_check(b, &c, "no weight", "NOT(ISNUMBER(%s))", weight.text);
    grow_check(b, &c, "weight below 0", "%s<0", weight.text);
    if (n->parent != TITIAN_NONE) {
        const titian_node *parent = book_node(b, n->parent);

        grow_check(b, &c, "all weights here are 0", "SUM(%s)<=0",
            range_of_nodes(b, NODE_WEIGHT, parent->first_child, parent->n_children).text);
    }
    grow_typed_checks(b, &c, node);
    grow(b, &c.text, "\"ok\"");
    while (c.depth-- > 0)
        grow(b, &c.text, ")");
    put_formula_text(b, AT(b->sheets[SHEET_PARAMETERS], row, NODE_CHECK, STYLE_CENTRE), "ok", "%s", c.text.text);
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
        put_scoring(b, node);
        put_indicator_use(b, node);
    } else {
        put_aggregation(b, node);
    }
    put_shares(b, node);
    put_node_check(b, node);
}

/* Head of a column of statistics: the one name that the methods in use have for it. */
static const char *statistic_name(const book *b, int second)
{
    const char *name = NULL;

    for (size_t j = 0; j < b->n_indicators; j++) {
        const formula_normaliser *row = b->scored_by[j];
        const char *its = row == NULL ? "" : second ? row->second : row->first;

        if (*its == '\0')
            continue;
        if (name != NULL && strcmp(name, its) != 0)
            return second ? "Highest, deviation or reference" : "Lowest, mean or reference";
        name = its;
    }
    return name != NULL ? name : second ? "Statistic 2" : "Statistic 1";
}

/* A target is the only thing typed where no indicator has goalposts. */
static const char *best_name(const book *b)
{
    int posts = 0, targets = 0;

    for (size_t j = 0; j < b->n_indicators; j++) {
        posts |= (names_typed(b, j) & TYPED_POSTS) != 0;
        targets |= (names_typed(b, j) & TYPED_TARGET) != 0;
    }
    return !targets ? "Best" : posts ? "Best, or target" : "Target";
}

static void put_nodes(book *b)
{
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    const column columns[N_NODE_COLUMNS] = {
        [NODE_CODE] = {"Code", 22, STYLE_HEADER},
        [NODE_NAME] = {"Indicator or aggregate", 46, STYLE_HEADER},
        [NODE_WEIGHT] = {"Weight", 14, STYLE_HEADER_MID},
        [NODE_WEIGHT_MODEL] = {"Model's weight", 14, STYLE_HEADER_MID},
        [NODE_WORST] = {"Worst", 12, STYLE_HEADER_MID},
        [NODE_BEST] = {best_name(b), 12, STYLE_HEADER_MID},
        [NODE_WORST_MODEL] = {"Model's worst", 14, STYLE_HEADER_MID},
        [NODE_BEST_MODEL] = {"Model's best", 14, STYLE_HEADER_MID},
        [NODE_FIRST] = {statistic_name(b, 0), 14, STYLE_HEADER_MID},
        [NODE_SECOND] = {statistic_name(b, 1), 14, STYLE_HEADER_MID},
        [NODE_LEAST] = {"Least coverage", 12, STYLE_HEADER_MID},
        [NODE_LEAST_MODEL] = {"Model's least coverage", 12, STYLE_HEADER_MID},
        [NODE_FLOOR] = {"Floor", 12, STYLE_HEADER_MID},
        [NODE_FLOOR_MODEL] = {"Model's floor", 12, STYLE_HEADER_MID},
        [NODE_LEVEL] = {"Level", 12, STYLE_HEADER_MID},
        [NODE_PARENT] = {"Part of", 12, STYLE_HEADER_MID},
        [NODE_METHOD] = {"Method", 22, STYLE_HEADER_MID},
        [NODE_WEIGHING] = {"Weights of its parts", 12, STYLE_HEADER_MID},
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

    put_text(
        b, sheet, header - 1, 0, "Weights of the tree, goalposts of indicators, rules of aggregates", STYLE_HEADING);
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

        if (n > 0)
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

static double node_width(node_column col)
{
    if (col == NODE_CHECK)
        return 28;
    return col == NODE_METHOD ? 22 : col == NODE_FIRST || col == NODE_SECOND ? 14 : 12;
}

void write_parameters(book *b)
{
    lxw_worksheet *sheet =
        book_open(b, SHEET_PARAMETERS, "Type into framed cells alone; the model's value is beside each.");
    const style_page page = {.landscape = 1,
        .dense = 1,
        .keep_top = 1,
        .last_row = node_row(b, b->root),
        .last_col = N_NODE_COLUMNS - 1,
        .repeat_cols = SETTING_VALUE};

    put_settings(b); /* its widths hold for the first columns of both tables */
    for (lxw_col_t col = N_SETTING_COLUMNS; col < N_NODE_COLUMNS && book_good(b); col++)
        book_check(b, worksheet_set_column(sheet, col, col, node_width((node_column) col), NULL), "a column width");
    put_state(b);
    put_nodes(b);
    worksheet_freeze_panes(sheet, LIST_HEADER, SETTING_VALUE);
    book_print(b, sheet, &page);
}

/* Allocation_Units: what each unit has of the budget, in the order of the data, by formula from Priority_Calc,
 * Parameters and Allocation_Calc. Who takes part, floors and caps of groups and last year's amounts are the engine's:
 * they rest on labels and lists. SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/allocation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/matrix.h"

static const char no_floor[] = "", at_floor[] = "floor", at_cap[] = "cap", by_hand[] = "set by hand";
static const char gain_more[] = "others gain more"; /* where returns fall */

/* ---- figures of the engine ---- */

static titian_item engine(const book *b, size_t unit, const char *head)
{
    const titian_listing *t = b->analyses.allocation->amounts;

    return titian_listing_cell(t, unit, titian_listing_find(t, head));
}

static double number_or(double x, double otherwise)
{
    return isnan(x) ? otherwise : x;
}

static int decision_of(const book *b, size_t unit)
{
    const char *word = engine(b, unit, "Decision").text;

    if (strcmp(word, "in") == 0 || strcmp(word, "dropped") == 0)
        return ALLOC_IS_IN;
    return strcmp(word, "assess first") == 0 ? ALLOC_IS_FIRST
           : strcmp(word, "set") == 0        ? ALLOC_IS_SET
                                             : ALLOC_IS_OUT;
}

allocated allocation_of(const book *b, size_t unit)
{
    const titian_allocation_rules *r = &b->recipe->allocation;
    const double budget = b->analyses.allocation->budget;
    allocated a = {.in = decision_of(b, unit)};

    a.amount = engine(b, unit, "Amount").number;
    a.exact = engine(b, unit, "Exact").number;
    if (a.in == ALLOC_IS_FIRST)
        a.base = a.low = a.high = r->assess_first;
    if (a.in == ALLOC_IS_SET)
        a.base = a.low = a.high = a.exact;
    if (a.in != ALLOC_IS_IN) {
        allocation_draw_line(b, unit, &a);
        return a;
    }
    a.score = number_or(engine(b, unit, "Score").number, 0.0);
    a.base = fmax(r->base, r->base_share * budget);
    a.low = engine(b, unit, "Floor").number;
    a.high = fmin(budget, number_or(engine(b, unit, "Cap").number, budget));
    allocation_draw_line(b, unit, &a);
    return a;
}

/* The one lambda, of whoever takes part. */
static double level_of(const book *b)
{
    for (size_t i = 0; i < b->n_units; i++)
        if (!isnan(engine(b, i, "Lambda").number))
            return allocation_level_of(b, engine(b, i, "Lambda").number);
    return 0.0;
}

/* The bound of who has no floor, and nothing. */
static const char *at_nothing(const book *b)
{
    return allocation_returns_fall(b) ? gain_more : no_floor;
}

static const char *binds(const book *b, const allocated *a, double level)
{
    const double by_score = a->offset + level * a->slope;

    if (a->in == ALLOC_IS_SET)
        return by_hand;
    if (a->in != ALLOC_IS_IN)
        return no_floor;
    if (by_score <= a->low)
        return a->low > 0.0 ? at_floor : at_nothing(b);
    return by_score >= a->high ? at_cap : no_floor;
}

/* ---- floors, caps and numbers beside the rule ---- */

/* The largest or smallest value among lines of the model that hold; missing where none does. */
static double of_groups(const book *b, const titian_condition *lines, size_t n, size_t unit, double sign)
{
    double found = TITIAN_MISSING;

    for (size_t k = 0; k < n; k++)
        if (titian_condition_holds(&lines[k], b->data, titian_assessment_data_unit(b->a, unit)) &&
            (isnan(found) || sign * lines[k].value > sign * found))
            found = lines[k].value;
    return found;
}

static double variable_value(const book *b, const char *code, size_t unit)
{
    const size_t variable = code != NULL ? titian_panel_find_variable(b->raw, code) : TITIAN_NONE;

    return variable == TITIAN_NONE ? TITIAN_MISSING : titian_panel_column(b->raw, variable, b->year)[unit];
}

static const titian_allocation_entry *entry_of(const book *b, const char *name)
{
    const titian_allocation_rules *r = &b->recipe->allocation;

    for (size_t k = 0; k < r->n_factors; k++)
        if (strcmp(r->factors[k].name, name) == 0)
            return &r->factors[k];
    return NULL;
}

/* The column of Priority_Calc that measures a factor; 0 where a variable of the model does. */
static int measured_in(const book *b, const char *name)
{
    static const int columns[TITIAN_N_MEASURES] = {
        [TITIAN_MEASURE_NEED] = CALC_NEED,
        [TITIAN_MEASURE_POPULATION] = CALC_POPULATION,
        [TITIAN_MEASURE_CAPACITY] = CALC_ABSORPTION,
        [TITIAN_MEASURE_VULNERABILITY] = CALC_PART + TITIAN_PART_VULNERABILITY,
        [TITIAN_MEASURE_AID] = CALC_PART + TITIAN_PART_AID,
    };
    const titian_allocation_entry *e = entry_of(b, name);
    const titian_measure measure = titian_measure_find(name);

    return !b->rules->on || measure == TITIAN_N_MEASURES || (e != NULL && e->variable != NULL) ? 0 : columns[measure];
}

/* ---- cells ---- */

static ref own(size_t unit, int col)
{
    return cell(SHEET_HERE, row_of_unit(unit), (lxw_col_t) col);
}

static ref whole(const book *b, int col)
{
    return unit_range(b, SHEET_HERE, (lxw_col_t) col);
}

ref allocation_range(const book *b, int col)
{
    return unit_range(b, SHEET_ALLOCATION_UNITS, (lxw_col_t) col);
}

static spot at(const book *b, size_t unit, int col, style_kind look)
{
    return AT(b->sheets[SHEET_ALLOCATION_UNITS], row_of_unit(unit), col, look);
}

static void value(book *b, size_t unit, int col, double x, style_kind look)
{
    put_number(b, b->sheets[SHEET_ALLOCATION_UNITS], row_of_unit(unit), (lxw_col_t) col, x, look);
}

double allocation_people(const book *b, size_t unit)
{
    const char *name = titian_measure_name(TITIAN_MEASURE_POPULATION);
    const titian_allocation_entry *e = entry_of(b, name);

    if (measured_in(b, name) != 0)
        return priority_state(b, unit)->population;
    return number_or(
        variable_value(b, e != NULL ? e->variable : NULL, unit), e != NULL ? e->otherwise : TITIAN_MISSING);
}

static void put_people(book *b, size_t unit)
{
    const int col = measured_in(b, titian_measure_name(TITIAN_MEASURE_POPULATION));

    if (col == 0) {
        value(b, unit, ALLOC_PEOPLE, allocation_people(b, unit), STYLE_COUNT);
        return;
    }
    const ref people = cell(SHEET_PRIORITY_CALC, row_of_unit(unit), (lxw_col_t) col);

    put_formula(b, at(b, unit, ALLOC_PEOPLE, STYLE_COUNT), allocation_people(b, unit), "=IF(ISNUMBER(%s),%s,\"\")",
        people.text, people.text);
}

/* @param nth  which of the units that are not out this one is */
static void put_factor(book *b, size_t k, size_t unit, size_t nth)
{
    const char *name = allocation_factor(b, k);
    const int col = measured_in(b, name), in = decision_of(b, unit);
    const int ratio = col >= CALC_PART;
    const titian_allocation_entry *e = entry_of(b, name);
    const double x = in != 0 ? allocation_value(b, k, nth) : TITIAN_MISSING;
    char otherwise[32] = "\"\"";

    if (col == 0 || in == 0 || !allocation_is_live(b)) {
        value(b, unit, ALLOC_FACTOR + (int) k, x, STYLE_VALUE);
        return;
    }
    const ref from = cell(SHEET_PRIORITY_CALC, row_of_unit(unit), (lxw_col_t) col);

    if (e != NULL && !isnan(e->otherwise))
        snprintf(otherwise, sizeof otherwise, "%.17g", e->otherwise);
    put_formula(b, at(b, unit, ALLOC_FACTOR + (int) k, STYLE_VALUE), x, "=IF(ISNUMBER(%s),%s%s,%s)", from.text,
        ratio ? "1+" : "", from.text, otherwise);
}

/* Base, floor and cap; a cap is never above the budget, which changes nothing. */
static void put_bounds(book *b, size_t unit, const allocated *a)
{
    const titian_allocation_rules *r = &b->recipe->allocation;
    const ref in = own(unit, ALLOC_IN), base = own(unit, ALLOC_BASE), previous = own(unit, ALLOC_PREVIOUS);
    const ref people = own(unit, ALLOC_PEOPLE), group = own(unit, ALLOC_GROUP_CAP);
    grown low = {.length = 0}, high = {.length = 0};
    char set[32] = "0";

    if (a->in == ALLOC_IS_SET)
        snprintf(set, sizeof set, "%.17g", a->exact);
    grow(b, &low, "%s,M_floor,M_floor_share*M_budget,N(%s)", base.text, own(unit, ALLOC_GROUP_FLOOR).text);
    grow(b, &high, "M_budget,M_cap_share*M_budget,IF(ISNUMBER(%s),%s,M_budget)", group.text, group.text);
    if (isfinite(r->cap))
        grow(b, &high, ",M_cap");
    if (isfinite(r->cap_per_head))
        grow(b, &high, ",M_cap_per_head*N(%s)", people.text);
    if (r->previous != NULL)
        grow(b, &low, ",IF(ISNUMBER(%s),%s*(1-M_down),0)", previous.text, previous.text);
    if (r->previous != NULL && isfinite(r->swing_up))
        grow(b, &high, ",IF(ISNUMBER(%s),%s*(1+M_up),M_budget)", previous.text, previous.text);
    put_formula(b, at(b, unit, ALLOC_BASE, STYLE_VALUE), a->base,
        "=IF(%s=1,MAX(M_base,M_base_share*M_budget),IF(%s=2,M_assess_first,%s))", in.text, in.text, set);
    put_formula(b, at(b, unit, ALLOC_LOW, STYLE_VALUE), a->low, "=IF(%s=1,MAX(%s),%s)", in.text, low.text, base.text);
    put_formula(
        b, at(b, unit, ALLOC_HIGH, STYLE_VALUE), a->high, "=IF(%s=1,MIN(%s),%s)", in.text, high.text, base.text);
}

/* The product of the factors; 0 where one is not known. */
static void put_score(book *b, size_t unit, const allocated *a)
{
    grown product = {.length = 0};

    for (size_t k = 0; k < b->n_factors; k++)
        grow(
            b, &product, "*IF(M_power_%zu=0,1,%s^M_power_%zu)", k + 1, own(unit, ALLOC_FACTOR + (int) k).text, k + 1);
    put_formula(b, at(b, unit, ALLOC_SCORE, STYLE_VALUE), a->score, "=IF(%s=1,IFERROR(1%s,0),0)",
        own(unit, ALLOC_IN).text, product.text);
}

/* Whole units of money, what is left of the exact amount, whose turn it is to have one of those left over; and what
 * the list of amounts is sorted by: all units of money, and -1 for who is out. */
typedef struct {
    double whole, remainder, key;
    size_t order, place;
} rounded;

static void put_rounding(book *b, size_t unit, const rounded *r)
{
    const ref exact = own(unit, ALLOC_EXACT), units = own(unit, ALLOC_WHOLE), rest = own(unit, ALLOC_REMAINDER);
    char letters[16];

    lxw_col_to_name(letters, ALLOC_REMAINDER, 0);
    put_formula(b, at(b, unit, ALLOC_WHOLE, STYLE_COUNT), r->whole, "=INT(ROUND(%s/M_unit,6))", exact.text);
    put_formula(b, at(b, unit, ALLOC_REMAINDER, STYLE_DECIMAL), r->remainder, "=ROUND(%s/M_unit,6)-%s", exact.text,
        units.text);
    put_formula(b, at(b, unit, ALLOC_ORDER, STYLE_RANK), (double) r->order, "=RANK(%s,%s)+COUNTIF(%s$%d:%s,%s)-1",
        rest.text, whole(b, ALLOC_REMAINDER).text, letters, UNIT_FIRST + 1, rest.text, rest.text);
}

/* The place in the list of amounts, largest first; equal amounts in the order of the data. */
static void put_place(book *b, size_t unit, const rounded *r)
{
    const ref key = own(unit, ALLOC_KEY), amount = own(unit, ALLOC_AMOUNT);
    char letters[16];

    if (!allocation_is_live(b)) {
        value(b, unit, ALLOC_KEY, r->key, STYLE_COUNT);
        value(b, unit, ALLOC_PLACE, (double) r->place, STYLE_RANK);
        return;
    }
    lxw_col_to_name(letters, ALLOC_KEY, 0);
    put_formula(b, at(b, unit, ALLOC_KEY, STYLE_COUNT), r->key, "=IF(%s>0,ROUND(%s/M_unit,0),-1)",
        own(unit, ALLOC_IN).text, amount.text);
    put_formula(b, at(b, unit, ALLOC_PLACE, STYLE_RANK), (double) r->place, "=RANK(%s,%s)+COUNTIF(%s$%d:%s,%s)-1",
        key.text, whole(b, ALLOC_KEY).text, letters, UNIT_FIRST + 1, key.text, key.text);
}

static void put_amount(book *b, size_t unit, const allocated *a, double level)
{
    const ref in = own(unit, ALLOC_IN), base = own(unit, allocation_offset(b)),
              score = own(unit, allocation_slope(b));
    const ref low = own(unit, ALLOC_LOW), high = own(unit, ALLOC_HIGH), amount = own(unit, ALLOC_AMOUNT);
    const ref people = own(unit, ALLOC_PEOPLE), l = allocation_level();
    const double heads = engine(b, unit, "Per.Head").number;

    put_formula(b, at(b, unit, ALLOC_EXACT, STYLE_VALUE), a->exact, "=MIN(MAX(%s+%s*%s,%s),%s)", base.text, l.text,
        score.text, low.text, high.text);
    put_formula(b, at(b, unit, ALLOC_AMOUNT, STYLE_TYPED), a->amount,
        "=(%s+IF(%s<=ROUND(M_budget/M_unit,0)-SUM(%s),1,0))*M_unit", own(unit, ALLOC_WHOLE).text,
        own(unit, ALLOC_ORDER).text, whole(b, ALLOC_WHOLE).text);
    put_formula(b, at(b, unit, ALLOC_SHARE, STYLE_SHARE_FINE), a->amount / b->analyses.allocation->budget,
        "=%s/M_budget", amount.text);
    put_formula(b, at(b, unit, ALLOC_PER_HEAD, STYLE_VALUE), heads, "=IF(N(%s)>0,%s/%s,\"\")", people.text,
        amount.text, people.text);
    put_formula_text(b, at(b, unit, ALLOC_BINDS, STYLE_CENTRE), binds(b, a, level),
        "=IF(%s<>1,IF(%s=3,\"set by "
        "hand\",\"\"),IF(%s+%s*%s<=%s,IF(%s>0,\"floor\",\"%s\"),IF(%s+%s*%s>=%s,\"cap\",\"\")))",
        in.text, in.text, base.text, l.text, score.text, low.text, low.text, at_nothing(b), base.text, l.text,
        score.text, high.text);
}

/* ---- rounding, as the formulas do it ---- */

static int by_remainder(const void *x, const void *y)
{
    const rounded *const *one = x, *const *other = y;

    if ((*one)->remainder != (*other)->remainder)
        return (*one)->remainder > (*other)->remainder ? -1 : 1;
    return (*one > *other) - (*one < *other);
}

static int by_key(const void *x, const void *y)
{
    const rounded *const *one = x, *const *other = y;

    if ((*one)->key != (*other)->key)
        return (*one)->key > (*other)->key ? -1 : 1;
    return (*one > *other) - (*one < *other);
}

static rounded *round_all(book *b)
{
    rounded *all = calloc(b->n_units + 1, sizeof *all);
    rounded **order = calloc(b->n_units + 1, sizeof(rounded *));

    if (all == NULL || order == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the amounts of %zu units", b->n_units);
        free(all);
        all = NULL;
        goto out;
    }
    for (size_t i = 0; i < b->n_units; i++) {
        const double units = round(engine(b, i, "Exact").number / b->recipe->allocation.unit * 1e6) / 1e6;

        all[i].whole = floor(units);
        all[i].remainder = units - all[i].whole;
        all[i].key =
            decision_of(b, i) == 0 ? -1.0 : round(engine(b, i, "Amount").number / b->recipe->allocation.unit);
        order[i] = &all[i];
    }
    qsort(order, b->n_units, sizeof(rounded *), by_remainder);
    for (size_t k = 0; k < b->n_units; k++)
        order[k]->order = k + 1;
    qsort(order, b->n_units, sizeof(rounded *), by_key);
    for (size_t k = 0; k < b->n_units; k++)
        order[k]->place = k + 1;
out:
    free(order);
    return all;
}

size_t *allocation_order(book *b, size_t *n)
{
    rounded *all = round_all(b);
    size_t *order = calloc(b->n_units + 1, sizeof *order);

    *n = 0;
    if (order == NULL)
        book_fail(b, TITIAN_E_MEMORY, "no memory for the amounts of %zu units", b->n_units);
    for (size_t i = 0; all != NULL && order != NULL && i < b->n_units; i++) {
        order[all[i].place - 1] = i;
        *n += all[i].key >= 0.0 ? 1 : 0;
    }
    if (all == NULL) {
        free(order);
        order = NULL;
    }
    free(all);
    return order;
}

const char *allocation_binds(const book *b, size_t unit)
{
    const allocated a = allocation_of(b, unit);

    return allocation_is_live(b) ? binds(b, &a, level_of(b)) : engine(b, unit, "Binds").text;
}

/* ---- the sheet ---- */

static const struct {
    const char *header, *name;
    double width;
    style_kind look;
} heads[ALLOC_FACTOR] = {
    [ALLOC_DECISION] = {"Decision", "In, out, or data first (value)", 13, STYLE_HEADER},
    [ALLOC_AMOUNT] = {"Amount", "Rounded; adds up to the budget", 13, STYLE_HEADER_MID},
    [ALLOC_SHARE] = {"Share", "Of the budget", 10, STYLE_HEADER_MID},
    [ALLOC_PER_HEAD] = {"Per head", "In the currency per person", 12, STYLE_HEADER_MID},
    [ALLOC_LOWER] = {"P5", "5 % of replications give less (value); empty: none were run", 12, STYLE_HEADER_MID},
    [ALLOC_UPPER] = {"P95", "5 % of replications give more (value)", 12, STYLE_HEADER_MID},
    [ALLOC_BINDS] = {"Binds", "What decides the amount; empty: the formula", 14, STYLE_HEADER_MID},
    [ALLOC_WHY] = {"Why", "Why in or out (value)", 44, STYLE_HEADER},
    [ALLOC_EXACT] = {"Exact amount", "Before rounding", 13, STYLE_HEADER_MID},
    [ALLOC_SCORE] = {"Score", "Product of the factors to their powers", 13, STYLE_HEADER_MID},
    [ALLOC_BASE] = {"Base", "Before anything is shared", 11, STYLE_HEADER_MID},
    [ALLOC_LOW] = {"Floor", "Of the whole amount", 11, STYLE_HEADER_MID},
    [ALLOC_HIGH] = {"Cap", "Of the whole amount; the budget: none", 11, STYLE_HEADER_MID},
    [ALLOC_IN] = {"Takes part", "1 = in, 2 = data first, 3 = set by hand, 0 = out (value)", 10, STYLE_HEADER_MID},
    [ALLOC_GROUP_FLOOR] = {"Floor of groups", "Largest that holds (value)", 11, STYLE_HEADER_MID},
    [ALLOC_GROUP_CAP] = {"Cap of groups", "Smallest that holds (value)", 11, STYLE_HEADER_MID},
    [ALLOC_PEOPLE] = {"People", "", 14, STYLE_HEADER_MID},
    [ALLOC_PREVIOUS] = {"Year before", "Amount (value)", 12, STYLE_HEADER_MID},
    [ALLOC_WHOLE] = {"Whole units", "Of money in the exact amount", 12, STYLE_HEADER_MID},
    [ALLOC_REMAINDER] = {"Remainder", "What is left, in units", 12, STYLE_HEADER_MID},
    [ALLOC_ORDER] = {"Order", "Of remainders, 1 = largest", 9, STYLE_HEADER_MID},
    [ALLOC_KEY] = {"Units of money", "-1: out", 12, STYLE_HEADER_MID},
    [ALLOC_PLACE] = {"Place", "On the sheet Allocation", 9, STYLE_HEADER_MID},
};

double allocation_quantile(const book *b, size_t unit, double p)
{
    const titian_uncertainty *u = b->analyses.uncertainty;

    return u != NULL && decision_of(b, unit) != 0 ? titian_uncertainty_amount_quantile(u, unit, p) : TITIAN_MISSING;
}

/* How far the amount moves when assumptions are drawn anew; of who may have money. */
static void put_range(book *b, size_t unit)
{
    value(b, unit, ALLOC_LOWER, allocation_quantile(b, unit, 0.05), STYLE_VALUE);
    value(b, unit, ALLOC_UPPER, allocation_quantile(b, unit, 0.95), STYLE_VALUE);
}

static void put_values(book *b, size_t unit, const allocated *a)
{
    const titian_allocation_rules *r = &b->recipe->allocation;
    lxw_worksheet *sheet = b->sheets[SHEET_ALLOCATION_UNITS];
    const lxw_row_t row = row_of_unit(unit);

    put_text(b, sheet, row, ALLOC_DECISION, engine(b, unit, "Decision").text, STYLE_TEXT);
    put_text(b, sheet, row, ALLOC_WHY, engine(b, unit, "Why").text, STYLE_TEXT);
    value(b, unit, ALLOC_IN, a->in, STYLE_RANK);
    value(b, unit, ALLOC_GROUP_FLOOR, of_groups(b, r->floors, r->n_floors, unit, 1.0), STYLE_VALUE);
    value(b, unit, ALLOC_GROUP_CAP, of_groups(b, r->caps, r->n_caps, unit, -1.0), STYLE_VALUE);
    value(b, unit, ALLOC_PREVIOUS, variable_value(b, r->previous, unit), STYLE_VALUE);
    put_people(b, unit);
    put_range(b, unit);
}

/* With fences and minimum grants amounts are the engine's. */
static void put_fixed(book *b, size_t unit, const allocated *a)
{
    const double amounts[] = {
        a->amount, a->amount / b->analyses.allocation->budget, engine(b, unit, "Per.Head").number};

    for (int k = 0; k < 3; k++)
        value(b, unit, ALLOC_AMOUNT + k, amounts[k], k == 1 ? STYLE_SHARE_FINE : STYLE_TYPED);
    put_text(b, b->sheets[SHEET_ALLOCATION_UNITS], row_of_unit(unit), ALLOC_BINDS, engine(b, unit, "Binds").text,
        STYLE_CENTRE);
    value(b, unit, ALLOC_EXACT, a->exact, STYLE_VALUE);
    value(b, unit, ALLOC_SCORE, a->score, STYLE_VALUE);
    value(b, unit, ALLOC_BASE, a->base, STYLE_VALUE);
    value(b, unit, ALLOC_LOW, a->low, STYLE_VALUE);
    value(b, unit, ALLOC_HIGH, a->high, STYLE_VALUE);
}

static void put_live(book *b, size_t unit, const allocated *a, double level, const rounded *r)
{
    put_bounds(b, unit, a);
    put_score(b, unit, a);
    put_amount(b, unit, a, level);
    put_rounding(b, unit, r);
    allocation_put_returns(b, unit, a);
}

static void put_heads(book *b, lxw_worksheet *sheet, column *columns)
{
    for (int col = COL_NODE; col < ALLOC_FACTOR; col++) {
        columns[col - COL_NODE] = (column){heads[col].header, heads[col].width, heads[col].look};
        put_column_name(b, sheet, (lxw_col_t) col, heads[col].name);
    }
    for (size_t k = 0; k < b->n_factors; k++) {
        columns[ALLOC_FACTOR - COL_NODE + k] = (column){allocation_factor(b, k), 12, STYLE_HEADER_MID};
        put_column_name(b, sheet, (lxw_col_t) (ALLOC_FACTOR + k), "Factor of the rule");
    }
    allocation_put_returns_heads(b, columns + ALLOC_FACTOR - COL_NODE + b->n_factors);
}

void write_allocation_units(book *b)
{
    const int live = allocation_is_live(b);
    lxw_worksheet *sheet = book_open(b, SHEET_ALLOCATION_UNITS,
        live
            ? "Formulas but for the columns that say (value). The budget, powers, floors and caps are on Parameters."
            : "Values: with ring-fences or a minimum grant no formula finds the amounts. Run titian allocate again.");
    const size_t n_columns = ALLOC_FACTOR - COL_NODE + b->n_factors + allocation_n_returns(b);
    column *columns = calloc(n_columns, sizeof *columns);
    rounded *roundings = round_all(b);
    const double level = level_of(b);
    size_t nth = 0;

    if (columns == NULL)
        book_fail(b, TITIAN_E_MEMORY, "no memory for the columns of the sheet Allocation_Units");
    if (columns == NULL || roundings == NULL)
        goto out;
    put_line_names(b, sheet, "Sum", NULL);
    put_heads(b, sheet, columns);
    put_units(b, sheet);
    for (size_t i = 0; i < b->n_units && book_good(b); i++) {
        const allocated a = allocation_of(b, i);

        put_values(b, i, &a);
        if (live)
            put_live(b, i, &a, level, &roundings[i]);
        else
            put_fixed(b, i, &a);
        put_place(b, i, &roundings[i]);
        for (size_t k = 0; k < b->n_factors; k++)
            put_factor(b, k, i, nth);
        nth += a.in != 0;
    }
    put_formula(b, AT(sheet, UNIT_LIVE, ALLOC_AMOUNT, STYLE_TYPED), b->analyses.allocation->budget, "=SUM(%s)",
        whole(b, ALLOC_AMOUNT).text);
    finish_matrix(b, SHEET_ALLOCATION_UNITS, "tblAllocationUnits", columns, n_columns);
out:
    free(roundings);
    free(columns);
}

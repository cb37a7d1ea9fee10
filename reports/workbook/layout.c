/* Layout: where everything lives in the workbook, and short ways to what the assessment says of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/book.h"

#include <math.h>
#include <string.h>

/* ---- rows and columns ---- */

lxw_row_t row_of_unit(size_t unit)
{
    return (lxw_row_t) (UNIT_FIRST + unit);
}

lxw_row_t last_unit_row(const book *b)
{
    return (lxw_row_t) (UNIT_FIRST + b->n_units - 1);
}

lxw_col_t node_col(size_t node)
{
    return (lxw_col_t) (COL_NODE + node);
}

lxw_col_t scores_col(const book *b, scores_column figure)
{
    return (lxw_col_t) (COL_NODE + b->n_nodes + figure);
}

lxw_col_t extra_col(const book *b, size_t extra)
{
    return (lxw_col_t) (COL_NODE + b->n_indicators + extra);
}

lxw_col_t calc_col(const book *b, size_t node, size_t helper)
{
    return (lxw_col_t) (COL_NODE + b->calc[node] + helper);
}

/* Below the settings: a blank row, a heading, the header of the node table. */
lxw_row_t node_row(const book *b, size_t node)
{
    return (lxw_row_t) (LIST_FIRST + b->n_settings + 3 + node);
}

ref range_of_nodes(const book *b, node_column kind, size_t first, size_t n)
{
    return fixed_range(
        SHEET_PARAMETERS, node_row(b, first), (lxw_col_t) kind, node_row(b, first + n - 1), (lxw_col_t) kind);
}

/* ---- the assessment ---- */

double node_value(const book *b, size_t node, size_t unit)
{
    return titian_panel_column(b->scores, node, b->year)[unit];
}

double used_value(const book *b, size_t indicator, size_t unit)
{
    return b->shown[indicator * b->n_units + unit];
}

const titian_unit_state *unit_state(const book *b, size_t unit)
{
    return titian_assessment_unit(b->a, unit, b->year);
}

const titian_indicator_state *indicator_state(const book *b, size_t indicator)
{
    return titian_assessment_indicator(b->a, indicator, b->year);
}

const titian_priority_state *priority_state(const book *b, size_t unit)
{
    return titian_assessment_priority(b->a, unit);
}

const titian_unit *book_unit(const book *b, size_t unit)
{
    return titian_panel_unit(b->scores, unit);
}

const char *book_label(const book *b, const char *group, size_t unit)
{
    const size_t at = group == NULL ? TITIAN_NONE : titian_panel_find_group(b->data, group);

    return at == TITIAN_NONE ? "" : titian_panel_label(b->data, at, titian_assessment_data_unit(b->a, unit));
}

double extra_value(const book *b, size_t extra, size_t unit)
{
    const titian_extra *e = titian_framework_extra(b->framework, extra);
    const size_t at = titian_panel_find_variable(b->raw, e->code);

    if (e->kind == TITIAN_EXTRA_GROUP || at == TITIAN_NONE)
        return TITIAN_MISSING;
    return titian_panel_column(b->raw, at, b->year)[unit];
}

const titian_node *book_node(const book *b, size_t node)
{
    return titian_framework_node(b->framework, node);
}

void descendants(const book *b, size_t node, size_t *first, size_t *n)
{
    size_t from = node;
    size_t to = node;

    while (book_node(b, from)->n_children > 0)
        from = book_node(b, from)->first_child;
    while (book_node(b, to)->n_children > 0)
        to = book_node(b, to)->first_child + book_node(b, to)->n_children - 1;
    *first = from;
    *n = to - from + 1;
}

double in_use(const book *b, size_t node)
{
    const titian_node *n = book_node(b, node);

    if (n->n_children == 0)
        return indicator_state(b, node)->included ? 1.0 : 0.0;
    for (size_t k = 0; k < n->n_children; k++)
        if (weight_in_use(b, n->first_child + k) > 0.0)
            return 1.0;
    return 0.0;
}

double weight_in_use(const book *b, size_t node)
{
    return b->weights[node] * in_use(b, node);
}

double round_score(double score)
{
    return isnan(score) || fabs(score) >= 1e6 ? score : round(score * 1e9) / 1e9;
}

static int same_number(double x, double y)
{
    return (isnan(x) && isnan(y)) || x == y;
}

static int same_option(const titian_option *a, const titian_option *b)
{
    const char *x = a->text != NULL ? a->text : "", *y = b->text != NULL ? b->text : "";

    if (!same_number(a->number, b->number) || !same_number(a->upper, b->upper) || strcmp(x, y) != 0 ||
        a->n_list != b->n_list || a->table != b->table)
        return 0;
    for (size_t k = 0; k < a->n_list; k++)
        if (!same_number(a->list[k], b->list[k]))
            return 0;
    return 1;
}

int same_choice(const titian_choice *one, const titian_choice *other)
{
    if (one->method != other->method)
        return 0;
    for (size_t k = 0; one->method != NULL && k < one->method->n_params; k++)
        if (!same_option(&one->option[k], &other->option[k]))
            return 0;
    return 1;
}

int method_is(const titian_choice *choice, const char *name)
{
    return choice->method != NULL && strcmp(choice->method->name, name) == 0;
}

double option_number(const titian_choice *choice, const char *name)
{
    const size_t at = choice->method == NULL ? TITIAN_NONE : titian_method_param(choice->method, name);

    return at == TITIAN_NONE ? TITIAN_MISSING : choice->option[at].number;
}

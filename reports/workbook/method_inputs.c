/* Options of methods as inputs on Parameters.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/method_inputs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/formula_methods.h"
#include "workbook/names.h"

static const titian_choice *choice_of(const book *b, size_t node)
{
    return node < b->n_indicators ? choice_of_indicator(b, node) : &b->recipe->aggregation[node];
}

/* ---- rules ---- */

/* First of the nodes that may share a choice with this one. */
static size_t first_of_kind(const book *b, size_t node)
{
    size_t n = 0;

    return node < b->n_indicators ? 0 : titian_framework_level(b->framework, book_node(b, node)->level, &n);
}

void method_inputs_find_rules(book *b)
{
    b->rule = calloc(b->n_nodes + 1, sizeof *b->rule);
    if (b->rule == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the rules of %zu nodes", b->n_nodes);
        return;
    }
    for (size_t node = 0; node < b->n_nodes; node++) {
        size_t first = first_of_kind(b, node);

        while (first < node && !same_choice(choice_of(b, first), choice_of(b, node)))
            first++;
        b->rule[node] = first;
    }
}

/* Is the choice that of the stage, or of the level's first node? */
static int is_main_rule(const book *b, size_t node)
{
    if (node < b->n_indicators)
        return same_choice(choice_of(b, node), &b->recipe->choice[TITIAN_STAGE_NORMALISE]);
    return b->rule[node] == first_of_kind(b, node);
}

ref method_input(const book *b, size_t node, const char *option)
{
    const char *stem = b->stems[b->rule[node]];
    ref name;

    if (node >= b->n_indicators && is_main_rule(b, node))
        snprintf(name.text, sizeof name.text, "L%d_%s", book_node(b, node)->level, option);
    else if (is_main_rule(b, node))
        snprintf(name.text, sizeof name.text, "S_%s", option);
    else
        snprintf(name.text, sizeof name.text, "%s_%s_%s", node < b->n_indicators ? "S" : "AG", stem, option);
    return name;
}

/* ---- words ---- */

static const struct {
    const char *option, *label;
} labels[] = {
    {"low", "Lowest score"},
    {"high", "Highest score"},
    {"mean", "Score of the mean"},
    {"sd", "Score points of one standard deviation"},
    {"steepness", "Steepness of the curve"},
    {"margin", "Margin about the mean, a share of it"},
    {"value", "Reference value"},
    {"unit", "Code of the reference unit"},
    {"p", "Order p of the mean"},
    {"alpha", "Alpha"},
    {"beta", "Beta"},
    {"b", "Limit b above the lowest score"},
    {"width", "Width of the scale"},
    {"count", "Scores averaged"},
    {"points", "Points of a result of 1"},
    {"v", "Weight v of the whole against the worst"},
    {"penalty", "Penalty, minus or plus"},
    {"decimals", "Decimals that scores are rounded to"},
};

static const char *label_of(const char *option)
{
    for (size_t k = 0; k < sizeof labels / sizeof *labels; k++)
        if (strcmp(labels[k].option, option) == 0)
            return labels[k].label;
    return option;
}

static int is_live(const book *b, size_t node)
{
    return node < b->n_indicators ? b->scored_by[node] != NULL : b->made_by[node] != NULL;
}

/* Whose option it is: ", level 2" where all of the level share it, else ": A, B, C and 4 more"; nothing for the
 * choice of the stage. */
static void grow_owners(book *b, grown *g, size_t node)
{
    const size_t first = first_of_kind(b, node);
    size_t n_kind = b->n_indicators, n_owners = 0, named = 0;
    enum { MOST_NAMED = 3 };

    if (node < b->n_indicators && is_main_rule(b, node))
        return;
    if (node >= b->n_indicators)
        (void) titian_framework_level(b->framework, book_node(b, node)->level, &n_kind);
    for (size_t k = first; k < first + n_kind; k++)
        n_owners += b->rule[k] == b->rule[node] ? 1 : 0;
    if (n_owners == n_kind && n_kind > 1 && node >= b->n_indicators) {
        grow(b, g, ", level %d", book_node(b, node)->level);
        return;
    }
    for (size_t k = first; k < first + n_kind && named < MOST_NAMED; k++)
        if (b->rule[k] == b->rule[node])
            grow(b, g, "%s%s", named++ == 0 ? ": " : ", ", book_node(b, k)->code);
    if (n_owners > named)
        grow(b, g, " and %zu more", n_owners - named);
}

/* ---- settings ---- */

/* Append a setting of a node, unless another node has brought it already. */
static void add(book *b, size_t node, const char *option, const char *label, setting s)
{
    const ref name = method_input(b, node, option);
    grown text = {.length = 0};

    if (book_setting(b, name.text) != NULL)
        return;
    snprintf(s.name, sizeof s.name, "%s", name.text);
    grow(b, &text, "%s", label);
    grow_owners(b, &text, node);
    text_clean(s.label, sizeof s.label, text.text, sizeof s.label);
    names_add(b, &s);
}

static void add_range(book *b, size_t node, const titian_param *param, const titian_option *value)
{
    setting low = {.value = value->number, .least = param->least, .most = param->most, .note = param->summary};
    setting high = low;

    high.value = value->upper;
    snprintf(
        high.test, sizeof high.test, "%s>%s", method_input(b, node, "high").text, method_input(b, node, "low").text);
    add(b, node, "low", label_of("low"), low);
    add(b, node, "high", label_of("high"), high);
}

/* Scores of categories may not fall; percentiles end at 100. */
static void add_list(book *b, size_t node, const titian_param *param)
{
    const titian_choice *choice = choice_of(b, node);
    const int scores = strcmp(param->name, "scores") == 0;
    const int percentiles = !scores && !(option_number(choice, "by") > 0.5);
    const double *list = NULL;
    const size_t n = formula_list(choice, param->name, &list);

    for (size_t k = 0; k < n; k++) {
        setting s = {.value = list[k], .least = param->least, .most = param->most, .note = param->summary};
        char option[32], before[32], label[64];

        if (percentiles) {
            s.least = 0.0;
            s.most = 100.0;
        }
        snprintf(option, sizeof option, "%s_%zu", param->name, k + 1);
        snprintf(before, sizeof before, "%s_%zu", param->name, k);
        snprintf(label, sizeof label, "%s %zu",
            scores        ? "Score of category"
            : percentiles ? "Cut point, percentile"
                          : "Cut point",
            k + 1);
        if (scores && k > 0)
            snprintf(s.test, sizeof s.test, "%s>=%s", method_input(b, node, option).text,
                method_input(b, node, before).text);
        add(b, node, option, label, s);
    }
}

/* The word at a position of a list separated by spaces; borrowed from `out`. */
static const char *word_at(const char *words, size_t at, char *out, size_t size)
{
    size_t n = 0;

    while (at-- > 0 && strchr(words, ' ') != NULL)
        words = strchr(words, ' ') + 1;
    n = strcspn(words, " ");
    snprintf(out, size, "%.*s", (int) n, words);
    return out;
}

static void add_option(book *b, size_t node, const titian_param *param, const titian_option *value)
{
    setting s = {.value = value->number,
        .least = param->least,
        .most = param->most,
        .whole = param->kind == TITIAN_PARAM_COUNT,
        .note = param->summary};

    if (param->kind == TITIAN_PARAM_CHOICE) {
        word_at(param->choices, (size_t) value->number, s.word, sizeof s.word);
        s.words = param->choices;
    } else if (param->kind == TITIAN_PARAM_TEXT) {
        snprintf(s.word, sizeof s.word, "%s", value->text != NULL ? value->text : "");
    } else if (strcmp(param->name, "p") == 0) {
        const ref p = method_input(b, node, "p");

        snprintf(s.test, sizeof s.test, "OR(%s=0,ABS(%s)>=0.0001)", p.text, p.text);
    } else if (strcmp(param->name, "decimals") == 0) {
        s.least = 0.0;
    }
    add(b, node, param->name, label_of(param->name), s);
}

static void add_input(book *b, size_t node, const char *name)
{
    const titian_choice *choice = choice_of(b, node);
    const size_t at = titian_method_param(choice->method, name);
    const titian_param *param = &choice->method->params[at];

    if (param->kind == TITIAN_PARAM_RANGE)
        add_range(b, node, param, &choice->option[at]);
    else if (param->kind == TITIAN_PARAM_LIST)
        add_list(b, node, param);
    else
        add_option(b, node, param, &choice->option[at]);
}

static void add_of_indicator(book *b, size_t j)
{
    const formula_normaliser *row = b->scored_by[j];
    const titian_choice *choice = choice_of(b, j);

    for (size_t k = 0; row->inputs != NULL && row->inputs[k] != NULL; k++)
        if (row->reads == NULL || row->reads(b, choice, row->inputs[k]))
            add_input(b, j, row->inputs[k]);
}

static void add_of_aggregate(book *b, size_t node)
{
    const formula_aggregator *row = b->made_by[node];

    for (size_t k = 0; row->inputs != NULL && row->inputs[k] != NULL; k++)
        add_input(b, node, row->inputs[k]);
    if (option_number(choice_of(b, node), "decimals") >= 0.0)
        add_input(b, node, "decimals");
}

/* The choice of the stage first. */
void method_inputs_add(book *b)
{
    for (size_t j = 0; j < b->n_indicators; j++)
        if (is_live(b, j) && is_main_rule(b, j))
            add_of_indicator(b, j);
    for (size_t j = 0; j < b->n_indicators; j++)
        if (is_live(b, j) && !is_main_rule(b, j))
            add_of_indicator(b, j);
    for (size_t node = b->n_indicators; node < b->n_nodes; node++)
        if (is_live(b, node))
            add_of_aggregate(b, node);
}

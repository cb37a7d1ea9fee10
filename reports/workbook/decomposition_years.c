/* The parts of the changes between two years: areas that sum indicators, and causes beside them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/areas.h"
#include "workbook/changes.h"
#include "workbook/decomposition.h"

/* Causes that the table of causes sums, by its columns. */
static const char *const causes[] = {
    "New.Data", "Coverage", "Break", "Scale", "Imputation", "Screening", "Weights", "Others", "Not.Split"};
enum { N_CAUSES = sizeof causes / sizeof *causes };
static const split_name cause_names[N_CAUSES] = {{"New data"}, {"Values that appear or disappear"},
    {"Beyond a break"}, {"Scale"}, {"Imputation"}, {"Indicators in use in one year"}, {"Weights"}, {"Others' values"},
    {"Not split"}};
static const style_kind cause_looks[N_CAUSES] = {STYLE_DECIMAL2, STYLE_DECIMAL2, STYLE_DECIMAL2, STYLE_DECIMAL2,
    STYLE_DECIMAL2, STYLE_DECIMAL2, STYLE_DECIMAL2, STYLE_DECIMAL2, STYLE_DECIMAL2};

static double cell_number(const titian_listing *list, size_t row, const char *figure)
{
    return titian_listing_cell(list, row, titian_listing_find(list, figure)).number;
}

/* The parts of all units, from the table in which those of a unit stand together, in the order of the units. */
static void read_parts(const book *b, split *s, size_t first)
{
    const titian_listing *list = b->changes->parts;
    const size_t code = titian_listing_find(list, "iCode"), of = titian_listing_find(list, "uCode");
    const size_t part = titian_listing_find(list, "Part"), n = s->n_parts;

    for (size_t row = 0, unit = 0; row < titian_listing_n_rows(list); row++) {
        const size_t node = titian_framework_find(b->framework, titian_listing_cell(list, row, code).text);

        while (strcmp(book_unit(b, unit)->code, titian_listing_cell(list, row, of).text) != 0)
            unit++;
        if (node >= first && node < first + n) /* other rows are of the change as a whole */
            s->parts[unit * n + node - first] = titian_listing_cell(list, row, part).number;
    }
}

static void read_units(const book *b, split *s)
{
    for (size_t i = 0; i < b->n_units; i++) {
        s->before[i] = change_score(b, i, b->changes->year[0]);
        s->after[i] = change_score(b, i, b->changes->year[1]);
        s->change[i] = cell_number(b->changes->causes, i, "Change");
        for (size_t c = 0; c < N_CAUSES; c++)
            s->figures[i * N_CAUSES + c] = cell_number(b->changes->causes, i, causes[c]);
    }
}

/* Areas: those of the workbook for the index, else what the element is made of. @param first  first indicator */
static void choose_areas(const book *b, split *s, size_t first)
{
    const titian_node *node = book_node(b, b->changes->node);
    size_t area = node->first_child, n = 0;

    if (b->changes->node == b->root)
        area = area_first(b, &n);
    if (n == 0 || n + 2 > MOST_BARS) {
        area = node->first_child;
        n = node->n_children;
    }
    s->n_bars = n + 2 > MOST_BARS ? MOST_BARS - 2 : n; /* the others are of no area */
    for (size_t k = 0; k < s->n_bars; k++) {
        size_t indicator = 0;

        descendants(b, area + k, &indicator, &s->bars[k].n);
        s->bars[k].name = book_node(b, area + k)->name;
        s->bars[k].first = indicator - first;
    }
}

void split_of_years(book *b, split *s)
{
    size_t first = 0;

    *s = (split){.bars_are = "Area",
        .rest = "Of no area",
        .note =
            "Parts in score points. Those of areas are sums of indicators, to the right; the second group sums the "
            "same parts by cause. The largest rise comes first.",
        .n_figures = N_CAUSES,
        .figure_names = cause_names,
        .figure_looks = cause_looks};
    (void) snprintf(s->from.text, sizeof s->from.text, "%d", change_year(b, 0));
    (void) snprintf(s->to.text, sizeof s->to.text, "%d", change_year(b, 1));
    descendants(b, b->changes->node, &first, &s->n_parts);
    choose_areas(b, s, first);
    if (!split_make_room(b, s))
        return;
    for (size_t j = 0; j < s->n_parts; j++)
        (void) snprintf(s->part_names[j].text, sizeof s->part_names[j].text, "%.60s", book_node(b, first + j)->code);
    read_units(b, s);
    read_parts(b, s, first);
}

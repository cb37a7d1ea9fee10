/* The parts of the changes between two editions: blocks that sum their indicators, and ranks beside them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/editions.h>

#include "workbook/decomposition.h"

/* Of the table "blocks", then of the table "common". */
static const char *const figures[] = {
    "Rank.1", "Rank.2", "Both.1", "Both.2", "Rank.Change", "Own", "Others", "Common.1", "Common.2", "Common.Change"};
enum { N_FIGURES = sizeof figures / sizeof *figures, FIRST_COMMON = 7 };
static const split_name figure_names[N_FIGURES] = {{"Rank, first edition"}, {"Rank, second edition"},
    {"First, in both"}, {"Second, in both"}, {"Change of that rank"}, {"Its own doing"}, {"The others' doing"},
    {"First, like for like"}, {"Second, like for like"}, {"Change like for like"}};
static const style_kind figure_looks[N_FIGURES] = {STYLE_RANK, STYLE_RANK, STYLE_RANK, STYLE_RANK, STYLE_RANK,
    STYLE_DECIMAL2, STYLE_DECIMAL2, STYLE_SCORE, STYLE_SCORE, STYLE_SCORE};

static const char *const bar_names[TITIAN_N_BLOCKS] = {
    "New data", "Revision", "Coverage", "Goalposts", "Weights", "Method"};

/* Where a part of a block and a node stands among the columns: [block][node], TITIAN_NONE: nobody has one. */
typedef struct {
    const titian_listing *list;
    size_t code, of, block, part;
    size_t *column;
    size_t n_nodes;
} place;

static const char *text_at(const place *p, size_t row, size_t at)
{
    return titian_listing_cell(p->list, row, at).text;
}

/* The block and node of a row; TITIAN_NONE: it is of neither. */
static size_t slot_of(const book *b, const place *p, size_t row)
{
    const size_t node = titian_framework_find(b->framework, text_at(p, row, p->code));

    for (size_t block = 0; block < TITIAN_N_BLOCKS && node != TITIAN_NONE; block++)
        if (strcmp(text_at(p, row, p->block), titian_block_name((titian_block) block)) == 0)
            return block * p->n_nodes + node;
    return TITIAN_NONE;
}

/* Columns for what some unit has, block by block. */
static void find_columns(const book *b, place *p, split *s)
{
    for (size_t row = 0; row < titian_listing_n_rows(p->list); row++) {
        const size_t slot = slot_of(b, p, row);

        if (slot != TITIAN_NONE)
            p->column[slot] = 0;
    }
    for (size_t block = 0; block < TITIAN_N_BLOCKS; block++) {
        split_bar *bar = &s->bars[s->n_bars];

        *bar = (split_bar){.name = bar_names[block], .first = s->n_parts};
        for (size_t node = 0; node < p->n_nodes; node++)
            if (p->column[block * p->n_nodes + node] == 0)
                p->column[block * p->n_nodes + node] = s->n_parts++;
        bar->n = s->n_parts - bar->first;
        s->n_bars += bar->n > 0 ? 1 : 0;
    }
}

static void name_parts(const book *b, const place *p, split *s)
{
    for (size_t slot = 0; slot < TITIAN_N_BLOCKS * p->n_nodes; slot++)
        if (p->column[slot] != TITIAN_NONE)
            (void) snprintf(s->part_names[p->column[slot]].text, sizeof s->part_names[0].text, "%s: %.40s",
                bar_names[slot / p->n_nodes], book_node(b, slot % p->n_nodes)->code);
}

/* The place of a unit in the book by its code; TITIAN_NONE for one that is not assessed. */
static size_t unit_at(const book *b, const char *code)
{
    return titian_panel_find_unit(b->scores, code);
}

/* Several rows of one block and node are the stages of the method. */
static void add_part(double *sum, double part)
{
    *sum = isnan(*sum) ? part : *sum + part;
}

static void read_parts(const book *b, const place *p, split *s)
{
    for (size_t row = 0; row < titian_listing_n_rows(p->list); row++) {
        const size_t slot = slot_of(b, p, row), unit = unit_at(b, text_at(p, row, p->of));

        if (slot != TITIAN_NONE && unit != TITIAN_NONE)
            add_part(
                &s->parts[unit * s->n_parts + p->column[slot]], titian_listing_cell(p->list, row, p->part).number);
    }
}

static double cell_number(const titian_listing *list, size_t row, const char *figure)
{
    return titian_listing_cell(list, row, titian_listing_find(list, figure)).number;
}

/* The table "common" has a row for each unit of the book, in its order. */
static void read_common(const book *b, split *s)
{
    const titian_listing *list = b->editions->common;

    for (size_t unit = 0; list != NULL && unit < b->n_units; unit++)
        for (size_t f = FIRST_COMMON; f < N_FIGURES; f++)
            s->figures[unit * s->n_figures + f] = cell_number(list, unit, figures[f]);
}

static void read_units(const book *b, split *s)
{
    const titian_listing *list = b->editions->blocks;
    const size_t code = titian_listing_find(list, "uCode");

    for (size_t row = 0; row < titian_listing_n_rows(list); row++) {
        const size_t unit = unit_at(b, titian_listing_cell(list, row, code).text);

        if (unit == TITIAN_NONE)
            continue;
        s->before[unit] = cell_number(list, row, "Score.1");
        s->after[unit] = cell_number(list, row, "Score.2");
        s->change[unit] = cell_number(list, row, "Change");
        for (size_t f = 0; f < FIRST_COMMON; f++)
            s->figures[unit * s->n_figures + f] = cell_number(list, row, figures[f]);
    }
}

static void read_all(book *b, place *p, split *s)
{
    for (size_t slot = 0; slot < TITIAN_N_BLOCKS * p->n_nodes; slot++)
        p->column[slot] = TITIAN_NONE;
    find_columns(b, p, s);
    if (!split_make_room(b, s))
        return;
    name_parts(b, p, s);
    read_units(b, s);
    read_common(b, s);
    read_parts(b, p, s);
}

void split_of_editions(book *b, split *s)
{
    const titian_listing *list = b->editions->parts;
    place p = {.list = list,
        .code = titian_listing_find(list, "iCode"),
        .of = titian_listing_find(list, "uCode"),
        .block = titian_listing_find(list, "Block"),
        .part = titian_listing_find(list, "Part"),
        .n_nodes = b->n_nodes,
        .column = calloc(TITIAN_N_BLOCKS * b->n_nodes, sizeof *p.column)};

    *s = (split){.bars_are = "Block",
        .rest = "Not split",
        .note = "Parts in score points. Blocks are sums of elements, to the right; method is of no element but "
                "the whole. Ranks: below 0 is a climb. The largest rise comes first.",
        .n_figures = b->editions->common != NULL ? N_FIGURES : FIRST_COMMON,
        .figure_names = figure_names,
        .figure_looks = figure_looks};
    (void) snprintf(s->from.text, sizeof s->from.text, "first edition (%d)", b->editions->year[0]);
    (void) snprintf(s->to.text, sizeof s->to.text, "second edition (%d)", b->editions->year[1]);
    if (p.column == NULL)
        book_fail(b, TITIAN_E_MEMORY, "no memory for the parts of %zu units", b->n_units);
    else
        read_all(b, &p, s);
    free(p.column);
}

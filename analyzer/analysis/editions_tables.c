/* The tables of two editions: blocks, and their indicators.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/comparison_split.h"
#include "analysis/editions.h"
#include "core/listing.h"
#include "kernels/change.h"

/* What sums of differences of scores leave in the last places, score points. */
static const double rounding = 1e-11;

/* ---- ranks ---- */

/* Of the element, in either edition. Positions are those of the first edition's data. */
typedef struct {
    const titian_editions_table *t;
    titian_arena arena;
    double *rank[2];                        /* of everybody; missing */
    double *compared, *both, *own, *others; /* of those ranked in both: scores and scratch; ranks; whose doing */
} ranking;

static void read_edition(const ranking *r, int which)
{
    const titian_editions_table *t = r->t;
    const titian_assessment *a = t->run[which == 0 ? 0 : titian_editions_sets(t) - 1];
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    const size_t *ranks = titian_assessment_ranks(a, t->node, 0);

    for (size_t i = 0; i < t->n_units; i++) {
        const size_t unit = titian_panel_find_unit(scores, titian_panel_unit(t->e->panel[0], i)->code);
        const int ranked = unit != TITIAN_NONE && titian_assessment_unit(a, unit, 0)->ranked;

        r->rank[which][i] = unit != TITIAN_NONE && ranks[unit] > 0 ? (double) ranks[unit] : TITIAN_MISSING;
        r->compared[(size_t) which * t->n_units + i] =
            ranked ? titian_panel_column(scores, t->node, 0)[unit] : TITIAN_MISSING;
    }
}

static titian_status open_ranking(ranking *r, const titian_editions_table *t, titian_error *err)
{
    const size_t n = t->n_units;
    double *numbers = NULL;

    *r = (ranking){.t = t, .arena = TITIAN_ARENA_EMPTY};
    numbers = titian_arena_array(&r->arena, 10 * n, sizeof *numbers);
    if (numbers == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the ranks of %zu units", n);
    r->rank[0] = numbers;
    r->rank[1] = numbers + n;
    r->compared = numbers + 2 * n; /* 2 n scores, 2 n scratch */
    r->both = numbers + 6 * n;
    r->own = numbers + 8 * n;
    r->others = numbers + 9 * n;
    for (int which = 0; which < 2; which++)
        read_edition(r, which);
    kernel_change_ranks(r->compared, r->compared + n, n, r->compared + 2 * n, r->both, r->own, r->others);
    return TITIAN_OK;
}

static void put_ranks(const ranking *r, titian_listing *listing, size_t unit)
{
    const size_t n = r->t->n_units;
    const double cells[] = {r->rank[0][unit], r->rank[1][unit], r->both[unit], r->both[n + unit],
        r->both[n + unit] - r->both[unit], r->own[unit], r->others[unit]};

    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
        titian_listing_add_number(listing, cells[k]);
}

/* ---- blocks ---- */

/* A block that is the same in both editions has the part 0. */
static void put_parts(const titian_editions_table *t, titian_listing *listing, size_t unit, int split)
{
    double parts[TITIAN_N_BLOCKS], of[TITIAN_N_BLOCKS] = {0.0};

    titian_editions_parts(t, unit, parts);
    for (size_t k = 0; k < t->n_blocks; k++)
        of[t->block[k]] = parts[k];
    for (int block = 0; block < TITIAN_N_BLOCKS; block++)
        titian_listing_add_number(listing, split ? of[block] : TITIAN_MISSING);
}

static titian_status fill_blocks(const titian_editions_table *t, titian_listing *listing, titian_error *err)
{
    const size_t last = titian_editions_sets(t) - 1;
    ranking r;
    const titian_status status = open_ranking(&r, t, err);

    for (size_t i = 0; status == TITIAN_OK && i < t->n_units; i++) {
        const double *value = t->value + i * (last + 1), change = value[last] - value[0];
        const char *note = titian_editions_note(t, i);

        titian_listing_add_copy(listing, titian_panel_unit(t->e->panel[0], i)->code);
        titian_listing_add_copy(listing, titian_framework_node(t->framework, t->node)->code);
        for (int which = 0; which < 2; which++)
            titian_listing_add_number(listing, t->year[which]);
        titian_listing_add_number(listing, value[0]);
        titian_listing_add_number(listing, value[last]);
        titian_listing_add_number(listing, change);
        put_parts(t, listing, i, *note == '\0');
        titian_listing_add_number(listing, *note == '\0' ? TITIAN_MISSING : change);
        put_ranks(&r, listing, i);
        titian_listing_add_text(listing, note);
    }
    titian_arena_free(&r.arena);
    return status;
}

/* ---- elements ---- */

/* One unit at work. */
typedef struct {
    const titian_editions_table *t;
    const titian_editions_split *split;
    titian_listing *listing;
    size_t unit, at; /* of the table; among those that are split */
    double change;
} page;

static double score_of(const page *p, size_t node, size_t set)
{
    const titian_panel *scores = titian_assessment_result(p->t->run[set], TITIAN_RESULT_AGGREGATED);
    const size_t unit = titian_panel_find_unit(scores, titian_panel_unit(p->t->e->panel[0], p->unit)->code);

    return unit != TITIAN_NONE ? titian_panel_column(scores, node, 0)[unit] : TITIAN_MISSING;
}

/* What a row says beside unit, element and scores. */
typedef struct {
    const char *block, *stage, *way;
    double part, of_block;
    const char *note;
} words;

static void put_row(const page *p, size_t node, const words *w)
{
    titian_listing *listing = p->listing;

    titian_listing_add_copy(listing, titian_panel_unit(p->t->e->panel[0], p->unit)->code);
    titian_listing_add_copy(listing, titian_framework_node(p->t->framework, node)->code);
    titian_listing_add_copy(listing, titian_framework_node(p->t->framework, p->t->node)->code);
    titian_listing_add_text(listing, w->block);
    titian_listing_add_text(listing, w->stage);
    titian_listing_add_text(listing, w->way);
    titian_listing_add_number(listing, score_of(p, node, 0));
    titian_listing_add_number(listing, score_of(p, node, titian_editions_sets(p->t) - 1));
    titian_listing_add_number(listing, w->part);
    titian_listing_add_number(listing, w->of_block);
    titian_listing_add_number(listing, p->change);
    titian_listing_add_text(listing, w->note);
}

static void put_elements(const page *p, size_t block, const words *w)
{
    const size_t n = p->split->n, n_nodes = titian_framework_n_nodes(p->t->framework);
    const double *parts = p->split->part[block];
    words own = *w;

    for (size_t j = 0; j < n_nodes; j++) {
        own.part = parts[j * n + p->at];
        if (fabs(own.part) > rounding)
            put_row(p, j, &own);
    }
    own.part = parts[n_nodes * n + p->at];
    own.note = p->split->rest[block];
    if (fabs(own.part) > rounding)
        put_row(p, p->t->node, &own);
}

static void put_stages(const page *p, size_t block, const words *w)
{
    const titian_aspects *stages = p->split->stages[block];
    words own = *w;

    for (size_t k = 0; k < stages->n; k++) {
        own.stage = titian_aspect_name(stages->row[k]);
        own.part = p->split->part[block][k * p->split->n + p->at];
        if (fabs(own.part) > rounding)
            put_row(p, p->t->node, &own);
    }
}

static void put_block(const page *p, size_t block, double part)
{
    static const char *const ways[] = {"linear", "LMDI", "Shapley", ""};
    words w = {.block = titian_block_name(p->t->block[block]),
        .stage = "",
        .way = "",
        .part = part,
        .of_block = part,
        .note = ""};

    if (p->split->why[block][p->at] == NULL) {
        w.way = ways[p->split->way[block][p->at]];
        (p->split->stages[block] != NULL ? put_stages : put_elements)(p, block, &w);
        return;
    }
    w.note = p->split->why[block][p->at];
    if (fabs(part) > rounding)
        put_row(p, p->t->node, &w);
}

static void put_unit(page *p)
{
    const titian_editions_table *t = p->t;
    const char *note = titian_editions_note(t, p->unit);
    double parts[TITIAN_N_BLOCKS];

    if (*note != '\0') {
        put_row(p, t->node, &(words){isnan(p->change) ? "" : "not split", "", "", p->change, TITIAN_MISSING, note});
        return;
    }
    titian_editions_parts(t, p->unit, parts);
    while (p->split->units[p->at] != p->unit)
        p->at++;
    for (size_t k = 0; k < t->n_blocks; k++)
        put_block(p, k, parts[k]);
}

static titian_status fill_indicators(const titian_editions_table *t, titian_listing *listing, titian_error *err)
{
    const size_t sets = titian_editions_sets(t);
    titian_editions_split split;
    const titian_status status = titian_editions_split_open(&split, t, err);
    page p = {.t = t, .split = &split, .listing = listing};

    for (size_t i = 0; status == TITIAN_OK && i < t->n_units; i++) {
        p.unit = i;
        p.change = t->value[i * sets + sets - 1] - t->value[i * sets];
        put_unit(&p);
    }
    titian_editions_split_close(&split);
    return status;
}

/* ---- the list ---- */

static const struct {
    const char *name, *summary, *columns;
    titian_status (*fill)(const titian_editions_table *t, titian_listing *listing, titian_error *err);
} kinds[] = {
    {"blocks", "each unit: the change of the score by block: new data, revision, goalposts ...; ranks",
        "uCode,iCode,Time.1,Time.2,Score.1,Score.2,Change,New.Data,Revision,Coverage,Goalposts,Weights,Method,Not."
        "Split,Rank.1,Rank.2,Both.1,Both.2,Rank.Change,Own,Others,Note",
        fill_blocks},
    {"decomposition", "each unit, block and element or stage: its part in the change of the score",
        "uCode,iCode,Of,Block,Stage,Method,Score.1,Score.2,Part,Of.Block,Change,Note", fill_indicators},
};

size_t titian_editions_n_tables(void)
{
    return sizeof kinds / sizeof *kinds;
}

const char *titian_editions_name(size_t table)
{
    return kinds[table].name;
}

const char *titian_editions_summary(size_t table)
{
    return kinds[table].summary;
}

titian_status titian_editions_make(
    titian_listing **out, size_t table, const titian_editions *editions, titian_error *err)
{
    titian_editions_table *t = NULL;
    titian_listing *listing = NULL;
    titian_status status = titian_editions_open(&t, editions, err);

    *out = NULL;
    if (status != TITIAN_OK)
        return status;
    listing = titian_listing_new(kinds[table].columns);
    status = listing != NULL ? kinds[table].fill(t, listing, err)
                             : titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of %zu units", t->n_units);
    if (status == TITIAN_OK)
        status = titian_listing_check(listing, err);
    if (status == TITIAN_OK) {
        *out = listing;
        listing = NULL;
    }
    titian_listing_free(listing);
    titian_editions_close(t);
    return status;
}

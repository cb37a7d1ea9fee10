/* Results as a table to read: the best first, from the index down; or all of one unit.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/text_reports.h>

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/suggest.h>

#include "text/csv_text.h"

static const char *const column_names[] = {"summary", "aggregates", "full"};

/* One table on its way. */
typedef struct {
    const titian_assessment *a;
    const titian_results_options *options;
    const titian_framework *framework;
    const titian_panel *scores, *data;
    size_t n_units, year;
    size_t group;       /* of options->within; TITIAN_NONE */
    size_t *nodes;      /* n_nodes, in the order of the columns */
    size_t n_nodes;     /* columns */
    size_t **ranks;     /* by column; those within the group where there is one */
    size_t *index_rank; /* likewise, of the index */
    FILE *to;
} results;

const char *titian_columns_name(titian_columns columns)
{
    return columns < TITIAN_N_COLUMNS ? column_names[columns] : "";
}

titian_columns titian_columns_find(const char *name)
{
    int k = 0;

    while (k < TITIAN_N_COLUMNS && strcmp(column_names[k], name) != 0)
        k++;
    return (titian_columns) k;
}

static titian_status find_group(results *r, titian_error *err)
{
    const char *names[32], *within = r->options->within;
    const size_t n_groups = titian_panel_n_groups(r->data);
    size_t near, n = 0;

    r->group = within != NULL ? titian_panel_find_group(r->data, within) : TITIAN_NONE;
    if (within == NULL || r->group != TITIAN_NONE)
        return TITIAN_OK;
    for (; n < n_groups && n < sizeof names / sizeof *names; n++)
        names[n] = titian_panel_group(r->data, n);
    near = titian_suggest(within, names, n);
    if (near != TITIAN_NONE)
        return titian_fail(
            err, TITIAN_E_USAGE, "the model has no group \"%s\"\ndid you mean \"%s\"?", within, names[near]);
    return titian_fail(
        err, TITIAN_E_USAGE, "the model has no group \"%s\"\nname a Group row of framework.csv", within);
}

static titian_status rank_nodes(results *r, size_t node, size_t *ranks, titian_error *err)
{
    if (r->group != TITIAN_NONE)
        return titian_assessment_ranks_within(r->a, r->group, node, r->year, ranks, err);
    memcpy(ranks, titian_assessment_ranks(r->a, node, r->year), r->n_units * sizeof *ranks);
    return TITIAN_OK;
}

/* Columns from the index down, level by level. */
static titian_status choose_columns(results *r, titian_error *err)
{
    const size_t n = titian_framework_n_nodes(r->framework);
    const size_t n_indicators = titian_framework_n_indicators(r->framework);

    r->nodes = calloc(n, sizeof *r->nodes);
    r->ranks = calloc(n, sizeof *r->ranks);
    r->index_rank = calloc(r->n_units, sizeof *r->index_rank);
    if (r->nodes == NULL || r->ranks == NULL || r->index_rank == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the results of %zu units", r->n_units);
    for (int level = titian_framework_n_levels(r->framework); level >= 1; level--) {
        size_t n_level = 0;
        const size_t first = titian_framework_level(r->framework, level, &n_level);

        for (size_t node = first; node < first + n_level; node++)
            if (node == titian_framework_root(r->framework) || r->options->columns == TITIAN_COLUMNS_FULL ||
                (r->options->columns == TITIAN_COLUMNS_AGGREGATES && node >= n_indicators))
                r->nodes[r->n_nodes++] = node;
    }
    for (size_t k = 0; k < r->n_nodes; k++) {
        r->ranks[k] = calloc(r->n_units, sizeof **r->ranks);
        if (r->ranks[k] == NULL)
            return titian_fail(err, TITIAN_E_MEMORY, "no memory for the ranks of %zu units", r->n_units);
    }
    return TITIAN_OK;
}

static titian_status rank_all(results *r, titian_error *err)
{
    titian_status status = rank_nodes(r, titian_framework_root(r->framework), r->index_rank, err);

    for (size_t k = 0; k < r->n_nodes && status == TITIAN_OK; k++)
        status = rank_nodes(r, r->nodes[k], r->ranks[k], err);
    return status;
}

static void put_rank(size_t rank, FILE *to)
{
    (void) fputs(",", to);
    if (rank > 0)
        (void) fprintf(to, "%zu", rank);
}

static void put_text(const char *text, FILE *to)
{
    (void) putc(',', to);
    titian_csv_put_text(text, to);
}

static int shows_group(const results *r, size_t group)
{
    return r->options->columns == TITIAN_COLUMNS_FULL || group == r->group;
}

static void put_header(const results *r)
{
    (void) fputs("uCode,uName,Time", r->to);
    for (size_t g = 0; g < titian_panel_n_groups(r->data); g++)
        if (shows_group(r, g))
            put_text(titian_panel_group(r->data, g), r->to);
    if (!r->options->ranks)
        (void) fputs(",Rank", r->to);
    for (size_t k = 0; k < r->n_nodes; k++)
        put_text(titian_framework_node(r->framework, r->nodes[k])->code, r->to);
    (void) putc('\n', r->to);
}

static void put_unit(const results *r, size_t unit)
{
    const titian_unit *u = titian_panel_unit(r->scores, unit);

    titian_csv_put_text(u->code, r->to);
    put_text(u->name, r->to);
    (void) fprintf(r->to, ",%d", titian_panel_year(r->scores, r->year));
    for (size_t g = 0; g < titian_panel_n_groups(r->data); g++)
        if (shows_group(r, g))
            put_text(titian_panel_label(r->data, g, titian_assessment_data_unit(r->a, unit)), r->to);
    if (!r->options->ranks)
        put_rank(r->index_rank[unit], r->to);
    for (size_t k = 0; k < r->n_nodes; k++)
        if (r->options->ranks)
            put_rank(r->ranks[k][unit], r->to);
        else
            titian_csv_put_number(titian_panel_column(r->scores, r->nodes[k], r->year)[unit], r->to);
    (void) putc('\n', r->to);
}

/* A unit and what it is sorted by. */
typedef struct {
    const char *label; /* "" without a group */
    size_t rank;       /* among all; 0: none */
    double score;      /* of a unit without a rank */
    const char *code;
    size_t unit;
} line;

/* Label by label, the best first; then those without a rank by their score, then those without a score. Units without
 * a label come last. */
static int before(const void *a, const void *b)
{
    const line *x = a, *y = b;
    const int by_label = strcmp(x->label, y->label);

    if ((x->label[0] == '\0') != (y->label[0] == '\0'))
        return x->label[0] == '\0' ? 1 : -1;
    if (by_label != 0)
        return by_label;
    if ((x->rank == 0) != (y->rank == 0))
        return x->rank == 0 ? 1 : -1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (isnan(x->score) != isnan(y->score))
        return isnan(x->score) ? 1 : -1;
    if (x->rank == 0 && x->score > y->score)
        return -1;
    if (x->rank == 0 && x->score < y->score)
        return 1;
    return strcmp(x->code, y->code);
}

static titian_status put_units(const results *r, titian_error *err)
{
    const size_t root = titian_framework_root(r->framework);
    const size_t *ranks = titian_assessment_ranks(r->a, root, r->year);
    line *lines = calloc(r->n_units, sizeof *lines);
    size_t n = 0;

    if (lines == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the results of %zu units", r->n_units);
    for (size_t i = 0; i < r->n_units; i++) {
        const size_t of_data = titian_assessment_data_unit(r->a, i);

        if (titian_assessment_unit(r->a, i, r->year)->dropped)
            continue;
        lines[n++] = (line){.label = r->group != TITIAN_NONE ? titian_panel_label(r->data, r->group, of_data) : "",
            .rank = ranks[i],
            .score = titian_panel_column(r->scores, root, r->year)[i],
            .code = titian_panel_unit(r->scores, i)->code,
            .unit = i};
    }
    qsort(lines, n, sizeof *lines, before);
    for (size_t k = 0; k < n; k++)
        put_unit(r, lines[k].unit);
    free(lines);
    return TITIAN_OK;
}

/* One unit: an element of the tree in each row. */
static void put_one(const results *r, size_t unit)
{
    for (size_t k = 0; k < r->n_nodes; k++) {
        const titian_node *node = titian_framework_node(r->framework, r->nodes[k]);

        titian_csv_put_text(node->code, r->to);
        put_text(node->name, r->to);
        (void) fprintf(r->to, ",%d,%d", node->level, titian_panel_year(r->scores, r->year));
        titian_csv_put_number(titian_panel_column(r->scores, r->nodes[k], r->year)[unit], r->to);
        put_rank(r->ranks[k][unit], r->to);
        (void) putc('\n', r->to);
    }
}

static titian_status put_years(results *r, titian_error *err)
{
    size_t unit = 0;
    titian_status status = TITIAN_OK;

    if (r->options->unit != NULL)
        status = titian_assessment_find_unit(r->a, r->options->unit, &unit, err);
    if (status != TITIAN_OK)
        return status;
    if (r->options->unit != NULL)
        (void) fputs("iCode,iName,Level,Time,Score,Rank\n", r->to);
    else
        put_header(r);
    for (r->year = 0; r->year < titian_panel_n_years(r->scores) && status == TITIAN_OK; r->year++) {
        status = rank_all(r, err);
        if (status == TITIAN_OK && r->options->unit != NULL)
            put_one(r, unit);
        else if (status == TITIAN_OK)
            status = put_units(r, err);
    }
    return status;
}

titian_results_options titian_results_options_default(void)
{
    return (titian_results_options){.columns = TITIAN_COLUMNS_AGGREGATES};
}

titian_status titian_results_csv_write(
    const titian_assessment *a, const titian_results_options *options, FILE *to, titian_error *err)
{
    const titian_results_options usual = titian_results_options_default();
    results r = {.a = a,
        .options = options != NULL ? options : &usual,
        .framework = titian_assessment_recipe(a)->framework,
        .scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED),
        .data = titian_assessment_data(a),
        .to = to};
    titian_status status = TITIAN_OK;

    r.n_units = titian_panel_n_units(r.scores);
    errno = 0;
    status = find_group(&r, err);
    if (status == TITIAN_OK)
        status = choose_columns(&r, err);
    if (status == TITIAN_OK)
        status = put_years(&r, err);
    if (status == TITIAN_OK && (fflush(to) != 0 || ferror(to)))
        status = titian_fail(err, TITIAN_E_FILE, "the results could not be written whole: %s", strerror(errno));
    for (size_t k = 0; r.ranks != NULL && k < r.n_nodes; k++)
        free(r.ranks[k]);
    free(r.ranks);
    free(r.nodes);
    free(r.index_rank);
    return status;
}

/* Two runs side by side: score and rank of every unit in both, the largest change of rank first.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/text_reports.h>

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/suggest.h>

#include "text/csv_text.h"

/* One of the two runs: its scores and ranks of the element compared. */
typedef struct {
    const titian_panel *panel;
    const double *scores;
    const size_t *ranks;
} side;

typedef struct {
    const titian_unit *unit;
    double score[2];
    size_t rank[2]; /* 0: none */
} line;

static titian_status find_node(const titian_framework *framework, const char *code, size_t *node, titian_error *err)
{
    const size_t n = titian_framework_n_nodes(framework);
    const char **codes = NULL;
    size_t near;

    *node = code != NULL ? titian_framework_find_named(framework, code) : titian_framework_root(framework);
    if (*node != TITIAN_NONE)
        return TITIAN_OK;
    codes = calloc(n, sizeof *codes);
    if (codes == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the codes of %zu nodes", n);
    for (size_t k = 0; k < n; k++)
        codes[k] = titian_framework_node(framework, k)->code;
    near = titian_suggest(code, codes, n);
    if (near != TITIAN_NONE)
        (void) titian_fail(
            err, TITIAN_E_USAGE, "one of the models has no element \"%s\"\ndid you mean \"%s\"?", code, codes[near]);
    else
        (void) titian_fail(err, TITIAN_E_USAGE,
            "one of the models has no element \"%s\"\nwrite the code of an element that both have", code);
    free(codes);
    return TITIAN_E_USAGE;
}

static titian_status open_side(side *s, const titian_assessment *a, const char *code, titian_error *err)
{
    size_t node = 0, year = 0;
    const titian_status status = find_node(titian_assessment_recipe(a)->framework, code, &node, err);

    s->panel = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    year = titian_panel_n_years(s->panel) - 1;
    if (status != TITIAN_OK)
        return status;
    s->scores = titian_panel_column(s->panel, node, year);
    s->ranks = titian_assessment_ranks(a, node, year);
    return TITIAN_OK;
}

static double change_of(const line *l)
{
    return l->rank[0] > 0 && l->rank[1] > 0 ? (double) l->rank[0] - (double) l->rank[1] : TITIAN_MISSING;
}

/* The largest change first, those without a change to be had last. */
static int before(const void *a, const void *b)
{
    const line *x = a, *y = b;
    const double dx = fabs(change_of(x)), dy = fabs(change_of(y));

    if (isnan(dx) != isnan(dy))
        return isnan(dx) ? 1 : -1;
    if (dx > dy)
        return -1;
    return dx < dy ? 1 : strcmp(x->unit->code, y->unit->code);
}

/* Every unit of either run. */
static size_t gather(const side sides[2], line *lines)
{
    size_t n = 0;

    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < titian_panel_n_units(sides[k].panel); i++) {
            const titian_unit *unit = titian_panel_unit(sides[k].panel, i);
            const size_t other = titian_panel_find_unit(sides[1 - k].panel, unit->code);

            if (k == 1 && other != TITIAN_NONE)
                continue; /* it is there already */
            lines[n] = (line){.unit = unit, .score = {TITIAN_MISSING, TITIAN_MISSING}};
            lines[n].score[k] = sides[k].scores[i];
            lines[n].rank[k] = sides[k].ranks[i];
            if (other != TITIAN_NONE) {
                lines[n].score[1 - k] = sides[1 - k].scores[other];
                lines[n].rank[1 - k] = sides[1 - k].ranks[other];
            }
            n++;
        }
    return n;
}

static void put_line(const line *l, FILE *to)
{
    titian_csv_put_text(l->unit->code, to);
    (void) putc(',', to);
    titian_csv_put_text(l->unit->name, to);
    for (int k = 0; k < 2; k++)
        titian_csv_put_number(l->score[k], to);
    for (int k = 0; k < 2; k++)
        titian_csv_put_number(l->rank[k] > 0 ? (double) l->rank[k] : TITIAN_MISSING, to);
    titian_csv_put_number(change_of(l), to);
    titian_csv_put_number(fabs(change_of(l)), to);
    (void) putc('\n', to);
}

titian_status titian_compare_csv_write(
    const titian_assessment *one, const titian_assessment *other, const char *node, FILE *to, titian_error *err)
{
    side sides[2];
    line *lines = NULL;
    size_t n = 0;
    titian_status status = open_side(&sides[0], one, node, err);

    if (status == TITIAN_OK)
        status = open_side(&sides[1], other, node, err);
    if (status != TITIAN_OK)
        return status;
    lines = calloc(titian_panel_n_units(sides[0].panel) + titian_panel_n_units(sides[1].panel), sizeof *lines);
    if (lines == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to compare the units of two runs");
    errno = 0;
    n = gather(sides, lines);
    qsort(lines, n, sizeof *lines, before);
    (void) fputs("uCode,uName,Score.1,Score.2,Rank.1,Rank.2,Diff,Abs.Diff\n", to);
    for (size_t k = 0; k < n; k++)
        put_line(&lines[k], to);
    free(lines);
    if (fflush(to) != 0 || ferror(to))
        return titian_fail(err, TITIAN_E_FILE, "the comparison could not be written whole: %s", strerror(errno));
    return TITIAN_OK;
}

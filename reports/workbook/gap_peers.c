/* Gap_Peers: the median and the best of each group of peers, from the index down to the indicators.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/areas.h"
#include "workbook/gap.h"
#include "workbook/method_inputs.h"
#include "workbook/words.h"

enum { PEERS_CODE, PEERS_NAME, PEERS_FIGURES };

/* ---- groups ---- */

static size_t known_label(const gap_peers *p, const char *label)
{
    size_t k = 0;

    while (k < p->n && strcmp(p->label[k], label) != 0)
        k++;
    return k;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* Labels in the order of the alphabet. @return 0: they are too many */
static int list_labels(const book *b, gap_peers *p, size_t extra)
{
    p->n = 0;
    for (size_t i = 0; i < b->n_units; i++) {
        const char *label = book_label(b, titian_framework_extra(b->framework, extra)->code, i);

        if (*label == '\0' || known_label(p, label) < p->n)
            continue;
        if (p->n == GAP_MOST_GROUPS)
            return 0;
        p->label[p->n++] = label;
    }
    qsort((void *) p->label, p->n, sizeof *p->label, by_text);
    return 1;
}

/* By the first labels that make peers and are few enough; else everybody is a peer. */
static void find_groups(const book *b, gap_peers *p)
{
    size_t extras[2], n = peer_groups(b, extras);

    for (size_t k = 0; k < n; k++) {
        if (!list_labels(b, p, extras[k]))
            continue;
        p->extra = extras[k];
        p->name = titian_framework_extra(b->framework, extras[k])->name;
        return;
    }
    p->extra = TITIAN_NONE;
    p->name = "Peers";
    p->label[0] = "All";
    p->n = 1;
}

size_t gap_group(const book *b, const gap_peers *peers, size_t unit)
{
    size_t k = 0;

    if (peers->extra == TITIAN_NONE)
        return 0;
    k = known_label(peers, book_label(b, titian_framework_extra(b->framework, peers->extra)->code, unit));
    return k < peers->n ? k : TITIAN_NONE;
}

/* ---- their figures ---- */

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

static double median_of(double *x, size_t n)
{
    qsort(x, n, sizeof *x, ascending);
    return n == 0 ? TITIAN_MISSING : n % 2 == 1 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

static void find_figures(const book *b, gap_peers *p, size_t node, const size_t *group, double *scratch)
{
    for (size_t g = 0; g < p->n; g++) {
        const size_t at = node * p->n + g;
        size_t n = 0;

        p->best[at] = TITIAN_MISSING;
        p->who[at] = TITIAN_NONE;
        for (size_t i = 0; i < b->n_units; i++) {
            const double score = node_value(b, node, i);

            if (group[i] != g || isnan(score))
                continue;
            scratch[n++] = score;
            if (isnan(p->best[at]) || score > p->best[at]) {
                p->best[at] = score;
                p->who[at] = i;
            }
        }
        p->median[at] = median_of(scratch, n);
    }
}

gap_peers *gap_open(book *b)
{
    gap_peers *p = calloc(1, sizeof *p);
    double *scratch = calloc(b->n_units + 1, sizeof *scratch);
    size_t *group = calloc(b->n_units + 1, sizeof *group);

    if (p != NULL) {
        find_groups(b, p);
        p->median = calloc(b->n_nodes * p->n, sizeof *p->median);
        p->best = calloc(b->n_nodes * p->n, sizeof *p->best);
        p->who = calloc(b->n_nodes * p->n, sizeof *p->who);
    }
    if (p == NULL || p->median == NULL || p->best == NULL || p->who == NULL || scratch == NULL || group == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the peers of %zu units", b->n_units);
        gap_free(p);
        p = NULL;
        goto out;
    }
    for (size_t i = 0; i < b->n_units; i++)
        group[i] = gap_group(b, p, i);
    for (size_t node = 0; node < b->n_nodes; node++)
        find_figures(b, p, node, group, scratch);
out:
    free(group);
    free(scratch);
    return p;
}

void gap_free(gap_peers *peers)
{
    if (peers == NULL)
        return;
    free(peers->median);
    free(peers->best);
    free(peers->who);
    free(peers);
}

/* ---- goals ---- */

gap_goal gap_goal_of(const book *b, size_t node)
{
    const int is_indicator = book_node(b, node)->n_children == 0;
    gap_goal g = {.value = b->style.high};

    if (!is_indicator && b->rules->on) {
        g.value = b->rules->target;
        snprintf(g.text, sizeof g.text, "T_target");
        return g;
    }
    if (!b->style.given) { /* no scale has an end: the best of all */
        g.value = area_best(b, node);
        snprintf(g.text, sizeof g.text, "MAX(%.88s)", unit_range(b, SHEET_SCORES, node_col(node)).text);
        return g;
    }
    const ref high = is_indicator && b->scored_by[node] != NULL ? method_input(b, node, "high") : (ref){""};

    if (high.text[0] != '\0' && book_setting(b, high.text) != NULL) {
        g.value = setting_value(b, high.text);
        snprintf(g.text, sizeof g.text, "%s", high.text);
    } else
        snprintf(g.text, sizeof g.text, "%.17g", g.value);
    return g;
}

/* ---- places ---- */

/* From the index down to the indicators, each level in the order of the framework. */
static lxw_row_t line_of(const book *b, size_t node)
{
    size_t above = 0;

    for (int level = titian_framework_n_levels(b->framework); level >= 1; level--) {
        size_t n = 0, first = titian_framework_level(b->framework, level, &n);

        if (node >= first && node < first + n)
            return (lxw_row_t) (LIST_FIRST + above + node - first);
        above += n;
    }
    return LIST_FIRST;
}

static lxw_col_t column_of(size_t group, gap_figure figure)
{
    return (lxw_col_t) (PEERS_FIGURES + N_GAP_FIGURES * group + figure);
}

ref gap_cell(const book *b, size_t node, size_t group, gap_figure figure)
{
    return fixed(SHEET_GAP_PEERS, line_of(b, node), column_of(group, figure));
}

ref gap_line(const book *b, const gap_peers *peers, size_t node)
{
    const lxw_row_t row = line_of(b, node);

    return fixed_range(SHEET_GAP_PEERS, row, PEERS_FIGURES, row, column_of(peers->n - 1, GAP_WHO));
}

/* ---- the sheet ---- */

/* The units of a group that have a score, as a product of conditions. */
static void grow_members(book *b, grown *g, const gap_peers *p, size_t group, const char *scores)
{
    if (p->extra != TITIAN_NONE)
        grow(b, g, "EXACT(%s,%s)*", unit_range(b, SHEET_DATA_USED, extra_col(b, p->extra)).text,
            quoted(p->label[group]).text);
    grow(b, g, "ISNUMBER(%s)", scores);
}

static void put_figures(book *b, const gap_peers *p, size_t node, size_t group)
{
    lxw_worksheet *sheet = b->sheets[SHEET_GAP_PEERS];
    const ref scores = unit_range(b, SHEET_SCORES, node_col(node)), names = unit_range(b, SHEET_SCORES, COL_NAME);
    const lxw_row_t row = line_of(b, node);
    const size_t at = node * p->n + group;
    const unsigned long below = (unsigned long) last_unit_row(b) + 2; /* the row behind the last unit, from 1 */
    const ref best = cell(SHEET_HERE, row, column_of(group, GAP_BEST));
    grown members = {.length = 0};

    if (isnan(p->best[at])) {
        for (int figure = 0; figure < N_GAP_FIGURES; figure++)
            put_text(b, sheet, row, column_of(group, (gap_figure) figure), "", STYLE_SCORE);
        return;
    }
    grow_members(b, &members, p, group, scores.text);
    put_formula_array(b, AT(sheet, row, column_of(group, GAP_MEDIAN), STYLE_SCORE), p->median[at],
        "{=IF(SUM(1*(%s))=0,\"\",MEDIAN(IF(%s,%s)))}", members.text, members.text, scores.text);
    put_formula_array(b, AT(sheet, row, column_of(group, GAP_BEST), STYLE_SCORE), p->best[at],
        "{=IF(SUM(1*(%s))=0,\"\",MAX(IF(%s,%s)))}", members.text, members.text, scores.text);
    put_formula_text(b, AT(sheet, row, column_of(group, GAP_WHO), STYLE_TEXT), book_unit(b, p->who[at])->name,
        "=IF(ISNUMBER(%s),INDEX(%s,%zu-SUMPRODUCT(MAX(%s*(%s=%s)*(%lu-ROW(%s))))),\"\")", best.text, names.text,
        b->n_units + 1, members.text, scores.text, best.text, below, scores.text);
}

static column *make_columns(book *b, const gap_peers *p, char (*headers)[96])
{
    column *columns = calloc(column_of(p->n, GAP_MEDIAN), sizeof *columns);
    double width = 12;

    if (columns == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the columns of Gap_Peers");
        return NULL;
    }
    columns[PEERS_CODE] = (column){"Code", 10, STYLE_HEADER};
    columns[PEERS_NAME] = (column){"Index, area, indicator", 44, STYLE_HEADER};
    for (size_t i = 0; i < b->n_units; i++)
        width = style_width_of(book_unit(b, i)->name, width, 20);
    for (size_t g = 0; g < p->n; g++)
        for (int f = 0; f < N_GAP_FIGURES; f++) {
            static const char *const figures[] = {"median", "best", "who is best"};
            char *text = headers[N_GAP_FIGURES * g + (size_t) f];

            snprintf(text, sizeof *headers, "%.70s: %s", p->label[g], figures[f]);
            columns[column_of(g, (gap_figure) f)] =
                (column){text, f == GAP_WHO ? width : 14, f == GAP_WHO ? STYLE_HEADER : STYLE_HEADER_MID};
        }
    return columns;
}

static void put_lines(book *b, lxw_worksheet *sheet, const gap_peers *p)
{
    for (size_t node = 0; node < b->n_nodes && book_good(b); node++) {
        const int is_indicator = book_node(b, node)->n_children == 0;

        put_text(b, sheet, line_of(b, node), PEERS_CODE, book_node(b, node)->code, STYLE_TEXT);
        put_text(
            b, sheet, line_of(b, node), PEERS_NAME, book_node(b, node)->name, is_indicator ? STYLE_TEXT : STYLE_BOLD);
        for (size_t g = 0; g < p->n; g++)
            put_figures(b, p, node, g);
    }
}

void write_gap_peers(book *b)
{
    lxw_worksheet *sheet = book_open(b, SHEET_GAP_PEERS,
        "Gap and Gap_Unit compare each unit with these, itself among them. Groups of a few units say little.");
    gap_peers *p = gap_open(b);
    char(*headers)[96] = calloc((size_t) N_GAP_FIGURES * GAP_MOST_GROUPS, sizeof *headers);
    column *columns = p != NULL && headers != NULL ? make_columns(b, p, headers) : NULL;
    const lxw_row_t last = (lxw_row_t) (LIST_HEADER + b->n_nodes);

    if (headers == NULL)
        book_fail(b, TITIAN_E_MEMORY, "no memory for the columns of Gap_Peers");
    if (columns == NULL)
        goto out;
    put_banner(b, sheet, LIST_AUX, 0);
    put_lines(b, sheet, p);
    const size_t n = column_of(p->n, GAP_MEDIAN);
    const table t = {"tblGapPeers", LIST_HEADER, last, 0, columns, n};
    const style_page page = {.landscape = 1,
        .dense = 1,
        .small = 1,
        .last_row = last,
        .last_col = (lxw_col_t) (n - 1),
        .repeat_from = LIST_HEADER,
        .repeat_to = LIST_HEADER,
        .repeat_cols = PEERS_FIGURES};

    book_widths(b, sheet, columns, n);
    book_table(b, sheet, &t);
    worksheet_freeze_panes(sheet, LIST_FIRST, PEERS_FIGURES);
    book_print(b, sheet, &page);
out:
    free(columns);
    free(headers);
    gap_free(p);
}

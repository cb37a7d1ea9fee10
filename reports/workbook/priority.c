/* Priority and Assess_First: the units of Priority_Calc in order, and what both say in words.
 * Both sheets have one line per eligible unit, since a change on Parameters can move any of them from one list to the
 * other; lines past the last in use are blank.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/priority.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/rank_ranges.h"

/* ---- words and order ---- */

const char *priority_modality(const book *b, size_t unit)
{
    return titian_modality_name(titian_modality_of(b->rules, priority_state(b, unit)->absorption));
}

const char *priority_region(const book *b, size_t unit)
{
    if (titian_panel_find_group(b->data, "region") != TITIAN_NONE)
        return book_label(b, "region", unit);
    return book_label(b, b->rules->aid_group, unit);
}

int priority_line_holds(const book *b, size_t line, size_t unit)
{
    return titian_condition_holds(&b->rules->vulnerability[line], b->data, titian_assessment_data_unit(b->a, unit));
}

status_text priority_status(const book *b, size_t unit)
{
    status_text s = {""};
    size_t n = 0;

    for (size_t k = 0; k < b->rules->n_vulnerability; k++) {
        const char *code = b->rules->vulnerability[k].group;

        if (!priority_line_holds(b, k, unit) || n + strlen(code) + 3 > sizeof s.text)
            continue;
        n += (size_t) snprintf(s.text + n, sizeof s.text - n, "%s", n > 0 ? ", " : "");
        for (const char *c = code; *c != '\0'; c++)
            s.text[n++] = (char) (*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
        s.text[n] = '\0';
    }
    return s;
}

int priority_part_used(const book *b, titian_part part)
{
    if (part == TITIAN_PART_PEOPLE)
        return b->rules->population != NULL;
    if (part == TITIAN_PART_VULNERABILITY)
        return b->rules->n_vulnerability > 0;
    return part != TITIAN_PART_AID || b->rules->aid != NULL;
}

note_text priority_note(const book *b, size_t unit)
{
    note_text note = {""};
    size_t n = 0;

    for (int part = 0; part < TITIAN_N_PARTS; part++)
        if (priority_part_used(b, (titian_part) part) && isnan(priority_state(b, unit)->part[part]))
            n += (size_t) snprintf(
                note.text + n, sizeof note.text - n, "No data: %s. ", titian_part_name((titian_part) part));
    return note;
}

/* Ranks run from 1 to n_units, ties sharing the lowest: so count how many hold each rank before a unit. */
size_t *priority_order(book *b)
{
    size_t *order = calloc(b->n_units + 1, sizeof *order);
    size_t *holders = calloc(b->n_units + 2, sizeof *holders);

    if (order == NULL || holders == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the order of %zu units", b->n_units);
        free(order);
        order = NULL;
        goto out;
    }
    for (size_t i = 0; i < b->n_units; i++) {
        const size_t rank = priority_state(b, i)->rank;

        if (rank > 0)
            order[i] = rank + holders[rank]++;
    }
out:
    free(holders);
    return order;
}

/* ---- what the columns show ---- */

typedef struct {
    double number;
    char text[512];
} shown;

typedef void (*show)(const book *b, size_t unit, shown *s);

static void copy_text(shown *s, const char *text)
{
    snprintf(s->text, sizeof s->text, "%s", text);
}

static void show_rank(const book *b, size_t unit, shown *s)
{
    s->number = (double) priority_state(b, unit)->rank;
}

static void show_name(const book *b, size_t unit, shown *s)
{
    text_clean(s->text, sizeof s->text, book_unit(b, unit)->name, 255);
}

static void show_code(const book *b, size_t unit, shown *s)
{
    text_clean(s->text, sizeof s->text, book_unit(b, unit)->code, 255);
}

static void show_region(const book *b, size_t unit, shown *s)
{
    text_clean(s->text, sizeof s->text, priority_region(b, unit), 255);
}

static void show_status(const book *b, size_t unit, shown *s)
{
    copy_text(s, priority_status(b, unit).text);
}

static void show_index(const book *b, size_t unit, shown *s)
{
    s->number = node_value(b, b->root, unit);
}

static void show_band(const book *b, size_t unit, shown *s)
{
    const size_t band = unit_state(b, unit)->band;

    copy_text(s, band == TITIAN_NONE ? "" : b->recipe->bands[band].name);
}

static void show_score(const book *b, size_t unit, shown *s)
{
    s->number = priority_state(b, unit)->score;
}

static void show_range(const book *b, size_t unit, shown *s)
{
    copy_text(s, ranges_words(b, unit, 1).text);
}

static void show_first(const book *b, size_t unit, shown *s)
{
    s->number = titian_uncertainty_first(b->analyses.uncertainty, unit);
}

static void show_tier(const book *b, size_t unit, shown *s)
{
    copy_text(s, titian_tier_name(titian_uncertainty_tier(b->analyses.uncertainty, unit)));
}

static void show_need(const book *b, size_t unit, shown *s)
{
    s->number = priority_state(b, unit)->need;
}

static void show_people(const book *b, size_t unit, shown *s)
{
    s->number = priority_state(b, unit)->people;
}

static void show_population(const book *b, size_t unit, shown *s)
{
    s->number = priority_state(b, unit)->population;
}

static void show_vulnerability(const book *b, size_t unit, shown *s)
{
    s->number = priority_state(b, unit)->part[TITIAN_PART_VULNERABILITY];
}

static void show_aid(const book *b, size_t unit, shown *s)
{
    s->number = b->rules->aid == NULL ? TITIAN_MISSING : priority_state(b, unit)->aid;
}

static void show_modality(const book *b, size_t unit, shown *s)
{
    copy_text(s, priority_modality(b, unit));
}

static void show_confidence(const book *b, size_t unit, shown *s)
{
    s->number = unit_state(b, unit)->confidence;
}

static void show_coverage(const book *b, size_t unit, shown *s)
{
    s->number = unit_state(b, unit)->coverage;
}

static void show_groups(const book *b, size_t unit, shown *s)
{
    const double level = option_number(&b->recipe->choice[TITIAN_STAGE_SCREEN], "group_level");

    s->number = level > 0.5 ? (double) unit_state(b, unit)->n_groups_covered : TITIAN_MISSING;
}

static void show_weakest(const book *b, size_t unit, int k, shown *s)
{
    const size_t node = priority_state(b, unit)->weakest[k];

    text_clean(s->text, sizeof s->text, node == TITIAN_NONE ? "" : book_node(b, node)->name, 255);
}

static void show_weakest_1(const book *b, size_t unit, shown *s)
{
    show_weakest(b, unit, 0, s);
}

static void show_weakest_2(const book *b, size_t unit, shown *s)
{
    show_weakest(b, unit, 1, s);
}

static void show_why(const book *b, size_t unit, shown *s)
{
    text_clean(s->text, sizeof s->text, priority_state(b, unit)->reason, sizeof s->text - 1);
}

static void show_note(const book *b, size_t unit, shown *s)
{
    copy_text(s, priority_note(b, unit).text);
}

/* ---- lists ---- */

/* How a column of a list is filled: from a column of a unit sheet, by the line that the list's last column holds.
 * A text is joined to "", a number that may be a blank cell is tested: INDEX gives 0 for a blank cell. */
typedef enum { AS_TEXT, AS_NUMBER, AS_BLANK_OR_NUMBER } kind;

typedef struct {
    const char *header; /* of RANGES_COL: with {share} and the like */
    double width;
    style_kind head, look;
    int col; /* on Priority_Calc; past SCORES_COL a figure of Scores, ROOT_COL the index, past RANGES_COL a column of
                Rank_Ranges, which a workbook may lack */
    kind as;
    show show;
} list_column;

enum { SCORES_COL = 1000, ROOT_COL = 2000, RANGES_COL = 3000 };

static const list_column priority_columns[N_PRIORITY_COLUMNS - 1] = {
    [PRIORITY_RANK] = {"Rank", 7, STYLE_HEADER_MID, STYLE_RANK, CALC_RANK, AS_NUMBER, show_rank},
    [PRIORITY_NAME] = {"Name", 16, STYLE_HEADER, STYLE_BOLD, CALC_NAME, AS_TEXT, show_name},
    [PRIORITY_CODE] = {"Code", 7, STYLE_HEADER, STYLE_TEXT, CALC_CODE, AS_TEXT, show_code},
    [PRIORITY_REGION] = {"Region", 16, STYLE_HEADER, STYLE_TEXT, CALC_REGION, AS_TEXT, show_region},
    [PRIORITY_STATUS] = {"Status", 12, STYLE_HEADER, STYLE_TEXT, CALC_STATUS, AS_TEXT, show_status},
    [PRIORITY_INDEX] = {"Index", 8, STYLE_HEADER_MID, STYLE_SCORE, ROOT_COL, AS_NUMBER, show_index},
    [PRIORITY_BAND] = {"Band", 12, STYLE_HEADER_MID, STYLE_CENTRE, SCORES_COL + SCORES_BAND, AS_TEXT, show_band},
    [PRIORITY_SCORE] = {"Priority score", 14, STYLE_HEADER_MID, STYLE_POINTS, CALC_SCORE, AS_NUMBER, show_score},
    [PRIORITY_RANGE] = {"{share} range", 10, STYLE_HEADER_MID, STYLE_CENTRE, RANGES_COL + RANGES_PRIORITY_RANGE,
        AS_TEXT, show_range},
    [PRIORITY_FIRST] = {"P(first {top})", 10, STYLE_HEADER_MID, STYLE_SHARE, RANGES_COL + RANGES_FIRST,
        AS_BLANK_OR_NUMBER, show_first},
    [PRIORITY_TIER] = {"Tier", 13, STYLE_HEADER_MID, STYLE_CENTRE, RANGES_COL + RANGES_TIER, AS_TEXT, show_tier},
    [PRIORITY_NEED] = {"Need", 8, STYLE_HEADER_MID, STYLE_DECIMAL, CALC_NEED, AS_NUMBER, show_need},
    [PRIORITY_PEOPLE] = {"People affected", 14, STYLE_HEADER_MID, STYLE_COUNT, CALC_PEOPLE, AS_NUMBER, show_people},
    [PRIORITY_VULNERABILITY] = {"Vulnerability", 13, STYLE_HEADER_MID, STYLE_DECIMAL,
        CALC_PART + TITIAN_PART_VULNERABILITY, AS_BLANK_OR_NUMBER, show_vulnerability},
    [PRIORITY_AID] = {"Aid", 10, STYLE_HEADER_MID, STYLE_VALUE, CALC_AID, AS_BLANK_OR_NUMBER, show_aid},
    [PRIORITY_CONFIDENCE] = {"Confidence", 11, STYLE_HEADER_MID, STYLE_DECIMAL, CALC_PART + TITIAN_PART_CONFIDENCE,
        AS_NUMBER, show_confidence},
    [PRIORITY_MODALITY] = {"Modality", 20, STYLE_HEADER_MID, STYLE_CENTRE, CALC_MODALITY, AS_TEXT, show_modality},
    [PRIORITY_WEAKEST_1] = {"Weakest area", 16, STYLE_HEADER, STYLE_TEXT, CALC_WEAKEST_1, AS_TEXT, show_weakest_1},
    [PRIORITY_WEAKEST_2] = {"Second weakest area", 20, STYLE_HEADER, STYLE_TEXT, CALC_WEAKEST_2, AS_TEXT,
        show_weakest_2},
    [PRIORITY_WHY] = {"Why eligible", 16, STYLE_HEADER, STYLE_TEXT, CALC_REASON, AS_TEXT, show_why},
    [PRIORITY_NOTE] = {"Note", 14, STYLE_HEADER, STYLE_TEXT, CALC_NOTE, AS_TEXT, show_note},
};

static const list_column assess_columns[N_ASSESS_COLUMNS - 1] = {
    [ASSESS_NUMBER] = {"No.", 7, STYLE_HEADER_MID, STYLE_RANK, CALC_ASSESS_ORDER, AS_NUMBER, NULL},
    [ASSESS_NAME] = {"Name", 16, STYLE_HEADER, STYLE_BOLD, CALC_NAME, AS_TEXT, show_name},
    [ASSESS_CODE] = {"Code", 7, STYLE_HEADER, STYLE_TEXT, CALC_CODE, AS_TEXT, show_code},
    [ASSESS_REGION] = {"Region", 16, STYLE_HEADER, STYLE_TEXT, CALC_REGION, AS_TEXT, show_region},
    [ASSESS_STATUS] = {"Status", 12, STYLE_HEADER, STYLE_TEXT, CALC_STATUS, AS_TEXT, show_status},
    [ASSESS_COVERAGE] = {"Coverage", 11, STYLE_HEADER_MID, STYLE_SHARE, SCORES_COL + SCORES_COVERAGE, AS_NUMBER,
        show_coverage},
    [ASSESS_GROUPS] = {"Areas covered", 14, STYLE_HEADER_MID, STYLE_RANK, SCORES_COL + SCORES_GROUPS,
        AS_BLANK_OR_NUMBER, show_groups},
    [ASSESS_POPULATION] = {"Population", 15, STYLE_HEADER_MID, STYLE_COUNT, CALC_POPULATION, AS_BLANK_OR_NUMBER,
        show_population},
    [ASSESS_NEED] = {"Need where known", 17, STYLE_HEADER_MID, STYLE_DECIMAL, CALC_NEED, AS_NUMBER, show_need},
};

enum { MOST_COLUMNS = 32 };

/* A list being written. */
typedef struct {
    book *b;
    sheet_id id;
    const list_column *columns[MOST_COLUMNS]; /* those that this workbook has */
    size_t n;                                 /* without the column that holds the line */
    int order;                                /* column of Priority_Calc that numbers the lines */
} list;

static int has_column(const book *b, const list_column *c)
{
    return c->col < RANGES_COL || book_meets(b, NEEDS_UNCERTAINTY);
}

static void take_columns(list *l, const list_column *columns, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (has_column(l->b, &columns[k]))
            l->columns[l->n++] = &columns[k];
}

lxw_col_t priority_col(const book *b, priority_column which)
{
    lxw_col_t col = 0;

    for (int k = 0; k < (int) which; k++)
        col = (lxw_col_t) (col + has_column(b, &priority_columns[k]));
    return col;
}

/* The range a column looks into. */
static ref source(const list *l, const list_column *c)
{
    const book *b = l->b;

    if (c->col >= RANGES_COL)
        return ranges_range(b, (ranges_column) (c->col - RANGES_COL));
    if (c->col == ROOT_COL)
        return unit_range(b, SHEET_SCORES, node_col(b->root));
    if (c->col >= SCORES_COL)
        return unit_range(b, SHEET_SCORES, scores_col(b, (scores_column) (c->col - SCORES_COL)));
    return unit_range(b, SHEET_PRIORITY_CALC, (lxw_col_t) c->col);
}

/* A unit that has become ranked by other inputs has no ranges. */
static void put_ranges_item(const list *l, spot at, const list_column *c, const char *line, const shown *now)
{
    const lookup found = ranges_lookup(l->b, (ranges_column) (c->col - RANGES_COL), line);

    if (c->as == AS_TEXT)
        put_formula_text(l->b, at, now->text, "=IFERROR(%s&\"\",\"\")", found.text);
    else
        put_formula(l->b, at, now->number, "=IFERROR(IF(ISNUMBER(%s),%s,\"\"),\"\")", found.text, found.text);
}

static void put_item(const list *l, lxw_row_t row, size_t col, const shown *now)
{
    const list_column *c = l->columns[col];
    const spot at = AT(l->b->sheets[l->id], row, col, c->look);
    const ref from = source(l, c);
    char letters[16];
    char line[32];

    lxw_col_to_name(letters, (lxw_col_t) l->n, 0);
    snprintf(line, sizeof line, "$%s%u", letters, (unsigned) row + 1);
    if (c->col >= RANGES_COL)
        put_ranges_item(l, at, c, line, now);
    else if (c->as == AS_TEXT)
        put_formula_text(l->b, at, now->text, "=IF(ISNUMBER(%s),INDEX(%s,%s)&\"\",\"\")", line, from.text, line);
    else if (c->as == AS_NUMBER)
        put_formula(l->b, at, now->number, "=IF(ISNUMBER(%s),INDEX(%s,%s),\"\")", line, from.text, line);
    else
        put_formula(l->b, at, now->number, "=IF(ISNUMBER(%s),IF(ISNUMBER(INDEX(%s,%s)),INDEX(%s,%s),\"\"),\"\")",
            line, from.text, line, from.text, line);
}

/* Header of a column; that of aid says its unit. */
static const char *header_of(const list *l, size_t col, worded *text)
{
    const book *b = l->b;
    const list_column *c = l->columns[col];
    const size_t extra = c->col != CALC_AID || b->rules->aid == NULL
                             ? TITIAN_NONE
                             : titian_framework_find_extra(b->framework, b->rules->aid);

    if (c->col >= RANGES_COL) {
        *text = ranges_label(b, c->header);
        return text->text;
    }
    if (extra == TITIAN_NONE || titian_framework_extra(b->framework, extra)->unit[0] == '\0')
        return c->header;
    snprintf(text->text, sizeof text->text, "%s, %s", c->header, titian_framework_extra(b->framework, extra)->unit);
    return text->text;
}

/* Wide enough for what any unit may show there: the list re-sorts itself. */
static double width_of(const list *l, size_t col)
{
    const list_column *c = l->columns[col];
    double width = c->width;

    for (size_t i = 0; i < l->b->n_units && c->as == AS_TEXT && c->show != NULL; i++) {
        shown now = {.number = TITIAN_MISSING, .text = ""};

        c->show(l->b, i, &now);
        width = style_width_of(now.text, width, 64);
    }
    return width;
}

/* Line k, from 1, shows a unit, or nothing (TITIAN_NONE). */
static void put_line(const list *l, size_t k, size_t unit)
{
    book *b = l->b;
    const lxw_row_t row = (lxw_row_t) (LIST_FIRST + k - 1);

    put_formula(b, AT(b->sheets[l->id], row, l->n, STYLE_RANK),
        unit == TITIAN_NONE ? TITIAN_MISSING : (double) unit + 1, "=IFERROR(MATCH(%zu,%s,0),\"\")", k,
        unit_range(b, SHEET_PRIORITY_CALC, (lxw_col_t) l->order).text);
    for (size_t col = 0; col < l->n; col++) {
        shown now = {.number = TITIAN_MISSING, .text = ""};

        if (unit != TITIAN_NONE && l->columns[col]->show != NULL)
            l->columns[col]->show(b, unit, &now);
        else if (unit != TITIAN_NONE)
            now.number = (double) k;
        put_item(l, row, col, &now);
    }
}

/* @param units  the units in order, n of them; the other lines are blank */
static void put_list(const list *l, const char *name, const size_t *units, size_t n)
{
    book *b = l->b;
    lxw_worksheet *sheet = b->sheets[l->id];
    column columns[MOST_COLUMNS + 1] = {{NULL, 0, STYLE_HEADER}};
    worded made[MOST_COLUMNS];
    const table t = {.name = name,
        .header = LIST_HEADER,
        .last = (lxw_row_t) (LIST_HEADER + b->n_eligible),
        .columns = columns,
        .n_columns = l->n + 1};
    const style_page page = {.landscape = 1,
        .dense = 1,
        .last_row = t.last,
        .last_col = (lxw_col_t) (l->n - 1),
        .repeat_from = LIST_AUX,
        .repeat_to = LIST_HEADER,
        .repeat_cols = PRIORITY_CODE};

    put_banner(b, sheet, LIST_AUX, 0);
    for (size_t k = 1; k <= b->n_eligible; k++)
        put_line(l, k, k <= n ? units[k - 1] : TITIAN_NONE);
    for (size_t col = 0; col < l->n; col++)
        columns[col] = (column){header_of(l, col, &made[col]), width_of(l, col), l->columns[col]->head};
    columns[l->n] = (column){"Line", 6, STYLE_HEADER_MID};
    book_table(b, sheet, &t);
    book_widths(b, sheet, columns, l->n + 1);
    worksheet_freeze_panes(sheet, LIST_FIRST, PRIORITY_CODE);
    book_print(b, sheet, &page);
}

/* ---- sheets ---- */

/* Bars from 0 to 100 in the cells of the priority score. */
static void put_bars_of_scores(book *b)
{
    const style_area area = {.first_row = LIST_FIRST,
        .first_col = priority_col(b, PRIORITY_SCORE),
        .last_row = (lxw_row_t) (LIST_HEADER + b->n_eligible),
        .last_col = priority_col(b, PRIORITY_SCORE)};

    if (book_good(b) && b->n_eligible > 0)
        book_check(b, style_data_bar(b->sheets[SHEET_PRIORITY], &area, 0, 100), "data bars");
}

void write_priority(book *b)
{
    list l = {.b = b, .id = SHEET_PRIORITY, .order = CALC_ORDER};
    size_t *order = priority_order(b);
    size_t *units = calloc(b->n_units + 1, sizeof *units);
    size_t n = 0;

    if (order == NULL || units == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the sheet Priority");
        goto out;
    }
    book_open(b, SHEET_PRIORITY,
        "Formulas: the list re-sorts itself when Parameters change. The buttons in row 5 filter; the column Line "
        "says "
        "where a unit stands on Priority_Calc.");
    for (size_t i = 0; i < b->n_units; i++) {
        if (order[i] > 0) {
            units[order[i] - 1] = i;
            n++;
        }
    }
    take_columns(&l, priority_columns, N_PRIORITY_COLUMNS - 1);
    put_list(&l, "tblPriority", units, n);
    if (book_meets(b, NEEDS_UNCERTAINTY))
        put_currency(b, b->sheets[SHEET_PRIORITY], LIST_AUX, priority_col(b, PRIORITY_RANGE));
    put_bars_of_scores(b);
out:
    free(units);
    free(order);
}

void write_assess_first(book *b)
{
    list l = {.b = b, .id = SHEET_ASSESS_FIRST, .order = CALC_ASSESS_ORDER};
    size_t *units = calloc(b->n_units + 1, sizeof *units);
    size_t n = 0;

    if (units == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the sheet Assess_First");
        return;
    }
    book_open(b, SHEET_ASSESS_FIRST, "In the order of the data, not of need. The buttons in row 5 filter.");
    for (size_t i = 0; i < b->n_units; i++)
        if (priority_state(b, i)->assess_first)
            units[n++] = i;
    take_columns(&l, assess_columns, N_ASSESS_COLUMNS - 1);
    put_list(&l, "tblAssessFirst", units, n);
    free(units);
}

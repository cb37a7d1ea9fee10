/* Movers: changes beyond noise, with their intervals over replications.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "workbook/changes.h"
#include "workbook/matrix.h"

typedef enum {
    MOVERS_NAME,
    MOVERS_CODE,
    MOVERS_FROM,
    MOVERS_TO,
    MOVERS_CHANGE,
    MOVERS_SD,
    MOVERS_LIMIT,
    MOVERS_VERDICT,
    MOVERS_LOW,
    MOVERS_HIGH,
    MOVERS_UP,
    MOVERS_NEW,
    MOVERS_RANK_FROM,
    MOVERS_RANK_TO,
    MOVERS_CLIMB,
    MOVERS_RANK_LOW,
    MOVERS_RANK_HIGH,
    MOVERS_NOTE,
    N_MOVERS
} movers_column;

enum { ROW_LIMIT = 3, ROW_COUNTS = 4, ROW_DRAWN = 5, ROW_HEADER = 7, ROW_FIRST = 8 };

typedef struct {
    book *b;
    const titian_movers *movers;
    lxw_worksheet *sheet;
} page;

static ref here(lxw_row_t row, movers_column which)
{
    return cell(SHEET_HERE, row, (lxw_col_t) which);
}

/* What is not compared, or was not measured again, says so as a value; the others compare change and limit. */
static void put_verdict(const page *p, lxw_row_t row, const titian_mover *m)
{
    const spot at = AT(p->sheet, row, MOVERS_VERDICT, STYLE_CENTRE);
    const ref change = here(row, MOVERS_CHANGE), limit = here(row, MOVERS_LIMIT);

    if (m->verdict <= TITIAN_MOVE_STILL)
        put_text(p->b, p->sheet, row, MOVERS_VERDICT, titian_move_name(m->verdict), STYLE_CENTRE);
    else
        put_formula_text(p->b, at, titian_move_name(m->verdict),
            "=IF(ROUND(ABS(%s),9)<=ROUND(%s,9),\"%s\",IF(%s>0,\"%s\",\"%s\"))", change.text, limit.text,
            titian_move_name(TITIAN_MOVE_WITHIN), change.text, titian_move_name(TITIAN_MOVE_UP),
            titian_move_name(TITIAN_MOVE_DOWN));
}

static void put_number_at(const page *p, lxw_row_t row, movers_column which, double number, style_kind look)
{
    put_number(p->b, p->sheet, row, (lxw_col_t) which, number, look);
}

static void put_difference(
    const page *p, lxw_row_t row, movers_column which, movers_column from, double result, style_kind look)
{
    const movers_column to = (movers_column) (from + 1);

    if (isnan(result))
        put_number_at(p, row, which, TITIAN_MISSING, look);
    else
        put_formula(p->b, AT(p->sheet, row, which, look), result, "=%s-%s", here(row, to).text, here(row, from).text);
}

static void put_mover(const page *p, size_t k, size_t unit)
{
    const titian_mover m = titian_movers_unit(p->movers, unit);
    const lxw_row_t row = (lxw_row_t) (ROW_FIRST + k);

    put_changed_unit(p->b, p->sheet, row, unit);
    put_number_at(p, row, MOVERS_FROM, m.before, STYLE_SCORE);
    put_number_at(p, row, MOVERS_TO, m.after, STYLE_SCORE);
    put_difference(p, row, MOVERS_CHANGE, MOVERS_FROM, m.change, STYLE_SCORE_BOLD);
    put_number_at(p, row, MOVERS_SD, m.sd, STYLE_DECIMAL2);
    if (isnan(m.sd))
        put_number_at(p, row, MOVERS_LIMIT, TITIAN_MISSING, STYLE_DECIMAL2);
    else
        put_formula(p->b, AT(p->sheet, row, MOVERS_LIMIT, STYLE_DECIMAL2), TITIAN_MOVE_LIMIT * m.sd, "=%s*%s",
            fixed(SHEET_HERE, ROW_LIMIT, MOVERS_FROM).text, here(row, MOVERS_SD).text);
    put_verdict(p, row, &m);
    put_number_at(p, row, MOVERS_LOW, m.low, STYLE_SCORE);
    put_number_at(p, row, MOVERS_HIGH, m.high, STYLE_SCORE);
    put_number_at(p, row, MOVERS_UP, m.up, STYLE_SHARE);
    put_number_at(p, row, MOVERS_NEW, change_number(p->b, unit, "New"), STYLE_SHARE);
    put_number_at(p, row, MOVERS_RANK_FROM, m.rank_before, STYLE_RANK);
    put_number_at(p, row, MOVERS_RANK_TO, m.rank_after, STYLE_RANK);
    put_difference(p, row, MOVERS_CLIMB, MOVERS_RANK_FROM, m.rank_after - m.rank_before, STYLE_RANK);
    put_number_at(p, row, MOVERS_RANK_LOW, m.rank_low, STYLE_RANK);
    put_number_at(p, row, MOVERS_RANK_HIGH, m.rank_high, STYLE_RANK);
    put_text(p->b, p->sheet, row, MOVERS_NOTE, change_text(p->b, unit, "Note"), STYLE_TEXT);
}

/* The largest rise first, what has no change last. */
static void put_movers(const page *p)
{
    book *b = p->b;
    double *keys = calloc(b->n_units + 1, sizeof *keys);
    size_t *order = NULL;

    if (keys == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for %zu units in order", b->n_units);
        return;
    }
    for (size_t i = 0; i < b->n_units; i++)
        keys[i] = -titian_movers_unit(p->movers, i).change;
    order = units_by_key(b, keys);
    for (size_t k = 0; order != NULL && k < b->n_units && book_good(b); k++)
        put_mover(p, k, order[k]);
    free(order);
    free(keys);
}

/* ---- above the table ---- */

static void put_counts(const page *p)
{
    const lxw_row_t last = (lxw_row_t) (ROW_HEADER + (p->b->n_units > 0 ? p->b->n_units : 1));
    const ref verdicts = fixed_range(SHEET_HERE, ROW_FIRST, MOVERS_VERDICT, last, MOVERS_VERDICT);
    size_t n[TITIAN_MOVE_DOWN + 1] = {0};
    char now[160];

    for (size_t i = 0; i < p->b->n_units; i++)
        n[titian_movers_unit(p->movers, i).verdict]++;
    (void) snprintf(now, sizeof now, "%zu moved up, %zu moved down, %zu not beyond noise, %zu without new data.",
        n[TITIAN_MOVE_UP], n[TITIAN_MOVE_DOWN], n[TITIAN_MOVE_WITHIN], n[TITIAN_MOVE_STILL]);
    put_formula_text(p->b, AT(p->sheet, ROW_COUNTS, 0, STYLE_PLAIN_BOLD), now,
        "=COUNTIF(%s,\"moved up\")&\" moved up, \"&COUNTIF(%s,\"moved down\")&\" moved down, \"&COUNTIF(%s,\"not "
        "beyond noise\")&\" not beyond noise, \"&COUNTIF(%s,\"no new data\")&\" without new data.\"",
        verdicts.text, verdicts.text, verdicts.text, verdicts.text);
}

static void put_words(const page *p)
{
    put_text(p->b, p->sheet, ROW_LIMIT, 0, "Beyond noise: more than so many standard deviations", STYLE_PLAIN);
    put_number(p->b, p->sheet, ROW_LIMIT, MOVERS_FROM, TITIAN_MOVE_LIMIT, STYLE_DECIMAL);
    put_counts(p);
    put_textf(p->b, p->sheet, ROW_DRAWN, 0, STYLE_PLAIN,
        "%" PRIu64 " replications, seed %" PRIu64
        "; weights and methods are drawn once for both years, so that what they do to both cancels out. %s",
        titian_movers_done(p->movers), titian_movers_seed(p->movers),
        titian_movers_doubt_data(p->movers)
            ? "Errors of the data are drawn too."
            : "The model says of no data how uncertain they are: noise is that of weights and methods alone.");
}

static void put_table(const page *p)
{
    const int from = change_year(p->b, 0), to = change_year(p->b, 1);
    char texts[N_MOVERS][40] = {"Name", "Code", "", "", "Change", "Standard deviation", "Limit", "Verdict", "", "",
        "P(above 0)", "Share of new data", "", "", "Change of that rank", "", "", "Note"};
    static const double widths[N_MOVERS] = {0, 8, 9, 9, 10, 11, 9, 17, 10, 10, 10, 10, 11, 11, 11, 11, 11, 30};
    column columns[N_MOVERS];
    const double low = 100 * titian_movers_low(p->movers), high = 100 * titian_movers_high(p->movers);
    const table t = {"tblMovers", ROW_HEADER, (lxw_row_t) (ROW_HEADER + p->b->n_units), 0, columns, N_MOVERS};
    const style_page print = {
        .landscape = 1,
        .dense = 1,
        .small = 1,
        .last_row = t.last,
        .last_col = N_MOVERS - 1,
        .repeat_from = ROW_HEADER,
        .repeat_to = ROW_HEADER,
        .repeat_cols = MOVERS_CODE + 1,
    };

    (void) snprintf(texts[MOVERS_FROM], sizeof texts[0], "Score %d", from);
    (void) snprintf(texts[MOVERS_TO], sizeof texts[0], "Score %d", to);
    (void) snprintf(texts[MOVERS_LOW], sizeof texts[0], "Change, %g\u00a0%%", low);
    (void) snprintf(texts[MOVERS_HIGH], sizeof texts[0], "Change, %g\u00a0%%", high);
    (void) snprintf(texts[MOVERS_RANK_FROM], sizeof texts[0], "Rank %d, in both", from);
    (void) snprintf(texts[MOVERS_RANK_TO], sizeof texts[0], "Rank %d, in both", to);
    (void) snprintf(texts[MOVERS_RANK_LOW], sizeof texts[0], "Change of rank, %g\u00a0%%", low);
    (void) snprintf(texts[MOVERS_RANK_HIGH], sizeof texts[0], "Change of rank, %g\u00a0%%", high);
    for (int k = 0; k < N_MOVERS; k++)
        columns[k] = (column){texts[k], k == MOVERS_NAME ? unit_name_width(p->b) : widths[k],
            k <= MOVERS_CODE || k == MOVERS_NOTE ? STYLE_HEADER : STYLE_HEADER_MID};
    book_widths(p->b, p->sheet, columns, N_MOVERS);
    book_table(p->b, p->sheet, &t);
    worksheet_freeze_panes(p->sheet, ROW_FIRST, MOVERS_CODE + 1);
    book_print(p->b, p->sheet, &print);
}

void write_movers(book *b)
{
    const page p = {.b = b,
        .movers = b->changes->movers,
        .sheet = book_open(b, SHEET_MOVERS,
            "Values of replications; differences, limits and verdicts are formulas. Change of rank: below 0 is a "
            "climb, among those ranked in both years.")};

    put_words(&p);
    put_movers(&p);
    put_table(&p);
}

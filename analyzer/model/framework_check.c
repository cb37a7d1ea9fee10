/* What the rows of framework.csv mean to one another.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/framework_check.h"

#include <math.h>
#include <string.h>

#include "input/selection.h"
#include "model/framework_tree.h"
#include "model/words.h"

/* Low and High of an indicator, and what they say of its direction. */
static void check_goalposts(const titian_rows *rows, titian_row *row, titian_faults *faults)
{
    const titian_place low = titian_rows_place(rows, row, TITIAN_COLUMN_LOW);
    const titian_place high = titian_rows_place(rows, row, TITIAN_COLUMN_HIGH);
    const int direction = row->low < row->high ? 1 : -1;

    if (titian_row_faulty(row, TITIAN_COLUMN_LOW) || titian_row_faulty(row, TITIAN_COLUMN_HIGH))
        return;
    if (isnan(row->low) != isnan(row->high))
        titian_faults_say(faults, isnan(row->low) ? low : high,
            "\"%s\" has only one of Low and High\nwrite both goalposts, or neither", row->code);
    if (isnan(row->low) || isnan(row->high))
        return;
    if (row->low == row->high)
        titian_faults_say(faults, high,
            "Low and High of \"%s\" are both %s\nwrite the value that scores worst as Low and the one that scores "
            "best "
            "as High",
            row->code, titian_figure(row->low).text);
    else if (isinf(row->high - row->low))
        titian_faults_say(
            faults, high, "Low and High of \"%s\" are too far apart\nwrite goalposts the data can reach", row->code);
    else if (row->direction != 0 && row->direction != direction)
        titian_faults_say(faults, titian_rows_place(rows, row, TITIAN_COLUMN_DIRECTION),
            "Direction of \"%s\" is %d, but its goalposts run from %s (worst) to %s (best)\nLow is the value that "
            "scores "
            "worst, High the one that scores best: swap them, or write Direction %d",
            row->code, row->direction, titian_figure(row->low).text, titian_figure(row->high).text, direction);
    else if (row->scale == TITIAN_SCALE_LOG && (row->low <= 0.0 || row->high <= 0.0))
        titian_faults_say(faults, row->low <= 0.0 ? low : high,
            "\"%s\" has Scale log, but a goalpost of %s\na logarithm needs goalposts above 0: mend them, or write "
            "Scale "
            "linear",
            row->code, titian_figure(row->low <= 0.0 ? row->low : row->high).text);
    if (row->direction == 0 && row->low != row->high)
        row->direction = direction;
}

static void check_direction(const titian_rows *rows, const titian_row *row, titian_faults *faults)
{
    if (row->direction != 0 || titian_row_faulty(row, TITIAN_COLUMN_DIRECTION) || !isnan(row->low) ||
        !isnan(row->high) || titian_row_faulty(row, TITIAN_COLUMN_LOW) || titian_row_faulty(row, TITIAN_COLUMN_HIGH))
        return;
    titian_faults_say(faults, titian_rows_place(rows, row, TITIAN_COLUMN_DIRECTION),
        "indicator \"%s\" has no Direction\nwrite 1 where more is better, -1 where less is better, or give both Low "
        "and "
        "High",
        row->code);
}

static void check_denominator(const titian_rows *rows, const titian_row *row, titian_faults *faults)
{
    const titian_place place = titian_rows_place(rows, row, TITIAN_COLUMN_DENOMINATOR);
    size_t k;

    if (row->denominator[0] == '\0')
        return;
    k = titian_rows_find(rows, row->denominator);
    if (k == TITIAN_NONE)
        titian_faults_say(faults, place,
            "there is no row with the code %s, the Denominator of \"%s\"\n%swrite the code of a row of Type "
            "Denominator",
            titian_quote(row->denominator).text, row->code,
            titian_near(
                faults, row->denominator, rows->codes[TITIAN_ROW_DENOMINATOR], rows->n_codes[TITIAN_ROW_DENOMINATOR])
                .text);
    else if (rows->rows[k].type != TITIAN_ROW_DENOMINATOR && !titian_row_faulty(&rows->rows[k], TITIAN_COLUMN_TYPE))
        titian_faults_say(faults, place,
            "Denominator \"%s\" of \"%s\" is of Type %s (line %zu)\nwrite the code of a row of Type Denominator",
            row->denominator, row->code, titian_row_type_word(rows->rows[k].type), rows->rows[k].line);
}

/* A Direction that says an aggregate's score is worse when higher is a slip: it would have no effect. */
static void check_aggregate(const titian_rows *rows, const titian_row *row, titian_faults *faults)
{
    if (row->direction == -1)
        titian_faults_warn(faults, titian_rows_place(rows, row, TITIAN_COLUMN_DIRECTION),
            "Direction -1 of aggregate \"%s\" has no effect\na higher score is always better: turn its indicators "
            "round instead",
            row->code);
}

static void check_plausible(const titian_rows *rows, const titian_row *row, titian_faults *faults)
{
    if (row->plausible_low > row->plausible_high)
        titian_faults_say(faults, titian_rows_place(rows, row, TITIAN_COLUMN_PLAUSIBLE_HIGH),
            "no value of \"%s\" is plausible: PlausibleLow is %s, PlausibleHigh %s\nwrite the smaller one as "
            "PlausibleLow, whatever scores better",
            row->code, titian_figure(row->plausible_low).text, titian_figure(row->plausible_high).text);
}

static void check_row(const titian_rows *rows, titian_row *row, titian_faults *faults)
{
    check_plausible(rows, row, faults);
    if (row->type == TITIAN_ROW_INDICATOR) {
        check_direction(rows, row, faults);
        check_goalposts(rows, row, faults);
        check_denominator(rows, row, faults);
    } else if (row->type == TITIAN_ROW_AGGREGATE) {
        check_aggregate(rows, row, faults);
    }
}

/* Claim a source code of n bytes for a row. @return 0, -1 when there is no memory */
static int claim(
    const titian_rows *rows, size_t k, const char *word, size_t n, titian_index *claimed, titian_faults *faults)
{
    const titian_row *row = &rows->rows[k];
    const size_t other = titian_index_find(claimed, word, n);

    if (other != TITIAN_NONE && other != k)
        titian_faults_say(faults, titian_rows_place(rows, row, TITIAN_COLUMN_SOURCE_CODE),
            "data under the code %s belong to \"%s\" (line %zu) already\nlet one row alone read them: take the code "
            "out "
            "of one SourceCode cell (each iCode counts as one, too)",
            titian_quote_n(word, n).text, rows->rows[other].code, rows->rows[other].line);
    return other == TITIAN_NONE ? titian_index_add(claimed, word, n, k) : 0;
}

/* A word with brackets names values of dimensions. */
static void check_selection(const titian_rows *rows, const titian_row *row, titian_field word, titian_faults *faults)
{
    titian_selection selection;
    const char *fault = titian_selection_parse(&selection, word);

    if (fault != NULL)
        titian_faults_say(faults, titian_rows_place(rows, row, TITIAN_COLUMN_SOURCE_CODE),
            "%s %s\nwrite a code and the values of dimensions that are meant: CODE[SEX=F] or CODE[SEX=F,AGE=Y_GE15]",
            titian_quote_n(word.text, word.length).text, fault);
}

static int reads_data(const titian_row *row)
{
    return row->type != TITIAN_ROW_AGGREGATE && row->code[0] != '\0' && !titian_row_faulty(row, TITIAN_COLUMN_CODE);
}

/* Under which codes data files may carry each row: its own, and those of its SourceCode cell. */
static titian_status check_source_codes(const titian_rows *rows, titian_faults *faults, titian_error *err)
{
    titian_status status = TITIAN_E_MEMORY;
    titian_index claimed = TITIAN_INDEX_EMPTY;

    for (size_t k = 0; k < rows->n_rows; k++)
        if (reads_data(&rows->rows[k]) &&
            titian_index_add(&claimed, rows->rows[k].code, strlen(rows->rows[k].code), k) != 0)
            goto out;
    for (size_t k = 0; k < rows->n_rows; k++) {
        const char *word = rows->rows[k].source_codes;

        if (!reads_data(&rows->rows[k]))
            continue;
        for (size_t n; (n = titian_source_word(word += strspn(word, " \t"))) > 0; word += n) {
            check_selection(rows, &rows->rows[k], (titian_field){word, n}, faults);
            if (claim(rows, k, word, n, &claimed, faults) != 0)
                goto out;
        }
    }
    status = TITIAN_OK;
out:
    titian_index_free(&claimed);
    return status != TITIAN_OK ? titian_fail(err, status, "no memory to check %s", rows->file) : TITIAN_OK;
}

titian_status titian_rows_check(titian_rows *rows, titian_arena *arena, titian_faults *faults, titian_error *err)
{
    titian_status status = TITIAN_OK;
    size_t n_indicators = 0;

    if (!rows->whole)
        return TITIAN_OK;
    status = titian_rows_tree(&rows->parents, rows, arena, faults, err);
    if (status != TITIAN_OK)
        return status;
    for (size_t k = 0; k < rows->n_rows; k++) {
        check_row(rows, &rows->rows[k], faults);
        n_indicators += rows->rows[k].type == TITIAN_ROW_INDICATOR;
    }
    if (n_indicators == 0)
        titian_faults_say(faults, (titian_place){rows->file, 0, 0},
            "there is no row of Type Indicator\nadd the indicators that the index is made of");
    return check_source_codes(rows, faults, err);
}

void titian_rows_need(
    const titian_rows *rows, const titian_row *row, unsigned needs, const char *method, titian_faults *faults)
{
    const int no_posts = isnan(row->low) && isnan(row->high) && !titian_row_faulty(row, TITIAN_COLUMN_LOW) &&
                         !titian_row_faulty(row, TITIAN_COLUMN_HIGH);

    if (row->type != TITIAN_ROW_INDICATOR)
        return;
    if ((needs & TITIAN_NEEDS_GOALPOSTS) != 0 && no_posts)
        titian_faults_say(faults, titian_rows_place(rows, row, TITIAN_COLUMN_LOW),
            "indicator \"%s\" has no Low and High, which the normalisation %s needs\nwrite the value that scores "
            "worst as Low and the one that scores best as High, or choose another normalisation",
            row->code, method);
    if ((needs & TITIAN_NEEDS_TARGET) != 0 && isnan(row->target) && !titian_row_faulty(row, TITIAN_COLUMN_TARGET))
        titian_faults_say(faults, titian_rows_place(rows, row, TITIAN_COLUMN_TARGET),
            "indicator \"%s\" has no Target, which the method %s needs\nwrite the value aimed at as Target, or "
            "choose "
            "another method",
            row->code, method);
}

static titian_plausible make_plausible(const titian_row *row)
{
    return (titian_plausible){.given = !isnan(row->plausible_low) || !isnan(row->plausible_high),
        .low = row->plausible_low,
        .high = row->plausible_high};
}

static titian_node make_node(const titian_row *row, size_t position)
{
    return (titian_node){.code = row->code,
        .name = row->name,
        .level = row->level,
        .weight = row->weight,
        .row = position,
        .line = row->line,
        .direction = row->type == TITIAN_ROW_INDICATOR ? row->direction : 1,
        .low = row->low,
        .high = row->high,
        .scale = (titian_scale) row->scale,
        .target = row->target,
        .denominator = TITIAN_NONE,
        .denominator_scale = row->denominator_scale,
        .max_age = row->max_age,
        .plausible = make_plausible(row),
        .unit = row->unit,
        .source = row->source,
        .source_codes = row->source_codes,
        .licence = row->licence,
        .description = row->description,
        .url = row->url,
        .why = row->why};
}

static titian_extra make_extra(const titian_row *row)
{
    titian_extra_kind kind = TITIAN_EXTRA_OTHER;

    if (row->type == TITIAN_ROW_GROUP)
        kind = TITIAN_EXTRA_GROUP;
    else if (row->type == TITIAN_ROW_DENOMINATOR)
        kind = TITIAN_EXTRA_DENOMINATOR;
    return (titian_extra){.kind = kind,
        .code = row->code,
        .name = row->name,
        .unit = row->unit,
        .source = row->source,
        .source_codes = row->source_codes,
        .licence = row->licence,
        .description = row->description,
        .line = row->line,
        .max_age = row->max_age,
        .plausible = make_plausible(row)};
}

titian_status titian_rows_framework(
    titian_framework **out, const titian_rows *rows, titian_arena *arena, titian_error *err)
{
    const size_t n = rows->n_rows;
    titian_node *nodes = titian_arena_array(arena, n, sizeof *nodes);
    titian_extra *extras = titian_arena_array(arena, n, sizeof *extras);
    size_t *parents = titian_arena_array(arena, n, sizeof *parents);
    size_t *part = titian_arena_array(arena, n, sizeof *part); /* position of a row among its own kind */
    titian_framework_parts parts = {.nodes = nodes, .parents = parents, .extras = extras};

    *out = NULL;
    if (nodes == NULL || extras == NULL || parents == NULL || part == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the framework of %zu rows", n);
    for (size_t k = 0; k < n; k++) {
        const titian_row *row = &rows->rows[k];

        part[k] = titian_row_in_tree(row) ? parts.n_nodes++ : parts.n_extras++;
        if (titian_row_in_tree(row))
            nodes[part[k]] = make_node(row, k);
        else
            extras[part[k]] = make_extra(row);
    }
    for (size_t k = 0; k < n; k++) {
        const titian_row *row = &rows->rows[k];

        if (!titian_row_in_tree(row))
            continue;
        parents[part[k]] = rows->parents[k] == TITIAN_NONE ? TITIAN_NONE : part[rows->parents[k]];
        if (row->denominator[0] != '\0')
            nodes[part[k]].denominator = part[titian_rows_find(rows, row->denominator)];
    }
    return titian_framework_new(out, &parts, err);
}

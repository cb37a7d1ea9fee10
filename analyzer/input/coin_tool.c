/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/coin_tool.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

#include "core/listing.h"
#include "input/coin_sheets.h"
#include "input/number.h"
#include "input/text.h"

enum { N_LEVELS = 4 }; /* of aggregates: sub-pillar, pillar, sub-index, index */

/* Rows of the sheet Database that say what an indicator lies in, from the lowest level up. */
static const size_t level_rows[N_LEVELS] = {
    TITIAN_COIN_SUB_PILLAR, TITIAN_COIN_PILLAR, TITIAN_COIN_SUB_INDEX, TITIAN_COIN_INDEX};

#define COMMENT                                                                                                      \
    "# Made from the sheets Database and Framework of a COIN Tool workbook: framework.csv has their indicators, "    \
    "tree,\n"                                                                                                        \
    "# weights, directions and goalposts. What was chosen on the tool's other sheets (missing data, outliers,\n"     \
    "# normalisation, aggregation) is not in them: the lines below are the plainest choices. Compare them with "     \
    "yours.\n"                                                                                                       \
    "framework: framework.csv\n"                                                                                     \
    "screen: {method: none}\n"                                                                                       \
    "impute: {method: none}\n"                                                                                       \
    "treat: {method: none}\n"
#define AGGREGATE                                                                                                    \
    "aggregate:\n"                                                                                                   \
    "  - {method: arithmetic}\n"

static const char yaml_minmax[] = COMMENT "normalise: {method: minmax, range: [0, 100]}\n" AGGREGATE;
static const char yaml_goalposts[] = COMMENT "normalise: {method: goalposts, range: [0, 100]}\n" AGGREGATE;

typedef struct {
    size_t column; /* from 0, of those of the sheet */
    double weight;
    int direction;
    double low, high; /* worst and best; TITIAN_MISSING: not given */
} indicator;

typedef struct {
    const char *code, *name, *parent; /* parent NULL: the index */
    size_t column;                    /* of the first indicator in it */
    double weight;
    int level; /* from 2 */
} aggregate;

typedef struct {
    titian_coin_sheets sheets;
    indicator indicators[TITIAN_COIN_COLUMNS];
    size_t n_indicators, n_bound; /* with goalposts */
    aggregate aggregates[N_LEVELS * TITIAN_COIN_COLUMNS];
    size_t n_aggregates;
    size_t used[N_LEVELS], n_used; /* rows of the levels that are used, from the lowest up; the last is the index */
} coin;

static const char *cell(const coin *t, size_t row, size_t column)
{
    const char *text = t->sheets.head[row][column];

    return text != NULL ? text : "";
}

static void fault(coin *t, size_t row, size_t column, const char *what)
{
    titian_findings_error(&t->sheets.findings, row, TITIAN_COIN_FIRST + column, "%s", what);
}

/* A number that must be there. @return 0, or -1 when it is none */
static int read_number(const char *text, double *out)
{
    return titian_number_parse(text, strlen(text), out) == TITIAN_NUMBER_OK ? 0 : -1;
}

static void read_goalposts(coin *t, indicator *i)
{
    const char *lower = cell(t, TITIAN_COIN_LOWER, i->column), *upper = cell(t, TITIAN_COIN_UPPER, i->column);
    double low = 0.0, high = 0.0;

    i->low = i->high = TITIAN_MISSING;
    if (*lower == '\0' && *upper == '\0')
        return;
    if (read_number(lower, &low) != 0)
        fault(t, TITIAN_COIN_LOWER, i->column,
            "the lower goalpost is no number, though there is an upper one or a text\n"
            "write both goalposts of the indicator as numbers, or neither");
    else if (read_number(upper, &high) != 0)
        fault(t, TITIAN_COIN_UPPER, i->column,
            "the upper goalpost is no number, though there is a lower one\n"
            "write both goalposts of the indicator as numbers, or neither");
    else if (low >= high)
        fault(t, TITIAN_COIN_UPPER, i->column,
            "the upper goalpost is not above the lower one\n"
            "write the smaller number above the larger one; the direction says which is better");
    i->low = i->direction < 0 ? high : low;
    i->high = i->direction < 0 ? low : high;
    t->n_bound++;
}

static void read_indicator(coin *t, size_t column)
{
    indicator *i = &t->indicators[t->n_indicators++];
    double direction = 0.0;

    i->column = column;
    if (cell(t, TITIAN_COIN_CODE, column)[0] == '\0')
        fault(t, TITIAN_COIN_CODE, column,
            "there are values below, but no code\nwrite the code of the indicator, such as Ind.01, or empty the "
            "column");
    if (read_number(cell(t, TITIAN_COIN_WEIGHT, column), &i->weight) != 0 || i->weight < 0.0)
        fault(t, TITIAN_COIN_WEIGHT, column,
            "the weight of this indicator is no number of 0 or more\nwrite its weight beside those of its pillar, 1 "
            "for "
            "equal ones");
    if (read_number(cell(t, TITIAN_COIN_DIRECTION, column), &direction) != 0 || fabs(direction) != 1.0)
        fault(t, TITIAN_COIN_DIRECTION, column,
            "the direction is neither 1 nor -1\nwrite 1 where more is better, -1 where less is");
    i->direction = direction < 0.0 ? -1 : 1;
    read_goalposts(t, i);
}

/* The tool has codes and names ready for 99 indicators; those that have a value are used. */
static void read_indicators(coin *t)
{
    for (size_t c = 0; c < TITIAN_COIN_COLUMNS; c++) {
        if (t->sheets.has_data[c])
            read_indicator(t, c);
        else if (cell(t, TITIAN_COIN_NAME, c)[0] != '\0')
            titian_findings_warning(&t->sheets.findings, TITIAN_COIN_NAME, TITIAN_COIN_FIRST + c,
                "%.80s has no value below, and is left out of the model\nenter its values in the tool first",
                cell(t, TITIAN_COIN_NAME, c));
    }
    if (t->n_indicators == 0)
        titian_findings_error(&t->sheets.findings, TITIAN_COIN_CODE + 1, TITIAN_COIN_FIRST,
            "there are no values below row 16, so no indicators\nenter the data in the tool, and save the workbook");
}

/* A level is used when its codes tell indicators apart. */
static int is_used(const coin *t, size_t row)
{
    for (size_t k = 1; k < t->n_indicators; k++)
        if (strcmp(cell(t, row, t->indicators[k].column), cell(t, row, t->indicators[0].column)) != 0)
            return 1;
    return 0;
}

static void find_levels(coin *t)
{
    for (size_t l = 0; l + 1 < N_LEVELS; l++)
        if (is_used(t, level_rows[l]))
            t->used[t->n_used++] = level_rows[l];
    t->used[t->n_used++] = TITIAN_COIN_INDEX;
    for (size_t u = 0; u < t->n_used; u++)
        for (size_t k = 0; k < t->n_indicators; k++)
            if (cell(t, t->used[u], t->indicators[k].column)[0] == '\0')
                fault(t, t->used[u], t->indicators[k].column,
                    "this indicator has no code at this level, though the level is used\n"
                    "write the code of what it lies in; a level that is not used has one code for all");
}

static aggregate *find_aggregate(coin *t, const char *code)
{
    for (size_t k = 0; k < t->n_aggregates; k++)
        if (strcmp(t->aggregates[k].code, code) == 0)
            return &t->aggregates[k];
    return NULL;
}

/* One place of an indicator's way up. */
static void add_place(coin *t, size_t used, size_t column)
{
    const char *code = cell(t, t->used[used], column);
    const char *parent = used + 1 < t->n_used ? cell(t, t->used[used + 1], column) : NULL;
    const int level = (int) used + 2;
    aggregate *a = find_aggregate(t, code);

    if (a == NULL) {
        t->aggregates[t->n_aggregates++] = (aggregate){
            .code = code, .name = code, .parent = parent, .column = column, .weight = 1.0, .level = level};
    } else if (a->level != level) {
        fault(t, t->used[used], column,
            "this code stands at two levels, and so lies in itself or in another tree\ngive each level codes of its "
            "own");
    } else if (parent == NULL || a->parent == NULL ? parent != a->parent : strcmp(parent, a->parent) != 0) {
        titian_findings_error(&t->sheets.findings, t->used[used + 1], TITIAN_COIN_FIRST + column,
            "%.60s lies in %.60s here, but in %.60s before\nput it into one of the two", code, parent, a->parent);
    }
}

static void find_aggregates(coin *t)
{
    for (size_t used = t->n_used; used > 0; used--) /* the index first */
        for (size_t k = 0; k < t->n_indicators; k++)
            if (cell(t, t->used[used - 1], t->indicators[k].column)[0] != '\0')
                add_place(t, used - 1, t->indicators[k].column);
    for (size_t k = 1; k < t->n_aggregates && t->aggregates[k].level == t->aggregates[0].level; k++)
        fault(t, TITIAN_COIN_INDEX, t->aggregates[k].column,
            "the indicators lie in several indices\nwrite the same code in all cells of this row");
}

static void take_element(coin *t, aggregate *a)
{
    const titian_coin_sheets *s = &t->sheets;
    size_t k = 0;

    while (k < s->n_elements && strcmp(s->elements[k].code, a->code) != 0)
        k++;
    if (k < s->n_elements)
        a->name = s->elements[k].name;
    if (a->parent == NULL)
        return; /* nothing is beside the index */
    if (k == s->n_elements || s->elements[k].weight[0] == '\0')
        titian_findings_warning(&t->sheets.findings, k < s->n_elements ? s->elements[k].row : 0, 0,
            "the sheet Framework has no weight of %.60s, which is taken as 1\nwrite it into column E of the sheet, "
            "or "
            "into framework.csv",
            a->code);
    else if (read_number(s->elements[k].weight, &a->weight) != 0 || a->weight < 0.0)
        titian_findings_error(&t->sheets.findings, s->elements[k].row, 5,
            "the weight of %.60s is no number of 0 or more\nwrite its weight beside those of its siblings", a->code);
}

static void begin_sheet(coin *t, const char *name)
{
    titian_findings_begin(&t->sheets.findings, name);
    t->sheets.findings.in_sheet = 1;
}

static titian_status check(coin *t, titian_error *err)
{
    begin_sheet(t, t->sheets.database);
    read_indicators(t);
    if (t->n_indicators > 0) {
        find_levels(t);
        find_aggregates(t);
    }
    titian_findings_end(&t->sheets.findings);
    begin_sheet(t, t->sheets.framework);
    for (size_t k = 0; k < t->n_aggregates; k++)
        take_element(t, &t->aggregates[k]);
    titian_findings_end(&t->sheets.findings);
    return titian_findings_result(&t->sheets.findings, err);
}

static void put_aggregate(titian_listing *to, const aggregate *a)
{
    titian_listing_add_copy(to, a->code);
    titian_listing_add_copy(to, a->name);
    titian_listing_add_text(to, "Aggregate");
    titian_listing_add_number(to, a->level);
    titian_listing_add_copy(to, a->parent != NULL ? a->parent : "");
    titian_listing_add_number(to, a->parent != NULL ? a->weight : TITIAN_MISSING);
    for (int k = 0; k < 3; k++)
        titian_listing_add_number(to, TITIAN_MISSING);
}

static void put_indicator(titian_listing *to, const coin *t, const indicator *i)
{
    const char *name = cell(t, TITIAN_COIN_NAME, i->column), *code = cell(t, TITIAN_COIN_CODE, i->column);

    titian_listing_add_copy(to, code);
    titian_listing_add_copy(to, name[0] != '\0' ? name : code);
    titian_listing_add_text(to, "Indicator");
    titian_listing_add_number(to, 1.0);
    titian_listing_add_copy(to, cell(t, t->used[0], i->column));
    titian_listing_add_number(to, i->weight);
    titian_listing_add_number(to, i->direction);
    titian_listing_add_number(to, i->low);
    titian_listing_add_number(to, i->high);
}

/* Where some indicators alone have goalposts, each says what it is normalised by. */
static titian_status put(titian_coin_tool *out, const coin *t, titian_error *err)
{
    const int mixed = t->n_bound > 0 && t->n_bound < t->n_indicators;
    titian_listing *to =
        titian_listing_new(mixed ? "iCode,iName,Type,Level,Parent,Weight,Direction,Low,High,normalise.method"
                                 : "iCode,iName,Type,Level,Parent,Weight,Direction,Low,High");

    if (to == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a framework");
    for (size_t k = 0; k < t->n_aggregates; k++) {
        put_aggregate(to, &t->aggregates[k]);
        if (mixed)
            titian_listing_add_text(to, "");
    }
    for (size_t k = 0; k < t->n_indicators; k++) {
        put_indicator(to, t, &t->indicators[k]);
        if (mixed)
            titian_listing_add_text(to, isnan(t->indicators[k].low) ? "" : "goalposts");
    }
    out->framework = to;
    out->yaml = t->n_bound == t->n_indicators ? yaml_goalposts : yaml_minmax;
    return titian_listing_check(to, err);
}

titian_status titian_coin_tool_read(
    titian_coin_tool *out, const char *path, titian_problems *problems, titian_error *err)
{
    coin *t = calloc(1, sizeof *t);
    titian_status status = TITIAN_OK;

    *out = (titian_coin_tool){.framework = NULL};
    if (t == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, path, 0, 0, "no memory for this workbook");
    t->sheets.findings = (titian_findings){.problems = problems, .file = ""};
    status = titian_coin_sheets_read(&t->sheets, path, err);
    if (status == TITIAN_OK)
        status = check(t, err);
    if (status == TITIAN_OK)
        status = put(out, t, err);
    titian_coin_sheets_free(&t->sheets);
    free(t);
    return status;
}

void titian_coin_tool_free(titian_coin_tool *tool)
{
    titian_listing_free(tool->framework);
    *tool = (titian_coin_tool){.framework = NULL};
}

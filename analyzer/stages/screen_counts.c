/* Screening of units by counts: shares of values present and of values that are not 0; and the lists of codes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stages/impute.h"
#include "stages/screen.h"

/* ---- lists of codes ---- */

/* The next word of a list; its length, 0 at the end. */
static size_t next_word(const char **at)
{
    *at += strspn(*at, " ,;\t\n");
    return strcspn(*at, " ,;\t\n");
}

static int lists(const char *text, const char *code, size_t length)
{
    const char *at = text == NULL ? "" : text;

    for (size_t n = next_word(&at); n > 0; at += n, n = next_word(&at))
        if (n == length && strncmp(at, code, n) == 0)
            return 1;
    return 0;
}

titian_forced titian_screen_forced(const titian_choice *choice, const char *unit)
{
    if (lists(titian_option_of(choice, "keep")->text, unit, strlen(unit)))
        return TITIAN_UNIT_KEPT;
    return lists(titian_option_of(choice, "drop")->text, unit, strlen(unit)) ? TITIAN_UNIT_DROPPED
                                                                             : TITIAN_UNIT_JUDGED;
}

static int is_unit(const titian_flow *flow, const char *code, size_t length)
{
    char name[128];

    (void) snprintf(name, sizeof name, "%.*s", (int) (length < 127 ? length : 127), code);
    return titian_panel_find_unit(flow->panel, name) != TITIAN_NONE;
}

titian_status titian_screen_check_lists(const titian_flow *flow, const titian_choice *choice, titian_error *err)
{
    const char *const names[] = {"keep", "drop"};

    for (size_t k = 0; k < 2; k++) {
        const char *text = titian_option_of(choice, names[k])->text, *at = text == NULL ? "" : text;

        for (size_t n = next_word(&at); n > 0; at += n, n = next_word(&at)) {
            if (!is_unit(flow, at, n))
                return titian_fail(err, TITIAN_E_MODEL,
                    "the list %s of screen names %.*s, which is not among the assessed units\n"
                    "write codes of units, separated by blanks",
                    names[k], (int) (n < 60 ? n : 60), at);
            if (k == 1 && lists(titian_option_of(choice, "keep")->text, at, n))
                return titian_fail(err, TITIAN_E_MODEL,
                    "unit %.*s is in the list keep and in the list drop of screen\ntake it out of one of them",
                    (int) (n < 60 ? n : 60), at);
        }
    }
    return TITIAN_OK;
}

/* ---- units ---- */

static void drop_unit(titian_flow *flow, size_t year, size_t unit)
{
    flow->dropped[year * flow->n_units + unit] = 1;
    for (size_t j = 0; j < flow->n_indicators; j++)
        titian_flow_set_aside(flow, j, year, unit);
}

titian_status titian_screen_judge(const titian_judgement *judgement, titian_error *err)
{
    titian_flow *flow = judgement->flow;
    titian_names dropped = {.n = 0};
    char text[TITIAN_SCREEN_TEXT];

    for (size_t i = 0; i < flow->n_units; i++) {
        const titian_forced forced = titian_screen_forced(judgement->choice, titian_flow_unit(flow, i));
        const char **lack = &flow->lack[judgement->year * flow->n_units + i];

        if (forced == TITIAN_UNIT_DROPPED)
            (void) snprintf(text, sizeof text, "dropped by the list drop of screen");
        else
            judgement->lack(judgement->rules, i, text);
        if (forced == TITIAN_UNIT_KEPT || text[0] == '\0')
            continue;
        *lack = titian_arena_text(flow->notes->arena, text);
        if (*lack == NULL)
            return titian_fail(err, TITIAN_E_MEMORY, "no memory for the reason why a unit is not ranked");
        if (judgement->drops || forced == TITIAN_UNIT_DROPPED) {
            drop_unit(flow, judgement->year, i);
            titian_names_add(&dropped, titian_flow_unit(flow, i));
        }
    }
    if (dropped.n == 0)
        return TITIAN_OK;
    return titian_notes_add(flow->notes, err, "%d: %zu unit%s dropped by screening (%s)",
        titian_flow_year(flow, judgement->year), dropped.n, dropped.n == 1 ? "" : "s", titian_names_text(&dropped));
}

size_t titian_screen_values(const titian_flow *flow, size_t indicator, size_t year)
{
    const double *x = titian_panel_column(flow->panel, indicator, year);
    size_t n = 0;

    for (size_t i = 0; i < flow->n_units; i++)
        n += isnan(x[i]) ? 0 : 1;
    return n;
}

titian_status titian_screen_fail_empty(const titian_flow *flow, size_t indicator, size_t year, titian_error *err)
{
    return titian_fail(err, TITIAN_E_NUMERIC,
        "indicator %s has no value that can be used for %d\n"
        "screen by coverage with indicator_coverage, so that such an indicator is left out and its weight shared, or "
        "take it out of framework.csv",
        titian_flow_indicator(flow, indicator)->code, titian_flow_year(flow, year));
}

int titian_screen_leaves_to_years(const titian_flow *flow, size_t indicator)
{
    const titian_stage *at = flow->recipe->order;

    if (flow->n_years < 2 || !titian_impute_from_years(flow->recipe, indicator))
        return 0;
    while (*at != TITIAN_STAGE_SCREEN && *at != TITIAN_STAGE_IMPUTE)
        at++;
    return *at == TITIAN_STAGE_SCREEN;
}

titian_status titian_screen_require_value(const titian_flow *flow, size_t indicator, size_t year, titian_error *err)
{
    const double *x = titian_panel_column(flow->panel, indicator, year);

    for (size_t i = 0; i < flow->n_units; i++)
        if (!isnan(x[i]))
            return TITIAN_OK;
    if (titian_screen_leaves_to_years(flow, indicator))
        return TITIAN_OK;
    return titian_screen_fail_empty(flow, indicator, year, err);
}

/* Numbers of a unit's indicators in use that have a value, and that have one other than 0. @return in use */
static size_t count_unit(const titian_flow *flow, size_t year, size_t unit, size_t *values, size_t *others)
{
    size_t in_use = 0;

    *values = 0;
    *others = 0;
    for (size_t j = 0; j < flow->n_indicators; j++) {
        const double x = titian_panel_column(flow->panel, j, year)[unit];

        if (!titian_flow_included(flow, j, year))
            continue;
        in_use++;
        *values += isnan(x) ? 0 : 1;
        *others += isnan(x) || x == 0.0 ? 0 : 1;
    }
    return in_use;
}

double titian_screen_non_zero(const titian_flow *flow, size_t year, size_t unit)
{
    size_t values = 0, others = 0;

    (void) count_unit(flow, year, unit, &values, &others);
    return values == 0 ? 1.0 : (double) others / (double) values;
}

/* ---- the methods ---- */

typedef struct {
    const titian_flow *flow;
    size_t year;
    double min_data, min_non_zero; /* shares; 0 where not asked for */
} thresholds;

static void lack_of(const void *rules, size_t unit, char text[TITIAN_SCREEN_TEXT])
{
    const thresholds *t = rules;
    size_t values = 0, others = 0;
    const size_t in_use = count_unit(t->flow, t->year, unit, &values, &others);
    const double data = in_use > 0 ? (double) values / (double) in_use : 0.0;
    const double non_zero = values > 0 ? (double) others / (double) values : 0.0;
    char have[16], need[16];

    text[0] = '\0';
    if (values == 0)
        (void) snprintf(text, TITIAN_SCREEN_TEXT, "no indicator has data");
    else if (data < t->min_data - TITIAN_SCREEN_SLACK)
        (void) snprintf(text, TITIAN_SCREEN_TEXT, "%s of the indicators have data; %s are needed",
            titian_percent(have, data, t->min_data), titian_percent(need, t->min_data, data));
    else if (non_zero < t->min_non_zero - TITIAN_SCREEN_SLACK)
        (void) snprintf(text, TITIAN_SCREEN_TEXT, "%s of the values are not 0; %s are needed",
            titian_percent(have, non_zero, t->min_non_zero), titian_percent(need, t->min_non_zero, non_zero));
}

static double share_of(const titian_choice *choice, const char *option)
{
    return titian_method_param(choice->method, option) == TITIAN_NONE ? 0.0 : titian_option_number(choice, option);
}

static titian_status screen_counts(titian_flow *flow, const titian_choice *choice, titian_error *err)
{
    titian_status status = titian_screen_check_lists(flow, choice, err);

    for (size_t year = 0; year < flow->n_years && status == TITIAN_OK; year++) {
        const thresholds rules = {.flow = flow,
            .year = year,
            .min_data = share_of(choice, "min_data"),
            .min_non_zero = share_of(choice, "min_non_zero")};

        for (size_t j = 0; j < flow->n_indicators && status == TITIAN_OK; j++)
            status = titian_screen_require_value(flow, j, year, err);
        if (status != TITIAN_OK)
            return status;
        status = titian_screen_judge(&(titian_judgement){.flow = flow,
                                         .choice = choice,
                                         .year = year,
                                         .drops = titian_option_number(choice, "failing") > 0.5,
                                         .rules = &rules,
                                         .lack = lack_of},
            err);
    }
    return status;
}

#define MIN_DATA                                                                                                     \
    {                                                                                                                \
        .name = "min_data", .kind = TITIAN_PARAM_NUMBER, .fallback = 2.0 / 3.0, .least = 0.0, .most = 1.0,           \
        .summary = "share of the indicators a unit must have data for, 0 to 1"                                       \
    }
#define MIN_NON_ZERO                                                                                                 \
    {                                                                                                                \
        .name = "min_non_zero", .kind = TITIAN_PARAM_NUMBER, .fallback = 0.05, .least = 0.0, .most = 1.0,            \
        .summary = "share of a unit's values that must not be 0, 0 to 1"                                             \
    }

static const titian_param na_params[] = {MIN_DATA, TITIAN_SCREEN_PARAMS(1.0)};
static const titian_param zeros_params[] = {MIN_NON_ZERO, TITIAN_SCREEN_PARAMS(1.0)};
static const titian_param both_params[] = {MIN_DATA, MIN_NON_ZERO, TITIAN_SCREEN_PARAMS(1.0)};

const titian_screen_row titian_screen_counts[TITIAN_N_SCREEN_COUNTS] = {
    {.about = {.name = "by_na",
         .summary = "units with too many gaps are dropped",
         .formula = "1 - missing / indicators >= min_data",
         .source = "OECD/JRC Handbook 2008, step 3; COINr Screen(unit_screen = \"byNA\")",
         .use = "Where every indicator counts the same. For shares of weight, indicators with too few values and "
                "spread over areas use coverage.",
         .params = na_params,
         .n_params = TITIAN_COUNT_OF(na_params)},
        .work = screen_counts},
    {.about = {.name = "by_zeros",
         .summary = "units with too many zeros are dropped",
         .formula = "1 - zeros / (indicators - missing) >= min_non_zero",
         .source = "COINr Screen(unit_screen = \"byzeros\")",
         .use = "Where zeros stand for gaps or for units that take no part. A unit without any value is dropped too. "
                "Not where 0 is a true and good value.",
         .params = zeros_params,
         .n_params = TITIAN_COUNT_OF(zeros_params)},
        .work = screen_counts},
    {.about = {.name = "by_na_and_zeros",
         .summary = "units with too many gaps or too many zeros are dropped",
         .formula = "1 - missing / indicators >= min_data and 1 - zeros / (indicators - missing) >= min_non_zero",
         .source = "COINr Screen(unit_screen = \"byNAandzeros\")",
         .use = "Both of by_na and by_zeros.",
         .params = both_params,
         .n_params = TITIAN_COUNT_OF(both_params)},
        .work = screen_counts},
};

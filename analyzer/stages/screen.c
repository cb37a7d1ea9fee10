/* Screening: which indicators are used and which units are ranked, by how much data there is.
 *
 * Coverage is counted on the values present where screening stands in the order of stages: before imputation (the
 * default order) these are observed values, after it imputed ones count too, as in COINr's worked example. The
 * coverage shown with each unit (quality.c) always counts observed values alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "stages/screen.h"

enum { FEW_EMPTY = 5 }; /* indicators without a value that have a note each; of more of them one tells */

/* Options, read once. */
typedef struct {
    double min_coverage, indicator_coverage, group_coverage, min_non_zero;
    int by_count, group_level, drops;
    size_t min_groups;
} rules;

/* One year at a time. */
typedef struct {
    titian_flow *flow;
    const rules *rule;
    size_t year;
    const unsigned char *included;
    const double *effective;
} screening;

/* Without a threshold for indicators, each of them must have at least one value in each year. */
static titian_status require_values(titian_flow *flow, const titian_choice *choice, titian_error *err)
{
    titian_status status = TITIAN_OK;

    (void) choice;
    for (size_t year = 0; year < flow->n_years && status == TITIAN_OK; year++)
        for (size_t j = 0; j < flow->n_indicators && status == TITIAN_OK; j++)
            status = titian_screen_require_value(flow, j, year, err);
    return status;
}

/* Indicators without any value in the year: most often the data are of one country that measures none of them. */
static titian_names name_empty(const screening *s)
{
    titian_names names = {.n = 0};

    for (size_t j = 0; j < s->flow->n_indicators; j++) {
        const double *x = titian_panel_column(s->flow->panel, j, s->year);
        size_t i = 0;

        while (i < s->flow->n_units && isnan(x[i]))
            i++;
        if (i == s->flow->n_units)
            titian_names_add(&names, titian_flow_indicator(s->flow, j)->code);
    }
    return names;
}

static titian_status say_empty(const screening *s, titian_names *empty, titian_error *err)
{
    return titian_notes_add(s->flow->notes, err,
        "%zu indicators, %d: left out, because no unit has a value (%s); their weights are shared among their "
        "siblings",
        empty->n, titian_flow_year(s->flow, s->year), titian_names_text(empty));
}

static void leave_out(const screening *s, size_t indicator)
{
    s->flow->included[s->year * s->flow->n_indicators + indicator] = 0;
    for (size_t i = 0; i < s->flow->n_units; i++)
        titian_flow_set_aside(s->flow, indicator, s->year, i);
}

static titian_status say_left_out(const screening *s, size_t indicator, double share, titian_error *err)
{
    char have[16], need[16];

    return titian_notes_add(s->flow->notes, err,
        "%s, %d: indicator left out, because %s of the units have a value and %s are needed; its weight is shared "
        "among its siblings",
        titian_flow_indicator(s->flow, indicator)->code, titian_flow_year(s->flow, s->year),
        titian_percent(have, share, s->rule->indicator_coverage),
        titian_percent(need, s->rule->indicator_coverage, share));
}

static titian_status screen_indicators(screening *s, titian_error *err)
{
    titian_flow *flow = s->flow;
    const int tells = s->rule->indicator_coverage > 0.0 && !flow->notes->muted;
    titian_names empty = tells ? name_empty(s) : (titian_names){.n = 0};
    titian_status status = empty.n > FEW_EMPTY ? say_empty(s, &empty, err) : TITIAN_OK;
    size_t left = 0;

    for (size_t j = 0; j < flow->n_indicators && status == TITIAN_OK; j++) {
        const double share = (double) titian_screen_values(flow, j, s->year) / (double) flow->n_units;

        if (!(s->rule->indicator_coverage > 0.0)) {
            status = titian_screen_require_value(flow, j, s->year, err);
            left++;
        } else if (share < s->rule->indicator_coverage - TITIAN_SCREEN_SLACK) {
            leave_out(s, j);
            if (share > 0.0 || empty.n <= FEW_EMPTY)
                status = say_left_out(s, j, share, err);
        } else {
            left++;
        }
    }
    if (status == TITIAN_OK && left == 0)
        return titian_fail(err, TITIAN_E_NUMERIC,
            "no indicator reaches the indicator_coverage of screen in %d\n"
            "lower indicator_coverage, raise max_age, or choose a year with more data",
            titian_flow_year(flow, s->year));
    titian_flow_weigh(flow, s->year);
    return status;
}

/* What an indicator counts in a share: its weight in the index, or one. */
static double measure(const screening *s, size_t indicator)
{
    if (!s->included[indicator])
        return 0.0;
    return s->rule->by_count ? 1.0 : s->effective[indicator];
}

/* Does indicator j lie under a node? */
static int lies_under(const titian_framework *framework, size_t indicator, size_t node)
{
    size_t at = indicator;

    while (at < node)
        at = titian_framework_node(framework, at)->parent;
    return at == node;
}

/* Share present of what lies under a node, per unit; total is what lies there. @return 0 when nothing does */
static double shares_under(const screening *s, size_t node, double *share)
{
    const titian_flow *flow = s->flow;
    double total = 0.0;

    for (size_t i = 0; i < flow->n_units; i++)
        share[i] = 0.0;
    for (size_t j = 0; j < flow->n_indicators; j++) {
        const double *x = titian_panel_column(flow->panel, j, s->year);
        const double counts = measure(s, j);

        if (counts == 0.0 || !lies_under(flow->recipe->framework, j, node))
            continue;
        total += counts;
        for (size_t i = 0; i < flow->n_units; i++)
            share[i] += isnan(x[i]) ? 0.0 : counts;
    }
    for (size_t i = 0; i < flow->n_units && total > 0.0; i++)
        share[i] /= total;
    return total;
}

/* Per unit, how many nodes of the screening level have enough data. @return how many of them have any indicator */
static size_t count_groups(screening *s, double *share)
{
    titian_flow *flow = s->flow;
    size_t n_nodes = 0, first = 0, in_use = 0;

    first = titian_framework_level(flow->recipe->framework, s->rule->group_level, &n_nodes);
    for (size_t node = first; node < first + n_nodes; node++) {
        if (!(shares_under(s, node, share) > 0.0))
            continue;
        in_use++;
        for (size_t i = 0; i < flow->n_units; i++)
            flow->n_groups[s->year * flow->n_units + i] +=
                share[i] >= s->rule->group_coverage - TITIAN_SCREEN_SLACK ? 1 : 0;
    }
    return in_use;
}

/* What is known of the units of a year when they are judged. */
typedef struct {
    const screening *s;
    const double *share; /* per unit */
    size_t groups;       /* nodes of the screening level in use */
} evidence;

/* What a unit lacks, in words, or nothing. */
static void describe_lack(const void *known, size_t unit, char text[TITIAN_SCREEN_TEXT])
{
    const evidence *e = known;
    const rules *rule = e->s->rule;
    const titian_flow *flow = e->s->flow;
    const size_t covered = flow->n_groups[e->s->year * flow->n_units + unit];
    const double share = e->share[unit], non_zero = titian_screen_non_zero(flow, e->s->year, unit);
    char have[16], need[16];

    text[0] = '\0';
    if (share < rule->min_coverage - TITIAN_SCREEN_SLACK) {
        (void) snprintf(text, TITIAN_SCREEN_TEXT, "%s of the %s; %s are needed",
            titian_percent(have, share, rule->min_coverage),
            rule->by_count ? "indicators have data" : "weight has data",
            titian_percent(need, rule->min_coverage, share));
    } else if (rule->group_level > 0 && covered < rule->min_groups) {
        (void) snprintf(text, TITIAN_SCREEN_TEXT, "%zu of %zu areas at level %d have enough data; %zu are needed",
            covered, e->groups, rule->group_level, rule->min_groups);
    } else if (non_zero < rule->min_non_zero - TITIAN_SCREEN_SLACK) {
        (void) snprintf(text, TITIAN_SCREEN_TEXT, "%s of the values are not 0; %s are needed",
            titian_percent(have, non_zero, rule->min_non_zero), titian_percent(need, rule->min_non_zero, non_zero));
    }
}

static titian_status screen_units(screening *s, const titian_choice *choice, titian_error *err)
{
    titian_flow *flow = s->flow;
    double *share = flow->scratch, *group_share = flow->scratch + flow->n_units;
    const size_t groups = s->rule->group_level > 0 ? count_groups(s, group_share) : 0;
    const evidence known = {.s = s, .share = share, .groups = groups};

    (void) shares_under(s, titian_framework_root(flow->recipe->framework), share);
    return titian_screen_judge(&(titian_judgement){.flow = flow,
                                   .choice = choice,
                                   .year = s->year,
                                   .drops = s->rule->drops,
                                   .rules = &known,
                                   .lack = describe_lack},
        err);
}

static titian_status check_rules(const rules *rule, const titian_framework *framework, titian_error *err)
{
    size_t n_nodes = 0;

    if (rule->group_level == 0)
        return TITIAN_OK;
    if (rule->group_level > titian_framework_n_levels(framework))
        return titian_fail(err, TITIAN_E_MODEL,
            "group_level is %d, but the framework has %d levels\ngive a level of framework.csv, or 0 for none",
            rule->group_level, titian_framework_n_levels(framework));
    (void) titian_framework_level(framework, rule->group_level, &n_nodes);
    if (rule->min_groups > n_nodes)
        return titian_fail(err, TITIAN_E_MODEL,
            "min_groups is %zu, but level %d has %zu nodes\nlower min_groups, or no unit can be ranked",
            rule->min_groups, rule->group_level, n_nodes);
    return TITIAN_OK;
}

static titian_status screen_coverage(titian_flow *flow, const titian_choice *choice, titian_error *err)
{
    const rules rule = {
        .min_coverage = titian_option_number(choice, "min_coverage"),
        .indicator_coverage = titian_option_number(choice, "indicator_coverage"),
        .group_coverage = titian_option_number(choice, "group_coverage"),
        .min_non_zero = titian_option_number(choice, "min_non_zero"),
        .by_count = titian_option_number(choice, "by") > 0.5,
        .group_level = (int) titian_option_number(choice, "group_level"),
        .drops = titian_option_number(choice, "failing") > 0.5,
        .min_groups = (size_t) titian_option_number(choice, "min_groups"),
    };
    titian_status status = check_rules(&rule, flow->recipe->framework, err);

    if (status == TITIAN_OK)
        status = titian_screen_check_lists(flow, choice, err);
    for (size_t year = 0; year < flow->n_years && status == TITIAN_OK; year++) {
        screening s = {
            .flow = flow,
            .rule = &rule,
            .year = year,
            .included = flow->included + year * flow->n_indicators,
            .effective = flow->effective + year * flow->n_nodes,
        };

        status = screen_indicators(&s, err);
        if (status == TITIAN_OK)
            status = screen_units(&s, choice, err);
    }
    return status;
}

static const titian_param coverage_params[] = {
    {.name = "min_coverage",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.66,
        .least = 0.0,
        .most = 1.0,
        .summary = "share of the index a unit must have data for to be ranked, 0 to 1"},
    {.name = "by",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 0.0,
        .most = 1.0,
        .choices = "weight count",
        .summary = "whether shares are of effective weight or of the number of indicators"},
    {.name = "indicator_coverage",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.0,
        .least = 0.0,
        .most = 1.0,
        .summary = "share of units an indicator must have values for in a year; below, it is left out; 0 keeps all"},
    {.name = "group_level",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 0.0,
        .least = 0.0,
        .most = 100.0,
        .summary = "level of the tree at which data must be spread too; 0 for none"},
    {.name = "group_coverage",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.5,
        .least = 0.0,
        .most = 1.0,
        .summary = "share of a node of that level that must have data for the node to count, 0 to 1"},
    {.name = "min_groups",
        .kind = TITIAN_PARAM_COUNT,
        .fallback = 1.0,
        .least = 0.0,
        .most = 1e6,
        .summary = "number of nodes of that level that must count"},
    {.name = "min_non_zero",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.0,
        .least = 0.0,
        .most = 1.0,
        .summary = "share of a unit's values that must not be 0, 0 to 1"},
    TITIAN_SCREEN_PARAMS(0.0),
};

static const titian_screen_row methods[] = {
    {.about = {.name = "none",
         .summary = "every indicator is used and every unit with a score is ranked",
         .formula = "",
         .source = "",
         .use = "For complete data. An indicator without a single value is an error."},
        .work = require_values},
    {.about = {.name = "coverage",
         .summary = "indicators with too few values are left out, units with too little data are not ranked",
         .formula = "coverage of a unit = sum of effective weights (or number) of indicators with a value / "
                    "the same of all indicators in use",
         .source = "OECD/JRC Handbook 2008, step 3; COINr Screen()",
         .use =
             "For data with gaps. Indicators are judged first, each year for itself; a left-out indicator's weight "
             "is shared among its siblings. Then units are judged on what is in use. Coverage counts the values "
             "present where screening stands in the order: put it after imputation to count imputed values too.",
         .params = coverage_params,
         .n_params = TITIAN_COUNT_OF(coverage_params)},
        .work = screen_coverage},
};

enum { N_OWN = TITIAN_COUNT_OF(methods) };

static const titian_screen_row *row_at(size_t row)
{
    return row < N_OWN ? &methods[row] : &titian_screen_counts[row - N_OWN];
}

static const titian_method *method_at(size_t row)
{
    return &row_at(row)->about;
}

static titian_status run(titian_flow *flow, const titian_choice *choice, titian_error *err)
{
    return row_at(choice->row)->work(flow, choice, err);
}

const titian_stage_row titian_screen_stage = {
    .name = "screen",
    .result = "screened",
    .summary = "decide which indicators are used and which units are ranked",
    .n_methods = N_OWN + TITIAN_N_SCREEN_COUNTS,
    .method = method_at,
    .run = run,
};

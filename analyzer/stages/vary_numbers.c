/* Uncertain numbers of the model: goalposts, options of stages, parameters of the priority step.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <titian/number.h>

#include "stages/vary.h"

/* ---- goalposts ---- */

enum { BOTH_ENDS, LOW_END, HIGH_END };

/* Two numbers for each indicator, or two for all of them. */
static size_t count_posts(const titian_site *site)
{
    const int each = titian_option_number(&titian_site_factor(site)->how, "each") > 0.5;

    return 2 * (each ? titian_framework_n_indicators(site->recipe->framework) : 1);
}

/* A goalpost moved along its scale by a share of the distance to the other one. */
static double moved(const titian_node *node, double post, double other, double share)
{
    if (node->scale != TITIAN_SCALE_LOG)
        return post + share * (other - post);
    return post * exp(share * log(other / post));
}

static titian_status goalposts(const titian_site *site, const double *u, titian_change *change, titian_error *err)
{
    const titian_choice *how = &titian_site_factor(site)->how;
    const double share = titian_option_number(how, "share");
    const int ends = (int) titian_option_number(how, "ends");
    const size_t step = titian_option_number(how, "each") > 0.5 ? 2 : 0;

    (void) err;
    for (size_t j = 0; j < titian_framework_n_indicators(site->recipe->framework); j++) {
        const titian_node *node = titian_framework_node(site->recipe->framework, j);
        const double low = site->recipe->lows[j], high = site->recipe->highs[j];

        if (isnan(low) || isnan(high))
            continue;
        if (ends != HIGH_END)
            change->lows[j] = moved(node, low, high, share * (2.0 * u[j * step] - 1.0));
        if (ends != LOW_END)
            change->highs[j] = moved(node, high, low, share * (2.0 * u[j * step + 1] - 1.0));
    }
    return TITIAN_OK;
}

static void reach_posts(const titian_site *site, titian_reach *reach)
{
    const int ends = (int) titian_option_number(&titian_site_factor(site)->how, "ends");

    for (size_t j = 0; j < titian_framework_n_indicators(site->recipe->framework); j++) {
        const int posts = !isnan(site->recipe->lows[j]) && !isnan(site->recipe->highs[j]);

        reach->lows[j] |= posts && ends != HIGH_END;
        reach->highs[j] |= posts && ends != LOW_END;
    }
}

/* ---- a number within a range ---- */

static size_t one(const titian_site *site)
{
    (void) site;
    return 1;
}

/* The number drawn from the option `range`; a whole one where the option `whole` says so. */
static double drawn(const titian_choice *how, double u)
{
    const titian_option *range = titian_option_of(how, "range");
    const double width = range->upper - range->number;

    if (titian_option_number(how, "whole") > 0.5)
        return fmin(range->upper, range->number + floor(u * (width + 1.0)));
    return range->number + u * width;
}

/* The way back: from a number to what draws it. */
static titian_status place(
    const titian_site *site, const titian_change *change, const titian_wish *wish, double *u, titian_error *err)
{
    const titian_factor *factor = titian_site_factor(site);
    const titian_option *range = titian_option_of(&factor->how, "range");
    const double width = range->upper - range->number;
    const int whole = titian_option_number(&factor->how, "whole") > 0.5;
    const double above = wish->number - range->number;
    char low[32], high[32];

    (void) change;
    if (!(above >= 0.0 && above <= width) || (whole && floor(above) != above)) {
        titian_number_text(range->number, low);
        titian_number_text(range->upper, high);
        return titian_fail(err, TITIAN_E_USAGE, "\"%.60s\" is nothing that %s draws\nwrite a %snumber from %s to %s",
            wish->text, factor->name, whole ? "whole " : "", low, high);
    }
    if (whole)
        *u = (above + 0.5) / (width + 1.0);
    else
        *u = width > 0.0 ? above / width : 0.5;
    return TITIAN_OK;
}

static titian_status option(const titian_site *site, const double *u, titian_change *change, titian_error *err)
{
    const titian_factor *factor = titian_site_factor(site);
    const titian_stage stage = (titian_stage) titian_option_number(&factor->how, "stage");
    const char *name = titian_option_of(&factor->how, "option")->text;
    titian_choice *choice = &change->choice[stage];
    const size_t at = titian_method_param(choice->method, name);

    if (at == TITIAN_NONE)
        return titian_fail(err, TITIAN_E_MODEL,
            "%s varies %s of %s, but the method %s drawn there has no such option\n"
            "vary an option that every alternative of the stage has",
            factor->name, name, titian_stage_name(stage), choice->method->name);
    change->number[site->factor] = drawn(&factor->how, u[0]);
    choice->option[at].number = change->number[site->factor];
    return TITIAN_OK;
}

static double nominal_option(const titian_site *site)
{
    const titian_factor *factor = titian_site_factor(site);
    const titian_choice *choice = &site->recipe->choice[(size_t) titian_option_number(&factor->how, "stage")];
    const size_t at = titian_method_param(choice->method, titian_option_of(&factor->how, "option")->text);

    return at != TITIAN_NONE ? choice->option[at].number : TITIAN_MISSING;
}

/* ---- the priority step ---- */

/* The words of the option `parameter`, in this order. */
static double *parameter(titian_priority_rules *rules, size_t k)
{
    double *const places[] = {&rules->target, &rules->alpha, &rules->people_reference, &rules->absorption_penalty,
        &rules->age_discount, &rules->weight[TITIAN_PART_NEED], &rules->weight[TITIAN_PART_PEOPLE],
        &rules->weight[TITIAN_PART_VULNERABILITY], &rules->weight[TITIAN_PART_AID],
        &rules->weight[TITIAN_PART_CONFIDENCE]};

    return places[k];
}

static titian_status priority(const titian_site *site, const double *u, titian_change *change, titian_error *err)
{
    const titian_choice *how = &titian_site_factor(site)->how;

    (void) err;
    change->number[site->factor] = drawn(how, u[0]);
    *parameter(&change->priority, (size_t) titian_option_number(how, "parameter")) = change->number[site->factor];
    return TITIAN_OK;
}

static double nominal_priority(const titian_site *site)
{
    titian_priority_rules rules = site->recipe->priority;

    return *parameter(&rules, (size_t) titian_option_number(&titian_site_factor(site)->how, "parameter"));
}

/* ---- the sharing out of a budget ---- */

static const char *power_of(const titian_factor *factor)
{
    return titian_option_of(&factor->how, "factor")->text;
}

/* The allocation takes the number from the change: there is no copy of its rule. */
static titian_status allocation(const titian_site *site, const double *u, titian_change *change, titian_error *err)
{
    (void) err;
    change->number[site->factor] = drawn(&titian_site_factor(site)->how, u[0]);
    return TITIAN_OK;
}

static double nominal_allocation(const titian_site *site)
{
    const titian_allocation_rules *rules = &site->recipe->allocation;
    const titian_allocation_rule *rule = titian_allocation_rule_at(rules->rule);
    const char *name = power_of(titian_site_factor(site));
    double power = TITIAN_MISSING;

    for (size_t k = 0; k < rule->n_factors; k++)
        if (strcmp(rule->factors[k].name, name) == 0)
            power = rule->factors[k].power;
    for (size_t k = 0; k < rules->n_factors; k++)
        if (strcmp(rules->factors[k].name, name) == 0 && !isnan(rules->factors[k].power))
            power = rules->factors[k].power;
    return power;
}

size_t titian_vary_power(const titian_recipe *recipe, const char *factor)
{
    const titian_uncertainty_rules *rules = &recipe->uncertainty;

    for (size_t f = 0; f < rules->n_factors; f++)
        if (titian_vary_row_at(rules->factors[f].how.row)->apply == allocation &&
            strcmp(power_of(&rules->factors[f]), factor) == 0)
            return f;
    return TITIAN_NONE;
}

/* ---- the table ---- */

#define DRAWN_PARAMS                                                                                                 \
    {.name = "range",                                                                                                \
        .kind = TITIAN_PARAM_RANGE,                                                                                  \
        .fallback = (double) NAN,                                                                                    \
        .fallback_upper = (double) NAN,                                                                              \
        .least = -1e12,                                                                                              \
        .most = 1e12,                                                                                                \
        .summary = "least and greatest value, every one between as likely as another"},                              \
    {                                                                                                                \
        .name = "whole", .kind = TITIAN_PARAM_FLAG, .fallback = 0.0, .most = 1.0,                                    \
        .summary = "whether only whole numbers are drawn, both ends included"                                        \
    }

static const titian_param goalposts_params[] = {
    {.name = "share",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.1,
        .least = 0.0,
        .most = 0.49,
        .summary = "how far a goalpost may move, as a share of the distance between the two"},
    {.name = "ends",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 0.0,
        .most = 2.0,
        .choices = "both low high",
        .summary = "which goalposts move"},
    {.name = "each",
        .kind = TITIAN_PARAM_FLAG,
        .fallback = 1.0,
        .most = 1.0,
        .summary = "whether each indicator's goalposts move by themselves, or all by the same share"},
};
static const titian_param option_params[] = {
    {.name = "stage",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 3.0,
        .most = 4.0,
        .choices = "denominate screen impute treat normalise",
        .summary = "the stage whose option is uncertain"},
    {.name = "option",
        .kind = TITIAN_PARAM_TEXT,
        .fallback = (double) NAN,
        .summary = "name of an option that is a number, such as max_points"},
    DRAWN_PARAMS,
};
static const titian_param priority_params[] = {
    {.name = "parameter",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 1.0,
        .most = 9.0,
        .choices = "target alpha people_reference absorption_penalty age_discount need people vulnerability aid "
                   "confidence",
        .summary = "the parameter of the priority step; the last five are weights of the parts"},
    DRAWN_PARAMS,
};

static const titian_param allocation_params[] = {
    {.name = "factor",
        .kind = TITIAN_PARAM_TEXT,
        .fallback = (double) NAN,
        .summary = "a factor of the model's rule, whose power is uncertain"},
    DRAWN_PARAMS,
};

const titian_vary_row titian_vary_numbers[] = {
    {.about = {.name = "goalposts",
         .summary = "goalposts move along their scale",
         .formula = "Low' = Low + share (2 u - 1) (High - Low), High' alike; in logarithms where Scale is log",
         .source = "docs/models.md; OECD/JRC Handbook 2008, step 7",
         .use = "For goalposts that were set by judgement. Tells only where indicators are normalised by them.",
         .params = goalposts_params,
         .n_params = TITIAN_COUNT_OF(goalposts_params)},
        .touches = TITIAN_TOUCHES_STAGE,
        .stage = TITIAN_STAGE_NORMALISE,
        .count = count_posts,
        .apply = goalposts,
        .reach = reach_posts},
    {.about = {.name = "option",
         .summary = "a number among the options of a stage",
         .formula = "low + u (high - low); whole: low + floor(u (high - low + 1))",
         .source = "OECD/JRC Handbook 2008, step 7; COINr get_sensitivity()",
         .use = "For limits and thresholds, such as the most points winsorised. Whole numbers are computed once each "
                "and shared; others once for each replication.",
         .params = option_params,
         .n_params = TITIAN_COUNT_OF(option_params)},
        .touches = TITIAN_TOUCHES_STAGE,
        .count = one,
        .apply = option,
        .nominal = nominal_option,
        .place = place},
    {.about = {.name = "priority",
         .summary = "a parameter of the priority step",
         .formula = "low + u (high - low); whole: low + floor(u (high - low + 1))",
         .source = "docs/models.md",
         .use =
             "For the power of the shortfall, the target and the weights of the parts: they move the list of first "
             "priorities, not the index.",
         .params = priority_params,
         .n_params = TITIAN_COUNT_OF(priority_params)},
        .touches = TITIAN_TOUCHES_PRIORITY,
        .count = one,
        .apply = priority,
        .nominal = nominal_priority,
        .place = place},
    {.about = {.name = "allocation",
         .summary = "the power of a factor by which a budget is shared out",
         .formula = "low + u (high - low); whole: low + floor(u (high - low + 1))",
         .source = "docs/allocation.md",
         .use = "For powers that somebody chose, such as that of people: they move amounts of money, neither the "
                "index nor priorities.",
         .params = allocation_params,
         .n_params = TITIAN_COUNT_OF(allocation_params)},
        .touches = TITIAN_TOUCHES_PRIORITY,
        .count = one,
        .apply = allocation,
        .nominal = nominal_allocation,
        .place = place},
    {.apply = NULL},
};

/* Uncertain data: errors of measurement, values that have aged since they were observed, and gaps.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "kernels/draw.h"
#include "kernels/moments.h"
#include "stages/vary.h"

/* A number for each cell of each indicator, whether there is a value or not: the draw of a unit depends on no other
 * unit's gaps. */
static size_t count_cells(const titian_site *site)
{
    return titian_framework_n_indicators(site->recipe->framework) * titian_panel_n_years(site->panel) *
           titian_panel_n_units(site->panel);
}

/* One indicator in one year: the values as read, and where the changed ones go. */
typedef struct {
    const titian_site *site;
    const titian_choice *how;
    const titian_node *node;
    size_t indicator, year, n;
    const double *x;       /* values */
    const double *numbers; /* of (0, 1), of every year: [year][unit] */
    double *out;
} column;

typedef void (*move_fn)(const column *c);

static int is_about(const titian_site *site, const titian_node *node)
{
    const titian_option *indicator = titian_option_of(&titian_site_factor(site)->how, "indicator");

    return indicator->text == NULL || indicator->text[0] == '\0' || strcmp(indicator->text, node->code) == 0;
}

/* Walk the cells; z is made in place of the panel's copy, so that nothing is allocated. */
static titian_status move_all(const titian_site *site, const double *u, titian_change *change, move_fn move)
{
    const titian_framework *framework = site->recipe->framework;
    const size_t n = titian_panel_n_units(site->panel), n_years = titian_panel_n_years(site->panel);

    for (size_t j = 0; j < titian_framework_n_indicators(framework); j++) {
        const titian_node *node = titian_framework_node(framework, j);

        if (!is_about(site, node))
            continue;
        for (size_t year = 0; year < n_years; year++)
            move(&(column){.site = site,
                .how = &titian_site_factor(site)->how,
                .node = node,
                .indicator = j,
                .year = year,
                .n = n,
                .x = titian_panel_column(site->panel, j, year),
                .numbers = u + j * n_years * n,
                .out = titian_panel_column_mut(change->panel, j, year)});
    }
    return TITIAN_OK;
}

/* ---- errors of measurement ---- */

/* The column of a variable in the year; NULL when none is named or the data do not have it. */
static const double *named(const column *c, const char *option)
{
    const char *code = titian_option_of(c->how, option)->text;
    const size_t at =
        code != NULL && code[0] != '\0' ? titian_panel_find_variable(c->site->panel, code) : TITIAN_NONE;

    return at != TITIAN_NONE ? titian_panel_column(c->site->panel, at, c->year) : NULL;
}

/* The year in which the observation that stands in a cell was made. */
static int observed_in(const column *c, size_t unit)
{
    return titian_panel_year(c->site->panel, c->year) -
           titian_panel_ages(c->site->panel, c->indicator, c->year)[unit];
}

/* The first index year for which an observation stands. */
static size_t first_year_of(const column *c, int observed)
{
    size_t year = c->year;

    while (year > 0 && titian_panel_year(c->site->panel, year - 1) >= observed)
        year--;
    return year;
}

/* The number of the observation that stands in a cell: that of the first year it stands for, so that an observation
 * which is carried forward has one error and not another one in each year. */
static double number_of(const column *c, size_t unit)
{
    return c->numbers[first_year_of(c, observed_in(c, unit)) * c->n + unit];
}

static void measure(const column *c)
{
    const double *se = named(c, "se"), *low = named(c, "low"), *high = named(c, "high");
    const double sd = titian_option_number(c->how, "sd"), share = titian_option_number(c->how, "share");
    const double width = kernel_draw_normal(0.5 + 0.5 * titian_option_number(c->how, "coverage"));

    for (size_t i = 0; i < c->n; i++) {
        const double z = kernel_draw_normal(number_of(c, i)), *side = z < 0.0 ? low : high;
        double deviation = sd + share * fabs(c->x[i]);

        if (se != NULL && !isnan(se[i]))
            deviation = fabs(se[i]);
        else if (side != NULL && !isnan(side[i]))
            deviation = fabs(side[i] - c->x[i]) / width;
        c->out[i] += z * deviation;
    }
}

static titian_status error(const titian_site *site, const double *u, titian_change *change, titian_error *err)
{
    (void) err;
    return move_all(site, u, change, measure);
}

/* ---- ageing ---- */

/* What a value may have moved in a year, in its unit: a share of the distance between the goalposts, or of the
 * standard deviation without them. */
static double yearly(const column *c, double share)
{
    const double low = c->site->recipe->lows[c->indicator], high = c->site->recipe->highs[c->indicator];
    double sd = 0.0;

    if (!isnan(low) && !isnan(high))
        return share * fabs(c->node->scale == TITIAN_SCALE_LOG ? log(high / low) : high - low);
    sd = kernel_shape_of(c->x, c->n).sd;
    return isnan(sd) ? 0.0 : share * sd;
}

/* How far the value of a unit has moved since it was observed, in standard deviations of a year's change: a random
 * walk of one step for each index year that the observation stands for. What it has done up to one year is thus part
 * of what it has done up to the next, and the two differ by the years between alone. */
static double walk(const column *c, size_t unit)
{
    int since = observed_in(c, unit);
    double moved = 0.0;

    for (size_t year = first_year_of(c, since); year <= c->year; year++) {
        const int now = titian_panel_year(c->site->panel, year);

        moved += kernel_draw_normal(c->numbers[year * c->n + unit]) * sqrt((double) (now - since));
        since = now;
    }
    return moved;
}

static void age(const column *c)
{
    const uint8_t *ages = titian_panel_ages(c->site->panel, c->indicator, c->year);
    const double step = yearly(c, titian_option_number(c->how, "share"));
    const int by_ratio = c->node->scale == TITIAN_SCALE_LOG && !isnan(c->site->recipe->lows[c->indicator]) &&
                         !isnan(c->site->recipe->highs[c->indicator]);

    for (size_t i = 0; i < c->n; i++) {
        const double move = ages[i] > 0 ? walk(c, i) * step : 0.0;

        c->out[i] = by_ratio ? c->out[i] * exp(move) : c->out[i] + move;
    }
}

static titian_status ageing(const titian_site *site, const double *u, titian_change *change, titian_error *err)
{
    (void) err;
    return move_all(site, u, change, age);
}

/* ---- gaps ---- */

static size_t one(const titian_site *site)
{
    (void) site;
    return 1;
}

/* So many that hardly any two replications have the same. */
enum { N_DRAWS = 1000000000 };

static titian_status place_draw(
    const titian_site *site, const titian_change *change, const titian_wish *wish, double *u, titian_error *err)
{
    (void) change;
    if (!(wish->number >= 1.0 && wish->number <= N_DRAWS) || floor(wish->number) != wish->number)
        return titian_fail(err, TITIAN_E_USAGE,
            "\"%.60s\" is nothing that %s draws\nwrite a whole number from 1 to %d", wish->text,
            titian_site_factor(site)->name, N_DRAWS);
    *u = (wish->number - 0.5) / N_DRAWS;
    return TITIAN_OK;
}

static titian_status draws(const titian_site *site, const double *u, titian_change *change, titian_error *err)
{
    (void) err;
    change->imputation = 1 + kernel_draw_level(u[0], N_DRAWS);
    change->number[site->factor] = (double) change->imputation;
    return TITIAN_OK;
}

/* ---- the table ---- */

#define INDICATOR_PARAM                                                                                              \
    {                                                                                                                \
        .name = "indicator", .kind = TITIAN_PARAM_TEXT, .summary = "code of the indicator; without: every one"       \
    }

static const titian_param error_params[] = {
    INDICATOR_PARAM,
    {.name = "sd",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.0,
        .least = 0.0,
        .most = 1e12,
        .summary = "standard deviation of the error, in the indicator's unit"},
    {.name = "share",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.0,
        .least = 0.0,
        .most = 10.0,
        .summary = "standard deviation of the error as a share of the value, beside sd"},
    {.name = "se",
        .kind = TITIAN_PARAM_TEXT,
        .summary =
            "variable that holds each value's standard error, an Other row; where it is missing, sd and share"},
    {.name = "low",
        .kind = TITIAN_PARAM_TEXT,
        .summary = "variable that holds the lower end of each value's interval"},
    {.name = "high",
        .kind = TITIAN_PARAM_TEXT,
        .summary = "variable that holds the upper end of each value's interval"},
    {.name = "coverage",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.9,
        .least = 0.01,
        .most = 0.999,
        .summary = "probability that the interval from low to high is held to have"},
};
static const titian_param ageing_params[] = {
    INDICATOR_PARAM,
    {.name = "share",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.02,
        .least = 0.0,
        .most = 1.0,
        .summary =
            "standard deviation of one year's change, as a share of the distance between the goalposts (without "
            "them, of the standard deviation between units)"},
};

const titian_vary_row titian_vary_data[] = {
    {.about = {.name = "error",
         .summary = "errors of measurement of the values as they were read",
         .formula = "x' = x + z s; s the standard error, or (high - x) / z_c above and (x - low) / z_c below",
         .source = "WGI and V-Dem publish such errors; OECD/JRC Handbook 2008, step 7",
         .use = "For indicators that come with standard errors or intervals, or whose precision is known. An "
                "observation "
                "that stands for several index years has one error. Costs a run "
                "of every stage for each replication.",
         .params = error_params,
         .n_params = TITIAN_COUNT_OF(error_params)},
        .touches = TITIAN_TOUCHES_DATA,
        .count = count_cells,
        .apply = error},
    {.about = {.name = "ageing",
         .summary = "values carried forward have moved since they were observed",
         .formula = "x' = x + share D W(age), W a random walk whose steps of a year have standard deviation 1, D the "
                    "distance between the goalposts; in logarithms where Scale is log",
         .source = "docs/models.md",
         .use =
             "Where old values stand for the index year. Values of the year itself are left alone. An observation "
             "that stands for several index years walks on from one to the next: two years differ by what may have "
             "happened between them, no more.",
         .params = ageing_params,
         .n_params = TITIAN_COUNT_OF(ageing_params)},
        .touches = TITIAN_TOUCHES_DATA,
        .count = count_cells,
        .apply = ageing},
    {.about = {.name = "draws",
         .summary = "a new draw of multiple imputation in each replication",
         .formula = "draw 1 + floor(u 10^9) of impute: multiple, in place of the mean of its draws",
         .source = "Rubin 1987; Honaker, King and Blackwell 2011",
         .use = "Where gaps are imputed by multiple: what is not known of them then shows in the ranks. Costs a run "
                "from "
                "imputation on for each replication."},
        .touches = TITIAN_TOUCHES_STAGE,
        .stage = TITIAN_STAGE_IMPUTE,
        .count = one,
        .apply = draws,
        .place = place_draw},
    {.apply = NULL},
};

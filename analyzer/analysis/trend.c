/* The list of tables over years, and which values count in them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/trend.h"

#include <math.h>
#include <string.h>

#include "stages/each.h"

/** A table as a row of the list. */
typedef struct {
    const char *name, *summary;
    const char *columns; /* names, separated by commas */
    int between_units;   /* 1: takes weights, but no unit, latest, target, leader */
    titian_status (*fill)(titian_trend *trend, titian_error *err);
} kind;

static const kind kinds[] = {
    {"trends", "each unit and code: growth, slopes, tests, years to the target, years behind the leader",
        "uCode,iCode,Level,Direction,T.First,T.Last,First,Last,N,N.Aside,CAGR,Prc.Change,OLS.Slope,Sen.Slope,Sen.Low,"
        "Sen.High,Intercept.Conover,Intercept.Residual,S,Var.S,Z,P,P.Exact,Tau.B,Verdict,Target,To.Target,"
        "To.Target.Low,To.Target.High,Target.State,Leader,Behind,Behind.State,Note",
        0, titian_trend_series},
    {"convergence", "each code: do units come closer? spread, growth on the beginning, speed, cautions",
        "iCode,Level,Form,Weights,T.From,T.To,N,N.Left,Sigma.From,Sigma.To,CV.From,CV.To,Beta,Intercept,SE,T,P,R2,"
        "Speed,Half.Life,Near.Top,Verdict,Caution",
        1, titian_trend_convergence},
    {"spread", "each code and year: mean and spread of all units, and of those with a value in every year",
        "iCode,Level,Weights,Time,N,Mean,SD,CV,SD.Log,N.Same,Mean.Same,SD.Same,CV.Same,SD.Log.Same", 1,
        titian_trend_spread},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

titian_trend_options titian_trend_options_default(void)
{
    return (titian_trend_options){.stage = TITIAN_RESULT_AGGREGATED,
        .fresh = 0.5,
        .significance = 0.05,
        .latest = (size_t) -1,
        .target = TITIAN_MISSING};
}

size_t titian_trend_n_tables(void)
{
    return N_KINDS;
}

const char *titian_trend_name(size_t table)
{
    return kinds[table].name;
}

const char *titian_trend_summary(size_t table)
{
    return kinds[table].summary;
}

/* What the tables ask for */

int titian_trend_counts(const titian_trend *trend, size_t node, size_t year, size_t unit)
{
    return trend->counts[(node * trend->n_years + year) * trend->n_units + unit];
}

const titian_node *titian_trend_node(const titian_trend *trend, size_t node)
{
    return titian_framework_node(trend->framework, node);
}

int titian_trend_direction(const titian_trend *trend, size_t node)
{
    return titian_stage_direction(titian_trend_node(trend, node), trend->options->stage);
}

void titian_trend_number(titian_trend *trend, double number)
{
    titian_listing_add_number(trend->listing, isfinite(number) ? number : TITIAN_MISSING);
}

void titian_trend_count(titian_trend *trend, size_t count)
{
    titian_listing_add_number(trend->listing, (double) count);
}

void titian_trend_text(titian_trend *trend, const char *text)
{
    titian_listing_add_text(trend->listing, text);
}

void *titian_trend_scratch(titian_trend *trend, size_t n, size_t size, titian_error *err)
{
    void *scratch = titian_arena_array(&trend->arena, n, size);

    if (scratch == NULL)
        (void) titian_fail(err, TITIAN_E_MEMORY, "no memory for the trends of %zu units", trend->n_units);
    return scratch;
}

/* Which values count */

/* Read from a file and of the year itself, whatever treatment did to it. */
static int is_own(titian_mark mark)
{
    const int what = mark & ~TITIAN_MARK_TREATED;

    return what == TITIAN_MARK_OBSERVED || what == TITIAN_MARK_ESTIMATED;
}

/* Is the value of an indicator from before a break that no comparison spans? */
static int is_held(const titian_trend *trend, const titian_panel *panel, size_t indicator, size_t year, size_t unit)
{
    const titian_recipe *recipe = titian_assessment_recipe(trend->a);
    const int last = titian_panel_year(panel, trend->n_years - 1);
    const int observed = titian_panel_year(panel, year) - titian_panel_ages(panel, indicator, year)[unit];

    for (size_t k = 0; k < recipe->n_breaks; k++)
        if (recipe->breaks[k].action == TITIAN_BREAK_HOLD &&
            titian_break_meets(&recipe->breaks[k], titian_trend_node(trend, indicator)->code,
                titian_panel_unit(panel, unit)->code, observed, last))
            return 1;
    return 0;
}

/* Per node and unit, the weight of indicators below that have a value, and of those whose value is of the year. */
typedef struct {
    double *all, *own;
} weights;

static void add_to_parent(const titian_trend *trend, const weights *w, size_t node)
{
    const size_t n = trend->n_units, parent = titian_trend_node(trend, node)->parent;

    for (size_t i = 0; parent != TITIAN_NONE && i < n; i++) {
        w->all[parent * n + i] += w->all[node * n + i];
        w->own[parent * n + i] += w->own[node * n + i];
    }
}

static void weigh_year(const titian_trend *trend, const weights *w, size_t year)
{
    const titian_panel *scores = titian_assessment_result(trend->a, TITIAN_RESULT_AGGREGATED);
    const double *shares = titian_assessment_effective_weights(trend->a, year);
    const size_t n = trend->n_units, n_nodes = titian_framework_n_nodes(trend->framework);

    memset(w->all, 0, n_nodes * n * sizeof *w->all);
    memset(w->own, 0, n_nodes * n * sizeof *w->own);
    for (size_t node = 0; node < n_nodes; node++) { /* children come before their parents */
        const double *x = titian_panel_column(scores, node, year);
        const titian_mark *marks = titian_panel_marks(scores, node, year);

        for (size_t i = 0; node < trend->n_indicators && i < n; i++) {
            w->all[node * n + i] = isnan(x[i]) ? 0.0 : shares[node];
            w->own[node * n + i] =
                !isnan(x[i]) && is_own(marks[i]) && !is_held(trend, scores, node, year, i) ? shares[node] : 0.0;
        }
        add_to_parent(trend, w, node);
    }
}

static int is_fresh(const titian_trend *trend, const weights *w, size_t node, size_t unit)
{
    const double all = w->all[node * trend->n_units + unit], own = w->own[node * trend->n_units + unit];

    return trend->options->fresh == 0.0 || (all > 0.0 && own >= (trend->options->fresh - 1e-12) * all);
}

static void count_year(const titian_trend *trend, const weights *w, size_t year, unsigned char *counts)
{
    const size_t n = trend->n_units;

    for (size_t node = trend->first_node; node < trend->end_node; node++) {
        const double *x = titian_panel_column(trend->panel, node, year);
        const titian_mark *marks = titian_panel_marks(trend->panel, node, year);
        unsigned char *out = counts + (node * trend->n_years + year) * n;

        for (size_t i = 0; i < n && !titian_stage_leaves_out(trend->a, trend->options->stage, node, year); i++)
            out[i] =
                !isnan(x[i]) && (node < trend->n_indicators ? (trend->options->fresh == 0.0 || is_own(marks[i])) &&
                                                                  !is_held(trend, trend->panel, node, year, i)
                                                            : is_fresh(trend, w, node, i));
    }
}

/* Does a normalisation that looks at each year's values alone stand under a node? */
static void note_scales(const titian_trend *trend, unsigned char *rescaled)
{
    const titian_recipe *recipe = titian_assessment_recipe(trend->a);
    const size_t n_nodes = titian_framework_n_nodes(trend->framework);

    for (size_t node = 0; node < n_nodes && trend->options->stage >= TITIAN_RESULT_NORMALISED; node++) {
        const size_t parent = titian_trend_node(trend, node)->parent;

        if (node < trend->n_indicators) {
            const titian_choice *choice = titian_recipe_choice(recipe, TITIAN_STAGE_NORMALISE, node);

            rescaled[node] =
                titian_method_param(choice->method, "over") != TITIAN_NONE && !titian_over_all(choice) ? 1 : 0;
        }
        if (parent != TITIAN_NONE)
            rescaled[parent] |= rescaled[node];
    }
}

static titian_status look(titian_trend *trend, titian_error *err)
{
    const size_t n_nodes = titian_framework_n_nodes(trend->framework), cells = n_nodes * trend->n_units;
    const weights w = {.all = titian_trend_scratch(trend, cells, sizeof *w.all, err),
        .own = titian_trend_scratch(trend, cells, sizeof *w.own, err)};
    unsigned char *counts = titian_trend_scratch(trend, cells, trend->n_years, err);
    unsigned char *rescaled = titian_trend_scratch(trend, n_nodes, 1, err);

    if (w.all == NULL || w.own == NULL || counts == NULL || rescaled == NULL)
        return TITIAN_E_MEMORY;
    for (size_t year = 0; year < trend->n_years; year++) {
        weigh_year(trend, &w, year);
        count_year(trend, &w, year, counts);
    }
    note_scales(trend, rescaled);
    trend->counts = counts;
    trend->rescaled = rescaled;
    return TITIAN_OK;
}

/* The request */

static titian_status check_options(const kind *k, const titian_trend_options *o, titian_error *err)
{
    const char *extra = NULL;

    if (!k->between_units)
        extra = o->weights != NULL ? "weights" : NULL;
    else if (o->unit != NULL || o->leader != NULL)
        extra = o->unit != NULL ? "single unit" : "leader";
    else if (o->latest != (size_t) -1 || !isnan(o->target))
        extra = !isnan(o->target) ? "target" : "number of latest values";
    if (extra != NULL)
        return titian_fail(
            err, TITIAN_E_USAGE, "the table %s takes no %s\nleave it away, or choose another table", k->name, extra);
    if (!(o->significance > 0.0 && o->significance < 1.0) || !(o->fresh >= 0.0 && o->fresh <= 1.0))
        return titian_fail(err, TITIAN_E_USAGE,
            "the significance lies between 0 and 1, and so does the share of fresh "
            "weight");
    return o->latest >= 2
               ? TITIAN_OK
               : titian_fail(err, TITIAN_E_USAGE, "a trend is of two values at least, not of %zu", o->latest);
}

static titian_status open_trend(titian_trend *trend, titian_error *err)
{
    const titian_trend_options *o = trend->options;
    const titian_status status = titian_ask_stage(trend->a, o->stage, &trend->panel, err);

    if (status != TITIAN_OK)
        return status;
    trend->n_units = titian_panel_n_units(trend->panel);
    trend->n_years = titian_panel_n_years(trend->panel);
    trend->n_indicators = titian_framework_n_indicators(trend->framework);
    if (trend->n_years < 2)
        return titian_fail(err, TITIAN_E_USAGE,
            "a trend needs several index years with values, and here is one, %d\ngive a wider span of years",
            titian_panel_year(trend->panel, 0));
    return titian_ask_nodes(trend->a, o->stage, o->code, &trend->first_node, &trend->end_node, err);
}

titian_status titian_trend_make(titian_listing **out, const titian_assessment *a, size_t table,
    const titian_trend_options *options, titian_error *err)
{
    const titian_trend_options usual = titian_trend_options_default();
    titian_trend trend = {
        .a = a,
        .framework = titian_assessment_recipe(a)->framework,
        .options = options != NULL ? options : &usual,
        .arena = TITIAN_ARENA_EMPTY,
    };
    titian_status status = check_options(&kinds[table], trend.options, err);

    *out = NULL;
    if (status == TITIAN_OK)
        status = open_trend(&trend, err);
    if (status == TITIAN_OK)
        status = look(&trend, err);
    if (status == TITIAN_OK) {
        trend.listing = titian_listing_new(kinds[table].columns);
        if (trend.listing == NULL)
            status = titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of trends");
    }
    if (status == TITIAN_OK)
        status = kinds[table].fill(&trend, err);
    if (status == TITIAN_OK)
        status = titian_listing_check(trend.listing, err);
    if (status == TITIAN_OK) {
        *out = trend.listing;
        trend.listing = NULL;
    }
    titian_listing_free(trend.listing);
    titian_arena_free(&trend.arena);
    return status;
}

/* The tables between units: do they come closer to one another?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/trend.h"
#include "kernels/convergence.h"
#include "kernels/line.h"

/* Above this share of its scale a unit has little way to go; when more than that share of units stand there, say so.
 */
static const double near_top = 0.95, many = 0.1;
enum { FEW_UNITS = 10 };

/* One code's values in two years, for the units that have both. */
typedef struct {
    titian_trend *trend;
    size_t node;
    size_t from, to;        /* years, as indices; to == from: there are not two */
    size_t *counting;       /* per year, units whose value counts */
    double worst, best;     /* of the scale; missing where it has no ends */
    size_t weights;         /* variable, or TITIAN_NONE */
    const double *weighing; /* the weights of units in the year `from`; NULL: equal */
    double *x0, *x1, *w;    /* of the units taken */
    double *f0, *growth;    /* on the scale of a form */
    double *f1, *scratch;
    size_t n, n_left;
} pairs;

/* How far apart two values are counted. */
typedef struct {
    const char *name;
    double (*scaled)(const pairs *p, double x); /* missing outside its domain */
    int needs_ends;
} form;

static double as_log(const pairs *p, double x)
{
    (void) p;
    return x > 0.0 ? log(x) : TITIAN_MISSING;
}

static double share_of_way(const pairs *p, double x)
{
    return (x - p->worst) / (p->best - p->worst);
}

static double as_logit(const pairs *p, double x)
{
    const double share = share_of_way(p, x);

    return share > 0.0 && share < 1.0 ? log(share / (1.0 - share)) : TITIAN_MISSING;
}

static double as_it_is(const pairs *p, double x)
{
    (void) p;
    return x;
}

static const form forms[] = {{"log", as_log, 0}, {"logit", as_logit, 1}, {"gap", as_it_is, 0}};
enum { N_FORMS = sizeof forms / sizeof *forms };

/* The ends of the scale: those of the normalisation, or goalposts where values are still in the unit of the data. */
static void find_ends(pairs *p)
{
    const titian_trend *trend = p->trend;
    const titian_recipe *recipe = titian_assessment_recipe(trend->a);
    const titian_node *node = titian_trend_node(trend, p->node);
    const int is_indicator = p->node < trend->n_indicators;
    const titian_choice *choice = is_indicator ? titian_recipe_choice(recipe, TITIAN_STAGE_NORMALISE, p->node)
                                               : &recipe->choice[TITIAN_STAGE_NORMALISE];
    const size_t range = titian_method_param(choice->method, "range");

    p->worst = p->best = TITIAN_MISSING;
    if (trend->options->stage >= TITIAN_RESULT_NORMALISED) {
        p->worst = range != TITIAN_NONE ? choice->option[range].number : TITIAN_MISSING;
        p->best = range != TITIAN_NONE ? choice->option[range].upper : TITIAN_MISSING;
    } else if (trend->options->stage < TITIAN_RESULT_TREATED && node->scale == TITIAN_SCALE_LINEAR &&
               (trend->options->stage > TITIAN_RESULT_RAW || node->denominator == TITIAN_NONE)) {
        p->worst = recipe->lows[p->node];
        p->best = recipe->highs[p->node];
    }
}

static void count_years(pairs *p)
{
    const titian_trend *trend = p->trend;

    for (size_t year = 0; year < trend->n_years; year++) {
        p->counting[year] = 0;
        for (size_t i = 0; i < trend->n_units; i++)
            p->counting[year] += titian_trend_counts(trend, p->node, year, i) ? 1 : 0;
    }
}

/* Units that have a value in some year. */
static size_t n_ever(const pairs *p)
{
    const titian_trend *trend = p->trend;
    size_t ever = 0;

    for (size_t i = 0; i < trend->n_units; i++) {
        size_t year = 0;

        while (year < trend->n_years && !titian_trend_counts(trend, p->node, year, i))
            year++;
        ever += year < trend->n_years ? 1 : 0;
    }
    return ever;
}

/* The first and the last year in which half the units have a value, of those that ever have one. */
static void find_years(pairs *p)
{
    const size_t n_years = p->trend->n_years, ever = n_ever(p);

    p->from = p->to = 0;
    while (p->from < n_years && 2 * p->counting[p->from] < ever)
        p->from++;
    if (p->from == n_years)
        p->from = 0; /* no year has half of them */
    else
        for (size_t year = p->to = p->from; ever > 0 && year < n_years; year++)
            p->to = 2 * p->counting[year] >= ever ? year : p->to;
}

static double span_of(const pairs *p)
{
    return titian_panel_year(p->trend->panel, p->to) - titian_panel_year(p->trend->panel, p->from);
}

/* A unit's weight; missing or not above 0: it is left out. */
static double weight_of(const pairs *p, size_t unit)
{
    return p->weighing == NULL ? 1.0 : p->weighing[unit];
}

static const char *weights_name(const pairs *p)
{
    return p->weights == TITIAN_NONE ? "equal" : p->trend->options->weights;
}

static const double *weights_or_equal(const pairs *p)
{
    return p->weighing == NULL ? NULL : p->w;
}

/* Take the units that have both values, a weight, and a place on the scale of a form. */
static void take(pairs *p, const form *f)
{
    const titian_trend *trend = p->trend;
    const double *first = titian_panel_column(trend->panel, p->node, p->from);
    const double *last = titian_panel_column(trend->panel, p->node, p->to), years = span_of(p);

    p->n = p->n_left = 0;
    for (size_t i = 0; i < trend->n_units && p->to > p->from; i++) {
        const double f0 = f->scaled(p, first[i]), f1 = f->scaled(p, last[i]), w = weight_of(p, i);

        if (!titian_trend_counts(trend, p->node, p->from, i) || !titian_trend_counts(trend, p->node, p->to, i))
            continue;
        if (isnan(f0) || isnan(f1) || !(w > 0.0)) {
            p->n_left++;
            continue;
        }
        p->x0[p->n] = first[i];
        p->x1[p->n] = last[i];
        p->f0[p->n] = f0;
        p->f1[p->n] = f1;
        p->growth[p->n] = (f1 - f0) / years;
        p->w[p->n++] = w;
    }
}

static double share_near_top(const pairs *p)
{
    size_t near = 0;

    if (p->n == 0 || isnan(p->best - p->worst))
        return TITIAN_MISSING;
    for (size_t k = 0; k < p->n; k++)
        near += share_of_way(p, p->x1[k]) > near_top ? 1 : 0;
    return (double) near / (double) p->n;
}

static const char *verdict(const pairs *p, const kernel_line *line, int narrower)
{
    if (p->to == p->from)
        return "too few years";
    if (p->n < 3)
        return "too few units";
    if (!(line->p <= p->trend->options->significance))
        return "no convergence beyond chance";
    if (line->slope > 0.0)
        return "diverging";
    return narrower ? "converging" : "regression to the mean";
}

static void put_cautions(const pairs *p, const form *f, const kernel_line *line, int narrower, double top)
{
    titian_trend *trend = p->trend;
    titian_remarks remarks = {""};

    if (top > many && !f->needs_ends)
        titian_remark(&remarks,
            "%.0f %% of units stand in the top twentieth of the scale: its ceiling alone makes "
            "units converge",
            100.0 * top);
    if (p->n >= 3 && line->slope < 0.0 && !narrower)
        titian_remark(&remarks, "those behind gained more, yet the spread did not fall: regression to the mean "
                                "(Galton), not convergence");
    if (p->n >= 3 && line->slope * span_of(p) <= -1.0)
        titian_remark(&remarks, "no speed: the order was turned over");
    if (p->n_left > 0)
        titian_remark(&remarks, "%zu left out: without a weight, or a value that this form cannot take", p->n_left);
    if (p->n > 0 && p->n < FEW_UNITS)
        titian_remark(&remarks, "%zu units are few", p->n);
    if (trend->rescaled[p->node])
        titian_remark(&remarks, "each year has a scale of its own, which sets the spread");
    titian_listing_add_copy(trend->listing, remarks.text);
}

static void put_line(const pairs *p, const kernel_line *line)
{
    titian_trend *trend = p->trend;
    const double speed = p->n >= 3 ? kernel_convergence_speed(line->slope, span_of(p)) : TITIAN_MISSING;

    titian_trend_number(trend, line->slope);
    titian_trend_number(trend, line->intercept);
    titian_trend_number(trend, line->se);
    titian_trend_number(trend, line->t);
    titian_trend_number(trend, line->p);
    titian_trend_number(trend, line->r2);
    titian_trend_number(trend, speed);
    titian_trend_number(trend, kernel_half_life(speed));
}

static void put_form(pairs *p, const form *f)
{
    titian_trend *trend = p->trend;
    const double *w = weights_or_equal(p);
    kernel_line line;
    double sigma0 = 0.0, sigma1 = 0.0, top = 0.0;
    int narrower = 0;

    take(p, f);
    line = kernel_fit_line(p->f0, p->growth, w, p->n);
    sigma0 = kernel_spread_of(p->f0, w, p->n, p->scratch).sd;
    sigma1 = kernel_spread_of(p->f1, w, p->n, p->scratch).sd;
    narrower = sigma1 < sigma0 * (1.0 - 1e-12);
    top = share_near_top(p);
    titian_trend_text(trend, titian_trend_node(trend, p->node)->code);
    titian_trend_number(trend, titian_trend_node(trend, p->node)->level);
    titian_trend_text(trend, f->name);
    titian_trend_text(trend, weights_name(p));
    titian_trend_number(trend, p->to > p->from ? titian_panel_year(trend->panel, p->from) : TITIAN_MISSING);
    titian_trend_number(trend, p->to > p->from ? titian_panel_year(trend->panel, p->to) : TITIAN_MISSING);
    titian_trend_count(trend, p->n);
    titian_trend_count(trend, p->n_left);
    titian_trend_number(trend, sigma0);
    titian_trend_number(trend, sigma1);
    titian_trend_number(trend, kernel_spread_of(p->x0, w, p->n, p->scratch).cv);
    titian_trend_number(trend, kernel_spread_of(p->x1, w, p->n, p->scratch).cv);
    put_line(p, &line);
    titian_trend_number(trend, top);
    titian_trend_text(trend, verdict(p, &line, narrower));
    put_cautions(p, f, &line, narrower, top);
}

/* Spread in one year */

static int has_all(const pairs *p, size_t unit)
{
    for (size_t year = p->from; year <= p->to; year++)
        if (p->counting[year] > 0 && !titian_trend_counts(p->trend, p->node, year, unit))
            return 0;
    return 1;
}

/* @param same  n_units flags of the units to take; NULL: all */
static void put_spread(pairs *p, size_t year, const unsigned char *same)
{
    titian_trend *trend = p->trend;
    const double *x = titian_panel_column(trend->panel, p->node, year);
    kernel_spread spread;

    p->n = 0;
    for (size_t i = 0; i < trend->n_units; i++) {
        if (!titian_trend_counts(trend, p->node, year, i) || !(weight_of(p, i) > 0.0) || (same != NULL && !same[i]))
            continue;
        p->x0[p->n] = x[i];
        p->w[p->n++] = weight_of(p, i);
    }
    spread = kernel_spread_of(p->x0, weights_or_equal(p), p->n, p->scratch);
    titian_trend_count(trend, p->n);
    titian_trend_number(trend, spread.mean);
    titian_trend_number(trend, spread.sd);
    titian_trend_number(trend, spread.cv);
    titian_trend_number(trend, spread.sd_log);
}

static void put_no_spread(titian_trend *trend)
{
    for (int k = 0; k < 5; k++)
        titian_trend_number(trend, TITIAN_MISSING);
}

static void put_years(pairs *p, unsigned char *same)
{
    titian_trend *trend = p->trend;

    for (size_t i = 0; i < trend->n_units; i++)
        same[i] = has_all(p, i) ? 1 : 0;
    for (size_t year = 0; year < trend->n_years; year++) {
        if (p->counting[year] == 0)
            continue;
        titian_trend_text(trend, titian_trend_node(trend, p->node)->code);
        titian_trend_number(trend, titian_trend_node(trend, p->node)->level);
        titian_trend_text(trend, weights_name(p));
        titian_trend_number(trend, titian_panel_year(trend->panel, year));
        put_spread(p, year, NULL);
        if (p->from <= year && year <= p->to)
            put_spread(p, year, same);
        else
            put_no_spread(trend);
    }
}

/* The tables */

static titian_status open_pairs(pairs *p, titian_error *err)
{
    const titian_trend *trend = p->trend;
    const size_t n = trend->n_units;
    const titian_status status = titian_ask_variable(trend->a, trend->options->weights, &p->weights, err);
    double *room = NULL;

    if (status != TITIAN_OK)
        return status;
    room = titian_trend_scratch(p->trend, 7 * n, sizeof *room, err);
    p->counting = titian_trend_scratch(p->trend, p->trend->n_years, sizeof *p->counting, err);
    if (room == NULL || p->counting == NULL)
        return TITIAN_E_MEMORY;
    p->x0 = room;
    p->x1 = room + n;
    p->w = room + 2 * n;
    p->f0 = room + 3 * n;
    p->f1 = room + 4 * n;
    p->growth = room + 5 * n;
    p->scratch = room + 6 * n;
    return TITIAN_OK;
}

static void look_at(pairs *p, size_t node)
{
    p->node = node;
    find_ends(p);
    count_years(p);
    find_years(p);
    if (p->weights != TITIAN_NONE)
        p->weighing =
            titian_panel_column(titian_assessment_result(p->trend->a, TITIAN_RESULT_RAW), p->weights, p->from);
}

titian_status titian_trend_convergence(titian_trend *trend, titian_error *err)
{
    pairs p = {.trend = trend};
    const titian_status status = open_pairs(&p, err);

    for (size_t node = trend->first_node; status == TITIAN_OK && node < trend->end_node; node++) {
        look_at(&p, node);
        for (size_t k = 0; k < N_FORMS; k++)
            if (!forms[k].needs_ends || !isnan(p.best - p.worst))
                put_form(&p, &forms[k]);
    }
    return status;
}

titian_status titian_trend_spread(titian_trend *trend, titian_error *err)
{
    pairs p = {.trend = trend};
    const titian_status status = open_pairs(&p, err);
    unsigned char *same = status == TITIAN_OK ? titian_trend_scratch(trend, trend->n_units, 1, err) : NULL;

    if (status == TITIAN_OK && same == NULL)
        return TITIAN_E_MEMORY;
    for (size_t node = trend->first_node; status == TITIAN_OK && node < trend->end_node; node++) {
        look_at(&p, node);
        put_years(&p, same);
    }
    return status;
}

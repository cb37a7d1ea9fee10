/* Advice: scores and values on scales that are fixed, and the pace at which similar units have risen on them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/advise.h"
#include "analysis/assessment.h"
#include "kernels/order.h"

/* ---- values ---- */

static int is_untreated(const titian_advice *w, size_t j)
{
    return strcmp(titian_recipe_choice(w->recipe, TITIAN_STAGE_TREAT, j)->method->name, "none") == 0;
}

int titian_advice_is_comparable(const titian_advice *w, size_t indicator)
{
    const titian_choice *choice = titian_recipe_choice(w->recipe, TITIAN_STAGE_NORMALISE, indicator);

    return (choice->method->needs & TITIAN_NEEDS_GOALPOSTS) != 0 && is_untreated(w, indicator);
}

int titian_advice_posts(const titian_advice *w, size_t indicator, kernel_goalposts *posts)
{
    const titian_choice *choice = titian_recipe_choice(w->recipe, TITIAN_STAGE_NORMALISE, indicator);
    const size_t clip = titian_method_param(choice->method, "clip");
    const size_t range = titian_method_param(choice->method, "range");

    if (!titian_advice_is_comparable(w, indicator) || range == TITIAN_NONE)
        return 0;
    *posts = (kernel_goalposts){.worst = w->recipe->lows[indicator],
        .best = w->recipe->highs[indicator],
        .logarithmic = titian_advice_node(w, indicator)->scale == TITIAN_SCALE_LOG,
        .clip = clip != TITIAN_NONE && choice->option[clip].number > 0.5,
        .lower = choice->option[range].number,
        .upper = choice->option[range].upper};
    return 1;
}

/* The result of the stage before scaling. */
static titian_result before_scaling(const titian_recipe *recipe)
{
    titian_result result = TITIAN_RESULT_RAW;

    for (size_t k = 0; recipe->order[k] != TITIAN_STAGE_NORMALISE; k++)
        result = (titian_result) (recipe->order[k] + 1);
    return result;
}

double titian_advice_value(const titian_advice *w, size_t indicator)
{
    const titian_panel *values = titian_assessment_result(w->a, before_scaling(w->recipe));

    return values != NULL ? titian_panel_column(values, indicator, w->year)[w->unit] : TITIAN_MISSING;
}

double titian_advice_value_at(const titian_advice *w, size_t indicator, double score)
{
    kernel_goalposts posts;

    return titian_advice_posts(w, indicator, &posts) && !isnan(score) ? kernel_goalpost_value(score, &posts)
                                                                      : TITIAN_MISSING;
}

/* ---- similarity ---- */

double titian_advice_near(const titian_advice *w, size_t indicator)
{
    const titian_choice *choice = titian_recipe_choice(w->recipe, TITIAN_STAGE_NORMALISE, indicator);
    const size_t range = titian_method_param(choice->method, "range");

    if (range == TITIAN_NONE)
        return 0.0;
    return w->options.near * (choice->option[range].upper - choice->option[range].number);
}

double titian_advice_near_index(const titian_advice *w)
{
    double near = 0.0;

    for (size_t j = 0; j < w->n_indicators; j++)
        near = w->counts[j] ? fmax(near, titian_advice_near(w, j)) : near;
    return near;
}

/* ---- pace ---- */

/* Was a score of the history read for its own year? Carried forward or imputed it would pass for "no change". */
static int is_of_year(const titian_panel *past, size_t j, size_t year, size_t unit)
{
    const int kind = titian_panel_marks(past, j, year)[unit] & ~TITIAN_MARK_TREATED;

    return (kind == TITIAN_MARK_OBSERVED || kind == TITIAN_MARK_ESTIMATED) &&
           titian_panel_ages(past, j, year)[unit] == 0 && !isnan(titian_panel_column(past, j, year)[unit]);
}

/* Does a break lie between two years that no comparison spans? */
static int spans_break(const titian_advice *w, size_t j, size_t unit, int from, int to)
{
    const char *code = titian_advice_node(w, j)->code, *of = titian_panel_unit(w->scores, unit)->code;
    const int last = titian_panel_year(w->scores, w->year);

    for (size_t k = 0; k < w->recipe->n_breaks; k++)
        if (w->recipe->breaks[k].action == TITIAN_BREAK_HOLD &&
            titian_break_meets(&w->recipe->breaks[k], code, of, from, last) &&
            !titian_break_meets(&w->recipe->breaks[k], code, of, to, last))
            return 1;
    return 0;
}

/* Yearly changes of an indicator, of all units: where each began, how much it was, and whose. */
typedef struct {
    double from, change;
    size_t unit;
} yearly;

typedef struct {
    yearly *found, *sorted; /* as they were met; ascending by change */
    double *keys;
    size_t *order, n;
} changes;

static titian_status open_changes(changes *c, titian_advice *w, size_t n, titian_error *err)
{
    *c = (changes){.found = titian_advice_room(w, n, sizeof *c->found, err),
        .sorted = titian_advice_room(w, n, sizeof *c->sorted, err),
        .keys = titian_advice_room(w, n, sizeof *c->keys, err),
        .order = titian_advice_room(w, n, sizeof *c->order, err)};
    return c->found != NULL && c->sorted != NULL && c->keys != NULL && c->order != NULL ? TITIAN_OK : TITIAN_E_MEMORY;
}

/* Those of one unit; where one unit alone is asked for, those that begin near its score. */
static void add_changes(changes *c, const titian_advice *w, const titian_panel *past, size_t j, size_t unit)
{
    const double near = titian_advice_near(w, j), only = titian_advice_scores(w, j)[w->asked[0]];
    size_t before = TITIAN_NONE;

    for (size_t year = 0; year < titian_panel_n_years(past); year++) {
        double from = 0.0, years = 0.0;

        if (!is_of_year(past, j, year, unit))
            continue;
        if (before != TITIAN_NONE) {
            from = titian_panel_column(past, j, before)[unit];
            years = (double) (titian_panel_year(past, year) - titian_panel_year(past, before));
            if ((w->n_asked > 1 || fabs(from - only) <= near) &&
                !spans_break(w, j, unit, titian_panel_year(past, before), titian_panel_year(past, year)))
                c->found[c->n++] = (yearly){from, (titian_panel_column(past, j, year)[unit] - from) / years, unit};
        }
        before = year;
    }
}

static void sort_changes(changes *c)
{
    for (size_t k = 0; k < c->n; k++)
        c->keys[k] = c->found[k].change;
    kernel_sort_index(c->keys, c->n, c->order);
    for (size_t k = 0; k < c->n; k++)
        c->sorted[k] = c->found[c->order[k]];
}

/* The pace for the unit at hand, among changes that are sorted. */
static titian_pace pace_of(titian_advice *w, size_t j, const changes *c)
{
    const double near = titian_advice_near(w, j), now = titian_advice_scores(w, j)[w->unit];
    titian_pace pace = {TITIAN_MISSING, 0};

    for (size_t k = 0; k < c->n && !isnan(now); k++)
        if (fabs(c->sorted[k].from - now) <= near && titian_advice_is_peer(w, c->sorted[k].unit))
            w->changes[pace.n_changes++] = c->sorted[k].change;
    if (pace.n_changes >= TITIAN_ADVICE_CHANGES)
        pace.points = fmax(0.0, kernel_quantile_sorted(w->changes, pace.n_changes, w->options.quantile));
    return pace;
}

static void find_paces_of(titian_advice *w, size_t j, changes *c)
{
    const titian_panel *past = titian_assessment_result(w->history, TITIAN_RESULT_AGGREGATED);

    c->n = 0;
    for (size_t i = 0; i < w->n_units; i++)
        add_changes(c, w, past, j, i);
    sort_changes(c);
    for (size_t k = 0; k < w->n_asked; k++) {
        w->unit = w->asked[k];
        w->paces[k * w->n_indicators + j] = pace_of(w, j, c);
    }
}

titian_status titian_advice_find_paces(titian_advice *w, titian_error *err)
{
    const titian_arena_mark mark = titian_arena_here(&w->arena);
    const size_t n_years =
        w->history != NULL ? titian_panel_n_years(titian_assessment_result(w->history, TITIAN_RESULT_AGGREGATED)) : 0;
    changes c;

    for (size_t k = 0; k < w->n_asked * w->n_indicators; k++)
        w->paces[k] = (titian_pace){TITIAN_MISSING, 0};
    if (w->history == NULL || w->n_asked == 0)
        return TITIAN_OK;
    if (open_changes(&c, w, w->n_units * n_years, err) != TITIAN_OK)
        return TITIAN_E_MEMORY;
    for (size_t j = 0; j < w->n_indicators; j++)
        if (titian_advice_is_comparable(w, j))
            find_paces_of(w, j, &c);
    titian_arena_rewind(&w->arena, mark);
    return TITIAN_OK;
}

void titian_advice_find_reach(titian_advice *w)
{
    w->pace = w->paces + w->nth * w->n_indicators;
    for (size_t j = 0; j < w->n_indicators; j++) {
        const double pace = w->counts[j] ? w->pace[j].points : TITIAN_MISSING;

        w->reach[j] = isnan(pace) ? TITIAN_MISSING : fmin(w->top[j], w->now[j] + w->options.years * pace);
    }
}

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

/* Yearly changes of one unit that begin near the score of the unit at hand. @return how many there are now */
static size_t add_changes(titian_advice *w, const titian_panel *past, size_t j, size_t unit, size_t n)
{
    const double near = titian_advice_near(w, j);
    size_t before = TITIAN_NONE;

    for (size_t year = 0; year < titian_panel_n_years(past); year++) {
        double from = 0.0, years = 0.0;

        if (!is_of_year(past, j, year, unit))
            continue;
        if (before != TITIAN_NONE) {
            from = titian_panel_column(past, j, before)[unit];
            years = (double) (titian_panel_year(past, year) - titian_panel_year(past, before));
            if (fabs(from - w->now[j]) <= near &&
                !spans_break(w, j, unit, titian_panel_year(past, before), titian_panel_year(past, year)))
                w->changes[n++] = (titian_panel_column(past, j, year)[unit] - from) / years;
        }
        before = year;
    }
    return n;
}

static void find_pace_of(titian_advice *w, const titian_panel *past, size_t j)
{
    size_t n = 0;

    for (size_t i = 0; i < w->n_units; i++)
        if (titian_advice_is_peer(w, i))
            n = add_changes(w, past, j, i, n);
    w->n_changes[j] = n;
    if (n < TITIAN_ADVICE_CHANGES)
        return;
    kernel_sort(w->changes, n);
    w->pace[j] = fmax(0.0, kernel_quantile_sorted(w->changes, n, w->options.quantile));
    w->reach[j] = fmin(w->top[j], w->now[j] + w->options.years * w->pace[j]);
}

void titian_advice_find_pace(titian_advice *w)
{
    for (size_t j = 0; j < w->n_indicators; j++) {
        w->pace[j] = w->reach[j] = TITIAN_MISSING;
        w->n_changes[j] = 0;
        if (w->history != NULL && w->counts[j] && titian_advice_is_comparable(w, j))
            find_pace_of(w, titian_assessment_result(w->history, TITIAN_RESULT_AGGREGATED), j);
    }
}

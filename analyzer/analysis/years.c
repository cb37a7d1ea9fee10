/* Which index years a run has.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/years.h"

#include <math.h>
#include <stdlib.h>

#include "stages/carry.h"
#include "stages/impute.h"

static int has_value(const titian_panel *data, size_t variable, size_t year)
{
    const double *x = titian_panel_column(data, variable, year);

    for (size_t i = 0; i < titian_panel_n_units(data); i++)
        if (!isnan(x[i]))
            return 1;
    return 0;
}

/* Has any indicator a value for an index year, its own or one carried forward within its age limit? A projected
 * population does not make an index year. */
static int is_scored(const titian_panel *data, const titian_recipe *recipe, int year)
{
    for (size_t j = 0; j < titian_framework_n_indicators(recipe->framework); j++) {
        const titian_node *node = titian_framework_node(recipe->framework, j);
        const size_t variable = titian_panel_find_variable(data, node->code);
        const int oldest = year - titian_max_age(recipe, node->max_age);

        for (size_t t = titian_panel_n_years(data); variable != TITIAN_NONE && t-- > 0;) {
            const int observed = titian_panel_year(data, t);

            if (observed >= oldest && observed <= year && has_value(data, variable, t))
                return 1;
        }
    }
    return 0;
}

/* Does the model fill gaps from other years? Then a year without a value may be filled. */
static int imputes_from_years(const titian_recipe *recipe)
{
    for (size_t j = 0; j < titian_framework_n_indicators(recipe->framework); j++)
        if (titian_impute_from_years(recipe, j))
            return 1;
    return 0;
}

/* The last year of the data in which an indicator has a value of its own; the last of all where there is none. */
static int last_scored(const titian_panel *data, const titian_framework *framework)
{
    const size_t n = titian_panel_n_years(data);

    for (size_t t = n; t-- > 0;)
        for (size_t j = 0; j < titian_framework_n_indicators(framework); j++) {
            const size_t variable = titian_panel_find_variable(data, titian_framework_node(framework, j)->code);

            if (variable != TITIAN_NONE && has_value(data, variable, t))
                return titian_panel_year(data, t);
        }
    return titian_panel_year(data, n - 1);
}

static titian_status check_span(const titian_panel *data, int first, int last, titian_error *err)
{
    const int oldest = titian_panel_year(data, 0), newest = titian_panel_year(data, titian_panel_n_years(data) - 1);

    if (first > last)
        return titian_fail(
            err, TITIAN_E_USAGE, "the years run backwards, from %d to %d\ngive the earlier year first", first, last);
    if (first < oldest || last > newest)
        return titian_fail(err, TITIAN_E_USAGE,
            "the data do not reach the year %d\nthey hold %d to %d: choose within", first < oldest ? first : last,
            oldest, newest);
    return TITIAN_OK;
}

titian_status titian_index_years(int **years, size_t *n_years, const titian_panel *data, const titian_recipe *recipe,
    const titian_run_options *options, titian_error *err)
{
    int first = options->first_year != 0 ? options->first_year : options->last_year;
    int last = options->last_year != 0 ? options->last_year : options->first_year;
    titian_status status = TITIAN_OK;

    *years = NULL;
    *n_years = 0;
    if (titian_panel_n_years(data) == 0)
        return titian_fail(
            err, TITIAN_E_USAGE, "the data hold no year\nname files that hold units, years and values");
    if (first == 0)
        first = last = last_scored(data, recipe->framework);
    status = check_span(data, first, last, err);
    if (status != TITIAN_OK)
        return status;
    *years = calloc((size_t) (last - first) + 1, sizeof **years);
    if (*years == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the years %d to %d", first, last);
    for (int year = first; year <= last; year++)
        if (first == last || imputes_from_years(recipe) || is_scored(data, recipe, year))
            (*years)[(*n_years)++] = year;
    if (*n_years > 0)
        return TITIAN_OK;
    free(*years);
    *years = NULL;
    return titian_fail(
        err, TITIAN_E_USAGE, "no indicator has a value from %d to %d\nchoose other years", first, last);
}

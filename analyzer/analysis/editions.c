/* Two editions of an index: every mixture of their blocks is run, and the change shared out among the blocks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/editions.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/run.h>

#include "core/listing.h"
#include "kernels/shapley.h"

enum { REVISION, COVERAGE, GOALPOSTS, WEIGHTS, METHOD, N_BLOCKS, N_SETS = 1 << N_BLOCKS };

typedef struct {
    const titian_editions *e;
    const titian_framework *framework; /* of the first edition */
    titian_panel *mixed[2]; /* the first panel with what was revised; the second without; NULL: the same data */
    int year;
    size_t node, n_units;      /* units: those of the first edition's data */
    double *value;             /* [unit][set]; missing */
    unsigned char ran[N_SETS]; /* 1: the mixture could be computed */
} table;

static int takes(unsigned set, int block)
{
    return (set >> block & 1u) != 0;
}

/* ---- mixtures ---- */

/* Put the values of one column of another panel where both have one.
 * @param units  position of each unit in the other panel */
static void take_column(titian_panel *to, size_t j, size_t t, const titian_panel *from, const size_t *units)
{
    const size_t other = titian_panel_find_variable(from, titian_panel_variable(to, j));
    const size_t year = titian_panel_find_year(from, titian_panel_year(to, t));
    double *x = titian_panel_column_mut(to, j, t);
    uint8_t *marks = titian_panel_marks_mut(to, j, t);

    for (size_t i = 0; i < titian_panel_n_units(to) && other != TITIAN_NONE && year != TITIAN_NONE; i++) {
        const double y = units[i] != TITIAN_NONE ? titian_panel_column(from, other, year)[units[i]] : TITIAN_MISSING;

        if (isnan(x[i]) || isnan(y))
            continue;
        x[i] = y;
        marks[i] = titian_panel_marks(from, other, year)[units[i]];
    }
}

/* A copy of a panel with the values of another one where both have one. */
static titian_status mix(titian_panel **out, const titian_panel *panel, const titian_panel *from, titian_error *err)
{
    const size_t n = titian_panel_n_units(panel);
    size_t *units = calloc(n + 1, sizeof *units);
    titian_status status = TITIAN_OK;

    if (units == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu units", n);
    for (size_t i = 0; i < n; i++)
        units[i] = titian_panel_find_unit(from, titian_panel_unit(panel, i)->code);
    status = titian_panel_copy(out, panel, err);
    for (size_t j = 0; j < titian_panel_n_variables(panel) && status == TITIAN_OK; j++)
        for (size_t t = 0; t < titian_panel_n_years(panel); t++)
            take_column(*out, j, t, from, units);
    free(units);
    return status;
}

static titian_status mix_data(table *t, titian_error *err)
{
    titian_status status = TITIAN_OK;

    if (t->e->panel[0] == t->e->panel[1])
        return TITIAN_OK;
    for (int k = 0; k < 2 && status == TITIAN_OK; k++)
        status = mix(&t->mixed[k], t->e->panel[k], t->e->panel[1 - k], err);
    return status;
}

static const titian_panel *panel_of(const table *t, unsigned set)
{
    if (takes(set, REVISION) == takes(set, COVERAGE) || t->mixed[0] == NULL)
        return t->e->panel[takes(set, COVERAGE)];
    return t->mixed[takes(set, COVERAGE)];
}

static titian_recipe recipe_of(const table *t, unsigned set)
{
    const titian_recipe *const *of = t->e->recipe;
    const titian_recipe *posts = of[takes(set, GOALPOSTS)], *weights = of[takes(set, WEIGHTS)];
    titian_recipe recipe = *of[takes(set, METHOD)];

    recipe.lows = posts->lows;
    recipe.highs = posts->highs;
    recipe.weights = weights->weights;
    recipe.weighing = weights->weighing;
    recipe.exceptions = weights->exceptions;
    recipe.n_exceptions = weights->n_exceptions;
    recipe.sets = weights->sets;
    recipe.n_sets = weights->n_sets;
    recipe.priority.on = 0; /* of no matter to scores */
    return recipe;
}

static void take_down(table *t, unsigned set, const titian_assessment *a)
{
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    const double *x = titian_panel_column(scores, t->node, titian_panel_n_years(scores) - 1);

    for (size_t i = 0; i < t->n_units; i++) {
        const size_t unit = titian_panel_find_unit(scores, titian_panel_unit(t->e->panel[0], i)->code);

        t->value[i * N_SETS + set] = unit != TITIAN_NONE ? x[unit] : TITIAN_MISSING;
    }
    t->ran[set] = 1;
}

static titian_status run_set(table *t, unsigned set, titian_error *err)
{
    const titian_recipe recipe = recipe_of(t, set);
    titian_run_options options = titian_run_options_default();
    titian_assessment *a = NULL;
    titian_status status = TITIAN_OK;

    options.first_year = options.last_year = t->year;
    options.keep = 1u << TITIAN_RESULT_AGGREGATED;
    status = titian_run(&a, &recipe, panel_of(t, set), &options, err);
    if (status == TITIAN_OK)
        take_down(t, set, a);
    titian_assessment_free(a);
    return status;
}

/* An edition that cannot be computed is a failure; a mixture of both that nobody asked for is not. */
static titian_status run_all(table *t, titian_error *err)
{
    for (unsigned set = 0; set < N_SETS; set++) {
        titian_error found = {.code = TITIAN_OK};
        const titian_status status = run_set(t, set, &found);

        if (status == TITIAN_E_MEMORY || (status != TITIAN_OK && (set == 0 || set == N_SETS - 1))) {
            if (err != NULL)
                *err = found;
            return status;
        }
    }
    return TITIAN_OK;
}

/* ---- rows ---- */

static const char *note_on(const table *t, const double *value)
{
    if (isnan(value[0]) || isnan(value[N_SETS - 1]))
        return isnan(value[0]) && isnan(value[N_SETS - 1]) ? "no score in either edition"
               : isnan(value[0])                           ? "no score in the first edition"
                                                           : "no score in the second edition";
    for (size_t set = 0; set < N_SETS; set++)
        if (!t->ran[set])
            return "a mixture of both editions cannot be computed";
    for (size_t set = 0; set < N_SETS; set++)
        if (isnan(value[set]))
            return "a mixture of both editions gives no score";
    return "";
}

static void put_row(const table *t, titian_listing *listing, size_t unit)
{
    const double *value = t->value + unit * N_SETS;
    const double change = value[N_SETS - 1] - value[0];
    const char *note = note_on(t, value);
    double parts[N_BLOCKS];

    kernel_shapley(value, N_BLOCKS, parts);
    titian_listing_add_copy(listing, titian_panel_unit(t->e->panel[0], unit)->code);
    titian_listing_add_copy(listing, titian_framework_node(t->framework, t->node)->code);
    titian_listing_add_number(listing, t->year);
    titian_listing_add_number(listing, value[0]);
    titian_listing_add_number(listing, value[N_SETS - 1]);
    titian_listing_add_number(listing, change);
    for (int block = 0; block < N_BLOCKS; block++)
        titian_listing_add_number(listing, *note == '\0' ? parts[block] : TITIAN_MISSING);
    titian_listing_add_number(listing, *note == '\0' ? TITIAN_MISSING : change);
    titian_listing_add_text(listing, note);
}

static titian_status put_rows(const table *t, titian_listing **out, titian_error *err)
{
    titian_listing *listing =
        titian_listing_new("uCode,iCode,Time,Score.1,Score.2,Change,Revision,Coverage,Goalposts,Weights,Method,"
                           "Not.Split,Note");
    titian_status status = TITIAN_OK;

    if (listing == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of %zu units", t->n_units);
    for (size_t i = 0; i < t->n_units; i++)
        put_row(t, listing, i);
    status = titian_listing_check(listing, err);
    if (status == TITIAN_OK) {
        *out = listing;
        listing = NULL;
    }
    titian_listing_free(listing);
    return status;
}

/* ---- the request ---- */

/* A row beside the tree that one model has and the other has not; NULL: there is none. */
static const titian_extra *lone_extra(const titian_framework *one, const titian_framework *other)
{
    for (size_t k = 0; k < titian_framework_n_extras(one); k++) {
        size_t same = 0;

        for (size_t j = 0; j < titian_framework_n_extras(other); j++)
            same += strcmp(titian_framework_extra(one, k)->code, titian_framework_extra(other, j)->code) == 0;
        if (same == 0)
            return titian_framework_extra(one, k);
    }
    return NULL;
}

/* What one edition reads the other one must be able to look at. */
static titian_status check_extras(const titian_editions *e, titian_error *err)
{
    const titian_framework *one = e->recipe[0]->framework, *other = e->recipe[1]->framework;
    const titian_extra *lone = lone_extra(one, other);

    lone = lone != NULL ? lone : lone_extra(other, one);
    if (lone == NULL)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_USAGE,
        "%s is a row of one of the models alone\nthe change can be split between models with the same rows: add it "
        "to "
        "the other, or take it out",
        lone->code);
}

/* Parts of a tree are mixed element by element: both must have the same ones in the same places. */
static titian_status check_trees(const titian_editions *e, titian_error *err)
{
    const titian_framework *one = e->recipe[0]->framework, *other = e->recipe[1]->framework;
    const size_t n = titian_framework_n_nodes(one);

    for (size_t k = 0; k < n && n == titian_framework_n_nodes(other); k++) {
        const titian_node *a = titian_framework_node(one, k), *b = titian_framework_node(other, k);

        if (strcmp(a->code, b->code) != 0 || a->parent != b->parent)
            return titian_fail(err, TITIAN_E_USAGE,
                "the trees of the two models differ: %s stands where the other has %s\nthe change can be split "
                "between "
                "models with the same elements in the same places alone",
                a->code, b->code);
    }
    if (n == titian_framework_n_nodes(other))
        return check_extras(e, err);
    return titian_fail(err, TITIAN_E_USAGE,
        "the trees of the two models differ: %zu elements and %zu\nthe change can be split between models with the "
        "same elements in the same places alone",
        n, titian_framework_n_nodes(other));
}

static titian_status open_table(table *t, titian_error *err)
{
    const titian_panel *first = t->e->panel[0];
    const char *code = t->e->node;

    t->framework = t->e->recipe[0]->framework;
    t->node = code == NULL ? titian_framework_root(t->framework) : titian_framework_find(t->framework, code);
    if (t->node == TITIAN_NONE)
        return titian_fail(err, TITIAN_E_USAGE, "the models have no element \"%s\"", code);
    t->year = t->e->year != 0 ? t->e->year : titian_panel_year(first, titian_panel_n_years(first) - 1);
    t->n_units = titian_panel_n_units(first);
    t->value = malloc((t->n_units * N_SETS + 1) * sizeof *t->value);
    if (t->value == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the scores of %zu units", t->n_units);
    for (size_t k = 0; k < t->n_units * N_SETS; k++)
        t->value[k] = TITIAN_MISSING;
    return mix_data(t, err);
}

titian_status titian_editions_make(titian_listing **out, const titian_editions *editions, titian_error *err)
{
    table t = {.e = editions};
    titian_status status = check_trees(editions, err);

    *out = NULL;
    if (status == TITIAN_OK)
        status = open_table(&t, err);
    if (status == TITIAN_OK)
        status = run_all(&t, err);
    if (status == TITIAN_OK)
        status = put_rows(&t, out, err);
    for (int k = 0; k < 2; k++)
        titian_panel_free(t.mixed[k]);
    free(t.value);
    return status;
}

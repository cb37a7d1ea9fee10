/* Two editions of an index: every mixture of their blocks is run, and the change shared out among the blocks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/editions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/run.h>

#include "kernels/shapley.h"

static const struct {
    const char *name, *column;
} blocks[TITIAN_N_BLOCKS] = {
    [TITIAN_BLOCK_NEW] = {"new data", "New.Data"},
    [TITIAN_BLOCK_REVISION] = {"revision", "Revision"},
    [TITIAN_BLOCK_COVERAGE] = {"coverage", "Coverage"},
    [TITIAN_BLOCK_GOALPOSTS] = {"goalposts", "Goalposts"},
    [TITIAN_BLOCK_WEIGHTS] = {"weights", "Weights"},
    [TITIAN_BLOCK_METHOD] = {"method", "Method"},
};

const char *titian_block_name(titian_block block)
{
    return blocks[block].name;
}

const char *titian_block_column(titian_block block)
{
    return blocks[block].column;
}

static const struct {
    const char *name, *summary;
} games[TITIAN_N_GAMES] = {
    [TITIAN_GAME_NESTED] = {"nested", "blocks side by side, and within each its indicators (Owen)"},
    [TITIAN_GAME_FLAT] = {"flat", "each indicator of each block, weights and method, all side by side (Shapley)"},
};

const char *titian_game_name(titian_game game)
{
    return games[game].name;
}

const char *titian_game_summary(titian_game game)
{
    return games[game].summary;
}

size_t titian_editions_sets(const titian_editions_table *t)
{
    return (size_t) 1 << t->n_blocks;
}

/* ---- mixtures ---- */

/* Which edition a set follows in a block; the first where they do not differ. */
static int takes(const titian_editions_table *t, size_t set, titian_block block)
{
    for (size_t k = 0; k < t->n_blocks; k++)
        if (t->block[k] == block)
            return (set >> k & 1u) != 0;
    return 0;
}

static titian_recipe recipe_of(const titian_editions_table *t, size_t set)
{
    const titian_recipe *const *of = t->e->recipe;
    const titian_recipe *posts = of[takes(t, set, TITIAN_BLOCK_GOALPOSTS)];
    const titian_recipe *weights = of[takes(t, set, TITIAN_BLOCK_WEIGHTS)];
    const titian_recipe *gaps = of[takes(t, set, TITIAN_BLOCK_COVERAGE)];
    titian_recipe recipe = *of[takes(t, set, TITIAN_BLOCK_METHOD)];

    recipe.lows = posts->lows;
    recipe.highs = posts->highs;
    recipe.weights = weights->weights;
    recipe.weighing = weights->weighing;
    recipe.exceptions = weights->exceptions;
    recipe.n_exceptions = weights->n_exceptions;
    recipe.sets = weights->sets;
    recipe.n_sets = weights->n_sets;
    recipe.carry = gaps->carry;
    recipe.choice[TITIAN_STAGE_IMPUTE] = gaps->choice[TITIAN_STAGE_IMPUTE];
    recipe.own[TITIAN_STAGE_IMPUTE] = gaps->own[TITIAN_STAGE_IMPUTE];
    recipe.priority.on = 0; /* of no matter to scores */
    return recipe;
}

static titian_mixture mixture_of(const titian_editions_table *t, size_t set)
{
    return (titian_mixture){.news = takes(t, set, TITIAN_BLOCK_NEW),
        .revision = takes(t, set, TITIAN_BLOCK_REVISION),
        .coverage = takes(t, set, TITIAN_BLOCK_COVERAGE)};
}

static size_t place_of(titian_mixture m)
{
    return (size_t) (m.news | m.revision << 1 | m.coverage << 2);
}

/* The data of a set: those of an edition, or a mixture; NULL: that is still to be made. */
static const titian_panel *panel_of(const titian_editions_table *t, size_t set)
{
    const titian_mixture m = mixture_of(t, set);

    if (t->e->panel[0] == t->e->panel[1] || (m.news == m.revision && m.revision == m.coverage))
        return t->e->panel[m.coverage];
    return t->mixed[place_of(m)];
}

/* ---- runs ---- */

static titian_status run_set(const titian_editions_table *t, size_t set, const titian_recipe *recipe,
    titian_assessment **out, titian_error *err)
{
    titian_run_options options = titian_run_options_default();

    options.first_year = options.last_year = t->year[takes(t, set, TITIAN_BLOCK_NEW)];
    options.keep = 1u << TITIAN_RESULT_AGGREGATED;
    return titian_run(out, recipe, panel_of(t, set), &options, err);
}

/* Scores of the node for the units of the first data, `stride` apart. */
static void take_down(const titian_editions_table *t, const titian_assessment *run, double *to, size_t stride)
{
    const titian_panel *scores = titian_assessment_result(run, TITIAN_RESULT_AGGREGATED);
    const double *x = titian_panel_column(scores, t->node, 0);

    for (size_t i = 0; i < t->n_units; i++) {
        const size_t unit = titian_panel_find_unit(scores, titian_panel_unit(t->e->panel[0], i)->code);

        to[i * stride] = unit != TITIAN_NONE ? x[unit] : TITIAN_MISSING;
    }
}

static titian_status mix_and_run(titian_editions_table *t, const titian_vintages *v, size_t set, titian_error *err)
{
    const titian_mixture m = mixture_of(t, set);
    titian_status status = TITIAN_OK;

    if (panel_of(t, set) == NULL)
        status = titian_vintages_mix(&t->mixed[place_of(m)], v, m, err);
    if (status != TITIAN_OK)
        return status;
    t->recipe[set] = recipe_of(t, set);
    return run_set(t, set, &t->recipe[set], &t->run[set], err);
}

titian_status titian_editions_run_stages(
    const titian_editions_table *t, size_t set, size_t mixture, double *scores, titian_error *err)
{
    titian_recipe recipe = recipe_of(t, set);
    titian_assessment *run = NULL;
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < t->aspects.n; k++)
        if ((mixture >> k & 1u) != 0)
            titian_aspect_take(&recipe, t->e->recipe[1], t->aspects.row[k]);
    status = run_set(t, set, &recipe, &run, err);
    if (status == TITIAN_OK)
        take_down(t, run, scores, 1);
    titian_assessment_free(run);
    return status;
}

/* A mixture of both that nobody asked for may be one that cannot be computed. */
static titian_status run_mixtures(titian_editions_table *t, const titian_vintages *v, titian_error *err)
{
    for (size_t set = 1; set + 1 < titian_editions_sets(t); set++) {
        titian_error found = {.code = TITIAN_OK};
        const titian_status status = mix_and_run(t, v, set, &found);

        if (status == TITIAN_E_MEMORY) {
            if (err != NULL)
                *err = found;
            return status;
        }
    }
    return TITIAN_OK;
}

/* ---- which blocks differ ---- */

static int differ(const double *one, const double *other, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (isnan(one[k]) != isnan(other[k]) || (!isnan(one[k]) && one[k] != other[k]))
            return 1;
    return 0;
}

static int weights_differ(const titian_editions *e, size_t n_nodes)
{
    const titian_recipe *one = e->recipe[0], *other = e->recipe[1];

    return one != other && (one->weighing != NULL || other->weighing != NULL || one->n_exceptions > 0 ||
                               other->n_exceptions > 0 || differ(one->weights, other->weights, n_nodes));
}

static int goalposts_differ(const titian_editions *e, size_t n)
{
    return differ(e->recipe[0]->lows, e->recipe[1]->lows, n) || differ(e->recipe[0]->highs, e->recipe[1]->highs, n);
}

static void add_block(titian_editions_table *t, titian_block block, int differs)
{
    if (differs)
        t->block[t->n_blocks++] = block;
}

/* A block that is the same in both editions has no part in any order: it need not be played with. */
static titian_status find_blocks(titian_editions_table *t, const titian_vintages *v, titian_error *err)
{
    const titian_editions *e = t->e;
    const int data = e->panel[0] != e->panel[1], models = e->recipe[0] != e->recipe[1];
    int revised = 0, news = t->year[0] != t->year[1];
    titian_status status = data ? titian_vintages_look(v, &revised, &news, err) : TITIAN_OK;

    add_block(t, TITIAN_BLOCK_NEW, news);
    add_block(t, TITIAN_BLOCK_REVISION, revised);
    add_block(t, TITIAN_BLOCK_COVERAGE, data || models);
    add_block(t, TITIAN_BLOCK_GOALPOSTS, goalposts_differ(e, titian_framework_n_indicators(t->framework)));
    add_block(t, TITIAN_BLOCK_WEIGHTS, weights_differ(e, titian_framework_n_nodes(t->framework)));
    t->aspects = titian_aspects_that_differ(e->recipe[0], e->recipe[1]);
    add_block(t, TITIAN_BLOCK_METHOD, t->aspects.n > 0);
    return status;
}

/* ---- everything ---- */

/* The editions themselves: their index years tell what is new. */
static titian_status run_edition(
    const titian_editions *e, int which, titian_assessment **out, int *year, titian_error *err)
{
    titian_run_options options = titian_run_options_default();
    titian_status status = TITIAN_OK;

    options.first_year = options.last_year = e->year[which];
    options.keep = 1u << TITIAN_RESULT_AGGREGATED | 1u << TITIAN_RESULT_RAW;
    status = titian_run(out, e->recipe[which], e->panel[which], &options, err);
    if (status == TITIAN_OK)
        *year = titian_panel_year(titian_assessment_result(*out, TITIAN_RESULT_AGGREGATED), 0);
    return status;
}

static titian_status make_room(titian_editions_table *t, titian_error *err)
{
    const size_t n = t->n_units * titian_editions_sets(t);

    t->value = titian_arena_array(&t->arena, n, sizeof *t->value);
    if (t->value == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the scores of %zu units", t->n_units);
    for (size_t k = 0; k < n; k++)
        t->value[k] = TITIAN_MISSING;
    return TITIAN_OK;
}

static int is_complete(const titian_editions_table *t)
{
    for (size_t set = 0; set < titian_editions_sets(t); set++)
        if (t->run[set] == NULL)
            return 0;
    return 1;
}

static titian_status run_all(titian_editions_table *t, titian_error *err)
{
    titian_assessment *own[2] = {NULL, NULL};
    titian_vintages v = {.panel = {t->e->panel[0], t->e->panel[1]}};
    titian_status status = TITIAN_OK;

    for (int k = 0; k < 2 && status == TITIAN_OK; k++) {
        status = run_edition(t->e, k, &own[k], &t->year[k], err);
        v.raw[k] = own[k] != NULL ? titian_assessment_result(own[k], TITIAN_RESULT_RAW) : NULL;
    }
    if (status == TITIAN_OK)
        status = find_blocks(t, &v, err);
    t->run[0] = own[0];
    if (t->n_blocks > 0)
        t->run[titian_editions_sets(t) - 1] = own[1];
    else
        titian_assessment_free(own[1]); /* nothing differs: it is the first */
    if (status == TITIAN_OK)
        status = make_room(t, err);
    if (status == TITIAN_OK)
        status = run_mixtures(t, &v, err);
    for (size_t set = 0; status == TITIAN_OK && set < titian_editions_sets(t); set++)
        if (t->run[set] != NULL)
            take_down(t, t->run[set], t->value + set, titian_editions_sets(t));
    if (status == TITIAN_OK && t->e->game == TITIAN_GAME_FLAT && is_complete(t) &&
        t->node >= titian_framework_n_indicators(t->framework))
        status = titian_editions_play_flat(t, err);
    return status;
}

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
        "to the other, or take it out",
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
                "between models with the same elements in the same places alone",
                a->code, b->code);
    }
    if (n == titian_framework_n_nodes(other))
        return check_extras(e, err);
    return titian_fail(err, TITIAN_E_USAGE,
        "the trees of the two models differ: %zu elements and %zu\nthe change can be split between models with the "
        "same elements in the same places alone",
        n, titian_framework_n_nodes(other));
}

titian_status titian_editions_open(titian_editions_table **out, const titian_editions *editions, titian_error *err)
{
    const char *code = editions->node;
    titian_status status = check_trees(editions, err);
    titian_editions_table *t = NULL;

    *out = NULL;
    if (status != TITIAN_OK)
        return status;
    t = calloc(1, sizeof *t);
    if (t == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to compare two editions");
    t->e = editions;
    t->framework = editions->recipe[0]->framework;
    t->n_units = titian_panel_n_units(editions->panel[0]);
    t->node = code == NULL ? titian_framework_root(t->framework) : titian_framework_find_named(t->framework, code);
    status = t->node != TITIAN_NONE
                 ? run_all(t, err)
                 : titian_fail(err, TITIAN_E_USAGE,
                       "the models have no element \"%s\"\n\"titian weights\" lists the codes", code);
    if (status != TITIAN_OK) {
        titian_editions_close(t);
        return status;
    }
    *out = t;
    return TITIAN_OK;
}

void titian_editions_close(titian_editions_table *t)
{
    if (t == NULL)
        return;
    for (size_t set = 0; set < TITIAN_MOST_SETS; set++)
        titian_assessment_free(t->run[set]);
    for (size_t k = 0; k < TITIAN_MOST_MIXTURES; k++)
        titian_panel_free(t->mixed[k]);
    titian_arena_free(&t->arena);
    free(t);
}

/* ---- what is made of it ---- */

const char *titian_editions_note(const titian_editions_table *t, size_t unit)
{
    const size_t n = titian_editions_sets(t);
    const double *value = t->value + unit * n;

    if (isnan(value[0]) || isnan(value[n - 1]))
        return isnan(value[0]) && isnan(value[n - 1]) ? "no score in either edition"
               : isnan(value[0])                      ? "no score in the first edition"
                                                      : "no score in the second edition";
    if (!is_complete(t))
        return "a mixture of both editions cannot be computed";
    for (size_t set = 0; set < n; set++)
        if (isnan(value[set]))
            return "a mixture of both editions gives no score";
    return t->flat_note != NULL && t->flat_note[unit] != NULL ? t->flat_note[unit] : "";
}

static double sum_of_block(const titian_editions_table *t, size_t unit, size_t block)
{
    double sum = 0.0;

    for (size_t k = 0; k <= titian_framework_n_nodes(t->framework); k++)
        sum += t->flat.part[block][k * t->flat.n + unit];
    return sum;
}

void titian_editions_parts(const titian_editions_table *t, size_t unit, double *parts)
{
    if (t->flat.n == 0 && t->n_blocks > 0)
        kernel_shapley(t->value + unit * titian_editions_sets(t), t->n_blocks, parts);
    for (size_t k = 0; t->flat.n > 0 && k < t->n_blocks; k++)
        parts[k] = sum_of_block(t, unit, k);
}

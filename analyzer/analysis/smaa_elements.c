/* The analysis of weights: which node, by which method, which elements, and within which bounds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <titian/suggest.h>

#include "analysis/smaa.h"
#include "kernels/box.h"

static const titian_node *node_at(const titian_smaa_work *work, size_t node)
{
    return titian_framework_node(work->framework, node);
}

static const char *code_of(const titian_smaa_work *work, size_t node)
{
    return node_at(work, node)->code;
}

size_t titian_smaa_above(const titian_smaa_work *work, size_t element, int levels)
{
    size_t node = work->s->elements[element];

    while (levels-- > 0)
        node = node_at(work, node)->parent;
    return node;
}

/* ---- the node ---- */

static titian_status say_no_node(const titian_smaa_work *work, const char *code, titian_error *err)
{
    const size_t n = titian_framework_n_nodes(work->framework);
    titian_arena arena = TITIAN_ARENA_EMPTY;
    const char **codes = titian_arena_array(&arena, n, sizeof *codes);
    size_t near = TITIAN_NONE;

    for (size_t k = 0; codes != NULL && k < n; k++)
        codes[k] = code_of(work, k);
    if (codes != NULL)
        near = titian_suggest(code, codes, n);
    if (near != TITIAN_NONE)
        (void) titian_fail(
            err, TITIAN_E_USAGE, "there is no node \"%.60s\" in the model\ndid you mean \"%s\"?", code, codes[near]);
    else
        (void) titian_fail(
            err, TITIAN_E_USAGE, "there is no node \"%.60s\" in the model\nthe framework lists them all", code);
    titian_arena_free(&arena);
    return TITIAN_E_USAGE;
}

static titian_status find_node(titian_smaa_work *work, const char *code, titian_error *err)
{
    const size_t node =
        code == NULL ? titian_framework_root(work->framework) : titian_framework_find(work->framework, code);

    if (node == TITIAN_NONE)
        return say_no_node(work, code, err);
    if (node_at(work, node)->n_children == 0)
        return titian_fail(err, TITIAN_E_USAGE,
            "%s is an indicator: nothing is weighed in it\nname an aggregate, such as %s", code_of(work, node),
            code_of(work, node_at(work, node)->parent));
    work->s->node = node;
    work->choice = &titian_assessment_recipe(work->a)->aggregation[node];
    return TITIAN_OK;
}

/* ---- the method ---- */

/* Names of the methods that are weighted means on some scale. */
static void list_methods(char *out, size_t size)
{
    size_t at = 0;

    out[0] = '\0';
    for (size_t row = 0; row < titian_n_methods(TITIAN_STAGE_AGGREGATE); row++) {
        const titian_choice choice = titian_choice_default(TITIAN_STAGE_AGGREGATE, row);

        if (titian_aggregate_additive(&choice) != NULL && at < size)
            at += (size_t) snprintf(out + at, size - at, "%s%s", at > 0 ? ", " : "", choice.method->name);
    }
}

/* Can the scores of a node be had as one weighted mean with those of the node looked at? */
static titian_status check_method(const titian_smaa_work *work, size_t node, titian_error *err)
{
    const titian_choice *choice = &titian_assessment_recipe(work->a)->aggregation[node];
    const double decimals = titian_option_number(choice, "decimals");
    char methods[160];
    size_t n_exceptions = 0;

    if (titian_aggregate_additive(choice) == NULL) {
        list_methods(methods, sizeof methods);
        return titian_fail(err, TITIAN_E_USAGE,
            "the scores of %s are made by %s, which is a weighted mean on no scale: its weights cannot be looked at "
            "without sampling\nthey can be for %s",
            code_of(work, node), choice->method->name, methods);
    }
    (void) titian_recipe_exceptions(titian_assessment_recipe(work->a), node, &n_exceptions);
    if (n_exceptions > 0)
        return titian_fail(err, TITIAN_E_USAGE,
            "some units have weights of their own under %s: no set of weights is that of all\n"
            "take the entries with where out of the model to look at its weights",
            code_of(work, node));
    if (decimals >= 0.0)
        return titian_fail(err, TITIAN_E_USAGE,
            "the scores of %s are rounded to %g decimals, so that weights move them in steps\n"
            "take \"decimals\" out of the model to look at its weights",
            code_of(work, node), decimals);
    if (!titian_aggregate_alike(choice, work->choice))
        return titian_fail(err, TITIAN_E_USAGE,
            "%s and %s combine scores in different ways: what lies under both has no weight of its own in %s\n"
            "look at the children of one of them: leave the level out",
            code_of(work, work->s->node), code_of(work, node), code_of(work, work->s->node));
    return TITIAN_OK;
}

/* ---- the elements ---- */

static int is_under(const titian_smaa_work *work, size_t node)
{
    while (node != TITIAN_NONE && node != work->s->node)
        node = node_at(work, node)->parent;
    return node == work->s->node;
}

static titian_status take_elements(titian_smaa_work *work, int level, titian_error *err)
{
    titian_smaa *s = work->s;
    const double *shares = titian_assessment_effective_weights(work->a, work->year);
    size_t n_level, first = titian_framework_level(work->framework, level, &n_level);
    titian_status status = TITIAN_OK;

    s->elements = titian_smaa_room(&s->arena, n_level, sizeof *s->elements, err);
    s->weights = titian_smaa_room(&s->arena, n_level, sizeof *s->weights, err);
    if (s->elements == NULL || s->weights == NULL)
        return TITIAN_E_MEMORY;
    for (size_t node = first; node < first + n_level; node++)
        if (is_under(work, node) && shares[node] > 0.0) {
            s->weights[s->n_elements] = shares[node] / shares[s->node];
            s->elements[s->n_elements++] = node;
        }
    if (s->n_elements == 0)
        return titian_fail(err, TITIAN_E_USAGE,
            "%s has no weight in the index: nothing is weighed in it\nname a node that has some",
            code_of(work, s->node));
    for (size_t e = 0; e < s->n_elements && status == TITIAN_OK; e++)
        for (int up = 1; status == TITIAN_OK && up <= node_at(work, s->node)->level - level; up++)
            status = check_method(work, titian_smaa_above(work, e, up), err);
    return status;
}

/* ---- the bounds ---- */

static size_t find_element(const titian_smaa_work *work, const char *code)
{
    for (size_t e = 0; e < work->s->n_elements; e++)
        if (strcmp(code_of(work, work->s->elements[e]), code) == 0)
            return e;
    return TITIAN_NONE;
}

static titian_status bind_elements(
    const titian_smaa_work *work, const titian_weight_bounds *bounds, titian_error *err)
{
    titian_smaa *s = work->s;

    for (size_t k = 0; bounds != NULL && k < titian_weight_bounds_n(bounds); k++) {
        const titian_weight_bound *row = titian_weight_bounds_at(bounds, k);
        const size_t e = find_element(work, row->code);

        if (e == TITIAN_NONE)
            return titian_fail_at(err, TITIAN_E_DATA, titian_weight_bounds_file(bounds), row->line, 1,
                "%.60s is no element that is weighed in %s\nits elements are the %zu nodes from %s to %s", row->code,
                code_of(work, s->node), s->n_elements, code_of(work, s->elements[0]),
                code_of(work, s->elements[s->n_elements - 1]));
        s->low[e] = fmax(s->low[e], row->low);
        s->high[e] = fmin(s->high[e], row->high);
    }
    return TITIAN_OK;
}

static titian_status make_bounds(titian_smaa_work *work, const titian_smaa_options *options, titian_error *err)
{
    titian_smaa *s = work->s;
    const size_t m = s->n_elements;
    double lows = 0.0, highs = 0.0;
    titian_status status = TITIAN_OK;

    s->low = titian_smaa_room(&s->arena, m, sizeof *s->low, err);
    s->high = titian_smaa_room(&s->arena, m, sizeof *s->high, err);
    if (s->low == NULL || s->high == NULL)
        return TITIAN_E_MEMORY;
    for (size_t e = 0; e < m; e++) {
        const double share = isnan(options->box) ? 1.0 : options->box;

        s->low[e] = fmax(options->lower, s->weights[e] * (1.0 - share));
        s->high[e] = isnan(options->box) ? 1.0 : fmin(1.0, s->weights[e] * (1.0 + share));
    }
    status = bind_elements(work, options->bounds, err);
    for (size_t e = 0; e < m && status == TITIAN_OK; e++) {
        lows += s->low[e];
        highs += s->high[e];
        if (s->low[e] > s->high[e] + 1e-12)
            return titian_fail(err, TITIAN_E_USAGE,
                "the bounds given for %s exclude each other: at least %.6g and at most %.6g\nwiden one of them",
                code_of(work, s->elements[e]), s->low[e], s->high[e]);
        s->high[e] = fmax(s->low[e], s->high[e]);
    }
    if (status == TITIAN_OK && !kernel_box_tighten(s->low, s->high, m))
        return titian_fail(err, TITIAN_E_USAGE,
            "no weights of the %zu elements of %s fit the bounds: they sum to 1, the lower bounds to %.6g, the upper "
            "ones to %.6g\nwiden the bounds",
            m, code_of(work, s->node), lows, highs);
    return status;
}

static titian_status check_options(const titian_smaa_options *options, titian_error *err)
{
    if (!(options->lower >= 0.0 && options->lower <= 1.0))
        return titian_fail(
            err, TITIAN_E_USAGE, "%g is no least weight\ngive a share of the node, from 0 to 1", options->lower);
    if (!isnan(options->box) && !(options->box >= 0.0 && !isinf(options->box)))
        return titian_fail(err, TITIAN_E_USAGE,
            "%g is no share by which weights may vary\ngive one of 0 or more: 0.25 is a quarter up and down",
            options->box);
    if (options->replications < 1 || options->replications > UINT32_MAX)
        return titian_fail(err, TITIAN_E_USAGE,
            "%" PRIu64 " sets of weights cannot be drawn\ngive a number from 1 to %" PRIu32, options->replications,
            UINT32_MAX);
    return TITIAN_OK;
}

titian_status titian_smaa_choose(titian_smaa_work *work, const titian_smaa_options *options, titian_error *err)
{
    titian_status status = check_options(options, err);
    int top;

    if (status == TITIAN_OK)
        status = find_node(work, options->node, err);
    if (status != TITIAN_OK)
        return status;
    top = node_at(work, work->s->node)->level;
    if (options->level != 0 && !(options->level >= 1 && options->level < top))
        return titian_fail(err, TITIAN_E_USAGE, "level %d does not lie under %s, which is on level %d\n%s",
            options->level, code_of(work, work->s->node), top, "give a lower one; 1 are the indicators");
    status = take_elements(work, options->level != 0 ? options->level : top - 1, err);
    if (status == TITIAN_OK)
        status = make_bounds(work, options, err);
    if (status == TITIAN_OK)
        work->s->n_free = kernel_box_n_free(&(kernel_box){work->s->low, work->s->high, work->s->n_elements});
    return status;
}

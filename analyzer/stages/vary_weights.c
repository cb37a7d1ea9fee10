/* Uncertain weights. Each method multiplies the weights of some nodes by factors, so that it goes with weights that
 * are given as well as with those found in the data; only methods that draw shares anew need to know the weights.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "kernels/draw.h"
#include "kernels/quantile_table.h"
#include "stages/vary.h"

enum { SHAPE_UNIFORM, SHAPE_NORMAL };

/* The options of SHARE_PARAMS, which come first. */
enum { SHARE, SHAPE };

/* Is a factor about the weight of a node: a child of its node, or a node of its level, or any but the root? */
static int is_about(const titian_site *site, size_t node)
{
    const titian_factor *factor = titian_site_factor(site);
    const titian_node *about = titian_framework_node(site->recipe->framework, node);

    if (about->parent == TITIAN_NONE)
        return 0;
    if (factor->node != TITIAN_NONE)
        return about->parent == factor->node;
    return factor->level == 0 || about->level == factor->level;
}

static size_t count_nodes(const titian_site *site)
{
    size_t n = 0;

    for (size_t k = 0; k < titian_framework_n_nodes(site->recipe->framework); k++)
        n += is_about(site, k) ? 1 : 0;
    return n;
}

/* 1 + share x a number around 0: uniform on [-1, 1], or standard normal and cut so that no weight falls below 0. */
static double noise_of(double u, double share, int shape)
{
    kernel_truncated around;

    if (!(share > 0.0))
        return 1.0;
    if (shape == SHAPE_UNIFORM)
        return 1.0 + share * (2.0 * u - 1.0);
    around = kernel_truncated_of(1.0, share, 0.0, (double) INFINITY);
    return kernel_draw_truncated(&around, u);
}

static void reach_about(const titian_site *site, titian_reach *reach)
{
    for (size_t k = 0; k < titian_framework_n_nodes(site->recipe->framework); k++)
        reach->weights[k] |= (unsigned char) is_about(site, k);
}

static titian_status noise(const titian_site *site, const double *u, titian_change *change, titian_error *err)
{
    const titian_choice *how = &titian_site_factor(site)->how;
    const double share = how->option[SHARE].number;
    const int shape = (int) how->option[SHAPE].number;
    size_t at = 0;

    (void) err;
    for (size_t k = 0; k < titian_framework_n_nodes(site->recipe->framework); k++)
        if (is_about(site, k))
            change->factor[k] *= noise_of(u[at++], share, shape);
    return TITIAN_OK;
}

/* ---- shares among siblings, drawn anew ---- */

/* The children of a node that have a weight: n of them, and what a method needs to draw their shares. */
typedef struct {
    const titian_choice *how;
    const kernel_quantile_table *const *tables; /* of each; NULL where the method has none */
    size_t n;
} siblings;

/* Gives each of them a share > 0; they sum to 1. @param u  n numbers */
typedef void (*share_fn)(const siblings *of, const double *u, double *share);

static int has_weight(const titian_site *site, size_t node)
{
    return site->weights[node] > 0.0;
}

static double sum_of(const titian_site *site, size_t first, size_t end)
{
    double sum = 0.0;

    for (size_t k = first; k < end; k++)
        sum += has_weight(site, k) ? site->weights[k] : 0.0;
    return sum;
}

/* One node: the factors that make its children's shares the drawn ones. */
static void share_out(
    const titian_site *site, const titian_node *parent, const double *u, share_fn draw, titian_change *change)
{
    const kernel_quantile_table *const *tables = site->prepared;
    const size_t first = parent->first_child, end = first + parent->n_children;
    const double sum = sum_of(site, first, end);
    siblings drawn = {
        .how = &titian_site_factor(site)->how, .tables = tables != NULL ? tables + first : NULL, .n = 0};
    size_t at = 0;

    for (size_t k = first; k < end; k++)
        drawn.n += has_weight(site, k) ? 1 : 0;
    if (drawn.n == 0)
        return;
    draw(&drawn, u, change->scratch);
    for (size_t k = first; k < end; k++)
        if (has_weight(site, k))
            change->factor[k] *= change->scratch[at++] * sum / site->weights[k];
}

static int is_parent(const titian_site *site, const titian_node *node)
{
    return node->n_children > 0 && is_about(site, node->first_child);
}

static titian_status share_all(const titian_site *site, const double *u, share_fn draw, titian_change *change)
{
    size_t at = 0;

    for (size_t k = 0; k < titian_framework_n_nodes(site->recipe->framework); k++) {
        const titian_node *node = titian_framework_node(site->recipe->framework, k);

        if (!is_parent(site, node))
            continue;
        share_out(site, node, u + at, draw, change);
        at += node->n_children;
    }
    return TITIAN_OK;
}

static void draw_dirichlet(const siblings *of, const double *u, double *share)
{
    kernel_draw_dirichlet(of->tables, u, of->n, share);
}

static titian_status dirichlet(const titian_site *site, const double *u, titian_change *change, titian_error *err)
{
    (void) err;
    return share_all(site, u, draw_dirichlet, change);
}

/* Tables of gamma quantiles, one for each shape. */
typedef struct {
    titian_arena *arena;
    const kernel_quantile_table **made;
    double *shapes;
    size_t n;
} stock;

/* NULL without memory. */
static const kernel_quantile_table *table_of(stock *s, double shape)
{
    kernel_quantile_table *table = NULL;

    for (size_t k = 0; k < s->n; k++)
        if (s->shapes[k] == shape)
            return s->made[k];
    table = titian_arena_alloc(s->arena, sizeof *table);
    if (table == NULL)
        return NULL;
    kernel_gamma_table(shape, table);
    s->made[s->n] = table;
    s->shapes[s->n++] = shape;
    return table;
}

/* The children of a node that have a weight, packed. @return 0 without memory */
static int find_tables(
    const titian_site *site, const titian_node *parent, stock *s, const kernel_quantile_table **tables)
{
    const double kappa = titian_option_number(&titian_site_factor(site)->how, "concentration");
    const size_t first = parent->first_child, end = first + parent->n_children;
    const double sum = sum_of(site, first, end);

    for (size_t k = first, at = first; k < end; k++) {
        if (!has_weight(site, k))
            continue;
        tables[at] = table_of(s, kappa * site->weights[k] / sum);
        if (tables[at++] == NULL)
            return 0;
    }
    return 1;
}

static titian_status prepare_dirichlet(
    const titian_site *site, titian_arena *arena, const void **out, titian_error *err)
{
    const titian_framework *framework = site->recipe->framework;
    const size_t n = titian_framework_n_nodes(framework);
    const kernel_quantile_table **tables = titian_arena_array(arena, n, sizeof(kernel_quantile_table *));
    stock s = {.arena = arena,
        .made = titian_arena_array(arena, n, sizeof(kernel_quantile_table *)),
        .shapes = titian_arena_array(arena, n, sizeof(double))};
    int there = tables != NULL && s.made != NULL && s.shapes != NULL;

    for (size_t k = 0; k < n && there; k++) {
        const titian_node *node = titian_framework_node(framework, k);

        there = !is_parent(site, node) || find_tables(site, node, &s, tables);
    }
    *out = tables;
    return there ? TITIAN_OK : titian_fail(err, TITIAN_E_MEMORY, "no memory for the weights of %zu nodes", n);
}

static void draw_simplex(const siblings *of, const double *u, double *share)
{
    const double n = (double) of->n, least = fmin(titian_option_number(of->how, "least"), 1.0 / n);

    kernel_draw_simplex(u, of->n, share);
    for (size_t k = 0; k < of->n; k++)
        share[k] = least + (1.0 - n * least) * share[k];
}

static titian_status simplex(const titian_site *site, const double *u, titian_change *change, titian_error *err)
{
    (void) err;
    return share_all(site, u, draw_simplex, change);
}

/* ---- several nodes at once ---- */

static int has_word(const char *words, const char *word)
{
    const size_t n = strlen(word);

    for (size_t length; (length = strcspn(words += strspn(words, " ,"), " ,")) > 0; words += length)
        if (length == n && memcmp(words, word, n) == 0)
            return 1;
    return 0;
}

/* Is a node in the family: named among the codes, or of a source that holds the text? */
static int in_family(const titian_site *site, size_t node)
{
    const titian_choice *how = &titian_site_factor(site)->how;
    const char *codes = titian_option_of(how, "codes")->text, *source = titian_option_of(how, "source")->text;
    const titian_node *about = titian_framework_node(site->recipe->framework, node);

    if (codes != NULL && codes[0] != '\0')
        return has_word(codes, about->code);
    return source != NULL && source[0] != '\0' && about->n_children == 0 && strstr(about->source, source) != NULL;
}

static size_t one(const titian_site *site)
{
    (void) site;
    return 1;
}

static void reach_family(const titian_site *site, titian_reach *reach)
{
    for (size_t k = 0; k < titian_framework_n_nodes(site->recipe->framework); k++)
        reach->weights[k] |= (unsigned char) in_family(site, k);
}

static titian_status family(const titian_site *site, const double *u, titian_change *change, titian_error *err)
{
    const titian_choice *how = &titian_site_factor(site)->how;
    const double factor =
        noise_of(u[0], titian_option_number(how, "share"), (int) titian_option_number(how, "shape"));

    (void) err;
    change->number[site->factor] = factor;
    for (size_t k = 0; k < titian_framework_n_nodes(site->recipe->framework); k++)
        if (in_family(site, k))
            change->factor[k] *= factor;
    return TITIAN_OK;
}

static double nominal_family(const titian_site *site)
{
    (void) site;
    return 1.0;
}

/* The way back of noise_of; missing, or outside of 0 and 1, where it never gives this. */
static double noise_back(double factor, double share, int shape)
{
    const double below = shape == SHAPE_NORMAL && share > 0.0 ? kernel_normal_below(-1.0 / share) : 0.0;
    double u = TITIAN_MISSING;

    if (!(share > 0.0))
        return factor == 1.0 ? 0.5 : TITIAN_MISSING;
    if (shape == SHAPE_UNIFORM)
        return 0.5 * ((factor - 1.0) / share + 1.0);
    u = (kernel_normal_below((factor - 1.0) / share) - below) / (1.0 - below);
    return u > 0.0 && u < 1.0 ? u : TITIAN_MISSING; /* the normal distribution has no end */
}

static titian_status place_family(
    const titian_site *site, const titian_change *change, const titian_wish *wish, double *u, titian_error *err)
{
    const titian_choice *how = &titian_site_factor(site)->how;

    (void) change;
    *u = noise_back(wish->number, titian_option_number(how, "share"), (int) titian_option_number(how, "shape"));
    if (*u >= 0.0 && *u <= 1.0)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_USAGE,
        "\"%.60s\" is nothing that %s draws\nwrite what its weights are multiplied by, such as 1.1", wish->text,
        titian_site_factor(site)->name);
}

/* Which nodes may be removed: those named; without names those the factor is about. */
static int removable(const titian_site *site, size_t node)
{
    const char *codes = titian_option_of(&titian_site_factor(site)->how, "codes")->text;

    if (codes != NULL && codes[0] != '\0')
        return has_word(codes, titian_framework_node(site->recipe->framework, node)->code);
    return is_about(site, node);
}

static void reach_removable(const titian_site *site, titian_reach *reach)
{
    for (size_t k = 0; k < titian_framework_n_nodes(site->recipe->framework); k++)
        reach->weights[k] |= (unsigned char) removable(site, k);
}

static size_t count_removable(const titian_site *site)
{
    size_t n = 0;

    for (size_t k = 0; k < titian_framework_n_nodes(site->recipe->framework); k++)
        n += removable(site, k) ? 1 : 0;
    return n;
}

/* That one of n elements is left out; unless the model says it, each of them is as likely as none. */
static double probability_of_removal(const titian_site *site, size_t n)
{
    const double given = titian_option_number(&titian_site_factor(site)->how, "probability");

    return given < 0.0 ? (double) n / (double) (n + 1) : given;
}

/* The element removed, counted from 1; 0: none. */
static const char *word_of_removal(const titian_site *site, double number)
{
    double left = number;

    for (size_t k = 0; k < titian_framework_n_nodes(site->recipe->framework); k++) {
        left -= removable(site, k) ? 1.0 : 0.0;
        if (number > 0.0 && left == 0.0)
            return titian_framework_node(site->recipe->framework, k)->code;
    }
    return "none";
}

static double nominal_removal(const titian_site *site)
{
    (void) site;
    return 0.0;
}

static titian_status place_removal(
    const titian_site *site, const titian_change *change, const titian_wish *wish, double *u, titian_error *err)
{
    const size_t n = count_removable(site);
    const double probability = probability_of_removal(site, n);
    size_t before = 0;

    (void) change;
    *u = 0.5 * (1.0 + probability);
    if (strcmp(wish->text, "none") == 0 && probability < 1.0)
        return TITIAN_OK;
    for (size_t k = 0; k < titian_framework_n_nodes(site->recipe->framework) && probability > 0.0; k++) {
        if (!removable(site, k))
            continue;
        *u = probability * ((double) before++ + 0.5) / (double) n;
        if (strcmp(wish->text, titian_framework_node(site->recipe->framework, k)->code) == 0)
            return TITIAN_OK;
    }
    return titian_fail(err, TITIAN_E_USAGE,
        "\"%.60s\" is nothing that %s leaves out\nwrite the code of one of its elements, or none", wish->text,
        titian_site_factor(site)->name);
}

static titian_status removal(const titian_site *site, const double *u, titian_change *change, titian_error *err)
{
    const size_t n_nodes = titian_framework_n_nodes(site->recipe->framework), n = count_removable(site);
    const double probability = probability_of_removal(site, n);
    size_t chosen = 0;

    (void) err;
    change->number[site->factor] = 0.0;
    if (n == 0 || u[0] >= probability)
        return TITIAN_OK;
    chosen = (size_t) (u[0] / probability * (double) n);
    chosen = chosen < n ? chosen : n - 1;
    change->number[site->factor] = (double) (chosen + 1);
    for (size_t k = 0; k < n_nodes; k++)
        if (removable(site, k) && chosen-- == 0)
            change->factor[k] = 0.0;
    return TITIAN_OK;
}

/* ---- the table ---- */

#define SHARE_PARAMS(what)                                                                                           \
    {.name = "share", .kind = TITIAN_PARAM_NUMBER, .fallback = 0.25, .least = 0.0, .most = 1.0, .summary = (what)},  \
    {                                                                                                                \
        .name = "shape", .kind = TITIAN_PARAM_CHOICE, .fallback = 0.0, .most = 1.0, .choices = "uniform normal",     \
        .summary = "uniform within +-share, or normal with the standard deviation share, cut at a weight of 0"       \
    }

static const titian_param noise_params[] = {SHARE_PARAMS("how far a weight may move, as a share of itself")};
static const titian_param dirichlet_params[] = {
    {.name = "concentration",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 100.0,
        .least = 0.1,
        .most = 1e6,
        .summary = "kappa: a share w has the standard deviation sqrt(w (1 - w) / (kappa + 1))"},
};
static const titian_param simplex_params[] = {
    {.name = "least",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.0,
        .least = 0.0,
        .most = 1.0,
        .summary = "least share of each sibling; at most 1 / number of siblings is used"},
};
static const titian_param family_params[] = {
    SHARE_PARAMS("how far the family's weights move together, as a share of themselves"),
    {.name = "codes", .kind = TITIAN_PARAM_TEXT, .summary = "codes of the family, separated by blanks"},
    {.name = "source",
        .kind = TITIAN_PARAM_TEXT,
        .summary = "without codes: every indicator whose Source holds this text"},
};
static const titian_param removal_params[] = {
    {.name = "codes",
        .kind = TITIAN_PARAM_TEXT,
        .summary = "codes of the elements, separated by blanks; without: those of the level or node, or all"},
    {.name = "probability",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = -1.0,
        .least = -1.0,
        .most = 1.0,
        .summary = "that one of them is left out, each as likely as another; below 0: none is as likely as each one"},
};

const titian_vary_row titian_vary_weights[] = {
    {.about = {.name = "noise",
         .summary = "weights move around the model's, each by itself",
         .formula = "w' = w (1 + share (2 u - 1)); or w (1 + share z), z normal, not below 0",
         .source = "COINr get_noisy_weights(); OECD/JRC Handbook 2008, step 7",
         .use = "The usual test of weights that were agreed on, not measured. Weights count relative to siblings.",
         .params = noise_params,
         .n_params = TITIAN_COUNT_OF(noise_params)},
        .touches = TITIAN_TOUCHES_WEIGHTS,
        .count = count_nodes,
        .apply = noise,
        .reach = reach_about},
    {.about = {.name = "dirichlet",
         .summary = "shares among siblings drawn around the model's",
         .formula = "w' ~ Dirichlet(kappa w), w the shares among siblings",
         .source = "Greco, Ishizaka, Tasiou, Torrisi 2019; Tervonen and Lahdelma 2007",
         .use = "Where weights should stay shares of a whole: the sum is kept and no weight falls below 0. Needs "
                "weights that are known before the data, by whatever method.",
         .params = dirichlet_params,
         .n_params = TITIAN_COUNT_OF(dirichlet_params)},
        .touches = TITIAN_TOUCHES_WEIGHTS,
        .count = count_nodes,
        .apply = dirichlet,
        .reach = reach_about,
        .prepare = prepare_dirichlet},
    {.about = {.name = "simplex",
         .summary = "any shares among siblings, each set as likely as another",
         .formula = "w' = l + (1 - m l) e / sum e, e = -ln u",
         .source = "SMAA: Lahdelma, Hokkanen, Salminen 1998",
         .use = "For what can be said without agreeing on weights at all. Elements of weight 0 stay out.",
         .params = simplex_params,
         .n_params = TITIAN_COUNT_OF(simplex_params)},
        .touches = TITIAN_TOUCHES_WEIGHTS,
        .count = count_nodes,
        .apply = simplex,
        .reach = reach_about},
    {.about = {.name = "family",
         .summary = "weights of several elements move together, such as all of one publisher",
         .formula = "w' = w (1 + share (2 u - 1)), one u for all of them",
         .source = "docs/models.md",
         .use = "For trust in a source as a whole: one questionnaire behind many indicators errs in all of them.",
         .params = family_params,
         .n_params = TITIAN_COUNT_OF(family_params)},
        .touches = TITIAN_TOUCHES_WEIGHTS,
        .count = one,
        .apply = family,
        .reach = reach_family,
        .nominal = nominal_family,
        .place = place_family},
    {.about = {.name = "removal",
         .summary = "one of several elements is left out, or none",
         .formula = "w' = 0 for element k with probability p / m, for none with 1 - p",
         .source = "COINr remove_elements(); OECD/JRC Handbook 2008, step 7",
         .use = "To see whether a single indicator or area carries the ranking.",
         .params = removal_params,
         .n_params = TITIAN_COUNT_OF(removal_params)},
        .touches = TITIAN_TOUCHES_WEIGHTS,
        .count = one,
        .apply = removal,
        .reach = reach_removable,
        .word = word_of_removal,
        .nominal = nominal_removal,
        .place = place_removal},
    {.apply = NULL},
};

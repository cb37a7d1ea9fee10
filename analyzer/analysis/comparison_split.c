/* The table of parts: what each indicator did to the change of a score. The closed forms where they hold, a game
 * elsewhere; either way parts add up to the change.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/comparison.h"
#include "kernels/change.h"
#include "stages/table.h"

/* How the change of a unit is split. */
typedef enum { BY_DIFFERENCES, BY_LOGARITHMS, BY_GAME, NOT_AT_ALL } way;

static const char *const way_names[] = {"linear", "LMDI", "Shapley", ""};

enum { IS_ARITHMETIC = 1, IS_GEOMETRIC = 2 };

/* What sums of differences of scores leave in the last places, score points. */
static const double ROUNDING = 1e-11;

typedef struct {
    titian_comparison *c;
    size_t node;
    int means;               /* what every aggregate is: bits of IS_..., 0: neither */
    double *weights;         /* n_nodes of a unit, in either year; n_nodes shares; 2 n_nodes for kernels */
    double *parts;           /* n_nodes + 1 parts of a unit, that of the weights last */
    double *game;            /* [n_nodes + 1][n_units]; NULL: not played yet */
    const char *why_no_game; /* NULL: there was one */
    size_t *under, n_under;  /* indicators under the node */
} split;

static int is_under(const split *s, size_t node)
{
    return node == s->node || titian_framework_is_under(s->c->framework, node, s->node);
}

/* What the aggregates under the node and itself have in common. */
static int means_of(const split *s)
{
    const titian_recipe *recipe = titian_assessment_recipe(s->c->a);
    int means = IS_ARITHMETIC | IS_GEOMETRIC;

    for (size_t k = s->c->n_indicators; k < s->c->n_nodes; k++) {
        const titian_choice *choice = &recipe->aggregation[k];

        if (!is_under(s, k))
            continue;
        if (titian_option_number(choice, "decimals") >= 0.0)
            return 0;
        means &= strcmp(choice->method->name, "arithmetic") == 0  ? IS_ARITHMETIC
                 : strcmp(choice->method->name, "geometric") == 0 ? IS_GEOMETRIC
                                                                  : 0;
    }
    return means;
}

/* Are the same elements there in both years, with the same weights? */
static int is_alike(const split *s, size_t unit)
{
    const titian_comparison *c = s->c;
    double *before = s->weights, *after = s->weights + c->n_nodes;

    (void) titian_assessment_unit_weights(c->a, unit, c->year[BEFORE], before);
    (void) titian_assessment_unit_weights(c->a, unit, c->year[AFTER], after);
    for (size_t k = 0; k < c->n_nodes; k++) {
        if (!is_under(s, k))
            continue;
        if (k != s->node && before[k] != after[k])
            return 0;
        if (isnan(titian_comparison_scores(c, k, BEFORE)[unit]) != isnan(titian_comparison_scores(c, k, AFTER)[unit]))
            return 0;
        if (k < c->n_indicators && titian_comparison_cause(c, k, unit) == TITIAN_CAUSE_SCREENED)
            return 0;
    }
    return 1;
}

/* Does a score weigh in the mean above it? */
static int weighs(const split *s, size_t node, size_t unit)
{
    const titian_comparison *c = s->c;

    return s->weights[node] > 0.0 && !isnan(titian_comparison_scores(c, node, BEFORE)[unit]) &&
           (node >= c->n_indicators || titian_assessment_indicator(c->a, node, c->year[BEFORE])->included);
}

/* Is any score that weighs below the floor to which the geometric mean above it would raise it? */
static int is_raised(const split *s, size_t unit)
{
    const titian_recipe *recipe = titian_assessment_recipe(s->c->a);

    for (size_t k = 0; k < s->c->n_nodes; k++) {
        double floor = 0.0;

        if (k == s->node || !is_under(s, k) || !weighs(s, k, unit))
            continue;
        floor = titian_option_number(&recipe->aggregation[titian_comparison_node(s->c, k)->parent], "floor");
        for (int when = BEFORE; when <= AFTER; when++)
            if (titian_comparison_scores(s->c, k, when)[unit] < floor)
                return 1;
    }
    return 0;
}

static way way_of(const split *s, size_t unit)
{
    if (s->means == 0 || !is_alike(s, unit))
        return BY_GAME;
    if ((s->means & IS_ARITHMETIC) != 0)
        return BY_DIFFERENCES;
    return is_raised(s, unit) ? BY_GAME : BY_LOGARITHMS;
}

/* Shares of a unit's indicators in the node: weights multiplied down the tree, of what it has. Parents first. */
static const double *share(const split *s, size_t unit)
{
    const titian_comparison *c = s->c;
    double *shares = s->weights + 2 * c->n_nodes;

    memset(shares, 0, c->n_nodes * sizeof *shares);
    shares[s->node] = 1.0;
    for (size_t k = c->n_nodes; k-- > c->n_indicators;) {
        const titian_node *node = titian_comparison_node(c, k);
        double total = 0.0;

        for (size_t child = node->first_child; child < node->first_child + node->n_children; child++)
            total += weighs(s, child, unit) ? s->weights[child] : 0.0;
        for (size_t child = node->first_child; child < node->first_child + node->n_children && shares[k] > 0.0;
             child++)
            shares[child] = weighs(s, child, unit) ? shares[k] * s->weights[child] / total : 0.0;
    }
    return shares;
}

static void split_mean(const split *s, size_t unit, way how)
{
    const size_t n = s->c->n_nodes;
    const double *shares = share(s, unit);
    double *before = s->weights + 3 * n, *after = s->weights + 4 * n, *part = s->weights + 5 * n;
    double *used = s->weights; /* the weights have done their work */
    const kernel_change change = {before, after, used, s->n_under};

    for (size_t k = 0; k < s->n_under; k++) {
        const int counts = shares[s->under[k]] > 0.0;

        used[k] = shares[s->under[k]];
        before[k] = counts ? titian_comparison_scores(s->c, s->under[k], BEFORE)[unit] : 1.0;
        after[k] = counts ? titian_comparison_scores(s->c, s->under[k], AFTER)[unit] : 1.0;
    }
    (how == BY_LOGARITHMS ? kernel_change_lmdi : kernel_change_linear)(&change, part);
    for (size_t k = 0; k < s->n_under; k++)
        s->parts[s->under[k]] = part[k];
}

static titian_status split_by_game(split *s, size_t unit, titian_error *err)
{
    const size_t n = s->c->n_units, n_nodes = s->c->n_nodes;
    titian_status status = TITIAN_OK;

    if (s->game == NULL) {
        s->game = titian_comparison_scratch(s->c, (n_nodes + 1) * n, sizeof *s->game, err);
        if (s->game == NULL)
            return TITIAN_E_MEMORY;
        status = titian_comparison_play(s->c, s->node, s->game, &s->why_no_game, err);
    }
    for (size_t k = 0; k <= n_nodes; k++)
        s->parts[k] = s->game[k * n + unit];
    return status;
}

/* ---- rows ---- */

static double change_of(const split *s, size_t unit)
{
    return titian_comparison_scores(s->c, s->node, AFTER)[unit] -
           titian_comparison_scores(s->c, s->node, BEFORE)[unit];
}

/* Do the parts add up? Those of a unit do not where a mixture of years has no score. */
static int adds_up(const split *s, size_t unit)
{
    double sum = s->parts[s->c->n_nodes];

    for (size_t k = 0; k < s->n_under; k++)
        sum += s->parts[s->under[k]];
    return fabs(sum - change_of(s, unit)) <= 1e-9 * fmax(1.0, fabs(change_of(s, unit)));
}

static void put_number(const split *s, double number)
{
    titian_listing_add_number(s->c->listing, number);
}

static void put_text(const split *s, const char *text)
{
    titian_listing_add_text(s->c->listing, text);
}

/* A row of an element: an indicator with its part, or the node itself for what belongs to none. */
static void put_row(
    const split *s, size_t node, size_t unit, way how, const char *cause, double part, const char *note)
{
    const titian_comparison *c = s->c;

    put_text(s, titian_panel_unit(c->scores, unit)->code);
    put_text(s, titian_comparison_node(c, node)->code);
    put_text(s, titian_comparison_node(c, s->node)->code);
    put_text(s, way_names[how]);
    for (int when = BEFORE; when <= AFTER; when++)
        put_number(s, titian_panel_year(c->scores, c->year[when]));
    for (int when = BEFORE; when <= AFTER; when++)
        put_number(s, titian_comparison_scores(c, node, when)[unit]);
    for (int when = BEFORE; when <= AFTER; when++)
        put_number(s, node < c->n_indicators ? titian_comparison_observed(c, node, unit, when) : TITIAN_MISSING);
    put_text(s, cause);
    put_number(s, part);
    put_number(s, change_of(s, unit));
    put_text(s, note);
}

static const char *note_on(const split *s, size_t indicator, size_t unit, titian_cause cause)
{
    const int appears = isnan(titian_comparison_scores(s->c, indicator, BEFORE)[unit]);

    switch (cause) {
    case TITIAN_CAUSE_STILL:
        return "the same observation in both years";
    case TITIAN_CAUSE_SCALE:
        return "the same observation in both years, on a scale that has moved";
    case TITIAN_CAUSE_COVERAGE:
        return appears ? "a value appears" : "a value disappears";
    case TITIAN_CAUSE_BREAK:
        return "a break lies between: the part is no progress";
    case TITIAN_CAUSE_IMPUTED:
        return "a value is imputed";
    case TITIAN_CAUSE_SCREENED:
        return "screening left the indicator out in one of the years";
    default:
        return "";
    }
}

/* What is missing in both years or was not measured again has no part, and not one of 0. */
static int has_part(const split *s, size_t indicator, size_t unit, titian_cause cause)
{
    const double before = titian_comparison_scores(s->c, indicator, BEFORE)[unit];
    const double after = titian_comparison_scores(s->c, indicator, AFTER)[unit];

    if (fabs(s->parts[indicator]) > ROUNDING)
        return 1;
    return cause != TITIAN_CAUSE_NONE && cause != TITIAN_CAUSE_STILL && !(isnan(before) && isnan(after));
}

static void put_indicators(const split *s, size_t unit, way how)
{
    for (size_t k = 0; k < s->n_under; k++) {
        const size_t j = s->under[k];
        const titian_cause cause = titian_comparison_cause(s->c, j, unit);
        const int counts = has_part(s, j, unit, cause);

        if (counts && (cause == TITIAN_CAUSE_NONE || cause == TITIAN_CAUSE_STILL))
            put_row(s, j, unit, how, "others", s->parts[j], "the aggregation looks at others, whose values changed");
        else
            put_row(s, j, unit, how, titian_cause_name(cause), counts ? s->parts[j] : TITIAN_MISSING,
                note_on(s, j, unit, cause));
    }
    if (s->parts[s->c->n_nodes] != 0.0)
        put_row(s, s->node, unit, how, "weights", s->parts[s->c->n_nodes], "weights found in the data differ");
}

static titian_status put_unit(split *s, size_t unit, titian_error *err)
{
    way how = way_of(s, unit);
    titian_status status = TITIAN_OK;

    if (isnan(change_of(s, unit))) {
        put_row(
            s, s->node, unit, NOT_AT_ALL, "no score", TITIAN_MISSING, "there is no score in both years to compare");
        return TITIAN_OK;
    }
    memset(s->parts, 0, (s->c->n_nodes + 1) * sizeof *s->parts);
    if (how == BY_GAME)
        status = split_by_game(s, unit, err);
    else
        split_mean(s, unit, how);
    if (status != TITIAN_OK)
        return status;
    if (adds_up(s, unit) && !(how == BY_GAME && s->why_no_game != NULL))
        put_indicators(s, unit, how);
    else
        put_row(s, s->node, unit, NOT_AT_ALL, "not split", change_of(s, unit),
            s->why_no_game != NULL ? s->why_no_game : "values of both years mixed give no score");
    return TITIAN_OK;
}

titian_status titian_comparison_decomposition(titian_comparison *c, titian_error *err)
{
    const size_t n = c->n_nodes;
    split s = {.c = c,
        .node = c->node != TITIAN_NONE ? c->node : titian_framework_root(c->framework),
        .weights = titian_comparison_scratch(c, 6 * n, sizeof *s.weights, err),
        .parts = titian_comparison_scratch(c, n + 1, sizeof *s.parts, err),
        .under = titian_comparison_scratch(c, n, sizeof *s.under, err)};
    titian_status status = TITIAN_OK;

    if (s.weights == NULL || s.parts == NULL || s.under == NULL)
        return TITIAN_E_MEMORY;
    if (s.node < c->n_indicators)
        return titian_fail(err, TITIAN_E_USAGE,
            "%s is an indicator: nothing is under it that its change could be split into\n"
            "name an aggregate, or take the table \"change\"",
            titian_comparison_node(c, s.node)->code);
    for (size_t j = 0; j < c->n_indicators; j++)
        if (is_under(&s, j))
            s.under[s.n_under++] = j;
    s.means = means_of(&s);
    for (size_t i = 0; i < c->n_units && status == TITIAN_OK; i++)
        status = put_unit(&s, i, err);
    return status;
}

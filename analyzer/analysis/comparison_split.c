/* What each indicator did to the change of a score: the closed forms where they hold, a game elsewhere; either way
 * parts add up to the change.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/comparison_split.h"
#include "analysis/replay.h"
#include "kernels/change.h"
#include "stages/table.h"

/* What sums of differences of scores leave in the last places, score points. */
static const double rounding = 1e-11;

static int is_under(const titian_split *s, size_t node)
{
    return node == s->node || titian_framework_is_under(s->c->framework, node, s->node);
}

int titian_means_of(const titian_recipe *recipe, size_t node)
{
    const titian_framework *framework = recipe->framework;
    int means = TITIAN_MEANS_ARITHMETIC | TITIAN_MEANS_GEOMETRIC;

    for (size_t k = titian_framework_n_indicators(framework); k < titian_framework_n_nodes(framework); k++) {
        const titian_choice *choice = &recipe->aggregation[k];

        if (k != node && !titian_framework_is_under(framework, k, node))
            continue;
        if (titian_option_number(choice, "decimals") >= 0.0)
            return 0;
        means &= strcmp(choice->method->name, "arithmetic") == 0  ? TITIAN_MEANS_ARITHMETIC
                 : strcmp(choice->method->name, "geometric") == 0 ? TITIAN_MEANS_GEOMETRIC
                                                                  : 0;
    }
    return means;
}

static void unit_weights(const titian_comparison *c, size_t unit, int when, double *out)
{
    const titian_side *side = &c->side[when];

    (void) titian_assessment_unit_weights(side->a, titian_comparison_at(c, unit, when), side->year, out);
}

/* Are the same elements there in both years, with the same weights? */
static int is_alike(const titian_split *s, size_t unit)
{
    const titian_comparison *c = s->c;
    double *before = s->weights, *after = s->weights + c->n_nodes;

    unit_weights(c, unit, BEFORE, before);
    unit_weights(c, unit, AFTER, after);
    for (size_t k = 0; k < c->n_nodes; k++) {
        if (!is_under(s, k))
            continue;
        if (k != s->node && before[k] != after[k])
            return 0;
        if (isnan(titian_comparison_scores(c, k, BEFORE)[unit]) != isnan(titian_comparison_scores(c, k, AFTER)[unit]))
            return 0;
        if (k < c->n_indicators &&
            titian_comparison_includes(c, k, BEFORE) != titian_comparison_includes(c, k, AFTER))
            return 0;
    }
    return 1;
}

/* Does a score weigh in the mean above it? */
static int weighs(const titian_split *s, size_t node, size_t unit)
{
    const titian_comparison *c = s->c;

    return s->weights[node] > 0.0 && !isnan(titian_comparison_scores(c, node, BEFORE)[unit]) &&
           (node >= c->n_indicators || titian_comparison_includes(c, node, BEFORE));
}

/* Is any score that weighs below the floor to which the geometric mean above it would raise it? */
static int is_raised(const titian_split *s, size_t unit)
{
    const titian_recipe *recipe = titian_assessment_recipe(s->c->side[BEFORE].a);

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

static titian_split_way way_of(const titian_split *s, size_t unit)
{
    if (s->means == 0 || !is_alike(s, unit))
        return TITIAN_BY_GAME;
    if ((s->means & TITIAN_MEANS_ARITHMETIC) != 0)
        return TITIAN_BY_DIFFERENCES;
    return is_raised(s, unit) ? TITIAN_BY_GAME : TITIAN_BY_LOGARITHMS;
}

void titian_shares_of(
    const titian_framework *framework, size_t node, const double *weights, const unsigned char *there, double *out)
{
    memset(out, 0, titian_framework_n_nodes(framework) * sizeof *out);
    out[node] = 1.0;
    for (size_t k = titian_framework_n_nodes(framework); k-- > titian_framework_n_indicators(framework);) {
        const titian_node *about = titian_framework_node(framework, k);
        const size_t first = about->first_child, end = first + about->n_children;
        double total = 0.0;

        for (size_t child = first; child < end; child++)
            total += there[child] ? weights[child] : 0.0;
        for (size_t child = first; child < end && out[k] > 0.0 && total > 0.0; child++)
            out[child] = there[child] ? out[k] * weights[child] / total : 0.0;
    }
}

/* Shares of a unit's indicators in the node, of what it has. */
static const double *share(const titian_split *s, size_t unit)
{
    double *shares = s->weights + 2 * s->c->n_nodes;

    for (size_t k = 0; k < s->c->n_nodes; k++)
        s->there[k] = weighs(s, k, unit) ? 1 : 0;
    titian_shares_of(s->c->framework, s->node, s->weights, s->there, shares);
    return shares;
}

static void split_mean(const titian_split *s, size_t unit, titian_split_way how)
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
    (how == TITIAN_BY_LOGARITHMS ? kernel_change_lmdi : kernel_change_linear)(&change, part);
    for (size_t k = 0; k < s->n_under; k++)
        s->parts[s->under[k]] = part[k];
}

/* ---- the game ---- */

/* A walk over the tree takes as long as so many units do, and making ready for a game as so many walks. */
static const double walk_units = 8.0, open_walks = 20.0;

double titian_game_cost(double plays, size_t n_units)
{
    return (plays + open_walks) * (walk_units + (double) n_units);
}

/* Those whose change has no closed form. */
static size_t find_playing(titian_split *s, size_t *units)
{
    size_t n = 0;

    for (size_t i = 0; i < s->c->n_units; i++)
        if (!isnan(titian_split_change(s, i)) && way_of(s, i) == TITIAN_BY_GAME)
            units[n++] = i;
    return n;
}

/* Alone, a unit plays with its own indicators that differ; together, with those that differ for anybody. */
static titian_status plays_alone(titian_split *s, const size_t *units, size_t n, int *alone, titian_error *err)
{
    double together = 0.0, apart = 0.0, plays = 0.0;
    titian_status status = titian_comparison_plays(s->c, s->node, units, n, &together, err);

    together = titian_game_cost(together, n);
    for (size_t k = 0; k < n && status == TITIAN_OK && apart < together; k++) {
        status = titian_comparison_plays(s->c, s->node, &units[k], 1, &plays, err);
        apart += titian_game_cost(plays, 1);
    }
    *alone = apart < together || isinf(together);
    return status;
}

static titian_status play_some(titian_split *s, const size_t *units, size_t n, titian_error *err)
{
    titian_comparison *c = s->c;
    const titian_arena_mark mark = titian_arena_here(&c->arena);
    double *out = titian_comparison_scratch(c, (c->n_nodes + 1) * n, sizeof *out, err);
    const char *why_not = NULL;
    titian_status status = TITIAN_OK;

    if (out == NULL)
        return TITIAN_E_MEMORY;
    status = titian_comparison_play(c, s->node, units, n, out, &why_not, err);
    for (size_t i = 0; i < n; i++) {
        s->why_no_game[units[i]] = why_not;
        for (size_t k = 0; k <= c->n_nodes; k++)
            s->game[k * c->n_units + units[i]] = out[k * n + i];
    }
    titian_arena_rewind(&c->arena, mark);
    return status;
}

int titian_split_has_everybody(const titian_comparison *c)
{
    return titian_panel_n_units(c->side[BEFORE].scores) == c->n_units &&
           titian_panel_n_units(c->side[AFTER].scores) == c->n_units;
}

/* Methods that compare units need all of them at the table. */
static titian_status play_with_everybody(titian_split *s, size_t *units, titian_error *err)
{
    for (size_t i = 0; i < s->c->n_units; i++) {
        units[i] = i;
        s->why_no_game[i] = "the aggregation compares units, and some have no score in every mixture";
    }
    return titian_split_has_everybody(s->c) ? play_some(s, units, s->c->n_units, err) : TITIAN_OK;
}

static titian_status play_all(titian_split *s, titian_error *err)
{
    titian_comparison *c = s->c;
    size_t *units = titian_comparison_scratch(c, c->n_units, sizeof *units, err), n = 0;
    int alone = 0;
    titian_status status = TITIAN_OK;

    s->game = titian_comparison_scratch(c, (c->n_nodes + 1) * c->n_units, sizeof *s->game, err);
    s->why_no_game = titian_comparison_scratch(c, c->n_units, sizeof *s->why_no_game, err);
    if (units == NULL || s->game == NULL || s->why_no_game == NULL)
        return TITIAN_E_MEMORY;
    if (titian_replay_compares(titian_assessment_recipe(c->side[BEFORE].a)))
        return play_with_everybody(s, units, err);
    n = find_playing(s, units);
    status = plays_alone(s, units, n, &alone, err);
    for (size_t k = 0; k < n && status == TITIAN_OK; k += alone ? 1 : n)
        status = play_some(s, units + k, alone ? 1 : n, err);
    return status;
}

static titian_status split_by_game(titian_split *s, size_t unit, titian_error *err)
{
    const titian_status status = s->game == NULL ? play_all(s, err) : TITIAN_OK;

    for (size_t k = 0; k <= s->c->n_nodes && status == TITIAN_OK; k++)
        s->parts[k] = s->game[k * s->c->n_units + unit];
    return status;
}

double titian_split_change(const titian_split *s, size_t unit)
{
    return titian_comparison_scores(s->c, s->node, AFTER)[unit] -
           titian_comparison_scores(s->c, s->node, BEFORE)[unit];
}

/* Those of a unit do not where a mixture of both sides has no score. */
int titian_split_adds_up(const titian_split *s, size_t unit)
{
    const double change = titian_split_change(s, unit);
    double sum = 0.0;

    for (size_t k = 0; k <= s->c->n_nodes; k++)
        sum += s->parts[k];
    return fabs(sum - change) <= 1e-9 * fmax(1.0, fabs(change));
}

titian_status titian_split_leave(titian_split *s, const char *why)
{
    s->way = TITIAN_UNSPLIT;
    s->why = why;
    memset(s->parts, 0, (s->c->n_nodes + 1) * sizeof *s->parts);
    return TITIAN_OK;
}

titian_status titian_split_unit(titian_split *s, size_t unit, titian_error *err)
{
    titian_status status = TITIAN_OK;

    s->why = "";
    memset(s->parts, 0, (s->c->n_nodes + 1) * sizeof *s->parts);
    if (isnan(titian_split_change(s, unit)))
        return titian_split_leave(s, "there is no score in both years to compare");
    s->way = way_of(s, unit);
    if (s->way == TITIAN_BY_GAME)
        status = split_by_game(s, unit, err);
    else
        split_mean(s, unit, s->way);
    if (status != TITIAN_OK)
        return status;
    if (s->way == TITIAN_BY_GAME && s->why_no_game[unit] != NULL)
        return titian_split_leave(s, s->why_no_game[unit]);
    return titian_split_adds_up(s, unit) ? TITIAN_OK
                                         : titian_split_leave(s, "values of both years mixed give no score");
}

double titian_split_part(const titian_split *s, size_t indicator, size_t unit, titian_cause *cause)
{
    const double part = s->parts[indicator];
    const int missing = isnan(titian_comparison_scores(s->c, indicator, BEFORE)[unit]) &&
                        isnan(titian_comparison_scores(s->c, indicator, AFTER)[unit]);
    int still = 0;

    *cause = titian_comparison_cause(s->c, indicator, unit);
    still = *cause == TITIAN_CAUSE_NONE || *cause == TITIAN_CAUSE_STILL;
    if (fabs(part) <= rounding)
        return still || missing ? TITIAN_MISSING : part;
    if (still)
        *cause = TITIAN_CAUSE_OTHERS;
    return part;
}

titian_status titian_split_open(titian_split *s, titian_comparison *c, titian_error *err)
{
    const size_t n = c->n_nodes;

    *s = (titian_split){.c = c,
        .node = c->node != TITIAN_NONE ? c->node : titian_framework_root(c->framework),
        .weights = titian_comparison_scratch(c, 6 * n, sizeof *s->weights, err),
        .parts = titian_comparison_scratch(c, n + 1, sizeof *s->parts, err),
        .there = titian_comparison_scratch(c, n, 1, err),
        .under = titian_comparison_scratch(c, n, sizeof *s->under, err)};
    if (s->weights == NULL || s->parts == NULL || s->under == NULL || s->there == NULL)
        return TITIAN_E_MEMORY;
    if (s->node < c->n_indicators)
        return titian_fail(err, TITIAN_E_USAGE,
            "%s is an indicator: nothing is under it that its change could be split into\n"
            "name an aggregate, or take the table \"change\"",
            titian_comparison_node(c, s->node)->code);
    for (size_t j = 0; j < c->n_indicators; j++)
        if (is_under(s, j))
            s->under[s->n_under++] = j;
    s->means = titian_means_of(titian_assessment_recipe(c->side[BEFORE].a), s->node);
    return TITIAN_OK;
}

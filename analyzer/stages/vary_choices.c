/* Uncertain choices: one of several ways to do a stage, or several stages together.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/vary.h"

#include <math.h>
#include <string.h>

static size_t one(const titian_site *site)
{
    (void) site;
    return 1;
}

/* Have the factors that an alternative asks for drawn what it asks for? One that is not drawn at all forbids nothing.
 */
static int is_open(const titian_alternative *alternative, const titian_change *change)
{
    for (size_t k = 0; k < alternative->n_when && change != NULL; k++) {
        const titian_requirement *need = &alternative->when[k];
        const size_t drawn = change->alternative[need->factor];

        if (drawn != TITIAN_NONE && !need->alternatives[drawn])
            return 0;
    }
    return 1;
}

/* The alternative in whose share of the open ones the number falls; shares are open to the right. */
static titian_status choose(const titian_site *site, const double *u, titian_change *change, titian_error *err)
{
    const titian_factor *factor = titian_site_factor(site);
    size_t last = TITIAN_NONE;
    double total = 0.0, sum = 0.0;

    for (size_t k = 0; k < factor->n_alternatives; k++)
        total += is_open(&factor->alternatives[k], change) ? factor->alternatives[k].probability : 0.0;
    for (size_t k = 0; k < factor->n_alternatives && !(sum > u[0] * total); k++) {
        if (!is_open(&factor->alternatives[k], change))
            continue;
        sum += factor->alternatives[k].probability;
        last = k;
    }
    if (last == TITIAN_NONE)
        return titian_fail(err, TITIAN_E_MODEL,
            "no alternative of %s is open with what was drawn before\n"
            "give one alternative without when, or let the alternatives together allow every draw",
            factor->name);
    change->alternative[site->factor] = last;
    return TITIAN_OK;
}

double titian_vary_middle(const titian_factor *factor, const titian_change *change, size_t alternative)
{
    double before = 0.0, total = 0.0;

    if (!is_open(&factor->alternatives[alternative], change))
        return TITIAN_MISSING;
    for (size_t k = 0; k < factor->n_alternatives; k++) {
        const double share = is_open(&factor->alternatives[k], change) ? factor->alternatives[k].probability : 0.0;

        before += k < alternative ? share : 0.0;
        total += share;
    }
    return (before + 0.5 * factor->alternatives[alternative].probability) / total;
}

/* An alternative by its name, or by its number from 1. */
static size_t find(const titian_factor *factor, const titian_wish *wish)
{
    for (size_t k = 0; k < factor->n_alternatives; k++)
        if (strcmp(factor->alternatives[k].name, wish->text) == 0)
            return k;
    for (size_t k = 0; k < factor->n_alternatives; k++)
        if (wish->number == (double) (k + 1))
            return k;
    return TITIAN_NONE;
}

static titian_status place(
    const titian_site *site, const titian_change *change, const titian_wish *wish, double *u, titian_error *err)
{
    const titian_factor *factor = titian_site_factor(site);
    const size_t k = find(factor, wish);

    if (k == TITIAN_NONE)
        return titian_fail(err, TITIAN_E_USAGE,
            "%s has no alternative \"%.60s\"\nwrite the name of one, or its number from 1 to %zu", factor->name,
            wish->text, factor->n_alternatives);
    *u = titian_vary_middle(factor, change, k);
    if (!isnan(*u))
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_USAGE,
        "the alternative \"%.60s\" of %s is not open with what stands before it in this row\n"
        "its when says with what it goes",
        factor->alternatives[k].name, factor->name);
}

const titian_vary_row titian_vary_choices[] = {
    {.about = {.name = "alternatives",
         .summary = "one of several ways to do a stage, or several stages together",
         .formula = "alternative k with probability p_k / sum of p over those open",
         .source = "OECD/JRC Handbook 2008, step 7; Saisana, Saltelli, Tarantola 2005",
         .use =
             "For choices that experts would defend either way: min-max or z-scores, arithmetic or geometric mean, "
             "which imputation. What must change together (a geometric mean and a scale that starts at 1) stands in "
             "one alternative; what goes with certain draws only is given a when."},
        .touches = TITIAN_TOUCHES_STAGE,
        .count = one,
        .apply = choose,
        .place = place},
    {.apply = NULL},
};

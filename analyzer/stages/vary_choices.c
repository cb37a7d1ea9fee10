/* Uncertain choices: one of several ways to do a stage, or several stages together.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/vary.h"

static size_t one(const titian_site *site)
{
    (void) site;
    return 1;
}

/* Have the factors that an alternative asks for drawn what it asks for? One that is not drawn at all forbids nothing.
 */
static int is_open(const titian_alternative *alternative, const titian_change *change)
{
    for (size_t k = 0; k < alternative->n_when; k++) {
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
        .apply = choose},
    {.apply = NULL},
};

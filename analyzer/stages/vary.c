/* The table of ways in which an assumption may be uncertain. The methods stand in families: vary_choices.c and its
 * siblings.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages/vary.h"

#include <assert.h>

static const titian_vary_row *const families[] = {
    titian_vary_choices, titian_vary_weights, titian_vary_numbers, titian_vary_data};

static const titian_vary_row *find(size_t row)
{
    for (size_t k = 0; k < TITIAN_COUNT_OF(families); k++) {
        size_t n = 0;

        while (families[k][n].apply != NULL)
            n++;
        if (row < n)
            return &families[k][row];
        row -= n;
    }
    return NULL;
}

const titian_vary_row *titian_vary_row_at(size_t row)
{
    const titian_vary_row *found = find(row);

    assert(found != NULL);
    return found;
}

static const titian_method *method_at(size_t row)
{
    const titian_vary_row *found = find(row);

    return found != NULL ? &found->about : NULL;
}

const titian_factor *titian_site_factor(const titian_site *site)
{
    return &site->recipe->uncertainty.factors[site->factor];
}

const titian_stage_row titian_vary_stage = {
    .name = "vary",
    .result = "varied",
    .summary = "say which assumptions are uncertain, and how; entries of uncertainty.vary",
    .method = method_at,
};

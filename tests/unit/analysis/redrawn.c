/* A model whose assumptions are drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/redrawn.h"

#include <stdio.h>

#include "unit/drawn.h"

static const char tree[] = "A P 3 goalposts 0 100\n"
                           "B P 1 goalposts 100 0\n"
                           "C Q 2 goalposts 1 200 log\n"
                           "D Q 1 goalposts 0 100\n"
                           "E R 2 goalposts 0 100\n"
                           "F R 1 goalposts 0 100\n"
                           "P X 2\n"
                           "Q X 1\n"
                           "R X 3\n"
                           "X - 1\n"
                           "group all\n"
                           "other PEOPLE\n"
                           "other SE\n";

titian_factor *redrawn_add(redrawn *d, const char *method)
{
    titian_factor *factor = &d->factors[d->s.recipe.uncertainty.n_factors++];

    *factor = (titian_factor){.name = method, .node = TITIAN_NONE};
    factor->how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, method));
    return factor;
}

titian_option *redrawn_option(titian_factor *factor, const char *name)
{
    return &factor->how.option[titian_method_param(factor->how.method, name)];
}

/* Years 2018 and 2020; values from 2 to 98. Without gaps, or with some. */
void redrawn_open(redrawn *d, int gaps)
{
    static char text[N_UNITS * 2 * 160];
    uint64_t seed = 21;
    size_t at = 0;

    memset(d, 0, sizeof *d);
    for (int i = 0; i < N_UNITS; i++)
        for (int year = 2018; year <= 2020; year += 2) {
            at += (size_t) snprintf(text + at, sizeof text - at, "U%02d %d all yes PEOPLE %d SE %.2f", i, year,
                1000 * (i + 1), 1.0 + 0.1 * i);
            for (int j = 0; j < N_INDICATORS; j++) {
                const double x = 2.0 + 96.0 * drawn_share(&seed);

                if (gaps && (5 * i + j * j + year / 2) % 7 == 0)
                    continue;
                at += (size_t) snprintf(text + at, sizeof text - at, " %c %.3f", 'A' + j, x);
            }
            at += (size_t) snprintf(text + at, sizeof text - at, "\n");
        }
    sketch_open(&d->s, tree, text);
    sketch_choose(&d->s, TITIAN_STAGE_NORMALISE, "goalposts");
    d->s.recipe.carry.max_age = 0;
    d->s.recipe.uncertainty = (titian_uncertainty_rules){
        .on = 1, .replications = N_REPLICATIONS, .seed = 5, .top = 4, .factors = d->factors, .n_factors = 0};
}

void redrawn_close(redrawn *d)
{
    sketch_close(&d->s);
}

void redrawn_years(redrawn *d)
{
    redrawn_open(d, 1);
    redrawn_option(redrawn_add(d, "noise"), "share")->number = 0.5;
    d->scales[0] = (titian_alternative){.name = "posts", .probability = 1.0};
    d->scales[1] =
        (titian_alternative){.name = "pooled", .probability = 2.0, .replaces = 1u << TITIAN_STAGE_NORMALISE};
    d->scales[1].choice[TITIAN_STAGE_NORMALISE] =
        titian_choice_default(TITIAN_STAGE_NORMALISE, titian_method_find(TITIAN_STAGE_NORMALISE, "minmax"));
    d->scales[1]
        .choice[TITIAN_STAGE_NORMALISE]
        .option[titian_method_param(d->scales[1].choice[TITIAN_STAGE_NORMALISE].method, "over")]
        .number = 1.0;
    redrawn_add(d, "alternatives")->alternatives = d->scales;
    d->factors[1].n_alternatives = 2;
    d->s.options.first_year = 2018;
    d->s.options.last_year = 2020;
}

void redrawn_weights(redrawn *to, const titian_replication *r)
{
    for (size_t k = 0; k < N_NODES; k++)
        to->s.weights[k] = titian_replication_weight(r, k);
}

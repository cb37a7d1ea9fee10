/* A small model in doubt.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/doubtful.h"

#include "unit/drawn.h"

static const char tree[] = "A P 3 goalposts 0 100\n"
                           "B P 1 goalposts 0 100\n"
                           "C Q 2 goalposts 0 200\n"
                           "D Q 1 goalposts 0 100\n"
                           "P X 2\n"
                           "Q X 1\n"
                           "X - 1\n"
                           "other SE\n";

titian_factor *doubtful_add(doubtful *d, const char *name, const char *method)
{
    titian_factor *factor = &d->factors[d->s.recipe.uncertainty.n_factors++];

    *factor = (titian_factor){.name = name, .node = TITIAN_NONE};
    factor->how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, method));
    return factor;
}

titian_option *doubtful_option(titian_factor *factor, const char *name)
{
    return &factor->how.option[titian_method_param(factor->how.method, name)];
}

void doubtful_open(doubtful *d)
{
    uint64_t seed = 8;

    memset(d, 0, sizeof *d);
    sketch_open_units(&d->s, tree, N_UNITS);
    for (size_t j = 0; j < N_INDICATORS; j++)
        for (size_t i = 0; i < N_UNITS; i++) {
            titian_panel_column_mut(d->s.panel, j, 0)[i] = 30.0 + 40.0 * drawn_share(&seed);
            titian_panel_marks_mut(d->s.panel, j, 0)[i] = TITIAN_MARK_OBSERVED;
        }
    sketch_choose(&d->s, TITIAN_STAGE_NORMALISE, "goalposts");
    d->s.recipe.uncertainty =
        (titian_uncertainty_rules){.on = 1, .replications = 1024, .seed = 3, .top = 3, .factors = d->factors};
}

/* Scale and mean: two times two models. */
void doubtful_choices(doubtful *d)
{
    titian_factor *factor;

    for (size_t k = 0; k < N_NODES; k++)
        d->geometric[k] =
            titian_choice_default(TITIAN_STAGE_AGGREGATE, titian_method_find(TITIAN_STAGE_AGGREGATE, "geometric"));
    d->scales[0] = (titian_alternative){.name = "posts", .probability = 1.0};
    d->scales[1] = (titian_alternative){.name = "rank", .probability = 1.0, .replaces = 1u << TITIAN_STAGE_NORMALISE};
    d->scales[1].choice[TITIAN_STAGE_NORMALISE] =
        titian_choice_default(TITIAN_STAGE_NORMALISE, titian_method_find(TITIAN_STAGE_NORMALISE, "rank"));
    d->means[0] = (titian_alternative){.name = "arithmetic", .probability = 1.0};
    d->means[1] = (titian_alternative){.name = "geometric",
        .probability = 1.0,
        .replaces = 1u << TITIAN_STAGE_AGGREGATE,
        .aggregation = d->geometric};
    factor = doubtful_add(d, "scale", "alternatives");
    factor->alternatives = d->scales;
    factor->n_alternatives = 2;
    factor = doubtful_add(d, "mean", "alternatives");
    factor->alternatives = d->means;
    factor->n_alternatives = 2;
}

titian_sensitivity *doubtful_analyse(doubtful *d, const titian_sensitivity_options *options)
{
    titian_sensitivity *s = NULL;
    titian_error err;

    if (d->s.a == NULL)
        sketch_run(&d->s);
    if (titian_sensitivity_run(&s, d->s.a, options, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    return s;
}

void doubtful_three(doubtful *d)
{
    doubtful_choices(d);
    doubtful_option(doubtful_add(d, "weights", "noise"), "share")->number = 0.8;
}

void doubtful_close(doubtful *d, titian_sensitivity *s)
{
    titian_sensitivity_free(s);
    sketch_close(&d->s);
}

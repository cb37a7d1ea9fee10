/* stages/vary on a bench: one factor, the site it works on and what it changes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/vary_bench.h"

/* Levels: A to E 1, P and Q 2, X 3. */
static const char tree[] = "A P 3 goalposts 10 90\n"
                           "B P 1 goalposts 80 20 log\n"
                           "C P 0 goalposts 0 10\n"
                           "D Q 1\n"
                           "E Q 4\n"
                           "P X 2\n"
                           "Q X 1\n"
                           "X - 1\n"
                           "other SE\n"
                           "other LO\n"
                           "other HI\n";
static const char data[] = "U1 2020 A 10 SE 2 LO 4 HI 16 D 5\n"
                           "U2 2020 A 20 SE - LO 14 HI - D 7\n"
                           "U3 2020 A - SE 1 LO - HI - D 9\n";

void vary_open(vary_bench *b, const char *method)
{
    memset(b, 0, sizeof *b);
    sketch_open(&b->s, tree, data);
    b->factor = (titian_factor){.name = method, .node = TITIAN_NONE};
    b->factor.how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, method));
    b->s.recipe.lows = b->s.lows;
    b->s.recipe.highs = b->s.highs;
    b->s.recipe.uncertainty.factors = &b->factor;
    b->s.recipe.uncertainty.n_factors = 1;
    b->row = titian_vary_row_at(b->factor.how.row);
    b->site = (titian_site){
        .recipe = &b->s.recipe, .panel = b->s.panel, .factor = 0, .weights = b->s.weights, .prepared = NULL};
    b->change = (titian_change){.factor = b->factors,
        .scratch = b->scratch,
        .lows = b->lows,
        .highs = b->highs,
        .alternative = &b->alternative,
        .number = &b->number};
}

void vary_close(vary_bench *b)
{
    titian_panel_free(b->change.panel);
    titian_arena_free(&b->arena);
    sketch_close(&b->s);
}

titian_option *vary_option(vary_bench *b, const char *name)
{
    return &b->factor.how.option[titian_method_param(b->factor.how.method, name)];
}

/* Everything as the model has it, but for what `u` changes. */
titian_status vary_try(vary_bench *b, const double *u, titian_error *err)
{
    for (size_t k = 0; k < N_NODES; k++)
        b->factors[k] = 1.0;
    memcpy(b->lows, b->s.lows, sizeof b->lows);
    memcpy(b->highs, b->s.highs, sizeof b->highs);
    memcpy(b->change.choice, b->s.recipe.choice, sizeof b->s.recipe.choice);
    b->change.priority = b->s.recipe.priority;
    b->alternative = TITIAN_NONE;
    b->number = TITIAN_MISSING;
    titian_panel_free(b->change.panel);
    assert_int_equal(titian_panel_copy(&b->change.panel, b->s.panel, err), TITIAN_OK);
    if (b->row->prepare != NULL && b->site.prepared == NULL)
        assert_int_equal(b->row->prepare(&b->site, &b->arena, &b->site.prepared, err), TITIAN_OK);
    return b->row->apply(&b->site, u, &b->change, err);
}

void vary_apply(vary_bench *b, const double *u)
{
    titian_error err;

    if (vary_try(b, u, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
}

void vary_check_factors(const vary_bench *b, const double *wanted, double within)
{
    for (size_t k = 0; k < N_NODES; k++)
        assert_near(b->factors[k], wanted[k], within);
}

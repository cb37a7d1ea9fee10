/* analysis/replicate with exceptions to weights and with draws of imputation: a replication is a run of what it drew.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdlib.h>

#include <titian/uncertainty.h>

static const char tree[] = "A P 3 goalposts 0 100\nB P 1 goalposts 0 100\nC P 2 goalposts 1 100\n"
                           "D Q 1 goalposts 0 100\nE Q 2 goalposts 0 100\nP X 2\nQ X 1\nX - 1\n"
                           "group dac\ndenominator POP\n";
static const char data[] =
    "U1 2020 A 10 B 83 C 22 D 44 E 91 POP 5e6 dac 1\nU2 2020 A - B 61 C 35 D 12 E 40 POP 2e6 dac 1\n"
    "U3 2020 A 52 B 47 C 71 D - E 33 POP 9e6 dac 1\nU4 2020 A 77 B 12 C 50 D 63 E 20 POP 1e6 dac 0\n"
    "U5 2020 A - B 28 C 16 D - E 75 POP 3e6 dac 1\nU6 2020 A 31 B 90 C 64 D 58 E 62 POP 7e6 dac 1\n"
    "U7 2020 A 88 B 55 C 93 D 81 E 87 POP 4e6 dac 0\nU8 2020 A 19 B 36 C 41 D 27 E - POP 8e6 dac 1\n";
enum { N_UNITS = 8, N_NODES = 8, N_SETS = 2 };

/* A sketch with factors and exceptions; it must not move once it has run. */
typedef struct {
    sketch s;
    titian_factor factors[2];
    titian_alternative alternatives[3];
    titian_weigh_exception without_a, without_d[2];
    size_t a, d;
    double own[N_SETS][N_NODES];
    titian_weight_set sets[N_SETS];
    double quantile;
} excepted;

static titian_factor factor_of(const char *name, const char *method)
{
    return (titian_factor){.name = name,
        .node = TITIAN_NONE,
        .how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, method))};
}

static void open_varied(excepted *x, size_t n_factors)
{
    sketch_open(&x->s, tree, data);
    sketch_choose(&x->s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_choose(&x->s, TITIAN_STAGE_AGGREGATE, "geometric");
    sketch_priority(&x->s);
    x->s.recipe.priority.aid = NULL;
    x->s.recipe.priority.alpha = 2.0;
    x->s.recipe.priority.weight[TITIAN_PART_CONFIDENCE] = 0.0; /* is that of the model's own weights */
    x->quantile = 0.5;
    x->factors[0] = factor_of("weights", "noise");
    x->factors[0].how.option[titian_method_param(x->factors[0].how.method, "share")].number = 0.5;
    x->s.recipe.uncertainty = (titian_uncertainty_rules){.on = 1,
        .replications = 100,
        .seed = 3,
        .quantiles = &x->quantile,
        .n_quantiles = 1,
        .top = 3,
        .factors = x->factors,
        .n_factors = n_factors};
}

static titian_weigh_exception exception_of(const excepted *x, const char *node, const size_t *missing, size_t set)
{
    titian_weigh_exception e = {.node = sketch_node(&x->s, node), .missing = missing, .n_missing = 1};

    e.choice = titian_choice_default(TITIAN_STAGE_WEIGH, 0);
    e.choice.option[titian_method_param(e.choice.method, "set")].number = (double) set;
    return e;
}

/* The model has an exception for units without A; one alternative has none, another has two for units without D. */
static void open_excepted(excepted *x)
{
    static const double own[N_SETS][N_NODES] = {
        {1.0, 4.0, 1.0, 3.0, 1.0, 1.0, 1.0, 1.0}, {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 5.0, 1.0}};

    memset(x, 0, sizeof *x);
    open_varied(x, 2);
    memcpy(x->own, own, sizeof own);
    for (size_t k = 0; k < N_SETS; k++)
        x->sets[k] = (titian_weight_set){.name = "", .weights = x->own[k]};
    x->s.recipe.sets = x->sets;
    x->s.recipe.n_sets = N_SETS;
    x->a = sketch_node(&x->s, "A");
    x->d = sketch_node(&x->s, "D");
    x->without_a = exception_of(x, "P", &x->a, 0);
    x->without_d[0] = exception_of(x, "Q", &x->d, 0);
    x->without_d[1] = exception_of(x, "X", &x->d, 1);
    x->s.recipe.exceptions = &x->without_a;
    x->s.recipe.n_exceptions = 1;
    x->alternatives[0] = (titian_alternative){.name = "model", .probability = 1.0};
    x->alternatives[1] = (titian_alternative){
        .name = "none", .probability = 1.0, .replaces = 1u << TITIAN_STAGE_WEIGH, .weighing = x->s.recipe.weighing};
    x->alternatives[2] = x->alternatives[1];
    x->alternatives[2].name = "others";
    x->alternatives[2].exceptions = x->without_d;
    x->alternatives[2].n_exceptions = 2;
    x->factors[1] = factor_of("units", "alternatives");
    x->factors[1].alternatives = x->alternatives;
    x->factors[1].n_alternatives = 3;
}

/* The recipe as a replication has drawn it: weights of exceptions move by the factors of the others. */
static void take_draw(const excepted *x, const titian_replication *r, excepted *to)
{
    for (size_t k = 0; k < N_NODES; k++) {
        const double factor = titian_replication_weight(r, k) / x->s.weights[k];

        to->s.weights[k] = titian_replication_weight(r, k);
        for (size_t set = 0; set < N_SETS; set++)
            to->own[set][k] = x->own[set][k] * factor;
    }
    for (size_t k = 1; k < 3; k++) {
        if (strcmp(titian_replication_drawn(r, 1), x->alternatives[k].name) != 0)
            continue;
        to->s.recipe.exceptions = to->alternatives[k].exceptions;
        to->s.recipe.n_exceptions = to->alternatives[k].n_exceptions;
    }
}

static void check_scores(const titian_replication *r, const sketch *s)
{
    for (size_t node = titian_framework_n_indicators(s->framework); node < N_NODES; node++) {
        const double *scores = titian_panel_column(titian_assessment_result(s->a, TITIAN_RESULT_AGGREGATED), node, 0);

        for (size_t i = 0; i < N_UNITS; i++) {
            assert_near(titian_replication_score(r, node, i), scores[i], 1e-11);
            assert_int_equal(titian_replication_rank(r, node, i), titian_assessment_ranks(s->a, node, 0)[i]);
        }
    }
    for (size_t i = 0; i < N_UNITS; i++)
        assert_near(titian_replication_priority(r, i), titian_assessment_priority(s->a, i)->score, 1e-11);
}

static titian_replication *open_replication(const excepted *x)
{
    titian_replication *r = NULL;
    titian_error err;

    if (titian_replication_new(&r, x->s.a, NULL, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    return r;
}

static void replicate(titian_replication *r, uint64_t number)
{
    titian_error err;

    if (titian_replication_run(r, number, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
}

static void weights_of_exceptions_vary_with_the_others(void **state)
{
    titian_replication *r = NULL;
    size_t seen[3] = {0};
    excepted x;

    (void) state;
    open_excepted(&x);
    sketch_run(&x.s);
    r = open_replication(&x);
    for (uint64_t k = 0; k < 60; k++) {
        excepted other;

        replicate(r, 60 - k);
        open_excepted(&other);
        take_draw(&x, r, &other);
        sketch_run(&other.s);
        check_scores(r, &other.s);
        for (size_t a = 0; a < 3; a++)
            seen[a] += strcmp(titian_replication_drawn(r, 1), x.alternatives[a].name) == 0 ? 1 : 0;
        sketch_close(&other.s);
    }
    assert_true(seen[0] > 5 && seen[1] > 5 && seen[2] > 5);
    titian_replication_free(r);
    sketch_close(&x.s);
}

/* ---- imputation ---- */

static void open_imputed(excepted *x)
{
    memset(x, 0, sizeof *x);
    open_varied(x, 2);
    sketch_choose(&x->s, TITIAN_STAGE_IMPUTE, "multiple");
    sketch_number(&x->s, TITIAN_STAGE_IMPUTE, "ridge", 2.0);
    sketch_number(&x->s, TITIAN_STAGE_AGGREGATE, "floor", 1.0);
    x->factors[1] = factor_of("gaps", "draws");
}

static void each_replication_has_a_draw_of_imputation_of_its_own(void **state)
{
    titian_replication *r = NULL;
    double last = 0.0;
    excepted x;

    (void) state;
    open_imputed(&x);
    sketch_run(&x.s);
    r = open_replication(&x);
    for (uint64_t k = 0; k < 20; k++) {
        excepted other;
        double draw = 0.0;

        replicate(r, k);
        draw = strtod(titian_replication_drawn(r, 1), NULL);
        assert_true(draw >= 1.0 && draw <= 1e9 && draw != last);
        last = draw;
        open_imputed(&other);
        for (size_t node = 0; node < N_NODES; node++)
            other.s.weights[node] = titian_replication_weight(r, node);
        sketch_number(&other.s, TITIAN_STAGE_IMPUTE, "draw", draw);
        sketch_run(&other.s);
        check_scores(r, &other.s);
        sketch_close(&other.s);
    }
    titian_replication_free(r);
    sketch_close(&x.s);
}

/* An indicator that chooses multiple imputation for itself is drawn as well. */
static void draws_reach_indicators_with_a_choice_of_their_own(void **state)
{
    titian_choice own[5];
    titian_replication *r = NULL;
    double first = 0.0;
    excepted x;

    (void) state;
    open_imputed(&x);
    for (size_t j = 0; j < 5; j++)
        own[j] = x.s.recipe.choice[TITIAN_STAGE_IMPUTE];
    sketch_choose(&x.s, TITIAN_STAGE_IMPUTE, "none");
    x.s.recipe.own[TITIAN_STAGE_IMPUTE] = own;
    sketch_run(&x.s);
    r = open_replication(&x);
    replicate(r, 0);
    first = titian_replication_score(r, sketch_node(&x.s, "P"), sketch_unit(&x.s, "U2"));
    for (size_t j = 0; j < 5; j++)
        own[j].option[titian_method_param(own[j].method, "draw")].number =
            strtod(titian_replication_drawn(r, 1), NULL);
    for (size_t node = 0; node < N_NODES; node++)
        x.s.weights[node] = titian_replication_weight(r, node);
    titian_replication_free(r);
    sketch_run(&x.s);
    assert_near(sketch_value(&x.s, TITIAN_RESULT_AGGREGATED, "P", "U2", 2020), first, 1e-11);
    sketch_close(&x.s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_of_exceptions_vary_with_the_others),
        cmocka_unit_test(each_replication_has_a_draw_of_imputation_of_its_own),
        cmocka_unit_test(draws_reach_indicators_with_a_choice_of_their_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

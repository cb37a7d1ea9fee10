/* stages/vary: what each way of varying weights changes for given numbers of (0, 1).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/vary_bench.h"

static void uniform_noise_moves_each_weight_by_its_own_number(void **state)
{
    vary_bench b;

    (void) state;
    vary_open(&b, "noise");
    vary_option(&b, "share")->number = 0.4;
    assert_int_equal(b.row->count(&b.site), 7); /* all but the root */
    vary_apply(&b, (const double[]){0.0, 0.25, 0.5, 0.75, 1.0, 0.1, 0.9});
    vary_check_factors(&b, (const double[]){0.6, 0.8, 1.0, 1.2, 1.4, 0.68, 1.32, 1.0}, 1e-15);
    b.factor.level = 2;
    assert_int_equal(b.row->count(&b.site), 2);
    vary_apply(&b, (const double[]){0.25, 1.0});
    vary_check_factors(&b, (const double[]){1.0, 1.0, 1.0, 1.0, 1.0, 0.8, 1.4, 1.0}, 1e-15);
    b.factor.level = 0;
    b.factor.node = Q;
    assert_int_equal(b.row->count(&b.site), 2);
    vary_apply(&b, (const double[]){0.0, 1.0});
    vary_check_factors(&b, (const double[]){1.0, 1.0, 1.0, 0.6, 1.4, 1.0, 1.0, 1.0}, 1e-15);
    vary_close(&b);
}

/* Quantiles of the normal distribution from tables: 0.6744897501960817, 1.2815515655446004. */
static void normal_noise_has_its_standard_deviation_and_stays_above_zero(void **state)
{
    vary_bench b;

    (void) state;
    vary_open(&b, "noise");
    vary_option(&b, "share")->number = 0.1;
    vary_option(&b, "shape")->number = 1.0;
    b.factor.level = 2;
    vary_apply(&b, (const double[]){0.75, 0.1}); /* the cut is ten standard deviations away */
    assert_near(b.factors[P], 1.06744897501960817, 1e-12);
    assert_near(b.factors[Q], 1.0 - 0.12815515655446004, 1e-12);
    vary_option(&b, "share")->number = 1.0; /* at a share of 1 the cut is at -1 standard deviation */
    for (int k = 0; k < 100; k++) {
        const double u = (k + 0.5) / 100.0, below = 0.15865525393145707, p = below + u * (1.0 - below);

        vary_apply(&b, (const double[]){u, 1e-12});
        assert_near(b.factors[P], 1.0 + kernel_draw_normal(p), 1e-12);
        assert_true(b.factors[Q] >= 0.0 && b.factors[Q] < 1e-10);
    }
    vary_option(&b, "share")->number = 0.0;
    vary_apply(&b, (const double[]){0.3, 0.9});
    vary_check_factors(&b, (const double[]){1, 1, 1, 1, 1, 1, 1, 1}, 0.0);
    vary_close(&b);
}

/* Share of a child among its siblings after a change. */
static double share_of(const vary_bench *b, size_t node)
{
    const titian_node *parent =
        titian_framework_node(b->s.framework, titian_framework_node(b->s.framework, node)->parent);
    double sum = 0.0;

    for (size_t k = parent->first_child; k < parent->first_child + parent->n_children; k++)
        sum += b->site.weights[k] * b->factors[k];
    return b->site.weights[node] * b->factors[node] / sum;
}

/* The sum of a node's weights stays what it was. */
static void check_sum(const vary_bench *b, size_t node)
{
    const titian_node *parent = titian_framework_node(b->s.framework, node);
    double before = 0.0, after = 0.0;

    for (size_t k = parent->first_child; k < parent->first_child + parent->n_children; k++) {
        before += b->site.weights[k];
        after += b->site.weights[k] * b->factors[k];
    }
    assert_near(after, before, 1e-12);
}

enum { DRAWS = 20000 };

typedef struct {
    double mean, sd, least;
} moments;

static void draw_shares(vary_bench *b, moments *of)
{
    double sum[N_NODES] = {0.0}, squares[N_NODES] = {0.0}, u[N_NODES];
    uint64_t seed = 11;

    for (size_t k = 0; k < X; k++)
        of[k].least = 1.0;
    for (size_t d = 0; d < DRAWS; d++) {
        for (size_t k = 0; k < N_NODES; k++)
            u[k] = drawn_share(&seed);
        vary_apply(b, u);
        for (size_t k = 0; k < X; k++) {
            sum[k] += share_of(b, k);
            squares[k] += share_of(b, k) * share_of(b, k);
            of[k].least = fmin(of[k].least, share_of(b, k));
        }
        for (size_t k = P; k < N_NODES; k++)
            check_sum(b, k);
    }
    for (size_t k = 0; k < X; k++) {
        of[k].mean = sum[k] / DRAWS;
        of[k].sd = sqrt(fmax(0.0, squares[k] / DRAWS - of[k].mean * of[k].mean));
    }
}

/* Means w and standard deviations sqrt(w (1 - w) / (kappa + 1)), within 5 standard errors. */
static void check_dirichlet(vary_bench *b, const double *shares, double kappa)
{
    moments found[N_NODES];

    draw_shares(b, found);
    for (size_t k = 0; k < X; k++) {
        const double sd = sqrt(shares[k] * (1.0 - shares[k]) / (kappa + 1.0));

        assert_near(found[k].mean, shares[k], 5.0 * sd / sqrt(DRAWS) + 1e-12);
        assert_near(found[k].sd, sd, 0.05 * sd);
    }
}

static void dirichlet_shares_lie_around_those_of_the_weights(void **state)
{
    static const double shares[] = {0.75, 0.25, 0.0, 0.2, 0.8, 2.0 / 3.0, 1.0 / 3.0};
    vary_bench b;

    (void) state;
    vary_open(&b, "dirichlet");
    vary_option(&b, "concentration")->number = 20.0;
    assert_int_equal(b.row->count(&b.site), 7);
    check_dirichlet(&b, shares, 20.0);
    vary_apply(&b, (const double[]){0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5});
    assert_near(b.factors[C], 1.0, 0.0); /* what has no weight gets none */
    vary_close(&b);
}

static void dirichlet_shares_lie_around_known_weights_of_any_method(void **state)
{
    static const double known[] = {1.0, 1.0, 2.0, 3.0, 1.0, 1.0, 9.0, 1.0};
    static const double shares[] = {0.25, 0.25, 0.5, 0.75, 0.25, 0.1, 0.9};
    vary_bench b;

    (void) state;
    vary_open(&b, "dirichlet");
    vary_option(&b, "concentration")->number = 8.0;
    b.site.weights = known;
    check_dirichlet(&b, shares, 8.0);
    vary_close(&b);
}

/* Any point of a simplex of m: means 1 / m, standard deviations sqrt((m - 1) / (m^2 (m + 1))). */
static void simplex_shares_are_as_likely_everywhere(void **state)
{
    static const double even[] = {2.0, 1.0, 7.0, 1.0, 4.0, 2.0, 1.0, 1.0};
    moments found[N_NODES];
    vary_bench b;

    (void) state;
    vary_open(&b, "simplex");
    draw_shares(&b, found); /* C has no weight, so A and B make a simplex of two */
    for (size_t k = 0; k < X; k++) {
        const double sd = k == C ? 0.0 : sqrt(1.0 / 12.0);

        assert_near(found[k].mean, k == C ? 0.0 : 0.5, 5.0 * sd / sqrt(DRAWS));
        assert_near(found[k].sd, sd, 0.03 * sd);
    }
    b.site.weights = even;
    vary_option(&b, "least")->number = 0.1;
    draw_shares(&b, found);
    for (size_t k = A; k <= C; k++) { /* three children, over the 0.7 that are free */
        const double sd = 0.7 * sqrt(2.0 / 36.0);

        assert_near(found[k].mean, 1.0 / 3.0, 5.0 * sd / sqrt(DRAWS));
        assert_near(found[k].sd, sd, 0.03 * sd);
        assert_true(found[k].least >= 0.1 - 1e-15 && found[k].least < 0.11);
    }
    vary_option(&b, "least")->number = 1.0; /* no more than 1 / m: nothing is left to draw */
    vary_apply(&b, (const double[]){0.1, 0.7, 0.2, 0.9, 0.3, 0.4, 0.6});
    assert_near(share_of(&b, A), 1.0 / 3.0, 1e-15);
    assert_near(share_of(&b, E), 0.5, 1e-15);
    vary_close(&b);
}

/* More children than any fixed room. */
static void shares_are_drawn_for_any_number_of_children(void **state)
{
    enum { MANY = 5000 };
    static titian_node nodes[MANY + 1];
    static size_t parents[MANY + 1];
    static char codes[MANY][8];
    static double weights[MANY + 1], factors[MANY + 1], scratch[MANY + 1], u[MANY];
    const titian_framework_parts parts = {.nodes = nodes, .parents = parents, .n_nodes = MANY + 1};
    titian_framework *framework = NULL;
    titian_factor factor = {.name = "w", .node = TITIAN_NONE};
    titian_recipe recipe = {.weights = weights};
    titian_change change = {.factor = factors, .scratch = scratch};
    const void *prepared = NULL;
    titian_arena arena = TITIAN_ARENA_EMPTY;
    uint64_t seed = 1;
    titian_error err;

    (void) state;
    for (size_t k = 0; k < MANY; k++) {
        (void) snprintf(codes[k], sizeof codes[k], "I%zu", k);
        nodes[k] = (titian_node){.code = codes[k], .level = 1};
        parents[k] = MANY;
        weights[k] = 1.0 + (double) (k % 3);
        u[k] = drawn_share(&seed);
    }
    nodes[MANY] = (titian_node){.code = "X", .level = 2};
    parents[MANY] = TITIAN_NONE;
    assert_int_equal(titian_framework_new(&framework, &parts, &err), TITIAN_OK);
    recipe.framework = framework;
    recipe.uncertainty.factors = &factor;
    recipe.uncertainty.n_factors = 1;
    for (int method = 0; method < 2; method++) {
        titian_site site = {.recipe = &recipe, .weights = weights};
        const titian_vary_row *row;
        double sum = 0.0, total = 0.0;
        size_t untouched = 0;

        factor.how = titian_choice_default(
            TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, method == 0 ? "dirichlet" : "simplex"));
        row = titian_vary_row_at(factor.how.row);
        if (row->prepare != NULL)
            assert_int_equal(row->prepare(&site, &arena, &prepared, &err), TITIAN_OK);
        site.prepared = method == 0 ? prepared : NULL;
        for (size_t k = 0; k <= MANY; k++)
            factors[k] = 1.0;
        assert_int_equal(row->apply(&site, u, &change, &err), TITIAN_OK);
        for (size_t k = 0; k < MANY; k++) {
            untouched += factors[k] == 1.0 ? 1 : 0;
            sum += weights[k] * factors[k];
            total += weights[k];
        }
        assert_int_equal(untouched, 0);
        assert_near(sum, total, 1e-9);
    }
    titian_arena_free(&arena);
    titian_framework_free(framework);
}

static void a_family_moves_together(void **state)
{
    vary_bench b;

    (void) state;
    vary_open(&b, "family");
    vary_option(&b, "share")->number = 0.5;
    vary_option(&b, "codes")->text = "B, E Q";
    assert_int_equal(b.row->count(&b.site), 1);
    vary_apply(&b, (const double[]){0.9});
    vary_check_factors(&b, (const double[]){1.0, 1.4, 1.0, 1.0, 1.4, 1.0, 1.4, 1.0}, 1e-15);
    vary_option(&b, "shape")->number = 1.0;
    vary_option(&b, "share")->number = 0.1;
    vary_apply(&b, (const double[]){0.75});
    vary_check_factors(&b,
        (const double[]){1.0, 1.06744897501960817, 1.0, 1.0, 1.06744897501960817, 1.0, 1.06744897501960817, 1.0},
        1e-12);
    vary_close(&b);
}

/* A framework whose nodes have sources. */
static void a_source_makes_a_family_of_its_indicators(void **state)
{
    static const titian_node nodes[] = {{.code = "A", .level = 1, .source = "ITU, 2021"},
        {.code = "B", .level = 1, .source = "World Bank"}, {.code = "C", .level = 1, .source = "from ITU data"},
        {.code = "X", .level = 2, .source = "ITU"}};
    static const size_t parents[] = {3, 3, 3, TITIAN_NONE};
    const titian_framework_parts parts = {.nodes = nodes, .parents = parents, .n_nodes = 4};
    titian_framework *framework = NULL;
    titian_recipe recipe;
    vary_bench b;
    titian_error err;

    (void) state;
    vary_open(&b, "family");
    vary_option(&b, "source")->text = "ITU";
    vary_option(&b, "share")->number = 0.25;
    assert_int_equal(titian_framework_new(&framework, &parts, &err), TITIAN_OK);
    recipe = b.s.recipe;
    recipe.framework = framework;
    for (size_t k = 0; k < 4; k++)
        b.factors[k] = 1.0;
    b.site.recipe = &recipe;
    assert_int_equal(b.row->apply(&b.site, (const double[]){1.0}, &b.change, &err), TITIAN_OK);
    assert_near(b.factors[0], 1.25, 0.0);
    assert_near(b.factors[1], 1.0, 0.0);
    assert_near(b.factors[2], 1.25, 0.0);
    assert_near(b.factors[3], 1.0, 0.0); /* an aggregate has no data of its own */
    titian_framework_free(framework);
    vary_close(&b);
}

/* Which node a number removes: its position, or N_NODES for none. */
static size_t removed_by(vary_bench *b, double u)
{
    size_t found = N_NODES;

    vary_apply(b, &u);
    for (size_t k = 0; k < N_NODES; k++) {
        if (b->factors[k] == 1.0)
            continue;
        assert_near(b->factors[k], 0.0, 0.0);
        assert_int_equal(found, N_NODES);
        found = k;
    }
    return found;
}

static void removal_takes_one_element_or_none_with_its_probability(void **state)
{
    vary_bench b;

    (void) state;
    vary_open(&b, "removal");
    vary_option(&b, "codes")->text = "A D E";
    /* each as likely as none: quarters */
    assert_int_equal(removed_by(&b, 0.01), A);
    assert_int_equal(removed_by(&b, 0.249), A);
    assert_int_equal(removed_by(&b, 0.251), D);
    assert_int_equal(removed_by(&b, 0.51), E);
    assert_int_equal(removed_by(&b, 0.749), E);
    assert_near(b.number, 3.0, 0.0);
    assert_int_equal(removed_by(&b, 0.751), N_NODES);
    assert_near(b.number, 0.0, 0.0);
    vary_option(&b, "probability")->number = 0.3; /* tenths */
    assert_int_equal(removed_by(&b, 0.09), A);
    assert_int_equal(removed_by(&b, 0.11), D);
    assert_int_equal(removed_by(&b, 0.29), E);
    assert_int_equal(removed_by(&b, 0.31), N_NODES);
    vary_option(&b, "probability")->number = 1.0;
    assert_int_equal(removed_by(&b, 1.0 - 0x1p-53), E);
    vary_option(&b, "probability")->number = 0.0;
    assert_int_equal(removed_by(&b, 0x1p-53), N_NODES);
    vary_option(&b, "codes")->text = NULL;
    vary_option(&b, "probability")->number = -1.0;
    b.factor.level = 2;
    assert_int_equal(removed_by(&b, 0.3), P);
    assert_int_equal(removed_by(&b, 0.6), Q);
    assert_int_equal(removed_by(&b, 0.7), N_NODES);
    vary_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uniform_noise_moves_each_weight_by_its_own_number),
        cmocka_unit_test(normal_noise_has_its_standard_deviation_and_stays_above_zero),
        cmocka_unit_test(dirichlet_shares_lie_around_those_of_the_weights),
        cmocka_unit_test(dirichlet_shares_lie_around_known_weights_of_any_method),
        cmocka_unit_test(simplex_shares_are_as_likely_everywhere),
        cmocka_unit_test(shares_are_drawn_for_any_number_of_children),
        cmocka_unit_test(a_family_moves_together),
        cmocka_unit_test(a_source_makes_a_family_of_its_indicators),
        cmocka_unit_test(removal_takes_one_element_or_none_with_its_probability),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* stages/vary: what each way of varying an assumption changes for given numbers of (0, 1).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdio.h>

#include "core/arena.h"
#include "kernels/draw.h"
#include "stages/vary.h"
#include "unit/drawn.h"

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
enum { A, B, C, D, E, P, Q, X, N_NODES, N_INDICATORS = P, N_UNITS = 3 };

/* One factor, the site it works on and what it changes. */
typedef struct {
    sketch s;
    titian_factor factor;
    const titian_vary_row *row;
    titian_site site;
    titian_change change;
    double factors[N_NODES], scratch[N_NODES], lows[N_INDICATORS], highs[N_INDICATORS], number;
    size_t alternative;
    titian_arena arena;
} bench;

static void open_bench(bench *b, const char *method)
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

static void close_bench(bench *b)
{
    titian_panel_free(b->change.panel);
    titian_arena_free(&b->arena);
    sketch_close(&b->s);
}

static titian_option *option(bench *b, const char *name)
{
    return &b->factor.how.option[titian_method_param(b->factor.how.method, name)];
}

/* Everything as the model has it, but for what `u` changes. */
static titian_status try(bench *b, const double *u, titian_error *err)
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

static void apply(bench *b, const double *u)
{
    titian_error err;

    if (try(b, u, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
}

static void check_factors(const bench *b, const double *wanted, double within)
{
    for (size_t k = 0; k < N_NODES; k++)
        assert_near(b->factors[k], wanted[k], within);
}

/* ---- weights ---- */

static void uniform_noise_moves_each_weight_by_its_own_number(void **state)
{
    bench b;

    (void) state;
    open_bench(&b, "noise");
    option(&b, "share")->number = 0.4;
    assert_int_equal(b.row->count(&b.site), 7); /* all but the root */
    apply(&b, (const double[]){0.0, 0.25, 0.5, 0.75, 1.0, 0.1, 0.9});
    check_factors(&b, (const double[]){0.6, 0.8, 1.0, 1.2, 1.4, 0.68, 1.32, 1.0}, 1e-15);
    b.factor.level = 2;
    assert_int_equal(b.row->count(&b.site), 2);
    apply(&b, (const double[]){0.25, 1.0});
    check_factors(&b, (const double[]){1.0, 1.0, 1.0, 1.0, 1.0, 0.8, 1.4, 1.0}, 1e-15);
    b.factor.level = 0;
    b.factor.node = Q;
    assert_int_equal(b.row->count(&b.site), 2);
    apply(&b, (const double[]){0.0, 1.0});
    check_factors(&b, (const double[]){1.0, 1.0, 1.0, 0.6, 1.4, 1.0, 1.0, 1.0}, 1e-15);
    close_bench(&b);
}

/* Quantiles of the normal distribution from tables: 0.6744897501960817, 1.2815515655446004. */
static void normal_noise_has_its_standard_deviation_and_stays_above_zero(void **state)
{
    bench b;

    (void) state;
    open_bench(&b, "noise");
    option(&b, "share")->number = 0.1;
    option(&b, "shape")->number = 1.0;
    b.factor.level = 2;
    apply(&b, (const double[]){0.75, 0.1}); /* the cut is ten standard deviations away */
    assert_near(b.factors[P], 1.06744897501960817, 1e-12);
    assert_near(b.factors[Q], 1.0 - 0.12815515655446004, 1e-12);
    option(&b, "share")->number = 1.0; /* at a share of 1 the cut is at -1 standard deviation */
    for (int k = 0; k < 100; k++) {
        const double u = (k + 0.5) / 100.0, below = 0.15865525393145707, p = below + u * (1.0 - below);

        apply(&b, (const double[]){u, 1e-12});
        assert_near(b.factors[P], 1.0 + kernel_draw_normal(p), 1e-12);
        assert_true(b.factors[Q] >= 0.0 && b.factors[Q] < 1e-10);
    }
    option(&b, "share")->number = 0.0;
    apply(&b, (const double[]){0.3, 0.9});
    check_factors(&b, (const double[]){1, 1, 1, 1, 1, 1, 1, 1}, 0.0);
    close_bench(&b);
}

/* Share of a child among its siblings after a change. */
static double share_of(const bench *b, size_t node)
{
    const titian_node *parent =
        titian_framework_node(b->s.framework, titian_framework_node(b->s.framework, node)->parent);
    double sum = 0.0;

    for (size_t k = parent->first_child; k < parent->first_child + parent->n_children; k++)
        sum += b->site.weights[k] * b->factors[k];
    return b->site.weights[node] * b->factors[node] / sum;
}

/* The sum of a node's weights stays what it was. */
static void check_sum(const bench *b, size_t node)
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

static void draw_shares(bench *b, moments *of)
{
    double sum[N_NODES] = {0.0}, squares[N_NODES] = {0.0}, u[N_NODES];
    uint64_t seed = 11;

    for (size_t k = 0; k < X; k++)
        of[k].least = 1.0;
    for (size_t d = 0; d < DRAWS; d++) {
        for (size_t k = 0; k < N_NODES; k++)
            u[k] = drawn_share(&seed);
        apply(b, u);
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
static void check_dirichlet(bench *b, const double *shares, double kappa)
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
    bench b;

    (void) state;
    open_bench(&b, "dirichlet");
    option(&b, "concentration")->number = 20.0;
    assert_int_equal(b.row->count(&b.site), 7);
    check_dirichlet(&b, shares, 20.0);
    apply(&b, (const double[]){0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5});
    assert_near(b.factors[C], 1.0, 0.0); /* what has no weight gets none */
    close_bench(&b);
}

static void dirichlet_shares_lie_around_known_weights_of_any_method(void **state)
{
    static const double known[] = {1.0, 1.0, 2.0, 3.0, 1.0, 1.0, 9.0, 1.0};
    static const double shares[] = {0.25, 0.25, 0.5, 0.75, 0.25, 0.1, 0.9};
    bench b;

    (void) state;
    open_bench(&b, "dirichlet");
    option(&b, "concentration")->number = 8.0;
    b.site.weights = known;
    check_dirichlet(&b, shares, 8.0);
    close_bench(&b);
}

/* Any point of a simplex of m: means 1 / m, standard deviations sqrt((m - 1) / (m^2 (m + 1))). */
static void simplex_shares_are_as_likely_everywhere(void **state)
{
    static const double even[] = {2.0, 1.0, 7.0, 1.0, 4.0, 2.0, 1.0, 1.0};
    moments found[N_NODES];
    bench b;

    (void) state;
    open_bench(&b, "simplex");
    draw_shares(&b, found); /* C has no weight, so A and B make a simplex of two */
    for (size_t k = 0; k < X; k++) {
        const double sd = k == C ? 0.0 : sqrt(1.0 / 12.0);

        assert_near(found[k].mean, k == C ? 0.0 : 0.5, 5.0 * sd / sqrt(DRAWS));
        assert_near(found[k].sd, sd, 0.03 * sd);
    }
    b.site.weights = even;
    option(&b, "least")->number = 0.1;
    draw_shares(&b, found);
    for (size_t k = A; k <= C; k++) { /* three children, over the 0.7 that are free */
        const double sd = 0.7 * sqrt(2.0 / 36.0);

        assert_near(found[k].mean, 1.0 / 3.0, 5.0 * sd / sqrt(DRAWS));
        assert_near(found[k].sd, sd, 0.03 * sd);
        assert_true(found[k].least >= 0.1 - 1e-15 && found[k].least < 0.11);
    }
    option(&b, "least")->number = 1.0; /* no more than 1 / m: nothing is left to draw */
    apply(&b, (const double[]){0.1, 0.7, 0.2, 0.9, 0.3, 0.4, 0.6});
    assert_near(share_of(&b, A), 1.0 / 3.0, 1e-15);
    assert_near(share_of(&b, E), 0.5, 1e-15);
    close_bench(&b);
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
    bench b;

    (void) state;
    open_bench(&b, "family");
    option(&b, "share")->number = 0.5;
    option(&b, "codes")->text = "B, E Q";
    assert_int_equal(b.row->count(&b.site), 1);
    apply(&b, (const double[]){0.9});
    check_factors(&b, (const double[]){1.0, 1.4, 1.0, 1.0, 1.4, 1.0, 1.4, 1.0}, 1e-15);
    option(&b, "shape")->number = 1.0;
    option(&b, "share")->number = 0.1;
    apply(&b, (const double[]){0.75});
    check_factors(&b,
        (const double[]){1.0, 1.06744897501960817, 1.0, 1.0, 1.06744897501960817, 1.0, 1.06744897501960817, 1.0},
        1e-12);
    close_bench(&b);
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
    bench b;
    titian_error err;

    (void) state;
    open_bench(&b, "family");
    option(&b, "source")->text = "ITU";
    option(&b, "share")->number = 0.25;
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
    close_bench(&b);
}

/* Which node a number removes: its position, or N_NODES for none. */
static size_t removed_by(bench *b, double u)
{
    size_t found = N_NODES;

    apply(b, &u);
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
    bench b;

    (void) state;
    open_bench(&b, "removal");
    option(&b, "codes")->text = "A D E";
    /* each as likely as none: quarters */
    assert_int_equal(removed_by(&b, 0.01), A);
    assert_int_equal(removed_by(&b, 0.249), A);
    assert_int_equal(removed_by(&b, 0.251), D);
    assert_int_equal(removed_by(&b, 0.51), E);
    assert_int_equal(removed_by(&b, 0.749), E);
    assert_near(b.number, 3.0, 0.0);
    assert_int_equal(removed_by(&b, 0.751), N_NODES);
    assert_near(b.number, 0.0, 0.0);
    option(&b, "probability")->number = 0.3; /* tenths */
    assert_int_equal(removed_by(&b, 0.09), A);
    assert_int_equal(removed_by(&b, 0.11), D);
    assert_int_equal(removed_by(&b, 0.29), E);
    assert_int_equal(removed_by(&b, 0.31), N_NODES);
    option(&b, "probability")->number = 1.0;
    assert_int_equal(removed_by(&b, 1.0 - 0x1p-53), E);
    option(&b, "probability")->number = 0.0;
    assert_int_equal(removed_by(&b, 0x1p-53), N_NODES);
    option(&b, "codes")->text = NULL;
    option(&b, "probability")->number = -1.0;
    b.factor.level = 2;
    assert_int_equal(removed_by(&b, 0.3), P);
    assert_int_equal(removed_by(&b, 0.6), Q);
    assert_int_equal(removed_by(&b, 0.7), N_NODES);
    close_bench(&b);
}

/* ---- goalposts ---- */

static void goalposts_move_along_their_scale(void **state)
{
    const double u[2 * N_INDICATORS] = {0.75, 0.0, 1.0, 0.25, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1};
    bench b;

    (void) state;
    open_bench(&b, "goalposts");
    option(&b, "share")->number = 0.2;
    assert_int_equal(b.row->count(&b.site), 2 * N_INDICATORS);
    apply(&b, u);
    assert_near(b.lows[A], 10.0 + 0.1 * 80.0, 1e-13);
    assert_near(b.highs[A], 90.0 + 0.2 * 80.0, 1e-13); /* towards the other post is a share above 0 */
    assert_near(b.lows[B], 80.0 * pow(20.0 / 80.0, 0.2), 1e-12);
    assert_near(b.highs[B], 20.0 * pow(80.0 / 20.0, -0.1), 1e-12);
    assert_near(b.lows[C], 0.0, 0.0);
    assert_near(b.highs[C], 10.0, 0.0);
    assert_true(isnan(b.lows[D]) && isnan(b.highs[E]));
    option(&b, "ends")->number = 1.0;
    apply(&b, u);
    assert_near(b.lows[A], 18.0, 1e-13);
    assert_near(b.highs[A], 90.0, 0.0);
    option(&b, "ends")->number = 2.0;
    apply(&b, u);
    assert_near(b.lows[A], 10.0, 0.0);
    assert_near(b.highs[A], 106.0, 1e-13);
    close_bench(&b);
}

static void goalposts_may_move_by_the_same_share(void **state)
{
    bench b;

    (void) state;
    open_bench(&b, "goalposts");
    option(&b, "share")->number = 0.1;
    option(&b, "each")->number = 0.0;
    assert_int_equal(b.row->count(&b.site), 2);
    apply(&b, (const double[]){1.0, 0.5});
    assert_near(b.lows[A], 18.0, 1e-13);
    assert_near(b.lows[B], 80.0 * pow(0.25, 0.1), 1e-12);
    assert_near(b.lows[C], 1.0, 1e-15);
    assert_near(b.highs[A], 90.0, 0.0);
    close_bench(&b);
}

/* ---- numbers ---- */

static void an_option_is_drawn_within_its_range(void **state)
{
    size_t at;
    bench b;
    titian_error err;

    (void) state;
    open_bench(&b, "option");
    sketch_choose(&b.s, TITIAN_STAGE_TREAT, "winsorise");
    option(&b, "stage")->number = TITIAN_STAGE_TREAT;
    option(&b, "option")->text = "skewness";
    option(&b, "range")->number = 1.0;
    option(&b, "range")->upper = 3.0;
    at = titian_method_param(b.s.recipe.choice[TITIAN_STAGE_TREAT].method, "skewness");
    assert_int_equal(b.row->count(&b.site), 1);
    apply(&b, (const double[]){0.25});
    assert_near(b.number, 1.5, 0.0);
    assert_near(b.change.choice[TITIAN_STAGE_TREAT].option[at].number, 1.5, 0.0);
    option(&b, "whole")->number = 1.0; /* 1, 2 and 3, each a third */
    for (int k = 0; k < 300; k++) {
        apply(&b, (const double[]){(k + 0.5) / 300.0});
        assert_near(b.number, 1.0 + k / 100, 0.0);
    }
    apply(&b, (const double[]){1.0 - 0x1p-54});
    assert_near(b.number, 3.0, 0.0);
    sketch_choose(&b.s, TITIAN_STAGE_TREAT, "none");
    assert_int_equal(try(&b, (const double[]){0.5}, &err), TITIAN_E_MODEL);
    assert_non_null(strstr(err.message, "skewness"));
    close_bench(&b);
}

static void a_parameter_of_the_priority_step_is_drawn_within_its_range(void **state)
{
    titian_priority_rules *found = NULL;
    bench b;

    (void) state;
    open_bench(&b, "priority");
    found = &b.change.priority;
    option(&b, "range")->number = 0.0;
    option(&b, "range")->upper = 4.0;
    for (int parameter = 0; parameter < 10; parameter++) {
        double *const places[] = {&found->target, &found->alpha, &found->people_reference, &found->absorption_penalty,
            &found->age_discount, &found->weight[TITIAN_PART_NEED], &found->weight[TITIAN_PART_PEOPLE],
            &found->weight[TITIAN_PART_VULNERABILITY], &found->weight[TITIAN_PART_AID],
            &found->weight[TITIAN_PART_CONFIDENCE]};

        option(&b, "parameter")->number = parameter;
        option(&b, "whole")->number = 0.0;
        apply(&b, (const double[]){0.125});
        for (int k = 0; k < 10; k++)
            assert_near(*places[k], k == parameter ? 0.5 : 0.0, 0.0);
        option(&b, "whole")->number = 1.0;
        apply(&b, (const double[]){0.41});
        assert_near(*places[parameter], 2.0, 0.0);
    }
    close_bench(&b);
}

/* ---- data ---- */

/* Numbers for all cells: those of an indicator are given, of the others never used. */
static void apply_cells(bench *b, size_t indicator, const double *u)
{
    double all[N_INDICATORS * N_UNITS];

    for (size_t k = 0; k < N_INDICATORS * N_UNITS; k++)
        all[k] = 0.9;
    memcpy(all + indicator * N_UNITS, u, N_UNITS * sizeof *u);
    assert_int_equal(b->row->count(&b->site), N_INDICATORS * N_UNITS);
    apply(b, all);
}

static double cell(const bench *b, size_t indicator, size_t unit)
{
    return titian_panel_column(b->change.panel, indicator, 0)[unit];
}

static const double upper = 0.75, z = 0.6744897501960817; /* quantile of the normal distribution */

static void errors_take_their_size_from_where_it_is_known(void **state)
{
    const double width = 1.6448536269514722; /* of an interval of 0.9 */
    bench b;

    (void) state;
    open_bench(&b, "error");
    option(&b, "indicator")->text = "A";
    option(&b, "sd")->number = 3.0;
    option(&b, "share")->number = 0.1;
    apply_cells(&b, A, (const double[]){upper, 1.0 - upper, upper});
    assert_near(cell(&b, A, 0), 10.0 + z * (3.0 + 1.0), 1e-12);
    assert_near(cell(&b, A, 1), 20.0 - z * (3.0 + 2.0), 1e-12);
    assert_true(isnan(cell(&b, A, 2)));
    assert_near(cell(&b, D, 0), 5.0, 0.0);
    option(&b, "se")->text = "SE";
    apply_cells(&b, A, (const double[]){upper, 1.0 - upper, upper});
    assert_near(cell(&b, A, 0), 10.0 + z * 2.0, 1e-12);
    assert_near(cell(&b, A, 1), 20.0 - z * 5.0, 1e-12); /* no standard error: sd and share */
    assert_true(isnan(cell(&b, A, 2)));
    option(&b, "se")->text = NULL;
    option(&b, "low")->text = "LO";
    option(&b, "high")->text = "HI";
    apply_cells(&b, A, (const double[]){upper, 1.0 - upper, upper});
    assert_near(cell(&b, A, 0), 10.0 + z * 6.0 / width, 1e-12);
    assert_near(cell(&b, A, 1), 20.0 - z * 6.0 / width, 1e-12);
    apply_cells(&b, A, (const double[]){1.0 - upper, upper, upper});
    assert_near(cell(&b, A, 0), 10.0 - z * 6.0 / width, 1e-12);
    assert_near(cell(&b, A, 1), 20.0 + z * 5.0, 1e-12); /* no upper end */
    close_bench(&b);
}

static void errors_are_of_every_indicator_unless_one_is_named(void **state)
{
    bench b;

    (void) state;
    open_bench(&b, "error");
    option(&b, "sd")->number = 1.0;
    apply_cells(&b, D, (const double[]){upper, upper, 0.5});
    assert_near(cell(&b, D, 0), 5.0 + z, 1e-12);
    assert_near(cell(&b, D, 2), 9.0, 1e-12);
    assert_near(cell(&b, A, 0), 10.0 + 1.2815515655446004, 1e-12); /* 0.9 */
    close_bench(&b);
}

static void values_age_by_the_root_of_their_years(void **state)
{
    const double sd = 2.0; /* of 5, 7 and 9 */
    uint8_t *ages;
    bench b;

    (void) state;
    open_bench(&b, "ageing");
    option(&b, "share")->number = 0.05;
    for (size_t j = 0; j < N_INDICATORS; j++) {
        ages = titian_panel_ages_mut(b.s.panel, j, 0);
        ages[0] = 4;
        ages[1] = 0;
        ages[2] = 1;
    }
    titian_panel_column_mut(b.s.panel, B, 0)[0] = 40.0;
    apply_cells(&b, A, (const double[]){upper, upper, upper});
    assert_near(cell(&b, A, 0), 10.0 + z * 0.05 * 80.0 * 2.0, 1e-12);
    assert_near(cell(&b, A, 1), 20.0, 0.0); /* of the year itself */
    assert_true(isnan(cell(&b, A, 2)));
    apply_cells(&b, B, (const double[]){upper, upper, upper});
    assert_near(cell(&b, B, 0), 40.0 * pow(4.0, z * 0.05 * 2.0), 1e-12); /* in logarithms, 80 to 20 */
    apply_cells(&b, D, (const double[]){upper, upper, 1.0 - upper});
    assert_near(cell(&b, D, 0), 5.0 + z * 0.05 * sd * 2.0, 1e-12);
    assert_near(cell(&b, D, 2), 9.0 - z * 0.05 * sd, 1e-12);
    close_bench(&b);
}

/* ---- choices ---- */

static void alternatives_are_drawn_by_their_probabilities(void **state)
{
    static titian_alternative three[] = {
        {.name = "a", .probability = 1.0}, {.name = "b", .probability = 0.0}, {.name = "c", .probability = 3.0}};
    bench b;

    (void) state;
    open_bench(&b, "alternatives");
    b.factor.alternatives = three;
    b.factor.n_alternatives = 3;
    apply(&b, (const double[]){0x1p-53});
    assert_int_equal(b.alternative, 0);
    apply(&b, (const double[]){0.2499});
    assert_int_equal(b.alternative, 0);
    apply(&b, (const double[]){0.25});
    assert_int_equal(b.alternative, 2);
    apply(&b, (const double[]){1.0 - 0x1p-53});
    assert_int_equal(b.alternative, 2);
    close_bench(&b);
}

/* The second factor may take its first alternative only after "y" of the first factor. */
static void an_alternative_with_a_when_is_open_to_some_draws_alone(void **state)
{
    static const unsigned char allows[] = {0, 1};
    static const titian_requirement when = {.factor = 0, .alternatives = allows};
    static titian_alternative first[] = {{.name = "x", .probability = 1.0}, {.name = "y", .probability = 1.0}};
    static titian_alternative second[] = {
        {.name = "p", .probability = 1.0, .when = &when, .n_when = 1}, {.name = "q", .probability = 1.0}};
    titian_factor factors[2];
    size_t drawn[2] = {0, TITIAN_NONE};
    titian_error err;
    bench b;

    (void) state;
    open_bench(&b, "alternatives");
    factors[0] = factors[1] = b.factor;
    factors[0].alternatives = first;
    factors[1].alternatives = second;
    factors[0].n_alternatives = factors[1].n_alternatives = 2;
    b.s.recipe.uncertainty.factors = factors;
    b.s.recipe.uncertainty.n_factors = 2;
    b.site.factor = 1;
    b.change.alternative = drawn;
    assert_int_equal(b.row->apply(&b.site, (const double[]){0.1}, &b.change, &err), TITIAN_OK);
    assert_int_equal(drawn[1], 1);
    drawn[0] = 1;
    assert_int_equal(b.row->apply(&b.site, (const double[]){0.1}, &b.change, &err), TITIAN_OK);
    assert_int_equal(drawn[1], 0);
    drawn[0] = TITIAN_NONE; /* not drawn: it forbids nothing */
    assert_int_equal(b.row->apply(&b.site, (const double[]){0.1}, &b.change, &err), TITIAN_OK);
    assert_int_equal(drawn[1], 0);
    factors[1].n_alternatives = 1;
    drawn[0] = 0;
    assert_int_equal(b.row->apply(&b.site, (const double[]){0.1}, &b.change, &err), TITIAN_E_MODEL);
    close_bench(&b);
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
        cmocka_unit_test(goalposts_move_along_their_scale),
        cmocka_unit_test(goalposts_may_move_by_the_same_share),
        cmocka_unit_test(an_option_is_drawn_within_its_range),
        cmocka_unit_test(a_parameter_of_the_priority_step_is_drawn_within_its_range),
        cmocka_unit_test(errors_take_their_size_from_where_it_is_known),
        cmocka_unit_test(errors_are_of_every_indicator_unless_one_is_named),
        cmocka_unit_test(values_age_by_the_root_of_their_years),
        cmocka_unit_test(alternatives_are_drawn_by_their_probabilities),
        cmocka_unit_test(an_alternative_with_a_when_is_open_to_some_draws_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

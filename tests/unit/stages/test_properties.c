/* What holds for every row of every table of methods, whatever rows are added: nothing here names a method, but where
 * a property is promised by fixed goalposts alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include "stages/aggregate.h"

/* Both directions, both scales, a denominator, uneven weights. Goalposts and targets wider than the data. */
static const char tree[] = "A P 2 goalposts 0 900 target 900 per POP 10\n"
                           "B P 1 direction -1 goalposts 150 1 target 1\n"
                           "C P 1 goalposts 1 500 log target 500\n"
                           "D Q 1 goalposts 2 120 target 120\n"
                           "E Q 3 direction -1 goalposts 300 2 log target 0.5\n"
                           "F Q 2 goalposts 0 115 target 115\n"
                           "P X 3\n"
                           "Q X 2\n"
                           "X - 1\n"
                           "group region\n"
                           "denominator POP\n";
enum { N_UNITS = 23, N_INDICATORS = 6, REFERENCE = 5 };

/* Promises that a row does not make, because its formula does not. */
static const char *const has_its_zero[] = {"fracmax", "ratio2ref", "above_mean"};
static const char *const knows_its_unit[] = {"log_gii", "log_ct_orig"};
static const char *const knows_its_codes[] = {"multiple"}; /* its draws belong to codes; test_impute_joint.c */

static int is_among(const char *name, const char *const *names, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (strcmp(name, names[k]) == 0)
            return 1;
    return 0;
}
#define AMONG(name, names) is_among((name), (names), sizeof(names) / sizeof(names)[0])

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Values from 10 to 110, one in ten missing but none of the reference unit's, some tied. With `backwards`, unit i is
 * where n - 1 - i was. */
static void fill(sketch *s, unsigned seed, int backwards)
{
    const char *const regions[] = {"n", "s", "w", ""};

    for (size_t v = 0; v < titian_panel_n_variables(s->panel); v++) {
        for (size_t i = 0; i < N_UNITS; i++) {
            const size_t at = backwards ? N_UNITS - 1 - i : i;
            const double x = 10.0 + floor((double) next_random(&seed) / 16777216.0 * 400.0) / 4.0;
            const int missing = next_random(&seed) % 10 == 0 && v < N_INDICATORS && i != REFERENCE;

            titian_panel_column_mut(s->panel, v, 0)[at] = missing ? TITIAN_MISSING : x;
            titian_panel_marks_mut(s->panel, v, 0)[at] = missing ? TITIAN_MARK_MISSING : TITIAN_MARK_OBSERVED;
        }
    }
    for (size_t i = 0; i < N_UNITS; i++)
        assert_int_equal(
            titian_panel_set_label(s->panel, 0, backwards ? N_UNITS - 1 - i : i, regions[i % 4], NULL), TITIAN_OK);
}

/* Rows of neighbouring stages in all pairs, the other stages as by default: what two stages hand each other is what
 * can go wrong, and all rows of all stages together are too many. */
static size_t n_pairs(unsigned stage)
{
    return titian_n_methods((titian_stage) stage) * titian_n_methods((titian_stage) (stage + 1));
}

static size_t n_combinations(void)
{
    size_t n = 0;

    for (unsigned stage = 0; stage < TITIAN_STAGE_WEIGH; stage++)
        n += n_pairs(stage);
    return n;
}

/* Tables of people's weights under which siblings are alike: every judgement 1, the points shared out evenly. */
static const titian_table *even_table(const sketch *s, int votes)
{
    static const char *codes[SKETCH_NODES], *expert[] = {"E"};
    static double judgements[SKETCH_NODES * SKETCH_NODES], points[SKETCH_NODES];
    static size_t lines[SKETCH_NODES];
    static titian_table matrix, ballot;
    const size_t n = titian_framework_n_nodes(s->framework);

    for (size_t k = 0; k < n; k++) {
        const titian_node *node = titian_framework_node(s->framework, k);

        codes[k] = node->code;
        lines[k] = k + 2;
        points[k] = node->parent == TITIAN_NONE
                        ? 0.0
                        : 100.0 / (double) titian_framework_node(s->framework, node->parent)->n_children;
        for (size_t l = 0; l < n; l++)
            judgements[k * n + l] = 1.0;
    }
    matrix = (titian_table){"matrix.csv", n, n, codes, codes, lines, judgements};
    ballot = (titian_table){"votes.csv", 1, n, expert, codes, lines, points};
    return votes ? &ballot : &matrix;
}

static void give_table(sketch *s, const char *option, const char *shape)
{
    for (size_t node = 0; node < titian_framework_n_nodes(s->framework); node++)
        s->weighing[node].option[titian_method_param(s->weighing[node].method, option)].table =
            even_table(s, strcmp(shape, "votes") == 0);
}

/* Choose a row, and give the options that must be given: a group, a variable, a unit, a table. */
static void choose_row(sketch *s, titian_stage stage, size_t row, const char *unit)
{
    const titian_method *method = titian_method_at(stage, row);

    sketch_choose(s, stage, method->name);
    for (size_t p = 0; p < method->n_params; p++) {
        if (method->params[p].kind == TITIAN_PARAM_GROUP)
            sketch_group(s, stage, "region");
        else if (method->params[p].kind == TITIAN_PARAM_TABLE)
            give_table(s, method->params[p].name, method->params[p].choices);
        else if (method->params[p].kind == TITIAN_PARAM_ROWS && isnan(method->params[p].fallback))
            sketch_text(s, stage, method->params[p].name, "POP");
        else if (method->params[p].kind == TITIAN_PARAM_TEXT && isnan(method->params[p].fallback))
            sketch_text(s, stage, method->params[p].name, unit);
    }
}

static void choose(sketch *s, size_t combination, const char *unit)
{
    unsigned first = 0;

    while (combination >= n_pairs(first))
        combination -= n_pairs(first++);
    for (unsigned k = 0; k <= TITIAN_STAGE_WEIGH; k++) {
        const size_t n = titian_n_methods((titian_stage) first);

        choose_row(s, (titian_stage) k, k == first ? combination % n : k == first + 1 ? combination / n : 0, unit);
    }
}

/* Codes of the reference unit, when the units stand in their order and backwards. */
static const char forwards_reference[] = "U05", backwards_reference[] = "U17";

static const char *row_of(const sketch *s, titian_stage stage)
{
    return stage == TITIAN_STAGE_WEIGH       ? s->weighing[0].method->name
           : stage == TITIAN_STAGE_AGGREGATE ? s->aggregation[0].method->name
                                             : s->recipe.choice[stage].method->name;
}

static const double *column_of(const sketch *s, titian_result result, size_t variable)
{
    return titian_panel_column(titian_assessment_result(s->a, result), variable, 0);
}

/* Two runs gave the same scores and ranks, unit for unit. */
static void expect_same(const sketch *a, const sketch *b, int backwards, double within)
{
    for (size_t node = 0; node < titian_framework_n_nodes(a->framework); node++) {
        for (size_t i = 0; i < N_UNITS; i++) {
            const size_t at = backwards ? N_UNITS - 1 - i : i;
            const double x = column_of(a, TITIAN_RESULT_AGGREGATED, node)[i];

            if (!(fabs(column_of(b, TITIAN_RESULT_AGGREGATED, node)[at] - x) <= within) && !isnan(x))
                fail_msg("%s, %s, %s, %s, %s: %.17g is not %.17g", row_of(a, TITIAN_STAGE_IMPUTE),
                    row_of(a, TITIAN_STAGE_TREAT), row_of(a, TITIAN_STAGE_NORMALISE),
                    row_of(a, TITIAN_STAGE_AGGREGATE), row_of(a, TITIAN_STAGE_WEIGH),
                    column_of(b, TITIAN_RESULT_AGGREGATED, node)[at], x);
            assert_int_equal(isnan(column_of(b, TITIAN_RESULT_AGGREGATED, node)[at]) != 0, isnan(x) != 0);
            assert_int_equal(titian_assessment_ranks(a->a, node, 0)[i], titian_assessment_ranks(b->a, node, 0)[at]);
        }
    }
}

/* Run both: both give the same, or both refuse. @return did they run? */
static int same_runs(sketch *a, sketch *b, int backwards, double within)
{
    const titian_status status = sketch_try(a);

    assert_int_equal(sketch_try(b), status);
    if (status == TITIAN_OK)
        expect_same(a, b, backwards, within);
    return status == TITIAN_OK;
}

static void the_order_of_units_changes_nothing(void **state)
{
    size_t n_run = 0;
    sketch a, b;

    (void) state;
    sketch_open_units(&a, tree, N_UNITS);
    sketch_open_units(&b, tree, N_UNITS);
    fill(&a, 5u, 0);
    fill(&b, 5u, 1);
    for (size_t c = 0; c < n_combinations(); c++) {
        choose(&a, c, forwards_reference);
        choose(&b, c, backwards_reference);
        if (!AMONG(row_of(&a, TITIAN_STAGE_IMPUTE), knows_its_codes))
            n_run += (size_t) same_runs(&a, &b, 1, 1e-10);
    }
    assert_true(n_run > n_combinations() * 3 / 4);
    sketch_close(&a);
    sketch_close(&b);
}

static void the_scale_of_weights_changes_nothing(void **state)
{
    sketch a, b;

    (void) state;
    sketch_open_units(&a, tree, N_UNITS);
    sketch_open_units(&b, tree, N_UNITS);
    fill(&a, 6u, 0);
    fill(&b, 6u, 0);
    for (size_t k = 0; k < SKETCH_NODES; k++)
        b.weights[k] *= 0.07;
    for (size_t c = 0; c < n_combinations(); c++) {
        choose(&a, c, forwards_reference);
        choose(&b, c, forwards_reference);
        (void) same_runs(&a, &b, 0, 1e-10);
    }
    sketch_close(&a);
    sketch_close(&b);
}

/* Logarithms have no zero of their own. */
static int takes_logs(const sketch *s)
{
    return strcmp(row_of(s, TITIAN_STAGE_TREAT), "none") != 0;
}

/* Targets are the framework's: in thousandths they need a tree of their own. */
static const char tree_in_thousandths[] = "A P 2 goalposts 0 900 target 900000 per POP 10\n"
                                          "B P 1 direction -1 goalposts 150 1 target 1000\n"
                                          "C P 1 goalposts 1 500 log target 500000\n"
                                          "D Q 1 goalposts 2 120 target 120000\n"
                                          "E Q 3 direction -1 goalposts 300 2 log target 500\n"
                                          "F Q 2 goalposts 0 115 target 115000\n"
                                          "P X 3\nQ X 2\nX - 1\ngroup region\ndenominator POP\n";

/* Values and goalposts in thousandths of what they were. */
static void a_change_of_measurement_unit_changes_nothing(void **state)
{
    sketch a, b;

    (void) state;
    sketch_open_units(&a, tree, N_UNITS);
    sketch_open_units(&b, tree_in_thousandths, N_UNITS);
    fill(&a, 7u, 0);
    fill(&b, 7u, 0);
    for (size_t v = 0; v < N_INDICATORS; v++) {
        for (size_t i = 0; i < N_UNITS; i++)
            titian_panel_column_mut(b.panel, v, 0)[i] *= 1000.0;
        b.lows[v] *= 1000.0;
        b.highs[v] *= 1000.0;
    }
    for (size_t c = 0; c < n_combinations(); c++) {
        choose(&a, c, forwards_reference);
        choose(&b, c, forwards_reference);
        if (!AMONG(row_of(&a, TITIAN_STAGE_TREAT), knows_its_unit) &&
            !(takes_logs(&a) && AMONG(row_of(&a, TITIAN_STAGE_NORMALISE), has_its_zero)))
            (void) same_runs(&a, &b, 0, 1e-9);
    }
    sketch_close(&a);
    sketch_close(&b);
}

/* Degrees Celsius into Fahrenheit, for whatever is not on a log scale. */
static void a_change_of_zero_changes_nothing_on_a_linear_scale(void **state)
{
    const char celsius[] =
        "A X 1 goalposts 0 200 target 150\nB X 1 direction -1 goalposts 150 -5 target -10\nX - 1\n";
    const char fahrenheit[] =
        "A X 1 goalposts 32 392 target 302\nB X 1 direction -1 goalposts 302 23 target 14\nX - 1\n";

    (void) state;
    for (size_t row = 0; row < titian_n_methods(TITIAN_STAGE_NORMALISE); row++) {
        unsigned seed = 8u;
        sketch a, b;

        if (AMONG(titian_method_at(TITIAN_STAGE_NORMALISE, row)->name, has_its_zero))
            continue;
        sketch_open_units(&a, celsius, N_UNITS);
        sketch_open_units(&b, fahrenheit, N_UNITS);
        for (size_t v = 0; v < 2; v++) {
            for (size_t i = 0; i < N_UNITS; i++) {
                const double x = (double) (next_random(&seed) % 500) / 4.0;

                titian_panel_column_mut(a.panel, v, 0)[i] = x;
                titian_panel_column_mut(b.panel, v, 0)[i] = x * 1.8 + 32.0;
            }
        }
        choose_row(&a, TITIAN_STAGE_NORMALISE, row, forwards_reference);
        choose_row(&b, TITIAN_STAGE_NORMALISE, row, forwards_reference);
        sketch_run(&a);
        sketch_run(&b);
        expect_same(&a, &b, 0, 1e-10);
        sketch_close(&a);
        sketch_close(&b);
    }
}

static void expect_order_kept(const sketch *s)
{
    for (size_t v = 0; v < N_INDICATORS; v++) {
        const double *x = column_of(s, TITIAN_RESULT_TREATED, v);
        const double *y = column_of(s, TITIAN_RESULT_NORMALISED, v);
        const int direction = titian_framework_node(s->framework, v)->direction;

        for (size_t i = 0; i < N_UNITS; i++) {
            assert_int_equal(isnan(x[i]) != 0, isnan(y[i]) != 0);
            for (size_t k = 0; k < N_UNITS; k++)
                if (x[i] * direction > x[k] * direction)
                    assert_true(y[i] >= y[k]);
        }
    }
}

static void normalising_keeps_the_order_of_units(void **state)
{
    sketch s;

    (void) state;
    sketch_open_units(&s, tree, N_UNITS);
    for (size_t row = 0; row < titian_n_methods(TITIAN_STAGE_NORMALISE); row++) {
        size_t n_run = 0;

        choose_row(&s, TITIAN_STAGE_NORMALISE, row, forwards_reference);
        for (unsigned seed = 0; seed < 20; seed++) {
            fill(&s, seed, 0);
            if (sketch_try(&s) != TITIAN_OK)
                continue; /* the reference unit may be the worst */
            n_run++;
            expect_order_kept(&s);
        }
        assert_true(n_run > 0);
    }
    sketch_close(&s);
}

/* Rank of a unit in the index, and its score. */
static size_t rank_of(const sketch *s, size_t unit)
{
    return titian_assessment_ranks(s->a, titian_framework_root(s->framework), 0)[unit];
}

/* Promised where nobody's score depends on anybody else: goalposts, no imputation, no treatment, no weights from
 * data, and these. Not mpi and ampi, whose penalty can cost more than the better score brings; nor distances,
 * comparisons and the benefit of the doubt, where one unit's gain moves what others are measured by, and over two
 * levels third ones past it. */
static const char *const plain_means[] = {"arithmetic", "geometric", "harmonic", "power", "quadratic",
    "reversed_geometric", "median", "minimum", "maximum", "owa", "extreme_mean", "mean_min", "weak_link"};

static void with_fixed_goalposts_a_better_value_never_lowers_a_rank(void **state)
{
    unsigned seed = 9u;
    sketch s;

    (void) state;
    sketch_open_units(&s, tree, N_UNITS);
    for (size_t c = 0; c < n_combinations(); c++) {
        choose(&s, c, forwards_reference);
        sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
        if (strcmp(row_of(&s, TITIAN_STAGE_IMPUTE), "none") != 0 ||
            strcmp(row_of(&s, TITIAN_STAGE_TREAT), "none") != 0 || titian_weights_from_data(&s.recipe) ||
            !AMONG(row_of(&s, TITIAN_STAGE_AGGREGATE), plain_means))
            continue;
        fill(&s, (unsigned) c, 0);
        for (unsigned trial = 0; trial < 40; trial++) {
            const size_t unit = next_random(&seed) % N_UNITS, v = next_random(&seed) % N_INDICATORS;
            const double better = (double) (next_random(&seed) % 60) * (s.highs[v] > s.lows[v] ? 1.0 : -1.0);
            double *x = titian_panel_column_mut(s.panel, v, 0);
            size_t before = 0;

            sketch_run(&s);
            before = rank_of(&s, unit);
            if (isnan(x[unit]) || x[unit] + better <= 0.0)
                continue;
            x[unit] += better;
            sketch_run(&s);
            assert_true(rank_of(&s, unit) <= before);
        }
    }
    sketch_close(&s);
}

/* ---- columns at the edges ---- */

typedef struct {
    const char *what;
    size_t n;
    double x[6];
} edge;

static const edge edges[] = {
    {"one value", 1, {5.0}},
    {"one unit without a value", 1, {TITIAN_MISSING}},
    {"two values", 2, {1.0, 2.0}},
    {"two equal values", 2, {3.0, 3.0}},
    {"one of two missing", 2, {TITIAN_MISSING, 4.0}},
    {"all equal", 6, {7.0, 7.0, 7.0, 7.0, 7.0, 7.0}},
    {"all missing", 6,
        {TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING}},
    {"one missing", 6, {1.0, 2.0, TITIAN_MISSING, 4.0, 5.0, 6.0}},
    {"all but one missing", 6, {TITIAN_MISSING, TITIAN_MISSING, TITIAN_MISSING, 4.0, TITIAN_MISSING, TITIAN_MISSING}},
    {"ties", 6, {1.0, 1.0, 2.0, 2.0, 2.0, 3.0}},
    {"zeros and one", 6, {0.0, 0.0, 0.0, 0.0, 0.0, 1.0}},
    {"negative", 6, {-1.0, -2.0, -3.0, -4.0, -5.0, -600.0}},
    {"huge", 6, {1e300, 2e300, 3e300, 4e300, 5e300, 9e307}},
    {"huge and tiny", 6, {1e300, 1e-300, 1.0, 2.0, 3.0, 4.0}},
    {"further apart than numbers reach", 6, {1.7e308, -1.7e308, 1.0, 2.0, 3.0, 4.0}},
    {"denormal", 6, {4.9e-324, 9.9e-324, 1.5e-323, 2e-323, 2.5e-323, 3e-323}},
    {"denormal and equal but one", 6, {4.9e-324, 4.9e-324, 4.9e-324, 4.9e-324, 4.9e-324, 9.9e-324}},
    {"no unit", 0, {0.0}},
};

/* Every result holds numbers or gaps, and a gap nowhere that a number was; a unit with scores has an index, or a note
 * says why not. */
static void expect_no_silent_gap(const sketch *s, const edge *e)
{
    const titian_panel *screened = titian_assessment_result(s->a, TITIAN_RESULT_SCREENED);
    const titian_panel *normalised = titian_assessment_result(s->a, TITIAN_RESULT_NORMALISED);
    const size_t root = titian_framework_root(s->framework);

    for (size_t v = 0; v < titian_framework_n_indicators(s->framework); v++) {
        for (size_t i = 0; i < e->n; i++) {
            const double x = titian_panel_column(screened, v, 0)[i], y = titian_panel_column(normalised, v, 0)[i];

            if (isinf(y) || (!isnan(x) && isnan(y)))
                fail_msg("%s under %s: %g became %g", e->what, row_of(s, TITIAN_STAGE_NORMALISE), x, y);
            if (!isnan(y) && isnan(column_of(s, TITIAN_RESULT_AGGREGATED, root)[i]) &&
                titian_assessment_n_notes(s->a) == 0)
                fail_msg("%s under %s, %s: no index", e->what, row_of(s, TITIAN_STAGE_NORMALISE),
                    row_of(s, TITIAN_STAGE_AGGREGATE));
            if (isinf(column_of(s, TITIAN_RESULT_AGGREGATED, root)[i]))
                fail_msg("%s: an infinite index", e->what);
        }
    }
}

static void at_the_edges_a_run_gives_numbers_or_says_why_not(void **state)
{
    const char *const trees[] = {
        "A X 1 goalposts 1 9 target 9\nB X 1 goalposts 0 9 target 9\nX - 1\ngroup region\ndenominator POP\n",
        "A X 1 goalposts 9 1 log direction -1 target 1\nB X 1 goalposts 0 9 target 9\nX - 1\ngroup region\n"
        "denominator POP\n"};

    (void) state;
    for (size_t k = 0; k < sizeof edges / sizeof edges[0]; k++) {
        for (size_t t = 0; t < 2; t++) {
            sketch s;

            sketch_open_units(&s, trees[t], edges[k].n);
            for (size_t i = 0; i < edges[k].n; i++) {
                titian_panel_column_mut(s.panel, 0, 0)[i] = edges[k].x[i];
                titian_panel_column_mut(s.panel, 1, 0)[i] = (double) i;
                titian_panel_column_mut(s.panel, 2, 0)[i] = (double) i + 1.0;
            }
            for (size_t c = t; c < n_combinations(); c += 2) { /* every other pair on either tree */
                choose(&s, c, "U00");
                if (sketch_try(&s) == TITIAN_OK) {
                    expect_no_silent_gap(&s, &edges[k]);
                    continue;
                }
                assert_int_equal(s.error.code, TITIAN_E_NUMERIC);
                assert_true(s.error.message[0] != '\0' && s.error.mend[0] != '\0');
            }
            sketch_close(&s);
        }
    }
}

/* The scale on which a method is a weighted mean: the score of each node lies on it where the mean of its children
 * does, missing ones and their weights left out. */
static void a_method_with_a_scale_is_the_weighted_mean_there(void **state)
{
    size_t n_methods = 0;
    sketch s;

    (void) state;
    sketch_open_units(&s, tree, N_UNITS);
    fill(&s, 8u, 0);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    for (size_t row = 0; row < titian_n_methods(TITIAN_STAGE_AGGREGATE); row++) {
        titian_additive_fn scale = NULL;

        choose_row(&s, TITIAN_STAGE_AGGREGATE, row, forwards_reference);
        scale = titian_aggregate_additive(&s.aggregation[0]);
        if (scale == NULL)
            continue;
        n_methods++;
        sketch_run(&s);
        for (size_t node = N_INDICATORS; node < titian_framework_n_nodes(s.framework); node++) {
            const titian_node *about = titian_framework_node(s.framework, node);

            for (size_t i = 0; i < N_UNITS; i++) {
                const double score = column_of(&s, TITIAN_RESULT_AGGREGATED, node)[i];
                double sum = 0.0, weight = 0.0;

                for (size_t k = about->first_child; k < about->first_child + about->n_children; k++) {
                    const double y = column_of(&s, TITIAN_RESULT_AGGREGATED, k)[i];

                    sum += isnan(y) ? 0.0 : s.weights[k] * scale(&s.aggregation[node], y);
                    weight += isnan(y) ? 0.0 : s.weights[k];
                }
                if (weight > 0.0) /* relative: powers of scores may be large */
                    assert_near(
                        scale(&s.aggregation[node], score), sum / weight, 1e-11 * fmax(1.0, fabs(sum / weight)));
            }
        }
        assert_true(scale(&s.aggregation[0], 60.0) > scale(&s.aggregation[0], 50.0));
    }
    assert_int_equal(n_methods, 6); /* arithmetic, geometric, harmonic, power, quadratic, reversed geometric */
    sketch_close(&s);
}

static void choices_are_alike_whatever_they_ask_of_coverage(void **state)
{
    titian_choice a, b;

    (void) state;
    for (size_t row = 0; row < titian_n_methods(TITIAN_STAGE_AGGREGATE); row++) {
        const size_t last = titian_method_at(TITIAN_STAGE_AGGREGATE, row)->n_params - 1;

        a = b = titian_choice_default(TITIAN_STAGE_AGGREGATE, row);
        b.option[titian_method_param(b.method, "min_coverage")].number = 0.9;
        b.option[titian_method_param(b.method, "decimals")].number = 2.0;
        assert_true(titian_aggregate_alike(&a, &b));
        b.option[last].number += 0.125;
        assert_int_equal(titian_aggregate_alike(&a, &b), last < TITIAN_N_AGGREGATE_PARAMS);
    }
    b = titian_choice_default(TITIAN_STAGE_AGGREGATE, 0);
    assert_false(titian_aggregate_alike(&a, &b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_units_changes_nothing),
        cmocka_unit_test(the_scale_of_weights_changes_nothing),
        cmocka_unit_test(a_change_of_measurement_unit_changes_nothing),
        cmocka_unit_test(a_change_of_zero_changes_nothing_on_a_linear_scale),
        cmocka_unit_test(normalising_keeps_the_order_of_units),
        cmocka_unit_test(with_fixed_goalposts_a_better_value_never_lowers_a_rank),
        cmocka_unit_test(a_method_with_a_scale_is_the_weighted_mean_there),
        cmocka_unit_test(choices_are_alike_whatever_they_ask_of_coverage),
        cmocka_unit_test(at_the_edges_a_run_gives_numbers_or_says_why_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* analysis/sensitivity: indices of models whose indices are known, and what is said about them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdlib.h>

#include <titian/sensitivity.h>

#include "kernels/sensitivity.h"
#include "unit/drawn.h"

enum { N_UNITS = 12 };

static const char tree[] = "A P 3 goalposts 0 100\n"
                           "B P 1 goalposts 0 100\n"
                           "C Q 2 goalposts 0 200\n"
                           "D Q 1 goalposts 0 100\n"
                           "P X 2\n"
                           "Q X 1\n"
                           "X - 1\n"
                           "other SE\n";
enum { A, B, C, D, P, Q, X, N_NODES, N_INDICATORS = P };

/* A sketch with up to four factors; it must not move once it has run. */
typedef struct {
    sketch s;
    titian_factor factors[4];
    titian_alternative scales[2], means[2];
    titian_choice geometric[N_NODES];
} doubtful;

static const titian_output shift = {.kind = TITIAN_OUTPUT_SHIFT};

static titian_output score_of(size_t unit)
{
    return (titian_output){.kind = TITIAN_OUTPUT_SCORE, .unit = unit};
}

static titian_factor *add(doubtful *d, const char *name, const char *method)
{
    titian_factor *factor = &d->factors[d->s.recipe.uncertainty.n_factors++];

    *factor = (titian_factor){.name = name, .node = TITIAN_NONE};
    factor->how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, method));
    return factor;
}

static titian_option *option(titian_factor *factor, const char *name)
{
    return &factor->how.option[titian_method_param(factor->how.method, name)];
}

static void open_doubtful(doubtful *d)
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
static void add_choices(doubtful *d)
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
    factor = add(d, "scale", "alternatives");
    factor->alternatives = d->scales;
    factor->n_alternatives = 2;
    factor = add(d, "mean", "alternatives");
    factor->alternatives = d->means;
    factor->n_alternatives = 2;
}

static titian_sensitivity *analyse(doubtful *d, const titian_sensitivity_options *options)
{
    titian_sensitivity *s = NULL;
    titian_error err;

    if (d->s.a == NULL)
        sketch_run(&d->s);
    if (titian_sensitivity_run(&s, d->s.a, options, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    return s;
}

static void close_all(doubtful *d, titian_sensitivity *s)
{
    titian_sensitivity_free(s);
    sketch_close(&d->s);
}

/* Within four of its standard errors, which are below `error`. */
static void assert_index(titian_index index, double wanted, double error)
{
    if (!(index.error < error) || !(fabs(index.estimate - wanted) <= 4.0 * index.error + 1e-12))
        fail_msg("%g +- %g is not %g", index.estimate, index.error, wanted);
    assert_true(index.low <= index.estimate && index.estimate <= index.high);
}

/* ---- known indices ---- */

static void a_factor_that_acts_alone_has_all_of_the_variance(void **state)
{
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *s = NULL;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    option(add(&d, "weights", "noise"), "share")->number = 0.8;
    option(add(&d, "nothing", "noise"), "share")->number = 0.0;
    o.rows = 4096;
    s = analyse(&d, &o);
    assert_true(titian_sensitivity_variance(s, shift) > 0.0);
    assert_index(titian_sensitivity_first(s, shift, 0), 1.0, 0.02);
    assert_index(titian_sensitivity_total(s, shift, 0), 1.0, 0.02);
    for (size_t i = 0; i < N_UNITS; i++) {
        assert_near(titian_sensitivity_first(s, score_of(i), 1).estimate, 0.0, 1e-12);
        assert_near(titian_sensitivity_total(s, score_of(i), 1).estimate, 0.0, 0.0);
    }
    assert_true(titian_sensitivity_matters(s, shift, 0));
    assert_false(titian_sensitivity_matters(s, shift, 1));
    close_all(&d, s);
}

/* Errors of two indicators: the score is their weighted sum, X = 2/3 (3/4 A + 1/4 B) + 1/3 (2/3 C / 2 + 1/3 D). */
static void indices_of_a_sum_are_shares_of_its_variance(void **state)
{
    const double of_a = 0.5 * 2.0, of_c = 1.0 / 9.0 * 6.0; /* standard deviations in score points */
    const double share = of_a * of_a / (of_a * of_a + of_c * of_c);
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *s = NULL;
    titian_factor *factor;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    factor = add(&d, "A", "error");
    option(factor, "indicator")->text = "A";
    option(factor, "sd")->number = 2.0;
    factor = add(&d, "C", "error");
    option(factor, "indicator")->text = "C";
    option(factor, "sd")->number = 6.0;
    o.rows = 8192;
    o.second = 1;
    s = analyse(&d, &o);
    for (size_t i = 0; i < N_UNITS; i += 5) {
        assert_near(titian_sensitivity_variance(s, score_of(i)), of_a * of_a + of_c * of_c, 0.05);
        assert_index(titian_sensitivity_first(s, score_of(i), 0), share, 0.02);
        assert_index(titian_sensitivity_total(s, score_of(i), 0), share, 0.02);
        assert_index(titian_sensitivity_first(s, score_of(i), 1), 1.0 - share, 0.02);
        assert_index(titian_sensitivity_total(s, score_of(i), 1), 1.0 - share, 0.02);
        assert_index(titian_sensitivity_second(s, score_of(i), 0, 1), 0.0, 0.04);
    }
    close_all(&d, s);
}

/* An output of a replication alone, with numbers of the test's own. */
static double run_alone(titian_replication *r, uint64_t number, titian_output output)
{
    assert_int_equal(titian_replication_run(r, number, NULL), TITIAN_OK);
    return output.kind == TITIAN_OUTPUT_SHIFT   ? titian_replication_shift(r)
           : output.kind == TITIAN_OUTPUT_SCORE ? titian_replication_score(r, X, output.unit)
                                                : (double) titian_replication_rank(r, X, output.unit);
}

/* Variance and its parts, from all four combinations. */
typedef struct {
    double variance, first[2], both;
} parts;

static parts parts_of(titian_replication *r, titian_output output)
{
    double f[2][2], mean = 0.0, main[2][2], sum = 0.0;
    parts p = {.variance = 0.0};

    for (size_t k = 0; k < 4; k++) {
        f[k / 2][k % 2] = run_alone(r, k, output);
        mean += f[k / 2][k % 2] / 4.0;
    }
    for (size_t k = 0; k < 4; k++)
        p.variance += (f[k / 2][k % 2] - mean) * (f[k / 2][k % 2] - mean) / 4.0;
    for (size_t v = 0; v < 2; v++) {
        main[0][v] = 0.5 * (f[v][0] + f[v][1]) - mean;
        main[1][v] = 0.5 * (f[0][v] + f[1][v]) - mean;
    }
    for (size_t k = 0; k < 2; k++) {
        p.first[k] = 0.5 * (main[k][0] * main[k][0] + main[k][1] * main[k][1]) / p.variance;
        sum += p.first[k];
    }
    p.both = 1.0 - sum;
    return p;
}

static void indices_of_choices_are_those_of_all_combinations(void **state)
{
    const double draws[] = {0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75, 0.75};
    const titian_uncertainty_options by_hand = {.draws = draws};
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_output outputs[5] = {shift};
    titian_replication *r = NULL;
    titian_sensitivity *s = NULL;
    double strongest = 0.0;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    add_choices(&d);
    o.rows = 4096;
    o.second = 1;
    o.shapley = 1;
    s = analyse(&d, &o);
    for (size_t k = 1; k < 5; k++)
        outputs[k] = score_of(2 * k);
    assert_int_equal(titian_replication_new(&r, d.s.a, &by_hand, NULL), TITIAN_OK);
    for (size_t k = 0; k < 5; k++) {
        const parts p = parts_of(r, outputs[k]);

        assert_near(titian_sensitivity_variance(s, outputs[k]), p.variance, 1e-3 * p.variance);
        for (size_t f = 0; f < 2; f++) {
            assert_index(titian_sensitivity_first(s, outputs[k], f), p.first[f], 0.02);
            assert_index(titian_sensitivity_total(s, outputs[k], f), p.first[f] + p.both, 0.02);
            assert_index(titian_sensitivity_shapley(s, outputs[k], f), p.first[f] + 0.5 * p.both, 0.02);
        }
        assert_index(titian_sensitivity_second(s, outputs[k], 0, 1), p.both, 0.03);
        assert_index(titian_sensitivity_second(s, outputs[k], 1, 0), p.both, 0.03);
        strongest = fmax(strongest, p.both);
    }
    assert_true(strongest > 0.05); /* there is something to find */
    titian_replication_free(r);
    close_all(&d, s);
}

static void add_three(doubtful *d)
{
    add_choices(d);
    option(add(d, "weights", "noise"), "share")->number = 0.8;
}

static void shapley_effects_add_up_to_one(void **state)
{
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *s = NULL;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    add_three(&d);
    o.shapley = 1;
    s = analyse(&d, &o);
    for (size_t i = 0; i <= N_UNITS; i++) {
        const titian_output output = i == N_UNITS ? shift : score_of(i);
        double sum = 0.0;

        for (size_t f = 0; f < 3; f++)
            sum += titian_sensitivity_shapley(s, output, f).estimate;
        assert_near(sum, 1.0, 1e-12);
    }
    assert_int_equal(titian_sensitivity_runs(s), 1024 * (3 + 2 + 2));
    close_all(&d, s);
}

/* ---- the same whoever runs it ---- */

enum { MOST_ANSWERS = 4000 };

static size_t ask_all(const titian_sensitivity *s, double *out)
{
    size_t n = 0;

    for (size_t i = 0; i <= 2 * N_UNITS; i++) {
        const titian_output output = i == 2 * N_UNITS ? shift : score_of(i % N_UNITS);

        for (size_t f = 0; f < titian_sensitivity_n_factors(s); f++) {
            const titian_index all[] = {titian_sensitivity_first(s, output, f),
                titian_sensitivity_total(s, output, f), titian_sensitivity_shapley(s, output, f),
                titian_sensitivity_second(s, output, f, (f + 1) % 3),
                titian_sensitivity_dummy(s, output, (int) f % 2)};

            assert_true(n + 20 <= MOST_ANSWERS);
            memcpy(out + n, all, sizeof all);
            n += (sizeof all) / (sizeof *out);
        }
    }
    for (size_t k = 0; k < titian_sensitivity_n_alone(s); k++)
        out[n++] = titian_sensitivity_alone(s, k)->shift;
    return n;
}

static void indices_do_not_depend_on_the_number_of_threads(void **state)
{
    static double one[MOST_ANSWERS], many[MOST_ANSWERS];
    titian_sensitivity_options o = titian_sensitivity_options_default();
    doubtful d;

    (void) state;
    open_doubtful(&d);
    add_three(&d);
    o.second = o.shapley = 1;
    o.rows = 256;
    for (int random = 0; random < 2; random++)
        for (int threads = 1; threads <= 3; threads++) {
            titian_sensitivity *s = NULL;
            size_t n;

            o.threads = threads;
            o.random = random;
            s = analyse(&d, &o);
            n = ask_all(s, threads == 1 ? one : many);
            if (threads > 1)
                assert_memory_equal(one, many, n * sizeof *one);
            titian_sensitivity_free(s);
        }
    close_all(&d, NULL);
}

/* ---- chance ---- */

static void a_dummy_has_an_interval_round_nothing(void **state)
{
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *s = NULL;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    add_three(&d);
    o.random = 1; /* of a Sobol' sequence chance is next to nothing */
    s = analyse(&d, &o);
    for (int total = 0; total < 2; total++) {
        assert_index(titian_sensitivity_dummy(s, shift, total), 0.0, 0.05);
        assert_true(titian_sensitivity_dummy(s, shift, total).error > 1e-4);
    }
    close_all(&d, s);
}

static void what_was_not_asked_for_is_missing(void **state)
{
    titian_sensitivity *s = NULL;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    add_three(&d);
    s = analyse(&d, NULL);
    assert_true(isnan(titian_sensitivity_second(s, shift, 0, 1).estimate));
    assert_true(isnan(titian_sensitivity_shapley(s, shift, 0).estimate));
    assert_true(isnan(titian_sensitivity_first(s, score_of(N_UNITS + 5), 0).estimate)); /* no such unit */
    assert_int_equal(titian_sensitivity_rows(s), 1024);
    assert_int_equal(titian_sensitivity_runs(s), 1024 * 5);
    assert_int_equal(titian_sensitivity_seed(s), 3);
    close_all(&d, s);
}

/* ---- a design of the caller's ---- */

/* Every run by a replication of its own, every index by the kernels. */
static void a_given_design_gives_the_indices_of_its_runs(void **state)
{
    enum { ROWS = 60, FACTORS = 2, RUNS = ROWS * (FACTORS + 2) };
    titian_sensitivity_options o = titian_sensitivity_options_default();
    const titian_output outputs[] = {shift, score_of(3), {.kind = TITIAN_OUTPUT_RANK, .unit = 4}};
    titian_uncertainty_options by_hand = {.draws = NULL};
    double sums[64], *draws = NULL, *runs = NULL;
    titian_replication *r = NULL;
    titian_sensitivity *s = NULL;
    uint64_t seed = 77;
    size_t n, n_weights, first;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    add_choices(&d);
    d.s.recipe.uncertainty.n_factors = 1;
    option(add(&d, "weights", "noise"), "share")->number = 0.8;
    sketch_run(&d.s);
    n_weights = N_NODES - 1;
    n = 1 + n_weights;
    draws = malloc(RUNS * n * sizeof *draws);
    runs = malloc(RUNS * sizeof *runs);
    assert_true(draws != NULL && runs != NULL);
    for (size_t k = 0; k < 2 * ROWS * n; k++)
        draws[k] = drawn_share(&seed);
    for (size_t f = 0; f < FACTORS; f++)
        for (size_t row = 0; row < ROWS; row++) {
            double *ab = draws + ((2 + f) * ROWS + row) * n;

            memcpy(ab, draws + row * n, n * sizeof *ab);
            memcpy(ab + f, draws + (ROWS + row) * n + f, (f == 0 ? 1 : n_weights) * sizeof *ab);
        }
    o.draws = draws;
    o.rows = ROWS;
    s = analyse(&d, &o);
    by_hand.draws = draws;
    assert_int_equal(titian_replication_new(&r, d.s.a, &by_hand, NULL), TITIAN_OK);
    assert_int_equal(titian_replication_n_numbers(r, 1, &first), n_weights);
    assert_int_equal(first, 1);
    for (size_t k = 0; k < 3; k++) {
        const double about = 0.0;
        const kernel_sensitivity of = {.n_outputs = 1, .n_factors = FACTORS, .about = &about, .sums = sums};
        const kernel_design design = {.n_rows = ROWS, .a = runs, .b = runs + ROWS, .ab = runs + 2 * ROWS};

        assert_true(kernel_sensitivity_room(1, FACTORS) <= 64);
        for (uint64_t run = 0; run < RUNS; run++)
            runs[run] = run_alone(r, run, outputs[k]);
        kernel_sensitivity_of_rows(&of, &design, NULL);
        assert_near(titian_sensitivity_variance(s, outputs[k]),
            kernel_sensitivity_variance(&of, 0, KERNEL_VARIANCE_POPULATION), 1e-9);
        for (size_t f = 0; f < FACTORS; f++) {
            const titian_index total = titian_sensitivity_total(s, outputs[k], f);

            assert_near(titian_sensitivity_first(s, outputs[k], f).estimate,
                kernel_sensitivity_first(&of, 0, f, KERNEL_FIRST_CENTRED, KERNEL_VARIANCE_POPULATION), 1e-9);
            assert_near(total.estimate, kernel_sensitivity_total(&of, 0, f, KERNEL_VARIANCE_POPULATION), 1e-9);
            assert_true(total.low < total.estimate && total.estimate < total.high && total.error > 0.0);
        }
    }
    titian_replication_free(r);
    free(draws);
    free(runs);
    close_all(&d, s);
}

/* ---- one by one ---- */

static void a_choice_by_itself_is_the_model_with_that_choice(void **state)
{
    titian_sensitivity *s = NULL;
    doubtful d, other;

    (void) state;
    open_doubtful(&d);
    add_three(&d);
    s = analyse(&d, NULL);
    assert_int_equal(titian_sensitivity_n_alone(s), 5);
    assert_string_equal(titian_sensitivity_alone(s, 1)->value, "rank");
    assert_string_equal(titian_sensitivity_alone(s, 3)->value, "geometric");
    assert_near(titian_sensitivity_alone(s, 0)->shift, 0.0, 0.0);
    assert_near(titian_sensitivity_alone(s, 2)->shift, 0.0, 0.0);
    assert_int_equal(titian_sensitivity_alone(s, 2)->unit, TITIAN_NONE);
    for (int k = 0; k < 2; k++) {
        const titian_alone *alone = titian_sensitivity_alone(s, (size_t) (1 + 2 * k));
        double sum = 0.0, largest = 0.0;

        open_doubtful(&other);
        sketch_choose(&other.s, k == 0 ? TITIAN_STAGE_NORMALISE : TITIAN_STAGE_AGGREGATE, alone->value);
        sketch_run(&other.s);
        for (size_t i = 0; i < N_UNITS; i++) {
            const double moved = fabs((double) titian_assessment_ranks(other.s.a, X, 0)[i] -
                                      (double) titian_assessment_ranks(d.s.a, X, 0)[i]);

            sum += moved;
            largest = fmax(largest, moved);
            if (i == alone->unit)
                assert_near(moved, alone->largest, 0.0);
        }
        assert_near(alone->shift, sum / N_UNITS, 1e-12);
        assert_near(alone->largest, largest, 0.0);
        sketch_close(&other.s);
    }
    assert_string_equal(titian_sensitivity_alone(s, 4)->value, "");
    assert_true(titian_sensitivity_alone(s, 4)->shift > 0.0);
    close_all(&d, s);
}

/* ---- verdicts ---- */

static void check_verdict(doubtful *d, uint64_t rows, int converged, const char *words)
{
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *s = NULL;

    o.rows = rows;
    s = analyse(d, &o);
    if (strstr(titian_sensitivity_verdict(s), words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", titian_sensitivity_verdict(s), words);
    assert_int_equal(titian_sensitivity_converged(s), converged);
    titian_sensitivity_free(s);
}

static void without_movement_there_is_nothing_to_explain(void **state)
{
    doubtful d;

    (void) state;
    open_doubtful(&d);
    option(add(&d, "nothing", "noise"), "share")->number = 0.0;
    check_verdict(&d, 64, 1, "nothing to explain");
    close_all(&d, NULL);
}

static void narrow_intervals_and_a_stable_order_are_enough(void **state)
{
    doubtful d;

    (void) state;
    open_doubtful(&d);
    add_choices(&d);
    check_verdict(&d, 8192, 1, "converged: no interval of a total index is wider than 0.0");
    close_all(&d, NULL);
}

static void wide_intervals_ask_for_more(void **state)
{
    doubtful d;

    (void) state;
    open_doubtful(&d);
    add_three(&d);
    check_verdict(&d, 128, 0, "not converged: the widest interval of a total index is 0.");
    check_verdict(&d, 128, 0, "; raise replications to about ");
    close_all(&d, NULL);
}

/* Two errors of the same size: whichever comes first is chance. */
static void an_order_that_changes_is_said(void **state)
{
    titian_factor *factor;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    for (int k = 0; k < 4; k++) {
        factor = add(&d, (const char *[]){"a", "b", "c", "d"}[k], "error");
        option(factor, "sd")->number = 10.0;
    }
    check_verdict(&d, 512, 0, "and the order of the factors changes between replicates");
    close_all(&d, NULL);
}

/* With two rows a replicate, ranks that seldom move do not move in some: nothing is known about the others. */
static void replicates_in_which_nothing_moves_do_not_converge(void **state)
{
    doubtful d;

    (void) state;
    open_doubtful(&d);
    option(add(&d, "weights", "noise"), "share")->number = 0.12;
    check_verdict(&d, 32, 0, "not converged: in some replicates no rank moves; raise replications to about 64");
    close_all(&d, NULL);
}

/* ---- refusals ---- */

static void what_cannot_be_asked_is_refused(void **state)
{
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *s = NULL;
    titian_error err;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    sketch_run(&d.s);
    assert_int_equal(titian_sensitivity_run(&s, d.s.a, NULL, &err), TITIAN_E_MODEL);
    assert_null(s);
    add_choices(&d);
    o.replicates = 1;
    sketch_run(&d.s);
    assert_int_equal(titian_sensitivity_run(&s, d.s.a, &o, &err), TITIAN_E_USAGE);
    assert_null(s);
    close_all(&d, NULL);
}

/* The scale of an alternative cannot be made from equal values. */
static void a_run_that_fails_ends_the_analysis(void **state)
{
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *s = NULL;
    titian_error err;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    add_choices(&d);
    d.scales[1].choice[TITIAN_STAGE_NORMALISE] =
        titian_choice_default(TITIAN_STAGE_NORMALISE, titian_method_find(TITIAN_STAGE_NORMALISE, "minmax"));
    for (size_t i = 0; i < N_UNITS; i++)
        titian_panel_column_mut(d.s.panel, A, 0)[i] = 50.0;
    sketch_run(&d.s);
    for (o.threads = 1; o.threads <= 3; o.threads++) {
        assert_int_equal(titian_sensitivity_run(&s, d.s.a, &o, &err), TITIAN_E_NUMERIC);
        assert_null(s);
        assert_non_null(strstr(err.message, "replication"));
    }
    close_all(&d, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_factor_that_acts_alone_has_all_of_the_variance),
        cmocka_unit_test(indices_of_a_sum_are_shares_of_its_variance),
        cmocka_unit_test(indices_of_choices_are_those_of_all_combinations),
        cmocka_unit_test(shapley_effects_add_up_to_one),
        cmocka_unit_test(indices_do_not_depend_on_the_number_of_threads),
        cmocka_unit_test(a_dummy_has_an_interval_round_nothing),
        cmocka_unit_test(what_was_not_asked_for_is_missing),
        cmocka_unit_test(a_given_design_gives_the_indices_of_its_runs),
        cmocka_unit_test(a_choice_by_itself_is_the_model_with_that_choice),
        cmocka_unit_test(without_movement_there_is_nothing_to_explain),
        cmocka_unit_test(narrow_intervals_and_a_stable_order_are_enough),
        cmocka_unit_test(wide_intervals_ask_for_more),
        cmocka_unit_test(an_order_that_changes_is_said),
        cmocka_unit_test(replicates_in_which_nothing_moves_do_not_converge),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
        cmocka_unit_test(a_run_that_fails_ends_the_analysis),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

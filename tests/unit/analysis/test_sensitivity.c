/* analysis/sensitivity: indices of models whose indices are known, and what is said about them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/doubtful.h"

#include <stdlib.h>

#include "kernels/sensitivity.h"
#include "unit/drawn.h"

static const titian_output shift = {.kind = TITIAN_OUTPUT_SHIFT};

static titian_output score_of(size_t unit)
{
    return (titian_output){.kind = TITIAN_OUTPUT_SCORE, .unit = unit};
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
    doubtful_open(&d);
    doubtful_option(doubtful_add(&d, "weights", "noise"), "share")->number = 0.8;
    doubtful_option(doubtful_add(&d, "nothing", "noise"), "share")->number = 0.0;
    o.rows = 4096;
    s = doubtful_analyse(&d, &o);
    assert_true(titian_sensitivity_variance(s, shift) > 0.0);
    assert_index(titian_sensitivity_first(s, shift, 0), 1.0, 0.02);
    assert_index(titian_sensitivity_total(s, shift, 0), 1.0, 0.02);
    for (size_t i = 0; i < N_UNITS; i++) {
        assert_near(titian_sensitivity_first(s, score_of(i), 1).estimate, 0.0, 1e-12);
        assert_near(titian_sensitivity_total(s, score_of(i), 1).estimate, 0.0, 0.0);
    }
    assert_true(titian_sensitivity_matters(s, shift, 0));
    assert_false(titian_sensitivity_matters(s, shift, 1));
    doubtful_close(&d, s);
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
    doubtful_open(&d);
    factor = doubtful_add(&d, "A", "error");
    doubtful_option(factor, "indicator")->text = "A";
    doubtful_option(factor, "sd")->number = 2.0;
    factor = doubtful_add(&d, "C", "error");
    doubtful_option(factor, "indicator")->text = "C";
    doubtful_option(factor, "sd")->number = 6.0;
    o.rows = 8192;
    o.second = 1;
    s = doubtful_analyse(&d, &o);
    for (size_t i = 0; i < N_UNITS; i += 5) {
        assert_near(titian_sensitivity_variance(s, score_of(i)), of_a * of_a + of_c * of_c, 0.05);
        assert_index(titian_sensitivity_first(s, score_of(i), 0), share, 0.02);
        assert_index(titian_sensitivity_total(s, score_of(i), 0), share, 0.02);
        assert_index(titian_sensitivity_first(s, score_of(i), 1), 1.0 - share, 0.02);
        assert_index(titian_sensitivity_total(s, score_of(i), 1), 1.0 - share, 0.02);
        assert_index(titian_sensitivity_second(s, score_of(i), 0, 1), 0.0, 0.04);
    }
    doubtful_close(&d, s);
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
    doubtful_open(&d);
    doubtful_choices(&d);
    o.rows = 4096;
    o.second = 1;
    o.shapley = 1;
    s = doubtful_analyse(&d, &o);
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
    doubtful_close(&d, s);
}

static void shapley_effects_add_up_to_one(void **state)
{
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *s = NULL;
    doubtful d;

    (void) state;
    doubtful_open(&d);
    doubtful_three(&d);
    o.shapley = 1;
    s = doubtful_analyse(&d, &o);
    for (size_t i = 0; i <= N_UNITS; i++) {
        const titian_output output = i == N_UNITS ? shift : score_of(i);
        double sum = 0.0;

        for (size_t f = 0; f < 3; f++)
            sum += titian_sensitivity_shapley(s, output, f).estimate;
        assert_near(sum, 1.0, 1e-12);
    }
    assert_int_equal(titian_sensitivity_runs(s), 1024 * (3 + 2 + 2));
    doubtful_close(&d, s);
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
    doubtful_open(&d);
    doubtful_three(&d);
    o.second = o.shapley = 1;
    o.rows = 256;
    for (int random = 0; random < 2; random++)
        for (int threads = 1; threads <= 3; threads++) {
            titian_sensitivity *s = NULL;
            size_t n;

            o.threads = threads;
            o.random = random;
            s = doubtful_analyse(&d, &o);
            n = ask_all(s, threads == 1 ? one : many);
            if (threads > 1)
                assert_memory_equal(one, many, n * sizeof *one);
            titian_sensitivity_free(s);
        }
    doubtful_close(&d, NULL);
}

/* ---- chance ---- */

static void a_dummy_has_an_interval_round_nothing(void **state)
{
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *s = NULL;
    doubtful d;

    (void) state;
    doubtful_open(&d);
    doubtful_three(&d);
    o.random = 1; /* of a Sobol' sequence chance is next to nothing */
    s = doubtful_analyse(&d, &o);
    for (int total = 0; total < 2; total++) {
        assert_index(titian_sensitivity_dummy(s, shift, total), 0.0, 0.05);
        assert_true(titian_sensitivity_dummy(s, shift, total).error > 1e-4);
    }
    doubtful_close(&d, s);
}

static void what_was_not_asked_for_is_missing(void **state)
{
    titian_sensitivity *s = NULL;
    doubtful d;

    (void) state;
    doubtful_open(&d);
    doubtful_three(&d);
    s = doubtful_analyse(&d, NULL);
    assert_true(isnan(titian_sensitivity_second(s, shift, 0, 1).estimate));
    assert_true(isnan(titian_sensitivity_shapley(s, shift, 0).estimate));
    assert_true(isnan(titian_sensitivity_first(s, score_of(N_UNITS + 5), 0).estimate)); /* no such unit */
    assert_int_equal(titian_sensitivity_rows(s), 1024);
    assert_int_equal(titian_sensitivity_runs(s), 1024 * 5);
    assert_int_equal(titian_sensitivity_seed(s), 3);
    doubtful_close(&d, s);
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
    doubtful_open(&d);
    doubtful_choices(&d);
    d.s.recipe.uncertainty.n_factors = 1;
    doubtful_option(doubtful_add(&d, "weights", "noise"), "share")->number = 0.8;
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
    s = doubtful_analyse(&d, &o);
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
    doubtful_close(&d, s);
}

/* ---- one by one ---- */

static void a_choice_by_itself_is_the_model_with_that_choice(void **state)
{
    titian_sensitivity *s = NULL;
    doubtful d, other;

    (void) state;
    doubtful_open(&d);
    doubtful_three(&d);
    s = doubtful_analyse(&d, NULL);
    assert_int_equal(titian_sensitivity_n_alone(s), 5);
    assert_string_equal(titian_sensitivity_alone(s, 1)->value, "rank");
    assert_string_equal(titian_sensitivity_alone(s, 3)->value, "geometric");
    assert_near(titian_sensitivity_alone(s, 0)->shift, 0.0, 0.0);
    assert_near(titian_sensitivity_alone(s, 2)->shift, 0.0, 0.0);
    assert_int_equal(titian_sensitivity_alone(s, 2)->unit, TITIAN_NONE);
    for (int k = 0; k < 2; k++) {
        const titian_alone *alone = titian_sensitivity_alone(s, (size_t) (1 + 2 * k));
        double sum = 0.0, largest = 0.0;

        doubtful_open(&other);
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
    doubtful_close(&d, s);
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
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/sensitivity.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/draw.h"
#include "kernels/random.h"
#include "kernels/sensitivity.h"
#include "kernels/sobol.h"
#include "unit/kernels/analytic.h"

static const double gap = (double) NAN;
static const test_function *const ishigami_case = &test_functions[0], *const g_case = &test_functions[1];

/* A design that was run: all its outputs, as kernel_design wants them. */
typedef struct {
    kernel_design d;
    double *memory, *points;
    size_t k;
} design;

static void take_apart(double *memory, design *g, size_t n)
{
    g->memory = memory;
    g->d = (kernel_design){
        .n_rows = n, .a = memory, .b = memory + n, .ab = memory + 2 * n, .ba = memory + (2 + g->k) * n};
}

/* Run a function over points of 2 k coordinates: A, then B. */
static design run_points(const test_function *f, double *points, size_t n)
{
    design g = {.points = points, .k = f->k};
    double x[MOST_FACTORS];

    take_apart(given_room((2 + 2 * f->k) * n), &g, n);
    for (size_t row = 0; row < n; row++) {
        const double *a = points + row * 2 * f->k, *b = a + f->k;

        g.memory[row] = f->value(a);
        g.memory[n + row] = f->value(b);
        for (size_t j = 0; j < f->k; j++) {
            memcpy(x, a, f->k * sizeof *x);
            x[j] = b[j];
            g.memory[(2 + j) * n + row] = f->value(x);
            memcpy(x, b, f->k * sizeof *x);
            x[j] = a[j];
            g.memory[(2 + f->k + j) * n + row] = f->value(x);
        }
    }
    return g;
}

static design run_sobol(const test_function *f, size_t n, kernel_scrambling scrambling, uint64_t seed)
{
    const uint32_t dimensions = (uint32_t) (2 * f->k);
    uint64_t *directions = calloc((size_t) KERNEL_SOBOL_BITS * dimensions, sizeof *directions),
             digits[2 * MOST_FACTORS];
    double *points = given_room(n * dimensions);
    const kernel_sobol s = {
        .directions = directions, .n = dimensions, .scrambling = scrambling, .random = {.seed = seed, .stream = 1}};

    assert_non_null(directions);
    kernel_sobol_directions(0, dimensions, directions);
    kernel_sobol_fill(&s, 0, n, points, digits);
    free(directions);
    return run_points(f, points, n);
}

static design run_random(const test_function *f, size_t n, uint64_t seed)
{
    const kernel_random r = {.seed = seed, .stream = 2};
    double *points = given_room(n * 2 * f->k);

    for (size_t row = 0; row < n; row++)
        kernel_uniform_fill(&r, row, 0, 2 * f->k, points + row * 2 * f->k);
    return run_points(f, points, n);
}

static void drop(const design *g)
{
    free(g->memory);
    free(g->points);
}

/* Sums for one output. */
typedef struct {
    kernel_sensitivity s;
    double about;
    double sums[6 + 5 * MOST_FACTORS], pairs[3 * MOST_FACTORS * (MOST_FACTORS - 1) / 2];
} one_output;

static const kernel_sensitivity *begin(one_output *o, size_t k, double about, int with_pairs)
{
    o->about = about;
    o->s = (kernel_sensitivity){
        .n_outputs = 1, .n_factors = k, .about = &o->about, .sums = o->sums, .pairs = with_pairs ? o->pairs : NULL};
    assert_true(kernel_sensitivity_room(1, k) <= sizeof o->sums / sizeof *o->sums);
    assert_true(kernel_sensitivity_pairs_room(1, k) <= sizeof o->pairs / sizeof *o->pairs);
    kernel_sensitivity_clear(&o->s);
    return &o->s;
}

/* Saltelli plain and centred, Jansen first and total of every factor. */
static void all_indices(const kernel_sensitivity *s, kernel_variance divisor, double out[][4])
{
    for (size_t j = 0; j < s->n_factors; j++) {
        out[j][0] = kernel_sensitivity_first(s, 0, j, KERNEL_FIRST_SALTELLI, divisor);
        out[j][1] = kernel_sensitivity_first(s, 0, j, KERNEL_FIRST_CENTRED, divisor);
        out[j][2] = kernel_sensitivity_first(s, 0, j, KERNEL_FIRST_JANSEN, divisor);
        out[j][3] = kernel_sensitivity_total(s, 0, j, divisor);
    }
}

/* Rows of ../shared/reference/sobol/estimates_unscrambled.csv. */
static void estimates_are_those_of_the_reference(void **state)
{
    static const double n256[3][4] = {{0.332946707074, 0.325952348201, 0.249257354223, 0.564602482028},
        {0.482007284194, 0.482007284194, 0.410750504648, 0.457007142981},
        {-0.037331927312, 0.0117331719347, -0.0786085760315, 0.250648843544}};
    const design g = run_sobol(ishigami_case, 256, KERNEL_SOBOL_PLAIN, 0);
    double found[MOST_FACTORS][4];
    one_output o;

    (void) state;
    for (double about = -2.0; about < 6.0; about += 3.5) { /* wherever the sums are taken about */
        begin(&o, 3, about, 0);
        kernel_sensitivity_of_rows(&o.s, &g.d, NULL);
        all_indices(&o.s, KERNEL_VARIANCE_POPULATION, found);
        for (size_t j = 0; j < 3; j++)
            for (size_t e = 0; e < 4; e++)
                assert_near(found[j][e], n256[j][e], 1e-12);
    }
    drop(&g);
}

static void estimates_are_those_of_all_rows_of_the_reference(void **state)
{
    reference_table table;

    (void) state;
    reference_open(&table, "sobol/estimates_unscrambled.csv");
    for (size_t row = 0; row < table.n_rows;) {
        const int is_g = strcmp(reference_cell(&table, row, 0), "g8") == 0;
        const test_function *f = is_g ? g_case : ishigami_case;
        const design g = run_sobol(f, (size_t) reference_number(&table, row, 1), KERNEL_SOBOL_PLAIN, 0);
        double found[MOST_FACTORS][4];
        one_output o;

        assert_string_equal(reference_cell(&table, row, 0), f->name);
        kernel_sensitivity_of_rows(begin(&o, f->k, f->mean, 0), &g.d, NULL);
        all_indices(&o.s, KERNEL_VARIANCE_POPULATION, found);
        for (size_t j = 0; j < f->k; j++, row++)
            for (size_t e = 0; e < 4; e++)
                assert_near(found[j][e], reference_number(&table, row, 3 + e), 1e-12);
        drop(&g);
    }
    reference_close(&table);
}

/* COINr's SA_estimate(): Saltelli and Jansen over the variance with divisor 2 N - 1; its design is A, B, AB_1 .. one
 * after another. */
static void estimates_are_those_of_coinr(void **state)
{
    reference_table given, expected;
    design g = {.k = 3};
    double found[MOST_FACTORS][4];
    one_output o;

    (void) state;
    reference_open(&given, "coinr-asem/sensitivity/estimator_test_design.csv");
    reference_open(&expected, "coinr-asem/sensitivity/estimator_test_indices.csv");
    assert_int_equal(given.n_rows, 5000);
    take_apart(given_room(5000 + 3 * 1000), &g, 1000);
    reference_block(&given, reference_column(&given, "y"), 1, g.memory);
    kernel_sensitivity_of_rows(begin(&o, 3, 5.0, 0), &g.d, NULL);
    all_indices(&o.s, KERNEL_VARIANCE_SAMPLE, found);
    for (size_t j = 0; j < 3; j++) {
        assert_near(found[j][0], given_figure(&expected, j, "Si"), 1e-12);
        assert_near(found[j][3], given_figure(&expected, j, "STi"), 1e-12);
        assert_near(kernel_sensitivity_variance(&o.s, 0, KERNEL_VARIANCE_SAMPLE),
            given_figure(&expected, j, "Variance"), 1e-12);
    }
    drop(&g);
    reference_close(&given);
    reference_close(&expected);
}

/* By hand, two rows: f(A) = 1, 3; f(B) = 5, 7; f(AB) = 2, 6; f(BA) = 4, 4. f0 = 4, v = 5 (divisor 4). */
static void estimates_of_two_rows_by_hand(void **state)
{
    static const double a[] = {1, 3}, b[] = {5, 7}, ab[] = {2, 6, 3, 3}, ba[] = {4, 4, 4, 4};
    const kernel_design d = {.n_rows = 2, .a = a, .b = b, .ab = ab, .ba = ba};
    const size_t pair[2] = {0, 1};
    double found[MOST_FACTORS][4];
    one_output o;

    (void) state;
    kernel_sensitivity_of_rows(begin(&o, 2, 100.0, 1), &d, NULL);
    assert_near(kernel_sensitivity_mean(&o.s, 0), 4.0, 1e-12);
    assert_near(kernel_sensitivity_variance(&o.s, 0, KERNEL_VARIANCE_POPULATION), 5.0, 1e-10);
    assert_near(kernel_sensitivity_variance(&o.s, 0, KERNEL_VARIANCE_SAMPLE), 20.0 / 3.0, 1e-10);
    all_indices(&o.s, KERNEL_VARIANCE_POPULATION, found);
    assert_near(found[0][0], (5.0 * 1.0 + 7.0 * 3.0) / 2.0 / 5.0, 1e-10);
    assert_near(found[0][1], (1.0 * 1.0 + 3.0 * 3.0) / 2.0 / 5.0, 1e-10);
    assert_near(found[0][2], 1.0 - (9.0 + 1.0) / 2.0 / 10.0, 1e-10);
    assert_near(found[0][3], (1.0 + 9.0) / 2.0 / 10.0, 1e-10);
    /* mean of 4 * 3 - 1 * 5 and 4 * 3 - 3 * 7 is -1; S_1 = 2.6, S_2 = (5 * 2 + 7 * 0) / 2 / 5 = 1 */
    assert_near(kernel_sensitivity_second(&o.s, 0, pair, KERNEL_FIRST_SALTELLI, KERNEL_VARIANCE_POPULATION),
        -1.0 / 5.0 - 2.6 - 1.0, 1e-10);
    /* about 4: 0 * -1 - -3 * 1 = 3, 0 * -1 - -1 * 3 = 3; S_1 = 1, S_2 = (1 * 2) / 2 / 5 = 0.2 */
    assert_near(kernel_sensitivity_second(&o.s, 0, pair, KERNEL_FIRST_CENTRED, KERNEL_VARIANCE_POPULATION),
        3.0 / 5.0 - 1.0 - 0.2, 1e-10);
    /* a dummy: mean of -3 * 1 and -1 * 3 is -3; mean of 9 and 1 is 5 */
    assert_near(kernel_sensitivity_dummy_first(&o.s, 0), -3.0 / 5.0, 1e-10);
    assert_near(kernel_sensitivity_dummy_total(&o.s, 0), 1.0 - 5.0 / 5.0, 1e-10);
}

static void second_order_indices_approach_the_true_ones(void **state)
{
    static const struct {
        size_t pair[2];
        double expected;
    } rows[] = {{{0, 1}, 0.0}, {{0, 2}, 0.243683664062}, {{1, 2}, 0.0}};
    const design g = run_sobol(ishigami_case, 16384, KERNEL_SOBOL_OWEN, 5);
    one_output o;

    (void) state;
    kernel_sensitivity_of_rows(begin(&o, 3, 3.5, 1), &g.d, NULL);
    for (size_t k = 0; k < 3; k++) {
        assert_near(
            kernel_sensitivity_second(&o.s, 0, rows[k].pair, KERNEL_FIRST_CENTRED, KERNEL_VARIANCE_POPULATION),
            rows[k].expected, 0.01);
        assert_near(
            kernel_sensitivity_second(&o.s, 0, rows[k].pair, KERNEL_FIRST_SALTELLI, KERNEL_VARIANCE_POPULATION),
            rows[k].expected, 0.01);
    }
    drop(&g);
}

/* Three outputs at once: the function, nothing but gaps, the function with gaps in some rows. */
static void outputs_are_summed_side_by_side(void **state)
{
    enum { N = 64, OUTPUTS = 3, ROOM = OUTPUTS * (6 + 5 * 3), PAIRS = OUTPUTS * 3 * 3 };
    static const double about[OUTPUTS] = {3.5, 3.5, 3.5};
    const design g = run_sobol(ishigami_case, N, KERNEL_SOBOL_OWEN, 1);
    double sums[ROOM], pairs[PAIRS], kept[8 * N];
    const kernel_sensitivity s = {.n_outputs = OUTPUTS, .n_factors = 3, .about = about, .sums = sums, .pairs = pairs};
    design whole = {.k = 3};
    size_t n_kept = 0;
    one_output alone, some;

    (void) state;
    assert_int_equal(kernel_sensitivity_room(OUTPUTS, 3), ROOM);
    assert_int_equal(kernel_sensitivity_pairs_room(OUTPUTS, 3), PAIRS);
    kernel_sensitivity_clear(&s);
    for (size_t row = 0; row < N; row++) {
        const int there = row % 5 != 0;
        double x[8][OUTPUTS];

        for (size_t p = 0; p < 8; p++) {
            x[p][0] = g.memory[p * N + row];
            x[p][1] = gap;
            x[p][2] = there ? x[p][0] : gap;
        }
        kernel_sensitivity_add(&s, x[0], x[1]);
        for (size_t j = 0; j < 3; j++)
            kernel_sensitivity_add_factor(&s, j, x[0], x[1], x[2 + j]);
        for (size_t j = 0; j < 3; j++)
            for (size_t i = 0; i < j; i++)
                kernel_sensitivity_add_pair(&s, (const size_t[]){i, j}, x[0], x[1], x[5 + i], x[2 + j]);
        n_kept += there ? 1 : 0;
    }
    for (size_t p = 0; p < 8; p++)
        for (size_t row = 0, k = 0; row < N; row++)
            if (row % 5 != 0)
                kept[p * n_kept + k++] = g.memory[p * N + row];
    take_apart(kept, &whole, n_kept);
    kernel_sensitivity_of_rows(begin(&alone, 3, 3.5, 1), &g.d, NULL);
    kernel_sensitivity_of_rows(begin(&some, 3, 3.5, 1), &whole.d, NULL);
    for (size_t k = 0; k < 6 + 5 * 3; k++) {
        assert_true(sums[k * OUTPUTS] == alone.sums[k]);
        assert_true(sums[k * OUTPUTS + 1] == 0.0);
        assert_true(sums[k * OUTPUTS + 2] == some.sums[k]);
    }
    for (size_t k = 0; k < 9; k++) {
        assert_true(pairs[k * OUTPUTS] == alone.pairs[k]);
        assert_true(pairs[k * OUTPUTS + 1] == 0.0);
        assert_true(pairs[k * OUTPUTS + 2] == some.pairs[k]);
    }
    assert_true(isnan(kernel_sensitivity_total(&s, 1, 0, KERNEL_VARIANCE_POPULATION)));
    assert_true(isnan(kernel_sensitivity_mean(&s, 1)));
    drop(&g);
}

static void an_output_that_never_varies_has_no_indices(void **state)
{
    static const double same[] = {61.7, 61.7, 61.7};
    const kernel_design d = {.n_rows = 3, .a = same, .b = same, .ab = same};
    one_output o;

    (void) state;
    for (double about = 0.0; about < 100.0; about += 61.7) {
        kernel_sensitivity_of_rows(begin(&o, 1, about, 0), &d, NULL);
        assert_near(kernel_sensitivity_variance(&o.s, 0, KERNEL_VARIANCE_POPULATION), 0.0, 0.0);
        assert_true(isnan(kernel_sensitivity_total(&o.s, 0, 0, KERNEL_VARIANCE_POPULATION)));
        assert_true(isnan(kernel_sensitivity_first(&o.s, 0, 0, KERNEL_FIRST_JANSEN, KERNEL_VARIANCE_POPULATION)));
        assert_true(isnan(kernel_sensitivity_dummy_total(&o.s, 0)));
    }
}

static void a_factor_without_influence_has_a_total_of_exactly_zero(void **state)
{
    static const double a[] = {1.5, 2.25, -7.125}, b[] = {3.0, 8.0, 0.5};
    const kernel_design d = {.n_rows = 3, .a = a, .b = b, .ab = a};
    one_output o;

    (void) state;
    kernel_sensitivity_of_rows(begin(&o, 1, 0.0, 0), &d, NULL);
    assert_true(kernel_sensitivity_total(&o.s, 0, 0, KERNEL_VARIANCE_POPULATION) == 0.0);
    assert_true(kernel_sensitivity_first(&o.s, 0, 0, KERNEL_FIRST_CENTRED, KERNEL_VARIANCE_POPULATION) == 0.0);
}

/* Over 200 random designs of 256 rows: mean 0, spread 1 / sqrt(256). */
static void a_dummy_factor_shows_the_noise(void **state)
{
    enum { DESIGNS = 200, N = 256 };
    double first = 0.0, total = 0.0, squares = 0.0;

    (void) state;
    for (uint64_t seed = 0; seed < DESIGNS; seed++) {
        const design g = run_random(g_case, N, seed);
        one_output o;

        kernel_sensitivity_of_rows(begin(&o, 0, 1.0, 0), &g.d, NULL);
        first += kernel_sensitivity_dummy_first(&o.s, 0) / DESIGNS;
        total += kernel_sensitivity_dummy_total(&o.s, 0) / DESIGNS;
        squares += pow(kernel_sensitivity_dummy_first(&o.s, 0), 2.0) / DESIGNS;
        drop(&g);
    }
    assert_near(first, 0.0, 4.0 / sqrt((double) N * DESIGNS));
    assert_near(total, 0.0, 4.0 * 0.1 / sqrt(DESIGNS));
    assert_near(sqrt(squares) * sqrt(N), 1.0, 0.25);
}

/* numbers just above k / n pick row k. */
static void bootstrap_rows_are_picked_by_numbers(void **state)
{
    static const double a[] = {1, 3, 9}, b[] = {5, 7, 2}, ab[] = {2, 6, 4};
    static const double a3[] = {9, 1, 9}, b3[] = {2, 5, 2}, ab3[] = {4, 2, 4}, numbers[] = {0.7, 0.1, 0.99};
    const kernel_design d = {.n_rows = 3, .a = a, .b = b, .ab = ab},
                        picked = {.n_rows = 3, .a = a3, .b = b3, .ab = ab3};
    one_output o, expected;

    (void) state;
    kernel_sensitivity_of_rows(begin(&o, 1, 0.0, 0), &d, numbers);
    kernel_sensitivity_of_rows(begin(&expected, 1, 0.0, 0), &picked, NULL);
    assert_memory_equal(o.sums, expected.sums, (6 + 5) * sizeof(double));
}

/* y = x: every pair of neighbours alike but the last and the first. Of 1 .. 4, mean 2.5: along -1.5 * -0.5 + -0.5 *
 * 0.5 + 0.5 * 1.5 + 1.5 * -1.5 = -1, squares 5. */
static void indices_from_ranks_by_hand(void **state)
{
    static const double x[] = {30.0, 10.0, 40.0, 20.0}, y[] = {3.0, 1.0, 4.0, 2.0}, same[] = {1.0, 1.0, 1.0, 1.0};
    double scratch[4];
    size_t order[4];

    (void) state;
    assert_near(kernel_sensitivity_from_ranks(x, y, 4, scratch, order), -0.2, 1e-15);
    /* equal x: in the order of the runs, 3, 1, 4, 2: 0.5 * -1.5 + -1.5 * 1.5 + 1.5 * -0.5 + -0.5 * 0.5 = -4 */
    assert_near(kernel_sensitivity_from_ranks(same, y, 4, scratch, order), -0.8, 1e-15);
    assert_true(isnan(kernel_sensitivity_from_ranks(x, same, 4, scratch, order)));
    assert_true(isnan(kernel_sensitivity_from_ranks(x, y, 1, scratch, order)));
}

/* The plain runs f(A) of a random design; the estimator's standard error is near 1 / sqrt(n). */
static void indices_from_ranks_approach_the_true_ones(void **state)
{
    enum { N = 16384 };

    (void) state;
    for (size_t c = 0; c < 2; c++) {
        const test_function *f = &test_functions[c];
        const design g = run_random(f, N, 3);
        double *x = given_room(2 * N);
        size_t *order = calloc(N, sizeof *order);

        assert_non_null(order);
        for (size_t j = 0; j < f->k; j++) {
            for (size_t row = 0; row < N; row++)
                x[row] = g.points[row * 2 * f->k + j];
            assert_near(kernel_sensitivity_from_ranks(x, g.d.a, N, x + N, order), f->first[j], 4.0 / sqrt(N));
        }
        free(order);
        free(x);
        drop(&g);
    }
}

/* Student's 0.975 quantile is 2.7764 with 4 degrees of freedom (any table). Of 1 .. 5: mean 3, sd sqrt(2.5). */
static void intervals_of_replicates_are_students(void **state)
{
    static const double x[] = {1, 2, 3, 4, 5};
    const kernel_interval five = kernel_interval_of_replicates(x, 5, 0.95),
                          one = kernel_interval_of_replicates(x, 1, 0.95);

    (void) state;
    assert_near(five.estimate, 3.0, 0.0);
    assert_near(five.error, sqrt(0.5), 1e-15);
    assert_near(five.low, 3.0 - 2.7764451051977987 * sqrt(0.5), 1e-9);
    assert_near(five.high, 3.0 + 2.7764451051977987 * sqrt(0.5), 1e-9);
    assert_near(one.estimate, 1.0, 0.0);
    assert_true(isnan(one.low) && isnan(one.high) && isnan(one.error));
}

static void an_interval_with_a_gap_is_missing(void **state)
{
    const double x[] = {1.0, gap, 3.0};
    const kernel_interval i = kernel_interval_of_replicates(x, 3, 0.95);

    (void) state;
    assert_true(isnan(i.estimate) && isnan(i.low));
}

/* 0 .. 100 backwards and two gaps: the quantiles of 0.05 and 0.95 are 5 and 95. */
static void bootstrap_intervals_are_quantiles(void **state)
{
    double x[103];
    kernel_interval i;

    (void) state;
    for (size_t k = 0; k < 101; k++)
        x[k] = 100.0 - (double) k;
    x[101] = x[102] = gap;
    i = kernel_interval_of_bootstrap(42.0, x, 103, 0.9);
    assert_near(i.estimate, 42.0, 0.0);
    assert_near(i.low, 5.0, 1e-12);
    assert_near(i.high, 95.0, 1e-12);
    assert_near(i.error, sqrt(101.0 * 102.0 / 12.0), 1e-12);
}

/* Three replicates of (0.6, 0.3, 0.1), (0.3, 0.6, 0.1), (0.6, 0.3, 0.1). First and second: ranks of two factors
 * change by one, weights 0.36, 0.36, 0.01: 0.72 / 0.73. First and third: none. */
static void order_is_stable_when_important_factors_keep_their_ranks(void **state)
{
    static const double x[] = {0.6, 0.3, 0.1, 0.3, 0.6, 0.1, 0.6, 0.3, 0.1};
    static const double y[] = {0.6, 0.001, 0.002, 0.6, 0.002, 0.001};
    double scratch[3];

    (void) state;
    assert_near(kernel_rank_instability(x, 3, 3, scratch), 0.72 / 0.73, 1e-15);
    assert_near(kernel_rank_instability(x, 2, 3, scratch), 0.72 / 0.73, 1e-15);
    assert_near(kernel_rank_instability(x + 3, 1, 3, scratch), gap, 0.0);
    assert_near(kernel_rank_instability(y, 2, 3, scratch), 2.0 * 4e-6 / (0.36 + 2.0 * 4e-6), 1e-15);
}

static void rows_wanted_grow_with_the_square_of_the_width(void **state)
{
    (void) state;
    assert_near(kernel_rows_wanted(1000.0, 0.15, 0.05), 9000.0, 1.0);
    assert_near(kernel_rows_wanted(1000.0, 0.04, 0.05), 1000.0, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(estimates_are_those_of_the_reference),
        cmocka_unit_test(estimates_are_those_of_all_rows_of_the_reference),
        cmocka_unit_test(estimates_are_those_of_coinr),
        cmocka_unit_test(estimates_of_two_rows_by_hand),
        cmocka_unit_test(second_order_indices_approach_the_true_ones),
        cmocka_unit_test(outputs_are_summed_side_by_side),
        cmocka_unit_test(an_output_that_never_varies_has_no_indices),
        cmocka_unit_test(a_factor_without_influence_has_a_total_of_exactly_zero),
        cmocka_unit_test(a_dummy_factor_shows_the_noise),
        cmocka_unit_test(bootstrap_rows_are_picked_by_numbers),
        cmocka_unit_test(indices_from_ranks_by_hand),
        cmocka_unit_test(indices_from_ranks_approach_the_true_ones),
        cmocka_unit_test(intervals_of_replicates_are_students),
        cmocka_unit_test(an_interval_with_a_gap_is_missing),
        cmocka_unit_test(bootstrap_intervals_are_quantiles),
        cmocka_unit_test(order_is_stable_when_important_factors_keep_their_ranks),
        cmocka_unit_test(rows_wanted_grow_with_the_square_of_the_width),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

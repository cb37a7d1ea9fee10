/* kernels/sensitivity with kernels/sobol: are intervals of replicates what they claim to be? 100 seeds, 8 scrambled
 * replicates each of 256 rows, two functions whose indices are known.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include "kernels/sensitivity.h"
#include "kernels/sobol.h"
#include "unit/kernels/analytic.h"

enum { SEEDS = 100, REPLICATES = 8, ROWS = 256, DIMENSIONS = 2 * MOST_FACTORS, ESTIMATORS = 4 };

/* Estimates of one replicate: first order in three ways, total. */
typedef double indices[MOST_FACTORS][ESTIMATORS];

static void add_row(const kernel_sensitivity *s, const test_function *f, const double *point)
{
    const double *a = point, *b = point + f->k;
    const double fa = f->value(a), fb = f->value(b);

    kernel_sensitivity_add(s, &fa, &fb);
    for (size_t j = 0; j < f->k; j++) {
        double x[MOST_FACTORS], fab = 0.0;

        memcpy(x, a, f->k * sizeof *x);
        x[j] = b[j];
        fab = f->value(x);
        kernel_sensitivity_add_factor(s, j, &fa, &fb, &fab);
    }
}

static void estimate(const test_function *f, const kernel_sobol *sobol, indices out)
{
    static double points[ROWS * DIMENSIONS];
    double sums[6 + 5 * MOST_FACTORS];
    uint64_t digits[DIMENSIONS];
    const kernel_sensitivity s = {.n_outputs = 1, .n_factors = f->k, .about = &f->mean, .sums = sums};

    kernel_sobol_fill(sobol, 0, ROWS, points, digits);
    kernel_sensitivity_clear(&s);
    for (size_t row = 0; row < ROWS; row++)
        add_row(&s, f, points + row * 2 * f->k);
    for (size_t j = 0; j < f->k; j++) {
        for (size_t e = 0; e < ESTIMATORS - 1; e++)
            out[j][e] = kernel_sensitivity_first(&s, 0, j, (kernel_first_order) e, KERNEL_VARIANCE_POPULATION);
        out[j][ESTIMATORS - 1] = kernel_sensitivity_total(&s, 0, j, KERNEL_VARIANCE_POPULATION);
    }
}

/* What 100 intervals of one index have in common. */
typedef struct {
    size_t n_right; /* that hold the true value */
    double sum, squares;
} record;

static void judge(const test_function *f, record records[MOST_FACTORS][ESTIMATORS])
{
    static uint64_t directions[KERNEL_SOBOL_BITS * DIMENSIONS];
    kernel_sobol sobol = {.directions = directions,
        .n = (uint32_t) (2 * f->k),
        .scrambling = KERNEL_SOBOL_OWEN,
        .random = {.stream = 1}};

    kernel_sobol_directions(0, sobol.n, directions);
    for (sobol.random.seed = 0; sobol.random.seed < SEEDS; sobol.random.seed++) {
        static indices found[REPLICATES];

        for (sobol.replicate = 0; sobol.replicate < REPLICATES; sobol.replicate++)
            estimate(f, &sobol, found[sobol.replicate]);
        for (size_t j = 0; j < f->k; j++)
            for (size_t e = 0; e < ESTIMATORS; e++) {
                const double truth = e + 1 < ESTIMATORS ? f->first[j] : f->total[j];
                double values[REPLICATES];
                kernel_interval i;

                for (size_t r = 0; r < REPLICATES; r++)
                    values[r] = found[r][j][e];
                i = kernel_interval_of_replicates(values, REPLICATES, 0.95);
                records[j][e].n_right += i.low <= truth && truth <= i.high;
                records[j][e].sum += i.estimate - truth;
                records[j][e].squares += (i.estimate - truth) * (i.estimate - truth);
            }
    }
}

/* Of 100 intervals of 95 % between 90 and 99 hold the truth, for each index and estimator; and the mean over all
 * seeds is within 3 standard errors of the truth. */
static void hold(const test_function *f)
{
    static const char *const names[ESTIMATORS] = {"S, Saltelli 2010", "S, centred", "S, Jansen", "ST, Jansen"};
    record records[MOST_FACTORS][ESTIMATORS] = {{{0}}};

    judge(f, records);
    for (size_t e = 0; e < ESTIMATORS; e++) {
        size_t all = 0;

        for (size_t j = 0; j < f->k; j++) {
            const record *r = &records[j][e];
            const double mean = r->sum / SEEDS, error = sqrt((r->squares / SEEDS - mean * mean) / (SEEDS - 1));

            assert_in_range(r->n_right, 90, 99);
            assert_near(mean, 0.0, 3.0 * error);
            all += r->n_right;
        }
        print_message("%s, %s: %.1f %% of the intervals hold the truth\n", f->name, names[e],
            100.0 * (double) all / (double) (SEEDS * f->k));
    }
}

static void intervals_of_ishigamis_function_hold_the_truth_as_often_as_they_say(void **state)
{
    (void) state;
    hold(&test_functions[0]);
}

static void intervals_of_the_g_function_hold_the_truth_as_often_as_they_say(void **state)
{
    (void) state;
    hold(&test_functions[1]);
}

/* A random design of Ishigami's function, kept whole: A, B, AB_1 .. AB_3. */
static void run_random(uint64_t seed, double *outputs)
{
    const test_function *f = &test_functions[0];
    const kernel_random r = {.seed = seed, .stream = 2};

    for (size_t row = 0; row < ROWS; row++) {
        double x[6];

        kernel_uniform_fill(&r, row, 0, 6, x);
        outputs[row] = f->value(x);
        outputs[ROWS + row] = f->value(x + 3);
        for (size_t j = 0; j < 3; j++) {
            const double kept = x[j];

            x[j] = x[3 + j];
            outputs[(2 + j) * ROWS + row] = f->value(x);
            x[j] = kept;
        }
    }
}

enum { SAMPLES = 199 };

/* Does the interval of S and of ST of each factor hold the truth? */
static void count_right(uint64_t seed, size_t n_right[3][2])
{
    static double outputs[5 * ROWS], numbers[ROWS], found[3][2][SAMPLES];
    const test_function *f = &test_functions[0];
    const kernel_design d = {.n_rows = ROWS, .a = outputs, .b = outputs + ROWS, .ab = outputs + 2 * (size_t) ROWS};
    const kernel_random picks = {.seed = seed, .stream = 3};
    double sums[6 + 5 * 3];
    const kernel_sensitivity s = {.n_outputs = 1, .n_factors = 3, .about = &f->mean, .sums = sums};

    run_random(seed, outputs);
    for (size_t b = 0; b < SAMPLES; b++) {
        kernel_uniform_fill(&picks, b, 0, ROWS, numbers);
        kernel_sensitivity_of_rows(&s, &d, numbers);
        for (size_t j = 0; j < 3; j++) {
            found[j][0][b] = kernel_sensitivity_first(&s, 0, j, KERNEL_FIRST_CENTRED, KERNEL_VARIANCE_POPULATION);
            found[j][1][b] = kernel_sensitivity_total(&s, 0, j, KERNEL_VARIANCE_POPULATION);
        }
    }
    for (size_t j = 0; j < 3; j++)
        for (size_t e = 0; e < 2; e++) {
            const kernel_interval i = kernel_interval_of_bootstrap(0.0, found[j][e], SAMPLES, 0.95);
            const double truth = e == 0 ? f->first[j] : f->total[j];

            n_right[j][e] += i.low <= truth && truth <= i.high;
        }
}

/* 88 of 100 is three standard deviations short of 95. */
static void bootstrap_intervals_of_random_designs_hold_the_truth(void **state)
{
    size_t n_right[3][2] = {{0}};

    (void) state;
    for (uint64_t seed = 0; seed < SEEDS; seed++)
        count_right(seed, n_right);
    for (size_t j = 0; j < 3; j++) {
        print_message("factor %zu: %zu of S, %zu of ST\n", j + 1, n_right[j][0], n_right[j][1]);
        assert_in_range(n_right[j][0], 88, 100);
        assert_in_range(n_right[j][1], 88, 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bootstrap_intervals_of_random_designs_hold_the_truth),
        cmocka_unit_test(intervals_of_ishigamis_function_hold_the_truth_as_often_as_they_say),
        cmocka_unit_test(intervals_of_the_g_function_hold_the_truth_as_often_as_they_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/quantile_table.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "kernels/draw.h"
#include "kernels/quantile_table.h"
#include "kernels/random.h"

static kernel_quantile_table table, other;

/* Numbers of (0, 1) from 2^-53 to 1 - 2^-53, close together at both ends. */
enum { NUMBERS = 4001 };

static double number(int k)
{
    const double u = 0.5 * erfc((8.2 - 16.4 * (double) k / (NUMBERS - 1)) / sqrt(2.0));

    return fmin(fmax(u, 0x1p-53), 1.0 - 0x1p-53);
}

/* The probability below the quantile is u again; by how much of itself the quantile is off follows from the density.
 */
static double error_of(double u, double below, double above, double density_times_x)
{
    return (u < 0.5 ? below - u : (1.0 - u) - above) / density_times_x;
}

static void gamma_quantiles_are_as_good_as_they_say(void **state)
{
    static const double shapes[] = {0.01, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 10.0, 300.0, 1e4};

    (void) state;
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        kernel_gamma_table(shapes[s], &table);
        for (int k = 0; k < NUMBERS; k++) {
            const double u = number(k), x = kernel_draw_tabulated(&table, u);

            assert_true(x > 0.0);
            if (x < 1e-300)
                continue; /* as small as it gets */
            assert_near(error_of(u, gsl_cdf_gamma_P(x, shapes[s], 1.0), gsl_cdf_gamma_Q(x, shapes[s], 1.0),
                            x * gsl_ran_gamma_pdf(x, shapes[s], 1.0)),
                0.0, shapes[s] < 0.1 ? 1e-9 : 1e-10);
        }
    }
}

static void beta_quantiles_are_good_to_1e_10(void **state)
{
    static const double shapes[][2] = {{0.5, 0.5}, {1, 1}, {1, 5}, {5, 1}, {3, 3}, {50, 3}, {1000, 9000}};

    (void) state;
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        const double a = shapes[s][0], b = shapes[s][1];

        kernel_beta_table(a, b, &table);
        for (int k = 0; k < NUMBERS; k++) {
            const double u = number(k), x = kernel_draw_tabulated(&table, u);

            assert_true(x > 0.0 && x <= 1.0);
            if (x < 1.0)
                assert_near(
                    error_of(u, gsl_cdf_beta_P(x, a, b), gsl_cdf_beta_Q(x, a, b), x * gsl_ran_beta_pdf(x, a, b)), 0.0,
                    1e-10);
        }
    }
}

/* Of shape 1 it is the exponential, of shape 1/2 half the square of a normal number, with a = b = 1 it is u itself.
 */
static void special_cases_have_closed_forms(void **state)
{
    (void) state;
    for (double u = 0.001; u < 1.0; u += 0.0371) {
        const double z = kernel_draw_normal(0.5 + 0.5 * u);
        double expected = 0.0;

        kernel_draw_exponentials(&u, 1, &expected);
        kernel_gamma_table(1.0, &table);
        assert_near(kernel_draw_tabulated(&table, u), expected, 1e-12 * expected);
        kernel_gamma_table(0.5, &table);
        assert_near(kernel_draw_tabulated(&table, u), 0.5 * z * z, 1e-11 * z * z);
        kernel_beta_table(1.0, 1.0, &table);
        assert_near(kernel_draw_tabulated(&table, u), u, 1e-12 * u);
    }
}

/* Symmetric for a mode in the middle; its mean is (low + 4 mode + high) / 6. */
static void pert_has_its_mean(void **state)
{
    enum { N = 20000 };
    double sum = 0.0;

    (void) state;
    kernel_pert_table(10.0, 20.0, 30.0, &table);
    assert_near(kernel_draw_tabulated(&table, 0.5), 0.5, 1e-12);
    kernel_pert_table(10.0, 12.0, 30.0, &table);
    for (int k = 0; k < N; k++)
        sum += kernel_draw_between(kernel_draw_tabulated(&table, (k + 0.5) / N), 10.0, 30.0);
    assert_near(sum / N, (10.0 + 4.0 * 12.0 + 30.0) / 6.0, 1e-3);
}

/* Means w, standard deviations sqrt(w (1 - w) / (kappa + 1)); within 4.5 standard errors. */
static void dirichlet_weights_are_around_their_means(void **state)
{
    enum { N = 20000 };
    static const double w[] = {0.2, 0.2, 0.6};
    const kernel_quantile_table *const tables[] = {&table, &table, &other};
    const double kappa = 10.0;
    const kernel_random r = {.seed = 3, .stream = 0};
    double sum[3] = {0}, squares[3] = {0};

    (void) state;
    kernel_gamma_table(kappa * w[0], &table);
    kernel_gamma_table(kappa * w[2], &other);
    for (uint64_t k = 0; k < N; k++) {
        double x[3];

        kernel_uniform_fill(&r, k, 0, 3, x);
        kernel_draw_dirichlet(tables, x, 3, x);
        assert_near(x[0] + x[1] + x[2], 1.0, 1e-15);
        for (size_t i = 0; i < 3; i++) {
            sum[i] += x[i] - w[i];
            squares[i] += (x[i] - w[i]) * (x[i] - w[i]);
        }
    }
    for (size_t i = 0; i < 3; i++) {
        const double variance = w[i] * (1.0 - w[i]) / (kappa + 1.0);

        assert_near(sum[i] / N, 0.0, 4.5 * sqrt(variance / N));
        assert_near(squares[i] / N / variance, 1.0, 4.5 * sqrt(2.5 / N));
    }
}

/* On the triangle a weight has density 2 (1 - w): mean 1/3, and a quarter of the points have more than one half. */
static void simplex_weights_are_spread_evenly(void **state)
{
    enum { N = 20000 };
    const kernel_random r = {.seed = 4, .stream = 0};
    double sum = 0.0, more = 0.0;

    (void) state;
    for (uint64_t k = 0; k < N; k++) {
        double x[3];

        kernel_uniform_fill(&r, k, 0, 3, x);
        kernel_draw_simplex(x, 3, x);
        assert_near(x[0] + x[1] + x[2], 1.0, 1e-15);
        sum += x[1];
        more += x[1] > 0.5 ? 1.0 : 0.0;
    }
    assert_near(sum / N, 1.0 / 3.0, 4.5 / sqrt(18.0 * N));
    assert_near(more / N, 0.25, 4.5 * sqrt(0.25 * 0.75 / N));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gamma_quantiles_are_as_good_as_they_say),
        cmocka_unit_test(beta_quantiles_are_good_to_1e_10),
        cmocka_unit_test(special_cases_have_closed_forms),
        cmocka_unit_test(pert_has_its_mean),
        cmocka_unit_test(dirichlet_weights_are_around_their_means),
        cmocka_unit_test(simplex_weights_are_spread_evenly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/pca.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "kernels/pca.h"
#include "unit/kernels/reference_table.h"

enum { MOST = 12, UNITS = 64 };

static const double gap = NAN;

/* Room for what kernel_pca_fit finds. */
typedef struct {
    kernel_pca pca;
    double means[MOST], sds[MOST], eigenvalues[MOST], rotation[MOST * MOST], scores[UNITS * MOST];
    titian_error error;
} fit;

static titian_status run(fit *f, const double *values, size_t n, size_t m)
{
    const kernel_block block = {.values = values, .stride = n, .n_units = n, .n_indicators = m};
    double *scratch = malloc((kernel_pca_scratch(n, m) + 1) * sizeof *scratch);
    titian_status status = TITIAN_OK;

    assert_non_null(scratch);
    f->error = (titian_error){0};
    f->pca = (kernel_pca){.means = f->means,
        .sds = f->sds,
        .eigenvalues = f->eigenvalues,
        .rotation = f->rotation,
        .scores = f->scores};
    status = kernel_pca_fit(&block, &f->pca, scratch, &f->error);
    free(scratch);
    return status;
}

/* Two indicators with correlation r: eigenvalues 1 + r and 1 - r, axes at 45 degrees. */
static void two_indicators_have_axes_at_half_a_right_angle(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 4.0, 1.0, 3.0, 2.0, 0.0}; /* r = -0.4, by hand */
    const double h = sqrt(0.5);
    fit f;

    (void) state;
    assert_int_equal(run(&f, x, 4, 2), TITIAN_OK);
    assert_near(f.eigenvalues[0], 1.4, 1e-14);
    assert_near(f.eigenvalues[1], 0.6, 1e-14);
    /* loadings of the first cancel: the largest, here the first of equals, is positive */
    assert_near(f.rotation[0], h, 1e-14);
    assert_near(f.rotation[1], -h, 1e-14);
    assert_near(f.rotation[2], h, 1e-14);
    assert_near(f.rotation[3], h, 1e-14);
}

static void scores_have_the_eigenvalues_as_variances(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 4.0, 9.0, 1.0, 3.0, 2.0, 0.0, 5.0, 2.0, 2.0, 7.0, 1.0, 0.0};
    fit f;

    (void) state;
    assert_int_equal(run(&f, x, 5, 3), TITIAN_OK);
    for (size_t k = 0; k < 3; k++) {
        double sum = 0.0, squares = 0.0;

        for (size_t i = 0; i < 5; i++) {
            sum += f.scores[k * 5 + i];
            squares += f.scores[k * 5 + i] * f.scores[k * 5 + i];
        }
        assert_near(sum, 0.0, 1e-14);
        assert_near(squares / 4.0, f.eigenvalues[k], 1e-14);
    }
    assert_near(f.eigenvalues[0] + f.eigenvalues[1] + f.eigenvalues[2], 3.0, 1e-14);
}

static void a_unit_with_a_gap_takes_no_part_and_has_no_score(void **state)
{
    const double x[] = {1.0, 2.0, 3.0, 4.0, 1e9, 1.0, 3.0, 2.0, 0.0, gap};
    fit f;

    (void) state;
    assert_int_equal(run(&f, x, 5, 2), TITIAN_OK);
    assert_int_equal(f.pca.n_complete, 4);
    assert_near(f.eigenvalues[0], 1.4, 1e-14);
    assert_true(isnan(f.scores[4]) && isnan(f.scores[9]) && !isnan(f.scores[0]));
}

static void the_unit_of_measurement_changes_nothing(void **state)
{
    const double x[] = {1e-300, 2e-300, 3e-300, 4e-300, 1e300, 3e300, 2e300, 0.0};
    fit f;

    (void) state;
    assert_int_equal(run(&f, x, 4, 2), TITIAN_OK);
    assert_near(f.eigenvalues[0], 1.4, 1e-14);
    assert_near(f.means[1], 1.5e300, 1e285);
}

static void one_indicator_is_its_own_component(void **state)
{
    const double x[] = {3.0, 1.0};
    fit f;

    (void) state;
    assert_int_equal(run(&f, x, 2, 1), TITIAN_OK);
    assert_near(f.eigenvalues[0], 1.0, 1e-15);
    assert_near(f.rotation[0], 1.0, 0.0);
}

static void perfectly_correlated_indicators_share_one_component(void **state)
{
    const double x[] = {1.0, 2.0, 4.0, 2.0, 4.0, 8.0, -1.0, -2.0, -4.0};
    fit f;

    (void) state;
    assert_int_equal(run(&f, x, 3, 3), TITIAN_OK);
    assert_near(f.eigenvalues[0], 3.0, 1e-14);
    assert_near(f.eigenvalues[1], 0.0, 1e-14);
    assert_true(f.eigenvalues[2] >= 0.0);
}

static void fewer_units_than_indicators_are_refused(void **state)
{
    const double x[] = {1.0, 2.0, gap, 2.0, 4.0, 8.0, 3.0, 1.0, 4.0};
    fit f;

    (void) state;
    assert_int_equal(run(&f, x, 3, 3), TITIAN_E_NUMERIC);
    assert_non_null(strstr(f.error.message, "3 indicators need at least 3 units"));
    assert_non_null(strstr(f.error.message, "there are 2"));
    assert_int_equal(run(&f, x, 1, 1), TITIAN_E_NUMERIC);
    assert_int_equal(run(&f, NULL, 0, 2), TITIAN_E_NUMERIC);
    assert_int_equal(run(&f, NULL, 3, 0), TITIAN_E_NUMERIC);
}

static void a_constant_indicator_is_refused_by_its_number(void **state)
{
    const double x[] = {1.0, 2.0, 5.0, 4.0, 4.0, 4.0};
    fit f;

    (void) state;
    assert_int_equal(run(&f, x, 3, 2), TITIAN_E_NUMERIC);
    assert_int_equal(f.error.column, 2);
    assert_int_equal(f.error.line, 0);
}

static void components_are_kept_by_the_rules_given(void **state)
{
    const double eigenvalues[] = {3.3, 1.7, 1.0, 0.9, 0.5, 0.3, 0.2, 0.1}; /* OECD/JRC Handbook 2008, table 16 */
    const kernel_pca_keep kaiser = {.least_eigenvalue = 1.0};
    const kernel_pca_keep all = {.least_eigenvalue = 0.0};
    const kernel_pca_keep none = {.least_eigenvalue = 10.0};
    const kernel_pca_keep share = {.least_eigenvalue = 0.5, .least_share = 0.10};
    const kernel_pca_keep together = {.least_eigenvalue = 1.0, .least_together = 0.80};

    (void) state;
    assert_int_equal(kernel_pca_count(eigenvalues, 8, &kaiser), 3);
    assert_int_equal(kernel_pca_count(eigenvalues, 8, &all), 8);
    assert_int_equal(kernel_pca_count(eigenvalues, 8, &none), 1);
    assert_int_equal(kernel_pca_count(eigenvalues, 8, &share), 4);
    assert_int_equal(kernel_pca_count(eigenvalues, 8, &together), 4);
    assert_int_equal(kernel_pca_count(eigenvalues, 0, &kaiser), 0);
}

/* compind/pca_bli.csv: within 1e-9, as its README says. */
static void the_better_life_index_has_the_reference_components(void **state)
{
    reference_table data, expected;
    double values[UNITS * MOST], loadings[MOST * MOST];
    fit f;

    (void) state;
    reference_open(&data, "compind/bli_2017.csv");
    reference_open(&expected, "compind/pca_bli.csv");
    reference_block(&data, 1, 11, values);
    assert_int_equal(run(&f, values, data.n_rows, 11), TITIAN_OK);
    kernel_pca_loadings(&f.pca, 11, loadings);
    for (size_t k = 0; k < 11; k++) {
        assert_near(f.eigenvalues[k], reference_number(&expected, k, 1), 1e-12);
        assert_near(f.eigenvalues[k] / 11.0, reference_number(&expected, k, 2), 1e-13);
        for (size_t j = 0; j < 11; j++)
            assert_near(loadings[k * 11 + j], reference_number(&expected, k, 3 + j), 1e-12);
    }
    reference_close(&data);
    reference_close(&expected);
}

/* The columns that a reference names, each a group's children, and their components up to sign. */
static void compare_group(const char *data_name, const char *prefix, const char *group)
{
    reference_table data, rotation, sdev;
    double values[UNITS * MOST];
    char name[256];
    fit f;

    reference_open(&data, data_name);
    (void) snprintf(name, sizeof name, "coinr-asem/weights/pca_%s_%s_rotation.csv", prefix, group);
    reference_open(&rotation, name);
    (void) snprintf(name, sizeof name, "coinr-asem/weights/pca_%s_%s_sdev.csv", prefix, group);
    reference_open(&sdev, name);
    for (size_t j = 0; j < rotation.n_rows; j++)
        reference_block(&data, reference_column(&data, reference_cell(&rotation, j, 0)), 1, values + j * data.n_rows);
    assert_int_equal(run(&f, values, data.n_rows, rotation.n_rows), TITIAN_OK);
    for (size_t k = 0; k < rotation.n_rows; k++) {
        const double sign =
            f.rotation[k * rotation.n_rows] * reference_number(&rotation, 0, k + 1) < 0.0 ? -1.0 : 1.0;

        assert_near(sqrt(f.eigenvalues[k]), reference_number(&sdev, k, 1), 1e-12);
        for (size_t j = 0; j < rotation.n_rows; j++)
            assert_near(sign * f.rotation[k * rotation.n_rows + j], reference_number(&rotation, j, k + 1), 1e-12);
    }
    reference_close(&data);
    reference_close(&rotation);
    reference_close(&sdev);
}

/* coinr-asem/weights/pca_*: R prcomp through COINr get_PCA(); signs are arbitrary there. */
static void every_group_of_the_asem_index_has_the_reference_components(void **state)
{
    static const char *const groups[] = {
        "ConEcFin", "Instit", "P2P", "Physical", "Political", "Environ", "Social", "SusEcFin"};

    (void) state;
    for (size_t g = 0; g < 8; g++)
        compare_group("coinr-asem/default/6_normalised.csv", "normalised_L1", groups[g]);
    compare_group("coinr-asem/default/7_aggregated.csv", "aggregated_L2", "Conn");
    compare_group("coinr-asem/default/7_aggregated.csv", "aggregated_L2", "Sust");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_indicators_have_axes_at_half_a_right_angle),
        cmocka_unit_test(scores_have_the_eigenvalues_as_variances),
        cmocka_unit_test(a_unit_with_a_gap_takes_no_part_and_has_no_score),
        cmocka_unit_test(the_unit_of_measurement_changes_nothing),
        cmocka_unit_test(one_indicator_is_its_own_component),
        cmocka_unit_test(perfectly_correlated_indicators_share_one_component),
        cmocka_unit_test(fewer_units_than_indicators_are_refused),
        cmocka_unit_test(a_constant_indicator_is_refused_by_its_number),
        cmocka_unit_test(components_are_kept_by_the_rules_given),
        cmocka_unit_test(the_better_life_index_has_the_reference_components),
        cmocka_unit_test(every_group_of_the_asem_index_has_the_reference_components),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

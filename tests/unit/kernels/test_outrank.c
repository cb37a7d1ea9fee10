/* kernels/outrank.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/outrank.h"

static const double gap = NAN;
static const double equal[] = {1, 1, 1, 1, 1, 1, 1, 1};

static void copeland(const double *scores, size_t n, size_t m, const double *weights, double *out)
{
    const kernel_columns columns = given_columns(scores, n, m, weights);

    kernel_copeland(&columns, out);
}

static void the_better_in_more_indicators_wins(void **state)
{
    const double scores[] = {
        3.0, 2.0, 1.0, 3.0, 1.0, 2.0, 1.0, 2.0, 3.0};
    double out[3];

    (void) state;
    copeland(scores, 3, 3, equal, out);
    assert_near(out[0], 2.0, 0.0);  /* better than either in two of three */
    assert_near(out[1], -2.0, 0.0); /* better than the third in the first only */
    assert_near(out[2], 0.0, 0.0);
}

static void weight_decides_not_number(void **state)
{
    const double scores[] = {1.0, 2.0, 2.0, 1.0, 2.0, 1.0}, weights[] = {3.0, 1.0, 1.0};
    double out[2];

    (void) state;
    copeland(scores, 2, 3, weights, out);
    assert_near(out[0], -1.0, 0.0);
    assert_near(out[1], 1.0, 0.0);
}

/* 0.1 + 0.2 against 0.3: the sums differ in the last place. */
static void true_ties_are_not_split_by_noise(void **state)
{
    const double scores[] = {2.0, 1.0, 2.0, 1.0, 1.0, 2.0}, weights[] = {0.1, 0.2, 0.3};
    double out[2];

    (void) state;
    copeland(scores, 2, 3, weights, out);
    assert_near(out[0], 0.0, 0.0);
    assert_near(out[1], 0.0, 0.0);
}

static void equal_scores_count_for_neither(void **state)
{
    const double scores[] = {2.0, 2.0, 5.0, 1.0}, weights[] = {9.0, 1.0};
    double out[2];

    (void) state;
    copeland(scores, 2, 2, weights, out);
    assert_near(out[0], 1.0, 0.0);
    assert_near(out[1], -1.0, 0.0);
}

/* COINr gives the left-out weight to the later row; here neither gets it. */
static void a_gap_counts_for_neither(void **state)
{
    const double scores[] = {gap, 9.0, 5.0, 1.0}, turned[] = {9.0, gap, 1.0, 5.0}, weights[] = {9.0, 1.0};
    double out[2];

    (void) state;
    copeland(scores, 2, 2, weights, out);
    assert_near(out[0], 1.0, 0.0);
    assert_near(out[1], -1.0, 0.0);
    copeland(turned, 2, 2, weights, out);
    assert_near(out[0], -1.0, 0.0);
    assert_near(out[1], 1.0, 0.0);
}

static void units_with_nothing_in_common_are_tied(void **state)
{
    const double scores[] = {gap, 9.0, 5.0, gap}, nothing[] = {gap, 2.0};
    const double zero[] = {0.0};
    double out[2];

    (void) state;
    copeland(scores, 2, 2, equal, out);
    assert_near(out[0], 0.0, 0.0);
    copeland(nothing, 2, 1, equal, out);
    assert_true(isnan(out[0]));
    assert_near(out[1], 0.0, 0.0);
    copeland(nothing, 2, 1, zero, out);
    assert_true(isnan(out[1]));
    copeland(NULL, 0, 0, NULL, out);
}

enum { UNITS = 600, CHILDREN = 5 };

/* Whole numbers 0 .. 9 and some gaps, from a linear congruence. */
static void make_scores(double *scores)
{
    unsigned random = 12345;

    for (size_t k = 0; k < (size_t) UNITS * CHILDREN; k++) {
        random = random * 1664525U + 1013904223U;
        scores[k] = (random >> 16) % 13 < 10 ? (double) ((random >> 16) % 13) : gap;
    }
}

/* Share of common weight in which i is better than j, half of that in which they are equal: the definition. */
static double share(const double *scores, const double *weights, size_t i, size_t j)
{
    double won = 0.0, common = 0.0;

    for (size_t k = 0; k < CHILDREN; k++) {
        const double a = scores[k * UNITS + i], b = scores[k * UNITS + j];

        if (isnan(a) || isnan(b))
            continue;
        common += weights[k];
        won += a > b ? weights[k] : a == b ? 0.5 * weights[k] : 0.0;
    }
    return common > 0.0 ? won / common : (double) NAN;
}

static void scores_flows_and_matrix_agree_with_the_definition(void **state)
{
    const double weights[CHILDREN] = {0.1, 0.2, 0.3, 0.25, 0.15};
    double *scores = given_room((size_t) UNITS * CHILDREN), *matrix = given_room((size_t) UNITS * UNITS);
    double *out = given_room(UNITS), *flow = given_room(UNITS), *others = given_room(UNITS);
    const kernel_columns columns = given_columns(scores, UNITS, CHILDREN, weights);
    size_t dominances = 0, dominated = 0;

    (void) state;
    make_scores(scores);
    kernel_copeland(&columns, out);
    kernel_outranking_flows(&columns, flow, others);
    dominances = kernel_outranking_matrix(&columns, matrix);
    for (size_t i = 0; i < UNITS; i++) {
        double won = 0.0, net = 0.0, met = 0.0;

        for (size_t j = 0; j < UNITS; j++) {
            const double o = i == j ? 0.5 : share(scores, weights, i, j);

            assert_near(matrix[i * UNITS + j], o, 1e-15);
            won += o > 0.5 + 1e-10 ? 1.0 : o < 0.5 - 1e-10 ? -1.0 : 0.0;
            net += isnan(o) || i == j ? 0.0 : 2.0 * o - 1.0;
            met += isnan(o) || i == j ? 0.0 : 1.0;
            dominated += o > 1.0 - 1e-10 ? 1 : 0;
        }
        assert_near(out[i], won, 0.0);
        assert_near(others[i], met, 0.0);
        assert_near(flow[i], net / met, 1e-13);
    }
    assert_int_equal(dominances, dominated);
    free(scores);
    free(matrix);
    free(out);
    free(flow);
    free(others);
}

static void the_order_of_units_changes_nothing(void **state)
{
    const double weights[CHILDREN] = {0.1, 0.2, 0.3, 0.25, 0.15};
    double *scores = given_room((size_t) UNITS * CHILDREN), *turned = given_room((size_t) UNITS * CHILDREN);
    double *out = given_room(UNITS), *also = given_room(UNITS);

    (void) state;
    make_scores(scores);
    for (size_t k = 0; k < CHILDREN; k++)
        for (size_t i = 0; i < UNITS; i++)
            turned[k * UNITS + i] = scores[k * UNITS + UNITS - 1 - i];
    copeland(scores, UNITS, CHILDREN, weights, out);
    copeland(turned, UNITS, CHILDREN, weights, also);
    for (size_t i = 0; i < UNITS; i++)
        assert_near(also[i], out[UNITS - 1 - i], 0.0);
    free(scores);
    free(turned);
    free(out);
    free(also);
}

/* methods-coinr.md 7: BGD and BRN are a true tie in Social under the unequal weights of the reference set, which
 * COINr splits. */
static void bangladesh_and_brunei_are_tied(void **state)
{
    reference_table data, table;
    double *scores = NULL, *room = NULL, weights[16];
    size_t m = 0, n = 0, first = 0, a = 0, b = 0;

    (void) state;
    reference_open(&data, "coinr-asem/aggregate/input_B1_complete.csv");
    reference_open(&table, "coinr-asem/aggregate/weights_alt.csv");
    scores = given_reference(&data, "Poverty", "WomParl", &m);
    n = data.n_rows;
    first = reference_column(&data, "Poverty");
    for (size_t k = 0; k < m; k++)
        weights[k] = given_figure(&table, reference_row(&table, data.cells[first + k]), "Weight");
    room = given_room(n * n);
    const kernel_columns columns = given_columns(scores, n, m, weights);

    (void) kernel_outranking_matrix(&columns, room);
    a = reference_row(&data, "BGD");
    b = reference_row(&data, "BRN");
    assert_true(room[a * n + b] == 0.5);
    assert_true(room[b * n + a] == 0.5);
    free(scores);
    free(room);
    reference_close(&data);
    reference_close(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_better_in_more_indicators_wins),
        cmocka_unit_test(weight_decides_not_number),
        cmocka_unit_test(true_ties_are_not_split_by_noise),
        cmocka_unit_test(equal_scores_count_for_neither),
        cmocka_unit_test(a_gap_counts_for_neither),
        cmocka_unit_test(units_with_nothing_in_common_are_tied),
        cmocka_unit_test(scores_flows_and_matrix_agree_with_the_definition),
        cmocka_unit_test(the_order_of_units_changes_nothing),
        cmocka_unit_test(bangladesh_and_brunei_are_tied),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

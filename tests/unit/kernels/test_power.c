/* kernels/power, kernels/find.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/power.h"

static const double gap = (double) NAN;

enum { COUNTRIES = 4, INDICATORS = 11 };

/* OECD Better Life Index 2017 as shipped in Compind 3.4: Australia, Chile, Iceland, Turkey. */
static const double life[INDICATORS * COUNTRIES] = {
    7.7561663143058484, 5.3286351891003054, 5.2727272727272734, 3.4719285882076583,   /* housing */
    4.7821111051694647, 0.94176480811685681, 4.4927417719283689, 0.52656011671861525, /* income */
    7.804703993718821, 5.1471859499672625, 9.441660679272994, 3.2634383392822008,     /* jobs */
    8.1818181818181817, 3.6363636363636367, 10, 4.545454545454545,                    /* community */
    8.3848263727164518, 3.7359704109092795, 6.6588149485069614, 1.997029123324535,    /* education */
    8.6277777777777782, 3.2333333333333334, 10, 1.6000000000000001,                   /* environment */
    8.518518518518519, 1.2962962962962963, 5.052910052910053, 6.693121693121693,      /* civic */
    8.9745845552297148, 4.601173020527856, 8.1564027370478964, 4.8279569892473129,    /* health */
    9.1304347826086953, 6.5217391304347831, 10, 1.3043478260869559,                   /* satisfaction */
    6.8912361798178026, 4.4073203038412672, 9.7185278295893802, 6.3346443921823052,   /* safety */
    5.4209522005088511, 6.6215836467212892, 4.8765885664610682, 0.10000000000000001,  /* worklife */
};
static const double equal[INDICATORS] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
static const double rising[INDICATORS] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

static double power_mean(const double *scores, size_t n_children, const double *weights, double p)
{
    const kernel_columns columns = given_columns(scores, 1, n_children, weights);
    double out, weight, scratch;

    kernel_power_means(&columns, p, &out, &weight, &scratch);
    return out;
}

/* Expected figures: Compind 3.4's reference table means_bli.csv, in exact arithmetic. */
static void power_means_are_those_of_the_reference(void **state)
{
    static const struct {
        double p;
        const double *weights;
        double expected[COUNTRIES];
    } rows[] = {
        {1, equal, {7.6793754529263758, 4.1337605205101973, 7.6063976234949093, 3.1513165103296203}},
        {0, equal, {7.5384594866865759, 3.5929194352736253, 7.2500468271245255, 2.022292477050017}},
        {-1, equal, {7.3752130317784328, 2.8827935852683342, 6.8888064520035517, 0.72749520203402851}},
        {2, equal, {7.7984563871529291, 4.4930649366714954, 7.9301545282177974, 3.815482280160563}},
        {0.5, equal, {7.6117388373385015, 3.8900277093036255, 7.4308010087018896, 2.6673078016656127}},
        {-3, equal, {6.996518511537742, 1.8389589281721814, 6.2651232520102544, 0.22182648615484196}},
        {1, rising, {7.7166004073036953, 4.4964964063605084, 7.8382820059190443, 3.2385365115207327}},
        {0, rising, {7.5776046632290415, 4.0180869360049121, 7.4940384404182252, 1.7589490693253982}},
        {-1, rising, {7.4229758434721091, 3.3609911525116796, 7.1318620188197883, 0.49504674952084782}},
        {2, rising, {7.8386109943129139, 4.8234369829924519, 8.1411168497445505, 4.0438163864501542}},
        {-3, rising, {7.0835399027192425, 2.1924693185256805, 6.4749884462815812, 0.18160132912355673}},
    };

    (void) state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const kernel_columns columns = given_columns(life, COUNTRIES, INDICATORS, rows[k].weights);
        double out[COUNTRIES], weight[COUNTRIES], scratch[COUNTRIES];

        kernel_power_means(&columns, rows[k].p, out, weight, scratch);
        for (size_t i = 0; i < COUNTRIES; i++)
            assert_as_reference(out[i], rows[k].expected[i], 2e-15);
    }
}

static void power_means_of_all_countries_are_those_of_the_reference(void **state)
{
    static const struct {
        const char *name;
        double p;
        int weighted;
    } rows[] = {{"arithmetic", 1, 0}, {"geometric", 0, 0}, {"harmonic", -1, 0}, {"quadratic_p2", 2, 0},
        {"power_p0.5", 0.5, 0}, {"power_p-3", -3, 0}, {"weighted_arithmetic", 1, 1}, {"weighted_geometric", 0, 1},
        {"weighted_harmonic", -1, 1}, {"weighted_power_p2", 2, 1}, {"weighted_power_p-3", -3, 1}};
    reference_table data, expected;
    double *scores = NULL, *room = NULL;
    size_t n = 0, m = 0;

    (void) state;
    reference_open(&data, "compind/bli_2017.csv");
    reference_open(&expected, "compind/means_bli.csv");
    n = data.n_rows;
    scores = given_reference(&data, "housing", "worklife", &m);
    room = given_room(3 * n);
    assert_int_equal(m, INDICATORS);
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const kernel_columns columns = given_columns(scores, n, m, rows[k].weighted ? rising : equal);

        kernel_power_means(&columns, rows[k].p, room, room + n, room + 2 * n);
        for (size_t i = 0; i < n; i++)
            assert_as_reference(room[i], given_figure(&expected, i, rows[k].name), 2e-15);
    }
    free(scores);
    free(room);
    reference_close(&data);
    reference_close(&expected);
}

/* The pillars that COINr 1.1.14 makes of complete data with p = 2. Its data stand in the order of the framework. */
static void quadratic_means_are_those_of_coinr(void **state)
{
    static const struct {
        const char *pillar, *first, *last;
    } rows[] = {{"Physical", "LPI", "Cov4G"}, {"ConEcFin", "Goods", "ForPort"}, {"Political", "Embs", "UNVote"},
        {"Instit", "CostImpEx", "Visa"}, {"P2P", "StMob", "Lang"}, {"Environ", "Renew", "Forest"},
        {"Social", "Poverty", "WomParl"}, {"SusEcFin", "PubDebt", "NEET"}};
    reference_table data, expected;

    (void) state;
    reference_open(&data, "coinr-asem/aggregate/input_B1_complete.csv");
    reference_open(&expected, "coinr-asem/aggregate/B1_genmean_p2.csv");
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const size_t n = data.n_rows;
        size_t m = 0;
        double *scores = given_reference(&data, rows[k].first, rows[k].last, &m), *room = given_room(3 * n);
        const kernel_columns columns = given_columns(scores, n, m, equal);

        kernel_quadratic_means(&columns, room, room + n, room + 2 * n);
        for (size_t i = 0; i < n; i++)
            assert_as_reference(room[i], given_figure(&expected, i, rows[k].pillar), 1e-14);
        free(scores);
        free(room);
    }
    reference_close(&data);
    reference_close(&expected);
}

/* (x^p + y^p)/2 to the power 1/p tends to the geometric mean: sqrt(2 * 8) = 4. From 60-digit arithmetic: for p =
 * 1e-10, 4 (1 + p ln(2)^2 / 2). */
static void a_power_near_zero_costs_no_digits(void **state)
{
    const double scores[] = {2.0, 8.0};

    (void) state;
    assert_near(power_mean(scores, 2, equal, 1e-10), 4.0 * (1.0 + 1e-10 * M_LN2 * M_LN2 / 2.0), 4e-15);
    assert_near(power_mean(scores, 2, equal, -1e-300), 4.0, 2e-15);
    assert_near(power_mean(scores, 2, equal, 0.0), 4.0, 2e-15);
}

static void a_great_power_tends_to_the_extreme(void **state)
{
    const double scores[] = {2.0, 8.0};

    (void) state;
    assert_near(power_mean(scores, 2, equal, 1e6), 8.0, 1e-5);
    assert_near(power_mean(scores, 2, equal, -1e6), 2.0, 1e-5);
}

static void a_missing_score_shares_its_weight_among_the_others(void **state)
{
    const double scores[] = {gap, 4.0, 1.0}, weights[] = {5.0, 1.0, 1.0};

    (void) state;
    assert_near(power_mean(scores, 3, weights, -1.0), 1.6, 1e-15);
    assert_near(power_mean(scores, 3, weights, 2.0), sqrt(8.5), 1e-15);
    assert_near(power_mean(scores, 3, weights, 0.5), 2.25, 1e-15);
}

static void a_child_of_weight_zero_takes_no_part(void **state)
{
    const double scores[] = {0.0, 4.0}, weights[] = {0.0, 1.0};

    (void) state;
    assert_near(power_mean(scores, 2, weights, -1.0), 4.0, 0.0);
    assert_near(power_mean(scores, 2, weights, -3.0), 4.0, 0.0);
    assert_near(power_mean(scores, 2, weights, 2.0), 4.0, 0.0);
}

static void a_unit_without_weight_has_no_mean(void **state)
{
    static const double powers[] = {-3.0, -1.0, 0.0, 0.5, 1.0, 2.0};
    const double none[] = {gap, gap}, one[] = {7.0, gap}, zero[] = {0.0, 1.0};

    (void) state;
    for (size_t k = 0; k < sizeof powers / sizeof *powers; k++) {
        assert_true(isnan(power_mean(none, 2, equal, powers[k])));
        assert_true(isnan(power_mean(one, 2, zero, powers[k])));
        assert_true(isnan(power_mean(NULL, 0, NULL, powers[k])));
        assert_near(power_mean(one, 2, equal, powers[k]), 7.0, 2e-15);
    }
}

static void a_power_mean_of_zeros_is_zero(void **state)
{
    const double zeros[] = {0.0, 0.0}, mixed[] = {0.0, 4.0};

    (void) state;
    assert_near(power_mean(zeros, 2, equal, 0.5), 0.0, 0.0);
    assert_near(power_mean(zeros, 2, equal, 2.0), 0.0, 0.0);
    assert_near(power_mean(mixed, 2, equal, 0.5), 1.0, 1e-15);
}

static void huge_and_tiny_scores_neither_overflow_nor_vanish(void **state)
{
    const double huge[] = {1e300, 1e300}, tiny[] = {5e-324, 5e-324}, both[] = {1e-300, 1e300};

    (void) state;
    for (double p = -3.0; p <= 3.0; p += 1.0) {
        assert_near(power_mean(huge, 2, equal, p) / 1e300, 1.0, 1e-12);
        assert_true(power_mean(tiny, 2, equal, p) == 5e-324);
    }
    assert_near(power_mean(both, 2, equal, -1.0) / 2e-300, 1.0, 1e-15);
    assert_near(power_mean(both, 2, equal, 2.0) / 1e300, sqrt(0.5), 1e-15);
    /* ((10^-0.3 + 10^0.3) / 2)^1000, in 60-digit arithmetic */
    assert_near(power_mean(both, 2, equal, 1e-3) / 1.9624474887997937e96, 1.0, 1e-12);
}

static void what_a_power_mean_cannot_take_is_found(void **state)
{
    const double scores[] = {-1.0, 3.0, 2.0, 0.0, gap, -2.0}, weights[] = {0.0, 1.0, 1.0};
    const kernel_columns columns = given_columns(scores, 2, 3, weights);
    kernel_place place = {.child = 9, .unit = 9};

    (void) state;
    assert_false(kernel_power_find_outside(&columns, 1.0, &place));
    assert_int_equal(place.child, 9);
    assert_true(kernel_power_find_outside(&columns, 0.0, &place));
    assert_int_equal(place.child, 1);
    assert_int_equal(place.unit, 1);
    assert_true(kernel_power_find_outside(&columns, 2.0, &place));
    assert_int_equal(place.child, 2);
    assert_int_equal(place.unit, 1);
}

static void the_quadratic_mean_of_badness_follows_the_worst(void **state)
{
    const double mvi[] = {30.0, 40.0}; /* UN MVI: sqrt((30^2 + 40^2) / 2) */

    (void) state;
    assert_near(power_mean(mvi, 2, equal, 2.0), 35.355339059327378, 1e-14);
}

static double reversed(const double *scores, size_t n_children, double low, double high)
{
    const kernel_columns columns = given_columns(scores, 1, n_children, equal);
    double out, weight;

    kernel_reversed_geometric_means(&columns, low, high, &out, &weight);
    return out;
}

/* By hand: h = 7.3 and 2.8 for 3 and 8 of 10; (10 - sqrt(7.3 * 2.8)) / 9 * 10. */
static void the_reversed_geometric_mean_lies_above_the_arithmetic(void **state)
{
    const double scores[] = {3.0, 8.0}, hundred[] = {30.0, 80.0}, above[] = {10.0 + 10.0 / 9.0, 1.0};
    const kernel_columns columns = given_columns(above, 1, 2, equal);
    kernel_place place;

    (void) state;
    assert_near(reversed(scores, 2, 0.0, 10.0), 6.0877090864634155, 1e-14);
    assert_near(reversed(hundred, 2, 0.0, 100.0), 60.877090864634155, 1e-13);
    assert_near(reversed(scores, 1, 0.0, 10.0), 3.0, 1e-14);
    assert_true(isnan(reversed(&gap, 1, 0.0, 10.0)));
    assert_true(kernel_reversed_geometric_find_outside(&columns, 0.0, 10.0, &place));
    assert_int_equal(place.child, 0);
}

static void a_reversed_geometric_mean_of_scores_at_the_lower_end_is_that_end(void **state)
{
    const double none[] = {0.0, 0.0, 0.0}, low[] = {-5.0, -5.0, -5.0};

    (void) state;
    assert_true(reversed(none, 3, 0.0, 100.0) == 0.0);
    assert_true(reversed(low, 3, -5.0, 5.0) == -5.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power_means_are_those_of_the_reference),
        cmocka_unit_test(power_means_of_all_countries_are_those_of_the_reference),
        cmocka_unit_test(quadratic_means_are_those_of_coinr),
        cmocka_unit_test(a_power_near_zero_costs_no_digits),
        cmocka_unit_test(a_great_power_tends_to_the_extreme),
        cmocka_unit_test(a_missing_score_shares_its_weight_among_the_others),
        cmocka_unit_test(a_child_of_weight_zero_takes_no_part),
        cmocka_unit_test(a_unit_without_weight_has_no_mean),
        cmocka_unit_test(a_power_mean_of_zeros_is_zero),
        cmocka_unit_test(huge_and_tiny_scores_neither_overflow_nor_vanish),
        cmocka_unit_test(what_a_power_mean_cannot_take_is_found),
        cmocka_unit_test(the_quadratic_mean_of_badness_follows_the_worst),
        cmocka_unit_test(the_reversed_geometric_mean_lies_above_the_arithmetic),
        cmocka_unit_test(a_reversed_geometric_mean_of_scores_at_the_lower_end_is_that_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

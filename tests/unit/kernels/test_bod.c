/* kernels/bod.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <float.h>
#include <stdlib.h>

#include "kernels/bod.h"
#include "kernels/bod_closed.h"
#include "unit/kernels/reference_table.h"

enum { UNITS = 40, MOST = 12 };

static const double gap = (double) NAN;

/* Everything that can be asked for. */
typedef struct {
    double scores[UNITS], weights[UNITS * MOST], shares[UNITS * MOST], intensities[UNITS * MOST];
    unsigned char unique[UNITS];
    size_t peers[UNITS * MOST];
    titian_error error;
} study;

static titian_status run(study *s, const double *values, size_t n, size_t m, const kernel_bod_rules *rules)
{
    const kernel_block block = {.values = values, .stride = n, .n_units = n, .n_indicators = m};
    const kernel_bod_rules plain = kernel_bod_rules_default();
    const kernel_bod_result result = {.scores = s->scores,
        .unique = s->unique,
        .weights = s->weights,
        .shares = s->shares,
        .peers = s->peers,
        .intensities = s->intensities};

    s->error = (titian_error){0};
    return kernel_bod(&block, rules != NULL ? rules : &plain, &result, &s->error);
}

static void assert_close(double x, double expected, double within)
{
    assert_near(x, expected, within * fmax(1e-300, fabs(expected)));
}

/* Rail and road density of 34 European regions: Eurostat 2012 (compind/eu_nuts1.csv). */
static const double nuts1[] = {3152.7033084858899, 3521.76313128736, 694.805087916199, 1844.8030678738301,
    388.03281391705798, 583.66101694915199, 3048.5392767440098, 1715.7306462373799, 2771.75738595456,
    4136.4832873711603, 3533.5549733295702, 2498.4072358261601, 2718.4692523071899, 1993.50094308402,
    2317.5513218136198, 2255.7347613070201, 2057.5288602236101, 1594.7949142759901, 3665.8833798372402,
    2688.0154573845002, 2703.10252352009, 10628.408187163701, 7820.3541142417898, 8414.8208193371502,
    5979.0036567499301, 8091.6054298982799, 7271.4734457736104, 7856.8583778862603, 5996.3966998343603,
    3243.1297420827, 3824.0922659430098, 2801.3676786640099, 3257.7263727454401, 2133.9476439370101, /* roads */
    573.02956985487799, 412.65305582486201, 5043.0228208006001, 491.52467630267603, 2852.6671613488302,
    2948.44632768362, 757.60804873697805, 272.62060873766302, 407.84112877326498, 934.30342858260497,
    496.62756795248998, 977.14797368318602, 575.55206845811801, 529.65946271109397, 274.06797898601201,
    277.43253298375998, 163.609931193855, 700.90644476832301, 82.310680789984403, 266.29334791264603,
    80.988736366839902, 1373.59206813017, 331.37674805869199, 808.48927160782205, 416.47668084533501,
    223.38635380826099, 150.67756641733899, 267.05455324426998, 207.446324869444, 388.09251407676601,
    555.31433740389002, 382.61082067480203, 249.509380159702, 82.862629422658998}; /* trains */

/* compind/bod_nuts1.csv, DE1 .. ITG; scores within 1e-11. */
static const double nuts1_scores[] = {0.32787347243684295, 0.33135377088176909, 1, 0.22133164544678149,
    0.56566612183126264, 0.59702618058206269, 0.35544130757428072, 0.17102996161038767, 0.27015145992180883,
    0.46461340427697018, 0.34000306769760547, 0.35852139641364184, 0.29808267566861224, 0.23889178759057858,
    0.21805253251494494, 0.21223636894481995, 0.19358767785269665, 0.24341407312015653, 0.34491367994923788,
    0.25290856448578164, 0.25432806831645038, 1, 0.73579730628775664, 0.79172917253027808, 0.5625493066751972,
    0.76131865538160215, 0.68415451474244493, 0.73923189997306105, 0.56418577403495074, 0.3051378611897444,
    0.37132759729199244, 0.26745461982546537, 0.30651122118925672, 0.20077772761063628};

static void regions_have_the_reference_scores_and_weights(void **state)
{
    study s;

    (void) state;
    assert_int_equal(run(&s, nuts1, 34, 2, NULL), TITIAN_OK);
    for (size_t i = 0; i < 34; i++)
        assert_close(s.scores[i], nuts1_scores[i], 1e-13);
    assert_int_equal(s.unique[0], 1);
    assert_close(s.weights[0], 6.9701508047028996e-05, 1e-12);
    assert_close(s.weights[34], 0.00018869060707966945, 1e-12);
    assert_int_equal(s.unique[1], 1);
    assert_near(s.weights[34 + 1], 0.0, 0.0);
    assert_int_equal(s.unique[2], 0);
    assert_true(isnan(s.weights[2]) && isnan(s.weights[36]) && isnan(s.shares[2]));
}

/* A table of scores and, where they are unique, weights. */
static void compare(const char *data_name, size_t first, size_t m, const char *name, size_t first_weight)
{
    reference_table data, expected;
    double values[UNITS * MOST];
    size_t flag = 0;
    study s;

    reference_open(&data, data_name);
    reference_open(&expected, name);
    reference_block(&data, first, m, values);
    flag = reference_column(&expected, "weights_unique");
    assert_int_equal(run(&s, values, data.n_rows, m, NULL), TITIAN_OK);
    for (size_t i = 0; i < data.n_rows; i++) {
        assert_close(s.scores[i], reference_number(&expected, i, 1), 1e-13);
        assert_int_equal(s.unique[i], (int) reference_number(&expected, i, flag));
        for (size_t j = 0; j < m; j++)
            assert_near(s.weights[j * data.n_rows + i], reference_number(&expected, i, first_weight + j), 1e-13);
    }
    reference_close(&data);
    reference_close(&expected);
}

static void every_reference_score_and_weight_is_met(void **state)
{
    (void) state;
    compare("compind/eu_nuts1.csv", 2, 2, "compind/bod_nuts1.csv", 2);
    compare("compind/bli_2017.csv", 1, 11, "compind/bod_bli.csv", 3);
}

/* compind/bod_constr_example_nuts1.csv; within 1e-11. */
static void shares_between_30_and_70_per_cent_give_the_reference_scores(void **state)
{
    const double low[] = {0.3, 0.3}, high[] = {0.7, 0.7};
    const kernel_bod_rules rules = {.share_low = low, .share_high = high};
    const double expected[] = {0.32787347243684295, 0.17273906190077748, 0.31407011365427273, 0.17640248399254996,
        0.053021178983328171, 0.14635483340295202, 0.35068040596673417};
    const size_t positions[] = {0, 5, 10, 15, 20, 25, 30};
    study s;

    (void) state;
    assert_int_equal(run(&s, nuts1, 34, 2, &rules), TITIAN_OK);
    for (size_t k = 0; k < 7; k++)
        assert_close(s.scores[positions[k]], expected[k], 1e-13);
    for (size_t i = 0; i < 34; i++) {
        if (!s.unique[i])
            continue;
        assert_near(s.shares[i] + s.shares[34 + i], 1.0, 1e-14);
        assert_true(s.shares[i] >= 0.3 - 1e-13 && s.shares[i] <= 0.7 + 1e-13);
    }
}

/* compind/geom_bod_nuts1.csv: shares and geometric index against FR1 (row 22); within 1e-11. */
static void shares_give_the_reference_geometric_index(void **state)
{
    const double low[] = {0.3, 0.3}, high[] = {0.7, 0.7};
    const kernel_bod_rules rules = {.share_low = low, .share_high = high};
    const kernel_block block = {.values = nuts1, .stride = 34, .n_units = 34, .n_indicators = 2};
    const double base[] = {nuts1[21], nuts1[34 + 21]};
    reference_table expected;
    double index[34];
    size_t n_unique = 0;
    study s;

    (void) state;
    reference_open(&expected, "compind/geom_bod_nuts1.csv");
    assert_int_equal(run(&s, nuts1, 34, 2, &rules), TITIAN_OK);
    assert_int_equal(kernel_bod_geometric(&block, s.shares, base, index, &n_unique, &s.error), TITIAN_OK);
    for (size_t i = 0; i < 34; i++) {
        assert_near(s.shares[i], reference_number(&expected, i, 1), 1e-13);
        assert_near(s.shares[34 + i], reference_number(&expected, i, 2), 1e-13);
        assert_near(index[i], reference_number(&expected, i, 3), 1e-13);
    }
    assert_int_equal(n_unique, 34);
    reference_close(&expected);
}

static void peers_times_intensities_dominate_the_unit(void **state)
{
    study s;

    (void) state;
    assert_int_equal(run(&s, nuts1, 34, 2, NULL), TITIAN_OK);
    for (size_t i = 0; i < 34; i++) {
        double sum = 0.0, reach[2] = {0.0, 0.0};

        for (size_t k = 0; k < 3 && s.peers[k * 34 + i] != KERNEL_BOD_NOBODY; k++) {
            assert_near(s.scores[s.peers[k * 34 + i]], 1.0, 0.0);
            sum += s.intensities[k * 34 + i];
            for (size_t j = 0; j < 2; j++)
                reach[j] += s.intensities[k * 34 + i] * nuts1[j * 34 + s.peers[k * 34 + i]];
        }
        assert_close(sum, s.scores[i], 1e-13);
        for (size_t j = 0; j < 2; j++)
            assert_true(reach[j] >= nuts1[j * 34 + i] * (1.0 - 1e-13));
    }
}

static void the_unit_of_measurement_changes_no_score(void **state)
{
    const double factors[][2] = {{1e300, 1e-300}, {1e-304, 1.0}, {7.0, 1e12}};
    const double low[] = {0.2, 0.1};
    const kernel_bod_rules rules = {.share_low = low};
    double values[68];
    study s, t;

    (void) state;
    for (size_t f = 0; f < 3; f++) {
        for (size_t i = 0; i < 68; i++)
            values[i] = nuts1[i] * factors[f][i < 34 ? 0 : 1];
        assert_int_equal(run(&s, nuts1, 34, 2, &rules), TITIAN_OK);
        assert_int_equal(run(&t, values, 34, 2, &rules), TITIAN_OK);
        for (size_t i = 0; i < 34; i++) {
            assert_close(t.scores[i], s.scores[i], 1e-13);
            assert_int_equal(t.unique[i], s.unique[i]);
        }
    }
}

static void a_direction_in_proportion_to_the_unit_gives_the_plain_score(void **state)
{
    study plain, s;

    (void) state;
    assert_int_equal(run(&plain, nuts1, 34, 2, NULL), TITIAN_OK);
    for (size_t i = 0; i < 34; i++) {
        const double direction[] = {nuts1[i], nuts1[34 + i]};
        const kernel_bod_rules rules = {.direction = direction};

        assert_int_equal(run(&s, nuts1, 34, 2, &rules), TITIAN_OK);
        assert_close(s.scores[i], plain.scores[i], 1e-12);
    }
}

/* With g = (1, 0): only roads may grow, so b is how many more roads its mixture of peers with as many trains has. */
static void a_direction_says_how_far_a_unit_stays_behind(void **state)
{
    const double values[] = {4.0, 1.0, 2.0, 1.0, 3.0, 2.0}, direction[] = {1.0, 0.0};
    const kernel_bod_rules rules = {.direction = direction};
    study s;

    (void) state;
    assert_int_equal(run(&s, values, 3, 2, &rules), TITIAN_OK);
    assert_near(s.scores[0], 1.0, 0.0);
    assert_near(s.scores[1], 1.0, 0.0);
    assert_near(
        s.scores[2], 1.0 / 1.5, 1e-14); /* half of each of the others has 2.5 roads and 2 trains, so b = 0.5 */
    assert_int_equal(s.unique[2], 1);
    assert_near(s.weights[2], 1.0, 1e-14); /* weights x direction = 1; a train is worth 1.5 roads */
    assert_near(s.weights[5], 1.5, 1e-14);
}

static void ordering_makes_shares_fall_along_the_list(void **state)
{
    const size_t order[] = {1, 0};
    const kernel_bod_rules rules = {.order = order, .n_ordered = 2};
    study plain, s;

    (void) state;
    assert_int_equal(run(&plain, nuts1, 34, 2, NULL), TITIAN_OK);
    assert_int_equal(run(&s, nuts1, 34, 2, &rules), TITIAN_OK);
    for (size_t i = 0; i < 34; i++) {
        assert_true(s.scores[i] <= plain.scores[i] + 1e-13);
        if (s.unique[i])
            assert_true(s.shares[34 + i] >= s.shares[i] - 1e-13);
    }
}

static void pillars_can_be_bounded_and_indicators_within_them(void **state)
{
    const double values[] = {5, 3, 8, 1, 2, 7, 4, 4, 6, 2, 9, 3, 1, 8, 5, 2, 6, 3, 7, 9};
    const size_t pillar[] = {0, 0, 1, 1};
    const double pillar_low[] = {0.4, 0.3}, pillar_high[] = {0.6, 0.7}, low[] = {0.25, 0.1, 0.3, 0.3};
    const kernel_bod_rules rules = {.share_low = low,
        .pillar = pillar,
        .n_pillars = 2,
        .pillar_low = pillar_low,
        .pillar_high = pillar_high,
        .within_pillar = 1};
    study s;
    size_t seen = 0;

    (void) state;
    assert_int_equal(run(&s, values, 5, 4, &rules), TITIAN_OK);
    for (size_t i = 0; i < 5; i++) {
        const double first = s.shares[i] + s.shares[5 + i];

        if (!s.unique[i])
            continue;
        seen++;
        assert_true(first >= 0.4 - 1e-13 && first <= 0.6 + 1e-13);
        for (size_t j = 0; j < 4; j++)
            assert_true(s.shares[j * 5 + i] >= low[j] * (j < 2 ? first : 1.0 - first) - 1e-13);
    }
    assert_true(seen > 0);
}

static void fixed_shares_leave_one_set_of_weights(void **state)
{
    const double values[] = {5, 3, 8, 1, 2, 7}, fixed[] = {0.25, 0.75};
    const kernel_bod_rules rules = {.share_low = fixed, .share_high = fixed};
    study s;

    (void) state;
    assert_int_equal(run(&s, values, 3, 2, &rules), TITIAN_OK);
    for (size_t i = 0; i < 3; i++) {
        double best = 0.0;

        for (size_t k = 0; k < 3; k++)
            best = fmax(best, 0.25 * values[k] / values[i] + 0.75 * values[3 + k] / values[3 + i]);
        assert_near(s.scores[i], 1.0 / best, 1e-14);
        assert_int_equal(s.unique[i], 1);
        assert_near(s.shares[i], 0.25, 1e-14);
    }
}

static void a_unit_with_nothing_where_something_must_count_scores_0(void **state)
{
    const double values[] = {5.0, 3.0, 0.0, 1.0, 2.0, 7.0}, low[] = {0.2, 0.2};
    const kernel_bod_rules rules = {.share_low = low};
    study s;

    (void) state;
    assert_int_equal(run(&s, values, 3, 2, &rules), TITIAN_OK);
    assert_near(s.scores[2], 0.0, 0.0);
    assert_int_equal(s.unique[2], 0);
    assert_true(isnan(s.weights[2]) && isnan(s.shares[2]) && isnan(s.shares[5]));
    assert_true(s.scores[0] > 0.0);
}

static void a_unit_of_zeros_scores_0(void **state)
{
    const double values[] = {5.0, 0.0, 1.0, 0.0}, direction[] = {1.0, 1.0};
    const kernel_bod_rules rules = {.direction = direction};
    study s;

    (void) state;
    assert_int_equal(run(&s, values, 2, 2, NULL), TITIAN_OK);
    assert_near(s.scores[1], 0.0, 0.0);
    assert_int_equal(s.peers[1], KERNEL_BOD_NOBODY);
    assert_int_equal(run(&s, values, 2, 2, &rules), TITIAN_OK);
    assert_near(s.scores[1], 1.0 / (1.0 + 1.0), 1e-14); /* b: both must grow at one rate, the second by 1 at most */
}

static void one_unit_and_one_indicator_are_fine(void **state)
{
    const double one[] = {7.0}, column[] = {2.0, 8.0, 4.0, 8.0}, row[] = {3.0, 2.0};
    study s;

    (void) state;
    assert_int_equal(run(&s, one, 1, 1, NULL), TITIAN_OK);
    assert_near(s.scores[0], 1.0, 0.0);
    assert_int_equal(s.unique[0], 1);
    assert_near(s.weights[0], 1.0 / 7.0, 1e-16);
    assert_int_equal(run(&s, column, 4, 1, NULL), TITIAN_OK);
    assert_near(s.scores[0], 0.25, 0.0);
    assert_near(s.scores[2], 0.5, 0.0);
    assert_int_equal(run(&s, row, 1, 2, NULL), TITIAN_OK);
    assert_near(s.scores[0], 1.0, 0.0);
    assert_int_equal(s.unique[0], 0);
    assert_int_equal(run(&s, NULL, 0, 2, NULL), TITIAN_OK);
}

static void equal_units_all_score_1(void **state)
{
    const double values[] = {0.1, 0.1, 0.1, 0.7, 0.7, 0.7};
    study s;

    (void) state;
    assert_int_equal(run(&s, values, 3, 2, NULL), TITIAN_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_near(s.scores[i], 1.0, 0.0);
        assert_int_equal(s.unique[i], 0);
    }
}

static void the_smallest_unit_keeps_its_digits(void **state)
{
    const double values[] = {1.0, 1e-9, 1e-200, 0.5, 2e-9, 3e-200};
    study s;

    (void) state;
    assert_int_equal(run(&s, values, 3, 2, NULL), TITIAN_OK);
    assert_close(s.scores[1], 4e-9, 1e-13);
    assert_close(s.scores[2], 6e-200, 1e-13);
}

static void values_that_cannot_be_used_are_refused_by_unit_and_indicator(void **state)
{
    const double missing[] = {1.0, 2.0, 3.0, gap}, negative[] = {1.0, -2.0, 3.0, 4.0},
                 nothing[] = {1.0, 2.0, 0.0, 0.0};
    const double tiny[] = {1.0, 2.0, 0.0, DBL_TRUE_MIN}, endless[] = {1.0, (double) INFINITY, 3.0, 4.0};
    study s;

    (void) state;
    assert_int_equal(run(&s, missing, 2, 2, NULL), TITIAN_E_NUMERIC);
    assert_true(s.error.line == 2 && s.error.column == 2);
    assert_int_equal(run(&s, negative, 2, 2, NULL), TITIAN_E_NUMERIC);
    assert_true(s.error.line == 2 && s.error.column == 1);
    assert_int_equal(run(&s, endless, 2, 2, NULL), TITIAN_E_NUMERIC);
    assert_true(s.error.line == 2 && s.error.column == 1);
    assert_int_equal(run(&s, nothing, 2, 2, NULL), TITIAN_E_NUMERIC);
    assert_true(s.error.line == 0 && s.error.column == 2);
    assert_int_equal(run(&s, tiny, 2, 2, NULL), TITIAN_E_NUMERIC);
    assert_true(s.error.line == 0 && s.error.column == 2);
    assert_int_equal(run(&s, NULL, 2, 0, NULL), TITIAN_E_NUMERIC);
}

static void scores_alone_may_be_asked_for(void **state)
{
    const kernel_block block = {.values = nuts1, .stride = 34, .n_units = 34, .n_indicators = 2};
    const kernel_bod_rules rules = kernel_bod_rules_default();
    double scores[34];
    const kernel_bod_result result = {.scores = scores};

    (void) state;
    assert_int_equal(kernel_bod(&block, &rules, &result, NULL), TITIAN_OK);
    assert_close(scores[0], nuts1_scores[0], 1e-13);
}

/* A stride above the number of units, and ties everywhere: integers from a small range. */
static void ties_and_strides_do_no_harm(void **state)
{
    double values[40 * 4];
    unsigned seed = 12;
    study s;
    const kernel_block block = {.values = values, .stride = 40, .n_units = 30, .n_indicators = 4};
    const kernel_bod_rules rules = kernel_bod_rules_default();
    const kernel_bod_result result = {.scores = s.scores, .unique = s.unique, .weights = s.weights};

    (void) state;
    for (size_t i = 0; i < 160; i++) {
        seed = seed * 1664525u + 1013904223u;
        values[i] = i % 40 < 30 ? (double) (seed >> 30) : gap;
    }
    assert_int_equal(kernel_bod(&block, &rules, &result, &s.error), TITIAN_OK);
    for (size_t i = 0; i < 30; i++) {
        double own = 0.0;

        for (size_t j = 0; j < 4; j++)
            own += s.weights[j * 30 + i] * values[j * 40 + i];
        assert_true(s.scores[i] >= 0.0 && s.scores[i] <= 1.0);
        if (s.unique[i])
            assert_near(own, s.scores[i], 1e-13);
    }
}

/* A thousand units, ten indicators that have much in common, as indicators do. Each score is proved: by peers that
 * reach it, and, where weights are unique, by weights under which nobody scores above 1. */
static void a_thousand_scores_are_proved_from_both_sides(void **state)
{
    enum { MANY = 1000, WIDE = 10 };
    double *values = calloc(MANY * (4 * WIDE + 2), sizeof *values), *scores = values + MANY * WIDE;
    double *weights = scores + MANY, *intensities = weights + MANY * WIDE;
    size_t *peers = calloc(MANY * (WIDE + 1), sizeof *peers);
    unsigned char unique[MANY];
    const kernel_block block = {.values = values, .stride = MANY, .n_units = MANY, .n_indicators = WIDE};
    const kernel_bod_rules rules = kernel_bod_rules_default();
    const kernel_bod_result result = {
        .scores = scores, .unique = unique, .weights = weights, .peers = peers, .intensities = intensities};
    unsigned seed = 2021;

    (void) state;
    assert_non_null(values);
    assert_non_null(peers);
    for (size_t k = 0; k < MANY * WIDE; k++) {
        seed = seed * 1664525u + 1013904223u;
        values[k] = 1.0 + (double) (k % MANY) / 20.0 + 50.0 * (double) (seed >> 8) / 16777216.0;
    }
    assert_int_equal(kernel_bod(&block, &rules, &result, NULL), TITIAN_OK);
    for (size_t i = 0; i < MANY; i++) {
        double sum = 0.0, own = 0.0;

        for (size_t k = 0; k <= WIDE && peers[k * MANY + i] != KERNEL_BOD_NOBODY; k++)
            sum += intensities[k * MANY + i];
        assert_near(sum, scores[i], 1e-13);
        for (size_t j = 0; j < WIDE; j++) {
            double reach = 0.0;

            for (size_t k = 0; k <= WIDE && peers[k * MANY + i] != KERNEL_BOD_NOBODY; k++)
                reach += intensities[k * MANY + i] * values[j * MANY + peers[k * MANY + i]];
            assert_true(reach >= values[j * MANY + i] * (1.0 - 1e-12));
            own += weights[j * MANY + i] * values[j * MANY + i];
        }
        for (size_t k = 0; k < MANY && unique[i]; k++) {
            double other = 0.0;

            for (size_t j = 0; j < WIDE; j++)
                other += weights[j * MANY + i] * values[j * MANY + k];
            assert_true(other <= 1.0 + 1e-12);
        }
        assert_near(unique[i] ? own : scores[i], scores[i], 1e-12);
    }
    free(peers);
    free(values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_have_the_reference_scores_and_weights),
        cmocka_unit_test(every_reference_score_and_weight_is_met),
        cmocka_unit_test(shares_between_30_and_70_per_cent_give_the_reference_scores),
        cmocka_unit_test(shares_give_the_reference_geometric_index),
        cmocka_unit_test(peers_times_intensities_dominate_the_unit),
        cmocka_unit_test(the_unit_of_measurement_changes_no_score),
        cmocka_unit_test(a_direction_in_proportion_to_the_unit_gives_the_plain_score),
        cmocka_unit_test(a_direction_says_how_far_a_unit_stays_behind),
        cmocka_unit_test(ordering_makes_shares_fall_along_the_list),
        cmocka_unit_test(pillars_can_be_bounded_and_indicators_within_them),
        cmocka_unit_test(fixed_shares_leave_one_set_of_weights),
        cmocka_unit_test(a_unit_with_nothing_where_something_must_count_scores_0),
        cmocka_unit_test(a_unit_of_zeros_scores_0),
        cmocka_unit_test(one_unit_and_one_indicator_are_fine),
        cmocka_unit_test(equal_units_all_score_1),
        cmocka_unit_test(the_smallest_unit_keeps_its_digits),
        cmocka_unit_test(values_that_cannot_be_used_are_refused_by_unit_and_indicator),
        cmocka_unit_test(scores_alone_may_be_asked_for),
        cmocka_unit_test(ties_and_strides_do_no_harm),
        cmocka_unit_test(a_thousand_scores_are_proved_from_both_sides),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

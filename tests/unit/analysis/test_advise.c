/* analysis/advise, own and simulation over drawn data: what is promised is kept, nothing drawn lies outside what is
 * said to be the limit, and any allocation may fail. tests/cli/test_advice.py has figures found by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdio.h>

#include <titian/advise.h>
#include <titian/own.h>
#include <titian/simulation.h>

#include "unit/analysis/listed.h"
#include "unit/drawn.h"
#include "unit/scarce.h"

static const char tree[] = "A X 1 goalposts 0 100\n"
                           "B X 3 goalposts 0 200\n"
                           "C X 2 direction -1 goalposts 100 0\n"
                           "D Y 1 goalposts 1 100 log\n"
                           "E Y 2 goalposts 0 100\n"
                           "F W 1 goalposts 0 100\n"
                           "X Z 2\n"
                           "Y Z 1\n"
                           "W Z 1\n"
                           "Z - 1\n"
                           "group LAND\n";

enum { N_UNITS = 8, N_YEARS = 4 };

/* The same indicators in areas that lie in two halves. */
static const char deeper[] = "A X 1 goalposts 0 100\n"
                             "B X 3 goalposts 0 200\n"
                             "C X 2 direction -1 goalposts 100 0\n"
                             "D Y 1 goalposts 1 100 log\n"
                             "E Y 2 goalposts 0 100\n"
                             "F W 1 goalposts 0 100\n"
                             "X P 2\n"
                             "Y P 1\n"
                             "W Q 1\n"
                             "P Z 3\n"
                             "Q Z 1\n"
                             "Z - 1\n"
                             "group LAND\n";

/* Eight units in four years; one value in eight is missing, but none of A and F. */
static void draw(sketch *s, const char *nodes, uint64_t seed)
{
    char data[8192] = "";
    size_t at = 0;

    for (int unit = 0; unit < N_UNITS; unit++)
        for (int year = 0; year < N_YEARS; year++) {
            at += (size_t) snprintf(
                data + at, sizeof data - at, "U%d %d LAND %s", unit, 2017 + year, unit % 2 ? "east" : "west");
            for (int code = 'A'; code <= 'F'; code++)
                if (drawn_share(&seed) > 0.125 || code == 'A' || code == 'F')
                    at += (size_t) snprintf(
                        data + at, sizeof data - at, " %c %.17g", code, 2.0 + 96.0 * drawn_share(&seed));
            at += (size_t) snprintf(data + at, sizeof data - at, "\n");
        }
    sketch_open(s, nodes, data);
    sketch_choose(s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_range(s, TITIAN_STAGE_NORMALISE, 1.0, 100.0);
    s->options.first_year = 2017;
    s->options.last_year = 2020;
}

static void open_drawn(sketch *s, const char *method, uint64_t seed)
{
    draw(s, tree, seed);
    sketch_choose(s, TITIAN_STAGE_AGGREGATE, method);
    sketch_run(s);
}

static size_t table_of(size_t n, const char *(*name_of)(size_t table), const char *name)
{
    size_t k = 0;

    while (k < n && strcmp(name_of(k), name) != 0)
        k++;
    assert_true(k < n);
    return k;
}

static titian_listing *advise(const sketch *s, const char *table, double target)
{
    titian_advice_options options = titian_advice_options_default();
    titian_listing *listing = NULL;
    titian_error err = {.message = ""};

    options.target = target;
    options.near = 0.3;
    if (titian_advice_make(&listing, s->a, s->a, table_of(titian_advice_n_tables(), titian_advice_name, table),
            &options, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    return listing;
}

/* The index of a unit with values set. */
static double set(const sketch *s, const titian_set_value *values, size_t n)
{
    const titian_simulation_options options = {values, n, NULL, 0};
    titian_simulation *simulation = NULL;
    titian_error err = {.message = ""};
    double index = 0.0;

    if (titian_simulation_new(&simulation, s->a, &options, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    index =
        titian_panel_column(titian_assessment_result(titian_simulation_after(simulation), TITIAN_RESULT_AGGREGATED),
            titian_framework_root(s->framework), N_YEARS - 1)[sketch_unit(s, values[0].unit)];
    titian_simulation_free(simulation);
    return index;
}

static double index_of(const sketch *s, const char *unit)
{
    return sketch_value(s, TITIAN_RESULT_AGGREGATED, "Z", unit, 2020);
}

static void keep_promises(const char *method, uint64_t seed)
{
    sketch s;
    titian_listing *table = NULL;
    size_t n = 0;

    open_drawn(&s, method, seed);
    table = advise(&s, "gains", TITIAN_MISSING);
    for (size_t row = 0; row < titian_listing_n_rows(table); row++) {
        const titian_set_value to = {
            text(table, row, "uCode"), text(table, row, "iCode"), number(table, row, "Value.To")};

        if (isnan(to.value))
            continue;
        assert_near(set(&s, &to, 1) - index_of(&s, to.unit), number(table, row, "Gain"), 1e-9);
        n++;
    }
    assert_true(n > N_UNITS);
    titian_listing_free(table);
    table = advise(&s, "path", 60.0);
    for (size_t row = 0, end = 0; row < titian_listing_n_rows(table); row = end) {
        titian_set_value to[6];
        const char *unit = text(table, row, "uCode"), *within = text(table, row, "Within");

        for (end = row; end < titian_listing_n_rows(table) && strcmp(text(table, end, "uCode"), unit) == 0 &&
                        strcmp(text(table, end, "Within"), within) == 0;
             end++)
            to[end - row] = (titian_set_value){unit, text(table, end, "iCode"), number(table, end, "Value.To")};
        assert_true(end > row);
        if (isnan(number(table, row, "Value.To")))
            continue;
        assert_near(set(&s, to, end - row), number(table, row, "Index.To"), 1e-9);
        if (strcmp(text(table, row, "Reached"), "yes") == 0)
            assert_near(number(table, row, "Index.To"), 60.0, 1e-9);
    }
    titian_listing_free(table);
    sketch_close(&s);
}

static void what_is_promised_is_what_a_run_with_the_values_set_gives(void **state)
{
    static const char *const methods[] = {"arithmetic", "geometric", "harmonic", "mpi", "topsis"};

    (void) state;
    for (size_t k = 0; k < 5; k++)
        for (uint64_t seed = 1; seed <= (k < 2 ? 4 : 1); seed++)
            keep_promises(methods[k], seed);
}

static titian_listing *own(const sketch *s, const char *table, const titian_submissions *submissions)
{
    titian_own_options options = titian_own_options_default();
    titian_listing *listing = NULL;
    titian_error err = {.message = ""};

    options.submissions = submissions;
    if (titian_own_make(&listing, s->a, table_of(titian_own_n_tables(), titian_own_name, table), &options, &err) !=
        TITIAN_OK)
        fail_msg("%s", err.message);
    return listing;
}

/* Shares are 1/2, 1/4, 1/4, within half as much of them. */
static void no_weights_lead_beyond_best_and_worst(void **state)
{
    static const char *const methods[] = {"arithmetic", "geometric", "harmonic", "quadratic"};
    const double low[] = {0.25, 0.125, 0.125}, high[] = {0.75, 0.375, 0.375};
    uint64_t seed = 5;

    (void) state;
    for (size_t k = 0; k < 40; k++) {
        char given[256];
        double weights[3];
        titian_submissions *submissions = NULL;
        titian_listing *table = NULL;
        size_t row = 0;
        sketch s;

        open_drawn(&s, methods[k % 4], k / 4 + 1);
        drawn_weights(&seed, low, high, 3, weights);
        (void) snprintf(given, sizeof given,
            "uCode,iCode,Weight,Target,NotApplicable\nU3,X,%.17g,,\nU3,Y,%.17g,,\nU3,W,%.17g,,\n", weights[0],
            weights[1], weights[2]);
        assert_int_equal(
            titian_submissions_parse(&submissions, "own.csv", given, strlen(given), NULL, NULL), TITIAN_OK);
        table = own(&s, "scores", submissions);
        row = find(table, "uCode", "U3", "Submitted", "yes");
        assert_true(number(table, row, "Score.Own") <= number(table, row, "Score.Best") + 1e-9);
        assert_true(number(table, row, "Score.Own") >= number(table, row, "Score.Worst") - 1e-9);
        assert_true(number(table, row, "Score.Best") > number(table, row, "Score.Worst"));
        assert_near(number(table, row, "Score.Base"), index_of(&s, "U3"), 0.0);
        titian_listing_free(table);
        titian_submissions_free(submissions);
        sketch_close(&s);
    }
}

/* Shares are 1/2, 1/4, 1/4. The index is one mean of halves that are another of the areas. */
static void no_weights_pass_the_bounds_of_means_of_two_kinds(void **state)
{
    static const char *const methods[] = {"arithmetic", "geometric", "harmonic", "quadratic", "arithmetic"};
    const double low[] = {0.25, 0.125, 0.125}, high[] = {0.75, 0.375, 0.375};
    uint64_t seed = 21;

    (void) state;
    for (size_t k = 0; k < 40; k++) {
        char given[256];
        double weights[3];
        titian_submissions *submissions = NULL;
        titian_listing *table = NULL;
        sketch s;

        draw(&s, deeper, k + 1);
        sketch_choose(&s, TITIAN_STAGE_AGGREGATE, methods[k % 4]);
        s.aggregation[sketch_node(&s, "Z")] = titian_choice_default(
            TITIAN_STAGE_AGGREGATE, titian_method_find(TITIAN_STAGE_AGGREGATE, methods[k % 4 + 1]));
        sketch_run(&s);
        drawn_weights(&seed, low, high, 3, weights);
        (void) snprintf(given, sizeof given,
            "uCode,iCode,Weight,Target,NotApplicable\nU3,X,%.17g,,\nU3,Y,%.17g,,\nU3,W,%.17g,,\n", weights[0],
            weights[1], weights[2]);
        assert_int_equal(
            titian_submissions_parse(&submissions, "own.csv", given, strlen(given), NULL, NULL), TITIAN_OK);
        table = own(&s, "scores", submissions);
        for (size_t row = 0; row < titian_listing_n_rows(table); row++) {
            const int asked = strcmp(text(table, row, "uCode"), "U3") == 0;
            const double score = number(table, row, asked ? "Score.Own" : "Score.Base");

            assert_true(score <= number(table, row, "Score.Best") + 1e-9);
            assert_true(score >= number(table, row, "Score.Worst") - 1e-9);
        }
        titian_listing_free(table);
        titian_submissions_free(submissions);
        sketch_close(&s);
    }
}

/* Weights that lead nowhere near the bounds: those taken keep them, and none drawn within them are nearer. */
static void no_weights_within_the_bounds_are_nearer_to_those_submitted(void **state)
{
    static const char *const codes[] = {"X", "Y", "W"};
    const double low[] = {0.25, 0.125, 0.125}, high[] = {0.75, 0.375, 0.375};
    uint64_t seed = 9;
    sketch s;

    (void) state;
    open_drawn(&s, "arithmetic", 2);
    for (size_t k = 0; k < 40; k++) {
        char given[256];
        double asked[3], taken[3], drawn[3], sum = 0.0, off = 0.0;
        titian_submissions *submissions = NULL;
        titian_listing *table = NULL;

        for (size_t e = 0; e < 3; e++)
            asked[e] = drawn_share(&seed);
        (void) snprintf(given, sizeof given,
            "uCode,iCode,Weight,Target,NotApplicable\nU3,X,%.17g,,\nU3,Y,%.17g,,\nU3,W,%.17g,,\n", asked[0], asked[1],
            asked[2]);
        assert_int_equal(
            titian_submissions_parse(&submissions, "own.csv", given, strlen(given), NULL, NULL), TITIAN_OK);
        table = own(&s, "elements", submissions);
        for (size_t e = 0; e < 3; e++) {
            taken[e] = number(table, find(table, "uCode", "U3", "iCode", codes[e]), "Weight.Own");
            assert_true(taken[e] >= low[e] && taken[e] <= high[e]);
            sum += taken[e];
            off += (taken[e] - asked[e]) * (taken[e] - asked[e]);
        }
        assert_near(sum, 1.0, 1e-12);
        for (size_t trial = 0; trial < 200; trial++) {
            double other = 0.0;

            drawn_weights(&seed, low, high, 3, drawn);
            for (size_t e = 0; e < 3; e++)
                other += (drawn[e] - asked[e]) * (drawn[e] - asked[e]);
            assert_true(other >= off - 1e-12);
        }
        titian_listing_free(table);
        titian_submissions_free(submissions);
    }
    sketch_close(&s);
}

/* Every table made with the others is the one made alone. */
static void tables_made_together_are_those_made_alone(void **state)
{
    titian_advice_options options = titian_advice_options_default();
    titian_listing *all[TITIAN_ADVICE_N_TABLES];
    titian_error err = {.message = ""};
    sketch s;

    (void) state;
    open_drawn(&s, "geometric", 4);
    options.near = 0.3;
    options.target = 60.0;
    if (titian_advice_make_all(all, s.a, s.a, &options, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    for (size_t k = 0; k < TITIAN_ADVICE_N_TABLES; k++) {
        titian_listing *alone = advise(&s, titian_advice_name(k), 60.0);

        assert_int_equal(titian_listing_n_rows(all[k]), titian_listing_n_rows(alone));
        for (size_t row = 0; row < titian_listing_n_rows(alone); row++)
            for (size_t col = 0; col < titian_listing_n_columns(alone); col++) {
                const titian_item one = titian_listing_cell(all[k], row, col);
                const titian_item other = titian_listing_cell(alone, row, col);

                assert_int_equal(one.text == NULL, other.text == NULL);
                if (one.text != NULL)
                    assert_string_equal(one.text, other.text);
                else
                    assert_true(one.number == other.number || (isnan(one.number) && isnan(other.number)));
            }
        titian_listing_free(alone);
        titian_listing_free(all[k]);
    }
    sketch_close(&s);
}

/* Of one unit it is what it is among all. */
static void advice_to_one_is_what_it_is_among_all(void **state)
{
    titian_advice_options options = titian_advice_options_default();
    titian_listing *all = NULL, *one = NULL;
    size_t from = 0, n = 0;
    sketch s;

    (void) state;
    open_drawn(&s, "arithmetic", 6);
    options.near = 0.3;
    assert_int_equal(titian_advice_make(&all, s.a, s.a, TITIAN_ADVICE_GAINS, &options, NULL), TITIAN_OK);
    options.unit = "U5";
    assert_int_equal(titian_advice_make(&one, s.a, s.a, TITIAN_ADVICE_GAINS, &options, NULL), TITIAN_OK);
    while (strcmp(text(all, from, "uCode"), "U5") != 0)
        from++;
    for (size_t row = 0; row < titian_listing_n_rows(one); row++) {
        const double a = number(one, row, "Gain"), b = number(all, from + row, "Gain");

        assert_string_equal(text(one, row, "iCode"), text(all, from + row, "iCode"));
        assert_true(a == b || (isnan(a) && isnan(b)));
        n += isnan(a) ? 0 : 1;
    }
    assert_true(n > 0);
    titian_listing_free(all);
    titian_listing_free(one);
    sketch_close(&s);
}

/* ---- lack of memory ---- */

typedef titian_status (*make_fn)(titian_listing **out, const sketch *s, size_t table, titian_error *err);

static titian_status make_advice(titian_listing **out, const sketch *s, size_t table, titian_error *err)
{
    static const char rows[] = "iCode,Class,Cost\nA,legal,\nB,legal,\nC,legal,\nD,legal,\nE,legal,\nF,legal,\n";
    titian_advice_options options = titian_advice_options_default();
    titian_efforts *efforts = NULL;
    titian_status status = titian_efforts_parse(&efforts, "efforts.csv", rows, sizeof rows - 1, NULL, err);

    options.efforts = efforts;
    options.unit = "U3";
    options.target = 60.0;
    options.group = "LAND";
    if (status == TITIAN_OK)
        status = titian_advice_make(out, s->a, s->a, table, &options, err);
    titian_efforts_free(efforts);
    return status;
}

/* All of them; the one asked for is handed on. */
static titian_status make_all_advice(titian_listing **out, const sketch *s, size_t table, titian_error *err)
{
    titian_listing *all[TITIAN_ADVICE_N_TABLES];
    titian_advice_options options = titian_advice_options_default();
    titian_status status = TITIAN_OK;

    options.target = 60.0;
    status = titian_advice_make_all(all, s->a, s->a, &options, err);
    for (size_t k = 0; k < TITIAN_ADVICE_N_TABLES; k++) {
        assert_true((all[k] == NULL) == (status != TITIAN_OK));
        if (k == table)
            *out = all[k];
        else
            titian_listing_free(all[k]);
    }
    return status;
}

static titian_status make_own(titian_listing **out, const sketch *s, size_t table, titian_error *err)
{
    static const char rows[] = "uCode,iCode,Weight,Target,NotApplicable\nU3,X,0.9,50,\nU3,A,,,none here\n";
    titian_own_options options = titian_own_options_default();
    titian_submissions *submissions = NULL;
    titian_status status = titian_submissions_parse(&submissions, "own.csv", rows, sizeof rows - 1, NULL, err);

    options.submissions = submissions;
    if (status == TITIAN_OK)
        status = titian_own_make(out, s->a, table, &options, err);
    titian_submissions_free(submissions);
    return status;
}

static titian_status make_simulation(titian_listing **out, const sketch *s, size_t table, titian_error *err)
{
    const titian_set_value value = {"U3", "A", 50.0};
    const titian_set_weight weight = {"X", 1.0};
    titian_simulation *simulation = NULL;
    titian_status status =
        titian_simulation_new(&simulation, s->a, &(titian_simulation_options){&value, 1, &weight, 1}, err);

    if (status == TITIAN_OK)
        status = titian_simulation_make(out, simulation, table, err);
    titian_simulation_free(simulation);
    return status;
}

static void make_scarce(make_fn make, size_t n_tables, const char *method)
{
    sketch s;

    open_drawn(&s, method, 3);
    for (size_t table = 0; table < n_tables; table++) {
        titian_status status = TITIAN_E_MEMORY;
        int failed = 1;
        long k = 0;

        for (; failed; k++) {
            titian_listing *listing = NULL;
            titian_error err;

            scarce_after = k;
            status = make(&listing, &s, table, &err);
            failed = scarce_after < 0;
            scarce_after = -1;
            /* libcsv goes on with half of what it could not have */
            assert_true(status == TITIAN_OK || (failed && status == TITIAN_E_MEMORY));
            assert_true((listing == NULL) == (status != TITIAN_OK));
            titian_listing_free(listing);
        }
        assert_true(k > 8);
    }
    sketch_close(&s);
}

static void every_table_survives_the_failure_of_any_allocation(void **state)
{
    (void) state;
    make_scarce(make_advice, titian_advice_n_tables(), "mpi");
    make_scarce(make_all_advice, 1, "arithmetic");
    make_scarce(make_own, titian_own_n_tables(), "arithmetic");
    make_scarce(make_simulation, titian_simulation_n_tables(), "topsis");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_promised_is_what_a_run_with_the_values_set_gives),
        cmocka_unit_test(no_weights_lead_beyond_best_and_worst),
        cmocka_unit_test(no_weights_pass_the_bounds_of_means_of_two_kinds),
        cmocka_unit_test(no_weights_within_the_bounds_are_nearer_to_those_submitted),
        cmocka_unit_test(tables_made_together_are_those_made_alone),
        cmocka_unit_test(advice_to_one_is_what_it_is_among_all),
        cmocka_unit_test(every_table_survives_the_failure_of_any_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

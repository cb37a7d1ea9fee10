/* analysis/allocation_replicate: the budget shared out in every replication is what the rule gives by the scores of
 * that replication. SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <titian/allocation.h>

#include "unit/analysis/listed.h"

enum { N_UNITS = 5, N_REPLICATIONS = 300 };

static const char tree[] = "A P 1 goalposts 0 100\n"
                           "B Q 1 goalposts 0 100\n"
                           "P X 1\n"
                           "Q X 1\n"
                           "X - 1\n"
                           "group dac\n"
                           "other POP\n";
/* The weights of the two areas decide who is in greater need; U4 has no need in A, U5 takes no part. */
static const char data[] = "U1 2020 A 10 B 60 POP 1 dac 1\n"
                           "U2 2020 A 60 B 10 POP 4 dac 1\n"
                           "U3 2020 A 30 B 30 POP 2 dac 1\n"
                           "U4 2020 A 90 B 50 POP 3 dac 1\n"
                           "U5 2020 A 0 B 0 POP 9 dac 0\n";

static const titian_allocation_entry by_need[] = {
    {"population", NULL, 0.0, (double) NAN, (double) NAN, ""},
    {"income", NULL, 0.0, (double) NAN, (double) NAN, ""},
    {"aid", NULL, 0.0, (double) NAN, (double) NAN, ""},
};

/* A sketch with one or two factors; it must not move once it has run. */
typedef struct {
    sketch s;
    titian_factor factors[2];
} doubtful;

static titian_option *option_of(titian_factor *factor, const char *name)
{
    return &factor->how.option[titian_method_param(factor->how.method, name)];
}

static titian_factor *add(doubtful *d, const char *method)
{
    titian_factor *factor = &d->factors[d->s.recipe.uncertainty.n_factors++];

    *factor = (titian_factor){.name = method,
        .node = TITIAN_NONE,
        .how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, method))};
    return factor;
}

/* Shares by need alone, need being the mean shortfall of both areas under 65. */
static void open_doubtful(doubtful *d)
{
    *d = (doubtful){.factors = {{.name = NULL}}};
    sketch_open(&d->s, tree, data);
    sketch_choose(&d->s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_priority(&d->s);
    d->s.recipe.priority.aid = NULL;
    d->s.recipe.allocation = (titian_allocation_rules){.on = 1,
        .budget = 100.0,
        .currency = "",
        .unit = 0.01,
        .factors = by_need,
        .n_factors = 3,
        .cap = (double) INFINITY,
        .cap_share = 1.0,
        .cap_per_head = (double) INFINITY,
        .swing_down = 1.0,
        .swing_up = (double) INFINITY};
    d->s.recipe.uncertainty = (titian_uncertainty_rules){
        .on = 1, .replications = N_REPLICATIONS, .seed = 7, .top = 1, .factors = d->factors, .n_factors = 0};
}

static titian_uncertainty *analyse(const doubtful *d, const titian_allocation_options *allocation, int threads)
{
    titian_uncertainty *u = NULL;
    titian_error err = {.message = ""};

    if (titian_uncertainty_run(&u, d->s.a,
            &(titian_uncertainty_options){.threads = threads, .allocation = allocation}, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    return u;
}

/* ---- the amounts of replications, by hand ---- */

static double shortfall(double score)
{
    return score < 65.0 ? (65.0 - score) / 65.0 : 0.0;
}

/* Of 100, by need, floors of 5, where a replication has these weights of P and Q. Nobody is at more than one bound.
 */
static void share_by_hand(double p, double q, double floor_of_u4, double amounts[N_UNITS])
{
    const double a[] = {10, 60, 30, 90}, b[] = {60, 10, 30, 50};
    double need[4], sum = 0.0, left = 100.0;

    for (size_t i = 0; i < 4; i++) {
        need[i] = (p * shortfall(a[i]) + q * shortfall(b[i])) / (p + q);
        sum += need[i];
    }
    if (100.0 * need[3] / sum < floor_of_u4) { /* it has its floor, the others the rest */
        sum -= need[3];
        left -= floor_of_u4;
        need[3] = 0.0;
    }
    for (size_t i = 0; i < 4; i++)
        amounts[i] = left * need[i] / sum;
    if (left < 100.0)
        amounts[3] = floor_of_u4;
    amounts[4] = 0.0;
}

typedef struct {
    double sum, squares, least, greatest;
    size_t first;
} moved;

static void amounts_are_those_of_the_rule_in_each_replication(void **state)
{
    const titian_allocation_options options = titian_allocation_options_default();
    moved by_hand[N_UNITS] = {{0.0, 0.0, 0.0, 0.0, 0}};
    double amounts[N_UNITS];
    titian_replication *r = NULL;
    titian_uncertainty *u = NULL;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    option_of(add(&d, "noise"), "share")->number = 0.9;
    d.factors[0].level = 2;
    d.s.recipe.allocation.floor = 6.0;
    sketch_run(&d.s);
    u = analyse(&d, &options, 1);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t k = 0; k < N_REPLICATIONS; k++) {
        size_t first = 0;

        assert_int_equal(titian_replication_run(r, k, NULL), TITIAN_OK);
        share_by_hand(titian_replication_weight(r, sketch_node(&d.s, "P")),
            titian_replication_weight(r, sketch_node(&d.s, "Q")), 6.0, amounts);
        for (size_t i = 0; i < N_UNITS; i++) {
            moved *m = &by_hand[i];

            m->sum += amounts[i];
            m->squares += amounts[i] * amounts[i];
            m->least = k == 0 ? amounts[i] : fmin(m->least, amounts[i]);
            m->greatest = k == 0 ? amounts[i] : fmax(m->greatest, amounts[i]);
            first = amounts[i] > amounts[first] ? i : first;
        }
        by_hand[first].first++;
    }
    assert_int_equal(titian_uncertainty_shared(u), N_REPLICATIONS);
    for (size_t i = 0; i < N_UNITS; i++) {
        const titian_spread found = titian_uncertainty_amount(u, i);
        const double mean = by_hand[i].sum / N_REPLICATIONS;
        const double sd = sqrt(fmax(0.0, by_hand[i].squares - mean * by_hand[i].sum) / (N_REPLICATIONS - 1));

        assert_near(found.mean, mean, 1e-10);
        assert_near(found.sd, sd, 1e-6);
        assert_near(titian_uncertainty_amount_quantile(u, i, 0.0), by_hand[i].least, 1e-10);
        assert_near(titian_uncertainty_amount_quantile(u, i, 1.0), by_hand[i].greatest, 1e-10);
        assert_near(titian_uncertainty_largest(u, i), (double) by_hand[i].first / N_REPLICATIONS, 1e-15);
        assert_true(titian_uncertainty_funded(u, i) == (i < 4 ? 1.0 : 0.0));
    }
    assert_true(by_hand[0].first > 50 && by_hand[1].first > 50); /* there is something to tell */
    assert_true(by_hand[3].least == 6.0 && by_hand[3].greatest > 6.0);
    titian_replication_free(r);
    titian_uncertainty_free(u);
    sketch_close(&d.s);
}

/* Equal needs: a share of people^p over all people^p, p between 0 and 1. It moves one way with p, so that its
 * quantile is that of p but for the sampling of p, which is the same for all units. */
static void the_power_of_a_factor_is_drawn(void **state)
{
    static const titian_allocation_entry heads[] = {{"population", NULL, 0.5, (double) NAN, (double) NAN, ""}};
    const titian_allocation_options options = titian_allocation_options_default();
    const double people[] = {1, 4, 2, 3};
    titian_replication *r = NULL;
    titian_uncertainty *u = NULL;
    double sum[4] = {0.0};
    doubtful d;

    (void) state;
    open_doubtful(&d);
    d.s.recipe.allocation.rule = titian_allocation_rule_find("equal_head");
    d.s.recipe.allocation.factors = heads;
    d.s.recipe.allocation.n_factors = 1;
    option_of(add(&d, "allocation"), "factor")->text = "population";
    option_of(&d.factors[0], "range")->number = 0.0;
    option_of(&d.factors[0], "range")->upper = 1.0;
    sketch_run(&d.s);
    u = analyse(&d, &options, 2);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    assert_string_equal(titian_replication_model(r, 0), "0.5");
    for (uint64_t k = 0; k < N_REPLICATIONS; k++) {
        double all = 0.0, p = 0.0;

        assert_int_equal(titian_replication_run(r, k, NULL), TITIAN_OK);
        p = titian_replication_numbers(r)[0];
        for (size_t i = 0; i < 4; i++)
            all += pow(people[i], p);
        for (size_t i = 0; i < 4; i++)
            sum[i] += 100.0 * pow(people[i], p) / all;
    }
    for (size_t i = 0; i < 4; i++)
        assert_near(titian_uncertainty_amount(u, i).mean, sum[i] / N_REPLICATIONS, 1e-10);
    assert_true(titian_uncertainty_amount(u, 0).sd > 1.0);
    assert_true(titian_uncertainty_amount_quantile(u, 0, 0.0) > 10.0); /* 1 of 10 people */
    assert_true(titian_uncertainty_amount_quantile(u, 0, 1.0) < 25.0); /* 1 of 4 units */
    assert_true(titian_uncertainty_largest(u, 1) == 1.0);
    titian_replication_free(r);
    titian_uncertainty_free(u);
    sketch_close(&d.s);
}

/* With another rule the powers of the model do not count, nor do their ranges. */
static void what_is_certain_does_not_move(void **state)
{
    titian_allocation_options options = titian_allocation_options_default();
    titian_uncertainty *u = NULL;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    option_of(add(&d, "allocation"), "factor")->text = "need";
    option_of(&d.factors[0], "range")->number = 0.0;
    option_of(&d.factors[0], "range")->upper = 2.0;
    sketch_run(&d.s);
    options.rule = "equal_country";
    u = analyse(&d, &options, 1);
    for (size_t i = 0; i < 4; i++) {
        const titian_spread amount = titian_uncertainty_amount(u, i);

        assert_true(amount.nominal == 25.0 && amount.mean == 25.0 && amount.sd == 0.0 && amount.n == N_REPLICATIONS);
        assert_true(titian_uncertainty_amount_quantile(u, i, 0.05) == 25.0);
        assert_true(titian_uncertainty_largest(u, i) == 1.0); /* equal amounts share a place */
    }
    titian_uncertainty_free(u);
    sketch_close(&d.s);
}

/* Need is the weight of the areas under the target of 55, caps are 40. With both areas: 0.5, 0.5, 1, 0.5; without P:
 * nothing, 1, 1, 1; without Q 1, nothing, 1, nothing: caps then allow no more than 80. */
static void what_cannot_be_shared_out_is_counted_and_left_out(void **state)
{
    const titian_allocation_options options = titian_allocation_options_default();
    titian_replication *r = NULL;
    titian_uncertainty *u = NULL;
    size_t n_both = 0, n_without_p = 0, n = 0;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    add(&d, "removal")->level = 2;
    d.s.recipe.allocation.cap = 40.0;
    d.s.recipe.priority.alpha = 0.0;
    d.s.recipe.priority.target = 55.0;
    sketch_run(&d.s);
    u = analyse(&d, &options, 1);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t k = 0; k < N_REPLICATIONS; k++) {
        assert_int_equal(titian_replication_run(r, k, NULL), TITIAN_OK);
        n_both += strcmp(titian_replication_drawn(r, 0), "none") == 0 ? 1 : 0;
        n_without_p += strcmp(titian_replication_drawn(r, 0), "P") == 0 ? 1 : 0;
    }
    n = n_both + n_without_p;
    assert_true(n_both > 0 && n_without_p > 0 && n < N_REPLICATIONS);
    assert_int_equal(titian_uncertainty_shared(u), n);
    assert_int_equal(titian_uncertainty_amount(u, 0).n, n);
    assert_near(titian_uncertainty_funded(u, 0), (double) n_both / (double) n, 1e-15);
    assert_near(titian_uncertainty_amount(u, 0).mean, 20.0 * (double) n_both / (double) n, 1e-10);
    assert_near(titian_uncertainty_amount(u, 3).mean,
        (20.0 * (double) n_both + 100.0 / 3.0 * (double) n_without_p) / (double) n, 1e-10);
    assert_near(titian_uncertainty_amount_quantile(u, 2, 1.0), 40.0, 1e-12);
    titian_replication_free(r);
    titian_uncertainty_free(u);
    sketch_close(&d.s);
}

/* The bytes of everything that is told of the money. */
static void check_same(const titian_uncertainty *a, const titian_uncertainty *b)
{
    assert_int_equal(titian_uncertainty_shared(a), titian_uncertainty_shared(b));
    for (size_t i = 0; i < N_UNITS; i++) {
        const titian_spread x = titian_uncertainty_amount(a, i), y = titian_uncertainty_amount(b, i);
        const double one[] = {x.nominal, x.mean, x.sd, titian_uncertainty_amount_quantile(a, i, 0.05),
            titian_uncertainty_amount_quantile(a, i, 0.5), titian_uncertainty_amount_quantile(a, i, 0.95),
            titian_uncertainty_funded(a, i), titian_uncertainty_largest(a, i)};
        const double other[] = {y.nominal, y.mean, y.sd, titian_uncertainty_amount_quantile(b, i, 0.05),
            titian_uncertainty_amount_quantile(b, i, 0.5), titian_uncertainty_amount_quantile(b, i, 0.95),
            titian_uncertainty_funded(b, i), titian_uncertainty_largest(b, i)};

        assert_memory_equal(one, other, sizeof one);
    }
}

static void money_does_not_depend_on_the_number_of_threads(void **state)
{
    const titian_allocation_options options = titian_allocation_options_default();
    titian_uncertainty *one = NULL, *u = NULL;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    add(&d, "noise");
    option_of(add(&d, "allocation"), "factor")->text = "need";
    option_of(&d.factors[1], "range")->number = 0.5;
    option_of(&d.factors[1], "range")->upper = 2.0;
    d.s.recipe.uncertainty.replications = 1111;
    sketch_run(&d.s);
    one = analyse(&d, &options, 1);
    for (int threads = 2; threads <= 7; threads += 5) {
        u = analyse(&d, &options, threads);
        check_same(one, u);
        titian_uncertainty_free(u);
    }
    titian_uncertainty_free(one);
    sketch_close(&d.s);
}

static void the_table_shows_it_beside_the_amounts(void **state)
{
    titian_allocation_options options = titian_allocation_options_default();
    const titian_uncertainty_options draws = {.replications = 50, .seed = 3, .has_seed = 1, .top = 2};
    titian_listing *table = NULL;
    size_t k = 0;
    double sum = 0.0;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    add(&d, "noise");
    sketch_run(&d.s);
    while (strcmp(titian_allocation_name(k), "robust") != 0)
        k++;
    assert_true(titian_allocation_draws(k) && !titian_allocation_draws(0));
    options.draws = &draws;
    assert_int_equal(titian_allocation_make(&table, d.s.a, k, &options, NULL), TITIAN_OK);
    for (size_t i = 0; i < 4; i++) {
        assert_true(number(table, i, "N") == 50.0);
        assert_true(number(table, i, "P5") <= number(table, i, "Median"));
        assert_true(number(table, i, "Median") <= number(table, i, "P95"));
        sum += number(table, i, "Mean");
    }
    assert_near(sum, 100.0, 1e-9); /* as every one of them does */
    assert_string_equal(text(table, 4, "Decision"), "out");
    assert_true(isnan(number(table, 4, "Mean")) && number(table, 4, "Amount") == 0.0);
    titian_listing_free(table);
    assert_int_equal(titian_allocation_make(&table, d.s.a, 0, &options, NULL), TITIAN_E_USAGE);
    sketch_close(&d.s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_are_those_of_the_rule_in_each_replication),
        cmocka_unit_test(the_power_of_a_factor_is_drawn),
        cmocka_unit_test(what_is_certain_does_not_move),
        cmocka_unit_test(what_cannot_be_shared_out_is_counted_and_left_out),
        cmocka_unit_test(money_does_not_depend_on_the_number_of_threads),
        cmocka_unit_test(the_table_shows_it_beside_the_amounts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/viable: by hand, step by step, and what must hold of any recipients.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/viable.h"
#include "unit/kernels/drawn_recipients.h"

enum { CASES = 1000 };

/* Shares of 100: 50, 24, 16, 10, none but the first above 25. Without the last 55.6, 26.7, 17.8; without the third
 * too 67.6, 32.4. */
static void who_needs_most_drops_out_first_and_the_money_lifts_others(void **state)
{
    static const double score[] = {16, 10, 50, 24}, least[] = {25, 25, 25, 25};
    const kernel_recipients four = {score, NULL, NULL, NULL, 4, NULL};
    double got[4], scratch[36];
    size_t dropped[4], places[4];
    const kernel_viable found = kernel_allocate_viable(&four, 100.0, least, got, dropped, scratch, places);

    (void) state;
    assert_int_equal(found.all.status, KERNEL_LEVEL_FOUND);
    assert_int_equal(found.n_dropped, 2);
    assert_true(dropped[0] == 1 && dropped[1] == 0);
    assert_true(got[0] == 0.0 && got[1] == 0.0 && found.unspent == 0.0);
    assert_near(got[2], 100.0 * 50.0 / 74.0, 1e-12);
    assert_near(got[3], 100.0 * 24.0 / 74.0, 1e-12);
}

static void who_has_the_same_figures_is_treated_alike(void **state)
{
    static const double score[] = {2, 1, 1}, least[] = {30, 30, 30};
    const kernel_recipients three = {score, NULL, NULL, NULL, 3, NULL};
    double got[3], scratch[27];
    size_t dropped[3], places[3];

    (void) state;
    assert_int_equal(kernel_allocate_viable(&three, 100.0, least, got, dropped, scratch, places).n_dropped, 2);
    assert_true(got[0] == 100.0); /* one of the two alone would have had a third */
    assert_int_equal(kernel_allocate_viable(&three, 120.0, least, got, dropped, scratch, places).n_dropped, 0);
    assert_near(got[1], 30.0, 1e-12);
}

static void three_of_the_same_figures_leave_together(void **state)
{
    static const double score[] = {1, 1, 2, 1}, least[] = {30, 30, 30, 30};
    const kernel_recipients four = {score, NULL, NULL, NULL, 4, NULL};
    double got[4], scratch[36];
    size_t dropped[4], places[4];

    (void) state;
    assert_int_equal(kernel_allocate_viable(&four, 100.0, least, got, dropped, scratch, places).n_dropped, 3);
    assert_true(got[2] == 100.0);
}

/* A tenth is none in binary: three of them are 0.3 all the same. */
static void a_minimum_that_is_just_met_is_met(void **state)
{
    static const double score[] = {1, 1, 1}, least[] = {0.1, 0.1, 0.1};
    const kernel_recipients three = {score, NULL, NULL, NULL, 3, NULL};
    double got[3], scratch[27];
    size_t dropped[3], places[3];

    (void) state;
    assert_int_equal(kernel_allocate_viable(&three, 0.3, least, got, dropped, scratch, places).n_dropped, 0);
}

/* With 80 the second drops out; with 90 it is back with 30, and the first has 60 instead of 80. */
static void a_larger_budget_can_lower_an_amount(void **state)
{
    static const double score[] = {2, 1}, least[] = {30, 30};
    const kernel_recipients two = {score, NULL, NULL, NULL, 2, NULL};
    double got[2], scratch[18];
    size_t dropped[2], places[2];

    (void) state;
    (void) kernel_allocate_viable(&two, 80.0, least, got, dropped, scratch, places);
    assert_true(got[0] == 80.0 && got[1] == 0.0);
    (void) kernel_allocate_viable(&two, 90.0, least, got, dropped, scratch, places);
    assert_near(got[0], 60.0, 1e-12);
}

static void caps_of_who_stays_can_leave_money_over(void **state)
{
    static const double score[] = {1, 1, 0}, high[] = {50, 10, 0}, least[] = {20, 20, 20};
    const kernel_recipients three = {score, NULL, NULL, high, 3, NULL};
    double got[3], scratch[27];
    size_t dropped[3], places[3];
    const kernel_viable found = kernel_allocate_viable(&three, 60.0, least, got, dropped, scratch, places);

    (void) state;
    assert_true(found.n_dropped == 1 && dropped[0] == 1); /* its cap is too low; the third had no claim */
    assert_int_equal(found.all.status, KERNEL_LEVEL_HIGHS);
    assert_true(got[0] == 50.0 && got[1] == 0.0 && got[2] == 0.0 && found.unspent == 10.0);
}

/* As the rule says it: one after the other. */
static void step_by_step(const drawn_case *c, const double *least, double *amounts)
{
    drawn_case rest = *c;
    kernel_allocation found;

    rest.recipients = (kernel_recipients){rest.score, rest.base, rest.low, rest.high, c->recipients.n, NULL};
    for (;;) {
        double most = 0.0, needs[MOST_RECIPIENTS];

        found = kernel_allocate(&rest.recipients, c->budget, amounts, rest.scratch);
        for (size_t i = 0; i < rest.recipients.n; i++) {
            const double part = least[i] - rest.base[i];
            const int is_out = rest.high[i] == 0.0 && rest.base[i] == 0.0;

            needs[i] = is_out || part <= rest.low[i]                 ? 0.0
                       : part > rest.high[i] || rest.score[i] == 0.0 ? (double) INFINITY
                                                                     : part / rest.score[i];
            most = fmax(most, needs[i]);
        }
        if (most == 0.0 || (isfinite(most) && found.lambda >= most * (1.0 - 1e-12)))
            return;
        for (size_t i = 0; i < rest.recipients.n; i++)
            if (needs[i] == most)
                rest.score[i] = rest.base[i] = rest.low[i] = rest.high[i] = 0.0;
    }
}

static void draw_minimum(uint64_t *seed, const drawn_case *c, double *least)
{
    const double all = drawn_share(seed) * 4.0 * c->budget / (double) c->recipients.n;

    for (size_t i = 0; i < c->recipients.n; i++)
        least[i] = drawn_share(seed) < 0.8 ? all : all * drawn_share(seed);
}

static void it_is_what_dropping_one_after_the_other_gives(void **state)
{
    uint64_t seed = 31;
    drawn_case c;
    double least[MOST_RECIPIENTS], expected[MOST_RECIPIENTS];
    size_t dropped[MOST_RECIPIENTS], places[MOST_RECIPIENTS], n_dropped = 0;

    (void) state;
    for (int round = 0; round < CASES; round++) {
        kernel_viable found;

        draw_recipients(&c, &seed);
        draw_minimum(&seed, &c, least);
        found = kernel_allocate_viable(&c.recipients, c.budget, least, c.amounts, dropped, c.scratch, places);
        step_by_step(&c, least, expected);
        n_dropped += found.n_dropped;
        for (size_t i = 0; i < c.recipients.n; i++) {
            assert_near(c.amounts[i], expected[i], 1e-12 * fmax(1.0, c.budget));
            assert_true(c.amounts[i] == 0.0 || c.amounts[i] >= least[i] * (1.0 - 1e-11));
        }
        for (size_t k = 0; k < found.n_dropped; k++)
            assert_true(c.amounts[dropped[k]] == 0.0);
        assert_near(sum_of(c.amounts, c.recipients.n) + found.unspent, c.budget, 1e-12 * c.budget);
    }
    assert_true(n_dropped > CASES);
}

static void more_need_is_never_less_money(void **state)
{
    uint64_t seed = 32;
    drawn_case c;
    double least[MOST_RECIPIENTS], more[MOST_RECIPIENTS];
    size_t dropped[MOST_RECIPIENTS], places[MOST_RECIPIENTS];

    (void) state;
    for (int round = 0; round < CASES; round++) {
        size_t who;

        draw_recipients(&c, &seed);
        draw_minimum(&seed, &c, least);
        who = drawn_below(&seed, c.recipients.n);
        (void) kernel_allocate_viable(&c.recipients, c.budget, least, c.amounts, dropped, c.scratch, places);
        c.score[who] *= 1.0 + 3.0 * drawn_share(&seed);
        (void) kernel_allocate_viable(&c.recipients, c.budget, least, more, dropped, c.scratch, places);
        assert_true(more[who] >= c.amounts[who] * (1.0 - 1e-12));
    }
}

/* ---- inside ring-fences ---- */

/* The first two are to have 60 of 100, by scores 5 to 1: 50 and 10; the others 20 each. All above 15 but the second:
 * it leaves, and the first has all 60. */
static void who_is_too_small_in_its_group_leaves_it_the_money(void **state)
{
    static const double score[] = {5, 1, 9, 9}, least[] = {15, 15, 15, 15};
    static const size_t members[] = {0, 1};
    const kernel_recipients four = {score, NULL, NULL, NULL, 4, NULL};
    const kernel_fence fence = {members, 2, 0.6, 1.0};
    kernel_fence_found bound;
    double got[4], lambdas[4], scratch[68];
    size_t dropped[4];
    kernel_minimum minimum = {least, dropped, 0};
    const kernel_fenced found = kernel_allocate_fenced_viable(
        &four, 100.0, &(kernel_fences){&fence, &bound, 1}, &minimum, got, lambdas, scratch);

    (void) state;
    assert_int_equal(found.all.status, KERNEL_LEVEL_FOUND);
    assert_true(minimum.n_dropped == 1 && dropped[0] == 1 && got[1] == 0.0);
    assert_near(got[0], 60.0, 1e-12);
    assert_near(got[2], 20.0, 1e-12);
    assert_near(lambdas[0], 12.0, 1e-12);
}

/* Both members are too small: nobody is left who could take what is set aside for them. */
static void a_group_that_all_have_left_is_named(void **state)
{
    static const double score[] = {1, 1, 9}, least[] = {30, 30, 30};
    static const size_t members[] = {0, 1};
    const kernel_recipients three = {score, NULL, NULL, NULL, 3, NULL};
    const kernel_fence fence = {members, 2, 0.4, 1.0};
    kernel_fence_found bound;
    double got[3], lambdas[3], scratch[51];
    size_t dropped[3];
    kernel_minimum minimum = {least, dropped, 0};
    const kernel_fenced found = kernel_allocate_fenced_viable(
        &three, 100.0, &(kernel_fences){&fence, &bound, 1}, &minimum, got, lambdas, scratch);

    (void) state;
    assert_int_equal(found.all.status, KERNEL_LEVEL_HIGHS);
    assert_true(found.fence == 0 && found.asked == 40.0 && found.all.caps == 0.0 && minimum.n_dropped == 2);
}

/* Where the budget is within floors and caps of who stays, both ways give the same. */
static void without_fences_it_is_the_same_rule(void **state)
{
    static const kernel_fences none = {NULL, NULL, 0};
    uint64_t seed = 33;
    drawn_case c;
    double least[MOST_RECIPIENTS], got[MOST_RECIPIENTS], lambdas[MOST_RECIPIENTS], scratch[17 * MOST_RECIPIENTS];
    size_t dropped[MOST_RECIPIENTS], by_halving[MOST_RECIPIENTS], places[MOST_RECIPIENTS], n_compared = 0;
    kernel_minimum minimum = {least, dropped, 0};

    (void) state;
    for (int round = 0; round < CASES; round++) {
        kernel_viable expected;

        draw_recipients(&c, &seed);
        draw_minimum(&seed, &c, least);
        expected = kernel_allocate_viable(&c.recipients, c.budget, least, c.amounts, by_halving, c.scratch, places);
        if (kernel_allocate_fenced_viable(&c.recipients, c.budget, &none, &minimum, got, lambdas, scratch)
                .all.status != KERNEL_LEVEL_FOUND)
            continue;
        n_compared++;
        assert_int_equal(minimum.n_dropped, expected.n_dropped);
        for (size_t i = 0; i < c.recipients.n; i++)
            assert_near(got[i], c.amounts[i], 1e-12 * fmax(1.0, c.budget));
        for (size_t k = 0; k < minimum.n_dropped; k++)
            assert_true(got[dropped[k]] == 0.0);
    }
    assert_true(n_compared > CASES / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_needs_most_drops_out_first_and_the_money_lifts_others),
        cmocka_unit_test(who_has_the_same_figures_is_treated_alike),
        cmocka_unit_test(three_of_the_same_figures_leave_together),
        cmocka_unit_test(a_minimum_that_is_just_met_is_met),
        cmocka_unit_test(a_larger_budget_can_lower_an_amount),
        cmocka_unit_test(caps_of_who_stays_can_leave_money_over),
        cmocka_unit_test(it_is_what_dropping_one_after_the_other_gives),
        cmocka_unit_test(more_need_is_never_less_money),
        cmocka_unit_test(who_is_too_small_in_its_group_leaves_it_the_money),
        cmocka_unit_test(a_group_that_all_have_left_is_named),
        cmocka_unit_test(without_fences_it_is_the_same_rule),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

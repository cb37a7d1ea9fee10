/* kernels/bod_choose, through kernels/bod: the most even shares among weights that are as good.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <glpk.h>

#include "kernels/bod.h"

enum { UNITS = 30, MOST = 6 };

typedef struct {
    double scores[UNITS], weights[UNITS * MOST], shares[UNITS * MOST];
    unsigned char unique[UNITS], chosen[UNITS];
    size_t n, m;
} study;

static study run(const double *values, size_t n, size_t m, const kernel_bod_rules *rules)
{
    const kernel_block block = {.values = values, .stride = n, .n_units = n, .n_indicators = m};
    const kernel_bod_rules plain = kernel_bod_rules_default();
    study s = {.n = n, .m = m};
    titian_error err;

    assert_int_equal(
        kernel_bod(&block, rules != NULL ? rules : &plain,
            &(kernel_bod_result){
                .scores = s.scores, .weights = s.weights, .shares = s.shares, .unique = s.unique, .chosen = s.chosen},
            &err),
        TITIAN_OK);
    return s;
}

static double share(const study *s, size_t unit, size_t j)
{
    return s->shares[j * s->n + unit];
}

/* The second unit is below the first in everything: the first may take any weights. */
static void where_any_weights_do_shares_are_equal(void **state)
{
    const double values[] = {2.0, 1.0, 5.0, 4.0, 7.0, 6.0};
    const study s = run(values, 2, 3, NULL);

    (void) state;
    assert_int_equal(s.unique[0], 0);
    assert_int_equal(s.chosen[0], 1);
    for (size_t j = 0; j < 3; j++) {
        assert_near(share(&s, 0, j), 1.0 / 3.0, 1e-9);
        assert_near(s.weights[j * 2], 1.0 / 3.0 / values[2 * j], 1e-9);
    }
}

/* Of B = (9, 6) the shares s, 1 - s: A = (10, 1) bars 10/9 s + 1/6 (1 - s) > 1, so s <= 15/17; C = (5, 8) bars
 * 5/9 s + 8/6 (1 - s) > 1, so s >= 3/7. Half lies between. Of E = (9, 3) against F = (6, 10): 6/9 s + 10/3 (1 - s) >
 * 1 is barred, so s >= 7/8: the end nearest to half is chosen. */
static void shares_go_as_near_to_equal_as_the_score_allows(void **state)
{
    const double inside[] = {10.0, 9.0, 5.0, 1.0, 6.0, 8.0}, beside[] = {9.0, 6.0, 3.0, 10.0};
    study s = run(inside, 3, 2, NULL);

    (void) state;
    assert_int_equal(s.chosen[1], 1);
    assert_near(share(&s, 1, 0), 0.5, 1e-8);
    s = run(beside, 2, 2, NULL);
    assert_int_equal(s.chosen[0], 1);
    assert_near(share(&s, 0, 0), 0.875, 1e-8);
    assert_near(s.weights[0], 0.875 / 9.0, 1e-9);
    assert_near(s.weights[2], 0.125 / 3.0, 1e-9);
}

static void restrictions_hold_for_chosen_shares(void **state)
{
    const double values[] = {2.0, 1.0, 5.0, 4.0, 7.0, 6.0}, low[] = {0.6, 0.0, 0.0}, high[] = {1.0, 1.0, 0.1};
    kernel_bod_rules rules = kernel_bod_rules_default();
    study s;

    (void) state;
    rules.share_low = low;
    rules.share_high = high;
    s = run(values, 2, 3, &rules);
    assert_int_equal(s.chosen[0], 1);
    assert_near(share(&s, 0, 0), 0.6, 1e-8);
    assert_near(share(&s, 0, 1), 0.3, 1e-8);
    assert_near(share(&s, 0, 2), 0.1, 1e-8);
}

static void what_a_unit_lacks_has_no_share_and_the_rest_is_even(void **state)
{
    const double values[] = {2.0, 1.0, 0.0, 4.0, 7.0, 6.0};
    const study s = run(values, 2, 3, NULL);

    (void) state;
    assert_int_equal(s.chosen[0], 1);
    assert_near(share(&s, 0, 1), 0.0, 0.0);
    assert_near(s.weights[2], 0.0, 0.0);
    assert_near(share(&s, 0, 0), 0.5, 1e-8);
}

static void unique_weights_are_not_called_chosen(void **state)
{
    const double values[] = {10.0, 8.0, 5.0, 1.0, 2.0, 8.0}; /* (8, 2) lies inside the line from (10, 1) to (5, 8) */
    const study s = run(values, 3, 2, NULL);

    (void) state;
    assert_int_equal(s.unique[1], 1);
    assert_int_equal(s.chosen[1], 0);
    assert_near(share(&s, 1, 0) + share(&s, 1, 1), 1.0, 1e-12);
}

static void without_a_choice_weights_that_are_not_unique_are_missing(void **state)
{
    const double values[] = {2.0, 1.0, 5.0, 4.0};
    const kernel_block block = {.values = values, .stride = 2, .n_units = 2, .n_indicators = 2};
    const kernel_bod_rules plain = kernel_bod_rules_default();
    double scores[2], shares[4];
    titian_error err;

    (void) state;
    assert_int_equal(
        kernel_bod(&block, &plain, &(kernel_bod_result){.scores = scores, .shares = shares}, &err), TITIAN_OK);
    assert_true(isnan(shares[0]));
}

/* ---- against the conditions of the least ---- */

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* The least product with `towards` over all shares under which unit o has its score: every unit's row at once, in
 * shares, written down anew. */
static double least_product(const double *values, const study *s, size_t o, double low, const double *towards)
{
    glp_prob *lp = glp_create_prob();
    glp_smcp how;
    int indices[MOST + 1];
    double numbers[MOST + 1], result = 0.0;

    (void) glp_add_cols(lp, (int) s->m);
    (void) glp_add_rows(lp, (int) s->n + 1);
    for (size_t j = 0; j < s->m; j++) {
        glp_set_col_bnds(lp, (int) j + 1, GLP_DB, low, 1.0);
        glp_set_obj_coef(lp, (int) j + 1, towards[j]);
        indices[j + 1] = (int) j + 1;
    }
    for (size_t i = 0; i <= s->n; i++) {
        for (size_t j = 0; j < s->m; j++)
            numbers[j + 1] = i == s->n ? 1.0 : values[j * s->n + i] * s->scores[o] / values[j * s->n + o];
        glp_set_mat_row(lp, (int) i + 1, (int) s->m, indices, numbers);
        glp_set_row_bnds(lp, (int) i + 1, i == s->n ? GLP_FX : GLP_UP, 1.0, 1.0);
    }
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    assert_int_equal(glp_simplex(lp, &how), 0);
    assert_int_equal(glp_get_status(lp), GLP_OPT);
    result = glp_get_obj_val(lp);
    glp_delete_prob(lp);
    return result;
}

/* s has the least sum of squares over a convex set when it lies in it and s . t >= s . s for every t in it. */
static void assert_evenest(const double *values, const study *s, size_t o, double low)
{
    double towards[MOST], square = 0.0, sum = 0.0;

    for (size_t j = 0; j < s->m; j++) {
        towards[j] = share(s, o, j);
        square += towards[j] * towards[j];
        sum += towards[j];
        assert_true(towards[j] >= low - 1e-8);
    }
    assert_near(sum, 1.0, 1e-8);
    for (size_t i = 0; i < s->n; i++) {
        double given = 0.0;

        for (size_t j = 0; j < s->m; j++)
            given += s->weights[j * s->n + o] * values[j * s->n + i];
        assert_true(given <= 1.0 + 1e-8);
    }
    assert_true(least_product(values, s, o, low, towards) >= square - 1e-7);
}

static void chosen_shares_fulfil_the_conditions_of_the_least(void **state)
{
    size_t n_chosen = 0;
    unsigned seed = 17u;

    (void) state;
    for (size_t trial = 0; trial < 60; trial++) {
        const size_t n = 4 + trial % 20, m = 2 + trial % 5;
        double values[UNITS * MOST], low[MOST];
        kernel_bod_rules rules = kernel_bod_rules_default();
        study s;

        for (size_t k = 0; k < n * m; k++)
            values[k] = 1.0 + (double) (next_random(&seed) % 20);
        for (size_t j = 0; j < m; j++)
            low[j] = trial % 2 == 0 ? 0.0 : 0.05;
        rules.share_low = low;
        s = run(values, n, m, &rules);
        for (size_t o = 0; o < n; o++)
            if (s.chosen[o]) {
                n_chosen++;
                assert_int_equal(s.unique[o], 0);
                assert_evenest(values, &s, o, low[0]);
            } else {
                assert_true(s.unique[o] || !(s.scores[o] > 0.0));
            }
    }
    assert_true(n_chosen > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_any_weights_do_shares_are_equal),
        cmocka_unit_test(shares_go_as_near_to_equal_as_the_score_allows),
        cmocka_unit_test(restrictions_hold_for_chosen_shares),
        cmocka_unit_test(what_a_unit_lacks_has_no_share_and_the_rest_is_even),
        cmocka_unit_test(unique_weights_are_not_called_chosen),
        cmocka_unit_test(without_a_choice_weights_that_are_not_unique_are_missing),
        cmocka_unit_test(chosen_shares_fulfil_the_conditions_of_the_least),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

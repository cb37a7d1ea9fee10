/* kernels/ringfence: by hand, by halving without any breakpoints, and what must hold of any recipients and fences.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/ringfence.h"
#include "kernels/viable.h"
#include "unit/kernels/drawn_fences.h"

enum { CASES = 1000 };

/* Four alike. The first is to have 40 per cent; the other three share what is left. */
static void a_group_below_its_part_is_lifted_to_it(void **state)
{
    static const double score[] = {1, 1, 1, 1};
    static const size_t first[] = {0}, rest[] = {1, 2, 3};
    const kernel_recipients four = {score, NULL, NULL, NULL, 4, NULL};
    const kernel_fence least = {first, 1, 0.4, 1.0}, most = {rest, 3, 0.0, 0.6}, none = {first, 1, 0.1, 0.4};
    kernel_fence_found found;
    double got[4], lambdas[4], scratch[48];
    kernel_fenced outcome;

    (void) state;
    outcome = kernel_allocate_fenced(&four, 100.0, &(kernel_fences){&least, &found, 1}, got, lambdas, scratch);
    assert_int_equal(outcome.all.status, KERNEL_LEVEL_FOUND);
    assert_near(got[0], 40.0, 1e-12);
    assert_near(got[3], 20.0, 1e-12);
    assert_int_equal(found.bound, KERNEL_FENCE_AT_LEAST);
    assert_near(lambdas[0], 40.0, 1e-12);
    assert_near(lambdas[3], 20.0, 1e-12);
    outcome = kernel_allocate_fenced(&four, 100.0, &(kernel_fences){&most, &found, 1}, got, lambdas, scratch);
    assert_near(got[0], 40.0, 1e-12);
    assert_int_equal(outcome.all.status, KERNEL_LEVEL_FOUND);
    assert_int_equal(found.bound, KERNEL_FENCE_AT_MOST);
    outcome = kernel_allocate_fenced(&four, 100.0, &(kernel_fences){&none, &found, 1}, got, lambdas, scratch);
    assert_near(got[0], 25.0, 1e-12);
    assert_near(outcome.all.lambda, 25.0, 1e-12);
    assert_int_equal(found.bound, KERNEL_FENCE_FREE);
    assert_near(found.lambda_least, 10.0, 1e-12);
    assert_near(found.lambda_most, 40.0, 1e-12);
}

static void a_fence_that_cannot_be_kept_is_named_with_its_figures(void **state)
{
    static const double score[] = {1, 1, 1}, low[] = {0, 30, 0}, high[] = {20, 100, 100};
    static const size_t first[] = {0}, second[] = {1}, both[] = {0, 1};
    const kernel_recipients three = {score, NULL, low, high, 3, NULL};
    const kernel_fence fences[] = {
        {first, 1, 0.1, 1.0}, {second, 1, 0.0, 0.2}, {first, 1, 0.3, 1.0}, {first, 1, 0.2, 1.0}, {both, 2, 0.0, 0.4}};
    kernel_fence_found found[2];
    double got[3], lambdas[3], scratch[36];
    kernel_fenced outcome;

    (void) state;
    outcome = kernel_allocate_fenced(&three, 100.0, &(kernel_fences){fences, found, 2}, got, lambdas, scratch);
    assert_int_equal(outcome.all.status, KERNEL_LEVEL_LOWS);
    assert_true(outcome.fence == 1 && outcome.asked == 20.0 && outcome.all.floors == 30.0);
    outcome = kernel_allocate_fenced(&three, 100.0, &(kernel_fences){fences + 2, found, 1}, got, lambdas, scratch);
    assert_int_equal(outcome.all.status, KERNEL_LEVEL_HIGHS);
    assert_true(outcome.fence == 0 && outcome.asked == 30.0 && outcome.all.caps == 20.0);
    outcome = kernel_allocate_fenced(&three, 100.0, &(kernel_fences){fences + 3, found, 2}, got, lambdas, scratch);
    assert_int_equal(outcome.all.status, KERNEL_LEVEL_LOWS); /* 20 for the first and 30 for the second are 50 */
    assert_true(outcome.fence == 1 && outcome.asked == 40.0 && outcome.all.floors == 50.0);
    outcome = kernel_allocate_fenced(&three, 230.0, &(kernel_fences){fences, found, 1}, got, lambdas, scratch);
    assert_true(outcome.all.status == KERNEL_LEVEL_HIGHS && outcome.fence == 0 && outcome.asked == 23.0);
}

static void fences_may_stand_apart_or_inside_but_not_across(void **state)
{
    static const size_t ab[] = {0, 1}, cd[] = {2, 3}, abcd[] = {3, 2, 1, 0}, bc[] = {1, 2}, twice[] = {1, 1},
                        far[] = {9};
    const kernel_fence sound[] = {{ab, 2, 0, 1}, {cd, 2, 0, 1}, {abcd, 4, 0, 1}};
    const kernel_fence across[] = {{ab, 2, 0, 1}, {bc, 2, 0, 1}}, outer_first[] = {{abcd, 4, 0, 1}, {ab, 2, 0, 1}};
    const kernel_fence doubled = {twice, 2, 0, 1}, outside = {far, 1, 0, 1}, wrong = {ab, 2, 0.6, 0.4};
    size_t which = 9, places[4 + 2 * 3];

    (void) state;
    assert_int_equal(kernel_fences_check(&(kernel_fences){sound, NULL, 3}, 4, NULL, places), KERNEL_FENCE_SOUND);
    assert_int_equal(kernel_fences_check(&(kernel_fences){across, NULL, 2}, 4, &which, places), KERNEL_FENCE_OVERLAP);
    assert_int_equal(which, 1);
    assert_int_equal(
        kernel_fences_check(&(kernel_fences){outer_first, NULL, 2}, 4, &which, places), KERNEL_FENCE_OVERLAP);
    assert_int_equal(
        kernel_fences_check(&(kernel_fences){&doubled, NULL, 1}, 4, &which, places), KERNEL_FENCE_OVERLAP);
    assert_int_equal(
        kernel_fences_check(&(kernel_fences){&outside, NULL, 1}, 4, &which, places), KERNEL_FENCE_OVERLAP);
    assert_int_equal(kernel_fences_check(&(kernel_fences){&wrong, NULL, 1}, 4, &which, places), KERNEL_FENCE_SHARES);
    assert_int_equal(which, 0);
}

/* ---- any recipients and fences ---- */

static kernel_fenced solve(fenced_case *f, double budget, double *amounts)
{
    return kernel_allocate_fenced(&f->c.recipients, budget, &f->fences, amounts, f->lambdas, f->c.scratch);
}

/* Money of a fence, or of all (f = FENCES), at a lambda; `free`: as if it had no least and most itself. */
static double money_at(const fenced_case *c, size_t f, double lambda, int free)
{
    double sum = 0.0;

    for (size_t k = 0; k < FENCES; k++)
        if (k != f && (f == FENCES ? k >= 2 : f == 2 && k < 2))
            sum += money_at(c, k, lambda, 0);
    for (size_t i = 0; i < c->c.recipients.n; i++)
        if (c->inner[i] == f)
            sum += c->c.base[i] + fmin(fmax(lambda * c->c.score[i], c->c.low[i]), c->c.high[i]);
    return free ? sum : fmin(fmax(sum, c->fence[f].least * c->c.budget), c->fence[f].most * c->c.budget);
}

static double lambda_for(const fenced_case *c, size_t f, double money)
{
    double below = 0.0, above = 1e9;

    for (int k = 0; k < 200; k++) {
        const double middle = below + (above - below) / 2.0;

        if (money_at(c, f, middle, 1) < money)
            below = middle;
        else
            above = middle;
    }
    return above;
}

static double lambda_inside(const fenced_case *c, size_t f, double around)
{
    const double money = money_at(c, f, around, 1), kept = money_at(c, f, around, 0);

    return money == kept ? around : lambda_for(c, f, kept);
}

static void lambdas_are_those_found_by_halving(void **state)
{
    uint64_t seed = 21;
    fenced_case f;
    size_t n_bound = 0;

    (void) state;
    for (int round = 0; round < CASES; round++) {
        double lambda[FENCES + 1];

        draw_fences(&f, &seed);
        assert_int_equal(solve(&f, f.c.budget, f.c.amounts).all.status, KERNEL_LEVEL_FOUND);
        lambda[FENCES] = lambda_for(&f, FENCES, f.c.budget);
        lambda[3] = lambda_inside(&f, 3, lambda[FENCES]);
        lambda[2] = lambda_inside(&f, 2, lambda[FENCES]);
        lambda[1] = lambda_inside(&f, 1, lambda[2]);
        lambda[0] = lambda_inside(&f, 0, lambda[2]);
        for (size_t k = 0; k < FENCES; k++)
            n_bound += f.fence[k].n_members > 0 && f.found[k].bound != KERNEL_FENCE_FREE;
        for (size_t i = 0; i < f.c.recipients.n; i++) {
            const double by_score = lambda[f.inner[i]] * f.c.score[i];

            assert_near(f.c.amounts[i], f.c.base[i] + fmin(fmax(by_score, f.c.low[i]), f.c.high[i]),
                1e-9 * fmax(1.0, f.c.budget));
        }
    }
    assert_true(n_bound > CASES); /* of 4,000 fences */
}

static void fences_are_kept(const fenced_case *f)
{
    for (size_t k = 0; k < FENCES; k++) {
        double money = 0.0;

        for (size_t m = 0; m < f->fence[k].n_members; m++)
            money += f->c.amounts[f->members[k][m]];
        assert_true(money >= (f->fence[k].least - 1e-12) * f->c.budget);
        assert_true(money <= (f->fence[k].most + 1e-12) * f->c.budget);
    }
}

static void budget_floors_caps_and_fences_are_kept(void **state)
{
    uint64_t seed = 22;
    fenced_case f;

    (void) state;
    for (int round = 0; round < CASES; round++) {
        draw_fences(&f, &seed);
        assert_int_equal(solve(&f, f.c.budget, f.c.amounts).all.status, KERNEL_LEVEL_FOUND);
        assert_near(sum_of(f.c.amounts, f.c.recipients.n), f.c.budget, 1e-12 * f.c.budget);
        for (size_t i = 0; i < f.c.recipients.n; i++) {
            assert_true(f.c.amounts[i] >= f.c.base[i] + f.c.low[i] && f.c.amounts[i] <= f.c.base[i] + f.c.high[i]);
            assert_near(f.c.amounts[i],
                f.c.base[i] + fmin(fmax(f.lambdas[i] * f.c.score[i], f.c.low[i]), f.c.high[i]),
                1e-12 * fmax(1.0, f.c.budget));
        }
        fences_are_kept(&f);
    }
}

static void neither_place_nor_who_is_not_eligible_matters(void **state)
{
    uint64_t seed = 23;
    fenced_case f, turned;

    (void) state;
    for (int round = 0; round < CASES; round++) {
        size_t n;

        draw_fences(&f, &seed);
        (void) solve(&f, f.c.budget, f.c.amounts);
        n = f.c.recipients.n;
        turned = f;
        for (size_t i = 0; i < n; i++) {
            const size_t k = n - 1 - i;

            turned.c.score[k] = f.c.score[i];
            turned.c.base[k] = f.c.base[i];
            turned.c.low[k] = f.c.low[i];
            turned.c.high[k] = f.c.high[i];
            turned.inner[k] = f.inner[i];
        }
        turned.c.score[n] = turned.c.base[n] = turned.c.low[n] = turned.c.high[n] = 0.0;
        turned.inner[n] = (size_t) round % (FENCES + 1);
        turned.c.recipients =
            (kernel_recipients){turned.c.score, turned.c.base, turned.c.low, turned.c.high, n + 1, NULL};
        turned.fences = (kernel_fences){turned.fence, turned.found, FENCES};
        set_members(&turned);
        assert_int_equal(solve(&turned, f.c.budget, turned.c.amounts).all.status, KERNEL_LEVEL_FOUND);
        for (size_t i = 0; i < n; i++)
            assert_near(turned.c.amounts[n - 1 - i], f.c.amounts[i], 1e-11 * fmax(1.0, f.c.budget));
        assert_true(turned.c.amounts[n] == 0.0);
    }
}

static void more_need_is_never_less_money_and_more_money_lowers_nobody(void **state)
{
    uint64_t seed = 24;
    fenced_case f;
    double more[MOST_RECIPIENTS];
    int n_raised = 0;

    (void) state;
    for (int round = 0; round < CASES; round++) {
        const double within = 1e-12;
        size_t who;

        draw_fences(&f, &seed);
        (void) solve(&f, f.c.budget, f.c.amounts);
        if (solve(&f, f.c.budget * 1.05, more).all.status == KERNEL_LEVEL_FOUND) {
            n_raised++;
            for (size_t i = 0; i < f.c.recipients.n; i++)
                assert_true(more[i] >= f.c.amounts[i] - within * fmax(1.0, f.c.budget));
        }
        who = drawn_below(&seed, f.c.recipients.n);
        f.c.score[who] *= 1.0 + 3.0 * drawn_share(&seed);
        assert_int_equal(solve(&f, f.c.budget, more).all.status, KERNEL_LEVEL_FOUND);
        assert_true(more[who] >= f.c.amounts[who] - within * fmax(1.0, f.c.budget));
    }
    assert_true(n_raised > CASES / 2);
}

static void minimum_grants_inside_fences_keep_all_that_holds_without(void **state)
{
    uint64_t seed = 25;
    fenced_case f;
    double least[MOST_RECIPIENTS], more[MOST_RECIPIENTS], scratch[17 * MOST_RECIPIENTS];
    size_t dropped[MOST_RECIPIENTS], n_compared = 0, n_dropped = 0;
    kernel_minimum minimum = {least, dropped, 0};

    (void) state;
    for (int round = 0; round < 2 * CASES; round++) {
        double all;
        size_t who;

        draw_fences(&f, &seed);
        all = drawn_share(&seed) * 3.0 * f.c.budget / (double) f.c.recipients.n;
        for (size_t i = 0; i < f.c.recipients.n; i++)
            least[i] = all;
        if (kernel_allocate_fenced_viable(
                &f.c.recipients, f.c.budget, &f.fences, &minimum, f.c.amounts, f.lambdas, scratch)
                .all.status != KERNEL_LEVEL_FOUND)
            continue;
        n_dropped += minimum.n_dropped;
        assert_near(sum_of(f.c.amounts, f.c.recipients.n), f.c.budget, 1e-12 * f.c.budget);
        for (size_t i = 0; i < f.c.recipients.n; i++)
            assert_true(f.c.amounts[i] == 0.0 || f.c.amounts[i] >= all * (1.0 - 1e-11));
        fences_are_kept(&f);
        who = drawn_below(&seed, f.c.recipients.n);
        f.c.score[who] *= 1.0 + 3.0 * drawn_share(&seed);
        if (kernel_allocate_fenced_viable(&f.c.recipients, f.c.budget, &f.fences, &minimum, more, f.lambdas, scratch)
                .all.status != KERNEL_LEVEL_FOUND)
            continue;
        n_compared++;
        assert_true(more[who] >= f.c.amounts[who] * (1.0 - 1e-11));
    }
    assert_true(n_compared > CASES / 2 && n_dropped > CASES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_below_its_part_is_lifted_to_it),
        cmocka_unit_test(a_fence_that_cannot_be_kept_is_named_with_its_figures),
        cmocka_unit_test(fences_may_stand_apart_or_inside_but_not_across),
        cmocka_unit_test(lambdas_are_those_found_by_halving),
        cmocka_unit_test(budget_floors_caps_and_fences_are_kept),
        cmocka_unit_test(neither_place_nor_who_is_not_eligible_matters),
        cmocka_unit_test(more_need_is_never_less_money_and_more_money_lowers_nobody),
        cmocka_unit_test(minimum_grants_inside_fences_keep_all_that_holds_without),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/allocate and kernels/level: worked figures, figures computed elsewhere, and what must hold of any
 * recipients. SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "unit/kernels/drawn_recipients.h"

enum { CASES = 1000 };

/* Readiness 28, 35, 42, 47, 55, 72, people in millions, income per head in dollars; the sixth is not eligible. Target
 * 65: need is the mean shortfall. Money 100, floor 2, cap 30. Computed elsewhere, to the digits
 * below; shares are in per cent. */
static const double six_need[] = {37.0 / 65, 30.0 / 65, 23.0 / 65, 18.0 / 65, 10.0 / 65, 0.0};
static const double six_people[] = {4.2, 160, 0.6, 27, 95, 12}, six_income[] = {620, 2400, 3900, 1500, 1100, 9800};
static const double six_low[] = {2, 2, 2, 2, 2, 0}, six_high[] = {30, 30, 30, 30, 30, 0};

static void six_scores(double *scores)
{
    static const double exponents[] = {1.0, 0.5, -0.125};
    double factors[18];

    for (size_t i = 0; i < 6; i++) {
        factors[i] = six_need[i];
        factors[6 + i] = six_people[i];
        factors[12 + i] = six_income[i];
    }
    kernel_power_scores(factors, 6, 3, exponents, scores);
}

static void six_countries_as_worked_by_hand(void **state)
{
    static const double shares[] = {12.965, 54.783, 2.421, 14.320, 15.512, 0.0};
    static const double amounts[] = {20.0706, 30.0, 3.7472, 22.1679, 24.0143, 0.0};
    static const double per_head[] = {4.779, 0.188, 6.245, 0.821, 0.253};
    double scores[6], got[6], scratch[24];
    const kernel_recipients six = {scores, NULL, six_low, six_high, 6, NULL};
    kernel_allocation found;

    (void) state;
    six_scores(scores);
    for (size_t i = 0; i < 6; i++)
        assert_near(100.0 * scores[i] / sum_of(scores, 6), shares[i], 5.1e-4);
    found = kernel_allocate(&six, 100.0, got, scratch);
    assert_int_equal(found.status, KERNEL_LEVEL_FOUND);
    assert_near(found.lambda, 38.43225, 5.1e-6);
    assert_true(found.floors == 10.0 && found.caps == 150.0);
    for (size_t i = 0; i < 6; i++)
        assert_near(got[i], amounts[i], 5.1e-5);
    for (size_t i = 0; i < 5; i++)
        assert_near(got[i] / six_people[i], per_head[i], 5.1e-4);
    assert_int_equal(kernel_bound_at(&six, found.lambda, 1), KERNEL_AT_CAP);
    assert_int_equal(kernel_bound_at(&six, found.lambda, 0), KERNEL_BY_SCORE);
    assert_int_equal(kernel_bound_at(&six, found.lambda, 5), KERNEL_FIXED);
}

/* ---- fourteen recipients, computed elsewhere ---- */

enum { RECIPIENTS = 14 };

typedef struct {
    reference_table given, expected;
    double scores[RECIPIENTS], got[RECIPIENTS], scratch[4 * RECIPIENTS];
} fourteen;

static double expected_of(const fourteen *f, const char *id, const char *measure)
{
    for (size_t row = 0; row < f->expected.n_rows; row++)
        if (strcmp(reference_cell(&f->expected, row, 0), id) == 0 &&
            strcmp(reference_cell(&f->expected, row, 1), measure) == 0)
            return reference_number(&f->expected, row, 2);
    fail_msg("no %s of %s", measure, id);
    return 0.0;
}

static void compare(const fourteen *f, const char *measure, const double *got)
{
    for (size_t i = 0; i < RECIPIENTS; i++)
        assert_near(got[i], expected_of(f, reference_cell(&f->given, i, 0), measure), 1e-10);
}

static double lambda_of(const fourteen *f, const char *measure)
{
    for (size_t row = 0; row < f->expected.n_rows; row++)
        if (strcmp(reference_cell(&f->expected, row, 1), measure) == 0)
            return reference_number(&f->expected, row, 2);
    fail_msg("no %s", measure);
    return 0.0;
}

static void take_scores(fourteen *f, const char *const *columns, const double *exponents, size_t n_factors)
{
    double factors[4 * RECIPIENTS];

    for (size_t k = 0; k < n_factors; k++)
        for (size_t i = 0; i < RECIPIENTS; i++)
            factors[k * RECIPIENTS + i] = given_figure(&f->given, i, columns[k]);
    kernel_power_scores(factors, RECIPIENTS, n_factors, exponents, f->scores);
}

static void fourteen_recipients_get_what_the_reference_gives_them(void **state)
{
    static const char *const performance[] = {"cpr", "population_million", "gni_pc"};
    static const char *const mixed[] = {"need", "capacity", "population_million", "gni_pc"};
    static const double performance_exponents[] = {3.0, 1.0, -0.125}, mixed_exponents[] = {1.0, 0.5, 0.6, -0.25};
    double base[RECIPIENTS], low[RECIPIENTS], high[RECIPIENTS], share[RECIPIENTS];
    fourteen f;
    kernel_allocation found;

    (void) state;
    reference_open(&f.given, "allocation/recipients.csv");
    reference_open(&f.expected, "allocation/expected.csv");
    assert_int_equal(f.given.n_rows, RECIPIENTS);
    for (size_t i = 0; i < RECIPIENTS; i++) {
        base[i] = 4.0;
        low[i] = 5.0;
        high[i] = 200.0;
    }
    take_scores(&f, performance, performance_exponents, 3);
    for (size_t i = 0; i < RECIPIENTS; i++)
        share[i] = f.scores[i] / sum_of(f.scores, RECIPIENTS);
    compare(&f, "pba_share", share);
    (void) kernel_allocate(
        &(kernel_recipients){f.scores, NULL, NULL, NULL, RECIPIENTS, NULL}, 1000.0, f.got, f.scratch);
    compare(&f, "pba_uncapped", f.got);
    (void) kernel_allocate(
        &(kernel_recipients){f.scores, base, NULL, NULL, RECIPIENTS, NULL}, 1000.0, f.got, f.scratch);
    compare(&f, "pba_base_plus_remainder", f.got);
    found =
        kernel_allocate(&(kernel_recipients){f.scores, NULL, low, high, RECIPIENTS, NULL}, 1000.0, f.got, f.scratch);
    compare(&f, "pba_floor_cap", f.got);
    assert_as_reference(found.lambda, lambda_of(&f, "pba_lambda"), 1e-10);
    take_scores(&f, mixed, mixed_exponents, 4);
    for (size_t i = 0; i < RECIPIENTS; i++)
        f.scores[i] /= 100.0 * sqrt(100.0); /* need and capacity are in per cent */
    found =
        kernel_allocate(&(kernel_recipients){f.scores, NULL, low, high, RECIPIENTS, NULL}, 1000.0, f.got, f.scratch);
    compare(&f, "need_capacity_floor_cap", f.got);
    assert_as_reference(found.lambda, lambda_of(&f, "need_capacity_lambda"), 1e-10);
    reference_close(&f.given);
    reference_close(&f.expected);
}

/* ---- what cannot be done ---- */

static void what_cannot_be_done_is_told_apart_with_its_figures(void **state)
{
    static const double score[] = {1, 2, 0}, low[] = {3, 4, 5}, high[] = {6, 8, 9};
    static const double crossed[] = {6, 3, 9}, gap[] = {1, (double) NAN, 0}, base[] = {1, 0, -1};
    kernel_recipients three = {score, NULL, low, high, 3, NULL};
    double got[3], scratch[12];
    kernel_allocation found;

    (void) state;
    found = kernel_allocate(&three, 11.0, got, scratch);
    assert_int_equal(found.status, KERNEL_LEVEL_LOWS);
    assert_true(found.floors == 12.0 && found.caps == 19.0); /* the third stays at its floor: it has score 0 */
    assert_true(got[0] == 3.0 && got[1] == 4.0 && got[2] == 5.0);
    found = kernel_allocate(&three, 20.0, got, scratch);
    assert_int_equal(found.status, KERNEL_LEVEL_HIGHS);
    assert_true(got[0] == 6.0 && got[1] == 8.0 && got[2] == 5.0 && isinf(found.lambda));
    assert_int_equal(kernel_allocate(&three, 12.0, got, scratch).status, KERNEL_LEVEL_FOUND);
    assert_int_equal(kernel_allocate(&three, 19.0, got, scratch).status, KERNEL_LEVEL_FOUND);
    assert_true(got[0] == 6.0 && got[1] == 8.0);
    three.high = crossed;
    found = kernel_allocate(&three, 15.0, got, scratch);
    assert_true(found.status == KERNEL_LEVEL_UNUSABLE && found.who == 1);
    three.high = NULL;
    three.score = gap;
    found = kernel_allocate(&three, 15.0, got, scratch);
    assert_true(found.status == KERNEL_LEVEL_UNUSABLE && found.who == 1);
    three.score = score;
    three.base = base;
    found = kernel_allocate(&three, 15.0, got, scratch);
    assert_true(found.status == KERNEL_LEVEL_UNUSABLE && found.who == 2);
    three.n = 0;
    assert_int_equal(kernel_allocate(&three, 0.0, got, scratch).status, KERNEL_LEVEL_FOUND);
    assert_int_equal(kernel_allocate(&three, 1.0, got, scratch).status, KERNEL_LEVEL_HIGHS);
}

/* A tenth is none in binary: ten floors of 0.1 are a budget of 1 all the same. */
static void floors_that_add_up_to_the_budget_in_decimals_are_kept(void **state)
{
    double score[10], low[10], got[10], scratch[40];
    const kernel_recipients ten = {score, NULL, low, NULL, 10, NULL};

    (void) state;
    for (size_t i = 0; i < 10; i++) {
        score[i] = (double) (i + 1);
        low[i] = 0.1;
    }
    assert_int_equal(kernel_allocate(&ten, 1.0, got, scratch).status, KERNEL_LEVEL_FOUND);
    for (size_t i = 0; i < 10; i++)
        assert_near(got[i], 0.1, 1e-15);
}

/* The first is at its cap from 1 on, the second at its floor up to 5. */
static void of_several_lambdas_the_highest_is_told(void **state)
{
    static const double score[] = {1, 1}, low[] = {0, 5}, high[] = {1, 9};
    const kernel_recipients two = {score, NULL, low, high, 2, NULL};
    double got[2], scratch[8];
    const kernel_allocation found = kernel_allocate(&two, 6.0, got, scratch);

    (void) state;
    assert_true(found.lambda == 5.0 && got[0] == 1.0 && got[1] == 5.0);
    assert_int_equal(kernel_bound_at(&two, found.lambda, 0), KERNEL_AT_CAP);
    assert_int_equal(kernel_bound_at(&two, found.lambda, 1), KERNEL_AT_FLOOR);
}

static void scores_of_gaps_are_gaps(void **state)
{
    const double factors[] = {4, (double) NAN, 0, -1, /**/ 9, 9, 9, 9};
    static const double half[] = {0.5, 1.0}, none[] = {0.0, 1.0}, below[] = {-1.0, 1.0};
    double scores[4];

    (void) state;
    kernel_power_scores(factors, 4, 2, half, scores);
    assert_true(scores[0] == 18.0 && isnan(scores[1]) && scores[2] == 0.0 && isnan(scores[3]));
    kernel_power_scores(factors, 4, 2, none, scores);
    assert_true(scores[0] == 9.0 && scores[1] == 9.0 && scores[2] == 9.0 && scores[3] == 9.0);
    kernel_power_scores(factors, 4, 2, below, scores);
    assert_true(scores[0] == 2.25 && isnan(scores[2]));
}

/* ---- rules that are floors and caps, measures ---- */

static void rules_narrow_floors_and_caps(void **state)
{
    static const double people[] = {2, 10}, base[] = {1, 1};
    const double previous[] = {10, (double) NAN};
    const kernel_swing swing = {previous, base, 0.25, 0.5, 2};
    double low[] = {0, 0}, high[] = {(double) INFINITY, 12};

    (void) state;
    kernel_cap_per_head(3.0, people, NULL, 2, high);
    assert_true(high[0] == 6.0 && high[1] == 12.0);
    high[0] = (double) INFINITY;
    kernel_limit_swing(&swing, low, high); /* 7.5 to 15 in all, of which 1 is the base */
    assert_true(low[0] == 6.5 && high[0] == 14.0 && low[1] == 0.0 && high[1] == 12.0);
}

static void money_that_changes_hands(void **state)
{
    static const double a[] = {1, 1, 2}, b[] = {30, 10, 0}, none[] = {0, 0, 0};

    (void) state;
    assert_near(kernel_hoover(a, b, 3), 0.5, 1e-15); /* 25 25 50 against 75 25 0 per cent */
    assert_true(kernel_hoover(a, a, 3) == 0.0 && isnan(kernel_hoover(a, none, 3)));
}

/* Against a small change of each factor in turn. */
static void elasticities_are_slopes(void **state)
{
    double scores[6], got[6], changed[6], out[6], scratch[24];
    const double base[] = {1, 1, 1, 1, 1, 0};
    const kernel_recipients six = {scores, base, six_low, six_high, 6, NULL};
    double lambda;

    (void) state;
    six_scores(scores);
    lambda = kernel_allocate(&six, 100.0, got, scratch).lambda;
    kernel_share_elasticities(&six, lambda, got, 0.5, out);
    assert_true(out[1] == 0.0 && isnan(out[5]));
    for (size_t i = 0; i < 5; i++) {
        const double kept = scores[i];

        scores[i] *= pow(1.0 + 1e-6, 0.5);
        (void) kernel_allocate(&six, 100.0, changed, scratch);
        scores[i] = kept;
        assert_near((changed[i] / got[i] - 1.0) / 1e-6, out[i], 1e-5);
    }
}

/* ---- any recipients ---- */

static void everybody_is_where_lambda_or_a_bound_says(void **state)
{
    uint64_t seed = 7;
    drawn_case c;

    (void) state;
    for (int round = 0; round < CASES; round++) {
        kernel_allocation found;

        draw_recipients(&c, &seed);
        found = kernel_allocate(&c.recipients, c.budget, c.amounts, c.scratch);
        assert_int_equal(found.status, KERNEL_LEVEL_FOUND);
        assert_near(sum_of(c.amounts, c.recipients.n), c.budget, 1e-12 * c.budget);
        for (size_t i = 0; i < c.recipients.n; i++) {
            const double part = fmin(fmax(found.lambda * c.score[i], c.low[i]), c.high[i]);

            assert_true(c.amounts[i] >= c.low[i] + c.base[i] && c.amounts[i] <= c.high[i] + c.base[i]);
            assert_near(c.amounts[i], c.base[i] + part, 0.0);
        }
    }
}

/* Turned round and turned by one place; and one who is not eligible put among them. */
static void who_stands_where_and_who_is_not_eligible_changes_nothing(void **state)
{
    uint64_t seed = 8;
    drawn_case c, other;

    (void) state;
    for (int round = 0; round < CASES; round++) {
        const size_t turn = (size_t) round % 5;
        size_t n;

        draw_recipients(&c, &seed);
        n = c.recipients.n;
        (void) kernel_allocate(&c.recipients, c.budget, c.amounts, c.scratch);
        other.score[n] = other.base[n] = other.low[n] = other.high[n] = 0.0;
        for (size_t i = 0; i < n; i++) {
            const size_t k = (n - 1 - i + turn) % n;

            other.score[k] = c.score[i];
            other.base[k] = c.base[i];
            other.low[k] = c.low[i];
            other.high[k] = c.high[i];
        }
        other.recipients = (kernel_recipients){other.score, other.base, other.low, other.high, n + 1, NULL};
        (void) kernel_allocate(&other.recipients, c.budget, other.amounts, other.scratch);
        for (size_t i = 0; i < n; i++)
            assert_near(other.amounts[(n - 1 - i + turn) % n], c.amounts[i], 1e-13 * c.budget);
        assert_true(other.amounts[n] == 0.0);
    }
}

static void more_need_is_never_less_money_and_more_money_lowers_nobody(void **state)
{
    uint64_t seed = 9;
    drawn_case c;
    double more[MOST_RECIPIENTS];

    (void) state;
    for (int round = 0; round < CASES; round++) {
        size_t who;

        draw_recipients(&c, &seed);
        who = drawn_below(&seed, c.recipients.n);
        (void) kernel_allocate(&c.recipients, c.budget, c.amounts, c.scratch);
        (void) kernel_allocate(
            &c.recipients, fmin(c.budget * (1.0 + pow(10.0, -16.0 * drawn_share(&seed))), c.caps), more, c.scratch);
        for (size_t i = 0; i < c.recipients.n; i++)
            assert_true(more[i] >= c.amounts[i]);
        if (c.score[who] == 0.0)
            continue;
        c.score[who] *= 1.0 + 3.0 * drawn_share(&seed);
        (void) kernel_allocate(&c.recipients, c.budget, more, c.scratch);
        for (size_t i = 0; i < c.recipients.n; i++)
            assert_true(i == who ? more[i] >= c.amounts[i] * (1.0 - 1e-14) : more[i] <= c.amounts[i] * (1.0 + 1e-14));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(six_countries_as_worked_by_hand),
        cmocka_unit_test(fourteen_recipients_get_what_the_reference_gives_them),
        cmocka_unit_test(what_cannot_be_done_is_told_apart_with_its_figures),
        cmocka_unit_test(floors_that_add_up_to_the_budget_in_decimals_are_kept),
        cmocka_unit_test(of_several_lambdas_the_highest_is_told),
        cmocka_unit_test(scores_of_gaps_are_gaps),
        cmocka_unit_test(rules_narrow_floors_and_caps),
        cmocka_unit_test(money_that_changes_hands),
        cmocka_unit_test(elasticities_are_slopes),
        cmocka_unit_test(everybody_is_where_lambda_or_a_bound_says),
        cmocka_unit_test(who_stands_where_and_who_is_not_eligible_changes_nothing),
        cmocka_unit_test(more_need_is_never_less_money_and_more_money_lowers_nobody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/shortfall: against the formula, unit by unit.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include "kernels/shortfall.h"
#include "unit/drawn.h"

enum { UNITS = 37, COLUMNS = 5, STRIDE = 40 };
static const double weights[COLUMNS] = {1.0, 0.0, 2.5, 0.5, 3.0}, target = 60.0;

typedef struct {
    double scores[COLUMNS * STRIDE], need[UNITS], need_1[UNITS], scratch[UNITS];
} board;

/* Scores from -20 to 120, some at the target and some missing; the first unit has none. */
static void fill(board *b)
{
    uint64_t seed = 3;

    for (size_t k = 0; k < COLUMNS * STRIDE; k++)
        b->scores[k] = 140.0 * drawn_share(&seed) - 20.0;
    for (size_t k = 0; k < COLUMNS; k++) {
        b->scores[k * STRIDE] = (double) NAN;
        b->scores[k * STRIDE + 1] = target;
        b->scores[k * STRIDE + 2 + 3 * k] = (double) NAN;
        b->scores[k * STRIDE + 3] = k == 1 ? 10.0 : (double) NAN; /* only the column without weight */
        b->scores[k * STRIDE + 4] = 0.0;
        b->scores[k * STRIDE + 5] = -15.0;
        b->scores[k * STRIDE + 6] = 80.0;
    }
}

static void work(board *b, double alpha)
{
    const kernel_columns columns = {
        .scores = b->scores, .stride = STRIDE, .n_children = COLUMNS, .n = UNITS, .weights = weights};

    kernel_shortfalls(&columns, target, alpha, b->need, b->need_1, b->scratch);
}

/* Sum of w d^alpha over sum of w, of the scores present, in long double; 0^0 is 0. */
static double by_formula(const board *b, size_t unit, double alpha)
{
    long double sum = 0.0L, weight = 0.0L;

    for (size_t k = 0; k < COLUMNS; k++) {
        const double score = b->scores[k * STRIDE + unit];
        long double d = ((long double) target - (long double) score) / (long double) target;

        if (isnan(score))
            continue;
        d = d < 0.0L ? 0.0L : d > 1.0L ? 1.0L : d;
        sum += d > 0.0L ? (long double) weights[k] * powl(d, (long double) alpha) : 0.0L;
        weight += (long double) weights[k];
    }
    return weight > 0.0L ? (double) (sum / weight) : (double) NAN;
}

static void need_is_the_weighted_mean_of_powers(void **state)
{
    const double alphas[] = {0.0, 0.5, 1.0, 1.5, 2.0, 3.0};
    board b;

    (void) state;
    fill(&b);
    for (size_t a = 0; a < sizeof alphas / sizeof *alphas; a++) {
        work(&b, alphas[a]);
        for (size_t i = 0; i < UNITS; i++) {
            assert_near(b.need[i], by_formula(&b, i, alphas[a]), 1e-14);
            assert_near(b.need_1[i], by_formula(&b, i, 1.0), 1e-14);
        }
    }
}

static void a_unit_without_weight_has_no_need(void **state)
{
    board b;

    (void) state;
    fill(&b);
    for (int alpha = 0; alpha <= 2; alpha++) {
        work(&b, (double) alpha);
        assert_true(isnan(b.need[0]) && isnan(b.need_1[0]));
        assert_true(isnan(b.need[3]) && isnan(b.need_1[3]));
    }
}

/* At the target nothing is lacking, at 0 and below everything, above it nothing. */
static void need_stays_between_nothing_and_all(void **state)
{
    board b;

    (void) state;
    fill(&b);
    for (int half = 0; half <= 4; half++) {
        work(&b, 0.5 * half);
        assert_near(b.need[1], 0.0, 0.0);
        assert_near(b.need[4], 1.0, 1e-15);
        assert_near(b.need[5], 1.0, 1e-15);
        assert_near(b.need[6], 0.0, 0.0);
    }
}

/* By hand: shortfalls 0.5 and 0.25 with weights 1 and 2.5. */
static void a_gap_gives_its_weight_to_the_others(void **state)
{
    board b;

    (void) state;
    fill(&b);
    for (size_t k = 0; k < COLUMNS; k++)
        b.scores[k * STRIDE + 9] = k == 0 ? 30.0 : k == 2 ? 45.0 : (double) NAN;
    work(&b, 0.0);
    assert_near(b.need[9], 1.0, 1e-15);
    work(&b, 1.0);
    assert_near(b.need[9], 1.125 / 3.5, 1e-15);
    work(&b, 2.0);
    assert_near(b.need[9], 0.40625 / 3.5, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(need_is_the_weighted_mean_of_powers),
        cmocka_unit_test(a_unit_without_weight_has_no_need),
        cmocka_unit_test(need_stays_between_nothing_and_all),
        cmocka_unit_test(a_gap_gives_its_weight_to_the_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

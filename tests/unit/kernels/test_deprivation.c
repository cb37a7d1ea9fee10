/* kernels/deprivation: the four households of Alkire and Foster 2011, section 5, and the tie of the cut-off.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/deprivation.h"

/* Income, schooling, health, water; lines 13, 12, 3, 1. In the article H = 1/2, A = 3/4 and M0 = 6/16 with a cut-off
 * of two out of four. */
static const double households[] = {13.1, 15.2, 12.5, 20.0, 14, 7, 10, 11, 4, 5, 1, 3, 1, 0, 0, 1};
static const double lines[] = {13, 12, 3, 1}, alike[] = {1, 1, 1, 1};

static void four_households_as_published(void **state)
{
    const kernel_poverty p = {households, NULL, lines, alike, 4, 4, 0.5};
    double deprived[4], censored[4], uncensored[4];
    const kernel_poor *found;
    kernel_poor all;

    (void) state;
    kernel_deprived(&p, deprived);
    assert_near(deprived[0], 0.0, 0.0);
    assert_near(deprived[1], 0.5, 0.0);
    assert_near(deprived[2], 1.0, 0.0);
    assert_near(deprived[3], 0.25, 0.0);
    all = kernel_count_poor(&p, deprived, NULL, censored, uncensored);
    found = &all;
    assert_near(found->h, 0.5, 1e-15);
    assert_near(found->a, 0.75, 1e-15);
    assert_near(found->m0, 6.0 / 16.0, 1e-15);
    /* gaps: second household 5/12 and 1; third 0.5/13, 2/12, 2/3 and 1 */
    assert_near(found->m1, (5.0 / 12 + 1 + 0.5 / 13 + 2.0 / 12 + 2.0 / 3 + 1) / 16.0, 1e-15);
    assert_near(found->m2, (25.0 / 144 + 1 + 0.25 / 169 + 4.0 / 144 + 4.0 / 9 + 1) / 16.0, 1e-15);
    assert_near(censored[1], 0.5, 1e-15);
    assert_near(uncensored[1], 0.75, 1e-15); /* the fourth lacks schooling, and is not poor */
    assert_near(censored[0] + censored[1] + censored[2] + censored[3], 4.0 * found->m0, 1e-15);
}

/* 0.1 + 0.2 reaches a cut-off of 0.3 although the sum of the doubles does not equal it. */
static void reaching_the_cutoff_is_enough(void **state)
{
    static const double x[] = {0, 0, 9}, weights[] = {0.1, 0.2, 0.7}, line[] = {1, 1, 1};
    kernel_poverty p = {x, NULL, line, weights, 1, 3, 0.3};
    double deprived;

    (void) state;
    kernel_deprived(&p, &deprived);
    assert_near(kernel_count_poor(&p, &deprived, NULL, NULL, NULL).h, 1.0, 0.0);
    p.cutoff = 0.31;
    assert_near(kernel_count_poor(&p, &deprived, NULL, NULL, NULL).h, 0.0, 0.0);
    assert_true(isnan(kernel_count_poor(&p, &deprived, NULL, NULL, NULL).a));
}

static void groups_add_up_by_their_people(void **state)
{
    static const double people[] = {3, 1, 4, 2};
    static const unsigned char first[] = {1, 1, 0, 0}, rest[] = {0, 0, 1, 1}, nobody[] = {0, 0, 0, 0};
    const kernel_poverty p = {households, people, lines, alike, 4, 4, 0.0};
    double deprived[4];

    (void) state;
    kernel_deprived(&p, deprived);
    assert_near(kernel_count_poor(&p, deprived, NULL, NULL, NULL).m1,
        0.4 * kernel_count_poor(&p, deprived, first, NULL, NULL).m1 +
            0.6 * kernel_count_poor(&p, deprived, rest, NULL, NULL).m1,
        1e-15);
    assert_near(kernel_count_poor(&p, deprived, NULL, NULL, NULL).h, 0.7, 1e-15);
    assert_true(isnan(kernel_count_poor(&p, deprived, nobody, NULL, NULL).h));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_households_as_published),
        cmocka_unit_test(reaching_the_cutoff_is_enough),
        cmocka_unit_test(groups_add_up_by_their_people),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

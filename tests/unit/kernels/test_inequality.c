/* kernels/inequality: by hand, worked figures, and what must hold of any values.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/inequality.h"
#include "unit/drawn.h"

enum { MOST = 60, GROUPS = 5 };

static double gini_of(const kernel_people *people)
{
    size_t order[MOST], scratch[MOST];

    kernel_ascending(people->x, people->n, order, scratch);
    return kernel_gini(people, order);
}

/* One with 1 and one with 3: mean 2. */
static void two_people_by_hand(void **state)
{
    static const double x[] = {3, 1};
    double share[2];
    const kernel_people two = kernel_people_of(x, NULL, 2, share);
    size_t order[2], scratch[2];

    (void) state;
    assert_near(two.mean, 2.0, 0.0);
    kernel_ascending(x, 2, order, scratch);
    assert_near(kernel_gini(&two, order), 0.25, 1e-15);
    assert_near(kernel_entropy(&two, 1.0), 0.25 * log(0.5) + 0.75 * log(1.5), 1e-15);
    assert_near(kernel_entropy(&two, 0.0), 0.5 * log(2.0) + 0.5 * log(2.0 / 3.0), 1e-15);
    assert_near(kernel_entropy(&two, 2.0), 0.125, 1e-15);
    assert_near(kernel_entropy(&two, -1.0), ((2.0 + 2.0 / 3.0) / 2.0 - 1.0) / 2.0, 1e-15);
    assert_near(kernel_atkinson(&two, 1.0), 1.0 - sqrt(3.0) / 2.0, 1e-15);
    assert_near(kernel_atkinson(&two, 2.0), 0.25, 1e-15);
    assert_near(kernel_atkinson(&two, 0.5), 1.0 - (2.0 + sqrt(3.0)) / 4.0, 1e-15);
    assert_near(kernel_lorenz(&two, order, 0.5), 0.25, 1e-15);
    assert_near(kernel_lorenz(&two, order, 0.75), 0.625, 1e-15);
    assert_near(kernel_people_quantile(&two, order, 0.5), 1.0, 0.0);
    assert_near(kernel_people_quantile(&two, order, 0.51), 3.0, 0.0);
    assert_near(kernel_fgt(&two, 2.0, 1.0), 0.25, 1e-15);
    assert_near(kernel_fgt(&two, 2.0, 2.0), 0.125, 1e-15);
    assert_near(kernel_fgt(&two, 2.0, 0.0), 0.5, 1e-15);
    assert_near(kernel_fgt(&two, 1.0, 0.0), 0.0, 0.0); /* who is on the line is not below it */
}

/* Four communities of 2.0, 5.0, 8.0 and 0.9 million people: figures computed apart, with six decimals. */
static void four_communities_as_worked_elsewhere(void **state)
{
    static const double x[] = {72, 55, 40, 18}, people[] = {2.0, 5.0, 8.0, 0.9};
    double share[4];
    const kernel_people four = kernel_people_of(x, people, 4, share);

    (void) state;
    assert_near(gini_of(&four), 0.141918, 5e-7);
    assert_near(kernel_entropy(&four, 1.0), 0.039127, 5e-7);
    assert_near(kernel_fgt(&four, 65.0, 1.0) * 15.9, 0.7692 + 3.0769 + 0.6508, 1.5e-4);
}

static void who_has_more_has_more_of_the_other(void **state)
{
    static const double x[] = {1, 3}, rising[] = {10, 20}, falling[] = {20, 10}, same[] = {7, 7};
    static const size_t up[] = {0, 1}, down[] = {1, 0};
    double share[2];
    const kernel_people two = kernel_people_of(x, NULL, 2, share);

    (void) state;
    assert_near(kernel_concentration(&two, rising, up), 0.25, 1e-15); /* in its own order it is Gini's index */
    assert_near(kernel_concentration(&two, falling, down), -0.25, 1e-15);
    assert_near(kernel_concentration(&two, same, up), 0.0, 1e-15);
}

/* Sorting by heap would not keep it. */
static void equal_ones_stay_in_their_own_order(void **state)
{
    static const double x[] = {3, 1, 1, 3, 1, 1, 3, 1};
    static const size_t expected[] = {1, 2, 4, 5, 7, 0, 3, 6};
    size_t order[8], scratch[8];

    (void) state;
    kernel_ascending(x, 8, order, scratch);
    for (size_t k = 0; k < 8; k++)
        assert_int_equal(order[k], expected[k]);
}

typedef struct {
    double x[MOST], weights[MOST], share[MOST], scratch[3 * MOST + 3 * GROUPS];
    size_t group[MOST], members[MOST], first[GROUPS + 1], places[2 * (MOST + GROUPS)];
    kernel_people people;
    kernel_grouped grouped;
} country;

static void draw_country(country *c, uint64_t *seed, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        c->x[i] = 1.0 + 99.0 * drawn_share(seed);
        c->weights[i] = 0.5 + 1000.0 * drawn_share(seed);
        c->group[i] = (size_t) (drawn_share(seed) * GROUPS);
    }
    c->people = kernel_people_of(c->x, c->weights, n, c->share);
    kernel_group_members(c->group, n, GROUPS, c->members, c->first);
    c->grouped = (kernel_grouped){&c->people, c->members, c->first, GROUPS};
}

static double gini_two_by_two(const country *c)
{
    const size_t n = c->people.n;
    double sum = 0.0, total = 0.0, mean = 0.0;

    for (size_t i = 0; i < n; i++)
        total += c->weights[i];
    for (size_t i = 0; i < n; i++) {
        mean += c->weights[i] / total * c->x[i];
        for (size_t k = 0; k < n; k++)
            sum += c->weights[i] / total * (c->weights[k] / total) * fabs(c->x[i] - c->x[k]);
    }
    return sum / (2.0 * mean);
}

static void members_stand_group_by_group_in_their_order(void **state)
{
    static const size_t group[] = {3, 0, 3, 1, 0, 3}, members[] = {1, 4, 3, 0, 2, 5}, first[] = {0, 2, 3, 3, 6};
    size_t found[6], found_first[5];

    (void) state;
    kernel_group_members(group, 6, 4, found, found_first);
    assert_memory_equal(found, members, sizeof members);
    assert_memory_equal(found_first, first, sizeof first);
    kernel_group_members(group, 0, 2, found, found_first);
    assert_int_equal(found_first[2], 0);
}

static void parts_add_up_to_the_whole(void **state)
{
    uint64_t seed = 11;
    country c;

    (void) state;
    for (int round = 0; round < 200; round++) {
        kernel_parts parts;
        double gini;

        draw_country(&c, &seed, 2 + (size_t) (drawn_share(&seed) * (MOST - 2)));
        gini = gini_of(&c.people);
        assert_near(gini, gini_two_by_two(&c), 1e-13);
        for (int a = 0; a <= 2; a++) {
            parts = kernel_entropy_parts(&c.grouped, (double) a, c.scratch);
            assert_near(parts.between + parts.within, kernel_entropy(&c.people, (double) a), 1e-13);
            assert_true(parts.between >= 0.0 && parts.within >= 0.0);
        }
        parts = kernel_gini_parts(&c.grouped, c.scratch, c.places);
        assert_near(parts.between + parts.within + parts.overlap, gini, 1e-13);
        parts = kernel_atkinson_parts(&c.grouped, c.scratch);
        assert_near((1.0 - parts.between) * (1.0 - parts.within), 1.0 - kernel_atkinson(&c.people, 1.0), 1e-13);
    }
}

/* A thousand people counted once, or one counted a thousand times; all of it in another currency. */
static void neither_copies_nor_units_change_a_measure(void **state)
{
    uint64_t seed = 5;
    country c;
    double more[2 * MOST], weights[2 * MOST], share[2 * MOST];
    kernel_people twice;

    (void) state;
    draw_country(&c, &seed, 20);
    for (size_t i = 0; i < 40; i++) {
        more[i] = 7.0 * c.x[i / 2];
        weights[i] = 0.5e6 * c.weights[i / 2];
    }
    twice = kernel_people_of(more, weights, 40, share);
    assert_near(gini_of(&twice), gini_of(&c.people), 1e-14);
    assert_near(kernel_entropy(&twice, 1.0), kernel_entropy(&c.people, 1.0), 1e-14);
    assert_near(kernel_atkinson(&twice, 2.0), kernel_atkinson(&c.people, 2.0), 1e-14);
}

static void equal_people_are_equal_and_what_is_undefined_is_missing(void **state)
{
    static const double same[] = {0.1, 0.1, 0.1}, with_zero[] = {0, 1, 2}, below[] = {-1, 2, 5}, zeros[] = {0, 0};
    static const size_t order[] = {0, 1, 2};
    double share[5][3];
    const kernel_people equal = kernel_people_of(same, NULL, 3, share[0]);
    const kernel_people zero = kernel_people_of(with_zero, NULL, 3, share[1]);
    const kernel_people negative = kernel_people_of(below, NULL, 3, share[2]);
    const kernel_people none = kernel_people_of(same, NULL, 0, share[3]);
    const kernel_people poor = kernel_people_of(zeros, NULL, 2, share[4]);

    (void) state;
    assert_true(gini_of(&equal) == 0.0 && kernel_entropy(&equal, 1.0) == 0.0 && kernel_atkinson(&equal, 1.0) == 0.0);
    assert_true(isnan(kernel_entropy(&zero, 0.0)) && isnan(kernel_atkinson(&zero, 1.0)));
    assert_near(kernel_entropy(&zero, 2.0), 1.0 / 3.0, 1e-15);
    assert_true(isnan(kernel_entropy(&negative, 2.0)) && !isnan(gini_of(&negative)));
    assert_true(isnan(kernel_entropy(&none, 1.0)) && isnan(kernel_gini(&none, order)));
    assert_true(isnan(kernel_fgt(&none, 1.0, 1.0)) && isnan(kernel_people_quantile(&none, order, 0.5)));
    assert_true(isnan(gini_of(&poor)) && isnan(kernel_lorenz(&poor, order, 0.5)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_people_by_hand),
        cmocka_unit_test(four_communities_as_worked_elsewhere),
        cmocka_unit_test(who_has_more_has_more_of_the_other),
        cmocka_unit_test(equal_ones_stay_in_their_own_order),
        cmocka_unit_test(members_stand_group_by_group_in_their_order),
        cmocka_unit_test(parts_add_up_to_the_whole),
        cmocka_unit_test(neither_copies_nor_units_change_a_measure),
        cmocka_unit_test(equal_people_are_equal_and_what_is_undefined_is_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

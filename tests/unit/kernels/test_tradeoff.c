/* kernels/tradeoff: by hand, against allocations drawn at random, and by the conditions that only the best fulfils.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/given.h"

#include "kernels/tradeoff.h"
#include "unit/kernels/drawn_fences.h"

enum { CASES = 1000 };

/* 40, 40, 20 with needs .1, .5, .9: mean need .42. The third takes at most 30 more: from the first, .24 more for .3
 * of the money; the second takes the last 10 of the first, .04 more for .1. */
static void three_by_hand(void **state)
{
    static const double alike[] = {40, 40, 20}, need[] = {0.1, 0.5, 0.9}, high[] = {100, 100, 50};
    const kernel_tradeoff three = {alike, need, NULL, high, 3, NULL};
    kernel_corner corners[KERNEL_TRADEOFF_CORNERS(3, 0)];
    double got[3], scratch[KERNEL_TRADEOFF_SCRATCH(3, 0)];
    size_t places[KERNEL_TRADEOFF_PLACES(3, 0)];

    (void) state;
    assert_int_equal(kernel_tradeoff_front(&three, corners, scratch, places), 3);
    assert_true(corners[0].distance == 0.0 && corners[0].from == 3);
    assert_near(corners[0].need, 0.42, 1e-15);
    assert_near(corners[1].distance, 0.3, 1e-15);
    assert_near(corners[1].need, 0.66, 1e-15);
    assert_true(corners[1].from == 0 && corners[1].to == 2);
    assert_near(corners[2].distance, 0.4, 1e-15);
    assert_near(corners[2].need, 0.70, 1e-15);
    assert_true(corners[2].from == 0 && corners[2].to == 1);
    kernel_tradeoff_at(&three, corners, 3, 0.35, got);
    assert_near(got[0], 5.0, 1e-13);
    assert_near(got[1], 45.0, 1e-13);
    assert_near(got[2], 50.0, 1e-13);
    kernel_tradeoff_at(&three, corners, 3, 1.0, got);
    assert_near(got[0], 0.0, 1e-13);
    kernel_tradeoff_at(&three, corners, 3, 0.0, got);
    assert_true(got[0] == 40.0 && got[2] == 20.0);
}

/* Of two allocations at the same distance the front's meets at least as much need. */
static void no_allocation_lies_beyond_the_front(void **state)
{
    uint64_t seed = 71;
    drawn_case c;
    double others[MOST_RECIPIENTS], other[MOST_RECIPIENTS], got[MOST_RECIPIENTS], need[MOST_RECIPIENTS];
    size_t places[KERNEL_TRADEOFF_PLACES(MOST_RECIPIENTS, 0)];
    kernel_corner corners[KERNEL_TRADEOFF_CORNERS(MOST_RECIPIENTS, 0)];

    (void) state;
    for (int round = 0; round < CASES; round++) {
        kernel_recipients by_others;
        kernel_tradeoff tradeoff;
        size_t n, n_corners;
        double distance, met = 0.0, met_by_other = 0.0;

        draw_recipients(&c, &seed);
        n = c.recipients.n;
        c.recipients.base = NULL;
        for (size_t i = 0; i < n; i++) {
            need[i] = floor(10.0 * drawn_share(&seed)) / 10.0;
            others[i] = drawn_share(&seed) * (0.1 + need[i]);
            c.budget -= c.base[i];
        }
        if (!(c.budget > 0.0))
            continue;
        by_others = c.recipients;
        by_others.score = others;
        (void) kernel_allocate(&c.recipients, c.budget, c.amounts, c.scratch);
        (void) kernel_allocate(&by_others, c.budget, other, c.scratch);
        tradeoff = (kernel_tradeoff){c.amounts, need, c.low, c.high, n, NULL};
        n_corners = kernel_tradeoff_front(&tradeoff, corners, c.scratch, places);
        assert_true(n_corners >= 1 && n_corners <= KERNEL_TRADEOFF_CORNERS(n, 0));
        for (size_t k = 2; k < n_corners; k++) /* it bends down */
            assert_true(
                (corners[k].need - corners[k - 1].need) * (corners[k - 1].distance - corners[k - 2].distance) <=
                (corners[k - 1].need - corners[k - 2].need) * (corners[k].distance - corners[k - 1].distance) +
                    1e-15);
        distance = kernel_hoover(c.amounts, other, n);
        kernel_tradeoff_at(&tradeoff, corners, n_corners, distance, got);
        assert_near(sum_of(got, n), c.budget, 1e-12 * c.budget);
        assert_true(kernel_hoover(c.amounts, got, n) <= distance + 1e-12);
        for (size_t i = 0; i < n; i++) {
            assert_true(got[i] >= c.low[i] && got[i] <= c.high[i]);
            met += need[i] * got[i];
            met_by_other += need[i] * other[i];
        }
        assert_true(met >= met_by_other - 1e-12 * c.budget);
    }
}

/* ---- with fences ---- */

/* Four alike, needs .1, .2, .8, .9; the first two are to have 40 of 100. They lose 10 to the last, .8 each; then the
 * first gives its last 15 to the second, and the third its 25 to the fourth, .1 each. */
static void a_fence_keeps_its_part_by_hand(void **state)
{
    static const double alike[] = {25, 25, 25, 25}, need[] = {0.1, 0.2, 0.8, 0.9};
    static const size_t members[] = {0, 1};
    static const kernel_fence poor = {members, 2, 0.4, 1.0};
    const kernel_fences fences = {&poor, NULL, 1};
    const kernel_tradeoff four = {alike, need, NULL, NULL, 4, &fences};
    kernel_corner corners[KERNEL_TRADEOFF_CORNERS(4, 1)];
    double got[4], scratch[KERNEL_TRADEOFF_SCRATCH(4, 1)];
    size_t places[KERNEL_TRADEOFF_PLACES(4, 1)];
    const size_t n = kernel_tradeoff_front(&four, corners, scratch, places);

    (void) state;
    assert_int_equal(n, 4);
    assert_near(corners[0].need, 0.5, 1e-15);
    assert_near(corners[1].distance, 0.1, 1e-15);
    assert_near(corners[1].need, 0.58, 1e-15);
    assert_near(corners[2].distance, 0.25, 1e-15);
    assert_near(corners[2].need, 0.595, 1e-15);
    assert_near(corners[3].distance, 0.5, 1e-15);
    assert_near(corners[3].need, 0.62, 1e-15);
    kernel_tradeoff_at(&four, corners, n, 1.0, got);
    assert_near(got[0] + got[1], 40.0, 1e-13);
    assert_near(got[3], 60.0, 1e-13);
}

typedef struct {
    fenced_case f;
    double alike[MOST_RECIPIENTS], need[MOST_RECIPIENTS], at[MOST_RECIPIENTS];
    kernel_tradeoff t;
    kernel_corner corners[KERNEL_TRADEOFF_CORNERS(MOST_RECIPIENTS, FENCES)];
    double scratch[KERNEL_TRADEOFF_SCRATCH(MOST_RECIPIENTS, FENCES)], little; /* no more than rounding */
    size_t places[KERNEL_TRADEOFF_PLACES(MOST_RECIPIENTS, FENCES)], n_corners;
} fenced_front;

static double money_in(const fenced_front *x, size_t f)
{
    double sum = 0.0;

    for (size_t k = 0; k < x->f.fence[f].n_members; k++)
        sum += x->at[x->f.members[f][k]];
    return sum;
}

/* May money move from one to another at x->at, as far as bounds and fences go? */
static int may_move(const fenced_front *x, size_t from, size_t to)
{
    const kernel_recipients *r = &x->f.c.recipients;

    if (x->at[from] <= r->low[from] + x->little || x->at[to] >= r->high[to] - x->little)
        return 0;
    for (size_t f = 0; f < FENCES; f++) {
        const int loses = is_inside(x->f.inner[from], f), gains = is_inside(x->f.inner[to], f);
        const double money = money_in(x, f), budget = x->f.c.budget;

        if ((loses && !gains && money <= x->f.fence[f].least * budget + x->little) ||
            (gains && !loses && money >= x->f.fence[f].most * budget - x->little))
            return 0;
    }
    return 1;
}

/* Distance from equal treatment, of one unit of money that is given or taken. */
static double farther(const fenced_front *x, size_t i, double sign)
{
    return sign * (x->at[i] - x->alike[i]) >= -x->little ? 0.5 : -0.5;
}

/* No movement between two gains more than mu for each unit of distance: then x->at is the best at its distance. */
static void nothing_gains_more(const fenced_front *x, double mu)
{
    const size_t n = x->f.c.recipients.n;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            if (i != j && may_move(x, i, j))
                assert_true(x->need[j] - x->need[i] <= mu * (farther(x, i, -1.0) + farther(x, j, 1.0)) + 1e-9);
}

static double slope(const fenced_front *x, size_t corner)
{
    return (x->corners[corner].need - x->corners[corner - 1].need) /
           (x->corners[corner].distance - x->corners[corner - 1].distance);
}

/* @return 0 where there is no money to move */
static int draw_front(fenced_front *x, uint64_t *seed, int whole)
{
    kernel_recipients by_people;
    double people[MOST_RECIPIENTS];

    draw_fences(&x->f, seed);
    x->f.c.recipients.base = NULL;
    by_people = x->f.c.recipients;
    by_people.score = people;
    for (size_t i = 0; i < by_people.n; i++) {
        x->f.c.budget -= x->f.c.base[i];
        people[i] = pow(10.0, 2.0 * drawn_share(seed));
        x->need[i] = whole ? floor(5.0 * drawn_share(seed)) / 5.0 : drawn_share(seed);
    }
    x->little = 1e-10 * x->f.c.budget;
    if (!(x->f.c.budget > 0.0) ||
        kernel_allocate_fenced(&by_people, x->f.c.budget, &x->f.fences, x->alike, x->f.lambdas, x->f.c.scratch)
                .all.status != KERNEL_LEVEL_FOUND)
        return 0;
    x->t = (kernel_tradeoff){x->alike, x->need, x->f.c.low, x->f.c.high, by_people.n, &x->f.fences};
    x->n_corners = kernel_tradeoff_front(&x->t, x->corners, x->scratch, x->places);
    return 1;
}

/* Fences and bounds are kept at each corner, its figures are those of its amounts, and it is the best. */
static void check_corner(fenced_front *x, size_t corner)
{
    const size_t n = x->t.n;
    const double budget = x->f.c.budget;
    double met = 0.0;

    kernel_tradeoff_at(&x->t, x->corners, x->n_corners, x->corners[corner].distance, x->at);
    for (size_t i = 0; i < n; i++) {
        assert_true(x->at[i] >= x->f.c.low[i] && x->at[i] <= x->f.c.high[i]);
        met += x->at[i] / budget * x->need[i];
    }
    for (size_t f = 0; f < FENCES; f++)
        if (x->f.fence[f].n_members > 0)
            assert_true(money_in(x, f) >= x->f.fence[f].least * budget - x->little &&
                        money_in(x, f) <= x->f.fence[f].most * budget + x->little);
    assert_near(sum_of(x->at, n), budget, 1e-11 * budget);
    assert_near(met, x->corners[corner].need, 1e-11);
    assert_near(kernel_hoover(x->at, x->alike, n), x->corners[corner].distance, 1e-11);
    nothing_gains_more(x, corner + 1 < x->n_corners ? slope(x, corner + 1) : 0.0);
}

static void every_corner_inside_fences_is_the_best_at_its_distance(void **state)
{
    static fenced_front x;
    uint64_t seed = 72;
    size_t n_done = 0, n_corners = 0;

    (void) state;
    for (int round = 0; round < CASES; round++) {
        if (!draw_front(&x, &seed, round % 2))
            continue;
        assert_true(x.n_corners <= KERNEL_TRADEOFF_CORNERS(x.t.n, FENCES));
        for (size_t k = 0; k < x.n_corners; k++)
            check_corner(&x, k);
        for (size_t k = 2; k < x.n_corners; k++)
            assert_true(slope(&x, k) <= slope(&x, k - 1) + 1e-7);
        n_done++;
        n_corners += x.n_corners;
    }
    assert_true(n_done > CASES / 4 && n_corners > 3 * n_done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_by_hand),
        cmocka_unit_test(no_allocation_lies_beyond_the_front),
        cmocka_unit_test(a_fence_keeps_its_part_by_hand),
        cmocka_unit_test(every_corner_inside_fences_is_the_best_at_its_distance),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/places: the ranks that kernel_rank_scores gives, whatever the way they are found.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdlib.h>

#include "kernels/places.h"
#include "kernels/rank.h"
#include "unit/drawn.h"

/* On both sides of where counting gives way to sorting. */
static const size_t sizes[] = {0, 1, 2, 3, 50, 383, 384, 385, 386, 1000, 5000};
enum { N_SIZES = sizeof sizes / sizeof *sizes };

typedef double (*score_fn)(uint64_t *seed, size_t k);

/* Ranks of every second unit of 2 n, by both kernels. */
static void check_size(size_t n, score_fn score)
{
    const size_t all = 2 * n + 1;
    double *scores = malloc(all * sizeof *scores),
           *scratch = malloc((KERNEL_PLACES_SCRATCH(n) + all) * sizeof *scratch);
    uint32_t *who = malloc((n + 1) * sizeof *who), *out = malloc((n + 1) * sizeof *out);
    size_t *wanted = malloc(all * sizeof *wanted), *order = malloc(all * sizeof *order);
    unsigned char *takes_part = calloc(all, 1);
    uint64_t seed = n + 1;

    assert_true(scores && scratch && who && out && wanted && order && takes_part);
    for (size_t k = 0; k < all; k++)
        scores[k] = score(&seed, k);
    for (size_t k = 0; k < n; k++) {
        who[k] = (uint32_t) (2 * (n - 1 - k) + 1); /* in another order than theirs */
        takes_part[who[k]] = 1;
    }
    kernel_rank_scores(scores, takes_part, all, wanted, scratch, order);
    kernel_places(scores, who, n, out, scratch);
    for (size_t k = 0; k < n; k++)
        if (out[k] != wanted[who[k]])
            fail_msg("n %zu, unit %u with %.17g: %u is not %zu", n, (unsigned) who[k], scores[who[k]],
                (unsigned) out[k], wanted[who[k]]);
    free(scores);
    free(scratch);
    free(who);
    free(out);
    free(wanted);
    free(order);
    free(takes_part);
}

static void check_sizes(score_fn score)
{
    for (size_t k = 0; k < N_SIZES; k++)
        check_size(sizes[k], score);
}

static double any(uint64_t *seed, size_t k)
{
    (void) k;
    return 100.0 * drawn_share(seed);
}

static void scores_of_any_kind_are_ranked_alike(void **state)
{
    (void) state;
    check_sizes(any);
}

/* Few values, each with noise that nine decimals do not see, or just see. */
static double tied(uint64_t *seed, size_t k)
{
    const double noise[] = {0.0, 3e-10, -3e-10, 4.9e-10, 5.1e-10, 1e-9};

    return floor(20.0 * drawn_share(seed)) + noise[k % 6];
}

static void ties_within_nine_decimals_are_ties(void **state)
{
    (void) state;
    check_sizes(tied);
}

/* Keys that the digits of the sort cannot tell apart. */
static double crowded(uint64_t *seed, size_t k)
{
    return k % 97 == 1 ? 1e5 : 50.0 + 1e-6 * drawn_share(seed);
}

static void scores_that_lie_close_are_told_apart(void **state)
{
    (void) state;
    check_sizes(crowded);
}

static double gappy(uint64_t *seed, size_t k)
{
    const double score = 200.0 * drawn_share(seed) - 100.0;

    return k % 5 == 3 ? (double) NAN : k % 7 == 1 ? -0.0 : k % 11 == 1 ? 0.0 : score;
}

static void missing_and_negative_scores_are_ranked_alike(void **state)
{
    (void) state;
    check_sizes(gappy);
}

static double none(uint64_t *seed, size_t k)
{
    (void) seed;
    (void) k;
    return (double) NAN;
}

static double same(uint64_t *seed, size_t k)
{
    (void) seed;
    (void) k;
    return 42.0;
}

static void nothing_to_rank_and_nothing_to_tell_apart(void **state)
{
    (void) state;
    check_sizes(none);
    check_sizes(same);
}

/* From 1e6 on scores are not rounded: differences of 1e-10 count as far as doubles have them. */
static double large(uint64_t *seed, size_t k)
{
    const double base[] = {1e6, -1e6, 999999.9999999999, 1.0000000001e6, 1e9, -3e12, 5.0};

    return base[k % 7] + (k % 3 == 0 ? 1e-9 : 0.0) + (k % 13 == 0 ? drawn_share(seed) : 0.0);
}

static void scores_of_a_million_and_more_are_taken_as_they_are(void **state)
{
    (void) state;
    check_sizes(large);
}

/* By hand. */
static void equal_scores_share_the_lowest_number(void **state)
{
    const double scores[] = {5.0, 7.0, (double) NAN, 7.0 + 2e-10, 1.0};
    const uint32_t who[] = {4, 3, 2, 1, 0}, wanted[] = {4, 1, 0, 1, 3};
    double scratch[KERNEL_PLACES_SCRATCH(5)];
    uint32_t out[5];

    (void) state;
    kernel_places(scores, who, 5, out, scratch);
    assert_memory_equal(out, wanted, sizeof wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_of_any_kind_are_ranked_alike),
        cmocka_unit_test(ties_within_nine_decimals_are_ties),
        cmocka_unit_test(scores_that_lie_close_are_told_apart),
        cmocka_unit_test(missing_and_negative_scores_are_ranked_alike),
        cmocka_unit_test(nothing_to_rank_and_nothing_to_tell_apart),
        cmocka_unit_test(scores_of_a_million_and_more_are_taken_as_they_are),
        cmocka_unit_test(equal_scores_share_the_lowest_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

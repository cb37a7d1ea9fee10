/* kernels/order: positions in ascending order of keys, against a sort that compares keys and positions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/order.h"
#include "unit/drawn.h"

static const double *compared; /* by the function below */

static int by_key_and_position(const void *a, const void *b)
{
    const size_t x = *(const size_t *) a, y = *(const size_t *) b;

    if (compared[x] != compared[y])
        return compared[x] < compared[y] ? -1 : 1;
    return (x > y) - (x < y);
}

typedef double (*key_fn)(uint64_t *seed, size_t k, size_t n);

static void check_keys(key_fn key)
{
    static const size_t sizes[] = {0, 1, 2, 3, 15, 16, 17, 18, 33, 100, 1000, 4097, 20000};

    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        const size_t n = sizes[s];
        double *keys = malloc((n + 1) * sizeof *keys);
        size_t *found = malloc((n + 1) * sizeof *found), *wanted = malloc((n + 1) * sizeof *wanted);
        size_t *spread = malloc((n + 1) * sizeof *spread), *scratch = malloc((n + 1) * sizeof *scratch);
        uint64_t seed = n + 7;

        assert_true(keys && found && wanted && spread && scratch);
        for (size_t k = 0; k < n; k++) {
            keys[k] = key(&seed, k, n);
            wanted[k] = k;
        }
        compared = keys;
        qsort(wanted, n, sizeof *wanted, by_key_and_position);
        kernel_sort_index(keys, n, found);
        kernel_sort_index_spread(keys, n, spread, scratch);
        for (size_t k = 0; k < n; k++)
            if (found[k] != wanted[k] || spread[k] != wanted[k])
                fail_msg("n %zu, place %zu: %zu and %zu are not %zu", n, k, found[k], spread[k], wanted[k]);
        free(spread);
        free(scratch);
        free(keys);
        free(found);
        free(wanted);
    }
}

static double any(uint64_t *seed, size_t k, size_t n)
{
    (void) k;
    (void) n;
    return 100.0 * drawn_share(seed) - 50.0;
}

static double a_few(uint64_t *seed, size_t k, size_t n)
{
    (void) k;
    (void) n;
    return floor(4.0 * drawn_share(seed));
}

static double falling(uint64_t *seed, size_t k, size_t n)
{
    (void) seed;
    return (double) (n - k);
}

static double one(uint64_t *seed, size_t k, size_t n)
{
    (void) seed;
    (void) k;
    (void) n;
    return 7.0;
}

/* Up and down again, with infinity at every third place, as missing scores have it. */
static double organ_pipe(uint64_t *seed, size_t k, size_t n)
{
    (void) seed;
    return k % 3 == 2 ? (double) INFINITY : (double) (k < n / 2 ? k : n - k);
}

/* Most keys are closer to each other than digits tell; a few are far away, some in both infinities. */
static double crowded(uint64_t *seed, size_t k, size_t n)
{
    (void) n;
    if (k % 97 == 0)
        return k % 2 == 0 ? (double) INFINITY : -(double) INFINITY;
    return k % 89 == 0 ? 1e6 * drawn_share(seed) : 1e-3 * drawn_share(seed);
}

/* Nothing between the ends of what a double can hold: no line leads from one to the other. */
static double far_apart(uint64_t *seed, size_t k, size_t n)
{
    (void) n;
    return (k % 2 == 0 ? 1.7e308 : -1.7e308) * drawn_share(seed);
}

static double tiny(uint64_t *seed, size_t k, size_t n)
{
    (void) k;
    (void) n;
    return 0x1p-1074 * floor(9.0 * drawn_share(seed));
}

/* Zeros of both signs are equal. */
static double zeros(uint64_t *seed, size_t k, size_t n)
{
    (void) n;
    return k % 3 == 0 ? 0.0 : k % 3 == 1 ? -0.0 : drawn_share(seed) - 0.5;
}

/* The middle of three is always among the least (Musser 1997): quicksort alone would take n squared / 4 steps. */
static double killer(uint64_t *seed, size_t k, size_t n)
{
    const size_t half = n / 2;

    (void) seed;
    if (k < half)
        return (double) (k % 2 == 0 ? k + 1 : half + k + half % 2);
    return (double) (2 * (k - half + 1));
}

static void any_keys_are_put_in_order(void **state)
{
    (void) state;
    check_keys(any);
}

static void equal_keys_stand_in_the_order_of_positions(void **state)
{
    (void) state;
    check_keys(a_few);
    check_keys(one);
}

static void patterns_that_quicksort_dislikes_are_put_in_order(void **state)
{
    (void) state;
    check_keys(falling);
    check_keys(organ_pipe);
    check_keys(killer);
}

static void keys_that_digits_do_not_tell_apart_are_put_in_order(void **state)
{
    (void) state;
    check_keys(crowded);
    check_keys(far_apart);
    check_keys(tiny);
    check_keys(zeros);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_keys_are_put_in_order),
        cmocka_unit_test(equal_keys_stand_in_the_order_of_positions),
        cmocka_unit_test(patterns_that_quicksort_dislikes_are_put_in_order),
        cmocka_unit_test(keys_that_digits_do_not_tell_apart_are_put_in_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

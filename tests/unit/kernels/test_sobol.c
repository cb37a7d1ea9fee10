/* kernels/sobol.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdlib.h>

#include "kernels/sobol.h"

/* A sequence with its own memory, to be freed with drop(). */
typedef struct {
    kernel_sobol s;
    uint64_t *directions, *digits;
} sequence;

static sequence sequence_of(uint32_t first, uint32_t n, kernel_scrambling scrambling)
{
    sequence q = {.directions = calloc((size_t) n * KERNEL_SOBOL_BITS, sizeof *q.directions),
        .digits = calloc(n, sizeof *q.digits)};

    assert_non_null(q.directions);
    assert_non_null(q.digits);
    kernel_sobol_directions(first, n, q.directions);
    q.s = (kernel_sobol){.directions = q.directions,
        .first = first,
        .n = n,
        .scrambling = scrambling,
        .random = {.seed = 2021, .stream = 5}};
    return q;
}

static void drop(const sequence *q)
{
    free(q->directions);
    free(q->digits);
}

/* Joe and Kuo's numbers; rows of ../shared/reference/sobol/sobol_points_d16_n64.csv. */
static void points_are_those_of_joe_and_kuo(void **state)
{
    enum { D = 16 };
    static const double zero[D] = {0};
    static const double p8[D] = {0.1875, 0.3125, 0.9375, 0.4375, 0.5625, 0.3125, 0.4375, 0.9375, 0.9375, 0.3125,
        0.6875, 0.0625, 0.9375, 0.9375, 0.8125, 0.9375};
    static const double p32[D] = {0.046875, 0.265625, 0.703125, 0.546875, 0.140625, 0.921875, 0.796875, 0.671875,
        0.984375, 0.046875, 0.390625, 0.953125, 0.453125, 0.984375, 0.984375, 0.109375};
    static const double p63[D] = {0.015625, 0.796875, 0.359375, 0.453125, 0.859375, 0.140625, 0.578125, 0.140625,
        0.828125, 0.578125, 0.421875, 0.671875, 0.546875, 0.765625, 0.328125, 0.765625};
    const sequence q = sequence_of(0, D, KERNEL_SOBOL_PLAIN);
    double x[64 * D];

    (void) state;
    kernel_sobol_fill(&q.s, 0, 64, x, q.digits);
    assert_memory_equal(x, zero, sizeof zero);
    assert_memory_equal(x + 8 * D, p8, sizeof p8);
    assert_memory_equal(x + 32 * D, p32, sizeof p32);
    assert_memory_equal(x + 63 * D, p63, sizeof p63);
    drop(&q);
}

/* SciPy 1.10.1, scipy.stats.qmc.Sobol(1111, scramble=False, bits=52). */
static void points_of_many_dimensions_are_those_of_scipy(void **state)
{
    static const uint32_t dimension[] = {0, 15, 16, 100, 1000, 1110};
    static const double p1000[] = {
        0.2197265625, 0.3701171875, 0.7197265625, 0.7685546875, 0.5654296875, 0.3701171875};
    static const double p4095[] = {
        0.000244140625, 0.416748046875, 0.062255859375, 0.344970703125, 0.871337890625, 0.338623046875};
    const sequence q = sequence_of(0, KERNEL_SOBOL_DIMENSIONS, KERNEL_SOBOL_PLAIN);
    double x[KERNEL_SOBOL_DIMENSIONS];

    (void) state;
    kernel_sobol_fill(&q.s, 1000, 1, x, q.digits);
    for (size_t k = 0; k < 6; k++)
        assert_near(x[dimension[k]], p1000[k], 0.0);
    kernel_sobol_fill(&q.s, 4095, 1, x, q.digits);
    for (size_t k = 0; k < 6; k++)
        assert_near(x[dimension[k]], p4095[k], 0.0);
    drop(&q);
}

/* Dimension 0 is the van der Corput sequence in Gray-code order: the digits of i ^ i/2 backwards. */
static void far_points_are_reached_at_once(void **state)
{
    const uint64_t index = (UINT64_C(1) << 40) + 12345, gray = index ^ index >> 1;
    const sequence q = sequence_of(0, 1, KERNEL_SOBOL_PLAIN);
    double x[2], expected = 0.0, digit = 0.5;

    (void) state;
    for (uint64_t rest = gray; rest != 0; rest >>= 1, digit /= 2.0)
        expected += (rest & 1) != 0 ? digit : 0.0;
    kernel_sobol_fill(&q.s, index, 1, x, q.digits);
    assert_true(x[0] == expected);
    kernel_sobol_fill(&q.s, index - 1, 2, x, q.digits);
    assert_true(x[1] == expected);
    drop(&q);
}

static void points_do_not_depend_on_how_they_are_asked_for(void **state)
{
    enum { D = 5, N = 23, FROM = 1000 };

    (void) state;
    for (int scrambling = KERNEL_SOBOL_PLAIN; scrambling <= KERNEL_SOBOL_OWEN; scrambling++) {
        const sequence q = sequence_of(30, D, (kernel_scrambling) scrambling);
        double whole[N * D], parts[N * D];

        kernel_sobol_fill(&q.s, FROM, N, whole, q.digits);
        for (size_t cut = 0; cut <= N; cut++) {
            kernel_sobol_fill(&q.s, FROM + cut, N - cut, parts + cut * D, q.digits);
            kernel_sobol_fill(&q.s, FROM, cut, parts, q.digits);
            assert_memory_equal(parts, whole, sizeof whole);
        }
        drop(&q);
    }
}

static void dimensions_can_be_had_in_parts(void **state)
{
    enum { N = 9 };

    (void) state;
    for (int scrambling = KERNEL_SOBOL_PLAIN; scrambling <= KERNEL_SOBOL_OWEN; scrambling++) {
        const sequence whole = sequence_of(0, 7, (kernel_scrambling) scrambling),
                       part = sequence_of(4, 3, (kernel_scrambling) scrambling);
        double x[N * 7], y[N * 3];

        kernel_sobol_fill(&whole.s, 77, N, x, whole.digits);
        kernel_sobol_fill(&part.s, 77, N, y, part.digits);
        for (size_t i = 0; i < N; i++)
            assert_memory_equal(x + i * 7 + 4, y + i * 3, 3 * sizeof *y);
        drop(&whole);
        drop(&part);
    }
}

/* The 52 digits of a coordinate. */
static uint64_t digits_of(double x)
{
    return (uint64_t) (x * 0x1p52);
}

static void a_digital_shift_is_the_same_for_all_points(void **state)
{
    enum { D = 3, N = 200 };
    const sequence plain = sequence_of(0, D, KERNEL_SOBOL_PLAIN), shifted = sequence_of(0, D, KERNEL_SOBOL_SHIFTED);
    double x[N * D], y[N * D];

    (void) state;
    kernel_sobol_fill(&plain.s, 0, N, x, plain.digits);
    kernel_sobol_fill(&shifted.s, 0, N, y, shifted.digits);
    for (size_t k = 0; k < (size_t) N * D; k++)
        assert_true((digits_of(x[k]) ^ digits_of(y[k])) == digits_of(y[k % D]));
    assert_true(y[0] != y[1] && y[1] != y[2] && y[0] != 0.5);
    drop(&plain);
    drop(&shifted);
}

/* Owen 1995: a digit is flipped or not by a chance that belongs to the digits before it. Learnt from the first points
 * of each interval, proved on the others; the chances are fair and those of brothers are independent. */
static void owen_flips_a_digit_by_the_digits_before_it(void **state)
{
    enum { M = 16, N = 1 << M };
    const sequence plain = sequence_of(2, 1, KERNEL_SOBOL_PLAIN), owen = sequence_of(2, 1, KERNEL_SOBOL_OWEN);
    double *x = calloc(2 * N, sizeof *x), *y = x + N;
    signed char *flip = malloc(N);
    double agree = 0.0, ones = 0.0;

    (void) state;
    assert_true(x != NULL && flip != NULL);
    kernel_sobol_fill(&plain.s, 0, N, x, plain.digits);
    kernel_sobol_fill(&owen.s, 0, N, y, owen.digits);
    memset(flip, -1, N);
    for (size_t i = 0; i < N; i++)
        for (unsigned level = 0; level < M; level++) {
            const uint64_t before = digits_of(x[i]), after = digits_of(y[i]);
            const size_t node = (size_t) 1 << level | (size_t) (before >> (52 - level));
            const signed char flipped = (signed char) ((before ^ after) >> (51 - level) & 1);

            assert_true(flip[node] < 0 || flip[node] == flipped);
            flip[node] = flipped;
        }
    for (size_t node = 2; node < N; node += 2) {
        ones += flip[node] + flip[node + 1];
        agree += flip[node] == flip[node + 1] ? 1.0 : 0.0;
    }
    assert_near(ones / (N - 2.0), 0.5, 4.5 * 0.5 / sqrt(N - 2.0));
    assert_near(agree / (N / 2.0 - 1.0), 0.5, 4.5 * 0.5 / sqrt(N / 2.0 - 1.0));
    free(flip);
    free(x);
    drop(&plain);
    drop(&owen);
}

/* Each of 2^m intervals of every dimension, and each box of 2^-a by 2^-(m-a) of the first two, has one of 2^m points.
 */
static void scrambled_points_are_as_even_as_plain_ones(void **state)
{
    enum { M = 10, N = 1 << M, D = 40 };

    (void) state;
    for (int scrambling = KERNEL_SOBOL_PLAIN; scrambling <= KERNEL_SOBOL_OWEN; scrambling++) {
        const sequence q = sequence_of(0, D, (kernel_scrambling) scrambling);
        double *x = calloc((size_t) N * D, sizeof *x);

        assert_non_null(x);
        kernel_sobol_fill(&q.s, N, N, x, q.digits);
        for (size_t d = 0; d < D; d++) {
            unsigned char met[N] = {0};

            for (size_t i = 0; i < N; i++)
                assert_int_equal(met[(size_t) (x[i * D + d] * N)]++, 0);
        }
        for (unsigned a = 0; a <= M; a++) {
            unsigned char met[N] = {0};

            for (size_t i = 0; i < N; i++) {
                const size_t row = (size_t) (x[i * D] * (double) (1U << a)),
                             column = (size_t) (x[i * D + 1] * (double) (1U << (M - a)));

                assert_int_equal(met[row << (M - a) | column]++, 0);
            }
        }
        free(x);
        drop(&q);
    }
}

static void scrambled_coordinates_are_never_zero_or_one(void **state)
{
    (void) state;
    for (int scrambling = KERNEL_SOBOL_SHIFTED; scrambling <= KERNEL_SOBOL_OWEN; scrambling++) {
        const sequence q = sequence_of(0, 8, (kernel_scrambling) scrambling);
        double x[64 * 8];

        kernel_sobol_fill(&q.s, 0, 64, x, q.digits);
        for (size_t k = 0; k < 64 * 8; k++)
            assert_true(x[k] > 0.0 && x[k] < 1.0);
        drop(&q);
    }
}

/* Over replicates every coordinate of a point is uniform: mean 1/2, variance 1/12, and dimensions do not go together.
 */
static void replicates_are_independent_and_unbiased(void **state)
{
    enum { R = 4000 };

    (void) state;
    for (int scrambling = KERNEL_SOBOL_SHIFTED; scrambling <= KERNEL_SOBOL_OWEN; scrambling++) {
        sequence q = sequence_of(0, 2, (kernel_scrambling) scrambling);
        double sum = 0.0, squares = 0.0, product = 0.0, successive = 0.0, last = 0.5;

        for (uint32_t r = 0; r < R; r++) {
            double x[2];

            q.s.replicate = r;
            kernel_sobol_fill(&q.s, 3, 1, x, q.digits);
            sum += x[0] - 0.5;
            squares += (x[0] - 0.5) * (x[0] - 0.5);
            product += (x[0] - 0.5) * (x[1] - 0.5);
            successive += (x[0] - 0.5) * (last - 0.5);
            last = x[0];
        }
        assert_near(sum / R, 0.0, 4.5 / sqrt(12.0 * R));
        assert_near(squares / R, 1.0 / 12.0, 4.5 / sqrt(180.0 * R));
        assert_near(product / R, 0.0, 4.5 / 12.0 / sqrt((double) R));
        assert_near(successive / R, 0.0, 4.5 / 12.0 / sqrt((double) R));
        drop(&q);
    }
}

static void seed_and_stream_name_the_scrambling(void **state)
{
    (void) state;
    for (int scrambling = KERNEL_SOBOL_SHIFTED; scrambling <= KERNEL_SOBOL_OWEN; scrambling++) {
        sequence q = sequence_of(0, 1, (kernel_scrambling) scrambling);
        double x[3];

        kernel_sobol_fill(&q.s, 0, 1, x, q.digits);
        q.s.random.seed++;
        kernel_sobol_fill(&q.s, 0, 1, x + 1, q.digits);
        q.s.random.stream++;
        kernel_sobol_fill(&q.s, 0, 1, x + 2, q.digits);
        assert_true(x[0] != x[1] && x[1] != x[2] && x[0] != x[2]);
        drop(&q);
    }
}

/* The mean of (1 + (x - 1/2)) (1 + (y - 1/2)) ... is 1. Random points err by sd / sqrt(N); Owen 1997: for smooth
 * functions scrambled ones by N^-3/2 times logarithms. From 64 to 4,096 points: 8 times less against 512. */
static void errors_of_owen_points_fall_faster_than_those_of_random_ones(void **state)
{
    enum { R = 32, D = 4 };
    sequence q = sequence_of(0, D, KERNEL_SOBOL_OWEN);
    double *x = calloc((size_t) 4096 * D, sizeof *x), rmse[2] = {0.0, 0.0};

    (void) state;
    assert_non_null(x);
    for (size_t k = 0; k < 2; k++) {
        const size_t n = k == 0 ? 64 : 4096;

        for (uint32_t r = 0; r < R; r++) {
            double sum = 0.0;

            q.s.replicate = r;
            kernel_sobol_fill(&q.s, 0, n, x, q.digits);
            for (size_t i = 0; i < n; i++)
                sum += (0.5 + x[i * D]) * (0.5 + x[i * D + 1]) * (0.5 + x[i * D + 2]) * (0.5 + x[i * D + 3]) - 1.0;
            rmse[k] += sum * sum / (double) (n * n) / R;
        }
        rmse[k] = sqrt(rmse[k]);
    }
    print_message("rmse %.2e with 64 points, %.2e with 4096\n", rmse[0], rmse[1]);
    assert_true(rmse[0] / rmse[1] > 100.0);
    free(x);
    drop(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_are_those_of_joe_and_kuo),
        cmocka_unit_test(points_of_many_dimensions_are_those_of_scipy),
        cmocka_unit_test(far_points_are_reached_at_once),
        cmocka_unit_test(points_do_not_depend_on_how_they_are_asked_for),
        cmocka_unit_test(dimensions_can_be_had_in_parts),
        cmocka_unit_test(a_digital_shift_is_the_same_for_all_points),
        cmocka_unit_test(owen_flips_a_digit_by_the_digits_before_it),
        cmocka_unit_test(scrambled_points_are_as_even_as_plain_ones),
        cmocka_unit_test(scrambled_coordinates_are_never_zero_or_one),
        cmocka_unit_test(replicates_are_independent_and_unbiased),
        cmocka_unit_test(seed_and_stream_name_the_scrambling),
        cmocka_unit_test(errors_of_owen_points_fall_faster_than_those_of_random_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* kernels/random.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include "kernels/random.h"

/* Random123's file of known answers, kat_vectors: philox2x64 10. */
static void bits_are_those_of_philox(void **state)
{
    static const struct {
        uint64_t counter[2], key, bits[2];
    } rows[] = {{{0, 0}, 0, {0xca00a0459843d731, 0x66c24222c9a845b5}},
        {{UINT64_MAX, UINT64_MAX}, UINT64_MAX, {0x65b021d60cd8310f, 0x4d02f3222f86df20}},
        {{0x243f6a8885a308d3, 0x13198a2e03707344}, 0xa4093822299f31d0, {0x0a5e742c2997341c, 0xb0f883d38000de5d}}};

    (void) state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const kernel_random r = {.seed = rows[k].key, .stream = (uint32_t) (rows[k].counter[1] >> 32)};
        uint64_t bits[2];

        kernel_random_bits(&r, rows[k].counter[0], (uint32_t) rows[k].counter[1], bits);
        assert_true(bits[0] == rows[k].bits[0] && bits[1] == rows[k].bits[1]);
    }
}

static void uniform_numbers_are_never_zero_or_one(void **state)
{
    (void) state;
    assert_true(kernel_open_unit(0) == 0x1p-53);
    assert_true(kernel_open_unit(UINT64_MAX) == 1.0 - 0x1p-53);
    assert_true(kernel_open_unit(UINT64_C(1) << 63) == 0.5 + 0x1p-53);
    assert_true(kernel_open_unit((UINT64_C(1) << 63) - 1) == 0.5 - 0x1p-53);
}

/* 0xca00a0459843d731 / 2^64, cut to 52 bits. */
static void the_first_number_of_seed_0(void **state)
{
    const kernel_random r = {.seed = 0, .stream = 0};

    (void) state;
    assert_true(kernel_uniform(&r, 0, 0) == (double) 0xca00a0459843d * 0x1p-52 + 0x1p-53);
    assert_true(kernel_uniform(&r, 0, 1) == (double) 0x66c24222c9a84 * 0x1p-52 + 0x1p-53);
}

static void numbers_do_not_depend_on_how_they_are_asked_for(void **state)
{
    enum { N = 37 };
    const kernel_random r = {.seed = 2021, .stream = 3};
    double whole[N], parts[N];

    (void) state;
    kernel_uniform_fill(&r, 12345678901234567, 5, N, whole);
    for (size_t cut = 0; cut <= N; cut++) {
        kernel_uniform_fill(&r, 12345678901234567, 5 + (uint32_t) cut, N - cut, parts + cut);
        kernel_uniform_fill(&r, 12345678901234567, 5, cut, parts);
        assert_memory_equal(parts, whole, sizeof whole);
    }
    for (uint32_t k = 0; k < N; k++)
        assert_true(kernel_uniform(&r, 12345678901234567, 5 + k) == whole[k]);
}

static void the_last_index_can_be_drawn(void **state)
{
    const kernel_random r = {.seed = 1, .stream = 1};
    double two[2];

    (void) state;
    kernel_uniform_fill(&r, 0, UINT32_MAX - 1, 2, two);
    assert_true(two[1] == kernel_uniform(&r, 0, UINT32_MAX));
    assert_true(two[0] != two[1]);
}

static void seed_stream_replication_and_index_all_matter(void **state)
{
    const kernel_random r = {.seed = 7, .stream = 7}, seed = {.seed = 7 | UINT64_C(1) << 63, .stream = 7},
                        stream = {.seed = 7, .stream = 8};
    const double u = kernel_uniform(&r, 7, 7);

    (void) state;
    assert_true(kernel_uniform(&seed, 7, 7) != u);
    assert_true(kernel_uniform(&stream, 7, 7) != u);
    assert_true(kernel_uniform(&r, 7 | UINT64_C(1) << 63, 7) != u);
    assert_true(kernel_uniform(&r, 7, 6) != u);
}

/* Chi-square of 100 cells, 99 degrees of freedom: 50.0 and 170.8 leave out one in 100,000 at each end. */
static void numbers_are_spread_evenly(void **state)
{
    enum { CELLS = 100, N = 100000 };
    const kernel_random r = {.seed = 1, .stream = 0};
    size_t count[CELLS] = {0};
    double sum = 0.0;

    (void) state;
    for (uint64_t replication = 0; replication < N / 10; replication++) {
        double u[10];

        kernel_uniform_fill(&r, replication, 0, 10, u);
        for (size_t k = 0; k < 10; k++)
            count[(size_t) (u[k] * CELLS)]++;
    }
    for (size_t c = 0; c < CELLS; c++)
        sum += ((double) count[c] - N / CELLS) * ((double) count[c] - N / CELLS) / (N / CELLS);
    assert_true(sum > 50.0 && sum < 170.8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits_are_those_of_philox),
        cmocka_unit_test(uniform_numbers_are_never_zero_or_one),
        cmocka_unit_test(the_first_number_of_seed_0),
        cmocka_unit_test(numbers_do_not_depend_on_how_they_are_asked_for),
        cmocka_unit_test(the_last_index_can_be_drawn),
        cmocka_unit_test(seed_stream_replication_and_index_all_matter),
        cmocka_unit_test(numbers_are_spread_evenly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

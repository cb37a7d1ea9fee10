/* kernels/stream.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdlib.h>

#include "kernels/draw.h"
#include "kernels/moments.h"
#include "kernels/order.h"
#include "kernels/random.h"
#include "kernels/stream.h"

static const double gap = (double) NAN;

enum { CELLS = 4096, N = 20000, REPLICATIONS = 257 };

/* Moments of three series with their own memory. */
typedef struct {
    double memory[9];
    kernel_moments m;
} three;

static void begin(three *t)
{
    t->m = (kernel_moments){.n = 3, .count = t->memory, .mean = t->memory + 3, .squares = t->memory + 6};
    kernel_moments_clear(&t->m);
}

/* Around 1e6 with an sd of 1e-3, so that sums of squares would have no digit left; every third value missing. */
static double value_of(size_t series, size_t replication)
{
    const kernel_random r = {.seed = 1, .stream = 1};

    if (series == 1 && replication % 3 == 0)
        return gap;
    return series == 2 ? gap : 1e6 + 1e-3 * kernel_draw_normal(kernel_uniform(&r, replication, (uint32_t) series));
}

static void add_replication(const three *t, size_t replication)
{
    const double x[3] = {value_of(0, replication), value_of(1, replication), value_of(2, replication)};

    kernel_moments_add(&t->m, x);
}

/* The same as of the whole column, in two passes. */
static void moments_are_those_of_the_column(void **state)
{
    double column[REPLICATIONS];
    three t;

    (void) state;
    begin(&t);
    for (size_t k = 0; k < REPLICATIONS; k++)
        add_replication(&t, k);
    for (size_t series = 0; series < 3; series++) {
        kernel_shape shape;

        for (size_t k = 0; k < REPLICATIONS; k++)
            column[k] = value_of(series, k);
        shape = kernel_shape_of(column, REPLICATIONS);
        assert_near(t.m.count[series], (double) shape.n, 0.0);
        assert_near(t.m.n == 3 && shape.n > 0 ? t.m.mean[series] : gap, shape.mean, 1e-9);
        assert_near(kernel_moments_sd(&t.m, series), shape.sd, 1e-7 * 1e-3); /* 1e6 has 1e-10 to the last place */
    }
}

static void moments_of_blocks_are_those_of_the_whole(void **state)
{
    three whole, merged, none;

    (void) state;
    begin(&whole);
    begin(&merged);
    begin(&none);
    for (size_t k = 0; k < REPLICATIONS; k++)
        add_replication(&whole, k);
    kernel_moments_merge(&merged.m, &none.m);
    for (size_t from = 0; from < REPLICATIONS; from += 32) {
        three block;

        begin(&block);
        for (size_t k = from; k < from + 32 && k < REPLICATIONS; k++)
            add_replication(&block, k);
        kernel_moments_merge(&merged.m, &block.m);
    }
    kernel_moments_merge(&merged.m, &none.m);
    for (size_t series = 0; series < 2; series++) {
        assert_near(merged.m.count[series], whole.m.count[series], 0.0);
        assert_near(merged.m.mean[series], whole.m.mean[series], 1e-9);
        assert_near(kernel_moments_sd(&merged.m, series), kernel_moments_sd(&whole.m, series), 1e-7 * 1e-3);
    }
    assert_true(merged.m.count[2] == 0.0 && isnan(kernel_moments_sd(&merged.m, 2)));
}

/* 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sum of squares about it 32. */
static void moments_of_a_small_column(void **state)
{
    static const double x[] = {2, 4, 4, 4, 5, 5, 7, 9};
    double count = 0, mean = 0, squares = 0;
    const kernel_moments m = {.n = 1, .count = &count, .mean = &mean, .squares = &squares};

    (void) state;
    for (size_t k = 0; k < 8; k++) {
        kernel_moments_add(&m, x + k);
        if (k == 0)
            assert_true(isnan(kernel_moments_sd(&m, 0)) && mean == 2.0);
    }
    assert_near(mean, 5.0, 1e-15);
    assert_near(squares, 32.0, 1e-14);
    assert_near(kernel_moments_sd(&m, 0), sqrt(32.0 / 7.0), 1e-15);
}

/* A histogram with its own memory. */
typedef struct {
    uint32_t counts[CELLS], scratch[CELLS];
    kernel_histogram h;
} counted;

static counted *counted_of(size_t n_cells)
{
    counted *c = calloc(1, sizeof *c);

    assert_non_null(c);
    c->h = (kernel_histogram){.n_cells = n_cells, .counts = c->counts};
    kernel_histogram_clear(&c->h);
    return c;
}

static int same(const counted *a, const counted *b)
{
    return a->h.exponent == b->h.exponent && a->h.first == b->h.first && a->h.last == b->h.last && a->h.n == b->h.n &&
           memcmp(&a->h.least, &b->h.least, 2 * sizeof a->h.least) == 0 &&
           memcmp(a->counts, b->counts, sizeof a->counts) == 0;
}

/* Samples of very different shape and place. */
static void sample(size_t which, double *x)
{
    const kernel_random r = {.seed = 2, .stream = (uint32_t) which};

    kernel_uniform_fill(&r, 0, 0, N, x);
    if (which == 0)
        kernel_draw_normals(x, N, x);
    if (which == 1)
        for (size_t i = 0; i < N; i++)
            x[i] = 40.0 + 25.0 * x[i] * x[i] * x[i];
    if (which == 2)
        for (size_t i = 0; i < N; i++)
            x[i] = x[i] < 0.7 ? -1e-4 * x[i] : 1e9 * x[i];
    if (which == 3)
        kernel_draw_exponentials(x, N, x);
    if (which == 4)
        for (size_t i = 0; i < N; i++)
            x[i] = floor(5.0 * x[i]) - 2.0;
    for (size_t i = 0; i < N; i += 1000)
        x[i] = gap;
}

enum { SAMPLES = 5 };

static void histograms_do_not_depend_on_order_or_parts(void **state)
{
    double *x = calloc(N, sizeof *x);

    (void) state;
    assert_non_null(x);
    for (size_t which = 0; which < SAMPLES; which++) {
        counted *whole = counted_of(CELLS), *backwards = counted_of(CELLS), *merged = counted_of(CELLS);

        sample(which, x);
        kernel_histogram_add(&whole->h, x, N, 1, whole->scratch);
        for (size_t i = N; i-- > 0;)
            kernel_histogram_add(&backwards->h, x + i, 1, 1, backwards->scratch);
        for (size_t part = 0; part < 7; part++) { /* every seventh value */
            counted *c = counted_of(CELLS);

            kernel_histogram_add(&c->h, x + part, (N - part + 6) / 7, 7, c->scratch);
            if (part % 2 == 0)
                kernel_histogram_merge(&merged->h, &c->h, merged->scratch);
            else { /* the other way round */
                kernel_histogram_merge(&c->h, &merged->h, c->scratch);
                memcpy(merged->counts, c->counts, sizeof c->counts);
                merged->h = c->h;
                merged->h.counts = merged->counts;
            }
            free(c);
        }
        assert_int_equal(whole->h.n, N - 20);
        assert_true(same(whole, backwards));
        assert_true(same(whole, merged));
        free(whole);
        free(backwards);
        free(merged);
    }
    free(x);
}

/* The promised bounds: one cell, and that at most 2 / 4095 of the range. */
static void quantiles_of_histograms_are_within_a_cell(void **state)
{
    static const double p[] = {0.0, 0.01, 0.05, 0.25, 0.5, 0.7, 0.95, 0.99, 0.9999, 1.0};
    double *x = calloc(N, sizeof *x), *sorted = calloc(N, sizeof *sorted);

    (void) state;
    assert_true(x != NULL && sorted != NULL);
    for (size_t which = 0; which < SAMPLES; which++) {
        counted *c = counted_of(CELLS);
        size_t n = 0;

        sample(which, x);
        kernel_histogram_add(&c->h, x, N, 1, c->scratch);
        n = kernel_compact(x, N, sorted);
        kernel_sort(sorted, n);
        assert_true(ldexp(1.0, c->h.exponent) <= 2.0 / (CELLS - 1) * (sorted[n - 1] - sorted[0]));
        for (size_t k = 0; k < sizeof p / sizeof *p; k++) {
            const double expected = kernel_quantile_sorted(sorted, n, p[k]);

            assert_near(kernel_histogram_quantile(&c->h, p[k]), expected,
                p[k] == 0.0 || p[k] == 1.0 ? 0.0 : ldexp(1.0, c->h.exponent));
        }
        free(c);
    }
    free(x);
    free(sorted);
}

/* By hand: 4 cells, values -3, -1, 0.5, 2.5, all of one unit: cells of 2 hold -3 .. 2.5, cells of 1 do not. */
static void a_histogram_of_four_cells(void **state)
{
    static const double x[] = {0.5, -1.0, 2.5, -3.0};
    counted *c = counted_of(4);

    (void) state;
    kernel_histogram_add(&c->h, x, 4, 1, c->scratch);
    assert_int_equal(c->h.exponent, 1);
    assert_int_equal(c->h.first, -2);
    assert_int_equal(c->h.last, 1);
    assert_int_equal(c->counts[2], 1); /* cell -2: -4 up to -2 */
    assert_int_equal(c->counts[3], 1); /* cell -1: -2 up to 0 */
    assert_int_equal(c->counts[0], 1);
    assert_int_equal(c->counts[1], 1);
    free(c);
}

static void equal_values_have_exact_quantiles(void **state)
{
    static const double x[] = {61.7, 61.7, 61.7};
    counted *c = counted_of(CELLS);

    (void) state;
    assert_true(isnan(kernel_histogram_quantile(&c->h, 0.5)));
    kernel_histogram_add(&c->h, &gap, 1, 1, c->scratch);
    assert_true(isnan(kernel_histogram_quantile(&c->h, 0.5)));
    kernel_histogram_add(&c->h, x, 3, 1, c->scratch);
    for (double p = 0.0; p <= 1.0; p += 0.125)
        assert_true(kernel_histogram_quantile(&c->h, p) == 61.7);
    free(c);
}

static void huge_and_tiny_values_have_their_cells(void **state)
{
    static const double x[] = {1e300, -1e300, 1e-300, 0.0, -1e-300};
    counted *c = counted_of(CELLS);

    (void) state;
    for (size_t k = 0; k < 5; k++)
        kernel_histogram_add(&c->h, x + k, 1, 1, c->scratch);
    assert_int_equal(c->h.n, 5);
    assert_near(kernel_histogram_quantile(&c->h, 0.0), -1e300, 0.0);
    assert_near(kernel_histogram_quantile(&c->h, 0.5), 0.0, 1e297);
    assert_near(kernel_histogram_quantile(&c->h, 1.0), 1e300, 0.0);
    free(c);
}

/* Unit 0: ranks 1, 1, 2, 4; unit 1: 2, 3, 3, not ranked. Quantiles as R's quantile() has them by default. */
static void rank_distributions_are_counted_exactly(void **state)
{
    static const size_t ranks[4][4] = {{1, 2, 3, 4}, {1, 3, 2, 4}, {2, 3, 1, 4}, {4, 0, 1, 2}};
    uint32_t counts[16] = {0};

    (void) state;
    for (size_t k = 0; k < 4; k++)
        kernel_ranks_add(ranks[k], 4, counts);
    assert_int_equal(kernel_ranks_total(counts, 4), 4);
    assert_int_equal(kernel_ranks_total(counts + 4, 4), 3);
    assert_near(kernel_ranks_mean(counts, 4), 2.0, 0.0);
    assert_near(kernel_ranks_mean(counts + 4, 4), 8.0 / 3.0, 1e-15);
    assert_near(kernel_ranks_sd(counts, 4), sqrt(2.0), 1e-15);
    assert_near(kernel_ranks_quantile(counts, 4, 0.0), 1.0, 0.0);
    assert_near(kernel_ranks_quantile(counts, 4, 0.25), 1.0, 0.0);
    assert_near(kernel_ranks_quantile(counts, 4, 0.5), 1.5, 0.0);
    assert_near(kernel_ranks_quantile(counts, 4, 0.75), 2.5, 0.0);
    assert_near(kernel_ranks_quantile(counts, 4, 0.9), 3.4, 1e-15);
    assert_near(kernel_ranks_quantile(counts, 4, 1.0), 4.0, 0.0);
    assert_int_equal(kernel_ranks_within(counts, 4, 0), 0);
    assert_int_equal(kernel_ranks_within(counts, 4, 2), 3);
    assert_int_equal(kernel_ranks_within(counts + 12, 4, 3), 1);
}

static void who_is_never_ranked_has_no_rank(void **state)
{
    const size_t ranks[] = {0, 1};
    uint32_t counts[4] = {0};

    (void) state;
    kernel_ranks_add(ranks, 2, counts);
    assert_true(isnan(kernel_ranks_mean(counts, 2)) && isnan(kernel_ranks_sd(counts, 2)));
    assert_true(isnan(kernel_ranks_quantile(counts, 2, 0.5)) && isnan(kernel_ranks_sd(counts + 2, 2)));
}

/* The engine's own quantiles of a long column of ranks. */
static void rank_quantiles_are_those_of_the_column(void **state)
{
    enum { UNITS = 30, RUNS = 1001 };
    const kernel_random r = {.seed = 9, .stream = 9};
    uint32_t counts[UNITS] = {0};
    double ranks[RUNS];

    (void) state;
    for (size_t k = 0; k < RUNS; k++) {
        const double u = kernel_uniform(&r, k, 0);

        ranks[k] = 1.0 + floor(UNITS * u * u);
        counts[(size_t) ranks[k] - 1]++;
    }
    kernel_sort(ranks, RUNS);
    for (double p = 0.0; p < 1.0; p += 0.0137)
        assert_near(kernel_ranks_quantile(counts, UNITS, p), kernel_quantile_sorted(ranks, RUNS, p), 1e-12);
}

static void pairs_are_counted_where_both_are_ranked(void **state)
{
    static const size_t ranks[2][3] = {{1, 3, 1}, {2, 1, 0}};
    static const uint32_t expected[] = {0, 1, 0, 1, 0, 0, 0, 1, 0};
    uint32_t above[9] = {0}, scratch[3];

    (void) state;
    kernel_pairs_add(ranks[0], 3, above, scratch);
    kernel_pairs_add(ranks[1], 3, above, scratch);
    assert_memory_equal(above, expected, sizeof expected);
}

static void the_error_of_a_share(void **state)
{
    (void) state;
    assert_near(kernel_share_error(0.2, 100.0), 0.04, 1e-16);
    assert_near(kernel_share_error(1.0, 100.0), 0.0, 0.0);
    assert_true(isnan(kernel_share_error(0.5, 0.0)));
}

/* Whatever is changed in one that came about by counting is found. */
static void a_histogram_that_nobody_counted_is_known(void **state)
{
    static const double x[] = {-3.5, 0.0, 2.5, 17.25, 17.25, 90.0};
    uint32_t counts[64], scratch[64];
    const kernel_histogram empty = {.n_cells = 64, .counts = counts};
    kernel_histogram good = empty, bad;

    (void) state;
    kernel_histogram_clear(&good);
    assert_true(kernel_histogram_is_sound(&good, 64));
    kernel_histogram_add(&good, x, sizeof x / sizeof *x, 1, scratch);
    assert_true(kernel_histogram_is_sound(&good, 64));
    assert_false(kernel_histogram_is_sound(&good, 128));
#define SPOILT(change) (bad = good, (change), !kernel_histogram_is_sound(&bad, 64))
    assert_true(SPOILT(bad.n_cells = 32));
    assert_true(SPOILT(bad.n++));
    assert_true(SPOILT(bad.n = 0));
    assert_true(SPOILT(bad.exponent++));
    assert_true(SPOILT(bad.exponent = -2000));
    assert_true(SPOILT(bad.exponent = INT32_MAX));
    assert_true(SPOILT(bad.first--));
    assert_true(SPOILT(bad.last = INT64_MAX));
    assert_true(SPOILT(bad.least = -1e300));
    assert_true(SPOILT(bad.least = gap));
    assert_true(SPOILT(bad.greatest = (double) INFINITY));
#undef SPOILT
    counts[(size_t) good.first & 63]++; /* one more than n */
    assert_false(kernel_histogram_is_sound(&good, 64));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_those_of_the_column),
        cmocka_unit_test(moments_of_blocks_are_those_of_the_whole),
        cmocka_unit_test(moments_of_a_small_column),
        cmocka_unit_test(histograms_do_not_depend_on_order_or_parts),
        cmocka_unit_test(quantiles_of_histograms_are_within_a_cell),
        cmocka_unit_test(a_histogram_of_four_cells),
        cmocka_unit_test(equal_values_have_exact_quantiles),
        cmocka_unit_test(huge_and_tiny_values_have_their_cells),
        cmocka_unit_test(rank_distributions_are_counted_exactly),
        cmocka_unit_test(who_is_never_ranked_has_no_rank),
        cmocka_unit_test(rank_quantiles_are_those_of_the_column),
        cmocka_unit_test(pairs_are_counted_where_both_are_ranked),
        cmocka_unit_test(the_error_of_a_share),
        cmocka_unit_test(a_histogram_that_nobody_counted_is_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

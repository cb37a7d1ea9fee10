/* What holds of several years whatever the data: with fixed goalposts nobody's score depends on who else is there or
 * on which other years are looked at, and the parts of a change add up to it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdarg.h>
#include <stdio.h>

#include <titian/comparison.h>

#include "unit/analysis/listed.h"
#include "unit/drawn.h"

enum { FIRST = 2017, LAST = 2021, N_UNITS = 6, N_NODES = 8, N_TRIALS = 200, N_PAIRS = 1000 };

static const char *const codes[N_NODES] = {"A", "B", "C", "D", "E", "P", "Q", "X"};

typedef struct {
    char text[8192];
    size_t length;
} written;

static void put(written *w, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    w->length += (size_t) vsnprintf(w->text + w->length, sizeof w->text - w->length, format, args);
    va_end(args);
    assert_true(w->length < sizeof w->text);
}

/* Five indicators under two aggregates, with drawn weights and ages. */
static void draw_tree(written *w, uint64_t *seed)
{
    static const char *const parents[N_NODES] = {"P", "P", "P", "Q", "Q", "X", "X", "-"};

    *w = (written){.length = 0};
    for (size_t k = 0; k < N_NODES; k++) {
        put(w, "%s %s %.3f", codes[k], parents[k], 0.2 + drawn_share(seed));
        if (k < 5)
            put(w, " goalposts 0 100 age %d", (int) (3.0 * drawn_share(seed)));
        put(w, "\n");
    }
}

/* Values of 5 to 95, a quarter of them missing; the same for the same seed, whoever and whichever year is left out.
 */
static void draw_data(written *w, uint64_t seed, size_t n_units, int last)
{
    *w = (written){.length = 0};
    for (size_t i = 0; i < N_UNITS; i++)
        for (int year = FIRST; year <= LAST; year++) {
            const int there = i < n_units && year <= last;

            if (there)
                put(w, "U%zu %d", i, year);
            for (size_t j = 0; j < 5; j++) {
                const double value = 5.0 + 90.0 * drawn_share(&seed);

                if (drawn_share(&seed) > 0.25 && there)
                    put(w, " %s %.4f", codes[j], value);
                else if (there)
                    put(w, " %s -", codes[j]);
            }
            if (there)
                put(w, "\n");
        }
}

static void open_drawn(sketch *s, const written *tree, const written *data, const char *mean, int first, int last)
{
    sketch_open(s, tree->text, data->text);
    sketch_choose(s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_range(s, TITIAN_STAGE_NORMALISE, 0.0, 100.0);
    sketch_choose(s, TITIAN_STAGE_AGGREGATE, mean);
    s->options.first_year = first;
    s->options.last_year = last;
}

static void check_same(const sketch *s, const sketch *other, size_t n_units, int first, int last)
{
    char unit[32];

    for (size_t i = 0; i < n_units; i++)
        for (int year = first; year <= last; year++)
            for (size_t k = 0; k < N_NODES; k++) {
                (void) snprintf(unit, sizeof unit, "U%zu", i);
                assert_near(sketch_value(s, TITIAN_RESULT_AGGREGATED, codes[k], unit, year),
                    sketch_value(other, TITIAN_RESULT_AGGREGATED, codes[k], unit, year), 0.0);
            }
}

/* Means that look at a unit's own values alone. */
static const char *const own[] = {"arithmetic", "geometric", "harmonic", "median", "minimum", "owa"};

/* Chance may leave an indicator without a value in a year, which is refused. */
static int try_all(sketch *const *s, size_t n)
{
    int all = 1;

    for (size_t k = 0; k < n; k++)
        all = sketch_try(s[k]) == TITIAN_OK && all;
    return all;
}

static void another_country_or_year_changes_no_score(void **state)
{
    static sketch all, fewer, shorter, later;
    uint64_t seed = 20;
    size_t n = 0;

    (void) state;
    for (size_t trial = 0; trial < N_TRIALS; trial++) {
        const char *mean = own[trial % (sizeof own / sizeof *own)];
        const uint64_t values = seed;
        written tree, whole, without, before;

        draw_tree(&tree, &seed);
        draw_data(&whole, values, N_UNITS, LAST);
        draw_data(&without, values, N_UNITS - 1, LAST);
        draw_data(&before, values, N_UNITS, LAST - 1);
        open_drawn(&all, &tree, &whole, mean, FIRST, LAST);
        open_drawn(&fewer, &tree, &without, mean, FIRST, LAST);
        open_drawn(&shorter, &tree, &before, mean, FIRST, LAST - 1); /* without the data of the last year */
        open_drawn(&later, &tree, &whole, mean, FIRST + 1, LAST);    /* without the first index year */
        if (try_all((sketch *[]){&all, &fewer, &shorter, &later}, 4)) {
            check_same(&all, &fewer, N_UNITS - 1, FIRST, LAST);
            check_same(&all, &shorter, N_UNITS, FIRST, LAST - 1);
            check_same(&all, &later, N_UNITS, FIRST + 1, LAST);
            n++;
        }
        sketch_close(&later);
        sketch_close(&shorter);
        sketch_close(&fewer);
        sketch_close(&all);
    }
    assert_true(n > N_TRIALS / 2);
}

/* The parts of each unit against its change; a unit with a score in both years has at least one row. */
static size_t check_sums(const titian_listing *parts)
{
    size_t n = 0;

    for (size_t row = 0, end = 0; row < titian_listing_n_rows(parts); row = end) {
        const char *unit = text(parts, row, "uCode");
        const double change = number(parts, row, "Change");
        double sum = 0.0;

        for (end = row; end < titian_listing_n_rows(parts) && strcmp(text(parts, end, "uCode"), unit) == 0; end++)
            sum += isnan(number(parts, end, "Part")) ? 0.0 : number(parts, end, "Part");
        if (isnan(change))
            continue;
        assert_near(sum, change, 1e-9 * fmax(1.0, fabs(change)));
        n++;
    }
    return n;
}

static void the_parts_of_any_change_add_up_to_it(void **state)
{
    static const char *const means[] = {
        "arithmetic", "geometric", "harmonic", "median", "minimum", "owa", "topsis", "copeland", "bod"};
    static sketch s;
    uint64_t seed = 7;
    size_t n = 0;

    (void) state;
    for (size_t trial = 0; trial < N_PAIRS; trial++) {
        titian_comparison_options options = titian_comparison_options_default();
        titian_listing *parts = NULL;
        titian_error err = {.message = ""};
        written tree, data;

        draw_tree(&tree, &seed);
        draw_data(&data, seed, N_UNITS, LAST);
        open_drawn(&s, &tree, &data, means[trial % (sizeof means / sizeof *means)], FIRST, LAST);
        options.from = FIRST + (int) (2.0 * drawn_share(&seed));
        options.to = LAST - (int) (2.0 * drawn_share(&seed));
        sketch_run(&s);
        if (titian_comparison_make(&parts, s.a, 1, &options, &err) != TITIAN_OK)
            fail_msg("%s", err.message);
        n += check_sums(parts);
        titian_listing_free(parts);
        sketch_close(&s);
    }
    assert_true(n > 3 * N_PAIRS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_country_or_year_changes_no_score),
        cmocka_unit_test(the_parts_of_any_change_add_up_to_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

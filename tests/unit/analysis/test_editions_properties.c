/* analysis/editions: whatever two models and two sets of data differ in, the blocks add up to the change.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/shown.h"

#include <stdio.h>
#include <string.h>

#include "unit/drawn.h"

enum { N_PAIRS = 1000, N_UNITS = 4 };

static void draw_edition(sketch *s, const char *mean, uint64_t *seed)
{
    char tree[160], values[400];
    size_t length = 0;

    (void) snprintf(tree, sizeof tree,
        "A P %.2f goalposts 0 %.1f\nB P %.2f goalposts 0 100\nC Q 1 goalposts 5 100\nP X %.2f\nQ X 1\nX - 1\n",
        1.0 + drawn_share(seed), 90.0 + 30.0 * drawn_share(seed), 1.0 + drawn_share(seed), 1.0 + drawn_share(seed));
    for (int i = 0; i < N_UNITS; i++) {
        length += (size_t) snprintf(values + length, sizeof values - length, "U%d 2020 A %.2f B %.2f", i,
            10.0 + 80.0 * drawn_share(seed), 10.0 + 80.0 * drawn_share(seed));
        if (drawn_share(seed) < 0.5 || i < 2)
            length += (size_t) snprintf(
                values + length, sizeof values - length, " C %.2f", 10.0 + 80.0 * drawn_share(seed));
        length += (size_t) snprintf(values + length, sizeof values - length, "\n");
    }
    open_one(s, tree, values, mean);
}

static void check_blocks(const shown *w)
{
    static const char *const blocks[] = {"Revision", "Coverage", "Goalposts", "Weights", "Method"};
    static const char *const words[] = {"revision", "coverage", "goalposts", "weights", "method"};

    assert_int_equal(titian_listing_n_rows(w->table), N_UNITS);
    for (size_t row = 0; row < N_UNITS; row++) {
        const char *unit = text(w->table, row, "uCode");
        double sum = number(w->table, row, "New.Data");

        for (size_t b = 0; b < 5; b++)
            sum += number(w->table, row, blocks[b]);
        assert_near(sum, number(w->table, row, "Change"), 1e-9);
        assert_near(sum_of(w->indicators, unit, NULL), sum, 1e-9);
        for (size_t b = 0; b < 5; b++)
            assert_near(sum_of(w->indicators, unit, words[b]), number(w->table, row, blocks[b]), 1e-9);
    }
}

/* Drawn data, goalposts and weights, and another mean: the blocks of each unit against its change. */
static void the_blocks_add_up_to_the_change(void **state)
{
    static const char *const means[] = {"arithmetic", "geometric", "harmonic", "median", "minimum"};
    uint64_t seed = 11;

    (void) state;
    for (size_t pair = 0; pair < N_PAIRS; pair++) {
        shown w = {.game = (titian_game) (pair / 5 % TITIAN_N_GAMES)};

        for (size_t k = 0; k < 2; k++)
            draw_edition(&w.s[k], means[(pair + 2 * k) % 5], &seed);
        sketch_range(&w.s[1], TITIAN_STAGE_NORMALISE, 0.0, 80.0 + 20.0 * (double) (pair % 2));
        if (pair % 4 == 3)
            sketch_choose(&w.s[1], TITIAN_STAGE_WEIGH, "sd");
        split(&w, NULL);
        check_blocks(&w);
        shut(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_blocks_add_up_to_the_change)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What tests of the analysis of weights look at: an example small enough to solve by hand, and one of many units.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_ANALYSIS_SMAA_GIVEN_H
#define TITIAN_TESTS_ANALYSIS_SMAA_GIVEN_H

#include "unit/stages/sketch.h"

#include <titian/smaa.h>

#include "unit/drawn.h"

static const char tree[] = "A P 3 goalposts 0 100\n"
                           "B P 1 goalposts 0 100\n"
                           "C Q 1 goalposts 0 100\n"
                           "D Q 1 goalposts 0 100\n"
                           "E Q 2 goalposts 0 100\n"
                           "P X 1\n"
                           "Q X 1\n"
                           "X - 1\n";
static const char data[] = "U1 2020 A 80 B 50 C 10 D 20 E 30\n"
                           "U2 2020 A 40 B 0 C 90 D 80 E -\n"
                           "U3 2020 A 20 B 75 C 40 D 50 E 60\n"
                           "U4 2020 A - B 55 C 50 D 50 E 50\n";

/* An assessment borrows the recipe of its sketch, which must not move. */
static inline void example(sketch *s, const char *method)
{
    sketch_open(s, tree, data);
    sketch_choose(s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_choose(s, TITIAN_STAGE_AGGREGATE, method);
    sketch_run(s);
}

static inline titian_smaa *look(const sketch *s, const titian_smaa_options *options)
{
    titian_smaa *found = NULL;
    titian_error err;

    if (titian_smaa_new(&found, s->a, options, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    return found;
}

static inline titian_smaa *look_at(const sketch *s, const char *node)
{
    titian_smaa_options options = titian_smaa_options_default();

    options.node = node;
    return look(s, &options);
}

static inline titian_weight_bounds *bounds_of(const char *text)
{
    titian_weight_bounds *bounds = NULL;

    assert_int_equal(titian_weight_bounds_parse(&bounds, "b.csv", text, strlen(text), NULL, NULL), TITIAN_OK);
    return bounds;
}

enum { UNITS = 24 };

static const char pillars[] = "A P 2 goalposts 0 100\nB P 1 goalposts 0 100\nC P 1 goalposts 0 100\n"
                              "D Q 1 goalposts 0 100\nE Q 1 goalposts 0 100\nF Q 2 goalposts 0 100\n"
                              "P X 3\nQ X 2\nX - 1\n";

/* Scores, of which one in seven is missing; some units lack the whole of a node. */
static inline void fill(sketch *s)
{
    uint64_t seed = 77;

    for (size_t v = 0; v < 6; v++)
        for (size_t i = 0; i < UNITS; i++) {
            const double x = 20.0 + 60.0 * drawn_share(&seed);
            const int gap = drawn_share(&seed) < 1.0 / 7 || (i == 3 && v < 3);

            titian_panel_column_mut(s->panel, v, 0)[i] = gap ? TITIAN_MISSING : x;
            titian_panel_marks_mut(s->panel, v, 0)[i] = gap ? TITIAN_MARK_MISSING : TITIAN_MARK_OBSERVED;
        }
}

#endif

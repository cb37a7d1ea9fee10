/* What the method of a model is made of, beside data, goalposts, weights and how gaps are filled: parts of a recipe
 * that can be those of another one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_ASPECTS_H
#define TITIAN_ANALYSIS_ASPECTS_H

#include <titian/recipe.h>

enum { TITIAN_MOST_ASPECTS = 16 };

/** Aspects in which two recipes of trees with the same elements differ: rows of a table. */
typedef struct {
    size_t n;
    unsigned char row[TITIAN_MOST_ASPECTS];
} titian_aspects;
titian_aspects titian_aspects_that_differ(const titian_recipe *one, const titian_recipe *other);

/** A word: that of a stage ("normalise"), "framework", "order", "breaks" or "assessed". */
const char *titian_aspect_name(size_t row);
/** Take an aspect over. All that there are make the whole method of the other recipe. */
void titian_aspect_take(titian_recipe *to, const titian_recipe *from, size_t row);

#endif

/* What the builders of the uncertainty block share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_UNCERTAINTY_BUILD_H
#define TITIAN_MODEL_UNCERTAINTY_BUILD_H

#include "model/build.h"

enum { TITIAN_MOST_FACTORS = 1000 };

/** The block while it is built; everything else of the recipe is there. */
typedef struct {
    const titian_build *b;
    const titian_yaml_list *from; /* vary */
    const titian_recipe *recipe;
    const titian_built *built;
    titian_built_factors *vary; /* of built */
    unsigned char *good;        /* of each factor: read without a fault */
    int sound; /* 1: nothing is at fault so far, so that what factors ask of other parts can be judged */
} titian_uncertain;

/** What model.yaml says of a factor. */
const titian_yaml_entry *titian_uncertain_entry(const titian_uncertain *u, size_t factor);
/** "uncertainty.vary[2].level"; key NULL: "uncertainty.vary[2]". */
titian_path titian_uncertain_path(size_t factor, const char *key);
titian_place titian_uncertain_place(const titian_uncertain *u, size_t factor, const char *key);

/** A name of a factor or alternative: there is one, and it can stand in a list and in a cell of a table. What is
 *  wrong is said. @param what  "entry", "alternative" */
void titian_uncertain_name(const titian_uncertain *u, const char *path, const char *what, const char *name);

/** The alternatives of a factor, whose name and those of the factors before it are known. */
TITIAN_CHECKED titian_status titian_build_alternatives(const titian_uncertain *u, size_t factor, titian_error *err);

/** Say what of a factor does not go with its method, with the rest of the model, or with other factors. */
void titian_uncertain_check(const titian_uncertain *u, size_t factor);
/** Say which exceptions to weights may meet a method of aggregation that cannot take them, where one of the two is an
 *  alternative's. */
void titian_uncertain_exceptions(const titian_uncertain *u);
/** Say which factors have no alternative that is open with what may have been drawn before. */
TITIAN_CHECKED titian_status titian_uncertain_draws(const titian_uncertain *u, titian_error *err);

#endif

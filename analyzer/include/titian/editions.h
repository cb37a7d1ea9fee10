/* Two editions of an index: how much of the change of each score is new data, goalposts, weights or method.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_EDITIONS_H
#define TITIAN_EDITIONS_H

#include <titian/export.h>
#include <titian/listing.h>
#include <titian/panel.h>
#include <titian/recipe.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is compared, first edition first. Everything is borrowed. */
typedef struct {
    const titian_recipe *recipe[2]; /* of trees with the same elements; may be one and the same */
    const titian_panel *panel[2];   /* as read; may be one and the same */
    int year;                       /* the index year of both; 0: the last of the first panel */
    const char *node;               /* code of an element; NULL: the index */
} titian_editions;

/** Split the change of each unit's score into blocks, without a remainder: revision (cells that both panels have,
 * with other values), coverage (cells that one of them has), goalposts, weights (with the methods that find them and
 *  exceptions) and method (everything else in the model: directions, imputation, treatment, normalisation,
 * aggregation
 *  ...). Every mixture of the blocks is a run of its own, 32 at most; a part is the mean of what a block does over
 * all orders in which blocks can be taken over. Columns: uCode, iCode, Time, Score.1, Score.2, Change, Revision,
 * Coverage, Goalposts, Weights, Method, Not.Split, Note. The parts add up to Change within 1e-9. A unit without a
 * score in both editions has no change; one without a score in a mixture has all of its change under Not.Split.
 *  @param out  owned by the caller
 *  @return TITIAN_E_USAGE when the trees do not have the same elements or there is no such node; what titian_run
 * gives for either edition; TITIAN_E_MEMORY Source: Shapley 1953; docs/methods.md "Change" */
TITIAN_API TITIAN_CHECKED titian_status titian_editions_make(
    titian_listing **out, const titian_editions *editions, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif

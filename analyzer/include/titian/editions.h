/* Two editions of an index: how much of the change of each score is new data, revisions, coverage, goalposts, weights
 * or method, and which indicators it came by.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_EDITIONS_H
#define TITIAN_EDITIONS_H

#include <stddef.h>

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/listing.h>
#include <titian/panel.h>
#include <titian/recipe.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Who the players are among whom a change is shared out. */
typedef enum {
    TITIAN_GAME_NESTED, /* blocks, and within a block its indicators: Owen 1977 */
    TITIAN_GAME_FLAT,   /* each indicator of each block, the weights and the method, all side by side: Shapley 1953 */
    TITIAN_N_GAMES
} titian_game;
/** "nested", "flat"; and what is side by side in it, in one line. */
TITIAN_API const char *titian_game_name(titian_game game);
TITIAN_API const char *titian_game_summary(titian_game game);

/** What is compared, first edition first. Everything is borrowed. */
typedef struct {
    const titian_recipe *recipe[2]; /* of trees with the same elements; may be one and the same */
    const titian_panel *panel[2];   /* as read; may be one and the same */
    int year[2];                    /* index years; 0: the last of each that has a value */
    const char *node;               /* code of an element; NULL: the index */
    titian_game game;               /* TITIAN_GAME_NESTED is 0 */
} titian_editions;

/** The blocks of which an edition is made. */
typedef enum {
    TITIAN_BLOCK_NEW,       /* observations that one edition has alone, of series that give both a value; and the
                               index year */
    TITIAN_BLOCK_REVISION,  /* observations of the same year that both have, with other values */
    TITIAN_BLOCK_COVERAGE,  /* series that give a value in one edition alone, units and labels, and how gaps are
                               filled:  carrying forward and imputation */
    TITIAN_BLOCK_GOALPOSTS, /* of indicators */
    TITIAN_BLOCK_WEIGHTS,   /* with the methods that find them and exceptions */
    TITIAN_BLOCK_METHOD,    /* everything else in the model: directions, screening, treatment, normalisation,
                               aggregation ... */
    TITIAN_N_BLOCKS
} titian_block;
/** "new data", "revision", "coverage", "goalposts", "weights", "method". */
TITIAN_API const char *titian_block_name(titian_block block);
/** The column of the table "blocks" that holds it: "New.Data" and so on. */
TITIAN_API const char *titian_block_column(titian_block block);

/** The tables that can be had: their names and what each tells. */
TITIAN_API size_t titian_editions_n_tables(void);
TITIAN_API const char *titian_editions_name(size_t table);
TITIAN_API const char *titian_editions_summary(size_t table);

/** Split the change of each unit's score into blocks, without a remainder. Every mixture of the blocks that differ is
 * a run of its own, 64 at most; a part is the mean of what a block does over all orders in which blocks can be taken
 * over (Shapley). Units are those of the first edition.
 *
 *  The table "blocks" has a row for each unit: uCode, iCode, Time.1, Time.2, Score.1, Score.2, Change, New.Data,
 *  Revision, Coverage, Goalposts, Weights, Method, Not.Split, Rank.1, Rank.2 (of everybody), Both.1, Both.2 (among
 * those ranked in both editions), Rank.Change, Own, Others (whose doing that is; below 0 is a climb), Note. The parts
 * add up to Change within 1e-9. A unit without a score in both editions has no change; one without a score in a
 * mixture has all of its change under Not.Split.
 *
 *  The table "decomposition" goes on to elements: a row for each unit, block and element that has a part: uCode,
 * iCode, Of, Block, Stage, Method, Score.1, Score.2 (of the element), Part, Of.Block, Change, Note. After each set of
 * the other blocks (Owen) a block about data or goalposts is split among its indicators, that of weights among the
 * elements whose share among their siblings differs: in closed form under arithmetic means ("linear") and geometric
 * ones ("LMDI"), by a game elsewhere ("Shapley"). That of the method is split among its stages that differ
 * ("framework", "breaks", "assessed", "order", or one such as "normalise"), in rows of the node itself; each mixture
 * of them is a run, 1,024 at most. Rows of the node itself are also those of weights found in the data, and of a
 * block that could not be split, which say why. Nothing is sampled. Parts add up to those of blocks within 1e-9.
 *
 *  In the flat game a change of an indicator in a block is a player of its own, beside those of all other blocks, the
 *  weights (one player) and the method (one); parts of blocks are the sums of their players', all by Shapley's value.
 *  Under arithmetic means, where a unit has the same elements in every mixture, that is a sum over indicators
 *  ("linear"); elsewhere a unit with more players than can be taken in every order (17) is not split, and says so.
 *  @param out    owned by the caller
 *  @param table  < titian_editions_n_tables()
 *  @return TITIAN_E_USAGE when the trees do not have the same elements, there is no such node, or it is an indicator
 *          that is to be decomposed; what titian_run gives for either edition; TITIAN_E_MEMORY
 *  Source: Shapley 1953; Owen 1977; Ang 2004; docs/methods.md "Change" */
TITIAN_API TITIAN_CHECKED titian_status titian_editions_make(
    titian_listing **out, size_t table, const titian_editions *editions, titian_error *err);

/** Like for like: a row for each unit of the first run, in the last index year of each: its score over the indicators
 *  that it has in both, beside the full one. The trees may differ; what is common goes by code. An indicator that is
 *  not in use in both is left out, a value that a unit has in one alone is missing, and each run aggregates the rest
 * by its own tree, weights and rules of coverage. Columns: uCode, iCode, Time.1, Time.2, Score.1, Score.2, Change,
 *  Common.1, Common.2, Common.Change, N.1, N.2, N.Common (indicators with a value), Weight.Common (their share of the
 *  second), Rank.1, Rank.2 (by the common score, of those ranked in both), Note. The table "common" of
 *  titian/comparison.h is that of two years.
 *  @param out   owned by the caller
 *  @param node  code of an element of both; NULL: the index of each
 *  @return TITIAN_E_USAGE for an element that one of them lacks; what aggregation gives; TITIAN_E_MEMORY */
TITIAN_API TITIAN_CHECKED titian_status titian_common_make(titian_listing **out, const titian_assessment *one,
    const titian_assessment *other, const char *node, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif

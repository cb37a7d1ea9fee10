/* Replications: one run of the engine with some assumptions drawn, as many times as one likes. What replications have
 * in common is done once: stages above the first one that changes in each replication are run once for each
 * combination of choices there, and logarithms once for each method of aggregation.
 *
 * Who has enough data for a score or a rank is not drawn: it is judged once for each combination of choices, with the
 * model's own weights, so that ranks compare the same units in every replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_REPLICATE_H
#define TITIAN_ANALYSIS_REPLICATE_H

#include <stddef.h>
#include <stdint.h>

#include <titian/assessment.h>
#include <titian/status.h>

#include "stages/vary.h"

/** What the replications of an assessment have in common; safe to be used by several threads, each with its own hand.
 */
typedef struct titian_replicator titian_replicator;
/** What one thread works in. */
typedef struct titian_hand titian_hand;

/** @param nominal  an assessment whose recipe has factors; borrowed
 *  @return TITIAN_E_MODEL when the model has none, or more combinations of choices than can be kept */
TITIAN_CHECKED titian_status titian_replicator_new(
    titian_replicator **out, const titian_assessment *nominal, titian_error *err);
void titian_replicator_free(titian_replicator *r);

size_t titian_replicator_n_factors(const titian_replicator *r);
/** How many numbers a replication takes; those of factor f are `count` from `first` on. */
size_t titian_replicator_n_uniforms(const titian_replicator *r);
size_t titian_replicator_first(const titian_replicator *r, size_t factor);
size_t titian_replicator_count(const titian_replicator *r, size_t factor);
/** How many combinations of choices have been run so far. */
size_t titian_replicator_n_bases(const titian_replicator *r);
const titian_assessment *titian_replicator_nominal(const titian_replicator *r);
/** Does a factor change the data themselves? */
int titian_replicator_doubts_data(const titian_replicator *r);

TITIAN_CHECKED titian_status titian_hand_new(titian_hand **out, titian_replicator *r, titian_error *err);
void titian_hand_free(titian_hand *hand);

/** One replication. Takes memory only the first time, and for methods that are linear programmes.
 *  @param u       n_uniforms numbers of (0, 1)
 *  @param number  of the replication, for messages */
TITIAN_CHECKED titian_status titian_hand_run(titian_hand *hand, const double *u, uint64_t number, titian_error *err);

/** In place of a factor: all that have alternatives. */
#define TITIAN_ONLY_ALTERNATIVES (TITIAN_NONE - 1)
/** From now on draw one factor alone, the others as the model has them; TITIAN_NONE: all of them. */
void titian_hand_only(titian_hand *hand, size_t factor);

/* What the last replication found, in the last index year unless a year is given; borrowed until the next. */
/** Scores of an aggregate, n_units. @param year  position among the index years of the assessment */
const double *titian_hand_scores(const titian_hand *hand, size_t node);
const double *titian_hand_scores_in(const titian_hand *hand, size_t node, size_t year);
/** Weights relative to siblings, and shares of the index, which are worked out when asked for: n_nodes. */
const double *titian_hand_weights(const titian_hand *hand);
const double *titian_hand_shares(const titian_hand *hand);
/** What was drawn. */
const titian_change *titian_hand_change(const titian_hand *hand);

#endif

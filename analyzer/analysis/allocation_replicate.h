/* An allocation shared out anew in every replication: by the needs that it found and the powers that it drew. Who
 * takes part, bounds, fences and everything that does not come from scores are those of the nominal run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_ALLOCATION_REPLICATE_H
#define TITIAN_ANALYSIS_ALLOCATION_REPLICATE_H

#include <titian/allocation.h>

#include "analysis/replicate.h"
#include "core/arena.h"

/** What all replications have in common; several threads may use it, each with its own desk. */
typedef struct titian_money_plan titian_money_plan;
/** What one thread shares money out on. */
typedef struct titian_money_desk titian_money_desk;

/** Share the budget out in the nominal run, and keep what is needed to do it again.
 *  @param options  borrowed until the plan is freed
 *  @return what titian_allocation_make returns when it cannot be done */
TITIAN_CHECKED titian_status titian_money_plan_new(titian_money_plan **out, const titian_assessment *nominal,
    const titian_allocation_options *options, titian_error *err);
void titian_money_plan_free(titian_money_plan *plan);

/** The nominal allocation: amounts before rounding and rounded, [unit]; its budget; in words how it is decided over a
 *  unit. */
const double *titian_money_plan_exact(const titian_money_plan *plan);
const double *titian_money_plan_amounts(const titian_money_plan *plan);
double titian_money_plan_budget(const titian_money_plan *plan);
const char *titian_money_plan_decision(const titian_money_plan *plan, size_t unit);
/** Units that may have money: all that are not out. @return n of them, in their order */
const uint32_t *titian_money_plan_who(const titian_money_plan *plan, size_t *n);

/** A desk, in memory of the arena; NULL when there is none. */
titian_money_desk *titian_money_desk_new(const titian_money_plan *plan, titian_arena *arena);

/** Share the budget out by what a hand has just found. Takes no memory.
 *  @param amounts  [unit], written: before rounding; missing for a unit that has no need in this replication, which
 *                  has what is set aside for units that are to be assessed first
 *  @return 0 when it cannot be done, as where caps do not use the budget: amounts are then of no meaning */
int titian_money_share_again(
    const titian_money_plan *plan, titian_money_desk *desk, const titian_hand *hand, double *amounts);

#endif

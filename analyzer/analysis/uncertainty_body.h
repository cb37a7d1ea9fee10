/* The body of an uncertainty analysis.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_UNCERTAINTY_BODY_H
#define TITIAN_ANALYSIS_UNCERTAINTY_BODY_H

#include <titian/uncertainty.h>

#include "analysis/tally.h"

struct titian_uncertainty {
    const titian_assessment *nominal;
    titian_uncertainty_options options; /* with the model's numbers where the caller's were 0 */
    titian_replicator *replicator;
    titian_money_plan *money; /* NULL: no budget is shared out */
    titian_watch watch;
    titian_tally *total;
    uint64_t done;
    size_t *place_ranked, *place_eligible; /* [unit] position among those; TITIAN_NONE */
    titian_arena arena;
};

/** The model's numbers where the caller gave none. */
titian_uncertainty_options titian_uncertainty_settle(
    const titian_assessment *nominal, const titian_uncertainty_options *options);

/** The numbers of a replication: the caller's, or drawn. */
void titian_draw_numbers(
    const titian_replicator *r, const titian_uncertainty_options *options, uint64_t number, double *u);

/** Write its fingerprint into bytes that are to be kept; a resumed run looks whether it still fits. */
void titian_uncertainty_seal(unsigned char *bytes, size_t n);

/** Hand what has been done before block `next` to the caller's keep; and take it back: what was kept goes into a
 * tally.
 *  @return TITIAN_E_FILE when it cannot be kept; TITIAN_E_USAGE when it is of another run or damaged */
TITIAN_CHECKED titian_status titian_uncertainty_keep(const titian_uncertainty *u, uint64_t next, titian_error *err);
TITIAN_CHECKED titian_status titian_uncertainty_resume(
    titian_uncertainty *u, titian_tally *into, uint64_t *next, titian_error *err);

#endif

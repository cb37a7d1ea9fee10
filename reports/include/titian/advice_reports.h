/* Reports of what would help, as text to be read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ADVICE_REPORTS_H
#define TITIAN_ADVICE_REPORTS_H

#include <stdio.h>

#include <titian/advise.h>
#include <titian/export.h>
#include <titian/simulation.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A simulation as text: what was set; for the units it was set for score, rank, band and priority before and after;
 *  which other units change rank, at most twenty of them; and what moved though nobody set it.
 *  @return TITIAN_E_FILE when writing fails, TITIAN_E_MEMORY */
TITIAN_API TITIAN_CHECKED titian_status titian_simulation_write(
    const titian_simulation *s, FILE *to, titian_error *err);

/** Advice to one unit as text: every table of titian/advise.h in short.
 *  @param a,history  as for titian_advice_make
 *  @param options    with a unit
 *  @return as titian_advice_make; TITIAN_E_FILE when writing fails */
TITIAN_API TITIAN_CHECKED titian_status titian_advice_write(const titian_assessment *a,
    const titian_assessment *history, const titian_advice_options *options, FILE *to, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif

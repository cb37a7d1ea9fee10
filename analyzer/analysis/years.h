/* Which index years a run has.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_YEARS_H
#define TITIAN_ANALYSIS_YEARS_H

#include <stddef.h>

#include <titian/panel.h>
#include <titian/recipe.h>
#include <titian/run.h>
#include <titian/status.h>

/** The index years, ascending: one year as asked for; of a span the years in which an indicator has a value, so that
 * an index published every second year has no empty editions between; by default the last such year.
 *  @param years  to be freed with free(); NULL on failure
 *  @return TITIAN_E_USAGE for years that the data do not reach or a span without a value */
TITIAN_CHECKED titian_status titian_index_years(int **years, size_t *n_years, const titian_panel *data,
    const titian_recipe *recipe, const titian_run_options *options, titian_error *err);

#endif

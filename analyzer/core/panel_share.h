/* Panels that are made of others: the units are shared, and cells where nobody changes them any more.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CORE_PANEL_SHARE_H
#define TITIAN_CORE_PANEL_SHARE_H

#include <stddef.h>

#include <titian/panel.h>

/** Variables and years of a panel. */
typedef struct {
    const char *const *variables;
    size_t n_variables;
    const int *years; /* ascending */
    size_t n_years;
} titian_panel_axes;

/** A panel with the units and groups of another. Its cells are marked missing, but values are what memory holds: the
 *  caller fills every column. @param from  may be freed before *out */
TITIAN_CHECKED titian_status titian_panel_like(
    titian_panel **out, const titian_panel *from, const titian_panel_axes *axes, titian_error *err);

/** A panel with the units, groups and years of another, whose first n_lent variables are its cells too: what changes
 *  in one changes in both. The other variables are all missing.
 *  @param from  may be freed before *out; none of its variables was lent to it or given back
 *  @param variables  the codes of all, n_lent or more */
TITIAN_CHECKED titian_status titian_panel_over(titian_panel **out, const titian_panel *from, size_t n_lent,
    const char *const *variables, size_t n_variables, titian_error *err);

/** A copy of some variables, in the order of `which`. @param which  n positions */
TITIAN_CHECKED titian_status titian_panel_copy_some(
    titian_panel **out, const titian_panel *from, const size_t *which, size_t n, titian_error *err);

/** Give the memory of a variable back, whatever its cells: they may not be looked at any more. Only where the panel
 *  was made of columns (panel_parts.h); elsewhere nothing happens. */
void titian_panel_give_back(titian_panel *panel, size_t variable);

#endif

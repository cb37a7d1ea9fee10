/* Dated lists: who is on which list from which year to which, and what that makes of the labels of groups.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_LISTS_H
#define TITIAN_LISTS_H

#include <stddef.h>

#include <titian/export.h>
#include <titian/panel.h>
#include <titian/records.h>
#include <titian/recipe.h>
#include <titian/run.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The last index year that a run would have.
 *  @param options  NULL: the defaults of titian_run
 *  @return TITIAN_E_USAGE for years that the panel does not reach; TITIAN_E_MEMORY */
TITIAN_API TITIAN_CHECKED titian_status titian_run_last_year(int *year, const titian_recipe *recipe,
    const titian_panel *panel, const titian_run_options *options, titian_error *err);

/** Rows that name a country of the data, but not by the code that it has there ("Kenya" or KE for KEN): they would
 *  count for nobody. Codes of units that the data do not have are none of these.
 *  @param lists  of the kind TITIAN_RECORDS_LISTS; NULL: nothing is done
 *  @return TITIAN_E_DATA for the first of them, with its place and the code; TITIAN_E_MEMORY.
 *          Cost: O(rows), for codes that are no unit a search in the lists of countries */
TITIAN_API TITIAN_CHECKED titian_status titian_lists_check(
    const titian_panel *panel, const titian_records *lists, titian_error *err);

/** Labels of groups of which there are dated lists, as they are in one year. A list with the name of a group is of
 *  those with the label "1"; all others have "0". A list GROUP=LABEL is of those with that label; who is on none of
 *  them has no label. Both ends of a row count as on the list. Other groups keep their labels. Whatever rests on
 * labels (the gate, vulnerability, floors, ring-fences, shares of groups) then rests on the lists of that year.
 *  @param lists      of the kind TITIAN_RECORDS_LISTS; NULL: nothing is done. Codes that are no unit are passed over
 *  @param problems   told, as warnings, of every unit whose label becomes another than the data have, with the row of
 *                    the list, and of each group in which units get a label that had none; NULL allowed
 *  @return TITIAN_E_DATA when two rows give a unit two labels of one group in that year, with their place;
 *          TITIAN_E_MEMORY. Cost: O(groups x (units + rows of lists)) */
TITIAN_API TITIAN_CHECKED titian_status titian_lists_label(
    titian_panel *panel, const titian_records *lists, int year, titian_problems *problems, titian_error *err);

/** Lists that say nothing of a year, since none of their rows holds in it: that nobody is on one may be true, or the
 *  list is of other years.
 *  @param row  where to go on: 0, then one more than what was found
 *  @return the first row of such a list from there on; TITIAN_NONE (panel.h) when there is none. Cost: O(rows^2) */
TITIAN_API size_t titian_lists_silent(const titian_records *lists, int year, size_t row);

#ifdef __cplusplus
}
#endif
#endif

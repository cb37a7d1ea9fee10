/* Which unit each unit lies in: from the labels of the column parent_unit, checked.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_PARENTS_H
#define TITIAN_INPUT_PARENTS_H

#include <stddef.h>

#include <titian/status.h>

#include "input/gather.h"

/** Years in which a group has labels, the latest first. */
typedef struct {
    size_t series;
    int *years; /* n_years */
    size_t n_years;
} titian_label_years;

/** @return 0, or -1 when there is no memory; free `years` */
int titian_label_years_find(titian_label_years *label, const titian_gather *gather, size_t series);
/** A unit's label: the one without a year, else that of the latest year. @return 0 when it has none */
int titian_label_find(titian_cell *cell, const titian_gather *gather, const titian_label_years *label, size_t unit);

/** Find the unit that each unit lies in. A parent that is no unit, and parents that go round in a circle, are told.
 *  @param parents  by unit in the order of appearance: the parent's number in that order, TITIAN_NONE where a unit
 * lies in none; NULL when no file says of any. To be freed
 *  @return TITIAN_E_MEMORY or TITIAN_OK */
TITIAN_CHECKED titian_status titian_parents_find(size_t **parents, titian_gather *gather, titian_error *err);

#endif

/* Arithmetic of the priority step that replications share with the step itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_PRIORITY_H
#define TITIAN_ANALYSIS_PRIORITY_H

#include <titian/recipe.h>

/** Weighted mean of the parts present, in points of 100, times what weak absorption costs.
 *  @param part        TITIAN_N_PARTS numbers of 0..1; missing ones share their weight out
 *  @param absorption  0..1; missing: costs nothing
 *  @return missing where no part has a weight */
double titian_priority_score(const titian_priority_rules *rules, const double *part, double absorption);

/** Part of the people concerned, 0..1, on a log scale. @param people  >= 0 or missing */
double titian_people_part(const titian_priority_rules *rules, double people);

#endif

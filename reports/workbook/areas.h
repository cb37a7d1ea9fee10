/* The areas of an index, the peers of a unit, and the order of units: what Summary, Heatmap and Profile speak about.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_AREAS_H
#define TITIAN_REPORTS_WORKBOOK_AREAS_H

#include "workbook/book.h"

/** The nodes a reader thinks in: those of the priority's level, else of level 2; the indicators where level 2 is the
 *  index itself. They stand side by side on Scores.
 *  @return the first; *n_areas at least 1 */
size_t area_first(const book *b, size_t *n_areas);

/** Mean of a node over the units whose mark is set; `in` NULL: over all. Missing when none has a score. */
double area_mean(const book *b, size_t node, const unsigned char *in);
double area_best(const book *b, size_t node);

/** Groups whose labels make peers (region, income group): the first two with three labels or more, as positions among
 *  the framework's extra rows. @return how many, 0..2 */
size_t peer_groups(const book *b, size_t extra[2]);

/** Units from first to last: by priority where there is a priority block, else by the index; ties in the order of the
 *  data; units without a rank are left out.
 *  @return n_units positions to be freed; NULL when there is no memory (the book has then failed) */
size_t *units_in_order(book *b, size_t *n);
/** The same by the index, whether or not there is a priority block. */
size_t *units_by_index(book *b, size_t *n);

/** A list of marks, one per unit: eligible, or ranked. Freed by the caller; NULL when there is no memory. */
unsigned char *units_eligible(book *b);
unsigned char *units_ranked(book *b);

/** Can units be looked up by their names: is none there twice, too long, or with a wildcard of MATCH? */
int units_are_named(const book *b);

#endif

/* A design: what each factor draws in each replication, from a CSV file in place of random numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_DESIGN_H
#define TITIAN_DESIGN_H

#include <stdint.h>

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct titian_design titian_design; /* opaque */

/** Read a design for the factors of a model: one row for each replication, and for each factor either a column of its
 *  name, that holds what it draws (the name of an alternative, or its number from 1; the number of an option or of a
 *  parameter of the priority step; what a family's weights are multiplied by; the code of the element removed, or
 *  "none"), or a column u.NAME with the number above 0 and below 1 from which it draws; for a factor that takes
 * several, u.NAME.1, u.NAME.2 ... docs/files.md "Designs".
 *  @param nominal   whose model has the factors; borrowed during the call
 *  @param problems  hears every fault, with line and field
 *  @return TITIAN_E_DATA for a file with faults; TITIAN_E_FILE when it cannot be read; TITIAN_E_MODEL for a model
 * that has no factors */
TITIAN_API TITIAN_CHECKED titian_status titian_design_read(titian_design **out, const titian_assessment *nominal,
    const char *path, titian_problems *problems, titian_error *err);
/** The same from memory. @param name  used in messages */
TITIAN_API TITIAN_CHECKED titian_status titian_design_parse(titian_design **out, const titian_assessment *nominal,
    const char *name, const char *text, size_t length, titian_problems *problems, titian_error *err);
TITIAN_API void titian_design_free(titian_design *design);

/** Replications, and their numbers as the options `draws` take them: [replication][number of the draw]. */
TITIAN_API uint64_t titian_design_n(const titian_design *design);
TITIAN_API const double *titian_design_draws(const titian_design *design);

#ifdef __cplusplus
}
#endif
#endif

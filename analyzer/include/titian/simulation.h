/* A simulation: the same run with some values and weights set by hand, and what that changes for every unit.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_SIMULATION_H
#define TITIAN_SIMULATION_H

#include <stddef.h>

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/listing.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A value set by hand. It stands for the last index year as if it had been read for that year from a file: before it
 *  is divided by a denominator, treated or scaled. Texts are borrowed during the call. */
typedef struct {
    const char *unit; /* code of an assessed unit */
    const char *code; /* of an indicator, a Denominator or an Other row */
    double value;     /* in the unit of the data; finite */
} titian_set_value;

/** A weight set by hand, for all units. */
typedef struct {
    const char *code; /* of an element, not the index itself */
    double weight;    /* as in framework.csv, relative to its siblings; >= 0 */
} titian_set_weight;

typedef struct {
    const titian_set_value *values;
    size_t n_values;
    const titian_set_weight *weights;
    size_t n_weights;
} titian_simulation_options;

typedef struct titian_simulation titian_simulation; /* opaque */

/** Run again with the values and weights set. Whatever the model finds in the data (scales, imputed values, weights)
 *  is found anew: where it moves, the table "moved" says so. With goalposts and given weights nothing moves.
 *  @param out     owned by the caller
 *  @param before  as it was; borrowed, must outlive the simulation
 *  @return TITIAN_E_USAGE when nothing is set, something is set twice, for an unknown unit or code with the nearest
 *          one, a value that framework.csv calls implausible, a weight that is not >= 0 or that the model finds by
 *          itself, and a last index year that the data have no column for; TITIAN_E_NUMERIC, TITIAN_E_MODEL as
 *          titian_run; TITIAN_E_MEMORY. Cost: a run */
TITIAN_API TITIAN_CHECKED titian_status titian_simulation_new(titian_simulation **out,
    const titian_assessment *before, const titian_simulation_options *options, titian_error *err);
TITIAN_API void titian_simulation_free(titian_simulation *s);

TITIAN_API const titian_assessment *titian_simulation_before(const titian_simulation *s);
/** What came out: the units and nodes of before, in the same places. */
TITIAN_API const titian_assessment *titian_simulation_after(const titian_simulation *s);

/** What was set, in the order of the options, values first. */
typedef struct {
    size_t unit;          /* of the assessment; TITIAN_NONE: a weight, for all units */
    const char *code;     /* of the element or row */
    double before, after; /* value, missing where there was none, or weight */
} titian_setting;
TITIAN_API size_t titian_simulation_n_settings(const titian_simulation *s);
TITIAN_API const titian_setting *titian_simulation_setting(const titian_simulation *s, size_t k);
/** Was any value of a unit set? */
TITIAN_API int titian_simulation_is_set(const titian_simulation *s, size_t unit);

/** The tables that can be had: their names and what each tells. */
TITIAN_API size_t titian_simulation_n_tables(void);
TITIAN_API const char *titian_simulation_name(size_t table);
TITIAN_API const char *titian_simulation_summary(size_t table);
/** Make one table, about the last index year. Scores are in score points; a change is after less before; a rank or
 *  score that there is not is empty, and so is a change of it. In "units" every assessed unit has a row. "elements"
 *  has those whose score changed. "moved" has what nobody set and yet is another: of units of which no value was set.
 *  @param out  owned by the caller; the simulation is borrowed and must outlive it
 *  @return TITIAN_E_MEMORY */
TITIAN_API TITIAN_CHECKED titian_status titian_simulation_make(
    titian_listing **out, const titian_simulation *s, size_t table, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif

/* The panel: a cube of doubles, value[variable][year][unit], with a mark on every cell that says what it is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_PANEL_H
#define TITIAN_PANEL_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include <titian/export.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A missing number, in memory; in files it is an empty cell. Test with isnan. */
#define TITIAN_MISSING ((double) NAN)
/** "No such unit, variable, node, file ..." wherever an index is returned. */
#define TITIAN_NONE ((size_t) -1)

/** What a cell is. The low bits are one of these kinds; TITIAN_MARK_TREATED may be added to a kind. Imputed cells are
 *  TITIAN_MARK_IMPUTED + the row of the imputation table, so each carries its rule. */
typedef uint8_t titian_mark;
enum {
    TITIAN_MARK_MISSING = 0,
    TITIAN_MARK_OBSERVED = 1,  /* read from a file, of the index year itself */
    TITIAN_MARK_ESTIMATED = 2, /* read from a file that says it is an estimate */
    TITIAN_MARK_CARRIED = 3,   /* read from a file, of an earlier year: see the cell's age */
    TITIAN_MARK_SET_ASIDE = 4, /* there was a value; screening or denomination made it unusable */
    TITIAN_MARK_IMPUTED = 16,  /* 16 + row of the imputation table, up to 127 */
    TITIAN_MARK_TREATED = 128  /* flag: moved by outlier treatment */
};

/** Where an observed cell was read. */
typedef struct {
    size_t file; /* index into the ledger's files; TITIAN_NONE = unknown */
    size_t line; /* physical line, from 1 */
} titian_source;

/** One unit: a country or a community. All texts are owned by the panel. */
typedef struct {
    const char *code, *name; /* name is the code where the data give none */
    size_t parent;           /* unit it lies in, or TITIAN_NONE */
} titian_unit;

typedef struct titian_panel titian_panel; /* opaque: owns its cells and texts */

/** A panel of missing cells.
 *  @param variables  n_variables codes, unique, copied
 *  @param years      n_years years, ascending, copied
 *  @param units      n_units codes, unique, copied; names default to the codes
 *  @param groups     n_groups codes of labels that units carry, copied */
typedef struct {
    const char *const *variables;
    size_t n_variables;
    const int *years;
    size_t n_years;
    const char *const *units;
    size_t n_units;
    const char *const *groups;
    size_t n_groups;
    int with_sources; /* 1: remember file and line of each cell */
} titian_panel_shape;

TITIAN_API TITIAN_CHECKED titian_status titian_panel_new(
    titian_panel **out, const titian_panel_shape *shape, titian_error *err);

/** A deep copy without sources. */
TITIAN_API TITIAN_CHECKED titian_status titian_panel_copy(
    titian_panel **out, const titian_panel *from, titian_error *err);

TITIAN_API void titian_panel_free(titian_panel *panel);

TITIAN_API size_t titian_panel_n_units(const titian_panel *panel);
TITIAN_API size_t titian_panel_n_years(const titian_panel *panel);
TITIAN_API size_t titian_panel_n_variables(const titian_panel *panel);
TITIAN_API size_t titian_panel_n_groups(const titian_panel *panel);

TITIAN_API const titian_unit *titian_panel_unit(const titian_panel *panel, size_t unit);
TITIAN_API const char *titian_panel_variable(const titian_panel *panel, size_t variable);
TITIAN_API const char *titian_panel_group(const titian_panel *panel, size_t group);
TITIAN_API int titian_panel_year(const titian_panel *panel, size_t year);

/** Index of a code or year. @return TITIAN_NONE when there is none. Cost: O(1) for codes, O(log n) for years. */
TITIAN_API size_t titian_panel_find_unit(const titian_panel *panel, const char *code);
TITIAN_API size_t titian_panel_find_variable(const titian_panel *panel, const char *code);
TITIAN_API size_t titian_panel_find_group(const titian_panel *panel, const char *code);
TITIAN_API size_t titian_panel_find_year(const titian_panel *panel, int year);

/** One variable in one year: n_units doubles, stride 1; TITIAN_MISSING where there is no value. */
TITIAN_API const double *titian_panel_column(const titian_panel *panel, size_t variable, size_t year);
TITIAN_API double *titian_panel_column_mut(titian_panel *panel, size_t variable, size_t year);
/** The marks beside the values, n_units bytes. */
TITIAN_API const titian_mark *titian_panel_marks(const titian_panel *panel, size_t variable, size_t year);
TITIAN_API titian_mark *titian_panel_marks_mut(titian_panel *panel, size_t variable, size_t year);
/** Age of each value: index year minus year of observation, n_units bytes; 255 means 255 or more. */
TITIAN_API const uint8_t *titian_panel_ages(const titian_panel *panel, size_t variable, size_t year);
TITIAN_API uint8_t *titian_panel_ages_mut(titian_panel *panel, size_t variable, size_t year);

/** Where a cell was read; {TITIAN_NONE, 0} for a panel without sources or a cell without one. Setting does nothing
 * where a panel has none, and where it was read from files with one line for all cells of a unit: those stay. */
TITIAN_API titian_source titian_panel_source(const titian_panel *panel, size_t variable, size_t year, size_t unit);
TITIAN_API void titian_panel_set_source(
    titian_panel *panel, size_t variable, size_t year, size_t unit, titian_source source);

/** Label of a unit in a group; "" where it has none. Setting copies the text; equal texts are kept once. */
TITIAN_API const char *titian_panel_label(const titian_panel *panel, size_t group, size_t unit);
TITIAN_API TITIAN_CHECKED titian_status titian_panel_set_label(
    titian_panel *panel, size_t group, size_t unit, const char *label, titian_error *err);

/** Give a unit its name (copied) and the unit it lies in (TITIAN_NONE for none). */
TITIAN_API TITIAN_CHECKED titian_status titian_panel_set_unit(
    titian_panel *panel, size_t unit, const char *name, size_t parent, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif

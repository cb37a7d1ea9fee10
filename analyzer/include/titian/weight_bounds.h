/* Bounds on the weights of elements, as a CSV file gives them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_WEIGHT_BOUNDS_H
#define TITIAN_WEIGHT_BOUNDS_H

#include <stddef.h>

#include <titian/export.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Bounds of one element's weight, as a share of the node it is weighed in. */
typedef struct {
    const char *code; /* owned by the bounds */
    double low, high; /* 0..1, low <= high */
    size_t line;      /* in the file */
} titian_weight_bound;

typedef struct titian_weight_bounds titian_weight_bounds; /* opaque */

/** Read a CSV whose header is iCode,Lower,Upper: one row for each element that is bound. An empty Lower is 0, an
 * empty Upper is 1. Whether a code is an element is known only where the bounds are used.
 *  @param out       owned by the caller; NULL unless the result is TITIAN_OK
 *  @param problems  told of every fault. NULL allowed
 *  @return TITIAN_E_FILE when the file cannot be read, TITIAN_E_DATA for a faulty row, with its place */
TITIAN_API TITIAN_CHECKED titian_status titian_weight_bounds_read(
    titian_weight_bounds **out, const char *path, titian_problems *problems, titian_error *err);
/** The same from memory. @param name  used in messages */
TITIAN_API TITIAN_CHECKED titian_status titian_weight_bounds_parse(titian_weight_bounds **out, const char *name,
    const char *text, size_t length, titian_problems *problems, titian_error *err);
TITIAN_API void titian_weight_bounds_free(titian_weight_bounds *bounds);

/** Name of the file; rows in its order. */
TITIAN_API const char *titian_weight_bounds_file(const titian_weight_bounds *bounds);
TITIAN_API size_t titian_weight_bounds_n(const titian_weight_bounds *bounds);
TITIAN_API const titian_weight_bound *titian_weight_bounds_at(const titian_weight_bounds *bounds, size_t row);

#ifdef __cplusplus
}
#endif
#endif

/* What tests of kernels have in common: columns, reference columns, comparison with reference figures.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_KERNELS_GIVEN_H
#define TITIAN_TESTS_KERNELS_GIVEN_H

#include "unit/check.h"

#include <stdlib.h>

#include "kernels/block.h"
#include "kernels/mean.h"
#include "unit/kernels/reference_table.h"

/** Children one after another, n units each. */
static inline kernel_columns given_columns(const double *scores, size_t n, size_t n_children, const double *weights)
{
    return (kernel_columns){.scores = scores, .stride = n, .n_children = n_children, .n = n, .weights = weights};
}

static inline kernel_block given_block(const double *values, size_t n_units, size_t n_indicators)
{
    return (kernel_block){.values = values, .stride = n_units, .n_units = n_units, .n_indicators = n_indicators};
}

/** Room for n doubles, to be freed with free(). */
static inline double *given_room(size_t n)
{
    double *room = calloc(n + 1, sizeof *room);

    assert_non_null(room);
    return room;
}

/** Columns from one named to another, one after another, to be freed with free(). @param n  how many they are */
static inline double *given_reference(const reference_table *table, const char *first, const char *last, size_t *n)
{
    const size_t from = reference_column(table, first);
    double *values = NULL;

    *n = reference_column(table, last) - from + 1;
    values = given_room(*n * table->n_rows);
    reference_block(table, from, *n, values);
    return values;
}

static inline double given_figure(const reference_table *table, size_t row, const char *column)
{
    return reference_number(table, row, reference_column(table, column));
}

/** x within so much of what is expected, relative to it where that is larger than 1; both missing is equal too. */
#define assert_as_reference(x, expected, within) assert_near(x, expected, (within) *fmax(1.0, fabs(expected)))

#endif

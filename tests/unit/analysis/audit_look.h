/* Looking into a table of the audit: a cell by its row and column, a row by the texts in it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_AUDIT_LOOK_H
#define TITIAN_TESTS_AUDIT_LOOK_H

#include "unit/stages/sketch.h"

#include <titian/audit.h>

/** One table of a run; options may be NULL. */
static inline titian_audit_table *make(const sketch *s, const char *name, const titian_audit_options *options)
{
    titian_audit_table *table = NULL;
    titian_error err;

    assert_true(titian_audit_find(name) != TITIAN_NONE);
    assert_int_equal(titian_audit_make(&table, s->a, titian_audit_find(name), options, &err), TITIAN_OK);
    return table;
}

static inline double number(const titian_audit_table *table, size_t row, const char *column)
{
    return titian_audit_table_cell(table, row, titian_audit_table_find(table, column)).number;
}

static inline const char *text(const titian_audit_table *table, size_t row, const char *column)
{
    return titian_audit_table_cell(table, row, titian_audit_table_find(table, column)).text;
}

/* The row whose columns hold two texts; the second may be NULL. */
static inline size_t find(
    const titian_audit_table *table, const char *c1, const char *t1, const char *c2, const char *t2)
{
    for (size_t row = 0; row < titian_audit_table_n_rows(table); row++)
        if (strcmp(text(table, row, c1), t1) == 0 && (c2 == NULL || strcmp(text(table, row, c2), t2) == 0))
            return row;
    fail_msg("there is no row %s", t1);
    return 0;
}

#endif

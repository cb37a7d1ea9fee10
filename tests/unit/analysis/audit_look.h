/* Making a table of the audit, to be looked into as a listing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_AUDIT_LOOK_H
#define TITIAN_TESTS_AUDIT_LOOK_H

#include "unit/stages/sketch.h"

#include <titian/audit.h>

#include "unit/analysis/listed.h"

/** One table of a run; options may be NULL. */
static inline titian_listing *make(const sketch *s, const char *name, const titian_audit_options *options)
{
    titian_listing *table = NULL;
    titian_error err;

    assert_true(titian_audit_find(name) != TITIAN_NONE);
    assert_int_equal(titian_audit_make(&table, s->a, titian_audit_find(name), options, &err), TITIAN_OK);
    return table;
}

#endif

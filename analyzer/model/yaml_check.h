/* The shape of a model.yaml against its schema: every unknown, repeated or missing key and every value of the wrong
 * kind, each at its own line and column.
 * libcyaml stops at the first fault and lets some pass that must not: "1.5z" is 1.5 to it, "0x10" 16, any word but a
 * few a yes. So the document is walked along the same schema first; libcyaml then fills the structures.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_YAML_CHECK_H
#define TITIAN_MODEL_YAML_CHECK_H

#include "model/faults.h"
#include "model/schema.h"
#include "model/yaml_place.h"

enum { TITIAN_MOST_UNKNOWN = 100 }; /* unknown keys in spite of which the rest of a document is still read */

/** Say every fault of shape.
 *  @param what  the document, for messages: "the model"
 *  @return 1 when the values can be read nevertheless: nothing but a few unknown keys is wrong; 0 otherwise */
int titian_yaml_check(
    const titian_yaml *yaml, const cyaml_schema_value_t *schema, const char *what, titian_faults *faults);

#endif

/* The document of a model.yaml as libyaml reads it: where each value stands. Made before anything else looks at the
 * text, so that what cannot be trusted (aliases, depth, a second document) is refused here.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_YAML_PLACE_H
#define TITIAN_MODEL_YAML_PLACE_H

#include <stddef.h>

#include <yaml.h>

#include "model/faults.h"

enum {
    TITIAN_YAML_BYTES = 1024 * 1024, /* largest model.yaml */
    TITIAN_YAML_DEPTH = 16           /* deepest nesting; models need eight */
};

typedef struct titian_yaml titian_yaml; /* opaque: owns the document */

/** Read a document. Bad syntax, aliases, anchors, tags, a second document, too much text or nesting are said.
 *  @param name  used in messages; borrowed
 *  @param out   NULL on failure and when something was said (then TITIAN_OK is returned) */
TITIAN_CHECKED titian_status titian_yaml_new(
    titian_yaml **out, const char *name, const char *text, size_t n, titian_faults *faults, titian_error *err);
void titian_yaml_free(titian_yaml *yaml);

/** The outermost value; NULL when the document is empty. */
const yaml_node_t *titian_yaml_root(const titian_yaml *yaml);
/** A node by the number that pairs and items hold. */
const yaml_node_t *titian_yaml_node(const titian_yaml *yaml, int number);
/** Where a node begins. */
titian_place titian_yaml_place_of(const titian_yaml *yaml, const yaml_node_t *node);

/** Where the value at a path begins, such as "priority.absorption.variables[0].low"; the innermost block that is
 *  there when the value itself is not. @param yaml NULL gives an empty place */
titian_place titian_yaml_place(const titian_yaml *yaml, const char *path);
/** Text of a scalar at the top; NULL when there is none. Borrowed. */
const char *titian_yaml_text(const titian_yaml *yaml, const char *key);

#endif

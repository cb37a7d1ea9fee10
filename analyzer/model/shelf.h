/* The other files of a model, beside model.yaml and framework.csv: read once each, from its folder or from memory.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_SHELF_H
#define TITIAN_MODEL_SHELF_H

#include <stddef.h>

#include <titian/model.h>

#include "core/arena.h"
#include "model/model_files.h"
#include "model/yaml_text.h"

enum { TITIAN_SHELF_FILES = 64, TITIAN_SHELF_BYTES = 1024 * 1024 };

/** Set `folder` or `text`; the rest zeros. What was read lives in the arena given to titian_shelf_read. */
typedef struct {
    const titian_model_files *folder;
    const titian_model_text *text;
    titian_model_bytes read[TITIAN_SHELF_FILES]; /* in the order in which they were asked for */
    const char *names[TITIAN_SHELF_FILES];
    size_t n;
} titian_shelf;

/** Is there a file of that plain name? A framework alone has no other files. */
int titian_shelf_has(const titian_shelf *shelf, const char *name);

/** A file by its plain name. @param out  n bytes with a NUL behind them; `name` is the path for messages
 *  @return TITIAN_E_FILE when it cannot be read, TITIAN_E_MODEL when it lies elsewhere or is too large */
TITIAN_CHECKED titian_status titian_shelf_read(
    titian_shelf *shelf, const char *name, titian_arena *arena, titian_model_bytes *out, titian_error *err);

#endif

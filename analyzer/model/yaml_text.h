/* The values of a model.yaml, read by libcyaml along the schema.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_YAML_TEXT_H
#define TITIAN_MODEL_YAML_TEXT_H

#include <stdarg.h>
#include <stddef.h>

#include <cyaml/cyaml.h>

#include "model/faults.h"
#include "model/schema.h"

/** A text and the name it has in messages. */
typedef struct {
    const char *name, *text;
    size_t n;
} titian_model_bytes;

/** Fill the structures.
 *  @param lenient  1: pass over unknown keys, which titian_yaml_check has said
 *  @param out      to be freed with titian_yaml_model_free; NULL on failure, for an empty document, and when
 *                  libcyaml refused the text (then its reason was said and TITIAN_OK is returned) */
TITIAN_CHECKED titian_status titian_yaml_model_read(titian_yaml_model **out, const titian_schema *schema,
    const titian_model_bytes *bytes, int lenient, titian_faults *faults, titian_error *err);
void titian_yaml_model_free(titian_yaml_model *model, const titian_schema *schema);

/** What libcyaml said before it gave up: its first message, and the innermost place of its backtrace. */
typedef struct {
    char message[160];
    size_t line, column;
} titian_cyaml_log;

/** The function for cyaml_config_t.log_fn; `context` is a titian_cyaml_log. */
void titian_cyaml_listen(cyaml_log_t level, void *context, const char *format, va_list args);
/** Its message in users' words. @param name of the file */
void titian_cyaml_say(const titian_cyaml_log *log, cyaml_err_t code, const char *name, titian_faults *faults);

#endif

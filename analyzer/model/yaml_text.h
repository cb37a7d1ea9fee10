/* The values of a model.yaml or of another document, read by libcyaml along its schema.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_YAML_TEXT_H
#define TITIAN_MODEL_YAML_TEXT_H

#include <stdarg.h>
#include <stddef.h>

#include <cyaml/cyaml.h>

#include "model/faults.h"

/** A text and the name it has in messages. */
typedef struct {
    const char *name, *text;
    size_t n;
} titian_model_bytes;

/** Fill the structures of a document.
 *  @param lenient  1: pass over unknown keys, which titian_yaml_check has said
 *  @param out      to be freed with titian_yaml_free_values; NULL on failure, for an empty document, and when
 *                  libcyaml refused the text (then its reason was said and TITIAN_OK is returned) */
TITIAN_CHECKED titian_status titian_yaml_read(void **out, const cyaml_schema_value_t *schema,
    const titian_model_bytes *bytes, int lenient, titian_faults *faults, titian_error *err);
void titian_yaml_free_values(void *values, const cyaml_schema_value_t *schema);

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

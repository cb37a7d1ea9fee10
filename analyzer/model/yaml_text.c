/* The values of a model.yaml, read by libcyaml.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/yaml_text.h"

#include <locale.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/words.h"

/* What stands before the bytes that libcyaml is given. */
typedef union {
    size_t room;
    max_align_t align;
} block;

/* Memory for libcyaml, which frees by asking for no bytes. It lengthens a list by one entry at a time, so room is
 * doubled: otherwise reading a long list would take the square of its length. */
static void *memory(void *context, void *old, size_t size)
{
    block *b = old != NULL ? (block *) old - 1 : NULL;
    size_t room = size;

    (void) context;
    if (size == 0) {
        free(b);
        return NULL;
    }
    if (b != NULL && size <= b->room)
        return old;
    if (b != NULL && room < 2 * b->room)
        room = 2 * b->room;
    b = room < SIZE_MAX - sizeof *b ? realloc(b, sizeof *b + room) : NULL;
    if (b == NULL)
        return NULL;
    b->room = room;
    return b + 1;
}

void titian_cyaml_listen(cyaml_log_t level, void *context, const char *format, va_list args)
{
    titian_cyaml_log *log = context;
    char text[sizeof log->message];
    const char *place = NULL;

    if (level < CYAML_LOG_ERROR || vsnprintf(text, sizeof text, format, args) < 0)
        return;
    text[strcspn(text, "\n")] = '\0';
    place = strstr(text, "(line: ");
    if (place != NULL && log->line == 0) {
        if (sscanf(place, "(line: %zu, column: %zu)", &log->line, &log->column) != 2)
            log->line = log->column = 0;
    } else if (place == NULL && log->message[0] == '\0' && strstr(text, "Backtrace") == NULL) {
        memcpy(log->message, text, sizeof text);
    }
}

/* Beginnings of libcyaml's messages; the word at fault stands behind their last colon. */
static const struct {
    const char *begins, *before, *behind, *mend;
} phrases[] = {
    {"Load: Unexpected key", "unknown key ", "", "take it out, or see docs/models.md for the keys there are"},
    {"Load: Mapping field already seen", "the key ", " stands here twice", "keep one of the two"},
    {"Load: Missing required mapping field", "the key ", " is missing", "write it"},
    {"Load: Invalid FLOAT value", "", " is not a number", "write a number in digits, with a point for decimals"},
    {"Load: FLOAT", "the number ", " is too large or too near 0", "write 0, or a number between 1e-300 and 1e300"},
};

void titian_cyaml_say(const titian_cyaml_log *log, cyaml_err_t code, const char *name, titian_faults *faults)
{
    const titian_place place = {name, log->line, log->column};
    const char *colon = strrchr(log->message, ':');

    for (size_t k = 0; colon != NULL && colon[1] == ' ' && k < sizeof phrases / sizeof *phrases; k++)
        if (strncmp(log->message, phrases[k].begins, strlen(phrases[k].begins)) == 0) {
            titian_faults_say(faults, place, "%s%s%s\n%s", phrases[k].before, titian_quote(colon + 2).text,
                phrases[k].behind, phrases[k].mend);
            return;
        }
    titian_faults_say(faults, place, "the model cannot be read: %s\nsee docs/models.md for how it is written",
        log->message[0] != '\0' ? log->message : cyaml_strerror(code));
}

static cyaml_config_t config_for(titian_cyaml_log *log, int lenient)
{
    return (cyaml_config_t){.log_fn = titian_cyaml_listen,
        .log_ctx = log,
        .mem_fn = memory,
        .log_level = CYAML_LOG_ERROR,
        .flags = (cyaml_cfg_flags_t) (CYAML_CFG_NO_ALIAS | (lenient ? CYAML_CFG_IGNORE_UNKNOWN_KEYS : 0))};
}

/* libyaml has walked over the whole text by now (yaml_place): what stops it here is not the text. */
static int is_lack_of_memory(cyaml_err_t code)
{
    return code == CYAML_ERR_OOM || code == CYAML_ERR_LIBYAML_PARSER_INIT || code == CYAML_ERR_LIBYAML_PARSER;
}

titian_status titian_yaml_read(void **out, const cyaml_schema_value_t *schema, const titian_model_bytes *bytes,
    int lenient, titian_faults *faults, titian_error *err)
{
    titian_status status = TITIAN_OK;
    titian_cyaml_log log = {.line = 0};
    const cyaml_config_t config = config_for(&log, lenient);
    const locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t) 0);
    cyaml_data_t *data = NULL;
    locale_t before;
    cyaml_err_t code;

    *out = NULL;
    if (plain == (locale_t) 0)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to read %s", bytes->name);
    before = uselocale(plain); /* libcyaml reads numbers with strtod; a decimal comma must not confuse it */
    code = cyaml_load_data((const uint8_t *) bytes->text, bytes->n, &config, schema, &data, NULL);
    (void) uselocale(before);
    freelocale(plain);
    if (is_lack_of_memory(code))
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory to read %s", bytes->name);
    else if (code != CYAML_OK)
        titian_cyaml_say(&log, code, bytes->name, faults);
    else
        *out = data;
    return status;
}

void titian_yaml_free_values(void *values, const cyaml_schema_value_t *schema)
{
    const cyaml_config_t config = config_for(NULL, 1);

    if (values != NULL)
        (void) cyaml_free(&config, schema, values, 0);
}

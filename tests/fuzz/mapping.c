/* A mapping and a table, with a byte 0x1E between them: the mapping is read, the table is read by it, and a mapping
 * is drafted for the table. A draft is YAML, so it is read again. SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/input.h>

enum { BETWEEN = 0x1E };

static void read_table(const titian_mapping *mapping, const char *text, size_t n)
{
    const titian_input_text table = {"table.csv", text, n};
    const titian_framework *framework = titian_model_recipe(given_model())->framework;
    titian_input_options options = titian_input_options_default();
    titian_problems problems = given_listener();
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;
    titian_error err = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    options.mappings = &mapping;
    options.n_mappings = 1;
    status = titian_input_parse(&panel, &ledger, framework, &table, 1, &options, &problems, &err);
    given_check_result(status, panel, &problems, &err);
    given_check_ledger(ledger);
    titian_panel_free(panel);
    titian_ledger_free(ledger);
}

/* The mapping is used on the table, unless that is NULL. */
static void read_mapping(const char *yaml, size_t n_yaml, const char *table, size_t n_table)
{
    titian_problems problems = given_listener();
    titian_mapping *mapping = NULL;
    titian_error err = {.code = TITIAN_OK};
    const titian_status status = titian_mapping_parse(&mapping, "mapping.yaml", yaml, n_yaml, &problems, &err);

    given_check_result(status, mapping, &problems, &err);
    if (status == TITIAN_OK && table != NULL)
        read_table(mapping, table, n_table);
    titian_mapping_free(mapping);
}

static void draft(const char *table, size_t n)
{
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    titian_error err = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    HOLDS(to != NULL);
    status = titian_mapping_draft(to, "table.csv", table, n, &err);
    HOLDS(fclose(to) == 0);
    HOLDS(status == TITIAN_OK || (status == TITIAN_E_DATA && err.message[0] != '\0'));
    if (status == TITIAN_OK)
        read_mapping(text, length, NULL, 0);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *) data, *end = size > 0 ? memchr(text, BETWEEN, size) : NULL;
    const size_t n_yaml = end != NULL ? (size_t) (end - text) : size;
    const char *table = end != NULL ? end + 1 : text + size;
    const size_t n_table = size - (size_t) (table - text);

    read_mapping(text, n_yaml, table, n_table);
    draft(table, n_table);
    return 0;
}

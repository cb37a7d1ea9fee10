/* Mappings: YAML into what the input reads tables by.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/mapping.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/faults.h"
#include "model/model_files.h"
#include "model/words.h"
#include "model/yaml_check.h"
#include "model/yaml_text.h"

enum {
    FIRST_YEAR = 1000,
    LAST_YEAR = 2999,
    MOST_POWER = 18,
    MOST_LINES = 1000, /* above a header */
    OPTIONAL = CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
    NUMBER = CYAML_FLAG_POINTER | CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL
};

/* In all of these NULL means "not given". */
typedef struct {
    char *column, *code;
    double *year;
} yaml_column;

typedef struct {
    char *column, *value;
} yaml_dimension;

typedef struct {
    double *header_line, *for_year, *power;
    char *unit, *name, *year, *indicator, *code, *value, *status;
    yaml_column *columns;
    yaml_dimension *dimensions;
    char **estimates, **footer;
    unsigned n_columns, n_dimensions, n_estimates, n_footer;
} yaml_mapping;

#define TEXT(key, type, member) CYAML_FIELD_STRING_PTR(key, OPTIONAL, type, member, 0, CYAML_UNLIMITED)
#define FIGURE(key, type, member) CYAML_FIELD_FLOAT_PTR(key, NUMBER, type, member)

static const cyaml_schema_value_t text_entry = {CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 0, CYAML_UNLIMITED)};
static const cyaml_schema_field_t column_fields[] = {
    CYAML_FIELD_STRING_PTR("column", CYAML_FLAG_POINTER, yaml_column, column, 0, CYAML_UNLIMITED),
    TEXT("code", yaml_column, code), FIGURE("year", yaml_column, year), CYAML_FIELD_END};
static const cyaml_schema_value_t column_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, yaml_column, column_fields)};
static const cyaml_schema_field_t dimension_fields[] = {
    CYAML_FIELD_STRING_PTR("column", CYAML_FLAG_POINTER, yaml_dimension, column, 0, CYAML_UNLIMITED),
    TEXT("value", yaml_dimension, value), CYAML_FIELD_END};
static const cyaml_schema_value_t dimension_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, yaml_dimension, dimension_fields)};
static const cyaml_schema_field_t fields[] = {FIGURE("header_line", yaml_mapping, header_line),
    TEXT("unit", yaml_mapping, unit), TEXT("name", yaml_mapping, name), TEXT("year", yaml_mapping, year),
    FIGURE("for_year", yaml_mapping, for_year), TEXT("indicator", yaml_mapping, indicator),
    TEXT("code", yaml_mapping, code), TEXT("value", yaml_mapping, value),
    CYAML_FIELD_SEQUENCE_COUNT(
        "columns", OPTIONAL, yaml_mapping, columns, n_columns, &column_entry, 1, CYAML_UNLIMITED),
    FIGURE("power_of_ten", yaml_mapping, power), TEXT("status", yaml_mapping, status),
    CYAML_FIELD_SEQUENCE_COUNT(
        "estimates", OPTIONAL, yaml_mapping, estimates, n_estimates, &text_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE_COUNT(
        "dimensions", OPTIONAL, yaml_mapping, dimensions, n_dimensions, &dimension_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE_COUNT("footer", OPTIONAL, yaml_mapping, footer, n_footer, &text_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_END};
static const cyaml_schema_value_t schema = {CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, yaml_mapping, fields)};

typedef struct {
    titian_mapping *m;
    const titian_yaml *yaml;
    const yaml_mapping *values;
    titian_faults *faults;
    int failed; /* 1: there was no memory */
} making;

static const char *keep(making *k, const char *text)
{
    const char *copy = text != NULL ? titian_arena_text(&k->m->arena, text) : NULL;

    k->failed |= text != NULL && copy == NULL;
    return copy;
}

static void *array(making *k, size_t n, size_t size)
{
    void *made = titian_arena_array(&k->m->arena, n, size);

    k->failed |= made == NULL;
    return made;
}

/* A whole number within bounds. @return 0 when it is not given or at fault */
static int whole(making *k, const char *path, const double *number, int least, int most)
{
    if (number == NULL)
        return 0;
    if (*number == floor(*number) && *number >= least && *number <= most)
        return (int) *number;
    titian_faults_say(k->faults, titian_yaml_place(k->yaml, path), "%s is %s\nwrite a whole number from %d to %d",
        titian_quote(path).text, titian_figure(*number).text, least, most);
    return 0;
}

static void say(making *k, const char *path, const char *text)
{
    titian_faults_say(k->faults, titian_yaml_place(k->yaml, path), "%s", text);
}

/* Where values stand: one column, or several. */
static void make_values(making *k)
{
    const yaml_mapping *y = k->values;
    const int coded = y->indicator != NULL || y->code != NULL;
    titian_mapping *m = k->m;

    m->n_values = y->value != NULL ? 1 : y->n_columns;
    m->values = array(k, m->n_values, sizeof *m->values);
    if (k->failed)
        return;
    if (y->value != NULL) {
        m->values[0] = (titian_mapped_value){keep(k, y->value), NULL, 0};
        if (!coded)
            say(k, "value",
                "it is not known which indicator the values are of\nname the column of codes (indicator), or "
                "the code itself (code)");
        return;
    }
    for (unsigned c = 0; c < y->n_columns; c++) {
        const yaml_column *column = &y->columns[c];
        titian_words path = {""};

        titian_words_add(&path, "columns[%u]", c);
        if (column->code == NULL && !coded)
            say(k, path.text,
                "it is not known which indicator the values of this column are of\nwrite its code: "
                "{column: NAME, code: CODE}");
        if (column->code != NULL && coded)
            say(k, path.text,
                "the code of this column is given beside \"indicator\" or \"code\"\nkeep one of the two");
        titian_words_add(&path, ".year");
        m->values[c] = (titian_mapped_value){
            keep(k, column->column), keep(k, column->code), whole(k, path.text, column->year, FIRST_YEAR, LAST_YEAR)};
    }
}

static void make_dimensions(making *k)
{
    const yaml_mapping *y = k->values;

    if (y->n_dimensions >= TITIAN_MOST_DIMENSIONS) {
        say(k, "dimensions", "there are too many dimensions\nname fewer than 32 of them");
        return;
    }
    for (unsigned d = 0; d < y->n_dimensions; d++)
        k->m->dimensions[k->m->n_dimensions++] =
            (titian_dimension){keep(k, y->dimensions[d].column), keep(k, y->dimensions[d].value)};
}

/* Words for estimates of its own come before those of SDMX. */
static void make_words(making *k)
{
    const yaml_mapping *y = k->values;
    const size_t n = y->n_estimates + titian_status_sdmx.n;
    titian_status_word *words = array(k, n, sizeof *words);

    if (words == NULL)
        return;
    for (unsigned w = 0; w < y->n_estimates; w++)
        words[w] = (titian_status_word){keep(k, y->estimates[w]), TITIAN_SENSE_ESTIMATED};
    memcpy(words + y->n_estimates, titian_status_sdmx.words, titian_status_sdmx.n * sizeof *words);
    k->m->words = (titian_status_list){words, n, TITIAN_SENSE_UNKNOWN, 0};
}

static void make_footer(making *k)
{
    const yaml_mapping *y = k->values;

    if (y->n_footer == 0)
        return;
    k->m->footer = array(k, y->n_footer + 1, sizeof *k->m->footer);
    for (unsigned f = 0; f < y->n_footer && !k->failed; f++)
        k->m->footer[f] = keep(k, y->footer[f]);
}

/* Keys that say the same twice, or nothing without another. */
static void check(making *k)
{
    const yaml_mapping *y = k->values;

    if (y->unit == NULL && y->name == NULL)
        say(k, "",
            "the mapping does not say what the values are of\nname the column of the units' codes (unit), or that "
            "of their names (name)");
    if (y->value == NULL && y->n_columns == 0)
        say(k, "", "the mapping names no values\nname their column (value), or several of them (columns)");
    if (y->value != NULL && y->n_columns > 0)
        say(k, "columns", "both \"value\" and \"columns\" are given\nkeep one of the two");
    if (y->indicator != NULL && y->code != NULL)
        say(k, "code", "both \"indicator\" and \"code\" are given\nkeep one of the two");
    if (y->year != NULL && y->for_year != NULL)
        say(k, "for_year", "both \"year\" and \"for_year\" are given\nkeep one of the two");
    if (y->n_estimates > 0 && y->status == NULL)
        say(k, "estimates", "\"estimates\" are words of a column that is not named\nname it (status)");
}

static void make(making *k)
{
    const yaml_mapping *y = k->values;
    titian_mapping *m = k->m;

    check(k);
    m->unit = keep(k, y->unit);
    m->name = keep(k, y->name);
    m->year = keep(k, y->year);
    m->indicator = keep(k, y->indicator);
    m->status = keep(k, y->status);
    m->code = keep(k, y->code);
    m->fixed_year = whole(k, "for_year", y->for_year, FIRST_YEAR, LAST_YEAR);
    m->power = whole(k, "power_of_ten", y->power, -MOST_POWER, MOST_POWER);
    m->header_line = (size_t) whole(k, "header_line", y->header_line, 1, MOST_LINES);
    make_values(k);
    make_dimensions(k);
    make_words(k);
    make_footer(k);
}

static titian_status read_values(
    making *k, void **values, const titian_model_bytes *bytes, titian_faults *faults, titian_error *err)
{
    const size_t before = faults->n_errors;
    titian_status status = TITIAN_OK;

    if (titian_yaml_root(k->yaml) == NULL)
        titian_faults_say(
            faults, (titian_place){bytes->name, 0, 0}, "the mapping is empty\n\"titian map FILE\" drafts one");
    else if (titian_yaml_check(k->yaml, &schema, "the mapping", faults))
        status = titian_yaml_read(values, &schema, bytes, faults->n_errors > before, faults, err);
    k->values = *values;
    if (status == TITIAN_OK && k->values != NULL)
        make(k);
    return status;
}

titian_status titian_mapping_parse(
    titian_mapping **out, const char *name, const char *text, size_t n, titian_problems *problems, titian_error *err)
{
    const titian_model_bytes bytes = {name, text, n};
    titian_faults faults = titian_faults_start(problems);
    titian_mapping *m = calloc(1, sizeof *m);
    titian_status status = TITIAN_OK;
    titian_yaml *yaml = NULL;
    void *values = NULL;

    *out = NULL;
    if (m == NULL || (m->path = titian_arena_text(&m->arena, name)) == NULL) {
        free(m);
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a mapping");
    }
    status = titian_yaml_new(&yaml, name, text, n, &faults, err);
    if (status == TITIAN_OK && yaml != NULL) {
        making k = {.m = m, .yaml = yaml, .faults = &faults};

        status = read_values(&k, &values, &bytes, &faults, err);
        if (status == TITIAN_OK && k.failed)
            status = titian_fail(err, TITIAN_E_MEMORY, "no memory for a mapping");
    }
    titian_yaml_free_values(values, &schema);
    titian_yaml_free(yaml);
    if (status == TITIAN_OK)
        status = titian_faults_result(&faults, err);
    if (status == TITIAN_OK)
        *out = m;
    else
        titian_mapping_free(m);
    return status;
}

titian_status titian_mapping_load(
    titian_mapping **out, const char *path, titian_problems *problems, titian_error *err)
{
    char *text = NULL;
    size_t n = 0;
    titian_status status = titian_model_file_read(&text, &n, path, TITIAN_YAML_BYTES, err);

    *out = NULL;
    if (status == TITIAN_OK)
        status = titian_mapping_parse(out, path, text, n, problems, err);
    free(text);
    return status;
}

void titian_mapping_free(titian_mapping *mapping)
{
    titian_arena arena;

    if (mapping == NULL)
        return;
    arena = mapping->arena;
    free(mapping);
    titian_arena_free(&arena);
}

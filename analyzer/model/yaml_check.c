/* The shape of a model.yaml against its schema.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/yaml_check.h"

#include <stdio.h>
#include <string.h>

#include "input/number.h"
#include "model/words.h"

typedef struct {
    const titian_yaml *yaml;
    const char *what;
    titian_faults *faults;
    size_t n_unknown;
} checker;

/* Where the walk is: the key above, or the entry (from 1) of the list above. */
typedef struct spot {
    const struct spot *above;
    const char *key;
    size_t entry;
} spot;

static void check_value(checker *c, const cyaml_schema_value_t *schema, const yaml_node_t *node, const spot *at);

/* "priority.aid", "aggregate[2]" ... into a list of words. */
static void add_path(titian_words *words, const spot *at)
{
    if (at == NULL)
        return;
    add_path(words, at->above);
    if (at->key == NULL)
        titian_words_add(words, "[%zu]", at->entry);
    else
        titian_words_add(words, "%s%s", words->text[0] != '\0' ? "." : "", at->key);
}

/* ` under "treat"`, ` in entry 2 of "aggregate"`; nothing at the top. */
static titian_words where(const spot *at)
{
    titian_words path = {""}, words = {""};

    add_path(&path, at != NULL && at->key == NULL ? at->above : at);
    if (at != NULL && at->key == NULL)
        titian_words_add(&words, " in entry %zu of \"%s\"", at->entry, path.text);
    else if (at != NULL)
        titian_words_add(&words, " under \"%s\"", path.text);
    return words;
}

/* `"low" in entry 2 of "priority.absorption.variables"`: a value and where it stands. */
static titian_words name_of(const checker *c, const spot *at)
{
    titian_words words = {""};

    if (at == NULL) {
        titian_words_add(&words, "%s", c->what);
    } else if (at->key == NULL) {
        titian_words path = {""};

        add_path(&path, at->above);
        titian_words_add(&words, "entry %zu of \"%s\"", at->entry, path.text);
    } else {
        titian_words_add(&words, "\"%s\"%s", at->key, where(at->above).text);
    }
    return words;
}

/* Nothing, "null" or "~" without quotes. */
static int is_empty(const yaml_node_t *node)
{
    static const char *const nothings[] = {"", "~", "null", "Null", "NULL"};

    if (node->type != YAML_SCALAR_NODE || node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return 0;
    for (size_t k = 0; k < sizeof nothings / sizeof *nothings; k++)
        if (strcmp((const char *) node->data.scalar.value, nothings[k]) == 0)
            return 1;
    return 0;
}

static const char *how_to_write(const cyaml_schema_value_t *schema)
{
    switch (schema->type) {
    case CYAML_FLOAT:
        return "write a number in digits, with a point for decimals: 0.65";
    case CYAML_BOOL:
        return "write true or false";
    case CYAML_STRING:
        return "write one text; put it in quotes when it holds \": \" or begins with a special character";
    case CYAML_MAPPING:
        return "write a block of keys: {key: value, key: value}";
    case CYAML_SEQUENCE_FIXED:
        return "write two numbers: [0, 100]";
    default:
        return "write a list: [first, second], or one \"- entry\" a line";
    }
}

static yaml_node_type_t node_type(const cyaml_schema_value_t *schema)
{
    if (schema->type == CYAML_MAPPING)
        return YAML_MAPPING_NODE;
    return schema->type == CYAML_SEQUENCE || schema->type == CYAML_SEQUENCE_FIXED ? YAML_SEQUENCE_NODE
                                                                                  : YAML_SCALAR_NODE;
}

/* "a block of keys", "a list", "one value" */
static const char *node_word(yaml_node_type_t type)
{
    return type == YAML_MAPPING_NODE ? "a block of keys" : type == YAML_SEQUENCE_NODE ? "a list" : "a single value";
}

static void check_number(checker *c, const char *text, const yaml_node_t *node, const spot *at)
{
    const titian_place place = titian_yaml_place_of(c->yaml, node);
    const size_t n = node->data.scalar.length;
    double number = 0.0;

    if (titian_number_parse(text, n, &number) == TITIAN_NUMBER_OK)
        return;
    if (titian_number_is_written(text, n))
        titian_faults_say(c->faults, place, "%s is too large to be computed with (%s)\nwrite a smaller number",
            titian_quote(text).text, name_of(c, at).text);
    else
        titian_faults_say(c->faults, place,
            "%s is not a number (%s)\nwrite a number in digits, with a point for decimals: 0.65",
            titian_quote(text).text, name_of(c, at).text);
}

static void check_scalar(checker *c, const cyaml_schema_value_t *schema, const yaml_node_t *node, const spot *at)
{
    const char *text = (const char *) node->data.scalar.value;
    const titian_place place = titian_yaml_place_of(c->yaml, node);

    for (size_t k = 0; k < node->data.scalar.length; k++)
        if ((unsigned char) text[k] < ' ' && text[k] != '\n' && text[k] != '\t') {
            titian_faults_say(c->faults, place, "%s holds a control character\nremove it", name_of(c, at).text);
            return;
        }
    if (schema->type == CYAML_FLOAT)
        check_number(c, text, node, at);
    else if (schema->type == CYAML_BOOL && strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
        titian_faults_say(c->faults, place, "%s is neither true nor false (%s)\nwrite true or false",
            titian_quote(text).text, name_of(c, at).text);
}

static void check_list(checker *c, const cyaml_schema_value_t *schema, const yaml_node_t *node, const spot *at)
{
    const yaml_node_item_t *items = node->data.sequence.items.start;
    const size_t n = (size_t) (node->data.sequence.items.top - items);
    const titian_place place = titian_yaml_place_of(c->yaml, node);

    if (schema->type == CYAML_SEQUENCE_FIXED && n != schema->sequence.max)
        titian_faults_say(c->faults, place, "%s must have %u entries, not %zu\n%s", name_of(c, at).text,
            schema->sequence.max, n, how_to_write(schema));
    else if (n < schema->sequence.min)
        titian_faults_say(
            c->faults, place, "%s is an empty list\nwrite its entries, or leave the key out", name_of(c, at).text);
    for (size_t k = 0; k < n; k++) {
        const spot below = {.above = at, .entry = k + 1};

        check_value(c, schema->sequence.entry, titian_yaml_node(c->yaml, items[k]), &below);
    }
}

static void say_unknown(checker *c, const cyaml_schema_field_t *fields, const yaml_node_t *key, const spot *at)
{
    const char *word = (const char *) key->data.scalar.value;
    const char *known[TITIAN_SCHEMA_FIELDS];
    size_t n = 0;

    for (; fields[n].key != NULL && n < TITIAN_SCHEMA_FIELDS; n++)
        known[n] = fields[n].key;
    c->n_unknown++;
    titian_faults_say(c->faults, titian_yaml_place_of(c->yaml, key), "unknown key %s%s\n%sknown keys: %s",
        titian_quote(word).text, where(at).text, titian_near(c->faults, word, known, n).text,
        titian_list(known, n).text);
}

/* Position of a key in its fields; that of the end when there is none. */
static size_t find_field(const cyaml_schema_field_t *fields, const yaml_node_t *key)
{
    size_t k = 0;

    while (fields[k].key != NULL && (strlen(fields[k].key) != key->data.scalar.length ||
                                        memcmp(fields[k].key, key->data.scalar.value, key->data.scalar.length) != 0))
        k++;
    return k;
}

static void check_pair(
    checker *c, const cyaml_schema_field_t *fields, const yaml_node_pair_t *pair, size_t *seen, const spot *at)
{
    const yaml_node_t *key = titian_yaml_node(c->yaml, pair->key);
    const titian_place place = titian_yaml_place_of(c->yaml, key);
    size_t k;

    if (key->type != YAML_SCALAR_NODE) {
        titian_faults_say(c->faults, place, "%s stands where a key should%s\nwrite \"key: value\"",
            node_word(key->type), where(at).text);
        return;
    }
    k = find_field(fields, key);
    if (fields[k].key == NULL) {
        say_unknown(c, fields, key, at);
    } else if (seen[k] != 0) {
        titian_faults_say(c->faults, place, "the key \"%s\"%s stands on line %zu already\nkeep one of the two",
            fields[k].key, where(at).text, seen[k]);
    } else {
        const spot below = {.above = at, .key = fields[k].key};

        seen[k] = place.line;
        check_value(c, &fields[k].value, titian_yaml_node(c->yaml, pair->value), &below);
    }
}

static void check_block(checker *c, const cyaml_schema_value_t *schema, const yaml_node_t *node, const spot *at)
{
    const cyaml_schema_field_t *fields = schema->mapping.fields;
    size_t seen[TITIAN_SCHEMA_FIELDS] = {0}; /* line of each key, 0 while it was not seen */

    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++)
        check_pair(c, fields, pair, seen, at);
    for (size_t k = 0; fields[k].key != NULL; k++)
        if (seen[k] == 0 && !(fields[k].value.flags & CYAML_FLAG_OPTIONAL))
            titian_faults_say(c->faults, titian_yaml_place_of(c->yaml, node), "%s has no key \"%s\"\nadd it: %s",
                name_of(c, at).text, fields[k].key, how_to_write(&fields[k].value));
}

static void check_value(checker *c, const cyaml_schema_value_t *schema, const yaml_node_t *node, const spot *at)
{
    if (is_empty(node))
        titian_faults_say(c->faults, titian_yaml_place_of(c->yaml, node), "%s has no value\n%s; or leave the key out",
            name_of(c, at).text, how_to_write(schema));
    else if (node->type != node_type(schema))
        titian_faults_say(c->faults, titian_yaml_place_of(c->yaml, node), "%s is %s, but %s belongs here\n%s",
            name_of(c, at).text, node_word(node->type), node_word(node_type(schema)), how_to_write(schema));
    else if (node->type == YAML_MAPPING_NODE)
        check_block(c, schema, node, at);
    else if (node->type == YAML_SEQUENCE_NODE)
        check_list(c, schema, node, at);
    else
        check_scalar(c, schema, node, at);
}

int titian_yaml_check(
    const titian_yaml *yaml, const cyaml_schema_value_t *schema, const char *what, titian_faults *faults)
{
    checker c = {.yaml = yaml, .what = what, .faults = faults};
    const size_t n_before = faults->n_errors;
    const yaml_node_t *root = titian_yaml_root(yaml);

    if (root != NULL)
        check_value(&c, schema, root, NULL);
    return faults->n_errors - n_before == c.n_unknown && c.n_unknown <= TITIAN_MOST_UNKNOWN;
}

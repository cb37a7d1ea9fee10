/* The document of a model.yaml and the places in it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/yaml_place.h"

#include <stdlib.h>
#include <string.h>

#include "model/yaml_syntax.h"

struct titian_yaml {
    const char *name;
    yaml_document_t document;
    int loaded; /* the document is to be deleted */
};

/* What a walk over the events has seen. */
typedef struct {
    const char *name;
    titian_faults *faults;
    size_t depth, n_documents;
} guard;

static titian_place place_of_mark(const char *name, yaml_mark_t mark)
{
    return (titian_place){name, mark.line + 1, mark.column + 1};
}

/* The anchor or tag of an event, if any: models use neither. */
static void find_decoration(const yaml_event_t *event, const yaml_char_t **anchor, const yaml_char_t **tag)
{
    *anchor = *tag = NULL;
    if (event->type == YAML_SCALAR_EVENT) {
        *anchor = event->data.scalar.anchor;
        *tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        *anchor = event->data.sequence_start.anchor;
        *tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        *anchor = event->data.mapping_start.anchor;
        *tag = event->data.mapping_start.tag;
    }
}

/* @return 0 when the event is harmless, -1 when it was refused */
static int inspect(guard *g, const yaml_event_t *event)
{
    const titian_place place = place_of_mark(g->name, event->start_mark);
    const yaml_char_t *anchor = NULL, *tag = NULL;

    find_decoration(event, &anchor, &tag);
    if (event->type == YAML_ALIAS_EVENT || anchor != NULL) {
        titian_faults_say(g->faults, place,
            "anchors (&) and aliases (*) are not used in models\n"
            "write the value out; put a text that begins with & or * in quotes");
        return -1;
    }
    if (tag != NULL) {
        titian_faults_say(
            g->faults, place, "tags (!) are not used in models\nremove it; put a text that begins with ! in quotes");
        return -1;
    }
    if (event->type == YAML_DOCUMENT_START_EVENT && ++g->n_documents > 1) {
        titian_faults_say(g->faults, place,
            "a second document begins here\n"
            "keep one document in the file; put other editions into files of their own");
        return -1;
    }
    if (event->type == YAML_SEQUENCE_START_EVENT || event->type == YAML_MAPPING_START_EVENT)
        g->depth++;
    if (event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT)
        g->depth--;
    if (g->depth > TITIAN_YAML_DEPTH) {
        titian_faults_say(g->faults, place, "blocks are nested more than %d deep\nclose brackets that were left open",
            (int) TITIAN_YAML_DEPTH);
        return -1;
    }
    return 0;
}

static titian_status parser_start(yaml_parser_t *parser, const char *text, size_t n, titian_error *err)
{
    if (!yaml_parser_initialize(parser))
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to read a model");
    yaml_parser_set_input_string(parser, (const unsigned char *) text, n);
    return TITIAN_OK;
}

static titian_status parser_stopped(
    const guard *g, const yaml_parser_t *parser, const char *text, size_t n, titian_error *err)
{
    /* libyaml stops without a word in some places where it gets no memory */
    if (parser->error == YAML_MEMORY_ERROR || parser->error == YAML_NO_ERROR)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to read %s", g->name);
    titian_yaml_syntax(g->faults, g->name, parser, text, n);
    return TITIAN_OK;
}

/* Walk over the whole text before a document is made of it. Whatever is wrong is said. */
static titian_status inspect_all(guard *g, const char *text, size_t n, titian_error *err)
{
    titian_status status = TITIAN_OK;
    yaml_parser_t parser;
    int going = 1;

    status = parser_start(&parser, text, n, err);
    if (status != TITIAN_OK)
        return status;
    while (going) {
        yaml_event_t event;

        if (!yaml_parser_parse(&parser, &event)) {
            status = parser_stopped(g, &parser, text, n, err);
            break;
        }
        going = event.type != YAML_STREAM_END_EVENT && inspect(g, &event) == 0;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return status;
}

static titian_status load(titian_yaml *yaml, const guard *g, const char *text, size_t n, titian_error *err)
{
    titian_status status = TITIAN_OK;
    yaml_parser_t parser;

    status = parser_start(&parser, text, n, err);
    if (status != TITIAN_OK)
        return status;
    yaml->loaded = yaml_parser_load(&parser, &yaml->document);
    if (!yaml->loaded)
        status = parser_stopped(g, &parser, text, n, err);
    yaml_parser_delete(&parser);
    return status;
}

titian_status titian_yaml_new(
    titian_yaml **out, const char *name, const char *text, size_t n, titian_faults *faults, titian_error *err)
{
    titian_status status = TITIAN_OK;
    titian_yaml *yaml = NULL;
    guard g = {.name = name, .faults = faults};
    const size_t n_before = faults->n_errors;

    *out = NULL;
    if (n > TITIAN_YAML_BYTES) {
        titian_faults_say(faults, (titian_place){name, 0, 0},
            "the file has %zu bytes; a model has at most %d\nkeep tables in framework.csv", n, TITIAN_YAML_BYTES);
        goto out;
    }
    yaml = calloc(1, sizeof *yaml);
    if (yaml == NULL) {
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory to read %s", name);
        goto out;
    }
    yaml->name = name;
    status = inspect_all(&g, text, n, err);
    if (status != TITIAN_OK || faults->n_errors > n_before)
        goto out;
    status = load(yaml, &g, text, n, err);
    if (status != TITIAN_OK || faults->n_errors > n_before)
        goto out;
    *out = yaml;
    yaml = NULL;
out:
    titian_yaml_free(yaml);
    return status;
}

void titian_yaml_free(titian_yaml *yaml)
{
    if (yaml == NULL)
        return;
    if (yaml->loaded)
        yaml_document_delete(&yaml->document);
    free(yaml);
}

const yaml_node_t *titian_yaml_node(const titian_yaml *yaml, int number)
{
    return &yaml->document.nodes.start[number - 1];
}

const yaml_node_t *titian_yaml_root(const titian_yaml *yaml)
{
    return yaml->document.nodes.top > yaml->document.nodes.start ? yaml->document.nodes.start : NULL;
}

titian_place titian_yaml_place_of(const titian_yaml *yaml, const yaml_node_t *node)
{
    return place_of_mark(yaml->name, node->start_mark);
}

/* The value of a key of n bytes; NULL when there is none. */
static const yaml_node_t *find_key(const titian_yaml *yaml, const yaml_node_t *block, const char *key, size_t n)
{
    if (block->type != YAML_MAPPING_NODE)
        return NULL;
    for (const yaml_node_pair_t *pair = block->data.mapping.pairs.start; pair < block->data.mapping.pairs.top;
         pair++) {
        const yaml_node_t *name = titian_yaml_node(yaml, pair->key);

        if (name->type == YAML_SCALAR_NODE && name->data.scalar.length == n &&
            memcmp(name->data.scalar.value, key, n) == 0)
            return titian_yaml_node(yaml, pair->value);
    }
    return NULL;
}

static const yaml_node_t *find_entry(const titian_yaml *yaml, const yaml_node_t *list, size_t entry)
{
    if (list->type != YAML_SEQUENCE_NODE ||
        entry >= (size_t) (list->data.sequence.items.top - list->data.sequence.items.start))
        return NULL;
    return titian_yaml_node(yaml, list->data.sequence.items.start[entry]);
}

titian_place titian_yaml_place(const titian_yaml *yaml, const char *path)
{
    const yaml_node_t *node = yaml != NULL ? titian_yaml_root(yaml) : NULL, *next = node;

    while (next != NULL && *path != '\0') {
        const size_t n = strcspn(path, ".[");

        if (*path == '[') {
            char *end = NULL;

            next = find_entry(yaml, node, strtoul(path + 1, &end, 10));
            path = end + (*end == ']');
        } else {
            next = find_key(yaml, node, path, n);
            path += n;
        }
        path += *path == '.';
        node = next != NULL ? next : node;
    }
    if (node == NULL)
        return (titian_place){yaml != NULL ? yaml->name : "", 0, 0};
    return titian_yaml_place_of(yaml, node);
}

const char *titian_yaml_text(const titian_yaml *yaml, const char *key)
{
    const yaml_node_t *root = titian_yaml_root(yaml), *node = NULL;

    if (root != NULL)
        node = find_key(yaml, root, key, strlen(key));
    return node != NULL && node->type == YAML_SCALAR_NODE ? (const char *) node->data.scalar.value : NULL;
}

/* XML with expat, event by event, from files that nobody vouches for: no document type, so no entities; no nesting
 * deeper than 64.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_XML_H
#define TITIAN_INPUT_XML_H

#include <stddef.h>
#include <string.h>

#include <titian/status.h>

/** An element's beginning: its name without the prefix of its namespace, and its attributes: name, value, name,
 *  value ..., NULL. */
typedef struct {
    const char *name;
    const char *const *attributes;
} titian_xml_element;

/** Who listens. Anything but TITIAN_OK stops the reading and is handed back. */
typedef struct {
    titian_status (*begin)(const titian_xml_element *element, void *context, titian_error *err);
    titian_status (*end)(const char *name, void *context, titian_error *err);
    titian_status (*text)(const char *text, size_t n, void *context, titian_error *err); /* in pieces */
    void *context;
} titian_xml_listener;

/** Read a document from memory. TITIAN_E_DATA, with the document's own line in the message, for what is no XML.
 *  @param path  the file that holds it, for messages
 *  @param name  of the document in that file */
TITIAN_CHECKED titian_status titian_xml_read(const char *path, const char *name, const char *text, size_t length,
    const titian_xml_listener *listener, titian_error *err);

/** Value of an attribute, its prefix left out; NULL when there is none. */
const char *titian_xml_attribute(const titian_xml_element *element, const char *name);
/** 1 when a name without prefix is that word. Asked several times of every cell. */
static inline int titian_xml_is(const char *name, const char *word)
{
    return name[0] == word[0] && strcmp(name, word) == 0;
}
/** 1 when an attribute says yes: "1" or "true". */
int titian_xml_yes(const titian_xml_element *element, const char *name);

#endif

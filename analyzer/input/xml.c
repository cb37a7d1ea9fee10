/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/xml.h"

#include <string.h>

#include <expat.h>

enum { DEPTH = 64, PIECE = 1 << 20 };

typedef struct {
    XML_Parser parser;
    const titian_xml_listener *listener;
    size_t depth;
    titian_status status; /* of the listener, or of what is refused here */
    const char *refused;  /* why the document is refused; NULL: it is not */
    titian_error *err;
} reading;

/* Without the prefix of a namespace: which prefix stands for which is up to the writer. */
static const char *local(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon != NULL ? colon + 1 : name;
}

static void stop(reading *r, titian_status status)
{
    r->status = status;
    (void) XML_StopParser(r->parser, XML_FALSE);
}

static void refuse(reading *r, const char *why)
{
    r->refused = why;
    stop(r, TITIAN_E_DATA);
}

static void XMLCALL begin(void *context, const XML_Char *name, const XML_Char **attributes)
{
    reading *r = context;
    const titian_xml_element element = {local(name), (const char *const *) attributes};
    titian_status status;

    if (r->status != TITIAN_OK)
        return;
    if (++r->depth > DEPTH) {
        refuse(r, "its elements are nested too deeply");
        return;
    }
    status = r->listener->begin(&element, r->listener->context, r->err);
    if (status != TITIAN_OK)
        stop(r, status);
}

static void XMLCALL end(void *context, const XML_Char *name)
{
    reading *r = context;
    titian_status status;

    if (r->status != TITIAN_OK)
        return;
    r->depth--;
    status = r->listener->end(local(name), r->listener->context, r->err);
    if (status != TITIAN_OK)
        stop(r, status);
}

static void XMLCALL take_text(void *context, const XML_Char *text, int n)
{
    reading *r = context;
    titian_status status;

    if (r->status != TITIAN_OK || n <= 0)
        return;
    status = r->listener->text(text, (size_t) n, r->listener->context, r->err);
    if (status != TITIAN_OK)
        stop(r, status);
}

/* No workbook has one, and it is how entities that swell are brought in. */
static void XMLCALL doctype(
    void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public, int has_subset)
{
    (void) name;
    (void) system;
    (void) public;
    (void) has_subset;
    refuse(context, "it declares a document type, which no workbook has");
}

static titian_status describe(const reading *r, const char *path, const char *name, titian_error *err)
{
    const enum XML_Error error = XML_GetErrorCode(r->parser);

    if (error == XML_ERROR_NO_MEMORY)
        return titian_fail_at(err, TITIAN_E_MEMORY, path, 0, 0, "no memory for its part %s", name);
    return titian_fail_at(err, TITIAN_E_DATA, path, 0, 0,
        "the part %s of this workbook is damaged at its line %lu: %s\n"
        "open it in Excel or LibreOffice and save it anew, or ask for the file again",
        name, (unsigned long) XML_GetCurrentLineNumber(r->parser),
        r->refused != NULL ? r->refused : XML_ErrorString(error));
}

static titian_status parse(reading *r, const char *path, const char *name, const char *text, size_t length)
{
    size_t at = 0;
    enum XML_Status went = XML_STATUS_OK;

    do {
        const size_t n = length - at < PIECE ? length - at : PIECE;

        went = XML_Parse(r->parser, text + at, (int) n, at + n == length);
        at += n;
    } while (went == XML_STATUS_OK && at < length);
    if (r->status != TITIAN_OK && r->refused == NULL)
        return r->status;
    return went == XML_STATUS_OK ? TITIAN_OK : describe(r, path, name, r->err);
}

titian_status titian_xml_read(const char *path, const char *name, const char *text, size_t length,
    const titian_xml_listener *listener, titian_error *err)
{
    reading r = {.parser = XML_ParserCreate(NULL), .listener = listener, .err = err};
    titian_status status;

    if (r.parser == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, path, 0, 0, "no memory for its part %s", name);
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, begin, end);
    XML_SetCharacterDataHandler(r.parser, take_text);
    XML_SetStartDoctypeDeclHandler(r.parser, doctype);
    status = parse(&r, path, name, text, length);
    XML_ParserFree(r.parser);
    return status;
}

const char *titian_xml_attribute(const titian_xml_element *element, const char *name)
{
    size_t k;

    for (k = 0; element->attributes[k] != NULL; k += 2) {
        if (strcmp(local(element->attributes[k]), name) == 0)
            return element->attributes[k + 1];
    }
    return NULL;
}

int titian_xml_yes(const titian_xml_element *element, const char *name)
{
    const char *value = titian_xml_attribute(element, name);

    return value != NULL && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

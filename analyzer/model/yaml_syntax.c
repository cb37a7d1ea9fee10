/* What libyaml says of text that is no YAML.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/yaml_syntax.h"

#include <string.h>

/* Beginnings of libyaml's messages (yaml 0.2) and what they mean to somebody who writes a model. */
static const struct {
    const char *begins, *message, *mend;
} phrases[] = {
    {"mapping values are not allowed in this context", "a \":\" stands where no key can be",
        "put a text that holds \": \" in quotes; check that keys of one block begin in the same column"},
    {"found character that cannot start any token", "a value cannot begin with this character",
        "indent with blanks, not tabs; put a text that begins with @, ` or % in quotes"},
    {"found a tab character", "a tab stands where only blanks can be", "indent with blanks"},
    {"did not find expected ',' or '}'", "a \",\" or the closing \"}\" is missing",
        "put a comma between the keys and a \"}\" at the end; put texts with commas in quotes"},
    {"did not find expected ',' or ']'", "a \",\" or the closing \"]\" is missing",
        "put a comma between the entries and a \"]\" at the end"},
    {"did not find expected '-' indicator", "the list ends in the middle of a line or is indented unevenly",
        "begin every entry with \"- \" in the same column"},
    {"did not find expected key", "there is no key where the next one should begin",
        "begin the keys of one block in the same column, each as \"key: value\""},
    {"did not find expected node content", "a value is missing, or begins with a character that none can begin with",
        "write the value, or take the comma before it out; put texts with special characters in quotes"},
    {"did not find expected <document start>", "something stands behind the end of the model",
        "write the model as one block of keys, each as \"key: value\""},
    {"could not find expected ':'", "a key without \":\" behind it", "write \"key: value\""},
    {"found unexpected end of stream", "the file ends inside a quoted text", "close the quotation mark"},
    {"found unknown escape character", "a backslash with a letter that means nothing behind it",
        "use single quotes where a text holds backslashes"},
    {"control characters are not allowed", "a control character", "remove it; save the file as plain UTF-8 text"},
    {"found undefined tag handle", "a tag", "models use no tags; put a text that begins with ! in quotes"},
};

/* Line and column of a byte, both from 1; columns count characters. */
static titian_place place_of_byte(const char *name, const char *text, size_t n, size_t offset)
{
    titian_place place = {name, 1, 1};

    for (size_t k = 0; k < n && k < offset; k++) {
        if (text[k] == '\n') {
            place.line++;
            place.column = 1;
        } else if (((unsigned char) text[k] & 0xC0u) != 0x80u) {
            place.column++;
        }
    }
    return place;
}

void titian_yaml_syntax(
    titian_faults *faults, const char *name, const yaml_parser_t *parser, const char *text, size_t n)
{
    const char *problem = parser->problem != NULL ? parser->problem : "it cannot be read";
    titian_place place = {name, parser->problem_mark.line + 1, parser->problem_mark.column + 1};
    const char *message = problem, *mend = "see docs/models.md for how a model.yaml is written";

    if (parser->error == YAML_READER_ERROR) {
        place = place_of_byte(name, text, n, parser->problem_offset);
        mend = "save the file as UTF-8";
    }
    for (size_t k = 0; k < sizeof phrases / sizeof *phrases; k++)
        if (strncmp(problem, phrases[k].begins, strlen(phrases[k].begins)) == 0) {
            message = phrases[k].message;
            mend = phrases[k].mend;
        }
    if (parser->context != NULL && parser->context_mark.line + 1 < place.line)
        titian_faults_say(faults, place, "not valid YAML: %s (in what begins on line %zu)\n%s", message,
            parser->context_mark.line + 1, mend);
    else
        titian_faults_say(faults, place, "not valid YAML: %s\n%s", message, mend);
}

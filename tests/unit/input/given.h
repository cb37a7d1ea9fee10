/* What the tests of input are given: a framework from a line of codes, data from texts, and all that was said.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TEST_INPUT_GIVEN_H
#define TITIAN_TEST_INPUT_GIVEN_H

#include <stddef.h>

#include <titian/input.h>

typedef struct {
    titian_framework *framework;
    titian_panel *panel;
    titian_ledger *ledger;
    titian_problems problems;
    titian_status status;
    titian_error err;
    titian_error *said; /* every problem, warnings among them */
    size_t n_said;
    titian_mapping *mappings[4];
    size_t n_mappings;
} given;

/** A framework of indicators, from words such as "i:GE=GE.EST,GE.OLD d:POP o:ODA g:income": kind, code, source codes.
 *  "i:GE@%" has a unit of measurement, "i:GE@%@0@100" what is plausible too. */
titian_framework *given_framework(const char *words);

/** Takes a problem down in the `given` that is the context. */
void given_listen(const titian_error *problem, void *context);

/** Read texts: name, text, name, text ..., NULL. Free with given_free. */
given given_texts(const char *words, int year, ...);
/** The same of texts that are vintages, oldest first. */
given given_vintages(const char *words, ...);
/** The same with mappings, the texts of which stand in a row that ends with NULL; named 1.map.yaml and so on. */
given given_mapped(const char *words, const char *const *mappings, ...);
/** The same from paths: path, path ..., NULL. */
given given_paths(const char *words, int year, ...);
/** One text that may hold NUL bytes. */
given given_bytes(const char *words, const char *name, const char *text, size_t length);
/** The same in a manner of reading. */
given given_manner(const char *words, const titian_input_options *options, const char *text, size_t length);
void given_free(given *g);

/** Value of a cell; missing also when variable, year or unit is not there. */
double given_value(const given *g, const char *variable, int year, const char *unit);
titian_mark given_mark(const given *g, const char *variable, int year, const char *unit);
titian_source given_source(const given *g, const char *variable, int year, const char *unit);
const char *given_label(const given *g, const char *group, const char *unit);
const char *given_name(const given *g, const char *unit);

/** Fails unless problem k reads "file:line:column: message" and then, after " | ", the mend; columns and lines that
 * are 0 are left out. A warning begins with "warning: ". */
void given_says(const given *g, size_t k, const char *text);
/** Fails unless nothing at all was said and there is a panel. */
void given_is_clean(const given *g);
/** Fails unless the rows of every file add up. */
void given_adds_up(const given *g);

#endif

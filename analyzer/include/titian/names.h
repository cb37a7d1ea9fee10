/* Names: what codes and names of countries in data files stand for. The lists are ISO 3166-1 with its translations
 * (Debian's iso-codes) and datasets/names/names.csv; a file of aliases counts before both. Nothing is matched by
 * likeness. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_NAMES_H
#define TITIAN_NAMES_H

#include <stddef.h>

#include <titian/export.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How units of data files are matched. */
typedef enum {
    TITIAN_MATCH_EVIDENCE, /* as countries when their codes and names are those of countries, else letter by letter */
    TITIAN_MATCH_COUNTRIES,
    TITIAN_MATCH_LETTERS
} titian_match_kind;

typedef struct {
    titian_match_kind kind;
    const char *const *include; /* n_include codes or names of aggregates that are units all the same */
    size_t n_include;
} titian_match_rules;

/** What a text stands for. */
typedef enum {
    TITIAN_NAMED_NOTHING,   /* nothing in the lists */
    TITIAN_NAMED_AREA,      /* a country or area: ISO 3166-1 alpha-3, or XKX, CHI */
    TITIAN_NAMED_AGGREGATE, /* a group of countries: the world, a region, an income group */
    TITIAN_NAMED_FORMER,    /* a territory of the past, which is none of the present */
    TITIAN_NAMED_SEVERAL,   /* more than one of these: nothing can be decided */
    TITIAN_NAMED_OWN        /* a unit code of the user's own, by an alias */
} titian_named;

enum { TITIAN_NAMES_CODE = 64, TITIAN_NAMES_TEXT = 128 };

typedef struct {
    titian_named kind;
    char code[TITIAN_NAMES_CODE]; /* KEN; WLD; "COD COG" of several; "" of nothing, and of an aggregate by an alias */
    char name[TITIAN_NAMES_TEXT]; /* in English, as the lists have it; "" where they have none */
    char rule[TITIAN_NAMES_TEXT]; /* how it was found: "ISO 3166-1 alpha-2", "name in fr, ca", "aliases.csv:3" */
} titian_name_answer;

typedef struct titian_gazetteer titian_gazetteer; /* opaque */

/** The lists, with the user's aliases before them. An alias file is a CSV with the columns name and code (others are
 * passed over): the text as data files have it, and the code of the country, or of a unit of the model's own. An
 * empty code sets rows with that text aside, as those of aggregates are.
 *  @param out       owned by the caller; NULL unless the result is TITIAN_OK
 *  @param aliases   path of the file; NULL: none
 *  @param problems  told of every fault. NULL allowed
 *  @return TITIAN_E_FILE when the file cannot be read, TITIAN_E_DATA for a faulty row, with its place */
TITIAN_API TITIAN_CHECKED titian_status titian_gazetteer_new(
    titian_gazetteer **out, const char *aliases, titian_problems *problems, titian_error *err);
/** The same with aliases from memory. @param file  used in messages; @param text  NULL: none */
TITIAN_API TITIAN_CHECKED titian_status titian_gazetteer_parse(titian_gazetteer **out, const char *file,
    const char *text, size_t length, titian_problems *problems, titian_error *err);
TITIAN_API void titian_gazetteer_free(titian_gazetteer *names);

/** What a text of n bytes stands for as a code, letter by letter; M49 numbers with or without leading zeros. Codes
 * that begin with OWID_ and are not listed are aggregates by rule. Cost: a binary search. */
TITIAN_API titian_name_answer titian_gazetteer_code(const titian_gazetteer *names, const char *text, size_t n);
/** What it stands for as a name, in any language of the lists, as names_fold.h compares them. By rule, an aggregate
 * with brackets behind it is one ("Africa (WHO)"), and a name that says "former" or ends in "(...1991)" is of the
 * past. */
TITIAN_API titian_name_answer titian_gazetteer_name(const titian_gazetteer *names, const char *text, size_t n);
/** As a name, else as a code. */
TITIAN_API titian_name_answer titian_gazetteer_text(const titian_gazetteer *names, const char *text, size_t n);
/** The English name of a code of the lists. @return 1 when it has one */
TITIAN_API int titian_gazetteer_of(char out[TITIAN_NAMES_TEXT], const char *code);

/** 1 when there are aliases; 1 when a text is one. */
TITIAN_API int titian_gazetteer_has_aliases(const titian_gazetteer *names);
TITIAN_API int titian_gazetteer_has_alias(const titian_gazetteer *names, const char *text, size_t n);

/** What was read as aliases, for the ledger: the file as named, the SHA-256 of its bytes, the number of its aliases.
 *  @return 0 when there was no file */
TITIAN_API int titian_gazetteer_source(
    const titian_gazetteer *names, const char **file, const char **sha256, size_t *n_aliases);

/** The known English names nearest to a text, for people only: "Kenya (KEN), Yemen (YEM)"; "" when none is near. */
TITIAN_API const char *titian_gazetteer_nearest(char out[TITIAN_NAMES_TEXT], const char *text, size_t n);

/** What the lists say of themselves: that names and codes say nothing about the status of a territory. */
TITIAN_API const char *titian_gazetteer_note(char *out, size_t size);

#ifdef __cplusplus
}
#endif
#endif

/* Names: the built-in table, with the user's aliases before it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/names.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

#include "core/near.h"
#include "input/names_aliases.h"
#include "input/names_fold.h"
#include "input/names_table.h"
#include "input/text.h"

enum { NEAREST = 3, M49_DIGITS = 3 };

struct titian_gazetteer {
    titian_aliases aliases;
};

titian_status titian_gazetteer_parse(titian_gazetteer **out, const char *file, const char *text, size_t length,
    titian_problems *problems, titian_error *err)
{
    titian_gazetteer *names = calloc(1, sizeof *names);
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (names == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for names");
    if (file != NULL)
        status = titian_aliases_read(&names->aliases, file, text, length, problems, err);
    if (status == TITIAN_OK) {
        *out = names;
        names = NULL;
    }
    titian_gazetteer_free(names);
    return status;
}

titian_status titian_gazetteer_new(
    titian_gazetteer **out, const char *aliases, titian_problems *problems, titian_error *err)
{
    return titian_gazetteer_parse(out, aliases, NULL, 0, problems, err);
}

void titian_gazetteer_free(titian_gazetteer *names)
{
    if (names == NULL)
        return;
    titian_aliases_free(&names->aliases);
    free(names);
}

int titian_gazetteer_has_aliases(const titian_gazetteer *names)
{
    return names->aliases.n > 0;
}

int titian_gazetteer_source(const titian_gazetteer *names, const char **file, const char **sha256, size_t *n_aliases)
{
    *file = names->aliases.file;
    *sha256 = names->aliases.sha256;
    *n_aliases = names->aliases.n;
    return names->aliases.file != NULL;
}

int titian_gazetteer_has_alias(const titian_gazetteer *names, const char *text, size_t n)
{
    return titian_aliases_find(&names->aliases, (titian_field){text, n}) != NULL;
}

static void copy(char *out, size_t size, titian_field from)
{
    (void) snprintf(out, size, "%.*s", (int) from.length, from.text);
}

int titian_gazetteer_of(char out[TITIAN_NAMES_TEXT], const char *code)
{
    titian_names_line line;

    out[0] = '\0';
    if (!titian_names_find(&line, TITIAN_KEY_AREA, (titian_field){code, strlen(code)}))
        return 0;
    copy(out, TITIAN_NAMES_TEXT, line.target);
    return 1;
}

/* What a line of the table says: KEN, *WLD, -SUN, ?COD COG. */
static titian_name_answer answer_of(const titian_names_line *line)
{
    static const struct {
        char mark;
        titian_named kind;
    } marks[] = {{'*', TITIAN_NAMED_AGGREGATE}, {'-', TITIAN_NAMED_FORMER}, {'?', TITIAN_NAMED_SEVERAL}};
    titian_name_answer answer = {.kind = TITIAN_NAMED_AREA};
    titian_field target = line->target;

    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
        if (target.text[0] == marks[k].mark) {
            answer.kind = marks[k].kind;
            target = (titian_field){target.text + 1, target.length - 1};
            break;
        }
    }
    copy(answer.code, sizeof answer.code, target);
    copy(answer.rule, sizeof answer.rule, line->rule);
    (void) titian_gazetteer_of(answer.name, answer.code);
    return answer;
}

static titian_name_answer by_rule(titian_named kind, titian_field code, const char *rule)
{
    titian_name_answer answer = {.kind = kind};

    copy(answer.code, sizeof answer.code, code);
    (void) snprintf(answer.rule, sizeof answer.rule, "%s", rule);
    return answer;
}

/* Digits alone, and at most three of them, are an M49 number: with zeros in front. */
static titian_field with_zeros(char digits[M49_DIGITS], titian_field text)
{
    if (text.length == 0 || text.length >= M49_DIGITS)
        return text;
    for (size_t k = 0; k < text.length; k++) {
        if (text.text[k] < '0' || text.text[k] > '9')
            return text;
    }
    memset(digits, '0', M49_DIGITS);
    memcpy(digits + M49_DIGITS - text.length, text.text, text.length);
    return (titian_field){digits, M49_DIGITS};
}

static titian_name_answer listed_code(titian_field text)
{
    static const char owid[] = "OWID_";
    char digits[M49_DIGITS];
    titian_names_line line;

    if (titian_names_find(&line, TITIAN_KEY_CODE, with_zeros(digits, text)))
        return answer_of(&line);
    if (text.length > sizeof owid - 1 && text.length < TITIAN_NAMES_CODE &&
        memcmp(text.text, owid, sizeof owid - 1) == 0)
        return by_rule(TITIAN_NAMED_AGGREGATE, text, "OWID_ is for areas of Our World in Data's own");
    return (titian_name_answer){.kind = TITIAN_NAMED_NOTHING};
}

/* "former" as a word of its own, or "(…1991)" at the end. */
static int is_former(const char *folded, size_t n)
{
    const char *word = strstr(folded, "former"), *span = strstr(folded, "(\xE2\x80\xA6");

    if (span != NULL && n > 0 && folded[n - 1] == ')' && strspn(span + 4, "0123456789") == 4)
        return 1;
    return word != NULL && (word == folded || strchr(" (,", word[-1]) != NULL) &&
           (word[6] == '\0' || strchr(" ),", word[6]) != NULL);
}

static titian_name_answer listed_name(titian_field text)
{
    char folded[TITIAN_FOLDED];
    titian_names_line line;
    const size_t n = titian_names_fold(folded, text);
    char *bracket = NULL;

    if (n == 0)
        return (titian_name_answer){.kind = TITIAN_NAMED_NOTHING};
    if (titian_names_find(&line, TITIAN_KEY_NAME, (titian_field){folded, n}))
        return answer_of(&line);
    if (is_former(folded, n))
        return by_rule(TITIAN_NAMED_FORMER, text, "the name says that it is of the past");
    bracket = strstr(folded, " (");
    if (bracket != NULL && folded[n - 1] == ')' &&
        titian_names_find(&line, TITIAN_KEY_NAME, (titian_field){folded, (size_t) (bracket - folded)}) &&
        line.target.text[0] == '*')
        return by_rule(TITIAN_NAMED_AGGREGATE, text, "an aggregate, with brackets behind it");
    return (titian_name_answer){.kind = TITIAN_NAMED_NOTHING};
}

/* The text is one of the user's aliases: what its code stands for. */
static int find_alias(titian_name_answer *answer, const titian_gazetteer *names, titian_field text)
{
    const titian_alias *alias = titian_aliases_find(&names->aliases, text);

    if (alias == NULL)
        return 0;
    *answer = listed_code((titian_field){alias->code, strlen(alias->code)});
    if (alias->code[0] == '\0')
        *answer = by_rule(TITIAN_NAMED_AGGREGATE, (titian_field){"", 0}, "");
    else if (answer->kind == TITIAN_NAMED_NOTHING || answer->kind == TITIAN_NAMED_SEVERAL)
        *answer = by_rule(TITIAN_NAMED_OWN, (titian_field){alias->code, strlen(alias->code)}, "");
    (void) snprintf(answer->rule, sizeof answer->rule, "%.100s:%zu", names->aliases.file, alias->line);
    return 1;
}

titian_name_answer titian_gazetteer_code(const titian_gazetteer *names, const char *text, size_t n)
{
    titian_name_answer answer;

    return find_alias(&answer, names, (titian_field){text, n}) ? answer : listed_code((titian_field){text, n});
}

titian_name_answer titian_gazetteer_name(const titian_gazetteer *names, const char *text, size_t n)
{
    titian_name_answer answer;

    return find_alias(&answer, names, (titian_field){text, n}) ? answer : listed_name((titian_field){text, n});
}

titian_name_answer titian_gazetteer_text(const titian_gazetteer *names, const char *text, size_t n)
{
    const titian_name_answer answer = titian_gazetteer_name(names, text, n);

    return answer.kind != TITIAN_NAMED_NOTHING ? answer : titian_gazetteer_code(names, text, n);
}

/* The English names nearest to a word, the nearest first. */
typedef struct {
    titian_near_word word;
    struct {
        size_t distance;
        titian_field target;
    } names[NEAREST];
    size_t n;
} neighbours;

static void meet(neighbours *near, const titian_names_line *line)
{
    const size_t enough = near->n < NEAREST ? titian_near_enough(&near->word) : near->names[NEAREST - 1].distance;
    titian_near_word name;
    size_t distance, k;

    if (line->key.length + enough <= near->word.n || near->word.n + enough <= line->key.length ||
        !titian_near_prepare(&name, line->key.text, line->key.length))
        return;
    distance = titian_near_distance(&near->word, &name, enough);
    if (distance >= enough)
        return;
    near->n += near->n < NEAREST;
    for (k = near->n - 1; k > 0 && near->names[k - 1].distance > distance; k--)
        near->names[k] = near->names[k - 1];
    near->names[k].distance = distance;
    near->names[k].target = line->target;
}

/* An area in words behind others, once: "Niger (NER)". @return bytes used by then; more than there are: it is full */
static size_t name_area(char out[TITIAN_NAMES_TEXT], size_t used, const char *code, const char *name)
{
    if (used >= TITIAN_NAMES_TEXT || strstr(out, code) != NULL)
        return used;
    return used +
           (size_t) snprintf(out + used, TITIAN_NAMES_TEXT - used, "%s%s (%s)", used > 0 ? ", " : "", name, code);
}

/* The same for a name of several areas, whose codes stand in a row: each of them. */
static size_t name_areas(char out[TITIAN_NAMES_TEXT], size_t used, char *codes)
{
    char name[TITIAN_NAMES_TEXT], *rest = NULL;

    for (const char *code = strtok_r(codes, " ", &rest); code != NULL; code = strtok_r(NULL, " ", &rest))
        if (titian_gazetteer_of(name, code))
            used = name_area(out, used, code, name);
    return used;
}

const char *titian_gazetteer_nearest(char out[TITIAN_NAMES_TEXT], const char *text, size_t n)
{
    char folded[TITIAN_FOLDED];
    const size_t n_folded = titian_names_fold(folded, (titian_field){text, n});
    size_t used = 0, place = titian_names_begin_of(TITIAN_KEY_ENGLISH);
    neighbours near = {.n = 0};
    titian_names_line line;

    out[0] = '\0';
    if (!titian_near_prepare(&near.word, folded, n_folded))
        return out;
    while (titian_names_next(&line, &place) && line.class == TITIAN_KEY_ENGLISH)
        meet(&near, &line);
    for (size_t k = 0; k < near.n && used < TITIAN_NAMES_TEXT; k++) {
        titian_name_answer answer = answer_of(&(titian_names_line){.target = near.names[k].target, .rule = {"", 0}});

        used = answer.kind == TITIAN_NAMED_SEVERAL ? name_areas(out, used, answer.code)
                                                   : name_area(out, used, answer.code, answer.name);
    }
    return out;
}

const char *titian_gazetteer_note(char *out, size_t size)
{
    copy(out, size, titian_names_disclaimer());
    return out;
}

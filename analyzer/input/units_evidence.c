/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/units_evidence.h"

#include <string.h>

#include <titian/panel.h>

#include "core/index.h"

/* More codes and names than all publishers together have for countries. */
enum { MOST_COUNTRIES = 8192, ODDS = 4 };

/* What one unit speaks for. */
typedef enum { FOR, NEITHER, AGAINST } voice;

static int is_group(titian_named kind)
{
    return kind == TITIAN_NAMED_AGGREGATE || kind == TITIAN_NAMED_FORMER || kind == TITIAN_NAMED_SEVERAL;
}

static voice weigh_country(const titian_name_answer *code, const char *text, const titian_name_answer *name)
{
    const int own = strcmp(code->code, text) == 0;

    if (name == NULL)
        return own ? FOR : NEITHER;
    if (name->kind == TITIAN_NAMED_AREA && strcmp(name->code, code->code) == 0)
        return FOR;
    return own || is_group(name->kind) ? NEITHER : AGAINST;
}

/* @param name  what the name beside the code stands for; NULL: there is none */
static voice weigh_code(const titian_name_answer *code, const char *text, const titian_name_answer *name)
{
    switch (code->kind) {
    case TITIAN_NAMED_AREA:
        return weigh_country(code, text, name);
    case TITIAN_NAMED_AGGREGATE:
    case TITIAN_NAMED_FORMER:
    case TITIAN_NAMED_SEVERAL:
        if (name == NULL)
            return NEITHER;
        return is_group(name->kind) ? FOR : AGAINST;
    case TITIAN_NAMED_OWN:
        return NEITHER;
    case TITIAN_NAMED_NOTHING:
        break;
    }
    if (name == NULL || name->kind == TITIAN_NAMED_NOTHING)
        return AGAINST;
    return name->kind == TITIAN_NAMED_AREA ? FOR : NEITHER;
}

static voice weigh_name(const titian_name_answer *name, unsigned met)
{
    if (name->kind == TITIAN_NAMED_AREA)
        return FOR;
    return name->kind == TITIAN_NAMED_NOTHING && (met & TITIAN_MET_NAME) != 0 ? AGAINST : NEITHER;
}

/* The name is another country's than the code. */
static int contradicts(const titian_name_answer *code, const titian_name_answer *name)
{
    return code->kind == TITIAN_NAMED_AREA && name != NULL && name->kind == TITIAN_NAMED_AREA &&
           strcmp(code->code, name->code) != 0;
}

/* Why, among countries, the texts as they are written would not do. */
typedef struct {
    int foreign;      /* some text is no code of the lists: another publisher's, perhaps */
    int must;         /* some unit is an aggregate, or met by its name alone, or under the name of another country */
    int is_otherwise; /* a country of the units files has another text elsewhere */
    size_t one,
        other; /* two units that are one country, neither or both in a units file; TITIAN_NONE: there are none */
    size_t stranger, n_strangers; /* codes that no list has, nor a units file */
    titian_index seen;
} doubts;

/* The same country under another text. What cannot be remembered is not looked for. */
static void look_for_twice(doubts *d, const titian_roll *met, const titian_name_answer *code, size_t unit)
{
    const size_t n = strlen(code->code), before = titian_index_find(&d->seen, code->code, n);

    if (before == TITIAN_NONE)
        (void) titian_index_add(&d->seen, code->code, n, unit);
    else if (((met->met[before] ^ met->met[unit]) & TITIAN_MET_LISTED) != 0)
        d->is_otherwise = 1;
    else if (d->one == TITIAN_NONE) {
        d->one = before;
        d->other = unit;
    }
}

/* A code that is not the lists'. */
static void look_for_foreign(doubts *d, const titian_roll *met, const titian_name_answer *code, size_t unit)
{
    if (code->kind != TITIAN_NAMED_NOTHING) {
        d->foreign |= strcmp(code->code, met->codes.text[unit]) != 0;
        return;
    }
    if ((met->met[unit] & TITIAN_MET_LISTED) != 0)
        return;
    d->foreign = 1;
    if (d->n_strangers++ == 0)
        d->stranger = unit;
}

/* Weigh one unit. */
static voice weigh(const titian_roll *met, size_t unit, const titian_gazetteer *names, doubts *d)
{
    const char *text = met->codes.text[unit], *beside = met->name[unit];
    const size_t n = strlen(text);
    titian_name_answer code, name;

    if ((met->met[unit] & (TITIAN_MET_CODE | TITIAN_MET_LISTED)) == 0) {
        name = titian_gazetteer_text(names, text, n);
        d->must = 1;
        return weigh_name(&name, met->met[unit]);
    }
    code = titian_gazetteer_code(names, text, n);
    if ((met->met[unit] & TITIAN_MET_GROUP) != 0 && code.kind != TITIAN_NAMED_AREA)
        return NEITHER; /* known for a group from elsewhere */
    if (beside != NULL)
        name = titian_gazetteer_name(names, beside, strlen(beside));
    if ((met->met[unit] & (TITIAN_MET_NAME | TITIAN_MET_BLANK)) != 0 || is_group(code.kind) ||
        contradicts(&code, beside != NULL ? &name : NULL))
        d->must = 1;
    look_for_foreign(d, met, &code, unit);
    if (code.kind == TITIAN_NAMED_AREA)
        look_for_twice(d, met, &code, unit);
    return weigh_code(&code, text, beside != NULL ? &name : NULL);
}

/* Letter by letter, codes stand as they are; names do where there are no codes. */
static int letters_stand(const titian_roll *met, const titian_gazetteer *names)
{
    unsigned all = 0;

    for (size_t i = 0; i < met->codes.n; i++)
        all |= met->met[i];
    return !titian_gazetteer_has_aliases(names) && (all & TITIAN_MET_BLANK) == 0 &&
           ((all & TITIAN_MET_NAME) == 0 || (all & TITIAN_MET_CODE) == 0);
}

/* Codes of titian's own forms are the user's: they stand unless a units file has other ones, an alias says what some
 * stand for, or a publisher's file with codes of its own is among the data. */
static int texts_stand(const titian_roll *met, const titian_gazetteer *names, const doubts *d)
{
    unsigned all = 0;

    for (size_t i = 0; i < met->codes.n; i++)
        all |= met->met[i];
    return !d->must && !d->is_otherwise &&
           !(d->foreign && ((all & TITIAN_MET_PUBLISHED) != 0 || titian_gazetteer_has_aliases(names)));
}

/* Names of countries in a column of codes, alone or among countries' codes: nobody matches them. */
static void look_for_names(titian_evidence *evidence, const titian_roll *met, const titian_gazetteer *names)
{
    size_t first = TITIAN_NONE, n_codes = 0;

    for (size_t i = 0; i < met->codes.n; i++) {
        const char *text = met->codes.text[i];
        const size_t n = strlen(text);

        if (titian_gazetteer_code(names, text, n).kind == TITIAN_NAMED_AREA)
            n_codes++;
        else if ((met->met[i] & TITIAN_MET_CODE) != 0 && (met->met[i] & TITIAN_MET_LISTED) == 0 &&
                 titian_gazetteer_name(names, text, n).kind == TITIAN_NAMED_AREA)
            first = evidence->n_named++ == 0 ? i : first;
    }
    if (n_codes + evidence->n_named >= ODDS * (met->codes.n - n_codes - evidence->n_named))
        evidence->named = first;
}

titian_evidence titian_units_weigh(
    const titian_roll *met, const titian_gazetteer *names, const titian_match_rules *rules)
{
    size_t n[AGAINST + 1] = {0};
    titian_evidence evidence = {.countries = rules->kind == TITIAN_MATCH_COUNTRIES,
        .stands = 1,
        .one = TITIAN_NONE,
        .stranger = TITIAN_NONE,
        .named = TITIAN_NONE};
    doubts d = {.one = TITIAN_NONE, .other = TITIAN_NONE, .stranger = TITIAN_NONE, .seen = TITIAN_INDEX_EMPTY};
    const int open = rules->kind == TITIAN_MATCH_EVIDENCE && met->codes.n <= MOST_COUNTRIES;

    for (size_t i = 0; i < met->codes.n && (open || evidence.countries); i++)
        n[weigh(met, i, names, &d)]++;
    if (open)
        evidence.countries = n[FOR] > 0 && n[FOR] >= ODDS * n[AGAINST];
    if (evidence.countries)
        evidence.stands = open ? texts_stand(met, names, &d) : !d.must && !d.foreign;
    if (evidence.countries && evidence.stands) {
        evidence.one = d.one;
        evidence.other = d.other;
        evidence.stranger = d.stranger;
        evidence.n_strangers = d.n_strangers;
    }
    titian_index_free(&d.seen);
    if (!evidence.countries) {
        evidence.stands = letters_stand(met, names);
        if (open)
            look_for_names(&evidence, met, names);
    }
    return evidence;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/units.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/panel.h>

#include "core/arena.h"
#include "core/index.h"
#include "input/names_fold.h"
#include "input/text.h"
#include "input/units_evidence.h"

/* Texts of one column, codes or names, and the verdict on each. */
typedef struct {
    titian_index seen;
    titian_verdict **verdicts; /* in the arena, so that they never move */
    size_t n, room;
} docket;

struct titian_units {
    const titian_gazetteer *names;
    int countries; /* 0: letter by letter, and names stand for the codes beside which they were met */
    /* the canon: codes of units files; letter by letter, all codes */
    const char **canon;
    unsigned char *shared; /* 1: another unit has its name too */
    size_t n_canon;
    titian_index by_code, by_area, by_name; /* positions in the canon; of a name, that of the first who has it */
    titian_index include;                   /* codes of aggregates that are units */
    titian_index groups;                    /* codes that lists of publishers have as groups of units */
    size_t n_groups;
    titian_texts misplaced; /* codes of countries among them, which are none */
    docket codes, named;
    titian_verdict nameless; /* neither code nor name say anything */
    titian_arena arena;
};

static titian_status no_memory(titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for the names of units");
}

static size_t canon_find(const titian_index *index, const char *text)
{
    return titian_index_find(index, text, strlen(text));
}

/* A unit's name stands for it unless it is another's too. */
static int canon_name(titian_units *units, const char *name, size_t at)
{
    char folded[TITIAN_FOLDED];
    const size_t n = name != NULL ? titian_names_fold(folded, (titian_field){name, strlen(name)}) : 0;
    const size_t before = n > 0 ? titian_index_find(&units->by_name, folded, n) : TITIAN_NONE;

    if (n == 0)
        return 0;
    if (before == TITIAN_NONE)
        return titian_index_add(&units->by_name, folded, n, at);
    units->shared[before] = 1;
    return 0;
}

static int canon_add(titian_units *units, const titian_roll *met, size_t unit)
{
    const char *text = titian_arena_text(&units->arena, met->codes.text[unit]), *name = met->name[unit];
    const size_t at = units->n_canon;
    titian_name_answer area = {.kind = TITIAN_NAMED_NOTHING};

    if (text == NULL)
        return -1;
    if (units->countries) {
        area = titian_gazetteer_code(units->names, text, strlen(text));
        if (area.kind == TITIAN_NAMED_NOTHING && name != NULL)
            area = titian_gazetteer_name(units->names, name, strlen(name));
        if (area.kind == TITIAN_NAMED_AGGREGATE || area.kind == TITIAN_NAMED_FORMER ||
            (area.kind == TITIAN_NAMED_AREA && canon_find(&units->by_area, area.code) != TITIAN_NONE))
            return 0;
    }
    units->canon[units->n_canon++] = text;
    if (area.kind == TITIAN_NAMED_AREA && titian_index_add(&units->by_area, area.code, strlen(area.code), at) != 0)
        return -1;
    if (titian_index_add(&units->by_code, text, strlen(text), at) != 0)
        return -1;
    return canon_name(units, name, at);
}

/* Units files are the authority on countries. Letter by letter every code is as good as another. */
static titian_status fill_canon(titian_units *units, const titian_roll *met, titian_error *err)
{
    const unsigned wanted = units->countries ? TITIAN_MET_LISTED : TITIAN_MET_CODE;

    units->canon = titian_arena_array(&units->arena, met->codes.n + 1, sizeof *units->canon);
    units->shared = titian_arena_array(&units->arena, met->codes.n + 1, 1);
    if (units->canon == NULL || units->shared == NULL)
        return no_memory(err);
    for (size_t i = 0; i < met->codes.n; i++) {
        if ((met->met[i] & wanted) != 0 && (met->met[i] & TITIAN_MET_CODE) != 0 && canon_add(units, met, i) != 0)
            return no_memory(err);
    }
    return TITIAN_OK;
}

/* Aggregates under any of their codes and names. */
static titian_status fill_include(titian_units *units, const titian_match_rules *rules, titian_error *err)
{
    for (size_t k = 0; k < rules->n_include; k++) {
        const char *text = rules->include[k];
        titian_name_answer answer = titian_gazetteer_code(units->names, text, strlen(text));
        const char *code = text;

        if (answer.kind == TITIAN_NAMED_NOTHING)
            answer = titian_gazetteer_name(units->names, text, strlen(text));
        if (answer.kind == TITIAN_NAMED_AGGREGATE || answer.kind == TITIAN_NAMED_FORMER)
            code = answer.code;
        if (titian_index_add(&units->include, code, strlen(code), k) != 0)
            return no_memory(err);
    }
    return TITIAN_OK;
}

/* A country without a region in a list is one all the same, but a person should look. */
static void tell_misplaced(titian_findings *findings, const titian_gazetteer *names, const titian_texts *codes)
{
    for (size_t k = 0; k < codes->n; k++) {
        const titian_name_answer country = titian_gazetteer_code(names, codes->text[k], strlen(codes->text[k]));

        titian_findings_warning(findings, 0, 0,
            "\"%.60s\" has no region in a list of countries, as groups of them have, but it is the code of %s\n"
            "it is read as a country; to set it aside, give it in a file for --aliases: name,code, without a code",
            codes->text[k], country.name);
    }
}

/* Groups of the publishers' lists: their codes, and apart from them those that are countries'. An alias says what a
 * code is, whatever a list says, and so does a model that takes codes letter by letter.
 * @return 0, or -1 when there is no memory */
static int find_groups(titian_units *units, const titian_roll *met, const titian_match_rules *rules)
{
    int failed = 0;

    for (size_t i = 0; i < met->codes.n && rules->kind != TITIAN_MATCH_LETTERS && !failed; i++) {
        const char *code = met->codes.text[i];
        const size_t n = strlen(code);

        if ((met->met[i] & TITIAN_MET_GROUP) == 0 || titian_gazetteer_has_alias(units->names, code, n))
            continue;
        if (titian_gazetteer_code(units->names, code, n).kind == TITIAN_NAMED_AREA)
            failed = titian_texts_add(&units->misplaced, (titian_field){code, n}) == TITIAN_NONE;
        else
            failed = titian_index_add(&units->groups, code, n, units->n_groups++) != 0;
    }
    return failed ? -1 : 0;
}

/* Among countries a code that no list has may be a slip: nobody has looked what it stands for. */
static void tell_strangers(
    const titian_units *units, const titian_evidence *evidence, const titian_roll *met, titian_findings *findings)
{
    char others[48] = "", mend[2 * TITIAN_NAMES_TEXT + 64] = "write the country's three-letter code";
    const char *code = NULL, *beside = NULL, *known = NULL;
    titian_name_answer name;

    if (evidence->n_strangers == 0)
        return;
    code = met->codes.text[evidence->stranger];
    beside = met->name[evidence->stranger];
    known = beside != NULL ? beside : code;
    name = titian_gazetteer_name(units->names, known, strlen(known));
    if (evidence->n_strangers == 2)
        (void) snprintf(others, sizeof others, ", as is one more such code");
    else if (evidence->n_strangers > 2)
        (void) snprintf(others, sizeof others, ", as are %zu more such codes", evidence->n_strangers - 1);
    if (name.kind == TITIAN_NAMED_AREA)
        (void) snprintf(mend, sizeof mend, "%s%s has the code %s", name.name,
            beside != NULL ? ", which stands beside it," : "", name.code);
    titian_findings_warning(findings, 0, 0,
        "\"%.60s\" is no country's code in the lists, and is read as a unit of its own%s\n"
        "%s; --aliases says what a code stands for, match: {units: letters} in the model leaves all in peace",
        code, others, mend);
}

static void tell_names(const titian_evidence *evidence, const titian_roll *met, titian_findings *findings)
{
    const int one = evidence->n_named == 1;

    if (evidence->named == TITIAN_NONE)
        return;
    titian_findings_warning(findings, 0, 0,
        "%zu code%s, such as \"%.60s\", %s and %s read letter by letter\n"
        "a column of names is matched with countries: in a mapping name it under \"name\", in a file \"unit_name\"",
        evidence->n_named, one ? "" : "s", met->codes.text[evidence->named],
        one ? "is the name of a country," : "are names of countries,", one ? "is" : "are");
}

/* Codes are right as they are written; what is odd about them is remarked on. */
static void let_stand(
    const titian_units *units, const titian_evidence *evidence, const titian_roll *met, titian_findings *findings)
{
    if (evidence->one != TITIAN_NONE)
        titian_findings_warning(findings, 0, 0,
            "\"%.60s\" and \"%.60s\" are codes of one country, and are read as two units\n"
            "match: {units: countries} in the model makes one of them, match: {units: letters} leaves them in peace",
            met->codes.text[evidence->one], met->codes.text[evidence->other]);
    tell_strangers(units, evidence, met, findings);
    tell_names(evidence, met, findings);
    tell_misplaced(findings, units->names, &units->misplaced);
}

titian_status titian_units_decide(titian_units **out, const titian_roll *met, const titian_gazetteer *names,
    const titian_match_rules *rules, titian_findings *findings, titian_error *err)
{
    const titian_evidence evidence = titian_units_weigh(met, names, rules);
    titian_units *units = calloc(1, sizeof *units);
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (units == NULL)
        return no_memory(err);
    units->names = names;
    units->countries = evidence.countries && !evidence.stands; /* else all codes stand but those of groups */
    status = find_groups(units, met, rules) == 0 ? TITIAN_OK : no_memory(err);
    if (status == TITIAN_OK && evidence.stands && units->n_groups == 0) {
        let_stand(units, &evidence, met, findings);
        titian_units_free(units);
        return TITIAN_OK;
    }
    if (status == TITIAN_OK)
        status = fill_canon(units, met, err);
    if (status == TITIAN_OK)
        status = fill_include(units, rules, err);
    if (status == TITIAN_OK)
        *out = units;
    else
        titian_units_free(units);
    return status;
}

void titian_units_free(titian_units *units)
{
    if (units == NULL)
        return;
    titian_index_free(&units->by_code);
    titian_index_free(&units->by_area);
    titian_index_free(&units->by_name);
    titian_index_free(&units->include);
    titian_index_free(&units->groups);
    titian_texts_free(&units->misplaced);
    titian_index_free(&units->codes.seen);
    titian_index_free(&units->named.seen);
    free(units->codes.verdicts);
    free(units->named.verdicts);
    titian_arena_free(&units->arena);
    free(units);
}

/* A case: a text that has not been met before, and what is told of it. */
typedef struct {
    titian_units *units;
    const titian_who *who;
    size_t line;
    titian_findings *findings;
} hearing;

/* The unit of a country: as units files have it, else its three-letter code. */
static const char *code_of_area(const titian_units *units, const char *area)
{
    const size_t at = canon_find(&units->by_area, area);

    return at != TITIAN_NONE ? units->canon[at] : area;
}

static const char *keep(titian_units *units, const char *text)
{
    return titian_arena_text(&units->arena, text);
}

/* What the lists or an alias say, made a verdict. @return 0 when they do not say enough */
static int settle(const hearing *h, const titian_name_answer *answer, titian_verdict *verdict)
{
    titian_units *units = h->units;
    const int is_area = answer->kind == TITIAN_NAMED_AREA;

    if (answer->kind == TITIAN_NAMED_NOTHING || answer->kind == TITIAN_NAMED_SEVERAL)
        return 0;
    verdict->code = keep(units, is_area && units->countries ? code_of_area(units, answer->code) : answer->code);
    verdict->name = answer->name[0] != '\0' && units->countries ? keep(units, answer->name) : NULL;
    verdict->kind =
        is_area || answer->kind == TITIAN_NAMED_OWN || canon_find(&units->include, answer->code) != TITIAN_NONE
            ? TITIAN_VERDICT_UNIT
            : TITIAN_VERDICT_ASIDE;
    return 1;
}

static titian_verdict refuse(void)
{
    return (titian_verdict){.kind = TITIAN_VERDICT_REFUSED, .code = ""};
}

/* Nothing is known by this code or name: told with the nearest names. */
static titian_verdict refuse_unknown(const hearing *h, titian_field text, size_t column)
{
    char quoted[TITIAN_QUOTED], near[TITIAN_NAMES_TEXT] = "";

    if (h->units->countries)
        (void) titian_gazetteer_nearest(near, text.text, text.length);
    titian_findings_error(h->findings, h->line, column,
        "%s is not the code or name of any %s known here; its rows are refused%s%s\n"
        "write the code, or say what it stands for in a file for --aliases: name,code (no code sets it aside)%s",
        titian_field_quote(quoted, text), h->units->countries ? "country" : "unit",
        near[0] != '\0' ? "; near it are " : "", near,
        h->units->countries ? "; where units are no countries, give the model match: {units: letters}" : "");
    return refuse();
}

static titian_verdict refuse_several(const hearing *h, const char *codes)
{
    char quoted[TITIAN_QUOTED];

    titian_findings_error(h->findings, h->line, h->who->name_column,
        "%s stands for several: %s; its rows are refused\n"
        "write the code or the full name, or say which is meant in a file for --aliases: name,code",
        titian_field_quote(quoted, h->who->name), codes);
    return refuse();
}

/* The name beside a code is another country's: the code counts, and a person should look. */
static void compare_name(const hearing *h, const titian_name_answer *code)
{
    char quoted[TITIAN_QUOTED];
    titian_name_answer name = {.kind = TITIAN_NAMED_NOTHING};

    if (code->kind == TITIAN_NAMED_AREA && h->who->name.length > 0)
        name = titian_gazetteer_name(h->units->names, h->who->name.text, h->who->name.length);
    if (name.kind == TITIAN_NAMED_AREA && strcmp(name.code, code->code) != 0)
        titian_findings_warning(h->findings, h->line, h->who->name_column,
            "%s is the name of %s, but stands beside the code of %s (%s); the code counts\ncorrect the one that is "
            "wrong",
            titian_field_quote(quoted, h->who->name), name.code, code->name, code->code);
}

/* A code that a publisher's list has as a group's and ours as nothing, or as a group, unless the model wants the
 * group as a unit. */
static int is_group(const titian_units *units, titian_field code, const titian_name_answer *answer)
{
    return titian_index_find(&units->groups, code.text, code.length) != TITIAN_NONE &&
           titian_index_find(&units->include, code.text, code.length) == TITIAN_NONE &&
           (answer->kind == TITIAN_NAMED_NOTHING || canon_find(&units->include, answer->code) == TITIAN_NONE);
}

static titian_verdict judge_code(const hearing *h)
{
    const titian_units *units = h->units;
    const titian_field text = h->who->code;
    const size_t at = titian_index_find(&units->by_code, text.text, text.length);
    titian_name_answer answer = {.kind = TITIAN_NAMED_NOTHING};
    titian_verdict verdict = {.unit = TITIAN_NONE};

    if (units->countries || titian_gazetteer_has_alias(units->names, text.text, text.length))
        answer = titian_gazetteer_code(units->names, text.text, text.length);
    if (answer.kind != TITIAN_NAMED_AREA && settle(h, &answer, &verdict))
        return verdict;
    if (is_group(units, text, &answer)) {
        verdict.kind = TITIAN_VERDICT_ASIDE;
        verdict.code = titian_arena_text_n(&h->units->arena, text.text, text.length);
        return verdict;
    }
    if (at == TITIAN_NONE && settle(h, &answer, &verdict)) {
        compare_name(h, &answer);
        return verdict;
    }
    verdict.kind = TITIAN_VERDICT_UNIT;
    if (at != TITIAN_NONE) {
        compare_name(h, &answer);
        verdict.code = units->canon[at];
        return verdict;
    }
    if (!units->countries)
        verdict.code = titian_arena_text_n(&h->units->arena, text.text, text.length);
    else if (h->who->name.length > 0)
        verdict = (titian_verdict){.kind = TITIAN_VERDICT_BY_NAME, .code = "", .unit = TITIAN_NONE};
    else
        verdict = refuse_unknown(h, text, h->who->code_column);
    return verdict;
}

/* A name beside an empty code that no country has: publishers write the groups of their own so. */
static titian_verdict set_aside_blank(const hearing *h)
{
    char quoted[TITIAN_QUOTED];

    if (!h->who->groups_lack_code)
        titian_findings_warning(h->findings, h->line, h->who->name_column,
            "%s has no code and is not the name of a country known here; its rows are set aside\n"
            "if it is a country, say which in a file for --aliases: name,code",
            titian_field_quote(quoted, h->who->name));
    return (titian_verdict){.kind = TITIAN_VERDICT_ASIDE,
        .code = titian_arena_text_n(&h->units->arena, h->who->name.text, h->who->name.length),
        .unit = TITIAN_NONE};
}

/* Letter by letter: the code beside which the name was met; the name itself where there are no codes at all. */
static titian_verdict judge_own_name(const hearing *h)
{
    titian_units *units = h->units;

    if (h->who->groups_lack_code)
        return set_aside_blank(h);
    if (units->n_canon == 0)
        return (titian_verdict){.kind = TITIAN_VERDICT_UNIT,
            .code = titian_arena_text_n(&units->arena, h->who->name.text, h->who->name.length),
            .unit = TITIAN_NONE};
    if (h->who->code_column == 0)
        return refuse_unknown(h, h->who->name, h->who->name_column);
    titian_findings_error(h->findings, h->line, h->who->code_column,
        "there is no unit code\nwrite the unit's code, or remove the line");
    return refuse();
}

static titian_verdict judge_name(const hearing *h)
{
    const titian_units *units = h->units;
    const titian_field text = h->who->name;
    char folded[TITIAN_FOLDED];
    const size_t n = titian_names_fold(folded, text);
    const size_t at = n > 0 ? titian_index_find(&units->by_name, folded, n) : TITIAN_NONE;
    titian_name_answer answer = {.kind = TITIAN_NAMED_NOTHING};
    titian_verdict verdict = {.unit = TITIAN_NONE};

    if (titian_gazetteer_has_alias(units->names, text.text, text.length)) {
        answer = titian_gazetteer_name(units->names, text.text, text.length);
        (void) settle(h, &answer, &verdict);
        return verdict;
    }
    if (at != TITIAN_NONE && units->shared[at])
        return refuse_several(h, "units of this name have different codes");
    if (at != TITIAN_NONE)
        return (titian_verdict){.kind = TITIAN_VERDICT_UNIT, .code = units->canon[at], .unit = TITIAN_NONE};
    if (!units->countries)
        return judge_own_name(h);
    answer = titian_gazetteer_text(units->names, text.text, text.length);
    if (settle(h, &answer, &verdict))
        return verdict;
    if (answer.kind == TITIAN_NAMED_SEVERAL)
        return refuse_several(h, answer.code);
    if (h->who->code_column > 0 && h->who->code.length == 0)
        return set_aside_blank(h);
    return refuse_unknown(h, text, h->who->name_column);
}

/* The verdict on a text: that of its first hearing. */
static titian_status judge(titian_verdict **out, docket *heard, titian_field text,
    titian_verdict (*hear)(const hearing *), const hearing *h, titian_error *err)
{
    const size_t at = titian_index_find(&heard->seen, text.text, text.length);
    titian_verdict *verdict = NULL;

    if (at != TITIAN_NONE) {
        *out = heard->verdicts[at];
        return TITIAN_OK;
    }
    verdict = titian_arena_alloc(&h->units->arena, sizeof *verdict);
    if (heard->n == heard->room) {
        const size_t room = heard->room > 0 ? 2 * heard->room : 256;
        titian_verdict **more = realloc(heard->verdicts, room * sizeof(titian_verdict *));

        if (more == NULL)
            return no_memory(err);
        heard->verdicts = more;
        heard->room = room;
    }
    if (verdict == NULL || titian_index_add(&heard->seen, text.text, text.length, heard->n) != 0)
        return no_memory(err);
    *verdict = hear(h);
    verdict->text = titian_arena_text_n(&h->units->arena, text.text, text.length);
    heard->verdicts[heard->n++] = verdict;
    *out = verdict;
    return verdict->code != NULL && verdict->text != NULL ? TITIAN_OK : no_memory(err);
}

titian_status titian_units_judge(titian_verdict **out, titian_units *units, const titian_who *who, size_t line,
    titian_findings *findings, titian_error *err)
{
    const hearing h = {units, who, line, findings};
    titian_status status = TITIAN_OK;

    if (who->code.length > 0)
        status = judge(out, &units->codes, who->code, judge_code, &h, err);
    if (status != TITIAN_OK || (who->code.length > 0 && (*out)->kind != TITIAN_VERDICT_BY_NAME))
        return status;
    if (who->name.length > 0)
        return judge(out, &units->named, who->name, judge_name, &h, err);
    titian_findings_error(findings, line, who->name_column,
        "the code says nothing, and there is no name\nwrite the unit's code, or remove the line");
    units->nameless = refuse();
    *out = &units->nameless;
    return TITIAN_OK;
}

enum { EXAMPLES = 4 };

/* Add the texts of a docket that stand for units of other codes. @return how many there are, with those before */
static size_t add_examples(char *out, size_t size, const docket *heard, size_t n)
{
    for (size_t k = 0; k < heard->n; k++) {
        const titian_verdict *verdict = heard->verdicts[k];
        const size_t used = strlen(out);
        char quoted[TITIAN_QUOTED];

        if (verdict->kind != TITIAN_VERDICT_UNIT || strcmp(verdict->text, verdict->code) == 0)
            continue;
        if (n++ < EXAMPLES)
            (void) snprintf(out + used, size - used, "%s%s is %.40s", used > 0 ? ", " : "",
                titian_field_quote(quoted, (titian_field){verdict->text, strlen(verdict->text)}), verdict->code);
    }
    return n;
}

void titian_units_remark(const titian_units *units, titian_findings *findings)
{
    char examples[TITIAN_ERROR_TEXT] = "";
    size_t n = add_examples(examples, sizeof examples, &units->codes, 0);

    tell_misplaced(findings, units->names, &units->misplaced);
    n = add_examples(examples, sizeof examples, &units->named, n);
    if (n > 0)
        titian_findings_warning(findings, 0, 0,
            "units are matched %s: %s%s\n"
            "\"titian names\" says by which list; match: {units: letters} in the model takes codes as they are "
            "written",
            units->countries ? "as countries" : "by their names", examples, n > EXAMPLES ? ", and others" : "");
}

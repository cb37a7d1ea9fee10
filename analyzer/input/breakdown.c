/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/breakdown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/selection.h"
#include "input/text.h"

enum { SEPARATOR = 0x1F, VALUES_SHOWN = 8, LIST = 300 };

/* Totals, the best first: of one dimension, or of any. */
static const struct {
    const char *dimension, *word; /* dimension NULL: any */
    int is_weak;                  /* 1: it only stands for a total */
} totals[] = {
    {"FREQ", "A", 0}, /* yearly values of a series that has monthly ones too */
    {"REPORTING_TYPE", "G", 0},
    {"Reporting Type", "G", 0}, /* SDG: as reported for all countries, not by one for itself */
    {NULL, "_T", 0},
    {NULL, "BOTHSEX", 0},
    {NULL, "SEX_T", 0},
    {NULL, "ALLAGE", 0},
    {NULL, "ALLAREA", 0},
    {NULL, "ALL", 0},
    {NULL, "TOTAL", 0},
    {NULL, "T", 0},
    {NULL, "_Z", 1}, /* the dimension does not apply */
    {NULL, "", 1},
};
enum { N_TOTALS = sizeof totals / sizeof *totals };

/* Combinations of one code, while it is settled. */
typedef struct {
    const titian_breakdown *breakdown;
    titian_wanted *wanted;
    titian_findings *findings;
    size_t line; /* of the header */
    titian_field code;
    const size_t *keys; /* n numbers of combinations */
    size_t n;
    unsigned char *kept;  /* by combination: is it meant? */
    unsigned char *total; /* room for the same, while totals are looked for */
} question;

/* Code and values one behind the other. @return its length, or 0 when there is no memory */
static size_t make_key(titian_breakdown *b, const titian_combination *c)
{
    size_t n = c->code.length + 1, d;

    for (d = 0; d < b->n_dimensions; d++)
        n += c->value[d].length + 1;
    if (n > b->room) {
        char *more = realloc(b->key, 2 * n);

        if (more == NULL)
            return 0;
        b->key = more;
        b->room = 2 * n;
    }
    memcpy(b->key, c->code.text, c->code.length);
    n = c->code.length;
    for (d = 0; d < b->n_dimensions; d++) {
        b->key[n++] = SEPARATOR;
        memcpy(b->key + n, c->value[d].text, c->value[d].length);
        n += c->value[d].length;
    }
    b->key[n] = '\0';
    return n;
}

int titian_breakdown_note(titian_breakdown *breakdown, const titian_combination *combination, int filled)
{
    const size_t n = make_key(breakdown, combination);
    const size_t key = n > 0 ? titian_texts_add(&breakdown->keys, (titian_field){breakdown->key, n}) : TITIAN_NONE;

    if (key == TITIAN_NONE)
        return -1;
    if (key >= breakdown->filled_room) {
        const size_t room = breakdown->filled_room > 0 ? 2 * breakdown->filled_room : 64;
        unsigned char *more = realloc(breakdown->filled, room);

        if (more == NULL)
            return -1;
        memset(more + breakdown->filled_room, 0, room - breakdown->filled_room);
        breakdown->filled = more;
        breakdown->filled_room = room;
    }
    breakdown->filled[key] |= filled ? 1 : 0;
    return 0;
}

/* Part of a key: 0 is the code, d + 1 the value of dimension d. */
static titian_field part_of(const char *key, size_t part)
{
    const char separator[] = {SEPARATOR, '\0'};

    for (; part > 0; part--)
        key += strcspn(key, separator) + 1;
    return (titian_field){key, strcspn(key, separator)};
}

static titian_field value_of(const question *q, size_t k, size_t dimension)
{
    return part_of(q->breakdown->keys.text[q->keys[k]], dimension + 1);
}

static int is_filled(const question *q, size_t k)
{
    return q->breakdown->filled[q->keys[k]];
}

/* "_T, F, M and 3 more" of the kept combinations. */
typedef struct {
    titian_texts values;
    char list[LIST];
} values;

/* @param all  1: those too that no value stands beside */
static int gather_values(values *out, const question *q, size_t dimension, int all)
{
    size_t k, used = 0;

    *out = (values){.list = ""};
    for (k = 0; k < q->n; k++) {
        if (q->kept[k] && (all || is_filled(q, k)) &&
            titian_texts_add(&out->values, value_of(q, k, dimension)) == TITIAN_NONE)
            return -1;
    }
    for (k = 0; k < out->values.n && k < VALUES_SHOWN && used < LIST; k++) {
        const char *text = out->values.text[k];

        used += (size_t) snprintf(
            out->list + used, LIST - used, "%s%.24s", k > 0 ? ", " : "", *text != '\0' ? text : "an empty cell");
    }
    if (out->values.n > VALUES_SHOWN && used < LIST)
        snprintf(out->list + used, LIST - used, " and %zu more", out->values.n - VALUES_SHOWN);
    return 0;
}

/* Does any combination of this value have a figure? */
static int has_figures(const question *q, size_t dimension, titian_field value)
{
    for (size_t k = 0; k < q->n; k++)
        if (q->kept[k] && is_filled(q, k) && titian_field_same(value_of(q, k, dimension), value))
            return 1;
    return 0;
}

/* The best total among the values; NULL when there is none. What calls itself a total is one without figures too;
 * what may stand for one, since the dimension does not apply or is not filled in, is none then. */
static const char *total_among(const question *q, const values *v, size_t dimension)
{
    const char *name = q->breakdown->dimension[dimension].name;
    size_t t, k;

    for (t = 0; t < N_TOTALS; t++) {
        if (totals[t].dimension != NULL && !titian_field_is((titian_field){name, strlen(name)}, totals[t].dimension))
            continue;
        for (k = 0; k < v->values.n; k++) {
            const titian_field value = {v->values.text[k], strlen(v->values.text[k])};

            if (titian_field_is(value, totals[t].word) && (!totals[t].is_weak || has_figures(q, dimension, value)))
                return v->values.text[k];
        }
    }
    return NULL;
}

/* Keep the combinations that have this value. @return how many are left */
static size_t keep_value(question *q, unsigned char *kept, size_t dimension, titian_field wanted)
{
    size_t k, left = 0;

    for (k = 0; k < q->n; k++) {
        kept[k] = kept[k] && titian_field_same(value_of(q, k, dimension), wanted);
        left += kept[k];
    }
    return left;
}

static size_t find_dimension(const titian_breakdown *b, titian_field name)
{
    char text[64];
    size_t d;

    if (name.length >= sizeof text)
        return TITIAN_NONE;
    snprintf(text, sizeof text, "%.*s", (int) name.length, name.text);
    for (d = 0; d < b->n_dimensions; d++) {
        if (titian_field_is((titian_field){b->dimension[d].name, strlen(b->dimension[d].name)}, text))
            return d;
    }
    return TITIAN_NONE;
}

/* Of a value that a selection or a mapping names. @return 1 when something is left, 0 when nothing is (said), -1 */
static int take_named(question *q, size_t dimension, titian_field value, const char *by)
{
    values v;
    int failed = gather_values(&v, q, dimension, 1);
    const size_t left = failed ? 0 : keep_value(q, q->kept, dimension, value);

    if (!failed && left == 0)
        titian_findings_warning(&q->findings[0], q->line, 0,
            "no row of %.*s has %s=%.*s, which %.100s asks for\nthe values here are %s", (int) q->code.length,
            q->code.text, q->breakdown->dimension[dimension].name, (int) value.length, value.text, by, v.list);
    titian_texts_free(&v.values);
    return failed ? -1 : left > 0;
}

/* What the word of framework.csv names. @return as take_named */
static int take_selection(question *q, const char *word, unsigned char *named)
{
    titian_selection selection;
    size_t k;
    int left = 1;

    if (word == NULL || titian_selection_parse(&selection, (titian_field){word, strlen(word)}) != NULL)
        return 1;
    for (k = 0; k < selection.n && left == 1; k++) {
        const size_t d = find_dimension(q->breakdown, selection.dimension[k]);

        if (d == TITIAN_NONE) {
            titian_findings_warning(q->findings, q->line, 0,
                "this file has no column %.*s, by which %.100s is meant\nnothing of it is read from here",
                (int) selection.dimension[k].length, selection.dimension[k].text, word);
            return 0;
        }
        named[d] = 1;
        left = take_named(q, d, selection.value[k], word);
    }
    return left;
}

static int take_chosen(question *q, unsigned char *named)
{
    size_t d;
    int left = 1;

    for (d = 0; d < q->breakdown->n_dimensions && left == 1; d++) {
        const char *chosen = q->breakdown->dimension[d].chosen;

        if (chosen == NULL || named[d])
            continue;
        named[d] = 1;
        left = take_named(q, d, (titian_field){chosen, strlen(chosen)}, "the mapping");
    }
    return left;
}

static void tell_open(const question *q, const titian_link *link, size_t dimension, const values *v)
{
    const titian_series *series = &q->wanted->series[link->series];
    const char *name = q->breakdown->dimension[dimension].name, *first = v->values.text[0];
    char inside[160] = "";

    if (link->selection != NULL) {
        const char *open = strchr(link->selection, '[');

        snprintf(inside, sizeof inside, "%.*s,", (int) (strlen(open) - 2), open + 1);
    }
    titian_findings_error(q->findings, q->line, 0,
        "%.*s has several values for a unit and year: %s is %s, and none of these is the total (%s %s)\n"
        "say which is meant in SourceCode of framework.csv: %.*s[%s%s=%s]; if %s tells no parts of a whole, leave it "
        "out "
        "with a mapping (titian map)",
        (int) q->code.length, q->code.text, name, v->list, series->kind, series->code, (int) q->code.length,
        q->code.text, inside, name, first, name);
}

/* Where a dimension has several values, its total is kept. All dimensions are looked at before any row is left out,
 * so their order does not matter. @param all  as gather_values @return rows left, or -1 */
static long take_totals_among(question *q, const unsigned char *named, int all)
{
    size_t d, k;
    long left = 0;

    memcpy(q->total, q->kept, q->n);
    for (d = 0; d < q->breakdown->n_dimensions; d++) {
        values v;
        const int failed = !named[d] && gather_values(&v, q, d, all) != 0;
        const char *total = NULL;

        if (named[d])
            continue;
        if (!failed && v.values.n > 1)
            total = total_among(q, &v, d);
        if (total != NULL)
            (void) keep_value(q, q->total, d, (titian_field){total, strlen(total)});
        titian_texts_free(&v.values);
        if (failed)
            return -1;
    }
    for (k = 0; k < q->n; k++)
        left += q->total[k];
    if (left > 0)
        memcpy(q->kept, q->total, q->n);
    return left;
}

/* A total without a value is one; but where no row is the total of everything so, those without a value are let go.
 */
static long take_totals(question *q, const unsigned char *named)
{
    const long left = take_totals_among(q, named, 1);

    return left != 0 ? left : take_totals_among(q, named, 0);
}

/* People of one sex, or of towns alone, do not stand for all. */
static void tell_part(const question *q, size_t dimension, const values *v)
{
    static const char *const parts[] = {"SEX", "URBANISATION", "URBANIZATION", "LOCATION"};
    const char *name = q->breakdown->dimension[dimension].name, *only = v->values.text[0];
    const titian_field as_field = {name, strlen(name)};
    size_t k = 0;

    while (k < sizeof parts / sizeof *parts && !titian_field_is(as_field, parts[k]))
        k++;
    if (k == sizeof parts / sizeof *parts)
        return;
    titian_findings_warning(q->findings, q->line, 0,
        "all values of %.*s here are of %s=%.60s, none of the total\n"
        "if that is meant, say so in SourceCode of framework.csv: %.*s[%s=%.60s]",
        (int) q->code.length, q->code.text, name, only, (int) q->code.length, q->code.text, name, only);
}

static int has_kept_figures(const question *q)
{
    size_t k = 0;

    while (k < q->n && !(q->kept[k] && is_filled(q, k)))
        k++;
    return k < q->n;
}

/* The total has no figure in this file, while parts of it have some: it is missing, and a person should know. */
static void tell_empty_total(const question *q, const unsigned char *named)
{
    const titian_breakdown *b = q->breakdown;
    size_t total = 0;

    while (total < q->n && !q->kept[total])
        total++;
    for (size_t k = 0; k < q->n && total < q->n; k++) {
        for (size_t d = 0; d < b->n_dimensions && is_filled(q, k); d++) {
            const titian_field whole = value_of(q, total, d), part = value_of(q, k, d);

            if (named[d] || titian_field_same(whole, part))
                continue;
            titian_findings_warning(q->findings, q->line, 0,
                "%.*s has no value for the total here, %s=%.*s, but some for %s=%.*s; it stays missing\n"
                "if the part is meant, say so in SourceCode of framework.csv: %.*s[%s=%.*s]",
                (int) q->code.length, q->code.text, b->dimension[d].name, (int) whole.length, whole.text,
                b->dimension[d].name, (int) part.length, part.text, (int) q->code.length, q->code.text,
                b->dimension[d].name, (int) part.length, part.text);
            return;
        }
    }
}

/* What is left where nobody said which part is meant. @return 0, or -1 when there is no memory */
static int tell_parts(const question *q, const unsigned char *named)
{
    for (size_t d = 0; d < q->breakdown->n_dimensions; d++) {
        values v;
        const int failed = !named[d] && gather_values(&v, q, d, 0) != 0;

        if (named[d])
            continue;
        if (!failed && v.values.n == 1 && total_among(q, &v, d) == NULL)
            tell_part(q, d, &v);
        titian_texts_free(&v.values);
        if (failed)
            return -1;
    }
    return 0;
}

/* Which combinations does a link mean? @return 1 settled; 0 nothing, which was said; -1 no memory */
static int ask(question *q, const titian_link *link)
{
    unsigned char named[TITIAN_MOST_DIMENSIONS] = {0};
    size_t d;
    int left;

    memset(q->kept, 1, q->n);
    left = take_selection(q, link->selection, named);
    if (left == 1)
        left = take_chosen(q, named);
    if (left != 1)
        return left;
    if (take_totals(q, named) < 0)
        return -1;
    for (d = 0; d < q->breakdown->n_dimensions; d++) {
        values v;
        int open;

        if (named[d])
            continue;
        left = gather_values(&v, q, d, 0) != 0 ? -1 : 1;
        open = left == 1 && v.values.n > 1;
        if (open)
            tell_open(q, link, d, &v);
        titian_texts_free(&v.values);
        if (left < 0 || open)
            return left < 0 ? -1 : 0;
    }
    if (!has_kept_figures(q))
        tell_empty_total(q, named);
    return tell_parts(q, named) == 0 ? 1 : -1;
}

/* One chain of links of a code: all that want it as it is, or all that want a breakdown of it. */
static int settle_links(titian_breakdown *b, question *q, size_t link)
{
    int answer = 0, asked = 0;
    size_t k;

    for (; link != TITIAN_NONE; link = q->wanted->links[link].next) {
        const titian_link asking = q->wanted->links[link]; /* a copy: chains grow while this goes on */

        if (asking.selection != NULL || !asked)
            answer = ask(q, &asking);
        asked = 1;
        if (answer < 0)
            return -1;
        for (k = 0; k < q->n && answer == 1; k++) {
            if (q->kept[k] && titian_wanted_chain(q->wanted, &b->chain[q->keys[k]], link) != 0)
                return -1;
        }
    }
    return 0;
}

/* Numbers of the combinations, those of one code side by side, codes in the order of their first appearance. */
static int sort_keys(const titian_breakdown *b, titian_texts *codes, size_t *keys, size_t *starts)
{
    size_t k, c;

    for (k = 0; k < b->keys.n; k++) {
        c = titian_texts_add(codes, part_of(b->keys.text[k], 0));
        if (c == TITIAN_NONE)
            return -1;
        starts[c + 1]++;
    }
    for (c = 0; c < codes->n; c++)
        starts[c + 1] += starts[c];
    for (k = 0; k < b->keys.n; k++) {
        c = titian_texts_add(codes, part_of(b->keys.text[k], 0));
        keys[starts[c]++] = k;
    }
    for (c = codes->n; c > 0; c--)
        starts[c] = starts[c - 1];
    starts[0] = 0;
    return 0;
}

titian_status titian_breakdown_settle(
    titian_breakdown *breakdown, titian_wanted *wanted, titian_findings *findings, size_t line, titian_error *err)
{
    const size_t n = breakdown->keys.n;
    titian_texts codes = {.n = 0};
    size_t *keys = calloc(n + 1, sizeof *keys), *starts = calloc(n + 2, sizeof *starts), c;
    unsigned char *flags = calloc(2 * n + 1, 1);
    int failed;

    breakdown->chain = calloc(n + 1, sizeof *breakdown->chain);
    failed = keys == NULL || starts == NULL || flags == NULL || breakdown->chain == NULL ||
             sort_keys(breakdown, &codes, keys, starts) != 0;
    for (c = 0; c < n && !failed; c++)
        breakdown->chain[c] = TITIAN_NONE;
    for (c = 0; c < codes.n && !failed; c++) {
        const titian_field code = {codes.text[c], strlen(codes.text[c])};
        question q = {
            breakdown, wanted, findings, line, code, keys + starts[c], starts[c + 1] - starts[c], flags, flags + n};

        failed = settle_links(breakdown, &q, titian_wanted_find(wanted, code)) != 0 ||
                 settle_links(breakdown, &q, titian_wanted_selected(wanted, code)) != 0;
    }
    free(keys);
    free(starts);
    free(flags);
    titian_texts_free(&codes);
    return failed ? titian_fail_at(err, TITIAN_E_MEMORY, findings->file, line, 0, "no memory for the breakdowns")
                  : TITIAN_OK;
}

titian_taking titian_breakdown_find(titian_breakdown *breakdown, const titian_combination *combination, size_t *link)
{
    const size_t n = make_key(breakdown, combination);
    const size_t key = n > 0 ? titian_index_find(&breakdown->keys.index, breakdown->key, n) : TITIAN_NONE;

    *link = TITIAN_NONE;
    if (key == TITIAN_NONE)
        return TITIAN_BREAKDOWN_UNMET;
    *link = breakdown->chain[key];
    return *link != TITIAN_NONE ? TITIAN_BREAKDOWN_TAKEN : TITIAN_BREAKDOWN_OTHER;
}

void titian_breakdown_free(titian_breakdown *breakdown)
{
    titian_texts_free(&breakdown->keys);
    free(breakdown->filled);
    free(breakdown->chain);
    free(breakdown->key);
}

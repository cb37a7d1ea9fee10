/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/separator.h"

#include <string.h>

#include "input/csv.h"

enum {
    SAMPLE = 1 << 16, /* bytes */
    RECORDS = 32,
    N_SEPARATORS = 4
};

static const struct {
    char separator;
    const char *name, *plural;
} separators[N_SEPARATORS] = {
    {',', "comma", "commas"},
    {';', "semicolon", "semicolons"},
    {'\t', "tab", "tabs"},
    {'|', "vertical bar", "vertical bars"},
};

/* Numbers of fields of the first records under one separator. */
typedef struct {
    size_t fields[RECORDS];
    size_t n;
} tally;

/* What speaks for a separator: of the records seen so many have so many fields, two at least. */
typedef struct {
    size_t records, fields, seen;
} support;

const char *titian_separator_name(char separator)
{
    size_t k;

    for (k = 0; k + 1 < N_SEPARATORS && separators[k].separator != separator; k++)
        ;
    return separators[k].name;
}

const char *titian_separator_plural(char separator)
{
    size_t k;

    for (k = 0; k + 1 < N_SEPARATORS && separators[k].separator != separator; k++)
        ;
    return separators[k].plural;
}

char titian_separator_named(const char *name)
{
    size_t k;

    for (k = 0; k < N_SEPARATORS; k++) {
        if (strcmp(name, separators[k].name) == 0 || strcmp(name, separators[k].plural) == 0 ||
            (name[0] == separators[k].separator && name[1] == '\0'))
            return separators[k].separator;
    }
    return strcmp(name, "bar") == 0 ? '|' : '\0';
}

static titian_status count_fields(const titian_record *record, void *context, titian_error *err)
{
    tally *t = context;

    (void) err;
    t->fields[t->n++] = record->n_fields;
    return t->n < RECORDS ? TITIAN_OK : TITIAN_E_USAGE; /* enough has been seen */
}

static titian_status pass_over(const titian_error *problem, void *context)
{
    (void) problem;
    (void) context;
    return TITIAN_OK;
}

static support most_common(const tally *t)
{
    support best = {0, 0, t->n};
    size_t a, b;

    for (a = 0; a < t->n; a++) {
        support s = {0, t->fields[a], t->n};

        for (b = 0; b < t->n; b++)
            s.records += t->fields[b] == t->fields[a];
        if (s.fields > 1 && (s.records > best.records || (s.records == best.records && s.fields > best.fields)))
            best = s;
    }
    return best;
}

/* @param n  bytes of whole lines */
static titian_status weigh(support *out, const char *text, size_t n, char separator, titian_error *err)
{
    tally t = {.n = 0};
    const titian_csv_listener listener = {
        .take = count_fields, .malformed = pass_over, .context = &t, .separator = separator};
    titian_status status = TITIAN_OK;

    *out = (support){0, 0, 0};
    if (memchr(text, separator, n) == NULL)
        return TITIAN_OK;
    status = titian_csv_read("", text, n, &listener, err);
    *out = most_common(&t);
    return status == TITIAN_E_MEMORY ? status : TITIAN_OK;
}

/* Excel's line "sep=;", which is no record. */
static void take_line(titian_split *out, const char *text, size_t length)
{
    const char *s = text + out->begin;
    size_t left = length - out->begin, n = 5;

    if (left < n || (memcmp(s, "sep=", 4) != 0 && memcmp(s, "SEP=", 4) != 0))
        return;
    if (left > n && s[n] != '\r' && s[n] != '\n')
        return;
    out->separator = titian_separator_named((const char[]){s[4], '\0'});
    if (out->separator == '\0')
        return;
    n += left > n && s[n] == '\r' ? 1 : 0;
    n += left > n && s[n] == '\n' ? 1 : 0;
    out->begin += n;
    out->lines_before = 1;
}

/* Behind a mark and such a line. */
static titian_split begin(const char *text, size_t length)
{
    titian_split split = {.begin = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0};

    take_line(&split, text, length);
    return split;
}

static size_t sample_of(const char *s, size_t left)
{
    size_t n = left < SAMPLE ? left : SAMPLE;

    if (n == left)
        return n;
    while (n > 0 && s[n - 1] != '\n' && s[n - 1] != '\r')
        n--;
    return n > 0 ? n : left;
}

titian_status titian_separator_find(
    titian_split *out, const char *text, size_t length, char wish, titian_findings *findings, titian_error *err)
{
    support s[N_SEPARATORS];
    size_t best = 0, rival = 0, n, k;

    *out = begin(text, length);
    if (out->separator != '\0')
        return TITIAN_OK;
    n = sample_of(text + out->begin, length - out->begin);
    for (k = 0; k < N_SEPARATORS; k++) {
        titian_status status = weigh(&s[k], text + out->begin, n, separators[k].separator, err);

        if (status != TITIAN_OK)
            return status;
        if (separators[k].separator == wish && 2 * s[k].records > s[k].seen) {
            out->separator = wish;
            return TITIAN_OK;
        }
        if (k == 0)
            continue;
        if (s[k].records > s[best].records || (s[k].records == s[best].records && s[k].fields > s[best].fields))
            best = rival = k;
        else if (s[k].records == s[best].records && s[k].fields == s[best].fields)
            rival = k;
    }
    out->separator = separators[best].separator;
    if (s[best].records == 0 || rival == best)
        return TITIAN_OK;
    titian_findings_error(findings, 1 + out->lines_before, 0,
        "the fields of this file may be separated by %s or by %s\nsay which: --separator=%s or --separator=%s",
        separators[best].plural, separators[rival].plural, separators[best].name, separators[rival].name);
    return TITIAN_E_DATA;
}

titian_split titian_separator_of_header(const char *text, size_t length)
{
    titian_split split = begin(text, length);
    size_t n[N_SEPARATORS] = {0}, best = 0, header = split.begin;
    int quoted = 0;

    if (split.separator != '\0')
        return split;
    while (header < length && (text[header] == '\r' || text[header] == '\n' || text[header] == ' '))
        header++;
    for (size_t i = header; i < length && (quoted || (text[i] != '\n' && text[i] != '\r')); i++) {
        quoted ^= text[i] == '"';
        for (size_t k = 0; k < N_SEPARATORS && !quoted; k++)
            n[k] += text[i] == separators[k].separator;
    }
    for (size_t k = 1; k < N_SEPARATORS; k++)
        best = n[k] > n[best] ? k : best;
    split.separator = separators[best].separator;
    return split;
}

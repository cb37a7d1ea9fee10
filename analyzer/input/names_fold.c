/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/names_fold.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>

#include "core/utf8.h"
#include "input/text.h"

enum { ELLIPSIS = 0x2026, DROP = 0, LONGEST_NAME = 400 };

/* A text while it is folded. */
typedef struct {
    uint8_t bytes[TITIAN_FOLDED];
    size_t n;
    int full; /* 1: something did not fit */
} draft;

static void put(draft *d, ucs4_t character)
{
    const int n = u8_uctomb(d->bytes + d->n, character, (ptrdiff_t) (sizeof d->bytes - 1 - d->n));

    if (n > 0)
        d->n += (size_t) n;
    else
        d->full = 1;
}

static int is_apostrophe(ucs4_t c)
{
    return c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x02BC || c == 0x02BB || c == 0x02BE || c == 0x02BF ||
           c == 0x2032 || c == 0x0060 || c == 0x00B4 || c == 0xFF07;
}

/* Accents of Latin, Greek and Cyrillic letters, and signs that cannot be seen. */
static int is_dropped(ucs4_t c)
{
    return (c >= 0x0300 && c <= 0x036F) || c == 0x00AD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

static int is_blank(ucs4_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '-' || c == '_' || (c >= 0x2010 && c <= 0x2015) ||
           c == 0x2212;
}

/* Before compatibility forms are resolved: they would make an acute accent alone a blank with a mark. */
static void unify_apostrophes(draft *d, titian_field name)
{
    const uint8_t *at = (const uint8_t *) name.text, *end = at + name.length;

    while (at < end) {
        ucs4_t c;

        at += u8_mbtouc_unsafe(&c, at, (size_t) (end - at));
        put(d, is_apostrophe(c) ? '\'' : c);
    }
}

/* The word that ends here. */
static void end_word(draft *d, size_t begin)
{
    if (d->n == begin + 2 && memcmp(d->bytes + begin, "st", 2) == 0) {
        d->n = begin;
        for (const char *c = "saint"; *c != '\0'; c++)
            put(d, (ucs4_t) *c);
    }
}

/* Words with single blanks between them, without accents and points. */
static void simplify(draft *d, const uint8_t *at, size_t n)
{
    const uint8_t *end = at + n;
    size_t begin = 0, points = 0;

    while (at < end) {
        ucs4_t c;

        at += u8_mbtouc_unsafe(&c, at, (size_t) (end - at));
        points = c == '.' ? points + 1 : 0;
        if (points == 3)
            put(d, ELLIPSIS);
        if (c == '.' || is_dropped(c))
            continue;
        if (is_blank(c) || c == '&') {
            end_word(d, begin);
            if (d->n > begin)
                put(d, ' ');
            begin = d->n;
        }
        if (c == '&') {
            for (const char *word = "and "; *word != '\0'; word++)
                put(d, (ucs4_t) *word);
            begin = d->n;
        } else if (!is_blank(c)) {
            put(d, c);
        }
    }
    end_word(d, begin);
    if (d->n > 0 && d->bytes[d->n - 1] == ' ')
        d->n--;
}

static size_t without_article(char *text, size_t n)
{
    static const char *const ends[] = {" (the)", ", the", " the"};

    if (n > 4 && memcmp(text, "the ", 4) == 0) {
        n -= 4;
        memmove(text, text + 4, n);
    }
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
        const size_t length = strlen(ends[k]);

        if (n > length && memcmp(text + n - length, ends[k], length) == 0) {
            n -= length;
            break;
        }
    }
    text[n] = '\0';
    return n;
}

size_t titian_names_fold(char out[TITIAN_FOLDED], titian_field name)
{
    draft first = {.n = 0}, second = {.n = 0};
    size_t n = 0;
    uint8_t *folded = NULL, *composed = NULL;

    out[0] = '\0';
    if (name.length > LONGEST_NAME || titian_utf8_prefix(name.text, name.length) < name.length)
        return 0;
    unify_apostrophes(&first, name);
    folded = u8_casefold(first.bytes, first.n, NULL, UNINORM_NFKD, NULL, &n);
    if (folded != NULL)
        simplify(&second, folded, n);
    free(folded);
    n = 0;
    if (second.n > 0 && !second.full)
        composed = u8_normalize(UNINORM_NFC, second.bytes, second.n, NULL, &n);
    if (composed != NULL && n < TITIAN_FOLDED) {
        memcpy(out, composed, n);
        n = without_article(out, n);
    } else {
        n = 0;
    }
    free(composed);
    return n;
}

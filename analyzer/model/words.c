/* Words for messages.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <titian/number.h>
#include <titian/panel.h>
#include <titian/suggest.h>

enum { QUOTED = 60 };

titian_word titian_quote(const char *text)
{
    return titian_quote_n(text, strlen(text));
}

titian_word titian_quote_n(const char *text, size_t n)
{
    titian_word word = {"\""};
    const int cut = n > QUOTED;
    size_t to = 1;

    if (cut)
        n = QUOTED;
    while (cut && n > 0 && ((unsigned char) text[n] & 0xC0u) == 0x80u)
        n--;
    for (size_t k = 0; k < n; k++)
        word.text[to++] = (unsigned char) text[k] < ' ' || text[k] == 0x7f ? ' ' : text[k];
    (void) snprintf(word.text + to, sizeof word.text - to, "%s\"", cut ? " ..." : "");
    return word;
}

titian_word titian_figure(double number)
{
    titian_word word = {""};

    titian_number_text(number, word.text);
    return word;
}

titian_words titian_bounds(double least, double most)
{
    titian_words words = {""};

    if (isfinite(least) && isfinite(most))
        titian_words_add(&words, "from %s to %s", titian_figure(least).text, titian_figure(most).text);
    else if (isfinite(least))
        titian_words_add(&words, "%s or more", titian_figure(least).text);
    else if (isfinite(most))
        titian_words_add(&words, "%s or less", titian_figure(most).text);
    else
        titian_words_add(&words, "any number");
    return words;
}

void titian_words_add(titian_words *words, const char *format, ...)
{
    const size_t used = strlen(words->text), left = sizeof words->text - used;
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(words->text + used, left, format, args);
    va_end(args);
    if (n < 0 || (size_t) n >= left)
        words->text[used] = '\0';
}

titian_words titian_list(const char *const *words, size_t n_words)
{
    const size_t room = sizeof(titian_words) * 3 / 4; /* the rest of a message needs some, too */
    titian_words list = {""};

    for (size_t k = 0; k < n_words; k++) {
        if (strlen(list.text) + strlen(words[k]) > room) {
            titian_words_add(&list, ", ...");
            break;
        }
        titian_words_add(&list, "%s%s", k == 0 ? "" : ", ", words[k]);
    }
    return list;
}

titian_words titian_near(titian_faults *faults, const char *word, const char *const *known, size_t n_known)
{
    titian_words near = {""};
    size_t nearest = TITIAN_NONE;

    if (faults->patience < n_known)
        return near;
    faults->patience -= n_known;
    nearest = titian_suggest(word, known, n_known);
    if (nearest != TITIAN_NONE)
        titian_words_add(&near, "did you mean %s? ", titian_quote(known[nearest]).text);
    return near;
}

/* The nearest known word, for people only.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/suggest.h>

#include <string.h>

#include <titian/panel.h>

#include "core/near.h"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

int titian_near_prepare(titian_near_word *word, const char *text, size_t n)
{
    if (n == 0 || n > TITIAN_NEAR_LONGEST)
        return 0;
    *word = (titian_near_word){.n = n};
    for (size_t k = 0; k < n; k++) {
        const char c = text[k] >= 'A' && text[k] <= 'Z' ? (char) (text[k] - 'A' + 'a') : text[k];

        word->text[k] = c;
        word->counts[(unsigned char) c / 8 % TITIAN_NEAR_COUNTS] += UINT64_C(1) << (unsigned char) c % 8 * 8;
    }
    return 1;
}

size_t titian_near_enough(const titian_near_word *word)
{
    return word->n / 3 + 1;
}

/* How many letters of a are not in b, by eight counts at once: no count reaches the high bit of its byte, which is
 * borrowed from where b has more. */
static size_t count_lost(const titian_near_word *a, const titian_near_word *b)
{
    const uint64_t high = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
    size_t n = 0;

    for (size_t k = 0; k < TITIAN_NEAR_COUNTS; k++) {
        const uint64_t more = (a->counts[k] | high) - b->counts[k], kept = more & high;

        n += (size_t) ((more & (kept - (kept >> 7))) * ones >> 56);
    }
    return n;
}

/* So many letters were added, lost or changed at least. */
static size_t least_distance(const titian_near_word *a, const titian_near_word *b)
{
    const size_t lost = count_lost(a, b), added = count_lost(b, a);

    return lost > added ? lost : added;
}

/* Row i of the table of distances between beginnings, of which only what is less than `most` counts: that stands less
 * than `most` beside the diagonal. @return the least of the row */
static size_t fill_row(
    size_t i, const titian_near_word *a, const titian_near_word *b, size_t most, size_t *const rows[3])
{
    const size_t *before = rows[0], *above = rows[1];
    const size_t from = i < most ? 1 : i - most + 1, to = least(b->n, i + most - 1);
    size_t *here = rows[2], low = most;

    here[from - 1] = from == 1 ? i : most;
    for (size_t j = from; j <= to; j++) {
        size_t d = least(above[j - 1] + (a->text[i - 1] != b->text[j - 1]), least(above[j], here[j - 1]) + 1);

        if (i > 1 && j > 1 && a->text[i - 1] == b->text[j - 2] && a->text[i - 2] == b->text[j - 1])
            d = least(d, before[j - 2] + 1);
        here[j] = d;
        low = least(low, d);
    }
    if (to < b->n)
        here[to + 1] = most;
    return low;
}

size_t titian_near_distance(const titian_near_word *a, const titian_near_word *b, size_t most)
{
    size_t space[3][TITIAN_NEAR_LONGEST + 1], *rows[3] = {space[0], space[1], space[2]};
    size_t low = 0, low_above = 0;

    if (least_distance(a, b) >= most)
        return most;
    for (size_t j = 0; j <= b->n; j++)
        rows[1][j] = j;
    for (size_t i = 1; i <= a->n && (low < most || low_above < most); i++) {
        size_t *spare = rows[0];

        low_above = low;
        low = fill_row(i, a, b, most, rows);
        rows[0] = rows[1];
        rows[1] = rows[2];
        rows[2] = spare;
    }
    return low < most || low_above < most ? least(rows[1][b->n], most) : most;
}

size_t titian_suggest(const char *word, const char *const *known, size_t n_known)
{
    size_t best = TITIAN_NONE, nearest;
    titian_near_word sought, other;

    if (!titian_near_prepare(&sought, word, strlen(word)))
        return TITIAN_NONE;
    nearest = titian_near_enough(&sought);
    for (size_t k = 0; k < n_known; k++) {
        const size_t d = titian_near_prepare(&other, known[k], strlen(known[k]))
                             ? titian_near_distance(&sought, &other, nearest)
                             : nearest;

        if (d < nearest) {
            nearest = d;
            best = k;
        }
    }
    return best;
}

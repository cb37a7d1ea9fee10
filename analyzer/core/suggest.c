/* The nearest known word, for people only.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/suggest.h>

#include <string.h>

#include <titian/panel.h>

enum { LONGEST = 63 };

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char) c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment distance: letters added, lost, changed, or two neighbours swapped. */
static size_t distance(const char *a, size_t n_a, const char *b, size_t n_b)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *above = rows[1], *here = rows[2];

    for (size_t j = 0; j <= n_b; j++)
        above[j] = j;
    for (size_t i = 1; i <= n_a; i++) {
        size_t *spare = before;

        here[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            const size_t cost = lower(a[i - 1]) != lower(b[j - 1]);

            here[j] = least(above[j - 1] + cost, least(above[j], here[j - 1]) + 1);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                here[j] = least(here[j], before[j - 2] + 1);
        }
        before = above;
        above = here;
        here = spare;
    }
    return above[n_b];
}

size_t titian_suggest(const char *word, const char *const *known, size_t n_known)
{
    const size_t n = strlen(word);
    size_t best = TITIAN_NONE, nearest = n / 3 + 1;

    if (n > LONGEST || n == 0)
        return TITIAN_NONE;
    for (size_t k = 0; k < n_known; k++) {
        const size_t m = strlen(known[k]);
        size_t d;

        /* so many letters were added or lost at least */
        if (m > LONGEST || m == 0 || (m > n ? m - n : n - m) >= nearest)
            continue;
        d = distance(word, n, known[k], m);
        if (d < nearest) {
            nearest = d;
            best = k;
        }
    }
    return best;
}

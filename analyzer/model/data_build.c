/* The block data: rules for values that are written in ways that mean one thing here and another there, and which of
 * the files are newer.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "model/build.h"
#include "model/words.h"

enum { N_WORDS = 3 }; /* of each rule; their order is that of the enumerations in titian/values.h */

/* What a word of the list stands for; the first where none is given. */
static int read_word(const titian_build *b, const char *key, const char *word, const char *const words[N_WORDS])
{
    if (word == NULL)
        return 0;
    for (int k = 0; k < N_WORDS; k++)
        if (strcmp(word, words[k]) == 0)
            return k;
    titian_faults_say(b->faults, titian_build_place(b, titian_path_of("data.%s", key).text),
        "unknown %s %s\n%sknown words: %s", key, titian_quote(word).text,
        titian_near(b->faults, word, words, N_WORDS).text, titian_list(words, N_WORDS).text);
    return 0;
}

titian_value_rules titian_build_data(const titian_build *b, const titian_yaml_data *from)
{
    static const char *const periods[N_WORDS] = {"refuse", "start", "end"};
    static const char *const censored[N_WORDS] = {"refuse", "bound", "middle"};
    static const char *const brackets[N_WORDS] = {"refuse", "minus", "estimate"};

    if (from == NULL)
        return (titian_value_rules){.period = TITIAN_PERIOD_REFUSE};
    return (titian_value_rules){.period = (titian_period) read_word(b, "period", from->period, periods),
        .censored = (titian_censored) read_word(b, "censored", from->censored, censored),
        .brackets = (titian_brackets) read_word(b, "brackets", from->brackets, brackets)};
}

/* What is wrong with entry k of the vintages is said. */
static void check_vintage(const titian_build *b, char *const *names, size_t k)
{
    const titian_path path = titian_path_of("data.vintages[%zu]", k);
    size_t before = 0;

    if (names[k][0] == '\0' || strchr(names[k], '/') != NULL) {
        titian_faults_say(b->faults, titian_build_place(b, path.text),
            "%s is not the name of a file or a folder\nwrite the name alone, without the folders before it, such as "
            "wdi-2024*.csv",
            titian_quote(names[k]).text);
        return;
    }
    while (before < k && strcmp(names[before], names[k]) != 0)
        before++;
    if (before < k)
        titian_faults_say(b->faults, titian_build_place(b, path.text),
            "%s is vintage %zu already\nkeep it where it belongs: the list is from old to new",
            titian_quote(names[k]).text, before + 1);
}

titian_status titian_build_vintages(
    const titian_build *b, const titian_yaml_data *from, titian_vintage_names *out, titian_error *err)
{
    const size_t n = from != NULL ? from->n_vintages : 0;
    const char **names = NULL;

    *out = (titian_vintage_names){.n = 0};
    if (n == 0)
        return TITIAN_OK;
    names = titian_arena_array(b->arena, n, sizeof *names);
    if (names == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < n; k++) {
        check_vintage(b, from->vintages, k);
        names[k] = titian_build_text(b, from->vintages[k]);
        if (names[k] == NULL)
            return titian_build_no_memory(err);
    }
    *out = (titian_vintage_names){names, n};
    return TITIAN_OK;
}

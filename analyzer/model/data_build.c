/* The block data: rules for values that are written in ways that mean one thing here and another there.
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

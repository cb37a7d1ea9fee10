/* How units of data files are matched.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "model/build.h"
#include "model/words.h"

static titian_match_kind kind_of(const titian_build *b, const char *word)
{
    static const char *const words[] = {"evidence", "countries", "letters"}; /* in the order of titian_match_kind */
    enum { N_WORDS = sizeof words / sizeof *words };

    for (size_t k = 0; k < N_WORDS; k++)
        if (strcmp(word, words[k]) == 0)
            return (titian_match_kind) k;
    titian_faults_say(b->faults, titian_build_place(b, "match.units"), "match.units is %s\n%swrite one of: %s",
        titian_quote(word).text, titian_near(b->faults, word, words, N_WORDS).text, titian_list(words, N_WORDS).text);
    return TITIAN_MATCH_EVIDENCE;
}

titian_status titian_build_match(
    const titian_build *b, const titian_yaml_match *from, titian_match_rules *out, titian_error *err)
{
    const char **include = NULL;

    *out = (titian_match_rules){.kind = TITIAN_MATCH_EVIDENCE};
    if (from == NULL)
        return TITIAN_OK;
    if (from->units != NULL)
        out->kind = kind_of(b, from->units);
    include = titian_arena_array(b->arena, from->n_include + 1, sizeof *include);
    if (include == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < from->n_include; k++) {
        include[k] = titian_build_text(b, from->include[k]);
        if (include[k] == NULL)
            return titian_build_no_memory(err);
        if (include[k][0] == '\0')
            titian_faults_say(b->faults, titian_build_place(b, titian_path_of("match.include[%zu]", k).text),
                "an aggregate without a code\nwrite its code or name, such as WLD, or take the entry out");
    }
    out->include = include;
    out->n_include = from->n_include;
    return TITIAN_OK;
}

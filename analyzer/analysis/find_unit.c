/* Units by their code, with a suggestion where there is none. SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <titian/names.h>
#include <titian/quote.h>
#include <titian/suggest.h>

#include "analysis/ask.h"
#include "analysis/assessment.h"

size_t titian_ask_listed(const titian_gazetteer *names, const titian_panel *panel, const char *word)
{
    const titian_name_answer answer = titian_gazetteer_text(names, word, strlen(word));

    return answer.kind == TITIAN_NAMED_AREA ? titian_panel_find_unit(panel, answer.code) : TITIAN_NONE;
}

/* The unit that the lists of countries have under another code or name ("KE", "Turkey"). */
static titian_status listed_unit(const titian_panel *panel, const char *word, size_t *unit, titian_error *err)
{
    titian_gazetteer *names = NULL;
    const titian_status status = titian_gazetteer_new(&names, NULL, NULL, err);

    if (status != TITIAN_OK)
        return status;
    *unit = titian_ask_listed(names, panel, word);
    titian_gazetteer_free(names);
    return TITIAN_OK;
}

/* The unit whose code, else whose name, is nearest to a word. */
static titian_status nearest_unit(const titian_panel *panel, const char *word, size_t *near, titian_error *err)
{
    const size_t n = titian_panel_n_units(panel);
    const char **texts = calloc(n > 0 ? n : 1, sizeof *texts);

    if (texts == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the names of %zu units", n);
    for (size_t i = 0; i < n; i++)
        texts[i] = titian_panel_unit(panel, i)->code;
    *near = titian_suggest(word, texts, n);
    for (size_t i = 0; i < n; i++)
        texts[i] = titian_panel_unit(panel, i)->name;
    if (*near == TITIAN_NONE)
        *near = titian_suggest(word, texts, n);
    free(texts);
    return TITIAN_OK;
}

titian_status titian_ask_unit(
    const titian_panel *panel, const char *word, const char *mend, size_t *unit, titian_error *err)
{
    const titian_unit *meant = NULL;
    titian_status status = TITIAN_OK;
    size_t near = TITIAN_NONE;
    char quoted[TITIAN_QUOTED];

    *unit = titian_panel_find_unit(panel, word);
    if (*unit != TITIAN_NONE)
        return TITIAN_OK;
    status = listed_unit(panel, word, &near, err);
    if (status == TITIAN_OK && near == TITIAN_NONE)
        status = nearest_unit(panel, word, &near, err);
    if (status != TITIAN_OK)
        return status;
    (void) titian_quote_text(quoted, word, strlen(word));
    if (near == TITIAN_NONE)
        return titian_fail(err, TITIAN_E_USAGE, "the data have no unit %s\n%s", quoted, mend);
    meant = titian_panel_unit(panel, near);
    if (strcmp(meant->code, meant->name) == 0) /* no file names it */
        return titian_fail(err, TITIAN_E_USAGE, "the data have no unit %s\ndid you mean %s?", quoted, meant->code);
    return titian_fail(
        err, TITIAN_E_USAGE, "the data have no unit %s\ndid you mean %s (%s)?", quoted, meant->code, meant->name);
}

titian_status titian_ask_assessed(
    const titian_assessment *a, const char *code, const char *mend, size_t *unit, titian_error *err)
{
    const titian_panel *scores = a->results[TITIAN_RESULT_AGGREGATED];

    *unit = titian_panel_find_unit(scores, code);
    if (*unit == TITIAN_NONE && titian_panel_find_unit(a->data, code) != TITIAN_NONE)
        return titian_fail(err, TITIAN_E_USAGE,
            "the unit \"%s\" is in the data, but the model does not assess it\nsee \"units\" in model.yaml", code);
    return titian_ask_unit(scores, code, mend, unit, err);
}

titian_status titian_assessment_find_unit(
    const titian_assessment *a, const char *code, size_t *unit, titian_error *err)
{
    return titian_ask_assessed(a, code, "write its code or its whole name", unit, err);
}

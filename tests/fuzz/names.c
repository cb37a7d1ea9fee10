/* Aliases and a data file, with a byte 0x1E between them: what the lists say of every line is sound, and the data are
 * read with the aliases. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/utf8.h"
#include "given.h"

#include <string.h>

#include <titian/input.h>
#include <titian/names.h>

#include "input/text.h"

enum { BETWEEN = 0x1E };

static void check_text(const char *text, size_t room)
{
    HOLDS(memchr(text, '\0', room) != NULL && titian_utf8_prefix(text, strlen(text)) == strlen(text));
}

static void check_answer(titian_name_answer a)
{
    HOLDS(a.kind >= TITIAN_NAMED_NOTHING && a.kind <= TITIAN_NAMED_OWN);
    check_text(a.code, sizeof a.code);
    check_text(a.name, sizeof a.name);
    check_text(a.rule, sizeof a.rule);
    HOLDS((a.kind != TITIAN_NAMED_AREA && a.kind != TITIAN_NAMED_OWN) || a.code[0] != '\0');
}

/* Readers ask for texts that are UTF-8. */
static void ask(const titian_gazetteer *names, const char *text, size_t n)
{
    if (titian_utf8_prefix(text, n) != n)
        return;
    check_answer(titian_gazetteer_code(names, text, n));
    check_answer(titian_gazetteer_name(names, text, n));
    check_answer(titian_gazetteer_text(names, text, n));
    HOLDS(!titian_gazetteer_has_alias(names, text, n) || titian_gazetteer_has_aliases(names));
}

static void ask_all(const titian_gazetteer *names, const char *text, size_t n)
{
    const char *end = text + n, *at = text;
    char nearest[TITIAN_NAMES_TEXT];

    if (titian_utf8_prefix(text, n) == n) /* once: it compares with every name there is */
        check_text(titian_gazetteer_nearest(nearest, text, n), sizeof nearest);
    while (at < end) {
        const char *stop = at;

        while (stop < end && memchr(",\n\r\"", *stop, 4) == NULL)
            stop++;
        ask(names, at, (size_t) (stop - at));
        at = stop + 1;
    }
}

static void read_data(const titian_gazetteer *names, const char *data, size_t n, titian_match_kind kind)
{
    const titian_input_text text = {"fuzz.csv", data, n};
    const titian_framework *framework = titian_model_recipe(given_model())->framework;
    titian_input_options options = titian_input_options_default();
    titian_problems problems = given_listener();
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;
    titian_error err = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    options.names = names;
    options.match.kind = kind;
    status = titian_input_parse(&panel, &ledger, framework, &text, 1, &options, &problems, &err);
    given_check_result(status, panel, &problems, &err);
    given_check_ledger(ledger);
    titian_panel_free(panel);
    titian_ledger_free(ledger);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *) data, *end = size > 0 ? memchr(text, BETWEEN, size) : NULL;
    const size_t n = end != NULL ? (size_t) (end - text) : size;
    titian_problems problems = given_listener();
    titian_gazetteer *names = NULL;
    titian_error err = {.code = TITIAN_OK};
    const titian_status status = titian_gazetteer_parse(&names, "aliases.csv", text, n, &problems, &err);

    given_check_result(status, names, &problems, &err);
    if (status == TITIAN_OK) {
        ask_all(names, text, n);
        if (end != NULL) {
            read_data(names, end + 1, size - n - 1, TITIAN_MATCH_EVIDENCE);
            read_data(names, end + 1, size - n - 1, TITIAN_MATCH_COUNTRIES);
        }
    }
    titian_gazetteer_free(names);
    return 0;
}

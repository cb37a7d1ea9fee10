/* titian names: what codes and names of countries stand for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include <titian/names.h>

#include "command.h"

enum { NOTE_BYTES = 1024, WIDEST = 32 };

static const char *word_of(titian_named kind)
{
    static const char *const words[] = {
        [TITIAN_NAMED_NOTHING] = "not known",
        [TITIAN_NAMED_AREA] = "country",
        [TITIAN_NAMED_AGGREGATE] = "aggregate",
        [TITIAN_NAMED_FORMER] = "of the past",
        [TITIAN_NAMED_SEVERAL] = "several",
        [TITIAN_NAMED_OWN] = "unit",
    };

    return words[kind];
}

/* @return 1 when rows with the text can be used or set aside */
static int print_text(const titian_gazetteer *names, const char *text, int width)
{
    titian_name_answer answer = titian_gazetteer_code(names, text, strlen(text));
    char near[TITIAN_NAMES_TEXT], shown[TITIAN_NAMES_TEXT];

    if (answer.kind == TITIAN_NAMED_NOTHING)
        answer = titian_gazetteer_name(names, text, strlen(text));
    (void) snprintf(shown, sizeof shown, "%s", text);
    (void) printf("%-*s  %-11s", width, titian_text_tame(shown), word_of(answer.kind));
    if (answer.kind == TITIAN_NAMED_NOTHING) {
        (void) titian_gazetteer_nearest(near, text, strlen(text));
        (void) printf("%s%s\n", near[0] != '\0' ? "  near it are " : "", near);
        return 0;
    }
    (void) printf("  %-8s  %s%s(%s)\n", answer.code, answer.name, answer.name[0] != '\0' ? " " : "", answer.rule);
    return answer.kind != TITIAN_NAMED_SEVERAL;
}

static cli_exit print_texts(const titian_gazetteer *names, const cli_arguments *arguments)
{
    size_t width = 0, n_known = 0;

    for (size_t k = 0; k < arguments->n_operands; k++) {
        const size_t n = strlen(arguments->operands[k]);

        width = n > width ? n : width;
    }
    for (size_t k = 0; k < arguments->n_operands; k++)
        n_known += print_text(names, arguments->operands[k], width < WIDEST ? (int) width : WIDEST) ? 1 : 0;
    return n_known == arguments->n_operands ? CLI_DONE : CLI_FAULTY_INPUT;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    titian_problems problems = {.say = cli_hear, .context = voice};
    titian_gazetteer *names = NULL;
    titian_error err;
    const titian_status status = titian_gazetteer_new(&names, arguments->value[CLI_OPTION_ALIASES], &problems, &err);
    cli_exit code = cli_settle(voice, status, &problems, &err);
    char note[NOTE_BYTES];

    if (code == CLI_DONE && arguments->n_operands > 0)
        code = print_texts(names, arguments);
    else if (code == CLI_DONE)
        (void) printf("%s\n", titian_gazetteer_note(note, sizeof note));
    titian_gazetteer_free(names);
    return code;
}

static const cli_option_id options[] = {CLI_OPTION_ALIASES, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_names = {
    .name = "names",
    .operands = "[TEXT...]",
    .summary = "say what codes and names of countries stand for",
    .teaching =
        "Prints what each text stands for where data files have it as the code or name of a country: the country's\n"
        "code and name, and by which list or rule. Aggregates, such as World, and territories of the past are no\n"
        "units: their rows are set aside. A text that is not known, or stands for several countries, is refused in\n"
        "data; nothing is matched by likeness, so the nearest names are printed for people only. The exit code is\n"
        "then 1. Without a text it prints what the lists say of themselves. docs/names.md has the rules.\n",
    .examples = "  titian names \"Korea, Rep.\" CIV NA 004 OWID_KOS World\n"
                "  titian names \"Pantai Gading\" \"Indonesia (...2002)\"\n",
    .least_operands = 0,
    .most_operands = CLI_ANY,
    .lacking = "",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

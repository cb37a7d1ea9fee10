/* titian methods: what a model may name, from the engine's own tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include <titian/method.h>
#include <titian/panel.h>
#include <titian/suggest.h>

#include "command.h"
#include "methods_text.h"

static void print_stage(titian_stage stage)
{
    (void) printf("%s: %s\n", titian_stage_name(stage), titian_stage_summary(stage));
    for (size_t row = 0; row < titian_n_methods(stage); row++) {
        const titian_method *method = titian_method_at(stage, row);

        (void) printf("  %-18s %s%s\n", method->name, method->summary, row == 0 ? " (default)" : "");
    }
    (void) putchar('\n');
}

/* A text behind a label, broken between words before a width, with the lines that follow under its beginning. */
static void print_wrapped(const char *label, size_t indent, size_t width, const char *text)
{
    size_t at = indent;

    if (text[0] == '\0')
        return;
    (void) printf("%-*s", (int) indent, label);
    while (*text != '\0') {
        const size_t n = strcspn(text, " ");

        if (at > indent && at + 1 + n > width) {
            (void) printf("\n%*s", (int) indent, "");
            at = indent;
        }
        (void) printf("%s%.*s", at > indent ? " " : "", (int) n, text);
        at += n + (at > indent ? 1 : 0);
        text += n + strspn(text + n, " ");
    }
    (void) putchar('\n');
}

static void print_param(const titian_param *param)
{
    enum { INDENT = 21, WIDTH = 130 };
    char fallback[CLI_PARAM_TEXT], bounds[CLI_PARAM_TEXT], label[64], line[2 * CLI_PARAM_TEXT + 2];

    (void) cli_param_bounds(param, bounds);
    (void) snprintf(label, sizeof label, "  %-18s ", param->name);
    (void) snprintf(
        line, sizeof line, "%s%s%s", cli_param_default(param, fallback), bounds[0] != '\0' ? "; " : "", bounds);
    print_wrapped(label, INDENT, WIDTH, param->summary);
    print_wrapped("", INDENT, WIDTH, line);
}

static void print_method(titian_stage stage, const titian_method *method)
{
    enum { LABEL = 10, WIDTH = 100 };

    (void) printf("%s: {method: %s}\n\n%s\n\n", titian_stage_name(stage), method->name, method->summary);
    print_wrapped("Formula:", LABEL, WIDTH, method->formula);
    print_wrapped("Source:", LABEL, WIDTH, method->source);
    print_wrapped("Use:", LABEL, WIDTH, method->use);
    if (method->n_params > 0)
        (void) puts("\nOptions:");
    for (size_t k = 0; k < method->n_params; k++)
        print_param(&method->params[k]);
}

static cli_exit say_unknown(const char *name, cli_voice *voice)
{
    const char *names[256];
    size_t n = 0, near;

    for (size_t stage = 0; stage < TITIAN_N_STAGES; stage++)
        for (size_t row = 0; row < titian_n_methods((titian_stage) stage) && n < 256; row++)
            names[n++] = titian_method_at((titian_stage) stage, row)->name;
    near = titian_suggest(name, names, n);
    if (near != TITIAN_NONE)
        cli_say(voice, "there is no method or stage %s\ndid you mean \"%s\"?", cli_quote(name).text, names[near]);
    else
        cli_say(voice, "there is no method or stage %s\n\"titian methods\" lists them", cli_quote(name).text);
    return CLI_USAGE;
}

/* A name may be a stage, or a method of one stage or of several. */
static cli_exit print_named(const char *name, cli_voice *voice)
{
    size_t n_printed = 0;

    for (size_t s = 0; s < TITIAN_N_STAGES; s++) {
        const titian_stage stage = (titian_stage) s;
        const size_t row = titian_method_find(stage, name);

        if (strcmp(titian_stage_name(stage), name) == 0) {
            print_stage(stage);
            n_printed++;
        }
        if (row == TITIAN_NONE)
            continue;
        if (n_printed++ > 0)
            (void) putchar('\n');
        print_method(stage, titian_method_at(stage, row));
    }
    return n_printed > 0 ? CLI_DONE : say_unknown(name, voice);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    if (arguments->value[CLI_OPTION_MARKDOWN] != NULL) {
        cli_methods_markdown();
        return CLI_DONE;
    }
    if (arguments->n_operands > 0)
        return print_named(arguments->operands[0], voice);
    for (size_t stage = 0; stage < TITIAN_N_STAGES; stage++)
        print_stage((titian_stage) stage);
    (void) puts("\"titian methods NAME\" shows a method's formula, source, use and options.");
    return CLI_DONE;
}

static const cli_option_id options[] = {CLI_OPTION_MARKDOWN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_methods = {
    .name = "methods",
    .operands = "[NAME]",
    .summary = "list the methods that a model may name, stage by stage",
    .teaching = "Lists, for each stage, the methods that model.yaml may name there. With the name of a method it "
                "prints that\n"
                "method's formula, its source, when to use it and when not, and its options with their defaults and "
                "bounds.\n",
    .examples = "  titian methods\n"
                "  titian methods goalposts\n"
                "  titian methods --markdown\n",
    .least_operands = 0,
    .most_operands = 1,
    .lacking = "",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

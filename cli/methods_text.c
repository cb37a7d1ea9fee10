/* Methods in words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "methods_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <titian/number.h>

enum { WIDTH = 118 };

static const char *number(double x, char text[32])
{
    return titian_number_rounded(x, text);
}

/* The n-th of several words separated by spaces. */
static void put_word(const char *words, size_t n, char text[CLI_PARAM_TEXT])
{
    for (; n > 0; n--)
        words += strcspn(words, " ") + (words[strcspn(words, " ")] == ' ' ? 1 : 0);
    (void) snprintf(text, CLI_PARAM_TEXT, "default %.*s", (int) strcspn(words, " "), words);
}

/* Numbers that a model may leave out: without a default there is nothing to print. */
static int is_number(const titian_param *param)
{
    return param->kind == TITIAN_PARAM_NUMBER || param->kind == TITIAN_PARAM_COUNT;
}

const char *cli_param_default(const titian_param *param, char text[CLI_PARAM_TEXT])
{
    char a[32], b[32];

    if (param->kind == TITIAN_PARAM_GROUP || isnan(param->fallback))
        (void) snprintf(text, CLI_PARAM_TEXT, "must be given");
    else if (param->kind == TITIAN_PARAM_FLAG)
        (void) snprintf(text, CLI_PARAM_TEXT, "default %s", param->fallback != 0.0 ? "true" : "false");
    else if (param->kind == TITIAN_PARAM_CHOICE)
        put_word(param->choices, (size_t) param->fallback, text);
    else if (param->kind == TITIAN_PARAM_RANGE)
        (void) snprintf(
            text, CLI_PARAM_TEXT, "default [%s, %s]", number(param->fallback, a), number(param->fallback_upper, b));
    else if (is_number(param))
        (void) snprintf(text, CLI_PARAM_TEXT, "default %s", number(param->fallback, a));
    else
        (void) snprintf(text, CLI_PARAM_TEXT, "may be left out");
    return text;
}

static const char *kind_words(const titian_param *param)
{
    switch (param->kind) {
    case TITIAN_PARAM_LIST:
        return "a list of numbers";
    case TITIAN_PARAM_TABLE:
        return strcmp(param->choices, "votes") == 0 ? "a CSV file: expert,code,points" : "a CSV file: codes by codes";
    default:
        return "";
    }
}

const char *cli_param_bounds(const titian_param *param, char text[CLI_PARAM_TEXT])
{
    const char *kind = kind_words(param), *between = kind[0] != '\0' ? ", each " : "";
    char a[32], b[32];

    (void) snprintf(text, CLI_PARAM_TEXT, "%s", kind);
    if (param->kind == TITIAN_PARAM_CHOICE)
        (void) snprintf(text, CLI_PARAM_TEXT, "one of: %s", param->choices);
    if (param->kind == TITIAN_PARAM_ROWS)
        (void) snprintf(text, CLI_PARAM_TEXT, "%s: rows of framework.csv of Type %s",
            param->most > 1.0 ? "codes" : "a code", param->choices);
    if (!is_number(param) && param->kind != TITIAN_PARAM_RANGE && param->kind != TITIAN_PARAM_LIST)
        return text;
    if (isfinite(param->least) && isfinite(param->most))
        (void) snprintf(text, CLI_PARAM_TEXT, "%s%sfrom %s to %s", kind, between, number(param->least, a),
            number(param->most, b));
    else if (isfinite(param->least))
        (void) snprintf(text, CLI_PARAM_TEXT, "%s%s%s or more", kind, between, number(param->least, a));
    else if (isfinite(param->most))
        (void) snprintf(text, CLI_PARAM_TEXT, "%s%s%s or less", kind, between, number(param->most, a));
    return text;
}

/* Words broken into lines; each begins with `margin`. */
static void print_wrapped(const char *margin, const char *text, const char *end)
{
    const size_t left = strlen(margin);
    size_t at = left;

    (void) fputs(margin, stdout);
    while (*text != '\0') {
        const size_t n = strcspn(text, " ");

        if (at > left && at + 1 + n > WIDTH) {
            (void) printf("\n%s", margin);
            at = left;
        }
        (void) printf("%s%.*s", at > left ? " " : "", (int) n, text);
        at += n + (at > left ? 1 : 0);
        text += n + strspn(text + n, " ");
    }
    (void) printf("%s\n", end);
}

/* A text as the first letter of a sentence. */
static void print_sentence(const char *text)
{
    char line[1024];

    (void) snprintf(line, sizeof line, "%s", text);
    if (line[0] >= 'a' && line[0] <= 'z')
        line[0] = (char) (line[0] - 'a' + 'A');
    print_wrapped("", line, ".");
}

/* A cell of a table: a bar would end it. */
static void print_cell(const char *text)
{
    for (; *text != '\0'; text++)
        (void) printf(*text == '|' ? "\\%c" : "%c", *text);
    (void) fputs(" | ", stdout);
}

static void print_params(const titian_method *method)
{
    char text[CLI_PARAM_TEXT];

    if (method->n_params == 0)
        return;
    (void) puts("\n| option | default | bounds | meaning |\n| --- | --- | --- | --- |");
    for (size_t k = 0; k < method->n_params; k++) {
        const titian_param *param = &method->params[k];

        (void) printf("| `%s` | ", param->name);
        print_cell(strncmp(cli_param_default(param, text), "default ", 8) == 0 ? text + 8 : text);
        print_cell(cli_param_bounds(param, text));
        for (const char *at = param->summary; *at != '\0'; at++)
            (void) printf(*at == '|' ? "\\%c" : "%c", *at);
        (void) puts(" |");
    }
}

static void print_method(const titian_method *method, int is_default)
{
    char line[2048];

    (void) printf("\n### %s\n\n", method->name);
    print_sentence(method->summary);
    if (method->formula[0] != '\0') {
        (void) putchar('\n');
        print_wrapped("    ", method->formula, "");
    }
    (void) snprintf(line, sizeof line, "%s%s%s%s%s",
        is_default && strncmp(method->use, "The default", 11) != 0 ? "The default of this stage. " : "", method->use,
        method->source[0] != '\0' ? " Source: " : "", method->source, method->source[0] != '\0' ? "." : "");
    (void) putchar('\n');
    print_wrapped("", line, "");
    print_params(method);
}

void cli_methods_markdown(void)
{
    for (int s = 0; s < TITIAN_N_STAGES; s++) {
        const titian_stage stage = (titian_stage) s;
        const char *name = titian_stage_name(stage);

        (void) printf("%s## %c%s\n\n", s > 0 ? "\n" : "", name[0] - 'a' + 'A', name + 1);
        print_sentence(titian_stage_summary(stage));
        if (titian_stage_by_indicator(stage))
            print_wrapped("", "Columns of framework.csv may give an indicator a method and options of its own.", "");
        for (size_t row = 0; row < titian_n_methods(stage); row++)
            print_method(titian_method_at(stage, row), row == 0);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "manner.h"

#include <stdio.h>
#include <string.h>

/* The words of an option. */
typedef struct {
    cli_option_id id;
    const char *words[6];
    const char *meanings; /* one character for each word, NULL: its position from 1 */
} word_option;

/* @return what the word given means; 0 when none was given; -1 when it is none of those known, which is said */
static int read_word(const cli_arguments *arguments, const word_option *option, cli_voice *voice)
{
    const char *given = arguments->value[option->id];
    char known[128] = "";

    if (given == NULL)
        return 0;
    for (size_t k = 0, n = 0; option->words[k] != NULL; k++) {
        if (strcmp(given, option->words[k]) == 0)
            return option->meanings != NULL ? option->meanings[k] : (int) k + 1;
        n += (size_t) snprintf(known + n, sizeof known - n, "%s--%s=%s", k == 0 ? "" : ", ",
            cli_options[option->id].name, option->words[k]);
    }
    cli_say(
        voice, "\"--%s\" cannot be %s\nwrite one of %s", cli_options[option->id].name, cli_quote(given).text, known);
    return -1;
}

cli_exit cli_manner_read(titian_input_options *options, const cli_arguments *arguments, cli_voice *voice)
{
    static const word_option manners[] = {
        {CLI_OPTION_SEPARATOR, {"comma", "semicolon", "tab", "bar"}, ",;\t|"},
        {CLI_OPTION_DECIMAL, {".", ",", "point", "comma"}, ".,.,"},
        {CLI_OPTION_PERIOD, {"start", "end"}, NULL},
        {CLI_OPTION_CENSORED, {"bound", "middle"}, NULL},
        {CLI_OPTION_BRACKETS, {"minus", "estimate"}, NULL},
    };
    int found[sizeof manners / sizeof *manners];

    for (size_t k = 0; k < sizeof manners / sizeof *manners; k++) {
        found[k] = read_word(arguments, &manners[k], voice);
        if (found[k] < 0)
            return CLI_USAGE;
    }
    options->encoding = arguments->value[CLI_OPTION_ENCODING];
    options->separator = (char) found[0];
    options->decimal = (char) found[1];
    if (found[2] > 0)
        options->values.period = (titian_period) found[2];
    if (found[3] > 0)
        options->values.censored = (titian_censored) found[3];
    if (found[4] > 0)
        options->values.brackets = (titian_brackets) found[4];
    return CLI_DONE;
}

static void print_text(const titian_ledger_file *file)
{
    char text[128];

    if (file->separator == '\0')
        return;
    if (strcmp(file->encoding, "UTF-8") == 0 && file->separator == ',' && file->decimal == '.')
        return;
    (void) printf("         read as %s\n", titian_manner_text(file, text, sizeof text));
}

void cli_manner_print(const titian_ledger_file *file)
{
    const struct {
        size_t n;
        const char *what;
    } counts[] = {
        {file->n_missing[TITIAN_MISSING_UNKNOWN], "not available (NA, n/a, .. and the like)"},
        {file->n_missing[TITIAN_MISSING_DASH], "a dash, taken as missing"},
        {file->n_missing[TITIAN_MISSING_NOT_APPLICABLE], "x, taken as missing"},
        {file->n_missing[TITIAN_MISSING_NEW], "\"New\", taken as missing"},
        {file->n_percent, "with a per cent sign, taken off"},
        {file->n_notes, "with footnote marks, taken off"},
        {file->n_censored, "a bound (<1, >95), read as an estimate"},
        {file->n_bracketed, "in brackets"},
    };
    int n = 0;

    print_text(file);
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
        if (counts[k].n > 0)
            (void) printf("%s%zu %s", n++ == 0 ? "         fields: " : "; ", counts[k].n, counts[k].what);
    if (n > 0)
        (void) putchar('\n');
}

/* Words and numbers of the command line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "choose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/number.h>
#include <titian/suggest.h>

enum { MOST_NAMES = 64 };

cli_exit cli_choose(const cli_names *names, const char *word, size_t *out, cli_voice *voice)
{
    const char *all[MOST_NAMES];
    size_t n = 0, near = 0;

    if (word == NULL)
        return CLI_DONE;
    for (; n < names->n && n < MOST_NAMES; n++) {
        all[n] = names->name(n);
        if (strcmp(all[n], word) == 0) {
            *out = n;
            return CLI_DONE;
        }
    }
    near = titian_suggest(word, all, n);
    if (near != TITIAN_NONE)
        cli_say(voice, "there is no %s %s\ndid you mean \"%s\"?", names->what, cli_quote(word).text, all[near]);
    else
        cli_say(voice, "there is no %s %s\n\"titian help %s\" lists them", names->what, cli_quote(word).text,
            names->command);
    return CLI_USAGE;
}

cli_exit cli_choose_no_table(const cli_arguments *arguments, cli_voice *voice)
{
    if (arguments->value[CLI_OPTION_TABLE] == NULL)
        return CLI_DONE;
    cli_say(voice, "\"--table\" is about a CSV, and the name of the output ends in .xlsx\n"
                   "a workbook has all tables: leave it away");
    return CLI_USAGE;
}

static const char *stage_name(size_t result)
{
    return titian_result_name((titian_result) result);
}

cli_exit cli_choose_stage(const cli_arguments *arguments, const char *command, titian_result *out, cli_voice *voice)
{
    const cli_names stages = {"stage", stage_name, TITIAN_N_RESULTS, command};
    size_t found = (size_t) *out;
    const cli_exit code = cli_choose(&stages, arguments->value[CLI_OPTION_STAGE], &found, voice);

    *out = (titian_result) found;
    return code;
}

/* strtod alone would take "nan", "inf" and "0x1f". */
int cli_number_of(const char *text, double *out)
{
    char *end = NULL;

    if (text[0] == '\0' || text[strspn(text, "0123456789+-.eE")] != '\0')
        return 0;
    *out = strtod(text, &end);
    return *end == '\0' && isfinite(*out);
}

cli_exit cli_number(
    const cli_arguments *arguments, cli_option_id option, const double bounds[2], double *out, cli_voice *voice)
{
    const char *text = arguments->value[option], *name = cli_options[option].name;
    char least[32], most[32];
    double number = 0.0;

    if (text == NULL)
        return CLI_DONE;
    if (!cli_number_of(text, &number)) {
        cli_say(voice, "%s is not a number\nwrite digits alone, with a point before decimals: --%s 0.5",
            cli_quote(text).text, name);
        return CLI_USAGE;
    }
    if (number < bounds[0] || number > bounds[1]) {
        titian_number_text(bounds[0], least);
        titian_number_text(bounds[1], most);
        if (bounds[0] > 0.0 && number <= 0.0) /* the bound may be the least number there is */
            cli_say(voice, "--%s is %.100s\nwrite a number above 0", name, text);
        else
            cli_say(voice, "--%s is %.100s\nit lies between %s and %s", name, text, least, most);
        return CLI_USAGE;
    }
    *out = number;
    return CLI_DONE;
}

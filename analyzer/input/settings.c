/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/settings.h"

#include <stdio.h>

#include "input/separator.h"

enum { WORDS = 512 };

static void say_year(char *words, const titian_input_options *o)
{
    if (o->year != 0)
        (void) snprintf(words, WORDS, "%d: of rows in files without a column of years", o->year);
}

static void say_encoding(char *words, const titian_input_options *o)
{
    if (o->encoding != NULL)
        (void) snprintf(words, WORDS, "%s: of files that do not show theirs", o->encoding);
}

static void say_separator(char *words, const titian_input_options *o)
{
    if (o->separator != '\0')
        (void) snprintf(
            words, WORDS, "%s: between fields, where that gives a table", titian_separator_name(o->separator));
}

static void say_decimal(char *words, const titian_input_options *o)
{
    if (o->decimal != '\0')
        (void) snprintf(words, WORDS, "%s: in columns whose values can be read either way",
            o->decimal == ',' ? "comma" : "point");
}

static void say_period(char *words, const titian_input_options *o)
{
    if (o->values.period != TITIAN_PERIOD_REFUSE)
        (void) snprintf(words, WORDS,
            "%s: periods over two years, such as 2023/24, count for the year in which they %s",
            o->values.period == TITIAN_PERIOD_START ? "start" : "end",
            o->values.period == TITIAN_PERIOD_START ? "start" : "end");
}

static void say_censored(char *words, const titian_input_options *o)
{
    if (o->values.censored == TITIAN_CENSORED_BOUND)
        (void) snprintf(words, WORDS, "bound: <1 is an estimate of 1");
    else if (o->values.censored == TITIAN_CENSORED_MIDDLE)
        (void) snprintf(words, WORDS, "middle: <1 is an estimate in the middle between 1 and the end of the scale");
}

static void say_brackets(char *words, const titian_input_options *o)
{
    if (o->values.brackets == TITIAN_BRACKETS_MINUS)
        (void) snprintf(words, WORDS, "minus: (5) is -5");
    else if (o->values.brackets == TITIAN_BRACKETS_ESTIMATE)
        (void) snprintf(words, WORDS, "estimate: (5) is an estimate of 5");
}

static void say_match(char *words, const titian_input_options *o)
{
    size_t n = 0;

    if (o->match.kind == TITIAN_MATCH_COUNTRIES)
        n = (size_t) snprintf(words, WORDS, "countries: codes and names stand for countries");
    else if (o->match.kind == TITIAN_MATCH_LETTERS)
        n = (size_t) snprintf(words, WORDS, "letters: codes are taken letter by letter");
    for (size_t k = 0; k < o->match.n_include && n < WORDS; k++)
        n += (size_t) snprintf(words + n, WORDS - n, "%s%s",
            k > 0   ? ", "
            : n > 0 ? "; units all the same: "
                    : "units all the same: ",
            o->match.include[k]);
}

static void say_vintages(char *words, const titian_input_options *o)
{
    size_t n = 0;

    if (o->vintages)
        (void) snprintf(words, WORDS, "what a later file says of a cell revises what an earlier one said");
    for (size_t k = 0; !o->vintages && k < o->vintage_names.n && n < WORDS; k++)
        n += (size_t) snprintf(words + n, WORDS - n, "%s%s",
            k > 0 ? ", then " : "by the names of the files, oldest first, later ones revise: ",
            o->vintage_names.names[k]);
}

titian_status titian_settings_note(
    titian_ledger *ledger, const titian_input_options *options, const titian_gazetteer *names, titian_error *err)
{
    static const struct {
        const char *name;
        void (*say)(char *words, const titian_input_options *o);
    } rows[] = {
        {"year", say_year},
        {"encoding", say_encoding},
        {"separator", say_separator},
        {"decimal", say_decimal},
        {"period", say_period},
        {"censored", say_censored},
        {"brackets", say_brackets},
        {"match", say_match},
        {"vintages", say_vintages},
    };
    const char *file = NULL, *sha256 = NULL;
    titian_status status = TITIAN_OK;
    char words[WORDS];
    size_t n = 0;

    for (size_t k = 0; options != NULL && k < sizeof rows / sizeof *rows && status == TITIAN_OK; k++) {
        words[0] = '\0';
        rows[k].say(words, options);
        if (words[0] != '\0')
            status = titian_ledger_set(ledger, rows[k].name, words, err);
    }
    if (status != TITIAN_OK || !titian_gazetteer_source(names, &file, &sha256, &n))
        return status;
    (void) snprintf(words, sizeof words, "%zu texts of %s", n, file);
    return titian_ledger_set(ledger, "aliases", words, err);
}

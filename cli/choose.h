/* Words and numbers of the command line that say which table, which stage, how much.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_CHOOSE_H
#define TITIAN_CLI_CHOOSE_H

#include <stddef.h>

#include <titian/assessment.h>

#include "command.h"

/** The names a word may be, in some list that is looked into by position. */
typedef struct {
    const char *what;                /* "table", for messages */
    const char *(*name)(size_t row); /* of each */
    size_t n;                        /* at most 64 */
    const char *command;             /* whose help lists them */
} cli_names;

/** Position of a word among names. Says that there is none, with the nearest one.
 *  @param word  NULL: not given, *out stays as it is */
cli_exit cli_choose(const cli_names *names, const char *word, size_t *out, cli_voice *voice);

/** Refuses --table where the output is a workbook, which has all of them. Says so. */
cli_exit cli_choose_no_table(const cli_arguments *arguments, cli_voice *voice);

/** The same for the stage of --stage. @param command  whose help lists the stages */
cli_exit cli_choose_stage(const cli_arguments *arguments, const char *command, titian_result *out, cli_voice *voice);

/** A finite decimal number and nothing else. @return 1 when the text is one */
int cli_number_of(const char *text, double *out);

/** A number of an option, within bounds. Says what is wrong. Not given: *out stays as it is. */
cli_exit cli_number(
    const cli_arguments *arguments, cli_option_id option, const double bounds[2], double *out, cli_voice *voice);

#endif

/* titian explain: one unit's score, from the index down to raw cells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include <titian/text_reports.h>

#include "session.h"

static cli_exit explain(const cli_session *s, const char *word)
{
    titian_error err;
    const titian_status status = titian_explain_write(s->assessment, cli_session_unit(s, word), 0, stdout, &err);

    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const char *word = arguments->value[CLI_OPTION_UNIT];
    cli_session s = {.model = NULL};
    cli_exit code;

    if (word == NULL) {
        cli_say(voice, "\"titian explain\" needs a unit\nfor example: --unit IDN");
        return CLI_USAGE;
    }
    code = cli_session_open(&s, arguments, voice);
    if (code == CLI_DONE)
        code = cli_session_run(&s, TITIAN_KEEP_ALL);
    if (code == CLI_DONE)
        code = explain(&s, word);
    cli_session_close(&s);
    return code;
}

static const cli_option_id options[] = {CLI_OPTION_UNIT, CLI_OPTION_YEAR, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_explain = {
    .name = "explain",
    .operands = "MODEL DATA... --unit CODE",
    .summary = "show how one unit's score comes about, down to file and line",
    .teaching =
        "Prints the tree of one unit: the index, each area, each indicator, with score, rank, weight, share of the\n"
        "index and the points it brings. Under each indicator stand the value as it was read, its year, the file "
        "and\n"
        "the line, what was done to it, and between which values it is scored. What is missing is said. Last come "
        "the\n"
        "parts of its priority for assistance.\n",
    .examples = "  titian explain ddri countries countries-restricted --unit IDN\n"
                "  titian explain ddri countries countries-restricted --unit Kenya --year 2022\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian explain\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

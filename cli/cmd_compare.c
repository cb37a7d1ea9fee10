/* titian compare: two models over the same data, side by side, as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <titian/text_reports.h>

#include "session.h"

/* The other model at work, and what is compared. */
typedef struct {
    const cli_arguments *arguments;
    const char *node;
} request;

/* The command line as it would be for the other model. @return NULL when there is no memory */
static const char **operands_of_other(const cli_arguments *arguments)
{
    const char **operands = malloc(arguments->n_operands * sizeof *operands);

    if (operands == NULL)
        return NULL;
    memcpy(operands, arguments->operands, arguments->n_operands * sizeof *operands);
    operands[0] = arguments->value[CLI_OPTION_AGAINST];
    return operands;
}

static cli_exit compare(const cli_session *s, const cli_session *other, const char *node, FILE *to)
{
    titian_error err;
    const titian_status status = titian_compare_csv_write(s->assessment, other->assessment, node, to, &err);

    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    cli_arguments arguments = *q->arguments;
    cli_session other = {.model = NULL};
    const char **operands = operands_of_other(q->arguments);
    cli_exit code = CLI_INTERNAL;

    if (operands == NULL) {
        cli_say(s->voice, "there is not enough memory");
        return CLI_INTERNAL;
    }
    arguments.operands = operands;
    code = cli_session_open(&other, &arguments, s->voice);
    if (code == CLI_DONE)
        code = cli_session_run(&other, 1u << TITIAN_RESULT_AGGREGATED);
    if (code == CLI_DONE)
        cli_session_say_notes(&other);
    if (code == CLI_DONE)
        code = compare(s, &other, q->node, to);
    cli_session_close(&other);
    free(operands);
    return code;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const request q = {.arguments = arguments, .node = arguments->value[CLI_OPTION_NODE]};

    if (arguments->value[CLI_OPTION_AGAINST] == NULL) {
        cli_say(voice, "\"titian compare\" needs another model\nfor example: --against bali5");
        return CLI_USAGE;
    }
    return cli_session_write(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_to, &q);
}

static const cli_option_id options[] = {CLI_OPTION_AGAINST, CLI_OPTION_NODE, CLI_OPTION_YEAR, CLI_OPTION_OUTPUT,
    CLI_OPTION_FORCE, CLI_OPTIONS_OF_DATA, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_compare = {
    .name = "compare",
    .operands = "MODEL DATA... --against MODEL",
    .summary = "print the ranks of two models side by side",
    .teaching =
        "Scores the same data by two models and prints one row per unit: score and rank by MODEL (1) and by the "
        "other\n"
        "(2), and how many places higher (above 0) or lower (below 0) the other puts it. The largest change comes\n"
        "first. To see what one choice does to the ranking, copy a model, change the choice, and compare.\n",
    .examples = "  titian compare ddri countries countries-restricted --against bali5\n"
                "  titian compare ddri countries countries-restricted --against ministry5 --year 2022\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian compare\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

/* titian help: the commands, or one of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const cli_command *command = NULL;

    if (arguments->n_operands == 0) {
        cli_help_all();
        return CLI_DONE;
    }
    command = cli_command_find(arguments->operands[0]);
    if (command == NULL)
        return cli_command_unknown(arguments->operands[0], voice);
    cli_help_command(command);
    return CLI_DONE;
}

static const cli_option_id options[] = {CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .summary = "print this list, or what a command does, with examples",
    .teaching = "Prints the list of commands, or what one command does, its options and examples that run.\n",
    .examples = "  titian help\n"
                "  titian help assess\n",
    .least_operands = 0,
    .most_operands = 1,
    .lacking = "",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

/* titian: the program. Arguments in, exit code out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <gsl/gsl_errno.h>

#include <titian/version.h>

#include "command.h"
#include "find.h"
#include "team.h"

const cli_command *const cli_commands[] = {&cmd_check, &cmd_import, &cmd_score, &cmd_results, &cmd_assess,
    &cmd_explain, &cmd_simulate, &cmd_advise, &cmd_own, &cmd_compare, &cmd_weights, &cmd_audit, &cmd_trend,
    &cmd_divide, &cmd_allocate, &cmd_smaa, &cmd_uncertainty, &cmd_sensitivity, &cmd_map, &cmd_adopt, &cmd_methods,
    &cmd_models, &cmd_names, &cmd_help, NULL};

/* A model without data: the most likely slip of the first hour. */
static cli_exit say_no_data(const cli_command *command, const char *model, cli_voice *voice)
{
    char shipped[CLI_DATASETS_TEXT];

    cli_datasets(shipped, voice);
    cli_say(voice,
        "\"titian %s\" needs data behind the model %s\n"
        "name files, folders or what is shipped: %s; \"titian help %s\" shows how",
        command->name, cli_quote(model).text, shipped, command->name);
    return CLI_USAGE;
}

static cli_exit check_operands(const cli_command *command, const cli_arguments *arguments, cli_voice *voice)
{
    if (arguments->n_operands >= command->least_operands && arguments->n_operands <= command->most_operands)
        return CLI_DONE;
    if (arguments->n_operands == 1 && command->least_operands == 2)
        return say_no_data(command, arguments->operands[0], voice);
    if (arguments->n_operands < command->least_operands)
        cli_say(voice, "%s\n\"titian help %s\" shows how", command->lacking, command->name);
    else
        cli_say(voice, "\"titian %s\" does not take %s\n\"titian help %s\" shows what it takes", command->name,
            cli_quote(arguments->operands[command->most_operands]).text, command->name);
    return CLI_USAGE;
}

static cli_exit run_command(int argc, char **argv, cli_voice *voice)
{
    const cli_command *command = cli_command_find(argv[0]);
    cli_arguments arguments;
    cli_exit code;

    if (command == NULL)
        return cli_command_unknown(argv[0], voice);
    code = cli_arguments_read(&arguments, command, argc, argv, voice);
    if (code != CLI_DONE)
        return code;
    if (arguments.value[CLI_OPTION_HELP] != NULL) {
        cli_help_command(command);
        return CLI_DONE;
    }
    voice->quiet = voice->quiet || arguments.value[CLI_OPTION_QUIET] != NULL;
    cli_arguments_again(voice->again, &arguments);
    code = check_operands(command, &arguments, voice);
    if (code == CLI_DONE && !command->shared && !cli_team_leads())
        return CLI_DONE; /* the first process does it alone */
    return code != CLI_DONE ? code : command->run(&arguments, voice);
}

static cli_exit run(int argc, char **argv, cli_voice *voice)
{
    cli_arguments own;
    const cli_exit code = cli_arguments_read(&own, NULL, argc, argv, voice);

    if (code != CLI_DONE)
        return code;
    voice->quiet = own.value[CLI_OPTION_QUIET] != NULL;
    if (own.value[CLI_OPTION_HELP] != NULL) {
        cli_help_all();
        return CLI_DONE;
    }
    if (own.value[CLI_OPTION_VERSION] != NULL) {
        (void) puts("titian " TITIAN_VERSION);
        return CLI_DONE;
    }
    if (own.n_operands == 0) {
        cli_say(voice, "a command is needed\n\"titian help\" lists the commands");
        return CLI_USAGE;
    }
    return run_command((int) own.n_operands, argv + argc - own.n_operands, voice);
}

int main(int argc, char **argv)
{
    cli_voice voice = {.quiet = 0};
    cli_exit code;

    /* the engine checks what GSL hands back; its default handler would end the program instead */
    gsl_set_error_handler_off();
    /* a file that grows beyond what the system allows is a failure to write like any other */
    (void) signal(SIGXFSZ, SIG_IGN);
    cli_team_begin(&argc, &argv);
    errno = 0;
    code = run(argc, argv, &voice);
    cli_progress(&voice, NULL);
    if ((fflush(stdout) != 0 || ferror(stdout)) && code != CLI_FILE) { /* else it has been said */
        cli_say(&voice, "the results could not be written whole: %s", strerror(errno));
        code = CLI_FILE;
    }
    return cli_team_end((int) code);
}

/* titian models: the shipped models.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include <titian/model.h>

#include "command.h"
#include "find.h"

static cli_exit print_model(const char *name, const char *path, cli_voice *voice)
{
    titian_problems problems = {.say = cli_hear, .context = voice};
    const titian_model_about *about = NULL;
    titian_model *model = NULL;
    titian_error err;
    const titian_status status = titian_model_load(&model, path, &problems, &err);

    if (status != TITIAN_OK)
        return problems.n_errors > 0 ? cli_exit_of(status) : cli_fail(voice, &err);
    about = titian_model_describe(model);
    (void) printf(
        "%-16s %s%s%s\n%-16s %s\n", name, about->title, about->edition[0] ? ", " : "", about->edition, "", path);
    titian_model_free(model);
    return CLI_DONE;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    cli_names names;
    cli_exit code = cli_list(&names, CLI_MODELS, voice);

    (void) arguments;
    for (size_t k = 0; k < names.n; k++) {
        const cli_exit one = print_model(names.names[k], names.paths[k], voice);

        if (code == CLI_DONE)
            code = one;
    }
    cli_names_free(&names);
    return code;
}

static const cli_option_id options[] = {CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_models = {
    .name = "models",
    .operands = "",
    .summary = "list the shipped models",
    .teaching =
        "Lists the models that can be given by name, with title and folder. To change one, copy its folder and name\n"
        "the copy: a weight in framework.csv, a method in model.yaml. The environment variable TITIAN_MODELS may "
        "list\n"
        "more folders with models, separated by colons; they come first.\n",
    .examples = "  titian models\n",
    .least_operands = 0,
    .most_operands = 0,
    .lacking = "",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

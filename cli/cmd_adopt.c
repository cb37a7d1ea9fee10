/* titian adopt: the model that another tool's workbook holds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <titian/coin_tool.h>
#include <titian/text_reports.h>

#include "command.h"
#include "find.h"
#include "output.h"

enum { PATH_BYTES = 4096 };

static cli_exit read_tool(titian_coin_tool *tool, const char *path, cli_voice *voice)
{
    titian_problems problems = {.say = cli_hear, .context = voice};
    titian_error err;
    const titian_status status = titian_coin_tool_read(tool, path, &problems, &err);

    if (status != TITIAN_OK && problems.n_errors == 0)
        return cli_fail(voice, &err);
    return cli_settle(voice, status, &problems, &err);
}

static cli_exit print(const titian_coin_tool *tool, FILE *to, cli_voice *voice)
{
    titian_error err;

    return titian_listing_csv_write(tool->framework, to, &err) == TITIAN_OK ? CLI_DONE : cli_fail(voice, &err);
}

/* One of the two files; both are refused before any is written. */
typedef struct {
    const char *name;
    char path[PATH_BYTES];
    titian_whole_file *file;
} target;

static cli_exit open_target(target *t, const char *folder, int replace, cli_voice *voice)
{
    if (snprintf(t->path, sizeof t->path, "%s/%s", folder, t->name) >= (int) sizeof t->path) {
        cli_say(voice, "the name of the folder is too long\ngive a shorter one behind -o");
        return CLI_USAGE;
    }
    return cli_output_open(&t->file, t->path, replace, voice);
}

static cli_exit write_model(const titian_coin_tool *tool, const char *folder, int replace, cli_voice *voice)
{
    target csv = {.name = "framework.csv"}, yaml = {.name = "model.yaml"};
    const int made = mkdir(folder, 0777) == 0;
    cli_exit code = CLI_DONE;

    if (!made && errno != EEXIST) {
        cli_say_of(voice, folder, "this folder cannot be made: %s", strerror(errno));
        return CLI_FILE;
    }
    code = open_target(&csv, folder, replace, voice);
    if (code == CLI_DONE)
        code = open_target(&yaml, folder, replace, voice);
    if (code == CLI_DONE)
        code = print(tool, titian_whole_file_stream(csv.file), voice);
    if (code == CLI_DONE)
        (void) fputs(
            tool->yaml, titian_whole_file_stream(yaml.file)); /* what fails is said when the file is finished */
    if (code == CLI_DONE)
        code = cli_output_finish(csv.file, voice);
    if (code == CLI_DONE)
        code = cli_output_finish(yaml.file, voice);
    titian_whole_file_free(csv.file);
    titian_whole_file_free(yaml.file);
    return code;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const char *folder = arguments->value[CLI_OPTION_MODEL_FOLDER];
    titian_coin_tool tool = {.framework = NULL};
    char *path = NULL;
    cli_exit code = cli_find(&path, CLI_DATASETS, arguments->operands[0], voice);

    if (code == CLI_DONE)
        code = read_tool(&tool, path, voice);
    if (code == CLI_DONE && folder == NULL)
        code = print(&tool, stdout, voice);
    else if (code == CLI_DONE)
        code = write_model(&tool, folder, arguments->value[CLI_OPTION_FORCE] != NULL, voice);
    titian_coin_tool_free(&tool);
    free(path);
    return code;
}

static const cli_option_id options[] = {CLI_OPTION_MODEL_FOLDER, CLI_OPTION_FORCE, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_adopt = {
    .name = "adopt",
    .operands = "FILE.xlsx",
    .summary = "make a model of a workbook of the COIN Tool",
    .teaching =
        "Reads the framework of a COIN Tool workbook, the European Commission's workbook for composite indicators:\n"
        "indicators with their weights, directions and goalposts, and the tree above them. With -o FOLDER it writes\n"
        "framework.csv and model.yaml there; without, it prints framework.csv. Indicators keep the tool's codes\n"
        "(Ind.01), so the same workbook is the model's data.\n\n"
        "What was chosen on the tool's other sheets is not read: model.yaml has the plainest choices (no treatment "
        "of\n"
        "missing data and outliers, minmax or the goalposts, arithmetic means); compare them with those of the "
        "tool.\n",
    .examples = "  titian adopt tool.xlsm -o mine\n"
                "  titian score mine tool.xlsm --year 2024\n",
    .least_operands = 1,
    .most_operands = 1,
    .lacking = "\"titian adopt\" needs a workbook of the COIN Tool",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

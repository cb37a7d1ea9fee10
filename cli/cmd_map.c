/* titian map: the draft of a mapping for a table of another form.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include <titian/mapping.h>

#include "command.h"
#include "find.h"
#include "output.h"

static cli_exit draft(const char *path, FILE *to, cli_voice *voice)
{
    titian_error err;
    const titian_status status = titian_mapping_draft_file(to, path, &err);

    return status == TITIAN_OK ? CLI_DONE : cli_fail(voice, &err);
}

static cli_exit draft_into(const char *path, const char *target, int replace, cli_voice *voice)
{
    titian_whole_file *output = NULL;
    cli_exit code = cli_output_open(&output, target, replace, voice);

    if (code == CLI_DONE)
        code = draft(path, titian_whole_file_stream(output), voice);
    if (code == CLI_DONE)
        code = cli_output_finish(output, voice);
    titian_whole_file_free(output);
    return code;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const char *target = arguments->value[CLI_OPTION_OUTPUT];
    char *path = NULL;
    cli_exit code = cli_find(&path, CLI_DATASETS, arguments->operands[0], voice);

    if (code == CLI_DONE && target == NULL)
        code = draft(path, stdout, voice);
    else if (code == CLI_DONE)
        code = draft_into(path, target, arguments->value[CLI_OPTION_FORCE] != NULL, voice);
    free(path);
    return code;
}

static const cli_option_id options[] = {CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_map = {
    .name = "map",
    .operands = "FILE",
    .summary = "draft a mapping for a table that titian does not know",
    .teaching =
        "Prints a mapping for FILE, a CSV or a workbook (FILE.xlsx#SHEET, or its first sheet with a header): a "
        "short\n"
        "YAML text that says which column is the unit, the year, the indicator, the value, and which columns break\n"
        "values down by sex, age and the like. It is a draft, guessed from names and first values, with comments "
        "that\n"
        "say what was found; check each line, save it beside the data as NAME.map.yaml, where it is found by "
        "itself,\n"
        "or name it with --map. Files in titian's own forms and in those of the World Bank, the UN, ITU, SDMX and "
        "Our\n"
        "World in Data need none (docs/files.md).\n",
    .examples = "  titian map countries/wgi.csv\n",
    .least_operands = 1,
    .most_operands = 1,
    .lacking = "\"titian map\" needs a CSV file or a workbook",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

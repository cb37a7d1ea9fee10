/* titian import: everything that titian reads, in one tidy form.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <titian/check_report.h>

#include "output.h"
#include "session.h"

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    titian_error err;

    (void) what;
    return titian_tidy_csv_write(s->panel, s->ledger, to, &err) == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const char *path = arguments->value[CLI_OPTION_OUTPUT];
    const int replace = arguments->value[CLI_OPTION_FORCE] != NULL;
    cli_session s = {.model = NULL};
    cli_exit code = path != NULL ? cli_output_allowed(path, replace, voice) : CLI_DONE;

    if (code == CLI_DONE)
        code = strcmp(arguments->operands[0], "-") == 0 ? cli_session_open_data(&s, arguments, voice)
                                                        : cli_session_open(&s, arguments, voice);
    if (code == CLI_DONE)
        code = cli_session_deliver(&s, arguments, write_to, NULL);
    cli_session_close(&s);
    return code;
}

static const cli_option_id options[] = {
    CLI_OPTION_YEAR, CLI_OPTIONS_OF_DATA, CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_import = {
    .name = "import",
    .operands = "MODEL|- DATA...",
    .summary = "put data of any form into one tidy table, with the source of each value",
    .teaching =
        "Reads DATA as every command does and writes one row for each value as CSV: unit, year, code, value, status\n"
        "(A observed, E an estimate), and the file and line where it was read. Values have all their digits, and\n"
        "titian reads the table back as the same data. Codes are those of the model, whatever the files call "
        "them.\n\n"
        "With - in place of a model every code in the files is taken under its own name: as figures when some of "
        "its\n"
        "values are numbers, else as labels of units.\n\n"
        "--year dates rows of files that have no years, as everywhere.\n",
    .examples = "  titian import ddri countries -o tidy.csv\n"
                "  titian import - countries -o every-code.csv\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian import\" needs a model, or -, and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

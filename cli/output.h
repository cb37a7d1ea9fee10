/* Files that are written: whether they may be, and how that is said.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_OUTPUT_H
#define TITIAN_CLI_OUTPUT_H

#include <titian/whole_file.h>

#include "say.h"

/** May a file be written under this name? Says why not: it exists and `replace` is 0, or it is no ordinary file. */
cli_exit cli_output_allowed(const char *path, int replace, cli_voice *voice);

/** Does an output of this name mean a workbook? NULL: no. */
int cli_output_is_workbook(const char *path);

/** Begin a file that appears under its name only when it is whole (titian/whole_file.h). Says what is wrong. */
cli_exit cli_output_open(titian_whole_file **out, const char *path, int replace, cli_voice *voice);
/** Put the file in its place. An existing one is replaced in one step. Says what is wrong. */
cli_exit cli_output_finish(titian_whole_file *output, cli_voice *voice);

#endif

/* A file that appears under its name only when it is whole.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_OUTPUT_H
#define TITIAN_CLI_OUTPUT_H

#include <stdio.h>

#include "say.h"

/** Written beside its target, renamed at the end. */
typedef struct {
    const char *path; /* as named by the user; borrowed */
    char *target;     /* where a link leads: what it points to is replaced, not the link */
    char *beside;
    FILE *file;
} cli_output;

/** May a file be written under this name? Says why not: it exists and `replace` is 0, or it is no ordinary file. */
cli_exit cli_output_allowed(const char *path, int replace, cli_voice *voice);

/** Open the file beside `path`; write to output->file. */
cli_exit cli_output_open(cli_output *output, const char *path, int replace, cli_voice *voice);
/** Put the file in its place. An existing one is replaced in one step. */
cli_exit cli_output_finish(cli_output *output, cli_voice *voice);
/** Leave no trace of a file that is not to be finished; nothing after cli_output_finish. */
void cli_output_drop(cli_output *output);

#endif

/* How data are read where files leave it open: the options, and what was found.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_MANNER_H
#define TITIAN_CLI_MANNER_H

#include <titian/input.h>
#include <titian/ledger.h>

#include "command.h"

/** Read --encoding, --separator, --decimal, --period, --censored and --brackets. Says what is wrong.
 *  @param options  values.* are left as they are where an option is not given: the model's */
cli_exit cli_manner_read(titian_input_options *options, const cli_arguments *arguments, cli_voice *voice);

/** Print how a file was read to stdout, indented lines; nothing for plain files: UTF-8, commas, numbers alone. */
void cli_manner_print(const titian_ledger_file *file);

#endif

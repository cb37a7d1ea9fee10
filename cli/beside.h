/* Small files that a command names beside the data: found, among what is shipped too, read, and what is wrong said.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_BESIDE_H
#define TITIAN_CLI_BESIDE_H

#include <titian/efforts.h>

#include "command.h"

/** The file of --efforts. @param out  owned by the caller; NULL where the option is not given */
cli_exit cli_efforts_load(titian_efforts **out, const cli_arguments *arguments, cli_voice *voice);

#endif

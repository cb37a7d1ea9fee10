/* Small files that a command names beside the data: found, among what is shipped too, read, and what is wrong said.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_BESIDE_H
#define TITIAN_CLI_BESIDE_H

#include <titian/assessment.h>
#include <titian/efforts.h>
#include <titian/own.h>

#include "command.h"

/** The file of --efforts. @param out  owned by the caller; NULL where the option is not given */
cli_exit cli_efforts_load(titian_efforts **out, const cli_arguments *arguments, cli_voice *voice);
/** The file of --submissions. @param out  as above */
cli_exit cli_submissions_load(titian_submissions **out, const cli_arguments *arguments, cli_voice *voice);
/** Note each submitted weight that was moved to the nearest within the bounds, up to a few. */
titian_status cli_submissions_say_moved(
    const titian_assessment *a, const titian_own_options *options, cli_voice *voice, titian_error *err);

#endif

/* Tables of replications, written as they are made.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_REPLICATIONS_H
#define TITIAN_CLI_REPLICATIONS_H

#include <titian/uncertainty.h>

#include "session.h"

/** Write a table of titian_replication_make as CSV, so many replications at a time, that memory does not grow with
 *  them. @return CLI_ENDED when an end was asked for: whole replications have been written */
cli_exit cli_replications_write(
    const cli_session *s, size_t table, const titian_uncertainty_options *options, FILE *to);

#endif

/* Two models, or two vintages of data, or both: side by side, or what made the difference.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_COMPARE_MODELS_H
#define TITIAN_CLI_COMPARE_MODELS_H

#include "command.h"

/** The tables, by position; the first is the usual one. */
size_t cli_editions_n_tables(void);
const char *cli_editions_table(size_t table);
const char *cli_editions_summary(size_t table);

/** "titian compare --against, --against-data". */
cli_exit cli_compare_models(const cli_arguments *arguments, cli_voice *voice);

#endif

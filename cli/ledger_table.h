/* The ledger as a table to read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_LEDGER_TABLE_H
#define TITIAN_CLI_LEDGER_TABLE_H

#include <titian/ledger.h>

/** Print to stdout: one line for each file, with a column for each kind of row that occurs; below, on which lines the
 *  rows stand that were not used, and how much later files revised. */
void cli_print_ledger(const titian_ledger *ledger);

#endif

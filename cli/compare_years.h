/* Two years of one model: tables as CSV, or a workbook.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_COMPARE_YEARS_H
#define TITIAN_CLI_COMPARE_YEARS_H

#include "command.h"

/** The tables, by position: those of titian_comparison_make, and the movers. */
size_t cli_compare_n_tables(void);
const char *cli_compare_table(size_t table);
const char *cli_compare_summary(size_t table);

/** "titian compare --years": a table, or with --output FILE.xlsx the workbook of changes. */
cli_exit cli_compare_years(const cli_arguments *arguments, cli_voice *voice);

#endif

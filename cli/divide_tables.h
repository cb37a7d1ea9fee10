/* The tables of the divide that a workbook shows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_DIVIDE_TABLES_H
#define TITIAN_CLI_DIVIDE_TABLES_H

#include <titian/divide.h>

/** Owned by who makes them; each NULL where it was not made. */
typedef struct {
    titian_listing *communities, *measures, *parts;
} cli_divide_tables;

/** Make them, of the index where the options name no code. `parts` where there is a group, by label or by the units
 *  that units lie in. The tables made are there on failure too: free them.
 *  @param options  the line is of measures alone, the target of these and communities */
TITIAN_CHECKED titian_status cli_divide_tables_make(
    cli_divide_tables *out, const titian_assessment *a, const titian_divide_options *options, titian_error *err);
void cli_divide_tables_free(cli_divide_tables *tables);

/** Does any unit of the data lie in another? */
int cli_some_unit_lies_in_another(const titian_assessment *a);

#endif

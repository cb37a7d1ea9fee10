/* The analysis of weights as CSV tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_SMAA_REPORTS_H
#define TITIAN_SMAA_REPORTS_H

#include <stdio.h>

#include <titian/export.h>
#include <titian/smaa.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The tables that can be had: their names, what each tells, whether it needs shares of ranks, and whether it shows
 *  limits of ranks, which need no search otherwise. */
TITIAN_API size_t titian_smaa_n_tables(void);
TITIAN_API const char *titian_smaa_table_name(size_t table);
TITIAN_API const char *titian_smaa_table_summary(size_t table);
TITIAN_API int titian_smaa_table_needs_shares(size_t table);
TITIAN_API int titian_smaa_table_shows_limits(size_t table);
/** A table by name; TITIAN_NONE when there is none. */
TITIAN_API size_t titian_smaa_table_find(const char *name);

/** One table as CSV, with the shortest digits that read back as the same double; empty: missing.
 *  Shares that were estimated from drawn weights have their standard errors beside them, in columns of their own.
 *  @param a    the assessment that s was made of
 *  @param top  the summary tells the share of weights that give one of so many first ranks
 *  @return TITIAN_E_USAGE when the table needs shares that s does not have, TITIAN_E_FILE when writing fails */
TITIAN_API TITIAN_CHECKED titian_status titian_smaa_csv_write(
    const titian_assessment *a, const titian_smaa *s, size_t table, size_t top, FILE *to, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif

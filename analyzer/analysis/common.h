/* An index of what two years or two editions have in common.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_COMMON_H
#define TITIAN_ANALYSIS_COMMON_H

#include <titian/assessment.h>
#include <titian/listing.h>

/** What is compared: index years of two runs, whose trees may differ. */
typedef struct {
    const titian_assessment *a[2];
    size_t year[2]; /* positions among the index years */
    size_t node[2]; /* of one code */
} titian_common;

/** Append a row for each unit of the first run, of 17 columns: see titian_common_make. */
TITIAN_CHECKED titian_status titian_common_fill(
    titian_listing *listing, const titian_common *common, titian_error *err);

#endif

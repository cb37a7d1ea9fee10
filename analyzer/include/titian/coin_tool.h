/* The model that a workbook of the COIN Tool holds, the European Commission's workbook for composite indicators.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_COIN_TOOL_H
#define TITIAN_COIN_TOOL_H

#include <titian/export.h>
#include <titian/listing.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The two texts of a model. Zero it before use. */
typedef struct {
    titian_listing *framework; /* of framework.csv; owned */
    const char *yaml;          /* of model.yaml; static */
} titian_coin_tool;

/** Read the tree of a COIN Tool workbook: indicators with weights, directions and goalposts from its sheet Database
 * (rows 7 to 16, columns E to CY; an indicator has some value below), names and weights of the aggregates from its
 * sheet Framework (columns C, E and H). Levels that all indicators share, or that are not filled in, are left out,
 * but the index. Indicators keep the tool's codes (Ind.01), under which its values are read. What the tool chose on
 * other sheets is not in these: model.yaml has the plainest choices, with a comment that says so. The places are
 * those that import_coin_tool of the R package COINr 1.1.14 reads.
 *  @param out       free it with titian_coin_tool_free, whatever comes back
 *  @param problems  told of every fault, with its cell; and of aggregates without a weight, which have 1. NULL
 * allowed
 *  @return TITIAN_E_FILE when the file cannot be read, TITIAN_E_DATA when it is no such workbook, or a cell has a
 * fault */
TITIAN_API TITIAN_CHECKED titian_status titian_coin_tool_read(
    titian_coin_tool *out, const char *path, titian_problems *problems, titian_error *err);
TITIAN_API void titian_coin_tool_free(titian_coin_tool *tool);

#ifdef __cplusplus
}
#endif
#endif

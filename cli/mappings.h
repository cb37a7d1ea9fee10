/* The mappings that go with data: the one that --map names, and those that stand beside the data.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_MAPPINGS_H
#define TITIAN_CLI_MAPPINGS_H

#include <stddef.h>

#include <titian/mapping.h>

#include "say.h"

/** Start with zeros, end with cli_mappings_free. */
typedef struct {
    titian_mapping **all;
    size_t n;
} cli_mappings;

/** Load --map, then NAME.map.yaml beside each NAME.csv (or NAME) that is given, and every *.map.yaml of a folder that
 * is given, in byte order. Says every fault.
 *  @param named  what --map gives; NULL: nothing
 *  @param paths  n_paths files and folders of data */
cli_exit cli_mappings_load(
    cli_mappings *out, const char *named, char *const *paths, size_t n_paths, cli_voice *voice);
void cli_mappings_free(cli_mappings *mappings);

#endif

/* Reading files into a gathering, whatever is made of it then.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_READING_H
#define TITIAN_INPUT_READING_H

#include <titian/input.h>

#include "input/gather.h"

/** Begin to gather what a framework wants. Close it always, whatever comes back.
 *  @param options  NULL: the defaults @param problems  told of every fault; NULL: nobody */
TITIAN_CHECKED titian_status titian_gather_open(titian_gather *gather, const titian_framework *framework,
    const titian_input_options *options, titian_problems *problems, titian_error *err);
/** Read files and folders. Faults of files are told and counted in gather->findings.
 *  @return other than TITIAN_OK when the reading as a whole cannot go on: TITIAN_E_MEMORY, in `err`, or
 * TITIAN_E_DATA, which has been told */
TITIAN_CHECKED titian_status titian_gather_paths(titian_gather *gather, const char *const *paths, size_t n_paths,
    const titian_input_options *options, titian_error *err);
/** Give everything back but the ledger. @return the ledger, the caller's; NULL when there was no memory for it */
titian_ledger *titian_gather_close(titian_gather *gather);

#endif

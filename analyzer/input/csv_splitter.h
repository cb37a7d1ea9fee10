/* Blocks of CSV text to records, one block behind the other: libcsv for all that a block has not split itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_CSV_SPLITTER_H
#define TITIAN_INPUT_CSV_SPLITTER_H

#include "input/csv.h"
#include "input/csv_block.h"

typedef struct titian_csv_splitter titian_csv_splitter; /* opaque */

/** @param err  where the first failure is put
 *  @return NULL when there is no memory */
titian_csv_splitter *titian_csv_splitter_new(
    const char *name, const titian_csv_listener *listener, titian_error *err);
/** Tell of the records that end in this block, which is split already.
 *  @return other than TITIAN_OK: nothing more is to be read */
TITIAN_CHECKED titian_status titian_csv_splitter_take(titian_csv_splitter *splitter, titian_csv_block *block);
void titian_csv_splitter_free(titian_csv_splitter *splitter);

#endif

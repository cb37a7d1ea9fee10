/* A file that keeps what has been done of long work, so that it can be gone on with after the program was killed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_CHECKPOINT_H
#define TITIAN_CLI_CHECKPOINT_H

#include <stddef.h>

#include "say.h"

/** Start with zeros, end with cli_checkpoint_close. */
typedef struct {
    const char *path;    /* NULL: nothing is kept */
    unsigned char *kept; /* what the file holds; NULL: it did not exist */
    size_t n_kept;
    unsigned char *bytes; /* of the whole file */
    cli_voice *voice;
} cli_checkpoint;

/** Read the file where it exists, and make sure that it can be written. Says what is wrong: so is a file that is no
 *  checkpoint, for it would be replaced.
 *  @param path  NULL: none */
cli_exit cli_checkpoint_open(cli_checkpoint *checkpoint, const char *path, cli_voice *voice);
/** Put other bytes in its place, in one step. @return 0, or what is wrong has been said */
int cli_checkpoint_write(const cli_checkpoint *checkpoint, const unsigned char *bytes, size_t n);
/** The work is complete: take the file away. */
void cli_checkpoint_remove(const cli_checkpoint *checkpoint);
void cli_checkpoint_close(cli_checkpoint *checkpoint);

#endif

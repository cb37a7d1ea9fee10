/* Long work: how far it is, how fast, how long it still takes; and an end to it by Ctrl-C.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_WAITING_H
#define TITIAN_CLI_WAITING_H

#include <stddef.h>
#include <stdint.h>

#include "say.h"

typedef struct {
    cli_voice *voice;
    const char *what; /* "replications" */
    /* when it was first told how far it is, seconds, and how far that was: work that is resumed does not begin at 0
     */
    double since;
    uint64_t from;
    int told;
} cli_waiting;

/** Begin to wait. From now on SIGINT and SIGTERM ask for an end rather than make one; a second one ends at once. */
cli_waiting cli_waiting_begin(const char *what, cli_voice *voice);
void cli_waiting_end(const cli_waiting *waiting);

/** A titian_progress_fn whose context is a cli_waiting. @return 1 when an end was asked for */
int cli_waiting_tell(uint64_t done, uint64_t of, void *waiting);

/** A reading of files. Begin with cli_waiting_reading. */
typedef struct {
    cli_voice *voice;
    double since, told; /* seconds: when it began, when it was last told how far it is */
} cli_reading;
cli_reading cli_waiting_reading(cli_voice *voice);
/** A titian_reading_fn whose context is a cli_reading: how many megabytes, how fast, and which file. */
void cli_waiting_read(size_t bytes, const char *path, void *reading);

/** Has an end been asked for? */
int cli_waiting_interrupted(void);
/** Say that the work was ended, and what that means for the results. */
void cli_waiting_say_ended(cli_voice *voice, uint64_t done, uint64_t of);

#endif

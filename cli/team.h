/* Processes that share the work of a command. There are two programs: `titian` is one process alone (team_none.c),
 * `titian-mpi` as many as mpirun starts (team_mpi.c). All of them take the same command line and read the same files;
 * the first one alone writes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_TEAM_H
#define TITIAN_CLI_TEAM_H

#include <titian/uncertainty.h>

/** Before anything else. From now on what other processes than the first print leads nowhere. */
void cli_team_begin(int *argc, char ***argv);

/** The processes; NULL: this one alone. */
const titian_team *cli_team(void);
/** Is this the first of them? */
int cli_team_leads(void);

/** At the end of the program: wait for the others. One that failed while the others did not ends them all, and says
 *  why. @return the exit code of them all: the greatest */
int cli_team_end(int code);

#endif

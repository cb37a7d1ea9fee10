/* As many processes as mpirun starts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "team.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <mpi.h>

/* Seconds that a process which failed waits for the others to come to their end too. */
static const double patience = 5.0;
/* Most bytes of one message: counts of MPI are of type int. */
static const size_t most_bytes = (size_t) 1 << 30;

static titian_team team;
static MPI_Comm ending;  /* where they agree on their end */
static int told_to = -1; /* what stderr was */
static FILE *said;       /* what a process that is not the first has said */

static int gather(void *context, const void *send, void *receive, size_t n)
{
    (void) context;
    for (size_t at = 0; at < n; at += most_bytes) {
        const int part = (int) (n - at < most_bytes ? n - at : most_bytes);
        MPI_Datatype bytes, places;
        int failed = 0;

        /* part of what each sends goes where it belongs: n bytes apart */
        failed |= MPI_Type_contiguous(part, MPI_BYTE, &bytes);
        failed |= MPI_Type_create_resized(bytes, 0, (MPI_Aint) n, &places);
        failed |= MPI_Type_commit(&places);
        failed |= MPI_Gather((const char *) send + at, part, MPI_BYTE, team.rank == 0 ? (char *) receive + at : NULL,
            1, places, 0, MPI_COMM_WORLD);
        failed |= MPI_Type_free(&places);
        failed |= MPI_Type_free(&bytes);
        if (failed != MPI_SUCCESS)
            return -1;
    }
    return 0;
}

static int broadcast(void *context, void *bytes, size_t n)
{
    (void) context;
    for (size_t at = 0; at < n; at += most_bytes)
        if (MPI_Bcast((char *) bytes + at, (int) (n - at < most_bytes ? n - at : most_bytes), MPI_BYTE, 0,
                MPI_COMM_WORLD) != MPI_SUCCESS)
            return -1;
    return 0;
}

/* What it prints leads nowhere; what it says is kept for the case that it alone has something to say. */
static void be_silent(void)
{
    const int nowhere = open("/dev/null", O_WRONLY);

    (void) fflush(NULL);
    if (nowhere >= 0)
        (void) dup2(nowhere, STDOUT_FILENO);
    said = tmpfile();
    told_to = dup(STDERR_FILENO);
    (void) dup2(said != NULL ? fileno(said) : nowhere, STDERR_FILENO);
    if (nowhere >= 0)
        (void) close(nowhere);
}

void cli_team_begin(int *argc, char ***argv)
{
    int level = 0;

    (void) MPI_Init_thread(argc, argv, MPI_THREAD_FUNNELED, &level);
    team = (titian_team){.gather = gather, .broadcast = broadcast};
    (void) MPI_Comm_rank(MPI_COMM_WORLD, &team.rank);
    (void) MPI_Comm_size(MPI_COMM_WORLD, &team.size);
    (void) MPI_Comm_dup(MPI_COMM_WORLD, &ending);
    if (team.rank != 0)
        be_silent();
}

const titian_team *cli_team(void)
{
    return team.size > 1 ? &team : NULL;
}

int cli_team_leads(void)
{
    return team.rank == 0;
}

/* Say on the true stderr what was said so far. */
static void speak(void)
{
    char text[4096];
    size_t n;

    if (told_to < 0 || said == NULL)
        return;
    (void) fflush(stderr);
    (void) dup2(told_to, STDERR_FILENO);
    (void) fprintf(stderr, "titian: process %d of %d failed alone\n", team.rank + 1, team.size);
    rewind(said);
    while ((n = fread(text, 1, sizeof text, said)) > 0)
        (void) fwrite(text, 1, n, stderr);
    (void) fflush(stderr);
}

/* Do all come to their end in time? */
static int wait_for_all(MPI_Request *request)
{
    const struct timespec moment = {0, 10000000};
    const double begun = MPI_Wtime();
    int done = 0;

    while (!done && MPI_Wtime() - begun < patience) {
        (void) MPI_Test(request, &done, MPI_STATUS_IGNORE);
        if (!done)
            (void) nanosleep(&moment, NULL);
    }
    return done;
}

int cli_team_end(int code)
{
    int greatest = code;
    MPI_Request request;

    (void) MPI_Iallreduce(&code, &greatest, 1, MPI_INT, MPI_MAX, ending, &request);
    if (code != 0 && !wait_for_all(&request)) {
        speak();
        (void) MPI_Abort(MPI_COMM_WORLD, code);
    }
    (void) MPI_Wait(&request, MPI_STATUS_IGNORE); /* a process that fails alone ends this one too */
    (void) MPI_Comm_free(&ending);
    (void) MPI_Finalize();
    return greatest;
}

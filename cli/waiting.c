/* Long work.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "waiting.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

static volatile sig_atomic_t interrupted = 0;

static void take_signal(int number)
{
    interrupted = 1;
    (void) signal(number, SIG_DFL);
}

static double seconds(void)
{
    struct timespec now;

    (void) clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

cli_waiting cli_waiting_begin(const char *what, cli_voice *voice)
{
    interrupted = 0;
    (void) signal(SIGINT, take_signal);
    (void) signal(SIGTERM, take_signal);
    return (cli_waiting){.voice = voice, .what = what, .begun = seconds()};
}

void cli_waiting_end(const cli_waiting *waiting)
{
    (void) signal(SIGINT, SIG_DFL);
    (void) signal(SIGTERM, SIG_DFL);
    cli_progress(waiting->voice, NULL);
}

int cli_waiting_interrupted(void)
{
    return interrupted != 0;
}

int cli_waiting_tell(uint64_t done, uint64_t of, void *context)
{
    const cli_waiting *waiting = context;
    const double spent = seconds() - waiting->begun, rate = spent > 0.0 ? (double) done / spent : 0.0;
    char text[160];

    if (rate > 0.0)
        (void) snprintf(text, sizeof text, "%" PRIu64 " of %" PRIu64 " %s, %.0f a second, %.0f s left", done, of,
            waiting->what, rate, ((double) of - (double) done) / rate);
    else
        (void) snprintf(text, sizeof text, "%" PRIu64 " of %" PRIu64 " %s", done, of, waiting->what);
    cli_progress(waiting->voice, text);
    return interrupted != 0;
}

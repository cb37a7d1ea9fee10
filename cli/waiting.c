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
    return (cli_waiting){.voice = voice, .what = what};
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
    cli_waiting *waiting = context;
    const double now = seconds();
    const double rate = waiting->told && now > waiting->since && done > waiting->from
                            ? (double) (done - waiting->from) / (now - waiting->since)
                            : 0.0;
    char text[160];

    if (rate > 0.0)
        (void) snprintf(text, sizeof text, "%" PRIu64 " of %" PRIu64 " %s, %.0f a second, %.0f s left", done, of,
            waiting->what, rate, ((double) of - (double) done) / rate);
    else
        (void) snprintf(text, sizeof text, "%" PRIu64 " of %" PRIu64 " %s", done, of, waiting->what);
    cli_progress(waiting->voice, text);
    if (!waiting->told) {
        waiting->since = now;
        waiting->from = done;
        waiting->told = 1;
    }
    return interrupted != 0;
}

cli_reading cli_waiting_reading(cli_voice *voice)
{
    return (cli_reading){.voice = voice, .since = seconds()};
}

void cli_waiting_read(size_t bytes, const char *path, void *context)
{
    static const double megabyte = 1e6, pause = 0.1;
    cli_reading *reading = context;
    const double now = seconds(), done = (double) bytes / megabyte;
    char text[160];

    if (now - reading->told < pause)
        return;
    reading->told = now;
    if (bytes > 0 && now > reading->since)
        (void) snprintf(text, sizeof text, "reading the data: %.1f MB, %.0f MB a second, %.60s", done,
            done / (now - reading->since), path);
    else
        (void) snprintf(text, sizeof text, "reading the data: %.60s", path);
    cli_progress(reading->voice, text);
}

void cli_waiting_say_ended(cli_voice *voice, uint64_t done, uint64_t of)
{
    cli_say(voice,
        "ended after %" PRIu64 " of %" PRIu64 " replications\nthe results are those of the replications done", done,
        of);
}

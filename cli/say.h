/* What the program says beside its results: errors, notes, progress. All of it goes to stderr.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_SAY_H
#define TITIAN_CLI_SAY_H

#include <titian/quote.h>
#include <titian/status.h>

/** What the program hands back to the shell. */
typedef enum {
    CLI_DONE = 0,
    CLI_FAULTY_INPUT = 1, /* data or model */
    CLI_USAGE = 2,        /* the command line */
    CLI_FILE = 3,         /* not readable or writable */
    CLI_INTERNAL = 4,     /* a fault in titian */
    CLI_ENDED = 5         /* ended by a signal; what had been done until then is there */
} cli_exit;

enum { CLI_AGAIN = 400 };

/** How loud the program is, and what it has said. Start with zeros. */
typedef struct {
    int quiet;    /* no notes, no progress; errors are always said */
    int says_all; /* every problem, not the first screenful alone */
    int progress_shown;
    titian_problem_fn listener; /* told of every problem heard, said or not; NULL: nobody */
    void *listener_context;
    size_t n_errors_said, n_notes_said; /* of the problems heard */
    const char *writing;   /* file that is being written, which failures to write are said of; NULL: none */
    char again[CLI_AGAIN]; /* how "titian check" finds the same: " with --years 2019:2023"; "": by model and data */
} cli_voice;

/** An error as the style guide lays it out: place and what, then the mend on a line of its own. */
void cli_say_error(cli_voice *voice, const titian_error *error);
/** The same built on the spot; the text after a newline is the mend. */
void cli_say(cli_voice *voice, const char *format, ...) TITIAN_PRINTF(2, 3);
/** The same of a file, whose name stands before it as it was given. */
void cli_say_of(cli_voice *voice, const char *file, const char *format, ...) TITIAN_PRINTF(3, 4);
/** A note, unless quiet. */
void cli_note(cli_voice *voice, const char *format, ...) TITIAN_PRINTF(2, 3);

/** What a user wrote, fit to be repeated, with its quotation marks. Handed out by value, to be used inside one call:
 *  cli_quote(word).text */
typedef struct {
    char text[TITIAN_QUOTED];
} cli_word;
cli_word cli_quote(const char *text);

/** Say the error that a command ends with. @return its exit code */
cli_exit cli_fail(cli_voice *voice, const titian_error *error);

cli_exit cli_exit_of(titian_status status);

/** A titian_problem_fn whose context is a cli_voice: says each problem, up to a screenful unless says_all. */
void cli_hear(const titian_error *problem, void *voice);
/** How many problems there were beyond those said, if any, and how to have them all. */
void cli_say_rest(cli_voice *voice, const titian_problems *problems);
/** The same of notes alone: n more. */
void cli_say_more_notes(cli_voice *voice, size_t n);

/** A reading has ended: say what the listener did not. @return the exit code */
cli_exit cli_settle(cli_voice *voice, titian_status status, const titian_problems *problems, const titian_error *err);

/** What is being done, where stderr is a terminal; wiped by the next message. NULL: nothing any more. */
void cli_progress(cli_voice *voice, const char *what);

#endif

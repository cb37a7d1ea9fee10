/* Errors, notes and progress on stderr.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "say.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <titian/panel.h>
#include <titian/suggest.h>
#include <titian/where.h>

enum { SCREENFUL = 20 };

void cli_progress(cli_voice *voice, const char *what)
{
    char text[TITIAN_ERROR_FILE + 64]; /* a line of a terminal, mostly about a file */

    if (voice->progress_shown)
        (void) fputs("\r\033[K", stderr);
    voice->progress_shown = 0;
    if (what == NULL || voice->quiet || !isatty(STDERR_FILENO))
        return;
    (void) snprintf(text, sizeof text, "%s", what);
    (void) fprintf(stderr, "titian: %s ...", titian_text_tame(text));
    (void) fflush(stderr);
    voice->progress_shown = 1;
}

static void say_place(const titian_error *e)
{
    const titian_where where = {e->file, e->line, e->column, e->in_sheet};
    char text[TITIAN_ERROR_FILE + 64];

    if (e->file[0] == '\0')
        return;
    (void) titian_where_text(text, sizeof text, &where);
    (void) fprintf(stderr, "%s: ", titian_text_tame(text));
}

void cli_say_error(cli_voice *voice, const titian_error *error)
{
    cli_progress(voice, NULL);
    (void) fflush(stdout); /* so that results and errors stand in order where both go to one place */
    (void) fputs("titian: ", stderr);
    say_place(error);
    (void) fprintf(stderr, "%s%s\n", error->warning ? "note: " : "", error->message);
    if (error->mend[0] != '\0')
        (void) fprintf(stderr, "        %s\n", error->mend);
}

static void say(cli_voice *voice, int warning, const char *file, const char *format, va_list args)
{
    char text[2 * TITIAN_ERROR_TEXT];
    titian_error error;

    (void) vsnprintf(text, sizeof text, format, args);
    titian_fail_at(&error, TITIAN_OK, file, 0, 0, "%s", text);
    error.warning = warning;
    cli_say_error(voice, &error);
}

void cli_say(cli_voice *voice, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    say(voice, 0, NULL, format, args);
    va_end(args);
}

void cli_say_of(cli_voice *voice, const char *file, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    say(voice, 0, file, format, args);
    va_end(args);
}

void cli_note(cli_voice *voice, const char *format, ...)
{
    va_list args;

    if (voice->quiet)
        return;
    va_start(args, format);
    say(voice, 1, NULL, format, args);
    va_end(args);
}

cli_word cli_quote(const char *text)
{
    cli_word word;

    (void) titian_quote_text(word.text, text, strlen(text));
    return word;
}

cli_exit cli_exit_of(titian_status status)
{
    static const struct {
        titian_status status;
        cli_exit code;
    } exits[] = {
        {TITIAN_OK, CLI_DONE},
        {TITIAN_E_MODEL, CLI_FAULTY_INPUT},
        {TITIAN_E_DATA, CLI_FAULTY_INPUT},
        {TITIAN_E_NUMERIC, CLI_FAULTY_INPUT},
        {TITIAN_E_USAGE, CLI_USAGE},
        {TITIAN_E_FILE, CLI_FILE},
    };

    for (size_t k = 0; k < sizeof exits / sizeof *exits; k++)
        if (exits[k].status == status)
            return exits[k].code;
    return CLI_INTERNAL;
}

cli_exit cli_fail(cli_voice *voice, const titian_error *error)
{
    titian_error placed = *error;

    if (error->code == TITIAN_E_FILE && error->file[0] == '\0' && voice->writing != NULL)
        (void) snprintf(placed.file, sizeof placed.file, "%s", voice->writing);
    if (voice->listener != NULL)
        voice->listener(&placed, voice->listener_context);
    cli_say_error(voice, &placed);
    return cli_exit_of(error->code);
}

void cli_hear(const titian_error *problem, void *context)
{
    cli_voice *voice = context;
    size_t *said = problem->warning ? &voice->n_notes_said : &voice->n_errors_said;

    if (voice->listener != NULL)
        voice->listener(problem, voice->listener_context);
    if (problem->warning && voice->quiet)
        return;
    if (!voice->says_all && *said == SCREENFUL)
        return;
    (*said)++;
    cli_say_error(voice, problem);
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

void cli_say_more_notes(cli_voice *voice, size_t n)
{
    cli_note(voice, "%zu more note%s\n\"titian check\"%s lists them all", n, plural(n), voice->again);
}

void cli_say_rest(cli_voice *voice, const titian_problems *problems)
{
    const size_t errors = problems->n_errors - voice->n_errors_said;
    const size_t notes = problems->n_warnings - voice->n_notes_said;

    if (errors > 0)
        cli_say(voice, "%zu more error%s\n\"titian check\"%s lists them all", errors, plural(errors), voice->again);
    if (notes > 0)
        cli_say_more_notes(voice, notes);
}

cli_exit cli_settle(cli_voice *voice, titian_status status, const titian_problems *problems, const titian_error *err)
{
    cli_progress(voice, NULL);
    cli_say_rest(voice, problems);
    voice->n_errors_said = voice->n_notes_said = 0;
    if (status == TITIAN_OK)
        return CLI_DONE;
    return problems->n_errors > 0 ? cli_exit_of(status) : cli_fail(voice, err);
}

/* Statuses, errors and problems.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/status.h>

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <titian/quote.h>

#include "core/message.h"
#include "core/utf8.h"

const char *titian_status_text(titian_status status)
{
    switch (status) {
#define X(name, value, text)                                                                                         \
    case TITIAN_##name:                                                                                              \
        return text;
        TITIAN_STATUS_LIST(X)
#undef X
    }
    return "an unknown status";
}

/* A copy that never cuts a UTF-8 character in two. */
static void copy_text(char *to, size_t size, const char *from, size_t n)
{
    if (n >= size) {
        n = size - 1;
        while (n > 0 && ((unsigned char) from[n] & 0xC0u) == 0x80u)
            n--;
    }
    memcpy(to, from, n);
    to[n] = '\0';
}

/* Of a character that a format such as "%.60s" has cut in two the rest is taken away. */
static void take_cut_out(char *text, size_t n)
{
    size_t at = 0, kept = 0;

    while (at < n) {
        const size_t good = titian_utf8_prefix(text + at, n - at);

        if (kept < at)
            memmove(text + kept, text + at, good);
        kept += good;
        at += good + 1;
    }
    text[kept] = '\0';
}

enum { TEXT = 2 * TITIAN_ERROR_TEXT };

/* Bytes that the format makes up to its first newline. @return SIZE_MAX when it holds none */
static size_t length_before_mend(const char *format, va_list args)
{
    const size_t n = strcspn(format, "\n");
    char begin[TEXT];
    int length = -1;

    if (format[n] == '\0' || n >= sizeof begin)
        return SIZE_MAX;
    memcpy(begin, format, n);
    begin[n] = '\0';
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): the checker does not see va_start in the caller */
    length = vsnprintf(NULL, 0, begin, args);
    return length < 0 ? SIZE_MAX : (size_t) length;
}

static void put(char to[TITIAN_ERROR_TEXT], char *text, size_t n)
{
    text[n] = '\0';
    take_cut_out(text, n);
    titian_text_tame(text);
    copy_text(to, TITIAN_ERROR_TEXT, text, strlen(text));
}

void titian_message_fill(titian_error *err, titian_status code, const char *format, va_list args)
{
    char text[TEXT];
    size_t before, n;
    int length = 0;
    va_list again;

    *err = (titian_error){.code = code};
    va_copy(again, args);
    length = vsnprintf(text, sizeof text, format, args);
    if (length < 0)
        text[0] = '\0';
    n = strlen(text);
    before = strcspn(text, "\n");
    if ((size_t) length > n || (before < n && memchr(text + before + 1, '\n', n - before - 1) != NULL)) {
        /* cut, or several newlines, of which not all are the format's */
        const size_t told = length_before_mend(format, again);

        before = told != SIZE_MAX ? told : before;
    }
    va_end(again);
    if (before < n)
        put(err->mend, text + before + 1, n - before - 1);
    put(err->message, text, before < n ? before : n);
}

void titian_error_place(titian_error *err, const char *file, size_t line, size_t column)
{
    if (file != NULL)
        copy_text(err->file, sizeof err->file, file, strlen(file));
    err->line = line;
    err->column = column;
}

titian_status titian_fail(titian_error *err, titian_status code, const char *format, ...)
{
    va_list args;

    if (err == NULL)
        return code;
    va_start(args, format);
    titian_message_fill(err, code, format, args);
    va_end(args);
    return code;
}

titian_status titian_fail_at(
    titian_error *err, titian_status code, const char *file, size_t line, size_t column, const char *format, ...)
{
    va_list args;

    if (err == NULL)
        return code;
    va_start(args, format);
    titian_message_fill(err, code, format, args);
    va_end(args);
    titian_error_place(err, file, line, column);
    return code;
}

void titian_problem(titian_problems *problems, const titian_error *problem)
{
    if (problems == NULL)
        return;
    if (problem->warning)
        problems->n_warnings++;
    else
        problems->n_errors++;
    if (problems->say != NULL)
        problems->say(problem, problems->context);
}

void titian_problem_at(titian_problems *problems, titian_status code, const char *file, size_t line, size_t column,
    const char *format, ...)
{
    titian_error problem;
    va_list args;

    if (problems == NULL)
        return;
    va_start(args, format);
    titian_message_fill(&problem, code, format, args);
    va_end(args);
    titian_error_place(&problem, file, line, column);
    titian_problem(problems, &problem);
}

void titian_warning_at(
    titian_problems *problems, const char *file, size_t line, size_t column, const char *format, ...)
{
    titian_error problem;
    va_list args;

    if (problems == NULL)
        return;
    va_start(args, format);
    titian_message_fill(&problem, TITIAN_OK, format, args);
    va_end(args);
    titian_error_place(&problem, file, line, column);
    problem.warning = 1;
    titian_problem(problems, &problem);
}

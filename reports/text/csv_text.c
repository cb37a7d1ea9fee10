/* Fields and rows of a CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/csv_text.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include <titian/number.h>

enum { FIRST_ROOM = 1 << 14, NUMBER_ROOM = 32, FEW = 1024 /* rows */, AT_ONCE = 1 << 14 };

/* Fields are short: looking at each letter is quicker than asking the library about all. */
static int needs_quotes(const char *text)
{
    if (text[0] == ' ')
        return 1;
    for (; *text != '\0'; text++)
        if (*text == ',' || *text == '"' || *text == '\r' || *text == '\n')
            return 1;
    return 0;
}

void titian_csv_put_text(const char *text, FILE *to)
{
    if (!needs_quotes(text)) {
        (void) fputs(text, to);
        return;
    }
    (void) putc('"', to);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            (void) putc('"', to);
        (void) putc(*text, to);
    }
    (void) putc('"', to);
}

void titian_csv_put_number(double number, FILE *to)
{
    char text[NUMBER_ROOM];

    titian_number_text(number, text);
    (void) fprintf(to, ",%s", text);
}

/* Room for n bytes more. @return where they go, or NULL when there is no memory */
static char *room_for(titian_csv_rows *rows, size_t n)
{
    size_t room = rows->room > 0 ? rows->room : FIRST_ROOM;
    char *more = NULL;

    if (rows->failed)
        return NULL;
    if (rows->room - rows->n >= n)
        return rows->bytes + rows->n;
    while (room - rows->n < n && room <= (size_t) -1 / 2)
        room *= 2;
    more = room - rows->n < n ? NULL : realloc(rows->bytes, room);
    rows->failed = more == NULL;
    if (more == NULL)
        return NULL;
    rows->bytes = more;
    rows->room = room;
    return rows->bytes + rows->n;
}

void titian_csv_add_mark(titian_csv_rows *rows, char mark)
{
    char *to = room_for(rows, 1);

    if (to == NULL)
        return;
    *to = mark;
    rows->n++;
}

void titian_csv_add_number(titian_csv_rows *rows, double number)
{
    char *to = room_for(rows, NUMBER_ROOM);

    if (to == NULL)
        return;
    rows->n += titian_number_text(number, to);
}

static void add_quoted(titian_csv_rows *rows, const char *text)
{
    titian_csv_add_mark(rows, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            titian_csv_add_mark(rows, '"');
        titian_csv_add_mark(rows, *text);
    }
    titian_csv_add_mark(rows, '"');
}

static void add_bytes(titian_csv_rows *rows, const char *bytes, size_t n)
{
    char *to = room_for(rows, n);

    if (to == NULL)
        return;
    memcpy(to, bytes, n);
    rows->n += n;
}

void titian_csv_add_text(titian_csv_rows *rows, const char *text)
{
    if (needs_quotes(text))
        add_quoted(rows, text);
    else
        add_bytes(rows, text, strlen(text));
}

/* On a copy of its own: what threads count in neighbouring memory makes each wait for the other at every byte. */
static void fill(titian_csv_rows *rows, size_t first, size_t end, titian_csv_row_fn add, const void *of)
{
    titian_csv_rows own = *rows;

    own.n = 0;
    for (size_t row = first; row < end; row++)
        add(&own, row, of);
    *rows = own;
}

/* Rows from `first` on, an equal part for each thread; then the parts are written one behind the other. One thread
 * does without OpenMP, which ends the program when it has no memory for itself. */
static int write_some(
    titian_csv_rows *parts, size_t n_parts, size_t first, size_t n, titian_csv_row_fn add, const void *of, FILE *to)
{
    int failed = 0;

    if (n_parts == 1) {
        fill(parts, first, first + n, add, of);
    } else {
#pragma omp parallel for schedule(static) num_threads((int) n_parts)
        for (size_t t = 0; t < n_parts; t++)
            fill(&parts[t], first + n * t / n_parts, first + n * (t + 1) / n_parts, add, of);
    }
    for (size_t t = 0; t < n_parts; t++) {
        failed |= parts[t].failed;
        if (!failed && parts[t].n > 0)
            (void) fwrite(parts[t].bytes, 1, parts[t].n, to);
    }
    return failed;
}

int titian_csv_write_rows(size_t n, titian_csv_row_fn add, const void *of, FILE *to)
{
    const int threads = n > FEW ? omp_get_max_threads() : 1;
    const size_t n_parts = threads > 1 ? (size_t) threads : 1;
    titian_csv_rows *parts = calloc(n_parts, sizeof *parts);
    int failed = parts == NULL;

    for (size_t first = 0; first < n && !failed; first += AT_ONCE)
        failed = write_some(parts, n_parts, first, n - first < AT_ONCE ? n - first : AT_ONCE, add, of, to);
    for (size_t t = 0; parts != NULL && t < n_parts; t++)
        free(parts[t].bytes);
    free(parts);
    return failed ? -1 : 0;
}

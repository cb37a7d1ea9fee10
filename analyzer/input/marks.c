/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/marks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "input/number.h"
#include "input/text.h"

enum { COLUMNS_FIRST = 16, LOOK_FIRST = 4096, MOST_COLUMNS = 65535 };

static int reach(titian_marks *marks, size_t column)
{
    size_t n = marks->n_columns > 0 ? marks->n_columns : COLUMNS_FIRST;
    titian_column_marks *more = NULL;

    if (column <= marks->n_columns)
        return 0;
    while (n < column)
        n *= 2;
    more = realloc(marks->columns, n * sizeof *more);
    if (more == NULL)
        return -1;
    memset(more + marks->n_columns, 0, (n - marks->n_columns) * sizeof *more);
    marks->columns = more;
    marks->n_columns = n;
    return 0;
}

static titian_example make_example(titian_field field, size_t line)
{
    titian_example example = {.line = line};

    snprintf(example.text, sizeof example.text, "%.*s", (int) field.length, field.text);
    example.text[titian_utf8_prefix(example.text, strlen(example.text))] = '\0'; /* no part of a character */
    return example;
}

titian_status titian_marks_look(
    titian_marks *marks, size_t column, size_t line, titian_field field, titian_error *err)
{
    titian_column_marks *c = NULL;
    titian_value value;
    double number;

    marks->n_looked++;
    field = titian_field_trim(field);
    if (column == 0 || column > MOST_COLUMNS)
        return TITIAN_OK;
    if (reach(marks, column) != 0)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the columns of this file");
    c = titian_marks_column(marks, column);
    if (c->shown != '\0' ||
        (memchr(field.text, '.', field.length) == NULL && titian_number_is_written(field.text, field.length)))
        return TITIAN_OK;
    titian_value_read(&value, field);
    if (value.kind != TITIAN_VALUE_NUMBER || !value.has_mark)
        return TITIAN_OK;
    if (value.is_doubtful) {
        if (c->n_doubtful < TITIAN_MARKS_EXAMPLES)
            c->doubtful[c->n_doubtful] = make_example(field, line);
        c->n_doubtful++;
        return TITIAN_OK;
    }
    if (titian_value_number(&value, value.shows, 0, &number) != 0)
        return TITIAN_OK;
    c->shown = value.shows;
    c->has_point = c->shown == '.';
    c->by = make_example(field, line);
    return TITIAN_OK;
}

int titian_marks_has_enough(const titian_marks *marks)
{
    const titian_column_marks *c = titian_marks_column(marks, marks->wanted);

    return marks->n_looked >= marks->n_least && c != NULL && c->shown != '\0';
}

/* Each survey looks at twice as much as the one before, so all together look at no more than twice the file. */
static titian_status look_through(titian_marks *marks, size_t column, titian_error *err)
{
    titian_status status;
    size_t k;

    marks->n_least = marks->n_least > 0 ? 2 * marks->n_looked : LOOK_FIRST;
    marks->n_looked = 0;
    marks->wanted = column;
    for (k = 0; marks->columns != NULL && k < marks->n_columns; k++)
        marks->columns[k].n_doubtful = 0;
    status = marks->survey(marks, marks->context, err);
    marks->is_whole = status == TITIAN_OK && !titian_marks_has_enough(marks);
    return status;
}

/* The mark that all other columns agree on. *by is one of them, from 1. */
static char others(const titian_marks *marks, size_t *by)
{
    char mark = '\0';
    size_t k;

    for (k = 0; k < marks->n_columns; k++) {
        const char shown = marks->columns[k].shown;

        if (shown == '\0')
            continue;
        if (mark != '\0' && shown != mark)
            return '\0';
        if (mark == '\0')
            *by = k + 1;
        mark = shown;
    }
    return mark;
}

titian_status titian_marks_find(
    char *mark, titian_marks *marks, size_t column, titian_findings *findings, titian_error *err)
{
    titian_column_marks *c = titian_marks_column(marks, column);
    titian_status status = TITIAN_OK;
    size_t by = 0;

    *mark = '\0';
    if ((c == NULL || c->shown == '\0') && !marks->is_whole) {
        status = look_through(marks, column, err);
        c = titian_marks_column(marks, column);
    }
    if (status != TITIAN_OK || c == NULL)
        return status;
    *mark = c->shown;
    if (*mark != '\0')
        return TITIAN_OK;
    *mark = others(marks, &by);
    if (*mark != '\0' && c->n_doubtful > 0 && !c->told) {
        const titian_example *shown = &marks->columns[by - 1].by;

        c->told = 1;
        titian_findings_warning(findings, c->doubtful[0].line, column,
            "the numbers of this column, such as %s, do not show whether they have a decimal %s; column %zu does, "
            "with %s on line %zu, and they are read likewise\n"
            "if that is wrong, write more or fewer decimals, or nothing between thousands",
            c->doubtful[0].text, *mark == '.' ? "point" : "comma", by, shown->text, shown->line);
    }
    if (*mark == '\0')
        *mark = marks->wish;
    c->has_point = *mark == '.' || (*mark == '\0' && marks->is_own);
    return TITIAN_OK;
}

static int has(const titian_record *header, const char *const *names, size_t n)
{
    size_t k, f, found = 0;

    for (k = 0; k < n; k++) {
        for (f = 0; f < header->n_fields; f++)
            found += titian_field_is(titian_field_trim(header->fields[f]), names[k]) ? 1 : 0;
    }
    return found == n;
}

int titian_marks_is_own(const titian_record *header, char separator)
{
    static const char *const long_form[] = {"unit_code", "year", "indicator_code", "value"};
    static const char *const written[] = {"uCode", "uName", "Time"};

    return separator == ',' && (has(header, long_form, 4) || has(header, written, 3));
}

void titian_marks_free(titian_marks *marks)
{
    free(marks->columns);
    marks->columns = NULL;
    marks->n_columns = 0;
}

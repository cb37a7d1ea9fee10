/* Reference tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/kernels/reference_table.h"

#include "unit/check.h"

#include <stdio.h>
#include <stdlib.h>

static char *read_all(const char *name)
{
    char path[1024];
    FILE *file = NULL;
    char *text = NULL;
    long size = 0;

    (void) snprintf(path, sizeof path, "%s/../shared/reference/%s", TITIAN_TEST_SOURCE_DIR, name);
    file = fopen(path, "rb");
    if (file == NULL)
        skip();
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size = ftell(file);
    assert_true(size > 0);
    rewind(file);
    text = malloc((size_t) size + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t) size, file), (size_t) size);
    text[size] = '\0';
    (void) fclose(file);
    return text;
}

/* One cell beginning at `at`, unquoted in place. @return where the next begins; `end` is what ended this one */
static char *cut(char *at, char **cell, char *end)
{
    const int quoted = *at == '"';
    char *stop = NULL;

    *cell = at + (quoted ? 1 : 0);
    stop = *cell + strcspn(*cell, quoted ? "\"" : ",\r\n");
    at = quoted ? stop + 1 : stop;
    *end = *at;
    while (*at == '\r')
        *end = *++at;
    *stop = '\0';
    return *end == '\0' ? at : at + 1;
}

void reference_open(reference_table *table, const char *name)
{
    char *at = NULL, end = '\0';
    size_t n = 0, most = 2;

    *table = (reference_table){.text = read_all(name)};
    for (const char *c = table->text; *c != '\0'; c++)
        most += *c == ',' || *c == '\n' ? 1 : 0;
    table->cells = calloc(most, sizeof *table->cells);
    assert_non_null(table->cells);
    for (at = table->text; *at != '\0' && n < most;) {
        at = cut(at, &table->cells[n++], &end);
        if (end != ',' && table->n_columns == 0)
            table->n_columns = n;
    }
    assert_true(table->n_columns > 0 && n % table->n_columns == 0);
    table->n_rows = n / table->n_columns - 1;
}

void reference_close(reference_table *table)
{
    free(table->cells);
    free(table->text);
}

const char *reference_cell(const reference_table *table, size_t row, size_t column)
{
    assert_true(row < table->n_rows && column < table->n_columns);
    return table->cells[(row + 1) * table->n_columns + column];
}

size_t reference_column(const reference_table *table, const char *name)
{
    for (size_t c = 0; c < table->n_columns; c++)
        if (strcmp(table->cells[c], name) == 0)
            return c;
    fail_msg("no column %s", name);
    return 0;
}

size_t reference_row(const reference_table *table, const char *name)
{
    for (size_t r = 0; r < table->n_rows; r++)
        if (strcmp(reference_cell(table, r, 0), name) == 0)
            return r;
    fail_msg("no row %s", name);
    return 0;
}

double reference_number(const reference_table *table, size_t row, size_t column)
{
    const char *text = reference_cell(table, row, column);

    return *text == '\0' || strcmp(text, "NA") == 0 ? (double) NAN : strtod(text, NULL);
}

void reference_block(const reference_table *table, size_t first, size_t n_columns, double *out)
{
    for (size_t c = 0; c < n_columns; c++)
        for (size_t r = 0; r < table->n_rows; r++)
            out[c * table->n_rows + r] = reference_number(table, r, first + c);
}

/* Places in files as messages show them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/where.h>

#include <stdio.h>

const char *titian_column_letters(char out[16], size_t column)
{
    char letters[16];
    size_t n = 0, i;

    for (; column > 0 && n < sizeof letters - 1; column = (column - 1) / 26)
        letters[n++] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(column - 1) % 26];
    for (i = 0; i < n; i++)
        out[i] = letters[n - 1 - i];
    out[n] = '\0';
    return out;
}

const char *titian_where_text(char *out, size_t size, const titian_where *where)
{
    char letters[16];

    if (where->line == 0)
        (void) snprintf(out, size, "%s", where->file);
    else if (where->in_sheet)
        (void) snprintf(
            out, size, "%s:%s%zu", where->file, titian_column_letters(letters, where->column), where->line);
    else if (where->column == 0)
        (void) snprintf(out, size, "%s:%zu", where->file, where->line);
    else
        (void) snprintf(out, size, "%s:%zu:%zu", where->file, where->line, where->column);
    return out;
}

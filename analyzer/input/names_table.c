/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/names_table.h"

#include <string.h>

/* The table stands in the library as it stands in the file, and is searched there: lines in the order of their bytes
 * need no reading at the start and no memory. */
__asm__(".pushsection .rodata\n"
        ".hidden titian_names_begin\n"
        ".hidden titian_names_end\n"
        ".global titian_names_begin\n"
        ".global titian_names_end\n"
        "titian_names_begin:\n"
        ".incbin \"" TITIAN_NAMES_TABLE "\"\n"
        "titian_names_end:\n"
        ".popsection\n");

extern const char titian_names_begin[] __attribute__((visibility("hidden")));
extern const char titian_names_end[] __attribute__((visibility("hidden")));

static size_t table_bytes(void)
{
    return (size_t) (titian_names_end - titian_names_begin);
}

/* First byte of the line in which a place is. */
static size_t line_start(size_t place)
{
    while (place > 0 && titian_names_begin[place - 1] != '\n')
        place--;
    return place;
}

static size_t line_end(size_t place)
{
    const char *end = memchr(titian_names_begin + place, '\n', table_bytes() - place);

    return end != NULL ? (size_t) (end - titian_names_begin) : table_bytes();
}

/* "C:KEN<tab>KEN<tab>ISO 3166-1 alpha-3" */
static void split(titian_names_line *out, size_t start, size_t end)
{
    const char *line = titian_names_begin + start, *behind = titian_names_begin + end;
    const char *first = memchr(line, '\t', end - start);
    const char *second = first != NULL ? memchr(first + 1, '\t', (size_t) (behind - first - 1)) : NULL;

    if (second == NULL) {
        *out = (titian_names_line){.key = {line, end - start}};
        return;
    }
    *out = (titian_names_line){.class = (titian_key_class) line[0],
        .key = {line + 2, (size_t) (first - line - 2)},
        .target = {first + 1, (size_t) (second - first - 1)},
        .rule = {second + 1, (size_t) (behind - second - 1)}};
}

/* Order of a line and a key. */
static int compare(const titian_names_line *line, titian_key_class class, titian_field key)
{
    const size_t n = line->key.length < key.length ? line->key.length : key.length;
    int order = (int) line->class - (int) class;

    if (order == 0)
        order = memcmp(line->key.text, key.text, n);
    if (order == 0)
        order = (line->key.length > key.length) - (line->key.length < key.length);
    return order;
}

/* @return start of the line of a key, or of the first one behind where it would stand; *out is the line if it is
 * there, and *found 1 */
static size_t search(titian_names_line *out, int *found, titian_key_class class, titian_field key)
{
    size_t low = 0, high = table_bytes();

    *found = 0;
    while (low < high) { /* both are starts of lines, or the end */
        const size_t start = line_start(low + (high - low) / 2), end = line_end(start);
        int order;

        split(out, start, end);
        order = compare(out, class, key);
        if (order == 0) {
            *found = 1;
            return start;
        }
        if (order < 0)
            low = end + 1;
        else
            high = start;
    }
    return low;
}

int titian_names_find(titian_names_line *out, titian_key_class class, titian_field key)
{
    int found;

    (void) search(out, &found, class, key);
    return found;
}

size_t titian_names_begin_of(titian_key_class class)
{
    titian_names_line line;
    int found;

    return search(&line, &found, class, (titian_field){"", 0});
}

int titian_names_next(titian_names_line *out, size_t *place)
{
    while (*place < table_bytes()) {
        const size_t start = *place, end = line_end(start);

        *place = end + 1;
        if (titian_names_begin[start] == '#')
            continue;
        split(out, start, end);
        return 1;
    }
    return 0;
}

titian_field titian_names_disclaimer(void)
{
    titian_field line = {"", 0};

    for (size_t start = 0; start < table_bytes() && titian_names_begin[start] == '#'; start = line_end(start) + 1)
        line = (titian_field){titian_names_begin + start + 2, line_end(start) - start - 2};
    return line;
}

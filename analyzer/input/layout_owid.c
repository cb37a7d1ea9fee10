/* The form of Our World in Data: entity, code, year and a column or several of values.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/shape.h"

static const char *const needed[] = {"Entity", "Code", "Year", NULL};

static int recognise(titian_datafile *file, const titian_record *header)
{
    (void) file;
    return titian_header_has(header, needed);
}

static titian_status begin(titian_datafile *file, const titian_record *header, titian_error *err)
{
    titian_shape *s = titian_shape_new(file);
    size_t f;

    if (s == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, file->entry->path, header->line, 0, "no memory for the columns");
    s->unit[0] = titian_header_find(header, "Code");
    s->scope = s->unit[0]; /* continents and income groups have no code */
    s->name = titian_header_find(header, "Entity");
    s->year = titian_header_find(header, "Year");
    for (f = 0; f < header->n_fields; f++) {
        if (f != s->unit[0] && f != s->name && f != s->year)
            titian_shape_add_named(s, file, header, (titian_shape_value){.field = f});
    }
    return titian_shape_finish(file, header, err);
}

const titian_layout titian_layout_owid = {
    .form = "Our World in Data",
    .recognise = recognise,
    .begin = begin,
    .row = titian_shape_row,
};

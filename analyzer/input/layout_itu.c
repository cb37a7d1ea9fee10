/* The form of ITU's DataHub: several series of one indicator in a file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/shape.h"

static int recognise(titian_datafile *file, const titian_record *header)
{
    static const char *const needed[] = {"seriesCode", "entityIso", "dataYear", "dataValue", NULL};

    (void) file;
    return titian_header_has(header, needed);
}

static titian_status begin(titian_datafile *file, const titian_record *header, titian_error *err)
{
    titian_shape *s = titian_shape_new(file);

    if (s == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, file->entry->path, header->line, 0, "no memory for the columns");
    s->unit[0] = titian_header_find(header, "entityIso");
    s->name = titian_header_find(header, "entityName");
    s->indicator = titian_header_find(header, "seriesCode");
    s->year = titian_header_find(header, "dataYear");
    titian_shape_add_value(s, (titian_shape_value){.field = titian_header_find(header, "dataValue")});
    titian_shape_add_status(s, titian_header_find(header, "dataSource"), &titian_status_itu);
    return titian_shape_finish(file, header, err);
}

const titian_layout titian_layout_itu = {
    .form = "ITU DataHub",
    .recognise = recognise,
    .begin = begin,
    .row = titian_shape_row,
};

/* A list of indicators given as data: the framework.csv of a model, or COINr's iMeta. It is named for what it is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/shape.h"

static int recognise(titian_datafile *file, const titian_record *header)
{
    static const char *const needed[] = {"iCode", "Level", "Parent", "Weight", NULL};

    (void) file;
    return titian_header_has(header, needed);
}

static titian_status begin(titian_datafile *file, const titian_record *header, titian_error *err)
{
    (void) err;
    titian_findings_error(&file->gather->findings, header->line, 0,
        "this is a list of indicators (COINr's iMeta, titian's framework.csv), not data\n"
        "give it as framework.csv of the model, and the table of values (iData) as data");
    return TITIAN_OK;
}

static titian_status take(titian_datafile *file, const titian_record *record, titian_row *row, titian_error *err)
{
    (void) file;
    (void) record;
    (void) err;
    row->aside = TITIAN_ROWS_UNWANTED;
    return TITIAN_OK;
}

const titian_layout titian_layout_model = {
    .form = "iMeta",
    .recognise = recognise,
    .begin = begin,
    .row = take,
};

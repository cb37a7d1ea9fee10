/* Dated lists of units among the data: which units are on which list from which year to which, and who says so.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/layout.h"
#include "input/records.h"

static int recognise(titian_datafile *file, const titian_record *header)
{
    (void) file;
    return titian_records_is_header(TITIAN_RECORDS_LISTS, header);
}

static titian_status begin(titian_datafile *file, const titian_record *header, titian_error *err)
{
    titian_gather *gather = file->gather;

    (void) header;
    return gather->lists != NULL || gather->is_survey
               ? TITIAN_OK
               : titian_records_new(&gather->lists, TITIAN_RECORDS_LISTS, file->entry->path, err);
}

static titian_status take(titian_datafile *file, const titian_record *record, titian_row *row, titian_error *err)
{
    titian_gather *gather = file->gather;
    const size_t n_before = gather->is_survey ? 0 : titian_records_n(gather->lists);
    const size_t n_errors = gather->findings.n_errors;
    titian_status status = TITIAN_OK;

    if (gather->is_survey) /* looks for decimal marks, of which there are none here */
        return TITIAN_OK;
    status = titian_records_take(gather->lists, record, &gather->findings, err);
    row->n_new += titian_records_n(gather->lists) - n_before;
    row->n_faults += gather->findings.n_errors > n_errors;
    return status;
}

const titian_layout titian_layout_lists = {
    .form = "lists",
    .recognise = recognise,
    .begin = begin,
    .row = take,
};

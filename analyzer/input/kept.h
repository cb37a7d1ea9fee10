/* Tables that people keep beside the data (the files of a model, lists, aliases), as their spreadsheet saves them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_KEPT_H
#define TITIAN_INPUT_KEPT_H

#include "input/csv.h"
#include "input/number.h"

/** As titian_csv_read, but in any encoding that titian_decode makes out, and with whatever separates the header:
 * comma, semicolon, tab or vertical bar, the one that is there most often; a comma where they are equal. Records know
 * it, for titian_kept_number. What a spreadsheet leaves around a table is passed over: records of separators alone,
 * and columns at the end that are empty from the header on.
 *  @param listener  its `separator` and `lines_before` are not looked at, `soon` and `doubt` are not called
 *  @param problems  hears in what encoding the text was taken to be; NULL: nobody does
 *  @return TITIAN_E_DATA in `err` also for an encoding that cannot be made out */
TITIAN_CHECKED titian_status titian_kept_read(const char *name, const char *text, size_t length,
    const titian_csv_listener *listener, titian_problems *problems, titian_error *err);

/** A field, or a part of one, as titian_number_parse reads it. A spreadsheet whose language has decimal commas
 * separates fields by something else than commas: in such a record a comma between digits is as good as a point, and
 * what may have three decimals or thousands is TITIAN_NUMBER_FAULT (titian_kept_is_twofold).
 *  @param out  the number, or TITIAN_MISSING */
titian_number_kind titian_kept_number(const titian_record *record, titian_field field, double *out);

/** 1: "1,250" or "1.250" in a record whose separator is no comma. "0,125" and "1250,125" are not: no thousands look
 * like that. */
int titian_kept_is_twofold(const titian_record *record, titian_field field);

enum { TITIAN_KEPT_ADVICE = 384 };

/** "can be read as 1250 and as 1.250", and behind a newline how to write either.
 *  @param field  twofold @return out */
const char *titian_kept_advice(char out[TITIAN_KEPT_ADVICE], titian_field field);

/** A field of one number or of several ("0,5 1,5") with points for decimal commas; others are as they are.
 *  @param out      room for field.length + 1 bytes
 *  @param several  1: it may hold several, so that "20,40" alone, or in brackets, may be one number or two
 *  @return 0: some mark may be either, that of decimals or between two numbers or thousands */
int titian_kept_with_points(char *out, const titian_record *record, titian_field field, int several);

/** What separates the record's fields, for messages: "comma" and so on. */
const char *titian_kept_separator(const titian_record *record);

#endif

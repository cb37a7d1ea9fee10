/* What newer files revised, as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/check_report.h>

#include <errno.h>
#include <string.h>

#include "text/csv_text.h"

static void put_said(const titian_vintage *vintage, FILE *to)
{
    if (vintage->label == NULL) {
        titian_csv_put_number(vintage->value, to);
        return;
    }
    (void) putc(',', to);
    titian_csv_put_text(vintage->label, to);
}

static void put_status(const titian_vintage *vintage, FILE *to)
{
    (void) putc(',', to);
    if (vintage->label == NULL)
        (void) putc(vintage->mark == TITIAN_MARK_ESTIMATED ? 'E' : 'A', to);
}

static void put_place(const titian_ledger *ledger, const titian_ledger_place *place, FILE *to)
{
    (void) putc(',', to);
    titian_csv_put_text(titian_ledger_at(ledger, place->file)->path, to);
    (void) fprintf(to, ",%zu", place->line);
}

titian_status titian_revisions_csv_write(const titian_ledger *ledger, FILE *to, titian_error *err)
{
    errno = 0;
    (void) fputs(
        "unit_code,indicator_code,year,old,new,old_status,new_status,old_file,old_line,new_file,new_line\n", to);
    for (size_t k = 0; k < titian_ledger_n_revisions(ledger); k++) {
        const titian_revision *r = titian_ledger_revision(ledger, k);

        titian_csv_put_text(r->unit, to);
        (void) putc(',', to);
        titian_csv_put_text(r->code, to);
        (void) putc(',', to);
        if (r->year != 0)
            (void) fprintf(to, "%d", r->year);
        put_said(&r->older, to);
        put_said(&r->newer, to);
        put_status(&r->older, to);
        put_status(&r->newer, to);
        put_place(ledger, &r->older.place, to);
        put_place(ledger, &r->newer.place, to);
        (void) putc('\n', to);
    }
    if (fflush(to) != 0 || ferror(to))
        return titian_fail(err, TITIAN_E_FILE, "the revisions could not be written whole: %s", strerror(errno));
    return TITIAN_OK;
}

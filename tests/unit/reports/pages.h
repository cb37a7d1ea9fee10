/* What the tests of the workbook share: an assessment of a few units, a book of it, and a look into its cells before
 * they are written. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_PAGES_H
#define TITIAN_TESTS_PAGES_H

#include "unit/stages/sketch.h"

#include <titian/advise.h>
#include <titian/own.h>

#include "workbook/book.h"

enum { PAGES_SHARED = 6 }; /* tables of an allocation */

/** A sketch with everything a workbook needs: identity, ledger, bands, priority. */
typedef struct {
    sketch s;
    titian_model_about about;
    titian_ledger *ledger;
    titian_band bands[2];
    titian_factor factors[2]; /* of pages_vary */
    titian_uncertainty *uncertainty;
    titian_sensitivity *sensitivity;
    titian_smaa *limits;
    titian_listing *shared[PAGES_SHARED];                  /* of pages_share */
    titian_workbook_allocation allocation;                 /* what they show */
    titian_listing *help[TITIAN_ADVICE_N_TABLES], *own[3]; /* of pages_help */
    titian_workbook_advice advice;                         /* what they show */
    titian_workbook_own priorities;
    titian_submissions *submissions;
    book *b;         /* of pages_book */
    char folder[64]; /* made for this test, empty */
    char path[96];   /* folder/book.xlsx */
} pages;

/** Indicators A and B under P, C under Q, P and Q under X; six units in 2020. */
void pages_open(pages *p);
/** Another tree and other data, as in sketch_open. */
void pages_open_text(pages *p, const char *tree, const char *data);
/** Switch the priority step on, with every part. */
void pages_priority(pages *p);
/** Let weights and the power of the shortfall be uncertain. */
void pages_vary(pages *p);
/** Run what is uncertain over the last run; the workbook's analyses, all missing without pages_vary. */
titian_workbook_analyses pages_analyse(pages *p);
/** Share a budget of 100 out over the last run, which had pages_priority: the workbook's analyses, that alone. */
titian_workbook_analyses pages_share(pages *p);
/** What would help, and own priorities of U1, over the last run, which had pages_priority: the workbook's analyses,
 *  those alone. */
titian_workbook_analyses pages_help(pages *p);
/** Rules of an allocation: need by people, a floor and a cap. */
void pages_rules(pages *p);
/** Take away everything, the folder with all that lies in it too. */
void pages_close(pages *p);

/** Run, and make a book that is never written; a second call takes the first book away. */
book *pages_book(pages *p);

/** Formula of a cell, without `=`; fails unless it holds one. */
const char *formula_at(const pages *p, sheet_id sheet, lxw_row_t row, lxw_col_t col);
/** Number of a cell: a number, or a formula's result; NaN for a blank, an empty or a text cell. */
double number_at(const pages *p, sheet_id sheet, lxw_row_t row, lxw_col_t col);
/** Text of a cell: a text, or a formula's result; NULL for any other. */
const char *text_at(const pages *p, sheet_id sheet, lxw_row_t row, lxw_col_t col);
/** What kind of cell stands there; 0 for none. */
int kind_at(const pages *p, sheet_id sheet, lxw_row_t row, lxw_col_t col);

/** Number of files in the test's folder. */
size_t pages_files(const pages *p);

#endif

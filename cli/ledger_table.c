/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger_table.h"

#include <stdio.h>
#include <string.h>

#include "manner.h"

enum { LINES_TEXT = 512 };

/* Which kinds have a column: that of rows used always. */
static void find_kinds(const titian_ledger *ledger, int shown[TITIAN_N_ROW_KINDS])
{
    for (int kind = 0; kind < TITIAN_N_ROW_KINDS; kind++)
        shown[kind] = kind == TITIAN_ROWS_USED;
    for (size_t k = 0; k < titian_ledger_n_files(ledger); k++)
        for (int kind = 0; kind < TITIAN_N_ROW_KINDS; kind++)
            shown[kind] |= titian_ledger_at(ledger, k)->rows[kind].n > 0;
}

/* How wide the column of forms is: publishers' have long names. */
static int width_of_forms(const titian_ledger *ledger)
{
    size_t width = strlen("wide  ");

    for (size_t k = 0; k < titian_ledger_n_files(ledger); k++) {
        const size_t n = strlen(titian_ledger_at(ledger, k)->form);

        width = n > width ? n : width;
    }
    return (int) width;
}

static void print_file(const titian_ledger_file *f, int width, const int shown[TITIAN_N_ROW_KINDS])
{
    (void) printf("  %-*s %7zu", width, f->form[0] ? f->form : "?", f->n_rows);
    for (int kind = 0; kind < TITIAN_N_ROW_KINDS; kind++)
        if (shown[kind])
            (void) printf(" %9zu", f->rows[kind].n);
    (void) printf(" %8zu  %.12s  %s\n", f->n_values, f->sha256, f->path);
    cli_manner_print(f);
}

static int has_more_to_say(const titian_ledger_file *f)
{
    return f->n_rows > f->rows[TITIAN_ROWS_USED].n || f->n_columns_aside > 0 || f->n_revisions > 0 ||
           f->n_revised > 0;
}

static void print_rest(const titian_ledger_file *f)
{
    char text[LINES_TEXT];

    (void) printf("  %s\n", f->path);
    for (int kind = 0; kind < TITIAN_N_ROW_KINDS; kind++)
        if (kind != TITIAN_ROWS_USED && f->rows[kind].n > 0)
            (void) printf("    %s (%s): line%s %s\n", titian_row_kind_name((titian_row_kind) kind),
                titian_row_kind_about((titian_row_kind) kind), f->rows[kind].n == 1 ? "" : "s",
                titian_lines_text(&f->rows[kind], text, sizeof text));
    if (f->n_columns_aside > 0)
        (void) printf("    columns or codes that the model does not name, set aside: %zu\n", f->n_columns_aside);
    if (f->n_revisions > 0)
        (void) printf("    values that revise those of an older file: %zu\n", f->n_revisions);
    if (f->n_revised > 0)
        (void) printf("    values that a newer file revised: %zu\n", f->n_revised);
}

void cli_print_ledger(const titian_ledger *ledger)
{
    const int width = width_of_forms(ledger);
    int shown[TITIAN_N_ROW_KINDS];

    find_kinds(ledger, shown);
    (void) puts("Data files (rows of all kinds add up to the rows read)");
    (void) printf("  %-*s    rows", width, "form");
    for (int kind = 0; kind < TITIAN_N_ROW_KINDS; kind++)
        if (shown[kind])
            (void) printf(" %9s", titian_row_kind_name((titian_row_kind) kind));
    (void) puts("   values  sha256        file");
    for (size_t k = 0; k < titian_ledger_n_files(ledger); k++)
        print_file(titian_ledger_at(ledger, k), width, shown);
    for (size_t k = 0, n = 0; k < titian_ledger_n_files(ledger); k++) {
        const titian_ledger_file *f = titian_ledger_at(ledger, k);

        if (!has_more_to_say(f))
            continue;
        if (n++ == 0)
            (void) puts("\nRows not used, and what was set aside");
        print_rest(f);
    }
    (void) putchar('\n');
}

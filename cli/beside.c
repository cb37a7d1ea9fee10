/* Small files that a command names beside the data.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "beside.h"

#include <stdlib.h>
#include <string.h>

#include <titian/number.h>

#include "find.h"

enum { A_FEW_MOVED = 5 };

cli_exit cli_efforts_load(titian_efforts **out, const cli_arguments *arguments, cli_voice *voice)
{
    const char *name = arguments->value[CLI_OPTION_EFFORTS];
    titian_problems problems = {.say = cli_hear, .context = voice};
    titian_status status = TITIAN_OK;
    titian_error err;
    char *path = NULL;
    cli_exit code = CLI_DONE;

    *out = NULL;
    if (name == NULL)
        return CLI_DONE;
    code = cli_find(&path, CLI_MODELS, name, voice);
    if (code != CLI_DONE)
        return code;
    status = titian_efforts_read(out, path, &problems, &err);
    free(path);
    return cli_settle(voice, status, &problems, &err);
}

cli_exit cli_submissions_load(titian_submissions **out, const cli_arguments *arguments, cli_voice *voice)
{
    const char *path = arguments->value[CLI_OPTION_SUBMISSIONS];
    titian_problems problems = {.say = cli_hear, .context = voice};
    titian_error err;

    *out = NULL;
    return path == NULL ? CLI_DONE
                        : cli_settle(voice, titian_submissions_read(out, path, &problems, &err), &problems, &err);
}

static titian_item item(const titian_listing *from, size_t row, const char *column)
{
    return titian_listing_cell(from, row, titian_listing_find(from, column));
}

static const char *number(const titian_listing *from, size_t row, const char *column, char out[32])
{
    return titian_number_rounded(item(from, row, column).number, out);
}

static void say_moved(const titian_listing *moved, const titian_own_options *options, cli_voice *voice)
{
    const size_t n = titian_listing_n_rows(moved);
    char given[32], low[32], high[32], taken[32];

    for (size_t row = 0; row < n && row < A_FEW_MOVED && !voice->quiet; row++) {
        titian_error note;

        titian_fail_at(&note, TITIAN_OK, titian_submissions_file(options->submissions),
            (size_t) item(moved, row, "Line").number, 0,
            "the weight of %s that %s submits, %s, is taken as %s: %s (%s to %s)\n"
            "submit one that fits, or widen the bounds with --box",
            item(moved, row, "iCode").text, item(moved, row, "uCode").text,
            number(moved, row, "Weight.Submitted", given), number(moved, row, "Weight.Own", taken),
            item(moved, row, "Why").text, number(moved, row, "Lower", low), number(moved, row, "Upper", high));
        note.warning = 1;
        cli_say_error(voice, &note);
    }
    if (n > A_FEW_MOVED)
        cli_note(
            voice, "%zu more submitted weights were moved: \"titian own --table moved\" lists all", n - A_FEW_MOVED);
}

titian_status cli_submissions_say_moved(
    const titian_assessment *a, const titian_own_options *options, cli_voice *voice, titian_error *err)
{
    titian_listing *moved = NULL;
    titian_status status = TITIAN_OK;
    size_t table = 0;

    if (options->submissions == NULL)
        return TITIAN_OK;
    while (strcmp(titian_own_name(table), "moved") != 0)
        table++;
    status = titian_own_make(&moved, a, table, options, err);
    if (status == TITIAN_OK)
        say_moved(moved, options, voice);
    titian_listing_free(moved);
    return status;
}

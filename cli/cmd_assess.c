/* titian assess: the workbook.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include <titian/workbook.h>

#include "analyses.h"
#include "output.h"
#include "session.h"

enum { SHOWN = 5 };

static cli_exit check_path(const char *path, int replace, cli_voice *voice)
{
    const size_t n = path != NULL ? strlen(path) : 0;

    if (path == NULL) {
        cli_say(voice, "\"titian assess\" needs the name of the workbook\nfor example: -o readiness.xlsx");
        return CLI_USAGE;
    }
    if (n < 6 || strcmp(path + n - 5, ".xlsx") != 0) {
        cli_say_of(voice, path, "the name of a workbook ends in .xlsx\nfor example: -o readiness.xlsx");
        return CLI_USAGE;
    }
    return cli_output_allowed(path, replace, voice);
}

/* The unit with a rank by `priority`, or by the index where the model has no priority step. */
static size_t unit_at(const titian_assessment *a, size_t rank, size_t from, int priority, size_t year)
{
    const size_t n = titian_panel_n_units(titian_assessment_result(a, TITIAN_RESULT_AGGREGATED));

    for (size_t i = from; i < n; i++)
        if ((priority ? titian_assessment_priority(a, i)->rank : titian_assessment_unit(a, i, year)->rank) == rank)
            return i;
    return TITIAN_NONE;
}

static void print_top(const titian_assessment *a)
{
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    const int priority = titian_assessment_recipe(a)->priority.on;
    const size_t year = titian_panel_n_years(scores) - 1;
    const size_t root = titian_framework_root(titian_assessment_recipe(a)->framework);
    size_t printed = 0;

    (void) printf(
        "%s\n", priority ? "First in priority for assistance (priority, then readiness):" : "Highest scores:");
    for (size_t rank = 1; rank <= SHOWN && printed < SHOWN; rank++)
        for (size_t i = unit_at(a, rank, 0, priority, year); i != TITIAN_NONE && printed < SHOWN;
             i = unit_at(a, rank, i + 1, priority, year), printed++) {
            (void) printf(
                "  %zu. %s (%s): ", rank, titian_panel_unit(scores, i)->name, titian_panel_unit(scores, i)->code);
            if (priority)
                (void) printf("%.1f, ", titian_assessment_priority(a, i)->score);
            (void) printf("%.1f\n", titian_panel_column(scores, root, year)[i]);
        }
}

static void print_written(const titian_assessment *a, const char *path)
{
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    const size_t year = titian_panel_n_years(scores) - 1, n = titian_panel_n_units(scores);
    size_t n_ranked = 0;

    for (size_t i = 0; i < n; i++)
        n_ranked += titian_assessment_unit(a, i, year)->ranked ? 1 : 0;
    (void) printf("%s: %zu units in %d, %zu of them ranked\n", path, n, titian_panel_year(scores, year), n_ranked);
    print_top(a);
}

static cli_exit write_book(cli_session *s, const cli_analyses *analyses, const char *path, int replace)
{
    titian_workbook_options options = titian_workbook_options_default();
    titian_status status = TITIAN_OK;
    titian_error err;

    options.replace = replace;
    options.analyses = (titian_workbook_analyses){.uncertainty = analyses->uncertainty,
        .sensitivity = analyses->sensitivity,
        .limits = analyses->limits,
        .communities = analyses->divide.communities,
        .divide = analyses->divide.measures,
        .parts = analyses->divide.parts,
        .allocation = analyses->amounts != NULL ? &analyses->allocation : NULL,
        .advice = analyses->help[TITIAN_ADVICE_GAINS] != NULL ? &analyses->advice : NULL,
        .own = analyses->scores != NULL ? &analyses->own : NULL};
    cli_progress(s->voice, "writing the workbook");
    status = titian_workbook_write(s->assessment, path, &options, &err);
    cli_progress(s->voice, NULL);
    if (status != TITIAN_OK)
        return cli_fail(s->voice, &err);
    print_written(s->assessment, path);
    return CLI_DONE;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const char *path = arguments->value[CLI_OPTION_OUTPUT];
    const int replace = arguments->value[CLI_OPTION_FORCE] != NULL;
    cli_session s = {.model = NULL};
    cli_analyses_request request = {.wanted = 0};
    cli_analyses analyses = {.uncertainty = NULL};
    cli_exit code = check_path(path, replace, voice);

    if (code == CLI_DONE)
        code = cli_analyses_read(&request, arguments, voice);
    if (code == CLI_DONE)
        code = cli_session_open(&s, arguments, voice);
    if (code == CLI_DONE)
        code = cli_session_run(&s, TITIAN_KEEP_ALL);
    if (code == CLI_DONE)
        cli_session_say_notes(&s);
    if (code == CLI_DONE)
        code = cli_analyses_run(&analyses, &s, &request);
    if (code == CLI_DONE)
        code = write_book(&s, &analyses, path, replace);
    cli_analyses_free(&analyses);
    cli_analyses_request_free(&request);
    cli_session_close(&s);
    return code;
}

static const cli_option_id options[] = {CLI_OPTION_OUTPUT, CLI_OPTION_YEAR, CLI_OPTION_YEARS, CLI_OPTION_REPLICATIONS,
    CLI_OPTION_BUDGET, CLI_OPTION_OVERRIDES, CLI_OPTION_EFFORTS, CLI_OPTION_SUBMISSIONS, CLI_OPTION_BOX,
    CLI_OPTION_SEED, CLI_OPTION_THREADS, CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_assess = {
    .name = "assess",
    .operands = "MODEL DATA... -o FILE.xlsx",
    .summary = "write the workbook that ranks where assistance should go",
    .teaching =
        "Reads the data, scores every unit by the model, and writes an Excel workbook: the ranking, the scores area "
        "by\n"
        "area, where assistance should go first and why, the data with their sources, and the method in words. "
        "Every\n"
        "score in it is a live formula: change a weight in Excel and the ranking follows.\n\n"
        "MODEL says what is measured and how. DATA are CSV files, workbooks, zip files or folders; titian finds "
        "out\n"
        "their form by their header, and leaves aside what the model does not name. \"titian check\" with the same\n"
        "MODEL and DATA lists what was read and every problem in it. With --years the model sees all those years, "
        "as\n"
        "its methods may want to; the workbook is about the last of them.\n\n"
        "Where the model says what is uncertain (its block uncertainty), the workbook also tells how sure the ranks "
        "are:\n"
        "the assessment is run again and again, as \"titian uncertainty\" and \"titian sensitivity\" do, and the "
        "ranges\n"
        "of ranks stand beside them. --replications says how often; --replications 0 leaves all that out.\n\n"
        "With --budget, or a budget in the model, the sheets Allocation and Fairness show what each unit has of it "
        "and\n"
        "why; budget, powers, floors and caps are input cells. See \"titian help allocate\". Dated lists among the "
        "data\n"
        "or of --lists say who is eligible in the index year; --overrides takes decisions by hand, and the sheet\n"
        "Overrides shows them with what they cost.\n\n"
        "WhatHelps says what would raise the index of each unit of the priority list most; a point of each "
        "indicator\n"
        "costs the same unless --efforts says otherwise. OwnPriority has the scores at priorities that countries\n"
        "submit (--submissions), beside those that rank them. See \"titian help advise\" and \"titian help own\".\n\n"
        "An existing workbook is replaced only with --force, and only when the new one is whole.\n",
    .examples = "  titian assess ddri countries countries-restricted -o readiness.xlsx\n"
                "  titian assess ddri countries countries-restricted --year 2022 -o readiness-2022.xlsx\n"
                "  titian assess ddri countries countries-restricted -o readiness.xlsx --force\n"
                "  titian assess ddri countries countries-restricted -o plain.xlsx --replications 0\n"
                "  titian assess ddri countries countries-restricted -o money.xlsx --replications 0 --budget 100\n"
                "  titian assess ddri countries countries-restricted -o help.xlsx --efforts ddri/efforts.csv\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian assess\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

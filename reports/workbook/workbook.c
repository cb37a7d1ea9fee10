/* The workbooks: their sheets in order, and their way to the disk.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/workbook.h>

#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <titian/version.h>
#include <titian/whole_file.h>

#include "workbook/book.h"
#include "workbook/make.h"
#include "workbook/write.h"

/* ---- the sheets, in the order of the tabs ---- */

static const sheet_row sheet_rows[N_SHEETS] = {
    [SHEET_SUMMARY] = {"Summary", "Summary", "Where assistance is needed most, and how sure that is.", NEEDS_INDEX,
        write_summary},
    [SHEET_CONTENTS] = {"Contents", "Contents", "What each sheet holds.", 0, write_contents},
    [SHEET_YEARS] = {"Years", "Scores and ranks by year",
        "How far each unit is, year by year, and how far it has come.", NEEDS_CHANGES, write_years},
    [SHEET_MOVERS] = {"Movers", "Who has moved beyond noise?",
        "Which changes are larger than what the model calls uncertain can make by itself.",
        NEEDS_CHANGES | NEEDS_MOVERS, write_movers},
    [SHEET_DECOMPOSITION] = {"Decomposition", "What changed the score?",
        "The change of each score, split without a remainder, down to indicators.", NEEDS_SPLIT, write_decomposition},
    [SHEET_PARAMETERS] = {"Parameters", "Parameters",
        "Weights, goalposts, limits: the only cells to type into; all sheets follow.", NEEDS_INDEX, write_parameters},
    [SHEET_PRIORITY] = {"Priority", "Assistance priority",
        "Eligible units with enough data, the most pressing first.", NEEDS_INDEX | NEEDS_PRIORITY, write_priority},
    [SHEET_ASSESS_FIRST] = {"Assess_First", "Assess first",
        "Eligible units with too few data to rank: help with data comes first. Not a verdict on need.",
        NEEDS_INDEX | NEEDS_PRIORITY, write_assess_first},
    [SHEET_ALLOCATION] = {"Allocation", "Allocation", "What each unit has of the budget, the largest amount first.",
        NEEDS_INDEX | NEEDS_ALLOCATION, write_allocation},
    [SHEET_FAIRNESS] = {"Fairness", "Fairness",
        "Shares of the money by group, beside those of people, need, present aid and units.",
        NEEDS_INDEX | NEEDS_ALLOCATION, write_fairness},
    [SHEET_FAIRNESS_MEASURES] = {"Fairness_Measures", "Fairness, measured",
        "How far the money is from equal treatment, need and present aid, and how concentrated it is.",
        NEEDS_INDEX | NEEDS_ALLOCATION, write_fairness_measures},
    [SHEET_RULE_EFFECTS] = {"Rule_Effects", "What each rule does",
        "Amounts before and after each rule: base amounts, floors, caps, limits, fences, minimum grants, decisions.",
        NEEDS_INDEX | NEEDS_ALLOCATION, write_rule_effects},
    [SHEET_AID_PEERS] = {"Aid_Peers", "Aid orphans and darlings",
        "Present aid of each unit beside that of its peers, and what it has of the budget.",
        NEEDS_INDEX | NEEDS_ALLOCATION | NEEDS_AID_PEERS, write_aid_peers},
    [SHEET_OVERRIDES] = {"Overrides", "Decided by hand",
        "Units let in, kept out or given an amount by hand: who decided it, when, why, and what it does to the "
        "money.",
        NEEDS_INDEX | NEEDS_OVERRIDES, write_overrides},
    [SHEET_HEATMAP] = {"Heatmap", "Heatmap", "Scores of the areas of every unit, coloured by fixed points.",
        NEEDS_INDEX, write_heatmap},
    [SHEET_PROFILE] = {"Profile", "Profile", "One unit in detail, chosen from a list.", NEEDS_INDEX, write_profile},
    [SHEET_GAP] = {"Gap", "How far from the target, from peers, from the best?",
        "For each unit and area the distance to the target, to the median of its peers and to the best of them.",
        NEEDS_INDEX, write_gap},
    [SHEET_GAP_UNIT] = {"Gap_Unit", "The gaps of one unit",
        "One unit, chosen from a list, indicator by indicator: what lacks, in points and in natural units.",
        NEEDS_INDEX, write_gap_unit},
    [SHEET_WHAT_HELPS] = {"WhatHelps", "What would help most?",
        "For each unit, the most pressing first, the indicators whose feasible rise adds most to its index for its "
        "effort.",
        NEEDS_INDEX | NEEDS_PRIORITY | NEEDS_ADVICE, write_what_helps},
    [SHEET_WHAT_HELPS_PATHS] = {"WhatHelps_Paths", "Paths, strengths, and whom to learn from",
        "For each unit, the most pressing first, the cheapest path to the next band, and how it stands beside "
        "others.",
        NEEDS_INDEX | NEEDS_PRIORITY | NEEDS_ADVICE, write_what_helps_paths},
    [SHEET_OWN_PRIORITY] = {"OwnPriority", "At their own priorities",
        "Scores at weights that units chose themselves, and the worst and best that weights within bounds would "
        "give.",
        NEEDS_INDEX | NEEDS_OWN, write_own_priority},
    [SHEET_OWN_WEIGHTS] = {"OwnPriority_Weights", "Priorities as submitted",
        "Weights and targets that units submitted, area by area, and what of them was taken.",
        NEEDS_INDEX | NEEDS_OWN | NEEDS_OWN_WEIGHTS, write_own_weights},
    [SHEET_UNCERTAINTY] = {"Uncertainty", "How sure are these ranks?",
        "How far ranks move when the choices behind them are made otherwise, and who is among the first all the "
        "same.",
        NEEDS_INDEX | NEEDS_UNCERTAINTY, write_uncertainty},
    [SHEET_RANK_RANGES] = {"Rank_Ranges", "Ranges of ranks and scores",
        "Between which ranks and scores each unit stands when uncertain assumptions are drawn again and again.",
        NEEDS_INDEX | NEEDS_UNCERTAINTY, write_rank_ranges},
    [SHEET_RANK_SHARES] = {"Rank_Shares", "Shares of ranks",
        "How often each unit had a rank of each group, and how often it was in each band.",
        NEEDS_INDEX | NEEDS_UNCERTAINTY, write_rank_shares},
    [SHEET_SENSITIVITY] = {"Sensitivity", "Which assumptions move the ranks?",
        "How much of the movement of ranks each uncertain assumption accounts for.", NEEDS_INDEX | NEEDS_SENSITIVITY,
        write_sensitivity},
    [SHEET_COMMUNITIES] = {"Communities", "Communities",
        "Every community by its score: who is below the target, and where most people are left behind.", NEEDS_DIVIDE,
        write_communities},
    [SHEET_DIVIDE] = {"Divide", "The divide between communities",
        "How unequal communities are inside the units they lie in, and between these.", NEEDS_DIVIDE, write_divide},
    [SHEET_GAP_PEERS] = {"Gap_Peers", "Medians and bests of peers",
        "For each group of peers the median score, the best one and whose it is: what Gap and Gap_Unit compare with.",
        NEEDS_INDEX, write_gap_peers},
    [SHEET_DATA_USED] = {"Data_Used", "Data used",
        "The value of each indicator that the scores rest on, in its own unit, after every step before scoring.",
        NEEDS_INDEX, write_data_used},
    [SHEET_DATA_YEAR] = {"Data_Year", "Year of the data",
        "For each value of Data_Used the year it was observed in, or in words where it comes from.", NEEDS_INDEX,
        write_data_year},
    [SHEET_SCORES] = {"Scores", "Scores",
        "Scores from the indicators up to the index, by formula from Data_Used and Parameters.", NEEDS_INDEX,
        write_scores},
    [SHEET_SCORES_CALC] = {"Scores_Calc", "Scores, step by step",
        "What some methods need on the way to the scores of aggregates; Scores takes it from here.",
        NEEDS_INDEX | NEEDS_STEPS, write_scores_calc},
    [SHEET_PRIORITY_CALC] = {"Priority_Calc", "Priority, step by step",
        "The parts of the priority score of each unit, in the order of the data; Priority sorts them.",
        NEEDS_INDEX | NEEDS_PRIORITY, write_priority_calc},
    [SHEET_ALLOCATION_UNITS] = {"Allocation_Units", "Allocation, unit by unit",
        "What decides the amount of each unit, in the order of the data; Allocation sorts it.",
        NEEDS_INDEX | NEEDS_ALLOCATION, write_allocation_units},
    [SHEET_ALLOCATION_CALC] = {"Allocation_Calc", "Allocation, step by step",
        "The money for each unit of score, found by halving; Allocation_Units takes it from here.",
        NEEDS_INDEX | NEEDS_LEVEL, write_allocation_calc},
    [SHEET_BENCHMARKS] = {"Benchmarks", "Benchmarks",
        "What the files say of the world, of regions and of other groups of units, on the scale of the units.",
        NEEDS_INDEX | NEEDS_BENCHMARKS, write_benchmarks},
    [SHEET_QUALITY] = {"Quality", "Quality of the data", "How much of each unit's score rests on data, and how old.",
        NEEDS_INDEX, write_quality},
    [SHEET_INDICATORS] = {"Indicators", "Indicators", "What each indicator measures, where it comes from and why.",
        NEEDS_INDEX, write_indicators},
    [SHEET_FILES] = {"Files", "Files read",
        "What was read from each data file, what became of its rows, and the fingerprint of its bytes.", 0,
        write_files},
    [SHEET_METHODOLOGY] = {"Methodology", "Methodology", "How the figures are made, and what they do not say.",
        NEEDS_INDEX, write_methodology},
};

const sheet_row *book_sheet_row(sheet_id id)
{
    return &sheet_rows[id];
}

static void write_sheets(book *b)
{
    for (int id = 0; id < N_SHEETS && book_good(b); id++)
        if (book_has(b, (sheet_id) id))
            sheet_rows[id].write(b);
}

/* ---- options ---- */

/* No time given: the last day of the index year. */
static const long long NOT_GIVEN = LLONG_MIN;

titian_workbook_options titian_workbook_options_default(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    titian_workbook_options options = {.replace = 0, .created = NOT_GIVEN};
    char *end = NULL;
    long long seconds = 0;

    if (epoch == NULL || *epoch < '0' || *epoch > '9')
        return options;
    errno = 0;
    seconds = strtoll(epoch, &end, 10);
    if (errno == 0 && *end == '\0')
        options.created = seconds;
    return options;
}

static time_t created(const book *b, const workbook_job *job)
{
    struct tm last_day = {.tm_year = b->index_year - 1900, .tm_mon = 11, .tm_mday = 31};
    const long long seconds = job->created == NOT_GIVEN ? (long long) timegm(&last_day) : job->created;

    return (time_t) (seconds > 0 ? seconds : 1); /* libxlsxwriter takes 0 for "now" */
}

static void say_subject(const book *b, char *text, size_t size)
{
    if (b->changes != NULL)
        snprintf(text, size, "Changes from %d to %d", titian_panel_year(b->scores, b->changes->year[0]),
            titian_panel_year(b->scores, b->changes->year[1]));
    else if (b->editions != NULL)
        snprintf(text, size, "Changes between two editions, index years %d and %d", b->editions->year[0],
            b->editions->year[1]);
    else
        snprintf(text, size, "%s, index year %d",
            b->divide_alone ? "The divide between communities" : "Assistance priority", b->index_year);
}

static void set_properties(book *b, const workbook_job *job)
{
    char title[200], subject[120], author[64], comments[256];

    if (!book_good(b))
        return;
    text_clean(title, sizeof title, b->about->title, 150);
    say_subject(b, subject, sizeof subject);
    snprintf(author, sizeof author, "titian %s", TITIAN_VERSION);
    if (book_meets(b, NEEDS_SPLIT))
        snprintf(comments, sizeof comments, "Model sha256 %s. Differences and sums are formulas.", b->about->sha256);
    else if (b->divide_alone)
        snprintf(comments, sizeof comments, "Model sha256 %s. Figures are values.", b->about->sha256);
    else
        snprintf(comments, sizeof comments, "Model sha256 %s. %s; change inputs on Parameters.", b->about->sha256,
            b->values_note[0] == '\0' ? "Every score is a formula" : "Methodology says which figures are formulas");
    lxw_doc_properties properties = {
        .title = title,
        .subject = subject,
        .author = author,
        .keywords = (char[]){"composite indicator, digital readiness, assistance priority, titian"},
        .comments = comments,
        .created = created(b, job),
    };
    book_check(b, workbook_set_properties(b->file, &properties), "the document's properties");
}

/* ---- the file ---- */

static int is_of_another(const titian_assessment *a, const titian_workbook_analyses *analyses)
{
    return (analyses->uncertainty != NULL && titian_uncertainty_nominal(analyses->uncertainty) != a) ||
           (analyses->sensitivity != NULL && titian_sensitivity_nominal(analyses->sensitivity) != a);
}

titian_status workbook_check_name(const char *path, titian_error *err)
{
    const size_t n = strlen(path);

    if (n >= 5 && strcasecmp(path + n - 5, ".xlsx") == 0)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_USAGE,
        "the name of a workbook ends in .xlsx, but this is \"%s\"\n"
        "give a name such as priority.xlsx",
        path);
}

titian_status workbook_check_origin(const titian_assessment *a, titian_error *err)
{
    if (titian_assessment_about(a) != NULL && titian_assessment_ledger(a) != NULL)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_USAGE, "the workbook needs to know the model and the files it was made of");
}

static titian_status check_request(
    const titian_assessment *a, const char *path, const titian_workbook_options *options, titian_error *err)
{
    titian_status status = TITIAN_OK;

    for (int r = 0; r < TITIAN_N_RESULTS; r++)
        if (titian_assessment_result(a, (titian_result) r) == NULL)
            return titian_fail(err, TITIAN_E_USAGE,
                "the workbook needs the result \"%s\", which was not kept\n"
                "run with every result kept",
                titian_result_name((titian_result) r));
    if (is_of_another(a, &options->analyses))
        return titian_fail(err, TITIAN_E_USAGE, "an analysis is of another assessment than the workbook");
    status = workbook_check_origin(a, err);
    return status == TITIAN_OK ? workbook_check_name(path, err) : status;
}

static titian_status fill_book(const workbook_job *j, const char *path, titian_error *err)
{
    book *b = NULL;
    titian_status status = book_make(&b, j->a, &j->subject, path, err);

    if (status != TITIAN_OK)
        return status;
    write_sheets(b);
    set_properties(b, j);
    return book_close(b, err);
}

/* Write a whole workbook under a name. libxlsxwriter prints numbers with the decimal sign of the locale, which Excel
 * does not read: this thread has the locale "C" meanwhile. */
static titian_status write_book(const workbook_job *j, const char *path, titian_error *err)
{
    const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t) 0);
    titian_status status = TITIAN_OK;
    locale_t before;

    if (plain == (locale_t) 0)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the workbook");
    before = uselocale(plain);
    status = fill_book(j, path, err);
    (void) uselocale(before);
    freelocale(plain);
    return status;
}

titian_status workbook_write_whole(const workbook_job *j, const char *path, titian_error *err)
{
    titian_whole_file *file = NULL;
    titian_status status = titian_whole_file_open(&file, path, j->replace, err);

    if (status == TITIAN_OK)
        status = write_book(j, titian_whole_file_part(file), err);
    if (status == TITIAN_OK)
        status = titian_whole_file_finish(file, err);
    titian_whole_file_free(file);
    if (status == TITIAN_E_FILE && err != NULL && err->file[0] == '\0') /* the book knows the part's name alone */
        snprintf(err->file, sizeof err->file, "%s", path);
    return status;
}

titian_status titian_workbook_write(
    const titian_assessment *a, const char *path, const titian_workbook_options *options, titian_error *err)
{
    const titian_workbook_options fallback = titian_workbook_options_default();
    const titian_workbook_options *wish = options != NULL ? options : &fallback;
    const workbook_job j = {
        .a = a, .replace = wish->replace, .created = wish->created, .subject = {.analyses = &wish->analyses}};
    const titian_status status = check_request(a, path, wish, err);

    return status == TITIAN_OK ? workbook_write_whole(&j, path, err) : status;
}

/* Screening: what its methods share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_SCREEN_H
#define TITIAN_STAGES_SCREEN_H

#include "stages/table.h"

typedef struct {
    titian_method about;
    titian_status (*work)(titian_flow *flow, const titian_choice *choice, titian_error *err);
} titian_screen_row;

enum { TITIAN_N_SCREEN_COUNTS = 3, TITIAN_SCREEN_TEXT = 200 };
extern const titian_screen_row titian_screen_counts[TITIAN_N_SCREEN_COUNTS];

/* Shares are compared with this tolerance, so that 0.1 + 0.2 reaches 0.3. */
#define TITIAN_SCREEN_SLACK 1e-9

/** What the lists `keep` and `drop` of a choice say of a unit. */
typedef enum { TITIAN_UNIT_JUDGED, TITIAN_UNIT_KEPT, TITIAN_UNIT_DROPPED } titian_forced;
titian_forced titian_screen_forced(const titian_choice *choice, const char *unit);
/** Every code of the lists must be an assessed unit, and in one of them only. */
TITIAN_CHECKED titian_status titian_screen_check_lists(
    const titian_flow *flow, const titian_choice *choice, titian_error *err);

/** Number of values of an indicator in a year; the error of an indicator without any. */
size_t titian_screen_values(const titian_flow *flow, size_t indicator, size_t year);
TITIAN_CHECKED titian_status titian_screen_fail_empty(
    const titian_flow *flow, size_t indicator, size_t year, titian_error *err);
/** Are gaps of an indicator filled from other years, and only after screening? Then a year may be empty till then. */
int titian_screen_leaves_to_years(const titian_flow *flow, size_t indicator);
/** @return TITIAN_E_NUMERIC for an indicator without any value in a year, unless it is left to other years */
TITIAN_CHECKED titian_status titian_screen_require_value(
    const titian_flow *flow, size_t indicator, size_t year, titian_error *err);

/** Share of values that are not 0 among a unit's values of indicators in use. @return 1 when there is no value */
double titian_screen_non_zero(const titian_flow *flow, size_t year, size_t unit);

/** Units judged in one year. `lack` writes what a unit lacks, or "". */
typedef struct {
    titian_flow *flow;
    const titian_choice *choice;
    size_t year;
    int drops; /* a unit that lacks something is dropped, not only unranked */
    const void *rules;
    void (*lack)(const void *rules, size_t unit, char text[TITIAN_SCREEN_TEXT]);
} titian_judgement;
TITIAN_CHECKED titian_status titian_screen_judge(const titian_judgement *judgement, titian_error *err);

/* Options that every row but "none" has. */
#define TITIAN_SCREEN_PARAMS(default_failing)                                                                        \
    {.name = "keep",                                                                                                 \
        .kind = TITIAN_PARAM_TEXT,                                                                                   \
        .summary = "codes of units that stay whatever they lack, separated by blanks"},                              \
        {.name = "drop",                                                                                             \
            .kind = TITIAN_PARAM_TEXT,                                                                               \
            .summary = "codes of units that are dropped whatever they have, separated by blanks"},                   \
    {                                                                                                                \
        .name = "failing", .kind = TITIAN_PARAM_CHOICE, .fallback = (default_failing), .most = 1.0,                  \
        .choices = "unranked dropped",                                                                               \
        .summary = "a unit with too little data is scored but not ranked, or dropped from all that follows"          \
    }

#endif

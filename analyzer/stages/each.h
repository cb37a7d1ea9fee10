/* Indicator by indicator: a method looks at the values of some years (fit), then changes those of each year (apply).
 * Each indicator has its own choice of method; the option `over` of a choice says which years are looked at.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_EACH_H
#define TITIAN_STAGES_EACH_H

#include <stddef.h>

#include <titian/method.h>
#include <titian/panel.h>
#include <titian/status.h>

#include "stages/flow.h"

enum { TITIAN_FIT_NUMBERS = 12 };

/** What a method has learnt of an indicator; what the numbers mean is the method's own affair. */
typedef struct {
    double number[TITIAN_FIT_NUMBERS];
    void *more; /* arrays or a struct in flow->arena; NULL: none */
} titian_fit;

/** The values that a method may look at before it works: one indicator in one year, in all index years, or in the
 *  base year. Dropped units and years in which the indicator is left out have no values. */
typedef struct {
    titian_flow *flow;
    const titian_choice *choice;
    size_t indicator;
    const titian_node *node;
    const double *x; /* n values, year after year */
    size_t n;        /* n_years x units */
    size_t first_year, n_years;
    const char *when; /* "in 2020", "in 2018 to 2020": for messages */
} titian_sample;

/** One indicator in one year, as a method sees it. */
typedef struct {
    titian_flow *flow;
    const titian_choice *choice;
    size_t indicator, year;
    const titian_node *node;
    double *x; /* n values, changed in place */
    titian_mark *marks;
    size_t n;
    const titian_fit *fit; /* what the method's fit has learnt; NULL where it has none */
} titian_job;

titian_job titian_job_at(titian_flow *flow, const titian_choice *choice, size_t indicator, size_t year);

typedef titian_status (*titian_fit_fn)(const titian_sample *sample, titian_fit *fit, titian_error *err);
typedef titian_status (*titian_job_fn)(const titian_job *job, titian_error *err);

/** How a row of a stage's table works. `fit` may be NULL: nothing is learnt. `apply` may be NULL: nothing is done. */
typedef struct {
    titian_fit_fn fit;
    titian_job_fn apply;
} titian_worker;
typedef titian_worker (*titian_worker_of)(size_t row);

/** Do a stage's work for every included indicator in every year, years outside, each indicator by its own choice. A
 *  fit over one year is made anew each year, before that year's values are changed; a fit over all years or over the
 *  base year once, before any of the indicator's values are changed.
 *  @return as the method; TITIAN_E_USAGE when the base year is not among the index years, TITIAN_E_NUMERIC when the
 *          indicator has no value in it */
TITIAN_CHECKED titian_status titian_flow_each(
    titian_flow *flow, titian_stage stage, titian_worker_of worker, titian_error *err);

/** Which index years the option `over` of a choice means, seen from a year: one of them, or all.
 *  @param subject  "indicator NET", for the message when the base year is not an index year */
TITIAN_CHECKED titian_status titian_over_years(const titian_flow *flow, const titian_choice *choice, size_t year,
    const char *subject, size_t *first, size_t *n, titian_error *err);
/** Is a choice fitted once, not once a year? */
int titian_over_all(const titian_choice *choice);
/** "in 2020", "in 2018 to 2020". @return text */
const char *titian_when(const titian_flow *flow, size_t first, size_t n, char text[40]);

/** The options of a method that looks at values: a row of its params. */
#define TITIAN_OVER_PARAMS                                                                                           \
    {.name = "over",                                                                                                 \
        .kind = TITIAN_PARAM_CHOICE,                                                                                 \
        .fallback = 0.0,                                                                                             \
        .most = 2.0,                                                                                                 \
        .choices = "year pooled base",                                                                               \
        .summary = "whose values are looked at: each year's own, all index years' together, or the base year's"},    \
    {                                                                                                                \
        .name = "base_year", .kind = TITIAN_PARAM_COUNT, .fallback = 0.0, .least = 0.0, .most = 2999.0,              \
        .summary = "the year for over: base; it must be one of the index years; 0: none"                             \
    }

#endif

/* Outlier treatment: what winsorisation and the transformations share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_TREAT_H
#define TITIAN_STAGES_TREAT_H

#include <titian/assessment.h>

#include "kernels/winsorise.h"
#include "stages/table.h"

typedef struct {
    titian_method about;
    titian_worker does;
} titian_treat_row;

enum { TITIAN_N_TREAT_WINSOR = 1, TITIAN_N_TREAT_LOGS = 5 };
extern const titian_treat_row titian_treat_winsor[TITIAN_N_TREAT_WINSOR];
extern const titian_treat_row titian_treat_logs[TITIAN_N_TREAT_LOGS];

struct titian_transform;

/** What is to be done with an indicator: draw values into [low, high], then transform them; and what was found. */
typedef struct {
    double low, high;                         /* unit of the indicator; infinite where nothing is drawn in */
    const struct titian_transform *transform; /* NULL: none */
    double least, greatest, skewness;         /* of the values learnt from */
    double shift, lambda, factor;             /* for those transformations that have them */
    titian_treatment found;
} titian_treat_plan;

/** A transformation: learn fills the plan from n values, some missing; scratch has 2 n doubles. */
typedef struct titian_transform {
    const char *name;
    const char *formula;
    titian_status (*learn)(
        const titian_sample *sample, titian_treat_plan *plan, const double *x, double *scratch, titian_error *err);
    void (*apply)(double *x, size_t n, const titian_treat_plan *plan);
} titian_transform;

/* In the order of the rows of titian_treat_logs and of the words of `then` after "none". */
enum { TITIAN_N_TRANSFORMS = 5 };
extern const titian_transform titian_transforms[TITIAN_N_TRANSFORMS];

/** Thresholds of a choice, and whether they are to be heeded (`force`: no). */
kernel_winsor_rule titian_treat_rule(const titian_choice *choice);
/** A plan with the shape before treatment, in fit->more. */
TITIAN_CHECKED titian_status titian_treat_begin(const titian_sample *sample, titian_fit *fit, titian_error *err);
titian_treat_plan *titian_treat_plan_of(const titian_fit *fit);
/** Write down the shape after a step (1 or 2) and whether it is acceptable. */
void titian_treat_look(titian_treat_plan *plan, const titian_sample *sample, const double *x, int step);
/** Choose a transformation as a step (1 or 2), on n values that it changes. Values all equal are left with a note. */
TITIAN_CHECKED titian_status titian_treat_transform(
    const titian_sample *sample, titian_treat_plan *plan, size_t transform, int step, double *x, titian_error *err);
/** Note that a skewed indicator is left as it is. */
TITIAN_CHECKED titian_status titian_treat_note_stuck(const titian_sample *sample, titian_error *err);
/** Carry out the plan on one year. */
TITIAN_CHECKED titian_status titian_treat_apply(const titian_job *job, titian_error *err);

/* Options that every row has. */
#define TITIAN_TREAT_CHECK_PARAMS                                                                                    \
    {.name = "skewness",                                                                                             \
        .kind = TITIAN_PARAM_NUMBER,                                                                                 \
        .fallback = 2.0,                                                                                             \
        .least = 0.0,                                                                                                \
        .most = (double) INFINITY,                                                                                   \
        .summary = "values are acceptable when |skewness| is below this"},                                           \
        {.name = "kurtosis",                                                                                         \
            .kind = TITIAN_PARAM_NUMBER,                                                                             \
            .fallback = 3.5,                                                                                         \
            .least = -3.0,                                                                                           \
            .most = (double) INFINITY,                                                                               \
            .summary = "or when excess kurtosis is below this"},                                                     \
    {                                                                                                                \
        .name = "force", .kind = TITIAN_PARAM_FLAG, .fallback = 0.0, .most = 1.0,                                    \
        .summary = "treat acceptable values too"                                                                     \
    }

#define TITIAN_TREAT_POWER_PARAMS                                                                                    \
    {.name = "lambda_by",                                                                                            \
        .kind = TITIAN_PARAM_CHOICE,                                                                                 \
        .fallback = 0.0,                                                                                             \
        .most = 1.0,                                                                                                 \
        .choices = "likelihood given",                                                                               \
        .summary = "box_cox: the power that makes the values most nearly normal, -5 to 5, or lambda"},               \
        {.name = "lambda",                                                                                           \
            .kind = TITIAN_PARAM_NUMBER,                                                                             \
            .fallback = 0.0,                                                                                         \
            .least = -10.0,                                                                                          \
            .most = 10.0,                                                                                            \
            .summary = "box_cox: power for lambda_by: given; 0 for logarithms"},                                     \
    {                                                                                                                \
        .name = "shift", .kind = TITIAN_PARAM_CHOICE, .fallback = 0.0, .most = 2.0, .choices = "range one none",     \
        .summary = "box_cox: what makes values positive: 0.01 (max - min) - min, 1 - min (COINr), or nothing"        \
    }

#endif

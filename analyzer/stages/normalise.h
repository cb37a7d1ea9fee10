/* Normalisation: what its families of methods share. A family is one file with a table of rows; normalise.c walks
 * them. Most methods are a straight line through y, the value turned so that more is better.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_STAGES_NORMALISE_H
#define TITIAN_STAGES_NORMALISE_H

#include "stages/table.h"

typedef struct {
    titian_method about;
    titian_worker does;
} titian_normalise_row;

/* The families, in the order of the table. */
enum {
    TITIAN_N_NORMALISE_SPREAD = 5,
    TITIAN_N_NORMALISE_ORDER = 4,
    TITIAN_N_NORMALISE_POSTS = 2,
    TITIAN_N_NORMALISE_AIM = 6
};
extern const titian_normalise_row titian_normalise_spread[TITIAN_N_NORMALISE_SPREAD];
extern const titian_normalise_row titian_normalise_order[TITIAN_N_NORMALISE_ORDER];
extern const titian_normalise_row titian_normalise_posts[TITIAN_N_NORMALISE_POSTS];
extern const titian_normalise_row titian_normalise_aim[TITIAN_N_NORMALISE_AIM];

/** The values of a sample turned so that more is better: least and greatest. @return how many there are */
size_t titian_turned_range(const titian_sample *sample, double *least, double *greatest);

/** A spread to divide by must exist: more than one value, not all equal, not past the largest double.
 *  @param least,greatest  of the turned values */
TITIAN_CHECKED titian_status titian_check_spread(
    const titian_sample *sample, double least, double greatest, titian_error *err);

/** A target or goalpost is in the indicator's unit: values that treatment put on a log scale cannot be held against
 *  it. @param what  "its goalposts are" */
TITIAN_CHECKED titian_status titian_check_own_unit(const titian_job *job, const char *what, titian_error *err);

/** Learn a line: score = (y - origin) / unit * (upper - lower) + lower. */
void titian_fit_line(titian_fit *fit, double origin, double unit, double lower, double upper);
/** Turn the values and put them on the line of the fit; on the line, but no higher than its `upper`. */
TITIAN_CHECKED titian_status titian_apply_line(const titian_job *job, titian_error *err);
TITIAN_CHECKED titian_status titian_apply_capped_line(const titian_job *job, titian_error *err);

/** No score may be past the largest double: names the first unit that is. */
TITIAN_CHECKED titian_status titian_check_scores(const titian_job *job, titian_error *err);

/* An option that several rows have. */
#define TITIAN_SCORE_RANGE(from, to, text)                                                                           \
    {                                                                                                                \
        .name = "range", .kind = TITIAN_PARAM_RANGE, .fallback = (from), .fallback_upper = (to), .least = -1e6,      \
        .most = 1e6, .summary = (text)                                                                               \
    }

#endif

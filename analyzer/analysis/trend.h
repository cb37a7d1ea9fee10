/* What the tables over years share: which values count.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_TREND_H
#define TITIAN_ANALYSIS_TREND_H

#include <titian/trend.h>

#include "analysis/ask.h"
#include "core/arena.h"
#include "core/listing.h"
#include "kernels/trend.h"

/** One table at work. */
typedef struct {
    const titian_assessment *a;
    const titian_framework *framework;
    const titian_trend_options *options;
    const titian_panel *panel; /* of the stage: variable k is node k for the nodes looked at */
    size_t n_units, n_years, n_indicators;
    size_t first_node, end_node;   /* the nodes looked at */
    const unsigned char *counts;   /* [node][year][unit] 1: the value is of the year itself */
    const unsigned char *rescaled; /* [node] 1: each year has a scale of its own */
    titian_listing *listing;
    titian_arena arena;
} titian_trend;

/** Does the value of a cell count in its year? */
int titian_trend_counts(const titian_trend *trend, size_t node, size_t year, size_t unit);
const titian_node *titian_trend_node(const titian_trend *trend, size_t node);
/** Which way is better at the stage looked at: the indicator's direction until normalisation has turned it. */
int titian_trend_direction(const titian_trend *trend, size_t node);

/** Append a number; one that is not finite is missing. */
void titian_trend_number(titian_trend *trend, double number);
void titian_trend_count(titian_trend *trend, size_t count);
void titian_trend_text(titian_trend *trend, const char *text);

/** n elements of zeroed scratch, or NULL: then the error is filled in. */
void *titian_trend_scratch(titian_trend *trend, size_t n, size_t size, titian_error *err);

/* The tables; see the list in trend.c. */
titian_status titian_trend_series(titian_trend *trend, titian_error *err);
titian_status titian_trend_convergence(titian_trend *trend, titian_error *err);
titian_status titian_trend_spread(titian_trend *trend, titian_error *err);

#endif

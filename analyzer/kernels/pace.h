/* Kernels: time as a measure of distance: years to a target, years behind another.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_PACE_H
#define TITIAN_KERNELS_PACE_H

#include "kernels/trend.h"

/** How a series stands to a target. */
typedef enum {
    KERNEL_PACE_UNKNOWN, /* no slope */
    KERNEL_PACE_REACHED,
    KERNEL_PACE_ON_WAY,    /* the slope and its whole interval lead there */
    KERNEL_PACE_UNCERTAIN, /* the slope leads there; its interval does not, or there is none */
    KERNEL_PACE_NONE,      /* the slope does not lead there; it is 0, or its interval might, or there is none */
    KERNEL_PACE_AWAY       /* the slope and its whole interval lead away */
} kernel_pace;

/** Units of time until a target is reached at the present pace. */
typedef struct {
    kernel_pace pace;
    double time;    /* 0 where reached; missing unless the slope leads there */
    double soonest; /* at the faster limit of the slope's interval; missing likewise */
    double latest;  /* at the slower limit; missing where that limit does not lead there: there is no latest */
} kernel_arrival;

/** @param now        the present value
 *  @param direction  1: more is better, the target is reached from below; -1: less is better
 *  @param line       Theil and Sen's
 *  Source: docs/methods.md "Trends", years to a target. Cost: O(1). */
kernel_arrival kernel_time_to(double now, double target, int direction, const kernel_sen_line *line);

/** The last time at which a track stood at a level, on straight lines between its points.
 *  @return unit of time; missing where it never did. Cost: O(n) */
double kernel_time_at(const kernel_track *track, double level);

/** Time distance of one series behind another. */
typedef struct {
    double behind; /* > 0: so long behind; < 0: ahead; missing where a track is empty */
    int at_least;  /* 1: the other was beyond that level from its first value on: `behind` is a bound */
} kernel_time_distance;

/** S(level) = t_unit(level) - t_leader(level): how long before (or after) the unit the leader stood at the level that
 *  both have reached last, which is the worse of their two last values. The one whose last value that is stands there
 *  at its last time; the other stood there when kernel_time_at says. Exchanging the two changes the sign alone.
 *  @param direction  1: more is better; -1: less is better
 *  Source: Sicherl 1978, 2007 (S-time-distance). Cost: O(n). */
kernel_time_distance kernel_behind(const kernel_track *unit, const kernel_track *leader, int direction);

#endif

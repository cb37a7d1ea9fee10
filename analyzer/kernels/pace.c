/* Kernels: time as a measure of distance.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/pace.h"

#include <math.h>

static const double none = (double) NAN;

/* Time over a distance at a pace; missing where the pace does not lead there. */
static double time_over(double distance, double pace)
{
    const double time = distance / pace;

    return time > 0.0 && isfinite(time) ? time : none;
}

kernel_arrival kernel_time_to(double now, double target, int direction, const kernel_sen_line *line)
{
    const double distance = target - now, ahead = (double) direction;
    const double fast = ahead > 0.0 ? line->upper : line->lower, slow = ahead > 0.0 ? line->lower : line->upper;
    kernel_arrival arrival = {KERNEL_PACE_UNKNOWN, none, none, none};

    if (ahead * distance <= 0.0)
        return (kernel_arrival){KERNEL_PACE_REACHED, 0.0, none, none};
    if (isnan(distance) || isnan(line->slope))
        return arrival;
    arrival.pace = ahead * line->slope < 0.0 && ahead * fast < 0.0 ? KERNEL_PACE_AWAY : KERNEL_PACE_NONE;
    if (ahead * line->slope <= 0.0)
        return arrival;
    arrival.time = time_over(distance, line->slope);
    arrival.soonest = time_over(distance, fast);
    arrival.latest = time_over(distance, slow);
    arrival.pace = isnan(arrival.latest) ? KERNEL_PACE_UNCERTAIN : KERNEL_PACE_ON_WAY;
    return arrival;
}

double kernel_time_at(const kernel_track *track, double level)
{
    const double *x = track->values, *t = track->times;

    for (size_t k = track->n; k-- > 0;) {
        if (x[k] == level)
            return t[k];
        if (k > 0 && (x[k] < level) != (x[k - 1] < level)) { /* x[k - 1] may stand at it: then the share is 0 */
            const double share = (level - x[k - 1]) / (x[k] - x[k - 1]);

            return t[k - 1] + share * (t[k] - t[k - 1]);
        }
    }
    return none;
}

kernel_time_distance kernel_behind(const kernel_track *unit, const kernel_track *leader, int direction)
{
    kernel_time_distance distance = {none, 0};
    double x = 0.0, y = 0.0, here = 0.0, there = 0.0;
    int ahead = 0;

    if (unit->n == 0 || leader->n == 0)
        return distance;
    x = unit->values[unit->n - 1];
    y = leader->values[leader->n - 1];
    ahead = direction > 0 ? x > y : x < y;
    here = ahead ? kernel_time_at(unit, y) : unit->times[unit->n - 1];
    there = ahead ? leader->times[leader->n - 1] : kernel_time_at(leader, x);
    distance.at_least = isnan(here) || isnan(there);
    here = isnan(here) ? unit->times[0] : here;
    there = isnan(there) ? leader->times[0] : there;
    distance.behind = here - there;
    return distance;
}

/* The table of trends: one row for each unit and code.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/trend.h"
#include "kernels/line.h"
#include "kernels/pace.h"

/* What each row needs beside the trend itself. */
typedef struct {
    titian_trend *trend;
    size_t first_unit, end_unit;
    size_t leader;          /* unit, or TITIAN_NONE */
    kernel_track of_leader; /* of the code looked at */
    double *times, *values; /* of a unit */
    double *leader_times, *leader_values;
    double *scratch; /* for kernel_sen */
} work;

/* The values of a unit that count, in time, the last so many of them.
 * @return the track; *n_aside values are not of their own year */
static kernel_track track_of(const work *w, size_t node, size_t unit, double *times, double *values, size_t *n_aside)
{
    const titian_trend *trend = w->trend;
    kernel_track track = {times, values, 0};

    *n_aside = 0;
    for (size_t year = 0; year < trend->n_years; year++) {
        const double x = titian_panel_column(trend->panel, node, year)[unit];

        if (titian_trend_counts(trend, node, year, unit)) {
            times[track.n] = titian_panel_year(trend->panel, year);
            values[track.n++] = x;
        } else if (!isnan(x)) {
            ++*n_aside;
        }
    }
    if (track.n > trend->options->latest) {
        track.times += track.n - trend->options->latest;
        track.values += track.n - trend->options->latest;
        track.n = trend->options->latest;
    }
    return track;
}

static void put_growth(const work *w, const kernel_track *track, titian_remarks *remarks)
{
    static const char *const reasons[] = {
        [KERNEL_GROWTH_FROM_ZERO] = "no CAGR: it begins at 0",
        [KERNEL_GROWTH_TO_ZERO] = "no CAGR: it ends at 0",
        [KERNEL_GROWTH_SIGN] = "no CAGR: first and last value differ in sign",
        [KERNEL_GROWTH_LARGE] = "no CAGR: past the largest number",
    };
    kernel_growth_gap why = KERNEL_GROWTH_KNOWN;
    const double growth = kernel_growth(track, &why), change = kernel_percent_change(track);

    titian_trend_number(w->trend, growth);
    titian_trend_number(w->trend, change);
    if (why != KERNEL_GROWTH_KNOWN && why != KERNEL_GROWTH_SHORT)
        titian_remark(remarks, "%s", reasons[why]);
    else if (track->n > 1 && track->values[0] < 0.0)
        titian_remark(remarks, "CAGR is of the size of negative values");
    if (track->n > 1 && isnan(change))
        titian_remark(remarks, "no Prc.Change: the line begins at 0");
}

static const char *verdict(const kernel_trend_test *test, size_t n, double significance)
{
    const double p = isnan(test->exact) ? test->p : test->exact;

    if (n == 0)
        return "no data";
    if (kernel_least_p(n) > significance)
        return "too short";
    if (p > significance)
        return "no trend beyond chance";
    return test->s > 0.0 ? "rising" : "falling";
}

/* @return Theil and Sen's line, for what follows */
static kernel_sen_line put_test(const work *w, const kernel_track *track)
{
    titian_trend *trend = w->trend;
    const double significance = trend->options->significance;
    const kernel_trend_test test = kernel_mann_kendall(track, w->scratch);
    const kernel_sen_line line = kernel_sen(track, test.variance, significance, w->scratch);

    titian_trend_number(trend, kernel_fit_line(track->times, track->values, NULL, track->n).slope);
    titian_trend_number(trend, line.slope);
    titian_trend_number(trend, line.lower);
    titian_trend_number(trend, line.upper);
    titian_trend_number(trend, line.intercept);
    titian_trend_number(trend, line.intercept_residual);
    titian_trend_number(trend, test.s);
    titian_trend_number(trend, test.variance);
    titian_trend_number(trend, test.z);
    titian_trend_number(trend, test.p);
    titian_trend_number(trend, test.exact);
    titian_trend_number(trend, test.tau);
    titian_trend_text(trend, verdict(&test, track->n, significance));
    return line;
}

static double target_of(const titian_trend *trend, size_t node)
{
    const double asked = trend->options->target;

    return isnan(asked) ? titian_stage_target(trend->a, trend->options->stage, node) : asked;
}

static void put_target(const work *w, size_t node, const kernel_track *track, const kernel_sen_line *line)
{
    static const char *const states[] = {
        [KERNEL_PACE_UNKNOWN] = "too short",
        [KERNEL_PACE_REACHED] = "reached",
        [KERNEL_PACE_ON_WAY] = "on the way",
        [KERNEL_PACE_UNCERTAIN] = "on the way, pace uncertain",
        [KERNEL_PACE_NONE] = "no pace towards it",
        [KERNEL_PACE_AWAY] = "moving away",
    };
    const double target = target_of(w->trend, node);
    const double now = track->n > 0 ? track->values[track->n - 1] : TITIAN_MISSING;
    const kernel_arrival arrival = kernel_time_to(now, target, titian_trend_direction(w->trend, node), line);

    titian_trend_number(w->trend, target);
    titian_trend_number(w->trend, arrival.time);
    titian_trend_number(w->trend, arrival.soonest);
    titian_trend_number(w->trend, arrival.latest);
    if (isnan(target))
        titian_trend_text(w->trend, "");
    else
        titian_trend_text(w->trend, isnan(now) ? "no data" : states[arrival.pace]);
}

static const char *distance_words(const kernel_time_distance *distance)
{
    if (isnan(distance->behind))
        return "no data";
    if (distance->at_least)
        return distance->behind > 0.0 ? "at least so far behind" : "at least so far ahead";
    if (distance->behind == 0.0)
        return "level";
    return distance->behind > 0.0 ? "behind" : "ahead";
}

static void put_distance(const work *w, size_t node, size_t unit, const kernel_track *track)
{
    const kernel_time_distance distance = kernel_behind(track, &w->of_leader, titian_trend_direction(w->trend, node));

    if (w->leader == TITIAN_NONE) {
        titian_trend_text(w->trend, "");
        titian_trend_number(w->trend, TITIAN_MISSING);
        titian_trend_text(w->trend, "");
        return;
    }
    titian_trend_text(w->trend, w->trend->options->leader);
    titian_trend_number(w->trend, distance.behind);
    titian_trend_text(w->trend, unit == w->leader ? "the leader" : distance_words(&distance));
}

/* An area made of other indicators in one year than in another moves with them. */
static void remark_changes(
    const work *w, size_t node, size_t unit, const kernel_track *track, titian_remarks *remarks)
{
    const titian_trend *trend = w->trend;
    const titian_panel *scores = titian_assessment_result(trend->a, TITIAN_RESULT_AGGREGATED);
    size_t n = 0, n_changing = 0;

    for (size_t j = 0; node >= trend->n_indicators && track->n > 0 && j < trend->n_indicators; j++) {
        size_t n_years = 0;

        if (!titian_framework_is_under(trend->framework, j, node))
            continue;
        for (size_t year = 0; year < trend->n_years; year++)
            n_years += titian_panel_year(trend->panel, year) >= track->times[0] &&
                               titian_trend_counts(trend, node, year, unit) &&
                               titian_assessment_indicator(trend->a, j, year)->included &&
                               !isnan(titian_panel_column(scores, j, year)[unit])
                           ? 1
                           : 0;
        n++;
        n_changing += n_years > 0 && n_years < track->n ? 1 : 0;
    }
    if (n_changing > 0)
        titian_remark(remarks, "%zu of its %zu indicators are not in every year", n_changing, n);
}

/* Breaks of an indicator, or how many indicators of an area have some. */
static void remark_breaks(const work *w, size_t node, size_t unit, titian_remarks *remarks)
{
    const titian_trend *trend = w->trend;
    const titian_recipe *recipe = titian_assessment_recipe(trend->a);
    const int first = titian_panel_year(trend->panel, 0), last = titian_panel_year(trend->panel, trend->n_years - 1);
    const char *code = titian_panel_unit(trend->panel, unit)->code;
    size_t n_broken = 0;

    for (size_t j = 0; j < trend->n_indicators && recipe->n_breaks > 0; j++) {
        size_t n = 0;

        if (j != node && !titian_framework_is_under(trend->framework, j, node))
            continue;
        for (size_t k = 0; k < recipe->n_breaks; k++) {
            const titian_break *one = &recipe->breaks[k];

            if (!titian_break_meets(one, titian_trend_node(trend, j)->code, code, first, last))
                continue;
            n++;
            if (j == node)
                titian_remark(
                    remarks, "break in %d: older values are %s", one->year, titian_break_action_about(one->action));
        }
        n_broken += n > 0 ? 1 : 0;
    }
    if (node >= trend->n_indicators && n_broken > 0)
        titian_remark(remarks, "breaks in %zu of its indicators", n_broken);
}

static void put_row(const work *w, size_t node, size_t unit)
{
    titian_trend *trend = w->trend;
    titian_remarks remarks = {""};
    size_t n_aside = 0;
    const kernel_track track = track_of(w, node, unit, w->times, w->values, &n_aside);
    const size_t last = track.n - 1;
    kernel_sen_line line;

    titian_trend_text(trend, titian_panel_unit(trend->panel, unit)->code);
    titian_trend_text(trend, titian_trend_node(trend, node)->code);
    titian_trend_number(trend, titian_trend_node(trend, node)->level);
    titian_trend_number(trend, titian_trend_direction(trend, node));
    titian_trend_number(trend, track.n > 0 ? track.times[0] : TITIAN_MISSING);
    titian_trend_number(trend, track.n > 0 ? track.times[last] : TITIAN_MISSING);
    titian_trend_number(trend, track.n > 0 ? track.values[0] : TITIAN_MISSING);
    titian_trend_number(trend, track.n > 0 ? track.values[last] : TITIAN_MISSING);
    titian_trend_count(trend, track.n);
    titian_trend_count(trend, n_aside);
    put_growth(w, &track, &remarks);
    line = put_test(w, &track);
    put_target(w, node, &track, &line);
    put_distance(w, node, unit, &track);
    remark_changes(w, node, unit, &track, &remarks);
    remark_breaks(w, node, unit, &remarks);
    if (trend->rescaled[node])
        titian_remark(&remarks, "each year has a scale of its own: a trend is against the others");
    titian_listing_add_copy(trend->listing, remarks.text);
}

static titian_status open_work(work *w, titian_error *err)
{
    titian_trend *trend = w->trend;
    const size_t n = trend->n_years;
    const titian_trend_options *options = trend->options;
    size_t one = TITIAN_NONE;
    titian_status status = TITIAN_OK;

    if (options->unit != NULL)
        status = titian_assessment_find_unit(trend->a, options->unit, &one, err);
    if (status == TITIAN_OK && options->leader != NULL)
        status = titian_assessment_find_unit(trend->a, options->leader, &w->leader, err);
    if (status != TITIAN_OK)
        return status;
    w->first_unit = one == TITIAN_NONE ? 0 : one;
    w->end_unit = one == TITIAN_NONE ? trend->n_units : one + 1;
    w->times = titian_trend_scratch(trend, 4 * n, sizeof *w->times, err);
    w->scratch = titian_trend_scratch(trend, n * (n - 1) / 2 + n, sizeof *w->scratch, err);
    if (w->times == NULL || w->scratch == NULL)
        return TITIAN_E_MEMORY;
    w->values = w->times + n;
    w->leader_times = w->times + 2 * n;
    w->leader_values = w->times + 3 * n;
    return TITIAN_OK;
}

titian_status titian_trend_series(titian_trend *trend, titian_error *err)
{
    work w = {.trend = trend, .leader = TITIAN_NONE};
    const titian_status status = open_work(&w, err);
    size_t n_aside = 0;

    if (status != TITIAN_OK)
        return status;
    for (size_t node = trend->first_node; node < trend->end_node; node++) {
        if (w.leader != TITIAN_NONE)
            w.of_leader = track_of(&w, node, w.leader, w.leader_times, w.leader_values, &n_aside);
        for (size_t unit = w.first_unit; unit < w.end_unit; unit++)
            put_row(&w, node, unit);
    }
    return TITIAN_OK;
}

/* The tables of parts: one by one, and summed by cause.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/comparison_split.h"

static void put_number(const titian_split *s, double number)
{
    titian_listing_add_number(s->c->listing, number);
}

static void put_text(const titian_split *s, const char *text)
{
    titian_listing_add_text(s->c->listing, text);
}

/* Method, years and scores of a node of a unit. */
static void put_scores(const titian_split *s, size_t node, size_t unit)
{
    static const char *const ways[] = {"linear", "LMDI", "Shapley", ""};
    const titian_comparison *c = s->c;

    put_text(s, titian_comparison_node(c, s->node)->code);
    put_text(s, ways[s->way]);
    for (int when = BEFORE; when <= AFTER; when++)
        put_number(s, titian_comparison_year(c, when));
    for (int when = BEFORE; when <= AFTER; when++)
        put_number(s, titian_comparison_scores(c, node, when)[unit]);
}

/* ---- one by one ---- */

/* A row of an indicator with its part, or of the node itself for what belongs to none. */
static void put_row(const titian_split *s, size_t node, size_t unit, const char *cause, double part, const char *note)
{
    const titian_comparison *c = s->c;

    put_text(s, titian_comparison_unit(c, unit));
    put_text(s, titian_comparison_node(c, node)->code);
    put_scores(s, node, unit);
    for (int when = BEFORE; when <= AFTER; when++)
        put_number(s, node < c->n_indicators ? titian_comparison_observed(c, node, unit, when) : TITIAN_MISSING);
    put_text(s, cause);
    put_number(s, part);
    put_number(s, titian_split_change(s, unit));
    put_text(s, note);
}

static const char *note_on(const titian_split *s, size_t indicator, size_t unit, titian_cause cause)
{
    static const char *const notes[TITIAN_N_CAUSES] = {
        [TITIAN_CAUSE_STILL] = "the same observation in both years",
        [TITIAN_CAUSE_SCALE] = "the same observation in both years, on a scale that has moved",
        [TITIAN_CAUSE_COVERAGE] = "a value disappears",
        [TITIAN_CAUSE_BREAK] = "a break lies between: the part is no progress",
        [TITIAN_CAUSE_IMPUTED] = "a value is imputed",
        [TITIAN_CAUSE_SCREENED] = "screening left the indicator out in one of the years",
        [TITIAN_CAUSE_OTHERS] = "the aggregation looks at others, whose values changed",
    };

    if (cause == TITIAN_CAUSE_COVERAGE && isnan(titian_comparison_scores(s->c, indicator, BEFORE)[unit]))
        return "a value appears";
    return notes[cause] != NULL ? notes[cause] : "";
}

static void put_parts(const titian_split *s, size_t unit)
{
    const double of_weights = s->parts[s->c->n_nodes];

    for (size_t k = 0; k < s->n_under; k++) {
        titian_cause cause = TITIAN_CAUSE_NONE;
        const double part = titian_split_part(s, s->under[k], unit, &cause);

        put_row(s, s->under[k], unit, titian_cause_name(cause), part, note_on(s, s->under[k], unit, cause));
    }
    if (of_weights != 0.0)
        put_row(s, s->node, unit, titian_cause_name(TITIAN_CAUSE_WEIGHTS), of_weights,
            "weights found in the data differ");
}

static void put_whole(const titian_split *s, size_t unit)
{
    const double change = titian_split_change(s, unit);

    put_row(s, s->node, unit, isnan(change) ? "no score" : titian_cause_name(TITIAN_CAUSE_WHOLE), change, s->why);
}

titian_status titian_comparison_decomposition(titian_comparison *c, titian_error *err)
{
    titian_split s;
    titian_status status = titian_split_open(&s, c, err);

    for (size_t i = 0; i < c->n_units && status == TITIAN_OK; i++) {
        status = titian_split_unit(&s, i, err);
        if (status == TITIAN_OK)
            (s.way == TITIAN_UNSPLIT ? put_whole : put_parts)(&s, i);
    }
    return status;
}

/* ---- by cause ---- */

/* Sums of parts and how many indicators there are of each cause. */
typedef struct {
    double sum[TITIAN_N_CAUSES];
    size_t n[TITIAN_N_CAUSES];
} tally;

static tally tally_of(const titian_split *s, size_t unit)
{
    const double change = titian_split_change(s, unit);
    tally sums = {.n = {0}};

    for (size_t k = 0; k < s->n_under; k++) {
        titian_cause cause = TITIAN_CAUSE_NONE;
        const double part = titian_split_part(s, s->under[k], unit, &cause);

        sums.n[cause]++;
        sums.sum[cause] += isnan(part) ? 0.0 : part;
    }
    if (s->way == TITIAN_UNSPLIT) {
        sums.sum[TITIAN_CAUSE_WHOLE] = change;
        sums.n[TITIAN_CAUSE_WHOLE] = 1;
    }
    sums.sum[TITIAN_CAUSE_WEIGHTS] = s->parts[s->c->n_nodes];
    sums.n[TITIAN_CAUSE_WEIGHTS] = s->parts[s->c->n_nodes] != 0.0 ? 1 : 0;
    return sums;
}

/* A cause that nothing has is empty, not 0; so are all but the last where the change is whole. */
static void put_tally(const titian_split *s, const tally *sums)
{
    static const titian_cause columns[] = {TITIAN_CAUSE_NEW, TITIAN_CAUSE_COVERAGE, TITIAN_CAUSE_BREAK,
        TITIAN_CAUSE_SCALE, TITIAN_CAUSE_IMPUTED, TITIAN_CAUSE_SCREENED, TITIAN_CAUSE_WEIGHTS, TITIAN_CAUSE_OTHERS,
        TITIAN_CAUSE_WHOLE};

    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        const titian_cause cause = columns[k];
        const int told = sums->n[cause] > 0 && (s->way != TITIAN_UNSPLIT || cause == TITIAN_CAUSE_WHOLE);

        put_number(s, told ? sums->sum[cause] : TITIAN_MISSING);
    }
}

titian_status titian_comparison_causes(titian_comparison *c, titian_error *err)
{
    titian_split s;
    titian_status status = titian_split_open(&s, c, err);

    for (size_t i = 0; i < c->n_units && status == TITIAN_OK; i++) {
        tally sums;

        status = titian_split_unit(&s, i, err);
        if (status != TITIAN_OK)
            continue;
        sums = tally_of(&s, i);
        put_text(&s, titian_comparison_unit(c, i));
        put_scores(&s, s.node, i);
        put_number(&s, titian_split_change(&s, i));
        put_tally(&s, &sums);
        put_number(&s, (double) sums.n[TITIAN_CAUSE_NEW]);
        put_number(&s, (double) sums.n[TITIAN_CAUSE_STILL]);
        put_text(&s, s.why);
    }
    return status;
}

/* Summary, in sentences: the numbers in them are live.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/summary.h"

#include <inttypes.h>
#include <math.h>

#include "workbook/quality.h"
#include "workbook/rank_ranges.h"
#include "workbook/words.h"

typedef summary_page page;

const char *summary_band(const book *b, size_t unit)
{
    size_t band = unit_state(b, unit)->band;

    return band == TITIAN_NONE ? "" : b->recipe->bands[band].name;
}

const char *summary_weakest(const summary_page *p, size_t unit)
{
    const book *b = p->b;
    size_t worst = TITIAN_NONE;

    if (b->rules->on)
        worst = priority_state(b, unit)->weakest[0];
    else
        for (size_t node = p->area; node < p->area + p->n_areas; node++)
            if (!isnan(node_value(b, node, unit)) &&
                (worst == TITIAN_NONE || node_value(b, node, unit) < node_value(b, worst, unit)))
                worst = node;
    return worst == TITIAN_NONE ? "" : book_node(b, worst)->name;
}

/* The next line for a sentence. */
static spot message(page *p)
{
    return AT(p->sheet, ROW_MESSAGES + 1 + p->n_said++, 0, STYLE_PLAIN);
}

static void say_first(page *p)
{
    book *b = p->b;
    size_t unit = 0;
    sentence *s = NULL;

    if (p->n_top == 0)
        return;
    unit = p->order[0];
    s = sentence_new(b);
    sentence_live(s, book_unit(b, unit)->name, "%s", cell(SHEET_HERE, ROW_TOP, COL_UNIT).text);
    if (b->rules->on) {
        sentence_words(s, " stands first for assistance: priority score ");
        sentence_number(s, priority_state(b, unit)->score, 1, "%s", cell(SHEET_HERE, ROW_TOP, COL_FIRST).text);
        sentence_words(s, ", readiness ");
    } else {
        sentence_words(s, " has the highest index, ");
    }
    sentence_number(s, node_value(b, b->root, unit), score_decimals(b), "%s",
        cell(SHEET_HERE, ROW_TOP, b->rules->on ? COL_SECOND : COL_FIRST).text);
    if (b->recipe->n_bands > 0) {
        sentence_words(s, " (");
        sentence_live(s, summary_band(b, unit), "%s", cell(SHEET_HERE, ROW_TOP, COL_BAND).text);
        sentence_words(s, ")");
    }
    sentence_words(s, "; its weakest area is ");
    sentence_live(s, summary_weakest(p, unit), "%s", cell(SHEET_HERE, ROW_TOP, p->weak).text);
    sentence_words(s, ".");
    sentence_put(s, message(p));
}

/* How many of the lines above are of the tier that may be relied upon; or how wide a rank is. */
static void say_sure(page *p)
{
    book *b = p->b;
    const titian_uncertainty *u = b->analyses.uncertainty;
    sentence *s = NULL;
    grown start = {0};
    double n = 0;

    if (!book_meets(b, NEEDS_UNCERTAINTY | NEEDS_PRIORITY) || p->n_top == 0)
        return;
    s = sentence_new(b);
    for (size_t k = 0; k < p->n_top; k++)
        n += titian_uncertainty_tier(u, p->order[k]) == TITIAN_TIER_ROBUST;
    grow(b, &start, "Of the first %zu, ", p->n_top);
    sentence_words(s, start.text);
    sentence_number(s, n, 0, "COUNTIF(%s,%s)",
        fixed_range(SHEET_HERE, ROW_TOP, COL_TIER, (lxw_row_t) (ROW_TOP + p->n_top - 1), COL_TIER).text,
        quoted(titian_tier_name(TITIAN_TIER_ROBUST)).text);
    start = (grown){0};
    grow(b, &start,
        " are robust priorities: among the first %zu in 90 %% or more of %" PRIu64
        " runs with other assumptions (Uncertainty).",
        titian_uncertainty_top(u), titian_uncertainty_done(u));
    sentence_words(s, start.text);
    sentence_put(s, message(p));
}

static void say_counts(page *p)
{
    book *b = p->b;
    sentence *s = sentence_new(b);
    size_t ranked = 0, eligible = 0, first = 0;
    grown start = {0};

    for (size_t i = 0; i < b->n_units; i++) {
        ranked += p->ranked[i];
        eligible += p->eligible[i];
        first += b->rules->on && priority_state(b, i)->assess_first;
    }
    grow(b, &start, "Of %zu %s assessed, ", b->n_units, unit_word(b, b->n_units != 1));
    sentence_words(s, start.text);
    sentence_number(s, (double) ranked, 0, "SUM(%s)", unit_range(b, SHEET_SCORES, scores_col(b, SCORES_RANKED)).text);
    sentence_words(s, " have enough data to be ranked");
    if (b->rules->on) {
        sentence_words(s, "; ");
        sentence_number(s, (double) eligible, 0, "SUM(%s)", unit_range(b, SHEET_PRIORITY_CALC, CALC_ELIGIBLE).text);
        sentence_words(s, " are eligible for assistance, and ");
        sentence_number(s, (double) first, 0, "SUM(%s)", unit_range(b, SHEET_PRIORITY_CALC, CALC_ASSESS_FIRST).text);
        sentence_words(s, " of these need help with data first");
    }
    sentence_words(s, ".");
    sentence_put(s, message(p));
}

/* The area whose mean is lowest or highest, and that mean. */
static void say_area(page *p, sentence *s, int highest)
{
    const char *pick = highest ? "MAX" : "MIN";
    lxw_row_t last = (lxw_row_t) (p->areas + p->n_areas - 1);
    ref names = fixed_range(SHEET_HERE, p->areas, COL_UNIT, last, COL_UNIT);
    ref means = fixed_range(SHEET_HERE, p->areas, COL_FIRST, last, COL_FIRST);
    size_t at = 0;

    for (size_t k = 1; k < p->n_areas; k++)
        if (isnan(p->mean[at]) || (highest ? p->mean[k] > p->mean[at] : p->mean[k] < p->mean[at]))
            at = k;
    sentence_live(s, book_node(p->b, p->area + at)->name, "IF(COUNT(%s)=0,\"-\",INDEX(%s,MATCH(%s(%s),%s,0)))",
        means.text, names.text, pick, means.text, means.text);
    sentence_words(s, " (");
    sentence_number(s, p->mean[at], score_decimals(p->b), "%s(%s)", pick, means.text);
    sentence_words(s, ")");
}

/* Means that differ by no more than noise, as those of z-scores, tell of no weakest area. */
static int areas_differ(const page *p)
{
    double low = p->mean[0], high = p->mean[0];

    for (size_t k = 1; k < p->n_areas; k++) {
        low = fmin(low, p->mean[k]);
        high = fmax(high, p->mean[k]);
    }
    return high - low > 1e-6 * (p->b->style.high - p->b->style.low);
}

static void say_areas(page *p)
{
    sentence *s = NULL;

    if (!p->areas_shown || !areas_differ(p))
        return;
    s = sentence_new(p->b);
    sentence_words(s, "On average the weakest area is ");
    say_area(p, s, 0);
    sentence_words(s, " and the strongest is ");
    say_area(p, s, 1);
    sentence_words(s, ".");
    sentence_put(s, message(p));
}

static double ranked_mean(const page *p, int of_age)
{
    double sum = 0, n = 0;

    for (size_t i = 0; i < p->b->n_units; i++) {
        const titian_unit_state *s = unit_state(p->b, i);

        if (!p->ranked[i] || (of_age && isnan(s->mean_age))) /* all imputed: no age */
            continue;
        sum += of_age ? s->mean_age : s->coverage;
        n++;
    }
    return n > 0 ? sum / n : TITIAN_MISSING;
}

static void say_data(page *p)
{
    book *b = p->b;
    sentence *s = NULL;
    ref ranked = unit_range(b, SHEET_SCORES, scores_col(b, SCORES_RANKED));
    ref coverage = unit_range(b, SHEET_SCORES, scores_col(b, SCORES_COVERAGE));
    ref age = unit_range(b, SHEET_QUALITY, QUALITY_AGE);

    if (isnan(ranked_mean(p, 0)))
        return;
    s = sentence_new(b);
    sentence_words(s, "Where ranked, ");
    sentence_number(s, 100 * ranked_mean(p, 0), 0, "100*SUMPRODUCT(%s,%s)/MAX(1,SUM(%s))", ranked.text, coverage.text,
        ranked.text);
    sentence_words(s, " % of the index rests on data, ");
    sentence_number(s, ranked_mean(p, 1), 1,
        "IF(SUMPRODUCT(%s,--ISNUMBER(%s))>0,SUMPRODUCT(%s,%s)/SUMPRODUCT(%s,--ISNUMBER(%s)),\"\")", ranked.text,
        age.text, ranked.text, age.text, ranked.text, age.text);
    sentence_words(s, " years old on average. Read bands before ranks, and near neighbours as equals.");
    sentence_put(s, message(p));
}

/* Names of indicators that are left out: two, and how many more. `bare`: of those without a single value. */
static grown left_out(page *p, int bare, size_t *n)
{
    book *b = p->b;
    const char *first[2] = {"", ""};
    grown names = {0};

    *n = 0;
    for (size_t j = 0; j < b->n_indicators; j++) {
        const titian_indicator_state *s = indicator_state(b, j);

        if (s->included || (bare && s->n_available > 0))
            continue;
        if (*n < 2)
            first[*n] = book_node(b, j)->name;
        ++*n;
    }
    grow(b, &names, "%s%s%s", first[0], *n == 2 ? " and " : *n > 2 ? ", " : "", first[1]);
    if (*n > 2)
        grow(b, &names, " and %zu more", *n - 2);
    return names;
}

static void say_indicators(page *p)
{
    book *b = p->b;
    size_t n_out = 0, n_bare = 0;
    grown names = left_out(p, 0, &n_out), bare = left_out(p, 1, &n_bare), end = {0};
    sentence *s = sentence_new(b);

    sentence_number(
        s, (double) (b->n_indicators - n_out), 0, "SUM(%s)", range_of_nodes(b, NODE_IN_USE, 0, b->n_indicators).text);
    grow(b, &end, " of %zu indicators are in use", b->n_indicators);
    if (n_out > 0)
        grow(b, &end, "; too few data for %s", names.text);
    grow(b, &end, ".");
    sentence_words(s, end.text);
    sentence_put(s, message(p));
    if (n_bare > 0)
        put_textf(b, p->sheet, message(p).row, 0, STYLE_PLAIN,
            "No file gives a value for %s; the licences of these sources are on Indicators.", bare.text);
}

void summary_say(summary_page *p)
{
    put_text(p->b, p->sheet, ROW_MESSAGES, 0, "In short", STYLE_HEADING);
    say_first(p);
    say_sure(p);
    say_counts(p);
    say_areas(p);
    say_data(p);
    say_indicators(p);
}

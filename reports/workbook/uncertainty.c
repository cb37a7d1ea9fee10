/* Uncertainty: how far ranks move, who is among the first all the same, what was varied, and how it was run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/areas.h"
#include "workbook/bars.h"
#include "workbook/rank_ranges.h"
#include "workbook/varied.h"
#include "workbook/words.h"

enum {
    COL_NAME_OF,
    COL_NUMBER,
    COL_TEXT,

    ROW_STATE = LIST_AUX,
    ROW_SAYS,
    ROW_CHART_TITLE = ROW_SAYS + 2,
    ROW_CHART,
    CHART_ROWS = 22,
    MOST_BARS = 200,
    MOST_NAMES = 15
};

static const double widths[] = {28, 16, 160, 0};

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    const titian_uncertainty *u;
    size_t *order; /* ranked units, by rank */
    size_t n;
    grown title;
    lxw_row_t row; /* the next line */
} page;

static void height(page *p, lxw_row_t row, double points)
{
    if (book_good(p->b))
        book_check(p->b, worksheet_set_row(p->sheet, row, points, NULL), "a row height");
}

static void heading(page *p, const char *text)
{
    put_text(p->b, p->sheet, p->row, COL_NAME_OF, text, STYLE_HEADING);
    height(p, p->row++, 28);
}

static void heads(page *p, const char *name, const char *number, const char *text)
{
    put_text(p->b, p->sheet, p->row, COL_NAME_OF, name, STYLE_HEADER);
    put_text(p->b, p->sheet, p->row, COL_NUMBER, number, STYLE_HEADER_MID);
    put_text(p->b, p->sheet, p->row++, COL_TEXT, text, STYLE_HEADER);
}

/* The name of a line and its text, which may take several; the cell between them is the caller's. */
static void line(page *p, const char *name, const char *text)
{
    put_text(p->b, p->sheet, p->row, COL_NAME_OF, name, STYLE_BOLD_WRAP);
    put_text(p->b, p->sheet, p->row, COL_TEXT, text, STYLE_WRAP);
    height(p, p->row++, style_height_of(style_lines_of(text, widths[COL_TEXT])));
}

/* ---- in short ---- */

static double width_at(const page *p, size_t k)
{
    const size_t index = titian_uncertainty_n_nodes(p->u) - 1;

    return titian_uncertainty_rank_quantile(p->u, index, p->order[k], ranges_high(p->b)) -
           titian_uncertainty_rank_quantile(p->u, index, p->order[k], ranges_low(p->b)) + 1;
}

static double mean_width(const page *p)
{
    double sum = 0;

    for (size_t k = 0; k < p->n; k++)
        sum += width_at(p, k);
    return sum / (double) p->n;
}

static size_t widest(const page *p)
{
    size_t at = 0;

    for (size_t k = 1; k < p->n; k++)
        at = width_at(p, k) > width_at(p, at) ? k : at;
    return at;
}

static void say_how(page *p)
{
    book *b = p->b;
    const uint64_t done = titian_uncertainty_done(p->u), wanted = titian_uncertainty_wanted(p->u);
    grown g = {0};

    grow(b, &g,
        "Ranks of %zu %s, computed %" PRIu64 " times, each time with the %zu assumptions below drawn anew%s%s.", p->n,
        unit_word(b, p->n != 1), done, b->recipe->uncertainty.n_factors,
        titian_assessment_overrides(b->a) != NULL ? "; what was decided by hand holds in each" : "",
        done < wanted ? "; the run was ended early" : "");
    put_text(b, p->sheet, ROW_SAYS, 0, g.text, STYLE_PLAIN);
}

/* Units of the first K, by priority, that are of a tier: the cells and their number. */
static void say_tier(page *p, sentence *s, titian_tier tier)
{
    const size_t top = titian_uncertainty_top(p->u);
    double n = 0;

    for (size_t k = 0; k < p->n; k++) {
        const size_t rank = priority_state(p->b, p->order[k])->rank;

        n += rank > 0 && rank <= top && titian_uncertainty_tier(p->u, p->order[k]) == tier;
    }
    sentence_number(s, n, 0, "SUMPRODUCT((%s<=%zu)*(%s=%s))", ranges_range(p->b, RANGES_PRIORITY).text, top,
        ranges_range(p->b, RANGES_TIER).text, quoted(titian_tier_name(tier)).text);
    sentence_words(s, " ");
    sentence_words(s, titian_tier_name(tier));
}

static void say_priorities(page *p)
{
    book *b = p->b;
    sentence *s = sentence_new(b);

    sentence_words(s, ranges_label(b, "Of the first {top} in priority, ").text);
    say_tier(p, s, TITIAN_TIER_ROBUST);
    sentence_words(s, ", ");
    say_tier(p, s, TITIAN_TIER_LIKELY);
    sentence_words(s, ", ");
    say_tier(p, s, TITIAN_TIER_CONTESTED);
    sentence_words(s, ranges_label(b, ": robust is who is among the first {top} in 90 % or more of the runs.").text);
    sentence_put(s, AT(p->sheet, ROW_SAYS + 1, 0, STYLE_PLAIN));
}

/* Without priorities: how many are surely among the first of the index. */
static void say_leaders(page *p)
{
    book *b = p->b;
    sentence *s = sentence_new(b);
    double n = 0;

    for (size_t k = 0; k < p->n; k++)
        n += titian_uncertainty_lead(p->u, p->order[k]) >= 0.9;
    sentence_number(s, n, 0, "COUNTIF(%s,\">=0.9\")", ranges_range(b, RANGES_LEAD).text);
    sentence_words(
        s, ranges_label(b, " of them are among the first {top} of the index in 90 % or more of the runs.").text);
    sentence_put(s, AT(p->sheet, ROW_SAYS + 1, 0, STYLE_PLAIN));
}

/* "A rank is a range of 11 places on average; the widest is that of A, 110-144." The title of the chart too. */
static void say_widths(page *p)
{
    book *b = p->b;
    const ref places = ranges_range(b, RANGES_WIDTH), names = ranges_range(b, RANGES_NAME),
              range = ranges_range(b, RANGES_RANGE);
    const size_t at = widest(p);
    sentence *s = sentence_new(b);

    sentence_words(s, "A rank is a range of ");
    sentence_number(s, mean_width(p), 0, "AVERAGE(%s)", places.text);
    sentence_words(s, " places on average; the widest is that of ");
    sentence_live(
        s, book_unit(b, p->order[at])->name, "INDEX(%s,MATCH(MAX(%s),%s,0))", names.text, places.text, places.text);
    sentence_words(s, ", ");
    sentence_live(s, ranges_words(b, p->order[at], 0).text, "INDEX(%s,MATCH(MAX(%s),%s,0))", range.text, places.text,
        places.text);
    if (s != NULL)
        p->title = s->result;
    sentence_put(s, AT(p->sheet, ROW_CHART_TITLE, 0, STYLE_HEADING));
    height(p, ROW_CHART_TITLE, 24);
}

/* ---- the chart ---- */

typedef struct {
    const char *labels[MOST_BARS];
    double start[MOST_BARS], below[MOST_BARS], above[MOST_BARS];
} chart_data;

static void gather(const page *p, chart_data *d, size_t n)
{
    const size_t index = titian_uncertainty_n_nodes(p->u) - 1;

    for (size_t k = 0; k < n; k++) {
        const double low = titian_uncertainty_rank_quantile(p->u, index, p->order[k], ranges_low(p->b)),
                     middle = titian_uncertainty_rank_quantile(p->u, index, p->order[k], 0.5),
                     high = titian_uncertainty_rank_quantile(p->u, index, p->order[k], ranges_high(p->b));

        d->labels[k] = book_unit(p->b, p->order[k])->code;
        d->start[k] = low - 0.5;
        d->below[k] = middle - low + 0.5;
        d->above[k] = high - middle + 0.5;
    }
}

static grown say_chart(const page *p, size_t n)
{
    grown alt = {0};

    grow(p->b, &alt,
        "Upright bars, one for each of the %s%zu %s in the order of their ranks: from the low to the high end of the "
        "rank's %s, the colour changing at the median. %s. The numbers stand on Rank_Ranges.",
        n < p->n ? "first " : "", n, unit_word(p->b, n != 1), ranges_label(p->b, "{share} range").text,
        p->title.text);
    return alt;
}

static void put_chart(page *p)
{
    book *b = p->b;
    chart_data *d = calloc(1, sizeof *d);
    const size_t n = p->n < MOST_BARS ? p->n : MOST_BARS;
    const worded below = ranges_label(b, "from {low} to the median"),
                 above = ranges_label(b, "from the median to {high}");
    const grown alt = say_chart(p, n);

    if (d == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for a chart");
        return;
    }
    gather(p, d, n);
    const bar_series series[] = {
        {.col = ranges_col(b, RANGES_START), .values = d->start, .colour = BAR_CLEAR},
        {.name = below.text, .col = ranges_col(b, RANGES_BELOW), .values = d->below, .colour = STYLE_BLUE},
        {.name = above.text, .col = ranges_col(b, RANGES_ABOVE), .values = d->above, .colour = STYLE_SKY},
    };
    const bar_chart chart = {.upright = 1,
        .stacked = 1,
        .falling = 1,
        .sheet = SHEET_RANK_RANGES,
        .first_row = LIST_FIRST,
        .n_bars = n,
        .label_col = ranges_col(b, RANGES_CODE),
        .labels = d->labels,
        .series = series,
        .n_series = 3,
        .title_sheet = SHEET_UNCERTAINTY,
        .title_row = ROW_CHART_TITLE,
        .title = p->title.text,
        .alt = alt.text,
        .axis_name = "Rank, 1 is the highest",
        .axis_format = "0",
        .low = 0,
        .high = 10 * ceil((double) p->n / 10 + 0.05),
        .width = 1440,
        .height = 20 * CHART_ROWS - 8};

    put_bars(b, p->sheet, ROW_CHART, 0, &chart);
    free(d);
}

/* ---- tiers ---- */

/* Names of a tier by priority, the first few. */
static grown names_of(const page *p, titian_tier tier)
{
    size_t n = 0, n_units = 0, *order = units_in_order(p->b, &n_units);
    grown g = {0};

    for (size_t k = 0; order != NULL && k < n_units; k++) {
        if (titian_uncertainty_tier(p->u, order[k]) != tier)
            continue;
        if (n++ < MOST_NAMES)
            grow(p->b, &g, "%s%.200s", n > 1 ? "; " : "", book_unit(p->b, order[k])->name);
    }
    if (n > MOST_NAMES)
        grow(p->b, &g, "; and %zu more", n - MOST_NAMES);
    free(order);
    return g;
}

static double count_of(const page *p, titian_tier tier)
{
    double n = 0;

    for (size_t k = 0; k < p->n; k++)
        n += titian_uncertainty_tier(p->u, p->order[k]) == tier;
    return n;
}

static void put_tiers(page *p)
{
    static const char *const chances[] = {"", "90 % or more", "50 % to 90 %", "10 % to 50 %", "below 10 %"};
    book *b = p->b;

    heading(p, ranges_label(b, "Who belongs among the first {top} in priority").text);
    heads(p, "Tier, chance to be among them", "Number", "Who, by priority");
    for (int tier = TITIAN_TIER_ROBUST; tier <= TITIAN_TIER_NOT; tier++) {
        const char *name = titian_tier_name((titian_tier) tier);
        const grown who = names_of(p, (titian_tier) tier);
        char text[64];

        snprintf(text, sizeof text, "%s: %s", name, chances[tier]);
        put_formula(b, AT(p->sheet, p->row, COL_NUMBER, STYLE_COUNT), count_of(p, (titian_tier) tier),
            "=COUNTIF(%s,%s)", ranges_range(b, RANGES_TIER).text, quoted(name).text);
        line(p, text, who.text);
    }
}

/* ---- what was varied, and how it was run ---- */

static void put_factors(page *p)
{
    const titian_uncertainty_rules *rules = &p->b->recipe->uncertainty;

    heading(p, "What was varied");
    heads(p, "Assumption", "How", "What it varies");
    for (size_t f = 0; f < rules->n_factors; f++) {
        const grown what = varied_words(p->b, f);

        put_text(p->b, p->sheet, p->row, COL_NUMBER, rules->factors[f].how.method->name, STYLE_CENTRE);
        line(p, rules->factors[f].name, what.text);
    }
}

static void put_run(page *p)
{
    book *b = p->b;
    const struct {
        const char *name, *text;
        double number;
        style_kind look;
    } facts[] = {
        {"Replications", "How often everything was computed with assumptions drawn anew.",
            (double) titian_uncertainty_done(p->u), STYLE_COUNT},
        {"Seed", "The same seed gives the same numbers, whatever the number of threads or machines.",
            (double) titian_uncertainty_seed(p->u), STYLE_TYPED},
        {"Combinations", "Sets of choices whose stages were computed from the data; weights and numbers vary within.",
            (double) titian_uncertainty_combinations(p->u), STYLE_COUNT},
        {"Largest standard error", "Of a chance to be among the first: more replications make it smaller.",
            varied_number(b, "Largest.SE"), STYLE_DECIMAL},
        {"Mean shift of ranks", "How many places a rank moves on average from the one given, over the replications.",
            titian_uncertainty_shift(p->u).mean, STYLE_DECIMAL2},
    };

    heading(p, "How it was run");
    heads(p, "Figure", "Value", "What it means");
    for (size_t k = 0; k < sizeof facts / sizeof *facts; k++) {
        put_number(b, p->sheet, p->row, COL_NUMBER, facts[k].number, facts[k].look);
        line(p, facts[k].name, facts[k].text);
    }
    put_text(b, p->sheet, p->row, COL_NUMBER, NULL, STYLE_TEXT);
    line(p, "Who is ranked",
        "Judged once, with the model's own weights: ranks compare the same units in every replication.");
}

static void write_page(page *p)
{
    book *b = p->b;
    style_page print = {.landscape = 1, .last_col = COL_TEXT};

    if (book_good(b))
        book_check(b, style_widths(p->sheet, 0, widths), "column widths");
    put_currency(b, p->sheet, ROW_STATE, 0);
    say_how(p);
    p->row = ROW_CHART;
    if (p->n > 0) {
        if (b->rules->on)
            say_priorities(p);
        else
            say_leaders(p);
        say_widths(p);
        put_chart(p);
        p->row += CHART_ROWS;
    }
    if (b->rules->on)
        put_tiers(p);
    put_factors(p);
    put_run(p);
    print.last_row = p->row - 1;
    book_print(b, p->sheet, &print);
}

void write_uncertainty(book *b)
{
    page p = {.b = b,
        .u = b->analyses.uncertainty,
        .sheet = book_open(b, SHEET_UNCERTAINTY,
            "Values, computed with the model's own inputs: they do not follow Parameters. Rank_Ranges and "
            "Rank_Shares "
            "have every unit.")};

    p.order = units_by_index(b, &p.n);
    if (p.order != NULL && book_good(b))
        write_page(&p);
    free(p.order);
}

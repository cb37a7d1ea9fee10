/* Profile: one unit in detail, chosen from a drop-down list; everything on the page follows the choice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "workbook/areas.h"
#include "workbook/bars.h"
#include "workbook/data_year.h"
#include "workbook/quality.h"
#include "workbook/rank_ranges.h"
#include "workbook/words.h"

enum {
    COL_LABEL,
    COL_1,
    COL_2,
    COL_3,
    COL_4,
    COL_5,
    COL_LAST,

    ROW_LABEL = LIST_AUX,
    ROW_CHOICE,
    ROW_BANNER,
    ROW_SAYS,
    ROW_PEERS,
    ROW_FACTS_HEAD,
    ROW_FACTS,
    ROW_AREAS_TITLE,
    ROW_AREAS_HEAD,
    ROW_AREAS,

    MAX_AREAS = 60,
    MAX_BARS = 30,
    N_MARKED = 3 /* strengths and weaknesses each */
};

static const double widths[] = {48, 12, 12, 12, 12, 12, 52, 0};

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    size_t unit; /* the one chosen when the workbook is opened */
    int by_name; /* 1: units are chosen by name; 0: by code, since names repeat or hold a wildcard */
    ref place;   /* the cell that holds the unit's line on Scores, from 1 */
    size_t peers[2], n_peers;
    size_t area, n_areas;
    double score[MAX_AREAS], peer[MAX_AREAS];
    const char *names[MAX_AREAS];
    grown title;
} page;

static void words(page *p, lxw_row_t row, lxw_col_t col, const char *text, style_kind look)
{
    put_text(p->b, p->sheet, row, col, text, look);
}

static void height(page *p, lxw_row_t row, double points)
{
    if (book_good(p->b))
        book_check(p->b, worksheet_set_row(p->sheet, row, points, NULL), "a row height");
}

/* ---- the choice ---- */

static const char *chosen_text(const page *p)
{
    return p->by_name ? book_unit(p->b, p->unit)->name : book_unit(p->b, p->unit)->code;
}

static void put_choice(page *p)
{
    book *b = p->b;
    ref list = unit_range(b, SHEET_SCORES, p->by_name ? COL_NAME : COL_CODE);

    put_textf(
        b, p->sheet, ROW_LABEL, COL_LABEL, STYLE_PLAIN_BOLD, "Choose a %s in the yellow cell:", unit_word(b, 0));
    words(p, ROW_LABEL, COL_1, "Line on Scores", STYLE_NOTE);
    words(p, ROW_CHOICE, COL_LABEL, chosen_text(p), STYLE_INPUT_BIG);
    height(p, ROW_CHOICE, 22);
    put_formula(b, AT(p->sheet, ROW_CHOICE, COL_1, STYLE_RANK), (double) (p->unit + 1), "=MATCH(%s,%s,0)",
        fixed(SHEET_HERE, ROW_CHOICE, COL_LABEL).text, list.text);
    p->place = fixed(SHEET_HERE, ROW_CHOICE, COL_1);
    book_offer_list(b, p->sheet, ROW_CHOICE, COL_LABEL, list.text);
}

/* ---- figures of the chosen unit ---- */

/* INDEX of a column of a unit sheet at the chosen line. */
typedef struct {
    char text[256];
} pick;

static pick chosen(const page *p, sheet_id sheet, lxw_col_t col)
{
    ref list = unit_range(p->b, sheet, col);
    pick r;

    snprintf(r.text, sizeof r.text, "INDEX(%s,%s)", list.text, p->place.text);
    return r;
}

/* A number of the chosen unit; "" where there is none. */
static void put_chosen(page *p, spot at, double now, sheet_id sheet, lxw_col_t col)
{
    pick x = chosen(p, sheet, col);

    put_formula(p->b, at, now, "=IF(ISNUMBER(%s),%s,\"\")", x.text, x.text);
}

static const char *band_of(const page *p)
{
    size_t band = unit_state(p->b, p->unit)->band;

    return band == TITIAN_NONE ? "" : p->b->recipe->bands[band].name;
}

/* "; ranks 120 of 186 (90 % range 110-144)": nothing where it has no rank, no range where it has none. */
static void say_rank(page *p, sentence *s)
{
    book *b = p->b;
    const size_t rank = unit_state(b, p->unit)->rank;
    const pick now = chosen(p, SHEET_SCORES, scores_col(b, SCORES_RANK));
    const lookup range = ranges_lookup(b, RANGES_RANGE, p->place.text);
    const worded name = ranges_label(b, " ({share} range "), words_now = ranges_words(b, p->unit, 0);
    grown text = {0};

    if (rank > 0)
        grow(b, &text, "; ranks %zu of %zu", rank, b->n_ranked);
    sentence_live(s, text.text, "IF(ISNUMBER(%s),\"; ranks \"&%s&\" of \"&SUM(%s),\"\")", now.text, now.text,
        unit_range(b, SHEET_SCORES, scores_col(b, SCORES_RANKED)).text);
    text = (grown){0};
    if (*words_now.text != '\0')
        grow(b, &text, "%s%s)", name.text, words_now.text);
    sentence_live(s, text.text, "IFERROR(%s&%s&\")\",\"\")", quoted(name.text).text, range.text);
}

/* "NAME: index 34.1, emerging; eligible ..." */
static void say_state(page *p)
{
    book *b = p->b;
    sentence *s = sentence_new(b);
    pick index = chosen(p, SHEET_SCORES, node_col(b->root)),
         band = chosen(p, SHEET_SCORES, scores_col(b, SCORES_BAND));
    double now = node_value(b, b->root, p->unit);
    grown state = {0};

    sentence_live(s, book_unit(b, p->unit)->name, "%s", chosen(p, SHEET_SCORES, COL_NAME).text);
    if (isnan(now))
        grow(b, &state, ": too few data for an index");
    else
        grow(b, &state, ": index %s%s%s", fixed_number(now, score_decimals(b)).text,
            b->recipe->n_bands > 0 ? ", " : "", band_of(p));
    sentence_live(s, state.text,
        "IF(ISNUMBER(%s),\": index \"&FIXED(%s,%d,TRUE)&%s%s,\": too few data for an index\")", index.text,
        index.text, score_decimals(b), b->recipe->n_bands > 0 ? "\", \"&" : "\"\"",
        b->recipe->n_bands > 0 ? band.text : "");
    if (book_meets(b, NEEDS_UNCERTAINTY))
        say_rank(p, s);
    if (b->rules->on) {
        sentence_words(s, ". Assistance: ");
        sentence_live(s, priority_state(b, p->unit)->reason, "%s", chosen(p, SHEET_PRIORITY_CALC, CALC_REASON).text);
    }
    sentence_words(s, ".");
    sentence_put(s, AT(p->sheet, ROW_SAYS, 0, STYLE_PLAIN_BOLD));
}

/* "Region: X; Income group: Y." */
static void say_peers(page *p)
{
    book *b = p->b;
    sentence *s = p->n_peers > 0 ? sentence_new(b) : NULL;

    for (size_t k = 0; k < p->n_peers; k++) {
        const titian_extra *e = titian_framework_extra(b->framework, p->peers[k]);
        const char *now = book_label(b, e->code, p->unit);
        pick label = chosen(p, SHEET_DATA_USED, extra_col(b, p->peers[k]));
        grown start = {0};

        grow(b, &start, "%s%s: ", k == 0 ? "" : ". ", e->name);
        sentence_words(s, start.text);
        sentence_live(s, *now == '\0' ? "not given" : now, "IF(%s=\"\",\"not given\",%s)", label.text, label.text);
    }
    sentence_words(s, ".");
    sentence_put(s, AT(p->sheet, ROW_PEERS, 0, STYLE_PLAIN));
}

static double some(size_t rank)
{
    return rank > 0 ? (double) rank : TITIAN_MISSING;
}

/* "81.7, rank 1", and with uncertainty " (1-3, robust)". */
static void put_priority_fact(page *p)
{
    book *b = p->b;
    const titian_priority_state *priority = priority_state(b, p->unit);
    const int sure = book_meets(b, NEEDS_UNCERTAINTY | NEEDS_PRIORITY);
    grown now = {0}, more = {0};

    words(p, ROW_FACTS_HEAD, COL_LAST,
        sure               ? "Priority score, 0 to 100, and rank (its range, tier)"
        : priority != NULL ? "Priority score, 0 to 100, and rank"
                           : "",
        STYLE_HEADER);
    if (priority == NULL)
        return;
    const pick score = chosen(p, SHEET_PRIORITY_CALC, CALC_SCORE), rank = chosen(p, SHEET_PRIORITY_CALC, CALC_RANK);

    if (isnan(priority->score))
        grow(b, &now, "none");
    else
        grow(b, &now, "%s, rank %zu", fixed_number(priority->score, 1).text, priority->rank);
    if (sure) {
        const worded range = ranges_words(b, p->unit, 1);
        const lookup tier = ranges_lookup(b, RANGES_TIER, p->place.text);

        if (*range.text != '\0')
            grow(b, &now, " (%s, %s)", range.text,
                titian_tier_name(titian_uncertainty_tier(b->analyses.uncertainty, p->unit)));
        grow(b, &more, "&IFERROR(IF(%s=\"\",\"\",\" (\"&%s&\", \"&%s&\")\"),\"\")", tier.text,
            ranges_lookup(b, RANGES_PRIORITY_RANGE, p->place.text).text, tier.text);
    }
    put_formula_text(b, AT(p->sheet, ROW_FACTS, COL_LAST, STYLE_TEXT), now.text,
        "=IF(ISNUMBER(%s),FIXED(%s,1,TRUE)&\", rank \"&%s%s,\"none\")", score.text, score.text, rank.text, more.text);
}

static void put_facts(page *p)
{
    book *b = p->b;
    const titian_unit_state *s = unit_state(b, p->unit);
    static const char *const heads[] = {"Index", "Rank", "Coverage", "Mean age, years", "Confidence"};
    lxw_row_t row = ROW_FACTS;

    words(p, ROW_FACTS_HEAD, COL_LABEL, "Figures", STYLE_HEADER);
    for (int k = 0; k < 5; k++)
        words(p, ROW_FACTS_HEAD, (lxw_col_t) (COL_1 + k), heads[k], STYLE_HEADER_MID);
    height(p, ROW_FACTS_HEAD, style_height_of(2));
    words(p, row, COL_LABEL, book_node(b, b->root)->name, STYLE_TEXT);
    put_chosen(p, AT(p->sheet, row, COL_1, STYLE_SCORE_BOLD), node_value(b, b->root, p->unit), SHEET_SCORES,
        node_col(b->root));
    put_chosen(p, AT(p->sheet, row, COL_2, STYLE_RANK), some(s->rank), SHEET_SCORES, scores_col(b, SCORES_RANK));
    put_chosen(p, AT(p->sheet, row, COL_3, STYLE_SHARE), s->coverage, SHEET_SCORES, scores_col(b, SCORES_COVERAGE));
    put_chosen(p, AT(p->sheet, row, COL_4, STYLE_AGE), s->mean_age, SHEET_QUALITY, QUALITY_AGE);
    put_chosen(p, AT(p->sheet, row, COL_5, STYLE_SHARE), s->confidence, SHEET_QUALITY, QUALITY_CONFIDENCE);
    put_priority_fact(p);
}

/* ---- areas ---- */

/* Name of a group of peers inside a sentence: "Region" is "region", "DAC status" stays. */
static const char *peers_name(const page *p, size_t peer, char out[96])
{
    const char *name = titian_framework_extra(p->b->framework, p->peers[peer])->name;

    text_clean(out, 96, name, 60);
    if (out[0] >= 'A' && out[0] <= 'Z' && out[1] >= 'a' && out[1] <= 'z')
        out[0] = (char) (out[0] - 'A' + 'a');
    return out;
}

static double peer_mean(const page *p, size_t node, size_t peer)
{
    const book *b = p->b;
    const char *group = titian_framework_extra(b->framework, p->peers[peer])->code;
    const char *label = book_label(b, group, p->unit);
    double sum = 0, n = 0;

    for (size_t i = 0; *label != '\0' && i < b->n_units; i++) {
        if (isnan(node_value(b, node, i)) || strcmp(book_label(b, group, i), label) != 0)
            continue;
        sum += node_value(b, node, i);
        n++;
    }
    return n > 0 ? sum / n : TITIAN_MISSING;
}

static void put_peer_mean(page *p, spot at, size_t node, size_t peer)
{
    book *b = p->b;
    ref labels = unit_range(b, SHEET_DATA_USED, extra_col(b, p->peers[peer]));
    pick mine = chosen(p, SHEET_DATA_USED, extra_col(b, p->peers[peer]));
    ref scores = unit_range(b, SHEET_SCORES, node_col(node));
    grown n = {0};

    grow(b, &n, "SUMPRODUCT((%s=%s)*ISNUMBER(%s))", labels.text, mine.text, scores.text);
    put_formula(b, at, peer_mean(p, node, peer), "=IF(%s=\"\",\"\",IF(%s=0,\"\",SUMPRODUCT((%s=%s)*1,%s)/%s))",
        mine.text, n.text, labels.text, mine.text, scores.text, n.text);
}

/* What lacks to the target where there is one, else to the best. */
static void put_gap(page *p, lxw_row_t row, size_t node)
{
    book *b = p->b;
    double score = node_value(b, node, p->unit), aim = b->rules->on ? b->rules->target : area_best(b, node);
    ref mine = cell(SHEET_HERE, row, COL_1), best = cell(SHEET_HERE, row, COL_5);
    const char *goal = b->rules->on ? "T_target" : best.text;

    put_formula(b, AT(p->sheet, row, COL_LAST, STYLE_SCORE), isnan(score) ? TITIAN_MISSING : fmax(0, aim - score),
        "=IF(ISNUMBER(%s),MAX(0,%s-%s),\"\")", mine.text, goal, mine.text);
}

static void put_area(page *p, size_t k)
{
    book *b = p->b;
    size_t node = p->area + k;
    lxw_row_t row = (lxw_row_t) (ROW_AREAS + k);
    ref scores = unit_range(b, SHEET_SCORES, node_col(node));

    p->names[k] = book_node(b, node)->name;
    p->score[k] = node_value(b, node, p->unit);
    p->peer[k] = p->n_peers > 0 ? peer_mean(p, node, 0) : area_mean(b, node, NULL);
    words(p, row, COL_LABEL, p->names[k], STYLE_TEXT);
    put_chosen(p, AT(p->sheet, row, COL_1, STYLE_SCORE_BOLD), p->score[k], SHEET_SCORES, node_col(node));
    words(p, row, COL_2, "", STYLE_SCORE);
    words(p, row, COL_3, "", STYLE_SCORE);
    for (size_t peer = 0; peer < p->n_peers; peer++)
        put_peer_mean(p, AT(p->sheet, row, COL_2 + peer, STYLE_SCORE), node, peer);
    put_formula(b, AT(p->sheet, row, COL_4, STYLE_SCORE), area_mean(b, node, NULL),
        "=IF(COUNT(%s)=0,\"\",AVERAGE(%s))", scores.text, scores.text);
    put_formula(b, AT(p->sheet, row, COL_5, STYLE_SCORE), area_best(b, node), "=IF(COUNT(%s)=0,\"\",MAX(%s))",
        scores.text, scores.text);
    put_gap(p, row, node);
}

/* "Weakest area: X; strongest: Y". The title of the chart too. */
static void put_areas_title(page *p)
{
    book *b = p->b;
    lxw_row_t last = (lxw_row_t) (ROW_AREAS + p->n_areas - 1);
    ref names = fixed_range(SHEET_HERE, ROW_AREAS, COL_LABEL, last, COL_LABEL);
    ref scores = fixed_range(SHEET_HERE, ROW_AREAS, COL_1, last, COL_1);
    size_t low = TITIAN_NONE, high = TITIAN_NONE;

    for (size_t k = 0; k < p->n_areas; k++) {
        if (isnan(p->score[k]))
            continue;
        low = low == TITIAN_NONE || p->score[k] < p->score[low] ? k : low;
        high = high == TITIAN_NONE || p->score[k] > p->score[high] ? k : high;
    }
    if (low == TITIAN_NONE)
        grow(b, &p->title, "No area has a score");
    else
        grow(b, &p->title, "Weakest area: %s; strongest: %s", p->names[low], p->names[high]);
    put_formula_text(b, AT(p->sheet, ROW_AREAS_TITLE, 0, STYLE_HEADING), p->title.text,
        "=IF(COUNT(%s)=0,\"No area has a score\",\"Weakest area: \"&INDEX(%s,MATCH(MIN(%s),%s,0))&\"; strongest: \"&"
        "INDEX(%s,MATCH(MAX(%s),%s,0)))",
        scores.text, names.text, scores.text, scores.text, names.text, scores.text, scores.text);
    height(p, ROW_AREAS_TITLE, 24);
}

static void put_areas(page *p)
{
    book *b = p->b;
    char name[96];

    words(p, ROW_AREAS_HEAD, COL_LABEL, "Area", STYLE_HEADER);
    words(p, ROW_AREAS_HEAD, COL_1, "Score", STYLE_HEADER_MID);
    words(p, ROW_AREAS_HEAD, COL_2, "", STYLE_HEADER_MID);
    words(p, ROW_AREAS_HEAD, COL_3, "", STYLE_HEADER_MID);
    for (size_t k = 0; k < p->n_peers; k++)
        put_textf(b, p->sheet, ROW_AREAS_HEAD, (lxw_col_t) (COL_2 + k), STYLE_HEADER_MID, "Mean of its %s",
            peers_name(p, k, name));
    words(p, ROW_AREAS_HEAD, COL_4, "Mean of all", STYLE_HEADER_MID);
    words(p, ROW_AREAS_HEAD, COL_5, "Best of all", STYLE_HEADER_MID);
    words(p, ROW_AREAS_HEAD, COL_LAST, b->rules->on ? "Lacks to the target" : "Lacks to the best", STYLE_HEADER);
    height(p, ROW_AREAS_HEAD, style_height_of(2));
    for (size_t k = 0; k < p->n_areas; k++)
        put_area(p, k);
    put_areas_title(p);
    const style_area gaps = {ROW_AREAS, COL_LAST, (lxw_row_t) (ROW_AREAS + p->n_areas - 1), COL_LAST};

    if (book_good(b))
        book_check(b, style_data_bar(p->sheet, &gaps, 0, b->style.high - b->style.low), "data bars");
}

/* Lines of the sheet under the chart: two per area, and room for title, axis and legend. */
static size_t chart_rows(const page *p)
{
    return p->n_areas > MAX_BARS ? 0 : 6 + 2 * p->n_areas;
}

static void put_chart(page *p, lxw_row_t row)
{
    book *b = p->b;
    grown alt = {0}, peers = {0};
    char name[96];

    if (p->n_peers > 0)
        grow(b, &peers, "mean of its %s", peers_name(p, 0, name));
    bar_series series[2] = {
        {.name = "score", .col = COL_1, .values = p->score, .colour = STYLE_BLUE},
        {.name = p->n_peers > 0 ? peers.text : "mean of all",
            .col = p->n_peers > 0 ? COL_2 : COL_4,
            .values = p->peer,
            .colour = STYLE_ORANGE},
    };
    bar_chart chart = {.sheet = SHEET_PROFILE,
        .first_row = ROW_AREAS,
        .n_bars = p->n_areas,
        .label_col = COL_LABEL,
        .labels = p->names,
        .series = series,
        .n_series = 2,
        .title_sheet = SHEET_PROFILE,
        .title_row = ROW_AREAS_TITLE,
        .title = p->title.text,
        .axis_name = "Score",
        .axis_format = b->style.axis_label,
        .low = b->style.low,
        .high = b->style.high,
        .width = 1120,
        .height = 20 * (int) chart_rows(p) - 6};

    grow(b, &alt,
        "Bars of the score of each area beside the %s, for the %s chosen in cell A5. When the workbook was made: %s;",
        series[1].name, unit_word(b, 0), book_unit(b, p->unit)->name);
    for (size_t k = 0; k < p->n_areas; k++)
        grow(b, &alt, "%s %s %s", k == 0 ? "" : ",", p->names[k],
            isnan(p->score[k]) ? "none" : fixed_number(p->score[k], score_decimals(b)).text);
    chart.alt = alt.text;
    put_bars(b, p->sheet, row, 0, &chart);
}

/* ---- indicators ---- */

static lxw_row_t indicator_row(const page *p, size_t j)
{
    return (lxw_row_t) (p->n_areas + chart_rows(p) + 2 + j + ROW_AREAS);
}

/* Strength: among the highest scores of the unit; weakness: among the lowest. */
static const char *mark_of(const page *p, size_t j)
{
    double mine = node_value(p->b, j, p->unit);
    size_t above = 0, below = 0, n = 0;

    if (isnan(mine))
        return "no data";
    for (size_t k = 0; k < p->b->n_indicators; k++) {
        double x = node_value(p->b, k, p->unit);

        n += isnan(x) ? 0 : 1;
        above += x > mine;
        below += x < mine;
    }
    if (n <= (size_t) 2 * N_MARKED)
        return "";
    return above < N_MARKED ? "strength" : below < N_MARKED ? "weakness" : "";
}

static void put_mark(page *p, lxw_row_t row, size_t j)
{
    ref score = cell(SHEET_HERE, row, COL_3);
    ref all = fixed_range(SHEET_HERE, indicator_row(p, 0), COL_3, indicator_row(p, p->b->n_indicators - 1), COL_3);

    put_formula_text(p->b, AT(p->sheet, row, COL_5, STYLE_CENTRE), mark_of(p, j),
        "=IF(NOT(ISNUMBER(%s)),\"no data\",IF(COUNT(%s)<=%d,\"\",IF(SUMPRODUCT(ISNUMBER(%s)*(%s>%s))<%d,\"strength\","
        "IF(SUMPRODUCT(ISNUMBER(%s)*(%s<%s))<%d,\"weakness\",\"\"))))",
        score.text, all.text, 2 * N_MARKED, all.text, all.text, score.text, N_MARKED, all.text, all.text, score.text,
        N_MARKED);
}

/* The year of the value, or in words where it comes from. */
static void put_origin(page *p, lxw_row_t row, size_t j)
{
    data_origin origin = origin_of(p->b, j, p->unit);
    spot at = AT(p->sheet, row, COL_2, STYLE_YEAR);
    pick x = chosen(p, SHEET_DATA_YEAR, node_col(j));

    if (isnan(origin.year))
        put_formula_text(p->b, at, origin.words, "=IF(%s=\"\",\"\",%s)", x.text, x.text);
    else
        put_formula(p->b, at, origin.year, "=IF(%s=\"\",\"\",%s)", x.text, x.text);
}

static void put_indicator(page *p, size_t j)
{
    book *b = p->b;
    const titian_node *node = book_node(b, j);
    lxw_row_t row = indicator_row(p, j);
    ref scores = unit_range(b, SHEET_SCORES, node_col(j));
    grown name = {0};
    unsigned lines = style_lines_of(node->source, widths[COL_LAST]);

    grow(b, &name, "%s%s%s", node->name, *node->unit != '\0' ? ", " : "", node->unit);
    if (style_lines_of(name.text, widths[COL_LABEL]) > lines)
        lines = style_lines_of(name.text, widths[COL_LABEL]);
    words(p, row, COL_LABEL, name.text, STYLE_WRAP);
    put_chosen(p, AT(p->sheet, row, COL_1, STYLE_VALUE), used_value(b, j, p->unit), SHEET_DATA_USED, node_col(j));
    put_origin(p, row, j);
    put_chosen(p, AT(p->sheet, row, COL_3, STYLE_SCORE), node_value(b, j, p->unit), SHEET_SCORES, node_col(j));
    put_formula(b, AT(p->sheet, row, COL_4, STYLE_SCORE), area_mean(b, j, NULL), "=IF(COUNT(%s)=0,\"\",AVERAGE(%s))",
        scores.text, scores.text);
    put_mark(p, row, j);
    words(p, row, COL_LAST, node->source, STYLE_WRAP);
    height(p, row, style_height_of(lines));
}

static void put_indicators(page *p)
{
    static const char *const heads[] = {
        "Indicator, unit", "Value", "Year", "Score", "Mean score of all", "Strength or weakness", "Source"};
    lxw_row_t row = indicator_row(p, 0) - 1;

    words(p, row - 1, 0, "Indicators", STYLE_HEADING);
    height(p, row - 1, 24);
    for (int c = COL_LABEL; c <= COL_LAST; c++)
        words(p, row, (lxw_col_t) c, heads[c], c == COL_LABEL || c == COL_LAST ? STYLE_HEADER : STYLE_HEADER_MID);
    height(p, row, style_height_of(2));
    for (size_t j = 0; j < p->b->n_indicators && book_good(p->b); j++)
        put_indicator(p, j);
}

void write_profile(book *b)
{
    page *p = calloc(1, sizeof *p);
    size_t n = 0, *order = units_in_order(b, &n);

    if (p == NULL || order == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the profile");
        goto out;
    }
    *p = (page){.b = b,
        .sheet = book_open(b, SHEET_PROFILE, "Only the yellow cell can be changed."),
        .unit = n > 0 ? order[0] : 0,
        .by_name = units_are_named(b)};
    p->n_peers = peer_groups(b, p->peers);
    p->area = area_first(b, &p->n_areas);
    p->n_areas = p->n_areas < MAX_AREAS ? p->n_areas : MAX_AREAS;
    book_check(b, style_widths(p->sheet, 0, widths), "column widths");
    put_choice(p);
    put_banner(b, p->sheet, ROW_BANNER, 0);
    if (book_meets(b, NEEDS_UNCERTAINTY))
        put_currency(b, p->sheet, ROW_CHOICE, COL_2);
    say_state(p);
    say_peers(p);
    put_facts(p);
    put_areas(p);
    if (chart_rows(p) > 0)
        put_chart(p, (lxw_row_t) (ROW_AREAS + p->n_areas));
    put_indicators(p);
    const style_page print = {.last_row = indicator_row(p, b->n_indicators) - 1, .last_col = COL_LAST};

    worksheet_freeze_panes(p->sheet, ROW_BANNER, 0);
    book_print(b, p->sheet, &print);
out:
    free(order);
    free(p);
}

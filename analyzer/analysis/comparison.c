/* The list of tables of a comparison, and the table of changes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/comparison.h"

#include <math.h>
#include <stdio.h>

#include <titian/suggest.h>

#include "analysis/common.h"
#include "kernels/change.h"

/** A table as a row of the list. */
typedef struct {
    const char *name, *summary;
    const char *columns; /* names, separated by commas */
    titian_status (*fill)(titian_comparison *c, titian_error *err);
} kind;

static const kind kinds[] = {
    {"change", "each unit and element: scores, ranks, and whose doing the change of rank is",
        "uCode,iCode,Level,T.From,T.To,Score.From,Score.To,Change,New,Rank.From,Rank.To,Both.From,Both.To,Rank."
        "Change,"
        "Own,Others,Note",
        titian_comparison_change},
    {"decomposition", "each unit and indicator: its part in the change of the index, and why it changed",
        "uCode,iCode,Of,Method,T.From,T.To,Score.From,Score.To,Observed.From,Observed.To,Cause,Part,Change,Note",
        titian_comparison_decomposition},
    {"causes", "each unit: the change of the index by cause, the sums of the parts above",
        "uCode,Of,Method,T.From,T.To,Score.From,Score.To,Change,New.Data,Coverage,Break,Scale,Imputation,Screening,"
        "Weights,Others,Not.Split,N.New,N.Still,Note",
        titian_comparison_causes},
    {"common", "each unit: the index over the indicators that it has in both years, beside the full one",
        "uCode,iCode,T.From,T.To,Score.From,Score.To,Change,Common.From,Common.To,Common.Change,N.From,N.To,N.Common,"
        "Weight.Common,Rank.From,Rank.To,Note",
        titian_comparison_common},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

titian_comparison_options titian_comparison_options_default(void)
{
    return (titian_comparison_options){.from = 0, .to = 0};
}

size_t titian_comparison_n_tables(void)
{
    return N_KINDS;
}

const char *titian_comparison_name(size_t table)
{
    return kinds[table].name;
}

const char *titian_comparison_summary(size_t table)
{
    return kinds[table].summary;
}

/* ---- what the tables ask for ---- */

const titian_node *titian_comparison_node(const titian_comparison *c, size_t node)
{
    return titian_framework_node(c->framework, node);
}

const char *titian_comparison_unit(const titian_comparison *c, size_t unit)
{
    return titian_panel_unit(c->side[BEFORE].scores, titian_comparison_at(c, unit, BEFORE))->code;
}

size_t titian_comparison_at(const titian_comparison *c, size_t unit, int when)
{
    return c->side[when].units != NULL ? c->side[when].units[unit] : unit;
}

int titian_comparison_year(const titian_comparison *c, int when)
{
    return titian_panel_year(c->side[when].scores, c->side[when].year);
}

const double *titian_comparison_scores(const titian_comparison *c, size_t node, int when)
{
    const titian_side *side = &c->side[when];

    return side->gathered != NULL ? side->gathered + node * c->n_units
                                  : titian_panel_column(side->scores, node, side->year);
}

void *titian_comparison_scratch(titian_comparison *c, size_t n, size_t size, titian_error *err)
{
    void *scratch = titian_arena_array(&c->arena, n, size);

    if (scratch == NULL)
        (void) titian_fail(err, TITIAN_E_MEMORY, "no memory to compare %zu units", c->n_units);
    return scratch;
}

/* The mark without the flag of treatment. */
static int kind_of(const titian_comparison *c, size_t indicator, size_t unit, int when)
{
    const titian_side *side = &c->side[when];

    return titian_panel_marks(side->scores, indicator, side->year)[titian_comparison_at(c, unit, when)] &
           ~TITIAN_MARK_TREATED;
}

double titian_comparison_observed(const titian_comparison *c, size_t indicator, size_t unit, int when)
{
    const titian_side *side = &c->side[when];

    if (isnan(titian_comparison_scores(c, indicator, when)[unit]) ||
        kind_of(c, indicator, unit, when) >= TITIAN_MARK_IMPUTED)
        return TITIAN_MISSING;
    return (double) (titian_comparison_year(c, when) -
                     titian_panel_ages(side->scores, indicator, side->year)[titian_comparison_at(c, unit, when)]);
}

int titian_comparison_includes(const titian_comparison *c, size_t indicator, int when)
{
    return titian_assessment_indicator(c->side[when].a, indicator, c->side[when].year)->included;
}

/* Is the earlier value from before a break that no comparison spans, and the later one not? */
static int spans_break(const titian_comparison *c, size_t indicator, size_t unit)
{
    const titian_side *side = &c->side[AFTER];
    const titian_recipe *recipe = titian_assessment_recipe(side->a);
    const char *code = titian_comparison_node(c, indicator)->code, *of = titian_comparison_unit(c, unit);
    const int last = titian_panel_year(side->scores, titian_panel_n_years(side->scores) - 1);
    const int before = (int) titian_comparison_observed(c, indicator, unit, BEFORE);
    const int after = (int) titian_comparison_observed(c, indicator, unit, AFTER);

    for (size_t k = 0; k < recipe->n_breaks; k++)
        if (recipe->breaks[k].action == TITIAN_BREAK_HOLD &&
            titian_break_meets(&recipe->breaks[k], code, of, before, last) &&
            !titian_break_meets(&recipe->breaks[k], code, of, after, last))
            return 1;
    return 0;
}

titian_cause titian_comparison_cause(const titian_comparison *c, size_t indicator, size_t unit)
{
    const double before = titian_comparison_scores(c, indicator, BEFORE)[unit];
    const double after = titian_comparison_scores(c, indicator, AFTER)[unit];
    const int in_before = titian_comparison_includes(c, indicator, BEFORE);
    const int in_after = titian_comparison_includes(c, indicator, AFTER);

    if (in_before != in_after) /* even without a value: what is in use counts for coverage */
        return TITIAN_CAUSE_SCREENED;
    if ((isnan(before) && isnan(after)) || !in_before)
        return TITIAN_CAUSE_NONE;
    if (isnan(before) || isnan(after))
        return TITIAN_CAUSE_COVERAGE;
    if (kind_of(c, indicator, unit, BEFORE) >= TITIAN_MARK_IMPUTED ||
        kind_of(c, indicator, unit, AFTER) >= TITIAN_MARK_IMPUTED)
        return TITIAN_CAUSE_IMPUTED;
    if (titian_comparison_observed(c, indicator, unit, BEFORE) !=
        titian_comparison_observed(c, indicator, unit, AFTER))
        return spans_break(c, indicator, unit) ? TITIAN_CAUSE_BREAK : TITIAN_CAUSE_NEW;
    return before == after ? TITIAN_CAUSE_STILL : TITIAN_CAUSE_SCALE;
}

const char *titian_cause_name(titian_cause cause)
{
    static const char *const names[] = {"new data", "no new data", "scale", "coverage", "break", "imputation",
        "screening", "no value", "weights", "others", "not split"};

    return names[cause];
}

/* ---- the table of changes ---- */

/* Per node and unit, the weight of indicators below with a value in the later year and of those with new data, and
 * how many have a break between their values. */
typedef struct {
    double *all, *new, *broken;
} weights;

static void weigh_indicator(const titian_comparison *c, const weights *w, size_t j, double share)
{
    const double *x = titian_comparison_scores(c, j, AFTER);

    for (size_t i = 0, at = j * c->n_units; i < c->n_units; i++, at++) {
        const double observed = titian_comparison_observed(c, j, i, AFTER);
        const int moved = !isnan(observed) && observed != titian_comparison_observed(c, j, i, BEFORE);

        w->broken[at] = titian_comparison_cause(c, j, i) == TITIAN_CAUSE_BREAK ? 1.0 : 0.0;
        w->all[at] = isnan(x[i]) ? 0.0 : share;
        w->new[at] = moved && w->broken[at] == 0.0 ? w->all[at] : 0.0;
    }
}

static void weigh(const titian_comparison *c, const weights *w)
{
    const double *shares = titian_assessment_effective_weights(c->side[AFTER].a, c->side[AFTER].year);
    const size_t n = c->n_units;

    for (size_t node = 0; node < c->n_nodes; node++) { /* children come before their parents */
        const size_t parent = titian_comparison_node(c, node)->parent;

        if (node < c->n_indicators)
            weigh_indicator(c, w, node, shares[node]);
        for (size_t i = 0; parent != TITIAN_NONE && i < n; i++) {
            w->all[parent * n + i] += w->all[node * n + i];
            w->new[parent * n + i] += w->new[node * n + i];
            w->broken[parent * n + i] += w->broken[node * n + i];
        }
    }
}

/* One node at work. */
typedef struct {
    const weights *w;
    double *compared; /* 2 n scores of those ranked in both years; 2 n scratch, 2 n ranks, n own, n others behind */
} room;

static void put_number(titian_comparison *c, double number)
{
    titian_listing_add_number(c->listing, number);
}

/* What is known of a node of a unit beside its scores. */
typedef struct {
    double share_new, n_broken;
    int is_indicator;
} knowledge;

/* A value that stands for both years does not say that nothing changed, and no comparison spans a break. */
static int is_no_change(const knowledge *k, double before, double after)
{
    return (k->share_new == 0.0 && before == after) || (k->is_indicator && k->n_broken > 0.0);
}

static void put_scores(titian_comparison *c, size_t node, size_t unit, const knowledge *k)
{
    const double before = titian_comparison_scores(c, node, BEFORE)[unit];
    const double after = titian_comparison_scores(c, node, AFTER)[unit];

    put_number(c, before);
    put_number(c, after);
    put_number(c, is_no_change(k, before, after) ? TITIAN_MISSING : after - before);
    put_number(c, k->share_new);
}

static void put_ranks(titian_comparison *c, size_t node, size_t unit, const double *ranks)
{
    const size_t n = c->n_units;

    for (int when = BEFORE; when <= AFTER; when++) {
        const size_t rank = titian_assessment_ranks(c->side[when].a, node, c->side[when].year)[unit];

        put_number(c, rank > 0 ? (double) rank : TITIAN_MISSING);
    }
    put_number(c, ranks[unit]);
    put_number(c, ranks[n + unit]);
    put_number(c, ranks[n + unit] - ranks[unit]);
    put_number(c, ranks[2 * n + unit]);
    put_number(c, ranks[3 * n + unit]);
}

static void put_note(const titian_comparison *c, size_t node, size_t unit, const knowledge *k)
{
    const double before = titian_comparison_scores(c, node, BEFORE)[unit];
    const double after = titian_comparison_scores(c, node, AFTER)[unit];
    const char *note = "";
    char text[96];

    if (isnan(before) || isnan(after))
        note = isnan(before) && isnan(after) ? "no score in either year"
               : isnan(before)               ? "no score in the first year"
                                             : "no score in the last year";
    else if (k->is_indicator && k->n_broken > 0.0)
        note = "a break lies between: the values are not compared";
    else if (k->n_broken > 0.0) {
        (void) snprintf(text, sizeof text, "breaks in %.0f of its indicators", k->n_broken);
        note = text;
    } else if (k->share_new == 0.0)
        note = before == after ? "no new data" : "no new data: other causes alone";
    titian_listing_add_copy(c->listing, note);
}

static int is_ranked(const titian_comparison *c, size_t unit, int when)
{
    return titian_assessment_unit(c->side[when].a, unit, c->side[when].year)->ranked;
}

static void put_node(titian_comparison *c, size_t node, const room *r)
{
    const size_t n = c->n_units;
    double *ranks = r->compared + 4 * n;

    for (size_t i = 0; i < n; i++)
        for (int when = BEFORE; when <= AFTER; when++)
            r->compared[(size_t) when * n + i] = is_ranked(c, i, BEFORE) && is_ranked(c, i, AFTER)
                                                     ? titian_comparison_scores(c, node, when)[i]
                                                     : TITIAN_MISSING;
    kernel_change_ranks(r->compared, r->compared + n, n, r->compared + 2 * n, ranks, ranks + 2 * n, ranks + 3 * n);
    for (size_t i = 0; i < n; i++) {
        const size_t at = node * n + i;
        const knowledge k = {.share_new = r->w->all[at] > 0.0 ? r->w->new[at] / r->w->all[at] : TITIAN_MISSING,
            .n_broken = r->w->broken[at],
            .is_indicator = node < c->n_indicators};

        titian_listing_add_text(c->listing, titian_comparison_unit(c, i));
        titian_listing_add_text(c->listing, titian_comparison_node(c, node)->code);
        put_number(c, titian_comparison_node(c, node)->level);
        for (int when = BEFORE; when <= AFTER; when++)
            put_number(c, titian_comparison_year(c, when));
        put_scores(c, node, i, &k);
        put_ranks(c, node, i, ranks);
        put_note(c, node, i, &k);
    }
}

titian_status titian_comparison_change(titian_comparison *c, titian_error *err)
{
    const size_t n = c->n_units, first = c->node != TITIAN_NONE ? c->node : 0;
    const weights w = {.all = titian_comparison_scratch(c, c->n_nodes * n, sizeof *w.all, err),
        .new = titian_comparison_scratch(c, c->n_nodes * n, sizeof *w.new, err),
        .broken = titian_comparison_scratch(c, c->n_nodes * n, sizeof *w.broken, err)};
    const room r = {.w = &w, .compared = titian_comparison_scratch(c, 8 * n, sizeof *r.compared, err)};

    if (w.all == NULL || w.new == NULL || w.broken == NULL || r.compared == NULL)
        return TITIAN_E_MEMORY;
    weigh(c, &w);
    for (size_t node = first; node < (c->node != TITIAN_NONE ? first + 1 : c->n_nodes); node++)
        put_node(c, node, &r);
    return TITIAN_OK;
}

/* ---- like for like ---- */

titian_status titian_comparison_common(titian_comparison *c, titian_error *err)
{
    const titian_side *before = &c->side[BEFORE], *after = &c->side[AFTER];
    const size_t node = c->node != TITIAN_NONE ? c->node : titian_framework_root(c->framework);
    const titian_common common = {
        .a = {before->a, after->a}, .year = {before->year, after->year}, .node = {node, node}};

    return titian_common_fill(c->listing, &common, err);
}

/* ---- the request ---- */

static titian_status find_year(titian_comparison *c, int year, int when, titian_error *err)
{
    titian_side *side = &c->side[when];
    const size_t n_years = titian_panel_n_years(side->scores);

    side->year = year == 0 ? (when == AFTER ? n_years - 1 : 0) : titian_panel_find_year(side->scores, year);
    if (side->year != TITIAN_NONE)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_USAGE,
        "no indicator has a value for %d\nthe years with values run from %d to %d: choose among them", year,
        titian_panel_year(side->scores, 0), titian_panel_year(side->scores, n_years - 1));
}

static titian_status find_node(titian_comparison *c, const char *code, titian_error *err)
{
    const char **codes = NULL;
    size_t near = TITIAN_NONE;

    c->node = code != NULL ? titian_framework_find_named(c->framework, code) : TITIAN_NONE;
    if (code == NULL || c->node != TITIAN_NONE)
        return TITIAN_OK;
    codes = titian_comparison_scratch(c, c->n_nodes, sizeof *codes, err);
    if (codes == NULL)
        return TITIAN_E_MEMORY;
    for (size_t k = 0; k < c->n_nodes; k++)
        codes[k] = titian_comparison_node(c, k)->code;
    near = titian_suggest(code, codes, c->n_nodes);
    if (near == TITIAN_NONE)
        return titian_fail(
            err, TITIAN_E_USAGE, "the model has no element \"%s\"\n\"titian weights\" lists the codes", code);
    return titian_fail(
        err, TITIAN_E_USAGE, "the model has no element \"%s\"\ndid you mean \"%s\"?", code, codes[near]);
}

static titian_status open_comparison(
    titian_comparison *c, const titian_comparison_options *options, titian_error *err)
{
    titian_status status = TITIAN_OK;

    c->n_units = titian_panel_n_units(c->side[BEFORE].scores);
    c->n_indicators = titian_framework_n_indicators(c->framework);
    c->n_nodes = titian_framework_n_nodes(c->framework);
    status = find_year(c, options->from, BEFORE, err);
    if (status == TITIAN_OK)
        status = find_year(c, options->to, AFTER, err);
    if (status == TITIAN_OK && c->side[BEFORE].year >= c->side[AFTER].year)
        status = titian_fail(err, TITIAN_E_USAGE,
            "a comparison needs two index years, the earlier first\ngive a span that begins and ends in different "
            "years");
    return status == TITIAN_OK ? find_node(c, options->node, err) : status;
}

titian_status titian_comparison_make(titian_listing **out, const titian_assessment *a, size_t table,
    const titian_comparison_options *options, titian_error *err)
{
    const titian_comparison_options usual = titian_comparison_options_default();
    const titian_side side = {.a = a, .scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED)};
    titian_comparison c = {
        .side = {side, side}, .framework = titian_assessment_recipe(a)->framework, .arena = TITIAN_ARENA_EMPTY};
    titian_status status = open_comparison(&c, options != NULL ? options : &usual, err);

    *out = NULL;
    if (status == TITIAN_OK) {
        c.listing = titian_listing_new(kinds[table].columns);
        if (c.listing == NULL)
            status = titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of changes");
    }
    if (status == TITIAN_OK)
        status = kinds[table].fill(&c, err);
    if (status == TITIAN_OK)
        status = titian_listing_check(c.listing, err);
    if (status == TITIAN_OK) {
        *out = c.listing;
        c.listing = NULL;
    }
    titian_listing_free(c.listing);
    titian_arena_free(&c.arena);
    return status;
}

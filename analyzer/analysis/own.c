/* Own priorities: the list of tables, and their rows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/own.h"

#include <math.h>
#include <stdio.h>

#include <titian/number.h>

#include "analysis/ask.h"
#include "analysis/assessment.h"

/** A table as a row of the list. */
typedef struct {
    const char *name, *summary;
    const char *columns; /* names, separated by commas */
    titian_status (*put)(titian_own *w, titian_error *err);
    int without_scores; /* 1: nothing has to be aggregated */
} kind;

static void put_number(titian_own *w, double number)
{
    titian_listing_add_number(w->listing, number);
}

static void put_text(titian_own *w, const char *text)
{
    titian_listing_add_text(w->listing, text);
}

/* Does the unit's score differ by what it submitted? Targets alone change no score. */
static int has_own(const titian_own *w)
{
    return w->n_weights + w->n_reasons > 0;
}

static double target_of_model(const titian_own *w)
{
    return w->recipe->priority.on ? w->recipe->priority.target : TITIAN_MISSING;
}

/* Average shortfall of the elements that have a score; missing where one of them has no target. */
static double need_of(const titian_own *w, const double *weight, int own_targets)
{
    double sum = 0.0, weights = 0.0;

    for (size_t e = 0; e < w->n_elements; e++) {
        const double target = own_targets && !isnan(w->target[e]) ? w->target[e] : target_of_model(w);
        const double score =
            own_targets ? w->score[e] : titian_panel_column(w->scores, w->elements[e], w->year)[w->unit];

        if (isnan(score))
            continue;
        sum += weight[e] * fmin(1.0, fmax(0.0, (target - score) / target));
        if (isnan(target))
            sum = TITIAN_MISSING;
        weights += weight[e];
    }
    return weights > 0.0 ? sum / weights : TITIAN_MISSING;
}

static void put_statement(titian_own *w, double base)
{
    char text[256], own[32], at_base[32];

    if (!has_own(w) || isnan(w->own) || isnan(base)) {
        put_text(w, "");
        return;
    }
    (void) snprintf(text, sizeof text, "at its own priorities, %.120s scores %s (base %s)%s",
        titian_panel_unit(w->scores, w->unit)->name, titian_number_fixed(w->own, 1, own),
        titian_number_fixed(base, 1, at_base),
        w->n_moved > 0 ? "; its weights were moved to the nearest within the bounds" : "");
    titian_listing_add_copy(w->listing, text);
}

static titian_status put_scores(titian_own *w, titian_error *err)
{
    const titian_unit *about = titian_panel_unit(w->scores, w->unit);
    const size_t rank = titian_assessment_unit(w->a, w->unit, w->year)->rank;
    const double base = titian_panel_column(w->scores, w->root, w->year)[w->unit];
    const double own = has_own(w) ? w->own : TITIAN_MISSING;

    (void) err;
    put_text(w, about->code);
    put_text(w, about->name);
    put_text(w, w->n_rows > 0 ? "yes" : "no");
    put_number(w, rank > 0 ? (double) rank : TITIAN_MISSING);
    put_number(w, base);
    put_number(w, own);
    put_number(w, own - base);
    put_number(w, w->worst);
    put_number(w, w->best);
    put_number(w, need_of(w, w->base, 0));
    put_number(w, w->n_rows > 0 ? need_of(w, w->weight, 1) : TITIAN_MISSING);
    put_number(w, (double) w->n_weights);
    put_number(w, (double) w->n_moved);
    put_number(w, (double) w->n_targets);
    put_number(w, (double) w->n_reasons);
    put_statement(w, base);
    put_text(w, w->note);
    return TITIAN_OK;
}

static titian_status put_elements(titian_own *w, titian_error *err)
{
    (void) err;
    for (size_t e = 0; e < w->n_elements && w->n_rows > 0; e++) {
        const titian_node *node = titian_framework_node(w->framework, w->elements[e]);
        const double target = !isnan(w->target[e]) ? w->target[e] : target_of_model(w);

        put_text(w, titian_panel_unit(w->scores, w->unit)->code);
        put_text(w, node->code);
        put_text(w, node->name);
        put_number(w, titian_panel_column(w->scores, w->elements[e], w->year)[w->unit]);
        put_number(w, w->score[e]);
        put_number(w, w->base[e]);
        put_number(w, w->given[e]);
        put_number(w, w->weight[e]);
        put_text(w, titian_own_is_moved(w, e) ? "yes" : "");
        put_number(w, w->lower[e]);
        put_number(w, w->upper[e]);
        put_number(w, w->worst_at[e]);
        put_number(w, w->best_at[e]);
        put_number(w, target_of_model(w));
        put_number(w, target);
        put_number(w, isnan(target) || isnan(w->score[e]) ? TITIAN_MISSING : fmax(0.0, target - w->score[e]));
    }
    return TITIAN_OK;
}

static titian_status put_moved(titian_own *w, titian_error *err)
{
    (void) err;
    for (size_t e = 0; e < w->n_elements; e++) {
        const titian_node *node = titian_framework_node(w->framework, w->elements[e]);

        if (!titian_own_is_moved(w, e))
            continue;
        put_text(w, titian_panel_unit(w->scores, w->unit)->code);
        put_text(w, node->code);
        put_text(w, node->name);
        put_number(w, (double) w->line[e]);
        put_number(w, w->given[e]);
        put_number(w, w->lower[e]);
        put_number(w, w->upper[e]);
        put_number(w, w->weight[e]);
        put_text(w, w->given[e] < w->lower[e] || w->given[e] > w->upper[e]
                        ? "it is outside its bounds"
                        : "with it all weights would not add up to 1 within their bounds");
    }
    return TITIAN_OK;
}

static titian_status put_reasons(titian_own *w, titian_error *err)
{
    (void) err;
    for (size_t j = 0; j < w->n_indicators; j++) {
        if (w->reason[j] == NULL)
            continue;
        put_text(w, titian_panel_unit(w->scores, w->unit)->code);
        put_text(w, titian_framework_node(w->framework, j)->code);
        put_text(w, titian_framework_node(w->framework, j)->name);
        put_number(w, titian_panel_column(w->scores, j, w->year)[w->unit]);
        put_text(w, w->reason[j]);
    }
    return TITIAN_OK;
}

static const kind kinds[] = {
    {"scores", "each unit: base score and rank, own score, and the worst and best within the bounds",
        "uCode,uName,Submitted,Rank,Score.Base,Score.Own,Difference,Score.Worst,Score.Best,Need.Base,Need.Own,"
        "N.Weights,N.Moved,N.Targets,N.Not.Applicable,Statement,Note",
        put_scores, 0},
    {"elements", "each element of units that submitted: weights, bounds and targets, the model's and their own",
        "uCode,iCode,iName,Score.Base,Score.Own,Weight.Base,Weight.Submitted,Weight.Own,Moved,Lower,Upper,Weight."
        "Worst,Weight.Best,"
        "Target.Base,Target.Own,Gap.Own",
        put_elements, 0},
    {"reasons", "each indicator that does not apply, with the reason given", "uCode,iCode,iName,Score,Reason",
        put_reasons, 1},
    {"moved", "each submitted weight that was moved to the nearest within the bounds, and why",
        "uCode,iCode,iName,Line,Weight.Submitted,Lower,Upper,Weight.Own,Why", put_moved, 1},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

titian_own_options titian_own_options_default(void)
{
    return (titian_own_options){.box = 0.5};
}

size_t titian_own_n_tables(void)
{
    return N_KINDS;
}

const char *titian_own_name(size_t table)
{
    return kinds[table].name;
}

const char *titian_own_summary(size_t table)
{
    return kinds[table].summary;
}

/* ---- the request ---- */

static titian_status check_units(const titian_own *w, titian_error *err)
{
    const titian_submissions *s = w->options.submissions;

    for (size_t k = 0; s != NULL && k < titian_submissions_n(s); k++) {
        const titian_submission *row = titian_submissions_at(s, k);
        titian_error what;
        size_t unit = 0;

        if (titian_ask_assessed(w->a, row->unit, "write a code of the data, or take the row out", &unit, &what) !=
            TITIAN_OK)
            return titian_ask_blame(&what, titian_submissions_file(s), row->line, 1, err);
    }
    return TITIAN_OK;
}

static titian_status put_all(titian_own *w, const kind *table, titian_error *err)
{
    const double *index = titian_panel_column(w->scores, w->root, w->year);
    titian_status status = check_units(w, err);

    for (w->unit = 0; w->unit < w->n_units && status == TITIAN_OK; w->unit++) {
        w->note = "there is no index score";
        w->own = w->best = w->worst = TITIAN_MISSING;
        status = titian_own_take(w, err);
        for (size_t e = 0; e < w->n_elements; e++)
            w->score[e] = w->best_at[e] = w->worst_at[e] = TITIAN_MISSING;
        if (status == TITIAN_OK && !isnan(index[w->unit]) && !table->without_scores)
            status = titian_own_score(w, err);
        if (status == TITIAN_OK)
            status = table->put(w, err);
    }
    return status == TITIAN_OK ? titian_listing_check(w->listing, err) : status;
}

titian_status titian_own_make(titian_listing **out, const titian_assessment *a, size_t table,
    const titian_own_options *options, titian_error *err)
{
    titian_own w = {.a = a,
        .recipe = a->recipe,
        .framework = a->recipe->framework,
        .scores = a->results[TITIAN_RESULT_AGGREGATED],
        .options = options != NULL ? *options : titian_own_options_default(),
        .n_units = a->n_units,
        .n_indicators = a->n_indicators,
        .n_nodes = a->n_nodes,
        .year = a->n_years - 1,
        .root = titian_framework_root(a->recipe->framework),
        .compares = titian_replay_compares(a->recipe),
        .listing = titian_listing_new(kinds[table].columns)};
    titian_status status = w.listing != NULL
                               ? titian_own_open(&w, err)
                               : titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of own priorities");

    *out = NULL;
    if (status == TITIAN_OK)
        status = put_all(&w, &kinds[table], err);
    if (status == TITIAN_OK) {
        *out = w.listing;
        w.listing = NULL;
    }
    titian_listing_free(w.listing);
    titian_arena_free(&w.arena);
    return status;
}

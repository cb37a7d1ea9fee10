/* What of a run a spreadsheet can follow when its inputs change.
 *
 * Data_Used is the panel that normalisation works on. An indicator that screening left out is missing there, but it
 * could come back into use when the reader lowers the threshold; so its values are taken from before the screening,
 * unless a later stage would have changed them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/live.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/formula_methods.h"
#include "workbook/method_inputs.h"

/* Columns of Scores_Calc, less some for the names. */
enum { MOST_HELPERS = 16384 - 64 };

void live_say(book *b, const char *format, ...)
{
    size_t used = strlen(b->values_note);
    va_list args;

    if (used > 0 && used + 1 < sizeof b->values_note) {
        b->values_note[used++] = ' ';
        b->values_note[used] = '\0';
    }
    va_start(args, format);
    vsnprintf(b->values_note + used, sizeof b->values_note - used, format, args);
    va_end(args);
}

/* ---- stages ---- */

static size_t place_of(const book *b, titian_stage stage)
{
    for (size_t k = 0; k < TITIAN_STAGE_AGGREGATE; k++)
        if (b->recipe->order[k] == stage)
            return k;
    return TITIAN_STAGE_AGGREGATE;
}

const titian_panel *live_stage_input(const book *b, titian_stage stage)
{
    const size_t at = place_of(b, stage);

    if (at == 0)
        return titian_assessment_result(b->a, TITIAN_RESULT_RAW);
    return titian_assessment_result(b->a, (titian_result) (b->recipe->order[at - 1] + 1));
}

static const titian_panel *stage_output(const book *b, titian_stage stage)
{
    return titian_assessment_result(b->a, (titian_result) (stage + 1));
}

static const double *column_of(const book *b, const titian_panel *panel, size_t variable)
{
    return titian_panel_column(panel, variable, b->year);
}

int live_shows_imputed(const book *b)
{
    return place_of(b, TITIAN_STAGE_IMPUTE) < place_of(b, TITIAN_STAGE_NORMALISE);
}

/* Does a stage leave an indicator as it is, whatever its values? */
static int is_idle(const book *b, titian_stage stage, size_t indicator)
{
    if (method_is(titian_recipe_choice(b->recipe, stage, indicator), "none"))
        return 1;
    return stage == TITIAN_STAGE_DENOMINATE && book_node(b, indicator)->denominator == TITIAN_NONE;
}

/* ---- cells ---- */

/* Read from a file, and not lost by denomination; screening does not change that. */
static void note_observed(book *b)
{
    const titian_panel *before = live_stage_input(b, TITIAN_STAGE_DENOMINATE);
    const titian_panel *after = stage_output(b, TITIAN_STAGE_DENOMINATE);

    for (size_t j = 0; j < b->n_indicators; j++) {
        const double *raw = column_of(b, b->raw, j);
        const double *x = column_of(b, before, j);
        const double *y = column_of(b, after, j);

        for (size_t i = 0; i < b->n_units; i++)
            b->observed[j * b->n_units + i] = !isnan(raw[i]) && (isnan(x[i]) || !isnan(y[i]));
    }
}

/* Screening took the unit out altogether. */
static int is_dropped(const book *b, size_t unit)
{
    const titian_panel *before = live_stage_input(b, TITIAN_STAGE_SCREEN);
    const titian_panel *after = stage_output(b, TITIAN_STAGE_SCREEN);

    for (size_t j = 0; j < b->n_indicators; j++)
        if (indicator_state(b, j)->included && !isnan(column_of(b, before, j)[unit]) &&
            isnan(column_of(b, after, j)[unit]))
            return 1;
    return 0;
}

/* Nothing between screening and normalisation would change an indicator's values. */
static int can_return(const book *b, size_t indicator)
{
    const size_t last = place_of(b, TITIAN_STAGE_NORMALISE);

    if (b->scored_by[indicator] == NULL || last < place_of(b, TITIAN_STAGE_SCREEN))
        return 0;
    for (size_t k = place_of(b, TITIAN_STAGE_SCREEN) + 1; k < last; k++)
        if (!is_idle(b, b->recipe->order[k], indicator))
            return 0;
    return 1;
}

/* Units that screening drops can come back by formula where no unit's values or indicator scores hang on others. */
static void decide_drops(book *b)
{
    b->drops_live = option_number(&b->recipe->choice[TITIAN_STAGE_SCREEN], "failing") > 0.5;
    for (size_t j = 0; j < b->n_indicators; j++)
        b->drops_live &= can_return(b, j) && b->scored_by[j]->alone;
}

static void fill_shown(book *b, const unsigned char *dropped)
{
    const titian_panel *before = live_stage_input(b, TITIAN_STAGE_SCREEN);

    for (size_t j = 0; j < b->n_indicators; j++) {
        const int included = indicator_state(b, j)->included;
        const double *from = column_of(b, b->used, j);

        b->returns[j] = included || can_return(b, j);
        if (!included && b->returns[j])
            from = column_of(b, before, j);
        if (b->drops_live)
            from = column_of(b, before, j);
        for (size_t i = 0; i < b->n_units; i++)
            b->shown[j * b->n_units + i] = dropped[i] && !b->drops_live ? TITIAN_MISSING : from[i];
    }
}

int live_enough(const book *b, size_t unit)
{
    const titian_choice *choice = &b->recipe->choice[TITIAN_STAGE_SCREEN];
    const titian_panel *counted = live_stage_input(b, TITIAN_STAGE_SCREEN);
    const int by_count = option_number(choice, "by") > 0.5;
    double present = 0.0, all = 0.0;

    if (!method_is(choice, "coverage"))
        return method_is(choice, "none") || unit_state(b, unit)->ranked;
    if (b->ranked_live && !b->enough_live)
        return unit_state(b, unit)->ranked;
    for (size_t j = 0; j < b->n_indicators; j++) {
        const double counts = by_count ? in_use(b, j) : b->effective[j];

        all += counts;
        present += isnan(column_of(b, counted, j)[unit]) ? 0.0 : counts;
    }
    if (present < (option_number(choice, "min_coverage") - 1e-9) * all)
        return 0;
    return option_number(choice, "group_level") < 0.5 ||
           (double) unit_state(b, unit)->n_groups_covered >= option_number(choice, "min_groups");
}

/* ---- decisions ---- */

/* Why something is written as values. */
typedef struct {
    const char *method; /* that cannot be a formula; NULL: something else is in the way */
    const char *why;    /* the end of the sentence; NULL: it is a formula */
} reason;

/* Later stages may have changed what normalisation made of an indicator. */
static int is_as_normalised(const book *b, size_t indicator)
{
    const double *x = column_of(b, stage_output(b, TITIAN_STAGE_NORMALISE), indicator);

    for (size_t i = 0; i < b->n_units; i++) {
        const double y = node_value(b, indicator, i);

        if (isnan(x[i]) != isnan(y) || x[i] < y || x[i] > y)
            return 0;
    }
    return 1;
}

static reason decide_indicator(book *b, size_t indicator)
{
    const titian_choice *choice = choice_of_indicator(b, indicator);
    const formula_normaliser *row = formula_normaliser_of(choice->method);
    reason found = {choice->method->name, NULL};

    if (row == NULL)
        found.why = "cannot be computed by a spreadsheet";
    else if (row->why_not != NULL)
        found.why = row->why_not(b, choice);
    if (found.why == NULL && !is_as_normalised(b, indicator))
        found = (reason){NULL, "stages after normalisation changed them"};
    if (found.why == NULL)
        b->scored_by[indicator] = row;
    return found;
}

static reason decide_aggregate(book *b, size_t node)
{
    const titian_method *method = b->recipe->aggregation[node].method;
    reason found = {method->name, NULL};

    b->calc[node] = b->n_calc;
    b->made_by[node] = formula_aggregator_of(method);
    found.why = formula_why_not(b, node);
    if (found.why == NULL && COL_NODE + b->n_calc + formula_n_columns(b, node) > MOST_HELPERS)
        found.why = "needs more columns on the way than a sheet has left";
    if (found.why != NULL)
        b->made_by[node] = NULL;
    b->n_calc += formula_n_columns(b, node);
    return found;
}

static int same_reason(const reason *one, const reason *other)
{
    return one->method == other->method && one->why == other->why;
}

/* One sentence for the nodes that have the same reason as the first of them. */
static void say_reason(book *b, const reason *reasons, size_t first, size_t end)
{
    const reason *r = &reasons[first];
    grown who = {.length = 0};
    size_t n = 0, named = 0;
    enum { MOST_NAMED = 6 };

    for (size_t k = first; k < end; k++) {
        if (!same_reason(&reasons[k], r))
            continue;
        n++;
        if (named < MOST_NAMED)
            grow(b, &who, "%s%s", named++ == 0 ? "" : ", ", book_node(b, k)->code);
    }
    if (n > named)
        grow(b, &who, " and %zu more", n - named);
    if (first == 0 && n == b->n_indicators)
        live_say(b,
            r->method != NULL ? "Indicator scores are values: the method \"%s\" %s."
                              : "Indicator scores are values: %s%s.",
            r->method != NULL ? r->method : "", r->why);
    else
        live_say(b,
            r->method != NULL ? "Scores of %s are values: the method \"%s\" %s." : "Scores of %s are values: %s%s.",
            who.text, r->method != NULL ? r->method : "", r->why);
}

static void say_reasons(book *b, const reason *reasons, size_t from, size_t end)
{
    for (size_t k = from; k < end; k++) {
        size_t first = from;

        while (!same_reason(&reasons[first], &reasons[k]))
            first++;
        if (reasons[k].why != NULL && first == k)
            say_reason(b, reasons, k, end);
    }
}

static void decide_scores(book *b)
{
    reason *reasons = calloc(b->n_nodes + 1, sizeof *reasons);

    b->scored_by = calloc(b->n_indicators + 1, sizeof(void *));
    b->made_by = calloc(b->n_nodes + 1, sizeof(void *));
    b->calc = calloc(b->n_nodes + 1, sizeof *b->calc);
    if (reasons == NULL || b->scored_by == NULL || b->made_by == NULL || b->calc == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the formulas of %zu nodes", b->n_nodes);
        goto out;
    }
    for (size_t node = 0; node < b->n_nodes && book_good(b); node++)
        reasons[node] = node < b->n_indicators ? decide_indicator(b, node) : decide_aggregate(b, node);
    say_reasons(b, reasons, 0, b->n_indicators);
    say_reasons(b, reasons, b->n_indicators, b->n_nodes);
out:
    free(reasons);
}

/* Do the numbers of a sheet say what screening counted? */
static int counts_as(const book *b, sheet_id sheet)
{
    const titian_panel *before = live_stage_input(b, TITIAN_STAGE_SCREEN);

    for (size_t j = 0; j < b->n_indicators; j++) {
        const double *counted = column_of(b, before, j);

        if (sheet == SHEET_DATA_USED && !b->returns[j])
            continue; /* blank there for good, and counted by the engine */
        for (size_t i = 0; i < b->n_units; i++) {
            const size_t at = j * b->n_units + i;
            const int there = sheet == SHEET_DATA_YEAR ? b->observed[at] : !isnan(b->shown[at]);

            if (there != !isnan(counted[i]))
                return 0;
        }
    }
    return 1;
}

/* Screening comes before weights are found in the data, and counts with those of framework.csv. */
static void decide_enough(book *b)
{
    const titian_choice *choice = &b->recipe->choice[TITIAN_STAGE_SCREEN];
    const int by_weight = method_is(choice, "coverage") && !(option_number(choice, "by") > 0.5);

    b->enough_live = b->ranked_live && !(by_weight && titian_weights_from_data(b->recipe));
    if (b->enough_live == b->ranked_live)
        return;
    live_say(b, "Who has enough data is a value: screening counted with the weights of framework.csv.");
}

static void decide_ranked(book *b)
{
    const titian_choice *choice = &b->recipe->choice[TITIAN_STAGE_SCREEN];

    b->counted_on = SHEET_DATA_YEAR;
    b->ranked_live = 1;
    if (method_is(choice, "none"))
        return;
    if (!method_is(choice, "coverage")) {
        b->ranked_live = 0;
        live_say(b, "Who is ranked is a value: the method \"%s\" cannot be computed by a spreadsheet.",
            choice->method->name);
        return;
    }
    if (counts_as(b, SHEET_DATA_YEAR))
        return;
    b->counted_on = SHEET_DATA_USED;
    b->ranked_live = counts_as(b, SHEET_DATA_USED);
    if (!b->ranked_live)
        live_say(b, "Which indicators are in use and who is ranked are values: screening counted data that later "
                    "stages changed.");
}

int live_weights(const book *b, size_t unit)
{
    for (size_t e = 0; e < b->recipe->n_exceptions; e++)
        if (titian_assessment_exception(b->a, b->recipe->exceptions[e].node, unit, b->year) != TITIAN_NONE)
            return 0;
    return 1;
}

static void say_exceptions(book *b)
{
    size_t n = 0;

    for (size_t i = 0; i < b->n_units; i++)
        n += !live_weights(b, i);
    if (n > 0)
        live_say(b,
            "%zu unit%s of their own (Methodology names them): what rests on these weights, scores of aggregates, "
            "coverage and need, stands there as values.",
            n, n == 1 ? " has weights" : "s have weights");
}

static void say_more(book *b, const unsigned char *dropped)
{
    size_t n_dropped = 0, n_out = 0;

    for (size_t i = 0; i < b->n_units; i++)
        n_dropped += dropped[i];
    for (size_t j = 0; j < b->n_indicators; j++)
        n_out += !b->returns[j];
    if (n_dropped > 0 && !b->drops_live)
        live_say(b, "Units that screening dropped stay dropped.");
    if (n_out > 0)
        live_say(b, "Indicators that screening left out stay out, since later stages did not treat them.");
    if (titian_weights_from_data(b->recipe))
        live_say(b, "Weights found in the data stand as inputs: they do not follow when data or scores change.");
    say_exceptions(b);
    if (!method_is(&b->recipe->choice[TITIAN_STAGE_IMPUTE], "none") ||
        !method_is(&b->recipe->choice[TITIAN_STAGE_TREAT], "none") || b->recipe->own[TITIAN_STAGE_IMPUTE] != NULL ||
        b->recipe->own[TITIAN_STAGE_TREAT] != NULL)
        live_say(b, "Imputed and treated data are values on Data_Used; Data_Year says which they are.");
}

void live_decide(book *b)
{
    const size_t n = b->n_indicators * b->n_units;
    unsigned char *dropped = calloc(b->n_units + 1, 1);

    b->shown = calloc(n + 1, sizeof *b->shown);
    b->observed = calloc(n + 1, 1);
    b->returns = calloc(b->n_indicators + 1, 1);
    if (dropped == NULL || b->shown == NULL || b->observed == NULL || b->returns == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the data of %zu units", b->n_units);
        goto out;
    }
    for (size_t i = 0; i < b->n_units; i++)
        dropped[i] = (unsigned char) is_dropped(b, i);
    note_observed(b);
    method_inputs_find_rules(b);
    if (book_good(b))
        decide_scores(b);
    if (!book_good(b))
        goto out;
    decide_drops(b);
    fill_shown(b, dropped);
    decide_ranked(b);
    decide_enough(b);
    say_more(b, dropped);
out:
    free(dropped);
}

/* An indicator's value: where it was read, and what each step made of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/explain.h"

#include <math.h>

#include <titian/number.h>

/* The cell of the data panel that a raw value was taken from. */
typedef struct {
    int year;
    titian_source source;
} origin;

static size_t variable_of(const titian_explain *e, size_t indicator)
{
    const titian_panel *raw = titian_assessment_result(e->a, TITIAN_RESULT_RAW);

    return titian_panel_find_variable(raw, titian_framework_node(e->framework, indicator)->code);
}

static titian_source source_in(const titian_explain *e, size_t variable, int year)
{
    const titian_panel *data = titian_assessment_data(e->a);
    const size_t at = titian_panel_find_year(data, year);

    if (at == TITIAN_NONE)
        return (titian_source){.file = TITIAN_NONE, .line = 0};
    return titian_panel_source(data, variable, at, titian_assessment_data_unit(e->a, e->unit));
}

static void write_source(const titian_explain *e, titian_source source)
{
    const titian_ledger *ledger = titian_assessment_ledger(e->a);

    if (ledger != NULL && source.file < titian_ledger_n_files(ledger))
        (void) fprintf(e->to, "; %s:%zu", titian_ledger_at(ledger, source.file)->path, source.line);
}

/* What breaks do to a value of a year. */
static void write_breaks(const titian_explain *e, size_t indicator, int year)
{
    const titian_panel *raw = titian_assessment_result(e->a, TITIAN_RESULT_RAW);
    const int last = titian_panel_year(raw, titian_panel_n_years(raw) - 1);

    for (size_t k = 0; k < e->recipe->n_breaks; k++) {
        const titian_break *one = &e->recipe->breaks[k];

        if (!titian_break_meets(one, titian_framework_node(e->framework, indicator)->code,
                titian_panel_unit(raw, e->unit)->code, year, last))
            continue;
        (void) fprintf(
            e->to, "; break in %d: older values are %s", one->year, titian_break_action_about(one->action));
        if (one->note[0] != '\0')
            (void) fprintf(e->to, " (%s)", one->note);
    }
}

/* The newest value before the index year, when the one rule says it is too old. */
static int find_older(const titian_explain *e, size_t variable, origin *found)
{
    const titian_panel *data = titian_assessment_data(e->a);
    const size_t unit = titian_assessment_data_unit(e->a, e->unit);

    for (size_t t = titian_panel_n_years(data); t-- > 0;) {
        if (titian_panel_year(data, t) > e->index_year || isnan(titian_panel_column(data, variable, t)[unit]))
            continue;
        *found = (origin){titian_panel_year(data, t), titian_panel_source(data, variable, t, unit)};
        return 1;
    }
    return 0;
}

static void write_no_value(const titian_explain *e, size_t indicator, size_t variable)
{
    const int own = titian_framework_node(e->framework, indicator)->max_age;
    const int max_age = own >= 0 ? own : e->recipe->carry.max_age;
    origin older;

    if (!find_older(e, variable, &older)) {
        (void) fprintf(e->to, "no value up to %d", e->index_year);
        return;
    }
    (void) fprintf(e->to, "no value of ");
    if (max_age > 0)
        (void) fprintf(e->to, "%d to ", e->index_year - max_age);
    (void) fprintf(e->to, "%d: the newest is of %d", e->index_year, older.year);
    write_source(e, older.source);
    write_breaks(e, indicator, older.year);
}

static void write_kind(const titian_explain *e, titian_mark mark, int age)
{
    const int kind = mark & ~TITIAN_MARK_TREATED;

    if (kind == TITIAN_MARK_ESTIMATED)
        (void) fputs(", an estimate by its source", e->to);
    if (age > 0)
        (void) fprintf(e->to, ", carried forward %d year%s", age, age == 1 ? "" : "s");
}

static void write_raw(const titian_explain *e, size_t indicator, size_t variable, const char *prefix)
{
    const titian_panel *raw = titian_assessment_result(e->a, TITIAN_RESULT_RAW);
    const double value = titian_panel_column(raw, variable, e->year)[e->unit];
    const int age = titian_panel_ages(raw, variable, e->year)[e->unit];
    const char *unit = titian_framework_node(e->framework, indicator)->unit;
    char text[32];

    (void) fprintf(e->to, "%s     ", prefix);
    if (isnan(value)) {
        write_no_value(e, indicator, variable);
    } else {
        (void) fprintf(
            e->to, "%s%s%s in %d", titian_number_rounded(value, text), unit[0] ? " " : "", unit, e->index_year - age);
        write_kind(e, titian_panel_marks(raw, variable, e->year)[e->unit], age);
        write_source(e, source_in(e, variable, e->index_year - age));
        write_breaks(e, indicator, e->index_year - age);
    }
    (void) putc('\n', e->to);
}

static void write_denominator(const titian_explain *e, size_t indicator)
{
    const titian_node *node = titian_framework_node(e->framework, indicator);
    const titian_panel *raw = titian_assessment_result(e->a, TITIAN_RESULT_RAW);
    const titian_extra *extra = NULL;
    size_t variable;
    char text[32];

    if (node->denominator == TITIAN_NONE)
        return;
    extra = titian_framework_extra(e->framework, node->denominator);
    variable = titian_panel_find_variable(raw, extra->code);
    if (variable == TITIAN_NONE)
        return;
    titian_number_rounded(titian_panel_column(raw, variable, e->year)[e->unit], text);
    (void) fprintf(e->to, ", %s being %s", extra->code, text[0] ? text : "missing");
    if (node->denominator_scale != 1.0)
        (void) fprintf(e->to, " and counted by %s", titian_number_rounded(node->denominator_scale, text));
}

/* One line for each stage before normalisation that changed the value. */
static void write_steps(const titian_explain *e, size_t indicator, size_t variable, const char *prefix)
{
    const titian_panel *raw = titian_assessment_result(e->a, TITIAN_RESULT_RAW);
    double before = titian_panel_column(raw, variable, e->year)[e->unit];

    for (size_t k = 0; k < TITIAN_STAGE_AGGREGATE; k++) {
        const titian_stage stage = e->recipe->order[k];
        const titian_panel *after = titian_assessment_result(e->a, titian_result_find(titian_stage_result(stage)));
        double value;
        char text[32];

        if (after == NULL || stage == TITIAN_STAGE_NORMALISE)
            continue;
        value = titian_panel_column(after, variable, e->year)[e->unit];
        if (value == before || (isnan(value) && isnan(before)))
            continue;
        (void) fprintf(e->to, "%s     %s", prefix, titian_stage_result(stage));
        (void) fprintf(e->to, " (%s): %s", titian_recipe_choice(e->recipe, stage, indicator)->method->name,
            isnan(value) ? "set aside" : titian_number_rounded(value, text));
        if (stage == TITIAN_STAGE_DENOMINATE)
            write_denominator(e, indicator);
        (void) putc('\n', e->to);
        before = value;
    }
}

static void write_goalposts(const titian_explain *e, size_t indicator, const char *prefix)
{
    const titian_node *node = titian_framework_node(e->framework, indicator);
    const double low = e->recipe->lows[indicator], high = e->recipe->highs[indicator];
    char text[32];

    (void) fprintf(e->to, "%s     scored by %s", prefix,
        titian_recipe_choice(e->recipe, TITIAN_STAGE_NORMALISE, indicator)->method->name);
    if (!isnan(low) && !isnan(high)) {
        (void) fprintf(e->to, ": worst %s", titian_number_rounded(low, text));
        (void) fprintf(e->to, ", best %s", titian_number_rounded(high, text));
        if (node->scale == TITIAN_SCALE_LOG)
            (void) fputs(", on a log scale", e->to);
    } else {
        (void) fputs(node->direction < 0 ? ": less is better" : ": more is better", e->to);
    }
    (void) putc('\n', e->to);
}

void titian_explain_indicator(const titian_explain *e, size_t indicator, const char *prefix)
{
    const titian_indicator_state *state = titian_assessment_indicator(e->a, indicator, e->year);
    const size_t parent = titian_framework_node(e->framework, indicator)->parent;
    const size_t variable = variable_of(e, indicator);
    char text[32];

    if (variable == TITIAN_NONE)
        return;
    write_raw(e, indicator, variable, prefix);
    write_steps(e, indicator, variable, prefix);
    if (!state->included)
        (void) fprintf(e->to, "%s     left out for every unit: %s %% of them have a value\n", prefix,
            titian_number_fixed(100.0 * state->coverage, 1, text));
    else if (!isnan(titian_explain_score(e, indicator)))
        write_goalposts(e, indicator, prefix);
    else if (parent != TITIAN_NONE && !isnan(titian_explain_score(e, parent)))
        (void) fprintf(e->to, "%s     its weight goes to its siblings\n", prefix);
}

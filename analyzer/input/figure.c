/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/figure.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <titian/number.h>

#include "input/advice.h"
#include "input/number.h"
#include "input/text.h"

/* One reading, while it lasts. */
typedef struct {
    titian_figure *out;
    const titian_figure_rules *rules;
    const titian_figure_place *place;
    titian_value value;
    char mark; /* decimal mark of the number */
} reading;

static void fault(titian_figure *out, const char *mend, const char *what, ...) TITIAN_PRINTF(3, 4);

static void fault(titian_figure *out, const char *mend, const char *what, ...)
{
    va_list args;

    va_start(args, what);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): the checker does not see va_start */
    if (vsnprintf(out->what, sizeof out->what, what, args) < 0)
        out->what[0] = '\0';
    va_end(args);
    snprintf(out->mend, sizeof out->mend, "%s", mend);
    out->kind = TITIAN_FIGURE_FAULT;
}

/* "1.234 and 5.678": how a column's values look that can be read either way. */
static void list_doubtful(char *out, size_t size, const titian_column_marks *c)
{
    size_t k, n = 0, shown = c->n_doubtful < TITIAN_MARKS_EXAMPLES ? c->n_doubtful : TITIAN_MARKS_EXAMPLES;

    for (k = 0; k < shown && n < size; k++)
        n += (size_t) snprintf(
            out + n, size - n, "%s\"%s\" on line %zu", k == 0 ? "" : ", ", c->doubtful[k].text, c->doubtful[k].line);
}

/* The mark is open: said once for the column, with what the value would be one way and the other. */
static void refuse_doubtful(reading *r)
{
    titian_column_marks *c = titian_marks_column(r->rules->marks, r->place->column);
    char point[TITIAN_VALUE_CORE + 16], comma[TITIAN_VALUE_CORE + 16], list[TITIAN_FIGURE_TEXT];
    const char *more = "";

    if (titian_value_text(&r->value, '.', point) != 0 || titian_value_text(&r->value, ',', comma) != 0 || c == NULL) {
        fault(r->out, "write digits, with a point before the decimals and nothing else", "is not a number");
        return;
    }
    if (c->told) {
        r->out->kind = TITIAN_FIGURE_FAULT_TOLD;
        return;
    }
    c->told = 1;
    list_doubtful(list, sizeof list, c);
    more = c->n_doubtful > 1 ? ", as all numbers of this column" : "";
    fault(r->out, "", "can be read as %s and as %s%s", point, comma, more);
    snprintf(r->out->mend, sizeof r->out->mend, "say which: --decimal=. for %s, --decimal=, for %s (%s)", point,
        comma, list);
}

/* The value goes against what its column shows. */
static void refuse_contrary(reading *r)
{
    const titian_column_marks *c = titian_marks_column(r->rules->marks, r->place->column);
    const char *name = r->mark == '.' ? "point" : "comma";

    if (c != NULL && c->shown == r->mark)
        fault(r->out, "write all numbers of a column in one way", "has no decimal %s, as \"%s\" on line %zu has",
            name, c->by.text, c->by.line);
    else
        fault(r->out, "write all numbers of a file in one way", "has no decimal %s, as the rest of the file", name);
}

/* The number of the core. @return 0 when it is none, which is then the fault */
static int read_core(reading *r, titian_error *err, titian_status *status)
{
    titian_value *v = &r->value;

    r->mark = '.';
    if (v->has_mark) {
        *status = titian_marks_find(&r->mark, r->rules->marks, r->place->column, r->rules->findings, err);
        if (*status != TITIAN_OK)
            return 0;
        if (r->mark == '\0' && v->is_doubtful && r->rules->marks->is_own && strchr(v->core, '.') != NULL)
            r->mark = '.';
        else if (r->mark == '\0')
            r->mark = v->shows;
        if (r->mark == '\0') {
            refuse_doubtful(r);
            return 0;
        }
        if (!v->is_doubtful && v->shows != r->mark) {
            double number;

            if (titian_value_number(v, v->shows, 0, &number) == 0)
                refuse_contrary(r);
            return 0;
        }
        if (r->mark == ',')
            r->rules->entry->decimal = ',';
    }
    return titian_value_number(v, r->mark, r->place->power, &r->out->value) == 0;
}

/* "%" or "per cent" in a unit of measurement; 0 also where there is none. */
static int is_percent(const char *unit)
{
    static const char *const words[] = {"%", "per cent", "percent", "Per cent", "Percent", "pct"};
    size_t k;

    for (k = 0; k < sizeof words / sizeof *words; k++) {
        if (strstr(unit, words[k]) != NULL)
            return 1;
    }
    return 0;
}

/* A share of 1, in which 45.2 % is 0.452. */
static int is_share(const char *unit)
{
    static const char *const words[] = {"share", "fraction", "ratio", "proportion", "0-1", "0..1"};
    size_t k;

    for (k = 0; k < sizeof words / sizeof *words; k++) {
        if (titian_field_is((titian_field){unit, strlen(unit)}, words[k]))
            return 1;
    }
    return 0;
}

static void take_percent(reading *r)
{
    const titian_series *series = r->place->series;

    if (is_share(series->unit)) {
        fault(r->out, "", "has a per cent sign, but is measured as \"%.40s\"", series->unit);
        snprintf(r->out->mend, sizeof r->out->mend,
            "write it without the sign and divided by 100, or let Unit in framework.csv be %%");
        return;
    }
    r->rules->entry->n_percent++;
}

/* Where the scale above a bound ends: what is plausible, else 100 per cent. NaN: nobody knows */
static double end_of_scale(const reading *r)
{
    const titian_series *series = r->place->series;

    if (series->plausible != NULL && !isnan(series->plausible->high))
        return series->plausible->high;
    return r->value.has_percent || is_percent(series->unit) ? 100.0 : TITIAN_MISSING;
}

static void take_bound(reading *r)
{
    double *value = &r->out->value, other = r->value.bound == '<' ? 0.0 : end_of_scale(r);

    if (r->rules->values.censored == TITIAN_CENSORED_REFUSE) {
        fault(r->out,
            "give --censored=bound for the bound itself or --censored=middle for the middle between it and the end "
            "of "
            "the scale, or write the number to be used",
            "is a bound, not a number");
        return;
    }
    if (r->rules->values.censored == TITIAN_CENSORED_MIDDLE) {
        if (isnan(other) || (r->value.bound == '<' ? *value < other : *value > other)) {
            fault(r->out, "write PlausibleHigh in framework.csv, or give --censored=bound",
                "is a bound, and where the scale ends is not known");
            return;
        }
        *value = (*value + other) / 2.0;
    }
    r->out->is_estimate = 1;
    r->rules->entry->n_censored++;
}

static void take_brackets(reading *r)
{
    switch (r->rules->values.brackets) {
    case TITIAN_BRACKETS_REFUSE:
        fault(r->out, "give --brackets=minus or --brackets=estimate for what they mean, or write the number alone",
            "stands in brackets, which may mean a minus or an estimate");
        return;
    case TITIAN_BRACKETS_MINUS:
        if (signbit(r->out->value)) {
            fault(r->out, "write the number alone", "has a minus and brackets");
            return;
        }
        r->out->value = 0.0 - r->out->value;
        break;
    case TITIAN_BRACKETS_ESTIMATE:
        r->out->is_estimate = 1;
        break;
    }
    r->rules->entry->n_bracketed++;
}

/* The signs around a number, one after the other; the first fault ends it. */
static void take_signs(reading *r)
{
    titian_figure *out = r->out;

    out->kind = TITIAN_FIGURE_NUMBER;
    out->is_estimate = r->value.is_estimate;
    if (r->value.has_percent)
        take_percent(r);
    if (r->value.bracket != '\0' && out->kind == TITIAN_FIGURE_NUMBER)
        take_brackets(r);
    if (r->value.bound != '\0' && out->kind == TITIAN_FIGURE_NUMBER)
        take_bound(r);
    if (out->kind == TITIAN_FIGURE_NUMBER)
        r->rules->entry->n_notes += r->value.n_notes > 0 ? 1 : 0;
}

static void refuse_other(reading *r)
{
    char advice[TITIAN_ADVICE];

    if (r->value.kind == TITIAN_VALUE_RANGE)
        fault(r->out, "write the number to be used; leave the cell empty if the value is not known",
            "is a range, not a number");
    else if (r->value.kind == TITIAN_VALUE_DATE)
        fault(r->out,
            "Excel turns texts such as 1-2 into dates: mend the cell where it comes from, or format it as text there "
            "and type it again",
            "is a date, not a number");
    else
        fault(r->out, titian_number_advice(advice, r->place->field), "is not a number");
}

/* What is no plain number, or may be one with thousands. A plain one too long for that stays as it is. */
static titian_status read_written(reading *r, titian_error *err)
{
    titian_status status = TITIAN_OK;

    if (r->place->field.length > TITIAN_VALUE_CORE && r->place->power == 0 && !isnan(r->out->value))
        return TITIAN_OK;
    titian_value_read(&r->value, r->place->field);
    if (r->value.kind == TITIAN_VALUE_MISSING) {
        r->out->kind = TITIAN_FIGURE_MISSING;
        r->out->missing = r->value.missing;
    } else if (r->value.kind == TITIAN_VALUE_NUMBER && read_core(r, err, &status)) {
        take_signs(r);
    } else if (status == TITIAN_OK && r->out->what[0] == '\0' && r->out->kind != TITIAN_FIGURE_FAULT_TOLD) {
        refuse_other(r);
    }
    return status;
}

/* Is the value what can be? By which factor it may be off is worth saying: it is what goes wrong most often. */
static void check_plausible(titian_figure *out, const titian_series *series)
{
    static const double factors[] = {100.0, 1000.0, 1000000.0};
    const titian_plausible *p = series->plausible;
    char low[32] = "", high[32] = "", hint[64] = "", number[32], mended[32];
    size_t k;

    if (p == NULL || !(out->value < p->low || out->value > p->high))
        return;
    for (k = 0; k < 2 * sizeof factors / sizeof *factors && hint[0] == '\0'; k++) {
        const double factor = factors[k / 2], other = k % 2 == 0 ? out->value / factor : out->value * factor;

        if (other < p->low || other > p->high || out->value == 0.0)
            continue;
        snprintf(hint, sizeof hint, ": off by a factor of %.0f?", factor);
        titian_number_text(other, mended);
    }
    if (!isnan(p->low))
        titian_number_text(p->low, low);
    if (!isnan(p->high))
        titian_number_text(p->high, high);
    titian_number_text(out->value, number);
    fault(out, "", "is read as %s, which lies outside %s..%s%s", number, low, high, hint);
    if (hint[0] != '\0')
        snprintf(out->mend, sizeof out->mend,
            "write %s if that is meant; else mend PlausibleLow and PlausibleHigh in framework.csv", mended);
    else
        snprintf(out->mend, sizeof out->mend, "mend the value, or PlausibleLow and PlausibleHigh in framework.csv");
}

titian_status titian_figure_read(
    titian_figure *out, const titian_figure_rules *rules, const titian_figure_place *place, titian_error *err)
{
    const titian_field field = titian_field_trim(place->field);
    titian_number_kind kind = titian_number_parse(field.text, field.length, &out->value);
    titian_status status = TITIAN_OK;
    const int plain =
        kind == TITIAN_NUMBER_OK && place->power == 0 && titian_marks_allow(rules->marks, place->column, field);

    out->kind = TITIAN_FIGURE_NUMBER;
    out->is_estimate = 0;
    if (kind == TITIAN_NUMBER_MISSING && field.length == 0) {
        out->kind = TITIAN_FIGURE_MISSING;
        out->missing = TITIAN_MISSING_EMPTY;
        return TITIAN_OK;
    }
    if (!plain) {
        reading r = {.out = out, .rules = rules, .place = place};

        out->what[0] = '\0';
        out->mend[0] = '\0';
        status = read_written(&r, err);
    }
    if (status == TITIAN_OK && out->kind == TITIAN_FIGURE_NUMBER)
        check_plausible(out, place->series);
    return status;
}

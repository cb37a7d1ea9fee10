/* Amounts where each further unit of money does less: a line in the level for each unit, by formula, in columns of
 * Allocation_Units behind the factors. Source: water-filling, Boyd, Vandenberghe 2004, example 5.2;
 * docs/allocation.md. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "workbook/allocation.h"
#include "workbook/matrix.h"

/* A form of returns: the line of a unit by its score s and its scale k, as figures and as formulas of their cells. */
typedef struct {
    double (*slope)(double s, double k);
    double (*offset)(double s, double k);
    double (*level)(double marginal); /* at which one more unit of money brings so much */
    void (*grow_slope)(book *b, grown *g, const char *s, const char *k);
    void (*grow_offset)(book *b, grown *g, const char *s, const char *k);
    const char *says;
} form;

static double score_itself(double s, double k)
{
    (void) k;
    return s;
}

static double scale_itself(double s, double k)
{
    (void) s;
    return k;
}

static double minus_scale(double s, double k)
{
    (void) s;
    return -k;
}

static double offset_saturate(double s, double k)
{
    return k * log(s / k);
}

static double level_saturate(double marginal)
{
    return -log(marginal);
}

static double level_log(double marginal)
{
    return 1.0 / marginal;
}

static void grow_score(book *b, grown *g, const char *s, const char *k)
{
    (void) k;
    grow(b, g, "%s", s);
}

static void grow_scale(book *b, grown *g, const char *s, const char *k)
{
    (void) s;
    grow(b, g, "%s", k);
}

static void grow_minus_scale(book *b, grown *g, const char *s, const char *k)
{
    (void) s;
    grow(b, g, "-%s", k);
}

static void grow_saturate(book *b, grown *g, const char *s, const char *k)
{
    grow(b, g, "%s*LN(%s/%s)", k, s, k);
}

static const form forms[TITIAN_N_RETURNS] = {
    [TITIAN_RETURNS_SATURATE] = {scale_itself, offset_saturate, level_saturate, grow_scale, grow_saturate,
        "Halving finds the level y with which the amounts add up to the budget: one more unit of money then brings "
        "exp(-y) everywhere between floors and caps."},
    [TITIAN_RETURNS_LOG] = {score_itself, minus_scale, level_log, grow_score, grow_minus_scale,
        "Halving finds the level y with which the amounts add up to the budget: one more unit of money then brings "
        "1/y everywhere between floors and caps."},
};

static const struct {
    const char *header, *name;
} heads[N_ALLOC_RETURNS] = {
    [RETURNS_SCALE] = {"Scale of returns", "Money, of the unit"},
    [RETURNS_SLOPE] = {"Slope", "Money for each level"},
    [RETURNS_OFFSET] = {"Offset", "Money at the level 0"},
    [RETURNS_BEGINS] = {"Begins at", "Level from which it has money; empty: none"},
    [RETURNS_ALL] = {"Has all at", "Level with which it has the whole budget"},
};

static const form *form_of(const book *b)
{
    return &forms[b->recipe->allocation.returns];
}

int allocation_returns_fall(const book *b)
{
    return b->recipe->allocation.returns != TITIAN_RETURNS_PROPORTIONAL;
}

const char *allocation_level_says(const book *b)
{
    return allocation_returns_fall(b)
               ? form_of(b)->says
               : "Halving finds the money for each unit of score with which the amounts add up to the budget.";
}

int allocation_returns_column(const book *b, int which)
{
    return ALLOC_FACTOR + (int) b->n_factors + which;
}

size_t allocation_n_returns(const book *b)
{
    return allocation_is_live(b) && allocation_returns_fall(b) ? N_ALLOC_RETURNS : 0;
}

int allocation_slope(const book *b)
{
    return allocation_returns_fall(b) ? allocation_returns_column(b, RETURNS_SLOPE) : ALLOC_SCORE;
}

int allocation_offset(const book *b)
{
    return allocation_returns_fall(b) ? allocation_returns_column(b, RETURNS_OFFSET) : ALLOC_BASE;
}

double allocation_level_of(const book *b, double lambda)
{
    return allocation_returns_fall(b) ? form_of(b)->level(lambda) : lambda;
}

static double scale_of(const book *b, size_t unit)
{
    const titian_allocation_rules *r = &b->recipe->allocation;
    const double people = allocation_people(b, unit);

    return !isnan(r->scale) ? r->scale : isnan(people) ? 0.0 : r->scale_per_head * people;
}

void allocation_draw_line(const book *b, size_t unit, allocated *a)
{
    const double scale = allocation_returns_fall(b) ? scale_of(b, unit) : TITIAN_MISSING;
    const int rises = a->score > 0.0 && scale > 0.0;

    a->slope = !allocation_returns_fall(b) ? a->score : rises ? form_of(b)->slope(a->score, scale) : 0.0;
    a->offset = !allocation_returns_fall(b) ? a->base : rises ? form_of(b)->offset(a->score, scale) : 0.0;
}

/* Levels at which a unit begins to have money, and at which it has all of it; missing for one that never does. */
static double begins(const allocated *a)
{
    return a->slope > 0.0 ? -a->offset / a->slope : TITIAN_MISSING;
}

static double has_all(const book *b, const allocated *a)
{
    return a->slope > 0.0 ? (b->analyses.allocation->budget - a->offset) / a->slope : TITIAN_MISSING;
}

void allocation_level_ends(const book *b, double *low, double *high)
{
    double least = (double) INFINITY, most = -(double) INFINITY;

    for (size_t i = 0; i < b->n_units; i++) {
        const allocated a = allocation_of(b, i);

        if (a.slope > 0.0) {
            least = fmin(least, begins(&a));
            most = fmax(most, has_all(b, &a));
        }
    }
    *low = isfinite(least) ? least : 0.0;
    *high = isfinite(most) ? most : 0.0;
}

/* ---- cells ---- */

static spot at(const book *b, size_t unit, int which)
{
    return AT(b->sheets[SHEET_ALLOCATION_UNITS], row_of_unit(unit), allocation_returns_column(b, which), STYLE_VALUE);
}

static ref own(size_t unit, int col)
{
    return cell(SHEET_HERE, row_of_unit(unit), (lxw_col_t) col);
}

/* A formula of score and scale, 0 for who has no claim. */
static void put_of_line(
    book *b, size_t unit, int which, double value, void (*say)(book *b, grown *g, const char *s, const char *k))
{
    const ref score = own(unit, ALLOC_SCORE), scale = own(unit, allocation_returns_column(b, RETURNS_SCALE));
    grown g = {.length = 0};

    say(b, &g, score.text, scale.text);
    put_formula(b, at(b, unit, which), value, "=IF(AND(%s>0,%s>0),%s,0)", score.text, scale.text, g.text);
}

void allocation_put_returns(book *b, size_t unit, const allocated *a)
{
    const ref people = own(unit, ALLOC_PEOPLE), slope = own(unit, allocation_slope(b));
    const ref offset = own(unit, allocation_offset(b));

    if (allocation_n_returns(b) == 0)
        return;
    if (isnan(b->recipe->allocation.scale))
        put_formula(b, at(b, unit, RETURNS_SCALE), scale_of(b, unit), "=M_scale_per_head*N(%s)", people.text);
    else
        put_formula(b, at(b, unit, RETURNS_SCALE), scale_of(b, unit), "=M_scale");
    put_of_line(b, unit, RETURNS_SLOPE, a->slope, form_of(b)->grow_slope);
    put_of_line(b, unit, RETURNS_OFFSET, a->offset, form_of(b)->grow_offset);
    put_formula(
        b, at(b, unit, RETURNS_BEGINS), begins(a), "=IF(%s>0,-%s/%s,\"\")", slope.text, offset.text, slope.text);
    put_formula(b, at(b, unit, RETURNS_ALL), has_all(b, a), "=IF(%s>0,(M_budget-%s)/%s,\"\")", slope.text,
        offset.text, slope.text);
}

void allocation_put_returns_heads(book *b, column *columns)
{
    for (size_t k = 0; k < allocation_n_returns(b); k++) {
        columns[k] = (column){heads[k].header, 13, STYLE_HEADER_MID};
        put_column_name(
            b, b->sheets[SHEET_ALLOCATION_UNITS], (lxw_col_t) allocation_returns_column(b, (int) k), heads[k].name);
    }
}

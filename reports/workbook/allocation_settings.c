/* Inputs of an allocation on Parameters: budget, powers, floors, caps.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "workbook/allocation.h"
#include "workbook/names.h"

int allocation_is_live(const book *b)
{
    const titian_allocation_rules *r = &b->recipe->allocation;

    return r->n_fences == 0 && r->minimum == 0.0;
}

/* ---- the factors, by the rows of the engine's table ---- */

static titian_item factor_cell(const book *b, size_t row, const char *head)
{
    const titian_listing *t = b->analyses.allocation->factors;

    return titian_listing_cell(t, row, titian_listing_find(t, head));
}

/* Rows stand factor by factor, with as many units under each. */
static void count_factors(book *b)
{
    const size_t n = titian_listing_n_rows(b->analyses.allocation->factors);
    size_t k = 0;

    while (k < n && strcmp(factor_cell(b, k, "Factor").text, factor_cell(b, 0, "Factor").text) == 0)
        k++;
    b->factor_units = k;
    b->n_factors = k == 0 ? 0 : n / k;
}

const char *allocation_factor(const book *b, size_t k)
{
    return factor_cell(b, k * b->factor_units, "Factor").text;
}

double allocation_value(const book *b, size_t k, size_t nth)
{
    return factor_cell(b, k * b->factor_units + nth, "Value").number;
}

double allocation_power(const book *b, size_t k)
{
    return factor_cell(b, k * b->factor_units, "Power").number;
}

/* ---- settings ---- */

typedef struct {
    const char *name, *label, *note;
    double value, least, most;
    int share;
    const char *test;
} line;

static void add(book *b, const line *l)
{
    setting s = {.value = l->value, .least = l->least, .most = l->most, .share = l->share, .note = l->note};

    snprintf(s.name, sizeof s.name, "%s", l->name);
    text_clean(s.label, sizeof s.label, l->label, 150);
    snprintf(s.test, sizeof s.test, "%s", l->test != NULL ? l->test : "");
    names_add(b, &s);
}

static void add_powers(book *b)
{
    for (size_t k = 0; k < b->n_factors; k++) {
        char name[32], label[160];

        snprintf(name, sizeof name, "M_power_%zu", k + 1);
        snprintf(label, sizeof label, "Allocation: power of %.100s", allocation_factor(b, k));
        add(b, &(line){name, label, "1: in proportion; 0: of no account; below 0: less money for more of it",
                   allocation_power(b, k), -100, 100, 0, NULL});
    }
}

/* Caps and limits that the model does not have are left out: there is nothing to type into. */
static void add_if_finite(book *b, const line *l)
{
    if (isfinite(l->value))
        add(b, l);
}

/* Where the returns of money fall: in money, or per head. */
static void add_scale(book *b, const titian_allocation_rules *r)
{
    const double open = (double) INFINITY;

    if (isnan(r->scale))
        add(b, &(line){"M_scale_per_head", "Scale of returns per head",
                   "money per person; the larger, the slower returns fall", r->scale_per_head, 0, open, 0,
                   "M_scale_per_head>0"});
    else
        add(b, &(line){"M_scale", "Scale of returns", "money; the larger, the slower returns fall", r->scale, 0, open,
                   0, "M_scale>0"});
}

void allocation_add_settings(book *b)
{
    const titian_allocation_rules *r = &b->recipe->allocation;
    const double open = (double) INFINITY;

    if (b->analyses.allocation == NULL)
        return;
    count_factors(b);
    if (!allocation_is_live(b))
        return;
    add(b, &(line){
               "M_budget", "Budget", "money to share out", b->analyses.allocation->budget, 0, open, 0, "M_budget>0"});
    add(b, &(line){"M_unit", "Amounts are multiples of", "the budget must be one too", r->unit, 0, open, 0,
               "M_unit>0,ABS(M_budget/M_unit-ROUND(M_budget/M_unit,0))<1E-6"});
    add_powers(b);
    if (allocation_returns_fall(b))
        add_scale(b, r);
    add(b, &(line){"M_base", "Base amount", "for each before anything is shared", r->base, 0, open, 0, NULL});
    add(b, &(line){"M_base_share", "Base amount, share of the budget", "the larger of the two counts", r->base_share,
               0, 1, 1, NULL});
    add(b, &(line){"M_floor", "Floor", "of the whole amount", r->floor, 0, open, 0, NULL});
    add(b, &(line){"M_floor_share", "Floor, share of the budget", "the larger of the two counts", r->floor_share, 0,
               1, 1, NULL});
    add_if_finite(b, &(line){"M_cap", "Cap", "of the whole amount", r->cap, 0, open, 0, NULL});
    add(b, &(line){"M_cap_share", "Cap, share of the budget", "100 %: none", r->cap_share, 0, 1, 1, NULL});
    add_if_finite(
        b, &(line){"M_cap_per_head", "Cap per head", "money per person", r->cap_per_head, 0, open, 0, NULL});
    add(b, &(line){"M_assess_first", "Amount for units to be assessed first", "off the top", r->assess_first, 0, open,
               0, NULL});
    if (r->previous == NULL)
        return;
    add(b, &(line){"M_down", "Least change against the year before", "100 %: no limit downwards", r->swing_down, 0, 1,
               1, NULL});
    add_if_finite(b, &(line){"M_up", "Most change against the year before", "share that may be added", r->swing_up, 0,
                         open, 1, NULL});
}

/* What is uncertain in a model, in words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/varied.h"

#include <string.h>

#include "workbook/options.h"

/* Names of the alternatives that a requirement lets through, joined by "or". */
static void grow_allowed(book *b, grown *g, const titian_requirement *need)
{
    const titian_factor *other = &b->recipe->uncertainty.factors[need->factor];
    size_t n = 0;

    for (size_t k = 0; k < other->n_alternatives; k++)
        if (need->alternatives[k])
            grow(b, g, "%s%s", n++ > 0 ? " or " : "", other->alternatives[k].name);
}

static int equally_likely(const titian_factor *f)
{
    for (size_t k = 1; k < f->n_alternatives; k++)
        if (f->alternatives[k].probability != f->alternatives[0].probability)
            return 0;
    return 1;
}

/* "a, b (with c drawn); each as likely as another". */
static void grow_alternatives(book *b, grown *g, const titian_factor *f)
{
    for (size_t k = 0; k < f->n_alternatives; k++) {
        const titian_alternative *a = &f->alternatives[k];

        grow(b, g, "%s%s", k == 0 ? ": " : ", ", a->name);
        if (!equally_likely(f))
            grow(b, g, " (weight %s)", plain_number(a->probability).text);
        for (size_t w = 0; w < a->n_when; w++) {
            grow(b, g, "%s", w == 0 ? " (only with " : ", ");
            grow_allowed(b, g, &a->when[w]);
        }
        grow(b, g, "%s", a->n_when > 0 ? ")" : "");
    }
    if (f->n_alternatives > 1 && equally_likely(f))
        grow(b, g, "; each as likely as another");
}

static void grow_options(book *b, grown *g, const titian_choice *how)
{
    size_t n = 0;

    for (size_t k = 0; k < how->method->n_params; k++) {
        const titian_param *param = &how->method->params[k];

        if (!option_is_given(param, &how->option[k]))
            continue;
        grow(b, g, "%s%s ", n++ == 0 ? "; " : ", ", param->name);
        grow_option_value(b, g, param, &how->option[k]);
    }
}

grown varied_words(book *b, size_t factor)
{
    const titian_factor *f = &b->recipe->uncertainty.factors[factor];
    grown g = {0};

    grow(b, &g, "%s", f->how.method->summary);
    if (g.text[0] >= 'a' && g.text[0] <= 'z')
        g.text[0] = (char) (g.text[0] - 'a' + 'A');
    if (f->level == 1)
        grow(b, &g, "; of indicators");
    else if (f->level > 1)
        grow(b, &g, "; of level %d", f->level);
    if (f->node != TITIAN_NONE)
        grow(b, &g, "; under %s", book_node(b, f->node)->name);
    grow_options(b, &g, &f->how);
    grow_alternatives(b, &g, f);
    grow(b, &g, ".");
    return g;
}

double varied_number(book *b, const char *figure)
{
    titian_listing *listing = NULL;
    titian_error error;
    double number = TITIAN_MISSING;
    size_t at = 0, col = 0;

    while (at + 1 < titian_uncertainty_n_tables() && strcmp(titian_uncertainty_table_name(at), "summary") != 0)
        at++;
    if (titian_uncertainty_make(&listing, b->analyses.uncertainty, at, &error) != TITIAN_OK) {
        book_fail(b, error.code, "%s", error.message);
        return TITIAN_MISSING;
    }
    col = titian_listing_find(listing, figure);
    if (col != TITIAN_NONE)
        number = titian_listing_cell(listing, 0, col).number;
    titian_listing_free(listing);
    return number;
}

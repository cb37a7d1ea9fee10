/* Is some alternative of each factor open, whatever was drawn before?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "model/uncertainty_build.h"
#include "model/words.h"

enum { PATIENCE = 1000000 }; /* alternatives tried, for all factors together; past that a run says what it meets */

/* A walk over what may have been drawn before a factor. */
typedef struct {
    const titian_uncertain *u;
    size_t factor;
    unsigned char *asked; /* of each factor: this one asks for it, or one that it asks for does */
    size_t *drawn;        /* of each factor asked for: its alternative */
    size_t patience;
} walk;

static int is_open(const walk *w, const titian_alternative *alternative)
{
    for (size_t k = 0; k < alternative->n_when; k++)
        if (!alternative->when[k].alternatives[w->drawn[alternative->when[k].factor]])
            return 0;
    return 1;
}

/* Draw for the factors from `at` on. @return 1 when no alternative of the factor is open with what was drawn, 0 when
 * there is no such draw */
static int find_gap(walk *w, size_t at)
{
    const titian_factor *factor = NULL;

    while (at < w->factor && !w->asked[at])
        at++;
    factor = &w->u->vary->factors[at];
    for (size_t k = 0; k < factor->n_alternatives; k++) {
        if (w->patience == 0)
            return 0;
        w->patience--;
        if (!is_open(w, &factor->alternatives[k]))
            continue;
        if (at == w->factor)
            return 0;
        w->drawn[at] = k;
        if (find_gap(w, at + 1))
            return 1;
    }
    return at == w->factor;
}

/* Which factors it asks for, and they in turn. @return 0 when some alternative asks for nothing: it is always open */
static int find_asked(walk *w)
{
    const titian_factor *factors = w->u->vary->factors;

    for (size_t k = 0; k < factors[w->factor].n_alternatives; k++)
        if (factors[w->factor].alternatives[k].n_when == 0)
            return 0;
    memset(w->asked, 0, w->u->vary->n);
    w->asked[w->factor] = 1;
    for (size_t f = w->factor + 1; f-- > 0;)
        for (size_t k = 0; w->asked[f] && k < factors[f].n_alternatives; k++)
            for (size_t m = 0; m < factors[f].alternatives[k].n_when; m++)
                w->asked[factors[f].alternatives[k].when[m].factor] = 1;
    return factors[w->factor].n_alternatives > 0;
}

static void say(const walk *w)
{
    const titian_factor *factors = w->u->vary->factors;
    titian_words draw = {""};

    for (size_t f = 0; f < w->factor; f++)
        if (w->asked[f])
            titian_words_add(&draw, "%s%s is %s", draw.text[0] != '\0' ? " and " : "",
                titian_quote(factors[f].name).text, titian_quote(factors[f].alternatives[w->drawn[f]].name).text);
    titian_faults_say(w->u->b->faults, titian_uncertain_place(w->u, w->factor, "alternatives"),
        "no alternative of %s is open when %s\n"
        "give one alternative without when, or let the alternatives together allow every draw",
        titian_quote(factors[w->factor].name).text, draw.text);
}

titian_status titian_uncertain_draws(const titian_uncertain *u, titian_error *err)
{
    walk w = {.u = u, .patience = PATIENCE};

    w.asked = titian_arena_array(u->b->arena, u->vary->n, 1);
    w.drawn = titian_arena_array(u->b->arena, u->vary->n, sizeof *w.drawn);
    if (w.asked == NULL || w.drawn == NULL)
        return titian_build_no_memory(err);
    for (w.factor = 0; w.factor < u->vary->n; w.factor++)
        if (find_asked(&w) && find_gap(&w, 0))
            say(&w);
    return TITIAN_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/wanted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/text.h"

enum { CODE_BYTES = 255, LISTED = 8 };

/* A code in small letters. @return 0 when it is too long to be a code */
static size_t fold(char out[CODE_BYTES], titian_field code)
{
    if (code.length > CODE_BYTES)
        return 0;
    titian_field_fold(out, code);
    return code.length;
}

static int new_link(titian_wanted *w, titian_field code, size_t series)
{
    titian_link *more = w->links;

    if (w->n_links == w->room) {
        size_t room = w->room > 0 ? 2 * w->room : 64;

        more = realloc(w->links, room * sizeof *more);
        if (more == NULL)
            return -1;
        w->links = more;
        w->room = room;
    }
    more += w->n_links;
    more->series = series;
    more->next = TITIAN_NONE;
    more->code = titian_arena_text_n(&w->arena, code.text, code.length);
    if (more->code == NULL)
        return -1;
    w->n_links++;
    return 0;
}

/* code -> series, at the end of the code's chain; a second mention of the same series changes nothing. */
static int want(titian_wanted *w, titian_field code, size_t series)
{
    char small[CODE_BYTES];
    size_t first = titian_wanted_find(w, code), last = TITIAN_NONE, n, l;

    for (l = first; l != TITIAN_NONE; l = w->links[l].next) {
        if (w->links[l].series == series)
            return 0;
        last = l;
    }
    if (new_link(w, code, series) != 0)
        return -1;
    l = w->n_links - 1;
    if (last != TITIAN_NONE) {
        w->links[last].next = l;
        return 0;
    }
    n = fold(small, code);
    if (n > 0 && titian_index_add(&w->folded, small, n, l) != 0)
        return -1;
    return titian_index_add(&w->exact, code.text, code.length, l);
}

static int want_all(titian_wanted *w, const char *code, const char *sources, size_t series)
{
    const char *s = sources != NULL ? sources : "";

    if (want(w, (titian_field){code, strlen(code)}, series) != 0)
        return -1;
    for (;;) {
        size_t n;

        s += strspn(s, " \t");
        n = strcspn(s, " \t");
        if (n == 0)
            return 0;
        if (want(w, (titian_field){s, n}, series) != 0)
            return -1;
        s += n;
    }
}

static const titian_plausible *bounds_of(const titian_plausible *plausible)
{
    return plausible->given ? plausible : NULL;
}

static int add_extras(titian_wanted *w, const titian_framework *framework, size_t *series, int labels)
{
    static const char *const kinds[] = {"label", "denominator", "figure"}; /* in the order of titian_extra_kind */
    size_t k;

    for (k = 0; k < titian_framework_n_extras(framework); k++) {
        const titian_extra *extra = titian_framework_extra(framework, k);

        if ((extra->kind == TITIAN_EXTRA_GROUP) != labels)
            continue;
        w->series[*series] =
            (titian_series){extra->code, kinds[extra->kind], labels, extra->unit, bounds_of(&extra->plausible)};
        if (want_all(w, extra->code, extra->source_codes, *series) != 0)
            return -1;
        ++*series;
    }
    return 0;
}

titian_status titian_wanted_fill(titian_wanted *wanted, const titian_framework *framework, titian_error *err)
{
    size_t n_indicators = titian_framework_n_indicators(framework), k, series = 0;
    size_t n = n_indicators + titian_framework_n_extras(framework);

    wanted->series = calloc(n > 0 ? n : 1, sizeof *wanted->series);
    if (wanted->series == NULL)
        goto no_memory;
    for (; series < n_indicators; series++) {
        const titian_node *node = titian_framework_node(framework, series);

        wanted->series[series] = (titian_series){node->code, "indicator", 0, node->unit, bounds_of(&node->plausible)};
        if (want_all(wanted, node->code, node->source_codes, series) != 0)
            goto no_memory;
    }
    for (k = 0; k < 2; k++) {
        if (add_extras(wanted, framework, &series, (int) k) != 0)
            goto no_memory;
        if (k == 0)
            wanted->n_variables = series;
    }
    wanted->n_groups = series - wanted->n_variables;
    return TITIAN_OK;
no_memory:
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for the codes of the model");
}

void titian_wanted_free(titian_wanted *wanted)
{
    free(wanted->series);
    free(wanted->links);
    titian_index_free(&wanted->exact);
    titian_index_free(&wanted->folded);
    titian_arena_free(&wanted->arena);
}

size_t titian_wanted_find(const titian_wanted *wanted, titian_field code)
{
    return titian_index_find(&wanted->exact, code.text, code.length);
}

const char *titian_wanted_near(const titian_wanted *wanted, titian_field code)
{
    char small[CODE_BYTES];
    size_t n = fold(small, code);
    size_t link = n > 0 ? titian_index_find(&wanted->folded, small, n) : TITIAN_NONE;

    return link != TITIAN_NONE ? wanted->links[link].code : NULL;
}

const char *titian_wanted_list(char *out, size_t size, const titian_wanted *wanted)
{
    size_t n = wanted->n_variables, shown = n <= LISTED + 1 ? n : LISTED, k, used = 0;

    out[0] = '\0';
    for (k = 0; k < shown && used < size; k++)
        used += (size_t) snprintf(out + used, size - used, "%s%s", k > 0 ? ", " : "", wanted->series[k].code);
    if (shown < n && used < size)
        snprintf(out + used, size - used, " and %zu more", n - shown);
    return out;
}

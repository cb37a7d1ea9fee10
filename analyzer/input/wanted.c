/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/wanted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/selection.h"
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

/* Links that have been handed out never move: a copy of the structure, in which a file is tried out, adds links of
 * its own and leaves those of the original as they are. */
static int new_link(titian_wanted *w, titian_link link)
{
    if (w->n_links == w->room) {
        const size_t room = w->room > 0 ? 2 * w->room : 64;
        titian_link *more = titian_arena_array(w->store, room, sizeof *more);

        if (more == NULL)
            return -1;
        if (w->n_links > 0)
            memcpy(more, w->links, w->n_links * sizeof *more);
        w->links = more;
        w->room = room;
    }
    w->links[w->n_links] = link;
    w->links[w->n_links++].next = TITIAN_NONE;
    return 0;
}

static int same_selection(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* A link for a chain, in order behind the others; a second mention of the same series changes nothing.
 * @param first  of the chain; TITIAN_NONE, and a new one is begun */
static int put_in_chain(titian_wanted *w, size_t *first, titian_link link)
{
    size_t last = TITIAN_NONE, l;

    for (l = *first; l != TITIAN_NONE; l = w->links[l].next) {
        if (w->links[l].series == link.series && same_selection(w->links[l].selection, link.selection))
            return 0;
        last = l;
    }
    if (new_link(w, link) != 0)
        return -1;
    if (last == TITIAN_NONE)
        *first = w->n_links - 1;
    else
        w->links[last].next = w->n_links - 1;
    return 0;
}

/* word -> series, among those that want the code as it is or among those that want a breakdown of it. */
static int want(titian_wanted *w, titian_field word, size_t series)
{
    char small[CODE_BYTES];
    titian_selection selection;
    const int plain = titian_selection_parse(&selection, word) != NULL || selection.n == 0;
    const titian_field code = plain ? word : selection.code;
    titian_index *index = plain ? &w->exact : &w->selected;
    const size_t known = titian_index_find(index, code.text, code.length);
    titian_link link = {.series = series, .code = titian_arena_text_n(&w->arena, code.text, code.length)};
    size_t first = known, n = fold(small, code);

    if (!plain)
        link.selection = titian_arena_text_n(&w->arena, word.text, word.length);
    if (link.code == NULL || (!plain && link.selection == NULL) || put_in_chain(w, &first, link) != 0)
        return -1;
    if (known != TITIAN_NONE)
        return 0;
    if (n > 0 && titian_index_add(&w->folded, small, n, first) != 0)
        return -1;
    return titian_index_add(index, code.text, code.length, first);
}

int titian_wanted_chain(titian_wanted *wanted, size_t *chain, size_t link)
{
    titian_link copy = wanted->links[link];

    copy.selection = NULL; /* it has been met */
    return put_in_chain(wanted, chain, copy);
}

static int want_all(titian_wanted *w, const char *code, const char *sources, size_t series)
{
    const char *s = sources != NULL ? sources : "";

    if (want(w, (titian_field){code, strlen(code)}, series) != 0)
        return -1;
    for (;;) {
        size_t n;

        s += strspn(s, " \t");
        n = titian_source_word(s);
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

/* The column that says in which unit a unit lies, whatever the model: but what it names itself is its own. */
static int want_parents(titian_wanted *w, size_t series)
{
    static const char *const names[] = {"parent_unit", "Parent"};
    int taken = 0;

    w->series[series] = (titian_series){names[0], "label", 1, "", NULL};
    w->parent = TITIAN_NONE;
    w->n_series = series + 1;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        const titian_field name = {names[k], strlen(names[k])};

        if (titian_wanted_knows(w, name))
            taken = k == 0;
        else if (!taken && want(w, name, series) != 0)
            return -1;
        else if (!taken)
            w->parent = series;
    }
    return 0;
}

titian_status titian_wanted_fill(titian_wanted *wanted, const titian_framework *framework, titian_error *err)
{
    size_t n_indicators = titian_framework_n_indicators(framework), k, series = 0;
    size_t n = n_indicators + titian_framework_n_extras(framework);

    wanted->series = calloc(n + 1, sizeof *wanted->series);
    wanted->store = calloc(1, sizeof *wanted->store);
    if (wanted->series == NULL || wanted->store == NULL)
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
    if (want_parents(wanted, series) == 0)
        return TITIAN_OK;
no_memory:
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for the codes of the model");
}

void titian_wanted_free(titian_wanted *wanted)
{
    free(wanted->series);
    if (wanted->store != NULL)
        titian_arena_free(wanted->store);
    free(wanted->store);
    titian_index_free(&wanted->exact);
    titian_index_free(&wanted->folded);
    titian_index_free(&wanted->selected);
    titian_arena_free(&wanted->arena);
}

size_t titian_wanted_find(const titian_wanted *wanted, titian_field code)
{
    return titian_index_find(&wanted->exact, code.text, code.length);
}

size_t titian_wanted_selected(const titian_wanted *wanted, titian_field code)
{
    return titian_index_find(&wanted->selected, code.text, code.length);
}

int titian_wanted_knows(const titian_wanted *wanted, titian_field code)
{
    return titian_wanted_find(wanted, code) != TITIAN_NONE || titian_wanted_selected(wanted, code) != TITIAN_NONE;
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

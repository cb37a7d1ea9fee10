/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/parents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input/text.h"

enum { FIRST_YEAR = 1000, LAST_YEAR = 2999, SHOWN = 6 };

/* How far the way up from a unit has been followed. */
enum { NOT_SEEN, ON_THE_WAY, IS_FINE };

typedef struct {
    titian_gather *gather;
    titian_label_years label;
    size_t *parents;      /* by unit */
    size_t *named;        /* by label: the unit of that code + 1; 0: there is none, or nobody has looked */
    unsigned char *state; /* by unit */
} search;

int titian_label_years_find(titian_label_years *label, const titian_gather *gather, size_t series)
{
    *label = (titian_label_years){series, calloc(LAST_YEAR - FIRST_YEAR + 1, sizeof *label->years), 0};
    if (label->years == NULL)
        return -1;
    for (int year = LAST_YEAR; year >= FIRST_YEAR; year--)
        if (titian_cells_has(gather->cells, series, year))
            label->years[label->n_years++] = year;
    return 0;
}

int titian_label_find(titian_cell *cell, const titian_gather *gather, const titian_label_years *label, size_t unit)
{
    titian_cell_key key = {label->series, 0, unit};

    if (titian_cells_get(gather->cells, &key, cell))
        return 1;
    for (size_t k = 0; k < label->n_years; k++) {
        key.year = label->years[k];
        if (titian_cells_get(gather->cells, &key, cell))
            return 1;
    }
    return 0;
}

/* An error at the place where a unit's parent was read. */
static void tell(const search *s, size_t unit, const char *text)
{
    titian_findings *findings = &s->gather->findings;
    titian_cell cell;

    if (!titian_label_find(&cell, s->gather, &s->label, unit))
        return;
    titian_findings_begin(findings, titian_ledger_at(s->gather->ledger, cell.spot.file)->path);
    findings->in_sheet = titian_ledger_at(s->gather->ledger, cell.spot.file)->in_sheet;
    titian_findings_error(findings, cell.spot.line, cell.spot.column, "%s", text);
    titian_findings_end(findings);
}

/* Many units lie in the same one, whose label they share. @return TITIAN_NONE: there is none of that code */
static size_t unit_named(search *s, size_t label)
{
    const char *code = s->gather->labels.text[label];

    if (s->named[label] == 0)
        s->named[label] = titian_index_find(&s->gather->roll.codes.index, code, strlen(code)) + 1;
    return s->named[label] - 1;
}

static void find_parent(search *s, size_t unit)
{
    const titian_texts *codes = &s->gather->roll.codes;
    char text[TITIAN_ERROR_TEXT], quoted[TITIAN_QUOTED];
    const char *parent = NULL;
    titian_cell cell;

    s->parents[unit] = TITIAN_NONE;
    if (!titian_label_find(&cell, s->gather, &s->label, unit))
        return;
    parent = s->gather->labels.text[(size_t) cell.value];
    s->parents[unit] = unit_named(s, (size_t) cell.value);
    if (s->parents[unit] != TITIAN_NONE)
        return;
    snprintf(text, sizeof text,
        "%s is no unit in these files (unit %.64s lies in it)\nwrite the code as its own line has it, or add a line "
        "for it to a units file",
        titian_field_quote(quoted, (titian_field){parent, strlen(parent)}), codes->text[unit]);
    tell(s, unit, text);
}

static void tell_circle(search *s, size_t unit)
{
    const titian_texts *codes = &s->gather->roll.codes;
    char way[TITIAN_ERROR_TEXT / 2], text[TITIAN_ERROR_TEXT];
    size_t at = unit, used = 0;

    for (size_t k = 0; k == 0 || (at != unit && k < SHOWN); k++) {
        used += (size_t) snprintf(way + used, sizeof way - used, "%.64s, ", codes->text[at]);
        at = s->parents[at];
    }
    (void) snprintf(way + used, sizeof way - used, "%s%.64s", at != unit ? "... " : "", codes->text[unit]);
    snprintf(text, sizeof text,
        "these units lie in each other: %s\ngive one of them a unit outside the circle, or none if it is the "
        "outermost",
        way);
    tell(s, unit, text);
}

/* Follow each unit up until it is known how that ends. A circle is told once. */
static void find_circles(search *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = i;

        while (at != TITIAN_NONE && s->state[at] == NOT_SEEN) {
            s->state[at] = ON_THE_WAY;
            at = s->parents[at];
        }
        if (at != TITIAN_NONE && s->state[at] == ON_THE_WAY)
            tell_circle(s, at);
        for (at = i; at != TITIAN_NONE && s->state[at] == ON_THE_WAY; at = s->parents[at])
            s->state[at] = IS_FINE;
    }
}

titian_status titian_parents_find(size_t **parents, titian_gather *gather, titian_error *err)
{
    const size_t n = gather->roll.codes.n, series = gather->wanted.parent;
    search s = {.gather = gather};

    *parents = NULL;
    if (series == TITIAN_NONE || gather->seen[series] < TITIAN_SEEN_FILLED)
        return TITIAN_OK;
    s.parents = calloc(n + 1, sizeof *s.parents);
    s.state = calloc(n + 1, sizeof *s.state);
    s.named = calloc(gather->labels.n + 1, sizeof *s.named);
    if (s.parents == NULL || s.state == NULL || s.named == NULL ||
        titian_label_years_find(&s.label, gather, series) != 0) {
        free(s.parents);
        free(s.state);
        free(s.named);
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for what %zu units lie in", n);
    }
    for (size_t i = 0; i < n; i++)
        find_parent(&s, i);
    find_circles(&s, n);
    free(s.state);
    free(s.named);
    free(s.label.years);
    *parents = s.parents;
    return TITIAN_OK;
}

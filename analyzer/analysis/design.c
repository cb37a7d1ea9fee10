/* Designs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/design.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/suggest.h>

#include "analysis/assessment.h"
#include "analysis/replicate.h"
#include "core/arena.h"
#include "input/kept.h"
#include "input/small_csv.h"
#include "input/text.h"

struct titian_design {
    double *draws;
    uint64_t n, room; /* replications */
    size_t n_numbers; /* of each */
};

/* What a column holds: what a factor draws, or one of its numbers; TITIAN_NONE: nothing that is read. */
typedef struct {
    size_t factor, number;
    int is_word;
} column;

/* A design while it is read. */
typedef struct {
    titian_design *design;
    titian_replicator *replicator;
    const titian_recipe *recipe;
    column *columns;
    size_t n_columns;
    size_t *order, n_order; /* columns by factor, so that what an alternative asks for is known before it */
    titian_change change;
    titian_arena arena;
} reading;

static const char *name_of(const reading *r, size_t factor)
{
    return r->recipe->uncertainty.factors[factor].name;
}

static size_t n_factors_of(const reading *r)
{
    return r->recipe->uncertainty.n_factors;
}

/* ---- the header ---- */

/* The number, from 0, that a column's name ends in: ".3" is 2. TITIAN_NONE for anything else, or beyond n. */
static size_t read_ending(const char *text, size_t n)
{
    size_t number = 0;

    if (text[0] != '.' || text[1] < '1' || text[1] > '9')
        return TITIAN_NONE;
    for (text++; *text >= '0' && *text <= '9' && number <= n; text++)
        number = 10 * number + (size_t) (*text - '0');
    return *text == '\0' && number <= n ? number - 1 : TITIAN_NONE;
}

/* A column of the numbers of a factor, "u.NAME" or "u.NAME.3". */
static int is_number_of(const reading *r, const char *text, size_t factor, size_t *number)
{
    const size_t length = strlen(name_of(r, factor)), n = titian_replicator_count(r->replicator, factor);

    if (strncmp(text, "u.", 2) != 0 || strncmp(text + 2, name_of(r, factor), length) != 0)
        return 0;
    *number = n == 1 && text[2 + length] == '\0' ? 0 : n > 1 ? read_ending(text + 2 + length, n) : TITIAN_NONE;
    return *number != TITIAN_NONE;
}

static column find_column(const reading *r, const char *text)
{
    column found = {.factor = TITIAN_NONE};

    for (size_t f = 0; f < n_factors_of(r); f++)
        if (strcmp(text, name_of(r, f)) == 0)
            return (column){.factor = f, .is_word = 1};
    for (size_t f = 0; f < n_factors_of(r); f++)
        if (is_number_of(r, text, f, &found.number)) {
            found.factor = f;
            return found;
        }
    return found;
}

/* How the columns of a factor are written, for messages. */
static void name_columns(const reading *r, size_t factor, char text[TITIAN_ERROR_TEXT])
{
    const char *name = name_of(r, factor);
    const size_t n = titian_replicator_count(r->replicator, factor);

    if (n > 1)
        (void) snprintf(text, TITIAN_ERROR_TEXT, "u.%.80s.1 to u.%.80s.%zu", name, name, n);
    else
        (void) snprintf(text, TITIAN_ERROR_TEXT, "u.%.80s", name);
}

static void say_unknown(const reading *r, const titian_field *field, size_t at[2], titian_findings *findings)
{
    const char *names[TITIAN_MOST_ALTERNATIVES];
    char known[TITIAN_ERROR_TEXT], quoted[TITIAN_QUOTED];
    size_t n = 0, near;

    for (; n < n_factors_of(r) && n < TITIAN_MOST_ALTERNATIVES; n++)
        names[n] = name_of(r, n);
    near = titian_suggest(strncmp(field->text, "u.", 2) == 0 ? field->text + 2 : field->text, names, n);
    if (near == TITIAN_NONE)
        near = 0;
    name_columns(r, near, known);
    titian_findings_error(findings, at[0], at[1],
        "%s is no factor of the model\nthe columns of %.80s, for one, are %.200s%s",
        titian_field_quote(quoted, *field), name_of(r, near), known,
        titian_vary_row_at(r->recipe->uncertainty.factors[near].how.row)->place != NULL ? ", or its name" : "");
}

static void take_column(reading *r, const titian_record *record, size_t k, titian_findings *findings)
{
    const titian_field *field = &record->fields[k];
    column found = find_column(r, field->text);
    char known[TITIAN_ERROR_TEXT];
    size_t at[] = {record->line, k + 1};

    r->columns[k] = found;
    if (found.factor == TITIAN_NONE && strcmp(field->text, "Replication") == 0)
        return;
    if (found.factor == TITIAN_NONE) {
        say_unknown(r, field, at, findings);
        return;
    }
    if (found.is_word && titian_vary_row_at(r->recipe->uncertainty.factors[found.factor].how.row)->place == NULL) {
        name_columns(r, found.factor, known);
        titian_findings_error(findings, at[0], at[1],
            "what %.80s draws cannot be said in one column\ngive the numbers it draws from: %.200s", field->text,
            known);
    }
}

/* Every number of every factor must be given, once. */
static void check_columns(
    const reading *r, const titian_record *record, unsigned char *given, titian_findings *findings)
{
    char known[TITIAN_ERROR_TEXT];

    for (size_t k = 0; k < r->n_columns; k++) {
        const column *c = &r->columns[k];
        const size_t first = c->factor != TITIAN_NONE ? titian_replicator_first(r->replicator, c->factor) : 0;

        if (c->factor == TITIAN_NONE)
            continue;
        if (given[first + c->number])
            titian_findings_error(findings, record->line, k + 1, "%.80s is given a second time\nkeep one column",
                name_of(r, c->factor));
        given[first + c->number] = 1;
    }
    for (size_t f = 0; f < n_factors_of(r); f++) {
        const size_t first = titian_replicator_first(r->replicator, f), n = titian_replicator_count(r->replicator, f);
        size_t k = 0;

        while (k < n && given[first + k])
            k++;
        if (k == n)
            continue;
        name_columns(r, f, known);
        titian_findings_error(findings, record->line, 0, "%s%.80s\nadd %s%.200s",
            n > 1 ? "a column is missing of " : "there is no column of ", name_of(r, f),
            n > 1 ? "those that are missing of " : "its name, or ", known);
    }
}

static void sort_columns(reading *r)
{
    for (size_t f = 0; f < n_factors_of(r); f++)
        for (size_t k = 0; k < r->n_columns; k++)
            if (r->columns[k].factor == f)
                r->order[r->n_order++] = k;
}

static titian_status take_header(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    reading *r = context;
    unsigned char *given = titian_arena_array(&r->arena, r->design->n_numbers, 1);
    const size_t before = findings->errors_here;

    r->n_columns = record->n_fields;
    r->columns = titian_arena_array(&r->arena, r->n_columns, sizeof *r->columns);
    r->order = titian_arena_array(&r->arena, r->n_columns, sizeof *r->order);
    if (given == NULL || r->columns == NULL || r->order == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a design");
    for (size_t k = 0; k < r->n_columns; k++)
        take_column(r, record, k, findings);
    if (findings->errors_here == before)
        check_columns(r, record, given, findings);
    sort_columns(r);
    return TITIAN_OK;
}

/* ---- rows ---- */

static titian_status add_room(titian_design *d, titian_error *err)
{
    const uint64_t room = d->room > 0 ? 2 * d->room : 64;
    const size_t bytes = d->n_numbers * sizeof *d->draws;
    double *draws = bytes > 0 && room > (size_t) -1 / bytes ? NULL : realloc(d->draws, (size_t) room * bytes + 1);

    if (draws == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a design of %zu numbers a row", d->n_numbers);
    d->draws = draws;
    d->room = room;
    return TITIAN_OK;
}

/* From what a field says to the number that draws it. */
static void take_field(reading *r, const titian_record *record, size_t k, double *numbers, titian_findings *findings)
{
    const column *c = &r->columns[k];
    const titian_field *field = &record->fields[k];
    const titian_vary_row *row = titian_vary_row_at(r->recipe->uncertainty.factors[c->factor].how.row);
    const titian_site site = {.recipe = r->recipe, .factor = c->factor};
    double *u = numbers + titian_replicator_first(r->replicator, c->factor) + c->number;
    titian_wish wish = {.text = field->text};
    char quoted[TITIAN_QUOTED];
    titian_error found = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    (void) titian_kept_number(record, *field, &wish.number);
    if (c->is_word)
        status = row->place(&site, &r->change, &wish, u, &found);
    else if (wish.number > 0.0 && wish.number < 1.0)
        *u = wish.number;
    else
        status =
            titian_fail(&found, TITIAN_E_DATA, "%s is not a number above 0 and below 1\n%s draws from such a number",
                titian_field_quote(quoted, *field), name_of(r, c->factor));
    if (status == TITIAN_OK && r->recipe->uncertainty.factors[c->factor].n_alternatives > 0)
        status = row->apply(&site, u, &r->change, &found); /* so that later ones know it */
    if (status != TITIAN_OK)
        titian_findings_error(findings, record->line, k + 1, "%s\n%s", found.message, found.mend);
}

static titian_status take_row(
    const titian_record *record, titian_findings *findings, void *context, titian_error *err)
{
    reading *r = context;
    titian_design *d = r->design;
    const titian_status status = d->n == d->room ? add_room(d, err) : TITIAN_OK;

    if (status != TITIAN_OK)
        return status;
    for (size_t f = 0; f < n_factors_of(r); f++)
        r->change.alternative[f] = TITIAN_NONE;
    for (size_t k = 0; k < r->n_order; k++)
        take_field(r, record, r->order[k], d->draws + d->n * d->n_numbers, findings);
    d->n++;
    return TITIAN_OK;
}

/* ---- the whole ---- */

static titian_status open_reading(reading *r, const titian_assessment *nominal, titian_error *err)
{
    titian_status status = titian_replicator_new(&r->replicator, nominal, err);

    if (status != TITIAN_OK)
        return status;
    r->design = calloc(1, sizeof *r->design);
    r->change.alternative = titian_arena_array(&r->arena, n_factors_of(r), sizeof *r->change.alternative);
    if (r->design == NULL || r->change.alternative == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a design");
    r->design->n_numbers = titian_replicator_n_uniforms(r->replicator);
    return TITIAN_OK;
}

titian_status titian_design_parse(titian_design **out, const titian_assessment *nominal, const char *name,
    const char *text, size_t length, titian_problems *problems, titian_error *err)
{
    reading r = {.recipe = titian_assessment_recipe(nominal)};
    const titian_small_csv_reader reader = {take_header, take_row,
        "the file is empty\nwrite a header with the names of the factors, and a row for each replication", &r};
    titian_status status = open_reading(&r, nominal, err);

    *out = NULL;
    if (status == TITIAN_OK)
        status = titian_small_csv_parse(&reader, name, text, length, problems, err);
    if (status == TITIAN_OK && r.design->n == 0)
        status = titian_fail_at(
            err, TITIAN_E_DATA, name, 1, 0, "there is no row behind the header\nwrite one for each replication");
    if (status == TITIAN_OK) {
        *out = r.design;
        r.design = NULL;
    }
    titian_design_free(r.design);
    titian_replicator_free(r.replicator);
    titian_arena_free(&r.arena);
    return status;
}

titian_status titian_design_read(titian_design **out, const titian_assessment *nominal, const char *path,
    titian_problems *problems, titian_error *err)
{
    return titian_design_parse(out, nominal, path, NULL, 0, problems, err);
}

void titian_design_free(titian_design *design)
{
    if (design == NULL)
        return;
    free(design->draws);
    free(design);
}

uint64_t titian_design_n(const titian_design *design)
{
    return design->n;
}

const double *titian_design_draws(const titian_design *design)
{
    return design->draws;
}

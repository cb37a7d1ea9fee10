/* Columns of framework.csv with a point in their name.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/framework_dotted.h"

#include <string.h>

#include "input/kept.h"
#include "model/framework_cell.h"
#include "model/words.h"

enum { MOST_OPTIONS = 128 };

static const char set_prefix[] = "Weight";

/* Stage of the n bytes before the point; TITIAN_N_STAGES for a set of weights, one more when it is neither. */
static unsigned find_prefix(const char *text, size_t n)
{
    for (unsigned stage = 0; stage < TITIAN_N_STAGES; stage++) {
        const char *name = titian_stage_name((titian_stage) stage);

        if (strlen(name) == n && memcmp(name, text, n) == 0)
            return stage;
    }
    return n == strlen(set_prefix) && memcmp(set_prefix, text, n) == 0 ? TITIAN_N_STAGES : TITIAN_N_STAGES + 1;
}

/* "method" and every option of the stage, each once. */
static size_t options_of(titian_stage stage, const char *names[MOST_OPTIONS])
{
    size_t n = 0;

    names[n++] = "method";
    for (size_t row = 0; row < titian_n_methods(stage); row++) {
        const titian_method *method = titian_method_at(stage, row);

        for (size_t k = 0; k < method->n_params; k++) {
            size_t at = 0;

            while (at < n && strcmp(names[at], method->params[k].name) != 0)
                at++;
            if (at == n && n < MOST_OPTIONS)
                names[n++] = method->params[k].name;
        }
    }
    return n;
}

static int is_known(titian_stage stage, const char *name, titian_place place, titian_faults *faults)
{
    const char *names[MOST_OPTIONS];
    const size_t n = options_of(stage, names);

    if (!titian_stage_by_indicator(stage)) {
        titian_faults_say(faults, place,
            "indicators have no settings of their own under %s\ntake the column out, and give them in model.yaml",
            titian_stage_name(stage));
        return 0;
    }
    for (size_t k = 0; k < n; k++)
        if (strcmp(names[k], name) == 0)
            return 1;
    titian_faults_say(faults, place, "no method of %s has an option %s\n%sknown: %s", titian_stage_name(stage),
        titian_quote(name).text, titian_near(faults, name, names, n).text, titian_list(names, n).text);
    return 0;
}

/* May some method's option of that name be a list or a range? */
static int holds_several(const titian_dotted *column)
{
    for (size_t row = 0; column->stage < TITIAN_N_STAGES && row < titian_n_methods(column->stage); row++) {
        const titian_method *method = titian_method_at(column->stage, row);

        for (size_t k = 0; k < method->n_params; k++)
            if (strcmp(method->params[k].name, column->name) == 0 &&
                (method->params[k].kind == TITIAN_PARAM_LIST || method->params[k].kind == TITIAN_PARAM_RANGE))
                return 1;
    }
    return 0;
}

static int is_new(const titian_rows *rows, const titian_dotted *column, titian_place place, titian_faults *faults)
{
    for (size_t k = 0; k < rows->n_dotted; k++)
        if (rows->dotted[k].stage == column->stage && strcmp(rows->dotted[k].name, column->name) == 0) {
            titian_faults_say(faults, place, "the column stands twice, as field %zu and %zu\nkeep one of the two",
                rows->dotted[k].field, column->field);
            return 0;
        }
    return 1;
}

static int add(titian_rows *rows, const titian_dotted *column, titian_arena *arena)
{
    titian_dotted *more = titian_arena_array(arena, rows->n_dotted + 1, sizeof *more);

    if (more == NULL)
        return -1;
    if (rows->n_dotted > 0)
        memcpy(more, rows->dotted, rows->n_dotted * sizeof *more);
    more[rows->n_dotted++] = *column;
    rows->dotted = more;
    return 1;
}

int titian_dotted_take(
    titian_rows *rows, const titian_field *field, titian_place place, titian_arena *arena, titian_faults *faults)
{
    const char *point = memchr(field->text, '.', field->length);
    const unsigned prefix =
        point != NULL ? find_prefix(field->text, (size_t) (point - field->text)) : TITIAN_N_STAGES + 1;
    titian_dotted column = {.stage = (titian_stage) prefix, .field = place.column};

    if (prefix > TITIAN_N_STAGES)
        return 0;
    column.name = titian_arena_text(arena, point + 1);
    if (column.name == NULL)
        return -1;
    if (prefix == TITIAN_N_STAGES && column.name[0] == '\0') {
        titian_faults_say(
            faults, place, "a set of weights without a name\nwrite Weight. and a name behind the point");
        return 1;
    }
    if ((prefix < TITIAN_N_STAGES && !is_known(column.stage, column.name, place, faults)) ||
        !is_new(rows, &column, place, faults))
        return 1;
    column.several = holds_several(&column);
    return add(rows, &column, arena);
}

/* A cell as a text. @return NULL when there is no memory */
static const char *text_of(const titian_record *record, const titian_dotted *column, titian_place place,
    titian_arena *arena, titian_faults *faults)
{
    const titian_field field = record->fields[column->field - 1];
    char *text = titian_arena_alloc(arena, field.length + 1), advice[TITIAN_KEPT_ADVICE];

    if (text == NULL || titian_kept_with_points(text, record, field, column->several))
        return text;
    if (titian_kept_is_twofold(record, field) && !column->several)
        titian_faults_say(faults, place, "%s %s", titian_quote(field.text).text, titian_kept_advice(advice, field));
    else
        titian_faults_say(faults, place,
            "a mark in %s may begin decimals or stand between thousands or two numbers\nput blanks between numbers, "
            "nothing between thousands, no brackets: 0,5 1,5",
            titian_quote(field.text).text);
    return "";
}

int titian_dotted_read(
    const titian_rows *rows, const titian_record *record, titian_arena *arena, titian_faults *faults, titian_row *row)
{
    if (rows->n_dotted == 0)
        return 0;
    row->dotted = titian_arena_array(arena, rows->n_dotted, sizeof *row->dotted);
    if (row->dotted == NULL)
        return -1;
    for (size_t k = 0; k < rows->n_dotted; k++) {
        const titian_dotted *column = &rows->dotted[k];
        const titian_place place = {rows->file, record->line, column->field};

        row->dotted[k] = titian_field_is_empty(&record->fields[column->field - 1])
                             ? ""
                             : text_of(record, column, place, arena, faults);
        if (row->dotted[k] == NULL)
            return -1;
    }
    return 0;
}

size_t titian_dotted_sets(const titian_rows *rows)
{
    size_t n = 0;

    for (size_t k = 0; k < rows->n_dotted; k++)
        n += rows->dotted[k].stage == TITIAN_N_STAGES;
    return n;
}

size_t titian_dotted_set(const titian_rows *rows, size_t set)
{
    size_t k = 0;

    for (; k < rows->n_dotted; k++)
        if (rows->dotted[k].stage == TITIAN_N_STAGES && set-- == 0)
            break;
    return k;
}

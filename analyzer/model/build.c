/* What the builders of the recipe share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/build.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model/framework_tree.h"
#include "model/words.h"

titian_path titian_path_of(const char *format, ...)
{
    titian_path path;
    va_list args;

    va_start(args, format);
    if (vsnprintf(path.text, sizeof path.text, format, args) < 0)
        path.text[0] = '\0';
    va_end(args);
    return path;
}

titian_place titian_build_place(const titian_build *b, const char *path)
{
    if (b->yaml == NULL)
        return (titian_place){b->rows->file, 0, 0};
    return titian_yaml_place(b->yaml, path);
}

/* Last key of a path. */
static const char *key_of(const char *path)
{
    const char *point = strrchr(path, '.');

    return point != NULL ? point + 1 : path;
}

double titian_build_number_at(
    const titian_build *b, titian_place place, const char *name, const double *given, titian_rule rule)
{
    if (given == NULL)
        return rule.fallback;
    if (*given < rule.least || *given > rule.most || (rule.open && *given == rule.least))
        titian_faults_say(b->faults, place, "%s is %s\nit must be %s%s", name, titian_figure(*given).text,
            rule.open ? "above " : "",
            rule.open ? titian_figure(rule.least).text : titian_bounds(rule.least, rule.most).text);
    else if (rule.whole && *given != floor(*given))
        titian_faults_say(b->faults, place, "%s is %s, not a whole number\nwrite a whole number, %s", name,
            titian_figure(*given).text, titian_bounds(rule.least, rule.most).text);
    else
        return *given;
    return rule.fallback;
}

double titian_build_number(const titian_build *b, const char *path, const double *given, titian_rule rule)
{
    return titian_build_number_at(b, titian_build_place(b, path), key_of(path), given, rule);
}

/* "Group", "Denominator or Other" */
static titian_words type_words(unsigned types)
{
    titian_words words = {""};

    for (int type = 0; type < TITIAN_N_ROW_TYPES; type++)
        if ((types >> type & 1u) != 0)
            titian_words_add(&words, "%s%s", words.text[0] != '\0' ? " or " : "", titian_row_type_word(type));
    return words;
}

static titian_words nearest_code(const titian_build *b, const char *code, unsigned types)
{
    titian_words near = {""};

    for (int type = 0; type < TITIAN_N_ROW_TYPES && near.text[0] == '\0'; type++)
        if ((types >> type & 1u) != 0)
            near = titian_near(b->faults, code, b->rows->codes[type], b->rows->n_codes[type]);
    return near;
}

int titian_build_code_at(
    const titian_build *b, titian_place place, const char *name, const char *code, unsigned types)
{
    const titian_row *row = NULL;
    size_t k;

    if (!b->rows->whole)
        return 1;
    k = titian_rows_find(b->rows, code);
    if (k == TITIAN_NONE) {
        titian_faults_say(b->faults, place, "there is no row %s in %s (%s)\n%swrite the code of a row of Type %s",
            titian_quote(code).text, b->rows->file, name, nearest_code(b, code, types).text, type_words(types).text);
        return 0;
    }
    row = &b->rows->rows[k];
    if (titian_row_faulty(row, TITIAN_COLUMN_TYPE) || (types >> row->type & 1u) != 0)
        return 1;
    titian_faults_say(b->faults, place, "row \"%s\" is of Type %s (%s, line %zu)\nwrite the code of a row of Type %s",
        code, titian_row_type_word(row->type), b->rows->file, row->line, type_words(types).text);
    return 0;
}

int titian_build_code(const titian_build *b, const char *path, const char *code, unsigned types)
{
    return titian_build_code_at(b, titian_build_place(b, path), key_of(path), code, types);
}

const char *titian_build_text(const titian_build *b, const char *text)
{
    return titian_arena_text(b->arena, text != NULL ? text : "");
}

titian_status titian_build_no_memory(titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for the recipe");
}

const titian_rule titian_build_grace = {.fallback = 0.0, .least = 0.0, .most = 100.0, .whole = 1};

static titian_status build_condition(const titian_build *b, const char *path, const titian_yaml_condition *from,
    const titian_rule *value, titian_condition *to, titian_error *err)
{
    const char **labels = titian_arena_array(b->arena, from->n_labels, sizeof *labels);

    to->group = titian_build_text(b, from->group);
    to->reason = titian_build_text(b, from->reason);
    if (labels == NULL || to->group == NULL || to->reason == NULL)
        return titian_build_no_memory(err);
    (void) titian_build_code(b, titian_path_of("%s.group", path).text, from->group, 1u << TITIAN_ROW_GROUP);
    for (size_t k = 0; k < from->n_labels; k++) {
        labels[k] = titian_build_text(b, from->labels[k]);
        if (labels[k] == NULL)
            return titian_build_no_memory(err);
    }
    to->labels = labels;
    to->n_labels = from->n_labels;
    to->value = titian_build_number(b, titian_path_of("%s.value", path).text, from->value, *value);
    to->grace = (int) titian_build_number(b, titian_path_of("%s.grace", path).text, from->grace, titian_build_grace);
    return TITIAN_OK;
}

/* How much a condition counts. */
static const titian_rule part_of_one = {.fallback = 0.0, .least = 0.0, .most = 1.0};

titian_status titian_build_condition(const titian_build *b, const char *path, const titian_yaml_condition *from,
    titian_condition *to, titian_error *err)
{
    return build_condition(b, path, from, &part_of_one, to, err);
}

titian_status titian_build_valued_conditions(const titian_build *b, const char *path,
    const titian_yaml_condition *from, size_t n, const titian_rule *value, const titian_condition **out,
    titian_error *err)
{
    titian_condition *conditions = titian_arena_array(b->arena, n, sizeof *conditions);
    titian_status status = TITIAN_OK;

    *out = conditions;
    if (conditions == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < n && status == TITIAN_OK; k++)
        status = build_condition(b, titian_path_of("%s[%zu]", path, k).text, &from[k], value, &conditions[k], err);
    return status;
}

titian_status titian_build_conditions(const titian_build *b, const char *path, const titian_yaml_condition *from,
    size_t n, const titian_condition **out, titian_error *err)
{
    return titian_build_valued_conditions(b, path, from, n, &part_of_one, out, err);
}

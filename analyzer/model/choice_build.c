/* A stage's choice: the row of its method table that model.yaml names, and the options of that row.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "model/build.h"
#include "model/words.h"

enum { MOST_METHODS = 64 };

/* An option that was given, while it is checked. */
typedef struct {
    const titian_build *b;
    const titian_param *param;
    const char *method, *path;
    const void *given; /* as the schema of its kind says */
    titian_option *to;
} option_cell;

static titian_rule rule_of(const titian_param *param)
{
    return (titian_rule){.fallback = param->fallback,
        .least = param->least,
        .most = param->most,
        .whole = param->kind == TITIAN_PARAM_COUNT};
}

/* An option that names a level of the tree ends in "level" by convention; 0 is its word for "none". */
static int is_level(const char *name)
{
    const size_t n = strlen(name), tail = strlen("level");

    return n >= tail && strcmp(name + n - tail, "level") == 0;
}

static int read_number(const option_cell *c)
{
    const titian_rows *rows = c->b->rows;

    c->to->number = titian_build_number(c->b, c->path, c->given, rule_of(c->param));
    if (c->param->kind == TITIAN_PARAM_COUNT && is_level(c->param->name) && rows->whole &&
        c->to->number > rows->n_levels)
        titian_faults_say(c->b->faults, titian_build_place(c->b, c->path),
            "%s is %s, but the tree has %d levels\nwrite a level of %s", c->param->name,
            titian_figure(c->to->number).text, rows->n_levels, rows->file);
    return 0;
}

static int read_flag(const option_cell *c)
{
    c->to->number = *(const int *) c->given != 0 ? 1.0 : 0.0;
    return 0;
}

static int read_range(const option_cell *c)
{
    const double *pair = c->given;
    const titian_param *param = c->param;
    const titian_place place = titian_build_place(c->b, c->path);

    if (!(pair[0] < pair[1]))
        titian_faults_say(c->b->faults, place, "%s runs from %s to %s\nwrite the lower number first: [%s, %s]",
            param->name, titian_figure(pair[0]).text, titian_figure(pair[1]).text,
            titian_figure(param->fallback).text, titian_figure(param->fallback_upper).text);
    else if (pair[0] < param->least || pair[1] > param->most)
        titian_faults_say(c->b->faults, place, "%s runs from %s to %s\nboth numbers must be %s", param->name,
            titian_figure(pair[0]).text, titian_figure(pair[1]).text, titian_bounds(param->least, param->most).text);
    c->to->number = pair[0];
    c->to->upper = pair[1];
    return 0;
}

/* The words of a choice, "weight count", one by one. @return 0, -1 when there is no memory */
static int split_words(titian_arena *arena, const char *text, const char *words[MOST_METHODS], size_t *n)
{
    *n = 0;
    for (size_t length; (length = strcspn(text += strspn(text, " "), " ")) > 0 && *n < MOST_METHODS; text += length) {
        words[*n] = titian_arena_text_n(arena, text, length);
        if (words[*n] == NULL)
            return -1;
        (*n)++;
    }
    return 0;
}

static int read_choice(const option_cell *c)
{
    const char *words[MOST_METHODS];
    size_t n = 0;

    if (split_words(c->b->arena, c->param->choices, words, &n) != 0)
        return -1;
    for (size_t k = 0; k < n; k++)
        if (strcmp(words[k], c->given) == 0) {
            c->to->number = (double) k;
            return 0;
        }
    titian_faults_say(c->b->faults, titian_build_place(c->b, c->path), "%s cannot be %s\n%swrite one of: %s",
        c->param->name, titian_quote(c->given).text, titian_near(c->b->faults, c->given, words, n).text,
        titian_list(words, n).text);
    return 0;
}

static int read_group(const option_cell *c)
{
    (void) titian_build_code(c->b, c->path, c->given, 1u << TITIAN_ROW_GROUP);
    c->to->text = titian_build_text(c->b, c->given);
    return c->to->text != NULL ? 0 : -1;
}

/* @return 0, -1 when there is no memory */
static int (*const readers[])(const option_cell *c) = {
    [TITIAN_PARAM_NUMBER] = read_number,
    [TITIAN_PARAM_COUNT] = read_number,
    [TITIAN_PARAM_FLAG] = read_flag,
    [TITIAN_PARAM_CHOICE] = read_choice,
    [TITIAN_PARAM_RANGE] = read_range,
    [TITIAN_PARAM_GROUP] = read_group,
};

/* Names of the methods of a stage, or of those that have an option. */
static size_t method_names(titian_stage stage, const char *option, const char *names[MOST_METHODS])
{
    size_t n = 0;

    for (size_t row = 0; row < titian_n_methods(stage) && n < MOST_METHODS; row++) {
        const titian_method *method = titian_method_at(stage, row);

        if (option == NULL || titian_method_param(method, option) != TITIAN_NONE)
            names[n++] = method->name;
    }
    return n;
}

/* Row of the method named, row 0 when none is; TITIAN_NONE when there is no such method, which is said. */
static size_t find_method(const titian_build *b, titian_stage stage, const char *path, const char *name)
{
    const char *names[MOST_METHODS];
    const size_t row = name != NULL ? titian_method_find(stage, name) : 0;
    size_t n;

    if (row != TITIAN_NONE)
        return row;
    n = method_names(stage, NULL, names);
    titian_faults_say(b->faults, titian_build_place(b, titian_path_of("%s.method", path).text),
        "unknown method %s for %s\n%sknown methods: %s", titian_quote(name).text, titian_stage_name(stage),
        titian_near(b->faults, name, names, n).text, titian_list(names, n).text);
    return TITIAN_NONE;
}

static void say_foreign(
    const titian_build *b, titian_stage stage, const char *path, const char *option, const char *method)
{
    const char *names[MOST_METHODS];
    const size_t n = method_names(stage, option, names);

    titian_faults_say(b->faults, titian_build_place(b, path),
        "method %s has no option %s\ntake it out, or choose a method that has it: %s", method, option,
        titian_list(names, n).text);
}

/* One option of the schema, if it was given. */
static int read_option(const titian_build *b, titian_stage stage, const char *path, const titian_yaml_entry *entry,
    size_t option, titian_choice *out)
{
    const char *name = b->schema->stage[stage].names[option];
    const titian_path at = titian_path_of("%s.%s", path, name);
    const size_t k = titian_method_param(out->method, name);
    option_cell cell = {.b = b, .method = out->method->name, .path = at.text, .given = entry->options[option]};

    if (cell.given == NULL)
        return 0;
    if (k == TITIAN_NONE) {
        say_foreign(b, stage, at.text, name, out->method->name);
        return 0;
    }
    cell.param = &out->method->params[k];
    cell.to = &out->option[k];
    return readers[cell.param->kind](&cell);
}

static int was_given(const titian_build *b, titian_stage stage, const titian_yaml_entry *entry, const char *name)
{
    const titian_schema_stage *schema = &b->schema->stage[stage];

    for (size_t k = 0; entry != NULL && k < schema->n_options; k++)
        if (entry->options[k] != NULL && strcmp(schema->names[k], name) == 0)
            return 1;
    return 0;
}

/* Options without a default must be given. */
static void check_needed(const titian_build *b, titian_stage stage, const char *path, const titian_yaml_entry *entry,
    const titian_choice *choice)
{
    for (size_t k = 0; k < choice->method->n_params; k++) {
        const titian_param *param = &choice->method->params[k];

        if (isnan(param->fallback) && !was_given(b, stage, entry, param->name))
            titian_faults_say(b->faults, titian_build_place(b, path), "method %s needs %s\nadd %s: %s",
                choice->method->name, param->name, param->name, param->summary);
    }
}

titian_status titian_build_choice(const titian_build *b, titian_stage stage, const char *path,
    const titian_yaml_entry *entry, titian_choice *out, titian_error *err)
{
    const size_t row = find_method(b, stage, path, entry != NULL ? entry->method : NULL);

    *out = titian_choice_default(stage, row != TITIAN_NONE ? row : 0);
    if (row == TITIAN_NONE)
        return TITIAN_OK;
    for (size_t k = 0; entry != NULL && k < b->schema->stage[stage].n_options; k++)
        if (read_option(b, stage, path, entry, k, out) != 0)
            return titian_build_no_memory(err);
    check_needed(b, stage, path, entry, out);
    return TITIAN_OK;
}

/* A stage's choice: the row of its method table that model.yaml names, and the options of that row.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "input/number.h"
#include "input/text.h"
#include "model/build.h"
#include "model/words.h"

enum { MOST_METHODS = 64 };

/* An option that was given, while it is checked. */
typedef struct {
    const titian_build *b;
    const titian_param *param;
    titian_place place;
    const void *given; /* as the schema of its kind says */
    size_t n_given;    /* of a list */
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

void titian_build_level(const titian_build *b, titian_place place, const titian_param *param, double number)
{
    const titian_rows *rows = b->rows;

    if (param->kind == TITIAN_PARAM_COUNT && is_level(param->name) && rows->whole && number > rows->n_levels)
        titian_faults_say(b->faults, place, "%s is %s, but the tree has %d levels\nwrite a level of %s", param->name,
            titian_figure(number).text, rows->n_levels, rows->file);
}

static titian_status read_number(const option_cell *c, titian_error *err)
{
    (void) err;
    c->to->number = titian_build_number_at(c->b, c->place, c->param->name, c->given, rule_of(c->param));
    titian_build_level(c->b, c->place, c->param, c->to->number);
    return TITIAN_OK;
}

static titian_status read_flag(const option_cell *c, titian_error *err)
{
    (void) err;
    c->to->number = *(const int *) c->given != 0 ? 1.0 : 0.0;
    return TITIAN_OK;
}

static titian_status read_range(const option_cell *c, titian_error *err)
{
    const double *pair = c->given;
    const titian_param *param = c->param;

    (void) err;
    if (pair[0] > pair[1])
        titian_faults_say(c->b->faults, c->place, "%s runs from %s to %s\nwrite the lower number first: [%s, %s]",
            param->name, titian_figure(pair[0]).text, titian_figure(pair[1]).text, titian_figure(pair[1]).text,
            titian_figure(pair[0]).text);
    else if (pair[0] == pair[1])
        titian_faults_say(c->b->faults, c->place,
            "%s runs from %s to %s\nwrite two different numbers, the lower one first", param->name,
            titian_figure(pair[0]).text, titian_figure(pair[1]).text);
    else if (pair[0] < param->least || pair[1] > param->most)
        titian_faults_say(c->b->faults, c->place, "%s runs from %s to %s\nboth numbers must be %s", param->name,
            titian_figure(pair[0]).text, titian_figure(pair[1]).text, titian_bounds(param->least, param->most).text);
    c->to->number = pair[0];
    c->to->upper = pair[1];
    return TITIAN_OK;
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

static titian_status read_choice(const option_cell *c, titian_error *err)
{
    const char *words[MOST_METHODS];
    size_t n = 0;

    if (split_words(c->b->arena, c->param->choices, words, &n) != 0)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < n; k++)
        if (strcmp(words[k], c->given) == 0) {
            c->to->number = (double) k;
            return TITIAN_OK;
        }
    titian_faults_say(c->b->faults, c->place, "%s cannot be %s\n%swrite one of: %s", c->param->name,
        titian_quote(c->given).text, titian_near(c->b->faults, c->given, words, n).text, titian_list(words, n).text);
    return TITIAN_OK;
}

static titian_status read_text(const option_cell *c, titian_error *err)
{
    if (c->param->kind == TITIAN_PARAM_GROUP)
        (void) titian_build_code_at(c->b, c->place, c->param->name, c->given, 1u << TITIAN_ROW_GROUP);
    c->to->text = titian_build_text(c->b, c->given);
    return c->to->text != NULL ? TITIAN_OK : titian_build_no_memory(err);
}

/* The types of rows that an option may name. */
static unsigned types_of(const titian_param *param)
{
    unsigned types = 0;

    for (int type = 0; type < TITIAN_N_ROW_TYPES; type++)
        if (strstr(param->choices, titian_row_type_word(type)) != NULL)
            types |= 1u << type;
    return types;
}

static titian_status read_rows(const option_cell *c, titian_error *err)
{
    static const char between[] = " ,;";
    const char *text = c->given;
    size_t n = 0;

    for (size_t length; (length = strcspn(text += strspn(text, between), between)) > 0; text += length, n++) {
        const char *code = titian_arena_text_n(c->b->arena, text, length);

        if (code == NULL)
            return titian_build_no_memory(err);
        (void) titian_build_code_at(c->b, c->place, c->param->name, code, types_of(c->param));
    }
    if (n == 0 || (double) n > c->param->most)
        titian_faults_say(c->b->faults, c->place,
            "%s holds %zu codes\nwrite at least one code of framework.csv, and at most %.0f", c->param->name, n,
            c->param->most);
    return read_text(c, err);
}

static titian_status read_set(const option_cell *c, titian_error *err)
{
    const titian_rows *rows = c->b->rows;
    const char *names[MOST_METHODS];
    size_t n = 0, set = 0; /* as many names as messages have room for; every set */

    for (size_t k = 0; k < rows->n_dotted; k++) {
        if (rows->dotted[k].stage != TITIAN_N_STAGES)
            continue;
        if (strcmp(rows->dotted[k].name, c->given) == 0)
            c->to->number = (double) set;
        set++;
        if (n < MOST_METHODS)
            names[n++] = rows->dotted[k].name;
    }
    if (c->to->number < 0.0 && rows->whole)
        titian_faults_say(c->b->faults, c->place,
            "there is no set of weights %s\n%sadd a column Weight.%s to %s, or write one of: %s",
            titian_quote(c->given).text, titian_near(c->b->faults, c->given, names, n).text, (const char *) c->given,
            rows->file, n > 0 ? titian_list(names, n).text : "(there is none yet)");
    return read_text(c, err);
}

static titian_status read_list(const option_cell *c, titian_error *err)
{
    const double *given = c->given;
    double *list = titian_arena_array(c->b->arena, c->n_given, sizeof *list);

    if (list == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < c->n_given; k++) {
        list[k] = given[k];
        if (!(given[k] >= c->param->least && given[k] <= c->param->most))
            titian_faults_say(c->b->faults, c->place, "%s holds %s\neach of its numbers must be %s", c->param->name,
                titian_figure(given[k]).text, titian_bounds(c->param->least, c->param->most).text);
    }
    c->to->number = 0.0;
    c->to->list = list;
    c->to->n_list = c->n_given;
    return TITIAN_OK;
}

static titian_status read_table(const option_cell *c, titian_error *err)
{
    c->to->text = titian_build_text(c->b, c->given);
    if (c->to->text == NULL)
        return titian_build_no_memory(err);
    return titian_build_table(c->b, c->place, c->given, c->param->choices, &c->to->table, err);
}

static titian_status (*const readers[])(const option_cell *c, titian_error *err) = {
    [TITIAN_PARAM_NUMBER] = read_number,
    [TITIAN_PARAM_COUNT] = read_number,
    [TITIAN_PARAM_FLAG] = read_flag,
    [TITIAN_PARAM_CHOICE] = read_choice,
    [TITIAN_PARAM_RANGE] = read_range,
    [TITIAN_PARAM_GROUP] = read_text,
    [TITIAN_PARAM_TEXT] = read_text,
    [TITIAN_PARAM_ROWS] = read_rows,
    [TITIAN_PARAM_LIST] = read_list,
    [TITIAN_PARAM_SET] = read_set,
    [TITIAN_PARAM_TABLE] = read_table,
};

/* A cell of numbers, "0 100" or "[0, 100]". @return how many of at most `most`; most + 1 for what is no such list */
static size_t split_numbers(const char *text, double *numbers, size_t most)
{
    static const char between[] = " ,;[]\t";
    size_t n = 0;

    for (size_t length; (length = strcspn(text += strspn(text, between), between)) > 0; text += length)
        if (n >= most || titian_number_parse(text, length, &numbers[n++]) != TITIAN_NUMBER_OK)
            return most + 1;
    return n;
}

static titian_status read_number_cell(option_cell *c, const char *text, titian_error *err)
{
    enum { MOST = 64 };
    double numbers[MOST + 1] = {0.0};
    const size_t n = split_numbers(text, numbers, MOST);
    const titian_param_kind kind = c->param->kind;

    if (n == 0 || n > MOST || (kind == TITIAN_PARAM_RANGE && n != 2) || (kind <= TITIAN_PARAM_COUNT && n != 1)) {
        titian_faults_say(c->b->faults, c->place, "%s is %s\nwrite %s", c->param->name, titian_quote(text).text,
            kind == TITIAN_PARAM_RANGE  ? "two numbers, the lower first: 0 100"
            : kind == TITIAN_PARAM_LIST ? "numbers with blanks between them"
                                        : "a number in digits, with a point for decimals: 0.65");
        return TITIAN_OK;
    }
    c->given = numbers;
    c->n_given = n;
    return readers[kind](c, err);
}

titian_status titian_build_option_text(const titian_build *b, titian_place place, const titian_param *param,
    const char *text, titian_option *out, titian_error *err)
{
    option_cell cell = {.b = b, .param = param, .place = place, .given = text, .to = out};
    const titian_field word = {text, strlen(text)};
    const int yes = titian_field_is(word, "true"); /* a spreadsheet makes TRUE of it */

    switch (param->kind) {
    case TITIAN_PARAM_NUMBER:
    case TITIAN_PARAM_COUNT:
    case TITIAN_PARAM_RANGE:
    case TITIAN_PARAM_LIST:
        return read_number_cell(&cell, text, err);
    case TITIAN_PARAM_FLAG:
        if (!yes && !titian_field_is(word, "false"))
            titian_faults_say(b->faults, place,
                "%s is %s, neither true nor false\nwrite true or false; in a spreadsheet make the cell text first",
                param->name, titian_quote(text).text);
        cell.given = &yes;
        break;
    default:
        break;
    }
    return readers[param->kind](&cell, err);
}

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

size_t titian_build_method(const titian_build *b, titian_stage stage, titian_place place, const char *name)
{
    const char *names[MOST_METHODS];
    const size_t row = titian_method_find(stage, name);
    size_t n;

    if (row != TITIAN_NONE)
        return row;
    n = method_names(stage, NULL, names);
    titian_faults_say(b->faults, place, "unknown method %s for %s\n%sknown methods: %s", titian_quote(name).text,
        titian_stage_name(stage), titian_near(b->faults, name, names, n).text, titian_list(names, n).text);
    return TITIAN_NONE;
}

void titian_build_foreign(
    const titian_build *b, titian_stage stage, titian_place place, const char *option, const char *method)
{
    const char *names[MOST_METHODS];
    const size_t n = method_names(stage, option, names);

    titian_faults_say(b->faults, place, "method %s has no option %s\ntake it out, or choose a method that has it: %s",
        method, option, titian_list(names, n).text);
}

/* One option of the schema, if it was given. */
static titian_status read_option(const titian_build *b, titian_stage stage, const char *path,
    const titian_yaml_entry *entry, size_t option, titian_choice *out, titian_error *err)
{
    const char *name = b->schema->stage[stage].names[option];
    const titian_path at = titian_path_of("%s.%s", path, name);
    const size_t k = titian_method_param(out->method, name);
    option_cell cell = {
        .b = b,
        .place = titian_build_place(b, at.text),
        .given = entry->options[option].value,
        .n_given = entry->options[option].n,
    };

    if (cell.given == NULL)
        return TITIAN_OK;
    if (k == TITIAN_NONE) {
        titian_build_foreign(b, stage, cell.place, name, out->method->name);
        return TITIAN_OK;
    }
    cell.param = &out->method->params[k];
    cell.to = &out->option[k];
    return readers[cell.param->kind](&cell, err);
}

int titian_build_given(const titian_build *b, titian_stage stage, const titian_yaml_entry *entry, const char *name)
{
    const titian_schema_stage *schema = &b->schema->stage[stage];

    for (size_t k = 0; entry != NULL && k < schema->n_options; k++)
        if (entry->options[k].value != NULL && strcmp(schema->names[k], name) == 0)
            return 1;
    return 0;
}

static void say_needed(
    const titian_build *b, titian_place place, const titian_choice *choice, const titian_param *param)
{
    titian_faults_say(b->faults, place, "method %s needs %s\nadd %s: %s", choice->method->name, param->name,
        param->name, param->summary);
}

/* Options without a default must be given. */
static void check_needed(const titian_build *b, titian_stage stage, const char *path, const titian_yaml_entry *entry,
    const titian_choice *choice)
{
    for (size_t k = 0; k < choice->method->n_params; k++) {
        const titian_param *param = &choice->method->params[k];

        if (isnan(param->fallback) && !titian_build_given(b, stage, entry, param->name))
            say_needed(b, titian_build_place(b, path), choice, param);
    }
}

/* The base year goes with over: base, and that with it (stages/each.h). */
static void check_over(const titian_build *b, titian_place place, const titian_choice *choice)
{
    const size_t over = titian_method_param(choice->method, "over");
    const size_t base = titian_method_param(choice->method, "base_year");
    int based, year;

    if (over == TITIAN_NONE || base == TITIAN_NONE)
        return;
    based = choice->option[over].number > 1.5;
    year = (int) choice->option[base].number;
    if (based && year == 0)
        titian_faults_say(b->faults, place, "over is base, but there is no base_year\nadd base_year: and the year");
    else if (!based && year != 0)
        titian_faults_say(
            b->faults, place, "base_year is %d, but over is not base\nadd over: base, or take base_year out", year);
    else if (based && year < 1000)
        titian_faults_say(b->faults, place, "base_year is %d\nwrite a year from 1000 to 2999", year);
}

void titian_build_choice_check(const titian_build *b, titian_place place, const titian_choice *choice)
{
    for (size_t k = 0; k < choice->method->n_params; k++) {
        const titian_param *param = &choice->method->params[k];
        const titian_option *option = &choice->option[k];

        if (isnan(param->fallback) && isnan(option->number) && option->text == NULL)
            say_needed(b, place, choice, param);
    }
    check_over(b, place, choice);
}

titian_status titian_build_choice(const titian_build *b, titian_stage stage, const char *path,
    const titian_yaml_entry *entry, titian_choice *out, titian_error *err)
{
    const titian_place place = titian_build_place(b, titian_path_of("%s.method", path).text);
    const char *name = entry != NULL ? entry->method : NULL;
    const size_t row = name != NULL ? titian_build_method(b, stage, place, name) : 0;

    *out = titian_choice_default(stage, row != TITIAN_NONE ? row : 0);
    if (row == TITIAN_NONE)
        return TITIAN_OK;
    for (size_t k = 0; entry != NULL && k < b->schema->stage[stage].n_options; k++) {
        const titian_status status = read_option(b, stage, path, entry, k, out, err);

        if (status != TITIAN_OK)
            return status;
    }
    check_needed(b, stage, path, entry, out);
    check_over(b, titian_build_place(b, path), out);
    return TITIAN_OK;
}

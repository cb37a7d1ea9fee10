/* A sketch: framework, data and recipe from text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdio.h>
#include <stdlib.h>

/* The words of one text, line by line. */
typedef struct {
    char *text, *rest, *line, *words;
} reader;

static void begin(reader *r, const char *text)
{
    r->text = strdup(text);
    assert_non_null(r->text);
    r->rest = r->text;
    r->line = NULL;
}

static int next_line(reader *r)
{
    r->line = r->rest == NULL ? NULL : strtok_r(r->rest, "\n", &r->rest);
    return r->line != NULL;
}

static char *next_word(reader *r)
{
    char *from = r->line;

    r->line = NULL;
    return strtok_r(from, " ", &r->words);
}

static double number_of(const char *word)
{
    char *end = NULL;
    double x = 0.0;

    if (strcmp(word, "-") == 0)
        return TITIAN_MISSING;
    x = strtod(word, &end);
    if (*end != '\0' && strcmp(end, "~") != 0)
        fail_msg("\"%s\" is no number", word);
    return x;
}

typedef struct {
    titian_node nodes[SKETCH_NODES];
    char parents[SKETCH_NODES][32], denominators[SKETCH_NODES][32];
    size_t parent_of[SKETCH_NODES], n_nodes;
    titian_extra extras[SKETCH_ROWS];
    size_t n_extras;
} tree_text;

static void read_extra(tree_text *t, reader *r, titian_extra_kind kind)
{
    titian_extra *extra = &t->extras[t->n_extras++];
    const char *word = NULL;

    *extra = (titian_extra){.kind = kind, .code = next_word(r), .max_age = -1};
    while ((word = next_word(r)) != NULL) {
        assert_string_equal(word, "age");
        extra->max_age = (int) number_of(next_word(r));
    }
}

static void read_node_word(tree_text *t, reader *r, const char *word)
{
    titian_node *node = &t->nodes[t->n_nodes];

    if (strcmp(word, "direction") == 0) {
        node->direction = (int) number_of(next_word(r));
    } else if (strcmp(word, "goalposts") == 0) {
        node->low = number_of(next_word(r));
        node->high = number_of(next_word(r));
    } else if (strcmp(word, "target") == 0) {
        node->target = number_of(next_word(r));
    } else if (strcmp(word, "log") == 0) {
        node->scale = TITIAN_SCALE_LOG;
    } else if (strcmp(word, "per") == 0) {
        (void) snprintf(t->denominators[t->n_nodes], 32, "%s", next_word(r));
        node->denominator_scale = number_of(next_word(r));
    } else if (strcmp(word, "age") == 0) {
        node->max_age = (int) number_of(next_word(r));
    } else {
        fail_msg("no such word in a tree: %s", word);
    }
}

static void read_node(tree_text *t, reader *r, const char *code)
{
    titian_node *node = &t->nodes[t->n_nodes];
    const char *word = NULL;

    *node = (titian_node){
        .code = code,
        .direction = 1,
        .low = TITIAN_MISSING,
        .high = TITIAN_MISSING,
        .target = TITIAN_MISSING,
        .denominator = TITIAN_NONE,
        .denominator_scale = 1.0,
        .max_age = -1,
        .row = t->n_nodes,
    };
    (void) snprintf(t->parents[t->n_nodes], 32, "%s", next_word(r));
    node->weight = number_of(next_word(r));
    while ((word = next_word(r)) != NULL)
        read_node_word(t, r, word);
    t->n_nodes++;
}

static void read_tree_line(tree_text *t, reader *r)
{
    const char *const kinds[] = {"group", "denominator", "other"};
    const char *word = next_word(r);

    for (size_t k = 0; word != NULL && k < 3; k++) {
        if (strcmp(word, kinds[k]) == 0) {
            read_extra(t, r, (titian_extra_kind) k);
            return;
        }
    }
    if (word != NULL)
        read_node(t, r, word);
}

static size_t find_row(const tree_text *t, const char *code)
{
    for (size_t k = 0; k < t->n_nodes; k++)
        if (strcmp(t->nodes[k].code, code) == 0)
            return k;
    fail_msg("no such parent: %s", code);
    return TITIAN_NONE;
}

/* Parents, levels and denominators, once every code is known. */
static void resolve(tree_text *t)
{
    for (size_t k = 0; k < t->n_nodes; k++) {
        t->parent_of[k] = strcmp(t->parents[k], "-") == 0 ? TITIAN_NONE : find_row(t, t->parents[k]);
        t->nodes[k].level = 1;
        for (size_t e = 0; t->denominators[k][0] != '\0' && e < t->n_extras; e++)
            if (strcmp(t->extras[e].code, t->denominators[k]) == 0)
                t->nodes[k].denominator = e;
    }
    for (size_t pass = 0; pass < t->n_nodes; pass++)
        for (size_t k = 0; k < t->n_nodes; k++)
            if (t->parent_of[k] != TITIAN_NONE && t->nodes[t->parent_of[k]].level <= t->nodes[k].level)
                t->nodes[t->parent_of[k]].level = t->nodes[k].level + 1;
}

static void make_recipe(sketch *s)
{
    const size_t n = titian_framework_n_nodes(s->framework);

    for (size_t k = 0; k < n; k++) {
        const titian_node *node = titian_framework_node(s->framework, k);

        s->weights[k] = node->weight;
        s->lows[k] = node->low;
        s->highs[k] = node->high;
    }
    s->recipe = (titian_recipe){
        .framework = s->framework,
        .carry = {.max_age = 5},
    };
    for (size_t k = 0; k < TITIAN_STAGE_AGGREGATE; k++)
        s->recipe.order[k] = (titian_stage) k;
    for (size_t k = 0; k <= TITIAN_STAGE_WEIGH; k++)
        sketch_choose(s, (titian_stage) k, titian_method_at((titian_stage) k, 0)->name);
    s->options = titian_run_options_default();
}

static void open_tree(sketch *s, const char *tree)
{
    tree_text *t = calloc(1, sizeof *t);
    reader r;

    assert_non_null(t);
    *s = (sketch){.framework = NULL};
    begin(&r, tree);
    while (next_line(&r))
        read_tree_line(t, &r);
    resolve(t);
    assert_int_equal(titian_framework_new(&s->framework,
                         &(titian_framework_parts){.nodes = t->nodes,
                             .parents = t->parent_of,
                             .n_nodes = t->n_nodes,
                             .extras = t->extras,
                             .n_extras = t->n_extras},
                         NULL),
        TITIAN_OK);
    free(r.text);
    free(t);
    make_recipe(s);
}

/* ---- data ---- */

typedef struct {
    const char *variables[SKETCH_NODES], *groups[SKETCH_ROWS];
    char units[SKETCH_UNITS][16];
    const char *unit_codes[SKETCH_UNITS];
    int years[SKETCH_YEARS];
    size_t n_variables, n_groups, n_units, n_years;
} axes;

static void list_variables(axes *x, const titian_framework *framework)
{
    for (size_t k = 0; k < titian_framework_n_indicators(framework); k++)
        x->variables[x->n_variables++] = titian_framework_node(framework, k)->code;
    for (size_t k = 0; k < titian_framework_n_extras(framework); k++) {
        const titian_extra *extra = titian_framework_extra(framework, k);

        if (extra->kind == TITIAN_EXTRA_GROUP)
            x->groups[x->n_groups++] = extra->code;
        else
            x->variables[x->n_variables++] = extra->code;
    }
}

static void add_unit(axes *x, const char *code)
{
    for (size_t i = 0; i < x->n_units; i++)
        if (strcmp(x->units[i], code) == 0)
            return;
    (void) snprintf(x->units[x->n_units], 16, "%.15s", code);
    x->unit_codes[x->n_units] = x->units[x->n_units];
    x->n_units++;
}

/* Years ascend, whatever the order of the lines. */
static void add_year(axes *x, int year)
{
    size_t at = 0;

    while (at < x->n_years && x->years[at] < year)
        at++;
    if (at < x->n_years && x->years[at] == year)
        return;
    for (size_t k = x->n_years++; k > at; k--)
        x->years[k] = x->years[k - 1];
    x->years[at] = year;
}

static void new_panel(sketch *s, const axes *x)
{
    assert_int_equal(titian_panel_new(&s->panel,
                         &(titian_panel_shape){.variables = x->variables,
                             .n_variables = x->n_variables,
                             .years = x->years,
                             .n_years = x->n_years,
                             .units = x->unit_codes,
                             .n_units = x->n_units,
                             .groups = x->groups,
                             .n_groups = x->n_groups},
                         NULL),
        TITIAN_OK);
}

static void set_cell(sketch *s, size_t unit, size_t year, const char *name, const char *word)
{
    const size_t variable = titian_panel_find_variable(s->panel, name);
    const size_t group = titian_panel_find_group(s->panel, name);

    if (group != TITIAN_NONE) {
        assert_int_equal(titian_panel_set_label(s->panel, group, unit, word, NULL), TITIAN_OK);
        return;
    }
    if (variable == TITIAN_NONE)
        fail_msg("no such variable: %s", name);
    titian_panel_column_mut(s->panel, variable, year)[unit] = number_of(word);
    if (strcmp(word, "-") != 0)
        titian_panel_marks_mut(s->panel, variable, year)[unit] =
            strchr(word, '~') != NULL ? TITIAN_MARK_ESTIMATED : TITIAN_MARK_OBSERVED;
}

void sketch_open(sketch *s, const char *tree, const char *data)
{
    axes x = {.n_variables = 0};
    reader r;

    open_tree(s, tree);
    list_variables(&x, s->framework);
    begin(&r, data);
    while (next_line(&r)) {
        add_unit(&x, next_word(&r));
        add_year(&x, (int) number_of(next_word(&r)));
    }
    free(r.text);
    new_panel(s, &x);
    begin(&r, data);
    while (next_line(&r)) {
        const size_t unit = titian_panel_find_unit(s->panel, next_word(&r));
        const size_t year = titian_panel_find_year(s->panel, (int) number_of(next_word(&r)));
        const char *name = NULL;

        while ((name = next_word(&r)) != NULL)
            set_cell(s, unit, year, name, next_word(&r));
    }
    free(r.text);
}

void sketch_open_units(sketch *s, const char *tree, size_t n_units)
{
    axes x = {.years = {2020}, .n_years = 1};
    char code[32];

    assert_true(n_units <= SKETCH_UNITS);
    open_tree(s, tree);
    list_variables(&x, s->framework);
    for (size_t i = 0; i < n_units; i++) {
        (void) snprintf(code, sizeof code, "U%02u", (unsigned) i);
        add_unit(&x, code);
    }
    new_panel(s, &x);
}

void sketch_close(sketch *s)
{
    titian_assessment_free(s->a);
    titian_panel_free(s->panel);
    titian_framework_free(s->framework);
    *s = (sketch){.framework = NULL};
}

/* ---- recipe ---- */

static titian_choice *nodes_of(sketch *s, titian_stage stage)
{
    assert_true(stage == TITIAN_STAGE_WEIGH || stage == TITIAN_STAGE_AGGREGATE);
    return stage == TITIAN_STAGE_WEIGH ? s->weighing : s->aggregation;
}

void sketch_choose(sketch *s, titian_stage stage, const char *method)
{
    const size_t row = titian_method_find(stage, method);

    assert_true(row != TITIAN_NONE);
    if (stage < TITIAN_STAGE_AGGREGATE) {
        s->recipe.choice[stage] = titian_choice_default(stage, row);
        return;
    }
    for (size_t k = 0; k < titian_framework_n_nodes(s->framework); k++)
        nodes_of(s, stage)[k] = titian_choice_default(stage, row);
}

static void set_option(sketch *s, titian_stage stage, const char *name, titian_option option)
{
    const int each = stage >= TITIAN_STAGE_AGGREGATE;
    const size_t n = each ? titian_framework_n_nodes(s->framework) : 1;

    for (size_t k = 0; k < n; k++) {
        titian_choice *choice = each ? &nodes_of(s, stage)[k] : &s->recipe.choice[stage];
        const size_t at = titian_method_param(choice->method, name);

        assert_true(at != TITIAN_NONE);
        choice->option[at] = option;
    }
}

void sketch_number(sketch *s, titian_stage stage, const char *option, double number)
{
    set_option(s, stage, option, (titian_option){.number = number});
}

void sketch_range(sketch *s, titian_stage stage, double lower, double upper)
{
    set_option(s, stage, "range", (titian_option){.number = lower, .upper = upper});
}

void sketch_group(sketch *s, titian_stage stage, const char *group)
{
    set_option(s, stage, "group", (titian_option){.text = group});
}

void sketch_text(sketch *s, titian_stage stage, const char *option, const char *text)
{
    set_option(s, stage, option, (titian_option){.text = text});
}

void sketch_list(sketch *s, titian_stage stage, const char *option, const double *list, size_t n)
{
    set_option(s, stage, option, (titian_option){.list = list, .n_list = n});
}

/* ---- results ---- */

void sketch_priority(sketch *s)
{
    static const char *const yes[] = {"1"};
    static const titian_condition eligible[] = {
        {.group = "dac", .labels = yes, .n_labels = 1, .reason = "not on the DAC list"}};

    s->recipe.priority = (titian_priority_rules){
        .on = 1,
        .target = 65.0,
        .alpha = 1.0,
        .level = 2,
        .eligible = eligible,
        .n_eligible = 1,
        .population = "POP",
        .people_reference = 1e9,
        .aid = "ODA",
        .aid_years = 3,
        .absorption_weak = 0.35,
        .absorption_strong = 0.55,
        .age_discount = 0.5,
        .weight = {0.45, 0.20, 0.15, 0.15, 0.05},
    };
}

titian_status sketch_try(sketch *s)
{
    /* a sketch may have been copied since it was opened: its recipe looks at its own arrays */
    s->recipe.weights = s->weights;
    s->recipe.lows = s->lows;
    s->recipe.highs = s->highs;
    s->recipe.aggregation = s->aggregation;
    s->recipe.weighing = s->weighing;
    titian_assessment_free(s->a);
    s->error = (titian_error){.message = ""};
    return titian_run(&s->a, &s->recipe, s->panel, &s->options, &s->error);
}

void sketch_run(sketch *s)
{
    if (sketch_try(s) != TITIAN_OK)
        fail_msg("the run failed: %s; %s", s->error.message, s->error.mend);
}

void sketch_fails(sketch *s, titian_status status)
{
    assert_int_equal(sketch_try(s), status);
    assert_null(s->a);
    assert_true(s->error.message[0] != '\0');
}

size_t sketch_unit(const sketch *s, const char *unit)
{
    const size_t i = titian_panel_find_unit(titian_assessment_result(s->a, TITIAN_RESULT_AGGREGATED), unit);

    assert_true(i != TITIAN_NONE);
    return i;
}

size_t sketch_year(const sketch *s, int year)
{
    const size_t t = titian_panel_find_year(titian_assessment_result(s->a, TITIAN_RESULT_AGGREGATED), year);

    assert_true(t != TITIAN_NONE);
    return t;
}

size_t sketch_node(const sketch *s, const char *code)
{
    const size_t node = titian_framework_find(s->framework, code);

    assert_true(node != TITIAN_NONE);
    return node;
}

static size_t variable_in(const titian_panel *panel, const char *variable)
{
    const size_t v = titian_panel_find_variable(panel, variable);

    assert_true(v != TITIAN_NONE);
    return v;
}

double sketch_value(const sketch *s, titian_result result, const char *variable, const char *unit, int year)
{
    const titian_panel *panel = titian_assessment_result(s->a, result);

    assert_non_null(panel);
    return titian_panel_column(panel, variable_in(panel, variable), sketch_year(s, year))[sketch_unit(s, unit)];
}

int sketch_mark(const sketch *s, titian_result result, const char *variable, const char *unit, int year)
{
    const titian_panel *panel = titian_assessment_result(s->a, result);

    assert_non_null(panel);
    return titian_panel_marks(panel, variable_in(panel, variable), sketch_year(s, year))[sketch_unit(s, unit)];
}

const titian_unit_state *sketch_state(const sketch *s, const char *unit, int year)
{
    return titian_assessment_unit(s->a, sketch_unit(s, unit), sketch_year(s, year));
}

static int holds_all(const char *note, const char *words)
{
    char copy[256], *rest = copy, *word = NULL;
    int all = 1;

    (void) snprintf(copy, sizeof copy, "%s", words);
    while ((word = strtok_r(rest, " ", &rest)) != NULL)
        all = all && strstr(note, word) != NULL;
    return all;
}

int sketch_notes(const sketch *s, const char *words)
{
    for (size_t k = 0; k < titian_assessment_n_notes(s->a); k++)
        if (holds_all(titian_assessment_note(s->a, k), words))
            return 1;
    return 0;
}

/* Golden values: golden.txt, row by row.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST = 16 };

/* One entry of the file. */
typedef struct {
    size_t line;
    titian_stage stage;
    char name[32], tree[1024];
    char options[MOST][2][24]; /* words the sketch does not take: options of the method */
    size_t n_options;
    double weights[MOST], low, high, range[2];
    int direction, logarithmic;
    double given[MOST][MOST]; /* [child][unit] */
    size_t n_children, n_units;
} entry;

static double number_of(const char *word)
{
    return strcmp(word, "-") == 0 ? TITIAN_MISSING : strtod(word, NULL);
}

static titian_stage stage_of(const char *word)
{
    unsigned k = 0;

    while (k < TITIAN_N_STAGES && strcmp(titian_stage_name((titian_stage) k), word) != 0)
        k++;
    assert_true(k < TITIAN_N_STAGES);
    return (titian_stage) k;
}

/* The value of one word on the line of the method. Weights take all that is left. */
static void read_option(entry *e, const char *word, char **rest)
{
    const char *value = strtok_r(NULL, " \n", rest);

    assert_non_null(value);
    if (strcmp(word, "low") == 0) {
        e->low = number_of(value);
    } else if (strcmp(word, "high") == 0) {
        e->high = number_of(value);
    } else if (strcmp(word, "lower") == 0) {
        e->range[0] = number_of(value);
    } else if (strcmp(word, "upper") == 0) {
        e->range[1] = number_of(value);
    } else if (strcmp(word, "scale") == 0) {
        e->logarithmic = strcmp(value, "log") == 0;
    } else if (strcmp(word, "direction") == 0) {
        e->direction = (int) number_of(value);
    } else if (strcmp(word, "weights") == 0) {
        size_t k = 0;

        for (; value != NULL && strchr("0123456789", value[0]) != NULL; value = strtok_r(NULL, " \n", rest))
            e->weights[k++] = number_of(value);
        if (value != NULL)
            read_option(e, value, rest);
    } else {
        (void) snprintf(e->options[e->n_options][0], 24, "%s", word);
        (void) snprintf(e->options[e->n_options++][1], 24, "%s", value);
    }
}

static void read_method(entry *e, char *line, size_t number)
{
    char *rest = NULL, *comment = strchr(line, '#');
    const char *word = NULL;

    if (comment != NULL)
        *comment = '\0';
    *e =
        (entry){.line = number, .low = TITIAN_MISSING, .high = TITIAN_MISSING, .range = {0.0, 100.0}, .direction = 1};
    for (size_t k = 0; k < MOST; k++)
        e->weights[k] = 1.0;
    (void) strtok_r(line, " \n", &rest);
    e->stage = stage_of(strtok_r(NULL, " \n", &rest));
    (void) snprintf(e->name, sizeof e->name, "%s", strtok_r(NULL, " \n", &rest));
    while ((word = strtok_r(NULL, " \n", &rest)) != NULL)
        read_option(e, word, &rest);
}

static size_t read_values(double *values, char *line, double *within)
{
    char *rest = NULL;
    const char *word = NULL;
    size_t n = 0;

    (void) strtok_r(line, " \n", &rest);
    while ((word = strtok_r(NULL, " \n", &rest)) != NULL) {
        if (strcmp(word, "within") == 0) {
            *within = number_of(strtok_r(NULL, " \n", &rest));
            break;
        }
        assert_true(n < MOST);
        values[n++] = number_of(word);
    }
    return n;
}

/* A tree with one indicator, or with one node over all the children. */
static void open_entry(sketch *s, entry *e)
{
    size_t used = 0;

    for (size_t k = 0; k < e->n_children; k++) {
        used += (size_t) snprintf(e->tree + used, sizeof e->tree - used, "C%u X %.17g direction %d%s\n", (unsigned) k,
            e->weights[k], e->direction, e->logarithmic ? " log" : "");
    }
    (void) snprintf(e->tree + used, sizeof e->tree - used, "X - 1\n");
    sketch_open_units(s, e->tree, e->n_units);
    for (size_t k = 0; k < e->n_children; k++) {
        s->lows[k] = e->stage == TITIAN_STAGE_AGGREGATE ? 0.0 : e->low;
        s->highs[k] = e->stage == TITIAN_STAGE_AGGREGATE ? 100.0 : e->high;
        memcpy(titian_panel_column_mut(s->panel, k, 0), e->given[k], e->n_units * sizeof(double));
    }
    sketch_choose(s, TITIAN_STAGE_NORMALISE, e->stage == TITIAN_STAGE_AGGREGATE ? "goalposts" : "rank");
    sketch_choose(s, e->stage, e->name);
    if (titian_method_param(titian_method_at(e->stage, titian_method_find(e->stage, e->name)), "range") !=
        TITIAN_NONE)
        sketch_range(s, e->stage, e->range[0], e->range[1]);
    for (size_t k = 0; k < e->n_options; k++)
        sketch_number(s, e->stage, e->options[k][0], number_of(e->options[k][1]));
}

static void check(entry *e, char *line)
{
    double expected[MOST], within = 0.0;
    const size_t n = read_values(expected, line, &within);
    const titian_panel *result = NULL;
    size_t variable = 0;
    sketch s;

    open_entry(&s, e);
    sketch_run(&s);
    assert_int_equal(n, e->n_units);
    result = titian_assessment_result(s.a, (titian_result) (e->stage + 1));
    if (e->stage == TITIAN_STAGE_AGGREGATE)
        variable = titian_framework_root(s.framework);
    for (size_t i = 0; i < n; i++) {
        const double x = titian_panel_column(result, variable, 0)[i];

        if (!(isnan(x) && isnan(expected[i])) && !(fabs(x - expected[i]) <= within))
            fail_msg("golden.txt:%u: %s %s: unit %u has %.17g, not %.17g within %g", (unsigned) e->line,
                titian_stage_name(e->stage), e->name, (unsigned) i, x, expected[i], within);
    }
    sketch_close(&s);
}

static void methods_give_their_golden_values(void **state)
{
    FILE *file = fopen(TITIAN_TEST_SOURCE_DIR "/tests/unit/stages/golden.txt", "r");
    char line[1024];
    size_t number = 0, n_checked = 0;
    double none = 0.0;
    entry e = {.n_units = 0};

    (void) state;
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        number++;
        if (strncmp(line, "method ", 7) == 0) {
            read_method(&e, line, number);
        } else if (strncmp(line, "given ", 6) == 0) {
            e.n_units = read_values(e.given[e.n_children++], line, &none);
        } else if (strncmp(line, "expect ", 7) == 0) {
            check(&e, line);
            n_checked++;
        }
    }
    (void) fclose(file);
    assert_true(n_checked >= 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_give_their_golden_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

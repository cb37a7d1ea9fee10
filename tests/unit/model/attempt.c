/* One attempt at reading a model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/model/attempt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char sound_framework[] = "iCode,iName,Type,Level,Parent,Weight,Direction,Low,High,Scale,MaxAge,Denominator,"
                               "SourceCode\n"
                               "a,Alpha,Indicator,1,P,1,1,0,100,,,,SRC.A\n"
                               "b,Beta,Indicator,1,P,2,-1,50,5,log,3,,\n"
                               "c,,Indicator,1,Q,1,,0,1,linear,,pop,C1 C2\n"
                               "P,First,Aggregate,2,TOP,1,,,,,,,\n"
                               "Q,Second,Aggregate,2,TOP,3,,,,,,,\n"
                               "TOP,Whole,Aggregate,3,,,,,,,,,\n"
                               "grp,Group,Group,,,,,,,,,,\n"
                               "pop,People,Denominator,,,,,,,,,,\n"
                               "ctx,Context,Other,,,,,,,,7,,X9\n";

const char sound_yaml[] = "title: A model\n"
                          "edition: \"2026\"\n"
                          "description: What it is for.\n"
                          "citation: How to cite it.\n"
                          "year: 2023\n"
                          "framework: framework.csv\n"
                          "units:\n"
                          "  - {group: grp, in: [\"1\", yes]}\n"
                          "order: [screen, denominate, treat, impute, normalise]\n"
                          "denominate: {method: none}\n"
                          "screen: {method: coverage, min_coverage: 0.5, by: count, max_age: 5, group_level: 2,\n"
                          "         min_groups: 2, failing: dropped}\n"
                          "impute: {method: group_mean, group: grp}\n"
                          "treat: {method: winsorise, skewness: 1.5, max_points: 7, then: log_ct}\n"
                          "normalise: {method: goalposts, range: [1, 7], clip: false}\n"
                          "aggregate:\n"
                          "  - {level: 3, method: geometric, floor: 2}\n"
                          "  - {method: arithmetic, min_coverage: 0.25, coverage_by: count}\n"
                          "bands: [{name: low, from: 1}, {name: high, from: 4}]\n"
                          "priority:\n"
                          "  target: 5\n"
                          "  alpha: 2\n"
                          "  level: 3\n"
                          "  eligible: [{group: grp, in: [\"1\"], reason: not on the list}]\n"
                          "  population: pop\n"
                          "  people_reference: 1000\n"
                          "  vulnerability: [{group: grp, in: [\"1\"], value: 0.7}]\n"
                          "  aid: {variable: ctx, group: grp, years: 2}\n"
                          "  absorption:\n"
                          "    variables: [{variable: a, low: -2.5, high: 2.5}]\n"
                          "    weak_below: 0.2\n"
                          "    strong_from: 0.8\n"
                          "  absorption_penalty: 0.1\n"
                          "  age_discount: 0.3\n"
                          "  weights: {need: 5, people: 4, vulnerability: 3, aid: 2, confidence: 1}\n"
                          "data: {period: end, censored: middle, brackets: minus, vintages: [old*, new.csv]}\n"
                          "uncertainty:\n"
                          "  replications: 500\n"
                          "  seed: 7\n"
                          "  quantiles: [0.1, 0.9]\n"
                          "  top: 3\n"
                          "  vary:\n"
                          "    - {name: weights, method: noise, level: 1, share: 0.2, shape: normal}\n"
                          "    - {method: dirichlet, node: TOP}\n"
                          "    - {method: family, codes: a P, share: 0.5}\n"
                          "    - name: scale\n"
                          "      alternatives:\n"
                          "        - {name: as the model has it}\n"
                          "        - {name: minmax, probability: 2, treat: {method: none},\n"
                          "           normalise: {method: minmax, range: [1, 100]}}\n"
                          "    - name: mean\n"
                          "      method: alternatives\n"
                          "      alternatives:\n"
                          "        - {name: geometric}\n"
                          "        - name: harmonic\n"
                          "          when: [{factor: scale, in: [minmax]}]\n"
                          "          aggregate: [{node: P, method: harmonic}, {level: 3, method: geometric}]\n"
                          "          weigh: [{level: 2, method: equal}]\n"
                          "    - {method: removal, codes: \"a, c\"}\n"
                          "    - {method: goalposts, ends: low}\n"
                          "    - {method: option, stage: screen, option: min_coverage, range: [0.3, 0.6]}\n"
                          "    - {method: priority, parameter: alpha, range: [1, 3], whole: true}\n"
                          "    - {method: error, indicator: a, low: ctx, high: pop, coverage: 0.95}\n"
                          "    - {method: ageing, share: 0.01}\n"
                          "weigh:\n"
                          "  - {level: 2, method: equal}\n"
                          "  - {level: 2, where: {missing: [a], group: grp, in: [\"1\"]}, method: given}\n";

const char allocating_yaml[] = "priority: {population: pop}\n"
                               "allocation:\n"
                               "  budget: 100\n"
                               "  currency: EUR million\n"
                               "  unit: 0.5\n"
                               "  rule: ida\n"
                               "  factors:\n"
                               "    - {name: cpia_d, variable: ctx, weight: 0.7, source: our board}\n"
                               "    - {name: income, variable: ctx, power: -0.2, otherwise: 900}\n"
                               "    - {name: need, power: 2}\n"
                               "  base: 1\n"
                               "  base_share: 0.01\n"
                               "  floor: 2\n"
                               "  floor_share: 0.02\n"
                               "  cap: 30\n"
                               "  cap_share: 0.3\n"
                               "  cap_per_head: 5\n"
                               "  floors: [{group: grp, in: [\"1\"], value: 6}]\n"
                               "  caps: [{group: grp, in: [\"2\"], value: 20}]\n"
                               "  minimum: 3\n"
                               "  assess_first: 0.5\n"
                               "  previous: {variable: ctx, down: 0.3, up: 0.4}\n"
                               "  fences: [{name: few, group: grp, in: [\"1\"], least: 0.4, most: 0.9}]\n"
                               "  lists: [{list: DAC, excludes: true, grace: 3, reason: left}]\n"
                               "  present_aid: ctx\n";

static void hear(const titian_error *problem, void *context)
{
    attempt *a = context;

    if (a->n_heard < MOST_HEARD)
        a->heard[a->n_heard++] = *problem;
}

static attempt *start(void)
{
    attempt *a = calloc(1, sizeof *a);

    assert_non_null(a);
    a->problems.say = hear;
    a->problems.context = a;
    return a;
}

/* Texts stand in memory of their own length, so that reading past the end is noticed. */
static char *exactly(const char *text, size_t n)
{
    char *copy = malloc(n > 0 ? n : 1);

    assert_non_null(copy);
    if (n > 0)
        memcpy(copy, text, n);
    return copy;
}

attempt *attempt_bytes(const char *yaml, size_t n_yaml, const char *csv, size_t n_csv)
{
    attempt *a = start();
    char *yaml_copy = yaml != NULL ? exactly(yaml, n_yaml) : NULL, *csv_copy = exactly(csv, n_csv);
    const titian_model_text text = {.yaml = yaml_copy, .n_yaml = n_yaml, .csv = csv_copy, .n_csv = n_csv};

    a->status = titian_model_parse(&a->model, &text, &a->problems, &a->error);
    free(yaml_copy);
    free(csv_copy);
    return a;
}

attempt *attempt_parse(const char *yaml, const char *csv)
{
    return attempt_bytes(yaml, yaml != NULL ? strlen(yaml) : 0, csv, strlen(csv));
}

attempt *attempt_files(
    const char *yaml, const char *csv, const titian_model_file *first, const titian_model_file *second)
{
    attempt *a = start();
    const titian_model_file files[] = {*first, *second};
    const titian_model_text text = {
        .yaml = yaml, .n_yaml = strlen(yaml), .csv = csv, .n_csv = strlen(csv), .files = files, .n_files = 2};

    a->status = titian_model_parse(&a->model, &text, &a->problems, &a->error);
    return a;
}

attempt *attempt_load(const char *path)
{
    attempt *a = start();

    a->status = titian_model_load(&a->model, path, &a->problems, &a->error);
    return a;
}

titian_place take_mark(char *text, const char *file)
{
    char *mark = strchr(text, '@');
    titian_place place = {.file = file, .line = 1, .column = 1};

    assert_non_null(mark);
    for (const char *at = text; at < mark; at++) {
        place.line += *at == '\n';
        place.column = *at == '\n' ? 1 : place.column + 1;
    }
    memmove(mark, mark + 1, strlen(mark));
    return place;
}

void refuse_marked(const char *yaml, const char *csv, const char *text, const char *mend)
{
    char *plain = strdup(yaml);
    titian_place place;
    attempt *a = NULL;

    assert_non_null(plain);
    place = take_mark(plain, "model.yaml");
    a = attempt_parse(plain, csv);
    if (a->problems.n_errors != 1)
        print_error("%s", yaml);
    assert_fault(a, place.file, place.line, place.column, text);
    assert_mend(a, place.file, place.line, mend);
    assert_n_faults(a, 1);
    let_go(a);
    free(plain);
}

void let_go(attempt *a)
{
    titian_model_free(a->model);
    free(a);
}

char *framework_with(const char *old, const char *new)
{
    const char *at = strstr(sound_framework, old);
    char *text = malloc(sizeof sound_framework + strlen(new));

    assert_non_null(at);
    assert_non_null(text);
    memcpy(text, sound_framework, (size_t) (at - sound_framework));
    strcpy(text + (at - sound_framework), new);
    strcat(text, at + strlen(old));
    return text;
}

/* File names in messages may have a folder before them. */
static int same_file(const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');

    return strcmp(slash != NULL ? slash + 1 : path, name) == 0;
}

static void print_heard(const attempt *a)
{
    for (size_t k = 0; k < a->n_heard; k++)
        print_error("  %s:%zu:%zu: %s\n    %s\n", a->heard[k].file, a->heard[k].line, a->heard[k].column,
            a->heard[k].message, a->heard[k].mend);
}

static void find(const attempt *a, int warning, const titian_error *wanted)
{
    for (size_t k = 0; k < a->n_heard; k++) {
        const titian_error *h = &a->heard[k];

        if (h->warning == warning && same_file(h->file, wanted->file) && h->line == wanted->line &&
            h->column == wanted->column && strstr(h->message, wanted->message) != NULL && h->mend[0] != '\0')
            return;
    }
    print_error("not told, or without a mend: %s:%zu:%zu: %s; heard:\n", wanted->file, wanted->line, wanted->column,
        wanted->message);
    print_heard(a);
    fail();
}

static titian_error wanted(const char *file, size_t line, size_t column, const char *text)
{
    titian_error error = {.line = line, .column = column};

    (void) snprintf(error.file, sizeof error.file, "%s", file);
    (void) snprintf(error.message, sizeof error.message, "%s", text);
    return error;
}

void assert_fault(const attempt *a, const char *file, size_t line, size_t column, const char *text)
{
    const titian_error error = wanted(file, line, column, text);

    find(a, 0, &error);
}

void assert_warning(const attempt *a, const char *file, size_t line, size_t column, const char *text)
{
    const titian_error error = wanted(file, line, column, text);

    find(a, 1, &error);
}

void assert_mend(const attempt *a, const char *file, size_t line, const char *text)
{
    for (size_t k = 0; k < a->n_heard; k++)
        if (same_file(a->heard[k].file, file) && a->heard[k].line == line && strstr(a->heard[k].mend, text) != NULL)
            return;
    print_error("no mend on line %zu holds: %s; heard:\n", line, text);
    print_heard(a);
    fail();
}

void assert_n_faults(const attempt *a, size_t n)
{
    if (a->problems.n_errors != n)
        print_heard(a);
    assert_int_equal(a->problems.n_errors, n);
    assert_int_equal(a->status, TITIAN_E_MODEL);
    assert_int_equal(a->error.code, TITIAN_E_MODEL);
    assert_null(a->model);
}

void assert_sound(const attempt *a)
{
    if (a->status != TITIAN_OK) {
        print_error("%s\n", a->error.message);
        print_heard(a);
    }
    assert_int_equal(a->status, TITIAN_OK);
    assert_non_null(a->model);
    assert_int_equal(a->problems.n_errors, 0);
}

void assert_yaml_fault(const char *yaml, size_t line, size_t column, const char *text)
{
    attempt *a = attempt_parse(yaml, sound_framework);

    assert_fault(a, "model.yaml", line, column, text);
    assert_n_faults(a, 1);
    let_go(a);
}

void assert_change(const char *old, const char *new, size_t line, size_t column, const char *text)
{
    char *changed = framework_with(old, new);
    attempt *a = attempt_parse(NULL, changed);

    assert_fault(a, "framework.csv", line, column, text);
    assert_n_faults(a, 1);
    let_go(a);
    free(changed);
}

/* Cases for bench_uncertainty: a model from disk, or one that is made up.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "uncertainty.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kernels/random.h"

double now(void)
{
    struct timespec t;

    (void) clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

void stop(const char *what, const titian_error *err)
{
    (void) fprintf(stderr, "%s: %s\n", what, err != NULL ? err->message : "no memory");
    exit(1);
}

void *room(size_t n, size_t size)
{
    void *array = calloc(n > 0 ? n : 1, size);

    if (array == NULL)
        stop("bench_uncertainty", NULL);
    return array;
}

titian_choice choice_of(titian_stage stage, const char *method)
{
    return titian_choice_default(stage, titian_method_find(stage, method));
}

void set(titian_choice *choice, const char *option, double number, double upper)
{
    titian_option *at = &choice->option[titian_method_param(choice->method, option)];

    at->number = number;
    at->upper = upper;
}

static void add_means(trial *t, size_t at)
{
    const size_t n = titian_framework_n_nodes(t->recipe.framework);

    t->geometric = room(n, sizeof *t->geometric);
    for (size_t k = 0; k < n; k++)
        t->geometric[k] = choice_of(TITIAN_STAGE_AGGREGATE, "geometric");
    t->means[0] = (titian_alternative){.name = "arithmetic", .probability = 1.0};
    t->means[1] = (titian_alternative){.name = "geometric",
        .probability = 1.0,
        .replaces = 1u << TITIAN_STAGE_AGGREGATE,
        .aggregation = t->geometric};
    t->factors[at] = (titian_factor){.name = "mean",
        .how = choice_of(TITIAN_STAGE_VARY, "alternatives"),
        .node = TITIAN_NONE,
        .alternatives = t->means,
        .n_alternatives = 2};
}

/* Noise on all weights, three ways to normalise, two means. */
static void add_factors(trial *t)
{
    const char *const methods[N_SCALES] = {"minmax", "minmax", "prank"};

    t->factors[0] =
        (titian_factor){.name = "weights", .how = choice_of(TITIAN_STAGE_VARY, "noise"), .node = TITIAN_NONE};
    for (size_t k = 0; k < N_SCALES; k++) {
        t->scales[k] = (titian_alternative){.name = k == 0   ? "a"
                                                    : k == 1 ? "b"
                                                             : "c",
            .probability = 1.0,
            .replaces = 1u << TITIAN_STAGE_NORMALISE};
        t->scales[k].choice[TITIAN_STAGE_NORMALISE] = choice_of(TITIAN_STAGE_NORMALISE, methods[k]);
        set(&t->scales[k].choice[TITIAN_STAGE_NORMALISE], "range", k == 1 ? 1.0 : 0.0, 100.0);
    }
    t->factors[1] = (titian_factor){.name = "scale",
        .how = choice_of(TITIAN_STAGE_VARY, "alternatives"),
        .node = TITIAN_NONE,
        .alternatives = t->scales,
        .n_alternatives = N_SCALES};
    add_means(t, 2);
    t->recipe.uncertainty = (titian_uncertainty_rules){
        .on = 1, .replications = 1000, .seed = 1, .top = 10, .factors = t->factors, .n_factors = 3};
    t->recipe.priority.on = 0; /* the kernel has no priorities */
}

void run_nominal(trial *t)
{
    titian_run_options options = titian_run_options_default();
    titian_error err;

    options.first_year = options.last_year = t->year;
    if (titian_run(&t->nominal, &t->recipe, t->panel, &options, &err) != TITIAN_OK)
        stop(t->name, &err);
}

void load(trial *t, const char *model, const char *const *data, size_t n)
{
    titian_input_options options = titian_input_options_default();
    titian_problems problems = {.say = NULL};
    titian_error err;

    t->name = "the shipped model";
    if (titian_model_load(&t->model, model, &problems, &err) != TITIAN_OK)
        stop(model, &err);
    t->recipe = *titian_model_recipe(t->model);
    t->year = titian_model_describe(t->model)->year;
    if (titian_input_read(&t->panel, &t->ledger, t->recipe.framework, data, n, &options, &problems, &err) !=
        TITIAN_OK)
        stop("data", &err);
    add_factors(t);
    run_nominal(t);
}

/* An index of eight indicators to a pillar. */
static char *tree_of(size_t n_indicators)
{
    const size_t n_pillars = (n_indicators + 7) / 8, size = 64 * (n_indicators + n_pillars + 3);
    char *text = room(size, 1);
    size_t at = (size_t) snprintf(text, size, "iCode,Type,Level,Parent,Weight,Direction\nX,Aggregate,3,,1,\n");

    for (size_t k = 0; k < n_pillars; k++)
        at += (size_t) snprintf(text + at, size - at, "P%zu,Aggregate,2,X,1,\n", k);
    for (size_t j = 0; j < n_indicators; j++)
        at += (size_t) snprintf(text + at, size - at, "I%zu,Indicator,1,P%zu,1,1\n", j, j / 8);
    return text;
}

static void make_panel(trial *t, size_t n_units, size_t n_indicators)
{
    const kernel_random random = {.seed = 3, .stream = 9};
    char(*names)[24] = room(n_units + n_indicators, sizeof *names);
    const char **codes = room(n_units + n_indicators, sizeof *codes);
    const int years[] = {2020};
    titian_error err;

    for (size_t k = 0; k < n_units + n_indicators; k++) {
        (void) snprintf(names[k], sizeof names[k], "%c%zu", k < n_units ? 'U' : 'I', k < n_units ? k : k - n_units);
        codes[k] = names[k];
    }
    if (titian_panel_new(&t->panel,
            &(titian_panel_shape){.variables = codes + n_units,
                .n_variables = n_indicators,
                .years = years,
                .n_years = 1,
                .units = codes,
                .n_units = n_units},
            &err) != TITIAN_OK)
        stop("panel", &err);
    for (size_t j = 0; j < n_indicators; j++) {
        kernel_uniform_fill(&random, j, 0, n_units, titian_panel_column_mut(t->panel, j, 0));
        for (size_t i = 0; i < n_units;
             i++) { /* skewed, so that there is something to winsorise; one gap in twenty */
            double *x = &titian_panel_column_mut(t->panel, j, 0)[i];

            *x = (i + j) % 20 == 0 ? TITIAN_MISSING : -log(*x) * -log(*x);
            titian_panel_marks_mut(t->panel, j, 0)[i] =
                (titian_mark) (isnan(*x) ? TITIAN_MARK_MISSING : TITIAN_MARK_OBSERVED);
        }
    }
    free(codes);
    free(names);
}

void make(trial *t, const char *name, size_t n_units, size_t n_indicators)
{
    static const char yaml[] = "normalise: {method: minmax, range: [0, 100]}\n";
    char *csv = tree_of(n_indicators);
    const titian_model_text text = {.yaml_name = "m.yaml",
        .yaml = yaml,
        .n_yaml = sizeof yaml - 1,
        .csv_name = "f.csv",
        .csv = csv,
        .n_csv = strlen(csv)};
    titian_error err;

    *t = (trial){.name = name, .year = 2020};
    if (titian_model_parse(&t->model, &text, NULL, &err) != TITIAN_OK)
        stop(name, &err);
    t->recipe = *titian_model_recipe(t->model);
    make_panel(t, n_units, n_indicators);
    add_factors(t);
    free(csv);
    run_nominal(t);
}

void unmake(trial *t)
{
    titian_assessment_free(t->nominal);
    titian_ledger_free(t->ledger);
    titian_panel_free(t->panel);
    titian_model_free(t->model);
    free(t->geometric);
}

/* Replications per second of the uncertainty analysis, against a kernel written by hand that does only the same
 * arithmetic and ranking: weights drawn, weighted arithmetic or geometric means up the tree, ranks of every node,
 * counts of ranks. Prints ratios to the limits; judges nothing: a busy machine is no fault. bench_uncertainty MODEL
 * DATA...      a model whose indicators have goalposts, such as models/ddri SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <titian/allocation.h>
#include <titian/input.h>
#include <titian/model.h>
#include <titian/run.h>
#include <titian/uncertainty.h>

#include "kernels/clones.h"
#include "kernels/mean.h"
#include "kernels/places.h"
#include "kernels/random.h"

enum { N_SCALES = 3, REPEATS = 9 };

static double now(void)
{
    struct timespec t;

    (void) clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static void stop(const char *what, const titian_error *err)
{
    (void) fprintf(stderr, "%s: %s\n", what, err != NULL ? err->message : "no memory");
    exit(1);
}

static void *room(size_t n, size_t size)
{
    void *array = calloc(n > 0 ? n : 1, size);

    if (array == NULL)
        stop("bench_uncertainty", NULL);
    return array;
}

/* ---- a case: a recipe with factors, and data ---- */

typedef struct {
    const char *name;
    titian_model *model;
    titian_panel *panel;
    titian_ledger *ledger;
    titian_recipe recipe;
    titian_factor factors[4];
    titian_alternative scales[N_SCALES], means[2];
    titian_choice *geometric;
    titian_assessment *nominal;
    int year;
} trial;

static titian_choice choice_of(titian_stage stage, const char *method)
{
    return titian_choice_default(stage, titian_method_find(stage, method));
}

static void set(titian_choice *choice, const char *option, double number, double upper)
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

static void run_nominal(trial *t)
{
    titian_run_options options = titian_run_options_default();
    titian_error err;

    options.first_year = options.last_year = t->year;
    if (titian_run(&t->nominal, &t->recipe, t->panel, &options, &err) != TITIAN_OK)
        stop(t->name, &err);
}

static void load(trial *t, const char *model, const char *const *data, size_t n)
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
    char(*names)[16] = room(n_units + n_indicators, sizeof *names);
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

static void make(trial *t, const char *name, size_t n_units, size_t n_indicators)
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

static void unmake(trial *t)
{
    titian_assessment_free(t->nominal);
    titian_ledger_free(t->ledger);
    titian_panel_free(t->panel);
    titian_model_free(t->model);
    free(t->geometric);
}

/* ---- the kernel written by hand ---- */

typedef struct {
    const titian_framework *framework;
    size_t n_units, n_indicators, n_nodes, n_ranked;
    double *scores[N_SCALES], *logs[N_SCALES]; /* [indicator][unit] */
    double *node, *weight, *numbers, *w, *scratch, *columns;
    uint32_t *who, *ranks, *counts; /* counts: [node][ranked][rank] */
} by_hand;

static void take_scale(by_hand *h, const trial *t, size_t k)
{
    titian_recipe recipe = t->recipe;
    titian_run_options options = titian_run_options_default();
    titian_assessment *a = NULL;
    titian_error err;

    recipe.choice[TITIAN_STAGE_NORMALISE] = t->scales[k].choice[TITIAN_STAGE_NORMALISE];
    options.first_year = options.last_year = t->year;
    if (titian_run(&a, &recipe, t->panel, &options, &err) != TITIAN_OK)
        stop(t->name, &err);
    h->scores[k] = room(h->n_indicators * h->n_units, sizeof(double));
    h->logs[k] = room(h->n_indicators * h->n_units, sizeof(double));
    for (size_t j = 0; j < h->n_indicators; j++) {
        memcpy(h->scores[k] + j * h->n_units,
            titian_panel_column(titian_assessment_result(a, TITIAN_RESULT_NORMALISED), j, 0),
            h->n_units * sizeof(double));
        kernel_logs(h->scores[k] + j * h->n_units, h->n_units, 1.0, h->logs[k] + j * h->n_units);
    }
    titian_assessment_free(a);
}

static void open_hand(by_hand *h, const trial *t)
{
    *h = (by_hand){.framework = t->recipe.framework};
    h->n_units = titian_panel_n_units(titian_assessment_result(t->nominal, TITIAN_RESULT_AGGREGATED));
    h->n_indicators = titian_framework_n_indicators(h->framework);
    h->n_nodes = titian_framework_n_nodes(h->framework);
    h->who = room(h->n_units, sizeof *h->who);
    for (size_t i = 0; i < h->n_units; i++)
        if (titian_assessment_unit(t->nominal, i, 0)->ranked)
            h->who[h->n_ranked++] = (uint32_t) i;
    h->node = room(h->n_nodes * h->n_units, sizeof *h->node);
    h->columns = room(h->n_nodes * h->n_units, sizeof *h->columns);
    h->weight = room(h->n_units, sizeof *h->weight);
    h->numbers = room(h->n_nodes + 2, sizeof *h->numbers);
    h->w = room(h->n_nodes, sizeof *h->w);
    h->scratch = room(KERNEL_PLACES_SCRATCH(h->n_units), sizeof *h->scratch);
    h->ranks = room(h->n_units, sizeof *h->ranks);
    h->counts = room((h->n_nodes - h->n_indicators) * h->n_ranked * h->n_ranked, sizeof *h->counts);
    for (size_t k = 0; k < N_SCALES; k++)
        take_scale(h, t, k);
}

static void close_hand(by_hand *h)
{
    for (size_t k = 0; k < N_SCALES; k++) {
        free(h->scores[k]);
        free(h->logs[k]);
    }
    free(h->who);
    free(h->node);
    free(h->columns);
    free(h->weight);
    free(h->numbers);
    free(h->w);
    free(h->scratch);
    free(h->ranks);
    free(h->counts);
}

/* One node of one replication. */
static void mean_of(by_hand *h, size_t node, size_t scale, int geometric)
{
    const titian_node *about = titian_framework_node(h->framework, node);
    const size_t n = h->n_units;
    double *out = h->node + node * n;
    kernel_columns columns = {
        .stride = n, .n_children = about->n_children, .n = n, .weights = h->w + about->first_child};

    if (about->first_child < h->n_indicators)
        columns.scores = (geometric ? h->logs[scale] : h->scores[scale]) + about->first_child * n;
    else if (!geometric)
        columns.scores = h->node + about->first_child * n;
    else {
        for (size_t k = 0; k < about->n_children; k++)
            kernel_logs(h->node + (about->first_child + k) * n, n, 1.0, h->columns + k * n);
        columns.scores = h->columns;
    }
    if (geometric)
        kernel_geometric_of_logs(&columns, out, h->weight);
    else
        kernel_arithmetic_means(&columns, out, h->weight);
}

static void replicate(by_hand *h, const trial *t, uint64_t number)
{
    size_t scale;
    int geometric;

    kernel_uniform_fill(&(kernel_random){.seed = 1, .stream = 1}, number, 0, h->n_nodes + 1, h->numbers);
    for (size_t k = 0; k < h->n_nodes; k++)
        h->w[k] = t->recipe.weights[k] * (1.0 + 0.25 * (2.0 * h->numbers[k] - 1.0));
    scale = (size_t) (h->numbers[h->n_nodes - 1] * N_SCALES);
    geometric = h->numbers[h->n_nodes] < 0.5;
    for (size_t node = h->n_indicators; node < h->n_nodes; node++) {
        uint32_t *counts = h->counts + (node - h->n_indicators) * h->n_ranked * h->n_ranked;

        mean_of(h, node, scale, geometric);
        kernel_places(h->node + node * h->n_units, h->who, h->n_ranked, h->ranks, h->scratch);
        for (size_t k = 0; k < h->n_ranked; k++)
            if (h->ranks[k] > 0)
                counts[k * h->n_ranked + h->ranks[k] - 1]++;
    }
}

/* ---- timing ---- */

static double run_hand(by_hand *h, const trial *t, uint64_t n)
{
    const double begun = now();

    for (uint64_t k = 0; k < n; k++)
        replicate(h, t, k);
    return (double) n / (now() - begun);
}

typedef struct {
    by_hand hand;
    const trial *about;
    uint64_t n;
} half;

static void *run_half(void *of)
{
    half *h = of;

    (void) run_hand(&h->hand, h->about, h->n);
    return NULL;
}

/* Twice n on two threads that share nothing: what the machine gives for a second one. */
static double run_hand_on_two(half two[2], const trial *t, uint64_t n)
{
    const double begun = now();
    pthread_t other;

    for (size_t k = 0; k < 2; k++) {
        two[k].about = t;
        two[k].n = n;
    }
    if (pthread_create(&other, NULL, run_half, &two[1]) != 0)
        stop("a second thread", NULL);
    (void) run_half(&two[0]);
    (void) pthread_join(other, NULL);
    return 2.0 * (double) n / (now() - begun);
}

static double run_titian(const trial *t, uint64_t n, int threads)
{
    titian_uncertainty *u = NULL;
    titian_error err;
    const double begun = now();
    double rate;

    if (titian_uncertainty_run(
            &u, t->nominal, &(titian_uncertainty_options){.replications = n, .threads = threads}, &err) != TITIAN_OK)
        stop(t->name, &err);
    rate = (double) n / (now() - begun);
    titian_uncertainty_free(u);
    return rate;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

static double median(double of[REPEATS])
{
    qsort(of, REPEATS, sizeof *of, ascending);
    return of[REPEATS / 2];
}

/* Titian and the kernel, on one thread and on two, take turns, many short ones, so that all meet the same machine;
 * medians. What the kernel gains by a second thread, which shares nothing with the first, is the machine's doing. */
static void compare(const trial *t)
{
    double rate[4][REPEATS], ratio[REPEATS], gain[REPEATS], machine[REPEATS];
    half two[2];
    uint64_t n;

    open_hand(&two[0].hand, t);
    open_hand(&two[1].hand, t);
    n = (uint64_t) (run_hand(&two[0].hand, t, 200)) + 200; /* turns of a second */
    for (size_t k = 0; k < REPEATS; k++) {
        rate[0][k] = run_titian(t, n, 1);
        rate[1][k] = run_hand(&two[0].hand, t, n);
        rate[2][k] = run_titian(t, 2 * n, 2);
        rate[3][k] = run_hand_on_two(two, t, n);
        ratio[k] = rate[0][k] / rate[1][k];
        gain[k] = rate[2][k] / rate[0][k];
        machine[k] = rate[3][k] / rate[1][k];
    }
    (void) printf("%-18s %6zu x %-4zu %10.0f %10.0f   %5.2f (at least 0.6)   %5.2f (at least 1.8)   %5.2f\n", t->name,
        two[0].hand.n_units, two[0].hand.n_indicators, median(rate[0]), median(rate[1]), median(ratio), median(gain),
        median(machine));
    close_hand(&two[0].hand);
    close_hand(&two[1].hand);
}

enum { SLICES = 40, STROKE = 200 };

/* A clock that goes as fast as the machine: it ticks in replications of the kernel by hand. */
typedef struct {
    const trial *about;
    by_hand hand;
    double ticking, away; /* seconds that the ticks took; and with warming up */
    uint64_t ticks;
} machine_clock;

static int tick(uint64_t done, uint64_t of, void *context)
{
    machine_clock *c = context;
    const double begun = now();

    (void) done;
    (void) of;
    (void) run_hand(&c->hand, c->about, STROKE / 4);
    c->ticking += STROKE / run_hand(&c->hand, c->about, STROKE);
    c->ticks += STROKE;
    c->away += now() - begun;
    return 0;
}

static void say_cost(uint64_t n, double cost, double first)
{
    (void) printf("  %8llu %8.2f %6.2f\n", (unsigned long long) n, cost, cost / first);
}

/* Microseconds that many short runs take for each replication. */
static double cost_of_runs(const trial *t, uint64_t n, int runs)
{
    double seconds = 0.0;

    for (int k = 0; k < runs; k++)
        seconds += (double) n / run_titian(t, n, 1);
    return 1e6 * seconds / ((double) n * runs);
}

/* Replications of the kernel that could have been run for each of titian's. */
static double cost_in_ticks(machine_clock *c, uint64_t n, int runs)
{
    double seconds = 0.0;

    c->ticking = c->away = 0.0;
    c->ticks = 0;
    for (int k = 0; k < runs; k++) {
        titian_uncertainty *u = NULL;
        titian_error err;
        const double begun = now();

        if (titian_uncertainty_run(&u, c->about->nominal,
                &(titian_uncertainty_options){.replications = n, .threads = 1, .progress = tick, .context = c},
                &err) != TITIAN_OK)
            stop(c->about->name, &err);
        seconds += now() - begun;
        titian_uncertainty_free(u);
    }
    return (seconds - c->away) / (double) n / runs / (c->ticking / (double) c->ticks);
}

/* The cost of a replication must not grow with their number. As many are run in short runs as in longer ones, in
 * turn, so that both meet the same machine. In the minute that a million takes, its speed drifts by more than the
 * tenth that is allowed: costs of long runs are told in replications of the kernel by hand, run in their midst. */
static void grow(const trial *t, uint64_t most)
{
    machine_clock c = {.about = t};
    double shorter = 0.0, longer = 0.0, ticks;

    for (int slice = 0; slice < SLICES; slice++) {
        shorter += cost_of_runs(t, 1000, 10) / SLICES;
        longer += cost_of_runs(t, 10000, 1) / SLICES;
    }
    (void) printf(
        "\nmicroseconds per replication on one thread, and their ratio to the first (within 0.9 to 1.1):\n");
    say_cost(1000, shorter, shorter);
    say_cost(10000, longer, shorter);
    open_hand(&c.hand, t);
    ticks = cost_in_ticks(&c, 10000, 20);
    (void) printf("replications of the kernel by hand in the time of one, and their ratio (within 0.9 to 1.1):\n");
    say_cost(10000, ticks, ticks);
    say_cost(100000, cost_in_ticks(&c, 100000, 2), ticks);
    if (most > 100000)
        say_cost(most, cost_in_ticks(&c, most, 1), ticks);
    close_hand(&c.hand);
}

/* COINr's worked case: winsorisation limit, normalisation, noise on two levels, mean; 104 s for 1,000 replications.
 */
static void coinr(void)
{
    const double of_coinr = 1000.0 / 104.0;
    double best = 0.0;
    trial t;

    make(&t, "COINr's case", 51, 49);
    t.recipe.choice[TITIAN_STAGE_TREAT] = choice_of(TITIAN_STAGE_TREAT, "winsorise");
    t.factors[0].level = 2;
    t.scales[0].choice[TITIAN_STAGE_NORMALISE] = t.scales[1].choice[TITIAN_STAGE_NORMALISE];
    t.scales[1].choice[TITIAN_STAGE_NORMALISE] = choice_of(TITIAN_STAGE_NORMALISE, "zscore");
    set(&t.scales[1].choice[TITIAN_STAGE_NORMALISE], "mean", 10.0, 0.0);
    set(&t.scales[1].choice[TITIAN_STAGE_NORMALISE], "sd", 2.0, 0.0);
    t.factors[1].n_alternatives = 2;
    t.factors[3] =
        (titian_factor){.name = "points", .how = choice_of(TITIAN_STAGE_VARY, "option"), .node = TITIAN_NONE};
    set(&t.factors[3].how, "stage", TITIAN_STAGE_TREAT, 0.0);
    set(&t.factors[3].how, "range", 1.0, 5.0);
    set(&t.factors[3].how, "whole", 1.0, 0.0);
    t.factors[3].how.option[titian_method_param(t.factors[3].how.method, "option")].text = "max_points";
    t.recipe.uncertainty.n_factors = 4;
    titian_assessment_free(t.nominal);
    run_nominal(&t);
    for (size_t k = 0; k < REPEATS; k++)
        best = fmax(best, run_titian(&t, 100000, 2));
    (void) printf(
        "\nCOINr's case, 51 x 49, four assumptions, two threads: %.0f a second, %.0f times COINr's 9.6 (at least "
        "10000)\n",
        best, best / of_coinr);
    unmake(&t);
}

static void many(const trial *t, uint64_t most)
{
    struct rusage used;
    const double rate = run_titian(t, most, 2);

    (void) getrusage(RUSAGE_SELF, &used);
    (void) printf("\n%llu replications of the shipped model on two threads: %.1f s (at most 60 for a million); most "
                  "memory of this "
                  "program %.0f MB (at most 200)\n",
        (unsigned long long) most, (double) most / rate, (double) used.ru_maxrss / 1024.0);
}

/* 200 countries, 10,000 replications, and in each the budget shared out by need, people and income to powers of which
 * one is drawn too, between floors and caps. */
static void money(void)
{
    static const double limit = 5.0;
    enum { N = 10000 };
    const titian_allocation_entry entries[] = {{"population", "I0", TITIAN_MISSING, TITIAN_MISSING, 1.0, ""},
        {"income", "I1", TITIAN_MISSING, TITIAN_MISSING, 1.0, ""},
        {"aid", NULL, 0.0, TITIAN_MISSING, TITIAN_MISSING, ""}};
    titian_allocation_options allocation = titian_allocation_options_default();
    titian_uncertainty *u = NULL;
    titian_error err;
    trial t;
    double begun, seconds;

    make(&t, "money", 200, 42);
    t.factors[3] =
        (titian_factor){.name = "people", .how = choice_of(TITIAN_STAGE_VARY, "allocation"), .node = TITIAN_NONE};
    t.factors[3].how.option[titian_method_param(t.factors[3].how.method, "factor")].text = "population";
    set(&t.factors[3].how, "range", 0.3, 0.7);
    t.recipe.uncertainty.n_factors = 4;
    t.recipe.priority = (titian_priority_rules){.on = 1,
        .target = 65.0,
        .alpha = 1.5,
        .level = 2,
        .people_reference = 1e9,
        .weight = {[TITIAN_PART_NEED] = 1.0}};
    t.recipe.allocation = (titian_allocation_rules){.on = 1,
        .budget = 1000.0,
        .currency = "",
        .unit = 0.01,
        .factors = entries,
        .n_factors = 3,
        .floor = 1.0,
        .cap = 20.0,
        .cap_share = 1.0,
        .cap_per_head = (double) INFINITY,
        .swing_down = 1.0,
        .swing_up = (double) INFINITY};
    titian_assessment_free(t.nominal);
    run_nominal(&t);
    begun = now();
    if (titian_uncertainty_run(&u, t.nominal,
            &(titian_uncertainty_options){.replications = N, .threads = 2, .allocation = &allocation},
            &err) != TITIAN_OK)
        stop(t.name, &err);
    seconds = now() - begun;
    (void) printf(
        "\n200 countries, %d replications with an allocation in each, two threads: %.2f s, %.2f of the limit "
        "of %.0f s (at most 1); %llu of them could be shared out\n",
        (int) N, seconds, seconds / limit, limit, (unsigned long long) titian_uncertainty_shared(u));
    titian_uncertainty_free(u);
    unmake(&t);
}

int main(int argc, char **argv)
{
    const int is_quick = argc > 1 && strcmp(argv[1], "--quick") == 0;
    const uint64_t most = is_quick ? 100000 : 1000000;
    trial shipped = {.name = NULL}, made;

    argc -= is_quick;
    argv += is_quick;
    if (argc < 3) {
        (void) fprintf(stderr, "usage: bench_uncertainty [--quick] MODEL DATA...\n");
        return 2;
    }
    load(&shipped, argv[1], (const char *const *) argv + 2, (size_t) argc - 2);
    many(&shipped, most);
    (void) printf(
        "\nreplications a second, noise on all weights, 3 normalisations, 2 means, all ranks and their counts:\n"
        "%-18s %13s %10s %10s   %s\n",
        "", "units x ind.", "titian", "by hand", "titian / by hand        two threads / one      by hand: two / one");
    compare(&shipped);
    make(&made, "made up", 51, 49);
    compare(&made);
    unmake(&made);
    make(&made, "made up", 195, 42);
    compare(&made);
    unmake(&made);
    make(&made, "made up", 3000, 16);
    compare(&made);
    unmake(&made);
    coinr();
    money();
    grow(&shipped, most);
    unmake(&shipped);
    return 0;
}

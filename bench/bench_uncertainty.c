/* Replications per second of the uncertainty analysis, against a kernel written by hand that does only the same
 * arithmetic and ranking: weights drawn, weighted arithmetic or geometric means up the tree, ranks of every node,
 * counts of ranks. Prints ratios to the limits; judges nothing: a busy machine is no fault.
 *   bench_uncertainty [--quick] MODEL DATA...      a model whose indicators have goalposts, such as models/ddri
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <titian/allocation.h>
#include <titian/uncertainty.h>

#include "uncertainty.h"

enum { REPEATS = 9, TURNS = 31 };

/* ---- timing ---- */

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

static double median(double *of, size_t n)
{
    qsort(of, n, sizeof *of, ascending);
    return of[n / 2];
}

/* Titian and the kernel, on one thread and on two, take turns, many short ones, so that all meet the same machine,
 * whose speed may double from one second to the next; medians. What the kernel gains by a second thread, which shares
 * nothing with the first, is the machine's doing. */
static void compare(const trial *t, size_t repeats)
{
    double rate[4][TURNS], ratio[TURNS], gain[TURNS], machine[TURNS];
    half two[2];
    uint64_t n;

    open_hand(&two[0].hand, t);
    open_hand(&two[1].hand, t);
    n = (uint64_t) (0.6 * run_hand(&two[0].hand, t, 200)) + 200; /* turns of about a second */
    for (size_t k = 0; k < repeats; k++) {
        rate[0][k] = run_titian(t, n, 1);
        rate[1][k] = run_hand(&two[0].hand, t, n);
        rate[2][k] = run_titian(t, 2 * n, 2);
        rate[3][k] = run_hand_on_two(two, t, n);
        ratio[k] = rate[0][k] / rate[1][k];
        gain[k] = rate[2][k] / rate[0][k];
        machine[k] = rate[3][k] / rate[1][k];
    }
    (void) printf("%-18s %6zu x %-4zu %10.0f %10.0f   %5.2f (at least 0.6)   %5.2f (at least 1.8)   %5.2f\n", t->name,
        two[0].hand.n_units, two[0].hand.n_indicators, median(rate[0], repeats), median(rate[1], repeats),
        median(ratio, repeats), median(gain, repeats), median(machine, repeats));
    close_hand(&two[0].hand);
    close_hand(&two[1].hand);
}

enum { STROKE = 200 };

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
static void grow(const trial *t, uint64_t most, int slices)
{
    machine_clock c = {.about = t};
    double shorter = 0.0, longer = 0.0, ticks;

    for (int slice = 0; slice < slices; slice++) {
        shorter += cost_of_runs(t, 1000, 10) / slices;
        longer += cost_of_runs(t, 10000, 1) / slices;
    }
    (void) printf(
        "\nmicroseconds per replication on one thread, and their ratio to the first (within 0.9 to 1.1):\n");
    say_cost(1000, shorter, shorter);
    say_cost(10000, longer, shorter);
    open_hand(&c.hand, t);
    ticks = cost_in_ticks(&c, 10000, slices / 2);
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
    const size_t repeats = is_quick ? 1 : TURNS;
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
    compare(&shipped, repeats);
    make(&made, "made up", 51, 49);
    compare(&made, repeats);
    unmake(&made);
    make(&made, "made up", 195, 42);
    compare(&made, repeats);
    unmake(&made);
    make(&made, "made up", 3000, 16);
    compare(&made, repeats);
    unmake(&made);
    coinr();
    money();
    grow(&shipped, most, is_quick ? 4 : 40);
    unmake(&shipped);
    return 0;
}

/* CPU time of the demo, part by part: model, data, run, workbook. Prints the median of several repetitions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <titian/input.h>
#include <titian/model.h>
#include <titian/run.h>
#include <titian/workbook.h>

enum { MOST_REPETITIONS = 101 };

typedef enum { PART_MODEL, PART_READ, PART_RUN, PART_WORKBOOK, N_PARTS } part;
static const char *const names[N_PARTS] = {"model", "read data", "score", "workbook"};
static const double limit = 1.0; /* seconds of CPU, from parsed CSV to closed workbook: score and workbook */

/* CPU time of the process, user and system, in seconds. */
static double cpu_seconds(void)
{
    struct rusage usage;

    (void) getrusage(RUSAGE_SELF, &usage);
    return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/* What is timed. */
typedef struct {
    const char *model, *workbook;
    const char *const *data;
    size_t n_data;
} job;

static titian_status repeat_once(const job *j, double seconds[N_PARTS], titian_error *err)
{
    titian_workbook_options book = titian_workbook_options_default();
    titian_run_options options = titian_run_options_default();
    titian_model *model = NULL;
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;
    titian_assessment *a = NULL;
    double before = cpu_seconds();
    titian_status status = titian_model_load(&model, j->model, NULL, err);

    seconds[PART_MODEL] = cpu_seconds() - before;
    before = cpu_seconds();
    if (status == TITIAN_OK)
        status = titian_input_read(
            &panel, &ledger, titian_model_recipe(model)->framework, j->data, j->n_data, NULL, NULL, err);
    seconds[PART_READ] = cpu_seconds() - before;
    before = cpu_seconds();
    if (status == TITIAN_OK) {
        options.about = titian_model_describe(model);
        options.ledger = ledger;
        options.first_year = options.last_year = options.about->year;
        status = titian_run(&a, titian_model_recipe(model), panel, &options, err);
    }
    seconds[PART_RUN] = cpu_seconds() - before;
    before = cpu_seconds();
    book.replace = 1;
    if (status == TITIAN_OK)
        status = titian_workbook_write(a, j->workbook, &book, err);
    seconds[PART_WORKBOOK] = cpu_seconds() - before;
    titian_assessment_free(a);
    titian_ledger_free(ledger);
    titian_panel_free(panel);
    titian_model_free(model);
    return status;
}

static int ascending(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static double median(double *x, size_t n)
{
    qsort(x, n, sizeof *x, ascending);
    return n % 2 == 1 ? x[n / 2] : 0.5 * (x[n / 2 - 1] + x[n / 2]);
}

static void report(double seconds[N_PARTS + 1][MOST_REPETITIONS], size_t n)
{
    const double demo = median(seconds[N_PARTS], n);

    for (int p = 0; p < N_PARTS; p++)
        (void) printf("  %-10s %8.4f s\n", names[p], median(seconds[p], n));
    (void) printf(
        "demo, from parsed CSV to closed workbook: %.4f s of CPU, %.2f of the limit of %.0f s (median of %zu)\n",
        demo, demo / limit, limit, n);
}

int main(int argc, char **argv)
{
    static double seconds[N_PARTS + 1][MOST_REPETITIONS];
    const long n = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
    job j;

    if (argc < 5 || n < 1 || n > MOST_REPETITIONS) {
        (void) fprintf(stderr, "usage: bench_demo REPETITIONS MODEL OUT.xlsx DATA...\n");
        return 2;
    }
    j = (job){argv[2], argv[3], (const char *const *) argv + 4, (size_t) argc - 4};
    for (long k = 0; k < n; k++) {
        double parts[N_PARTS];
        titian_error err;

        if (repeat_once(&j, parts, &err) != TITIAN_OK) {
            (void) fprintf(stderr, "bench_demo: %s: %s\n", err.file, err.message);
            return 1;
        }
        for (int p = 0; p < N_PARTS; p++)
            seconds[p][k] = parts[p];
        seconds[N_PARTS][k] = parts[PART_RUN] + parts[PART_WORKBOOK];
    }
    report(seconds, (size_t) n);
    return 0;
}

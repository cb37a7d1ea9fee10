/* Time and memory to read a wide file of communities, against the time that libcsv needs to split it.
 * Each measurement is a process of its own, of which the least of several counts: a busy machine disturbs it least.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <csv.h>

#include <titian/framework.h>
#include <titian/input.h>

enum { FIGURES = 40, RUNS = 3, YEAR = 2022 };
static const double limit_one = 1.6, limit_two = 1.0; /* of libcsv's time, with one thread and two */
static const double mebibyte = 1048576.0;

typedef struct {
    double wall, cpu; /* seconds */
    double peak;      /* bytes */
} cost;

static void stop(const char *what)
{
    (void) fprintf(stderr, "bench_read: %s\n", what);
    exit(1);
}

/* C0000000,2022,42.3209,... : the numbers of a generator with a fixed start (Knuth's MMIX). */
static void write_file(const char *path, size_t n_units)
{
    FILE *to = fopen(path, "w");
    uint64_t state = 1;

    if (to == NULL)
        stop("the file cannot be written");
    (void) fprintf(to, "unit_code,year");
    for (int j = 0; j < FIGURES; j++)
        (void) fprintf(to, ",I%d", j);
    (void) fputc('\n', to);
    for (size_t i = 0; i < n_units; i++) {
        (void) fprintf(to, "C%07zu,%d", i, YEAR);
        for (int j = 0; j < FIGURES; j++) {
            unsigned figure;

            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            figure = (unsigned) (state >> 33) % 100000u;
            (void) fprintf(to, ",%u.%03u", figure / 1000, figure % 1000);
        }
        (void) fputc('\n', to);
    }
    if (fclose(to) != 0)
        stop("the file cannot be written");
}

static double seconds(clockid_t which)
{
    struct timespec now;

    (void) clock_gettime(which, &now);
    return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

static void no_field(void *text, size_t n, void *context)
{
    (void) text;
    (void) n;
    (void) context;
}

static void no_record(int end, void *context)
{
    (void) end;
    (void) context;
}

/* libcsv over a text that is in memory already. */
static void split(const char *path, int threads, cost *c)
{
    FILE *from = fopen(path, "r");
    struct csv_parser parser;
    char *text = NULL;
    long n = 0;

    (void) threads;
    if (from == NULL || fseek(from, 0, SEEK_END) != 0 || (n = ftell(from)) <= 0)
        stop("the file cannot be read");
    rewind(from);
    text = malloc((size_t) n);
    if (text == NULL || fread(text, 1, (size_t) n, from) != (size_t) n || csv_init(&parser, CSV_STRICT) != 0)
        stop("the file cannot be read");
    c->wall = seconds(CLOCK_MONOTONIC);
    c->cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (csv_parse(&parser, text, (size_t) n, no_field, no_record, NULL) != (size_t) n ||
        csv_fini(&parser, no_field, no_record, NULL) != 0)
        stop("libcsv stumbles");
    c->wall = seconds(CLOCK_MONOTONIC) - c->wall;
    c->cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - c->cpu;
    csv_free(&parser);
    free(text);
    (void) fclose(from);
}

static titian_framework *framework(void)
{
    static char codes[FIGURES][8];
    titian_framework *f = NULL;
    titian_node nodes[FIGURES + 1];
    size_t parents[FIGURES + 1];

    memset(nodes, 0, sizeof nodes);
    for (size_t j = 0; j < FIGURES; j++) {
        (void) snprintf(codes[j], sizeof codes[j], "I%zu", j);
        nodes[j] = (titian_node){.code = codes[j], .level = 1};
        parents[j] = FIGURES;
    }
    nodes[FIGURES] = (titian_node){.code = "X", .level = 2};
    parents[FIGURES] = TITIAN_NONE;
    if (titian_framework_new(&f,
            &(titian_framework_parts){.nodes = nodes, .parents = parents, .n_nodes = FIGURES + 1}, NULL) != TITIAN_OK)
        stop("no framework");
    return f;
}

/* titian from the file to a filled panel. */
static void read_panel(const char *path, int threads, cost *c)
{
    titian_input_options options = titian_input_options_default();
    titian_framework *f = framework();
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;
    titian_error err;

    options.threads = threads;
    c->wall = seconds(CLOCK_MONOTONIC);
    c->cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (titian_input_read(&panel, &ledger, f, &path, 1, &options, NULL, &err) != TITIAN_OK)
        stop(err.message);
    c->wall = seconds(CLOCK_MONOTONIC) - c->wall;
    c->cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - c->cpu;
    titian_panel_free(panel);
    titian_ledger_free(ledger);
    titian_framework_free(f);
}

/* In a process of its own, which hands its times back through a pipe. */
static cost measure(void (*what)(const char *path, int threads, cost *c), const char *path, int threads)
{
    cost c = {0.0, 0.0, 0.0};
    struct rusage usage;
    int ends[2], status = 0;
    pid_t child = -1;

    (void) fflush(stdout);
    if (pipe(ends) != 0 || (child = fork()) < 0)
        stop("no process");
    if (child == 0) {
        what(path, threads, &c);
        _exit(write(ends[1], &c, sizeof c) == (ssize_t) sizeof c ? 0 : 1);
    }
    (void) close(ends[1]);
    if (read(ends[0], &c, sizeof c) != (ssize_t) sizeof c || wait4(child, &status, 0, &usage) != child || status != 0)
        stop("a measurement failed");
    (void) close(ends[0]);
    c.peak = 1024.0 * (double) usage.ru_maxrss;
    return c;
}

static void keep_least(cost *least, cost c)
{
    least->wall = c.wall < least->wall ? c.wall : least->wall;
    least->cpu = c.cpu < least->cpu ? c.cpu : least->cpu;
    least->peak = c.peak > least->peak ? c.peak : least->peak;
}

static const char *holds(double x, double limit)
{
    return x <= limit ? "holds" : "EXCEEDED";
}

/* The three in turn, so that what else the machine does disturbs them alike. */
static void bench(const char *path, size_t n_units)
{
    const double matrix = (double) n_units * FIGURES * sizeof(double), most = 1.5 * matrix + 64.0 * mebibyte;
    cost alone = {1e9, 1e9, 0.0}, one = alone, two = alone;

    write_file(path, n_units);
    for (int run = 0; run < RUNS; run++) {
        keep_least(&alone, measure(split, path, 1));
        keep_least(&one, measure(read_panel, path, 1));
        keep_least(&two, measure(read_panel, path, 2));
    }
    (void) printf("%zu communities x %d numbers: libcsv alone %.3f s\n", n_units, FIGURES, alone.cpu);
    (void) printf("  one thread   %.3f s, ratio %.2f (limit %.1f, %s), %.2f us a community\n", one.cpu,
        one.cpu / alone.cpu, limit_one, holds(one.cpu / alone.cpu, limit_one), 1e6 * one.cpu / (double) n_units);
    (void) printf("  two threads  %.3f s, ratio %.2f (limit %.1f, %s), CPU %.3f s\n", two.wall, two.wall / alone.wall,
        limit_two, holds(two.wall / alone.wall, limit_two), two.cpu);
    (void) printf("  peak memory  %.0f MiB with one, %.0f with two (limit %.0f, %s)\n", one.peak / mebibyte,
        two.peak / mebibyte, most / mebibyte, holds(one.peak > two.peak ? one.peak : two.peak, most));
}

int main(int argc, char **argv)
{
    const size_t most = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
    const char *folder = getenv("TMPDIR");
    char place[4096], path[4200];

    (void) snprintf(place, sizeof place, "%s/titian-bench-XXXXXX", folder != NULL ? folder : "/tmp");
    if (mkdtemp(place) == NULL)
        stop("no temporary folder");
    (void) snprintf(path, sizeof path, "%s/communities.csv", place);
    (void) printf("reading a wide file (least of %d runs):\n", RUNS);
    for (size_t n = most / 100; n <= most && n > 0; n *= 10)
        bench(path, n);
    (void) remove(path);
    (void) rmdir(place);
    return 0;
}

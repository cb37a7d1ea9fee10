/* Communities from CSV to scores and measures of the divide, against the time that libcsv needs to split the same
 * file. titian runs as a program, twice: once for the table of communities, with the score and ranks of each, and
 * once for the measures of the divide of all and of each region. Each measurement is a process of its own; medians of
 * several turns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <csv.h>

enum { TURNS = 7, FIGURES = 40, AREAS = 5, REGIONS = 100, YEAR = 2022, PATH = 4200 };
static const double limit = 2.0, matrices = 3.0; /* of libcsv's time; of the bytes of all figures */
static const double mebibyte = 1048576.0;

typedef struct {
    char model[PATH], framework[PATH], data[PATH], units[PATH], out[PATH];
} places;

typedef struct {
    double wall, cpu, peak; /* seconds, seconds, bytes */
} cost;

static void stop(const char *what)
{
    (void) fprintf(stderr, "bench_communities: %s\n", what);
    exit(1);
}

static FILE *open_new(const char *path)
{
    FILE *to = fopen(path, "w");

    if (to == NULL)
        stop("a file cannot be written");
    return to;
}

static void close_new(FILE *to)
{
    if (fclose(to) != 0)
        stop("a file cannot be written");
}

static void write_model(const places *at)
{
    FILE *to = open_new(at->model);

    (void) fputs("framework: framework.csv\nnormalise: {method: goalposts, range: [0, 100]}\n"
                 "priority: {target: 65, population: POP}\n",
        to);
    close_new(to);
    to = open_new(at->framework);
    (void) fputs("iCode,Type,Level,Parent,Weight,Direction,Low,High\n", to);
    for (int j = 0; j < FIGURES; j++)
        (void) fprintf(to, "I%d,Indicator,1,G%d,1,1,0,10\n", j, j % AREAS);
    for (int j = 0; j < AREAS; j++)
        (void) fprintf(to, "G%d,Aggregate,2,X,1,,,\n", j);
    (void) fputs("X,Aggregate,3,,1,,,\nPOP,Other,,,,,,\n", to);
    close_new(to);
}

/* The numbers of a generator with a fixed start (Knuth's MMIX), with four places: three could be thousands. */
static void write_data(const places *at, size_t n_units)
{
    FILE *to = open_new(at->data), *units = open_new(at->units);
    uint64_t state = 1;

    (void) fprintf(to, "unit_code,year,POP");
    for (int j = 0; j < FIGURES; j++)
        (void) fprintf(to, ",I%d", j);
    (void) fprintf(units, "unit_code,parent_unit\n");
    for (int k = 0; k < REGIONS; k++)
        (void) fprintf(units, "R%02d,\n", k);
    for (size_t i = 0; i < n_units; i++) {
        (void) fprintf(units, "C%07zu,R%02zu\n", i, i % REGIONS);
        (void) fprintf(to, "\nC%07zu,%d,%zu", i, YEAR, 100 + i % 997);
        for (int j = 0; j < FIGURES; j++) {
            unsigned figure;

            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            figure = (unsigned) (state >> 33) % 100000u;
            (void) fprintf(to, ",%u.%04u", figure / 10000, figure % 10000);
        }
    }
    (void) fputc('\n', to);
    close_new(to);
    close_new(units);
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

/* libcsv over a text as it is read, in a process of its own. */
static void split(const places *at, const char *const *arguments)
{
    static char text[1 << 20];
    FILE *from = fopen(at->data, "r");
    struct csv_parser parser;
    size_t n = 0;

    (void) arguments;
    if (from == NULL || csv_init(&parser, CSV_STRICT) != 0)
        stop("the file cannot be read");
    while ((n = fread(text, 1, sizeof text, from)) > 0)
        if (csv_parse(&parser, text, n, no_field, no_record, NULL) != n)
            stop("libcsv stumbles");
    if (csv_fini(&parser, no_field, no_record, NULL) != 0)
        stop("libcsv stumbles");
    csv_free(&parser);
    (void) fclose(from);
}

static void titian(const places *at, const char *const *arguments)
{
    const int out = open(at->out, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (out < 0 || dup2(out, STDOUT_FILENO) < 0)
        stop("the result cannot be written");
    (void) execv(arguments[0], (char *const *) (uintptr_t) arguments);
    stop("the program does not start");
}

static double now(void)
{
    struct timespec t;

    (void) clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static cost measure(
    void (*what)(const places *at, const char *const *arguments), const places *at, const char *const *arguments)
{
    const double start = now();
    struct rusage usage;
    int status = 0;
    pid_t child = -1;

    (void) fflush(stdout);
    child = fork();
    if (child < 0)
        stop("no process");
    if (child == 0) {
        what(at, arguments);
        _exit(0);
    }
    if (wait4(child, &status, 0, &usage) != child || status != 0)
        stop("a measurement failed");
    return (cost){now() - start,
        (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
            1e-6 * (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec),
        1024.0 * (double) usage.ru_maxrss};
}

static const char *holds(double x, double most)
{
    return x <= most ? "holds" : "EXCEEDED";
}

static int by_wall(const void *a, const void *b)
{
    const double x = ((const cost *) a)->wall, y = ((const cost *) b)->wall;

    return (x > y) - (x < y);
}

static cost median(cost *of, size_t n)
{
    qsort(of, n, sizeof *of, by_wall);
    return of[n / 2];
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

/* Of the ratios of each turn, not of the medians: in a turn both meet the same machine. */
static double median_ratio(const cost *of, const cost *to, size_t n)
{
    double ratio[TURNS];

    for (size_t k = 0; k < n; k++)
        ratio[k] = of[k].wall / to[k].wall;
    qsort(ratio, n, sizeof *ratio, ascending);
    return ratio[n / 2];
}

/* Each in turn, since the speed of a machine drifts by more than half. @return seconds of CPU for a community */
static double bench(const places *at, const char *program, size_t n_units, int is_most)
{
    const char *const scores[] = {program, "divide", at->model, at->data, at->units, "-q", "--weights", "POP",
        "--code", "X", "--table", "communities", NULL};
    const char *const measures[] = {program, "divide", at->model, at->data, at->units, "-q", "--weights", "POP",
        "--code", "X", "--table", "measures", NULL};
    const double matrix = (double) n_units * FIGURES * sizeof(double);
    cost alone[TURNS], table[TURNS], divide[TURNS], middle;
    double ratio, ratio_divide;

    write_data(at, n_units);
    for (int turn = 0; turn < TURNS; turn++) {
        alone[turn] = measure(split, at, NULL);
        table[turn] = measure(titian, at, scores);
        divide[turn] = measure(titian, at, measures);
    }
    ratio = median_ratio(table, alone, TURNS);
    ratio_divide = median_ratio(divide, alone, TURNS);
    (void) printf("%zu communities x %d numbers, medians of %d: libcsv alone %.3f s\n", n_units, FIGURES, TURNS,
        median(alone, TURNS).wall);
    middle = median(table, TURNS);
    (void) printf("  scores and ranks  %.3f s, ratio %.2f, CPU %.3f s\n", middle.wall, ratio, middle.cpu);
    (void) printf("  measures          %.3f s, ratio %.2f, CPU %.3f s\n", median(divide, TURNS).wall, ratio_divide,
        median(divide, TURNS).cpu);
    (void) printf("  peak memory       %.0f MiB\n", middle.peak / mebibyte);
    if (is_most)
        (void) printf("  ratios of %zu: at most %.1f: %s, %s; memory at most %.0f MiB: %s\n", n_units, limit,
            holds(ratio, limit), holds(ratio_divide, limit), matrices * matrix / mebibyte,
            holds(middle.peak, matrices * matrix));
    return middle.cpu / (double) n_units;
}

int main(int argc, char **argv)
{
    const size_t most = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000000;
    const char *folder = getenv("TMPDIR");
    char place[4096];
    double first = 0.0, last = 0.0;
    places at;

    if (argc < 2)
        stop("bench_communities PROGRAM [COMMUNITIES]");
    (void) snprintf(place, sizeof place, "%s/titian-bench-XXXXXX", folder != NULL ? folder : "/tmp");
    if (mkdtemp(place) == NULL)
        stop("no temporary folder");
    (void) snprintf(at.model, PATH, "%s/model.yaml", place);
    (void) snprintf(at.framework, PATH, "%s/framework.csv", place);
    (void) snprintf(at.data, PATH, "%s/data.csv", place);
    (void) snprintf(at.units, PATH, "%s/units.csv", place);
    (void) snprintf(at.out, PATH, "%s/out.csv", place);
    (void) printf("communities from CSV to scores and the divide:\n");
    write_model(&at);
    for (size_t n = most / 100; n <= most && n > 0; n *= 10) {
        last = bench(&at, argv[1], n, n == most);
        first = first > 0.0 ? first : last;
    }
    (void) printf(
        "  CPU of one community among %zu: %.2f times that among %zu (1: linear)\n", most, last / first, most / 100);
    (void) remove(at.model);
    (void) remove(at.framework);
    (void) remove(at.data);
    (void) remove(at.units);
    (void) remove(at.out);
    (void) rmdir(place);
    return 0;
}

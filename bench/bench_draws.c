/* Nanoseconds of CPU for each number drawn and each value summed up. Prints the least of many short runs, which a
 * busy machine disturbs least. SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "kernels/draw.h"
#include "kernels/quantile_table.h"
#include "kernels/random.h"
#include "kernels/sobol.h"
#include "kernels/stream.h"

enum { N = 1024, FACTORS = 64, POINTS = N / FACTORS, CELLS = 4096, RUNS = 2000 };

/* What is timed, and where it works. */
typedef struct {
    kernel_random random;
    kernel_sobol sobol;
    uint64_t directions[KERNEL_SOBOL_BITS * FACTORS], digits[FACTORS];
    kernel_quantile_table table;
    const kernel_quantile_table *tables[N];
    kernel_histogram histogram;
    uint32_t counts[CELLS], scratch[CELLS];
    kernel_moments moments;
    double sums[3 * N], numbers[N], out[N];
} room;

static void uniforms(room *r, size_t run)
{
    kernel_uniform_fill(&r->random, run, 0, N, r->out);
}

static void normals(room *r, size_t run)
{
    (void) run;
    kernel_draw_normals(r->numbers, N, r->out);
}

static void exponentials(room *r, size_t run)
{
    (void) run;
    kernel_draw_exponentials(r->numbers, N, r->out);
}

static void dirichlet(room *r, size_t run)
{
    (void) run;
    kernel_draw_dirichlet(r->tables, r->numbers, N, r->out);
}

static void sobol_points(room *r, size_t run)
{
    kernel_sobol_fill(&r->sobol, run * POINTS, POINTS, r->out, r->digits);
}

static void histogram(room *r, size_t run)
{
    (void) run;
    kernel_histogram_add(&r->histogram, r->numbers, N, 1, r->scratch);
}

static void moments(room *r, size_t run)
{
    (void) run;
    kernel_moments_add(&r->moments, r->numbers);
}

static const struct {
    const char *name;
    void (*once)(room *r, size_t run); /* N numbers */
    kernel_scrambling scrambling;
} rows[] = {{"uniform", uniforms, KERNEL_SOBOL_PLAIN}, {"normal, from a uniform", normals, KERNEL_SOBOL_PLAIN},
    {"exponential, from a uniform", exponentials, KERNEL_SOBOL_PLAIN},
    {"Dirichlet weight, from a uniform", dirichlet, KERNEL_SOBOL_PLAIN},
    {"coordinate of Sobol' points", sobol_points, KERNEL_SOBOL_PLAIN},
    {"the same, shifted", sobol_points, KERNEL_SOBOL_SHIFTED},
    {"the same, scrambled (Owen)", sobol_points, KERNEL_SOBOL_OWEN},
    {"value into a histogram", histogram, KERNEL_SOBOL_PLAIN}, {"value into moments", moments, KERNEL_SOBOL_PLAIN}};

static double nanoseconds(void)
{
    struct timespec now;

    (void) clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return 1e9 * (double) now.tv_sec + (double) now.tv_nsec;
}

static void prepare(room *r)
{
    r->random = (kernel_random){.seed = 1, .stream = 1};
    kernel_uniform_fill(&r->random, 0, 0, N, r->numbers);
    kernel_sobol_directions(0, FACTORS, r->directions);
    r->sobol = (kernel_sobol){.directions = r->directions, .n = FACTORS, .random = {.seed = 1, .stream = 2}};
    kernel_gamma_table(2.5, &r->table);
    for (size_t i = 0; i < N; i++)
        r->tables[i] = &r->table;
    r->histogram = (kernel_histogram){.n_cells = CELLS, .counts = r->counts};
    kernel_histogram_clear(&r->histogram);
    r->moments = (kernel_moments){.n = N, .count = r->sums, .mean = r->sums + N, .squares = r->sums + 2 * (size_t) N};
    kernel_moments_clear(&r->moments);
}

int main(void)
{
    room *r = calloc(1, sizeof *r);

    if (r == NULL)
        return 1;
    prepare(r);
    (void) printf("nanoseconds of CPU each (least of %d runs of %d):\n", RUNS, N);
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        double least = 1e9;

        r->sobol.scrambling = rows[k].scrambling;
        for (size_t run = 0; run < RUNS; run++) {
            const double before = nanoseconds();
            double each = 0.0;

            rows[k].once(r, run);
            each = (nanoseconds() - before) / N;
            least = each < least ? each : least;
        }
        (void) printf("  %-34s %7.2f\n", rows[k].name, least);
    }
    free(r);
    return 0;
}

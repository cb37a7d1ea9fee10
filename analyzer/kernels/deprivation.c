/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/deprivation.h"

#include <math.h>

static double people_of(const kernel_poverty *p, size_t i)
{
    return p->people != NULL ? p->people[i] : 1.0;
}

static double gap_of(const kernel_poverty *p, size_t i, size_t j)
{
    const double x = p->x[j * p->n + i];

    return x < p->lines[j] ? (p->lines[j] - x) / p->lines[j] : 0.0;
}

static double total_weight(const kernel_poverty *p)
{
    double total = 0.0;

    for (size_t j = 0; j < p->m; j++)
        total += p->weights[j];
    return total;
}

void kernel_deprived(const kernel_poverty *p, double *out)
{
    const double total = total_weight(p);

    for (size_t i = 0; i < p->n; i++) {
        out[i] = 0.0;
        for (size_t j = 0; j < p->m; j++)
            out[i] += gap_of(p, i, j) > 0.0 ? p->weights[j] / total : 0.0;
    }
}

static int is_poor(const kernel_poverty *p, double deprived)
{
    return deprived > 0.0 && deprived >= p->cutoff - 1e-12;
}

/* A unit's share of the people, its gaps counted in. */
static void add_unit(const kernel_poverty *p, size_t i, double share, double deprived, kernel_poor *to)
{
    const double total = total_weight(p);

    to->h += share;
    to->m0 += share * deprived;
    for (size_t j = 0; j < p->m; j++) {
        const double gap = gap_of(p, i, j), w = p->weights[j] / total;

        to->m1 += share * w * gap;
        to->m2 += share * w * gap * gap;
    }
}

static void add_heads(const kernel_poverty *p, size_t i, double share, double *heads)
{
    for (size_t j = 0; j < p->m && heads != NULL; j++)
        heads[j] += gap_of(p, i, j) > 0.0 ? share : 0.0;
}

static void clear(double *heads, size_t m, double to)
{
    for (size_t j = 0; j < m && heads != NULL; j++)
        heads[j] = to;
}

kernel_poor kernel_count_poor(const kernel_poverty *p, const double *deprived, const unsigned char *takes_part,
    double *censored, double *uncensored)
{
    const double missing = (double) NAN;
    kernel_poor found = {.h = 0.0};
    double people = 0.0;

    for (size_t i = 0; i < p->n; i++)
        people += takes_part == NULL || takes_part[i] ? people_of(p, i) : 0.0;
    clear(censored, p->m, people > 0.0 ? 0.0 : missing);
    clear(uncensored, p->m, people > 0.0 ? 0.0 : missing);
    if (!(people > 0.0))
        return (kernel_poor){missing, missing, missing, missing, missing, missing};
    for (size_t i = 0; i < p->n; i++) {
        const double share = people_of(p, i) / people;

        if (takes_part != NULL && !takes_part[i])
            continue;
        add_heads(p, i, share, uncensored);
        if (!is_poor(p, deprived[i]))
            continue;
        add_heads(p, i, share, censored);
        add_unit(p, i, share, deprived[i], &found);
        found.people += people_of(p, i);
    }
    found.a = found.h > 0.0 ? found.m0 / found.h : missing;
    return found;
}

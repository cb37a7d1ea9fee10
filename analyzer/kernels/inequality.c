/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/inequality.h"

#include <math.h>

#include "kernels/order.h"
#include "kernels/shares.h"

static double nothing(void)
{
    return (double) NAN;
}

/* Rounding alone can take what is a sum of squares, in effect, below zero. Missing stays missing. */
static double not_below_zero(double x)
{
    return x < 0.0 ? 0.0 : x;
}

/* ---- shares and means ---- */

static kernel_shares shares_of(const kernel_people *people)
{
    return kernel_shares_of(people->weights, people->n);
}

static double mean_of(const kernel_people *people)
{
    const kernel_shares shares = shares_of(people);

    return kernel_shared_mean(&shares, people->x);
}

static double least_of(const kernel_people *people)
{
    double least = (double) INFINITY;

    for (size_t i = 0; i < people->n; i++)
        least = fmin(least, people->x[i]);
    return least;
}

/* ---- entropy and welfare ---- */

/* One unit's part of a measure, of its value over the mean. */
static double entropy_term(double ratio, double a)
{
    if (a == 0.0)
        return -log(ratio);
    if (a == 1.0)
        return ratio > 0.0 ? ratio * log(ratio) : 0.0;
    return (pow(ratio, a) - 1.0) / (a * (a - 1.0));
}

double kernel_entropy(const kernel_people *people, double a)
{
    const kernel_shares shares = shares_of(people);
    const double mean = mean_of(people), least = least_of(people);
    double sum = 0.0;

    if (!(mean > 0.0) || least < 0.0 || (a <= 0.0 && least == 0.0))
        return nothing();
    for (size_t i = 0; i < people->n; i++)
        sum += kernel_share(&shares, i) * entropy_term(people->x[i] / mean, a);
    return not_below_zero(sum);
}

/* What everybody would have alike for the same welfare, over the mean. */
static double equal_share(const kernel_people *people, double mean, double e)
{
    const kernel_shares shares = shares_of(people);
    double sum = 0.0;

    for (size_t i = 0; i < people->n; i++) {
        const double ratio = people->x[i] / mean;

        sum += kernel_share(&shares, i) * (e == 1.0 ? log(ratio) : pow(ratio, 1.0 - e));
    }
    return e == 1.0 ? exp(sum) : pow(sum, 1.0 / (1.0 - e));
}

double kernel_atkinson(const kernel_people *people, double e)
{
    const double mean = mean_of(people), least = least_of(people);

    if (!(mean > 0.0) || least < 0.0 || (e >= 1.0 && least == 0.0))
        return nothing();
    return not_below_zero(1.0 - equal_share(people, mean, e));
}

/* ---- in order ---- */

void kernel_ascending(const kernel_people *people, size_t *order)
{
    kernel_sort_index(people->x, people->n, order);
}

double kernel_gini(const kernel_people *people, const size_t *order)
{
    const kernel_shares shares = shares_of(people);
    const double mean = mean_of(people);
    double before = 0.0, sum = 0.0;

    if (!(mean > 0.0))
        return nothing();
    for (size_t k = 0; k < people->n; k++) {
        const double p = kernel_share(&shares, order[k]);

        /* 2 F - p - 1, F with the unit itself; from the mean, which does not change the sum and keeps digits */
        sum += p * (people->x[order[k]] - mean) * (2.0 * before + p - 1.0);
        before += p;
    }
    return not_below_zero(sum / mean);
}

double kernel_lorenz(const kernel_people *people, const size_t *order, double q)
{
    const kernel_shares shares = shares_of(people);
    const double mean = mean_of(people);
    double before = 0.0, sum = 0.0;

    if (!(mean > 0.0))
        return nothing();
    for (size_t k = 0; k < people->n && before < q; k++) {
        const double p = kernel_share(&shares, order[k]);

        sum += fmin(p, q - before) * people->x[order[k]] / mean;
        before += p;
    }
    return sum;
}

double kernel_people_quantile(const kernel_people *people, const size_t *order, double q)
{
    const kernel_shares shares = shares_of(people);
    double sum = 0.0;

    for (size_t k = 0; k < people->n; k++) {
        sum += kernel_share(&shares, order[k]);
        if (sum >= q - 1e-12 || k + 1 == people->n)
            return people->x[order[k]];
    }
    return nothing();
}

double kernel_fgt(const kernel_people *people, double line, double a)
{
    const kernel_shares shares = shares_of(people);
    double sum = 0.0;

    if (people->n == 0)
        return nothing();
    for (size_t i = 0; i < people->n; i++)
        if (people->x[i] < line)
            sum += kernel_share(&shares, i) * pow((line - people->x[i]) / line, a);
    return sum;
}

double kernel_concentration(const kernel_people *people, const double *by, const size_t *order)
{
    const kernel_shares shares = shares_of(people);
    const double mean = mean_of(people);
    double before = 0.0, sum = 0.0;

    if (!(mean > 0.0))
        return nothing();
    for (size_t k = 0; k < people->n;) {
        double together = 0.0, above = 0.0;
        size_t end = k;

        for (; end < people->n && by[order[end]] == by[order[k]]; end++) {
            const double p = kernel_share(&shares, order[end]);

            together += p;
            above += p * (people->x[order[end]] - mean);
        }
        sum += above * (before + 0.5 * together - 0.5);
        before += together;
        k = end;
    }
    return 2.0 * sum / mean;
}

/* ---- groups ---- */

/* The groups one by one: the people of each, and what the whole knows of it. */
typedef struct {
    double *x, *weights;           /* of the group at hand, n each */
    double *share, *mean, *result; /* n_groups each */
} parts;

static parts parts_in(const kernel_grouped *grouped, double *scratch)
{
    const size_t n = grouped->people->n, m = grouped->n_groups;

    return (parts){scratch, scratch + n, scratch + 2 * n, scratch + 2 * n + m, scratch + 2 * n + 2 * m};
}

/* The people of a group; its share and mean are written down. */
static kernel_people members_of(const kernel_grouped *grouped, size_t group, const parts *to)
{
    const kernel_people *all = grouped->people;
    const kernel_shares shares = shares_of(all);
    kernel_people members = {to->x, to->weights, 0};

    to->share[group] = 0.0;
    for (size_t i = 0; i < all->n; i++) {
        if (grouped->group[i] != group)
            continue;
        to->x[members.n] = all->x[i];
        to->weights[members.n++] = kernel_share(&shares, i);
        to->share[group] += kernel_share(&shares, i);
    }
    to->mean[group] = mean_of(&members);
    return members;
}

/* The groups that have anybody, as if each were one unit. */
static kernel_people groups_of(const kernel_grouped *grouped, const parts *from)
{
    kernel_people groups = {from->x, from->weights, 0};

    for (size_t g = 0; g < grouped->n_groups; g++) {
        if (!(from->share[g] > 0.0))
            continue;
        from->x[groups.n] = from->mean[g];
        from->weights[groups.n++] = from->share[g];
    }
    return groups;
}

kernel_parts kernel_entropy_parts(const kernel_grouped *grouped, double a, double *scratch)
{
    const parts p = parts_in(grouped, scratch);
    const double mean = mean_of(grouped->people);
    kernel_people groups;
    double within = 0.0;

    for (size_t g = 0; g < grouped->n_groups; g++) {
        const kernel_people members = members_of(grouped, g, &p);

        if (members.n > 0)
            within += p.share[g] * pow(p.mean[g] / mean, a) * kernel_entropy(&members, a);
    }
    groups = groups_of(grouped, &p);
    return (kernel_parts){kernel_entropy(&groups, a), within, 0.0};
}

kernel_parts kernel_gini_parts(const kernel_grouped *grouped, double *scratch, size_t *places)
{
    const parts p = parts_in(grouped, scratch);
    const double mean = mean_of(grouped->people);
    kernel_parts found = {0.0, 0.0, 0.0};
    kernel_people groups;
    double whole;

    for (size_t g = 0; g < grouped->n_groups; g++) {
        const kernel_people members = members_of(grouped, g, &p);

        if (members.n == 0)
            continue;
        kernel_ascending(&members, places);
        found.within += p.share[g] * p.share[g] * (p.mean[g] / mean) * kernel_gini(&members, places);
    }
    groups = groups_of(grouped, &p);
    kernel_ascending(&groups, places);
    found.between = kernel_gini(&groups, places);
    kernel_ascending(grouped->people, places);
    whole = kernel_gini(grouped->people, places);
    found.overlap = not_below_zero(whole - found.between - found.within);
    return found;
}

kernel_parts kernel_atkinson_parts(const kernel_grouped *grouped, double *scratch)
{
    const parts p = parts_in(grouped, scratch);
    const double mean = mean_of(grouped->people);
    double alike = 0.0, logs = 0.0;

    for (size_t g = 0; g < grouped->n_groups; g++) {
        const kernel_people members = members_of(grouped, g, &p);
        const double e = p.mean[g] * (1.0 - kernel_atkinson(&members, 1.0));

        if (members.n == 0)
            continue;
        alike += p.share[g] * e;
        logs += p.share[g] * log(e);
    }
    return (kernel_parts){not_below_zero(1.0 - exp(logs) / alike), not_below_zero(1.0 - alike / mean), 0.0};
}

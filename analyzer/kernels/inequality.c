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

static double least_of(const double *x, size_t n)
{
    double least = (double) INFINITY;

    for (size_t i = 0; i < n; i++)
        least = fmin(least, x[i]);
    return least;
}

kernel_people kernel_people_of(const double *x, const double *weights, size_t n, double *share)
{
    const kernel_shares shares = kernel_shares_of(weights, n);

    for (size_t i = 0; i < n; i++)
        share[i] = kernel_share(&shares, i);
    return (kernel_people){x, share, n, kernel_shared_mean(&shares, x), least_of(x, n)};
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
    const double mean = people->mean, least = people->least;
    double sum = 0.0;

    if (!(mean > 0.0) || least < 0.0 || (a <= 0.0 && least == 0.0))
        return nothing();
    for (size_t i = 0; i < people->n; i++)
        sum += people->share[i] * entropy_term(people->x[i] / mean, a);
    return not_below_zero(sum);
}

/* What everybody would have alike for the same welfare, over the mean. */
static double equal_share(const kernel_people *people, double mean, double e)
{
    double sum = 0.0;

    for (size_t i = 0; i < people->n; i++) {
        const double ratio = people->x[i] / mean;

        sum += people->share[i] * (e == 1.0 ? log(ratio) : pow(ratio, 1.0 - e));
    }
    return e == 1.0 ? exp(sum) : pow(sum, 1.0 / (1.0 - e));
}

double kernel_atkinson(const kernel_people *people, double e)
{
    const double mean = people->mean, least = people->least;

    if (!(mean > 0.0) || least < 0.0 || (e >= 1.0 && least == 0.0))
        return nothing();
    return not_below_zero(1.0 - equal_share(people, mean, e));
}

/* ---- in order ---- */

void kernel_ascending(const double *x, size_t n, size_t *order, size_t *scratch)
{
    kernel_sort_index_spread(x, n, order, scratch);
}

double kernel_gini(const kernel_people *people, const size_t *order)
{
    const double mean = people->mean;
    double before = 0.0, sum = 0.0;

    if (!(mean > 0.0))
        return nothing();
    for (size_t k = 0; k < people->n; k++) {
        const double p = people->share[order[k]];

        /* 2 F - p - 1, F with the unit itself; from the mean, which does not change the sum and keeps digits */
        sum += p * (people->x[order[k]] - mean) * (2.0 * before + p - 1.0);
        before += p;
    }
    return not_below_zero(sum / mean);
}

double kernel_lorenz(const kernel_people *people, const size_t *order, double q)
{
    const double mean = people->mean;
    double before = 0.0, sum = 0.0;

    if (!(mean > 0.0))
        return nothing();
    for (size_t k = 0; k < people->n && before < q; k++) {
        const double p = people->share[order[k]];

        sum += fmin(p, q - before) * people->x[order[k]] / mean;
        before += p;
    }
    return sum;
}

double kernel_people_quantile(const kernel_people *people, const size_t *order, double q)
{
    double sum = 0.0;

    for (size_t k = 0; k < people->n; k++) {
        sum += people->share[order[k]];
        if (sum >= q - 1e-12 || k + 1 == people->n)
            return people->x[order[k]];
    }
    return nothing();
}

/* A gap to the power a; 1 for a = 0, though there may be none. */
static double weigh_gap(double gap, double a)
{
    return a == 0.0 ? 1.0 : a == 1.0 ? gap : pow(gap, a);
}

double kernel_fgt(const kernel_people *people, double line, double a)
{
    double sum = 0.0;

    if (people->n == 0)
        return nothing();
    for (size_t i = 0; i < people->n; i++)
        if (people->x[i] < line)
            sum += people->share[i] * weigh_gap((line - people->x[i]) / line, a);
    return sum;
}

double kernel_concentration(const kernel_people *people, const double *by, const size_t *order)
{
    const double mean = people->mean;
    double before = 0.0, sum = 0.0;

    if (!(mean > 0.0))
        return nothing();
    for (size_t k = 0; k < people->n;) {
        double together = 0.0, above = 0.0;
        size_t end = k;

        for (; end < people->n && by[order[end]] == by[order[k]]; end++) {
            const double p = people->share[order[end]];

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
    double *x, *weights, *shares;  /* of the group at hand, n each */
    double *share, *mean, *result; /* n_groups each */
} parts;

static parts parts_in(const kernel_grouped *grouped, double *scratch)
{
    const size_t n = grouped->people->n, m = grouped->n_groups;

    return (parts){
        scratch, scratch + n, scratch + 2 * n, scratch + 3 * n, scratch + 3 * n + m, scratch + 3 * n + 2 * m};
}

void kernel_group_members(const size_t *group, size_t n, size_t n_groups, size_t *members, size_t *first)
{
    for (size_t g = 0; g <= n_groups; g++)
        first[g] = 0;
    for (size_t i = 0; i < n; i++)
        first[group[i]]++;
    for (size_t g = 0, sum = 0; g <= n_groups; g++) {
        const size_t count = first[g];

        first[g] = sum; /* where the group begins; it moves to where it ends as members come */
        sum += count;
    }
    for (size_t i = 0; i < n; i++)
        members[first[group[i]]++] = i;
    for (size_t g = n_groups; g > 0; g--)
        first[g] = first[g - 1];
    first[0] = 0;
}

/* The people of a group; its share and mean are written down. */
static kernel_people members_of(const kernel_grouped *grouped, size_t group, const parts *to)
{
    const kernel_people *all = grouped->people;
    kernel_people members;
    size_t n = 0;

    to->share[group] = 0.0;
    for (size_t k = grouped->first[group]; k < grouped->first[group + 1]; k++) {
        const size_t i = grouped->members[k];

        to->x[n] = all->x[i];
        to->weights[n++] = all->share[i];
        to->share[group] += all->share[i];
    }
    members = kernel_people_of(to->x, to->weights, n, to->shares);
    to->mean[group] = members.mean;
    return members;
}

/* The groups that have anybody, as if each were one unit. */
static kernel_people groups_of(const kernel_grouped *grouped, const parts *from)
{
    size_t n = 0;

    for (size_t g = 0; g < grouped->n_groups; g++) {
        if (!(from->share[g] > 0.0))
            continue;
        from->x[n] = from->mean[g];
        from->weights[n++] = from->share[g];
    }
    return kernel_people_of(from->x, from->weights, n, from->shares);
}

kernel_parts kernel_entropy_parts(const kernel_grouped *grouped, double a, double *scratch)
{
    const parts p = parts_in(grouped, scratch);
    const double mean = grouped->people->mean;
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
    const double mean = grouped->people->mean;
    size_t *spare = places + grouped->people->n + grouped->n_groups;
    kernel_parts found = {0.0, 0.0, 0.0};
    kernel_people groups;
    double whole;

    for (size_t g = 0; g < grouped->n_groups; g++) {
        const kernel_people members = members_of(grouped, g, &p);

        if (members.n == 0)
            continue;
        kernel_ascending(members.x, members.n, places, spare);
        found.within += p.share[g] * p.share[g] * (p.mean[g] / mean) * kernel_gini(&members, places);
    }
    groups = groups_of(grouped, &p);
    kernel_ascending(groups.x, groups.n, places, spare);
    found.between = kernel_gini(&groups, places);
    kernel_ascending(grouped->people->x, grouped->people->n, places, spare);
    whole = kernel_gini(grouped->people, places);
    found.overlap = not_below_zero(whole - found.between - found.within);
    return found;
}

kernel_parts kernel_atkinson_parts(const kernel_grouped *grouped, double *scratch)
{
    const parts p = parts_in(grouped, scratch);
    const double mean = grouped->people->mean;
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

/* The table of measures: how unequal the values of a code are, among all and in each group.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/divide.h"
#include "kernels/convergence.h"

static double ratio(double above, double below)
{
    return below > 0.0 ? above / below : TITIAN_MISSING;
}

/* One code in one year, group by group. */
typedef struct {
    titian_divide *divide;
    titian_crowd crowd;
    double *scratch;     /* n_units */
    double target, line; /* missing: none that values can fall short of */
    double total, fgt_1; /* of all units */
} measuring;

static void put_inequality(const measuring *m, double mean)
{
    static const double orders[] = {1.0, 0.0, 2.0, -1.0}, aversions[] = {0.5, 1.0, 2.0};
    const kernel_people *people = &m->crowd.people;

    titian_divide_number(m->divide, kernel_gini(people, m->crowd.order));
    for (size_t k = 0; k < sizeof orders / sizeof *orders; k++)
        titian_divide_number(m->divide, kernel_entropy(people, orders[k]));
    for (size_t k = 0; k < sizeof aversions / sizeof *aversions; k++)
        titian_divide_number(m->divide, kernel_atkinson(people, aversions[k]));
    titian_divide_number(m->divide, mean * (1.0 - kernel_atkinson(people, 1.0)));
}

static void put_quantiles(const measuring *m)
{
    static const double shares[] = {0.1, 0.5, 0.9};
    const kernel_people *people = &m->crowd.people;
    const size_t *order = m->crowd.order;
    const double low = kernel_people_quantile(people, order, shares[0]);
    const double high = kernel_people_quantile(people, order, shares[2]);
    const double fifth = kernel_lorenz(people, order, 0.2), two_fifths = kernel_lorenz(people, order, 0.4);

    for (size_t k = 0; k < sizeof shares / sizeof *shares; k++)
        titian_divide_number(m->divide, kernel_people_quantile(people, order, shares[k]));
    titian_divide_number(m->divide, ratio(high, low));
    titian_divide_number(m->divide, fifth);
    titian_divide_number(m->divide, two_fifths);
    titian_divide_number(m->divide, ratio(1.0 - kernel_lorenz(people, order, 0.8), fifth));
    titian_divide_number(m->divide, ratio(1.0 - kernel_lorenz(people, order, 0.9), two_fifths));
}

static double fgt(const measuring *m, double line, double a)
{
    return isnan(line) ? TITIAN_MISSING : kernel_fgt(&m->crowd.people, line, a);
}

/* People below the target: counted, so that whole numbers stay whole. */
static double people_below(const measuring *m)
{
    double people = 0.0;

    for (size_t k = 0; k < m->crowd.n; k++)
        people += m->crowd.x[k] < m->target ? m->crowd.weights[k] : 0.0;
    return m->crowd.n == 0 || isnan(m->target) ? TITIAN_MISSING : people;
}

static void put_shortfall(const measuring *m, size_t node)
{
    titian_divide_number(m->divide, titian_divide_target(m->divide, node));
    titian_divide_number(m->divide, fgt(m, m->target, 0.0));
    titian_divide_heads(m->divide, people_below(m));
    titian_divide_heads(m->divide, fgt(m, m->target, 1.0) * m->crowd.total);
    titian_divide_number(m->divide, m->line);
    for (int a = 0; a <= 2; a++)
        titian_divide_number(m->divide, fgt(m, m->line, a));
    titian_divide_number(m->divide, ratio(m->crowd.total * fgt(m, m->line, 1.0), m->total * m->fgt_1));
}

static void put_measures(const measuring *m, size_t node, size_t year, size_t group)
{
    titian_divide *divide = m->divide;
    const titian_crowd *crowd = &m->crowd;
    const kernel_people *people = &crowd->people;
    const kernel_spread spread = kernel_spread_of(crowd->x, people->weights, crowd->n, m->scratch);
    const double least = crowd->n > 0 ? crowd->x[crowd->order[0]] : TITIAN_MISSING;
    const double greatest = crowd->n > 0 ? crowd->x[crowd->order[crowd->n - 1]] : TITIAN_MISSING;
    const int reversed = titian_stage_direction(titian_divide_node(divide, node), divide->options->stage) < 0;
    titian_remarks remarks = {""};

    titian_divide_key(divide, node, year);
    titian_divide_text(divide, titian_divide_label(divide, group));
    titian_divide_size(divide, crowd->n_all, crowd->n_left);
    titian_divide_heads(divide, crowd->total);
    titian_divide_number(divide, spread.mean);
    titian_divide_number(divide, least);
    titian_divide_number(divide, greatest);
    titian_divide_number(divide, greatest - least);
    titian_divide_number(divide, ratio(greatest, least));
    titian_divide_number(divide, spread.cv);
    titian_divide_number(divide, spread.sd_log);
    put_inequality(m, spread.mean);
    put_quantiles(m);
    put_shortfall(m, node);
    titian_divide_remark_values(crowd, spread.mean, &remarks);
    if (reversed)
        titian_remark(&remarks, "less is better: nobody is below a target or a line; scores can be");
    else if (isnan(m->target))
        titian_remark(&remarks, "no target above 0");
    titian_divide_remark_left(divide, crowd->n_left, &remarks);
    titian_listing_add_copy(divide->listing, remarks.text);
}

static void measure(measuring *m, size_t node, size_t year)
{
    titian_divide *divide = m->divide;
    const double asked = divide->options->line;
    size_t group = TITIAN_DIVIDE_ALL;

    m->target = titian_divide_line(divide, node, titian_divide_target(divide, node));
    m->line = isnan(asked) ? m->target : titian_divide_line(divide, node, asked);
    do {
        titian_divide_gather(divide, node, year, group, &m->crowd);
        if (group == TITIAN_DIVIDE_ALL) {
            m->total = m->crowd.total;
            m->fgt_1 = fgt(m, m->line, 1.0);
        }
        put_measures(m, node, year, group);
    } while (titian_divide_next(divide, &group));
}

titian_status titian_divide_measures(titian_divide *divide, titian_error *err)
{
    measuring m = {.divide = divide};
    const titian_status status = titian_divide_crowd(divide, &m.crowd, err);

    m.scratch = status == TITIAN_OK ? titian_divide_scratch(divide, divide->n_units, sizeof *m.scratch, err) : NULL;
    if (m.scratch == NULL)
        return TITIAN_E_MEMORY;
    for (size_t year = 0; year < divide->n_years; year++)
        for (size_t node = divide->first_node; node < divide->end_node; node++)
            if (!titian_divide_skips(divide, node, year))
                measure(&m, node, year);
    return TITIAN_OK;
}

/* The table of measures: how unequal the values of a code are, among all and in each group.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/divide.h"
#include "core/threads.h"
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

/** A measure of a crowd, as a row of the list. */
typedef struct {
    double (*of)(const measuring *m, double parameter);
    double parameter;
} yardstick;

static double gini(const measuring *m, double parameter)
{
    (void) parameter;
    return kernel_gini(&m->crowd.people, m->crowd.order);
}

static double entropy(const measuring *m, double order)
{
    return kernel_entropy(&m->crowd.people, order);
}

static double atkinson(const measuring *m, double aversion)
{
    return kernel_atkinson(&m->crowd.people, aversion);
}

static double quantile(const measuring *m, double share)
{
    return kernel_people_quantile(&m->crowd.people, m->crowd.order, share);
}

static double lorenz(const measuring *m, double share)
{
    return kernel_lorenz(&m->crowd.people, m->crowd.order, share);
}

static double fgt(const measuring *m, double line, double a)
{
    return isnan(line) ? TITIAN_MISSING : kernel_fgt(&m->crowd.people, line, a);
}

static double fgt_of_target(const measuring *m, double a)
{
    return fgt(m, m->target, a);
}

static double fgt_of_line(const measuring *m, double a)
{
    return fgt(m, m->line, a);
}

/* In the order of columns, as far as they are columns. */
enum {
    GINI,
    ENTROPIES,
    ATKINSONS = ENTROPIES + 4,
    QUANTILES = ATKINSONS + 3,
    LORENZ = QUANTILES + 3,
    BELOW_TARGET = LORENZ + 4,
    BELOW_LINE = BELOW_TARGET + 2,
    N_YARDSTICKS = BELOW_LINE + 3
};

static const yardstick yardsticks[N_YARDSTICKS] = {
    {gini, 0.0},
    {entropy, 1.0},
    {entropy, 0.0},
    {entropy, 2.0},
    {entropy, -1.0},
    {atkinson, 0.5},
    {atkinson, 1.0},
    {atkinson, 2.0},
    {quantile, 0.1},
    {quantile, 0.5},
    {quantile, 0.9},
    {lorenz, 0.2},
    {lorenz, 0.4},
    {lorenz, 0.8},
    {lorenz, 0.9},
    {fgt_of_target, 0.0},
    {fgt_of_target, 1.0},
    {fgt_of_line, 0.0},
    {fgt_of_line, 1.0},
    {fgt_of_line, 2.0},
};

typedef struct {
    const measuring *m;
    double *found;
} applying;

static void apply_yardstick(void *of, size_t k, size_t thread)
{
    const applying *a = of;

    (void) thread;
    a->found[k] = yardsticks[k].of(a->m, yardsticks[k].parameter);
}

/* Each measure for itself. */
static void apply_yardsticks(const measuring *m, double *found)
{
    titian_share(N_YARDSTICKS, titian_threads_for(m->crowd.n), apply_yardstick, &(applying){m, found});
}

static void put_inequality(const measuring *m, double mean, const double *found)
{
    for (size_t k = GINI; k < QUANTILES; k++)
        titian_divide_number(m->divide, found[k]);
    titian_divide_number(m->divide, mean * (1.0 - found[ATKINSONS + 1]));
}

static void put_quantiles(const measuring *m, const double *found)
{
    const double *q = found + QUANTILES, *l = found + LORENZ;

    for (size_t k = 0; k < 3; k++)
        titian_divide_number(m->divide, q[k]);
    titian_divide_number(m->divide, ratio(q[2], q[0]));
    titian_divide_number(m->divide, l[0]);
    titian_divide_number(m->divide, l[1]);
    titian_divide_number(m->divide, ratio(1.0 - l[2], l[0]));
    titian_divide_number(m->divide, ratio(1.0 - l[3], l[1]));
}

/* People below the target: counted, so that whole numbers stay whole. */
static double people_below(const measuring *m)
{
    double people = 0.0;

    for (size_t k = 0; k < m->crowd.n; k++)
        people += m->crowd.x[k] < m->target ? m->crowd.weights[k] : 0.0;
    return m->crowd.n == 0 || isnan(m->target) ? TITIAN_MISSING : people;
}

static void put_shortfall(const measuring *m, size_t node, const double *found)
{
    titian_divide_number(m->divide, titian_divide_target(m->divide, node));
    titian_divide_number(m->divide, found[BELOW_TARGET]);
    titian_divide_heads(m->divide, people_below(m));
    titian_divide_heads(m->divide, found[BELOW_TARGET + 1] * m->crowd.total);
    titian_divide_number(m->divide, m->line);
    for (size_t a = 0; a <= 2; a++)
        titian_divide_number(m->divide, found[BELOW_LINE + a]);
    titian_divide_number(m->divide, ratio(m->crowd.total * found[BELOW_LINE + 1], m->total * m->fgt_1));
}

static void put_measures(const measuring *m, size_t node, size_t year, size_t group)
{
    titian_divide *divide = m->divide;
    const titian_crowd *crowd = &m->crowd;
    const kernel_spread spread = kernel_spread_of(crowd->x, crowd->given, crowd->n, m->scratch);
    const double least = crowd->n > 0 ? crowd->x[crowd->order[0]] : TITIAN_MISSING;
    const double greatest = crowd->n > 0 ? crowd->x[crowd->order[crowd->n - 1]] : TITIAN_MISSING;
    const int reversed = titian_stage_direction(titian_divide_node(divide, node), divide->options->stage) < 0;
    titian_remarks remarks = {""};
    double found[N_YARDSTICKS];

    apply_yardsticks(m, found);
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
    put_inequality(m, spread.mean, found);
    put_quantiles(m, found);
    put_shortfall(m, node, found);
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
            m->fgt_1 = fgt_of_line(m, 1.0);
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

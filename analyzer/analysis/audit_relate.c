/* The audit of links: correlations, and what they and the data call attention to.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/audit.h"
#include "kernels/describe.h"

/* How two nodes stand to each other; NULL: not compared. x < y, so y is never below x. */
static const char *relation(const titian_audit *audit, size_t x, size_t y)
{
    const titian_node *a = titian_audit_node(audit, x), *b = titian_audit_node(audit, y);

    if (a->parent == y)
        return "parent";
    if (titian_audit_is_under(audit, x, y))
        return "ancestor";
    if (a->level != b->level)
        return NULL;
    return a->parent == b->parent ? "siblings" : "across";
}

titian_status titian_audit_correlations(titian_audit *audit, titian_error *err)
{
    (void) err;
    for (size_t x = 0; x < audit->n_nodes; x++)
        for (size_t y = x + 1; y < audit->n_nodes; y++) {
            const char *how = relation(audit, x, y);
            kernel_association found;

            if (how == NULL)
                continue;
            found = titian_audit_associate(audit, x, y);
            titian_audit_text(audit, titian_audit_code(audit, x));
            titian_audit_text(audit, titian_audit_code(audit, y));
            titian_audit_number(audit, titian_audit_node(audit, x)->level);
            titian_audit_number(audit, titian_audit_node(audit, y)->level);
            titian_audit_text(audit, how);
            titian_audit_number(audit, found.r);
            titian_audit_number(audit, found.p);
            titian_audit_count(audit, found.n);
        }
    return TITIAN_OK;
}

/* One flag: what is wrong with a node, and with which other it is. */
typedef struct {
    const char *flag;
    size_t node, other; /* TITIAN_NONE: none */
    double value, limit, p;
} flag;

static void put_flag(titian_audit *audit, const flag *f)
{
    titian_audit_text(audit, f->flag);
    titian_audit_text(audit, titian_audit_code(audit, f->node));
    titian_audit_text(audit, f->other != TITIAN_NONE ? titian_audit_code(audit, f->other) : "");
    titian_audit_number(audit, f->value);
    titian_audit_number(audit, f->limit);
    titian_audit_number(audit, f->p);
}

static void flag_siblings(titian_audit *audit, size_t x, size_t y)
{
    const kernel_association found = titian_audit_associate(audit, x, y);

    if (found.r > audit->options->collinear)
        put_flag(audit, &(flag){"collinear", x, y, found.r, audit->options->collinear, found.p});
    else if (found.r < 0.0 && found.p < audit->options->significance)
        put_flag(audit, &(flag){"negative", x, y, found.r, 0.0, found.p});
}

static void flag_parent(titian_audit *audit, size_t x, size_t parent)
{
    const kernel_association found = titian_audit_associate(audit, x, parent);

    if (found.r < 0.0)
        put_flag(audit, &(flag){"against_parent", x, parent, found.r, 0.0, found.p});
    else if (found.r < audit->options->weak)
        put_flag(audit, &(flag){"weak", x, parent, found.r, audit->options->weak, found.p});
}

/* The data of an indicator, at the stage looked at. */
static void flag_data(titian_audit *audit, size_t j, double *scratch)
{
    const kernel_description d = kernel_describe(titian_audit_values(audit, j), audit->n_units, scratch);
    const double available = (double) d.shape.n / (double) audit->n_units;

    if (available < audit->options->availability)
        put_flag(audit, &(flag){"sparse", j, TITIAN_NONE, available, audit->options->availability, TITIAN_MISSING});
    if (d.shape.n > 1 && d.n_unique == 1)
        put_flag(audit, &(flag){"constant", j, TITIAN_NONE, d.median, TITIAN_MISSING, TITIAN_MISSING});
    if (fabs(d.shape.skewness) > 2.0 && d.shape.kurtosis > 3.5)
        put_flag(audit, &(flag){"skewed", j, TITIAN_NONE, d.shape.skewness, 2.0, TITIAN_MISSING});
}

titian_status titian_audit_flags(titian_audit *audit, titian_error *err)
{
    double *scratch = titian_audit_scratch(audit, audit->n_units, sizeof *scratch, err);

    if (scratch == NULL)
        return TITIAN_E_MEMORY;
    for (size_t x = 0; x < audit->n_nodes; x++) {
        const size_t parent = titian_audit_node(audit, x)->parent;

        if (x < audit->n_indicators)
            flag_data(audit, x, scratch);
        if (parent == TITIAN_NONE)
            continue;
        flag_parent(audit, x, parent);
        for (size_t y = x + 1; y < audit->n_nodes; y++)
            if (titian_audit_node(audit, y)->parent == parent)
                flag_siblings(audit, x, y);
    }
    return TITIAN_OK;
}

/* How sure amounts are: the budget shared out in every replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>

#include "analysis/allocation.h"
#include "analysis/listed.h"
#include "kernels/stream.h"

static void add_spread(titian_money *m, const titian_uncertainty *u, size_t unit)
{
    static const double quantiles[] = {0.5, 0.05, 0.95};
    const titian_spread s = titian_uncertainty_amount(u, unit);
    const double first = titian_uncertainty_largest(u, unit);

    titian_money_number(m, s.mean);
    titian_money_number(m, s.sd);
    for (size_t q = 0; q < sizeof quantiles / sizeof *quantiles; q++)
        titian_money_number(m, s.n > 0 ? titian_uncertainty_amount_quantile(u, unit, quantiles[q]) : TITIAN_MISSING);
    titian_money_number(m, titian_uncertainty_funded(u, unit));
    titian_money_number(m, first);
    titian_money_number(m, kernel_share_error(first, (double) titian_uncertainty_shared(u)));
    titian_money_number(m, (double) s.n);
}

static void add_unit(titian_money *m, const titian_uncertainty *u, size_t unit)
{
    enum { N_FIGURES = 9 };
    const int out = m->decision[unit] == TITIAN_MONEY_OUT && m->set[unit] == TITIAN_NONE;

    titian_money_key(m, unit);
    titian_money_word(m, titian_money_decision_of(m, unit));
    titian_money_number(m, m->amounts[unit]);
    titian_money_number(m, m->exact[unit]);
    if (!out)
        add_spread(m, u, unit);
    for (size_t k = 0; out && k < N_FIGURES; k++)
        titian_money_number(m, TITIAN_MISSING);
    titian_listing_add_override(m->listing, m->a, unit);
}

titian_status titian_money_table_robust(titian_money *m, titian_error *err)
{
    titian_uncertainty_options options =
        m->options->draws != NULL ? *m->options->draws : titian_uncertainty_options_default();
    titian_uncertainty *u = NULL;
    titian_status status = TITIAN_OK;

    options.allocation = m->options;
    status = titian_uncertainty_run(&u, m->a, &options, err);
    if (status == TITIAN_OK && titian_uncertainty_done(u) > 0 && titian_uncertainty_shared(u) == 0)
        status = titian_fail(err, TITIAN_E_NUMERIC,
            "the budget could not be shared out in any of %" PRIu64
            " replications\nraise caps, or let more units take part",
            titian_uncertainty_done(u));
    for (size_t i = 0; i < m->n && status == TITIAN_OK; i++)
        add_unit(m, u, i);
    titian_uncertainty_free(u);
    return status;
}

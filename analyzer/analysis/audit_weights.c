/* The audit of weights that were found: by the benefit of the doubt, unit by unit, and for wanted correlations.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/audit.h"

static void put_bod(titian_audit *audit, const titian_bod_weights *found, size_t unit)
{
    static const char *const kinds[TITIAN_N_SHARES_KINDS] = {"none", "unique", "chosen", "not unique"};
    const titian_shares_kind kind = (titian_shares_kind) found->kinds[unit];

    for (size_t j = 0; j < found->n_columns; j++) {
        titian_audit_text(audit, titian_audit_unit(audit, unit));
        titian_audit_text(audit, titian_audit_code(audit, found->node));
        titian_audit_text(audit, titian_audit_code(audit, found->columns[j]));
        titian_audit_number(audit, found->scores[unit]);
        titian_audit_text(audit, kind == TITIAN_SHARES_UNIQUE ? "yes" : "no");
        titian_audit_text(audit, kinds[kind]);
        titian_audit_number(audit, found->weights[j * audit->n_units + unit]);
        titian_audit_number(audit, found->shares[j * audit->n_units + unit]);
    }
}

titian_status titian_audit_bod(titian_audit *audit, titian_error *err)
{
    (void) err;
    for (size_t k = 0; k < titian_assessment_n_bod(audit->a); k++) {
        const titian_bod_weights *found = titian_assessment_bod(audit->a, k);

        for (size_t i = 0; found->year == audit->year && i < audit->n_units; i++)
            if (found->scored[i])
                put_bod(audit, found, i);
    }
    return TITIAN_OK;
}

titian_status titian_audit_optimised(titian_audit *audit, titian_error *err)
{
    (void) err;
    for (size_t node = 0; node < audit->n_nodes; node++) {
        const titian_reached *reached = titian_assessment_reached(audit->a, node, audit->year);

        if (reached == NULL)
            continue;
        titian_audit_text(audit, titian_audit_code(audit, node));
        titian_audit_text(audit, titian_audit_code(audit, reached->of));
        titian_audit_number(audit, titian_assessment_weights(audit->a, audit->year)[node]);
        titian_audit_number(audit, reached->wanted);
        titian_audit_number(audit, reached->share);
        titian_audit_number(audit, reached->correlation);
        titian_audit_number(audit, reached->objective);
        titian_audit_text(audit, reached->settled ? "yes" : "no");
    }
    return TITIAN_OK;
}

/* The audit of the framework as it was understood: its rows, the way of each element to the root, and how far
 * indicators hang on the size of their unit. SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/audit.h"

static void put_node(titian_audit *audit, size_t node)
{
    const titian_node *n = titian_audit_node(audit, node);
    const int leaf = n->n_children == 0;

    titian_audit_text(audit, n->code);
    titian_audit_text(audit, n->name);
    titian_audit_text(audit, leaf ? "Indicator" : "Aggregate");
    titian_audit_number(audit, n->level);
    titian_audit_text(audit, n->parent != TITIAN_NONE ? titian_audit_code(audit, n->parent) : "");
    titian_audit_number(audit, n->weight);
    titian_audit_number(audit, leaf ? n->direction : TITIAN_MISSING);
    titian_audit_number(audit, leaf ? n->low : TITIAN_MISSING);
    titian_audit_number(audit, leaf ? n->high : TITIAN_MISSING);
    titian_audit_text(audit, !leaf ? "" : n->scale == TITIAN_SCALE_LOG ? "log" : "linear");
    titian_audit_number(audit, leaf ? n->target : TITIAN_MISSING);
    titian_audit_text(audit,
        leaf && n->denominator != TITIAN_NONE ? titian_framework_extra(audit->framework, n->denominator)->code : "");
    titian_audit_text(audit, n->unit);
}

static void put_extra(titian_audit *audit, const titian_extra *extra)
{
    static const char *const kinds[] = {"Group", "Denominator", "Other"};

    titian_audit_text(audit, extra->code);
    titian_audit_text(audit, extra->name);
    titian_audit_text(audit, kinds[extra->kind]);
    titian_audit_number(audit, TITIAN_MISSING);
    titian_audit_text(audit, "");
    for (int k = 0; k < 4; k++)
        titian_audit_number(audit, TITIAN_MISSING);
    titian_audit_text(audit, "");
    titian_audit_number(audit, TITIAN_MISSING);
    titian_audit_text(audit, "");
    titian_audit_text(audit, extra->unit);
}

titian_status titian_audit_framework(titian_audit *audit, titian_error *err)
{
    (void) err;
    for (size_t node = 0; node < audit->n_nodes; node++)
        put_node(audit, node);
    for (size_t k = 0; k < titian_framework_n_extras(audit->framework); k++)
        put_extra(audit, titian_framework_extra(audit->framework, k));
    return TITIAN_OK;
}

titian_status titian_audit_lineage(titian_audit *audit, titian_error *err)
{
    (void) err;
    for (size_t node = 0; node < audit->n_nodes; node++) {
        size_t up = titian_audit_node(audit, node)->parent;

        for (; up != TITIAN_NONE; up = titian_audit_node(audit, up)->parent) {
            titian_audit_text(audit, titian_audit_code(audit, node));
            titian_audit_number(audit, titian_audit_node(audit, node)->level);
            titian_audit_text(audit, titian_audit_code(audit, up));
            titian_audit_number(audit, titian_audit_node(audit, up)->level);
        }
    }
    return TITIAN_OK;
}

titian_status titian_audit_denominators(titian_audit *audit, titian_error *err)
{
    (void) err;
    for (size_t j = 0; j < audit->n_indicators; j++)
        for (size_t k = 0; k < titian_framework_n_extras(audit->framework); k++) {
            const titian_extra *extra = titian_framework_extra(audit->framework, k);
            const size_t variable = titian_panel_find_variable(audit->panel, extra->code);
            kernel_association found;

            if (extra->kind != TITIAN_EXTRA_DENOMINATOR || variable == TITIAN_NONE)
                continue;
            found = titian_audit_associate_columns(
                audit, titian_audit_values(audit, j), titian_panel_column(audit->panel, variable, audit->year));
            titian_audit_text(audit, titian_audit_code(audit, j));
            titian_audit_text(audit, extra->code);
            titian_audit_number(audit, found.r);
            titian_audit_number(audit, found.p);
            titian_audit_count(audit, found.n);
        }
    return TITIAN_OK;
}

/* Where a unit stands in the priority step.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/explain.h"

#include <math.h>

#include <titian/number.h>

static void write_part(const titian_explain *e, const titian_priority_state *state, titian_part part)
{
    const double weight = e->recipe->priority.weight[part];
    char text[32];

    if (weight == 0.0)
        return;
    (void) fprintf(e->to, "  %-14s", titian_part_name(part));
    if (isnan(state->part[part]))
        (void) fputs("missing", e->to);
    else
        (void) fprintf(e->to, "%7s", titian_number_fixed(state->part[part], 3, text));
    (void) fprintf(e->to, "  weight %s; %s\n", titian_number_rounded(weight, text), titian_part_summary(part));
}

static void write_number(const titian_explain *e, const char *label, double x)
{
    char text[32];

    if (!isnan(x))
        (void) fprintf(e->to, "  %-30s%s\n", label, titian_number_rounded(x, text));
}

static void write_weakest(const titian_explain *e, const titian_priority_state *state)
{
    for (size_t k = 0; k < 2; k++) {
        const size_t node = state->weakest[k];
        char text[32];

        if (node == TITIAN_NONE)
            return;
        (void) fprintf(e->to, "  %-30s%s %s, score %s\n", k == 0 ? "weakest area" : "second weakest",
            titian_framework_node(e->framework, node)->code, titian_framework_node(e->framework, node)->name,
            titian_number_fixed(titian_explain_score(e, node), 2, text));
    }
}

void titian_explain_priority(const titian_explain *e)
{
    const titian_priority_state *state = titian_assessment_priority(e->a, e->unit);
    char text[32];

    if (state == NULL || !e->is_last_year)
        return;
    (void) fprintf(e->to, "\nPriority for assistance\n");
    (void) fprintf(
        e->to, "  eligible: %s%s%s\n", state->eligible ? "yes" : "no", state->reason[0] ? "; " : "", state->reason);
    if (state->assess_first)
        (void) fputs("  too few data to rank: help with data comes first\n", e->to);
    if (state->rank > 0) {
        (void) fprintf(e->to, "  rank %zu, score %s of 100, from these parts (0 to 1):\n", state->rank,
            titian_number_fixed(state->score, 2, text));
        for (size_t part = 0; part < TITIAN_N_PARTS; part++)
            write_part(e, state, (titian_part) part);
    }
    write_number(e, "average shortfall", state->need_1);
    write_number(e, "population", state->population);
    write_number(e, "readiness-poor people", state->people);
    write_number(e, "aid", state->aid);
    write_number(e, "aid of eligible peers, median", state->aid_benchmark);
    write_number(e, "absorption", state->absorption);
    if (e->recipe->priority.absorption_penalty > 0.0)
        (void) fprintf(e->to, "  %-30sthe score is multiplied by 1 - %s x (1 - absorption)\n", "weak absorption",
            titian_number_rounded(e->recipe->priority.absorption_penalty, text));
    write_weakest(e, state);
}

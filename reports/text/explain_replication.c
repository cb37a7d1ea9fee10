/* One replication of an uncertainty analysis: what was drawn and what came out, beside the model as it stands.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/text_reports.h>

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/number.h>

#include "text/explain.h"

/* One replication that has been run. */
typedef struct {
    const titian_replication *r;
    const titian_assessment *a;
    const titian_recipe *recipe;
    const titian_framework *framework;
    const titian_panel *scores; /* of the model as it stands */
    size_t year, unit;          /* unit: of the tree */
    FILE *to;
} report;

/* ---- what was drawn ---- */

static const char *method_of(const titian_recipe *recipe, const titian_alternative *a, titian_stage stage)
{
    const size_t root = titian_framework_root(recipe->framework);

    if (stage < TITIAN_STAGE_AGGREGATE)
        return (a != NULL ? a->choice[stage] : recipe->choice[stage]).method->name;
    if (stage == TITIAN_STAGE_AGGREGATE)
        return (a != NULL ? a->aggregation[root] : recipe->aggregation[root]).method->name;
    return (a != NULL ? a->weighing[root] : titian_recipe_weighing(recipe, root)).method->name;
}

/* The methods of some stages: "treat winsorise, normalise minmax"; of the model where a is NULL. */
static void write_methods(const report *p, const titian_alternative *a, unsigned stages)
{
    const char *between = "";

    for (unsigned stage = 0; stage < TITIAN_N_STAGES; stage++) {
        if (!(stages >> stage & 1u))
            continue;
        (void) fprintf(p->to, "%s%s %s", between, titian_stage_name((titian_stage) stage),
            method_of(p->recipe, a, (titian_stage) stage));
        between = ", ";
    }
}

static void write_alternative(const report *p, size_t f)
{
    const titian_factor *factor = &p->recipe->uncertainty.factors[f];
    const titian_alternative *drawn = &factor->alternatives[titian_replication_alternative(p->r, f)];
    unsigned stages = 0;

    for (size_t k = 0; k < factor->n_alternatives; k++)
        stages |= factor->alternatives[k].replaces;
    (void) fprintf(p->to, "  %-28s  %s", factor->name, drawn->name);
    if (drawn->replaces != 0) {
        (void) fputs(" (", p->to);
        write_methods(p, drawn, drawn->replaces);
        (void) putc(')', p->to);
    }
    (void) fputs("; the model: ", p->to);
    write_methods(p, NULL, stages);
    (void) putc('\n', p->to);
}

static void write_factors(const report *p)
{
    for (size_t f = 0; f < p->recipe->uncertainty.n_factors; f++) {
        const titian_factor *factor = &p->recipe->uncertainty.factors[f];
        const char *drawn = titian_replication_drawn(p->r, f), *model = titian_replication_model(p->r, f);
        size_t first = 0;

        if (factor->n_alternatives > 0)
            write_alternative(p, f);
        else if (drawn[0] != '\0')
            (void) fprintf(p->to, "  %-28s  %s; the model: %s\n", factor->name, drawn, model[0] ? model : "none");
        else
            (void) fprintf(p->to, "  %-28s  %s, %zu numbers; the model: none\n", factor->name,
                factor->how.method->name, titian_replication_n_numbers(p->r, f, &first));
    }
}

/* A number that may have moved, and the model's beside it. */
static void write_moved(const report *p, const char *what, const titian_node *node, double drawn, double model)
{
    char here[32], there[32];

    titian_number_text(drawn, here);
    titian_number_text(model, there);
    (void) fprintf(p->to, "  %-8s%-14s  %22s  %22s  %s\n", what, node->code, here, there, node->name);
}

static void write_weights(
    const report *p, const unsigned char *weights, const unsigned char *lows, const unsigned char *highs)
{
    const double *model = titian_assessment_weights(p->a, p->year);

    (void) fprintf(p->to, "\n  %-22s  %22s  %22s\n", "weights and goalposts", "drawn", "the model");
    for (size_t k = 0; k < titian_framework_n_nodes(p->framework); k++)
        if (weights[k])
            write_moved(
                p, "weight", titian_framework_node(p->framework, k), titian_replication_weight(p->r, k), model[k]);
    for (size_t j = 0; j < titian_framework_n_indicators(p->framework); j++) {
        const titian_node *node = titian_framework_node(p->framework, j);

        if (lows[j])
            write_moved(p, "low", node, titian_replication_low(p->r, j), p->recipe->lows[j]);
        if (highs[j])
            write_moved(p, "high", node, titian_replication_high(p->r, j), p->recipe->highs[j]);
    }
}

static titian_status write_drawn(const report *p, titian_error *err)
{
    const size_t n_nodes = titian_framework_n_nodes(p->framework);
    unsigned char *weights = calloc(3 * n_nodes, 1), *lows = weights + n_nodes, *highs = lows + n_nodes;

    if (weights == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the weights of %zu nodes", n_nodes);
    titian_replication_reach(p->r, weights, lows, highs);
    (void) fputs("What was drawn\n", p->to);
    write_factors(p);
    if (memchr(weights, 1, 3 * n_nodes) != NULL)
        write_weights(p, weights, lows, highs);
    free(weights);
    return TITIAN_OK;
}

/* ---- what came out ---- */

/* "53.21, rank 7" */
static void write_score(const report *p, double score, size_t rank)
{
    char text[32];

    (void) fputs(isnan(score) ? "missing" : titian_number_fixed(score, 2, text), p->to);
    if (rank > 0)
        (void) fprintf(p->to, ", rank %zu", rank);
}

static void write_node(const report *p, size_t node)
{
    const titian_node *about = titian_framework_node(p->framework, node);
    char text[32];

    (void) fprintf(p->to, "%s %s: ", about->code, about->name);
    write_score(p, titian_replication_score(p->r, node, p->unit), titian_replication_rank(p->r, node, p->unit));
    if (about->parent != TITIAN_NONE)
        (void) fprintf(p->to, "; weight %s", titian_number_rounded(titian_replication_weight(p->r, node), text));
    (void) fputs(" (the model: ", p->to);
    write_score(p, titian_panel_column(p->scores, node, p->year)[p->unit],
        about->n_children > 0 ? titian_assessment_ranks(p->a, node, p->year)[p->unit] : 0);
    if (about->parent != TITIAN_NONE)
        (void) fprintf(
            p->to, "; weight %s", titian_number_rounded(titian_assessment_weights(p->a, p->year)[node], text));
    (void) fputs(")\n", p->to);
}

static void write_below(const report *p, size_t node, const char *prefix)
{
    const titian_node *about = titian_framework_node(p->framework, node);
    const size_t end = about->first_child + about->n_children;
    char below[TITIAN_EXPLAIN_PREFIX];

    for (size_t c = about->first_child; c < end; c++) {
        (void) fprintf(p->to, "%s%s", prefix, c + 1 < end ? "├─ " : "└─ ");
        write_node(p, c);
        if (titian_framework_node(p->framework, c)->n_children > 0 &&
            titian_explain_deepen(prefix, c + 1 < end ? "│  " : "   ", below))
            write_below(p, c, below);
    }
}

static void write_priority(const report *p)
{
    const titian_priority_state *state = titian_assessment_priority(p->a, p->unit);

    if (state == NULL || state->rank == 0)
        return;
    (void) fputs("\nPriority for assistance: ", p->to);
    write_score(p, titian_replication_priority(p->r, p->unit), titian_replication_priority_rank(p->r, p->unit));
    (void) fputs(" (the model: ", p->to);
    write_score(p, state->score, state->rank);
    (void) fputs(")\n", p->to);
}

static void write_unit(const report *p)
{
    const titian_unit *unit = titian_panel_unit(p->scores, p->unit);
    const size_t root = titian_framework_root(p->framework);

    (void) fprintf(
        p->to, "\nWhat came out for %s (%s): scores, ranks, weights among siblings\n", unit->name, unit->code);
    write_node(p, root);
    write_below(p, root, "");
    write_priority(p);
}

static void write_row(const report *p, size_t i)
{
    const size_t root = titian_framework_root(p->framework);
    const size_t rank = titian_replication_rank(p->r, root, i), was = titian_assessment_ranks(p->a, root, p->year)[i];
    const titian_unit *unit = titian_panel_unit(p->scores, i);
    char here[32], there[32];

    (void) fprintf(p->to, "  %5zu  %8s  %5zu  %8s  %s %s\n", rank,
        titian_number_fixed(titian_replication_score(p->r, root, i), 2, here), was,
        titian_number_fixed(titian_panel_column(p->scores, root, p->year)[i], 2, there), unit->code, unit->name);
}

static void write_units(const report *p)
{
    const size_t root = titian_framework_root(p->framework), n = titian_panel_n_units(p->scores);
    char text[32];

    (void) fprintf(p->to, "\nWhat came out: ranks moved by %s places in the mean\n",
        titian_number_rounded(titian_replication_shift(p->r), text));
    (void) fputs("   rank     score  model     score\n", p->to);
    for (size_t rank = 1; rank <= n; rank++)
        for (size_t i = 0; i < n; i++)
            if (titian_replication_rank(p->r, root, i) == rank)
                write_row(p, i);
}

titian_status titian_explain_replication_write(
    titian_replication *r, uint64_t number, const char *unit, FILE *to, titian_error *err)
{
    const titian_assessment *a = titian_replication_nominal(r);
    const titian_model_about *about = titian_assessment_about(a);
    report p = {.r = r,
        .a = a,
        .recipe = titian_assessment_recipe(a),
        .framework = titian_assessment_recipe(a)->framework,
        .scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED),
        .to = to};
    titian_status status = unit != NULL ? titian_assessment_find_unit(a, unit, &p.unit, err) : TITIAN_OK;

    p.year = titian_panel_n_years(p.scores) - 1;
    if (status == TITIAN_OK)
        status = titian_replication_run(r, number, err);
    if (status != TITIAN_OK)
        return status;
    errno = 0;
    (void) fprintf(to, "Replication %" PRIu64 " of seed %" PRIu64 ", %d%s%s\n\n", number, titian_replication_seed(r),
        titian_panel_year(p.scores, p.year), about != NULL && about->title[0] ? ": " : "",
        about != NULL ? about->title : "");
    status = write_drawn(&p, err);
    if (status != TITIAN_OK)
        return status;
    if (unit != NULL)
        write_unit(&p);
    else
        write_units(&p);
    if (fflush(to) != 0 || ferror(to))
        return titian_fail(err, TITIAN_E_FILE, "the explanation could not be written whole: %s", strerror(errno));
    return TITIAN_OK;
}

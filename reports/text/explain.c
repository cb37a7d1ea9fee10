/* Why a unit scores what it scores: from the index down to raw cells, as a tree.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/explain.h"

#include <titian/text_reports.h>

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/number.h>

static const double POINTS_TOLERANCE = 1e-9; /* score points */

double titian_explain_score(const titian_explain *e, size_t node)
{
    const titian_panel *scores = titian_assessment_result(e->a, TITIAN_RESULT_AGGREGATED);

    return titian_panel_column(scores, node, e->year)[e->unit];
}

/* Weights of this unit, and shares of the nodes in its own index: what it lacks gives its share to its siblings. */
static titian_status find_shares(titian_explain *e, titian_error *err)
{
    const size_t n = titian_framework_n_nodes(e->framework);
    unsigned char *included = calloc(n, 1);

    e->shares = calloc(n, sizeof *e->shares);
    e->weights = calloc(n, sizeof *e->weights);
    if (included == NULL || e->shares == NULL || e->weights == NULL) {
        free(included);
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the shares of %zu nodes", n);
    }
    for (size_t node = n; node-- > 0;) {
        const size_t parent = titian_framework_node(e->framework, node)->parent;

        included[node] = !isnan(titian_explain_score(e, node)) && (parent == TITIAN_NONE || included[parent]);
    }
    (void) titian_assessment_unit_weights(e->a, e->unit, e->year, e->weights);
    titian_framework_effective_weights(e->framework, e->weights, included, e->shares);
    free(included);
    return TITIAN_OK;
}

/* Do the points of the children make up those of their parent? Not so under a geometric mean. */
static int points_add_up(const titian_explain *e, size_t parent)
{
    const titian_node *node = titian_framework_node(e->framework, parent);
    const double whole = e->shares[parent] * titian_explain_score(e, parent);
    double sum = 0.0;

    for (size_t c = node->first_child; c < node->first_child + node->n_children; c++)
        if (e->shares[c] > 0.0)
            sum += e->shares[c] * titian_explain_score(e, c);
    return fabs(sum - whole) <= POINTS_TOLERANCE * fmax(1.0, fabs(whole));
}

/* What a node is of the score of the one above it, or two above, by the benefit of the doubt. */
static void write_share(const titian_explain *e, size_t node)
{
    size_t above = titian_framework_node(e->framework, node)->parent;
    char text[32];

    for (int k = 0; k < 2 && above != TITIAN_NONE; k++) {
        const double share = titian_assessment_share(e->a, above, node, e->unit, e->year);
        const int chosen = titian_assessment_shares(e->a, above, e->unit, e->year) == TITIAN_SHARES_CHOSEN;

        if (!isnan(share))
            (void) fprintf(e->to, "; %s %% of %s by the weights that suit the unit best%s",
                titian_number_fixed(100.0 * share, 2, text), titian_framework_node(e->framework, above)->code,
                chosen ? " (chosen among others as good)" : "");
        above = titian_framework_node(e->framework, above)->parent;
    }
}

static void write_node_line(const titian_explain *e, size_t node, int additive)
{
    const titian_node *n = titian_framework_node(e->framework, node);
    const double score = titian_explain_score(e, node);
    const size_t rank = titian_assessment_ranks(e->a, node, e->year)[e->unit];
    char text[32];

    (void) fprintf(e->to, "%s %s: ", n->code, n->name);
    if (isnan(score)) {
        (void) fputs("missing\n", e->to);
        return;
    }
    (void) fputs(titian_number_fixed(score, 2, text), e->to);
    if (rank > 0)
        (void) fprintf(e->to, ", rank %zu", rank);
    if (n->parent != TITIAN_NONE) {
        (void) fprintf(e->to, "; weight %s", titian_number_rounded(e->weights[node], text));
        (void) fprintf(e->to, ", %s %% of the index", titian_number_fixed(100.0 * e->shares[node], 2, text));
        if (additive && e->shares[node] > 0.0)
            (void) fprintf(e->to, ", %s points", titian_number_fixed(e->shares[node] * score, 2, text));
        write_share(e, node);
    }
    (void) putc('\n', e->to);
}

int titian_explain_deepen(const char *prefix, const char *branch, char out[TITIAN_EXPLAIN_PREFIX])
{
    const int n = snprintf(out, TITIAN_EXPLAIN_PREFIX, "%s%s", prefix, branch);

    return n > 0 && n < TITIAN_EXPLAIN_PREFIX;
}

static void write_missing_aggregate(const titian_explain *e, const char *prefix)
{
    (void) fprintf(e->to, "%s     too few of its parts have a score; its weight goes to its siblings\n", prefix);
}

/* Why the parts of a node weigh for this unit what they do not weigh for others. */
static void write_exception(const titian_explain *e, size_t node, const char *prefix)
{
    const size_t exception = titian_assessment_exception(e->a, node, e->unit, e->year);
    char where[256];

    if (exception == TITIAN_NONE)
        return;
    (void) fprintf(e->to, "%s│  the parts of %s have weights of their own for this unit (%s)\n", prefix,
        titian_framework_node(e->framework, node)->code,
        titian_exception_text(e->recipe, exception, where, sizeof where));
}

static void write_subtree(const titian_explain *e, size_t node, const char *prefix, int additive)
{
    const titian_node *n = titian_framework_node(e->framework, node);
    const size_t end = n->first_child + n->n_children;
    char below[TITIAN_EXPLAIN_PREFIX];

    additive = additive && points_add_up(e, node);
    write_exception(e, node, prefix);
    if (titian_assessment_shares(e->a, node, e->unit, e->year) == TITIAN_SHARES_MANY)
        (void) fprintf(e->to, "%s│  the weights that suit the unit best are not unique: none are shown\n", prefix);
    for (size_t c = n->first_child; c < end; c++) {
        const int leaf = titian_framework_node(e->framework, c)->n_children == 0;

        (void) fprintf(e->to, "%s%s", prefix, c + 1 < end ? "├─ " : "└─ ");
        write_node_line(e, c, additive);
        if (!titian_explain_deepen(prefix, c + 1 < end ? "│  " : "   ", below))
            continue;
        if (leaf)
            titian_explain_indicator(e, c, below);
        else if (isnan(titian_explain_score(e, c)))
            write_missing_aggregate(e, below);
        if (!leaf)
            write_subtree(e, c, below, additive);
    }
}

static void write_count(const titian_explain *e, size_t n, const char *what)
{
    if (n > 0)
        (void) fprintf(e->to, ", %zu %s", n, what);
}

static void write_data_line(const titian_explain *e, const titian_unit_state *state)
{
    char text[32];

    (void) fprintf(
        e->to, "  data        %zu indicator%s observed", state->n_observed, state->n_observed == 1 ? "" : "s");
    write_count(e, state->n_carried, "carried forward");
    write_count(e, state->n_imputed, "imputed");
    (void) fprintf(e->to, "; %s %% of the weight", titian_number_fixed(100.0 * state->coverage, 1, text));
    if (!isnan(state->mean_age))
        (void) fprintf(e->to, "; mean age %s years", titian_number_fixed(state->mean_age, 1, text));
    (void) putc('\n', e->to);
}

static size_t count_ranked(const titian_explain *e)
{
    const size_t n_units = titian_panel_n_units(titian_assessment_result(e->a, TITIAN_RESULT_AGGREGATED));
    size_t n = 0;

    for (size_t i = 0; i < n_units; i++)
        n += titian_assessment_unit(e->a, i, e->year)->ranked ? 1 : 0;
    return n;
}

static void write_head(const titian_explain *e)
{
    const titian_unit *unit = titian_panel_unit(titian_assessment_result(e->a, TITIAN_RESULT_AGGREGATED), e->unit);
    const titian_unit_state *state = titian_assessment_unit(e->a, e->unit, e->year);
    const titian_model_about *about = titian_assessment_about(e->a);
    const double score = titian_explain_score(e, titian_framework_root(e->framework));
    char text[32];

    (void) fprintf(e->to, "%s (%s) in %d", unit->name, unit->code, e->index_year);
    if (about != NULL && about->title[0] != '\0')
        (void) fprintf(e->to, ": %s%s%s", about->title, about->edition[0] ? ", " : "", about->edition);
    (void) fprintf(e->to, "\n\n  score       %s\n", isnan(score) ? "none" : titian_number_fixed(score, 2, text));
    if (state->ranked)
        (void) fprintf(e->to, "  rank        %zu of %zu\n", state->rank, count_ranked(e));
    else
        (void) fprintf(e->to, "  rank        none: %s\n", state->why_not);
    if (state->band != TITIAN_NONE)
        (void) fprintf(e->to, "  band        %s\n", e->recipe->bands[state->band].name);
    write_data_line(e, state);
    if (!isnan(state->confidence))
        (void) fprintf(e->to, "  confidence  %s\n", titian_number_fixed(state->confidence, 2, text));
}

static void write_tree(const titian_explain *e)
{
    const size_t root = titian_framework_root(e->framework);

    (void) fputs(
        "\nEach line: score and rank; weight among siblings; share of this unit's index; points it brings (share x "
        "score).\n"
        "Under an indicator: the value and where it was read, then what was done to it.\n\n",
        e->to);
    write_node_line(e, root, 0);
    if (titian_framework_node(e->framework, root)->n_children == 0)
        titian_explain_indicator(e, root, "");
    else
        write_subtree(e, root, "", 1);
}

static titian_status find_year(titian_explain *e, int year, titian_error *err)
{
    const titian_panel *scores = titian_assessment_result(e->a, TITIAN_RESULT_AGGREGATED);
    const size_t n_years = titian_panel_n_years(scores);

    assert(n_years > 0);
    e->year = year == 0 ? n_years - 1 : titian_panel_find_year(scores, year);
    if (e->year == TITIAN_NONE)
        return titian_fail(err, TITIAN_E_USAGE, "%d is not an index year of this run", year);
    e->index_year = titian_panel_year(scores, e->year);
    e->is_last_year = e->year + 1 == n_years;
    return TITIAN_OK;
}

titian_status titian_explain_write(
    const titian_assessment *a, const char *unit, int year, FILE *to, titian_error *err)
{
    titian_explain e = {
        .a = a, .recipe = titian_assessment_recipe(a), .framework = titian_assessment_recipe(a)->framework, .to = to};
    titian_status status = TITIAN_OK;

    if (titian_assessment_result(a, TITIAN_RESULT_RAW) == NULL)
        return titian_fail(err, TITIAN_E_USAGE, "an explanation needs a run that keeps its raw values");
    status = titian_assessment_find_unit(a, unit, &e.unit, err);
    if (status == TITIAN_OK)
        status = find_year(&e, year, err);
    if (status == TITIAN_OK)
        status = find_shares(&e, err);
    if (status != TITIAN_OK)
        goto out;
    errno = 0;
    write_head(&e);
    write_tree(&e);
    titian_explain_priority(&e);
    if (fflush(to) != 0 || ferror(to))
        status = titian_fail(err, TITIAN_E_FILE, "the explanation could not be written whole: %s", strerror(errno));
out:
    free(e.shares);
    free(e.weights);
    return status;
}

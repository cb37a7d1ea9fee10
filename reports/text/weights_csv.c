/* The weights of a run as CSV: given or found, and what they come to in the whole.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/text_reports.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "text/csv_text.h"

/* A node and where framework.csv has it. */
typedef struct {
    size_t node, line;
} place;

static int by_line(const void *a, const void *b)
{
    const place *x = a, *y = b;

    return x->line < y->line ? -1 : x->line > y->line;
}

/* What the rows of a year are made of. */
typedef struct {
    const titian_assessment *a;
    const titian_recipe *recipe;
    size_t year, n_years;
    unsigned char *included;  /* n_nodes: flags of the indicators in use */
    double *weights, *shares; /* n_nodes */
    FILE *to;
} writing;

/* One row: a node with the weights and shares at hand. */
static void write_node(const writing *w, size_t node, const titian_choice *by, const char *where)
{
    const titian_node *n = titian_framework_node(w->recipe->framework, node);
    char weight[32], share[32];

    titian_number_text(w->weights[node], weight);
    titian_number_text(w->shares[node], share);
    titian_csv_put_text(n->code, w->to);
    (void) fprintf(w->to, ",%d,%s,%s,%s", n->level, weight, share, by != NULL ? by->method->name : "");
    if (w->n_years > 1)
        (void) fprintf(
            w->to, ",%d", titian_panel_year(titian_assessment_result(w->a, TITIAN_RESULT_AGGREGATED), w->year));
    if (w->recipe->n_exceptions > 0) {
        (void) putc(',', w->to);
        titian_csv_put_text(where, w->to);
    }
    (void) putc('\n', w->to);
}

static void write_usual(const writing *w, size_t node)
{
    const size_t parent = titian_framework_node(w->recipe->framework, node)->parent;
    const titian_choice by = titian_recipe_weighing(w->recipe, parent != TITIAN_NONE ? parent : node);
    const size_t n = titian_framework_n_nodes(w->recipe->framework);

    memcpy(w->weights, titian_assessment_weights(w->a, w->year), n * sizeof *w->weights);
    memcpy(w->shares, titian_assessment_effective_weights(w->a, w->year), n * sizeof *w->shares);
    write_node(w, node, parent != TITIAN_NONE ? &by : NULL, "");
}

/* Rows for units that have weights of their own under the node's parent, and the usual ones elsewhere. */
static void write_exceptions(const writing *w, size_t node)
{
    const titian_framework *framework = w->recipe->framework;
    const size_t parent = titian_framework_node(framework, node)->parent;
    size_t n = 0;
    const size_t first = parent != TITIAN_NONE ? titian_recipe_exceptions(w->recipe, parent, &n) : 0;

    for (size_t e = first; e < first + n; e++) {
        const titian_node *above = titian_framework_node(framework, parent);
        char where[256];

        memcpy(w->weights + above->first_child, titian_assessment_exception_weights(w->a, e),
            above->n_children * sizeof *w->weights);
        titian_framework_effective_weights(framework, w->weights, w->included, w->shares);
        write_node(
            w, node, &w->recipe->exceptions[e].choice, titian_exception_text(w->recipe, e, where, sizeof where));
    }
}

static void write_year(const writing *w, const place *places)
{
    for (size_t j = 0; j < titian_framework_n_indicators(w->recipe->framework); j++)
        w->included[j] = titian_assessment_indicator(w->a, j, w->year)->included != 0;
    for (size_t k = 0; k < titian_framework_n_nodes(w->recipe->framework); k++) {
        write_usual(w, places[k].node);
        write_exceptions(w, places[k].node);
    }
}

titian_status titian_weights_csv_write(const titian_assessment *a, FILE *to, titian_error *err)
{
    const titian_framework *framework = titian_assessment_recipe(a)->framework;
    const size_t n = titian_framework_n_nodes(framework);
    place *places = calloc(n, sizeof *places);
    writing w = {
        .a = a,
        .recipe = titian_assessment_recipe(a),
        .n_years = titian_panel_n_years(titian_assessment_result(a, TITIAN_RESULT_AGGREGATED)),
        .included = calloc(n, 1),
        .weights = calloc(n, sizeof *w.weights),
        .shares = calloc(n, sizeof *w.shares),
        .to = to,
    };
    titian_status status = TITIAN_OK;

    if (places == NULL || w.included == NULL || w.weights == NULL || w.shares == NULL) {
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for the weights of %zu nodes", n);
        goto out;
    }
    for (size_t k = 0; k < n; k++)
        places[k] = (place){k, titian_framework_node(framework, k)->line};
    qsort(places, n, sizeof *places, by_line);
    (void) fprintf(to, "iCode,Level,Weight,EffWeight,Method%s%s\n", w.n_years > 1 ? ",Time" : "",
        w.recipe->n_exceptions > 0 ? ",Where" : "");
    for (; w.year < w.n_years; w.year++)
        write_year(&w, places);
    if (fflush(to) != 0 || ferror(to))
        status = titian_fail(err, TITIAN_E_FILE, "the weights cannot be written: %s", strerror(errno));
out:
    free(places);
    free(w.included);
    free(w.weights);
    free(w.shares);
    return status;
}

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

static void write_node(const titian_assessment *a, size_t node, size_t year, int named, FILE *to)
{
    const titian_recipe *recipe = titian_assessment_recipe(a);
    const titian_node *n = titian_framework_node(recipe->framework, node);
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    char weight[32], share[32];

    titian_number_text(titian_assessment_weights(a, year)[node], weight);
    titian_number_text(titian_assessment_effective_weights(a, year)[node], share);
    titian_csv_put_text(n->code, to);
    (void) fprintf(to, ",%d,%s,%s,%s", n->level, weight, share,
        n->parent == TITIAN_NONE ? "" : titian_recipe_weighing(recipe, n->parent).method->name);
    if (named)
        (void) fprintf(to, ",%d", titian_panel_year(scores, year));
    (void) putc('\n', to);
}

titian_status titian_weights_csv_write(const titian_assessment *a, FILE *to, titian_error *err)
{
    const titian_framework *framework = titian_assessment_recipe(a)->framework;
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    const size_t n = titian_framework_n_nodes(framework), n_years = titian_panel_n_years(scores);
    place *places = calloc(n, sizeof *places);

    if (places == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the weights of %zu nodes", n);
    for (size_t k = 0; k < n; k++)
        places[k] = (place){k, titian_framework_node(framework, k)->line};
    qsort(places, n, sizeof *places, by_line);
    (void) fprintf(to, "iCode,Level,Weight,EffWeight,Method%s\n", n_years > 1 ? ",Time" : "");
    for (size_t year = 0; year < n_years; year++)
        for (size_t k = 0; k < n; k++)
            write_node(a, places[k].node, year, n_years > 1, to);
    free(places);
    if (fflush(to) != 0 || ferror(to))
        return titian_fail(err, TITIAN_E_FILE, "the weights cannot be written: %s", strerror(errno));
    return TITIAN_OK;
}

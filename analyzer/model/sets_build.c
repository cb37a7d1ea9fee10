/* Named sets of weights: the columns Weight.NAME of framework.csv. An empty cell is the row's Weight.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "input/number.h"
#include "model/build.h"
#include "model/framework_dotted.h"
#include "model/framework_tree.h"
#include "model/words.h"

/* The weight of a row in a set; a cell at fault is said. */
static double weight_of(const titian_build *b, const titian_row *row, size_t column)
{
    const titian_dotted *dotted = &b->rows->dotted[column];
    const titian_place place = {b->rows->file, row->line, dotted->field};
    const char *text = row->dotted[column];
    double weight = 0.0;

    if (text[0] == '\0')
        return row->weight;
    if (titian_number_parse(text, strlen(text), &weight) == TITIAN_NUMBER_OK && weight >= 0.0)
        return weight;
    titian_faults_say(b->faults, place, "Weight.%s is %s\nwrite a number of 0 or more; empty: the Weight of the row",
        dotted->name, titian_quote(text).text);
    return 1.0;
}

/* Siblings may not all weigh nothing, nor more than can be added up. */
static void check_sums(const titian_build *b, size_t column, const double *weights, double *sums)
{
    const titian_rows *rows = b->rows;

    for (size_t k = 0; k < rows->n_rows; k++)
        sums[k] = 0.0;
    for (size_t k = 0; k < rows->n_rows; k++)
        if (rows->parents != NULL && rows->parents[k] != TITIAN_NONE)
            sums[rows->parents[k]] += weights[k];
    for (size_t k = 0; k < rows->n_rows && rows->parents != NULL; k++)
        if (rows->parents[k] != TITIAN_NONE && !(sums[rows->parents[k]] > 0.0 && isfinite(sums[rows->parents[k]]))) {
            titian_faults_say(b->faults, (titian_place){rows->file, rows->rows[k].line, rows->dotted[column].field},
                "the weights Weight.%s of the children of \"%s\" add up to nothing that can be shared\n"
                "give at least one of them a weight above 0",
                rows->dotted[column].name, rows->rows[rows->parents[k]].code);
            sums[rows->parents[k]] = 1.0; /* said once */
        }
}

titian_status titian_build_sets(const titian_build *b, titian_built *out, titian_error *err)
{
    const size_t n = titian_dotted_sets(b->rows), n_rows = b->rows->n_rows;
    double *sums = titian_arena_array(b->arena, n_rows, sizeof *sums);

    out->sets = titian_arena_array(b->arena, n, sizeof *out->sets);
    out->n_sets = n;
    if (sums == NULL || out->sets == NULL)
        return titian_build_no_memory(err);
    for (size_t set = 0; set < n; set++) {
        const size_t column = titian_dotted_set(b->rows, set);
        double *weights = titian_arena_array(b->arena, n_rows, sizeof *weights);

        if (weights == NULL)
            return titian_build_no_memory(err);
        for (size_t k = 0; k < n_rows; k++)
            weights[k] = titian_row_in_tree(&b->rows->rows[k]) ? weight_of(b, &b->rows->rows[k], column) : 0.0;
        if (b->rows->whole && b->faults->n_errors == 0)
            check_sums(b, column, weights, sums);
        out->sets[set] = (titian_weight_set){.name = b->rows->dotted[column].name, .weights = weights};
    }
    return TITIAN_OK;
}

/* By node instead of by row. */
titian_status titian_build_node_sets(const titian_build *b, const titian_framework *framework,
    const titian_built *built, titian_recipe *out, titian_error *err)
{
    const size_t n = titian_framework_n_nodes(framework);
    titian_weight_set *sets = titian_arena_array(b->arena, built->n_sets, sizeof *sets);

    if (sets == NULL)
        return titian_build_no_memory(err);
    for (size_t set = 0; set < built->n_sets; set++) {
        double *weights = titian_arena_array(b->arena, n, sizeof *weights);

        if (weights == NULL)
            return titian_build_no_memory(err);
        for (size_t k = 0; k < n; k++)
            weights[k] = built->sets[set].weights[titian_framework_node(framework, k)->row];
        sets[set] = (titian_weight_set){.name = built->sets[set].name, .weights = weights};
    }
    out->sets = sets;
    out->n_sets = built->n_sets;
    return TITIAN_OK;
}

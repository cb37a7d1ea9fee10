/* Weights that people give: in framework.csv, by pairwise judgements, by spreading a budget of points.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "kernels/ahp.h"
#include "stages/weigh.h"

static titian_status given(const titian_weigh_job *job, titian_error *err)
{
    const titian_recipe *recipe = job->flow->recipe;
    const double set = titian_option_number(job->choice, "set");
    const double *weights = set >= 0.0 ? recipe->sets[(size_t) set].weights : recipe->weights;

    (void) err;
    for (size_t k = 0; k < job->n; k++)
        job->weights[k] = weights[job->children[k]];
    return TITIAN_OK;
}

static titian_status equal(const titian_weigh_job *job, titian_error *err)
{
    (void) err;
    for (size_t k = 0; k < job->n; k++)
        job->weights[k] = 1.0;
    return TITIAN_OK;
}

/* Position of a code among the rows or columns of a table. */
static size_t find(const char *const *names, size_t n, const char *code)
{
    for (size_t k = 0; k < n; k++)
        if (strcmp(names[k], code) == 0)
            return k;
    return TITIAN_NONE;
}

static titian_status say_absent(
    const titian_weigh_job *job, const titian_table *table, size_t child, const char *what, titian_error *err)
{
    return titian_fail_at(err, TITIAN_E_MODEL, table->file, 0, 0,
        "there %s for %s, a child of %s, which is weighed by %s\nadd %s, or choose another method for %s under weigh",
        what, titian_weigh_child(job, child), job->about->code, job->choice->method->name,
        titian_weigh_child(job, child), job->about->code);
}

/* The judgements of the children out of a table that may hold more. */
static titian_status pick_judgements(
    const titian_weigh_job *job, const titian_table *table, double *matrix, titian_error *err)
{
    for (size_t i = 0; i < job->n; i++) {
        const size_t row = find(table->rows, table->n_rows, titian_weigh_child(job, i));

        for (size_t k = 0; k < job->n; k++) {
            const size_t column = find(table->columns, table->n_columns, titian_weigh_child(job, k));

            if (row == TITIAN_NONE || column == TITIAN_NONE)
                return say_absent(job, table, row == TITIAN_NONE ? i : k, "are no judgements", err);
            matrix[i * job->n + k] = table->cells[row * table->n_columns + column];
        }
    }
    return TITIAN_OK;
}

static titian_status note_consistency(
    const titian_weigh_job *job, const kernel_ahp_consistency *found, titian_error *err)
{
    const double most = titian_option_number(job->choice, "max_ratio");

    if (job->n < 3) /* one judgement cannot contradict itself */
        return TITIAN_OK;
    if (!(found->consistency_ratio > most))
        return titian_notes_add(job->flow->notes, err,
            "%s: consistency ratio of the judgements %.3f, at most %.3g asked", job->about->code,
            found->consistency_ratio, most);
    return titian_notes_add(job->flow->notes, err,
        "%s: the judgements behind the weights contradict each other: consistency ratio %.3f, above %.3g; look at "
        "them again",
        job->about->code, found->consistency_ratio, most);
}

static titian_status ahp(const titian_weigh_job *job, titian_error *err)
{
    const titian_table *table = titian_option_of(job->choice, "file")->table;
    titian_error found = {.code = TITIAN_OK};
    kernel_ahp_consistency consistency;
    double *matrix = NULL, *scratch = NULL;
    titian_status status = titian_weigh_room(job, &matrix, job->n * job->n, err);

    if (status == TITIAN_OK)
        status = titian_weigh_room(job, &scratch, job->n * (job->n + 1), err);
    if (status == TITIAN_OK)
        status = pick_judgements(job, table, matrix, err);
    if (status != TITIAN_OK)
        return status;
    if (kernel_ahp(matrix, job->n, job->weights, &consistency, scratch, &found) == TITIAN_OK)
        return note_consistency(job, &consistency, err);
    return titian_fail_at(err, TITIAN_E_MODEL, table->file, 0, 0, "%s%s%s under %s: %s\n%s",
        found.line > 0 ? titian_weigh_child(job, found.line - 1) : "", found.column > 0 ? " against " : "",
        found.column > 0 ? titian_weigh_child(job, found.column - 1) : "the judgements", job->about->code,
        found.message, found.mend[0] != '\0' ? found.mend : "mend the judgement");
}

static titian_status budget(const titian_weigh_job *job, titian_error *err)
{
    const titian_table *table = titian_option_of(job->choice, "file")->table;
    const double total = titian_option_number(job->choice, "total");
    titian_error found = {.code = TITIAN_OK};
    double *points = NULL;
    titian_status status = titian_weigh_room(job, &points, table->n_rows * job->n, err);

    for (size_t k = 0; status == TITIAN_OK && k < job->n; k++) {
        const size_t column = find(table->columns, table->n_columns, titian_weigh_child(job, k));

        if (column == TITIAN_NONE)
            return say_absent(job, table, k, "are no points", err);
        for (size_t e = 0; e < table->n_rows; e++)
            points[e * job->n + k] = table->cells[e * table->n_columns + column];
    }
    if (status != TITIAN_OK)
        return status;
    if (kernel_budget_allocation(points, table->n_rows, job->n, total, job->weights, &found) == TITIAN_OK)
        return TITIAN_OK;
    return titian_fail_at(err, TITIAN_E_MODEL, table->file, found.line > 0 ? table->lines[found.line - 1] : 0, 0,
        "expert %s%s%s under %s: %s\n%s", found.line > 0 ? table->rows[found.line - 1] : "",
        found.column > 0 ? ", " : "", found.column > 0 ? titian_weigh_child(job, found.column - 1) : "",
        job->about->code, found.message, found.mend[0] != '\0' ? found.mend : "mend the points");
}

/* Of children that weigh the same, each has the mean of the places they share. */
static titian_status rank_order(const titian_weigh_job *job, titian_error *err)
{
    const double *given_weights = job->flow->recipe->weights;

    (void) err;
    for (size_t k = 0; k < job->n; k++) {
        size_t heavier = 0, as_heavy = 0;

        for (size_t j = 0; j < job->n; j++) {
            heavier += given_weights[job->children[j]] > given_weights[job->children[k]];
            as_heavy += !(given_weights[job->children[j]] < given_weights[job->children[k]]);
        }
        job->weights[k] = 0.0;
        for (size_t place = heavier; place < as_heavy; place++)
            for (size_t below = place; below < job->n; below++)
                job->weights[k] += 1.0 / (double) (below + 1) / (double) (as_heavy - heavier) / (double) job->n;
    }
    return TITIAN_OK;
}

static const titian_param given_params[] = {
    {.name = "set",
        .kind = TITIAN_PARAM_SET,
        .fallback = -1.0,
        .summary = "NAME of the column Weight.NAME of framework.csv; left out: the column Weight"},
};

static const titian_param ahp_params[] = {
    {.name = "file",
        .kind = TITIAN_PARAM_TABLE,
        .fallback = (double) NAN,
        .choices = "matrix",
        .summary = "CSV in the model's folder: a header of node codes, and a row of judgements for each"},
    {.name = "max_ratio",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.1,
        .least = 0.0,
        .most = 10.0,
        .summary = "consistency ratio above which a note asks to look at the judgements again"},
};

static const titian_param budget_params[] = {
    {.name = "file",
        .kind = TITIAN_PARAM_TABLE,
        .fallback = (double) NAN,
        .choices = "votes",
        .summary = "CSV in the model's folder with the columns expert, code, points"},
    {.name = "total",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 100.0,
        .least = 1e-6,
        .most = 1e9,
        .summary = "points that each expert spreads over the children of a node"},
};

const titian_weigh_row titian_weigh_people[] = {
    {.about = {.name = "given",
         .summary = "the weights of framework.csv, or a named set of them",
         .formula = "w = Weight, or Weight.NAME, relative to siblings",
         .source = "OECD/JRC Handbook 2008, step 6",
         .use = "The default, and the only weights that say what is thought important and can be argued about. "
                "Several sets let a reader compare schools of thought. An empty cell of a set is the row's Weight.",
         .params = given_params,
         .n_params = TITIAN_COUNT_OF(given_params)},
        .work = given},
    {.about = {.name = "equal",
         .summary = "all children of a node count the same",
         .formula = "w = 1 / number of children",
         .source = "OECD/JRC Handbook 2008, step 6",
         .use = "Where there is no ground for another choice. Not neutral: two indicators of one thing count double, "
                "and a node with fewer children gives each of them more."},
        .work = equal},
    {.about = {.name = "ahp",
         .summary = "analytic hierarchy process: weights from judgements of pairs",
         .formula =
             "w = principal eigenvector of the matrix of judgements a_jk, how many times as important j is as k",
         .source = "Saaty 1980; OECD/JRC Handbook 2008, pp. 96-98",
         .use = "For up to 15 children and people who will compare each pair. Judgements may be fractions (1/3); one "
                "side of the diagonal will do. The consistency ratio is noted.",
         .params = ahp_params,
         .n_params = TITIAN_COUNT_OF(ahp_params)},
        .work = ahp},
    {.about = {.name = "budget",
         .summary = "budget allocation: experts spread points over the children",
         .formula = "w_j = mean over experts of points_j / total",
         .source = "OECD/JRC Handbook 2008, p. 96",
         .use = "For up to about ten children and experts from all sides. An expert's points may miss the total by "
                "half in a hundred, and are then scaled; 0 is written, not left out.",
         .params = budget_params,
         .n_params = TITIAN_COUNT_OF(budget_params)},
        .work = budget},
    {.about = {.name = "rank_order",
         .summary = "rank-order centroid: only the order of the given weights counts",
         .formula =
             "w at place k of n = 1/n (1/k + 1/(k + 1) + ... + 1/n); equal weights share the mean of their places",
         .source = "Barron and Barrett 1996",
         .use = "Where people agree on which child matters most, and next, but not on numbers: the middle of all "
                "weights that keep that order. Steep: of three children the first has 0.61.",
         .params = NULL},
        .work = rank_order},
    {.work = NULL},
};

/* The block of the method split among the stages in which it differs: after every set of the other blocks, each
 * mixture of stages is a run of its own. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis/comparison_split.h"
#include "analysis/editions.h"
#include "kernels/shapley.h"

enum { MOST_RUNS = 1 << 10 };

typedef struct {
    titian_editions_split *out;
    const titian_editions_table *t;
    size_t block, n_mixtures;
    double *value, *scores; /* [unit that is split][mixture]; [unit of the table] */
} method;

/* Why nobody's part is split. */
static void leave_all(const method *m, const char *why)
{
    for (size_t i = 0; i < m->out->n; i++)
        m->out->why[m->block][i] = why;
}

static void read_mixture(const method *m, size_t mixture)
{
    for (size_t i = 0; i < m->out->n; i++)
        m->value[i * m->n_mixtures + mixture] = m->scores[m->out->units[i]];
}

/* The ends are sets of blocks, which have been run. */
static void read_ends(const method *m, size_t set)
{
    const size_t sets = titian_editions_sets(m->t), with = set | (size_t) 1 << m->block;

    for (size_t i = 0; i < m->out->n; i++) {
        const double *value = m->t->value + m->out->units[i] * sets;

        m->value[i * m->n_mixtures] = value[set];
        m->value[(i + 1) * m->n_mixtures - 1] = value[with];
    }
}

static void add_parts(const method *m, double weight)
{
    const size_t n_stages = m->t->aspects.n;
    double parts[TITIAN_MOST_ASPECTS];

    for (size_t i = 0; i < m->out->n; i++) {
        const double *value = m->value + i * m->n_mixtures;

        for (size_t k = 0; k < m->n_mixtures; k++)
            if (isnan(value[k]))
                m->out->why[m->block][i] = "a mixture of both methods gives no score";
        kernel_shapley(value, n_stages, parts);
        for (size_t k = 0; k < n_stages; k++)
            m->out->part[m->block][k * m->out->n + i] += weight * parts[k];
    }
}

/* A mixture that nobody asked for may be one that cannot be computed. @param found  set to 0 then */
static titian_status run_mixtures(const method *m, size_t set, int *found, titian_error *err)
{
    for (size_t mixture = 1; mixture + 1 < m->n_mixtures && *found; mixture++) {
        titian_error failure = {.code = TITIAN_OK};
        const titian_status status = titian_editions_run_stages(m->t, set, mixture, m->scores, &failure);

        if (status == TITIAN_E_MEMORY) {
            if (err != NULL)
                *err = failure;
            return status;
        }
        *found = status == TITIAN_OK;
        if (*found)
            read_mixture(m, mixture);
    }
    return TITIAN_OK;
}

static titian_status split_all(const method *m, titian_error *err)
{
    const size_t own = (size_t) 1 << m->block;
    double weight[TITIAN_N_BLOCKS];
    int found = 1;
    titian_status status = TITIAN_OK;

    kernel_shapley_weights(m->t->n_blocks, weight);
    for (size_t set = 0; set < titian_editions_sets(m->t) && status == TITIAN_OK && found; set++) {
        if ((set & own) != 0)
            continue;
        read_ends(m, set);
        status = run_mixtures(m, set, &found, err);
        if (status == TITIAN_OK && found)
            add_parts(m, weight[__builtin_popcountll(set)]);
    }
    if (!found)
        leave_all(m, "a mixture of both methods cannot be computed");
    return status;
}

titian_status titian_editions_split_method(
    titian_editions_split *out, const titian_editions_table *t, size_t block, titian_error *err)
{
    method m = {.out = out, .t = t, .block = block, .n_mixtures = (size_t) 1 << t->aspects.n};

    out->stages[block] = &t->aspects;
    for (size_t i = 0; i < out->n; i++)
        out->way[block][i] = TITIAN_BY_GAME;
    if (titian_editions_sets(t) / 2 * (m.n_mixtures - 2) > MOST_RUNS) {
        leave_all(&m, "too many stages differ to take them over in every order: more than 1,024 runs");
        return TITIAN_OK;
    }
    m.value = titian_arena_array(&out->arena, out->n * m.n_mixtures, sizeof *m.value);
    m.scores = titian_arena_array(&out->arena, t->n_units, sizeof *m.scores);
    if (m.value == NULL || m.scores == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to split the changes of %zu units", t->n_units);
    return split_all(&m, err);
}

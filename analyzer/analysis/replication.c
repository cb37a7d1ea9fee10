/* One replication alone: what it drew and what it found.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include <titian/number.h>

#include "analysis/assessment.h"
#include "analysis/replicate_priority.h"
#include "analysis/uncertainty_body.h"
#include "analysis/watch.h"
#include "kernels/places.h"

struct titian_replication {
    titian_replicator *replicator;
    titian_hand *hand;
    titian_watch watch;
    double *numbers, *priorities;
    size_t *ranks;          /* [node watched][unit] */
    size_t *priority_ranks; /* [unit] */
    const char **drawn;     /* [factor] */
    const char **models;    /* [factor] */
    char (*figures)[32];    /* [2][factor] of the numbers drawn, of the model's */
    double shift;
    titian_uncertainty_options options;
    double *scratch;
    uint32_t *spare;
    titian_arena arena;
};

static void rank_units(
    const double *scores, const uint32_t *who, size_t n, size_t *out, uint32_t *ranks, double *scratch)
{
    kernel_places(scores, who, n, ranks, scratch);
    for (size_t k = 0; k < n; k++)
        out[who[k]] = ranks[k];
}

static titian_status open_arrays(titian_replication *r, titian_error *err)
{
    const titian_watch *w = &r->watch;
    const size_t n = w->n_units, n_factors = titian_replicator_n_factors(r->replicator);

    r->scratch = titian_arena_array(&r->arena, KERNEL_PLACES_SCRATCH(n) + 3 * n, sizeof *r->scratch);
    r->spare = titian_arena_array(&r->arena, n + 1, sizeof *r->spare);
    r->ranks = titian_arena_array(&r->arena, w->n_nodes * n, sizeof *r->ranks);
    r->priority_ranks = titian_arena_array(&r->arena, n, sizeof *r->priority_ranks);
    r->priorities = titian_arena_array(&r->arena, n, sizeof *r->priorities);
    r->drawn = titian_arena_array(&r->arena, n_factors, sizeof *r->drawn);
    r->models = titian_arena_array(&r->arena, n_factors, sizeof *r->models);
    r->figures = titian_arena_array(&r->arena, 2 * n_factors, sizeof *r->figures);
    r->numbers = titian_arena_array(&r->arena, titian_replicator_n_uniforms(r->replicator) + 1, sizeof *r->numbers);
    if (!r->scratch || !r->spare || !r->ranks || !r->priority_ranks || !r->priorities || !r->drawn || !r->models ||
        !r->figures || !r->numbers)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a replication of %zu units", n);
    for (size_t f = 0; f < n_factors; f++)
        r->drawn[f] = r->figures[f]; /* nothing yet */
    return TITIAN_OK;
}

/* A number of a factor as it is said. @param figure  holds the text, where the factor has no word for it */
static const char *say_number(const titian_replication *r, size_t factor, double number, char figure[32])
{
    const titian_recipe *recipe = titian_assessment_recipe(r->watch.nominal);
    const titian_vary_row *row = titian_vary_row_at(recipe->uncertainty.factors[factor].how.row);

    titian_number_text(number, figure);
    if (row->word == NULL || isnan(number))
        return figure;
    return row->word(&(titian_site){.recipe = recipe, .factor = factor}, number);
}

/* The same of the model as it stands. */
static void describe_model(titian_replication *r)
{
    const titian_recipe *recipe = titian_assessment_recipe(r->watch.nominal);

    for (size_t f = 0; f < recipe->uncertainty.n_factors; f++) {
        const titian_vary_row *row = titian_vary_row_at(recipe->uncertainty.factors[f].how.row);
        const titian_site site = {.recipe = recipe, .factor = f};

        r->models[f] = say_number(r, f, row->nominal != NULL ? row->nominal(&site) : TITIAN_MISSING,
            r->figures[recipe->uncertainty.n_factors + f]);
    }
}

static void find_ranks(titian_replication *r)
{
    const titian_watch *w = &r->watch;
    const size_t n = w->n_units, root = w->n_nodes - 1;
    double sum = 0.0, count = 0.0;

    for (size_t k = 0; k < w->n_nodes; k++)
        rank_units(
            titian_hand_scores(r->hand, w->nodes[k]), w->ranked, w->n_ranked, r->ranks + k * n, r->spare, r->scratch);
    for (size_t i = 0; i < n; i++)
        r->priorities[i] = TITIAN_MISSING;
    if (w->n_eligible > 0) {
        titian_hand_priorities(r->hand, w->eligible, w->n_eligible, r->priorities, r->scratch);
        rank_units(r->priorities, w->eligible, w->n_eligible, r->priority_ranks, r->spare, r->scratch);
    }
    for (size_t k = 0; k < w->n_ranked; k++) {
        const size_t rank = r->ranks[root * n + w->ranked[k]];

        sum += rank > 0 ? fabs((double) rank - (double) w->ranks[root * w->n_ranked + k]) : 0.0;
        count += rank > 0 ? 1.0 : 0.0;
    }
    r->shift = count > 0.0 ? sum / count : 0.0;
}

/* In words what each factor drew. */
static void describe(titian_replication *r)
{
    const titian_uncertainty_rules *rules = &titian_assessment_recipe(r->watch.nominal)->uncertainty;
    const titian_change *change = titian_hand_change(r->hand);

    for (size_t f = 0; f < rules->n_factors; f++)
        r->drawn[f] = change->alternative[f] != TITIAN_NONE
                          ? rules->factors[f].alternatives[change->alternative[f]].name
                          : say_number(r, f, change->number[f], r->figures[f]);
}

titian_status titian_replication_run(titian_replication *r, uint64_t number, titian_error *err)
{
    titian_status status = TITIAN_OK;

    if (r->options.draws != NULL && number >= r->options.replications)
        return titian_fail(err, TITIAN_E_USAGE,
            "there is no replication %" PRIu64 "\nthe design has %" PRIu64 ", counted from 0", number,
            r->options.replications);
    titian_draw_numbers(r->replicator, &r->options, number, r->numbers);
    status = titian_hand_run(r->hand, r->numbers, number, err);
    if (status != TITIAN_OK)
        return status;
    find_ranks(r);
    describe(r);
    return TITIAN_OK;
}

titian_status titian_replication_new(titian_replication **out, const titian_assessment *nominal,
    const titian_uncertainty_options *options, titian_error *err)
{
    titian_replication *r = calloc(1, sizeof *r);
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (r == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a replication");
    r->options = titian_uncertainty_settle(nominal, options);
    status = titian_replicator_new(&r->replicator, nominal, err);
    if (status == TITIAN_OK)
        status = titian_watch_open(&r->watch, nominal, (titian_watched){.top = r->options.top}, &r->arena, err);
    if (status == TITIAN_OK)
        status = titian_hand_new(&r->hand, r->replicator, err);
    if (status == TITIAN_OK)
        status = open_arrays(r, err);
    if (status != TITIAN_OK) {
        titian_replication_free(r);
        return status;
    }
    describe_model(r);
    *out = r;
    return TITIAN_OK;
}

const titian_assessment *titian_replication_nominal(const titian_replication *r)
{
    return r->watch.nominal;
}

size_t titian_replication_n_numbers(const titian_replication *r, size_t factor, size_t *first)
{
    *first = titian_replicator_first(r->replicator, factor);
    return titian_replicator_count(r->replicator, factor);
}

const double *titian_replication_numbers(const titian_replication *r)
{
    return r->numbers;
}

void titian_replication_free(titian_replication *r)
{
    if (r == NULL)
        return;
    titian_hand_free(r->hand);
    titian_replicator_free(r->replicator);
    titian_arena_free(&r->arena);
    free(r);
}

const char *titian_replication_drawn(const titian_replication *r, size_t factor)
{
    return r->drawn[factor];
}

const char *titian_replication_model(const titian_replication *r, size_t factor)
{
    return r->models[factor];
}

size_t titian_replication_alternative(const titian_replication *r, size_t factor)
{
    return titian_hand_change(r->hand)->alternative[factor];
}

uint64_t titian_replication_seed(const titian_replication *r)
{
    return r->options.seed;
}

double titian_replication_weight(const titian_replication *r, size_t node)
{
    return titian_hand_weights(r->hand)[node];
}

double titian_replication_low(const titian_replication *r, size_t indicator)
{
    return titian_hand_change(r->hand)->lows[indicator];
}

double titian_replication_high(const titian_replication *r, size_t indicator)
{
    return titian_hand_change(r->hand)->highs[indicator];
}

double titian_replication_score(const titian_replication *r, size_t node, size_t unit)
{
    return titian_hand_scores(r->hand, node)[unit];
}

size_t titian_replication_rank(const titian_replication *r, size_t node, size_t unit)
{
    const size_t first = r->watch.nodes[0];

    return node < first ? 0 : r->ranks[(node - first) * r->watch.n_units + unit];
}

double titian_replication_priority(const titian_replication *r, size_t unit)
{
    return r->priorities[unit];
}

size_t titian_replication_priority_rank(const titian_replication *r, size_t unit)
{
    return r->priority_ranks[unit];
}

double titian_replication_shift(const titian_replication *r)
{
    return r->shift;
}

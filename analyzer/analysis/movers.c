/* Movers: the difference of two years, replication by replication, each drawn once for both.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/movers.h>

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/crew.h"
#include "analysis/uncertainty_body.h"
#include "core/listing.h"
#include "kernels/moments.h"
#include "kernels/order.h"
#include "kernels/rank.h"

enum { BLOCK = 16, BEFORE = 0, AFTER = 1 };

struct titian_movers {
    const titian_assessment *nominal;
    titian_uncertainty_options options; /* with the model's numbers where the caller's were 0 */
    titian_replicator *replicator;
    titian_listing *changes; /* titian_comparison_make, a row for each unit */
    size_t node, year[2], n_units;
    unsigned char *takes_part; /* [unit] ranked in both years */
    double *change, *climb;    /* [replication][unit] of score and rank; missing */
    uint64_t done;
    double *column; /* [replication] */
    titian_mover *units;
};

const char *titian_move_name(titian_move move)
{
    static const char *const names[] = {"not compared", "no new data", "not beyond noise", "moved up", "moved down"};

    return names[move];
}

/* ---- one thread ---- */

typedef struct {
    titian_movers *m;
    titian_hand *hand;
    double *numbers, *keys;    /* keys: n_units */
    size_t *ranks, *order;     /* 2 n_units, n_units */
    unsigned char *takes_part; /* of those ranked, who has a score in both years of the replication */
} worker;

static void take_down(const worker *w, uint64_t k)
{
    const titian_movers *m = w->m;
    const size_t n = m->n_units;
    const double *scores[] = {titian_hand_scores_in(w->hand, m->node, m->year[BEFORE]),
        titian_hand_scores_in(w->hand, m->node, m->year[AFTER])};
    double *change = m->change + k * n, *climb = m->climb + k * n;

    for (size_t i = 0; i < n; i++) {
        change[i] = scores[AFTER][i] - scores[BEFORE][i];
        w->takes_part[i] = m->takes_part[i] && !isnan(change[i]);
    }
    for (int when = BEFORE; when <= AFTER; when++)
        kernel_rank_scores(scores[when], w->takes_part, n, w->ranks + (size_t) when * n, w->keys, w->order);
    for (size_t i = 0; i < n; i++)
        climb[i] = w->takes_part[i] ? (double) w->ranks[n + i] - (double) w->ranks[i] : TITIAN_MISSING;
}

static titian_status do_block(void *own, uint64_t block, titian_error *err)
{
    worker *w = own;
    const titian_movers *m = w->m;
    titian_status status = TITIAN_OK;

    for (uint64_t k = block * BLOCK; k < (block + 1) * BLOCK && k < m->options.replications && status == TITIAN_OK;
         k++) {
        titian_draw_numbers(m->replicator, &m->options, k, w->numbers);
        status = titian_hand_run(w->hand, w->numbers, k, err);
        if (status == TITIAN_OK)
            take_down(w, k);
    }
    return status;
}

static titian_status open_worker(worker *w, titian_movers *m, titian_error *err)
{
    const size_t n = m->n_units + 1;

    *w = (worker){.m = m,
        .numbers = calloc(titian_replicator_n_uniforms(m->replicator) + 1, sizeof *w->numbers),
        .keys = calloc(n, sizeof *w->keys),
        .ranks = calloc(2 * n, sizeof *w->ranks),
        .order = calloc(n, sizeof *w->order),
        .takes_part = calloc(n, 1)};
    if (w->numbers == NULL || w->keys == NULL || w->ranks == NULL || w->order == NULL || w->takes_part == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the ranks of %zu units", m->n_units);
    return titian_hand_new(&w->hand, m->replicator, err);
}

static void close_worker(worker *w)
{
    titian_hand_free(w->hand);
    free(w->takes_part);
    free(w->order);
    free(w->ranks);
    free(w->keys);
    free(w->numbers);
}

/* ---- all of them ---- */

static titian_status work(titian_movers *m, worker *workers, void **own, titian_crew *crew, titian_error *err)
{
    const uint64_t n_blocks = (m->options.replications + BLOCK - 1) / BLOCK;
    titian_status status = TITIAN_OK;
    uint64_t done = 0;

    for (size_t k = 0; k < crew->n_threads && status == TITIAN_OK; k++) {
        status = open_worker(&workers[k], m, err);
        own[k] = &workers[k];
    }
    if (status == TITIAN_OK)
        status = titian_crew_run(crew, 0, n_blocks, &done, err);
    m->done = done < n_blocks ? done * BLOCK : m->options.replications;
    return status;
}

static titian_status run_all(titian_movers *m, titian_error *err)
{
    const size_t n = titian_crew_threads(m->options.threads);
    worker *workers = calloc(n, sizeof *workers);
    void **own = calloc(n, sizeof *own);
    titian_crew crew = {.own = own,
        .n_threads = n,
        .work = do_block,
        .size = 1,
        .progress = m->options.progress,
        .context = m->options.context,
        .block = BLOCK,
        .of = m->options.replications};
    titian_status status = TITIAN_OK;

    if (workers == NULL || own == NULL)
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu threads", n);
    else
        status = work(m, workers, own, &crew, err);
    for (size_t k = 0; workers != NULL && k < n; k++)
        close_worker(&workers[k]);
    free(own);
    free(workers);
    return status;
}

/* ---- what is made of it ---- */

static double known(const titian_movers *m, size_t unit, const char *column)
{
    return titian_listing_cell(m->changes, unit, titian_listing_find(m->changes, column)).number;
}

/* The n values of a unit that are not missing, in ascending order. */
static size_t gather(const titian_movers *m, const double *values, size_t unit)
{
    size_t n = 0;

    for (uint64_t k = 0; k < m->done; k++)
        if (!isnan(values[k * m->n_units + unit]))
            m->column[n++] = values[k * m->n_units + unit];
    kernel_sort(m->column, n);
    return n;
}

static titian_move judge(const titian_mover *mover, double share_new)
{
    const double limit = TITIAN_MOVE_LIMIT * mover->sd;

    if (isnan(mover->rank_before) || isnan(mover->sd))
        return TITIAN_MOVE_NONE;
    if (isnan(mover->change) || share_new == 0.0)
        return TITIAN_MOVE_STILL;
    if (fabs(kernel_round_score(mover->change)) <= kernel_round_score(limit))
        return TITIAN_MOVE_WITHIN;
    return mover->change > 0.0 ? TITIAN_MOVE_UP : TITIAN_MOVE_DOWN;
}

static void settle_unit(titian_movers *m, size_t i)
{
    const double low = titian_movers_low(m), high = titian_movers_high(m);
    titian_mover *mover = &m->units[i];
    size_t n = gather(m, m->change, i), n_up = 0;

    *mover = (titian_mover){.before = known(m, i, "Score.From"),
        .after = known(m, i, "Score.To"),
        .change = known(m, i, "Change"),
        .mean = kernel_mean(m->column, n),
        .sd = kernel_shape_of(m->column, n).sd,
        .low = kernel_quantile_sorted(m->column, n, low),
        .high = kernel_quantile_sorted(m->column, n, high),
        .rank_before = known(m, i, "Both.From"),
        .rank_after = known(m, i, "Both.To"),
        .n = n};
    for (size_t k = 0; k < n; k++)
        n_up += kernel_round_score(m->column[k]) > 0.0 ? 1 : 0;
    mover->up = n > 0 ? (double) n_up / (double) n : TITIAN_MISSING;
    n = gather(m, m->climb, i);
    mover->rank_low = kernel_quantile_sorted(m->column, n, low);
    mover->rank_high = kernel_quantile_sorted(m->column, n, high);
    mover->verdict = judge(mover, known(m, i, "New"));
}

/* ---- the request ---- */

static titian_status find_span(titian_movers *m, const titian_comparison_options *span, titian_error *err)
{
    const titian_framework *framework = titian_assessment_recipe(m->nominal)->framework;
    const titian_panel *scores = titian_assessment_result(m->nominal, TITIAN_RESULT_AGGREGATED);
    titian_comparison_options options = span != NULL ? *span : titian_comparison_options_default();
    titian_status status = TITIAN_OK;

    if (options.node == NULL)
        options.node = titian_framework_node(framework, titian_framework_root(framework))->code;
    status = titian_comparison_make(&m->changes, m->nominal, 0, &options, err);
    if (status != TITIAN_OK)
        return status;
    m->node = titian_framework_find(framework, options.node);
    m->year[BEFORE] = options.from != 0 ? titian_panel_find_year(scores, options.from) : 0;
    m->year[AFTER] = options.to != 0 ? titian_panel_find_year(scores, options.to) : titian_panel_n_years(scores) - 1;
    if (m->node < titian_framework_n_indicators(framework))
        return titian_fail(err, TITIAN_E_USAGE,
            "%s is an indicator: what is uncertain about a model moves aggregates\n"
            "name an aggregate, or take the table \"change\"",
            options.node);
    return TITIAN_OK;
}

static titian_status open_movers(titian_movers *m, titian_error *err)
{
    const size_t n = m->n_units;
    const uint64_t replications = m->options.replications;
    const titian_status status = titian_replicator_new(&m->replicator, m->nominal, err);

    if (status != TITIAN_OK)
        return status;
    if (replications > SIZE_MAX / (2 * sizeof(double)) / (n + 1))
        return titian_fail(err, TITIAN_E_USAGE, "%" PRIu64 " replications are too many\nask for fewer", replications);
    m->takes_part = calloc(n + 1, 1);
    m->change = calloc((n + 1) * replications, sizeof *m->change);
    m->climb = calloc((n + 1) * replications, sizeof *m->climb);
    m->column = malloc((replications + 1) * sizeof *m->column);
    m->units = calloc(n + 1, sizeof *m->units);
    if (!m->takes_part || !m->change || !m->climb || !m->column || !m->units)
        return titian_fail(err, TITIAN_E_MEMORY,
            "no memory for %" PRIu64 " replications of %zu units\nask for fewer replications", replications, n);
    for (size_t i = 0; i < n; i++)
        m->takes_part[i] = (unsigned char) !isnan(known(m, i, "Both.From"));
    return TITIAN_OK;
}

titian_status titian_movers_run(titian_movers **out, const titian_assessment *nominal,
    const titian_comparison_options *span, const titian_uncertainty_options *options, titian_error *err)
{
    titian_movers *m = calloc(1, sizeof *m);
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (m == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to compare two years");
    m->nominal = nominal;
    m->options = titian_uncertainty_settle(nominal, options);
    m->n_units = titian_panel_n_units(titian_assessment_result(nominal, TITIAN_RESULT_AGGREGATED));
    status = find_span(m, span, err);
    if (status == TITIAN_OK)
        status = open_movers(m, err);
    if (status == TITIAN_OK)
        status = run_all(m, err);
    for (size_t i = 0; i < m->n_units && status == TITIAN_OK; i++)
        settle_unit(m, i);
    if (status != TITIAN_OK) {
        titian_movers_free(m);
        return status;
    }
    *out = m;
    return TITIAN_OK;
}

void titian_movers_free(titian_movers *m)
{
    if (m == NULL)
        return;
    titian_listing_free(m->changes);
    titian_replicator_free(m->replicator);
    free(m->units);
    free(m->column);
    free(m->climb);
    free(m->change);
    free(m->takes_part);
    free(m);
}

const titian_assessment *titian_movers_nominal(const titian_movers *m)
{
    return m->nominal;
}

uint64_t titian_movers_done(const titian_movers *m)
{
    return m->done;
}

uint64_t titian_movers_wanted(const titian_movers *m)
{
    return m->options.replications;
}

uint64_t titian_movers_seed(const titian_movers *m)
{
    return m->options.seed;
}

int titian_movers_doubt_data(const titian_movers *m)
{
    return titian_replicator_doubts_data(m->replicator);
}

double titian_movers_low(const titian_movers *m)
{
    const titian_uncertainty_rules *rules = &titian_assessment_recipe(m->nominal)->uncertainty;

    return rules->n_quantiles < 2 ? 0.05 : rules->quantiles[0];
}

double titian_movers_high(const titian_movers *m)
{
    const titian_uncertainty_rules *rules = &titian_assessment_recipe(m->nominal)->uncertainty;

    return rules->n_quantiles < 2 ? 0.95 : rules->quantiles[rules->n_quantiles - 1];
}

titian_mover titian_movers_unit(const titian_movers *m, size_t unit)
{
    return m->units[unit];
}

/* ---- the table ---- */

static void copy_cells(titian_listing *to, const titian_movers *m, size_t unit, const char *const *columns)
{
    for (; *columns != NULL; columns++) {
        const titian_item item = titian_listing_cell(m->changes, unit, titian_listing_find(m->changes, *columns));

        if (item.text != NULL)
            titian_listing_add_copy(to, item.text);
        else
            titian_listing_add_number(to, item.number);
    }
}

static void put_unit(titian_listing *to, const titian_movers *m, size_t i)
{
    static const char *const first[] = {
        "uCode", "iCode", "T.From", "T.To", "Score.From", "Score.To", "Change", "New", NULL};
    static const char *const ranks[] = {"Rank.From", "Rank.To", "Both.From", "Both.To", "Rank.Change", NULL};
    static const char *const last[] = {"Note", NULL};
    const titian_mover *mover = &m->units[i];
    const double found[] = {mover->mean, mover->sd, mover->low, mover->high, mover->up};

    copy_cells(to, m, i, first);
    for (size_t k = 0; k < sizeof found / sizeof *found; k++)
        titian_listing_add_number(to, found[k]);
    titian_listing_add_text(to, titian_move_name(mover->verdict));
    copy_cells(to, m, i, ranks);
    titian_listing_add_number(to, mover->rank_low);
    titian_listing_add_number(to, mover->rank_high);
    titian_listing_add_number(to, (double) mover->n);
    copy_cells(to, m, i, last);
}

titian_status titian_movers_make(titian_listing **out, const titian_movers *m, titian_error *err)
{
    titian_listing *table =
        titian_listing_new("uCode,iCode,T.From,T.To,Score.From,Score.To,Change,New,Mean,SD,Low,High,P.Up,Verdict,"
                           "Rank.From,Rank.To,Both.From,Both.To,Rank.Change,Rank.Low,Rank.High,N,Note");
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (table == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of movers");
    for (size_t i = 0; i < m->n_units; i++)
        put_unit(table, m, i);
    status = titian_listing_check(table, err);
    if (status != TITIAN_OK) {
        titian_listing_free(table);
        return status;
    }
    *out = table;
    return TITIAN_OK;
}

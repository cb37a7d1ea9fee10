/* The tally: taking down replications, which are summed block by block and counted page by page.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/replicate_priority.h"
#include "analysis/tally.h"
#include "kernels/clones.h"
#include "kernels/places.h"
#include "kernels/rank.h"

/* Units whose ranks are counted together. */
enum { TOGETHER = 16 };

/* ---- one replication ---- */

static void take_bands(titian_tally *t, const double *scores)
{
    const titian_recipe *recipe = titian_assessment_recipe(t->watch->nominal);

    for (size_t k = 0; k < t->watch->n_ranked && recipe->n_bands > 0; k++) {
        const double score = kernel_round_score(scores[t->watch->ranked[k]]);
        size_t band = 0;

        if (isnan(score))
            continue;
        for (size_t b = 1; b < recipe->n_bands; b++)
            band = score >= recipe->bands[b].from ? b : band;
        t->bands[k * recipe->n_bands + band]++;
    }
}

static void take_pairs(titian_tally *t, const uint32_t *ranks)
{
    const size_t n = t->watch->n_ranked;

    for (size_t k = 0; k < n; k++) {
        uint32_t *above = t->pairs + k * n;

        if (ranks[k] == 0)
            continue;
        for (size_t i = 0; i < n; i++)
            above[i] += ranks[i] > ranks[k] ? 1 : 0;
    }
}

/* Mean over the ranked units of how many places they moved. */
static double shift_of(const titian_watch *w, const uint32_t *ranks, const uint32_t *nominal)
{
    double sum = 0.0, n = 0.0;

    for (size_t k = 0; k < w->n_ranked; k++) {
        if (ranks[k] == 0)
            continue;
        sum += fabs((double) ranks[k] - (double) nominal[k]);
        n += 1.0;
    }
    return n > 0.0 ? sum / n : 0.0;
}

static void take_index(titian_tally *t, const double *scores, const uint32_t *ranks)
{
    const titian_watch *w = t->watch;
    const double shift = shift_of(w, ranks, w->ranks + (w->n_nodes - 1) * w->n_ranked);

    kernel_exact_add(&t->shift_sums[0], shift);
    kernel_exact_add(&t->shift_sums[1], shift * shift);
    for (size_t k = 0; k < w->n_ranked; k++)
        t->leads[k] += ranks[k] > 0 && ranks[k] <= w->top ? 1 : 0;
    take_bands(t, scores);
    if (w->pairs)
        take_pairs(t, ranks);
}

static void take_priorities(titian_tally *t, const titian_hand *hand)
{
    const titian_watch *w = t->watch;
    const size_t n = w->n_eligible, n_cells = titian_watch_cells(w, n);
    double *scores = t->scratch, *scratch = t->scratch + w->n_units;
    uint32_t *ranks = t->spare;

    if (n == 0)
        return;
    titian_hand_priorities(hand, w->eligible, n, scores, scratch);
    kernel_places(scores, w->eligible, n, ranks, scratch);
    for (size_t k = 0; k < n; k++) {
        if (ranks[k] == 0)
            continue;
        t->priorities[k * n_cells + (ranks[k] - 1) / w->width]++;
        t->firsts[k] += ranks[k] <= w->top ? 1 : 0;
    }
}

/* Amounts are a series like scores. Places go by per cent of the budget, so that the currency does not matter. */
static void take_amounts(titian_tally *t, const titian_hand *hand)
{
    const titian_watch *w = t->watch;
    double *amounts = t->page + (w->n_nodes * w->page + t->n_page) * w->n_units, *parts = t->scratch;
    size_t n = 0;
    const uint32_t *who = NULL;

    if (w->money == NULL)
        return;
    if (!titian_money_share_again(w->money, t->desk, hand, amounts)) {
        for (size_t i = 0; i < w->n_units; i++)
            amounts[i] = TITIAN_MISSING;
        return;
    }
    who = titian_money_plan_who(w->money, &n);
    for (size_t i = 0; i < w->n_units; i++)
        parts[i] = 100.0 * amounts[i] / titian_money_plan_budget(w->money);
    kernel_places(parts, who, n, t->spare, t->scratch + w->n_units);
    t->shared[0]++;
    for (size_t k = 0; k < n; k++) {
        const int has = amounts[who[k]] > 0.0;

        t->funded[who[k]] += has ? 1 : 0;
        t->largest[who[k]] += has && t->spare[k] <= w->top ? 1 : 0;
    }
}

void titian_tally_take(titian_tally *t, const titian_hand *hand)
{
    const titian_watch *w = t->watch;

    for (size_t k = 0; k < w->n_nodes; k++) {
        const double *scores = titian_hand_scores(hand, w->nodes[k]);
        uint32_t *ranks = t->rank_page + (k * w->page + t->n_page) * w->n_ranked;

        memcpy(t->page + (k * w->page + t->n_page) * w->n_units, scores, w->n_units * sizeof *scores);
        kernel_places(scores, w->ranked, w->n_ranked, ranks, t->scratch);
        if (k + 1 == w->n_nodes)
            take_index(t, scores, ranks);
    }
    take_priorities(t, hand);
    take_amounts(t, hand);
    t->n++;
    t->n_page++;
    if (++t->n_block == w->block)
        titian_tally_close(t);
}

/* ---- a block ---- */

/* Sums over the block of the deviations from the nominal score, and how many there were. */
KERNEL_CLONES static void add_scores(const double *restrict x, const double *restrict nominal, size_t n,
    double *restrict sum, double *restrict squares, double *restrict count)
{
    for (size_t i = 0; i < n; i++) {
        const double d = x[i] - nominal[i];
        const int is = !isnan(d);

        sum[i] += is ? d : 0.0;
        squares[i] += is ? d * d : 0.0;
        count[i] += isnan(x[i]) ? 0.0 : 1.0;
    }
}

KERNEL_CLONES static void add_ranks(const uint32_t *restrict ranks, const uint32_t *restrict nominal, size_t n,
    double *restrict sum, double *restrict squares)
{
    for (size_t i = 0; i < n; i++) {
        const double d = ranks[i] == 0 ? 0.0 : (double) ranks[i] - (double) nominal[i];

        sum[i] += d;
        squares[i] += d * d;
    }
}

static void sum_scores(titian_tally *t, size_t series)
{
    const titian_watch *w = t->watch;
    const size_t n = w->n_units;
    const double *block = t->page + (series * w->page + t->n_page - t->n_block) * n;
    double *sum = t->scratch, *squares = sum + n, *count = squares + n;

    memset(sum, 0, 3 * n * sizeof *sum);
    for (size_t r = 0; r < t->n_block; r++)
        add_scores(block + r * n, w->scores + series * n, n, sum, squares, count);
    for (size_t i = 0; i < n; i++) {
        kernel_exact *sums = t->score_sums + (series * n + i) * 2;

        if (count[i] == 0.0)
            continue;
        kernel_exact_add(&sums[0], sum[i]);
        kernel_exact_add(&sums[1], squares[i]);
        t->present[series * n + i] += (uint32_t) count[i];
    }
}

/* Sums of deviations from the nominal rank, where ranks are counted too coarsely to have them from the counts. */
static void sum_ranks(titian_tally *t, size_t node)
{
    const titian_watch *w = t->watch;
    const size_t n = w->n_ranked;
    const uint32_t *block = t->rank_page + (node * w->page + t->n_page - t->n_block) * n;
    double *sum = t->scratch, *squares = sum + n;

    memset(sum, 0, 2 * n * sizeof *sum);
    for (size_t r = 0; r < t->n_block; r++)
        add_ranks(block + r * n, w->ranks + node * n, n, sum, squares);
    for (size_t k = 0; k < n; k++) {
        kernel_exact *sums = t->rank_sums + (node * n + k) * 2;

        kernel_exact_add(&sums[0], sum[k]);
        kernel_exact_add(&sums[1], squares[k]);
    }
}

/* ---- a page ---- */

/* A few units at a time, whose counts stay in the nearest cache. */
static void count_ranks(titian_tally *t, size_t node)
{
    const titian_watch *w = t->watch;
    const size_t n = w->n_ranked, n_cells = titian_watch_cells(w, n);
    const uint32_t *page = t->rank_page + node * w->page * n;
    unsigned shift = 0; /* the width is a power of two: a division for every rank is a tenth of all the time */

    while (w->width >> shift > 1)
        shift++;
    for (size_t first = 0; first < n; first += TOGETHER) {
        const size_t end = first + TOGETHER < n ? first + TOGETHER : n;

        for (size_t r = 0; r < t->n_page; r++)
            for (size_t k = first; k < end; k++)
                if (page[r * n + k] > 0)
                    t->ranks[(node * n + k) * n_cells + ((page[r * n + k] - 1) >> shift)]++;
    }
}

static void close_page(titian_tally *t)
{
    const titian_watch *w = t->watch;

    for (size_t series = 0; series < w->n_series && t->n_page > 0; series++)
        kernel_histograms_add(t->scores + series * w->n_units, w->n_units, t->page + series * w->page * w->n_units,
            t->n_page, t->scratch, t->spare);
    for (size_t node = 0; node < w->n_nodes && t->n_page > 0; node++)
        count_ranks(t, node);
    t->n_page = 0;
}

void titian_tally_close(titian_tally *t)
{
    const titian_watch *w = t->watch;

    for (size_t series = 0; series < w->n_series && t->n_block > 0; series++)
        sum_scores(t, series);
    for (size_t node = 0; node < w->n_nodes && t->n_block > 0 && w->width > 1; node++)
        sum_ranks(t, node);
    t->n_block = 0;
    if (t->n_page + w->block > w->page)
        close_page(t);
}

void titian_tally_settle(titian_tally *t)
{
    titian_tally_close(t);
    close_page(t);
}

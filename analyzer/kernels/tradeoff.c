/* Kernels: how much more need money meets when it leaves equal treatment.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/tradeoff.h"

#include <math.h>

#include "kernels/level.h"
#include "kernels/order.h"

static double mean_need(const kernel_tradeoff *t, double budget)
{
    double sum = 0.0;

    for (size_t i = 0; i < t->n; i++)
        sum += t->alike[i] / budget * t->need[i];
    return sum;
}

size_t kernel_tradeoff_front(const kernel_tradeoff *tradeoff, kernel_corner *corners, double *scratch, size_t *places)
{
    const size_t n = tradeoff->n;
    const double budget = kernel_sum(tradeoff->alike, n);
    double *can_give = scratch, *can_take = scratch + n;
    size_t count = 1, giver = 0, taker = n;

    corners[0] = (kernel_corner){0.0, mean_need(tradeoff, budget), n, n};
    kernel_sort_index(tradeoff->need, n, places);
    for (size_t i = 0; i < n; i++) {
        can_give[i] = tradeoff->alike[i] - (tradeoff->low == NULL ? 0.0 : tradeoff->low[i]);
        can_take[i] = (tradeoff->high == NULL ? (double) INFINITY : tradeoff->high[i]) - tradeoff->alike[i];
    }
    while (giver < taker) {
        const size_t from = places[giver], to = places[taker - 1];
        const double gain = tradeoff->need[to] - tradeoff->need[from], moved = fmin(can_give[from], can_take[to]);

        if (!(gain > 0.0))
            break;
        if (moved > 0.0) {
            const kernel_corner *last = &corners[count - 1];

            corners[count] =
                (kernel_corner){last->distance + moved / budget, last->need + moved / budget * gain, from, to};
            count++;
        }
        can_give[from] -= moved;
        can_take[to] -= moved;
        if (can_give[from] <= 0.0)
            giver++;
        if (can_take[to] <= 0.0)
            taker--;
    }
    return count;
}

void kernel_tradeoff_at(
    const kernel_tradeoff *tradeoff, const kernel_corner *corners, size_t n_corners, double distance, double *amounts)
{
    const double budget = kernel_sum(tradeoff->alike, tradeoff->n);

    for (size_t i = 0; i < tradeoff->n; i++)
        amounts[i] = tradeoff->alike[i];
    for (size_t k = 1; k < n_corners && corners[k - 1].distance < distance; k++) {
        const double moved = (fmin(distance, corners[k].distance) - corners[k - 1].distance) * budget;

        amounts[corners[k].from] -= moved;
        amounts[corners[k].to] += moved;
    }
    for (size_t i = 0; i < tradeoff->n; i++) { /* whole moves may miss a bound by rounding */
        amounts[i] = fmax(amounts[i], tradeoff->low == NULL ? 0.0 : tradeoff->low[i]);
        amounts[i] = fmin(amounts[i], tradeoff->high == NULL ? (double) INFINITY : tradeoff->high[i]);
    }
}

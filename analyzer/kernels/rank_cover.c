/* Kernels: weights that leave the fewest differences below a target.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/rank_cover.h"

#include <math.h>
#include <string.h>

#include "kernels/rank_lp.h"

static const double wide = 1e-9;  /* by which extremes are taken to be farther out than they were found */
static const double near = 1e-6;  /* so little below the target at most is not counted in parts */
static const double whole = 1e-6; /* of a bound that is to be a whole number */
enum { MOST_DEPTH = 96 };

/* What is known of a difference in a region. */
typedef enum { OPEN, ABOVE, BELOW, SURELY_ABOVE, SURELY_BELOW } rival_state;

/* A region: the box, and some differences bound to one side of the target. */
typedef struct {
    unsigned char *state;           /* n */
    double *least, *greatest;       /* n: extremes of each difference */
    double *least_at, *greatest_at; /* n points of n_columns weights each, where they are */
    uint32_t *columns;              /* a corner: variables ... */
    double *given;                  /* ... and their values */
    size_t n_below, bound;
    size_t rival;      /* that the other half is bound by ... */
    int above, halved; /* ... and on which side; halves looked at so far */
} region;

typedef struct {
    const kernel_rank_cover *problem;
    kernel_rank_cover_result *out;
    double *weights;
    size_t n, p;
    double limit; /* from here on a difference counts as reached */
    kernel_rank_lp lp;
    double *costs, *pairs, *bars, *point, *row;
    size_t *order;
    region regions[MOST_DEPTH];
    size_t depth, open_bound;
} cover;

static size_t region_doubles(size_t n, size_t p)
{
    return 2 * n + 2 * n * p + p + (p + 1) / 2 + (n + 7) / 8 + 2;
}

size_t kernel_rank_cover_room(size_t n, size_t m)
{
    return sizeof(cover) +
           (kernel_rank_lp_room(n, m) + MOST_DEPTH * region_doubles(n, m) + 6 * (n + m) + 2 * n + 64) *
               sizeof(double);
}

static void take_region(region *r, double **room, size_t n, size_t p)
{
    r->least = *room;
    r->greatest = r->least + n;
    r->least_at = r->greatest + n;
    r->greatest_at = r->least_at + n * p;
    r->given = r->greatest_at + n * p;
    r->columns = (uint32_t *) (void *) (r->given + p);
    r->state = (unsigned char *) (r->columns + p + (p & 1));
    *room += region_doubles(n, p);
}

static void copy_region(region *to, const region *from, size_t n, size_t p)
{
    memcpy(to->least, from->least, 2 * n * (p + 1) * sizeof(double));
    memcpy(to->state, from->state, n);
    memcpy(to->given, from->given, p * sizeof(double));
    memcpy(to->columns, from->columns, p * sizeof *to->columns);
    to->n_below = from->n_below;
    to->bound = from->bound;
    to->halved = 0;
}

/* ---- weights found ---- */

/* The free weights of where the dictionary is, as all m, in the box and with the sum 1. */
static void take_weights(cover *c, double *weights)
{
    const kernel_box *box = &c->problem->box;
    double left = 1.0;
    uint32_t v = 0;

    for (size_t j = 0; j < box->m; j++) {
        weights[j] = box->low[j];
        if (box->high[j] > box->low[j])
            weights[j] = fmin(fmax(kernel_rank_lp_value(&c->lp, v++), box->low[j]), box->high[j]);
        left -= weights[j];
    }
    for (size_t j = 0; j < box->m && left != 0.0; j++) {
        const double moved = fmin(fmax(weights[j] + left, box->low[j]), box->high[j]);

        left -= moved - weights[j];
        weights[j] = moved;
    }
}

static size_t count_below(const cover *c, const double *weights)
{
    const size_t m = c->problem->box.m;
    size_t count = 0;

    for (size_t k = 0; k < c->n; k++) {
        double sum = 0.0;

        for (size_t j = 0; j < m; j++)
            sum += c->problem->d[k * m + j] * weights[j];
        count += sum < c->limit ? 1 : 0;
    }
    return count;
}

/* How many are below the target here, as the dictionary tells it; when fewer than known, the weights are looked at.
 */
static void look(cover *c, const region *r)
{
    const kernel_rank_lp *lp = &c->lp;
    size_t count = r->n_below;

    for (size_t i = 1; i < c->n + 1; i++) {
        const uint32_t v = lp->of_row[i];

        count += lp->value[i] < c->bars[v] ? 1 : 0;
    }
    count += lp->value[0] < c->bars[lp->of_row[0]] ? 1 : 0;
    for (size_t q = 0; q < c->p; q++)
        count += lp->given[q] < c->bars[lp->of_column[q]] ? 1 : 0;
    if (count >= c->out->fewest)
        return;
    take_weights(c, c->point);
    count = count_below(c, c->point);
    if (count >= c->out->fewest)
        return;
    memcpy(c->weights, c->point, c->problem->box.m * sizeof(double));
    c->out->fewest = count;
    c->out->found = 1;
}

/* ---- one region ---- */

static void set_state(cover *c, region *r, size_t k, rival_state state)
{
    const uint32_t v = kernel_rank_lp_rival(&c->lp, k);
    const double target = c->problem->target;

    r->state[k] = (unsigned char) state;
    c->lp.low[v] = state == ABOVE ? target : -(double) INFINITY;
    c->lp.high[v] = state == BELOW ? target : (double) INFINITY;
    c->bars[v] = state == OPEN ? c->limit : -(double) INFINITY;
    if (state == BELOW || state == SURELY_BELOW)
        r->n_below++;
}

static void load(cover *c, region *r)
{
    r->n_below = 0;
    for (size_t k = 0; k < c->n; k++)
        set_state(c, r, k, (rival_state) r->state[k]);
    kernel_rank_lp_load(&c->lp, r->columns, r->given);
}

static void keep_corner(const cover *c, region *r)
{
    memcpy(r->columns, c->lp.of_column, c->p * sizeof *r->columns);
    memcpy(r->given, c->lp.given, c->p * sizeof *r->given);
}

/* The value of a rival at a point. */
static double value_at(const cover *c, size_t k, const double *point)
{
    const kernel_rank_lp *lp = &c->lp;
    double sum = lp->origin[c->p * lp->pitch + k + 1];

    for (size_t q = 0; q < c->p; q++)
        sum += lp->origin[q * lp->pitch + k + 1] * point[q];
    return sum;
}

/* Go to the extreme of a rival. @return 1 when it was found */
static int go_to_extreme(cover *c, region *r, size_t k, double sign, double *point)
{
    const size_t most = 12 * c->p + 60;
    const uint32_t v = kernel_rank_lp_rival(&c->lp, k);
    size_t turn = 0;

    while (turn < most && kernel_rank_lp_step(&c->lp, v, sign, turn)) {
        look(c, r);
        turn++;
    }
    for (uint32_t q = 0; q < c->p; q++)
        point[q] = kernel_rank_lp_value(&c->lp, q);
    return turn < most;
}

/* Is a rival below the target in the whole region? The dictionary, at its greatest value, tells which bound rivals
 * hold it down and how much each; the sum of those with it is looked at over the whole box, in the numbers given. */
static int is_below(cover *c, const region *r, size_t k)
{
    const kernel_rank_lp *lp = &c->lp;
    const size_t m = c->problem->box.m;
    const int32_t row = lp->place[kernel_rank_lp_rival(lp, k)];
    double least, greatest, held = 0.0;

    memcpy(c->row, c->problem->d + k * m, m * sizeof(double));
    for (size_t q = 0; q < c->p; q++) {
        const uint32_t v = lp->of_column[q];
        const double by = row >= 0 ? lp->table[q * lp->pitch + (size_t) row] : 0.0;
        const size_t other = v - (uint32_t) c->p - 1;

        if (v <= c->p || (r->state[other] == ABOVE ? by >= 0.0 : by <= 0.0) ||
            (r->state[other] != ABOVE && r->state[other] != BELOW))
            continue;
        held += by * c->problem->target;
        for (size_t j = 0; j < m; j++)
            c->row[j] -= by * c->problem->d[other * m + j];
    }
    kernel_box_range(&c->problem->box, c->row, c->order, &least, &greatest);
    return greatest + held < c->limit;
}

/* Is what was found for the region round this one true here still? Only where the newest bound lets it. */
static int still_there(const cover *c, const region *r, const double *point, size_t bound)
{
    const double x = bound < c->n ? value_at(c, bound, point) : 0.0;

    return bound < c->n && (r->state[bound] == ABOVE ? x >= c->problem->target : x <= c->problem->target);
}

static void find_greatest(cover *c, region *r, size_t bound)
{
    for (size_t k = 0; k < c->n && r->n_below < c->out->fewest; k++) {
        double *point = r->greatest_at + k * c->p;

        if (r->state[k] != OPEN || still_there(c, r, point, bound))
            continue;
        if (!go_to_extreme(c, r, k, 1.0, point))
            continue;
        r->greatest[k] = kernel_rank_lp_value(&c->lp, kernel_rank_lp_rival(&c->lp, k));
        if (r->greatest[k] < c->limit && is_below(c, r, k))
            set_state(c, r, k, SURELY_BELOW);
    }
}

static void find_least(cover *c, region *r, size_t bound)
{
    for (size_t k = 0; k < c->n; k++) {
        double *point = r->least_at + k * c->p;

        if (r->state[k] != OPEN || still_there(c, r, point, bound))
            continue;
        if (!go_to_extreme(c, r, k, -1.0, point))
            continue;
        r->least[k] = kernel_rank_lp_value(&c->lp, kernel_rank_lp_rival(&c->lp, k));
        if (r->least[k] >= c->problem->target)
            set_state(c, r, k, SURELY_ABOVE);
    }
}

/* In what part a rival is below the target where the dictionary is: 0 at it, 1 at its least in the region. */
static double part_below(const cover *c, size_t k)
{
    const uint32_t v = kernel_rank_lp_rival(&c->lp, k);

    return c->costs[v] * fmax(c->problem->target - kernel_rank_lp_value(&c->lp, v), 0.0);
}

/* The fewest that can be below in the region, when a difference counts in parts. */
static size_t relax(cover *c, region *r)
{
    const double target = c->problem->target;
    double sum = 0.0;
    size_t turn = 0, most = 20 * c->p + 4 * c->n;

    memset(c->costs, 0, (c->p + 1 + c->n) * sizeof *c->costs);
    for (size_t k = 0; k < c->n; k++)
        if (r->state[k] == OPEN && target - r->least[k] > near) /* else rounding would count as parts */
            c->costs[kernel_rank_lp_rival(&c->lp, k)] = 1.0 / (target - r->least[k] + wide);
    while (turn < most && kernel_rank_lp_relax(&c->lp, c->costs, target, c->pairs)) {
        look(c, r);
        turn++;
    }
    for (size_t k = 0; k < c->n && turn < most; k++)
        sum += part_below(c, k);
    return r->n_below + (size_t) ceil(fmax(sum - whole, 0.0));
}

/* ---- the tree ---- */

/* The rival that a region is halved by; n: none is open. */
static size_t choose(const cover *c, const region *r)
{
    size_t best = c->n;
    double most = -1.0;

    for (size_t k = 0; k < c->n; k++) {
        double part, merit;

        if (r->state[k] != OPEN)
            continue;
        part = part_below(c, k);
        merit = fmin(part, 1.0 - part);
        merit += 0.1 * fmin(c->problem->target - r->least[k], r->greatest[k] - c->problem->target);
        if (merit > most) {
            most = merit;
            best = k;
        }
    }
    return best;
}

/* Look at a region. @return 1 when it is to be halved */
static int look_at(cover *c, region *r, size_t bound)
{
    size_t low;

    c->out->n_nodes++;
    if (r->n_below < c->out->fewest && bound < c->n) {
        low = relax(c, r);
        r->bound = low > r->bound ? low : r->bound;
    }
    if (r->bound >= c->out->fewest || r->n_below >= c->out->fewest)
        return 0;
    find_greatest(c, r, bound);
    if (r->n_below >= c->out->fewest)
        return 0;
    find_least(c, r, bound);
    low = relax(c, r);
    r->bound = low > r->bound ? low : r->bound;
    return r->bound < c->out->fewest;
}

/* Bind a rival and go to a corner of that half. @return 0 when there is none */
static int enter(cover *c, region *r, size_t k, int above)
{
    const uint32_t v = kernel_rank_lp_rival(&c->lp, k);
    const double target = c->problem->target, rounding = c->problem->slack / 4.0;
    size_t turn = 0;

    while (above ? kernel_rank_lp_value(&c->lp, v) < target - rounding
                 : kernel_rank_lp_value(&c->lp, v) > target + rounding)
        if (turn > 12 * c->p + 60 || !kernel_rank_lp_step(&c->lp, v, above ? 1.0 : -1.0, turn++))
            return 0;
    set_state(c, r, k, above ? ABOVE : BELOW);
    return 1;
}

/* A half that cannot be looked at bounds what is proved. */
static void leave_open(cover *c, const region *r)
{
    c->open_bound = r->bound < c->open_bound ? r->bound : c->open_bound;
}

static void search(cover *c)
{
    size_t bound = c->n;

    for (;;) {
        region *r = &c->regions[c->depth];
        const int spent = c->lp.work > c->problem->most_work || (c->problem->any && c->out->found);
        int halve = !spent && look_at(c, r, bound);

        if (spent && r->bound < c->out->fewest)
            leave_open(c, r);
        if (halve) {
            r->rival = choose(c, r);
            if (r->rival == c->n || c->depth + 1 == MOST_DEPTH) {
                leave_open(c, r);
                halve = 0;
            }
        }
        if (halve) {
            keep_corner(c, r);
            r->above = part_below(c, r->rival) < 0.5;
        } else {
            do {
                if (c->depth == 0)
                    return;
                c->depth--;
                r = &c->regions[c->depth];
            } while (r->halved == 2 || (r->bound >= c->out->fewest));
            r->above = !r->above;
        }
        r->halved++;
        copy_region(&c->regions[c->depth + 1], r, c->n, c->p);
        c->depth++;
        load(c, &c->regions[c->depth]);
        bound = r->rival;
        if (!enter(c, &c->regions[c->depth], bound, r->above)) {
            leave_open(c, r);
            c->regions[c->depth].bound = c->out->fewest; /* goes no further */
        }
    }
}

void kernel_rank_cover_find(
    const kernel_rank_cover *problem, kernel_rank_cover_result *out, double *weights, void *room)
{
    cover *c = room;
    const size_t n = problem->n, m = problem->box.m;
    double *doubles = (double *) (void *) (c + 1);

    *out = (kernel_rank_cover_result){.fewest = problem->fewest};
    c->problem = problem;
    c->out = out;
    c->weights = weights;
    c->n = n;
    c->p = kernel_box_n_free(&problem->box) - 1;
    c->limit = problem->target - problem->slack / 2.0;
    c->depth = 0;
    c->open_bound = (size_t) -1;
    c->costs = doubles;
    c->pairs = c->costs + n + m;
    c->bars = c->pairs + 2 * (n + 2);
    c->point = c->bars + n + m;
    c->row = c->point + m;
    c->order = (size_t *) (void *) (c->row + m);
    doubles = c->row + 2 * m;
    for (size_t k = 0; k < MOST_DEPTH; k++)
        take_region(&c->regions[k], &doubles, n, c->p);
    for (size_t j = 0; j < m; j++) {
        c->row[j] = 0.0;
        for (size_t k = 0; k < n; k++)
            c->row[j] -= problem->d[k * m + j];
    }
    for (size_t v = 0; v < n + m; v++)
        c->bars[v] = -(double) INFINITY;
    kernel_box_least_at(&problem->box, c->row, c->order, c->point);
    kernel_rank_lp_open(&c->lp, problem->d, n, &problem->box, c->point, doubles);
    for (size_t k = 0; k < n; k++) {
        c->regions[0].state[k] = OPEN;
        set_state(c, &c->regions[0], k, OPEN);
    }
    c->regions[0].n_below = c->regions[0].bound = 0;
    c->regions[0].halved = 0;
    look(c, &c->regions[0]);
    search(c);
    out->proved = c->open_bound < out->fewest ? c->open_bound : out->fewest;
    out->work = c->lp.work;
}

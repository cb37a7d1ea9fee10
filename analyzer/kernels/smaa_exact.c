/* Kernels: SMAA without sampling, for at most three free weights.
 * The weights are a corner plus steps along one or two of the free weights, the last of them taking up the rest. The
 * steps are measured in the range each weight has, so that a narrow box is no worse off than the whole simplex.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/smaa.h"

#include <math.h>
#include <stdlib.h>

/* How close to a line a corner lies on it; lines are scaled to 1 at their farthest corner, and the domain is about 1
 * across. Far above what rounding does to corners, far below any share that is printed. */
static const double on_line = 1e-13;

enum { MOST_CORNERS = 8 }; /* of the whole domain: a square cut twice */

/* A point of the domain in steps along the first and the second free weight. */
typedef struct {
    double a, b;
} point;

/* Where one unit is above another: value at the corner, and by how much a step changes it. */
typedef struct {
    double at_corner, by_a, by_b;
} line;

/* A point of a segment where another unit goes above (1) or falls below (-1). */
typedef struct {
    double at;
    int step;
} crossing;

typedef struct {
    const kernel_smaa_problem *problem;
    kernel_smaa_result *out;
    size_t n, m, n_free;
    size_t a, b, rest; /* the free weights; rest takes up what the others leave */
    double width_a, width_b;
    double *corner; /* m weights at a = b = 0 */
    point domain[MOST_CORNERS];
    size_t n_corners;    /* 1: a point, 2: a segment, else a polygon */
    double size;         /* of the domain */
    size_t unit;         /* whose ranks are being found */
    double *first;       /* its weights when first, m sums */
    line *lines;         /* of the others against it */
    crossing *crossings; /* of a segment */
    point *points;       /* a stack of polygons */
    size_t *lists;       /* a stack of lists of lines */
} work;

/* ---- lines ---- */

static double value_at(const line *l, point p)
{
    return l->at_corner + p.a * l->by_a + p.b * l->by_b;
}

/* Line on which `other` equals `unit`; above 0 where it is above. Scaled; all 0 when they are tied everywhere. */
static line line_of(const work *w, size_t unit, size_t other)
{
    const kernel_block *scores = &w->problem->scores;
    line l = {0.0, 0.0, 0.0};
    double largest = 0.0, scale = 0.0;

    for (size_t j = 0; j < w->m; j++) {
        const double *column = scores->values + j * scores->stride;
        const double d = column[other] - column[unit];

        scale = fmax(scale, fabs(d));
        l.at_corner += w->corner[j] * d;
        l.by_a += w->n_free > 1 && j == w->a ? w->width_a * d : 0.0;
        l.by_b += w->n_free > 2 && j == w->b ? w->width_b * d : 0.0;
        l.by_a -= w->n_free > 1 && j == w->rest ? w->width_a * d : 0.0;
        l.by_b -= w->n_free > 2 && j == w->rest ? w->width_b * d : 0.0;
    }
    for (size_t k = 0; k < w->n_corners; k++)
        largest = fmax(largest, fabs(value_at(&l, w->domain[k])));
    if (!(largest > on_line * scale)) /* what is left is rounding */
        return (line){0.0, 0.0, 0.0};
    return (line){l.at_corner / largest, l.by_a / largest, l.by_b / largest};
}

/* Side of a polygon that a line leaves it on: 1 above, -1 below, 0 when it crosses or is no line at all. */
static int side_of(const line *l, const point *polygon, size_t n, int *crosses)
{
    double most = 0.0, least = 0.0;

    for (size_t k = 0; k < n; k++) {
        const double value = value_at(l, polygon[k]);

        most = fmax(most, value);
        least = fmin(least, value);
    }
    *crosses = most > on_line && least < -on_line;
    if (*crosses)
        return 0;
    return (most > -least) - (most < -least);
}

/* ---- polygons ---- */

/* Add the part of a polygon on one side of a line: sign 1 for the side above. @return its number of corners */
static size_t part_of(const line *l, double sign, const point *polygon, size_t n, point *out)
{
    size_t n_out = 0;

    for (size_t k = 0; k < n; k++) {
        const point p = polygon[k], q = polygon[k + 1 < n ? k + 1 : 0];
        const double at_p = sign * value_at(l, p), at_q = sign * value_at(l, q);

        if (at_p >= -on_line)
            out[n_out++] = p;
        if ((at_p > on_line && at_q < -on_line) || (at_p < -on_line && at_q > on_line)) {
            const double t = at_p / (at_p - at_q);

            out[n_out++] = (point){p.a + t * (q.a - p.a), p.b + t * (q.b - p.b)};
        }
    }
    return n_out;
}

/* Area of a convex polygon; *centre is area times its centroid. */
static double area_of(const point *polygon, size_t n, point *centre)
{
    const point o = polygon[0];
    double area = 0.0;

    *centre = (point){0.0, 0.0};
    for (size_t k = 1; k + 1 < n; k++) {
        const point p = polygon[k], q = polygon[k + 1];
        const double part = fabs((p.a - o.a) * (q.b - o.b) - (q.a - o.a) * (p.b - o.b)) / 2.0;

        area += part;
        centre->a += part * (o.a + p.a + q.a) / 3.0;
        centre->b += part * (o.b + p.b + q.b) / 3.0;
    }
    return area;
}

/* ---- what is found ---- */

static void add_first(work *w, double size, point centre)
{
    for (size_t j = 0; j < w->m; j++)
        w->first[j] += size * w->corner[j];
    if (w->n_free > 1) {
        w->first[w->a] += w->width_a * centre.a;
        w->first[w->rest] -= w->width_a * centre.a;
    }
    if (w->n_free > 2) {
        w->first[w->b] += w->width_b * centre.b;
        w->first[w->rest] -= w->width_b * centre.b;
    }
}

/* A part of the domain in which so many units are above. @param centre  size times its centroid */
static void found(work *w, size_t above, double size, point centre)
{
    w->out->acceptability[w->unit * w->n + above] += size;
    if (above + 1 < w->out->best[w->unit])
        w->out->best[w->unit] = above + 1;
    if (above + 1 > w->out->worst[w->unit])
        w->out->worst[w->unit] = above + 1;
    if (above == 0)
        add_first(w, size, centre);
}

/* ---- two free weights: a segment ---- */

static int by_place(const void *x, const void *y)
{
    const crossing *p = x, *q = y;

    return (p->at > q->at) - (p->at < q->at);
}

static void walk_segment(work *w)
{
    crossing *crossings = w->crossings;
    size_t n_crossings = 0, above = 0;
    double from = 0.0;

    for (size_t k = 0; k < w->n; k++) {
        const double start = w->lines[k].at_corner, end = start + w->lines[k].by_a;

        above += start > on_line || (start >= -on_line && end > on_line) ? 1 : 0;
        if ((start > on_line && end < -on_line) || (start < -on_line && end > on_line))
            crossings[n_crossings++] = (crossing){start / (start - end), end > start ? 1 : -1};
    }
    qsort(crossings, n_crossings, sizeof *crossings, by_place);
    for (size_t k = 0; k <= n_crossings; k++) {
        const double to = k < n_crossings ? crossings[k].at : 1.0;

        if (to - from > on_line) { /* else crossings in one place: what happens between them is nothing */
            found(w, above, to - from, (point){(to - from) * (from + to) / 2.0, 0.0});
            from = to;
        }
        if (k < n_crossings)
            above = crossings[k].step > 0 ? above + 1 : above - 1;
    }
}

/* ---- three free weights: a polygon ---- */

/* Cut a cell by the lines that may cross it. The stacks grow behind what is given.
 * @param list  n_list lines, the end of the stack of lists; @param polygon  n corners, the end of that of polygons */
static void cut(work *w, size_t above, const size_t *list, size_t n_list, const point *polygon, size_t n)
{
    size_t *crossing_here = w->lists, n_crossing = 0;

    for (size_t k = 0; k < n_list; k++) {
        int crosses;
        const int side = side_of(&w->lines[list[k]], polygon, n, &crosses);

        if (crosses)
            crossing_here[n_crossing++] = list[k];
        above += side > 0 ? 1 : 0;
    }
    if (n_crossing == 0) {
        point centre;
        const double area = area_of(polygon, n, &centre);

        found(w, above, area, centre);
        return;
    }
    w->lists += n_crossing;
    for (int sign = 1; sign >= -1; sign -= 2) {
        point *part = w->points;
        const size_t n_part = part_of(&w->lines[crossing_here[0]], sign, polygon, n, part);

        w->points += n_part;
        cut(w, above + (sign > 0 ? 1 : 0), crossing_here + 1, n_crossing - 1, part, n_part);
        w->points = part;
    }
    w->lists = crossing_here;
}

static void cut_polygon(work *w)
{
    size_t *all = w->lists;

    for (size_t k = 0; k < w->n; k++)
        all[k] = k;
    w->lists += w->n;
    cut(w, 0, all, w->n, w->domain, w->n_corners);
    w->lists = all;
}

/* ---- no free weight, and the choice ---- */

static void look_at_point(work *w)
{
    size_t above = 0;

    for (size_t k = 0; k < w->n; k++)
        above += w->lines[k].at_corner > 0.0 ? 1 : 0;
    found(w, above, 1.0, (point){0.0, 0.0});
}

static double share_above(const work *w, const line *l)
{
    point part[MOST_CORNERS + 1], centre;

    if (w->n_corners == 1)
        return l->at_corner > 0.0 ? 1.0 : 0.0;
    if (w->n_corners == 2) {
        const double start = l->at_corner, end = start + l->by_a;

        if ((start > on_line && end < -on_line) || (start < -on_line && end > on_line))
            return end > start ? 1.0 - start / (start - end) : start / (start - end);
        return start > on_line || end > on_line ? 1.0 : 0.0;
    }
    {
        int crosses;
        const int side = side_of(l, w->domain, w->n_corners, &crosses);

        if (!crosses)
            return side > 0 ? 1.0 : 0.0;
        return area_of(part, part_of(l, 1.0, w->domain, w->n_corners, part), &centre) / w->size;
    }
}

/* Choose the weight that takes up the rest: the one with the widest bounds, so that the square of the others' bounds
 * is not cut to a sliver. */
static void choose_free(work *w)
{
    const kernel_box *box = &w->problem->box;
    size_t free[KERNEL_SMAA_FREE] = {0, 0, 0}, widest = 0;
    double left = 1.0;

    for (size_t j = 0; j < box->m && w->n_free < KERNEL_SMAA_FREE; j++)
        if (box->high[j] > box->low[j])
            free[w->n_free++] = j;
    for (size_t k = 1; k < w->n_free; k++)
        if (box->high[free[k]] - box->low[free[k]] > box->high[free[widest]] - box->low[free[widest]])
            widest = k;
    w->rest = free[widest];
    w->a = free[widest == 0 ? 1 : 0];
    w->b = free[widest == 2 ? 1 : 2];
    w->width_a = w->n_free > 1 ? box->high[w->a] - box->low[w->a] : 0.0;
    w->width_b = w->n_free > 2 ? box->high[w->b] - box->low[w->b] : 0.0;
    for (size_t j = 0; j < w->m; j++) {
        w->corner[j] = box->low[j];
        left -= w->n_free > 1 && j == w->rest ? 0.0 : box->low[j];
    }
    if (w->n_free > 1)
        w->corner[w->rest] = left;
}

/* The square of the first two weights' bounds, less where the third would leave its own. */
static void make_domain(work *w)
{
    const kernel_box *box = &w->problem->box;
    const point square[] = {{0.0, 0.0}, {1.0, 0.0}, {1.0, 1.0}, {0.0, 1.0}};
    point once[MOST_CORNERS], centre;
    double rest_low, rest_high, scale;
    size_t n = 0;

    w->n_corners = w->n_free < 2 ? 1 : 2;
    w->domain[0] = square[0];
    w->domain[1] = square[1];
    w->size = 1.0;
    if (w->n_free < 3)
        return;
    rest_low = box->low[w->rest];
    rest_high = box->high[w->rest];
    scale = 1.0 / (rest_high - rest_low);
    n = part_of(&(line){(w->corner[w->rest] - rest_low) * scale, -w->width_a * scale, -w->width_b * scale}, 1.0,
        square, 4, once);
    w->n_corners = part_of(&(line){(rest_high - w->corner[w->rest]) * scale, w->width_a * scale, w->width_b * scale},
        1.0, once, n, w->domain);
    w->size = area_of(w->domain, w->n_corners, &centre);
}

static void find_unit(work *w, size_t unit)
{
    const size_t n = w->n, m = w->m;
    double *b = w->out->acceptability + unit * n;

    w->unit = unit;
    for (size_t r = 0; r < n; r++)
        b[r] = 0.0;
    w->out->best[unit] = n;
    w->out->worst[unit] = 1;
    w->first = w->out->central + unit * m;
    for (size_t j = 0; j < m; j++)
        w->first[j] = 0.0;
    for (size_t k = 0; k < n; k++) {
        w->lines[k] = line_of(w, unit, k);
        if (w->out->pairwise != NULL)
            w->out->pairwise[k * n + unit] = share_above(w, &w->lines[k]);
    }
    if (w->n_corners == 1)
        look_at_point(w);
    else if (w->n_corners == 2)
        walk_segment(w);
    else
        cut_polygon(w);
    for (size_t j = 0; j < m; j++)
        w->first[j] = b[0] > 0.0 ? w->first[j] / b[0] : (double) NAN;
    for (size_t r = 0; r < n; r++)
        b[r] /= w->size;
}

/* Corners of polygons on the stack at once: one polygon for each line that has cut, with a corner more than the last.
 */
static size_t most_points(size_t n)
{
    return (n + 1) * (n + 2) / 2 + (n + 1) * (MOST_CORNERS + 1);
}

static size_t most_places(size_t n)
{
    return n + n * (n + 1) / 2;
}

size_t kernel_smaa_room(size_t n_units, size_t m)
{
    return n_units * (sizeof(line) + sizeof(crossing)) + most_points(n_units) * sizeof(point) + m * sizeof(double) +
           most_places(n_units) * sizeof(size_t);
}

void kernel_smaa_exact(const kernel_smaa_problem *problem, kernel_smaa_result *out, void *room)
{
    const size_t n = problem->scores.n_units;
    work w = {.problem = problem, .out = out, .n = n, .m = problem->box.m, .lines = room};

    w.crossings = (crossing *) (w.lines + n);
    w.points = (point *) (w.crossings + n);
    w.corner = (double *) (w.points + most_points(n));
    w.lists = (size_t *) (w.corner + w.m);
    choose_free(&w);
    make_domain(&w);
    for (size_t unit = 0; unit < n; unit++)
        find_unit(&w, unit);
}

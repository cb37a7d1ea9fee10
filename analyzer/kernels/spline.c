/* Kernel: penalised cubic spline.
 * x is scaled to 0..1 and y to mean 0 and variance 1. With B the basis at the points and W the integrals of products
 * of its second derivatives, coefficients solve (B'B + n lambda W) c = B'y; the trace of (B'B + n lambda W)^-1 B'B
 * counts the degrees of freedom. At most four functions overlap: symmetric matrices are kept as bands, element (i, i
 * + d) at 4 i + d. SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/spline.h"

#include <math.h>

#include "kernels/brent.h"
#include "kernels/moments.h"
#include "kernels/order.h"

enum { BASIS = KERNEL_SPLINE_BASIS, ALL_KNOTS = BASIS + 4 };

typedef struct {
    size_t n, q;             /* points; basis functions */
    double knots[ALL_KNOTS]; /* q + 4: the ends four times each */
    double low, half_width;  /* x is low + 2 half_width scaled: a width may be past the largest double */
    double mean, sd;         /* of y */
    double squares;          /* sum of squares of scaled y */
    double *products;        /* band: B'B */
    double *curvature;       /* band: W */
    double *factor;          /* band: L and D of the penalised matrix, element (i + d, i) of L at 4 i + d */
    double *inverse;         /* band: of its inverse */
    double *response;        /* q: B'y */
    double *coefficients;    /* q */
    double freedom;
} spline;

static double share(double part, double whole)
{
    return whole > 0.0 ? part / whole : 0.0;
}

/* The knot span [t_s, t_s+1) that holds x, the last one being closed; s >= 3. */
static size_t span_of(const spline *s, double x)
{
    size_t span = 3;

    while (span + 1 < s->q && x >= s->knots[span + 1])
        span++;
    return span;
}

/* The four cubic basis functions that are not 0 at x: numbers span - 3 .. span. By de Boor's recursion. */
static void basis_at(const spline *s, size_t span, double x, double value[4])
{
    const double *t = s->knots;

    value[0] = 1.0;
    for (size_t degree = 1; degree <= 3; degree++) {
        double carried = 0.0;

        for (size_t r = 0; r < degree; r++) {
            const double right = t[span + 1 + r], left = t[span + 1 + r - degree];
            const double part = share(value[r], right - left);

            value[r] = carried + (right - x) * part;
            carried = (x - left) * part;
        }
        value[degree] = carried;
    }
}

/* Their second derivatives, which are straight lines within a span: differences of differences of linear ones. */
static void curvature_at(const spline *s, size_t span, double x, double value[4])
{
    const double *t = s->knots;
    const double width = t[span + 1] - t[span];
    const double linear[4] = {0.0, share(t[span + 1] - x, width), share(x - t[span], width), 0.0};
    double slope[5] = {0.0};

    for (size_t r = 0; r < 3; r++) { /* derivative of quadratic function span - 2 + r */
        const size_t i = span - 2 + r;

        slope[r + 1] = 2.0 * (share(linear[r], t[i + 2] - t[i]) - share(linear[r + 1], t[i + 3] - t[i + 1]));
    }
    for (size_t r = 0; r < 4; r++) { /* second derivative of cubic function span - 3 + r */
        const size_t i = span - 3 + r;

        value[r] = 3.0 * (share(slope[r], t[i + 3] - t[i]) - share(slope[r + 1], t[i + 4] - t[i + 1]));
    }
}

static void add_products(double *band, size_t span, const double value[4], double times)
{
    for (size_t a = 0; a < 4; a++)
        for (size_t b = a; b < 4; b++)
            band[4 * (span - 3 + a) + b - a] += times * value[a] * value[b];
}

static double scaled_x(const spline *s, double x)
{
    return (0.5 * x - 0.5 * s->low) / s->half_width;
}

static void place_knots(spline *s, const double *x)
{
    const double apart = 0.01;
    size_t different = 1, wanted = 0, placed = 0;

    for (size_t i = 1; i < s->n; i++)
        different += x[i] > x[i - 1] ? 1 : 0;
    wanted = different / 4 < KERNEL_SPLINE_KNOTS ? different / 4 : KERNEL_SPLINE_KNOTS;
    for (size_t k = 0; k < 4; k++)
        s->knots[k] = 0.0;
    for (size_t k = 1; k <= wanted; k++) {
        const double p = (double) k / (double) (wanted + 1);
        const double knot = scaled_x(s, kernel_quantile_sorted(x, s->n, p));

        if (knot >= s->knots[3 + placed] + apart && knot <= 1.0 - apart)
            s->knots[4 + placed++] = knot;
    }
    s->q = placed + 4;
    for (size_t k = 0; k < 4; k++)
        s->knots[s->q + k] = 1.0;
}

static void clear(double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = 0.0;
}

static void add_points(spline *s, const double *x, const double *y)
{
    clear(s->products, 4 * s->q);
    clear(s->response, s->q);
    s->squares = 0.0;
    for (size_t i = 0; i < s->n; i++) {
        const double at = scaled_x(s, x[i]), height = (0.5 * y[i] - 0.5 * s->mean) / (0.5 * s->sd);
        const size_t span = span_of(s, at);
        double value[4];

        basis_at(s, span, at, value);
        add_products(s->products, span, value, 1.0);
        for (size_t r = 0; r < 4; r++)
            s->response[span - 3 + r] += value[r] * height;
        s->squares += height * height;
    }
}

/* Simpson's rule is exact for the products of straight lines. */
static void add_curvature(spline *s)
{
    clear(s->curvature, 4 * s->q);
    for (size_t span = 3; span < s->q; span++) {
        const double left = s->knots[span], right = s->knots[span + 1], width = right - left;
        double value[4];

        curvature_at(s, span, left, value);
        add_products(s->curvature, span, value, width / 6.0);
        curvature_at(s, span, 0.5 * (left + right), value);
        add_products(s->curvature, span, value, width * 4.0 / 6.0);
        curvature_at(s, span, right, value);
        add_products(s->curvature, span, value, width / 6.0);
    }
}

static size_t reach(const spline *s, size_t i)
{
    return s->q - 1 - i < 3 ? s->q - 1 - i : 3;
}

/* L D L' of the penalised matrix, in place of it. A pivot that is only rounding is left out: its function is 0. */
static void factorise(spline *s, double penalty)
{
    for (size_t k = 0; k < 4 * s->q; k++)
        s->factor[k] = s->products[k] + penalty * s->curvature[k];
    for (size_t i = 0; i < s->q; i++) {
        double *row = s->factor + 4 * i;
        const double least = 1e-14 * (s->products[4 * i] + penalty * s->curvature[4 * i]);

        if (!(row[0] > least))
            row[0] = (double) INFINITY;
        for (size_t d = 1; d <= reach(s, i); d++) {
            for (size_t e = d; e <= reach(s, i); e++)
                row[4 * d + e - d] -= row[d] * (row[e] / row[0]);
        }
        for (size_t d = 1; d <= reach(s, i); d++)
            row[d] /= row[0];
    }
}

static void solve_factored(const spline *s, double *x)
{
    for (size_t i = 0; i < s->q; i++)
        for (size_t d = 1; d <= reach(s, i); d++)
            x[i + d] -= s->factor[4 * i + d] * x[i];
    for (size_t i = s->q; i-- > 0;) {
        x[i] /= s->factor[4 * i];
        for (size_t d = 1; d <= reach(s, i); d++)
            x[i] -= s->factor[4 * i + d] * x[i + d];
    }
}

/* Trace of the inverse of the factored matrix times B'B: only the bands of the inverse are needed, from the end. */
static double count_freedom(spline *s)
{
    double trace = 0.0;

    for (size_t i = s->q; i-- > 0;) {
        const double *l = s->factor + 4 * i;
        double *row = s->inverse + 4 * i;

        for (size_t d = 1; d <= reach(s, i); d++) {
            row[d] = 0.0;
            for (size_t e = 1; e <= reach(s, i); e++)
                row[d] -= l[e] * s->inverse[4 * (i + (e < d ? e : d)) + (e < d ? d - e : e - d)];
        }
        row[0] = 1.0 / l[0];
        for (size_t d = 1; d <= reach(s, i); d++)
            row[0] -= l[d] * row[d];
        trace += row[0] * s->products[4 * i];
        for (size_t d = 1; d <= reach(s, i); d++)
            trace += 2.0 * row[d] * s->products[4 * i + d];
    }
    return trace;
}

static void solve(spline *s, double penalty)
{
    factorise(s, (double) s->n * penalty);
    for (size_t i = 0; i < s->q; i++)
        s->coefficients[i] = s->response[i];
    solve_factored(s, s->coefficients);
    s->freedom = count_freedom(s);
}

/* Sum of squared residuals, of scaled y. */
static double residual_squares(const spline *s)
{
    const double *c = s->coefficients;
    double sum = s->squares;

    for (size_t i = 0; i < s->q; i++) {
        sum += c[i] * (c[i] * s->products[4 * i] - 2.0 * s->response[i]);
        for (size_t d = 1; d <= reach(s, i); d++)
            sum += 2.0 * c[i] * c[i + d] * s->products[4 * i + d];
    }
    return fmax(sum, 1e-14 * s->squares);
}

/* Logarithm of the generalised cross-validation score, for 10^exponent. */
static double score(double exponent, void *context)
{
    spline *s = context;
    double left = 0.0;

    solve(s, pow(10.0, exponent));
    left = (double) s->n - 1.4 * s->freedom;
    return left > 0.0 ? log(residual_squares(s)) - 2.0 * log(left) : (double) INFINITY;
}

static void draw_curve(const spline *s, const double *x, double *fitted)
{
    for (size_t i = 0; i < s->n; i++) {
        const double at = scaled_x(s, x[i]);
        const size_t span = span_of(s, at);
        double value[4], height = 0.0;

        basis_at(s, span, at, value);
        for (size_t r = 0; r < 4; r++)
            height += value[r] * s->coefficients[span - 3 + r];
        fitted[i] = s->mean + s->sd * height;
    }
}

kernel_smoothness kernel_smooth(const double *x, const double *y, size_t n, double *fitted, double *scratch)
{
    const kernel_shape shape = kernel_shape_of(y, n);
    const size_t q = BASIS;
    spline s = {.n = n,
        .low = x[0],
        .half_width = 0.5 * x[n - 1] - 0.5 * x[0],
        .mean = shape.mean,
        .sd = shape.sd > 0.0 ? shape.sd : 1.0,
        .products = scratch,
        .curvature = scratch + 4 * q,
        .factor = scratch + 8 * q,
        .inverse = scratch + 12 * q,
        .response = scratch + 16 * q,
        .coefficients = scratch + 17 * q};
    kernel_smoothness found;

    place_knots(&s, x);
    add_points(&s, x, y);
    add_curvature(&s);
    found.penalty = pow(10.0, kernel_minimise_curve(score, &s, -7.0, 1.0, 32, 1e-6));
    found.score = score(log10(found.penalty), &s);
    found.freedom = s.freedom;
    found.n_knots = s.q - 4;
    draw_curve(&s, x, fitted);
    return found;
}

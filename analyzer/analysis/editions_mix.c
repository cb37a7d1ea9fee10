/* Mixtures of the data of two editions, series by series.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
#include <math.h>

#include "analysis/editions.h"
#include "stages/carry.h"

/* A mixture being made. `base` is the edition whose units and labels it has, `other` the other one. */
typedef struct {
    const titian_vintages *v;
    titian_mixture mixture;
    int base, other;
    titian_arena arena;
    size_t *units;         /* [unit of base] its place in the other panel; TITIAN_NONE: it is not there */
    size_t *raw[2];        /* [unit of base] its place in the run of each edition */
    unsigned char *shared; /* [unit of base] 1: the series at hand gives a value in both editions */
    int *years;            /* of both panels, ascending */
    size_t n_units, n_years;
} mixer;

static titian_status open_mixer(mixer *m, titian_error *err)
{
    const titian_panel *base = m->v->panel[m->base], *other = m->v->panel[m->other];
    const size_t n_base = titian_panel_n_years(base), n_other = titian_panel_n_years(other);
    size_t at[2] = {0, 0};

    m->n_units = titian_panel_n_units(base);
    m->units = titian_arena_array(&m->arena, m->n_units, sizeof *m->units);
    m->shared = titian_arena_array(&m->arena, m->n_units, 1);
    m->years = titian_arena_array(&m->arena, n_base + n_other, sizeof *m->years);
    for (int k = 0; k < 2; k++)
        m->raw[k] = titian_arena_array(&m->arena, m->n_units, sizeof *m->raw[k]);
    if (m->units == NULL || m->shared == NULL || m->years == NULL || m->raw[0] == NULL || m->raw[1] == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to mix the data of two editions");
    for (size_t i = 0; i < m->n_units; i++) {
        const char *code = titian_panel_unit(base, i)->code;

        m->units[i] = titian_panel_find_unit(other, code);
        for (int k = 0; k < 2; k++)
            m->raw[k][i] = titian_panel_find_unit(m->v->raw[k], code);
    }
    while (at[0] < n_base || at[1] < n_other) {
        const int one = at[0] < n_base ? titian_panel_year(base, at[0]) : INT_MAX;
        const int two = at[1] < n_other ? titian_panel_year(other, at[1]) : INT_MAX;

        m->years[m->n_years++] = one < two ? one : two;
        at[0] += one <= two ? 1 : 0;
        at[1] += two <= one ? 1 : 0;
    }
    return TITIAN_OK;
}

/* ---- one series ---- */

/* What a variable gives each unit of a run in its index year; NULL: the run does not know it. */
static const double *raw_of(const mixer *m, int edition, const char *code)
{
    const titian_panel *raw = m->v->raw[edition];
    const size_t variable = titian_panel_find_variable(raw, code);

    return variable != TITIAN_NONE ? titian_panel_column(raw, variable, titian_panel_n_years(raw) - 1) : NULL;
}

static int gives_value(const mixer *m, int edition, const double *raw, size_t unit)
{
    const size_t at = m->raw[edition][unit];

    return raw != NULL && at != TITIAN_NONE && !isnan(raw[at]);
}

static void look_at_series(mixer *m, size_t variable)
{
    const char *code = titian_panel_variable(m->v->panel[m->base], variable);
    const double *one = raw_of(m, 0, code), *two = raw_of(m, 1, code);

    for (size_t i = 0; i < m->n_units; i++)
        m->shared[i] = gives_value(m, 0, one, i) && gives_value(m, 1, two, i) ? 1 : 0;
}

/* A variable in one year of both panels. */
typedef struct {
    const double *x[2]; /* by edition; NULL: none of that year */
    const titian_mark *marks[2];
} pair;

static pair pair_of(const mixer *m, size_t variable, size_t year)
{
    const titian_panel *base = m->v->panel[m->base];
    pair p = {.x = {NULL, NULL}};

    for (int k = 0; k < 2; k++) {
        const titian_panel *panel = m->v->panel[k];
        const size_t v =
            k == m->base ? variable : titian_panel_find_variable(panel, titian_panel_variable(base, variable));
        const size_t t = titian_panel_find_year(panel, m->years[year]);

        if (v == TITIAN_NONE || t == TITIAN_NONE)
            continue;
        p.x[k] = titian_panel_column(panel, v, t);
        p.marks[k] = titian_panel_marks(panel, v, t);
    }
    return p;
}

static size_t place_in(const mixer *m, int edition, size_t unit)
{
    return edition == m->base ? unit : m->units[unit];
}

static double value_in(const mixer *m, const pair *p, int edition, size_t unit)
{
    const size_t at = place_in(m, edition, unit);

    return p->x[edition] != NULL && at != TITIAN_NONE ? p->x[edition][at] : TITIAN_MISSING;
}

/* From which edition a cell of a unit is taken; -1: it stays empty. */
static int edition_of(const mixer *m, const pair *p, size_t unit)
{
    const int first = !isnan(value_in(m, p, 0, unit)), second = !isnan(value_in(m, p, 1, unit));

    if (!m->shared[unit])
        return m->base;
    if (first && second)
        return m->mixture.revision;
    return (first && !m->mixture.news) || (second && m->mixture.news) ? m->mixture.news : -1;
}

static void fill(const mixer *m, titian_panel *out, size_t variable, size_t year)
{
    const pair p = pair_of(m, variable, year);
    double *x = titian_panel_column_mut(out, variable, year);
    titian_mark *marks = titian_panel_marks_mut(out, variable, year);

    for (size_t i = 0; i < m->n_units; i++) {
        const int from = edition_of(m, &p, i);
        const size_t at = from >= 0 ? place_in(m, from, i) : TITIAN_NONE;

        if (at == TITIAN_NONE || p.x[from] == NULL || p.marks[from] == NULL || isnan(p.x[from][at]))
            continue;
        x[i] = p.x[from][at];
        marks[i] = p.marks[from][at];
    }
}

/* ---- all of them ---- */

static titian_status make_panel(mixer *m, titian_panel **out, titian_error *err)
{
    const titian_panel *base = m->v->panel[m->base];
    const size_t n = titian_panel_n_variables(base);
    const char **codes = titian_arena_array(&m->arena, n, sizeof *codes);
    size_t *every = titian_arena_array(&m->arena, m->n_units, sizeof *every);
    const titian_slice slice = {
        .from = base, .units = every, .n_units = m->n_units, .years = m->years, .n_years = m->n_years};

    if (codes == NULL || every == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to mix the data of two editions");
    for (size_t j = 0; j < n; j++)
        codes[j] = titian_panel_variable(base, j);
    for (size_t i = 0; i < m->n_units; i++)
        every[i] = i;
    return titian_slice_panel(out, &slice, codes, n, &m->arena, err);
}

titian_status titian_vintages_mix(
    titian_panel **out, const titian_vintages *v, titian_mixture mixture, titian_error *err)
{
    mixer m = {.v = v,
        .mixture = mixture,
        .base = mixture.coverage,
        .other = 1 - mixture.coverage,
        .arena = TITIAN_ARENA_EMPTY};
    titian_status status = open_mixer(&m, err);

    *out = NULL;
    if (status == TITIAN_OK)
        status = make_panel(&m, out, err);
    for (size_t j = 0; status == TITIAN_OK && j < titian_panel_n_variables(*out); j++) {
        look_at_series(&m, j);
        for (size_t t = 0; t < m.n_years; t++)
            fill(&m, *out, j, t);
    }
    titian_arena_free(&m.arena);
    return status;
}

static void look_at_pair(const mixer *m, const pair *p, int *revised, int *news)
{
    for (size_t i = 0; i < m->n_units; i++) {
        const double one = value_in(m, p, 0, i), two = value_in(m, p, 1, i);

        if (!m->shared[i] || (isnan(one) && isnan(two)))
            continue;
        if (isnan(one) || isnan(two))
            *news = 1;
        else if (one != two)
            *revised = 1;
    }
}

titian_status titian_vintages_look(const titian_vintages *v, int *revised, int *news, titian_error *err)
{
    mixer m = {.v = v, .base = 0, .other = 1, .arena = TITIAN_ARENA_EMPTY};
    const titian_status status = open_mixer(&m, err);

    for (size_t j = 0; status == TITIAN_OK && j < titian_panel_n_variables(v->panel[0]); j++) {
        look_at_series(&m, j);
        for (size_t t = 0; t < m.n_years; t++) {
            const pair p = pair_of(&m, j, t);

            look_at_pair(&m, &p, revised, news);
        }
    }
    titian_arena_free(&m.arena);
    return status;
}

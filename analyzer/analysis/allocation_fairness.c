/* How fair an allocation is: shares of groups beside what could be expected, distances, concentration, and what equal
 * treatment costs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/allocation.h"
#include "analysis/ask.h"
#include "kernels/inequality.h"
#include "kernels/tradeoff.h"

/* What amounts are held against, of units that take part or have money: missing where it is not known. */
typedef enum { HEADS, NEED, AID, COUNTRIES, N_YARDSTICKS } yardstick;

static const char *const yardstick_names[N_YARDSTICKS] = {
    [HEADS] = "people",
    [NEED] = "people in need",
    [AID] = "present aid",
    [COUNTRIES] = "countries",
};

typedef struct {
    double *column[N_YARDSTICKS];
    double total[N_YARDSTICKS]; /* of those known */
    int has_aid;                /* 1: the model says what present aid is */
} yardsticks;

/* Variables that present aid is made of: the first alone, or share, income and heads; TITIAN_NONE: not that. */
typedef struct {
    size_t variable, share, of, heads;
} aid_source;

/* Units among whom the money is compared: who passes the gate, or has money anyway. */
static int counts(const titian_money *m, size_t unit)
{
    return m->decision[unit] != TITIAN_MONEY_OUT || m->amounts[unit] > 0.0;
}

static titian_status find_aid(const titian_money *m, aid_source *out, titian_error *err)
{
    const titian_aid_estimate *e = &m->rules->aid_estimate;
    titian_status status = titian_ask_variable(m->a, m->rules->present_aid, &out->variable, err);

    if (status == TITIAN_OK)
        status = titian_ask_variable(m->a, e->share, &out->share, err);
    if (status == TITIAN_OK)
        status = titian_ask_variable(m->a, e->of, &out->of, err);
    return status == TITIAN_OK ? titian_ask_variable(m->a, e->heads, &out->heads, err) : status;
}

static double aid_of(const titian_money *m, const aid_source *s, size_t unit)
{
    if (s->share == TITIAN_NONE)
        return titian_money_value(m, s->variable, unit);
    return titian_money_value(m, s->share, unit) / 100.0 * titian_money_value(m, s->of, unit) *
           (s->heads != TITIAN_NONE ? titian_money_value(m, s->heads, unit) : 1.0);
}

const char *titian_money_aid_words(titian_money *m)
{
    const titian_aid_estimate *e = &m->rules->aid_estimate;
    const char *heads = e->heads != NULL ? e->heads : "";

    return e->share == NULL ? ""
                            : titian_money_text(m, "%s / 100 x %s%s%s; %s", e->share, e->of,
                                  heads[0] != '\0' ? " x " : "", heads, e->note);
}

static titian_status measure(titian_money *m, yardsticks *out, titian_error *err)
{
    aid_source aid = {.variable = TITIAN_NONE};
    const titian_status status = find_aid(m, &aid, err);

    if (status != TITIAN_OK)
        return status;
    out->has_aid = aid.variable != TITIAN_NONE || aid.share != TITIAN_NONE;
    for (yardstick y = 0; y < N_YARDSTICKS; y++) {
        out->column[y] = titian_money_room(m, m->n, sizeof *out->column[y], err);
        out->total[y] = 0.0;
        if (out->column[y] == NULL)
            return TITIAN_E_MEMORY;
    }
    for (size_t i = 0; i < m->n; i++) {
        const titian_priority_state *state = titian_assessment_priority(m->a, i);

        out->column[HEADS][i] = m->people[i];
        out->column[NEED][i] = state != NULL ? m->people[i] * state->need_1 : TITIAN_MISSING;
        out->column[AID][i] = aid_of(m, &aid, i);
        out->column[COUNTRIES][i] = 1.0;
        for (yardstick y = 0; y < N_YARDSTICKS; y++)
            if (counts(m, i) && out->column[y][i] >= 0.0)
                out->total[y] += out->column[y][i];
    }
    return TITIAN_OK;
}

/* ---- shares of groups ---- */

typedef struct {
    size_t n, n_in, n_unknown, n_without_aid;
    double amount, known[N_YARDSTICKS];
} group_sum;

static group_sum add_up(const titian_money *m, const yardsticks *y, size_t group, const char *label)
{
    const titian_panel *data = titian_assessment_data(m->a);
    group_sum sum = {.n = 0};

    for (size_t i = 0; i < m->n; i++) {
        if (group != TITIAN_NONE &&
            strcmp(titian_panel_label(data, group, titian_assessment_data_unit(m->a, i)), label) != 0)
            continue;
        sum.n++;
        if (!counts(m, i))
            continue;
        sum.n_in++;
        sum.amount += m->amounts[i];
        sum.n_unknown += !(y->column[HEADS][i] >= 0.0);
        sum.n_without_aid += y->has_aid && !(y->column[AID][i] >= 0.0);
        for (yardstick k = 0; k < N_YARDSTICKS; k++)
            if (y->column[k][i] >= 0.0)
                sum.known[k] += y->column[k][i];
    }
    sum.amount = titian_money_whole(m, sum.amount);
    return sum;
}

/* A remark, and how present aid is estimated where that is to be said. */
static const char *with_estimate(titian_money *m, int says, const char *remark)
{
    const char *words = says ? titian_money_aid_words(m) : "";

    return words[0] == '\0' ? remark
                            : titian_money_text(m, "%s%spresent aid is an estimate: %s", remark,
                                  remark[0] != '\0' ? "; " : "", words);
}

static void add_group(titian_money *m, const yardsticks *y, size_t group, const char *label)
{
    const group_sum sum = add_up(m, y, group, label);
    titian_remarks remarks = {""};

    if (sum.n_unknown > 0)
        titian_remark(&remarks, "the people of %zu are not known and not counted", sum.n_unknown);
    if (sum.n_without_aid > 0)
        titian_remark(&remarks, "the aid of %zu is not known, or below 0, and not counted", sum.n_without_aid);
    titian_money_word(m, group == TITIAN_NONE ? "(all)" : titian_panel_group(titian_assessment_data(m->a), group));
    titian_money_word(m, label[0] != '\0' || group == TITIAN_NONE ? label : "(none)");
    titian_money_number(m, (double) sum.n);
    titian_money_number(m, (double) sum.n_in);
    titian_money_number(m, sum.amount);
    titian_money_number(m, sum.amount / m->budget);
    for (yardstick k = 0; k < N_YARDSTICKS; k++)
        titian_money_number(m, y->total[k] > 0.0 ? sum.known[k] / y->total[k] : TITIAN_MISSING);
    titian_money_number(
        m, sum.n_unknown == 0 && sum.known[HEADS] > 0.0 ? sum.amount / sum.known[HEADS] : TITIAN_MISSING);
    titian_money_word(m, with_estimate(m, group == TITIAN_NONE, remarks.text));
}

/* Each label once, in the order in which units have them. */
static int is_first(const titian_money *m, size_t group, size_t unit)
{
    const titian_panel *data = titian_assessment_data(m->a);
    const char *label = titian_panel_label(data, group, titian_assessment_data_unit(m->a, unit));

    for (size_t i = 0; i < unit; i++)
        if (strcmp(titian_panel_label(data, group, titian_assessment_data_unit(m->a, i)), label) == 0)
            return 0;
    return 1;
}

titian_status titian_money_table_fairness(titian_money *m, titian_error *err)
{
    const titian_panel *data = titian_assessment_data(m->a);
    yardsticks y;
    const titian_status status = measure(m, &y, err);

    if (status != TITIAN_OK)
        return status;
    add_group(m, &y, TITIAN_NONE, "");
    for (size_t group = 0; group < titian_panel_n_groups(data); group++)
        for (size_t i = 0; i < m->n; i++)
            if (is_first(m, group, i))
                add_group(m, &y, group, titian_panel_label(data, group, titian_assessment_data_unit(m->a, i)));
    return TITIAN_OK;
}

/* ---- distances and concentration ---- */

/* Units for which something is known, packed: money, the yardstick, people. */
typedef struct {
    double *money, *against, *people, *share;
    size_t *order, *scratch;
    size_t n, n_left;
} packed;

static titian_status make_packed(titian_money *m, packed *p, titian_error *err)
{
    p->money = titian_money_room(m, m->n, sizeof *p->money, err);
    p->against = titian_money_room(m, m->n, sizeof *p->against, err);
    p->people = titian_money_room(m, m->n, sizeof *p->people, err);
    p->share = titian_money_room(m, m->n, sizeof *p->share, err);
    p->order = titian_money_room(m, m->n, sizeof *p->order, err);
    p->scratch = titian_money_room(m, m->n, sizeof *p->scratch, err);
    return p->money && p->against && p->people && p->share && p->order && p->scratch ? TITIAN_OK : TITIAN_E_MEMORY;
}

/* @param per_head  1: money for each person, and only of units whose people are known */
static void pack(const titian_money *m, const double *against, int per_head, packed *p)
{
    p->n = p->n_left = 0;
    for (size_t i = 0; i < m->n; i++) {
        if (!counts(m, i))
            continue;
        if (!(against[i] >= 0.0) || (per_head && !(m->people[i] > 0.0))) {
            p->n_left++;
            continue;
        }
        p->money[p->n] = per_head ? m->amounts[i] / m->people[i] : m->amounts[i];
        p->people[p->n] = m->people[i];
        p->against[p->n++] = against[i];
    }
}

static void add_measure(titian_money *m, const char *name, const char *against, double value, const packed *p)
{
    titian_remarks remarks = {""};

    if (p->n_left > 0)
        titian_remark(&remarks, "%zu left out: not known of them", p->n_left);
    titian_money_word(m, name);
    titian_money_word(m, against);
    titian_money_number(m, value);
    titian_money_number(m, (double) p->n);
    titian_money_word(m, with_estimate(m, strcmp(against, yardstick_names[AID]) == 0, remarks.text));
}

/* Is money per head with those in greater need? Above 0 where it is. */
static titian_status add_concentration(titian_money *m, packed *p, titian_error *err)
{
    double *need = titian_money_room(m, m->n, sizeof *need, err);
    kernel_people people;

    if (need == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < m->n; i++) {
        const titian_priority_state *state = titian_assessment_priority(m->a, i);

        need[i] = state != NULL ? state->need_1 : TITIAN_MISSING;
    }
    pack(m, m->people, 1, p);
    people = kernel_people_of(p->money, p->people, p->n, p->share);
    kernel_ascending(p->money, p->n, p->order, p->scratch);
    add_measure(m, "Gini of money per head", "", kernel_gini(&people, p->order), p);
    pack(m, need, 1, p);
    people = kernel_people_of(p->money, p->people, p->n, p->share);
    kernel_ascending(p->against, p->n, p->order, p->scratch);
    add_measure(m, "concentration of money per head", "need", kernel_concentration(&people, p->against, p->order), p);
    return TITIAN_OK;
}

titian_status titian_money_table_distances(titian_money *m, titian_error *err)
{
    yardsticks y;
    packed p;
    double largest = 0.0, squares = 0.0;
    titian_status status = measure(m, &y, err);

    if (status == TITIAN_OK)
        status = make_packed(m, &p, err);
    if (status != TITIAN_OK)
        return status;
    for (yardstick k = 0; k < N_YARDSTICKS; k++) {
        pack(m, y.column[k], 0, &p);
        add_measure(m, "share of money that would change hands", yardstick_names[k],
            kernel_hoover(p.money, p.against, p.n), &p);
    }
    for (size_t i = 0; i < p.n; i++) { /* of countries, the last: all of them */
        largest = fmax(largest, p.money[i] / m->budget);
        squares += p.money[i] * p.money[i] / (m->budget * m->budget);
    }
    add_measure(m, "share of the largest amount", "", largest, &p);
    add_measure(m, "Herfindahl index of shares", "", squares, &p);
    return add_concentration(m, &p, err);
}

/* ---- need against equal treatment ---- */

/* Who can be compared: takes part, with people and need known. Packed like the above. */
typedef struct {
    double *alike, *need, *low, *high, *people, *chosen, *there, *scratch;
    size_t *unit, *place, *places; /* place: of each unit among those packed; TITIAN_NONE */
    kernel_corner *corners;
    kernel_fence *fence; /* of those packed */
    kernel_fences fences;
    double *lambdas;
    size_t n;
    double money; /* of them all */
} front;

static titian_status make_front(titian_money *m, front *f, titian_error *err)
{
    double **const columns[] = {
        &f->alike, &f->need, &f->low, &f->high, &f->people, &f->chosen, &f->there, &f->lambdas};

    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        *columns[k] = titian_money_room(m, m->n, sizeof(double), err);
        if (*columns[k] == NULL)
            return TITIAN_E_MEMORY;
    }
    f->scratch =
        titian_money_room(m, 12 * m->n + KERNEL_TRADEOFF_SCRATCH(m->n, m->n_fences), sizeof *f->scratch, err);
    f->unit = titian_money_room(m, m->n, sizeof *f->unit, err);
    f->place = titian_money_room(m, m->n, sizeof *f->place, err);
    f->places = titian_money_room(m, KERNEL_TRADEOFF_PLACES(m->n, m->n_fences), sizeof *f->places, err);
    f->corners = titian_money_room(m, KERNEL_TRADEOFF_CORNERS(m->n, m->n_fences), sizeof *f->corners, err);
    f->fence = titian_money_room(m, m->n_fences, sizeof *f->fence, err);
    f->fences =
        (kernel_fences){f->fence, titian_money_room(m, m->n_fences, sizeof *f->fences.found, err), m->n_fences};
    return f->scratch && f->unit && f->place && f->places && f->corners && f->fence && f->fences.found
               ? TITIAN_OK
               : TITIAN_E_MEMORY;
}

/* Amounts before rounding, so that bounds hold to the last digit. */
static void take_front(const titian_money *m, front *f)
{
    f->n = 0;
    f->money = 0.0;
    for (size_t i = 0; i < m->n; i++) {
        const titian_priority_state *state = titian_assessment_priority(m->a, i);

        f->place[i] = TITIAN_NONE;
        if (m->decision[i] != TITIAN_MONEY_IN || m->set[i] != TITIAN_NONE || m->dropped[i] || state == NULL ||
            isnan(state->need_1) || !(m->people[i] > 0.0))
            continue;
        f->place[i] = f->n;
        f->unit[f->n] = i;
        f->people[f->n] = m->people[i];
        f->need[f->n] = state->need_1;
        f->low[f->n] = m->base[i] + m->low[i];
        f->high[f->n] = m->base[i] + m->high[i];
        f->chosen[f->n++] = m->exact[i];
        f->money += m->exact[i];
    }
}

/* Fences of those packed: shares of their money, less what others inside the fence have anyway. */
static titian_status take_fences(titian_money *m, front *f, titian_error *err)
{
    for (size_t k = 0; k < m->n_fences; k++) {
        const kernel_fence *from = &m->fences[k];
        size_t *members = titian_money_room(m, from->n_members, sizeof *members, err), n = 0;
        double others = 0.0;

        if (members == NULL)
            return TITIAN_E_MEMORY;
        for (size_t j = 0; j < from->n_members; j++) {
            const size_t i = from->members[j];

            if (f->place[i] == TITIAN_NONE)
                others += m->exact[i];
            else
                members[n++] = f->place[i];
        }
        f->fence[k] = (kernel_fence){members, n, 0.0, 1.0};
        if (n > 0 && from->least > 0.0)
            f->fence[k].least = fmin(fmax((from->least * m->budget - others) / f->money, 0.0), 1.0);
        if (n > 0 && from->most < 1.0)
            f->fence[k].most = fmin(fmax((from->most * m->budget - others) / f->money, f->fence[k].least), 1.0);
    }
    return TITIAN_OK;
}

static const char *code_of(const titian_money *m, const front *f, size_t k)
{
    return k < f->n ? titian_panel_unit(m->raw, f->unit[k])->code : "";
}

static void add_corner(titian_money *m, const char *name, double distance, double need, const char *note)
{
    titian_money_word(m, name);
    titian_money_number(m, distance);
    titian_money_number(m, need);
    titian_money_word(m, "");
    titian_money_word(m, "");
    titian_money_word(m, note);
}

/* Where the allocation itself stands, and what the front has at that distance. */
static void add_chosen(titian_money *m, const front *f, const kernel_tradeoff *t, size_t n_corners)
{
    const double distance = kernel_hoover(f->chosen, f->alike, f->n);
    double need = 0.0, best = 0.0;

    kernel_tradeoff_at(t, f->corners, n_corners, distance, f->there);
    for (size_t k = 0; k < f->n; k++) {
        need += f->chosen[k] * f->need[k] / f->money;
        best += f->there[k] * f->need[k] / f->money;
    }
    add_corner(m, "allocation", distance, need, "the amounts of this allocation, before rounding");
    add_corner(m, "front there", distance, best, "the most need that can be met at that distance");
}

/* The same for every person, inside bounds and fences: there is such an allocation, since this one keeps them. */
static titian_status treat_alike(const front *f, titian_error *err)
{
    const kernel_recipients alike = {f->people, NULL, f->low, f->high, f->n, NULL};

    if (kernel_allocate_fenced(&alike, f->money, &f->fences, f->alike, f->lambdas, f->scratch).all.status !=
        KERNEL_LEVEL_FOUND)
        return titian_fail(err, TITIAN_E_INTERNAL, "no equal treatment keeps the bounds of the allocation");
    return TITIAN_OK;
}

titian_status titian_money_table_tradeoff(titian_money *m, titian_error *err)
{
    front f;
    kernel_tradeoff t;
    size_t n_corners = 0;
    titian_status status = make_front(m, &f, err);

    if (status != TITIAN_OK)
        return status;
    take_front(m, &f);
    if (!(f.money > 0.0))
        return titian_fail(err, TITIAN_E_MODEL,
            "there is no unit with money by the rule whose people and need are both known\nthe front needs a "
            "priority block with target and "
            "population");
    status = take_fences(m, &f, err);
    if (status == TITIAN_OK)
        status = treat_alike(&f, err);
    if (status != TITIAN_OK)
        return status;
    t = (kernel_tradeoff){f.alike, f.need, f.low, f.high, f.n, &f.fences};
    n_corners = kernel_tradeoff_front(&t, f.corners, f.scratch, f.places);
    for (size_t k = 0; k < n_corners; k++) {
        titian_money_word(m, titian_money_text(m, "%zu", k));
        titian_money_number(m, f.corners[k].distance);
        titian_money_number(m, f.corners[k].need);
        titian_money_word(m, code_of(m, &f, f.corners[k].from));
        titian_money_word(m, code_of(m, &f, f.corners[k].to));
        titian_money_word(m, k == 0 ? "equal per head, between floors and caps, inside fences" : "");
    }
    add_chosen(m, &f, &t, n_corners);
    return TITIAN_OK;
}

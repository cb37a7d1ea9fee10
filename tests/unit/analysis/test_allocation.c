/* analysis/allocation: what must hold of every allocation, over 1,000 random cases. tests/cli/test_allocate.py has
 * the figures. SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdio.h>

#include <titian/allocation.h>

#include "unit/analysis/listed.h"
#include "unit/drawn.h"

enum { N_CASES = 1000, MOST = 10 };

static const char tree[] = "A X 1 goalposts 0 100\n"
                           "X - 1\n"
                           "group dac\n"
                           "group zone\n"
                           "other POP\n"
                           "other INC\n"
                           "other PREV\n";

/* Units of one case. */
typedef struct {
    size_t n;
    double ready[MOST], people[MOST], income[MOST], previous[MOST];
    int zone[MOST], eligible[MOST];
    size_t order[MOST]; /* in which they stand in the data */
} drawn_units;

/* What comes out, by unit of the case. */
typedef struct {
    titian_status status;
    char message[512];
    int has_mend;
    double amount[MOST], exact[MOST], floor[MOST], cap[MOST];
    int dropped[MOST], in[MOST];
} outcome;

static const char *const one[] = {"1"}, *const zone_0[] = {"z0"}, *const zone_1[] = {"z1"};
static const titian_allocation_fence fences[] = {
    {"first", {.group = "zone", .labels = zone_0, .n_labels = 1}, 0.25, 0.5},
    {"second", {.group = "zone", .labels = zone_1, .n_labels = 1}, 0.0, 0.3},
};
static const titian_allocation_entry entries[] = {
    {"income", "INC", (double) NAN, (double) NAN, (double) NAN, ""},
    {"aid", NULL, 0.0, (double) NAN, (double) NAN, ""},
};
static const titian_condition eligible[] = {{.group = "dac", .labels = one, .n_labels = 1, .reason = "not in"}};

static titian_allocation_rules usual(void)
{
    return (titian_allocation_rules){.on = 1,
        .budget = 1000.0,
        .currency = "",
        .unit = 1.0,
        .factors = entries,
        .n_factors = 2,
        .cap = (double) INFINITY,
        .cap_share = 1.0,
        .cap_per_head = (double) INFINITY,
        .scale_per_head = (double) NAN,
        .swing_down = 1.0,
        .swing_up = (double) INFINITY};
}

static drawn_units draw(uint64_t *seed)
{
    drawn_units u = {.n = 4 + (size_t) (drawn_share(seed) * (MOST - 4))};

    for (size_t i = 0; i < u.n; i++) {
        u.ready[i] = 90.0 * drawn_share(seed);
        u.people[i] = pow(10.0, 3.0 * drawn_share(seed));
        u.income[i] = pow(10.0, 2.0 + 2.0 * drawn_share(seed));
        u.previous[i] = drawn_share(seed) < 0.3 ? (double) NAN : 300.0 * drawn_share(seed);
        u.zone[i] = (int) (3.0 * drawn_share(seed));
        u.eligible[i] = i < 3 || drawn_share(seed) < 0.8;
        u.order[i] = i;
    }
    return u;
}

/* A number, or a dash where it is missing. */
static void write_number(char text[32], double x)
{
    (void) snprintf(text, 32, isnan(x) ? "-" : "%.17g", x);
}

static void open_units(sketch *s, const drawn_units *u, const titian_allocation_rules *rules)
{
    char text[200 * MOST] = "";

    for (size_t k = 0; k < u->n; k++) {
        const size_t i = u->order[k], at = strlen(text);
        char previous[32];

        write_number(previous, u->previous[i]);
        (void) snprintf(text + at, sizeof text - at,
            "U%zu 2020 A %.17g POP %.17g INC %.17g PREV %s zone z%d dac %d\n", i, u->ready[i], u->people[i],
            u->income[i], previous, u->zone[i], u->eligible[i]);
    }
    sketch_open(s, tree, text);
    sketch_choose(s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_priority(s);
    s->recipe.priority.aid = NULL;
    s->recipe.priority.eligible = eligible;
    s->recipe.priority.n_eligible = 1;
    s->recipe.allocation = *rules;
    sketch_run(s);
}

static void read_outcome(const titian_listing *table, const drawn_units *u, outcome *out)
{
    for (size_t i = 0; i < u->n; i++) {
        char code[32];
        size_t row = 0;

        (void) snprintf(code, sizeof code, "U%zu", i);
        row = find(table, "uCode", code, NULL, NULL);
        out->amount[i] = number(table, row, "Amount");
        out->exact[i] = number(table, row, "Exact");
        out->floor[i] = number(table, row, "Floor");
        out->cap[i] = number(table, row, "Cap");
        out->in[i] = strcmp(text(table, row, "Decision"), "in") == 0;
        out->dropped[i] = strcmp(text(table, row, "Decision"), "dropped") == 0;
    }
}

static outcome allocate(const drawn_units *u, const titian_allocation_rules *rules)
{
    sketch s;
    titian_listing *table = NULL;
    titian_error err = {.message = ""};
    outcome out = {.status = TITIAN_OK};

    open_units(&s, u, rules);
    out.status = titian_allocation_make(&table, s.a, 0, NULL, &err);
    (void) snprintf(out.message, sizeof out.message, "%s", err.message);
    out.has_mend = err.mend[0] != '\0';
    if (out.status == TITIAN_OK)
        read_outcome(table, u, &out);
    titian_listing_free(table);
    sketch_close(&s);
    return out;
}

static double sum_of(const double *x, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

/* Rules of a case: floors and caps that the unit divides; fences and returns that fall now and then. */
static titian_allocation_rules draw_rules(uint64_t *seed)
{
    titian_allocation_rules rules = usual();

    rules.floor = floor(60.0 * drawn_share(seed));
    rules.base = floor(20.0 * drawn_share(seed));
    rules.cap = rules.floor + 100.0 + floor(500.0 * drawn_share(seed));
    if (drawn_share(seed) < 0.5) {
        rules.fences = fences;
        rules.n_fences = 2;
    }
    if (drawn_share(seed) < 0.3) {
        rules.previous = "PREV";
        rules.swing_down = 0.5;
        rules.swing_up = 1.0;
    }
    if (drawn_share(seed) < 0.3)
        rules.cap_per_head = 1.0 + 20.0 * drawn_share(seed);
    if (drawn_share(seed) < 0.3) {
        rules.returns = drawn_share(seed) < 0.5 ? TITIAN_RETURNS_SATURATE : TITIAN_RETURNS_LOG;
        rules.scale = 10.0 + 200.0 * drawn_share(seed);
    }
    return rules;
}

static double zone_sum(const drawn_units *u, const outcome *o, int zone)
{
    double sum = 0.0;

    for (size_t i = 0; i < u->n; i++)
        sum += u->zone[i] == zone ? o->amount[i] : 0.0;
    return sum;
}

/* The cases, each with its allocation, which the tests change one thing of. */
static struct {
    drawn_units units;
    titian_allocation_rules rules;
    outcome found;
} cases[N_CASES];

static int draw_cases(void **state)
{
    uint64_t seed = 1;

    (void) state;
    for (size_t k = 0; k < N_CASES; k++) {
        cases[k].units = draw(&seed);
        cases[k].rules = draw_rules(&seed);
        cases[k].found = allocate(&cases[k].units, &cases[k].rules);
    }
    return 0;
}

static void check_case(const drawn_units *u, const titian_allocation_rules *rules, const outcome *o)
{
    assert_true(sum_of(o->amount, u->n) == 1000.0);
    for (size_t i = 0; i < u->n; i++) {
        if (!u->eligible[i]) {
            assert_true(o->amount[i] == 0.0 && !o->in[i]);
            continue;
        }
        assert_true(fabs(o->amount[i] - o->exact[i]) < 1.0);
        assert_true(o->exact[i] >= o->floor[i] * (1.0 - 1e-12) && o->exact[i] >= rules->base);
        assert_true(isnan(o->cap[i]) || o->exact[i] <= o->cap[i] * (1.0 + 1e-12));
        assert_true(o->amount[i] >= rules->floor && o->amount[i] <= rules->cap);
    }
    if (rules->n_fences > 0) {
        assert_true(zone_sum(u, o, 0) >= 250.0 && zone_sum(u, o, 0) <= 500.0);
        assert_true(zone_sum(u, o, 1) <= 300.0);
    }
}

static void every_amount_keeps_its_bounds_and_all_add_up(void **state)
{
    size_t n_done = 0;

    (void) state;
    for (size_t k = 0; k < N_CASES; k++) {
        const outcome *o = &cases[k].found;

        if (o->status == TITIAN_OK) {
            check_case(&cases[k].units, &cases[k].rules, o);
            n_done++;
            continue;
        }
        assert_int_equal(o->status, TITIAN_E_NUMERIC); /* said with its figures and a mend */
        assert_non_null(strpbrk(o->message, "0123456789"));
        assert_true(o->has_mend);
    }
    assert_true(n_done > N_CASES / 4);
}

/* Both at once: each costs 1,000 runs. */
static void neither_order_nor_an_ineligible_unit_changes_anything(void **state)
{
    (void) state;
    for (size_t k = 0; k < N_CASES; k++) {
        drawn_units u = cases[k].units;
        const outcome *before = &cases[k].found;
        outcome after;

        u.ready[u.n] = 1.0;
        u.people[u.n] = u.income[u.n] = u.previous[u.n] = 500.0;
        u.n++;
        for (size_t i = 0; i < u.n; i++)
            u.order[i] = u.n - 1 - i;
        after = allocate(&u, &cases[k].rules);
        assert_int_equal(before->status, after.status);
        for (size_t i = 0; i + 1 < u.n && before->status == TITIAN_OK; i++) {
            assert_near(after.exact[i], before->exact[i], 1e-9);
            assert_true(after.amount[i] == before->amount[i]);
        }
        assert_true(before->status != TITIAN_OK || after.amount[u.n - 1] == 0.0);
    }
}

static void more_need_never_means_less_money(void **state)
{
    uint64_t seed = 4;

    (void) state;
    for (size_t k = 0; k < N_CASES; k++) {
        drawn_units u = cases[k].units;
        titian_allocation_rules rules = cases[k].rules;
        outcome before = cases[k].found, after;

        if (k % 5 == 0) { /* with a minimum grant too */
            rules.minimum = 40.0;
            rules.returns = TITIAN_RETURNS_PROPORTIONAL; /* they do not go together */
            before = allocate(&u, &rules);
        }
        u.ready[0] *= drawn_share(&seed);
        after = allocate(&u, &rules);
        if (before.status == TITIAN_OK && after.status == TITIAN_OK)
            assert_true(after.exact[0] >= before.exact[0] - 1e-9);
    }
}

static void a_larger_budget_lowers_nobody(void **state)
{
    uint64_t seed = 5;

    (void) state;
    for (size_t k = 0; k < N_CASES; k++) {
        const outcome *before = &cases[k].found;
        titian_allocation_rules rules = cases[k].rules;
        outcome after;

        if (before->status != TITIAN_OK)
            continue;
        rules.budget += floor(1.0 + 200.0 * drawn_share(&seed));
        after = allocate(&cases[k].units, &rules);
        for (size_t i = 0; i < cases[k].units.n && after.status == TITIAN_OK; i++)
            assert_true(after.exact[i] >= before->exact[i] - 1e-9);
    }
}

static void nobody_has_less_than_the_minimum_but_nothing(void **state)
{
    uint64_t seed = 6;
    size_t n_dropped = 0;

    (void) state;
    for (size_t k = 0; k < N_CASES; k += 2) {
        const drawn_units *u = &cases[k].units;
        titian_allocation_rules rules = usual();
        outcome o;

        rules.minimum = 10.0 + floor(80.0 * drawn_share(&seed));
        o = allocate(u, &rules);
        for (size_t i = 0; i < u->n && o.status == TITIAN_OK; i++) {
            n_dropped += o.dropped[i] ? 1 : 0;
            assert_true(o.amount[i] == 0.0 || o.amount[i] >= rules.minimum);
            /* without need there is no claim */
            assert_true(!o.in[i] || o.amount[i] > 0.0 || u->ready[i] >= 65.0);
        }
    }
    assert_true(n_dropped > N_CASES / 4);
}

static void every_table_can_be_made(void **state)
{
    uint64_t seed = 7;
    const drawn_units u = draw(&seed);
    const titian_allocation_rules rules = usual();
    titian_alternative scales[] = {{.name = "posts", .probability = 1.0},
        {.name = "rank", .probability = 1.0, .replaces = 1u << TITIAN_STAGE_NORMALISE}};
    const titian_factor scale = {.name = "scale",
        .node = TITIAN_NONE,
        .how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, "alternatives")),
        .alternatives = scales,
        .n_alternatives = 2};
    sketch s;

    (void) state;
    open_units(&s, &u, &rules);
    scales[1].choice[TITIAN_STAGE_NORMALISE] =
        titian_choice_default(TITIAN_STAGE_NORMALISE, titian_method_find(TITIAN_STAGE_NORMALISE, "rank"));
    s.recipe.uncertainty =
        (titian_uncertainty_rules){.on = 1, .replications = 3, .top = 1, .factors = &scale, .n_factors = 1};
    sketch_run(&s);
    for (size_t k = 0; k < titian_allocation_n_tables(); k++) {
        titian_listing *table = NULL;
        titian_error err = {.message = ""};
        const titian_status status = titian_allocation_make(&table, s.a, k, NULL, &err);

        if (status == TITIAN_E_USAGE) { /* it says which file lacks */
            if (strstr(err.mend, "--") == NULL)
                fail_msg("%s: %s", titian_allocation_name(k), err.message);
            assert_null(table);
            continue;
        }
        if (s.recipe.priority.aid == NULL && strcmp(titian_allocation_name(k), "orphans") == 0) {
            assert_int_equal(status, TITIAN_E_MODEL);
            assert_non_null(strstr(err.mend, "aid: {variable: CODE"));
            continue;
        }
        assert_int_equal(status, TITIAN_OK);
        assert_true(titian_listing_n_rows(table) > 0);
        assert_true(strlen(titian_allocation_summary(k)) > 10);
        titian_listing_free(table);
    }
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_amount_keeps_its_bounds_and_all_add_up),
        cmocka_unit_test(neither_order_nor_an_ineligible_unit_changes_anything),
        cmocka_unit_test(more_need_never_means_less_money),
        cmocka_unit_test(a_larger_budget_lowers_nobody),
        cmocka_unit_test(nobody_has_less_than_the_minimum_but_nothing),
        cmocka_unit_test(every_table_can_be_made),
    };

    return cmocka_run_group_tests(tests, draw_cases, NULL);
}

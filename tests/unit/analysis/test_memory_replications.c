/* Replications with every allocation failing in its turn: nothing leaked, and what failed can be run again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/scarce_sketch.h"

#include <titian/allocation.h>
#include <titian/movers.h>
#include <titian/sensitivity.h>

#include "unit/scarce.h"

/* One thread alone: which allocation comes next must not depend on others. */
static void movers_survive_the_failure_of_any_allocation(void **state)
{
    titian_uncertainty_options options = titian_uncertainty_options_default();
    titian_factor factor = {.name = "noise",
        .node = TITIAN_NONE,
        .how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, "noise"))};
    titian_status status = TITIAN_E_MEMORY;
    long k = 0;
    sketch s;

    (void) state;
    sketch_open(&s, scarce_tree, scarce_gaps);
    sketch_choose(&s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.2);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    s.recipe.carry.max_age = 5;
    s.options.first_year = 2019;
    s.options.last_year = 2020;
    s.recipe.uncertainty = (titian_uncertainty_rules){
        .on = 1, .replications = 20, .seed = 1, .top = 1, .factors = &factor, .n_factors = 1};
    options.threads = 1;
    sketch_run(&s);
    for (; status != TITIAN_OK; k++) {
        titian_movers *m = NULL;
        titian_listing *listing = NULL;

        scarce_after = k;
        status = titian_movers_run(&m, s.a, NULL, &options, NULL);
        if (status == TITIAN_OK)
            status = titian_movers_make(&listing, m, NULL);
        scarce_after = -1;
        assert_true(status == TITIAN_OK || status == TITIAN_E_MEMORY);
        assert_true((listing == NULL) == (status != TITIAN_OK));
        titian_listing_free(listing);
        titian_movers_free(m);
    }
    assert_true(k > 40);
    sketch_close(&s);
}

/* Noise, shares, two scales, errors of one indicator; the stages are run anew in each replication. */
typedef struct {
    sketch s;
    titian_factor factors[4];
    titian_alternative scales[2];
} doubtful;

static void open_doubtful(doubtful *d, size_t n_factors)
{
    static const char *const methods[] = {"noise", "dirichlet", "alternatives", "error"};
    titian_factor *error = &d->factors[3];

    *d = (doubtful){.scales = {{.name = "posts", .probability = 1.0},
                        {.name = "rank", .probability = 1.0, .replaces = 1u << TITIAN_STAGE_NORMALISE}}};
    sketch_open(&d->s, scarce_tree, scarce_whole);
    sketch_choose(&d->s, TITIAN_STAGE_NORMALISE, "goalposts");
    d->scales[1].choice[TITIAN_STAGE_NORMALISE] =
        titian_choice_default(TITIAN_STAGE_NORMALISE, titian_method_find(TITIAN_STAGE_NORMALISE, "rank"));
    for (size_t f = 0; f < 4; f++)
        d->factors[f] = (titian_factor){.name = methods[f],
            .node = TITIAN_NONE,
            .how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, methods[f]))};
    d->factors[2].alternatives = d->scales;
    d->factors[2].n_alternatives = 2;
    error->how.option[titian_method_param(error->how.method, "sd")].number = 1.0;
    d->s.recipe.uncertainty = (titian_uncertainty_rules){
        .on = 1, .replications = 100, .seed = 1, .top = 2, .factors = d->factors, .n_factors = n_factors};
    sketch_run(&d->s);
}

static int keep_nothing(const unsigned char *bytes, size_t n, void *context)
{
    (void) bytes;
    (void) n;
    (void) context;
    return 0;
}

/* Each returns how a try went, and checks that nothing is left of one that failed. */
static titian_status try_uncertainty(const sketch *s)
{
    const titian_uncertainty_options o = {.threads = 1, .pairs = 1, .keep_every = 1e-9, .keep = keep_nothing};
    titian_uncertainty *found = NULL;
    const titian_status status = titian_uncertainty_run(&found, s->a, &o, NULL);

    assert_true((found == NULL) == (status != TITIAN_OK));
    titian_uncertainty_free(found);
    return status;
}

static titian_status try_sensitivity(const sketch *s)
{
    titian_sensitivity_options o = titian_sensitivity_options_default();
    titian_sensitivity *found = NULL;
    titian_status status = TITIAN_OK;

    o.threads = 1;
    o.rows = 4;
    o.replicates = 2;
    o.second = o.shapley = 1;
    status = titian_sensitivity_run(&found, s->a, &o, NULL);
    assert_true((found == NULL) == (status != TITIAN_OK));
    titian_sensitivity_free(found);
    return status;
}

static titian_status try_replication(const sketch *s)
{
    titian_replication *found = NULL;
    titian_status status = titian_replication_new(&found, s->a, NULL, NULL);

    assert_true((found == NULL) == (status != TITIAN_OK));
    for (uint64_t k = 0; k < 6 && status == TITIAN_OK; k++)
        status = titian_replication_run(found, k, NULL);
    titian_replication_free(found);
    return status;
}

/* Requests for memory of a run with so many replications. */
static long requests(const sketch *s, uint64_t replications)
{
    const titian_allocation_options allocation = titian_allocation_options_default();
    const titian_uncertainty_options o = {.threads = 1, .replications = replications, .allocation = &allocation};
    const long enough = 1000000;
    titian_uncertainty *found = NULL;
    long n = 0;

    scarce_after = enough;
    assert_int_equal(titian_uncertainty_run(&found, s->a, &o, NULL), TITIAN_OK);
    n = enough - scarce_after;
    scarce_after = -1;
    assert_int_equal(titian_uncertainty_shared(found), replications);
    titian_uncertainty_free(found);
    return n;
}

static void sharing_a_budget_out_in_a_replication_asks_for_no_memory(void **state)
{
    static const titian_allocation_entry need[] = {{"need", NULL, 1.5, (double) NAN, (double) NAN, ""}};
    doubtful d;

    (void) state;
    open_doubtful(&d, 3);
    sketch_priority(&d.s);
    d.s.recipe.allocation = (titian_allocation_rules){.on = 1,
        .budget = 100.0,
        .currency = "",
        .unit = 1.0,
        .rule = titian_allocation_rule_find("equal_country"),
        .factors = need,
        .n_factors = 1,
        .floor = 1.0,
        .cap = (double) INFINITY,
        .cap_share = 1.0,
        .cap_per_head = (double) INFINITY,
        .swing_down = 1.0,
        .swing_up = (double) INFINITY};
    sketch_run(&d.s);
    assert_int_equal(requests(&d.s, 2000), requests(&d.s, 200));
    sketch_close(&d.s);
}

/* With the last factor stages are run in each replication; without, they are shared. */
static void replications_survive_the_failure_of_any_allocation(void **state)
{
    titian_status (*const tries[])(const sketch *) = {try_uncertainty, try_sensitivity, try_replication};

    (void) state;
    for (size_t n_factors = 3; n_factors <= 4; n_factors++)
        for (size_t t = 0; t < 3; t++) {
            titian_status status = TITIAN_E_MEMORY;
            long k = 0;
            doubtful d;

            open_doubtful(&d, n_factors);
            for (k = 0; status != TITIAN_OK; k++) {
                scarce_after = k;
                status = tries[t](&d.s);
                scarce_after = -1;
                assert_true(status == TITIAN_OK || status == TITIAN_E_MEMORY);
            }
            assert_true(k > 8);
            sketch_close(&d.s);
        }
}

/* What a failure has left half made must not pass for a whole: the next run finds what a fresh one finds. */
static void a_replication_that_failed_for_memory_can_be_run_again(void **state)
{
    titian_replication *fresh = NULL;
    titian_status status = TITIAN_E_MEMORY;
    size_t root;
    doubtful d;

    (void) state;
    open_doubtful(&d, 4);
    root = sketch_node(&d.s, "X");
    assert_int_equal(titian_replication_new(&fresh, d.s.a, NULL, NULL), TITIAN_OK);
    assert_int_equal(titian_replication_run(fresh, 3, NULL), TITIAN_OK);
    for (long k = 0; status != TITIAN_OK; k++) {
        titian_replication *r = NULL;

        assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
        scarce_after = k;
        status = titian_replication_run(r, 3, NULL);
        scarce_after = -1;
        if (status != TITIAN_OK)
            assert_int_equal(titian_replication_run(r, 3, NULL), TITIAN_OK);
        for (size_t i = 0; i < 4; i++)
            assert_near(titian_replication_score(r, root, i), titian_replication_score(fresh, root, i), 0.0);
        titian_replication_free(r);
    }
    titian_replication_free(fresh);
    sketch_close(&d.s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(movers_survive_the_failure_of_any_allocation),
        cmocka_unit_test(sharing_a_budget_out_in_a_replication_asks_for_no_memory),
        cmocka_unit_test(replications_survive_the_failure_of_any_allocation),
        cmocka_unit_test(a_replication_that_failed_for_memory_can_be_run_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tables of the divide and of an allocation with every allocation of memory failing in its turn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/scarce_sketch.h"

#include <titian/allocation.h>
#include <titian/divide.h>
#include <titian/lists.h>

#include "unit/scarce.h"

/* Makes a table; `of` is what it needs beside the assessment. */
typedef titian_status (*table_maker)(titian_listing **out, const titian_assessment *a, size_t table, const void *of);

/* A table with each allocation failing in its turn. @return how many there were, and one */
static long exhaust(table_maker make, const char *name, const titian_assessment *a, size_t table, const void *of)
{
    titian_listing *listing = NULL;
    int failed = 1;
    long k = 0;

    for (; failed; k++) {
        titian_status status = TITIAN_OK;

        titian_listing_free(listing);
        listing = NULL;
        scarce_after = k;
        status = make(&listing, a, table, of);
        failed = scarce_after < 0;
        scarce_after = -1;
        /* libcsv goes on with half of what it could not have */
        if (status != TITIAN_OK && !(failed && status == TITIAN_E_MEMORY))
            fail_msg("%s: %s", name, titian_status_text(status));
        assert_true((listing == NULL) == (status != TITIAN_OK));
    }
    titian_listing_free(listing);
    return k;
}

/* What a table of the divide needs, and lines where it takes them. */
static titian_status make_divide(titian_listing **out, const titian_assessment *a, size_t table, const void *of)
{
    static const char line[] = "iCode,Line,Weight\nP,30,1\nQ,60,2\n";
    titian_divide_options options = titian_divide_options_default();
    const char *name = titian_divide_name(table);
    titian_lines *lines = NULL;
    titian_status status = titian_lines_parse(&lines, "lines.csv", line, sizeof line - 1, NULL, NULL);

    (void) of;
    options.group = "dac";
    options.weights = "POP";
    options.by = strcmp(name, "concentration") == 0 ? "ODA" : NULL;
    options.lines = strcmp(name, "deprivation") == 0 || strcmp(name, "headcounts") == 0 ? lines : NULL;
    if (status == TITIAN_OK)
        status = titian_divide_make(out, a, table, &options, NULL);
    titian_lines_free(lines);
    return status;
}

static void every_table_of_the_divide_survives_the_failure_of_any_allocation(void **state)
{
    sketch s;

    (void) state;
    sketch_open(&s, scarce_tree, scarce_whole);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    for (size_t i = 0; i < 4; i++) /* all in the first: a total to reconcile */
        assert_int_equal(titian_panel_set_unit(s.panel, i, "", i > 0 ? 0 : TITIAN_NONE, NULL), TITIAN_OK);
    sketch_run(&s);
    for (size_t table = 0; table < titian_divide_n_tables(); table++)
        assert_true(exhaust(make_divide, titian_divide_name(table), s.a, table, NULL) > 8);
    sketch_close(&s);
}

static titian_status count_rows(const titian_listing *rows, void *context, titian_error *err)
{
    (void) err;
    *(size_t *) context += titian_listing_n_rows(rows);
    return TITIAN_OK;
}

static void a_table_told_in_pieces_survives_the_failure_of_any_allocation(void **state)
{
    size_t table = 0;
    int failed = 1;
    long k = 0;
    sketch s;

    (void) state;
    sketch_open(&s, scarce_tree, scarce_whole);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_run(&s);
    while (strcmp(titian_divide_name(table), "communities") != 0)
        table++;
    for (; failed; k++) {
        titian_status status = TITIAN_OK;
        size_t n_rows = 0;

        scarce_after = k;
        status = titian_divide_tell(s.a, table, NULL, count_rows, &n_rows, NULL);
        failed = scarce_after < 0;
        scarce_after = -1;
        assert_int_equal(status, failed ? TITIAN_E_MEMORY : TITIAN_OK);
        assert_true(failed || (n_rows > 0 && n_rows % 4 == 0));
    }
    assert_true(k > 8);
    sketch_close(&s);
}

/* What an allocation takes: lists and decisions of the run, and projects. */
static void read_given(titian_records *records[TITIAN_N_RECORDS])
{
    static const char *const given[TITIAN_N_RECORDS] = {
        [TITIAN_RECORDS_LISTS] =
            "list,uCode,valid_from,valid_to,source\nL,U1,,,x\nL,U2,2000,2030,\nL,U3,,,\nL,U4,,,\ndac,U1,,,x\n"
            "dac,U2,,,\ndac,U3,,,\n",
        [TITIAN_RECORDS_OVERRIDES] = "uCode,action,amount,author,date,reason\nU2,fix,7,me,2024-01-31,flood\n"
                                     "U4,include,,me,2024-02-29,so\n",
        [TITIAN_RECORDS_PROJECTS] = "uCode,project,cost,gain\nU1,a,6,9\nU2,b,5,7\nU4,c,5,7\n",
    };

    for (titian_records_kind k = 0; k < TITIAN_N_RECORDS; k++)
        assert_int_equal(
            titian_records_parse(&records[k], k, "given.csv", given[k], strlen(given[k]), NULL, NULL), TITIAN_OK);
}

static titian_status make_allocation(
    titian_listing **out, const titian_assessment *a, size_t table, const void *projects)
{
    static const titian_uncertainty_options draws = {.threads = 1, .replications = 3};
    titian_allocation_options options = titian_allocation_options_default();

    options.draws = titian_allocation_draws(table) ? &draws : NULL;
    options.projects = strcmp(titian_allocation_name(table), "projects") == 0 ? projects : NULL;
    return titian_allocation_make(out, a, table, &options, NULL);
}

static void every_table_of_an_allocation_survives_the_failure_of_any_allocation(void **state)
{
    static const char *const one[] = {"1"};
    static const titian_condition members = {.group = "dac", .labels = one, .n_labels = 1, .value = 5.0};
    const titian_allocation_fence fence = {"some", members, 0.2, 1.0};
    const titian_allocation_list list = {"L", 0, 0, ""};
    titian_alternative scales[] = {{.name = "posts", .probability = 1.0},
        {.name = "rank", .probability = 1.0, .replaces = 1u << TITIAN_STAGE_NORMALISE}};
    const titian_factor scale = {.name = "scale",
        .node = TITIAN_NONE,
        .how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, "alternatives")),
        .alternatives = scales,
        .n_alternatives = 2};
    titian_records *records[TITIAN_N_RECORDS] = {NULL};
    titian_status run = TITIAN_E_MEMORY;
    sketch s;

    (void) state;
    sketch_open(&s, scarce_tree, scarce_whole);
    sketch_choose(&s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_priority(&s);
    s.recipe.allocation = (titian_allocation_rules){.budget = 100.0,
        .currency = "",
        .unit = 1.0,
        .rule = titian_allocation_rule_find("equal_head"),
        .floors = &members,
        .n_floors = 1,
        .cap = (double) INFINITY,
        .cap_share = 1.0,
        .cap_per_head = 1000.0,
        .minimum = 1.0,
        .previous = "POP",
        .swing_down = 1.0,
        .swing_up = (double) INFINITY,
        .fences = &fence,
        .n_fences = 1,
        .lists = &list,
        .n_lists = 1};
    scales[1].choice[TITIAN_STAGE_NORMALISE] =
        titian_choice_default(TITIAN_STAGE_NORMALISE, titian_method_find(TITIAN_STAGE_NORMALISE, "rank"));
    s.recipe.uncertainty =
        (titian_uncertainty_rules){.on = 1, .replications = 3, .top = 1, .factors = &scale, .n_factors = 1};
    read_given(records);
    s.options.lists = records[TITIAN_RECORDS_LISTS];
    s.options.overrides = records[TITIAN_RECORDS_OVERRIDES];
    for (long k = 0; run != TITIAN_OK; k++) { /* labels, the gate and its reasons */
        scarce_after = k;
        run = titian_lists_check(s.panel, s.options.lists, NULL);
        if (run == TITIAN_OK)
            run = titian_lists_label(s.panel, s.options.lists, 2024, NULL, NULL);
        if (run == TITIAN_OK)
            run = sketch_try(&s);
        scarce_after = -1;
        assert_true(run == TITIAN_OK || run == TITIAN_E_MEMORY);
    }
    for (size_t table = 0; table < titian_allocation_n_tables(); table++)
        assert_true(exhaust(make_allocation, titian_allocation_name(table), s.a, table,
                        records[TITIAN_RECORDS_PROJECTS]) > 3);
    for (titian_records_kind kind = 0; kind < TITIAN_N_RECORDS; kind++)
        titian_records_free(records[kind]);
    sketch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_of_the_divide_survives_the_failure_of_any_allocation),
        cmocka_unit_test(a_table_told_in_pieces_survives_the_failure_of_any_allocation),
        cmocka_unit_test(every_table_of_an_allocation_survives_the_failure_of_any_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

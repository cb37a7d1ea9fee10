/* core/framework.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <titian/framework.h>

/* A tree as it might stand in a file: rows in no order of levels, the children of an area not together.
 *
 *   INDEX (3)      weight
 *     ACCESS (2)   2        I1 1, I4 3
 *     SKILLS (2)   1        I2 1, I3 1, I5 2 */
enum { ROW_I1, ROW_SKILLS, ROW_I2, ROW_INDEX, ROW_I3, ROW_I4, ROW_ACCESS, ROW_I5, N_ROWS };
static const titian_node rows[N_ROWS] = {
    [ROW_I1] = {.code = "I1", .name = "one", .level = 1, .weight = 1, .row = 0, .direction = 1},
    [ROW_SKILLS] = {.code = "SKILLS", .level = 2, .weight = 1, .row = 1},
    [ROW_I2] = {.code = "I2", .level = 1, .weight = 1, .row = 2, .direction = -1},
    [ROW_INDEX] = {.code = "INDEX", .level = 3, .weight = 1, .row = 3},
    [ROW_I3] = {.code = "I3", .level = 1, .weight = 1, .row = 4},
    [ROW_I4] = {.code = "I4", .level = 1, .weight = 3, .row = 5},
    [ROW_ACCESS] = {.code = "ACCESS", .level = 2, .weight = 2, .row = 6},
    [ROW_I5] = {.code = "I5", .level = 1, .weight = 2, .row = 7},
};
static const size_t parents[N_ROWS] = {[ROW_I1] = ROW_ACCESS,
    [ROW_SKILLS] = ROW_INDEX,
    [ROW_I2] = ROW_SKILLS,
    [ROW_INDEX] = TITIAN_NONE,
    [ROW_I3] = ROW_SKILLS,
    [ROW_I4] = ROW_ACCESS,
    [ROW_ACCESS] = ROW_INDEX,
    [ROW_I5] = ROW_SKILLS};
static const titian_extra extras[] = {
    {.kind = TITIAN_EXTRA_DENOMINATOR, .code = "POP"}, {.kind = TITIAN_EXTRA_GROUP, .code = "ldc"}};

static titian_framework *tree(void)
{
    const titian_framework_parts parts = {
        .nodes = rows, .parents = parents, .n_nodes = N_ROWS, .extras = extras, .n_extras = 2};
    titian_framework *framework = NULL;

    assert_int_equal(titian_framework_new(&framework, &parts, NULL), TITIAN_OK);
    return framework;
}

static void nodes_stand_level_by_level_with_the_root_last(void **state)
{
    titian_framework *f = tree();
    size_t n;

    (void) state;
    assert_int_equal(titian_framework_n_nodes(f), N_ROWS);
    assert_int_equal(titian_framework_n_indicators(f), 5);
    assert_int_equal(titian_framework_n_levels(f), 3);
    assert_int_equal(titian_framework_root(f), N_ROWS - 1);
    assert_int_equal(titian_framework_level(f, 1, &n), 0);
    assert_int_equal(n, 5);
    assert_int_equal(titian_framework_level(f, 2, &n), 5);
    assert_int_equal(n, 2);
    assert_int_equal(titian_framework_level(f, 3, &n), 7);
    assert_int_equal(n, 1);
    titian_framework_free(f);
}

static void children_are_adjacent_and_in_file_order(void **state)
{
    static const char *const expected[] = {"I2", "I3", "I5", "I1", "I4", "SKILLS", "ACCESS", "INDEX"};
    titian_framework *f = tree();

    (void) state;
    for (size_t k = 0; k < N_ROWS; k++)
        assert_string_equal(titian_framework_node(f, k)->code, expected[k]);
    titian_framework_free(f);
}

static void parents_and_children_point_at_each_other(void **state)
{
    titian_framework *f = tree();

    (void) state;
    for (size_t k = 0; k < N_ROWS; k++) {
        const titian_node *node = titian_framework_node(f, k);

        for (size_t c = node->first_child; c < node->first_child + node->n_children; c++)
            assert_int_equal(titian_framework_node(f, c)->parent, k);
        assert_int_equal(node->n_children == 0, node->level == 1);
    }
    assert_true(titian_framework_node(f, titian_framework_root(f))->parent == TITIAN_NONE);
    titian_framework_free(f);
}

static void codes_are_found_and_texts_are_never_null(void **state)
{
    titian_framework *f = tree();
    const size_t node = titian_framework_find(f, "I4");

    (void) state;
    assert_string_equal(titian_framework_node(f, node)->code, "I4");
    assert_string_equal(titian_framework_node(f, node)->why, "");
    assert_true(titian_framework_find(f, "POP") == TITIAN_NONE);
    assert_int_equal(titian_framework_find_extra(f, "ldc"), 1);
    assert_true(titian_framework_find_extra(f, "I4") == TITIAN_NONE);
    assert_int_equal(titian_framework_n_extras(f), 2);
    assert_string_equal(titian_framework_extra(f, 0)->unit, "");
    titian_framework_free(f);
}

static double share(const titian_framework *f, const double *shares, const char *code)
{
    return shares[titian_framework_find(f, code)];
}

static void weights_in_node_order(const titian_framework *f, double *weights)
{
    for (size_t k = 0; k < N_ROWS; k++)
        weights[k] = titian_framework_node(f, k)->weight;
}

static void effective_weights_multiply_along_the_path(void **state)
{
    titian_framework *f = tree();
    double weights[N_ROWS], shares[N_ROWS];

    (void) state;
    weights_in_node_order(f, weights);
    titian_framework_effective_weights(f, weights, NULL, shares);
    assert_near(share(f, shares, "INDEX"), 1.0, 0.0);
    assert_near(share(f, shares, "ACCESS"), 2.0 / 3.0, 1e-15);
    assert_near(share(f, shares, "I1"), 2.0 / 3.0 / 4.0, 1e-15);
    assert_near(share(f, shares, "I4"), 2.0 / 3.0 * 3.0 / 4.0, 1e-15);
    assert_near(share(f, shares, "I5"), 1.0 / 3.0 / 2.0, 1e-15);
    titian_framework_free(f);
}

static void effective_weights_of_indicators_sum_to_one(void **state)
{
    titian_framework *f = tree();
    double weights[N_ROWS], shares[N_ROWS], sum = 0.0;

    (void) state;
    weights_in_node_order(f, weights);
    titian_framework_effective_weights(f, weights, NULL, shares);
    for (size_t j = 0; j < titian_framework_n_indicators(f); j++)
        sum += shares[j];
    assert_near(sum, 1.0, 1e-15);
    titian_framework_free(f);
}

static void an_indicator_left_out_gives_its_share_to_its_siblings(void **state)
{
    titian_framework *f = tree();
    double weights[N_ROWS], shares[N_ROWS];
    unsigned char included[5] = {1, 1, 1, 1, 1};

    (void) state;
    weights_in_node_order(f, weights);
    included[titian_framework_find(f, "I5")] = 0;
    titian_framework_effective_weights(f, weights, included, shares);
    assert_near(share(f, shares, "I5"), 0.0, 0.0);
    assert_near(share(f, shares, "I2"), 1.0 / 6.0, 1e-15);
    assert_near(share(f, shares, "I3"), 1.0 / 6.0, 1e-15);
    assert_near(share(f, shares, "I4"), 0.5, 1e-15);
    titian_framework_free(f);
}

static void an_area_with_nothing_left_gives_its_share_away(void **state)
{
    titian_framework *f = tree();
    double weights[N_ROWS], shares[N_ROWS];
    unsigned char included[5] = {1, 1, 1, 1, 1};

    (void) state;
    weights_in_node_order(f, weights);
    included[titian_framework_find(f, "I1")] = 0;
    included[titian_framework_find(f, "I4")] = 0;
    titian_framework_effective_weights(f, weights, included, shares);
    assert_near(share(f, shares, "ACCESS"), 0.0, 0.0);
    assert_near(share(f, shares, "SKILLS"), 1.0, 0.0);
    titian_framework_free(f);
}

static void a_weight_of_zero_counts_for_nothing(void **state)
{
    titian_framework *f = tree();
    double weights[N_ROWS], shares[N_ROWS];

    (void) state;
    weights_in_node_order(f, weights);
    weights[titian_framework_find(f, "ACCESS")] = 0.0;
    titian_framework_effective_weights(f, weights, NULL, shares);
    assert_near(share(f, shares, "SKILLS"), 1.0, 0.0);
    assert_near(share(f, shares, "I1"), 0.0, 0.0);
    titian_framework_free(f);
}

static void one_indicator_alone_is_a_tree(void **state)
{
    static const titian_node one = {.code = "I", .level = 1, .weight = 1};
    static const size_t root = TITIAN_NONE;
    const titian_framework_parts parts = {.nodes = &one, .parents = &root, .n_nodes = 1};
    titian_framework *f = NULL;
    double shares[1], weights[1] = {1.0};

    (void) state;
    assert_int_equal(titian_framework_new(&f, &parts, NULL), TITIAN_OK);
    assert_int_equal(titian_framework_n_indicators(f), 1);
    assert_int_equal(titian_framework_root(f), 0);
    titian_framework_effective_weights(f, weights, NULL, shares);
    assert_near(shares[0], 1.0, 0.0);
    titian_framework_free(f);
    titian_framework_free(NULL);
}

/* Parts whose makers broke their promise, one way each. */
static void refused(const size_t *broken_parents, const titian_node *nodes)
{
    const titian_framework_parts parts = {.nodes = nodes, .parents = broken_parents, .n_nodes = N_ROWS};
    titian_framework *whole = tree(), *f = whole;
    titian_error err;

    assert_int_equal(titian_framework_new(&f, &parts, &err), TITIAN_E_INTERNAL);
    assert_null(f);
    assert_int_equal(err.code, TITIAN_E_INTERNAL);
    titian_framework_free(whole);
}

static void parts_that_are_no_tree_are_refused(void **state)
{
    size_t wrong[N_ROWS];
    titian_node nodes[N_ROWS];

    (void) state;
    memcpy(wrong, parents, sizeof wrong);
    wrong[ROW_I1] = ROW_INDEX; /* a level skipped */
    refused(wrong, rows);
    memcpy(wrong, parents, sizeof wrong);
    wrong[ROW_ACCESS] = TITIAN_NONE; /* two roots, one too low */
    refused(wrong, rows);
    memcpy(wrong, parents, sizeof wrong);
    wrong[ROW_I1] = N_ROWS; /* a parent that is not there */
    refused(wrong, rows);
    memcpy(nodes, rows, sizeof nodes);
    nodes[ROW_I1].level = 0;
    refused(parents, nodes);
    memcpy(nodes, rows, sizeof nodes);
    nodes[ROW_INDEX].level = 99;
    refused(parents, nodes);
}

static void the_last_part_of_a_code_will_do_where_it_is_the_only_one(void **state)
{
    titian_node renamed[N_ROWS];
    titian_framework *f = NULL;

    (void) state;
    memcpy(renamed, rows, sizeof rows);
    renamed[ROW_I1].code = "P.NET";
    renamed[ROW_I2].code = "Q.NET";
    renamed[ROW_I3].code = "Q.MAIL";
    renamed[ROW_I4].code = "Q.ACCESS";
    assert_int_equal(titian_framework_new(&f,
                         &(titian_framework_parts){.nodes = renamed, .parents = parents, .n_nodes = N_ROWS}, NULL),
        TITIAN_OK);
    assert_int_equal(titian_framework_find_named(f, "MAIL"), titian_framework_find(f, "Q.MAIL"));
    assert_int_equal(titian_framework_find_named(f, "Q.NET"), titian_framework_find(f, "Q.NET"));
    assert_int_equal(titian_framework_find_named(f, "ACCESS"), titian_framework_find(f, "ACCESS"));
    assert_true(titian_framework_find_named(f, "NET") == TITIAN_NONE); /* of two */
    assert_true(titian_framework_find_named(f, "AIL") == TITIAN_NONE);
    assert_true(titian_framework_find_named(f, "") == TITIAN_NONE);
    titian_framework_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_stand_level_by_level_with_the_root_last),
        cmocka_unit_test(children_are_adjacent_and_in_file_order),
        cmocka_unit_test(parents_and_children_point_at_each_other),
        cmocka_unit_test(codes_are_found_and_texts_are_never_null),
        cmocka_unit_test(effective_weights_multiply_along_the_path),
        cmocka_unit_test(effective_weights_of_indicators_sum_to_one),
        cmocka_unit_test(an_indicator_left_out_gives_its_share_to_its_siblings),
        cmocka_unit_test(an_area_with_nothing_left_gives_its_share_away),
        cmocka_unit_test(a_weight_of_zero_counts_for_nothing),
        cmocka_unit_test(one_indicator_alone_is_a_tree),
        cmocka_unit_test(parts_that_are_no_tree_are_refused),
        cmocka_unit_test(the_last_part_of_a_code_will_do_where_it_is_the_only_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

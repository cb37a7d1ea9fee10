/* analysis/simulation: what is set is set, nothing else moves but what the data move, and refusals. All by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <titian/simulation.h>

#include "unit/analysis/listed.h"

static const char tree[] = "A X 1 goalposts 0 100\n"
                           "B X 3 goalposts 0 100\n"
                           "C Y 1 direction -1 goalposts 100 0\n"
                           "X Z 1\n"
                           "Y Z 1\n"
                           "Z - 1\n";
/* scores Z: U1 77.5, U2 60, U3 46.25; U4 lacks B: 70 */
static const char data[] =
    "U1 2020 A 20 B 80 C 10\nU2 2020 A 40 B 40 C 20\nU3 2020 A 60 B 10 C 30\nU4 2020 A 80 C 40\n";

typedef struct {
    sketch s;
    titian_simulation *simulation;
    titian_listing *table;
} shown;

static void open_by(shown *w, const char *method)
{
    sketch_open(&w->s, tree, data);
    sketch_choose(&w->s, TITIAN_STAGE_NORMALISE, method);
    sketch_range(&w->s, TITIAN_STAGE_NORMALISE, 0.0, 100.0);
    sketch_run(&w->s);
    w->simulation = NULL;
    w->table = NULL;
}

static void shut(shown *w)
{
    titian_listing_free(w->table);
    titian_simulation_free(w->simulation);
    sketch_close(&w->s);
}

static void simulate(shown *w, const titian_set_value *value, const titian_set_weight *weight)
{
    const titian_simulation_options set = {value, value != NULL ? 1 : 0, weight, weight != NULL ? 1 : 0};
    titian_error err = {.message = ""};

    if (titian_simulation_new(&w->simulation, w->s.a, &set, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
}

static const titian_listing *show(shown *w, const char *name)
{
    titian_error err = {.message = ""};
    size_t k = 0;

    while (strcmp(titian_simulation_name(k), name) != 0)
        k++;
    titian_listing_free(w->table);
    if (titian_simulation_make(&w->table, w->simulation, k, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    return w->table;
}

static void refuse(shown *w, const titian_simulation_options *set, const char *message)
{
    titian_simulation *none = NULL;
    titian_error err;

    assert_int_equal(titian_simulation_new(&none, w->s.a, set, &err), TITIAN_E_USAGE);
    assert_null(none);
    assert_string_equal(err.message, message);
}

static void a_value_changes_its_unit_and_the_ranks_of_others(void **state)
{
    const titian_listing *table = NULL;
    shown w;
    size_t row = 0;

    (void) state;
    open_by(&w, "goalposts");
    simulate(&w, &(titian_set_value){"U3", "B", 50.0}, NULL);
    table = show(&w, "units");
    row = find(table, "uCode", "U3", "Set", "yes");
    assert_near(number(table, row, "Score.Before"), 46.25, 1e-12);
    assert_near(number(table, row, "Score.After"), 61.25, 1e-12); /* ((60 + 3 x 50) / 4 + 70) / 2 */
    assert_near(number(table, row, "Rank.After"), 3.0, 0.0);
    assert_near(number(table, row, "Rank.Change"), -1.0, 0.0);
    row = find(table, "uCode", "U2", "Set", "");
    assert_near(number(table, row, "Change"), 0.0, 0.0);
    assert_near(number(table, row, "Rank.Change"), 1.0, 0.0);
    assert_int_equal(titian_listing_n_rows(show(&w, "moved")), 0);
    assert_int_equal(titian_listing_n_rows(show(&w, "elements")), 3); /* Z, X, B of U3 */
    assert_near(titian_simulation_setting(w.simulation, 0)->before, 10.0, 0.0);
    shut(&w);
}

static void a_gap_that_is_filled_takes_its_weight_back(void **state)
{
    const titian_listing *table = NULL;
    shown w;

    (void) state;
    open_by(&w, "goalposts");
    simulate(&w, &(titian_set_value){"U4", "B", 40.0}, NULL);
    table = show(&w, "units");
    assert_near(number(table, find(table, "uCode", "U4", NULL, NULL), "Score.After"), 55.0, 1e-12);
    assert_true(isnan(titian_simulation_setting(w.simulation, 0)->before));
    shut(&w);
}

static void a_weight_holds_for_all_units(void **state)
{
    static const double scores[] = {71.25, 50.0, 34.375, 75.0}, ranks[] = {2.0, 3.0, 4.0, 1.0};
    static const char *const units[] = {"U1", "U2", "U3", "U4"};
    const titian_listing *table = NULL;
    shown w;

    (void) state;
    open_by(&w, "goalposts");
    simulate(&w, NULL, &(titian_set_weight){"X", 3.0});
    table = show(&w, "units");
    for (size_t k = 0; k < 4; k++) {
        const size_t row = find(table, "uCode", units[k], NULL, NULL);

        assert_near(number(table, row, "Score.After"), scores[k], 1e-12);
        assert_near(number(table, row, "Rank.After"), ranks[k], 0.0);
        assert_string_equal(text(table, row, "Set"), "");
    }
    assert_int_equal(titian_listing_n_rows(show(&w, "moved")), 0);
    shut(&w);
}

static void a_scale_found_in_the_data_is_said_to_move(void **state)
{
    const titian_listing *table = NULL;
    shown w;

    (void) state;
    open_by(&w, "minmax");
    simulate(&w, &(titian_set_value){"U3", "B", 100.0}, NULL); /* B from 10..80 to 40..100 */
    table = show(&w, "moved");
    assert_int_equal(titian_listing_n_rows(table), 1);
    assert_string_equal(text(table, 0, "What"), "scale");
    assert_string_equal(text(table, 0, "iCode"), "B");
    assert_near(number(table, 0, "N.Units"), 2.0, 0.0);
    assert_near(number(table, 0, "Largest"), 300.0 / 7.0, 1e-12); /* U2: 30/70 to 0 */
    shut(&w);
}

static void a_method_that_compares_units_is_said_to(void **state)
{
    shown w;

    (void) state;
    open_by(&w, "goalposts");
    sketch_choose(&w.s, TITIAN_STAGE_AGGREGATE, "wroclaw");
    sketch_run(&w.s);
    simulate(&w, &(titian_set_value){"U1", "B", 100.0}, NULL);
    (void) find(show(&w, "moved"), "What", "comparison", "iCode", "X");
    shut(&w);
}

static void what_cannot_be_set_is_refused(void **state)
{
    const titian_set_value twice[] = {{"U1", "A", 1.0}, {"U1", "A", 2.0}};
    shown w;

    (void) state;
    open_by(&w, "goalposts");
    refuse(&w, &(titian_simulation_options){.n_values = 0}, "nothing is set");
    refuse(&w, &(titian_simulation_options){.values = twice, .n_values = 2}, "A is set twice for U1");
    refuse(&w, &(titian_simulation_options){.values = &(titian_set_value){"U1", "X", 1.0}, .n_values = 1},
        "X is no indicator: its score follows from those below it");
    refuse(&w, &(titian_simulation_options){.values = &(titian_set_value){"U1", "ELEC", 1.0}, .n_values = 1},
        "the model has no indicator \"ELEC\"");
    refuse(&w, &(titian_simulation_options){.weights = &(titian_set_weight){"Z", 1.0}, .n_weights = 1},
        "Z is the index itself: it has no weight");
    refuse(&w, &(titian_simulation_options){.weights = &(titian_set_weight){"X", -1.0}, .n_weights = 1},
        "the weight of X is -1");
    sketch_choose(&w.s, TITIAN_STAGE_WEIGH, "equal");
    sketch_run(&w.s);
    refuse(&w, &(titian_simulation_options){.weights = &(titian_set_weight){"X", 2.0}, .n_weights = 1},
        "the weight of X cannot be set: the model weighs the parts of Z by the method equal");
    shut(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_changes_its_unit_and_the_ranks_of_others),
        cmocka_unit_test(a_gap_that_is_filled_takes_its_weight_back),
        cmocka_unit_test(a_weight_holds_for_all_units),
        cmocka_unit_test(a_scale_found_in_the_data_is_said_to_move),
        cmocka_unit_test(a_method_that_compares_units_is_said_to),
        cmocka_unit_test(what_cannot_be_set_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

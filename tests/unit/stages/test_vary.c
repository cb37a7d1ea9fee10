/* stages/vary: what goalposts, numbers, errors of data and choices change for given numbers of (0, 1).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/vary_bench.h"

/* ---- goalposts ---- */

static void goalposts_move_along_their_scale(void **state)
{
    const double u[2 * N_INDICATORS] = {0.75, 0.0, 1.0, 0.25, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1};
    vary_bench b;

    (void) state;
    vary_open(&b, "goalposts");
    vary_option(&b, "share")->number = 0.2;
    assert_int_equal(b.row->count(&b.site), 2 * N_INDICATORS);
    vary_apply(&b, u);
    assert_near(b.lows[A], 10.0 + 0.1 * 80.0, 1e-13);
    assert_near(b.highs[A], 90.0 + 0.2 * 80.0, 1e-13); /* towards the other post is a share above 0 */
    assert_near(b.lows[B], 80.0 * pow(20.0 / 80.0, 0.2), 1e-12);
    assert_near(b.highs[B], 20.0 * pow(80.0 / 20.0, -0.1), 1e-12);
    assert_near(b.lows[C], 0.0, 0.0);
    assert_near(b.highs[C], 10.0, 0.0);
    assert_true(isnan(b.lows[D]) && isnan(b.highs[E]));
    vary_option(&b, "ends")->number = 1.0;
    vary_apply(&b, u);
    assert_near(b.lows[A], 18.0, 1e-13);
    assert_near(b.highs[A], 90.0, 0.0);
    vary_option(&b, "ends")->number = 2.0;
    vary_apply(&b, u);
    assert_near(b.lows[A], 10.0, 0.0);
    assert_near(b.highs[A], 106.0, 1e-13);
    vary_close(&b);
}

static void goalposts_may_move_by_the_same_share(void **state)
{
    vary_bench b;

    (void) state;
    vary_open(&b, "goalposts");
    vary_option(&b, "share")->number = 0.1;
    vary_option(&b, "each")->number = 0.0;
    assert_int_equal(b.row->count(&b.site), 2);
    vary_apply(&b, (const double[]){1.0, 0.5});
    assert_near(b.lows[A], 18.0, 1e-13);
    assert_near(b.lows[B], 80.0 * pow(0.25, 0.1), 1e-12);
    assert_near(b.lows[C], 1.0, 1e-15);
    assert_near(b.highs[A], 90.0, 0.0);
    vary_close(&b);
}

/* ---- numbers ---- */

static void an_option_is_drawn_within_its_range(void **state)
{
    size_t at;
    vary_bench b;
    titian_error err;

    (void) state;
    vary_open(&b, "option");
    sketch_choose(&b.s, TITIAN_STAGE_TREAT, "winsorise");
    vary_option(&b, "stage")->number = TITIAN_STAGE_TREAT;
    vary_option(&b, "option")->text = "skewness";
    vary_option(&b, "range")->number = 1.0;
    vary_option(&b, "range")->upper = 3.0;
    at = titian_method_param(b.s.recipe.choice[TITIAN_STAGE_TREAT].method, "skewness");
    assert_int_equal(b.row->count(&b.site), 1);
    vary_apply(&b, (const double[]){0.25});
    assert_near(b.number, 1.5, 0.0);
    assert_near(b.change.choice[TITIAN_STAGE_TREAT].option[at].number, 1.5, 0.0);
    vary_option(&b, "whole")->number = 1.0; /* 1, 2 and 3, each a third */
    for (int k = 0; k < 300; k++) {
        vary_apply(&b, (const double[]){(k + 0.5) / 300.0});
        assert_near(b.number, 1.0 + k / 100, 0.0);
    }
    vary_apply(&b, (const double[]){1.0 - 0x1p-54});
    assert_near(b.number, 3.0, 0.0);
    sketch_choose(&b.s, TITIAN_STAGE_TREAT, "none");
    assert_int_equal(vary_try(&b, (const double[]){0.5}, &err), TITIAN_E_MODEL);
    assert_non_null(strstr(err.message, "skewness"));
    vary_close(&b);
}

static void a_parameter_of_the_priority_step_is_drawn_within_its_range(void **state)
{
    titian_priority_rules *found = NULL;
    vary_bench b;

    (void) state;
    vary_open(&b, "priority");
    found = &b.change.priority;
    vary_option(&b, "range")->number = 0.0;
    vary_option(&b, "range")->upper = 4.0;
    for (int parameter = 0; parameter < 10; parameter++) {
        double *const places[] = {&found->target, &found->alpha, &found->people_reference, &found->absorption_penalty,
            &found->age_discount, &found->weight[TITIAN_PART_NEED], &found->weight[TITIAN_PART_PEOPLE],
            &found->weight[TITIAN_PART_VULNERABILITY], &found->weight[TITIAN_PART_AID],
            &found->weight[TITIAN_PART_CONFIDENCE]};

        vary_option(&b, "parameter")->number = parameter;
        vary_option(&b, "whole")->number = 0.0;
        vary_apply(&b, (const double[]){0.125});
        for (int k = 0; k < 10; k++)
            assert_near(*places[k], k == parameter ? 0.5 : 0.0, 0.0);
        vary_option(&b, "whole")->number = 1.0;
        vary_apply(&b, (const double[]){0.41});
        assert_near(*places[parameter], 2.0, 0.0);
    }
    vary_close(&b);
}

/* ---- data ---- */

/* Numbers for all cells: those of an indicator are given, of the others never used. */
static void apply_cells(vary_bench *b, size_t indicator, const double *u)
{
    double all[N_INDICATORS * N_UNITS];

    for (size_t k = 0; k < N_INDICATORS * N_UNITS; k++)
        all[k] = 0.9;
    memcpy(all + indicator * N_UNITS, u, N_UNITS * sizeof *u);
    assert_int_equal(b->row->count(&b->site), N_INDICATORS * N_UNITS);
    vary_apply(b, all);
}

static double cell(const vary_bench *b, size_t indicator, size_t unit)
{
    return titian_panel_column(b->change.panel, indicator, 0)[unit];
}

static const double upper = 0.75, z = 0.6744897501960817; /* quantile of the normal distribution */

static void errors_take_their_size_from_where_it_is_known(void **state)
{
    const double width = 1.6448536269514722; /* of an interval of 0.9 */
    vary_bench b;

    (void) state;
    vary_open(&b, "error");
    vary_option(&b, "indicator")->text = "A";
    vary_option(&b, "sd")->number = 3.0;
    vary_option(&b, "share")->number = 0.1;
    apply_cells(&b, A, (const double[]){upper, 1.0 - upper, upper});
    assert_near(cell(&b, A, 0), 10.0 + z * (3.0 + 1.0), 1e-12);
    assert_near(cell(&b, A, 1), 20.0 - z * (3.0 + 2.0), 1e-12);
    assert_true(isnan(cell(&b, A, 2)));
    assert_near(cell(&b, D, 0), 5.0, 0.0);
    vary_option(&b, "se")->text = "SE";
    apply_cells(&b, A, (const double[]){upper, 1.0 - upper, upper});
    assert_near(cell(&b, A, 0), 10.0 + z * 2.0, 1e-12);
    assert_near(cell(&b, A, 1), 20.0 - z * 5.0, 1e-12); /* no standard error: sd and share */
    assert_true(isnan(cell(&b, A, 2)));
    vary_option(&b, "se")->text = NULL;
    vary_option(&b, "low")->text = "LO";
    vary_option(&b, "high")->text = "HI";
    apply_cells(&b, A, (const double[]){upper, 1.0 - upper, upper});
    assert_near(cell(&b, A, 0), 10.0 + z * 6.0 / width, 1e-12);
    assert_near(cell(&b, A, 1), 20.0 - z * 6.0 / width, 1e-12);
    apply_cells(&b, A, (const double[]){1.0 - upper, upper, upper});
    assert_near(cell(&b, A, 0), 10.0 - z * 6.0 / width, 1e-12);
    assert_near(cell(&b, A, 1), 20.0 + z * 5.0, 1e-12); /* no upper end */
    vary_close(&b);
}

static void errors_are_of_every_indicator_unless_one_is_named(void **state)
{
    vary_bench b;

    (void) state;
    vary_open(&b, "error");
    vary_option(&b, "sd")->number = 1.0;
    apply_cells(&b, D, (const double[]){upper, upper, 0.5});
    assert_near(cell(&b, D, 0), 5.0 + z, 1e-12);
    assert_near(cell(&b, D, 2), 9.0, 1e-12);
    assert_near(cell(&b, A, 0), 10.0 + 1.2815515655446004, 1e-12); /* 0.9 */
    vary_close(&b);
}

static void values_age_by_the_root_of_their_years(void **state)
{
    const double sd = 2.0; /* of 5, 7 and 9 */
    uint8_t *ages;
    vary_bench b;

    (void) state;
    vary_open(&b, "ageing");
    vary_option(&b, "share")->number = 0.05;
    for (size_t j = 0; j < N_INDICATORS; j++) {
        ages = titian_panel_ages_mut(b.s.panel, j, 0);
        ages[0] = 4;
        ages[1] = 0;
        ages[2] = 1;
    }
    titian_panel_column_mut(b.s.panel, B, 0)[0] = 40.0;
    apply_cells(&b, A, (const double[]){upper, upper, upper});
    assert_near(cell(&b, A, 0), 10.0 + z * 0.05 * 80.0 * 2.0, 1e-12);
    assert_near(cell(&b, A, 1), 20.0, 0.0); /* of the year itself */
    assert_true(isnan(cell(&b, A, 2)));
    apply_cells(&b, B, (const double[]){upper, upper, upper});
    assert_near(cell(&b, B, 0), 40.0 * pow(4.0, z * 0.05 * 2.0), 1e-12); /* in logarithms, 80 to 20 */
    apply_cells(&b, D, (const double[]){upper, upper, 1.0 - upper});
    assert_near(cell(&b, D, 0), 5.0 + z * 0.05 * sd * 2.0, 1e-12);
    assert_near(cell(&b, D, 2), 9.0 - z * 0.05 * sd, 1e-12);
    vary_close(&b);
}

/* ---- choices ---- */

static void alternatives_are_drawn_by_their_probabilities(void **state)
{
    static titian_alternative three[] = {
        {.name = "a", .probability = 1.0}, {.name = "b", .probability = 0.0}, {.name = "c", .probability = 3.0}};
    vary_bench b;

    (void) state;
    vary_open(&b, "alternatives");
    b.factor.alternatives = three;
    b.factor.n_alternatives = 3;
    vary_apply(&b, (const double[]){0x1p-53});
    assert_int_equal(b.alternative, 0);
    vary_apply(&b, (const double[]){0.2499});
    assert_int_equal(b.alternative, 0);
    vary_apply(&b, (const double[]){0.25});
    assert_int_equal(b.alternative, 2);
    vary_apply(&b, (const double[]){1.0 - 0x1p-53});
    assert_int_equal(b.alternative, 2);
    vary_close(&b);
}

/* The second factor may take its first alternative only after "y" of the first factor. */
static void an_alternative_with_a_when_is_open_to_some_draws_alone(void **state)
{
    static const unsigned char allows[] = {0, 1};
    static const titian_requirement when = {.factor = 0, .alternatives = allows};
    static titian_alternative first[] = {{.name = "x", .probability = 1.0}, {.name = "y", .probability = 1.0}};
    static titian_alternative second[] = {
        {.name = "p", .probability = 1.0, .when = &when, .n_when = 1}, {.name = "q", .probability = 1.0}};
    titian_factor factors[2];
    size_t drawn[2] = {0, TITIAN_NONE};
    titian_error err;
    vary_bench b;

    (void) state;
    vary_open(&b, "alternatives");
    factors[0] = factors[1] = b.factor;
    factors[0].alternatives = first;
    factors[1].alternatives = second;
    factors[0].n_alternatives = factors[1].n_alternatives = 2;
    b.s.recipe.uncertainty.factors = factors;
    b.s.recipe.uncertainty.n_factors = 2;
    b.site.factor = 1;
    b.change.alternative = drawn;
    assert_int_equal(b.row->apply(&b.site, (const double[]){0.1}, &b.change, &err), TITIAN_OK);
    assert_int_equal(drawn[1], 1);
    drawn[0] = 1;
    assert_int_equal(b.row->apply(&b.site, (const double[]){0.1}, &b.change, &err), TITIAN_OK);
    assert_int_equal(drawn[1], 0);
    drawn[0] = TITIAN_NONE; /* not drawn: it forbids nothing */
    assert_int_equal(b.row->apply(&b.site, (const double[]){0.1}, &b.change, &err), TITIAN_OK);
    assert_int_equal(drawn[1], 0);
    factors[1].n_alternatives = 1;
    drawn[0] = 0;
    assert_int_equal(b.row->apply(&b.site, (const double[]){0.1}, &b.change, &err), TITIAN_E_MODEL);
    vary_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goalposts_move_along_their_scale),
        cmocka_unit_test(goalposts_may_move_by_the_same_share),
        cmocka_unit_test(an_option_is_drawn_within_its_range),
        cmocka_unit_test(a_parameter_of_the_priority_step_is_drawn_within_its_range),
        cmocka_unit_test(errors_take_their_size_from_where_it_is_known),
        cmocka_unit_test(errors_are_of_every_indicator_unless_one_is_named),
        cmocka_unit_test(values_age_by_the_root_of_their_years),
        cmocka_unit_test(alternatives_are_drawn_by_their_probabilities),
        cmocka_unit_test(an_alternative_with_a_when_is_open_to_some_draws_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

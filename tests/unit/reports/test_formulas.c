/* reports/workbook: formulas, and what is written as values instead.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/reports/pages.h"

#include "workbook/formula_methods.h"
#include "workbook/live.h"
#include "workbook/method_inputs.h"
#include "workbook/names.h"

/* Unit U1 has row 8, indicators A, B, C the columns C, D, E; P, Q, X the columns F, G, H. */

static const char *score_formula(const pages *p, const char *node)
{
    return formula_at(p, SHEET_SCORES, UNIT_FIRST, node_col(sketch_node(&p->s, node)));
}

static int holds(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        return 1;
    print_error("\"%s\" does not hold \"%s\"\n", text, part);
    return 0;
}

static void goalposts_are_formulas_on_named_inputs(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    write_scores(pages_book(&p));
    assert_string_equal(score_formula(&p, "A"),
        "IF(ISNUMBER(Data_Used!C8)*Data_Used!C$5,S_low+(S_high-S_low)*MAX(0,MIN(1,(Data_Used!C8-GP_A_worst)/"
        "(GP_A_best-GP_A_worst))),\"\")");
    assert_true(holds(
        score_formula(&p, "B"), "(LN(MAX(Data_Used!D8,1E-300))-LN(GP_B_worst))/(LN(GP_B_best)-LN(GP_B_worst))"));
    assert_near(number_at(&p, SHEET_SCORES, UNIT_FIRST, node_col(0)), 50, 1e-12);
    pages_close(&p);
}

static void every_score_carries_the_engines_number(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    write_scores(pages_book(&p));
    for (size_t node = 0; node < p.b->n_nodes; node++)
        for (size_t i = 0; i < p.b->n_units; i++)
            assert_near(number_at(&p, SHEET_SCORES, row_of_unit(i), node_col(node)), node_value(p.b, node, i), 0);
    pages_close(&p);
}

static void minmax_takes_its_ends_from_the_column_and_turns_where_less_is_better(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    sketch_choose(&p.s, TITIAN_STAGE_NORMALISE, "minmax");
    p.s.recipe.order[0] = TITIAN_STAGE_DENOMINATE;
    pages_book(&p);
    write_parameters(p.b);
    write_scores(p.b);
    assert_int_equal(names_typed(p.b, 0), 0);
    assert_true(holds(formula_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_FIRST), "MIN(Data_Used!$C$8:$C$13)"));
    assert_true(holds(formula_at(&p, SHEET_PARAMETERS, node_row(p.b, 2), NODE_FIRST), "MAX(Data_Used!$E$8:$E$13)"));
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 2), NODE_FIRST), 20, 0);
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 2), NODE_SECOND), 1, 0);
    assert_true(holds(score_formula(&p, "C"), fixed(SHEET_PARAMETERS, node_row(p.b, 2), NODE_SECOND).text));
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 2), NODE_WORST), TITIAN_MISSING, 0);
    pages_close(&p);
}

static void zscores_use_the_sample_deviation_and_ranks_the_rank_function(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    sketch_choose(&p.s, TITIAN_STAGE_NORMALISE, "zscore");
    pages_book(&p);
    write_parameters(p.b);
    write_scores(p.b);
    assert_true(holds(formula_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_SECOND), "STDEV("));
    assert_true(holds(score_formula(&p, "A"), "S_mean+S_sd*"));
    assert_true(holds(score_formula(&p, "C"), "S_mean-S_sd*"));
    sketch_choose(&p.s, TITIAN_STAGE_NORMALISE, "rank");
    write_scores(pages_book(&p));
    assert_true(holds(score_formula(&p, "A"), "RANK(Data_Used!C8,Data_Used!$C$8:$C$13,1)"));
    assert_true(holds(score_formula(&p, "C"), "RANK(Data_Used!E8,Data_Used!$E$8:$E$13,0)"));
    pages_close(&p);
}

static void aggregates_share_the_weight_of_what_is_missing(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    write_scores(pages_book(&p));
    assert_true(holds(score_formula(&p, "P"), "SUMPRODUCT($C$5:$D$5,C8:D8)/SUMPRODUCT($C$5:$D$5,--ISNUMBER(C8:D8))"));
    sketch_choose(&p.s, TITIAN_STAGE_AGGREGATE, "geometric");
    sketch_number(&p.s, TITIAN_STAGE_AGGREGATE, "floor", 2);
    write_scores(pages_book(&p));
    assert_true(holds(score_formula(&p, "P"), "EXP((IF(ISNUMBER(C8)*C$5>0,C$5*LN(MAX(C8,Parameters!$M$"));
    pages_close(&p);
}

static void a_method_without_a_formula_is_written_as_values_and_says_so(void **state)
{
    titian_method other;
    titian_choice *choice = NULL;
    pages p;

    (void) state;
    pages_open(&p);
    pages_book(&p);
    assert_non_null(p.b->scored_by[0]);
    assert_string_equal(p.b->values_note, "");
    choice = &p.s.recipe.choice[TITIAN_STAGE_NORMALISE];
    other = *choice->method;
    other.name = "some new method";
    choice->method = &other;
    write_scores(pages_book(&p));
    assert_null(p.b->scored_by[0]);
    assert_null(book_setting(p.b, "S_low"));
    assert_true(holds(p.b->values_note, "the method \"some new method\" cannot be computed by a spreadsheet"));
    assert_int_equal(kind_at(&p, SHEET_SCORES, UNIT_FIRST, COL_NODE), NUMBER_CELL);
    assert_int_equal(kind_at(&p, SHEET_SCORES, UNIT_FIRST, node_col(p.b->root)), FORMULA_CELL);
    assert_true(holds(text_at(&p, SHEET_SCORES, ROW_NOTE, 0), "some new method"));
    pages_close(&p);
}

static void every_method_has_a_row_and_only_benefit_of_the_doubt_has_no_formula(void **state)
{
    (void) state;
    for (size_t k = 0; k < titian_n_methods(TITIAN_STAGE_NORMALISE); k++)
        assert_non_null(formula_normaliser_of(titian_method_at(TITIAN_STAGE_NORMALISE, k)));
    for (size_t k = 0; k < titian_n_methods(TITIAN_STAGE_AGGREGATE); k++) {
        const titian_method *method = titian_method_at(TITIAN_STAGE_AGGREGATE, k);
        const formula_aggregator *row = formula_aggregator_of(method);

        assert_non_null(row);
        assert_int_equal(row->never != NULL, strncmp(method->name, "bod", 3) == 0);
        assert_int_equal(row->score == NULL, row->never != NULL);
    }
}

/* Each input of a row is an option of its method: else a formula would name a cell that is not there. */
static void inputs_of_the_rows_are_options_of_their_methods(void **state)
{
    (void) state;
    for (size_t k = 0; k < titian_n_methods(TITIAN_STAGE_NORMALISE); k++) {
        const titian_method *method = titian_method_at(TITIAN_STAGE_NORMALISE, k);
        const char *const *inputs = formula_normaliser_of(method)->inputs;

        for (; inputs != NULL && *inputs != NULL; inputs++)
            assert_int_not_equal(titian_method_param(method, *inputs), TITIAN_NONE);
    }
    for (size_t k = 0; k < titian_n_methods(TITIAN_STAGE_AGGREGATE); k++) {
        const titian_method *method = titian_method_at(TITIAN_STAGE_AGGREGATE, k);
        const char *const *inputs = formula_aggregator_of(method)->inputs;

        for (; inputs != NULL && *inputs != NULL; inputs++)
            assert_int_not_equal(titian_method_param(method, *inputs), TITIAN_NONE);
    }
}

static const char two_years_tree[] = "A X 1\nB X 1 direction -1\nX - 1\n";
static const char two_years[] = "U1 2019 A 2 B 5\nU2 2019 A 4 B 1\n"
                                "U1 2020 A 8 B 3\nU2 2020 A 6 B 9\n";

static void open_two_years(pages *p, const char *method)
{
    pages_open_text(p, two_years_tree, two_years);
    p->s.options.first_year = 2019;
    p->s.options.last_year = 2020;
    sketch_choose(&p->s, TITIAN_STAGE_NORMALISE, method);
    sketch_number(&p->s, TITIAN_STAGE_NORMALISE, "over", 1);
}

static void statistics_of_other_years_are_figures_and_scores_formulas_all_the_same(void **state)
{
    pages p;

    (void) state;
    open_two_years(&p, "minmax");
    pages_book(&p);
    write_parameters(p.b);
    write_scores(p.b);
    assert_int_equal(kind_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_FIRST), NUMBER_CELL);
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_FIRST), 2, 0);
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_SECOND), 8, 0);
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 1), NODE_FIRST), 9, 0);
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 1), NODE_SECOND), 1, 0);
    assert_true(holds(score_formula(&p, "A"), "S_low+(S_high-S_low)*((Data_Used!C8-Parameters!$I$"));
    assert_near(number_at(&p, SHEET_SCORES, row_of_unit(1), node_col(0)), 200.0 / 3.0, 1e-12);
    pages_close(&p);
}

static void mean_and_deviation_of_all_years_are_figures_too(void **state)
{
    pages p;

    (void) state;
    open_two_years(&p, "zscore");
    pages_book(&p);
    write_parameters(p.b);
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_FIRST), 5, 0);
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_SECOND), sqrt(20.0 / 3.0), 1e-15);
    sketch_number(&p.s, TITIAN_STAGE_NORMALISE, "over", 2);
    sketch_number(&p.s, TITIAN_STAGE_NORMALISE, "base_year", 2019);
    pages_book(&p);
    write_parameters(p.b);
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_FIRST), 3, 0);
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_SECOND), sqrt(2.0), 1e-15);
    sketch_number(&p.s, TITIAN_STAGE_NORMALISE, "base_year", 2020); /* the workbook's own year */
    pages_book(&p);
    write_parameters(p.b);
    assert_int_equal(kind_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_FIRST), FORMULA_CELL);
    pages_close(&p);
}

static void a_reference_unit_of_another_year_is_a_figure_and_no_input(void **state)
{
    pages p;

    (void) state;
    open_two_years(&p, "ratio2ref");
    sketch_text(&p.s, TITIAN_STAGE_NORMALISE, "unit", "U2");
    pages_book(&p);
    write_parameters(p.b);
    assert_null(book_setting(p.b, "S_unit"));
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_FIRST), 6, 0); /* its latest */
    sketch_number(&p.s, TITIAN_STAGE_NORMALISE, "over", 0);
    pages_book(&p);
    write_parameters(p.b);
    assert_string_equal(book_setting(p.b, "S_unit")->word, "U2");
    assert_true(holds(formula_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_FIRST),
        "SUMPRODUCT(--EXACT(Data_Used!$A$8:$A$9,S_unit"));
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_FIRST), 6, 0);
    pages_close(&p);
}

static void places_among_values_of_other_years_are_values_and_say_so(void **state)
{
    pages p;

    (void) state;
    open_two_years(&p, "rank");
    write_scores(pages_book(&p));
    assert_null(p.b->scored_by[0]);
    assert_true(holds(p.b->values_note, "Indicator scores are values: the method \"rank\" looks at the order"));
    assert_int_equal(kind_at(&p, SHEET_SCORES, UNIT_FIRST, COL_NODE), NUMBER_CELL);
    pages_close(&p);
}

static void options_are_shared_by_those_of_one_choice_and_named_after_the_first(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    sketch_choose(&p.s, TITIAN_STAGE_AGGREGATE, "owa");
    p.s.aggregation[sketch_node(&p.s, "Q")].option[titian_method_param(p.s.aggregation[0].method, "alpha")].number =
        3;
    write_scores(pages_book(&p));
    assert_near(setting_value(p.b, "L2_alpha"), 2, 0);
    assert_near(setting_value(p.b, "AG_Q_alpha"), 3, 0);
    assert_near(setting_value(p.b, "L3_alpha"), 2, 0);
    assert_string_equal(book_setting(p.b, "L2_alpha")->label, "Alpha: P");
    assert_true(holds(score_formula(&p, "Q"), "^AG_Q_alpha"));
    assert_string_equal(method_input(p.b, sketch_node(&p.s, "X"), "alpha").text, "L3_alpha");
    pages_close(&p);
}

static void a_rounded_score_is_rounded_from_a_cell_of_its_own(void **state)
{
    pages p;
    size_t node = 0;

    (void) state;
    pages_open(&p);
    sketch_choose(&p.s, TITIAN_STAGE_AGGREGATE, "arithmetic");
    sketch_number(&p.s, TITIAN_STAGE_AGGREGATE, "decimals", 1);
    pages_book(&p);
    write_scores(p.b);
    write_scores_calc(p.b);
    node = sketch_node(&p.s, "P");
    assert_int_equal(formula_n_columns(p.b, node), 2);
    for (size_t i = 0; i < p.b->n_units; i++) {
        const double from = titian_assessment_unrounded(p.s.a, node, p.b->year)[i];

        assert_near(number_at(&p, SHEET_SCORES_CALC, row_of_unit(i), calc_col(p.b, node, 0)), from, 0);
    }
    assert_true(holds(score_formula(&p, "P"), "10^L2_decimals"));
    assert_true(holds(score_formula(&p, "P"), "1E-12*"));
    pages_close(&p);
}

static void a_node_too_wide_for_a_formula_is_a_value_and_says_so(void **state)
{
    enum { N = 60 };
    char tree_text[N * 16 + 16] = "", data_text[N * 16 + 16] = "U1 2020";
    pages p;

    (void) state;
    for (int k = 0; k < N; k++) {
        snprintf(tree_text + strlen(tree_text), sizeof tree_text - strlen(tree_text), "N%02d X 1\n", k);
        snprintf(data_text + strlen(data_text), sizeof data_text - strlen(data_text), " N%02d %d", k, k + 1);
    }
    snprintf(tree_text + strlen(tree_text), sizeof tree_text - strlen(tree_text), "X - 1\n");
    snprintf(data_text + strlen(data_text), sizeof data_text - strlen(data_text), "\n");
    pages_open_text(&p, tree_text, data_text);
    sketch_choose(&p.s, TITIAN_STAGE_NORMALISE, "rank");
    sketch_choose(&p.s, TITIAN_STAGE_AGGREGATE, "power");
    write_scores(pages_book(&p));
    assert_true(book_good(p.b));
    assert_null(p.b->made_by[p.b->root]);
    assert_true(holds(p.b->values_note, "Scores of X are values: the method \"power\" would need longer formulas"));
    sketch_choose(&p.s, TITIAN_STAGE_AGGREGATE, "geometric");
    write_scores(pages_book(&p));
    assert_non_null(p.b->made_by[p.b->root]);
    assert_true(book_good(p.b));
    pages_close(&p);
}

static void a_power_too_near_to_zero_is_a_value_and_says_so(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    sketch_choose(&p.s, TITIAN_STAGE_AGGREGATE, "power");
    sketch_number(&p.s, TITIAN_STAGE_AGGREGATE, "p", 1e-7);
    pages_book(&p);
    assert_null(p.b->made_by[p.b->root]);
    assert_true(holds(p.b->values_note, "for p so near to 0"));
    pages_close(&p);
}

static void scores_changed_after_normalisation_are_values(void **state)
{
    static const titian_stage order[] = {TITIAN_STAGE_DENOMINATE, TITIAN_STAGE_SCREEN, TITIAN_STAGE_TREAT,
        TITIAN_STAGE_NORMALISE, TITIAN_STAGE_IMPUTE};
    pages p;

    (void) state;
    pages_open(&p);
    memcpy(p.s.recipe.order, order, sizeof order);
    sketch_choose(&p.s, TITIAN_STAGE_IMPUTE, "mean");
    write_scores(pages_book(&p));
    assert_null(p.b->scored_by[0]);
    assert_true(holds(p.b->values_note, "stages after normalisation changed them"));
    pages_close(&p);
}

static void an_indicator_left_out_keeps_its_data_so_that_it_can_return(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    sketch_number(&p.s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.7);
    pages_book(&p);
    write_parameters(p.b);
    assert_false(indicator_state(p.b, 0)->included);
    assert_true(p.b->returns[0]);
    assert_near(used_value(p.b, 0, 1), 2, 0);
    assert_near(number_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_IN_USE), 0, 0);
    assert_true(holds(formula_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_IN_USE), ">=C_indicator-1E-9"));
    pages_close(&p);
}

static void it_stays_out_where_a_later_stage_would_have_changed_it(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    sketch_number(&p.s, TITIAN_STAGE_SCREEN, "indicator_coverage", 0.7);
    sketch_choose(&p.s, TITIAN_STAGE_IMPUTE, "mean");
    pages_book(&p);
    write_parameters(p.b);
    assert_false(p.b->returns[0]);
    assert_near(used_value(p.b, 0, 1), TITIAN_MISSING, 0);
    assert_int_equal(kind_at(&p, SHEET_PARAMETERS, node_row(p.b, 0), NODE_IN_USE), NUMBER_CELL);
    assert_true(holds(p.b->values_note, "stay out"));
    pages_close(&p);
}

static void units_dropped_by_screening_come_back_by_formula_under_goalposts_alone(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    sketch_number(&p.s, TITIAN_STAGE_SCREEN, "failing", 1);
    write_scores(pages_book(&p));
    assert_true(p.b->drops_live);
    assert_near(used_value(p.b, 2, 3), 3, 0);
    assert_near(node_value(p.b, 2, 3), TITIAN_MISSING, 0);
    assert_true(holds(score_formula(&p, "A"), "*Data_Used!C$5*"));
    sketch_choose(&p.s, TITIAN_STAGE_NORMALISE, "minmax");
    write_scores(pages_book(&p));
    assert_false(p.b->drops_live);
    assert_near(used_value(p.b, 2, 3), TITIAN_MISSING, 0);
    assert_true(holds(p.b->values_note, "dropped stay dropped"));
    pages_close(&p);
}

static void data_year_counts_observed_values_and_names_the_rule_of_others(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    sketch_choose(&p.s, TITIAN_STAGE_IMPUTE, "mean");
    write_data_year(pages_book(&p));
    assert_near(number_at(&p, SHEET_DATA_YEAR, row_of_unit(0), node_col(0)), 2019, 0);
    assert_near(number_at(&p, SHEET_DATA_YEAR, row_of_unit(0), node_col(1)), 2020, 0);
    assert_near(number_at(&p, SHEET_DATA_YEAR, row_of_unit(2), node_col(2)), 2020, 0);
    assert_string_equal(text_at(&p, SHEET_DATA_YEAR, row_of_unit(3), node_col(0)), "mean");
    pages_close(&p);
}

static void priority_carries_the_engines_numbers_and_sorts_by_them(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    pages_priority(&p);
    pages_book(&p);
    write_priority_calc(p.b);
    write_priority(p.b);
    write_assess_first(p.b);
    assert_true(book_good(p.b));
    for (size_t i = 0; i < p.b->n_units; i++) {
        const titian_priority_state *want = priority_state(p.b, i);
        const lxw_row_t row = row_of_unit(i);

        assert_near(number_at(&p, SHEET_PRIORITY_CALC, row, CALC_NEED), want->need, 0);
        assert_near(number_at(&p, SHEET_PRIORITY_CALC, row, CALC_SCORE), want->score, 0);
        for (int part = 0; part < TITIAN_N_PARTS; part++)
            assert_near(number_at(&p, SHEET_PRIORITY_CALC, row, (lxw_col_t) (CALC_PART + part)), want->part[part], 0);
    }
    for (size_t k = 1; k < 3; k++)
        assert_true(number_at(&p, SHEET_PRIORITY, (lxw_row_t) (LIST_FIRST + k - 1), PRIORITY_SCORE) >=
                    number_at(&p, SHEET_PRIORITY, (lxw_row_t) (LIST_FIRST + k), PRIORITY_SCORE));
    assert_int_equal(p.b->n_eligible, 5);
    assert_string_equal(text_at(&p, SHEET_PRIORITY, LIST_FIRST + 4, PRIORITY_NAME), "");
    assert_string_equal(text_at(&p, SHEET_ASSESS_FIRST, LIST_FIRST, ASSESS_CODE), "U4");
    assert_string_equal(text_at(&p, SHEET_PRIORITY_CALC, row_of_unit(4), CALC_REASON), "=not on the list");
    assert_int_equal(kind_at(&p, SHEET_PRIORITY_CALC, row_of_unit(4), CALC_REASON), STRING_CELL);
    pages_close(&p);
}

static void no_formula_is_volatile_or_newer_than_excel_2010(void **state)
{
    static const char *const banned[] = {
        "INDIRECT(", "OFFSET(", "TODAY(", "NOW(", "RAND", "XLOOKUP(", "LET(", "FILTER(", "SORT(", "UNIQUE(", "CELL("};
    pages p;

    (void) state;
    pages_open(&p);
    pages_priority(&p);
    pages_vary(&p);
    pages_book(&p);
    for (int id = 0; id < N_SHEETS; id++)
        if (book_has(p.b, (sheet_id) id))
            book_sheet_row((sheet_id) id)->write(p.b);
    assert_true(book_good(p.b));
    for (int id = 0; id < N_SHEETS; id++)
        for (lxw_row_t row = 0; row < 60 && book_has(p.b, (sheet_id) id); row++)
            for (lxw_col_t col = 0; col < 40; col++)
                for (size_t k = 0; k < sizeof banned / sizeof *banned; k++)
                    if (kind_at(&p, (sheet_id) id, row, col) == FORMULA_CELL)
                        assert_null(strstr(formula_at(&p, (sheet_id) id, row, col), banned[k]));
    pages_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goalposts_are_formulas_on_named_inputs),
        cmocka_unit_test(every_score_carries_the_engines_number),
        cmocka_unit_test(minmax_takes_its_ends_from_the_column_and_turns_where_less_is_better),
        cmocka_unit_test(zscores_use_the_sample_deviation_and_ranks_the_rank_function),
        cmocka_unit_test(aggregates_share_the_weight_of_what_is_missing),
        cmocka_unit_test(a_method_without_a_formula_is_written_as_values_and_says_so),
        cmocka_unit_test(every_method_has_a_row_and_only_benefit_of_the_doubt_has_no_formula),
        cmocka_unit_test(inputs_of_the_rows_are_options_of_their_methods),
        cmocka_unit_test(statistics_of_other_years_are_figures_and_scores_formulas_all_the_same),
        cmocka_unit_test(mean_and_deviation_of_all_years_are_figures_too),
        cmocka_unit_test(a_reference_unit_of_another_year_is_a_figure_and_no_input),
        cmocka_unit_test(places_among_values_of_other_years_are_values_and_say_so),
        cmocka_unit_test(options_are_shared_by_those_of_one_choice_and_named_after_the_first),
        cmocka_unit_test(a_rounded_score_is_rounded_from_a_cell_of_its_own),
        cmocka_unit_test(a_node_too_wide_for_a_formula_is_a_value_and_says_so),
        cmocka_unit_test(a_power_too_near_to_zero_is_a_value_and_says_so),
        cmocka_unit_test(scores_changed_after_normalisation_are_values),
        cmocka_unit_test(an_indicator_left_out_keeps_its_data_so_that_it_can_return),
        cmocka_unit_test(it_stays_out_where_a_later_stage_would_have_changed_it),
        cmocka_unit_test(units_dropped_by_screening_come_back_by_formula_under_goalposts_alone),
        cmocka_unit_test(data_year_counts_observed_values_and_names_the_rule_of_others),
        cmocka_unit_test(priority_carries_the_engines_numbers_and_sorts_by_them),
        cmocka_unit_test(no_formula_is_volatile_or_newer_than_excel_2010),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

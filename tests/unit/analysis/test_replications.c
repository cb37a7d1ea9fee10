/* analysis/replicate: whatever is drawn, a replication is a run of the model with that.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/redrawn.h"

#include "kernels/draw.h"

/* A kind of model, and how what a replication drew is written into a model of that kind. */
typedef void (*open_fn)(redrawn *d);
typedef void (*settle_fn)(redrawn *to, const titian_replication *r);

static void assert_same_scores(const sketch *s, const titian_replication *r)
{
    const size_t last = titian_panel_n_years(titian_assessment_result(s->a, TITIAN_RESULT_AGGREGATED)) - 1;

    for (size_t k = N_INDICATORS; k < N_NODES; k++) {
        const double *scores = titian_panel_column(titian_assessment_result(s->a, TITIAN_RESULT_AGGREGATED), k, last);

        for (size_t i = 0; i < N_UNITS; i++) {
            assert_near(titian_replication_score(r, k, i), scores[i], 1e-11);
            assert_int_equal(titian_replication_rank(r, k, i), titian_assessment_ranks(s->a, k, last)[i]);
        }
    }
}

/* @return how many units had another rank than nominally, over all replications */
static size_t check(open_fn open, settle_fn settle)
{
    titian_replication *r = NULL;
    size_t moved = 0;
    redrawn d;

    open(&d);
    sketch_run(&d.s);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t number = 0; number < N_REPLICATIONS; number++) {
        redrawn other;
        titian_error err;

        if (titian_replication_run(r, number, &err) != TITIAN_OK)
            fail_msg("%s", err.message);
        open(&other);
        settle(&other, r);
        sketch_run(&other.s);
        assert_same_scores(&other.s, r);
        redrawn_close(&other);
        moved += titian_replication_shift(r) > 0.0 ? 1 : 0;
    }
    titian_replication_free(r);
    redrawn_close(&d);
    return moved;
}

/* ---- data ---- */

static void open_errors(redrawn *d)
{
    titian_factor *factor;

    redrawn_open(d, 1);
    factor = redrawn_add(d, "error");
    redrawn_option(factor, "sd")->number = 2.0;
    redrawn_option(factor, "share")->number = 0.05;
    factor = redrawn_add(d, "error");
    factor->name = "of D";
    redrawn_option(factor, "indicator")->text = "D";
    redrawn_option(factor, "se")->text = "SE";
    sketch_choose(&d->s, TITIAN_STAGE_NORMALISE, "minmax");
}

/* The panel with its values of 2020 changed by what the replication drew. */
static void settle_errors(redrawn *to, const titian_replication *r)
{
    const size_t year = titian_panel_find_year(to->s.panel, 2020);
    const double *se = titian_panel_column(to->s.panel, titian_panel_find_variable(to->s.panel, "SE"), year);
    size_t first = 0, of_d = 0;
    const double *u = titian_replication_numbers(r);

    assert_int_equal(titian_replication_n_numbers(r, 0, &first), N_INDICATORS * N_UNITS);
    assert_int_equal(titian_replication_n_numbers(r, 1, &of_d), N_INDICATORS * N_UNITS);
    for (size_t j = 0; j < N_INDICATORS; j++) {
        double *x = titian_panel_column_mut(to->s.panel, j, year);

        for (size_t i = 0; i < N_UNITS; i++) {
            const double was = x[i];

            x[i] += kernel_draw_normal(u[first + j * N_UNITS + i]) * (2.0 + 0.05 * fabs(was));
            x[i] += j == D ? kernel_draw_normal(u[of_d + j * N_UNITS + i]) * se[i] : 0.0;
        }
    }
}

static void errors_are_those_of_a_panel_changed_by_hand(void **state)
{
    (void) state;
    assert_true(check(open_errors, settle_errors) > N_REPLICATIONS / 2);
}

/* Half of the values are two years old. */
static void open_ageing(redrawn *d)
{
    titian_factor *factor;

    redrawn_open(d, 1);
    d->s.recipe.carry.max_age = 2;
    for (size_t j = 0; j < N_INDICATORS; j++)
        for (size_t i = j % 2; i < N_UNITS; i += 2) {
            titian_panel_column_mut(d->s.panel, j, 1)[i] = TITIAN_MISSING;
            titian_panel_marks_mut(d->s.panel, j, 1)[i] = TITIAN_MARK_MISSING;
        }
    factor = redrawn_add(d, "ageing");
    redrawn_option(factor, "share")->number = 0.1;
}

static void settle_ageing(redrawn *to, const titian_replication *r)
{
    const double *u = titian_replication_numbers(r);

    for (size_t j = 0; j < N_INDICATORS; j++) {
        const double *now = titian_panel_column(to->s.panel, j, 1);
        double *x = titian_panel_column_mut(to->s.panel, j, 0);

        for (size_t i = 0; i < N_UNITS; i++) {
            const double move = 0.1 * sqrt(2.0) * kernel_draw_normal(u[j * N_UNITS + i]);

            if (isnan(now[i]))
                x[i] = j == C ? x[i] * exp(move * log(200.0)) : x[i] + move * 100.0;
        }
    }
}

static void ageing_is_that_of_a_panel_changed_by_hand(void **state)
{
    (void) state;
    assert_true(check(open_ageing, settle_ageing) > N_REPLICATIONS / 2);
}

/* ---- stages ---- */

static void settle_years(redrawn *to, const titian_replication *r)
{
    redrawn_weights(to, r);
    if (strcmp(titian_replication_drawn(r, 1), "pooled") == 0) {
        sketch_choose(&to->s, TITIAN_STAGE_NORMALISE, "minmax");
        sketch_number(&to->s, TITIAN_STAGE_NORMALISE, "over", 1.0);
    }
}

static void of_several_years_the_last_is_shown_and_all_are_looked_at(void **state)
{
    (void) state;
    assert_true(check(redrawn_years, settle_years) > N_REPLICATIONS / 2);
}

static void open_rounded(redrawn *d)
{
    redrawn_open(d, 1);
    redrawn_option(redrawn_add(d, "noise"), "share")->number = 0.5;
    sketch_number(&d->s, TITIAN_STAGE_AGGREGATE, "decimals", 0.0);
}

static void scores_of_levels_are_rounded_in_each_replication(void **state)
{
    (void) state;
    assert_true(check(open_rounded, redrawn_weights) > N_REPLICATIONS / 2);
}

static void open_copeland(redrawn *d)
{
    redrawn_open(d, 1);
    redrawn_option(redrawn_add(d, "noise"), "share")->number = 1.0;
    sketch_choose(&d->s, TITIAN_STAGE_AGGREGATE, "copeland");
}

static void scores_of_comparisons_are_found_anew(void **state)
{
    (void) state;
    assert_true(check(open_copeland, redrawn_weights) > N_REPLICATIONS / 2);
}

/* The benefit of the doubt above means whose weights are drawn. */
static void open_bod(redrawn *d)
{
    redrawn_open(d, 0);
    redrawn_option(redrawn_add(d, "noise"), "share")->number = 0.5;
    d->s.aggregation[X] =
        titian_choice_default(TITIAN_STAGE_AGGREGATE, titian_method_find(TITIAN_STAGE_AGGREGATE, "bod"));
}

static void linear_programmes_are_solved_anew(void **state)
{
    (void) state;
    assert_true(check(open_bod, redrawn_weights) > 0);
}

static void open_screened(redrawn *d)
{
    redrawn_years(d);
    sketch_choose(&d->s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&d->s, TITIAN_STAGE_SCREEN, "by", 1.0);           /* count: no weight says who is left */
    sketch_number(&d->s, TITIAN_STAGE_SCREEN, "min_coverage", 0.7); /* two of six are too many */
    sketch_number(&d->s, TITIAN_STAGE_SCREEN, "failing", 1.0);      /* dropped */
}

static void units_that_are_dropped_are_no_measure_for_others(void **state)
{
    size_t n_dropped = 0, last;
    redrawn d;

    (void) state;
    open_screened(&d);
    sketch_run(&d.s);
    last = titian_panel_n_years(titian_assessment_result(d.s.a, TITIAN_RESULT_AGGREGATED)) - 1;
    for (size_t i = 0; i < N_UNITS; i++)
        n_dropped += titian_assessment_unit(d.s.a, i, last)->dropped ? 1 : 0;
    redrawn_close(&d);
    assert_true(n_dropped > 0 && n_dropped < N_UNITS / 2);
    assert_true(check(open_screened, settle_years) > N_REPLICATIONS / 2);
}

/* ---- weights from data ---- */

static void open_components(redrawn *d)
{
    redrawn_open(d, 0);
    redrawn_option(redrawn_add(d, "noise"), "share")->number = 0.5;
    d->s.weighing[X] = titian_choice_default(TITIAN_STAGE_WEIGH, titian_method_find(TITIAN_STAGE_WEIGH, "pca"));
}

/* As if the weights that were used had been given. */
static void settle_given(redrawn *to, const titian_replication *r)
{
    redrawn_weights(to, r);
    sketch_choose(&to->s, TITIAN_STAGE_WEIGH, "given");
}

static void weights_found_in_the_data_are_shown_as_they_were_used(void **state)
{
    (void) state;
    assert_true(check(open_components, settle_given) > N_REPLICATIONS / 2);
}

/* A run in which the indicators have the drawn weights finds weights of the areas: noise is on top of these. */
static void noise_is_on_top_of_weights_found_in_the_data(void **state)
{
    titian_replication *r = NULL;
    redrawn d;

    (void) state;
    open_components(&d);
    sketch_run(&d.s);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t number = 0; number < N_REPLICATIONS; number++) {
        const double *u = titian_replication_numbers(r), *found;
        double wanted[3], sum = 0.0, drawn = 0.0;
        redrawn other;

        assert_int_equal(titian_replication_run(r, number, NULL), TITIAN_OK);
        open_components(&other);
        for (size_t k = 0; k < N_INDICATORS; k++)
            other.s.weights[k] = titian_replication_weight(r, k);
        sketch_run(&other.s);
        found = titian_assessment_weights(other.s.a, 0);
        for (size_t k = 0; k < 3; k++) {
            wanted[k] = found[P + k] * (1.0 + 0.5 * (2.0 * u[P + k] - 1.0));
            sum += wanted[k];
            drawn += titian_replication_weight(r, P + k);
        }
        for (size_t k = 0; k < 3; k++)
            assert_near(titian_replication_weight(r, P + k) / drawn, wanted[k] / sum, 1e-12);
        redrawn_close(&other);
    }
    titian_replication_free(r);
    redrawn_close(&d);
}

/* Equal weights in one alternative, the column in the other: shares are drawn around those of the draw. */
static void shares_are_drawn_around_the_weights_of_the_alternative(void **state)
{
    enum { MANY = 10000 };
    const double share[2] = {0.75, 0.5};
    titian_choice equal[N_NODES];
    titian_alternative sets[2] = {{.name = "column", .probability = 1.0},
        {.name = "equal", .probability = 1.0, .replaces = 1u << TITIAN_STAGE_WEIGH, .weighing = equal}};
    titian_replication *r = NULL;
    double sum[2] = {0.0}, squares[2] = {0.0}, n[2] = {0.0};
    redrawn d;

    (void) state;
    for (size_t k = 0; k < N_NODES; k++)
        equal[k] = titian_choice_default(TITIAN_STAGE_WEIGH, titian_method_find(TITIAN_STAGE_WEIGH, "equal"));
    redrawn_open(&d, 1);
    redrawn_option(redrawn_add(&d, "dirichlet"), "concentration")->number = 20.0;
    redrawn_add(&d, "alternatives")->alternatives = sets;
    d.factors[1].n_alternatives = 2;
    sketch_run(&d.s);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t number = 0; number < MANY; number++) {
        size_t set;
        double a, b;

        assert_int_equal(titian_replication_run(r, number, NULL), TITIAN_OK);
        set = strcmp(titian_replication_drawn(r, 1), "equal") == 0;
        a = titian_replication_weight(r, A);
        b = titian_replication_weight(r, B);
        sum[set] += a / (a + b) - share[set];
        squares[set] += (a / (a + b) - share[set]) * (a / (a + b) - share[set]);
        n[set] += 1.0;
    }
    for (size_t set = 0; set < 2; set++) { /* 3 to 1, or even; within five standard errors */
        const double sd = sqrt(share[set] * (1.0 - share[set]) / 21.0);

        assert_near(sum[set] / n[set], 0.0, 5.0 * sd / sqrt(n[set]));
        assert_near(sqrt(squares[set] / n[set]), sd, 0.05 * sd);
    }
    titian_replication_free(r);
    redrawn_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_are_those_of_a_panel_changed_by_hand),
        cmocka_unit_test(ageing_is_that_of_a_panel_changed_by_hand),
        cmocka_unit_test(of_several_years_the_last_is_shown_and_all_are_looked_at),
        cmocka_unit_test(scores_of_levels_are_rounded_in_each_replication),
        cmocka_unit_test(scores_of_comparisons_are_found_anew),
        cmocka_unit_test(linear_programmes_are_solved_anew),
        cmocka_unit_test(units_that_are_dropped_are_no_measure_for_others),
        cmocka_unit_test(weights_found_in_the_data_are_shown_as_they_were_used),
        cmocka_unit_test(noise_is_on_top_of_weights_found_in_the_data),
        cmocka_unit_test(shares_are_drawn_around_the_weights_of_the_alternative),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* analysis/replicate: whatever is drawn, a replication is a run of the model with that.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdio.h>
#include <stdlib.h>

#include <titian/uncertainty.h>

#include "kernels/draw.h"
#include "unit/drawn.h"

enum { N_UNITS = 19, N_REPLICATIONS = 40 };

static const char tree[] = "A P 3 goalposts 0 100\n"
                           "B P 1 goalposts 100 0\n"
                           "C Q 2 goalposts 1 200 log\n"
                           "D Q 1 goalposts 0 100\n"
                           "E R 2 goalposts 0 100\n"
                           "F R 1 goalposts 0 100\n"
                           "P X 2\n"
                           "Q X 1\n"
                           "R X 3\n"
                           "X - 1\n"
                           "group all\n"
                           "other PEOPLE\n"
                           "other SE\n";
enum { A, B, C, D, E, F, P, Q, R, X, N_NODES, N_INDICATORS = P };

/* A sketch with up to three factors, made again and again; it must not move once it has run. */
typedef struct {
    sketch s;
    titian_factor factors[3];
    titian_alternative scales[2];
} doubtful;

static titian_factor *add(doubtful *d, const char *method)
{
    titian_factor *factor = &d->factors[d->s.recipe.uncertainty.n_factors++];

    *factor = (titian_factor){.name = method, .node = TITIAN_NONE};
    factor->how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, method));
    return factor;
}

static titian_option *option(titian_factor *factor, const char *name)
{
    return &factor->how.option[titian_method_param(factor->how.method, name)];
}

/* Years 2018 and 2020; values from 2 to 98. Without gaps, or with some. */
static void open_doubtful(doubtful *d, int gaps)
{
    static char text[N_UNITS * 2 * 160];
    uint64_t seed = 21;
    size_t at = 0;

    memset(d, 0, sizeof *d);
    for (int i = 0; i < N_UNITS; i++)
        for (int year = 2018; year <= 2020; year += 2) {
            at += (size_t) snprintf(text + at, sizeof text - at, "U%02d %d all yes PEOPLE %d SE %.2f", i, year,
                1000 * (i + 1), 1.0 + 0.1 * i);
            for (int j = 0; j < N_INDICATORS; j++) {
                const double x = 2.0 + 96.0 * drawn_share(&seed);

                if (gaps && (5 * i + j * j + year / 2) % 7 == 0)
                    continue;
                at += (size_t) snprintf(text + at, sizeof text - at, " %c %.3f", 'A' + j, x);
            }
            at += (size_t) snprintf(text + at, sizeof text - at, "\n");
        }
    sketch_open(&d->s, tree, text);
    sketch_choose(&d->s, TITIAN_STAGE_NORMALISE, "goalposts");
    d->s.recipe.carry.max_age = 0;
    d->s.recipe.uncertainty = (titian_uncertainty_rules){
        .on = 1, .replications = N_REPLICATIONS, .seed = 5, .top = 4, .factors = d->factors, .n_factors = 0};
}

static void close_doubtful(doubtful *d)
{
    sketch_close(&d->s);
}

/* A kind of model, and how what a replication drew is written into a model of that kind. */
typedef void (*open_fn)(doubtful *d);
typedef void (*settle_fn)(doubtful *to, const titian_replication *r);

static void settle_weights(doubtful *to, const titian_replication *r)
{
    for (size_t k = 0; k < N_NODES; k++)
        to->s.weights[k] = titian_replication_weight(r, k);
}

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
    doubtful d;

    open(&d);
    sketch_run(&d.s);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t number = 0; number < N_REPLICATIONS; number++) {
        doubtful other;
        titian_error err;

        if (titian_replication_run(r, number, &err) != TITIAN_OK)
            fail_msg("%s", err.message);
        open(&other);
        settle(&other, r);
        sketch_run(&other.s);
        assert_same_scores(&other.s, r);
        close_doubtful(&other);
        moved += titian_replication_shift(r) > 0.0 ? 1 : 0;
    }
    titian_replication_free(r);
    close_doubtful(&d);
    return moved;
}

/* ---- data ---- */

static void open_errors(doubtful *d)
{
    titian_factor *factor;

    open_doubtful(d, 1);
    factor = add(d, "error");
    option(factor, "sd")->number = 2.0;
    option(factor, "share")->number = 0.05;
    factor = add(d, "error");
    factor->name = "of D";
    option(factor, "indicator")->text = "D";
    option(factor, "se")->text = "SE";
    sketch_choose(&d->s, TITIAN_STAGE_NORMALISE, "minmax");
}

/* The panel with its values of 2020 changed by what the replication drew. */
static void settle_errors(doubtful *to, const titian_replication *r)
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
static void open_ageing(doubtful *d)
{
    titian_factor *factor;

    open_doubtful(d, 1);
    d->s.recipe.carry.max_age = 2;
    for (size_t j = 0; j < N_INDICATORS; j++)
        for (size_t i = j % 2; i < N_UNITS; i += 2) {
            titian_panel_column_mut(d->s.panel, j, 1)[i] = TITIAN_MISSING;
            titian_panel_marks_mut(d->s.panel, j, 1)[i] = TITIAN_MARK_MISSING;
        }
    factor = add(d, "ageing");
    option(factor, "share")->number = 0.1;
}

static void settle_ageing(doubtful *to, const titian_replication *r)
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

static void open_years(doubtful *d)
{
    open_doubtful(d, 1);
    option(add(d, "noise"), "share")->number = 0.5;
    d->scales[0] = (titian_alternative){.name = "posts", .probability = 1.0};
    d->scales[1] =
        (titian_alternative){.name = "pooled", .probability = 2.0, .replaces = 1u << TITIAN_STAGE_NORMALISE};
    d->scales[1].choice[TITIAN_STAGE_NORMALISE] =
        titian_choice_default(TITIAN_STAGE_NORMALISE, titian_method_find(TITIAN_STAGE_NORMALISE, "minmax"));
    d->scales[1]
        .choice[TITIAN_STAGE_NORMALISE]
        .option[titian_method_param(d->scales[1].choice[TITIAN_STAGE_NORMALISE].method, "over")]
        .number = 1.0;
    add(d, "alternatives")->alternatives = d->scales;
    d->factors[1].n_alternatives = 2;
    d->s.options.first_year = 2018;
    d->s.options.last_year = 2020;
}

static void settle_years(doubtful *to, const titian_replication *r)
{
    settle_weights(to, r);
    if (strcmp(titian_replication_drawn(r, 1), "pooled") == 0) {
        sketch_choose(&to->s, TITIAN_STAGE_NORMALISE, "minmax");
        sketch_number(&to->s, TITIAN_STAGE_NORMALISE, "over", 1.0);
    }
}

static void of_several_years_the_last_is_shown_and_all_are_looked_at(void **state)
{
    (void) state;
    assert_true(check(open_years, settle_years) > N_REPLICATIONS / 2);
}

static void open_rounded(doubtful *d)
{
    open_doubtful(d, 1);
    option(add(d, "noise"), "share")->number = 0.5;
    sketch_number(&d->s, TITIAN_STAGE_AGGREGATE, "decimals", 0.0);
}

static void scores_of_levels_are_rounded_in_each_replication(void **state)
{
    (void) state;
    assert_true(check(open_rounded, settle_weights) > N_REPLICATIONS / 2);
}

static void open_copeland(doubtful *d)
{
    open_doubtful(d, 1);
    option(add(d, "noise"), "share")->number = 1.0;
    sketch_choose(&d->s, TITIAN_STAGE_AGGREGATE, "copeland");
}

static void scores_of_comparisons_are_found_anew(void **state)
{
    (void) state;
    assert_true(check(open_copeland, settle_weights) > N_REPLICATIONS / 2);
}

/* The benefit of the doubt above means whose weights are drawn. */
static void open_bod(doubtful *d)
{
    open_doubtful(d, 0);
    option(add(d, "noise"), "share")->number = 0.5;
    d->s.aggregation[X] =
        titian_choice_default(TITIAN_STAGE_AGGREGATE, titian_method_find(TITIAN_STAGE_AGGREGATE, "bod"));
}

static void linear_programmes_are_solved_anew(void **state)
{
    (void) state;
    assert_true(check(open_bod, settle_weights) > 0);
}

static void open_screened(doubtful *d)
{
    open_years(d);
    sketch_choose(&d->s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&d->s, TITIAN_STAGE_SCREEN, "by", 1.0);           /* count: no weight says who is left */
    sketch_number(&d->s, TITIAN_STAGE_SCREEN, "min_coverage", 0.7); /* two of six are too many */
    sketch_number(&d->s, TITIAN_STAGE_SCREEN, "failing", 1.0);      /* dropped */
}

static void units_that_are_dropped_are_no_measure_for_others(void **state)
{
    size_t n_dropped = 0, last;
    doubtful d;

    (void) state;
    open_screened(&d);
    sketch_run(&d.s);
    last = titian_panel_n_years(titian_assessment_result(d.s.a, TITIAN_RESULT_AGGREGATED)) - 1;
    for (size_t i = 0; i < N_UNITS; i++)
        n_dropped += titian_assessment_unit(d.s.a, i, last)->dropped ? 1 : 0;
    close_doubtful(&d);
    assert_true(n_dropped > 0 && n_dropped < N_UNITS / 2);
    assert_true(check(open_screened, settle_years) > N_REPLICATIONS / 2);
}

/* ---- weights from data ---- */

static void open_components(doubtful *d)
{
    open_doubtful(d, 0);
    option(add(d, "noise"), "share")->number = 0.5;
    d->s.weighing[X] = titian_choice_default(TITIAN_STAGE_WEIGH, titian_method_find(TITIAN_STAGE_WEIGH, "pca"));
}

/* As if the weights that were used had been given. */
static void settle_given(doubtful *to, const titian_replication *r)
{
    settle_weights(to, r);
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
    doubtful d;

    (void) state;
    open_components(&d);
    sketch_run(&d.s);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t number = 0; number < N_REPLICATIONS; number++) {
        const double *u = titian_replication_numbers(r), *found;
        double wanted[3], sum = 0.0, drawn = 0.0;
        doubtful other;

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
        close_doubtful(&other);
    }
    titian_replication_free(r);
    close_doubtful(&d);
}

/* Equal weights in one alternative, the column in the other: shares are drawn around those of the draw. */
static void shares_are_drawn_around_the_weights_of_the_alternative(void **state)
{
    enum { MANY = 3000 };
    titian_choice equal[N_NODES];
    titian_alternative sets[2] = {{.name = "column", .probability = 1.0},
        {.name = "equal", .probability = 1.0, .replaces = 1u << TITIAN_STAGE_WEIGH, .weighing = equal}};
    titian_replication *r = NULL;
    double sum[2] = {0.0}, n[2] = {0.0};
    doubtful d;

    (void) state;
    for (size_t k = 0; k < N_NODES; k++)
        equal[k] = titian_choice_default(TITIAN_STAGE_WEIGH, titian_method_find(TITIAN_STAGE_WEIGH, "equal"));
    open_doubtful(&d, 1);
    option(add(&d, "dirichlet"), "concentration")->number = 20.0;
    add(&d, "alternatives")->alternatives = sets;
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
        sum[set] += a / (a + b);
        n[set] += 1.0;
    }
    /* 3 to 1, or even; within five standard errors */
    assert_near(sum[0] / n[0], 0.75, 5.0 * sqrt(0.75 * 0.25 / 21.0 / n[0]));
    assert_near(sum[1] / n[1], 0.5, 5.0 * sqrt(0.25 / 21.0 / n[1]));
    titian_replication_free(r);
    close_doubtful(&d);
}

/* ---- priority ---- */

static const char *const yes[] = {"yes"};
static const titian_condition eligible[] = {{.group = "all", .labels = yes, .n_labels = 1, .reason = ""}};

static void open_priority(doubtful *d)
{
    titian_factor *factor;

    open_doubtful(d, 0);
    option(add(d, "noise"), "share")->number = 0.5;
    factor = add(d, "priority");
    option(factor, "parameter")->number = 1.0; /* alpha */
    option(factor, "range")->number = 0.0;
    option(factor, "range")->upper = 2.0;
    factor = add(d, "priority");
    factor->name = "target";
    option(factor, "parameter")->number = 0.0;
    option(factor, "range")->number = 50.0;
    option(factor, "range")->upper = 70.0;
    d->s.recipe.priority = (titian_priority_rules){.on = 1,
        .target = 60.0,
        .alpha = 1.0,
        .level = 2,
        .eligible = eligible,
        .n_eligible = 1,
        .population = "PEOPLE",
        .people_reference = 1e6,
        .weight = {0.6, 0.3, 0.0, 0.0, 0.1}};
}

static void priorities_are_those_of_a_run_with_the_parameters_drawn(void **state)
{
    titian_replication *r = NULL;
    doubtful d;

    (void) state;
    open_priority(&d);
    sketch_run(&d.s);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t number = 0; number < N_REPLICATIONS; number++) {
        doubtful other;

        assert_int_equal(titian_replication_run(r, number, NULL), TITIAN_OK);
        open_priority(&other);
        settle_weights(&other, r);
        other.s.recipe.priority.alpha = strtod(titian_replication_drawn(r, 1), NULL);
        other.s.recipe.priority.target = strtod(titian_replication_drawn(r, 2), NULL);
        sketch_run(&other.s);
        for (size_t i = 0; i < N_UNITS; i++) {
            assert_near(titian_replication_priority(r, i), titian_assessment_priority(other.s.a, i)->score, 1e-10);
            assert_int_equal(titian_replication_priority_rank(r, i), titian_assessment_priority(other.s.a, i)->rank);
        }
        close_doubtful(&other);
    }
    titian_replication_free(r);
    close_doubtful(&d);
}

static titian_tier tier_of(double p)
{
    return p >= 0.9   ? TITIAN_TIER_ROBUST
           : p >= 0.5 ? TITIAN_TIER_LIKELY
           : p >= 0.1 ? TITIAN_TIER_CONTESTED
                      : TITIAN_TIER_NOT;
}

static void tiers_are_shares_of_the_replications(void **state)
{
    enum { MANY = 500 };
    titian_replication *r = NULL;
    titian_uncertainty *u = NULL;
    size_t firsts[N_UNITS] = {0}, leads[N_UNITS] = {0}, met[5] = {0};
    doubtful d;

    (void) state;
    open_priority(&d);
    d.s.recipe.uncertainty.replications = MANY;
    sketch_run(&d.s);
    assert_int_equal(titian_uncertainty_run(&u, d.s.a, NULL, NULL), TITIAN_OK);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t number = 0; number < MANY; number++) {
        assert_int_equal(titian_replication_run(r, number, NULL), TITIAN_OK);
        for (size_t i = 0; i < N_UNITS; i++) {
            firsts[i] += titian_replication_priority_rank(r, i) <= 4 ? 1 : 0;
            leads[i] += titian_replication_rank(r, X, i) <= 4 ? 1 : 0;
        }
    }
    for (size_t i = 0; i < N_UNITS; i++) {
        assert_near(titian_uncertainty_first(u, i), (double) firsts[i] / MANY, 1e-15);
        assert_near(titian_uncertainty_lead(u, i), (double) leads[i] / MANY, 1e-15);
        assert_int_equal(titian_uncertainty_tier(u, i), tier_of((double) firsts[i] / MANY));
        met[titian_uncertainty_tier(u, i)]++;
    }
    assert_true(met[TITIAN_TIER_NOT] > 0 && met[TITIAN_TIER_CONTESTED] > 0);
    titian_uncertainty_free(u);
    titian_replication_free(r);
    close_doubtful(&d);
}

/* ---- one after another ---- */

/* A threshold that is drawn from a range decides nothing for the replications that come after. */
static void what_came_before_does_not_matter(void **state)
{
    titian_factor *factor;
    titian_replication *alone = NULL, *after = NULL;
    doubtful d;

    (void) state;
    open_doubtful(&d, 1);
    sketch_choose(&d.s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&d.s, TITIAN_STAGE_SCREEN, "failing", 1.0);
    factor = add(&d, "option");
    option(factor, "stage")->number = TITIAN_STAGE_SCREEN;
    option(factor, "option")->text = "min_coverage";
    option(factor, "range")->number = 0.5;
    option(factor, "range")->upper = 1.0;
    sketch_run(&d.s);
    assert_int_equal(titian_replication_new(&after, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t number = 0; number < N_REPLICATIONS; number++) {
        assert_int_equal(titian_replication_new(&alone, d.s.a, NULL, NULL), TITIAN_OK);
        assert_int_equal(titian_replication_run(alone, number, NULL), TITIAN_OK);
        assert_int_equal(titian_replication_run(after, number, NULL), TITIAN_OK);
        for (size_t k = N_INDICATORS; k < N_NODES; k++)
            for (size_t i = 0; i < N_UNITS; i++) {
                assert_near(titian_replication_score(after, k, i), titian_replication_score(alone, k, i), 0.0);
                assert_int_equal(titian_replication_rank(after, k, i), titian_replication_rank(alone, k, i));
            }
        titian_replication_free(alone);
    }
    titian_replication_free(after);
    close_doubtful(&d);
}

/* A scale that these values do not bear. */
static void what_cannot_be_computed_fails_each_time(void **state)
{
    titian_replication *r = NULL;
    titian_uncertainty *u = NULL;
    int failed = 0;
    titian_error err;
    doubtful d;

    (void) state;
    open_years(&d);
    for (size_t t = 0; t < 2; t++)
        for (size_t i = 0; i < N_UNITS; i++)
            titian_panel_column_mut(d.s.panel, A, t)[i] = 50.0;
    sketch_run(&d.s);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t number = 0; number < N_REPLICATIONS; number++) {
        const titian_status status = titian_replication_run(r, number, &err);

        assert_true(status == TITIAN_OK || status == TITIAN_E_NUMERIC);
        assert_true(status == TITIAN_OK || strstr(err.message, "replication") != NULL);
        assert_int_equal(titian_replication_run(r, number, NULL), status);
        failed += status != TITIAN_OK ? 1 : 0;
    }
    assert_true(failed > N_REPLICATIONS / 2 && failed < N_REPLICATIONS);
    for (int threads = 1; threads <= 4; threads++) {
        titian_error again;
        const titian_uncertainty_options o = {.threads = threads, .replications = 2000};

        assert_int_equal(titian_uncertainty_run(&u, d.s.a, &o, &again), TITIAN_E_NUMERIC);
        assert_null(u);
        if (threads == 1)
            err = again;
        assert_string_equal(again.message, err.message); /* the first that fails, whoever runs it */
    }
    titian_replication_free(r);
    close_doubtful(&d);
}

/* A run that stops early is one of as many replications. */
static void a_run_that_is_sure_early_is_a_short_run(void **state)
{
    titian_uncertainty *early = NULL, *plain = NULL;
    titian_uncertainty_options o = {.replications = 1000000, .until = 0.02};
    doubtful d;

    (void) state;
    open_priority(&d);
    sketch_run(&d.s);
    assert_int_equal(titian_uncertainty_run(&early, d.s.a, &o, NULL), TITIAN_OK);
    assert_true(titian_uncertainty_done(early) < 1000000);
    assert_int_equal(titian_uncertainty_wanted(early), 1000000);
    o = (titian_uncertainty_options){.replications = titian_uncertainty_done(early)};
    assert_int_equal(titian_uncertainty_run(&plain, d.s.a, &o, NULL), TITIAN_OK);
    for (size_t i = 0; i < N_UNITS; i++) {
        assert_near(titian_uncertainty_first(early, i), titian_uncertainty_first(plain, i), 0.0);
        assert_true(titian_uncertainty_error(early, titian_uncertainty_first(early, i)) < 0.02);
        assert_near(titian_uncertainty_rank(early, 3, i).mean, titian_uncertainty_rank(plain, 3, i).mean, 0.0);
    }
    titian_uncertainty_free(early);
    titian_uncertainty_free(plain);
    close_doubtful(&d);
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
        cmocka_unit_test(priorities_are_those_of_a_run_with_the_parameters_drawn),
        cmocka_unit_test(tiers_are_shares_of_the_replications),
        cmocka_unit_test(what_came_before_does_not_matter),
        cmocka_unit_test(what_cannot_be_computed_fails_each_time),
        cmocka_unit_test(a_run_that_is_sure_early_is_a_short_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* analysis/uncertainty, replication, replicate, tally: replications are runs of what they drew, whoever runs them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <pthread.h>
#include <stdlib.h>

#include <titian/uncertainty.h>

#include "unit/drawn.h"

enum { N_UNITS = 23, N_REPLICATIONS = 300 };

static const char tree[] = "A P 3 goalposts 0 100\n"
                           "B P 1 goalposts 100 0\n"
                           "C P 2 goalposts 1 200 log\n"
                           "D Q 1 goalposts 0 100\n"
                           "E Q 2 goalposts 0 100\n"
                           "P X 2\n"
                           "Q X 1\n"
                           "X - 1\n";

/* A sketch with factors; it must not move once it has run. */
typedef struct {
    sketch s;
    titian_factor factors[8];
    titian_alternative scales[3], means[2];
    titian_choice *geometric;
    double quantiles[2];
} doubtful;

static titian_factor factor_of(const char *name, const char *method)
{
    titian_factor factor = {.name = name, .node = TITIAN_NONE};

    factor.how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, method));
    return factor;
}

static void set_number(titian_factor *factor, const char *option, double number, double upper)
{
    titian_option *at = &factor->how.option[titian_method_param(factor->how.method, option)];

    at->number = number;
    at->upper = upper;
}

static titian_alternative alternative_of(const char *name, titian_stage stage, const char *method)
{
    titian_alternative a = {.name = name, .probability = 1.0};

    if (method == NULL)
        return a;
    a.replaces = 1u << stage;
    if (stage < TITIAN_STAGE_AGGREGATE)
        a.choice[stage] = titian_choice_default(stage, titian_method_find(stage, method));
    return a;
}

/* Values from 1 to 99, a few of them missing. */
static void fill(sketch *s)
{
    uint64_t seed = 1;

    for (size_t j = 0; j < 5; j++) {
        double *x = titian_panel_column_mut(s->panel, j, 0);
        titian_mark *marks = titian_panel_marks_mut(s->panel, j, 0);

        for (size_t i = 0; i < N_UNITS; i++) {
            const int gap = (7 * i + 3 * j) % 19 == 0;

            x[i] = gap ? TITIAN_MISSING : 1.0 + 98.0 * drawn_share(&seed);
            marks[i] = gap ? TITIAN_MARK_MISSING : TITIAN_MARK_OBSERVED;
        }
    }
}

static void open_doubtful(doubtful *d)
{
    const size_t n_nodes = 8;

    *d = (doubtful){.quantiles = {0.05, 0.95}};
    sketch_open_units(&d->s, tree, N_UNITS);
    fill(&d->s);
    sketch_choose(&d->s, TITIAN_STAGE_NORMALISE, "goalposts");
    sketch_choose(&d->s, TITIAN_STAGE_TREAT, "winsorise");
    sketch_number(&d->s, TITIAN_STAGE_TREAT, "skewness", 0.1);
    sketch_number(&d->s, TITIAN_STAGE_TREAT, "kurtosis", -2.0);
    sketch_number(&d->s, TITIAN_STAGE_TREAT, "then", 0.0); /* none */
    d->geometric = calloc(n_nodes, sizeof *d->geometric);
    assert_non_null(d->geometric);
    for (size_t k = 0; k < n_nodes; k++)
        d->geometric[k] =
            titian_choice_default(TITIAN_STAGE_AGGREGATE, titian_method_find(TITIAN_STAGE_AGGREGATE, "geometric"));
    d->scales[0] = alternative_of("posts", TITIAN_STAGE_NORMALISE, NULL);
    d->scales[1] = alternative_of("minmax", TITIAN_STAGE_NORMALISE, "minmax");
    d->scales[2] = alternative_of("rank", TITIAN_STAGE_NORMALISE, "rank");
    d->scales[2].probability = 0.5;
    d->means[0] = alternative_of("arithmetic", TITIAN_STAGE_AGGREGATE, NULL);
    d->means[1] = alternative_of("geometric", TITIAN_STAGE_AGGREGATE, "geometric");
    d->means[1].aggregation = d->geometric;
    d->factors[0] = factor_of("weights", "noise");
    set_number(&d->factors[0], "share", 0.4, 0.0);
    d->factors[1] = factor_of("scale", "alternatives");
    d->factors[1].alternatives = d->scales;
    d->factors[1].n_alternatives = 3;
    d->factors[2] = factor_of("mean", "alternatives");
    d->factors[2].alternatives = d->means;
    d->factors[2].n_alternatives = 2;
    d->factors[3] = factor_of("points", "option");
    set_number(&d->factors[3], "stage", TITIAN_STAGE_TREAT, 0.0);
    set_number(&d->factors[3], "range", 0.0, 4.0);
    set_number(&d->factors[3], "whole", 1.0, 0.0);
    d->factors[3].how.option[titian_method_param(d->factors[3].how.method, "option")].text = "max_points";
    d->factors[4] = factor_of("posts", "goalposts");
    d->s.recipe.uncertainty = (titian_uncertainty_rules){.on = 1,
        .replications = N_REPLICATIONS,
        .seed = 7,
        .quantiles = d->quantiles,
        .n_quantiles = 2,
        .top = 5,
        .factors = d->factors,
        .n_factors = 4};
}

static void close_doubtful(doubtful *d)
{
    sketch_close(&d->s);
    free(d->geometric);
}

/* ---- a replication is a run ---- */

/* The recipe as replication r has drawn it. */
static void apply(const doubtful *d, const titian_replication *r, sketch *to)
{
    const titian_recipe *recipe = &d->s.recipe;

    for (size_t k = 0; k < titian_framework_n_nodes(to->framework); k++)
        to->weights[k] = titian_replication_weight(r, k);
    for (size_t j = 0; j < titian_framework_n_indicators(to->framework); j++) {
        to->lows[j] = titian_replication_low(r, j);
        to->highs[j] = titian_replication_high(r, j);
    }
    for (size_t k = 0; k < 3; k++)
        if (strcmp(titian_replication_drawn(r, 1), d->scales[k].name) == 0 && d->scales[k].replaces != 0)
            to->recipe.choice[TITIAN_STAGE_NORMALISE] = d->scales[k].choice[TITIAN_STAGE_NORMALISE];
    if (strcmp(titian_replication_drawn(r, 2), "geometric") == 0)
        sketch_choose(to, TITIAN_STAGE_AGGREGATE, "geometric");
    if (recipe->uncertainty.n_factors > 3)
        sketch_number(to, TITIAN_STAGE_TREAT, "max_points", strtod(titian_replication_drawn(r, 3), NULL));
}

static void compare(const doubtful *d, const titian_replication *r)
{
    doubtful other;
    sketch *s = &other.s;

    open_doubtful(&other);
    apply(d, r, s);
    sketch_run(s);
    for (size_t k = titian_framework_n_indicators(s->framework); k < titian_framework_n_nodes(s->framework); k++) {
        const double *scores = titian_panel_column(titian_assessment_result(s->a, TITIAN_RESULT_AGGREGATED), k, 0);

        for (size_t i = 0; i < N_UNITS; i++) {
            assert_near(titian_replication_score(r, k, i), scores[i], 1e-12);
            assert_int_equal(titian_replication_rank(r, k, i), titian_assessment_ranks(s->a, k, 0)[i]);
        }
    }
    close_doubtful(&other);
}

static void check_replications(size_t n_factors)
{
    titian_replication *r = NULL;
    doubtful d;

    open_doubtful(&d);
    d.s.recipe.uncertainty.n_factors = n_factors;
    sketch_run(&d.s);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t k = 0; k < 60; k++) {
        titian_error err;

        if (titian_replication_run(r, 60 - k, &err) != TITIAN_OK)
            fail_msg("%s", err.message);
        compare(&d, r);
    }
    titian_replication_free(r);
    close_doubtful(&d);
}

static void a_replication_is_a_run_of_what_it_drew(void **state)
{
    (void) state;
    check_replications(4);
}

/* Goalposts move in each replication, so normalisation is run anew each time. */
static void stages_run_anew_give_the_same(void **state)
{
    (void) state;
    check_replications(5);
}

/* ---- the same bytes, whoever runs them ---- */

/* Everything that can be asked of an analysis, as one list of numbers. */
enum { MOST_ANSWERS = 40000 };
typedef struct {
    double number[MOST_ANSWERS];
    size_t n;
} answers;

static void ask(answers *a, double x)
{
    assert_true(a->n < MOST_ANSWERS);
    a->number[a->n++] = isnan(x) ? -12345.0 : x;
}

static void ask_spread(answers *a, titian_spread s)
{
    ask(a, s.mean);
    ask(a, s.sd);
    ask(a, (double) s.n);
}

static answers *ask_all(const titian_uncertainty *u)
{
    answers *a = calloc(1, sizeof *a);

    assert_non_null(a);
    ask(a, (double) titian_uncertainty_done(u));
    ask_spread(a, titian_uncertainty_shift(u));
    for (size_t k = 0; k < titian_uncertainty_n_nodes(u); k++)
        for (size_t i = 0; i < N_UNITS; i++) {
            ask_spread(a, titian_uncertainty_score(u, k, i));
            ask_spread(a, titian_uncertainty_rank(u, k, i));
            for (int p = 0; p <= 4; p++) {
                ask(a, titian_uncertainty_score_quantile(u, k, i, 0.25 * p));
                ask(a, titian_uncertainty_rank_quantile(u, k, i, 0.25 * p));
            }
            for (size_t rank = 1; rank <= titian_uncertainty_n_ranked(u); rank++)
                ask(a, titian_uncertainty_rank_share(u, k, i, rank));
        }
    for (size_t i = 0; i < N_UNITS; i++) {
        ask(a, titian_uncertainty_lead(u, i));
        for (size_t k = 0; k < N_UNITS; k++)
            ask(a, titian_uncertainty_above(u, i, k));
    }
    return a;
}

static titian_uncertainty *analyse(const doubtful *d, const titian_uncertainty_options *options)
{
    titian_uncertainty *u = NULL;
    titian_error err;

    if (titian_uncertainty_run(&u, d->s.a, options, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    return u;
}

static void check_same(const titian_uncertainty *a, const titian_uncertainty *b)
{
    answers *of_a = ask_all(a), *of_b = ask_all(b);

    assert_int_equal(of_a->n, of_b->n);
    assert_memory_equal(of_a->number, of_b->number, of_a->n * sizeof *of_a->number);
    free(of_a);
    free(of_b);
}

static void results_do_not_depend_on_the_number_of_threads(void **state)
{
    titian_uncertainty *one = NULL;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    sketch_run(&d.s);
    one = analyse(&d, &(titian_uncertainty_options){.threads = 1, .pairs = 1});
    for (int threads = 2; threads <= 5; threads++) {
        titian_uncertainty *many = analyse(&d, &(titian_uncertainty_options){.threads = threads, .pairs = 1});

        check_same(one, many);
        titian_uncertainty_free(many);
    }
    titian_uncertainty_free(one);
    close_doubtful(&d);
}

/* ---- a run that was ended goes on ---- */

typedef struct {
    unsigned char *bytes;
    size_t n;
    int calls;
} box;

static int keep(const unsigned char *bytes, size_t n, void *context)
{
    box *b = context;

    free(b->bytes);
    b->bytes = malloc(n);
    assert_non_null(b->bytes);
    memcpy(b->bytes, bytes, n);
    b->n = n;
    b->calls++;
    return 0;
}

static void a_run_that_was_kept_ends_with_the_same_numbers(void **state)
{
    titian_uncertainty *whole = NULL, *part = NULL, *rest = NULL;
    titian_uncertainty_options o = {.threads = 1, .replications = 64 * 128, .keep_every = 1e-9, .keep = keep};
    box kept = {.bytes = NULL};
    titian_error err;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    sketch_run(&d.s);
    whole = analyse(&d, &(titian_uncertainty_options){.threads = 1, .replications = 64 * 128 + 20});
    o.context = &kept;
    part = analyse(&d, &o);
    assert_true(kept.calls > 0);
    o = (titian_uncertainty_options){
        .threads = 2, .replications = 64 * 128 + 20, .kept = kept.bytes, .n_kept = kept.n};
    rest = analyse(&d, &o);
    check_same(whole, rest);
    o.seed = 8;
    o.has_seed = 1;
    titian_uncertainty_free(rest);
    assert_int_equal(titian_uncertainty_run(&rest, d.s.a, &o, &err), TITIAN_E_USAGE);
    assert_null(rest);
    titian_uncertainty_free(part);
    titian_uncertainty_free(whole);
    free(kept.bytes);
    close_doubtful(&d);
}

/* Offsets into what is kept are the library's own affair: every 97th byte is changed, and it is cut off. */
static void what_was_kept_and_damaged_since_is_refused(void **state)
{
    titian_uncertainty *u = NULL;
    titian_uncertainty_options o = {.threads = 1, .replications = 64 * 128, .keep_every = 1e-9, .keep = keep};
    box kept = {.bytes = NULL};
    titian_error err;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    sketch_run(&d.s);
    o.context = &kept;
    titian_uncertainty_free(analyse(&d, &o));
    o = (titian_uncertainty_options){
        .threads = 1, .replications = 64 * 128, .kept = kept.bytes, .n_kept = kept.n, .kept_name = "kept"};
    for (size_t k = 0; k < kept.n; k += 97) {
        kept.bytes[k] ^= 0x10;
        assert_int_equal(titian_uncertainty_run(&u, d.s.a, &o, &err), TITIAN_E_USAGE);
        assert_null(u);
        assert_string_equal(err.file, "kept");
        kept.bytes[k] ^= 0x10;
    }
    assert_non_null(strstr(err.message, "damaged"));
    for (o.n_kept = 0; o.n_kept < kept.n; o.n_kept = 2 * o.n_kept + 1)
        assert_int_equal(titian_uncertainty_run(&u, d.s.a, &o, &err), TITIAN_E_USAGE);
    free(kept.bytes);
    close_doubtful(&d);
}

/* ---- a team, here of threads that know nothing of each other ---- */

typedef struct {
    pthread_barrier_t barrier;
    const void *sent[4];
    void *told;
} meeting;

typedef struct {
    meeting *at;
    titian_team team;
    doubtful d;
    titian_uncertainty *found;
} member;

static int gather(void *context, const void *send, void *receive, size_t n)
{
    member *m = context;

    m->at->sent[m->team.rank] = send;
    (void) pthread_barrier_wait(&m->at->barrier);
    for (int k = 0; k < m->team.size && m->team.rank == 0; k++)
        memcpy((unsigned char *) receive + (size_t) k * n, m->at->sent[k], n);
    (void) pthread_barrier_wait(&m->at->barrier);
    return 0;
}

static int broadcast(void *context, void *bytes, size_t n)
{
    member *m = context;

    if (m->team.rank == 0)
        m->at->told = bytes;
    (void) pthread_barrier_wait(&m->at->barrier);
    if (m->team.rank != 0)
        memcpy(bytes, m->at->told, n);
    (void) pthread_barrier_wait(&m->at->barrier);
    return 0;
}

static void *take_part(void *context)
{
    member *m = context;
    const titian_uncertainty_options o = {.threads = 1, .replications = 9000, .team = &m->team};

    m->found = analyse(&m->d, &o);
    return NULL;
}

static void results_do_not_depend_on_the_number_of_processes(void **state)
{
    static member members[3];
    pthread_t threads[3];
    meeting at = {.told = NULL};
    titian_uncertainty *alone = NULL;

    (void) state;
    assert_int_equal(pthread_barrier_init(&at.barrier, NULL, 3), 0);
    for (int k = 0; k < 3; k++) {
        open_doubtful(&members[k].d);
        sketch_run(&members[k].d.s);
        members[k].at = &at;
        members[k].team = (titian_team){k, 3, &members[k], gather, broadcast};
    }
    alone = analyse(&members[0].d, &(titian_uncertainty_options){.threads = 2, .replications = 9000});
    for (int k = 0; k < 3; k++)
        assert_int_equal(pthread_create(&threads[k], NULL, take_part, &members[k]), 0);
    for (int k = 0; k < 3; k++)
        assert_int_equal(pthread_join(threads[k], NULL), 0);
    check_same(alone, members[0].found);
    titian_uncertainty_free(alone);
    for (int k = 0; k < 3; k++) {
        titian_uncertainty_free(members[k].found);
        close_doubtful(&members[k].d);
    }
    (void) pthread_barrier_destroy(&at.barrier);
}

/* ---- what the numbers must be ---- */

static void shares_of_ranks_and_pairs_add_up(void **state)
{
    titian_uncertainty *u = NULL;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    sketch_run(&d.s);
    u = analyse(&d, &(titian_uncertainty_options){.pairs = 1});
    for (size_t k = 0; k < titian_uncertainty_n_nodes(u); k++)
        for (size_t i = 0; i < N_UNITS; i++) {
            const titian_spread rank = titian_uncertainty_rank(u, k, i);
            double sum = 0.0, mean = 0.0;

            for (size_t r = 1; r <= titian_uncertainty_n_ranked(u); r++) {
                sum += titian_uncertainty_rank_share(u, k, i, r);
                mean += (double) r * titian_uncertainty_rank_share(u, k, i, r);
            }
            if (rank.n == 0)
                continue;
            assert_near(sum * N_REPLICATIONS, (double) rank.n, 1e-9);
            assert_near(mean / sum, rank.mean, 1e-9);
        }
    for (size_t i = 0; i < N_UNITS; i++)
        for (size_t k = 0; k < i; k++)
            assert_true(titian_uncertainty_above(u, i, k) + titian_uncertainty_above(u, k, i) <= 1.0 + 1e-12);
    titian_uncertainty_free(u);
    close_doubtful(&d);
}

/* Against the replications one by one, kept whole. */
static void means_and_quantiles_are_those_of_the_replications(void **state)
{
    double scores[N_REPLICATIONS], sum = 0.0, squares = 0.0;
    titian_replication *r = NULL;
    titian_uncertainty *u = NULL;
    titian_spread found;
    size_t root, above = 0;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    sketch_run(&d.s);
    root = titian_framework_root(d.s.framework);
    u = analyse(&d, NULL);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, NULL), TITIAN_OK);
    for (uint64_t k = 0; k < N_REPLICATIONS; k++) {
        assert_int_equal(titian_replication_run(r, k, NULL), TITIAN_OK);
        scores[k] = titian_replication_score(r, root, 4);
        sum += scores[k];
    }
    for (size_t k = 0; k < N_REPLICATIONS; k++)
        squares += (scores[k] - sum / N_REPLICATIONS) * (scores[k] - sum / N_REPLICATIONS);
    found = titian_uncertainty_score(u, titian_uncertainty_n_nodes(u) - 1, 4);
    assert_near(found.mean, sum / N_REPLICATIONS, 1e-11);
    assert_near(found.sd, sqrt(squares / (N_REPLICATIONS - 1)), 1e-11);
    for (size_t k = 0; k < N_REPLICATIONS; k++)
        above += scores[k] <= titian_uncertainty_score_quantile(u, titian_uncertainty_n_nodes(u) - 1, 4, 0.75) + 1e-9;
    assert_true(above >= N_REPLICATIONS * 3 / 4 - 8 && above <= N_REPLICATIONS * 3 / 4 + 8);
    titian_replication_free(r);
    titian_uncertainty_free(u);
    close_doubtful(&d);
}

static void without_noise_nothing_moves(void **state)
{
    titian_uncertainty *u = NULL;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    set_number(&d.factors[0], "share", 0.0, 0.0);
    d.s.recipe.uncertainty.n_factors = 1;
    sketch_run(&d.s);
    u = analyse(&d, NULL);
    for (size_t k = 0; k < titian_uncertainty_n_nodes(u); k++)
        for (size_t i = 0; i < N_UNITS; i++) {
            const titian_spread score = titian_uncertainty_score(u, k, i), rank = titian_uncertainty_rank(u, k, i);

            assert_true(score.n == 0 || (score.mean == score.nominal && score.sd == 0.0));
            assert_true(rank.n == 0 || (rank.mean == rank.nominal && rank.sd == 0.0));
        }
    assert_near(titian_uncertainty_shift(u).mean, 0.0, 0.0);
    titian_uncertainty_free(u);
    close_doubtful(&d);
}

static void it_stops_when_the_probabilities_are_sure_enough(void **state)
{
    titian_uncertainty *u = NULL;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    sketch_run(&d.s);
    u = analyse(&d, &(titian_uncertainty_options){.replications = 1000000, .until = 0.01});
    assert_true(titian_uncertainty_done(u) >= 64 * 64 && titian_uncertainty_done(u) < 1000000);
    for (size_t i = 0; i < N_UNITS; i++)
        assert_true(titian_uncertainty_error(u, titian_uncertainty_lead(u, i)) < 0.01 ||
                    isnan(titian_uncertainty_lead(u, i)));
    titian_uncertainty_free(u);
    close_doubtful(&d);
}

static void a_model_without_doubts_is_refused(void **state)
{
    titian_uncertainty *u = NULL;
    titian_error err;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    d.s.recipe.uncertainty.n_factors = 0;
    sketch_run(&d.s);
    assert_int_equal(titian_uncertainty_run(&u, d.s.a, NULL, &err), TITIAN_E_MODEL);
    assert_null(u);
    assert_non_null(strstr(err.mend, "uncertainty"));
    close_doubtful(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_replication_is_a_run_of_what_it_drew),
        cmocka_unit_test(stages_run_anew_give_the_same),
        cmocka_unit_test(results_do_not_depend_on_the_number_of_threads),
        cmocka_unit_test(a_run_that_was_kept_ends_with_the_same_numbers),
        cmocka_unit_test(what_was_kept_and_damaged_since_is_refused),
        cmocka_unit_test(results_do_not_depend_on_the_number_of_processes),
        cmocka_unit_test(shares_of_ranks_and_pairs_add_up),
        cmocka_unit_test(means_and_quantiles_are_those_of_the_replications),
        cmocka_unit_test(without_noise_nothing_moves),
        cmocka_unit_test(it_stops_when_the_probabilities_are_sure_enough),
        cmocka_unit_test(a_model_without_doubts_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

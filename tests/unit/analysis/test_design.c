/* analysis/design, replication tables: what a design says is what is drawn, and what was drawn can be read back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/stages/sketch.h"

#include <stdio.h>

#include <titian/design.h>
#include <titian/uncertainty.h>

#include "unit/analysis/listed.h"
#include "unit/scarce.h"

static const char tree[] = "A P 3 goalposts 0 100\n"
                           "B P 1 goalposts 0 100\n"
                           "C Q 2 goalposts 0 100\n"
                           "P X 2\n"
                           "Q X 1\n"
                           "X - 1\n";
static const char data[] = "U1 2020 A 10 B 20 C 90\n"
                           "U2 2020 A 50 B 40 C 30\n"
                           "U3 2020 A 80 B 75 C 20\n"
                           "U4 2020 A 30 B 95 C 60\n";

enum { SCALE, MEAN, ALPHA, LESS, FAMILY, WEIGHTS, N_FACTORS };

/* A sketch with factors of every kind; it must not move once it is open. */
typedef struct {
    sketch s;
    titian_factor factors[N_FACTORS];
    titian_alternative scales[3], means[2];
    titian_requirement when;
    unsigned char needed[3];
    titian_choice geometric[6];
    double quantiles[1];
} doubtful;

static titian_factor factor_of(const char *name, const char *method)
{
    titian_factor factor = {.name = name, .node = TITIAN_NONE};

    factor.how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, method));
    return factor;
}

static titian_option *option_of(titian_factor *factor, const char *name)
{
    return &factor->how.option[titian_method_param(factor->how.method, name)];
}

static void open_choices(doubtful *d)
{
    for (size_t k = 0; k < 3; k++)
        d->scales[k] =
            (titian_alternative){.name = (const char *const[]){"posts", "minmax", "rank"}[k], .probability = 1.0};
    d->scales[0].probability = 2.0;
    for (size_t k = 1; k < 3; k++) {
        d->scales[k].replaces = 1u << TITIAN_STAGE_NORMALISE;
        d->scales[k].choice[TITIAN_STAGE_NORMALISE] = titian_choice_default(
            TITIAN_STAGE_NORMALISE, titian_method_find(TITIAN_STAGE_NORMALISE, d->scales[k].name));
    }
    for (size_t k = 0; k < 6; k++)
        d->geometric[k] =
            titian_choice_default(TITIAN_STAGE_AGGREGATE, titian_method_find(TITIAN_STAGE_AGGREGATE, "geometric"));
    d->needed[1] = 1; /* with minmax alone */
    d->when = (titian_requirement){.factor = SCALE, .alternatives = d->needed};
    d->means[0] = (titian_alternative){.name = "arithmetic", .probability = 1.0};
    d->means[1] = (titian_alternative){.name = "geometric",
        .probability = 3.0,
        .replaces = 1u << TITIAN_STAGE_AGGREGATE,
        .aggregation = d->geometric,
        .when = &d->when,
        .n_when = 1};
    d->factors[SCALE] = factor_of("scale", "alternatives");
    d->factors[SCALE].alternatives = d->scales;
    d->factors[SCALE].n_alternatives = 3;
    d->factors[MEAN] = factor_of("mean", "alternatives");
    d->factors[MEAN].alternatives = d->means;
    d->factors[MEAN].n_alternatives = 2;
}

static void open_doubtful(doubtful *d)
{
    *d = (doubtful){.quantiles = {0.5}};
    sketch_open(&d->s, tree, data);
    sketch_choose(&d->s, TITIAN_STAGE_NORMALISE, "goalposts");
    open_choices(d);
    d->factors[ALPHA] = factor_of("alpha", "priority");
    option_of(&d->factors[ALPHA], "range")->number = 1.0;
    option_of(&d->factors[ALPHA], "range")->upper = 4.0;
    option_of(&d->factors[ALPHA], "whole")->number = 1.0;
    d->factors[LESS] = factor_of("less", "removal");
    option_of(&d->factors[LESS], "codes")->text = "A B";
    d->factors[FAMILY] = factor_of("family", "family");
    option_of(&d->factors[FAMILY], "codes")->text = "A C";
    d->factors[WEIGHTS] = factor_of("weights", "noise");
    d->factors[WEIGHTS].level = 1;
    d->s.recipe.uncertainty = (titian_uncertainty_rules){.on = 1,
        .replications = 10,
        .seed = 3,
        .quantiles = d->quantiles,
        .n_quantiles = 1,
        .top = 1,
        .factors = d->factors,
        .n_factors = N_FACTORS};
    sketch_run(&d->s);
}

static titian_status parse(titian_design **out, const doubtful *d, const char *text, titian_error *err)
{
    return titian_design_parse(out, d->s.a, "d.csv", text, strlen(text), NULL, err);
}

static void a_word_stands_for_the_middle_of_its_share(void **state)
{
    static const char text[] = "Replication,less,alpha,mean,scale,family,u.weights.3,u.weights.1,u.weights.2\n"
                               "7,none,1,arithmetic,posts,1,0.3,0.1,0.2\n"
                               "7,A,3,2,minmax,1.25,0.6,0.4,0.5\n"
                               "7,B,4,1,3,0.8,0.9,0.7,0.8\n";
    /* scale: shares 1/2, 1/4, 1/4; mean: 1 alone but with minmax 1/4 and 3/4; less: A, B and none 1/3 each */
    static const double wanted[3][8] = {{0.25, 0.5, 0.125, 5.0 / 6.0, 0.5, 0.1, 0.2, 0.3},
        {0.625, 0.625, 0.625, 1.0 / 6.0, 1.0, 0.4, 0.5, 0.6}, {0.875, 0.5, 0.875, 0.5, 0.1, 0.7, 0.8, 0.9}};
    titian_design *design = NULL;
    titian_error err;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    if (parse(&design, &d, text, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    assert_int_equal(titian_design_n(design), 3);
    for (size_t row = 0; row < 3; row++)
        for (size_t k = 0; k < 8; k++)
            assert_near(titian_design_draws(design)[8 * row + k], wanted[row][k], 1e-15);
    titian_design_free(design);
    titian_design_free(NULL);
    sketch_close(&d.s);
}

static void what_a_design_says_is_what_is_drawn(void **state)
{
    static const char text[] = "scale,mean,alpha,less,family,u.weights.1,u.weights.2,u.weights.3\n"
                               "minmax,geometric,2,B,1.25,0.5,0.5,0.75\n";
    static const char *const models[] = {"", "", "0", "none", "1", ""};
    static const char *const drawn[] = {"minmax", "geometric", "2", "B", "1.25", ""};
    titian_uncertainty_options options = titian_uncertainty_options_default();
    titian_replication *r = NULL;
    titian_design *design = NULL;
    titian_error err;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    assert_int_equal(parse(&design, &d, text, &err), TITIAN_OK);
    options.draws = titian_design_draws(design);
    options.replications = titian_design_n(design);
    assert_int_equal(titian_replication_new(&r, d.s.a, &options, &err), TITIAN_OK);
    assert_int_equal(titian_replication_run(r, 0, &err), TITIAN_OK);
    for (size_t f = 0; f < N_FACTORS; f++) {
        assert_string_equal(titian_replication_drawn(r, f), drawn[f]);
        assert_string_equal(titian_replication_model(r, f), models[f]);
    }
    assert_int_equal(titian_replication_alternative(r, SCALE), 1);
    assert_int_equal(titian_replication_alternative(r, FAMILY), TITIAN_NONE);
    assert_near(titian_replication_weight(r, sketch_node(&d.s, "A")), 3.0 * 1.25, 1e-15);
    assert_near(titian_replication_weight(r, sketch_node(&d.s, "B")), 0.0, 0.0);
    assert_near(titian_replication_weight(r, sketch_node(&d.s, "C")), 2.0 * 1.25 * 1.125, 1e-15);
    assert_int_equal(titian_replication_run(r, 1, &err), TITIAN_E_USAGE);
    titian_replication_free(r);
    titian_design_free(design);
    sketch_close(&d.s);
}

/* A table of replications as the text of a CSV. */
static void as_text(const titian_listing *listing, char *to)
{
    for (size_t k = 0; k < titian_listing_n_columns(listing); k++)
        to += sprintf(to, "%s%s", k > 0 ? "," : "", titian_listing_column(listing, k));
    for (size_t row = 0; row < titian_listing_n_rows(listing); row++)
        for (size_t k = 0; k < titian_listing_n_columns(listing); k++)
            to += sprintf(to, "%c%.17g", k > 0 ? ',' : '\n', titian_listing_cell(listing, row, k).number);
    (void) strcpy(to, "\n");
}

static void numbers_that_were_written_can_be_read_back(void **state)
{
    titian_listing *listing = NULL;
    titian_replication *r = NULL;
    titian_design *design = NULL;
    titian_error err;
    char text[8192];
    doubtful d;

    (void) state;
    open_doubtful(&d);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, &err), TITIAN_OK);
    assert_string_equal(titian_replication_table_name(2), "numbers");
    assert_int_equal(titian_replication_make(&listing, r, 2, 4, 5, &err), TITIAN_OK);
    assert_int_equal(titian_listing_n_rows(listing), 5);
    as_text(listing, text);
    if (parse(&design, &d, text, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    for (uint64_t k = 0; k < 5; k++) {
        assert_int_equal(titian_replication_run(r, 4 + k, &err), TITIAN_OK);
        assert_memory_equal(titian_design_draws(design) + 8 * k, titian_replication_numbers(r), 8 * sizeof(double));
    }
    titian_design_free(design);
    titian_listing_free(listing);
    titian_replication_free(r);
    sketch_close(&d.s);
}

static void only_what_can_move_is_within_reach(void **state)
{
    unsigned char weights[6] = {0}, lows[3] = {0}, highs[3] = {0};
    titian_replication *r = NULL;
    titian_error err;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    d.s.recipe.uncertainty.n_factors = WEIGHTS; /* no noise */
    sketch_run(&d.s);
    assert_int_equal(titian_replication_new(&r, d.s.a, NULL, &err), TITIAN_OK);
    titian_replication_reach(r, weights, lows, highs);
    for (size_t k = 0; k < 6; k++) /* the family and what may be removed are all indicators */
        assert_int_equal(weights[k], k < 3);
    for (size_t k = 0; k < 3; k++)
        assert_int_equal(lows[k] + highs[k], 0);
    titian_replication_free(r);
    sketch_close(&d.s);
}

/* A row, or a header, that is refused: its place and what is said. */
typedef struct {
    const char *text;
    size_t line, column;
    const char *message, *mend;
} refusal;

#define HEAD "scale,mean,alpha,less,family,u.weights.1,u.weights.2,u.weights.3\n"

static void what_cannot_be_drawn_is_refused_with_its_place(void **state)
{
    static const refusal refusals[] = {
        {"", 1, 0, "the file is empty", "names of the factors"},
        {HEAD, 1, 0, "there is no row behind the header", "each replication"},
        {"scale,mean,alpha,less,family,u.weights.1,u.weights.2\n", 1, 0, "a column is missing of weights",
            "u.weights.1 to u.weights.3"},
        {"scale,mean,less,family,u.weights.1,u.weights.2,u.weights.3\n", 1, 0, "there is no column of alpha",
            "u.alpha"},
        {"weights\n", 1, 1, "what weights draws cannot be said in one column", "u.weights.1 to u.weights.3"},
        {"u.weights.0\n", 1, 1, "\"u.weights.0\" is no factor of the model", "u.weights.1 to u.weights.3"},
        {"u.weights.4\n", 1, 1, "\"u.weights.4\" is no factor of the model", "u.weights.1 to u.weights.3"},
        {"u.weights\n", 1, 1, "\"u.weights\" is no factor of the model", "u.weights.1 to u.weights.3"},
        {"u.alpha.1\n", 1, 1, "\"u.alpha.1\" is no factor of the model", "u.alpha, or its name"},
        {"Beta\n", 1, 1, "\"Beta\" is no factor of the model",
            "the columns of scale, for one, are u.scale, or its name"},
        {"alpha,u.alpha," HEAD, 1, 2, "alpha is given a second time", "one column"},
        {HEAD "posts,geometric,1,A,1,0.5,0.5,0.5\n", 2, 2, "not open with what stands before it", "when"},
        {HEAD "logs,1,1,A,1,0.5,0.5,0.5\n", 2, 1, "scale has no alternative \"logs\"", "from 1 to 3"},
        {HEAD "0,1,1,A,1,0.5,0.5,0.5\n", 2, 1, "scale has no alternative \"0\"", "from 1 to 3"},
        {HEAD "1,1,1.5,A,1,0.5,0.5,0.5\n", 2, 3, "\"1.5\" is nothing that alpha draws", "a whole number from 1 to 4"},
        {HEAD "1,1,5,A,1,0.5,0.5,0.5\n", 2, 3, "\"5\" is nothing that alpha draws", "a whole number from 1 to 4"},
        {HEAD "1,1,1,C,1,0.5,0.5,0.5\n", 2, 4, "\"C\" is nothing that less leaves out", "or none"},
        {HEAD "1,1,1,A,1.3,0.5,0.5,0.5\n", 2, 5, "\"1.3\" is nothing that family draws", "multiplied by"},
        {HEAD "1,1,1,A,,0.5,0.5,0.5\n", 2, 5, "\"\" is nothing that family draws", "multiplied by"},
        {HEAD "1,1,1,A,1,0,0.5,0.5\n", 2, 6, "\"0\" is not a number above 0 and below 1", "weights draws"},
        {HEAD "1,1,1,A,1,0.5,1,0.5\n", 2, 7, "\"1\" is not a number above 0 and below 1", "weights draws"},
        {HEAD "1,1,1,A,1,0.5,0.5\n", 2, 0, "7 fields, but the header has 8", "comma"},
    };
    doubtful d;

    (void) state;
    open_doubtful(&d);
    for (size_t k = 0; k < sizeof refusals / sizeof *refusals; k++) {
        const refusal *r = &refusals[k];
        titian_design *design = NULL;
        titian_error err = {.code = TITIAN_OK};

        assert_int_equal(parse(&design, &d, r->text, &err), TITIAN_E_DATA);
        assert_null(design);
        if (err.line != r->line || err.column != r->column || strstr(err.message, r->message) == NULL ||
            strstr(err.mend, r->mend) == NULL)
            fail_msg("%s:%zu:%zu: %s\n%s", err.file, err.line, err.column, err.message, err.mend);
    }
    sketch_close(&d.s);
}

static void a_model_without_factors_has_no_design(void **state)
{
    titian_design *design = NULL;
    titian_error err;
    doubtful d;

    (void) state;
    open_doubtful(&d);
    d.s.recipe.uncertainty = (titian_uncertainty_rules){.on = 0};
    sketch_run(&d.s);
    assert_int_equal(parse(&design, &d, HEAD, &err), TITIAN_E_MODEL);
    assert_int_equal(titian_design_read(&design, d.s.a, "no/such/file.csv", NULL, &err), TITIAN_E_MODEL);
    assert_null(design);
    sketch_close(&d.s);
}

static titian_status use_all(const doubtful *d, const char *text)
{
    titian_design *design = NULL;
    titian_replication *r = NULL;
    titian_listing *listing = NULL;
    titian_status status = parse(&design, d, text, NULL);

    if (status == TITIAN_OK)
        status = titian_replication_new(&r, d->s.a, NULL, NULL);
    for (size_t table = 0; table < titian_replication_n_tables() && status == TITIAN_OK; table++) {
        titian_listing_free(listing);
        status = titian_replication_make(&listing, r, table, 0, 3, NULL);
        assert_true((listing == NULL) == (status != TITIAN_OK));
    }
    titian_listing_free(listing);
    titian_replication_free(r);
    titian_design_free(design);
    return status;
}

/* libcsv asks for less when it does not get what it asked for, so one failure does no harm. */
static void designs_and_tables_survive_the_failure_of_any_allocation(void **state)
{
    static const char text[] = HEAD "minmax,geometric,2,B,1.25,0.5,0.5,0.75\n";
    int has_failed = 1;
    doubtful d;
    long k = 0;

    (void) state;
    open_doubtful(&d);
    for (; has_failed; k++) {
        titian_status status = TITIAN_OK;

        scarce_after = k;
        status = use_all(&d, text);
        has_failed = scarce_after < 0;
        scarce_after = -1;
        assert_true(status == TITIAN_OK || (has_failed && status == TITIAN_E_MEMORY));
    }
    assert_true(k > 20);
    sketch_close(&d.s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_stands_for_the_middle_of_its_share),
        cmocka_unit_test(what_a_design_says_is_what_is_drawn),
        cmocka_unit_test(numbers_that_were_written_can_be_read_back),
        cmocka_unit_test(only_what_can_move_is_within_reach),
        cmocka_unit_test(what_cannot_be_drawn_is_refused_with_its_place),
        cmocka_unit_test(a_model_without_factors_has_no_design),
        cmocka_unit_test(designs_and_tables_survive_the_failure_of_any_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

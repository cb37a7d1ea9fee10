/* Published ranks of the UN E-Government Development Index from its published scores, by titian's own ranking. The
 * counts are those of the reference's README: the four of 2020 that differ are ties at four decimals.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <stdio.h>
#include <unistd.h>

#include <titian/input.h>
#include <titian/model.h>
#include <titian/run.h>

#define TABLE TITIAN_TEST_SOURCE_DIR "/../shared/reference/egdi/egdi_2003_2024.csv"
enum { SKIPPED = 77 };

static const char yaml[] = "title: published index\n"
                           "framework: framework.csv\n"
                           "screen: {method: none, max_age: 0}\n"
                           "normalise: {method: goalposts, range: [0, 1]}\n";
static const char csv[] = "iCode,Type,Level,Parent,Weight,Direction,Low,High\n"
                          "INDEX,Aggregate,2,,1,,,\n"
                          "egdi,Indicator,1,INDEX,1,1,0,1\n"
                          "rank,Other,,,,,,\n"
                          "ranked,Other,,,,,,\n";

static const struct {
    int year;
    size_t n_ranked, n_equal;
} editions[] = {{2003, 173, 173}, {2004, 178, 178}, {2005, 179, 179}, {2008, 182, 182}, {2010, 183, 183},
    {2012, 190, 190}, {2014, 193, 193}, {2016, 193, 193}, {2018, 193, 193}, {2020, 193, 189}, {2022, 193, 193},
    {2024, 193, 193}};

/* What the editions have in common. */
typedef struct {
    titian_model *model;
    titian_panel *panel;
    titian_ledger *ledger;
} table;

static int read_table(void **state)
{
    static const char *const paths[] = {TABLE};
    static table t;
    const titian_model_text text = {.yaml_name = "model.yaml",
        .yaml = yaml,
        .n_yaml = sizeof yaml - 1,
        .csv_name = "framework.csv",
        .csv = csv,
        .n_csv = sizeof csv - 1};
    titian_error err = {.message = ""};
    titian_status status = titian_model_parse(&t.model, &text, NULL, &err);

    if (status == TITIAN_OK)
        status = titian_input_read(
            &t.panel, &t.ledger, titian_model_recipe(t.model)->framework, paths, 1, NULL, NULL, &err);
    if (status != TITIAN_OK)
        print_error("%s:%zu: %s\n", err.file, err.line, err.message);
    *state = &t;
    return status == TITIAN_OK ? 0 : -1;
}

static int drop_table(void **state)
{
    const table *t = *state;

    titian_panel_free(t->panel);
    titian_ledger_free(t->ledger);
    titian_model_free(t->model);
    return 0;
}

/* Column of a variable of the data in an edition. */
static const double *column(const table *t, const char *variable, int year)
{
    return titian_panel_column(
        t->panel, titian_panel_find_variable(t->panel, variable), titian_panel_find_year(t->panel, year));
}

static void published_ranks_are_reproduced(void **state)
{
    const table *t = *state;

    for (size_t e = 0; e < sizeof editions / sizeof *editions; e++) {
        const double *published = column(t, "rank", editions[e].year),
                     *ranked = column(t, "ranked", editions[e].year);
        titian_run_options options = titian_run_options_default();
        titian_assessment *a = NULL;
        const size_t *ranks = NULL;
        size_t n_ranked = 0, n_equal = 0;

        options.first_year = options.last_year = editions[e].year;
        assert_int_equal(titian_run(&a, titian_model_recipe(t->model), t->panel, &options, NULL), TITIAN_OK);
        ranks = titian_assessment_ranks(a, titian_framework_root(titian_model_recipe(t->model)->framework), 0);
        for (size_t i = 0; i < titian_panel_n_units(t->panel); i++) {
            n_ranked += ranked[i] == 1.0;
            n_equal += ranked[i] == 1.0 &&
                       (double) ranks[titian_panel_find_unit(titian_assessment_result(a, TITIAN_RESULT_AGGREGATED),
                           titian_panel_unit(t->panel, i)->code)] == published[i];
        }
        print_message("%d: %zu of %zu ranks equal\n", editions[e].year, n_equal, n_ranked);
        assert_int_equal(n_ranked, editions[e].n_ranked);
        assert_int_equal(n_equal, editions[e].n_equal);
        titian_assessment_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(published_ranks_are_reproduced)};

    if (access(TABLE, R_OK) != 0) {
        (void) printf("skipped: no reference tables beside the project\n");
        return SKIPPED;
    }
    return cmocka_run_group_tests(tests, read_table, drop_table);
}

/* What the tests of the workbook share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/reports/pages.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "workbook/make.h"

static const char tree[] = "A P 1 goalposts 0 10\n"
                           "B P 3 goalposts 1 100 log\n"
                           "C Q 1 direction -1 goalposts 20 0\n"
                           "P X 2\n"
                           "Q X 1\n"
                           "X - 1\n"
                           "group dac\n"
                           "group region\n"
                           "group ldc\n"
                           "other POP\n"
                           "other ODA\n"
                           "other GE\n";
static const char data[] = "U1 2019 A 5 B 10 C - ODA 4\n"
                           "U1 2020 A - B 10 C 5 POP 1000 ODA 6 GE 0.5 dac 1 region east ldc 1\n"
                           "U2 2020 A 2 B 1 C 20 POP 5000 ODA 1 GE 0.1 dac 1 region east\n"
                           "U3 2020 A 9 B 90 C 1~ POP 300 ODA 3 dac 1 region west\n"
                           "U4 2020 A - B - C 3 POP 70 GE 0.9 dac 1 region west\n"
                           "U5 2020 A 1 B 0 C 2 POP 90 dac 0 region west\n"
                           "U6 2020 A - B - C - dac 1\n";

static const char *const one[] = {"1"};
static const titian_condition eligible[] = {
    {.group = "dac", .labels = one, .n_labels = 1, .reason = "=not on the list"}};
static const titian_condition vulnerable[] = {{.group = "ldc", .labels = one, .n_labels = 1, .value = 0.7}};
static const titian_scaled scaled[] = {{.variable = "GE", .low = 0, .high = 1}};

static void tell_identity(pages *p)
{
    p->about = (titian_model_about){.title = "=A model",
        .edition = "1",
        .description = "",
        .citation = "",
        .path = "model.yaml",
        .framework_path = "framework.csv",
        .sha256 = "0123"};
    assert_int_equal(titian_ledger_new(&p->ledger, NULL), TITIAN_OK);
    p->s.options.about = &p->about;
    p->s.options.ledger = p->ledger;
    p->bands[0] = (titian_band){"low", 0, 0};
    p->bands[1] = (titian_band){"=high", 50, 0};
    p->s.recipe.bands = p->bands;
    p->s.recipe.n_bands = 2;
}

void pages_open_text(pages *p, const char *tree_text, const char *data_text)
{
    *p = (pages){.b = NULL};
    sketch_open(&p->s, tree_text, data_text);
    sketch_choose(&p->s, TITIAN_STAGE_NORMALISE, "goalposts");
    tell_identity(p);
    strcpy(p->folder, "/tmp/titian-pages-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->path, sizeof p->path, "%s/book.xlsx", p->folder);
}

void pages_open(pages *p)
{
    pages_open_text(p, tree, data);
    sketch_choose(&p->s, TITIAN_STAGE_SCREEN, "coverage");
    sketch_number(&p->s, TITIAN_STAGE_SCREEN, "min_coverage", 0.6);
    p->s.recipe.carry.max_age = 5;
}

void pages_priority(pages *p)
{
    sketch_priority(&p->s);
    p->s.recipe.priority.eligible = eligible;
    p->s.recipe.priority.people_reference = 1e6;
    p->s.recipe.priority.vulnerability = vulnerable;
    p->s.recipe.priority.n_vulnerability = 1;
    p->s.recipe.priority.aid_group = "region";
    p->s.recipe.priority.aid_years = 2;
    p->s.recipe.priority.absorption = scaled;
    p->s.recipe.priority.n_absorption = 1;
}

void pages_vary(pages *p)
{
    static const double quantiles[] = {0.05, 0.5, 0.95};
    titian_factor *weights = &p->factors[0], *alpha = &p->factors[1];

    *weights = (titian_factor){.name = "=weights", .node = TITIAN_NONE};
    weights->how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, "simplex"));
    *alpha = (titian_factor){.name = "alpha", .node = TITIAN_NONE};
    alpha->how = titian_choice_default(TITIAN_STAGE_VARY, titian_method_find(TITIAN_STAGE_VARY, "priority"));
    alpha->how.option[titian_method_param(alpha->how.method, "range")].number = 0.5;
    alpha->how.option[titian_method_param(alpha->how.method, "range")].upper = 2;
    p->s.recipe.uncertainty = (titian_uncertainty_rules){.on = 1,
        .replications = 200,
        .seed = 5,
        .quantiles = quantiles,
        .n_quantiles = 3,
        .top = 2,
        .factors = p->factors,
        .n_factors = p->s.recipe.priority.on ? 2 : 1};
}

static void drop_analyses(pages *p)
{
    titian_uncertainty_free(p->uncertainty);
    titian_sensitivity_free(p->sensitivity);
    titian_smaa_free(p->limits);
    for (size_t k = 0; k < PAGES_SHARED; k++)
        titian_listing_free(p->shared[k]);
    for (size_t k = 0; k < TITIAN_ADVICE_N_TABLES; k++)
        titian_listing_free(p->help[k]);
    for (size_t k = 0; k < 3; k++)
        titian_listing_free(p->own[k]);
    titian_submissions_free(p->submissions);
    p->submissions = NULL;
    memset(p->help, 0, sizeof p->help);
    memset(p->own, 0, sizeof p->own);
    memset(p->shared, 0, sizeof p->shared);
    p->uncertainty = NULL;
    p->sensitivity = NULL;
    p->limits = NULL;
}

void pages_rules(pages *p)
{
    static const titian_allocation_entry factors[] = {
        {"income", NULL, 0.0, (double) NAN, (double) NAN, ""}, {"aid", NULL, 1.0, (double) NAN, 1.0, ""}};

    p->s.recipe.allocation = (titian_allocation_rules){.on = 1,
        .budget = 100.0,
        .currency = "",
        .unit = 0.1,
        .factors = factors,
        .n_factors = 2,
        .floor = 2.0,
        .cap = 80.0,
        .cap_share = 1.0,
        .cap_per_head = (double) INFINITY,
        .floors = vulnerable,
        .n_floors = 1,
        .previous = "ODA",
        .swing_down = 1.0,
        .swing_up = 50.0};
}

titian_workbook_analyses pages_share(pages *p)
{
    static const char *const names[] = {"amounts", "factors", "fairness", "distances", "steps", "orphans"};

    drop_analyses(p);
    for (size_t k = 0; k < PAGES_SHARED; k++) {
        titian_error err = {.message = ""};
        size_t row = 0;

        if (strcmp(names[k], "orphans") == 0 && p->s.recipe.priority.aid == NULL)
            continue;
        while (strcmp(titian_allocation_name(row), names[k]) != 0)
            row++;
        if (titian_allocation_make(&p->shared[k], p->s.a, row, NULL, &err) != TITIAN_OK)
            fail_msg("%s", err.message);
    }
    p->allocation = (titian_workbook_allocation){
        100.0, p->shared[0], p->shared[1], p->shared[2], p->shared[3], p->shared[4], p->shared[5], NULL};
    return (titian_workbook_analyses){.allocation = &p->allocation};
}

static void make_own(pages *p)
{
    static const char *const names[] = {"scores", "elements", "reasons"};
    static const char given[] = "uCode,iCode,Weight,Target,NotApplicable\nU1,P,0.9,50,\nU1,A,,,none here\n";
    titian_own_options options = titian_own_options_default();
    titian_error err = {.message = ""};

    assert_int_equal(
        titian_submissions_parse(&p->submissions, "own.csv", given, sizeof given - 1, NULL, NULL), TITIAN_OK);
    options.submissions = p->submissions;
    for (size_t k = 0; k < 3; k++) {
        size_t which = 0;

        while (strcmp(titian_own_name(which), names[k]) != 0)
            which++;
        if (titian_own_make(&p->own[k], p->s.a, which, &options, &err) != TITIAN_OK)
            fail_msg("%s", err.message);
    }
    p->priorities = (titian_workbook_own){options.box, p->own[0], p->own[1], p->own[2]};
}

titian_workbook_analyses pages_help(pages *p)
{
    titian_advice_options options = titian_advice_options_default();
    titian_error err = {.message = ""};

    drop_analyses(p);
    options.by_priority = 1;
    if (titian_advice_make_all(p->help, p->s.a, NULL, &options, &err) != TITIAN_OK)
        fail_msg("%s", err.message);
    p->advice = (titian_workbook_advice){options.years, p->help[TITIAN_ADVICE_GAINS], p->help[TITIAN_ADVICE_PATH],
        p->help[TITIAN_ADVICE_AREAS], p->help[TITIAN_ADVICE_STANDING], p->help[TITIAN_ADVICE_PEERS]};
    make_own(p);
    return (titian_workbook_analyses){.advice = &p->advice, .own = &p->priorities};
}

titian_workbook_analyses pages_analyse(pages *p)
{
    titian_uncertainty_options uncertainty = titian_uncertainty_options_default();
    titian_sensitivity_options sensitivity = titian_sensitivity_options_default();
    titian_smaa_options limits = titian_smaa_options_default();

    drop_analyses(p);
    if (!p->s.recipe.uncertainty.on)
        return (titian_workbook_analyses){.uncertainty = NULL};
    uncertainty.threads = sensitivity.threads = 1;
    sensitivity.rows = 64;
    limits.box = 0.25;
    limits.shares = 0;
    assert_int_equal(titian_uncertainty_run(&p->uncertainty, p->s.a, &uncertainty, NULL), TITIAN_OK);
    assert_int_equal(titian_sensitivity_run(&p->sensitivity, p->s.a, &sensitivity, NULL), TITIAN_OK);
    assert_int_equal(titian_smaa_new(&p->limits, p->s.a, &limits, NULL), TITIAN_OK);
    return (titian_workbook_analyses){
        .uncertainty = p->uncertainty, .sensitivity = p->sensitivity, .limits = p->limits};
}

static void drop_book(pages *p)
{
    if (p->b == NULL)
        return;
    book_fail(p->b, TITIAN_E_USAGE, "never to be written");
    assert_int_not_equal(book_close(p->b, NULL), TITIAN_OK);
    p->b = NULL;
}

/* Visit the files of the folder; take them away when told to. */
static size_t visit(const pages *p, int remove_them)
{
    DIR *folder = opendir(p->folder);
    size_t n = 0;

    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char path[512];

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        n++;
        snprintf(path, sizeof path, "%s/%s", p->folder, entry->d_name);
        if (remove_them)
            (void) remove(path);
    }
    closedir(folder);
    return n;
}

size_t pages_files(const pages *p)
{
    return visit(p, 0);
}

void pages_close(pages *p)
{
    drop_book(p);
    drop_analyses(p);
    (void) visit(p, 1);
    assert_int_equal(rmdir(p->folder), 0);
    titian_ledger_free(p->ledger);
    sketch_close(&p->s);
}

book *pages_book(pages *p)
{
    titian_workbook_analyses analyses;
    titian_error error;

    drop_book(p);
    sketch_run(&p->s);
    analyses = pages_analyse(p);
    assert_int_equal(book_make(&p->b, p->s.a, &(book_subject){.analyses = &analyses}, p->path, &error), TITIAN_OK);
    assert_true(book_good(p->b));
    return p->b;
}

static const lxw_cell *cell_at(const pages *p, sheet_id sheet, lxw_row_t row, lxw_col_t col)
{
    lxw_row *line = lxw_worksheet_find_row(p->b->sheets[sheet], row);

    return line == NULL ? NULL : lxw_worksheet_find_cell_in_row(line, col);
}

int kind_at(const pages *p, sheet_id sheet, lxw_row_t row, lxw_col_t col)
{
    const lxw_cell *c = cell_at(p, sheet, row, col);

    return c == NULL ? 0 : (int) c->type;
}

const char *formula_at(const pages *p, sheet_id sheet, lxw_row_t row, lxw_col_t col)
{
    const lxw_cell *c = cell_at(p, sheet, row, col);

    assert_non_null(c);
    assert_true(c->type == FORMULA_CELL || c->type == ARRAY_FORMULA_CELL);
    return c->u.string;
}

double number_at(const pages *p, sheet_id sheet, lxw_row_t row, lxw_col_t col)
{
    const lxw_cell *c = cell_at(p, sheet, row, col);

    if (c != NULL && c->type == NUMBER_CELL)
        return c->u.number;
    if (c != NULL && (c->type == FORMULA_CELL || c->type == ARRAY_FORMULA_CELL) && c->user_data2 == NULL)
        return c->formula_result;
    return TITIAN_MISSING;
}

const char *text_at(const pages *p, sheet_id sheet, lxw_row_t row, lxw_col_t col)
{
    const lxw_cell *c = cell_at(p, sheet, row, col);

    if (c != NULL && c->type == STRING_CELL)
        return c->sst_string;
    return c != NULL && c->type == FORMULA_CELL ? c->user_data2 : NULL;
}

/* The main job: model, framework and data as one input, parts behind one another with a byte 0x1E between them; read,
 * run, and written as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/input.h>
#include <titian/run.h>
#include <titian/text_reports.h>

enum { BETWEEN = 0x1E };

typedef struct {
    const char *text;
    size_t n;
} part;

/* The part up to the next separator; `rest` is what is left behind it. */
static part next_part(part *rest)
{
    const char *end = rest->n > 0 ? memchr(rest->text, BETWEEN, rest->n) : NULL;
    const part whole = {rest->text, end != NULL ? (size_t) (end - rest->text) : rest->n};
    const size_t taken = whole.n + (end != NULL ? 1 : 0);

    rest->text += taken;
    rest->n -= taken;
    return whole;
}

static void write_scores(const titian_assessment *assessment)
{
    char *text = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&text, &n);
    titian_error err;

    HOLDS(to != NULL);
    HOLDS(titian_scores_csv_write(assessment, TITIAN_RESULT_AGGREGATED, to, &err) == TITIAN_OK);
    HOLDS(titian_results_csv_write(assessment, NULL, to, &err) == TITIAN_OK);
    HOLDS(titian_weights_csv_write(assessment, to, &err) == TITIAN_OK);
    HOLDS(fclose(to) == 0 && n > 0);
    free(text);
}

static void run(const titian_model *model, part data)
{
    const titian_input_text text = {"data.csv", data.text, data.n};
    const titian_recipe *recipe = titian_model_recipe(model);
    titian_run_options options = titian_run_options_default();
    titian_problems problems = given_listener();
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;
    titian_assessment *assessment = NULL;
    titian_error err = {.code = TITIAN_OK};
    titian_status status = titian_input_parse(&panel, &ledger, recipe->framework, &text, 1, NULL, &problems, &err);

    given_check_result(status, panel, &problems, &err);
    given_check_ledger(ledger);
    if (status == TITIAN_OK) {
        options.about = titian_model_describe(model);
        options.ledger = ledger;
        status = titian_run(&assessment, recipe, panel, &options, &err);
        given_check_result(status, assessment, NULL, &err);
    }
    if (status == TITIAN_OK)
        write_scores(assessment);
    titian_assessment_free(assessment);
    titian_panel_free(panel);
    titian_ledger_free(ledger);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    part rest = {(const char *) data, size};
    const part yaml = next_part(&rest), csv = next_part(&rest);
    const titian_model_text text = {.yaml = yaml.text, .n_yaml = yaml.n, .csv = csv.text, .n_csv = csv.n};
    titian_problems problems = given_listener();
    titian_model *model = NULL;
    titian_error err = {.code = TITIAN_OK};
    const titian_status status = titian_model_parse(&model, &text, &problems, &err);

    (void) given_model(); /* turns off GSL's aborts, as the program does */
    given_check_result(status, model, &problems, &err);
    if (status == TITIAN_OK)
        run(model, rest);
    titian_model_free(model);
    return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/utf8.h"
#include "given.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>

#include <titian/input.h>
#include <titian/run.h>

#include "input/text.h"

const char given_yaml[] = "title: Doubts\n"
                          "framework: framework.csv\n"
                          "screen: {method: coverage, min_coverage: 0.5}\n"
                          "normalise: {method: goalposts, range: [0, 100]}\n"
                          "bands: [{name: low, from: 0}, {name: high, from: 50}]\n"
                          "priority: {target: 80, alpha: 1, level: 2, population: POP, people_reference: 1000000,"
                          " weights: {need: 3, people: 1}}\n"
                          "uncertainty:\n"
                          "  replications: 64\n"
                          "  seed: 7\n"
                          "  top: 2\n"
                          "  vary:\n"
                          "    - {name: weights, method: noise, level: 1, share: 0.4}\n"
                          "    - {name: one less, method: removal, codes: \"B C\"}\n"
                          "    - name: mean\n"
                          "      alternatives:\n"
                          "        - {name: arithmetic}\n"
                          "        - {name: geometric, aggregate: [{method: geometric}]}\n";
const char given_framework[] = "Level,iCode,iName,Parent,Type,Weight,Direction,Low,High\n"
                               "3,INDEX,Index,,Aggregate,1,,,\n"
                               "2,P,First,INDEX,Aggregate,2,,,\n"
                               "2,Q,Second,INDEX,Aggregate,1,,,\n"
                               "1,A,Alpha,P,Indicator,3,1,-1,100\n"
                               "1,B,Beta,P,Indicator,1,-1,100,0\n"
                               "1,C,Gamma,Q,Indicator,1,1,0,200\n"
                               ",G,Region,,Group,,,,\n"
                               ",D,Households,,Denominator,,,,\n"
                               ",POP,People,,Other,,,,\n";
const char given_data[] = "uCode,uName,Time,A,B,C,G,D,POP\n"
                          "U1,One,2020,10,20,30,x,5,1000\n"
                          "U2,Two,2020,50,90,,y,6,20000\n"
                          "U3,Three,2020,70,,150,x,7,300000\n"
                          "U4,Four,2020,20,60,80,y,8,4000000\n";

void given_broken(const char *condition, const char *file, int line)
{
    (void) fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    abort();
}

/* Converters that stay open: the C library would load what they need anew for each input, which takes longer than
 * most inputs do. */
static void hold_encodings(void)
{
    static const char *const names[] = {"windows-1252", "latin1", "utf-16le", "utf-32le", "windows-1251",
        "windows-1253", "windows-1256", "gb18030", "shift_jis"};
    static iconv_t held[sizeof names / sizeof *names];

    for (size_t k = 0; k < sizeof names / sizeof *names && held[k] == NULL; k++)
        held[k] = iconv_open("UTF-8", names[k]);
}

static titian_model *read_model(void)
{
    const titian_model_text text = {
        .yaml = given_yaml, .n_yaml = strlen(given_yaml), .csv = given_framework, .n_csv = strlen(given_framework)};
    titian_model *model = NULL;

    (void) gsl_set_error_handler_off(); /* as the program does */
    HOLDS(titian_model_parse(&model, &text, NULL, NULL) == TITIAN_OK);
    return model;
}

const titian_model *given_model(void)
{
    static titian_model *model;

    if (model == NULL)
        model = read_model();
    return model;
}

static titian_assessment *assess(void)
{
    static titian_panel *panel;
    static titian_ledger *ledger;
    const titian_input_text text = {"given.csv", given_data, strlen(given_data)};
    const titian_recipe *recipe = titian_model_recipe(given_model());
    titian_run_options options = titian_run_options_default();
    titian_assessment *assessment = NULL;

    HOLDS(titian_input_parse(&panel, &ledger, recipe->framework, &text, 1, NULL, NULL, NULL) == TITIAN_OK);
    options.about = titian_model_describe(given_model());
    options.ledger = ledger;
    HOLDS(titian_run(&assessment, recipe, panel, &options, NULL) == TITIAN_OK);
    return assessment;
}

const titian_assessment *given_assessment(void)
{
    static titian_assessment *assessment;

    if (assessment == NULL)
        assessment = assess();
    return assessment;
}

/* A text that can be printed: UTF-8, one line. */
static void check_text(const char *text)
{
    const size_t n = strlen(text);

    HOLDS(titian_utf8_prefix(text, n) == n);
    HOLDS(strchr(text, '\n') == NULL);
}

static void check_problem(const titian_error *problem, void *context)
{
    (void) context;
    HOLDS(problem->message[0] != '\0');
    check_text(problem->message);
    check_text(problem->mend);
}

titian_problems given_listener(void)
{
    hold_encodings();
    return (titian_problems){.say = check_problem};
}

void given_check_result(
    titian_status status, const void *handed_out, const titian_problems *problems, const titian_error *err)
{
    HOLDS((status == TITIAN_OK) == (handed_out != NULL));
    if (status == TITIAN_OK) {
        HOLDS(problems == NULL || problems->n_errors == 0);
        return;
    }
    HOLDS(status != TITIAN_E_INTERNAL && status != TITIAN_E_MEMORY);
    HOLDS(err->code == status);
    check_problem(err, NULL);
}

void given_check_ledger(const titian_ledger *ledger)
{
    for (size_t k = 0; k < titian_ledger_n_files(ledger); k++) {
        const titian_ledger_file *f = titian_ledger_at(ledger, k);
        size_t n = 0;

        for (int kind = 0; kind < TITIAN_N_ROW_KINDS; kind++)
            n += f->rows[kind].n;
        HOLDS(n == f->n_rows);
    }
}

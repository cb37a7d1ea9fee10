/* titian check: every problem of model and data, and what was read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "manner.h"
#include "session.h"

static void print_model(const cli_session *s)
{
    const titian_model_about *about = &s->about;
    const titian_framework *framework = titian_model_recipe(s->model)->framework;
    const int n_levels = titian_framework_n_levels(framework);

    (void) printf("Model: %s%s%s\n", about->title, about->edition[0] ? ", " : "", about->edition);
    (void) printf("  %s  sha256 %.12s\n", about->path, about->sha256);
    (void) printf("  %zu indicators in a tree of %d levels\n\n", titian_framework_n_indicators(framework), n_levels);
}

static void print_ledger(const titian_ledger *ledger)
{
    (void) puts(
        "Data files (the rows used, empty, repeated, unwanted, refused and set aside add up to the rows read)");
    (void) puts("  form     rows    used   empty repeated unwanted refused  values  sha256        file");
    for (size_t k = 0; k < titian_ledger_n_files(ledger); k++) {
        const titian_ledger_file *f = titian_ledger_at(ledger, k);

        (void) printf("  %-6s %6zu  %6zu  %6zu   %6zu   %6zu  %6zu  %6zu  %.12s  %s\n", f->form[0] ? f->form : "?",
            f->n_rows, f->n_used, f->n_empty, f->n_repeated, f->n_unwanted, f->n_refused, f->n_values, f->sha256,
            f->path);
        if (f->n_aside > 0)
            (void) printf("         rows of aggregates and of territories of the past, set aside: %zu\n", f->n_aside);
        if (f->n_out_of_scope > 0)
            (void) printf(
                "         rows out of scope, beside these (other breakdowns, aggregates): %zu\n", f->n_out_of_scope);
        if (f->n_columns_aside > 0)
            (void) printf(
                "         columns or codes that the model does not name, set aside: %zu\n", f->n_columns_aside);
        cli_manner_print(f);
    }
    (void) putchar('\n');
}

/* Values of one aggregate, over all variables and years. */
static size_t count_values(const titian_panel *panel, size_t unit)
{
    size_t n = 0;

    for (size_t v = 0; v < titian_panel_n_variables(panel); v++)
        for (size_t t = 0; t < titian_panel_n_years(panel); t++)
            n += isnan(titian_panel_column(panel, v, t)[unit]) ? 0 : 1;
    return n;
}

static void print_benchmarks(const titian_ledger *ledger)
{
    const titian_panel *panel = titian_ledger_benchmarks(ledger);

    if (panel == NULL)
        return;
    (void) puts("Set aside: aggregates and territories of the past, which are no units; their values are benchmarks");
    for (size_t i = 0; i < titian_panel_n_units(panel); i++) {
        const titian_unit *unit = titian_panel_unit(panel, i);
        const size_t n = count_values(panel, i);

        if (n > 0)
            (void) printf("  %-12s %6zu values  %s\n", unit->code, n, unit->name);
    }
    (void) putchar('\n');
}

static size_t index_year(const titian_assessment *a)
{
    return titian_panel_n_years(titian_assessment_result(a, TITIAN_RESULT_AGGREGATED)) - 1;
}

static void print_extent(const titian_assessment *a)
{
    const titian_panel *data = titian_assessment_data(a);
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    const size_t n_years = titian_panel_n_years(data);

    (void) printf("Units: %zu in the data, %zu assessed by the model\n", titian_panel_n_units(data),
        titian_panel_n_units(scores));
    (void) printf("Years: data from %d to %d; index year %d\n\n", titian_panel_year(data, 0),
        titian_panel_year(data, n_years - 1), titian_panel_year(scores, index_year(a)));
}

static void print_indicator(const titian_assessment *a, size_t indicator)
{
    const titian_node *node = titian_framework_node(titian_assessment_recipe(a)->framework, indicator);
    const titian_indicator_state *state = titian_assessment_indicator(a, indicator, index_year(a));

    (void) printf("  %-12s %5zu  %6.1f %%  ", node->code, state->n_available, 100.0 * state->coverage);
    if (state->included)
        (void) printf("%6.2f %%  ", 100.0 * state->effective_weight);
    else
        (void) fputs("left out  ", stdout);
    if (isnan(state->mean_age))
        (void) fputs("        ", stdout);
    else
        (void) printf("%6.1f  ", state->mean_age);
    (void) printf("%s\n", node->name);
}

static void print_indicators(const titian_assessment *a)
{
    const size_t n = titian_framework_n_indicators(titian_assessment_recipe(a)->framework);

    (void) puts("Indicators in the index year");
    (void) puts("  code         units  coverage     share  mean age  name");
    for (size_t j = 0; j < n; j++)
        print_indicator(a, j);
    (void) putchar('\n');
}

static void print_units(const titian_assessment *a)
{
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    const size_t n = titian_panel_n_units(scores), year = index_year(a);
    size_t n_ranked = 0;

    for (size_t i = 0; i < n; i++)
        n_ranked += titian_assessment_unit(a, i, year)->ranked ? 1 : 0;
    (void) printf("Ranked: %zu of %zu units\n", n_ranked, n);
    for (size_t i = 0; i < n; i++) {
        const titian_unit *unit = titian_panel_unit(scores, i);
        const titian_unit_state *state = titian_assessment_unit(a, i, year);

        if (!state->ranked)
            (void) printf("  not ranked: %s (%s): %s\n", unit->name, unit->code, state->why_not);
    }
}

static void print_notes(const titian_assessment *a)
{
    const size_t n = titian_assessment_n_notes(a);

    if (n > 0)
        (void) puts("\nNotes");
    for (size_t k = 0; k < n; k++)
        (void) printf("  %s\n", titian_assessment_note(a, k));
}

static void print_findings(const titian_assessment *a)
{
    print_extent(a);
    print_indicators(a);
    print_units(a);
    print_notes(a);
    (void) puts("\nNo errors.");
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    cli_session s = {.model = NULL};
    cli_exit code;

    voice->says_all = 1;
    code = cli_session_open(&s, arguments, voice);
    if (s.model != NULL)
        print_model(&s);
    if (s.ledger != NULL)
        print_ledger(s.ledger);
    if (s.ledger != NULL)
        print_benchmarks(s.ledger);
    if (code == CLI_DONE)
        code = cli_session_run(&s, TITIAN_KEEP_ALL);
    if (code == CLI_DONE)
        print_findings(s.assessment);
    cli_session_close(&s);
    return code;
}

static const cli_option_id options[] = {
    CLI_OPTION_YEAR, CLI_OPTION_YEARS, CLI_OPTIONS_OF_DATA, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_check = {
    .name = "check",
    .operands = "MODEL DATA...",
    .summary = "list every problem in model and data, and what was read",
    .teaching =
        "Reads the model and all data and says everything that is wrong, with file, line and field, and how to mend\n"
        "it. It does not stop at the first fault. Then it prints what was read from each file, how well each "
        "indicator\n"
        "is covered in the index year, which are left out for lack of data, and which units cannot be ranked and "
        "why.\n"
        "Nothing is written. The exit code is 1 when there is any error, so a script can rely on it.\n\n"
        "With --years the model sees all those years, as its methods may want to; the last of them is listed.\n",
    .examples = "  titian check ddri countries countries-restricted\n"
                "  titian check ddri countries --year 2022\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian check\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

/* titian check: every problem of model and data, and what was read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/check_report.h>

#include "ledger_table.h"
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

enum { NAMELESS_SHOWN = 5 };

/* Units that no file names, where others have names: most often a slip in a code, such as GER for DEU. */
static void print_nameless(const titian_panel *data)
{
    const size_t n_units = titian_panel_n_units(data);
    size_t n = 0;

    for (size_t i = 0; i < n_units; i++)
        n += strcmp(titian_panel_unit(data, i)->name, titian_panel_unit(data, i)->code) == 0 ? 1 : 0;
    if (n == 0 || n == n_units)
        return;
    (void) fputs("  no file has a name for ", stdout);
    for (size_t i = 0, shown = 0; i < n_units && shown < NAMELESS_SHOWN; i++) {
        const titian_unit *unit = titian_panel_unit(data, i);

        if (strcmp(unit->name, unit->code) == 0)
            (void) printf("%s%s", shown++ > 0 ? ", " : "", unit->code);
    }
    if (n > NAMELESS_SHOWN)
        (void) printf(" and %zu others", n - NAMELESS_SHOWN);
    (void) puts(": a slip in a code, or a unit that the units file lacks?");
}

static void print_extent(const titian_assessment *a)
{
    const titian_panel *data = titian_assessment_data(a);
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    const size_t n_years = titian_panel_n_years(data);

    (void) printf("Units: %zu in the data, %zu assessed by the model\n", titian_panel_n_units(data),
        titian_panel_n_units(scores));
    print_nameless(data);
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

/* Every problem heard, for JSON. */
typedef struct {
    titian_error *errors;
    size_t n, room;
    int failed; /* 1: there was no memory for one */
} heard;

static void hear(const titian_error *problem, void *context)
{
    heard *h = context;

    if (h->n == h->room) {
        const size_t room = h->room > 0 ? 2 * h->room : 16;
        titian_error *more = realloc(h->errors, room * sizeof *more);

        if (more == NULL) {
            h->failed = 1;
            return;
        }
        h->errors = more;
        h->room = room;
    }
    h->errors[h->n++] = *problem;
}

static cli_exit check_as_text(cli_session *s, const cli_arguments *arguments)
{
    cli_exit code = cli_session_open(s, arguments, s->voice);

    if (s->model != NULL)
        print_model(s);
    if (s->ledger != NULL)
        cli_print_ledger(s->ledger);
    if (s->ledger != NULL)
        print_benchmarks(s->ledger);
    if (code == CLI_DONE)
        code = cli_session_run(s, TITIAN_KEEP_ALL);
    if (code == CLI_DONE)
        print_findings(s->assessment);
    return code;
}

static cli_exit check_as_json(cli_session *s, const cli_arguments *arguments)
{
    heard h = {.errors = NULL};
    titian_check_found found;
    titian_error err;
    cli_exit code;

    s->voice->listener = hear;
    s->voice->listener_context = &h;
    code = cli_session_open(s, arguments, s->voice);
    if (code == CLI_DONE)
        code = cli_session_run(s, TITIAN_KEEP_ALL);
    s->voice->listener = NULL;
    found = (titian_check_found){.about = s->model != NULL ? &s->about : NULL,
        .ledger = s->ledger,
        .assessment = s->assessment,
        .problems = h.errors,
        .n_problems = h.n};
    if (h.failed) {
        cli_say(s->voice, "there is not enough memory");
        code = CLI_INTERNAL;
    } else if (code != CLI_USAGE && titian_check_json_write(&found, stdout, &err) != TITIAN_OK) {
        code = cli_fail(s->voice, &err);
    }
    free(h.errors);
    return code;
}

static cli_exit print_revisions(cli_session *s, const cli_arguments *arguments)
{
    const cli_exit code = cli_session_open(s, arguments, s->voice);
    titian_error err;

    if (s->model != NULL && !s->vintages && titian_model_vintages(s->model).n == 0) {
        cli_say(s->voice, "there are revisions where the data are vintages\n"
                          "give --vintages, and DATA oldest first; or name them in the model, under data.vintages");
        return CLI_USAGE;
    }
    if (s->ledger != NULL && titian_revisions_csv_write(s->ledger, stdout, &err) != TITIAN_OK)
        return cli_fail(s->voice, &err);
    return code;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const int json = arguments->value[CLI_OPTION_JSON] != NULL;
    const int revisions = arguments->value[CLI_OPTION_REVISIONS] != NULL;
    cli_session s = {.model = NULL, .voice = voice};
    cli_exit code = CLI_USAGE;

    voice->says_all = 1;
    if (json && revisions)
        cli_say(voice, "\"--json\" and \"--revisions\" exclude each other\ngive one of them");
    else if (revisions)
        code = print_revisions(&s, arguments);
    else
        code = json ? check_as_json(&s, arguments) : check_as_text(&s, arguments);
    cli_session_close(&s);
    return code;
}

static const cli_option_id options[] = {CLI_OPTION_YEAR, CLI_OPTION_YEARS, CLI_OPTIONS_OF_RUN, CLI_OPTION_REVISIONS,
    CLI_OPTION_JSON, CLI_OPTION_QUIET, CLI_OPTION_HELP};

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
        "With --years the model sees all those years, as its methods may want to; the last of them is listed.\n\n"
        "A value that differs between two files is an error. With --vintages the later of two DATA revises the "
        "earlier\n"
        "one instead, a folder being one vintage; a model may name the vintages too (docs/models.md). --revisions "
        "lists\n"
        "what was revised, with both places. --json gives everything to a program: docs/files.md says how.\n",
    .examples = "  titian check ddri countries countries-restricted\n"
                "  titian check ddri countries --year 2022\n"
                "  titian check ddri countries --json\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian check\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

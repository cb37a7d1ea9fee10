/* From the command line to an assessment.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session.h"

#include <stdlib.h>
#include <string.h>

#include <titian/lists.h>
#include <titian/text_reports.h>

#include "find.h"
#include "manner.h"
#include "output.h"
#include "team.h"
#include "waiting.h"

enum { A_FEW_NOTES = 5 };

/* Four digits at the start of a text. @return the year, or 0; *end is behind it */
static int read_year(const char *text, const char **end)
{
    int year = 0;

    for (int k = 0; k < 4; k++) {
        if (text[k] < '0' || text[k] > '9')
            return 0;
        year = 10 * year + (text[k] - '0');
    }
    *end = text + 4;
    return year >= 1000 ? year : 0;
}

static cli_exit read_years(cli_session *s, const cli_arguments *arguments)
{
    const char *one = arguments->value[CLI_OPTION_YEAR], *span = arguments->value[CLI_OPTION_YEARS];
    const char *end = NULL;

    if (one != NULL && span != NULL) {
        cli_say(s->voice, "\"--year\" and \"--years\" exclude each other\ngive one of them");
        return CLI_USAGE;
    }
    if (one != NULL) {
        s->first_year = s->last_year = read_year(one, &end);
        if (s->first_year != 0 && *end == '\0')
            return CLI_DONE;
        cli_say(s->voice, "%s is not a year\nwrite four digits: --year 2023", cli_quote(one).text);
        return CLI_USAGE;
    }
    if (span == NULL)
        return CLI_DONE;
    s->first_year = read_year(span, &end);
    s->last_year = s->first_year != 0 && *end == ':' ? read_year(end + 1, &end) : 0;
    if (s->last_year != 0 && *end == '\0' && s->first_year <= s->last_year)
        return CLI_DONE;
    cli_say(
        s->voice, "%s is not a span of years\nwrite the first and the last: --years 2018:2023", cli_quote(span).text);
    return CLI_USAGE;
}

/* What the model says of itself, with paths that are the same wherever the shipped models are installed. */
static void describe(cli_session *s)
{
    char *shipped = cli_shipped(CLI_MODELS);
    const size_t n = shipped != NULL ? strlen(shipped) : 0;

    s->about = *titian_model_describe(s->model);
    if (n > 0 && strncmp(s->about.path, shipped, n) == 0)
        s->about.path += n;
    if (n > 0 && strncmp(s->about.framework_path, shipped, n) == 0)
        s->about.framework_path += n;
    free(shipped);
}

static cli_exit load_model(cli_session *s, const char *name)
{
    titian_problems problems = {.say = cli_hear, .context = s->voice};
    titian_status status = TITIAN_OK;
    titian_error err;
    char *path = NULL;
    const cli_exit found = cli_find(&path, CLI_MODELS, name, s->voice);

    if (found != CLI_DONE)
        return found;
    cli_progress(s->voice, "reading the model");
    status = titian_model_load(&s->model, path, &problems, &err);
    free(path);
    if (status == TITIAN_OK)
        describe(s);
    return cli_settle(s->voice, status, &problems, &err);
}

/* The lists of countries, with the aliases of --aliases before them. */
static cli_exit load_names(cli_session *s, const cli_arguments *arguments)
{
    titian_problems problems = {.say = cli_hear, .context = s->voice};
    titian_error err;
    const titian_status status =
        titian_gazetteer_new(&s->names, arguments->value[CLI_OPTION_ALIASES], &problems, &err);

    return cli_settle(s->voice, status, &problems, &err);
}

/* The codes that the data are read for: those of the model, else all. */
static titian_status find_codes(cli_session *s, const char *const *paths, size_t n,
    const titian_input_options *options, const titian_framework **framework, titian_error *err)
{
    titian_status status = TITIAN_OK;

    if (s->model != NULL) {
        *framework = titian_model_recipe(s->model)->framework;
        return TITIAN_OK;
    }
    status = titian_input_codes(&s->every_code, paths, n, options, err);
    *framework = s->every_code;
    return status;
}

static cli_exit read_data(cli_session *s, const char *const *paths, size_t n)
{
    titian_problems problems = {.say = cli_hear, .context = s->voice};
    titian_input_options options = s->manner;
    const titian_framework *framework = NULL;
    char *shipped = cli_shipped(CLI_DATASETS);
    cli_reading reading = cli_waiting_reading(s->voice);
    titian_status status = TITIAN_OK;
    titian_error err;

    options.tell = cli_waiting_read;
    options.context = &reading;
    options.year = s->last_year;
    options.hidden = shipped;
    if (s->model != NULL) {
        options.match = titian_model_recipe(s->model)->match;
        options.vintage_names = titian_model_vintages(s->model);
    }
    options.names = s->names;
    options.mappings = (const titian_mapping *const *) s->mappings.all;
    options.n_mappings = s->mappings.n;
    options.vintages = s->vintages;
    status = find_codes(s, paths, n, &options, &framework, &err);
    if (status == TITIAN_OK)
        status = titian_input_read(&s->panel, &s->ledger, framework, paths, n, &options, &problems, &err);
    free(shipped);
    return cli_settle(s->voice, status, &problems, &err);
}

static cli_exit find_and_read_data(cli_session *s, const cli_arguments *arguments, const char *const *names, size_t n)
{
    cli_exit code = CLI_DONE;
    char **paths = calloc(n, sizeof *paths);

    if (paths == NULL) {
        cli_say(s->voice, "there is not enough memory");
        return CLI_INTERNAL;
    }
    for (size_t k = 0; k < n && code == CLI_DONE; k++)
        code = cli_find(&paths[k], CLI_DATASETS, names[k], s->voice);
    if (code == CLI_DONE)
        code = cli_mappings_load(&s->mappings, arguments->value[CLI_OPTION_MAP], paths, n, s->voice);
    if (code == CLI_DONE)
        code = read_data(s, (const char *const *) paths, n);
    for (size_t k = 0; k < n; k++)
        free(paths[k]);
    free(paths);
    return code;
}

cli_exit cli_records(titian_records **out, titian_records_kind kind, const char *path, cli_voice *voice)
{
    titian_problems problems = {.say = cli_hear, .context = voice};
    titian_error err;

    return path == NULL ? CLI_DONE
                        : cli_settle(voice, titian_records_read(out, kind, path, &problems, &err), &problems, &err);
}

/* What is wrong with the options is said before the work. */
static cli_exit begin(cli_session *s, const cli_arguments *arguments, cli_voice *voice)
{
    cli_exit code;

    s->voice = voice;
    s->vintages = arguments->value[CLI_OPTION_VINTAGES] != NULL;
    s->manner = titian_input_options_default();
    code = read_years(s, arguments);
    if (code == CLI_DONE)
        code = cli_manner_read(&s->manner, arguments, voice);
    if (code == CLI_DONE)
        code = cli_records(&s->lists, TITIAN_RECORDS_LISTS, arguments->value[CLI_OPTION_LISTS], voice);
    if (code == CLI_DONE)
        code = cli_records(&s->overrides, TITIAN_RECORDS_OVERRIDES, arguments->value[CLI_OPTION_OVERRIDES], voice);
    return code == CLI_DONE ? load_names(s, arguments) : code;
}

cli_exit cli_session_open(cli_session *s, const cli_arguments *arguments, cli_voice *voice)
{
    cli_exit code = begin(s, arguments, voice);

    if (code == CLI_DONE)
        code = load_model(s, arguments->operands[0]);
    if (code == CLI_DONE) {
        s->manner.values = *titian_model_values(s->model);
        code = cli_manner_read(&s->manner, arguments, voice);
    }
    if (code != CLI_DONE)
        return code;
    code = find_and_read_data(s, arguments, arguments->operands + 1, arguments->n_operands - 1);
    if (s->last_year == 0) /* only now: a year from the model never dates rows that have none */
        s->first_year = s->last_year = titian_model_describe(s->model)->year;
    return code;
}

cli_exit cli_session_open_data(cli_session *s, const cli_arguments *arguments, cli_voice *voice)
{
    const cli_exit code = begin(s, arguments, voice);

    return code == CLI_DONE ? find_and_read_data(s, arguments, arguments->operands + 1, arguments->n_operands - 1)
                            : code;
}

const titian_records *cli_session_lists(const cli_session *s)
{
    return s->lists != NULL ? s->lists : titian_ledger_lists(s->ledger);
}

/* Nobody is on a list of other years. */
static void note_silent_lists(const cli_session *s, const titian_records *lists, int year)
{
    for (size_t row = titian_lists_silent(lists, year, 0); row != TITIAN_NONE;
         row = titian_lists_silent(lists, year, row + 1))
        cli_note(s->voice,
            "no row of the list \"%s\" holds in %d (%s:%zu), so nobody is on it\n"
            "add the rows of that year, or leave the list out",
            titian_records_text(lists, row, TITIAN_LISTS_LIST), year, titian_records_file(lists, row),
            titian_records_line(lists, row));
}

/* Labels as the dated lists have them; where the data say otherwise, that is said. */
static titian_status label(cli_session *s, const titian_run_options *options, titian_error *err)
{
    titian_problems problems = {.say = cli_hear, .context = s->voice};
    int year = 0;
    titian_status status = options->lists == NULL
                               ? TITIAN_OK
                               : titian_run_last_year(&year, titian_model_recipe(s->model), s->panel, options, err);

    if (status == TITIAN_OK)
        status = titian_lists_check(s->panel, options->lists, err);
    if (status == TITIAN_OK)
        status = titian_lists_label(s->panel, options->lists, year, s->voice->says_all ? &problems : NULL, err);
    if (status == TITIAN_OK)
        note_silent_lists(s, options->lists, year);
    (void) cli_settle(s->voice, TITIAN_OK, &problems, err);
    return status;
}

cli_exit cli_session_run(cli_session *s, unsigned keep)
{
    return cli_session_run_for(s, &(cli_wants){.keep = keep});
}

cli_exit cli_session_run_for(cli_session *s, const cli_wants *wants)
{
    titian_run_options options = titian_run_options_default();
    titian_status status = TITIAN_OK;
    titian_error err;

    options.first_year = s->first_year;
    options.last_year = s->last_year;
    options.keep = wants->keep;
    options.leave = wants->leave;
    options.variables = wants->variables;
    options.n_variables = wants->n_variables;
    options.spent = wants->spends ? s->panel : NULL;
    options.about = &s->about;
    options.ledger = s->ledger;
    options.lists = cli_session_lists(s);
    options.overrides = s->overrides;
    cli_progress(s->voice, "scoring");
    status = label(s, &options, &err);
    if (status == TITIAN_OK)
        status = titian_run(&s->assessment, titian_model_recipe(s->model), s->panel, &options, &err);
    cli_progress(s->voice, NULL);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

const char *cli_session_unit(const cli_session *s, const char *word)
{
    if (word == NULL || titian_panel_find_unit(s->panel, word) != TITIAN_NONE)
        return word;
    for (size_t i = 0; i < titian_panel_n_units(s->panel); i++)
        if (strcmp(titian_panel_unit(s->panel, i)->name, word) == 0)
            return titian_panel_unit(s->panel, i)->code;
    return word;
}

void cli_session_say_notes(const cli_session *s)
{
    const size_t n = titian_assessment_n_notes(s->assessment);

    for (size_t k = 0; k < n && (k < A_FEW_NOTES || s->voice->says_all); k++)
        cli_note(s->voice, "%s", titian_assessment_note(s->assessment, k));
    if (n > A_FEW_NOTES && !s->voice->says_all)
        cli_say_more_notes(s->voice, n - A_FEW_NOTES);
}

void cli_session_say_by_hand(const cli_session *s, const char *keeps, int of_money)
{
    size_t n[TITIAN_N_OVERRIDES] = {0};

    if (s->overrides == NULL)
        return;
    if (!of_money && !titian_model_recipe(s->model)->priority.on) {
        cli_note(s->voice,
            "what %.200s decides by hand changes nothing here: the model has no block priority\n"
            "\"titian allocate\" has what it does to amounts",
            titian_records_file(s->overrides, 0));
        return;
    }
    for (size_t r = 0; r < titian_records_n(s->overrides); r++)
        n[(size_t) titian_records_number(s->overrides, r, TITIAN_OVERRIDES_ACTION)]++;
    cli_note(s->voice, "%s what %.200s decides by hand: %zu include, %zu exclude, %zu fix%s", keeps,
        titian_records_file(s->overrides, 0), n[TITIAN_OVERRIDE_INCLUDE], n[TITIAN_OVERRIDE_EXCLUDE],
        n[TITIAN_OVERRIDE_FIX],
        !of_money && n[TITIAN_OVERRIDE_FIX] > 0
            ? "\nan amount that is set moves no rank and no priority: \"titian allocate\" has its effect"
            : "");
}

void cli_session_close(cli_session *s)
{
    titian_assessment_free(s->assessment);
    titian_ledger_free(s->ledger);
    titian_records_free(s->lists);
    titian_records_free(s->overrides);
    titian_gazetteer_free(s->names);
    titian_panel_free(s->panel);
    titian_framework_free(s->every_code);
    cli_mappings_free(&s->mappings);
    titian_model_free(s->model);
    *s = (cli_session){.voice = s->voice};
}

static cli_exit write_file(const cli_session *s, const char *path, int replace, cli_write_fn write, const void *what)
{
    titian_whole_file *output = NULL;
    cli_exit code = cli_output_open(&output, path, replace, s->voice);

    if (code == CLI_DONE) {
        s->voice->writing = path;
        code = write(s, what, titian_whole_file_stream(output));
        s->voice->writing = NULL;
    }
    /* what was written before an end is whole in itself; nothing may have been */
    if (code == CLI_DONE || (code == CLI_ENDED && ftell(titian_whole_file_stream(output)) > 0)) {
        const cli_exit finished = cli_output_finish(output, s->voice);

        code = finished != CLI_DONE ? finished : code;
    }
    titian_whole_file_free(output);
    return code;
}

titian_status cli_put_table(titian_status status, titian_listing *table, FILE *to, titian_error *err)
{
    if (status == TITIAN_OK)
        status = titian_listing_csv_write(table, to, err);
    titian_listing_free(table);
    return status;
}

cli_exit cli_session_deliver(
    const cli_session *s, const cli_arguments *arguments, cli_write_fn write, const void *what)
{
    const char *path = arguments->value[CLI_OPTION_OUTPUT];

    if (path == NULL || !cli_team_leads())
        return write(s, what, stdout);
    return write_file(s, path, arguments->value[CLI_OPTION_FORCE] != NULL, write, what);
}

/* The way to an assessment, and its notes. The output is asked for before the work, not after it. */
static cli_exit reach(cli_session *s, const cli_arguments *arguments, cli_voice *voice, const cli_wants *wants)
{
    const char *path = arguments->value[CLI_OPTION_OUTPUT];
    const int replace = arguments->value[CLI_OPTION_FORCE] != NULL;
    cli_exit code = path != NULL ? cli_output_allowed(path, replace, voice) : CLI_DONE;

    if (code == CLI_DONE)
        code = cli_session_open(s, arguments, voice);
    if (code == CLI_DONE)
        code = cli_session_run_for(s, wants);
    if (code == CLI_DONE)
        cli_session_say_notes(s);
    return code;
}

cli_exit cli_session_write(
    const cli_arguments *arguments, cli_voice *voice, unsigned keep, cli_write_fn write, const void *what)
{
    return cli_session_write_for(arguments, voice, &(cli_wants){.keep = keep}, write, what);
}

cli_exit cli_session_write_for(
    const cli_arguments *arguments, cli_voice *voice, const cli_wants *wants, cli_write_fn write, const void *what)
{
    cli_session s = {.model = NULL};
    cli_exit code = reach(&s, arguments, voice, wants);

    if (code == CLI_DONE)
        code = cli_session_deliver(&s, arguments, write, what);
    cli_session_close(&s);
    return code;
}

cli_exit cli_session_write_book(
    const cli_arguments *arguments, cli_voice *voice, unsigned keep, cli_book_fn write, const void *what)
{
    cli_session s = {.model = NULL};
    cli_exit code = reach(&s, arguments, voice, &(cli_wants){.keep = keep});

    if (code == CLI_DONE)
        code = write(&s, what, arguments->value[CLI_OPTION_OUTPUT], arguments->value[CLI_OPTION_FORCE] != NULL);
    cli_session_close(&s);
    return code;
}

/* titian sensitivity: which assumption moves the ranks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>

#include <titian/sensitivity.h>

#include "choose.h"
#include "drawing.h"
#include "team.h"
#include "waiting.h"

/* What is asked for. */
typedef struct {
    size_t table;
    titian_sensitivity_options options;
    cli_drawing *drawing;
} request;

static titian_status write_table(const titian_sensitivity *s, size_t table, FILE *to, titian_error *err)
{
    titian_listing *listing = NULL;
    titian_status status = titian_sensitivity_make(&listing, s, table, err);

    return cli_put_table(status, listing, to, err);
}

/* An end before the end is said, not hidden. */
static cli_exit close_analysis(const cli_session *s, const titian_sensitivity *found)
{
    if (!titian_sensitivity_ended(found))
        return CLI_DONE;
    cli_say(s->voice,
        "ended after %" PRIu64 " rows of the design\nthe indices are those of the rows done, with wider intervals",
        titian_sensitivity_rows(found));
    return CLI_ENDED;
}

static cli_exit analyse(const cli_session *s, const request *q, titian_sensitivity_options options, FILE *to)
{
    titian_sensitivity *found = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;
    cli_exit code = CLI_DONE;
    cli_waiting waiting = cli_waiting_begin("rows of the design", s->voice);

    options.progress = cli_waiting_tell;
    options.context = &waiting;
    options.team = cli_team();
    status = titian_sensitivity_run(&found, s->assessment, &options, &err);
    cli_waiting_end(&waiting);
    if (status == TITIAN_OK && cli_team_leads()) {
        cli_note(s->voice, "%s", titian_sensitivity_verdict(found));
        status = write_table(found, q->table, to, &err);
    }
    if (status == TITIAN_OK)
        code = close_analysis(s, found);
    else if (cli_waiting_interrupted())
        code = CLI_ENDED;
    titian_sensitivity_free(found);
    if (status != TITIAN_OK)
        cli_say_error(s->voice, &err);
    return status == TITIAN_OK || code == CLI_ENDED ? code : cli_exit_of(status);
}

/* The runs of a design: A, B, and A with each factor from B, so many rows of each. */
static cli_exit take_design(const cli_session *s, const request *q, titian_sensitivity_options *options)
{
    const uint64_t runs = titian_design_n(q->drawing->design);
    const uint64_t blocks = titian_assessment_recipe(s->assessment)->uncertainty.n_factors + 2;

    options->draws = titian_design_draws(q->drawing->design);
    options->rows = runs / blocks;
    if (options->rows * blocks == runs && options->rows >= 2)
        return CLI_DONE;
    cli_say_of(s->voice, q->drawing->path,
        "%" PRIu64 " rows are not a multiple of %" PRIu64 ", from two times on\n"
        "write n rows of A, n rows of B, then for each of the %" PRIu64 " factors n rows of A with that factor of B",
        runs, blocks, blocks - 2);
    return CLI_FAULTY_INPUT;
}

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    titian_sensitivity_options options = q->options;
    cli_exit code = cli_drawing_open(q->drawing, s);

    options.rows = q->drawing->replications;
    if (code == CLI_DONE && q->drawing->design != NULL)
        code = take_design(s, q, &options);
    return code == CLI_DONE ? analyse(s, q, options, to) : code;
}

static const char *estimator_name(size_t estimator)
{
    static const char *const names[] = {
        [TITIAN_FIRST_JANSEN] = "jansen", [TITIAN_FIRST_CENTRED] = "centred", [TITIAN_FIRST_SALTELLI] = "saltelli"};

    return names[estimator];
}

/* What a design of the caller's own does not have. */
static cli_exit check_options(const request *q, const cli_arguments *arguments, cli_voice *voice)
{
    if (q->drawing->path == NULL || !(q->options.second || q->options.shapley || q->options.random))
        return CLI_DONE;
    if (q->options.random)
        cli_say(voice, "\"--random\" and \"--design\" exclude each other\ngive one of them");
    else
        cli_say(voice, "the table %s needs more runs than a design has\ntake \"--design\" away",
            arguments->value[CLI_OPTION_TABLE]);
    return CLI_USAGE;
}

static cli_exit read_request(request *q, const cli_arguments *arguments, cli_voice *voice)
{
    const cli_names tables = {"table", titian_sensitivity_table_name, titian_sensitivity_n_tables(), "sensitivity"};
    const cli_names estimators = {"estimator", estimator_name, TITIAN_FIRST_SALTELLI + 1, "sensitivity"};
    static const double share[] = {1e-6, 0.5};
    double significance = 1.0 - q->options.level;
    size_t estimator = (size_t) q->options.first;
    cli_exit code = cli_choose(&tables, arguments->value[CLI_OPTION_TABLE], &q->table, voice);

    if (code == CLI_DONE)
        code = cli_choose(&estimators, arguments->value[CLI_OPTION_ESTIMATOR], &estimator, voice);
    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_SIGNIFICANCE, share, &significance, voice);
    if (code == CLI_DONE)
        code = cli_drawing_read(q->drawing, arguments, voice);
    if (code != CLI_DONE)
        return code;
    if (arguments->value[CLI_OPTION_SIGNIFICANCE] != NULL)
        q->options.level = 1.0 - significance;
    q->options.first = (titian_first_estimator) estimator;
    q->options.seed = q->drawing->seed;
    q->options.has_seed = q->drawing->has_seed;
    q->options.threads = q->drawing->threads;
    q->options.random = arguments->value[CLI_OPTION_RANDOM] != NULL;
    q->options.second = titian_sensitivity_table_second(q->table);
    q->options.shapley = titian_sensitivity_table_shapley(q->table);
    return check_options(q, arguments, voice);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    cli_drawing drawing = {.path = NULL};
    request q = {.table = 0, .options = titian_sensitivity_options_default(), .drawing = &drawing};
    cli_exit code = read_request(&q, arguments, voice);

    if (code == CLI_DONE)
        code = cli_session_write(arguments, voice, 1u << TITIAN_RESULT_AGGREGATED, write_to, &q);
    cli_drawing_close(&drawing);
    return code;
}

static void print_tables(void)
{
    for (size_t k = 0; k < titian_sensitivity_n_tables(); k++)
        (void) printf("  %-12s  %s\n", titian_sensitivity_table_name(k), titian_sensitivity_table_summary(k));
}

static const cli_option_id options[] = {CLI_OPTION_TABLE, CLI_OPTION_REPLICATIONS, CLI_OPTION_SEED, CLI_OPTION_RANDOM,
    CLI_OPTION_ESTIMATOR, CLI_OPTION_SIGNIFICANCE, CLI_OPTION_DESIGN, CLI_OPTION_THREADS, CLI_OPTION_YEAR,
    CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_sensitivity = {
    .name = "sensitivity",
    .operands = "MODEL DATA...",
    .summary = "say which uncertain assumption moves the ranks",
    .teaching =
        "Splits what the uncertain assumptions of the model (its block uncertainty) do to the ranks among them,\n"
        "and prints it as CSV: Si is the share of the variance that an assumption accounts for by itself, STi\n"
        "its share with all that it does together with others. Each comes with its 95 % interval (another with\n"
        "--significance); an estimate below 0 is chance. The row (dummy) shows what an assumption without any\n"
        "effect would seem to have. A verdict says whether the numbers can be relied upon.\n\n"
        "The design has --replications rows, each of them as many runs as there are assumptions and two. With\n"
        "--design it comes from a file: n rows of A, n rows of B, then for each assumption n rows of A with that\n"
        "assumption from B; docs/files.md says how it is written. Tables, the first unless --table names "
        "another:\n\n",
    .more = print_tables,
    .examples = "  titian sensitivity ddri countries countries-restricted --replications 512\n"
                "  titian sensitivity ddri countries countries-restricted -N 256 --table alone\n"
                "  titian sensitivity ddri countries countries-restricted -N 256 --table units -o units.csv\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian sensitivity\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .shared = 1,
    .run = run,
};

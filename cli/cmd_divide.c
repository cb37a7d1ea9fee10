/* titian divide: how unequal units are, inside groups and between them, and who is left behind.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <titian/divide.h>
#include <titian/text_reports.h>
#include <titian/workbook.h>

#include "choose.h"
#include "divide_tables.h"
#include "output.h"
#include "session.h"

enum { MOST_LEVELS = 99 };

/* What is asked for. */
typedef struct {
    size_t table;
    titian_divide_options options;
    titian_lines *lines;
} request;

/* The table on its way to a file. */
typedef struct {
    const cli_session *s;
    const request *asked;
    FILE *to;
    int begun;
    size_t n_rows, n_far; /* n_far: means of communities that are not the figure of the unit they lie in */
} telling;

static size_t count_far(const titian_listing *rows)
{
    const size_t column = titian_listing_find(rows, "Relative");
    size_t n = 0;

    for (size_t row = 0; column != TITIAN_NONE && row < titian_listing_n_rows(rows); row++)
        n += fabs(titian_listing_cell(rows, row, column).number) > TITIAN_DIVIDE_FAR ? 1 : 0;
    return n;
}

static void remark_on_weights(const cli_session *s, const request *q)
{
    if (q->options.weights == NULL)
        cli_note(s->voice, "units count alike, whatever their people\nname the variable that holds these: --weights");
}

static titian_status take_rows(const titian_listing *rows, void *context, titian_error *err)
{
    telling *t = context;
    const int first = !t->begun;

    cli_progress(t->s->voice, NULL);
    if (first)
        remark_on_weights(t->s, t->asked);
    t->begun = 1;
    t->n_rows += titian_listing_n_rows(rows);
    t->n_far += count_far(rows);
    return first ? titian_listing_csv_write(rows, t->to, err) : titian_listing_csv_add(rows, t->to, err);
}

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    telling t = {.s = s, .asked = q, .to = to};
    titian_error err;
    titian_status status = TITIAN_OK;

    cli_progress(s->voice, "measuring the divide");
    status = titian_divide_tell(s->assessment, q->table, &q->options, take_rows, &t, &err);
    cli_progress(s->voice, NULL);
    if (status != TITIAN_OK)
        return cli_fail(s->voice, &err);
    if (t.n_far > 0)
        cli_note(s->voice,
            "%zu of %zu means are more than %g %% from the unit's own figure\nlook whether definitions, years or "
            "boundaries differ before comparing communities with it",
            t.n_far, t.n_rows, 100.0 * TITIAN_DIVIDE_FAR);
    return CLI_DONE;
}

/* Of the run, no more than the tables look at: a million communities have a million of everything. */
static cli_exit run_for(const cli_arguments *arguments, const request *q, cli_voice *voice)
{
    const titian_divide_options *o = &q->options;
    const char *variables[3];
    cli_wants wants = {.keep = 1u << o->stage | 1u << TITIAN_RESULT_RAW, .leave = TITIAN_LEAVE_ALL, .spends = 1};
    const char *const named[] = {o->weights, o->by, o->sample};

    for (size_t k = 0; k < sizeof named / sizeof *named; k++)
        if (named[k] != NULL)
            variables[wants.n_variables++] = named[k];
    wants.variables = o->stage == TITIAN_RESULT_RAW ? NULL : variables;
    return cli_session_write_for(arguments, voice, &wants, write_to, q);
}

/* ---- the workbook ---- */

static cli_exit write_book(const cli_session *s, const void *what, const char *path, int replace)
{
    const request *q = what;
    titian_divide_book_options options = titian_divide_book_options_default();
    cli_divide_tables tables;
    titian_error err;
    titian_status status = TITIAN_OK;

    cli_progress(s->voice, "measuring the divide");
    status = cli_divide_tables_make(&tables, s->assessment, &q->options, &err);
    options.replace = replace;
    options.communities = tables.communities;
    options.divide = tables.measures;
    options.parts = tables.parts;
    cli_progress(s->voice, "writing the workbook");
    if (status == TITIAN_OK)
        status = titian_divide_write(s->assessment, path, &options, &err);
    cli_progress(s->voice, NULL);
    if (status == TITIAN_OK)
        remark_on_weights(s, q);
    cli_divide_tables_free(&tables);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit check_book(const cli_arguments *arguments, cli_voice *voice)
{
    const cli_exit code = cli_choose_no_table(arguments, voice);

    if (code != CLI_DONE || arguments->value[CLI_OPTION_STAGE] == NULL)
        return code;
    cli_say(voice, "\"--stage\" does not go with a workbook\nit is about scores: leave it away, or give a name "
                   "such as divide.csv");
    return CLI_USAGE;
}

/* ---- the request ---- */

static cli_exit read_lines(request *q, const char *path, cli_voice *voice)
{
    titian_problems problems = {.say = cli_hear, .context = voice};
    titian_error err;
    titian_status status = TITIAN_OK;

    if (path == NULL)
        return CLI_DONE;
    status = titian_lines_read(&q->lines, path, &problems, &err);
    q->options.lines = q->lines;
    return cli_settle(voice, status, &problems, &err);
}

static cli_exit read_cutoff(const cli_arguments *arguments, double *cutoff, cli_voice *voice)
{
    static const double share[] = {0.0, 1.0};
    const char *word = arguments->value[CLI_OPTION_CUTOFF];

    if (word == NULL || strcmp(word, "union") != 0)
        return cli_number(arguments, CLI_OPTION_CUTOFF, share, cutoff, voice);
    *cutoff = 0.0;
    return CLI_DONE;
}

static cli_exit read_numbers(const cli_arguments *arguments, titian_divide_options *o, cli_voice *voice)
{
    static const double any[] = {-1e300, 1e300};
    size_t level = 0;
    cli_exit code = cli_number(arguments, CLI_OPTION_TARGET, any, &o->target, voice);

    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_LINE, any, &o->line, voice);
    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_FEWEST, any, &o->fewest, voice);
    if (code == CLI_DONE)
        code = read_cutoff(arguments, &o->cutoff, voice);
    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_LEVEL, 1, MOST_LEVELS, &level, voice);
    o->level = (int) level;
    return code;
}

static cli_exit write_as_book(const cli_arguments *arguments, cli_voice *voice, const request *q)
{
    const unsigned keep = 1u << TITIAN_RESULT_AGGREGATED | 1u << TITIAN_RESULT_RAW;

    return cli_session_write_book(arguments, voice, keep, write_book, q);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const cli_names tables = {"table", titian_divide_name, titian_divide_n_tables(), "divide"};
    request q = {.options = titian_divide_options_default()};
    titian_divide_options *o = &q.options;
    const int book = cli_output_is_workbook(arguments->value[CLI_OPTION_OUTPUT]);
    cli_exit code = book ? check_book(arguments, voice) : CLI_DONE;

    if (code == CLI_DONE)
        code = cli_choose(&tables, arguments->value[CLI_OPTION_TABLE], &q.table, voice);
    o->code = arguments->value[CLI_OPTION_CODE];
    o->group = arguments->value[CLI_OPTION_GROUP];
    o->weights = arguments->value[CLI_OPTION_WEIGHTS];
    o->node = arguments->value[CLI_OPTION_NODE];
    o->sample = arguments->value[CLI_OPTION_SAMPLE];
    o->by = arguments->value[CLI_OPTION_BY];
    if (code == CLI_DONE)
        code = cli_choose_stage(arguments, "score", &o->stage, voice);
    if (code == CLI_DONE)
        code = read_numbers(arguments, o, voice);
    if (code == CLI_DONE)
        code = read_lines(&q, arguments->value[CLI_OPTION_LINES], voice);
    if (code == CLI_DONE)
        code = book ? write_as_book(arguments, voice, &q) : run_for(arguments, &q, voice);
    titian_lines_free(q.lines);
    return code;
}

static void print_tables(void)
{
    for (size_t k = 0; k < titian_divide_n_tables(); k++)
        (void) printf("  %-13s  %s\n", titian_divide_name(k), titian_divide_summary(k));
}

static const cli_option_id options[] = {CLI_OPTION_TABLE, CLI_OPTION_GROUP, CLI_OPTION_WEIGHTS, CLI_OPTION_STAGE,
    CLI_OPTION_CODE, CLI_OPTION_TARGET, CLI_OPTION_LINE, CLI_OPTION_NODE, CLI_OPTION_LEVEL, CLI_OPTION_CUTOFF,
    CLI_OPTION_LINES, CLI_OPTION_BY, CLI_OPTION_SAMPLE, CLI_OPTION_FEWEST, CLI_OPTION_YEAR, CLI_OPTION_YEARS,
    CLI_OPTION_OUTPUT, CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_divide = {
    .name = "divide",
    .operands = "MODEL DATA...",
    .summary = "measure the divide: inequality inside and between groups, who is left behind",
    .teaching =
        "Prints how unequal the scores of units are, for all of them and for each group, as CSV: Gini, Theil, GE "
        "and\n"
        "Atkinson, quantiles and their ratios, how many people are below the target and how far. Where units are\n"
        "communities, a group that holds their country tells how much of the divide lies inside countries (table\n"
        "parts, row Theil.L), and the table communities which of them are furthest behind and where most people "
        "are:\n"
        "different places, as a rule.\n\n"
        "--weights names the variable of the model that holds each unit's people; without it units count alike.\n"
        "--group names a Group row of framework.csv; units without a label are a group of their own, \"(none)\".\n"
        "Where a units file says in its column parent_unit what units lie in, that is the group unless another is\n"
        "named, --group top_unit is the outermost unit, and units that others lie in are totals that take no part.\n"
        "Scores are taken unless --stage names another stage, such as raw. Formulas: docs/divide.md.\n\n"
        "Where the output ends in .xlsx it is a workbook of the index (or of --code) in the last year: the sheet\n"
        "Communities, with who is below the target, and the sheet Divide, with measures group by group.\n\n"
        "Tables, the first unless --table names another:\n\n",
    .more = print_tables,
    .examples =
        "  titian divide ddri countries countries-restricted --weights POP --group region --code DDRI\n"
        "  titian divide ddri countries countries-restricted -w POP -g region -t parts --years 2015:2022\n"
        "  titian divide ddri countries countries-restricted -w POP -g region -t deprivation --node A --target 50\n"
        "  titian divide ddri countries countries-restricted -w POP -t concentration --by GDP\n"
        "  titian divide community-divide communities/brazil -w POP -t parts -c CDI\n"
        "  titian divide community-divide communities/brazil countries --year 2023 -w POP -t reconciliation\n"
        "  titian divide ddri countries countries-restricted -w POP -g region -t communities -c DDRI -o left.csv\n"
        "  titian divide community-divide communities/brazil -w POP -o divide.xlsx\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian divide\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

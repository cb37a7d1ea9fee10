/* titian allocate: a budget shared out among units, and how fair that is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <titian/allocation.h>

#include "choose.h"
#include "drawing.h"
#include "session.h"
#include "waiting.h"

enum { MOST_PROJECTS = 1000, MOST_TOP = 100000 };

/* What is asked for. */
typedef struct {
    size_t table;
    titian_allocation_options options;
    titian_records *projects; /* owned; NULL: none were given */
    int draws;                /* 1: options of replications were given, or the table needs them */
    titian_uncertainty_options drawing;
} request;

/* What is told while replications run. */
typedef struct {
    cli_waiting waiting;
    uint64_t done, of;
} listener;

static int tell(uint64_t done, uint64_t of, void *context)
{
    listener *l = context;

    l->done = done;
    l->of = of;
    return cli_waiting_tell(done, of, &l->waiting);
}

/* The unit that the money is for may be given by its name. */
static titian_allocation_options options_of(const cli_session *s, const request *q)
{
    titian_allocation_options options = q->options;

    options.within = cli_session_unit(s, options.within);
    return options;
}

/* A table of replications: after Ctrl-C, of those done. */
static cli_exit draw_to(const cli_session *s, const request *q, FILE *to)
{
    listener l = {.waiting = cli_waiting_begin("replications", s->voice)};
    titian_uncertainty_options drawing = q->drawing;
    titian_allocation_options options = options_of(s, q);
    titian_listing *table = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;

    cli_session_say_by_hand(s, "every replication keeps", 1);
    drawing.progress = tell;
    drawing.context = &l;
    options.draws = &drawing;
    status = titian_allocation_make(&table, s->assessment, q->table, &options, &err);
    cli_waiting_end(&l.waiting);
    status = cli_put_table(status, table, to, &err);
    if (status != TITIAN_OK)
        return cli_fail(s->voice, &err);
    if (!cli_waiting_interrupted() || l.done >= l.of)
        return CLI_DONE;
    cli_waiting_say_ended(s->voice, l.done, l.of);
    return CLI_ENDED;
}

static cli_exit write_to(const cli_session *s, const void *what, FILE *to)
{
    const request *q = what;
    const titian_allocation_options options = options_of(s, q);
    titian_listing *table = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;

    if (q->draws)
        return draw_to(s, q, to);
    cli_progress(s->voice, "sharing the budget out");
    status = titian_allocation_make(&table, s->assessment, q->table, &options, &err);
    cli_progress(s->voice, NULL);
    status = cli_put_table(status, table, to, &err);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit read_drawing(request *q, const cli_arguments *arguments, cli_voice *voice)
{
    static const cli_option_id ids[] = {CLI_OPTION_REPLICATIONS, CLI_OPTION_SEED, CLI_OPTION_THREADS, CLI_OPTION_TOP};
    cli_drawing drawing;
    cli_exit code = cli_drawing_read(&drawing, arguments, voice);

    q->drawing = titian_uncertainty_options_default();
    q->drawing.replications = drawing.replications;
    q->drawing.seed = drawing.seed;
    q->drawing.has_seed = drawing.has_seed;
    q->drawing.threads = drawing.threads;
    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_TOP, 1, MOST_TOP, &q->drawing.top, voice);
    q->draws = titian_allocation_draws(q->table);
    for (size_t k = 0; k < sizeof ids / sizeof *ids; k++)
        q->draws |= arguments->value[ids[k]] != NULL;
    return code;
}

static cli_exit check_rule(const char *name, cli_voice *voice)
{
    size_t rule = 0;
    titian_error err;

    return name == NULL || titian_allocation_rule_choose(&rule, name, &err) == TITIAN_OK ? CLI_DONE
                                                                                         : cli_fail(voice, &err);
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    static const double above[] = {1e-300, 1e300};
    const cli_names tables = {"table", titian_allocation_name, titian_allocation_n_tables(), "allocate"};
    const cli_names returns = {"form of returns", titian_returns_name, TITIAN_N_RETURNS, "allocate"};
    request q = {.options = titian_allocation_options_default()};
    size_t form = 0;
    cli_exit code = cli_choose(&tables, arguments->value[CLI_OPTION_TABLE], &q.table, voice);

    q.options.rule = arguments->value[CLI_OPTION_RULE];
    q.options.within = arguments->value[CLI_OPTION_INSIDE];
    if (code == CLI_DONE)
        code = check_rule(q.options.rule, voice);
    q.options.returns = arguments->value[CLI_OPTION_RETURNS];
    if (code == CLI_DONE)
        code = cli_choose(&returns, q.options.returns, &form, voice);
    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_SCALE, above, &q.options.scale, voice);
    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_BUDGET, above, &q.options.budget, voice);
    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_MOST, 1, MOST_PROJECTS, &q.options.most_projects, voice);
    if (code == CLI_DONE)
        code = cli_records(&q.projects, TITIAN_RECORDS_PROJECTS, arguments->value[CLI_OPTION_PROJECTS], voice);
    q.options.projects = q.projects;
    if (code == CLI_DONE)
        code = read_drawing(&q, arguments, voice);
    if (code == CLI_DONE)
        code = cli_session_write(
            arguments, voice, 1u << TITIAN_RESULT_RAW | 1u << TITIAN_RESULT_AGGREGATED, write_to, &q);
    titian_records_free(q.projects);
    return code;
}

static void print_tables(void)
{
    for (size_t k = 0; k < titian_allocation_n_tables(); k++)
        (void) printf("  %-13s  %s\n", titian_allocation_name(k), titian_allocation_summary(k));
    (void) printf("\nRules, the model's unless --rule names another:\n\n");
    for (size_t k = 0; k < titian_allocation_n_rules(); k++) {
        const titian_allocation_rule *rule = titian_allocation_rule_at(k);

        (void) printf("  %-13s  %s\n", rule->name, rule->summary);
        if (rule->also[0] != '\0')
            (void) printf("  %-13s  also: %s\n", "", rule->also);
    }
    (void) printf("\nReturns, the model's unless --returns names others; scale is the money of --scale:\n\n");
    for (size_t k = 0; k < TITIAN_N_RETURNS; k++)
        (void) printf("  %-13s  %s\n", titian_returns_name(k), titian_returns_summary(k));
}

static const cli_option_id options[] = {CLI_OPTION_TABLE, CLI_OPTION_BUDGET, CLI_OPTION_RULE, CLI_OPTION_RETURNS,
    CLI_OPTION_SCALE, CLI_OPTION_INSIDE, CLI_OPTION_OVERRIDES, CLI_OPTION_PROJECTS, CLI_OPTION_MOST,
    CLI_OPTION_REPLICATIONS, CLI_OPTION_SEED, CLI_OPTION_TOP, CLI_OPTION_THREADS, CLI_OPTION_YEAR, CLI_OPTION_OUTPUT,
    CLI_OPTION_FORCE, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_allocate = {
    .name = "allocate",
    .operands = "MODEL DATA... --budget N",
    .summary = "share a budget out: amounts, what decides them, fairness, projects",
    .teaching =
        "Prints how much of a budget each unit has, as CSV: who is in or out and why, the amount, and the floor, "
        "cap,\n"
        "ring-fence or minimum grant that decides it. Scores are a product of need, people, income and the like to\n"
        "powers, as the model's rule has them; floors, caps and the rest stand in the model's block allocation.\n"
        "Where each further unit of money does less, --returns and --scale put it where it brings most.\n"
        "Amounts are exact, and rounded so that they add up to the budget. What cannot be done is said with its\n"
        "figures: \"floors need 120, the budget is 100\".\n\n"
        "All money is in the currency of the budget, Per.Head too. Where that is USD million, 5.98e-08 is 0.0598 USD "
        "a\n"
        "person: multiply by 1,000,000, which also gives the USD million for each million people.\n\n"
        "Units with too few data are in the list as \"assess first\", with the reason. Dated lists of eligible "
        "units\n"
        "stand among the data, or in the file of --lists; the row of the index year counts. --overrides lets units "
        "in,\n"
        "keeps them out or sets amounts by hand, with author, date and reason; --projects is for the table "
        "projects.\n"
        "The table robust shares the budget out again and again, each time with the assumptions drawn anew that the\n"
        "model calls uncertain, as \"titian uncertainty\" does: --replications, --seed, --threads and --top are for\n"
        "it. Formulas and files: docs/allocation.md.\n\n"
        "Tables, the first unless --table names another:\n\n",
    .more = print_tables,
    .examples = "  titian allocate ddri countries countries-restricted --budget 100\n"
                "  titian allocate ddri countries countries-restricted --budget 100 --table fairness\n"
                "  titian allocate ddri countries countries-restricted --budget 100 --rule equal_head -o heads.csv\n"
                "  titian allocate ddri countries countries-restricted --budget 100 --table parameters\n"
                "  titian allocate community-divide communities/brazil --budget 1000000 --within BRA\n"
                "  titian allocate ddri countries countries-restricted --budget 100 --table robust -N 500\n"
                "  titian allocate ddri countries countries-restricted --table rules\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian allocate\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

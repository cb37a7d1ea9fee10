/* titian explain: one unit's score, from the index down to raw cells; one replication of an uncertainty analysis.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include <titian/text_reports.h>

#include "drawing.h"
#include "session.h"

static cli_exit explain(const cli_session *s, const char *word)
{
    titian_error err;
    const titian_status status = titian_explain_write(s->assessment, cli_session_unit(s, word), 0, stdout, &err);

    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit explain_replication(const cli_session *s, const cli_drawing *drawing, size_t number, const char *word)
{
    titian_uncertainty_options options = titian_uncertainty_options_default();
    titian_replication *r = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;

    options.seed = drawing->seed;
    options.has_seed = drawing->has_seed;
    options.replications = drawing->replications;
    options.draws = drawing->design != NULL ? titian_design_draws(drawing->design) : NULL;
    status = titian_replication_new(&r, s->assessment, &options, &err);
    if (status == TITIAN_OK)
        status = titian_explain_replication_write(r, number, cli_session_unit(s, word), stdout, &err);
    titian_replication_free(r);
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static cli_exit run_replication(const cli_arguments *arguments, cli_voice *voice)
{
    cli_session s = {.model = NULL};
    cli_drawing drawing = {.path = NULL};
    size_t number = 0;
    cli_exit code = cli_option_count(arguments, CLI_OPTION_REPLICATION, 0, UINT32_MAX, &number, voice);

    if (code == CLI_DONE)
        code = cli_drawing_read(&drawing, arguments, voice);
    if (code == CLI_DONE)
        code = cli_session_open(&s, arguments, voice);
    if (code == CLI_DONE)
        code = cli_session_run(&s, 1u << TITIAN_RESULT_AGGREGATED);
    if (code == CLI_DONE)
        code = cli_drawing_open(&drawing, &s);
    if (code == CLI_DONE)
        cli_session_say_by_hand(&s, "every replication keeps", 0);
    if (code == CLI_DONE)
        code = explain_replication(&s, &drawing, number, arguments->value[CLI_OPTION_UNIT]);
    cli_drawing_close(&drawing);
    cli_session_close(&s);
    return code;
}

/* What goes with a replication alone. */
static cli_exit check_options(const cli_arguments *arguments, cli_voice *voice)
{
    static const cli_option_id drawn[] = {CLI_OPTION_SEED, CLI_OPTION_DESIGN};

    for (size_t k = 0; k < sizeof drawn / sizeof *drawn; k++)
        if (arguments->value[drawn[k]] != NULL) {
            cli_say(voice, "\"--%s\" goes with \"--replication\"\nsay which replication to explain: --replication 0",
                cli_options[drawn[k]].name);
            return CLI_USAGE;
        }
    return CLI_DONE;
}

static cli_exit run(const cli_arguments *arguments, cli_voice *voice)
{
    const char *word = arguments->value[CLI_OPTION_UNIT];
    cli_session s = {.model = NULL};
    cli_exit code;

    if (arguments->value[CLI_OPTION_REPLICATION] != NULL)
        return run_replication(arguments, voice);
    code = check_options(arguments, voice);
    if (code != CLI_DONE)
        return code;
    if (word == NULL) {
        cli_say(voice, "\"titian explain\" needs a unit\nfor example: --unit IDN");
        return CLI_USAGE;
    }
    code = cli_session_open(&s, arguments, voice);
    if (code == CLI_DONE)
        code = cli_session_run(&s, TITIAN_KEEP_ALL);
    if (code == CLI_DONE)
        cli_session_say_by_hand(&s, "the priority step keeps", 0);
    if (code == CLI_DONE)
        code = explain(&s, word);
    cli_session_close(&s);
    return code;
}

static const cli_option_id options[] = {CLI_OPTION_UNIT, CLI_OPTION_REPLICATION, CLI_OPTION_SEED, CLI_OPTION_DESIGN,
    CLI_OPTION_OVERRIDES, CLI_OPTION_YEAR, CLI_OPTION_YEARS, CLI_OPTIONS_OF_RUN, CLI_OPTION_QUIET, CLI_OPTION_HELP};

const cli_command cmd_explain = {
    .name = "explain",
    .operands = "MODEL DATA... --unit CODE",
    .summary = "show how one unit's score comes about, down to file and line",
    .teaching =
        "Prints the tree of one unit: the index, each area, each indicator, with score, rank, weight, share of the\n"
        "index and the points it brings. Under each indicator stand the value as it was read, its year, the file\n"
        "and the line, what was done to it, and between which values it is scored. What is missing is said. Last\n"
        "come the parts of its priority for assistance, and who decided by hand that it is in or out (--overrides).\n"
        "With --years the model sees all those years, as its methods may want to; the last of them is shown.\n\n"
        "With --replication it prints what that replication of \"titian uncertainty\" drew, beside what the model\n"
        "has, and what came out, beside what comes out of the model: all units by rank, or with --unit the tree\n"
        "of one. It is the same as in a run with the same seed, however long that was.\n",
    .examples = "  titian explain ddri countries countries-restricted --unit IDN\n"
                "  titian explain ddri countries countries-restricted --unit Kenya --year 2022\n"
                "  titian explain ddri countries countries-restricted --replication 17 --unit IDN\n",
    .least_operands = 2,
    .most_operands = CLI_ANY,
    .lacking = "\"titian explain\" needs a model and data",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .run = run,
};

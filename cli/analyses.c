/* The analyses that a workbook shows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyses.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "beside.h"
#include "choose.h"
#include "history.h"
#include "waiting.h"

enum {
    MOST_THREADS = 1024,
    MOST_ROWS = 512,
    MOST_ADVISED = 2000, /* units: what would help is looked for among all others, for each */
    MOST_WEIGHED = 5000  /* units, unless some submit */
};

/* How far weights go when limits of ranks are looked for: as the noise that the shipped models give them. */
static const double box = 0.25;

cli_exit cli_analyses_read(cli_analyses_request *out, const cli_arguments *arguments, cli_voice *voice)
{
    static const double above[] = {1e-300, 1e300}, within[] = {0.0, 1e6};
    size_t threads = 0;
    cli_exit code = CLI_DONE;

    *out = (cli_analyses_request){.has_seed = arguments->value[CLI_OPTION_SEED] != NULL,
        .allocation = titian_allocation_options_default(),
        .own = titian_own_options_default()};
    code = cli_option_count(arguments, CLI_OPTION_REPLICATIONS, 0, UINT32_MAX, &out->replications, voice);
    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_SEED, 0, (size_t) 1 << 53, &out->seed, voice);
    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_THREADS, 1, MOST_THREADS, &threads, voice);
    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_BUDGET, above, &out->allocation.budget, voice);
    if (code == CLI_DONE)
        code = cli_number(arguments, CLI_OPTION_BOX, within, &out->own.box, voice);
    if (code == CLI_DONE)
        code = cli_efforts_load(&out->efforts, arguments, voice);
    if (code == CLI_DONE)
        code = cli_submissions_load(&out->submissions, arguments, voice);
    out->own.submissions = out->submissions;
    out->threads = (int) threads;
    out->wanted = arguments->value[CLI_OPTION_REPLICATIONS] == NULL || out->replications > 0;
    return code;
}

/* A run that cannot be done is no reason to have no workbook: say how to leave it out. */
static cli_exit fail(const cli_session *s, const titian_error *err)
{
    const cli_exit code = cli_fail(s->voice, err);

    cli_note(s->voice, "--replications 0 writes the workbook without ranges of ranks");
    return code;
}

static cli_exit run_uncertainty(cli_analyses *out, const cli_session *s, const cli_analyses_request *request)
{
    titian_uncertainty_options options = titian_uncertainty_options_default();
    titian_uncertainty *u = NULL;
    titian_error err;
    cli_waiting waiting = cli_waiting_begin("replications", s->voice);
    titian_status status = TITIAN_OK;

    cli_session_say_by_hand(s, "every replication keeps", out->amounts != NULL);
    options.replications = request->replications;
    options.seed = request->seed;
    options.has_seed = request->has_seed;
    options.threads = request->threads;
    options.allocation = out->amounts != NULL ? &request->allocation : NULL;
    options.progress = cli_waiting_tell;
    options.context = &waiting;
    status = titian_uncertainty_run(&u, s->assessment, &options, &err);
    cli_waiting_end(&waiting);
    out->uncertainty = u;
    if (status != TITIAN_OK)
        return fail(s, &err);
    if (titian_uncertainty_done(u) < titian_uncertainty_wanted(u))
        cli_say(s->voice,
            "ended after %" PRIu64 " of %" PRIu64 " replications\nthe workbook tells of those done, and nothing of "
            "sensitivity",
            titian_uncertainty_done(u), titian_uncertainty_wanted(u));
    return CLI_DONE;
}

static cli_exit run_sensitivity(cli_analyses *out, const cli_session *s, const cli_analyses_request *request)
{
    titian_sensitivity_options options = titian_sensitivity_options_default();
    const uint64_t replications = titian_assessment_recipe(s->assessment)->uncertainty.replications;
    titian_sensitivity *found = NULL;
    titian_error err;
    cli_waiting waiting = cli_waiting_begin("rows of the design", s->voice);
    titian_status status = TITIAN_OK;

    options.rows = request->replications > 0  ? request->replications
                   : replications < MOST_ROWS ? replications
                                              : MOST_ROWS;
    options.seed = request->seed;
    options.has_seed = request->has_seed;
    options.threads = request->threads;
    options.progress = cli_waiting_tell;
    options.context = &waiting;
    status = titian_sensitivity_run(&found, s->assessment, &options, &err);
    cli_waiting_end(&waiting);
    out->sensitivity = found;
    return status == TITIAN_OK || cli_waiting_interrupted() ? CLI_DONE : fail(s, &err);
}

/* Limits of ranks for weights of the level that priority looks at, where methods allow. */
static cli_exit look_for_limits(cli_analyses *out, const cli_session *s, const cli_analyses_request *request)
{
    const titian_recipe *recipe = titian_assessment_recipe(s->assessment);
    titian_smaa_options options = titian_smaa_options_default();
    titian_smaa *limits = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;
    const int level = recipe->priority.on ? recipe->priority.level : 2;

    options.level = level < titian_framework_n_levels(recipe->framework) ? level : 0;
    options.box = box;
    options.shares = 0;
    options.threads = request->threads;
    status = titian_smaa_new(&limits, s->assessment, &options, &err);
    out->limits = limits;
    return status == TITIAN_E_MEMORY ? cli_fail(s->voice, &err) : CLI_DONE;
}

/* The tables of the divide, where some unit lies in another: of the index, weighted by the people of the priority
 * step.
 */
static cli_exit look_at_divide(cli_analyses *out, const cli_session *s)
{
    const titian_recipe *recipe = titian_assessment_recipe(s->assessment);
    titian_divide_options options = titian_divide_options_default();
    titian_error err;

    if (!cli_some_unit_lies_in_another(s->assessment))
        return CLI_DONE;
    options.weights = recipe->priority.on ? recipe->priority.population : NULL;
    return cli_divide_tables_make(&out->divide, s->assessment, &options, &err) == TITIAN_OK
               ? CLI_DONE
               : cli_fail(s->voice, &err);
}

static titian_status make_table(titian_listing **out, const char *name, const cli_session *s,
    const cli_analyses_request *request, titian_error *err)
{
    size_t table = 0;

    while (strcmp(titian_allocation_name(table), name) != 0)
        table++;
    return titian_allocation_make(out, s->assessment, table, &request->allocation, err);
}

/* Where there is a budget: of the command line, or of the model. */
static cli_exit allocate(cli_analyses *out, const cli_session *s, const cli_analyses_request *request)
{
    const double models = titian_assessment_recipe(s->assessment)->allocation.budget;
    const double budget = isnan(request->allocation.budget) ? models : request->allocation.budget;
    const titian_priority_rules *priority = &titian_assessment_recipe(s->assessment)->priority;
    const struct {
        const char *name;
        titian_listing **table;
        int there;
    } wanted[] = {
        {"amounts", &out->amounts, 1},
        {"factors", &out->factors, 1},
        {"fairness", &out->fairness, 1},
        {"distances", &out->distances, 1},
        {"steps", &out->steps, 1},
        {"orphans", &out->orphans, priority->on && priority->aid != NULL},
        {"overrides", &out->overrides, s->overrides != NULL},
    };
    titian_status status = TITIAN_OK;
    titian_error err;

    if (isnan(budget))
        return CLI_DONE;
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted && status == TITIAN_OK; k++)
        if (wanted[k].there)
            status = make_table(wanted[k].table, wanted[k].name, s, request, &err);
    out->allocation = (titian_workbook_allocation){
        budget, out->amounts, out->factors, out->fairness, out->distances, out->steps, out->orphans, out->overrides};
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

/* What would help the units of the priority list. */
static cli_exit advise(cli_analyses *out, const cli_session *s, const cli_analyses_request *request)
{
    titian_advice_options options = titian_advice_options_default();
    const titian_panel *scores = titian_assessment_result(s->assessment, TITIAN_RESULT_AGGREGATED);
    titian_assessment *owned = NULL;
    const titian_assessment *history = NULL;
    titian_status status = TITIAN_OK;
    titian_error err;

    if (!titian_assessment_recipe(s->assessment)->priority.on || titian_panel_n_units(scores) > MOST_ADVISED)
        return CLI_DONE;
    options.efforts = request->efforts;
    options.by_priority = 1;
    options.number = 3;
    history = cli_history_run(&owned, s);
    status = titian_advice_make_all(out->help, s->assessment, history, &options, &err);
    titian_assessment_free(owned);
    out->advice = (titian_workbook_advice){.years = options.years,
        .gains = out->help[TITIAN_ADVICE_GAINS],
        .path = out->help[TITIAN_ADVICE_PATH],
        .areas = out->help[TITIAN_ADVICE_AREAS],
        .standing = out->help[TITIAN_ADVICE_STANDING],
        .peers = out->help[TITIAN_ADVICE_PEERS]};
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

static titian_status make_own(titian_listing **out, const char *name, const cli_session *s,
    const cli_analyses_request *request, titian_error *err)
{
    size_t table = 0;

    while (strcmp(titian_own_name(table), name) != 0)
        table++;
    return titian_own_make(out, s->assessment, table, &request->own, err);
}

/* Scores at priorities of their own; a model without weights of areas has none, which matters to who submits some. */
static cli_exit weigh_anew(cli_analyses *out, const cli_session *s, const cli_analyses_request *request)
{
    const size_t n = titian_panel_n_units(titian_assessment_result(s->assessment, TITIAN_RESULT_AGGREGATED));
    titian_status status = TITIAN_OK;
    titian_error err;

    if (request->submissions == NULL && (!titian_assessment_recipe(s->assessment)->priority.on || n > MOST_WEIGHED))
        return CLI_DONE;
    status = make_own(&out->scores, "scores", s, request, &err);
    if (status == TITIAN_E_USAGE && request->submissions == NULL)
        return CLI_DONE;
    if (status == TITIAN_OK)
        status = make_own(&out->elements, "elements", s, request, &err);
    if (status == TITIAN_OK)
        status = make_own(&out->reasons, "reasons", s, request, &err);
    if (status == TITIAN_OK)
        status = cli_submissions_say_moved(s->assessment, &request->own, s->voice, &err);
    out->own = (titian_workbook_own){request->own.box, out->scores, out->elements, out->reasons};
    return status == TITIAN_OK ? CLI_DONE : cli_fail(s->voice, &err);
}

cli_exit cli_analyses_run(cli_analyses *out, const cli_session *s, const cli_analyses_request *request)
{
    cli_exit code = CLI_DONE;

    *out = (cli_analyses){.uncertainty = NULL};
    code = look_at_divide(out, s);
    if (code == CLI_DONE)
        code = allocate(out, s, request);
    if (code == CLI_DONE)
        code = advise(out, s, request);
    if (code == CLI_DONE)
        code = weigh_anew(out, s, request);
    if (code != CLI_DONE || !request->wanted)
        return code;
    if (!titian_assessment_recipe(s->assessment)->uncertainty.on) {
        if (request->replications > 0)
            cli_note(s->voice, "the model has no block uncertainty: the workbook gives no ranges of ranks");
        return CLI_DONE;
    }
    code = run_uncertainty(out, s, request);
    if (code == CLI_DONE && !cli_waiting_interrupted())
        code = run_sensitivity(out, s, request);
    return code == CLI_DONE ? look_for_limits(out, s, request) : code;
}

void cli_analyses_free(cli_analyses *analyses)
{
    cli_divide_tables_free(&analyses->divide);
    titian_uncertainty_free(analyses->uncertainty);
    titian_sensitivity_free(analyses->sensitivity);
    titian_smaa_free(analyses->limits);
    titian_listing_free(analyses->amounts);
    titian_listing_free(analyses->factors);
    titian_listing_free(analyses->fairness);
    titian_listing_free(analyses->distances);
    titian_listing_free(analyses->steps);
    titian_listing_free(analyses->orphans);
    titian_listing_free(analyses->overrides);
    for (size_t k = 0; k < TITIAN_ADVICE_N_TABLES; k++)
        titian_listing_free(analyses->help[k]);
    titian_listing_free(analyses->scores);
    titian_listing_free(analyses->elements);
    titian_listing_free(analyses->reasons);
    *analyses = (cli_analyses){.uncertainty = NULL};
}

void cli_analyses_request_free(cli_analyses_request *request)
{
    titian_efforts_free(request->efforts);
    titian_submissions_free(request->submissions);
    request->efforts = NULL;
    request->submissions = NULL;
}
